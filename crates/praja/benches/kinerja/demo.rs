//! The demonstration of five regencies as people meet it: how soon it stands again, what it costs to leave it running,
//! what a page costs on a slow line.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    Hasil,
    bahan::DAERAH,
    hasil::{Berat, Catatan},
    http::{Sambungan, permintaan},
    kabari,
    latensi::kirim_formulir,
    mesin,
    peladen::{Bekal, Peladen},
};

/// Starts of the finished demonstration.
const ULANG: usize = 5;
/// Until what a start leaves behind has settled.
const DIAM: Duration = Duration::from_secs(3);
/// Pages a citizen meets.
const HALAMAN: [&str; 8] = [
    "/",
    "/pengaduan",
    "/pengaduan/baru/apa",
    "/pengaduan/baru/tempat",
    "/pengaduan/daftar",
    "/pengaduan/lacak",
    "/layanan",
    "/istilah",
];

/// Measures it.
pub async fn ukur(bekal: &Bekal, c: &mut Catatan) -> Hasil<()> {
    kabari("peragaan: pertama kali ...");
    let data = bekal.folder.path().join("demo");
    let mut peladen = Peladen::demo(bekal, &data)?;
    c.demo.pertama = peladen.mulai;
    for _ in 0..ULANG {
        drop(peladen);
        peladen = Peladen::demo(bekal, &data)?;
        c.demo.mulai.push(peladen.mulai);
    }
    c.demo.mulai.sort_unstable();
    tokio::time::sleep(DIAM).await;
    c.demo.memori_awal = mesin::memori(peladen.pid());
    let kuki = draf(&peladen.alamat).await?;
    for jalur in HALAMAN {
        let b = timbang(&peladen.alamat, jalur, &kuki).await?;
        kabari(&format!("  {:<26} {:>6.1} kB", b.jalur, b.kb));
        c.demo.berat.push(b);
    }
    // Idle after work is what an operator sees: every page of every regency's portal has been asked for.
    jelajah(&peladen.alamat).await?;
    tokio::time::sleep(DIAM).await;
    c.demo.memori = mesin::memori(peladen.pid());
    let lama: Vec<String> = c
        .demo
        .mulai
        .iter()
        .map(|d| format!("{:.0}", d.as_secs_f64() * 1000.0))
        .collect();
    kabari(&format!(
        "  mulai {} ms, memori {:.0} MB",
        lama.join("/"),
        c.demo.memori
    ));
    Ok(())
}

/// Begins a report, so that the pages behind its first step can be asked for; returns the cookies that lead to it.
async fn draf(alamat: &str) -> Hasil<String> {
    let mut s = Sambungan::buka(alamat).await?;
    let isian =
        "jenis=pengaduan&kategori=jalan-rusak&judul=Jalan+berlubang&isi=Berlubang+sejak+Senin.&aksi=lanjut";
    kirim_formulir(&mut s, &format!("/{DAERAH}/pengaduan/baru/apa"), isian).await
}

/// Everything a browser without cache transfers for a page: the page, its style sheets, scripts and pictures, heads
/// included.
async fn timbang(alamat: &str, jalur: &str, kuki: &str) -> Hasil<Berat> {
    let mut s = Sambungan::buka(alamat).await?;
    let jalur = format!("/{DAERAH}{jalur}");
    let kepala = format!("accept: text/html\r\ncookie: {kuki}\r\n");
    s.tanya(&permintaan("GET", &jalur, &kepala, "")).await?;
    let isi = s.isi();
    let mut semua: BTreeSet<String> = BTreeSet::from([jalur.clone()]);
    for potong in isi
        .split('<')
        .filter(|p| p.starts_with("link ") || p.starts_with("script ") || p.starts_with("img "))
    {
        let tag = potong.split('>').next().unwrap_or_default();
        // Of links, only what a browser fetches to show the page.
        if tag.starts_with("link ") && !tag.contains("stylesheet") && !tag.contains("icon") {
            continue;
        }
        let alamat = ["href=\"", "src=\""]
            .iter()
            .find_map(|k| tag.split(k).nth(1)?.split('"').next());
        semua.extend(alamat.filter(|a| a.starts_with('/')).map(str::to_owned));
    }
    let mut bait = 0;
    let kepala = format!("accept: */*\r\naccept-encoding: gzip\r\ncookie: {kuki}\r\n");
    for a in &semua {
        let j = s.tanya(&permintaan("GET", a, &kepala, "")).await?;
        if !matches!(j.status, 200 | 204) {
            return Err(format!("{a}, which {jalur} needs, answered {}", j.status).into());
        }
        bait += j.ukuran;
    }
    Ok(Berat {
        jalur,
        kb: bait as f64 / 1000.0,
        berkas: semua.len(),
    })
}

async fn jelajah(alamat: &str) -> Hasil<()> {
    let mut s = Sambungan::buka(alamat).await?;
    for daerah in ["serang", "jembrana", "bekasi", "batubara", "kapuas"] {
        for jalur in HALAMAN {
            s.tanya(&permintaan(
                "GET",
                &format!("/{daerah}{jalur}"),
                "accept: text/html\r\naccept-encoding: gzip\r\n",
                "",
            ))
            .await?;
        }
    }
    Ok(())
}
