//! Passkeys: made by whoever is logged in, and used on the way in, after the password or instead of it. What they sign
//! is checked in [`crate::webauthn`]. Why so stands in ADR 0026.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use kernel::{Akun, Galat, Pesan, profil::KodeDaerah};
use serde_json::{Value, json};
use store::{AkunSimpan, KunciSandi, Pakai, Pasang, Tantangan};
use subtle::ConstantTimeEq;

use crate::{
    Identitas, Oleh,
    webauthn::{ALGORITMA, Jawaban, Situs, Tolak},
};

/// Passkeys of an account at most.
pub const MAKS_KUNCI: usize = 10;
/// Longest name of a passkey, characters.
pub const MAKS_NAMA_KUNCI: usize = 60;
/// How long a challenge waits for its answer, ms.
const UMUR_TANTANGAN: i64 = 300_000;
/// Longest answer of a browser, bytes.
const MAKS_JAWABAN: usize = 16_384;
/// Bytes of a challenge: its moment, chance, and our mark of both.
const SAAT: usize = 8;
const ACAK: usize = 16;
const TANDA: usize = 16;

const DAFTAR: &str = "daftar";
const MASUK: &str = "masuk";

/// About no field that anybody typed.
fn salah(pesan: impl Into<Pesan>) -> Galat {
    Galat::medan("", pesan)
}

fn tolak(t: Tolak) -> Galat {
    salah(match t {
        Tolak::TakTerbaca => "Jawaban perangkat tidak dapat dibaca. Muat ulang halaman ini, lalu coba lagi.",
        Tolak::Asal => {
            "Kunci sandi ini dipakai di alamat lain. Periksa alamat situs di peramban Anda, lalu coba lagi."
        }
        Tolak::TakDikenali => {
            "Perangkat tidak memastikan bahwa Anda pemiliknya. Pasang PIN, sidik jari, atau pengenal wajah di perangkat itu, lalu coba lagi."
        }
        Tolak::Tanda => {
            "Kunci sandi ini tidak terdaftar di sini. Pakai kunci sandi lain, atau masuk dengan kata sandi."
        }
    })
}

fn habis() -> Galat {
    salah("Waktunya habis, atau jawaban ini sudah dipakai. Coba sekali lagi.")
}

fn penuh() -> Galat {
    let pesan = Pesan::baru("Akun Anda sudah mempunyai {n} kunci sandi. Hapus yang tidak dipakai lagi.");
    salah(pesan.dengan("n", MAKS_KUNCI))
}

fn baca(teks: &str) -> Result<Jawaban, Galat> {
    match teks.len() {
        0..=MAKS_JAWABAN => Jawaban::baca(teks).map_err(tolak),
        _ => Err(tolak(Tolak::TakTerbaca)),
    }
}

/// A name that its owner tells passkeys apart by.
fn nama_kunci(teks: &str) -> Result<&str, Galat> {
    let teks = teks.trim();
    let panjang = teks.chars().count();
    if (1..=MAKS_NAMA_KUNCI).contains(&panjang) && !teks.contains(char::is_control) {
        return Ok(teks);
    }
    Err(Galat::medan(
        "nama",
        "Beri nama 1–60 karakter, misalnya HP kantor.",
    ))
}

fn sebutan(semua: &[KunciSandi]) -> Vec<Value> {
    let satu = |k: &KunciSandi| json!({ "type": "public-key", "id": BASE64URL_NOPAD.encode(&k.kredensial) });
    semua.iter().map(satu).collect()
}

impl Identitas {
    /// The same, knowing the public address of the site: passkeys belong to it.
    #[must_use]
    pub fn dengan_situs(mut self, url_dasar: &str) -> Self {
        self.situs = Situs::dari(url_dasar).map(Arc::new);
        self
    }

    /// Whether passkeys can be made and used at the address of the site.
    pub fn ada_kunci_sandi(&self) -> bool {
        self.situs.is_some()
    }

    fn situs(&self) -> Result<&Situs, Galat> {
        self.situs.as_deref().ok_or_else(|| {
            Galat::Bentrok(
                "Kunci sandi belum tersedia di alamat situs ini. Masuklah dengan kata sandi.".into(),
            )
        })
    }

