//! The five real regulations, where they are at hand (`PRAJA_REGULASI`, or `shared/regulasi` beside a folder above): read,
//! shown in full, small enough for a slow line.

use std::{io::Write, path::PathBuf};

use flate2::{Compression, write::GzEncoder};
use jdih::impor::Penentu;

use crate::bantu::*;

fn folder() -> Option<PathBuf> {
    if let Some(f) = std::env::var_os("PRAJA_REGULASI") {
        return Some(PathBuf::from(f));
    }
    let ada = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|a| a.join("shared/regulasi"))
        .find(|f| f.is_dir());
    if ada.is_none() {
        eprintln!("skipped: no real regulations here (set PRAJA_REGULASI)");
    }
    ada
}

#[tokio::test]
async fn all_five_are_read_shown_and_found() {
    let Some(folder) = folder() else { return };
    let d = Dunia::baru().await;
    let mut semua: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    semua.sort();
    let mut n = 0;
    for f in semua.iter().filter(|f| f.extension().is_some_and(|e| e == "txt")) {
        let bita = std::fs::read(f).unwrap();
        n += 1;
        let penentu = Penentu {
            nomor: Some(format!("90{n}")),
            tentang: Some("Sistem pemerintahan berbasis elektronik".into()),
            ..Default::default()
        };
        let l = d
            .impor(std::str::from_utf8(&bita).unwrap(), penentu)
            .await
            .unwrap();
        let jalur = format!(
            "/kapuas/jdih/{}/{}/90{n}",
            l.entri.teks("jenis"),
            l.entri.isi["tahun"].as_i64().unwrap()
        );
        let mulai = std::time::Instant::now();
        let r = d.buka(&jalur).await;
        let lama = mulai.elapsed();
        assert_eq!(r.status, 200);
        let isi = r.isi();
        // Every passage has its address in the page, once.
        for s in l
            .hasil
            .simpul
            .iter()
            .filter(|s| s.jenis != regulasi::Jenis::Kepala)
        {
            let id = format!("id=\"{}\"", s.alamat);
            assert_eq!(isi.matches(&id).count(), 1, "{f:?} {}", s.alamat);
        }
        // And every link inside leads somewhere.
        for ke in isi
            .split("href=\"#")
            .skip(1)
            .map(|s| s.split('"').next().unwrap())
        {
            assert!(
                ke == "isi" || isi.contains(&format!("id=\"{ke}\"")),
                "{f:?}: #{ke}"
            );
        }
        let mut e = GzEncoder::new(Vec::new(), Compression::default());
        e.write_all(&r.bita).unwrap();
        let kecil = e.finish().unwrap().len();
        assert!(kecil < 100_000, "{f:?}: {kecil} bytes");
        eprintln!(
            "{:?}: {} bytes, {kecil} compressed, {lama:?}",
            f.file_name().unwrap(),
            r.bita.len()
        );
        let xml = d.buka(&format!("{jalur}/naskah.xml")).await;
        assert!(xml.isi().starts_with("<?xml"));
    }
    assert_eq!(n, 5);
    let r = d.buka("/kapuas/jdih?q=pusat+data").await.isi();
    assert!(r.matches("<mark>").count() > 10, "{r}");
}
