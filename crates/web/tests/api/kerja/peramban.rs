//! An official at a desk: a browser without JavaScript, with a cookie jar, that reads forms off the page. No page may
//! answer with a fault of ours, and every page has a title and one head line.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{HeaderMap, Request, header},
};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::bekal::Uji;

/// A browser.
#[derive(Clone)]
pub struct Peramban<'a> {
    u: &'a Uji,
    pub kuki: BTreeMap<String, String>,
    /// The form token of the page that was opened last.
    pub csrf: String,
    /// What it calls itself.
    pub agen: String,
    alamat: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Lembar {
    pub status: u16,
    pub kepala: HeaderMap,
    pub isi: String,
}

impl Uji {
    /// A browser that was nowhere yet.
    pub fn peramban(&self) -> Peramban<'_> {
        Peramban {
            u: self,
            kuki: BTreeMap::new(),
            csrf: String::new(),
            agen: String::new(),
            alamat: self.alamat(),
        }
    }

    /// A browser in which an official of Serang is logged in; named as [`Uji::sebagai`] does.
    pub async fn pegawai(&self, siapa: &str) -> Peramban<'_> {
        self.pegawai_di("serang", siapa).await
    }

    /// A browser in which an official of a regency is logged in.
    pub async fn pegawai_di(&self, daerah: &str, siapa: &str) -> Peramban<'_> {
        let akun = self.akun(daerah, siapa).await;
        let mut p = self.peramban();
        let sesi = self
            .app
            .identitas
            .buka_sesi(&akun, store::JenisSesi::Web, "", identity::UMUR_SESI);
        p.kuki.insert("praja_sesi".into(), sesi.await.unwrap());
        p.buka(&format!("/{daerah}/kerja")).await.harus(200);
        p
    }
}

impl Peramban<'_> {
    pub async fn buka(&mut self, jalur: &str) -> Lembar {
        self.minta(Request::get(jalur).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the token of the page opened last.
    pub async fn kirim(&mut self, jalur: &str, medan: &[(&str, &str)]) -> Lembar {
        let mut isi = format!("_csrf={}", self.csrf);
        for (k, v) in medan {
            isi.push_str(&format!("&{}={}", ui::enkode(k), ui::enkode(v)));
        }
        self.kirim_mentah(jalur, "application/x-www-form-urlencoded", isi)
            .await
    }

    /// The same with files: field, name, content.
    pub async fn unggah(
        &mut self,
        jalur: &str,
        medan: &[(&str, &str)],
        berkas: &[(&str, &str, &[u8])],
    ) -> Lembar {
        let mut isi = Vec::new();
        let csrf = self.csrf.clone();
        for (k, v) in medan.iter().chain(&[("_csrf", csrf.as_str())]) {
            isi.extend(format!("--X\r\nContent-Disposition: form-data; name=\"{k}\"\r\n\r\n{v}\r\n").bytes());
        }
        for (k, nama, b) in berkas {
            let kepala =
                format!("--X\r\nContent-Disposition: form-data; name=\"{k}\"; filename=\"{nama}\"\r\n\r\n");
            isi.extend(kepala.bytes().chain(b.iter().copied()).chain(*b"\r\n"));
        }
        isi.extend(b"--X--\r\n");
        self.kirim_mentah(jalur, "multipart/form-data; boundary=X", isi)
            .await
    }

    pub async fn kirim_mentah(&mut self, jalur: &str, tipe: &str, isi: impl Into<Vec<u8>>) -> Lembar {
        let r = Request::post(jalur).header(header::CONTENT_TYPE, tipe);
        self.minta(r.body(Body::from(isi.into())).unwrap()).await
    }

    /// Follows a redirect.
    pub async fn ikut(&mut self, l: &Lembar) -> Lembar {
        self.buka(l.ke()).await
    }

    /// Logs in with the password that all accounts of the tests share.
    pub async fn masuk(&mut self, pengguna: &str, ke: &str) -> Lembar {
        self.buka("/serang/masuk").await.harus(200);
        let isian = [
            ("pengguna", pengguna),
            ("sandi", crate::bekal::KATA_SANDI),
            ("ke", ke),
        ];
        self.kirim("/serang/masuk", &isian).await
    }

    async fn minta(&mut self, mut r: Request<Body>) -> Lembar {
        let jalur = r.uri().to_string();
        let kuki: Vec<String> = self.kuki.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let k = r.headers_mut();
        k.insert("x-forwarded-for", self.alamat.parse().unwrap());
        k.insert(header::USER_AGENT, self.agen.parse().unwrap());
        if !kuki.is_empty() {
            k.insert(header::COOKIE, kuki.join("; ").parse().unwrap());
        }
        let r = self.u.router.clone().oneshot(r).await.unwrap();
        for set in r.headers().get_all(header::SET_COOKIE) {
            let set = set.to_str().unwrap();
            let (nama, nilai) = set.split(';').next().unwrap().split_once('=').unwrap();
            if set.contains("Max-Age=0") {
                self.kuki.remove(nama);
            } else {
                self.kuki.insert(nama.to_owned(), nilai.to_owned());
            }
        }
        let (kepala, badan) = r.into_parts();
        let isi = badan.collect().await.unwrap().to_bytes();
        let isi = String::from_utf8_lossy(&isi).into_owned();
        let status = kepala.status.as_u16();
        assert!(status < 500, "{jalur}: {status} {isi}");
        if kepala
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|t| t.to_str().unwrap().starts_with("text/html"))
        {
            assert_eq!(isi.matches("<h1").count(), 1, "{jalur}: {isi}");
            assert!(isi.contains("<title>"), "{jalur}: {isi}");
        }
        if let Some((_, sisa)) = isi.split_once("name=\"_csrf\" value=\"") {
            self.csrf = sisa.split('"').next().unwrap().to_owned();
        }
        Lembar {
            status,
            kepala: kepala.headers,
            isi,
        }
    }
}

