//! Levels of secrecy: a list, a count and a search hold what lies within each reader's reach, entry and level together,
//! exactly as asking one by one would.

use kernel::{
    Entri, Galat, IdEntri, Klasifikasi, Pelaku, Peran, Register, Siapa,
    izin::{Cakupan, Hak, Pandangan, Tindakan},
    lifecycle::{Giliran, Keadaan, Lifecycle, Warna},
    nilai::{KodeUnit, Pilihan as _, Teks},
    register::Milik,
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Daftar, Kolom, Saringan, Urut};

use crate::{bekal::Bekal, contoh::*};

uji! {
    a_list_holds_each_level_as_far_as_it_is_reached,
    what_is_above_the_reach_is_not_there,
    a_level_that_changes_takes_the_entry_along,
}

/// A well: how deep it is, not everybody need know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Kelompok)]
pub struct Sumur {
    #[medan("Nama", cari, saring, urut)]
    pub nama: Teks<200>,
    #[medan("Milik", saring)]
    pub opd: KodeUnit,
    #[medan("Tingkat kerahasiaan", saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tingkat: Option<Klasifikasi>,
}

impl Register for Sumur {
    const KODE: &'static str = "sumur";
    const LABEL: &'static str = "Sumur";
    const BANTUAN: &'static str = "Dari mana air diambil.";
    const DASAR: &'static [&'static str] = &["Z4"];
    const JUDUL: &'static str = "nama";
    const TINGKAT: &'static str = "tingkat";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Buat, Ekspor, Ubah};
        let hak = |p, boleh, cakupan| Hak {
            siapa: Siapa::Peran(p),
            boleh,
            cakupan,
            pandangan: Pandangan::Dinas,
        };
        vec![
            hak(Peran::Penghubung, &[Baca], Cakupan::Terbit),
            hak(Peran::Penghubung, &[Baca, Buat, Ubah], Cakupan::Unit),
            hak(Peran::Kepala, &[Baca], Cakupan::Terbit),
            hak(Peran::Kepala, &[Baca, Buat, Ubah], Cakupan::Unit),
            hak(Peran::Auditor, &[Baca, Ekspor], Cakupan::Semua),
            hak(Peran::Koordinator, &Tindakan::SEMUA, Cakupan::Semua),
        ]
    }

    fn sampai(h: &Hak) -> Klasifikasi {
        match (h.siapa, h.cakupan) {
            (Siapa::Peran(Peran::Koordinator), _) | (Siapa::Peran(Peran::Kepala), Cakupan::Unit) => {
                Klasifikasi::SangatRahasia
            }
            (Siapa::Peran(Peran::Auditor), _) | (Siapa::Peran(Peran::Penghubung), Cakupan::Unit) => {
                Klasifikasi::Rahasia
            }
            (Siapa::Peran(Peran::Kepala), _) => Klasifikasi::Terbatas,
            _ => Klasifikasi::Biasa,
        }
    }

    fn lifecycle() -> Lifecycle {
        Lifecycle {
            keadaan: vec![Keadaan {
                kode: "ada".into(),
                label: "Ada".into(),
                arti: "".into(),
                giliran: Giliran::Selesai,
                warna: Warna::Biru,
            }],
            ..Lifecycle::default()
        }
    }

    fn terbit(&self, _keadaan: &str) -> bool {
        true
    }
}

const UNIT: [&str; 3] = ["taman", "kebun", "pasar"];

/// Wells of every unit and level, one of them with nothing said; the neighbour has the same.
async fn sumur(b: &Bekal) -> Vec<Entri> {
    let mut hasil = Vec::new();
    for d in [LEMBAH, PESISIR] {
        for unit in UNIT {
            for tingkat in [
                None,
                Some("biasa"),
                Some("terbatas"),
                Some("rahasia"),
                Some("sangat_rahasia"),
            ] {
                let nama = format!("Sumur {unit} {}", tingkat.unwrap_or("polos"));
                let mut isi = peta(json!({ "nama": nama, "opd": unit }));
                isi.extend(tingkat.map(|t| ("tingkat".to_owned(), Value::from(t))));
                hasil.push(b.jadi(buat(b, d, &koordinator(d), "sumur", isi)).await);
            }
        }
    }
    hasil
}

fn orang() -> Vec<Pelaku> {
    use Peran::*;
    let p = |peran: &[(Peran, &str)]| pejabat(LEMBAH, peran);
    vec![
        Pelaku::Publik,
        Pelaku::Sistem,
        p(&[]),
        p(&[(Penghubung, "kebun")]),
        p(&[(Penghubung, "kebun"), (Penghubung, "pasar")]),
        p(&[(Kepala, "kebun")]),
        p(&[(Kepala, "kebun"), (Penghubung, "pasar")]),
        p(&[(Auditor, "taman")]),
        p(&[(Auditor, "taman"), (Kepala, "pasar")]),
        p(&[(Koordinator, "taman")]),
        pejabat(PESISIR, &[(Koordinator, "taman")]),
    ]
}

