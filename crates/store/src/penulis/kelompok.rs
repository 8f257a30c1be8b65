//! One batch of commands: loaded, decided and written in one transaction.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use kernel::{
    Aksi, Cincin, Entri, Galat, IdEntri, Inventaris, Perintah, Profil, Putusan, RegisterDef, Tersegel,
    izin::{self, Wewenang},
    kalender::saat,
    profil::KodeDaerah,
    putuskan,
    register::{Ikutan, Petikan},
    siapkan,
};
use uuid::Uuid;

use super::{
    Hasil, KunciBaru, KunciSimpan, Persiapan, Urutan,
    nama::{self, Bebas, Pencarian},
    titipan::Siaran,
};
use crate::{
    Daerah, Db, galat,
    log::Log,
    pembacaan::TabelPeristiwa,
    petikan::Naskah,
    pribadi::{JejakBaru, Tersimpan},
    rekap::{Jumlah, tambahkan, tambahkan_hari},
};

/// How often a command is tried alone: meanwhile another process may have used its key, its id or its rows.
const PERCOBAAN: usize = 3;
/// In how many parts a batch is decided and written.
const BAGIAN: usize = 3;

/// A command, with the text it brings.
pub(super) type Bawaan = (Perintah, Option<Naskah>);

/// What a writer works with.
pub(super) struct Bekal {
    pub(super) db: Db,
    pub(super) inventaris: Arc<Inventaris>,
    pub(super) daerah: Daerah,
    /// What closes personal data.
    pub(super) cincin: Arc<Cincin>,
    /// The kinds of link that each register's fields make.
    pub(super) tautan: BTreeMap<String, Vec<String>>,
    /// Registers whose entries listen, each with the state in which they do.
    pub(super) pendengar: Vec<(String, String)>,
}

type Kunci = (KodeDaerah, IdEntri);

impl Bekal {
    /// Carries out commands together; should the database object to one, each by itself.
    pub(super) async fn tulis(&self, perintah: &[Bawaan], siap: Vec<Persiapan>) -> Vec<Result<Hasil, Galat>> {
        match self.sekali(perintah, siap, false).await {
            Ok(hasil) => hasil,
            // The database is away. Nobody is kept waiting until every single command has found that out.
            Err(e @ Galat::Sementara(_)) => {
                let sebab = e.to_string();
                perintah
                    .iter()
                    .map(|_| Err(Galat::sementara("writing commands", sebab.clone())))
                    .collect()
            }
            Err(e) => {
                tracing::warn!(galat = %e, n = perintah.len(), "a batch failed as a whole; its commands are tried one by one");
                let mut hasil = Vec::with_capacity(perintah.len());
                for b in perintah {
                    hasil.push(self.sendiri(b).await);
                }
                hasil
            }
        }
    }

    async fn sendiri(&self, b: &Bawaan) -> Result<Hasil, Galat> {
        let mut akhir = Galat::dalam("writing a command", "no answer");
        for _ in 0..PERCOBAAN {
            match self
                .sekali(std::slice::from_ref(b), vec![self.siapkan(&b.0)], true)
                .await
            {
                Ok(mut h) => return h.pop().unwrap_or(Err(akhir)),
                Err(e) => akhir = e,
            }
        }
        Err(akhir)
    }

