//! Holding the store against its ledger: every event against its place in the tree, every entry against the digest
//! that its latest event sealed, the tree against the signed heads and against what was kept elsewhere. What was
//! altered, removed or slipped in behind the program's back is named.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use kernel::{
    Cincin, Entri, Galat, Peristiwa, Peta, RegisterDef, entri::Sidik, peristiwa::Kejadian,
    pribadi::yang_ditutup, profil::KodeDaerah,
};
use ledger::{Alamat, Hash, Isi, Pohon, Titik, daun, ubin::LEBAR};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Store, pada};

/// Most findings that are told one by one.
const MAKS_TEMUAN: usize = 1_000;
/// A hole in the log longer than this ends the walk: somebody wrote a place that is none.
const MAKS_LUBANG: u64 = 100_000;

/// The moment that a time stamp says (ms), or what is wrong with it.
pub type SaatCap = Result<i64, ledger::cap::Gagal>;

/// What a check is held against, besides the database itself.
pub struct Pemeriksaan<'a> {
    /// Reads a signed head with the key of the regency.
    pub baca_titik: &'a (dyn Fn(&str) -> Result<Titik, ledger::Gagal> + Sync),
    /// A tile as it was published, from a place that the database does not reach.
    pub cermin: &'a (dyn Fn(&Alamat) -> Option<Vec<u8>> + Sync),
    /// Checks a time stamp (its reply) against the text that it stamps: the moment that it says, ms.
    pub baca_cap: &'a (dyn Fn(&[u8], &str) -> SaatCap + Sync),
    /// Heads that were kept elsewhere, their signatures already checked.
    pub titik_luar: Vec<Titik>,
    /// Told how many events and entries were looked at so far.
    pub maju: &'a (dyn Fn(u64) + Sync),
}

/// Something that is not as the program left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum Temuan {
    /// The stored bytes of an event are not those that were sealed, or its row says something else than they do.
    PeristiwaDiubah {
        /// Its place in the log.
        urut: u64,
        /// Entry.
        entri: Uuid,
        /// Version of the entry.
        versi: i64,
        /// When it happened, as the row says, ms.
        waktu: i64,
        /// The parts that do not fit.
        medan: Vec<String>,
    },
    /// An event was replaced by another that is whole in itself; the published log tells them apart.
    PeristiwaDiganti {
        /// Its place in the log.
        urut: u64,
        /// Entry.
        entri: Uuid,
        /// Version of the entry.
        versi: i64,
        /// When it happened, as the row says, ms.
        waktu: i64,
    },
    /// Events are gone.
    PeristiwaHilang {
        /// First place without an event.
        dari: u64,
        /// First place after them that has one again, or the size of the log.
        sampai: u64,
    },
    /// An event that never got a place in the log, or one beyond its end.
    PeristiwaAsing {
        /// Entry.
        entri: Uuid,
        /// Version of the entry.
        versi: i64,
        /// When it says that it happened, ms.
        waktu: i64,
    },
    /// A tile of the tree, or its right edge, is not what the events give.
    PohonDiubah {
        /// Which part.
        bagian: String,
    },
    /// The copy outside the database is not what the signed heads say; the database is.
    CerminRusak {
        /// Which part.
        bagian: String,
    },
    /// A signed head that the log does not bear out.
    TitikBeda {
        /// Its size.
        ukuran: u64,
        /// Where it is kept.
        asal: String,
        /// What is wrong.
        sebab: String,
    },
    /// A time stamp that does not fit the head it stands over.
    CapSalah {
        /// Size of the head.
        ukuran: u64,
        /// What is wrong.
        sebab: String,
    },
    /// The row of an entry is not what its latest event sealed.
    EntriDiubah {
        /// Register.
        register: String,
        /// Number.
        nomor: String,
        /// Entry.
        entri: Uuid,
        /// When it was last changed by the program, ms.
        waktu: i64,
        /// Columns and fields that differ from its story; empty when the story does not tell them.
        medan: Vec<String>,
    },
    /// An entry whose row is gone, though its events are there.
    EntriHilang {
        /// Register.
        register: String,
        /// Entry.
        entri: Uuid,
        /// When it was made, ms.
        waktu: i64,
    },
    /// An entry without the event of its version.
    EntriAsing {
        /// Register.
        register: String,
        /// Number.
        nomor: String,
        /// Entry.
        entri: Uuid,
        /// When it says that it was last changed, ms.
        waktu: i64,
    },
}

