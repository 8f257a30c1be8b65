//! `praja doctor`: how a running installation is, a line each, with what to do. Nothing is changed by asking: tables
//! are not brought up to date, no key is made. 0: nothing is wrong (warnings may be); 1: something is.

mod cap;

use std::{fs, path::Path};

use cadangan::Sehat;
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use kernel::Jam;
use saluran::http::{Jangkauan, Klien};
use serde::Serialize;

use crate::{
    catatan, cli,
    jalankan::{Kode, konfigurasi},
    konfigurasi::{BentukLog, Konfigurasi},
    layar::{json, tulis},
};

mod luar;

/// How good or bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tingkat {
    Ok,
    Peringatan,
    Salah,
}

/// One line.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Hasil {
    pub(crate) perihal: &'static str,
    pub(crate) tingkat: Tingkat,
    pub(crate) keadaan: String,
    /// What to do; empty where nothing is.
    pub(crate) saran: &'static str,
}

/// The lines, as they are found.
#[derive(Default)]
struct Lembar(Vec<Hasil>);

impl Lembar {
    fn catat(
        &mut self,
        perihal: &'static str,
        tingkat: Tingkat,
        keadaan: impl Into<String>,
        saran: &'static str,
    ) {
        let saran = if tingkat == Tingkat::Ok { "" } else { saran };
        self.0.push(Hasil {
            perihal,
            tingkat,
            keadaan: keadaan.into(),
            saran,
        });
    }
}

/// `praja doctor`.
pub(crate) async fn doctor(d: cli::Doctor) -> Kode {
    catatan::mulai("off", BentukLog::Teks);
    let k = konfigurasi(&d.dasar)?;
    let semua = periksa(&k, &Jam::Sistem).await;
    if d.json {
        json(&semua);
    } else {
        for h in &semua {
            let tanda = match h.tingkat {
                Tingkat::Ok => "ok        ",
                Tingkat::Peringatan => "peringatan",
                Tingkat::Salah => "SALAH     ",
            };
            tulis(format!("{tanda}  {}: {}", h.perihal, h.keadaan));
            if !h.saran.is_empty() {
                tulis(format!("            {}", h.saran));
            }
        }
    }
    Ok(u8::from(semua.iter().any(|h| h.tingkat == Tingkat::Salah)))
}

/// All lines.
pub(crate) async fn periksa(k: &Konfigurasi, jam: &Jam) -> Vec<Hasil> {
    let kini = jam.kini();
    let mut l = Lembar::default();
    let sehat = match cadangan::sehat(k.database.buka(), kini).await {
        Ok(s) => Some(s),
        Err(g) => {
            const SARAN: &str =
                "Periksa kunci database di konfigurasi; basis data baru dibuat dengan praja init.";
            l.catat("basis data", Tingkat::Salah, g.to_string(), SARAN);
            None
        }
    };
    if let Some(s) = &sehat {
        tabel(&mut l, s);
        selisih(&mut l, "jam basis data", s.jam, kini);
    }
    alamat(&mut l, k, kini).await;
    luar::penyedia(&mut l, k, jam).await;
    cap::tsa(&mut l, k, kini).await;
    izin(&mut l, k, sehat.as_ref());
    disk(&mut l, k);
    cadang(&mut l, k, sehat.as_ref(), kini);
    if let Some(s) = &sehat {
        buku(&mut l, k, s, kini);
        cap::umur(&mut l, k, s, kini);
        surat(&mut l, k, s, kini);
        luar::program(&mut l, s, kini);
    }
    l.0
}

