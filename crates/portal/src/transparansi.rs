//! How the regency treats what citizens report (mandat F1, F3): how many came, how soon and how often in time they
//! were answered, what came back; by month, office, category and kecamatan. Everything is read from the running
//! figures, so the page costs the same at a million reports, and every number is also a row of CSV and JSON.

use std::{collections::BTreeMap, fmt::Write};

use axum::{
    Json, Router,
    extract::{Path, Query},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::{
    Bahasa, Galat,
    papan::{Angka, Bidang, Blok, Papan},
};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use web::{Aplikasi, Gagal, Permintaan};

use crate::umum;

const REGISTER: &str = "pengaduan";
/// Spans that can be chosen, in months; the first is shown when nothing is said.
const MASA: [i64; 3] = [12, 3, 24];
/// Headings of the figures, with what they are called in the files.
const DIMENSI: [&str; 4] = ["semua", "unit", "kategori", "kecamatan"];

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/transparansi", get(halaman))
        .route("/{daerah}/transparansi/data.csv", get(csv))
        .route("/{daerah}/transparansi/data.json", get(json))
        .route("/{daerah}/transparansi/lencana.svg", get(lencana))
        .route("/{daerah}/transparansi/opd/{unit}", get(opd))
}

#[derive(Deserialize)]
struct Pilih {
    masa: Option<String>,
}

/// The span asked for: how many months, and the first and last of them.
struct Masa {
    bulan: i64,
    dari: String,
    sampai: String,
}

impl Masa {
    fn baca(p: &Permintaan, pilih: &Pilih) -> Self {
        let diminta = pilih.masa.as_deref().and_then(|s| s.parse().ok());
        let bulan = diminta.filter(|n| MASA.contains(n)).unwrap_or(MASA[0]);
        let kini = p.profil.kalender.setempat(p.app.store.jam().kini());
        let pada = |mundur: i64| {
            let saat = kini.saturating_sub(jiff::Span::new().months(mundur));
            saat.strftime("%Y-%m").to_string()
        };
        Masa {
            bulan,
            dari: pada(bulan - 1),
            sampai: pada(0),
        }
    }

    /// Its months, oldest first.
    fn semua(&self) -> Vec<String> {
        let mut hasil = Vec::new();
        let urai = |s: &str| Some((s.get(..4)?.parse::<i32>().ok()?, s.get(5..)?.parse::<i32>().ok()?));
        let (Some((mut t, mut b)), Some(akhir)) = (urai(&self.dari), urai(&self.sampai)) else {
            return hasil;
        };
        while (t, b) <= akhir {
            hasil.push(format!("{t:04}-{b:02}"));
            (t, b) = if b == 12 { (t + 1, 1) } else { (t, b + 1) };
        }
        hasil
    }
}

/// The figures of one heading's value, or of one month.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Ringkas {
    masuk: i64,
    dijawab: i64,
    jawaban_jam: i64,
    jawaban_tepat: i64,
    tuntas: i64,
    tuntas_jam: i64,
    tuntas_tepat: i64,
    tutup: i64,
    dibuka_kembali: i64,
    dinilai: i64,
    kepuasan: i64,
}

impl Ringkas {
    const KEPALA: [&str; 11] = [
        "masuk",
        "dijawab",
        "jawaban_jam",
        "jawaban_tepat",
        "tuntas",
        "tuntas_jam",
        "tuntas_tepat",
        "tutup",
        "dibuka_kembali",
        "dinilai",
        "kepuasan",
    ];

    fn tambah(&mut self, ukuran: &str, n: i64) {
        let ke = match ukuran {
            "masuk" => &mut self.masuk,
            "dijawab" => &mut self.dijawab,
            "jawaban_jam" => &mut self.jawaban_jam,
            "jawaban_tepat" => &mut self.jawaban_tepat,
            "tuntas" => &mut self.tuntas,
            "tuntas_jam" => &mut self.tuntas_jam,
            "tuntas_tepat" => &mut self.tuntas_tepat,
            "tutup" => &mut self.tutup,
            "dibuka_kembali" => &mut self.dibuka_kembali,
            "dinilai" => &mut self.dinilai,
            "kepuasan" => &mut self.kepuasan,
            _ => return,
        };
        *ke += n;
    }

