//! Passages of texts are found as long as their text stands; a step carries others along in the same transaction.

use kernel::{
    Aksi, Entri, Pelaku, Register, Siapa,
    izin::{Cakupan, Hak, Pandangan, Peran, Tindakan},
    lifecycle::{Giliran, Keadaan, Langkah, Lifecycle, Warna},
    nilai::{Jenis, Medan, Naskah, Rujukan, Teks},
    register::{Ikutan, Milik, Petikan},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Saringan;

use crate::{
    bekal::{Bekal, antre},
    contoh::*,
};

/// A song book: each line of its text is a passage; a new edition takes the place of an older one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Kitab {
    #[medan("Judul", saring, publik)]
    pub judul: Teks<200>,
    #[medan("Mengganti")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mengganti: Option<Rujukan<Kitab>>,
    #[medan("Naskah", publik)]
    #[serde(default)]
    pub naskah: Naskah,
}

impl Register for Kitab {
    const KODE: &'static str = "kitab";
    const LABEL: &'static str = "Kitab";
    const BANTUAN: &'static str = "Lagu-lagu.";
    const DASAR: &'static [&'static str] = &["Z2"];
    const JUDUL: &'static str = "judul";
    const NASKAH: &'static str = "naskah";
    const PETIKAN: i64 = 1;

    fn milik() -> Milik {
        Milik::Fungsi("taman".into())
    }

    fn hak() -> Vec<Hak> {
        let hak = |siapa, boleh, cakupan, pandangan| Hak {
            siapa,
            boleh,
            cakupan,
            pandangan,
        };
        vec![
            hak(
                Siapa::Publik,
                &[Tindakan::Baca],
                Cakupan::Terbit,
                Pandangan::Publik,
            ),
            hak(
                Siapa::Peran(Peran::Koordinator),
                &Tindakan::SEMUA,
                Cakupan::Semua,
                Pandangan::Pribadi,
            ),
        ]
    }

    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, giliran| Keadaan {
            kode: kode.into(),
            label: kode.into(),
            arti: kode.into(),
            giliran,
            warna: Warna::Abu,
        };
        let koordinator = [Siapa::Peran(Peran::Koordinator)];
        Lifecycle {
            keadaan: vec![
                keadaan("tulis", Giliran::Pemegang),
                keadaan("terbit", Giliran::Selesai),
                keadaan("usang", Giliran::Selesai),
            ],
            langkah: vec![
                Langkah::baru("terbitkan", "Terbitkan", "")
                    .dari(["tulis"])
                    .ke("terbit")
                    .oleh(koordinator),
                Langkah::baru("usangkan", "Usangkan", "")
                    .dari(["terbit"])
                    .ke("usang")
                    .oleh(koordinator)
                    .ikutan()
                    .isian([Medan::baru("oleh", "Oleh", Jenis::Rujukan("kitab".into()))])
                    .tautkan("oleh", "diganti_oleh"),
            ],
            ..Lifecycle::default()
        }
    }

    fn terbit(&self, keadaan: &str) -> bool {
        keadaan != "tulis"
    }

    fn ikutan(&self, e: &Entri) -> Vec<Ikutan> {
        let ke = self.mengganti.filter(|_| e.keadaan == "terbit");
        ke.map(|ke| Ikutan {
            ke: ke.id(),
            langkah: "usangkan".into(),
            isian: peta(json!({ "oleh": e.id })),
        })
        .into_iter()
        .collect()
    }

    fn petikan(naskah: &[u8]) -> Vec<Petikan> {
        let teks = String::from_utf8_lossy(naskah);
        let baris = teks.lines().enumerate();
        baris
            .map(|(i, t)| Petikan {
                alamat: format!("baris-{}", i + 1),
                teks: t.to_owned(),
            })
            .collect()
    }
}

