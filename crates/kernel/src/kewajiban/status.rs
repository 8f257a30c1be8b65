//! How an obligation stands on a day. Time is an argument: what was recorded later does not count on an earlier day,
//! so the answer for a past day never changes.

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use serde::{Serialize, Serializer};

use super::{Acuan, Bukti, Jadwal, Kewajiban, Per, Umur};
use crate::{Pesan, entri::IdEntri, nilai::KodeUnit};

/// Something that proves an obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fakta {
    /// The unit it counts for.
    pub unit: KodeUnit,
    /// The entry that is the proof.
    pub entri: IdEntri,
    /// Its register.
    pub register: String,
    /// Its number.
    pub nomor: String,
    /// From which day it is in force: not the day it was uploaded.
    pub efektif: Date,
    /// The last day it is in force, where it says so.
    pub sampai: Option<Date>,
    /// The day it was accepted.
    pub tercatat: Date,
    /// The day it was taken back.
    pub dicabut: Option<Date>,
}

/// What a register counts for an obligation about its entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hitungan {
    /// All that count.
    pub semua: i64,
    /// Those that meet the obligation.
    pub sesuai: i64,
    /// Those still open although their time has run out.
    pub lewat: i64,
}

/// How an obligation stands, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keadaan {
    /// Its day has passed.
    Terlambat,
    /// Its day is near, and nothing is there.
    JatuhTempo,
    /// Nothing has called for it yet.
    BelumBerlaku,
    /// Some of it is there.
    Sebagian,
    /// Met.
    Terpenuhi,
}

impl Keadaan {
    /// All, the worst first.
    pub const SEMUA: [Keadaan; 5] = [
        Keadaan::Terlambat,
        Keadaan::JatuhTempo,
        Keadaan::BelumBerlaku,
        Keadaan::Sebagian,
        Keadaan::Terpenuhi,
    ];

    /// Its code in addresses and files.
    pub fn kode(self) -> &'static str {
        match self {
            Keadaan::Terlambat => "terlambat",
            Keadaan::JatuhTempo => "jatuh_tempo",
            Keadaan::BelumBerlaku => "belum_berlaku",
            Keadaan::Sebagian => "sebagian",
            Keadaan::Terpenuhi => "terpenuhi",
        }
    }

    /// Its name on screens.
    pub fn label(self) -> &'static str {
        match self {
            Keadaan::Terlambat => "Terlambat",
            Keadaan::JatuhTempo => "Jatuh tempo",
            Keadaan::BelumBerlaku => "Belum berlaku",
            Keadaan::Sebagian => "Sebagian",
            Keadaan::Terpenuhi => "Terpenuhi",
        }
    }

    /// Whether somebody has to do something.
    pub fn celah(self) -> bool {
        matches!(self, Keadaan::Terlambat | Keadaan::JatuhTempo | Keadaan::Sebagian)
    }
}

impl Serialize for Keadaan {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.kode())
    }
}

/// How an obligation stands, and why.
#[derive(Clone, Debug)]
pub struct Status {
    /// How.
    pub keadaan: Keadaan,
    /// Why, as a sentence.
    pub alasan: Pesan,
    /// Since when it is late.
    pub sejak: Option<Date>,
    /// The next day that counts: due, or the last day of the proof.
    pub berikut: Option<Date>,
    /// The proofs that count now.
    pub bukti: Vec<(IdEntri, String)>,
    /// Some of what is missing.
    pub kurang: Vec<Kurang>,
    /// How much more is.
    pub lainnya: i64,
}

/// What is missing where everything must be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kurang {
    /// An entry lacks what it must have.
    Entri {
        /// Its register.
        register: String,
        /// Its number.
        nomor: String,
    },
    /// There is none of what is called so.
    Butir(String),
}

/// A year is given to have the first proof of what must exist at all times: the regulations name no day for it.
const AWAL_TAHUN: i16 = 1;
/// How many days before its day an obligation counts as due.
const DEKAT: i32 = 60;

