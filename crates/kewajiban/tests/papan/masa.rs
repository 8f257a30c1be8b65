//! The past stays as it was, whatever happens after: proofs, entries that prove by themselves, figures; offices that are
//! dissolved and provisions that are amended.

use std::collections::BTreeMap;

use kernel::{
    Aksi, Entri, Inventaris, Pelaku, Peran,
    kewajiban::{Keadaan, Pelaku as Penjawab},
};
use profil::Sumber;
use serde_json::{Value, json};

use crate::bekal::{Dunia, MULAI, PEMERIKSA, PENJAWAB, ganti, salinan};

/// A generator whose run can be told from its seed.
struct Acak(u64);

impl Acak {
    fn di_bawah(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

struct Cerita {
    d: Dunia,
    acak: Acak,
    layanan: Vec<Entri>,
    bukti: Vec<Entri>,
    laporan: Vec<Entri>,
}

impl Cerita {
    async fn lakukan(&mut self) {
        match self.acak.di_bawah(6) {
            0 => self.layanan_baru().await,
            1 => self.layanan_berubah().await,
            2 => self.bukti_baru().await,
            3 => self.bukti_dicabut().await,
            4 => self.laporan_baru().await,
            _ => self.laporan_dijawab().await,
        }
    }

    fn admin(&self) -> Pelaku {
        self.d.sebagai(Peran::Administrator, PENJAWAB)
    }

    async fn layanan_baru(&mut self) {
        let semua = profil::layanan(&Sumber::Terbenam, "serang", &mut Vec::new());
        let mut isi = semua[self.acak.di_bawah(semua.len())].isi();
        isi.insert("kode".into(), format!("uji-{}", self.layanan.len()).into());
        let e = self.d.entri(self.admin(), "layanan", isi).await.unwrap();
        self.layanan.push(e);
    }

    async fn layanan_berubah(&mut self) {
        if self.layanan.is_empty() {
            return;
        }
        let i = self.acak.di_bawah(self.layanan.len());
        let e = self.layanan[i].clone();
        let aksi = match (self.acak.di_bawah(3), e.keadaan.as_str()) {
            (0, _) => Aksi::Ubah {
                id: e.id,
                versi: e.versi,
                tambal: json!({ "opd": (["dinkes", "dlh", "disdukcapil"][self.acak.di_bawah(3)]) })
                    .as_object()
                    .unwrap()
                    .clone(),
            },
            (_, keadaan) => Aksi::Langkah {
                id: e.id,
                versi: None,
                langkah: if keadaan == "terbit" { "tutup" } else { "terbitkan" }.into(),
                isian: Default::default(),
            },
        };
        self.layanan[i] = self.d.perintah(self.admin(), aksi).await.unwrap();
    }

    async fn bukti_baru(&mut self) {
        let e = self.d.buat(PENJAWAB, json!({})).await.unwrap();
        let e = self.d.langkah(&e, PENJAWAB, "ajukan", json!({})).await.unwrap();
        let e = self.d.langkah(&e, PEMERIKSA, "terima", json!({})).await.unwrap();
        self.bukti.push(e);
    }

    async fn bukti_dicabut(&mut self) {
        if let Some(e) = self.bukti.pop() {
            let alasan = json!({ "alasan": "Keliru." });
            self.d.langkah(&e, PEMERIKSA, "cabut", alasan).await.unwrap();
        }
    }

    async fn laporan_baru(&mut self) {
        let isi = json!({
            "judul": "Lampu jalan mati", "isi": "Lampu jalan di depan pasar mati sejak seminggu.",
            "kategori": "penerangan-jalan", "pelapor": { "nama": "Siti", "surel": "siti@contoh.id" },
        });
        let e = self
            .d
            .entri(Pelaku::Publik, "pengaduan", isi.as_object().unwrap().clone())
            .await
            .unwrap();
        let unit = self
            .d
            .app
            .store
            .profil("serang")
            .unwrap()
            .fungsi("pengaduan")
            .unwrap()
            .to_string();
        let aksi = Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: "teruskan".into(),
            isian: json!({ "unit": "dishub", "kelas": "tidak_berkadar" })
                .as_object()
                .unwrap()
                .clone(),
        };
        let e = self
            .d
            .perintah(self.d.sebagai(Peran::Koordinator, &unit), aksi)
            .await
            .unwrap();
        self.laporan.push(e);
    }

    async fn laporan_dijawab(&mut self) {
        if let Some(e) = self.laporan.pop() {
            let aksi = Aksi::Langkah {
                id: e.id,
                versi: None,
                langkah: "jawab".into(),
                isian: json!({ "jawaban": "Lampunya sudah diganti." })
                    .as_object()
                    .unwrap()
                    .clone(),
            };
            let jadi = self
                .d
                .perintah(self.d.sebagai(Peran::Penghubung, "dishub"), aksi)
                .await;
            jadi.unwrap();
        }
    }
}

/// What the boards say, without the numbers of proofs: the same status may be proved by another entry.
fn tanpa_nomor(semua: Vec<Value>) -> Vec<Value> {
    let tanpa = |mut v: Value| {
        v.as_object_mut().unwrap().remove("bukti");
        v
    };
    semua.into_iter().map(tanpa).collect()
}

#[tokio::test]
async fn the_status_of_a_past_day_never_changes_whatever_happens_after() {
    for benih in [1_u64, 7, 42] {
        let mut c = Cerita {
            d: Dunia::baru().await,
            acak: Acak(benih),
            layanan: Vec::new(),
            bukti: Vec::new(),
            laporan: Vec::new(),
        };
        let mut dulu: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut kini: jiff::Timestamp = MULAI.parse().unwrap();
        for _ in 0..24 {
            for _ in 0..=c.acak.di_bawah(4) {
                c.lakukan().await;
            }
            let hari = kini
                .to_zoned(jiff::tz::TimeZone::get("Asia/Jakarta").unwrap())
                .date()
                .to_string();
            let kuki = c.d.sesi("serang", Peran::Pimpinan, "setda").await;
            dulu.insert(hari.clone(), tanpa_nomor(c.d.semua(&kuki, &hari).await));
            kini += jiff::SignedDuration::from_hours(24 * (1 + c.acak.di_bawah(20) as i64));
            c.d.jam.setel(kini);
        }
        let kuki = c.d.sesi("serang", Peran::Pimpinan, "setda").await;
        let mut berbeda = 0;
        let mut lalu: Option<&Vec<Value>> = None;
        for (hari, semua) in &dulu {
            let lagi = tanpa_nomor(c.d.semua(&kuki, hari).await);
            for (a, b) in semua.iter().zip(&lagi) {
                assert_eq!(a, b, "{hari}, seed {benih}");
            }
            assert_eq!(semua.len(), lagi.len(), "{hari}, seed {benih}");
            berbeda += usize::from(lalu.is_some_and(|l| l != semua));
            lalu = Some(semua);
        }
        assert!(
            berbeda > 5,
            "the story moves the boards (seed {benih}: {berbeda})"
        );
    }
}

#[tokio::test]
async fn every_status_has_a_reason_and_every_gap_an_owner() {
    let inventaris = Inventaris::baru(
        [
            layanan::register(),
            kewajiban::register(),
            tata_kelola::register(),
        ]
        .concat(),
    );
    let m = profil::muat(&Sumber::Terbenam, &[], &inventaris, MULAI.parse().unwrap());
    assert_eq!(m.daerah.len(), 5);
    for p in m.daerah.values() {
        let k = p.kitab.as_ref().unwrap();
        for k in k.pada("2026-11-23".parse().unwrap()) {
            let siapa = p.penanggung_jawab(&k.pelaku, "2026-11-23".parse().unwrap());
            let pemilik = matches!(k.pelaku, Penjawab::Pemilik(_));
            assert!(pemilik || !siapa.is_empty(), "{} {}", p.kode(), k.tugas.kode);
        }
    }
    let d = Dunia::baru().await;
    let kuki = d.sesi("serang", Peran::Pimpinan, "setda").await;
    let semua = d.semua(&kuki, "2026-11-23").await;
    assert!(semua.len() > 1_000);
    for s in &semua {
        assert!(!s["alasan"].as_str().unwrap().is_empty(), "{s}");
        assert!(
            d.app
                .store
                .profil("serang")
                .unwrap()
                .unit(s["unit"].as_str().unwrap())
                .is_some(),
            "{s}"
        );
        assert!(Keadaan::SEMUA.iter().any(|k| s["keadaan"] == k.kode()), "{s}");
    }
}

fn milik<'a>(semua: &'a [Value], unit: &str, tugas: &str) -> Option<&'a Value> {
    semua.iter().find(|s| s["unit"] == unit && s["tugas"] == tugas)
}

