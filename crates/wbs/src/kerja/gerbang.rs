//! The gate of the room: setting up the channel, asking for a key, unlocking and locking, coming back with the code for
//! recovery.

use std::sync::Arc;

use axum::{Extension, response::Response};
use kernel::{Akun, Galat, GalatMedan};
use maud::{Markup, html};
use ui::formulir;
use web::{Formulir, Gagal, Permintaan, lihat};
use zeroize::Zeroizing;

use super::{PetiExt, Posisi, batang, inspektur, meja, posisi, rahasia, ringkasan, ruang, sesi};
use crate::{
    kanal::{periksa_frasa, sidik},
    kode::Kode,
    peti::{LAMA, Peti},
    sandi::{self, Kunci},
};

/// How a pass-phrase should be.
const SARAN: &str = "Paling sedikit 15 karakter, misalnya lima kata yang tidak berhubungan. Jangan sama dengan kata sandi akun Anda. Tidak ada yang dapat mengatur ulang frasa ini.";

fn judul(p: &Permintaan) -> &str {
    p.b.t("Pelaporan pelanggaran")
}

fn frasa_baru(p: &Permintaan, galat: &[GalatMedan]) -> Markup {
    html! {
        (rahasia(p, "frasa", "Frasa WBS yang baru", SARAN, true, galat))
        (rahasia(p, "ulang", "Frasa WBS sekali lagi", "", true, galat))
    }
}

/// The page of who cannot see the list yet. `belum`: words that were typed and not sent.
pub(crate) fn gambar(
    p: &Permintaan,
    posisi: &Posisi,
    belum: Option<&str>,
    galat: &[GalatMedan],
) -> Result<Response, Gagal> {
    let b = p.b;
    let isi = html! {
        (ringkasan(p, galat))
        h1 { (judul(p)) }
        @if let Some(t) = belum {
            div.peringatan.peringatan-jingga {
                p { (b.t("Yang Anda tulis belum terkirim. Salin dari sini bila masih perlu:")) }
                blockquote { (ui::tampil::paragraf(t)) }
            }
        }
        div.kolom { @match posisi {
            Posisi::BelumAda => {
                p { (b.t("Saluran ini belum disiapkan. Siapa pun di Inspektorat yang berperan auditor dapat menyiapkannya, sekali saja.")) }
                p { a.tombol href=(p.ke("/kerja/wbs/siapkan")) { (b.t("Siapkan saluran")) } }
            },
            Posisi::Luar => {
                p { (b.t("Anda belum memegang kunci saluran ini. Buat frasa WBS Anda; sesudah itu pemegang kunci lain menerima Anda.")) }
                form method="post" action=(p.ke("/kerja/wbs/minta")) {
                    (formulir::csrf(p.csrf()))
                    (frasa_baru(p, galat))
                    button.tombol type="submit" { (b.t("Minta kunci")) }
                }
                p { a href=(p.ke("/kerja/wbs/pulihkan")) { (b.t("Pakai kode pemulihan")) } }
            },
            Posisi::Menunggu(t) => {
                p { (b.t("Permintaan Anda menunggu pemegang kunci lain. Bacakan sidik ini kepadanya, bertatap muka atau lewat telepon, agar ia yakin kuncinya milik Anda:")) }
                @if let Some(k) = sandi::baca_publik(t.entri.teks("publik")) { p.kode { (sidik(&k)) } }
                p { a href=(p.ke("/kerja/wbs/pulihkan")) { (b.t("Pakai kode pemulihan")) } }
            },
            Posisi::Terkunci | Posisi::Terbuka(_) => {
                p { (b.t("Laporan tersandi. Ketik frasa WBS Anda untuk membukanya di peramban ini.")) }
                form method="post" action=(p.ke("/kerja/wbs/buka")) {
                    (formulir::csrf(p.csrf()))
                    (rahasia(p, "frasa", "Frasa WBS", "Bukan kata sandi akun Anda.", false, galat))
                    button.tombol type="submit" { (b.t("Buka kunci")) }
                }
                p { a href=(p.ke("/kerja/wbs/pulihkan")) { (b.t("Lupa frasa WBS? Pakai kode pemulihan")) } }
            },
        } }
    };
    Ok(ruang(p, judul(p), !galat.is_empty(), isi))
}

