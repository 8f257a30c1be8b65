//! Bekal: what tests of registers and boards stand on: regencies with some registers and pages on a database of their own,
//! SQLite and PostgreSQL (`PRAJA_UJI_PG`, which `make test` sets), and a clock that only the test moves. Only tests use it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    sync::Arc,
    task::Poll,
};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt;
use identity::{Identitas, UMUR_SESI};
use kernel::{
    Aksi, Akun, Entri, Galat, IdEntri, Inventaris, Jam, Pelaku, Peran, Perintah, RegisterDef,
    nilai::KodeUnit, profil::KodeDaerah,
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{JenisSesi, Store};
use tempfile::TempDir;
use tower::ServiceExt;

/// Makes `lite::name` and `pg::name` of `async fn name(u: &Uji)`, on the site that `situs()`, in scope beside it,
/// describes.
#[macro_export]
macro_rules! uji {
    ($($nama:ident),+ $(,)?) => {
        mod lite {
            $(#[test] fn $nama() { $crate::pada_lite(&super::situs(), super::$nama) })+
        }
        mod pg {
            $(#[test] fn $nama() { $crate::pada_pg(&super::situs(), super::$nama) })+
        }
    };
}

/// What is tested: registers, regencies (the first is the one that is meant when none is named), and pages.
pub struct Situs {
    /// The registers there are.
    pub register: Vec<RegisterDef>,
    /// The regencies there are, by code.
    pub daerah: &'static [&'static str],
    /// The pages besides the engine's.
    pub rute: Router<web::Aplikasi>,
    /// What the pages add to the engine's.
    pub atur: fn(&mut web::Aplikasi),
}

/// Monday 23 November 2026, 09.15 in Jembrana.
pub const AWAL: &str = "2026-11-23T01:15:00Z";

/// The site of one test.
pub struct Uji {
    /// What pages work with.
    pub app: web::Aplikasi,
    /// The whole site.
    pub router: Router,
    /// The clock.
    pub jam: Arc<Jam>,
    daerah: KodeDaerah,
    _folder: TempDir,
}

/// Runs a test on SQLite.
pub fn pada_lite(situs: &Situs, uji: impl AsyncFnOnce(&Uji)) {
    jalankan(situs, None, uji);
}

/// Runs a test on PostgreSQL.
///
/// # Panics
/// In CI without a server.
pub fn pada_pg(situs: &Situs, uji: impl AsyncFnOnce(&Uji)) {
    match std::env::var("PRAJA_UJI_PG") {
        Ok(server) => jalankan(situs, Some(server), uji),
        Err(_) if std::env::var("CI").is_ok() => panic!("PRAJA_UJI_PG is not set: run `make test`"),
        Err(_) => eprintln!("PRAJA_UJI_PG is not set: nothing was tested on PostgreSQL"),
    }
}

fn jalankan(situs: &Situs, server: Option<String>, uji: impl AsyncFnOnce(&Uji)) {
    let rt = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    rt.block_on(async {
        let nama = format!("praja_uji_{}", uuid::Uuid::now_v7().simple());
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
            let u = Uji::baru(situs, url).await;
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

/// An official at a browser.
pub struct Orang {
    rahasia: String,
}

impl Uji {
    async fn baru(situs: &Situs, url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("praja.db").display()));
        let jam = Arc::new(Jam::tetap(AWAL.parse().unwrap()));
        let inventaris = Arc::new(Inventaris::baru(situs.register.clone()));
        let pilih: Vec<String> = situs.daerah.iter().map(|d| (*d).to_owned()).collect();
        let m = profil::muat(
            &profil::Sumber::Terbenam,
            &pilih,
            &inventaris,
            AWAL.parse().unwrap(),
        );
        let (gudang, kunci) = (folder.path().join("berkas"), folder.path().join("kunci-data"));
        let store = Store::buka(&url, &gudang, &kunci, inventaris, Arc::new(m.daerah), jam.clone())
            .await
            .unwrap();
        let identitas = Identitas::buka(store.clone(), &folder.path().join("kunci")).unwrap();
        let mut app = web::Aplikasi::baru(store, identitas, "http://localhost", Arc::new(String::new), true);
        (situs.atur)(&mut app);
        let router = web::router(app.clone(), situs.rute.clone());
        let daerah = app.store.profil(situs.daerah[0]).unwrap().kode().clone();
        Uji {
            app,
            daerah,
            router,
            jam,
            _folder: folder,
        }
    }

    /// An official of the first regency.
    pub fn sebagai(&self, peran: Peran, unit: &str) -> Pelaku {
        self.sebagai_di(self.daerah.as_str(), peran, unit)
    }

    /// An official of any regency; what they do is done there.
    pub fn sebagai_di(&self, daerah: &str, peran: Peran, unit: &str) -> Pelaku {
        Pelaku::Akun(Box::new(Akun {
            id: uuid::Uuid::from_u128(7),
            daerah: self.app.store.profil(daerah).unwrap().kode().clone(),
            pengguna: "uji".into(),
            nama: "Petugas Uji".into(),
            peran: vec![(peran, KodeUnit(unit.into()))],
        }))
    }

    /// The unit of the first regency that has a fungsi.
    pub fn unit(&self, fungsi: &str) -> KodeUnit {
        let profil = self.app.store.profil(self.daerah.as_str()).unwrap();
        profil.fungsi(fungsi).unwrap().clone()
    }

    /// Carries out any command, a millisecond after the one before.
    pub async fn perintah(&self, pelaku: &Pelaku, aksi: Aksi) -> Result<Entri, Galat> {
        // What came later also sorts later.
        let kini = kernel::kalender::saat(self.jam.kini().as_millisecond() + 1);
        self.jam.setel(kini);
        let p = Perintah {
            daerah: pelaku.akun().map_or(&self.daerah, |a| &a.daerah).clone(),
            pelaku: pelaku.clone(),
            kini,
            aksi,
            kunci: None,
        };
        Ok(self.app.store.jalankan(p).await?.entri)
    }

    /// Makes an entry.
    pub async fn buat(&self, pelaku: &Pelaku, register: &str, isi: Value) -> Result<Entri, Galat> {
        let aksi = Aksi::Buat {
            register: register.into(),
            id: IdEntri::baru(self.jam.kini()),
            isi: isi.as_object().unwrap().clone(),
        };
        self.perintah(pelaku, aksi).await
    }

    /// Takes a step.
    pub async fn langkah(
        &self,
        pelaku: &Pelaku,
        e: &Entri,
        langkah: &str,
        isian: Value,
    ) -> Result<Entri, Galat> {
        let aksi = Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: langkah.into(),
            isian: isian.as_object().unwrap().clone(),
        };
        self.perintah(pelaku, aksi).await
    }

    /// Changes fields of an entry, as somebody who has just read it.
    pub async fn ubah(&self, pelaku: &Pelaku, e: &Entri, tambal: Value) -> Result<Entri, Galat> {
        let aksi = Aksi::Ubah {
            id: e.id,
            versi: e.versi,
            tambal: tambal.as_object().unwrap().clone(),
        };
        self.perintah(pelaku, aksi).await
    }

    /// The entry as it is now.
    pub async fn baca(&self, e: &Entri) -> Entri {
        self.app
            .store
            .entri(&e.daerah, &Pelaku::Sistem, e.id)
            .await
            .unwrap()
            .entri
    }

    /// An official of the first regency at a browser.
    pub async fn masuk(&self, peran: Peran, unit: &str) -> Orang {
        let kode = self.daerah.clone();
        let id = &self.app.identitas;
        let sandi = id.siapkan_sandi("sandi untuk semua").await.unwrap();
        let nama = format!("{}.{unit}", peran.kode());
        let semua = vec![(peran, KodeUnit(unit.into()))];
        id.simpan_dengan(&kode, &nama, &nama, &sandi, semua)
            .await
            .unwrap();
        let akun = self.app.store.akun(&kode, &nama).await.unwrap().unwrap().akun;
        let rahasia = id.buka_sesi(&akun, JenisSesi::Web, "", UMUR_SESI).await.unwrap();
        Orang { rahasia }
    }

    /// A page, for somebody logged in or for anybody.
    pub async fn minta(&self, siapa: Option<&Orang>, jalur: &str) -> (StatusCode, String) {
        let mut req = Request::get(format!("/{}{jalur}", self.daerah));
        if let Some(o) = siapa {
            req = req.header(header::COOKIE, format!("praja_sesi={}", o.rahasia));
        }
        self.jawab(req, Body::empty()).await
    }

    /// A form with a file, or without, as a browser posts it.
    pub async fn kirim(
        &self,
        siapa: &Orang,
        jalur: &str,
        medan: &[(&str, &str)],
        berkas: Option<(&str, &[u8])>,
    ) -> (StatusCode, String) {
        const BATAS: &str = "batas-bagian";
        let token = self.app.identitas.token_formulir(&siapa.rahasia);
        let mut isi = Vec::new();
        for (nama, nilai) in medan.iter().copied().chain([("_csrf", token.as_str())]) {
            let kepala =
                format!("--{BATAS}\r\nContent-Disposition: form-data; name=\"{nama}\"\r\n\r\n{nilai}\r\n");
            isi.extend(kepala.into_bytes());
        }
        if let Some((nama, b)) = berkas {
            let kepala = format!(
                "--{BATAS}\r\nContent-Disposition: form-data; name=\"{nama}\"; filename=\"berkas\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            isi.extend(kepala.into_bytes());
            isi.extend(b);
            isi.extend(b"\r\n");
        }
        isi.extend(format!("--{BATAS}--\r\n").into_bytes());
        let req = Request::post(format!("/{}{jalur}", self.daerah))
            .header(header::COOKIE, format!("praja_sesi={}", siapa.rahasia))
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={BATAS}"),
            );
        self.jawab(req, Body::from(isi)).await
    }

    async fn jawab(&self, req: axum::http::request::Builder, isi: Body) -> (StatusCode, String) {
        let req = req.header(header::ACCEPT, "text/html").body(isi).unwrap();
        let r = self.router.clone().oneshot(req).await.unwrap();
        let status = r.status();
        let isi = r.into_body().collect().await.unwrap().to_bytes();
        let isi = String::from_utf8(isi.to_vec()).unwrap();
        assert!(status.as_u16() < 500, "{status}: {isi}");
        (status, isi)
    }
}

/// The refusal names this field.
pub fn di(g: &Galat, medan: &str) {
    assert!(g.isian().iter().any(|m| m.medan == medan), "{medan} in {g}");
}
