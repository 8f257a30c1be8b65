//! Commands through the store: what is decided is what is stored, and what is refused leaves nothing behind.

use kernel::{
    Aksi, Entri, Galat, IdEntri, Pelaku, Peran, Perintah, Peristiwa,
    peristiwa::{Kejadian, OlehSiapa, Terlihat},
};
use serde_json::{Value, json};

use crate::{
    bekal::{Bekal, HARI, MENIT, Pangkalan, antre, medan},
    contoh::*,
};

uji! {
    every_column_comes_back_as_it_was_decided,
    a_batch_stores_what_each_command_decided,
    control_characters_never_reach_the_database,
    events_are_stored_as_sealed,
    a_changed_event_shows,
    the_story_is_newest_first_and_narrowed_to_the_reader,
    references_lead_to_entries_of_this_regency_and_register,
    links_follow_the_fields_and_the_steps,
    a_link_shows_only_what_the_reader_may_know_of,
    a_refused_command_leaves_nothing_behind,
    an_id_is_used_once_in_a_regency_and_may_recur_in_another,
    the_program_takes_the_steps_that_are_due,
    a_register_described_by_data_is_stored_alike,
}

/// Every field filled in.
fn isi_penuh(induk: IdEntri) -> Value {
    let cerita: String =
        "Pohon ini 🌳 tumbuh di 東京, Ελλάδα, Ўзбекистон;\n\tdan \"di\" \\sini\\ {juga} %s 'kan?\n"
            .repeat(1_200);
    json!({
        "nama": "Jambu Ân Mawar 🍎 — ᬚᬫ᭄ᬩᬸ", "cerita": cerita.trim(), "jenis": "langka", "harga": 1_000_000_000_000_000_u64,
        "tinggi": -499, "hari": "2026-11-23", "masa": { "mulai": "2027-01-01", "akhir": "2027-02-28" }, "subur": true,
        "musim": ["hujan", "kemarau"], "sebutan": ["jambu; air", "a, b"], "perawat": "kebun",
        "kecamatan": "99.01.01", "desa": "99.01.01.2001", "alamat": "Jl. \"Mawar\" 1/2", "lat": -7.950001, "lon": 114.012_345,
        "induk": induk, "penanam": { "nama": "Ni Luh Ayu", "surel": "ayu@contoh.id", "telepon": "+6281234567890" },
        "nik": "9901010107900001", "pagar": "buka 123",
        "dahan": [{ "nama": "Utara", "asal": induk, "potret": [] }, { "nama": "Selatan", "potret": [] }],
    })
}

/// Carries a command out under a key, and once more: the repeat reads the entry back from the database.
async fn bolak_balik(b: &Bekal, p: Perintah) -> Entri {
    let p = berkunci(p, &uuid::Uuid::now_v7().to_string());
    let hasil = b
        .store
        .jalankan(p.clone())
        .await
        .unwrap_or_else(|g| panic!("{p:?}: {g}"));
    assert!(!hasil.ulangan);
    let lagi = b.store.jalankan(p).await.unwrap();
    assert!(lagi.ulangan);
    assert_eq!(lagi.entri, hasil.entri);
    hasil.entri
}

