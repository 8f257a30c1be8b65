//! What every page needs to know of its request: regency, language, who asks, and the secrets in its cookies.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, FromRequestParts, RawPathParams},
    http::{HeaderMap, header, request::Parts},
};
use identity::rahasia_baru;
use kernel::{Akun, Bahasa, Galat, Lewat, Pelaku, Profil, RegisterDef, izin, profil::KodeDaerah};
use store::{JenisSesi, Pembaca, Tampak};
use ui::{Laman, kamus::Kamus};

use crate::{Aplikasi, Gagal, alat::alat};

/// The secret of a visitor without account; set by the outermost layer.
#[derive(Clone, Debug)]
pub(crate) struct Tamu(pub(crate) String);

/// A request of one regency.
#[derive(Clone)]
pub struct Permintaan {
    /// The application.
    pub app: Aplikasi,
    /// The regency.
    pub profil: Arc<Profil>,
    /// Language of the answer.
    pub b: Bahasa,
    /// Who asks.
    pub pelaku: Pelaku,
    /// Path and query.
    pub jalur: String,
    /// Where the request comes from.
    pub alamat: String,
    /// On what it was made, in few words.
    pub alat: String,
    /// Cookies.
    pub kuki: Kuki,
    /// The words of the regency.
    pub kamus: Arc<Kamus>,
    /// The secret that form tokens are bound to: the session's, else the visitor's.
    rahasia: String,
    csrf: String,
    /// What tells one session or token from another; nothing can be done with it.
    sesi: String,
}

/// The cookies of a request.
#[derive(Clone, Debug, Default)]
pub struct Kuki(Vec<(String, String)>);

impl Kuki {
    /// Reads the `Cookie` headers.
    pub fn dari(kepala: &HeaderMap) -> Self {
        let semua = kepala
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok());
        let satu = |s: &str| {
            s.trim()
                .split_once('=')
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
        };
        Kuki(semua.flat_map(|s| s.split(';')).filter_map(satu).collect())
    }

    /// The value of a cookie.
    pub fn ambil(&self, nama: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(k, _)| k == nama)
            .map(|(_, v)| v.as_str())
            .filter(|v| !v.is_empty())
    }
}

/// Name of the session cookie.
pub const SESI: &str = "praja_sesi";
/// Name of the language cookie.
pub const BAHASA: &str = "praja_bahasa";

impl FromRequestParts<Aplikasi> for Permintaan {
    type Rejection = Gagal;

    async fn from_request_parts(parts: &mut Parts, app: &Aplikasi) -> Result<Self, Gagal> {
        let jalur = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| Galat::TidakDitemukan)?;
        let kode = jalur
            .iter()
            .find(|(k, _)| *k == "daerah")
            .map(|(_, v)| v.to_owned())
            .unwrap_or_default();
        let profil = app.store.profil(&kode).ok_or(Galat::TidakDitemukan)?.clone();
        let kuki = Kuki::dari(&parts.headers);
        let pelaku = siapa(parts, app, profil.kode(), &kuki).await?;
        let rahasia = match (kuki.ambil(SESI), parts.extensions.get::<Tamu>()) {
            (Some(s), _) => s.to_owned(),
            (None, Some(Tamu(s))) => s.clone(),
            (None, None) => rahasia_baru(),
        };
        let csrf = app.identitas.token_formulir(&rahasia);
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok());
        let sesi = token.map_or_else(|| csrf.clone(), |t| app.identitas.token_formulir(t));
        // Machines get no pages.
        let kamus = match parts.uri.path().contains("/api/") {
            true => Arc::default(),
            false => app.kamus(&profil).await,
        };
        Ok(Permintaan {
            kamus,
            b: bahasa(&kuki, &parts.headers),
            jalur: parts
                .uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            alamat: alamat(parts, app.proksi),
            alat: parts
                .headers
                .get(header::USER_AGENT)
                .and_then(|v| v.to_str().ok())
                .map_or_else(String::new, alat),
            app: app.clone(),
            profil,
            pelaku,
            kuki,
            rahasia,
            csrf,
            sesi,
        })
    }
}