async fn daftar(b: &Bekal, p: &Pelaku, saring: Saringan, urut: Urut) -> Vec<IdEntri> {
    let Some(w) = wewenang(b, LEMBAH, p, "sumur") else {
        return Vec::new();
    };
    let d = Daftar {
        saring: saring.clone(),
        urut,
        setelah: None,
        batas: 500,
    };
    let h = b.store.daftar(&w, p, &d).await.unwrap();
    assert!(h.berikut.is_none());
    let n = i64::try_from(h.entri.len()).unwrap();
    assert_eq!(b.store.jumlah(&w, &saring, 500).await.unwrap(), n);
    let taksiran = b.store.taksir(&w, &saring, 500).await.unwrap();
    assert_eq!((taksiran.n, taksiran.tepat), (n, true));
    let kelompok = b
        .store
        .kelompok(&w, &saring, &Kolom::Medan("tingkat".into()))
        .await;
    assert_eq!(kelompok.unwrap().iter().map(|(_, n)| n).sum::<i64>(), n);
    let mut id: Vec<IdEntri> = h.entri.iter().map(|t| t.entri.id).collect();
    id.sort();
    id
}

async fn a_list_holds_each_level_as_far_as_it_is_reached(b: &Bekal) {
    let semua = sumur(b).await;
    let mut banyak = Vec::new();
    for p in orang() {
        let mut harap: Vec<IdEntri> = semua
            .iter()
            .filter(|e| e.daerah == kode(LEMBAH) && b.store.boleh(&p, Tindakan::Baca, e))
            .map(|e| e.id)
            .collect();
        harap.sort();
        banyak.push(harap.len());
        let menurut = |kolom, turun| Urut { kolom, turun };
        for urut in [
            Urut::default(),
            menurut(Kolom::Diubah, false),
            menurut(Kolom::Medan("nama".into()), false),
        ] {
            assert_eq!(daftar(b, &p, Saringan::default(), urut).await, harap, "{p:?}");
        }
        // By words, and by the level itself.
        let kata = Saringan {
            kata: "sumur".into(),
            ..Saringan::default()
        };
        assert_eq!(daftar(b, &p, kata, Urut::default()).await, harap, "{p:?}");
        let rahasia = |k: &str| Saringan {
            medan: vec![("tingkat".into(), vec![k.into()])],
            ..Saringan::default()
        };
        for k in Klasifikasi::SEMUA {
            let harap: Vec<IdEntri> = harap
                .iter()
                .copied()
                .filter(|id| semua.iter().any(|e| e.id == *id && e.teks("tingkat") == k.kode()))
                .collect();
            assert_eq!(
                daftar(b, &p, rahasia(k.kode()), Urut::default()).await,
                harap,
                "{p:?} {k:?}"
            );
        }
    }
    // Nothing; all; and what the rows give: six that are biasa, and of their own unit up to the level.
    assert_eq!(banyak, [0, 15, 0, 8, 10, 11, 12, 12, 13, 15, 0]);
}

async fn what_is_above_the_reach_is_not_there(b: &Bekal) {
    let semua = sumur(b).await;
    for p in orang() {
        for e in semua.iter().filter(|e| e.daerah == kode(LEMBAH)) {
            let boleh = b.store.boleh(&p, Tindakan::Baca, e);
            let satu = b.store.entri(&e.daerah, &p, e.id).await;
            let nomor = b.store.entri_bernomor(&e.daerah, &p, "sumur", &e.nomor).await;
            for hasil in [satu, nomor] {
                match hasil {
                    Ok(t) => assert!(boleh && t.entri.id == e.id, "{p:?} {}", t.judul),
                    Err(g) => assert!(!boleh && matches!(g, Galat::TidakDitemukan), "{g}"),
                }
            }
        }
    }
}

async fn a_level_that_changes_takes_the_entry_along(b: &Bekal) {
    let isi = peta(json!({ "nama": "Sumur tua", "opd": "kebun" }));
    let e = b.jadi(buat(b, LEMBAH, &koordinator(LEMBAH), "sumur", isi)).await;
    let luar = pejabat(LEMBAH, &[(Peran::Penghubung, "pasar")]);
    let cari = Saringan {
        kata: "tua".into(),
        ..Saringan::default()
    };
    assert_eq!(daftar(b, &luar, cari.clone(), Urut::default()).await, [e.id]);
    let e = b.jadi(ubah(b, &e, json!({ "tingkat": "terbatas" }))).await;
    assert!(daftar(b, &luar, cari.clone(), Urut::default()).await.is_empty());
    let g = b.tolak(ubah(b, &e, json!({ "tingkat": Value::Null }))).await;
    assert_eq!(crate::bekal::medan(&g), ["tingkat"], "a change never lowers");
}