async fn every_column_comes_back_as_it_was_decided(b: &Bekal) {
    let induk = b.pohon(isi("Induk")).await;
    let penuh = peta(isi_penuh(induk.id));
    let e = bolak_balik(b, buat_pohon(b, penuh.clone())).await;
    for (k, v) in &penuh {
        assert_eq!(e.isi.get(k), Some(v), "{k}");
    }
    let nilai = e.isi.get("nilai");
    assert!(
        nilai.is_none_or(Value::is_null),
        "twice the highest amount is no amount"
    );
    assert_eq!(
        (e.nomor.as_str(), e.versi, e.keadaan.as_str()),
        ("LBH-2026-000002", 1, "bibit")
    );
    assert_eq!(
        (e.unit.as_str(), e.pemegang.as_str(), e.terbuka, e.terbit),
        ("taman", "taman", true, false)
    );
    assert_eq!(
        (e.dibuat, e.diubah, e.jatuh),
        (b.ms(), b.ms(), Some(e.tenggat[0].jatuh))
    );

    b.maju(MENIT);
    let e = bolak_balik(
        b,
        ubah(
            b,
            &e,
            json!({ "tinggi": 5_000, "harga": 7, "lat": -7.9, "cerita": null, "subur": false }),
        ),
    )
    .await;
    assert_eq!((e.versi, e.diubah, e.dibuat), (2, b.ms(), b.ms() - MENIT));
    assert_eq!(
        (&e.isi["nilai"], e.isi.get("cerita"), &e.isi["lat"]),
        (&json!(14), None, &json!(-7.9))
    );

    let e = bolak_balik(
        b,
        langkah(
            b,
            &e,
            "tanam",
            json!({ "unit": "kebun", "catatan": "Hati-hati 🐍" }),
        ),
    )
    .await;
    assert_eq!(
        (e.keadaan.as_str(), e.pemegang.as_str(), e.terbit, e.versi),
        ("tumbuh", "kebun", true, 3)
    );
    assert_eq!((e.tenggat.len(), e.tenggat[0].henti), (2, Some(b.ms())));

    let e = bolak_balik(b, catat(b, &e, "Sudah disiram.")).await;
    let e = bolak_balik(b, langkah(b, &e, "panen", json!({ "pesan": "Silakan" }))).await;
    assert_eq!(
        (e.versi, e.jatuh.is_some(), e.otomatis.is_some()),
        (5, false, true)
    );
    b.jam.setel(kernel::kalender::saat(e.otomatis.unwrap() + 1));
    let aksi = Aksi::Langkah {
        id: e.id,
        versi: None,
        langkah: "tebang".into(),
        isian: peta(json!({})),
    };
    let e = bolak_balik(b, perintah(b, LEMBAH, &Pelaku::Sistem, aksi)).await;
    assert_eq!(
        (e.keadaan.as_str(), e.terbuka, e.jatuh, e.otomatis),
        ("tebang", false, None, None)
    );

    // The same as the program reads it, but for the secret.
    assert_eq!(b.baca(LEMBAH, e.id).await, terlihat(&e));
    assert!(e.isi.contains_key("pagar") && !terlihat(&e).isi.contains_key("pagar"));
    let lewat_nomor = b
        .store
        .entri_bernomor(&e.daerah, &Pelaku::Sistem, "pohon", &e.nomor)
        .await
        .unwrap();
    assert_eq!(lewat_nomor.entri.id, e.id);
    assert_eq!(lewat_nomor.judul, "Jambu Ân Mawar 🍎 — ᬚᬫ᭄ᬩᬸ");
    assert_eq!(
        b.store.id_bernomor(&e.daerah, "pohon", &e.nomor).await.unwrap(),
        Some(e.id)
    );
}

async fn a_batch_stores_what_each_command_decided(b: &Bekal) {
    // In one queue: entries, and changes and steps of entries that the same queue made.
    let mut semua = Vec::new();
    for i in 0..40 {
        let p = buat_pohon(
            b,
            isi_dengan(
                &format!("Pohon {i}"),
                json!({ "harga": i, "sebutan": [format!("ke-{i}")] }),
            ),
        );
        let id = p.aksi.id();
        let tambal = peta(json!({ "harga": i + 1_000, "cerita": format!("cerita {i}") }));
        semua.push(p);
        semua.push(perintah(
            b,
            LEMBAH,
            &koordinator(LEMBAH),
            Aksi::Ubah { id, versi: 1, tambal },
        ));
        let isian = peta(json!({ "unit": "pasar" }));
        let tanam = Aksi::Langkah {
            id,
            versi: Some(2),
            langkah: "tanam".into(),
            isian,
        };
        semua.push(perintah(b, LEMBAH, &koordinator(LEMBAH), tanam));
        semua.push(perintah(
            b,
            LEMBAH,
            &koordinator(LEMBAH),
            Aksi::Catat {
                id,
                teks: format!("catatan {i}"),
            },
        ));
    }
    let ids: Vec<IdEntri> = semua.iter().step_by(4).map(|p| p.aksi.id()).collect();
    // On PostgreSQL several writers share the queue, so whoever needs an earlier command waits for its answer.
    for urutan in 0..4 {
        let bagian = semua.iter().skip(urutan).step_by(4).cloned().collect();
        for h in antre(&b.store, bagian).await {
            h.unwrap();
        }
    }
    for (i, id) in ids.into_iter().enumerate() {
        let e = b.baca(LEMBAH, id).await;
        assert_eq!(
            (e.versi, e.keadaan.as_str(), e.pemegang.as_str()),
            (4, "tumbuh", "pasar")
        );
        assert_eq!(
            (&e.isi["harga"], &e.isi["nilai"]),
            (&json!(i + 1_000), &json!(2 * i + 2_000))
        );
        assert_eq!(e.isi["cerita"], format!("cerita {i}"));
        let versi: Vec<i64> = b
            .store
            .peristiwa(&e.daerah, id)
            .await
            .unwrap()
            .iter()
            .map(|p| p.isi.versi)
            .collect();
        assert_eq!(versi, [4, 3, 2, 1]);
    }
}

