//! The citizen at the telephone, and the world around: profiles, clock, officials.

use std::{collections::BTreeMap, fmt::Write, path::Path, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
    response::Response,
};
use http_body_util::BodyExt;
use identity::Identitas;
use jiff::Timestamp;
use kernel::{
    Aksi, Akun, IdEntri, Inventaris, Jam, Kalender, Pelaku, Peran, Perintah, Profil,
    nilai::KodeUnit,
    profil::{Daerah, Istilah, Kategori, Kecamatan, Unit},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::Store;
use tower::ServiceExt;
use web::Aplikasi;

fn baca(jalur: &str) -> String {
    let akar = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profil");
    std::fs::read_to_string(akar.join(jalur)).unwrap_or_else(|e| panic!("{jalur}: {e}"))
}

fn daftar<T: DeserializeOwned>(jalur: &str, kunci: &str) -> Vec<T> {
    let t: toml::Table = baca(jalur).parse().unwrap();
    t[kunci]
        .clone()
        .try_into()
        .unwrap_or_else(|e| panic!("{jalur}: {e}"))
}

/// A profile as the repository has it, without the checks of the program's own loader.
pub fn profil(kode: &str) -> Profil {
    let daerah: Daerah = toml::from_str(&baca(&format!("{kode}/daerah.toml"))).unwrap();
    let libur = daftar::<toml::Table>("nasional/libur.toml", "libur");
    let libur = libur.iter().map(|l| {
        (
            l["tanggal"].to_string().trim_matches('"').parse().unwrap(),
            l["nama"].to_string(),
        )
    });
    let peta: Value = serde_json::from_str(&baca(&format!("{kode}/peta.geojson"))).unwrap();
    let batas = |wilayah: &str| {
        let f = peta["features"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["properties"]["kode"] == wilayah);
        let g = f.map_or(Value::Null, |f| f["geometry"].clone());
        match g["type"].as_str() {
            Some("Polygon") => vec![serde_json::from_value(g["coordinates"].clone()).unwrap()],
            Some(_) => serde_json::from_value(g["coordinates"].clone()).unwrap(),
            None => Vec::new(),
        }
    };
    let mut kecamatan: Vec<Kecamatan> = Vec::new();
    let wilayah = baca("nasional/wilayah.csv");
    let mut baris: Vec<(String, String)> = csv::Reader::from_reader(wilayah.as_bytes())
        .records()
        .map(|r| r.unwrap())
        .filter(|r| r[0].starts_with(&format!("{}.", daerah.kode_wilayah)))
        .map(|r| (r[0].to_owned(), r[3].to_owned()))
        .collect();
    baris.sort_by_key(|(k, _)| k.len());
    for (kode, nama) in baris {
        match kecamatan
            .iter_mut()
            .find(|k| kode.starts_with(&format!("{}.", k.kode)))
        {
            Some(k) => k.desa.push((kode, nama)),
            None => kecamatan.push(Kecamatan {
                batas: batas(&kode),
                kode,
                nama,
                desa: Vec::new(),
            }),
        }
    }
    kecamatan.sort_by(|a, b| a.nama.cmp(&b.nama));
    Profil {
        unit: daftar::<Unit>(&format!("{kode}/opd.toml"), "opd"),
        kategori: daftar::<Kategori>(&format!("{kode}/kategori.toml"), "kategori"),
        istilah: daftar::<Istilah>(&format!("{kode}/istilah.toml"), "istilah"),
        kalender: Kalender::baru(&daerah.zona, libur).unwrap(),
        kecamatan,
        daerah,
    }
}

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
        let daerah = ["jembrana", "kapuas"].map(|k| {
            let p = profil(k);
            (p.kode().clone(), Arc::new(p))
        });
        let jam = Arc::new(Jam::tetap(MULAI.parse().unwrap()));
        let store = Store::buka(
            &format!("sqlite:{}", map.path().join("uji.db").display()),
            &map.path().join("berkas"),
            Arc::new(Inventaris::baru(layanan::register())),
            Arc::new(BTreeMap::from(daerah)),
            jam.clone(),
        )
        .await
        .unwrap();
        let identitas = Identitas::buka(store.clone(), &map.path().join("kunci")).unwrap();
        let app = Aplikasi::baru(store, identitas, "http://localhost", Arc::new(String::new), true);
        let router = web::router(app.clone(), portal::rute());
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
        for mut l in daftar::<toml::Table>("jembrana/layanan.toml", "layanan") {
            l.remove("confidence");
            let isi = serde_json::to_value(&l).unwrap();
            let Value::Object(isi) = isi else { unreachable!() };
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
        Warga {
            router: self.router.clone(),
            kuki: Vec::new(),
            csrf: String::new(),
        }
    }
}