fn tabel(l: &mut Lembar, s: &Sehat) {
    let (ada, kita) = s.skema;
    let keadaan = format!("versi {ada}");
    match ada.cmp(&kita) {
        std::cmp::Ordering::Equal => l.catat("tabel", Tingkat::Ok, keadaan, ""),
        std::cmp::Ordering::Less => l.catat(
            "tabel",
            Tingkat::Peringatan,
            format!("versi {ada}; program ini membawa versi {kita}"),
            "Buat cadangan, lalu mulai ulang layanan: migrasi berjalan waktu mulai.",
        ),
        std::cmp::Ordering::Greater => l.catat(
            "tabel",
            Tingkat::Salah,
            format!("versi {ada}, lebih baru daripada program ini ({kita})"),
            "Pasang versi program yang lebih baru.",
        ),
    }
    // The ledger and the outbox run once an hour at the latest.
    let tingkat = if s.yatim > 0 {
        Tingkat::Peringatan
    } else {
        Tingkat::Ok
    };
    l.catat(
        "unggahan tanpa entri",
        tingkat,
        format!("{} lebih tua dari sehari", s.yatim),
        "Dibersihkan setiap jam oleh praja serve: periksa apakah layanan berjalan, dan catatannya.",
    );
}

fn selisih(l: &mut Lembar, perihal: &'static str, lain: Option<Timestamp>, kini: Timestamp) {
    let Some(lain) = lain else { return };
    let detik = lain.duration_since(kini).as_millis().abs() / 1000;
    let tingkat = match detik {
        0..=2 => Tingkat::Ok,
        3..=30 => Tingkat::Peringatan,
        _ => Tingkat::Salah,
    };
    l.catat(
        perihal,
        tingkat,
        format!("berbeda {detik} detik dari jam mesin ini"),
        "Samakan jam kedua mesin (NTP): batas waktu, sesi, dan kode dihitung dari sana.",
    );
}

async fn alamat(l: &mut Lembar, k: &Konfigurasi, kini: Timestamp) {
    let host = k.url_dasar.split("://").nth(1).unwrap_or_default();
    let dalam = ["localhost", "127.", "[::1]"].iter().any(|a| host.starts_with(a));
    let tingkat = match k.url_dasar.starts_with("https://") {
        true => Tingkat::Ok,
        false if dalam => Tingkat::Peringatan,
        false => Tingkat::Salah,
    };
    l.catat(
        "alamat umum",
        tingkat,
        k.url_dasar.clone(),
        "Pasang proksi TLS dan isi url_dasar dengan alamat https://: tanpa itu sandi dan laporan lewat tanpa sandi.",
    );
    let Ok(klien) = Klien::baru() else { return };
    // The way in is the one citizens take, so a certificate that has run out is noticed too.
    let url = format!("{}/healthz", k.url_dasar);
    match klien.tanya(&url, Jangkauan::Lokal, &[], Vec::new(), 0).await {
        Ok(j) => {
            let tingkat = if j.status < 500 { Tingkat::Ok } else { Tingkat::Salah };
            l.catat(
                "dijawab di alamat umum",
                tingkat,
                format!("status {}", j.status),
                "Periksa proksi dan layanan: systemctl status praja.",
            );
            let tanggal = j.tanggal.and_then(|t| rfc2822::parse(&t).ok());
            selisih(l, "jam di alamat umum", tanggal.map(|z| z.timestamp()), kini);
        }
        Err(sebab) => l.catat(
            "dijawab di alamat umum",
            Tingkat::Peringatan,
            sebab,
            "Bila mesin ini memang tidak dapat mencapai alamat itu, periksa dari luar; bila dapat, periksa proksi, sertifikat, dan layanan.",
        ),
    }
}

/// Whether others than the owner may do anything with a file.
#[cfg(unix)]
fn terbuka(jalur: &Path, hak: u32) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::metadata(jalur).ok()?.permissions().mode() & hak != 0)
}

#[cfg(not(unix))]
fn terbuka(jalur: &Path, _hak: u32) -> Option<bool> {
    fs::metadata(jalur).ok().map(|_| false)
}