    /// One transaction. `teliti` looks for the ids of new entries too, which costs a look-up that hardly ever finds any.
    /// While the database writes one part of the commands, the next part is decided.
    async fn sekali(
        &self,
        perintah: &[Bawaan],
        siap: Vec<Persiapan>,
        teliti: bool,
    ) -> Result<Vec<Result<Hasil, Galat>>, Galat> {
        crate::pada!(&self.db, sql, kolam, tulis => {
            let mut tx = kolam.begin_with(sql::MULAI).await.map_err(galat("beginning a transaction"))?;
            let c = &mut *tx;
            let muat = async {
                // The head of the log is taken first: whoever holds it is the only one that writes in that regency.
                let mut log = BTreeMap::new();
                for d in daerah_diminta(perintah) {
                    let pohon = sql::log::kunci(c, &d).await?;
                    log.insert(d, Log::baru(pohon));
                }
                let ubah = dibutuhkan(perintah, teliti);
                let entri = sql::tulis::kunci_entri(c, &ubah).await?;
                let kunci = sql::banyak::kunci_terpakai(c, &kunci_diminta(perintah)).await?;
                let mut urutan = BTreeMap::new();
                for u in self.urutan_diminta(perintah) {
                    let n = sql::tulis::urutan(c, &u).await?;
                    urutan.insert(u, n);
                }
                let bernama = sql::tulis::bernama(c, &disebut(&siap)).await?;
                Ok::<_, sqlx::Error>((log, entri, kunci, urutan, bernama))
            };
            let (log, entri, kunci, urutan, bernama) = muat.await.map_err(galat("loading what commands need"))?;
            let mut k = Kelompok::baru(self, log, kunci, urutan, bernama);
            k.muat(entri)?;
            for ((daerah, register), baru) in nama::diminta(&siap) {
                let (def, w) = self.membaca(&daerah, &register)?;
                let ada = sql::tulis::kembar(c, &def, &w, &nama::seluruh(&baru), IdEntri(Uuid::nil())).await?;
                if ada.is_none() {
                    k.bebas.catat((daerah, register), baru);
                }
            }
            let sekaligus = perintah.len().div_ceil(BAGIAN);
            let mut antre = perintah.iter().zip(siap);
            while k.hasil.len() < perintah.len() || !k.putusan.is_empty() {
                let (bagian, urut) = k.ambil();
                let tulis = sql::tulis::putusan(c, &bagian, &urut, &self.tautan, &self.cincin);
                let putuskan = async { k.lanjut(&mut antre, sekaligus) };
                let (tertulis, mut tertahan) = tokio::join!(tulis, putuskan);
                tertulis.map_err(galat("writing commands"))?;
                while let Some((b, putusan)) = tertahan.take() {
                    if k.mendahului(&putusan) {
                        let (bagian, urut) = k.ambil();
                        let tertulis = sql::tulis::putusan(c, &bagian, &urut, &self.tautan, &self.cincin).await;
                        tertulis.map_err(galat("writing commands"))?;
                    }
                    for ke in k.tertuju(&putusan) {
                        let dari = sql::tulis::penaut(c, &ke.0, ke.1).await.map_err(galat("looking who links to an entry"))?;
                        let belum = k.belum_dimuat(ke, dari);
                        let ada = sql::tulis::kunci_entri(c, &belum).await;
                        k.muat(ada.map_err(galat("loading who links to an entry"))?)?;
                    }
                    let keberatan = match k.keberatan(&b.0, &putusan) {
                        None => match k.unik(&putusan)? {
                            Some((def, w, nilai)) => {
                                let nomor = sql::tulis::kembar(c, &def, &w, &nilai, putusan.entri.id).await?;
                                nomor.map(|n| nama::kembar(&putusan, &def, &n))
                            }
                            None => None,
                        },
                        ada => ada,
                    };
                    let keberatan = match keberatan {
                        None => {
                            let periksa = sql::tulis::periksa(c, &putusan, |register, id| k.kenal(&putusan, register, id));
                            periksa.await.map_err(galat("checking links and files"))?
                        }
                        ada => ada,
                    };
                    let mut bersama = Vec::new();
                    let keberatan = match keberatan {
                        None => {
                            let ke: Vec<Kunci> = putusan.syarat.iter().map(|i| (b.0.daerah.clone(), i.ke)).collect();
                            let belum: Vec<Kunci> = ke.into_iter().filter(|k2| !k.entri.contains_key(k2)).collect();
                            if !belum.is_empty() {
                                let ada = sql::tulis::kunci_entri(c, &belum).await;
                                k.muat(ada.map_err(galat("loading what a command depends on"))?)?;
                            }
                            match k.serempak(&b.0, &putusan) {
                                Ok(ada) => {
                                    bersama = ada;
                                    None
                                }
                                Err(g) => Some(g),
                            }
                        }
                        ada => ada,
                    };
                    match keberatan {
                        Some(g) => k.hasil.push(Err(g)),
                        None => {
                            let ikutan = putusan.ikutan.clone();
                            let (dilepas, dituntut) = (putusan.dilepas.clone(), putusan.dituntut);
                            let id = k.terima(&b.0, *putusan, b.1.as_ref());
                            k.hasil.push(Ok((id, false)));
                            for (p, putusan) in bersama {
                                k.terima(&p, putusan, None);
                            }
                            for i in dilepas.iter().filter(|i| i.ke != id) {
                                k.lepas(&b.0, i);
                            }
                            if dituntut {
                                k.tuntut(&b.0, id);
                            }
                            for i in ikutan.iter().filter(|i| i.ke != id) {
                                let kunci = (b.0.daerah.clone(), i.ke);
                                if !k.entri.contains_key(&kunci) {
                                    let ada = sql::tulis::kunci_entri(c, std::slice::from_ref(&kunci)).await;
                                    k.muat(ada.map_err(galat("loading what a command carries along"))?)?;
                                }
                                if let Some((p, putusan)) = k.ikut(&b.0, i) {
                                    k.terima(&p, putusan, None);
                                }
                            }
                        }
                    }
                    let sisa = sekaligus.saturating_sub(k.putusan.len());
                    tertahan = k.lanjut(&mut antre, sisa);
                }
            }
            let akhir = async {
                for (daerah, id, petikan) in &k.petikan {
                    sql::petikan::ganti(c, daerah.as_str(), id.0, petikan).await?;
                }
                sql::tulis::siarkan(c, &k.siaran, &self.pendengar, &self.cincin).await?;
                sql::pribadi::jejak(c, &k.jejak).await?;
                sql::banyak::peristiwa(c, TabelPeristiwa::Pembacaan, &k.dibaca.0, &k.dibaca.1).await?;
                sql::banyak::rekap_tambah(c, &k.rekap).await?;
                sql::banyak::kunci(c, &k.kunci_baru).await?;
                sql::log::simpan(c, &k.log).await?;
                sql::tulis::simpan_urutan(c, &k.urutan).await
            };
            akhir.await.map_err(galat("writing commands"))?;
            let mut jadi = Vec::with_capacity(perintah.len());
            for (h, (p, _)) in k.hasil.into_iter().zip(perintah) {
                jadi.push(match h {
                    Ok((id, ulangan)) => {
                        let e = match k.entri.get(&(p.daerah.clone(), id)) {
                            Some(e) => Some(e.clone()),
                            None => match sql::entri::satu(&mut *c, &p.daerah, id).await? {
                                Some(e) => Some(e.buka(&self.cincin)?),
                                None => None,
                            },
                        };
                        e.map(|entri| Hasil { entri, ulangan }).ok_or(Galat::TidakDitemukan)
                    }
                    Err(g) => Err(g),
                });
            }
            tx.commit().await.map_err(galat("committing commands"))?;
            Ok(jadi)
        })
    }

