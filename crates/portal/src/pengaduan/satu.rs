//! One report as everybody may read it: its public fields and public events, nothing of who filed it. A report that was
//! joined to another says where it goes on.

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{Galat, Medan, Pelaku, command::pemegang};
use maud::html;
use serde_json::Value;
use store::Tampak;
use ui::tampil;
use web::{Gagal, Permintaan};

use super::{
    KODE,
    cerita::{self, Pembaca},
    ikut, keadaan, lacak, nomor_rapi,
};
use crate::umum;

pub(super) async fn halaman(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
) -> Result<Response, Gagal> {
    let nomor = nomor_rapi(&nomor);
    match p
        .app
        .store
        .entri_bernomor(p.daerah(), &Pelaku::Publik, KODE, &nomor)
        .await
    {
        Ok(t) => gambar(&p, &t, ikut::Kembali::default()).await,
        Err(Galat::TidakDitemukan) => match lanjutan(&p, &nomor).await? {
            Some(t) => Ok(digabung(&p, &nomor, &t)),
            None => Err(Galat::TidakDitemukan.into()),
        },
        Err(g) => Err(g.into()),
    }
}

/// The page; `k` is the form of a follower that came back.
pub(super) async fn gambar(p: &Permintaan, t: &Tampak, k: ikut::Kembali<'_>) -> Result<Response, Gagal> {
    let (b, e) = (p.b, &t.entri);
    let def = p.register(KODE)?;
    let kini = keadaan(&def, t)?;
    let riwayat = p.app.store.riwayat(t, &Pelaku::Publik).await?;
    let butir = cerita::butir(b, &p.profil, &def, e, &riwayat, Pembaca::Umum);
    let masalah = masalah(p, t).await?;
    let fakta: Vec<Medan> = def
        .medan
        .iter()
        .filter(|m| m.nama != "judul" && m.nama != "isi")
        .cloned()
        .collect();
    let bagian_ikut = ikut::bagian(p, t, k).await?;
    let ringkasan = ikut::ringkasan(p, k)?;
    let isi = html! {
        a.tautan-balik href=(p.ke("/pengaduan/daftar")) { (b.t("Laporan warga")) }
        (ringkasan)
        p.kemajuan { (b.t("Laporan")) " " span.nomor { (e.nomor) } }
        h1 { (t.judul) }
        p { (tampil::tanda(b, kini)) " " (b.isi("Dipegang oleh {unit}.", &[("unit", pemegang(&p.profil, e))])) }
        @if let Some(m) = &masalah {
            div.peringatan { p {
                (b.t("Laporan ini bagian dari masalah yang sudah diketahui:")) " "
                a href=(p.ke(&format!("/masalah/{}", ui::enkode(&m.entri.nomor)))) { (m.judul) }
            } }
        }
        @if p.milik_sendiri().contains(&e.id) {
            div.peringatan { p { (b.t("Ini laporan Anda.")) " " a href=(lacak::alamat(p, &e.nomor)) { (b.t("Lihat semua kabar dan beri tanggapan")) } } }
        }
        div { (tampil::paragraf(e.teks("isi"))) }
        section aria-labelledby="rincian" {
            h2 #rincian { (b.t("Rincian")) }
            (tampil::fakta(b, &p.profil, &fakta, &e.isi))
        }
        section aria-labelledby="riwayat" {
            h2 #riwayat { (b.t("Riwayat")) }
            (tampil::lini(b, &p.profil, &butir))
        }
        (bagian_ikut)
    };
    let judul = format!("{} ({})", t.judul, e.nomor);
    Ok(if k.galat.is_empty() {
        umum::halaman(p, &judul, isi)
    } else {
        umum::perlu_diperbaiki(p, StatusCode::UNPROCESSABLE_ENTITY, &judul, isi)
    })
}

/// The public problem that this report is part of.
async fn masalah(p: &Permintaan, t: &Tampak) -> Result<Option<Tampak>, Galat> {
    let terkait = p
        .app
        .store
        .terkait(p.daerah(), &Pelaku::Publik, t.entri.id)
        .await?;
    let m = terkait.into_iter().find(|k| k.keluar && k.jenis == "masalah");
    Ok(m.map(|k| k.tampak))
}

/// The public report in which this one goes on. The joined one itself is not public any more, so it is looked at with
/// the program's own eyes, for two facts only: that it was joined, and that its citizen did not ask for secrecy.
async fn lanjutan(p: &Permintaan, nomor: &str) -> Result<Option<Tampak>, Galat> {
    let t = match p
        .app
        .store
        .entri_bernomor(p.daerah(), &Pelaku::Sistem, KODE, nomor)
        .await
    {
        Ok(t) => t,
        Err(Galat::TidakDitemukan) => return Ok(None),
        Err(g) => return Err(g),
    };
    let rahasia = t
        .entri
        .isi
        .get("rahasia")
        .and_then(Value::as_bool)
        .unwrap_or(true);
    if rahasia || t.entri.keadaan != "digabung" {
        return Ok(None);
    }
    let terkait = p
        .app
        .store
        .terkait(p.daerah(), &Pelaku::Publik, t.entri.id)
        .await?;
    Ok(terkait
        .into_iter()
        .find(|k| k.keluar && k.jenis == "digabung_ke")
        .map(|k| k.tampak))
}

fn digabung(p: &Permintaan, nomor: &str, ke: &Tampak) -> Response {
    let b = p.b;
    let judul = b.isi("Laporan {nomor} digabung", &[("nomor", nomor)]);
    let isi = html! {
        a.tautan-balik href=(p.ke("/pengaduan/daftar")) { (b.t("Laporan warga")) }
        h1 { (judul) }
        p { (b.t("Laporan ini dilanjutkan bersama laporan lain tentang hal yang sama:")) }
        p { a href=(p.ke(&format!("/pengaduan/{}", ui::enkode(&ke.entri.nomor)))) { (ke.entri.nomor) ": " (ke.judul) } }
        p { (b.t("Laporan Anda?")) " " a href=(lacak::alamat(p, nomor)) { (b.t("Lacak dengan kode Anda")) } }
    };
    umum::halaman(p, &judul, isi)
}