    fn nilai(&self) -> [i64; 11] {
        [
            self.masuk,
            self.dijawab,
            self.jawaban_jam,
            self.jawaban_tepat,
            self.tuntas,
            self.tuntas_jam,
            self.tuntas_tepat,
            self.tutup,
            self.dibuka_kembali,
            self.dinilai,
            self.kepuasan,
        ]
    }

    /// Days from filing to the first answer, on average.
    fn hari_jawab(&self, b: Bahasa) -> String {
        rata(b, self.jawaban_jam, self.dijawab)
    }

    /// What citizens say, from 1 to 4, on average.
    fn kepuasan(&self, b: Bahasa) -> String {
        match self.dinilai {
            0 => TIDAK_ADA.into(),
            n => umum::sepersepuluh(b, self.kepuasan as f64 / n as f64),
        }
    }

    /// The cells of a table after its first.
    fn sel(&self, b: Bahasa) -> Vec<String> {
        vec![
            ui::tampil::angka(self.masuk),
            persen(self.dijawab, self.masuk),
            self.hari_jawab(b),
            persen(self.jawaban_tepat, self.dijawab),
            persen(self.tuntas, self.masuk),
            ui::tampil::angka(self.dibuka_kembali),
            self.kepuasan(b),
        ]
    }
}

const TIDAK_ADA: &str = "–";

fn persen(n: i64, dari: i64) -> String {
    if dari == 0 {
        TIDAK_ADA.into()
    } else {
        format!("{}%", (n * 100 + dari / 2) / dari)
    }
}

fn rata(b: Bahasa, jam: i64, n: i64) -> String {
    if n == 0 {
        TIDAK_ADA.into()
    } else {
        umum::sepersepuluh(b, jam as f64 / 24.0 / n as f64)
    }
}

type PerNilai = BTreeMap<String, BTreeMap<String, Ringkas>>;

/// Figures by value of a heading and month.
async fn baca(p: &Permintaan, dimensi: &str, m: &Masa) -> Result<PerNilai, Galat> {
    let mut hasil = PerNilai::new();
    let semua = p
        .app
        .store
        .rekap(p.daerah(), REGISTER, dimensi, &m.dari, &m.sampai);
    for a in semua.await? {
        let bulan = hasil.entry(a.nilai).or_default().entry(a.masa).or_default();
        bulan.tambah(&a.ukuran, a.jumlah);
    }
    Ok(hasil)
}

fn jumlah(bulan: &BTreeMap<String, Ringkas>) -> Ringkas {
    let mut r = Ringkas::default();
    for b in bulan.values() {
        for (u, n) in Ringkas::KEPALA.into_iter().zip(b.nilai()) {
            r.tambah(u, n);
        }
    }
    r
}

/// What people read instead of a code.
fn nama(p: &Permintaan, dimensi: &str, nilai: &str) -> String {
    match dimensi {
        "unit" => p.profil.nama_unit(nilai).to_owned(),
        "kategori" => ui::tampil::kategori(p.b, &p.profil, nilai).to_owned(),
        "kecamatan" => p
            .profil
            .kecamatan(nilai)
            .map_or(nilai, |k| k.nama.as_str())
            .to_owned(),
        _ => p.b.t("Semua").to_owned(),
    }
}

/// Values of a heading with their names, most reports first.
fn urut(p: &Permintaan, dimensi: &str, semua: &PerNilai) -> Vec<(String, String, Ringkas)> {
    let mut baris: Vec<_> = semua
        .iter()
        .map(|(kode, bulan)| (kode.clone(), nama(p, dimensi, kode), jumlah(bulan)))
        .collect();
    baris.sort_by(|(_, a, x), (_, z, y)| y.masuk.cmp(&x.masuk).then_with(|| a.cmp(z)));
    baris
}

fn nama_bulan(b: Bahasa, masa: &str) -> String {
    match format!("{masa}-01").parse::<jiff::civil::Date>() {
        Ok(d) => kernel::kalender::bulan_tahun(b, d),
        Err(_) => masa.to_owned(),
    }
}

