//! Perubahan akun: what was done to the accounts of the regency, for who answers for it besides the administrators who
//! did it.

use axum::{extract::Query, response::Response};
use kernel::{Galat, Peran};
use maud::html;
use serde::Deserialize;
use uuid::Uuid;

use super::kunci::{nama, oleh, perbuatan};
use crate::{Gagal, Permintaan};

/// Where it is.
pub(crate) const JALUR: &str = "/kerja/akun/perubahan";
/// Rows on a page.
const BARIS: usize = 50;

/// Whether somebody may read it: who keeps accounts, and who checks or answers for them.
pub(crate) fn boleh(p: &Permintaan) -> bool {
    let peran = [Peran::Administrator, Peran::Auditor, Peran::Pimpinan];
    p.pelaku.akun().is_some_and(|a| peran.iter().any(|r| a.ber(*r)))
}

#[derive(Deserialize)]
pub(super) struct Lanjut {
    /// The last row of the page before.
    sebelum: Option<String>,
}

/// `GET …/kerja/akun/perubahan`. O(log n + rows × accounts).
pub(super) async fn halaman(p: Permintaan, Query(q): Query<Lanjut>) -> Result<Response, Gagal> {
    p.harus_akun()?;
    if !boleh(&p) {
        return Err(Galat::Ditolak("Halaman ini untuk administrator, auditor, dan pimpinan.".into()).into());
    }
    let sebelum = match q.sebelum.as_deref().filter(|s| !s.is_empty()) {
        Some(s) => Some(s.parse::<Uuid>().map_err(|_| Galat::TidakDitemukan)?),
        None => None,
    };
    let batas = i64::try_from(BARIS + 1).unwrap_or(i64::MAX);
    let mut semua = p.app.store.perubahan_akun(p.daerah(), sebelum, batas).await?;
    let lanjut = semua.len() > BARIS;
    semua.truncate(BARIS);
    let akun = p.app.store.semua_akun(p.daerah()).await?;
    let klien = p.app.store.scim_klien(p.daerah()).await?;
    let b = p.b;
    let kepala = ["Waktu", "Akun", "Perbuatan", "Oleh", "Keterangan"].map(|k| b.t(k));
    let judul = b.t("Perubahan akun");
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Siapa mengubah akun siapa: peran, kata sandi, penutupan. Yang terbaru di atas.")) }
        @if semua.is_empty() {
            (ui::tampil::kosong(b.t("Belum ada perubahan akun."), b.t("Setiap perubahan tercatat di sini."), None))
        } @else {
            div.gulir tabindex="0" { table.tabel {
                thead { tr { @for k in kepala { th scope="col" { (k) } } } }
                tbody { @for r in &semua {
                    tr {
                        td data-label=(kepala[0]) { (p.profil.kalender.waktu_pendek(b, r.saat)) }
                        td data-label=(kepala[1]) { (nama(b, &akun, &klien, r.akun)) }
                        td data-label=(kepala[2]) { (perbuatan(b, &r.catatan.perbuatan)) }
                        td data-label=(kepala[3]) { (oleh(b, &akun, &klien, r.akun, &r.catatan)) }
                        td data-label=(kepala[4]) { (r.catatan.alasan) }
                    }
                } }
            } }
        }
        @if let (true, Some(akhir)) = (lanjut, semua.last()) {
            p.tombol-baris { a.tombol.tombol-dua href={ (p.ke(JALUR)) "?sebelum=" (akhir.id) } { (b.t("Yang lebih lama")) } }
        }
    };
    Ok(p.ruang(judul, "perubahan-akun", isi))
}
