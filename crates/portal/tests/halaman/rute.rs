//! A walk over every route of the site, as everybody: what each answers is `tests/rute.txt`, read line by line in a
//! review. The routes are read from the sources, so that one added tomorrow fails this test until its line is there.
//! `PERBARUI=1 cargo test --release -p portal --test halaman rute` writes the file anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use identity::{SandiSiap, UMUR_SESI};
use kernel::{Peran, nilai::KodeUnit};
use serde_json::json;
use store::JenisSesi;
use tower::ServiceExt;

use crate::bantu::{Dunia, laporan};

/// What stands between the quotes of every `.route("…"` in the sources of all crates.
fn dari_sumber() -> BTreeSet<String> {
    fn telusuri(folder: &Path, hasil: &mut BTreeSet<String>) {
        for f in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
            if f.is_dir() {
                telusuri(&f, hasil);
            } else if f.extension().is_some_and(|e| e == "rs") {
                let teks = std::fs::read_to_string(&f).unwrap();
                for s in teks.split(".route(").skip(1) {
                    if let Some(s) = s.trim_start().strip_prefix('"') {
                        hasil.insert(s.split('"').next().unwrap().to_owned());
                    }
                }
            }
        }
    }
    let mut hasil = BTreeSet::new();
    for c in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap() {
        let src = c.unwrap().path().join("src");
        if src.is_dir() {
            telusuri(&src, &mut hasil);
        }
    }
    assert!(hasil.len() > 50, "{hasil:?}");
    hasil
}

/// Things that the addresses name. The complaint is confidential and with a unit: whoever sees it has a right to.
struct Contoh {
    nomor: String,
    id: String,
    berkas: String,
    akun: String,
}

impl Contoh {
    fn isi(&self, rute: &str) -> String {
        let langkah = match rute.contains("/lacak/") {
            true => "tanggapi",
            false => "teruskan",
        };
        let id = match rute {
            r if r.contains("/berkas/") => &self.berkas,
            r if r.contains("/akun/") => &self.akun,
            _ => &self.id,
        };
        // The number of a regulation, not of an entry.
        let rute = &rute.replace("/jdih/{jenis}/{tahun}/{nomor}", "/jdih/{jenis}/{tahun}/2");
        let nilai = [
            ("{daerah}", "jembrana"),
            ("{register}", "pengaduan"),
            ("{nomor}", &self.nomor),
            ("{id}", id),
            ("{langkah}", langkah),
            ("{kode}", "ktp-el"),
            ("{unit}", "dishubkp"),
            ("{token}", &self.nomor),
            ("{*lain}", "entah"),
            ("{tahap}", "apa"),
            ("{bahasa}", "en"),
            ("{jenis}", "perda"),
            ("{tahun}", "2022"),
            ("{alamat}", "9"),
            ("{tugas}", "arsitektur-disusun"),
            ("{nama}", "wa"),
            ("{*alamat}", "0/000.p/1"),
            ("{n}", "0"),
            ("{ukuran}", "1"),
        ];
        let alamat = nilai.iter().fold(rute.to_owned(), |r, (k, v)| r.replace(k, v));
        assert!(!alamat.contains('{'), "{rute}: name an example for it");
        alamat
    }
}

/// Who asks: a name, and the session cookie with its secret.
struct Penanya {
    nama: String,
    akun: Option<kernel::Akun>,
}

struct Jalan {
    d: Dunia,
    router: Router,
    contoh: Contoh,
    penanya: Vec<Penanya>,
    hitung: std::cell::Cell<u32>,
}

async fn akun(
    d: &Dunia,
    sandi: &SandiSiap,
    daerah: &str,
    peran: Peran,
    unit: &str,
    nama: &str,
) -> kernel::Akun {
    let kode = d.app.store.profil(daerah).unwrap().kode().clone();
    let peran = vec![(peran, KodeUnit(unit.to_owned()))];
    d.app
        .identitas
        .simpan_dengan(&kode, nama, nama, sandi, peran)
        .await
        .unwrap();
    d.app.store.akun(&kode, nama).await.unwrap().unwrap().akun
}