fn kepala(b: Bahasa, pertama: &str) -> Vec<String> {
    [
        pertama,
        "Laporan masuk",
        "Sudah dijawab",
        "Rata-rata hari sampai jawaban pertama",
        "Jawaban pertama tepat waktu",
        "Tuntas",
        "Dibuka kembali",
        "Kepuasan pelapor (1–4)",
    ]
    .map(|t| b.t(t).to_owned())
    .to_vec()
}

/// The answer in a sentence.
fn kalimat(b: Bahasa, r: &Ringkas, masa: i64) -> String {
    let (masa, masuk) = (masa.to_string(), ui::tampil::angka(r.masuk));
    if r.masuk == 0 {
        return b.isi(
            "Belum ada laporan dalam {masa} bulan terakhir.",
            &[("masa", &masa)],
        );
    }
    if r.dijawab == 0 {
        return b.isi(
            "{masuk} laporan masuk dalam {masa} bulan terakhir; belum ada yang dijawab.",
            &[("masuk", &masuk), ("masa", &masa)],
        );
    }
    b.isi(
        "{masuk} laporan masuk dalam {masa} bulan terakhir. {dijawab} sudah dijawab, rata-rata dalam {hari} hari; {tepat} dari jawaban pertama datang tepat waktu.",
        &[
            ("masuk", &masuk),
            ("masa", &masa),
            ("dijawab", &persen(r.dijawab, r.masuk)),
            ("hari", &r.hari_jawab(b)),
            ("tepat", &persen(r.jawaban_tepat, r.dijawab)),
        ],
    )
}

/// The months of a span as a line, with the table of all their figures.
fn per_bulan(b: Bahasa, m: &Masa, bulan: &BTreeMap<String, Ringkas>) -> Vec<Blok> {
    let semua: Vec<(String, Ringkas)> = m
        .semua()
        .into_iter()
        .map(|masa| {
            (
                nama_bulan(b, &masa),
                bulan.get(&masa).cloned().unwrap_or_default(),
            )
        })
        .collect();
    let butir = semua.iter().map(|(label, r)| Angka {
        label: label.clone(),
        nilai: r.masuk,
        tautan: None,
    });
    let baris = semua.iter().rev().map(|(label, r)| {
        let mut sel = vec![label.clone()];
        sel.extend(r.sel(b));
        sel
    });
    vec![
        Blok::Garis {
            judul: b.t("Laporan yang masuk tiap bulan").to_owned(),
            satuan: b.t("laporan").to_owned(),
            butir: butir.collect(),
        },
        Blok::Tabel {
            judul: b.t("Tiap bulan, menurut bulan laporan masuk").to_owned(),
            kepala: kepala(b, "Bulan"),
            baris: baris.collect(),
        },
    ]
}

fn pilih_masa(p: &Permintaan, m: &Masa, ke: &str) -> Markup {
    let b = p.b;
    html! {
        nav aria-label=(b.t("Masa yang dihitung")) { ul.keping-baris {
            @for n in MASA {
                li { a.keping.keping-pilih href={ (ke) "?masa=" (n) } aria-current=[(n == m.bulan).then_some("true")] {
                    (b.isi("{n} bulan terakhir", &[("n", &n.to_string())]))
                } }
            }
        } }
    }
}

