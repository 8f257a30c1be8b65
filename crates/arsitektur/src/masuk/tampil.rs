//! What the person who brings an exchange file sees: the form, what would happen, and what did.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{GalatMedan, IdEntri};
use maud::{Markup, html};
use web::Permintaan;

use super::{
    HAPUS, JALUR, TITIPAN, Tolakan,
    rencana::{Apa, Butir, Rencana},
    unit,
};
use crate::{graf::Kait, tanya::Tanya};

/// Rows that are shown.
const MAKS_TAMPIL: usize = 150;

fn kaki(p: &Permintaan) -> Markup {
    let b = p.b;
    html! { a.tautan-balik href=(p.ke("/kerja/arsitektur")) { (b.t("Papan arsitektur")) } }
}

pub(super) fn pilih(p: &Permintaan, galat: &[GalatMedan], status: StatusCode) -> Response {
    let b = p.b;
    let pesan = galat
        .iter()
        .find(|g| g.medan == "berkas")
        .map(|g| g.pesan.dalam(b));
    let judul = b.t("Masukkan berkas ArchiMate");
    let isi = html! {
        (kaki(p))
        div.kolom {
            h1 { (judul) }
            p { (b.t("Berkas pertukaran ArchiMate 3 dari Archi atau alat lain. Entri dikenali dari pengenalnya: yang pernah diunduh dari sini diperbarui, yang lain menjadi entri baru. Berkas diperiksa dulu; belum ada yang tersimpan sampai Anda menyetujuinya.")) }
            form method="post" action=(p.ke(JALUR)) enctype="multipart/form-data" {
                (ui::formulir::csrf(p.csrf()))
                div.medan .medan-galat[pesan.is_some()] {
                    label for="m-berkas" { (b.t("Berkas ArchiMate (.xml)")) }
                    p.bantuan #m-berkas-bantuan { (b.t("Paling besar 20 MB. Di Archi: File › Export › Model to Open Exchange File.")) }
                    @if let Some(s) = &pesan { p.galat #m-berkas-galat { span.sembunyi-visual { (b.t("Kesalahan")) ": " } (s) } }
                    input #m-berkas type="file" name="berkas" accept=".xml,application/xml,text/xml"
                        aria-describedby=(if pesan.is_some() { "m-berkas-bantuan m-berkas-galat" } else { "m-berkas-bantuan" })
                        aria-invalid=[pesan.as_ref().map(|_| "true")];
                }
                div.medan {
                    label for="m-opd" { (b.t("Pemilik entri baru")) }
                    p.bantuan #m-opd-bantuan { (b.t("Untuk unsur yang tidak menyebut perangkat daerahnya (sifat opd).")) }
                    select #m-opd name="opd" aria-describedby="m-opd-bantuan" {
                        option value="" { (b.t("Lewati yang tidak menyebutnya")) }
                        @for (kode, nama) in unit(p) { option value=(kode) { (nama) } }
                    }
                }
                div.tombol-baris {
                    button.tombol type="submit" { (b.t("Periksa berkas")) }
                    a href=(p.ke("/kerja/arsitektur")) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, "arsitektur", isi);
    *r.status_mut() = status;
    r
}

fn n(n: usize) -> String {
    ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What happens with an element, in words.
fn kata(p: &Permintaan, x: &Butir) -> (&'static str, String) {
    let b = p.b;
    let (warna, mut kata) = match &x.apa {
        Apa::Baru(_) => ("hijau", b.t("Entri baru").to_owned()),
        Apa::Ganti(nama) => ("biru", b.isi("Namanya menjadi {nama}", &[("nama", nama)])),
        Apa::Sama => ("abu", b.t("Sudah ada").to_owned()),
        Apa::Lewat(l) => ("jingga", b.t(l.label()).to_owned()),
    };
    if !x.kait.is_empty() {
        kata.push_str("; ");
        kata.push_str(&b.isi("{n} kaitan ditambahkan", &[("n", &x.kait.len().to_string())]));
    }
    (warna, kata)
}

pub(super) fn tinjau(t: &Tanya, r: &Rencana, rahasia: &str) -> Response {
    let (p, b) = (&t.p, t.p.b);
    let baru = r.butir.iter().filter(|x| matches!(x.apa, Apa::Baru(_))).count();
    let ubah = |x: &&Butir| {
        !matches!(x.apa, Apa::Baru(_) | Apa::Lewat(_)) && (x.apa != Apa::Sama || !x.kait.is_empty())
    };
    let ubah = r.butir.iter().filter(ubah).count();
    let mut tampil: Vec<&Butir> = r
        .butir
        .iter()
        .filter(|x| x.apa != Apa::Sama || !x.kait.is_empty())
        .collect();
    let semua = tampil.len();
    tampil.truncate(MAKS_TAMPIL);
    let hilang: Vec<(&Butir, Kait, IdEntri)> = r
        .butir
        .iter()
        .flat_map(|x| x.hilang.iter().map(move |(k, ke)| (x, *k, *ke)))
        .collect();
    let judul = b.isi(
        "{baru} entri baru, {ubah} berubah",
        &[("baru", &n(baru)), ("ubah", &n(ubah))],
    );
    let isi = html! {
        a.tautan-balik href=(p.ke(JALUR)) { (b.t("Pilih berkas lain")) }
        h1 { (judul) }
        p { (b.isi("{n} unsur sudah diperiksa. Belum ada yang tersimpan.", &[("n", &n(r.butir.len()))])) }
        @if r.hubungan_lewat > 0 {
            p { (b.isi("{n} hubungan dilewati: jenisnya tidak ada padanannya, atau ujungnya dilewati.", &[("n", &n(r.hubungan_lewat))])) }
        }
        @if baru + ubah + hilang.len() > 0 {
            form method="post" action=(p.ke(JALUR)) {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name=(TITIPAN) value=(rahasia);
                @if !hilang.is_empty() {
                    label.pilihan {
                        input type="checkbox" name=(HAPUS) value="ya" aria-describedby="m-hapus-bantuan";
                        span { (b.isi("Hapus juga {n} kaitan yang tidak ada di berkas", &[("n", &n(hilang.len()))])) }
                    }
                    p.bantuan #m-hapus-bantuan { (b.t("Jangan dicentang bila berkas itu hanya memuat sebagian arsitektur. Yang dihapus tetap ada di riwayat setiap entri.")) }
                }
                div.tombol-baris {
                    button.tombol type="submit" { (b.t("Masukkan")) }
                    a href=(p.ke("/kerja/arsitektur")) { (b.t("Batal")) }
                }
            }
        }
        @if tampil.is_empty() { p { (b.t("Tidak ada yang berubah.")) } } @else {
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (b.t("Apa yang terjadi dengan setiap unsur")) }
                thead { tr { @for k in ["Unsur", "Jenis", "Yang terjadi"] { th scope="col" { (b.t(k)) } } } }
                tbody { @for x in &tampil {
                    @let (warna, apa) = kata(p, x);
                    tr {
                        td { (x.nama) @if !x.nomor.is_empty() { " (" (x.nomor) ")" } }
                        td data-label=(b.t("Jenis")) { (x.jenis) }
                        td data-label=(b.t("Yang terjadi")) { (ui::tampil::tanda_kata(warna, &apa)) }
                    }
                } }
            } }
            @if tampil.len() < semua { p.jelaskan { (b.isi("Ditampilkan {tampil} dari {semua} baris.", &[("tampil", &n(tampil.len())), ("semua", &n(semua))])) } }
        }
        (tidak_di_berkas(t, &hilang))
    };
    p.ruang(&judul, "arsitektur", isi).into_response()
}

/// The links between what the file names that the file does not draw.
fn tidak_di_berkas(t: &Tanya, hilang: &[(&Butir, Kait, IdEntri)]) -> Markup {
    let b = t.p.b;
    let nama = |id: IdEntri| t.graf.cari(id).and_then(|i| t.graf.satu(i));
    let tampil = hilang.len().min(MAKS_TAMPIL);
    html! {
        @if !hilang.is_empty() {
            h2 { (b.t("Ada di Praja, tidak ada di berkas")) }
            p { (b.t("Kaitan antara unsur yang keduanya ada di berkas itu. Tetap ada, kecuali Anda memilih menghapusnya.")) }
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (b.t("Ada di Praja, tidak ada di berkas")) }
                thead { tr { @for k in ["Entri", "Kaitan", "Ke"] { th scope="col" { (b.t(k)) } } } }
                tbody { @for (x, k, ke) in hilang.iter().take(MAKS_TAMPIL) { tr {
                    td { @if let Some(s) = nama(x.id) { (s.nomor) " · " (s.nama) } }
                    td data-label=(b.t("Kaitan")) { (b.t(k.nama(true))) }
                    td data-label=(b.t("Ke")) { @if let Some(s) = nama(*ke) { (s.nomor) " · " (s.nama) } }
                } } }
            } }
            @if tampil < hilang.len() { p.jelaskan { (b.isi("Ditampilkan {tampil} dari {semua} baris.", &[("tampil", &n(tampil)), ("semua", &n(hilang.len()))])) } }
        }
    }
}

