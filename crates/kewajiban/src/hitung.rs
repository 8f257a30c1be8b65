//! How every obligation of a regency stands on a day, unit by unit: from accepted proofs, from the entries of
//! registers that prove by themselves, and from running figures.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::{
    Entri, Galat, Profil,
    kewajiban::{
        Bukti, Fakta, Jadwal, Keadaan, Kewajiban, Kitab, Pelaku, Status,
        status::{Hitungan, nilai},
    },
    nilai::KodeUnit,
};
use store::Store;

use crate::bukti;

/// Most entries of one register that are looked at for its obligations.
const BATAS: i64 = 20_000;
/// The running figures are by month; a year of them is looked at.
const BULAN: i64 = 11;

/// One obligation: how it stands for each unit that answers for it.
pub struct Nilai<'a> {
    /// The obligation.
    pub kewajiban: &'a Kewajiban,
    /// By unit, in the order of the profile.
    pub unit: Vec<(KodeUnit, Status)>,
}

impl Nilai<'_> {
    /// How it stands for one unit; none when the unit does not answer for it.
    pub fn untuk(&self, unit: &KodeUnit) -> Option<&Status> {
        self.unit.iter().find(|(u, _)| u == unit).map(|(_, s)| s)
    }

    /// How it stands for the regency: as its worst unit, but partly met where others have met it.
    pub fn keadaan(&self) -> Keadaan {
        let semua = || self.unit.iter().map(|(_, s)| s.keadaan);
        match semua().min() {
            None => Keadaan::BelumBerlaku,
            Some(Keadaan::Terlambat | Keadaan::JatuhTempo)
                if self.unit.len() > 1 && semua().any(|k| k >= Keadaan::Sebagian) =>
            {
                Keadaan::Sebagian
            }
            Some(Keadaan::BelumBerlaku) => semua()
                .filter(|k| *k > Keadaan::BelumBerlaku)
                .min()
                .unwrap_or(Keadaan::BelumBerlaku),
            Some(k) => k,
        }
    }

    /// How many units have met it, and for how many it counts now.
    pub fn pecahan(&self) -> (usize, usize) {
        let berlaku = self
            .unit
            .iter()
            .filter(|(_, s)| s.keadaan != Keadaan::BelumBerlaku);
        let (mut penuh, mut semua) = (0, 0);
        for (_, s) in berlaku {
            semua += 1;
            penuh += usize::from(s.keadaan == Keadaan::Terpenuhi);
        }
        (penuh, semua)
    }

    /// Since when some unit is late.
    pub fn sejak(&self) -> Option<Date> {
        self.unit.iter().filter_map(|(_, s)| s.sejak).min()
    }

    /// The next day that counts.
    pub fn berikut(&self) -> Option<Date> {
        self.unit.iter().filter_map(|(_, s)| s.berikut).min()
    }
}

/// What the store knows for the obligations of a regency.
#[derive(Default)]
pub struct Bahan {
    fakta: BTreeMap<String, Vec<Fakta>>,
    entri: BTreeMap<String, Vec<Entri>>,
    angka: BTreeMap<(String, KodeUnit), (i64, i64)>,
}

impl Bahan {
    /// Fetches it: three kinds of question, whatever the number of obligations. O(proofs + entries of the registers
    /// that prove).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ambil(store: &Store, profil: &Profil, kitab: &Kitab, hari: Date) -> Result<Self, Galat> {
        let daerah = profil.kode();
        let mut b = Bahan::default();
        for e in store
            .berkeadaan(daerah, bukti::KODE, &bukti::BERARTI, BATAS)
            .await?
        {
            if let Some((tugas, f)) = bukti::fakta(&e) {
                b.fakta.entry(tugas).or_default().push(f);
            }
        }
        for register in register_bukti(kitab) {
            // One entry tells that there is one; where units answer each for itself, all are needed.
            let batas = if perlu_semua(kitab, register) { BATAS } else { 1 };
            let keadaan = keadaan_bukti(kitab, register);
            let entri = store.berkeadaan(daerah, register, &keadaan, batas).await?;
            b.entri.insert(register.to_owned(), entri);
        }
        let bulan = |mundur| {
            let hari = hari.saturating_sub(jiff::Span::new().months(mundur));
            hari.strftime("%Y-%m").to_string()
        };
        let (dari, sampai) = (bulan(BULAN), bulan(0));
        for (tugas, register, semua, sesuai) in berangka(kitab) {
            for a in store.rekap(daerah, register, "unit", &dari, &sampai).await? {
                let Ok(unit) = serde_json::from_value::<KodeUnit>(a.nilai.into()) else {
                    continue;
                };
                let n = b.angka.entry((tugas.to_owned(), unit)).or_default();
                if a.ukuran == semua {
                    n.0 += a.jumlah;
                } else if a.ukuran == sesuai {
                    n.1 += a.jumlah;
                }
            }
        }
        Ok(b)
    }

    fn dari_register(&self, k: &Kewajiban, profil: &Profil) -> Vec<Fakta> {
        let Bukti::Register { register, keadaan } = &k.bukti else {
            return Vec::new();
        };
        let tanggal = |ms| profil.kalender.setempat(kernel::kalender::saat(ms)).date();
        let entri = self.entri.get(register).map_or(&[][..], Vec::as_slice);
        let cocok = |e: &&Entri| keadaan.is_empty() || keadaan.contains(&e.keadaan);
        let penjawab = profil.penanggung_jawab(&k.pelaku);
        entri
            .iter()
            .filter(cocok)
            .map(|e| Fakta {
                unit: match penjawab.as_slice() {
                    [satu] => satu.clone(),
                    _ => e.unit.clone(),
                },
                entri: e.id,
                register: e.register.clone(),
                nomor: e.nomor.clone(),
                efektif: tanggal(e.dibuat),
                sampai: None,
                tercatat: tanggal(e.dibuat),
                dicabut: None,
            })
            .collect()
    }

    fn penanggung_jawab(&self, k: &Kewajiban, profil: &Profil) -> Vec<KodeUnit> {
        let Pelaku::Pemilik(register) = &k.pelaku else {
            return profil.penanggung_jawab(&k.pelaku);
        };
        let entri = self.entri.get(register).map_or(&[][..], Vec::as_slice);
        let pemilik: BTreeSet<&KodeUnit> = entri.iter().map(|e| &e.unit).collect();
        let urut = profil.unit.iter().filter(|u| pemilik.contains(&u.kode));
        urut.map(|u| u.kode.clone()).collect()
    }

    fn hitungan(&self, k: &Kewajiban, unit: &KodeUnit) -> Option<Hitungan> {
        match &k.jadwal {
            Jadwal::Peristiwa { semua: Some(_), .. } => {
                let (semua, sesuai) = self
                    .angka
                    .get(&(k.tugas.kode.clone(), unit.clone()))
                    .copied()
                    .unwrap_or_default();
                Some(Hitungan {
                    semua,
                    sesuai,
                    lewat: 0,
                })
            }
            Jadwal::Setiap { register, punya } => {
                let milik = |e: &&Entri| e.unit == *unit;
                let entri = self.entri.get(register).map_or(&[][..], Vec::as_slice);
                let hitung = |f: &dyn Fn(&Entri) -> bool| {
                    let n = entri.iter().filter(milik).filter(|e| f(e)).count();
                    i64::try_from(n).unwrap_or(i64::MAX)
                };
                Some(Hitungan {
                    semua: hitung(&|_| true),
                    sesuai: hitung(&|e| e.isi.get(punya).is_some_and(|v| !v.is_null())),
                    lewat: 0,
                })
            }
            _ => None,
        }
    }
}

