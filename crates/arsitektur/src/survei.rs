//! Surveys: who has confirmed what is theirs, and what is still open of an office.

use std::collections::BTreeMap;

use axum::response::Response;
use jiff::civil::Date;
use kernel::{Entri, Galat, kalender::tanggal, nilai::Pilihan as _, papan::Angka};
use maud::{Markup, html};
use store::Saringan;
use tata_kelola::arsitektur::survei::{self, BERJALAN, SurveiArsitektur};
use web::{Gagal, Permintaan, bahan};

use crate::{
    graf::{Graf, Simpul},
    lembar::{Lembar, Sel, Tabel, pilih_entri, terpilih},
    tanya::Tanya,
};

/// Most entries of one office that are named.
const MAKS_ENTRI: usize = 200;

/// How far an office is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maju {
    /// Entries that it confirmed since the survey began.
    pub sudah: usize,
    /// Those that it has not, by position in the graph.
    pub belum: Vec<u32>,
}

/// Each office that a survey asks and that owns something it asks about. O(entries).
pub fn kemajuan<'g>(g: &'g Graf, s: &SurveiArsitektur) -> BTreeMap<&'g str, Maju> {
    let ditanya = |x: &Simpul| {
        let domain = s.domain.0.iter().any(|d| d.kode() == x.domain.register());
        domain && !x.pensiun() && !x.tertutup && s.menanya(&x.opd)
    };
    let pasti = |x: &Simpul| match (x.dikonfirmasi, s.dimulai_pada) {
        (Some(d), Some(mulai)) => d >= mulai,
        _ => false,
    };
    let mut hasil: BTreeMap<&str, Maju> = BTreeMap::new();
    for (i, x) in g.urut().filter(|(_, x)| ditanya(x)) {
        let m = hasil.entry(x.opd.as_str()).or_default();
        if pasti(x) {
            m.sudah += 1;
        } else {
            m.belum.push(i);
        }
    }
    hasil
}

/// The surveys that this account may read, those under way first, then the newest.
async fn semua(p: &Permintaan, keadaan: &[&str]) -> Result<Vec<Entri>, Galat> {
    let saring = Saringan {
        keadaan: keadaan.iter().map(|k| (*k).to_owned()).collect(),
        ..Saringan::default()
    };
    let mut hasil = bahan::semua(p, survei::KODE, saring).await?;
    hasil.sort_by_key(|e| e.keadaan != BERJALAN);
    Ok(hasil)
}

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).await?.halaman(&t))
}

pub(crate) async fn json(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).await?.json(&t))
}

fn pilih(t: &Tanya, semua: &[Entri], ini: &Entri) -> Markup {
    let b = t.p.b;
    html! {
        (pilih_entri(t, "/survei", "Survei arsitektur", semua, ini))
        @if !ini.teks("pengantar").is_empty() { (ui::tampil::paragraf(ini.teks("pengantar"))) }
        p { a href=(t.p.alamat_entri(survei::KODE, &ini.nomor)) { (b.t("Survei ini dan langkahnya")) } }
    }
}

fn opd(t: &Tanya, nomor: &str, maju: &BTreeMap<&str, Maju>) -> Tabel {
    let b = t.p.b;
    let mut urut: Vec<(&&str, &Maju)> = maju.iter().collect();
    urut.sort_by_key(|(u, m)| (std::cmp::Reverse(m.belum.len()), **u));
    let baris = |(u, m): (&&str, &Maju)| {
        let semua = m.sudah + m.belum.len();
        let ke = t.ke(&format!(
            "/survei?nomor={}&opd={}",
            ui::enkode(nomor),
            ui::enkode(u)
        ));
        vec![
            Sel(t.p.profil.nama_unit(u).to_owned(), Some(ke)),
            m.sudah.to_string().into(),
            m.belum.len().to_string().into(),
            format!("{} %", m.sudah * 100 / semua.max(1)).into(),
        ]
    };
    Tabel {
        judul: b
            .t("Menurut perangkat daerah, yang paling banyak belum di atas")
            .to_owned(),
        kepala: ["Perangkat daerah", "Sudah dipastikan", "Belum", "Kemajuan"]
            .map(|k| b.t(k).to_owned())
            .into(),
        baris: urut.into_iter().map(baris).collect(),
    }
}

fn belum(t: &Tanya, u: &str, m: &Maju) -> Tabel {
    let b = t.p.b;
    let baris = |i: &u32| {
        let s = t.graf.satu(*i)?;
        let ke = t.p.alamat_entri(s.domain.register(), &s.nomor);
        Some(vec![
            Sel(s.sebutan(), Some(ke)),
            t.nama_domain(s.domain).into(),
            s.dikonfirmasi
                .map_or_else(|| b.t("Belum pernah").to_owned(), |d| tanggal(b, d))
                .into(),
        ])
    };
    Tabel {
        judul: b.isi("Belum dipastikan {opd}", &[("opd", t.p.profil.nama_unit(u))]),
        kepala: ["Entri", "Domain", "Dikonfirmasi pada"]
            .map(|k| b.t(k).to_owned())
            .into(),
        baris: m.belum.iter().take(MAKS_ENTRI).filter_map(baris).collect(),
    }
}

