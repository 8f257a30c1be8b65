#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use serde_json::{Value, json};

fn usulan(lain: Value) -> UsulanTik {
    let mut isi = json!({
        "siklus": IdEntri(uuid::Uuid::nil()), "opd": "dinkes", "nama": "Pembangunan aplikasi antrean puskesmas", "uraian": "Antre dari rumah.",
        "jenis": "bangun", "domain": "aplikasi", "sumber_dana": "apbd", "jumlah": 100_000_000,
        "kegiatan": IdEntri(uuid::Uuid::nil()), "aplikasi": IdEntri(uuid::Uuid::nil()),
    });
    let o = isi.as_object_mut().unwrap();
    o.extend(lain.as_object().unwrap().clone());
    o.retain(|_, v| !v.is_null());
    serde_json::from_value(isi).unwrap()
}

fn aplikasi(nomor: u8, nama: &str, umum: bool) -> Aplikasi {
    Aplikasi {
        id: IdEntri(uuid::Uuid::from_u128(u128::from(nomor))),
        nomor: format!("JBR-2026-00000{nomor}"),
        nama: nama.into(),
        fungsi: String::new(),
        opd: KodeUnit("rsud".into()),
        umum,
    }
}

fn permohonan(keadaan: &str) -> Permohonan {
    Permohonan {
        nomor: format!("P-{keadaan}"),
        keadaan: keadaan.into(),
    }
}

fn baik() -> Sekitar {
    Sekitar {
        kegiatan: Some("berjalan".into()),
        peta_ditetapkan: true,
        tahun_cocok: true,
        aplikasi: Vec::new(),
        permohonan: Some(vec![permohonan(DISETUJUI)]),
        minta_pertimbangan: true,
        risiko: Some(true),
    }
}

fn kode(u: &UsulanTik, s: &Sekitar) -> Vec<&'static str> {
    telaah(u, s).iter().map(Temuan::kode).collect()
}

#[test]
fn what_fits_is_not_found_fault_with() {
    assert_eq!(telaah(&usulan(json!({})), &baik()), []);
}

#[test]
fn what_refers_to_nothing_is_held_and_an_exception_is_told() {
    let kosong = json!({ "kegiatan": null, "aplikasi": null });
    let u = usulan(kosong.clone());
    assert_eq!(kode(&u, &baik()), ["di_luar_peta_rencana", "di_luar_arsitektur"]);
    assert!(telaah(&u, &baik()).iter().all(|t| t.bobot() == Bobot::Menahan));
    let mut dengan = kosong;
    dengan["pengecualian"] = json!([{ "acuan": "peta_rencana", "alasan": "Perintah undang-undang.", "oleh": "kepala.diskominfo", "unit": "diskominfo", "tanggal": "2026-11-23" }]);
    let t = telaah(&usulan(dengan), &baik());
    assert_eq!(
        t.iter().map(Temuan::bobot).collect::<Vec<_>>(),
        [Bobot::Menahan, Bobot::Tahu]
    );
    assert_eq!(t.first().map(Temuan::kode), Some("di_luar_arsitektur"));
}

#[test]
fn an_activity_that_is_over_or_of_another_year_is_found() {
    for (keadaan, harap) in [
        ("batal", vec!["kegiatan_tidak_hidup"]),
        ("selesai", vec!["kegiatan_tidak_hidup"]),
        ("ditunda", vec![]),
    ] {
        let s = Sekitar {
            kegiatan: Some(keadaan.into()),
            ..baik()
        };
        assert_eq!(kode(&usulan(json!({})), &s), harap, "{keadaan}");
    }
    let s = Sekitar {
        peta_ditetapkan: false,
        tahun_cocok: false,
        ..baik()
    };
    assert_eq!(
        kode(&usulan(json!({})), &s),
        ["peta_belum_ditetapkan", "tahun_tidak_cocok"]
    );
}

