//! Akun pegawai: who may log in, as what. For administrators of the regency only; what they do here is
//! [`identity`]'s, as at the command line, and a line in the log.

mod kunci;
mod luar;
pub(super) mod perubahan;
mod satu;

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::Query,
    http::{HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};
use identity::{Oleh, Orang};
use kernel::{
    Galat, GalatMedan, Medan, Peran, Peta,
    kalender::saat,
    nilai::{Jenis, KodeUnit, Nip, Opsi, Sumber, Surel, periksa_objek},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{AkunSimpan, Kehadiran};
use ui::{
    daftar::{Baris, Kolom},
    formulir::Isian,
};
use uuid::Uuid;

use crate::{Aplikasi, Formulir, Gagal, Permintaan};

/// Name in addresses and in the menu; no register may have it as its code.
pub(super) const KODE: &str = "akun";

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/akun", get(daftar))
        .route("/{daerah}/kerja/akun/baru", get(baru).post(tambah))
        .route("/{daerah}/kerja/akun/perubahan", get(perubahan::halaman))
        .merge(satu::rute())
        .merge(kunci::rute())
        .merge(luar::rute())
}

/// Whose hand it is, if it is an administrator's.
fn administrator(p: &Permintaan) -> Result<Oleh, Galat> {
    p.harus_akun()?;
    let a = p.akun()?;
    if a.ber(Peran::Administrator) {
        Ok(Oleh::Akun(a.id))
    } else {
        Err(Galat::Ditolak("Halaman ini untuk administrator akun.".into()))
    }
}

async fn cari(p: &Permintaan, id: &str) -> Result<AkunSimpan, Galat> {
    let id: Uuid = id.parse().map_err(|_| Galat::TidakDitemukan)?;
    let semua = p.app.store.semua_akun(p.daerah()).await?;
    semua
        .into_iter()
        .find(|a| a.akun.id == id)
        .ok_or(Galat::TidakDitemukan)
}

fn medan_peran() -> Medan {
    let opsi = Peran::SEMUA.map(|p| Opsi {
        kode: p.kode().into(),
        label: p.label().into(),
    });
    let baris = vec![
        Medan::baru("peran", "Peran", Jenis::Pilihan(opsi.to_vec())),
        Medan::baru("unit", "Perangkat daerah", Jenis::DariProfil(Sumber::Unit)),
    ];
    Medan::baru("peran", "Peran", Jenis::Bagian(baris))
        .bantuan("Satu baris untuk setiap peran. Kosongkan sebuah baris untuk mencabutnya.")
}

/// Where letters about work go.
pub(super) fn medan_surel() -> Medan {
    Medan::baru("surel", "Surel", Jenis::Surel)
        .boleh_kosong()
        .bantuan("Untuk surat tugas: laporan yang diserahkan, atau pesan yang menunggu. Boleh dikosongkan.")
}

/// The address that a form names.
pub(super) fn baca_surel(isi: &Peta) -> Option<Surel> {
    isi.get("surel")
        .and_then(Value::as_str)
        .and_then(|s| Surel::baru(s).ok())
}

/// The number of an official.
fn medan_nip() -> Medan {
    Medan::baru("nip", "NIP", Jenis::Nip)
        .boleh_kosong()
        .bantuan("18 angka, untuk pegawai yang punya. Setelah tersimpan, orang lain hanya melihat empat angka terakhirnya.")
}

/// The number that a form names.
fn baca_nip(isi: &Peta) -> Option<Nip> {
    isi.get("nip")
        .and_then(Value::as_str)
        .and_then(|s| Nip::baru(s).ok())
}

fn medan_baru() -> [Medan; 5] {
    [
        Medan::baru("pengguna", "Nama pengguna", Jenis::Teks { maks: 80 }).bantuan(
            "Huruf kecil, angka, titik, atau garis, misalnya ni.made. Tidak dapat diganti kemudian.",
        ),
        Medan::baru("nama", "Nama lengkap", Jenis::Teks { maks: 120 }),
        medan_nip(),
        medan_surel(),
        medan_peran(),
    ]
}

