//! Programs that keep accounts: registered, changed, given another token, turned off and on again. The administrator's
//! page and the operator's command line both do it here; every change is noted where the changes of accounts are, and
//! leaves a line in the log.

use identity::{Oleh, rahasia_baru};
use kernel::{Galat, Peran, Pesan, entri::uuid_v7, profil::KodeDaerah};
use store::{Catatan, Store, scim::KlienScim};

/// How many days a token is good where nothing else is said.
pub const BERLAKU: u16 = 365;
/// Most days a token may be good.
pub const MAKS_BERLAKU: u16 = 1_095;
/// How many days before its end a token is spoken of.
pub const DEKAT: i64 = 30;
/// A day, ms.
const HARI: i64 = 86_400_000;

/// What is said of a program when it is registered.
#[derive(Clone, Debug)]
pub struct Baru {
    /// Its name for people.
    pub nama: String,
    /// The roles that it may grant and take.
    pub peran: Vec<Peran>,
    /// For how many days its token is good.
    pub berlaku: u16,
}

/// What can be said of a token at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Masa {
    /// It is good for more than [`DEKAT`] days.
    Panjang,
    /// It is good for so many whole days more.
    Dekat(i64),
    /// It has run out.
    Habis,
}

/// How long a token is good that is good until a moment (ms).
pub fn masa(kadaluarsa: i64, kini: i64) -> Masa {
    match (kadaluarsa - kini).div_euclid(HARI) {
        ..0 => Masa::Habis,
        // A token that ends now is no token any more.
        0 if kadaluarsa == kini => Masa::Habis,
        n @ 0..DEKAT => Masa::Dekat(n),
        _ => Masa::Panjang,
    }
}

/// Which roles a program may grant: never that of administrators, who could grant it everything else.
fn boleh(peran: &[Peran]) -> Result<(), Galat> {
    match peran.contains(&Peran::Administrator) {
        false => Ok(()),
        true => Err(Galat::medan(
            "peran",
            "Peran administrator tidak dapat diberikan lewat SCIM. Berikan di halaman Akun pegawai.",
        )),
    }
}

fn sampai(store: &Store, berlaku: u16) -> Result<i64, Galat> {
    if !(1..=MAKS_BERLAKU).contains(&berlaku) {
        let pesan = Pesan::baru("Isi 1 sampai {maks} hari.").dengan("maks", MAKS_BERLAKU);
        return Err(Galat::medan("berlaku", pesan));
    }
    Ok(store.jam().kini().as_millisecond() + i64::from(berlaku) * HARI)
}

/// Keeps a program as it is now, with the note of what was done.
async fn simpan(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    k: &KlienScim,
    perbuatan: &'static str,
    alasan: String,
) -> Result<(), Galat> {
    let oleh = match oleh {
        Oleh::Operator => None,
        Oleh::Akun(id) | Oleh::Klien(id) => Some(id),
    };
    let catatan = Catatan {
        oleh,
        perbuatan: perbuatan.to_owned(),
        alasan,
    };
    store.scim_simpan_klien(daerah, k, &catatan).await?;
    let oleh = oleh.map_or_else(|| "operator".to_owned(), |id| id.to_string());
    tracing::info!(%daerah, oleh, klien = %k.id, perbuatan, "a program that keeps accounts was changed");
    Ok(())
}

fn kata(peran: &[Peran]) -> String {
    let kode: Vec<&str> = peran.iter().map(|p| p.kode()).collect();
    kode.join(", ")
}

/// Registers a program, with its token, this once.
///
/// # Errors
/// A name too long or none, the role of administrators, a token good for too long.
pub async fn tambah(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    b: Baru,
) -> Result<(KlienScim, String), Galat> {
    let nama = b.nama.trim().to_owned();
    if !(1..=80).contains(&nama.chars().count()) || nama.chars().any(char::is_control) {
        return Err(Galat::medan("nama", "Nama 1–80 karakter."));
    }
    boleh(&b.peran)?;
    let token = rahasia_baru();
    let kini = store.jam().kini();
    let k = KlienScim {
        id: uuid_v7(kini),
        nama,
        sidik: KlienScim::sidik(&token),
        peran: b.peran,
        aktif: true,
        dibuat: kini.as_millisecond(),
        kadaluarsa: sampai(store, b.berlaku)?,
        terakhir: None,
    };
    simpan(store, oleh, daerah, &k, "daftar program", kata(&k.peran)).await?;
    Ok((k, token))
}

/// Lets a program grant these roles, and no others, from now on.
///
/// # Errors
/// The role of administrators.
pub async fn atur_peran(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    k: &KlienScim,
    peran: Vec<Peran>,
) -> Result<KlienScim, Galat> {
    boleh(&peran)?;
    let k = KlienScim { peran, ..k.clone() };
    simpan(store, oleh, daerah, &k, "atur peran program", kata(&k.peran)).await?;
    Ok(k)
}

/// Gives a program another token, good for so many days; the one before is worth nothing from now on.
///
/// # Errors
/// A token good for too long.
pub async fn ganti_token(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    k: &KlienScim,
    berlaku: u16,
) -> Result<(KlienScim, String), Galat> {
    let token = rahasia_baru();
    let k = KlienScim {
        sidik: KlienScim::sidik(&token),
        kadaluarsa: sampai(store, berlaku)?,
        ..k.clone()
    };
    simpan(store, oleh, daerah, &k, "ganti token program", String::new()).await?;
    Ok((k, token))
}

/// Turns a program off, or on again. What it did stays.
///
/// # Errors
/// [`Galat::Ditolak`] when who does it is no administrator any more.
pub async fn atur_aktif(
    store: &Store,
    oleh: Oleh,
    daerah: &KodeDaerah,
    k: &KlienScim,
    aktif: bool,
) -> Result<KlienScim, Galat> {
    let k = KlienScim { aktif, ..k.clone() };
    let perbuatan = if aktif {
        "nyalakan program"
    } else {
        "matikan program"
    };
    simpan(store, oleh, daerah, &k, perbuatan, String::new()).await?;
    Ok(k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_spoken_of_before_it_ends() {
        for (sisa, masa_nya) in [
            (-1, Masa::Habis),
            (0, Masa::Habis),
            (1, Masa::Dekat(0)),
            (HARI, Masa::Dekat(1)),
            (30 * HARI - 1, Masa::Dekat(29)),
            (30 * HARI, Masa::Panjang),
            (365 * HARI, Masa::Panjang),
        ] {
            assert_eq!(masa(1_000_000 + sisa, 1_000_000), masa_nya, "{sisa}");
        }
    }
}
