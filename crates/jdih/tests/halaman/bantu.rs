//! The world of the library: one regency, its officials, a clock that stands.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt;
use identity::{Identitas, UMUR_SESI};
use jdih::impor::{Laporan, Penentu, impor};
use kernel::{Aksi, Akun, Entri, Galat, Inventaris, Jam, Pelaku, Peran, Perintah, nilai::KodeUnit};
use profil::Sumber;
use serde_json::Value;
use store::{JenisSesi, Store};
use tower::ServiceExt;
use web::Aplikasi;

/// An invented regulation, with a term, a reference, a list and a gap that the reader reports.
pub const TAMAN: &str = "BUPATI KAPUAS\nPERATURAN BUPATI KAPUAS\nNOMOR 7 TAHUN 2024\nTENTANG\nPENATAAN TAMAN DAN KOLAM\n\nMenimbang : a. bahwa taman \
    menyejukkan;\nb. bahwa kolam perlu ditata;\nMengingat : 1. Undang-Undang Nomor 1 Tahun 2001 tentang Taman;\n\nMEMUTUSKAN:\nMenetapkan : PERATURAN \
    BUPATI TENTANG PENATAAN TAMAN DAN KOLAM.\n\nBAB I\nKETENTUAN UMUM\n\nPasal 1\nDalam Peraturan Bupati ini yang dimaksud dengan:\n1. Taman Kota adalah \
    tempat <script>alert(1)</script> bermain warga.\n2. Kolam Ikan adalah air yang dipelihara.\n\nBAB II\nPENYELENGGARAAN\n\nPasal 2\n(1) Bupati \
    menyelenggarakan Taman Kota setiap hari.\n(2) Taman Kota sebagaimana dimaksud pada ayat (1) terdiri atas:\na. bangku; dan\nb. pohon.\n(3) Ketentuan \
    sebagaimana dimaksud dalam Pasal 99 berlaku juga.\n\nPasal 3\nPeraturan Bupati ini mulai berlaku pada tanggal diundangkan.\n\nAgar setiap orang \
    mengetahuinya, memerintahkan pengundangan Peraturan Bupati ini dengan penempatannya dalam Berita Daerah Kabupaten Kapuas.\n\nDitetapkan di Kuala \
    Kapuas\npada tanggal 4 Maret 2024\nBUPATI KAPUAS,\nttd\nFULAN BIN FULAN\n\nDiundangkan di Kuala Kapuas\npada tanggal 5 Maret 2024\nSEKRETARIS DAERAH \
    KABUPATEN KAPUAS,\nttd\nFULANAH\n\nBERITA DAERAH KABUPATEN KAPUAS TAHUN 2024 NOMOR 7\n";

pub const MULAI: &str = "2026-11-23T09:15:00+07:00";

pub struct Dunia {
    pub app: Aplikasi,
    pub router: Router,
    pub jam: Arc<Jam>,
    _map: tempfile::TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Balasan {
    pub status: StatusCode,
    pub kepala: axum::http::HeaderMap,
    pub bita: Vec<u8>,
}

impl Balasan {
    pub fn isi(&self) -> String {
        String::from_utf8_lossy(&self.bita).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bita).unwrap()
    }

    pub fn ke(&self) -> &str {
        self.kepala
            .get(header::LOCATION)
            .map_or("", |v| v.to_str().unwrap())
    }
}

impl Dunia {
    pub async fn baru() -> Self {
        let map = tempfile::tempdir().unwrap();
        let inventaris = Arc::new(Inventaris::baru(
            [layanan::register(), tata_kelola::register()].concat(),
        ));
        let daerah = ["kapuas".to_owned(), "jembrana".to_owned()];
        let daerah = profil::muat(&Sumber::Terbenam, &daerah, &inventaris, MULAI.parse().unwrap()).daerah;
        let jam = Arc::new(Jam::tetap(MULAI.parse().unwrap()));
        let url = format!("sqlite:{}", map.path().join("uji.db").display());
        let (gudang, kunci) = (map.path().join("berkas"), map.path().join("kunci-data"));
        let store = Store::buka(&url, &gudang, &kunci, inventaris, Arc::new(daerah), jam.clone());
        let store = store.await.unwrap();
        let identitas = Identitas::buka(store.clone(), &map.path().join("kunci")).unwrap();
        let mut app = Aplikasi::baru(store, identitas, "http://localhost", Arc::new(String::new), true);
        app.pendamping = [jdih::pendamping()].into();
        app.pintu = [jdih::PINTU].into();
        let router = web::router(app.clone(), jdih::rute());
        Dunia {
            app,
            router,
            jam,
            _map: map,
        }
    }

