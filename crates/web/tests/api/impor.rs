//! Files in: a report for every row, nothing twice, clear words for every kind of wrong file.

use serde_json::{Value, json};

use crate::bekal::Uji;

uji! {
    every_row_is_reported, a_repeat_is_harmless, a_trial_writes_nothing, lines_of_json, references_by_number,
    wrong_files, who_may_bring_in, large_files,
}

const CSV: &str = "judul,isi,kategori,pelapor.nama,pelapor.telepon,anonim,lat,lon\n\
    Jalan rusak,Berlubang,jalan-rusak,Budi,0812-0000-1234,ya,\"-6,1\",106.23\n\
    ,kosong,jalan-rusak,,,,,\n\
    Sampah,Menumpuk,aneh,,12,,,\n\
    Lampu,Mati,penerangan-jalan,,,tidak,,\n";

async fn every_row_is_reported(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let j = k
        .impor("pengaduan/impor", "text/csv; charset=utf-8", CSV)
        .await
        .harus(200)
        .json();
    assert_eq!(
        (&j["diterima"], &j["ditolak"], &j["uji"]),
        (&2.into(), &2.into(), &false.into()),
        "{j}"
    );
    let b = j["baris"].as_array().unwrap();
    let nomor = |i: usize| b[i]["nomor"].as_str().unwrap().to_owned();
    let mut semua = [nomor(0), nomor(3)];
    semua.sort_unstable();
    assert_eq!(semua, ["SRG-2026-000001", "SRG-2026-000002"]);
    assert_eq!(b[0], json!({ "baris": 2, "nomor": nomor(0) }));
    assert_eq!(
        b[1],
        json!({ "baris": 3, "galat": [{ "medan": "judul", "pesan": "Wajib diisi." }] })
    );
    let medan: Vec<&Value> = b[2]["galat"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| &g["medan"])
        .collect();
    assert_eq!(medan, ["kategori", "pelapor.telepon"]);
    assert_eq!(b[3], json!({ "baris": 5, "nomor": nomor(3) }));
    let jalur = format!("pengaduan/{}", nomor(0));
    let e = k.get(&jalur).await.harus(200).json();
    assert_eq!(
        e["pelapor"],
        json!({ "nama": "Budi", "telepon": "+6281200001234" })
    );
    assert_eq!(
        (&e["anonim"], &e["lat"], &e["lon"]),
        (&true.into(), &json!(-6.1), &json!(106.23))
    );
    let r = k.get(&format!("{jalur}/riwayat")).await.harus(200).json();
    assert_eq!(r["data"][0]["apa"], "dibuat", "a row is a command like any other");
    let en = k
        .dengan("accept-language", "en")
        .impor("pengaduan/impor", "text/csv", "judul,isi,kategori\n,b,sampah\n")
        .await;
    assert_eq!(
        en.harus(200).json()["baris"][0]["galat"][0]["pesan"],
        "This is required."
    );
}

async fn a_repeat_is_harmless(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let satu = k
        .impor("pengaduan/impor", "text/csv", CSV)
        .await
        .harus(200)
        .json();
    let dua = k
        .impor("pengaduan/impor", "text/csv", CSV)
        .await
        .harus(200)
        .json();
    assert_eq!(
        dua["baris"][0],
        json!({ "baris": 2, "nomor": satu["baris"][0]["nomor"], "ulangan": true })
    );
    assert_eq!(k.get("pengaduan").await.harus(200).nomor().len(), 2);
    // Two equal rows of one file are two entries; another file is another import.
    let kembar = "judul,isi,kategori\na,b,sampah\na,b,sampah\n";
    assert_eq!(
        k.impor("pengaduan/impor", "text/csv", kembar)
            .await
            .harus(200)
            .json()["diterima"],
        2
    );
    assert_eq!(k.get("pengaduan").await.harus(200).nomor().len(), 4);
}

async fn a_trial_writes_nothing(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let j = k
        .impor("pengaduan/impor?uji=ya", "text/csv", CSV)
        .await
        .harus(200)
        .json();
    assert_eq!(
        (&j["uji"], &j["diterima"], &j["ditolak"]),
        (&true.into(), &2.into(), &2.into())
    );
    assert_eq!(j["baris"][0], json!({ "baris": 2 }));
    assert_eq!(j["baris"][1]["galat"][0]["medan"], "judul");
    assert_eq!(k.get("pengaduan").await.harus(200).nomor().len(), 0);
    let rujuk = "nama,jumlah,opd,induk\na,1,dlh,01900000-0000-7000-8000-000000000001\n";
    let j = k
        .impor("perkakas/impor?uji=ya", "text/csv", rujuk)
        .await
        .harus(200)
        .json();
    assert_eq!(j["baris"][0]["galat"][0]["medan"], "induk");
    let sungguh = k
        .impor("pengaduan/impor?uji=tidak", "text/csv", CSV)
        .await
        .harus(200)
        .json();
    let pertama = |i: usize| sungguh["baris"][i]["nomor"] == "SRG-2026-000001";
    assert!(pertama(0) || pertama(3), "the trial used no number up: {sungguh}");
    assert_eq!(
        k.impor("pengaduan/impor?uji=mungkin", "text/csv", CSV)
            .await
            .harus(422)
            .medan(),
        "uji"
    );
    assert_eq!(
        k.impor("pengaduan/impor?coba=ya", "text/csv", CSV)
            .await
            .harus(422)
            .medan(),
        "coba"
    );
}

