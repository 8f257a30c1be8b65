//! The site with accounts and applications, and a browser and an application to ask it.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    sync::{Arc, LazyLock},
    task::Poll,
};

use axum::{Router, body::Body, http::Request};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use http_body_util::BodyExt;
use identity::{Identitas, Oleh, UMUR_SESI};
use kernel::{Akun, Inventaris, Jam, Peran, Profil, nilai::KodeUnit, profil::KodeDaerah};
use ring::{rsa::PublicKeyComponents, signature::RSA_PKCS1_2048_8192_SHA256};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use sso::klien::{self, Baru};
use store::{
    JenisSesi, Store,
    sso::{Bagi, Klien, Setelan},
};
use tempfile::TempDir;
use tower::ServiceExt;
use url::Url;

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
/// Where the site stands.
pub const SITUS: &str = "https://praja.contoh.id";
/// Where the application is answered.
pub const BALIK: &str = "https://simpeg.contoh.id/masuk?dari=praja";
/// A verifier and its challenge.
pub const PEMBUKTI: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

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
    pub app: web::Aplikasi,
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
        let nama = format!("praja_sso_{}", uuid::Uuid::now_v7().simple());
        if let Some(s) = &server {
            let buat = format!("create database {nama} template template0 encoding 'UTF8'");
            perintah_pg(s, &buat).await;
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

/// An answer.
#[derive(Debug)]
pub struct Jawaban {
    pub status: u16,
    pub kepala: axum::http::HeaderMap,
    pub isi: String,
}

impl Jawaban {
    #[track_caller]
    pub fn harus(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.isi);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(
            self.kepala("content-type"),
            Some("application/json"),
            "{}",
            self.isi
        );
        assert_eq!(self.kepala("cache-control"), Some("no-store"));
        serde_json::from_str(&self.isi).unwrap()
    }

    pub fn kepala(&self, nama: &str) -> Option<&str> {
        self.kepala.get(nama).map(|v| v.to_str().unwrap())
    }

    /// Where it leads: by its header, or as the page that leads on by itself.
    #[track_caller]
    pub fn ke(&self) -> Url {
        let ke = match self.kepala("location") {
            Some(l) => l.to_owned(),
            None => {
                let (_, sisa) = self.isi.split_once("content=\"0; url=").expect(&self.isi);
                sisa.split_once('"').unwrap().0.replace("&amp;", "&")
            }
        };
        Url::parse(SITUS).unwrap().join(&ke).unwrap()
    }

    /// The error that an application is told about at its address.
    #[track_caller]
    pub fn galat(&self) -> String {
        let ke = self.ke();
        assert!(ke.as_str().starts_with(BALIK), "{ke}");
        assert_eq!(ambil(&ke, "iss").unwrap(), format!("{SITUS}/serang/sso"));
        assert_eq!(ambil(&ke, "code"), None);
        ambil(&ke, "error").unwrap()
    }

    /// Whether the answer sends nobody out of the site.
    #[track_caller]
    pub fn tinggal(&self) {
        assert_eq!(self.kepala("location"), None, "{self:?}");
        assert_eq!(self.kepala("refresh"), None);
        assert!(!self.isi.contains("http-equiv"), "{}", self.isi);
    }
}

pub fn ambil(u: &Url, nama: &str) -> Option<String> {
    u.query_pairs()
        .find(|(k, _)| k == nama)
        .map(|(_, v)| v.into_owned())
}

/// Fields as a form or query.
pub fn formulir(isi: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(isi)
        .finish()
}

pub fn tantangan(pembukti: &str) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(pembukti.as_bytes()))
}

/// An application with its secret.
pub struct Aplikasi {
    pub klien: Klien,
    pub rahasia: Option<String>,
}

impl Aplikasi {
    pub fn id(&self) -> &str {
        &self.klien.id
    }

    /// HTTP Basic.
    pub fn dasar(&self) -> String {
        let r = self.rahasia.as_deref().unwrap_or_default();
        format!("Basic {}", BASE64.encode(format!("{}:{r}", self.id()).as_bytes()))
    }

