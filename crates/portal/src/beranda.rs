//! The start pages: which regencies are served here, and the front door of each: one search box, the six things
//! people come for, figures that open the lists behind them, a way to a human.

use axum::{
    Router,
    extract::{Query, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::{
    Bahasa, Galat, Pelaku,
    papan::{Angka, Blok, Papan},
};
use maud::{Markup, html};
use serde::Deserialize;
use store::{Daftar, Saringan, Tampak};
use ui::Laman;
use web::{Aplikasi, BAHASA, Gagal, Kuki, Permintaan, bahasa, lihat, lihat_dengan};

use crate::{
    layanan::{self, nama_layanan},
    umum,
};

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/", get(depan))
        .route("/{daerah}", get(tanpa_garis))
        .route("/{daerah}/", get(beranda))
}

#[derive(Deserialize)]
struct Pilih {
    bahasa: Option<String>,
}

/// `/`: which regencies are served here.
async fn depan(State(app): State<Aplikasi>, kepala: HeaderMap, Query(q): Query<Pilih>) -> Response {
    if let Some(kode) = q.bahasa {
        let kode = if kode == "en" { "en" } else { "id" };
        return lihat_dengan(
            "/",
            &format!("{BAHASA}={kode}; Path=/; Max-Age=31536000; SameSite=Lax"),
        );
    }
    let b = bahasa(&Kuki::dari(&kepala), &kepala);
    let judul = b.t("Layanan pemerintah daerah");
    let l = Laman {
        b,
        profil: None,
        akun: None,
        jalur: "/",
        csrf: "",
        judul,
        kamus: None,
    };
    ui::portal(&l, daerah_dilayani(&app, b, judul)).into_response()
}

fn daerah_dilayani(app: &Aplikasi, b: Bahasa, judul: &str) -> Markup {
    html! {
        @if app.demo {
            div.peringatan.peringatan-jingga { p {
                strong { (b.t("Ini peragaan.")) } " "
                (b.t("Laporan, orang, dan peristiwa di sini karangan. Yang Anda kirim tidak sampai ke kantor mana pun."))
            } }
        }
        h1 { (judul) }
        @if app.store.daerah().is_empty() {
            (ui::tampil::kosong(b.t("Belum ada daerah."), b.t("Operator belum memuat satu pun profil daerah."), None))
        } @else {
            p { (b.t("Pilih kabupaten Anda untuk melapor, melacak laporan, atau mencari layanan.")) }
            ul.kisi {
                @for d in app.store.daerah().values().map(|p| &p.daerah) {
                    li { a.kartu href={ "/" (d.kode) "/" } {
                        h2 { (d.nama) }
                        p { (b.isi("Provinsi {nama}", &[("nama", &d.provinsi)])) }
                        p { (d.regulasi) }
                    } }
                }
            }
        }
        nav.bahasa aria-label=(b.t("Bahasa")) { ul {
            @for (kode, nama, ini) in [("id", "Bahasa Indonesia", Bahasa::Id), ("en", "English", Bahasa::En)] {
                li {
                    @if b == ini { span lang=(kode) aria-current="true" { (nama) } }
                    @else { a href={ "/?bahasa=" (kode) } lang=(kode) hreflang=(kode) rel="nofollow" { (nama) } }
                }
            }
        } }
    }
}

/// The same address without its last stroke.
async fn tanpa_garis(p: Permintaan) -> Response {
    lihat(&p.ke("/"))
}

/// `/{daerah}/`.
async fn beranda(p: Permintaan) -> Result<Response, Gagal> {
    let (b, d) = (p.b, &p.profil.daerah);
    let judul = b.isi("Layanan {daerah}", &[("daerah", &d.nama)]);
    let dicari = layanan_utama(&p).await?;
    let angka = angka_bulan_ini(&p).await?;
    let isi = html! {
        (umum::peragaan(&p))
        h1 { (judul) }
        (umum::kotak_cari(b, &p.ke("/cari"), b.t("Cari layanan, peraturan, laporan warga, atau istilah"), ""))
        h2 { (b.t("Yang paling sering dicari")) }
        ul.kisi {
            (kartu(&p.ke("/pengaduan"), b.t("Laporkan masalah"), b.t("Jalan rusak, lampu mati, sampah, pelayanan. Tanpa akun, juga untuk usul dan pertanyaan.")))
            (kartu(&p.ke("/pengaduan/lacak"), b.t("Lacak laporan"), b.t("Lihat sampai di mana laporan Anda, tanggapi jawabannya.")))
            @for t in &dicari {
                (kartu(&p.ke(&format!("/layanan/{}", ui::enkode(t.entri.teks("kode")))), nama_layanan(b, &t.entri.isi), t.entri.teks("waktu")))
            }
        }
        p { a href=(p.ke("/layanan")) { (b.t("Lihat semua layanan")) } }
        section aria-labelledby="angka" {
            h2 #angka { (b.t("Laporan warga bulan ini")) }
            (ui::papan::papan(b, d.kode.as_str(), &angka.0))
            p { (angka.1) " " a href=(p.ke("/transparansi")) { (b.t("Lihat bagaimana laporan ditangani")) } }
            p.jelaskan { (b.t("Hanya laporan yang terbuka untuk umum yang dihitung di sini.")) }
        }
        section aria-labelledby="bertemu" {
            h2 #bertemu { (b.t("Bicara dengan orang")) }
            div.kolom { (umum::kontak(b, &p.profil)) }
        }
    };
    Ok(umum::lebar(&p, &judul, isi))
}

fn kartu(ke: &str, judul: &str, teks: &str) -> Markup {
    html! { li { a.kartu href=(ke) { h3 { (judul) } p { (teks) } } } }
}

/// How many services stand on the start page.
const UTAMA: usize = 4;
/// What every household needs one day; a regency without one of these shows another of its services instead.
const SETIAP_KELUARGA: [&str; UTAMA] = ["ktp-el", "kartu-keluarga", "akta-kelahiran", "jkn"];

/// The public services that people come for, filled up by name.
async fn layanan_utama(p: &Permintaan) -> Result<Vec<Tampak>, Galat> {
    let (_, w) = umum::terbuka(p, "layanan")?;
    let publik = ("jenis".to_owned(), vec!["publik".to_owned()]);
    let kode = ("kode".to_owned(), SETIAP_KELUARGA.map(str::to_owned).to_vec());
    let mut utama: Vec<Tampak> = Vec::new();
    for medan in [vec![publik.clone(), kode], vec![publik]] {
        let saring = Saringan {
            medan,
            ..Saringan::default()
        };
        let d = Daftar {
            saring,
            urut: layanan::menurut_nama(),
            setelah: None,
            batas: 2 * UTAMA,
        };
        let ada = p.app.store.daftar(&w, &Pelaku::Publik, &d).await?.entri;
        utama.extend(
            ada.into_iter()
                .filter(|t| utama.iter().all(|u| u.entri.id != t.entri.id))
                .collect::<Vec<_>>(),
        );
    }
    let tempat = |t: &Tampak| {
        SETIAP_KELUARGA
            .iter()
            .position(|k| *k == t.entri.teks("kode"))
            .unwrap_or(UTAMA)
    };
    utama.sort_by_key(tempat);
    utama.truncate(UTAMA);
    Ok(utama)
}

/// Months of filing behind the average.
const BULAN_RATA: i64 = 3;

/// Figures of the month, each with the list behind it, and how fast answers came, as a sentence. From the running
/// figures: O(1), whatever the number of reports.
async fn angka_bulan_ini(p: &Permintaan) -> Result<(Papan, String), Galat> {
    let b = p.b;
    let kini = p.profil.kalender.setempat(p.app.store.jam().kini());
    let bulan = |mundur: i64| {
        kini.saturating_sub(jiff::Span::new().months(mundur))
            .strftime("%Y-%m")
            .to_string()
    };
    let (dari, sampai) = (bulan(BULAN_RATA - 1), bulan(0));
    let angka = p
        .app
        .store
        .rekap(p.daerah(), "pengaduan", "semua", &dari, &sampai)
        .await?;
    let jumlah = |pilih: &[&str]| -> i64 {
        angka
            .iter()
            .filter(|a| a.masa == sampai)
            .filter_map(|a| Some((a.ukuran.strip_prefix("terbit:")?, a.jumlah)))
            .filter(|(k, _)| pilih.is_empty() || pilih.contains(k))
            .map(|(_, n)| n)
            .sum()
    };
    let satu = |label: &str, pilih: &[&str]| {
        let tambah: String = pilih.iter().map(|k| format!("&keadaan={k}")).collect();
        Angka {
            label: b.t(label).to_owned(),
            nilai: jumlah(pilih),
            tautan: Some(format!("pengaduan/daftar?masa=bulan-ini{tambah}")),
        }
    };
    let butir = vec![
        satu("laporan masuk", &[]),
        satu("sedang ditangani", &["diteruskan", "dikerjakan"]),
        satu("sudah dijawab atau selesai", &["dijawab", "selesai"]),
    ];
    let semua = |ukuran: &str| -> i64 {
        angka
            .iter()
            .filter(|a| a.ukuran == ukuran)
            .map(|a| a.jumlah)
            .sum()
    };
    let rata = match semua("dijawab") {
        0 => b.t("Belum ada laporan yang dijawab.").to_owned(),
        n => {
            let (rata, n) = (
                umum::sepersepuluh(b, semua("jawaban_jam") as f64 / 24.0 / n as f64),
                ui::tampil::angka(n),
            );
            b.isi(
                "Jawaban pertama datang rata-rata dalam {rata} hari ({n} laporan tiga bulan terakhir).",
                &[("rata", &rata), ("n", &n)],
            )
        }
    };
    Ok((
        Papan {
            judul: String::new(),
            blok: vec![Blok::Angka { butir }],
        },
        rata,
    ))
}