uji! {
    a_text_is_found_by_its_passages,
    another_text_brings_other_passages,
    the_public_finds_what_is_public,
    pages_follow_each_other_without_gap_or_double,
    filters_narrow_the_entries,
    nothing_typed_breaks_the_search,
    passages_are_made_anew_by_new_rules,
    a_step_carries_another_along,
    what_cannot_follow_stays_as_it_is,
    a_whole_batch_carries_along,
}

async fn naskah(b: &Bekal, teks: &str) -> serde_json::Value {
    let f = b
        .store
        .simpan_berkas(&kode(LEMBAH), teks.as_bytes(), "text/plain")
        .await
        .unwrap();
    json!([f.id.to_string()])
}

async fn kitab(b: &Bekal, judul: &str, teks: &str, tambah: serde_json::Value) -> Entri {
    let mut isi = json!({ "judul": judul });
    if !teks.is_empty() {
        isi["naskah"] = naskah(b, teks).await;
    }
    let mut isi = peta(isi);
    isi.extend(peta(tambah));
    b.jadi(buat(b, LEMBAH, &koordinator(LEMBAH), "kitab", isi)).await
}

/// Titles and addresses of what is found.
async fn cari(b: &Bekal, pelaku: &Pelaku, kata: &str) -> Vec<String> {
    let w = wewenang(b, LEMBAH, pelaku, "kitab").unwrap();
    let s = Saringan {
        kata: kata.into(),
        ..Saringan::default()
    };
    let (ada, _) = b
        .store
        .petikan(&w, pelaku, &s, None, 50)
        .await
        .unwrap_or_else(|g| panic!("{kata:?}: {g}"));
    ada.into_iter()
        .map(|k| format!("{} {}", k.tampak.judul, k.alamat))
        .collect()
}

async fn a_text_is_found_by_its_passages(b: &Bekal) {
    kitab(
        b,
        "A",
        "Menyelenggarakan pawai\nNaga tidur\nPawai naga",
        json!({}),
    )
    .await;
    kitab(b, "B", "Penyelenggaraan lomba", json!({})).await;
    let k = koordinator(LEMBAH);
    assert_eq!(cari(b, &k, "naga").await, ["A baris-2", "A baris-3"]);
    assert_eq!(
        cari(b, &k, "penyelenggaraan").await,
        ["B baris-1", "A baris-1"],
        "newest text first"
    );
    assert_eq!(cari(b, &k, "pawai naga").await, ["A baris-3"], "in one passage");
    assert_eq!(cari(b, &k, "nag").await, ["A baris-2", "A baris-3"]);
    assert_eq!(cari(b, &k, "").await, [] as [&str; 0]);
    assert_eq!(cari(b, &k, "gajah").await, [] as [&str; 0]);
}

async fn another_text_brings_other_passages(b: &Bekal) {
    let k = koordinator(LEMBAH);
    let e = kitab(b, "A", "satu\ndua\ntiga", json!({})).await;
    let baru = naskah(b, "empat\ntiga").await;
    let e = b.jadi(ubah(b, &e, json!({ "naskah": baru }))).await;
    assert_eq!(cari(b, &k, "dua").await, [] as [&str; 0]);
    assert_eq!(cari(b, &k, "tiga").await, ["A baris-2"]);
    let e = b.jadi(ubah(b, &e, json!({ "judul": "AA" }))).await;
    assert_eq!(
        cari(b, &k, "tiga").await,
        ["AA baris-2"],
        "another title, the same text"
    );
    let lain = kitab(b, "B", "", json!({})).await;
    let g = b.tolak(ubah(b, &lain, json!({ "naskah": baru }))).await;
    assert_eq!(g.status(), 422, "a text belongs to one entry");
    assert_eq!(cari(b, &k, "tiga").await, ["AA baris-2"]);
    b.jadi(ubah(b, &e, json!({ "naskah": null }))).await;
    assert_eq!(cari(b, &k, "tiga").await, [] as [&str; 0]);
    assert_eq!(b.baris("petikan").await, 0);
}

