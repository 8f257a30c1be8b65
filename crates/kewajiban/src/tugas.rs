//! Obligations in an official's own work: below the tasks of *Tugas saya*, and in the calendar that they subscribe to.
//! They follow the post, not the person: whoever holds the role in the unit today has them.

use std::sync::Arc;

use kernel::{
    Galat,
    kewajiban::{Bukti, Keadaan, Status},
    nilai::KodeUnit,
};
use maud::{Markup, html};
use web::{Janji, Pendamping, Permintaan, ical::Acara};

use crate::{
    hitung::{self, Nilai},
    ingatan::Ingatan,
    jadwal, kata, petugas,
    satu::ajukan,
    tanya::Tanya,
};

/// Most obligations listed below the tasks.
const BARIS: usize = 15;

struct Teman(Arc<Ingatan>);

/// What this chapter adds to the engine's pages.
pub fn pendamping(ingatan: &Arc<Ingatan>) -> Arc<dyn Pendamping> {
    Arc::new(Teman(ingatan.clone()))
}

impl Pendamping for Teman {
    fn tugas<'a>(&'a self, p: &'a Permintaan) -> Janji<'a, Option<Markup>> {
        Box::pin(async move {
            match Tanya::kini(p.clone(), self.0.clone()) {
                Ok(t) => bagian(&t).await,
                Err(_) => Ok(None),
            }
        })
    }

    fn tenggat<'a>(&'a self, p: &'a Permintaan) -> Janji<'a, Vec<Acara>> {
        Box::pin(async move {
            let Ok(t) = Tanya::kini(p.clone(), self.0.clone()) else {
                return Ok(Vec::new());
            };
            let unit = petugas::unit(p.akun()?);
            if unit.is_empty() {
                return Ok(Vec::new());
            }
            let bahan = t.bahan().await?;
            let semua = hitung::milik(&t.kitab, &t.p.profil, &bahan, &unit);
            Ok(jadwal::acara(&t, &semua, true))
        })
    }
}

/// What is open of these units, the most urgent first.
pub(crate) fn celah<'a>(semua: &'a [Nilai<'a>]) -> Vec<(&'a Nilai<'a>, &'a KodeUnit, &'a Status)> {
    let mut hasil: Vec<_> = semua
        .iter()
        .flat_map(|n| n.unit.iter().map(move |(u, s)| (n, u, s)))
        .filter(|(_, _, s)| s.keadaan.celah())
        .collect();
    hasil.sort_by_key(|(_, _, s)| (s.keadaan != Keadaan::Terlambat, s.sejak, s.berikut));
    hasil
}

async fn bagian(t: &Tanya) -> Result<Option<Markup>, Galat> {
    let (b, profil) = (t.p.b, &t.p.profil);
    let akun = t.p.akun()?;
    let unit = petugas::unit(akun);
    let koordinator = petugas::koordinator(profil, akun);
    if unit.is_empty() && !koordinator {
        return Ok(None);
    }
    let bahan = t.bahan().await?;
    let semua = if koordinator {
        hitung::semua(&t.kitab, profil, &bahan)
    } else {
        Vec::new()
    };
    let alarm = petugas::alarm(&t.p.app.store, profil, &semua).await?;
    let milik = hitung::milik(&t.kitab, profil, &bahan, &unit);
    let celah = celah(&milik);
    if celah.is_empty() && alarm.tenang() {
        return Ok(None);
    }
    let lambat = celah
        .iter()
        .filter(|(_, _, s)| s.keadaan == Keadaan::Terlambat)
        .count();
    Ok(Some(html! {
        (petugas::tampil(t, &alarm))
        @if !celah.is_empty() {
            section.tugas {
                h2 { (b.t("Kewajiban jatuh tempo")) " " span.hitung { (ui::tampil::angka(celah.len() as i64)) } }
                @if lambat > 0 { p { (b.isi("{n} di antaranya sudah terlambat.", &[("n", &lambat.to_string())])) } }
                ul { @for (n, u, s) in celah.iter().take(BARIS) {
                    li {
                        div.tugas-isi {
                            a href=(t.ke(&format!("/kewajiban/{}", n.kewajiban.tugas.kode))) { (kata::judul(b, &n.kewajiban.tugas)) }
                            small {
                                (profil.nama_unit(u.as_str())) " · " (kata::tanda(b, s.keadaan))
                                @if matches!(n.kewajiban.bukti, Bukti::Manual { .. }) { " " (ajukan(t, n.kewajiban, u)) }
                            }
                        }
                        div.tugas-tenggat { (kata::waktu(b, s.keadaan, s.sejak, s.berikut)) }
                    }
                } }
                @for u in &unit { p { a href=(t.ke(&format!("/opd/{u}"))) {
                    (b.isi("Semua kewajiban {unit}", &[("unit", profil.nama_unit(u.as_str()))]))
                } } }
            }
        }
    }))
}