/// What a check found.
#[derive(Debug, Serialize)]
pub struct Laporan {
    /// Regency.
    pub daerah: KodeDaerah,
    /// Events looked at.
    pub peristiwa: u64,
    /// Entries looked at.
    pub entri: u64,
    /// The root that the events give.
    #[serde(serialize_with = "heks")]
    pub akar: Hash,
    /// Size of the largest signed head that was borne out.
    pub titik: Option<u64>,
    /// Time stamps looked at.
    pub cap: u64,
    /// What is not as it should be, at most a thousand.
    pub temuan: Vec<Temuan>,
    /// How many more there are.
    pub lebih: u64,
}

fn heks<S: serde::Serializer>(h: &Hash, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&data_encoding::HEXLOWER.encode(&h.0))
}

impl Laporan {
    /// Whether everything is as the program left it.
    pub fn utuh(&self) -> bool {
        self.temuan.is_empty()
    }

    fn temukan(&mut self, t: Temuan) {
        if self.temuan.len() < MAKS_TEMUAN {
            self.temuan.push(t);
        } else {
            self.lebih += 1;
        }
    }
}

/// An event as its row has it.
#[derive(Debug)]
pub(crate) struct BarisPeristiwa {
    pub(crate) urut: u64,
    pub(crate) entri: Uuid,
    pub(crate) versi: i64,
    pub(crate) waktu: i64,
    pub(crate) bait: Vec<u8>,
    pub(crate) garam: Vec<u8>,
    pub(crate) hash: Vec<u8>,
    /// It stands among the readings.
    pub(crate) dibaca: bool,
}

/// The latest event of an entry: the version that it made, and the digest of the entry that it sealed.
#[derive(Clone, Copy)]
pub(crate) struct Akhir {
    versi: i64,
    sidik: Option<Sidik>,
}

/// The latest event of each entry.
pub(crate) type SemuaAkhir = HashMap<Uuid, Akhir>;

/// The part of an event that rows are held against.
#[derive(Deserialize)]
pub(crate) struct Ringkas {
    pub(crate) daerah: KodeDaerah,
    pub(crate) register: String,
    entri: Uuid,
    versi: i64,
    pub(crate) waktu: i64,
    #[serde(default)]
    sidik: Option<Sidik>,
    #[serde(default)]
    apa: String,
}

/// What looking at one event by itself gives: its leaf, and the parts that do not fit.
pub(crate) struct Dilihat {
    baris: BarisPeristiwa,
    daun: Hash,
    medan: Vec<&'static str>,
    sidik: Option<Sidik>,
}

/// Looks at events by themselves. Pure work for the processor: O(bytes).
pub(crate) fn lihat(daerah: &KodeDaerah, baris: Vec<BarisPeristiwa>) -> Vec<Dilihat> {
    baris.into_iter().map(|b| lihat_satu(daerah, b)).collect()
}

fn lihat_satu(daerah: &KodeDaerah, b: BarisPeristiwa) -> Dilihat {
    let mut medan = Vec::new();
    let garam: Option<[u8; 16]> = b.garam.as_slice().try_into().ok();
    let hash: Option<[u8; 32]> = b.hash.as_slice().try_into().ok();
    if garam.map(|g| kernel::peristiwa::hash(&g, &b.bait)) != hash || hash.is_none() {
        medan.push("isi");
    }
    let mut sidik = None;
    match serde_json::from_slice::<Ringkas>(&b.bait) {
        Ok(r) => {
            sidik = r.sidik;
            let beda = [
                ("daerah", r.daerah != *daerah),
                ("entri", r.entri != b.entri),
                ("versi", r.versi != b.versi),
                ("waktu", r.waktu != b.waktu),
                ("apa", (r.apa == "dibaca") != b.dibaca),
            ];
            medan.extend(beda.iter().filter(|(_, beda)| *beda).map(|(nama, _)| *nama));
        }
        Err(_) if medan.is_empty() => medan.push("isi"),
        Err(_) => {}
    }
    Dilihat {
        daun: daun(&hash.unwrap_or_default()),
        medan,
        sidik,
        baris: b,
    }
}

