//! Who is asking: passwords, sessions, API tokens, tracking codes, form tokens. What they may do is the kernel's
//! affair (`kernel::izin`).
//!
//! Every way in ends in [`Identitas::buka_sesi`]; from password or passkey to session it goes step by step
//! ([`Identitas::maju`]), and what is held in between opens nothing but the next step.

use std::{path::Path, sync::Arc};

use data_encoding::{BASE64URL_NOPAD, Encoding, Specification};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Akun, Galat, IdEntri, Pelaku, Peran, nilai::KodeUnit, profil::KodeDaerah};
use sha2::{Digest, Sha256};
use store::{AkunSimpan, JenisSesi, Store};
use subtle::ConstantTimeEq;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

mod akun;
mod coba;
mod faktor;
mod kunci_sandi;
mod luar;
mod sandi;
mod totp;
mod webauthn;

pub use akun::{Oleh, Orang, sandi_baru};
pub use faktor::{ACARA_LEPAS, AKUN, Berikut, Bukti, JUMLAH_PULIH, Pendaftaran, UMUR_LANGKAH};
pub use kunci_sandi::{MAKS_KUNCI, MAKS_NAMA_KUNCI};

/// How long a browser session lasts without a new login: a working day.
pub const UMUR_SESI: i64 = 10 * 3_600_000;
/// Longest password, bytes.
const MAKS_SANDI: usize = 200;

/// The secret that codes and form tokens are made with. Lost, all tracking codes are lost; so it is backed up.
#[derive(Clone)]
struct KunciInduk([u8; 32]);

impl std::fmt::Debug for KunciInduk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KunciInduk(…)")
    }
}

impl KunciInduk {
    fn sidik(&self, guna: &str, bagian: &[&[u8]]) -> [u8; 32] {
        // HMAC takes keys of any length, so this cannot fail; an empty key would still be a fixed function.
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).unwrap_or_else(|_| Hmac::new(&Default::default()));
        mac.update(guna.as_bytes());
        for b in bagian {
            mac.update(&(b.len() as u64).to_be_bytes());
            mac.update(b);
        }
        mac.finalize().into_bytes().into()
    }
}

/// A hashed password.
#[derive(Clone)]
pub struct SandiSiap(String);

/// Everything about identity that outlives a request. Cheap to clone.
#[derive(Clone)]
pub struct Identitas {
    store: Store,
    kunci: KunciInduk,
    coba: Arc<coba::Percobaan>,
    /// Argon2 is heavy by design: one login at a time per core leaves the rest of the machine to other requests.
    antre: Arc<Semaphore>,
    /// Roles whose holders must have a second factor.
    wajib: Arc<[Peran]>,
    /// The site as browsers know it; none where they make no passkeys.
    situs: Option<Arc<webauthn::Situs>>,
}

impl Identitas {
    /// Opens with the key in a file; makes the file, readable by its owner only, when it is not there.
    ///
    /// # Errors
    /// A file that cannot be read or made, or that holds no key.
    pub fn buka(store: Store, berkas_kunci: &Path) -> Result<Self, Galat> {
        let kunci = KunciInduk(muat_kunci(berkas_kunci)?);
        Ok(Identitas {
            store,
            kunci,
            coba: Arc::default(),
            antre: Arc::new(Semaphore::new(1)),
            wajib: Arc::new([]),
            situs: None,
        })
    }

