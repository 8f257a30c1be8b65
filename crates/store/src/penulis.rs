//! The writer: commands of many requests are decided and written in one durable transaction (group commit), each is
//! answered after it. One bad command never sinks the others: a refusal costs nothing, and when the database itself
//! objects, the batch is tried again one by one.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use kernel::{
    Aksi, Entri, Galat, IdEntri, Inventaris, Perintah, Profil, Putusan,
    entri::uuid_v7,
    profil::KodeDaerah,
    putuskan,
    register::{Ikutan, Kabar, Petikan},
};
use tokio::sync::{Mutex, mpsc, oneshot};
use uuid::Uuid;

use crate::{
    Daerah, Db, Store,
    petikan::Naskah,
    rekap::{Jumlah, tambahkan},
};

/// Most commands in one transaction.
const KELOMPOK: usize = 256;
/// How often a command is tried alone: meanwhile another process may have used its key, its id or its rows.
const PERCOBAAN: usize = 3;
/// Writers on PostgreSQL: enough to keep the server busy while one waits for its commit.
const PENULIS_PG: usize = 4;

/// What a command did.
#[derive(Clone, Debug)]
pub struct Hasil {
    /// The entry after it.
    pub entri: Entri,
    /// The same request was carried out before; nothing was done now.
    pub ulangan: bool,
}

/// Which row of numbers a new entry draws from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Urutan {
    pub(crate) daerah: KodeDaerah,
    pub(crate) register: String,
    pub(crate) tahun: i64,
}

/// What a used key stands for.
#[derive(Clone, Debug)]
pub(crate) struct KunciSimpan {
    pub(crate) sidik: Vec<u8>,
    pub(crate) entri: IdEntri,
}

type Jawab = oneshot::Sender<Result<Hasil, Galat>>;
type Tugas = (Perintah, Option<Naskah>, Jawab);
type Antrean = mpsc::Receiver<Tugas>;

#[derive(Clone)]
pub(crate) struct Penulis {
    kirim: mpsc::Sender<Tugas>,
    kerja: Arc<Mutex<Vec<tokio::task::JoinHandle<()>>>>,
    henti: Arc<tokio::sync::Notify>,
}

impl Penulis {
    pub(crate) fn mulai(db: Db, inventaris: Arc<Inventaris>, daerah: Daerah) -> Self {
        let (kirim, terima) = mpsc::channel::<Tugas>(4 * KELOMPOK);
        let tautan = inventaris
            .semua()
            .map(|def| (def.kode.to_string(), def.jenis_tautan()))
            .collect();
        let bekal = Arc::new(Bekal {
            db,
            inventaris,
            daerah,
            tautan,
        });
        let terima = Arc::new(Mutex::new(terima));
        let henti = Arc::new(tokio::sync::Notify::new());
        let n = if matches!(bekal.db, Db::Pg(_)) {
            PENULIS_PG
        } else {
            1
        };
        let kerja = (0..n)
            .map(|_| tokio::spawn(bekerja(bekal.clone(), terima.clone(), henti.clone())))
            .collect();
        Penulis {
            kirim,
            kerja: Arc::new(Mutex::new(kerja)),
            henti,
        }
    }

    async fn jalankan(&self, p: Perintah, n: Option<Naskah>) -> Result<Hasil, Galat> {
        let putus = || Galat::sementara("handing a command to the writer", "the writer has stopped");
        let (jawab, hasil) = oneshot::channel();
        self.kirim.send((p, n, jawab)).await.map_err(|_| putus())?;
        hasil.await.map_err(|_| putus())?
    }

    /// Lets the writers finish what they hold and everything queued.
    pub(crate) async fn tutup(&self) {
        let kerja: Vec<_> = self.kerja.lock().await.drain(..).collect();
        for _ in &kerja {
            self.henti.notify_one();
        }
        self.henti.notify_waiters();
        for k in kerja {
            if let Err(e) = k.await {
                tracing::error!(galat = %e, "a writer ended badly");
            }
        }
    }
}

async fn bekerja(bekal: Arc<Bekal>, terima: Arc<Mutex<Antrean>>, henti: Arc<tokio::sync::Notify>) {
    let mut tugas = Vec::with_capacity(KELOMPOK);
    loop {
        {
            let mut t = terima.lock().await;
            let n = tokio::select! {
                biased;
                n = t.recv_many(&mut tugas, KELOMPOK) => n,
                () = henti.notified() => {
                    t.close();
                    // Only what is there: a request that was promised a place and never comes would be waited for.
                    while tugas.len() < KELOMPOK && let Ok(satu) = t.try_recv() {
                        tugas.push(satu);
                    }
                    henti.notify_one();
                    tugas.len()
                }
            };
            if n == 0 {
                return;
            }
        }
        let mulai = Instant::now();
        let (mut perintah, mut naskah, mut jawab) = (Vec::new(), Vec::new(), Vec::new());
        for (p, n, j) in tugas.drain(..) {
            perintah.push(p);
            naskah.push(n);
            jawab.push(j);
        }
        metrics::histogram!("praja_penulis_kelompok").record(perintah.len() as f64);
        let hasil = bekal.tulis(&perintah, &naskah).await;
        metrics::histogram!("praja_penulis_detik").record(mulai.elapsed().as_secs_f64());
        for (j, h) in jawab.into_iter().zip(hasil) {
            // Whoever asked may have gone away; the command is carried out all the same.
            let _ = j.send(h);
        }
    }
}

