//! One article: each of its provisions, what it obliges to and how that stands.

use axum::{extract::Path, response::Response};
use kernel::{
    Galat,
    kewajiban::{Alamat, Golongan, Keadaan},
};
use maud::{Markup, html};
use web::Gagal;

use crate::{
    hitung::{self, Nilai},
    kata,
    tanya::Tanya,
};

pub(crate) async fn halaman(t: Tanya, Path((_, pasal)): Path<(String, String)>) -> Result<Response, Gagal> {
    let b = t.p.b;
    let pasal = Alamat::try_from(format!("pasal-{pasal}")).map_err(|_| Galat::TidakDitemukan)?;
    let isi: Vec<&Alamat> = t.kitab.ketentuan.iter().filter(|a| a.di_dalam(&pasal)).collect();
    if isi.is_empty() {
        return Err(Galat::TidakDitemukan.into());
    }
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, &t.p.profil, &bahan);
    let judul = b.isi(
        "{pasal}: apa yang diwajibkan dan bagaimana keadaannya",
        &[("pasal", &pasal.to_string())],
    );
    // A provision shows what is said of itself; of what is said of a whole article, the article shows it once.
    let tampil: Vec<&Alamat> = isi
        .into_iter()
        .filter(|a| **a == pasal || disebut(&t, a))
        .collect();
    let isi = html! {
        a.tautan-balik href=(t.ke("")) { (b.t("Kepatuhan")) }
        h1 { (judul) }
        (kata::pilih_hari(&t, &format!("/pasal/{}", pasal.pasal())))
        @for a in tampil {
            section id=(a.as_str()) { h2 { (a) } (ketentuan(&t, a, &semua)) }
        }
    };
    Ok(t.p.ruang(&judul, "kepatuhan", isi))
}

fn disebut(t: &Tanya, a: &Alamat) -> bool {
    let kewajiban = t.kitab.pada(t.hari).flat_map(|k| &k.sumber);
    let lain = t.kitab.lain.iter().flat_map(|l| &l.sumber);
    kewajiban.chain(lain).any(|s| s == a)
}

fn ketentuan(t: &Tanya, a: &Alamat, semua: &[Nilai]) -> Markup {
    let b = t.p.b;
    let kena: Vec<&Nilai> = semua.iter().filter(|n| n.kewajiban.sumber.contains(a)).collect();
    let lain = t.kitab.lain.iter().filter(|l| l.sumber.contains(a));
    let golongan = |g| match g {
        Golongan::Definisi => b.t("Definisi"),
        Golongan::Kewenangan => b.t("Kewenangan"),
        Golongan::Peralihan => b.t("Peralihan"),
        Golongan::Penutup => b.t("Penutup"),
    };
    html! {
        @for n in &kena {
            @let (penuh, berlaku) = n.pecahan();
            div.kartu {
                h3 { a href=(t.ke(&format!("/kewajiban/{}", n.kewajiban.tugas.kode))) { (kata::judul(b, &n.kewajiban.tugas)) } }
                p { (n.kewajiban.wajib) }
                p {
                    (kata::tanda(b, n.keadaan())) " "
                    @if n.kewajiban.pelaku.banyak() && berlaku > 0 {
                        (b.isi("{ada} dari {semua} perangkat daerah", &[("ada", &penuh.to_string()), ("semua", &berlaku.to_string())]))
                    } @else {
                        (kata::siapa(b, &t.p.profil, &n.kewajiban.pelaku, t.hari)) " " (kata::waktu(b, n.keadaan(), n.sejak(), n.berikut()))
                    }
                }
                @let belum: Vec<&str> = n.unit.iter().filter(|(_, s)| s.keadaan < Keadaan::BelumBerlaku).map(|(u, _)| t.p.profil.nama_unit(u.as_str())).collect();
                @if n.kewajiban.pelaku.banyak() && !belum.is_empty() {
                    details { summary { (b.isi("{n} belum", &[("n", &belum.len().to_string())])) } ul { @for u in &belum { li { (u) } } } }
                }
            }
        }
        @for l in lain { p.jelaskan { b { (golongan(l.golongan)) ". " } (l.alasan) } }
        @if kena.is_empty() && !t.kitab.lain.iter().any(|l| l.sumber.contains(a)) {
            p.bantuan { (b.t("Tercakup oleh ketentuan di bawahnya.")) }
        }
    }
}
