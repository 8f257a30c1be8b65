//! The yearly round: the gate, the ceilings, the dates, who may do what, and what is spent.

use kernel::{Entri, Peran};
use serde_json::{Value, json};

use crate::bekal::*;

uji! {
    no_line_goes_on_without_what_it_refers_to,
    an_exception_has_a_head_a_name_and_a_reason,
    a_ceiling_is_kept_with_its_figures,
    a_ceiling_cannot_be_lowered_below_what_was_consolidated,
    a_proposal_comes_in_time_or_not_at_all,
    what_is_set_is_spent_by_its_office_up_to_its_budget,
    an_office_keeps_its_own_and_touches_nobody_elses,
    amounts_are_whole_rupiah_however_they_are_written,
}

/// A roadmap that was laid down with one activity that runs.
pub async fn peta(u: &Uji) -> (Entri, Entri) {
    let kominfo = u.sebagai(Peran::Penghubung, KOMINFO);
    let isi = json!({ "judul": "Peta Rencana SPBE", "tahun_mulai": 2025 });
    let p = u.buat(&kominfo, "peta_rencana", isi).await.unwrap();
    let p = u.langkah(&kominfo, &p, "ajukan", json!({})).await.unwrap();
    let isian = json!({ "nomor_penetapan": "SK 1/2025", "tanggal_penetapan": "2025-03-01" });
    let p = u.langkah(&kominfo, &p, "tetapkan", isian).await.unwrap();
    let isi = json!({ "peta": p.id, "muatan": "layanan", "jenis": "kegiatan", "nama": "Antrean puskesmas", "opd": DINKES, "mulai": 2026, "akhir": 2027 });
    let k = u.buat(&kominfo, "kegiatan_peta", isi).await.unwrap();
    let k = u.langkah(&kominfo, &k, "tugaskan", json!({})).await.unwrap();
    let k = u
        .langkah(&u.sebagai(Peran::Penghubung, DINKES), &k, "mulai", json!({}))
        .await
        .unwrap();
    (p, k)
}

/// A round that takes proposals.
pub async fn siklus(u: &Uji) -> Entri {
    let bappeda = u.sebagai(Peran::Penghubung, BAPPEDA);
    let isi = json!({
        "tahun": 2027, "nama": "Anggaran 2027", "batas_usulan": "2026-12-01", "batas_penelaahan": "2026-12-15",
        "batas_konsolidasi": "2026-12-20", "batas_penetapan": "2026-12-31",
        "pagu": [{ "opd": DINKES, "pagu": 500_000_000 }],
    });
    let s = u.buat(&bappeda, "siklus_anggaran", isi).await.unwrap();
    u.langkah(&bappeda, &s, "buka", json!({})).await.unwrap()
}

pub async fn usulan(u: &Uji, siklus: &Entri, lain: Value) -> Entri {
    let mut isi = json!({
        "siklus": siklus.id, "opd": DINKES, "nama": "Antrean puskesmas", "uraian": "Antre dari rumah.", "jenis": "bangun",
        "domain": "aplikasi", "sumber_dana": "apbd", "jumlah": 300_000_000,
    });
    isi.as_object_mut()
        .unwrap()
        .extend(lain.as_object().unwrap().clone());
    let o = u.sebagai(Peran::Penghubung, isi["opd"].as_str().unwrap());
    u.buat(&o, "usulan_tik", isi).await.unwrap()
}

/// Proposed, excepted from the architecture, checked, recommended in full.
async fn rekomendasi(u: &Uji, e: Entri) -> Entri {
    let (dinkes, kominfo) = (
        u.sebagai(Peran::Penghubung, DINKES),
        u.sebagai(Peran::Kepala, KOMINFO),
    );
    let e = u.langkah(&dinkes, &e, "ajukan", json!({})).await.unwrap();
    let e = u
        .langkah(
            &kominfo,
            &e,
            "kecualikan",
            json!({ "acuan": ["arsitektur"], "alasan": "Belum dipetakan." }),
        )
        .await
        .unwrap();
    let e = u
        .langkah(&kominfo, &e, "periksa", json!({ "telaah": "Selaras." }))
        .await
        .unwrap();
    let isian = json!({ "jumlah_rekomendasi": e.isi["jumlah"], "rekomendasi": "Baik." });
    u.langkah(&kominfo, &e, "rekomendasikan", isian).await.unwrap()
}

