//! The whole way of a report without JavaScript: found from the start page, filed in four steps, followed, answered,
//! objected to, accepted.

use kernel::Peran;
use serde_json::json;

use crate::{
    bantu::{Dunia, foto},
    peramban::Warga,
};

#[tokio::test]
async fn from_the_start_page_to_an_accepted_answer() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka("/")
        .await
        .memuat("href=\"/jembrana/\"")
        .memuat("Kabupaten Kapuas")
        .memuat("Provinsi Bali");
    w.buka("/jembrana").await.menuju("/jembrana/");
    let b = w.buka("/jembrana/").await;
    b.memuat("href=\"/jembrana/pengaduan\"")
        .memuat("KTP-el pertama kali")
        .memuat("Ini peragaan.");
    let b = w.buka("/jembrana/pengaduan").await;
    b.memuat("paling lama 3 hari kerja")
        .memuat("Gratis")
        .memuat("href=\"/jembrana/pengaduan/baru/apa\"");

    let b = w.buka("/jembrana/pengaduan/baru/apa").await;
    b.memuat("Langkah 1 dari 4")
        .memuat("Lampu jalan mati, redup")
        .memuat("novalidate");
    let apa = [
        ("jenis", "pengaduan"),
        ("kategori", "penerangan-jalan"),
        ("judul", "Lampu mati"),
        ("isi", "Gelap sejak Jumat.\r\nSudah ada yang jatuh."),
        ("aksi", "lanjut"),
    ];
    let b = w.kirim("/jembrana/pengaduan/baru/apa", &apa).await;
    let b = w.ikut(b.menuju("/jembrana/pengaduan/baru/tempat")).await;
    b.memuat("Langkah 2 dari 4")
        .memuat("<optgroup label=\"Melaya\">")
        .memuat("data-menurut=\"m-kecamatan\"");
    let tempat = [
        ("kecamatan", "51.01.04"),
        ("desa", "51.01.04.2003"),
        ("alamat", "Depan pasar"),
        ("lat", "-8,2377"),
        ("lon", "114,5116"),
    ];
    let b = w.kirim("/jembrana/pengaduan/baru/tempat", &tempat).await;
    let b = w.ikut(b.menuju("/jembrana/pengaduan/baru/foto")).await;
    b.memuat("Langkah 3 dari 4").memuat("multipart/form-data");
    let b = w
        .unggah(
            "/jembrana/pengaduan/baru/foto",
            &[("aksi", "tambah")],
            &[("a.jpg", &foto(1)), ("b.jpg", &foto(2))],
        )
        .await;
    let b = w.ikut(b.menuju("/jembrana/pengaduan/baru/foto")).await;
    b.memuat("2 dari 5 foto tersimpan").memuat("Hapus foto 2");
    let kedua = b
        .isi
        .split("name=\"hapus\" value=\"")
        .nth(2)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let b = w
        .unggah("/jembrana/pengaduan/baru/foto", &[("hapus", &kedua)], &[])
        .await;
    w.ikut(&b).await.memuat("1 dari 5 foto tersimpan").tanpa(&kedua);
    let b = w
        .unggah("/jembrana/pengaduan/baru/foto", &[("aksi", "lanjut")], &[])
        .await;
    let b = w.ikut(b.menuju("/jembrana/pengaduan/baru/siapa")).await;
    b.memuat("Langkah 4 dari 4").memuat("Hanya koordinator pengaduan");
    let siapa = [
        ("pelapor.nama", "Ni Made Ayu"),
        ("pelapor.surel", "ayu@contoh.id"),
        ("pelapor.telepon", ""),
    ];
    let b = w.kirim("/jembrana/pengaduan/baru/siapa", &siapa).await;
    let b = w.ikut(b.menuju("/jembrana/pengaduan/baru/periksa")).await;
    for teks in [
        "Lampu mati",
        "Gelap sejak Jumat.<br>Sudah ada",
        "Penerangan jalan",
        "Melaya",
        "Depan pasar",
        "Ni Made Ayu",
    ] {
        b.memuat(teks);
    }
    b.memuat("href=\"/jembrana/pengaduan/baru/apa?ubah=1#m-judul\"")
        .memuat("Tidak diisi");

    // A second thought: the title is changed and the way leads straight back.
    w.buka("/jembrana/pengaduan/baru/apa?ubah=1")
        .await
        .memuat("value=\"Lampu mati\"")
        .memuat("Simpan perubahan");
    let apa = [
        ("jenis", "pengaduan"),
        ("kategori", "penerangan-jalan"),
        ("judul", "Tiga lampu mati"),
        ("isi", "Gelap."),
    ];
    w.kirim("/jembrana/pengaduan/baru/apa?ubah=1", &apa)
        .await
        .menuju("/jembrana/pengaduan/baru/periksa");
    assert_eq!(
        d.banyak().await,
        0,
        "nothing is filed before the button is pressed"
    );
    w.buka("/jembrana/pengaduan/baru/periksa")
        .await
        .memuat("Tiga lampu mati")
        .tanpa("Sudah ada yang jatuh");
    let b = w.kirim("/jembrana/pengaduan/baru/periksa", &[]).await;
    let b = w.ikut(b.menuju("/jembrana/pengaduan/terkirim")).await;
    b.memuat("JBR-2026-000001")
        .memuat("Kamis, 26 November 2026")
        .memuat("ayu@contoh.id");
    let kode = b.antara("<dd class=\"kode\">", "</dd>").to_owned();
    assert_eq!(kode.len(), 14, "{kode}");
    assert_eq!(d.banyak().await, 1);

    let b = w.buka("/jembrana/pengaduan/lacak/JBR-2026-000001").await;
    b.memuat("Menunggu verifikasi")
        .memuat("Laporan Anda sedang diperiksa")
        .memuat("Dinas Komunikasi");
    b.memuat("26 November 2026")
        .memuat("Tiga lampu mati")
        .memuat("/jembrana/berkas/")
        .memuat("Tambah keterangan");
    let alamat_foto = format!("/jembrana/berkas/{}", b.antara("/jembrana/berkas/", "\""));
    w.buka(&alamat_foto).await.berstatus(200);
    d.warga().buka(&alamat_foto).await.berstatus(404);

    // On another device, by number and code as somebody types them.
    let mut lain = d.warga();
    lain.buka("/jembrana/pengaduan/lacak").await.berstatus(200);
    let ketik = kode.to_lowercase().replace('-', " ");
    let b = lain
        .kirim(
            "/jembrana/pengaduan/lacak",
            &[("nomor", " jbr-2026-000001 "), ("kode", &ketik)],
        )
        .await;
    lain.ikut(b.menuju("/jembrana/pengaduan/lacak/JBR-2026-000001"))
        .await
        .memuat("Tiga lampu mati");

    tanggapan(&d, &mut lain).await;
}