    fn siapkan(&self, p: &Perintah) -> Persiapan {
        aman(|| siapkan(&self.inventaris, self.profil(&p.daerah)?, p))
    }

    fn profil(&self, kode: &KodeDaerah) -> Result<&Profil, Galat> {
        self.daerah
            .get(kode)
            .map(Arc::as_ref)
            .ok_or(Galat::TidakDitemukan)
    }

    /// The proof with which the program itself reads a register.
    fn membaca(&self, daerah: &KodeDaerah, register: &str) -> Result<(Arc<RegisterDef>, Wewenang), Galat> {
        let def = self.inventaris.cari(register)?.clone();
        let profil = self.profil(daerah)?;
        let w = izin::wewenang(profil, &def, &kernel::Pelaku::Sistem, izin::Tindakan::Baca)
            .ok_or_else(|| Galat::dalam("looking for an entry of the same name", "nobody may read"))?;
        Ok((def, w))
    }

    fn urutan(&self, p: &Perintah) -> Option<Urutan> {
        let Aksi::Buat { register, .. } = &p.aksi else {
            return None;
        };
        self.inventaris.register(register)?;
        let tahun = self.profil(&p.daerah).ok()?.kalender.setempat(p.kini).year();
        Some(Urutan {
            daerah: p.daerah.clone(),
            register: register.clone(),
            tahun: tahun.into(),
        })
    }

    fn urutan_diminta(&self, perintah: &[Bawaan]) -> Vec<Urutan> {
        let mut u: Vec<Urutan> = perintah.iter().filter_map(|(p, _)| self.urutan(p)).collect();
        u.sort();
        u.dedup();
        u
    }
}

/// A register's rule with a bug in it costs this command, not the writer and everybody behind it.
pub(super) fn aman<T>(f: impl FnOnce() -> Result<T, Galat>) -> Result<T, Galat> {
    catch_unwind(AssertUnwindSafe(f))
        .unwrap_or_else(|_| Err(Galat::dalam("deciding a command", "a rule panicked")))
}

