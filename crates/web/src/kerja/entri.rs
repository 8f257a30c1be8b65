//! Entri: the facts at the left, the story at the right, and what may be done now, with its consequence in words.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{
    Aksi, Entri, Galat, GalatMedan, Jenis, Langkah, Lewat, Medan, Pandangan, RegisterDef, Siapa,
    izin::{self, Tindakan},
    kalender::saat,
    peristiwa::{Kejadian, OlehSiapa},
};
use maud::{Markup, html};
use serde::Deserialize;
use store::{Pembacaan, Tampak, Terkait};

use super::wewenang;
use crate::{Formulir, Gagal, Permintaan, cerita, lihat};

#[derive(Deserialize)]
pub(super) struct Selesai {
    selesai: Option<String>,
}

pub(super) type Jalur = Path<(String, String, String)>;

pub(super) async fn halaman(
    p: Permintaan,
    Path((_, register, nomor)): Jalur,
    Query(q): Query<Selesai>,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, &register, &nomor)
        .await?;
    let titipan = p.ambil_titipan(&p.jalur).await?;
    let catatan = titipan
        .as_ref()
        .and_then(|m| m.get("catatan")?.first())
        .map_or("", String::as_str);
    tampilkan(&p, &t, q.selesai.as_deref(), catatan, &[]).await
}

