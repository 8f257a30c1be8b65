//! One page for the Bupati and the Sekda: what is late, whose it is, since when. Made to be read and printed.

use std::collections::BTreeMap;

use axum::response::Response;
use kernel::{
    kalender::tanggal,
    kewajiban::{Keadaan, Status},
    nilai::KodeUnit,
};
use maud::html;
use web::Gagal;

use crate::{
    hitung::{self, Nilai},
    kata, petugas,
    tanya::Tanya,
};

/// How many lines one unit takes before the rest is counted.
const BARIS: usize = 5;

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    let (b, profil) = (t.p.b, &t.p.profil);
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, profil, &bahan);
    let mut lambat: BTreeMap<&KodeUnit, Vec<(&Nilai, &Status)>> = BTreeMap::new();
    for n in &semua {
        for (u, s) in n.unit.iter().filter(|(_, s)| s.keadaan == Keadaan::Terlambat) {
            lambat.entry(u).or_default().push((n, s));
        }
    }
    let alarm = petugas::alarm(
        &t.p.app.store,
        profil,
        if t.hari == t.kini { &semua } else { &[] },
    )
    .await?;
    let jumlah: usize = lambat.values().map(Vec::len).sum();
    let mut urut: Vec<_> = lambat.into_iter().collect();
    for (_, l) in &mut urut {
        l.sort_by_key(|(_, s)| s.sejak);
    }
    urut.sort_by_key(|(u, l)| (std::cmp::Reverse(l.len()), (*u).clone()));
    let judul = if jumlah == 0 {
        b.t("Tidak ada kewajiban yang terlambat").to_owned()
    } else {
        b.isi(
            "{n} kewajiban terlambat pada {unit} perangkat daerah",
            &[("n", &jumlah.to_string()), ("unit", &urut.len().to_string())],
        )
    };
    let isi = html! {
        a.tautan-balik href=(t.ke("")) { (b.t("Kepatuhan")) }
        h1 { (judul) }
        p { (b.isi("{daerah}, keadaan {tanggal}, menurut {regulasi}.", &[("daerah", &profil.daerah.nama), ("tanggal", &tanggal(b, t.hari)), ("regulasi", &profil.daerah.regulasi.to_string())])) }
        (petugas::tampil(&t, &alarm))
        @if urut.is_empty() { p { (b.t("Semua kewajiban yang sudah jatuh tempo ada buktinya.")) } }
        @for (u, l) in &urut {
            section {
                h2 { a href=(t.ke(&format!("/opd/{u}"))) { (profil.nama_unit(u.as_str())) } " · " (l.len()) }
                ul { @for (n, s) in l.iter().take(BARIS) {
                    li {
                        a href=(t.ke(&format!("/kewajiban/{}", n.kewajiban.tugas.kode))) { (kata::judul(b, &n.kewajiban.tugas)) }
                        " · " (kata::waktu(b, s.keadaan, s.sejak, s.berikut))
                    }
                } }
                @if l.len() > BARIS { p { a href=(t.ke(&format!("/opd/{u}"))) { (b.isi("dan {n} lagi", &[("n", &(l.len() - BARIS).to_string())])) } } }
            }
        }
    };
    Ok(t.p.ruang(&judul, "kepatuhan", isi))
}
