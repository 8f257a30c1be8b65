//! Requests: the form asked for, the arguments in the query, the jurisdiction, who asks.

use axum::{
    extract::{FromRequestParts, Query},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil};
use kernel::{Galat, GalatMedan, Kalender, Pelaku};
use store::JenisSesi;
use web::{Aplikasi, Gagal, Permintaan};

use crate::{Hasil, bentuk::Bentuk};

/// Most values of one argument.
const MAKS_NILAI: usize = 200;

/// A refusal, perhaps under another status than its kind has elsewhere.
pub(crate) struct Tolak(Galat, Option<StatusCode>);

impl Tolak {
    /// An argument that names something that is not there.
    pub(crate) fn tak_ada(argumen: &'static str, pesan: &'static str) -> Self {
        Tolak(Galat::medan(argumen, pesan), Some(StatusCode::NOT_FOUND))
    }
}

impl From<Galat> for Tolak {
    fn from(g: Galat) -> Self {
        Tolak(g, None)
    }
}

impl From<Gagal> for Tolak {
    fn from(Gagal(g): Gagal) -> Self {
        Tolak(g, None)
    }
}

impl IntoResponse for Tolak {
    fn into_response(self) -> Response {
        let mut r = Gagal(self.0).into_response();
        if let Some(s) = self.1 {
            *r.status_mut() = s;
        }
        r
    }
}

/// No such address of the protocol.
pub(crate) async fn tak_ada() -> Tolak {
    Galat::TidakDitemukan.into()
}

/// A request of the protocol.
pub(crate) struct Minta {
    pub(crate) p: Permintaan,
    pub(crate) bentuk: Bentuk,
    pub(crate) kueri: Kueri,
}

impl FromRequestParts<Aplikasi> for Minta {
    type Rejection = Tolak;

    async fn from_request_parts(parts: &mut Parts, app: &Aplikasi) -> Result<Self, Tolak> {
        let mut p = Permintaan::from_request_parts(parts, app).await?;
        // Pages of other sites may call this, so a cookie speaks for nobody.
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            p.pelaku = Pelaku::Publik;
        }
        let kueri = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|_| {
            Galat::TidakSah("Permintaan ini tidak dapat dibaca. Periksa alamat dan isinya.".into())
        })?;
        let kueri = Kueri(kueri.0);
        let m = Minta {
            bentuk: Bentuk::dari(parts.uri.path(), &parts.headers),
            p,
            kueri,
        };
        for y in m.kueri.semua("jurisdiction_id") {
            m.yurisdiksi(y)?;
        }
        Ok(m)
    }
}

impl Minta {
    /// Whether a jurisdiction is this one: by its short name, its region code, or a domain of its own. There is one
    /// under each address, so nobody needs to name it; another one is not found.
    pub(crate) fn yurisdiksi(&self, y: &str) -> Result<(), Tolak> {
        let d = &self.p.profil.daerah;
        let domain = d.kontak.surel.rsplit_once('@').map_or("", |(_, d)| d);
        let tuan = self.p.app.url_dasar.split("//").nth(1).unwrap_or_default();
        let sendiri = [d.kode.as_str(), &d.kode_wilayah, domain, tuan];
        if y.is_empty() || sendiri.iter().any(|s| s.eq_ignore_ascii_case(y)) {
            return Ok(());
        }
        Err(Tolak::tak_ada(
            "jurisdiction_id",
            "Yurisdiksi ini tidak ada di alamat ini. Kosongkan, atau pakai kode daerahnya.",
        ))
    }

    /// Who sends something: the account of a token, else the public where that may.
    pub(crate) async fn pengirim(&self, api_key: Option<&str>, wajib: bool) -> Result<Pelaku, Tolak> {
        let tolak = |pesan: &'static str| Tolak(Galat::medan("api_key", pesan), Some(StatusCode::FORBIDDEN));
        match api_key {
            Some(kunci) => {
                let identitas = &self.p.app.identitas;
                let siapa = identitas.siapa(self.p.daerah(), JenisSesi::Token, kunci).await?;
                siapa.ok_or_else(|| tolak("Kunci ini tidak dikenal atau sudah habis masanya."))
            }
            None if wajib && self.p.pelaku.akun().is_none() => {
                Err(tolak("Kunci diperlukan di sini. Mintalah token kepada operator."))
            }
            None => Ok(self.p.pelaku.clone()),
        }
    }

    /// An answer of 200.
    pub(crate) fn jawab(&self, akar: &'static str, isi: &serde_json::Value) -> Hasil {
        Ok(self.bentuk.jawab(StatusCode::OK, akar, isi)?)
    }

