//! Full-text search as people type it: stems, prefixes, and no query language of any database.

use kernel::{Entri, Pelaku, search};
use proptest::{prelude::*, strategy::ValueTree};
use serde_json::json;
use store::{Daftar, Kolom, Saringan, Urut};

use crate::{
    bekal::{Bekal, antre},
    contoh::*,
};

uji! {
    words_meet_in_their_stem,
    the_last_word_may_be_unfinished,
    all_words_must_occur_and_case_and_accents_do_not_count,
    nothing_typed_is_a_query_language,
    anything_at_all_can_be_typed,
    a_change_is_found_by_its_new_words_only,
    personal_and_secret_words_are_not_indexed,
    search_stays_in_the_regency_and_the_register,
    a_very_long_text_is_found_by_its_words,
}

/// Titles of what a search finds, in order of their names.
async fn temukan(b: &Bekal, daerah: &str, register: &str, kata: &str) -> Vec<String> {
    let w = wewenang(b, daerah, &Pelaku::Sistem, register).unwrap();
    let urut = Urut {
        kolom: Kolom::Medan("nama".into()),
        turun: false,
    };
    let d = Daftar {
        saring: Saringan {
            kata: kata.into(),
            ..Saringan::default()
        },
        urut,
        setelah: None,
        batas: 500,
    };
    let h = b
        .store
        .daftar(&w, &Pelaku::Sistem, &d)
        .await
        .unwrap_or_else(|g| panic!("{kata:?}: {g}"));
    h.entri.into_iter().map(|t| t.judul).collect()
}

async fn cari(b: &Bekal, kata: &str) -> Vec<String> {
    temukan(b, LEMBAH, "pohon", kata).await
}

async fn words_meet_in_their_stem(b: &Bekal) {
    b.pohon(isi_dengan(
        "A",
        json!({ "cerita": "Desa menyelenggarakan lomba" }),
    ))
    .await;
    b.pohon(isi_dengan(
        "B",
        json!({ "cerita": "Penyelenggaraan lomba desa." }),
    ))
    .await;
    b.pohon(isi_dengan(
        "C",
        json!({ "cerita": "Tidak ada apa-apa", "sebutan": ["diselenggarakan"] }),
    ))
    .await;
    for kata in [
        "penyelenggaraan",
        "menyelenggarakan",
        "selenggara",
        "Diselenggarakan",
    ] {
        assert_eq!(cari(b, kata).await, ["A", "B", "C"], "{kata}");
    }
    assert_eq!(cari(b, "penyelenggaraan perlombaan").await, ["A", "B"]);
}

async fn the_last_word_may_be_unfinished(b: &Bekal) {
    b.pohon(isi("Jambu mawar")).await;
    b.pohon(isi("Jati muda")).await;
    assert_eq!(cari(b, "jam").await, ["Jambu mawar"]);
    assert_eq!(cari(b, "ja").await, ["Jambu mawar", "Jati muda"]);
    assert_eq!(
        cari(b, "jambu m").await,
        [] as [&str; 0],
        "one letter is no beginning"
    );
    assert_eq!(cari(b, "jambu ma").await, ["Jambu mawar"]);
    assert_eq!(
        cari(b, "ja mawar").await,
        [] as [&str; 0],
        "only the last word is unfinished"
    );
    assert_eq!(cari(b, "ambu").await, [] as [&str; 0]);
}

async fn all_words_must_occur_and_case_and_accents_do_not_count(b: &Bekal) {
    let e = b
        .pohon(isi_dengan(
            "Pohon Ábé",
            json!({ "cerita": "MÜLLER menanam; 東京 2026½", "sebutan": ["Si Gagah"] }),
        ))
        .await;
    b.pohon(isi("Pohon lain")).await;
    for kata in [
        "abe",
        "ÁBÉ pohon",
        "muller",
        "gagah müller",
        "東京",
        " pohon   abe  ",
        "2026½",
        &e.nomor,
        "lbh 000001",
        "(abe)",
    ] {
        assert_eq!(cari(b, kata).await, ["Pohon Ábé"], "{kata}");
    }
    assert_eq!(cari(b, "abe lain").await, [] as [&str; 0]);
    assert_eq!(cari(b, "pohon").await, ["Pohon lain", "Pohon Ábé"]);
    assert_eq!(cari(b, "").await.len(), 2);
    assert_eq!(cari(b, "   ").await.len(), 2);
}

