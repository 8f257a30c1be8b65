//! From texts to values that can be used; what cannot is told at its key.

mod cap;

use std::path::{Path, PathBuf};

use kernel::Peran;
use lettre::message::Mailbox;
use saluran::{
    gerbang::{baca_berkas, http::Gerbang},
    http::{Jangkauan, alamat as alamat_http},
    surel,
};
use tracing_subscriber::EnvFilter;

use ui::peta::Ubin;

use super::{
    BentukLog, JadwalCadangan, Konfigurasi, LISTEN_BAWAAN, Rahasia, Smtp, Tls, TujuanHttp, baca::Mentah,
    sqlite_di, url_dari,
};
use profil::temuan::{Temuan, saran};

pub(super) fn susun(m: &Mentah, temuan: &mut Vec<Temuan>) -> Konfigurasi {
    let mut periksa = Periksa { m, temuan };
    let listen = periksa.satu("listen", LISTEN_BAWAAN.to_owned(), listen);
    let data = periksa.satu("data", PathBuf::from("data"), |s| Ok(PathBuf::from(s)));
    Konfigurasi {
        database: periksa.satu("database", sqlite_di(&data), database),
        url_dasar: periksa.satu("url_dasar", url_dari(&listen), url_dasar),
        profil: periksa.satu("profil", None, |s| folder(s).map(Some)),
        daerah: m.daftar("daerah").to_vec(),
        proksi: periksa.satu("proksi", false, ya_tidak),
        open311_wajib_kunci: periksa.satu("open311_wajib_kunci", false, ya_tidak),
        log: periksa.satu("log", "info".to_owned(), log),
        log_bentuk: periksa.satu("log_bentuk", BentukLog::Json, |s| {
            pilihan(s, &[("json", BentukLog::Json), ("teks", BentukLog::Teks)])
        }),
        smtp: periksa.smtp(),
        surel_masuk: periksa.surel_masuk(),
        gerbang: periksa.gerbang(),
        penyedia: periksa.penyedia(),
        saksi: periksa.saksi(),
        wajib_dua_langkah: periksa.wajib_dua_langkah(),
        webhook_lokal: periksa.satu("webhook_lokal", false, ya_tidak),
        ubin: periksa.ubin(),
        eskalasi: [
            (
                "provinsi",
                [
                    "eskalasi_provinsi.url",
                    "eskalasi_provinsi.kunci_file",
                    "eskalasi_provinsi.lokal",
                ],
            ),
            (
                "lapor",
                [
                    "eskalasi_lapor.url",
                    "eskalasi_lapor.kunci_file",
                    "eskalasi_lapor.lokal",
                ],
            ),
        ]
        .into_iter()
        .filter_map(|(tujuan, kunci)| Some((tujuan, periksa.eskalasi(kunci)?)))
        .collect(),
        cadangan: periksa.cadangan(),
        cap_waktu: periksa.cap_waktu(),
        setelan: Vec::new(),
        listen,
        data,
    }
}

struct Periksa<'a> {
    m: &'a Mentah,
    temuan: &'a mut Vec<Temuan>,
}

