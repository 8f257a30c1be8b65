//! What a test stands on: a regency with its registers on a database of its own, and a clock that only the test moves.

use std::{
    collections::BTreeMap,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    pin::pin,
    sync::{Arc, LazyLock},
    task::Poll,
};

use identity::Identitas;
use kernel::{
    Aksi, Akun, Entri, IdEntri, Inventaris, Jam, Pelaku, Peran, Perintah, Profil, profil::KodeDaerah,
};
use saluran::{
    Jadi, Penerima, Utas,
    surel::{Kotak, Nasib, Setelan},
};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::Store;
use tempfile::TempDir;

/// Makes `lite::name` and `pg::name` of `async fn name(u: &Uji)`.
macro_rules! uji {
    ($($nama:ident),+ $(,)?) => {
        mod lite {
            $(#[test] fn $nama() { $crate::bekal::pada_lite(super::$nama) })+
        }
        mod pg {
            $(#[test] fn $nama() { $crate::bekal::pada_pg(super::$nama) })+
        }
    };
}

/// Monday 23 November 2026, 09.15 in Serang.
pub const AWAL: &str = "2026-11-23T02:15:00Z";

static PROFIL: LazyLock<BTreeMap<KodeDaerah, Arc<Profil>>> = LazyLock::new(|| {
    let muatan = profil::muat(
        &profil::Sumber::Terbenam,
        &["serang".into(), "jembrana".into()],
        &Inventaris::baru([layanan::register(), tata_kelola::register()].concat()),
        AWAL.parse().unwrap(),
    );
    muatan.daerah
});

/// The program as far as channels need it.
pub struct Uji {
    pub store: Store,
    pub identitas: Identitas,
    pub kotak: Kotak,
    pub jam: Arc<Jam>,
    pub folder: TempDir,
}

pub fn pada_lite(uji: impl AsyncFnOnce(&Uji)) {
    jalankan(None, uji);
}

pub fn pada_pg(uji: impl AsyncFnOnce(&Uji)) {
    match std::env::var("PRAJA_UJI_PG") {
        Ok(server) => jalankan(Some(server), uji),
        Err(_) if std::env::var("CI").is_ok() => panic!("PRAJA_UJI_PG is not set: run `make test`"),
        Err(_) => eprintln!("PRAJA_UJI_PG is not set: nothing was tested on PostgreSQL"),
    }
}

fn jalankan(server: Option<String>, uji: impl AsyncFnOnce(&Uji)) {
    let rt = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    rt.block_on(async {
        let nama = format!("praja_sal_{}", uuid::Uuid::now_v7().simple());
        if let Some(s) = &server {
            perintah_pg(
                s,
                &format!("create database {nama} template template0 encoding 'UTF8'"),
            )
            .await;
        }
        let url = server.as_ref().map(|s| {
            let (alamat, opsi) = s
                .split_once('?')
                .map_or((s.as_str(), String::new()), |(a, o)| (a, format!("?{o}")));
            let (awal, _) = alamat.rsplit_once('/').unwrap();
            format!("{awal}/{nama}{opsi}")
        });
        // What the test made goes away also when the test fails.
        let hasil = tangkap(async {
            let u = Uji::baru(url).await;
            uji(&u).await;
            u.store.tutup().await;
        })
        .await;
        if let Some(s) = &server {
            perintah_pg(s, &format!("drop database {nama} with (force)")).await;
        }
        if let Err(e) = hasil {
            resume_unwind(e);
        }
    });
}

async fn perintah_pg(server: &str, sql: &str) {
    let mut c = PgConnection::connect(server)
        .await
        .expect("PRAJA_UJI_PG must be a server that answers");
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut c)
        .await
        .expect("its user may create databases");
    c.close().await.unwrap();
}

async fn tangkap(f: impl Future<Output = ()>) -> Result<(), Box<dyn std::any::Any + Send>> {
    let mut f = pin!(f);
    std::future::poll_fn(
        |cx| match catch_unwind(AssertUnwindSafe(|| f.as_mut().poll(cx))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(())) => Poll::Ready(Ok(())),
            Err(e) => Poll::Ready(Err(e)),
        },
    )
    .await
}