async fn ke_konsolidasi(u: &Uji, s: &Entri) {
    let bappeda = u.sebagai(Peran::Penghubung, BAPPEDA);
    u.langkah(&bappeda, s, "telaah", json!({})).await.unwrap();
    u.langkah(&bappeda, s, "konsolidasikan", json!({})).await.unwrap();
}

async fn no_line_goes_on_without_what_it_refers_to(u: &Uji) {
    let ((_, kegiatan), s) = (peta(u).await, siklus(u).await);
    let (dinkes, kominfo) = (
        u.sebagai(Peran::Penghubung, DINKES),
        u.sebagai(Peran::Penghubung, KOMINFO),
    );
    let e = usulan(u, &s, json!({})).await;
    let e = u.langkah(&dinkes, &e, "ajukan", json!({})).await.unwrap();
    assert_eq!((e.keadaan.as_str(), e.pemegang.as_str()), ("usulan", KOMINFO));
    let g = u
        .langkah(&kominfo, &e, "periksa", json!({ "telaah": "Baik." }))
        .await
        .unwrap_err();
    assert_eq!(g.status(), 409);
    assert!(
        g.to_string().contains("Arsitektur SPBE, Peta rencana SPBE"),
        "{g}"
    );
    // One of two is not both.
    let e = u
        .langkah(&kominfo, &e, "lengkapi", json!({ "kegiatan": kegiatan.id }))
        .await
        .unwrap();
    let g = u
        .langkah(&kominfo, &e, "periksa", json!({ "telaah": "Baik." }))
        .await
        .unwrap_err();
    assert!(
        g.to_string().contains("Arsitektur SPBE") && !g.to_string().contains("Peta rencana"),
        "{g}"
    );
    assert_eq!(u.baca(&e).await.keadaan, "usulan");
    // An activity that was given up is none.
    let kepala = u.sebagai(Peran::Kepala, KOMINFO);
    let e = u
        .langkah(
            &kepala,
            &e,
            "kecualikan",
            json!({ "acuan": ["arsitektur"], "alasan": "Belum ada." }),
        )
        .await
        .unwrap();
    let d = u.sebagai(Peran::Penghubung, DINKES);
    let k = u
        .langkah(&d, &kegiatan, "tunda", json!({ "alasan": "Dana." }))
        .await
        .unwrap();
    let k = u
        .langkah(&d, &k, "tarik", json!({ "alasan": "Diubah." }))
        .await
        .unwrap();
    let k = u
        .langkah(&kominfo, &k, "batalkan", json!({ "alasan": "Tidak perlu." }))
        .await
        .unwrap();
    let g = u
        .langkah(&kominfo, &e, "periksa", json!({ "telaah": "Baik." }))
        .await
        .unwrap_err();
    assert!(
        g.status() == 409 && g.to_string().contains(&k.nomor) && g.to_string().contains("Batal"),
        "{g}"
    );
    // Taken up again it is one, and its story says that a proposal refers to it.
    let k = u.langkah(&kominfo, &k, "buka_kembali", json!({})).await.unwrap();
    let e = u
        .langkah(&kominfo, &e, "periksa", json!({ "telaah": "Baik." }))
        .await
        .unwrap();
    assert_eq!(
        (e.keadaan.as_str(), u.baca(&k).await.versi),
        ("diperiksa", k.versi + 1)
    );
}