impl Jalan {
    async fn baru() -> Self {
        let d = Dunia::baru().await;
        // Every request comes from an address of its own, so that none meets the limits of another.
        let mut app = d.app.clone();
        app.proksi = true;
        app.pintu = [&[jdih::PINTU], &meja::PINTU[..]].concat().into();
        app.pendamping = [meja::pendamping()].into();
        let router = web::router(
            app,
            portal::rute()
                .merge(portal::rute_log(crate::buku::saksi()))
                .merge(arsitektur::rute(&std::sync::Arc::default()))
                .merge(jdih::rute())
                .merge(kewajiban::rute(&std::sync::Arc::default()))
                .merge(meja::rute())
                .merge(jabatan::rute(&std::sync::Arc::default()))
                .merge(pengembangan::rute())
                .merge(proses::rute())
                .merge(rencana::rute())
                .merge(wbs::rute())
                .merge(federasi::rute(&Default::default()))
                .merge(sso::rute())
                .merge(open311::rute(open311::Setelan::default()))
                .merge(saluran::gerbang::masuk::rute(std::sync::Arc::new([])))
                .merge(saluran::webhook::rute()),
        );
        let mut isi = laporan();
        isi["rahasia"] = true.into();
        isi["pelapor"] = json!({ "nama": "Ketut Rahasia", "telepon": "081234567890" });
        let foto = crate::bantu::foto(9);
        let kode = d.app.store.profil("jembrana").unwrap().kode().clone();
        let berkas = d
            .app
            .store
            .simpan_berkas(&kode, &foto, "image/jpeg")
            .await
            .unwrap()
            .id
            .to_string();
        isi["foto"] = json!([berkas]);
        let id = d.laporan(isi, Some("dishubkp")).await;
        let nomor = d.nomor(id).await;
        let sandi = d.app.identitas.siapkan_sandi("sandi untuk semua").await.unwrap();
        let p = d.app.store.profil("jembrana").unwrap().clone();
        let mut penanya = vec![Penanya {
            nama: "tamu".into(),
            akun: None,
        }];
        for peran in Peran::SEMUA {
            let unit = match peran {
                Peran::Administrator | Peran::Koordinator | Peran::Petugas => {
                    p.fungsi("kominfo").unwrap().as_str()
                }
                Peran::Penghubung | Peran::Kepala => "dishubkp",
                Peran::Auditor => p.fungsi("pengawasan").unwrap().as_str(),
                Peran::Pimpinan => p.fungsi("sekda").unwrap().as_str(),
            };
            let a = akun(&d, &sandi, "jembrana", peran, unit, peran.kode()).await;
            penanya.push(Penanya {
                nama: peran.kode().into(),
                akun: Some(a),
            });
        }
        let lain = d
            .app
            .store
            .profil("jembrana")
            .unwrap()
            .unit
            .iter()
            .find(|u| u.kode.as_str() != "dishubkp" && u.jenis == "dinas");
        let lain = lain.unwrap().kode.as_str().to_owned();
        let a = akun(&d, &sandi, "jembrana", Peran::Penghubung, &lain, "opd-lain").await;
        penanya.push(Penanya {
            nama: "penghubung-opd-lain".into(),
            akun: Some(a),
        });
        let unit = d
            .app
            .store
            .profil("kapuas")
            .unwrap()
            .fungsi("kominfo")
            .unwrap()
            .as_str()
            .to_owned();
        for peran in [Peran::Koordinator, Peran::Administrator] {
            let a = akun(&d, &sandi, "kapuas", peran, &unit, peran.kode()).await;
            penanya.push(Penanya {
                nama: format!("{}-kapuas", peran.kode()),
                akun: Some(a),
            });
        }
        let korban = akun(&d, &sandi, "jembrana", Peran::Petugas, "dishubkp", "korban").await;
        let contoh = Contoh {
            nomor,
            id: id.to_string(),
            berkas,
            akun: korban.id.to_string(),
        };
        Jalan {
            d,
            router,
            contoh,
            penanya,
            hitung: std::cell::Cell::new(0),
        }
    }

    /// The answer in a word: its status, and where it leads.
    async fn tanya(&self, p: &Penanya, metode: &str, rute: &str, bertanda: bool) -> String {
        let alamat = self.contoh.isi(rute);
        let n = self.hitung.get() + 1;
        self.hitung.set(n);
        let mut r = Request::builder().method(metode).uri(&alamat).header(
            "x-forwarded-for",
            format!("10.{}.{}.{}", n >> 16, (n >> 8) & 255, n & 255),
        );
        // A session of its own for every request: some of them end it.
        let rahasia = match &p.akun {
            Some(a) => self
                .d
                .app
                .identitas
                .buka_sesi(a, JenisSesi::Web, "", UMUR_SESI)
                .await
                .unwrap(),
            None => "t".repeat(32),
        };
        let nama = if p.akun.is_some() {
            "praja_sesi"
        } else {
            "praja_tamu"
        };
        r = r.header("cookie", format!("{nama}={rahasia}"));
        let mut isi = String::new();
        if metode != "GET" && rute.contains("/api/") {
            r = r
                .header("content-type", "application/json")
                .header("if-match", "\"1\"");
            isi = "{}".to_owned();
        } else if metode != "GET" {
            r = r.header("content-type", "application/x-www-form-urlencoded");
            if bertanda {
                // A login name of its own each time: failures of one slow down that one.
                let tanda = self.d.app.identitas.token_formulir(&rahasia);
                isi = format!("_csrf={tanda}&pengguna=orang{n}");
            }
        }
        let r = self
            .router
            .clone()
            .oneshot(r.body(Body::from(isi)).unwrap())
            .await
            .unwrap();
        let (kepala, badan) = r.into_parts();
        let teks = badan.collect().await.unwrap().to_bytes();
        let teks = String::from_utf8_lossy(&teks);
        let status = kepala.status.as_u16();
        assert!(status < 500, "{metode} {alamat} as {}: {status} {teks}", p.nama);
        let boleh_nama = ["koordinator", "penghubung", "petugas"].contains(&p.nama.as_str());
        for rahasia in ["Ketut", "81234567890"] {
            assert!(
                boleh_nama || !teks.contains(rahasia),
                "{metode} {alamat} as {} shows {rahasia}",
                p.nama
            );
        }
        let html = kepala
            .headers
            .get("content-type")
            .is_some_and(|t| t.to_str().unwrap().starts_with("text/html"));
        if html {
            assert_eq!(
                teks.matches("<h1").count(),
                1,
                "{metode} {alamat} as {}: one head line: {teks}",
                p.nama
            );
            assert!(kepala.headers.contains_key("content-security-policy"), "{alamat}");
        }
        match kepala
            .headers
            .get("location")
            .map(|l| l.to_str().unwrap().split('?').next().unwrap())
        {
            // Ids are of chance.
            Some(ke) => format!("{status} {}", ke.replace(self.contoh.akun.as_str(), "{id}")),
            None => status.to_string(),
        }
    }
}