/// The entries to load, in the order in which every process locks them.
fn dibutuhkan(perintah: &[Bawaan], juga_baru: bool) -> Vec<Kunci> {
    let lama = perintah
        .iter()
        .map(|(p, _)| p)
        .filter(|p| juga_baru || !matches!(p.aksi, Aksi::Buat { .. }));
    let mut id: Vec<Kunci> = lama.map(|p| (p.daerah.clone(), p.aksi.id())).collect();
    id.sort_by(|(da, a), (db, b)| a.cmp(b).then_with(|| da.cmp(db)));
    id.dedup();
    id
}

/// The entries that new ones name.
fn disebut(siap: &[Persiapan]) -> Vec<Kunci> {
    let baru = siap.iter().filter_map(|s| s.as_ref().ok()?.as_ref());
    let semua: BTreeSet<Kunci> = baru
        .flat_map(|s| s.tautan().map(|ke| (s.daerah().clone(), ke)))
        .collect();
    semua.into_iter().collect()
}

/// The regencies whose logs grow, in the order in which every process takes them.
fn daerah_diminta(perintah: &[Bawaan]) -> BTreeSet<KodeDaerah> {
    perintah.iter().map(|(p, _)| p.daerah.clone()).collect()
}

fn kunci_diminta(perintah: &[Bawaan]) -> Vec<(KodeDaerah, String)> {
    let ada = |(p, _): &Bawaan| p.kunci.as_ref().map(|k| (p.daerah.clone(), k.kunci.clone()));
    perintah
        .iter()
        .filter_map(ada)
        .collect::<HashSet<_>>()
        .into_iter()
        .collect()
}

enum Keputusan {
    Ulangan(IdEntri),
    Baru(Box<Tersegel>),
}

/// One batch while it is decided: later commands see what earlier ones did.
struct Kelompok<'a> {
    bekal: &'a Bekal,
    entri: HashMap<Kunci, Entri>,
    /// Entries that new ones name, with the register of each.
    bernama: HashMap<Kunci, String>,
    /// Names that no entry has.
    bebas: Bebas,
    kunci: HashMap<(KodeDaerah, String), KunciSimpan>,
    urutan: BTreeMap<Urutan, i64>,
    /// The logs as they are with what was decided.
    log: BTreeMap<KodeDaerah, Log>,
    /// Decided and not yet written.
    putusan: Vec<Tersegel>,
    /// The place in the log of each of them.
    urut: Vec<i64>,
    /// What became of each command so far: its entry, and whether it had been carried out before.
    hasil: Vec<Result<(IdEntri, bool), Galat>>,
    kunci_baru: Vec<KunciBaru>,
    rekap: Jumlah,
    /// Entries whose text is another one now, with its passages.
    petikan: Vec<(KodeDaerah, IdEntri, Vec<Petikan>)>,
    /// What everybody may know, for those who listen.
    siaran: Vec<Siaran>,
    /// Under what entries are found by personal data now, or no longer.
    jejak: Vec<JejakBaru>,
    /// Readings, each with its place in the log.
    dibaca: (Vec<Tersegel>, Vec<i64>),
}

impl<'a> Kelompok<'a> {
    fn baru(
        bekal: &'a Bekal,
        log: BTreeMap<KodeDaerah, Log>,
        kunci: HashMap<(KodeDaerah, String), KunciSimpan>,
        urutan: BTreeMap<Urutan, i64>,
        bernama: HashMap<Kunci, String>,
    ) -> Self {
        Kelompok {
            bekal,
            entri: HashMap::new(),
            bernama,
            bebas: Bebas::default(),
            kunci,
            urutan,
            log,
            putusan: Vec::new(),
            urut: Vec::new(),
            hasil: Vec::new(),
            kunci_baru: Vec::new(),
            rekap: Jumlah::new(),
            petikan: Vec::new(),
            siaran: Vec::new(),
            jejak: Vec::new(),
            dibaca: (Vec::new(), Vec::new()),
        }
    }

    /// Takes up entries as they are stored.
    fn muat(&mut self, entri: Vec<Tersimpan>) -> Result<(), Galat> {
        for e in entri {
            let e = e.buka(&self.bekal.cincin)?;
            self.entri.insert((e.daerah.clone(), e.id), e);
        }
        Ok(())
    }