async fn an_exception_has_a_head_a_name_and_a_reason(u: &Uji) {
    let s = siklus(u).await;
    let e = usulan(u, &s, json!({})).await;
    let e = u
        .langkah(&u.sebagai(Peran::Penghubung, DINKES), &e, "ajukan", json!({}))
        .await
        .unwrap();
    let isian = json!({ "acuan": ["arsitektur", "peta_rencana"], "alasan": "Perintah undang-undang." });
    // Neither an official of the office that checks, nor the head of the one that asks.
    for p in [
        u.sebagai(Peran::Penghubung, KOMINFO),
        u.sebagai(Peran::Kepala, DINKES),
        u.sebagai(Peran::Kepala, BAPPEDA),
    ] {
        assert_eq!(
            u.langkah(&p, &e, "kecualikan", isian.clone())
                .await
                .unwrap_err()
                .status(),
            403
        );
    }
    let kepala = u.sebagai(Peran::Kepala, KOMINFO);
    for kurang in [
        json!({ "acuan": ["arsitektur"] }),
        json!({ "alasan": "Ya." }),
        json!({ "acuan": [], "alasan": "Ya." }),
        json!({ "acuan": ["lain"], "alasan": "Ya." }),
    ] {
        assert_eq!(
            u.langkah(&kepala, &e, "kecualikan", kurang)
                .await
                .unwrap_err()
                .status(),
            422
        );
    }
    let e = u.langkah(&kepala, &e, "kecualikan", isian).await.unwrap();
    let p = &e.isi["pengecualian"];
    assert_eq!(p.as_array().unwrap().len(), 2);
    assert_eq!(
        (&p[0]["oleh"], &p[0]["unit"], &p[0]["tanggal"]),
        (&json!("uji"), &json!(KOMINFO), &json!("2026-11-23"))
    );
    u.langkah(&kepala, &e, "periksa", json!({ "telaah": "Dikecualikan." }))
        .await
        .unwrap();
}

async fn a_ceiling_is_kept_with_its_figures(u: &Uji) {
    let ((_, kegiatan), s) = (peta(u).await, siklus(u).await);
    let mut semua = Vec::new();
    for _ in 0..2 {
        let e = usulan(u, &s, json!({ "kegiatan": kegiatan.id })).await;
        semua.push(rekomendasi(u, e).await);
    }
    let bappeda = u.sebagai(Peran::Penghubung, BAPPEDA);
    let penuh = json!({ "jumlah_konsolidasi": 300_000_000 });
    // Before its time the round does not take it.
    let g = u
        .langkah(&bappeda, &semua[0], "konsolidasikan", penuh.clone())
        .await
        .unwrap_err();
    assert!(
        g.status() == 409 && g.to_string().contains("Menerima usulan"),
        "{g}"
    );
    ke_konsolidasi(u, &s).await;
    let satu = u
        .langkah(&bappeda, &semua[0], "konsolidasikan", penuh.clone())
        .await
        .unwrap();
    let g = u
        .langkah(&bappeda, &semua[1], "konsolidasikan", penuh.clone())
        .await
        .unwrap_err();
    assert_eq!(g.status(), 409);
    for angka in [
        "Dinas Kesehatan",
        "Rp500.000.000",
        "Rp300.000.000",
        "Rp600.000.000",
        "Rp100.000.000",
    ] {
        assert!(g.to_string().contains(angka), "{angka} in {g}");
    }
    assert_eq!(u.baca(&semua[1]).await.keadaan, "direkomendasikan");
    // Less than was asked needs a reason; more than was recommended is none of the planner's.
    for (isian, medan) in [
        (json!({ "jumlah_konsolidasi": 200_000_000 }), "alasan"),
        (json!({ "jumlah_konsolidasi": 300_000_001 }), "jumlah_konsolidasi"),
    ] {
        let g = u
            .langkah(&bappeda, &semua[1], "konsolidasikan", isian)
            .await
            .unwrap_err();
        assert!(g.isian().iter().any(|m| m.medan == medan), "{g}");
    }
    let kurang = json!({ "jumlah_konsolidasi": 200_000_000, "alasan": "Pagu." });
    u.langkah(&bappeda, &semua[1], "konsolidasikan", kurang.clone())
        .await
        .unwrap();
    assert_eq!(u.baca(&s).await.isi["alokasi"].as_array().unwrap().len(), 2);
    // What is taken out makes room again, and what is put in again counts once.
    let satu = u
        .langkah(&bappeda, &satu, "tarik", json!({ "alasan": "Dipikir lagi." }))
        .await
        .unwrap();
    assert_eq!(u.baca(&s).await.isi["alokasi"].as_array().unwrap().len(), 1);
    u.langkah(&bappeda, &satu, "konsolidasikan", penuh).await.unwrap();
    assert_eq!(u.baca(&s).await.isi["alokasi"].as_array().unwrap().len(), 2);
}

