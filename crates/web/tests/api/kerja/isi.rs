//! New entries and changed ones: what was typed comes back until it is right, nothing is written twice, nobody
//! overwrites what they have not seen.

use serde_json::json;

use super::{DASAR, entri};
use crate::{
    bekal::{Laporan, Uji},
    perkakas,
};

uji! {
    the_desk_files_a_report, wrong_fields_keep_what_was_typed, sent_twice_is_one_entry, who_may_file,
    photographs_stay_through_a_correction, a_reference_is_a_number, a_stale_version_keeps_the_words,
    only_what_is_shown_is_changed, who_may_change, keys_and_versions_that_somebody_made_up,
}

const BARU: &str = "/serang/kerja/pengaduan/baru";

const ISIAN: [(&str, &str); 7] = [
    ("jenis", "aspirasi"),
    ("judul", "Taman bermain"),
    ("isi", "Warga ingin taman."),
    ("kategori", "lainnya"),
    ("kanal", "telepon"),
    ("pelapor.nama", "Budi"),
    ("pelapor.telepon", "0812-0000-1234"),
];

fn dengan<'a>(kunci: &'a str, tambah: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let lain = ISIAN.iter().filter(|(k, _)| tambah.iter().all(|(t, _)| t != k));
    lain.chain(tambah).chain(&[("_kunci", kunci)]).copied().collect()
}

async fn banyak(u: &Uji, register: &str) -> usize {
    u.sebagai("koordinator")
        .await
        .get(&format!("{register}?batas=500"))
        .await
        .harus(200)
        .nomor()
        .len()
}

async fn the_desk_files_a_report(u: &Uji) {
    let mut p = u.pegawai("petugas").await;
    let j = p.buka(BARU).await.harus(200);
    let kunci = j.nilai("_kunci");
    assert_eq!(
        (j.nilai("jenis"), j.nilai("kanal"), j.nilai("judul")),
        ("pengaduan".into(), "daring".into(), String::new())
    );
    let j = p
        .kirim(BARU, &dengan(&kunci, &[]))
        .await
        .harus(200)
        .memuat("SRG-2026-000001");
    assert_eq!(j.kepala["cache-control"], "no-store");
    let kode = j.antara("<b class=\"kode\">", "</b>").pop().unwrap();
    assert_eq!(kode.len(), 14, "{kode}");
    let (nomor, id) = nomor_dan_id(u).await;
    assert!(
        u.app
            .identitas
            .cocok_lacak(&crate::bekal::kode("serang"), id, &kode)
    );
    // The code stands in no address, and on no other page of the workspace.
    assert!(j.antara("href=\"", "\"").iter().all(|h| !h.contains(&kode)));
    for jalur in [entri(&nomor), DASAR.into(), "/serang/kerja".into()] {
        p.buka(&jalur).await.harus(200).tanpa(&kode);
    }
    p.buka(&entri(&nomor))
        .await
        .memuat("Telepon")
        .memuat("Budi")
        .memuat("Taman bermain");
}

async fn nomor_dan_id(u: &Uji) -> (String, kernel::IdEntri) {
    let d = u
        .sebagai("koordinator")
        .await
        .get("pengaduan")
        .await
        .harus(200)
        .json();
    let e = &d["data"][0];
    let id = e["id"].as_str().unwrap().parse().unwrap();
    (e["nomor"].as_str().unwrap().to_owned(), kernel::IdEntri(id))
}

async fn wrong_fields_keep_what_was_typed(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    let kunci = p.buka(BARU).await.harus(200).nilai("_kunci");
    let salah = [
        ("judul", " "),
        ("isi", "Baris satu\nBaris dua </textarea>"),
        ("kategori", "tidak-ada"),
        ("pelapor.telepon", "12"),
        ("pelapor.surel", "bukan surel"),
        ("lat", "91"),
        ("lon", "abc"),
        ("kecamatan", "51.01.01"),
        ("rahasia", "ya"),
    ];
    let j = p.kirim(BARU, &dengan(&kunci, &salah)).await.harus(422);
    for (k, v) in salah
        .iter()
        .filter(|(k, _)| !matches!(*k, "kategori" | "kecamatan"))
    {
        assert_eq!(j.nilai(k), *v, "{k}");
    }
    assert_eq!(
        (
            j.nilai("pelapor.nama"),
            j.nilai("jenis"),
            j.nilai("kanal"),
            j.nilai("_kunci")
        ),
        ("Budi".into(), "aspirasi".into(), "telepon".into(), kunci.clone())
    );
    for k in [
        "judul",
        "kategori",
        "pelapor.telepon",
        "pelapor.surel",
        "lat",
        "lon",
        "kecamatan",
    ] {
        assert!(
            j.isi.contains(&format!("href=\"#m-{k}\"")),
            "the summary leads to {k}: {}",
            j.isi
        );
        assert!(
            j.isi.contains(&format!("id=\"m-{k}-galat\"")),
            "{k} says what is wrong: {}",
            j.isi
        );
    }
    assert_eq!(banyak(u, "pengaduan").await, 0);
    let panjang = "x".repeat(151);
    let j = p
        .kirim(BARU, &dengan(&kunci, &[("judul", &panjang)]))
        .await
        .harus(422);
    assert_eq!(j.nilai("judul"), panjang);
    p.kirim(BARU, &[]).await.harus(422);
    // Put right, the same form goes through.
    p.kirim(BARU, &dengan(&kunci, &[])).await.harus(200);
    assert_eq!(banyak(u, "pengaduan").await, 1);
    // In English the same page speaks English.
    p.kuki.insert("praja_bahasa".into(), "en".into());
    p.kirim(BARU, &dengan("", &[("judul", "")]))
        .await
        .harus(422)
        .memuat("This is required.");
}

