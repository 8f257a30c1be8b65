//! Steps: what is offered, what is taken, what is refused.

use serde_json::json;

use crate::bekal::Uji;

uji! {
    what_is_offered_can_be_taken, a_complaint_goes_its_way, refused_steps, versions_and_keys_of_steps,
    merging_by_number, a_step_may_take_it_out_of_sight,
}

async fn what_is_offered_can_be_taken(u: &Uji) {
    let l = u.lapor(json!({ "jenis": "pengaduan" })).await;
    let k = u.sebagai("koordinator").await;
    let j = k
        .get(&format!("pengaduan/{}/langkah", l.nomor))
        .await
        .harus(200)
        .json();
    let semua = j["data"].as_array().unwrap();
    let kode: Vec<&str> = semua.iter().map(|s| s["langkah"].as_str().unwrap()).collect();
    assert_eq!(
        kode,
        [
            "teruskan", "tunda", "arsipkan", "gabung", "kaitkan", "tugaskan", "ambil", "lepas", "tanggapi"
        ]
    );
    let t = &semua[0];
    assert_eq!(t["label"], "Teruskan ke perangkat daerah");
    assert!(
        t["akibat"]
            .as_str()
            .unwrap()
            .starts_with("Perangkat daerah tujuan memegang")
    );
    assert_eq!(t["ke"], "diteruskan");
    let opd = u
        .profil("serang")
        .kategori("jalan-rusak")
        .unwrap()
        .opd
        .to_string();
    assert_eq!(t["usul"], json!({ "unit": opd, "kelas": "tidak_berkadar" }));
    let s = &t["skema"];
    assert_eq!(s["required"], json!(["unit", "kelas"]));
    assert!(
        s["properties"]["unit"]["enum"]
            .as_array()
            .unwrap()
            .contains(&opd.into())
    );
    let jalur = t["tautan"].as_str().unwrap();
    assert_eq!(
        jalur,
        format!("/serang/api/v1/pengaduan/{}/langkah/teruskan", l.id)
    );
    let e = k.post(jalur, t["usul"].clone()).await.harus(200).json();
    assert_eq!(
        (&e["keadaan"], &e["pemegang"]),
        (&"diteruskan".into(), &t["usul"]["unit"])
    );
    assert_eq!(e["kelas"], "tidak_berkadar");
    let j = k
        .dengan("accept-language", "en")
        .get(&format!("pengaduan/{}/langkah", l.id))
        .await
        .harus(200)
        .json();
    assert_ne!(j["data"][0]["label"], "Teruskan ke perangkat daerah");
    let publik = u
        .publik()
        .get(&format!("pengaduan/{}/langkah", l.id))
        .await
        .harus(200)
        .json();
    assert_eq!(publik["data"], json!([]));
}

async fn a_complaint_goes_its_way(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let jalur = |s: &str| format!("pengaduan/{}/langkah/{s}", l.id);
    let opd = u.sebagai("penghubung").await;
    let e = opd
        .post(&jalur("kerjakan"), json!({ "jawaban": "Kami survei." }))
        .await
        .harus(200)
        .json();
    assert_eq!(e["keadaan"], "dikerjakan");
    let j = opd
        .post(
            &jalur("jawab"),
            json!({ "jawaban": "Sudah ditambal.", "catatan": "CV Maju" }),
        )
        .await
        .harus(200);
    assert_eq!(
        (j.json()["keadaan"].as_str(), j.kepala("etag")),
        (Some("dijawab"), Some("\"4\""))
    );
    let warga = u.publik().dengan("x-kode-lacak", &l.kode);
    let e = warga.post(&jalur("terima"), json!({})).await.harus(200).json();
    assert_eq!(
        (&e["keadaan"], &e["terbuka"], &e["versi"]),
        (&"selesai".into(), &false.into(), &5.into())
    );
}