    /// What a browser is asked to make for an account whose owner has just proved themselves. `ikat` is the form token
    /// of the page that asks: the answer is taken from the same browser only.
    ///
    /// # Errors
    /// [`Galat::Isian`] for no name, or when the account has as many as it may; [`Galat::Bentrok`] where there are none.
    pub async fn opsi_daftar(
        &self,
        akun: &Akun,
        daerah: &str,
        nama: &str,
        ikat: &str,
    ) -> Result<String, Galat> {
        let situs = self.situs()?;
        nama_kunci(nama)?;
        let ada = self.store.kunci_sandi(akun).await?;
        if ada.len() >= MAKS_KUNCI {
            return Err(penuh());
        }
        let algoritma = ALGORITMA.map(|a| json!({ "type": "public-key", "alg": a }));
        let opsi = json!({
            "challenge": BASE64URL_NOPAD.encode(&self.tantangan(&akun.daerah, DAFTAR, ikat)),
            "rp": { "id": situs.rp, "name": daerah },
            "user": {
                "id": BASE64URL_NOPAD.encode(&self.sebutan_akun(akun)),
                "name": format!("{} · {daerah}", akun.pengguna),
                "displayName": akun.nama,
            },
            "pubKeyCredParams": algoritma,
            "timeout": UMUR_TANTANGAN,
            "attestation": "none",
            "authenticatorSelection": {
                "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
            },
            "excludeCredentials": sebutan(&ada),
        });
        Ok(opsi.to_string())
    }

    /// What a browser is asked to sign with one of these passkeys, or with any that it has of this site; none where
    /// there are no passkeys.
    pub fn opsi_masuk(&self, daerah: &KodeDaerah, ikat: &str, milik: &[KunciSandi]) -> Option<String> {
        let opsi = json!({
            "challenge": BASE64URL_NOPAD.encode(&self.tantangan(daerah, MASUK, ikat)),
            "rpId": self.situs.as_deref()?.rp,
            "timeout": UMUR_TANTANGAN,
            "userVerification": "required",
            "allowCredentials": sebutan(milik),
        });
        Some(opsi.to_string())
    }

    /// Gives an account the passkey that a browser has made. All other browsers of the account end but the one with the
    /// secret `tetap`.
    ///
    /// # Errors
    /// [`Galat::Isian`] for an answer that does not count, or when the account has as many as it may.
    pub async fn pasang_kunci(
        &self,
        akun: &Akun,
        nama: &str,
        jawaban: &str,
        ikat: &str,
        tetap: &str,
    ) -> Result<(), Galat> {
        let nama = nama_kunci(nama)?;
        let (tantangan, baru) = baca(jawaban)?.dibuat(self.situs()?).map_err(tolak)?;
        let t = self.terjawab(&akun.daerah, DAFTAR, ikat, &tantangan)?;
        let k = KunciSandi {
            kredensial: baru.kredensial,
            kunci: baru.kunci,
            nama: nama.to_owned(),
            hitung: baru.hitung.into(),
            dibuat: self.store.jam().kini().as_millisecond(),
            terakhir: None,
        };
        match self.store.pasang_kunci(akun, &k, &t, MAKS_KUNCI as i64).await? {
            Pasang::Sah => {}
            Pasang::Terpakai => return Err(habis()),
            Pasang::Penuh => return Err(penuh()),
            Pasang::Ada => {
                return Err(salah(
                    "Kunci sandi ini sudah terdaftar. Pakai perangkat lain, atau hapus dulu yang lama.",
                ));
            }
        }
        // As with the app: whoever came in before comes in again with what there is now.
        self.akhiri_peramban_lain(akun, tetap).await?;
        Oleh::Akun(akun.id)
            .catat(self, akun, "pasang kunci sandi", nama)
            .await
    }

    /// Whose passkey a browser has used in a regency: both factors at once, because the device knows its owner. `akun`:
    /// only theirs, after the password.
    ///
    /// # Errors
    /// [`Galat::Isian`] for an answer that does not count; [`Galat::TerlaluSering`] after too many of those, by address
    /// only: nobody guesses a signature, and so nobody can keep its owner out.
    pub async fn pakai_kunci(
        &self,
        daerah: &KodeDaerah,
        akun: Option<&Akun>,
        jawaban: &str,
        ikat: &str,
        alamat: &str,
    ) -> Result<AkunSimpan, Galat> {
        let kunci = [format!("@{alamat}")];
        self.coba.boleh(&kunci)?;
        let (simpan, k, tantangan, hitung) = match self.cocokkan(daerah, akun, jawaban).await {
            Err(g @ Galat::Isian(_)) => {
                self.coba.gagal(&kunci);
                return Err(g);
            }
            hasil => hasil?,
        };
        let akun = &simpan.akun;
        // A page that lay open for too long is no guess.
        let t = self.terjawab(daerah, MASUK, ikat, &tantangan)?;
        let pakai = self
            .store
            .pakai_kunci(akun, &k.kredensial, hitung.into(), &t)
            .await?;
        let oleh = Oleh::Akun(akun.id);
        match pakai {
            Pakai::Sah => {
                oleh.catat(self, akun, "pakai kunci sandi", &k.nama).await?;
                Ok(simpan)
            }
            Pakai::Terpakai => Err(habis()),
            Pakai::Mundur => {
                oleh.catat(self, akun, "kunci sandi ditolak", &k.nama).await?;
                Err(salah(
                    "Kunci sandi ini mungkin disalin orang, jadi ditolak. Masuk dengan cara lain lalu hapus kunci itu, atau hubungi administrator.",
                ))
            }
        }
    }

