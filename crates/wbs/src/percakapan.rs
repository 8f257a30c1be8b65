//! The talk: filing a report, reading it on either side, saying more. Each talk has a key of its own, made when the report
//! comes, sealed to the channel and closed with the reporter's code; both sides close what they say with it, bound to
//! regency, entry and place in the story.

use jiff::Timestamp;
use kernel::{
    Aksi, Galat, IdEntri, Pelaku, Peristiwa, Peta, Profil,
    kalender::saat,
    peristiwa::{Kejadian, OlehSiapa},
};
use serde::{Deserialize, Serialize};
use store::Tampak;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    kanal::Meja,
    kode::Kode,
    laporan::{BACA, KODE, PESAN, TAMBAH},
    sandi::{self, Kunci},
};

/// Longest message, in characters.
pub const MAKS_PESAN: usize = 5_000;
/// How often a command is tried again when the entry was changed meanwhile.
const ULANG: usize = 8;

/// What a reporter writes. It is wiped from memory when it is let go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Laporan {
    /// What happened.
    pub apa: String,
    /// Where and when.
    #[serde(default)]
    pub tempat: String,
    /// Who is involved.
    #[serde(default)]
    pub siapa: String,
    /// How the reporter knows.
    #[serde(default)]
    pub tahu: String,
}

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pihak {
    /// Who reported.
    Pelapor,
    /// An inspector, by name.
    Inspektorat(String),
}

/// Words in a talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kata {
    /// Nothing was said.
    TanpaKata,
    /// Words.
    Terbuka(Zeroizing<String>),
    /// They do not open: changed or moved in the database.
    Rusak,
}

/// One thing in a talk.
#[derive(Clone, Debug)]
pub struct Ucapan {
    /// When.
    pub waktu: Timestamp,
    /// Who.
    pub pihak: Pihak,
    /// Code of the step.
    pub langkah: String,
    /// State afterwards, when it changed.
    pub keadaan: Option<String>,
    /// What was said.
    pub kata: Kata,
}

/// A report as one side reads it.
pub struct Terbaca {
    /// The entry.
    pub tampak: Tampak,
    /// The report; none when it does not open.
    pub laporan: Option<Laporan>,
    /// What was said since, oldest first.
    pub ucapan: Vec<Ucapan>,
    /// Who read it when, newest first.
    pub pembacaan: Vec<(Timestamp, String)>,
    /// The story is longer than what is shown.
    pub terpotong: bool,
}

/// Events that the store gives at once.
const BATAS_RIWAYAT: usize = 500;

fn pesan_satu(isi: &str) -> Peta {
    [(PESAN.to_owned(), isi.into())].into_iter().collect()
}

/// The day of a moment and no more: who knows when a report came may know from whom.
fn hanya_hari(profil: &Profil, kini: Timestamp) -> Timestamp {
    let k = &profil.kalender;
    k.awal_hari(k.setempat(kini).date())
}

fn guna(p: &Pihak) -> &'static str {
    match p {
        Pihak::Pelapor => "pesan-pelapor",
        Pihak::Inspektorat(_) => "pesan-inspektorat",
    }
}