    pub fn profil(&self, daerah: &str) -> &kernel::Profil {
        self.app.store.profil(daerah).unwrap()
    }

    pub fn maju(&self) {
        self.jam
            .setel(kernel::kalender::saat(self.jam.kini().as_millisecond() + 1_000));
    }

    pub fn hukum(&self, daerah: &str) -> Pelaku {
        let p = self.profil(daerah);
        Pelaku::Akun(Box::new(Akun {
            id: uuid::Uuid::from_u128(7),
            daerah: p.kode().clone(),
            pengguna: "hukum".into(),
            nama: "Petugas Hukum".into(),
            peran: vec![(Peran::Penghubung, p.fungsi("hukum").unwrap().clone())],
        }))
    }

    /// Takes a text in as the legal officer.
    pub async fn impor(&self, teks: &str, penentu: Penentu) -> Result<Laporan, Galat> {
        self.maju();
        let p = self.app.store.profil("kapuas").unwrap().clone();
        impor(
            &self.app.store,
            &p,
            &self.hukum("kapuas"),
            teks.as_bytes().to_vec(),
            &penentu,
        )
        .await
    }

    pub async fn perintah(&self, aksi: Aksi) -> Result<Entri, Galat> {
        self.maju();
        let p = Perintah {
            daerah: self.profil("kapuas").kode().clone(),
            pelaku: self.hukum("kapuas"),
            kini: self.jam.kini(),
            aksi,
            kunci: None,
        };
        Ok(self.app.store.jalankan(p).await?.entri)
    }

    pub async fn langkah(&self, e: &Entri, langkah: &str, isian: Value) -> Entri {
        let aksi = Aksi::Langkah {
            id: e.id,
            versi: None,
            langkah: langkah.into(),
            isian: isian.as_object().unwrap().clone(),
        };
        self.perintah(aksi)
            .await
            .unwrap_or_else(|g| panic!("{langkah}: {g}"))
    }

    pub async fn ubah(&self, e: &Entri, tambal: Value) -> Entri {
        let aksi = Aksi::Ubah {
            id: e.id,
            versi: e.versi,
            tambal: tambal.as_object().unwrap().clone(),
        };
        self.perintah(aksi).await.unwrap()
    }

    pub async fn entri(&self, id: kernel::IdEntri) -> Entri {
        let kode = self.profil("kapuas").kode().clone();
        self.app
            .store
            .entri(&kode, &Pelaku::Sistem, id)
            .await
            .unwrap()
            .entri
    }

    /// A session cookie of an account with this role.
    pub async fn sesi(&self, peran: Peran, unit: &str) -> String {
        let kode = self.profil("kapuas").kode().clone();
        let sandi = self
            .app
            .identitas
            .siapkan_sandi("sandi untuk semua")
            .await
            .unwrap();
        let nama = format!("{}.{unit}", peran.kode());
        let peran = vec![(peran, KodeUnit(unit.into()))];
        self.app
            .identitas
            .simpan_dengan(&kode, &nama, &nama, &sandi, peran)
            .await
            .unwrap();
        let akun = self.app.store.akun(&kode, &nama).await.unwrap().unwrap().akun;
        let rahasia = self
            .app
            .identitas
            .buka_sesi(&akun, JenisSesi::Web, "", UMUR_SESI)
            .await
            .unwrap();
        format!("praja_sesi={rahasia}")
    }

    pub async fn minta(&self, req: Request<Body>) -> Balasan {
        let alamat = req.uri().to_string();
        let r = self.router.clone().oneshot(req).await.unwrap();
        let (kepala, badan) = r.into_parts();
        let bita = badan.collect().await.unwrap().to_bytes().to_vec();
        let b = Balasan {
            status: kepala.status,
            kepala: kepala.headers,
            bita,
        };
        assert!(b.status.as_u16() < 500, "{alamat}: {} {}", b.status, b.isi());
        b
    }

    pub async fn buka(&self, jalur: &str) -> Balasan {
        self.minta(Request::get(jalur).body(Body::empty()).unwrap()).await
    }

    pub async fn buka_sebagai(&self, jalur: &str, kuki: &str) -> Balasan {
        let r = Request::get(jalur).header("cookie", kuki).body(Body::empty());
        self.minta(r.unwrap()).await
    }
}

/// The text with another number and title.
pub fn taman(nomor: u32, tahun: u32) -> String {
    TAMAN
        .replace("NOMOR 7 TAHUN 2024", &format!("NOMOR {nomor} TAHUN {tahun}"))
        .replace("TAHUN 2024 NOMOR 7", &format!("TAHUN {tahun} NOMOR {nomor}"))
}
