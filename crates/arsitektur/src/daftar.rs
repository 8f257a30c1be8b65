//! Boards that are lists: gaps, functions that several offices have, who exchanges with whom, and the reference codes.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use axum::response::Response;
use kernel::{papan::Angka, search::istilah};
use layanan::referensi;
use maud::html;
use web::Gagal;

use crate::{
    celah::{self, Celah},
    gambar::{self, Kotak},
    graf::{Domain, Kait, Simpul},
    lembar::{Lembar, Sel, Tabel, pilih_hari},
    tanya::Tanya,
};

/// Most connections that are drawn.
const MAKS_GARIS: usize = 40;

fn kepala(t: &Tanya, k: &[&str]) -> Vec<String> {
    k.iter().map(|k| t.p.b.t(k).to_owned()).collect()
}

fn rupiah(n: i64) -> String {
    format!("Rp{}", ui::tampil::angka(n))
}

fn judul_sel(t: &Tanya, s: &Simpul) -> Sel {
    Sel(s.sebutan(), Some(t.fakta(s)))
}

/// The gaps of the graph of that day; a unit that has gone owns nothing.
pub(crate) fn celah_hari(t: &Tanya) -> BTreeMap<Celah, Vec<u32>> {
    let unit = t.p.profil.unit.iter();
    let ada: HashSet<&str> = unit
        .filter(|u| u.sampai.is_none_or(|s| s >= t.hari))
        .map(|u| u.kode.0.as_str())
        .collect();
    let mut semua = celah::cari(&t.graf, t.hari, |u| ada.contains(u));
    // What is closed to whoever asks helps to find gaps, and is none itself.
    for i in semua.values_mut() {
        i.retain(|i| t.graf.satu(*i).is_some_and(|s| !s.tertutup));
    }
    semua.retain(|_, i| !i.is_empty());
    semua
}

fn celah(t: &Tanya) -> Lembar {
    let b = t.p.b;
    let opd = t.teks("opd");
    let punya = |i: &u32| opd.is_empty() || t.graf.satu(*i).is_some_and(|s| s.opd == opd);
    let mut semua = celah_hari(t);
    for i in semua.values_mut() {
        i.retain(punya);
    }
    semua.retain(|_, i| !i.is_empty());
    let n: usize = semua.values().map(Vec::len).sum();
    let pilih = Celah::SEMUA.iter().find(|c| c.kode() == t.teks("jenis")).copied();
    let ringkas = Tabel {
        judul: b.t("Menurut jenis").to_owned(),
        kepala: kepala(t, &["Celah", "Banyaknya"]),
        baris: semua
            .iter()
            .map(|(c, i)| {
                let ke = t.ke(&format!("/celah?jenis={}&opd={}", c.kode(), ui::enkode(opd)));
                vec![
                    Sel(b.t(c.label()).to_owned(), Some(ke)),
                    i.len().to_string().into(),
                ]
            })
            .collect(),
    };
    let tertulis = t.tertulis();
    let rinci = Tabel {
        judul: pilih.map_or(b.t("Semua celah"), |c| b.t(c.label())).to_owned(),
        kepala: kepala(t, &["Entri", "Celah", "Domain", "Yang membenahi"]),
        baris: semua
            .iter()
            .filter(|(c, _)| pilih.is_none_or(|p| p == **c))
            .flat_map(|(c, i)| i.iter().map(move |i| (c, i)))
            .enumerate()
            .filter_map(|(n, (c, i))| {
                if n >= tertulis {
                    return Some(Vec::new());
                }
                let s = t.graf.satu(*i)?;
                Some(vec![
                    judul_sel(t, s),
                    b.t(c.label()).into(),
                    t.nama_domain(s.domain).into(),
                    t.p.profil.nama_unit(&s.opd).into(),
                ])
            })
            .collect(),
    };
    let unit: BTreeSet<&str> = t.graf.opd();
    let tanya = html! {
        form.saringan method="get" action=(t.p.ke("/kerja/arsitektur/celah")) {
            @if t.hari != t.kini { input type="hidden" name="pada" value=(t.hari); }
            div {
                label for="opd" { (b.t("Perangkat daerah")) }
                select #opd name="opd" {
                    option value="" { (b.t("Semua")) }
                    @for u in &unit { option value=(u) selected[*u == opd] { (t.p.profil.nama_unit(u)) } }
                }
            }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
        (pilih_hari(t, "/celah", &[("opd", opd), ("jenis", t.teks("jenis"))]))
    };
    Lembar {
        jalur: "/celah".into(),
        judul: b.isi("{n} celah dalam arsitektur", &[("n", &n.to_string())]),
        pengantar: b.t("Apa yang belum ada, belum jelas, atau bergantung pada yang sudah pergi. Yang paling berat di atas.").to_owned(),
        tanya: Some(tanya),
        tabel: vec![ringkas, rinci],
        ..Lembar::default()
    }
}