async fn nothing_typed_is_a_query_language(b: &Bekal) {
    b.pohon(isi("Jambu air")).await;
    b.pohon(isi("Jambu or not near and air")).await;
    for kata in [
        "\"jambu\" air",
        "jambu* air",
        "jambu & air",
        "jambu:* air",
        "-jambu air",
        "^jambu + air",
        "kata: jambu air",
        "nama:jambu air",
    ] {
        let semua = cari(b, kata).await;
        let harap: &[&str] = if kata.contains("kata") || kata.contains("nama") {
            &[]
        } else {
            &["Jambu air", "Jambu or not near and air"]
        };
        assert_eq!(semua, harap, "{kata}");
    }
    for kata in ["jambu OR air", "jambu AND NOT air", "jambu NEAR air"] {
        assert_eq!(
            cari(b, kata).await,
            ["Jambu or not near and air"],
            "{kata}: they are words like any other"
        );
    }
    for kata in [
        "\"",
        "'",
        "''",
        "\"\"",
        "\\",
        "\\'",
        "*",
        ":*",
        "&",
        "|",
        "!",
        "<->",
        "(",
        ")",
        "()",
        "?",
        "-",
        "^",
        "%",
        "\0",
        "';--",
        "…",
        "👩‍🌾",
        "\u{301}",
    ] {
        assert_eq!(cari(b, kata).await, [] as [&str; 0], "{kata:?} finds nothing");
        assert_eq!(
            cari(b, &format!("jambu {kata} air")).await.len(),
            2,
            "{kata:?} takes nothing away"
        );
        assert_eq!(
            cari(b, &format!("{kata}jambu{kata}")).await.len(),
            2,
            "{kata:?} takes nothing away"
        );
    }
}

/// What the kernel's own reading of the words says.
fn model(b: &Bekal, semua: &[Entri], kata: &str) -> Vec<String> {
    let def = b.store.inventaris().cari("pohon").unwrap();
    let cari = search::uraikan(kata);
    let cocok = |e: &&Entri| {
        let istilah = search::istilah(&def.teks_cari(&e.nomor, &e.isi));
        (kata.trim().is_empty() || !cari.is_empty())
            && cari.iter().all(|k| {
                let awalan = |a: &String| istilah.iter().any(|i| i.starts_with(a.as_str()));
                istilah.contains(&k.batang) || k.awalan.as_ref().is_some_and(awalan)
            })
    };
    let mut nama: Vec<String> = semua
        .iter()
        .filter(cocok)
        .map(|e| e.teks("nama").to_owned())
        .collect();
    nama.sort();
    nama
}

async fn anything_at_all_can_be_typed(b: &Bekal) {
    let kata = "[a-cA-C]{1,3}|[àéñøİßſ]{1,3}|\\PC{1,6}|[ᬀ-ᭌ]{1,4}|[अ-ह\u{93e}-\u{94d}]{1,4}|[0-9²½Ⅷ]{1,3}|me[a-z]{2,6}kan|[𝐚-𝐳]{1,3}";
    let teks = || proptest::collection::vec(kata.prop_map(|s: String| s), 0..5).prop_map(|v| v.join(" "));
    let mut runner = proptest::test_runner::TestRunner::new(proptest::test_runner::Config {
        failure_persistence: None,
        max_shrink_iters: 100,
        ..proptest::test_runner::Config::with_cases(150)
    });
    let mut semua = Vec::new();
    for i in 0..60 {
        let cerita = teks().new_tree(&mut runner).unwrap().current();
        semua.push(buat_pohon(
            b,
            isi_dengan(&format!("P{i:02}"), json!({ "cerita": cerita })),
        ));
    }
    let semua: Vec<Entri> = antre(&b.store, semua)
        .await
        .into_iter()
        .map(|h| h.unwrap().entri)
        .collect();
    let periksa = |k: String| {
        let dapat = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(cari(b, &k)));
        prop_assert_eq!(dapat, model(b, &semua, &k));
        Ok(())
    };
    // Words that are there, beginnings of them, and anything else.
    for e in &semua {
        for k in e.teks("cerita").split(' ') {
            periksa(k.to_owned()).unwrap_or_else(|g| panic!("{k:?}: {g}"));
            periksa(k.chars().take(2).collect()).unwrap_or_else(|g| panic!("{k:?}: {g}"));
        }
    }
    runner.run(&teks(), periksa).unwrap();
    runner.run(&any::<String>(), periksa).unwrap();
}

