//! The architecture as officials meet it: registers and boards, on SQLite and on PostgreSQL (`PRAJA_UJI_PG`, which
//! `make test` sets).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod banding;
mod bekal;
mod masuk;
mod sifat;
mod tingkat;

use axum::http::StatusCode;
use bekal::{KOMINFO, PU, Uji, di, situs, uji};
use kernel::{
    Entri, Galat, Pelaku, Peran,
    kewajiban::{Keadaan, status::Kurang},
    nilai::KodeUnit,
};
use kewajiban::hitung::{self, Bahan};
use serde_json::{Value, json};

uji!(
    nothing_is_part_of_itself_by_way_of_others,
    a_seal_holds_for_its_owner_and_breaks_for_others,
    what_was_built_is_tested_before_it_runs,
    an_office_keeps_its_own_and_reads_the_rest,
    impact_and_gaps_follow_the_registers,
    the_document_tells_what_it_began_from_and_what_is_late,
    a_survey_is_answered_in_the_live_entries,
    boards_are_for_those_who_may_read_all_of_it,
    strange_addresses_are_answered_in_words,
    obligations_are_proved_by_the_registers,
    what_lacks_something_is_named_today_and_on_a_past_day,
);

fn admin(u: &Uji) -> Pelaku {
    u.sebagai(Peran::Administrator, KOMINFO)
}

async fn aplikasi(u: &Uji, p: &Pelaku, nama: &str, lain: Value) -> Result<Entri, Galat> {
    let mut isi = json!({ "nama": nama, "opd": PU, "jenis": "khusus" });
    isi.as_object_mut()
        .unwrap()
        .extend(lain.as_object().unwrap().clone());
    u.buat(p, "aplikasi", isi).await
}

async fn nothing_is_part_of_itself_by_way_of_others(u: &Uji) {
    let p = admin(u);
    let a = aplikasi(u, &p, "Satu", json!({})).await.unwrap();
    let b = aplikasi(u, &p, "Dua", json!({ "induk": a.id })).await.unwrap();
    let c = aplikasi(u, &p, "Tiga", json!({ "induk": b.id })).await.unwrap();
    for bawah in [&a, &b, &c] {
        let g = u.ubah(&p, &a, json!({ "induk": bawah.id })).await.unwrap_err();
        di(&g, "induk");
    }
    // What is no ring is taken, and the ring that it would now close is refused the other way about.
    let d = aplikasi(u, &p, "Empat", json!({})).await.unwrap();
    u.ubah(&p, &a, json!({ "induk": d.id })).await.unwrap();
    di(
        &u.ubah(&p, &d, json!({ "induk": c.id })).await.unwrap_err(),
        "induk",
    );
    // Other links may well lead round in a circle.
    let a = u
        .ubah(&p, &c, json!({ "integrasi": [{ "ke": b.id }] }))
        .await
        .unwrap();
    u.ubah(&p, &b, json!({ "integrasi": [{ "ke": a.id }] }))
        .await
        .unwrap();
}

async fn kendali(u: &Uji, p: &Pelaku) -> Entri {
    let isi = json!({
        "nama": "Hak akses", "opd": PU, "jenis": "standar", "uraian": "Akun per orang", "rak": "RAK.02.01",
        "penerapan": "Setiap aplikasi", "kematangan": 3, "diperiksa": "2026-05-01", "mulai": "2024-01-01",
    });
    u.buat(p, "keamanan", isi).await.unwrap()
}

