//! One unit: everything it answers for, the worst first.

use axum::{extract::Path, response::Response};
use kernel::{
    Galat,
    kewajiban::{Bukti, Keadaan, Status},
};
use maud::html;
use web::Gagal;

use crate::{
    hitung::{self, Nilai},
    kata,
    satu::ajukan,
    tanya::Tanya,
};

pub(crate) async fn halaman(t: Tanya, Path((_, unit)): Path<(String, String)>) -> Result<Response, Gagal> {
    let b = t.p.b;
    let unit = t.p.profil.unit(&unit).ok_or(Galat::TidakDitemukan)?.clone();
    let bahan = t.bahan().await?;
    let semua = hitung::semua(&t.kitab, &t.p.profil, &bahan);
    let mut milik: Vec<(&Nilai, &Status)> = semua
        .iter()
        .filter_map(|n| Some((n, n.untuk(&unit.kode)?)))
        .collect();
    milik.sort_by_key(|(_, s)| (s.keadaan, s.sejak, s.berikut));
    let banyak = |k| milik.iter().filter(|(_, s)| s.keadaan == k).count().to_string();
    let judul = b.isi(
        "{unit}: {lambat} terlambat, {ada} dari {semua} terpenuhi",
        &[
            ("unit", &unit.nama),
            ("lambat", &banyak(Keadaan::Terlambat)),
            ("ada", &banyak(Keadaan::Terpenuhi)),
            ("semua", &milik.len().to_string()),
        ],
    );
    let isi = html! {
        a.tautan-balik href=(t.ke("/matriks")) { (b.t("Matriks perangkat daerah")) }
        h1 { (judul) }
        nav.tidak-dicetak aria-label=(b.t("Papan lain")) { ul.keping-baris {
            li { a.keping.keping-pilih href=(t.p.ke(&format!("/kerja/kepatuhan/kalender?opd={}", unit.kode))) { (b.t("Kalender jatuh tempo")) } }
            li { a.keping.keping-pilih href=(t.ke(&format!("/tren?opd={}", unit.kode))) { (b.t("Tren setahun")) } }
        } }
        @if let Some(s) = unit.sampai.filter(|s| *s < t.hari) {
            div.peringatan.peringatan-jingga { p {
                (b.isi("Perangkat daerah ini bubar pada {tanggal}.", &[("tanggal", &kernel::kalender::tanggal(b, s))])) " "
                @if let Some(p) = t.p.profil.penerus(&unit.kode, t.hari) {
                    (b.t("Kewajibannya diteruskan oleh")) " " a href=(t.ke(&format!("/opd/{p}"))) { (t.p.profil.nama_unit(p.as_str())) } "."
                }
            } }
        }
        (kata::pilih_hari(&t, &format!("/opd/{}", unit.kode)))
        @if milik.is_empty() {
            (ui::tampil::kosong(b.t("Tidak ada kewajiban."), b.t("Peraturan tidak membebankan apa pun kepada unit ini."), None))
        } @else {
            div.gulir { table.tabel {
                thead { tr {
                    th scope="col" { (b.t("Kewajiban")) }
                    th scope="col" { (b.t("Keadaan")) }
                    th scope="col" { (b.t("Mengapa")) }
                    th scope="col" { (b.t("Bukti")) }
                } }
                tbody { @for (n, s) in &milik { tr {
                    td { p { a href=(t.ke(&format!("/kewajiban/{}", n.kewajiban.tugas.kode))) { (kata::judul(b, &n.kewajiban.tugas)) } } p.bantuan { (kata::sumber(&t, &n.kewajiban.sumber)) } }
                    td data-label=(b.t("Keadaan")) { (kata::tanda(b, s.keadaan)) " " (kata::waktu(b, s.keadaan, s.sejak, s.berikut)) }
                    td data-label=(b.t("Mengapa")) { (s.alasan.dalam(b)) }
                    td data-label=(b.t("Bukti")) {
                        (crate::satu::bukti(&t, n.kewajiban, s)) (crate::satu::kurang(&t, s))
                        @if s.keadaan.celah() && matches!(n.kewajiban.bukti, Bukti::Manual { .. }) { (ajukan(&t, n.kewajiban, &unit.kode)) }
                    }
                } } }
            } }
        }
    };
    Ok(t.p.ruang(&judul, "kepatuhan", isi))
}
