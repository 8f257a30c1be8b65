//! The second factor: an authenticator app whose secret is closed with the key of the installation, and ten recovery
//! codes for whoever lost the telephone. Why so stands in ADR 0021. The other kind is in [`crate::kunci_sandi`].

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use kernel::{Akun, Galat, Peran, profil::KodeDaerah};
use serde_json::json;
use store::{AkunSimpan, JenisSesi, Muatan};
use zeroize::Zeroizing;

use crate::{Identitas, Oleh, rahasia_baru, totp};

/// Register of letters about an account: no register has this code.
pub const AKUN: &str = "akun";
/// What the outbox calls the letter that a second factor was taken away.
pub const ACARA_LEPAS: &str = "faktor_dilepas";
/// Recovery codes made at a time.
pub const JUMLAH_PULIH: usize = 10;
/// How long a secret that is shown waits for its first code, ms.
const UMUR_PENDAFTARAN: i64 = 1_800_000;
const NONCE: usize = 24;

/// A second factor that is offered: it is kept nowhere until a code proves that the app has it.
#[derive(Clone, Debug)]
pub struct Pendaftaran {
    /// The secret as people type it, in groups of four.
    pub teks: String,
    /// What apps read from the square code (`otpauth:`).
    pub alamat: String,
    /// The same secret, closed, to travel through the form.
    pub titipan: String,
}

/// With what somebody proved that they are themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bukti {
    /// A code of the app.
    Kode,
    /// A recovery code; so many are left.
    Pulih(i64),
}

/// What comes next on the way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Berikut {
    /// The second factor: a code or a passkey.
    Kode,
    /// Setting one up: a role of the account asks for it.
    Pasang,
    /// Another password: somebody else set this one.
    GantiSandi,
    /// Nothing: the account is in.
    Masuk,
}

impl Berikut {
    fn sesi(self) -> JenisSesi {
        match self {
            Berikut::Kode => JenisSesi::Separuh,
            Berikut::Pasang | Berikut::GantiSandi => JenisSesi::Tertahan,
            Berikut::Masuk => JenisSesi::Web,
        }
    }
}

/// How long somebody may take on the way in, ms.
pub const UMUR_LANGKAH: i64 = 1_200_000;

fn salah(pesan: &'static str) -> Galat {
    Galat::medan("kode", pesan)
}

fn letak(guna: &str, akun: &Akun) -> Vec<u8> {
    // No part can hold a line end, so no two places read alike.
    format!("praja-faktor/1\n{guna}\n{}\n{}", akun.daerah, akun.id).into_bytes()
}

impl Identitas {
    /// The same, with roles whose holders must have a second factor.
    #[must_use]
    pub fn dengan_wajib(mut self, peran: Vec<Peran>) -> Self {
        self.wajib = peran.into();
        self
    }

    /// Whether a role of the account asks for a second factor.
    pub fn wajib_dua_langkah(&self, akun: &Akun) -> bool {
        self.wajib.iter().any(|p| akun.ber(*p))
    }

    /// What comes next for an account whose password was right; `terbukti`: its second factor too, if it has one.
    ///
    /// # Errors
    /// [`Galat::PerluMasuk`] when the account is gone or closed.
    pub async fn berikut(&self, akun: &Akun, terbukti: bool) -> Result<Berikut, Galat> {
        let a = self.store.akun(&akun.daerah, &akun.pengguna).await?;
        let a = a
            .filter(|a| a.aktif && a.akun.id == akun.id)
            .ok_or(Galat::PerluMasuk)?;
        Ok(if a.dua_langkah && !terbukti {
            Berikut::Kode
        } else if !a.dua_langkah && self.wajib_dua_langkah(&a.akun) {
            Berikut::Pasang
        } else if a.ganti {
            Berikut::GantiSandi
        } else {
            Berikut::Masuk
        })
    }

    /// One step further on the way in: what comes next, and the secret that opens it and nothing else. `alat` says on
    /// what, in few words; `umur` how long the session lasts when nothing more is owed, ms. The account is as it was when
    /// something was proved.
    ///
    /// # Errors
    /// As [`Identitas::berikut`], also when the password was replaced since then.
    pub async fn maju(
        &self,
        a: &AkunSimpan,
        terbukti: bool,
        alat: &str,
        umur: i64,
    ) -> Result<(Berikut, String), Galat> {
        let berikut = self.berikut(&a.akun, terbukti).await?;
        self.buka_langkah(a, berikut, alat, umur).await
    }