async fn a_seal_holds_for_its_owner_and_breaks_for_others(u: &Uji) {
    let p = admin(u);
    let kosong = aplikasi(u, &p, "Hampir kosong", json!({})).await.unwrap();
    let g = u.langkah(&p, &kosong, "segel", json!({})).await.unwrap_err();
    assert!(matches!(g, Galat::Bentrok(_)), "{g}");
    let e = kendali(u, &p).await;
    assert_eq!(e.isi["kelengkapan"], 100);
    let pemilik = u.sebagai(Peran::Penghubung, PU);
    let g = u.langkah(&pemilik, &e, "segel", json!({})).await.unwrap_err();
    assert!(!matches!(g, Galat::Dalam(_)), "owners do not seal their own: {g}");
    let e = u.langkah(&p, &e, "segel", json!({})).await.unwrap();
    assert_eq!(
        (&e.isi["segel"], &e.isi["disegel"]),
        (&json!("utuh"), &json!("2026-11-23"))
    );
    // Its owner answers for what they write.
    let e = u.ubah(&pemilik, &e, json!({ "kematangan": 4 })).await.unwrap();
    assert_eq!(e.isi["segel"], "utuh");
    let e = u.langkah(&pemilik, &e, "konfirmasi", json!({})).await.unwrap();
    assert_eq!(
        (&e.isi["segel"], &e.isi["dikonfirmasi"]),
        (&json!("utuh"), &json!("2026-11-23"))
    );
    let e = u.ubah(&p, &e, json!({ "kematangan": 5 })).await.unwrap();
    assert_eq!(e.isi["segel"], "putus");
    let e = u.ubah(&pemilik, &e, json!({ "kematangan": 4 })).await.unwrap();
    assert_eq!(e.isi["segel"], "putus", "what is broken is checked again");
    let e = u.langkah(&p, &e, "segel", json!({})).await.unwrap();
    assert_eq!(e.isi["segel"], "utuh");
    let e = u
        .ubah(&pemilik, &e, json!({ "penerapan": null, "rak": null }))
        .await
        .unwrap();
    assert_eq!(e.isi["segel"], "putus", "too little is left");
    di(
        &u.ubah(&pemilik, &e, json!({ "segel": "utuh" }))
            .await
            .unwrap_err(),
        "segel",
    );
    di(
        &u.ubah(&pemilik, &e, json!({ "rak": "RAB.01" }))
            .await
            .unwrap_err(),
        "rak",
    );
}

async fn what_was_built_is_tested_before_it_runs(u: &Uji) {
    let p = u.sebagai(Peran::Penghubung, PU);
    let e = aplikasi(u, &p, "Baru", json!({})).await.unwrap();
    let e = u.langkah(&p, &e, "bangun", json!({})).await.unwrap();
    let g = u.langkah(&p, &e, "operasikan", json!({})).await.unwrap_err();
    assert!(matches!(g, Galat::Bentrok(_)), "{g}");
    // A record that somebody types is not a result that was accepted.
    let e = u.ubah(&p, &e, json!({ "uji": "BA-12/2026" })).await.unwrap();
    assert!(u.langkah(&p, &e, "operasikan", json!({})).await.is_err());
    di(
        &u.ubah(&p, &e, json!({ "uji_diterima": "2026-11-01" }))
            .await
            .unwrap_err(),
        "uji_diterima",
    );
    let isi = json!({
        "aplikasi": e.id, "opd": PU, "nama": "Baru 1.0", "jenis": ["fungsi"], "rencana": "Setiap layar.",
        "lingkungan": "Server uji", "mulai": "2026-11-20",
    });
    let uji = u.buat(&p, "uji_aplikasi", isi).await.unwrap();
    let hasil = json!({ "jenis": "fungsi", "tanggal": "2026-11-21", "diuji": 9, "lulus": 9 });
    let uji = u.langkah(&p, &uji, "catat_hasil", hasil).await.unwrap();
    let kepala = u.sebagai(Peran::Kepala, PU);
    let acara = json!({ "berita_acara": "BA-13/2026" });
    u.langkah(&kepala, &uji, "terima", acara).await.unwrap();
    assert_eq!(u.baca(&e).await.isi["uji"], "BA-13/2026");
    assert_eq!(
        u.langkah(&p, &e, "operasikan", json!({})).await.unwrap().keadaan,
        "beroperasi"
    );
    // What ran before it was recorded is simply in operation.
    let lama = aplikasi(u, &p, "Lama", json!({})).await.unwrap();
    let lama = u.langkah(&p, &lama, "operasikan", json!({})).await.unwrap();
    assert_eq!(lama.keadaan, "beroperasi");
    let salah = json!({ "mulai": "2026-01-01", "berakhir": "2025-01-01" });
    di(&u.ubah(&p, &lama, salah).await.unwrap_err(), "berakhir");
}

