//! What came in by a channel becomes a complaint, or the reporter's word on one: through the same commands, checks and
//! rights as their pages. Whatever comes twice is done once.

use identity::Identitas;
use kernel::{
    Aksi, Entri, Galat, IdEntri, Jenis, Langkah as Baris, Pelaku, Perintah, Peta, RegisterDef,
    command::Kunci,
    nilai::{Golongan, Pilihan, Surel, Telepon},
    profil::{KodeDaerah, potong},
};
use layanan::{KanalLaporan, Keadaan, Langkah, Pengaduan};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::Store;
use uuid::Uuid;

/// The category of what nobody has sorted yet.
const KATEGORI: &str = "lainnya";
/// Most pictures of a report or a word.
const FOTO: usize = 5;
/// Most characters of the text that is kept.
const TEKS: usize = 4_800;
/// One writer may be heard so often in an hour.
const SEJAM: i64 = 10;
/// And so often in a day.
const SEHARI: i64 = 30;

/// All writers of a channel together so often in an hour: forged senders are many, and each would get a letter.
const SESALURAN: i64 = 300;

/// What came in, by whatever channel.
#[derive(Clone, Debug)]
pub struct Masuk {
    /// The regency it came to.
    pub daerah: KodeDaerah,
    /// Which channel.
    pub kanal: KanalLaporan,
    /// What the channel calls it: the same again is the same message.
    pub id: String,
    /// Who sends.
    pub pengirim: Pengirim,
    /// In one line; none: the beginning of the text.
    pub judul: Option<String>,
    /// In full.
    pub teks: String,
    /// Pictures, as they came.
    pub foto: Vec<Vec<u8>>,
    /// Attachments that are no pictures.
    pub lain: usize,
    /// The report it answers to, proved by the channel to be the sender's.
    pub balas: Option<IdEntri>,
}

/// Who sends, as the channel knows them.
#[derive(Clone, Debug, Default)]
pub struct Pengirim {
    /// Name.
    pub nama: Option<String>,
    /// E-mail address.
    pub surel: Option<Surel>,
    /// Telephone number.
    pub telepon: Option<Telepon>,
}

impl Pengirim {
    fn alamat(&self) -> Option<&str> {
        let telepon = self.telepon.as_ref().map(Telepon::as_str);
        self.surel.as_ref().map(Surel::as_str).or(telepon)
    }
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Jadi {
    /// A new report.
    Laporan {
        /// Its id.
        id: IdEntri,
        /// Its number.
        nomor: String,
    },
    /// A word on a report.
    Tanggapan {
        /// Id of the report.
        id: IdEntri,
        /// Its number.
        nomor: String,
    },
    /// It had come before; nothing was done.
    Ulangan {
        /// Number of the report that it became or went to.
        nomor: String,
    },
    /// Nothing was done; a person should look. Why, for that person.
    Ditahan(String),
}

/// Takes messages in.
#[derive(Clone)]
pub struct Penerima {
    store: Store,
    identitas: Identitas,
}

impl Penerima {
    /// One for this program.
    pub fn baru(store: Store, identitas: Identitas) -> Self {
        Penerima { store, identitas }
    }

    /// What is remembered.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Who is asking.
    pub fn identitas(&self) -> &Identitas {
        &self.identitas
    }

    /// A report, seen by the program itself.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] when there is none.
    pub async fn laporan(&self, daerah: &KodeDaerah, id: IdEntri) -> Result<Entri, Galat> {
        let e = self.store.entri(daerah, &Pelaku::Sistem, id).await?.entri;
        if e.register == <Pengaduan as kernel::register::Register>::KODE {
            Ok(e)
        } else {
            Err(Galat::TidakDitemukan)
        }
    }

    /// A value that stands for somebody without telling who, so that it may stand in a key.
    fn samaran(&self, daerah: &KodeDaerah, teks: &str) -> String {
        let d = self
            .identitas
            .turunkan("pengirim", &[daerah.as_str().as_bytes(), teks.as_bytes()]);
        data_encoding::HEXLOWER.encode(d.get(..12).unwrap_or_default())
    }

