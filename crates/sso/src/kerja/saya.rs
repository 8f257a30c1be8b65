//! One's own applications: what one agreed to, taken back with one press, and where one signed in.

use axum::response::Response;
use kernel::Galat;
use maud::html;
use web::{Formulir, Gagal, Permintaan, lihat};

use super::tabel_masuk;

/// Name in the menu.
const KODE: &str = "sso-saya";
/// Sign-ins shown.
const TERAKHIR: i64 = 50;

/// `GET …/kerja/sso/saya`
pub(super) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let (b, s, akun) = (p.b, &p.app.store, p.akun()?);
    let mut setuju = Vec::new();
    for k in s.sso_semua_klien(p.daerah()).await? {
        if s.sso_setuju(p.daerah(), akun.id, &k.id).await?.is_some() {
            setuju.push(k);
        }
    }
    let masuk = s.sso_masuk(p.daerah(), Some(akun.id), None, TERAKHIR).await?;
    let judul = b.t("Aplikasi saya");
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Aplikasi lain yang Anda masuki dengan akun ini.")) }
        section {
            h2 { (b.t("Yang Anda setujui")) }
            @if setuju.is_empty() { p { (b.t("Belum ada.")) } }
            ul.tanpa-butir { @for k in &setuju { li.kartu {
                p { b { (k.nama) } }
                form method="post" action=(p.ke("/kerja/sso/saya/cabut")) {
                    (ui::formulir::csrf(p.csrf()))
                    input type="hidden" name="aplikasi" value=(k.id);
                    button.tombol.tombol-dua type="submit" { (b.isi("Cabut persetujuan untuk {aplikasi}", &[("aplikasi", &k.nama)])) }
                }
            } } }
            p.bantuan { (b.t("Setelah dicabut, aplikasinya tidak dapat menanyakan data Anda lagi, dan bertanya lebih dulu bila Anda masuk ke sana.")) }
        }
        section { h2 { (b.t("Kapan Anda masuk")) } (tabel_masuk(&p, &masuk, false)) }
    };
    Ok(p.ruang(judul, KODE, isi))
}

/// `POST …/kerja/sso/saya/cabut`
pub(super) async fn cabut(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Err(Galat::PerluMasuk.into());
    }
    let (s, akun) = (&p.app.store, p.akun()?.id);
    let k = s.sso_klien(p.daerah(), f.teks("aplikasi")).await?;
    let k = k.ok_or(Galat::TidakDitemukan)?;
    s.sso_cabut_setuju(p.daerah(), akun, &k.id).await?;
    tracing::info!(daerah = %p.daerah(), %akun, klien = k.id, "an account took its consent back");
    Ok(lihat(&p.ke("/kerja/sso/saya")))
}
