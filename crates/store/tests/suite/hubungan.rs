//! What entries ask of each other and what no two of them share: the state of one follows the others from both ends,
//! and a name is given once.

use std::collections::BTreeMap;

use kernel::{
    Aksi, Entri, Galat, IdEntri, Perintah, Register, Siapa,
    izin::{Cakupan, Hak, Pandangan, Peran, Tindakan},
    lifecycle::{Giliran, Keadaan, Langkah, Lifecycle, Warna},
    nilai::{Bilangan, Jenis, Medan, Rujukan, Teks},
    register::{Ikutan, Milik, Unik},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    bekal::{Bekal, antre, serentak},
    contoh::*,
};

/// A volume of a series: one adds to another, or takes its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Jilid {
    #[medan("Judul", saring)]
    pub judul: Teks<200>,
    #[medan("Tahun", saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tahun: Option<Bilangan<1900, 2100>>,
    #[medan("Menambah")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub menambah: Option<Rujukan<Jilid>>,
    #[medan("Mengganti")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mengganti: Option<Rujukan<Jilid>>,
}

impl Register for Jilid {
    const KODE: &'static str = "jilid";
    const LABEL: &'static str = "Jilid";
    const BANTUAN: &'static str = "Buku-buku.";
    const DASAR: &'static [&'static str] = &["Z3"];
    const JUDUL: &'static str = "judul";
    const UNIK: Unik = Unik {
        medan: &["judul", "tahun"],
        kecuali: &["buang"],
    };

    fn milik() -> Milik {
        Milik::Fungsi("taman".into())
    }

    fn hak() -> Vec<Hak> {
        vec![Hak {
            siapa: Siapa::Peran(Peran::Koordinator),
            boleh: &Tindakan::SEMUA,
            cakupan: Cakupan::Semua,
            pandangan: Pandangan::Pribadi,
        }]
    }

    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, giliran| Keadaan {
            kode: kode.into(),
            label: kode.into(),
            arti: kode.into(),
            giliran,
            warna: Warna::Abu,
        };
        let l = |kode: &'static str| Langkah::baru(kode, kode, "");
        let koordinator = || [Siapa::Peran(Peran::Koordinator)];
        let oleh = || [Medan::baru("oleh", "Oleh", Jenis::Rujukan("jilid".into()))];
        Lifecycle {
            keadaan: vec![
                keadaan("tulis", Giliran::Pemegang),
                keadaan("terbit", Giliran::Selesai),
                keadaan("tambah", Giliran::Selesai),
                keadaan("usang", Giliran::Selesai),
                keadaan("buang", Giliran::Selesai),
            ],
            langkah: vec![
                l("terbitkan").dari(["tulis"]).ke("terbit").oleh(koordinator()),
                l("tarik").dari(["terbit"]).ke("tulis").oleh(koordinator()),
                l("tambahi")
                    .dari(["terbit"])
                    .ke("tambah")
                    .oleh(koordinator())
                    .ikutan()
                    .lepas("balik")
                    .isian(oleh()),
                l("usangkan")
                    .dari(["terbit", "tambah"])
                    .ke("usang")
                    .oleh(koordinator())
                    .ikutan()
                    .lepas("balik")
                    .isian(oleh()),
                l("balik")
                    .dari(["tambah", "usang"])
                    .ke("terbit")
                    .oleh([Siapa::Sistem])
                    .ikutan()
                    .isian(oleh()),
                l("pulihkan")
                    .dari(["tambah", "usang"])
                    .ke("terbit")
                    .oleh(koordinator()),
                l("buang").dari(["tulis"]).ke("buang").oleh(koordinator()),
                l("ambil").dari(["buang"]).ke("tulis").oleh(koordinator()),
            ],
            ..Lifecycle::default()
        }
    }

    fn ikutan(&self, e: &Entri) -> Vec<Ikutan> {
        if matches!(e.keadaan.as_str(), "tulis" | "buang") {
            return Vec::new();
        }
        let satu = |r: Option<Rujukan<Jilid>>, langkah: &'static str| {
            r.filter(|r| r.id() != e.id).map(|r| Ikutan {
                ke: r.id(),
                langkah: langkah.into(),
                isian: peta(json!({ "oleh": e.id })),
            })
        };
        [satu(self.menambah, "tambahi"), satu(self.mengganti, "usangkan")]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// A wagon with so many seats; it counts who sits in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Gerbong {
    #[medan("Nama", saring)]
    pub nama: Teks<200>,
    #[medan("Kursi")]
    pub kursi: Bilangan<0, 100>,
    #[medan("Terisi", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terisi: Option<Bilangan<0, 100>>,
}

