//! What is personal lies closed in the database, is found by exact values, moves to other master keys, and can be
//! forgotten, while the ledger goes on verifying.

use kernel::{Aksi, Entri, Galat, Pelaku, Peran, Peta, izin::Pandangan};
use serde_json::json;
use store::{Temuan, cincin};

use crate::{
    bekal::{Bekal, Pangkalan},
    contoh::*,
    log::periksa,
};

uji! {
    in_the_database_nothing_personal_can_be_read,
    people_are_found_by_exact_values_by_who_sees_them,
    what_is_forgotten_is_gone_from_entry_story_and_search,
    only_who_may_erases_and_only_what_they_saw,
    another_master_key_wraps_all_entries_anew,
    a_lost_key_file_stops_the_start,
    a_key_taken_away_behind_the_programs_back_is_named,
    a_key_exchanged_behind_the_programs_back_is_named,
    what_is_from_before_there_were_keys_is_closed_and_found_once_it_changes,
}

const PEKA: [&str; 8] = [
    "Wayan",
    "wayan@contoh.id",
    "+6281234567890",
    "9901010107900001",
    "9901010107900002",
    "1234-rahasia",
    "Pak Made",
    "Ketut",
];

fn isi_peka() -> Peta {
    isi_dengan(
        "Beringin",
        json!({
            "penanam": { "nama": "Wayan  Tapa", "surel": "wayan@contoh.id", "telepon": "0812-3456-7890" },
            "nik": "9901010107900001", "pagar": "1234-rahasia",
        }),
    )
}

/// A tree with people in all of its story.
async fn beringin(b: &Bekal) -> Entri {
    let e = b.pohon(isi_peka()).await;
    let e = b.jadi(ubah(b, &e, json!({ "nik": "9901010107900002" }))).await;
    let e = b.jadi(catat(b, &e, "Dilihat.")).await;
    let isian = json!({ "unit": "kebun", "mandor": "Pak Made", "gembok": "Ketut" });
    b.jadi(langkah(b, &e, "tanam", isian)).await
}

fn lupakan(b: &Bekal, e: &Entri, pelaku: &Pelaku) -> kernel::Perintah {
    let aksi = Aksi::Lupakan {
        id: e.id,
        versi: e.versi,
        alasan: "Diminta pemilik data.".into(),
    };
    perintah(b, e.daerah.as_str(), pelaku, aksi)
}

/// How many rows of entries and events have this text in them.
async fn terbaca(b: &Bekal, teks: &str) -> i64 {
    let bait = match b.pangkalan {
        Pangkalan::Lite => "cast(bait as text)",
        Pangkalan::Pg { .. } => "convert_from(bait, 'UTF8')",
    };
    b.angka(&format!(
        "select count(*) from entri where cast(isi as text) like '%{teks}%'"
    ))
    .await
        + b.angka(&format!(
            "select count(*) from peristiwa where {bait} like '%{teks}%'"
        ))
        .await
}

async fn cerita(b: &Bekal, e: &Entri) -> String {
    let koordinator = koordinator(LEMBAH);
    let t = b.store.entri(&e.daerah, &koordinator, e.id).await.unwrap();
    let semua = b.store.riwayat(&t, &koordinator).await.unwrap();
    let isi: Vec<_> = semua.iter().map(|p| &p.isi.isi).collect();
    serde_json::to_string(&(isi, &t.entri.isi)).unwrap()
}

async fn in_the_database_nothing_personal_can_be_read(b: &Bekal) {
    let e = beringin(b).await;
    assert!(terbaca(b, "Beringin").await > 0, "what is nobody's stays open");
    for teks in PEKA {
        assert_eq!(terbaca(b, teks).await, 0, "{teks}");
    }
    let teks = cerita(b, &e).await;
    for t in ["Wayan  Tapa", "9901010107900001", "9901010107900002", "Pak Made"] {
        assert!(teks.contains(t), "{t} not in {teks}");
    }
    let rahasia = b.store.rahasia(&e.daerah, e.id, "pagar").await.unwrap();
    assert_eq!(rahasia.as_deref(), Some("1234-rahasia"));
    let l = periksa(b).await;
    assert!(l.utuh(), "{:?}", l.temuan);
}

