//! What a test stands on: the whole site on a database of its own, a clock that only the test moves, inspectors and
//! others with sessions, and a reporter who has nothing but a browser without cookies.

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

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, header},
};
use http_body_util::BodyExt;
use identity::{Identitas, SandiSiap, UMUR_SESI};
use jiff::SignedDuration;
use kernel::{Inventaris, Jam, Peran, Profil, RegisterDef, nilai::KodeUnit, profil::KodeDaerah};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{JenisSesi, Store};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt;

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
/// The pass-phrase of every inspector of these tests.
pub const FRASA: &str = "padi laut kopi batik nyiur";

pub fn register() -> Vec<RegisterDef> {
    [
        layanan::register(),
        kewajiban::register(),
        tata_kelola::register(),
        wbs::register(),
    ]
    .concat()
}

static PROFIL: LazyLock<BTreeMap<KodeDaerah, Arc<Profil>>> = LazyLock::new(|| {
    let m = profil::muat(
        &profil::Sumber::Terbenam,
        &["serang".into(), "jembrana".into()],
        &Inventaris::baru(register()),
        AWAL.parse().unwrap(),
    );
    assert_eq!(m.temuan, [], "the profiles are sound");
    m.daerah
});
static SANDI: OnceCell<SandiSiap> = OnceCell::const_new();

pub struct Uji {
    pub router: Router,
    pub app: web::Aplikasi,
    pub jam: Arc<Jam>,
    /// Where the database is.
    pub url: String,
    pub folder: TempDir,
    alamat: AtomicU32,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Jawaban {
    pub status: u16,
    pub kepala: HeaderMap,
    pub isi: String,
}

impl Jawaban {
    pub fn harus(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.isi);
        self
    }

    pub fn ke(&self) -> &str {
        self.kepala
            .get(header::LOCATION)
            .map_or("", |v| v.to_str().unwrap())
    }

    pub fn berisi(self, teks: &str) -> Self {
        assert!(self.isi.contains(teks), "{teks:?} is not in {}", self.isi);
        self
    }

    pub fn tanpa(self, teks: &str) -> Self {
        assert!(!self.isi.contains(teks), "{teks:?} is in {}", self.isi);
        self
    }

    /// The value of a hidden field.
    pub fn medan(&self, nama: &str) -> String {
        let tanda = format!("name=\"{nama}\" value=\"");
        let sisa = self.isi.split_once(&tanda).map(|(_, s)| s);
        let sisa = sisa.unwrap_or_else(|| panic!("no field {nama} in {}", self.isi));
        sisa.split('"').next().unwrap().to_owned()
    }

