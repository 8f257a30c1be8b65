//! Kewajiban: what a regulation obliges somebody to do, and what proves that it was done. A profile holds the
//! obligations of its regency's regulation as data; [`status`] says how each of them stands on a day.

use std::{fmt, sync::Arc};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub mod alamat;
pub mod cakupan;
pub mod status;
pub mod syarat;

pub use alamat::Alamat;
pub use cakupan::Cakupan;
pub use status::{Fakta, Keadaan, Status};
use syarat::{Butir, Hitung, Isian};

use crate::{
    nilai::KodeUnit,
    profil::{Keyakinan, Profil, Unit},
};

/// The seven principles of SPBE (Jembrana Pasal 2, Batu Bara Pasal 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Prinsip {
    /// Useful.
    Efektivitas,
    /// One whole.
    Keterpaduan,
    /// Lasting.
    Kesinambungan,
    /// Economical.
    Efisiensi,
    /// Answered for.
    Akuntabilitas,
    /// Working together.
    Interoperabilitas,
    /// Safe.
    Keamanan,
}

/// How often something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Every calendar month.
    Bulan,
    /// Every quarter.
    Triwulan,
    /// Every half year.
    Semester,
    /// Every calendar year.
    Tahun,
    /// Every two calendar years, counted from the year in which the regulation came into force.
    DuaTahun,
}

/// A day of the year, `12-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct BulanTanggal {
    /// 1 to 12.
    pub bulan: i8,
    /// 1 to 31.
    pub tanggal: i8,
}

impl TryFrom<String> for BulanTanggal {
    type Error = String;

    fn try_from(s: String) -> Result<Self, String> {
        let salah = || format!("batas \"{s}\" bukan bulan-tanggal. Tulis seperti 12-31");
        let (b, t) = s.split_once('-').ok_or_else(salah)?;
        let (bulan, tanggal) = (b.parse().map_err(|_| salah())?, t.parse().map_err(|_| salah())?);
        // Any year that is not a leap year: a deadline must exist every year.
        Date::new(2023, bulan, tanggal).map_err(|_| salah())?;
        Ok(BulanTanggal { bulan, tanggal })
    }
}

/// When an obligation must be met.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "jenis", rename_all = "snake_case", deny_unknown_fields)]
pub enum Jadwal {
    /// At any time one proof must be in force.
    Berlaku {},
    /// A number of times in every span.
    Berkala {
        /// The span.
        per: Per,
        /// How often.
        jumlah: u16,
        /// The last day in the span's last year; its end when not said.
        #[serde(default)]
        batas: Option<BulanTanggal>,
    },
    /// In the middle and in the last year of the planning period.
    Reviu {
        /// Which period: `perencanaan`.
        periode: Periode,
    },
    /// Each time something happens.
    Peristiwa {
        /// What happens, as a clause.
        atas: String,
        /// Within how many working days.
        #[serde(default)]
        hari_kerja: Option<u16>,
        /// The register in which it happens, where the program sees it.
        #[serde(default)]
        register: Option<String>,
        /// The step that is it.
        #[serde(default)]
        langkah: Option<String>,
        /// The running figure of how many times it was answered, where the program counts.
        #[serde(default)]
        semua: Option<String>,
        /// The running figure of how many times in time.
        #[serde(default)]
        sesuai: Option<String>,
    },
}

/// A period that the profile gives dates for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Periode {
    /// The five years of the planning documents.
    Perencanaan,
}

/// How long a proof proves after its effective date, in years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Umur(pub i16);

impl TryFrom<String> for Umur {
    type Error = String;

    fn try_from(s: String) -> Result<Self, String> {
        s.strip_suffix(" tahun")
            .and_then(|n| n.parse().ok())
            .filter(|n| (1..=25).contains(n))
            .map(Umur)
            .ok_or_else(|| format!("umur \"{s}\" tidak dikenal. Tulis seperti 5 tahun"))
    }
}

