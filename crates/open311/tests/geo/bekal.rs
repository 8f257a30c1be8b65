//! What a test stands on: the whole site with Open311 on a database of its own, and a clock that only the test moves.

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
use identity::Identitas;
use kernel::{
    Aksi, Akun, IdEntri, Inventaris, Jam, Pelaku, Peran, Perintah, Profil, nilai::KodeUnit,
    profil::KodeDaerah,
};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{JenisSesi, Store};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::xml;

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
/// Where the protocol stands.
pub const DASAR: &str = "/serang/open311/v2";

static PROFIL: LazyLock<BTreeMap<KodeDaerah, Arc<Profil>>> = LazyLock::new(|| {
    let muatan = profil::muat(
        &profil::Sumber::Terbenam,
        &["serang".into(), "jembrana".into()],
        &Inventaris::baru([layanan::register(), tata_kelola::register()].concat()),
        AWAL.parse().unwrap(),
    );
    muatan.daerah
});

/// The site.
pub struct Uji {
    pub router: Router,
    /// The same site where every sender needs a key.
    pub berkunci: Router,
    pub app: web::Aplikasi,
    pub jam: Arc<Jam>,
    alamat: AtomicU32,
    _folder: TempDir,
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
        let nama = format!("praja_geo_{}", uuid::Uuid::now_v7().simple());
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

impl Uji {
    async fn baru(url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("praja.db").display()));
        let jam = Arc::new(Jam::tetap(AWAL.parse().unwrap()));
        let store = Store::buka(
            &url,
            &folder.path().join("berkas"),
            &folder.path().join("kunci-data"),
            Arc::new(Inventaris::baru(
                [layanan::register(), tata_kelola::register()].concat(),
            )),
            Arc::new(PROFIL.clone()),
            jam.clone(),
        )
        .await
        .unwrap();
        let identitas = Identitas::buka(store.clone(), &folder.path().join("kunci")).unwrap();
        let metrik = Arc::new(String::new);
        let mut app = web::Aplikasi::baru(store, identitas, "https://praja.contoh.id", metrik, false);
        // Every asker has an address of their own, so limits of one do not meet another.
        app.proksi = true;
        let situs = |wajib_kunci| web::router(app.clone(), open311::rute(open311::Setelan { wajib_kunci }));
        Uji {
            router: situs(false),
            berkunci: situs(true),
            app,
            jam,
            alamat: AtomicU32::new(1),
            _folder: folder,
        }
    }

    pub fn profil(&self) -> &Profil {
        self.app.store.profil("serang").unwrap()
    }

    /// Any request; a path without slash in front stands under the endpoint.
    pub async fn minta(&self, router: &Router, req: axum::http::request::Builder, isi: Vec<u8>) -> Jawaban {
        let n = self.alamat.fetch_add(1, Ordering::Relaxed);
        let alamat = format!("10.{}.{}.{}", n >> 16, (n >> 8) & 255, n & 255);
        let ada = req
            .headers_ref()
            .is_some_and(|k| k.contains_key("x-forwarded-for"));
        let req = if ada {
            req
        } else {
            req.header("x-forwarded-for", alamat)
        };
        let r = router
            .clone()
            .oneshot(req.body(Body::from(isi)).unwrap())
            .await
            .unwrap();
        let (kepala, badan) = r.into_parts();
        let isi = badan.collect().await.unwrap().to_bytes().to_vec();
        let j = Jawaban {
            status: kepala.status.as_u16(),
            kepala: kepala.headers,
            isi,
        };
        assert!(j.status < 500, "{}: {}", j.status, j.teks());
        j
    }

    pub async fn get(&self, jalur: &str) -> Jawaban {
        let uri = if jalur.starts_with('/') {
            jalur.to_owned()
        } else {
            format!("{DASAR}/{jalur}")
        };
        self.minta(&self.router, Request::get(uri), Vec::new()).await
    }

    /// The content of an answer of 200 as JSON, after making sure that its XML says the same.
    pub async fn baca(&self, jalur: &str) -> Value {
        let (nama, kueri) = jalur
            .split_once('?')
            .map_or((jalur, String::new()), |(a, k)| (a, format!("?{k}")));
        let j = self.get(&format!("{nama}.json{kueri}")).await.harus(200).json();
        let x = self.get(&format!("{nama}.xml{kueri}")).await.harus(200);
        assert_eq!(x.kepala("content-type"), Some("text/xml; charset=utf-8"));
        assert_eq!(xml::baca(&x.isi).seperti(&j), j);
        j
    }

    /// The numbers of a list.
    pub async fn nomor(&self, kueri: &str) -> Vec<String> {
        let j = self.baca(&format!("requests?{kueri}")).await;
        let satu = |r: &Value| r["service_request_id"].as_str().unwrap().to_owned();
        j.as_array().unwrap().iter().map(satu).collect()
    }

    pub async fn post(&self, jalur: &str, isian: &[(&str, &str)]) -> Jawaban {
        self.post_ke(&self.router, jalur, isian).await
    }

    pub async fn post_ke(&self, router: &Router, jalur: &str, isian: &[(&str, &str)]) -> Jawaban {
        let satu = |(k, v): &(&str, &str)| format!("{}={}", sandi(k), sandi(v));
        let isi: Vec<String> = isian.iter().map(satu).collect();
        let req = Request::post(format!("{DASAR}/{jalur}"))
            .header("content-type", "application/x-www-form-urlencoded");
        self.minta(router, req, isi.join("&").into_bytes()).await
    }

    /// A report that a client sent: number and tracking code.
    pub async fn lapor(&self, tambah: &[(&str, &str)]) -> (String, String) {
        let mut isian = vec![
            ("service_code", "jalan-rusak"),
            (
                "description",
                "Jalan berlubang di depan pasar. Sejak hujan pekan lalu.",
            ),
        ];
        isian.retain(|(k, _)| !tambah.iter().any(|(n, _)| n == k));
        isian.extend(tambah);
        // What is sent within the same minutes must differ in something, and sort later.
        self.maju_detik(1);
        let j = self.post("requests.json", &isian).await.harus(201).json();
        let teks = |k: &str| j[0][k].as_str().unwrap().to_owned();
        (teks("service_request_id"), teks("kode_lacak"))
    }

    /// One that the coordinator has sent to the unit of its category.
    pub async fn terbuka(&self, tambah: &[(&str, &str)]) -> String {
        let (nomor, _) = self.lapor(tambah).await;
        self.teruskan(&nomor).await;
        nomor
    }

    pub async fn teruskan(&self, nomor: &str) {
        let unit = self.profil().kategori("jalan-rusak").unwrap().opd.to_string();
        let k = self.pejabat(Peran::Koordinator);
        let isian = json!({ "unit": unit, "kelas": "tidak_berkadar" });
        self.langkah(&k, nomor, "teruskan", isian).await;
    }

    pub fn pejabat(&self, peran: Peran) -> Pelaku {
        let p = self.profil();
        let unit = match peran {
            Peran::Penghubung => p.kategori("jalan-rusak").unwrap().opd.clone(),
            _ => p.fungsi("pengaduan").unwrap().clone(),
        };
        Pelaku::Akun(Box::new(Akun {
            id: uuid::Uuid::from_u128(7),
            daerah: p.kode().clone(),
            pengguna: "uji".into(),
            nama: "Nama Petugas".into(),
            peran: vec![(peran, unit)],
        }))
    }

    /// A token of an account with that role.
    pub async fn token(&self, peran: Peran) -> String {
        let Pelaku::Akun(a) = self.pejabat(peran) else {
            unreachable!()
        };
        let id = &self.app.identitas;
        let peran: Vec<(Peran, KodeUnit)> = a.peran.clone();
        id.simpan_akun(&a.daerah, "mesin", "Mesin Dinas", "kata sandi uji coba", peran)
            .await
            .unwrap();
        let akun = self
            .app
            .store
            .akun(&a.daerah, "mesin")
            .await
            .unwrap()
            .unwrap()
            .akun;
        id.buka_sesi(&akun, JenisSesi::Token, "uji", 86_400_000)
            .await
            .unwrap()
    }

    pub async fn id(&self, nomor: &str) -> IdEntri {
        let d = self.profil().kode();
        let id = self.app.store.id_bernomor(d, "pengaduan", nomor).await.unwrap();
        id.unwrap()
    }

    pub async fn langkah(&self, siapa: &Pelaku, nomor: &str, langkah: &str, isian: Value) {
        let Value::Object(isian) = isian else {
            panic!("an object")
        };
        self.maju_detik(1);
        let p = Perintah {
            daerah: self.profil().kode().clone(),
            pelaku: siapa.clone(),
            kini: self.jam.kini(),
            aksi: Aksi::Langkah {
                id: self.id(nomor).await,
                versi: None,
                langkah: langkah.into(),
                isian,
            },
            kunci: None,
        };
        self.app.store.jalankan(p).await.unwrap_or_else(|e| panic!("{e}"));
    }

    /// What the register holds of a report.
    pub async fn isi(&self, nomor: &str) -> Value {
        let d = self.profil().kode();
        let s = &self.app.store;
        let t = s
            .entri_bernomor(d, &Pelaku::Sistem, "pengaduan", nomor)
            .await
            .unwrap();
        Value::Object(t.entri.isi)
    }

    /// How many reports there are.
    pub async fn banyak(&self) -> i64 {
        let def = self.app.store.inventaris().cari("pengaduan").unwrap().clone();
        let w = kernel::izin::wewenang(self.profil(), &def, &Pelaku::Sistem, kernel::izin::Tindakan::Baca)
            .unwrap();
        let s = store::Saringan::default();
        self.app.store.jumlah(&w, &s, 10_000).await.unwrap()
    }

    pub fn maju_detik(&self, detik: i64) {
        let ms = self.jam.kini().as_millisecond() + detik * 1_000;
        self.jam.setel(kernel::kalender::saat(ms));
    }

    pub fn maju_hari(&self, hari: i64) {
        self.maju_detik(hari * 86_400);
    }
}

