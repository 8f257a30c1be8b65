//! A legal document from draft to repeal, by the officials of fungsi `hukum` of a real profile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use kernel::{
    Aksi, Akun, Entri, Galat, IdEntri, Inventaris, Jam, Pandangan, Pelaku, Peran, Perintah, Profil, Putusan,
    izin, nilai::KodeUnit, putuskan,
};
use profil::Sumber;
use serde_json::{Value, json};

struct Meja {
    profil: Arc<Profil>,
    inventaris: Inventaris,
    kini: jiff::Timestamp,
}

impl Meja {
    fn baru() -> Self {
        let inventaris = Inventaris::baru([layanan::register(), tata_kelola::register()].concat());
        let m = profil::muat(
            &Sumber::Terbenam,
            &["kapuas".to_owned()],
            &inventaris,
            Jam::Sistem.kini(),
        );
        Meja {
            profil: m.daerah.into_values().next().unwrap(),
            inventaris,
            kini: "2026-11-23T02:00:00Z".parse().unwrap(),
        }
    }

    fn sebagai(&self, peran: Peran, unit: &str) -> Pelaku {
        Pelaku::Akun(Box::new(Akun {
            id: Default::default(),
            daerah: self.profil.kode().clone(),
            pengguna: "uji".into(),
            nama: "Petugas Uji".into(),
            peran: vec![(peran, KodeUnit(unit.into()))],
        }))
    }

    fn hukum(&self) -> Pelaku {
        let unit = self.profil.fungsi("hukum").unwrap().0.clone();
        self.sebagai(Peran::Penghubung, &unit)
    }

    fn putuskan(&self, pelaku: &Pelaku, aksi: Aksi, lama: Option<&Entri>) -> Result<Putusan, Galat> {
        let p = Perintah {
            daerah: self.profil.kode().clone(),
            pelaku: pelaku.clone(),
            kini: self.kini,
            aksi,
            kunci: None,
        };
        putuskan(&self.inventaris, &self.profil, &p, lama, 1)
    }

    fn buat(&self, pelaku: &Pelaku, tambah: Value) -> Result<Entri, Galat> {
        let mut isi = json!({ "jenis": "perbup", "tentang": "Penataan Taman" });
        isi.as_object_mut()
            .unwrap()
            .extend(tambah.as_object().unwrap().clone());
        let aksi = Aksi::Buat {
            register: "produk_hukum".into(),
            id: IdEntri::baru(self.kini),
            isi: isi.as_object().unwrap().clone(),
        };
        Ok(self.putuskan(pelaku, aksi, None)?.entri)
    }

    fn langkah(&self, pelaku: &Pelaku, e: &Entri, langkah: &str, isian: Value) -> Result<Putusan, Galat> {
        let aksi = Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: langkah.into(),
            isian: isian.as_object().unwrap().clone(),
        };
        self.putuskan(pelaku, aksi, Some(e))
    }

    /// As far as a state, with the steps that lead there.
    fn sampai(&self, mut e: Entri, keadaan: &str) -> Entri {
        let isian = json!({ "nomor_peraturan": "7", "tahun": 2026 });
        while e.keadaan != keadaan {
            let (l, isian) = match e.keadaan.as_str() {
                "draf" => ("ajukan", json!({})),
                "harmonisasi" => ("tetapkan", isian.clone()),
                "ditetapkan" => ("undangkan", json!({})),
                "diundangkan" => ("berlakukan", json!({})),
                lain => panic!("no way from {lain}"),
            };
            e = self.langkah(&self.hukum(), &e, l, isian).unwrap().entri;
        }
        e
    }

    fn lihat(&self, pelaku: &Pelaku, e: &Entri) -> Option<Pandangan> {
        izin::pandangan(
            &self.profil,
            self.inventaris.cari("produk_hukum").unwrap(),
            pelaku,
            e,
        )
    }
}

#[test]
fn everybody_reads_it_from_its_promulgation_on() {
    let m = Meja::baru();
    let mut e = m.buat(&m.hukum(), json!({})).unwrap();
    for keadaan in ["draf", "harmonisasi", "ditetapkan"] {
        e = m.sampai(e, keadaan);
        assert_eq!(m.lihat(&Pelaku::Publik, &e), None, "{keadaan}");
    }
    for keadaan in ["diundangkan", "berlaku"] {
        e = m.sampai(e, keadaan);
        assert_eq!(m.lihat(&Pelaku::Publik, &e), Some(Pandangan::Publik), "{keadaan}");
    }
    assert_eq!(
        (e.teks("nomor_peraturan"), e.isi["tahun"].as_i64()),
        ("7", Some(2026))
    );
    let e = m.langkah(&m.hukum(), &e, "cabut", json!({})).unwrap().entri;
    assert_eq!(
        m.lihat(&Pelaku::Publik, &e),
        Some(Pandangan::Publik),
        "repealed, and still read"
    );
    assert_eq!(e.isi["pernah_terbit"], true);
}