/// Why only a document proves a duty, although the program keeps records of what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sebab {
    /// It is agreed with somebody outside the regency, by letter.
    Surat,
    /// It happens where people meet.
    Rapat,
    /// Records tell what is there, not whether it is right.
    Penilaian,
    /// It happens in other systems.
    SistemLain,
    /// It is laid down in a text of its own.
    Naskah,
}

/// What proves an obligation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "jenis", rename_all = "snake_case", deny_unknown_fields)]
pub enum Bukti {
    /// Entries of a register in one of these states; any state when none is named.
    Register {
        /// The register.
        register: String,
        /// The states.
        #[serde(default)]
        keadaan: Vec<String>,
        /// The field with the day from which an entry proves; the day it was made when not said.
        #[serde(default)]
        efektif: Option<String>,
        /// The field with its last day.
        #[serde(default)]
        sampai: Option<String>,
        /// Only entries whose fields are so.
        #[serde(default)]
        hanya: Isian,
        /// How long an entry proves; as long as it is in such a state when not said.
        #[serde(default)]
        umur: Option<Umur>,
    },
    /// Every entry of one or more registers has something: the unit's own where each answers for itself, else all.
    Setiap {
        /// Which entries, and what each must have.
        entri: Vec<Hitung>,
    },
    /// For each of some named things there is an entry.
    Lengkap {
        /// The register.
        register: String,
        /// In one of these states; any when none is named.
        #[serde(default)]
        keadaan: Vec<String>,
        /// What there must be.
        butir: Vec<Butir>,
    },
    /// A document, link or note that the checking function accepts.
    Manual {
        /// What it is called.
        dokumen: String,
        /// The function that accepts it.
        pemeriksa: String,
        /// How long it proves; as long as it is not replaced when not said.
        #[serde(default)]
        umur: Option<Umur>,
        /// Why no record can prove it; none: no register keeps it yet.
        #[serde(default)]
        sebab: Option<Sebab>,
    },
}

impl Bukti {
    /// How long one proof counts.
    fn umur(&self) -> Option<Umur> {
        match self {
            Bukti::Register { umur, .. } | Bukti::Manual { umur, .. } => *umur,
            Bukti::Setiap { .. } | Bukti::Lengkap { .. } => None,
        }
    }
}

/// A duty that several regulations may lay down: one entry of the national catalogue (`profil/nasional/tugas.toml`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tugas {
    /// Code, the same in every regency.
    pub kode: String,
    /// Row of the mandate: A1 to G3.
    pub mandat: String,
    /// The state in which it is met, as a sentence.
    pub judul: String,
    /// The same in English.
    pub judul_en: String,
    /// Principles served.
    pub prinsip: Vec<Prinsip>,
    /// When.
    pub jadwal: Jadwal,
    /// Proof.
    pub bukti: Bukti,
}

/// Who answers, coordinates or sets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub enum Pelaku {
    /// The unit that holds a function.
    Fungsi(String),
    /// Every unit by itself.
    SetiapOpd,
    /// The coordinating team.
    TimKoordinasi,
    /// The team of internal assessors.
    TimAsesor,
    /// The Bupati.
    Bupati,
    /// The regional secretary.
    Sekda,
    /// Every unit that owns entries of a register.
    Pemilik(String),
}

impl TryFrom<String> for Pelaku {
    type Error = String;

    fn try_from(s: String) -> Result<Self, String> {
        let kode = |k: &str| !k.is_empty() && k.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
        match (s.as_str(), s.split_once(':')) {
            ("setiap-opd", _) => Ok(Pelaku::SetiapOpd),
            ("badan:tim-koordinasi", _) => Ok(Pelaku::TimKoordinasi),
            ("badan:tim-asesor", _) => Ok(Pelaku::TimAsesor),
            ("jabatan:bupati", _) => Ok(Pelaku::Bupati),
            ("jabatan:sekda", _) => Ok(Pelaku::Sekda),
            (_, Some(("fungsi", f))) if kode(f) => Ok(Pelaku::Fungsi(f.to_owned())),
            (_, Some(("pemilik", r))) if kode(r) => Ok(Pelaku::Pemilik(r.to_owned())),
            _ => Err(format!(
                "pelaku \"{s}\" tidak dikenal. Yang ada: setiap-opd, fungsi:…, pemilik:…, badan:tim-koordinasi, \
                 badan:tim-asesor, jabatan:bupati, jabatan:sekda"
            )),
        }
    }
}

