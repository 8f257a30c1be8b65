//! What must hold for every page: both languages complete, headings in order, labels, no inline style or script, light
//! enough for a slow line.

use std::{
    collections::BTreeSet,
    io::Write,
    path::{Path, PathBuf},
};

use kernel::{Bahasa, Peran};
use serde_json::json;

use crate::{
    bantu::{Dunia, laporan},
    peramban::{Balasan, Warga},
};

/// Every page a citizen can reach, in a world where each has something to show.
async fn semua(d: &Dunia, w: &mut Warga) -> Vec<(String, Balasan)> {
    let terbuka = d.laporan(laporan(), Some("dishubkp")).await;
    let (nomor, _) = w
        .lapor(&[("pelapor.nama", "Ayu"), ("pelapor.surel", "ayu@contoh.id")])
        .await;
    let kode = d.app.store.profil("jembrana").unwrap().kode().clone();
    let id = d
        .app
        .store
        .id_bernomor(&kode, "pengaduan", &nomor)
        .await
        .unwrap()
        .unwrap();
    let terkirim = w.buka("/jembrana/pengaduan/terkirim").await;
    let k = d.petugas("jembrana", Peran::Koordinator, "diskominfo");
    d.langkah(
        "jembrana",
        &k,
        id,
        "teruskan",
        json!({ "unit": "dishubkp", "kelas": "tidak_berkadar" }),
    )
    .await;
    let opd = d.petugas("jembrana", Peran::Penghubung, "dishubkp");
    d.langkah(
        "jembrana",
        &opd,
        id,
        "jawab",
        json!({ "jawaban": "Sudah diganti." }),
    )
    .await;
    let mut hasil = vec![("terkirim".to_owned(), terkirim)];
    w.isi_laporan(&[]).await;
    let terbuka = format!("/jembrana/pengaduan/{}", d.nomor(terbuka).await);
    let lacak = format!("/jembrana/pengaduan/lacak/{nomor}");
    let jalur = [
        "/",
        "/jembrana/",
        "/jembrana/cari",
        "/jembrana/cari?q=lampu",
        "/jembrana/cari?q=zzz",
        "/jembrana/pengaduan",
        "/jembrana/pengaduan/baru/apa?hilang=1",
        "/jembrana/pengaduan/baru/tempat",
        "/jembrana/pengaduan/baru/foto",
        "/jembrana/pengaduan/baru/siapa?ubah=1",
        "/jembrana/pengaduan/baru/periksa",
        "/jembrana/pengaduan/lacak",
        "/jembrana/pengaduan/lacak/JBR-2026-777777",
        &lacak,
        "/jembrana/pengaduan/daftar",
        "/jembrana/pengaduan/daftar?q=lampu&keadaan=dijawab&masa=bulan-ini",
        "/jembrana/pengaduan/daftar?q=zzz",
        &terbuka,
        "/jembrana/layanan",
        "/jembrana/layanan?q=ktp+ilang&jenis=publik&opd=disdukcapil",
        "/jembrana/layanan/ktp-el",
        "/jembrana/istilah",
        "/jembrana/istilah?q=zzz",
        "/jembrana/tentang",
        "/kapuas/",
        "/kapuas/pengaduan/baru/apa",
        "/kapuas/pengaduan/daftar",
        "/kapuas/layanan",
    ];
    for j in jalur {
        hasil.push((j.to_owned(), w.buka(j).await));
    }
    let j = format!("{lacak}/keberatan");
    hasil.push((j.clone(), w.kirim(&j, &[]).await));
    let j = "/jembrana/pengaduan/baru/apa";
    hasil.push((j.to_owned(), w.kirim(j, &[]).await));
    hasil
}

fn terkompres(isi: &[u8]) -> usize {
    // What the server's own layer does to a page on its way.
    let mut k = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    k.write_all(isi).unwrap();
    k.finish().unwrap().len()
}

