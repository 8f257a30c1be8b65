//! What a test stands on: the boards over a database of its own, a clock that only the test moves, real profiles or a
//! changed copy of one.

use std::{fs, path::Path, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt;
use identity::{Identitas, UMUR_SESI};
use kernel::{
    Aksi, Akun, Entri, Galat, IdEntri, Inventaris, Jam, Pelaku, Peran, Perintah, Peta, nilai::KodeUnit,
};
use kewajiban::Ingatan;
use profil::Sumber;
use serde_json::{Value, json};
use store::{JenisSesi, Store};
use tower::ServiceExt;
use web::Aplikasi;

pub const MULAI: &str = "2026-11-23T09:15:00+07:00";
pub const TUGAS: &str = "jaringan-intra-terhubung";
/// Who answers for it in Serang, and who checks.
pub const PENJAWAB: &str = "diskominfosatik";
pub const PEMERIKSA: &str = "inspektorat";

pub struct Dunia {
    pub app: Aplikasi,
    pub router: Router,
    pub jam: Arc<Jam>,
    pub ingatan: Arc<Ingatan>,
    _map: tempfile::TempDir,
}

/// What the operator did to an account.
pub fn operator() -> store::Catatan {
    store::Catatan {
        oleh: None,
        perbuatan: "uji".into(),
        alasan: String::new(),
    }
}

/// A copy of Serang's profile, to change.
pub fn salinan(ubah: impl Fn(&Path)) -> tempfile::TempDir {
    let map = tempfile::tempdir().unwrap();
    let asal = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profil");
    for bagian in ["serang", "nasional"] {
        fs::create_dir_all(map.path().join(bagian)).unwrap();
        for b in fs::read_dir(asal.join(bagian)).unwrap() {
            let b = b.unwrap();
            if b.path().is_file() {
                fs::copy(b.path(), map.path().join(bagian).join(b.file_name())).unwrap();
            }
        }
    }
    ubah(map.path());
    map
}

/// Replaces words in a file that has them.
pub fn ganti(folder: &Path, berkas: &str, lama: &str, baru: &str) {
    let jalur = folder.join(berkas);
    let isi = fs::read_to_string(&jalur).unwrap();
    assert!(isi.contains(lama), "{berkas} has no {lama:?}");
    fs::write(jalur, isi.replacen(lama, baru, 1)).unwrap();
}

impl Dunia {
    pub async fn baru() -> Self {
        Dunia::dari(&Sumber::Terbenam, &["serang", "kapuas"]).await
    }

    pub async fn dari(sumber: &Sumber, daerah: &[&str]) -> Self {
        let map = tempfile::tempdir().unwrap();
        let register = [
            layanan::register(),
            kewajiban::register(),
            tata_kelola::register(),
        ]
        .concat();
        let inventaris = Arc::new(Inventaris::baru(register));
        let pilih: Vec<String> = daerah.iter().map(|d| (*d).to_owned()).collect();
        let m = profil::muat(sumber, &pilih, &inventaris, MULAI.parse().unwrap());
        assert_eq!(m.temuan, [], "the profiles are sound");
        let jam = Arc::new(Jam::tetap(MULAI.parse().unwrap()));
        let url = format!("sqlite:{}", map.path().join("uji.db").display());
        let (gudang, kunci) = (map.path().join("berkas"), map.path().join("kunci-data"));
        let store = Store::buka(&url, &gudang, &kunci, inventaris, Arc::new(m.daerah), jam.clone());
        let store = store.await.unwrap();
        let identitas = Identitas::buka(store.clone(), &map.path().join("kunci")).unwrap();
        let ingatan: Arc<Ingatan> = Arc::default();
        let mut app = Aplikasi::baru(store, identitas, "http://localhost", Arc::new(String::new), true);
        app.pendamping = [kewajiban::pendamping(&ingatan)].into();
        let router = web::router(app.clone(), kewajiban::rute(&ingatan));
        Dunia {
            app,
            router,
            jam,
            ingatan,
            _map: map,
        }
    }

    pub fn sebagai(&self, peran: Peran, unit: &str) -> Pelaku {
        Pelaku::Akun(Box::new(Akun {
            id: uuid::Uuid::from_u128(7),
            daerah: self.app.store.profil("serang").unwrap().kode().clone(),
            pengguna: "uji".into(),
            nama: "Petugas Uji".into(),
            peran: vec![(peran, KodeUnit(unit.into()))],
        }))
    }

    pub async fn perintah(&self, pelaku: Pelaku, aksi: Aksi) -> Result<Entri, Galat> {
        let p = Perintah {
            daerah: self.app.store.profil("serang").unwrap().kode().clone(),
            pelaku,
            kini: self.jam.kini(),
            aksi,
            kunci: None,
        };
        Ok(self.app.store.jalankan(p).await?.entri)
    }

    pub async fn buat(&self, unit: &str, isi: Value) -> Result<Entri, Galat> {
        let mut semua = json!({
            "tugas": TUGAS, "opd": unit, "nama": "Arsitektur SPBE 2025–2029", "efektif": "2025-03-01",
            "keterangan": "Ditetapkan dengan keputusan.",
        });
        semua
            .as_object_mut()
            .unwrap()
            .extend(isi.as_object().unwrap().clone());
        let aksi = Aksi::Buat {
            register: "bukti".into(),
            id: IdEntri::baru(self.jam.kini()),
            isi: semua.as_object().unwrap().clone(),
        };
        self.perintah(self.sebagai(Peran::Penghubung, unit), aksi).await
    }

    pub async fn langkah(&self, e: &Entri, unit: &str, langkah: &str, isian: Value) -> Result<Entri, Galat> {
        let aksi = Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: langkah.into(),
            isian: isian.as_object().unwrap().clone(),
        };
        self.perintah(self.sebagai(Peran::Penghubung, unit), aksi).await
    }

    /// A session cookie.
    pub async fn sesi(&self, daerah: &str, peran: Peran, unit: &str) -> String {
        let kode = self.app.store.profil(daerah).unwrap().kode().clone();
        let id = &self.app.identitas;
        let sandi = id.siapkan_sandi("sandi untuk semua").await.unwrap();
        let nama = format!("{}.{unit}", peran.kode());
        let semua = vec![(peran, KodeUnit(unit.into()))];
        id.simpan_dengan(&kode, &nama, &nama, &sandi, semua)
            .await
            .unwrap();
        let akun = self.app.store.akun(&kode, &nama).await.unwrap().unwrap().akun;
        let rahasia = id.buka_sesi(&akun, JenisSesi::Web, "", UMUR_SESI).await.unwrap();
        format!("praja_sesi={rahasia}")
    }

    pub async fn minta(&self, kuki: &str, jalur: &str) -> (StatusCode, String) {
        let req = Request::get(jalur)
            .header(header::COOKIE, kuki)
            .header(header::ACCEPT, "text/html")
            .body(Body::empty())
            .unwrap();
        let r = self.router.clone().oneshot(req).await.unwrap();
        let status = r.status();
        let isi = r.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&isi).into_owned())
    }

    pub async fn keadaan(&self, kuki: &str, pada: &str) -> Value {
        let (s, isi) = self
            .minta(kuki, &format!("/serang/kerja/kepatuhan/data.json?pada={pada}"))
            .await;
        assert_eq!(s, 200);
        let v: Value = serde_json::from_str(&isi).unwrap();
        let satu = v["kewajiban"]
            .as_array()
            .unwrap()
            .iter()
            .find(|k| k["tugas"] == TUGAS);
        satu.unwrap().clone()
    }

    /// Every row of the boards on a day: duty, unit, state, reason, dates.
    pub async fn semua(&self, kuki: &str, pada: &str) -> Vec<Value> {
        let (s, isi) = self
            .minta(kuki, &format!("/serang/kerja/kepatuhan/data.json?pada={pada}"))
            .await;
        assert_eq!(s, 200);
        let v: Value = serde_json::from_str(&isi).unwrap();
        v["kewajiban"].as_array().unwrap().clone()
    }

    /// Makes an entry of any register.
    pub async fn entri(&self, pelaku: Pelaku, register: &str, isi: Peta) -> Result<Entri, Galat> {
        let aksi = Aksi::Buat {
            register: register.into(),
            id: IdEntri::baru(self.jam.kini()),
            isi,
        };
        self.perintah(pelaku, aksi).await
    }

    /// Sends a form of a page.
    pub async fn kirim(&self, kuki: &str, jalur: &str, isian: &str) -> (StatusCode, String) {
        let (_, laman) = self.minta(kuki, jalur).await;
        let token = laman
            .split("name=\"_csrf\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let req = Request::post(jalur)
            .header(header::COOKIE, kuki)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("_csrf={token}&{isian}")))
            .unwrap();
        let r = self.router.clone().oneshot(req).await.unwrap();
        let status = r.status();
        let isi = r.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&isi).into_owned())
    }
}
