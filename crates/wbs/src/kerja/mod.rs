//! The room of inspectors: unlocking, the list, a report, the keys. Whoever is no inspector of the office that holds the
//! function finds nothing here; whoever is one but holds no key sees no report, not even its number.

use std::sync::Arc;

use axum::{Extension, http::StatusCode, response::Response};
use kernel::{
    Akun, Galat, GalatMedan, RegisterDef,
    izin::{self, Tindakan},
    kalender::{saat, tanggal},
};
use maud::{Markup, html};
use store::{Daftar, Kolom, Tampak, Urut};
use ui::{formulir, tampil};
use web::{Gagal, Permintaan};

use crate::{
    kanal::{Meja, pemeriksa},
    laporan::KODE,
    percakapan::belum_dibaca,
    peti::Peti,
    sandi::Kunci,
};

pub(crate) mod gerbang;
pub(crate) mod pemegang;
pub(crate) mod satu;

/// The chest, as handlers get it.
pub(crate) type PetiExt = Extension<Arc<Peti>>;

/// Most reports on the page.
const BATAS: usize = 200;

pub(crate) fn meja(p: &Permintaan) -> Meja<'_> {
    Meja {
        store: &p.app.store,
        profil: &p.profil,
        kini: p.app.store.jam().kini(),
    }
}

/// The inspector who asks. To everybody else there is nothing here.
///
/// # Errors
/// [`Galat::PerluMasuk`] for the public, [`Galat::TidakDitemukan`] for every other account.
pub(crate) fn inspektur(p: &Permintaan) -> Result<&Akun, Galat> {
    p.harus_akun()?;
    if !pemeriksa(&p.profil, &p.pelaku) {
        return Err(Galat::TidakDitemukan);
    }
    p.akun()
}

/// Under which name the chest keeps what this session has unlocked: the form token is the session's own.
pub(crate) fn sesi(p: &Permintaan, akun: &Akun) -> String {
    format!("{}/{}/{}", p.daerah(), akun.id, p.csrf())
}

/// How an inspector stands to the channel.
pub(crate) enum Posisi {
    /// There is no channel yet.
    BelumAda,
    /// No key, or one that was taken away.
    Luar,
    /// Asked for a key; the entry.
    Menunggu(Box<Tampak>),
    /// Holds one, locked.
    Terkunci,
    /// Holds one, unlocked.
    Terbuka(Arc<Kunci>),
}

pub(crate) async fn posisi(p: &Permintaan, akun: &Akun, peti: &Peti) -> Result<Posisi, Galat> {
    let m = meja(p);
    if m.kanal().await?.is_none() {
        return Ok(Posisi::BelumAda);
    }
    let Some(t) = m.pemegang(akun).await? else {
        return Ok(Posisi::Luar);
    };
    Ok(match t.entri.keadaan.as_str() {
        "menunggu" => Posisi::Menunggu(Box::new(t)),
        "aktif" => peti
            .ambil(&sesi(p, akun), m.kini)
            .map_or(Posisi::Terkunci, Posisi::Terbuka),
        _ => {
            // Taken away while it lay open: from this moment nothing is read with it.
            peti.kunci(&sesi(p, akun));
            Posisi::Luar
        }
    })
}

pub(crate) fn def(p: &Permintaan) -> Result<Arc<RegisterDef>, Galat> {
    p.app.store.inventaris().cari(KODE).cloned()
}