    /// Decides up to `n` commands, or until one names entries or files that have to be looked up first.
    fn lanjut<'p>(
        &mut self,
        antre: &mut impl Iterator<Item = (&'p Bawaan, Persiapan)>,
        n: usize,
    ) -> Option<(&'p Bawaan, Box<Tersegel>)> {
        for (b, siap) in antre.take(n) {
            let (p, naskah) = b;
            match self.putuskan(p, naskah.as_ref(), siap) {
                Ok(Keputusan::Baru(putusan)) if !self.bebas.diragukan(&putusan) && sendirian(&putusan) => {
                    let id = self.terima(p, *putusan, naskah.as_ref());
                    self.hasil.push(Ok((id, false)));
                }
                Ok(Keputusan::Baru(putusan)) => return Some((b, putusan)),
                Ok(Keputusan::Ulangan(id)) => self.hasil.push(Ok((id, true))),
                Err(g) => self.hasil.push(Err(g)),
            }
        }
        None
    }

    /// What was decided and is to be written now, with the places in the log.
    fn ambil(&mut self) -> (Vec<Tersegel>, Vec<i64>) {
        (std::mem::take(&mut self.putusan), std::mem::take(&mut self.urut))
    }

    /// Whether what is looked up for a decision hangs on decisions that are not written yet: who links to whom, and who
    /// has the values that only one entry may have. O(decisions not written).
    fn mendahului(&self, p: &Putusan) -> bool {
        let menaut = p.dituntut || !p.dilepas.is_empty() || p.tautan.iter().any(|t| t.induk);
        let bernama = self.bebas.diragukan(p);
        self.putusan.iter().any(|lain| {
            let seregister = lain.entri.register == p.entri.register && lain.entri.daerah == p.entri.daerah;
            (menaut && (!lain.baru || !lain.tautan.is_empty()))
                || (bernama && seregister && (!lain.baru || lain.unik == p.unik))
        })
    }

    /// Whether an entry of that register and of the decision's regency is among those of the batch, or of those that
    /// its commands name.
    fn kenal(&self, p: &Putusan, register: &str, id: IdEntri) -> bool {
        let kunci = (p.entri.daerah.clone(), id);
        let di_sini = self.entri.get(&kunci).map(|e| &e.register);
        di_sini
            .or_else(|| self.bernama.get(&kunci))
            .is_some_and(|r| r == register)
    }

    fn putuskan(&self, p: &Perintah, naskah: Option<&Naskah>, siap: Persiapan) -> Result<Keputusan, Galat> {
        if let Some(k) = &p.kunci
            && let Some(lama) = self.kunci.get(&(p.daerah.clone(), k.kunci.clone()))
        {
            return if lama.sidik == k.sidik {
                Ok(Keputusan::Ulangan(lama.entri))
            } else {
                Err(Galat::Bentrok(
                    "Idempotency-Key ini sudah dipakai untuk permintaan lain. Buat kunci baru.".into(),
                ))
            };
        }
        let profil = self.bekal.profil(&p.daerah)?;
        let urut = self
            .bekal
            .urutan(p)
            .and_then(|u| self.urutan.get(&u))
            .map_or(1, |n| n + 1);
        let lama = self.entri.get(&(p.daerah.clone(), p.aksi.id()));
        let inventaris = &self.bekal.inventaris;
        let putusan = match (siap?, lama) {
            (Some(siap), None) => aman(|| Ok(siap.nomori(profil, p, urut))),
            (_, lama) => aman(|| putuskan(inventaris, profil, p, lama, urut)),
        }?;
        let def = inventaris.cari(&putusan.entri.register)?;
        if let Some(g) = naskah.and_then(|n| n.keberatan(def, lama, &putusan.entri)) {
            return Err(g);
        }
        let segel = putusan.segel(def, &self.bekal.cincin)?;
        Ok(Keputusan::Baru(Box::new(segel)))
    }

    /// Whether the state of an entry has the step that is asked of it.
    fn layak(&self, e: &Entri, i: &Ikutan) -> bool {
        let def = self.bekal.inventaris.register(&e.register);
        def.and_then(|d| d.lifecycle.langkah(&i.langkah, &e.keadaan))
            .is_some_and(|l| l.ikutan)
    }

