//! Accounts and tokens at the command line. Whoever may run it on the server's data may do everything here; passwords
//! and tokens are shown once and never again.

use identity::{Identitas, Oleh, Orang};
use kernel::{
    Galat, Peran, Pesan,
    nilai::{KodeUnit, Nip},
    profil::KodeDaerah,
};
use serde::Serialize;
use store::{AkunSimpan, JenisSesi, Store};

use crate::{rakit::Rakitan, tukar::tak_ada};

const HARI: i64 = 86_400_000;

/// An account as it is shown, with its password the one time that it is new.
#[derive(Clone, Debug, Serialize)]
pub struct Kartu {
    /// Regency.
    pub daerah: String,
    /// Login name.
    pub pengguna: String,
    /// Name of the person.
    pub nama: String,
    /// `role:unit`, each.
    pub peran: Vec<String>,
    /// May log in.
    pub aktif: bool,
    /// Number of the official, its last four digits only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nip: Option<String>,
    /// Logging in takes a second factor.
    pub dua_langkah: bool,
    /// Password, when it was made just now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sandi: Option<String>,
}

impl Kartu {
    fn dari(a: &AkunSimpan, sandi: Option<String>) -> Self {
        Kartu {
            daerah: a.akun.daerah.to_string(),
            pengguna: a.akun.pengguna.clone(),
            nama: a.akun.nama.clone(),
            peran: a
                .akun
                .peran
                .iter()
                .map(|(p, u)| format!("{}:{u}", p.kode()))
                .collect(),
            aktif: a.aktif,
            nip: a.nip.as_ref().map(Nip::samar),
            dua_langkah: a.dua_langkah,
            sandi,
        }
    }
}