/// The roles that a form names.
fn baca_peran(isi: &Peta) -> Vec<(Peran, KodeUnit)> {
    let satu = |v: &Value| {
        let peran = Peran::dari_kode(v.get("peran")?.as_str()?)?;
        Some((peran, KodeUnit(v.get("unit")?.as_str()?.to_owned())))
    };
    let mut semua: Vec<_> = isi
        .get("peran")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(satu)
        .collect();
    semua.sort();
    semua.dedup();
    semua
}

fn tulis_peran(a: &AkunSimpan) -> Peta {
    let baris: Vec<Value> = a
        .akun
        .peran
        .iter()
        .map(|(p, u)| json!({ "peran": p.kode(), "unit": u }))
        .collect();
    [("peran".to_owned(), baris.into())].into_iter().collect()
}

/// The roles as they stand now, in one word: a form that was made from others is stale.
fn sidik_peran(a: &AkunSimpan) -> String {
    let satu: Vec<String> = a
        .akun
        .peran
        .iter()
        .map(|(p, u)| format!("{}:{u}", p.kode()))
        .collect();
    satu.join(" ")
}

fn peran_dalam_kata(p: &Permintaan, a: &AkunSimpan) -> Markup {
    html! { @for (i, (r, u)) in a.akun.peran.iter().enumerate() {
        @if i > 0 { br; }
        (p.b.t(r.label())) ", " (p.profil.nama_unit(u.as_str()))
    } }
}

fn keadaan(p: &Permintaan, a: &AkunSimpan) -> Markup {
    if a.aktif {
        ui::tampil::tanda_kata("hijau", p.b.t("Aktif"))
    } else {
        ui::tampil::tanda_kata("abu", p.b.t("Ditutup"))
    }
}

fn terakhir(p: &Permintaan, k: &Kehadiran) -> Option<String> {
    k.terakhir.map(|ms| p.profil.kalender.waktu_pendek(p.b, saat(ms)))
}

#[derive(Deserialize)]
struct Cari {
    kata: Option<String>,
}

