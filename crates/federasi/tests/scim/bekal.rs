//! The site, and a program that asks it.

use axum::{body::Body, http::Request};
use bekal::Situs;
pub use bekal::Uji;
use federasi::klien::{self, Baru};
use http_body_util::BodyExt;
use identity::Oleh;
use kernel::Peran;
use serde_json::{Value, json};
use store::{AkunSimpan, scim::KlienScim};
use tower::ServiceExt;

pub const PEGAWAI: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// A number that an official may have.
pub const NIP: &str = "198001012005012001";

pub fn situs() -> Situs {
    Situs {
        register: [layanan::register(), tata_kelola::register()].concat(),
        daerah: &["serang", "jembrana"],
        rute: federasi::rute(&Default::default()),
        atur: |_| {},
    }
}

/// A program with its token.
pub struct Program {
    pub klien: KlienScim,
    pub token: String,
}

/// An answer.
#[derive(Debug)]
pub struct Jawaban {
    pub status: u16,
    pub kepala: axum::http::HeaderMap,
    pub isi: Value,
}

impl Jawaban {
    #[track_caller]
    pub fn harus(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.isi);
        self
    }

    /// A refusal in the words of the standard.
    #[track_caller]
    pub fn tolak(self, status: u16, jenis: &str) {
        assert_eq!(self.status, status, "{}", self.isi);
        assert_eq!(
            self.isi["schemas"][0],
            "urn:ietf:params:scim:api:messages:2.0:Error"
        );
        assert_eq!(self.isi["status"], status.to_string());
        assert_eq!(
            self.isi["scimType"].as_str().unwrap_or_default(),
            jenis,
            "{}",
            self.isi
        );
        assert!(!self.isi["detail"].as_str().unwrap().is_empty());
    }

    pub fn id(&self) -> String {
        self.isi["id"].as_str().unwrap().to_owned()
    }
}

/// A program of a regency that may grant these roles.
pub async fn program(u: &Uji, daerah: &str, peran: &[Peran]) -> Program {
    let d = u.app.store.profil(daerah).unwrap().kode().clone();
    let (klien, token) = klien::tambah(&u.app.store, Oleh::Operator, &d, baru(peran))
        .await
        .unwrap();
    Program { klien, token }
}

/// What is said of a program that may grant these roles.
pub fn baru(peran: &[Peran]) -> Baru {
    Baru {
        nama: "Direktori pegawai".into(),
        peran: peran.to_vec(),
        berlaku: klien::BERLAKU,
    }
}

/// Any request. No answer is ever a failure of ours, and each is of the standard's kind.
pub async fn minta(u: &Uji, req: axum::http::request::Builder, isi: impl Into<Body>) -> Jawaban {
    let r = u
        .router
        .clone()
        .oneshot(req.body(isi.into()).unwrap())
        .await
        .unwrap();
    let (kepala, badan) = r.into_parts();
    let isi = badan.collect().await.unwrap().to_bytes();
    let status = kepala.status.as_u16();
    let teks = String::from_utf8(isi.to_vec()).unwrap();
    assert!(status < 500, "{status}: {teks}");
    let isi = match teks.as_str() {
        "" => Value::Null,
        t => {
            assert_eq!(kepala.headers["content-type"], "application/scim+json", "{t}");
            serde_json::from_str(t).unwrap()
        }
    };
    Jawaban {
        status,
        kepala: kepala.headers,
        isi,
    }
}

impl Program {
    pub async fn tanya(&self, u: &Uji, metode: &str, jalur: &str, isi: Option<Value>) -> Jawaban {
        self.dengan(u, metode, jalur, isi, &[]).await
    }

    pub async fn dengan(
        &self,
        u: &Uji,
        metode: &str,
        jalur: &str,
        isi: Option<Value>,
        kepala: &[(&str, &str)],
    ) -> Jawaban {
        // What came later also sorts later.
        u.jam
            .setel(kernel::kalender::saat(u.jam.kini().as_millisecond() + 1));
        let mut r = Request::builder()
            .method(metode)
            .uri(format!("/serang/scim/v2{jalur}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/scim+json");
        for (k, v) in kepala {
            r = r.header(*k, *v);
        }
        minta(u, r, isi.map_or(Body::empty(), |v| Body::from(v.to_string()))).await
    }

    pub async fn ambil(&self, u: &Uji, jalur: &str) -> Jawaban {
        self.tanya(u, "GET", jalur, None).await
    }

    pub async fn buat(&self, u: &Uji, isi: Value) -> Jawaban {
        self.tanya(u, "POST", "/Users", Some(isi)).await
    }

    /// A patch of these operations.
    pub async fn tambal(&self, u: &Uji, id: &str, ops: Value) -> Jawaban {
        let isi = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": ops });
        self.tanya(u, "PATCH", &format!("/Users/{id}"), Some(isi)).await
    }

    /// What is noted of an account, newest first: what, and whether by this program.
    pub async fn riwayat(&self, u: &Uji, pengguna: &str) -> Vec<(String, bool)> {
        let a = akun(u, pengguna).await;
        let semua = u.app.store.riwayat_akun(&a.akun, 50).await.unwrap();
        let satu = |(_, c): (_, store::Catatan)| (c.perbuatan, c.oleh == Some(self.klien.id));
        semua.into_iter().map(satu).collect()
    }
}

/// The account with that login name.
pub async fn akun(u: &Uji, pengguna: &str) -> AkunSimpan {
    let d = u.app.store.profil("serang").unwrap().kode().clone();
    u.app.store.akun(&d, pengguna).await.unwrap().unwrap()
}

/// A person as providers send them.
pub fn orang() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", PEGAWAI],
        "userName": "Ni.Made@serang.example",
        "externalId": "0b5f-1",
        "name": { "givenName": "Ni Made", "familyName": "Sari" },
        "emails": [{ "value": "made@rumah.id", "type": "home" }, { "value": "made@contoh.id", "type": "work", "primary": true }],
        "active": true,
        "title": "Pranata Komputer",
        "entahlah": { "a": 1 },
        PEGAWAI: { "employeeNumber": NIP, "department": "Diskominfo" },
    })
}
