//! The pages of the workspace: the administrator's list of applications and each of them, and everybody's own.

mod satu;
mod saya;

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
    nilai::{Jenis, Opsi, Sumber},
};
use maud::{Markup, html};
use serde_json::{Value, json};
use store::sso::{Bagi, Klien, Masuk, Setelan};
use ui::{
    daftar::{Baris, Kolom},
    formulir::Isian,
};
use web::{Aplikasi, Formulir, Gagal, Permintaan};

use crate::klien::{self, Baru};

/// Name in the menu.
const KODE: &str = "sso";

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/sso", get(daftar))
        .route("/{daerah}/kerja/sso/baru", get(baru).post(tambah))
        .route("/{daerah}/kerja/sso/saya", get(saya::halaman))
        .route("/{daerah}/kerja/sso/saya/cabut", post(saya::cabut))
        .route("/{daerah}/kerja/sso/{kode}", get(satu::halaman).post(satu::ubah))
        .route("/{daerah}/kerja/sso/{kode}/rahasia", post(satu::rahasia))
        .route("/{daerah}/kerja/sso/{kode}/aktif", post(satu::aktif))
}

/// The fields of an application; `publik` is asked once.
fn medan(baru: bool) -> Vec<Medan> {
    let opsi = Peran::SEMUA.map(|p| Opsi {
        kode: p.kode().into(),
        label: p.label().into(),
    });
    let baris = vec![
        Medan::baru("peran", "Peran", Jenis::Pilihan(opsi.to_vec())).boleh_kosong(),
        Medan::baru("unit", "Perangkat daerah", Jenis::DariProfil(Sumber::Unit)).boleh_kosong(),
    ];
    let mut semua = vec![
        Medan::baru("nama", "Nama aplikasi", Jenis::Teks { maks: 80 })
            .bantuan("Seperti yang dikenal pegawai, misalnya SIMPEG."),
        Medan::baru("alamat", "Alamat balik", Jenis::Daftar { maks: 20 })
            .bantuan("Satu sebaris (redirect URI), persis seperti yang dikirim aplikasinya."),
        Medan::baru(
            "alamat_keluar",
            "Alamat setelah keluar",
            Jenis::Daftar { maks: 20 },
        )
        .boleh_kosong()
        .bantuan("Satu sebaris. Kosongkan bila aplikasinya tidak memakainya."),
        Medan::baru("semua", "Semua pegawai boleh memakainya", Jenis::YaTidak).boleh_kosong(),
        Medan::baru("bagi", "Atau hanya", Jenis::Bagian(baris))
            .boleh_kosong()
            .bantuan(
                "Peran, perangkat daerah, atau keduanya. Siapa yang memenuhi satu baris boleh memakainya.",
            ),
        Medan::baru(
            "tanpa_tanya",
            "Milik daerah sendiri: pegawai tidak ditanya lebih dulu",
            Jenis::YaTidak,
        )
        .boleh_kosong(),
    ];
    if baru {
        semua.push(
            Medan::baru("publik", "Tidak dapat menyimpan rahasia", Jenis::YaTidak)
                .boleh_kosong()
                .bantuan("Untuk aplikasi yang seluruhnya berjalan di peramban atau telepon."),
        );
    }
    semua
}

fn teks<'a>(v: &'a Value, k: &str) -> Option<&'a str> {
    v.get(k).and_then(Value::as_str).filter(|s| !s.is_empty())
}