/// The walk along the log.
pub(crate) struct Telusur<'a> {
    p: &'a Pemeriksaan<'a>,
    kepala: Result<Pohon, String>,
    pohon: Pohon,
    lanjut: bool,
    berikut: u64,
    /// Roots that signed heads claim, by size: where each is kept.
    titik: BTreeMap<u64, Vec<(Hash, String)>>,
    /// Complete subtrees, as the tree's own table has them.
    ubin: BTreeMap<(u8, u64), Vec<u8>>,
    cermin: Option<(u64, Vec<u8>)>,
    /// Events that the copy has otherwise: whose fault it is, the signed heads tell.
    beda: Vec<(u64, Temuan)>,
    akhir: SemuaAkhir,
    /// Events that made an entry.
    awal: u64,
    pub(crate) laporan: Laporan,
}

impl<'a> Telusur<'a> {
    pub(crate) fn baru(
        daerah: &KodeDaerah,
        p: &'a Pemeriksaan<'a>,
        kepala: Result<Pohon, String>,
        ubin: BTreeMap<(u8, u64), Vec<u8>>,
        titik: Vec<(u64, String)>,
    ) -> Self {
        let mut t = Telusur {
            p,
            kepala,
            pohon: Pohon::default(),
            lanjut: true,
            berikut: 0,
            titik: BTreeMap::new(),
            ubin,
            cermin: None,
            beda: Vec::new(),
            akhir: HashMap::new(),
            awal: 0,
            laporan: Laporan {
                daerah: daerah.clone(),
                peristiwa: 0,
                entri: 0,
                akar: Pohon::default().akar(),
                titik: None,
                cap: 0,
                temuan: Vec::new(),
                lebih: 0,
            },
        };
        for (ukuran, catatan) in titik {
            match (p.baca_titik)(&catatan) {
                Ok(titik) => t.harapkan(titik, "basis data"),
                Err(g) => t.laporan.temukan(Temuan::TitikBeda {
                    ukuran,
                    asal: "basis data".into(),
                    sebab: g.to_string(),
                }),
            }
        }
        for titik in &p.titik_luar {
            t.harapkan(titik.clone(), "luar");
        }
        t
    }

    /// Takes up a time stamp as its row has it; its head is held against the tree like every other.
    pub(crate) fn terima_cap(&mut self, (ukuran, waktu, catatan, balasan): (i64, i64, String, Vec<u8>)) {
        self.laporan.cap += 1;
        let ukuran = u64::try_from(ukuran).unwrap_or(u64::MAX);
        let sebab = match (
            (self.p.baca_titik)(&catatan),
            (self.p.baca_cap)(&balasan, &catatan),
        ) {
            (Err(g), _) => g.to_string(),
            (_, Err(g)) => g.to_string(),
            (Ok(titik), Ok(_)) if titik.ukuran != ukuran => "titik periksanya berukuran lain".to_owned(),
            (Ok(_), Ok(kata)) if kata != waktu => {
                "saat yang tersimpan lain daripada yang dikatakannya".to_owned()
            }
            (Ok(titik), Ok(_)) => return self.harapkan(titik, "cap waktu"),
        };
        self.laporan.temukan(Temuan::CapSalah { ukuran, sebab });
    }

    /// Before the first event: heads of the empty log.
    pub(crate) fn mulai(&mut self) {
        self.cocokkan_titik();
    }

    fn harapkan(&mut self, t: Titik, asal: &str) {
        self.titik
            .entry(t.ukuran)
            .or_default()
            .push((t.akar, asal.to_owned()));
    }

    fn ukuran(&self) -> u64 {
        self.kepala.as_ref().map_or(u64::MAX, Pohon::ukuran)
    }