async fn halaman(p: Permintaan, Query(q): Query<Pilih>) -> Result<Response, Gagal> {
    let (b, d) = (p.b, p.daerah().as_str().to_owned());
    let m = Masa::baca(&p, &q);
    let semua = baca(&p, "semua", &m).await?;
    let bulan = semua.get("").cloned().unwrap_or_default();
    let unit = urut(&p, "unit", &baca(&p, "unit", &m).await?);
    let kategori = urut(&p, "kategori", &baca(&p, "kategori", &m).await?);
    let kecamatan = baca(&p, "kecamatan", &m).await?;
    let judul = b.t("Bagaimana laporan warga ditangani").to_owned();
    let lebih = |ke: String| Some(ke);
    let batang = Blok::Batang {
        judul: b.t("Tentang apa laporannya").to_owned(),
        kepala: b.t("Kategori").to_owned(),
        satuan: b.t("laporan").to_owned(),
        butir: kategori
            .iter()
            .map(|(kode, label, r)| Angka {
                label: label.clone(),
                nilai: r.masuk,
                tautan: lebih(format!("pengaduan/daftar?kategori={}", ui::enkode(kode))),
            })
            .collect(),
    };
    let peta = Blok::Peta {
        judul: b.t("Dari mana laporannya").to_owned(),
        kepala: b.t("Kecamatan").to_owned(),
        satuan: b.t("laporan").to_owned(),
        butir: p
            .profil
            .kecamatan
            .iter()
            .map(|k| Bidang {
                angka: Angka {
                    label: k.nama.clone(),
                    nilai: kecamatan.get(&k.kode).map_or(0, |bulan| jumlah(bulan).masuk),
                    tautan: lebih(format!("pengaduan/daftar?kecamatan={}", ui::enkode(&k.kode))),
                },
                batas: k.batas.clone(),
            })
            .collect(),
    };
    let mut blok = per_bulan(b, &m, &bulan);
    blok.push(batang);
    blok.push(peta);
    let papan = Papan {
        judul: String::new(),
        blok,
    };
    let ke = p.ke("/transparansi");
    let isi = html! {
        (umum::peragaan(&p))
        h1 { (judul) }
        p.pengantar { (kalimat(b, &jumlah(&bulan), m.bulan)) }
        (pilih_masa(&p, &m, &ke))
        section aria-labelledby="opd" {
            h2 #opd { (b.t("Siapa menjawab")) }
            @if unit.is_empty() {
                p { (b.t("Belum ada laporan yang diteruskan ke perangkat daerah.")) }
            } @else {
                (tabel_unit(&p, &m, &unit))
            }
        }
        (ui::papan::papan(b, &d, &papan))
        section aria-labelledby="cara" {
            h2 #cara { (b.t("Cara menghitung")) }
            div.kolom {
                p { (b.t("Setiap laporan dihitung pada bulan laporan itu masuk, juga laporan yang tidak ditampilkan kepada umum; tidak ada nama atau isi laporan di halaman ini. Tepat waktu berarti jawaban pertama datang dalam batas hari kerja yang berlaku. Tuntas berarti jawaban akhir sudah diberikan.")) }
                p {
                    (b.t("Unduh angkanya:")) " "
                    a href={ (ke) "/data.csv?masa=" (m.bulan) } download { "CSV" } " · "
                    a href={ (ke) "/data.json?masa=" (m.bulan) } { "JSON" }
                }
                p { (b.t("Lencana untuk situs lain:")) " " code { (p.app.url_dasar) (ke) "/lencana.svg" } }
            }
        }
    };
    Ok(umum::lebar(&p, &judul, isi))
}

fn tabel_unit(p: &Permintaan, m: &Masa, unit: &[(String, String, Ringkas)]) -> Markup {
    let b = p.b;
    let kepala = kepala(b, "Perangkat daerah");
    html! {
        div.gulir { table.tabel {
            caption.sembunyi-visual { (b.t("Laporan menurut perangkat daerah")) }
            thead { tr { @for (i, k) in kepala.iter().enumerate() { th .angka[i > 0] scope="col" { (k) } } } }
            tbody { @for (kode, label, r) in unit {
                tr {
                    td data-label=(kepala[0]) { a href={ (p.ke("/transparansi/opd/")) (ui::enkode(kode)) "?masa=" (m.bulan) } { (label) } }
                    @for (k, s) in kepala.iter().skip(1).zip(r.sel(b)) { td.angka data-label=(k) { (s) } }
                }
            } }
        } }
    }
}

/// One office.
async fn opd(
    p: Permintaan,
    Path((_, kode)): Path<(String, String)>,
    Query(q): Query<Pilih>,
) -> Result<Response, Gagal> {
    let b = p.b;
    let unit = p.profil.unit(&kode).ok_or(Galat::TidakDitemukan)?;
    let m = Masa::baca(&p, &q);
    let bulan = baca(&p, "unit", &m).await?.remove(&kode).unwrap_or_default();
    let judul = b.isi("Laporan warga di {unit}", &[("unit", &unit.nama)]);
    let papan = Papan {
        judul: String::new(),
        blok: per_bulan(b, &m, &bulan),
    };
    let ke = p.ke(&format!("/transparansi/opd/{}", ui::enkode(&kode)));
    let isi = html! {
        a.tautan-balik href={ (p.ke("/transparansi")) "?masa=" (m.bulan) } { (b.t("Semua perangkat daerah")) }
        h1 { (judul) }
        p.pengantar { (kalimat(b, &jumlah(&bulan), m.bulan)) }
        (pilih_masa(&p, &m, &ke))
        (ui::papan::papan(b, p.daerah().as_str(), &papan))
    };
    Ok(umum::lebar(&p, &judul, isi))
}