async fn lines_of_json(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let isi = concat!(
        r#"{"judul":"a","isi":"b","kategori":"sampah","pelapor":{"nama":"Budi"},"foto":[]}"#,
        "\n\n",
        r#"{"judul":"a","judul":"b"}"#,
        "\r\n",
        r#"{"judul":"a","isi":"b","kategori":"sampah","asing":1}"#,
        "\n[1]\n",
    );
    let j = k
        .impor("pengaduan/impor", "application/x-ndjson", isi)
        .await
        .harus(200)
        .json();
    let b = j["baris"].as_array().unwrap();
    let ringkas: Vec<_> = b
        .iter()
        .map(|b| {
            (
                b["baris"].as_u64().unwrap(),
                b["galat"][0]["medan"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(ringkas, [(1, ""), (3, "baris"), (4, "asing"), (5, "baris")]);
}

async fn references_by_number(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let j = k
        .impor("perkakas/impor", "text/csv", "nama,jumlah,opd\nInduk,1,dlh\n")
        .await
        .harus(200)
        .json();
    let nomor = j["baris"][0]["nomor"].as_str().unwrap();
    let isi = format!("nama;jumlah;opd;induk\r\nAnak;2;dlh;{nomor}\r\nYatim;2;dlh;SRG-2026-777777\r\n");
    let j = k.impor("perkakas/impor", "text/csv", isi).await.harus(200).json();
    assert_eq!(
        (&j["diterima"], &j["baris"][1]["galat"][0]["medan"]),
        (&1.into(), &"induk".into()),
        "{j}"
    );
    let t = k.get(&format!("perkakas/{nomor}/tautan")).await.harus(200).json();
    assert_eq!(t["data"][0]["entri"]["nama"], "Anak");
}

async fn wrong_files(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let kirim = async |isi: &[u8]| k.impor("pengaduan/impor", "text/csv", isi).await;
    let detail = |j: crate::bekal::Jawaban| j.harus(400).json()["detail"].as_str().unwrap().to_owned();
    assert!(detail(kirim(b"").await).contains("kosong"));
    assert!(detail(kirim(b"judul,isi,kategori\nCaf\xe9,b,sampah\n").await).contains("Baris 2"));
    assert!(detail(kirim(b"\xFF\xFEj\0u\0").await).contains("UTF-8"));
    assert!(detail(kirim(b"PK\x03\x04xx").await).contains("Excel"));
    let g = kirim(b"judul,isi,katagori,judul\n").await.harus(422).galat();
    let medan: Vec<&str> = g.iter().map(|(m, _)| m.as_str()).collect();
    assert_eq!(medan, ["katagori", "judul", "kategori"]);
    assert_eq!(
        kirim(b"judul,isi,kategori\n").await.harus(200).json()["diterima"],
        0
    );
    for tipe in [
        "application/json",
        "text/plain",
        "text/csv; charset=windows-1252",
        "application/vnd.ms-excel",
    ] {
        k.impor("pengaduan/impor", tipe, CSV).await.harus(415);
    }
    k.kirim("POST", "pengaduan/impor", None, CSV.into())
        .await
        .harus(415);
    assert_eq!(k.get("pengaduan").await.harus(200).nomor().len(), 0);
}

async fn who_may_bring_in(u: &Uji) {
    u.publik()
        .impor("pengaduan/impor", "text/csv", CSV)
        .await
        .harus(401);
    for siapa in ["penghubung", "petugas", "auditor", "administrator"] {
        u.sebagai(siapa)
            .await
            .impor("pengaduan/impor", "text/csv", CSV)
            .await
            .harus(403);
    }
    u.sebagai("koordinator")
        .await
        .impor("tidak-ada/impor", "text/csv", CSV)
        .await
        .harus(404);
    let layanan = "kode,nama,jenis,opd,ringkas,waktu,biaya,kanal,syarat\n\
        ktp,KTP,publik,disdukcapil,KTP baru.,1 hari,0,\"loket, daring\",\"Kartu keluarga\nUmur 17\"\n";
    let j = u
        .sebagai("administrator")
        .await
        .impor("layanan/impor", "text/csv", layanan)
        .await
        .harus(200)
        .json();
    assert_eq!(j["diterima"], 1, "{j}");
}

async fn large_files(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let banyak = format!("judul,isi,kategori\n{}", "a,b,sampah\n".repeat(50_001));
    let j = k.impor("pengaduan/impor", "text/csv", banyak).await.harus(413);
    assert!(
        j.json()["detail"].as_str().unwrap().contains("50.000"),
        "{}",
        j.teks()
    );
    k.impor("pengaduan/impor", "text/csv", vec![b'x'; 20 * 1024 * 1024 + 1])
        .await
        .harus(413);
    let cukup = format!("judul,isi,kategori\n{}", "a,b,sampah\n".repeat(3_000));
    let j = k
        .impor("pengaduan/impor", "text/csv", cukup)
        .await
        .harus(200)
        .json();
    assert_eq!(j["diterima"], 3_000);
    // Several writers share a group of rows on PostgreSQL, so only the set of numbers is certain.
    let mut nomor: Vec<&str> = j["baris"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["nomor"].as_str().unwrap())
        .collect();
    nomor.sort_unstable();
    let harap: Vec<String> = (1..=3_000).map(|n| format!("SRG-2026-{n:06}")).collect();
    assert_eq!(nomor, harap);
}
