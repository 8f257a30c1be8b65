//! The administrator's pages about programs that keep accounts: which there are, and how long their tokens last; each of
//! them is in [`satu`].

mod satu;

use std::collections::BTreeMap;

use axum::{
    Router,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use kernel::{
    Galat, GalatMedan, Medan, Peran, Peta,
    kalender::saat,
    nilai::{Jenis, Opsi, dari_formulir, periksa_objek},
};
use maud::{Markup, html};
use serde_json::{Value, json};
use store::scim::KlienScim;
use ui::{
    daftar::{Baris, Kolom},
    formulir::Isian,
};
use web::{Aplikasi, Bilik, Formulir, Gagal, Permintaan};

use crate::klien::{self, BERLAKU, Baru, MAKS_BERLAKU, Masa};

/// Name in the menu.
const KODE: &str = "scim";

/// The room in the workspace, for who answers for accounts.
pub const BILIK: Bilik = Bilik {
    kode: KODE,
    label: "Program pengelola akun",
    jalur: "/kerja/scim",
    untuk: |p| p.pelaku.akun().is_some_and(|a| a.ber(Peran::Administrator)),
};

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/scim", get(daftar))
        .route("/{daerah}/kerja/scim/baru", get(baru).post(tambah))
        .route("/{daerah}/kerja/scim/{id}", get(satu::halaman))
        .route("/{daerah}/kerja/scim/{id}/peran", post(satu::peran))
        .route("/{daerah}/kerja/scim/{id}/token", post(satu::token))
        .route("/{daerah}/kerja/scim/{id}/aktif", post(satu::aktif))
}

fn medan_nama() -> Medan {
    Medan::baru("nama", "Nama program", Jenis::Teks { maks: 80 })
        .bantuan("Seperti yang tampil di riwayat akun, misalnya Direktori pegawai.")
}

/// The roles that a program may grant.
fn medan_peran() -> Medan {
    let boleh = Peran::SEMUA.into_iter().filter(|p| *p != Peran::Administrator);
    let opsi = boleh.map(|p| Opsi {
        kode: p.kode().into(),
        label: p.label().into(),
    });
    Medan::baru(
        "peran",
        "Peran yang boleh diberikan",
        Jenis::Beberapa(opsi.collect()),
    )
    .boleh_kosong()
    .bantuan("Kosong: program membuka, mengubah, dan menutup akun, tetapi perannya Anda yang memberikan.")
}

fn medan_berlaku() -> Medan {
    let maks = i64::from(MAKS_BERLAKU);
    Medan::baru(
        "berlaku",
        "Token berlaku (hari)",
        Jenis::Bilangan { min: 1, maks },
    )
    .bantuan("Setelah itu program berhenti bekerja sampai diberi token baru.")
}

/// What these fields of a form say, checked one by one.
fn terisi(p: &Permintaan, f: &Formulir, medan: &[Medan]) -> Result<Peta, Galat> {
    periksa_objek(medan, &dari_formulir(medan, &f.medan), &p.profil).map_err(Galat::Isian)
}

fn baca_peran(isi: &Peta) -> Vec<Peran> {
    let semua = isi.get("peran").and_then(Value::as_array).into_iter().flatten();
    semua.filter_map(|v| Peran::dari_kode(v.as_str()?)).collect()
}

fn baca_berlaku(isi: &Peta) -> u16 {
    let hari = isi.get("berlaku").and_then(Value::as_u64).unwrap_or_default();
    u16::try_from(hari).unwrap_or_default()
}

/// How a program is, in a coloured word.
fn keadaan(p: &Permintaan, k: &KlienScim) -> Markup {
    let b = p.b;
    let kini = p.app.store.jam().kini().as_millisecond();
    match klien::masa(k.kadaluarsa, kini) {
        _ if !k.aktif => ui::tampil::tanda_kata("abu", b.t("Dimatikan")),
        Masa::Habis => ui::tampil::tanda_kata("merah", b.t("Token habis")),
        Masa::Dekat(hari) => {
            let kata = b.isi("Token habis {n} hari lagi", &[("n", &hari.to_string())]);
            ui::tampil::tanda_kata("jingga", &kata)
        }
        Masa::Panjang => ui::tampil::tanda_kata("hijau", b.t("Menyala")),
    }
}

fn peran_dalam_kata(p: &Permintaan, k: &KlienScim) -> Markup {
    html! {
        @if k.peran.is_empty() { (p.b.t("tidak satu pun")) }
        @for (i, r) in k.peran.iter().enumerate() { @if i > 0 { br; } (p.b.t(r.label())) }
    }
}

