//! One's own passkeys: made, listed, taken away. Making one takes two pages: the first asks for name and password, the
//! second lets the browser make it, so that nobody touches a device for nothing.

use axum::{
    Router,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use data_encoding::BASE64URL_NOPAD;
use identity::{MAKS_KUNCI, MAKS_NAMA_KUNCI};
use kernel::{Galat, GalatMedan, Medan, kalender::saat, nilai::Jenis};
use maud::{Markup, html};
use store::KunciSandi;
use ui::formulir::Isian;

use super::{Selesai, harus_sandi, menu};
use crate::{
    Aplikasi, Formulir, Gagal, Permintaan,
    kunci::{self, SANDI},
    lihat,
    permintaan::SESI,
};

pub(super) const JALUR: &str = "/kerja/sandi/kunci-sandi";

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/sandi/kunci-sandi", get(halaman).post(mulai))
        .route("/{daerah}/kerja/sandi/kunci-sandi/pasang", post(pasang))
        .route(
            "/{daerah}/kerja/sandi/kunci-sandi/satu/{id}",
            get(tanya).post(hapus),
        )
}

fn medan_nama() -> Medan {
    let maks = MAKS_NAMA_KUNCI;
    Medan::baru("nama", "Nama kunci sandi", Jenis::Teks { maks })
        .bantuan("Supaya Anda mengenalinya nanti, misalnya HP kantor.")
}

async fn halaman(p: Permintaan, Query(q): Query<Selesai>) -> Result<Response, Gagal> {
    p.harus_akun()?;
    tampilkan(&p, q.selesai.as_deref(), "", &[]).await
}

async fn tampilkan(
    p: &Permintaan,
    selesai: Option<&str>,
    nama: &str,
    galat: &[GalatMedan],
) -> Result<Response, Gagal> {
    let b = p.b;
    let semua = p.app.store.kunci_sandi(p.akun()?).await?;
    let judul = b.t("Kunci sandi");
    let waktu = |ms: i64| p.profil.kalender.waktu_pendek(b, saat(ms));
    let isi = html! {
        (menu(p, "kunci-sandi"))
        div.kolom {
            @match selesai {
                Some("hapus") => div.peringatan.peringatan-baik role="status" { p { (b.t("Kunci sandi sudah dihapus.")) } },
                Some(_) => div.peringatan.peringatan-baik role="status" { p { (b.t("Kunci sandi tersimpan. Coba pakai waktu masuk berikutnya.")) } },
                None => {},
            }
            (ui::formulir::ringkasan_galat(b, galat, &[medan_nama(), SANDI.medan()]))
            h1 { (judul) }
            p { (b.t("Masuk dengan sidik jari, wajah, atau PIN perangkat Anda, tanpa mengetik kata sandi. Kunci sandi tidak dapat dipancing halaman palsu.")) }
            p { (b.t("Setelah ada kunci sandi, kata sandi saja tidak cukup untuk masuk. Buat di dua perangkat, atau pasang juga verifikasi dua langkah, agar kehilangan satu perangkat tidak menutup akun Anda.")) }
            @for k in &semua {
                section.kartu {
                    h2 { (k.nama) }
                    dl.daftar-ringkas {
                        div { dt { (b.t("Sejak")) } dd { (waktu(k.dibuat)) } }
                        @if let Some(t) = k.terakhir { div { dt { (b.t("Terakhir dipakai")) } dd { (waktu(t)) } } }
                    }
                    p { a href=(alamat(p, k)) { (b.isi("Hapus “{nama}”", &[("nama", &k.nama)])) } }
                }
            }
            (formulir(p, semua.len(), nama, galat))
        }
    };
    Ok(jadi(p, judul, isi, galat))
}

/// The form of a new one, or why there is none.
fn formulir(p: &Permintaan, ada: usize, nama: &str, galat: &[GalatMedan]) -> Markup {
    let b = p.b;
    if !p.app.identitas.ada_kunci_sandi() {
        return html! {
            div.peringatan { p { (b.t("Kunci sandi belum dapat dibuat di sini: alamat situs ini harus https:// dengan nama domain. Administrator sistem dapat mengaturnya.")) } }
        };
    }
    if ada >= MAKS_KUNCI {
        let n = MAKS_KUNCI.to_string();
        return html! { p { (b.isi("Akun Anda sudah mempunyai {n} kunci sandi. Hapus yang tidak dipakai lagi.", &[("n", &n)])) } };
    }
    let nilai = [("nama".to_owned(), nama.into())].into_iter().collect();
    let i = Isian::baru(b, &p.profil, &nilai, galat);
    html! {
        h2 { (b.t("Kunci sandi baru")) }
        form method="post" action=(p.ke(JALUR)) {
            (ui::formulir::csrf(p.csrf()))
            (ui::formulir::semua(&i, &[medan_nama()]))
            (SANDI.gambar(p, galat))
            div.tombol-baris { button.tombol type="submit" { (b.t("Lanjut")) } }
        }
    }
}