    /// Carries a message out.
    ///
    /// # Errors
    /// When the database or the disk does not answer; the message should come again.
    pub async fn terima(&self, m: Masuk) -> Result<Jadi, Galat> {
        let Some(alamat) = m.pengirim.alamat() else {
            return Ok(Jadi::Ditahan("pengirimnya tidak terbaca".to_owned()));
        };
        let awal = format!("saluran/{}/{}/", m.kanal.kode(), self.samaran(&m.daerah, alamat));
        let kunci = format!("{awal}{}", self.samaran(&m.daerah, &m.id));
        let kini = self.store.jam().kini().as_millisecond();
        let semua = format!("saluran/{}/", m.kanal.kode());
        if self
            .store
            .jumlah_kunci(&m.daerah, &semua, kini - 3_600_000)
            .await?
            >= SESALURAN
        {
            metrics::counter!("praja_saluran_ditahan", "sebab" => "terlalu_banyak").increment(1);
            return Ok(Jadi::Ditahan(format!(
                "sudah {SESALURAN} pesan masuk dalam satu jam terakhir"
            )));
        }
        for (sejak, batas) in [(3_600_000, SEJAM), (86_400_000, SEHARI)] {
            if self.store.jumlah_kunci(&m.daerah, &awal, kini - sejak).await? >= batas {
                metrics::counter!("praja_saluran_ditahan", "sebab" => "terlalu_sering").increment(1);
                return Ok(Jadi::Ditahan(format!(
                    "pengirim ini sudah mengirim {batas} pesan dalam {} jam terakhir",
                    sejak / 3_600_000
                )));
            }
        }
        if m.teks.trim().is_empty()
            && m.foto.is_empty()
            && m.judul.as_deref().is_none_or(|j| j.trim().is_empty())
        {
            return Ok(Jadi::Ditahan("pesannya kosong".to_owned()));
        }
        let (foto, tertinggal) = self.simpan_foto(&m).await?;
        let teks = lengkapi(&m.teks, tertinggal);
        let kunci = Kunci {
            // One digest for all: the same message stays the same, whatever mail servers wrote into its head.
            sidik: Sha256::digest(kunci.as_bytes()).into(),
            kunci,
        };
        let hasil = match m.balas {
            Some(id) => self.tanggapi(&m, id, teks, foto, kunci).await,
            None => self.lapor(&m, teks, foto, kunci).await,
        };
        match hasil {
            Err(Galat::Isian(v)) => {
                let medan: Vec<&str> = v.iter().map(|g| g.medan.as_ref()).collect();
                Ok(Jadi::Ditahan(format!(
                    "isian tidak diterima: {}",
                    medan.join(", ")
                )))
            }
            Err(g @ (Galat::Bentrok(_) | Galat::Ditolak(_) | Galat::TidakDitemukan)) => {
                Ok(Jadi::Ditahan(format!("langkahnya ditolak: {g}")))
            }
            h => h,
        }
    }

    /// Pictures are written anew, as those of the pages; the ids of those kept, and how much was left behind.
    async fn simpan_foto(&self, m: &Masuk) -> Result<(Vec<Uuid>, usize), Galat> {
        let (mut id, mut sisa) = (Vec::new(), m.lain);
        for isi in &m.foto {
            if id.len() == FOTO {
                sisa += 1;
                continue;
            }
            let isi = isi.clone();
            let jadi = tokio::task::spawn_blocking(move || web::berkas::olah(&isi)).await;
            match jadi {
                Ok(Ok(b)) => id.push(self.store.simpan_berkas(&m.daerah, &b, "image/jpeg").await?.id),
                // What is no picture, and what made the decoder fall over.
                Ok(Err(_)) | Err(_) => sisa += 1,
            }
        }
        Ok((id, sisa))
    }

    async fn lapor(&self, m: &Masuk, teks: String, foto: Vec<Uuid>, kunci: Kunci) -> Result<Jadi, Galat> {
        let satu_baris = |s: &str| potong(s.trim(), 150).trim().to_owned();
        let awal = teks
            .lines()
            .map(str::trim)
            .find(|b| !b.is_empty())
            .unwrap_or_default();
        let judul = m.judul.as_deref().map(satu_baris).filter(|j| !j.is_empty());
        let judul = judul.unwrap_or_else(|| satu_baris(awal));
        let judul = if judul.is_empty() {
            format!("Laporan lewat {}", m.kanal.label())
        } else {
            judul
        };
        let teks = if teks.trim().is_empty() {
            judul.clone()
        } else {
            teks
        };
        let mut pelapor = Peta::new();
        if let Some(n) = &m.pengirim.nama {
            pelapor.insert("nama".into(), potong(n, 120).into());
        }
        if let Some(s) = &m.pengirim.surel {
            pelapor.insert("surel".into(), s.as_str().into());
        }
        if let Some(t) = &m.pengirim.telepon {
            pelapor.insert("telepon".into(), t.as_str().into());
        }
        // Who writes a letter has not been asked whether everybody may read it: the coordinator opens it, if at all.
        let isi = json!({
            "jenis": layanan::JenisLaporan::Pengaduan.kode(), "judul": judul, "isi": teks, "kategori": KATEGORI,
            "foto": foto, "pelapor": pelapor, "kanal": m.kanal.kode(), "rahasia": true,
        });
        let Value::Object(isi) = isi else {
            return Err(Galat::dalam("filing what came in", "fields are no object"));
        };
        let kini = self.store.jam().kini();
        let h = self
            .store
            .jalankan(Perintah {
                daerah: m.daerah.clone(),
                pelaku: Pelaku::Sistem,
                kini,
                aksi: Aksi::Buat {
                    register: <Pengaduan as kernel::register::Register>::KODE.to_owned(),
                    id: IdEntri::baru(kini),
                    isi,
                },
                kunci: Some(kunci),
            })
            .await?;
        Ok(if h.ulangan {
            Jadi::Ulangan { nomor: h.entri.nomor }
        } else {
            Jadi::Laporan {
                id: h.entri.id,
                nomor: h.entri.nomor,
            }
        })
    }

