//! Files out: CSV, NDJSON and XLSX of the same list.

use serde_json::{Value, json};

use crate::{bekal::Uji, perkakas};

uji! {
    csv_for_spreadsheets, lines_of_json_are_the_items, a_workbook, filters_are_those_of_the_list, formulas_are_defused,
    many_pages_in_one_file, who_may_take_it_out, what_went_out_comes_in_again,
}

fn baris(teks: &str) -> Vec<Vec<String>> {
    let teks = teks.strip_prefix('\u{FEFF}').expect("Excel needs the mark");
    let mut r = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(teks.as_bytes());
    r.records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

async fn csv_for_spreadsheets(u: &Uji) {
    let l = u.lapor(json!({ "isi": "Baris satu\nbaris \"dua\", tiga" })).await;
    let k = u.sebagai("koordinator").await;
    let j = k.get("pengaduan.csv").await.harus(200);
    assert_eq!(
        j.kepala("content-type"),
        Some("text/csv; charset=utf-8; header=present")
    );
    assert_eq!(
        j.kepala("content-disposition"),
        Some("attachment; filename=\"pengaduan-serang-2026-11-23.csv\"")
    );
    let b = baris(&j.teks());
    assert_eq!(b.len(), 2);
    let sel = |nama: &str| {
        b[1][b[0]
            .iter()
            .position(|k| k == nama)
            .unwrap_or_else(|| panic!("{nama}"))]
        .clone()
    };
    assert_eq!(sel("nomor"), l.nomor);
    assert_eq!(sel("dibuat"), "2026-11-23T09:15:00+07:00");
    assert_eq!(sel("isi"), "Baris satu\nbaris \"dua\", tiga");
    assert_eq!(sel("pelapor.nama"), "Siti Aminah");
    assert_eq!(sel("pelapor.telepon"), "'+6281200001234");
    assert_eq!(
        (sel("terbuka"), sel("rahasia"), sel("kelas")),
        ("ya".into(), "tidak".into(), String::new())
    );
    let sama = k.get("pengaduan?format=csv").await.harus(200);
    assert_eq!(sama.teks(), j.teks());
    let j = k
        .kirim("HEAD", "pengaduan.csv", None, Vec::new())
        .await
        .harus(200);
    assert!(j.isi.is_empty());
    for jalur in ["pengaduan.pdf", "pengaduan.", ".csv", "tidak.csv", "a.b.csv"] {
        k.get(jalur).await.harus(404);
    }
    k.get("pengaduan.csv?format=csv").await.harus(422);
}

async fn lines_of_json_are_the_items(u: &Uji) {
    u.lapor(json!({})).await;
    u.diteruskan(json!({})).await;
    let k = u.sebagai("koordinator").await;
    let daftar = k.get("pengaduan").await.harus(200).json()["data"].clone();
    let j = k.get("pengaduan.ndjson").await.harus(200);
    assert_eq!(j.kepala("content-type"), Some("application/x-ndjson"));
    let semua: Vec<Value> = j
        .teks()
        .lines()
        .map(|b| serde_json::from_str(b).unwrap())
        .collect();
    assert_eq!(Value::Array(semua), daftar);
}

async fn a_workbook(u: &Uji) {
    u.lapor(json!({ "judul": "=cmd|' /C calc'!A0" })).await;
    let k = u.sebagai("koordinator").await;
    let j = k.get("pengaduan.xlsx").await.harus(200);
    let tipe = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(j.kepala("content-type"), Some(tipe));
    assert!(j.kepala("content-disposition").unwrap().ends_with(".xlsx\""));
    assert!(j.isi.starts_with(b"PK\x03\x04") && j.isi.len() > 3_000);
    assert!(
        u.publik()
            .get("perkakas.xlsx")
            .await
            .harus(200)
            .isi
            .starts_with(b"PK"),
        "an empty one is one too"
    );
}

async fn filters_are_those_of_the_list(u: &Uji) {
    let a = u.diteruskan(json!({})).await;
    u.tik();
    u.lapor(json!({})).await;
    let k = u.sebagai("koordinator").await;
    for q in [
        "keadaan=diteruskan",
        "terbuka=ya&keadaan=diteruskan&kata=lubang",
        "pemegang=dpupr",
    ] {
        let b = baris(&k.get(&format!("pengaduan.csv?{q}")).await.harus(200).teks());
        assert_eq!((b.len(), &b[1][0]), (2, &a.nomor), "{q}");
        assert_eq!(
            k.get(&format!("pengaduan.ndjson?{q}"))
                .await
                .harus(200)
                .teks()
                .lines()
                .count(),
            1
        );
    }
    let b = baris(&k.get("pengaduan.csv?urut=dibuat").await.harus(200).teks());
    assert_eq!(b[1][0], a.nomor);
    for format in ["csv", "ndjson", "xlsx"] {
        for (q, medan) in [
            ("batas=5", "batas"),
            ("kursor=x", "kursor"),
            ("x=1", "x"),
            ("keadaan=x", "keadaan"),
        ] {
            assert_eq!(
                k.get(&format!("pengaduan.{format}?{q}")).await.harus(422).medan(),
                medan
            );
        }
    }
    assert_eq!(
        baris(&k.get("pengaduan.csv?keadaan=selesai").await.harus(200).teks()).len(),
        1,
        "only the head"
    );
    assert_eq!(
        k.get("pengaduan.ndjson?keadaan=selesai")
            .await
            .harus(200)
            .isi
            .len(),
        0
    );
}

async fn formulas_are_defused(u: &Uji) {
    for judul in ["=1+1", "+62", "-x", "@SUM(A1)", "'=1", "''aman", "biasa"] {
        u.lapor(json!({ "judul": judul })).await;
        u.tik();
    }
    let k = u.sebagai("koordinator").await;
    let b = baris(&k.get("pengaduan.csv?urut=dibuat").await.harus(200).teks());
    let i = b[0].iter().position(|k| k == "judul").unwrap();
    let judul: Vec<&str> = b[1..].iter().map(|b| b[i].as_str()).collect();
    assert_eq!(
        judul,
        ["'=1+1", "'+62", "'-x", "'@SUM(A1)", "''=1", "''aman", "biasa"]
    );
    let semula = k.get("pengaduan?urut=dibuat").await.harus(200).json();
    assert_eq!(semula["data"][0]["judul"], "=1+1", "only in spreadsheets");
}

async fn many_pages_in_one_file(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let mut berkas = String::from("nama,jumlah,opd\n");
    for i in 0..1_203 {
        berkas.push_str(&format!("Alat {i},{},dlh\n", i % 50));
    }
    let j = k
        .impor("perkakas/impor", "text/csv", berkas)
        .await
        .harus(200)
        .json();
    assert_eq!(j["diterima"], 1_203);
    for urut in ["dibuat", "-jumlah", "nama"] {
        let b = baris(
            &k.get(&format!("perkakas.csv?urut={urut}"))
                .await
                .harus(200)
                .teks(),
        );
        let mut nomor: Vec<&String> = b[1..].iter().map(|b| &b[0]).collect();
        nomor.sort();
        nomor.dedup();
        assert_eq!((b.len(), nomor.len()), (1_204, 1_203), "{urut}");
    }
    assert_eq!(
        k.get("perkakas.ndjson").await.harus(200).teks().lines().count(),
        1_203
    );
    assert!(k.get("perkakas.xlsx").await.harus(200).isi.len() > 30_000);
}

async fn who_may_take_it_out(u: &Uji) {
    u.diteruskan(json!({})).await;
    for format in ["csv", "xlsx", "ndjson"] {
        let jalur = format!("pengaduan.{format}");
        u.publik().get(&jalur).await.harus(401);
        u.sebagai("administrator").await.get(&jalur).await.harus(403);
        u.sebagai("petugas").await.get(&jalur).await.harus(403);
        u.sebagai("penghubung:dlh").await.get(&jalur).await.harus(200);
    }
    let b = |t: String| baris(&t).len() - 1;
    assert_eq!(
        b(u.sebagai("penghubung:dlh")
            .await
            .get("pengaduan.csv")
            .await
            .teks()),
        0,
        "its own only"
    );
    assert_eq!(
        b(u.sebagai("penghubung").await.get("pengaduan.csv").await.teks()),
        1
    );
    assert_eq!(
        b(u.publik().get("layanan.csv").await.harus(200).teks()),
        0,
        "the catalogue is open data"
    );
}

async fn what_went_out_comes_in_again(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let mut isi = perkakas::isi("=Aneh", -7, "dlh");
    isi["gudang"] = json!({ "alamat": "+depan", "lat": -6.1, "lon": 106.23 });
    isi["penjaga"] = json!({ "nama": "@Amat", "telepon": "081200000000" });
    isi["suku"] = json!([{ "nama": "-gagang" }]);
    isi["cocok"] = json!(["kayu", "besi"]);
    isi["catatan"] = json!(["satu", "dua, tiga"]);
    isi["masa"] = json!({ "mulai": "2026-01-01", "akhir": "2026-12-31" });
    isi["tajam"] = true.into();
    let semula = k.post("perkakas", isi).await.harus(201).json();
    let hanya_isi = |e: &Value| {
        let mut o = e.as_object().unwrap().clone();
        o.retain(|k, _| {
            !["id", "nomor", "versi", "dibuat", "diubah", "jatuh", "tenggat"].contains(&k.as_str())
        });
        o
    };
    for (format, tipe) in [("csv", "text/csv"), ("ndjson", "application/x-ndjson")] {
        let berkas = k
            .get(&format!("perkakas.{format}?nama=%3DAneh"))
            .await
            .harus(200)
            .isi;
        let j = k
            .impor("perkakas/impor", tipe, berkas.clone())
            .await
            .harus(200)
            .json();
        assert_eq!((&j["tetap"], &j["ditolak"]), (&j["diterima"], &0.into()), "{j}");
        // Without ids and numbers, the same rows are new entries.
        let berkas = String::from_utf8(berkas).unwrap();
        let id = semula["id"].as_str().unwrap();
        let berkas = berkas
            .replace(&format!("\"{id}\""), "null")
            .replace(&format!("\"{}\"", semula["nomor"].as_str().unwrap()), "null")
            .replace(id, "")
            .replace(semula["nomor"].as_str().unwrap(), "");
        let j = k.impor("perkakas/impor", tipe, berkas).await.harus(200).json();
        assert_eq!(j["ditolak"], 0, "{j}");
        let baru = j["baris"]
            .as_array()
            .unwrap()
            .iter()
            .find(|b| b.get("tetap").is_none());
        let nomor = baru.unwrap()["nomor"].as_str().unwrap().to_owned();
        let kembali = k.get(&format!("perkakas/{nomor}")).await.harus(200).json();
        assert_eq!(hanya_isi(&kembali), hanya_isi(&semula), "{format}");
    }
}