async fn a_change_is_found_by_its_new_words_only(b: &Bekal) {
    let e = b.pohon(isi_dengan("Mangga", json!({ "cerita": "manis" }))).await;
    let e = b
        .jadi(ubah(
            b,
            &e,
            json!({ "nama": "Manggis", "sebutan": ["ratu buah"] }),
        ))
        .await;
    assert_eq!(cari(b, "mangga").await, [] as [&str; 0]);
    for kata in ["manggis", "manis", "ratu", &e.nomor] {
        assert_eq!(cari(b, kata).await, ["Manggis"], "{kata}");
    }
    // Steps and notes leave the words alone.
    let e = b
        .jadi(langkah(
            b,
            &e,
            "tanam",
            json!({ "unit": "kebun", "catatan": "akarnya" }),
        ))
        .await;
    let e = b.jadi(catat(b, &e, "daunnya")).await;
    assert_eq!(
        (
            cari(b, "ratu manis").await,
            cari(b, "akarnya").await,
            cari(b, "daunnya").await
        ),
        (vec!["Manggis".to_owned()], vec![], vec![])
    );
    // Of several changes in one queue the last one counts.
    let semua = (0..6)
        .map(|i| {
            let mut p = ubah(b, &e, json!({ "cerita": format!("kisah{i}") }));
            if let kernel::Aksi::Ubah { versi, .. } = &mut p.aksi {
                *versi += i;
            }
            p
        })
        .collect::<Vec<_>>();
    for p in semua {
        b.jadi(p).await;
    }
    assert_eq!(
        (cari(b, "kisah4").await.len(), cari(b, "kisah5").await.len()),
        (0, 1)
    );
    let kosong = b.baca(LEMBAH, e.id).await;
    b.jadi(ubah(b, &kosong, json!({ "cerita": null, "sebutan": [] })))
        .await;
    assert_eq!(
        (cari(b, "kisah5").await.len(), cari(b, "manggis").await.len()),
        (0, 1)
    );
}

async fn personal_and_secret_words_are_not_indexed(b: &Bekal) {
    let pribadi = json!({
        "penanam": { "nama": "Gusti Bagus", "surel": "bagus@contoh.id", "telepon": "081234567890" }, "nik": "9901010107900001",
        "pagar": "sesame", "harga": 4_321, "alamat": "Jalan Rahasia",
    });
    b.pohon(isi_dengan("Terbuka", pribadi)).await;
    for kata in [
        "gusti",
        "bagus",
        "bagus@contoh.id",
        "081234567890",
        "6281234567890",
        "9901010107900001",
        "sesame",
        "4321",
    ] {
        assert_eq!(cari(b, kata).await, [] as [&str; 0], "{kata}");
    }
    assert_eq!(cari(b, "terbuka").await, ["Terbuka"]);
}

async fn search_stays_in_the_regency_and_the_register(b: &Bekal) {
    b.pohon(isi("Cendana lembah")).await;
    b.jadi(buat(
        b,
        PESISIR,
        &koordinator(PESISIR),
        "pohon",
        isi("Cendana pesisir"),
    ))
    .await;
    b.jadi(buat(
        b,
        LEMBAH,
        &koordinator(LEMBAH),
        "petak-kebun",
        peta(json!({ "nama": "Petak cendana", "unit": "kebun" })),
    ))
    .await;
    assert_eq!(cari(b, "cendana").await, ["Cendana lembah"]);
    assert_eq!(temukan(b, PESISIR, "pohon", "cendana").await, ["Cendana pesisir"]);
    assert_eq!(
        temukan(b, LEMBAH, "petak-kebun", "cendana").await,
        ["Petak cendana"]
    );
    assert_eq!(
        temukan(b, PESISIR, "petak-kebun", "cendana").await,
        [] as [&str; 0]
    );
}

async fn a_very_long_text_is_found_by_its_words(b: &Bekal) {
    // As many and as long words as one text takes, of letters that need four bytes each.
    let kata = |i: u32| -> String {
        (0..39)
            .map(|k| char::from_u32(0x10400 + (i * 7 + k * k + i / 39 * k) % 40).unwrap())
            .collect::<String>()
            + &i.to_string()
    };
    let cerita: String = (0..2_050).map(|i| kata(i) + " ").collect();
    b.pohon(isi_dengan("Panjang", json!({ "cerita": cerita }))).await;
    for i in [0, 1, 700] {
        assert_eq!(
            cari(b, &kata(i)).await.len(),
            usize::from(kata(i).chars().count() <= 40),
            "{i}"
        );
    }
}
