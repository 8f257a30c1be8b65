//! Reporter and inspector.

use crate::bekal::Uji;

const APA: &str = "Tiap bulan lima puluh karung beras bantuan dijual ke pasar Cikande.";

uji!(
    a_talk_from_report_to_end,
    pressing_twice_makes_one_report_and_one_message,
    what_cannot_be_sent_is_said_and_not_lost,
    a_wrong_code_opens_nothing,
);

async fn a_talk_from_report_to_end(u: &Uji) {
    // Not open yet: nothing can be sent, and the page says so.
    u.warga("/serang/wbs", None)
        .await
        .harus(200)
        .berisi("belum disiapkan");
    assert_eq!(
        u.warga("/serang/wbs/baru", None).await.harus(303).ke(),
        "/serang/wbs"
    );
    let f = [("apa", APA), ("kode", "")];
    u.warga("/serang/wbs/baru", Some(&f)).await.harus(409);

    let (o, _) = u.saluran().await;
    u.warga("/serang/wbs", None)
        .await
        .harus(200)
        .berisi("Tulis laporan")
        .berisi("Sidik kunci");
    u.lihat(&o, "/serang/kerja/wbs")
        .await
        .harus(200)
        .berisi("Belum ada laporan.");
    let t = u.lapor(APA).await;
    assert!(t.nomor.starts_with("SRG-2026-"), "{}", t.nomor);
    u.baca(&t)
        .await
        .berisi(APA)
        .berisi("Wiraguna")
        .berisi("Masuk")
        .berisi("Belum")
        .tanpa("Nama auditor");

    // The inspector: the list names the number only; reading is an event that the reporter sees.
    let alamat = format!("/serang/kerja/wbs/laporan/{}", t.nomor);
    u.lihat(&o, "/serang/kerja/wbs")
        .await
        .harus(200)
        .berisi(&t.nomor)
        .tanpa("beras")
        .tanpa("s1.");
    u.lihat(&o, "/serang/kerja/wbs").await.berisi("Belum dibaca");
    u.lihat(&o, &alamat)
        .await
        .harus(200)
        .berisi(APA)
        .berisi("Nama auditor.satu, ")
        .tanpa(&t.kode)
        .tanpa("s1.")
        .tanpa("k1.");
    u.baca(&t)
        .await
        .berisi("1 kali, terakhir 23 November 2026")
        .tanpa("Nama auditor");

    // Talk in both directions.
    let langkah = |l: &str| format!("{alamat}/langkah/{l}");
    u.kirim(
        &o,
        &langkah("balas"),
        &[("balas_pesan", "Sejak kapan? Ada catatannya?")],
    )
    .await
    .harus(303);
    u.baca(&t)
        .await
        .berisi("Sejak kapan? Ada catatannya?")
        .berisi("Inspektorat")
        .tanpa("Nama auditor");
    let f = [
        ("kode", t.kode.as_str()),
        ("pesan", "Sejak Maret.\n\nBuku di laci."),
    ];
    u.warga("/serang/wbs/baca", Some(&f))
        .await
        .harus(200)
        .berisi("sudah terkirim")
        .berisi("Buku di laci.");
    u.lihat(&o, &alamat)
        .await
        .harus(200)
        .berisi("Buku di laci.")
        .berisi("Pelapor");

    // Steps.
    u.kirim(&o, &langkah("telaah"), &[]).await.harus(303);
    u.baca(&t).await.berisi("Ditelaah");
    u.kirim(
        &o,
        &langkah("tindaklanjuti"),
        &[("tindaklanjuti_pesan", "Tim turun minggu depan.")],
    )
    .await
    .harus(303);
    u.baca(&t)
        .await
        .berisi("Tim turun minggu depan.")
        .berisi("Tindak lanjut");
    u.kirim(&o, &langkah("selesaikan"), &[("selesaikan_pesan", " ")])
        .await
        .harus(422)
        .berisi("Wajib diisi");
    u.kirim(
        &o,
        &langkah("selesaikan"),
        &[("selesaikan_pesan", "Pegawainya ditindak.")],
    )
    .await
    .harus(303);
    u.baca(&t).await.berisi("Selesai").berisi("Pegawainya ditindak.");
    // A step that the state does not know is told at the form, and what was typed stands there.
    u.kirim(
        &o,
        &langkah("tidak_cukup"),
        &[("tidak_cukup_pesan", "Kurang bukti.")],
    )
    .await
    .harus(422)
    .berisi("Kurang bukti.");
    for l in ["baca", "tambah", "entah"] {
        let nama = format!("{l}_pesan");
        let s = u.kirim(&o, &langkah(l), &[(nama.as_str(), "x")]).await.status;
        assert!([403, 404].contains(&s), "{l}: {s}");
    }

    // The reporter opens it again.
    let f = [("kode", t.kode.as_str()), ("pesan", "Masih terjadi.")];
    u.warga("/serang/wbs/baca", Some(&f))
        .await
        .harus(200)
        .berisi("Ditelaah");
    u.lihat(&o, "/serang/kerja/wbs").await.berisi("Belum dibaca");
    u.lihat(&o, &alamat).await.harus(200).berisi("Masih terjadi.");
    u.lihat(&o, "/serang/kerja/wbs").await.tanpa("Belum dibaca");

    // Of all that was said nothing lies in the open, and no inspector's reading is missing.
    let isi = u.semua_tersimpan().await;
    for kata in [
        APA,
        "beras",
        "Wiraguna",
        "Sejak",
        "laci",
        "Tim turun",
        "Pegawainya",
        &t.kode,
        "Peramban-Rahasia",
        "10.0.",
    ] {
        assert!(!isi.contains(kata), "{kata} lies in the open");
    }
    assert_eq!(isi.matches(r#""langkah":"baca""#).count(), 5);
}

async fn pressing_twice_makes_one_report_and_one_message(u: &Uji) {
    let (o, _) = u.saluran().await;
    let kode = u.warga("/serang/wbs/baru", None).await.medan("kode");
    let f = [("kode", kode.as_str()), ("apa", APA)];
    let a = u
        .warga("/serang/wbs/baru", Some(&f))
        .await
        .harus(200)
        .kelas("nomor");
    let b = u
        .warga("/serang/wbs/baru", Some(&f))
        .await
        .harus(200)
        .kelas("nomor");
    assert_eq!(a, b);
    let f = [("kode", kode.as_str()), ("pesan", "Ada saksi.")];
    for _ in 0..2 {
        let j = u.warga("/serang/wbs/baca", Some(&f)).await.harus(200);
        assert_eq!(j.isi.matches("Ada saksi.").count(), 1);
    }
    let daftar = u.lihat(&o, "/serang/kerja/wbs").await.harus(200);
    assert_eq!(daftar.isi.matches("data-baris").count(), 1);
}

async fn what_cannot_be_sent_is_said_and_not_lost(u: &Uji) {
    u.saluran().await;
    let kode = u.warga("/serang/wbs/baru", None).await.medan("kode");
    let f = [("kode", kode.as_str()), ("apa", " "), ("siapa", "Pak Wiraguna")];
    let j = u
        .warga("/serang/wbs/baru", Some(&f))
        .await
        .harus(422)
        .berisi("Wajib diisi")
        .berisi("Pak Wiraguna");
    assert_eq!(j.medan("kode"), kode, "the code stays the same");
    let panjang = "a".repeat(10_001);
    let f = [("kode", kode.as_str()), ("apa", panjang.as_str())];
    u.warga("/serang/wbs/baru", Some(&f)).await.harus(422);
    // The longest words there may be, in letters of four bytes.
    let penuh = "𝄞".repeat(10_000);
    let f = [("kode", kode.as_str()), ("apa", penuh.as_str())];
    u.warga("/serang/wbs/baru", Some(&f)).await.harus(200);
    let pesan = "𝄞".repeat(5_000);
    let f = [("kode", kode.as_str()), ("pesan", pesan.as_str())];
    u.warga("/serang/wbs/baca", Some(&f))
        .await
        .harus(200)
        .berisi("sudah terkirim");
    let f = [("kode", kode.as_str()), ("pesan", "")];
    u.warga("/serang/wbs/baca", Some(&f))
        .await
        .harus(422)
        .berisi("Wajib diisi");
    // A form without a code gets one.
    let f = [("kode", "bukan kode"), ("apa", APA)];
    let j = u.warga("/serang/wbs/baru", Some(&f)).await.harus(200);
    assert_eq!(j.kelas("kode").len(), 34);
}

async fn a_wrong_code_opens_nothing(u: &Uji) {
    u.saluran().await;
    let t = u.lapor(APA).await;
    let lain = wbs::kode::Kode::baru().rapi().to_string();
    for kode in ["", "x", &t.nomor, &t.kode[..33], &lain] {
        u.warga("/serang/wbs/baca", Some(&[("kode", kode)]))
            .await
            .harus(422)
            .berisi("tidak membuka laporan apa pun")
            .tanpa(APA);
        u.warga("/serang/wbs/baca", Some(&[("kode", kode), ("pesan", "halo")]))
            .await
            .harus(422);
    }
    // The code belongs to its regency.
    u.warga("/jembrana/wbs/baca", Some(&[("kode", t.kode.as_str())]))
        .await
        .harus(422)
        .tanpa(APA);
    // As people type it.
    let ketik = t.kode.to_lowercase().replace('-', " ");
    u.warga("/serang/wbs/baca", Some(&[("kode", ketik.as_str())]))
        .await
        .harus(200)
        .berisi(APA);
    // Never by an address.
    u.warga(&format!("/serang/wbs/baca?kode={}", t.kode), None)
        .await
        .harus(200)
        .tanpa(APA);
    // Guessing meets its limit.
    let mut terakhir = 0;
    for _ in 0..40 {
        let j = u
            .minta_dari(
                "192.0.2.7",
                "/serang/wbs/baca",
                "",
                Some(&[("kode", lain.as_str())]),
            )
            .await;
        terakhir = j.status;
        if terakhir == 429 {
            assert!(j.kepala.contains_key("retry-after") && !j.kepala.contains_key("set-cookie"));
            break;
        }
    }
    assert_eq!(terakhir, 429);
}
