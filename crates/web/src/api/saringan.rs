//! The query of a list: which entries, in what order, from where. Every mistake in it is told at its parameter;
//! what is not known is refused, because a filter that is silently left out answers another question.

use kernel::{
    Galat, GalatMedan, Jenis, Medan, Pesan, Peta, Profil, RegisterDef,
    izin::Wewenang,
    nilai::{dari_teks, ke_teks, periksa_objek},
};
use store::{Daftar, Kolom, Kursor, Saringan, Urut};

use crate::Permintaan;

/// What every list can be asked; a register must not have a filter of one of these names.
pub const UMUM: [&str; 11] = [
    "keadaan",
    "pemegang",
    "terbuka",
    "terlambat",
    "sejak",
    "sampai",
    "kata",
    "urut",
    "format",
    "kursor",
    "batas",
];

/// Entries in a page when nothing is said.
const BATAS: usize = 50;
/// Most values of one filter, and most parameters of one query.
const MAKS: usize = 100;

/// The parameters of a query, decoded.
#[derive(Clone, Debug, Default)]
pub(super) struct Kueri(Vec<(String, String)>);

impl Kueri {
    pub(super) fn baca(q: Option<&str>) -> Result<Self, Galat> {
        let dekode = |s: &str| {
            let s = s.replace('+', " ");
            let utf8 = percent_encoding::percent_decode_str(&s)
                .decode_utf8()
                .map(std::borrow::Cow::into_owned);
            utf8.map_err(|_| Galat::TidakSah("Kueri ini berisi huruf yang bukan UTF-8.".into()))
        };
        let pasang = q.unwrap_or_default().split('&').filter(|s| !s.is_empty());
        let semua: Result<Vec<_>, Galat> = pasang
            .take(MAKS + 1)
            .map(|s| {
                let (k, v) = s.split_once('=').unwrap_or((s, ""));
                Ok((dekode(k)?, dekode(v)?))
            })
            .collect();
        let semua = semua?;
        if semua.len() > MAKS {
            return Err(Galat::TidakSah(
                Pesan::baru("Paling banyak {n} parameter.").dengan("n", MAKS),
            ));
        }
        Ok(Kueri(semua))
    }

    /// The names that were used.
    fn nama(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(k, _)| k.as_str())
    }

    /// All values of a parameter that say something.
    fn nilai<'a>(&'a self, nama: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0
            .iter()
            .filter(move |(k, _)| k == nama)
            .map(|(_, v)| v.trim())
            .filter(|v| !v.is_empty())
    }

    /// The value of a parameter that has one.
    pub(super) fn satu<'a>(&'a self, nama: &'static str, salah: &mut Vec<GalatMedan>) -> Option<&'a str> {
        let mut semua = self.nilai(nama);
        let pertama = semua.next()?;
        if semua.next().is_some() {
            salah.push(GalatMedan::baru(nama, "Sebutkan sekali saja."));
        }
        Some(pertama)
    }

    /// The query with another cursor.
    pub(super) fn dengan_kursor(&self, kursor: &str) -> String {
        let tetap = self
            .0
            .iter()
            .filter(|(k, _)| k != "kursor")
            .map(|(k, v)| (k.as_str(), v.as_str()));
        let semua = tetap.chain([("kursor", kursor)]);
        semua
            .map(|(k, v)| format!("{}={}", ui::enkode(k), ui::enkode(v)))
            .collect::<Vec<_>>()
            .join("&")
    }

    /// Refuses every parameter that is not among these.
    pub(super) fn hanya(&self, dikenal: &[String], salah: &mut Vec<GalatMedan>) {
        let mut asing: Vec<&str> = self.nama().filter(|n| !dikenal.iter().any(|d| d == n)).collect();
        asing.sort_unstable();
        asing.dedup();
        for n in asing.into_iter().take(20) {
            let pesan = Pesan::baru("Parameter ini tidak ada. Yang ada: {daftar}.")
                .dengan("daftar", dikenal.join(", "));
            salah.push(GalatMedan::baru(kernel::profil::potong(n, 60).to_owned(), pesan));
        }
    }
}

/// A list as it was asked for.
pub(super) struct Permohonan {
    pub(super) daftar: Daftar,
    urut: String,
}