    /// Checks login name and password; slow and equally slow whether or not the account is there. `alamat` is where
    /// the attempt comes from. The account is as it was when its password was right.
    ///
    /// # Errors
    /// [`Galat::TerlaluSering`] after too many failures, [`Galat::Isian`] for a wrong name or password (not saying which).
    pub async fn masuk(
        &self,
        daerah: &KodeDaerah,
        pengguna: &str,
        kata_sandi: &str,
        alamat: &str,
    ) -> Result<AkunSimpan, Galat> {
        let pengguna = pengguna.trim().to_lowercase();
        let kunci = [
            format!("{daerah}/{}", kernel::profil::potong(&pengguna, 80)),
            format!("@{alamat}"),
        ];
        self.coba.boleh(&kunci)?;
        // Nobody has one that long: as slow as any other wrong one, and not longer.
        let kata_sandi = if kata_sandi.len() > MAKS_SANDI {
            ""
        } else {
            kata_sandi
        }
        .to_owned();
        let giliran = self.giliran().await?;
        // Asked again: of many guesses sent at once, those that waited know of the failures before them. And only now
        // is the account read: a password that was replaced meanwhile opens nothing.
        self.coba.boleh(&kunci)?;
        let simpan = self.store.akun(daerah, &pengguna).await?;
        let hash = simpan.as_ref().filter(|a| a.aktif).map(|a| a.sandi.clone());
        let (coba, dihitung) = (self.coba.clone(), kunci.clone());
        // The turn and the failure belong to the work, not to the request: whoever hangs up frees neither.
        let benar = berat(move || {
            let _giliran = giliran;
            let benar = sandi::cocok(&kata_sandi, hash.as_deref());
            if !benar {
                coba.gagal(&dihitung);
            }
            benar
        })
        .await?;
        // Read once more, now that it is known to be right: replaced while it was compared, it is not.
        let kini = match benar {
            true => self.store.akun(daerah, &pengguna).await?,
            false => None,
        };
        let sama = |a: &AkunSimpan| a.aktif && simpan.is_some_and(|s| s.sandi == a.sandi);
        kini.filter(sama).ok_or_else(|| {
            Galat::medan(
                "sandi",
                "Nama pengguna atau kata sandi tidak cocok. Periksa, lalu coba lagi.",
            )
        })
    }

    /// Whether this is the password of the account.
    ///
    /// # Errors
    /// When the machine has no threads left.
    pub async fn cocok_sandi(&self, a: &AkunSimpan, kata_sandi: &str) -> Result<bool, Galat> {
        if kata_sandi.len() > MAKS_SANDI {
            return Ok(false);
        }
        let (kata_sandi, hash) = (kata_sandi.to_owned(), a.sandi.clone());
        let giliran = self.giliran().await?;
        berat(move || {
            let _giliran = giliran;
            sandi::cocok(&kata_sandi, Some(&hash))
        })
        .await
    }

    /// The key with which a regency signs the head of its log. Its name is the public address of the log, without
    /// the scheme; the key itself stays the same when the address changes.
    ///
    /// # Errors
    /// An address with blanks or plus signs.
    pub fn kunci_log(&self, url_dasar: &str, daerah: &KodeDaerah) -> Result<ledger::Kunci, Galat> {
        let alamat = url_dasar
            .split_once("://")
            .map_or(url_dasar, |(_, alamat)| alamat);
        let asal = format!("{alamat}/{daerah}/log");
        let benih = self.kunci.sidik("log/1", &[daerah.as_str().as_bytes()]);
        ledger::Kunci::dari_benih(&asal, &benih).map_err(|e| Galat::dalam("making the key of the log", e))
    }

    async fn giliran(&self) -> Result<OwnedSemaphorePermit, Galat> {
        let izin = self.antre.clone().acquire_owned().await;
        izin.map_err(|e| Galat::dalam("waiting for a turn", e))
    }

    /// Adds an account or gives it a new password.
    ///
    /// # Errors
    /// A password shorter than 10 characters, a login name with other than letters, digits, dot, dash, underscore.
    pub async fn simpan_akun(
        &self,
        daerah: &KodeDaerah,
        pengguna: &str,
        nama: &str,
        kata_sandi: &str,
        peran: Vec<(Peran, KodeUnit)>,
    ) -> Result<(), Galat> {
        let sandi = self.siapkan_sandi(kata_sandi).await?;
        self.simpan_dengan(daerah, pengguna, nama, &sandi, peran).await
    }

    /// Hashes a password once, for many accounts that share it (the demonstration's).
    ///
    /// # Errors
    /// A password shorter than 10 characters.
    pub async fn siapkan_sandi(&self, kata_sandi: &str) -> Result<SandiSiap, Galat> {
        if kata_sandi.chars().count() < 10 || kata_sandi.len() > MAKS_SANDI {
            return Err(Galat::medan("sandi", "Kata sandi 10 sampai 200 karakter."));
        }
        let kata_sandi = kata_sandi.to_owned();
        let giliran = self.giliran().await?;
        let siap = berat(move || {
            let _giliran = giliran;
            sandi::buat(&kata_sandi)
        });
        siap.await?.map(SandiSiap)
    }

