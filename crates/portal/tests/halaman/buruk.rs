//! Bad input, one test per kind: a clear message at the right place, the right status, nothing lost, nothing leaked,
//! never our own fault.

use crate::bantu::{Dunia, foto, laporan};

const APA: &str = "/jembrana/pengaduan/baru/apa";
const TEMPAT: &str = "/jembrana/pengaduan/baru/tempat";
const FOTO: &str = "/jembrana/pengaduan/baru/foto";
const JAHAT: &str = "\"><script>alert('x')</script><img src=x onerror=alert(1)>";

#[tokio::test]
async fn wrong_fields_come_back_with_what_was_typed() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka(APA).await;
    let panjang = "a".repeat(5_001);
    let judul = "j".repeat(151);
    let b = w
        .kirim(
            APA,
            &[
                ("kategori", "tidak-ada"),
                ("judul", &judul),
                ("isi", &panjang),
                ("jenis", "lain"),
            ],
        )
        .await;
    b.berstatus(422)
        .memuat("<title>Kesalahan: ")
        .memuat("role=\"alert\"")
        .memuat(&panjang)
        .memuat(&judul);
    b.memuat("Paling banyak 150 karakter. Anda mengetik 151.")
        .memuat("Paling banyak 5000 karakter. Anda mengetik 5001.");
    for medan in ["kategori", "judul", "isi", "jenis"] {
        b.memuat(&format!("href=\"#m-{medan}\""))
            .memuat(&format!("id=\"m-{medan}\""));
    }
    w.kirim(APA, &[])
        .await
        .berstatus(422)
        .memuat("Pilih salah satu.")
        .memuat("Wajib diisi.");
    assert_eq!(d.banyak().await, 0);
}

#[tokio::test]
async fn places_outside_the_regency_are_told_at_their_field() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka(APA).await;
    w.kirim(
        APA,
        &[("kategori", "sampah"), ("judul", "Sampah"), ("isi", "Bau.")],
    )
    .await;
    let b = w
        .kirim(TEMPAT, &[("kecamatan", "36.04.05"), ("alamat", "Di sana")])
        .await;
    b.berstatus(422)
        .memuat("Kecamatan ini tidak ada di daerah ini.")
        .memuat("value=\"Di sana\"");
    let b = w
        .kirim(TEMPAT, &[("kecamatan", "51.01.01"), ("desa", "51.01.04.2003")])
        .await;
    b.berstatus(422)
        .memuat("Desa ini bukan bagian dari kecamatan yang dipilih.");
    let b = w.kirim(TEMPAT, &[("lat", "-6.2"), ("lon", "106.8")]).await;
    b.berstatus(422)
        .memuat("Titik ini di luar Kabupaten Jembrana.")
        .memuat("<details open>")
        .memuat("value=\"-6.2\"");
    w.kirim(TEMPAT, &[("lat", "utara"), ("lon", "")])
        .await
        .berstatus(422)
        .memuat("Isi lintang dengan angka")
        .memuat("value=\"utara\"");
    w.kirim(TEMPAT, &[("lat", "-8.3"), ("lon", "")])
        .await
        .berstatus(422)
        .memuat("Isi juga bujurnya");
}

/// A photograph that is sent again because the answer was lost is one photograph.
#[tokio::test]
async fn a_photograph_that_arrives_twice_is_kept_once() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka("/jembrana/pengaduan/baru/apa").await;
    let apa = [
        ("jenis", "pengaduan"),
        ("kategori", "lainnya"),
        ("judul", "a"),
        ("isi", "b"),
    ];
    w.kirim("/jembrana/pengaduan/baru/apa", &apa).await;
    w.kirim("/jembrana/pengaduan/baru/tempat", &[]).await;
    let ke = "/jembrana/pengaduan/baru/foto";
    w.buka(ke).await;
    for (kunci, harap) in [("a".repeat(32), 1), ("a".repeat(32), 1), ("b".repeat(32), 2)] {
        let b = w
            .unggah(
                ke,
                &[("aksi", "tambah"), ("kunci", &kunci)],
                &[("a.jpg", &foto(3))],
            )
            .await;
        w.ikut(&b).await.memuat(&format!("{harap} dari 5 foto tersimpan"));
    }
}