impl Meja<'_> {
    /// Files a report under a code, as nobody. The same code again is the same report: its number is given again.
    ///
    /// # Errors
    /// The channel is not open; the database does not answer.
    pub async fn lapor(&self, kode: &Kode, l: &Laporan) -> Result<String, Galat> {
        let daerah = self.profil.kode();
        let id = kode.entri(daerah);
        if let Some(t) = self.milik(kode).await? {
            return Ok(t.entri.nomor);
        }
        let kanal = self.kanal().await?.ok_or_else(|| {
            Galat::Bentrok("Saluran ini belum disiapkan Inspektorat. Coba lagi nanti.".into())
        })?;
        let kunci = sandi::kunci_baru();
        let teks = Zeroizing::new(
            serde_json::to_string(l).map_err(|_| Galat::dalam("writing a report", "it is not JSON"))?,
        );
        let isi: Peta = [
            (
                "kunci_kanal",
                sandi::segel(&kanal, &self.letak("kunci-kanal", id, 1), kunci.as_slice())?,
            ),
            (
                "kunci_pelapor",
                sandi::tutup(
                    &kode.kunci_pelapor(daerah),
                    &self.letak("kunci-pelapor", id, 1),
                    kunci.as_slice(),
                )?,
            ),
            (
                "laporan",
                sandi::tutup(&kunci, &self.letak("laporan", id, 1), &sandi::isi_blok(&teks))?,
            ),
        ]
        .into_iter()
        .map(|(k, v)| (k.to_owned(), v.into()))
        .collect();
        let aksi = Aksi::Buat {
            register: KODE.to_owned(),
            id,
            isi,
        };
        let buat = self.samar().perintah(&Pelaku::Publik, aksi).await;
        match (buat, self.milik(kode).await?) {
            // Pressed twice at once: the other one made it.
            (_, Some(t)) => Ok(t.entri.nomor),
            (Err(g), None) => Err(g),
            (Ok(()), None) => Err(Galat::dalam("filing a report", "it is not there")),
        }
    }

    /// The same desk at the beginning of the day.
    fn samar(&self) -> Self {
        Meja {
            kini: hanya_hari(self.profil, self.kini),
            ..*self
        }
    }

    /// The report that a code leads to; none when there is none.
    async fn milik(&self, kode: &Kode) -> Result<Option<Tampak>, Galat> {
        let id = kode.entri(self.profil.kode());
        match self
            .store
            .entri(self.profil.kode(), &Pelaku::Pelapor(id), id)
            .await
        {
            Ok(t) if t.entri.register == KODE => Ok(Some(t)),
            Ok(_) | Err(Galat::TidakDitemukan) => Ok(None),
            Err(g) => Err(g),
        }
    }

    fn kunci_pelapor(&self, kode: &Kode, t: &Tampak) -> Option<Kunci> {
        let l = self.letak("kunci-pelapor", t.entri.id, 1);
        let kunci = kode.kunci_pelapor(self.profil.kode());
        sandi::sebagai_kunci(&sandi::buka(&kunci, &l, t.entri.teks("kunci_pelapor"))?)
    }

    fn kunci_kanal(&self, rahasia: &Kunci, t: &Tampak) -> Option<Kunci> {
        let l = self.letak("kunci-kanal", t.entri.id, 1);
        sandi::sebagai_kunci(&sandi::buka_segel(rahasia, &l, t.entri.teks("kunci_kanal"))?)
    }

    /// The report and the talk, for who holds the code; none when no report has this code.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn baca_pelapor(&self, kode: &Kode) -> Result<Option<Terbaca>, Galat> {
        let Some(t) = self.milik(kode).await? else {
            return Ok(None);
        };
        let kunci = self.kunci_pelapor(kode, &t);
        let pelaku = Pelaku::Pelapor(t.entri.id);
        self.buka_cerita(t, &pelaku, kunci.as_ref()).await.map(Some)
    }

    /// The report and the talk, for an inspector who has the channel unlocked. The reading is an event: it is written
    /// before anything is opened.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] for everybody else; when the event cannot be written, nothing is shown.
    pub async fn baca_pemeriksa(
        &self,
        pelaku: &Pelaku,
        nomor: &str,
        rahasia: &Kunci,
    ) -> Result<Terbaca, Galat> {
        let daerah = self.profil.kode();
        let t = self.store.entri_bernomor(daerah, pelaku, KODE, nomor).await?;
        let aksi = Aksi::Langkah {
            id: t.entri.id,
            versi: None,
            langkah: BACA.to_owned(),
            isian: Peta::new(),
        };
        self.perintah(pelaku, aksi).await?;
        let t = self.store.entri(daerah, pelaku, t.entri.id).await?;
        let kunci = self.kunci_kanal(rahasia, &t);
        self.buka_cerita(t, pelaku, kunci.as_ref()).await
    }

    async fn buka_cerita(&self, t: Tampak, pelaku: &Pelaku, kunci: Option<&Kunci>) -> Result<Terbaca, Galat> {
        let riwayat = self.store.riwayat(&t, pelaku).await?;
        let terpotong = riwayat.len() >= BATAS_RIWAYAT;
        let laporan = kunci.and_then(|k| {
            let l = self.letak("laporan", t.entri.id, 1);
            let teks = sandi::lepas_blok(&sandi::buka(k, &l, t.entri.teks("laporan"))?)?;
            serde_json::from_str(&teks).ok()
        });
        let mut ucapan: Vec<Ucapan> = Vec::new();
        let mut pembacaan = Vec::new();
        for p in &riwayat {
            match &p.isi.kejadian {
                Kejadian::Langkah { langkah, .. } if langkah == BACA => {
                    if let Pihak::Inspektorat(nama) = pihak(p) {
                        pembacaan.push((saat(p.isi.waktu), nama));
                    }
                }
                Kejadian::Langkah { langkah, dari, ke } => ucapan.push(Ucapan {
                    waktu: saat(p.isi.waktu),
                    pihak: pihak(p),
                    langkah: langkah.clone(),
                    keadaan: (dari != ke).then(|| ke.clone()),
                    kata: self.buka_kata(p, kunci),
                }),
                _ => {}
            }
        }
        ucapan.reverse();
        Ok(Terbaca {
            tampak: t,
            laporan,
            ucapan,
            pembacaan,
            terpotong,
        })
    }

    fn buka_kata(&self, p: &Peristiwa, kunci: Option<&Kunci>) -> Kata {
        let Some(teks) = p.isi.isi.get(PESAN).and_then(|v| v.as_str()) else {
            return Kata::TanpaKata;
        };
        let l = self.letak(guna(&pihak(p)), p.isi.entri, p.isi.versi);
        kunci
            .and_then(|k| sandi::lepas_blok(&sandi::buka(k, &l, teks)?))
            .map_or(Kata::Rusak, Kata::Terbuka)
    }

    /// A step with words closed for its place in the story; tried again when somebody was faster.
    async fn ucapkan(
        &self,
        pelaku: &Pelaku,
        t: &Tampak,
        kunci: &Kunci,
        langkah: &str,
        kata: &str,
    ) -> Result<(), Galat> {
        let pihak = match pelaku {
            Pelaku::Akun(a) => Pihak::Inspektorat(a.nama.clone()),
            _ => Pihak::Pelapor,
        };
        let mut versi = t.entri.versi;
        let mut ulang = ULANG;
        loop {
            let isian = if kata.is_empty() {
                Peta::new()
            } else {
                let l = self.letak(guna(&pihak), t.entri.id, versi + 1);
                pesan_satu(&sandi::tutup(kunci, &l, &sandi::isi_blok(kata))?)
            };
            let aksi = Aksi::Langkah {
                id: t.entri.id,
                versi: Some(versi),
                langkah: langkah.to_owned(),
                isian,
            };
            match self.perintah(pelaku, aksi).await {
                Err(Galat::VersiBasi { kini }) if ulang > 0 => {
                    versi = kini;
                    ulang -= 1;
                }
                hasil => return hasil,
            }
        }
    }

    /// Says more on the reporter's side. The same words as the last time are taken for a second press of the button.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] when no report has this code; a report that does not open; the database does not
    /// answer.
    pub async fn tambah(&self, kode: &Kode, kata: &str) -> Result<(), Galat> {
        let t = self.milik(kode).await?.ok_or(Galat::TidakDitemukan)?;
        let kunci = self.kunci_pelapor(kode, &t).ok_or_else(rusak)?;
        let pelaku = Pelaku::Pelapor(t.entri.id);
        let sudah = self.buka_cerita(t.clone(), &pelaku, Some(&kunci)).await?;
        let terakhir = sudah.ucapan.iter().rev().find(|u| u.pihak == Pihak::Pelapor);
        if terakhir.is_some_and(|u| matches!(&u.kata, Kata::Terbuka(k) if k.as_str() == kata)) {
            return Ok(());
        }
        self.samar().ucapkan(&pelaku, &t, &kunci, TAMBAH, kata).await
    }

    /// Takes a step on the inspector's side, with words or without. `versi`: what was on the screen, for steps that
    /// change the state.
    ///
    /// # Errors
    /// Not an inspector, not a step of this state, words missing that the step asks for, a report that does not open.
    pub async fn langkah_pemeriksa(
        &self,
        pelaku: &Pelaku,
        nomor: &str,
        rahasia: &Kunci,
        langkah: &str,
        kata: &str,
    ) -> Result<(), Galat> {
        let t = self
            .store
            .entri_bernomor(self.profil.kode(), pelaku, KODE, nomor)
            .await?;
        let kunci = self.kunci_kanal(rahasia, &t).ok_or_else(rusak)?;
        self.ucapkan(pelaku, &t, &kunci, langkah, kata).await
    }

    /// Whether a reporter's code has a report, and how far its story is: for whoever carries out a plan.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sejauh(&self, kode: &Kode) -> Result<Option<(IdEntri, String, i64)>, Galat> {
        let t = self.milik(kode).await?;
        Ok(t.map(|t| (t.entri.id, t.entri.nomor, t.entri.versi)))
    }
}

/// Whether the reporter said something since an inspector last read; the story comes newest first.
pub fn belum_dibaca(riwayat: &[Peristiwa]) -> bool {
    let baca =
        |p: &Peristiwa| matches!(&p.isi.kejadian, Kejadian::Langkah { langkah, .. } if langkah == BACA);
    riwayat
        .iter()
        .find(|p| baca(p) || pihak(p) == Pihak::Pelapor)
        .is_some_and(|p| !baca(p))
}

fn rusak() -> Galat {
    Galat::Bentrok("Laporan ini tidak dapat dibuka: isinya rusak atau diubah di luar aplikasi.".into())
}

fn pihak(p: &Peristiwa) -> Pihak {
    match &p.isi.oleh {
        OlehSiapa::Akun { nama, .. } => Pihak::Inspektorat(nama.clone()),
        _ => Pihak::Pelapor,
    }
}