    /// Takes up events in the order of their places.
    pub(crate) fn terima(&mut self, dilihat: Vec<Dilihat>) {
        for d in dilihat {
            self.satu(d);
        }
        (self.p.maju)(self.laporan.peristiwa + self.laporan.entri);
    }

    fn satu(&mut self, d: Dilihat) {
        let b = &d.baris;
        self.laporan.peristiwa += 1;
        let (entri, versi, waktu) = (b.entri, b.versi, b.waktu);
        if !b.dibaca {
            let sidik = d.sidik;
            self.awal += u64::from(versi == 1);
            let akhir = self.akhir.entry(entri).or_insert(Akhir { versi, sidik });
            if versi > akhir.versi {
                *akhir = Akhir { versi, sidik };
            }
        }
        if b.urut >= self.ukuran() || b.urut.saturating_sub(self.berikut) > MAKS_LUBANG {
            self.laporan
                .temukan(Temuan::PeristiwaAsing { entri, versi, waktu });
            return;
        }
        if b.urut > self.berikut {
            self.hilang(b.urut);
        }
        if !d.medan.is_empty() {
            self.laporan.temukan(Temuan::PeristiwaDiubah {
                urut: b.urut,
                entri,
                versi,
                waktu,
                medan: d.medan.iter().map(|m| (*m).to_owned()).collect(),
            });
        } else if self.cermin(b.urut).is_some_and(|c| c != d.daun.0) {
            let diganti = Temuan::PeristiwaDiganti {
                urut: b.urut,
                entri,
                versi,
                waktu,
            };
            self.beda.push((b.urut, diganti));
        }
        self.berikut = b.urut + 1;
        if self.lanjut {
            for g in self.pohon.tambah(d.daun) {
                if self.ubin.remove(&(g.tingkat, g.n)).as_deref() != Some(&g.akar.0[..]) {
                    let bagian = format!("tile/{}/{}", g.tingkat, g.n);
                    self.laporan.temukan(Temuan::PohonDiubah { bagian });
                }
            }
            self.cocokkan_titik();
        }
    }

    fn hilang(&mut self, sampai: u64) {
        self.laporan.temukan(Temuan::PeristiwaHilang {
            dari: self.berikut,
            sampai,
        });
        // What comes after a hole can no longer give the right root; each event is still looked at.
        self.lanjut = false;
    }

    /// The leaf at a place, as it was published.
    fn cermin(&mut self, urut: u64) -> Option<[u8; 32]> {
        let (ke, dalam) = (urut / LEBAR, usize::try_from(urut % LEBAR).ok()?);
        if self.cermin.as_ref().is_none_or(|(n, _)| *n != ke) {
            let isi = Alamat::dalam(Isi::Tingkat(0), ke, self.ukuran()).and_then(|a| (self.p.cermin)(&a));
            self.cermin = Some((ke, isi.unwrap_or_default()));
        }
        let (_, isi) = self.cermin.as_ref()?;
        isi.as_chunks::<32>().0.get(dalam).copied()
    }

    /// Holds the signed heads of this size against the root.
    fn cocokkan_titik(&mut self) {
        let ukuran = self.pohon.ukuran();
        let Some(semua) = self.titik.remove(&ukuran) else {
            return;
        };
        let akar = self.pohon.akar();
        for (harap, asal) in semua {
            if harap == akar {
                self.laporan.titik = Some(ukuran);
            } else {
                self.laporan.temukan(Temuan::TitikBeda {
                    ukuran,
                    asal,
                    sebab: "akarnya lain daripada yang diberikan peristiwa".into(),
                });
            }
        }
    }