async fn control_characters_never_reach_the_database(b: &Bekal) {
    let kotor = json!({
        "cerita": "baris\u{0}satu\r\n\u{1b}[31mmerah\u{7}\u{202e}", "sebutan": ["a\u{0}b", "\u{0}"],
        "penanam": { "nama": "\u{0}Bu\u{0}di" }, "alamat": "Jl.\u{0} Satu",
    });
    let e = b.pohon(isi_dengan("Ma\u{0}ng\u{8}ga", kotor)).await;
    assert_eq!(e.isi["nama"], "Mangga");
    assert_eq!(e.isi["cerita"], "barissatu\n[31mmerah");
    assert_eq!(
        (&e.isi["sebutan"], &e.isi["alamat"]),
        (&json!(["ab"]), &json!("Jl. Satu"))
    );
    assert_eq!(e.isi["penanam"], json!({ "nama": "Budi" }));
    let e = b
        .jadi(langkah(
            b,
            &e,
            "tanam",
            json!({ "unit": "kebun", "catatan": "a\u{0}b" }),
        ))
        .await;
    let e = b.jadi(catat(b, &e, "cat\u{0}at")).await;
    assert_eq!(
        b.store.peristiwa(&e.daerah, e.id).await.unwrap()[0].isi.isi["catatan"],
        "catat"
    );

    for (medan_salah, nilai) in [
        ("jenis", "bu\u{0}ah"),
        ("perawat", "ke\u{0}bun"),
        ("kecamatan", "99.01.0\u{0}1"),
        ("induk", "\u{0}"),
    ] {
        let g = b.tolak(ubah(b, &e, json!({ medan_salah: nilai }))).await;
        assert_eq!(medan(&g), [medan_salah]);
    }
    // Names of things are looked for, not stored: there are none of that name.
    assert_eq!(
        b.tolak(buat(b, LEMBAH, &koordinator(LEMBAH), "po\u{0}hon", isi("X")))
            .await
            .status(),
        404
    );
    assert_eq!(
        b.tolak(langkah(b, &e, "pa\u{0}nen", json!({}))).await.status(),
        404
    );
    assert_eq!(
        b.tolak(berkunci(buat_pohon(b, isi("X")), "kun\u{0}ci"))
            .await
            .status(),
        400
    );
    let g = b
        .store
        .entri_bernomor(&e.daerah, &Pelaku::Sistem, "pohon", "LBH\u{0}")
        .await
        .unwrap_err();
    assert_eq!(g.status(), 404);
    assert_eq!(
        b.store.id_bernomor(&e.daerah, "pohon", "\u{0}").await.unwrap(),
        None
    );
}

