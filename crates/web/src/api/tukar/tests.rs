use kernel::Bahasa;
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A make-believe register with columns of every shape.
fn def() -> RegisterDef {
    let uraian = json!({
        "kode": "pohon", "label": "Pohon", "dasar": [], "judul": "nama", "milik": { "fungsi": "taman" },
        "hak": [{ "siapa": "publik", "boleh": ["buat"], "cakupan": "semua" }],
        "keadaan": [{ "kode": "tumbuh", "label": "Tumbuh", "giliran": "selesai" }], "langkah": [],
        "skema": { "required": ["nama", "tinggi"], "properties": {
            "nama": { "type": "string", "x-urut": 1 },
            "tinggi": { "type": "integer", "minimum": -9, "x-urut": 2 },
            "biaya": { "type": "integer", "x-jenis": "uang", "x-urut": 3 },
            "letak": { "type": "object", "x-jenis": "tempat", "x-urut": 4 },
            "penanam": { "type": "object", "x-jenis": "orang", "x-urut": 5, "x-sifat": ["pribadi"] },
            "rindang": { "type": "boolean", "x-urut": 6 },
            "masa": { "type": "object", "x-jenis": "periode", "x-urut": 7 },
            "warna": { "type": "array", "items": { "type": "string", "enum": ["hijau", "merah"] }, "x-urut": 8 },
            "catatan": { "type": "array", "items": { "type": "string" }, "x-urut": 9 },
            "dahan": { "type": "array", "x-urut": 10, "items": { "type": "object", "properties": { "n": { "type": "string" } } } },
            "umur": { "type": "integer", "readOnly": true, "x-urut": 11 },
        } },
    });
    RegisterDef::dari_data(&uraian.to_string()).unwrap()
}

fn baca(bentuk: Bentuk, isi: &str) -> Vec<Baris> {
    buka(&def(), bentuk, isi.as_bytes()).unwrap().collect()
}

fn tolak(isi: &[u8]) -> Galat {
    buka(&def(), Bentuk::Csv, isi).map(|_| ()).unwrap_err()
}

fn salah(g: &Galat) -> Vec<(String, String)> {
    g.isian()
        .iter()
        .map(|m| (m.medan.clone(), m.pesan.dalam(Bahasa::Id)))
        .collect()
}

fn isi(v: Value) -> Result<Peta, Vec<GalatMedan>> {
    Ok(v.as_object().cloned().unwrap())
}

#[test]
fn columns_are_paths() {
    let nama: Vec<String> = lajur(&def()).into_iter().map(|l| l.nama).collect();
    let harap = [
        "nama",
        "tinggi",
        "biaya",
        "letak.kecamatan",
        "letak.desa",
        "letak.alamat",
        "letak.lat",
        "letak.lon",
        "penanam.nama",
        "penanam.surel",
        "penanam.telepon",
        "rindang",
        "masa",
        "warna",
        "catatan",
        "dahan",
        "umur",
    ];
    assert_eq!(nama, harap);
    assert!(
        lajur(&def())
            .iter()
            .filter(|l| l.nama.starts_with("penanam."))
            .all(|l| l.medan.pribadi)
    );
}

#[test]
fn a_row_that_went_out_comes_in_again() {
    let semula = isi(json!({
        "nama": "=SUM(A1)", "tinggi": -3, "biaya": 1_250_000, "letak": { "alamat": "-jalan, \"lama\"", "lat": -6.1 },
        "penanam": { "nama": "@budi", "telepon": "+6281234567890" }, "rindang": true,
        "masa": { "mulai": "2026-01-01", "akhir": "2026-02-01" }, "warna": ["hijau", "merah"],
        "catatan": ["satu", "dua"], "dahan": [{ "n": "'" }],
    }))
    .unwrap();
    let semua = lajur(&def());
    let sel = baris(&semua, &semula);
    let aman: Vec<String> = sel
        .iter()
        .zip(&semua)
        .map(|(s, l)| amankan(&l.medan.jenis, s).into_owned())
        .collect();
    assert_eq!(aman[0], "'=SUM(A1)");
    assert_eq!(aman[1], "-3", "a number stays one");
    assert_eq!(aman[10], "'+6281234567890");
    let mut tulis = ::csv::Writer::from_writer(Vec::new());
    tulis.write_record(semua.iter().map(|l| &l.nama)).unwrap();
    tulis.write_record(&aman).unwrap();
    let berkas = tulis.into_inner().unwrap();
    let kembali: Vec<Baris> = buka(&def(), Bentuk::Csv, &berkas).unwrap().collect();
    assert_eq!(
        kembali,
        [Baris {
            nomor: 2,
            untuk: None,
            isi: Ok(semula)
        }]
    );
}

