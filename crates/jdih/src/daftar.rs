//! The way into the library: one box that understands a citation and finds words in every provision; filters by kind,
//! year and status; the newest documents first.

use axum::{
    extract::Query,
    response::{IntoResponse, Response},
};
use kernel::{
    Bahasa, Galat, Pelaku, RegisterDef, izin::Wewenang, nilai::Pilihan as _, profil::potong, search,
};
use layanan::{JenisProduk, PRODUK_TERBIT};
use maud::{Markup, html};
use serde::Deserialize;
use store::{Daftar, Kolom, Kursor, Kutipan, Saringan, Tampak, Urut};
use web::{Gagal, Permintaan, lihat};

use crate::{loncat, produk};

/// Documents on a page.
const BATAS: usize = 50;
/// Provisions on a page of results.
const BATAS_PETIKAN: usize = 20;
/// Characters around what was found.
const CUPLIKAN: usize = 260;

/// Words and filters, as they stand in the address.
#[derive(Deserialize)]
pub(crate) struct Kueri {
    #[serde(default)]
    q: String,
    #[serde(default)]
    jenis: String,
    #[serde(default)]
    tahun: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    kursor: String,
    #[serde(default)]
    setelah: String,
}

impl Kueri {
    fn alamat(&self, p: &Permintaan, tanpa: &str, tambah: Option<(&str, &str)>) -> String {
        let semua = [
            ("q", self.q.trim()),
            ("jenis", self.jenis.as_str()),
            ("tahun", self.tahun.as_str()),
            ("status", self.status.as_str()),
        ];
        let bagian: Vec<String> = semua
            .into_iter()
            .filter(|(k, v)| *k != tanpa && !v.is_empty())
            .chain(tambah)
            .map(|(k, v)| format!("{k}={}", ui::enkode(v)))
            .collect();
        let dasar = p.ke("/jdih");
        if bagian.is_empty() {
            dasar
        } else {
            format!("{dasar}?{}", bagian.join("&"))
        }
    }

    /// What is not a kind, a year or a status finds nothing, instead of being left out in silence.
    fn saringan(&self) -> Saringan {
        let mut s = Saringan::default();
        for (nama, nilai) in [("jenis", &self.jenis), ("tahun", &self.tahun)] {
            let angka = nilai.parse::<u16>().is_ok();
            if !nilai.is_empty() {
                let nilai = if nama == "jenis" || angka {
                    nilai.clone()
                } else {
                    "0".to_owned()
                };
                s.medan.push((nama.to_owned(), vec![nilai]));
            }
        }
        if !self.status.is_empty() {
            s.keadaan = vec![self.status.clone()];
        }
        s
    }

    fn keping(&self, p: &Permintaan, def: &RegisterDef) -> Vec<(String, String)> {
        let b = p.b;
        let mut k = Vec::new();
        if !self.q.trim().is_empty() {
            k.push((
                format!("“{}”", potong(self.q.trim(), 60)),
                self.alamat(p, "q", None),
            ));
        }
        if !self.jenis.is_empty() {
            let label =
                JenisProduk::dari_kode(&self.jenis).map_or(potong(&self.jenis, 40), |j| b.t(j.label()));
            k.push((label.to_owned(), self.alamat(p, "jenis", None)));
        }
        if !self.tahun.is_empty() {
            k.push((potong(&self.tahun, 10).to_owned(), self.alamat(p, "tahun", None)));
        }
        if !self.status.is_empty() {
            let label = def.lifecycle.keadaan(&self.status);
            let label = label.map_or(potong(&self.status, 40), |l| b.t(&l.label));
            k.push((label.to_owned(), self.alamat(p, "status", None)));
        }
        k
    }
}

