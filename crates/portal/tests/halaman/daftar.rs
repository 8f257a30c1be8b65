//! What everybody can look through: reports with filters and pages, services as people type them, terms.

use crate::bantu::{Dunia, laporan};

#[tokio::test]
async fn lists_filter_page_and_count() {
    let d = Dunia::baru().await;
    for n in 0..23 {
        let mut isi = laporan();
        isi["judul"] = format!("Lampu ke-{n}").into();
        isi["kecamatan"] = if n % 2 == 0 { "51.01.04" } else { "51.01.01" }.into();
        d.laporan(isi, Some("dishubkp")).await;
    }
    d.laporan(laporan(), None).await;
    let mut w = d.warga();
    let b = w.buka("/jembrana/pengaduan/daftar").await;
    b.memuat("23 laporan")
        .memuat("Lampu ke-22")
        .tanpa("Lampu ke-2<")
        .memuat("Diteruskan ke perangkat daerah");
    let lanjut = b
        .antara("<a href=\"/jembrana/pengaduan/daftar?setelah=", "\"")
        .to_owned();
    let b = w
        .buka(&format!("/jembrana/pengaduan/daftar?setelah={lanjut}"))
        .await;
    b.memuat("Lampu ke-2<")
        .memuat("Kembali ke halaman pertama")
        .tanpa("Lampu ke-22");
    let b = w
        .buka("/jembrana/pengaduan/daftar?kecamatan=51.01.01&keadaan=diteruskan&kategori=&q=lampu")
        .await;
    b.memuat("11 laporan")
        .memuat("href=\"/jembrana/pengaduan/daftar?kecamatan=51.01.01&amp;q=lampu\"");
    w.buka("/jembrana/pengaduan/daftar?kategori=sampah")
        .await
        .memuat("Tidak ada laporan yang cocok.");
    w.buka("/kapuas/pengaduan/daftar")
        .await
        .memuat("Belum ada laporan.");
    w.buka("/jembrana/pengaduan/daftar?setelah=bukan-kursor")
        .await
        .berstatus(200)
        .memuat("Lampu ke-22");
    let b = w.buka("/jembrana/").await;
    b.memuat("<b>23</b> laporan masuk")
        .memuat("href=\"/jembrana/pengaduan/daftar?masa=bulan-ini&amp;keadaan=dijawab&amp;keadaan=selesai\"");
    w.buka("/jembrana/pengaduan/daftar?masa=bulan-ini")
        .await
        .memuat("Masuk bulan ini")
        .memuat("23 laporan");
    d.setel("2026-12-01T00:00:00+08:00");
    w.buka("/jembrana/").await.memuat("<b>0</b> laporan masuk");
}

#[tokio::test]
async fn services_are_found_as_people_type() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka("/jembrana/layanan")
        .await
        .memuat("Layanan publik")
        .memuat("Layanan administrasi pemerintahan")
        .memuat("Gratis");
    w.buka("/jembrana/layanan?q=bikin+ktp")
        .await
        .memuat("KTP-el pertama kali");
    let b = w.buka("/jembrana/layanan?q=ktp+ilang").await;
    b.memuat("KTP-el hilang")
        .memuat("Hasil untuk “ktp hilang”.")
        .tanpa("KTP-el pertama kali");
    w.buka("/jembrana/layanan?q=ktp+zebra")
        .await
        .memuat("KTP-el pertama kali")
        .memuat("Tidak ada yang memuat semua kata “ktp zebra”. Ini yang memuat: ktp.");
    w.buka("/jembrana/")
        .await
        .memuat("KTP-el pertama kali")
        .memuat("Kartu keluarga")
        .memuat("Akta kelahiran");
    w.buka("/jembrana/layanan?q=zzz+qqq")
        .await
        .memuat("Tidak ada layanan yang cocok.");
    w.buka("/jembrana/layanan?jenis=administrasi")
        .await
        .tanpa("KTP-el pertama kali");
    w.buka("/jembrana/layanan?opd=disdukcapil")
        .await
        .memuat("KTP-el pertama kali")
        .memuat("class=\"keping\"");
    let b = w.buka("/jembrana/layanan/ktp-el").await;
    b.memuat("Kartu keluarga")
        .memuat("1 hari kerja")
        .memuat("Gratis")
        .memuat("contoh peragaan")
        .memuat("Cara memulai");
    let b = w.buka("/jembrana/pengaduan/baru/apa?layanan=ktp-el").await;
    b.memuat("value=\"KTP-el pertama kali: \"")
        .memuat("value=\"pelayanan\" checked");
    w.buka("/jembrana/layanan/tidak-ada").await.berstatus(404);
    let b = w.buka("/jembrana/cari?q=ktp").await;
    b.memuat("KTP-el pertama kali").tanpa("Arti istilah</h2>");
    w.buka("/jembrana/cari?q=SPBE")
        .await
        .memuat("Sistem Pemerintahan Berbasis Elektronik");
    w.buka("/jembrana/cari?q=xyzzy")
        .await
        .memuat("Tidak ada yang cocok.");
    w.buka("/jembrana/cari").await.memuat("Tulis kata yang Anda cari");
    w.buka("/kapuas/layanan")
        .await
        .memuat("Katalog layanan masih kosong.");
    let b = w.buka("/jembrana/istilah").await;
    b.memuat("id=\"walidata\"")
        .memuat("href=\"#huruf-S\"")
        .memuat("Pasal 1 angka 5");
    w.buka("/jembrana/istilah?q=walidata")
        .await
        .memuat("Walidata")
        .tanpa("id=\"bupati\"");
    w.buka("/jembrana/tentang")
        .await
        .memuat("60 hari kerja")
        .memuat("Data pribadi Anda");
}