impl Periksa<'_> {
    fn wajib_dua_langkah(&mut self) -> Vec<Peran> {
        let mut semua = Vec::new();
        for kode in self.m.daftar("wajib_dua_langkah") {
            match Peran::dari_kode(kode) {
                Some(p) => semua.push(p),
                None => {
                    let pesan = format!(
                        "wajib_dua_langkah: peran \"{kode}\" tidak dikenal.{}",
                        saran(kode, Peran::SEMUA.map(Peran::kode))
                    );
                    let t = match self.m.bagian("wajib_dua_langkah") {
                        Some(asal) => asal.galat(pesan),
                        None => Temuan::galat("wajib_dua_langkah", None, pesan),
                    };
                    self.temuan.push(t);
                }
            }
        }
        semua
    }

    fn saksi(&mut self) -> Vec<ledger::Saksi> {
        let mut semua = Vec::new();
        for teks in self.m.daftar("saksi") {
            match ledger::Saksi::baca(teks) {
                Ok(s) => semua.push(s),
                Err(e) => {
                    let pesan = format!(
                        "saksi: {e}. Isi kunci publik saksi, misalnya \"saksi.contoh+1a2b3c4d+BA…\"."
                    );
                    let asal = self.m.teks("saksi").map(|(_, asal)| asal);
                    self.temuan.extend(asal.map(|a| a.galat(pesan)));
                }
            }
        }
        semua
    }

    fn satu<T>(&mut self, kunci: &str, bawaan: T, baca: impl FnOnce(&str) -> Result<T, String>) -> T {
        let Some((isi, asal)) = self.m.teks(kunci) else {
            return bawaan;
        };
        baca(isi).unwrap_or_else(|pesan| {
            self.temuan.push(asal.galat(format!("{}: {pesan}", asal.kunci)));
            bawaan
        })
    }

    fn wajib<T>(
        &mut self,
        kunci: &str,
        sebab: &str,
        baca: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.m.teks(kunci).is_none() {
            let awal = kunci.split_inclusive('.').next().unwrap_or(kunci);
            if let Some(asal) = self.m.bagian(awal) {
                self.temuan
                    .push(asal.galat(format!("{kunci} belum diisi; wajib bila {sebab}.")));
            }
            return None;
        }
        self.satu(kunci, None, |s| baca(s).map(Some))
    }

    fn smtp(&mut self) -> Option<Smtp> {
        self.m.bagian("smtp.")?;
        let tls = self.satu("smtp.tls", Tls::Starttls, |s| {
            pilihan(
                s,
                &[
                    ("starttls", Tls::Starttls),
                    ("tls", Tls::Penuh),
                    ("tanpa", Tls::Tanpa),
                ],
            )
        });
        let port_lazim = match tls {
            Tls::Starttls => 587,
            Tls::Penuh => 465,
            Tls::Tanpa => 25,
        };
        const KIRIM: &str = "surat dikirim lewat [smtp]";
        let host = self.wajib("smtp.host", KIRIM, |s| {
            if s.contains(['/', ' ', ':']) {
                Err(format!("\"{s}\" bukan nama host, misalnya smtp.contoh.go.id."))
            } else {
                Ok(s.to_owned())
            }
        });
        let port = self.satu("smtp.port", port_lazim, port);
        let dari = self.wajib("smtp.dari", KIRIM, |s| {
            s.parse::<Mailbox>().map_err(|_| {
                format!("\"{s}\" bukan alamat surel, misalnya \"Layanan Kabupaten <praja@contoh.go.id>\".")
            })
        });
        let masuk = self.masuk(["smtp.user", "smtp.sandi_file"]);
        Some(Smtp {
            host: host?,
            port,
            masuk,
            dari: dari?,
            tls,
        })
    }

    /// A login name and the password in its file: both or neither.
    fn masuk(&mut self, [user, sandi_file]: [&str; 2]) -> Option<(String, Rahasia)> {
        let pengguna = self.m.teks(user).map(|(s, a)| (s.to_owned(), a));
        match (pengguna, self.m.teks(sandi_file)) {
            (Some((pengguna, _)), Some(_)) => {
                let sandi = self.satu(sandi_file, Rahasia::baru(""), sandi);
                Some((pengguna, sandi))
            }
            (Some((_, asal)), None) => {
                self.temuan.push(asal.galat(format!(
                    "{user} perlu {sandi_file}: berkas yang berisi sandinya, satu baris."
                )));
                None
            }
            (None, Some((_, asal))) => {
                self.temuan
                    .push(asal.galat(format!("{sandi_file} perlu {user}.")));
                None
            }
            (None, None) => None,
        }
    }
}