async fn a_ceiling_cannot_be_lowered_below_what_was_consolidated(u: &Uji) {
    let ((_, kegiatan), s) = (peta(u).await, siklus(u).await);
    let e = usulan(u, &s, json!({ "kegiatan": kegiatan.id })).await;
    let e = rekomendasi(u, e).await;
    ke_konsolidasi(u, &s).await;
    let bappeda = u.sebagai(Peran::Penghubung, BAPPEDA);
    u.langkah(
        &bappeda,
        &e,
        "konsolidasikan",
        json!({ "jumlah_konsolidasi": 300_000_000 }),
    )
    .await
    .unwrap();
    let ubah = |pagu: Value, versi| kernel::Aksi::Ubah {
        id: s.id,
        versi,
        tambal: json!({ "pagu": pagu }).as_object().unwrap().clone(),
    };
    let versi = u.baca(&s).await.versi;
    for (pagu, medan) in [
        (json!([{ "opd": DINKES, "pagu": 299_999_999 }]), "pagu.0.pagu"),
        (json!([]), "pagu"),
        (json!([{ "opd": PAJAK, "pagu": 1 }]), "pagu"),
        (
            json!([{ "opd": DINKES, "pagu": 300_000_000 }, { "opd": DINKES, "pagu": 1_000_000_000 }]),
            "pagu.1.opd",
        ),
    ] {
        let g = u.perintah(&bappeda, ubah(pagu, versi)).await.unwrap_err();
        assert!(g.isian().iter().any(|m| m.medan == medan), "{medan} in {g}");
    }
    u.perintah(
        &bappeda,
        ubah(json!([{ "opd": DINKES, "pagu": 300_000_000 }]), versi),
    )
    .await
    .unwrap();
}

async fn a_proposal_comes_in_time_or_not_at_all(u: &Uji) {
    let s = siklus(u).await;
    let e = usulan(u, &s, json!({})).await;
    let dinkes = u.sebagai(Peran::Penghubung, DINKES);
    u.jam.setel("2026-12-02T01:00:00Z".parse().unwrap());
    let g = u.langkah(&dinkes, &e, "ajukan", json!({})).await.unwrap_err();
    assert!(
        g.status() == 409 && g.to_string().contains("2027") && g.to_string().contains("1 Desember 2026"),
        "{g}"
    );
    assert_eq!(u.baca(&e).await.keadaan, "draf");
    // The planner may give it more time; a round that has gone on takes nothing.
    let bappeda = u.sebagai(Peran::Penghubung, BAPPEDA);
    let tambal = json!({ "batas_usulan": "2026-12-05" })
        .as_object()
        .unwrap()
        .clone();
    let versi = u.baca(&s).await.versi;
    u.perintah(
        &bappeda,
        kernel::Aksi::Ubah {
            id: s.id,
            versi,
            tambal,
        },
    )
    .await
    .unwrap();
    u.langkah(&dinkes, &e, "ajukan", json!({})).await.unwrap();
    let lain = usulan(u, &s, json!({})).await;
    u.langkah(&bappeda, &s, "telaah", json!({})).await.unwrap();
    let g = u.langkah(&dinkes, &lain, "ajukan", json!({})).await.unwrap_err();
    assert!(g.status() == 409 && g.to_string().contains("Penelaahan"), "{g}");
}