#[tokio::test]
async fn an_office_dissolved_in_mid_year_passes_its_obligations_on() {
    let map = salinan(|f| {
        ganti(
            f,
            "serang/opd.toml",
            "kode = \"diskominfosatik\"",
            "kode = \"diskominfosatik\"\nsampai = \"2026-06-30\"\npengganti = \"dinas-digital\"",
        );
        let lama = std::fs::read_to_string(f.join("serang/opd.toml")).unwrap();
        let baru = "\n[[opd]]\nkode = \"dinas-digital\"\nnama = \"Dinas Digital\"\nsingkatan = \"Disdig\"\njenis = \"dinas\"\nsejak = \"2026-07-01\"\n";
        std::fs::write(f.join("serang/opd.toml"), lama + baru).unwrap();
        for b in ["daerah.toml", "kategori.toml"] {
            let isi = std::fs::read_to_string(f.join("serang").join(b)).unwrap();
            let dulu =
                "opd = \"dinas-digital\"\ndulu = [{ opd = \"diskominfosatik\", sampai = \"2026-06-30\" }]";
            let isi = match b {
                "daerah.toml" => isi.replace("opd = \"diskominfosatik\"", dulu),
                _ => isi.replace("\"diskominfosatik\"", "\"dinas-digital\""),
            };
            std::fs::write(f.join("serang").join(b), isi).unwrap();
        }
    });
    let d = Dunia::dari(&Sumber::Folder(map.path().to_owned()), &["serang"]).await;
    let kuki = d.sesi("serang", Peran::Pimpinan, "setda").await;
    let (akhir, awal) = (
        d.semua(&kuki, "2026-06-30").await,
        d.semua(&kuki, "2026-07-01").await,
    );
    let tugas = "jaringan-intra-terhubung";
    assert!(
        milik(&akhir, "diskominfosatik", tugas).is_some() && milik(&akhir, "dinas-digital", tugas).is_none()
    );
    assert!(
        milik(&awal, "diskominfosatik", tugas).is_none() && milik(&awal, "dinas-digital", tugas).is_some()
    );
    // What every office owes: the old one until its last day, the new one from its first, which goes on where it ended.
    let setiap = akhir
        .iter()
        .find(|s| s["pelaku"] == "setiap-opd" && s["unit"] == "diskominfosatik")
        .unwrap();
    let kode = setiap["tugas"].as_str().unwrap();
    assert!(milik(&awal, "diskominfosatik", kode).is_none());
    assert_eq!(
        milik(&awal, "dinas-digital", kode).unwrap()["keadaan"],
        setiap["keadaan"]
    );
    let (s, laman) = d
        .minta(&kuki, "/serang/kerja/kepatuhan/opd/diskominfosatik")
        .await;
    assert_eq!(s, 200);
    assert!(laman.contains("bubar pada 30 Juni 2026") && laman.contains("/opd/dinas-digital"));
    // A proof that the new office puts forward is its own; nobody proves for the dissolved one.
    let g = d.buat("diskominfosatik", json!({})).await.unwrap_err();
    assert!(g.isian().iter().any(|m| m.medan == "opd"), "{g}");
    d.buat("dinas-digital", json!({})).await.unwrap();
}

