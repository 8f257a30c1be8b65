//! The world around the citizen: profiles, clock, officials, reports of others.

use std::sync::Arc;

use axum::Router;
use identity::Identitas;
use jiff::Timestamp;
use kernel::{Aksi, Akun, IdEntri, Inventaris, Jam, Pelaku, Peran, Perintah, nilai::KodeUnit};
use profil::Sumber;
use serde_json::Value;
use store::Store;
use web::Aplikasi;

use crate::peramban::Warga;

/// A running Praja with two regencies: Jembrana (WITA) and Kapuas (WIB). It is Monday morning.
pub struct Dunia {
    pub app: Aplikasi,
    pub router: Router,
    pub jam: Arc<Jam>,
    _map: tempfile::TempDir,
}

pub const MULAI: &str = "2026-11-23T09:15:00+08:00";

impl Dunia {
    pub async fn baru() -> Self {
        let map = tempfile::tempdir().unwrap();
        let inventaris = Arc::new(Inventaris::baru(
            [
                layanan::register(),
                jabatan::register(),
                kewajiban::register(),
                saluran::webhook::register(),
                wbs::register(),
                tata_kelola::register(),
            ]
            .into_iter()
            .flatten(),
        ));
        let daerah = ["jembrana".to_owned(), "kapuas".to_owned()];
        let daerah = profil::muat(&Sumber::Terbenam, &daerah, &inventaris, MULAI.parse().unwrap()).daerah;
        let jam = Arc::new(Jam::tetap(MULAI.parse().unwrap()));
        let store = Store::buka(
            &format!("sqlite:{}", map.path().join("uji.db").display()),
            &map.path().join("berkas"),
            &map.path().join("kunci-data"),
            inventaris,
            Arc::new(daerah),
            jam.clone(),
        )
        .await
        .unwrap();
        let identitas = Identitas::buka(store.clone(), &map.path().join("kunci")).unwrap();
        let app = Aplikasi::baru(store, identitas, "http://localhost", Arc::new(String::new), true);
        let router = web::router(
            app.clone(),
            portal::rute()
                .merge(portal::rute_log(crate::buku::saksi()))
                .merge(jdih::rute())
                .merge(wbs::rute()),
        );
        let d = Dunia {
            app,
            router,
            jam,
            _map: map,
        };
        d.isi_katalog().await;
        d
    }

    /// The catalogue as the demonstration has it, published.
    async fn isi_katalog(&self) {
        for l in profil::layanan(&Sumber::Terbenam, "jembrana", &mut Vec::new()) {
            let isi = l.isi();
            let p = self.petugas("jembrana", Peran::Administrator, "diskominfo");
            let id = self
                .perintah("jembrana", &p, |id| Aksi::Buat {
                    register: "layanan".into(),
                    id,
                    isi,
                })
                .await;
            self.langkah("jembrana", &p, id, "terbitkan", serde_json::json!({}))
                .await;
        }
    }

    pub fn petugas(&self, daerah: &str, peran: Peran, unit: &str) -> Pelaku {
        let daerah = self.app.store.profil(daerah).unwrap().kode().clone();
        let peran = vec![(peran, KodeUnit(unit.into()))];
        let akun = Akun {
            id: uuid::Uuid::from_u128(7),
            daerah,
            pengguna: "uji".into(),
            nama: "Nama Petugas".into(),
            peran,
        };
        Pelaku::Akun(Box::new(akun))
    }

    async fn perintah(&self, daerah: &str, pelaku: &Pelaku, aksi: impl FnOnce(IdEntri) -> Aksi) -> IdEntri {
        // One millisecond a command, so that what came later also sorts later.
        let kini = kernel::kalender::saat(self.jam.kini().as_millisecond() + 1);
        self.jam.setel(kini);
        let daerah = self.app.store.profil(daerah).unwrap().kode().clone();
        let aksi = aksi(IdEntri::baru(kini));
        let p = Perintah {
            daerah,
            pelaku: pelaku.clone(),
            kini,
            aksi,
            kunci: None,
        };
        self.app
            .store
            .jalankan(p)
            .await
            .unwrap_or_else(|e| panic!("{e}"))
            .entri
            .id
    }

    /// An official takes a step.
    pub async fn langkah(&self, daerah: &str, siapa: &Pelaku, id: IdEntri, langkah: &str, isian: Value) {
        let Value::Object(isian) = isian else {
            panic!("an object")
        };
        self.perintah(daerah, siapa, |_| Aksi::Langkah {
            id,
            versi: None,
            langkah: langkah.into(),
            isian,
        })
        .await;
    }

    /// An official notes something among themselves.
    pub async fn catat(&self, daerah: &str, siapa: &Pelaku, id: IdEntri) {
        self.perintah(daerah, siapa, |_| Aksi::Catat {
            id,
            teks: "Antara kita.".into(),
        })
        .await;
    }

    /// A report as the API would take it, forwarded when `teruskan` names a unit.
    pub async fn laporan(&self, isi: Value, teruskan: Option<&str>) -> IdEntri {
        let Value::Object(isi) = isi else {
            panic!("an object")
        };
        let id = self
            .perintah("jembrana", &Pelaku::Publik, |id| Aksi::Buat {
                register: "pengaduan".into(),
                id,
                isi,
            })
            .await;
        if let Some(unit) = teruskan {
            let k = self.petugas("jembrana", Peran::Koordinator, "diskominfo");
            let isian = serde_json::json!({ "unit": unit, "kelas": "tidak_berkadar" });
            self.langkah("jembrana", &k, id, "teruskan", isian).await;
        }
        id
    }

    pub async fn nomor(&self, id: IdEntri) -> String {
        let kode = self.app.store.profil("jembrana").unwrap().kode().clone();
        self.app
            .store
            .entri(&kode, &Pelaku::Sistem, id)
            .await
            .unwrap()
            .entri
            .nomor
    }

    /// How many reports there are.
    pub async fn banyak(&self) -> usize {
        let profil = self.app.store.profil("jembrana").unwrap().clone();
        let def = self.app.store.inventaris().cari("pengaduan").unwrap().clone();
        let w = kernel::izin::wewenang(&profil, &def, &Pelaku::Sistem, kernel::izin::Tindakan::Baca).unwrap();
        let n = self
            .app
            .store
            .jumlah(&w, &store::Saringan::default(), 1000)
            .await
            .unwrap();
        usize::try_from(n).unwrap()
    }

    pub fn setel(&self, saat: &str) {
        self.jam.setel(saat.parse::<Timestamp>().unwrap());
    }

    pub fn warga(&self) -> Warga {
        Warga::baru(self.router.clone())
    }
}

/// Fields of a report that is complete.
pub fn laporan() -> Value {
    serde_json::json!({ "judul": "Lampu jalan mati", "isi": "Sudah tiga hari gelap.", "kategori": "penerangan-jalan" })
}

/// A small photograph of one colour.
pub fn foto(warna: u8) -> Vec<u8> {
    let gambar = image::RgbImage::from_pixel(24, 18, image::Rgb([warna, 80, 40]));
    let mut isi = std::io::Cursor::new(Vec::new());
    gambar.write_to(&mut isi, image::ImageFormat::Jpeg).unwrap();
    isi.into_inner()
}