/// How an obligation stands on a day, from the proofs of one unit. O(proofs).
pub fn nilai<'a>(
    k: &Kewajiban,
    acuan: &Acuan,
    fakta: impl IntoIterator<Item = &'a Fakta>,
    hitungan: Option<Hitungan>,
    hari: Date,
) -> Status {
    let dikenal: Vec<&Fakta> = fakta
        .into_iter()
        .filter(|f| f.tercatat <= hari && f.dicabut.is_none_or(|d| d > hari) && f.efektif <= hari)
        .collect();
    if let Bukti::Setiap { .. } | Bukti::Lengkap { .. } = k.bukti {
        return setiap(hitungan.unwrap_or_default());
    }
    match &k.jadwal {
        Jadwal::Berlaku {} => berlaku(&k.bukti, acuan, &dikenal, hari),
        Jadwal::Berkala { per, jumlah, batas } => {
            let rentang = |hari| Rentang::memuat(*per, acuan.berlaku, hari);
            let batas = |r: &Rentang| {
                let b = batas.and_then(|b| Date::new(r.akhir.year(), b.bulan, b.tanggal).ok());
                b.filter(|b| r.berisi(*b)).unwrap_or(r.akhir)
            };
            berkala(usize::from(*jumlah), acuan, &dikenal, hari, rentang, batas)
        }
        Jadwal::Reviu { .. } => reviu(acuan, &dikenal, hari),
        Jadwal::Peristiwa { .. } => match hitungan {
            Some(h) => peristiwa(h),
            None => dilaporkan(&dikenal, hari),
        },
    }
}

fn status(keadaan: Keadaan, alasan: Pesan) -> Status {
    Status {
        keadaan,
        alasan,
        sejak: None,
        berikut: None,
        bukti: Vec::new(),
        kurang: Vec::new(),
        lainnya: 0,
    }
}

impl Status {
    fn sejak(mut self, hari: Date) -> Self {
        self.sejak = Some(hari);
        self
    }

    fn berikut(mut self, hari: Option<Date>) -> Self {
        self.berikut = hari;
        self
    }

    fn dengan<'a>(mut self, fakta: impl IntoIterator<Item = &'a &'a Fakta>) -> Self {
        // What may not be named proves without being named.
        let bernama = fakta.into_iter().filter(|f| !f.nomor.is_empty());
        self.bukti = bernama.map(|f| (f.entri, f.nomor.clone())).collect();
        self
    }
}

/// The last day of a proof: what it says itself, and what the catalogue allows, whichever is earlier.
fn akhir(f: &Fakta, umur: Option<Umur>) -> Option<Date> {
    let menurut_umur = umur.map(|Umur(n)| kemarin(tambah_tahun(f.efektif, n)));
    match (f.sampai, menurut_umur) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn berlaku(bukti: &Bukti, acuan: &Acuan, fakta: &[&Fakta], hari: Date) -> Status {
    let umur = bukti.umur();
    let hidup: Vec<&Fakta> = fakta
        .iter()
        .filter(|f| akhir(f, umur).is_none_or(|a| a >= hari))
        .copied()
        .collect();
    if !hidup.is_empty() {
        let semua: Option<Vec<Date>> = hidup.iter().map(|f| akhir(f, umur)).collect();
        return status(Keadaan::Terpenuhi, "Ada bukti yang berlaku.".into())
            .berikut(semua.and_then(|a| a.into_iter().max()))
            .dengan(&hidup);
    }
    let habis = fakta.iter().filter_map(|f| akhir(f, umur)).max();
    let alasan: Pesan = match habis {
        Some(_) => "Bukti terakhir sudah habis masa berlakunya.".into(),
        None => "Belum ada bukti yang diterima.".into(),
    };
    let batas = tambah_tahun(acuan.berlaku, AWAL_TAHUN);
    if hari < acuan.berlaku {
        status(Keadaan::BelumBerlaku, "Peraturan belum berlaku.".into()).berikut(Some(batas))
    } else if hari <= batas {
        // A proof that ran out takes nobody the time that is given for the first one.
        status(Keadaan::JatuhTempo, alasan).berikut(Some(batas))
    } else {
        let sejak = habis.map_or(batas, |h| h.max(batas));
        status(Keadaan::Terlambat, alasan).sejak(besok(sejak))
    }
}

/// A span of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rentang {
    mulai: Date,
    akhir: Date,
}