/// `GET /{daerah}/jdih`
pub(crate) async fn halaman(p: Permintaan, Query(k): Query<Kueri>) -> Result<Response, Gagal> {
    let b = p.b;
    let (def, w) = produk::terbuka(&p)?;
    let q = potong(k.q.trim(), 200);
    if let Some(ke) = tempat(&p, &w, q).await? {
        return Ok(lihat(&ke));
    }
    let saring = k.saringan();
    let setelah = k.setelah.parse::<i64>().ok();
    let (petikan, lanjut) = match q {
        "" => (Vec::new(), None),
        _ => {
            let s = Saringan {
                kata: q.to_owned(),
                ..saring.clone()
            };
            let cari = p
                .app
                .store
                .petikan(&w, &Pelaku::Publik, &s, setelah, BATAS_PETIKAN);
            cari.await?
        }
    };
    let kursor = match k.kursor.as_str() {
        "" => None,
        s => Some(Kursor::baca(s)?),
    };
    let d = Daftar {
        saring: Saringan {
            kata: q.to_owned(),
            ..saring
        },
        urut: Urut {
            kolom: Kolom::Medan("tahun".into()),
            turun: true,
        },
        setelah: kursor,
        batas: BATAS,
    };
    let h = p.app.store.daftar(&w, &Pelaku::Publik, &d).await?;
    let tahun = p
        .app
        .store
        .kelompok(&w, &Saringan::default(), &Kolom::Medan("tahun".into()))
        .await?;
    let judul = b.t("JDIH: produk hukum");
    let kosong = petikan.is_empty() && h.entri.is_empty();
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            p { (b.t("Peraturan dan dokumen hukum daerah ini: dibaca per pasal, dicari sampai ke ayatnya, dikutip dengan alamat yang tetap.")) }
            (formulir(&p, &def, &k, &tahun))
            (ui::daftar::keping(b, &k.keping(&p, &def)))
            @if kosong { (tak_ada(&p, &k, &def)) }
            @if !petikan.is_empty() {
                section aria-labelledby="hasil-pasal" {
                    h2 #hasil-pasal { (b.t("Ketentuan yang memuat kata itu")) }
                    ol.petikan { @for t in &petikan { (butir_petikan(&p, t, q)) } }
                    @if let Some(no) = lanjut {
                        p { a href=(k.alamat(&p, "", Some(("setelah", &no.to_string())))) { (b.t("Ketentuan berikutnya")) } }
                    }
                }
            }
            @if !h.entri.is_empty() {
                section aria-labelledby="hasil-dokumen" {
                    h2 #hasil-dokumen { (if q.is_empty() { b.t("Dokumen") } else { b.t("Dokumen yang judul atau abstraknya cocok") }) }
                    (butir(&p, &def, &h.entri))
                    @if let Some(s) = &h.berikut {
                        (ui::daftar::halaman_nav(b, None, Some(&k.alamat(&p, "", Some(("kursor", &s.tulis())))), ""))
                    }
                }
            }
            p.jelaskan.tidak-dicetak {
                (b.t("Untuk mesin:")) " "
                a href=(p.ke("/jdih/integrasi.json")) { "JDIHN (JSON)" } " · "
                a href=(p.ke("/jdih/oai?verb=Identify")) { "OAI-PMH 2.0" } " · "
                a href=(p.ke("/jdih/umpan.atom")) { "Atom" } " · "
                a href=(p.ke("/jdih/sitemap.xml")) { "Sitemap" }
            }
        }
    };
    let kepala = html! {
        link rel="alternate" type="application/atom+xml" title=(judul) href=(p.ke("/jdih/umpan.atom"));
    };
    Ok(ui::portal_dengan(&p.laman(judul), &kepala, isi).into_response())
}