    /// Adds an account with a password that is hashed already, or gives it that one.
    ///
    /// # Errors
    /// As [`Identitas::simpan_akun`].
    pub async fn simpan_dengan(
        &self,
        daerah: &KodeDaerah,
        pengguna: &str,
        nama: &str,
        sandi: &SandiSiap,
        peran: Vec<(Peran, KodeUnit)>,
    ) -> Result<(), Galat> {
        let akun = akun_baru(daerah, pengguna, nama, peran)?;
        self.store
            .simpan_akun(&AkunSimpan {
                akun,
                sandi: sandi.0.clone(),
                aktif: true,
                surel: None,
                nip: None,
                ganti: false,
                dua_langkah: false,
            })
            .await?;
        Ok(())
    }

    /// A new secret that speaks for the account: a browser session, or a token for a machine that lasts `umur` ms.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn buka_sesi(
        &self,
        akun: &Akun,
        jenis: JenisSesi,
        nama: &str,
        umur: i64,
    ) -> Result<String, Galat> {
        let rahasia = rahasia_baru();
        let sampai = self.store.jam().kini().as_millisecond().saturating_add(umur);
        self.store
            .buka_sesi(akun, jenis, nama, &sidik(&rahasia), sampai)
            .await?;
        Ok(rahasia)
    }

    /// Who is on the way in with a secret, as the account was while the secret still spoke for it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn di_jalan(
        &self,
        daerah: &KodeDaerah,
        jenis: JenisSesi,
        rahasia: &str,
    ) -> Result<Option<AkunSimpan>, Galat> {
        let pelaku = self.siapa(daerah, jenis, rahasia).await?;
        let Some(akun) = pelaku.as_ref().and_then(Pelaku::akun) else {
            return Ok(None);
        };
        let simpan = self.store.akun(daerah, &akun.pengguna).await?;
        // Whoever replaces a password ends the secret with it: if it is still there, this was read before.
        Ok(match self.siapa(daerah, jenis, rahasia).await? {
            Some(_) => simpan,
            None => None,
        })
    }

    /// Who a secret speaks for in this regency.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn siapa(
        &self,
        daerah: &KodeDaerah,
        jenis: JenisSesi,
        rahasia: &str,
    ) -> Result<Option<Pelaku>, Galat> {
        self.store.sesi(daerah, jenis, &sidik(rahasia)).await
    }

    /// The account a session once spoke for, even when it has run out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pemilik(
        &self,
        daerah: &KodeDaerah,
        rahasia: &str,
    ) -> Result<Option<kernel::IdEntri>, Galat> {
        Ok(self
            .store
            .pemilik_sesi(daerah, &sidik(rahasia))
            .await?
            .map(IdEntri))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keluar(&self, daerah: &KodeDaerah, rahasia: &str) -> Result<(), Galat> {
        self.store.tutup_sesi(daerah, &sidik(rahasia)).await
    }

    /// The tracking code of an entry: made from the key, so it is stored nowhere and can be given again to whoever
    /// repeats the same request. Twelve letters and digits in three groups, 60 bits.
    pub fn kode_lacak(&self, daerah: &KodeDaerah, id: IdEntri) -> String {
        let s = self
            .kunci
            .sidik("lacak", &[daerah.as_str().as_bytes(), id.0.as_bytes()]);
        let kode = huruf().encode(s.get(..8).unwrap_or_default());
        let kode: Vec<char> = kode.chars().take(12).collect();
        kode.chunks(4)
            .map(|c| c.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("-")
    }

    /// Whether a typed code is the entry's: case, spaces, dashes and look-alikes (O and 0, I L and 1) do not matter.
    pub fn cocok_lacak(&self, daerah: &KodeDaerah, id: IdEntri, diketik: &str) -> bool {
        let ratakan = |s: &str| -> Vec<u8> {
            s.chars()
                .filter(|c| c.is_ascii_alphanumeric())
                .take(40)
                .map(|c| match c.to_ascii_uppercase() {
                    'O' => b'0',
                    'I' | 'L' => b'1',
                    c => c as u8,
                })
                .collect()
        };
        ratakan(&self.kode_lacak(daerah, id))
            .ct_eq(&ratakan(diketik))
            .into()
    }

    /// A token that proves a form was ours: bound to the visitor's or session's secret.
    pub fn token_formulir(&self, rahasia: &str) -> String {
        BASE64URL_NOPAD.encode(
            self.kunci
                .sidik("formulir", &[rahasia.as_bytes()])
                .get(..18)
                .unwrap_or_default(),
        )
    }

    /// Whether a form token belongs to this secret.
    pub fn cocok_formulir(&self, rahasia: &str, token: &str) -> bool {
        self.token_formulir(rahasia)
            .as_bytes()
            .ct_eq(token.as_bytes())
            .into()
    }

    /// Signs a small value so that it can travel through a cookie: `value.signature`.
    pub fn tandai(&self, guna: &str, nilai: &str) -> String {
        let s = self.kunci.sidik(guna, &[nilai.as_bytes()]);
        format!(
            "{nilai}.{}",
            BASE64URL_NOPAD.encode(s.get(..18).unwrap_or_default())
        )
    }

    /// A value made from the key for one use: without the key nobody makes it, and it tells nothing of its parts.
    pub fn turunkan(&self, guna: &str, bagian: &[&[u8]]) -> [u8; 32] {
        self.kunci.sidik(&format!("turunan/{guna}"), bagian)
    }

    /// The value, if the signature is ours.
    pub fn buka_tanda<'a>(&self, guna: &str, bertanda: &'a str) -> Option<&'a str> {
        let (nilai, _) = bertanda.rsplit_once('.')?;
        bool::from(self.tandai(guna, nilai).as_bytes().ct_eq(bertanda.as_bytes())).then_some(nilai)
    }
}