    async fn tanggapi(
        &self,
        m: &Masuk,
        id: IdEntri,
        teks: String,
        foto: Vec<Uuid>,
        kunci: Kunci,
    ) -> Result<Jadi, Galat> {
        let e = self.laporan(&m.daerah, id).await?;
        let def = self.store.inventaris().cari(&e.register)?.clone();
        let l = langkah_balas(&def, &e).ok_or(Galat::TidakDitemukan)?;
        let mut isian = Peta::new();
        let teks = if teks.trim().is_empty() {
            "(Hanya foto.)".to_owned()
        } else {
            teks
        };
        isian.insert("pesan".into(), teks.into());
        isian.insert("kanal".into(), m.kanal.kode().into());
        let medan_foto = l.isian.iter().find(|i| {
            matches!(
                i.jenis,
                Jenis::Berkas {
                    golongan: Golongan::Foto,
                    ..
                }
            )
        });
        if let (Some(medan), false) = (medan_foto, foto.is_empty()) {
            isian.insert(medan.nama.to_string(), json!(foto));
        }
        let h = self
            .store
            .jalankan(Perintah {
                daerah: m.daerah.clone(),
                pelaku: Pelaku::Pelapor(id),
                kini: self.store.jam().kini(),
                aksi: Aksi::Langkah {
                    id,
                    // Any version will do: what an official noted meanwhile is no reason to turn the citizen away.
                    versi: None,
                    langkah: l.kode.to_string(),
                    isian,
                },
                kunci: Some(kunci),
            })
            .await?;
        Ok(if h.ulangan {
            Jadi::Ulangan { nomor: h.entri.nomor }
        } else {
            Jadi::Tanggapan {
                id: h.entri.id,
                nomor: h.entri.nomor,
            }
        })
    }

    /// Leaves an internal note that a letter to the reporter did not arrive, once for each letter.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tak_sampai(
        &self,
        daerah: &KodeDaerah,
        id: IdEntri,
        surat: &str,
        kode: &str,
    ) -> Result<(), Galat> {
        let kunci = format!("saluran/pantul/{}", self.samaran(daerah, surat));
        let teks = format!(
            "Surat kami kepada pelapor tidak sampai (kode {kode}). Hubungi pelapor lewat jalan lain bila perlu."
        );
        let p = Perintah {
            daerah: daerah.clone(),
            pelaku: Pelaku::Sistem,
            kini: self.store.jam().kini(),
            aksi: Aksi::Catat { id, teks },
            kunci: Some(Kunci {
                sidik: Sha256::digest(kunci.as_bytes()).into(),
                kunci,
            }),
        };
        self.store.jalankan(p).await.map(|_| ())
    }
}

/// The step that a word of the citizen is, as the report stands: a further word where that is possible, an objection
/// where the report is over. Never one that closes it.
fn langkah_balas<'a>(def: &'a RegisterDef, e: &Entri) -> Option<&'a Baris> {
    let selesai = matches!(
        Keadaan::dari_kode(&e.keadaan),
        Some(Keadaan::Selesai | Keadaan::Diarsipkan | Keadaan::Digabung)
    );
    let kode = if selesai {
        Langkah::Keberatan
    } else {
        Langkah::Tanggapi
    }
    .kode();
    def.lifecycle.langkah(kode, &e.keadaan)
}

/// The text within its limit, with a word about what was left behind.
fn lengkapi(teks: &str, tertinggal: usize) -> String {
    let mut t = potong(teks.trim(), TEKS).to_owned();
    if t.len() < teks.trim().len() {
        t.push_str("\n\n[Pesan ini lebih panjang dan dipotong di sini.]");
    }
    if tertinggal > 0 {
        t.push_str(&format!("\n\n[{tertinggal} lampiran tidak dimuat.]"));
    }
    t
}
