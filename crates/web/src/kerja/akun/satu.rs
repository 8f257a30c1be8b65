//! One account: its roles, where it reads letters, its password, its sessions; closed and opened again.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use identity::Oleh;
use kernel::{Galat, GalatMedan, Peran, nilai::periksa_objek};
use maud::{Markup, html};
use serde::Deserialize;
use store::{AkunSimpan, JenisSesi};
use ui::formulir::Isian;

use super::{
    KODE, administrator, baca_peran, baca_surel, cari, keadaan, kunci, luar, medan_nip, medan_peran,
    medan_surel, sandi_sekali, sidik_peran, terakhir, tulis_peran,
};
use crate::{Aplikasi, Formulir, Gagal, Permintaan, formulir::bukan_milik_kita, lihat};

pub(super) type Jalur = Path<(String, String)>;

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/akun/{id}", get(satu))
        .route("/{daerah}/kerja/akun/{id}/peran", post(peran))
        .route("/{daerah}/kerja/akun/{id}/surel", post(surel))
        .route("/{daerah}/kerja/akun/{id}/sandi", post(sandi))
        .route("/{daerah}/kerja/akun/{id}/sesi", post(sesi))
        .route("/{daerah}/kerja/akun/{id}/aktif", post(aktif))
}

/// What a form on the page of an account looks like when it comes back.
#[derive(Default)]
pub(super) struct Kembali<'a> {
    pub(super) mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    pub(super) galat: &'a [GalatMedan],
    /// What stands in the way, in words, with its status.
    pub(super) halangan: Option<(StatusCode, Galat)>,
    pub(super) selesai: bool,
}

pub(super) async fn tampilkan(p: &Permintaan, a: &AkunSimpan, k: Kembali<'_>) -> Result<Response, Gagal> {
    let b = p.b;
    let semua = p.app.store.kehadiran(p.daerah()).await?;
    let hadir = semua.get(&a.akun.id).copied().unwrap_or_default();
    let alamat = p.ke(&format!("/kerja/akun/{}", a.akun.id));
    let medan = [medan_peran(), medan_surel(), medan_nip(), kunci::medan_alasan()];
    let mut nilai = tulis_peran(a);
    if let Some(s) = &a.surel {
        nilai.insert("surel".to_owned(), s.as_str().into());
    }
    // Several forms: what came back belongs to one of them.
    let tentang = |medan: &str| k.galat.iter().any(|g| g.medan == medan);
    let lain = ["surel", "nip", "alasan"].into_iter().any(tentang);
    let satu = |milik: bool| Isian {
        b,
        profil: &p.profil,
        nilai: &nilai,
        mentah: k.mentah.filter(|_| milik),
        galat: k.galat,
        awal: "",
    };
    let (i, i_surel) = (satu(!lain), satu(tentang("surel")));
    let sendiri = p.akun()?.id == a.akun.id;
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/akun")) { (b.t("Akun pegawai")) }
        (ui::formulir::ringkasan_galat(b, k.galat, &medan))
        @if let Some((_, g)) = &k.halangan {
            div.peringatan role="alert" { p { (g.pesan().dalam(b)) } }
        }
        @if k.selesai {
            div.peringatan.peringatan-baik role="status" { p { (b.t("Tersimpan.")) } }
        }
        h1 { (a.akun.nama) }
        dl.daftar-ringkas {
            div { dt { (b.t("Nama pengguna")) } dd { (a.akun.pengguna) } }
            div { dt { (b.t("NIP")) } dd { @match &a.nip { Some(n) => span.kode { (n.samar()) }, None => (b.t("belum diisi")) } } }
            div { dt { (b.t("Keadaan")) } dd { (keadaan(p, a)) } }
            div { dt { (b.t("Verifikasi dua langkah")) } dd { (b.t(if a.dua_langkah { "Aktif" } else { "Belum dipasang" })) } }
            @if a.ganti { div { dt { (b.t("Kata sandi")) } dd { (b.t("diganti pemiliknya waktu masuk berikutnya")) } } }
            div { dt { (b.t("Masuk terakhir")) } dd {
                @match terakhir(p, &hadir) {
                    Some(t) => (t),
                    None => (b.t("lebih dari sehari lalu, atau belum pernah")),
                }
            } }
            div { dt { (b.t("Peramban yang sedang masuk")) } dd { (hadir.sesi) } }
            div { dt { (b.t("Token API yang berlaku")) } dd { (hadir.token) } }
        }
        form method="post" action={ (alamat) "/surel" } {
            (ui::formulir::csrf(p.csrf()))
            (ui::formulir::semua(&i_surel, &[medan_surel()]))
            div.tombol-baris { button.tombol.tombol-dua type="submit" { (b.t("Simpan surel")) } }
        }
        form method="post" action={ (alamat) "/peran" } data-jaga=(if k.mentah.is_some() { "kotor" } else { "" }) {
            (ui::formulir::csrf(p.csrf()))
            input type="hidden" name="_semula" value=(sidik_peran(a));
            (ui::formulir::semua(&i, &medan[..1]))
            div.tombol-baris { button.tombol type="submit" { (b.t("Simpan peran")) } }
        }
        (kunci::formulir(p, a, &alamat, &satu(tentang("nip") || tentang("alasan"))))
        (luar::bagian(p, a, &alamat).await?)
        (tindakan(p, &alamat, &SANDI))
        @if hadir.sesi > 0 { (tindakan(p, &alamat, &SESI)) }
        @if hadir.token > 0 { (tindakan(p, &alamat, &TOKEN)) }
        @if !a.aktif {
            (tindakan(p, &alamat, &BUKA))
        } @else if sendiri {
            p.jelaskan { (b.t("Ini akun Anda sendiri; hanya administrator lain yang dapat menutupnya.")) }
        } @else {
            (tindakan(p, &alamat, &TUTUP))
        }
        (kunci::riwayat(p, a).await?)
    };
    let mut r = p.ruang(&a.akun.nama, KODE, isi);
    if let Some((status, _)) = k.halangan {
        *r.status_mut() = status;
    } else if !k.galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(r)
}