#[tokio::test]
async fn every_route_as_everybody() {
    let j = Jalan::baru().await;
    let mut potret = String::from(
        "# What every route answers to whom. Made by the test `rute`; read every changed line before accepting it.\n\
         # A POST carries a right form token (or an empty JSON object) and nothing else. tamu: nobody is logged in;\n\
         # …-kapuas: an official of another regency; the complaint asked for is confidential and held by dishubkp.\n",
    );
    let semua: BTreeSet<&str> = j.penanya.iter().map(|p| p.nama.as_str()).collect();
    for rute in dari_sumber() {
        write!(potret, "\n{rute}\n").unwrap();
        let mut ada = false;
        for metode in ["GET", "POST", "PATCH"] {
            let mut hasil: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
            for p in &j.penanya {
                let h = j.tanya(p, metode, &rute, true).await;
                hasil.entry(h).or_default().insert(&p.nama);
            }
            if hasil.len() == 1 && hasil.contains_key("405") {
                continue;
            }
            assert!(
                !hasil.contains_key("405"),
                "{metode} {rute}: a method is there for all or for nobody"
            );
            ada = true;
            for (h, siapa) in &hasil {
                let siapa: Vec<&str> = match *siapa == semua {
                    true => vec!["semua"],
                    false => siapa.iter().copied().collect(),
                };
                writeln!(potret, "    {metode:5} {h}: {}", siapa.join(" ")).unwrap();
            }
            // Whoever it is, a form that does not come from our page changes nothing.
            // Reporters of wrongdoing have no cookie to bind a token to: their forms act by the code they carry. That
            // somebody left the identity provider counts by its signature.
            let bebas = [
                "/api/",
                "/open311/",
                "/oai",
                "/saluran/",
                "}/wbs/",
                "}/log/",
                "}/sso/",
                "}/scim/",
                "}/masuk/luar/keluar/belakang",
            ];
            if metode == "POST" && !bebas.iter().any(|f| rute.contains(f)) {
                for p in &j.penanya {
                    assert_eq!(
                        j.tanya(p, metode, &rute, false).await,
                        "403",
                        "{rute} as {}",
                        p.nama
                    );
                }
            }
        }
        assert!(ada, "{rute} answers nothing");
    }
    let jalur = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rute.txt");
    if std::env::var_os("PERBARUI").is_some() {
        std::fs::write(&jalur, &potret).unwrap();
    }
    let tersimpan = std::fs::read_to_string(&jalur).unwrap_or_default();
    for (i, (a, b)) in tersimpan.lines().zip(potret.lines()).enumerate() {
        assert_eq!(
            a,
            b,
            "line {} of {} (left: as reviewed, right: now)",
            i + 1,
            jalur.display()
        );
    }
    assert_eq!(
        tersimpan.lines().count(),
        potret.lines().count(),
        "{}: routes are missing or left over",
        jalur.display()
    );
}

/// An unknown regency, an unknown register and an unknown address are not found, by whatever method, for everybody.
#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let j = Jalan::baru().await;
    for p in &j.penanya {
        for rute in [
            "/sleman/kerja",
            "/sleman/api/v1/pengaduan",
            "/jembrana/tidak/ada",
            "/jembrana/kerja/pengaduan/entri",
            "/tidak",
        ] {
            let h = j.tanya(p, "GET", rute, true).await;
            assert_eq!(h, "404", "{rute} as {}", p.nama);
        }
        let h = j.tanya(p, "GET", "/jembrana/api/v1/tidak-ada", true).await;
        assert_eq!(h, "404", "as {}", p.nama);
        for metode in ["PUT", "DELETE", "PATCH"] {
            let h = j.tanya(p, metode, "/jembrana/kerja/pengaduan", true).await;
            assert_eq!(h, "405", "{metode} as {}", p.nama);
        }
    }
}