/// A token as it is shown, with its secret the one time that it is new.
#[derive(Clone, Debug, Serialize)]
pub struct KartuToken {
    /// Its name for `token revoke`: the first digits of its digest.
    pub id: String,
    /// Login name of its account.
    pub pengguna: String,
    /// What it is for.
    pub nama: String,
    /// Valid until, in the regency's time.
    pub sampai: String,
    /// The secret, when it was made just now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// The regency that is meant; when there is only one, it need not be named.
///
/// # Errors
/// An unknown code, or none where there are several.
pub fn daerah(store: &Store, kode: Option<&str>) -> Result<KodeDaerah, Galat> {
    let ada: Vec<&str> = store.daerah().keys().map(KodeDaerah::as_str).collect();
    match (kode, ada.as_slice()) {
        (None, [satu]) => {
            KodeDaerah::try_from((*satu).to_owned()).map_err(|e| Galat::dalam("naming the regency", e))
        }
        (None, _) => Err(Galat::medan(
            "daerah",
            Pesan::baru("Sebutkan dengan --daerah: {ada}.").dengan("ada", ada.join(", ")),
        )),
        (Some(k), _) => store
            .profil(k)
            .map(|p| p.kode().clone())
            .ok_or_else(|| tak_ada("daerah", k, ada)),
    }
}

/// A role in a unit, as `koordinator:diskominfo`.
///
/// # Errors
/// An unknown role or unit.
pub fn peran(store: &Store, daerah: &KodeDaerah, teks: &str) -> Result<(Peran, KodeUnit), Galat> {
    let profil = store.profil(daerah.as_str()).ok_or(Galat::TidakDitemukan)?;
    let (p, u) = teks
        .split_once(':')
        .ok_or_else(|| Galat::medan("peran", "Tulis PERAN:UNIT, misalnya koordinator:diskominfo."))?;
    let peran = Peran::dari_kode(p).ok_or_else(|| tak_ada("peran", p, Peran::SEMUA.map(Peran::kode)))?;
    let unit = profil
        .unit(u)
        .ok_or_else(|| tak_ada("unit", u, profil.unit.iter().map(|u| u.kode.as_str())))?;
    Ok((peran, unit.kode.clone()))
}

async fn ada(store: &Store, daerah: &KodeDaerah, pengguna: &str) -> Result<AkunSimpan, Galat> {
    let pengguna = pengguna.trim().to_lowercase();
    match store.akun(daerah, &pengguna).await? {
        Some(a) => Ok(a),
        None => {
            let semua = store.semua_akun(daerah).await?;
            Err(tak_ada(
                "pengguna",
                &pengguna,
                semua.iter().map(|a| a.akun.pengguna.as_str()),
            ))
        }
    }
}

/// The first administrator of a regency, in the unit that is in charge of communication and informatics.
///
/// # Errors
/// When the regency has an administrator already.
pub async fn administrator_pertama(
    r: &Rakitan,
    daerah: &KodeDaerah,
    pengguna: &str,
    nama: &str,
) -> Result<Kartu, Galat> {
    let semua = r.store.semua_akun(daerah).await?;
    if let Some(a) = semua.iter().find(|a| a.aktif && a.akun.ber(Peran::Administrator)) {
        let pesan = Pesan::baru(
            "Daerah ini sudah punya administrator, {pengguna}. Sandi baru: praja user password --daerah {daerah} --pengguna {pengguna}.",
        );
        return Err(Galat::Bentrok(
            pesan
                .dengan("pengguna", &a.akun.pengguna)
                .dengan("daerah", daerah),
        ));
    }
    let profil = r.store.profil(daerah.as_str()).ok_or(Galat::TidakDitemukan)?;
    let unit = profil
        .fungsi("kominfo")
        .cloned()
        .ok_or_else(|| Galat::dalam("making an administrator", "no unit holds kominfo"))?;
    let orang = Orang {
        pengguna,
        nama,
        peran: vec![(Peran::Administrator, unit)],
        nip: None,
        surel: None,
    };
    tambah(r, daerah, orang, None).await
}

/// A new account. Without a password, one is made.
///
/// # Errors
/// A login name or number that is taken, no name, a password too short.
pub async fn tambah(
    r: &Rakitan,
    daerah: &KodeDaerah,
    orang: Orang<'_>,
    sandi: Option<String>,
) -> Result<Kartu, Galat> {
    let (a, sandi) = r
        .identitas
        .tambah_akun(Oleh::Operator, daerah, orang, sandi)
        .await?;
    Ok(Kartu::dari(&a, sandi))
}

/// A new password; browsers that are logged in are logged out. Without one, it is made.
///
/// # Errors
/// No such account, a password too short.
pub async fn ganti_sandi(
    r: &Rakitan,
    daerah: &KodeDaerah,
    pengguna: &str,
    sandi: Option<String>,
) -> Result<Kartu, Galat> {
    let a = ada(&r.store, daerah, pengguna).await?;
    let sandi = r.identitas.ganti_sandi(Oleh::Operator, &a, sandi).await?;
    Ok(Kartu::dari(&a, sandi))
}

/// Closes an account, with its sessions and tokens, or opens it again.
///
/// # Errors
/// No such account.
pub async fn atur_aktif(
    r: &Rakitan,
    daerah: &KodeDaerah,
    pengguna: &str,
    aktif: bool,
) -> Result<Kartu, Galat> {
    let mut a = ada(&r.store, daerah, pengguna).await?;
    r.identitas.atur_aktif(Oleh::Operator, &a, aktif).await?;
    a.aktif = aktif;
    Ok(Kartu::dari(&a, None))
}

/// Notes the number of an official, or that there is none.
///
/// # Errors
/// No such account, a number that another one has.
pub async fn atur_nip(
    r: &Rakitan,
    daerah: &KodeDaerah,
    pengguna: &str,
    nip: Option<Nip>,
) -> Result<Kartu, Galat> {
    let mut a = ada(&r.store, daerah, pengguna).await?;
    r.identitas.atur_nip(Oleh::Operator, &a, nip.as_ref()).await?;
    a.nip = nip;
    Ok(Kartu::dari(&a, None))
}

/// Takes the second factor from an account; its owner is told by mail.
///
/// # Errors
/// No such account, one without a second factor, no reason.
pub async fn lepas_faktor(
    r: &Rakitan,
    daerah: &KodeDaerah,
    pengguna: &str,
    alasan: &str,
) -> Result<Kartu, Galat> {
    let mut a = ada(&r.store, daerah, pengguna).await?;
    r.identitas.lepas_faktor(Oleh::Operator, &a, alasan).await?;
    a.dua_langkah = false;
    Ok(Kartu::dari(&a, None))
}

/// All accounts of a regency.
///
/// # Errors
/// When the database does not answer.
pub async fn daftar(store: &Store, daerah: &KodeDaerah) -> Result<Vec<Kartu>, Galat> {
    Ok(store
        .semua_akun(daerah)
        .await?
        .iter()
        .map(|a| Kartu::dari(a, None))
        .collect())
}

/// A new token of an account.
///
/// # Errors
/// No such account, or one that may not log in.
pub async fn token_baru(
    r: &Rakitan,
    daerah: &KodeDaerah,
    pengguna: &str,
    nama: &str,
    hari: u16,
) -> Result<KartuToken, Galat> {
    let a = ada(&r.store, daerah, pengguna).await?;
    if !a.aktif {
        return Err(Galat::medan(
            "pengguna",
            "Akun ini tidak aktif. Aktifkan dulu dengan praja user enable.",
        ));
    }
    let rahasia = Identitas::buka_sesi(
        &r.identitas,
        &a.akun,
        JenisSesi::Token,
        nama,
        i64::from(hari) * HARI,
    )
    .await?;
    let semua = daftar_token(&r.store, daerah).await?;
    let sidik = sidik(&rahasia);
    let kartu = semua.into_iter().find(|t| sidik.starts_with(&t.id));
    let kartu = kartu.ok_or_else(|| Galat::dalam("making a token", "it is not there"))?;
    Ok(KartuToken {
        token: Some(rahasia),
        ..kartu
    })
}

fn sidik(rahasia: &str) -> String {
    use sha2::{Digest, Sha256};
    data_encoding::HEXLOWER.encode(&Sha256::digest(rahasia.as_bytes()))
}

const PANJANG_ID: usize = 12;

/// The tokens of a regency.
///
/// # Errors
/// When the database does not answer.
pub async fn daftar_token(store: &Store, daerah: &KodeDaerah) -> Result<Vec<KartuToken>, Galat> {
    let profil = store.profil(daerah.as_str()).ok_or(Galat::TidakDitemukan)?;
    let kartu = |t: store::TokenSimpan| {
        let id = data_encoding::HEXLOWER.encode(&t.sidik);
        let sampai = profil.kalender.setempat(kernel::kalender::saat(t.kadaluarsa));
        KartuToken {
            id: id.get(..PANJANG_ID).unwrap_or(&id).to_owned(),
            pengguna: t.pengguna,
            nama: t.nama,
            sampai: sampai.strftime("%Y-%m-%d").to_string(),
            token: None,
        }
    };
    Ok(store.token(daerah).await?.into_iter().map(kartu).collect())
}

/// Ends the token with that id.
///
/// # Errors
/// No such token.
pub async fn cabut_token(store: &Store, daerah: &KodeDaerah, id: &str) -> Result<(), Galat> {
    let semua = store.token(daerah).await?;
    let id = id.trim().to_lowercase();
    let cocok = semua
        .iter()
        .find(|t| id.len() >= PANJANG_ID && data_encoding::HEXLOWER.encode(&t.sidik).starts_with(&id));
    match cocok {
        Some(t) => store.tutup_sesi(daerah, &t.sidik).await,
        None => Err(tak_ada("token", &id, [])),
    }
}