async fn what_is_set_is_spent_by_its_office_up_to_its_budget(u: &Uji) {
    let ((_, kegiatan), s) = (peta(u).await, siklus(u).await);
    let e = usulan(u, &s, json!({ "kegiatan": kegiatan.id })).await;
    let e = rekomendasi(u, e).await;
    ke_konsolidasi(u, &s).await;
    let (bappeda, dinkes) = (
        u.sebagai(Peran::Penghubung, BAPPEDA),
        u.sebagai(Peran::Penghubung, DINKES),
    );
    let tetap = |tanggal: &str| json!({ "dokumen": "Perda APBD", "ditetapkan_pada": tanggal });
    assert_eq!(
        u.langkah(&bappeda, &s, "tetapkan", tetap("2026-11-23"))
            .await
            .unwrap_err()
            .status(),
        409,
        "nothing in it"
    );
    u.langkah(
        &bappeda,
        &e,
        "konsolidasikan",
        json!({ "jumlah_konsolidasi": 300_000_000 }),
    )
    .await
    .unwrap();
    assert_eq!(
        u.langkah(&bappeda, &s, "tetapkan", tetap("2026-11-24"))
            .await
            .unwrap_err()
            .status(),
        422,
        "tomorrow"
    );
    u.langkah(&bappeda, &s, "tetapkan", tetap("2026-11-23"))
        .await
        .unwrap();
    let e = u.baca(&e).await;
    assert_eq!(
        (e.keadaan.as_str(), e.pemegang.as_str(), &e.isi["ditetapkan_pada"]),
        ("ditetapkan", DINKES, &json!("2026-11-23"))
    );
    let isian = |t: &str, n: u64| json!({ "triwulan": t, "jumlah": n, "fisik": 40 });
    assert_eq!(
        u.langkah(&bappeda, &e, "realisasi", isian("i", 1))
            .await
            .unwrap_err()
            .status(),
        403
    );
    let e = u
        .langkah(&dinkes, &e, "realisasi", isian("i", 200_000_000))
        .await
        .unwrap();
    let g = u
        .langkah(&dinkes, &e, "realisasi", isian("ii", 100_000_001))
        .await
        .unwrap_err();
    assert!(
        g.isian().iter().any(|m| m.medan == "jumlah") && g.to_string().contains("Rp1"),
        "{g}"
    );
    // A quarter told again is corrected, not added.
    let e = u
        .langkah(&dinkes, &e, "realisasi", isian("i", 150_000_000))
        .await
        .unwrap();
    let e = u
        .langkah(&dinkes, &e, "realisasi", isian("ii", 150_000_000))
        .await
        .unwrap();
    assert_eq!(e.isi["realisasi"].as_array().unwrap().len(), 2);
}

