//! A step as a page: what it asks, what follows from it, and from when which deadline would run.

use std::collections::BTreeMap;

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{
    Aksi, Galat, GalatMedan, Jenis, Konteks, Langkah, Lewat, Medan, Peta, RegisterDef, command::jatuh_tempo,
    izin::boleh_langkah,
};
use maud::html;
use store::Tampak;
use ui::formulir::Isian;

use crate::{Formulir, Gagal, Permintaan, lihat, pendamping::periksa_pilihan};

type Jalur = Path<(String, String, String, String)>;

/// The entry and the row of the step that leaves its state, if this account may take it.
async fn buka<'a>(
    p: &Permintaan,
    def: &'a RegisterDef,
    nomor: &str,
    kode: &str,
) -> Result<(Tampak, Option<&'a Langkah>), Galat> {
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, &def.kode, nomor)
        .await?;
    if !def.lifecycle.langkah.iter().any(|l| l.kode == kode) {
        return Err(Galat::TidakDitemukan);
    }
    let l = def.lifecycle.langkah(kode, &t.entri.keadaan);
    if let Some(l) = l
        && !boleh_langkah(&p.profil, def, &p.pelaku, &l.oleh, &t.entri)
    {
        return Err(Galat::Ditolak(
            "Langkah ini bukan wewenang Anda pada entri ini.".into(),
        ));
    }
    Ok((t, l))
}

/// What a step may ask, from whatever state it is taken.
fn isian_langkah(def: &RegisterDef, kode: &str) -> Vec<Medan> {
    let mut semua: Vec<Medan> = Vec::new();
    for l in def.lifecycle.langkah.iter().filter(|l| l.kode == kode) {
        let baru = l.isian.iter().filter(|m| semua.iter().all(|s| s.nama != m.nama));
        let baru: Vec<Medan> = baru.cloned().collect();
        semua.extend(baru);
    }
    semua
}

struct Tampilan<'a> {
    mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    galat: &'a [GalatMedan],
    basi: bool,
}

async fn halaman_langkah(
    p: &Permintaan,
    def: &RegisterDef,
    t: &Tampak,
    l: &Langkah,
    tampil: &Tampilan<'_>,
) -> Result<Response, Galat> {
    let (b, e) = (p.b, &t.entri);
    // What the form is filled with is taken from the entry.
    p.catat_baca(&p.pelaku, Lewat::Halaman, [t]).await?;
    let l = &p.langkah_di(e, l).await?;
    let tambahan = p.usul_pendamping(e, &l.kode).await?;
    let mut atas = Vec::new();
    for d in p.app.pendamping.iter() {
        atas.push(d.langkah(p, e, l).await?);
    }
    let k = Konteks {
        profil: &p.profil,
        kini: p.app.store.jam().kini(),
        pelaku: &p.pelaku,
    };
    let mut usul = def.usul(&e.isi, &l.kode, &k);
    usul.extend(tambahan);
    usul.retain(|n, _| l.isian.iter().any(|m| m.nama == n.as_str()));
    let mut isi_nanti = e.isi.clone();
    isi_nanti.extend(usul.clone());
    let kal = &p.profil.kalender;
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: &usul,
        mentah: tampil.mentah,
        galat: tampil.galat,
        awal: "",
    };
    let alamat = p.alamat_entri(&e.register, &e.nomor);
    let judul = b.t(&l.label);
    let isi = html! {
        a.tautan-balik href=(alamat) { (e.nomor) " · " (t.judul) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, tampil.galat, &l.isian))
            @if tampil.basi {
                div.peringatan role="alert" {
                    h2 { (b.t("Sudah diubah orang lain")) }
                    p { (b.t("Entri ini berubah sejak Anda membukanya. Yang Anda ketik masih ada di bawah: baca dulu perubahannya, lalu kirim lagi.")) }
                    p { a href=(alamat) { (b.t("Lihat riwayatnya")) } }
                }
            }
            h1 { (judul) }
            p { (b.t(&l.akibat)) }
            @for m in &atas { (m) }
            @if !usul.is_empty() { p.jelaskan { (b.t("Isian di bawah sudah diisi lebih dahulu. Ubah bila tidak tepat.")) } }
            form method="post" action={ (alamat) "/langkah/" (l.kode) } enctype="multipart/form-data" data-jaga=(if tampil.mentah.is_some() { "kotor" } else { "" }) {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name="_versi" value=(e.versi);
                (ui::formulir::semua(&i, &l.isian))
                @for (kode, lama) in &l.mulai {
                    @if let Ok(saat) = jatuh_tempo(&k, lama, &isi_nanti) {
                        p { (b.t("Batas waktu")) " “" (b.t(def.lifecycle.nama_tenggat(kode))) "”: " (kal.tanggal_panjang(b, saat)) "." }
                    }
                }
                div.tombol-baris {
                    button.tombol .tombol-bahaya[l.bahaya] type="submit" { (judul) }
                    a href=(alamat) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, &e.register, isi);
    if tampil.basi {
        *r.status_mut() = StatusCode::PRECONDITION_FAILED;
    } else if !tampil.galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(r)
}