/// The language a cookie asks for; Indonesian first, whatever the browser prefers.
pub fn bahasa(kuki: &Kuki, kepala: &HeaderMap) -> Bahasa {
    let api = |v: &str| v.trim().to_lowercase().starts_with("en");
    match kuki.ambil(BAHASA) {
        Some("en") => Bahasa::En,
        Some(_) => Bahasa::Id,
        // Machines have no switch: they say it in the header, and only when it is the first choice.
        None if !accepts_html(kepala)
            && kepala
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|v| v.to_str().ok())
                .is_some_and(api) =>
        {
            Bahasa::En
        }
        None => Bahasa::Id,
    }
}

pub(crate) fn accepts_html(kepala: &HeaderMap) -> bool {
    kepala
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("text/html"))
}

async fn siapa(parts: &Parts, app: &Aplikasi, daerah: &KodeDaerah, kuki: &Kuki) -> Result<Pelaku, Gagal> {
    if let Some(v) = parts.headers.get(header::AUTHORIZATION) {
        let token = v
            .to_str()
            .ok()
            .and_then(|s| s.strip_prefix("Bearer ").or_else(|| s.strip_prefix("bearer ")));
        let pelaku = match token {
            Some(t) => app.identitas.siapa(daerah, JenisSesi::Token, t.trim()).await?,
            None => None,
        };
        // A wrong token is an error, never a silent step down to the public.
        return pelaku.ok_or(Gagal(Galat::PerluMasuk));
    }
    match kuki.ambil(SESI) {
        Some(s) => Ok(app
            .identitas
            .siapa(daerah, JenisSesi::Web, s)
            .await?
            .unwrap_or(Pelaku::Publik)),
        None => Ok(Pelaku::Publik),
    }
}

fn alamat(parts: &Parts, proksi: bool) -> String {
    let diteruskan = || {
        // The proxy adds its word last, be it to the line or as a line of its own.
        let v = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
        let v = v.to_str().ok()?;
        Some(v.rsplit(',').next()?.trim().to_owned())
    };
    let langsung = || {
        parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|c| c.0.ip().to_string())
    };
    proksi
        .then(diteruskan)
        .flatten()
        .or_else(langsung)
        .unwrap_or_else(|| "-".to_owned())
}

impl Permintaan {
    /// Short name of the regency.
    pub fn daerah(&self) -> &KodeDaerah {
        self.profil.kode()
    }

    /// Path inside the regency.
    pub fn ke(&self, jalur: &str) -> String {
        format!("/{}{jalur}", self.daerah())
    }

    /// The form token.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Whether a form token is ours, for this visitor or session.
    pub fn cocok_csrf(&self, token: &str) -> bool {
        self.app.identitas.cocok_formulir(&self.rahasia, token)
    }

    /// Writes down that this asker reads what is secret among these entries, before anything of it is shown.
    ///
    /// # Errors
    /// As [`store::Store::catat_baca`].
    pub async fn catat_baca(
        &self,
        pelaku: &Pelaku,
        lewat: Lewat,
        tampak: impl IntoIterator<Item = &Tampak>,
    ) -> Result<(), Galat> {
        self.app
            .store
            .catat_baca(&self.pembaca(pelaku, lewat), tampak)
            .await
    }

    /// This asker as somebody who reads, as one of those it may read as.
    pub(crate) fn pembaca<'a>(&'a self, pelaku: &'a Pelaku, lewat: Lewat) -> Pembaca<'a> {
        Pembaca {
            pelaku,
            sesi: &self.sesi,
            lewat,
        }
    }

    /// The account that is logged in.
    ///
    /// # Errors
    /// [`Galat::PerluMasuk`].
    pub fn akun(&self) -> Result<&Akun, Galat> {
        self.pelaku.akun().ok_or(Galat::PerluMasuk)
    }

    /// The frame of a page.
    pub fn laman<'a>(&'a self, judul: &'a str) -> Laman<'a> {
        Laman {
            b: self.b,
            profil: Some(&self.profil),
            akun: self.pelaku.akun(),
            jalur: &self.jalur,
            csrf: &self.csrf,
            judul,
            kamus: Some(&self.kamus),
        }
    }