#[test]
fn only_the_legal_division_fills_it_in() {
    let m = Meja::baru();
    let unit = m.profil.fungsi("hukum").unwrap().0.clone();
    let lain = m
        .profil
        .unit
        .iter()
        .find(|u| u.kode.0 != unit)
        .unwrap()
        .kode
        .0
        .clone();
    for p in Peran::SEMUA {
        assert!(
            m.buat(&m.sebagai(p, &lain), json!({})).is_err(),
            "{p:?} elsewhere"
        );
    }
    assert!(matches!(
        m.buat(&Pelaku::Publik, json!({})),
        Err(Galat::PerluMasuk)
    ));
    let e = m.sampai(m.buat(&m.hukum(), json!({})).unwrap(), "harmonisasi");
    let isian = json!({ "nomor_peraturan": "7", "tahun": 2026 });
    for p in [Peran::Penghubung, Peran::Kepala] {
        assert!(
            m.langkah(&m.sebagai(p, &lain), &e, "tetapkan", isian.clone())
                .is_err()
        );
        m.langkah(&m.sebagai(p, &unit), &e, "tetapkan", isian.clone())
            .unwrap();
    }
    assert!(
        m.langkah(&m.sebagai(Peran::Petugas, &unit), &e, "tetapkan", isian)
            .is_err()
    );
    for p in [Peran::Auditor, Peran::Pimpinan] {
        assert_eq!(m.lihat(&m.sebagai(p, &lain), &e), Some(Pandangan::Dinas));
    }
}

#[test]
fn what_comes_into_force_changes_what_it_amends_and_repeals() {
    let m = Meja::baru();
    let (a, b, c) = (
        IdEntri::baru(m.kini),
        IdEntri::baru(m.kini),
        IdEntri::baru(m.kini),
    );
    let isi = json!({
        "mencabut": [{ "produk": a }, { "produk": b, "bagian": "Pasal 3" }],
        "mengubah": [{ "produk": c }],
    });
    let e = m.sampai(m.buat(&m.hukum(), isi).unwrap(), "diundangkan");
    let p = m.langkah(&m.hukum(), &e, "berlakukan", json!({})).unwrap();
    let mut ikut: Vec<_> = p.ikutan.iter().map(|i| (i.langkah.to_string(), i.ke)).collect();
    ikut.sort();
    let mut harap = vec![
        ("cabut".to_owned(), a),
        ("nyatakan_diubah".to_owned(), b),
        ("nyatakan_diubah".to_owned(), c),
    ];
    harap.sort();
    assert_eq!(ikut, harap, "of what it repeals in part, the rest stays in force");
    // The other end takes the step by the program, and by nobody without the right.
    let lain = m.sampai(m.buat(&m.hukum(), json!({})).unwrap(), "berlaku");
    let isian = json!({ "produk": e.id });
    let cabut = m.langkah(&Pelaku::Sistem, &lain, "cabut", isian.clone()).unwrap();
    assert_eq!(cabut.entri.keadaan, "dicabut");
    assert_eq!(
        cabut
            .tautan
            .iter()
            .find(|t| t.jenis == "dicabut_oleh")
            .unwrap()
            .ke,
        e.id
    );
    assert!(m.langkah(&Pelaku::Publik, &lain, "cabut", isian).is_err());
    // The program takes no other step.
    assert!(
        m.langkah(
            &Pelaku::Sistem,
            &cabut.entri,
            "pulihkan",
            json!({ "alasan": "x" })
        )
        .is_err()
    );
}

#[test]
fn nothing_is_promulgated_before_it_is_enacted() {
    let m = Meja::baru();
    let g = m.buat(
        &m.hukum(),
        json!({ "tanggal_penetapan": "2026-02-02", "tanggal_pengundangan": "2026-02-01" }),
    );
    assert_eq!(g.unwrap_err().isian()[0].medan, "tanggal_pengundangan");
}

#[test]
fn there_is_a_way_back_from_every_mistake() {
    let m = Meja::baru();
    let h = m.hukum();
    let e = m.sampai(m.buat(&h, json!({})).unwrap(), "harmonisasi");
    let batal = m
        .langkah(&h, &e, "batalkan", json!({ "alasan": "Ganda." }))
        .unwrap()
        .entri;
    assert_eq!(
        m.langkah(&h, &batal, "buka_kembali", json!({}))
            .unwrap()
            .entri
            .keadaan,
        "draf"
    );
    let e = m.sampai(e, "diundangkan");
    let tarik = m
        .langkah(&h, &e, "tarik", json!({ "alasan": "Salah nomor." }))
        .unwrap()
        .entri;
    assert_eq!(m.lihat(&Pelaku::Publik, &tarik), None);
    let e = m.sampai(e, "berlaku");
    let cabut = m.langkah(&h, &e, "cabut", json!({})).unwrap().entri;
    let pulih = m
        .langkah(&h, &cabut, "pulihkan", json!({ "alasan": "Keliru." }))
        .unwrap()
        .entri;
    assert_eq!(pulih.keadaan, "berlaku");
}
