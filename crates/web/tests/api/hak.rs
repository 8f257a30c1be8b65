//! Who sees what: other regencies, other units, the public; names withheld, reports kept from the public.

use serde_json::json;

use crate::{bekal::Uji, perkakas};

/// Words of the citizen's person, in every form in which they could leak.
const PRIBADI: [&str; 6] = [
    "Siti",
    "siti@contoh",
    "81200001234",
    "SITI",
    "Aminah",
    "0812-0000",
];

uji! {
    tokens_are_worth_nothing_elsewhere, a_wrong_token_is_no_step_down, personal_data_is_never_public,
    confidential_reports_are_not_public, an_anonymous_name_reaches_the_coordinator_only, units_see_what_they_hold,
    nobody_filters_by_what_they_do_not_see, other_sites_read_only_what_is_public,
}

async fn tokens_are_worth_nothing_elsewhere(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    k.get("saya").await.harus(200);
    let lain = k.di("jembrana");
    for jalur in [
        "saya",
        "pengaduan",
        "kategori-pengaduan",
        &format!("pengaduan/{}", l.id),
        "pengaduan.csv",
        "",
    ] {
        let j = lain.get(jalur).await.harus(401);
        assert_eq!(j.kepala("www-authenticate"), Some("Bearer"), "{jalur}");
    }
    lain.post("pengaduan", crate::bekal::laporan()).await.harus(401);
    lain.impor("pengaduan/impor", "text/csv", "judul,isi,kategori\n")
        .await
        .harus(401);
    let tetangga = u.sebagai_di("jembrana", "koordinator").await;
    assert_eq!(tetangga.get("pengaduan").await.harus(200).nomor().len(), 0);
    tetangga.get(&format!("pengaduan/{}", l.id)).await.harus(404);
    tetangga
        .patch(&format!("pengaduan/{}", l.id), 1, json!({ "judul": "x" }))
        .await
        .harus(404);
    tetangga
        .post(&format!("pengaduan/{}/catatan", l.id), json!({ "catatan": "x" }))
        .await
        .harus(404);
}

async fn a_wrong_token_is_no_step_down(u: &Uji) {
    for nilai in ["Bearer salah", "Bearer ", "Basic YTpi", "Bearer \u{e9}", "x"] {
        let p = u.publik().dengan("authorization", nilai);
        p.get("kategori-pengaduan").await.harus(401);
        p.post("pengaduan", crate::bekal::laporan()).await.harus(401);
    }
    u.publik().get("saya").await.harus(401);
    u.publik()
        .dengan("cookie", "praja_sesi=salah")
        .get("saya")
        .await
        .harus(401);
}

async fn personal_data_is_never_public(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let mut alat = perkakas::isi("Gergaji", 1, "dlh");
    alat["nik"] = "3604054107900001".into();
    alat["harga"] = 777_777.into();
    alat["penjaga"] = json!({ "nama": "Siti Aminah", "surel": "siti@contoh.id", "telepon": "081200001234" });
    let a = k.post("perkakas", alat).await.harus(201).json();
    let a = a["id"].as_str().unwrap();
    k.post(&format!("perkakas/{a}/langkah/siapkan"), json!({}))
        .await
        .harus(200);
    let jalur = [
        "pengaduan".to_owned(),
        "pengaduan?kata=jalan&urut=jatuh".into(),
        format!("pengaduan/{}", l.id),
        format!("pengaduan/{}/riwayat", l.nomor),
        format!("pengaduan/{}/tautan", l.nomor),
        format!("pengaduan/{}/langkah", l.nomor),
        "perkakas".into(),
        "perkakas.csv".into(),
        "perkakas.ndjson".into(),
        format!("perkakas/{a}"),
        format!("perkakas/{a}/riwayat"),
    ];
    for jalur in &jalur {
        // Also officials who hold neither, and whoever counts as public here.
        for siapa in [
            u.publik(),
            u.sebagai("penghubung:dishub").await,
            u.sebagai("administrator").await,
        ] {
            let t = siapa.get(jalur).await.harus(200).teks();
            assert!(
                t.contains(&l.nomor) || t.contains("SRG-2026-") || t.contains("\"data\""),
                "{jalur}: {t}"
            );
            for p in PRIBADI.iter().chain(&["36040541", "777777"]) {
                assert!(!t.contains(p), "{jalur} shows {p}: {t}");
            }
        }
    }
    let kepala = u.publik().get("perkakas.csv").await.harus(200).teks();
    let kepala = kepala.lines().next().unwrap();
    assert!(
        kepala.contains("gudang.alamat") && !kepala.contains("penjaga") && !kepala.contains("nik"),
        "{kepala}"
    );
    let csv = k.get("perkakas.csv").await.harus(200).teks();
    assert!(
        csv.contains("Siti Aminah") && csv.contains("3604054107900001"),
        "who may see it gets it"
    );
    u.publik().get("pengaduan.csv").await.harus(401);
    let j = u.sebagai("auditor").await.get("pengaduan.csv").await.harus(200);
    assert!(PRIBADI.iter().all(|p| !j.teks().contains(p)), "{}", j.teks());
}