fn terakhir(p: &Permintaan, k: &KlienScim) -> String {
    match k.terakhir {
        Some(ms) => p.profil.kalender.waktu_pendek(p.b, saat(ms)),
        None => p.b.t("belum pernah").to_owned(),
    }
}

async fn daftar(p: Permintaan) -> Result<Response, Gagal> {
    p.administrator()?;
    let b = p.b;
    let semua = p.app.store.scim_klien(p.daerah()).await?;
    let kini = p.app.store.jam().kini().as_millisecond();
    let hampir = semua
        .iter()
        .filter(|k| k.aktif && klien::masa(k.kadaluarsa, kini) != Masa::Panjang)
        .count();
    let kepala = [
        "Program",
        "Peran yang boleh diberikan",
        "Keadaan",
        "Token sampai",
        "Dipakai terakhir",
    ];
    let kolom = kepala.map(|k| Kolom::polos(b.t(k)));
    let baris: Vec<Baris> = semua
        .iter()
        .map(|k| Baris {
            id: k.id.to_string(),
            href: p.ke(&format!("/kerja/scim/{}", k.id)),
            sel: vec![
                html! { (k.nama) },
                peran_dalam_kata(&p, k),
                keadaan(&p, k),
                html! { (p.profil.kalender.waktu_pendek(b, saat(k.kadaluarsa))) },
                html! { (terakhir(&p, k)) },
            ],
        })
        .collect();
    let judul = b.t("Program pengelola akun");
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Program penyedia identitas daerah (SCIM) yang membuka, mengubah, dan menutup akun pegawai.")) }
        p { (b.t("Alamat untuk pengelola program")) ": " code { (p.app.url_dasar) (p.ke("/scim/v2")) } }
        @if hampir > 0 {
            div.peringatan.peringatan-jingga {
                p { (b.isi("{n} program tokennya habis atau hampir habis. Buat token baru di halaman program itu dan pasang di sana; sesudah habis, akun tidak lagi dibuka dan ditutup olehnya.", &[("n", &hampir.to_string())])) }
            }
        }
        div.tombol-baris { a.tombol href=(p.ke("/kerja/scim/baru")) { (b.t("Daftarkan program")) } }
        @if baris.is_empty() {
            (ui::tampil::kosong(b.t("Belum ada program."), b.t("Daftarkan satu bila direktori pegawai daerah Anda mengenal SCIM."), None))
        } @else {
            (ui::daftar::tabel(&kolom, baris, false))
        }
    };
    Ok(p.ruang(judul, KODE, isi))
}

fn halaman_baru(
    p: &Permintaan,
    mentah: Option<&BTreeMap<String, Vec<String>>>,
    galat: &[GalatMedan],
) -> Response {
    let b = p.b;
    let medan = [medan_nama(), medan_peran(), medan_berlaku()];
    let nilai: Peta = [("berlaku".to_owned(), json!(BERLAKU))].into_iter().collect();
    let i = Isian {
        mentah,
        ..Isian::baru(b, &p.profil, &nilai, galat)
    };
    let judul = b.t("Daftarkan program");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/scim")) { (b.t("Program pengelola akun")) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &medan))
            h1 { (judul) }
            p { (b.t("Tokennya dibuatkan dan ditampilkan satu kali setelah tersimpan. Siapa memegangnya dapat membuka dan menutup akun pegawai.")) }
            form method="post" action=(p.ke("/kerja/scim/baru")) data-jaga {
                (ui::formulir::csrf(p.csrf()))
                (ui::formulir::semua(&i, &medan))
                div.tombol-baris {
                    button.tombol type="submit" { (judul) }
                    a href=(p.ke("/kerja/scim")) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, KODE, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

async fn baru(p: Permintaan) -> Result<Response, Gagal> {
    p.administrator()?;
    let mentah = p.ambil_titipan(&p.jalur).await?;
    Ok(halaman_baru(&p, mentah.as_ref(), &[]))
}

async fn tambah(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let oleh = p.administrator()?;
    let hasil = match terisi(&p, &f, &[medan_nama(), medan_peran(), medan_berlaku()]) {
        Ok(isi) => {
            let nama = isi.get("nama").and_then(Value::as_str).unwrap_or_default();
            let b = Baru {
                nama: nama.to_owned(),
                peran: baca_peran(&isi),
                berlaku: baca_berlaku(&isi),
            };
            klien::tambah(&p.app.store, oleh, p.daerah(), b).await
        }
        Err(g) => Err(g),
    };
    match hasil {
        Ok((k, token)) => Ok(satu::sekali(&p, &k, p.b.t("Program terdaftar"), &token)),
        Err(Galat::Isian(galat)) => Ok(halaman_baru(&p, Some(&f.medan), &galat)),
        Err(g) => Err(g.into()),
    }
}