async fn berat<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, Galat> {
    tokio::task::spawn_blocking(f)
        .await
        .map_err(|e| Galat::dalam("hashing a password", e))
}

/// An account that is not stored yet, if its login name is one.
fn akun_baru(
    daerah: &KodeDaerah,
    pengguna: &str,
    nama: &str,
    peran: Vec<(Peran, KodeUnit)>,
) -> Result<Akun, Galat> {
    let pengguna = pengguna.trim().to_lowercase();
    let sah = (3..=80).contains(&pengguna.len())
        && pengguna
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'@'));
    if !sah {
        return Err(Galat::medan(
            "pengguna",
            "Nama pengguna 3–80 huruf, angka, titik, garis, tanpa spasi.",
        ));
    }
    Ok(Akun {
        id: Default::default(),
        daerah: daerah.clone(),
        pengguna,
        nama: nama.trim().to_owned(),
        peran,
    })
}

/// A new secret: 192 random bits, for cookies, tokens and drafts.
pub fn rahasia_baru() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 24]>())
}

/// What the database keeps of a secret, and what names the session it opens.
pub fn sidik(rahasia: &str) -> Vec<u8> {
    Sha256::digest(rahasia.as_bytes()).to_vec()
}

/// Crockford's alphabet: no I, L, O, U.
fn huruf() -> Encoding {
    let mut s = Specification::new();
    s.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    s.encoding().unwrap_or(data_encoding::BASE32_NOPAD)
}

fn muat_kunci(berkas: &Path) -> Result<[u8; 32], Galat> {
    let galat =
        |e: std::io::Error| Galat::dalam("reading the key file", format!("{}: {e}", berkas.display()));
    match std::fs::read_to_string(berkas) {
        Ok(s) => {
            let b = data_encoding::HEXLOWER_PERMISSIVE
                .decode(s.trim().as_bytes())
                .ok();
            b.and_then(|b| b.try_into().ok()).ok_or_else(|| {
                Galat::dalam(
                    "reading the key file",
                    format!("{} holds no key of 64 hex digits", berkas.display()),
                )
            })
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let kunci: [u8; 32] = rand::random();
            if let Some(induk) = berkas.parent() {
                std::fs::create_dir_all(induk).map_err(galat)?;
            }
            let mut opsi = std::fs::OpenOptions::new();
            opsi.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut opsi, 0o600);
            let mut f = opsi.open(berkas).map_err(galat)?;
            std::io::Write::write_all(&mut f, data_encoding::HEXLOWER.encode(&kunci).as_bytes())
                .map_err(galat)?;
            f.sync_all().map_err(galat)?;
            Ok(kunci)
        }
        Err(e) => Err(galat(e)),
    }
}