/// A row of the files.
#[derive(Serialize)]
struct Baris {
    dimensi: &'static str,
    kode: String,
    nama: String,
    bulan: String,
    #[serde(flatten)]
    angka: Ringkas,
}

async fn baris(p: &Permintaan, m: &Masa) -> Result<Vec<Baris>, Galat> {
    let mut hasil = Vec::new();
    for dimensi in DIMENSI {
        for (kode, bulan) in baca(p, dimensi, m).await? {
            let nama = nama(p, dimensi, &kode);
            hasil.extend(bulan.into_iter().map(|(bulan, angka)| Baris {
                dimensi,
                kode: kode.clone(),
                nama: nama.clone(),
                bulan,
                angka,
            }));
        }
    }
    Ok(hasil)
}

async fn json(p: Permintaan, Query(q): Query<Pilih>) -> Result<Response, Gagal> {
    let m = Masa::baca(&p, &q);
    Ok(terbuka(Json(baris(&p, &m).await?).into_response()))
}

async fn csv(p: Permintaan, Query(q): Query<Pilih>) -> Result<Response, Gagal> {
    let m = Masa::baca(&p, &q);
    let mut tulis = csv::Writer::from_writer(Vec::new());
    let salah = |e: csv::Error| Galat::dalam("writing figures as CSV", e);
    let kepala = ["dimensi", "kode", "nama", "bulan"]
        .into_iter()
        .chain(Ringkas::KEPALA);
    tulis.write_record(kepala).map_err(salah)?;
    for b in baris(&p, &m).await? {
        let angka = b.angka.nilai().map(|n| n.to_string());
        let awal = [b.dimensi, &b.kode, &b.nama, &b.bulan];
        let semua = awal.into_iter().chain(angka.iter().map(String::as_str));
        tulis.write_record(semua).map_err(salah)?;
    }
    let isi = tulis
        .into_inner()
        .map_err(|e| Galat::dalam("writing figures as CSV", e.into_error()))?;
    let tipe = [(header::CONTENT_TYPE, "text/csv; charset=utf-8")];
    Ok(terbuka((tipe, isi).into_response()))
}

/// A badge for other sites: how soon citizens were answered in the last three months.
async fn lencana(p: Permintaan) -> Result<Response, Gagal> {
    let b = p.b;
    let m = Masa::baca(
        &p,
        &Pilih {
            masa: Some("3".into()),
        },
    );
    let r = jumlah(&baca(&p, "semua", &m).await?.remove("").unwrap_or_default());
    let kiri = b.t("laporan warga dijawab").to_owned();
    let kanan = match r.dijawab {
        0 => b.t("belum ada").to_owned(),
        _ => b.isi("rata-rata {hari} hari", &[("hari", &r.hari_jawab(b))]),
    };
    let lebar = |s: &str| s.chars().count() * 7 + 16;
    let (l, k) = (lebar(&kiri), lebar(&kanan));
    let teks = format!("{}: {kiri} {kanan}", p.profil.daerah.nama);
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(l + k) height="24" role="img" aria-label=(teks) {
            title { (teks) }
            rect width=(l) height="24" fill="#333f48" {}
            rect x=(l) width=(k) height="24" fill="#1554A6" {}
            g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="12" text-anchor="middle" {
                text x=(l / 2) y="16" textLength=(l - 16) { (kiri) }
                text x=(l + k / 2) y="16" textLength=(k - 16) { (kanan) }
            }
        }
    };
    let mut isi = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    write!(isi, "{}", svg.into_string()).map_err(|e| Galat::dalam("writing a badge", e))?;
    let tipe = [(header::CONTENT_TYPE, "image/svg+xml")];
    Ok(terbuka((tipe, isi).into_response()))
}

/// Other sites may read and show it, and keep it for an hour.
fn terbuka(mut r: Response) -> Response {
    let kepala = r.headers_mut();
    for (nama, nilai) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ] {
        kepala.insert(nama, HeaderValue::from_static(nilai));
    }
    r
}