/// A passenger, who boards a wagon or stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Penumpang {
    #[medan("Nama")]
    pub nama: Teks<200>,
    #[medan("Gerbong")]
    pub gerbong: Rujukan<Gerbong>,
    #[medan("Gerbong kedua")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kedua: Option<Rujukan<Gerbong>>,
}

fn semua_hak() -> Vec<Hak> {
    vec![Hak {
        siapa: Siapa::Peran(Peran::Koordinator),
        boleh: &Tindakan::SEMUA,
        cakupan: Cakupan::Semua,
        pandangan: Pandangan::Pribadi,
    }]
}

fn tahap(kode: &'static str, giliran: Giliran) -> Keadaan {
    Keadaan {
        kode: kode.into(),
        label: kode.into(),
        arti: kode.into(),
        giliran,
        warna: Warna::Abu,
    }
}

impl Register for Gerbong {
    const KODE: &'static str = "gerbong";
    const LABEL: &'static str = "Gerbong";
    const BANTUAN: &'static str = "Kereta taman.";
    const DASAR: &'static [&'static str] = &["Z3"];
    const JUDUL: &'static str = "nama";

    fn milik() -> Milik {
        Milik::Fungsi("taman".into())
    }

    fn hak() -> Vec<Hak> {
        semua_hak()
    }

    fn lifecycle() -> Lifecycle {
        let koordinator = || [Siapa::Peran(Peran::Koordinator)];
        let l = |kode: &'static str| Langkah::baru(kode, kode, "");
        Lifecycle {
            keadaan: vec![
                tahap("parkir", Giliran::Pemegang),
                tahap("jalan", Giliran::Pemegang),
                tahap("rusak", Giliran::Selesai),
            ],
            langkah: vec![
                l("jalankan").dari(["parkir"]).ke("jalan").oleh(koordinator()),
                l("rusakkan").dari(["jalan"]).ke("rusak").oleh(koordinator()),
                l("duduk").dari(["jalan"]).oleh([Siapa::Sistem]).ikutan(),
            ],
            ..Lifecycle::default()
        }
    }

    fn saat_langkah(
        &mut self,
        langkah: &str,
        _isian: &kernel::Peta,
        _e: &Entri,
        _k: &kernel::register::Konteks,
    ) -> Result<(), kernel::Galat> {
        if langkah == "duduk" {
            let n = self.terisi.map_or(0, Bilangan::nilai) + 1;
            if n > self.kursi.nilai() {
                return Err(kernel::Galat::Bentrok("Gerbong ini penuh.".into()));
            }
            self.terisi = Bilangan::baru(n);
        }
        Ok(())
    }
}