/// Fields of a report that is complete.
pub fn laporan() -> Value {
    serde_json::json!({ "judul": "Lampu jalan mati", "isi": "Sudah tiga hari gelap.", "kategori": "penerangan-jalan" })
}

/// A browser without JavaScript.
pub struct Warga {
    router: Router,
    /// Name, path, value.
    pub kuki: Vec<(String, String, String)>,
    pub csrf: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Balasan {
    pub status: StatusCode,
    pub ke: Option<String>,
    pub kepala: axum::http::HeaderMap,
    pub isi: String,
}

impl Balasan {
    pub fn memuat(&self, teks: &str) -> &Self {
        assert!(
            self.isi.contains(teks),
            "{teks:?} is missing in ({}) {}",
            self.status,
            self.isi
        );
        self
    }

    pub fn tanpa(&self, teks: &str) -> &Self {
        assert!(!self.isi.contains(teks), "{teks:?} stands in {}", self.isi);
        self
    }

    pub fn berstatus(&self, s: u16) -> &Self {
        assert_eq!(self.status.as_u16(), s, "{}", self.isi);
        self
    }

    /// Where it leads.
    pub fn menuju(&self, jalur: &str) -> &Self {
        assert_eq!(
            (self.status.as_u16(), self.ke.as_deref()),
            (303, Some(jalur)),
            "{}",
            self.isi
        );
        self
    }

    /// What stands between two texts.
    pub fn antara(&self, awal: &str, akhir: &str) -> &str {
        let (_, sisa) = self
            .isi
            .split_once(awal)
            .unwrap_or_else(|| panic!("{awal:?} is missing in {}", self.isi));
        sisa.split_once(akhir).unwrap().0
    }
}

impl Warga {
    fn kuki_untuk(&self, jalur: &str) -> String {
        let jalur = jalur.split('?').next().unwrap();
        let cocok =
            |p: &str| p == "/" || jalur == p || jalur.starts_with(&format!("{}/", p.trim_end_matches('/')));
        let ada = self
            .kuki
            .iter()
            .filter(|(_, p, _)| cocok(p))
            .map(|(n, _, v)| format!("{n}={v}"));
        ada.collect::<Vec<_>>().join("; ")
    }

    async fn minta(&mut self, mut req: Request<Body>) -> Balasan {
        let kuki = self.kuki_untuk(&req.uri().to_string());
        if !kuki.is_empty() {
            req.headers_mut().insert(header::COOKIE, kuki.parse().unwrap());
        }
        let r: Response = self.router.clone().oneshot(req).await.unwrap();
        for k in r.headers().get_all(header::SET_COOKIE) {
            self.simpan(k.to_str().unwrap());
        }
        let (status, kepala) = (r.status(), r.headers().clone());
        let ke = kepala
            .get(header::LOCATION)
            .map(|v| v.to_str().unwrap().to_owned());
        let isi = r.into_body().collect().await.unwrap().to_bytes();
        let isi = String::from_utf8_lossy(&isi).into_owned();
        if let Some((_, sisa)) = isi.split_once("name=\"_csrf\" value=\"") {
            self.csrf = sisa.split('"').next().unwrap().to_owned();
        }
        assert!(status.as_u16() < 500, "{status}: {isi}");
        Balasan {
            status,
            ke,
            kepala,
            isi,
        }
    }

    fn simpan(&mut self, set: &str) {
        let mut bagian = set.split("; ");
        let (nama, nilai) = bagian.next().unwrap().split_once('=').unwrap();
        let sifat = |n: &str| set.split("; ").find_map(|b| b.strip_prefix(n)).map(str::to_owned);
        let jalur = sifat("Path=").unwrap();
        self.kuki.retain(|(n, p, _)| !(n == nama && *p == jalur));
        if sifat("Max-Age=").as_deref() != Some("0") {
            self.kuki.push((nama.to_owned(), jalur, nilai.to_owned()));
        }
    }

