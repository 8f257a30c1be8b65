//! The fact sheet of one entry: owner, state, completeness, seal, what it hangs on and what hangs on it, its gaps.

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
    response::Response,
};
use kernel::{Galat, Lewat};
use web::{Aplikasi, Gagal};

use crate::{
    daftar::celah_hari,
    gambar::{self, Kotak},
    graf::{Domain, Kait},
    lembar::{Lembar, Sel, Tabel, pilih_hari},
    tanya::Tanya,
};

/// A question about one entry.
pub(crate) struct Satu(Tanya, Domain, String);

impl FromRequestParts<Aplikasi> for Satu {
    type Rejection = Gagal;

    async fn from_request_parts(parts: &mut Parts, app: &Aplikasi) -> Result<Self, Gagal> {
        let Path((_, register, nomor)) = Path::<(String, String, String)>::from_request_parts(parts, app)
            .await
            .map_err(|_| Galat::TidakDitemukan)?;
        let t = Tanya::from_request_parts(parts, app).await?;
        let d = Domain::simpul(&register).ok_or(Galat::TidakDitemukan)?;
        Ok(Satu(t, d, nomor))
    }
}

pub(crate) async fn halaman(Satu(t, d, nomor): Satu) -> Result<Response, Gagal> {
    let lembar = susun(&t, d, &nomor)?;
    tercatat(&t, d, &nomor, Lewat::Halaman).await?;
    Ok(lembar.halaman(&t))
}

pub(crate) async fn json(Satu(t, d, nomor): Satu) -> Result<Response, Gagal> {
    let lembar = susun(&t, d, &nomor)?;
    tercatat(&t, d, &nomor, Lewat::Api).await?;
    Ok(lembar.json(&t))
}

/// A fact sheet shows what stands in an entry: reading it is reading the entry.
async fn tercatat(t: &Tanya, d: Domain, nomor: &str, lewat: Lewat) -> Result<(), Galat> {
    let s = t.graf.bernomor(d, nomor).and_then(|i| t.graf.satu(i));
    t.catat_baca(lewat, s.map(|s| s.id)).await
}