/// As it is written in the profile.
impl fmt::Display for Pelaku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pelaku::Fungsi(x) => write!(f, "fungsi:{x}"),
            Pelaku::SetiapOpd => f.write_str("setiap-opd"),
            Pelaku::TimKoordinasi => f.write_str("badan:tim-koordinasi"),
            Pelaku::TimAsesor => f.write_str("badan:tim-asesor"),
            Pelaku::Bupati => f.write_str("jabatan:bupati"),
            Pelaku::Sekda => f.write_str("jabatan:sekda"),
            Pelaku::Pemilik(x) => write!(f, "pemilik:{x}"),
        }
    }
}

impl Pelaku {
    /// The function whose holder acts for it; none where every unit, or every owner, acts for itself. The Bupati and
    /// the coordinating team act through the secretariat, the assessors through the office for informatics.
    pub fn fungsi(&self) -> Option<&str> {
        match self {
            Pelaku::Fungsi(f) => Some(f),
            Pelaku::TimKoordinasi | Pelaku::Bupati | Pelaku::Sekda => Some("sekda"),
            Pelaku::TimAsesor => Some("kominfo"),
            Pelaku::SetiapOpd | Pelaku::Pemilik(_) => None,
        }
    }

    /// Whether several units answer, each for itself.
    pub fn banyak(&self) -> bool {
        matches!(self, Pelaku::SetiapOpd | Pelaku::Pemilik(_))
    }
}

/// An obligation of one regency.
#[derive(Clone, Debug)]
pub struct Kewajiban {
    /// The duty it is an instance of.
    pub tugas: Arc<Tugas>,
    /// What the regulation asks, in our own words.
    pub wajib: String,
    /// The provisions that ask it; each stands for everything below it.
    pub sumber: Vec<Alamat>,
    /// Who answers.
    pub pelaku: Pelaku,
    /// Who coordinates.
    pub koordinator: Option<Pelaku>,
    /// Who sets or signs it.
    pub penetap: Option<Pelaku>,
    /// What the document must hold.
    pub isi: Vec<String>,
    /// What a legal officer should know about the text.
    pub catatan: Option<String>,
    /// When: the regulation's own, else the catalogue's.
    pub jadwal: Jadwal,
    /// Proof: the regulation's own, else the catalogue's.
    pub bukti: Bukti,
    /// The day from which an amendment asks it; none: since the regulation is in force.
    pub sejak: Option<Date>,
    /// The last day on which it was asked, once an amendment has ended it.
    pub sampai: Option<Date>,
}

impl Kewajiban {
    /// Whether the regulation, as amended, asks it on a day.
    pub fn diminta(&self, hari: Date) -> bool {
        self.sejak.is_none_or(|s| s <= hari) && self.sampai.is_none_or(|s| s >= hari)
    }
}

/// What a provision is when it obliges nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Golongan {
    /// Says what words mean.
    Definisi,
    /// Lets somebody do something, or leaves it to another regulation.
    Kewenangan,
    /// Says what holds until something else comes.
    Peralihan,
    /// Says when it comes into force.
    Penutup,
}

/// Provisions that oblige nobody, and why.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ketentuan {
    /// What they are.
    pub golongan: Golongan,
    /// Which; each stands for everything below it.
    pub sumber: Vec<Alamat>,
    /// Why.
    pub alasan: String,
}

/// Dates that obligations are counted from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acuan {
    /// The day on which the regulation came into force.
    pub berlaku: Date,
    /// The first year of the current planning period of five years.
    pub perencanaan: i16,
    /// How sure we are of both.
    #[serde(default)]
    pub confidence: Keyakinan,
    /// Where they come from.
    #[serde(default)]
    pub sumber: Option<String>,
}