/// From forwarding to the end, seen by the citizen.
async fn tanggapan(d: &Dunia, w: &mut Warga) {
    let lacak = "/jembrana/pengaduan/lacak/JBR-2026-000001";
    let id = d.app.store.id_bernomor(
        d.app.store.profil("jembrana").unwrap().kode(),
        "pengaduan",
        "JBR-2026-000001",
    );
    let id = id.await.unwrap().unwrap();
    let koordinator = d.petugas("jembrana", Peran::Koordinator, "diskominfo");
    let opd = d.petugas("jembrana", Peran::Penghubung, "dishubkp");
    let catatan = "catatan yang hanya untuk petugas";
    d.langkah(
        "jembrana",
        &koordinator,
        id,
        "teruskan",
        json!({ "unit": "dishubkp", "kelas": "tidak_berkadar", "catatan": catatan }),
    )
    .await;
    let b = w.buka(lacak).await;
    b.memuat("Diteruskan ke ")
        .memuat("Dinas Perhubungan")
        .tanpa(catatan)
        .tanpa("Nama Petugas");
    d.langkah(
        "jembrana",
        &opd,
        id,
        "jawab",
        json!({ "jawaban": "Lampu diganti Rabu." }),
    )
    .await;
    let b = w.buka(lacak).await;
    b.memuat("Lampu diganti Rabu.")
        .memuat("Ajukan keberatan")
        .memuat("Tanpa tanggapan Anda sampai hari itu: Laporan selesai");

    // An objection without words comes back with its message; with words it opens the report again.
    let b = w
        .kirim(&format!("{lacak}/keberatan"), &[("keberatan-pesan", "  ")])
        .await;
    b.berstatus(422)
        .memuat("href=\"#m-keberatan-pesan\"")
        .memuat("Wajib diisi.")
        .memuat("<details class=\"kartu\" open>");
    let kunci = b.antara("name=\"_kunci\" value=\"", "\"").to_owned();
    let pesan = [
        ("keberatan-pesan", "Masih mati satu."),
        ("_kunci", kunci.as_str()),
    ];
    let satu = w.kirim(&format!("{lacak}/keberatan"), &pesan).await;
    let b = w.ikut(&satu).await;
    b.memuat("Sudah kami catat")
        .memuat("Masih mati satu.")
        .memuat("Sedang ditindaklanjuti");
    let dua = w.kirim(&format!("{lacak}/keberatan"), &pesan).await;
    assert_eq!(satu.ke, dua.ke, "the same form sent twice is one step");
    assert_eq!(w.ikut(&dua).await.isi.matches("Masih mati satu.").count(), 1);

    d.langkah(
        "jembrana",
        &opd,
        id,
        "jawab",
        json!({ "jawaban": "Sudah semua." }),
    )
    .await;
    w.buka(lacak).await.memuat("Sudah semua.");
    let b = w.kirim(&format!("{lacak}/terima"), &[]).await;
    w.ikut(&b)
        .await
        .memuat("Laporan ini sudah selesai.")
        .memuat("menerima jawaban");
    // What everybody reads of it.
    let b = d.warga().buka("/jembrana/pengaduan/JBR-2026-000001").await;
    b.memuat("Tiga lampu mati")
        .memuat("Sudah semua.")
        .tanpa("Ni Made Ayu")
        .tanpa("ayu@contoh.id")
        .tanpa("Masih mati satu.");
    // Forgetting makes the browser a stranger again.
    w.buka("/jembrana/pengaduan/lacak")
        .await
        .memuat("Laporan dari peramban ini")
        .memuat("Tiga lampu mati");
    let b = w.kirim("/jembrana/pengaduan/lacak/lupakan", &[]).await;
    w.ikut(&b).await.tanpa("Tiga lampu mati");
    w.buka(lacak).await.berstatus(403);
}