impl Register for Penumpang {
    const KODE: &'static str = "penumpang";
    const LABEL: &'static str = "Penumpang";
    const BANTUAN: &'static str = "Siapa naik kereta.";
    const DASAR: &'static [&'static str] = &["Z3"];
    const JUDUL: &'static str = "nama";

    fn milik() -> Milik {
        Milik::Fungsi("taman".into())
    }

    fn hak() -> Vec<Hak> {
        semua_hak()
    }

    fn lifecycle() -> Lifecycle {
        let koordinator = || [Siapa::Peran(Peran::Koordinator)];
        let l = |kode: &'static str| Langkah::baru(kode, kode, "");
        Lifecycle {
            keadaan: vec![
                tahap("antre", Giliran::Pemegang),
                tahap("naik", Giliran::Pemegang),
                tahap("turun", Giliran::Selesai),
            ],
            langkah: vec![
                l("naik").dari(["antre"]).ke("naik").oleh(koordinator()),
                l("turun").dari(["naik"]).ke("turun").oleh(koordinator()),
            ],
            ..Lifecycle::default()
        }
    }

    fn syarat(&self, e: &Entri) -> Vec<Ikutan> {
        if e.keadaan != "naik" {
            return Vec::new();
        }
        let kedua = self.kedua.map(|r| r.id());
        [Some(self.gerbong.id()), kedua]
            .into_iter()
            .flatten()
            .map(|ke| Ikutan {
                ke,
                langkah: "duduk".into(),
                isian: kernel::Peta::new(),
            })
            .collect()
    }
}

uji! {
    what_another_must_allow_is_refused_with_its_words_and_changes_nothing,
    a_ceiling_holds_whoever_is_faster,
    a_state_follows_what_others_ask_whatever_happens_in_whatever_order,
    nobody_brings_back_what_others_hold,
    a_name_is_given_once,
    of_two_at_once_one_gets_the_name,
    in_one_transaction_each_sees_what_those_before_it_did,
}

async fn jilid(b: &Bekal, isi: Value) -> Entri {
    b.jadi(buat(b, LEMBAH, &koordinator(LEMBAH), "jilid", peta(isi)))
        .await
}

/// What each should be, from what all of them say: the rule itself, without the way there.
fn harapan(semua: &BTreeMap<IdEntri, Entri>, e: &Entri) -> &'static str {
    match e.keadaan.as_str() {
        "tulis" => return "tulis",
        "buang" => return "buang",
        _ => {}
    }
    let diminta = |medan: &str| {
        semua
            .values()
            .filter(|l| l.id != e.id && !matches!(l.keadaan.as_str(), "tulis" | "buang"))
            .any(|l| l.teks(medan) == e.id.to_string())
    };
    match (diminta("mengganti"), diminta("menambah")) {
        (true, _) => "usang",
        (false, true) => "tambah",
        (false, false) => "terbit",
    }
}

async fn a_state_follows_what_others_ask_whatever_happens_in_whatever_order(b: &Bekal) {
    // A small generator: the same walk on both databases, told by its seed when it goes wrong.
    for benih in 1..=12_u64 {
        let mut keadaan = benih.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut acak = |n: usize| {
            keadaan ^= keadaan << 13;
            keadaan ^= keadaan >> 7;
            keadaan ^= keadaan << 17;
            usize::try_from(keadaan % n as u64).unwrap()
        };
        let mut id = Vec::new();
        for i in 0..4 {
            id.push(jilid(b, json!({ "judul": format!("{benih}/{i}") })).await.id);
        }
        let mut jejak = Vec::new();
        for _ in 0..40 {
            let e = b.baca(LEMBAH, id[acak(4)]).await;
            let ke = id[acak(4)];
            let p = match acak(7) {
                0 => ubah(b, &e, json!({ "mengganti": ke })),
                1 => ubah(b, &e, json!({ "menambah": ke })),
                2 => ubah(b, &e, json!({ "mengganti": null })),
                3 => ubah(b, &e, json!({ "menambah": null })),
                4 | 5 => langkah(b, &e, "terbitkan", json!({})),
                _ => langkah(b, &e, "tarik", json!({})),
            };
            jejak.push(format!("{:?} on {}", p.aksi, e.keadaan));
            b.maju(1_000);
            // What may not be done now is refused; whatever was done, all must fit together.
            let _ = b.store.jalankan(p).await;
            let mut semua = BTreeMap::new();
            for id in &id {
                semua.insert(*id, b.baca(LEMBAH, *id).await);
            }
            for e in semua.values() {
                assert_eq!(
                    e.keadaan,
                    harapan(&semua, e),
                    "seed {benih}, {}: {jejak:#?}",
                    e.nomor
                );
                let cerita = b.store.peristiwa(&kode(LEMBAH), e.id).await.unwrap();
                assert_eq!(
                    i64::try_from(cerita.len()).unwrap(),
                    e.versi,
                    "each version has its event"
                );
            }
        }
    }
}