async fn events_are_stored_as_sealed(b: &Bekal) {
    let e = b
        .pohon(isi_dengan("Randu", json!({ "pagar": "rahasia", "harga": 5 })))
        .await;
    b.maju(MENIT);
    let e = b.jadi(ubah(b, &e, json!({ "harga": 6, "pagar": "lain" }))).await;
    let e = b
        .jadi(langkah(
            b,
            &e,
            "tanam",
            json!({ "unit": "kebun", "gembok": "1234" }),
        ))
        .await;
    let e = b.jadi(catat(b, &e, "Dicatat.")).await;
    let kisah = b.store.peristiwa(&e.daerah, e.id).await.unwrap();
    assert_eq!(
        kisah.iter().map(|p| p.isi.versi).collect::<Vec<_>>(),
        [4, 3, 2, 1]
    );
    for p in &kisah {
        assert!(p.utuh());
        assert_eq!(
            Peristiwa::segel(p.isi.clone()).unwrap().bait,
            p.bait,
            "the stored bytes are the canonical ones"
        );
        assert_eq!(
            (&p.isi.daerah, p.isi.entri, p.isi.register.as_str()),
            (&e.daerah, e.id, "pohon")
        );
        assert!(matches!(&p.isi.oleh, OlehSiapa::Akun { nama, .. } if nama.contains("Koordinator")));
        assert!(
            !String::from_utf8_lossy(&p.bait).contains("1234"),
            "no secret in the story"
        );
        assert!(
            !String::from_utf8_lossy(&p.bait).contains("rahasia"),
            "no secret in the story"
        );
    }
    let mut garam: Vec<_> = kisah.iter().map(|p| p.garam).collect();
    garam.sort_unstable();
    garam.dedup();
    assert_eq!(garam.len(), 4, "every event has a salt of its own");
    assert_eq!(kisah[3].isi.waktu, b.ms() - MENIT);
    assert_eq!(kisah[3].isi.kejadian, Kejadian::Dibuat);
    assert_eq!(kisah[2].isi.isi["harga"], json!({ "dari": 5, "ke": 6 }));
    let tanam = Kejadian::Langkah {
        langkah: "tanam".into(),
        dari: "bibit".into(),
        ke: "tumbuh".into(),
    };
    assert_eq!(
        (&kisah[1].isi.kejadian, kisah[1].isi.pemegang.as_str()),
        (&tanam, "kebun")
    );
    assert_eq!(
        (&kisah[0].isi.kejadian, kisah[0].isi.terlihat),
        (&Kejadian::Catatan, Terlihat::Internal)
    );
    assert_eq!(b.baris("peristiwa").await, 4);
}

async fn a_changed_event_shows(b: &Bekal) {
    let e = b.pohon(isi("Mahoni")).await;
    let f = b.pohon(isi("Jati")).await;
    b.laku(match b.pangkalan {
        Pangkalan::Lite => "update peristiwa set bait = cast(replace(cast(bait as text), 'Mahoni', 'Trembesi') as blob)",
        Pangkalan::Pg { .. } => {
            "update peristiwa set bait = convert_to(replace(convert_from(bait, 'UTF8'), 'Mahoni', 'Trembesi'), 'UTF8')"
        }
    })
    .await;
    let berubah = b.store.peristiwa(&e.daerah, e.id).await.unwrap();
    assert_eq!(
        (berubah[0].isi.isi["nama"].as_str(), berubah[0].utuh()),
        (Some("Trembesi"), false)
    );
    assert!(b.store.peristiwa(&f.daerah, f.id).await.unwrap()[0].utuh());
}

