//! The five-year architecture beside the live registers: what it began from, what is to come in which year, and what of
//! that is late.

use std::collections::BTreeMap;

use axum::response::Response;
use jiff::civil::Date;
use kernel::{Entri, Galat, kalender::tanggal, papan::Angka};
use maud::{Markup, html};
use store::Saringan;
use tata_kelola::{
    arsitektur::umum::RENCANA,
    perencanaan::dokumen_arsitektur::{self, DokumenArsitektur},
};
use web::{Gagal, Permintaan, bahan};

use crate::{
    graf::{Domain, Graf, Simpul},
    ingatan,
    lembar::{Lembar, Sel, Tabel, pilih_entri, terpilih},
    tanya::Tanya,
};

/// What a year brings, by positions in the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tahunan {
    /// What begins in it, or is planned to.
    pub mulai: Vec<u32>,
    /// What ends in it, or is planned to.
    pub berakhir: Vec<u32>,
    /// How many there are at its end, if all goes by the plan.
    pub akhir: usize,
}

fn akhir_tahun(tahun: i16) -> Date {
    Date::new(tahun, 12, 31).unwrap_or(Date::MAX)
}

/// What each of these years brings, as the entries themselves say: in use, or planned from a day, until a day. O(years ×
/// entries).
pub fn tahunan(g: &Graf, tahun: impl Iterator<Item = i16>) -> BTreeMap<i16, Tahunan> {
    let satu = |t: i16| {
        let mut hasil = Tahunan::default();
        for (i, s) in g.urut().filter(|(_, s)| !s.pensiun()) {
            let (mulai, berakhir) = s.masa;
            if mulai.is_some_and(|d| d.year() == t) {
                hasil.mulai.push(i);
            }
            if berakhir.is_some_and(|d| d.year() == t) {
                hasil.berakhir.push(i);
            }
            let hari = akhir_tahun(t);
            let sudah = match mulai {
                Some(d) => d <= hari,
                None => s.hidup(),
            };
            if sudah && berakhir.is_none_or(|d| d > hari) {
                hasil.akhir += 1;
            }
        }
        (t, hasil)
    };
    tahun.map(satu).collect()
}

/// What should have begun and has not, earliest first. O(entries).
pub fn terlambat(g: &Graf, hari: Date) -> Vec<u32> {
    let mut hasil: Vec<(Date, u32)> = g
        .urut()
        .filter(|(_, s)| !s.hidup() && !s.pensiun())
        .filter_map(|(i, s)| s.masa.0.filter(|d| *d < hari).map(|d| (d, i)))
        .collect();
    hasil.sort_unstable();
    hasil.into_iter().map(|(_, i)| i).collect()
}

/// The documents that this account may read, the one in force first, then the newest.
pub(crate) async fn semua(p: &Permintaan) -> Result<Vec<Entri>, Galat> {
    let mut hasil = bahan::semua(p, dokumen_arsitektur::KODE, Saringan::default()).await?;
    hasil.retain(|e| e.keadaan != "batal");
    hasil.sort_by_key(|e| e.keadaan != "ditetapkan");
    Ok(hasil)
}

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).await?.halaman(&t))
}

pub(crate) async fn json(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).await?.json(&t))
}

fn kepala(t: &Tanya, k: &[&str]) -> Vec<String> {
    k.iter().map(|k| t.p.b.t(k).to_owned()).collect()
}

/// Entries in use by domain: then, now, and how many more.
fn awal(t: &Tanya, dulu: &Graf) -> Tabel {
    let b = t.p.b;
    let hitung = |g: &Graf, d: Domain| {
        let ada = g.semua().iter().filter(|s| s.domain == d && s.hidup()).count();
        i64::try_from(ada).unwrap_or(i64::MAX)
    };
    let baris = |d: Domain| {
        let (lalu, kini) = (hitung(dulu, d), hitung(&t.graf, d));
        let tanda = if kini > lalu { "+" } else { "" };
        vec![
            t.nama_domain(d).into(),
            ui::tampil::angka(lalu).into(),
            ui::tampil::angka(kini).into(),
            Sel::from(format!("{tanda}{}", ui::tampil::angka(kini - lalu))),
        ]
    };
    Tabel {
        judul: b.t("Keadaan awal dan keadaan sekarang").to_owned(),
        kepala: kepala(
            t,
            &[
                "Domain",
                "Beroperasi pada keadaan awal",
                "Beroperasi sekarang",
                "Selisih",
            ],
        ),
        baris: Domain::SEMUA.into_iter().map(baris).collect(),
    }
}