#[test]
fn a_similar_application_is_found_by_its_words_and_a_common_one_is_named_as_such() {
    let semua = vec![
        aplikasi(1, "Sistem Antrean RSUD dan Puskesmas", false),
        aplikasi(2, "SRIKANDI", true),
        aplikasi(3, "Antrean Puskesmas Nasional", true),
    ];
    let s = Sekitar {
        aplikasi: semua,
        ..baik()
    };
    let t = telaah(&usulan(json!({})), &s);
    assert_eq!(
        t.iter().map(Temuan::kode).collect::<Vec<_>>(),
        ["aplikasi_serupa", "aplikasi_umum_tersedia"]
    );
    assert!(matches!(&t[0], Temuan::Serupa(n, _, u) if n == "JBR-2026-000001" && u.as_str() == "rsud"));
    // What is only kept running, or is the application itself, is nobody's double.
    assert_eq!(
        kode(&usulan(json!({ "jenis": "operasi" })), &s),
        Vec::<&str>::new()
    );
    let diri = usulan(json!({ "aplikasi": IdEntri(uuid::Uuid::from_u128(1)) }));
    assert_eq!(kode(&diri, &s), ["aplikasi_umum_tersedia"]);
}

#[test]
fn words_that_every_application_has_make_none_alike() {
    assert!(!mirip(
        "Sistem Informasi Layanan Daerah",
        "Sistem Informasi Layanan Kabupaten"
    ));
    assert!(!mirip("Pembangunan aplikasi pajak", "Aplikasi antrean"));
    assert!(mirip(
        "Aplikasi e-Pajak hotel",
        "Pengembangan pajak hotel dan restoran"
    ));
    assert!(!mirip("", "Antrean"));
}

#[test]
fn closed_source_is_found_only_where_the_regulation_asks_and_nobody_considered_it() {
    let u = usulan(json!({ "sumber_tertutup": true }));
    assert_eq!(kode(&u, &baik()), ["sumber_tertutup_tanpa_pertimbangan"]);
    assert_eq!(
        kode(
            &u,
            &Sekitar {
                minta_pertimbangan: false,
                ..baik()
            }
        ),
        Vec::<&str>::new()
    );
    let ada = usulan(json!({ "sumber_tertutup": true, "pertimbangan": "B/12/2026" }));
    assert_eq!(kode(&ada, &baik()), Vec::<&str>::new());
}

#[test]
fn an_application_is_asked_for_before_it_is_budgeted() {
    let dengan = |semua: &[&str]| Sekitar {
        permohonan: Some(semua.iter().map(|k| permohonan(k)).collect()),
        ..baik()
    };
    let u = usulan(json!({}));
    assert_eq!(telaah(&u, &dengan(&[])), [Temuan::TanpaPermohonan]);
    let belum = Temuan::PermohonanBelumDisetujui("P-diajukan".into(), "diajukan".into());
    assert_eq!(belum.bobot(), Bobot::Jawab);
    assert_eq!(telaah(&u, &dengan(&["ditolak", "diajukan"])), [belum]);
    assert_eq!(telaah(&u, &dengan(&[DISETUJUI, "diajukan"])), []);
    for lain in [
        json!({ "jenis": "operasi" }),
        json!({ "domain": "infrastruktur" }),
    ] {
        assert_eq!(telaah(&usulan(lain), &dengan(&[])), []);
    }
    for jenis in ["beli", "kembang"] {
        assert_eq!(
            kode(&usulan(json!({ "jenis": jenis })), &dengan(&[])),
            ["tanpa_permohonan_aplikasi"]
        );
    }
    // Of what one may not read nothing is concluded.
    let buta = Sekitar {
        permohonan: None,
        ..baik()
    };
    assert_eq!(telaah(&u, &buta), []);
}

#[test]
fn without_a_register_of_risks_that_is_said_and_no_more() {
    assert_eq!(
        kode(
            &usulan(json!({})),
            &Sekitar {
                risiko: None,
                ..baik()
            }
        ),
        ["belum_ada_register_risiko"]
    );
    assert_eq!(
        kode(
            &usulan(json!({})),
            &Sekitar {
                risiko: Some(false),
                ..baik()
            }
        ),
        ["tanpa_penilaian_risiko"]
    );
}
