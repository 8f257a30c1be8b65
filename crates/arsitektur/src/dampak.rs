//! Impact: if this server, this vendor, this data set goes, which services and procedures stop, whose, and how many are served
//! by them.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use kernel::{Galat, papan::Angka};
use maud::{Markup, html};
use web::Gagal;

use crate::{
    gambar::{self, Kotak, MAKS_KOLOM},
    graf::{Domain, Kait, Kena, Simpul},
    lembar::{Lembar, Sel, Tabel, pilih_hari},
    tanya::Tanya,
};

/// What goes: one entry, or everything of a vendor.
fn mulai(t: &Tanya) -> Result<Option<(String, Vec<u32>)>, Galat> {
    let (register, nomor, penyedia) = (t.teks("register"), t.teks("nomor"), t.teks("penyedia"));
    if !penyedia.is_empty() {
        let kata = penyedia.to_lowercase();
        let cocok = |s: &Simpul| s.hidup() && s.ciri("penyedia").to_lowercase() == kata;
        let semua: Vec<u32> = t.graf.urut().filter(|(_, s)| cocok(s)).map(|(i, _)| i).collect();
        return Ok(Some((penyedia.to_owned(), semua)));
    }
    if nomor.is_empty() {
        return Ok(None);
    }
    let d = Domain::simpul(register).ok_or(Galat::TidakDitemukan)?;
    let i = t.graf.bernomor(d, nomor).ok_or_else(|| {
        Galat::medan(
            "nomor",
            "Tidak ada entri dengan nomor ini di register itu pada hari itu. Periksa angkanya.",
        )
    })?;
    let nama = t.graf.satu(i).map(|s| s.nama.clone()).unwrap_or_default();
    Ok(Some((nama, vec![i])))
}

fn pilih(t: &Tanya) -> Markup {
    let b = t.p.b;
    let penyedia: BTreeSet<&str> = t
        .graf
        .semua()
        .iter()
        .filter(|s| s.hidup())
        .map(|s| s.ciri("penyedia"))
        .filter(|s| !s.is_empty())
        .collect();
    html! {
        form.saringan method="get" action=(t.p.ke("/kerja/arsitektur/dampak")) {
            @if t.hari != t.kini { input type="hidden" name="pada" value=(t.hari); }
            div {
                label for="register" data-tanpa-istilah { (b.t("Domain")) }
                select #register name="register" { @for x in Domain::SEMUA { option value=(x.register()) selected[x.register() == t.teks("register")] { (t.nama_domain(x)) } } }
            }
            div {
                label for="nomor" { (b.t("Nomor entri")) }
                input #nomor name="nomor" value=(t.teks("nomor")) maxlength="40";
            }
            button.tombol.tombol-dua type="submit" { (b.t("Hitung dampak")) }
        }
        @if !penyedia.is_empty() {
            form.saringan method="get" action=(t.p.ke("/kerja/arsitektur/dampak")) {
                @if t.hari != t.kini { input type="hidden" name="pada" value=(t.hari); }
                div {
                    label for="penyedia" { (b.t("Atau penyedia")) }
                    select #penyedia name="penyedia" {
                        option value="" { (b.t("Pilih…")) }
                        @for x in penyedia.iter().take(300) { option value=(x) selected[*x == t.teks("penyedia")] { (x) } }
                    }
                }
                button.tombol.tombol-dua type="submit" { (b.t("Hitung dampak")) }
            }
        }
    }
}

/// By which link something stops, from where it is read.
fn sebab(t: &Tanya, k: Kait, apa: &str) -> String {
    let b = t.p.b;
    let isi = [("apa", apa)];
    match k {
        Kait::Induk => b.isi("bagian dari {apa}", &isi),
        Kait::Layanan => b.isi("didukung {apa}", &isi),
        Kait::Proses => b.isi("dijalankan dengan {apa}", &isi),
        Kait::Data | Kait::LangkahData | Kait::LangkahAplikasi => b.isi("memakai {apa}", &isi),
        Kait::Infrastruktur => b.isi("berjalan di {apa}", &isi),
        Kait::Integrasi => b.isi("terhubung dengan {apa}", &isi),
        Kait::Kendali => b.isi("dilindungi {apa}", &isi),
        Kait::Prosedur => b.isi("menjabarkan {apa}", &isi),
    }
}

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t)?.halaman(&t))
}