async fn tampilkan(
    p: &Permintaan,
    t: &Tampak,
    selesai: Option<&str>,
    catatan: &str,
    galat: &[GalatMedan],
) -> Result<Response, Gagal> {
    let (b, e) = (p.b, &t.entri);
    let def = p.register(&e.register)?;
    p.catat_baca(&p.pelaku, Lewat::Halaman, [t]).await?;
    let pembacaan = p.app.store.pembacaan(t, &p.pelaku).await?;
    let peristiwa = p.app.store.riwayat(t, &p.pelaku).await?;
    let terkait = p.app.store.terkait(p.daerah(), &p.pelaku, e.id).await?;
    let mut fakta = p.bernomor(&def.medan, &e.isi).await?;
    if let Some(m) = def.petugas.as_ref().and_then(|m| def.medan(m))
        && let Some(v) = fakta.get_mut(m.nama.as_ref())
    {
        *v = p
            .nama_nilai(&def, &m, v.as_str().unwrap_or_default())
            .await?
            .into();
    }
    let mut tambahan = Vec::new();
    for d in p.app.pendamping.iter() {
        tambahan.push(d.entri(p, e).await?);
    }
    let kini = p.app.store.jam().kini();
    let kal = &p.profil.kalender;
    let alamat = p.alamat_entri(&e.register, &e.nomor);
    let keadaan = def.lifecycle.keadaan(&e.keadaan);
    let isi = html! {
        a.tautan-balik href=(p.ke(&format!("/kerja/{}", e.register))) { (b.t(&def.label)) }
        @if let Some(l) = selesai.and_then(|s| def.lifecycle.langkah.iter().find(|l| l.kode == s)) {
            div.peringatan.peringatan-baik role="status" { p { (b.isi("Selesai: {langkah}.", &[("langkah", b.t(&l.label))])) } }
        } @else if selesai.is_some() {
            div.peringatan.peringatan-baik role="status" { p { (b.t("Tersimpan.")) } }
        }
        h1 { (t.judul) }
        p {
            b { (e.nomor) } " "
            @if let Some(k) = keadaan { (ui::tampil::tanda(b, k)) }
            " " (b.t("Dipegang oleh")) " " b { (p.profil.nama_unit(e.pemegang.as_str())) }
            @if let Some(j) = e.jatuh { " · " (ui::tampil::tenggat(b, kal, kini, saat(j))) }
        }
        @if t.klasifikasi.tercatat() {
            p.jelaskan { (b.t("Isi entri ini rahasia. Siapa membacanya, kapan, dan lewat apa tercatat.")) }
        }
        (tindakan(p, &def, t, &alamat))
        div.dua-kolom {
            section aria-labelledby="fakta" {
                h2 #fakta { (b.t("Isi")) }
                (ui::tampil::fakta(b, &p.profil, &def.medan_rata(), &fakta))
                @if t.pandangan < Pandangan::Pribadi && def.medan_rata().iter().any(|m| m.pribadi) {
                    p.jelaskan { (b.t("Data pribadi pelapor tidak ditampilkan untuk peran Anda pada entri ini.")) }
                }
                @for m in &tambahan { (m) }
                @if !e.tenggat.is_empty() { (tenggat(p, &def, t)) }
                @if !terkait.is_empty() {
                    h2 { (b.t("Tautan")) }
                    ul { @for l in &terkait {
                        li { (b.t(nama_tautan(p, e, l))) ": " a href=(p.alamat_entri(&l.tampak.entri.register, &l.tampak.entri.nomor)) { (l.tampak.entri.nomor) " · " (l.tampak.judul) } }
                    } }
                }
                (wewenang::mengapa(p, &def, e))
                @if e.kunci.is_some() && p.app.store.boleh(&p.pelaku, Tindakan::Lupakan, e) {
                    p.tombol-baris { a.tombol.tombol-dua href={ (alamat) "/lupakan" } { (b.t("Hapus data pribadi")) } }
                }
            }
            section aria-labelledby="cerita" {
                h2 #cerita { (b.t("Riwayat")) }
                @if p.app.store.boleh(&p.pelaku, Tindakan::Catat, e) { (formulir_catatan(p, &alamat, catatan, galat)) }
                (ui::tampil::lini(b, &p.profil, &cerita::butir(b, &p.profil, &def, e, &peristiwa)))
                @if let Some(semua) = &pembacaan { (siapa_membaca(p, semua)) }
            }
        }
    };
    let mut r = p.ruang(&t.judul, &e.register, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(r)
}

/// Most readings that the page shows.
const TAMPIL_BACA: usize = 50;

/// Who read it, for who oversees that.
fn siapa_membaca(p: &Permintaan, semua: &[Pembacaan]) -> Markup {
    let (b, k) = (p.b, &p.profil.kalender);
    html! {
        h2 #pembacaan { (b.t("Siapa membaca, kapan")) }
        ol {
            @for i in semua.iter().take(TAMPIL_BACA).map(|s| &s.peristiwa.isi) {
                @if let (OlehSiapa::Akun { nama, .. }, Kejadian::Dibaca { lewat }) = (&i.oleh, &i.kejadian) {
                    li { (nama) ", " (k.waktu_panjang(b, saat(i.waktu))) " (" (b.t(lewat.label())) ")" }
                }
            }
        }
        @if semua.len() > TAMPIL_BACA {
            p.bantuan { (b.isi("dan {n} pembacaan sebelumnya", &[("n", &(semua.len() - TAMPIL_BACA).to_string())])) }
        }
    }
}

/// What a link is called by the register whose entry it leaves.
fn nama_tautan(p: &Permintaan, e: &Entri, l: &Terkait) -> &'static str {
    let dari = if l.keluar {
        &e.register
    } else {
        &l.tampak.entri.register
    };
    let def = p.app.store.inventaris().register(dari);
    def.and_then(|d| (d.nama_tautan)(&l.jenis, l.keluar))
        .unwrap_or(if l.keluar { "Merujuk ke" } else { "Dirujuk oleh" })
}

fn tenggat(p: &Permintaan, def: &RegisterDef, t: &Tampak) -> Markup {
    let (b, kal, kini) = (p.b, &p.profil.kalender, p.app.store.jam().kini());
    html! {
        h2 { (b.t("Batas waktu")) }
        dl.daftar-ringkas { @for w in &t.entri.tenggat {
            div {
                dt { (b.t(def.lifecycle.nama_tenggat(&w.kode))) }
                dd {
                    @match w.henti {
                        None => (ui::tampil::tenggat(b, kal, kini, saat(w.jatuh))),
                        Some(h) if h > w.jatuh => { (ui::tampil::tanda_kata("merah", b.t("Terlampaui"))) " " (kal.waktu_pendek(b, saat(h))) },
                        Some(h) => { (ui::tampil::tanda_kata("hijau", b.t("Tepat waktu"))) " " (kal.waktu_pendek(b, saat(h))) },
                    }
                }
            }
        } }
    }
}

