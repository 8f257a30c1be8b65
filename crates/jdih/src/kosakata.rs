//! What every page of a regency may tell of its regulations: which were amended or repealed and by what, and the terms
//! of Pasal 1 of its own regulation in their official words.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use kernel::{
    Entri, Galat, Pelaku, Profil,
    izin::{self, Tindakan},
    nilai::Pilihan as _,
    profil::KodeDaerah,
};
use layanan::JenisProduk;
use store::{Daftar, Kolom, Saringan, Urut};
use ui::kamus::{Istilah, Kutipan, Nasib};
use web::{Aplikasi, Janji, Kosakata, Pendamping};

use crate::{KODE, baca, produk};

/// Most amended and repealed regulations that pages are told of; of more, the last changed.
const MAKS: i64 = 2_000;
/// Words of every day that regulations define all the same.
const UMUM: [&str; 16] = [
    "Aplikasi",
    "Bupati",
    "Daerah",
    "Daerah Kabupaten",
    "Data",
    "Dinas",
    "Informasi",
    "Infrastruktur",
    "Internet",
    "Kabupaten",
    "Kepala Dinas",
    "Pemerintah",
    "Pemerintah Daerah",
    "Pemerintah Daerah Kabupaten",
    "Pemerintahan Daerah",
    "Server",
];

/// The companion that knows the library.
pub fn pendamping() -> Arc<dyn Pendamping> {
    Arc::<Pustaka>::default()
}

/// What the words were made of: as long as none of it changes, they stay.
type Tanda = Vec<(kernel::IdEntri, i64)>;

#[derive(Default)]
struct Pustaka {
    ingat: Mutex<HashMap<KodeDaerah, (Tanda, Kosakata)>>,
}

impl Pendamping for Pustaka {
    fn kosakata<'a>(&'a self, app: &'a Aplikasi, profil: &'a Profil) -> Janji<'a, Kosakata> {
        Box::pin(self.kumpulkan(app, profil))
    }
}

impl Pustaka {
    async fn kumpulkan(&self, app: &Aplikasi, profil: &Profil) -> Result<Kosakata, Galat> {
        let daerah = profil.kode();
        let berubah = app
            .store
            .berkeadaan(daerah, KODE, &["diubah", "dicabut"], MAKS)
            .await?;
        let sendiri = milik_daerah(app, profil).await?;
        // Whatever was renamed or withdrawn: the last change of anything public is among what the words hang on.
        let terakhir = terakhir(app, profil).await?;
        let semua = berubah.iter().chain(&sendiri).chain(&terakhir);
        let tanda: Tanda = semua.map(|e| (e.id, e.versi)).collect();
        let ingat = || self.ingat.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((lama, k)) = ingat().get(daerah)
            && *lama == tanda
        {
            return Ok(k.clone());
        }
        let mut k = Kosakata::default();
        for e in &berubah {
            k.kutipan.extend(kutipan(app, profil, e).await?);
        }
        if let Some(e) = &sendiri {
            if !berubah.iter().any(|b| b.id == e.id) {
                k.kutipan.extend(sebutan(profil, e, Nasib::Tetap, Vec::new()));
            }
            k.istilah = istilah(app, profil, e).await?;
        }
        ingat().insert(daerah.clone(), (tanda, k.clone()));
        Ok(k)
    }
}