async fn confidential_reports_are_not_public(u: &Uji) {
    let l = u
        .diteruskan(json!({ "rahasia": true, "judul": "Pungutan liar" }))
        .await;
    let baru = u.lapor(json!({ "judul": "Belum diperiksa" })).await;
    for siapa in [
        u.publik(),
        u.sebagai("penghubung:dlh").await,
        u.sebagai("administrator").await,
    ] {
        let t = siapa.get("pengaduan").await.harus(200);
        assert_eq!(t.nomor().len(), 0, "{}", t.teks());
        assert_eq!(
            siapa
                .get("pengaduan?kata=pungutan")
                .await
                .harus(200)
                .nomor()
                .len(),
            0
        );
        for l in [&l, &baru] {
            for akhir in ["", "/riwayat", "/tautan", "/langkah"] {
                siapa.get(&format!("pengaduan/{}{akhir}", l.id)).await.harus(404);
                siapa
                    .get(&format!("pengaduan/{}{akhir}", l.nomor))
                    .await
                    .harus(404);
            }
        }
    }
    assert_eq!(
        u.sebagai("penghubung")
            .await
            .get("pengaduan")
            .await
            .harus(200)
            .nomor(),
        [l.nomor]
    );
}

async fn an_anonymous_name_reaches_the_coordinator_only(u: &Uji) {
    let l = u.diteruskan(json!({ "anonim": true })).await;
    let biasa = u.diteruskan(json!({})).await;
    let opd = u.sebagai("penghubung").await;
    let k = u.sebagai("koordinator").await;
    for jalur in [
        "pengaduan/{}",
        "pengaduan/{}/riwayat",
        "pengaduan",
        "pengaduan.csv?kata={}",
        "pengaduan.ndjson?kata={}",
    ] {
        let jalur = jalur.replace("{}", &l.nomor);
        assert!(
            k.get(&jalur).await.harus(200).teks().contains("Siti Aminah"),
            "{jalur}"
        );
        if jalur == "pengaduan" {
            let d = opd.get(&jalur).await.harus(200).json()["data"].clone();
            let satu = d
                .as_array()
                .unwrap()
                .iter()
                .find(|e| e["nomor"] == l.nomor.as_str())
                .unwrap()
                .clone();
            assert!(satu.get("pelapor").is_none(), "{satu}");
        } else {
            let t = opd.get(&jalur).await.harus(200).teks();
            assert!(PRIBADI.iter().all(|p| !t.contains(p)), "{jalur}: {t}");
        }
    }
    assert_eq!(
        opd.get(&format!("pengaduan/{}", biasa.id))
            .await
            .harus(200)
            .json()["pelapor"]["nama"],
        "Siti Aminah"
    );
    // Not through a step's answer, not through a search.
    let jalur = format!("pengaduan/{}/langkah/kerjakan", l.id);
    let t = opd
        .post(&jalur, json!({ "jawaban": "Kami survei." }))
        .await
        .harus(200)
        .teks();
    assert!(!t.contains("Siti"), "{t}");
    assert_eq!(opd.get("pengaduan?kata=Aminah").await.harus(200).nomor().len(), 0);
}