impl Permohonan {
    /// A cursor for the next page. It is signed, so that only our own come back, and for one order: a position
    /// in another order means nothing.
    pub(super) fn kursor(&self, p: &Permintaan, def: &RegisterDef, k: &Kursor) -> String {
        p.app.identitas.tandai(&guna(p, def, &self.urut), &k.tulis())
    }
}

fn guna(p: &Permintaan, def: &RegisterDef, urut: &str) -> String {
    format!("kursor/{}/{}/{urut}", p.daerah(), def.kode)
}

/// One value a row: lists and groups have no order and no single value to compare.
fn tunggal(j: &Jenis) -> bool {
    !matches!(
        j,
        Jenis::Beberapa(_)
            | Jenis::Berkas { .. }
            | Jenis::Daftar { .. }
            | Jenis::Bagian(_)
            | Jenis::Tempat
            | Jenis::Orang
            | Jenis::Periode
    )
}

/// The fields by which an asker may filter.
pub(super) fn saringan(def: &RegisterDef, boleh: impl Fn(&Medan) -> bool) -> Vec<Medan> {
    let semua = def.medan_rata().into_iter();
    semua
        .filter(|m| m.saring && tunggal(&m.jenis) && boleh(m))
        .collect()
}

/// The names by which an asker may sort.
pub(super) fn urutan(def: &RegisterDef, boleh: impl Fn(&Medan) -> bool) -> Vec<String> {
    let medan = def.medan_rata().into_iter();
    let medan = medan.filter(|m| (m.urut || m.saring) && tunggal(&m.jenis) && boleh(m));
    let umum = ["dibuat", "jatuh", "keadaan", "pemegang"].map(str::to_owned);
    umum.into_iter()
        .chain(medan.map(|m| m.nama.to_string()))
        .collect()
}

/// Reads the query of a list; of an export there are no pages.
pub(super) fn baca(
    p: &Permintaan,
    def: &RegisterDef,
    w: &Wewenang,
    k: &Kueri,
    halaman: bool,
) -> Result<Permohonan, Galat> {
    let mut salah = Vec::new();
    let tampak = |m: &Medan| w.lingkup_medan(m).is_some();
    let medan = saringan(def, tampak);
    let umum = UMUM
        .iter()
        .filter(|u| halaman || !matches!(**u, "kursor" | "batas"))
        .map(|u| (*u).to_owned());
    let dikenal: Vec<String> = umum.chain(medan.iter().map(|m| m.nama.to_string())).collect();
    k.hanya(&dikenal, &mut salah);
    let saring = saring(p, def, &medan, k, &mut salah);
    let teks = k.satu("urut", &mut salah).unwrap_or("-dibuat");
    let (nama, turun) = teks.strip_prefix('-').map_or((teks, false), |n| (n, true));
    let boleh = urutan(def, tampak);
    let kolom = boleh
        .iter()
        .any(|n| n == nama)
        .then(|| Kolom::dari(def, nama))
        .flatten();
    if kolom.is_none() {
        let pesan =
            Pesan::baru("Urutan ini tidak ada. Yang ada: {daftar}; awali dengan - untuk urutan menurun.");
        salah.push(GalatMedan::baru("urut", pesan.dengan("daftar", boleh.join(", "))));
    }
    let batas = match k.satu("batas", &mut salah).map(str::parse::<usize>) {
        _ if !halaman => 500,
        None => BATAS,
        Some(Ok(n)) if (1..=500).contains(&n) => n,
        Some(_) => {
            salah.push(GalatMedan::baru("batas", "Isi angka dari 1 sampai 500."));
            BATAS
        }
    };
    let urut = kolom.map(|kolom| Urut { kolom, turun }).unwrap_or_default();
    let mut m = Permohonan {
        daftar: Daftar {
            saring,
            urut,
            setelah: None,
            batas,
        },
        urut: teks.to_owned(),
    };
    if let Some(kursor) = k.satu("kursor", &mut salah).filter(|_| halaman) {
        let isi = p.app.identitas.buka_tanda(&guna(p, def, teks), kursor);
        match isi.map(Kursor::baca) {
            Some(Ok(k)) => m.daftar.setelah = Some(k),
            _ => salah.push(GalatMedan::baru(
                "kursor",
                "Kursor ini tidak dikenal, atau milik urutan yang lain. Mulai lagi dari halaman pertama.",
            )),
        }
    }
    if salah.is_empty() {
        Ok(m)
    } else {
        Err(Galat::Isian(salah))
    }
}