async fn people_are_found_by_exact_values_by_who_sees_them(b: &Bekal) {
    let e = b.pohon(isi_peka()).await;
    b.pohon(isi_dengan("Lain", json!({ "nik": "9901010107900003" })))
        .await;
    b.jadi(buat(b, PESISIR, &koordinator(PESISIR), "pohon", isi_peka()))
        .await;
    let cari = async |p: &Pelaku, nilai: &str| {
        let semua = b.store.cari_orang(&kode(LEMBAH), p, nilai).await.unwrap();
        semua.iter().map(|t| t.entri.id).collect::<Vec<_>>()
    };
    let k = koordinator(LEMBAH);
    for nilai in [
        "9901010107900001",
        "WAYAN@contoh.id",
        "0812 3456 7890",
        "+6281234567890",
        "wayan tapa",
    ] {
        assert_eq!(cari(&k, nilai).await, [e.id], "{nilai}");
    }
    for nilai in ["", "wayan", "99010101", "%", "\0", "9901010107900009"] {
        assert_eq!(cari(&k, nilai).await, [], "{nilai:?}");
    }
    for p in [
        Pelaku::Publik,
        pejabat(LEMBAH, &[(Peran::Auditor, "pasar")]),
        pejabat(LEMBAH, &[(Peran::Penghubung, "pasar")]),
        koordinator(PESISIR),
    ] {
        assert_eq!(cari(&p, "9901010107900001").await, [], "{p:?}");
    }
    b.jadi(ubah(b, &e, json!({ "nik": "9901010107900002" }))).await;
    assert_eq!(cari(&k, "9901010107900001").await, []);
    assert_eq!(cari(&k, "9901010107900002").await, [e.id]);
}