/// Everything that one regulation lays down.
#[derive(Clone, Debug)]
pub struct Kitab {
    /// Where counting begins.
    pub acuan: Acuan,
    /// The obligations, in the order of the regulation.
    pub kewajiban: Vec<Kewajiban>,
    /// The provisions that oblige nobody.
    pub lain: Vec<Ketentuan>,
    /// All provisions that the reader found in the regulation.
    pub ketentuan: Vec<Alamat>,
}

impl Kitab {
    /// The obligations that the regulation, as amended, lays down on a day, in its order.
    pub fn pada(&self, hari: Date) -> impl Iterator<Item = &Kewajiban> {
        self.kewajiban.iter().filter(move |k| k.diminta(hari))
    }

    /// The obligation of that duty on a day: an amendment may have replaced it.
    pub fn cari(&self, tugas: &str, hari: Date) -> Option<&Kewajiban> {
        self.pada(hari).find(|k| k.tugas.kode == tugas)
    }

    /// Where counting begins for a unit: with the regulation, with the amendment that asks it, or with the unit.
    pub fn acuan_untuk(&self, k: &Kewajiban, unit: Option<&Unit>) -> Acuan {
        let mulai = k.sejak.into_iter().chain(unit.and_then(|u| u.sejak));
        Acuan {
            berlaku: mulai.fold(self.acuan.berlaku, Date::max),
            ..self.acuan.clone()
        }
    }

    /// The obligations that a provision lays down: those that name it, something above it or something below it.
    pub fn dari(&self, alamat: &Alamat) -> impl Iterator<Item = &Kewajiban> {
        let kena = move |s: &Alamat| s.di_dalam(alamat) || alamat.di_dalam(s);
        self.kewajiban.iter().filter(move |k| k.sumber.iter().any(kena))
    }

    /// How completely obligations and reasons cover the regulation.
    pub fn cakupan(&self) -> Cakupan {
        cakupan::hitung(self)
    }
}

impl Profil {
    /// The units that count as *Perangkat Daerah* on a day: those that stand, and under no other.
    pub fn perangkat_daerah(&self, hari: Date) -> impl Iterator<Item = &Unit> {
        self.unit.iter().filter(move |u| u.induk.is_none() && u.ada(hari))
    }

    /// The units that answer for an obligation on a day, each for itself; none for owners of entries, whom only the
    /// store knows.
    pub fn penanggung_jawab(&self, p: &Pelaku, hari: Date) -> Vec<KodeUnit> {
        match p {
            Pelaku::SetiapOpd => self.perangkat_daerah(hari).map(|u| u.kode.clone()).collect(),
            p => p
                .fungsi()
                .and_then(|f| self.fungsi_pada(f, hari))
                .cloned()
                .into_iter()
                .collect(),
        }
    }