    /// The end of the log.
    pub(crate) fn tutup(&mut self) {
        match self.kepala.clone() {
            Ok(kepala) => {
                if self.berikut < kepala.ukuran() {
                    self.hilang(kepala.ukuran());
                } else if self.lanjut && kepala != self.pohon {
                    let bagian = "kepala".to_owned();
                    self.laporan.temukan(Temuan::PohonDiubah { bagian });
                }
            }
            Err(bagian) => self.laporan.temukan(Temuan::PohonDiubah { bagian }),
        }
        for (urut, diganti) in std::mem::take(&mut self.beda) {
            let terbukti = self.laporan.titik.is_some_and(|t| urut < t);
            self.laporan.temukan(if terbukti {
                let bagian = format!("tile/0/{}", urut / LEBAR);
                Temuan::CerminRusak { bagian }
            } else {
                diganti
            });
        }
        for (tingkat, n) in std::mem::take(&mut self.ubin).into_keys() {
            if self.lanjut {
                let bagian = format!("tile/{tingkat}/{n}");
                self.laporan.temukan(Temuan::PohonDiubah { bagian });
            }
        }
        for (ukuran, semua) in std::mem::take(&mut self.titik) {
            for (_, asal) in semua {
                self.laporan.temukan(Temuan::TitikBeda {
                    ukuran,
                    asal,
                    sebab: "log sekarang tidak mencapai ukuran itu utuh".into(),
                });
            }
        }
        self.laporan.akar = self.pohon.akar();
    }

    pub(crate) fn asing(&mut self, entri: Uuid, versi: i64, waktu: i64) {
        self.laporan
            .temukan(Temuan::PeristiwaAsing { entri, versi, waktu });
    }

    pub(crate) fn yatim(&mut self, entri: Uuid, waktu: i64, bait: &[u8]) {
        let register = serde_json::from_slice::<Ringkas>(bait).map_or_else(|_| String::new(), |r| r.register);
        self.laporan.temukan(Temuan::EntriHilang {
            register,
            entri,
            waktu,
        });
    }

    /// The latest event of each entry, once all were taken up.
    pub(crate) fn akhir(&mut self) -> Arc<SemuaAkhir> {
        Arc::new(std::mem::take(&mut self.akhir))
    }

    /// Whether the row of an entry may be gone. Where everything is as it was sealed, each entry has the event that made
    /// it, so as many of those as of entries leave none without its entry.
    pub(crate) fn mungkin_yatim(&self) -> bool {
        self.awal != self.laporan.entri || !self.laporan.temuan.is_empty()
    }

    pub(crate) fn terima_entri(&mut self, n: u64, temuan: Vec<Temuan>) {
        self.laporan.entri += n;
        for t in temuan {
            self.laporan.temukan(t);
        }
        (self.p.maju)(self.laporan.peristiwa + self.laporan.entri);
    }
}

/// An entry that is not what its latest event sealed.
pub(crate) struct Salah {
    pub(crate) id: Uuid,
    pub(crate) entri: Option<Entri>,
    pub(crate) sebab: Sebab,
}

/// In what way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sebab {
    TanpaPeristiwa,
    Isi,
}

/// The entries among these that are not what their latest event sealed, or that nothing opens any more; none stands for a
/// row that cannot be read. Pure work for the processor.
pub(crate) fn lihat_entri(
    cincin: &Cincin,
    akhir: &SemuaAkhir,
    baris: Vec<(Uuid, Option<Entri>)>,
) -> Vec<Salah> {
    let salah = |(id, entri): (Uuid, Option<Entri>)| {
        let sebab = match (&entri, akhir.get(&id)) {
            (Some(e), Some(a)) if a.versi >= e.versi => {
                let cocok = |s: Sidik| e.sidik().is_ok_and(|kini| kini == s);
                let utuh = a.versi == e.versi && a.sidik.is_none_or(cocok) && !cincin.kehilangan_kunci(e);
                (!utuh).then_some(Sebab::Isi)
            }
            (Some(_), _) => Some(Sebab::TanpaPeristiwa),
            (None, _) => Some(Sebab::Isi),
        }?;
        Some(Salah { id, entri, sebab })
    };
    baris.into_iter().filter_map(salah).collect()
}