async fn what_is_forgotten_is_gone_from_entry_story_and_search(b: &Bekal) {
    let e = beringin(b).await;
    let k = koordinator(LEMBAH);
    let e = b.jadi(lupakan(b, &e, &k)).await;
    assert!(e.kunci.is_none() && e.isi.get("nik").is_none() && e.isi.get("nama").is_some());
    let teks = cerita(b, &e).await;
    for t in PEKA {
        assert!(!teks.contains(t), "{t} in {teks}");
    }
    assert!(teks.contains("Diminta pemilik data.") && teks.contains("Dilihat."));
    assert_eq!(b.baris("jejak").await, 0);
    assert!(
        b.store
            .cari_orang(&kode(LEMBAH), &k, "Wayan Tapa")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(b.store.kunci_induk().await.unwrap(), []);
    let l = periksa(b).await;
    assert!(l.utuh(), "{:?}", l.temuan);
    assert!(matches!(b.tolak(lupakan(b, &e, &k)).await, Galat::Bentrok(_)));
    // The story of before stays closed also when somebody is named anew.
    let e = b.jadi(ubah(b, &e, json!({ "nik": "9901010107900003" }))).await;
    let teks = cerita(b, &e).await;
    assert!(
        teks.contains("9901010107900003") && !teks.contains("9901010107900001"),
        "{teks}"
    );
    assert!(periksa(b).await.utuh());
    // What it was on a past day is told without the person.
    let dulu = b
        .store
        .pada_saat(&kode(LEMBAH), "pohon", &[""; 0], b.ms(), 10)
        .await
        .unwrap();
    assert_eq!(dulu.len(), 1);
}

async fn only_who_may_erases_and_only_what_they_saw(b: &Bekal) {
    let e = beringin(b).await;
    for p in [
        pejabat(LEMBAH, &[(Peran::Penghubung, "kebun")]),
        pejabat(LEMBAH, &[(Peran::Auditor, "pasar")]),
        Pelaku::Pelapor(e.id),
    ] {
        assert!(
            matches!(b.tolak(lupakan(b, &e, &p)).await, Galat::Ditolak(_)),
            "{p:?}"
        );
    }
    for p in [koordinator(PESISIR), Pelaku::Publik] {
        let g = b.tolak(lupakan(b, &e, &p)).await;
        assert!(matches!(g, Galat::Ditolak(_) | Galat::PerluMasuk), "{g}");
    }
    let lama = Entri {
        versi: e.versi - 1,
        ..e.clone()
    };
    let g = b.tolak(lupakan(b, &lama, &koordinator(LEMBAH))).await;
    assert!(matches!(g, Galat::VersiBasi { .. }), "{g}");
    let mut tanpa = lupakan(b, &e, &koordinator(LEMBAH));
    if let Aksi::Lupakan { alasan, .. } = &mut tanpa.aksi {
        alasan.clear();
    }
    assert_eq!(crate::bekal::medan(&b.tolak(tanpa).await), ["alasan"]);
    let t = b
        .store
        .entri(&e.daerah, &koordinator(LEMBAH), e.id)
        .await
        .unwrap();
    assert_eq!((t.pandangan, t.entri.versi), (Pandangan::Pribadi, e.versi));
}

async fn another_master_key_wraps_all_entries_anew(b: &Bekal) {
    let e = beringin(b).await;
    b.pohon(isi("Tanpa orang")).await;
    let berkas = b.folder.path().join("kunci-data");
    let lama = cincin::baca(&berkas).unwrap();
    cincin::ganti(&berkas, &lama.tambah()).unwrap();
    let s = b.lain().await;
    // One server still has the former ring, the other wraps under the new key already.
    let baru = s.jalankan(buat_pohon(b, isi_peka())).await.unwrap().entri;
    assert_eq!(s.kunci_induk().await.unwrap(), [(1, 1), (2, 1)]);
    assert_eq!(s.bungkus_ulang().await.unwrap(), 1);
    assert_eq!(s.bungkus_ulang().await.unwrap(), 0);
    assert_eq!(s.kunci_induk().await.unwrap(), [(2, 2)]);
    s.tutup_ulang().await.unwrap();
    s.tutup().await;
    let ring = cincin::baca(&berkas).unwrap();
    cincin::ganti(&berkas, &ring.tanpa(&[1])).unwrap();
    let s = b.lain().await;
    for id in [e.id, baru.id] {
        let t = s.entri(&e.daerah, &koordinator(LEMBAH), id).await.unwrap();
        assert_eq!(t.entri.isi["penanam"]["surel"], "wayan@contoh.id");
    }
    s.tutup().await;
    let l = periksa(b).await;
    assert!(l.utuh(), "{:?}", l.temuan);
}

async fn a_lost_key_file_stops_the_start(b: &Bekal) {
    beringin(b).await;
    b.store.tutup().await;
    let berkas = b.folder.path().join("kunci-data");
    let simpan = std::fs::read(&berkas).unwrap();
    std::fs::remove_file(&berkas).unwrap();
    let gagal = async || match buka(&b.url, b.folder.path(), b.jam.clone()).await {
        Err(g) => g.to_string(),
        Ok(_) => panic!("started without the key file"),
    };
    assert!(gagal().await.contains("key file"));
    assert!(!berkas.exists(), "a new key file would pass for the lost one");
    for (isi, kata) in [
        (kernel::Cincin::baru().tulis(), "master key 1"),
        ("indeks pendek\n".to_owned(), "kunci-data:1"),
        (String::new(), "lacks"),
    ] {
        std::fs::write(&berkas, isi).unwrap();
        let g = gagal().await;
        assert!(g.contains(kata), "{g}");
        assert!(berkas.exists());
    }
    std::fs::write(&berkas, simpan).unwrap();
    b.lain().await.tutup().await;
}

async fn a_key_taken_away_behind_the_programs_back_is_named(b: &Bekal) {
    let e = beringin(b).await;
    b.laku("update entri set kunci = null, induk = null").await;
    let disebut = async || {
        let l = periksa(b).await;
        let [Temuan::EntriDiubah { nomor, medan, .. }] = &l.temuan[..] else {
            panic!("{:?}", l.temuan);
        };
        assert_eq!((nomor, medan.as_slice()), (&e.nomor, &["kunci".to_owned()][..]));
    };
    disebut().await;
    // Nor is it hidden by writing the same fields in another way.
    if let Pangkalan::Lite = b.pangkalan {
        b.laku(r#"update entri set isi = replace(isi, '"$tutup"', '"\u0024tutup"')"#)
            .await;
        disebut().await;
    }
    // What can be read is read; what would write the loss down is refused.
    let t = b
        .store
        .entri(&e.daerah, &koordinator(LEMBAH), e.id)
        .await
        .unwrap();
    assert_eq!(t.entri.isi["nama"], "Beringin");
    assert!(!t.entri.isi.get("nik").is_some_and(|v| v.is_string()));
    let g = b.tolak(ubah(b, &e, json!({ "nama": "Lain" }))).await;
    assert!(matches!(g, Galat::Dalam(_)), "{g}");
}

async fn a_key_exchanged_behind_the_programs_back_is_named(b: &Bekal) {
    let e = beringin(b).await;
    b.laku("update entri set kunci = hash from peristiwa p where p.entri = entri.id and p.versi = 1")
        .await;
    let l = periksa(b).await;
    let [Temuan::EntriDiubah { nomor, medan, .. }] = &l.temuan[..] else {
        panic!("{:?}", l.temuan);
    };
    assert_eq!((nomor, medan.as_slice()), (&e.nomor, &["kunci".to_owned()][..]));
    // Its page still opens, without what nobody can read.
    let teks = cerita(b, &e).await;
    assert!(teks.contains("Beringin") && teks.contains("Dilihat."), "{teks}");
    for t in PEKA {
        assert!(!teks.contains(t), "{t} in {teks}");
    }
}

async fn what_is_from_before_there_were_keys_is_closed_and_found_once_it_changes(b: &Bekal) {
    let e = b.pohon(isi_peka()).await;
    let lama = serde_json::to_string(&e.isi).unwrap();
    b.laku(&format!(
        "update entri set kunci = null, induk = null, isi = '{lama}'"
    ))
    .await;
    b.laku("delete from jejak").await;
    let k = koordinator(LEMBAH);
    let t = b.store.entri(&e.daerah, &k, e.id).await.unwrap();
    assert_eq!(t.entri.isi["nik"], "9901010107900001", "it can be read as before");
    b.jadi(ubah(b, &e, json!({ "nama": "Beringin tua" }))).await;
    let isi = "select count(*) from entri where cast(isi as text) like";
    assert_eq!(b.angka(&format!("{isi} '%9901010107900001%'")).await, 0);
    assert_eq!(b.angka(&format!("{isi} '%Beringin tua%'")).await, 1);
    let ada = b
        .store
        .cari_orang(&e.daerah, &k, "wayan@contoh.id")
        .await
        .unwrap();
    assert_eq!(ada.len(), 1);
}