/// A text inside an address.
pub fn sandi(s: &str) -> String {
    s.bytes()
        .map(|b| match b {
            b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect()
}

/// An answer.
#[derive(Debug)]
pub struct Jawaban {
    pub status: u16,
    pub kepala: axum::http::HeaderMap,
    pub isi: Vec<u8>,
}

impl Jawaban {
    /// The answer, if it has this status.
    #[track_caller]
    pub fn harus(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.teks());
        self
    }

    pub fn teks(&self) -> String {
        String::from_utf8_lossy(&self.isi).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(
            self.kepala("content-type"),
            Some("application/json; charset=utf-8"),
            "{}",
            self.teks()
        );
        serde_json::from_slice(&self.isi).unwrap_or_else(|e| panic!("{e}: {}", self.teks()))
    }

    pub fn kepala(&self, nama: &str) -> Option<&str> {
        self.kepala.get(nama).map(|v| v.to_str().unwrap())
    }

    /// The arguments that a refusal names, in either form; its code is that of the answer.
    #[track_caller]
    pub fn salah(&self) -> Vec<String> {
        let uraian: Vec<(String, String)> = if self.kepala("content-type").unwrap().contains("json") {
            let j = self.json();
            let satu = |e: &Value| {
                (
                    e["code"].to_string(),
                    e["description"].as_str().unwrap().to_owned(),
                )
            };
            j.as_array().unwrap().iter().map(satu).collect()
        } else {
            let x = xml::baca(&self.isi);
            assert_eq!(x.nama, "errors");
            let satu = |e: &xml::Simpul| {
                assert_eq!((e.nama.as_str(), e.anak.len()), ("error", 2));
                let teks = |k: &str| e.anak.iter().find(|a| a.nama == k).unwrap().teks.clone();
                (teks("code"), teks("description"))
            };
            x.anak.iter().map(satu).collect()
        };
        assert!(!uraian.is_empty());
        uraian
            .into_iter()
            .map(|(kode, uraian)| {
                assert_eq!(kode, self.status.to_string());
                uraian.split(':').next().unwrap().to_owned()
            })
            .collect()
    }
}