/// The step is not there any more. What was typed for it is shown, so that it can be used elsewhere.
fn keadaan_lain(p: &Permintaan, t: &Tampak, medan: &[Medan], f: Option<&Formulir>) -> Response {
    let (b, e) = (p.b, &t.entri);
    let alamat = p.alamat_entri(&e.register, &e.nomor);
    let ketikan: Vec<(&str, &str)> = medan
        .iter()
        .filter(|m| matches!(m.jenis, Jenis::Teks { .. } | Jenis::Panjang { .. }))
        .filter_map(|m| Some((b.t(&m.label), f?.teks(&m.nama))))
        .filter(|(_, teks)| !teks.is_empty())
        .collect();
    let isi = html! {
        h1 { (b.t("Langkah ini sudah tidak dapat diambil.")) }
        p { (b.t("Keadaan entri sudah berubah, mungkin oleh rekan Anda. Baca riwayatnya untuk melihat apa yang terjadi.")) }
        @if !ketikan.is_empty() {
            div.peringatan {
                p { (b.t("Yang Anda tulis belum terkirim. Salin dari sini bila masih perlu:")) }
                @for (label, teks) in ketikan { p { b { (label) } } (ui::tampil::paragraf(teks)) }
            }
        }
        p { a.tombol href=(alamat) { (b.t("Kembali ke entri")) } }
    };
    let mut r = p.ruang(b.t("Langkah ini sudah tidak dapat diambil."), &e.register, isi);
    *r.status_mut() = StatusCode::CONFLICT;
    r
}

pub(super) async fn halaman(
    p: Permintaan,
    Path((_, register, nomor, kode)): Jalur,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let def = p.register(&register)?;
    let (t, l) = buka(&p, &def, &nomor, &kode).await?;
    let Some(l) = l else {
        return Ok(keadaan_lain(&p, &t, &[], None));
    };
    let mentah = p.ambil_titipan(&p.jalur).await?;
    let tampil = Tampilan {
        mentah: mentah.as_ref(),
        galat: &[],
        basi: false,
    };
    Ok(halaman_langkah(&p, &def, &t, l, &tampil).await?)
}

pub(super) async fn kirim(
    p: Permintaan,
    Path((_, register, nomor, kode)): Jalur,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let def = p.register(&register)?;
    let (t, l) = buka(&p, &def, &nomor, &kode).await?;
    let Some(l) = l else {
        return Ok(keadaan_lain(&p, &t, &isian_langkah(&def, &kode), Some(&f)));
    };
    let versi = f.teks("_versi").parse().ok();
    let hasil = match p.baca_isian(&l.isian, &mut f).await {
        Ok((isian, galat)) if galat.is_empty() => {
            let di_sini = p.langkah_di(&t.entri, l).await?;
            match periksa_pilihan(l, &di_sini, &isian) {
                Ok(()) => jalankan(&p, &t, versi, &kode, isian).await,
                Err(g) => Err(g),
            }
        }
        Ok((_, galat)) => Err(Galat::Isian(galat)),
        Err(g) => Err(g),
    };
    let mentah = Some(&f.medan);
    match hasil {
        Ok(()) => {
            let alamat = p.alamat_entri(&register, &nomor);
            // After a step the entry may be out of this account's sight: then back to the tasks.
            let tampak = p
                .app
                .store
                .entri_bernomor(p.daerah(), &p.pelaku, &register, &nomor)
                .await
                .is_ok();
            Ok(lihat(&if tampak {
                format!("{alamat}?selesai={kode}")
            } else {
                p.ke("/kerja")
            }))
        }
        Err(Galat::Isian(galat)) => {
            let tampil = Tampilan {
                mentah,
                galat: &galat,
                basi: false,
            };
            Ok(halaman_langkah(&p, &def, &t, l, &tampil).await?)
        }
        Err(Galat::VersiBasi { .. }) => {
            let (t, l) = buka(&p, &def, &nomor, &kode).await?;
            match l {
                Some(l) => {
                    let tampil = Tampilan {
                        mentah,
                        galat: &[],
                        basi: true,
                    };
                    Ok(halaman_langkah(&p, &def, &t, l, &tampil).await?)
                }
                None => Ok(keadaan_lain(&p, &t, &isian_langkah(&def, &kode), Some(&f))),
            }
        }
        Err(g) => Err(g.into()),
    }
}

async fn jalankan(
    p: &Permintaan,
    t: &Tampak,
    versi: Option<i64>,
    kode: &str,
    isian: Peta,
) -> Result<(), Galat> {
    let aksi = Aksi::Langkah {
        id: t.entri.id,
        versi,
        langkah: kode.to_owned(),
        isian,
    };
    p.app.store.jalankan(p.perintah(aksi)).await.map(|_| ())
}