    pub async fn buka(&mut self, jalur: &str) -> Balasan {
        self.minta(Request::get(jalur).body(Body::empty()).unwrap()).await
    }

    /// Posts a form of the page opened last.
    pub async fn kirim(&mut self, jalur: &str, medan: &[(&str, &str)]) -> Balasan {
        let mut isi = format!("_csrf={}", self.csrf);
        for (k, v) in medan {
            write!(isi, "&{}={}", ui::enkode(k), ui::enkode(v)).unwrap();
        }
        self.kirim_mentah(jalur, "application/x-www-form-urlencoded", isi.into_bytes())
            .await
    }

    pub async fn kirim_mentah(&mut self, jalur: &str, tipe: &str, isi: Vec<u8>) -> Balasan {
        let req = Request::post(jalur)
            .header(header::CONTENT_TYPE, tipe)
            .body(Body::from(isi))
            .unwrap();
        self.minta(req).await
    }

    /// Posts files, as a form with a file input does.
    pub async fn unggah(&mut self, jalur: &str, medan: &[(&str, &str)], berkas: &[(&str, &[u8])]) -> Balasan {
        let mut isi = Vec::new();
        let csrf = self.csrf.clone();
        for (k, v) in medan.iter().chain(&[("_csrf", csrf.as_str())]) {
            isi.extend(
                format!("--BATAS\r\nContent-Disposition: form-data; name=\"{k}\"\r\n\r\n{v}\r\n").bytes(),
            );
        }
        for (nama, b) in berkas {
            let kepala = format!(
                "--BATAS\r\nContent-Disposition: form-data; name=\"foto\"; filename=\"{nama}\"\r\nContent-Type: image/jpeg\r\n\r\n"
            );
            isi.extend(kepala.bytes());
            isi.extend_from_slice(b);
            isi.extend(b"\r\n");
        }
        isi.extend(b"--BATAS--\r\n");
        self.kirim_mentah(jalur, "multipart/form-data; boundary=BATAS", isi)
            .await
    }

    /// Follows a redirect.
    pub async fn ikut(&mut self, b: &Balasan) -> Balasan {
        let ke =
            b.ke.clone()
                .unwrap_or_else(|| panic!("no redirect: {} {}", b.status, b.isi));
        self.buka(&ke).await
    }

    /// Fills in the four steps with the least that is needed, up to the page that shows the answers.
    pub async fn isi_laporan(&mut self, siapa: &[(&str, &str)]) {
        self.buka("/jembrana/pengaduan/baru/apa").await.berstatus(200);
        let apa = [
            ("jenis", "pengaduan"),
            ("kategori", "penerangan-jalan"),
            ("judul", "Lampu jalan mati"),
            ("isi", "Sudah tiga hari gelap di depan pasar."),
        ];
        self.kirim("/jembrana/pengaduan/baru/apa", &apa)
            .await
            .menuju("/jembrana/pengaduan/baru/tempat");
        self.kirim("/jembrana/pengaduan/baru/tempat", &[])
            .await
            .menuju("/jembrana/pengaduan/baru/foto");
        self.unggah("/jembrana/pengaduan/baru/foto", &[], &[])
            .await
            .menuju("/jembrana/pengaduan/baru/siapa");
        self.kirim("/jembrana/pengaduan/baru/siapa", siapa)
            .await
            .menuju("/jembrana/pengaduan/baru/periksa");
    }

    /// Sends a report; number and tracking code.
    pub async fn lapor(&mut self, siapa: &[(&str, &str)]) -> (String, String) {
        self.isi_laporan(siapa).await;
        let b = self.kirim("/jembrana/pengaduan/baru/periksa", &[]).await;
        let b = self.ikut(&b).await;
        b.berstatus(200);
        (
            b.antara("<dd class=\"nomor\">", "</dd>").to_owned(),
            b.antara("<dd class=\"kode\">", "</dd>").to_owned(),
        )
    }
}

/// A small photograph of one colour.
pub fn foto(warna: u8) -> Vec<u8> {
    let gambar = image::RgbImage::from_pixel(24, 18, image::Rgb([warna, 80, 40]));
    let mut isi = std::io::Cursor::new(Vec::new());
    gambar.write_to(&mut isi, image::ImageFormat::Jpeg).unwrap();
    isi.into_inner()
}