fn susun(t: &Tanya, d: Domain, nomor: &str) -> Result<Lembar, Galat> {
    let (b, g) = (t.p.b, &t.graf);
    let i = g.bernomor(d, nomor).ok_or(Galat::TidakDitemukan)?;
    let s = g.satu(i).ok_or(Galat::TidakDitemukan)?;
    let def = t.p.app.store.inventaris().register(d.register());
    let mut fakta: Vec<(String, String)> = vec![
        (b.t("Nomor").to_owned(), s.nomor.clone()),
        (b.t("Domain").to_owned(), t.nama_domain(d).to_owned()),
        (
            b.t("Perangkat daerah pemilik").to_owned(),
            t.p.profil.nama_unit(&s.opd).to_owned(),
        ),
        (b.t("Keadaan").to_owned(), t.nama_keadaan(s).to_owned()),
    ];
    if let Some(n) = s.kelengkapan {
        fakta.push((b.t("Kelengkapan (persen)").to_owned(), n.to_string()));
        let segel = match s.ciri("segel") {
            "" => b.t("Belum disegel").to_owned(),
            v => t.nama_nilai(d, "segel", v),
        };
        fakta.push((b.t("Segel mutu").to_owned(), segel));
    }
    if !s.ikut.is_empty() {
        let ikut: Vec<&str> = s.ikut.iter().map(|u| t.p.profil.nama_unit(u)).collect();
        fakta.push((b.t("Perangkat daerah pelaksana").to_owned(), ikut.join("; ")));
    }
    for (medan, v) in s.ciri.iter().filter(|(m, _)| **m != "segel") {
        fakta.push((t.nama_medan(d, medan), t.nama_nilai(d, medan, v)));
    }
    let kurang: Vec<String> = def
        .map(|def| {
            let penting = penting(d);
            let kosong = |m: &&&'static str| !s.ciri.contains_key(**m) && crate::graf::CIRI.contains(m);
            penting
                .iter()
                .filter(kosong)
                .filter_map(|m| def.medan(m))
                .map(|m| b.t(&m.label).to_owned())
                .collect()
        })
        .unwrap_or_default();
    let kaitan = |keluar: bool| -> Vec<Vec<Sel>> {
        let tetangga = if keluar { g.keluar(i) } else { g.masuk(i) };
        tetangga
            .iter()
            .filter_map(|(k, j)| {
                let lain = g.satu(*j)?;
                Some(vec![
                    b.t(k.nama(keluar)).into(),
                    Sel(lain.sebutan(), Some(t.fakta(lain))),
                    t.nama_domain(lain.domain).into(),
                    t.nama_keadaan(lain).into(),
                ])
            })
            .collect()
    };
    let kepala = |k: &[&str]| k.iter().map(|k| b.t(k).to_owned()).collect::<Vec<_>>();
    let celah: Vec<Vec<Sel>> = celah_hari(t)
        .into_iter()
        .filter(|(_, semua)| semua.contains(&i))
        .map(|(c, _)| vec![b.t(c.label()).into()])
        .chain(
            kurang
                .iter()
                .map(|m| vec![b.isi("Belum diisi: {medan}", &[("medan", m)]).into()]),
        )
        .collect();
    let kotak = |j: u32, tebal| {
        let lain = g.satu(j)?;
        Some(Kotak {
            kunci: j,
            nama: lain.nama.clone(),
            rinci: t.nama_domain(lain.domain).to_owned(),
            tautan: t.fakta(lain),
            tebal,
        })
    };
    let beda = |semua: &[(Kait, u32)], kecuali: &[u32]| {
        let mut id: Vec<u32> = semua
            .iter()
            .map(|(_, j)| *j)
            .filter(|j| *j != i && !kecuali.contains(j))
            .collect();
        id.sort_unstable();
        id.dedup();
        id
    };
    let kiri = beda(g.masuk(i), &[]);
    let kanan = beda(g.keluar(i), &kiri);
    let kolom = [
        (
            b.t("Yang menunjuk entri ini").to_owned(),
            kiri.iter().filter_map(|j| kotak(*j, false)).collect(),
        ),
        (b.t("Entri ini").to_owned(), kotak(i, true).into_iter().collect()),
        (
            b.t("Yang ditunjuknya").to_owned(),
            kanan.iter().filter_map(|j| kotak(*j, false)).collect(),
        ),
    ];
    let garis: Vec<(u32, u32)> = kiri
        .iter()
        .map(|j| (*j, i))
        .chain(kanan.iter().map(|j| (i, *j)))
        .collect();
    let judul_gambar = b.isi("Kaitan {nama}", &[("nama", &s.nama)]);
    let jalur = format!("/entri/{}/{}", d.register(), ui::enkode(&s.nomor));
    Ok(Lembar {
        tanya: Some(pilih_hari(t, &jalur, &[])),
        jalur,
        judul: s.nama.clone(),
        pengantar: b.isi(
            "Lembar fakta {nomor}: pemilik, mutu, dan kaitannya ke dua arah.",
            &[("nomor", &s.nomor)],
        ),
        gambar: Some(gambar::lapis(
            &judul_gambar,
            b.t("Tabel di bawah menyebut jenis setiap kaitan."),
            &kolom,
            &garis,
            |n| b.isi("{n} lagi di tabel", &[("n", &n.to_string())]),
        )),
        tabel: vec![
            Tabel {
                judul: b.t("Fakta").to_owned(),
                kepala: kepala(&["Hal", "Isi"]),
                baris: fakta.into_iter().map(|(a, z)| vec![a.into(), z.into()]).collect(),
            },
            Tabel {
                judul: b.t("Celah entri ini").to_owned(),
                kepala: kepala(&["Celah"]),
                baris: celah,
            },
            Tabel {
                judul: b.t("Yang ditunjuknya").to_owned(),
                kepala: kepala(&["Kaitan", "Entri", "Domain", "Keadaan"]),
                baris: kaitan(true),
            },
            Tabel {
                judul: b.t("Yang menunjuk entri ini").to_owned(),
                kepala: kepala(&["Kaitan", "Entri", "Domain", "Keadaan"]),
                baris: kaitan(false),
            },
        ],
        kaki: Some(maud::html! {
            p.tombol-baris {
                a.tombol href=(t.p.alamat_entri(d.register(), &s.nomor)) { (b.t("Buka entri")) }
                // Nothing hangs on a procedure.
                @if d.resmi() { " " a.tombol.tombol-dua href=(t.dampak(s)) { (b.t("Hitung dampak")) } }
            }
        }),
        ..Lembar::default()
    })
}

/// The fields that make an entry of a domain complete.
fn penting(d: Domain) -> &'static [&'static str] {
    use tata_kelola::arsitektur as a;
    match d {
        Domain::Keamanan => a::Keamanan::PENTING,
        Domain::Infrastruktur => a::Infrastruktur::PENTING,
        Domain::Data => a::DataInformasi::PENTING,
        Domain::Aplikasi => a::Aplikasi::PENTING,
        Domain::Proses => a::ProsesBisnis::PENTING,
        Domain::Layanan => &["ral"],
        Domain::Sop => &[],
    }
}
