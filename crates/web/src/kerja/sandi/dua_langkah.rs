//! One's own second factor: set up, its recovery codes made anew, taken away. Each needs a proof of the moment, so that a
//! desk left open gives nobody the account.

use axum::{
    Router,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use identity::{JUMLAH_PULIH, Oleh};
use kernel::{Galat, GalatMedan, kalender::saat};
use maud::{Markup, html};
use store::{AkunSimpan, FaktorSimpan};

use super::{diri, harus_sandi, menu};
use crate::{
    Aplikasi, Formulir, Gagal, Permintaan,
    kunci::{self, KODE, SANDI},
    lihat,
    permintaan::SESI,
};

const JALUR: &str = "/kerja/sandi/dua-langkah";

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/sandi/dua-langkah", get(halaman))
        .route("/{daerah}/kerja/sandi/dua-langkah/pasang", post(pasang))
        .route("/{daerah}/kerja/sandi/dua-langkah/pulih", post(pulih))
        .route("/{daerah}/kerja/sandi/dua-langkah/lepas", post(lepas))
}

/// What came back from a form of the page.
#[derive(Default)]
struct Kembali<'a> {
    galat: &'a [GalatMedan],
    /// The offer that the form carried.
    titipan: &'a str,
}

async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    tampilkan(&p, Kembali::default()).await
}

async fn tampilkan(p: &Permintaan, k: Kembali<'_>) -> Result<Response, Gagal> {
    let (b, a) = (p.b, diri(p).await?);
    let judul = b.t("Verifikasi dua langkah");
    let medan = [SANDI.medan(), KODE.medan()];
    let isi = match p.app.store.faktor(&a.akun).await? {
        Some(f) => {
            let kunci_sandi = !p.app.store.kunci_sandi(&a.akun).await?.is_empty();
            aktif(p, &a, &f, kunci_sandi, k.galat)
        }
        None => belum(p, &a, &k)?,
    };
    let isi = html! {
        (menu(p, "dua-langkah"))
        div.kolom {
            @if !k.galat.is_empty() { (ui::formulir::ringkasan_galat(b, k.galat, &medan)) }
            h1 { (judul) }
            (isi)
        }
    };
    let mut r = p.ruang(judul, "", isi);
    if !k.galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(kunci::jangan_simpan(r))
}

fn belum(p: &Permintaan, a: &AkunSimpan, k: &Kembali) -> Result<Markup, Galat> {
    let (b, id, penerbit) = (p.b, &p.app.identitas, &p.profil.daerah.nama);
    let tawaran = match id.tawaran(&a.akun, penerbit, k.titipan) {
        Some(t) => t,
        None => id.tawarkan_faktor(&a.akun, penerbit)?,
    };
    Ok(html! {
        p { (b.t("Dengan verifikasi dua langkah, kata sandi Anda saja tidak cukup untuk masuk: diperlukan juga kode dari ponsel Anda.")) }
        form method="post" action={ (p.ke(JALUR)) "/pasang" } {
            (ui::formulir::csrf(p.csrf()))
            (kunci::tawaran(p, &tawaran, k.galat))
            (SANDI.gambar(p, k.galat))
            div.tombol-baris { button.tombol type="submit" { (b.t("Aktifkan")) } }
        }
    })
}

