//! `praja verify`: the database against its ledger, the signed heads and the copy outside; in words.

use kernel::{Bahasa, Profil, kalender::saat};
use ledger::Titik;
use store::{Laporan, Pemeriksaan, Temuan};

use super::Cermin;
use crate::{
    akun, cli,
    jalankan::{Kode, buka_yang_ada, konfigurasi_di, pemakaian},
    konfigurasi::Konfigurasi,
    layar::{Gagal, Kemajuan, json, tulis},
    rakit::Rakitan,
};

/// 0: everything is as the program left it; 1: it is not.
pub(crate) async fn verify(v: cli::Verify) -> Kode {
    let (k, r) = buka_yang_ada(konfigurasi_di(&v.dasar, v.data.as_deref())?).await?;
    let hasil = periksa(&k, &r, &v).await;
    r.store.tutup().await;
    let semua = hasil?;
    if v.json {
        json(&semua);
    } else {
        for l in &semua {
            if let Some(profil) = r.store.profil(l.daerah.as_str()) {
                cetak(l, profil);
            }
        }
    }
    Ok(u8::from(!semua.iter().all(Laporan::utuh)))
}

/// Holds the logs of the regencies asked for against everything.
///
/// # Errors
/// When the database does not answer; a file that was named and cannot be used.
pub(crate) async fn periksa(k: &Konfigurasi, r: &Rakitan, v: &cli::Verify) -> Result<Vec<Laporan>, Gagal> {
    let daerah = match &v.daerah {
        Some(d) => vec![akun::daerah(&r.store, Some(d)).map_err(pemakaian)?],
        None => r.store.daerah().keys().cloned().collect(),
    };
    if v.titik.is_some() && daerah.len() > 1 {
        return Err(Gagal::Pemakaian(
            "--titik memerlukan --daerah: satu titik periksa milik satu daerah.".into(),
        ));
    }
    // Without an authority in the configuration a stamp must still be whole in itself.
    let percaya = k.cap_waktu.as_ref().map(|c| &c.percaya);
    let mut semua = Vec::new();
    for d in daerah {
        let kunci = r.identitas.kunci_log(&k.url_dasar, &d)?;
        let cermin = Cermin::di(&k.log_terbit(), &d);
        let mut luar: Vec<Titik> = Vec::new();
        if let Some(berkas) = &v.titik {
            let isi = std::fs::read_to_string(berkas)
                .map_err(|e| Gagal::Pemakaian(format!("{}: {e}", berkas.display())))?;
            let t = kunci
                .baca(&isi)
                .map_err(|e| Gagal::Pemakaian(format!("{}: {e} (kunci daerah {d}).", berkas.display())))?;
            luar.push(t);
        }
        // Of the copy beside the database, a head that is not ours says nothing; the tiles are still held against it.
        luar.extend(cermin.titik().and_then(|c| kunci.baca(&c).ok()));
        let kemajuan = Kemajuan::hitung("Diperiksa:");
        let p = Pemeriksaan {
            baca_titik: &|c| kunci.baca(c),
            cermin: &|a| cermin.baca(a),
            baca_cap: &|balasan, catatan| {
                ledger::cap::periksa(balasan, catatan.as_bytes(), percaya).map(|c| c.waktu)
            },
            titik_luar: luar,
            maju: &|n| kemajuan.maju(usize::try_from(n).unwrap_or(usize::MAX)),
        };
        let laporan = r.store.periksa_log(&d, &p).await;
        kemajuan.selesai();
        semua.push(laporan?);
    }
    Ok(semua)
}