async fn the_story_is_newest_first_and_narrowed_to_the_reader(b: &Bekal) {
    let e = b
        .pohon(isi_dengan(
            "Kenanga",
            json!({ "penanam": { "nama": "Made" }, "nik": "9901010107900001" }),
        ))
        .await;
    let tambal = json!({ "penanam": { "nama": "Putu", "telepon": "081234567890" }, "nik": "9901010107900002", "harga": 9 });
    let e = b.jadi(ubah(b, &e, tambal)).await;
    let isian =
        json!({ "unit": "kebun", "catatan": "jangan bocor", "mandor": "Pak Wayan", "gembok": "1234" });
    let e = b.jadi(langkah(b, &e, "tanam", isian)).await;
    let e = b.jadi(catat(b, &e, "hanya dinas")).await;

    let kisah = async |p: &Pelaku| {
        let t = b.store.entri(&e.daerah, p, e.id).await.unwrap();
        let r = b.store.riwayat(&t, p).await.unwrap();
        let versi: Vec<i64> = r.iter().map(|p| p.isi.versi).collect();
        let teks: String = r
            .iter()
            .map(|p| serde_json::to_string(&p.isi.isi).unwrap() + "\n")
            .collect();
        assert!(!teks.contains("1234\""), "a secret is in nobody's story");
        (versi, teks)
    };
    let pribadi = [
        "Made",
        "Putu",
        "+6281234567890",
        "9901010107900001",
        "9901010107900002",
        "Pak Wayan",
    ];
    let tanpa = |teks: &str, kata: &[&str]| {
        for k in kata {
            assert!(!teks.contains(k), "{k} in {teks}");
        }
    };

    let (versi, teks) = kisah(&koordinator(LEMBAH)).await;
    assert_eq!(versi, [4, 3, 2, 1]);
    for k in pribadi.iter().chain(&[
        "jangan bocor",
        "hanya dinas",
        "\"harga\":{\"dari\":null,\"ke\":9}",
    ]) {
        assert!(teks.contains(k), "{k} not in {teks}");
    }

    // Officials without personal data read everything else.
    let (versi, teks) = kisah(&pejabat(LEMBAH, &[(Peran::Auditor, "pasar")])).await;
    assert_eq!(versi, [4, 3, 2, 1]);
    assert!(teks.contains("jangan bocor") && teks.contains("hanya dinas") && teks.contains("\"ke\":9"));
    tanpa(&teks, &pribadi);

    // Who filed it reads neither what is internal nor what was changed inside.
    let (versi, teks) = kisah(&Pelaku::Pelapor(e.id)).await;
    assert_eq!(versi, [3, 1]);
    assert!(teks.contains("Made"));
    tanpa(&teks, &["jangan bocor", "hanya dinas", "Putu"]);

    // The public, and everybody who is nobody here, reads only what was said to all.
    let tetangga = pejabat(PESISIR, &[(Peran::Koordinator, "taman")]);
    for p in [
        Pelaku::Publik,
        tetangga,
        pejabat(LEMBAH, &[(Peran::Administrator, "taman")]),
    ] {
        let (versi, teks) = kisah(&p).await;
        assert_eq!(versi, [3]);
        tanpa(&teks, &pribadi);
        tanpa(&teks, &["jangan bocor", "hanya dinas"]);
    }
}

async fn references_lead_to_entries_of_this_regency_and_register(b: &Bekal) {
    let sini = b.pohon(isi("Sini")).await;
    let sana = b
        .jadi(buat(b, PESISIR, &koordinator(PESISIR), "pohon", isi("Sana")))
        .await;
    let isi_petak = |n: &str| peta(json!({ "nama": n, "unit": "kebun" }));
    let petak = b
        .jadi(buat(
            b,
            LEMBAH,
            &koordinator(LEMBAH),
            "petak-kebun",
            isi_petak("Utara"),
        ))
        .await;
    let petak_sana = b
        .jadi(buat(
            b,
            PESISIR,
            &koordinator(PESISIR),
            "petak-kebun",
            isi_petak("Sana"),
        ))
        .await;
    let tiada = IdEntri::baru(b.kini());
    for ke in [tiada, sana.id, petak.id] {
        let g = b
            .tolak(buat_pohon(b, isi_dengan("A", json!({ "induk": ke }))))
            .await;
        assert_eq!(medan(&g), ["induk"], "{g}");
        let dahan = json!([{ "nama": "satu", "asal": sini.id }, { "nama": "dua", "asal": ke }]);
        let g = b.tolak(ubah(b, &sini, json!({ "dahan": dahan }))).await;
        assert_eq!(medan(&g), ["dahan.1.asal"], "{g}");
    }
    for ke in [tiada, petak_sana.id, sini.id] {
        let g = b
            .tolak(langkah(b, &sini, "petakkan", json!({ "petak": ke })))
            .await;
        assert_eq!(medan(&g), ["petak"], "{g}");
    }
    assert_eq!(b.baca(LEMBAH, sini.id).await.versi, 1);
    let g = b
        .tolak(buat(
            b,
            LEMBAH,
            &koordinator(LEMBAH),
            "petak-kebun",
            peta(json!({ "nama": "X", "unit": "kebun", "pohon": sana.id })),
        ))
        .await;
    assert_eq!(medan(&g), ["pohon"]);

    b.jadi(buat_pohon(b, isi_dengan("A", json!({ "induk": sini.id }))))
        .await;
    b.jadi(langkah(b, &sini, "petakkan", json!({ "petak": petak.id })))
        .await;
    // Also an entry that the same batch makes just before, and itself.
    if matches!(b.pangkalan, Pangkalan::Lite) {
        let satu = buat_pohon(b, isi("Satu"));
        let dua = buat_pohon(b, isi_dengan("Dua", json!({ "induk": satu.aksi.id() })));
        let ulang: Vec<_> = antre(&b.store, vec![buat_pohon(b, isi("Awal")), satu, dua]).await;
        assert!(ulang.iter().all(Result::is_ok));
    }
}

