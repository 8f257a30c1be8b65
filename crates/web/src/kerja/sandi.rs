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
    Galat, GalatMedan, Medan,
    nilai::{Jenis, Surel},
};
use maud::html;
use serde::Deserialize;

use ui::formulir::Isian;

use super::akun::{baca_surel, medan_surel};
use crate::{Aplikasi, Formulir, Gagal, Permintaan, masuk::sesi_baru};

const MEDAN: [(&str, &str, &str); 3] = [
    ("lama", "Kata sandi sekarang", "current-password"),
    ("baru", "Kata sandi baru", "new-password"),
    ("ulang", "Kata sandi baru sekali lagi", "new-password"),
];

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
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
    let simpan = p.app.store.akun(p.daerah(), &p.akun()?.pengguna).await?;
    let surel = simpan.and_then(|a| a.surel);
    let surel = ketik.or(surel.as_ref().map(Surel::as_str)).unwrap_or_default();
    let nilai = [("surel".to_owned(), surel.into())].into_iter().collect();
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: &nilai,
        mentah: None,
        galat,
        awal: "",
    };
    let judul = b.t("Ganti kata sandi");
    let medan = MEDAN.map(|(nama, label, _)| Medan::baru(nama, label, Jenis::Teks { maks: 200 }));
    let salah = |nama: &str| {
        let g = galat.iter().find(|g| g.medan == nama);
        g.map(|g| g.pesan.dalam(b))
    };
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja")) { (b.t("Tugas saya")) }
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
            let simpan = p.app.store.akun(p.daerah(), &akun.pengguna).await?;
            let simpan = simpan.ok_or(Galat::PerluMasuk)?;
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
