//! Perangkat saya: the browsers in which one is logged in, each to be ended, or all others at once.

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use data_encoding::HEXLOWER;
use identity::sidik;
use kernel::{Galat, kalender::saat};
use maud::html;
use store::JenisSesi;

use super::menu;
use crate::{Aplikasi, Formulir, Gagal, Permintaan, lihat, permintaan::SESI};

const JALUR: &str = "/kerja/sandi/perangkat";

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/sandi/perangkat", get(halaman))
        .route("/{daerah}/kerja/sandi/perangkat/akhiri", post(akhiri))
}

/// The digest of the session that asks; none for a program with a token.
fn ini(p: &Permintaan) -> Vec<u8> {
    p.kuki.ambil(SESI).map(sidik).unwrap_or_default()
}

async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let b = p.b;
    let semua = p.app.store.sesi_akun(p.akun()?, JenisSesi::Web).await?;
    let ini = ini(&p);
    let judul = b.t("Perangkat saya");
    let waktu = |ms: i64| p.profil.kalender.waktu_pendek(b, saat(ms));
    let lain = semua.iter().filter(|s| s.sidik != ini).count();
    let isi = html! {
        (menu(&p, "perangkat"))
        div.kolom {
            h1 { (judul) }
            p { (b.t("Peramban yang sedang masuk dengan akun Anda. Akhiri yang tidak Anda kenal, lalu ganti kata sandi Anda.")) }
            @for s in &semua {
                section.kartu {
                    h2 {
                        @if s.nama.is_empty() { (b.t("Peramban tidak dikenal")) } @else { (s.nama) }
                        @if s.sidik == ini { " " (ui::tampil::tanda_kata("hijau", b.t("Peramban ini"))) }
                    }
                    dl.daftar-ringkas {
                        div { dt { (b.t("Masuk")) } dd { (waktu(s.dibuat)) } }
                        div { dt { (b.t("Terakhir dipakai")) } dd { (waktu(s.terakhir)) } }
                    }
                    @if s.sidik != ini {
                        form method="post" action={ (p.ke(JALUR)) "/akhiri" } {
                            (ui::formulir::csrf(p.csrf()))
                            input type="hidden" name="sesi" value=(HEXLOWER.encode(&s.sidik));
                            div.tombol-baris { button.tombol.tombol-dua type="submit" { (b.t("Akhiri sesi ini")) } }
                        }
                    }
                }
            }
            @if lain > 1 {
                form method="post" action={ (p.ke(JALUR)) "/akhiri" } {
                    (ui::formulir::csrf(p.csrf()))
                    input type="hidden" name="sesi" value="lain";
                    div.tombol-baris { button.tombol.tombol-bahaya type="submit" { (b.t("Akhiri semua sesi lain")) } }
                }
            }
        }
    };
    Ok(p.ruang(judul, "", isi))
}

async fn akhiri(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let (akun, store) = (p.akun()?, &p.app.store);
    match f.teks("sesi") {
        "lain" => {
            let tetap = p.kuki.ambil(SESI).unwrap_or_default();
            p.app.identitas.akhiri_peramban_lain(akun, tetap).await?;
        }
        satu => {
            let satu = HEXLOWER
                .decode(satu.as_bytes())
                .map_err(|_| Galat::TidakDitemukan)?;
            // One that has ended meanwhile is what was asked for; one of somebody else is not there.
            store.tutup_sesi_milik(akun, JenisSesi::Web, &satu).await?;
        }
    }
    Ok(lihat(&p.ke(JALUR)))
}