/// Kind, direction and title of the links that somebody sees.
async fn tautan(b: &Bekal, p: &Pelaku, e: &Entri) -> Vec<(String, bool, String)> {
    let mut t: Vec<_> = b
        .store
        .terkait(&e.daerah, p, e.id)
        .await
        .unwrap()
        .into_iter()
        .map(|t| (t.jenis, t.keluar, t.tampak.judul))
        .collect();
    t.sort();
    t
}

async fn links_follow_the_fields_and_the_steps(b: &Bekal) {
    let k = koordinator(LEMBAH);
    let a = b.pohon(isi("A")).await;
    let c = b.pohon(isi("C")).await;
    let petak = b
        .jadi(buat(
            b,
            LEMBAH,
            &k,
            "petak-kebun",
            peta(json!({ "nama": "P", "unit": "kebun", "pohon": a.id })),
        ))
        .await;
    let dahan = |asal: &[&Entri]| {
        asal.iter()
            .map(|e| json!({ "nama": "d", "asal": e.id }))
            .collect::<Value>()
    };
    let e = b
        .pohon(isi_dengan(
            "E",
            json!({ "induk": a.id, "dahan": dahan(&[&a, &c, &c]) }),
        ))
        .await;
    let t = |j: &str, keluar, judul: &str| (j.to_owned(), keluar, judul.to_owned());
    assert_eq!(
        tautan(b, &k, &e).await,
        [
            t("dahan.asal", true, "A"),
            t("dahan.asal", true, "C"),
            t("induk", true, "A")
        ]
    );
    let e = b
        .jadi(langkah(b, &e, "petakkan", json!({ "petak": petak.id })))
        .await;
    // A change of a field replaces its links and no others.
    let e = b.jadi(ubah(b, &e, json!({ "induk": c.id }))).await;
    assert_eq!(
        tautan(b, &k, &e).await,
        [
            t("berdiri_di", true, "P"),
            t("dahan.asal", true, "A"),
            t("dahan.asal", true, "C"),
            t("induk", true, "C")
        ]
    );
    let e = b
        .jadi(ubah(b, &e, json!({ "induk": null, "dahan": dahan(&[&c]) })))
        .await;
    assert_eq!(
        tautan(b, &k, &e).await,
        [t("berdiri_di", true, "P"), t("dahan.asal", true, "C")]
    );
    let e = b.jadi(ubah(b, &e, json!({ "dahan": [] }))).await;
    assert_eq!(tautan(b, &k, &e).await, [t("berdiri_di", true, "P")]);
    assert_eq!(
        tautan(b, &k, &petak).await,
        [t("berdiri_di", false, "E"), t("pohon", true, "A")]
    );
    assert_eq!(tautan(b, &k, &a).await, [t("pohon", false, "P")]);
}

async fn a_link_shows_only_what_the_reader_may_know_of(b: &Bekal) {
    let induk = b.pohon(isi("Induk")).await;
    let anak = b.pohon(isi_dengan("Anak", json!({ "induk": induk.id }))).await;
    let anak = b
        .jadi(langkah(b, &anak, "tanam", json!({ "unit": "kebun" })))
        .await;
    assert_eq!(tautan(b, &koordinator(LEMBAH), &anak).await.len(), 1);
    assert_eq!(
        tautan(b, &Pelaku::Publik, &anak).await,
        [],
        "the other one is not public"
    );
    b.jadi(langkah(b, &induk, "tanam", json!({ "unit": "pasar" })))
        .await;
    let terlihat = b
        .store
        .terkait(&anak.daerah, &Pelaku::Publik, anak.id)
        .await
        .unwrap();
    assert_eq!(terlihat.len(), 1);
    assert_eq!(
        terlihat[0].tampak.entri.isi.get("harga"),
        None,
        "and then only as the public sees it"
    );
}