    /// The steps that other entries must take with a decision; what the first of them says against it otherwise.
    fn serempak(&self, p: &Perintah, putusan: &Putusan) -> Result<Vec<(Perintah, Tersegel)>, Galat> {
        let mut semua: Vec<(Perintah, Tersegel)> = Vec::new();
        for i in &putusan.syarat {
            if i.ke == putusan.entri.id || semua.iter().any(|(_, s)| s.entri.id == i.ke) {
                return Err(Galat::dalam(
                    "asking a step of another entry",
                    "asked twice, or of itself",
                ));
            }
            let e = self
                .entri
                .get(&(p.daerah.clone(), i.ke))
                .ok_or_else(|| Galat::Bentrok("Entri yang dirujuk tidak ada. Pilih entri lain.".into()))?;
            if !self.layak(e, i) {
                let def = self.bekal.inventaris.cari(&e.register)?;
                let keadaan = def.lifecycle.keadaan(&e.keadaan).map_or("", |k| k.label.as_ref());
                return Err(Galat::Bentrok(
                    kernel::Pesan::baru("{register} {nomor} sekarang berkeadaan “{keadaan}”; langkah ini tidak dapat diambil.")
                        .dengan("register", def.label.as_ref())
                        .dengan("nomor", &e.nomor)
                        .dengan("keadaan", keadaan),
                ));
            }
            let perintah = ikut_serta(p, i);
            if let Keputusan::Baru(putusan) = self.putuskan(&perintah, None, Ok(None))? {
                semua.push((perintah, *putusan));
            }
        }
        Ok(semua)
    }

    /// The step that another entry takes with a command, if its state allows it.
    fn ikut(&self, p: &Perintah, i: &Ikutan) -> Option<(Perintah, Tersegel)> {
        let e = self.entri.get(&(p.daerah.clone(), i.ke))?;
        if !self.layak(e, i) {
            return None;
        }
        let perintah = ikut_serta(p, i);
        match self.putuskan(&perintah, None, Ok(None)) {
            Ok(Keputusan::Baru(putusan)) => Some((perintah, *putusan)),
            Ok(Keputusan::Ulangan(_)) => None,
            Err(g) => {
                tracing::warn!(galat = %g, entri = %i.ke, langkah = %i.langkah, "a step carried along was refused");
                None
            }
        }
    }

    /// The entries of which must be known what others ask of them, before this decision is carried out.
    fn tertuju(&self, p: &Putusan) -> Vec<Kunci> {
        let lepas = p.dilepas.iter().map(|i| i.ke);
        let sendiri = p.dituntut.then_some(p.entri.id);
        let semua = lepas.chain(sendiri);
        semua.map(|id| (p.entri.daerah.clone(), id)).collect()
    }

    /// Of an entry and those that link to it, the ones not loaded yet, in the order in which they are locked.
    fn belum_dimuat(&self, ke: Kunci, dari: Vec<Uuid>) -> Vec<Kunci> {
        let daerah = ke.0.clone();
        let semua = dari
            .into_iter()
            .map(|id| (daerah.clone(), IdEntri(id)))
            .chain([ke]);
        let mut belum: Vec<Kunci> = semua.filter(|k| !self.entri.contains_key(k)).collect();
        belum.sort_by_key(|(_, id)| *id);
        belum
    }

    /// What the entries of the batch ask of one of them, each with the number of who asks. O(entries of the batch).
    fn tuntutan(&self, ke: &Kunci) -> Vec<(Kunci, String, Ikutan)> {
        let mut semua = Vec::new();
        for ((daerah, id), e) in self.entri.iter().filter(|((d, _), _)| *d == ke.0) {
            let Some(def) = self.bekal.inventaris.register(&e.register) else {
                continue;
            };
            let diminta = def.ikutan(e).into_iter().filter(|i| i.ke == ke.1);
            semua.extend(diminta.map(|i| ((daerah.clone(), *id), e.nomor.clone(), i)));
        }
        // Whatever order they were loaded in, the same happens.
        semua.sort_by_key(|((_, id), ..)| *id);
        semua
    }

