//! One report: reading it, which is an event, answering, and the steps.

use axum::{Extension, extract::Path, response::Response};
use kernel::{
    Galat, GalatMedan, Jenis, Langkah, Medan, Peta,
    izin::boleh_langkah,
    kalender::{saat, tanggal},
    nilai::{dari_formulir, periksa_objek},
};
use maud::{Markup, html};
use ui::{
    formulir::{self, Isian},
    tampil,
};
use web::{Formulir, Gagal, Permintaan, lihat};

use super::{PetiExt, Posisi, batang, def, gerbang, inspektur, meja, posisi, ruang};
use crate::{
    laporan::{BACA, BALAS, PESAN},
    percakapan::{MAKS_PESAN, Terbaca},
    publik::{isi_laporan, ucapan},
    sandi::Kunci,
};

/// A form that came back.
struct Kembali<'a> {
    langkah: &'a str,
    f: &'a Formulir,
    galat: &'a [GalatMedan],
}

fn alamat(p: &Permintaan, nomor: &str) -> String {
    p.ke(&format!("/kerja/wbs/laporan/{}", ui::enkode(nomor)))
}

/// `GET …/laporan/{nomor}`
pub(crate) async fn halaman(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
    Extension(peti): PetiExt,
) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    match posisi(&p, akun, &peti).await? {
        Posisi::Terbuka(kunci) => gambar(&p, &nomor, &kunci, None).await,
        lain => gerbang::gambar(&p, &lain, None, &[]),
    }
}

async fn gambar(
    p: &Permintaan,
    nomor: &str,
    kunci: &Kunci,
    kembali: Option<Kembali<'_>>,
) -> Result<Response, Gagal> {
    let t = meja(p).baca_pemeriksa(&p.pelaku, nomor, kunci).await?;
    let (b, e, k) = (p.b, &t.tampak.entri, &p.profil.kalender);
    let def = def(p)?;
    let kini = p.app.store.jam().kini();
    let judul = b.isi("Laporan {nomor}", &[("nomor", &e.nomor)]);
    let langkah: Vec<&Langkah> = def
        .lifecycle
        .dari(&e.keadaan)
        .filter(|l| l.kode != BACA && boleh_langkah(&p.profil, &def, &p.pelaku, &l.oleh, e))
        .collect();
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/wbs")) { (b.t("Daftar laporan")) }
        h1 { (judul) }
        p {
            @if let Some(s) = def.lifecycle.keadaan(&e.keadaan) { (tampil::tanda(b, s)) }
            " " (b.t("Dikirim")) " " (tanggal(b, k.setempat(e.saat_dibuat()).date()))
            @for w in e.tenggat.iter().filter(|w| w.berjalan() && e.terbuka) { " · " (b.t(def.lifecycle.nama_tenggat(&w.kode))) ": " (tampil::tenggat(b, k, kini, saat(w.jatuh))) }
        }
        @if let Some(k) = &kembali && langkah.iter().all(|l| l.kode != k.langkah) { (tertahan(p, k)) }
        (batang(p))
        div.dua-kolom {
            div {
                (isi_laporan(b, &t))
                (ucapan(p, &t, false))
                section aria-labelledby="tindakan" {
                    h2 #tindakan { (b.t("Yang dapat Anda lakukan")) }
                    @for l in &langkah { (tindakan(p, &e.nomor, l, kembali.as_ref())) }
                }
            }
            (pembacaan(p, &t))
        }
    };
    Ok(ruang(p, &judul, kembali.is_some(), isi))
}

/// A step that the state no longer knows: why, and the words written for it.
fn tertahan(p: &Permintaan, k: &Kembali) -> Markup {
    let (b, ditulis) = (p.b, k.f.teks(&format!("{}_{PESAN}", k.langkah)));
    html! {
        div.ringkasan-galat role="alert" tabindex="-1" {
            h2 { (b.t("Ada yang perlu diperbaiki")) }
            ul { @for g in k.galat { li { (g.pesan.dalam(b)) } } }
            @if !ditulis.is_empty() {
                p { (b.t("Yang Anda tulis belum terkirim. Salin dari sini bila masih perlu:")) }
                blockquote { (tampil::paragraf(ditulis)) }
            }
        }
    }
}