async fn sent_twice_is_one_entry(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    let kunci = p.buka(BARU).await.harus(200).nilai("_kunci");
    let satu = p.kirim(BARU, &dengan(&kunci, &[])).await.harus(200);
    let dua = p
        .kirim(BARU, &dengan(&kunci, &[("judul", "Taman lain")]))
        .await
        .harus(200);
    let kode = |j: &super::peramban::Lembar| j.antara("<b class=\"kode\">", "</b>");
    assert_eq!(kode(&satu), kode(&dua), "the same entry, the same code");
    assert_eq!(banyak(u, "pengaduan").await, 1);
    // The key of one account is nothing to another, nor is the next form's.
    let mut lain = u.pegawai("petugas").await;
    lain.kirim(BARU, &dengan(&kunci, &[])).await.harus(200);
    let baru = p.buka(BARU).await.harus(200).nilai("_kunci");
    assert_ne!(baru, kunci);
    p.kirim(BARU, &dengan(&baru, &[])).await.harus(200);
    assert_eq!(banyak(u, "pengaduan").await, 3);
}

async fn who_may_file(u: &Uji) {
    for (siapa, status) in [
        ("koordinator", 200),
        ("petugas", 200),
        // Any front desk may take down what a citizen says; the report is the coordinator's.
        ("petugas:dlh", 200),
        ("penghubung", 403),
        ("kepala", 403),
        ("auditor", 403),
        ("pimpinan", 403),
        ("administrator", 403),
    ] {
        let mut p = u.pegawai(siapa).await;
        let j = p.buka(BARU).await;
        assert!(j.status == status, "{siapa}: {}", j.status);
        p.buka("/serang/kerja").await.harus(200);
        p.kirim(BARU, &dengan("k", &[])).await.harus(status);
        let daftar = p.buka(DASAR).await.harus(200);
        assert_eq!(
            daftar.isi.contains(&format!("{BARU}\"")),
            status == 200,
            "{siapa}"
        );
    }
    assert_eq!(banyak(u, "pengaduan").await, 3);
    u.pegawai("koordinator")
        .await
        .buka("/serang/kerja/tidak-ada/baru")
        .await
        .harus(404);
}

async fn photographs_stay_through_a_correction(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    let kunci = p.buka(BARU).await.harus(200).nilai("_kunci");
    let (baik, rusak) = (gambar(), b"PK\x03\x04 bukan gambar".to_vec());
    let isian = dengan(&kunci, &[("judul", "")]);
    let j = p
        .unggah(
            BARU,
            &isian,
            &[("foto", "a.png", &baik), ("foto", "b.jpg", &rusak)],
        )
        .await
        .harus(422);
    let j = j.memuat("bukan foto yang dapat dibaca");
    let foto = j.nilai("foto");
    assert_eq!(foto.len(), 36, "the good one is kept: {foto}");
    let j = p
        .unggah(BARU, &dengan(&kunci, &[("foto", &foto)]), &[])
        .await
        .harus(200);
    let nomor = j.antara("<b class=\"nomor\">", "</b>").pop().unwrap();
    p.buka(&entri(&nomor))
        .await
        .harus(200)
        .memuat(&format!("/serang/berkas/{foto}"));
    // Six are too many; a photograph that is another's, or nobody's, is refused at its field.
    let enam: Vec<(&str, &str, &[u8])> = (0..6).map(|_| ("foto", "a.png", baik.as_slice())).collect();
    p.unggah(BARU, &dengan("k6", &[]), &enam).await.harus(422);
    for f in [foto.as_str(), "01900000-0000-7000-8000-000000000001", "x"] {
        p.kirim(BARU, &dengan("k7", &[("foto", f)])).await.harus(422);
    }
    // A file under a name that no field has is no business of ours.
    p.unggah(
        BARU,
        &dengan("k8", &[]),
        &[("judul", "a.png", &baik), ("x", "b", b"x")],
    )
    .await
    .harus(200);
}