fn saring(
    p: &Permintaan,
    def: &RegisterDef,
    medan: &[Medan],
    k: &Kueri,
    salah: &mut Vec<GalatMedan>,
) -> Saringan {
    let banyak = |m: &Medan, salah: &mut Vec<GalatMedan>| -> Vec<String> {
        let mut hasil = Vec::new();
        let semua: Vec<&str> = k
            .nilai(&m.nama)
            .flat_map(|v| v.split(','))
            .map(str::trim)
            .collect();
        if semua.len() > MAKS {
            let pesan = Pesan::baru("Paling banyak {n} nilai untuk satu saringan.").dengan("n", MAKS);
            salah.push(GalatMedan::baru(m.nama.to_string(), pesan));
            return hasil;
        }
        for s in semua.into_iter().filter(|s| !s.is_empty()) {
            match nilai(m, s, &p.profil) {
                Ok(v) if !v.is_empty() && !hasil.contains(&v) => hasil.push(v),
                Ok(_) => {}
                Err(mut g) => salah.append(&mut g),
            }
        }
        hasil
    };
    let keadaan = def.lifecycle.keadaan.iter();
    let keadaan = keadaan
        .map(|k| kernel::nilai::Opsi {
            kode: k.kode.clone(),
            label: k.label.clone(),
        })
        .collect();
    let keadaan = banyak(&Medan::baru("keadaan", "", Jenis::Pilihan(keadaan)), salah);
    let unit = Medan::baru("pemegang", "", Jenis::DariProfil(kernel::nilai::Sumber::Unit));
    let pemegang = banyak(&unit, salah);
    let medan = medan
        .iter()
        .map(|m| (m.nama.to_string(), banyak(m, salah)))
        .filter(|(_, v)| !v.is_empty())
        .collect();
    let mut ya = |nama: &'static str| match k.satu(nama, salah) {
        None => None,
        Some("ya" | "true" | "1") => Some(true),
        Some("tidak" | "false" | "0") => Some(false),
        Some(_) => {
            salah.push(GalatMedan::baru(nama, "Isi ya atau tidak."));
            None
        }
    };
    let (terbuka, terlambat) = (ya("terbuka"), ya("terlambat"));
    let mut hari = |nama: &'static str| {
        let s = k.satu(nama, salah)?;
        match nilai(&Medan::baru(nama, "", Jenis::Tanggal), s, &p.profil) {
            Ok(s) => s.parse::<jiff::civil::Date>().ok(),
            Err(mut g) => {
                salah.append(&mut g);
                None
            }
        }
    };
    let (sejak, sampai) = (hari("sejak"), hari("sampai"));
    if let (Some(a), Some(z)) = (sejak, sampai)
        && z < a
    {
        salah.push(GalatMedan::baru(
            "sampai",
            "Tanggal akhir tidak boleh sebelum tanggal mulai.",
        ));
    }
    if terlambat == Some(false) {
        salah.push(GalatMedan::baru("terlambat", "Isi ya, atau hapus saringan ini."));
    }
    let kalender = &p.profil.kalender;
    Saringan {
        keadaan,
        pemegang,
        medan,
        terbuka,
        jatuh_sebelum: terlambat.map(|_| p.app.store.jam().kini().as_millisecond()),
        sejak: sejak.map(|d| kalender.awal_hari(d).as_millisecond()),
        sebelum: sampai.map(|d| kalender.akhir_hari(d).as_millisecond()),
        kata: k.nilai("kata").collect::<Vec<_>>().join(" "),
        ..Saringan::default()
    }
}

/// A value in the form in which it is stored, by the one check that fields go through.
fn nilai(m: &Medan, s: &str, profil: &Profil) -> Result<String, Vec<GalatMedan>> {
    let m = Medan {
        wajib: false,
        hitung: false,
        rata: false,
        bawaan: None,
        ..m.clone()
    };
    let isi: Peta = [(m.nama.to_string(), dari_teks(&m.jenis, s))]
        .into_iter()
        .collect();
    let rapi = periksa_objek(std::slice::from_ref(&m), &isi, profil)?;
    Ok(rapi
        .get(m.nama.as_ref())
        .map(|v| ke_teks(&m.jenis, v))
        .unwrap_or_default())
}