fn pembacaan(p: &Permintaan, t: &Terbaca) -> Markup {
    let (b, k) = (p.b, &p.profil.kalender);
    html! {
        section aria-labelledby="pembacaan" {
            h2 #pembacaan { (b.t("Siapa membaca, kapan")) }
            ol { @for (w, nama) in t.pembacaan.iter().take(50) { li { (nama) ", " (k.waktu_panjang(b, *w)) } } }
            @if t.pembacaan.len() > 50 { p.bantuan { (b.isi("dan {n} pembacaan sebelumnya", &[("n", &(t.pembacaan.len() - 50).to_string())])) } }
        }
    }
}

fn medan(l: &Langkah) -> [Medan; 1] {
    let wajib = l.isian.iter().any(|m| m.nama == PESAN && m.wajib);
    let m = Medan::baru(PESAN, "Pesan kepada pelapor", Jenis::Panjang { maks: MAKS_PESAN })
        .bantuan("Jangan menulis nama atau hal yang membuat pelapor dikenali bila layarnya dilihat orang.");
    [if wajib { m } else { m.boleh_kosong() }]
}

fn tindakan(p: &Permintaan, nomor: &str, l: &Langkah, kembali: Option<&Kembali>) -> Markup {
    let b = p.b;
    let kembali = kembali.filter(|k| k.langkah == l.kode);
    let kosong = Peta::new();
    let awal = format!("{}_", l.kode);
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: &kosong,
        mentah: kembali.map(|k| &k.f.medan),
        galat: kembali.map_or(&[], |k| k.galat),
        awal: &awal,
    };
    html! {
        details.kartu open[kembali.is_some() || l.kode == BALAS] {
            summary { (b.t(&l.label)) }
            p { (b.t(&l.akibat)) }
            @if let Some(k) = kembali { @for g in k.galat.iter().filter(|g| g.medan != PESAN) { p.galat { (g.pesan.dalam(b)) } } }
            form method="post" action={ (alamat(p, nomor)) "/langkah/" (l.kode) } data-jaga=(if kembali.is_some() { "kotor" } else { "" }) {
                (formulir::csrf(p.csrf()))
                (formulir::semua(&i, &medan(l)))
                button.tombol .tombol-bahaya[l.bahaya] type="submit" { (b.t(&l.label)) }
            }
        }
    }
}

/// `POST …/laporan/{nomor}/langkah/{langkah}`
pub(crate) async fn kirim(
    p: Permintaan,
    Path((_, nomor, langkah)): Path<(String, String, String)>,
    Extension(peti): PetiExt,
    f: Formulir,
) -> Result<Response, Gagal> {
    let akun = inspektur(&p)?;
    let diketik = f.teks(&format!("{langkah}_{PESAN}"));
    let kunci = match posisi(&p, akun, &peti).await? {
        Posisi::Terbuka(kunci) => kunci,
        // The quarter of an hour was over: what was typed must not be lost, nor stored.
        lain => return gerbang::gambar(&p, &lain, Some(diketik).filter(|s| !s.is_empty()), &[]),
    };
    let def = def(&p)?;
    let l = def
        .lifecycle
        .langkah
        .iter()
        .find(|l| l.kode == langkah && l.kode != BACA)
        .ok_or(Galat::TidakDitemukan)?;
    let medan = medan(l);
    let mentah = ui::formulir::lepas_awal(&f.medan, &format!("{langkah}_"));
    let galat = match periksa_objek(&medan, &dari_formulir(&medan, &mentah), &p.profil) {
        Ok(isi) => {
            let kata = isi.get(PESAN).and_then(|v| v.as_str()).unwrap_or_default();
            match meja(&p)
                .langkah_pemeriksa(&p.pelaku, &nomor, &kunci, &langkah, kata)
                .await
            {
                Ok(()) => return Ok(lihat(&alamat(&p, &nomor))),
                Err(Galat::Isian(g)) => g,
                Err(g @ (Galat::Bentrok(_) | Galat::VersiBasi { .. })) => {
                    vec![GalatMedan::baru("langkah", g.pesan())]
                }
                Err(g) => return Err(g.into()),
            }
        }
        Err(g) => g,
    };
    gambar(
        &p,
        &nomor,
        &kunci,
        Some(Kembali {
            langkah: &langkah,
            f: &f,
            galat: &galat,
        }),
    )
    .await
}