async fn nobody_brings_back_what_others_hold(b: &Bekal) {
    let lama = jilid(b, json!({ "judul": "Lama" })).await;
    let lama = b.jadi(langkah(b, &lama, "terbitkan", json!({}))).await;
    let baru = jilid(b, json!({ "judul": "Baru", "mengganti": lama.id })).await;
    let baru = b.jadi(langkah(b, &baru, "terbitkan", json!({}))).await;
    let usang = b.baca(LEMBAH, lama.id).await;
    assert_eq!(usang.keadaan, "usang");
    let g = b.tolak(langkah(b, &usang, "pulihkan", json!({}))).await;
    assert_eq!(g.status(), 409);
    assert!(g.pesan().dalam(kernel::Bahasa::Id).contains(&baru.nomor), "{g}");
    b.jadi(ubah(b, &baru, json!({ "mengganti": null }))).await;
    let kini = b.baca(LEMBAH, lama.id).await;
    assert_eq!((kini.keadaan.as_str(), kini.versi), ("terbit", usang.versi + 1));
    // What a person declared, nobody else takes back.
    let kini = b
        .jadi(langkah(b, &kini, "usangkan", json!({ "oleh": baru.id })))
        .await;
    b.jadi(langkah(b, &kini, "pulihkan", json!({}))).await;
}

async fn a_name_is_given_once(b: &Bekal) {
    let satu = jilid(b, json!({ "judul": "Burung", "tahun": 2024 })).await;
    let buat = |isi: Value| buat(b, LEMBAH, &koordinator(LEMBAH), "jilid", peta(isi));
    let g = b.tolak(buat(json!({ "judul": "Burung", "tahun": 2024 }))).await;
    let salah = g.isian().first().unwrap();
    assert_eq!((g.status(), salah.medan.as_str()), (422, "tahun"));
    assert_eq!(salah.entri, Some(("jilid".to_owned(), satu.nomor.clone())));
    // Without a year, or of another, it is another.
    let tanpa = jilid(b, json!({ "judul": "Burung" })).await;
    jilid(b, json!({ "judul": "Burung" })).await;
    let lain = jilid(b, json!({ "judul": "Burung", "tahun": 2025 })).await;
    for e in [&tanpa, &lain] {
        assert_eq!(b.tolak(ubah(b, e, json!({ "tahun": 2024 }))).await.status(), 422);
    }
    // Its own name may stay; a name that was given up is free, until it is taken back.
    let satu = b.jadi(ubah(b, &satu, json!({ "judul": "Burung" }))).await;
    let buang = b.jadi(langkah(b, &satu, "buang", json!({}))).await;
    let lain = b.jadi(ubah(b, &lain, json!({ "tahun": 2024 }))).await;
    assert_eq!(
        b.tolak(langkah(b, &buang, "ambil", json!({}))).await.status(),
        422
    );
    b.jadi(ubah(b, &lain, json!({ "tahun": 2026 }))).await;
    b.jadi(langkah(b, &buang, "ambil", json!({}))).await;
    // Another regency has names of its own.
    let asing = crate::contoh::buat(
        b,
        PESISIR,
        &koordinator(PESISIR),
        "jilid",
        peta(json!({ "judul": "Burung", "tahun": 2024 })),
    );
    b.jadi(asing).await;
}