impl Periksa<'_> {
    /// A map of others is shown with who made it.
    fn ubin(&mut self) -> Option<Ubin> {
        self.m.bagian("peta.")?;
        const UBIN: &str = "peta memakai ubin gambar";
        let atribusi = self.wajib("peta.atribusi", UBIN, |s| Ok(s.to_owned()));
        let templat = self.wajib("peta.ubin", UBIN, |s| Ubin::baru(s, "").map(|u| u.templat));
        Ubin::baru(&templat?, &atribusi?).ok()
    }

    /// Back-ups by the clock: where to, closed with what, when, and how many are kept.
    fn cadangan(&mut self) -> Option<JadwalCadangan> {
        self.m.bagian("cadangan.")?;
        const JADWAL: &str = "cadangan dibuat terjadwal";
        let folder = self.wajib("cadangan.folder", JADWAL, |s| Ok(PathBuf::from(s)));
        let sandi = self.wajib("cadangan.sandi_file", JADWAL, |s| {
            let sandi = cadangan::Sandi::baru(sandi(s)?.buka());
            match sandi.cukup() {
                true => Ok(sandi),
                false => Err(format!(
                    "isi \"{s}\" kurang dari {} karakter.",
                    cadangan::SANDI_MIN
                )),
            }
        });
        let mut bilangan = |kunci, bawaan, maks: usize| {
            self.satu(kunci, bawaan, |s| {
                let n = s.parse().ok().filter(|n| *n <= maks);
                n.ok_or_else(|| format!("\"{s}\" di luar 0 sampai {maks}."))
            })
        };
        let bawaan = cadangan::Simpan::default();
        let jam = bilangan("cadangan.jam", 1, 23);
        let simpan = cadangan::Simpan {
            harian: bilangan("cadangan.harian", bawaan.harian, 1_000),
            mingguan: bilangan("cadangan.mingguan", bawaan.mingguan, 1_000),
            bulanan: bilangan("cadangan.bulanan", bawaan.bulanan, 1_000),
        };
        Some(JadwalCadangan {
            folder: folder?,
            sandi: sandi?,
            jam: i8::try_from(jam).unwrap_or_default(),
            simpan,
        })
    }

    /// Where escalations of one kind go by HTTP: address, key, and whether it stands on our own network.
    fn eskalasi(&mut self, [url, kunci, lokal]: [&str; 3]) -> Option<TujuanHttp> {
        let awal = url.split_inclusive('.').next().unwrap_or(url);
        self.m.bagian(awal)?;
        const KIRIM: &str = "eskalasi dikirim lewat HTTP";
        let jangkauan = match self.satu(lokal, false, ya_tidak) {
            true => Jangkauan::Lokal,
            false => Jangkauan::Umum,
        };
        let url = self.wajib(url, KIRIM, |s| alamat_http(s, jangkauan).map(|u| u.to_string()));
        let kunci = self.wajib(kunci, KIRIM, sandi);
        Some(TujuanHttp {
            url: url?,
            kunci: kunci?,
            jangkauan,
        })
    }

    /// Gateways stand in a file of their own; each mistake in it is told at the key that names it.
    fn gerbang(&mut self) -> Vec<Gerbang> {
        let Some((jalur, asal)) = self.m.teks("saluran_berkas") else {
            return Vec::new();
        };
        baca_berkas(Path::new(jalur)).unwrap_or_else(|salah| {
            let temuan = salah.iter().map(|s| asal.galat(format!("saluran_berkas: {s}")));
            self.temuan.extend(temuan);
            Vec::new()
        })
    }

    /// Identity providers stand in a file of their own, as gateways do.
    fn penyedia(&mut self) -> Vec<federasi::oidc::Setelan> {
        let Some((jalur, asal)) = self.m.teks("penyedia_berkas") else {
            return Vec::new();
        };
        federasi::oidc::baca_berkas(Path::new(jalur)).unwrap_or_else(|salah| {
            let temuan = salah.iter().map(|s| asal.galat(format!("penyedia_berkas: {s}")));
            self.temuan.extend(temuan);
            Vec::new()
        })
    }

    /// Mail that comes in: each regency has an address and a folder of its own.
    fn surel_masuk(&mut self) -> Option<surel::Setelan> {
        self.m.bagian("surel_masuk.")?;
        let satu = self.m.daftar("daerah").len() == 1;
        let terpisah = |s: &str, jadi: String| {
            if satu || s.contains(surel::DAERAH) {
                Ok(jadi)
            } else {
                Err(format!(
                    "\"{s}\" melayani semua daerah sekaligus: tulis {} di dalamnya, atau layani satu daerah saja.",
                    surel::DAERAH
                ))
            }
        };
        let alamat = self.wajib("surel_masuk.alamat", "surel masuk dibaca", |s| {
            terpisah(s, surel::alamat_sah(s)?)
        });
        let folder = self.satu("surel_masuk.folder", None, |s| {
            terpisah(s, s.to_owned()).map(Some)
        });
        let authserv = self.satu("surel_masuk.authserv", None, |s| Ok(Some(s.to_lowercase())));
        Some(surel::Setelan {
            alamat: alamat?,
            folder,
            authserv,
        })
    }
}