async fn a_refused_command_leaves_nothing_behind(b: &Bekal) {
    let e = b.pohon(isi("Tetap")).await;
    let d = kode(LEMBAH);
    let foto = b.store.simpan_berkas(&d, b"satu", "image/jpeg").await.unwrap();
    let asing = b
        .store
        .simpan_berkas(&kode(PESISIR), b"dua", "image/jpeg")
        .await
        .unwrap();
    let tabel = ["entri", "peristiwa", "tautan", "kirim", "kunci", "nomor_urut"];
    let mut sebelum = Vec::new();
    for t in tabel {
        sebelum.push(b.baris(t).await);
    }
    let surel = json!({ "surel": "a@contoh.id" });
    let gagal = [
        // The first file is fine, the second is another regency's.
        berkunci(
            buat_pohon(
                b,
                isi_dengan("A", json!({ "foto": [foto.id, asing.id], "penanam": surel })),
            ),
            "k1",
        ),
        berkunci(
            buat_pohon(
                b,
                isi_dengan(
                    "A",
                    json!({ "foto": [foto.id], "induk": IdEntri::baru(b.kini()), "penanam": surel }),
                ),
            ),
            "k2",
        ),
        berkunci(buat_pohon(b, isi("Terlarang")), "k3"),
        buat_pohon(b, isi(PANIK)),
        buat(b, LEMBAH, &koordinator(LEMBAH), "tiada", isi("A")),
        buat(b, "khayal", &koordinator("khayal"), "pohon", isi("A")),
        ubah(
            b,
            &e,
            json!({ "foto": [foto.id, uuid::Uuid::now_v7()], "induk": e.id }),
        ),
        langkah(
            b,
            &e,
            "tanam",
            json!({ "unit": "kebun", "bukti": [foto.id, asing.id] }),
        ),
        perintah(
            b,
            LEMBAH,
            &Pelaku::Publik,
            Aksi::Catat {
                id: e.id,
                teks: "x".into(),
            },
        ),
        perintah(
            b,
            LEMBAH,
            &koordinator(LEMBAH),
            Aksi::Ubah {
                id: e.id,
                versi: 7,
                tambal: peta(json!({ "harga": 1 })),
            },
        ),
    ];
    let n = gagal.len();
    for (i, h) in antre(&b.store, gagal.to_vec()).await.into_iter().enumerate() {
        assert!(h.is_err(), "{i}");
    }
    for p in gagal {
        b.tolak(p).await;
    }
    for (t, n) in tabel.iter().zip(sebelum) {
        assert_eq!(b.baris(t).await, n, "{t}");
    }
    assert_eq!(b.baca(LEMBAH, e.id).await, terlihat(&e));
    // The file is still free for whoever asks rightly, and no number was used up.
    let f = b.pohon(isi_dengan("B", json!({ "foto": [foto.id] }))).await;
    assert_eq!((f.nomor.as_str(), n), ("LBH-2026-000002", 10));
}