fn izin(l: &mut Lembar, k: &Konfigurasi, s: Option<&Sehat>) {
    let kunci = k.berkas_kunci();
    let berisi = s.is_some_and(|s| s.log.iter().any(|b| b.ukuran > 0));
    match terbuka(&kunci, 0o077) {
        None if berisi => l.catat(
            "berkas kunci",
            Tingkat::Salah,
            format!("{} tidak ada", kunci.display()),
            "Kembalikan dari cadangan sebelum layanan dimulai lagi: kunci baru membuat semua kode lacak tidak berlaku.",
        ),
        None => l.catat("berkas kunci", Tingkat::Peringatan, "belum ada", "Jalankan praja init."),
        Some(_) => {}
    }
    let rahasia = [kunci, k.kunci_peramban(), k.kunci_data()];
    for (jalur, hak) in rahasia
        .iter()
        .map(|j| (j, 0o077))
        .chain([(&k.data, 0o077)])
        // The group of the service may read its configuration.
        .chain(k.setelan.iter().filter(|j| j.is_file()).map(|j| (j, 0o007)))
    {
        if let Some(terbuka) = terbuka(jalur, hak) {
            let tingkat = match (terbuka, hak) {
                (false, _) => Tingkat::Ok,
                (true, 0o077) => Tingkat::Salah,
                (true, _) => Tingkat::Peringatan,
            };
            let kata = if terbuka {
                "terbaca orang lain"
            } else {
                "hanya pemiliknya"
            };
            l.catat(
                "hak berkas",
                tingkat,
                format!("{} {kata}", jalur.display()),
                "chmod 600 untuk berkas kunci, 700 untuk folder data, 640 untuk konfigurasi; pemiliknya pengguna layanan.",
            );
        }
    }
}

fn disk(l: &mut Lembar, k: &Konfigurasi) {
    let arsip = k.cadangan.as_ref().map(|c| ("disk cadangan", &c.folder));
    for (perihal, folder) in [("disk data", &k.data)].into_iter().chain(arsip) {
        let Ok((bebas, semua)) = cadangan::ruang(folder) else {
            continue;
        };
        let persen = bebas * 100 / semua.max(1);
        let tingkat = match bebas / 1_000_000 {
            ..500 => Tingkat::Salah,
            ..5_000 if persen < 10 => Tingkat::Peringatan,
            _ => Tingkat::Ok,
        };
        l.catat(
            perihal,
            tingkat,
            format!("{:.1} GB kosong ({persen} %)", bebas as f64 / 1e9),
            "Perbesar atau kosongkan disk: bila penuh, laporan warga ditolak.",
        );
    }
}

fn hari(d: SignedDuration) -> String {
    match d.as_hours() {
        0..48 => format!("{} jam lalu", d.as_hours()),
        jam => format!("{} hari lalu", jam / 24),
    }
}

fn cadang(l: &mut Lembar, k: &Konfigurasi, s: Option<&Sehat>, kini: Timestamp) {
    let Some(c) = &k.cadangan else {
        let saran = "Isi bagian [cadangan] di konfigurasi, atau jadwalkan praja backup sendiri.";
        return l.catat("cadangan", Tingkat::Peringatan, "tidak terjadwal", saran);
    };
    let semua = cadangan::daftar(&c.folder).unwrap_or_default();
    let terakhir = crate::cadang::sebelum(&semua, kini);
    let umur = terakhir.map(|t| kini.duration_since(t));
    let tingkat = match umur.map(|u| u.as_hours()) {
        None | Some(72..) => Tingkat::Salah,
        Some(27..) => Tingkat::Peringatan,
        Some(_) => Tingkat::Ok,
    };
    let keadaan = umur.map_or_else(
        || "belum ada".to_owned(),
        |u| format!("{} buah, terakhir {}", semua.len(), hari(u)),
    );
    l.catat(
        "cadangan",
        tingkat,
        keadaan,
        "Lihat register Cadangan di ruang kerja dan catatan layanan; jalankan praja backup.",
    );
    for (kode, perihal, saran) in [
        ("periksa", "arsip diperiksa", "Jalankan praja backup --periksa."),
        ("uji", "uji pemulihan", "Jalankan praja backup --uji."),
    ] {
        let lalu = s.and_then(|s| s.terakhir.iter().find(|(k, _)| k == kode));
        let umur = lalu.map(|(_, ms)| SignedDuration::from_millis(kini.as_millisecond() - ms));
        let tingkat = match umur {
            Some(u) if u.as_hours() <= 35 * 24 => Tingkat::Ok,
            _ => Tingkat::Peringatan,
        };
        l.catat(
            perihal,
            tingkat,
            umur.map_or_else(|| "belum pernah".to_owned(), hari),
            saran,
        );
    }
    if s.is_some_and(|s| s.administrator == 0) {
        l.catat(
            "kabar kegagalan",
            Tingkat::Peringatan,
            "tidak ada administrator yang punya alamat surel",
            "Isi surel akun administrator di menu Akun.",
        );
    }
}