/// Where a citation leads, when what was typed is one and the document is there.
pub(crate) async fn tempat(p: &Permintaan, w: &Wewenang, q: &str) -> Result<Option<String>, Galat> {
    let d = &p.profil.daerah;
    let nama = [d.nama.to_lowercase(), d.nama_pendek.to_lowercase()];
    let Some(l) = loncat::baca(q, &[&nama[0], &nama[1]]) else {
        return Ok(None);
    };
    let (Some(jenis), Some(nomor)) = (l.jenis, l.nomor) else {
        return Ok(None);
    };
    let mut medan = vec![
        ("jenis".to_owned(), vec![jenis.kode().to_owned()]),
        ("nomor_peraturan".to_owned(), vec![nomor]),
    ];
    if let Some(t) = l.tahun {
        medan.push(("tahun".to_owned(), vec![t.to_string()]));
    }
    let d = Daftar {
        saring: Saringan {
            medan,
            ..Saringan::default()
        },
        batas: 2,
        ..Daftar::default()
    };
    let ada = p.app.store.daftar(w, &Pelaku::Publik, &d).await?.entri;
    Ok(match ada.as_slice() {
        // Of several years the list says which.
        [satu] => {
            let jangkar = if l.alamat.is_empty() {
                String::new()
            } else {
                format!("#{}", l.alamat)
            };
            Some(format!("{}{jangkar}", p.ke(&produk::jalur(&satu.entri))))
        }
        _ => None,
    })
}

/// A citation of this regency's own regulation, as people type it.
fn contoh(p: &Permintaan) -> String {
    let r = &p.profil.daerah.regulasi;
    let jenis = JenisProduk::dari_judul(&r.jenis).map_or("perbup", |j| j.kode());
    match (r.nomor, r.tahun) {
        (Some(n), Some(t)) => format!("{jenis} {n} {t} pasal 3 ayat 2"),
        _ => format!("{jenis} 1 2024 pasal 3 ayat 2"),
    }
}

fn formulir(p: &Permintaan, def: &RegisterDef, k: &Kueri, tahun: &[(String, i64)]) -> Markup {
    let b = p.b;
    let mut tahun: Vec<&str> = tahun
        .iter()
        .map(|(t, _)| t.as_str())
        .filter(|t| !t.is_empty())
        .collect();
    tahun.sort_unstable_by(|a, z| z.cmp(a));
    let pilih = |nama: &str, label: &str, kini: &str, opsi: Vec<(String, String)>| {
        html! {
            div.medan {
                label for=(nama) { (label) }
                select id=(nama) name=(nama) {
                    option value="" { (b.t("Semua")) }
                    @for (kode, teks) in opsi { option value=(kode) selected[kode == kini] { (teks) } }
                }
            }
        }
    };
    let jenis = JenisProduk::SEMUA
        .iter()
        .map(|j| (j.kode().to_owned(), b.t(j.label()).to_owned()));
    let status = PRODUK_TERBIT.iter().filter_map(|s| {
        let k = def.lifecycle.keadaan(s)?;
        Some(((*s).to_owned(), b.t(&k.label).to_owned()))
    });
    html! {
        form role="search" method="get" action=(p.ke("/jdih")) {
            div.cari {
                label for="q" { (b.t("Cari kata dalam peraturan, atau sebut pasalnya")) }
                p.bantuan #q-bantuan { (b.isi("Misalnya: pusat data, atau {contoh}.", &[("contoh", &contoh(p))])) }
                div {
                    input #q type="search" name="q" value=(k.q.trim()) maxlength="200" autocomplete="off" aria-describedby="q-bantuan";
                    button.tombol type="submit" { (b.t("Cari")) }
                }
            }
            details.saringan-lipat open[!(k.jenis.is_empty() && k.tahun.is_empty() && k.status.is_empty())] {
                summary { (b.t("Saring menurut jenis, tahun, atau status")) }
                div.saringan {
                    (pilih("jenis", b.t("Jenis"), &k.jenis, jenis.collect()))
                    (pilih("tahun", b.t("Tahun"), &k.tahun, tahun.iter().map(|t| ((*t).to_owned(), (*t).to_owned())).collect()))
                    (pilih("status", b.t("Status"), &k.status, status.collect()))
                    button.tombol.tombol-dua type="submit" { (b.t("Saring")) }
                }
            }
        }
    }
}