impl Uji {
    async fn baru(url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("praja.db").display()));
        let jam = Arc::new(Jam::tetap(AWAL.parse().unwrap()));
        let mut register = [layanan::register(), tata_kelola::register()].concat();
        register.extend(saluran::webhook::register());
        let store = Store::buka(
            &url,
            &folder.path().join("berkas"),
            &folder.path().join("kunci-data"),
            Arc::new(Inventaris::baru(register)),
            Arc::new(PROFIL.clone()),
            jam.clone(),
        )
        .await
        .unwrap();
        let identitas = Identitas::buka(store.clone(), &folder.path().join("kunci")).unwrap();
        let penerima = Penerima::baru(store.clone(), identitas.clone());
        let setelan = Setelan {
            alamat: "lapor-{daerah}@contoh.go.id".into(),
            folder: Some(format!("{}/kotak-{{daerah}}", folder.path().display())),
            authserv: Some("mx.contoh.go.id".into()),
        };
        let kotak = Kotak::baru(penerima, setelan, folder.path().join("ditahan"));
        Uji {
            store,
            identitas,
            kotak,
            jam,
            folder,
        }
    }

    pub fn daerah(&self) -> &KodeDaerah {
        self.store.profil("serang").unwrap().kode()
    }

    pub fn utas(&self) -> Utas<'_> {
        Utas::baru(&self.identitas, self.daerah())
    }

    pub fn maju(&self, menit: i64) {
        self.jam
            .setel(self.jam.kini() + jiff::SignedDuration::from_mins(menit));
    }

    /// A letter to the regency, taken in.
    pub async fn surat(&self, kepala: &str, isi: &str) -> Nasib {
        let bait = format!("{kepala}\r\n\r\n{isi}");
        self.kotak.terima(self.daerah(), bait.as_bytes()).await.unwrap()
    }

    /// A plain letter of Siti, who reports something: the id of the report.
    pub async fn lapor(&self, ke: u32) -> IdEntri {
        let kepala = format!(
            "From: Siti <siti@contoh.id>\r\nTo: lapor-serang@contoh.go.id\r\nSubject: Lampu mati\r\nMessage-ID: <awal{ke}@contoh.id>"
        );
        match self
            .surat(&kepala, "Lampu jalan depan pasar mati sejak Senin.")
            .await
        {
            Nasib::Jadi(Jadi::Laporan { id, .. }) => id,
            n => panic!("{n:?}"),
        }
    }

    pub async fn entri(&self, id: IdEntri) -> Entri {
        self.store
            .entri(self.daerah(), &Pelaku::Sistem, id)
            .await
            .unwrap()
            .entri
    }

    pub async fn langkah(&self, id: IdEntri, peran: Peran, langkah: &str, isian: Value) {
        let e = self.entri(id).await;
        let akun = Akun {
            id: uuid::Uuid::from_u128(7),
            daerah: self.daerah().clone(),
            pengguna: "uji".into(),
            nama: "Nama Petugas".into(),
            peran: vec![(peran, e.pemegang)],
        };
        let Value::Object(isian) = isian else {
            panic!("an object")
        };
        let p = Perintah {
            daerah: self.daerah().clone(),
            pelaku: Pelaku::Akun(Box::new(akun)),
            kini: self.jam.kini(),
            aksi: Aksi::Langkah {
                id,
                versi: None,
                langkah: langkah.into(),
                isian,
            },
            kunci: None,
        };
        self.store.jalankan(p).await.unwrap();
    }

    /// To the unit of its category, and answered by it.
    pub async fn jawab(&self, id: IdEntri) {
        let unit = self
            .store
            .profil("serang")
            .unwrap()
            .kategori("jalan-rusak")
            .unwrap()
            .opd
            .clone();
        self.langkah(
            id,
            Peran::Koordinator,
            "teruskan",
            json!({ "unit": unit, "kelas": "tidak_berkadar" }),
        )
        .await;
        self.langkah(
            id,
            Peran::Penghubung,
            "jawab",
            json!({ "jawaban": "Sudah kami ganti." }),
        )
        .await;
    }

    /// The story as somebody reads it, from the beginning.
    pub async fn cerita(&self, siapa: &Pelaku, id: IdEntri) -> Vec<kernel::Peristiwa> {
        let t = self.store.entri(self.daerah(), siapa, id).await.unwrap();
        let mut cerita = self.store.riwayat(&t, siapa).await.unwrap();
        cerita.sort_by_key(|p| p.isi.versi);
        cerita
    }

    /// Letters put aside.
    pub fn ditahan(&self) -> Vec<PathBuf> {
        let Ok(d) = std::fs::read_dir(self.folder.path().join("ditahan/serang")) else {
            return Vec::new();
        };
        let mut semua: Vec<_> = d
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "eml"))
            .collect();
        semua.sort();
        semua
    }
}
