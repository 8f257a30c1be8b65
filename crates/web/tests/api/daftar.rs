//! Lists: filters, orders, cursors, and what is wrong with a query.

use serde_json::json;

use crate::{
    bekal::{Klien, Uji},
    perkakas,
};

uji! {
    pages_follow_each_other_and_miss_nothing, a_cursor_belongs_to_its_order, filters_of_every_entry,
    filters_of_fields, days_are_the_regencys_own, late_is_what_should_have_been_done, words_find_entries,
    orders_by_any_named_column, wrong_queries_are_told_at_their_parameter, an_item_says_what_every_entry_has,
}

async fn alat(k: &Klien<'_>, n: i64) {
    for i in 0..n {
        let isi = perkakas::isi(&format!("Cangkul {}", i % 3), i - 3, "dlh");
        k.post("perkakas", isi).await.harus(201);
    }
}

async fn pages_follow_each_other_and_miss_nothing(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    alat(&k, 7).await;
    for urut in [
        "",
        "&urut=dibuat",
        "&urut=-dibuat",
        "&urut=jumlah",
        "&urut=-jumlah",
        "&urut=nama",
        "&urut=-jatuh",
    ] {
        let mut jalur = format!("perkakas?batas=3{urut}");
        let mut semua = Vec::new();
        let mut halaman = 0;
        loop {
            let j = k.get(&jalur).await.harus(200);
            semua.extend(j.nomor());
            halaman += 1;
            let kursor = j.json()["berikut"].as_str().map(str::to_owned);
            let Some(kursor) = kursor else {
                assert_eq!(j.kepala("link"), None);
                break;
            };
            let link = j.kepala("link").unwrap();
            let ke = link
                .strip_prefix('<')
                .unwrap()
                .strip_suffix(">; rel=\"next\"")
                .unwrap()
                .to_owned();
            assert!(
                ke.contains("batas=3") && ke.ends_with(&format!("kursor={kursor}")),
                "{ke}"
            );
            jalur = ke;
        }
        assert_eq!(halaman, 3, "{urut}");
        let mut unik = semua.clone();
        unik.sort();
        unik.dedup();
        assert_eq!((semua.len(), unik.len()), (7, 7), "{urut}: {semua:?}");
    }
    let jumlah: Vec<i64> = k.get("perkakas?urut=-jumlah").await.harus(200).json()["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["jumlah"].as_i64().unwrap())
        .collect();
    assert_eq!(jumlah, [3, 2, 1, 0, -1, -2, -3]);
}

async fn a_cursor_belongs_to_its_order(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    alat(&k, 3).await;
    let kursor = k.get("perkakas?batas=1&urut=nama").await.json()["berikut"]
        .as_str()
        .unwrap()
        .to_owned();
    k.get(&format!("perkakas?batas=1&urut=nama&kursor={kursor}"))
        .await
        .harus(200);
    for lain in [
        format!("perkakas?batas=1&kursor={kursor}"),
        format!("perkakas?batas=1&urut=jumlah&kursor={kursor}"),
        format!("perkakas?batas=1&urut=nama&kursor=x{kursor}"),
        // A position that somebody made up: a text where a number is compared, a NUL.
        "perkakas?urut=jumlah&kursor=eyJuIjoiYSIsImlkIjoiMDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIn0"
            .into(),
        "perkakas?kursor=%00".into(),
    ] {
        assert_eq!(k.get(&lain).await.harus(422).medan(), "kursor", "{lain}");
    }
}

async fn filters_of_every_entry(u: &Uji) {
    let a = u.lapor(json!({})).await;
    u.tik();
    let b = u.diteruskan(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let nomor = |q: &str| {
        let (k, q) = (k.clone(), format!("pengaduan?{q}"));
        async move { k.get(&q).await.harus(200).nomor() }
    };
    assert_eq!(nomor("").await, [b.nomor.clone(), a.nomor.clone()]);
    assert_eq!(nomor("keadaan=baru").await, std::slice::from_ref(&a.nomor));
    assert_eq!(nomor("keadaan=baru,diteruskan").await.len(), 2);
    assert_eq!(nomor("keadaan=baru&keadaan=diteruskan").await.len(), 2);
    assert_eq!(nomor("keadaan=selesai").await.len(), 0);
    assert_eq!(nomor("keadaan=").await.len(), 2, "an empty filter says nothing");
    let opd = u
        .profil("serang")
        .kategori("jalan-rusak")
        .unwrap()
        .opd
        .to_string();
    assert_eq!(
        nomor(&format!("pemegang={opd}")).await,
        std::slice::from_ref(&b.nomor)
    );
    assert_eq!(nomor("terbuka=ya").await.len(), 2);
    assert_eq!(nomor("terbuka=tidak").await.len(), 0);
}

async fn filters_of_fields(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    alat(&k, 4).await;
    let mut lengkap = perkakas::isi("Gergaji", 9, "dishub");
    lengkap["dibeli"] = "2026-01-31".into();
    lengkap["harga"] = 1_250_000.into();
    k.post("perkakas", lengkap).await.harus(201);
    for (q, n) in [
        ("jumlah=-3", 1),
        ("jumlah=-3,0,9", 3),
        ("nama=Cangkul%200", 2),
        ("nama=cangkul", 0),
        ("opd=dishub", 1),
        ("harga=1250000", 1),
        ("harga=Rp1.250.000", 1),
        ("dibeli=2026-01-31", 1),
        ("dibeli=31-01-2026", 1),
        ("opd=dlh&nama=Cangkul%201", 1),
    ] {
        assert_eq!(
            k.get(&format!("perkakas?{q}")).await.harus(200).nomor().len(),
            n,
            "{q}"
        );
    }
}

async fn days_are_the_regencys_own(u: &Uji) {
    // 16.30 UTC is 23.30 WIB of the same day and 00.30 WITA of the next.
    u.jam.setel("2026-11-23T16:30:00Z".parse().unwrap());
    for (daerah, hari, lain, waktu) in [
        ("serang", "2026-11-23", "2026-11-24", "2026-11-23T23:30:00+07:00"),
        (
            "jembrana",
            "2026-11-24",
            "2026-11-23",
            "2026-11-24T00:30:00+08:00",
        ),
    ] {
        u.publik()
            .di(daerah)
            .post("pengaduan", crate::bekal::laporan())
            .await
            .harus(201);
        let k = u.sebagai_di(daerah, "koordinator").await;
        let j = k
            .get(&format!("pengaduan?sejak={hari}&sampai={hari}"))
            .await
            .harus(200);
        assert_eq!(j.nomor().len(), 1, "{daerah}");
        assert_eq!(j.json()["data"][0]["dibuat"], waktu);
        assert_eq!(
            k.get(&format!("pengaduan?sejak={lain}&sampai={lain}"))
                .await
                .harus(200)
                .nomor()
                .len(),
            0
        );
        let jatuh = j.json()["data"][0]["jatuh"].as_str().unwrap().to_owned();
        assert!(jatuh.contains("T23:59:59.999+0"), "{jatuh}");
    }
}

async fn late_is_what_should_have_been_done(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    assert_eq!(k.get("pengaduan?terlambat=ya").await.harus(200).nomor().len(), 0);
    u.maju(7);
    let k = u.sebagai("koordinator").await;
    let j = k.get("pengaduan?terlambat=ya").await.harus(200);
    assert_eq!(j.nomor(), [l.nomor]);
    let t = &j.json()["data"][0]["tenggat"][0];
    assert_eq!(
        (&t["kode"], &t["terlambat"], &t["henti"]),
        (&"verifikasi".into(), &true.into(), &json!(null))
    );
}

async fn words_find_entries(u: &Uji) {
    let a = u
        .lapor(json!({ "judul": "Lampu penerangan mati", "kategori": "penerangan-jalan" }))
        .await;
    u.lapor(json!({ "judul": "Sampah menumpuk" })).await;
    let k = u.sebagai("koordinator").await;
    for q in ["penerangan", "LAMPU+mati", "diterangi&kata=lampu", &a.nomor] {
        let j = k.get(&format!("pengaduan?kata={q}")).await.harus(200);
        assert!(j.nomor().contains(&a.nomor) || q.starts_with("diterangi"), "{q}");
    }
    for q in [
        "Siti",
        "siti%40contoh.id",
        "%25",
        "'; drop table entri; --",
        "%22%20OR%201=1",
    ] {
        let j = k
            .get(&format!("pengaduan?kata={}", q.replace(' ', "+")))
            .await
            .harus(200);
        assert_eq!(
            j.nomor().len(),
            0,
            "{q}: personal data is not searched, signs are no query"
        );
    }
}

async fn orders_by_any_named_column(u: &Uji) {
    u.diteruskan(json!({ "kategori": "sampah" })).await;
    u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let keadaan = |j: serde_json::Value| -> Vec<String> {
        j["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["keadaan"].as_str().unwrap().to_owned())
            .collect()
    };
    for (urut, harap) in [
        ("keadaan", ["baru", "diteruskan"]),
        ("-keadaan", ["diteruskan", "baru"]),
        ("kategori", ["baru", "diteruskan"]),
    ] {
        assert_eq!(
            keadaan(k.get(&format!("pengaduan?urut={urut}")).await.harus(200).json()),
            harap,
            "{urut}"
        );
    }
    for urut in ["jatuh", "-jatuh", "pemegang", "kecamatan"] {
        k.get(&format!("pengaduan?urut={urut}")).await.harus(200);
    }
}

async fn wrong_queries_are_told_at_their_parameter(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let j = k.get("pengaduan?katagori=sampah").await.harus(422);
    assert_eq!(j.galat()[0].0, "katagori");
    assert!(
        j.galat()[0].1.contains("Yang ada: keadaan, pemegang,") && j.galat()[0].1.contains("kategori"),
        "{:?}",
        j.galat()
    );
    for (q, medan) in [
        ("keadaan=aneh", "keadaan"),
        ("pemegang=aneh", "pemegang"),
        ("kategori=aneh", "kategori"),
        ("kategori=sampah,aneh", "kategori"),
        ("kecamatan=51.01.01", "kecamatan"),
        ("terbuka=mungkin", "terbuka"),
        ("terlambat=tidak", "terlambat"),
        ("sejak=kemarin", "sejak"),
        ("sampai=2026-02-30", "sampai"),
        ("sejak=2026-02-02&sampai=2026-02-01", "sampai"),
        ("urut=judul", "urut"),
        ("urut=-", "urut"),
        ("urut=dibuat&urut=jatuh", "urut"),
        ("batas=0", "batas"),
        ("batas=501", "batas"),
        ("batas=-1", "batas"),
        ("batas=banyak", "batas"),
        ("kursor=x", "kursor"),
        ("format=pdf", "format"),
        ("format=csv&format=json", "format"),
        ("foto=x", "foto"),
        ("pelapor=x", "pelapor"),
    ] {
        assert_eq!(
            k.get(&format!("pengaduan?{q}")).await.harus(422).medan(),
            medan,
            "{q}"
        );
    }
    assert_eq!(
        k.get("pengaduan?x=1&y=2&x=3&batas=0")
            .await
            .harus(422)
            .galat()
            .len(),
        3,
        "all at once"
    );
    let j = k
        .dengan("accept-language", "en")
        .get("pengaduan?batas=0")
        .await
        .harus(422);
    assert_eq!(j.galat()[0].1, "Enter a number from 1 to 500.");
    k.get("pengaduan?kata=%ff").await.harus(400);
    k.get(&format!("pengaduan?{}", "kata=a&".repeat(101)))
        .await
        .harus(400);
    let banyak = format!("pengaduan?kategori={}", vec!["sampah"; 101].join(","));
    assert_eq!(k.get(&banyak).await.harus(422).medan(), "kategori");
    k.get("tidak-ada").await.harus(404);
    k.get("/tidakada/api/v1/pengaduan").await.harus(404);
}

async fn an_item_says_what_every_entry_has(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let e = k.get("pengaduan").await.harus(200).json()["data"][0].clone();
    assert_eq!(e["id"], l.id);
    assert_eq!(e["nomor"], l.nomor);
    assert_eq!(e["register"], "pengaduan");
    assert_eq!(e["keadaan"], "baru");
    assert_eq!(e["versi"], 1);
    assert_eq!((&e["terbuka"], &e["terbit"]), (&true.into(), &false.into()));
    assert_eq!(e["dibuat"], "2026-11-23T09:15:00+07:00");
    assert_eq!(e["jatuh"], "2026-11-26T23:59:59.999+07:00", "three working days");
    assert_eq!(e["tenggat"][0]["nama"], "Verifikasi dan penerusan");
    assert_eq!(e["judul"], "Jalan berlubang di depan pasar");
    assert_eq!(e["pelapor"]["nama"], "Siti Aminah");
    assert!(e.get("kode_lacak").is_none(), "the code is told once");
}
