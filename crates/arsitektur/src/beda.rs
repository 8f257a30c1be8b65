//! What changed in the architecture between two days: what came, what went, what became of the rest. The past is in the
//! stories of the entries, so any day is a baseline; the day of a decree is one of them.

use std::collections::BTreeSet;

use axum::response::Response;
use jiff::{ToSpan, civil::Date};
use kernel::{Galat, kalender::tanggal};
use maud::html;
use web::Gagal;

use crate::{
    graf::{Graf, Simpul},
    ingatan,
    lembar::{Lembar, Sel, Tabel},
    tanya::Tanya,
};

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beda {
    /// It came.
    Baru,
    /// Its state is another one: from, to.
    Keadaan(String, String),
    /// These of its values are others.
    Isi(Vec<&'static str>),
    /// It has so many links more and so many fewer.
    Kaitan(usize, usize),
}

/// The differences, by positions in the later graph, in its order. Entries are never removed, only retired.
/// O(nodes + links).
pub fn beda(lama: &Graf, baru: &Graf) -> Vec<(u32, Beda)> {
    let mut hasil = Vec::new();
    for (i, s) in baru.urut() {
        let Some(d) = lama.cari(s.id).and_then(|j| lama.satu(j)) else {
            hasil.push((i, Beda::Baru));
            continue;
        };
        if d.keadaan != s.keadaan {
            hasil.push((i, Beda::Keadaan(d.keadaan.clone(), s.keadaan.clone())));
        }
        let medan = isi(d, s);
        if !medan.is_empty() {
            hasil.push((i, Beda::Isi(medan)));
        }
        let (dulu, kini): (BTreeSet<_>, BTreeSet<_>) = (d.kait.iter().collect(), s.kait.iter().collect());
        let (tambah, kurang) = (kini.difference(&dulu).count(), dulu.difference(&kini).count());
        if tambah + kurang > 0 {
            hasil.push((i, Beda::Kaitan(tambah, kurang)));
        }
    }
    hasil
}

fn isi(d: &Simpul, s: &Simpul) -> Vec<&'static str> {
    let mut medan: Vec<&'static str> = crate::graf::CIRI
        .into_iter()
        .filter(|m| d.ciri.get(m) != s.ciri.get(m))
        .collect();
    for (m, lain) in [
        ("nama", d.nama != s.nama),
        ("opd", d.opd != s.opd),
        ("biaya", d.biaya != s.biaya),
        ("pengguna", d.pengguna != s.pengguna),
        ("mulai", d.masa.0 != s.masa.0),
        ("berakhir", d.masa.1 != s.masa.1),
    ] {
        if lain {
            medan.push(m);
        }
    }
    medan
}

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).await?.halaman(&t))
}

pub(crate) async fn json(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).await?.json(&t))
}

async fn susun(t: &Tanya) -> Result<Lembar, Galat> {
    let b = t.p.b;
    let dari: Date = match t.teks("dari") {
        "" => t.hari.checked_sub(30.days()).unwrap_or(t.hari),
        s => s.parse().map_err(|_| {
            Galat::medan(
                "dari",
                "Tulis tanggalnya sebagai tahun-bulan-hari, misalnya 2026-06-30.",
            )
        })?,
    };
    if dari > t.hari {
        return Err(Galat::medan(
            "dari",
            "Tanggal awal sesudah tanggal akhir. Tukar keduanya.",
        ));
    }
    let saat = t.p.profil.kalender.akhir_hari(dari).as_millisecond();
    let lama = ingatan::pada(&t.p.app.store, t.p.daerah(), saat).await?;
    let semua = beda(&lama, &t.graf);
    let baris = |(i, x): &(u32, Beda)| {
        let s = t.graf.satu(*i)?;
        let keadaan = |k: &str| {
            let def = t.p.app.store.inventaris().register(s.domain.register());
            let k2 = def.and_then(|d| d.lifecycle.keadaan(k));
            k2.map_or(k.to_owned(), |k2| b.t(&k2.label).to_owned())
        };
        let apa = match x {
            Beda::Baru => b.t("Baru tercatat").to_owned(),
            Beda::Keadaan(d, k) => b.isi(
                "Dari {dari} menjadi {ke}",
                &[("dari", &keadaan(d)), ("ke", &keadaan(k))],
            ),
            Beda::Isi(m) => {
                let m: Vec<String> = m.iter().map(|m| t.nama_medan(s.domain, m)).collect();
                b.isi("Isi berubah: {medan}", &[("medan", &m.join(", "))])
            }
            Beda::Kaitan(n, m) => b.isi(
                "{tambah} kaitan bertambah, {kurang} berkurang",
                &[("tambah", &n.to_string()), ("kurang", &m.to_string())],
            ),
        };
        Some(vec![
            Sel(format!("{} · {}", s.nomor, s.nama), Some(t.fakta(s))),
            t.nama_domain(s.domain).into(),
            t.p.profil.nama_unit(&s.opd).into(),
            apa.into(),
        ])
    };
    let entri: BTreeSet<u32> = semua.iter().map(|(i, _)| *i).collect();
    Ok(Lembar {
        jalur: format!("/beda?dari={dari}"),
        judul: b.isi(
            "{n} entri arsitektur berubah antara {dari} dan {sampai}",
            &[
                ("n", &entri.len().to_string()),
                ("dari", &tanggal(b, dari)),
                ("sampai", &tanggal(b, t.hari)),
            ],
        ),
        pengantar: b.t("Setiap hari yang sudah lewat dapat menjadi pembanding, misalnya tanggal penetapan arsitektur.").to_owned(),
        tanya: Some(html! {
            form.saringan method="get" action=(t.p.ke("/kerja/arsitektur/beda")) {
                div { label for="dari" { (b.t("Dari tanggal")) } input #dari type="date" name="dari" value=(dari) max=(t.kini); }
                div { label for="pada" { (b.t("Sampai tanggal")) } input #pada type="date" name="pada" value=(t.hari) max=(t.kini); }
                button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
            }
        }),
        tabel: vec![Tabel {
            judul: b.t("Perubahan").to_owned(),
            kepala: ["Entri", "Domain", "Perangkat daerah", "Perubahan"].map(|k| b.t(k).to_owned()).into(),
            baris: semua.iter().filter_map(baris).collect(),
        }],
        ..Lembar::default()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::graf::{Domain, Kait, tests::simpul};

    #[test]
    fn what_came_and_what_changed_is_told_and_what_stayed_is_not() {
        let graf = |s: Vec<Simpul>| Graf::susun(s.into_iter().map(Arc::new));
        let tetap = simpul(0, Domain::Infrastruktur, &[]);
        let dulu = simpul(1, Domain::Aplikasi, &[(Kait::Infrastruktur, 0)]);
        let mut kini = simpul(1, Domain::Aplikasi, &[]);
        (kini.keadaan, kini.biaya) = ("pensiun".into(), 5);
        let lama = graf(vec![tetap.clone(), dulu]);
        let baru = graf(vec![tetap, kini, simpul(2, Domain::Layanan, &[])]);
        assert_eq!(
            beda(&lama, &baru),
            [
                (1, Beda::Keadaan("beroperasi".into(), "pensiun".into())),
                (1, Beda::Isi(vec!["biaya"])),
                (1, Beda::Kaitan(0, 1)),
                (2, Beda::Baru),
            ]
        );
        assert!(beda(&baru, &baru).is_empty());
    }
}