fn ambil(f: &Formulir, nama: &str) -> Zeroizing<String> {
    Zeroizing::new(f.teks(nama).to_owned())
}

/// Puts the key into the chest, and sees to it that it is wiped when nobody uses it any more.
fn taruh(p: &Permintaan, akun: &Akun, peti: &Arc<Peti>, kunci: Kunci) {
    let jam = p.app.store.jam().clone();
    peti.taruh(sesi(p, akun), kunci, jam.kini());
    let peti = peti.clone();
    tokio::spawn(async move {
        // Used, it lies open for longer: then it is looked at again.
        for _ in 0..32 {
            tokio::time::sleep(LAMA.unsigned_abs()).await;
            peti.sapu(jam.kini());
        }
    });
}

/// How often somebody may guess: as often as a tracking code, for each account.
fn batasi(p: &Permintaan, akun: &Akun) -> Result<(), Galat> {
    p.app.batas.lacak(&format!("wbs/{}/{}", p.daerah(), akun.id))
}

/// `POST …/buka`
pub(crate) async fn buka(p: Permintaan, Extension(peti): PetiExt, f: Formulir) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    batasi(&p, akun)?;
    match meja(&p).buka(akun, ambil(&f, "frasa"), &peti).await {
        Ok(kunci) => {
            taruh(&p, akun, &peti, kunci);
            Ok(lihat(&p.ke("/kerja/wbs")))
        }
        Err(Galat::Isian(galat)) => gambar(&p, &Posisi::Terkunci, None, &galat),
        Err(g) => Err(g.into()),
    }
}

/// `POST …/kunci`
pub(crate) async fn kunci(p: Permintaan, Extension(peti): PetiExt, _f: Formulir) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    peti.kunci(&sesi(&p, akun));
    Ok(lihat(&p.ke("/kerja/wbs")))
}

/// `GET …/siapkan`
pub(crate) async fn siap(p: Permintaan, Extension(peti): PetiExt) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    if !matches!(posisi(&p, akun, &peti).await?, Posisi::BelumAda) {
        return Ok(lihat(&p.ke("/kerja/wbs")));
    }
    Ok(gambar_siap(&p, &Kode::baru(), &[]))
}

fn gambar_siap(p: &Permintaan, kode: &Kode, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let judul = b.t("Siapkan saluran pelaporan");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/wbs")) { (self::judul(p)) }
        (ringkasan(p, galat))
        h1 { (judul) }
        div.kolom {
            ol {
                li { (b.t("Cetak atau salin kode pemulihan di bawah ini. Simpan dalam amplop tertutup di brankas Inspektorat. Kode ini tidak disimpan di peladen dan tidak dapat ditampilkan lagi.")) }
                li { (b.t("Buat frasa WBS Anda. Dengan frasa itu Anda membuka laporan; tidak ada orang lain yang tahu.")) }
                li { (b.t("Setelah itu terima paling sedikit satu pemeriksa lain, agar laporan tidak bergantung pada satu orang.")) }
            }
            p { (b.t("Tanpa frasa dan tanpa kode pemulihan, semua laporan hilang untuk selamanya.")) }
            div.peringatan { p { (b.t("Kode pemulihan")) } p.kode { (kode.rapi().as_str()) } }
            form method="post" action=(p.ke("/kerja/wbs/siapkan")) autocomplete="off" {
                (formulir::csrf(p.csrf()))
                (ketik_ulang(p, kode, galat))
                (frasa_baru(p, galat))
                button.tombol type="submit" { (b.t("Siapkan saluran")) }
            }
        }
    };
    ruang(p, judul, !galat.is_empty(), isi)
}

/// `POST …/siapkan`
pub(crate) async fn siapkan(p: Permintaan, Extension(peti): PetiExt, f: Formulir) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    let kode = match disalin(&f) {
        Disalin::TidakAda => return Ok(lihat(&p.ke("/kerja/wbs/siapkan"))),
        Disalin::Beda(kode, g) => return Ok(gambar_siap(&p, &kode, &[g])),
        Disalin::Sama(kode) => kode,
    };
    let frasa = match periksa_frasa(&ambil(&f, "frasa"), &ambil(&f, "ulang")) {
        Ok(frasa) => frasa,
        Err(g) => return Ok(gambar_siap(&p, &kode, g.isian())),
    };
    let kunci = meja(&p).siapkan(akun, frasa, &kode, &peti).await?;
    taruh(&p, akun, &peti, kunci);
    Ok(lihat(&p.ke("/kerja/wbs")))
}