/// A button with its consequence in words.
struct Tindakan {
    ke: &'static str,
    judul: &'static str,
    akibat: &'static str,
    /// What the button sends.
    nilai: (&'static str, &'static str),
    tombol: &'static str,
    bahaya: bool,
}

const SANDI: Tindakan = Tindakan {
    ke: "sandi",
    judul: "Kata sandi",
    akibat: "Kata sandi lama tidak berlaku lagi, dan semua peramban yang sedang masuk dengan akun ini dikeluarkan. Pemiliknya mengganti kata sandi itu waktu masuk pertama.",
    nilai: ("sandi", "baru"),
    tombol: "Buat kata sandi baru",
    bahaya: false,
};
const SESI: Tindakan = Tindakan {
    ke: "sesi",
    judul: "Sesi",
    akibat: "Semua peramban yang sedang masuk dengan akun ini dikeluarkan. Pemiliknya dapat masuk lagi.",
    nilai: ("jenis", "web"),
    tombol: "Akhiri semua sesi",
    bahaya: false,
};
const TOKEN: Tindakan = Tindakan {
    ke: "sesi",
    judul: "Token API",
    akibat: "Aplikasi lain yang memakai token akun ini berhenti bekerja sampai diberi token baru.",
    nilai: ("jenis", "token"),
    tombol: "Cabut semua token",
    bahaya: true,
};
const BUKA: Tindakan = Tindakan {
    ke: "aktif",
    judul: "Buka akun",
    akibat: "Pemiliknya dapat masuk lagi dengan kata sandi dan peran yang sama.",
    nilai: ("aktif", "ya"),
    tombol: "Aktifkan akun",
    bahaya: false,
};
const TUTUP: Tindakan = Tindakan {
    ke: "aktif",
    judul: "Tutup akun",
    akibat: "Pemiliknya tidak dapat masuk lagi; sesi dan tokennya berakhir sekarang. Riwayat pekerjaannya tetap ada, dan akun dapat diaktifkan lagi.",
    nilai: ("aktif", "tidak"),
    tombol: "Tutup akun ini",
    bahaya: true,
};

fn tindakan(p: &Permintaan, alamat: &str, t: &Tindakan) -> Markup {
    let b = p.b;
    html! {
        section {
            h2 { (b.t(t.judul)) }
            p { (b.t(t.akibat)) }
            form method="post" action={ (alamat) "/" (t.ke) } {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name=(t.nilai.0) value=(t.nilai.1);
                div.tombol-baris {
                    button.tombol .tombol-dua[!t.bahaya] .tombol-bahaya[t.bahaya] type="submit" { (b.t(t.tombol)) }
                }
            }
        }
    }
}

#[derive(Deserialize)]
struct Selesai {
    selesai: Option<String>,
}

async fn satu(p: Permintaan, Path((_, id)): Jalur, Query(q): Query<Selesai>) -> Result<Response, Gagal> {
    administrator(&p)?;
    let a = cari(&p, &id).await?;
    let mentah = p.ambil_titipan(&p.jalur).await?;
    let k = Kembali {
        mentah: mentah.as_ref(),
        selesai: q.selesai.is_some(),
        ..Kembali::default()
    };
    tampilkan(&p, &a, k).await
}

