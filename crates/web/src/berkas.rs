//! Files. Photographs are sniffed, decoded within bounds, turned upright, made smaller, written anew as JPEG: what the
//! camera wrote beside the picture (place, time, serial numbers) does not survive that. Documents are kept byte for byte.

use std::io::Cursor;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};
use kernel::{Galat, Lewat, nilai::Golongan};
use serde::Deserialize;
use serde_json::json;
use store::berkas::Berkas;
use uuid::Uuid;

use crate::{Aplikasi, Gagal, Permintaan};

/// Longest side of a kept photograph, pixels.
const SISI: u32 = 1600;
/// Largest photograph taken in, bytes.
pub const MAKS_FOTO: usize = 15 * 1024 * 1024;

/// Largest document taken in, bytes.
pub const MAKS_DOKUMEN: usize = 20 * 1024 * 1024;
/// Largest text that a register reads itself, bytes.
pub const MAKS_NASKAH: usize = 5 * 1024 * 1024;

/// The media type of a document, by its first bytes and never by its name; none for what is no document.
pub fn tipe_dokumen(isi: &[u8]) -> Option<&'static str> {
    let memuat = |kata: &[u8]| isi.windows(kata.len()).take(4_096).any(|w| w == kata);
    let awal = isi.get(..1_024).unwrap_or(isi);
    match isi {
        _ if awal.windows(5).any(|w| w == b"%PDF-") => Some("application/pdf"),
        [b'P', b'K', 3, 4, ..] if memuat(b"application/vnd.oasis.opendocument.text") => {
            Some("application/vnd.oasis.opendocument.text")
        }
        [b'P', b'K', 3, 4, ..] if memuat(b"[Content_Types].xml") || memuat(b"word/") => {
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("application/msword"),
        // UTF-16 has zeros and a mark; any other zero says that this is no text.
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("text/plain"),
        _ if !awal.contains(&0) && image::guess_format(isi).is_err() => Some("text/plain"),
        _ => None,
    }
}

/// The media type of an archive, by its first bytes; none for what is none.
pub fn tipe_arsip(isi: &[u8]) -> Option<&'static str> {
    match isi {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Some("application/zip"),
        [0x1F, 0x8B, 8, ..] => Some("application/gzip"),
        _ if isi.starts_with(b"# v2 git bundle\n") || isi.starts_with(b"# v3 git bundle\n") => {
            Some("application/x-git-bundle")
        }
        _ => None,
    }
}

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/berkas/{id}", get(ambil))
        .route("/{daerah}/api/v1/berkas", post(unggah))
}

fn bukan_foto() -> Galat {
    Galat::JenisTakDidukung("Berkas ini bukan foto yang dapat dibaca. Kirim JPEG, PNG, atau WebP.".into())
}

/// The photograph as it is kept.
///
/// # Errors
/// [`Galat::JenisTakDidukung`] for what is no photograph, [`Galat::TerlaluBesar`] for one beyond all use
/// (also one that is small in bytes and huge in pixels).
pub fn olah(isi: &[u8]) -> Result<Vec<u8>, Galat> {
    if isi.len() > MAKS_FOTO {
        return Err(Galat::TerlaluBesar(
            "Foto ini terlalu besar. Paling besar 15 MB.".into(),
        ));
    }
    let format = image::guess_format(isi).map_err(|_| bukan_foto())?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(bukan_foto());
    }
    let mut pembaca = ImageReader::with_format(Cursor::new(isi), format);
    let mut batas = Limits::default();
    batas.max_image_width = Some(12_000);
    batas.max_image_height = Some(12_000);
    batas.max_alloc = Some(256 * 1024 * 1024);
    pembaca.limits(batas);
    let terlalu = |e: image::ImageError| match e {
        image::ImageError::Limits(_) => {
            Galat::TerlaluBesar("Foto ini terlalu besar. Paling besar 12.000 piksel tiap sisi.".into())
        }
        _ => bukan_foto(),
    };
    let mut dekoder = pembaca.into_decoder().map_err(terlalu)?;
    let arah = dekoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut gambar = DynamicImage::from_decoder(dekoder).map_err(terlalu)?;
    gambar.apply_orientation(arah);
    if gambar.width().max(gambar.height()) > SISI {
        gambar = gambar.thumbnail(SISI, SISI);
    }
    let mut jadi = Vec::new();
    JpegEncoder::new_with_quality(&mut jadi, 80)
        .encode_image(&gambar.to_rgb8())
        .map_err(|e| Galat::dalam("writing a photograph anew", e))?;
    Ok(jadi)
}

/// A small file may need a quarter of a gigabyte while it is read, so photographs are read one after the other.
static GILIRAN: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(1);

impl Permintaan {
    /// Takes in a photograph; the entry that will use it names it by the id.
    ///
    /// # Errors
    /// As [`olah`], and [`Galat::TerlaluSering`] for the public.
    pub async fn simpan_foto(&self, isi: Vec<u8>) -> Result<Uuid, Galat> {
        Ok(self.terima_foto(isi).await?.id)
    }