    /// The account and passkey that an answer is signed with, the challenge it signs, and the device's counter.
    async fn cocokkan(
        &self,
        daerah: &KodeDaerah,
        harus: Option<&Akun>,
        jawaban: &str,
    ) -> Result<(AkunSimpan, KunciSandi, Vec<u8>, u32), Galat> {
        let situs = self.situs()?;
        let jawaban = baca(jawaban)?;
        let asing = || tolak(Tolak::Tanda);
        let milik = self.store.pemilik_kunci(daerah, &jawaban.id.0).await?;
        let (pengguna, k) = milik.ok_or_else(asing)?;
        let akun = self.store.akun(daerah, &pengguna).await?;
        let simpan = akun.filter(|a| a.aktif).ok_or_else(asing)?;
        let akun = &simpan.akun;
        // Devices need not say whose it is when they were told which passkeys would do.
        let disebut = jawaban.pengguna.as_ref().filter(|s| !s.0.is_empty());
        let sendiri = match disebut {
            Some(s) => s.0 == self.sebutan_akun(akun),
            None => harus.is_some(),
        };
        if !sendiri || harus.is_some_and(|h| h.id != akun.id) {
            return Err(asing());
        }
        let (tantangan, hitung) = jawaban.ditandai(situs, &k.kunci).map_err(tolak)?;
        Ok((simpan, k, tantangan, hitung))
    }

    /// Takes a passkey from its owner, who has just proved themselves. Whoever holds a role that asks for a second factor
    /// and has none left sets one up at the next log-in.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] when the account has none of that name.
    pub async fn lepas_kunci(&self, akun: &Akun, k: &KunciSandi) -> Result<(), Galat> {
        let oleh = Oleh::Akun(akun.id);
        let catatan = oleh.catatan("lepas kunci sandi", &k.nama);
        if !self.store.lepas_kunci(akun, &k.kredensial, &catatan).await? {
            return Err(Galat::TidakDitemukan);
        }
        oleh.tulis_log(akun, "lepas kunci sandi");
        self.keluarkan_bila_kurang(akun).await
    }

    /// What devices call an account: it tells nothing of the person, and in another regency it is another.
    fn sebutan_akun(&self, akun: &Akun) -> [u8; 32] {
        let bagian = [akun.daerah.as_str().as_bytes(), akun.id.as_bytes()];
        self.kunci.sidik("kunci-sandi/1", &bagian)
    }

    /// Kept nowhere: it carries its moment and our mark.
    fn tantangan(&self, daerah: &KodeDaerah, guna: &str, ikat: &str) -> Vec<u8> {
        let saat = self.store.jam().kini().as_millisecond().to_be_bytes();
        let mut t = [&saat[..], &rand::random::<[u8; ACAK]>()].concat();
        t.extend(self.tanda_tantangan(daerah, guna, ikat, &t));
        t
    }

    fn tanda_tantangan(&self, daerah: &KodeDaerah, guna: &str, ikat: &str, isi: &[u8]) -> Vec<u8> {
        let bagian = [daerah.as_str().as_bytes(), guna.as_bytes(), ikat.as_bytes(), isi];
        let mut tanda = self.kunci.sidik("tantangan/1", &bagian).to_vec();
        tanda.truncate(TANDA);
        tanda
    }

    /// A challenge of ours that has not run out; whether it was answered before knows the store.
    fn terjawab(&self, daerah: &KodeDaerah, guna: &str, ikat: &str, t: &[u8]) -> Result<Tantangan, Galat> {
        let (isi, tanda) = t.split_at_checked(SAAT + ACAK).ok_or_else(habis)?;
        let saat = isi.first_chunk::<SAAT>().ok_or_else(habis)?;
        let saat = i64::from_be_bytes(*saat);
        let milik_kita: bool = self.tanda_tantangan(daerah, guna, ikat, isi).ct_eq(tanda).into();
        let umur = self.store.jam().kini().as_millisecond().saturating_sub(saat);
        if !milik_kita || !(0..UMUR_TANTANGAN).contains(&umur) {
            return Err(habis());
        }
        Ok(Tantangan {
            isi: isi.to_vec(),
            sampai: saat.saturating_add(UMUR_TANTANGAN),
        })
    }
}