async fn the_public_finds_what_is_public(b: &Bekal) {
    let e = kitab(b, "A", "rahasia kebun", json!({})).await;
    assert_eq!(cari(b, &Pelaku::Publik, "kebun").await, [] as [&str; 0]);
    b.jadi(langkah(b, &e, "terbitkan", json!({}))).await;
    assert_eq!(cari(b, &Pelaku::Publik, "kebun").await, ["A baris-1"]);
    let w = wewenang(b, PESISIR, &Pelaku::Publik, "kitab").unwrap();
    let s = Saringan {
        kata: "kebun".into(),
        ..Saringan::default()
    };
    let (ada, _) = b.store.petikan(&w, &Pelaku::Publik, &s, None, 50).await.unwrap();
    assert!(ada.is_empty(), "another regency");
}

async fn pages_follow_each_other_without_gap_or_double(b: &Bekal) {
    let teks: String = (1..=1_203).map(|i| format!("bait lagu {i}\n")).collect();
    kitab(b, "A", &teks, json!({})).await;
    kitab(b, "B", "bait terakhir\nlain", json!({})).await;
    let k = koordinator(LEMBAH);
    let w = wewenang(b, LEMBAH, &k, "kitab").unwrap();
    let s = Saringan {
        kata: "bait".into(),
        ..Saringan::default()
    };
    let (mut setelah, mut semua) = (None, Vec::new());
    loop {
        let (ada, berikut) = b.store.petikan(&w, &k, &s, setelah, 100).await.unwrap();
        semua.extend(
            ada.into_iter()
                .map(|p| format!("{} {}", p.tampak.judul, p.alamat)),
        );
        setelah = berikut;
        if setelah.is_none() {
            break;
        }
    }
    let mut harap = vec!["B baris-1".to_owned()];
    harap.extend((1..=1_203).map(|i| format!("A baris-{i}")));
    assert_eq!(semua, harap);
}

async fn filters_narrow_the_entries(b: &Bekal) {
    kitab(b, "A", "lagu", json!({})).await;
    kitab(b, "B", "lagu", json!({})).await;
    let k = koordinator(LEMBAH);
    let w = wewenang(b, LEMBAH, &k, "kitab").unwrap();
    let mut s = Saringan {
        kata: "lagu".into(),
        medan: vec![("judul".into(), vec!["A".into()])],
        ..Saringan::default()
    };
    let (ada, _) = b.store.petikan(&w, &k, &s, None, 50).await.unwrap();
    assert_eq!(ada.len(), 1);
    s.medan = vec![("tidak_ada".into(), vec!["A".into()])];
    assert_eq!(
        b.store.petikan(&w, &k, &s, None, 50).await.unwrap_err().status(),
        422
    );
    let pohon = wewenang(b, LEMBAH, &k, "pohon").unwrap();
    let (ada, _) = b.store.petikan(&pohon, &k, &s, None, 50).await.unwrap();
    assert!(ada.is_empty(), "a register without texts has no passages");
}

async fn nothing_typed_breaks_the_search(b: &Bekal) {
    kitab(
        b,
        "A",
        "lagu\u{0}kebun\n\n\u{FFFF} ' \" ; -- * ( OR AND NOT NEAR",
        json!({}),
    )
    .await;
    let k = koordinator(LEMBAH);
    for kata in [
        "'",
        "\"",
        "* OR *",
        "a\u{0}b",
        "kebun) OR (1=1",
        "NEAR(lagu kebun)",
        "\\",
        "%",
        ":*",
        "&|!",
        "東京",
        "\u{202E}",
    ] {
        cari(b, &k, kata).await;
    }
    assert_eq!(cari(b, &k, "kebun").await, ["A baris-1"]);
}

