//! Programs that keep accounts: registered, changed, given another token, turned off and on again. Only the operator
//! does it, at the command line; every change leaves a line in the log.

use identity::rahasia_baru;
use kernel::{Galat, Peran, entri::uuid_v7, profil::KodeDaerah};
use store::{Store, scim::KlienScim};

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

fn catat(daerah: &KodeDaerah, k: &KlienScim, perbuatan: &'static str) {
    tracing::info!(%daerah, oleh = "operator", klien = %k.id, perbuatan, "a program that keeps accounts was changed");
}

/// Registers a program that may grant these roles, with its token, this once.
///
/// # Errors
/// A name too long or none; the role of administrators.
pub async fn tambah(
    store: &Store,
    daerah: &KodeDaerah,
    nama: &str,
    peran: Vec<Peran>,
) -> Result<(KlienScim, String), Galat> {
    let nama = nama.trim().to_owned();
    if !(1..=80).contains(&nama.chars().count()) || nama.chars().any(char::is_control) {
        return Err(Galat::medan("nama", "Nama 1–80 karakter."));
    }
    boleh(&peran)?;
    let token = rahasia_baru();
    let kini = store.jam().kini();
    let k = KlienScim {
        id: uuid_v7(kini),
        nama,
        sidik: KlienScim::sidik(&token),
        peran,
        aktif: true,
        dibuat: kini.as_millisecond(),
    };
    store.scim_simpan_klien(daerah, &k).await?;
    catat(daerah, &k, "daftar");
    Ok((k, token))
}

/// Lets a program grant these roles, and no others, from now on.
///
/// # Errors
/// The role of administrators.
pub async fn atur_peran(
    store: &Store,
    daerah: &KodeDaerah,
    k: &KlienScim,
    peran: Vec<Peran>,
) -> Result<KlienScim, Galat> {
    boleh(&peran)?;
    let k = KlienScim { peran, ..k.clone() };
    store.scim_simpan_klien(daerah, &k).await?;
    catat(daerah, &k, "atur peran");
    Ok(k)
}

/// Gives a program another token; the one before is worth nothing from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn ganti_token(
    store: &Store,
    daerah: &KodeDaerah,
    k: &KlienScim,
) -> Result<(KlienScim, String), Galat> {
    let token = rahasia_baru();
    let k = KlienScim {
        sidik: KlienScim::sidik(&token),
        ..k.clone()
    };
    store.scim_simpan_klien(daerah, &k).await?;
    catat(daerah, &k, "ganti token");
    Ok((k, token))
}

/// Turns a program off, or on again. What it did stays.
///
/// # Errors
/// When the database does not answer.
pub async fn atur_aktif(
    store: &Store,
    daerah: &KodeDaerah,
    k: &KlienScim,
    aktif: bool,
) -> Result<KlienScim, Galat> {
    let k = KlienScim { aktif, ..k.clone() };
    store.scim_simpan_klien(daerah, &k).await?;
    catat(daerah, &k, if aktif { "nyalakan" } else { "matikan" });
    Ok(k)
}
