//! The landscape: every entry of a domain as a cell in the row of its owner, coloured by what one asks for.

use std::collections::BTreeMap;

use axum::response::Response;
use maud::{Markup, html};
use web::Gagal;

use crate::{
    gambar::{self, WARNA},
    graf::{Domain, Simpul},
    lembar::{Lembar, Sel, Tabel, pilih_hari},
    tanya::Tanya,
};

/// What one may colour by, and in which domains it says something.
const MENURUT: [&str; 13] = [
    "keadaan",
    "segel",
    "kelengkapan",
    "jenis",
    "cocok_fungsi",
    "cocok_teknis",
    "sumber",
    "hak_cipta",
    "tahap",
    "penyedia",
    "klasifikasi",
    "kunci",
    "sejenis",
];
/// Most cells that are drawn; the table counts them all.
const MAKS_SEL: usize = 360;

fn nilai(t: &Tanya, s: &Simpul, menurut: &str) -> String {
    let b = t.p.b;
    match menurut {
        "keadaan" => t.nama_keadaan(s).to_owned(),
        "kelengkapan" => match s.kelengkapan {
            None => b.t("Tidak dihitung").to_owned(),
            Some(80..) => b.t("80 persen atau lebih").to_owned(),
            Some(50..) => b.t("50 sampai 79 persen").to_owned(),
            Some(_) => b.t("Di bawah 50 persen").to_owned(),
        },
        m => match s.ciri(m) {
            "" if m == "segel" => b.t("Belum disegel").to_owned(),
            "" if m == "sejenis" => b.t("Tidak").to_owned(),
            "" => b.t("Belum diisi").to_owned(),
            v => t.nama_nilai(s.domain, m, v),
        },
    }
}

fn nama_menurut(t: &Tanya, d: Domain, m: &str) -> String {
    match m {
        "keadaan" => t.p.b.t("Keadaan").to_owned(),
        m => t.nama_medan(d, m),
    }
}

fn pilih(t: &Tanya, d: Domain, menurut: &str) -> Markup {
    let b = t.p.b;
    let ada = |m: &str| {
        let def = t.p.app.store.inventaris().register(d.register());
        m == "keadaan" || def.is_some_and(|def| def.medan(m).is_some())
    };
    html! {
        form.saringan method="get" action=(t.p.ke("/kerja/arsitektur")) {
            @if t.hari != t.kini { input type="hidden" name="pada" value=(t.hari); }
            div {
                label for="register" data-tanpa-istilah { (b.t("Domain")) }
                select #register name="register" { @for x in Domain::SEMUA { option value=(x.register()) selected[x == d] { (t.nama_domain(x)) } } }
            }
            div {
                label for="menurut" { (b.t("Warna menurut")) }
                select #menurut name="menurut" { @for m in MENURUT.iter().filter(|m| ada(m)) { option value=(m) selected[*m == menurut] { (nama_menurut(t, d, m)) } } }
            }
            button.tombol.tombol-dua type="submit" { (b.t("Tampilkan")) }
        }
    }
}

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).halaman(&t))
}

pub(crate) async fn json(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).json(&t))
}

fn susun(t: &Tanya) -> Lembar {
    let b = t.p.b;
    let d = Domain::dari_register(t.teks("register")).unwrap_or(Domain::Aplikasi);
    let menurut = MENURUT
        .iter()
        .find(|m| **m == t.teks("menurut"))
        .copied()
        .unwrap_or("keadaan");
    let semua: Vec<(&Simpul, String)> = t
        .graf
        .semua()
        .iter()
        .filter(|s| s.domain == d && !s.tertutup)
        .map(|s| (s.as_ref(), nilai(t, s, menurut)))
        .collect();
    let mut banyak: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, n) in &semua {
        *banyak.entry(n).or_default() += 1;
    }
    let mut urut: Vec<(&str, usize)> = banyak.into_iter().collect();
    urut.sort_by(|a, z| z.1.cmp(&a.1).then(a.0.cmp(z.0)));
    // The fifth of five colours is for everything that is left.
    let warna = |n: &str| {
        urut.iter()
            .position(|(v, _)| *v == n)
            .unwrap_or(0)
            .min(WARNA.len() - 1)
    };
    let mut per_opd: BTreeMap<&str, Vec<(&Simpul, &str)>> = BTreeMap::new();
    for (s, n) in &semua {
        per_opd.entry(&s.opd).or_default().push((s, n));
    }
    let mut baris = Vec::new();
    let mut tergambar = 0;
    for (opd, isi) in &per_opd {
        let muat = isi.len().min(MAKS_SEL.saturating_sub(tergambar));
        tergambar += muat;
        let sel = isi
            .iter()
            .take(muat)
            .map(|(s, n)| (format!("{}: {n}", s.nama), warna(n), t.fakta(s)));
        if muat > 0 {
            baris.push((t.p.profil.nama_unit(opd).to_owned(), sel.collect()));
        }
    }
    let judul = b.isi(
        "{n} entri {domain} dan {kait} kaitan antarentri dalam arsitektur",
        &[
            ("n", &semua.len().to_string()),
            ("domain", t.nama_domain(d)),
            ("kait", &t.graf.jumlah_kait().to_string()),
        ],
    );
    let nama = nama_menurut(t, d, menurut);
    let legenda = Tabel {
        judul: b.isi("Banyaknya menurut {apa}", &[("apa", &nama.to_lowercase())]),
        kepala: [b.t("Huruf"), &nama, b.t("Banyaknya")].map(str::to_owned).into(),
        baris: urut
            .iter()
            .map(|(v, n)| vec![WARNA[warna(v)].1.into(), (*v).into(), n.to_string().into()])
            .collect(),
    };
    let daftar = Tabel {
        judul: b.t("Semua entri").to_owned(),
        kepala: [b.t("Nama"), b.t("Perangkat daerah"), b.t("Keadaan"), &nama]
            .map(str::to_owned)
            .into(),
        baris: semua
            .iter()
            .map(|(s, n)| {
                vec![
                    Sel(s.sebutan(), Some(t.fakta(s))),
                    t.p.profil.nama_unit(&s.opd).into(),
                    t.nama_keadaan(s).into(),
                    n.clone().into(),
                ]
            })
            .collect(),
    };
    Lembar {
        jalur: String::new(),
        judul,
        pengantar: b.t("Setiap kotak satu entri, di baris pemiliknya. Entri arsitektur ialah catatan yang hidup: yang berubah di register langsung tampak di sini.").to_owned(),
        tanya: Some(html! { (pilih(t, d, menurut)) (pilih_hari(t, "", &[("register", d.register()), ("menurut", menurut)])) }),
        gambar: Some(gambar::lanskap(&b.isi("{domain} menurut {apa}", &[("domain", t.nama_domain(d)), ("apa", &nama.to_lowercase())]), &baris)),
        tabel: vec![legenda, daftar],
        ..Lembar::default()
    }
}
