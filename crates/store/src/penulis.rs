//! The writer: commands of many requests are decided and written in one durable transaction (group commit), each is
//! answered after it. One bad command never sinks the others: a refusal costs nothing, and when the database itself
//! objects, the batch is tried again one by one.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use kernel::{
    Cincin, Entri, Galat, IdEntri, Inventaris, Perintah, RegisterDef, Siap, profil::KodeDaerah, siapkan,
};
use tokio::{
    sync::{Mutex, Notify, mpsc, oneshot},
    task::JoinHandle,
};

use crate::{Daerah, Db, Store, petikan::Naskah};
use kelompok::{Bawaan, Bekal, aman};

pub(crate) mod kelompok;
mod nama;
pub(crate) mod titipan;

/// Most commands in one transaction.
const KELOMPOK: usize = 256;
/// Writers on PostgreSQL, among which the regencies are shared out.
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

/// A used key as the database has it: regency, key, digest of what was asked, entry.
pub(crate) type BarisKunci = (String, String, Vec<u8>, uuid::Uuid);

impl KunciSimpan {
    /// The key, and what it stands for.
    pub(crate) fn dari_baris(
        (daerah, kunci, sidik, entri): BarisKunci,
    ) -> sqlx::Result<((KodeDaerah, String), Self)> {
        let daerah = KodeDaerah::try_from(daerah).map_err(|e| sqlx::Error::Decode(e.into()))?;
        let entri = IdEntri(entri);
        Ok(((daerah, kunci), KunciSimpan { sidik, entri }))
    }
}

/// A key that is used now.
pub(crate) struct KunciBaru {
    pub(crate) daerah: KodeDaerah,
    pub(crate) kunci: String,
    pub(crate) sidik: Vec<u8>,
    pub(crate) entri: uuid::Uuid,
    /// Ms.
    pub(crate) dibuat: i64,
}

type Jawab = oneshot::Sender<Result<Hasil, Galat>>;
/// A new entry without its number, the refusal of one, or nothing: other commands need the store.
type Persiapan = Result<Option<Siap>, Galat>;

/// A command on its way: a new entry is decided already, but for its number.
struct Tugas {
    perintah: Perintah,
    siap: Persiapan,
    naskah: Option<Naskah>,
    jawab: Jawab,
}

/// Many commands that are decided as far as they can be without the store: made by [`Store::siapkan_banyak`].
pub struct Banyak(Vec<(Perintah, Persiapan, Option<Naskah>)>);

/// What a writer is asked to do.
enum Kerja {
    Satu(Box<Tugas>),
    /// One transaction of their own.
    Banyak(Banyak, oneshot::Sender<Vec<Result<Hasil, Galat>>>),
}

/// The writers. Commands of one regency always go to the same one: two would only wait for each other's numbers.
pub(crate) struct Penulis {
    jalur: Vec<Jalur>,
    arah: BTreeMap<KodeDaerah, usize>,
}

struct Jalur {
    kirim: mpsc::Sender<Kerja>,
    henti: Arc<Notify>,
    kerja: Mutex<Option<JoinHandle<()>>>,
}

fn putus() -> Galat {
    Galat::sementara("handing a command to the writer", "the writer has stopped")
}

impl Penulis {
    pub(crate) fn mulai(db: Db, inventaris: Arc<Inventaris>, daerah: Daerah, cincin: Arc<Cincin>) -> Self {
        let n = match db {
            Db::Lite { .. } => 1,
            Db::Pg(_) => PENULIS_PG,
        };
        let arah = daerah.keys().cloned().zip((0..n).cycle()).collect();
        let tautan = inventaris
            .semua()
            .map(|def| (def.kode.to_string(), def.jenis_tautan()))
            .collect();
        let dengar =
            |def: &Arc<RegisterDef>| Some((def.kode.to_string(), def.pendengar.as_ref()?.to_string()));
        let pendengar = inventaris.semua().filter_map(dengar).collect();
        let bekal = Arc::new(Bekal {
            db,
            inventaris,
            daerah,
            cincin,
            tautan,
            pendengar,
        });
        let jalur = (0..n).map(|_| Jalur::mulai(bekal.clone())).collect();
        Penulis { jalur, arah }
    }

    async fn jalankan(
        &self,
        perintah: Perintah,
        siap: Persiapan,
        naskah: Option<Naskah>,
    ) -> Result<Hasil, Galat> {
        let kirim = self.kirim(&perintah.daerah)?;
        let (jawab, hasil) = oneshot::channel();
        let tugas = Tugas {
            perintah,
            siap,
            naskah,
            jawab,
        };
        kirim
            .send(Kerja::Satu(Box::new(tugas)))
            .await
            .map_err(|_| putus())?;
        hasil.await.map_err(|_| putus())?
    }

    /// The way to the writer of a regency.
    fn kirim(&self, daerah: &KodeDaerah) -> Result<&mpsc::Sender<Kerja>, Galat> {
        let arah = self.arah.get(daerah).ok_or(Galat::TidakDitemukan)?;
        self.jalur.get(*arah).map(|j| &j.kirim).ok_or_else(putus)
    }

    /// Lets the writers finish what they hold and everything queued.
    pub(crate) async fn tutup(&self) {
        for j in &self.jalur {
            j.henti.notify_one();
        }
        for j in &self.jalur {
            if let Some(k) = j.kerja.lock().await.take()
                && let Err(e) = k.await
            {
                tracing::error!(galat = %e, "a writer ended badly");
            }
        }
    }
}

