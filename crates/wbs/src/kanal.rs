//! What inspectors do with keys: opening the channel for the first time, asking for a key, admitting another, unlocking,
//! coming back with the code for recovery.

use jiff::Timestamp;
use kernel::{
    Aksi, Akun, Galat, IdEntri, Pelaku, Perintah, Peta, Profil,
    izin::{self, Lingkup, Peran, Tindakan},
};
use serde_json::Value;
use store::{Store, Tampak};
use zeroize::Zeroizing;

use crate::{
    kode::Kode,
    kunci::{KANAL, PEMEGANG, id_kanal, id_pemegang},
    laporan::FUNGSI,
    peti::Peti,
    sandi::{self, Kunci, Letak, Publik},
};

/// Shortest pass-phrase.
pub const FRASA_MIN: usize = 15;
/// Longest pass-phrase, in bytes.
const FRASA_MAKS: usize = 500;

/// Store, regency and moment of what is done.
#[derive(Clone, Copy)]
pub struct Meja<'a> {
    /// What is remembered.
    pub store: &'a Store,
    /// The regency.
    pub profil: &'a Profil,
    /// The moment.
    pub kini: Timestamp,
}

/// A pass-phrase. It is wiped from memory when it is let go.
pub type Frasa = Zeroizing<String>;

/// Whether an account inspects reports: it holds the role in the very unit that holds the function.
pub fn pemeriksa(profil: &Profil, pelaku: &Pelaku) -> bool {
    match (pelaku.akun(), profil.fungsi(FUNGSI)) {
        (Some(a), Some(unit)) => {
            a.daerah == *profil.kode() && a.unit_sebagai(&[Peran::Auditor]).contains(&unit)
        }
        _ => false,
    }
}

/// What people compare to know that a public key is the one they mean: eight groups of four.
pub fn sidik(publik: &Publik) -> String {
    use sha2::{Digest, Sha256};
    let bait = Sha256::digest(publik);
    let teks = data_encoding::HEXUPPER.encode(bait.get(..16).unwrap_or_default());
    let huruf: Vec<char> = teks.chars().collect();
    huruf
        .chunks(4)
        .map(|k| k.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Checks a new pass-phrase.
///
/// # Errors
/// Too short or too long, at the field `frasa`; not repeated alike, at `ulang`.
pub fn periksa_frasa(frasa: &str, ulang: &str) -> Result<Frasa, Galat> {
    if frasa.chars().count() < FRASA_MIN || frasa.len() > FRASA_MAKS {
        return Err(Galat::medan(
            "frasa",
            "Frasa WBS paling sedikit 15 karakter, misalnya lima kata yang tidak berhubungan.",
        ));
    }
    if frasa != ulang {
        return Err(Galat::medan("ulang", "Kedua frasa tidak sama. Ketik ulang."));
    }
    Ok(Zeroizing::new(frasa.to_owned()))
}

fn teks<'a>(t: &'a Tampak, medan: &str) -> &'a str {
    t.entri.teks(medan)
}

fn peta<const N: usize>(isi: [(&str, String); N]) -> Peta {
    isi.map(|(k, v)| (k.to_owned(), Value::from(v)))
        .into_iter()
        .collect()
}

