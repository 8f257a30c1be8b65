//! Applications: registered, changed, given another secret, turned off and on again. The administrator's page and the
//! operator's command line both do it here; every change leaves a line in the log.

use data_encoding::BASE32_NOPAD;
use identity::{Oleh, rahasia_baru};
use kernel::{Galat, GalatMedan, Peran, Pesan, profil::KodeDaerah};
use store::{
    Store,
    sso::{Klien, Setelan},
};
use url::{Host, Url};

/// Most addresses of one application.
const MAKS_ALAMAT: usize = 20;
/// Longest address, bytes.
const MAKS_PANJANG: usize = 500;

/// What is said of an application when it is registered.
#[derive(Clone, Debug, Default)]
pub struct Baru {
    /// Its name for people.
    pub nama: String,
    /// What is decided about it.
    pub setelan: Setelan,
    /// It cannot keep a secret: it runs in a browser or on a telephone.
    pub publik: bool,
}

fn catat(oleh: Oleh, daerah: &KodeDaerah, klien: &str, perbuatan: &'static str) {
    let oleh = match oleh {
        Oleh::Operator => "operator".to_owned(),
        Oleh::Akun(id) | Oleh::Klien(id) => id.to_string(),
    };
    tracing::info!(%daerah, oleh, klien, perbuatan, "an application was changed");
}

/// Whether people may be sent to an address: over TLS, to this very machine, or into a program of theirs that owns a
/// scheme named like a domain (RFC 8252); never with a fragment or a password.
fn alamat_sah(alamat: &str) -> bool {
    let bersih = alamat.len() <= MAKS_PANJANG
        && alamat
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"\\\"<>".contains(&b));
    let Ok(u) = Url::parse(alamat) else { return false };
    let skema = match u.scheme() {
        "https" => u.host().is_some(),
        "http" => match u.host() {
            Some(Host::Domain(d)) => d == "localhost",
            Some(Host::Ipv4(i)) => i.is_loopback(),
            Some(Host::Ipv6(i)) => i.is_loopback(),
            None => false,
        },
        s => s.contains('.'),
    };
    bersih && skema && u.fragment().is_none() && u.username().is_empty() && u.password().is_none()
}

fn periksa(store: &Store, daerah: &KodeDaerah, nama: &str, s: &Setelan) -> Result<(), Galat> {
    let profil = store.profil(daerah.as_str()).ok_or(Galat::TidakDitemukan)?;
    let mut galat = Vec::new();
    if !(1..=80).contains(&nama.chars().count()) || nama.chars().any(char::is_control) {
        galat.push(GalatMedan::baru("nama", "Nama 1–80 karakter."));
    }
    if s.alamat.is_empty() || s.alamat.len() > MAKS_ALAMAT {
        galat.push(GalatMedan::baru("alamat", "Isi 1 sampai 20 alamat balik."));
    }
    for (medan, semua) in [("alamat", &s.alamat), ("alamat_keluar", &s.alamat_keluar)] {
        if let Some(a) = semua.iter().find(|a| !alamat_sah(a)) {
            let pesan = Pesan::baru(
                "{alamat} tidak dapat dipakai. Tulis lengkap dan persis, dengan https:// (http:// hanya untuk localhost), tanpa tanda pagar.",
            );
            galat.push(GalatMedan::baru(medan, pesan.dengan("alamat", a)));
        }
    }
    if s.alamat_keluar.len() > MAKS_ALAMAT {
        galat.push(GalatMedan::baru("alamat_keluar", "Paling banyak 20 alamat."));
    }
    if s.bagi.is_empty() {
        galat.push(GalatMedan::baru(
            "bagi",
            "Sebutkan siapa yang boleh memakai aplikasi ini, atau pilih semua pegawai.",
        ));
    }
    let dikenal = |b: &store::sso::Bagi| {
        b.peran.as_deref().is_none_or(|p| Peran::dari_kode(p).is_some())
            && b.unit.as_deref().is_none_or(|u| profil.unit(u).is_some())
    };
    if !s.bagi.iter().all(dikenal) {
        galat.push(GalatMedan::baru(
            "bagi",
            "Peran atau perangkat daerah ini tidak ada.",
        ));
    }
    match galat.is_empty() {
        true => Ok(()),
        false => Err(Galat::Isian(galat)),
    }
}

