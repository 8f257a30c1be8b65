//! Obligations of one regency with a million complaints behind its figures and the proofs of years: the pages an official
//! opens, what one accepted proof costs, and the evaluation of all 514 regencies.

use std::{
    fmt::Write,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{Timestamp, ToSpan, civil::Date};
use kernel::{
    Aksi, Akun, IdEntri, Inventaris, Jam, Pelaku, Peran, Perintah, Profil,
    entri::uuid_v7,
    kewajiban::{Acuan, Alamat, Bukti, Fakta, Jadwal, Kewajiban, Kitab, Pelaku as Penjawab, Per, Umur},
    nilai::KodeUnit,
};
use kewajiban::{
    Ingatan,
    hitung::{self, Bahan},
};
use serde_json::json;
use store::Store;

use crate::{
    Hasil,
    bahan::DAERAH,
    basis::{Basis, Jenis, Kolam},
    daftar::{self, kepala_petugas},
    hasil::{Catatan, Klaim, ribuan},
    http::{Sambungan, permintaan},
    isian, kabari,
    klien::persentil,
    peladen::{Bekal, Peladen},
};

/// Accepted proofs: three years of a regency of fifty-nine units.
const BUKTI: usize = 12_000;
const ULANG: usize = 40;
/// The country: regencies, units of each, obligations of each.
const NEGARA: (usize, usize, usize) = (514, 50, 150);

/// What was measured.
#[derive(Default)]
pub struct Ukuran {
    papan: Vec<Papan>,
    /// Regencies, statuses, and how long their evaluation took.
    negara: Vec<(usize, usize, Duration)>,
}

/// The pages of one regency on one database.
struct Papan {
    jenis: Jenis,
    laporan: usize,
    /// Name, p50 and p95 in milliseconds.
    halaman: Vec<(&'static str, f64, f64)>,
    /// Milliseconds to read all proofs, and to follow one that changed.
    awal: f64,
    satu: f64,
}

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Catatan) -> Hasil<()> {
    let laporan = isian::ukuran(bekal).last().ok_or("no size")?;
    let basis = isian::basis(bekal, jenis, laporan).await?;
    let data = bekal.sub(&format!("data-{}-kewajiban", jenis.kode()))?;
    let kolam = basis.sambung().await?;
    c.basis_data(jenis, kolam.gambaran().await?);
    kabari(&format!(
        "{}: {laporan} pengaduan, {BUKTI} bukti ...",
        jenis.nama()
    ));
    angka_harian(&kolam).await?;
    let store = buka(&basis, &data, Arc::new(praja::rakit::inventaris())).await?;
    let profil = store.profil(DAERAH).ok_or("no such regency")?.clone();
    // Long enough ago that no process reads them again to be sure.
    let lalu = Jam::Sistem.kini().checked_sub(1.hour())?;
    bukti(&store, &profil, BUKTI, lalu).await?;
    kolam.rapikan().await?;
    let (awal, satu) = ingatan(&store, &profil).await?;
    store.tutup().await;

    let peladen = Peladen::serve(bekal, &basis.url(), &data)?;
    let hari = Jam::Sistem.kini().to_zoned(jiff::tz::TimeZone::UTC).date();
    let lalu = hari.checked_sub(90.days())?;
    let k = format!("/{DAERAH}/kerja/kepatuhan");
    let mut halaman = Vec::new();
    for (nama, jalur) in [
        ("matrix", format!("{k}/matriks")),
        ("all obligations", k.clone()),
        ("one office", format!("{k}/opd/{}", bekal.bahan.koordinator)),
        ("matrix of a past day", format!("{k}/matriks?pada={lalu}")),
        ("a year's trend", format!("{k}/tren")),
    ] {
        let us = tanyakan(&peladen.alamat, &jalur, daftar::PEMANASAN, ULANG).await?;
        let (p50, p95) = (persentil(&us, 0.5), persentil(&us, 0.95));
        kabari(&format!("  {nama:<44} p50 {p50:>6.1} ms, p95 {p95:>6.1} ms"));
        halaman.push((nama, p50, p95));
    }
    c.kewajiban.papan.push(Papan {
        jenis,
        laporan,
        halaman,
        awal,
        satu,
    });
    drop(peladen);
    kolam.tutup().await;
    basis.hapus().await
}

impl Ukuran {
    /// What was promised, held against what was measured.
    pub fn klaim(&self) -> Vec<Klaim> {
        let satu = |p: &Papan| {
            let (_, _, ms) = p.halaman.first()?;
            Some(Klaim {
                apa: format!(
                    "Matrix of obligations, {} complaints, {} proofs, p95: {}",
                    ribuan(p.laporan),
                    ribuan(BUKTI),
                    p.jenis.nama()
                ),
                batas: "≤ 100 ms",
                terukur: format!("{ms:.1} ms"),
                terpenuhi: *ms <= 100.0,
            })
        };
        self.papan.iter().filter_map(satu).collect()
    }

    /// A section of the page; nothing when nothing was measured.
    pub fn susun(&self, h: &mut String) -> std::fmt::Result {
        if self.papan.is_empty() && self.negara.is_empty() {
            return Ok(());
        }
        writeln!(
            h,
            "\n## Obligations\n\n\
             One regency with its units and obligations, the complaints and {} accepted proofs behind them, figures of two years by day \
             and office; each page forty times over one connection, warm, milliseconds until the first byte, p50 / p95. A process \
             reads all proofs once and then what changed; a page evaluates obligations × units.\n\n\
             | database | complaints | page | p50 / p95 |\n|---|--:|---|--:|",
            ribuan(BUKTI)
        )?;
        for p in &self.papan {
            for (nama, p50, p95) in &p.halaman {
                let (d, n) = (p.jenis.nama(), ribuan(p.laporan));
                writeln!(h, "| {d} | {n} | {nama} | {p50:.1} / {p95:.1} |")?;
            }
        }
        writeln!(h)?;
        for p in &self.papan {
            writeln!(
                h,
                "{}: reading all proofs the first time takes {:.0} ms, following one that changed {:.1} ms.",
                p.jenis.nama(),
                p.awal,
                p.satu
            )?;
        }
        writeln!(
            h,
            "\nEvaluating the country anew, {} units × {} obligations a regency with two proofs for each pair, on one processor: \
             O(regencies × obligations × units × proofs of a pair), and one regency is in memory at a time.\n\n\
             | regencies | statuses | time | a status |\n|--:|--:|--:|--:|",
            NEGARA.1, NEGARA.2
        )?;
        for (n, status, lama) in &self.negara {
            let us = lama.as_secs_f64() * 1e6 / *status as f64;
            writeln!(
                h,
                "| {n} | {} | {:.2} s | {us:.2} µs |",
                ribuan(*status),
                lama.as_secs_f64()
            )?;
        }
        Ok(())
    }
}

/// The store over a database, as the program opens it.
pub async fn buka(basis: &Basis, data: &std::path::Path, inventaris: Arc<Inventaris>) -> Hasil<Store> {
    let m = profil::muat(
        &profil::Sumber::Terbenam,
        &[DAERAH.to_owned()],
        &inventaris,
        Jam::Sistem.kini(),
    );
    let daerah = Arc::new(m.daerah);
    Ok(Store::buka(
        &basis.url(),
        &data.join("berkas"),
        &data.join("kunci-data"),
        inventaris,
        daerah,
        Arc::new(Jam::Sistem),
    )
    .await?)
}

/// Answers of two years by day and office, as the writer would have kept them.
async fn angka_harian(kolam: &Kolam) -> Hasil<()> {
    let hari = Jam::Sistem.kini().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut nilai = Vec::new();
    for mundur in 0..730_i64 {
        let h = hari.checked_sub(mundur.days())?;
        for unit in [
            "dishub",
            "dpupr",
            "dlh",
            "dinkes",
            "disdukcapil",
            "dindikbud",
            "dinsos",
            "diskominfosatik",
        ] {
            for (ukuran, n) in [("dijawab", 100), ("jawaban_tepat", 90)] {
                nilai.push(format!(
                    "('{DAERAH}', 'pengaduan', 'hari/unit', '{h}', '{unit}', '{ukuran}', {n})"
                ));
            }
        }
    }
    for bagian in nilai.chunks(500) {
        let sql = format!(
            "insert into rekap (daerah, register, dimensi, masa, nilai, ukuran, jumlah) values {} on conflict do nothing",
            bagian.join(", ")
        );
        kolam.laku(&sql).await?;
    }
    Ok(())
}

/// Proofs of every obligation that takes one, through the same commands as real ones.
async fn bukti(store: &Store, profil: &Profil, banyak: usize, kini: Timestamp) -> Hasil<()> {
    let kitab = profil.kitab.clone().ok_or("no obligations")?;
    let hari = profil.kalender.setempat(kini).date();
    let mut milik: Vec<(&Kewajiban, KodeUnit)> = Vec::new();
    for k in kitab
        .pada(hari)
        .filter(|k| matches!(k.bukti, Bukti::Manual { .. }))
    {
        milik.extend(
            profil
                .penanggung_jawab(&k.pelaku, hari)
                .into_iter()
                .map(|u| (k, u)),
        );
    }
    let akun = |unit: &KodeUnit| {
        Pelaku::Akun(Box::new(Akun {
            id: uuid::Uuid::from_u128(9),
            daerah: profil.kode().clone(),
            pengguna: "ukur".into(),
            nama: "Petugas Ukur".into(),
            peran: vec![(Peran::Penghubung, unit.clone())],
        }))
    };
    let jalankan = |pelaku, aksi| {
        store.jalankan(Perintah {
            daerah: profil.kode().clone(),
            pelaku,
            kini,
            aksi,
            kunci: None,
        })
    };
    for bagian in (0..banyak).collect::<Vec<_>>().chunks(200) {
        let satu = |i: &usize| {
            let (k, unit) = &milik[i % milik.len()];
            let (akun, jalankan) = (&akun, &jalankan);
            let id = IdEntri(uuid_v7(kini));
            let efektif = hari.saturating_sub(i64::try_from(i % 1_000).unwrap_or(0).days());
            let isi = json!({ "tugas": k.tugas.kode, "opd": unit, "nama": format!("Dokumen {i}"), "efektif": efektif, "keterangan": "Ukur." });
            async move {
                let langkah = |l: &str| Aksi::Langkah {
                    id,
                    versi: None,
                    langkah: l.into(),
                    isian: Default::default(),
                };
                let isi = isi.as_object().cloned().unwrap_or_default();
                let register = "bukti".to_owned();
                jalankan(akun(unit), Aksi::Buat { register, id, isi }).await?;
                let e = jalankan(akun(unit), langkah("ajukan")).await?.entri;
                jalankan(akun(&e.pemegang), langkah("terima")).await?;
                Ok::<_, kernel::Galat>(())
            }
        };
        futures_util::future::try_join_all(bagian.iter().map(satu)).await?;
    }
    Ok(())
}

/// Milliseconds to read all proofs the first time, and to follow one that changed.
async fn ingatan(store: &Store, profil: &Profil) -> Hasil<(f64, f64)> {
    let i = Ingatan::default();
    let mulai = Instant::now();
    let semua = i.bukti(store, profil.kode()).await?;
    let awal = mulai.elapsed().as_secs_f64() * 1e3;
    if semua.values().map(|f| f.len()).sum::<usize>() != BUKTI {
        return Err("not every proof was remembered".into());
    }
    bukti(store, profil, 1, Jam::Sistem.kini()).await?;
    let mulai = Instant::now();
    i.bukti(store, profil.kode()).await?;
    Ok((awal, mulai.elapsed().as_secs_f64() * 1e3))
}

/// Asks a page again and again over one connection; the first few times do not count. Microseconds, least first.
pub async fn tanyakan(alamat: &str, jalur: &str, pemanasan: usize, ulang: usize) -> Hasil<Vec<u32>> {
    let mut s = Sambungan::buka(alamat).await?;
    let tanya = permintaan("GET", jalur, &kepala_petugas(), "");
    let mut us = Vec::with_capacity(ulang);
    for i in 0..pemanasan + ulang {
        let mulai = Instant::now();
        let j = s.tanya(&tanya).await?;
        if j.status != 200 {
            return Err(format!("{jalur} answered {} {}", j.status, s.isi()).into());
        }
        if i >= pemanasan {
            us.push(u32::try_from((j.pertama - mulai).as_micros()).unwrap_or(u32::MAX));
        }
    }
    us.sort_unstable();
    Ok(us)
}

/// The evaluation of many regencies, each with its units and obligations and two proofs for each pair: seconds for so many
/// regencies. One regency is in memory at a time, so the size is bounded by time alone. O(regencies × obligations × units
/// × proofs of a pair).
pub fn negara(bekal: &Bekal, c: &mut Catatan) -> Hasil<()> {
    let (daerah, opd, kewajiban) = NEGARA;
    let m = profil::muat(
        &profil::Sumber::Terbenam,
        &[DAERAH.to_owned()],
        &praja::rakit::inventaris(),
        Jam::Sistem.kini(),
    );
    let mut p = Profil::clone(m.daerah.values().next().ok_or("no regency")?);
    let contoh = p.unit.first().ok_or("no unit")?.clone();
    p.unit = (0..opd)
        .map(|i| kernel::profil::Unit {
            kode: KodeUnit(format!("opd-{i}")),
            induk: None,
            ..contoh.clone()
        })
        .collect();
    let dasar = p.kitab.clone().ok_or("no obligations")?;
    let kitab = kitab(&dasar, kewajiban);
    let hari: Date = "2026-11-23".parse()?;
    let fakta = || -> Vec<Fakta> {
        let satu = |(i, u): (usize, &kernel::profil::Unit)| {
            [300, 900].map(|lalu| {
                let efektif = hari.saturating_sub(i64::try_from(lalu + i).unwrap_or(0).days());
                Fakta {
                    unit: u.kode.clone(),
                    entri: IdEntri(uuid::Uuid::nil()),
                    register: "bukti".into(),
                    nomor: format!("UKR-2026-{i:06}"),
                    efektif,
                    sampai: None,
                    tercatat: efektif,
                    dicabut: None,
                }
            })
        };
        p.unit.iter().enumerate().flat_map(satu).collect()
    };
    let semua = kitab
        .kewajiban
        .iter()
        .map(|k| (k.tugas.kode.clone(), Arc::new(fakta())))
        .collect();
    let bahan = Bahan::dari_bukti(Arc::new(semua), hari);
    let ukuran: Vec<usize> = if bekal.besar {
        vec![64, 128, 257, daerah]
    } else {
        vec![16, 64, daerah / 4]
    };
    for n in ukuran {
        let mulai = Instant::now();
        let mut banyak = 0;
        for _ in 0..n {
            banyak += hitung::semua(&kitab, &p, &bahan)
                .iter()
                .map(|n| n.unit.len())
                .sum::<usize>();
        }
        if banyak != n * opd * kewajiban {
            return Err(format!("{banyak} statuses instead of {}", n * opd * kewajiban).into());
        }
        kabari(&format!("  {n} daerah: {:.2} d", mulai.elapsed().as_secs_f64()));
        c.kewajiban.negara.push((n, banyak, mulai.elapsed()));
    }
    Ok(())
}

/// So many obligations that every unit has, half of them yearly.
fn kitab(dasar: &Kitab, banyak: usize) -> Kitab {
    let asal = &dasar.kewajiban[0];
    let satu = |i: usize| {
        let mut tugas = kernel::kewajiban::Tugas::clone(&asal.tugas);
        tugas.kode = format!("tugas-{i}");
        Kewajiban {
            tugas: Arc::new(tugas),
            pelaku: Penjawab::SetiapOpd,
            jadwal: match i % 2 {
                0 => Jadwal::Berlaku {},
                _ => Jadwal::Berkala {
                    per: Per::Tahun,
                    jumlah: 1,
                    batas: None,
                },
            },
            bukti: Bukti::Manual {
                dokumen: "Dokumen".into(),
                pemeriksa: "pengawasan".into(),
                umur: Some(Umur(2)),
                sebab: None,
            },
            ..asal.clone()
        }
    };
    Kitab {
        acuan: Acuan::clone(&dasar.acuan),
        kewajiban: (0..banyak).map(satu).collect(),
        lain: Vec::new(),
        ketentuan: Vec::<Alamat>::new(),
    }
}