impl<'a> Meja<'a> {
    pub(crate) fn letak(&self, guna: &'static str, id: IdEntri, urut: i64) -> Letak<'a> {
        Letak {
            guna,
            daerah: self.profil.kode(),
            id,
            urut,
        }
    }

    pub(crate) async fn perintah(&self, pelaku: &Pelaku, aksi: Aksi) -> Result<(), Galat> {
        let p = Perintah {
            daerah: self.profil.kode().clone(),
            pelaku: pelaku.clone(),
            kini: self.kini,
            aksi,
            kunci: None,
        };
        self.store.jalankan(p).await.map(|_| ())
    }

    async fn langkah(&self, akun: &Akun, id: IdEntri, langkah: &str, isian: Peta) -> Result<(), Galat> {
        let aksi = Aksi::Langkah {
            id,
            versi: None,
            langkah: langkah.to_owned(),
            isian,
        };
        self.perintah(&Pelaku::Akun(Box::new(akun.clone())), aksi).await
    }

    async fn ada(&self, id: IdEntri) -> Result<Option<Tampak>, Galat> {
        match self.store.entri(self.profil.kode(), &Pelaku::Sistem, id).await {
            Ok(t) => Ok(Some(t)),
            Err(Galat::TidakDitemukan) => Ok(None),
            Err(g) => Err(g),
        }
    }

    async fn kanal_utuh(&self) -> Result<Option<(Publik, String)>, Galat> {
        let Some(t) = self.ada(id_kanal(self.profil.kode())).await? else {
            return Ok(None);
        };
        let publik = sandi::baca_publik(teks(&t, "publik"))
            .ok_or_else(|| Galat::dalam("reading the channel", "its public key is none"))?;
        Ok(Some((publik, teks(&t, "pemulihan").to_owned())))
    }

    /// The public key of the regency's channel; none while it is not open.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kanal(&self) -> Result<Option<Publik>, Galat> {
        Ok(self.kanal_utuh().await?.map(|(p, _)| p))
    }

