//! What the single sign-on of other applications remembers: applications, codes, tokens, consent, sign-ins, keys.
//! Secrets come in as they are and are kept as digests only.

use kernel::{Akun, Galat, entri::uuid_v7, profil::KodeDaerah};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{JenisSesi, Store, mustahil, pada};

fn sidik(rahasia: &str) -> Vec<u8> {
    Sha256::digest(rahasia.as_bytes()).to_vec()
}

/// Who may use an application: whoever holds this role (none: any), in this unit (none: anywhere).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bagi {
    /// Code of a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peran: Option<String>,
    /// Code of a unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl Bagi {
    /// Whether an account is meant.
    pub fn kena(&self, a: &Akun) -> bool {
        let pas = |mau: &Option<String>, ada: &str| mau.as_deref().is_none_or(|m| m == ada);
        a.peran
            .iter()
            .any(|(p, u)| pas(&self.peran, p.kode()) && pas(&self.unit, u.as_str()))
    }
}

/// What an administrator decides about an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Setelan {
    /// Where it may be answered: exactly these addresses.
    pub alamat: Vec<String>,
    /// Where it may have people sent after they logged out.
    pub alamat_keluar: Vec<String>,
    /// Who may use it; nobody when empty.
    pub bagi: Vec<Bagi>,
    /// It belongs to the regency: people are not asked before they first use it.
    pub tanpa_tanya: bool,
}

/// An application that people sign in to with Praja.
#[derive(Clone, Debug, PartialEq)]
pub struct Klien {
    /// Its name in the protocol.
    pub id: String,
    /// Its name for people.
    pub nama: String,
    /// Digest of its secret; none for a program that cannot keep one.
    pub rahasia: Option<Vec<u8>>,
    /// What was decided about it.
    pub setelan: Setelan,
    /// It may be used.
    pub aktif: bool,
    /// Registered, ms.
    pub dibuat: i64,
}

impl Klien {
    /// Whether an account may sign in to it.
    pub fn boleh(&self, a: &Akun) -> bool {
        self.aktif && self.setelan.bagi.iter().any(|b| b.kena(a))
    }

    /// The digest under which a secret is kept.
    pub fn sidik(rahasia: &str) -> Vec<u8> {
        sidik(rahasia)
    }
}

/// What a code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kode {
    /// The application it was given to.
    pub klien: String,
    /// The account that agreed.
    pub akun: Uuid,
    /// The address it was sent to.
    pub alamat: String,
    /// The PKCE challenge (S256).
    pub tantangan: String,
    /// Returned to the application in the identity token.
    pub nonce: Option<String>,
    /// What was agreed to, words with blanks between.
    pub lingkup: String,
    /// When the person logged in, ms.
    pub masuk: i64,
}

/// What became of a code that was presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tukar {
    /// It was good: what it stood for, and the login name of its account.
    Jadi(Kode, String),
    /// It had been used before; what it gave is taken back.
    Ulang,
    /// It is unknown, has run out, or was not for who presented it. It cannot be used any more.
    Tolak,
}

/// What a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSso {
    /// The application that holds it.
    pub klien: String,
    /// Login name of the account it speaks for.
    pub pengguna: String,
    /// What was agreed to.
    pub lingkup: String,
    /// Made, ms.
    pub dibuat: i64,
    /// Until, ms.
    pub kadaluarsa: i64,
}

/// Somebody signed in to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masuk {
    /// The application.
    pub klien: String,
    /// Its name.
    pub nama_klien: String,
    /// Name of the person.
    pub nama_akun: String,
    /// Login name of the person.
    pub pengguna: String,
    /// When, ms.
    pub waktu: i64,
}

/// A key that identity tokens are signed with.
#[derive(Clone, Debug, PartialEq)]
pub struct KunciSso {
    /// Its number; the highest one signs.
    pub urut: i64,
    /// Its public half, as a JSON Web Key.
    pub publik: Value,
    /// Its private half, closed; none once another key signs.
    pub rahasia: Option<Vec<u8>>,
    /// Since, ms.
    pub mulai: i64,
    /// Until when it signed, ms.
    pub selesai: Option<i64>,
}