impl Rentang {
    fn bulan(tahun: i16, bulan: i8, lama: i8) -> Self {
        let mulai = Date::new(tahun, bulan, 1).unwrap_or(Date::MIN);
        let akhir = mulai.saturating_add(i32::from(lama).months());
        Rentang {
            mulai,
            akhir: kemarin(akhir),
        }
    }

    fn memuat(per: Per, awal: Date, hari: Date) -> Self {
        let lama: i8 = match per {
            Per::Bulan => 1,
            Per::Triwulan => 3,
            Per::Semester => 6,
            Per::Tahun => 12,
            Per::DuaTahun => {
                let tahun = hari.year() - (hari.year() - awal.year()).rem_euclid(2);
                return Rentang::bulan(tahun, 1, 24);
            }
        };
        Rentang::bulan(hari.year(), (hari.month() - 1) / lama * lama + 1, lama)
    }

    fn berisi(&self, hari: Date) -> bool {
        self.mulai <= hari && hari <= self.akhir
    }
}

fn berkala(
    jumlah: usize,
    acuan: &Acuan,
    fakta: &[&Fakta],
    hari: Date,
    rentang: impl Fn(Date) -> Rentang,
    batas: impl Fn(&Rentang) -> Date,
) -> Status {
    let kini = rentang(hari);
    let lalu = rentang(kemarin(kini.mulai));
    let dalam =
        |r: &Rentang| -> Vec<&Fakta> { fakta.iter().filter(|f| r.berisi(f.efektif)).copied().collect() };
    let ada = dalam(&kini);
    let jatuh = batas(&kini);
    let hitung = |teks: &'static str| {
        Pesan::baru(teks)
            .dengan("ada", ada.len().to_string())
            .dengan("jumlah", jumlah.to_string())
    };
    let sebagian = || hitung("Baru {ada} dari {jumlah} bukti pada masa ini.");
    if ada.len() >= jumlah {
        return status(Keadaan::Terpenuhi, "Bukti masa ini lengkap.".into())
            .berikut(Some(batas(&rentang(besok(kini.akhir)))))
            .dengan(&ada);
    }
    // A span that the regulation did not govern from its first day asks for nothing.
    let wajib = |r: &Rentang| r.mulai >= acuan.berlaku;
    if wajib(&kini) && hari > jatuh {
        let alasan = if ada.is_empty() {
            "Belum ada bukti pada masa ini, dan batasnya sudah lewat.".into()
        } else {
            hitung("Baru {ada} dari {jumlah} bukti, dan batasnya sudah lewat.")
        };
        return status(Keadaan::Terlambat, alasan)
            .sejak(besok(jatuh))
            .dengan(&ada);
    }
    let sebagian_atau = |lain: Status| {
        if ada.is_empty() {
            lain
        } else {
            status(Keadaan::Sebagian, sebagian()).dengan(&ada)
        }
        .berikut(Some(jatuh))
    };
    if wajib(&lalu) && dalam(&lalu).len() < jumlah {
        let alasan = "Bukti masa lalu kurang, dan masa ini belum ada.".into();
        return sebagian_atau(status(Keadaan::Terlambat, alasan).sejak(besok(batas(&lalu))));
    }
    let sisa = (jatuh - hari).get_days();
    if wajib(&kini) && sisa <= DEKAT {
        return sebagian_atau(status(
            Keadaan::JatuhTempo,
            "Belum ada bukti pada masa ini.".into(),
        ));
    }
    if wajib(&lalu) {
        return status(
            Keadaan::Terpenuhi,
            "Bukti masa lalu lengkap; masa ini belum jatuh tempo.".into(),
        )
        .berikut(Some(jatuh))
        .dengan(&ada);
    }
    sebagian_atau(status(
        Keadaan::BelumBerlaku,
        "Masa pertama belum jatuh tempo.".into(),
    ))
}