/// A page of this room.
pub(crate) fn ruang(p: &Permintaan, judul: &str, galat: bool, isi: Markup) -> Response {
    let mut r = p.ruang(judul, KODE, isi);
    if galat {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

/// A field for something secret, or a code; what was typed is never put into the page again.
pub(crate) fn rahasia(
    p: &Permintaan,
    nama: &str,
    label: &str,
    bantuan: &str,
    baru: bool,
    galat: &[GalatMedan],
) -> Markup {
    let b = p.b;
    let pesan = galat.iter().find(|g| g.medan == nama).map(|g| g.pesan.dalam(b));
    let id = formulir::id(nama);
    let (tipe, isian) = match (nama, baru) {
        ("kode", _) => ("text", "off"),
        (_, true) => ("password", "new-password"),
        (_, false) => ("password", "off"),
    };
    html! {
        div.medan .medan-galat[pesan.is_some()] {
            label for=(id) { (b.t(label)) }
            @if !bantuan.is_empty() { p.bantuan id={ (id) "-bantuan" } { (b.t(bantuan)) } }
            @if let Some(g) = &pesan { p.galat id={ (id) "-galat" } { (g) } }
            input.sedang type=(tipe) id=(id) name=(nama) value="" autocomplete=(isian) spellcheck="false" maxlength="400"
                aria-describedby={ (id) "-bantuan" @if pesan.is_some() { " " (id) "-galat" } } aria-invalid=[pesan.is_some().then_some("true")];
        }
    }
}

pub(crate) fn ringkasan(p: &Permintaan, galat: &[GalatMedan]) -> Markup {
    html! {
        @if !galat.is_empty() {
            div.ringkasan-galat role="alert" tabindex="-1" {
                h2 { (p.b.t("Ada yang perlu diperbaiki")) }
                ul { @for g in galat { li { a href={ "#" (formulir::id(&g.medan)) } { (g.pesan.dalam(p.b)) } } } }
            }
        }
    }
}

/// `GET /{daerah}/kerja/wbs`: what this inspector can do now: the list, or the way to it.
pub(crate) async fn halaman(p: Permintaan, Extension(peti): PetiExt) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    let sekarang = posisi(&p, akun, &peti).await?;
    match sekarang {
        Posisi::Terbuka(_) => daftar(&p).await,
        lain => gerbang::gambar(&p, &lain, None, &[]),
    }
}

async fn daftar(p: &Permintaan) -> Result<Response, Gagal> {
    let (b, def) = (p.b, def(p)?);
    let w = izin::wewenang(&p.profil, &def, &p.pelaku, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    let d = Daftar {
        urut: Urut {
            kolom: Kolom::Diubah,
            turun: true,
        },
        batas: BATAS,
        ..Daftar::default()
    };
    let h = p.app.store.daftar(&w, &p.pelaku, &d).await?;
    let cerita = p
        .app
        .store
        .riwayat_banyak(p.daerah(), &h.entri, &p.pelaku)
        .await?;
    let semua = h.entri.iter().zip(cerita.iter().map(|c| belum_dibaca(c)));
    let (mut buka, selesai): (Vec<_>, Vec<_>) = semua.partition(|(t, _)| t.entri.terbuka);
    buka.sort_by_key(|(t, _)| t.entri.jatuh.unwrap_or(i64::MAX));
    let judul = b.t("Pelaporan pelanggaran");
    let isi = html! {
        h1 { (judul) }
        (batang(p))
        @if h.entri.is_empty() { (tampil::kosong(b.t("Belum ada laporan."), b.t("Laporan yang masuk muncul di sini."), None)) }
        @if h.berikut.is_some() { p.bantuan { (b.isi("Yang ditampilkan {n} laporan yang terakhir berubah.", &[("n", &BATAS.to_string())])) } }
        @for (nama, baris) in [("Perlu ditangani", buka), ("Selesai", selesai)] {
            @if !baris.is_empty() {
                section.tugas {
                    h2 { (b.t(nama)) " " span.hitung { (tampil::angka(baris.len() as i64)) } }
                    ul { @for (t, baru) in baris { (self::baris(p, &def, t, baru)) } }
                }
            }
        }
    };
    Ok(ruang(p, judul, false, isi))
}

fn baris(p: &Permintaan, def: &RegisterDef, t: &Tampak, baru: bool) -> Markup {
    let (b, e, k) = (p.b, &t.entri, &p.profil.kalender);
    let kini = p.app.store.jam().kini();
    html! {
        li data-baris=(e.nomor) {
            div.tugas-isi {
                a href=(p.ke(&format!("/kerja/wbs/laporan/{}", ui::enkode(&e.nomor)))) { (e.nomor) }
                small {
                    @if baru { (tampil::tanda_kata("merah", b.t("Belum dibaca"))) " · " }
                    @if let Some(s) = def.lifecycle.keadaan(&e.keadaan) { (tampil::tanda(b, s)) " · " }
                    (b.t("Dikirim")) " " (tanggal(b, k.setempat(e.saat_dibuat()).date()))
                }
            }
            div.tugas-tenggat { @if let Some(j) = e.jatuh { (tampil::tenggat(b, k, kini, saat(j))) } }
        }
    }
}

/// What stands above every page of an unlocked room.
pub(crate) fn batang(p: &Permintaan) -> Markup {
    let b = p.b;
    html! {
        p.bantuan { (b.t("Terbuka di peramban ini saja, dan terkunci sendiri setelah 15 menit tidak dipakai. Setiap pembacaan laporan tercatat.")) }
        form.tombol-baris method="post" action=(p.ke("/kerja/wbs/kunci")) {
            (formulir::csrf(p.csrf()))
            button.tombol.tombol-dua type="submit" { (b.t("Kunci sekarang")) }
            a href=(p.ke("/kerja/wbs")) { (b.t("Daftar laporan")) }
            a href=(p.ke("/kerja/wbs/pemegang")) { (b.t("Pemegang kunci")) }
            a href=(p.ke("/kerja/wbs/frasa")) { (b.t("Ganti frasa WBS")) }
        }
    }
}
