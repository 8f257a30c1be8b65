//! Internal notes, and the story of an entry as its readers may know it.

use serde_json::json;

use crate::{bekal::Uji, perkakas};

uji! { notes_are_internal, the_story_and_its_readers }

async fn notes_are_internal(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let jalur = format!("pengaduan/{}/catatan", l.id);
    let isi = json!({ "catatan": "Periksa anggaran." });
    let opd = u.sebagai("penghubung").await;
    let j = opd.post(&jalur, isi.clone()).await.harus(201);
    assert_eq!(
        (j.json()["versi"].as_i64(), j.kepala("etag")),
        (Some(3), Some("\"3\""))
    );
    u.publik().post(&jalur, isi.clone()).await.harus(401);
    u.publik()
        .dengan("x-kode-lacak", &l.kode)
        .post(&jalur, isi.clone())
        .await
        .harus(403);
    u.sebagai("auditor")
        .await
        .post(&jalur, isi.clone())
        .await
        .harus(403);
    u.sebagai("penghubung:dlh")
        .await
        .post(&jalur, isi.clone())
        .await
        .harus(403);
    for (isi, medan) in [
        (json!({}), "catatan"),
        (json!({ "catatan": "" }), "catatan"),
        (json!({ "catatan": ["x"] }), "catatan"),
        (json!({ "catatan": "x".repeat(5_001) }), "catatan"),
        (json!({ "catatan": "x", "teks": "y" }), "teks"),
    ] {
        assert_eq!(opd.post(&jalur, isi).await.harus(422).medan(), medan);
    }
    let riwayat = format!("pengaduan/{}/riwayat", l.id);
    assert!(
        opd.get(&riwayat)
            .await
            .harus(200)
            .teks()
            .contains("Periksa anggaran")
    );
    for k in [
        u.publik(),
        u.publik().dengan("x-kode-lacak", &l.kode),
        u.sebagai("penghubung:dlh").await,
    ] {
        assert!(!k.get(&riwayat).await.harus(200).teks().contains("anggaran"));
    }
    let k = opd.dengan("idempotency-key", "n1");
    let isi = json!({ "catatan": "Sekali saja." });
    k.post(&jalur, isi.clone()).await.harus(201);
    assert_eq!(k.post(&jalur, isi).await.harus(201).json()["versi"], 4);
}

async fn the_story_and_its_readers(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let opd = u.sebagai("penghubung").await;
    let jawab = json!({ "jawaban": "Sudah ditambal.", "catatan": "CV Maju" });
    opd.post(&format!("pengaduan/{}/langkah/jawab", l.id), jawab)
        .await
        .harus(200);
    let k = u.sebagai("koordinator").await;
    k.patch(
        &format!("pengaduan/{}", l.id),
        3,
        json!({ "pelapor": { "nama": "Siti A." } }),
    )
    .await
    .harus(200);
    let riwayat = format!("pengaduan/{}/riwayat", l.id);
    let semua = |j: crate::bekal::Jawaban| j.json()["data"].as_array().unwrap().clone();
    let d = semua(opd.get(&riwayat).await.harus(200));
    let apa: Vec<&str> = d.iter().map(|e| e["apa"].as_str().unwrap()).collect();
    assert_eq!(apa, ["diubah", "langkah", "langkah", "dibuat"], "newest first");
    let j = &d[1];
    assert_eq!(
        (&j["langkah"], &j["dari"], &j["ke"]),
        (&"jawab".into(), &"diteruskan".into(), &"dijawab".into())
    );
    assert_eq!(
        (&j["label"], &j["isi"]["catatan"]),
        (&"Jawab".into(), &"CV Maju".into())
    );
    assert_eq!(
        j["oleh"],
        json!({ "jenis": "akun", "nama": "Pejabat penghubung" })
    );
    assert_eq!(j["waktu"], "2026-11-23T09:15:00+07:00");
    assert_eq!(d[3]["oleh"], json!({ "jenis": "publik" }));
    let d = semua(
        u.publik()
            .dengan("x-kode-lacak", &l.kode)
            .get(&riwayat)
            .await
            .harus(200),
    );
    let apa: Vec<&str> = d.iter().map(|e| e["apa"].as_str().unwrap()).collect();
    assert_eq!(apa, ["langkah", "langkah", "dibuat"]);
    assert_eq!(
        d[0]["oleh"],
        json!({ "jenis": "akun" }),
        "to the citizen the unit answers, not a person"
    );
    assert_eq!(d[0]["isi"], json!({ "jawaban": "Sudah ditambal." }));
    assert_eq!(d[2]["isi"]["pelapor"]["nama"], "Siti Aminah", "their own words");
    let j = u.publik().get(&riwayat).await.harus(200);
    assert!(
        !j.teks().contains("Siti") && !j.teks().contains("Pejabat") && !j.teks().contains("CV Maju"),
        "{}",
        j.teks()
    );
    assert!(semua(j).iter().all(|e| e["terlihat"] == "publik"));
    let a = k
        .post("perkakas", perkakas::isi("Palu", 1, "dlh"))
        .await
        .harus(201)
        .json();
    let jalur = format!("perkakas/{}", a["id"].as_str().unwrap());
    k.patch(&jalur, 1, json!({ "nik": "3604054107900001", "harga": 5 }))
        .await
        .harus(200);
    let t = u
        .sebagai("auditor")
        .await
        .get(&format!("{jalur}/riwayat"))
        .await
        .harus(200)
        .teks();
    assert!(t.contains("harga") && !t.contains("36040541"), "{t}");
}