    /// The secret that opens what comes next.
    pub(crate) async fn buka_langkah(
        &self,
        a: &AkunSimpan,
        berikut: Berikut,
        alat: &str,
        umur: i64,
    ) -> Result<(Berikut, String), Galat> {
        let umur = match berikut {
            Berikut::Masuk => umur,
            _ => UMUR_LANGKAH,
        };
        let rahasia = rahasia_baru();
        let sampai = self.store.jam().kini().as_millisecond().saturating_add(umur);
        let sidik = crate::sidik(&rahasia);
        let dibuka = self.store.buka_sesi_bila(a, berikut.sesi(), alat, &sidik, sampai);
        match dibuka.await? {
            true => Ok((berikut, rahasia)),
            false => Err(Galat::PerluMasuk),
        }
    }

    /// A new second factor for an account, with a secret that nobody has yet.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn tawarkan_faktor(&self, akun: &Akun, penerbit: &str) -> Result<Pendaftaran, Galat> {
        let rahasia: Zeroizing<[u8; totp::PANJANG]> = Zeroizing::new(rand::random());
        let kini = self.store.jam().kini().as_millisecond();
        let isi = Zeroizing::new([&kini.to_be_bytes()[..], &rahasia[..]].concat());
        let titipan = self.kunci_dengan("daftar", akun, &isi)?;
        Ok(pendaftaran(akun, penerbit, &rahasia[..], titipan))
    }

    /// The second factor that a form carries, if it is ours, of this account, and not too old.
    pub fn tawaran(&self, akun: &Akun, penerbit: &str, titipan: &str) -> Option<Pendaftaran> {
        let rahasia = self.buka_tawaran(akun, titipan)?;
        Some(pendaftaran(akun, penerbit, &rahasia, titipan.to_owned()))
    }

    fn buka_tawaran(&self, akun: &Akun, titipan: &str) -> Option<Zeroizing<Vec<u8>>> {
        let isi = self.buka_dengan("daftar", akun, titipan)?;
        let (saat, rahasia) = isi.split_first_chunk::<8>()?;
        let umur = self.store.jam().kini().as_millisecond() - i64::from_be_bytes(*saat);
        let sah = (0..UMUR_PENDAFTARAN).contains(&umur) && rahasia.len() == totp::PANJANG;
        sah.then(|| Zeroizing::new(rahasia.to_vec()))
    }

    /// Sets up the second factor that a form carries, if a code proves that the app has it; gives its recovery codes,
    /// this once. All browsers of the account end but the one with the secret `tetap`.
    ///
    /// # Errors
    /// [`Galat::Isian`] for a wrong code or an offer that has run out, [`Galat::TerlaluSering`],
    /// [`Galat::Bentrok`] when the account has one already.
    pub async fn pasang_faktor(
        &self,
        akun: &Akun,
        titipan: &str,
        kode: &str,
        alamat: &str,
        tetap: &str,
    ) -> Result<Vec<String>, Galat> {
        let rahasia = self
            .buka_tawaran(akun, titipan)
            .ok_or_else(|| salah("Kode QR ini tidak berlaku lagi. Pindai kode baru yang sekarang tampil."))?;
        let kunci = kunci_coba(akun, alamat);
        let kini = self.store.jam().kini().as_millisecond();
        let Some(langkah) = self
            .coba
            .sekali(&kunci, || totp::cocok(&rahasia, &bersih(kode), kini))?
        else {
            return Err(salah(
                "Kode ini tidak cocok. Ketik enam angka yang sedang tampil di aplikasi; periksa juga jam ponsel Anda.",
            ));
        };
        let pulih = pulih_baru();
        let tutup = self.kunci_dengan("simpan", akun, &rahasia)?;
        let sidik = self.sidik_semua(akun, &pulih);
        if !self.store.pasang_faktor(akun, &tutup, langkah, &sidik).await? {
            return Err(Galat::Bentrok(
                "Verifikasi dua langkah akun ini sudah aktif. Muat ulang halaman ini.".into(),
            ));
        }
        // Whoever came in before, with the password alone, comes in again with a code.
        self.akhiri_peramban_lain(akun, tetap).await?;
        Oleh::Akun(akun.id)
            .catat(self, akun, "pasang dua langkah", "")
            .await?;
        Ok(pulih)
    }

    /// Whether a typed code is the account's: of its app, or a recovery code. Either is taken once.
    ///
    /// # Errors
    /// [`Galat::Isian`] for a wrong or used code, [`Galat::TerlaluSering`] after too many: codes of the app are counted
    /// by account and address, recovery codes (nobody guesses one) by address only, so that somebody who knows the
    /// password cannot keep its owner out. [`Galat::Bentrok`] when there is no second factor.
    pub async fn periksa_kode(&self, akun: &Akun, diketik: &str, alamat: &str) -> Result<Bukti, Galat> {
        let diketik = bersih(diketik);
        let semua = kunci_coba(akun, alamat);
        let aplikasi = diketik.len() <= 6;
        let kunci = if aplikasi { &semua[..] } else { &semua[1..] };
        self.coba.boleh(kunci)?;
        let f = self.store.faktor(akun).await?.ok_or_else(tak_aktif)?;
        if aplikasi {
            let rahasia = self.buka_dengan("simpan", akun, &f.rahasia).ok_or_else(|| {
                Galat::dalam(
                    "opening a second factor",
                    "the key of the installation is another",
                )
            })?;
            let kini = self.store.jam().kini().as_millisecond();
            return match self
                .coba
                .sekali(kunci, || totp::cocok(&rahasia, &diketik, kini))?
            {
                Some(l) if self.store.pakai_langkah(akun, l).await? => Ok(Bukti::Kode),
                Some(_) => {
                    self.coba.gagal(kunci);
                    Err(salah(
                        "Kode ini sudah dipakai. Tunggu sampai aplikasi menampilkan kode berikutnya.",
                    ))
                }
                None => Err(salah(
                    "Kode ini tidak cocok. Ketik enam angka yang sedang tampil di aplikasi, atau salah satu kode pemulihan.",
                )),
            };
        }
        if self
            .store
            .pakai_pulih(akun, &self.sidik_pulih(akun, &diketik))
            .await?
        {
            Oleh::Akun(akun.id)
                .catat(self, akun, "pakai kode pemulihan", "")
                .await?;
            return Ok(Bukti::Pulih((f.sisa - 1).max(0)));
        }
        self.coba.gagal(kunci);
        Err(salah(
            "Kode pemulihan ini tidak ada atau sudah dipakai. Periksa hurufnya, atau pakai kode lain.",
        ))
    }

    /// New recovery codes instead of those there are, shown this once.
    ///
    /// # Errors
    /// [`Galat::Bentrok`] when the account has no second factor.
    pub async fn pulih_baru(&self, akun: &Akun) -> Result<Vec<String>, Galat> {
        let pulih = pulih_baru();
        if !self
            .store
            .ganti_pulih(akun, &self.sidik_semua(akun, &pulih))
            .await?
        {
            return Err(tak_aktif());
        }
        Oleh::Akun(akun.id)
            .catat(self, akun, "kode pemulihan baru", "")
            .await?;
        Ok(pulih)
    }

    /// Takes the app from an account; somebody else takes its passkeys too. Their hand needs a reason, ends the account's
    /// browsers and tells its owner by mail; whoever holds a role that asks for one sets up another at the next log-in.
    ///
    /// # Errors
    /// [`Galat::Isian`] without a reason, [`Galat::Bentrok`] when there is none.
    pub async fn lepas_faktor(&self, oleh: Oleh, a: &AkunSimpan, alasan: &str) -> Result<(), Galat> {
        let sendiri = oleh == Oleh::Akun(a.akun.id);
        let alasan = alasan.trim();
        if alasan.contains('\0') {
            return Err(Galat::medan(
                "alasan",
                "Ada karakter yang tidak tampak di sini. Tulis ulang alasannya.",
            ));
        }
        if !sendiri && !(10..=500).contains(&alasan.chars().count()) {
            return Err(Galat::medan(
                "alasan",
                "Tulis alasannya, 10–500 karakter, misalnya nomor surat permohonan pemiliknya.",
            ));
        }
        let catatan = oleh.catatan("lepas dua langkah", alasan);
        let isi = [("alasan".to_owned(), json!(alasan))].into_iter().collect();
        let surat = Muatan {
            register: AKUN.to_owned(),
            entri: a.akun.id,
            nomor: a.akun.pengguna.clone(),
            ke: Some(format!("akun:{}", a.akun.pengguna)),
            acara: ACARA_LEPAS.to_owned(),
            isi,
            setelah: None,
        };
        let surat = (!sendiri).then_some(&surat);
        if !self
            .store
            .lepas_faktor(&a.akun, !sendiri, &catatan, surat)
            .await?
        {
            return Err(tak_aktif());
        }
        oleh.tulis_log(&a.akun, "lepas dua langkah");
        match sendiri {
            true => self.keluarkan_bila_kurang(&a.akun).await,
            false => self.akhiri_peramban(&a.akun).await,
        }
    }

    /// Ends the browsers of an account whose role asks for a second factor and that has none left.
    pub(crate) async fn keluarkan_bila_kurang(&self, akun: &Akun) -> Result<(), Galat> {
        let a = self.store.akun(&akun.daerah, &akun.pengguna).await?;
        if self.wajib_dua_langkah(akun) && !a.is_some_and(|a| a.dua_langkah) {
            self.akhiri_peramban(akun).await?;
        }
        Ok(())
    }

    fn sidik_semua(&self, akun: &Akun, pulih: &[String]) -> Vec<Vec<u8>> {
        pulih.iter().map(|k| self.sidik_pulih(akun, &bersih(k))).collect()
    }

    /// Keyed, so that a copy of the database alone gives nothing to try codes against.
    fn sidik_pulih(&self, akun: &Akun, kode: &str) -> Vec<u8> {
        let bagian = [
            akun.daerah.as_str().as_bytes(),
            akun.id.as_bytes(),
            kode.as_bytes(),
        ];
        self.kunci.sidik("pulih/1", &bagian).to_vec()
    }

    fn kotak(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.kunci.sidik("faktor/1", &[]).into())
    }

    /// Closes something for one use and one account (XChaCha20-Poly1305, random nonce): it opens nowhere else.
    fn kunci_dengan(&self, guna: &str, akun: &Akun, isi: &[u8]) -> Result<String, Galat> {
        let nonce: [u8; NONCE] = rand::random();
        let muatan = Payload {
            msg: isi,
            aad: &letak(guna, akun),
        };
        let sandi = self
            .kotak()
            .encrypt(&XNonce::from(nonce), muatan)
            .map_err(|_| Galat::dalam("closing a second factor", "the cryptographic library refused"))?;
        Ok(BASE64URL_NOPAD.encode(&[&nonce[..], &sandi].concat()))
    }

    fn buka_dengan(&self, guna: &str, akun: &Akun, teks: &str) -> Option<Zeroizing<Vec<u8>>> {
        let bait = BASE64URL_NOPAD.decode(teks.as_bytes()).ok()?;
        let (nonce, sandi) = bait.split_first_chunk::<NONCE>()?;
        let muatan = Payload {
            msg: sandi,
            aad: &letak(guna, akun),
        };
        let isi = self.kotak().decrypt(&XNonce::from(*nonce), muatan).ok()?;
        Some(Zeroizing::new(isi))
    }

    /// Ends all browsers of an account but the one with the secret `tetap`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn akhiri_peramban_lain(&self, akun: &Akun, tetap: &str) -> Result<(), Galat> {
        for jenis in JenisSesi::PERAMBAN {
            self.store
                .tutup_sesi_lain(akun, jenis, &crate::sidik(tetap))
                .await?;
        }
        Ok(())
    }

    /// Ends everything that browsers hold of an account, inside and on the way in.
    pub(crate) async fn akhiri_peramban(&self, akun: &Akun) -> Result<(), Galat> {
        for jenis in JenisSesi::PERAMBAN {
            self.store.tutup_sesi_akun(akun, jenis).await?;
        }
        Ok(())
    }
}

