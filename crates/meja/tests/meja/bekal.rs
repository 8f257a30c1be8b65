//! What a test stands on: the whole site with the desk on a database of its own, and a clock that only the test moves.

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
use kernel::{Aksi, Akun, Entri, Galat, IdEntri, Inventaris, Jam, Pelaku, Peran, Perintah, nilai::KodeUnit};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{JenisSesi, Store};
use tempfile::TempDir;
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

/// Monday 23 November 2026, 09.15 in Jembrana.
pub const AWAL: &str = "2026-11-23T01:15:00Z";
/// Who coordinates, and two offices.
pub const KOMINFO: &str = "diskominfo";
pub const HUB: &str = "dishubkp";
pub const PU: &str = "dpuprpkp";

pub struct Uji {
    pub app: web::Aplikasi,
    pub router: Router,
    pub jam: Arc<Jam>,
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
        let nama = format!("praja_meja_{}", uuid::Uuid::now_v7().simple());
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

impl Orang {
    /// Somebody whose session was opened elsewhere.
    pub fn dengan(rahasia: String) -> Self {
        Orang { rahasia }
    }
}

impl Uji {
    async fn baru(url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = url.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("praja.db").display()));
        let jam = Arc::new(Jam::tetap(AWAL.parse().unwrap()));
        let inventaris = Arc::new(Inventaris::baru(
            [layanan::register(), tata_kelola::register()].concat(),
        ));
        let pilih = ["jembrana".to_owned()];
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
        app.pintu = meja::PINTU.into();
        app.pendamping = [meja::pendamping()].into();
        let router = web::router(app.clone(), portal::rute().merge(meja::rute()));
        Uji {
            app,
            router,
            jam,
            _folder: folder,
        }
    }

    pub fn sebagai(&self, peran: Peran, unit: &str) -> Pelaku {
        Pelaku::Akun(Box::new(Akun {
            id: uuid::Uuid::from_u128(7),
            daerah: self.app.store.profil("jembrana").unwrap().kode().clone(),
            pengguna: "uji".into(),
            nama: "Petugas Uji".into(),
            peran: vec![(peran, KodeUnit(unit.into()))],
        }))
    }

    pub fn koordinator(&self) -> Pelaku {
        self.sebagai(Peran::Koordinator, KOMINFO)
    }

    async fn perintah(&self, pelaku: &Pelaku, aksi: Aksi) -> Result<Entri, Galat> {
        // One millisecond a command, so that what came later also sorts later.
        let kini = kernel::kalender::saat(self.jam.kini().as_millisecond() + 1);
        self.jam.setel(kini);
        let p = Perintah {
            daerah: self.app.store.profil("jembrana").unwrap().kode().clone(),
            pelaku: pelaku.clone(),
            kini,
            aksi,
            kunci: None,
        };
        Ok(self.app.store.jalankan(p).await?.entri)
    }

    pub async fn buat(&self, pelaku: &Pelaku, register: &str, isi: Value) -> Result<Entri, Galat> {
        let aksi = Aksi::Buat {
            register: register.into(),
            id: IdEntri::baru(self.jam.kini()),
            isi: isi.as_object().unwrap().clone(),
        };
        self.perintah(pelaku, aksi).await
    }

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

    pub async fn ubah(&self, pelaku: &Pelaku, aksi: Aksi) -> Result<Entri, Galat> {
        self.perintah(pelaku, aksi).await
    }

    /// A citizen's report.
    pub async fn laporan(&self, isi: Value) -> Entri {
        let mut semua = json!({ "judul": "Lampu jalan mati", "isi": "Sudah tiga hari gelap.", "kategori": "penerangan-jalan" });
        semua
            .as_object_mut()
            .unwrap()
            .extend(isi.as_object().unwrap().clone());
        self.buat(&Pelaku::Publik, "pengaduan", semua).await.unwrap()
    }

    /// The same, forwarded.
    pub async fn diteruskan(&self, isi: Value, unit: &str) -> Entri {
        let e = self.laporan(isi).await;
        let isian = json!({ "unit": unit, "kelas": "tidak_berkadar" });
        self.langkah(&self.koordinator(), &e, "teruskan", isian)
            .await
            .unwrap()
    }

    pub async fn baca(&self, e: &Entri) -> Entri {
        self.app
            .store
            .entri(&e.daerah, &Pelaku::Sistem, e.id)
            .await
            .unwrap()
            .entri
    }

    pub async fn masuk(&self, peran: Peran, unit: &str) -> Orang {
        let kode = self.app.store.profil("jembrana").unwrap().kode().clone();
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

    async fn kirim_permintaan(
        &self,
        req: axum::http::request::Builder,
        isi: String,
    ) -> (StatusCode, String, String) {
        let r = self
            .router
            .clone()
            .oneshot(
                req.header(header::ACCEPT, "text/html")
                    .body(Body::from(isi))
                    .unwrap(),
            )
            .await
            .unwrap();
        let status = r.status();
        let ke = r
            .headers()
            .get(header::LOCATION)
            .map(|l| l.to_str().unwrap().to_owned());
        let isi = r.into_body().collect().await.unwrap().to_bytes();
        assert!(
            status.as_u16() < 500,
            "{status}: {}",
            String::from_utf8_lossy(&isi)
        );
        (
            status,
            String::from_utf8(isi.to_vec()).unwrap(),
            ke.unwrap_or_default(),
        )
    }

    /// A page, for somebody logged in or for anybody.
    pub async fn minta(&self, siapa: Option<&Orang>, jalur: &str) -> (StatusCode, String) {
        let mut req = Request::get(format!("/jembrana{jalur}"));
        if let Some(o) = siapa {
            req = req.header(header::COOKIE, format!("praja_sesi={}", o.rahasia));
        }
        let (status, isi, _) = self.kirim_permintaan(req, String::new()).await;
        (status, isi)
    }

    /// A form; the answer is its status, its text, and where it leads.
    pub async fn kirim(
        &self,
        siapa: &Orang,
        jalur: &str,
        medan: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let mut isi = format!("_csrf={}", self.app.identitas.token_formulir(&siapa.rahasia));
        for (k, v) in medan {
            isi.push_str(&format!("&{k}={}", ui::enkode(v)));
        }
        let req = Request::post(format!("/jembrana{jalur}"))
            .header(header::COOKIE, format!("praja_sesi={}", siapa.rahasia))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.kirim_permintaan(req, isi).await
    }
}

/// The refusal names this field.
pub fn di(g: &Galat, medan: &str) {
    assert!(g.isian().iter().any(|m| m.medan == medan), "{medan} in {g}");
}