impl Lembar {
    #[track_caller]
    pub fn harus(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.isi);
        self
    }

    #[track_caller]
    pub fn memuat(self, teks: &str) -> Self {
        assert!(self.isi.contains(teks), "{teks:?} is missing in {}", self.isi);
        self
    }

    #[track_caller]
    pub fn tanpa(self, teks: &str) -> Self {
        assert!(!self.isi.contains(teks), "{teks:?} stands in {}", self.isi);
        self
    }

    /// See Other, to there.
    #[track_caller]
    pub fn menuju(self, jalur: &str) -> Self {
        assert_eq!((self.status, self.ke()), (303, jalur), "{}", self.isi);
        self
    }

    #[track_caller]
    pub fn ke(&self) -> &str {
        let ke = self.kepala.get(header::LOCATION);
        ke.unwrap_or_else(|| panic!("{} leads nowhere: {}", self.status, self.isi))
            .to_str()
            .unwrap()
    }

    /// What stands between two texts, for each time they stand.
    pub fn antara(&self, awal: &str, akhir: &str) -> Vec<String> {
        let bagian = self.isi.split(awal).skip(1);
        bagian
            .map(|s| s.split(akhir).next().unwrap_or_default().to_owned())
            .collect()
    }

    /// Numbers of the rows, in their order.
    pub fn baris(&self) -> Vec<String> {
        self.antara("data-baris=\"", "\"")
    }

    /// What stands in the field of a form: a text, a box that is ticked, an option that is chosen.
    #[track_caller]
    pub fn nilai(&self, nama: &str) -> String {
        let kunci = format!(" name=\"{nama}\"");
        let mut terpilih = String::new();
        let mut ada = false;
        for (i, _) in self.isi.match_indices(&kunci) {
            ada = true;
            let awal = self.isi[..i].rfind('<').unwrap();
            let tag = self.isi[awal..].split('>').next().unwrap();
            let sifat = |s: &str| {
                let (_, sisa) = tag.split_once(&format!(" {s}=\""))?;
                Some(lepas(sisa.split('"').next()?))
            };
            if tag.starts_with("<textarea") {
                let isi = self.isi[awal..].split_once('>').unwrap().1;
                let isi = isi.split("</textarea>").next().unwrap();
                return lepas(isi.strip_prefix('\n').unwrap_or(isi));
            } else if tag.starts_with("<select") {
                let isi = self.isi[awal..].split("</select>").next().unwrap();
                let satu = |o: &str| Some(o.split_once("value=\"")?.1.split('"').next()?.to_owned());
                let mut opsi = isi.split("<option").skip(1);
                return opsi
                    .find(|o| o.split('>').next().unwrap().contains(" selected"))
                    .and_then(satu)
                    .unwrap_or_default();
            } else if tag.contains("\"radio\"") || tag.contains("\"checkbox\"") {
                if tag.contains(" checked") {
                    terpilih = sifat("value").unwrap_or_default();
                }
            } else if !tag.contains("\"file\"") {
                return sifat("value").unwrap_or_default();
            }
        }
        assert!(ada, "no field {nama} in {}", self.isi);
        terpilih
    }
}

fn lepas(s: &str) -> String {
    s.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
