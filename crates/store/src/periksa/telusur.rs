//! The walk along the log, from its first event to its last.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use kernel::{entri::Sidik, profil::KodeDaerah};
use ledger::{Alamat, Hash, Isi, Pohon, Titik, daun, ubin::LEBAR};
use serde::Deserialize;
use uuid::Uuid;

use super::{Akhir, Laporan, MAKS_LUBANG, Pemeriksaan, SemuaAkhir, Temuan};

/// An event as its row has it, with bytes of its own or those of the row.
#[derive(Debug)]
pub(crate) struct BarisPeristiwa<B = Vec<u8>> {
    pub(crate) urut: u64,
    pub(crate) entri: Uuid,
    pub(crate) versi: i64,
    pub(crate) waktu: i64,
    pub(crate) bait: B,
    pub(crate) garam: B,
    pub(crate) hash: B,
    /// It stands among the readings.
    pub(crate) dibaca: bool,
}

/// The part of an event that rows are held against.
#[derive(Deserialize)]
pub(crate) struct Ringkas<'a> {
    #[serde(borrow)]
    daerah: Cow<'a, str>,
    #[serde(borrow)]
    register: Cow<'a, str>,
    entri: Uuid,
    versi: i64,
    waktu: i64,
    #[serde(default)]
    sidik: Option<Sidik>,
    #[serde(default, borrow)]
    apa: Cow<'a, str>,
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

fn lihat_satu(daerah: &KodeDaerah, baris: BarisPeristiwa) -> Dilihat {
    let (daun, medan, sidik) = lihat_baris(daerah, &baris);
    Dilihat {
        baris,
        daun,
        medan,
        sidik,
    }
}

/// Looks at one event by itself: its leaf, the parts that do not fit, and the digest that it seals. O(bytes).
pub(crate) fn lihat_baris<B: AsRef<[u8]>>(
    daerah: &KodeDaerah,
    b: &BarisPeristiwa<B>,
) -> (Hash, Vec<&'static str>, Option<Sidik>) {
    let mut medan = Vec::new();
    let bait = b.bait.as_ref();
    let garam: Option<[u8; 16]> = b.garam.as_ref().try_into().ok();
    let hash: Option<[u8; 32]> = b.hash.as_ref().try_into().ok();
    if garam.map(|g| kernel::peristiwa::hash(&g, bait)) != hash || hash.is_none() {
        medan.push("isi");
    }
    let mut sidik = None;
    match serde_json::from_slice::<Ringkas>(bait) {
        Ok(r) => {
            sidik = r.sidik;
            let beda = [
                ("daerah", r.daerah != daerah.as_str()),
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
    (daun(&hash.unwrap_or_default()), medan, sidik)
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
                sekilas: false,
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

    /// Tells how many events and entries were looked at, with so many that are not counted yet.
    pub(crate) fn maju(&self, lagi: u64) {
        (self.p.maju)(self.laporan.peristiwa + self.laporan.entri + lagi);
    }

    /// The size of the log, when its head can be read.
    pub(crate) fn ukuran_kepala(&self) -> Option<u64> {
        self.kepala.as_ref().ok().map(Pohon::ukuran)
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
        self.maju(0);
    }

    /// Takes up the leaves of all events that have a place, each event being by itself as it was sealed and each entry
    /// (so many) as its latest event sealed it. Whether the published log has the same; when not, the walk tells of which.
    pub(crate) fn terima_daun(&mut self, daun: &[Hash], entri: u64) -> bool {
        for (urut, d) in (0..).zip(daun) {
            if self.cermin(urut).is_some_and(|c| c != d.0) {
                return false;
            }
            self.daun(*d);
        }
        self.berikut = daun.len() as u64;
        self.laporan.peristiwa = self.berikut;
        self.laporan.entri = entri;
        self.laporan.sekilas = true;
        true
    }

    /// The next leaf of the tree.
    fn daun(&mut self, daun: Hash) {
        for g in self.pohon.tambah(daun) {
            if self.ubin.remove(&(g.tingkat, g.n)).as_deref() != Some(&g.akar.0[..]) {
                let bagian = format!("tile/{}/{}", g.tingkat, g.n);
                self.laporan.temukan(Temuan::PohonDiubah { bagian });
            }
        }
        self.cocokkan_titik();
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
            self.daun(d.daun);
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
        let register = serde_json::from_slice::<Ringkas>(bait)
            .map_or_else(|_| String::new(), |r| r.register.into_owned());
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
        self.maju(0);
    }
}
