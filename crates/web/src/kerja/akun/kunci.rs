//! The keys of an account in an administrator's hands: its number, its second factor taken away with a reason, and what
//! was done to it.

use axum::{Router, extract::Path, response::Response, routing::post};
use identity::Oleh;
use kernel::{
    Bahasa, Galat, Medan,
    nilai::{Jenis, periksa_objek},
};
use maud::{Markup, html};
use store::{AkunSimpan, Catatan, scim::KlienScim};
use ui::formulir::Isian;
use uuid::Uuid;

use super::{
    baca_nip, medan_nip,
    satu::{Jalur, Kembali, beres, buka, tampilkan, tersandung},
};
use crate::{Aplikasi, Formulir, Gagal, Permintaan};

/// Things done to an account that its page shows.
const RIWAYAT: i64 = 30;

/// What is noted with an account, in the words of its page.
const PERBUATAN: [(&str, &str); 29] = [
    ("tambah", "Akun ditambahkan"),
    ("ganti sandi", "Kata sandi diganti"),
    ("atur nama", "Nama diatur"),
    ("atur surel", "Surel diatur"),
    ("atur NIP", "NIP diatur"),
    ("atur peran", "Peran diatur"),
    ("aktifkan", "Akun diaktifkan"),
    ("tutup", "Akun ditutup"),
    ("akhiri sesi", "Sesi diakhiri"),
    ("cabut token", "Token API dicabut"),
    ("cabut kalender", "Alamat kalender dicabut"),
    ("pasang dua langkah", "Verifikasi dua langkah dipasang"),
    ("lepas dua langkah", "Verifikasi dua langkah dilepas"),
    ("kode pemulihan baru", "Kode pemulihan baru dibuat"),
    ("pakai kode pemulihan", "Kode pemulihan dipakai"),
    ("pasang kunci sandi", "Kunci sandi dipasang"),
    ("lepas kunci sandi", "Kunci sandi dihapus"),
    ("pakai kunci sandi", "Masuk dengan kunci sandi"),
    ("masuk lewat penyedia", "Masuk lewat penyedia identitas"),
    ("keluar lewat penyedia", "Keluar lewat penyedia identitas"),
    ("ikat penyedia", "Terikat dengan penyedia identitas"),
    ("lepas penyedia", "Ikatan penyedia identitas dilepas"),
    (
        "orang lain ditolak",
        "Orang lain di penyedia identitas mengaku pemilik akun ini, dan ditolak",
    ),
    ("kunci sandi ditolak", "Kunci sandi ditolak, mungkin disalin"),
    // Of programs that keep accounts.
    ("daftar program", "Program pengelola akun didaftarkan"),
    ("atur peran program", "Peran yang boleh diberikan program diatur"),
    ("ganti token program", "Token program diganti"),
    ("matikan program", "Program dimatikan"),
    ("nyalakan program", "Program dinyalakan"),
];

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/akun/{id}/nip", post(nip))
        .route("/{daerah}/kerja/akun/{id}/dua-langkah", post(dua_langkah))
}

/// Why a second factor is taken away.
pub(super) fn medan_alasan() -> Medan {
    Medan::baru("alasan", "Alasan", Jenis::Teks { maks: 500 })
        .bantuan("Dicatat, dan dikirim kepada pemilik akun. Pastikan dulu bahwa ia sendiri yang meminta.")
}

/// Both forms. A number that is stored is not shown again; it is replaced or removed.
pub(super) fn formulir(p: &Permintaan, a: &AkunSimpan, alamat: &str, i: &Isian) -> Markup {
    let b = p.b;
    html! {
        form method="post" action={ (alamat) "/nip" } {
            (ui::formulir::csrf(p.csrf()))
            (ui::formulir::semua(i, &[medan_nip()]))
            div.tombol-baris {
                button.tombol.tombol-dua type="submit" { (b.t("Simpan NIP")) }
                @if a.nip.is_some() {
                    button.tombol.tombol-dua type="submit" name="hapus" value="ya" formnovalidate { (b.t("Hapus NIP")) }
                }
            }
        }
        @if a.dua_langkah && p.akun().is_ok_and(|s| s.id != a.akun.id) {
            section {
                h2 { (b.t("Verifikasi dua langkah")) }
                p { (b.t("Bila pemiliknya kehilangan ponsel dan kode pemulihannya: lepas, agar ia dapat masuk dengan kata sandi dan memasangnya lagi. Kunci sandinya ikut dihapus, dan semua perambannya dikeluarkan.")) }
                form method="post" action={ (alamat) "/dua-langkah" } {
                    (ui::formulir::csrf(p.csrf()))
                    (ui::formulir::semua(i, &[medan_alasan()]))
                    div.tombol-baris { button.tombol.tombol-bahaya type="submit" { (b.t("Lepas verifikasi dua langkah")) } }
                }
            }
        }
    }
}