fn tak_aktif() -> Galat {
    Galat::Bentrok("Verifikasi dua langkah akun ini tidak aktif. Muat ulang halaman ini.".into())
}

/// Account first, address last.
fn kunci_coba(akun: &Akun, alamat: &str) -> [String; 2] {
    [kunci_akun(&akun.daerah, akun), format!("@{alamat}")]
}

fn kunci_akun(daerah: &KodeDaerah, akun: &Akun) -> String {
    format!("kode/{daerah}/{}", akun.id)
}

/// A code as it is compared: apps and paper put blanks and dashes into it.
fn bersih(kode: &str) -> String {
    let huruf = kode.chars().filter(|c| !c.is_whitespace() && *c != '-');
    huruf.take(40).collect::<String>().to_lowercase()
}

/// Ten codes of 50 random bits, in two groups that can be read aloud.
fn pulih_baru() -> Vec<String> {
    let satu = |_| {
        let kode: Vec<char> = crate::akun::huruf_acak().take(10).collect();
        let (a, b) = kode.split_at(5);
        format!("{}-{}", String::from_iter(a), String::from_iter(b))
    };
    (0..JUMLAH_PULIH).map(satu).collect()
}

fn pendaftaran(akun: &Akun, penerbit: &str, rahasia: &[u8], titipan: String) -> Pendaftaran {
    let huruf = BASE32_NOPAD.encode(rahasia);
    let kelompok: Vec<&str> = huruf
        .as_bytes()
        .chunks(4)
        .filter_map(|c| std::str::from_utf8(c).ok())
        .collect();
    let (penerbit, pengguna) = (persen(penerbit), persen(&akun.pengguna));
    Pendaftaran {
        teks: kelompok.join(" "),
        alamat: format!("otpauth://totp/{penerbit}:{pengguna}?secret={huruf}&issuer={penerbit}"),
        titipan,
    }
}

/// Percent-encoding of everything but unreserved characters: apps disagree about the rest.
fn persen(s: &str) -> String {
    let mut jadi = String::new();
    for b in s.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => jadi.push(char::from(b)),
            b => jadi.push_str(&format!("%{b:02X}")),
        }
    }
    jadi
}