fn alamat(p: &Permintaan, k: &KunciSandi) -> String {
    format!("{}/satu/{}", p.ke(JALUR), BASE64URL_NOPAD.encode(&k.kredensial))
}

fn jadi(p: &Permintaan, judul: &str, isi: Markup, galat: &[GalatMedan]) -> Response {
    let mut r = p.ruang(judul, "", isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    kunci::jangan_simpan(r)
}

/// The first page: whose account it is, and what the passkey is called.
async fn mulai(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let nama = f.teks("nama");
    match coba_mulai(&p, &f).await {
        Ok(opsi) => Ok(halaman_buat(&p, nama, &opsi)),
        Err(Galat::Isian(galat)) => tampilkan(&p, None, nama, &galat).await,
        Err(g) => Err(g.into()),
    }
}

async fn coba_mulai(p: &Permintaan, f: &Formulir) -> Result<String, Galat> {
    harus_sandi(p, f, "sandi").await?;
    let (id, daerah) = (&p.app.identitas, &p.profil.daerah.nama);
    id.opsi_daftar(p.akun()?, daerah, f.teks("nama"), p.csrf()).await
}

fn halaman_buat(p: &Permintaan, nama: &str, opsi: &str) -> Response {
    let b = p.b;
    let judul = b.isi("Buat kunci sandi “{nama}”", &[("nama", nama)]);
    let isi = html! {
        (menu(p, "kunci-sandi"))
        div.kolom {
            h1 { (judul) }
            p { (b.t("Peramban menanyakan di mana kunci sandi disimpan: di perangkat ini, di ponsel Anda, atau di kunci keamanan. Selesaikan dalam lima menit.")) }
            (kunci::lewat_perangkat(p, &format!("{}/pasang", p.ke(JALUR)), opsi, html! {
                input type="hidden" name="nama" value=(nama);
                div.tombol-baris { button.tombol type="button" { (b.t("Buat kunci sandi")) } }
            }))
            p { (b.t("Tombolnya tidak tampil? Pakai peramban lain: peramban ini tidak mengenal kunci sandi, atau JavaScript-nya mati.")) }
            p { a href=(p.ke(JALUR)) { (b.t("Batal")) } }
        }
    };
    kunci::jangan_simpan(p.ruang(&judul, "", isi))
}

async fn pasang(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let (nama, jawaban) = (f.teks("nama"), f.teks("jawaban"));
    let tetap = p.kuki.ambil(SESI).unwrap_or_default();
    let id = &p.app.identitas;
    match id.pasang_kunci(p.akun()?, nama, jawaban, p.csrf(), tetap).await {
        Ok(()) => Ok(lihat(&p.ke(&format!("{JALUR}?selesai=ya")))),
        Err(Galat::Isian(galat)) => tampilkan(&p, None, nama, &galat).await,
        Err(g) => Err(g.into()),
    }
}

/// One's own passkey with that name in an address.
async fn milik(p: &Permintaan, id: &str) -> Result<KunciSandi, Galat> {
    let semua = p.app.store.kunci_sandi(p.akun()?).await?;
    let mut semua = semua.into_iter();
    semua
        .find(|k| BASE64URL_NOPAD.encode(&k.kredensial) == id)
        .ok_or(Galat::TidakDitemukan)
}

async fn tanya(p: Permintaan, Path((_, id)): Path<(String, String)>) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let k = milik(&p, &id).await?;
    Ok(halaman_hapus(&p, &k, &[]))
}

fn halaman_hapus(p: &Permintaan, k: &KunciSandi, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let judul = b.isi("Hapus kunci sandi “{nama}”?", &[("nama", &k.nama)]);
    let isi = html! {
        (menu(p, "kunci-sandi"))
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &[SANDI.medan()]))
            h1 { (judul) }
            p { (b.t("Sesudah ini kunci sandi itu tidak membuka akun Anda lagi. Hapus juga dari perangkatnya, di pengelola kata sandi.")) }
            form method="post" action=(alamat(p, k)) {
                (ui::formulir::csrf(p.csrf()))
                (SANDI.gambar(p, galat))
                div.tombol-baris {
                    button.tombol.tombol-bahaya type="submit" { (b.t("Hapus kunci sandi")) }
                    a href=(p.ke(JALUR)) { (b.t("Batal")) }
                }
            }
        }
    };
    jadi(p, &judul, isi, galat)
}

async fn hapus(p: Permintaan, Path((_, id)): Path<(String, String)>, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let k = milik(&p, &id).await?;
    match harus_sandi(&p, &f, "sandi").await {
        Ok(a) => p.app.identitas.lepas_kunci(&a.akun, &k).await?,
        Err(Galat::Isian(galat)) => return Ok(halaman_hapus(&p, &k, &galat)),
        Err(g) => return Err(g.into()),
    }
    Ok(lihat(&p.ke(&format!("{JALUR}?selesai=hapus"))))
}
