//! `praja backup` and `praja restore`. 0: done and whole; 1: not; 2: asked wrongly.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use cadangan::{Arsip, Cacat, Laporan, Manifes, Temuan};
use jiff::{Timestamp, tz::TimeZone};
use kernel::Jam;
use serde::Serialize;
use serde_json::json;

use super::{
    catat::{Catatan, catat},
    keluhan, pulih, sandi, satu, zona,
};
use crate::{
    catatan, cli,
    jalankan::{Kode, konfigurasi, konfigurasi_di},
    konfigurasi::{BentukLog, Konfigurasi},
    layar::{Gagal, Kemajuan, json, kabari, tulis},
    log, rakit,
};

/// `praja backup`.
pub(crate) async fn backup(b: cli::Backup) -> Kode {
    catatan::mulai("warn", BentukLog::Teks);
    let k = konfigurasi(&b.dasar)?;
    let folder = |pilihan: Option<&PathBuf>| {
        let bawaan = k.cadangan.as_ref().map(|c| &c.folder);
        pilihan.or(bawaan).cloned().ok_or_else(|| {
            Gagal::Pemakaian(
                "folder arsip belum disebut: --ke FOLDER, atau cadangan.folder di konfigurasi.".into(),
            )
        })
    };
    let sandi = || sandi(b.sandi_berkas.as_deref(), Some(&k));
    if let Some(f) = &b.daftar {
        let zona = zona(&rakit::profil(&k, &Jam::Sistem)?);
        return daftar(&Arsip::baca(&folder(f.as_ref())?, &sandi()?)?, &zona, b.json);
    }
    if let Some(f) = &b.periksa {
        let f = folder(f.as_ref())?;
        return periksa(&k, &f, Arsip::baca(&f, &sandi()?)?, b.json).await;
    }
    if let Some(f) = &b.uji {
        return uji(&k, &Arsip::baca(&folder(f.as_ref())?, &sandi()?)?, b.json).await;
    }
    buat(&k, &folder(b.ke.as_ref())?, &sandi()?, b.json).await
}

/// Writes a run down. What was done stays done when that does not work, but whoever asked is told.
async fn rekam(k: &Konfigurasi, c: &Catatan<'_>) -> Result<(), Gagal> {
    let r = rakit::buka(k, Arc::new(Jam::Sistem)).await?;
    let hasil = catat(&r.store, c).await;
    r.store.tutup().await;
    Ok(hasil?)
}

async fn buat(k: &Konfigurasi, folder: &Path, sandi: &cadangan::Sandi, sebagai_json: bool) -> Kode {
    let (mulai, kemajuan) = (Instant::now(), Kemajuan::hitung("Bait:"));
    let hasil = satu(k, folder, sandi, &Jam::Sistem, &|n| kemajuan.maju_bait(n)).await;
    kemajuan.selesai();
    let lama = mulai.elapsed();
    let h = match hasil {
        Ok(h) => h,
        Err(g) => {
            let c = Catatan::cadangan(None, lama.as_secs(), Some(g.to_string()));
            if let Err(lain) = rekam(k, &c).await {
                lain.katakan();
            }
            return Err(g.into());
        }
    };
    let masalah = keluhan(&h.manifes);
    rekam(k, &Catatan::cadangan(Some(&h), lama.as_secs(), masalah.clone())).await?;
    if sebagai_json {
        json(&json!({
            "nama": h.nama, "ukuran": h.manifes.ukuran, "ditulis": h.ditulis, "detik": lama.as_secs_f64(),
            "kepala": h.manifes.kepala, "kunci": h.manifes.kunci, "cacat": h.manifes.cacat,
        }));
    } else {
        tulis(format!(
            "Cadangan {} selesai: {} isi, {} ditulis, {:.1} detik.",
            h.nama,
            besar(h.manifes.ukuran),
            besar(h.ditulis),
            lama.as_secs_f64()
        ));
    }
    if let Some(m) = &masalah {
        kabari(format!("praja: {m}"));
    }
    Ok(u8::from(masalah.is_some()))
}

/// One back-up in a list.
#[derive(Serialize)]
struct Satu {
    nama: String,
    #[serde(flatten)]
    isi: Option<Isi>,
}

#[derive(Serialize)]
struct Isi {
    versi: String,
    skema: i64,
    asal: String,
    ukuran: u64,
    baris: u64,
}

fn daftar(arsip: &Arsip, zona: &TimeZone, sebagai_json: bool) -> Kode {
    let isi = |m: Manifes| Isi {
        baris: m.tabel.iter().map(|t| t.baris).sum(),
        versi: m.versi,
        skema: m.skema,
        asal: m.asal,
        ukuran: m.ukuran,
    };
    let semua: Vec<Satu> = arsip
        .semua()?
        .into_iter()
        .map(|nama| Satu {
            isi: arsip.muat(&nama).ok().map(isi),
            nama,
        })
        .collect();
    let rusak = semua.iter().any(|s| s.isi.is_none());
    if sebagai_json {
        json(&semua);
    } else {
        let baris = semua.iter().map(|s| {
            let waktu = cadangan::waktu(&s.nama).map(|t| t.to_zoned(zona.clone()));
            let waktu = waktu.map(|w| w.strftime("%Y-%m-%d %H:%M:%S %:z").to_string());
            let mut sel = vec![s.nama.clone(), waktu.unwrap_or_default()];
            match &s.isi {
                Some(i) => sel.extend([besar(i.ukuran), i.asal.clone(), i.versi.clone()]),
                None => sel.push("rusak".into()),
            }
            sel
        });
        crate::layar::tabel(
            &["NAMA", "WAKTU", "ISI", "DARI", "VERSI"],
            &baris.collect::<Vec<_>>(),
        );
    }
    Ok(u8::from(rusak))
}