/// A thing done to an account, in words.
pub(super) fn perbuatan(b: Bahasa, kode: &str) -> &str {
    let ada = PERBUATAN.iter().find(|(k, _)| *k == kode);
    ada.map_or(kode, |(_, label)| b.t(label))
}

/// By whom something was done to an account, in words.
pub(super) fn oleh<'a>(
    b: Bahasa,
    semua: &'a [AkunSimpan],
    klien: &'a [KlienScim],
    akun: Uuid,
    c: &Catatan,
) -> &'a str {
    match c.oleh {
        None => b.t("operator sistem"),
        Some(id) if id == akun => b.t("pemilik akun"),
        Some(id) => nama(b, semua, klien, id),
    }
}

/// The name of an account, or of a program that keeps accounts.
pub(super) fn nama<'a>(b: Bahasa, semua: &'a [AkunSimpan], klien: &'a [KlienScim], id: Uuid) -> &'a str {
    let akun = semua
        .iter()
        .find(|a| a.akun.id == id)
        .map(|a| a.akun.nama.as_str());
    let program = || klien.iter().find(|k| k.id == id).map(|k| k.nama.as_str());
    akun.or_else(program)
        .unwrap_or_else(|| b.t("akun yang sudah tidak ada"))
}

/// What was done to the account: when, by whom, why.
pub(super) async fn riwayat(p: &Permintaan, a: &AkunSimpan) -> Result<Markup, Galat> {
    let b = p.b;
    let semua = p.app.store.riwayat_akun(&a.akun, RIWAYAT).await?;
    if semua.is_empty() {
        return Ok(html! {});
    }
    let akun = p.app.store.semua_akun(p.daerah()).await?;
    let klien = p.app.store.scim_klien(p.daerah()).await?;
    Ok(html! {
        section {
            h2 { (b.t("Riwayat akun")) }
            ol.lini {
                @for (saat, c) in &semua {
                    li {
                        p { b { (perbuatan(b, &c.perbuatan)) } }
                        p.jelaskan {
                            (p.profil.kalender.waktu_pendek(b, *saat)) ", " (oleh(b, &akun, &klien, a.akun.id, c))
                        }
                        @if !c.alasan.is_empty() { p { (c.alasan) } }
                    }
                }
            }
        }
    })
}

async fn nip(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    match atur_nip(&p, oleh, &a, &f).await {
        Ok(()) => Ok(beres(&p, &a)),
        Err(g) => kembali(&p, &a, &f, g).await,
    }
}

async fn atur_nip(p: &Permintaan, oleh: Oleh, a: &AkunSimpan, f: &Formulir) -> Result<(), Galat> {
    let id = &p.app.identitas;
    if f.ada("hapus") {
        return id.atur_nip(oleh, a, None).await;
    }
    let medan = [medan_nip()];
    let isi = kernel::nilai::dari_formulir(&medan, &f.medan);
    let isi = periksa_objek(&medan, &isi, &p.profil).map_err(Galat::Isian)?;
    match baca_nip(&isi) {
        Some(nip) => id.atur_nip(oleh, a, Some(&nip)).await,
        None => Err(Galat::medan("nip", "Ketik NIP-nya, 18 angka.")),
    }
}

async fn dua_langkah(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    if oleh == Oleh::Akun(a.akun.id) {
        let g = Galat::Bentrok(
            "Ini akun Anda sendiri. Lepas lewat Akun saya dengan satu kode, atau mintalah administrator lain."
                .into(),
        );
        return kembali(&p, &a, &f, g).await;
    }
    match p.app.identitas.lepas_faktor(oleh, &a, f.teks("alasan")).await {
        Ok(()) => Ok(beres(&p, &a)),
        Err(g) => kembali(&p, &a, &f, g).await,
    }
}

/// The page again, with what was typed and what is wrong with it.
async fn kembali(p: &Permintaan, a: &AkunSimpan, f: &Formulir, g: Galat) -> Result<Response, Gagal> {
    let k = Kembali {
        mentah: Some(&f.medan),
        ..Kembali::default()
    };
    match g {
        Galat::Isian(galat) => tampilkan(p, a, Kembali { galat: &galat, ..k }).await,
        g => tersandung(p, a, g, k).await,
    }
}
