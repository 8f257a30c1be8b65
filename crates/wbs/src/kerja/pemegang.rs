//! Who holds a key: admitting somebody after comparing fingerprints, taking a key away.

use axum::{Extension, extract::Path, response::Response};
use kernel::{Galat, IdEntri};
use maud::{Markup, html};
use store::Tampak;
use ui::{formulir, tampil};
use web::{Formulir, Gagal, Permintaan, lihat};

use super::{PetiExt, Posisi, batang, inspektur, meja, posisi, ruang};
use crate::{
    kanal::sidik,
    kunci::{PEMEGANG, id_pemegang},
    sandi::baca_publik,
};

/// `GET …/pemegang`
pub(crate) async fn halaman(p: Permintaan, Extension(peti): PetiExt) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    if !matches!(posisi(&p, akun, &peti).await?, Posisi::Terbuka(_)) {
        return Ok(lihat(&p.ke("/kerja/wbs")));
    }
    let (b, semua) = (p.b, meja(&p).semua_pemegang(akun).await?);
    let kanal = meja(&p).kanal().await?;
    let judul = b.t("Pemegang kunci");
    let aktif = semua.iter().filter(|t| t.entri.keadaan == "aktif").count();
    let aku = id_pemegang(akun);
    let isi = html! {
        h1 { (judul) }
        (batang(&p))
        @if aktif < 2 { div.peringatan.peringatan-jingga { p { (b.t("Hanya satu orang yang dapat membuka laporan. Terima paling sedikit satu pemeriksa lain.")) } } }
        @if let Some(k) = &kanal {
            p { (b.t("Sidik kunci saluran ini")) ": " code { (sidik(k)) } ". " (b.t("Umumkan di papan pengumuman Inspektorat, agar pelapor dapat mencocokkannya.")) }
        }
        ul.tanpa-butir { @for t in &semua { li.kartu { (satu(&p, t, t.entri.id == aku)) } } }
        p { a href=(p.ke("/kerja/wbs/pemulihan")) { (b.t("Ganti kode pemulihan")) } }
        p.bantuan { (b.t("Mencabut kunci menutup laporan bagi orang itu di aplikasi ini. Kunci salurannya sendiri tidak berganti: siapa yang pernah menyalinnya dan juga mendapat salinan basis data tetap dapat membaca.")) }
    };
    Ok(ruang(&p, judul, false, isi))
}

fn satu(p: &Permintaan, t: &Tampak, sendiri: bool) -> Markup {
    let (b, e) = (p.b, &t.entri);
    let keadaan = p
        .app
        .store
        .inventaris()
        .register(PEMEGANG)
        .and_then(|d| d.lifecycle.keadaan(&e.keadaan));
    let ke = |langkah: &str| p.ke(&format!("/kerja/wbs/pemegang/{}/{langkah}", e.id));
    html! {
        p { b { (e.teks("nama")) } @if let Some(k) = keadaan { " " (tampil::tanda(b, k)) } @if sendiri { " " (b.t("(Anda)")) } }
        @if let Some(k) = baca_publik(e.teks("publik")) { p { (b.t("Sidik kunci")) ": " code { (sidik(&k)) } } }
        @if e.keadaan == "menunggu" && !sendiri {
            form method="post" action=(ke("terima")) {
                (formulir::csrf(p.csrf()))
                input type="hidden" name="publik" value=(e.teks("publik"));
                label.pilihan { input type="checkbox" name="cocok" value="ya" required; span { (b.t("Sidik ini sudah saya cocokkan dengan orangnya, bertatap muka atau lewat telepon")) } }
                button.tombol type="submit" { (b.t("Terima sebagai pemegang kunci")) }
            }
        }
        @if e.keadaan != "dicabut" && !sendiri {
            form method="post" action=(ke("cabut")) {
                (formulir::csrf(p.csrf()))
                label.pilihan { input type="checkbox" name="yakin" value="ya" required; span { (b.t("Ya, orang ini tidak boleh membuka laporan lagi")) } }
                button.tombol.tombol-bahaya type="submit" { (b.t("Cabut kuncinya")) }
            }
        }
    }
}

fn id(teks: &str) -> Result<IdEntri, Galat> {
    teks.parse().map(IdEntri).map_err(|_| Galat::TidakDitemukan)
}

/// `POST …/pemegang/{id}/terima`
pub(crate) async fn terima(
    p: Permintaan,
    Path((_, ke)): Path<(String, String)>,
    Extension(peti): PetiExt,
    f: Formulir,
) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    let Posisi::Terbuka(kunci) = posisi(&p, akun, &peti).await? else {
        return Ok(lihat(&p.ke("/kerja/wbs")));
    };
    let ke = id(&ke)?;
    if !f.ada("cocok") {
        return Err(Galat::TidakSah("Cocokkan dulu sidik kuncinya, lalu beri tanda.".into()).into());
    }
    meja(&p).terima(akun, ke, f.teks("publik"), &kunci).await?;
    Ok(lihat(&p.ke("/kerja/wbs/pemegang")))
}

/// `POST …/pemegang/{id}/cabut`
pub(crate) async fn cabut(
    p: Permintaan,
    Path((_, dari)): Path<(String, String)>,
    Extension(peti): PetiExt,
    f: Formulir,
) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    if !matches!(posisi(&p, akun, &peti).await?, Posisi::Terbuka(_)) {
        return Ok(lihat(&p.ke("/kerja/wbs")));
    }
    let dari = id(&dari)?;
    if !f.ada("yakin") {
        return Err(Galat::TidakSah("Beri tanda bahwa Anda yakin, lalu kirim lagi.".into()).into());
    }
    meja(&p).cabut(akun, dari).await?;
    Ok(lihat(&p.ke("/kerja/wbs/pemegang")))
}