async fn of_two_at_once_one_gets_the_name(b: &Bekal) {
    let buat = |n: usize| {
        let isi = peta(json!({ "judul": format!("Buku {n}"), "tahun": 2024 }));
        buat(b, LEMBAH, &koordinator(LEMBAH), "jilid", isi)
    };
    let sekelompok = antre(&b.store, vec![buat(0), buat(0), buat(1), buat(0)]).await;
    assert_eq!(
        sekelompok.iter().filter(|h| h.is_ok()).count(),
        2,
        "{sekelompok:?}"
    );
    // A name that an older entry takes in the same transaction is taken, before or after a new one asks for it.
    let lama = jilid(b, json!({ "judul": "Buku lama", "tahun": 2024 })).await;
    let diambil = ubah(b, &lama, json!({ "judul": "Buku 20" }));
    let hasil = antre(&b.store, vec![buat(21), diambil, buat(20), buat(22)]).await;
    let jadi: Vec<bool> = hasil.iter().map(Result::is_ok).collect();
    assert_eq!(jadi, [true, true, false, true], "{hasil:?}");
    let lama = b.baca(LEMBAH, lama.id).await;
    let diambil = ubah(b, &lama, json!({ "judul": "Buku 23" }));
    let hasil = antre(&b.store, vec![buat(23), diambil, buat(24)]).await;
    let jadi: Vec<bool> = hasil.iter().map(Result::is_ok).collect();
    assert_eq!(jadi, [true, false, true], "{hasil:?}");
    let lain = b.lain().await;
    let semua: Vec<_> = (2..12).flat_map(|n| [buat(n), buat(n)]).collect();
    let hasil = serentak(&[&b.store, &lain], semua).await;
    assert_eq!(hasil.iter().filter(|h| h.is_ok()).count(), 10, "{hasil:?}");
    for h in hasil.into_iter().filter_map(Result::err) {
        assert_eq!(h.status(), 422, "{h}");
    }
    lain.tutup().await;
}

async fn in_one_transaction_each_sees_what_those_before_it_did(b: &Bekal) {
    let buat = |isi: Value| buat(b, LEMBAH, &koordinator(LEMBAH), "jilid", peta(isi));
    let bernama = |judul: &str| buat(json!({ "judul": judul, "tahun": 2024 }));
    let ganti = |id: IdEntri, versi: i64, judul: &str| {
        let tambal = peta(json!({ "judul": judul }));
        perintah(b, LEMBAH, &koordinator(LEMBAH), Aksi::Ubah { id, versi, tambal })
    };
    let sekaligus = async |perintah: Vec<Perintah>| {
        let siap = b.store.siapkan_banyak(perintah).await.unwrap();
        let hasil = b.store.jalankan_banyak(siap).await.unwrap();
        hasil
            .iter()
            .map(|h| h.as_ref().map_or_else(Galat::status, |_| 200))
            .collect::<Vec<_>>()
    };
    // A name is taken, given up, taken by another, and not given again.
    let pertama = bernama("Ikan");
    let id = pertama.aksi.id();
    let semua = vec![
        pertama,
        bernama("Katak"),
        bernama("Ikan"),
        ganti(id, 1, "Katak"),
        ganti(id, 1, "Udang"),
        bernama("Ikan"),
        bernama("Udang"),
        ganti(id, 2, "Ikan"),
    ];
    assert_eq!(sekaligus(semua).await, [200, 200, 422, 422, 200, 200, 422, 422]);
    assert_eq!(b.baca(LEMBAH, id).await.isi["judul"], "Udang");
    // Many that name each other, one that names nobody there is: the links are there, and only theirs.
    let mut semua = vec![bernama("Rusa 0")];
    for i in 1..40 {
        let ke = semua.last().map(|p| p.aksi.id()).unwrap();
        semua.push(buat(
            json!({ "judul": format!("Rusa {i}"), "tahun": 2024, "menambah": ke, "mengganti": id }),
        ));
    }
    semua.insert(
        7,
        buat(json!({ "judul": "Sesat", "menambah": IdEntri::baru(b.kini()) })),
    );
    let ids: Vec<IdEntri> = semua.iter().map(|p| p.aksi.id()).collect();
    let mut harap = vec![200_u16; 41];
    harap[7] = 422;
    assert_eq!(sekaligus(semua).await, harap);
    for (i, ke) in ids.iter().enumerate().filter(|(i, _)| *i != 7) {
        let e = b.baca(LEMBAH, *ke).await;
        let penaut = b
            .store
            .terkait(&e.daerah, &koordinator(LEMBAH), e.id)
            .await
            .unwrap();
        let diharap = usize::from(i > 0) * 2 + usize::from(i < 40);
        assert_eq!(penaut.len(), diharap, "{i}");
    }
}

