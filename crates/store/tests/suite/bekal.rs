//! What a test stands on: a store of its own on one of the two databases, a clock that only the test moves, two
//! regencies and two registers (see [`crate::contoh`]).

use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use jiff::Timestamp;
use kernel::{Entri, Galat, IdEntri, Jam, Pelaku, Perintah, Peta, kalender::saat};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::{Hasil, Store};
use tempfile::TempDir;

use crate::contoh;

/// Makes `lite::name` and `pg::name` of `async fn name(b: &Bekal)`.
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

/// The database of one test.
#[derive(Clone, Debug)]
pub enum Pangkalan {
    /// A file in the test's folder.
    Lite,
    /// A database of its own on the server of `PRAJA_UJI_PG`; dropped at the end.
    Pg { nama: String, server: String },
}

/// What a test stands on.
pub struct Bekal {
    /// The store.
    pub store: Store,
    /// The clock; it stands until [`Bekal::maju`].
    pub jam: Arc<Jam>,
    /// Where the database is.
    pub url: String,
    /// Which one it is.
    pub pangkalan: Pangkalan,
    /// Database file and uploads.
    pub folder: TempDir,
}

/// Monday 23 November 2026, 09.15 in Lembah (WITA).
pub const AWAL: &str = "2026-11-23T01:15:00Z";
pub const MENIT: i64 = 60_000;
pub const HARI: i64 = 86_400_000;

pub fn pada_lite(uji: impl AsyncFnOnce(&Bekal)) {
    jalankan(Pangkalan::Lite, uji);
}

pub fn pada_pg(uji: impl AsyncFnOnce(&Bekal)) {
    let server = std::env::var("PRAJA_UJI_PG").unwrap_or_else(|_| {
        panic!(
            "PRAJA_UJI_PG is not set: this test needs a PostgreSQL server. Run `make test`, which starts one, or set \
             PRAJA_UJI_PG to the postgres:// URL of a server where databases may be created."
        )
    });
    let nama = format!("praja_uji_{}", uuid::Uuid::now_v7().simple());
    jalankan(Pangkalan::Pg { nama, server }, uji);
}

fn jalankan(pangkalan: Pangkalan, uji: impl AsyncFnOnce(&Bekal)) {
    let rt = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    rt.block_on(async {
        pangkalan.buat().await;
        // What the test made goes away also when the test fails.
        let hasil = tangkap(async {
            let b = Bekal::baru(pangkalan.clone()).await;
            uji(&b).await;
            b.store.tutup().await;
        })
        .await;
        pangkalan.hapus().await;
        if let Err(e) = hasil {
            resume_unwind(e);
        }
    });
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

impl Pangkalan {
    async fn buat(&self) {
        let Pangkalan::Pg { nama, server } = self else {
            return;
        };
        let mut c = PgConnection::connect(server)
            .await
            .expect("PRAJA_UJI_PG must be a server that answers");
        // A locale that orders "é" beside "e" and ignores case: no order of the store may hang on the server's.
        let icu = format!(
            "create database {nama} template template0 encoding 'UTF8' locale_provider icu icu_locale 'id' locale 'C'"
        );
        if sqlx::raw_sql(AssertSqlSafe(icu)).execute(&mut c).await.is_err() {
            let sql = format!("create database {nama} template template0 encoding 'UTF8'");
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut c)
                .await
                .expect("the user of PRAJA_UJI_PG may create databases");
        }
        c.close().await.unwrap();
    }

    async fn hapus(&self) {
        let Pangkalan::Pg { nama, server } = self else {
            return;
        };
        let mut c = PgConnection::connect(server).await.unwrap();
        let sql = format!("drop database {nama} with (force)");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut c).await.unwrap();
        c.close().await.unwrap();
    }

    fn url(&self, folder: &TempDir) -> String {
        match self {
            Pangkalan::Lite => format!("sqlite:{}", folder.path().join("praja.db").display()),
            Pangkalan::Pg { nama, server } => {
                let (alamat, opsi) = server
                    .split_once('?')
                    .map_or((server.as_str(), ""), |(a, o)| (a, o));
                let akhir = alamat.find("://").map_or(0, |i| i + 3);
                let host = alamat[akhir..].find('/').map_or(alamat, |i| &alamat[..akhir + i]);
                let tanda = if opsi.is_empty() { "" } else { "?" };
                format!("{host}/{nama}{tanda}{opsi}")
            }
        }
    }
}