async fn an_office_keeps_its_own_and_touches_nobody_elses(u: &Uji) {
    let s = siklus(u).await;
    let e = usulan(u, &s, json!({})).await;
    let lain = u.sebagai(Peran::Penghubung, PAJAK);
    // A draft of another office is not there; what was put forward is read, and no more.
    assert_eq!(
        u.langkah(&lain, &e, "ajukan", json!({}))
            .await
            .unwrap_err()
            .status(),
        404
    );
    let isi = json!({ "siklus": s.id, "opd": DINKES, "nama": "x", "uraian": "x", "jenis": "beli", "domain": "layanan", "sumber_dana": "apbn", "jumlah": 1 });
    assert_eq!(u.buat(&lain, "usulan_tik", isi).await.unwrap_err().status(), 422);
    let e = u
        .langkah(&u.sebagai(Peran::Penghubung, DINKES), &e, "ajukan", json!({}))
        .await
        .unwrap();
    for (langkah, isian) in [
        ("periksa", json!({ "telaah": "x" })),
        ("tolak", json!({ "alasan": "x" })),
        ("kembalikan", json!({ "alasan": "x" })),
    ] {
        assert_eq!(
            u.langkah(&lain, &e, langkah, isian.clone())
                .await
                .unwrap_err()
                .status(),
            403
        );
        assert_eq!(
            u.langkah(&u.sebagai(Peran::Penghubung, DINKES), &e, langkah, isian)
                .await
                .unwrap_err()
                .status(),
            403,
            "{langkah} of one's own"
        );
    }
    let o = u.masuk(Peran::Penghubung, PAJAK).await;
    let (status, isi) = u
        .minta(Some(&o), &format!("/kerja/rencana/usulan/{}", e.nomor))
        .await;
    assert!(status == 200 && isi.contains("Antrean puskesmas"), "{status}");
    // The round is the planning office's alone, the roadmap's activities the office of informatics' alone.
    let isi = json!({ "tahun": 2028, "nama": "x", "batas_usulan": "2027-01-01", "batas_penelaahan": "2027-01-02", "batas_konsolidasi": "2027-01-03", "batas_penetapan": "2027-01-04" });
    assert_eq!(
        u.buat(&u.sebagai(Peran::Kepala, KOMINFO), "siklus_anggaran", isi.clone())
            .await
            .unwrap_err()
            .status(),
        403
    );
    assert_eq!(
        u.buat(&u.sebagai(Peran::Auditor, BAPPEDA), "siklus_anggaran", isi)
            .await
            .unwrap_err()
            .status(),
        403
    );
    assert_eq!(
        u.langkah(&lain, &s, "telaah", json!({}))
            .await
            .unwrap_err()
            .status(),
        403
    );
}

async fn amounts_are_whole_rupiah_however_they_are_written(u: &Uji) {
    let s = siklus(u).await;
    let dinkes = u.sebagai(Peran::Penghubung, DINKES);
    let isi = |jumlah: Value| json!({ "siklus": s.id, "opd": DINKES, "nama": "x", "uraian": "x", "jenis": "beli", "domain": "layanan", "sumber_dana": "apbn", "jumlah": jumlah });
    for salah in [
        json!(0),
        json!(-1),
        json!(1.5),
        json!("1250000"),
        json!(9_007_199_254_740_993_u64),
        Value::Null,
    ] {
        let g = u
            .buat(&dinkes, "usulan_tik", isi(salah.clone()))
            .await
            .unwrap_err();
        assert!(
            g.status() == 422 && g.isian().iter().any(|m| m.medan == "jumlah"),
            "{salah}: {g}"
        );
    }
    // What a form or a table sends is read by the same rule: dots between thousands, a comma only before nothing.
    let baca = |t: &str| kernel::nilai::dari_teks(&kernel::Jenis::Uang, t);
    for (tulis, harap) in [
        ("1.250.000", json!(1_250_000)),
        ("Rp 1.250.000,00", json!(1_250_000)),
        ("1,250,000", json!("1,250,000")),
        ("1.250.000,50", json!("1.250.000,50")),
        ("1.25", json!("1.25")),
    ] {
        assert_eq!(baca(tulis), harap, "{tulis}");
    }
    let g = u
        .buat(&dinkes, "usulan_tik", isi(baca("1,250,000")))
        .await
        .unwrap_err();
    assert!(g.to_string().contains("1.250.000"), "it shows how: {g}");
    let mut rinci = isi(json!(1_000));
    rinci["rincian"] = json!([{ "uraian": "a", "banyak": 3, "harga": 300 }]);
    assert!(
        u.buat(&dinkes, "usulan_tik", rinci.clone())
            .await
            .unwrap_err()
            .to_string()
            .contains("Rp900")
    );
    rinci["rincian"] = json!([{ "uraian": "a", "banyak": 1_000_000, "harga": 1_000_000_000_000_000_u64 }]);
    assert_eq!(
        u.buat(&dinkes, "usulan_tik", rinci.clone())
            .await
            .unwrap_err()
            .status(),
        422
    );
    rinci["rincian"] = json!([{ "uraian": "a", "banyak": 2, "harga": 500 }]);
    u.buat(&dinkes, "usulan_tik", rinci).await.unwrap();
}