#[tokio::test]
async fn every_page_is_sound_and_light() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    let bersama = terkompres(ui::aset::CSS.as_bytes()) + terkompres(ui::aset::JS.as_bytes());
    for (jalur, b) in semua(&d, &mut w).await {
        let h = &b.isi;
        assert!(
            [200, 403, 422].contains(&b.status.as_u16()),
            "{jalur}: {}",
            b.status
        );
        assert!(
            !h.contains(" style=")
                && !h.contains("<style")
                && !h.contains(" onclick")
                && !h.contains("javascript:"),
            "{jalur}"
        );
        assert!(
            h.matches("<script").all(|_| true) && h.matches("<script").count() == 1,
            "{jalur}: one script, in the head"
        );
        assert_eq!(h.matches("<h1").count(), 1, "{jalur}: one h1");
        assert_eq!(h.matches("<main").count(), 1, "{jalur}");
        assert!(
            h.contains("<html lang=\"id\">") && h.contains("<title>"),
            "{jalur}"
        );
        urut_judul(&jalur, h);
        id_tunggal(&jalur, h);
        berlabel(&jalur, h);
        let berat = bersama + terkompres(h.as_bytes());
        assert!(berat < 60_000, "{jalur}: {berat} bytes");
    }
}

/// No level of headings is left out on the way down.
fn urut_judul(jalur: &str, h: &str) {
    let (_, isi) = h.split_once("<main").unwrap();
    let mut lalu = 0;
    for bagian in isi.split("<h").skip(1) {
        let Some(n) = bagian.chars().next().and_then(|c| c.to_digit(10)) else {
            continue;
        };
        assert!(
            n <= lalu + 1 || lalu == 0 && n <= 2,
            "{jalur}: h{n} after h{lalu}"
        );
        lalu = n;
    }
}

fn id_tunggal(jalur: &str, h: &str) {
    let mut ada = BTreeSet::new();
    for bagian in h.split(" id=\"").skip(1) {
        let id = bagian.split('"').next().unwrap();
        assert!(ada.insert(id.to_owned()), "{jalur}: id {id} twice");
    }
    for sifat in ["for", "aria-describedby", "aria-labelledby", "data-menurut"] {
        for bagian in h.split(&format!(" {sifat}=\"")).skip(1) {
            for id in bagian.split('"').next().unwrap().split(' ') {
                assert!(
                    ada.contains(id),
                    "{jalur}: {sifat} names {id}, which is not there"
                );
            }
        }
    }
}

/// Every input has a label of its own or stands inside one.
fn berlabel(jalur: &str, h: &str) {
    for tanda in ["<input", "<select", "<textarea"] {
        let mut sisa = h;
        let mut letak = 0;
        while let Some(i) = sisa.find(tanda) {
            let unsur = sisa[i..].split('>').next().unwrap();
            letak += i;
            let sebelum = &h[..letak];
            let dalam_label = sebelum
                .rfind("<label")
                .is_some_and(|a| !sebelum[a..].contains("</label>"));
            let id = unsur.split(" id=\"").nth(1).and_then(|s| s.split('"').next());
            let berlabel = id.is_some_and(|id| h.contains(&format!("for=\"{id}\"")));
            assert!(
                unsur.contains("type=\"hidden\"") || dalam_label || berlabel,
                "{jalur}: {unsur} has no label"
            );
            sisa = &sisa[i + tanda.len()..];
            letak += tanda.len();
        }
    }
}

#[tokio::test]
async fn english_by_a_switch() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    let b = w.buka("/?bahasa=en").await;
    w.ikut(b.menuju("/"))
        .await
        .memuat("Choose your regency")
        .memuat("<html lang=\"en\">");
    w.buka("/jembrana/")
        .await
        .memuat("Report a problem")
        .memuat("First identity card");
    let mut indonesia = d.warga();
    indonesia
        .buka("/jembrana/pengaduan/baru/apa")
        .await
        .memuat("href=\"/jembrana/bahasa/en?ke=%2Fjembrana%2Fpengaduan%2Fbaru%2Fapa\"");
    let b = indonesia
        .buka("/jembrana/bahasa/en?ke=%2Fjembrana%2Fpengaduan%2Fbaru%2Fapa")
        .await;
    indonesia
        .ikut(b.menuju("/jembrana/pengaduan/baru/apa"))
        .await
        .memuat("Step 1 of 4")
        .memuat("Street lighting");
    // Ordinary words that would show wherever a text was forgotten.
    let kata = [
        "Anda",
        "laporan",
        "yang",
        "untuk",
        "dengan",
        "belum",
        "kirim",
        "perangkat",
        "hari",
        "wajib",
        "jawaban",
    ];
    let mut w = d.warga();
    w.buka("/?bahasa=en").await;
    for (jalur, b) in semua(&d, &mut w).await {
        b.memuat("<html lang=\"en\">");
        let tampak = teks(&b.isi);
        // Names, and what people wrote, stay as they are: the front page and the search show the catalogue too.
        if jalur.contains("layanan")
            || jalur.contains("istilah")
            || jalur == "/jembrana/"
            || jalur.contains("/cari")
        {
            continue;
        }
        for k in kata {
            let ada = tampak.split(|c: char| !c.is_alphanumeric()).any(|t| t == k);
            let di = tampak.find(k).unwrap_or(0);
            assert!(
                !ada,
                "{jalur}: {k:?} near {:?}",
                tampak
                    .chars()
                    .skip(di.saturating_sub(60))
                    .take(160)
                    .collect::<String>()
            );
        }
    }
}