async fn an_office_keeps_its_own_and_reads_the_rest(u: &Uji) {
    let milik = aplikasi(u, &u.sebagai(Peran::Penghubung, PU), "Milik PU", json!({}))
        .await
        .unwrap();
    let lain = u.sebagai(Peran::Penghubung, KOMINFO);
    assert!(u.ubah(&lain, &milik, json!({ "nama": "Direbut" })).await.is_err());
    assert!(u.langkah(&lain, &milik, "operasikan", json!({})).await.is_err());
    assert!(aplikasi(u, &lain, "Atas nama PU", json!({})).await.is_err());
    let milik = &milik;
    let baca = |p: Pelaku| async move { u.app.store.entri(&milik.daerah, &p, milik.id).await.is_ok() };
    assert!(baca(lain).await && baca(u.sebagai(Peran::Auditor, KOMINFO)).await);
}

async fn jalan(u: &Uji, p: &Pelaku, register: &str, isi: Value) -> Entri {
    let e = u.buat(p, register, isi).await.unwrap();
    u.langkah(p, &e, "operasikan", json!({})).await.unwrap()
}

async fn impact_and_gaps_follow_the_registers(u: &Uji) {
    let p = admin(u);
    let orang = u.masuk(Peran::Penghubung, PU).await;
    let server = jalan(
        u,
        &p,
        "infrastruktur",
        json!({ "nama": "Server", "opd": KOMINFO, "jenis": "server" }),
    )
    .await;
    let isi = json!({
        "nama": "Peta jalan", "opd": PU, "jenis": "khusus", "infrastruktur": [{ "ke": server.id }], "penyedia": "PT Peta",
        "pengguna": 120,
    });
    let app = jalan(u, &p, "aplikasi", isi).await;
    let dampak = format!(
        "/kerja/arsitektur/dampak/data.json?register=infrastruktur&nomor={}",
        server.nomor
    );
    let angka = |isi: String| -> Vec<i64> {
        let v: Value = serde_json::from_str(&isi).unwrap();
        v["angka"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["nilai"].as_i64().unwrap())
            .collect()
    };
    let (s, isi) = u.minta(Some(&orang), &dampak).await;
    assert_eq!(s, StatusCode::OK, "{isi}");
    assert_eq!(
        angka(isi),
        [0, 1, 120, 0, 0],
        "services, offices, users, hurt, procedures"
    );
    let (_, isi) = u
        .minta(
            Some(&orang),
            "/kerja/arsitektur/dampak/data.json?penyedia=pt%20peta",
        )
        .await;
    assert!(isi.contains("Bila pt peta hilang"), "{isi}");
    let (_, isi) = u
        .minta(Some(&orang), "/kerja/arsitektur/celah?jenis=pengelola")
        .await;
    assert!(isi.contains("Aplikasi tanpa pengelola") && isi.contains("Peta jalan"));
    // What changes in the register is on the board at once; what was, is still known.
    u.jam.setel(kernel::kalender::saat(
        u.jam.kini().as_millisecond() + 3 * 86_400_000,
    ));
    let orang = u.masuk(Peran::Penghubung, PU).await;
    let app = u
        .ubah(&p, &app, json!({ "pengelola": "Bidang Bina Marga" }))
        .await
        .unwrap();
    let ada = |isi: &str| isi.contains("Bidang Bina Marga");
    let lembar = format!("/kerja/arsitektur/entri/aplikasi/{}", app.nomor);
    assert!(ada(&u.minta(Some(&orang), &lembar).await.1));
    assert!(!ada(&u
        .minta(Some(&orang), &format!("{lembar}?pada=2026-11-24"))
        .await
        .1));
    u.langkah(&p, &app, "pensiunkan", json!({ "alasan": "Diganti" }))
        .await
        .unwrap();
    let (_, isi) = u.minta(Some(&orang), &dampak).await;
    assert_eq!(angka(isi), [0, 0, 0, 0, 0], "what is retired does not stop");
    let (_, isi) = u.minta(Some(&orang), &format!("{dampak}&pada=2026-11-24")).await;
    assert_eq!(angka(isi), [0, 1, 120, 0, 0], "on that day it would have");
    let (s, isi) = u.minta(Some(&orang), "/kerja/arsitektur/archimate.xml").await;
    assert_eq!(s, StatusCode::OK);
    assert!(
        isi.contains(&format!("id-{}", server.id)) && isi.contains("xsi:type=\"Device\""),
        "{isi}"
    );
}