impl Bekal {
    async fn baru(pangkalan: Pangkalan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = pangkalan.url(&folder);
        let jam = Arc::new(Jam::tetap(AWAL.parse().unwrap()));
        let store = contoh::buka(&url, folder.path(), jam.clone()).await.unwrap();
        Bekal {
            store,
            jam,
            url,
            pangkalan,
            folder,
        }
    }

    /// Another store on the same database and folder, as a second process would have.
    pub async fn lain(&self) -> Store {
        contoh::buka(&self.url, self.folder.path(), self.jam.clone())
            .await
            .unwrap()
    }

    pub fn kini(&self) -> Timestamp {
        self.jam.kini()
    }

    pub fn ms(&self) -> i64 {
        self.kini().as_millisecond()
    }

    /// Moves the clock.
    pub fn maju(&self, ms: i64) {
        self.jam.setel(saat(self.ms() + ms));
    }

    /// The one number that a statement gives, read past the store.
    pub async fn angka(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.pangkalan {
            Pangkalan::Lite => {
                let mut c = SqliteConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut c).await.unwrap()
            }
            Pangkalan::Pg { .. } => {
                let mut c = PgConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut c).await.unwrap()
            }
        }
    }

    /// Runs a statement past the store.
    pub async fn laku(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.pangkalan {
            Pangkalan::Lite => {
                let mut c = SqliteConnection::connect(&self.url).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut c).await.unwrap();
            }
            Pangkalan::Pg { .. } => {
                let mut c = PgConnection::connect(&self.url).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut c).await.unwrap();
            }
        }
    }

    /// Rows of a table.
    pub async fn baris(&self, tabel: &str) -> i64 {
        self.angka(&format!("select count(*) from {tabel}")).await
    }

    /// Carries out a command that must succeed.
    pub async fn jadi(&self, p: Perintah) -> Entri {
        match self.store.jalankan(p.clone()).await {
            Ok(h) => h.entri,
            Err(g) => panic!("{p:?}: {g}"),
        }
    }

    /// Carries out a command that must be refused.
    pub async fn tolak(&self, p: Perintah) -> Galat {
        match self.store.jalankan(p.clone()).await {
            Ok(h) => panic!("{p:?} was carried out: {:?}", h.entri),
            Err(g) => g,
        }
    }

    /// A new tree in Lembah, made by its coordinator.
    pub async fn pohon(&self, isi: Peta) -> Entri {
        self.jadi(contoh::buat(
            self,
            contoh::LEMBAH,
            &contoh::koordinator(contoh::LEMBAH),
            "pohon",
            isi,
        ))
        .await
    }

    /// An entry as the program itself reads it: everything but secrets.
    pub async fn baca(&self, daerah: &str, id: IdEntri) -> Entri {
        self.store
            .entri(&contoh::kode(daerah), &Pelaku::Sistem, id)
            .await
            .unwrap()
            .entri
    }
}

/// Hands all commands over before any answer is awaited: they queue up, and a writer takes many at once.
pub async fn antre(store: &Store, perintah: Vec<Perintah>) -> Vec<Result<Hasil, Galat>> {
    let mut cx = Context::from_waker(Waker::noop());
    let mut janji = Vec::new();
    for p in perintah {
        // Not held up by the budget of a task: all of them are handed over in one go.
        let mut j = Box::pin(tokio::task::unconstrained(store.jalankan(p)));
        janji.push(match j.as_mut().poll(&mut cx) {
            Poll::Ready(h) => Err(h),
            Poll::Pending => Ok(j),
        });
    }
    let mut hasil = Vec::new();
    for j in janji {
        hasil.push(match j {
            Ok(j) => j.await,
            Err(h) => h,
        });
    }
    hasil
}

/// Carries out every command in a task of its own, as requests do, spread over the stores.
pub async fn serentak(store: &[&Store], perintah: Vec<Perintah>) -> Vec<Result<Hasil, Galat>> {
    let tugas: Vec<_> = perintah
        .into_iter()
        .zip(store.iter().cycle())
        .map(|(p, s)| {
            let s = Store::clone(s);
            tokio::spawn(async move { s.jalankan(p).await })
        })
        .collect();
    let mut hasil = Vec::new();
    for t in tugas {
        hasil.push(t.await.unwrap());
    }
    hasil
}

/// Paths of the fields a refusal names.
pub fn medan(g: &Galat) -> Vec<&str> {
    g.isian().iter().map(|m| m.medan.as_str()).collect()
}