async fn periksa(k: &Konfigurasi, folder: &Path, arsip: Arsip, sebagai_json: bool) -> Kode {
    let mulai = Instant::now();
    let kemajuan = Kemajuan::hitung("Bait:");
    let m = kemajuan.clone();
    let hasil = tokio::task::spawn_blocking(move || cadangan::periksa(&arsip, &|n| m.maju_bait(n))).await;
    kemajuan.selesai();
    let l: Laporan = hasil.map_err(|e| kernel::Galat::dalam("checking an archive", e))??;
    let kosong = l.cadangan.is_empty();
    if sebagai_json {
        json(&l);
    } else {
        tulis(format!(
            "{}: {} cadangan, {} potongan, {} diperiksa.",
            folder.display(),
            l.cadangan.len(),
            l.potongan,
            besar(l.ukuran)
        ));
        l.temuan.iter().for_each(|t| tulis(format!("  - {}", kalimat(t))));
        if l.temuan.is_empty() && !kosong {
            tulis("  Utuh: setiap bait seperti waktu ditulis.");
        }
    }
    let masalah = l
        .temuan
        .first()
        .map(|t| format!("{} temuan di arsip; yang pertama: {}", l.temuan.len(), kalimat(t)));
    rekam(k, &Catatan::periksa(Some(&l), mulai.elapsed().as_secs(), masalah)).await?;
    Ok(u8::from(!l.temuan.is_empty()))
}

/// A finding in a sentence.
pub(super) fn kalimat(t: &Temuan) -> String {
    let cacat = match t.cacat {
        Cacat::Hilang => "hilang",
        Cacat::Rusak => "berubah sejak ditulis",
    };
    format!(
        "{} {cacat}; diperlukan cadangan {}.",
        t.bagian,
        t.cadangan.join(", ")
    )
}

async fn uji(k: &Konfigurasi, arsip: &Arsip, sebagai_json: bool) -> Kode {
    let (mulai, kemajuan) = (Instant::now(), Kemajuan::hitung("Bait:"));
    let hasil = pulih::uji(arsip, k, Arc::new(Jam::Sistem), &|n| kemajuan.maju_bait(n)).await;
    kemajuan.selesai();
    let lama = mulai.elapsed().as_secs();
    rekam(k, &Catatan::uji(&hasil, lama)).await?;
    lapor(&hasil?, sebagai_json)
}

/// `praja restore`.
pub(crate) async fn restore(p: cli::Restore) -> Kode {
    catatan::mulai("warn", BentukLog::Teks);
    let k = konfigurasi_di(&p.dasar, p.data.as_deref())?;
    let arsip = Arsip::baca(&p.dari, &sandi(p.sandi_berkas.as_deref(), Some(&k))?)?;
    let pada = match p.pada {
        Some(w) => Some(w.saat(&zona(&rakit::profil(&k, &Jam::Sistem)?))?),
        None => None,
    };
    let pilihan = terbaru(&arsip, pada, Jam::Sistem.kini())?;
    let kemajuan = Kemajuan::bait(pilihan.1.ukuran);
    let hasil = pulih::pulihkan(&arsip, pilihan, &k, Arc::new(Jam::Sistem), &|n| {
        kemajuan.maju_bait(n)
    })
    .await;
    kemajuan.selesai();
    let hasil = hasil?;
    let kode = lapor(&hasil, p.json)?;
    if !p.json {
        tulis(format!(
            "Konfigurasi waktu itu ada di {}; periksa, lalu pasang sendiri.",
            k.data.join("setelan-dipulihkan").display()
        ));
    }
    Ok(kode)
}

/// The back-up to restore: that of the moment that was named, else the newest, which is none of a time to come.
pub(super) fn terbaru(
    arsip: &Arsip,
    pada: Option<Timestamp>,
    kini: Timestamp,
) -> Result<(String, Manifes), cadangan::Gagal> {
    if pada.is_none() {
        for nama in cadangan::sesudah(arsip, kini)? {
            kabari(format!(
                "Cadangan {nama} dilewati: waktunya di depan jam mesin ini. Bila memang itu yang dimaksud, sebutkan waktunya dengan --pada."
            ));
        }
    }
    cadangan::pilih(arsip, pada.unwrap_or(kini))
}

fn lapor(p: &pulih::Pulih, sebagai_json: bool) -> Kode {
    if sebagai_json {
        json(p);
    } else {
        tulis(format!(
            "Cadangan {} pulih: {} baris, {}.",
            p.nama,
            p.baris,
            besar(p.ukuran)
        ));
        for l in &p.verifikasi {
            if let Some(profil) = p.profil(l) {
                log::cetak(l, profil);
            }
        }
        for d in &p.beda {
            tulis(format!(
                "{d}: kepala buku besar tidak sama dengan yang tercatat di cadangan."
            ));
        }
    }
    Ok(u8::from(!p.utuh()))
}

fn besar(n: u64) -> String {
    match n {
        0..1_000_000 => format!("{:.1} kB", n as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", n as f64 / 1e6),
        _ => format!("{:.2} GB", n as f64 / 1e9),
    }
}