#[tokio::test]
async fn an_amendment_in_mid_period_ends_one_duty_and_begins_another() {
    let map = salinan(|f| {
        ganti(
            f,
            "serang/kewajiban.toml",
            "tugas = \"jaringan-intra-terhubung\"",
            "tugas = \"jaringan-intra-terhubung\"\nsejak = \"2026-07-01\"",
        );
        let lama = std::fs::read_to_string(f.join("serang/kewajiban.toml")).unwrap();
        let dulu = "\n[[kewajiban]]\ntugas = \"jaringan-intra-terhubung\"\nwajib = \"Menyusun arsitektur.\"\nsumber = [\"pasal-4\"]\npelaku = \"fungsi:perencanaan\"\nsampai = \"2026-06-30\"\n";
        std::fs::write(f.join("serang/kewajiban.toml"), lama + dulu).unwrap();
    });
    let d = Dunia::dari(&Sumber::Folder(map.path().to_owned()), &["serang"]).await;
    let kuki = d.sesi("serang", Peran::Pimpinan, "setda").await;
    let tugas = "jaringan-intra-terhubung";
    let sebelum = d.semua(&kuki, "2026-06-30").await;
    let lama = milik(&sebelum, "bapperida", tugas).unwrap();
    assert_eq!(
        (&lama["keadaan"], &lama["sejak"]),
        (&json!("terlambat"), &json!("2023-06-07"))
    );
    assert!(milik(&sebelum, PENJAWAB, tugas).is_none());
    let sesudah = d.semua(&kuki, "2026-07-01").await;
    let baru = milik(&sesudah, PENJAWAB, tugas).unwrap();
    assert_eq!(
        (&baru["keadaan"], &baru["berikut"]),
        (&json!("jatuh_tempo"), &json!("2027-07-01")),
        "the year for the first proof begins with the amendment"
    );
    assert!(milik(&sesudah, "bapperida", tugas).is_none());
    let (s, laman) = d
        .minta(
            &kuki,
            "/serang/kerja/kepatuhan/kewajiban/jaringan-intra-terhubung",
        )
        .await;
    assert!(s == 200 && laman.contains("Diwajibkan sejak") && laman.contains("1 Juli 2026"));
    let (s, laman) = d
        .minta(
            &kuki,
            "/serang/kerja/kepatuhan/kewajiban/jaringan-intra-terhubung?pada=2026-06-30",
        )
        .await;
    assert!(s == 200 && laman.contains("Diwajibkan sampai") && laman.contains("30 Juni 2026"));
}
