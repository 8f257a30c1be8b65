//! What an import would do, and what it did, row by row.

use axum::{http::header, response::Response};
use kernel::{GalatMedan, RegisterDef};
use maud::{Markup, html};

use super::{Berkas, TITIPAN, dasar};
use crate::{
    Permintaan,
    api::impor::{Hasil, Laporan},
};

/// Rows of a kind that are shown; of more it is told how many there are.
const MAKS_TAMPIL: usize = 100;

/// What would happen, before it does.
pub(super) fn tinjauan(
    p: &Permintaan,
    def: &RegisterDef,
    f: &Berkas,
    l: &Laporan,
    rahasia: &str,
) -> Response {
    let (b, dasar) = (p.b, dasar(p, def));
    let angka = |n: usize| ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX));
    let judul = b.isi(
        "{boleh} dari {semua} baris dapat diimpor",
        &[("boleh", &angka(l.diterima)), ("semua", &angka(l.baris.len()))],
    );
    // What leaves everything as it is need not be brought in.
    let kerja = l.diterima - l.tetap;
    let isi = html! {
        a.tautan-balik href={ (dasar) "/impor" } { (b.t("Pilih berkas lain")) }
        div.kolom {
            h1 { (judul) }
            p { (b.isi("Berkas {nama} sudah diperiksa. Belum ada yang tersimpan.", &[("nama", &f.nama)])) }
            @if l.diubah + l.tetap > 0 {
                ul {
                    li { (b.isi("{n} baris menjadi entri baru", &[("n", &angka(kerja - l.diubah))])) }
                    li { (b.isi("{n} baris mengubah entri yang sudah ada", &[("n", &angka(l.diubah))])) }
                    li { (b.isi("{n} baris tidak mengubah apa pun", &[("n", &angka(l.tetap))])) }
                }
            }
            @if l.ditolak > 0 && kerja > 0 {
                p { (b.t("Baris yang salah dilewati. Anda dapat mengimpor yang benar sekarang dan sisanya nanti, atau memperbaiki berkas dulu lalu memilihnya sekali lagi.")) }
            }
            @if kerja > 0 {
                form method="post" action={ (dasar) "/impor" } {
                    (ui::formulir::csrf(p.csrf()))
                    input type="hidden" name=(TITIPAN) value=(rahasia);
                    div.tombol-baris {
                        button.tombol type="submit" { (b.isi("Impor {n} baris", &[("n", &angka(kerja))])) }
                        a href=(dasar) { (b.t("Batal")) }
                    }
                }
            } @else {
                p { a.tombol href={ (dasar) "/impor" } { (b.t("Pilih berkas lain")) } }
            }
        }
        (ditolak(p, l))
        (berubah(p, def, l, b.t("Yang akan berubah")))
    };
    tanpa_simpan(p.ruang(&judul, &def.kode, isi))
}

/// The entries that change, each with the fields.
fn berubah(p: &Permintaan, def: &RegisterDef, l: &Laporan, judul: &str) -> Markup {
    let b = p.b;
    let semua: Vec<(usize, &str, String)> = l
        .baris
        .iter()
        .filter_map(|(n, h)| match h {
            Hasil::BolehUbah(nomor, medan) | Hasil::Diubah(nomor, medan) => {
                let label = |m: &String| def.medan(m).map_or(m.clone(), |m| b.t(&m.label).to_owned());
                let medan: Vec<String> = medan.iter().map(label).collect();
                Some((*n, nomor.as_str(), medan.join(", ")))
            }
            _ => None,
        })
        .collect();
    html! {
        @if !semua.is_empty() {
            section aria-labelledby="berubah" {
                h2 #berubah { (judul) }
                @if semua.len() > MAKS_TAMPIL {
                    p { (b.isi("Yang tampil {n} baris pertama.", &[("n", &MAKS_TAMPIL.to_string())])) }
                }
                div.gulir { table.tabel {
                    thead { tr { @for k in ["Baris", "Nomor", "Isian"] { th scope="col" { (b.t(k)) } } } }
                    tbody { @for (n, nomor, medan) in semua.iter().take(MAKS_TAMPIL) {
                        tr {
                            td data-label=(b.t("Baris")) { (n) }
                            td data-label=(b.t("Nomor")) { a href=(p.alamat_entri(&def.kode, nomor)) { (nomor) } }
                            td data-label=(b.t("Isian")) { (medan) }
                        }
                    } }
                } }
            }
        }
    }
}