impl Jalur {
    fn mulai(bekal: Arc<Bekal>) -> Self {
        let (kirim, terima) = mpsc::channel(4 * KELOMPOK);
        let henti = Arc::new(Notify::new());
        let kerja = tokio::spawn(bekerja(bekal, terima, henti.clone()));
        Jalur {
            kirim,
            henti,
            kerja: Mutex::new(Some(kerja)),
        }
    }
}

async fn bekerja(bekal: Arc<Bekal>, mut terima: mpsc::Receiver<Kerja>, henti: Arc<Notify>) {
    let mut antre = Vec::with_capacity(KELOMPOK);
    loop {
        tokio::select! {
            biased;
            _ = terima.recv_many(&mut antre, KELOMPOK) => {}
            () = henti.notified() => {
                terima.close();
                // Only what is there: a request that was promised a place and never comes would be waited for.
                while antre.len() < KELOMPOK && let Ok(satu) = terima.try_recv() {
                    antre.push(satu);
                }
                henti.notify_one();
            }
        }
        if antre.is_empty() {
            return;
        }
        let mut tugas = Vec::new();
        for kerja in antre.drain(..) {
            match kerja {
                Kerja::Satu(t) => tugas.push(*t),
                Kerja::Banyak(banyak, jawab) => {
                    bersama(&bekal, std::mem::take(&mut tugas)).await;
                    let (perintah, siap) = banyak.0.into_iter().map(|(p, s, n)| ((p, n), s)).unzip();
                    let _ = jawab.send(tulis(&bekal, perintah, siap).await);
                }
            }
        }
        bersama(&bekal, tugas).await;
    }
}

/// Single commands in one transaction.
async fn bersama(bekal: &Bekal, tugas: Vec<Tugas>) {
    if tugas.is_empty() {
        return;
    }
    let (mut perintah, mut siap, mut jawab) = (Vec::new(), Vec::new(), Vec::new());
    for t in tugas {
        perintah.push((t.perintah, t.naskah));
        siap.push(t.siap);
        jawab.push(t.jawab);
    }
    for (j, h) in jawab.into_iter().zip(tulis(bekal, perintah, siap).await) {
        // Whoever asked may have gone away; the command is carried out all the same.
        let _ = j.send(h);
    }
}

async fn tulis(bekal: &Bekal, perintah: Vec<Bawaan>, siap: Vec<Persiapan>) -> Vec<Result<Hasil, Galat>> {
    let mulai = Instant::now();
    metrics::histogram!("praja_penulis_kelompok").record(perintah.len() as f64);
    let hasil = bekal.tulis(&perintah, siap).await;
    metrics::histogram!("praja_penulis_detik").record(mulai.elapsed().as_secs_f64());
    hasil
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
        let siap = self.siap_sendiri(&perintah);
        let naskah = self.naskah(&perintah).await?;
        self.penulis.jalankan(perintah, siap, naskah).await
    }

    /// Decides many commands of one regency as far as they can be without the store, on all processors.
    ///
    /// # Errors
    /// When the program is ending; a command that is refused waits with its refusal for its turn.
    pub async fn siapkan_banyak(&self, mut perintah: Vec<Perintah>) -> Result<Banyak, Galat> {
        let inti = std::thread::available_parallelism().map_or(1, usize::from);
        let bagian = perintah.len().div_ceil(inti).max(1);
        let mut kerja = Vec::with_capacity(inti);
        while !perintah.is_empty() {
            let sisa = perintah.split_off(bagian.min(perintah.len()));
            let (ini, store) = (std::mem::replace(&mut perintah, sisa), self.clone());
            kerja.push(tokio::task::spawn_blocking(move || {
                let satu = |p: Perintah| {
                    let siap = store.siap_sendiri(&p);
                    (p, siap)
                };
                ini.into_iter().map(satu).collect::<Vec<_>>()
            }));
        }
        let mut banyak = Vec::new();
        for k in kerja {
            let siap = k.await.map_err(|e| Galat::sementara("deciding commands", e))?;
            for (p, siap) in siap {
                let naskah = self.naskah(&p).await;
                let (siap, naskah) = match naskah {
                    Ok(n) => (siap, n),
                    Err(g) => (Err(g), None),
                };
                banyak.push((p, siap, naskah));
            }
        }
        Ok(Banyak(banyak))
    }

    /// Carries out many commands of one regency, in their order and in one transaction of their own; each is answered
    /// as [`Store::jalankan`] would answer it. Whoever writes meanwhile waits for all of them.
    ///
    /// # Errors
    /// When the writer has stopped.
    pub async fn jalankan_banyak(&self, banyak: Banyak) -> Result<Vec<Result<Hasil, Galat>>, Galat> {
        let Some((pertama, ..)) = banyak.0.first() else {
            return Ok(Vec::new());
        };
        let kirim = self.penulis.kirim(&pertama.daerah)?;
        let (jawab, hasil) = oneshot::channel();
        kirim
            .send(Kerja::Banyak(banyak, jawab))
            .await
            .map_err(|_| putus())?;
        hasil.await.map_err(|_| putus())
    }

    fn siap_sendiri(&self, perintah: &Perintah) -> Persiapan {
        aman(|| {
            let profil = self.daerah.get(&perintah.daerah).ok_or(Galat::TidakDitemukan)?;
            siapkan(&self.inventaris, profil, perintah)
        })
    }
}
