//! One obligation: what it asks, of whom, by when, what proves it, and how it stands for each unit.

use axum::{extract::Path, response::Response};
use kernel::{
    Galat, Peran,
    kewajiban::{Bukti, Kewajiban, Status, status::Kurang},
    nilai::KodeUnit,
};
use maud::{Markup, html};
use web::Gagal;

use crate::{hitung, kata, tanya::Tanya};

pub(crate) async fn halaman(t: Tanya, Path((_, tugas)): Path<(String, String)>) -> Result<Response, Gagal> {
    let (b, profil) = (t.p.b, &t.p.profil);
    let k = t.kitab.cari(&tugas, t.hari).ok_or(Galat::TidakDitemukan)?;
    let bahan = t.bahan().await?;
    let n = hitung::satu(k, &t.kitab, profil, &bahan, None);
    let (penuh, berlaku) = n.pecahan();
    let judul = kata::judul(b, &k.tugas).to_owned();
    let mut unit: Vec<&(KodeUnit, Status)> = n.unit.iter().collect();
    unit.sort_by_key(|(_, s)| (s.keadaan, s.sejak));
    let prinsip: Vec<&str> = k.tugas.prinsip.iter().map(|p| kata::prinsip(b, *p)).collect();
    let isi = html! {
        a.tautan-balik href=(t.ke("")) { (b.t("Kepatuhan")) }
        h1 { (judul) }
        p {
            (kata::tanda(b, n.keadaan()))
            @if k.pelaku.banyak() && berlaku > 0 { " " (b.isi("{ada} dari {semua}", &[("ada", &penuh.to_string()), ("semua", &berlaku.to_string())])) }
            " " (kata::waktu(b, n.keadaan(), n.sejak(), n.berikut()))
        }
        (kata::pilih_hari(&t, &format!("/kewajiban/{}", k.tugas.kode)))
        div.kolom { p { (k.wajib) } }
        dl.daftar-ringkas {
            div { dt { (b.t("Dasar")) } dd { (kata::sumber(&t, &k.sumber)) } }
            div { dt { (b.t("Penanggung jawab")) } dd { (kata::siapa(b, profil, &k.pelaku, t.hari)) } }
            @if let Some(p) = &k.koordinator { div { dt { (b.t("Koordinator")) } dd { (kata::siapa(b, profil, p, t.hari)) } } }
            @if let Some(p) = &k.penetap { div { dt { (b.t("Penetap")) } dd { (kata::siapa(b, profil, p, t.hari)) } } }
            div { dt { (b.t("Kapan")) } dd { (kata::jadwal(b, &k.jadwal)) } }
            @if let Some(d) = k.sejak { div { dt { (b.t("Diwajibkan sejak")) } dd { (kernel::kalender::tanggal(b, d)) } } }
            @if let Some(d) = k.sampai { div { dt { (b.t("Diwajibkan sampai")) } dd { (kernel::kalender::tanggal(b, d)) } } }
            div { dt { (b.t("Bukti")) } dd { (kata::bukti(&t, k)) } }
            @if !k.isi.is_empty() { div { dt { (b.t("Isinya paling sedikit")) } dd { ul { @for i in &k.isi { li { (i) } } } } } }
            div { dt { (b.t("Prinsip")) } dd { (prinsip.join(", ")) } }
            @if let Some(c) = &k.catatan { div { dt { (b.t("Catatan atas teks peraturan")) } dd { (c) } } }
        }
        @if n.unit.is_empty() {
            div.peringatan.peringatan-merah { p { (b.t("Belum ada perangkat daerah yang memegang kewajiban ini. Tetapkan pemegang fungsinya di profil daerah.")) } }
        } @else {
            h2 { (b.t("Per perangkat daerah")) }
            div.gulir { table.tabel {
                thead { tr {
                    th scope="col" { (b.t("Perangkat daerah")) }
                    th scope="col" { (b.t("Keadaan")) }
                    th scope="col" { (b.t("Mengapa")) }
                    th scope="col" { (b.t("Bukti")) }
                } }
                tbody { @for (u, s) in unit { tr {
                    td { a href=(t.ke(&format!("/opd/{u}"))) { (profil.nama_unit(u.as_str())) } }
                    td data-label=(b.t("Keadaan")) { (kata::tanda(b, s.keadaan)) " " (kata::waktu(b, s.keadaan, s.sejak, s.berikut)) }
                    td data-label=(b.t("Mengapa")) { (s.alasan.dalam(b)) }
                    td data-label=(b.t("Bukti")) {
                        (bukti(&t, k, s)) (kurang(&t, s))
                        @if s.keadaan.celah() && matches!(k.bukti, Bukti::Manual { .. }) { (ajukan(&t, k, u)) }
                    }
                } } }
            } }
        }
    };
    Ok(t.p.ruang(&judul, "kepatuhan", isi))
}

/// The proofs that count, each a link; at most three, then how many more.
pub(crate) fn bukti(t: &Tanya, k: &Kewajiban, s: &Status) -> Markup {
    let register = match &k.bukti {
        Bukti::Register { register, .. } => register.as_str(),
        // What is counted shows what is missing instead.
        Bukti::Setiap { .. } | Bukti::Lengkap { .. } | Bukti::Manual { .. } => crate::bukti::KODE,
    };
    html! {
        @for (_, nomor) in s.bukti.iter().take(3) {
            a href=(t.p.ke(&format!("/kerja/{register}/entri/{nomor}"))) { (nomor) } " "
        }
        @if s.bukti.len() > 3 { (t.p.b.isi("dan {n} lagi", &[("n", &(s.bukti.len() - 3).to_string())])) }
    }
}

/// What is missing where everything must be so: entries as links, named things by their names.
pub(crate) fn kurang(t: &Tanya, s: &Status) -> Markup {
    html! {
        @if !s.kurang.is_empty() {
            (t.p.b.t("Yang belum:")) " "
            @for (i, k) in s.kurang.iter().enumerate() {
                @if i > 0 { ", " }
                @match k {
                    Kurang::Entri { register, nomor } if !nomor.is_empty() => {
                        (kata::nama_register(t, register)) " "
                        a href=(t.p.ke(&format!("/kerja/{register}/entri/{nomor}"))) { (nomor) }
                    }
                    Kurang::Entri { .. } => { (t.p.b.t("Entri tertutup")) }
                    Kurang::Butir(nama) => { (nama) }
                }
            }
            @if s.lainnya > 0 { ", " (t.p.b.isi("dan {n} lagi", &[("n", &s.lainnya.to_string())])) }
        }
    }
}

/// The way to put a proof forward, for those who may.
pub(crate) fn ajukan(t: &Tanya, k: &Kewajiban, unit: &KodeUnit) -> Markup {
    let boleh = t.p.pelaku.akun().is_some_and(|a| {
        a.peran
            .iter()
            .any(|(p, u)| u == unit && [Peran::Penghubung, Peran::Kepala, Peran::Petugas].contains(p))
    });
    html! {
        @if boleh {
            a href=(t.p.ke(&format!("/kerja/bukti/baru?tugas={}&opd={unit}", k.tugas.kode))) { (t.p.b.t("Ajukan bukti")) }
        }
    }
}