struct Bekal {
    db: Db,
    inventaris: Arc<Inventaris>,
    daerah: Daerah,
    /// The kinds of link that each register's fields make.
    tautan: BTreeMap<String, Vec<String>>,
}

type Kunci = (KodeDaerah, IdEntri);

impl Bekal {
    async fn tulis(&self, perintah: &[Perintah], naskah: &[Option<Naskah>]) -> Vec<Result<Hasil, Galat>> {
        match self.sekali(perintah, naskah, false).await {
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
                for (p, n) in perintah.iter().zip(naskah) {
                    hasil.push(self.sendiri(p, n).await);
                }
                hasil
            }
        }
    }

    async fn sendiri(&self, p: &Perintah, n: &Option<Naskah>) -> Result<Hasil, Galat> {
        let mut akhir = Galat::dalam("writing a command", "no answer");
        for _ in 0..PERCOBAAN {
            match self
                .sekali(std::slice::from_ref(p), std::slice::from_ref(n), true)
                .await
            {
                Ok(mut h) => return h.pop().unwrap_or(Err(akhir)),
                Err(e) => akhir = e,
            }
        }
        Err(akhir)
    }

    /// One transaction. `teliti` looks for the ids of new entries too, which costs a look-up that hardly ever finds any.
    async fn sekali(
        &self,
        perintah: &[Perintah],
        naskah: &[Option<Naskah>],
        teliti: bool,
    ) -> Result<Vec<Result<Hasil, Galat>>, Galat> {
        crate::pada!(&self.db, sql, kolam, tulis => {
            let mut tx = kolam.begin_with(sql::MULAI).await.map_err(crate::galat("beginning a transaction"))?;
            let hasil = {
                let c = &mut *tx;
                let muat = async {
                    let ubah = dibutuhkan(perintah, teliti);
                    let entri = sql::tulis::kunci_entri(c, &ubah).await?;
                    let kunci = sql::tulis::kunci_terpakai(c, &kunci_diminta(perintah)).await?;
                    let mut urutan = BTreeMap::new();
                    for u in self.urutan_diminta(perintah) {
                        let n = sql::tulis::urutan(c, &u).await?;
                        urutan.insert(u, n);
                    }
                    Ok::<_, sqlx::Error>((entri, kunci, urutan))
                };
                let (entri, kunci, urutan) = muat.await.map_err(crate::galat("loading what commands need"))?;
                let mut k = Kelompok { bekal: self, entri, kunci, urutan, putusan: Vec::new(), kunci_baru: Vec::new(), rekap: Jumlah::new(), petikan: Vec::new() };
                let mut hasil = Vec::with_capacity(perintah.len());
                for (p, n) in perintah.iter().zip(naskah) {
                    let h = match k.putuskan(p) {
                        Ok(Keputusan::Ulangan(id)) => Ok((id, true)),
                        Ok(Keputusan::Baru(p2)) => {
                            let periksa = async {
                                let daerah = &p2.entri.daerah;
                                for t in &p2.tautan {
                                    let ada = k.entri.get(&(daerah.clone(), t.ke)).is_some_and(|e| e.register == t.register);
                                    if !ada && !sql::tulis::ada(c, daerah, &t.register, t.ke).await? {
                                        return Ok(Some(Galat::medan(t.medan.clone(), "Entri yang dirujuk tidak ada. Pilih dari daftar.")));
                                    }
                                }
                                // All are looked at before any is taken, so that a refusal takes none.
                                let id: Vec<Uuid> = p2.berkas.iter().map(|(b, _)| *b).collect();
                                let milik = sql::tulis::kunci_berkas(c, daerah, &id).await?;
                                for (b, medan) in &p2.berkas {
                                    if !milik.get(b).is_some_and(|m| m.is_none_or(|m| m == p2.entri.id.0)) {
                                        return Ok(Some(Galat::medan(medan.clone(), "Berkas ini tidak ditemukan atau sudah dipakai. Unggah ulang.")));
                                    }
                                }
                                let bebas: Vec<Uuid> = milik.into_iter().filter(|(_, m)| m.is_none()).map(|(b, _)| b).collect();
                                sql::tulis::milikkan(c, daerah, &bebas, p2.entri.id).await?;
                                Ok::<_, sqlx::Error>(None)
                            };
                            match periksa.await.map_err(crate::galat("checking links and files"))? {
                                Some(g) => Err(g),
                                None => {
                                    let ikutan = p2.ikutan.clone();
                                    let id = k.terima(p, *p2, n.as_ref());
                                    for i in ikutan.iter().filter(|i| i.ke != id) {
                                        let kunci = (p.daerah.clone(), i.ke);
                                        if !k.entri.contains_key(&kunci) {
                                            let ada = sql::tulis::kunci_entri(c, std::slice::from_ref(&kunci)).await;
                                            k.entri.extend(ada.map_err(crate::galat("loading what a command carries along"))?);
                                        }
                                        if let Some((p, putusan)) = k.ikut(p, i) {
                                            k.terima(&p, putusan, None);
                                        }
                                    }
                                    Ok((id, false))
                                }
                            }
                        }
                        Err(g) => Err(g),
                    };
                    hasil.push(h);
                }
                let tulis = async {
                    let baru: Vec<&Putusan> = k.putusan.iter().filter(|p| p.baru).collect();
                    sql::sisipkan(c, &baru).await?;
                    for p in k.putusan.iter().filter(|p| !p.baru) {
                        let lama = p.entri.versi - 1;
                        if !sql::tulis::perbarui(c, &p.entri, lama).await? {
                            return Err(sqlx::Error::RowNotFound);
                        }
                    }
                    let semua: Vec<&Putusan> = k.putusan.iter().collect();
                    sql::tulis::peristiwa(c, &semua).await?;
                    for p in &k.putusan {
                        let jenis = self.tautan.get(&p.entri.register).map_or(&[][..], Vec::as_slice);
                        if !jenis.is_empty() || !p.tautan.is_empty() {
                            sql::tulis::tautan(c, p, jenis).await?;
                        }
                    }
                    sql::cari::sisipkan(c, &k.untuk_cari()).await?;
                    for (daerah, id, petikan) in &k.petikan {
                        sql::petikan::ganti(c, daerah.as_str(), id.0, petikan).await?;
                    }
                    sql::rekap_tambah(c, &k.rekap).await?;
                    sql::tulis::kirim(c, &k.kiriman()).await?;
                    sql::tulis::kunci(c, &k.kunci_baru).await?;
                    sql::tulis::simpan_urutan(c, &k.urutan).await
                };
                tulis.await.map_err(crate::galat("writing commands"))?;
                let entri = k.entri;
                let mut jadi = Vec::with_capacity(hasil.len());
                for (h, p) in hasil.into_iter().zip(perintah) {
                    jadi.push(match h {
                        Ok((id, ulangan)) => {
                            let e = match entri.get(&(p.daerah.clone(), id)) {
                                Some(e) => Some(e.clone()),
                                None => sql::entri::satu(&mut *c, &p.daerah, id).await?,
                            };
                            e.map(|entri| Hasil { entri, ulangan }).ok_or(Galat::TidakDitemukan)
                        }
                        Err(g) => Err(g),
                    });
                }
                jadi
            };
            tx.commit().await.map_err(crate::galat("committing commands"))?;
            Ok(hasil)
        })
    }

    fn profil(&self, kode: &KodeDaerah) -> Result<&Profil, Galat> {
        self.daerah
            .get(kode)
            .map(Arc::as_ref)
            .ok_or(Galat::TidakDitemukan)
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

    fn urutan_diminta(&self, perintah: &[Perintah]) -> Vec<Urutan> {
        let mut u: Vec<Urutan> = perintah.iter().filter_map(|p| self.urutan(p)).collect();
        u.sort();
        u.dedup();
        u
    }
}

