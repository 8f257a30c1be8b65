//! One's own password and where one reads letters: whoever is logged in changes them, the password knowing the one
//! before.

use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use identity::Oleh;
use kernel::{
    Galat, GalatMedan,
    nilai::{Nip, Surel},
};
use maud::{Markup, html};
use serde::Deserialize;
use store::AkunSimpan;

use ui::formulir::Isian;

use super::akun::{baca_surel, medan_surel};
use crate::{
    Aplikasi, Formulir, Gagal, Permintaan,
    kunci::{self, Ketik, SANDI_BARU, SANDI_LAMA, SANDI_ULANG},
    masuk::sesi_baru,
};

mod dua_langkah;
mod kunci_sandi;
mod perangkat;

const MEDAN: [Ketik; 3] = [SANDI_LAMA, SANDI_BARU, SANDI_ULANG];

/// One's own account as it is stored.
async fn diri(p: &Permintaan) -> Result<AkunSimpan, Galat> {
    let ada = p.app.store.akun(p.daerah(), &p.akun()?.pengguna).await?;
    ada.ok_or(Galat::PerluMasuk)
}

/// Whoever found the desk open does not know the password of its owner.
async fn harus_sandi(p: &Permintaan, f: &Formulir, medan: &str) -> Result<AkunSimpan, Galat> {
    let (akun, sandi) = (p.akun()?, kunci::kata(f, medan));
    let id = &p.app.identitas;
    let hasil = id.masuk(p.daerah(), &akun.pengguna, sandi, &p.alamat).await;
    hasil.map_err(|g| match g {
        Galat::Isian(_) => Galat::medan(medan, "Kata sandi ini tidak cocok. Periksa, lalu coba lagi."),
        g => g,
    })
}

/// The pages about one's own account.
pub(super) fn menu(p: &Permintaan, aktif: &str) -> Markup {
    let b = p.b;
    let semua = [
        ("", "/kerja/sandi", "Kata sandi dan surel"),
        (
            "dua-langkah",
            "/kerja/sandi/dua-langkah",
            "Verifikasi dua langkah",
        ),
        ("kunci-sandi", kunci_sandi::JALUR, "Kunci sandi"),
        ("perangkat", "/kerja/sandi/perangkat", "Perangkat saya"),
        ("wewenang", super::wewenang::JALUR, "Wewenang saya"),
    ];
    html! {
        nav aria-label=(b.t("Akun saya")) { ul.keping-baris {
            @for (kode, jalur, label) in semua {
                li { a.keping.keping-pilih href=(p.ke(jalur)) aria-current=[(kode == aktif).then_some("true")] { (b.t(label)) } }
            }
        } }
    }
}

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .merge(dua_langkah::rute())
        .merge(kunci_sandi::rute())
        .merge(perangkat::rute())
        .route("/{daerah}/kerja/sandi", get(halaman).post(ganti))
        .route("/{daerah}/kerja/sandi/surel", post(surel))
}

#[derive(Deserialize)]
struct Selesai {
    selesai: Option<String>,
}

async fn halaman(p: Permintaan, Query(q): Query<Selesai>) -> Result<Response, Gagal> {
    p.harus_akun()?;
    tampilkan(&p, q.selesai.as_deref(), None, &[]).await
}

async fn tampilkan(
    p: &Permintaan,
    selesai: Option<&str>,
    ketik: Option<&str>,
    galat: &[GalatMedan],
) -> Result<Response, Gagal> {
    let b = p.b;
    let a = diri(p).await?;
    let surel = a.surel;
    let surel = ketik.or(surel.as_ref().map(Surel::as_str)).unwrap_or_default();
    let nilai = [("surel".to_owned(), surel.into())].into_iter().collect();
    let i = Isian::baru(b, &p.profil, &nilai, galat);
    let judul = b.t("Ganti kata sandi");
    let medan = MEDAN.map(|k| k.medan());
    let isi = html! {
        (menu(p, ""))
        div.kolom {
            @match selesai {
                Some("surel") => div.peringatan.peringatan-baik role="status" { p { (b.t("Tersimpan.")) } },
                Some(_) => div.peringatan.peringatan-baik role="status" { p { (b.t("Kata sandi Anda sudah diganti.")) } },
                None => {},
            }
            @if !galat.is_empty() { (ui::formulir::ringkasan_galat(b, galat, &medan)) }
            h1 { (judul) }
            p { (b.t("Peramban lain yang masuk dengan akun Anda akan dikeluarkan. Token API tetap berlaku.")) }
            form method="post" action=(p.ke("/kerja/sandi")) {
                (ui::formulir::csrf(p.csrf()))
                @for k in &MEDAN { (k.gambar(p, galat)) }
                div.tombol-baris {
                    button.tombol type="submit" { (judul) }
                    a href=(p.ke("/kerja")) { (b.t("Batal")) }
                }
            }
            @if let Some(nip) = &a.nip {
                h2 { (b.t("NIP")) }
                p { span.kode { (Nip::as_str(nip)) } ". " (b.t("Hanya Anda yang melihatnya lengkap. Keliru? Beri tahu administrator.")) }
            }
            h2 { (b.t("Surat tugas")) }
            form method="post" action=(p.ke("/kerja/sandi/surel")) {
                (ui::formulir::csrf(p.csrf()))
                (ui::formulir::semua(&i, &[medan_surel()]))
                div.tombol-baris { button.tombol.tombol-dua type="submit" { (b.t("Simpan surel")) } }
            }
        }
    };
    let mut r = p.ruang(judul, "", isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(r)
}

/// Where one reads letters oneself; empty: nowhere.
async fn surel(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let medan = [medan_surel()];
    let isi = kernel::nilai::dari_formulir(&medan, &f.medan);
    match kernel::nilai::periksa_objek(&medan, &isi, &p.profil) {
        Ok(isi) => {
            let akun = p.akun()?;
            let simpan = diri(&p).await?;
            let surel = baca_surel(&isi);
            let id = &p.app.identitas;
            id.atur_surel(Oleh::Akun(akun.id), &simpan, surel.as_ref())
                .await?;
            Ok(crate::lihat(&p.ke("/kerja/sandi?selesai=surel")))
        }
        Err(galat) => tampilkan(&p, None, Some(f.teks("surel")), &galat).await,
    }
}

async fn ganti(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    // Passwords are kept for nobody, not even for whoever has to log in again.
    p.harus_akun()?;
    match coba(&p, &f).await {
        Ok(kuki) => Ok(crate::lihat_dengan(&p.ke("/kerja/sandi?selesai=ya"), &kuki)),
        Err(Galat::Isian(galat)) => tampilkan(&p, None, None, &galat).await,
        Err(g) => Err(g.into()),
    }
}

/// Changes the password and gives this browser a session of its own again: all sessions have ended.
async fn coba(p: &Permintaan, f: &Formulir) -> Result<String, Galat> {
    let (akun, id) = (p.akun()?, &p.app.identitas);
    let benar = harus_sandi(p, f, "lama").await?;
    let baru = kunci::sandi_baru(f)?;
    if baru == kunci::kata(f, "lama") {
        return Err(Galat::medan(
            "baru",
            "Ini kata sandi yang sekarang. Pilih yang lain.",
        ));
    }
    let simpan = diri(p).await?;
    let hasil = id
        .ganti_sandi(Oleh::Akun(akun.id), &simpan, Some(baru.to_owned()))
        .await;
    hasil.map_err(kunci::pada_baru)?;
    sesi_baru(p, &benar.akun).await
}