    /// The units whose proofs a unit goes on with, itself first: those that ended when it began. A unit that already
    /// stood takes over the work of a dissolved one and answers for itself with proofs of its own. O(units²) at worst.
    pub fn warisan<'a>(&'a self, unit: &'a KodeUnit) -> Vec<&'a KodeUnit> {
        let mut semua = vec![unit];
        let mut i = 0;
        while let Some(kini) = semua.get(i).copied() {
            i += 1;
            let Some(sejak) = self.unit(kini.as_str()).and_then(|u| u.sejak) else {
                continue;
            };
            let pendahulu = |u: &&Unit| {
                u.pengganti.as_ref() == Some(kini)
                    && u.sampai
                        .and_then(|s| s.tomorrow().ok())
                        .is_some_and(|s| s >= sejak)
            };
            for u in self.unit.iter().filter(pendahulu) {
                if !semua.contains(&&u.kode) {
                    semua.push(&u.kode);
                }
            }
        }
        semua
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_answers_is_written_one_way_only() {
        for s in [
            "fungsi:kominfo",
            "setiap-opd",
            "badan:tim-koordinasi",
            "badan:tim-asesor",
            "jabatan:bupati",
            "jabatan:sekda",
            "pemilik:layanan",
        ] {
            assert_eq!(Pelaku::try_from(s.to_owned()).unwrap().to_string(), s);
        }
        for s in [
            "",
            "fungsi:",
            "fungsi:Kominfo",
            "badan:lain",
            "opd:x",
            "setiap-opd:x",
        ] {
            assert!(Pelaku::try_from(s.to_owned()).is_err(), "{s}");
        }
    }

    #[test]
    fn spans_and_days_that_do_not_exist_are_refused() {
        assert_eq!(Umur::try_from("5 tahun".to_owned()), Ok(Umur(5)));
        for s in ["0 tahun", "5", "tahun", "99 tahun", "-1 tahun"] {
            assert!(Umur::try_from(s.to_owned()).is_err(), "{s}");
        }
        assert!(BulanTanggal::try_from("12-31".to_owned()).is_ok());
        for s in ["13-01", "02-29", "04-31", "31", "a-b"] {
            assert!(BulanTanggal::try_from(s.to_owned()).is_err(), "{s}");
        }
    }

    #[test]
    fn work_passes_to_the_successor_on_the_day_after_the_last() {
        let mut p = crate::contoh::profil();
        let u = |s: &str| KodeUnit(s.to_owned());
        let hari = |s: &str| s.parse::<Date>().unwrap();
        let (lama, baru) = (p.unit[0].kode.clone(), u("dinas-baru"));
        let mut satuan = p.unit[0].clone();
        (satuan.kode, satuan.sejak) = (baru.clone(), Some(hari("2026-07-01")));
        p.unit.push(satuan);
        p.unit[0].sampai = Some(hari("2026-06-30"));
        p.unit[0].pengganti = Some(baru.clone());
        let fungsi = p.daerah.fungsi.keys().next().unwrap().clone();
        p.daerah.fungsi.get_mut(&fungsi).unwrap().opd = lama.clone();
        let jawab = |p: &Profil, siapa: &Pelaku, h: &str| p.penanggung_jawab(siapa, hari(h));
        let f = Pelaku::Fungsi(fungsi.clone());
        assert_eq!(jawab(&p, &f, "2026-06-30"), std::slice::from_ref(&lama));
        assert_eq!(jawab(&p, &f, "2026-07-01"), std::slice::from_ref(&baru));
        let semua = |h: &str| jawab(&p, &Pelaku::SetiapOpd, h);
        assert!(semua("2026-06-30").contains(&lama) && !semua("2026-06-30").contains(&baru));
        assert!(!semua("2026-07-01").contains(&lama) && semua("2026-07-01").contains(&baru));
        assert_eq!(
            p.warisan(&baru),
            [&baru, &lama],
            "it goes on where the other ended"
        );
        // A unit that stood already answers for itself with its own proofs.
        let lain = p.unit[1].kode.clone();
        p.unit[0].pengganti = Some(lain.clone());
        assert_eq!(p.warisan(&lain), [&lain]);
        assert_eq!(jawab(&p, &f, "2026-07-01"), std::slice::from_ref(&lain));
        // Nobody goes on: nobody answers, which is an alarm.
        p.unit[0].pengganti = None;
        assert_eq!(jawab(&p, &f, "2026-07-01"), []);
        // A function that was handed over: who held it on that day.
        let f = p.daerah.fungsi.get_mut(&fungsi).unwrap();
        f.opd = lain.clone();
        f.dulu = vec![crate::profil::Dulu {
            opd: baru.clone(),
            sampai: hari("2026-09-30"),
        }];
        assert_eq!(p.fungsi_pada(&fungsi, hari("2026-09-30")), Some(&baru));
        assert_eq!(p.fungsi_pada(&fungsi, hari("2026-10-01")), Some(&lain));
        // A ring of successors ends the search, not the program.
        p.unit[1].sampai = Some(hari("2026-06-30"));
        p.unit[1].pengganti = Some(lain);
        assert_eq!(p.fungsi_pada(&fungsi, hari("2026-10-01")), None);
    }
}