/// Reviews are due in the third and the fifth year of the planning period: "paruh waktu" and "tahun terakhir".
fn reviu(acuan: &Acuan, fakta: &[&Fakta], hari: Date) -> Status {
    let jatuh_pada = |tahun: i16| {
        let ke = (tahun - acuan.perencanaan).rem_euclid(5);
        (ke == 2 || ke == 4) && akhir_tahun(tahun) >= acuan.berlaku
    };
    let tahun = hari.year();
    let berikut = |sejak: i16| (sejak..=sejak + 5).find(|t| jatuh_pada(*t)).map(akhir_tahun);
    let sejak_tahun =
        |t: i16| -> Vec<&Fakta> { fakta.iter().filter(|f| f.efektif.year() >= t).copied().collect() };
    let lalu = (tahun - 5..tahun).rev().find(|t| jatuh_pada(*t));
    let kini = sejak_tahun(tahun);
    if jatuh_pada(tahun) && !kini.is_empty() {
        return status(Keadaan::Terpenuhi, "Reviu tahun ini sudah ada.".into())
            .berikut(berikut(tahun + 1))
            .dengan(&kini);
    }
    match lalu.map(|t| (t, sejak_tahun(t))) {
        Some((t, ada)) if ada.is_empty() => {
            let alasan = Pesan::baru("Reviu tahun {tahun} belum ada.").dengan("tahun", t.to_string());
            status(Keadaan::Terlambat, alasan)
                .sejak(besok(akhir_tahun(t)))
                .berikut(berikut(tahun))
        }
        _ if jatuh_pada(tahun) => {
            let alasan = "Tahun ini jadwal reviu, dan hasilnya belum ada.".into();
            status(Keadaan::JatuhTempo, alasan).berikut(Some(akhir_tahun(tahun)))
        }
        Some((_, ada)) => status(Keadaan::Terpenuhi, "Reviu terakhir sudah ada.".into())
            .berikut(berikut(tahun + 1))
            .dengan(&ada),
        None => {
            status(Keadaan::BelumBerlaku, "Reviu pertama belum jatuh tempo.".into()).berikut(berikut(tahun))
        }
    }
}

/// Something that the program does not see happen: only its proofs tell of it.
fn dilaporkan(fakta: &[&Fakta], hari: Date) -> Status {
    let setahun = tambah_tahun(hari, -1);
    let ada: Vec<&Fakta> = fakta.iter().filter(|f| f.efektif > setahun).copied().collect();
    if ada.is_empty() {
        status(
            Keadaan::BelumBerlaku,
            "Belum ada peristiwa yang dilaporkan dalam setahun.".into(),
        )
    } else {
        status(
            Keadaan::Terpenuhi,
            "Peristiwa dalam setahun ini ada buktinya.".into(),
        )
        .dengan(&ada)
    }
}

fn peristiwa(h: Hitungan) -> Status {
    let pesan = |teks| {
        Pesan::baru(teks)
            .dengan("sesuai", h.sesuai.to_string())
            .dengan("semua", h.semua.to_string())
            .dengan("lewat", h.lewat.to_string())
    };
    if h.lewat > 0 {
        status(
            Keadaan::Terlambat,
            pesan("{lewat} masih terbuka melewati batas; {sesuai} dari {semua} tepat waktu."),
        )
    } else if h.semua == 0 {
        status(
            Keadaan::BelumBerlaku,
            "Belum ada peristiwa yang tercatat dalam setahun.".into(),
        )
    } else if h.sesuai < h.semua {
        status(Keadaan::Sebagian, pesan("{sesuai} dari {semua} tepat waktu."))
    } else {
        status(Keadaan::Terpenuhi, pesan("Semua {semua} tepat waktu."))
    }
}

fn setiap(h: Hitungan) -> Status {
    let pesan = |teks| {
        Pesan::baru(teks)
            .dengan("sesuai", h.sesuai.to_string())
            .dengan("semua", h.semua.to_string())
    };
    if h.semua == 0 {
        status(Keadaan::BelumBerlaku, "Belum ada entri yang dihitung.".into())
    } else if h.sesuai >= h.semua {
        status(Keadaan::Terpenuhi, pesan("Semua {semua} entri memenuhi."))
    } else if h.sesuai == 0 {
        status(
            Keadaan::Terlambat,
            pesan("Tidak satu pun dari {semua} entri memenuhi."),
        )
    } else {
        status(Keadaan::Sebagian, pesan("{sesuai} dari {semua} entri memenuhi."))
    }
}

fn besok(hari: Date) -> Date {
    hari.tomorrow().unwrap_or(Date::MAX)
}