async fn refused_steps(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let rahasia = u.diteruskan(json!({ "rahasia": true })).await;
    let jalur = |s: &str| format!("pengaduan/{}/langkah/{s}", l.id);
    let isi = json!({ "jawaban": "x" });
    u.publik().post(&jalur("jawab"), isi.clone()).await.harus(401);
    u.sebagai("penghubung:dlh")
        .await
        .post(&jalur("jawab"), isi.clone())
        .await
        .harus(403);
    u.sebagai("koordinator")
        .await
        .post(&jalur("jawab"), isi.clone())
        .await
        .harus(403);
    u.sebagai("auditor")
        .await
        .post(&jalur("jawab"), isi.clone())
        .await
        .harus(403);
    u.publik()
        .dengan("x-kode-lacak", &l.kode)
        .post(&jalur("jawab"), isi.clone())
        .await
        .harus(403);
    let tertutup = format!("pengaduan/{}/langkah/jawab", rahasia.id);
    u.sebagai("penghubung:dlh")
        .await
        .post(&tertutup, isi.clone())
        .await
        .harus(404);
    u.publik().post(&tertutup, isi.clone()).await.harus(404);
    let opd = u.sebagai("penghubung").await;
    assert_eq!(
        opd.post(&jalur("jawab"), json!({})).await.harus(422).medan(),
        "jawaban"
    );
    assert_eq!(
        opd.post(&jalur("jawab"), json!({ "jawaban": 1 }))
            .await
            .harus(422)
            .medan(),
        "jawaban"
    );
    assert_eq!(
        opd.post(&jalur("jawab"), json!({ "jawaban": "x", "asing": 1 }))
            .await
            .harus(422)
            .medan(),
        "asing"
    );
    opd.post(&jalur("terbang"), json!({})).await.harus(404);
    opd.post(&jalur("tutup"), json!({})).await.harus(409);
    let g = u
        .sebagai("koordinator")
        .await
        .post(&jalur("tunda"), json!({ "pesan": "x" }))
        .await
        .harus(409);
    assert!(
        g.json()["detail"]
            .as_str()
            .unwrap()
            .contains("“Diteruskan ke perangkat daerah”"),
        "{}",
        g.teks()
    );
    opd.kirim("POST", &jalur("jawab"), None, Vec::new())
        .await
        .harus(415);
    opd.kirim(
        "POST",
        &jalur("jawab"),
        Some("application/x-www-form-urlencoded"),
        b"jawaban=x".to_vec(),
    )
    .await
    .harus(415);
    let semua = opd
        .get(&format!("pengaduan/{}/riwayat", l.id))
        .await
        .harus(200)
        .json();
    assert_eq!(
        semua["data"].as_array().unwrap().len(),
        2,
        "nothing of all this happened"
    );
}

async fn versions_and_keys_of_steps(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let jalur = format!("pengaduan/{}/langkah/kerjakan", l.id);
    let opd = u.sebagai("penghubung").await;
    let isi = json!({ "jawaban": "Mulai." });
    let j = opd
        .dengan("if-match", "\"1\"")
        .post(&jalur, isi.clone())
        .await
        .harus(412);
    assert_eq!(j.json()["versi"], 2);
    opd.dengan("if-match", "\"7\", \"9\"")
        .post(&jalur, isi.clone())
        .await
        .harus(412);
    opd.dengan("if-match", "\"\"")
        .post(&jalur, isi.clone())
        .await
        .harus(400);
    let k = opd.dengan("if-match", "\"2\"").dengan("idempotency-key", "k1");
    assert_eq!(k.post(&jalur, isi.clone()).await.harus(200).json()["versi"], 3);
    let j = k.post(&jalur, isi.clone()).await.harus(200);
    assert_eq!(
        j.kepala("idempotency-replayed"),
        Some("true"),
        "the answer that got lost comes again"
    );
    assert_eq!(j.json()["versi"], 3);
    k.post(&jalur, json!({ "jawaban": "Lain." })).await.harus(409);
    opd.dengan("if-match", "*").post(&jalur, isi).await.harus(200);
}

async fn merging_by_number(u: &Uji) {
    let (a, b) = (u.lapor(json!({})).await, u.lapor(json!({})).await);
    let k = u.sebagai("koordinator").await;
    let jalur = format!("pengaduan/{}/langkah/gabung", a.nomor);
    assert_eq!(
        k.post(&jalur, json!({ "ke": "SRG-2026-999999" }))
            .await
            .harus(422)
            .medan(),
        "ke"
    );
    assert_eq!(
        k.post(&jalur, json!({ "ke": a.nomor })).await.harus(422).medan(),
        "ke"
    );
    assert_eq!(
        k.post(&jalur, json!({ "ke": b.nomor })).await.harus(200).json()["keadaan"],
        "digabung"
    );
    let t = k
        .get(&format!("pengaduan/{}/tautan", b.id))
        .await
        .harus(200)
        .json();
    assert_eq!(t["data"][0]["jenis"], "digabung_ke");
    assert_eq!(
        (&t["data"][0]["arah"], &t["data"][0]["entri"]["nomor"]),
        (&"masuk".into(), &a.nomor.clone().into())
    );
    let t = u
        .publik()
        .dengan("x-kode-lacak", &b.kode)
        .get(&format!("pengaduan/{}/tautan", b.id))
        .await
        .harus(200);
    assert_eq!(
        t.json()["data"],
        json!([]),
        "another citizen's report stays theirs"
    );
}

async fn a_step_may_take_it_out_of_sight(u: &Uji) {
    let l = u.diteruskan(json!({ "rahasia": true })).await;
    let opd = u.sebagai("penghubung").await;
    let jalur = format!("pengaduan/{}", l.id);
    opd.get(&jalur).await.harus(200);
    let e = opd
        .post(
            &format!("{jalur}/langkah/kembalikan"),
            json!({ "alasan": "Bukan kami." }),
        )
        .await
        .harus(200)
        .json();
    assert_eq!((&e["keadaan"], &e["versi"]), (&"baru".into(), &3.into()));
    assert!(e.get("judul").is_none() && e.get("pelapor").is_none(), "{e}");
    opd.get(&jalur).await.harus(404);
}
