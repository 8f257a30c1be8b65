//! How every obligation of a regency stands on a day, unit by unit: from accepted proofs, from the entries of
//! registers that prove by themselves, and from running figures.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::{ToSpan, civil::Date};
use kernel::{
    Entri, Galat, Klasifikasi, Profil,
    kewajiban::{
        Bukti, Fakta, Jadwal, Keadaan, Kewajiban, Kitab, Pelaku, Status,
        status::{Hitungan, nilai},
    },
    nilai::{KodeUnit, terisi},
};
use store::Store;

use crate::ingatan::{Ingatan, PerTugas};

/// Most entries of one register that are looked at for its obligations.
const BATAS: i64 = 20_000;

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

/// What the store knows for the obligations of a regency on a day.
pub struct Bahan {
    hari: Date,
    fakta: Arc<PerTugas>,
    entri: BTreeMap<String, Vec<Entri>>,
    angka: BTreeMap<(String, KodeUnit), (i64, i64)>,
}

impl Bahan {
    /// From proofs alone, without a store: nothing proves by itself.
    pub fn dari_bukti(fakta: Arc<PerTugas>, hari: Date) -> Self {
        Bahan {
            hari,
            fakta,
            entri: BTreeMap::new(),
            angka: BTreeMap::new(),
        }
    }

    /// Fetches it: a few questions, whatever the number of obligations. For today they read what is, for a past day what
    /// was: proofs know when they were accepted and taken back, entries are told from their stories, figures are kept by
    /// the day on which they changed. O(proofs changed since the last time + entries of the registers that prove).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ambil(
        store: &Store,
        ingatan: &Ingatan,
        profil: &Profil,
        kitab: &Kitab,
        hari: Date,
    ) -> Result<Self, Galat> {
        let daerah = profil.kode();
        let mut b = Bahan {
            hari,
            fakta: ingatan.bukti(store, daerah).await?,
            entri: BTreeMap::new(),
            angka: BTreeMap::new(),
        };
        let kini = profil.kalender.setempat(store.jam().kini()).date();
        for register in register_bukti(kitab, hari) {
            // One entry tells that there is one; where units answer each for itself, all are needed.
            let batas = if perlu_semua(kitab, register) { BATAS } else { 1 };
            let keadaan = keadaan_bukti(kitab, register);
            let mut entri = if hari < kini {
                let akhir = profil.kalender.akhir_hari(hari).as_millisecond() - 1;
                let batas = usize::try_from(batas).unwrap_or(usize::MAX);
                store.pada_saat(daerah, register, &keadaan, akhir, batas).await?
            } else {
                store.berkeadaan(daerah, register, &keadaan, batas).await?
            };
            if let Some(def) = store
                .inventaris()
                .register(register)
                .filter(|d| d.tingkat.is_some())
            {
                // That there is one proves the duty; which one, not everybody who reads so may know.
                let tertutup = |e: &&mut Entri| (def.klasifikasi)(&e.isi) > Klasifikasi::Biasa;
                entri.iter_mut().filter(tertutup).for_each(|e| e.nomor.clear());
            }
            b.entri.insert(register.to_owned(), entri);
        }
        let setahun = hari
            .checked_sub(1.year())
            .and_then(|h| h.tomorrow())
            .unwrap_or(Date::MIN);
        let mut dibaca: BTreeMap<&str, Vec<(String, String, i64)>> = BTreeMap::new();
        for (tugas, register, semua, sesuai) in berangka(kitab, hari) {
            if !dibaca.contains_key(register) {
                dibaca.insert(register, store.rekap_hari(daerah, register, setahun, hari).await?);
            }
            for (unit, ukuran, jumlah) in dibaca.get(register).into_iter().flatten() {
                let n = b
                    .angka
                    .entry((tugas.to_owned(), KodeUnit(unit.clone())))
                    .or_default();
                if ukuran == semua {
                    n.0 += jumlah;
                } else if ukuran == sesuai {
                    n.1 += jumlah;
                }
            }
        }
        Ok(b)
    }

    fn dari_register(&self, k: &Kewajiban, profil: &Profil) -> Vec<Fakta> {
        let Bukti::Register {
            register,
            keadaan,
            efektif,
            sampai,
            hanya,
        } = &k.bukti
        else {
            return Vec::new();
        };
        let dibuat = |e: &Entri| profil.kalender.setempat(e.saat_dibuat()).date();
        let hari = |e: &Entri, medan: &Option<String>| -> Option<Date> {
            e.teks(medan.as_ref()?.as_str()).parse().ok()
        };
        let entri = self.entri.get(register).map_or(&[][..], Vec::as_slice);
        let cocok = |e: &&Entri| {
            (keadaan.is_empty() || keadaan.contains(&e.keadaan)) && hanya.iter().all(|(m, v)| e.teks(m) == v)
        };
        entri
            .iter()
            .filter(cocok)
            .map(|e| Fakta {
                unit: e.unit.clone(),
                entri: e.id,
                register: e.register.clone(),
                nomor: e.nomor.clone(),
                efektif: hari(e, efektif).unwrap_or_else(|| dibuat(e)),
                sampai: hari(e, sampai),
                tercatat: dibuat(e),
                dicabut: None,
            })
            .collect()
    }

    fn penanggung_jawab(&self, k: &Kewajiban, profil: &Profil) -> Vec<KodeUnit> {
        let Pelaku::Pemilik(register) = &k.pelaku else {
            return profil.penanggung_jawab(&k.pelaku, self.hari);
        };
        let entri = self.entri.get(register).map_or(&[][..], Vec::as_slice);
        // What a dissolved unit owned is its successor's to answer for.
        let pemilik: BTreeSet<&KodeUnit> = entri
            .iter()
            .filter_map(|e| profil.penerus(&e.unit, self.hari))
            .collect();
        let urut = profil.unit.iter().filter(|u| pemilik.contains(&u.kode));
        urut.map(|u| u.kode.clone()).collect()
    }

    fn hitungan(&self, k: &Kewajiban, profil: &Profil, unit: &KodeUnit) -> Option<Hitungan> {
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
                let milik = |e: &&Entri| profil.penerus(&e.unit, self.hari) == Some(unit);
                let entri = self.entri.get(register).map_or(&[][..], Vec::as_slice);
                let hitung = |f: &dyn Fn(&Entri) -> bool| {
                    let n = entri.iter().filter(milik).filter(|e| f(e)).count();
                    i64::try_from(n).unwrap_or(i64::MAX)
                };
                Some(Hitungan {
                    semua: hitung(&|_| true),
                    sesuai: hitung(&|e| terisi(e.isi.get(punya))),
                    lewat: 0,
                })
            }
            _ => None,
        }
    }
}

