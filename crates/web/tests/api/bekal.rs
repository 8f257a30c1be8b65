//! What a test stands on: the whole site on a database of its own, a clock that only the test moves, and people who
//! ask: `u.sebagai("koordinator").await.post("pengaduan", json!({…})).await.harus(201)`.

use std::{
    collections::BTreeMap,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    task::Poll,
};

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use identity::{Identitas, SandiSiap};
use kernel::{Akun, Inventaris, Jam, Peran, Profil, nilai::KodeUnit, profil::KodeDaerah};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::{JenisSesi, Store};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt;

pub use crate::klien::{Jawaban, Klien};
use crate::{kontrak::Kontrak, perkakas};

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

/// Monday 23 November 2026, 09.15 in Serang (WIB), 10.15 in Jembrana (WITA).
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
/// The password of every account.
pub const KATA_SANDI: &str = "kata sandi uji coba";
/// Argon2 is slow by design; all accounts of all tests share one password, hashed once.
static SANDI: OnceCell<SandiSiap> = OnceCell::const_new();

/// The site.
pub struct Uji {
    pub(crate) router: Router,
    pub app: web::Aplikasi,
    pub jam: Arc<Jam>,
    kontrak: OnceCell<Kontrak>,
    nomor_alamat: AtomicU32,
    url: String,
    _folder: Arc<TempDir>,
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
        let nama = format!("praja_api_{}", uuid::Uuid::now_v7().simple());
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
            u.app.store.tutup().await;
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

pub fn kode(daerah: &str) -> KodeDaerah {
    KodeDaerah::try_from(daerah.to_owned()).unwrap()
}

/// The registers of the program and the make-believe one.
pub fn inventaris() -> Inventaris {
    Inventaris::baru(
        [
            layanan::register(),
            tata_kelola::register(),
            vec![perkakas::def()],
        ]
        .concat(),
    )
}

impl Uji {
    async fn baru(url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("praja.db").display()));
        let jam = Arc::new(Jam::tetap(AWAL.parse().unwrap()));
        let daerah = Arc::new(PROFIL.clone());
        let (gudang, kunci) = (folder.path().join("berkas"), folder.path().join("kunci-data"));
        let store = Store::buka(&url, &gudang, &kunci, Arc::new(inventaris()), daerah, jam.clone())
            .await
            .unwrap();
        let identitas = Identitas::buka(store.clone(), &folder.path().join("kunci")).unwrap();
        let metrik = Arc::new(String::new);
        let mut app = web::Aplikasi::baru(store, identitas, "https://praja.contoh.id", metrik, false);
        // Every asker has an address of their own, so limits of one do not meet another.
        app.proksi = true;
        let router = web::router(app.clone(), Router::new());
        Uji {
            router,
            app,
            jam,
            kontrak: OnceCell::new(),
            nomor_alamat: AtomicU32::new(1),
            url,
            _folder: Arc::new(folder),
        }
    }

    /// The same site, as another process serves it whose operator asks these roles for a second factor.
    pub fn wajib(&self, peran: &[Peran]) -> Self {
        let mut app = self.app.clone();
        app.identitas = app.identitas.dengan_wajib(peran.to_vec());
        self.lain(app)
    }

    /// The same site at another address.
    pub fn di(&self, url_dasar: &str) -> Self {
        let mut app = self.app.clone();
        app.identitas = app.identitas.dengan_situs(url_dasar);
        self.lain(app)
    }

    fn lain(&self, app: web::Aplikasi) -> Self {
        Uji {
            router: web::router(app.clone(), Router::new()),
            app,
            jam: self.jam.clone(),
            kontrak: OnceCell::new(),
            nomor_alamat: AtomicU32::new(1 << 20),
            url: self.url.clone(),
            _folder: self._folder.clone(),
        }
    }

    /// Runs a statement past the store.
    pub async fn laku(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.url.starts_with("sqlite:") {
            let mut c = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut c).await.unwrap();
        } else {
            let mut c = PgConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut c).await.unwrap();
        }
    }

    /// Lets so many seconds pass.
    pub fn detik(&self, n: i64) {
        let ms = self.jam.kini().as_millisecond() + n * 1_000;
        self.jam.setel(kernel::kalender::saat(ms));
    }

    pub fn profil(&self, daerah: &str) -> &Profil {
        self.app.store.profil(daerah).unwrap()
    }

    /// An address that nobody else asks from.
    pub(crate) fn alamat(&self) -> String {
        let n = self.nomor_alamat.fetch_add(1, Ordering::Relaxed);
        format!("10.{}.{}.{}", n >> 16, (n >> 8) & 255, n & 255)
    }

    fn klien(&self, token: Option<String>) -> Klien<'_> {
        let alamat = self.alamat();
        Klien {
            uji: self,
            daerah: "serang".into(),
            token,
            kepala: vec![("x-forwarded-for".into(), alamat)],
        }
    }

    /// A member of the public, in Serang.
    pub fn publik(&self) -> Klien<'_> {
        self.klien(None)
    }

    /// An official of Serang by role, in the unit that is usual for it or in another: `penghubung`, `penghubung:dlh`.
    pub async fn sebagai(&self, siapa: &str) -> Klien<'_> {
        self.sebagai_di("serang", siapa).await
    }

    /// An official of a regency.
    pub async fn sebagai_di(&self, daerah: &str, siapa: &str) -> Klien<'_> {
        let akun = self.akun(daerah, siapa).await;
        let token = self
            .app
            .identitas
            .buka_sesi(&akun, JenisSesi::Token, "uji", 86_400_000)
            .await
            .unwrap();
        Klien {
            daerah: daerah.into(),
            ..self.klien(Some(token))
        }
    }

    /// The account of such an official.
    pub async fn akun(&self, daerah: &str, siapa: &str) -> Akun {
        let (peran, unit) = siapa
            .split_once(':')
            .map_or((siapa, None), |(p, u)| (p, Some(u.to_owned())));
        let p = self.profil(daerah);
        let peran = Peran::dari_kode(peran).unwrap();
        let unit = unit.unwrap_or_else(|| match peran {
            Peran::Koordinator | Peran::Petugas => p.fungsi("pengaduan").unwrap().to_string(),
            Peran::Penghubung | Peran::Kepala => p.kategori("jalan-rusak").unwrap().opd.to_string(),
            Peran::Administrator => p.fungsi("kominfo").unwrap().to_string(),
            Peran::Auditor => p.fungsi("pengawasan").unwrap().to_string(),
            Peran::Pimpinan => p.fungsi("sekda").unwrap().to_string(),
        });
        let d = kode(daerah);
        let nama = siapa.replace(':', ".");
        let id = &self.app.identitas;
        let sandi = SANDI
            .get_or_try_init(|| id.siapkan_sandi(KATA_SANDI))
            .await
            .unwrap();
        id.simpan_dengan(
            &d,
            &nama,
            &format!("Pejabat {nama}"),
            sandi,
            vec![(peran, KodeUnit(unit))],
        )
        .await
        .unwrap();
        self.app.store.akun(&d, &nama).await.unwrap().unwrap().akun
    }

    /// Moves the clock.
    pub fn maju(&self, hari: i64) {
        let ms = self.jam.kini().as_millisecond() + hari * 86_400_000;
        self.jam.setel(kernel::kalender::saat(ms));
    }

    /// Lets a second pass: what is made later then also sorts later.
    pub fn tik(&self) {
        self.jam
            .setel(kernel::kalender::saat(self.jam.kini().as_millisecond() + 1_000));
    }

    /// A complaint that the public filed: number, id, tracking code.
    pub async fn lapor(&self, tambah: Value) -> Laporan {
        let mut isi = laporan();
        if let (Value::Object(isi), Value::Object(t)) = (&mut isi, tambah) {
            isi.extend(t);
        }
        let j = self.publik().post("pengaduan", isi).await.harus(201).json();
        let teks = |k: &str| j[k].as_str().unwrap().to_owned();
        Laporan {
            id: teks("id"),
            nomor: teks("nomor"),
            kode: teks("kode_lacak"),
        }
    }

    /// One that the coordinator has sent to the unit of its category.
    pub async fn diteruskan(&self, tambah: Value) -> Laporan {
        let l = self.lapor(tambah).await;
        let unit = self.profil("serang").kategori("jalan-rusak").unwrap().opd.clone();
        let isian = json!({ "unit": unit, "kelas": "tidak_berkadar" });
        self.sebagai("koordinator")
            .await
            .post(&format!("pengaduan/{}/langkah/teruskan", l.id), isian)
            .await
            .harus(200);
        l
    }

    pub(crate) async fn kontrak(&self) -> &Kontrak {
        let muat = || async {
            let r = Request::get("/serang/api/openapi.json")
                .body(Body::empty())
                .unwrap();
            let r = self.router.clone().oneshot(r).await.unwrap();
            Kontrak::baca(&r.into_body().collect().await.unwrap().to_bytes())
        };
        self.kontrak.get_or_init(muat).await
    }
}

/// A complaint of a citizen.
pub struct Laporan {
    pub id: String,
    pub nomor: String,
    pub kode: String,
}

pub fn laporan() -> Value {
    json!({
        "jenis": "pengaduan", "judul": "Jalan berlubang di depan pasar", "isi": "Lubang besar sejak hujan pekan lalu.",
        "kategori": "jalan-rusak", "alamat": "Depan pasar",
        "pelapor": { "nama": "Siti Aminah", "surel": "siti@contoh.id", "telepon": "081200001234" },
    })
}