/// `POST …/minta`
pub(crate) async fn minta(p: Permintaan, Extension(peti): PetiExt, f: Formulir) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    let sekarang = posisi(&p, akun, &peti).await?;
    if !matches!(sekarang, Posisi::Luar) {
        return Ok(lihat(&p.ke("/kerja/wbs")));
    }
    match periksa_frasa(&ambil(&f, "frasa"), &ambil(&f, "ulang")) {
        Ok(frasa) => meja(&p).minta(akun, frasa, &peti).await?,
        Err(g) => return gambar(&p, &Posisi::Luar, None, g.isian()),
    }
    Ok(lihat(&p.ke("/kerja/wbs")))
}

/// `GET …/pulihkan`
pub(crate) async fn pulih(p: Permintaan) -> Result<Response, Gagal> {
    inspektur(&p)?;
    Ok(gambar_pulih(&p, &[]))
}

fn gambar_pulih(p: &Permintaan, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let judul = b.t("Pakai kode pemulihan");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/wbs")) { (self::judul(p)) }
        (ringkasan(p, galat))
        h1 { (judul) }
        div.kolom {
            p { (b.t("Dengan kode dari amplop itu Anda mendapat kunci baru dengan frasa baru. Pemakaiannya tercatat.")) }
            form method="post" action=(p.ke("/kerja/wbs/pulihkan")) autocomplete="off" {
                (formulir::csrf(p.csrf()))
                (rahasia(p, "kode", "Kode pemulihan", "28 huruf dan angka dalam tujuh kelompok.", true, galat))
                (frasa_baru(p, galat))
                button.tombol type="submit" { (b.t("Pulihkan")) }
            }
        }
    };
    ruang(p, judul, !galat.is_empty(), isi)
}

/// `POST …/pulihkan`
pub(crate) async fn pulihkan(
    p: Permintaan,
    Extension(peti): PetiExt,
    f: Formulir,
) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    batasi(&p, akun)?;
    let frasa = match periksa_frasa(&ambil(&f, "frasa"), &ambil(&f, "ulang")) {
        Ok(frasa) => frasa,
        Err(g) => return Ok(gambar_pulih(&p, g.isian())),
    };
    let Some(kode) = Kode::baca(&ambil(&f, "kode")) else {
        let g = GalatMedan::baru("kode", "Kode pemulihan tidak cocok. Periksa, lalu coba lagi.");
        return Ok(gambar_pulih(&p, &[g]));
    };
    match meja(&p).pulihkan(akun, &kode, frasa, &peti).await {
        Ok(kunci) => {
            taruh(&p, akun, &peti, kunci);
            Ok(lihat(&p.ke("/kerja/wbs")))
        }
        Err(Galat::Isian(galat)) => Ok(gambar_pulih(&p, &galat)),
        Err(g) => Err(g.into()),
    }
}

/// `GET …/frasa`
pub(crate) async fn frasa(p: Permintaan, Extension(peti): PetiExt) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    match posisi(&p, akun, &peti).await? {
        Posisi::Terbuka(_) => Ok(gambar_frasa(&p, &[])),
        _ => Ok(lihat(&p.ke("/kerja/wbs"))),
    }
}

fn gambar_frasa(p: &Permintaan, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let judul = b.t("Ganti frasa WBS");
    let isi = html! {
        (ringkasan(p, galat))
        h1 { (judul) }
        (batang(p))
        div.kolom {
            form method="post" action=(p.ke("/kerja/wbs/frasa")) autocomplete="off" {
                (formulir::csrf(p.csrf()))
                (rahasia(p, "lama", "Frasa WBS sekarang", "", false, galat))
                (frasa_baru(p, galat))
                button.tombol type="submit" { (b.t("Ganti frasa WBS")) }
            }
        }
    };
    ruang(p, judul, !galat.is_empty(), isi)
}

