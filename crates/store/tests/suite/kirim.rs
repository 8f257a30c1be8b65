//! The outbox: what was promised is sent, once, however many processes send.

use std::collections::BTreeSet;

use kernel::Aksi;
use serde_json::json;

use crate::{
    bekal::{Bekal, HARI, MENIT, serentak},
    contoh::*,
};

uji! {
    a_message_is_promised_with_what_it_tells_of,
    a_message_is_taken_by_one_of_two_senders,
    a_message_comes_back_when_nobody_says_how_it_went,
    a_message_is_tried_later_and_later_and_given_up_at_last,
    a_sent_message_is_forgotten,
}

async fn berkabar(b: &Bekal, n: usize) {
    let buat = |i| {
        buat_pohon(
            b,
            isi_dengan(
                &format!("P{i}"),
                json!({ "penanam": { "surel": format!("p{i}@contoh.id") } }),
            ),
        )
    };
    for h in serentak(&[&b.store], (0..n).map(buat).collect()).await {
        h.unwrap();
    }
}

async fn a_message_is_promised_with_what_it_tells_of(b: &Bekal) {
    assert_eq!(b.store.antrean_kiriman().await.unwrap(), (0, 0));
    let e = b
        .pohon(isi_dengan(
            "Sawo 🌰",
            json!({ "penanam": { "surel": "ayu@contoh.id" } }),
        ))
        .await;
    b.pohon(isi("Tanpa surel")).await;
    b.tolak(buat_pohon(
        b,
        isi_dengan("Terlarang", json!({ "penanam": { "surel": "x@contoh.id" } })),
    ))
    .await;
    b.jadi(langkah(b, &e, "tanam", json!({ "unit": "kebun" }))).await;
    b.jadi(catat(b, &e, "catatan tidak dikabarkan")).await;
    let mut kiriman = b.store.ambil_kiriman(10).await.unwrap();
    kiriman.sort_by_key(|k| k.muatan.acara.clone());
    assert_eq!(kiriman.len(), 2);
    for (k, (acara, keadaan)) in kiriman.iter().zip([("baru", "bibit"), ("tanam", "tumbuh")]) {
        assert_eq!((&k.daerah, k.coba), (&e.daerah, 0));
        assert_eq!(
            (k.muatan.register.as_str(), k.muatan.entri, &k.muatan.nomor),
            ("pohon", e.id.0, &e.nomor)
        );
        assert_eq!(
            (k.muatan.ke.as_deref(), k.muatan.acara.as_str()),
            (Some("ayu@contoh.id"), acara)
        );
        assert_eq!(
            k.muatan.isi,
            peta(json!({ "nama": "Sawo 🌰", "keadaan": keadaan }))
        );
    }
}

async fn a_message_is_taken_by_one_of_two_senders(b: &Bekal) {
    berkabar(b, 120).await;
    let lain = b.lain().await;
    let tugas: Vec<_> = (0..8)
        .map(|i| {
            let s = [&b.store, &lain][i % 2].clone();
            tokio::spawn(async move {
                let mut ambil = Vec::new();
                loop {
                    let k = s.ambil_kiriman(7).await.unwrap();
                    if k.is_empty() {
                        return ambil;
                    }
                    assert!(k.len() <= 7);
                    ambil.extend(k);
                }
            })
        })
        .collect();
    let mut semua = BTreeSet::new();
    for t in tugas {
        for k in t.await.unwrap() {
            assert!(semua.insert(k.id), "one message was taken twice");
        }
    }
    // A sender that finds everything locked by others may leave; whoever comes next takes the rest.
    loop {
        let k = b.store.ambil_kiriman(50).await.unwrap();
        if k.is_empty() {
            break;
        }
        for k in k {
            assert!(semua.insert(k.id));
        }
    }
    assert_eq!(semua.len(), 120);
    lain.tutup().await;
}

async fn a_message_comes_back_when_nobody_says_how_it_went(b: &Bekal) {
    berkabar(b, 1).await;
    let satu = b.store.ambil_kiriman(5).await.unwrap();
    assert_eq!(satu.len(), 1);
    b.maju(2 * MENIT - 1);
    assert!(
        b.store.ambil_kiriman(5).await.unwrap().is_empty(),
        "still held by whoever took it"
    );
    b.maju(1);
    let dua = b.store.ambil_kiriman(5).await.unwrap();
    assert_eq!((dua.len(), dua[0].id, dua[0].coba), (1, satu[0].id, 1));
}

async fn a_message_is_tried_later_and_later_and_given_up_at_last(b: &Bekal) {
    berkabar(b, 1).await;
    let mut jeda = Vec::new();
    for coba in 0..10 {
        let k = b.store.ambil_kiriman(5).await.unwrap().remove(0);
        assert_eq!(k.coba, coba);
        b.store
            .kiriman_gagal(&k, "550 no such user \u{0} 🙁")
            .await
            .unwrap();
        if coba < 9 {
            let tunggu = (1 << coba) * MENIT;
            b.maju(tunggu - 1);
            assert!(b.store.ambil_kiriman(5).await.unwrap().is_empty());
            b.maju(1);
            jeda.push(tunggu / MENIT);
        }
    }
    assert_eq!(jeda, [1, 2, 4, 8, 16, 32, 64, 128, 256]);
    b.maju(1_000 * HARI);
    assert!(b.store.ambil_kiriman(5).await.unwrap().is_empty());
    assert_eq!(
        b.store.antrean_kiriman().await.unwrap(),
        (0, 1),
        "given up, and the operator sees it"
    );
}

async fn a_sent_message_is_forgotten(b: &Bekal) {
    berkabar(b, 3).await;
    let e = b.store.ambil_kiriman(2).await.unwrap();
    b.store.kiriman_terkirim(&e[0]).await.unwrap();
    b.store.kiriman_terkirim(&e[0]).await.unwrap();
    assert_eq!(b.store.antrean_kiriman().await.unwrap(), (2, 0));
    b.maju(HARI);
    let sisa: Vec<_> = b
        .store
        .ambil_kiriman(5)
        .await
        .unwrap()
        .into_iter()
        .map(|k| k.id)
        .collect();
    assert!(sisa.len() == 2 && !sisa.contains(&e[0].id));
    // Entries that are gone from sight are no matter: the message carries its own words.
    let aksi = Aksi::Catat {
        id: kernel::IdEntri(e[1].muatan.entri),
        teks: "terkirim".into(),
    };
    b.jadi(perintah(b, LEMBAH, &koordinator(LEMBAH), aksi)).await;
}