async fn peran(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.ke(&format!("/kerja/akun/{id}"))).await?);
    }
    let oleh = administrator(&p)?;
    let a = cari(&p, &id).await?;
    let kembali = Kembali {
        mentah: Some(&f.medan),
        ..Kembali::default()
    };
    if f.teks("_semula") != sidik_peran(&a) {
        let g = Galat::Bentrok(
            "Peran akun ini berubah sejak Anda membukanya. Periksa barisnya di bawah, lalu simpan lagi."
                .into(),
        );
        let halangan = Some((StatusCode::PRECONDITION_FAILED, g));
        return tampilkan(&p, &a, Kembali { halangan, ..kembali }).await;
    }
    let medan = [medan_peran()];
    let isi = kernel::nilai::dari_formulir(&medan, &f.medan);
    let hasil = match periksa_objek(&medan, &isi, &p.profil) {
        Ok(isi) => {
            let baru = baca_peran(&isi);
            // Who gives the role away has no business on this page any more.
            let pergi =
                oleh == Oleh::Akun(a.akun.id) && !baru.iter().any(|(r, _)| *r == Peran::Administrator);
            p.app.identitas.atur_peran(oleh, &a, baru).await.map(|()| pergi)
        }
        Err(galat) => Err(Galat::Isian(galat)),
    };
    match hasil {
        Ok(true) => Ok(lihat(&p.ke("/kerja"))),
        Ok(false) => Ok(beres(&p, &a)),
        Err(Galat::Isian(galat)) => {
            tampilkan(
                &p,
                &a,
                Kembali {
                    galat: &galat,
                    ..kembali
                },
            )
            .await
        }
        Err(g) => tersandung(&p, &a, g, kembali).await,
    }
}

/// Where the account reads letters; empty: nowhere.
async fn surel(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let medan = [medan_surel()];
    match periksa_objek(&medan, &kernel::nilai::dari_formulir(&medan, &f.medan), &p.profil) {
        Ok(isi) => {
            let surel = baca_surel(&isi);
            p.app.identitas.atur_surel(oleh, &a, surel.as_ref()).await?;
            Ok(beres(&p, &a))
        }
        Err(galat) => {
            let kembali = Kembali {
                mentah: Some(&f.medan),
                galat: &galat,
                ..Kembali::default()
            };
            tampilkan(&p, &a, kembali).await
        }
    }
}

pub(super) fn beres(p: &Permintaan, a: &AkunSimpan) -> Response {
    lihat(&p.ke(&format!("/kerja/akun/{}?selesai=ya", a.akun.id)))
}

/// A refusal that the page itself can tell; any other is an error page.
pub(super) async fn tersandung(
    p: &Permintaan,
    a: &AkunSimpan,
    g: Galat,
    k: Kembali<'_>,
) -> Result<Response, Gagal> {
    match g {
        g @ Galat::Bentrok(_) => {
            let halangan = Some((StatusCode::CONFLICT, g));
            tampilkan(p, a, Kembali { halangan, ..k }).await
        }
        g => Err(g.into()),
    }
}

/// What every button of the page needs: the hand and the account. A session that has run out leads to the log-in and
/// back to the page, where the button waits.
pub(super) async fn buka(
    p: &Permintaan,
    id: &str,
    f: &Formulir,
) -> Result<Result<(Oleh, AkunSimpan), Response>, Galat> {
    if p.harus_akun().is_err() {
        return Ok(Err(p.titipkan(f, &p.ke(&format!("/kerja/akun/{id}"))).await?));
    }
    let oleh = administrator(p)?;
    Ok(Ok((oleh, cari(p, id).await?)))
}

async fn sandi(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let sandi = p.app.identitas.ganti_sandi(oleh, &a, None).await?;
    Ok(sandi_sekali(
        &p,
        &a,
        p.b.t("Kata sandi baru"),
        sandi.as_deref().unwrap_or_default(),
    ))
}

async fn sesi(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let jenis = match f.teks("jenis") {
        "web" => JenisSesi::Web,
        "token" => JenisSesi::Token,
        _ => return Err(Gagal(bukan_milik_kita())),
    };
    p.app.identitas.akhiri_sesi(oleh, &a, jenis).await?;
    Ok(beres(&p, &a))
}

async fn aktif(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let aktif = f.ya("aktif")?;
    match p.app.identitas.atur_aktif(oleh, &a, aktif).await {
        Ok(()) => Ok(beres(&p, &a)),
        Err(g) => tersandung(&p, &a, g, Kembali::default()).await,
    }
}