#[tokio::test]
async fn sent_twice_is_one_report() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.isi_laporan(&[]).await;
    let kuki = w.kuki.clone();
    let satu = w.kirim("/jembrana/pengaduan/baru/periksa", &[]).await;
    // The second press carries the cookies of the first.
    let mut ulang = d.warga();
    ulang.kuki = kuki;
    ulang.csrf = w.csrf.clone();
    let dua = ulang.kirim("/jembrana/pengaduan/baru/periksa", &[]).await;
    assert_eq!(
        (satu.ke.as_deref(), dua.ke.as_deref()),
        (
            Some("/jembrana/pengaduan/terkirim"),
            Some("/jembrana/pengaduan/terkirim")
        )
    );
    assert_eq!(d.banyak().await, 1);
    // Loading the confirmation again shows it again; a new report begins empty.
    w.buka("/jembrana/pengaduan/terkirim")
        .await
        .memuat("JBR-2026-000001");
    w.buka("/jembrana/pengaduan/terkirim")
        .await
        .memuat("JBR-2026-000001");
    w.buka("/jembrana/pengaduan/baru/periksa")
        .await
        .menuju("/jembrana/pengaduan/terkirim");
    w.buka("/jembrana/pengaduan/baru/apa")
        .await
        .tanpa("Lampu jalan mati\"");
    w.lapor(&[]).await;
    assert_eq!(d.banyak().await, 2);
}

