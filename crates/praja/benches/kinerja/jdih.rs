//! The law library: reading one regulation, searching in a hundred thousand provisions, and the page of a regulation of
//! two hundred pages. The texts are made up, of words as regulations use them; they come in as every text does.

use std::{fmt::Write, sync::Arc, time::Instant};

use jdih::impor::{Penentu, impor};
use kernel::{Akun, Jam, Pelaku, Peran};
use store::Store;
use uuid::Uuid;

use crate::{
    Hasil,
    bahan::{Acak, DAERAH},
    basis::{Basis, Jenis},
    hasil::{Catatan, Klaim},
    http::{Sambungan, permintaan},
    kabari,
    klien::persentil,
    peladen::{Bekal, Peladen},
};

/// Provisions to search in.
const KETENTUAN: usize = 100_000;
/// Ayat of one regulation of the many.
const AYAT: usize = 400;
/// Bytes of the regulation that is read by itself, and of the one of two hundred pages (2,500 characters each).
const SATU: usize = 50_000;
const BESAR: usize = 500_000;
const PEMANASAN: usize = 3;
const ULANG: usize = 60;

const KATA: [&str; 60] = [
    "penyelenggaraan",
    "pemerintahan",
    "daerah",
    "layanan",
    "data",
    "informasi",
    "infrastruktur",
    "aplikasi",
    "keamanan",
    "perangkat",
    "dinas",
    "bupati",
    "menyelenggarakan",
    "melaksanakan",
    "menetapkan",
    "mengelola",
    "pengelolaan",
    "rencana",
    "arsitektur",
    "jaringan",
    "pusat",
    "pegawai",
    "masyarakat",
    "warga",
    "usaha",
    "tata",
    "kelola",
    "manajemen",
    "risiko",
    "pemantauan",
    "evaluasi",
    "laporan",
    "tahunan",
    "anggaran",
    "pendapatan",
    "belanja",
    "pajak",
    "retribusi",
    "izin",
    "bangunan",
    "jalan",
    "taman",
    "sampah",
    "air",
    "pasar",
    "sekolah",
    "kesehatan",
    "puskesmas",
    "desa",
    "kecamatan",
    "standar",
    "prosedur",
    "sanksi",
    "administratif",
    "denda",
    "teguran",
    "pembinaan",
    "pengawasan",
    "koordinasi",
    "hibah",
];

/// What was measured.
#[derive(Default)]
pub struct Ukuran {
    /// Bytes and p95 of reading, ms.
    baca: Option<(usize, f64)>,
    /// Database, question, p50, p95.
    cari: Vec<(Jenis, String, f64, f64)>,
    /// Database, provisions.
    banyak: Vec<(Jenis, usize)>,
    /// Database, first time, p95 afterwards, kB.
    laman: Vec<(Jenis, f64, f64, f64)>,
}

impl Ukuran {
    /// What was promised, held against what was measured.
    pub fn klaim(&self) -> Vec<Klaim> {
        let satu = |apa: String, batas: f64, label: &'static str, ms: f64| Klaim {
            apa,
            batas: label,
            terukur: format!("{ms:.1} ms"),
            terpenuhi: ms <= batas,
        };
        let mut semua = Vec::new();
        if let Some((_, ms)) = self.baca {
            semua.push(satu(
                "Reading one regulation of 50 kB, p95".into(),
                50.0,
                "≤ 50 ms",
                ms,
            ));
        }
        for jenis in [Jenis::Sqlite, Jenis::Postgres] {
            let milik = self.cari.iter().filter(|(j, ..)| *j == jenis);
            if let Some((_, q, _, p95)) = milik.max_by(|a, b| a.3.total_cmp(&b.3)) {
                let apa = format!(
                    "Search over 100,000 provisions, slowest, p95: {} ({q})",
                    jenis.nama()
                );
                semua.push(satu(apa, 50.0, "≤ 50 ms", *p95));
            }
            if let Some((_, pertama, p95, _)) = self.laman.iter().find(|(j, ..)| *j == jenis) {
                let apa = format!(
                    "Page of a regulation of 200 pages, slowest, also the first: {}",
                    jenis.nama()
                );
                semua.push(satu(apa, 100.0, "≤ 100 ms", pertama.max(*p95)));
            }
        }
        semua
    }

    /// A section of the page; nothing when nothing was measured.
    pub fn susun(&self, h: &mut String) -> std::fmt::Result {
        let Some((bita, ms)) = self.baca else {
            return Ok(());
        };
        writeln!(
            h,
            "\n## The law library\n\n\
             Made-up regulations in words as regulations use them, taken in as every text is. Reading {bita} bytes into \
             provisions, terms, references and findings: p95 {ms:.1} ms. Questions sixty times over one connection, warm, \
             milliseconds until the first byte, p50 / p95.\n"
        )?;
        writeln!(
            h,
            "| database | provisions | question | p50 / p95 |\n|---|--:|---|--:|"
        )?;
        for (j, q, p50, p95) in &self.cari {
            let n = self.banyak.iter().find(|(k, _)| k == j).map_or(0, |(_, n)| *n);
            writeln!(h, "| {} | {n} | {q} | {p50:.1} / {p95:.1} |", j.nama())?;
        }
        writeln!(h)?;
        for (j, pertama, p95, kb) in &self.laman {
            writeln!(
                h,
                "{}: the page of a regulation of 200 pages ({kb:.0} kB of HTML) takes {pertama:.1} ms the first time after a start, p95 {p95:.1} ms afterwards.",
                j.nama()
            )?;
        }
        Ok(())
    }
}

