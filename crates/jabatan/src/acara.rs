//! The record of a handing over (berita acara), for reading and print: who said what when, with their own account, and
//! where in the regency's log each of it stands.

use axum::{extract::Path, response::Response};
use kernel::{
    Galat, Peristiwa,
    kalender::{saat, tanggal},
    peristiwa::{Kejadian, OlehSiapa},
};
use maud::{Markup, html};
use web::{Gagal, Permintaan};

use crate::serah_terima::{KODE, isi, kata_peran, kata_sifat};

/// Steps that are somebody's yes.
const PERNYATAAN: [&str; 3] = ["serahkan", "wakili", "terima"];

/// Where the record of a handing over stands.
pub(crate) fn jalur(nomor: &str) -> String {
    format!("/kerja/jabatan/{nomor}/berita-acara")
}

/// The page, for whoever reads the handing over.
pub(crate) async fn halaman(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let b = p.b;
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, KODE, &nomor)
        .await?;
    let s = isi(&t.entri).ok_or(Galat::TidakDitemukan)?;
    let riwayat = p.app.store.riwayat(&t, &p.pelaku).await?;
    let letak = p.app.store.letak_log(p.daerah(), t.entri.id).await?;
    let nama = |pengguna: &str| {
        let (store, daerah, pengguna) = (p.app.store.clone(), p.daerah().clone(), pengguna.to_owned());
        async move {
            let a = store.akun(&daerah, &pengguna).await?;
            Ok::<_, Galat>(a.map_or(pengguna, |a| a.akun.nama))
        }
    };
    let dari = match &s.dari {
        Some(d) => nama(d.as_str()).await?,
        None => b.t("lowong").to_owned(),
    };
    let kepada = nama(s.kepada.as_str()).await?;
    let judul = b.t("Berita acara serah terima jabatan");
    let isi = html! {
        a.tautan-balik href=(p.alamat_entri(KODE, &nomor)) { (nomor) }
        article.kolom {
            h1 { (judul) }
            p { (b.t("Nomor")) " " (nomor) " · " (p.profil.daerah.nama) }
            dl.daftar-ringkas {
                div { dt { (b.t("Jabatan")) } dd { (s.jabatan.as_str()) } }
                div { dt { (b.t("Perangkat daerah")) } dd { (p.profil.nama_unit(s.opd.as_str())) } }
                div { dt { (b.t("Dari")) } dd { (dari) } }
                div { dt { (b.t("Kepada")) } dd { (kepada) } }
                div { dt { (b.t("Sifat")) } dd { (kata_sifat(b, s.sifat)) } }
                div { dt { (b.t("Peran")) } dd { (kata_peran(b, &s.peran.0)) } }
                div { dt { (b.t("Mulai")) } dd { (tanggal(b, s.mulai)) @if let Some(x) = s.sampai { " " (b.t("sampai")) " " (tanggal(b, x)) } } }
                div { dt { (b.t("Dasar")) } dd { (s.dasar.as_str()) } }
                @if let Some(r) = &s.rincian { div { dt { (b.t("Yang diserahkan")) } dd { (ui::tampil::paragraf(r.as_str())) } } }
            }
            h2 { (b.t("Pernyataan")) }
            @let sah: Vec<_> = riwayat.iter().rev().filter_map(|r| Some((r, pernyataan(r)?))).collect();
            @if sah.is_empty() { p { (b.t("Belum ada pihak yang menyatakan persetujuan.")) } }
            ol { @for (r, langkah) in &sah {
                @let tempat = letak.iter().find(|(v, ..)| *v == r.isi.versi).map(|(_, urut, _)| *urut);
                (satu(&p, r, langkah, tempat))
            } }
            p { small { (b.t("Setiap pernyataan dibuat dengan akun pribadi dan tercatat di buku besar daerah, sehingga perubahan di belakangnya ketahuan.")) } }
        }
    };
    Ok(p.ruang(judul, KODE, isi))
}

fn pernyataan(r: &Peristiwa) -> Option<&str> {
    match &r.isi.kejadian {
        Kejadian::Langkah { langkah, .. } => {
            PERNYATAAN.contains(&langkah.as_str()).then_some(langkah.as_str())
        }
        _ => None,
    }
}

fn satu(p: &Permintaan, r: &Peristiwa, langkah: &str, tempat: Option<u64>) -> Markup {
    let b = p.b;
    let siapa = match &r.isi.oleh {
        OlehSiapa::Akun { nama, .. } => nama.clone(),
        _ => b.t("Sistem").to_owned(),
    };
    let kata = match langkah {
        "serahkan" => "{siapa} menyerahkan jabatan ini.",
        "terima" => "{siapa} menerima jabatan ini.",
        _ => "{siapa}, administrator, mencatat penyerahan tanpa pejabat lama.",
    };
    html! { li {
        (b.isi(kata, &[("siapa", &siapa)])) " "
        (p.profil.kalender.waktu_pendek(b, saat(r.isi.waktu)))
        @if let Some(n) = tempat { " · " (b.isi("buku besar nomor {n}", &[("n", &n.to_string())])) }
    } }
}
