//! How every obligation of a regency stands on a day, unit by unit: from accepted proofs, from the entries of
//! registers that prove by themselves, and from running figures.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::{ToSpan, civil::Date};
use kernel::{
    Entri, Galat, IdEntri, Klasifikasi, Profil, RegisterDef,
    kewajiban::{
        Bukti, Fakta, Jadwal, Keadaan, Kewajiban, Kitab, Pelaku, Status,
        status::{Hitungan, Kurang, nilai},
        syarat::{berkeadaan, penuhi},
    },
    nilai::KodeUnit,
};
use store::Store;

use crate::{
    ingatan::{Ingatan, PerId, PerTugas},
    perlu::{self, Perlu},
};

/// Most entries of one register that are looked at for its obligations, where they are not remembered.
const BATAS: i64 = 20_000;
/// Most entries that are named because they lack something.
const DISEBUT: usize = 5;

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
    entri: BTreeMap<String, Arc<PerId>>,
    pemilik: BTreeMap<String, Vec<String>>,
    angka: BTreeMap<(String, KodeUnit), (i64, i64)>,
}

impl Bahan {
    /// From proofs alone, without a store: nothing proves by itself.
    pub fn dari_bukti(fakta: Arc<PerTugas>, hari: Date) -> Self {
        Bahan {
            hari,
            fakta,
            entri: BTreeMap::new(),
            pemilik: BTreeMap::new(),
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
            pemilik: BTreeMap::new(),
            angka: BTreeMap::new(),
        };
        let kini = profil.kalender.setempat(store.jam().kini()).date();
        for (register, p) in perlu::semua(kitab) {
            let Some(def) = store.inventaris().register(register) else {
                continue;
            };
            let entri = if hari == kini && p.semua && def.diikuti {
                ingatan.entri(store, daerah, def, &p.medan).await?
            } else {
                Arc::new(baca(store, profil, def, &p, (hari < kini).then_some(hari)).await?)
            };
            let terhitung = p.terhitung().into_iter().map(str::to_owned).collect();
            b.pemilik.insert(register.to_owned(), terhitung);
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
            umur: _,
        } = &k.bukti
        else {
            return Vec::new();
        };
        let dibuat = |e: &Entri| profil.kalender.setempat(e.saat_dibuat()).date();
        let hari = |e: &Entri, medan: &Option<String>| -> Option<Date> {
            e.teks(medan.as_ref()?.as_str()).parse().ok()
        };
        let cari = |r: &str, id: IdEntri| self.entri.get(r)?.get(&id);
        let cocok = |e: &&Entri| berkeadaan(keadaan, e) && penuhi(&e.isi, hanya, &cari);
        self.dari(register)
            .rev()
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
        let keadaan = self.pemilik.get(register).map_or(&[][..], Vec::as_slice);
        let terhitung = |e: &&Entri| berkeadaan(keadaan, e);
        // What a dissolved unit owned is its successor's to answer for.
        let pemilik: BTreeSet<&KodeUnit> = self
            .dari(register)
            .filter(terhitung)
            .filter_map(|e| profil.penerus(&e.unit, self.hari))
            .collect();
        let urut = profil.unit.iter().filter(|u| pemilik.contains(&u.kode));
        urut.map(|u| u.kode.clone()).collect()
    }

    /// The entries of a register, the oldest first.
    fn dari(&self, register: &str) -> impl DoubleEndedIterator<Item = &Entri> {
        self.entri.get(register).into_iter().flat_map(|e| e.values())
    }

    /// What running figures say of one unit.
    fn angka(&self, k: &Kewajiban, unit: &KodeUnit) -> Option<Hitungan> {
        if !perlu::berangka(k) {
            return None;
        }
        let kunci = (k.tugas.kode.clone(), unit.clone());
        let (semua, sesuai) = self.angka.get(&kunci).copied().unwrap_or_default();
        Some(Hitungan {
            semua,
            sesuai,
            lewat: 0,
        })
    }