/// The entries to load, in the order in which every process locks them.
fn dibutuhkan(perintah: &[Perintah], juga_baru: bool) -> Vec<Kunci> {
    let lama = perintah
        .iter()
        .filter(|p| juga_baru || !matches!(p.aksi, Aksi::Buat { .. }));
    let mut id: Vec<Kunci> = lama.map(|p| (p.daerah.clone(), p.aksi.id())).collect();
    id.sort_by(|(da, a), (db, b)| a.cmp(b).then_with(|| da.cmp(db)));
    id.dedup();
    id
}

fn kunci_diminta(perintah: &[Perintah]) -> Vec<(KodeDaerah, String)> {
    let ada = |p: &Perintah| p.kunci.as_ref().map(|k| (p.daerah.clone(), k.kunci.clone()));
    perintah
        .iter()
        .filter_map(ada)
        .collect::<HashSet<_>>()
        .into_iter()
        .collect()
}

enum Keputusan {
    Ulangan(IdEntri),
    Baru(Box<Putusan>),
}

/// One batch while it is decided: later commands see what earlier ones did.
struct Kelompok<'a> {
    bekal: &'a Bekal,
    entri: HashMap<Kunci, Entri>,
    kunci: HashMap<(KodeDaerah, String), KunciSimpan>,
    urutan: BTreeMap<Urutan, i64>,
    putusan: Vec<Putusan>,
    kunci_baru: Vec<(KodeDaerah, String, Vec<u8>, Uuid, i64)>,
    rekap: Jumlah,
    /// Entries whose text is another one now, with its passages.
    petikan: Vec<(KodeDaerah, IdEntri, Vec<Petikan>)>,
}