/// The finding about an entry, with the columns and fields that its story (oldest first) knows otherwise.
pub(crate) fn sebut(
    id: Uuid,
    e: Option<&Entri>,
    def: Option<&RegisterDef>,
    sebab: Sebab,
    cerita: &[Peristiwa],
    cincin: &Cincin,
) -> Temuan {
    let (awal, akhir) = (cerita.first(), cerita.last());
    let register = e
        .map(|e| &e.register)
        .or(akhir.map(|p| &p.isi.register))
        .cloned()
        .unwrap_or_default();
    let dulu = awal.and_then(|p| p.isi.isi.get("nomor")?.as_str());
    let nomor = e
        .map(|e| e.nomor.as_str())
        .or(dulu)
        .unwrap_or_default()
        .to_owned();
    let waktu = akhir
        .map(|p| p.isi.waktu)
        .or(e.map(|e| e.diubah))
        .unwrap_or_default();
    match sebab {
        Sebab::TanpaPeristiwa => Temuan::EntriAsing {
            register,
            nomor,
            entri: id,
            waktu,
        },
        Sebab::Isi => Temuan::EntriDiubah {
            register,
            nomor,
            entri: id,
            waktu,
            medan: e.map_or_else(|| vec!["isi".to_owned()], |e| beda(e, def, cerita, cincin)),
        },
    }
}

/// The columns and fields of an entry that differ from what its story tells of them.
fn beda(e: &Entri, def: Option<&RegisterDef>, cerita: &[Peristiwa], cincin: &Cincin) -> Vec<String> {
    let (Some(awal), Some(akhir)) = (cerita.first(), cerita.last()) else {
        return Vec::new();
    };
    let mut keadaan = def.and_then(|d| d.lifecycle.awal()).map(|k| k.kode.to_string());
    let mut isi = Peta::new();
    for p in cerita {
        match &p.isi.kejadian {
            Kejadian::Dibuat => isi.extend(p.isi.isi.clone()),
            Kejadian::Diubah => {
                for (nama, v) in &p.isi.isi {
                    isi.insert(nama.clone(), v.get("ke").cloned().unwrap_or(Value::Null));
                }
            }
            Kejadian::Langkah { langkah, dari, ke } => {
                keadaan = Some(ke.clone());
                let salin = def.and_then(|d| d.lifecycle.langkah(langkah, dari));
                for nama in salin.iter().flat_map(|l| &l.salin) {
                    let v = p.isi.isi.get(nama.as_ref()).cloned().unwrap_or(Value::Null);
                    isi.insert(nama.to_string(), v);
                }
            }
            Kejadian::Dilupakan => {
                for nama in def.map(|d| yang_ditutup(&d.medan)).unwrap_or_default() {
                    isi.remove(nama);
                }
            }
            Kejadian::Catatan | Kejadian::Dibaca { .. } => {}
        }
    }
    let nomor = isi.remove("nomor");
    let mut medan: Vec<String> = [
        ("nomor", nomor.is_some_and(|n| n != e.nomor.as_str())),
        ("register", e.register != akhir.isi.register),
        ("pemegang", e.pemegang.0 != akhir.isi.pemegang),
        ("keadaan", keadaan.is_some_and(|k| k != e.keadaan)),
        ("versi", e.versi != akhir.isi.versi),
        ("dibuat", e.dibuat != awal.isi.waktu),
        ("diubah", e.diubah != akhir.isi.waktu),
        ("kunci", cincin.kehilangan_kunci(e)),
    ]
    .into_iter()
    .filter(|(_, beda)| *beda)
    .map(|(nama, _)| nama.to_owned())
    .collect();
    // A computed field may have changed in a step that does not tell of it, and a secret is in no story.
    let tampak = |nama: &str| {
        let m = def.map(|d| d.medan_rata()).unwrap_or_default();
        m.iter().any(|m| m.nama == nama && !m.hitung)
    };
    for (nama, v) in &isi {
        let kini = e.isi.get(nama).unwrap_or(&Value::Null);
        if kini != v && tampak(nama) {
            medan.push(nama.clone());
        }
    }
    medan
}

impl Store {
    /// Holds a regency's part of the store against its ledger: one pass over its events and one over its entries, in
    /// one reading transaction, so it may run beside the server. O(events + entries); memory about a hundred bytes an entry.
    ///
    /// # Errors
    /// When the database does not answer; what is wrong with its content is in the report.
    pub async fn periksa_log(&self, daerah: &KodeDaerah, p: &Pemeriksaan<'_>) -> Result<Laporan, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::periksa::log(kolam, (&self.inventaris, &self.cincin), daerah, p).await)
    }
}