/// Prints a report.
pub(crate) fn cetak(l: &Laporan, profil: &Profil) {
    let n = |n: u64| ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX));
    tulis(format!(
        "{}: {} peristiwa dan {} entri diperiksa.",
        profil.daerah.nama,
        n(l.peristiwa),
        n(l.entri)
    ));
    tulis(match l.titik {
        Some(t) => format!(
            "  Titik periksa bertanda tangan yang cocok sampai peristiwa ke-{}.",
            n(t)
        ),
        None => "  Belum ada titik periksa bertanda tangan yang cocok.".to_owned(),
    });
    if l.cap > 0 {
        tulis(format!("  {} cap waktu diperiksa.", n(l.cap)));
    }
    if l.utuh() {
        tulis("  Utuh: tidak ada yang diubah, dihapus, atau disisipkan di luar program.");
        return;
    }
    tulis(format!("  {} temuan:", n(l.temuan.len() as u64 + l.lebih)));
    for t in &l.temuan {
        tulis(format!("  - {}", kalimat(t, profil)));
    }
    if l.lebih > 0 {
        tulis(format!("  … dan {} lagi.", n(l.lebih)));
    }
}

/// A finding in a sentence.
fn kalimat(t: &Temuan, profil: &Profil) -> String {
    let pada = |ms: &i64| profil.kalender.waktu_panjang(Bahasa::Id, saat(*ms));
    let medan = |m: &[String]| {
        if m.is_empty() {
            "isian yang tidak diceritakan riwayat".to_owned()
        } else {
            m.join(", ")
        }
    };
    match t {
        Temuan::PeristiwaDiubah {
            urut,
            entri,
            versi,
            waktu,
            medan: m,
        } => format!(
            "Peristiwa ke-{urut} (entri {entri}, versi {versi}, {}) diubah: {}.",
            pada(waktu),
            medan(m)
        ),
        Temuan::PeristiwaDiganti {
            urut,
            entri,
            versi,
            waktu,
        } => format!(
            "Peristiwa ke-{urut} (entri {entri}, versi {versi}, {}) diganti: tidak sama dengan yang diterbitkan.",
            pada(waktu)
        ),
        Temuan::PeristiwaHilang { dari, sampai } if *sampai == dari + 1 => {
            format!("Peristiwa ke-{dari} hilang.")
        }
        Temuan::PeristiwaHilang { dari, sampai } => {
            format!("Peristiwa ke-{dari} sampai ke-{} hilang.", sampai - 1)
        }
        Temuan::PeristiwaAsing { entri, versi, waktu } => format!(
            "Peristiwa entri {entri} versi {versi} ({}) disisipkan: tidak ada di dalam log.",
            pada(waktu)
        ),
        Temuan::PohonDiubah { bagian } => format!("Pohon log diubah: {bagian}."),
        Temuan::CerminRusak { bagian } => {
            format!(
                "Salinan log di luar basis data rusak: {bagian}. Hapus berkas itu; program menulisnya lagi."
            )
        }
        Temuan::TitikBeda { ukuran, asal, sebab } => {
            format!("Titik periksa {ukuran} ({asal}) tidak cocok: {sebab}.")
        }
        Temuan::CapSalah { ukuran, sebab } => {
            format!("Cap waktu atas titik periksa {ukuran} tidak cocok: {sebab}.")
        }
        Temuan::EntriDiubah {
            register,
            nomor,
            entri,
            waktu,
            medan: m,
        } => format!(
            "{register} {nomor} (entri {entri}) diubah di luar program sesudah {}: {}.",
            pada(waktu),
            medan(m)
        ),
        Temuan::EntriHilang {
            register,
            entri,
            waktu,
        } => {
            format!("{register}: entri {entri}, dibuat {}, hilang.", pada(waktu))
        }
        Temuan::EntriAsing {
            register,
            nomor,
            entri,
            waktu,
        } => format!(
            "{register} {nomor} (entri {entri}, {}) disisipkan: tanpa peristiwa.",
            pada(waktu)
        ),
    }
}

/// For tests: the report of one regency.
#[cfg(test)]
pub(crate) async fn laporan(k: &Konfigurasi, r: &Rakitan, daerah: &str) -> Laporan {
    let v = cli::Verify {
        daerah: Some(daerah.to_owned()),
        ..cli::Verify::default()
    };
    periksa(k, r, &v).await.unwrap().pop().unwrap()
}