#[test]
fn excel_in_indonesia_writes_semicolons_marks_and_a_line_of_its_own() {
    let harap = [Baris {
        nomor: 2,
        untuk: None,
        isi: isi(json!({ "nama": "Jati", "tinggi": 7, "biaya": 1500 })),
    }];
    assert_eq!(
        baca(Bentuk::Csv, "\u{FEFF}nama;tinggi;biaya\r\nJati;7;Rp1.500\r\n"),
        harap
    );
    assert_eq!(baca(Bentuk::Csv, "nama\ttinggi\tbiaya\nJati\t7\t1500\n"), harap);
    assert_eq!(
        baca(Bentuk::Csv, "\"nama\";\"tinggi\";\"biaya\"\n\"Jati\";7;1500"),
        harap
    );
    let ber_sep = baca(Bentuk::Csv, "sep=;\nnama;tinggi;biaya\nJati;7;1500\n");
    assert_eq!(
        ber_sep[0].nomor, 3,
        "rows are counted as the spreadsheet shows them"
    );
    assert_eq!(ber_sep[0].isi, harap[0].isi);
}

#[test]
fn columns_of_every_entry_and_computed_ones_are_passed_over() {
    let b = baca(Bentuk::Csv, "nomor,keadaan,nama,tinggi,umur\n,tumbuh,Jati,7,99\n");
    assert_eq!(b[0].isi, isi(json!({ "nama": "Jati", "tinggi": 7 })));
    let b = baca(
        Bentuk::Ndjson,
        "\n{\"id\":null,\"tenggat\":[],\"nama\":\"Jati\",\"tinggi\":7}\n{}\n",
    );
    assert_eq!(
        b[0],
        Baris {
            nomor: 2,
            untuk: None,
            isi: isi(json!({ "nama": "Jati", "tinggi": 7 }))
        }
    );
    assert_eq!(b[1].nomor, 3);
}

#[test]
fn a_row_with_an_id_is_about_that_entry() {
    let id = "01900000-0000-7000-8000-000000000001";
    let tanda = |versi, keadaan: Option<&str>| {
        Some(Tanda {
            id: kernel::IdEntri(id.parse().unwrap()),
            versi,
            keadaan: keadaan.map(str::to_owned),
        })
    };
    // Columns may be left out; an empty cell empties, and what is computed is passed over.
    let berkas = format!("id,versi,keadaan,nama,biaya,umur\n{id},3,tumbuh,Jati,,9\n,,,Sono,5,\n");
    let b = baca(Bentuk::Csv, &berkas);
    assert_eq!(b[0].untuk, tanda(3, Some("tumbuh")));
    assert_eq!(b[0].isi, isi(json!({ "nama": "Jati", "biaya": null })));
    assert_eq!(
        (&b[1].untuk, &b[1].isi),
        (&None, &isi(json!({ "nama": "Sono", "biaya": 5 })))
    );
    let b = baca(
        Bentuk::Ndjson,
        &format!("{{\"id\":\"{id}\",\"versi\":3,\"umur\":9,\"biaya\":null}}\n"),
    );
    assert_eq!(
        (&b[0].untuk, &b[0].isi),
        (&tanda(3, None), &isi(json!({ "biaya": null })))
    );
    // A cell as full as Excel's is one that was cut off.
    let penuh = "x".repeat(MAKS_SEL);
    let b = baca(Bentuk::Csv, &format!("id,versi,nama\n{id},1,{penuh}\n"));
    assert_eq!(b[0].isi, isi(json!({})));
    for (baris, medan) in [
        ("X-1,,1,a", "id"),
        ("X-1,bukan-id,1,a", "id"),
        (&format!("X-1,{id},,a"), "versi"),
        (&format!("X-1,{id},nol,a"), "versi"),
        (&format!("X-1,{id},-1,a"), "versi"),
    ] {
        let b = baca(Bentuk::Csv, &format!("nomor,id,versi,nama\n{baris}\n"));
        assert_eq!(b[0].isi.as_ref().unwrap_err()[0].medan, medan, "{baris}");
    }
    // Of two rows about one entry neither is believed more, so the second is refused.
    let mut pernah = Pernah::default();
    let b = baca(Bentuk::Csv, &format!("id,versi,nama\n{id},1,a\n{id},1,b\n"));
    let b: Vec<Baris> = b.into_iter().map(|b| pernah.periksa(b)).collect();
    assert!(b[0].isi.is_ok());
    assert_eq!(b[1].isi.as_ref().unwrap_err()[0].medan, "id");
}

#[test]
fn every_mistake_in_the_head_is_told_at_its_column() {
    let g = tolak(b"nama,tingi,nama,\nx,1,y,z\n");
    let s = salah(&g);
    assert_eq!(g.status(), 422);
    assert_eq!(s[0].0, "tingi");
    assert!(
        s[0].1
            .starts_with("Kolom ini tidak dikenal. Yang ada: nama, tinggi, biaya,"),
        "{s:?}"
    );
    assert!(
        !s[0].1.contains("umur"),
        "what the program computes is not offered"
    );
    assert_eq!(s[1], ("nama".into(), "Kolom ini tertulis dua kali.".into()));
    assert_eq!(s[2], ("kepala".into(), "Kolom ke-4 tidak bernama.".into()));
    assert_eq!(s[3], ("tinggi".into(), "Kolom wajib ini tidak ada.".into()));
}