impl Kelompok<'_> {
    fn putuskan(&self, p: &Perintah) -> Result<Keputusan, Galat> {
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
        // A register's rule with a bug in it costs this command, not the writer and everybody behind it.
        let putusan = catch_unwind(AssertUnwindSafe(|| putuskan(inventaris, profil, p, lama, urut)));
        let putusan = putusan.unwrap_or_else(|_| Err(Galat::dalam("deciding a command", "a rule panicked")));
        putusan.map(|p| Keputusan::Baru(Box::new(p)))
    }

    /// The step that another entry takes with a command, if its state allows it.
    fn ikut(&self, p: &Perintah, i: &Ikutan) -> Option<(Perintah, Putusan)> {
        let e = self.entri.get(&(p.daerah.clone(), i.ke))?;
        let def = self.bekal.inventaris.register(&e.register)?;
        def.lifecycle
            .langkah(&i.langkah, &e.keadaan)
            .filter(|l| l.ikutan)?;
        let perintah = Perintah {
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
        };
        match self.putuskan(&perintah) {
            Ok(Keputusan::Baru(putusan)) => Some((perintah, *putusan)),
            Ok(Keputusan::Ulangan(_)) => None,
            Err(g) => {
                tracing::warn!(galat = %g, entri = %i.ke, langkah = %i.langkah, "a step carried along was refused");
                None
            }
        }
    }

    fn terima(&mut self, p: &Perintah, putusan: Putusan, naskah: Option<&Naskah>) -> IdEntri {
        let id = putusan.entri.id;
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
            self.kunci_baru
                .push((p.daerah.clone(), k.kunci.clone(), k.sidik.to_vec(), id.0, kini));
        }
        let kunci = (putusan.entri.daerah.clone(), id);
        let lama = self.entri.insert(kunci, putusan.entri.clone());
        self.hitung(lama.as_ref(), &putusan.entri);
        self.petik(lama.as_ref(), &putusan.entri, naskah);
        self.putusan.push(putusan);
        id
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
        for (e, kali) in lama.map(|e| (e, -1)).into_iter().chain([(baru, 1)]) {
            tambahkan(&mut self.rekap, e, &def.sumbangan(e, &profil.kalender), kali);
        }
    }

    /// The last decision about each entry that has new words.
    fn untuk_cari(&self) -> Vec<&Putusan> {
        let mut akhir: HashMap<(&KodeDaerah, IdEntri), &Putusan> = HashMap::new();
        for p in self.putusan.iter().filter(|p| p.cari.is_some()) {
            akhir.insert((&p.entri.daerah, p.entri.id), p);
        }
        akhir.into_values().collect()
    }

    fn kiriman(&self) -> Vec<(KodeDaerah, Uuid, serde_json::Value, i64)> {
        let mut kirim = Vec::new();
        for p in &self.putusan {
            let kini = p.entri.diubah;
            for k in &p.kabar {
                let Kabar { surel, acara, isi } = k;
                let muatan = serde_json::json!({
                    "register": p.entri.register, "entri": p.entri.id.0, "nomor": p.entri.nomor,
                    "surel": surel, "acara": acara, "isi": isi,
                });
                kirim.push((
                    p.entri.daerah.clone(),
                    uuid_v7(kernel::kalender::saat(kini)),
                    muatan,
                    kini,
                ));
            }
        }
        kirim
    }
}

impl Store {
    /// Carries out a command durably. Answers after the commit; a repeat of a keyed command answers as the first did.
    ///
    /// # Errors
    /// Whatever the kernel refuses, and [`Galat::Sementara`] when the database does not answer.
    pub async fn jalankan(&self, perintah: Perintah) -> Result<Hasil, Galat> {
        if perintah.kunci.as_ref().is_some_and(|k| k.kunci.contains('\0')) {
            return Err(Galat::TidakSah(
                "Idempotency-Key berisi karakter yang tidak dapat disimpan. Buat kunci baru.".into(),
            ));
        }
        let naskah = self.naskah(&perintah).await?;
        self.penulis.jalankan(perintah, naskah).await
    }
}