    /// A moment as the protocol writes it: W3C, with the regency's offset.
    pub(crate) fn waktu(&self, ms: i64) -> String {
        let s = kernel::kalender::saat(ms.div_euclid(1_000) * 1_000);
        s.display_with_offset(self.p.profil.kalender.setempat(s).offset())
            .to_string()
    }
}

/// The arguments of a query. Those we do not know are let be: clients bring their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kueri(pub(crate) Vec<(String, String)>);

impl Kueri {
    /// All values of an argument that say something.
    pub(crate) fn semua<'a>(&'a self, nama: &'a str) -> impl Iterator<Item = &'a str> {
        let ada = self.0.iter().filter(move |(k, _)| k == nama);
        ada.map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// The value of an argument that has one.
    pub(crate) fn satu<'a>(&'a self, nama: &'static str, salah: &mut Vec<GalatMedan>) -> Option<&'a str> {
        let mut semua = self.semua(nama);
        let pertama = semua.next()?;
        if semua.any(|v| v != pertama) {
            salah.push(GalatMedan::baru(nama, "Sebutkan sekali saja."));
        }
        Some(pertama)
    }

    /// The values of an argument that has several, by commas or by repeating.
    pub(crate) fn daftar(&self, nama: &'static str, salah: &mut Vec<GalatMedan>) -> Vec<&str> {
        let semua = self.semua(nama).flat_map(|v| v.split(','));
        let mut hasil: Vec<&str> = Vec::new();
        for v in semua.map(str::trim).filter(|v| !v.is_empty()) {
            if hasil.len() >= MAKS_NILAI {
                let pesan = kernel::Pesan::baru("Paling banyak {n} nilai.").dengan("n", MAKS_NILAI);
                salah.push(GalatMedan::baru(nama, pesan));
                break;
            }
            if !hasil.contains(&v) {
                hasil.push(v);
            }
        }
        hasil
    }

    /// A moment.
    pub(crate) fn waktu(
        &self,
        nama: &'static str,
        k: &Kalender,
        salah: &mut Vec<GalatMedan>,
    ) -> Option<Timestamp> {
        let s = self.satu(nama, salah)?;
        let saat = saat(s, k);
        if saat.is_none() {
            let pesan = "Tulis waktu menurut W3C, misalnya 2026-11-01T00:00:00Z.";
            salah.push(GalatMedan::baru(nama, pesan));
        }
        saat
    }

    /// A number between two bounds.
    pub(crate) fn angka(
        &self,
        nama: &'static str,
        (min, maks): (f64, f64),
        salah: &mut Vec<GalatMedan>,
    ) -> Option<f64> {
        let s = self.satu(nama, salah)?;
        match s.parse::<f64>() {
            Ok(n) if (min..=maks).contains(&n) => Some(n),
            _ => {
                let pesan = kernel::Pesan::baru("Isi angka dari {min} sampai {maks}.");
                salah.push(GalatMedan::baru(
                    nama,
                    pesan.dengan("min", min).dengan("maks", maks),
                ));
                None
            }
        }
    }
}

/// Reads a moment; without an offset it is the regency's own time, and a day alone begins at midnight.
fn saat(s: &str, k: &Kalender) -> Option<Timestamp> {
    // A plus sign that was not escaped arrives as a blank.
    let s = s.replace(' ', "+");
    if let Ok(t) = s.parse::<Timestamp>() {
        return Some(t);
    }
    if s.contains('+') {
        return None;
    }
    if let Ok(t) = s.parse::<civil::DateTime>() {
        let sejak = t.time().duration_since(civil::Time::midnight());
        return k.awal_hari(t.date()).checked_add(sejak).ok();
    }
    s.parse::<civil::Date>().ok().map(|d| k.awal_hari(d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_clients_write_them() {
        let k = Kalender::baru("Asia/Makassar", []).unwrap();
        let baca = |s: &str| saat(s, &k).map(|t| t.to_string());
        let harap = Some("2026-10-31T16:00:00Z".to_owned());
        for s in [
            "2026-11-01",
            "2026-11-01T00:00:00",
            "2026-11-01T00:00:00+08:00",
            "2026-11-01T00:00:00 08:00",
            "2026-10-31T16:00:00Z",
            "2026-10-31T16:00:00.000Z",
        ] {
            assert_eq!(baca(s), harap, "{s}");
        }
        for s in [
            "kemarin",
            "2026-13-01",
            "2026-11-01 00:00",
            "99999-01-01",
            "0",
            "T",
        ] {
            assert_eq!(baca(s), None, "{s}");
        }
    }
}