/// A regulation of at least so many bytes, or so many ayat.
fn naskah(nomor: usize, tahun: usize, bita: usize, ayat: usize) -> Hasil<(String, usize)> {
    let mut a = Acak::baru((nomor * 10_000 + tahun) as u64);
    let mut t = format!(
        "BUPATI CONTOH\nPERATURAN BUPATI CONTOH\nNOMOR {nomor} TAHUN {tahun}\nTENTANG\nPENYELENGGARAAN URUSAN KE {nomor}\n\nBAB I\nKETENTUAN UMUM\n\n\
         Pasal 1\nDalam Peraturan Bupati ini yang dimaksud dengan:\n"
    );
    for (n, nama) in [
        "Tata Kelola Urusan",
        "Layanan Urusan",
        "Rencana Urusan",
        "Pengelola Urusan",
    ]
    .iter()
    .enumerate()
    {
        writeln!(t, "{}. {nama} adalah {}.", n + 1, kalimat(&mut a, 18))?;
    }
    let (mut pasal, mut banyak) = (2, 0);
    while t.len() < bita || banyak < ayat {
        if pasal % 12 == 2 {
            writeln!(
                t,
                "\nBAB {}\n{}\n",
                romawi(pasal / 12 + 2),
                kalimat(&mut a, 4).to_uppercase()
            )?;
        }
        writeln!(t, "\nPasal {pasal}")?;
        for n in 1..=4 {
            writeln!(
                t,
                "({n}) Layanan Urusan {} sebagaimana dimaksud dalam Pasal {} {}.",
                kalimat(&mut a, 8),
                pasal - 1,
                kalimat(&mut a, 20)
            )?;
            banyak += 1;
        }
        pasal += 1;
    }
    writeln!(
        t,
        "\nPasal {pasal}\nPeraturan Bupati ini mulai berlaku pada tanggal diundangkan.\n\nDitetapkan di Contoh\npada tanggal 4 Maret {tahun}\nBUPATI CONTOH,\nFULAN"
    )?;
    Ok((t, banyak))
}

fn kalimat(a: &mut Acak, n: usize) -> String {
    let kata: Vec<&str> = (0..n).filter_map(|_| a.satu(&KATA).copied()).collect();
    kata.join(" ")
}

fn romawi(mut n: usize) -> String {
    let mut h = String::new();
    for (nilai, huruf) in [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while n >= nilai {
            h += huruf;
            n -= nilai;
        }
    }
    h
}

