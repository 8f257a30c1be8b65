//! *Apakah ini sudah dilaporkan?*: open reports of the same kind near by, shown before photographs and names are
//! asked for. Following one is as easy as going on with one's own.

use axum::{extract::Query, response::Response};
use kernel::{Galat, Pelaku, Peta, nilai::Pilihan as _};
use maud::html;
use serde::Deserialize;
use serde_json::Value;
use store::{Daftar, Kotak, Saringan, Tampak};
use ui::tampil;
use web::{Gagal, Permintaan, lihat};

use super::{
    KODE,
    draf::{self, Ada},
    ikut, keadaan,
    langkah::{Tahap, tombol_hapus},
    nomor_rapi,
};
use crate::umum;

/// How near counts as the same place, metres.
const DEKAT: f64 = 300.0;
/// How long ago a report may have been filed, days, where only the village is known.
const BARU: i64 = 90;
/// Reports shown.
const TAMPIL: usize = 3;
/// Reports looked at, at most.
const LIHAT: i64 = 300;
/// Metres of a degree of latitude.
const DERAJAT: f64 = 111_320.0;

/// A report near by, and how far it is, metres.
struct Serupa {
    tampak: Tampak,
    jarak: Option<f64>,
}

/// The point of a report, in degrees.
pub(super) fn titik(isi: &Peta) -> Option<(f64, f64)> {
    let angka = |k: &str| isi.get(k).and_then(Value::as_f64);
    Some((angka("lat")?, angka("lon")?))
}

/// Metres between two points that are near each other.
fn jarak(a: (f64, f64), b: (f64, f64)) -> f64 {
    let utara = (a.0 - b.0) * DERAJAT;
    let timur = (a.1 - b.1) * DERAJAT * a.0.to_radians().cos();
    utara.hypot(timur)
}

/// The box around a point that holds everything as near as that.
fn kotak((lat, lon): (f64, f64)) -> Kotak {
    let (dy, dx) = (
        DEKAT / DERAJAT,
        DEKAT / DERAJAT / lat.to_radians().cos().max(0.01),
    );
    let juta = |d: f64| (d * 1e6).round() as i64;
    Kotak {
        lintang: (juta(lat - dy), juta(lat + dy)),
        bujur: (juta(lon - dx), juta(lon + dx)),
    }
}

/// Open reports that may tell of the same: same category, at most 300 m away, nearest first; without a point, in the
/// same village within 90 days, newest first. O(reports of the neighbourhood).
async fn cari(p: &Permintaan, isi: &Peta) -> Result<Vec<Serupa>, Galat> {
    use ::layanan::Keadaan::{Dijawab, Dikerjakan, Diteruskan};
    let (_, w) = umum::terbuka(p, KODE)?;
    let teks = |k: &str| isi.get(k).and_then(Value::as_str).map(str::to_owned);
    let Some(kategori) = teks("kategori") else {
        return Ok(Vec::new());
    };
    let mut saring = Saringan {
        keadaan: [Diteruskan, Dikerjakan, Dijawab]
            .iter()
            .map(|k| k.kode().to_owned())
            .collect(),
        medan: vec![("kategori".to_owned(), vec![kategori])],
        ..Saringan::default()
    };
    if let Some(di) = titik(isi) {
        saring.kotak = Some(kotak(di));
        let dekat = p.app.store.di_kotak(&w, &Pelaku::Publik, &saring, LIHAT).await?;
        let mut dekat: Vec<(f64, Tampak)> = dekat
            .into_iter()
            .filter_map(|t| Some((jarak(di, titik(&t.entri.isi)?), t)))
            .filter(|(m, _)| *m <= DEKAT)
            .collect();
        dekat.sort_by(|a, b| a.0.total_cmp(&b.0));
        let semua = dekat.into_iter().take(TAMPIL).map(|(m, tampak)| Serupa {
            tampak,
            jarak: Some(m),
        });
        return Ok(semua.collect());
    }
    let Some(desa) = teks("desa") else {
        return Ok(Vec::new());
    };
    saring.medan.push(("desa".to_owned(), vec![desa]));
    saring.sejak = Some(p.app.store.jam().kini().as_millisecond() - BARU * 86_400_000);
    let d = Daftar {
        saring,
        batas: TAMPIL,
        ..Daftar::default()
    };
    let entri = p.app.store.daftar(&w, &Pelaku::Publik, &d).await?.entri;
    let semua = entri.into_iter().map(|tampak| Serupa { tampak, jarak: None });
    Ok(semua.collect())
}

/// Where one goes before `ke`: to this page when there is anything to show.
pub(super) async fn sebelum(p: &Permintaan, isi: &Peta, ke: String) -> Result<String, Galat> {
    let nomor: Vec<String> = cari(p, isi)
        .await?
        .into_iter()
        .map(|s| s.tampak.entri.nomor)
        .collect();
    Ok(match nomor.is_empty() {
        true => ke,
        false => p.ke(&format!("/pengaduan/baru/serupa?laporan={}", nomor.join(","))),
    })
}

