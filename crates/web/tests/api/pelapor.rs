//! A citizen without account, by number and tracking code.

use serde_json::json;

use crate::bekal::Uji;

uji! {
    the_code_opens_the_entry_and_its_steps, a_wrong_code_looks_like_an_unknown_number, a_code_opens_one_entry_only,
    tries_are_limited, an_official_is_not_the_citizen,
}

async fn the_code_opens_the_entry_and_its_steps(u: &Uji) {
    let l = u.lapor(json!({ "rahasia": true, "anonim": true })).await;
    let warga = u.publik().dengan("x-kode-lacak", &l.kode);
    for sebutan in [&l.id, &l.nomor] {
        let j = warga.get(&format!("pengaduan/{sebutan}")).await.harus(200);
        assert_eq!(j.json()["pelapor"]["nama"], "Siti Aminah");
        assert!(j.kepala("vary").unwrap().contains("X-Kode-Lacak"));
    }
    let longgar = l.kode.to_lowercase().replace('-', " ");
    u.publik()
        .dengan("x-kode-lacak", &longgar)
        .get(&format!("pengaduan/{}", l.nomor))
        .await
        .harus(200);
    let d = warga
        .get(&format!("pengaduan/{}/langkah", l.nomor))
        .await
        .harus(200)
        .json();
    let langkah: Vec<&str> = d["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|l| l["langkah"].as_str())
        .collect();
    assert_eq!(langkah, ["langgan", "tanggapi"]);
    let e = warga
        .post(
            &format!("pengaduan/{}/langkah/tanggapi", l.nomor),
            json!({ "pesan": "Di RT 3." }),
        )
        .await
        .harus(200);
    assert_eq!(
        (e.json()["versi"].as_i64(), e.kepala("etag")),
        (Some(2), Some("\"2\""))
    );
    let d = warga
        .get(&format!("pengaduan/{}/riwayat", l.nomor))
        .await
        .harus(200)
        .json();
    assert_eq!(
        (&d["data"][0]["oleh"]["jenis"], &d["data"][0]["isi"]["pesan"]),
        (&"pelapor".into(), &"Di RT 3.".into())
    );
    warga
        .get(&format!("pengaduan/{}/tautan", l.nomor))
        .await
        .harus(200);
}

async fn a_wrong_code_looks_like_an_unknown_number(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let salah = u.publik().dengan("x-kode-lacak", "AAAA-BBBB-CCCC");
    let a = salah.get(&format!("pengaduan/{}", l.nomor)).await.harus(404);
    let b = salah.get("pengaduan/SRG-2026-999999").await.harus(404);
    let c = salah.get(&format!("pengaduan/{}", l.id)).await.harus(404);
    let d = salah
        .get("pengaduan/01900000-0000-7000-8000-000000000001")
        .await
        .harus(404);
    for j in [&b, &c, &d] {
        assert_eq!(a.isi, j.isi);
        assert_eq!(a.kepala, j.kepala);
    }
    for kode in ["", " ", "\u{e9}", &"A".repeat(5_000)] {
        u.publik()
            .dengan("x-kode-lacak", kode)
            .get(&format!("pengaduan/{}", l.nomor))
            .await
            .harus(404);
    }
    salah
        .post(
            &format!("pengaduan/{}/langkah/tanggapi", l.nomor),
            json!({ "pesan": "x" }),
        )
        .await
        .harus(404);
}

async fn a_code_opens_one_entry_only(u: &Uji) {
    let (a, b) = (u.lapor(json!({})).await, u.lapor(json!({})).await);
    let warga = u.publik().dengan("x-kode-lacak", &a.kode);
    warga.get(&format!("pengaduan/{}", a.nomor)).await.harus(200);
    warga.get(&format!("pengaduan/{}", b.nomor)).await.harus(404);
    warga
        .get(&format!("/jembrana/api/v1/pengaduan/{}", a.id))
        .await
        .harus(404);
    warga.get(&format!("layanan/{}", a.id)).await.harus(404);
    warga.get(&format!("perkakas/{}", a.id)).await.harus(404);
    assert_eq!(
        warga.get("pengaduan").await.harus(200).nomor().len(),
        0,
        "a code opens no list"
    );
    let g = warga
        .post(&format!("pengaduan/{}/langkah/teruskan", a.nomor), json!({}))
        .await;
    g.harus(403);
}

async fn tries_are_limited(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let warga = u.publik();
    let mut n = 0;
    let j = loop {
        let j = warga
            .dengan("x-kode-lacak", &format!("AAAA-{n:04}"))
            .get(&format!("pengaduan/{}", l.nomor))
            .await;
        if j.status != 404 {
            break j;
        }
        n += 1;
        assert!(n < 100);
    };
    assert!(j.harus(429).kepala("retry-after").is_some());
    warga
        .dengan("x-kode-lacak", &l.kode)
        .get(&format!("pengaduan/{}", l.nomor))
        .await
        .harus(429);
    u.publik()
        .dengan("x-kode-lacak", &l.kode)
        .get(&format!("pengaduan/{}", l.nomor))
        .await
        .harus(200);
}

async fn an_official_is_not_the_citizen(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let opd = u.sebagai("penghubung").await;
    let jalur = |s: &str| format!("pengaduan/{}/langkah/{s}", l.id);
    opd.post(&jalur("jawab"), json!({ "jawaban": "Sudah." }))
        .await
        .harus(200);
    let dengan_kode = opd.dengan("x-kode-lacak", &l.kode);
    dengan_kode.post(&jalur("terima"), json!({})).await.harus(403);
    let lain = u.sebagai("penghubung:dlh").await.dengan("x-kode-lacak", &l.kode);
    assert!(
        lain.get(&format!("pengaduan/{}", l.id))
            .await
            .harus(200)
            .json()
            .get("pelapor")
            .is_none()
    );
}