async fn gerbong(b: &Bekal, kursi: i64) -> Entri {
    let isi = peta(json!({ "nama": "Merah", "kursi": kursi }));
    let g = b
        .jadi(buat(b, LEMBAH, &koordinator(LEMBAH), "gerbong", isi))
        .await;
    b.jadi(langkah(b, &g, "jalankan", json!({}))).await
}

async fn penumpang(b: &Bekal, isi: Value) -> Entri {
    b.jadi(buat(b, LEMBAH, &koordinator(LEMBAH), "penumpang", peta(isi)))
        .await
}

async fn what_another_must_allow_is_refused_with_its_words_and_changes_nothing(b: &Bekal) {
    let (satu, penuh) = (gerbong(b, 2).await, gerbong(b, 0).await);
    let isi =
        |a: &Entri, z: Option<&Entri>| json!({ "nama": "Fulan", "gerbong": a.id, "kedua": z.map(|z| z.id) });
    // Both or none: the seat in the first is not taken when the second has none.
    let p = penumpang(b, isi(&satu, Some(&penuh))).await;
    let g = b.tolak(langkah(b, &p, "naik", json!({}))).await;
    assert_eq!((g.status(), g.to_string().contains("penuh")), (409, true), "{g}");
    assert_eq!(b.baca(LEMBAH, satu.id).await.isi.get("terisi"), None);
    assert_eq!(b.baca(LEMBAH, p.id).await.keadaan, "antre");
    // Asked once, and not again by what does not change it.
    let p = penumpang(b, isi(&satu, None)).await;
    let p = b.jadi(langkah(b, &p, "naik", json!({}))).await;
    b.jadi(ubah(b, &p, json!({ "nama": "Fulana" }))).await;
    assert_eq!(b.baca(LEMBAH, satu.id).await.isi["terisi"], json!(1));
    // Where the other's state does not know the step, its state is the answer.
    let rusak = b
        .jadi(langkah(b, &b.baca(LEMBAH, satu.id).await, "rusakkan", json!({})))
        .await;
    let lain = penumpang(b, isi(&rusak, None)).await;
    let g = b.tolak(langkah(b, &lain, "naik", json!({}))).await.to_string();
    assert!(g.contains(&rusak.nomor) && g.contains("rusak"), "{g}");
    // The same wagon twice is a mistake of the register, told as ours, and nothing happens.
    let dua = gerbong(b, 9).await;
    let p = penumpang(b, isi(&dua, Some(&dua))).await;
    assert_eq!(b.tolak(langkah(b, &p, "naik", json!({}))).await.status(), 500);
    assert_eq!(b.baca(LEMBAH, dua.id).await.isi.get("terisi"), None);
}

async fn a_ceiling_holds_whoever_is_faster(b: &Bekal) {
    let g = gerbong(b, 5).await;
    let mut naik = Vec::new();
    for _ in 0..12 {
        let p = penumpang(b, json!({ "nama": "Fulan", "gerbong": g.id })).await;
        naik.push(langkah(b, &p, "naik", json!({})));
    }
    let lain = b.lain().await;
    let hasil = serentak(&[&b.store, &lain], naik).await;
    assert_eq!(hasil.iter().filter(|h| h.is_ok()).count(), 5, "{hasil:?}");
    for h in hasil.into_iter().filter_map(Result::err) {
        assert_eq!(h.status(), 409, "{h}");
    }
    assert_eq!(b.baca(LEMBAH, g.id).await.isi["terisi"], json!(5));
    lain.tutup().await;
}
