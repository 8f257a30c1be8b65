//! A gateway behind HTTP. Out: `POST` of signed JSON to the address the operator named. In: the same signature on
//! `POST /{daerah}/saluran/{nama}`. What stands between it and WhatsApp or SMS is the provider's adapter.

use data_encoding::BASE64;
use kernel::{Galat, IdEntri, Jam, nilai::Telepon, profil::KodeDaerah, register::Register};
use layanan::{KanalLaporan, Pengaduan};
use serde::Deserialize;
use serde_json::json;

use super::{Bungkus, Keluar, Kerja, Saluran, Tolak};
use crate::{
    Jadi, Masuk, Penerima,
    http::{Jangkauan, Klien},
    tanda::{self, Rahasia},
    terima::Pengirim,
};

/// What a gateway leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisGerbang {
    /// WhatsApp.
    Whatsapp,
    /// Short messages.
    Sms,
}

impl JenisGerbang {
    fn kode(self) -> &'static str {
        match self {
            JenisGerbang::Whatsapp => "whatsapp",
            JenisGerbang::Sms => "sms",
        }
    }

    fn kanal(self) -> KanalLaporan {
        match self {
            JenisGerbang::Whatsapp => KanalLaporan::Whatsapp,
            JenisGerbang::Sms => KanalLaporan::Sms,
        }
    }
}

/// A gateway as the operator describes it.
#[derive(Clone, Debug)]
pub struct Gerbang {
    /// Name in the address that it sends to.
    pub nama: String,
    /// What it leads to.
    pub jenis: JenisGerbang,
    /// Codes of the regencies it serves; empty: all.
    pub daerah: Vec<String>,
    /// Where news goes.
    pub url: String,
    /// The secret both sides sign with.
    pub rahasia: Rahasia,
    /// Where it may stand.
    pub jangkauan: Jangkauan,
}

/// A gateway at work.
pub struct SaluranHttp {
    gerbang: Gerbang,
    klien: Klien,
    jam: std::sync::Arc<Jam>,
}

/// What comes in.
#[derive(Deserialize)]
struct Pesan {
    /// The provider's id of the message.
    id: String,
    /// Telephone number of who sends.
    dari: String,
    /// Their name, if the provider knows it.
    #[serde(default)]
    nama: Option<String>,
    /// What they say.
    #[serde(default)]
    teks: String,
    /// Number of the report that they answer to, if the provider knows it.
    #[serde(default)]
    balas: Option<String>,
    /// Pictures, Base64.
    #[serde(default)]
    foto: Vec<String>,
}

impl SaluranHttp {
    /// A gateway at work.
    pub fn baru(gerbang: Gerbang, klien: Klien, jam: std::sync::Arc<Jam>) -> Self {
        SaluranHttp { gerbang, klien, jam }
    }

    /// Its name.
    pub fn nama(&self) -> &str {
        &self.gerbang.nama
    }

    async fn keluar(&self, k: Keluar<'_>) -> Result<(), String> {
        let id = k.kiriman.id.simple().to_string();
        let isi = json!({
            "id": id, "daerah": k.kiriman.daerah.as_str(), "ke": k.ke, "nomor": k.kiriman.muatan.nomor,
            "teks": k.surat.badan.trim(),
        });
        let isi = isi.to_string().into_bytes();
        let kepala = self
            .gerbang
            .rahasia
            .kepala(&id, self.jam.kini().as_second(), &isi);
        match self
            .klien
            .post(&self.gerbang.url, self.gerbang.jangkauan, &kepala, isi)
            .await
        {
            Ok(200..=299) => Ok(()),
            Ok(kode) => Err(format!("gerbang {} menjawab {kode}", self.gerbang.nama)),
            Err(e) => Err(format!("gerbang {}: {e}", self.gerbang.nama)),
        }
    }