async fn passages_are_made_anew_by_new_rules(b: &Bekal) {
    let k = koordinator(LEMBAH);
    kitab(b, "A", "satu dua", json!({})).await;
    kitab(b, "B", "", json!({})).await;
    b.laku("delete from petikan").await;
    b.laku("update petikan_versi set versi = 0").await;
    let lain = b.lain().await;
    assert_eq!(cari(b, &k, "dua").await, ["A baris-1"]);
    lain.tutup().await;
    b.laku("delete from petikan").await;
    b.lain().await.tutup().await;
    assert_eq!(b.baris("petikan").await, 0, "read anew once, not at every start");
}

async fn a_step_carries_another_along(b: &Bekal) {
    let lama = kitab(b, "Lama", "x", json!({})).await;
    let lama = b.jadi(langkah(b, &lama, "terbitkan", json!({}))).await;
    let baru = kitab(b, "Baru", "y", json!({ "mengganti": lama.id })).await;
    assert_eq!(
        b.baca(LEMBAH, lama.id).await.keadaan,
        "terbit",
        "not before it is out"
    );
    let baru = b.jadi(langkah(b, &baru, "terbitkan", json!({}))).await;
    let kini = b.baca(LEMBAH, lama.id).await;
    assert_eq!((kini.keadaan.as_str(), kini.versi), ("usang", lama.versi + 1));
    let cerita = b.store.peristiwa(&kode(LEMBAH), lama.id).await.unwrap();
    assert!(cerita.iter().all(kernel::Peristiwa::utuh));
    assert_eq!(cerita.len(), 3);
    // Both ends know.
    for (satu, keluar) in [(lama.id, true), (baru.id, false)] {
        let t = b
            .store
            .terkait(&kode(LEMBAH), &koordinator(LEMBAH), satu)
            .await
            .unwrap();
        assert!(
            t.iter().any(|t| t.jenis == "diganti_oleh" && t.keluar == keluar),
            "{t:?}"
        );
    }
    // Changing it again asks for nothing new.
    b.jadi(ubah(b, &baru, json!({ "judul": "Baru 2" }))).await;
    assert_eq!(b.baca(LEMBAH, lama.id).await.versi, lama.versi + 1);
}

async fn what_cannot_follow_stays_as_it_is(b: &Bekal) {
    let lama = kitab(b, "Lama", "x", json!({})).await;
    let baru = kitab(b, "Baru", "y", json!({ "mengganti": lama.id })).await;
    let baru = b.jadi(langkah(b, &baru, "terbitkan", json!({}))).await;
    assert_eq!(baru.keadaan, "terbit");
    assert_eq!(
        b.baca(LEMBAH, lama.id).await.keadaan,
        "tulis",
        "what was never out does not become old"
    );
    // Nobody but the program and who may takes the step.
    let lama = b.jadi(langkah(b, &lama, "terbitkan", json!({}))).await;
    let aksi = Aksi::Langkah {
        id: lama.id,
        versi: None,
        langkah: "usangkan".into(),
        isian: peta(json!({ "oleh": baru.id })),
    };
    assert_eq!(
        b.tolak(perintah(b, LEMBAH, &Pelaku::Publik, aksi)).await.status(),
        401
    );
    // An entry that replaces itself stays.
    let diri = b.jadi(ubah(b, &lama, json!({ "mengganti": lama.id }))).await;
    assert_eq!(b.baca(LEMBAH, diri.id).await.keadaan, "terbit");
}

async fn a_whole_batch_carries_along(b: &Bekal) {
    let mut langkah_semua = Vec::new();
    let mut lama_semua = Vec::new();
    for i in 0..6 {
        let lama = kitab(b, &format!("L{i}"), "x", json!({})).await;
        let lama = b.jadi(langkah(b, &lama, "terbitkan", json!({}))).await;
        let baru = kitab(b, &format!("B{i}"), "y", json!({ "mengganti": lama.id })).await;
        langkah_semua.push(langkah(b, &baru, "terbitkan", json!({})));
        lama_semua.push(lama.id);
    }
    for h in antre(&b.store, langkah_semua).await {
        h.unwrap();
    }
    for id in lama_semua {
        assert_eq!(b.baca(LEMBAH, id).await.keadaan, "usang");
    }
}
