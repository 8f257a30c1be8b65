//! The citizen at the telephone: a browser without JavaScript, with a cookie jar, that reads forms off the page.

use std::fmt::Write;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
    response::Response,
};
use http_body_util::BodyExt;
use tower::ServiceExt;

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
    /// A browser that was nowhere yet.
    pub fn baru(router: Router) -> Self {
        Warga {
            router,
            kuki: Vec::new(),
            csrf: String::new(),
        }
    }

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
