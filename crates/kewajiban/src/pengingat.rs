//! Reminders by mail: one letter a day to each account that wants it, with everything its units still owe, on the days
//! that matter. An account names its address on a page of its own; the letter goes the way of all letters.

use std::sync::Arc;

use axum::{Extension, response::Response};
use jiff::civil::{Date, Weekday};
use kernel::{
    Bahasa, Galat, GalatMedan, Jenis, Medan, Profil,
    kalender::tanggal,
    kewajiban::{Keadaan, Kitab, Status},
    nilai::Surel,
};
use maud::{Markup, html};
use serde_json::{Map, Value};
use store::{Muatan, Store};
use web::{Formulir, Gagal, Permintaan};

use crate::{
    bukti,
    hitung::{self, Bahan},
    ingatan::Ingatan,
    kata, petugas,
    tanya::Tanya,
    tugas,
};

/// What the outbox calls the letter.
pub const ACARA: &str = "pengingat";

/// So many days before the last one a letter goes: two months, one, two weeks, one, three days, one, and on the day.
const SEBELUM: [i32; 7] = [60, 30, 14, 7, 3, 1, 0];
/// Most obligations told in one letter.
const BARIS: usize = 20;
/// Nobody is written to before this hour of their day.
const JAM: i8 = 6;

/// Whether this is a day on which a status is told: near its last day, the day after it, and every Monday it stays late.
fn hari_ingat(s: &Status, hari: Date) -> bool {
    match (s.keadaan, s.sejak, s.berikut) {
        (Keadaan::Terlambat, Some(sejak), _) => sejak == hari || hari.weekday() == Weekday::Monday,
        (Keadaan::Terlambat, None, _) => hari.weekday() == Weekday::Monday,
        (k, _, Some(b)) if k.celah() => SEBELUM.contains(&(b - hari).get_days()),
        _ => false,
    }
}

/// Promises the letters of today that were not promised yet, and says how many. Done twice, or by two processes, nobody
/// gets a second one.
///
/// # Errors
/// When the database does not answer.
pub async fn ingatkan(store: &Store, ingatan: &Ingatan) -> Result<usize, Galat> {
    let mut jumlah = 0;
    for profil in store.daerah().values() {
        if let Some(kitab) = &profil.kitab {
            jumlah += satu_daerah(store, ingatan, profil, kitab).await?;
        }
    }
    Ok(jumlah)
}

async fn satu_daerah(
    store: &Store,
    ingatan: &Ingatan,
    profil: &Profil,
    kitab: &Kitab,
) -> Result<usize, Galat> {
    let kini = profil.kalender.setempat(store.jam().kini());
    let hari = kini.date();
    let daerah = profil.kode();
    let mut belum = store.pengingat(daerah).await?;
    belum.retain(|_, p| p.hari < hari.to_string());
    if belum.is_empty() || kini.hour() < JAM {
        return Ok(0);
    }
    let bahan = Bahan::ambil(store, ingatan, profil, kitab, hari).await?;
    let mut jumlah = 0;
    for a in store.semua_akun(daerah).await?.into_iter().filter(|a| a.aktif) {
        let Some(p) = belum.get(&a.akun.id) else { continue };
        let unit = petugas::unit(&a.akun);
        let semua = hitung::milik(kitab, profil, &bahan, &unit);
        let celah = tugas::celah(&semua);
        let perlu = celah.iter().any(|(_, _, s)| hari_ingat(s, hari));
        let surat = perlu.then(|| muatan(profil, a.akun.id, &p.surel, hari, &celah));
        if store.ingatkan(daerah, a.akun.id, hari, surat.as_ref()).await? && surat.is_some() {
            jumlah += 1;
        }
    }
    if jumlah > 0 {
        tracing::info!(%daerah, jumlah, "pengingat kewajiban");
    }
    Ok(jumlah)
}

fn muatan(
    profil: &Profil,
    akun: uuid::Uuid,
    surel: &str,
    hari: Date,
    celah: &[(&hitung::Nilai, &kernel::nilai::KodeUnit, &Status)],
) -> Muatan {
    let b = Bahasa::Id;
    let banyak = |lambat: bool| {
        let n = celah
            .iter()
            .filter(|(_, _, s)| (s.keadaan == Keadaan::Terlambat) == lambat);
        Value::from(n.count())
    };
    let baris: Vec<Value> = celah
        .iter()
        .take(BARIS)
        .map(|(n, u, s)| {
            let waktu = kata::waktu(b, s.keadaan, s.sejak, s.berikut);
            Value::from(format!(
                "- {} ({}): {} {waktu}",
                kata::judul(b, &n.kewajiban.tugas),
                profil.nama_unit(u.as_str()),
                kata::nama(b, s.keadaan).to_lowercase()
            ))
        })
        .collect();
    let isi: Map<String, Value> = [
        ("terlambat".to_owned(), banyak(true)),
        ("segera".to_owned(), banyak(false)),
        ("lebih".to_owned(), celah.len().saturating_sub(BARIS).into()),
        ("baris".to_owned(), baris.into()),
    ]
    .into_iter()
    .collect();
    Muatan {
        register: bukti::KODE.to_owned(),
        entri: akun,
        nomor: tanggal(b, hari),
        ke: Some(surel.to_owned()),
        acara: ACARA.to_owned(),
        isi,
        setelah: None,
    }
}