async fn an_id_is_used_once_in_a_regency_and_may_recur_in_another(b: &Bekal) {
    let satu = buat_pohon(b, isi("Lembah"));
    let id = satu.aksi.id();
    let buat_lagi = |d: &str, nama: &str| {
        perintah(
            b,
            d,
            &koordinator(d),
            Aksi::Buat {
                register: "pohon".into(),
                id,
                isi: isi(nama),
            },
        )
    };
    b.jadi(satu).await;
    assert!(matches!(
        b.tolak(buat_lagi(LEMBAH, "Dua")).await,
        Galat::Bentrok(_)
    ));
    // In a batch with others, and with the neighbour's entry of the same id.
    let hasil = antre(
        &b.store,
        vec![
            buat_pohon(b, isi("X")),
            buat_lagi(LEMBAH, "Tiga"),
            buat_lagi(PESISIR, "Pesisir"),
            buat_pohon(b, isi("Y")),
        ],
    )
    .await;
    assert!(matches!(hasil[1], Err(Galat::Bentrok(_))), "{:?}", hasil[1]);
    assert!(hasil[0].is_ok() && hasil[3].is_ok());
    assert_eq!(hasil[2].as_ref().unwrap().entri.daerah, kode(PESISIR));

    // Both go on side by side, each with its own story, words and links.
    let (l, p) = (b.baca(LEMBAH, id).await, b.baca(PESISIR, id).await);
    let tugas = vec![
        catat(b, &l, "awal"),
        ubah(b, &p, json!({ "cerita": "gelombang" })),
        langkah(b, &l, "tanam", json!({ "unit": "kebun" })),
        catat(b, &p, "laut"),
        langkah(b, &l, "panen", json!({ "pesan": "gunung" })),
    ];
    for (h, d) in antre(&b.store, tugas)
        .await
        .into_iter()
        .zip([LEMBAH, PESISIR, LEMBAH, PESISIR, LEMBAH])
    {
        match h {
            Ok(h) => assert_eq!(h.entri.daerah, kode(d)),
            // Several writers of PostgreSQL may take them in another order.
            Err(g) => assert!(matches!(g, Galat::Bentrok(_) | Galat::VersiBasi { .. }), "{g}"),
        }
    }
    let (l, p) = (b.baca(LEMBAH, id).await, b.baca(PESISIR, id).await);
    assert_eq!(
        (l.isi["nama"].as_str(), l.isi.get("cerita")),
        (Some("Lembah"), None)
    );
    assert_eq!(
        (p.isi["nama"].as_str(), p.keadaan.as_str()),
        (Some("Pesisir"), "bibit")
    );
    assert_eq!(
        b.store.peristiwa(&l.daerah, id).await.unwrap().len() as i64,
        l.versi
    );
    assert_eq!(
        b.store.peristiwa(&p.daerah, id).await.unwrap().len() as i64,
        p.versi
    );
}

async fn the_program_takes_the_steps_that_are_due(b: &Bekal) {
    let mut ids = Vec::new();
    for i in 0..3 {
        let e = b.pohon(isi(&format!("P{i}"))).await;
        let e = b.jadi(langkah(b, &e, "tanam", json!({ "unit": "kebun" }))).await;
        if i < 2 {
            b.maju(HARI);
            ids.push(b.jadi(langkah(b, &e, "panen", json!({ "pesan": "ya" }))).await.id);
        }
    }
    assert!(
        b.store.otomatis(10).await.unwrap().is_empty(),
        "nothing is due yet"
    );
    b.maju(30 * HARI);
    let jatuh = b.store.otomatis(10).await.unwrap();
    assert_eq!(
        jatuh.iter().map(|(e, l)| (e.id, l.as_str())).collect::<Vec<_>>(),
        [(ids[0], "tebang"), (ids[1], "tebang")]
    );
    assert_eq!(
        b.store.otomatis(1).await.unwrap().len(),
        1,
        "the oldest first, no more than asked"
    );
    for (e, l) in jatuh {
        let aksi = Aksi::Langkah {
            id: e.id,
            versi: Some(e.versi),
            langkah: l,
            isian: peta(json!({})),
        };
        assert_eq!(
            b.jadi(perintah(b, LEMBAH, &Pelaku::Sistem, aksi)).await.keadaan,
            "tebang"
        );
    }
    assert!(b.store.otomatis(10).await.unwrap().is_empty());
}

async fn a_register_described_by_data_is_stored_alike(b: &Bekal) {
    let pohon = b.pohon(isi("Utama")).await;
    let isi = peta(
        json!({ "nama": "Petak 'satu'", "unit": "kebun", "luas": 12, "pagar": true, "pohon": pohon.id }),
    );
    let e = bolak_balik(
        b,
        buat(b, LEMBAH, &koordinator(LEMBAH), "petak-kebun", isi.clone()),
    )
    .await;
    assert_eq!(
        (e.nomor.as_str(), e.unit.as_str(), &e.isi),
        ("LBH-2026-000001", "kebun", &isi)
    );
    let e = bolak_balik(b, ubah(b, &e, json!({ "unit": "pasar", "luas": -3 }))).await;
    assert_eq!((e.unit.as_str(), e.pemegang.as_str()), ("pasar", "pasar"));
    let e = bolak_balik(b, langkah(b, &e, "buka", json!({}))).await;
    assert_eq!((e.keadaan.as_str(), e.terbuka, e.terbit), ("buka", false, true));
    let g = b.tolak(ubah(b, &e, json!({ "luas": "banyak" }))).await;
    assert_eq!(medan(&g), ["luas"]);
}
