//! Updates: what everybody may read of a story, and what an office's own system or a citizen's app may add to it.

use kernel::Peran;
use serde_json::{Value, json};

use crate::bekal::Uji;

uji! {
    the_public_story_as_updates,
    an_office_answers_with_its_token,
    a_citizen_speaks_with_the_code,
    nobody_else_says_anything,
}

async fn uraian(u: &Uji, kueri: &str) -> Vec<(String, String)> {
    let j = u.baca(&format!("servicerequestupdates?{kueri}")).await;
    let teks = |e: &Value, k: &str| e[k].as_str().unwrap().to_owned();
    let semua = j.as_array().unwrap().iter();
    semua
        .map(|e| (teks(e, "status"), teks(e, "description")))
        .collect()
}

async fn the_public_story_as_updates(u: &Uji) {
    let n = u.terbuka(&[]).await;
    let lain = u.terbuka(&[("attribute[rahasia]", "ya")]).await;
    let opd = u.pejabat(Peran::Penghubung);
    let warga = kernel::Pelaku::Pelapor(u.id(&n).await);
    u.langkah(&opd, &lain, "jawab", json!({ "jawaban": "Rahasia." }))
        .await;
    u.langkah(
        &opd,
        &n,
        "kerjakan",
        json!({ "jawaban": "Mulai.", "catatan": "Internal." }),
    )
    .await;
    u.langkah(&warga, &n, "tanggapi", json!({ "pesan": "Kata warga." }))
        .await;
    u.maju_hari(100);
    u.langkah(&opd, &n, "jawab", json!({ "jawaban": "Selesai." }))
        .await;
    let j = u
        .baca(&format!("servicerequestupdates?service_request_id={n}"))
        .await;
    let unit = u
        .profil()
        .nama_unit(u.profil().kategori("jalan-rusak").unwrap().opd.as_str());
    assert_eq!(
        j[0]["description"],
        format!("Teruskan ke perangkat daerah ({unit})")
    );
    assert_eq!(
        (
            &j[0]["update_id"],
            &j[0]["service_request_id"],
            &j[0]["external_status_code"],
            &j[0]["updated_datetime"]
        ),
        (
            &json!(format!("{n}.2")),
            &json!(n),
            &json!("diteruskan"),
            &json!("2026-11-23T09:15:02+07:00")
        )
    );
    let ya = |s: &str| ("open".to_owned(), s.to_owned());
    // Those of a span: by the time of the update, whatever else happened to its report.
    assert_eq!(uraian(u, "").await, [ya("Selesai.")]);
    assert_eq!(
        uraian(u, "start_date=2026-11-23&end_date=2026-11-24").await[1..],
        [ya("Mulai.")]
    );
    assert_eq!(
        uraian(u, "start_date=2027-03-01&end_date=2027-03-04").await,
        [ya("Selesai.")]
    );
    assert_eq!(uraian(u, "start_date=2027-03-04").await, []);
    assert_eq!(uraian(u, &format!("service_request_id={lain}")).await, []);
    for (kueri, argumen) in [
        ("start_date=x", "start_date"),
        ("start_date=2026-01-01&end_date=2026-12-01", "end_date"),
        ("kursor=x", "kursor"),
    ] {
        let r = u
            .get(&format!("servicerequestupdates.json?{kueri}"))
            .await
            .harus(400);
        assert_eq!(r.salah(), [argumen]);
    }
}

async fn an_office_answers_with_its_token(u: &Uji) {
    let n = u.terbuka(&[]).await;
    let token = u.token(Peran::Penghubung).await;
    let kirim = async |status: &str, uraian: &str| {
        let isian = [
            ("api_key", token.as_str()),
            ("service_request_id", &n),
            ("status", status),
            ("description", uraian),
        ];
        u.maju_detik(1);
        u.post("servicerequestupdates.json", &isian).await
    };
    let j = kirim("OPEN", "Tim berangkat.").await.harus(201).json();
    assert_eq!(
        j,
        json!([{ "update_id": format!("{n}.3"), "service_request_id": n, "status": "open" }])
    );
    assert_eq!(kirim("closed", "").await.harus(400).salah(), ["description"]);
    assert_eq!(kirim("selesai", "x").await.harus(400).salah(), ["status"]);
    kirim("CLOSED", "Sudah ditambal.").await.harus(201);
    // Answered already: there is nothing more to answer until the citizen speaks.
    kirim("closed", "Lagi.").await.harus(409).salah();
    let semua = uraian(u, &format!("service_request_id={n}")).await;
    let kata: Vec<&str> = semua.iter().skip(1).map(|(_, k)| k.as_str()).collect();
    assert_eq!(kata, ["Tim berangkat.", "Sudah ditambal."]);
}

async fn a_citizen_speaks_with_the_code(u: &Uji) {
    let (n, kode) = u.lapor(&[]).await;
    let kirim = async |kode: &str, status: &str, uraian: &str| {
        let isian = [
            ("kode_lacak", kode),
            ("service_request_id", n.as_str()),
            ("status", status),
            ("description", uraian),
        ];
        u.maju_detik(1);
        u.post("servicerequestupdates.xml", &isian).await
    };
    kirim(&kode, "", "Tambahan: malam hari gelap.").await.harus(201);
    assert_eq!(
        kirim("AAAA-BBBB-CCCC", "", "x").await.harus(404).salah(),
        ["service_request_id"]
    );
    kirim(&kode, "closed", "").await.harus(409);
    u.teruskan(&n).await;
    u.langkah(
        &u.pejabat(Peran::Penghubung),
        &n,
        "jawab",
        json!({ "jawaban": "Sudah." }),
    )
    .await;
    let r = kirim(&kode, "closed", "").await.harus(201);
    assert!(r.teks().contains("<status>closed</status>"), "{}", r.teks());
    assert_eq!(u.baca(&format!("requests/{n}")).await[0]["status"], "closed");
    let r = kirim(&kode, "open", "Berlubang lagi.").await.harus(201);
    assert!(r.teks().contains("<status>open</status>"), "{}", r.teks());
    assert_eq!(kirim(&kode, "open", "").await.harus(400).salah(), ["description"]);
}

async fn nobody_else_says_anything(u: &Uji) {
    let n = u.terbuka(&[]).await;
    let (tertutup, _) = u.lapor(&[]).await;
    let isian = |n| {
        [
            ("service_request_id", n),
            ("description", "x"),
            ("status", "closed"),
        ]
    };
    let dengan = |n, kunci| [isian(n).as_slice(), &[("api_key", kunci)]].concat();
    let r = u.post("servicerequestupdates.json", &isian(&n)).await.harus(403);
    assert_eq!(r.salah(), ["api_key"]);
    let r = u
        .post("servicerequestupdates.json", &dengan(&n, "salah"))
        .await
        .harus(403);
    assert_eq!(r.salah(), ["api_key"]);
    // An official without that turn is told so; what an office does not see is not there for it.
    let token = u.token(Peran::Petugas).await;
    u.post("servicerequestupdates.json", &dengan(&n, &token))
        .await
        .harus(403)
        .salah();
    let token = u.token(Peran::Penghubung).await;
    for n in [tertutup.as_str(), "SRG-2026-999999", "%", "../requests"] {
        let r = u
            .post("servicerequestupdates.json", &dengan(n, &token))
            .await
            .harus(404);
        assert_eq!(r.salah(), ["service_request_id"]);
    }
    assert_eq!(
        u.post("servicerequestupdates.json", &[]).await.harus(400).salah(),
        ["service_request_id"]
    );
}