/// `POST …/frasa`
pub(crate) async fn ganti_frasa(
    p: Permintaan,
    Extension(peti): PetiExt,
    f: Formulir,
) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    batasi(&p, akun)?;
    let baru = match periksa_frasa(&ambil(&f, "frasa"), &ambil(&f, "ulang")) {
        Ok(baru) => baru,
        Err(g) => return Ok(gambar_frasa(&p, g.isian())),
    };
    match meja(&p).ganti_frasa(akun, ambil(&f, "lama"), baru, &peti).await {
        Ok(()) => Ok(lihat(&p.ke("/kerja/wbs"))),
        Err(Galat::Isian(galat)) => Ok(gambar_frasa(&p, &galat)),
        Err(g) => Err(g.into()),
    }
}

/// `GET …/pemulihan`
pub(crate) async fn kode_baru(p: Permintaan, Extension(peti): PetiExt) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    match posisi(&p, akun, &peti).await? {
        Posisi::Terbuka(_) => Ok(gambar_kode_baru(&p, &Kode::baru(), &[])),
        _ => Ok(lihat(&p.ke("/kerja/wbs"))),
    }
}

fn gambar_kode_baru(p: &Permintaan, kode: &Kode, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let judul = b.t("Ganti kode pemulihan");
    let isi = html! {
        (ringkasan(p, galat))
        h1 { (judul) }
        (batang(p))
        div.kolom {
            p { (b.t("Cetak atau salin kode pemulihan di bawah ini. Simpan dalam amplop tertutup di brankas Inspektorat. Kode ini tidak disimpan di peladen dan tidak dapat ditampilkan lagi.")) }
            p { (b.t("Kode yang lama tidak berlaku lagi.")) }
            div.peringatan { p { (b.t("Kode pemulihan")) } p.kode { (kode.rapi().as_str()) } }
            form method="post" action=(p.ke("/kerja/wbs/pemulihan")) autocomplete="off" {
                (formulir::csrf(p.csrf()))
                (ketik_ulang(p, kode, galat))
                button.tombol type="submit" { (judul) }
            }
        }
    };
    ruang(p, judul, !galat.is_empty(), isi)
}

/// `POST …/pemulihan`
pub(crate) async fn ganti_kode(
    p: Permintaan,
    Extension(peti): PetiExt,
    f: Formulir,
) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    let Posisi::Terbuka(kunci) = posisi(&p, akun, &peti).await? else {
        return Ok(lihat(&p.ke("/kerja/wbs")));
    };
    match disalin(&f) {
        Disalin::TidakAda => Ok(lihat(&p.ke("/kerja/wbs/pemulihan"))),
        Disalin::Beda(kode, g) => Ok(gambar_kode_baru(&p, &kode, &[g])),
        Disalin::Sama(kode) => {
            meja(&p).pemulihan_baru(akun, &kode, &kunci).await?;
            Ok(lihat(&p.ke("/kerja/wbs/pemegang")))
        }
    }
}

/// The code stands in the form, and is typed again from the paper: so it was copied.
fn ketik_ulang(p: &Permintaan, kode: &Kode, galat: &[GalatMedan]) -> Markup {
    html! {
        input type="hidden" name="pemulihan" value=(kode.rapi().as_str()) autocomplete="off";
        (rahasia(p, "kode", "Ketik ulang kode pemulihan dari kertas Anda", "", true, galat))
    }
}

/// Whether the code was copied.
enum Disalin {
    TidakAda,
    Beda(Kode, GalatMedan),
    Sama(Kode),
}

fn disalin(f: &Formulir) -> Disalin {
    let Some(kode) = Kode::baca(&ambil(f, "pemulihan")) else {
        return Disalin::TidakAda;
    };
    if Kode::baca(&ambil(f, "kode")).is_some_and(|d| *d.rapi() == *kode.rapi()) {
        return Disalin::Sama(kode);
    }
    let g = GalatMedan::baru(
        "kode",
        "Kode yang diketik tidak sama dengan yang di atas. Periksa salinan Anda.",
    );
    Disalin::Beda(kode, g)
}