fn rencana(t: &Tanya, per_tahun: &BTreeMap<i16, Tahunan>) -> Tabel {
    let b = t.p.b;
    let nama = |i: &[u32]| {
        let mut nama: Vec<&str> = i
            .iter()
            .filter_map(|i| Some(t.graf.satu(*i)?.nama.as_str()))
            .take(4)
            .collect();
        if i.len() > nama.len() {
            nama.push("…");
        }
        nama.join(", ")
    };
    let sel = |i: &[u32]| match i.len() {
        0 => Sel::from("0"),
        n => Sel::from(format!("{n}: {}", nama(i))),
    };
    Tabel {
        judul: b.t("Rencana setiap tahun").to_owned(),
        kepala: kepala(t, &["Tahun", "Mulai dipakai", "Berakhir", "Ada pada akhir tahun"]),
        baris: per_tahun
            .iter()
            .map(|(tahun, x)| {
                vec![
                    tahun.to_string().into(),
                    sel(&x.mulai),
                    sel(&x.berakhir),
                    ui::tampil::angka(i64::try_from(x.akhir).unwrap_or(i64::MAX)).into(),
                ]
            })
            .collect(),
    }
}

fn daftar_entri(t: &Tanya, judul: &str, semua: &[u32]) -> Tabel {
    let b = t.p.b;
    let baris = |i: &u32| {
        let s: &Simpul = t.graf.satu(*i)?;
        Some(vec![
            Sel(s.sebutan(), Some(t.fakta(s))),
            t.nama_domain(s.domain).into(),
            t.p.profil.nama_unit(&s.opd).into(),
            t.nama_keadaan(s).into(),
            s.masa
                .0
                .map_or_else(|| b.t("Belum ditentukan").to_owned(), |d| tanggal(b, d))
                .into(),
        ])
    };
    Tabel {
        judul: b.t(judul).to_owned(),
        kepala: kepala(
            t,
            &["Entri", "Domain", "Perangkat daerah", "Keadaan", "Mulai dipakai"],
        ),
        baris: semua.iter().filter_map(baris).collect(),
    }
}

fn pilih(t: &Tanya, semua: &[Entri], ini: &Entri) -> Markup {
    let b = t.p.b;
    let beda = format!("/beda?awal={}", ui::enkode(&ini.nomor));
    let sebelum = semua
        .iter()
        .filter(|e| e.id != ini.id && e.teks("potret") <= ini.teks("potret"))
        .max_by_key(|e| e.teks("potret"));
    html! {
        (pilih_entri(t, "/dokumen", "Dokumen arsitektur", semua, ini))
        p {
            a href=(t.p.alamat_entri(dokumen_arsitektur::KODE, &ini.nomor)) { (b.t("Isi dokumen dan penetapannya")) } " · "
            a href=(t.ke(&beda)) { (b.t("Semua perubahan sejak keadaan awal")) }
            @if let Some(e) = sebelum {
                " · "
                a href=(t.ke(&format!("/beda?awal={}&akhir={}", ui::enkode(&e.nomor), ui::enkode(&ini.nomor)))) {
                    (b.isi("Bandingkan dengan {judul}", &[("judul", e.teks("judul"))]))
                }
            }
        }
    }
}