/// How all obligations stand on the day of `b`. O(obligations × units + proofs).
pub fn semua<'a>(kitab: &'a Kitab, profil: &Profil, b: &Bahan) -> Vec<Nilai<'a>> {
    kitab
        .pada(b.hari)
        .map(|k| satu(k, kitab, profil, b, None))
        .collect()
}

/// How the obligations of these units stand, and nobody else's. O(obligations × these units + proofs).
pub fn milik<'a>(kitab: &'a Kitab, profil: &Profil, b: &Bahan, unit: &[KodeUnit]) -> Vec<Nilai<'a>> {
    kitab
        .pada(b.hari)
        .map(|k| satu(k, kitab, profil, b, Some(unit)))
        .filter(|n| !n.unit.is_empty())
        .collect()
}

/// How one obligation stands, for every unit that answers or only for those named. Where one unit answers for the
/// regency, a proof counts whoever held the function when it was put forward; where each answers for itself, a unit goes
/// on with the proofs of those it continues.
pub fn satu<'a>(
    k: &'a Kewajiban,
    kitab: &Kitab,
    profil: &Profil,
    b: &Bahan,
    hanya: Option<&[KodeUnit]>,
) -> Nilai<'a> {
    let mut penjawab = b.penanggung_jawab(k, profil);
    if let Some(hanya) = hanya {
        penjawab.retain(|u| hanya.contains(u));
    }
    let register = b.dari_register(k, profil);
    let bukti = b.fakta.get(&k.tugas.kode).map_or(&[][..], |f| f.as_slice());
    let semua = bukti.iter().chain(&register);
    let mut per_unit: HashMap<&KodeUnit, Vec<&Fakta>> = HashMap::new();
    if k.pelaku.banyak() {
        for f in semua.clone() {
            per_unit.entry(&f.unit).or_default().push(f);
        }
    }
    let mut unit = Vec::with_capacity(penjawab.len());
    for u in penjawab {
        let hitungan = b.hitungan(k, profil, &u);
        let s = if k.pelaku.banyak() {
            let acuan = kitab.acuan_untuk(
                k,
                profil.unit(u.as_str()).filter(|_| profil.warisan(&u).len() == 1),
            );
            let warisan = profil.warisan(&u);
            let f = warisan.iter().filter_map(|w| per_unit.get(w)).flatten().copied();
            nilai(k, &acuan, f, hitungan, b.hari)
        } else {
            nilai(k, &kitab.acuan_untuk(k, None), semua.clone(), hitungan, b.hari)
        };
        unit.push((u, s));
    }
    Nilai { kewajiban: k, unit }
}

/// The registers whose entries prove something or say who answers.
fn register_bukti(kitab: &Kitab, hari: Date) -> BTreeSet<&str> {
    let mut semua = BTreeSet::new();
    for k in kitab.pada(hari) {
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
    semua.extend(kitab.pada(hari).filter_map(|k| match &k.pelaku {
        Pelaku::Pemilik(r) => Some(r.as_str()),
        _ => None,
    }));
    semua
}

fn perlu_semua(kitab: &Kitab, register: &str) -> bool {
    kitab.kewajiban.iter().any(|k| {
        let terbukti = matches!(&k.bukti, Bukti::Register { register: r, .. } if r == register);
        // A proof that holds only for a while, or only with certain values, may be any of them.
        let terpilih = matches!(&k.bukti, Bukti::Register { efektif, sampai, hanya, .. }
            if efektif.is_some() || sampai.is_some() || !hanya.is_empty());
        let pemilik = matches!(&k.pelaku, Pelaku::Pemilik(r) if r == register);
        let berangka = matches!(&k.jadwal, Jadwal::Peristiwa { semua: Some(_), .. });
        pemilik || (terbukti && (terpilih || k.pelaku.banyak()) && !berangka)
    })
}

/// The states that any obligation counts, so that one question fetches them; all where one counts all.
fn keadaan_bukti<'a>(kitab: &'a Kitab, register: &str) -> Vec<&'a str> {
    let mut semua = BTreeSet::new();
    for k in &kitab.kewajiban {
        if let Bukti::Register {
            register: r, keadaan, ..
        } = &k.bukti
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
fn berangka(kitab: &Kitab, hari: Date) -> impl Iterator<Item = (&str, &str, &str, &str)> {
    kitab.pada(hari).filter_map(|k| match &k.jadwal {
        Jadwal::Peristiwa {
            register: Some(r),
            semua: Some(semua),
            sesuai: Some(sesuai),
            ..
        } => Some((k.tugas.kode.as_str(), r.as_str(), semua.as_str(), sesuai.as_str())),
        _ => None,
    })
}