fn kembar(t: &Tanya) -> Lembar {
    let b = t.p.b;
    let semua = celah::kembar(&t.graf);
    let biaya: i64 = semua.iter().map(|k| k.biaya).sum();
    let mut baris = Vec::new();
    for k in &semua {
        for s in k.simpul.iter().filter_map(|i| t.graf.satu(*i)) {
            baris.push(vec![
                k.fungsi.clone().into(),
                judul_sel(t, s),
                t.p.profil.nama_unit(&s.opd).into(),
                rupiah(s.biaya).into(),
            ]);
        }
    }
    let ringkas = Tabel {
        judul: b.t("Fungsi, termahal dulu").to_owned(),
        kepala: kepala(
            t,
            &["Fungsi utama", "Perangkat daerah", "Aplikasi", "Biaya setahun"],
        ),
        baris: semua
            .iter()
            .map(|k| {
                vec![
                    k.fungsi.clone().into(),
                    k.opd.to_string().into(),
                    k.simpul.len().to_string().into(),
                    rupiah(k.biaya).into(),
                ]
            })
            .collect(),
    };
    Lembar {
        jalur: "/kembar".into(),
        judul: b.isi(
            "{n} fungsi dikerjakan aplikasi lebih dari satu perangkat daerah, seluruhnya {biaya} setahun",
            &[("n", &semua.len().to_string()), ("biaya", &rupiah(biaya))],
        ),
        pengantar: b.t("Fungsi dibandingkan menurut kata dasarnya, jadi urutan dan imbuhan tidak membedakan. Yang tidak diisi fungsinya tidak terbandingkan.").to_owned(),
        tanya: Some(pilih_hari(t, "/kembar", &[])),
        tabel: vec![
            ringkas,
            Tabel {
                judul: b.t("Aplikasinya").to_owned(),
                kepala: kepala(t, &["Fungsi utama", "Aplikasi", "Perangkat daerah", "Biaya setahun"]),
                baris,
            },
        ],
        ..Lembar::default()
    }
}

fn integrasi(t: &Tanya) -> Lembar {
    let (b, g) = (t.p.b, &t.graf);
    let sisi: Vec<(u32, u32)> = g
        .urut()
        .filter(|(_, s)| s.domain == Domain::Aplikasi && !s.pensiun())
        .flat_map(|(i, _)| {
            g.keluar(i)
                .iter()
                .filter(|(k, _)| *k == Kait::Integrasi)
                .map(move |(_, j)| (i, *j))
        })
        .collect();
    let kotak = |i: &u32, sisi_kanan: bool| {
        let s = g.satu(*i)?;
        Some(Kotak {
            // One application may stand on both sides.
            kunci: i * 2 + u32::from(sisi_kanan),
            nama: s.nama.clone(),
            rinci: t.p.profil.nama_unit(&s.opd).to_owned(),
            tautan: t.fakta(s),
            tebal: false,
        })
    };
    let lukis: Vec<(u32, u32)> = sisi.iter().take(MAKS_GARIS).copied().collect();
    let kiri: BTreeSet<u32> = lukis.iter().map(|(a, _)| *a).collect();
    let kanan: BTreeSet<u32> = lukis.iter().map(|(_, z)| *z).collect();
    let kolom = [
        (
            b.t("Menghubungi").to_owned(),
            kiri.iter().filter_map(|i| kotak(i, false)).collect(),
        ),
        (
            b.t("Dihubungi").to_owned(),
            kanan.iter().filter_map(|i| kotak(i, true)).collect(),
        ),
    ];
    let garis: Vec<(u32, u32)> = lukis.iter().map(|(a, z)| (a * 2, z * 2 + 1)).collect();
    let antar = |(a, z): &&(u32, u32)| g.satu(*a).map(|s| &s.opd) != g.satu(*z).map(|s| &s.opd);
    let lintas = sisi.iter().filter(antar).count();
    let judul = b.isi(
        "{n} pertukaran data antaraplikasi, {lintas} di antaranya antarperangkat daerah",
        &[("n", &sisi.len().to_string()), ("lintas", &lintas.to_string())],
    );
    let baris = sisi.iter().filter_map(|(a, z)| {
        let (a, z) = (g.satu(*a)?, g.satu(*z)?);
        Some(vec![
            judul_sel(t, a),
            t.p.profil.nama_unit(&a.opd).into(),
            judul_sel(t, z),
            t.p.profil.nama_unit(&z.opd).into(),
        ])
    });
    Lembar {
        jalur: "/integrasi".into(),
        judul: judul.clone(),
        pengantar: b
            .t("Aplikasi mana bertukar data dengan aplikasi mana, menurut catatan pemiliknya.")
            .to_owned(),
        tanya: Some(pilih_hari(t, "/integrasi", &[])),
        gambar: (!sisi.is_empty()).then(|| {
            let uraian =
                b.t("Kiri aplikasi yang menghubungi, kanan yang dihubungi; tabel di bawah memuat semuanya.");
            gambar::lapis(&judul, uraian, &kolom, &garis, |n| {
                b.isi("{n} lagi di tabel", &[("n", &n.to_string())])
            })
        }),
        tabel: vec![Tabel {
            judul: b.t("Semua pertukaran").to_owned(),
            kepala: kepala(
                t,
                &["Aplikasi", "Perangkat daerah", "Terhubung ke", "Perangkat daerah"],
            ),
            baris: baris.collect(),
        }],
        ..Lembar::default()
    }
}