#[test]
fn a_ragged_row_is_its_own_mistake() {
    let b = baca(
        Bentuk::Csv,
        "nama,tinggi\nJati,7\nMahoni\nSono,1,2\n , \nPinus,3\n",
    );
    let nomor: Vec<(usize, bool)> = b.iter().map(|b| (b.nomor, b.isi.is_ok())).collect();
    assert_eq!(
        nomor,
        [(2, true), (3, false), (4, false), (6, true)],
        "an empty row is no row"
    );
    let g = b[1].isi.as_ref().unwrap_err();
    assert!(
        g[0].pesan
            .dalam(Bahasa::Id)
            .contains("berisi 1 kolom, kepalanya 2"),
        "{g:?}"
    );
}

#[test]
fn what_is_no_utf_8_csv_is_named_for_what_it_is() {
    let pesan = |isi: &[u8]| {
        let g = tolak(isi);
        assert_eq!(g.status(), 400);
        g.pesan().dalam(Bahasa::Id)
    };
    assert!(pesan(b"PK\x03\x04....").contains("berkas Excel"));
    assert!(pesan(b"\xFF\xFEn\0a\0").contains("bukan UTF-8"));
    assert!(pesan(b"nama,tinggi\nJati,7\nCaf\xe9,1\n").contains("Baris 3"));
    assert!(pesan(b"\xEF\xBB\xBF \n").contains("kosong"));
}

#[test]
fn lines_that_are_no_object_are_told_one_by_one() {
    let b = baca(Bentuk::Ndjson, "[1]\n{\"a\":1,\"a\":2}\n{\"nama\":\n");
    assert!(b.iter().all(|b| b.isi.is_err()), "{b:?}");
    assert_eq!(b.len(), 3);
}

#[test]
fn a_file_has_a_bound() {
    let banyak = format!("nama,tinggi\n{}", "x,1\n".repeat(MAKS_BARIS + 1));
    assert_eq!(tolak(banyak.as_bytes()).status(), 413);
    assert_eq!(tolak(&vec![b'x'; MAKS_BERKAS + 1]).status(), 413);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    /// No cell is a formula after it, every cell comes back, also one that begins with apostrophes of its own.
    #[test]
    fn a_secured_cell_is_no_formula_and_comes_back(s in "['=+@\\-\t\r a]{0,4}.{0,8}") {
        let aman = amankan(&Jenis::Teks { maks: 100 }, &s);
        prop_assert!(!aman.starts_with(['=', '+', '-', '@', '\t', '\r']));
        prop_assert_eq!(pulihkan(&aman), s.as_str());
    }

    #[test]
    fn no_file_makes_it_panic(isi in proptest::collection::vec(any::<u8>(), 0..200), teks in "[a-z,;\"\n\r\t']{0,200}") {
        for isi in [&isi[..], teks.as_bytes(), format!("nama,tinggi\n{teks}").as_bytes()] {
            for bentuk in [Bentuk::Csv, Bentuk::Ndjson] {
                if let Ok(b) = buka(&def(), bentuk, isi) {
                    b.for_each(drop);
                }
            }
        }
    }
}

/// What is streamed is what was read whole, whatever its form; what is no text is told at its row.
#[test]
fn a_stream_gives_the_rows_of_a_file() {
    let alir = |bentuk, isi: &[u8]| -> Vec<Baris> {
        alirkan(&def(), bentuk, std::io::BufReader::with_capacity(4_096, isi))
            .unwrap()
            .collect()
    };
    for isi in [
        "nama,tinggi\nA,1\n\nB,2\n",
        "\u{FEFF}nama;tinggi\nA;1\nB\n",
        "sep=;\nnama;tinggi\n\"A\nB\";1\n",
        "nama\ttinggi\nA\t1",
    ] {
        assert_eq!(
            alir(Bentuk::Csv, isi.as_bytes()),
            baca(Bentuk::Csv, isi),
            "{isi:?}"
        );
    }
    for isi in ["{\"nama\":\"A\"}\n\n[1]\r\nx", "\u{FEFF}{\"nama\":\"A\"}"] {
        assert_eq!(
            alir(Bentuk::Ndjson, isi.as_bytes()),
            baca(Bentuk::Ndjson, isi),
            "{isi:?}"
        );
    }
    let rusak = alir(Bentuk::Csv, b"nama,tinggi\nA\xFF,1\nB,2\n");
    assert_eq!(
        (rusak[0].nomor, rusak[0].isi.is_err(), rusak[1].isi.is_ok()),
        (2, true, true)
    );
    let rusak = alir(Bentuk::Ndjson, b"{\"nama\":\"\xFF\"}\n{\"nama\":\"B\"}\n");
    assert_eq!((rusak[0].isi.is_err(), rusak[1].isi.is_ok()), (true, true));
    for isi in [&b""[..], b"PK\x03\x04", b"\xFF\xFEn", b"a\0"] {
        assert!(alirkan(&def(), Bentuk::Csv, isi).map(|_| ()).is_err(), "{isi:?}");
    }
}