async fn susun(t: &Tanya) -> Result<Lembar, Galat> {
    let b = t.p.b;
    let semua = semua(&t.p).await?;
    let Some(ini) = terpilih(t, &semua)? else {
        return Ok(Lembar {
            jalur: "/dokumen".into(),
            judul: b.t("Belum ada dokumen arsitektur").to_owned(),
            pengantar: b.t("Dokumen arsitektur lima tahun dibuat Diskominfo di register Dokumen arsitektur: tanggal keadaan awalnya, tahun-tahunnya, dan penetapan Bupati.").to_owned(),
            ..Lembar::default()
        });
    };
    let d = DokumenArsitektur::dari(ini)?;
    let saat = t.p.profil.kalender.akhir_hari(d.potret).as_millisecond();
    let dulu = ingatan::pada(&t.p.app.store, t.p.daerah(), saat).await?;
    let awal_tahun = i16::try_from(d.tahun_mulai.nilai()).unwrap_or(i16::MAX);
    let akhir_tahun = d
        .tahun_akhir
        .and_then(|n| i16::try_from(n.nilai()).ok())
        .unwrap_or(awal_tahun);
    let per_tahun = tahunan(&t.graf, awal_tahun..=akhir_tahun);
    let telat = terlambat(&t.graf, t.hari);
    let tanpa: Vec<u32> = t
        .graf
        .urut()
        .filter(|(_, s)| s.keadaan == RENCANA && s.masa.0.is_none() && !s.tertutup)
        .map(|(i, _)| i)
        .collect();
    let angka = |label: &str, n: usize| Angka {
        label: b.t(label).to_owned(),
        nilai: i64::try_from(n).unwrap_or(i64::MAX),
        tautan: None,
    };
    Ok(Lembar {
        jalur: format!("/dokumen?nomor={}", ui::enkode(&ini.nomor)),
        judul: b.isi(
            "{judul}: {n} rencana terlambat",
            &[("judul", d.judul.as_str()), ("n", &telat.len().to_string())],
        ),
        pengantar: b.isi(
            "Keadaan awal pada {tanggal}; rencana {awal} sampai {akhir} dihitung dari tanggal mulai dan berakhir setiap entri.",
            &[
                ("tanggal", &tanggal(b, d.potret)),
                ("awal", &awal_tahun.to_string()),
                ("akhir", &akhir_tahun.to_string()),
            ],
        ),
        tanya: Some(pilih(t, &semua, ini)),
        angka: vec![
            angka("rencana terlambat", telat.len()),
            angka("direncanakan tanpa tanggal", tanpa.len()),
        ],
        tabel: vec![
            awal(t, &dulu),
            rencana(t, &per_tahun),
            daftar_entri(t, "Seharusnya sudah dipakai", &telat),
            daftar_entri(t, "Direncanakan tanpa tanggal", &tanpa),
        ],
        ..Lembar::default()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::graf::tests::simpul;

    fn dari(n: u32, keadaan: &str, mulai: &str, berakhir: &str) -> Simpul {
        let mut s = simpul(n, Domain::Aplikasi, &[]);
        s.keadaan = keadaan.into();
        s.masa = (mulai.parse().ok(), berakhir.parse().ok());
        s
    }

    #[test]
    fn each_year_tells_what_comes_what_goes_and_what_is_there() {
        let g = Graf::susun(
            [
                dari(0, "beroperasi", "", ""),
                dari(1, "beroperasi", "2024-02-01", "2027-06-30"),
                dari(2, "rencana", "2027-01-02", ""),
                dari(3, "dibangun", "2026-03-01", ""),
                dari(4, "rencana", "", ""),
                dari(5, "pensiun", "2020-01-01", ""),
            ]
            .map(Arc::new),
        );
        let t = tahunan(&g, 2026..=2027);
        assert_eq!(
            (&t[&2026].mulai, &t[&2026].berakhir, t[&2026].akhir),
            (&vec![3], &vec![], 3)
        );
        assert_eq!(
            (&t[&2027].mulai, &t[&2027].berakhir, t[&2027].akhir),
            (&vec![2], &vec![1], 3)
        );
        let hari = "2026-11-23".parse().unwrap();
        assert_eq!(terlambat(&g, hari), [3], "what is built has no reason to wait");
        assert!(
            terlambat(&g, "2026-03-01".parse().unwrap()).is_empty(),
            "its day is not over"
        );
    }
}