/// Buttons for what may be done; what may not is explained, not hidden.
fn tindakan(p: &Permintaan, def: &RegisterDef, t: &Tampak, alamat: &str) -> Markup {
    let (b, e) = (p.b, &t.entri);
    let (boleh, tidak): (Vec<&Langkah>, Vec<&Langkah>) = def
        .lifecycle
        .dari(&e.keadaan)
        .filter(|l| l.otomatis.is_none())
        .partition(|l| izin::boleh_langkah(&p.profil, def, &p.pelaku, &l.oleh, e));
    let ubah = p.app.store.boleh(&p.pelaku, Tindakan::Ubah, e);
    html! {
        @if !boleh.is_empty() || ubah {
            div.tombol-baris {
                @for (i, l) in boleh.iter().enumerate() {
                    a.tombol .tombol-dua[i > 0 && !l.bahaya] .tombol-bahaya[l.bahaya] href={ (alamat) "/langkah/" (l.kode) } title=(b.t(&l.akibat)) { (b.t(&l.label)) }
                }
                @if ubah { a.tombol.tombol-dua href={ (alamat) "/ubah" } { (b.t("Ubah isian")) } }
            }
        }
        @if !tidak.is_empty() {
            details {
                summary { (b.t("Yang dapat dilakukan pihak lain sekarang")) }
                ul { @for l in &tidak { li.jelaskan {
                    (b.t(&l.label)) ": " (b.t("oleh")) " "
                    @let siapa: Vec<&str> = l.oleh.iter().filter(|s| **s != Siapa::Sistem).map(|s| b.t(s.label())).collect();
                    (siapa.join(", "))
                } } }
            }
        }
    }
}

fn medan_catatan() -> [Medan; 1] {
    [
        Medan::baru("catatan", "Catatan internal", Jenis::Panjang { maks: 5_000 })
            .bantuan("Hanya dibaca petugas; tidak terlihat oleh pelapor."),
    ]
}

fn formulir_catatan(p: &Permintaan, alamat: &str, teks: &str, galat: &[GalatMedan]) -> Markup {
    let b = p.b;
    let nilai = [("catatan".to_owned(), teks.into())].into_iter().collect();
    let i = ui::formulir::Isian::baru(b, &p.profil, &nilai, galat);
    html! {
        details open[!galat.is_empty() || !teks.is_empty()] {
            summary { (b.t("Tulis catatan internal")) }
            form method="post" action={ (alamat) "/catatan" } data-jaga {
                (ui::formulir::csrf(p.csrf()))
                (ui::formulir::semua(&i, &medan_catatan()))
                button.tombol.tombol-dua type="submit" { (b.t("Simpan catatan")) }
            }
        }
    }
}

pub(super) async fn catat(
    p: Permintaan,
    Path((_, register, nomor)): Jalur,
    f: Formulir,
) -> Result<Response, Gagal> {
    let alamat = p.alamat_entri(&register, &nomor);
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &alamat).await?);
    }
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, &register, &nomor)
        .await?;
    let aksi = Aksi::Catat {
        id: t.entri.id,
        teks: f.teks("catatan").to_owned(),
    };
    match p.app.store.jalankan(p.perintah(aksi)).await {
        Ok(_) => Ok(lihat(&format!("{alamat}?selesai=catatan"))),
        Err(Galat::Isian(galat)) => tampilkan(&p, &t, None, f.teks("catatan"), &galat).await,
        Err(g) => Ok(Gagal(g).into_response()),
    }
}