async fn terakhir(app: &Aplikasi, profil: &Profil) -> Result<Option<Entri>, Galat> {
    let Some(def) = app.store.inventaris().register(KODE) else {
        return Ok(None);
    };
    let w = izin::wewenang(profil, def, &Pelaku::Publik, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    let d = Daftar {
        urut: Urut {
            kolom: Kolom::Diubah,
            turun: true,
        },
        batas: 1,
        ..Daftar::default()
    };
    let h = app.store.daftar(&w, &Pelaku::Publik, &d).await?;
    Ok(h.entri.into_iter().next().map(|t| t.entri))
}

/// The regency's own regulation, where the library has it.
async fn milik_daerah(app: &Aplikasi, profil: &Profil) -> Result<Option<Entri>, Galat> {
    let r = &profil.daerah.regulasi;
    let (Some(def), Some(jenis), Some(nomor), Some(tahun)) = (
        app.store.inventaris().register(KODE),
        JenisProduk::dari_judul(&r.jenis),
        r.nomor,
        r.tahun,
    ) else {
        return Ok(None);
    };
    let w = izin::wewenang(profil, def, &Pelaku::Publik, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    let d = Daftar {
        saring: Saringan {
            medan: vec![
                ("jenis".to_owned(), vec![jenis.kode().to_owned()]),
                ("nomor_peraturan".to_owned(), vec![nomor.to_string()]),
                ("tahun".to_owned(), vec![tahun.to_string()]),
            ],
            ..Saringan::default()
        },
        batas: 1,
        ..Daftar::default()
    };
    let h = app.store.daftar(&w, &Pelaku::Publik, &d).await?;
    Ok(h.entri.into_iter().next().map(|t| t.entri))
}

async fn kutipan(app: &Aplikasi, profil: &Profil, e: &Entri) -> Result<Option<Kutipan>, Galat> {
    let terkait = app.store.terkait(profil.kode(), &Pelaku::Publik, e.id).await?;
    let (nasib, nama) = match e.keadaan.as_str() {
        "dicabut" => (Nasib::Dicabut, "Dicabut oleh"),
        _ => (Nasib::Diubah, "Diubah oleh"),
    };
    let semua = produk::menurut_relasi(e, &terkait);
    let oleh = semua
        .iter()
        .filter(|(n, _)| *n == nama)
        .flat_map(|(_, lain)| lain);
    // Whoever is not in force yet has amended nothing.
    let oleh = oleh.filter(|l| l.entri.keadaan != "diundangkan");
    let oleh = oleh
        .map(|l| (produk::singkat(&l.entri), produk::jalur(&l.entri)))
        .collect();
    Ok(sebutan(profil, e, nasib, oleh))
}

fn sebutan(profil: &Profil, e: &Entri, nasib: Nasib, oleh: Vec<(String, String)>) -> Option<Kutipan> {
    let jenis = produk::jenis(e)?;
    let (nomor, tahun) = (e.teks("nomor_peraturan"), produk::tahun(e));
    if nomor.is_empty() || tahun.is_empty() || !e.terbit || e.daerah != *profil.kode() {
        return None;
    }
    Some(Kutipan {
        jenis: vec![jenis.label().to_owned(), jenis.kode().to_owned()],
        nomor: nomor.to_owned(),
        tahun,
        ke: produk::jalur(e),
        nasib,
        oleh,
    })
}

/// The terms of Pasal 1 as the text has them.
async fn istilah(app: &Aplikasi, profil: &Profil, e: &Entri) -> Result<Vec<Istilah>, Galat> {
    let Some(id) = baca::berkas(e) else {
        return Ok(Vec::new());
    };
    let (_, bita) = app.store.baca_berkas(profil.kode(), &Pelaku::Publik, id).await?;
    let baca = tokio::task::spawn_blocking(move || regulasi::baca_bita(&bita).ok());
    let Some(h) = baca.await.map_err(|e| Galat::dalam("reading a regulation", e))? else {
        return Ok(Vec::new());
    };
    let jalur = produk::jalur(e);
    let satu = |i: &regulasi::Istilah| Istilah {
        nama: i.nama.clone(),
        singkatan: i.singkatan.clone(),
        arti: i.isi.clone(),
        arti_en: None,
        resmi: Some(i.isi.clone()),
        dasar: regulasi::sebutan(&i.alamat),
        ke: Some(format!("{jalur}#{}", i.alamat)),
        umum: UMUM.iter().any(|u| u.eq_ignore_ascii_case(&i.nama)),
    };
    let pasal_satu = h.istilah.iter().filter(|i| i.alamat.starts_with("pasal-1-"));
    Ok(pasal_satu.map(satu).collect())
}