const PAPAN: [&str; 11] = [
    "/survei",
    "/beda",
    "/dokumen",
    "",
    "/dampak",
    "/celah",
    "/kembar",
    "/integrasi",
    "/referensi",
    "/graf.json",
    "/archimate.xml",
];

async fn the_document_tells_what_it_began_from_and_what_is_late(u: &Uji) {
    let (p, kominfo) = (
        u.sebagai(Peran::Penghubung, PU),
        u.sebagai(Peran::Kepala, KOMINFO),
    );
    let server = json!({ "nama": "Server lama", "opd": PU, "jenis": "server" });
    let server = jalan(u, &p, "infrastruktur", server).await;
    let isi = |potret: &str| json!({ "judul": "Arsitektur SPBE", "tahun_mulai": 2026, "potret": potret });
    let g = u
        .buat(&kominfo, "dokumen_arsitektur", isi("2026-11-24"))
        .await
        .unwrap_err();
    di(&g, "potret");
    let g = u
        .buat(&p, "dokumen_arsitektur", isi("2026-11-23"))
        .await
        .unwrap_err();
    assert_eq!(g.status(), 403, "it is drawn up by who informs");
    let d = u
        .buat(&kominfo, "dokumen_arsitektur", isi("2026-11-23"))
        .await
        .unwrap();
    assert_eq!(d.isi["berlaku_sampai"], "2030-12-31");
    u.langkah(&kominfo, &d, "ajukan", json!({})).await.unwrap();
    let sk = json!({ "nomor_penetapan": "Perbup 7/2026", "tanggal_penetapan": "2026-11-23" });
    u.langkah(&kominfo, &d, "tetapkan", sk).await.unwrap();
    // Days later one thing is gone, one is late, one is to come, and one nobody knows when.
    u.jam.setel("2026-12-02T01:00:00Z".parse().unwrap());
    u.langkah(&p, &server, "pensiunkan", json!({ "alasan": "Usang." }))
        .await
        .unwrap();
    for (nama, mulai) in [
        ("Terlambat", json!("2026-11-30")),
        ("Nanti", json!("2028-03-01")),
        ("Entah", Value::Null),
    ] {
        let mut lain = json!({});
        if !mulai.is_null() {
            lain["mulai"] = mulai;
        }
        aplikasi(u, &p, nama, lain).await.unwrap();
    }
    let orang = u.masuk(Peran::Penghubung, PU).await;
    let (s, isi) = u.minta(Some(&orang), "/kerja/arsitektur/dokumen/data.json").await;
    assert_eq!(s, StatusCode::OK, "{isi}");
    let j: Value = serde_json::from_str(&isi).unwrap();
    assert_eq!(j["judul"], "Arsitektur SPBE: 1 rencana terlambat");
    let teks = |t: usize, b: usize| -> Vec<String> {
        let baris = j["tabel"][t]["baris"][b].as_array().unwrap();
        baris
            .iter()
            .map(|s| s["teks"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(teks(0, 1), ["Infrastruktur SPBE", "1", "0", "-1"]);
    assert_eq!(teks(1, 2), ["2028", "1: Nanti", "0", "2"]);
    assert!(teks(2, 0)[0].ends_with("Terlambat") && teks(3, 0)[0].ends_with("Entah"));
    let (s, isi) = u
        .minta(
            Some(&orang),
            &format!("/kerja/arsitektur/dokumen?nomor={}", d.nomor),
        )
        .await;
    assert!(
        s == StatusCode::OK && isi.contains("Perbup") || isi.contains("Semua perubahan sejak keadaan awal"),
        "{isi}"
    );
}

async fn a_survey_is_answered_in_the_live_entries(u: &Uji) {
    let (p, kominfo) = (
        u.sebagai(Peran::Penghubung, PU),
        u.sebagai(Peran::Penghubung, KOMINFO),
    );
    let satu = aplikasi(u, &p, "Satu", json!({})).await.unwrap();
    aplikasi(u, &p, "Dua", json!({})).await.unwrap();
    // What was confirmed before the question is no answer to it.
    u.langkah(&p, &satu, "konfirmasi", json!({})).await.unwrap();
    u.jam.setel("2026-11-24T01:00:00Z".parse().unwrap());
    let isi = |batas: &str| json!({ "judul": "Pemutakhiran", "domain": ["aplikasi"], "batas": batas });
    assert_eq!(
        u.buat(&p, "survei_arsitektur", isi("2026-12-01"))
            .await
            .unwrap_err()
            .status(),
        403
    );
    let kosong = json!({ "judul": "Kosong", "domain": [], "batas": "2026-12-01" });
    di(
        &u.buat(&kominfo, "survei_arsitektur", kosong).await.unwrap_err(),
        "domain",
    );
    let lewat = u
        .buat(&kominfo, "survei_arsitektur", isi("2026-11-23"))
        .await
        .unwrap();
    di(
        &u.langkah(&kominfo, &lewat, "mulai", json!({})).await.unwrap_err(),
        "batas",
    );
    let s = u
        .buat(&kominfo, "survei_arsitektur", isi("2026-12-01"))
        .await
        .unwrap();
    u.langkah(&kominfo, &s, "mulai", json!({})).await.unwrap();
    let orang = u.masuk(Peran::Penghubung, PU).await;
    let (_, isi) = u.minta(Some(&orang), "/kerja").await;
    assert!(
        isi.contains("2 entri") && isi.contains("1 Desember 2026"),
        "{isi}"
    );
    for _ in 0..2 {
        u.langkah(&p, &satu, "konfirmasi", json!({})).await.unwrap();
    }
    let (_, isi) = u.minta(Some(&orang), "/kerja/arsitektur/survei/data.json").await;
    let j: Value = serde_json::from_str(&isi).unwrap();
    assert_eq!(j["judul"], "Pemutakhiran: 1 dari 2 entri sudah dipastikan");
    let (_, isi) = u
        .minta(
            Some(&orang),
            &format!("/kerja/arsitektur/survei?nomor={}&opd={PU}", s.nomor),
        )
        .await;
    assert!(isi.contains("Dua") && !isi.contains("· Satu"), "{isi}");
    u.langkah(&kominfo, &s, "tutup", json!({})).await.unwrap();
    let (_, isi) = u.minta(Some(&orang), "/kerja").await;
    assert!(!isi.contains("Pemutakhiran"), "it is nobody's task any more");
}

async fn boards_are_for_those_who_may_read_all_of_it(u: &Uji) {
    for (peran, boleh) in [
        (Peran::Administrator, true),
        (Peran::Penghubung, true),
        (Peran::Kepala, true),
        (Peran::Auditor, true),
        (Peran::Pimpinan, true),
        (Peran::Petugas, false),
        (Peran::Koordinator, false),
    ] {
        let orang = u.masuk(peran, PU).await;
        for jalur in PAPAN {
            let (s, _) = u.minta(Some(&orang), &format!("/kerja/arsitektur{jalur}")).await;
            assert_eq!(s == StatusCode::OK, boleh, "{peran:?} {jalur}: {s}");
        }
    }
    for jalur in PAPAN {
        let (s, isi) = u.minta(None, &format!("/kerja/arsitektur{jalur}")).await;
        assert!(
            s.is_redirection() || s == StatusCode::UNAUTHORIZED,
            "{jalur}: {s} {isi}"
        );
    }
}

async fn strange_addresses_are_answered_in_words(u: &Uji) {
    let orang = u.masuk(Peran::Auditor, KOMINFO).await;
    for (jalur, harap) in [
        ("?pada=besok", 422),
        ("?pada=2999-01-01", 422),
        ("?register=pengaduan&menurut=%00", 200),
        ("/dampak?register=pengaduan&nomor=X", 404),
        ("/dampak?register=aplikasi&nomor=TIDAK-ADA", 422),
        ("/celah?jenis=apa&opd=%3Cscript%3E", 200),
        ("/referensi?q=%27%3B--", 200),
        ("/beda?dari=2026-11-24", 422),
        ("/beda?dari=kemarin", 422),
        ("/beda?dari=-009999-01-01", 200),
        ("/entri/aplikasi/TIDAK-ADA", 404),
        ("/entri/wbs/JBR-2026-000001", 404),
        ("/dokumen?nomor=TIDAK-ADA", 404),
        ("/survei?nomor=TIDAK-ADA", 404),
        ("/survei?opd=%00", 200),
    ] {
        let (s, isi) = u.minta(Some(&orang), &format!("/kerja/arsitektur{jalur}")).await;
        assert_eq!(s.as_u16(), harap, "{jalur}: {isi}");
        assert!(!isi.contains("<script>"), "{jalur}");
    }
}

/// The day it is.
fn hari_ini(u: &Uji) -> jiff::civil::Date {
    let profil = u.app.store.profil("jembrana").unwrap();
    profil.kalender.setempat(u.jam.kini()).date()
}

/// How an obligation stands for public works, today.
async fn keadaan(u: &Uji, tugas: &str) -> Keadaan {
    let ingatan = kewajiban::Ingatan::default();
    yang_kurang(u, &ingatan, tugas, hari_ini(u)).await.0
}

async fn obligations_are_proved_by_the_registers(u: &Uji) {
    let p = u.sebagai(Peran::Penghubung, PU);
    let (selaras, umum, aman) = (
        "aplikasi-berdasar-arsitektur",
        "aplikasi-umum-digunakan",
        "keamanan-diterapkan",
    );
    assert_eq!(
        keadaan(u, selaras).await,
        Keadaan::BelumBerlaku,
        "there is no application"
    );
    assert_ne!(keadaan(u, umum).await, Keadaan::Terpenuhi);
    assert_ne!(keadaan(u, aman).await, Keadaan::Terpenuhi);
    // An application of its own kind, with no place in the reference, proves neither.
    let khusus = jalan(
        u,
        &p,
        "aplikasi",
        json!({ "nama": "Peta jalan", "opd": PU, "jenis": "khusus" }),
    )
    .await;
    assert_ne!(keadaan(u, umum).await, Keadaan::Terpenuhi);
    assert_ne!(keadaan(u, selaras).await, Keadaan::Terpenuhi);
    let khusus = u.ubah(&p, &khusus, json!({ "raa": "RAA.02.01" })).await.unwrap();
    assert_eq!(keadaan(u, selaras).await, Keadaan::Terpenuhi);
    // Another one: met in part, until it is mapped too.
    let isi = json!({ "nama": "SRIKANDI", "opd": PU, "jenis": "umum" });
    let srikandi = jalan(u, &p, "aplikasi", isi).await;
    assert_eq!(keadaan(u, umum).await, Keadaan::Terpenuhi);
    assert_eq!(keadaan(u, selaras).await, Keadaan::Sebagian);
    u.ubah(&p, &srikandi, json!({ "raa": "RAA.01.01" }))
        .await
        .unwrap();
    assert_eq!(keadaan(u, selaras).await, Keadaan::Terpenuhi);
    // What is only planned proves nothing; what another office has is not theirs.
    let rencana = kendali(u, &p).await;
    assert_ne!(keadaan(u, aman).await, Keadaan::Terpenuhi);
    u.langkah(&p, &rencana, "operasikan", json!({})).await.unwrap();
    assert_eq!(keadaan(u, aman).await, Keadaan::Terpenuhi);
    let alasan = json!({ "alasan": "Diganti" });
    u.langkah(&p, &kini(u, &srikandi).await, "pensiunkan", alasan)
        .await
        .unwrap();
    assert_ne!(keadaan(u, umum).await, Keadaan::Terpenuhi);
    assert_eq!(
        keadaan(u, selaras).await,
        Keadaan::Terpenuhi,
        "{} is left",
        khusus.nomor
    );
}

/// How an obligation stands for public works on a day, and what is missing: numbers, or names.
async fn yang_kurang(
    u: &Uji,
    ingatan: &kewajiban::Ingatan,
    tugas: &str,
    hari: jiff::civil::Date,
) -> (Keadaan, Vec<String>) {
    let store = &u.app.store;
    let profil = store.profil("jembrana").unwrap();
    let kitab = profil.kitab.as_ref().unwrap();
    let bahan = Bahan::ambil(store, ingatan, profil, kitab, hari).await.unwrap();
    let k = kitab.pada(hari).find(|k| k.tugas.kode == tugas).unwrap();
    let unit = KodeUnit(PU.into());
    let n = hitung::satu(k, kitab, profil, &bahan, Some(std::slice::from_ref(&unit)));
    let s = n.untuk(&unit).unwrap();
    let nama = s.kurang.iter().map(|k| match k {
        Kurang::Entri { nomor, .. } => nomor.clone(),
        Kurang::Butir(nama) => nama.clone(),
    });
    (s.keadaan, nama.collect())
}

async fn what_lacks_something_is_named_today_and_on_a_past_day(u: &Uji) {
    let p = admin(u);
    let ingatan = kewajiban::Ingatan::default();
    let tugas = "data-berdasar-arsitektur";
    let hari = hari_ini(u);
    assert_eq!(
        yang_kurang(u, &ingatan, tugas, hari).await,
        (Keadaan::BelumBerlaku, vec![]),
        "there is nothing yet"
    );
    let data = jalan(
        u,
        &p,
        "data_informasi",
        json!({ "nama": "Ruas jalan", "opd": PU }),
    )
    .await;
    let app = jalan(
        u,
        &p,
        "aplikasi",
        json!({ "nama": "Peta jalan", "opd": PU, "jenis": "khusus" }),
    )
    .await;
    let lain = json!({ "nama": "Data orang lain", "opd": KOMINFO });
    jalan(u, &p, "data_informasi", lain).await;
    assert_eq!(
        yang_kurang(u, &ingatan, tugas, hari).await,
        (Keadaan::Terlambat, vec![data.nomor.clone(), app.nomor.clone()]),
        "both kinds count; another office's do not"
    );
    let app = u
        .ubah(&p, &app, json!({ "data": [{ "ke": data.id }] }))
        .await
        .unwrap();
    assert_eq!(
        yang_kurang(u, &ingatan, tugas, hari).await,
        (Keadaan::Sebagian, vec![data.nomor.clone()])
    );
    u.jam.setel(kernel::kalender::saat(
        u.jam.kini().as_millisecond() + 26 * 3_600_000,
    ));
    let rad = json!({ "rad": "RAD.01.01" });
    u.ubah(&p, &data, rad).await.unwrap();
    let besok = hari_ini(u);
    assert!(besok > hari);
    assert_eq!(
        yang_kurang(u, &ingatan, tugas, besok).await,
        (Keadaan::Terpenuhi, vec![]),
        "what is remembered follows"
    );
    assert_eq!(
        yang_kurang(u, &ingatan, tugas, hari).await,
        (Keadaan::Sebagian, vec![data.nomor.clone()]),
        "and the past stays as it was"
    );
    u.langkah(&p, &app, "pensiunkan", json!({ "alasan": "Diganti" }))
        .await
        .unwrap();
    assert_eq!(
        yang_kurang(u, &ingatan, tugas, besok).await,
        (Keadaan::Terpenuhi, vec![])
    );
}

/// An entry as it stands now.
async fn kini(u: &Uji, e: &Entri) -> Entri {
    u.app
        .store
        .entri(&e.daerah, &Pelaku::Sistem, e.id)
        .await
        .unwrap()
        .entri
}