async fn daftar(p: Permintaan, Query(q): Query<Cari>) -> Result<Response, Gagal> {
    administrator(&p)?;
    let b = p.b;
    let hadir = p.app.store.kehadiran(p.daerah()).await?;
    let kata = q.kata.unwrap_or_default();
    let dicari = kata.trim().to_lowercase();
    let cocok = |a: &AkunSimpan| {
        let unit = a
            .akun
            .peran
            .iter()
            .map(|(_, u)| p.profil.nama_unit(u.as_str()).to_lowercase());
        [a.akun.nama.to_lowercase(), a.akun.pengguna.clone()]
            .into_iter()
            .chain(unit)
            .any(|t| t.contains(&dicari))
    };
    let semua: Vec<AkunSimpan> = p
        .app
        .store
        .semua_akun(p.daerah())
        .await?
        .into_iter()
        .filter(cocok)
        .collect();
    let kepala =
        ["Nama", "Nama pengguna", "Peran", "Keadaan", "Masuk terakhir"].map(|k| Kolom::polos(b.t(k)));
    let jumlah = b.isi(
        "{n} akun",
        &[(
            "n",
            &ui::tampil::angka(i64::try_from(semua.len()).unwrap_or(i64::MAX)),
        )],
    );
    let baris: Vec<Baris> = semua
        .iter()
        .map(|a| Baris {
            id: a.akun.id.to_string(),
            href: p.ke(&format!("/kerja/akun/{}", a.akun.id)),
            sel: vec![
                html! { (a.akun.nama) },
                html! { (a.akun.pengguna) },
                peran_dalam_kata(&p, a),
                html! { (keadaan(&p, a)) @if a.dua_langkah { " " (ui::tampil::tanda_kata("biru", b.t("Dua langkah"))) } },
                html! { @if let Some(t) = hadir.get(&a.akun.id).and_then(|k| terakhir(&p, k)) { (t) } },
            ],
        })
        .collect();
    let judul = b.t("Akun pegawai");
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Siapa boleh masuk ke ruang kerja, dan sebagai apa.")) }
        div.tombol-baris {
            a.tombol href=(p.ke("/kerja/akun/baru")) { (b.t("Tambah akun")) }
            a.tombol.tombol-dua href=(p.ke(perubahan::JALUR)) { (b.t("Perubahan akun")) }
        }
        form.saringan method="get" action=(p.ke("/kerja/akun")) role="search" {
            div.medan {
                label for="s-kata" { (b.t("Cari nama atau perangkat daerah")) }
                input #s-kata type="search" name="kata" value=(kata);
            }
            button.tombol.tombol-dua type="submit" { (b.t("Cari")) }
        }
        @if baris.is_empty() {
            (ui::tampil::kosong(b.t("Tidak ada akun yang cocok."), b.t("Periksa ejaan kata yang dicari."), Some((b.t("Tampilkan semua akun"), &p.ke("/kerja/akun")))))
        } @else {
            (ui::daftar::tabel(&kepala, baris, false))
            p { (jumlah) }
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
    let (medan, nilai) = (medan_baru(), Peta::new());
    let i = Isian {
        mentah,
        ..Isian::baru(b, &p.profil, &nilai, galat)
    };
    let judul = b.t("Tambah akun");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/akun")) { (b.t("Akun pegawai")) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &medan))
            h1 { (judul) }
            p { (b.t("Kata sandi dibuatkan dan ditampilkan satu kali setelah akun tersimpan.")) }
            form method="post" action=(p.ke("/kerja/akun/baru")) data-jaga {
                (ui::formulir::csrf(p.csrf()))
                (ui::formulir::semua(&i, &medan))
                div.tombol-baris {
                    button.tombol type="submit" { (judul) }
                    a href=(p.ke("/kerja/akun")) { (b.t("Batal")) }
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
    administrator(&p)?;
    let mentah = p.ambil_titipan(&p.jalur).await?;
    Ok(halaman_baru(&p, mentah.as_ref(), &[]))
}

async fn tambah(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let oleh = administrator(&p)?;
    let medan = medan_baru();
    let isi = kernel::nilai::dari_formulir(&medan, &f.medan);
    let hasil = match periksa_objek(&medan, &isi, &p.profil) {
        Ok(isi) => {
            let teks = |k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (pengguna, nama) = (teks("pengguna"), teks("nama"));
            let orang = Orang {
                pengguna: &pengguna,
                nama: &nama,
                peran: baca_peran(&isi),
                nip: baca_nip(&isi),
                surel: baca_surel(&isi),
            };
            p.app.identitas.tambah_akun(oleh, p.daerah(), orang, None).await
        }
        Err(galat) => Err(Galat::Isian(galat)),
    };
    match hasil {
        Ok((a, sandi)) => Ok(sandi_sekali(
            &p,
            &a,
            p.b.t("Akun tersimpan"),
            sandi.as_deref().unwrap_or_default(),
        )),
        Err(Galat::Isian(galat)) => Ok(halaman_baru(&p, Some(&f.medan), &galat)),
        Err(g) => Err(g.into()),
    }
}

/// The password, on a page that is no address, so that it stays out of histories and logs.
fn sandi_sekali(p: &Permintaan, a: &AkunSimpan, judul: &str, sandi: &str) -> Response {
    let b = p.b;
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            dl.daftar-ringkas {
                div { dt { (b.t("Nama")) } dd { (a.akun.nama) } }
                div { dt { (b.t("Nama pengguna")) } dd { b { (a.akun.pengguna) } } }
                div { dt { (b.t("Kata sandi")) } dd { b.kode { (sandi) } } }
            }
            p { (b.t("Sampaikan kata sandi ini langsung kepada pemilik akun sekarang; ia tidak ditampilkan lagi. Bila hilang, buat kata sandi baru.")) }
            div.tombol-baris {
                a.tombol href=(p.ke(&format!("/kerja/akun/{}", a.akun.id))) { (b.t("Lanjut")) }
                a.tombol.tombol-dua href=(p.ke("/kerja/akun")) { (b.t("Akun pegawai")) }
            }
        }
    };
    let mut r = p.ruang(judul, KODE, isi);
    r.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    r
}