/// The query of the page.
#[derive(Deserialize)]
pub(super) struct Kueri {
    /// What was found on the way here, so that it is looked for once.
    laporan: Option<String>,
}

/// The reports of that list which everybody may read, with their distance from the draft.
async fn bernomor(p: &Permintaan, isi: &Peta, daftar: &str) -> Result<Vec<Serupa>, Galat> {
    let mut semua = Vec::new();
    for nomor in daftar.split(',').take(TAMPIL).map(nomor_rapi) {
        let t = p
            .app
            .store
            .entri_bernomor(p.daerah(), &Pelaku::Publik, KODE, &nomor);
        match t.await {
            Ok(tampak) => semua.push(Serupa {
                jarak: titik(isi).zip(titik(&tampak.entri.isi)).map(|(a, b)| jarak(a, b)),
                tampak,
            }),
            Err(Galat::TidakDitemukan) => {}
            Err(g) => return Err(g),
        }
    }
    Ok(semua)
}

/// `/{daerah}/pengaduan/baru/serupa`: nothing near by leads straight on.
pub(super) async fn halaman(p: Permintaan, Query(q): Query<Kueri>) -> Result<Response, Gagal> {
    let b = p.b;
    let lanjut = Tahap::Foto.alamat(&p);
    let Ada::Ditulis(d) = draf::muat(&p).await? else {
        return Ok(lihat(&Tahap::Apa.alamat(&p)));
    };
    let serupa = match &q.laporan {
        Some(daftar) => bernomor(&p, d.isi(), daftar).await?,
        None => cari(&p, d.isi()).await?,
    };
    if serupa.is_empty() {
        return Ok(lihat(&lanjut));
    }
    let def = p.register(KODE)?;
    let judul = b.t("Apakah ini sudah dilaporkan?");
    let surel = ikut::isian_surel(&p)?;
    let mut baris = Vec::new();
    for s in &serupa {
        let e = &s.tampak.entri;
        let hari = kernel::kalender::tanggal(b, p.profil.kalender.setempat(e.saat_dibuat()).date());
        let jauh = match s.jarak {
            Some(m) => b.isi(
                "sekitar {n} meter dari titik Anda",
                &[("n", &format!("{:.0}", (m / 10.0).ceil() * 10.0))],
            ),
            None => b.t("di desa yang sama").to_owned(),
        };
        let ke = p.ke(&format!("/pengaduan/{}", ui::enkode(&e.nomor)));
        baris.push(html! {
            section.kartu {
                h2 { a href=(ke) { (s.tampak.judul) } }
                p { (tampil::tanda(b, keadaan(&def, &s.tampak)?)) " " small { (jauh) " · " (hari) } }
                button.tombol.tombol-dua type="submit" formaction={ (ke) "/ikut" } {
                    (b.t("Ikuti laporan ini")) span.sembunyi-visual { ": " (s.tampak.judul) }
                }
            }
        });
    }
    let isi = html! {
        a.tautan-balik href=(Tahap::Tempat.alamat(&p)) { (b.t("Kembali")) }
        h1 { (judul) }
        p { (b.t("Laporan di bawah ini dekat dan tentang hal yang sama. Kalau salah satunya masalah Anda, ikuti saja: Anda ikut dihitung, dan mendapat kabar yang sama.")) }
        form method="post" action={ (lanjut) } novalidate {
            (ui::formulir::csrf(p.csrf()))
            input type="hidden" name="_kunci" value=(identity::rahasia_baru());
            input type="hidden" name="draf" value="1";
            input type="hidden" name="terdampak" value="ya";
            (surel)
            @for l in baris { (l) }
        }
        p.tombol-baris { a.tombol href=(lanjut) { (b.t("Bukan, lanjutkan laporan saya")) } }
        (tombol_hapus(&p))
    };
    Ok(umum::halaman(&p, judul, isi))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_holds_what_is_near() {
        for di in [(-6.12, 106.15), (-8.35, 114.6), (3.2, 99.5), (0.0, 114.0)] {
            let k = kotak(di);
            for arah in 0..36 {
                let a = f64::from(arah * 10).to_radians();
                let lat = di.0 + DEKAT * a.sin() / DERAJAT;
                let lon = di.1 + DEKAT * a.cos() / (DERAJAT * di.0.to_radians().cos());
                assert!((jarak(di, (lat, lon)) - DEKAT).abs() < 1.0, "{di:?} {arah}");
                let juta = |d: f64| (d * 1e6).round() as i64;
                assert!((k.lintang.0..=k.lintang.1).contains(&juta(lat)), "{di:?} {arah}");
                assert!((k.bujur.0..=k.bujur.1).contains(&juta(lon)), "{di:?} {arah}");
            }
        }
    }
}