#[tokio::test]
async fn photographs_that_are_none_and_one_too_many() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka(APA).await;
    w.kirim(
        APA,
        &[("kategori", "sampah"), ("judul", "Sampah"), ("isi", "Bau.")],
    )
    .await;
    w.kirim(TEMPAT, &[]).await.menuju(FOTO);
    let zip = b"PK\x03\x04 this is an archive";
    let b = w
        .unggah(
            FOTO,
            &[("aksi", "lanjut")],
            &[("satu.jpg", &foto(1)), ("arsip.jpg", zip), ("dua.jpg", &foto(2))],
        )
        .await;
    b.berstatus(422)
        .memuat("“arsip.jpg”: Berkas ini bukan foto")
        .memuat("2 dari 5 foto tersimpan.")
        .memuat("id=\"m-foto-galat\"");
    // The good ones are there to stay.
    w.buka(FOTO)
        .await
        .memuat("2 dari 5 foto tersimpan.")
        .tanpa("arsip.jpg");
    let isi: Vec<Vec<u8>> = (0..40).map(|n| foto(n * 5)).collect();
    let empat_puluh: Vec<(&str, &[u8])> = isi.iter().map(|f| ("f.jpg", f.as_slice())).collect();
    let b = w.unggah(FOTO, &[("aksi", "lanjut")], &empat_puluh).await;
    b.berstatus(422)
        .memuat("Paling banyak 5 foto. 37 foto tidak disimpan")
        .memuat("5 dari 5 foto tersimpan.");
    let b = w.unggah(FOTO, &[("aksi", "lanjut")], &[]).await;
    b.menuju("/jembrana/pengaduan/baru/siapa");
    // A picture that is small in bytes and huge in pixels, and one with a name that is markup.
    let b = w.buka(FOTO).await;
    let satu = b.antara("name=\"hapus\" value=\"", "\"").to_owned();
    w.unggah(FOTO, &[("hapus", &satu)], &[]).await.menuju(FOTO);
    let b = w
        .unggah(FOTO, &[("aksi", "tambah")], &[("<script>.jpg", b"GIF89a")])
        .await;
    b.berstatus(422)
        .memuat("&lt;script&gt;.jpg")
        .tanpa("<script>.jpg");
}

#[tokio::test]
async fn more_than_one_request_may_carry() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka(APA).await;
    w.kirim(
        APA,
        &[("kategori", "sampah"), ("judul", "Sampah"), ("isi", "Bau.")],
    )
    .await;
    w.kirim(TEMPAT, &[]).await;
    let besar = vec![0_u8; web::MAKS_TUBUH + 1];
    let b = w
        .unggah(FOTO, &[("aksi", "lanjut")], &[("besar.jpg", &besar)])
        .await;
    b.berstatus(413)
        .memuat("terlalu besar bersama-sama")
        .memuat("id=\"m-foto-galat\"");
    w.kirim_mentah(APA, "application/x-www-form-urlencoded", besar)
        .await
        .berstatus(413)
        .memuat("<h1>Terlalu besar</h1>");
    w.buka(APA).await.memuat("value=\"Sampah\"");
}

#[tokio::test]
async fn markup_stays_text_everywhere() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka(APA).await;
    w.kirim(APA, &[("kategori", "sampah"), ("judul", JAHAT), ("isi", JAHAT)])
        .await;
    w.kirim(TEMPAT, &[("alamat", JAHAT)]).await;
    w.unggah(FOTO, &[], &[]).await;
    let b = w
        .kirim("/jembrana/pengaduan/baru/siapa", &[("pelapor.nama", JAHAT)])
        .await;
    w.ikut(&b)
        .await
        .memuat("&lt;script&gt;")
        .tanpa("<script>alert")
        .tanpa("<img src=x");
    let b = w.kirim("/jembrana/pengaduan/baru/periksa", &[]).await;
    let b = w.ikut(&b).await;
    let nomor = b.antara("<dd class=\"nomor\">", "</dd>").to_owned();
    let b = w.buka(&format!("/jembrana/pengaduan/lacak/{nomor}")).await;
    b.memuat("&lt;script&gt;")
        .tanpa("<script>alert")
        .tanpa("<img src=x");
    let kueri = ui::enkode(JAHAT);
    for jalur in [
        "cari?q=",
        "layanan?q=",
        "istilah?q=",
        "pengaduan/daftar?q=",
        "layanan?jenis=",
        "pengaduan/daftar?kategori=",
        "layanan/",
        "pengaduan/",
    ] {
        w.buka(&format!("/jembrana/{jalur}{kueri}"))
            .await
            .tanpa("<script>alert")
            .tanpa("<img src=x");
    }
}