/// `GET …/pengingat`
pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    let ada = alamat(&t).await?;
    Ok(gambar(
        &t,
        ada.as_deref().unwrap_or_default(),
        ada.is_some(),
        &[],
        html! {},
    ))
}

/// `POST …/pengingat`: sets the address, or turns the letters off.
pub(crate) async fn atur(
    p: Permintaan,
    Extension(ingatan): Extension<Arc<Ingatan>>,
    f: Formulir,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let t = Tanya::kini(p, ingatan)?;
    let (b, akun) = (t.p.b, t.p.akun()?);
    let baik = |teks: &str| html! { div.peringatan.peringatan-baik role="status" { p { (teks) } } };
    if f.ada("matikan") {
        t.p.app.store.atur_pengingat(akun, None).await?;
        let isi = baik(b.t("Pengingat sudah dimatikan."));
        return Ok(gambar(&t, "", false, &[], isi));
    }
    let diketik = f.teks("surel").trim().to_owned();
    match Surel::baru(&diketik) {
        Ok(s) => {
            t.p.app.store.atur_pengingat(akun, Some(s.as_str())).await?;
            Ok(gambar(
                &t,
                s.as_str(),
                true,
                &[],
                baik(b.t("Pengingat akan dikirim ke alamat ini.")),
            ))
        }
        Err(pesan) => {
            let salah = [GalatMedan::baru("surel", pesan)];
            let ada = alamat(&t).await?.is_some();
            let mut r = gambar(&t, &diketik, ada, &salah, html! {});
            *r.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(r)
        }
    }
}

async fn alamat(t: &Tanya) -> Result<Option<String>, Galat> {
    let mut semua = t.p.app.store.pengingat(t.p.daerah()).await?;
    Ok(semua.remove(&t.p.akun()?.id).map(|p| p.surel))
}

fn gambar(t: &Tanya, surel: &str, aktif: bool, salah: &[GalatMedan], hasil: Markup) -> Response {
    let b = t.p.b;
    let judul = b.t("Pengingat lewat surel");
    let medan = [Medan::baru("surel", "Alamat surel Anda", Jenis::Surel).wajib()];
    let nilai: kernel::Peta = [("surel".to_owned(), Value::from(surel))].into_iter().collect();
    let isian = ui::formulir::Isian::baru(b, &t.p.profil, &nilai, salah);
    let isi = html! {
        a.tautan-balik href=(t.ke("")) { (b.t("Kepatuhan")) }
        (ui::formulir::ringkasan_galat(b, salah, &medan))
        h1 { (judul) }
        (hasil)
        p { (b.t("Paling banyak satu surat sehari: 60, 30, 14, 7, 3, dan 1 hari sebelum batas, pada harinya, sehari sesudahnya, lalu setiap Senin selama masih terlambat. Isinya kewajiban perangkat daerah yang Anda pegang hari itu; bila jabatan Anda diserahkan, suratnya ikut berpindah.")) }
        @if t.p.pelaku.akun().is_none_or(|a| petugas::unit(a).is_empty()) {
            div.peringatan { p { (b.t("Akun Anda bukan pejabat penghubung atau kepala, jadi tidak ada kewajiban yang diingatkan.")) } }
        }
        form method="post" action=(t.p.ke("/kerja/kepatuhan/pengingat")) novalidate {
            (ui::formulir::csrf(t.p.csrf()))
            (ui::formulir::semua(&isian, &medan))
            p.tombol-baris {
                button.tombol type="submit" { (b.t("Simpan")) }
                @if aktif { button.tombol.tombol-dua type="submit" name="matikan" value="ya" { (b.t("Matikan pengingat")) } }
            }
        }
    };
    t.p.ruang(judul, "kepatuhan", isi)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(keadaan: Keadaan, sejak: Option<&str>, berikut: Option<&str>) -> Status {
        let hari = |s: Option<&str>| s.map(|s| s.parse().unwrap());
        Status {
            keadaan,
            alasan: "Belum ada bukti yang diterima.".into(),
            sejak: hari(sejak),
            berikut: hari(berikut),
            bukti: Vec::new(),
            kurang: Vec::new(),
            lainnya: 0,
        }
    }

    #[test]
    fn letters_go_before_on_and_after_the_day_and_then_on_mondays() {
        let hari = |s: &str| -> Date { s.parse().unwrap() };
        let dekat = status(Keadaan::JatuhTempo, None, Some("2026-12-31"));
        let kena: Vec<&str> = [
            "2026-11-01",
            "2026-11-02",
            "2026-12-01",
            "2026-12-30",
            "2026-12-31",
            "2026-12-29",
        ]
        .into_iter()
        .filter(|h| hari_ingat(&dekat, hari(h)))
        .collect();
        assert_eq!(kena, ["2026-11-01", "2026-12-01", "2026-12-30", "2026-12-31"]);
        let lambat = status(Keadaan::Terlambat, Some("2027-01-01"), None);
        assert!(hari_ingat(&lambat, hari("2027-01-01")));
        assert!(!hari_ingat(&lambat, hari("2027-01-02")));
        assert!(hari_ingat(&lambat, hari("2027-01-04")), "a Monday");
        assert!(!hari_ingat(
            &status(Keadaan::Terpenuhi, None, Some("2026-12-31")),
            hari("2026-12-31")
        ));
    }
}
