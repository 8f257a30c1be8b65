//! What was known on a past day stays known: entries as they stood, figures by the day on which they changed, who changed
//! since; and that nobody is reminded twice of one day.

use jiff::civil::Date;
use kernel::{Entri, IdEntri, Pelaku, register::Register};
use serde_json::json;
use store::Muatan;

use crate::{
    bekal::{Bekal, HARI, serentak},
    contoh::*,
};

uji! {
    entries_stand_on_a_past_day_as_they_stood,
    figures_of_past_days_never_change,
    who_follows_a_register_sees_each_change_once_more,
    nobody_is_reminded_twice_of_one_day,
}

const SEMUA: [&str; 0] = [];

fn tampak(e: &[Entri]) -> Vec<(String, String, String)> {
    e.iter()
        .map(|e| {
            (
                e.teks("nama").to_owned(),
                e.keadaan.clone(),
                e.isi["harga"].to_string(),
            )
        })
        .collect()
}

async fn pada(b: &Bekal, saat: i64, keadaan: &[&str], batas: usize) -> Vec<(String, String, String)> {
    let e = b
        .store
        .pada_saat(&kode(LEMBAH), Pohon::KODE, keadaan, saat, batas)
        .await;
    tampak(&e.unwrap())
}

async fn entries_stand_on_a_past_day_as_they_stood(b: &Bekal) {
    let mut hari = Vec::new();
    let e = b.pohon(isi_dengan("Kelapa", json!({ "harga": 500 }))).await;
    hari.push((b.ms(), pada(b, b.ms(), &SEMUA, 9).await));
    b.maju(HARI);
    let e = b.jadi(ubah(b, &e, json!({ "harga": 200 }))).await;
    b.pohon(isi_dengan("Jati", json!({ "harga": 1 }))).await;
    hari.push((b.ms(), pada(b, b.ms(), &SEMUA, 9).await));
    b.maju(HARI);
    b.jadi(langkah(b, &e, "tanam", json!({ "unit": "kebun" }))).await;
    hari.push((b.ms(), pada(b, b.ms(), &SEMUA, 9).await));
    b.maju(HARI);
    b.jadi(catat(b, &e, "Dekat pagar")).await;
    assert_eq!(
        hari.iter().map(|(_, e)| e.len()).collect::<Vec<_>>(),
        [1, 2, 2],
        "what was made later is not there"
    );
    for (saat, dulu) in &hari {
        assert_eq!(pada(b, *saat, &SEMUA, 9).await, *dulu);
    }
    assert_eq!(hari[0].1[0], ("Kelapa".into(), "bibit".into(), "500".into()));
    assert_eq!(hari[1].1[0].2, "200");
    let tumbuh = |i: usize| pada(b, hari[i].0, &["tumbuh"], 9);
    assert_eq!(
        (tumbuh(1).await.len(), tumbuh(2).await.len()),
        (0, 1),
        "in the state of that day"
    );
    assert_eq!(pada(b, hari[2].0, &SEMUA, 1).await.len(), 1);
    assert!(pada(b, hari[0].0 - 1, &SEMUA, 9).await.is_empty());
    let lain = b
        .store
        .pada_saat(&kode(PESISIR), Pohon::KODE, &SEMUA, b.ms(), 9)
        .await;
    assert!(lain.unwrap().is_empty(), "of one regency only");
}

async fn harga(b: &Bekal, dari: Date, sampai: Date) -> i64 {
    let a = b
        .store
        .rekap_hari(&kode(LEMBAH), Pohon::KODE, dari, sampai)
        .await
        .unwrap();
    a.into_iter()
        .filter(|(_, u, _)| u == "harga")
        .map(|(_, _, n)| n)
        .sum()
}

async fn figures_of_past_days_never_change(b: &Bekal) {
    let hari = |b: &Bekal| b.store.profil(LEMBAH).unwrap().kalender.setempat(b.kini()).date();
    let awal = hari(b);
    let e = b.pohon(isi_dengan("Kelapa", json!({ "harga": 500 }))).await;
    b.maju(HARI);
    let e = b.jadi(ubah(b, &e, json!({ "harga": 200 }))).await;
    b.maju(HARI);
    b.jadi(catat(b, &e, "Dekat pagar")).await;
    let kini = hari(b);
    let besok = awal.tomorrow().unwrap();
    let periksa = async |b: &Bekal| {
        assert_eq!(harga(b, awal, awal).await, 500);
        assert_eq!(harga(b, awal, besok).await, 200);
        assert_eq!(harga(b, besok, besok).await, -300);
        assert_eq!(harga(b, awal, kini).await, 200);
    };
    periksa(b).await;
    b.store.padatkan_rekap().await.unwrap();
    let def = b.store.inventaris().register(Pohon::KODE).unwrap().clone();
    b.store.hitung_rekap(&kode(LEMBAH), &def).await.unwrap();
    periksa(b).await;
    // Other rules count differently from today on; the past stays as it was told.
    b.laku("update rekap set jumlah = jumlah + 7 where dimensi = 'hari/unit' and ukuran = 'harga' and jumlah > 0")
        .await;
    b.store.hitung_rekap(&kode(LEMBAH), &def).await.unwrap();
    assert_eq!(
        (harga(b, awal, awal).await, harga(b, awal, kini).await),
        (507, 200)
    );
    // What was never kept by day counts from the day of its last change.
    b.laku("delete from rekap where dimensi = 'hari/unit'").await;
    b.store.hitung_rekap(&kode(LEMBAH), &def).await.unwrap();
    assert_eq!(
        (harga(b, awal, besok).await, harga(b, awal, kini).await),
        (0, 200)
    );
}

