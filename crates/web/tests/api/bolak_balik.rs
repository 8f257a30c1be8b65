//! A list that goes out as a table, is worked on, and comes back: rows change the entries whose ids they bear.

use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::{
    bekal::Uji,
    klien::Klien,
    perkakas::{self, isi},
};

uji! {
    rows_change_the_entries_they_name, who_was_faster_is_not_overwritten, each_with_their_own_rights,
    files_that_were_spoilt_on_the_way, a_workbook_comes_back, an_empty_cell_hides_nothing_away,
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An export as rows of cells, the head first.
async fn tabel(k: &Klien<'_>) -> Vec<Vec<String>> {
    let teks = k.get("perkakas.csv?urut=nama").await.harus(200).teks();
    let mut r = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(teks.trim_start_matches('\u{FEFF}').as_bytes());
    r.records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn csv(t: &[Vec<String>]) -> Vec<u8> {
    let mut w = csv::Writer::from_writer(Vec::new());
    for r in t {
        w.write_record(r).unwrap();
    }
    w.into_inner().unwrap()
}

/// Puts a cell under a head.
fn isikan(t: &mut [Vec<String>], baris: usize, kolom: &str, nilai: &str) {
    let i = t[0]
        .iter()
        .position(|k| k == kolom)
        .unwrap_or_else(|| panic!("{kolom}"));
    t[baris][i] = nilai.to_owned();
}

async fn masuk(k: &Klien<'_>, t: &[Vec<String>]) -> Value {
    k.impor("perkakas/impor", "text/csv", csv(t))
        .await
        .harus(200)
        .json()
}

fn hitung(j: &Value) -> [i64; 4] {
    let n = |k: &str| j[k].as_i64().unwrap();
    [
        n("diterima") - n("diubah") - n("tetap"),
        n("diubah"),
        n("tetap"),
        n("ditolak"),
    ]
}

async fn dua(k: &Klien<'_>) -> [Value; 2] {
    let mut semua = Vec::new();
    for (nama, opd) in [("Bor", "dlh"), ("Gergaji", "dpupr")] {
        let mut o = isi(nama, 3, opd);
        o["gudang"] = json!({ "alamat": "Jalan Raya" });
        o["catatan"] = json!(["satu", "dua"]);
        semua.push(k.post("perkakas", o).await.harus(201).json());
    }
    [semua.remove(0), semua.remove(0)]
}

async fn rows_change_the_entries_they_name(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let [bor, gergaji] = dua(&k).await;
    let mut t = tabel(&k).await;
    isikan(&mut t, 1, "jumlah", "5");
    isikan(&mut t, 1, "gudang.lat", "-6,1");
    isikan(&mut t, 1, "gudang.lon", "106,23");
    isikan(&mut t, 1, "catatan", "");
    let lebar = t[0].len();
    t.push(vec![String::new(); lebar]);
    for (kolom, nilai) in [("nama", "Palu"), ("jumlah", "1"), ("opd", "dlh")] {
        isikan(&mut t, 3, kolom, nilai);
    }
    // First only looked at: nothing is written.
    let j = k
        .impor("perkakas/impor?uji=ya", "text/csv", csv(&t))
        .await
        .harus(200)
        .json();
    assert_eq!(hitung(&j), [1, 1, 1, 0], "{j}");
    assert_eq!(j["baris"][0]["nomor"], bor["nomor"]);
    assert_eq!(j["baris"][0]["diubah"], json!(["catatan", "gudang", "jumlah"]));
    assert_eq!(
        k.get(&format!("perkakas/{}", bor["id"].as_str().unwrap()))
            .await
            .json()["versi"],
        bor["versi"]
    );
    let j = masuk(&k, &t).await;
    assert_eq!(hitung(&j), [1, 1, 1, 0], "{j}");
    let kini = k
        .get(&format!("perkakas/{}", bor["id"].as_str().unwrap()))
        .await
        .harus(200)
        .json();
    assert_eq!((&kini["jumlah"], &kini["versi"]), (&5.into(), &2.into()));
    assert_eq!(
        kini["gudang"],
        json!({ "alamat": "Jalan Raya", "kecamatan": "36.04.09", "lat": -6.1, "lon": 106.23 })
    );
    assert!(
        kini.get("catatan").is_none_or(|c| c.is_null() || *c == json!([])),
        "{kini}"
    );
    let r = k
        .get(&format!("perkakas/{}/riwayat", bor["id"].as_str().unwrap()))
        .await
        .harus(200)
        .json();
    assert_eq!(r["data"][0]["apa"], "diubah", "a command like any other");
    let tetap = k
        .get(&format!("perkakas/{}", gergaji["id"].as_str().unwrap()))
        .await
        .json();
    assert_eq!(
        tetap["versi"], gergaji["versi"],
        "what is as it was writes nothing"
    );
    // The same file again: what it changed is so already, and what it made it does not make twice.
    let j = masuk(&k, &t).await;
    assert_eq!(hitung(&j), [1, 0, 2, 0], "{j}");
    assert_eq!(j["baris"][2]["ulangan"], true);
}

async fn who_was_faster_is_not_overwritten(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let [bor, _] = dua(&k).await;
    let lama = tabel(&k).await;
    let id = bor["id"].as_str().unwrap();
    u.sebagai("penghubung:dlh")
        .await
        .patch(&format!("perkakas/{id}"), 1, json!({ "jumlah": 9 }))
        .await
        .harus(200);
    // Nobody touched that row of the file: it is out of date and says nothing.
    assert_eq!(hitung(&masuk(&k, &lama).await), [0, 0, 2, 0]);
    for (kolom, nilai) in [("jumlah", "7"), ("nama", "Bor besar")] {
        let mut t = lama.clone();
        isikan(&mut t, 1, kolom, nilai);
        let j = masuk(&k, &t).await;
        assert_eq!(hitung(&j), [0, 0, 1, 1], "{j}");
        let g = &j["baris"][0]["galat"][0];
        let pesan = g["pesan"].as_str().unwrap();
        assert_eq!(g["medan"], "versi");
        assert!(
            pesan.contains("diubah") && pesan.contains("versi 1, sekarang 2"),
            "{pesan}"
        );
    }
    let kini = k.get(&format!("perkakas/{id}")).await.json();
    assert_eq!((&kini["jumlah"], &kini["nama"]), (&9.into(), &"Bor".into()));
}

async fn each_with_their_own_rights(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let [bor, _] = dua(&k).await;
    let mut t = tabel(&k).await;
    isikan(&mut t, 1, "jumlah", "5");
    for siapa in ["penghubung:dlh", "auditor"] {
        u.sebagai(siapa)
            .await
            .impor("perkakas/impor", "text/csv", csv(&t))
            .await
            .harus(403);
    }
    u.publik()
        .impor("perkakas/impor", "text/csv", csv(&t))
        .await
        .harus(401);
    // Of another register, of another regency, of nobody: it is not there.
    let lain = u.lapor(json!({})).await;
    let asing = u.sebagai_di("jembrana", "koordinator").await;
    for (k, id) in [
        (&k, lain.id.clone()),
        (&k, "01900000-0000-7000-8000-000000000001".to_owned()),
        (&asing, bor["id"].as_str().unwrap().to_owned()),
    ] {
        let berkas = format!("id,versi,jumlah\n{id},1,8\n");
        let j = k
            .impor("perkakas/impor", "text/csv", berkas)
            .await
            .harus(200)
            .json();
        assert_eq!(hitung(&j), [0, 0, 0, 1], "{j}");
        assert_eq!(j["baris"][0]["galat"][0]["medan"], "id");
    }
}

async fn files_that_were_spoilt_on_the_way(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let [bor, _] = dua(&k).await;
    let (id, nomor) = (bor["id"].as_str().unwrap(), bor["nomor"].as_str().unwrap());
    for (berkas, medan) in [
        (format!("id,versi,jumlah\n{id},9,8\n"), "versi"),
        (format!("id,versi,jumlah\n{id},,8\n"), "versi"),
        (format!("id,jumlah\n{id},8\n"), "versi"),
        (format!("nomor,nama,jumlah,opd\n{nomor},Bor,8,dlh\n"), "id"),
        (format!("id,versi,jumlah\n{id}0,1,8\n"), "id"),
        (format!("id,versi,keadaan,jumlah\n{id},1,siap,3\n"), "keadaan"),
        (format!("id,versi,jumlah\n{id},1,banyak\n"), "jumlah"),
        (format!("id,versi,nama\n{id},1,\n"), "nama"),
        (
            format!("id,versi,induk\n{id},1,01900000-0000-7000-8000-000000000001\n"),
            "induk",
        ),
    ] {
        for uji in ["?uji=ya", ""] {
            let j = k
                .impor(&format!("perkakas/impor{uji}"), "text/csv", berkas.clone())
                .await
                .harus(200)
                .json();
            assert_eq!(j["baris"][0]["galat"][0]["medan"], medan, "{uji} {berkas} {j}");
        }
    }
    // A file that leaves columns out leaves what stands in them.
    let dua_kali = format!("id,versi,jumlah\n{id},1,8\n{id},1,7\n");
    let j = k
        .impor("perkakas/impor", "text/csv", dua_kali)
        .await
        .harus(200)
        .json();
    assert_eq!(hitung(&j), [0, 1, 0, 1], "{j}");
    let kini = k.get(&format!("perkakas/{id}")).await.json();
    assert_eq!(
        (&kini["jumlah"], &kini["nama"], &kini["catatan"]),
        (&8.into(), &"Bor".into(), &json!(["satu", "dua"]))
    );
}

async fn a_workbook_comes_back(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let [bor, _] = dua(&k).await;
    let keluar = k.get("perkakas.xlsx?urut=nama").await.harus(200).isi;
    let j = k.impor("perkakas/impor", XLSX, keluar).await.harus(200).json();
    assert_eq!(hitung(&j), [0, 0, 2, 0], "{j}");
    let mut t = tabel(&k).await;
    isikan(&mut t, 1, "nama", "Bor =besar");
    isikan(&mut t, 2, "jumlah", "banyak");
    let mut b = Workbook::new();
    let l = b.add_worksheet();
    for (i, r) in t.iter().enumerate() {
        for (n, s) in r.iter().enumerate() {
            let (i, n) = (u32::try_from(i).unwrap(), u16::try_from(n).unwrap());
            l.write_string(i, n, s).unwrap();
        }
    }
    let j = k
        .impor("perkakas/impor", XLSX, b.save_to_buffer().unwrap())
        .await
        .harus(200)
        .json();
    assert_eq!(hitung(&j), [0, 1, 0, 1], "{j}");
    assert_eq!(
        (&j["baris"][1]["baris"], &j["baris"][1]["galat"][0]["medan"]),
        (&3.into(), &"jumlah".into())
    );
    let kini = k
        .get(&format!("perkakas/{}", bor["id"].as_str().unwrap()))
        .await
        .json();
    assert_eq!(kini["nama"], "Bor =besar");
    k.impor("perkakas/impor", XLSX, &b"PK\x03\x04rusak"[..])
        .await
        .harus(400);
    k.impor("perkakas/impor", XLSX, "nama,jumlah\n").await.harus(400);
}

async fn an_empty_cell_hides_nothing_away(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let mut o = perkakas::isi("Bor", 3, "dlh");
    o["sandi"] = json!("rahasia-sekali");
    o["nik"] = json!("3604010101900001");
    let bor = k.post("perkakas", o).await.harus(201).json();
    // The auditor's file does not show the number of a person; who may write brings it in.
    let mut t = tabel(&u.sebagai("auditor").await).await;
    isikan(&mut t, 1, "jumlah", "4");
    let kolom = t[0].iter().position(|k| k == "nik").unwrap();
    assert_eq!(t[1][kolom], "");
    for r in &mut t {
        r.remove(kolom);
    }
    let j = masuk(&k, &t).await;
    assert_eq!(j["baris"][0]["diubah"], json!(["jumlah"]), "{j}");
    let kini = k
        .get(&format!("perkakas/{}", bor["id"].as_str().unwrap()))
        .await
        .json();
    assert_eq!(kini["nik"], "3604010101900001");
}