fn buku(l: &mut Lembar, k: &Konfigurasi, s: &Sehat, kini: Timestamp) {
    for b in &s.log {
        let tertinggal = match b.titik {
            Some((ukuran, _)) => b.ukuran - ukuran,
            None => b.ukuran,
        };
        let umur = b
            .titik
            .map(|(_, ms)| SignedDuration::from_millis(kini.as_millisecond() - ms));
        // A head is signed every half minute while there is something new.
        let tingkat = match umur {
            _ if tertinggal == 0 => Tingkat::Ok,
            Some(u) if u.as_mins() < 10 => Tingkat::Ok,
            _ => Tingkat::Peringatan,
        };
        let umur = umur.map_or_else(
            || "belum ditandatangani".to_owned(),
            |u| format!("ditandatangani {}", hari(u)),
        );
        l.catat(
            "buku besar",
            tingkat,
            format!("{}: {} peristiwa, {umur}, {tertinggal} belum", b.daerah, b.ukuran),
            "Periksa apakah praja serve berjalan; bila catatannya menyebut kepala ditolak, jalankan praja verify.",
        );
        let tanda = b.catatan.lines().filter(|b| b.starts_with("— ")).count();
        if !k.saksi.is_empty() && b.titik.is_some() {
            let tingkat = if tanda > 1 {
                Tingkat::Ok
            } else {
                Tingkat::Peringatan
            };
            l.catat(
                "saksi",
                tingkat,
                format!("{}: {} tanda tangan saksi", b.daerah, tanda.saturating_sub(1)),
                "Hubungi pemegang saksi: kepala terakhir belum ditandatanganinya.",
            );
        }
    }
}

fn surat(l: &mut Lembar, k: &Konfigurasi, s: &Sehat, kini: Timestamp) {
    let (antre, gagal, tertua) = s.antre;
    let menunggu = tertua.map_or(0, |t| (kini.as_millisecond() - t) / 60_000);
    let tingkat = if menunggu > 15 {
        Tingkat::Peringatan
    } else {
        Tingkat::Ok
    };
    l.catat(
        "surat menunggu",
        tingkat,
        format!("{antre}, yang tertua terlambat {} menit", menunggu.max(0)),
        "Periksa apakah praja serve berjalan dan server surel dapat dihubungi.",
    );
    let tingkat = if gagal > 0 {
        Tingkat::Peringatan
    } else {
        Tingkat::Ok
    };
    l.catat(
        "surat yang menyerah",
        tingkat,
        gagal.to_string(),
        "Lihat sebabnya (panduan operator, bagian Surel), perbaiki, lalu coba lagi.",
    );
    let (tingkat, keadaan) = match &k.smtp {
        Some(s) => (Tingkat::Ok, format!("lewat {}:{}", s.host, s.port)),
        None => (Tingkat::Peringatan, "menjadi berkas di surat-keluar/".to_owned()),
    };
    l.catat(
        "pengiriman surel",
        tingkat,
        keadaan,
        "Isi bagian [smtp] di konfigurasi.",
    );
}

#[cfg(test)]
mod uji;