fn aktif(
    p: &Permintaan,
    a: &AkunSimpan,
    f: &FaktorSimpan,
    kunci_sandi: bool,
    galat: &[GalatMedan],
) -> Markup {
    let b = p.b;
    let wajib = p.app.identitas.wajib_dua_langkah(&a.akun);
    html! {
        dl.daftar-ringkas {
            div { dt { (b.t("Keadaan")) } dd { (ui::tampil::tanda_kata("hijau", b.t("Aktif"))) } }
            div { dt { (b.t("Sejak")) } dd { (p.profil.kalender.waktu_pendek(b, saat(f.dibuat))) } }
            div { dt { (b.t("Kode pemulihan tersisa")) } dd { (f.sisa) " / " (JUMLAH_PULIH) } }
        }
        form method="post" action={ (p.ke(JALUR)) "/pulih" } {
            (ui::formulir::csrf(p.csrf()))
            p { (b.t("Untuk mengubahnya, buktikan dulu dengan satu kode.")) }
            (kunci::dua_kode(p, galat, false))
            h2 { (b.t("Kode pemulihan baru")) }
            p { (b.t("Sepuluh kode baru menggantikan semua kode yang lama.")) }
            div.tombol-baris { button.tombol.tombol-dua type="submit" { (b.t("Buat kode pemulihan baru")) } }
            h2 { (b.t("Ganti ponsel atau matikan")) }
            @if kunci_sandi {
                p { (b.t("Setelah dilepas, masuk tetap memerlukan kunci sandi Anda. Untuk pindah ke ponsel lain, lepas lalu pasang lagi.")) }
            } @else if wajib {
                p { (b.t("Peran Anda mewajibkan verifikasi dua langkah. Setelah dilepas, semua peramban Anda dikeluarkan, dan Anda memasangnya lagi waktu masuk.")) }
            } @else {
                p { (b.t("Setelah dilepas, kata sandi saja cukup untuk masuk. Untuk pindah ke ponsel lain, lepas lalu pasang lagi.")) }
            }
            div.tombol-baris { button.tombol.tombol-bahaya type="submit" formaction={ (p.ke(JALUR)) "/lepas" } { (b.t("Lepas verifikasi dua langkah")) } }
        }
    }
}

fn lembar_pulih(p: &Permintaan, judul: &str, kode: &[String]) -> Response {
    let isi = html! {
        (menu(p, "dua-langkah"))
        div.kolom {
            h1 { (judul) }
            (kunci::daftar_pulih(p, kode))
            p.tombol-baris { a.tombol href=(p.ke(JALUR)) { (p.b.t("Lanjut")) } }
        }
    };
    kunci::jangan_simpan(p.ruang(judul, "", isi))
}

async fn pasang(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let titipan = f.teks("titipan");
    match coba_pasang(&p, &f).await {
        Ok(kode) => Ok(lembar_pulih(&p, p.b.t("Verifikasi dua langkah aktif"), &kode)),
        Err(Galat::Isian(galat)) => {
            let k = Kembali {
                galat: &galat,
                titipan,
            };
            tampilkan(&p, k).await
        }
        Err(g) => Err(g.into()),
    }
}

/// The password first: nobody else may lock its owner out.
async fn coba_pasang(p: &Permintaan, f: &Formulir) -> Result<Vec<String>, Galat> {
    let (akun, id) = (p.akun()?, &p.app.identitas);
    harus_sandi(p, f, "sandi").await?;
    let tetap = p.kuki.ambil(SESI).unwrap_or_default();
    id.pasang_faktor(akun, f.teks("titipan"), f.teks("kode"), &p.alamat, tetap)
        .await
}

async fn terbukti(p: &Permintaan, f: &Formulir) -> Result<(), Galat> {
    let akun = p.akun()?;
    let kode = kunci::baca_kode(f);
    p.app.identitas.periksa_kode(akun, kode, &p.alamat).await?;
    Ok(())
}

async fn pulih(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let hasil = match terbukti(&p, &f).await {
        Ok(()) => p.app.identitas.pulih_baru(p.akun()?).await,
        Err(g) => Err(g),
    };
    match hasil {
        Ok(kode) => Ok(lembar_pulih(&p, p.b.t("Kode pemulihan baru"), &kode)),
        Err(g) => tersandung(&p, g).await,
    }
}

async fn lepas(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let hasil = match terbukti(&p, &f).await {
        Ok(()) => {
            let a = diri(&p).await?;
            p.app.identitas.lepas_faktor(Oleh::Akun(a.akun.id), &a, "").await
        }
        Err(g) => Err(g),
    };
    match hasil {
        Ok(()) => Ok(lihat(&p.ke(JALUR))),
        Err(g) => tersandung(&p, g).await,
    }
}

/// What the page itself can tell; a factor that went away meanwhile is told by the page as it is now.
async fn tersandung(p: &Permintaan, g: Galat) -> Result<Response, Gagal> {
    match g {
        Galat::Isian(galat) => {
            let k = Kembali {
                galat: &galat,
                titipan: "",
            };
            tampilkan(p, k).await
        }
        Galat::Bentrok(_) => Ok(lihat(&p.ke(JALUR))),
        g => Err(g.into()),
    }
}