#[tokio::test]
async fn sql_in_a_search_is_only_words() {
    let d = Dunia::baru().await;
    d.laporan(laporan(), Some("dishubkp")).await;
    let mut w = d.warga();
    for q in [
        "' OR 1=1 --",
        "\"; drop table entri; --",
        "lampu' union select * from akun --",
        "%",
        "*",
        "NEAR(lampu jalan)",
        "lampu AND NOT jalan",
        "{}",
        "\\",
    ] {
        let q = ui::enkode(q);
        for jalur in ["cari", "pengaduan/daftar", "layanan", "istilah"] {
            w.buka(&format!("/jembrana/{jalur}?q={q}")).await.berstatus(200);
        }
        w.buka(&format!(
            "/jembrana/pengaduan/daftar?kategori={q}&kecamatan={q}&keadaan={q}&masa={q}&setelah={q}"
        ))
        .await
        .berstatus(200);
    }
    w.buka("/jembrana/pengaduan/daftar").await.memuat("1 laporan");
}

#[tokio::test]
async fn letters_that_are_none() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka(APA).await;
    let mut isi = format!("_csrf={}&kategori=sampah&isi=x&judul=", w.csrf).into_bytes();
    isi.extend(b"%ff%fe");
    let b = w
        .kirim_mentah(APA, "application/x-www-form-urlencoded", isi)
        .await;
    b.berstatus(400).memuat("bukan UTF-8");
    for jalur in [
        "/jembrana/cari?q=%ff%fe",
        "/jembrana/pengaduan/%ff",
        "/jembrana/layanan/%ff",
        "/%ff/",
    ] {
        let s = w.buka(jalur).await.status.as_u16();
        assert!(s < 500, "{jalur}: {s}");
    }
    w.kirim_mentah(APA, "application/json", b"{}".to_vec())
        .await
        .berstatus(400);
    w.kirim_mentah(FOTO, "multipart/form-data; boundary=X", b"--X\r\nrusak".to_vec())
        .await
        .berstatus(400);
}

#[tokio::test]
async fn a_form_that_is_not_ours_does_nothing() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka(APA).await;
    w.csrf = "bukan-punya-kami".to_owned();
    let b = w
        .kirim(
            APA,
            &[("kategori", "sampah"), ("judul", "Sampah"), ("isi", "Bau.")],
        )
        .await;
    b.berstatus(403).memuat("bukan dari situs ini");
    w.isi_laporan(&[]).await;
    w.csrf.clear();
    w.kirim("/jembrana/pengaduan/baru/periksa", &[])
        .await
        .berstatus(403);
    assert_eq!(d.banyak().await, 0);
}

#[tokio::test]
async fn too_many_reports_from_one_place_wait_and_lose_nothing() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.isi_laporan(&[]).await;
    while d.app.batas.kirim("-").is_ok() {}
    let b = w.kirim("/jembrana/pengaduan/baru/periksa", &[]).await;
    b.berstatus(429)
        .memuat("Isian Anda tetap tersimpan.")
        .memuat("Lampu jalan mati");
    assert!(b.kepala.contains_key("retry-after"));
    while d.app.batas.lacak("-").is_ok() {}
    w.kirim(
        "/jembrana/pengaduan/lacak",
        &[("nomor", "JBR-2026-000001"), ("kode", "X")],
    )
    .await
    .berstatus(429);
}