pub(crate) async fn json(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t)?.json(&t))
}

fn susun(t: &Tanya) -> Result<Lembar, Galat> {
    let b = t.p.b;
    let alamat = format!(
        "/dampak?register={}&nomor={}&penyedia={}",
        ui::enkode(t.teks("register")),
        ui::enkode(t.teks("nomor")),
        ui::enkode(t.teks("penyedia"))
    );
    let tanya = html! {
        (pilih(t))
        (pilih_hari(t, "/dampak", &["register", "nomor", "penyedia"].map(|n| (n, t.teks(n)))))
    };
    let Some((nama, mulai)) = mulai(t)? else {
        return Ok(Lembar {
            jalur: "/dampak".into(),
            judul: b.t("Dampak: apa yang berhenti bila sesuatu hilang").to_owned(),
            pengantar: b.t("Pilih satu entri atau satu penyedia. Yang dihitung hanya yang beroperasi; kehilangan pertukaran data atau kendali tidak menghentikan, tetapi mengganggu.").to_owned(),
            tanya: Some(tanya),
            ..Lembar::default()
        });
    };
    let g = &t.graf;
    let d = g.dampak(&mulai);
    let semua = d.henti.iter().filter_map(|k| Some((g.satu(k.simpul)?, k)));
    let (henti, sop): (Vec<(&Simpul, &Kena)>, Vec<_>) = semua.partition(|(s, _)| s.domain.resmi());
    let banyak = |x: Domain| henti.iter().filter(|(s, _)| s.domain == x).count();
    let pengguna: i64 = henti.iter().map(|(s, _)| s.pengguna).sum();
    let mut per_opd: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (s, _) in henti.iter().filter(|(s, _)| !s.tertutup) {
        let n = per_opd.entry(&s.opd).or_default();
        n[0] += usize::from(s.domain == Domain::Layanan);
        n[1] += 1;
    }
    // A procedure stops for everybody who has a part in it.
    for (s, _) in &sop {
        for u in [&s.opd].into_iter().chain(&s.ikut) {
            per_opd.entry(u).or_default()[2] += 1;
        }
    }
    let (layanan, n_opd) = (banyak(Domain::Layanan), per_opd.len());
    let judul = b.isi(
        "Bila {nama} hilang, {layanan} layanan, {aplikasi} aplikasi, dan {sop} SOP berhenti pada {opd} perangkat daerah",
        &[
            ("nama", &nama),
            ("layanan", &layanan.to_string()),
            ("aplikasi", &banyak(Domain::Aplikasi).to_string()),
            ("sop", &sop.len().to_string()),
            ("opd", &n_opd.to_string()),
        ],
    );
    let angka = |label: &str, nilai: usize| Angka {
        label: b.t(label).to_owned(),
        nilai: i64::try_from(nilai).unwrap_or(i64::MAX),
        tautan: None,
    };
    let unit = |s: &Simpul| t.p.profil.nama_unit(&s.opd).to_owned();
    let apa = |i: u32| g.satu(i).map(|s| s.nama.clone()).unwrap_or_default();
    let baris = |s: &Simpul| {
        vec![
            Sel(s.sebutan(), Some(t.fakta(s))),
            t.nama_domain(s.domain).into(),
            unit(s).into(),
        ]
    };
    let tabel = Tabel {
        judul: b.t("Yang berhenti").to_owned(),
        kepala: [
            b.t("Entri"),
            b.t("Domain"),
            b.t("Perangkat daerah"),
            b.t("Sebab"),
            b.t("Langkah"),
        ]
        .map(str::to_owned)
        .into(),
        baris: henti
            .iter()
            .map(|(s, k)| {
                let mut r = baris(s);
                r.push(sebab(t, k.lewat.0, &apa(k.lewat.1)).into());
                r.push(k.jarak.to_string().into());
                r
            })
            .collect(),
    };
    let prosedur = Tabel {
        judul: b.t("SOP yang berhenti").to_owned(),
        kepala: [b.t("SOP"), b.t("Perangkat daerah"), b.t("Sebab")]
            .map(str::to_owned)
            .into(),
        baris: sop
            .iter()
            .map(|(s, k)| {
                let ikut = [&s.opd].into_iter().chain(&s.ikut);
                let unit: Vec<&str> = ikut.map(|u| t.p.profil.nama_unit(u)).collect();
                vec![
                    Sel(format!("{} · {}", s.nomor, s.nama), Some(t.fakta(s))),
                    unit.join("; ").into(),
                    sebab(t, k.lewat.0, &apa(k.lewat.1)).into(),
                ]
            })
            .collect(),
    };
    let terganggu = Tabel {
        judul: b
            .t("Yang terganggu: kehilangan pertukaran data atau perlindungan")
            .to_owned(),
        kepala: [b.t("Entri"), b.t("Domain"), b.t("Perangkat daerah")]
            .map(str::to_owned)
            .into(),
        baris: d.terganggu.iter().filter_map(|i| g.satu(*i)).map(baris).collect(),
    };
    let opd = Tabel {
        judul: b.t("Menurut perangkat daerah").to_owned(),
        kepala: [
            b.t("Perangkat daerah"),
            b.t("Layanan"),
            b.t("Semua entri"),
            b.t("SOP"),
        ]
        .map(str::to_owned)
        .into(),
        baris: per_opd
            .iter()
            .map(|(u, n)| {
                vec![
                    t.p.profil.nama_unit(u).into(),
                    n[0].to_string().into(),
                    n[1].to_string().into(),
                    n[2].to_string().into(),
                ]
            })
            .collect(),
    };
    Ok(Lembar {
        jalur: alamat,
        judul: judul.clone(),
        pengantar: b.t("Yang dihitung hanya yang beroperasi. Setiap baris menyebut sebabnya; buka entrinya untuk melihat kaitannya.").to_owned(),
        tanya: Some(tanya),
        angka: vec![
            angka("layanan berhenti", layanan),
            angka("perangkat daerah terdampak", n_opd),
            angka("pengguna aplikasi yang berhenti", usize::try_from(pengguna).unwrap_or(0)),
            angka("entri terganggu", d.terganggu.len()),
            angka("SOP berhenti", sop.len()),
        ],
        gambar: Some(lukis(t, &judul, &mulai, &d)),
        tabel: vec![opd, tabel, terganggu, prosedur],
        ..Lembar::default()
    })
}