/// What is to be read on a page, without what a profile or a person wrote in Indonesian.
fn teks(h: &str) -> String {
    let h = h.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    let mut hasil = String::new();
    for bagian in h.split('<').skip(1) {
        hasil.push_str(bagian.split_once('>').map_or("", |(_, t)| t));
        hasil.push(' ');
    }
    for milik in [
        "Sudah tiga hari gelap di depan pasar.",
        "Sudah tiga hari gelap.",
        "Sudah diganti.",
    ] {
        hasil = hasil.replace(milik, "");
    }
    hasil
}

fn berkas_sumber(map: &Path, hasil: &mut Vec<PathBuf>) {
    for f in std::fs::read_dir(map).unwrap() {
        let p = f.unwrap().path();
        if p.is_dir() {
            berkas_sumber(&p, hasil);
        } else {
            hasil.push(p);
        }
    }
}

/// Every text of the sources that people read: literals with a space or a capital, but for those meant for the log.
#[test]
fn every_text_has_its_english() {
    const BUKAN_LAYAR: &[&str] = &[
        " encoding=\\",
        "<?xml version=\\",
        "CSV",
        "JSON",
        "Verdana,DejaVu Sans,sans-serif",
        "public, max-age=3600",
        "text/csv; charset=utf-8",
        "writing a badge",
        "writing figures as CSV",
        "{}: {kiri} {kanan}",
        "English",
        "Bahasa Indonesia",
        "keeping a draft",
        "following a report",
        "not an object",
        "reading a draft",
        "reading a step",
        "showing a report",
        "the register has no state {}",
        " Perangkat Daerah ",
        "Perangkat Daerah ",
        " SPBE ",
        "Perangkat Daerah",
        "SPBE",
        "public, max-age=10",
        "text/plain; charset=utf-8",
        "public, max-age=31536000, immutable",
        "{judul} ({kemajuan})",
        "Option::is_none",
        "Vec::is_empty",
        "Accept-Language, Cookie",
        "W/",
        "application/atom+xml; charset=utf-8",
        "application/feed+json; charset=utf-8",
        "public, no-cache",
    ];
    let mut berkas = Vec::new();
    berkas_sumber(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut berkas);
    let mut hilang = BTreeSet::new();
    let mut banyak = 0;
    for f in berkas {
        let isi = std::fs::read_to_string(&f).unwrap();
        let isi = isi.split("#[cfg(test)]").next().unwrap();
        let kode: String = isi
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for t in kode.split('"').skip(1).step_by(2) {
            let kata = t.contains(' ') && t.chars().filter(|c| c.is_alphabetic()).count() > 2;
            let layar = (kata || t.starts_with(|c: char| c.is_uppercase())) && !t.contains("Path=");
            let susunan =
                t.replace("{}", "").chars().filter(|c| c.is_alphabetic()).count() < 8 && t.contains("{}");
            if layar && !susunan && t != " · {k}" && !BUKAN_LAYAR.contains(&t) {
                banyak += 1;
                if !Bahasa::tersedia(t) {
                    hilang.insert(t.to_owned());
                }
            }
        }
    }
    assert!(
        hilang.is_empty(),
        "missing in bahasa/en.d/portal.toml: {hilang:#?}"
    );
    assert!(banyak > 150, "the texts are still found: {banyak}");
}
