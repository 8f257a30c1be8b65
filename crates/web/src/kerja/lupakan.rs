//! Erasing the personal data in an entry (UU 27/2022): a page that says what goes and what stays, and why it is done.

use std::collections::BTreeMap;

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{Aksi, Galat, GalatMedan, Jenis, Medan, Peta, izin::Tindakan, pribadi::yang_ditutup};
use maud::html;
use store::Tampak;
use ui::formulir::Isian;

use crate::{Formulir, Gagal, Permintaan, lihat};

type Jalur = Path<(String, String, String)>;

fn medan() -> [Medan; 1] {
    [Medan::baru("alasan", "Alasan", Jenis::Teks { maks: 200 })
        .bantuan("Misalnya: diminta pemilik data. Tetap tercatat di riwayat, jadi jangan tulis data pribadi di sini.")]
}

async fn buka(p: &Permintaan, register: &str, nomor: &str) -> Result<Tampak, Galat> {
    p.register(register)?;
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, register, nomor)
        .await?;
    if !p.app.store.boleh(&p.pelaku, Tindakan::Lupakan, &t.entri) {
        return Err(Galat::Ditolak(
            "Anda tidak berwenang menghapus data pribadi pada entri ini.".into(),
        ));
    }
    Ok(t)
}

/// `GET …/lupakan`: what would go.
pub(super) async fn halaman(p: Permintaan, Path((_, register, nomor)): Jalur) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let t = buka(&p, &register, &nomor).await?;
    tampilkan(&p, &t, None, &[])
}

/// `POST …/lupakan`.
pub(super) async fn kirim(
    p: Permintaan,
    Path((_, register, nomor)): Jalur,
    f: Formulir,
) -> Result<Response, Gagal> {
    let alamat = p.alamat_entri(&register, &nomor);
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &alamat).await?);
    }
    let t = buka(&p, &register, &nomor).await?;
    let aksi = Aksi::Lupakan {
        id: t.entri.id,
        versi: f.teks("_versi").parse().map_err(|_| Galat::PerluVersi)?,
        alasan: f.teks("alasan").to_owned(),
    };
    match p.app.store.jalankan(p.perintah(aksi)).await {
        Ok(_) => Ok(lihat(&format!("{alamat}?selesai=lupakan"))),
        Err(Galat::Isian(galat)) => tampilkan(&p, &t, Some(&f.medan), &galat),
        Err(Galat::VersiBasi { .. }) => {
            let t = buka(&p, &register, &nomor).await?;
            let pesan = "Entri ini berubah sejak Anda membukanya. Periksa lagi, lalu kirim ulang.";
            tampilkan(&p, &t, Some(&f.medan), &[GalatMedan::baru("alasan", pesan)])
        }
        Err(g) => Err(Gagal(g)),
    }
}

fn tampilkan(
    p: &Permintaan,
    t: &Tampak,
    mentah: Option<&BTreeMap<String, Vec<String>>>,
    galat: &[GalatMedan],
) -> Result<Response, Gagal> {
    let (b, e) = (p.b, &t.entri);
    let def = p.register(&e.register)?;
    let medan_rata = def.medan_rata();
    let hilang: Vec<&str> = yang_ditutup(&def.medan)
        .into_iter()
        .filter_map(|n| medan_rata.iter().find(|m| m.nama == n))
        .map(|m| b.t(&m.label))
        .collect();
    let kosong = Peta::new();
    let i = Isian {
        mentah,
        ..Isian::baru(b, &p.profil, &kosong, galat)
    };
    let judul = b.t("Hapus data pribadi");
    let alamat = p.alamat_entri(&e.register, &e.nomor);
    let isi = html! {
        a.tautan-balik href=(alamat) { (e.nomor) " · " (t.judul) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &medan()))
            h1 { (judul) }
            p { (b.t("Isian ini dikosongkan, dan isinya di seluruh riwayat tidak dapat dibaca lagi oleh siapa pun:")) }
            ul { @for m in &hilang { li { (m) } } }
            p { (b.t("Entri, nomornya, dan riwayat penanganannya tetap ada. Tindakan ini tidak dapat dibatalkan.")) }
            p.jelaskan { (b.t("Nama atau alamat yang ditulis warga sendiri di dalam uraian tidak ikut terhapus: ubah uraiannya lebih dahulu bila perlu. Cadangan lama masih memuatnya sampai masa simpannya habis.")) }
            form method="post" action={ (alamat) "/lupakan" } data-jaga {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name="_versi" value=(e.versi);
                (ui::formulir::semua(&i, &medan()))
                div.tombol-baris {
                    button.tombol.tombol-bahaya type="submit" { (judul) }
                    a href=(alamat) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, &e.register, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(r)
}