/// Documents as a list: name, status, subject.
pub(crate) fn butir(p: &Permintaan, def: &RegisterDef, semua: &[Tampak]) -> Markup {
    let b = p.b;
    html! {
        ul.tautan-daftar { @for t in semua {
            @let e = &t.entri;
            li {
                a href=(p.ke(&produk::jalur(e))) { (produk::sebutan(&p.profil, e)) }
                " " @if let Some(k) = def.lifecycle.keadaan(&e.keadaan) { (ui::tampil::tanda(b, k)) }
                small { (b.t("tentang")) " " (e.teks("tentang")) }
            }
        } }
    }
}

/// A provision that was found, with its words.
pub(crate) fn butir_petikan(p: &Permintaan, t: &Kutipan, q: &str) -> Markup {
    let e = &t.tampak.entri;
    html! {
        li {
            a href={ (p.ke(&produk::jalur(e))) "#" (t.alamat) } { (produk::singkat(e)) " " (regulasi::sebutan(&t.alamat)) }
            p lang="id" { (cuplikan(&t.teks, q)) }
        }
    }
}

/// The words around the first that was found, with those found marked.
fn cuplikan(teks: &str, q: &str) -> Markup {
    let dicari = search::uraikan(q);
    let cocok = |kata: &str| {
        let bentuk = search::istilah(kata);
        dicari.iter().any(|c| {
            bentuk.contains(&c.batang)
                || c.awalan
                    .as_ref()
                    .is_some_and(|a| bentuk.iter().any(|b| b.starts_with(a.as_str())))
        })
    };
    let kata: Vec<&str> = teks.split_whitespace().collect();
    let kena = kata.iter().position(|k| cocok(k)).unwrap_or(0);
    let mut mulai = kena;
    let mut panjang = 0;
    while mulai > 0 && panjang < CUPLIKAN / 3 {
        mulai -= 1;
        panjang += kata.get(mulai).map_or(0, |k| k.len() + 1);
    }
    let mut akhir = mulai;
    panjang = 0;
    while akhir < kata.len() && panjang < CUPLIKAN {
        panjang += kata.get(akhir).map_or(0, |k| k.len() + 1);
        akhir += 1;
    }
    html! {
        @if mulai > 0 { "… " }
        @for k in kata.get(mulai..akhir).unwrap_or_default() {
            @let k = potong(k, 60);
            @if cocok(k) { mark { (k) } } @else { (k) } " "
        }
        @if akhir < kata.len() { "…" }
    }
}

fn tak_ada(p: &Permintaan, k: &Kueri, def: &RegisterDef) -> Markup {
    let b: Bahasa = p.b;
    if k.keping(p, def).is_empty() {
        return ui::tampil::kosong(
            b.t("Belum ada produk hukum."),
            b.t("Bagian hukum daerah ini belum mengumumkan dokumennya di sini."),
            None,
        );
    }
    ui::tampil::kosong(
        b.t("Tidak ada yang cocok."),
        b.t("Coba kata lain atau lebih sedikit kata, atau hapus saringan."),
        Some((b.t("Lihat semua dokumen"), &p.ke("/jdih"))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_marked_and_nothing_becomes_markup() {
        let s = cuplikan(
            "Bupati menyelenggarakan <b>layanan</b> setiap hari.",
            "penyelenggaraan <b>",
        )
        .into_string();
        assert!(s.contains("<mark>menyelenggarakan</mark>"), "{s}");
        assert!(!s.contains("<b>"), "{s}");
        let panjang = "kata ".repeat(400) + "sasaran " + &"lain ".repeat(400);
        let s = cuplikan(&panjang, "sasaran").into_string();
        assert!(s.len() < 600 && s.contains("<mark>sasaran</mark>"), "{s}");
        assert_eq!(cuplikan("", "").into_string(), "");
    }
}