    async fn terima_foto(&self, isi: Vec<u8>) -> Result<Berkas, Galat> {
        if self.pelaku.akun().is_none() {
            self.app.batas.unggah(&self.alamat)?;
        }
        let _giliran = GILIRAN
            .acquire()
            .await
            .map_err(|e| Galat::dalam("waiting to read a photograph", e))?;
        let jadi = tokio::task::spawn_blocking(move || olah(&isi))
            .await
            .map_err(|e| Galat::dalam("reading a photograph", e))??;
        self.app
            .store
            .simpan_berkas(self.daerah(), &jadi, "image/jpeg")
            .await
    }
}

impl Permintaan {
    /// Takes in a document, text or archive, byte for byte, from an official; the entry that will use it names it by the
    /// id.
    ///
    /// # Errors
    /// [`Galat::PerluMasuk`] for the public, and what is too large or nothing of the kind.
    pub async fn simpan_dokumen(&self, isi: Vec<u8>, golongan: Golongan) -> Result<Uuid, Galat> {
        Ok(self.terima_dokumen(isi, golongan).await?.id)
    }

    async fn terima_dokumen(&self, isi: Vec<u8>, golongan: Golongan) -> Result<Berkas, Galat> {
        self.akun()?;
        if golongan == Golongan::Naskah && isi.len() > MAKS_NASKAH {
            return Err(Galat::TerlaluBesar(
                "Naskah ini lebih dari 5 MB. Pisahkan lampirannya, lalu coba lagi.".into(),
            ));
        }
        if isi.len() > MAKS_DOKUMEN {
            return Err(Galat::TerlaluBesar("Berkas ini lebih dari 20 MB.".into()));
        }
        let (tipe, tolak) = match golongan {
            Golongan::Naskah => (
                tipe_dokumen(&isi).filter(|t| *t == "text/plain"),
                "Ini bukan teks. Simpan naskahnya sebagai teks (.txt); PDF dan Word masuk ke isian berkas.",
            ),
            Golongan::Arsip => (tipe_arsip(&isi), "Berkas ini bukan ZIP, tar.gz, atau git bundle."),
            Golongan::Foto | Golongan::Dokumen => (
                tipe_dokumen(&isi),
                "Berkas ini bukan PDF, Word, OpenDocument, atau teks.",
            ),
        };
        let tipe = tipe.ok_or_else(|| Galat::JenisTakDidukung(tolak.into()))?;
        self.app.store.simpan_berkas(self.daerah(), &isi, tipe).await
    }
}

/// What an upload is for: a photograph unless it is said.
#[derive(Deserialize)]
struct Untuk {
    #[serde(default)]
    golongan: Option<String>,
}

/// `POST …/api/v1/berkas?golongan=` with the file as body: its id, and what was kept with its checksum.
async fn unggah(p: Permintaan, Query(q): Query<Untuk>, isi: Bytes) -> Result<Response, Gagal> {
    if isi.is_empty() {
        return Err(Gagal(Galat::TidakSah(
            "Kirim berkasnya sebagai isi permintaan.".into(),
        )));
    }
    let kode = q.golongan.as_deref().unwrap_or("foto");
    let golongan = Golongan::dari_kode(kode)
        .ok_or_else(|| Galat::medan("golongan", "Golongan berkas: foto, dokumen, naskah, atau arsip."))?;
    let b = match golongan {
        Golongan::Foto => p.terima_foto(isi.to_vec()).await?,
        lain => p.terima_dokumen(isi.to_vec(), lain).await?,
    };
    let jadi = json!({ "id": b.id, "tipe": b.tipe, "ukuran": b.ukuran, "sha256": b.sidik });
    Ok((StatusCode::CREATED, Json(jadi)).into_response())
}

async fn ambil(p: Permintaan, Path((_, id)): Path<(String, String)>) -> Result<Response, Gagal> {
    let id: Uuid = id.parse().map_err(|_| Galat::TidakDitemukan)?;
    let pelaku = p.pelaku_berkas();
    let mut akhir = Err(Galat::TidakDitemukan);
    for siapa in &pelaku {
        let pembaca = p.pembaca(siapa, Lewat::Berkas);
        akhir = p.app.store.buka_berkas(p.daerah(), &pembaca, id).await;
        if !matches!(akhir, Err(Galat::TidakDitemukan)) {
            break;
        }
    }
    let (b, isi, rahasia) = akhir?;
    // What a browser might run or hand to another program is saved, not shown.
    let tampil = b.tipe.starts_with("image/") || b.tipe == "application/pdf";
    // The checksum of the whole, for whoever keeps copies.
    let etag = format!("\"{}\"", b.sidik);
    let kepala = [
        (header::CONTENT_TYPE, b.tipe.as_str()),
        (
            header::CACHE_CONTROL,
            // Looked at again, it is read again.
            if rahasia {
                "no-store"
            } else {
                "private, max-age=3600"
            },
        ),
        (header::ETAG, etag.as_str()),
        (
            header::CONTENT_DISPOSITION,
            if tampil { "inline" } else { "attachment" },
        ),
    ];
    Ok((kepala, isi).into_response())
}