fn gambar() -> Vec<u8> {
    // The smallest PNG: one grey pixel.
    data_encoding::BASE64
        .decode(
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
        )
        .unwrap()
}

async fn a_reference_is_a_number(u: &Uji) {
    let baru = "/serang/kerja/perkakas/baru";
    let mut p = u.pegawai("koordinator").await;
    p.buka(baru).await.harus(200);
    let j = p
        .kirim(
            baru,
            &[
                ("nama", "Gergaji"),
                ("jumlah", "3"),
                ("opd", "dlh"),
                ("_kunci", "a"),
            ],
        )
        .await
        .harus(303);
    let induk = j.ke().split(['/', '?']).nth(5).unwrap().to_owned();
    p.ikut(&j).await.harus(200).memuat("Tersimpan.").memuat("Gergaji");
    let anak = |i: &str| {
        [
            ("nama", "Mata gergaji"),
            ("jumlah", "9"),
            ("opd", "dlh"),
            ("_kunci", "b"),
            ("induk", i),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
    };
    for (i, status) in [
        ("SRG-2026-777777", 422),
        ("x", 422),
        ("01900000-0000-7000-8000-000000000001", 422),
        (&*induk.to_lowercase(), 303),
    ] {
        let isian = anak(i);
        let isian: Vec<(&str, &str)> = isian.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let j = p.kirim(baru, &isian).await.harus(status);
        if status == 422 {
            assert_eq!(
                (j.nilai("induk"), j.nilai("nama")),
                (i.to_owned(), "Mata gergaji".into())
            );
            assert!(j.isi.contains("id=\"m-induk-galat\""), "{}", j.isi);
        } else {
            p.ikut(&j).await.harus(200).memuat("Merujuk ke").memuat(&induk);
        }
    }
}

async fn satu(u: &Uji) -> Laporan {
    u.lapor(json!({})).await
}

async fn a_stale_version_keeps_the_words(u: &Uji) {
    let l = satu(u).await;
    let ubah = format!("{}/ubah", entri(&l.nomor));
    let mut p = u.pegawai("koordinator").await;
    let j = p.buka(&ubah).await.harus(200);
    assert_eq!(
        (j.nilai("_versi"), j.nilai("judul"), j.nilai("pelapor.nama")),
        (
            "1".into(),
            "Jalan berlubang di depan pasar".into(),
            "Siti Aminah".into()
        )
    );
    u.sebagai("koordinator")
        .await
        .patch(
            &format!("pengaduan/{}", l.id),
            1,
            json!({ "judul": "Judul rekan" }),
        )
        .await
        .harus(200);
    let isian = dengan(
        "",
        &[("_versi", "1"), ("judul", "Judul saya"), ("isi", "Isi saya.")],
    );
    let j = p
        .kirim(&ubah, &isian)
        .await
        .harus(412)
        .memuat("berubah sejak Anda membukanya");
    assert_eq!(
        (j.nilai("judul"), j.nilai("isi"), j.nilai("_versi")),
        ("Judul saya".into(), "Isi saya.".into(), "2".into())
    );
    p.buka(&entri(&l.nomor))
        .await
        .memuat("Judul rekan")
        .tanpa("Judul saya");
    // Having read it, the person sends it again.
    let isian = dengan("", &[("_versi", "2"), ("judul", "Judul saya")]);
    let j = p
        .kirim(&ubah, &isian)
        .await
        .menuju(&format!("{}?selesai=ubah", entri(&l.nomor)));
    p.ikut(&j)
        .await
        .harus(200)
        .memuat("Tersimpan.")
        .memuat("Judul saya")
        .memuat("<del>Judul rekan</del>");
}

async fn only_what_is_shown_is_changed(u: &Uji) {
    let l = u
        .lapor(json!({ "kelas": null, "alamat": "Depan pasar", "lat": -6.1, "lon": 106.23 }))
        .await;
    let ubah = format!("{}/ubah", entri(&l.nomor));
    let mut p = u.pegawai("koordinator").await;
    let j = p.buka(&ubah).await.harus(200);
    assert_eq!(
        (j.nilai("lat"), j.nilai("lon"), j.nilai("alamat")),
        ("-6,1".into(), "106,23".into(), "Depan pasar".into())
    );
    // The form as it stands changes nothing; a field that was emptied is removed.
    let semua = [
        "jenis",
        "judul",
        "isi",
        "kategori",
        "alamat",
        "lat",
        "lon",
        "kanal",
        "pelapor.nama",
        "pelapor.surel",
        "pelapor.telepon",
    ];
    let nilai: Vec<(&str, String)> = semua.iter().map(|n| (*n, j.nilai(n))).collect();
    let mut isian: Vec<(&str, &str)> = nilai.iter().map(|(k, v)| (*k, v.as_str())).collect();
    isian.push(("_versi", "1"));
    p.kirim(&ubah, &isian).await.harus(303);
    let e = u
        .sebagai("koordinator")
        .await
        .get(&format!("pengaduan/{}", l.id))
        .await
        .json();
    assert_eq!(
        (&e["lat"], &e["alamat"], &e["pelapor"]["surel"]),
        (&json!(-6.1), &json!("Depan pasar"), &json!("siti@contoh.id"))
    );
    let versi = e["versi"].to_string();
    isian.retain(|(k, _)| !matches!(*k, "alamat" | "pelapor.surel" | "_versi"));
    isian.extend([("alamat", ""), ("_versi", versi.as_str())]);
    p.kirim(&ubah, &isian).await.harus(303);
    let e = u
        .sebagai("koordinator")
        .await
        .get(&format!("pengaduan/{}", l.id))
        .await
        .json();
    assert!(
        e.get("alamat").is_none() && e["pelapor"].get("surel").is_none(),
        "{e}"
    );
    // What a unit does not see of its tool stays when it changes the rest.
    let k = u.sebagai("koordinator").await;
    let mut alat = perkakas::isi("Bor", 1, "dlh");
    alat["nik"] = "3604054107900001".into();
    alat["sandi"] = "rahasia sekali".into();
    let a = k.post("perkakas", alat).await.harus(201).json();
    let ubah = format!(
        "/serang/kerja/perkakas/entri/{}/ubah",
        a["nomor"].as_str().unwrap()
    );
    let mut p = u.pegawai("penghubung:dlh").await;
    p.buka(&ubah)
        .await
        .harus(200)
        .tanpa("3604054107900001")
        .tanpa("rahasia sekali");
    p.kirim(
        &ubah,
        &[
            ("nama", "Bor listrik"),
            ("jumlah", "2"),
            ("opd", "dlh"),
            ("_versi", "1"),
        ],
    )
    .await
    .harus(303);
    let e = k
        .get(&format!("perkakas/{}", a["id"].as_str().unwrap()))
        .await
        .harus(200)
        .json();
    assert_eq!(
        (&e["nama"], &e["nik"]),
        (&json!("Bor listrik"), &json!("3604054107900001"))
    );
}

async fn who_may_change(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let ubah = format!("{}/ubah", entri(&l.nomor));
    for siapa in ["penghubung", "petugas", "kepala", "auditor", "pimpinan"] {
        let mut p = u.pegawai(siapa).await;
        p.buka(&ubah).await.harus(403);
        p.buka("/serang/kerja").await.harus(200);
        p.kirim(&ubah, &dengan("", &[("_versi", "2")])).await.harus(403);
    }
    assert_eq!(
        u.sebagai("koordinator")
            .await
            .get(&format!("pengaduan/{}", l.id))
            .await
            .json()["versi"],
        2
    );
}

async fn keys_and_versions_that_somebody_made_up(u: &Uji) {
    let mut p = u.pegawai("koordinator").await;
    p.buka(BARU).await.harus(200);
    for kunci in ["\0", "a\0b", "'", &"k".repeat(5_000), "😀", ""] {
        let j = p.kirim(BARU, &dengan(kunci, &[])).await;
        assert!(
            matches!(j.status, 200 | 400 | 422),
            "{kunci:?}: {} {}",
            j.status,
            j.isi
        );
    }
    let l = satu(u).await;
    let ubah = format!("{}/ubah", entri(&l.nomor));
    p.buka(&ubah).await.harus(200);
    for (versi, status) in [
        ("x", 428),
        ("", 428),
        ("1.5", 428),
        ("99999999999999999999", 428),
        ("-1", 412),
        ("9", 412),
    ] {
        p.kirim(&ubah, &dengan("", &[("_versi", versi)]))
            .await
            .harus(status);
    }
    p.kirim(&ubah, &dengan("", &[])).await.harus(428);
}
