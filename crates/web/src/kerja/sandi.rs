//! One's own password: whoever is logged in changes it, knowing the one before.

use axum::{Router, extract::Query, http::StatusCode, response::Response, routing::get};
use identity::Oleh;
use kernel::{Galat, GalatMedan, Medan, nilai::Jenis};
use maud::html;
use serde::Deserialize;

use crate::{Aplikasi, Formulir, Gagal, Permintaan, masuk::sesi_baru};

const MEDAN: [(&str, &str, &str); 3] = [
    ("lama", "Kata sandi sekarang", "current-password"),
    ("baru", "Kata sandi baru", "new-password"),
    ("ulang", "Kata sandi baru sekali lagi", "new-password"),
];

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new().route("/{daerah}/kerja/sandi", get(halaman).post(ganti))
}

#[derive(Deserialize)]
struct Selesai {
    selesai: Option<String>,
}

async fn halaman(p: Permintaan, Query(q): Query<Selesai>) -> Result<Response, Gagal> {
    p.harus_akun()?;
    Ok(tampilkan(&p, q.selesai.is_some(), &[]))
}

fn tampilkan(p: &Permintaan, selesai: bool, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let judul = b.t("Ganti kata sandi");
    let medan = MEDAN.map(|(nama, label, _)| Medan::baru(nama, label, Jenis::Teks { maks: 200 }));
    let salah = |nama: &str| {
        let g = galat.iter().find(|g| g.medan == nama);
        g.map(|g| g.pesan.dalam(b))
    };
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja")) { (b.t("Tugas saya")) }
        div.kolom {
            @if selesai {
                div.peringatan.peringatan-baik role="status" { p { (b.t("Kata sandi Anda sudah diganti.")) } }
            }
            @if !galat.is_empty() { (ui::formulir::ringkasan_galat(b, galat, &medan)) }
            h1 { (judul) }
            p { (b.t("Peramban lain yang masuk dengan akun Anda akan dikeluarkan. Token API tetap berlaku.")) }
            form method="post" action=(p.ke("/kerja/sandi")) {
                (ui::formulir::csrf(p.csrf()))
                @for (nama, label, isian) in MEDAN {
                    @let salah = salah(nama);
                    div.medan .medan-galat[salah.is_some()] {
                        label for=(ui::formulir::id(nama)) { (b.t(label)) }
                        @if nama == "baru" { p.bantuan { (b.t("Paling sedikit 10 karakter. Beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak.")) } }
                        @if let Some(s) = &salah { p.galat id={ (nama) "-galat" } { (s) } }
                        input.sedang id=(ui::formulir::id(nama)) type="password" name=(nama) autocomplete=(isian) maxlength="200" required
                            aria-invalid=[salah.is_some().then_some("true")] aria-describedby=[salah.is_some().then(|| format!("{nama}-galat"))];
                    }
                }
                div.tombol-baris {
                    button.tombol type="submit" { (judul) }
                    a href=(p.ke("/kerja")) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, "", isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

async fn ganti(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    // Passwords are kept for nobody, not even for whoever has to log in again.
    p.harus_akun()?;
    match coba(&p, &f).await {
        Ok(kuki) => Ok(crate::lihat_dengan(&p.ke("/kerja/sandi?selesai=ya"), &kuki)),
        Err(Galat::Isian(galat)) => Ok(tampilkan(&p, false, &galat)),
        Err(g) => Err(g.into()),
    }
}

/// Changes the password and gives this browser a session of its own again: all sessions have ended.
async fn coba(p: &Permintaan, f: &Formulir) -> Result<String, Galat> {
    let akun = p.akun()?;
    // As they were typed: spaces belong to a password.
    let kata = |nama: &str| {
        f.medan
            .get(nama)
            .and_then(|v| v.first())
            .map_or("", String::as_str)
    };
    let (lama, baru) = (kata("lama"), kata("baru"));
    let id = &p.app.identitas;
    let benar = id.masuk(p.daerah(), &akun.pengguna, lama, &p.alamat).await;
    let benar = benar.map_err(|g| match g {
        Galat::Isian(_) => Galat::medan("lama", "Kata sandi ini tidak cocok. Periksa, lalu coba lagi."),
        g => g,
    })?;
    if baru != kata("ulang") {
        return Err(Galat::medan(
            "ulang",
            "Tidak sama dengan kata sandi baru di atas. Ketik sekali lagi.",
        ));
    }
    if baru == lama {
        return Err(Galat::medan(
            "baru",
            "Ini kata sandi yang sekarang. Pilih yang lain.",
        ));
    }
    let simpan = p.app.store.akun(p.daerah(), &benar.pengguna).await?;
    let simpan = simpan.ok_or(Galat::PerluMasuk)?;
    let hasil = id
        .ganti_sandi(Oleh::Akun(akun.id), &simpan, Some(baru.to_owned()))
        .await;
    hasil.map_err(|g| match g {
        Galat::Isian(_) => Galat::medan("baru", "Kata sandi 10 sampai 200 karakter."),
        g => g,
    })?;
    sesi_baru(p, &benar).await
}