impl Store {
    /// An application, also one that was turned off.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_klien(&self, daerah: &KodeDaerah, id: &str) -> Result<Option<Klien>, Galat> {
        if mustahil(id) {
            return Ok(None);
        }
        let semua = pada!(&self.db, sql, kolam, baca => sql::sso::klien(kolam, daerah, Some(id)).await)?;
        Ok(semua.into_iter().next())
    }

    /// All applications of a regency, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_semua_klien(&self, daerah: &KodeDaerah) -> Result<Vec<Klien>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::sso::klien(kolam, daerah, None).await)
    }

    /// Keeps an application as it is now. One that is turned off loses its codes and tokens.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_simpan_klien(&self, daerah: &KodeDaerah, k: &Klien) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::sso::simpan_klien(kolam, daerah, k).await)
    }

    /// The account of a browser session and when it logged in (ms), unless the session has ended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_sesi(&self, daerah: &KodeDaerah, rahasia: &str) -> Result<Option<(Uuid, i64)>, Galat> {
        let (s, kini) = (sidik(rahasia), self.jam.kini().as_millisecond());
        let jenis = JenisSesi::Web.kode();
        pada!(&self.db, sql, kolam, baca => sql::sso::sesi(kolam, daerah, &s, jenis, kini).await)
    }

    /// Keeps a code until a moment (ms). It is good only while the session lasts in which it was made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_simpan_kode(
        &self,
        daerah: &KodeDaerah,
        kode: &str,
        sesi: &str,
        isi: &Kode,
        sampai: i64,
    ) -> Result<(), Galat> {
        let rumpun = uuid_v7(self.jam.kini());
        let kunci = [sidik(kode), sidik(sesi)];
        pada!(&self.db, sql, kolam, tulis => sql::sso::simpan_kode(kolam, daerah, &kunci, isi, rumpun, sampai).await)
    }

    /// Takes a code for a token that lasts until `sampai` (ms), and records the sign-in. The code can be used no more,
    /// whatever `sah` says of what it stands for. The second use of a code takes back what the first one gave.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_tukar(
        &self,
        daerah: &KodeDaerah,
        kode: &str,
        sah: impl FnOnce(&Kode) -> bool + Send,
        token: &str,
        sampai: i64,
    ) -> Result<Tukar, Galat> {
        let kini = self.jam.kini().as_millisecond();
        let kunci = [sidik(kode), sidik(token)];
        pada!(&self.db, sql, kolam, tulis => sql::sso::tukar(kolam, daerah, &kunci, sah, kini, sampai).await)
    }

    /// What a token stands for: of an active account and an active application, not run out, and given in a session
    /// that still lasts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_token(&self, daerah: &KodeDaerah, token: &str) -> Result<Option<TokenSso>, Galat> {
        let (s, kini) = (sidik(token), self.jam.kini().as_millisecond());
        pada!(&self.db, sql, kolam, baca => sql::sso::token(kolam, daerah, &s, kini).await)
    }

    /// Forgets a token, if it is this application's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_cabut_token(&self, daerah: &KodeDaerah, klien: &str, token: &str) -> Result<(), Galat> {
        let s = sidik(token);
        pada!(&self.db, sql, kolam, tulis => sql::sso::cabut_token(kolam, daerah, klien, &s).await)
    }

    /// What an account has agreed to let an application know; words with blanks between.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_setuju(
        &self,
        daerah: &KodeDaerah,
        akun: Uuid,
        klien: &str,
    ) -> Result<Option<String>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::sso::setuju(kolam, daerah, akun, klien).await)
    }

    /// Keeps what an account agreed to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_simpan_setuju(
        &self,
        daerah: &KodeDaerah,
        akun: Uuid,
        klien: &str,
        lingkup: &str,
    ) -> Result<(), Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::sso::simpan_setuju(kolam, daerah, akun, klien, lingkup, kini).await)
    }

    /// Takes back what an account agreed to, and what the application got by it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_cabut_setuju(&self, daerah: &KodeDaerah, akun: Uuid, klien: &str) -> Result<(), Galat> {
        if mustahil(klien) {
            return Ok(());
        }
        pada!(&self.db, sql, kolam, tulis => sql::sso::cabut_setuju(kolam, daerah, akun, klien).await)
    }

    /// The last sign-ins, newest first: of one account, to one application, or both.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_masuk(
        &self,
        daerah: &KodeDaerah,
        akun: Option<Uuid>,
        klien: Option<&str>,
        banyak: i64,
    ) -> Result<Vec<Masuk>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::sso::masuk(kolam, daerah, akun, klien, banyak).await)
    }

    /// The keys of a regency, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_kunci(&self, daerah: &KodeDaerah) -> Result<Vec<KunciSso>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::sso::kunci(kolam, daerah).await)
    }

    /// Lets a new key sign from now on, and destroys the private half of those before. False when somebody else added
    /// one of that number just before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sso_tambah_kunci(
        &self,
        daerah: &KodeDaerah,
        urut: i64,
        publik: &Value,
        rahasia: &[u8],
    ) -> Result<bool, Galat> {
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::sso::tambah_kunci(kolam, daerah, urut, publik, rahasia, kini).await)
    }
}