/// The reference codes, found by their words, with how many entries are mapped to each.
fn daftar_referensi(t: &Tanya) -> Lembar {
    let b = t.p.b;
    let cari = istilah(t.teks("q"));
    let mut dipakai: BTreeMap<&str, usize> = BTreeMap::new();
    let dipetakan = |s: &&Arc<Simpul>| s.domain.resmi() && !s.pensiun() && !s.tertutup;
    for s in t.graf.semua().iter().filter(dipetakan) {
        for medan in ["rab", "rad", "rai", "raa", "rak", "ral"] {
            if !s.ciri(medan).is_empty() {
                *dipakai.entry(s.ciri(medan)).or_default() += 1;
            }
        }
    }
    let induk = |kode: &str| referensi::cari(kode).map(|r| r.nama.as_str()).unwrap_or_default();
    let cocok = |r: &&referensi::Referensi| {
        let kata = istilah(&format!("{} {} {}", r.kode, r.nama, induk(&r.induk)));
        cari.iter()
            .all(|c| kata.iter().any(|k| k.starts_with(c.as_str())))
    };
    let baris: Vec<Vec<Sel>> = referensi::semua()
        .iter()
        .filter(cocok)
        .map(|r| {
            let pasti = match r.confidence.as_str() {
                "found" => b.t("pasti"),
                "inferred" => b.t("disimpulkan"),
                _ => b.t("nama pasti, kode belum"),
            };
            vec![
                r.kode.clone().into(),
                r.nama.clone().into(),
                induk(&r.induk).into(),
                dipakai
                    .get(r.kode.as_str())
                    .copied()
                    .unwrap_or(0)
                    .to_string()
                    .into(),
                pasti.into(),
            ]
        })
        .collect();
    let terpetakan = t.graf.semua().iter().filter(dipetakan);
    let n = terpetakan.clone().count();
    let sudah: usize = dipakai.values().sum();
    let edisi = referensi::semua()
        .first()
        .map(|r| r.edisi.clone())
        .unwrap_or_default();
    Lembar {
        jalur: "/referensi".into(),
        judul: b.isi(
            "{sudah} dari {n} entri sudah dipetakan ke referensi arsitektur nasional",
            &[("sudah", &sudah.to_string()), ("n", &n.to_string())],
        ),
        pengantar: b.isi(
            "Kode menurut Perpres {edisi}. Cari dengan kata, lalu pilih kodenya di isian entri.",
            &[("edisi", &edisi)],
        ),
        tanya: Some(html! {
            form.saringan method="get" action=(t.p.ke("/kerja/arsitektur/referensi")) role="search" {
                div {
                    label for="q" { (b.t("Cari kata atau kode")) }
                    input #q type="search" name="q" value=(t.teks("q")) maxlength="100";
                }
                button.tombol.tombol-dua type="submit" { (b.t("Cari")) }
            }
        }),
        angka: vec![Angka {
            label: b.t("kode yang cocok").to_owned(),
            nilai: i64::try_from(baris.len()).unwrap_or(i64::MAX),
            tautan: None,
        }],
        tabel: vec![Tabel {
            judul: b.t("Kode referensi").to_owned(),
            kepala: kepala(t, &["Kode", "Nama", "Di bawah", "Entri", "Kepastian"]),
            baris,
        }],
        ..Lembar::default()
    }
}

macro_rules! papan {
    ($($susun:ident => $halaman:ident, $json:ident);* $(;)?) => { $(
        pub(crate) async fn $halaman(t: Tanya) -> Result<Response, Gagal> {
            Ok($susun(&t).halaman(&t))
        }
        pub(crate) async fn $json(t: Tanya) -> Result<Response, Gagal> {
            Ok($susun(&t).json(&t))
        }
    )* };
}
papan! {
    celah => halaman_celah, json_celah;
    kembar => halaman_kembar, json_kembar;
    integrasi => halaman_integrasi, json_integrasi;
    daftar_referensi => halaman_referensi, json_referensi;
}
