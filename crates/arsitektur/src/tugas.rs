//! What surveys ask of whoever is looking at their tasks.

use std::sync::Arc;

use kernel::{Galat, Peran, kalender::tanggal};
use maud::{Markup, html};
use web::{Janji, Pendamping, Permintaan};

use crate::{BILIK, Ingatan, survei, tanya};

/// Who answers for entries of their unit.
const PENJAWAB: [Peran; 2] = [Peran::Penghubung, Peran::Kepala];

pub(crate) struct Teman(pub(crate) Arc<Ingatan>);

impl Pendamping for Teman {
    fn tugas<'a>(&'a self, p: &'a Permintaan) -> Janji<'a, Option<Markup>> {
        Box::pin(async move { bagian(p, &self.0).await })
    }
}

async fn bagian(p: &Permintaan, ingatan: &Ingatan) -> Result<Option<Markup>, Galat> {
    let Some(akun) = p.pelaku.akun() else {
        return Ok(None);
    };
    let unit: Vec<&str> = akun
        .unit_sebagai(&PENJAWAB)
        .into_iter()
        .map(|u| u.as_str())
        .collect();
    if unit.is_empty() || !(BILIK.untuk)(p) {
        return Ok(None);
    }
    let berjalan = survei::berjalan(p).await?;
    if berjalan.is_empty() {
        return Ok(None);
    }
    let graf = tanya::graf_kini(p, ingatan).await?;
    let semua = survei::tugas(berjalan, &graf, &unit)?;
    if semua.is_empty() {
        return Ok(None);
    }
    let b = p.b;
    Ok(Some(html! {
        section aria-labelledby="tugas-survei" {
            h2 #tugas-survei { (b.t("Survei arsitektur")) }
            p { (b.t("Pastikan entri arsitektur perangkat daerah Anda: buka, betulkan bila perlu, lalu pilih Konfirmasi isi. Di daftar, beberapa entri dapat dikonfirmasi sekaligus.")) }
            ul { @for (e, batas, unit, n) in &semua { li {
                a href=(p.ke(&format!("/kerja/arsitektur/survei?nomor={}&opd={}", ui::enkode(&e.nomor), ui::enkode(unit)))) { (e.teks("judul")) } ": "
                (b.isi("{n} entri {opd} belum dipastikan, sampai {tanggal}.", &[("n", &n.to_string()), ("opd", p.profil.nama_unit(unit)), ("tanggal", &tanggal(b, *batas))]))
            } } }
        }
    }))
}
