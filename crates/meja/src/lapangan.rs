//! The list for who goes there: open complaints that my unit holds and that say where, by desa, for a telephone and for
//! paper. When the telephone tells where it is, the script sorts by the nearest; without it the list stands by desa. Of a
//! complaint that is secret only the desa stands here: where exactly is on its own page, whose reading is an event.

use std::collections::BTreeMap;

use axum::response::Response;
use kernel::{Peran, izin, izin::Tindakan, kalender::saat};
use maud::{Markup, html};
use store::{Daftar, Kolom, Saringan, Tampak, Urut};
use web::{Gagal, Permintaan};

use crate::{PENGADUAN, gugus::titik};

/// Most complaints on the list: those due first.
const MAKS: usize = 300;
/// The states in which somebody may have to go there.
const KEADAAN: [&str; 2] = ["diteruskan", "dikerjakan"];
/// What may be done from the list.
const LANGKAH: [&str; 3] = ["periksa", "kerjakan", "jawab"];

pub(crate) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let b = p.b;
    let def = p.register(PENGADUAN)?;
    let w = p.wewenang(&def, Tindakan::Baca)?;
    let unit = p
        .akun()?
        .unit_sebagai(&[Peran::Penghubung, Peran::Petugas, Peran::Kepala]);
    let unit: Vec<String> = unit.into_iter().map(|u| u.0.clone()).collect();
    let mut semua = Vec::new();
    if !unit.is_empty() {
        let d = Daftar {
            saring: Saringan {
                keadaan: KEADAAN.map(str::to_owned).into(),
                pemegang: unit.clone(),
                terbuka: Some(true),
                ..Saringan::default()
            },
            urut: Urut {
                kolom: Kolom::Jatuh,
                turun: false,
            },
            setelah: None,
            batas: MAKS,
        };
        semua = p.app.store.daftar(&w, &p.pelaku, &d).await?.entri;
    }
    let tempat = |t: &Tampak| {
        ["kecamatan", "desa", "alamat"]
            .iter()
            .any(|m| !t.entri.teks(m).is_empty())
            || titik(&t.entri).is_some()
    };
    let tanpa = semua.iter().filter(|t| !tempat(t)).count();
    let mut desa: BTreeMap<String, Vec<&Tampak>> = BTreeMap::new();
    for t in semua.iter().filter(|t| tempat(t)) {
        desa.entry(nama_tempat(&p, t)).or_default().push(t);
    }
    let n = semua.len() - tanpa;
    let angka = |n: usize| ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX));
    let judul = b.isi("{n} laporan di lapangan", &[("n", &angka(n))]);
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/pengaduan")) { (b.t("Pengaduan")) }
        h1 { (judul) }
        @if n == 0 {
            (ui::tampil::kosong(b.t("Tidak ada laporan terbuka dengan tempat di perangkat daerah Anda."), b.t("Laporan yang diteruskan ke perangkat daerah Anda muncul di sini."), None))
        } @else {
            p { button.tombol.tombol-dua type="button" hidden data-dekat="lapangan" data-tunggu=(b.t("Mencari posisi Anda…")) data-gagal=(b.t("Posisi tidak didapat; daftar tetap menurut desa.")) { (b.t("Urutkan dari yang terdekat")) } " " output data-dekat-status {} }
        }
        div #lapangan {
            @for (nama, baris) in &desa {
                section.tugas {
                    h2 { (nama) " " span.hitung { (angka(baris.len())) } }
                    ul { @for t in baris { (satu(&p, &def, t)) } }
                }
            }
        }
        @if tanpa > 0 { p.jelaskan { (b.isi("{n} laporan lain tidak menyebut tempat.", &[("n", &angka(tanpa))])) } }
        @if semua.len() >= MAKS { p.jelaskan { (b.t("Hanya 300 laporan yang paling dekat batas waktunya ditampilkan.")) } }
    };
    Ok(p.ruang(&judul, PENGADUAN, isi))
}

fn nama_tempat(p: &Permintaan, t: &Tampak) -> String {
    let kecamatan = p
        .profil
        .kecamatan(t.entri.teks("kecamatan"))
        .map(|k| k.nama.as_str());
    match (p.profil.desa(t.entri.teks("desa")), kecamatan) {
        (Some(d), Some(k)) => format!("{k}: {d}"),
        (Some(d), None) => d.to_owned(),
        (None, Some(k)) => k.to_owned(),
        (None, None) => p.b.t("Desa tidak disebut").to_owned(),
    }
}

fn satu(p: &Permintaan, def: &kernel::RegisterDef, t: &Tampak) -> Markup {
    let (b, e) = (p.b, &t.entri);
    let alamat = p.alamat_entri(PENGADUAN, &e.nomor);
    let rahasia = t.klasifikasi.tercatat();
    let titik = titik(e).filter(|_| !rahasia);
    let boleh: Vec<_> = LANGKAH
        .iter()
        .filter_map(|l| def.lifecycle.langkah(l, &e.keadaan))
        .filter(|l| izin::boleh_langkah(&p.profil, def, &p.pelaku, &l.oleh, e))
        .collect();
    html! {
        li data-lat=[titik.map(|t| t.0)] data-lon=[titik.map(|t| t.1)] {
            div.tugas-isi {
                a href=(alamat) { (t.judul) }
                small { (e.nomor) " · " (ui::tampil::kategori(b, &p.profil, e.teks("kategori"))) " " span data-jarak {} }
                @if rahasia {
                    p { (b.t("Laporan rahasia: alamatnya di halaman laporan, dan membukanya tercatat.")) " " a href=(alamat) { (b.t("Lihat tempatnya")) } }
                } @else if !e.teks("alamat").is_empty() { p { (e.teks("alamat")) } }
                p {
                    @if let Some((lat, lon)) = titik { a href={ "geo:" (lat) "," (lon) "?q=" (lat) "," (lon) } { (b.t("Buka di peta")) } " · " }
                    @for (i, l) in boleh.iter().enumerate() {
                        @if i > 0 { " · " }
                        a href={ (alamat) "/langkah/" (l.kode) } { (b.t(&l.label)) }
                    }
                }
            }
            div.tugas-tenggat { @if let Some(j) = e.jatuh { (ui::tampil::tenggat(b, &p.profil.kalender, p.app.store.jam().kini(), saat(j))) } }
        }
    }
}
