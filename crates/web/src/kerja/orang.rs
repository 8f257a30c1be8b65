//! Looking for what the regency keeps of a person, by a value that the person tells (UU 27/2022, Pasal 5 to 8): to give
//! it to them, to correct it, to erase it. The value is never in an address, and only exact values find anything.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{
    Galat, GalatMedan, Jenis, Lewat, Medan, Pandangan, Peta,
    izin::{self, Tindakan},
    kalender::saat,
};
use maud::{Markup, html};
use serde_json::{Value, json};
use store::Tampak;
use ui::formulir::Isian;

use crate::{
    Formulir, Gagal, Permintaan,
    api::{riwayat::peristiwa, wujud},
};

/// Where it is.
pub(super) const JALUR: &str = "/kerja/orang";

fn medan() -> [Medan; 1] {
    [Medan::baru(
        "nilai",
        "NIK, NIP, surel, nomor telepon, atau nama lengkap",
        Jenis::Teks { maks: 200 },
    )
    .bantuan("Harus persis: sebagian nama atau nomor tidak menemukan apa pun.")]
}

/// Whether the account sees personal data in any register.
pub(super) fn boleh(p: &Permintaan) -> bool {
    let lihat = |h: &izin::Hak| h.pandangan == Pandangan::Pribadi && h.boleh.contains(&Tindakan::Baca);
    p.pelaku.akun().is_some()
        && p.app
            .store
            .inventaris()
            .terbuka()
            .any(|d| izin::hak_milik(&p.profil, d, &p.pelaku).iter().any(|h| lihat(h)))
}

fn harus(p: &Permintaan) -> Result<(), Galat> {
    p.harus_akun()?;
    boleh(p).then_some(()).ok_or_else(|| {
        Galat::Ditolak("Peran Anda tidak melihat data pribadi, jadi tidak dapat mencari orang.".into())
    })
}

/// `GET …/kerja/orang`.
pub(super) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    harus(&p)?;
    Ok(tampilkan(&p, "", None, &[]))
}

/// `POST …/kerja/orang`: what was found.
pub(super) async fn cari(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    harus(&p)?;
    let nilai = f.teks("nilai").trim();
    if nilai.is_empty() {
        let galat = GalatMedan::baru("nilai", "Wajib diisi.");
        let mut r = tampilkan(&p, "", None, &[galat]);
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(r);
    }
    let ada = temukan(&p, nilai).await?;
    Ok(tampilkan(&p, nilai, Some(&ada), &[]))
}

/// `POST …/kerja/orang/unduh`: the same as a file, with the story that the person may know.
pub(super) async fn unduh(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    harus(&p)?;
    let mut entri = Vec::new();
    let ada = temukan(&p, f.teks("nilai").trim()).await?;
    p.catat_baca(&p.pelaku, Lewat::Ekspor, &ada).await?;
    for t in ada {
        let def = p.register(&t.entri.register)?;
        // The person is told what whoever filed the entry is told: no internal notes, no names of officials.
        let pemilik = kernel::Pelaku::Pelapor(t.entri.id);
        let Ok(milik) = p.app.store.entri(p.daerah(), &pemilik, t.entri.id).await else {
            continue;
        };
        let cerita = p.app.store.riwayat(&milik, &pemilik).await?;
        let cerita: Vec<Value> = cerita
            .iter()
            .map(|e| peristiwa(&p, &def, &milik, &pemilik, e))
            .collect();
        let mut o = wujud::entri(&p, &def, &milik);
        o["register_nama"] = p.b.t(&def.label).into();
        o["riwayat"] = cerita.into();
        entri.push(o);
    }
    let isi = json!({
        "daerah": p.profil.daerah.nama,
        "dibuat": wujud::waktu(&p.profil, p.app.store.jam().kini().as_millisecond()),
        "entri": entri,
    });
    let kepala = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"data-pribadi.json\""),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let teks =
        serde_json::to_string_pretty(&isi).map_err(|e| Galat::dalam("writing personal data out", e))?;
    Ok((kepala, teks).into_response())
}

async fn temukan(p: &Permintaan, nilai: &str) -> Result<Vec<Tampak>, Galat> {
    let ada = p.app.store.cari_orang(p.daerah(), &p.pelaku, nilai).await?;
    let akun = p.akun()?.id;
    tracing::info!(%akun, n = ada.len(), "a person was looked for by an exact value");
    Ok(ada)
}

fn tampilkan(p: &Permintaan, nilai: &str, ada: Option<&[Tampak]>, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let isian: Peta = [("nilai".to_owned(), nilai.into())].into_iter().collect();
    let i = Isian::baru(b, &p.profil, &isian, galat);
    let judul = b.t("Cari data seseorang");
    let isi = html! {
        (ui::formulir::ringkasan_galat(b, galat, &medan()))
        h1 { (judul) }
        p { (b.t("Untuk warga yang meminta salinan, perbaikan, atau penghapusan data pribadinya. Pastikan dahulu bahwa yang meminta memang orangnya. Setiap pencarian tercatat, tanpa nilai yang dicari.")) }
        form method="post" action=(p.ke(JALUR)) {
            (ui::formulir::csrf(p.csrf()))
            (ui::formulir::semua(&i, &medan()))
            div.tombol-baris { button.tombol type="submit" { (b.t("Cari")) } }
        }
        @if let Some(ada) = ada { (hasil(p, nilai, ada)) }
    };
    p.ruang(judul, "orang", isi)
}

fn hasil(p: &Permintaan, nilai: &str, ada: &[Tampak]) -> Markup {
    let b = p.b;
    html! {
        section aria-labelledby="hasil" {
            h2 #hasil tabindex="-1" { (b.isi("Ditemukan: {n}", &[("n", &ada.len().to_string())])) }
            @if ada.is_empty() {
                p { (b.t("Tidak ada entri yang memuat nilai itu dan terbuka bagi peran Anda. Periksa ejaannya, atau coba surel atau nomor telepon.")) }
            } @else {
                ul { @for t in ada {
                    @let e = &t.entri;
                    @let def = p.app.store.inventaris().register(&e.register);
                    li {
                        a href=(p.alamat_entri(&e.register, &e.nomor)) { (e.nomor) " · " (t.judul) }
                        br;
                        small {
                            @if let Some(d) = def { (b.t(&d.label)) " · " }
                            (p.profil.kalender.tanggal_panjang(b, saat(e.dibuat)))
                            @if p.app.store.boleh(&p.pelaku, Tindakan::Lupakan, e) {
                                " · " a href={ (p.alamat_entri(&e.register, &e.nomor)) "/lupakan" } aria-label={ (b.t("Hapus data pribadi")) " " (e.nomor) } { (b.t("Hapus data pribadi")) }
                            }
                        }
                    }
                } }
                form method="post" action={ (p.ke(JALUR)) "/unduh" } {
                    (ui::formulir::csrf(p.csrf()))
                    input type="hidden" name="nilai" value=(nilai);
                    button.tombol.tombol-dua type="submit" { (b.t("Unduh semuanya (JSON)")) }
                }
            }
        }
    }
}