/// What happened.
pub(super) fn selesai(p: &Permintaan, def: &RegisterDef, l: &Laporan) -> Response {
    let (b, dasar) = (p.b, dasar(p, def));
    let angka = |n: usize| ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX));
    let ulangan = l
        .baris
        .iter()
        .filter(|(_, h)| matches!(h, Hasil::Ulangan(_)))
        .count();
    let mut nomor = l.baris.iter().filter_map(|(_, h)| match h {
        Hasil::Dibuat(n) | Hasil::Ulangan(n) => Some(n.as_str()),
        _ => None,
    });
    let judul = b.isi("{n} entri diimpor", &[("n", &angka(l.diterima - l.tetap))]);
    let isi = html! {
        a.tautan-balik href=(dasar) { (b.t(&def.label)) }
        h1 { (judul) }
        @if let Some(awal) = nomor.next() {
            p {
                (b.t("Nomor")) " " a href=(p.alamat_entri(&def.kode, awal)) { (awal) }
                @if let Some(akhir) = nomor.next_back() { " – " a href=(p.alamat_entri(&def.kode, akhir)) { (akhir) } }
            }
        }
        @if l.diubah > 0 { p { (b.isi("{n} baris mengubah entri yang sudah ada", &[("n", &angka(l.diubah))])) } }
        @if l.tetap > 0 { p { (b.isi("{n} baris tidak mengubah apa pun", &[("n", &angka(l.tetap))])) } }
        @if ulangan > 0 {
            p { (b.isi("{n} di antaranya sudah ada dari pengiriman berkas ini sebelumnya; tidak dibuat dua kali.", &[("n", &angka(ulangan))])) }
        }
        div.tombol-baris {
            a.tombol href=(dasar) { (b.t("Kembali ke daftar")) }
            a.tombol.tombol-dua href={ (dasar) "/impor" } { (b.t("Impor berkas lain")) }
        }
        (ditolak(p, l))
        (berubah(p, def, l, b.t("Yang berubah")))
    };
    tanpa_simpan(p.ruang(&judul, &def.kode, isi))
}

/// The rows that were refused, each with its columns and what to do.
fn ditolak(p: &Permintaan, l: &Laporan) -> Markup {
    let b = p.b;
    let salah: Vec<(usize, &[GalatMedan])> = l
        .baris
        .iter()
        .filter_map(|(n, h)| match h {
            Hasil::Ditolak(v) => Some((*n, v.as_slice())),
            _ => None,
        })
        .collect();
    if salah.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="ditolak" {
            h2 #ditolak { (b.isi("{n} baris ditolak", &[("n", &ui::tampil::angka(i64::try_from(salah.len()).unwrap_or(i64::MAX)))])) }
            @if salah.len() > MAKS_TAMPIL {
                p { (b.isi("Yang tampil {n} baris pertama.", &[("n", &MAKS_TAMPIL.to_string())])) }
            }
            div.gulir { table.tabel {
                thead { tr { @for k in ["Baris", "Kolom", "Yang perlu diperbaiki"] { th scope="col" { (b.t(k)) } } } }
                tbody { @for (n, galat) in salah.iter().take(MAKS_TAMPIL) {
                    @for g in *galat {
                        tr {
                            td data-label=(b.t("Baris")) { (n) }
                            td data-label=(b.t("Kolom")) { @if g.medan != "baris" { code { (g.medan) } } @else { (b.t("seluruh baris")) } }
                            td data-label=(b.t("Yang perlu diperbaiki")) { (g.pesan.dalam(b)) }
                        }
                    }
                } }
            } }
        }
    }
}

fn tanpa_simpan(mut r: Response) -> Response {
    r.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    r
}