pub(super) fn selesai(p: &Permintaan, dibuat: usize, diubah: usize, tolakan: &[Tolakan]) -> Response {
    let b = p.b;
    let judul = b.isi(
        "{dibuat} entri dibuat, {diubah} diubah",
        &[("dibuat", &n(dibuat)), ("diubah", &n(diubah))],
    );
    let isi = html! {
        (kaki(p))
        h1 { (judul) }
        @if !tolakan.is_empty() {
            h2 { (b.isi("{n} ditolak", &[("n", &n(tolakan.len()))])) }
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (b.t("Yang ditolak, dan mengapa")) }
                thead { tr { th scope="col" { (b.t("Unsur")) } th scope="col" { (b.t("Mengapa")) } } }
                tbody { @for (nama, g) in tolakan.iter().take(MAKS_TAMPIL) { tr {
                    td { (nama) }
                    td data-label=(b.t("Mengapa")) {
                        @if g.isian().is_empty() { (g.pesan().dalam(b)) }
                        @for m in g.isian() { (m.medan) ": " (m.pesan.dalam(b)) " " }
                    }
                } } }
            } }
        }
        div.tombol-baris {
            a.tombol href=(p.ke("/kerja/arsitektur")) { (b.t("Papan arsitektur")) }
            a.tombol.tombol-dua href=(p.ke(JALUR)) { (b.t("Masukkan berkas lain")) }
        }
    };
    p.ruang(&judul, "arsitektur", isi).into_response()
}