    async fn masuk(&self, penerima: &Penerima, b: Bungkus<'_>) -> Result<Jadi, Tolak> {
        let kepala = |n: &str| {
            b.kepala
                .iter()
                .find(|(k, _)| k == n)
                .map_or("", |(_, v)| v.as_str())
        };
        let detik = self.jam.kini().as_second();
        let (id, waktu, tanda) = (kepala(tanda::ID), kepala(tanda::WAKTU), kepala(tanda::TANDA));
        if !self.gerbang.rahasia.cocok(id, waktu, tanda, b.isi, detik) {
            return Err(Tolak::Palsu);
        }
        let p: Pesan = serde_json::from_slice(b.isi).map_err(|e| Tolak::Rusak(format!("JSON: {e}")))?;
        if p.id.trim().is_empty() {
            return Err(Tolak::Rusak("id kosong".to_owned()));
        }
        let telepon =
            Telepon::baru(&p.dari).map_err(|_| Tolak::Rusak("dari bukan nomor telepon".to_owned()))?;
        let foto: Result<Vec<_>, _> = p
            .foto
            .iter()
            .map(|f| BASE64.decode(f.trim().as_bytes()))
            .collect();
        let foto = foto.map_err(|_| Tolak::Rusak("foto bukan Base64".to_owned()))?;
        let balas = milik(penerima, b.daerah, &p, &telepon).await?;
        let m = Masuk {
            daerah: b.daerah.clone(),
            kanal: self.gerbang.jenis.kanal(),
            id: format!("{}/{}", self.gerbang.nama, p.id),
            pengirim: Pengirim {
                nama: p.nama.filter(|n| !n.trim().is_empty()),
                surel: None,
                telepon: Some(telepon),
            },
            judul: None,
            teks: p.teks,
            foto,
            lain: 0,
            balas,
        };
        Ok(penerima.terima(m).await?)
    }
}

/// The report that a message speaks of: named by number, and filed from the same telephone. Whose it is not, is told
/// nothing; what they send is a report of its own.
async fn milik(
    penerima: &Penerima,
    daerah: &KodeDaerah,
    p: &Pesan,
    telepon: &Telepon,
) -> Result<Option<IdEntri>, Galat> {
    let teks = format!("{} {}", p.balas.as_deref().unwrap_or_default(), p.teks).to_uppercase();
    for kata in teks
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|k| seperti_nomor(k))
        .take(3)
    {
        let id = penerima
            .store()
            .id_bernomor(daerah, Pengaduan::KODE, kata)
            .await?;
        if let Some(id) = id {
            let e = penerima.laporan(daerah, id).await?;
            let milik = e
                .isi
                .get("pelapor")
                .and_then(|o| o.get("telepon"))
                .and_then(|v| v.as_str());
            if milik == Some(telepon.as_str()) {
                return Ok(Some(id));
            }
        }
    }
    Ok(None)
}

/// `SRG-2026-000123`.
fn seperti_nomor(kata: &str) -> bool {
    let bagian: Vec<&str> = kata.split('-').collect();
    let angka = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    match bagian.as_slice() {
        [awal, tahun, urut] => !awal.is_empty() && tahun.len() == 4 && angka(tahun) && angka(urut),
        _ => false,
    }
}

impl Saluran for SaluranHttp {
    fn jenis(&self) -> &str {
        self.gerbang.jenis.kode()
    }

    fn melayani(&self, daerah: &KodeDaerah) -> bool {
        self.gerbang.daerah.is_empty() || self.gerbang.daerah.iter().any(|d| d == daerah.as_str())
    }

    fn kirim<'a>(&'a self, k: Keluar<'a>) -> Kerja<'a, Result<(), String>> {
        Box::pin(self.keluar(k))
    }

    fn terima<'a>(&'a self, penerima: &'a Penerima, b: Bungkus<'a>) -> Kerja<'a, Result<Jadi, Tolak>> {
        Box::pin(self.masuk(penerima, b))
    }
}
