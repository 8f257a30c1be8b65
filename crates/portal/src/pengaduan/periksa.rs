//! *Periksa jawaban*: everything once more, each line with the way to change it, before anything is sent.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use kernel::{Galat, GalatMedan, Medan, RegisterDef};
use maud::{Markup, html};
use serde_json::Value;
use web::{Gagal, Permintaan, lihat};

use super::{
    KODE,
    draf::{self, Ada, Draf},
    langkah::{Tahap, tombol_hapus},
};
use crate::umum;

/// What stands above the answers when sending did not succeed.
pub(super) enum Halangan {
    Tidak,
    /// Fields that are wrong after all.
    Isian(Vec<GalatMedan>),
    /// Sent too often from here; nothing is lost.
    Tunggu(u64),
}

pub(super) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    match draf::muat(&p).await? {
        Ada::Ditulis(d) => match d.belum() {
            Some(t) => Ok(lihat(&t.alamat(&p))),
            None => gambar(&p, &d, Halangan::Tidak),
        },
        Ada::Terkirim(_) => Ok(lihat(&p.ke("/pengaduan/terkirim"))),
        Ada::Hilang => Ok(lihat(&format!("{}?hilang=1", Tahap::Apa.alamat(&p)))),
        Ada::Belum => Ok(lihat(&Tahap::Apa.alamat(&p))),
    }
}

/// All answers, by step.
pub(super) fn gambar(p: &Permintaan, d: &Draf, h: Halangan) -> Result<Response, Gagal> {
    let b = p.b;
    let def = p.register(KODE)?;
    let judul = b.t("Periksa jawaban Anda");
    let isi = html! {
        a.tautan-balik href=(Tahap::Siapa.alamat(p)) { (b.t("Kembali")) }
        (halangan(p, &def, &h))
        h1 { (judul) }
        p { (b.t("Laporan baru terkirim setelah Anda menekan tombol di bawah.")) }
        @for t in Tahap::SEMUA {
            section aria-labelledby={ "tahap-" (t.kode()) } {
                h2 id={ "tahap-" (t.kode()) } { (b.t(t.judul())) }
                dl.daftar-ringkas { @for m in rata(&t.medan(&def)) { (baris(p, d, t, &m)) } }
            }
        }
        form method="post" action=(p.ke("/pengaduan/baru/periksa")) {
            (ui::formulir::csrf(p.csrf()))
            p { (b.t("Setelah dikirim, laporan tidak dapat diubah, tetapi Anda dapat menambah keterangan kapan saja.")) }
            div.tombol-baris { button.tombol type="submit" { (b.t("Kirim laporan")) } }
        }
        (tombol_hapus(p))
    };
    Ok(match h {
        Halangan::Tidak => umum::halaman(p, judul, isi),
        Halangan::Isian(_) => umum::perlu_diperbaiki(p, StatusCode::UNPROCESSABLE_ENTITY, judul, isi),
        Halangan::Tunggu(detik) => {
            let mut r = umum::perlu_diperbaiki(p, StatusCode::TOO_MANY_REQUESTS, judul, isi);
            r.headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(detik));
            r
        }
    })
}

fn halangan(p: &Permintaan, def: &RegisterDef, h: &Halangan) -> Markup {
    let b = p.b;
    html! {
        @match h {
            Halangan::Tidak => {},
            Halangan::Isian(galat) => {
                div.ringkasan-galat role="alert" aria-labelledby="judul-ringkasan-galat" tabindex="-1" {
                    h2 #judul-ringkasan-galat { (b.t("Ada isian yang perlu diperbaiki")) }
                    ul { @for g in galat {
                        @let (t, m) = pemilik(def, &g.medan);
                        @let label = m.as_ref().map_or(g.medan.as_str(), |m| b.t(&m.label));
                        li { a href=(ubah(p, t, &g.medan)) { (label) ": " (g.pesan.dalam(b)) } }
                    } }
                }
            },
            Halangan::Tunggu(detik) => {
                div.ringkasan-galat role="alert" aria-labelledby="judul-ringkasan-galat" tabindex="-1" {
                    h2 #judul-ringkasan-galat { (b.t("Terlalu banyak permintaan")) }
                    p { (Galat::TerlaluSering { detik: *detik }.pesan().dalam(b)) " " (b.t("Isian Anda tetap tersimpan.")) }
                }
            },
        }
    }
}

/// The step that asks for a field, and the field.
fn pemilik(def: &RegisterDef, jalan: &str) -> (Tahap, Option<Medan>) {
    let kepala = jalan.split('.').next().unwrap_or(jalan);
    let di = |t: Tahap| {
        rata(&t.medan(def))
            .into_iter()
            .find(|m| m.nama == jalan || m.nama == kepala)
            .map(|m| (t, m))
    };
    match Tahap::SEMUA.into_iter().find_map(di) {
        Some((t, m)) => (t, Some(m)),
        None => (Tahap::Apa, None),
    }
}

/// Fields with those of groups beside the others; the parts of a person by their path.
fn rata(medan: &[Medan]) -> Vec<Medan> {
    let satu = |m: &Medan| {
        let mut anak = m.jenis.anak();
        if anak.is_empty() {
            return vec![m.clone()];
        }
        if !m.rata {
            for a in &mut anak {
                a.nama = format!("{}.{}", m.nama, a.nama).into();
            }
        }
        anak
    };
    medan.iter().flat_map(satu).collect()
}

fn ubah(p: &Permintaan, t: Tahap, nama: &str) -> String {
    format!("{}?ubah=1#{}", t.alamat(p), ui::formulir::id(nama))
}

fn baris(p: &Permintaan, d: &Draf, t: Tahap, m: &Medan) -> Markup {
    let b = p.b;
    let nilai = m.nama.split('.').try_fold(
        &Value::Null,
        |v, k| if v.is_null() { d.isi().get(k) } else { v.get(k) },
    );
    let ada = nilai.filter(|v| !matches!(v, Value::Array(a) if a.is_empty()));
    html! {
        div {
            dt { (b.t(&m.label)) }
            dd { @match ada {
                Some(v) => (ui::tampil::nilai(b, &p.profil, m, v)),
                None => span.bantuan { (b.t("Tidak diisi")) },
            } }
            dd.aksi { a href=(ubah(p, t, &m.nama)) { (b.t("Ubah")) span.sembunyi-visual { ": " (b.t(&m.label)) } } }
        }
    }
}