/// Reading, without any database.
pub fn ukur_baca(c: &mut Catatan) -> Hasil<()> {
    let (teks, _) = naskah(1, 2024, SATU, 0)?;
    let mut us = Vec::new();
    for i in 0..PEMANASAN + ULANG {
        let mulai = Instant::now();
        let h = regulasi::baca(&teks)?;
        if h.simpul.len() < 100 {
            return Err("the reader understood almost nothing".into());
        }
        if i >= PEMANASAN {
            us.push(u32::try_from(mulai.elapsed().as_micros())?);
        }
    }
    us.sort_unstable();
    let p95 = persentil(&us, 0.95);
    kabari(&format!("membaca {} bita: p95 {p95:.1} ms", teks.len()));
    c.jdih.baca = Some((teks.len(), p95));
    Ok(())
}

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Catatan) -> Hasil<()> {
    let basis = Basis::baru(bekal, jenis, "jdih").await?;
    let data = bekal.sub(&format!("data-{}-jdih", jenis.kode()))?;
    kabari(&format!("{}: {KETENTUAN} ketentuan ...", jenis.nama()));
    let banyak = isi(&basis.url(), &data).await?;
    let kolam = basis.sambung().await?;
    c.basis_data(jenis, kolam.gambaran().await?);
    kolam.rapikan().await?;
    kolam.tutup().await;
    let peladen = Peladen::serve(bekal, &basis.url(), &data)?;
    c.jdih.banyak.push((jenis, banyak));
    for (nama, q) in [
        ("one frequent word", "layanan"),
        ("two frequent words", "pengelolaan+data"),
        ("three words, by their stem", "menyelenggarakan+pengawasan+pajak"),
        ("a word that is in every provision", "urusan"),
        ("a word that is nowhere", "kapal+selam"),
        ("a citation", "perbup+7+2003+pasal+16+ayat+3"),
    ] {
        let us = tanyakan(&peladen.alamat, &format!("/{DAERAH}/jdih?q={q}")).await?;
        let (p50, p95) = (persentil(&us, 0.5), persentil(&us, 0.95));
        kabari(&format!("  {nama:<38} p50 {p50:>6.1} ms, p95 {p95:>6.1} ms"));
        c.jdih.cari.push((jenis, nama.to_owned(), p50, p95));
    }
    let jalur = format!("/{DAERAH}/jdih/perbup/2026/9999");
    let (pertama, kb) = sekali(&peladen.alamat, &jalur).await?;
    let us = tanyakan(&peladen.alamat, &jalur).await?;
    kabari(&format!(
        "  200 halaman: pertama {pertama:.1} ms, lalu p95 {:.1} ms, {kb:.0} kB",
        persentil(&us, 0.95)
    ));
    c.jdih.laman.push((jenis, pertama, persentil(&us, 0.95), kb));
    drop(peladen);
    basis.hapus().await
}

/// Takes the texts in, as an official of fungsi `hukum` does; how many ayat there are now.
async fn isi(url: &str, data: &std::path::Path) -> Hasil<usize> {
    let inventaris = praja::rakit::inventaris();
    let kini = Jam::Sistem.kini();
    let daerah = profil::muat(&profil::Sumber::Terbenam, &[DAERAH.to_owned()], &inventaris, kini).daerah;
    let store = Store::buka(
        url,
        &data.join("berkas"),
        &data.join("kunci-data"),
        Arc::new(inventaris),
        Arc::new(daerah),
        Arc::new(Jam::Sistem),
    )
    .await?;
    let profil = store.profil(DAERAH).ok_or("no such regency")?.clone();
    let unit = profil.fungsi("hukum").ok_or("nobody holds fungsi hukum")?.clone();
    let pelaku = Pelaku::Akun(Box::new(Akun {
        id: Uuid::from_u128(9),
        daerah: profil.kode().clone(),
        pengguna: "hukum".into(),
        nama: "Petugas Hukum".into(),
        peran: vec![(Peran::Penghubung, unit)],
    }));
    let mut ada = 0;
    let mut n = 0;
    while ada < KETENTUAN {
        // Twenty a year.
        let (teks, ayat) = naskah(n % 20 + 1, 2000 + n / 20, 0, AYAT)?;
        impor(&store, &profil, &pelaku, teks.into_bytes(), &Penentu::default()).await?;
        (n, ada) = (n + 1, ada + ayat);
    }
    let (teks, ayat) = naskah(9999, 2026, BESAR, 0)?;
    impor(&store, &profil, &pelaku, teks.into_bytes(), &Penentu::default()).await?;
    store.tutup().await;
    Ok(ada + ayat)
}

/// Ms until the first byte of one answer, and its size in kB.
async fn sekali(alamat: &str, jalur: &str) -> Hasil<(f64, f64)> {
    let mut s = Sambungan::buka(alamat).await?;
    let mulai = Instant::now();
    let j = s
        .tanya(&permintaan("GET", jalur, "accept: text/html\r\n", ""))
        .await?;
    if j.status != 200 {
        return Err(format!("{jalur} answered {}", j.status).into());
    }
    Ok((
        (j.pertama - mulai).as_secs_f64() * 1_000.0,
        s.isi().len() as f64 / 1_000.0,
    ))
}

/// Microseconds until the first byte, sorted.
async fn tanyakan(alamat: &str, jalur: &str) -> Hasil<Vec<u32>> {
    let mut s = Sambungan::buka(alamat).await?;
    let tanya = permintaan("GET", jalur, "accept: text/html\r\naccept-encoding: gzip\r\n", "");
    let mut us = Vec::with_capacity(ULANG);
    for i in 0..PEMANASAN + ULANG {
        let mulai = Instant::now();
        let j = s.tanya(&tanya).await?;
        if j.status != 200 && j.status != 303 {
            return Err(format!("{jalur} answered {} {}", j.status, s.isi()).into());
        }
        if i >= PEMANASAN {
            us.push(u32::try_from((j.pertama - mulai).as_micros()).unwrap_or(u32::MAX));
        }
    }
    us.sort_unstable();
    Ok(us)
}