async fn who_follows_a_register_sees_each_change_once_more(b: &Bekal) {
    let awal = (0, IdEntri(uuid::Uuid::nil()));
    let sejak = async |b: &Bekal, s: (i64, IdEntri), n: i64| {
        b.store.berubah(&kode(LEMBAH), Pohon::KODE, s, n).await.unwrap()
    };
    let baru = (0..5).map(|i| buat_pohon(b, isi(&format!("P{i}")))).collect();
    let semua: Vec<Entri> = serentak(&[&b.store], baru)
        .await
        .into_iter()
        .map(|h| h.unwrap().entri)
        .collect();
    // All bear one moment: paging by moment and id misses none.
    let (mut dari, mut dilihat) = (awal, Vec::new());
    loop {
        let bagian = sejak(b, dari, 2).await;
        let Some(akhir) = bagian.last() else { break };
        dari = (akhir.diubah, akhir.id);
        dilihat.extend(bagian.iter().map(|e| e.id));
    }
    assert_eq!(dilihat.len(), 5);
    assert!(semua.iter().all(|e| dilihat.contains(&e.id)));
    b.maju(HARI);
    b.jadi(ubah(b, &semua[2], json!({ "harga": 3 }))).await;
    let bagian = sejak(b, dari, 9).await;
    assert_eq!(
        bagian.iter().map(|e| (e.id, e.versi)).collect::<Vec<_>>(),
        [(semua[2].id, 2)]
    );
    assert!(
        b.store
            .berubah(&kode(PESISIR), Pohon::KODE, awal, 9)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn nobody_is_reminded_twice_of_one_day(b: &Bekal) {
    let Pelaku::Akun(akun) = koordinator(LEMBAH) else {
        panic!("an account")
    };
    let (daerah, hari) = (kode(LEMBAH), "2026-11-23".parse::<Date>().unwrap());
    let surat = Muatan {
        register: Pohon::KODE.into(),
        entri: akun.id,
        nomor: "23 November 2026".into(),
        ke: Some("dinas@contoh.id".into()),
        acara: "baru".into(),
        isi: peta(json!({})),
        setelah: None,
    };
    let ingat = async |b: &Bekal, h: Date, s: Option<&Muatan>| {
        b.store.ingatkan(&daerah, akun.id, h, s).await.unwrap()
    };
    assert!(
        !ingat(b, hari, Some(&surat)).await,
        "who did not ask is not reminded"
    );
    b.store
        .atur_pengingat(&akun, Some("dinas@contoh.id"))
        .await
        .unwrap();
    let lain = b.lain().await;
    assert!(ingat(b, hari, Some(&surat)).await);
    assert!(!ingat(b, hari, Some(&surat)).await);
    assert!(
        !lain.ingatkan(&daerah, akun.id, hari, Some(&surat)).await.unwrap(),
        "another process"
    );
    assert!(!ingat(b, hari.yesterday().unwrap(), Some(&surat)).await);
    assert_eq!(b.store.antrean_kiriman().await.unwrap(), (1, 0));
    b.store
        .atur_pengingat(&akun, Some("baru@contoh.id"))
        .await
        .unwrap();
    let p = b.store.pengingat(&daerah).await.unwrap();
    assert_eq!(
        (p[&akun.id].surel.as_str(), p[&akun.id].hari.as_str()),
        ("baru@contoh.id", "2026-11-23")
    );
    assert!(
        ingat(b, hari.tomorrow().unwrap(), None).await,
        "a day without letter is noted too"
    );
    assert_eq!(b.store.antrean_kiriman().await.unwrap(), (1, 0));
    b.store.atur_pengingat(&akun, None).await.unwrap();
    assert!(b.store.pengingat(&daerah).await.unwrap().is_empty());
    assert!(b.store.pengingat(&kode(PESISIR)).await.unwrap().is_empty());
    lain.tutup().await;
}
