//! Lists: filters, orders, pages, views; addresses that somebody made up.

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

use super::DASAR;
use crate::{bekal::Uji, perkakas};

uji! {
    filters_narrow_and_stand_as_chips, orders_turn_and_stay, pages_follow_each_other, made_up_cursors_are_refused,
    saved_views, odd_words_find_nothing_and_break_nothing, who_reads_which_list, made_up_addresses_are_answered,
}

async fn filters_narrow_and_stand_as_chips(u: &Uji) {
    let a = u.lapor(json!({ "kategori": "sampah" })).await;
    u.tik();
    let b = u.diteruskan(json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    let mut baris = async |q: &str| p.buka(&format!("{DASAR}{q}")).await.harus(200).baris();
    assert_eq!(baris("").await, [b.nomor.clone(), a.nomor.clone()]);
    for (q, ada) in [
        ("?keadaan=baru", &a),
        ("?keadaan=diteruskan", &b),
        ("?kategori=sampah", &a),
        ("?kategori=jalan-rusak&keadaan=diteruskan", &b),
        ("?pemegang=dpupr", &b),
        ("?kata=berlubang&kategori=sampah", &a),
        (&format!("?kata={}", b.nomor.to_lowercase()), &b),
    ] {
        assert_eq!(baris(q).await, std::slice::from_ref(&ada.nomor), "{q}");
    }
    for q in [
        "?keadaan=selesai",
        "?pemegang=tidak-ada",
        "?kategori=",
        "?keadaan=baru&keadaan=diteruskan",
    ] {
        let n = if q.contains("selesai") || q.contains("tidak-ada") {
            0
        } else {
            2
        };
        assert_eq!(baris(q).await.len(), n, "{q}");
    }
    let j = p
        .buka(&format!("{DASAR}?keadaan=baru&kategori=sampah"))
        .await
        .harus(200)
        .memuat("Keadaan: Menunggu verifikasi")
        .memuat("Kategori: Sampah");
    assert_eq!(
        (j.nilai("keadaan"), j.nilai("kategori")),
        ("baru".into(), "sampah".into())
    );
    // Each chip leads to the list without it.
    assert!(
        j.isi.contains(&format!("href=\"{DASAR}?keadaan=baru\"")),
        "{}",
        j.isi
    );
    let kosong = p.buka(&format!("{DASAR}?keadaan=selesai")).await.harus(200);
    kosong
        .memuat("Tidak ada entri yang cocok.")
        .memuat("Hapus semua saringan");
}

async fn orders_turn_and_stay(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    for (nama, n) in [("Palu", 2), ("Arit", 3), ("Obeng", 1)] {
        k.post("perkakas", perkakas::isi(nama, n, "dlh")).await.harus(201);
    }
    let mut p = u.pegawai("koordinator").await;
    let mut nama = async |q: &str| {
        let j = p.buka(&format!("/serang/kerja/perkakas{q}")).await.harus(200);
        let semua: Vec<String> = j.antara("<td data-label=\"nama\">", "</td>");
        (semua.join(" "), j)
    };
    assert_eq!(nama("?urut=nama").await.0, "Arit Obeng Palu");
    assert_eq!(nama("?urut=-nama").await.0, "Palu Obeng Arit");
    assert_eq!(nama("?urut=jumlah").await.0, "Obeng Palu Arit");
    let (_, j) = nama("?urut=nama").await;
    let j = j.memuat("aria-sort=\"ascending\"").memuat("urut=-nama");
    // Filtering keeps the order.
    assert_eq!(j.nilai("urut"), "nama");
    // What is no column, or none that this account sees, is left aside.
    for q in ["?urut=tidak-ada", "?urut=-nik", "?urut=%00", "?urut=sandi"] {
        assert_eq!(nama(q).await.0.len(), 15, "{q}");
    }
}

async fn pages_follow_each_other(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let mut csv = String::from("judul,isi,kategori\n");
    for i in 0..120 {
        csv.push_str(&format!(
            "Laporan {i},Isi,{}\n",
            if i % 2 == 0 { "sampah" } else { "jalan-rusak" }
        ));
    }
    k.impor("pengaduan/impor", "text/csv", csv).await.harus(200);
    let mut p = u.pegawai("koordinator").await;
    for (awal, jumlah) in [
        ("", 120),
        ("?urut=kategori", 120),
        ("?urut=-jatuh", 120),
        ("?kategori=sampah", 60),
    ] {
        let mut jalur = format!("{DASAR}{awal}");
        let mut semua = Vec::new();
        let mut halaman = 0;
        loop {
            let j = p.buka(&jalur).await.harus(200).memuat(&format!("{jumlah} entri"));
            semua.extend(j.baris());
            halaman += 1;
            assert_eq!(j.isi.contains("rel=\"prev\""), halaman > 1);
            let Some((awal, _)) = j.isi.split_once("\" rel=\"next\"") else {
                break;
            };
            jalur = awal.rsplit('"').next().unwrap().replace("&amp;", "&");
        }
        assert_eq!(halaman, jumlah / 50 + 1, "{awal}");
        semua.sort();
        semua.dedup();
        assert_eq!(semua.len(), jumlah, "{awal}");
    }
}

async fn made_up_cursors_are_refused(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    let buat = |n: &str| {
        let id = "01900000-0000-7000-8000-000000000001";
        BASE64URL_NOPAD.encode(format!("{{\"n\":{n},\"id\":\"{id}\"}}").as_bytes())
    };
    let (kosong, angka, teks) = (buat("null"), buat("5"), buat("\"a\""));
    for q in [
        "?kursor=x".to_owned(),
        "?kursor=%00".into(),
        "?kursor=%FF%FE".into(),
        format!("?kursor={angka}"),
        format!("?kursor={teks}"),
        format!("?urut=jatuh&kursor={teks}"),
        format!("?urut=jatuh&kursor={kosong}"),
        format!("?urut=kategori&kursor={angka}"),
        format!("?urut=kategori&kursor={}", buat("\"a\\u0000\"")),
        format!("?kursor={}", buat("9999999999999999999999")),
        format!("?kursor={}", BASE64URL_NOPAD.encode(b"{\"n\":null,\"id\":\"x\"}")),
        format!("?kursor={}", "A".repeat(4_000)),
    ] {
        p.buka(&format!("{DASAR}{q}"))
            .await
            .harus(422)
            .memuat("Mulai lagi dari halaman pertama.");
    }
    p.buka(&format!("{DASAR}?kursor={kosong}")).await.harus(200);
}

async fn saved_views(u: &Uji) {
    let a = u.lapor(json!({})).await;
    u.tik();
    let b = u.lapor(json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    p.buka(&super::entri(&b.nomor)).await.harus(200);
    p.buka(&format!("{}/langkah/arsipkan", super::entri(&b.nomor)))
        .await
        .harus(200);
    p.kirim(
        &format!("{}/langkah/arsipkan", super::entri(&b.nomor)),
        &[("alasan", "Bukan kewenangan.")],
    )
    .await
    .harus(303);
    u.maju(30);
    let mut p = u.pegawai("koordinator").await;
    for (q, ada) in [
        ("", 2),
        ("?terbuka=ya", 1),
        ("?terbuka=tidak", 1),
        ("?terlambat=ya", 1),
    ] {
        let j = p.buka(&format!("{DASAR}{q}")).await.harus(200);
        assert_eq!(j.baris().len(), ada, "{q}");
        let aktif = j.antara("<a class=\"keping keping-pilih\" href=\"", ">");
        let aktif: Vec<&String> = aktif
            .iter()
            .filter(|a| a.ends_with("aria-current=\"true\""))
            .collect();
        assert!(
            aktif.len() == 1 && aktif[0].contains(&format!("{DASAR}{q}\"")),
            "{q}: {aktif:?}"
        );
    }
    let j = p.buka(&format!("{DASAR}?terlambat=ya")).await.harus(200);
    assert_eq!(j.baris(), [a.nomor]);
    assert!(
        j.isi.contains("terlambat 1") || j.isi.contains("terlambat 2"),
        "{}",
        j.isi
    );
}

async fn odd_words_find_nothing_and_break_nothing(u: &Uji) {
    let l = u
        .lapor(json!({ "judul": "100% gelap: \"pasar\" O'Brien <b>" }))
        .await;
    let mut p = u.pegawai("koordinator").await;
    for kata in [
        "'",
        "\"",
        "%",
        "_",
        "*",
        "(",
        ")",
        "()",
        "NEAR",
        "AND",
        "a OR",
        "-",
        "--",
        "\\",
        ":",
        "^",
        "&",
        "|",
        "!",
        "a:*",
        "judul:pasar",
        "\0",
        "a\0b",
        "😀",
        "'; drop table entri; --",
        "\u{202e}",
        "pasar*",
        "<script>",
    ] {
        let j = p
            .buka(&format!("{DASAR}?kata={}", ui::enkode(kata)))
            .await
            .harus(200);
        assert!(
            !j.isi.contains("<script>") && !j.isi.contains("<b>\""),
            "{kata:?}"
        );
        assert_eq!(j.nilai("kata"), kata.trim(), "{kata:?}");
    }
    for kata in ["gelap", "O'Brien", "100%", "\"pasar\"", "gelap pasar", "GELAP"] {
        let j = p
            .buka(&format!("{DASAR}?kata={}", ui::enkode(kata)))
            .await
            .harus(200);
        assert_eq!(j.baris(), std::slice::from_ref(&l.nomor), "{kata:?}");
    }
    p.buka(&format!("{DASAR}?kata={}", "x".repeat(6_000)))
        .await
        .harus(200);
    p.buka(&format!("{DASAR}?kata=%FF%FEpasar")).await.harus(200);
}

async fn who_reads_which_list(u: &Uji) {
    let l = u.diteruskan(json!({ "rahasia": true })).await;
    u.lapor(json!({})).await;
    for (siapa, n) in [
        ("koordinator", 2),
        ("petugas", 2),
        ("auditor", 2),
        ("pimpinan", 2),
        ("penghubung", 1),
        ("kepala", 1),
        ("penghubung:dlh", 0),
        ("administrator", 0),
    ] {
        let j = u.pegawai(siapa).await.buka(DASAR).await.harus(200);
        assert_eq!(j.baris().len(), n, "{siapa}");
        assert_eq!(j.isi.contains(&l.nomor), n > 0, "{siapa}");
        assert!(
            !j.isi.contains("Siti") && !j.isi.contains("81200001234"),
            "{siapa}: names stand in no list"
        );
    }
    let mut lain = u.pegawai_di("jembrana", "koordinator").await;
    assert_eq!(
        lain.buka("/jembrana/kerja/pengaduan")
            .await
            .harus(200)
            .baris()
            .len(),
        0
    );
    lain.buka(DASAR).await.harus(401).memuat("Masuk").tanpa(&l.nomor);
    u.peramban()
        .buka(DASAR)
        .await
        .harus(401)
        .memuat("/serang/masuk?ke=");
}

async fn made_up_addresses_are_answered(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka("/serang/kerja/tidak-ada").await.harus(404);
    p.buka("/serang/kerja/%00").await.harus(404);
    p.buka("/tidak-ada/kerja/pengaduan").await.harus(404);
    let banyak: String = (0..300).map(|i| format!("&a{i}={i}")).collect();
    for q in [
        "?jumlah=abc",
        "?opd=&opd=%00",
        "?jumlah=99999999999999999999",
        "?nik=3604054107900001",
        "?=&==&&",
        "?keadaan",
        "?terbuka=mungkin",
        "?terlambat=1",
        &format!("?{banyak}"),
        "?harga=-",
        "?masa=1",
        "?sandi=x",
    ] {
        let j = p.buka(&format!("/serang/kerja/perkakas{q}")).await;
        assert!(matches!(j.status, 200 | 422), "{q}: {}", j.status);
    }
}