fn kemarin(hari: Date) -> Date {
    hari.yesterday().unwrap_or(Date::MIN)
}

fn tambah_tahun(hari: Date, n: i16) -> Date {
    hari.saturating_add(i32::from(n).years())
}

fn akhir_tahun(tahun: i16) -> Date {
    date(tahun.clamp(1, 9998), 12, 31)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        contoh::acak,
        kewajiban::{Alamat, BulanTanggal, Pelaku, Periode, Tugas, syarat::Isian},
        profil::Keyakinan,
    };

    fn acuan() -> Acuan {
        Acuan {
            berlaku: date(2022, 6, 6),
            perencanaan: 2025,
            confidence: Keyakinan::Contoh,
            sumber: None,
        }
    }

    fn kewajiban(jadwal: Jadwal, umur: Option<i16>) -> Kewajiban {
        let bukti = Bukti::Manual {
            dokumen: "Dokumen".into(),
            pemeriksa: "kominfo".into(),
            umur: umur.map(Umur),
            sebab: None,
        };
        Kewajiban {
            tugas: Arc::new(Tugas {
                kode: "tugas".into(),
                mandat: "A1".into(),
                judul: "Tugas".into(),
                judul_en: "Duty".into(),
                prinsip: Vec::new(),
                jadwal: jadwal.clone(),
                bukti: bukti.clone(),
            }),
            wajib: "Wajib.".into(),
            sumber: vec![Alamat::try_from("pasal-2".to_owned()).unwrap()],
            pelaku: Pelaku::SetiapOpd,
            koordinator: None,
            penetap: None,
            isi: Vec::new(),
            catatan: None,
            jadwal,
            bukti,
            sejak: None,
            sampai: None,
        }
    }

    fn fakta(efektif: Date, tercatat: Date) -> Fakta {
        Fakta {
            unit: KodeUnit("dinkes".into()),
            entri: IdEntri(uuid::Uuid::nil()),
            register: "bukti".into(),
            nomor: "ANT-2026-000001".into(),
            efektif,
            sampai: None,
            tercatat,
            dicabut: None,
        }
    }

    fn keadaan(k: &Kewajiban, f: &[Fakta], hari: Date) -> (Keadaan, Option<Date>, Option<Date>) {
        let s = nilai(k, &acuan(), f, None, hari);
        (s.keadaan, s.sejak, s.berikut)
    }

    #[test]
    fn what_every_entry_must_have_is_counted() {
        let mut k = kewajiban(Jadwal::Berlaku {}, None);
        k.bukti = Bukti::Setiap { entri: Vec::new() };
        for (semua, sesuai, harap) in [
            (0, 0, Keadaan::BelumBerlaku),
            (3, 0, Keadaan::Terlambat),
            (3, 2, Keadaan::Sebagian),
            (3, 3, Keadaan::Terpenuhi),
        ] {
            let h = Hitungan {
                semua,
                sesuai,
                lewat: 0,
            };
            let s = nilai(&k, &acuan(), &[], Some(h), date(2026, 1, 1));
            assert_eq!(s.keadaan, harap, "{sesuai} of {semua}");
        }
    }

    #[test]
    fn an_entry_may_prove_for_some_years_only() {
        let mut k = kewajiban(Jadwal::Berlaku {}, None);
        let f = [fakta(date(2024, 3, 1), date(2024, 3, 1))];
        k.bukti = Bukti::Register {
            register: "bukti".into(),
            keadaan: Vec::new(),
            efektif: None,
            sampai: None,
            hanya: Isian::new(),
            umur: Some(Umur(1)),
        };
        assert_eq!(keadaan(&k, &f, date(2025, 2, 28)).0, Keadaan::Terpenuhi);
        assert_eq!(keadaan(&k, &f, date(2025, 3, 1)).0, Keadaan::Terlambat);
    }

    #[test]
    fn what_must_exist_is_met_while_a_proof_is_in_force() {
        let k = kewajiban(Jadwal::Berlaku {}, Some(5));
        assert_eq!(keadaan(&k, &[], date(2022, 1, 1)).0, Keadaan::BelumBerlaku);
        assert_eq!(
            keadaan(&k, &[], date(2023, 6, 6)),
            (Keadaan::JatuhTempo, None, Some(date(2023, 6, 6)))
        );
        assert_eq!(
            keadaan(&k, &[], date(2023, 6, 7)),
            (Keadaan::Terlambat, Some(date(2023, 6, 7)), None)
        );
        let f = [fakta(date(2020, 3, 1), date(2023, 7, 1))];
        assert_eq!(
            keadaan(&k, &f, date(2023, 6, 30)).0,
            Keadaan::Terlambat,
            "not yet accepted"
        );
        assert_eq!(
            keadaan(&k, &f, date(2023, 7, 1)),
            (Keadaan::Terpenuhi, None, Some(date(2025, 2, 28)))
        );
        assert_eq!(
            keadaan(&k, &f, date(2025, 2, 28)).0,
            Keadaan::Terpenuhi,
            "its last day"
        );
        assert_eq!(
            keadaan(&k, &f, date(2025, 3, 1)),
            (Keadaan::Terlambat, Some(date(2025, 3, 1)), None)
        );
        let mut dicabut = f[0].clone();
        dicabut.dicabut = Some(date(2024, 1, 1));
        assert_eq!(
            keadaan(&k, &[dicabut.clone()], date(2023, 12, 31)).0,
            Keadaan::Terpenuhi
        );
        assert_eq!(keadaan(&k, &[dicabut], date(2024, 1, 1)).0, Keadaan::Terlambat);
        let mut singkat = f[0].clone();
        singkat.sampai = Some(date(2023, 7, 31));
        assert_eq!(
            keadaan(&k, &[singkat], date(2023, 8, 1)).0,
            Keadaan::Terlambat,
            "it says so itself"
        );
    }

    #[test]
    fn a_proof_that_ran_out_early_takes_nobody_the_first_year() {
        let k = kewajiban(Jadwal::Berlaku {}, None);
        let mut f = fakta(date(2021, 11, 11), date(2022, 7, 1));
        f.sampai = Some(date(2022, 7, 31));
        let f = [f];
        assert_eq!(
            keadaan(&k, &f, date(2022, 10, 12)),
            (Keadaan::JatuhTempo, None, Some(date(2023, 6, 6)))
        );
        assert_eq!(
            keadaan(&k, &f, date(2023, 6, 7)),
            (Keadaan::Terlambat, Some(date(2023, 6, 7)), None)
        );
    }

    #[test]
    fn a_yearly_duty_begins_with_the_first_whole_year_and_forgives_a_year_at_a_time() {
        let k = kewajiban(
            Jadwal::Berkala {
                per: Per::Tahun,
                jumlah: 1,
                batas: None,
            },
            None,
        );
        assert_eq!(
            keadaan(&k, &[], date(2022, 12, 31)),
            (Keadaan::BelumBerlaku, None, Some(date(2022, 12, 31)))
        );
        assert_eq!(
            keadaan(&k, &[], date(2023, 2, 1)),
            (Keadaan::BelumBerlaku, None, Some(date(2023, 12, 31)))
        );
        assert_eq!(keadaan(&k, &[], date(2023, 11, 1)).0, Keadaan::JatuhTempo);
        assert_eq!(
            keadaan(&k, &[], date(2024, 1, 1)),
            (
                Keadaan::Terlambat,
                Some(date(2024, 1, 1)),
                Some(date(2024, 12, 31))
            )
        );
        let f = [fakta(date(2023, 5, 1), date(2023, 5, 9))];
        assert_eq!(
            keadaan(&k, &f, date(2024, 3, 1)).0,
            Keadaan::Terpenuhi,
            "last year is done"
        );
        assert_eq!(keadaan(&k, &f, date(2024, 12, 1)).0, Keadaan::JatuhTempo);
        assert_eq!(keadaan(&k, &f, date(2025, 1, 1)).0, Keadaan::Terlambat);
        let f = [fakta(date(2025, 1, 2), date(2025, 1, 2))];
        assert_eq!(
            keadaan(&k, &f, date(2025, 1, 2)),
            (Keadaan::Terpenuhi, None, Some(date(2026, 12, 31)))
        );
    }

    #[test]
    fn a_limit_within_the_year_and_more_than_one_proof() {
        let k = kewajiban(
            Jadwal::Berkala {
                per: Per::Tahun,
                jumlah: 2,
                batas: Some(BulanTanggal {
                    bulan: 6,
                    tanggal: 30,
                }),
            },
            None,
        );
        let satu = [fakta(date(2023, 2, 1), date(2023, 2, 1))];
        assert_eq!(keadaan(&k, &satu, date(2023, 6, 1)).0, Keadaan::Sebagian);
        assert_eq!(
            keadaan(&k, &satu, date(2023, 7, 1)),
            (Keadaan::Terlambat, Some(date(2023, 7, 1)), None)
        );
        let dua = [satu[0].clone(), fakta(date(2023, 3, 1), date(2023, 3, 1))];
        assert_eq!(
            keadaan(&k, &dua, date(2023, 7, 1)),
            (Keadaan::Terpenuhi, None, Some(date(2024, 6, 30)))
        );
    }

    #[test]
    fn every_two_years_counts_from_the_year_of_the_regulation() {
        let r = |h| Rentang::memuat(Per::DuaTahun, acuan().berlaku, h);
        let dua = Rentang {
            mulai: date(2024, 1, 1),
            akhir: date(2025, 12, 31),
        };
        assert_eq!((r(date(2024, 1, 1)), r(date(2025, 12, 31))), (dua, dua));
        assert_eq!(r(date(2023, 12, 31)).mulai, date(2022, 1, 1));
        assert_eq!(
            Rentang::memuat(Per::Triwulan, acuan().berlaku, date(2026, 5, 17)),
            Rentang {
                mulai: date(2026, 4, 1),
                akhir: date(2026, 6, 30)
            }
        );
    }

    #[test]
    fn reviews_are_due_in_the_third_and_the_fifth_year() {
        let k = kewajiban(
            Jadwal::Reviu {
                periode: Periode::Perencanaan,
            },
            None,
        );
        // 2025 to 2029: due in 2027 and 2029; of the period before, 2022 and 2024.
        assert_eq!(
            keadaan(&k, &[], date(2026, 5, 1)),
            (
                Keadaan::Terlambat,
                Some(date(2025, 1, 1)),
                Some(date(2027, 12, 31))
            )
        );
        let f = [fakta(date(2024, 9, 1), date(2024, 9, 1))];
        assert_eq!(
            keadaan(&k, &f, date(2026, 5, 1)),
            (Keadaan::Terpenuhi, None, Some(date(2027, 12, 31)))
        );
        assert_eq!(
            keadaan(&k, &f, date(2027, 1, 1)),
            (Keadaan::JatuhTempo, None, Some(date(2027, 12, 31)))
        );
        assert_eq!(
            keadaan(&k, &f, date(2028, 1, 1)),
            (
                Keadaan::Terlambat,
                Some(date(2028, 1, 1)),
                Some(date(2029, 12, 31))
            )
        );
        assert_eq!(
            keadaan(&k, &[], date(2022, 8, 1)),
            (Keadaan::JatuhTempo, None, Some(date(2022, 12, 31)))
        );
    }

    #[test]
    fn counts_of_a_register_speak_for_themselves() {
        let p = kewajiban(
            Jadwal::Peristiwa {
                atas: "Sesuatu terjadi".into(),
                hari_kerja: Some(5),
                register: Some("karnaval".into()),
                langkah: None,
                semua: None,
                sesuai: None,
            },
            None,
        );
        let h = |semua, sesuai, lewat| {
            let h = Hitungan { semua, sesuai, lewat };
            nilai(&p, &acuan(), &[], Some(h), date(2026, 1, 1)).keadaan
        };
        assert_eq!(h(0, 0, 0), Keadaan::BelumBerlaku);
        assert_eq!(h(3, 3, 0), Keadaan::Terpenuhi);
        assert_eq!(h(3, 2, 0), Keadaan::Sebagian);
        assert_eq!(h(3, 3, 1), Keadaan::Terlambat);
        assert_eq!(keadaan(&p, &[], date(2026, 1, 1)).0, Keadaan::BelumBerlaku);
        let f = [fakta(date(2025, 3, 1), date(2025, 3, 1))];
        assert_eq!(keadaan(&p, &f, date(2026, 1, 1)).0, Keadaan::Terpenuhi);
        assert_eq!(
            keadaan(&p, &f, date(2026, 3, 1)).0,
            Keadaan::BelumBerlaku,
            "a year has gone"
        );
    }

    fn jadwal_acak() -> impl Strategy<Value = Jadwal> {
        prop_oneof![
            Just(Jadwal::Berlaku {}),
            (
                prop_oneof![
                    Just(Per::Bulan),
                    Just(Per::Triwulan),
                    Just(Per::Semester),
                    Just(Per::Tahun),
                    Just(Per::DuaTahun)
                ],
                1_u16..4,
                proptest::option::of(Just(BulanTanggal {
                    bulan: 6,
                    tanggal: 30
                }))
            )
                .prop_map(|(per, jumlah, batas)| Jadwal::Berkala { per, jumlah, batas }),
            Just(Jadwal::Reviu {
                periode: Periode::Perencanaan
            }),
            Just(Jadwal::Peristiwa {
                atas: "Sesuatu terjadi".into(),
                hari_kerja: None,
                register: None,
                langkah: None,
                semua: None,
                sesuai: None
            }),
        ]
    }

    fn hari_acak() -> impl Strategy<Value = Date> {
        (0_i32..3_650).prop_map(|n| date(2021, 1, 1).saturating_add(n.days()))
    }

    fn fakta_acak() -> impl Strategy<Value = Fakta> {
        (
            hari_acak(),
            0_i32..400,
            proptest::option::of(0_i32..900),
            proptest::option::of(0_i32..900),
        )
            .prop_map(|(efektif, telat, sampai, cabut)| {
                let mut f = fakta(efektif, efektif.saturating_add(telat.days()));
                f.sampai = sampai.map(|n| efektif.saturating_add(n.days()));
                f.dicabut = cabut.map(|n| f.tercatat.saturating_add(n.days()));
                f
            })
    }

    proptest! {
        #![proptest_config(acak(3_000))]

        #[test]
        fn the_status_of_a_past_day_never_changes(
            jadwal in jadwal_acak(), umur in proptest::option::of(1_i16..6),
            dulu in proptest::collection::vec(fakta_acak(), 0..6), nanti in proptest::collection::vec(fakta_acak(), 0..6), hari in hari_acak()
        ) {
            let k = kewajiban(jadwal, umur);
            let mut semua = dulu.clone();
            semua.extend(nanti.into_iter().filter(|f| f.tercatat > hari));
            // What was taken back after that day still counts on it.
            let dulu_utuh: Vec<Fakta> = dulu
                .iter()
                .cloned()
                .map(|mut f| { f.dicabut = f.dicabut.filter(|d| *d <= hari); f })
                .collect();
            prop_assert_eq!(keadaan(&k, &semua, hari), keadaan(&k, &dulu_utuh, hari));
        }

        #[test]
        fn more_proof_never_lowers_a_status(
            jadwal in jadwal_acak(), umur in proptest::option::of(1_i16..6),
            ada in proptest::collection::vec(fakta_acak(), 0..6), lagi in fakta_acak(), hari in hari_acak()
        ) {
            let k = kewajiban(jadwal, umur);
            let mut semua = ada.clone();
            semua.push(lagi);
            prop_assert!(keadaan(&k, &semua, hari).0 >= keadaan(&k, &ada, hari).0);
        }

        #[test]
        fn every_status_has_a_reason_and_what_is_late_has_a_day(
            jadwal in jadwal_acak(), umur in proptest::option::of(1_i16..6), f in proptest::collection::vec(fakta_acak(), 0..6), hari in hari_acak()
        ) {
            let s = nilai(&kewajiban(jadwal, umur), &acuan(), &f, None, hari);
            prop_assert!(!s.alasan.dalam(crate::Bahasa::Id).is_empty());
            prop_assert_eq!(s.keadaan == Keadaan::Terlambat, s.sejak.is_some());
            prop_assert!(s.sejak.is_none_or(|d| d <= hari));
            prop_assert!(s.keadaan != Keadaan::JatuhTempo || s.berikut.is_some_and(|d| d >= hari));
        }
    }
}