/// How all obligations stand on a day. O(obligations × units + proofs).
pub fn semua<'a>(kitab: &'a Kitab, profil: &Profil, b: &Bahan, hari: Date) -> Vec<Nilai<'a>> {
    kitab
        .kewajiban
        .iter()
        .map(|k| satu(k, kitab, profil, b, hari))
        .collect()
}

/// How one obligation stands on a day.
pub fn satu<'a>(k: &'a Kewajiban, kitab: &Kitab, profil: &Profil, b: &Bahan, hari: Date) -> Nilai<'a> {
    let mut fakta: BTreeMap<KodeUnit, Vec<Fakta>> = BTreeMap::new();
    let ada = b.fakta.get(&k.tugas.kode).into_iter().flatten().cloned();
    for f in ada.chain(b.dari_register(k, profil)) {
        fakta.entry(f.unit.clone()).or_default().push(f);
    }
    let unit = b.penanggung_jawab(k, profil);
    Nilai {
        kewajiban: k,
        unit: unit
            .into_iter()
            .map(|u| {
                let f = fakta.get(&u).map_or(&[][..], Vec::as_slice);
                let s = nilai(k, &kitab.acuan, f, b.hitungan(k, &u), hari);
                (u, s)
            })
            .collect(),
    }
}

/// The registers whose entries prove something or say who answers.
fn register_bukti(kitab: &Kitab) -> BTreeSet<&str> {
    let mut semua = BTreeSet::new();
    for k in &kitab.kewajiban {
        // Where figures count, no entry is needed.
        if matches!(&k.jadwal, Jadwal::Peristiwa { semua: Some(_), .. }) {
            continue;
        }
        if let Bukti::Register { register, .. } = &k.bukti {
            semua.insert(register.as_str());
        }
        if let Jadwal::Setiap { register, .. } = &k.jadwal {
            semua.insert(register.as_str());
        }
    }
    semua.extend(kitab.kewajiban.iter().filter_map(|k| match &k.pelaku {
        Pelaku::Pemilik(r) => Some(r.as_str()),
        _ => None,
    }));
    semua
}

fn perlu_semua(kitab: &Kitab, register: &str) -> bool {
    kitab.kewajiban.iter().any(|k| {
        let terbukti = matches!(&k.bukti, Bukti::Register { register: r, .. } if r == register);
        let pemilik = matches!(&k.pelaku, Pelaku::Pemilik(r) if r == register);
        let berangka = matches!(&k.jadwal, Jadwal::Peristiwa { semua: Some(_), .. });
        pemilik || (terbukti && k.pelaku.banyak() && !berangka)
    })
}

/// The states that any obligation counts, so that one question fetches them; all where one counts all.
fn keadaan_bukti<'a>(kitab: &'a Kitab, register: &str) -> Vec<&'a str> {
    let mut semua = BTreeSet::new();
    for k in &kitab.kewajiban {
        if let Bukti::Register { register: r, keadaan } = &k.bukti
            && r == register
        {
            if keadaan.is_empty() {
                return Vec::new();
            }
            semua.extend(keadaan.iter().map(String::as_str));
        }
    }
    semua.into_iter().collect()
}

/// The obligations that running figures prove: duty, register, and the names of its two figures.
fn berangka(kitab: &Kitab) -> impl Iterator<Item = (&str, &str, &str, &str)> {
    kitab.kewajiban.iter().filter_map(|k| match &k.jadwal {
        Jadwal::Peristiwa {
            register: Some(r),
            semua: Some(semua),
            sesuai: Some(sesuai),
            ..
        } => Some((k.tugas.kode.as_str(), r.as_str(), semua.as_str(), sesuai.as_str())),
        _ => None,
    })
}