    /// What stands in the first element of that class.
    pub fn kelas(&self, nama: &str) -> String {
        let sisa = self.isi.split_once(&format!("class=\"{nama}\">")).unwrap().1;
        sisa.split('<').next().unwrap().to_owned()
    }
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
    // One thread, so that what a test listens to hears everything.
    let rt = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    rt.block_on(async {
        let nama = format!("praja_wbs_{}", uuid::Uuid::now_v7().simple());
        if let Some(s) = &server {
            let sql = format!("create database {nama} template template0 encoding 'UTF8'");
            perintah_pg(s, &sql).await;
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

pub async fn perintah_pg(server: &str, sql: &str) {
    let mut c = PgConnection::connect(server)
        .await
        .expect("PRAJA_UJI_PG must be a server that answers");
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut c)
        .await
        .unwrap();
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

/// Somebody with a session; the form token belongs to it.
#[derive(Clone, Debug)]
pub struct Orang {
    pub kuki: String,
    pub csrf: String,
    pub akun: kernel::Akun,
}

/// A report that was sent.
#[derive(Clone, Debug)]
pub struct Terkirim {
    pub nomor: String,
    pub kode: String,
}

impl Uji {
    async fn baru(url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("praja.db").display()));
        let jam = Arc::new(Jam::tetap(AWAL.parse().unwrap()));
        let store = Store::buka(
            &url,
            &folder.path().join("berkas"),
            &folder.path().join("kunci-data"),
            Arc::new(Inventaris::baru(register())),
            Arc::new(PROFIL.clone()),
            jam.clone(),
        )
        .await
        .unwrap();
        let identitas = Identitas::buka(store.clone(), &folder.path().join("kunci")).unwrap();
        let metrik = Arc::new(String::new);
        let mut app = web::Aplikasi::baru(store, identitas, "https://praja.contoh.id", metrik, false);
        app.proksi = true;
        app.bilik = [wbs::BILIK].into();
        let lain = portal::rute()
            .merge(kewajiban::rute(&Arc::default()))
            .merge(open311::rute(open311::Setelan { wajib_kunci: false }))
            .merge(wbs::rute());
        Uji {
            router: web::router(app.clone(), lain),
            app,
            jam,
            url,
            folder,
            alamat: AtomicU32::new(1),
        }
    }

    pub fn profil(&self, daerah: &str) -> &Profil {
        self.app.store.profil(daerah).unwrap()
    }

    pub fn inspektorat(&self, daerah: &str) -> String {
        self.profil(daerah).fungsi("pengawasan").unwrap().to_string()
    }

    pub fn maju(&self, menit: i64) {
        self.jam.setel(self.jam.kini() + SignedDuration::from_mins(menit));
    }

    /// Any request: a path, cookies, and a form when it is a POST. Every request has an address of its own.
    pub async fn minta(&self, jalur: &str, kuki: &str, f: Option<&[(&str, &str)]>) -> Jawaban {
        let n = self.alamat.fetch_add(1, Ordering::Relaxed);
        self.minta_dari(&format!("10.0.{}.{}", n >> 8, n & 255), jalur, kuki, f)
            .await
    }

    pub async fn minta_dari(
        &self,
        alamat: &str,
        jalur: &str,
        kuki: &str,
        f: Option<&[(&str, &str)]>,
    ) -> Jawaban {
        let mut req = Request::builder()
            .uri(jalur)
            .method(if f.is_some() { "POST" } else { "GET" })
            .header("x-forwarded-for", alamat)
            .header(header::ACCEPT, "text/html")
            .header(header::USER_AGENT, "Peramban-Rahasia/9");
        if !kuki.is_empty() {
            req = req.header(header::COOKIE, kuki);
        }
        let isi = f.map(|f| {
            f.iter()
                .map(|(k, v)| format!("{k}={}", ui::enkode(v)))
                .collect::<Vec<_>>()
                .join("&")
        });
        if isi.is_some() {
            req = req.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let req = req.body(Body::from(isi.unwrap_or_default())).unwrap();
        let r = self.router.clone().oneshot(req).await.unwrap();
        let (kepala, badan) = r.into_parts();
        let isi = badan.collect().await.unwrap().to_bytes();
        let j = Jawaban {
            status: kepala.status.as_u16(),
            kepala: kepala.headers,
            isi: String::from_utf8_lossy(&isi).into_owned(),
        };
        assert!(j.status < 500, "{jalur}: {}", j.isi);
        j
    }

    /// As somebody who has no cookies at all.
    pub async fn warga(&self, jalur: &str, f: Option<&[(&str, &str)]>) -> Jawaban {
        self.minta(jalur, "", f).await
    }

    pub async fn orang(&self, daerah: &str, nama: &str, peran: Peran, unit: &str) -> Orang {
        let id = &self.app.identitas;
        let sandi = SANDI
            .get_or_init(|| async { id.siapkan_sandi("sandi untuk semua").await.unwrap() })
            .await;
        let kode = self.profil(daerah).kode().clone();
        let semua = vec![(peran, KodeUnit(unit.into()))];
        id.simpan_dengan(&kode, nama, &format!("Nama {nama}"), sandi, semua)
            .await
            .unwrap();
        let akun = self.app.store.akun(&kode, nama).await.unwrap().unwrap().akun;
        let rahasia = id.buka_sesi(&akun, JenisSesi::Web, "", UMUR_SESI).await.unwrap();
        Orang {
            csrf: id.token_formulir(&rahasia),
            kuki: format!("praja_sesi={rahasia}"),
            akun,
        }
    }

    pub async fn pemeriksa(&self, nama: &str) -> Orang {
        self.orang("serang", nama, Peran::Auditor, &self.inspektorat("serang"))
            .await
    }

    pub async fn lihat(&self, o: &Orang, jalur: &str) -> Jawaban {
        self.minta(jalur, &o.kuki, None).await
    }

    pub async fn kirim(&self, o: &Orang, jalur: &str, f: &[(&str, &str)]) -> Jawaban {
        let mut semua = vec![("_csrf", o.csrf.as_str())];
        semua.extend(f);
        self.minta(jalur, &o.kuki, Some(&semua)).await
    }

    /// An inspector who has opened the channel of Serang, and its code for recovery.
    pub async fn saluran(&self) -> (Orang, String) {
        let o = self.pemeriksa("auditor.satu").await;
        let siap = self.lihat(&o, "/serang/kerja/wbs/siapkan").await.harus(200);
        let kode = siap.medan("pemulihan");
        let f = [
            ("pemulihan", kode.as_str()),
            ("kode", kode.as_str()),
            ("frasa", FRASA),
            ("ulang", FRASA),
        ];
        self.kirim(&o, "/serang/kerja/wbs/siapkan", &f).await.harus(303);
        (o, kode)
    }

    /// Files a report as a reporter does: from the form.
    pub async fn lapor(&self, apa: &str) -> Terkirim {
        let kode = self
            .warga("/serang/wbs/baru", None)
            .await
            .harus(200)
            .medan("kode");
        let f = [
            ("kode", kode.as_str()),
            ("apa", apa),
            ("siapa", "Kepala gudang Wiraguna"),
        ];
        let j = self.warga("/serang/wbs/baru", Some(&f)).await.harus(200);
        let t = Terkirim {
            nomor: j.kelas("nomor"),
            kode: j.kelas("kode"),
        };
        assert_eq!(t.kode, kode);
        t
    }

    pub async fn baca(&self, t: &Terkirim) -> Jawaban {
        self.warga("/serang/wbs/baca", Some(&[("kode", t.kode.as_str())]))
            .await
            .harus(200)
    }

    /// Changes the database behind the program's back.
    pub async fn sql(&self, sql: &str) {
        if self.url.starts_with("sqlite:") {
            let mut c = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
                .execute(&mut c)
                .await
                .unwrap();
            c.close().await.unwrap();
        } else {
            perintah_pg(&self.url, sql).await;
        }
    }

    /// Everything that the database keeps of the three registers, as one text.
    pub async fn semua_tersimpan(&self) -> String {
        let mut hasil = String::new();
        let kode = self.profil("serang").kode().clone();
        for r in wbs::register() {
            let keadaan: Vec<&str> = r.lifecycle.keadaan.iter().map(|k| k.kode.as_ref()).collect();
            for e in self
                .app
                .store
                .berkeadaan(&kode, &r.kode, &keadaan, 1_000)
                .await
                .unwrap()
            {
                hasil.push_str(&format!("{e:?}\n"));
                for p in self.app.store.peristiwa(&kode, e.id).await.unwrap() {
                    assert!(p.utuh());
                    hasil.push_str(&String::from_utf8_lossy(&p.bait));
                    hasil.push('\n');
                }
            }
        }
        assert!(!hasil.is_empty());
        hasil
    }
}