    /// The key that an account holds or asks for.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pemegang(&self, akun: &Akun) -> Result<Option<Tampak>, Galat> {
        self.ada(id_pemegang(akun)).await
    }

    /// All who hold a key or ask for one, as an inspector may see them.
    ///
    /// # Errors
    /// When the database does not answer, or it is no inspector.
    pub async fn semua_pemegang(&self, akun: &Akun) -> Result<Vec<Tampak>, Galat> {
        let pelaku = Pelaku::Akun(Box::new(akun.clone()));
        let def = self.store.inventaris().cari(PEMEGANG)?;
        let w = izin::wewenang(self.profil, def, &pelaku, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
        if *w.lingkup() == Lingkup::Semua {
            return Err(Galat::TidakDitemukan);
        }
        let d = store::Daftar {
            batas: 200,
            ..store::Daftar::default()
        };
        Ok(self.store.daftar(&w, &pelaku, &d).await?.entri)
    }

    /// Makes a key pair for an account: a new holder, who waits to be admitted. Gives the public half.
    async fn kunci_pemegang(&self, akun: &Akun, frasa: Frasa, peti: &Peti) -> Result<Publik, Galat> {
        let id = id_pemegang(akun);
        let (rahasia, publik) = sandi::pasangan_baru()?;
        let rahasia = self.bungkus(id, rahasia, frasa, peti).await?;
        let kunci = [("publik", sandi::tulis_publik(&publik)), ("rahasia", rahasia)];
        if self.pemegang(akun).await?.is_some() {
            self.langkah(akun, id, "kunci_baru", peta(kunci)).await?;
        } else {
            let mut isi = peta(kunci);
            isi.extend(peta([("akun", akun.id.to_string()), ("nama", akun.nama.clone())]));
            let aksi = Aksi::Buat {
                register: PEMEGANG.to_owned(),
                id,
                isi,
            };
            self.perintah(&Pelaku::Akun(Box::new(akun.clone())), aksi).await?;
        }
        Ok(publik)
    }

    async fn bungkus(&self, id: IdEntri, rahasia: Kunci, frasa: Frasa, peti: &Peti) -> Result<String, Galat> {
        let daerah = self.profil.kode().clone();
        peti.berat(move || {
            let l = Letak {
                guna: "kunci-pemegang",
                daerah: &daerah,
                id,
                urut: 0,
            };
            sandi::tutup_frasa(&frasa, &l, rahasia.as_slice())
        })
        .await?
    }

    /// Asks for a key: a pair of one's own, which somebody who holds one has to admit.
    ///
    /// # Errors
    /// No channel yet, or the database does not answer.
    pub async fn minta(&self, akun: &Akun, frasa: Frasa, peti: &Peti) -> Result<(), Galat> {
        if self.kanal().await?.is_none() {
            return Err(Galat::Bentrok("Saluran ini belum disiapkan.".into()));
        }
        self.kunci_pemegang(akun, frasa, peti).await.map(|_| ())
    }

    /// Opens the channel of the regency for the first time: its key pair, closed with the code for recovery and sealed
    /// to this first holder.
    ///
    /// # Errors
    /// It is open already, or the database does not answer.
    pub async fn siapkan(
        &self,
        akun: &Akun,
        frasa: Frasa,
        pemulihan: &Kode,
        peti: &Peti,
    ) -> Result<Kunci, Galat> {
        let sudah =
            || Galat::Bentrok("Saluran ini sudah disiapkan. Minta diterima sebagai pemegang kunci.".into());
        if self.kanal().await?.is_some() {
            return Err(sudah());
        }
        let milikku = self.kunci_pemegang(akun, frasa, peti).await?;
        let (rahasia, publik) = sandi::pasangan_baru()?;
        let isi = peta([
            ("publik", sandi::tulis_publik(&publik)),
            ("pemulihan", self.tutup_pemulihan(pemulihan, &rahasia)?),
        ]);
        let aksi = Aksi::Buat {
            register: KANAL.to_owned(),
            id: id_kanal(self.profil.kode()),
            isi,
        };
        let buat = self.perintah(&Pelaku::Akun(Box::new(akun.clone())), aksi).await;
        if let Err(g) = buat {
            // Somebody was faster: there is one channel, and this is not its key.
            return Err(if self.kanal().await?.is_some() { sudah() } else { g });
        }
        self.beri(akun, id_pemegang(akun), &milikku, &rahasia).await?;
        Ok(rahasia)
    }

    fn tutup_pemulihan(&self, kode: &Kode, rahasia: &Kunci) -> Result<String, Galat> {
        let daerah = self.profil.kode();
        let l = self.letak("pemulihan", id_kanal(daerah), 0);
        sandi::tutup(&kode.kunci_pemulihan(daerah), &l, rahasia.as_slice())
    }

    /// Seals the channel's secret key to a holder.
    async fn beri(&self, oleh: &Akun, id: IdEntri, ke: &Publik, rahasia: &Kunci) -> Result<(), Galat> {
        let s = sandi::segel(ke, &self.letak("kunci-kanal-pemegang", id, 0), rahasia.as_slice())?;
        self.langkah(oleh, id, "terima", peta([("kanal", s)])).await
    }

    /// Admits somebody who asked for a key. `publik` is the key whose fingerprint was compared: if they have made
    /// another since, nothing is given.
    ///
    /// # Errors
    /// Nobody asks under that id, or with another key; the database does not answer.
    pub async fn terima(&self, oleh: &Akun, id: IdEntri, publik: &str, rahasia: &Kunci) -> Result<(), Galat> {
        let t = self.ada(id).await?.ok_or(Galat::TidakDitemukan)?;
        if t.entri.register != PEMEGANG {
            return Err(Galat::TidakDitemukan);
        }
        match sandi::baca_publik(publik) {
            Some(ke) if publik == teks(&t, "publik") => self.beri(oleh, id, &ke, rahasia).await,
            _ => Err(Galat::Bentrok(
                "Kunci orang ini sudah berganti. Muat ulang halamannya dan bandingkan sidiknya lagi.".into(),
            )),
        }
    }

    /// Takes a key away.
    ///
    /// # Errors
    /// Nobody holds one under that id, or the database does not answer.
    pub async fn cabut(&self, oleh: &Akun, id: IdEntri) -> Result<(), Galat> {
        let t = self.ada(id).await?.ok_or(Galat::TidakDitemukan)?;
        if t.entri.register != PEMEGANG {
            return Err(Galat::TidakDitemukan);
        }
        self.langkah(oleh, id, "cabut", Peta::new()).await
    }

    /// The key that an account holds, with its own secret key by its pass-phrase; `medan` is blamed for a wrong one.
    async fn buka_pemegang(
        &self,
        akun: &Akun,
        frasa: Frasa,
        medan: &'static str,
        peti: &Peti,
    ) -> Result<(Tampak, Kunci), Galat> {
        let t = self.pemegang(akun).await?.filter(|t| t.entri.keadaan == "aktif");
        let t = t.ok_or(Galat::TidakDitemukan)?;
        let (id, daerah) = (t.entri.id, self.profil.kode().clone());
        let bungkus = teks(&t, "rahasia").to_owned();
        let terbuka = peti
            .berat(move || {
                let l = Letak {
                    guna: "kunci-pemegang",
                    daerah: &daerah,
                    id,
                    urut: 0,
                };
                sandi::buka_frasa(&frasa, &l, &bungkus)
            })
            .await?;
        match terbuka.and_then(|t| sandi::sebagai_kunci(&t)) {
            Some(kunci) => Ok((t, kunci)),
            None => Err(Galat::medan(
                medan,
                "Frasa WBS tidak cocok. Periksa, lalu coba lagi.",
            )),
        }
    }

    /// The channel's secret key, by the pass-phrase of an account that holds one.
    ///
    /// # Errors
    /// A wrong pass-phrase at the field `frasa`; a channel whose public key is not the one that belongs to the secret
    /// one: somebody may have exchanged it.
    pub async fn buka(&self, akun: &Akun, frasa: Frasa, peti: &Peti) -> Result<Kunci, Galat> {
        let (t, milikku) = self.buka_pemegang(akun, frasa, "frasa", peti).await?;
        let l = self.letak("kunci-kanal-pemegang", t.entri.id, 0);
        let rahasia = sandi::buka_segel(&milikku, &l, teks(&t, "kanal"))
            .and_then(|t| sandi::sebagai_kunci(&t))
            .ok_or_else(|| Galat::Bentrok("Kunci saluran Anda rusak. Minta diterima kembali.".into()))?;
        self.cocokkan(rahasia).await
    }

    /// The stored public key must be the one of the secret key: else new reports would be sealed to a stranger.
    async fn cocokkan(&self, rahasia: Kunci) -> Result<Kunci, Galat> {
        let tertulis = self.kanal().await?.ok_or(Galat::TidakDitemukan)?;
        if tertulis == sandi::publik(&rahasia)? {
            return Ok(rahasia);
        }
        tracing::error!("the public key of a channel is not the one of its secret key");
        Err(Galat::Bentrok(
            "Kunci publik saluran ini bukan milik Inspektorat: mungkin ditukar. Jangan pakai saluran ini; periksa peladen dan cadangannya.".into(),
        ))
    }

    /// Comes back with the code for recovery: a new key pair, admitted at once.
    ///
    /// # Errors
    /// A wrong code at the field `kode`; no channel; the database does not answer.
    pub async fn pulihkan(
        &self,
        akun: &Akun,
        kode: &Kode,
        frasa: Frasa,
        peti: &Peti,
    ) -> Result<Kunci, Galat> {
        let daerah = self.profil.kode();
        let (_, pemulihan) = self.kanal_utuh().await?.ok_or(Galat::TidakDitemukan)?;
        let l = self.letak("pemulihan", id_kanal(daerah), 0);
        let rahasia = sandi::buka(&kode.kunci_pemulihan(daerah), &l, &pemulihan)
            .and_then(|t| sandi::sebagai_kunci(&t))
            .ok_or_else(|| Galat::medan("kode", "Kode pemulihan tidak cocok. Periksa, lalu coba lagi."))?;
        let rahasia = self.cocokkan(rahasia).await?;
        let milikku = self.kunci_pemegang(akun, frasa, peti).await?;
        self.beri(akun, id_pemegang(akun), &milikku, &rahasia).await?;
        Ok(rahasia)
    }

    /// Another code for recovery; the one before opens nothing any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pemulihan_baru(&self, akun: &Akun, kode: &Kode, rahasia: &Kunci) -> Result<(), Galat> {
        let isi = peta([("pemulihan", self.tutup_pemulihan(kode, rahasia)?)]);
        self.langkah(akun, id_kanal(self.profil.kode()), "pemulihan_baru", isi)
            .await
    }

    /// Another pass-phrase for the same key, knowing the one before.
    ///
    /// # Errors
    /// As [`Meja::buka`], with the field `lama`.
    pub async fn ganti_frasa(&self, akun: &Akun, lama: Frasa, baru: Frasa, peti: &Peti) -> Result<(), Galat> {
        let (t, milikku) = self.buka_pemegang(akun, lama, "lama", peti).await?;
        let rahasia = self.bungkus(t.entri.id, milikku, baru, peti).await?;
        self.langkah(akun, t.entri.id, "ganti_frasa", peta([("rahasia", rahasia)]))
            .await
    }
}