    /// A register of the inventory that is shown in the way all are.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`], also for one that only its own pages know of.
    pub fn register(&self, kode: &str) -> Result<Arc<RegisterDef>, Galat> {
        let def = self.app.store.inventaris().cari(kode)?;
        if def.tertutup {
            return Err(Galat::TidakDitemukan);
        }
        Ok(def.clone())
    }

    /// The permission to do something with entries of a register, or the refusal that fits who asks.
    ///
    /// # Errors
    /// [`Galat::PerluMasuk`] for the public, [`Galat::Ditolak`] for accounts without the right.
    pub fn wewenang(&self, def: &RegisterDef, t: izin::Tindakan) -> Result<izin::Wewenang, Galat> {
        izin::wewenang(&self.profil, def, &self.pelaku, t).ok_or_else(|| match self.pelaku {
            Pelaku::Akun(_) => Galat::Ditolak(
                "Peran Anda tidak memberi wewenang ini. Hubungi administrator bila keliru.".into(),
            ),
            _ => Galat::PerluMasuk,
        })
    }

    /// A `Set-Cookie` value: for this regency's pages (`sempit`), or the whole site; `umur` in seconds, 0 removes it.
    pub fn set_kuki(&self, nama: &str, nilai: &str, sempit: &str, umur: i64) -> String {
        let aman = if self.app.url_dasar.starts_with("https:") {
            "; Secure"
        } else {
            ""
        };
        format!(
            "{nama}={nilai}; Path={}; Max-Age={umur}; HttpOnly; SameSite=Lax{aman}",
            self.ke(sempit)
        )
    }

    /// A command of this asker, now.
    pub fn perintah(&self, aksi: kernel::Aksi) -> kernel::Perintah {
        kernel::Perintah {
            daerah: self.daerah().clone(),
            pelaku: self.pelaku.clone(),
            kini: self.app.store.jam().kini(),
            aksi,
            kunci: None,
        }
    }
}

/// Name of the cookie that proves which entries a citizen may follow: signed ids, newest first.
const LACAK: &str = "praja_lacak";
/// Most entries followed from one browser.
const MAKS_LACAK: usize = 20;

impl Permintaan {
    /// The entries this browser has proved to be its own (by tracking code, or by having filed them).
    pub fn milik_sendiri(&self) -> Vec<kernel::IdEntri> {
        let guna = format!("lacak/{}", self.daerah());
        let isi = self
            .kuki
            .ambil(LACAK)
            .and_then(|v| self.app.identitas.buka_tanda(&guna, v))
            .unwrap_or_default();
        isi.split('~')
            .filter_map(|s| s.parse().ok())
            .map(kernel::IdEntri)
            .take(MAKS_LACAK)
            .collect()
    }

    /// A `Set-Cookie` value that adds an entry to those.
    pub fn tambah_milik(&self, id: kernel::IdEntri) -> String {
        let mut semua = vec![id];
        semua.extend(self.milik_sendiri().into_iter().filter(|i| *i != id));
        semua.truncate(MAKS_LACAK);
        let isi: Vec<String> = semua.iter().map(|i| i.0.simple().to_string()).collect();
        let isi = self
            .app
            .identitas
            .tandai(&format!("lacak/{}", self.daerah()), &isi.join("~"));
        self.set_kuki(LACAK, &isi, "", 30 * 86_400)
    }

    /// A `Set-Cookie` value that makes this browser forget them: for a telephone that others use too.
    pub fn lupakan_milik(&self) -> String {
        self.set_kuki(LACAK, "", "", 0)
    }

    /// All that this request may read files as: itself, and the citizen of each entry it has proved.
    pub(crate) fn pelaku_berkas(&self) -> Vec<Pelaku> {
        let mut semua = vec![self.pelaku.clone()];
        semua.extend(self.milik_sendiri().into_iter().map(Pelaku::Pelapor));
        semua
    }
}