async fn units_see_what_they_hold(u: &Uji) {
    let l = u.diteruskan(json!({ "rahasia": true })).await;
    let jalur = format!("pengaduan/{}", l.id);
    for (siapa, status) in [
        ("koordinator", 200),
        ("penghubung", 200),
        ("kepala", 200),
        ("petugas", 200),
        ("auditor", 200),
        ("pimpinan", 200),
        ("penghubung:dlh", 404),
        ("kepala:dlh", 404),
        ("petugas:dlh", 404),
        ("administrator", 404),
    ] {
        let k = u.sebagai(siapa).await;
        let j = k.get(&jalur).await.harus(status);
        let lihat = j.teks().contains("Siti Aminah");
        assert_eq!(
            lihat,
            matches!(siapa, "koordinator" | "penghubung" | "petugas"),
            "{siapa}"
        );
        assert_eq!(
            k.get("pengaduan").await.harus(200).nomor().len(),
            usize::from(status == 200),
            "{siapa}"
        );
    }
}

async fn nobody_filters_by_what_they_do_not_see(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    for q in ["harga=1", "urut=harga"] {
        k.get(&format!("perkakas?{q}")).await.harus(200);
    }
    // Personal data stands in no address, whoever asks.
    for q in ["nik=3604054107900001", "urut=nik"] {
        k.get(&format!("perkakas?{q}")).await.harus(422);
    }
    let p = u.publik();
    for (q, medan) in [
        ("nik=3604054107900001", "nik"),
        ("urut=-nik", "urut"),
        ("harga=1", "harga"),
        ("urut=harga", "urut"),
    ] {
        let g = p.get(&format!("perkakas?{q}")).await.harus(422);
        assert_eq!(g.medan(), medan);
        let ada = g.galat()[0].1.clone();
        assert!(ada.contains("jumlah") && !ada.contains("harga,"), "{ada}");
        p.get(&format!("perkakas.csv?{q}")).await.harus(422);
    }
    // Of an entry that is public, another unit sees the public fields only, and asks by those only.
    let mut mahal = perkakas::isi("Pompa", 7, "dishub");
    mahal["harga"] = 5_000_000.into();
    let mahal = k.post("perkakas", mahal).await.harus(201).json();
    let id = mahal["id"].as_str().unwrap();
    k.post(&format!("perkakas/{id}/langkah/siapkan"), json!({}))
        .await
        .harus(200);
    let (sini, sana) = (
        u.sebagai("penghubung:dishub").await,
        u.sebagai("penghubung:dlh").await,
    );
    for (q, n) in [
        ("jumlah=7", [1, 1]),
        ("harga=5000000", [1, 0]),
        ("jumlah=7&urut=harga", [1, 0]),
    ] {
        let q = format!("perkakas?{q}");
        let ada = [
            sini.get(&q).await.harus(200).nomor().len(),
            sana.get(&q).await.harus(200).nomor().len(),
        ];
        assert_eq!(ada, n, "{q}");
    }
    let a = u.sebagai("auditor").await;
    a.get("perkakas?harga=1").await.harus(200);
    assert_eq!(a.get("perkakas?urut=nik").await.harus(422).medan(), "urut");
    assert_eq!(
        p.get("pengaduan?kanal=whatsapp").await.harus(422).medan(),
        "kanal"
    );
    assert_eq!(
        p.get("pengaduan?kategori=sampah").await.harus(200).nomor().len(),
        0
    );
}

async fn other_sites_read_only_what_is_public(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let asing = u.publik().dengan("origin", "https://lain.contoh.id");
    for (jalur, status) in [
        ("pengaduan", 200),
        ("wilayah", 200),
        ("pengaduan?x=1", 422),
        ("tidak-ada", 404),
    ] {
        let j = asing.get(jalur).await.harus(status);
        assert_eq!(j.kepala("access-control-allow-origin"), Some("*"), "{jalur}");
        assert_eq!(j.kepala("access-control-allow-credentials"), None);
    }
    let k = u
        .sebagai("koordinator")
        .await
        .dengan("origin", "https://lain.contoh.id");
    assert_eq!(
        k.get("pengaduan")
            .await
            .harus(200)
            .kepala("access-control-allow-origin"),
        None
    );
    let kuki = asing.dengan("cookie", "praja_sesi=x");
    assert_eq!(
        kuki.get("pengaduan")
            .await
            .harus(200)
            .kepala("access-control-allow-origin"),
        None
    );
    let j = asing.post("pengaduan", crate::bekal::laporan()).await.harus(201);
    assert_eq!(
        j.kepala("access-control-allow-origin"),
        None,
        "other sites do not read what is written"
    );
    let vary = asing.get(&format!("pengaduan/{}", l.id)).await.harus(200);
    assert!(vary.kepala("vary").unwrap().contains("Authorization"));
}
