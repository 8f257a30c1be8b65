//! Duties that name things of which there must be one each.

use kernel::{Peran, kewajiban::Bukti};
use serde_json::{Value, json};

use crate::bekal::{Dunia, salinan};

const KOMINFO: &str = "diskominfosatik";

fn tambah(f: &std::path::Path, berkas: &str, isi: &str) {
    let jalur = f.join(berkas);
    let lama = std::fs::read_to_string(&jalur).unwrap();
    std::fs::write(jalur, lama + isi).unwrap();
}

#[tokio::test]
async fn what_there_is_none_of_is_named() {
    let map = salinan(|f| {
        tambah(
            f,
            "nasional/tugas.toml",
            r#"
[[tugas]]
kode = "uji-lengkap"
mandat = "A8"
judul = "Semua ada"
judul_en = "All are there"
prinsip = []
jadwal = { jenis = "berlaku" }
[tugas.bukti]
jenis = "lengkap"
register = "aplikasi"
keadaan = ["beroperasi"]
butir = [
  { nama = "pengadaan", dengan = { jenis = "umum", fungsi = "Pengadaan barang dan jasa" } },
  { nama = "orang", dengan = { data = { di = "data_informasi", keadaan = ["beroperasi"], dengan = { kunci = "nik" } } } },
]
"#,
        );
        tambah(
            f,
            "serang/kewajiban.toml",
            "\n[[kewajiban]]\ntugas = \"uji-lengkap\"\nwajib = \"Ada semua.\"\nsumber = [\"pasal-4\"]\npelaku = \"fungsi:kominfo\"\n",
        );
    });
    let d = Dunia::dari(&profil::Sumber::Folder(map.path().to_owned()), &["serang"]).await;
    let kuki = d.sesi("serang", Peran::Pimpinan, "setda").await;
    let kini = async || -> Value {
        let semua = d.semua(&kuki, "2026-11-23").await;
        let satu = semua.into_iter().find(|k| k["tugas"] == "uji-lengkap").unwrap();
        json!([satu["keadaan"], satu["unit"], satu["kurang"]])
    };
    let kurang = |nama: &[&str]| -> Value { nama.iter().map(|n| json!({ "butir": n })).collect() };
    let semua = kurang(&["pengadaan", "orang"]);
    assert_eq!(kini().await, json!(["terlambat", KOMINFO, semua]));
    let p = d.sebagai(Peran::Administrator, KOMINFO);
    let buat = async |register: &str, isi: Value| {
        let isi = isi.as_object().unwrap().clone();
        d.entri(p.clone(), register, isi).await.unwrap()
    };
    let jalan = async |e: &kernel::Entri| {
        let aksi = kernel::Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: "operasikan".into(),
            isian: kernel::Peta::new(),
        };
        d.perintah(p.clone(), aksi).await.unwrap();
    };
    // Which office has it is all the same, and how its function is capitalised; not its kind, nor whether it runs.
    let umum = |jenis: &str| json!({ "nama": jenis, "opd": "dinkes", "jenis": jenis, "fungsi": "pengadaan barang dan jasa" });
    jalan(&buat("aplikasi", umum("khusus")).await).await;
    let spse = buat("aplikasi", umum("umum")).await;
    assert_eq!(kini().await, json!(["terlambat", KOMINFO, semua]));
    jalan(&spse).await;
    assert_eq!(kini().await, json!(["sebagian", KOMINFO, kurang(&["orang"])]));
    // By way of a link: the data must run too.
    let data = buat(
        "data_informasi",
        json!({ "nama": "Penduduk", "opd": "dinkes", "kunci": "nik" }),
    )
    .await;
    let isi = json!({ "nama": "Siak", "opd": "dinkes", "jenis": "umum", "data": [{ "ke": data.id }] });
    jalan(&buat("aplikasi", isi).await).await;
    assert_eq!(kini().await, json!(["sebagian", KOMINFO, kurang(&["orang"])]));
    jalan(&data).await;
    assert_eq!(kini().await, json!(["terpenuhi", KOMINFO, []]));
    let (s, laman) = d
        .minta(&kuki, "/serang/kerja/kepatuhan/kewajiban/uji-lengkap")
        .await;
    assert!(
        s == 200 && laman.contains("Harus ada semuanya: pengadaan; orang."),
        "{laman}"
    );
}

#[tokio::test]
async fn a_page_tells_what_proves_and_why_a_document_must() {
    let d = Dunia::baru().await;
    let kuki = d.sesi("serang", Peran::Pimpinan, "setda").await;
    for (tugas, kata) in [
        ("arsitektur-selaras-nasional", "harus memenuhi: Kode RAB terisi."),
        ("data-strategis-dilindungi", "Sifat data: Terbatas / Tertutup."),
        ("anggaran-dikoordinasikan-pusat", "jadi suratnyalah buktinya"),
        ("data-akurat", "itu perlu dinilai orang"),
        (
            "jaringan-intra-terhubung",
            "Belum ada register yang membuktikannya sendiri",
        ),
    ] {
        let alamat = format!("/serang/kerja/kepatuhan/kewajiban/{tugas}");
        let (s, laman) = d.minta(&kuki, &alamat).await;
        assert!(s == 200 && laman.contains(kata), "{tugas}: {laman}");
    }
}

/// The chapters whose registers are all there: what they do not prove says why.
const LENGKAP: [&str; 8] = ["A1", "A2", "A3", "A4", "A5", "A6", "A8", "A10"];

#[tokio::test]
async fn governance_is_proved_by_records_or_says_why_not() {
    let daerah = ["batubara", "bekasi", "jembrana", "kapuas", "serang"];
    let d = Dunia::dari(&profil::Sumber::Terbenam, &daerah).await;
    for kode in daerah {
        let kitab = d.app.store.profil(kode).unwrap().kitab.as_ref().unwrap();
        let lengkap = |k: &&kernel::kewajiban::Kewajiban| LENGKAP.contains(&k.tugas.mandat.as_str());
        for k in kitab.kewajiban.iter().filter(lengkap) {
            if let Bukti::Manual { sebab, .. } = k.bukti {
                assert!(sebab.is_some(), "{kode}: {}", k.tugas.kode);
            }
        }
    }
}