/// Registers an application; with its secret, this once, unless it can keep none.
///
/// # Errors
/// What is wrong with its name, addresses, or who may use it.
pub async fn tambah(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    b: Baru,
) -> Result<(Klien, Option<String>), Galat> {
    let nama = b.nama.trim().to_owned();
    periksa(store, daerah, &nama, &b.setelan)?;
    let rahasia = (!b.publik).then(rahasia_baru);
    let k = Klien {
        id: BASE32_NOPAD
            .encode(&rand::random::<[u8; 10]>())
            .to_ascii_lowercase(),
        nama,
        rahasia: rahasia.as_deref().map(Klien::sidik),
        setelan: b.setelan,
        aktif: true,
        dibuat: store.jam().kini().as_millisecond(),
    };
    store.sso_simpan_klien(daerah, &k).await?;
    catat(oleh, daerah, &k.id, "daftar");
    Ok((k, rahasia))
}

/// Decides anew about an application.
///
/// # Errors
/// As [`tambah`].
pub async fn ubah(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    k: &Klien,
    nama: &str,
    setelan: Setelan,
) -> Result<(), Galat> {
    let nama = nama.trim().to_owned();
    periksa(store, daerah, &nama, &setelan)?;
    let k = Klien {
        nama,
        setelan,
        ..k.clone()
    };
    store.sso_simpan_klien(daerah, &k).await?;
    catat(oleh, daerah, &k.id, "ubah");
    Ok(())
}

/// Gives an application another secret; the one before is worth nothing from now on.
///
/// # Errors
/// [`Galat::Bentrok`] for one that keeps none.
pub async fn ganti_rahasia(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    k: &Klien,
) -> Result<String, Galat> {
    if k.rahasia.is_none() {
        return Err(Galat::Bentrok(
            "Aplikasi ini terdaftar tanpa rahasia, karena berjalan di peramban atau telepon.".into(),
        ));
    }
    let rahasia = rahasia_baru();
    let k = Klien {
        rahasia: Some(Klien::sidik(&rahasia)),
        ..k.clone()
    };
    store.sso_simpan_klien(daerah, &k).await?;
    catat(oleh, daerah, &k.id, "ganti rahasia");
    Ok(rahasia)
}

/// Turns an application off, with all it holds, or on again.
///
/// # Errors
/// When the database does not answer.
pub async fn atur_aktif(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    k: &Klien,
    aktif: bool,
) -> Result<(), Galat> {
    let k = Klien { aktif, ..k.clone() };
    store.sso_simpan_klien(daerah, &k).await?;
    catat(oleh, daerah, &k.id, if aktif { "nyalakan" } else { "matikan" });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_sent_nowhere_odd() {
        for baik in [
            "https://simpeg.contoh.id/masuk",
            "https://simpeg.contoh.id:8443/a?b=c",
            "http://localhost:3000/cb",
            "http://127.0.0.1/cb",
            "http://[::1]:9/cb",
            "id.go.contoh.absen:/cb",
        ] {
            assert!(alamat_sah(baik), "{baik}");
        }
        for buruk in [
            "",
            "simpeg",
            "/cb",
            "//simpeg.contoh.id/cb",
            "http://simpeg.contoh.id/cb",
            "http://localhost.jahat.id/cb",
            "http://10.0.0.1/cb",
            "https://a.id/cb#x",
            "https://orang@a.id/cb",
            "https://:s@a.id/cb",
            "https:// a.id/cb",
            "https://a.id/\ncb",
            "https://a.id/\"><script>",
            "https://a.id\\@b.id/",
            "javascript:alert(1)",
            "data:text/html,x",
            "absen:/cb",
            "https://é.id/",
        ] {
            assert!(!alamat_sah(buruk), "{buruk}");
        }
        assert!(!alamat_sah(&format!("https://a.id/{}", "a".repeat(500))));
    }
}
