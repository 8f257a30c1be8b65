//! Arbitrary requests at every route: whatever comes, the answer is never a fault of ours, and it is described.

use proptest::{
    collection::vec,
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value, json};

use crate::{bekal::Uji, perkakas};

uji! { whatever_comes_is_answered, objects_near_the_truth_are_answered }

/// Requests in one run; a failure prints its request.
const KALI: usize = 1_500;

fn teks() -> BoxedStrategy<String> {
    let sulit = vec![
        "",
        " ",
        "\0",
        "a\0b",
        "-1",
        "1e999",
        "9223372036854775808",
        "'",
        "\"",
        "%",
        "..",
        "../..",
        "{}",
        "[]",
        "null",
        "2026-02-30",
        "9999-12-31",
        "-9999-01-01",
        "=1+1",
        "\u{202e}",
        "😀",
        "ya",
        "SRG-2026-000001",
        "*",
        "W/\"1\"",
        "\"1\"",
    ];
    let sulit: Vec<String> = sulit.into_iter().map(str::to_owned).collect();
    prop_oneof![
        3 => proptest::sample::select(sulit),
        2 => "\\PC{0,12}",
        1 => any::<String>(),
        1 => Just("x".repeat(6_000)),
    ]
    .boxed()
}

fn kunci() -> BoxedStrategy<String> {
    let kenal = [
        "judul",
        "isi",
        "kategori",
        "jenis",
        "pelapor",
        "nama",
        "surel",
        "telepon",
        "lat",
        "lon",
        "kecamatan",
        "desa",
        "foto",
        "anonim",
        "rahasia",
        "kanal",
        "kelas",
        "jumlah",
        "opd",
        "harga",
        "dibeli",
        "nik",
        "gudang",
        "induk",
        "suku",
        "dari",
        "masa",
        "mulai",
        "akhir",
        "cocok",
        "catatan",
        "unit",
        "ke",
        "pesan",
        "alasan",
        "jawaban",
    ];
    prop_oneof![8 => proptest::sample::select(kenal.to_vec()).prop_map(str::to_owned), 1 => teks()].boxed()
}

fn nilai() -> BoxedStrategy<Value> {
    let kode = [
        "sampah",
        "jalan-rusak",
        "dlh",
        "pengaduan",
        "kayu",
        "36.04.05",
        "2026-01-01",
        "loket",
        "berkadar",
    ];
    let daun = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-200..200i64).prop_map(Value::from),
        teks().prop_map(Value::from),
        proptest::sample::select(kode.to_vec()).prop_map(Value::from),
    ];
    daun.prop_recursive(4, 40, 6, |dalam| {
        prop_oneof![
            vec(dalam.clone(), 0..6).prop_map(Value::from),
            vec((kunci(), dalam), 0..6).prop_map(|v| Value::Object(v.into_iter().collect())),
        ]
    })
    .boxed()
}

fn pembangkit() -> TestRunner {
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    // Seeded anew each run; the request that fails is printed whole.
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &rand_seed()))
}

fn rand_seed() -> [u8; 32] {
    let mut s = [0; 32];
    s[..16].copy_from_slice(uuid::Uuid::now_v7().as_bytes());
    s
}

fn satu<T>(r: &mut TestRunner, s: &BoxedStrategy<T>) -> T
where
    T: std::fmt::Debug + 'static,
{
    s.new_tree(r).unwrap().current()
}