async fn susun(t: &Tanya) -> Result<Lembar, Galat> {
    let b = t.p.b;
    let semua = semua(&t.p, &[BERJALAN, "ditutup"]).await?;
    let Some(ini) = terpilih(t, &semua)? else {
        return Ok(Lembar {
            jalur: "/survei".into(),
            judul: b.t("Belum ada survei arsitektur").to_owned(),
            pengantar: b.t("Diskominfo membuatnya di register Survei arsitektur: apa yang ditanyakan, kepada siapa, sampai kapan.").to_owned(),
            ..Lembar::default()
        });
    };
    let s = SurveiArsitektur::dari(ini)?;
    let maju = kemajuan(&t.graf, &s);
    let sudah: usize = maju.values().map(|m| m.sudah).sum();
    let sisa: usize = maju.values().map(|m| m.belum.len()).sum();
    let selesai = maju.values().filter(|m| m.belum.is_empty()).count();
    let angka = |label: &str, n: usize| Angka {
        label: b.t(label).to_owned(),
        nilai: i64::try_from(n).unwrap_or(i64::MAX),
        tautan: None,
    };
    let pilihan = t.teks("opd");
    let mut tabel = vec![opd(t, &ini.nomor, &maju)];
    if let Some((u, m)) = maju.get_key_value(pilihan) {
        tabel.insert(0, belum(t, u, m));
    }
    let mut alamat = format!("/survei?nomor={}", ui::enkode(&ini.nomor));
    if !pilihan.is_empty() {
        alamat.push_str(&format!("&opd={}", ui::enkode(pilihan)));
    }
    Ok(Lembar {
        jalur: alamat,
        judul: b.isi(
            "{judul}: {sudah} dari {semua} entri sudah dipastikan",
            &[
                ("judul", s.judul.as_str()),
                (
                    "sudah",
                    &ui::tampil::angka(i64::try_from(sudah).unwrap_or(i64::MAX)),
                ),
                (
                    "semua",
                    &ui::tampil::angka(i64::try_from(sudah + sisa).unwrap_or(i64::MAX)),
                ),
            ],
        ),
        pengantar: b.isi("Dijawab sampai {tanggal}.", &[("tanggal", &tanggal(b, s.batas))]),
        tanya: Some(pilih(t, &semua, ini)),
        angka: vec![
            angka("perangkat daerah selesai", selesai),
            angka("perangkat daerah ditanya", maju.len()),
            angka("entri belum dipastikan", sisa),
        ],
        tabel,
        ..Lembar::default()
    })
}

/// The surveys under way.
pub(crate) async fn berjalan(p: &Permintaan) -> Result<Vec<Entri>, Galat> {
    semua(p, &[BERJALAN]).await
}

/// Those of these surveys that ask such units, with how many entries each still asks about and until when.
pub(crate) fn tugas(
    survei: Vec<Entri>,
    g: &Graf,
    unit: &[&str],
) -> Result<Vec<(Entri, Date, String, usize)>, Galat> {
    let mut hasil = Vec::new();
    for e in survei {
        let s = SurveiArsitektur::dari(&e)?;
        for (u, m) in kemajuan(g, &s) {
            if unit.contains(&u) && !m.belum.is_empty() {
                hasil.push((e.clone(), s.batas, u.to_owned(), m.belum.len()));
            }
        }
    }
    hasil.sort_by_key(|(_, batas, ..)| *batas);
    Ok(hasil)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::graf::{Domain, tests::simpul};

    #[test]
    fn an_office_is_asked_about_its_own_and_answers_once_it_has_begun() {
        let dari = |n: u32, domain, opd: &str, hari: &str| {
            let mut s = simpul(n, domain, &[]);
            (s.opd, s.dikonfirmasi) = (opd.to_owned(), hari.parse().ok());
            Arc::new(s)
        };
        let mut pensiun = simpul(9, Domain::Aplikasi, &[]);
        (pensiun.opd, pensiun.keadaan) = ("a".into(), "pensiun".into());
        let g = Graf::susun([
            dari(0, Domain::Aplikasi, "a", "2026-11-20"),
            dari(1, Domain::Aplikasi, "a", "2026-11-19"),
            dari(2, Domain::Aplikasi, "b", ""),
            dari(3, Domain::Infrastruktur, "a", ""),
            Arc::new(pensiun),
        ]);
        let survei = |peserta: serde_json::Value| -> SurveiArsitektur {
            let isi = json!({ "judul": "S", "domain": ["aplikasi"], "peserta": peserta, "batas": "2026-12-01", "dimulai_pada": "2026-11-20" });
            serde_json::from_value(isi).unwrap()
        };
        let semua = kemajuan(&g, &survei(json!([])));
        assert_eq!(
            (semua["a"].sudah, semua["a"].belum.len(), semua["b"].belum.len()),
            (1, 1, 1)
        );
        let sebagian = kemajuan(&g, &survei(json!([{ "opd": "b" }])));
        assert_eq!(sebagian.keys().collect::<Vec<_>>(), [&"b"]);
        let mut belum = survei(json!([]));
        belum.dimulai_pada = None;
        assert_eq!(kemajuan(&g, &belum)["a"].sudah, 0);
    }
}