    /// A request that is right, changed by `ganti`: an empty value leaves the field out.
    pub fn permohonan(&self, ganti: &[(&str, &str)]) -> String {
        let t = tantangan(PEMBUKTI);
        let mut isi: BTreeMap<&str, &str> = [
            ("client_id", self.id()),
            ("redirect_uri", BALIK),
            ("response_type", "code"),
            ("scope", "openid profile email praja"),
            ("state", "ke mana & apa"),
            ("nonce", "sekali-saja"),
            ("code_challenge", &t),
            ("code_challenge_method", "S256"),
        ]
        .into();
        isi.extend(ganti.iter().copied());
        isi.retain(|_, v| !v.is_empty());
        let isi: Vec<(&str, &str)> = isi.into_iter().collect();
        format!("/serang/sso/authorize?{}", formulir(&isi))
    }
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
        let mut app = web::Aplikasi::baru(store, identitas, SITUS, Arc::new(String::new), false);
        app.bilik = sso::BILIK.into();
        Uji {
            router: web::router(app.clone(), sso::rute()),
            app,
            jam,
            _folder: folder,
        }
    }

    pub fn daerah(&self, kode: &str) -> KodeDaerah {
        self.app.store.profil(kode).unwrap().kode().clone()
    }

    pub fn maju(&self, detik: i64) {
        let ms = self.jam.kini().as_millisecond() + detik * 1_000;
        self.jam.setel(kernel::kalender::saat(ms));
    }

    /// An account of Serang's Diskominfo, with an e-mail address.
    pub async fn akun(&self, pengguna: &str, peran: Peran) -> Akun {
        self.akun_di("serang", pengguna, peran).await
    }

    pub async fn akun_di(&self, daerah: &str, pengguna: &str, peran: Peran) -> Akun {
        let (d, s) = (self.daerah(daerah), &self.app.store);
        let unit = s.profil(daerah).unwrap().fungsi("kominfo").unwrap().clone();
        let peran: Vec<(Peran, KodeUnit)> = vec![(peran, unit)];
        let sandi = "kata sandi uji coba";
        let id = &self.app.identitas;
        id.simpan_akun(&d, pengguna, "Ni Made Uji", sandi, peran)
            .await
            .unwrap();
        let a = s.akun(&d, pengguna).await.unwrap().unwrap();
        let surel = kernel::nilai::Surel::baru("made@contoh.id").unwrap();
        id.atur_surel(Oleh::Operator, &a, Some(&surel)).await.unwrap();
        a.akun
    }

    /// A browser that is logged in: the secret of its session.
    pub async fn sesi(&self, a: &Akun) -> String {
        let id = &self.app.identitas;
        id.buka_sesi(a, JenisSesi::Web, "", UMUR_SESI).await.unwrap()
    }

    /// An application that everybody may use.
    pub async fn aplikasi(&self, ubah: impl FnOnce(&mut Baru)) -> Aplikasi {
        self.aplikasi_di("serang", ubah).await
    }

    pub async fn aplikasi_di(&self, daerah: &str, ubah: impl FnOnce(&mut Baru)) -> Aplikasi {
        let mut b = Baru {
            nama: "SIMPEG".into(),
            setelan: Setelan {
                alamat: vec![BALIK.into()],
                alamat_keluar: vec!["https://simpeg.contoh.id/".into()],
                bagi: vec![Bagi::default()],
                tanpa_tanya: true,
            },
            publik: false,
        };
        ubah(&mut b);
        let d = self.daerah(daerah);
        let (klien, rahasia) = klien::tambah(&self.app.store, Oleh::Operator, &d, b)
            .await
            .unwrap();
        Aplikasi { klien, rahasia }
    }

    /// Any request. No answer is ever a failure of ours.
    pub async fn minta(&self, req: axum::http::request::Builder, isi: impl Into<Body>) -> Jawaban {
        let r = self
            .router
            .clone()
            .oneshot(req.body(isi.into()).unwrap())
            .await
            .unwrap();
        let (kepala, badan) = r.into_parts();
        let isi = badan.collect().await.unwrap().to_bytes().to_vec();
        let j = Jawaban {
            status: kepala.status.as_u16(),
            kepala: kepala.headers,
            isi: String::from_utf8(isi).unwrap(),
        };
        assert!(j.status < 500, "{}: {}", j.status, j.isi);
        j
    }

    /// What a browser gets, logged in or not.
    pub async fn buka(&self, sesi: Option<&str>, jalur: &str) -> Jawaban {
        let mut r = Request::get(jalur);
        if let Some(s) = sesi {
            r = r.header("cookie", format!("praja_sesi={s}"));
        }
        self.minta(r, Body::empty()).await
    }

    /// A form of ours, sent by a browser that is logged in.
    pub async fn kirim(&self, sesi: &str, jalur: &str, isi: &[(&str, &str)]) -> Jawaban {
        let csrf = self.app.identitas.token_formulir(sesi);
        let isi = formulir(&[&[("_csrf", csrf.as_str())], isi].concat());
        let r = Request::post(jalur)
            .header("cookie", format!("praja_sesi={sesi}"))
            .header("content-type", "application/x-www-form-urlencoded");
        self.minta(r, isi).await
    }

    /// What an application posts.
    pub async fn mesin(&self, jalur: &str, dasar: Option<&str>, isi: &[(&str, &str)]) -> Jawaban {
        let mut r = Request::post(jalur).header("content-type", "application/x-www-form-urlencoded");
        if let Some(d) = dasar {
            r = r.header("authorization", d);
        }
        self.minta(r, formulir(isi)).await
    }

    /// A code, for who is logged in and need not be asked.
    pub async fn kode(&self, sesi: &str, a: &Aplikasi, ganti: &[(&str, &str)]) -> String {
        let j = self.buka(Some(sesi), &a.permohonan(ganti)).await.harus(303);
        ambil(&j.ke(), "code").unwrap_or_else(|| panic!("{}", j.ke()))
    }

    /// Takes a code, with what else is sent changed by `ganti`.
    pub async fn tukar(&self, a: &Aplikasi, kode: &str, ganti: &[(&str, &str)]) -> Jawaban {
        let mut isi: BTreeMap<&str, &str> = [
            ("grant_type", "authorization_code"),
            ("code", kode),
            ("redirect_uri", BALIK),
            ("code_verifier", PEMBUKTI),
        ]
        .into();
        isi.extend(ganti.iter().copied());
        isi.retain(|_, v| !v.is_empty());
        let isi: Vec<(&str, &str)> = isi.into_iter().collect();
        self.mesin("/serang/sso/token", Some(&a.dasar()), &isi).await
    }

    /// All the way to the tokens.
    pub async fn masuk(&self, sesi: &str, a: &Aplikasi) -> Value {
        let kode = self.kode(sesi, a, &[]).await;
        self.tukar(a, &kode, &[]).await.harus(200).json()
    }

    pub async fn siapa(&self, daerah: &str, token: &str) -> Jawaban {
        let r = Request::get(format!("/{daerah}/sso/userinfo"))
            .header("authorization", format!("Bearer {token}"));
        self.minta(r, Body::empty()).await
    }

    /// The claims of an identity token, if a published key vouches for it.
    pub async fn klaim(&self, token: &str) -> Option<Value> {
        let jwks = self.buka(None, "/serang/sso/jwks").await.harus(200).json();
        let bagian: Vec<&str> = token.split('.').collect();
        let [kepala, klaim, tanda] = bagian[..] else {
            panic!("{token}")
        };
        let bait = |b: &str| BASE64URL_NOPAD.decode(b.as_bytes()).unwrap();
        let kepala: Value = serde_json::from_slice(&bait(kepala)).unwrap();
        assert_eq!(
            (kepala["alg"].as_str(), kepala["typ"].as_str()),
            (Some("RS256"), Some("JWT"))
        );
        let semua = jwks["keys"].as_array().unwrap();
        assert!(semua.iter().all(|k| k.get("d").is_none()), "only public halves");
        let k = semua.iter().find(|k| k["kid"] == kepala["kid"])?;
        let angka = |n: &str| bait(k[n].as_str().unwrap());
        let isi = token.rsplit_once('.').unwrap().0;
        PublicKeyComponents {
            n: angka("n"),
            e: angka("e"),
        }
        .verify(&RSA_PKCS1_2048_8192_SHA256, isi.as_bytes(), &bait(tanda))
        .ok()?;
        Some(serde_json::from_slice(&bait(klaim)).unwrap())
    }
}