#[tokio::test]
async fn two_presses_at_the_same_moment_are_one_report() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.isi_laporan(&[]).await;
    let mut kembar = d.warga();
    kembar.kuki = w.kuki.clone();
    kembar.csrf = w.csrf.clone();
    let jalur = "/jembrana/pengaduan/baru/periksa";
    let (a, b) = tokio::join!(w.kirim(jalur, &[]), kembar.kirim(jalur, &[]));
    assert_eq!((a.status.as_u16(), b.status.as_u16()), (303, 303));
    assert_eq!(d.banyak().await, 1);
    let (a, b) = (w.ikut(&a).await, kembar.ikut(&b).await);
    assert_eq!(
        a.antara("<dd class=\"kode\">", "</dd>"),
        b.antara("<dd class=\"kode\">", "</dd>")
    );
}

#[tokio::test]
async fn jumping_ahead_leads_to_the_first_open_step() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    for tahap in ["tempat", "foto", "siapa", "periksa"] {
        w.buka(&format!("/jembrana/pengaduan/baru/{tahap}"))
            .await
            .menuju("/jembrana/pengaduan/baru/apa");
    }
    w.buka("/jembrana/pengaduan/baru")
        .await
        .menuju("/jembrana/pengaduan/baru/apa");
    w.buka("/jembrana/pengaduan/baru/apa").await;
    let apa = [("kategori", "sampah"), ("judul", "Sampah"), ("isi", "Menumpuk.")];
    w.kirim("/jembrana/pengaduan/baru/apa", &apa)
        .await
        .menuju("/jembrana/pengaduan/baru/tempat");
    w.buka("/jembrana/pengaduan/baru/periksa")
        .await
        .menuju("/jembrana/pengaduan/baru/tempat");
    w.buka("/jembrana/pengaduan/baru/siapa")
        .await
        .menuju("/jembrana/pengaduan/baru/tempat");
    let b = w.kirim("/jembrana/pengaduan/baru/periksa", &[]).await;
    b.menuju("/jembrana/pengaduan/baru/tempat");
    w.buka("/jembrana/pengaduan/baru/lain").await.berstatus(404);
    // Cancelling leaves nothing behind.
    w.buka("/jembrana/pengaduan/baru/apa")
        .await
        .memuat("value=\"Sampah\"");
    w.kirim("/jembrana/pengaduan/baru/hapus", &[])
        .await
        .menuju("/jembrana/pengaduan");
    w.buka("/jembrana/pengaduan/baru/apa")
        .await
        .tanpa("value=\"Sampah\"");
}

#[tokio::test]
async fn a_draft_that_ran_out_is_told_kindly_and_the_last_step_is_kept() {
    let d = Dunia::baru().await;
    let mut w = d.warga();
    w.buka("/jembrana/pengaduan/baru/apa").await;
    let apa = [("kategori", "sampah"), ("judul", "Sampah"), ("isi", "Menumpuk.")];
    w.kirim("/jembrana/pengaduan/baru/apa", &apa).await;
    d.setel("2026-11-24T09:16:00+08:00");
    let b = w.buka("/jembrana/pengaduan/baru/tempat").await;
    let b = w.ikut(b.menuju("/jembrana/pengaduan/baru/apa?hilang=1")).await;
    b.berstatus(200)
        .memuat("Isian Anda sebelumnya sudah tidak tersimpan");
    let b = w
        .kirim("/jembrana/pengaduan/baru/tempat", &[("alamat", "Pasar Melaya")])
        .await;
    w.ikut(b.menuju("/jembrana/pengaduan/baru/apa?hilang=1"))
        .await
        .memuat("24 jam");
    w.kirim("/jembrana/pengaduan/baru/apa", &apa).await;
    w.buka("/jembrana/pengaduan/baru/tempat")
        .await
        .memuat("value=\"Pasar Melaya\"");
    d.setel("2026-11-26T09:16:00+08:00");
    w.kirim("/jembrana/pengaduan/baru/periksa", &[])
        .await
        .menuju("/jembrana/pengaduan/baru/apa?hilang=1");
}