/// What goes in the first column, then what stops, domain by domain.
fn lukis(t: &Tanya, judul: &str, mulai: &[u32], d: &crate::graf::Dampak) -> Markup {
    let (b, g) = (t.p.b, &t.graf);
    let kotak = |i: u32, tebal: bool| {
        let s = g.satu(i)?;
        Some(Kotak {
            kunci: i,
            nama: s.nama.clone(),
            rinci: t.p.profil.nama_unit(&s.opd).to_owned(),
            // Nothing hangs on a procedure.
            tautan: if s.domain.resmi() { t.dampak(s) } else { t.fakta(s) },
            tebal,
        })
    };
    let awal = mulai.iter().filter_map(|i| kotak(*i, true)).collect();
    let mut kolom: Vec<(String, Vec<Kotak>)> = vec![(b.t("Yang hilang").to_owned(), awal)];
    for x in Domain::BERSIMPUL {
        let isi = d
            .henti
            .iter()
            .filter(|k| g.satu(k.simpul).is_some_and(|s| s.domain == x));
        kolom.push((
            t.nama_domain(x).to_owned(),
            isi.filter_map(|k| kotak(k.simpul, false)).collect(),
        ));
    }
    let garis: Vec<(u32, u32)> = d.henti.iter().map(|k| (k.lewat.1, k.simpul)).collect();
    let uraian = b.isi(
        "Kolom dari kiri ke kanan: yang hilang, lalu yang berhenti karenanya menurut domain; paling banyak {n} kotak tiap kolom. Tabel di bawah memuat semuanya.",
        &[("n", &MAKS_KOLOM.to_string())],
    );
    gambar::lapis(judul, &uraian, &kolom, &garis, |n| {
        b.isi("{n} lagi di tabel", &[("n", &n.to_string())])
    })
}