fn listen(s: &str) -> Result<String, String> {
    let salah = || format!("\"{s}\" bukan alamat dan port, misalnya 127.0.0.1:8080.");
    let (host, angka) = s.rsplit_once(':').ok_or_else(salah)?;
    port(angka).map_err(|_| salah())?;
    let sah = if host.starts_with('[') {
        s.parse::<std::net::SocketAddr>().is_ok()
    } else {
        !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    };
    if sah { Ok(s.to_owned()) } else { Err(salah()) }
}

/// An address as the command line takes it.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn alamat(s: &str) -> Result<String, String> {
    listen(s)
}

fn port(s: &str) -> Result<u16, String> {
    // Port 0 lets the system choose: useful for tests, and the log tells which.
    s.parse()
        .map_err(|_| format!("\"{s}\" bukan port: isi bilangan 0 sampai 65535."))
}

fn database(s: &str) -> Result<Rahasia, String> {
    let awalan = ["sqlite:", "postgres://", "postgresql://"];
    match awalan.iter().find(|a| s.starts_with(**a)) {
        Some(a) if s.len() > a.len() => Ok(Rahasia::baru(s)),
        // A URL of a database may hold a password, so it is not repeated here.
        _ => Err("tulis sqlite:BERKAS atau postgres://PENGGUNA:SANDI@HOST/NAMA.".to_owned()),
    }
}

fn url_dasar(s: &str) -> Result<String, String> {
    let rapi = s.trim_end_matches('/');
    let host = rapi
        .strip_prefix("https://")
        .or_else(|| rapi.strip_prefix("http://"));
    match host {
        Some(h) if !h.is_empty() && !h.contains(['?', '#', ' ', '@', '/']) => Ok(rapi.to_owned()),
        _ => Err(format!(
            "\"{s}\" bukan alamat situs tanpa jalur, misalnya https://layanan.contoh.go.id."
        )),
    }
}

fn folder(s: &str) -> Result<PathBuf, String> {
    if Path::new(s).is_dir() {
        Ok(PathBuf::from(s))
    } else {
        Err(format!("folder \"{s}\" tidak ada."))
    }
}

fn log(s: &str) -> Result<String, String> {
    match EnvFilter::try_new(s) {
        Ok(_) if !s.contains(['=', ',']) => pilihan(
            s,
            &[
                ("error", ()),
                ("warn", ()),
                ("info", ()),
                ("debug", ()),
                ("trace", ()),
                ("off", ()),
            ],
        )
        .map(|()| s.to_owned()),
        Ok(_) => Ok(s.to_owned()),
        Err(_) => Err(format!(
            "\"{s}\" bukan tingkat catatan: error, warn, info, debug, trace."
        )),
    }
}

fn sandi(s: &str) -> Result<Rahasia, String> {
    match std::fs::read_to_string(s) {
        Ok(isi) if !isi.trim().is_empty() => Ok(Rahasia::baru(isi.trim())),
        Ok(_) => Err(format!("berkas \"{s}\" kosong.")),
        Err(e) => Err(format!("berkas \"{s}\" tidak dapat dibaca: {e}.")),
    }
}

fn ya_tidak(s: &str) -> Result<bool, String> {
    pilihan(s, &[("true", true), ("false", false)])
}

fn pilihan<T: Copy>(s: &str, ada: &[(&str, T)]) -> Result<T, String> {
    let daftar: Vec<&str> = ada.iter().map(|(k, _)| *k).collect();
    let cocok = ada.iter().find(|(k, _)| *k == s).map(|(_, t)| *t);
    cocok.ok_or_else(|| {
        format!(
            "\"{s}\" tidak dikenal. Pilih salah satu: {}.{}",
            daftar.join(", "),
            saran(s, daftar.iter().copied())
        )
    })
}