    /// How far everything is there that a duty names: by the unit that answers for it now, or under none for the regency.
    /// O(entries), times the named things where there are some.
    fn capaian<'a>(&'a self, k: &Kewajiban, profil: &'a Profil) -> HashMap<Option<&'a KodeUnit>, Capaian> {
        let cari = |r: &str, id: IdEntri| self.entri.get(r)?.get(&id);
        match &k.bukti {
            Bukti::Setiap { entri } => {
                let mut hasil: HashMap<_, Capaian> = HashMap::new();
                let mut penerus = HashMap::new();
                for h in entri {
                    for e in self.dari(&h.register).filter(|e| h.kena(e, &cari)) {
                        let milik =
                            k.pelaku.banyak().then_some(&e.unit).and_then(|u| {
                                *penerus.entry(u).or_insert_with(|| profil.penerus(u, self.hari))
                            });
                        let penuh = penuhi(&e.isi, &h.punya, &cari);
                        hasil.entry(milik).or_default().tambah(penuh, || Kurang::Entri {
                            register: h.register.clone(),
                            nomor: e.nomor.clone(),
                        });
                    }
                }
                hasil
            }
            Bukti::Lengkap {
                register,
                keadaan,
                butir,
            } => {
                let mut c = Capaian::default();
                for b in butir {
                    let cocok = |e: &Entri| berkeadaan(keadaan, e) && penuhi(&e.isi, &b.dengan, &cari);
                    c.tambah(self.dari(register).any(cocok), || Kurang::Butir(b.nama.clone()));
                }
                HashMap::from([(None, c)])
            }
            Bukti::Register { .. } | Bukti::Manual { .. } => HashMap::new(),
        }
    }
}

/// What was counted, and some of what is missing.
#[derive(Default)]
struct Capaian {
    hitungan: Hitungan,
    kurang: Vec<Kurang>,
}

impl Capaian {
    fn tambah(&mut self, penuh: bool, kurang: impl FnOnce() -> Kurang) {
        self.hitungan.semua += 1;
        if penuh {
            self.hitungan.sesuai += 1;
        } else if self.kurang.len() < DISEBUT {
            self.kurang.push(kurang());
        }
    }
}

/// The entries of one register, now or on a day that has passed: one tells that there is one, where not all are needed.
async fn baca(
    store: &Store,
    profil: &Profil,
    def: &RegisterDef,
    p: &Perlu<'_>,
    lalu: Option<Date>,
) -> Result<PerId, Galat> {
    let (batas, keadaan) = (if p.semua { BATAS } else { 1 }, p.dibaca());
    let entri = match lalu {
        Some(hari) => {
            let akhir = profil.kalender.akhir_hari(hari).as_millisecond() - 1;
            let batas = usize::try_from(batas).unwrap_or(usize::MAX);
            store
                .pada_saat(profil.kode(), &def.kode, &keadaan, akhir, batas)
                .await?
        }
        None => {
            store
                .berkeadaan(profil.kode(), &def.kode, &keadaan, batas)
                .await?
        }
    };
    Ok(entri
        .into_iter()
        .map(|e| (e.id, ringkas(def, &p.medan, e)))
        .collect())
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
    let capaian = b.capaian(k, profil);
    let mut unit = Vec::with_capacity(penjawab.len());
    for u in penjawab {
        let capai = capaian.get(&k.pelaku.banyak().then_some(&u));
        let hitungan = capai.map_or_else(|| b.angka(k, &u), |c| Some(c.hitungan));
        let mut s = if k.pelaku.banyak() {
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
        if let Some(c) = capai {
            s.kurang.clone_from(&c.kurang);
            let disebut = i64::try_from(c.kurang.len()).unwrap_or(i64::MAX);
            s.lainnya = c.hitungan.semua - c.hitungan.sesuai - disebut;
        }
        unit.push((u, s));
    }
    Nilai { kewajiban: k, unit }
}

/// An entry with no more than the fields that are looked at; which one it is, not everybody who reads how a duty stands
/// may know.
pub(crate) fn ringkas(def: &RegisterDef, medan: &BTreeSet<&str>, mut e: Entri) -> Entri {
    if def.tingkat.is_some() && (def.klasifikasi)(&e.isi) > Klasifikasi::Biasa {
        e.nomor.clear();
    }
    e.isi.retain(|m, _| medan.contains(m.as_str()));
    e
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