    /// The row by which an entry in this state takes what is asked of it, if it is one that is taken back again.
    fn baris_tuntutan<'d>(&'d self, e: &Entri, i: &Ikutan) -> Option<&'d kernel::Langkah> {
        let def = self.bekal.inventaris.register(&e.register)?;
        let l = def.lifecycle.langkah(&i.langkah, &e.keadaan)?;
        (l.ikutan && l.lepas.is_some()).then_some(l)
    }

    /// Somebody would bring an entry back from where others have brought it and still want it.
    fn keberatan(&self, p: &Perintah, putusan: &Putusan) -> Option<Galat> {
        if !putusan.dituntut || p.pelaku == kernel::Pelaku::Sistem {
            return None;
        }
        let e = &putusan.entri;
        let kunci = (e.daerah.clone(), e.id);
        let lama = self.entri.get(&kunci)?;
        let dari = |i: &Ikutan| {
            self.baris_tuntutan(e, i)
                .is_some_and(|l| l.ke.as_deref() == Some(lama.keadaan.as_str()))
        };
        let (_, nomor, _) = self
            .tuntutan(&kunci)
            .into_iter()
            .find(|(siapa, _, i)| *siapa != kunci && dari(i))?;
        Some(Galat::Bentrok(
            kernel::Pesan::baru("Keadaan ini mengikuti entri {nomor}. Ubah dulu hubungannya di sana.")
                .dengan("nomor", nomor),
        ))
    }

    /// An entry is no longer asked to be as it is. Unless others ask the same, it goes back; what else is asked of it
    /// counts then.
    fn lepas(&mut self, p: &Perintah, i: &Ikutan) {
        let kunci = (p.daerah.clone(), i.ke);
        let tetap = self
            .tuntutan(&kunci)
            .iter()
            .any(|(_, _, lain)| lain.langkah == i.langkah);
        let Some(e) = self.entri.get(&kunci).filter(|_| !tetap) else {
            return;
        };
        let Some(def) = self.bekal.inventaris.register(&e.register) else {
            return;
        };
        let di_sana =
            |l: &&kernel::Langkah| l.kode == i.langkah && l.ke.as_deref() == Some(e.keadaan.as_str());
        let Some(langkah) = def
            .lifecycle
            .langkah
            .iter()
            .find(di_sana)
            .and_then(|l| l.lepas.clone())
        else {
            return;
        };
        let balik = Ikutan { langkah, ..i.clone() };
        if let Some((p, putusan)) = self.ikut(p, &balik) {
            let id = self.terima(&p, putusan, None);
            self.tuntut(&p, id);
        }
    }

    /// An entry takes what is asked of it, as far as its state allows.
    fn tuntut(&mut self, p: &Perintah, id: IdEntri) {
        for (_, _, i) in self.tuntutan(&(p.daerah.clone(), id)) {
            let kunci = (p.daerah.clone(), id);
            let layak = self
                .entri
                .get(&kunci)
                .is_some_and(|e| self.baris_tuntutan(e, &i).is_some());
            if let Some((p, putusan)) = layak.then(|| self.ikut(p, &i)).flatten() {
                self.terima(&p, putusan, None);
            }
        }
    }

    /// What to look for so that no other entry has the same name; an error of ours when nobody may look.
    fn unik(&self, p: &Putusan) -> Result<Option<Pencarian>, Galat> {
        let Some(nama) = p.unik.as_ref().filter(|_| self.bebas.diragukan(p)) else {
            return Ok(None);
        };
        let (def, w) = self.bekal.membaca(&p.entri.daerah, &p.entri.register)?;
        Ok(Some((def, w, nama.clone())))
    }

    fn terima(&mut self, p: &Perintah, putusan: Tersegel, naskah: Option<&Naskah>) -> IdEntri {
        let id = putusan.entri.id;
        if putusan.membaca() {
            // The entry is as it was, and so are its figures, its words and whoever listens to it.
            let log = self.log.entry(putusan.entri.daerah.clone()).or_default();
            self.dibaca.1.push(log.tambah(&putusan.segel().hash));
            self.dibaca.0.push(putusan);
            return id;
        }
        if putusan.baru
            && let Some(u) = self.bekal.urutan(p)
        {
            *self.urutan.entry(u).or_insert(0) += 1;
        }
        if let Some(k) = &p.kunci {
            let simpan = KunciSimpan {
                sidik: k.sidik.to_vec(),
                entri: id,
            };
            self.kunci.insert((p.daerah.clone(), k.kunci.clone()), simpan);
            let kini = p.kini.as_millisecond();
            self.kunci_baru.push(KunciBaru {
                daerah: p.daerah.clone(),
                kunci: k.kunci.clone(),
                sidik: k.sidik.to_vec(),
                entri: id.0,
                dibuat: kini,
            });
        }
        self.bebas.ambil(&putusan);
        let kunci = (putusan.entri.daerah.clone(), id);
        let lama = self.entri.insert(kunci, putusan.entri.clone());
        self.hitung(lama.as_ref(), &putusan.entri);
        self.telusur(lama.as_ref(), &putusan.entri);
        self.petik(lama.as_ref(), &putusan.entri, naskah);
        let siar = self.bekal.inventaris.register(&putusan.entri.register);
        if siar.is_some_and(|d| d.siar) {
            self.siaran.extend(Siaran::dari(&putusan));
        }
        let log = self.log.entry(putusan.entri.daerah.clone()).or_default();
        self.urut.push(log.tambah(&putusan.segel().hash));
        self.putusan.push(putusan);
        id
    }

    /// An entry is found by the personal data that it has, and no more by what it had.
    fn telusur(&mut self, lama: Option<&Entri>, baru: &Entri) {
        let Some(def) = self.bekal.inventaris.register(&baru.register) else {
            return;
        };
        // What has no key says nothing of anybody, or is from before there were keys and was never found.
        let jejak = |e: &Entri| match e.kunci {
            Some(_) => self.bekal.cincin.jejak(def, e),
            None => Vec::new(),
        };
        let (dulu, kini) = (lama.map(jejak).unwrap_or_default(), jejak(baru));
        let hilang = dulu.iter().filter(|j| !kini.contains(j)).map(|j| (j, false));
        let muncul = kini.iter().filter(|j| !dulu.contains(j)).map(|j| (j, true));
        self.jejak
            .extend(hilang.chain(muncul).map(|(jejak, ada)| JejakBaru {
                daerah: baru.daerah.clone(),
                entri: baru.id,
                jejak: *jejak,
                ada,
            }));
    }

    /// The passages follow the text: another text, other passages; no text, none.
    fn petik(&mut self, lama: Option<&Entri>, baru: &Entri, naskah: Option<&Naskah>) {
        let Some(def) = self.bekal.inventaris.register(&baru.register) else {
            return;
        };
        let kini = def.naskah(&baru.isi);
        if lama.and_then(|e| def.naskah(&e.isi)) == kini {
            return;
        }
        let petikan = naskah.filter(|n| Some(n.berkas) == kini && n.register == baru.register);
        if kini.is_some() && petikan.is_none() {
            tracing::warn!(entri = %baru.id, "a text came without its passages");
        }
        let petikan = petikan.map(|n| n.petikan.clone()).unwrap_or_default();
        self.petikan.push((baru.daerah.clone(), baru.id, petikan));
    }

    /// The figures: what the entry added before is taken away, what it adds now is added.
    fn hitung(&mut self, lama: Option<&Entri>, baru: &Entri) {
        let (Some(def), Ok(profil)) = (
            self.bekal.inventaris.register(&baru.register),
            self.bekal.profil(&baru.daerah),
        ) else {
            return;
        };
        if def.rekap_versi == 0 {
            return;
        }
        let hari = profil.kalender.setempat(saat(baru.diubah)).date();
        for (e, kali) in lama.map(|e| (e, -1)).into_iter().chain([(baru, 1)]) {
            let s = def.sumbangan(e, &profil.kalender);
            tambahkan(&mut self.rekap, e, &s, kali);
            if !def.harian.is_empty() {
                tambahkan_hari(&mut self.rekap, def, e, &s, hari, kali);
            }
        }
    }
}

/// The command by which the program has another entry take a step with this one.
fn ikut_serta(p: &Perintah, i: &Ikutan) -> Perintah {
    Perintah {
        daerah: p.daerah.clone(),
        pelaku: kernel::Pelaku::Sistem,
        kini: p.kini,
        aksi: Aksi::Langkah {
            id: i.ke,
            versi: None,
            langkah: i.langkah.to_string(),
            isian: i.isian.clone(),
        },
        kunci: None,
    }
}

/// Whether a decision names nothing that has to be looked up first.
fn sendirian(p: &Putusan) -> bool {
    !p.dituntut
        && p.dilepas.is_empty()
        && p.tautan.is_empty()
        && p.berkas.is_empty()
        && p.ikutan.is_empty()
        && p.syarat.is_empty()
}

/// The last decision about each entry that has new words.
pub(crate) fn untuk_cari(putusan: &[Tersegel]) -> Vec<&Putusan> {
    let mut akhir: HashMap<(&KodeDaerah, IdEntri), &Putusan> = HashMap::new();
    for p in putusan.iter().map(|p| &**p).filter(|p| p.cari.is_some()) {
        akhir.insert((&p.entri.daerah, p.entri.id), p);
    }
    akhir.into_values().collect()
}