/// What a form says; checked by [`klien`].
fn baca(isi: &Peta) -> Baru {
    let daftar = |k: &str| -> Vec<String> {
        let semua = isi.get(k).and_then(Value::as_array).into_iter().flatten();
        semua.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let ya = |k: &str| isi.get(k).and_then(Value::as_bool).unwrap_or_default();
    let baris = isi.get("bagi").and_then(Value::as_array).into_iter().flatten();
    let satu = |v: &Value| Bagi {
        peran: teks(v, "peran").map(str::to_owned),
        unit: teks(v, "unit").map(str::to_owned),
    };
    // A row that says nothing would mean everybody.
    let mut bagi: Vec<Bagi> = baris.map(satu).filter(|b| *b != Bagi::default()).collect();
    if ya("semua") {
        bagi = vec![Bagi::default()];
    }
    Baru {
        nama: isi
            .get("nama")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        setelan: Setelan {
            alamat: daftar("alamat"),
            alamat_keluar: daftar("alamat_keluar"),
            bagi,
            tanpa_tanya: ya("tanpa_tanya"),
        },
        publik: ya("publik"),
    }
}

/// The form that says it.
fn tulis(k: &Klien) -> Peta {
    let s = &k.setelan;
    let semua = s.bagi.contains(&Bagi::default());
    let bagi: &[Bagi] = if semua { &[] } else { &s.bagi };
    let nilai = json!({
        "nama": k.nama, "alamat": s.alamat, "alamat_keluar": s.alamat_keluar,
        "semua": semua, "bagi": bagi, "tanpa_tanya": s.tanpa_tanya,
    });
    match nilai {
        Value::Object(o) => o,
        _ => Peta::new(),
    }
}

fn keadaan(p: &Permintaan, k: &Klien) -> Markup {
    if k.aktif {
        ui::tampil::tanda_kata("hijau", p.b.t("Menyala"))
    } else {
        ui::tampil::tanda_kata("abu", p.b.t("Dimatikan"))
    }
}

/// Who may use it, in words.
fn bagi_dalam_kata(p: &Permintaan, k: &Klien) -> Markup {
    let b = p.b;
    let satu = |x: &Bagi| {
        let peran = x.peran.as_deref().and_then(Peran::dari_kode);
        let peran = peran.map_or(b.t("Semua pegawai"), |r| b.t(r.label()));
        match &x.unit {
            Some(u) => format!("{peran}, {}", p.profil.nama_unit(u)),
            None => peran.to_owned(),
        }
    };
    html! { @for (i, x) in k.setelan.bagi.iter().enumerate() { @if i > 0 { br; } (satu(x)) } }
}

async fn daftar(p: Permintaan) -> Result<Response, Gagal> {
    p.administrator()?;
    let b = p.b;
    let semua = p.app.store.sso_semua_klien(p.daerah()).await?;
    let baris: Vec<Baris> = semua
        .iter()
        .map(|k| Baris {
            id: k.id.clone(),
            href: p.ke(&format!("/kerja/sso/{}", k.id)),
            sel: vec![
                html! { (k.nama) },
                bagi_dalam_kata(&p, k),
                keadaan(&p, k),
                html! { (p.profil.kalender.waktu_pendek(b, saat(k.dibuat))) },
            ],
        })
        .collect();
    let judul = b.t("Aplikasi terhubung");
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Aplikasi lain yang dimasuki pegawai dengan akun Praja (OpenID Connect).")) }
        p { (b.t("Alamat penerbit untuk pengelola aplikasi")) ": " code { (crate::minta::penerbit(&p.app.url_dasar, p.daerah().as_str())) } }
        div.tombol-baris { a.tombol href=(p.ke("/kerja/sso/baru")) { (b.t("Daftarkan aplikasi")) } }
        @if baris.is_empty() {
            (ui::tampil::kosong(b.t("Belum ada aplikasi."), b.t("Daftarkan satu, lalu berikan id dan rahasianya kepada pengelolanya."), None))
        } @else {
            (ui::daftar::tabel(&["Nama aplikasi", "Boleh dipakai", "Keadaan", "Terdaftar"].map(|k| Kolom::polos(b.t(k))), baris, false))
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
    let (medan, nilai) = (medan(true), Peta::new());
    let i = Isian {
        mentah,
        ..Isian::baru(b, &p.profil, &nilai, galat)
    };
    let judul = b.t("Daftarkan aplikasi");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/sso")) { (b.t("Aplikasi terhubung")) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &medan))
            h1 { (judul) }
            p { (b.t("Id dan rahasia dibuatkan; rahasianya ditampilkan satu kali setelah tersimpan.")) }
            form method="post" action=(p.ke("/kerja/sso/baru")) data-jaga {
                (ui::formulir::csrf(p.csrf()))
                (ui::formulir::semua(&i, &medan))
                div.tombol-baris {
                    button.tombol type="submit" { (judul) }
                    a href=(p.ke("/kerja/sso")) { (b.t("Batal")) }
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

/// The fields of a form, checked one by one, as [`klien`] takes them.
fn terisi(p: &Permintaan, f: &Formulir, baru: bool) -> Result<Baru, Galat> {
    let medan = medan(baru);
    let isi = kernel::nilai::dari_formulir(&medan, &f.medan);
    let isi = kernel::nilai::periksa_objek(&medan, &isi, &p.profil).map_err(Galat::Isian)?;
    Ok(baca(&isi))
}

async fn tambah(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let oleh = p.administrator()?;
    let hasil = match terisi(&p, &f, true) {
        Ok(b) => klien::tambah(&p.app.store, oleh, p.daerah(), b).await,
        Err(g) => Err(g),
    };
    match hasil {
        Ok((k, rahasia)) => Ok(satu::sekali(
            &p,
            &k,
            p.b.t("Aplikasi terdaftar"),
            rahasia.as_deref(),
        )),
        Err(Galat::Isian(galat)) => Ok(halaman_baru(&p, Some(&f.medan), &galat)),
        Err(g) => Err(g.into()),
    }
}

/// The last sign-ins: of persons, or to applications.
fn tabel_masuk(p: &Permintaan, semua: &[Masuk], orang: bool) -> Markup {
    let b = p.b;
    let waktu = b.t("Waktu");
    html! {
        @if semua.is_empty() {
            p { (b.t("Belum ada yang masuk.")) }
        } @else {
            table {
                caption { (b.t("Masuk terakhir; riwayat disimpan setahun")) }
                thead { tr { th scope="col" { (waktu) } th scope="col" { @if orang { (b.t("Nama")) } @else { (b.t("Aplikasi")) } } } }
                tbody { @for m in semua { tr {
                    td { (p.profil.kalender.waktu_pendek(b, saat(m.waktu))) }
                    td { @if orang { (m.nama_akun) " (" (m.pengguna) ")" } @else { (m.nama_klien) } }
                } } }
            }
        }
    }
}