async fn whatever_comes_is_answered(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let siapa = [
        u.publik(),
        u.sebagai("koordinator").await,
        u.sebagai("penghubung").await,
        u.sebagai("administrator").await,
    ];
    let mut r = pembangkit();
    let bagian = [
        "pengaduan",
        "layanan",
        "perkakas",
        "pengaduan.csv",
        "perkakas.xlsx",
        "layanan.ndjson",
        "saya",
        "wilayah",
        "berkas",
        "impor",
        "tidak",
    ];
    let akhir = [
        "",
        "/langkah",
        "/langkah/teruskan",
        "/langkah/jawab",
        "/catatan",
        "/riwayat",
        "/tautan",
        "/x/y/z",
    ];
    let parameter = [
        "keadaan",
        "pemegang",
        "terbuka",
        "terlambat",
        "sejak",
        "sampai",
        "kata",
        "urut",
        "kursor",
        "batas",
        "format",
        "kategori",
        "kecamatan",
        "jumlah",
        "nama",
        "harga",
        "dibeli",
        "nik",
        "opd",
        "uji",
        "x",
    ];
    let jalur = (
        proptest::sample::select(bagian.to_vec()),
        prop_oneof![
            Just(String::new()),
            Just(l.id.clone()),
            Just(l.nomor.clone()),
            Just("impor".to_owned()),
            teks()
        ],
        proptest::sample::select(akhir.to_vec()),
    );
    let kueri = vec((proptest::sample::select(parameter.to_vec()), teks()), 0..4);
    let kepala = [
        "if-match",
        "if-none-match",
        "idempotency-key",
        "x-kode-lacak",
        "accept-language",
        "content-encoding",
        "accept",
        "cookie",
        "origin",
    ];
    let kepala = vec((proptest::sample::select(kepala.to_vec()), teks()), 0..3);
    let tipe = [
        None,
        Some("application/json"),
        Some("application/merge-patch+json"),
        Some("text/csv"),
        Some("application/x-ndjson"),
        Some("image/png"),
        Some("x"),
    ];
    let badan = prop_oneof![
        4 => nilai().prop_map(|v| v.to_string().into_bytes()),
        1 => vec(any::<u8>(), 0..200),
        1 => teks().prop_map(String::into_bytes),
        1 => vec((kunci(), teks()), 0..5).prop_map(|v| {
            let (k, s): (Vec<_>, Vec<_>) = v.into_iter().unzip();
            format!("{}\n{}\n", k.join(","), s.join(",")).into_bytes()
        }),
    ];
    let metode = proptest::sample::select(vec!["GET", "POST", "PATCH", "HEAD", "OPTIONS", "PUT", "DELETE"]);
    let semua = (
        jalur,
        kueri,
        kepala,
        proptest::sample::select(tipe.to_vec()),
        badan,
        metode,
        0..siapa.len(),
    )
        .boxed();
    for _ in 0..KALI {
        let ((bagian, id, akhir), kueri, kepala, tipe, badan, metode, i) = satu(&mut r, &semua);
        let mut alamat = bagian.to_owned();
        if !id.is_empty() {
            alamat = format!("{alamat}/{}{akhir}", ui::enkode(&id));
        }
        let kueri: Vec<String> = kueri
            .iter()
            .map(|(k, v)| format!("{k}={}", ui::enkode(v)))
            .collect();
        if !kueri.is_empty() {
            alamat = format!("{alamat}?{}", kueri.join("&"));
        }
        let mut k = siapa[i].clone();
        for (nama, v) in kepala
            .iter()
            .filter(|(_, v)| axum::http::HeaderValue::from_bytes(v.as_bytes()).is_ok())
        {
            k = k.dengan(nama, v);
        }
        // The contract refuses every answer of 500 and above, and every answer that is not described.
        k.kirim(metode, &alamat, tipe, badan).await;
    }
}

async fn objects_near_the_truth_are_answered(u: &Uji) {
    let k = u.sebagai("koordinator").await;
    let a = u.sebagai("administrator").await;
    let mut r = pembangkit();
    let layanan = json!({
        "kode": "ktp", "nama": "KTP", "jenis": "publik", "opd": "disdukcapil", "ringkas": "KTP.", "waktu": "1 hari", "biaya": 0,
    });
    let benar = [
        ("pengaduan", crate::bekal::laporan()),
        ("perkakas", perkakas::isi("Palu", 1, "dlh")),
        ("layanan", layanan),
    ];
    let acak = vec((kunci(), nilai()), 0..4).boxed();
    for i in 0..KALI / 3 {
        let (register, isi) = &benar[i % 3];
        let siapa = if *register == "layanan" { &a } else { &k };
        let mut isi: Map<String, Value> = isi.as_object().unwrap().clone();
        isi.extend(satu(&mut r, &acak));
        let j = siapa.post(register, isi.into()).await;
        assert!(matches!(j.status, 201 | 409 | 413 | 422 | 400), "{}", j.teks());
        if j.status == 201 {
            let jalur = format!("{register}/{}", j.json()["id"].as_str().unwrap());
            let tambal: Map<String, Value> = satu(&mut r, &acak).into_iter().collect();
            siapa.patch(&jalur, 1, tambal.into()).await;
            let isian: Map<String, Value> = satu(&mut r, &acak).into_iter().collect();
            for langkah in ["teruskan", "siapkan", "pinjamkan", "terbitkan", "tutup", "gabung"] {
                siapa
                    .post(&format!("{jalur}/langkah/{langkah}"), isian.clone().into())
                    .await;
            }
        }
    }
    for register in ["pengaduan", "perkakas", "layanan"] {
        let siapa = if register == "layanan" { &a } else { &k };
        siapa.get(&format!("{register}?batas=500")).await.harus(200);
        siapa.get(&format!("{register}.csv")).await.harus(200);
        siapa.get(&format!("{register}.xlsx")).await.harus(200);
    }
}
