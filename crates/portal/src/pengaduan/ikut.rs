//! Following somebody else's report: counted at once, told of news after proving an address, over with one press. Who
//! follows may say that an answered or closed report is not over.

use std::collections::BTreeMap;

use ::layanan::{KODE_IKUT, KeadaanIkut, Langkah, LangkahIkut};
use axum::{
    extract::{Path, Query},
    http::{StatusCode, header},
    response::Response,
};
use kernel::{
    Aksi, Entri, Galat, GalatMedan, IdEntri, Medan, Pelaku, Peta, RegisterDef,
    command::Kunci,
    nilai::{Pilihan as _, dari_formulir, periksa_objek},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::Tampak;
use ui::formulir::{self, Isian};
use web::{Formulir, Gagal, Permintaan, lihat, lihat_dengan};

use super::{KODE, draf, nomor_rapi, peramban::Langganan, prioritas, satu, tanggap};
use crate::umum;

/// What is asked of a follower.
fn medan(def: &RegisterDef) -> Vec<Medan> {
    let mut medan: Vec<Medan> = ["terdampak", "surel"]
        .iter()
        .filter_map(|n| def.medan(n))
        .collect();
    for m in medan.iter_mut().filter(|m| m.nama == "surel") {
        // The form says itself that it may be left empty.
        m.label = "Surel".into();
    }
    medan
}

/// A form that came back.
#[derive(Clone, Copy, Default)]
pub(super) struct Kembali<'a> {
    mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    pub(super) galat: &'a [GalatMedan],
}

/// Those of a follower's inputs that a page shows; it happened to them too, unless they say otherwise.
fn isian(p: &Permintaan, medan: &[Medan], k: Kembali<'_>) -> Markup {
    let nilai: Peta = [("terdampak".to_owned(), true.into())].into_iter().collect();
    let i = Isian {
        b: p.b,
        profil: &p.profil,
        nilai: &nilai,
        mentah: k.mentah,
        galat: k.galat,
        awal: "",
    };
    formulir::semua(&i, medan)
}

/// The e-mail input alone, for a page whose form takes for granted that it happened to them too.
pub(super) fn isian_surel(p: &Permintaan) -> Result<Markup, Galat> {
    let mut medan = medan(&*p.register(KODE_IKUT)?);
    medan.retain(|m| m.nama == "surel");
    Ok(isian(p, &medan, Kembali::default()))
}

/// What is wrong in a form that came back, for the top of the page.
pub(super) fn ringkasan(p: &Permintaan, k: Kembali<'_>) -> Result<Markup, Galat> {
    Ok(formulir::ringkasan_galat(
        p.b,
        k.galat,
        &medan(&*p.register(KODE_IKUT)?),
    ))
}

/// How this browser follows a report, if it does.
async fn milikku(p: &Permintaan, nomor: &str) -> Result<Option<Tampak>, Galat> {
    for id in p.milik_sendiri() {
        match p.app.store.entri(p.daerah(), &Pelaku::Pelapor(id), id).await {
            Ok(t)
                if t.entri.register == KODE_IKUT
                    && t.entri.teks("laporan") == nomor
                    && t.entri.keadaan == KeadaanIkut::Aktif.kode() =>
            {
                return Ok(Some(t));
            }
            Ok(_) | Err(Galat::TidakDitemukan) => {}
            Err(g) => return Err(g),
        }
    }
    Ok(None)
}

/// The part of a public report's page where one follows it.
pub(super) async fn bagian(p: &Permintaan, t: &Tampak, k: Kembali<'_>) -> Result<Markup, Galat> {
    let b = p.b;
    let e = &t.entri;
    let n = prioritas::pengikut(&p.app.store, p.daerah(), &e.nomor).await?;
    let jumlah = match n {
        0 => b.t("Belum ada warga lain yang mengikuti laporan ini.").to_owned(),
        1 => b.t("1 warga lain mengikuti laporan ini.").to_owned(),
        n if n >= prioritas::MAKS_HITUNG => b
            .t("Lebih dari 1.000 warga lain mengikuti laporan ini.")
            .to_owned(),
        n => b.isi("{n} warga lain mengikuti laporan ini.", &[("n", &n.to_string())]),
    };
    let milik = milikku(p, &e.nomor).await?;
    let medan = medan(&*p.register(KODE_IKUT)?);
    Ok(html! {
        section #ikut aria-labelledby="judul-ikut" {
            h2 #judul-ikut { (b.t("Mengalami hal yang sama?")) }
            p { (jumlah) }
            @match &milik {
                Some(m) => {
                    p { strong { (b.t("Anda mengikuti laporan ini.")) } " "
                        a href=(alamat(p, &m.entri.nomor)) { (b.t("Atur atau berhenti")) } }
                },
                None => {
                    form method="post" action=(p.ke(&format!("/pengaduan/{}/ikut", ui::enkode(&e.nomor)))) novalidate {
                        (formulir::csrf(p.csrf()))
                        input type="hidden" name="_kunci" value=(identity::rahasia_baru());
                        (isian(p, &medan, k))
                        button.tombol.tombol-dua type="submit" { (b.t("Ikuti laporan ini")) }
                    }
                }
            }
        }
    })
}

fn alamat(p: &Permintaan, nomor: &str) -> String {
    p.ke(&format!("/pengaduan/ikut/{}", ui::enkode(nomor)))
}

/// Follows a report that everybody may read.
pub(super) async fn ikuti(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
    f: Formulir,
) -> Result<Response, Gagal> {
    let nomor = nomor_rapi(&nomor);
    let publik = Pelaku::Publik;
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &publik, KODE, &nomor)
        .await?;
    let ke = format!(
        "{}?ikut=1#ikut",
        p.ke(&format!("/pengaduan/{}", ui::enkode(&nomor)))
    );
    if milikku(&p, &nomor).await?.is_some() {
        return Ok(lihat(&ke));
    }
    let def = p.register(KODE_IKUT)?;
    let medan = medan(&def);
    let mut isi = match periksa_objek(&medan, &dari_formulir(&medan, &f.medan), &p.profil) {
        Ok(isi) => isi,
        Err(galat) => {
            let k = Kembali {
                mentah: Some(&f.medan),
                galat: &galat,
            };
            return satu::gambar(&p, &t, k).await;
        }
    };
    p.app.batas.kirim(&p.alamat)?;
    isi.insert("laporan".to_owned(), nomor.clone().into());
    let id = buat(&p, isi, f.teks("_kunci")).await?;
    prioritas::segarkan(&p.app.store, &t.entri).await?;
    let mut r = lihat_dengan(&ke, &p.tambah_milik(id));
    // Who follows instead of filing needs the draft no longer.
    if f.ada("draf")
        && let Ok(v) = draf::buang(&p).await?.parse()
    {
        r.headers_mut().append(header::SET_COOKIE, v);
    }
    Ok(r)
}

async fn buat(p: &Permintaan, isi: Peta, kunci: &str) -> Result<IdEntri, Galat> {
    let bait = serde_json::to_vec(&isi).map_err(|e| Galat::dalam("following a report", e))?;
    let mut perintah = p.perintah(Aksi::Buat {
        register: KODE_IKUT.to_owned(),
        id: IdEntri::baru(p.app.store.jam().kini()),
        isi,
    });
    perintah.pelaku = Pelaku::Publik;
    if (16..=64).contains(&kunci.len()) {
        perintah.kunci = Some(Kunci {
            kunci: format!("ikut/{kunci}"),
            sidik: Sha256::digest(&bait).into(),
        });
    }
    Ok(p.app.store.jalankan(perintah).await?.entri.id)
}

/// A proved address counts for more than the follower did before.
async fn naikkan(p: &Permintaan, nomor: &str) -> Result<(), Galat> {
    let sistem = Pelaku::Sistem;
    match p.app.store.entri_bernomor(p.daerah(), &sistem, KODE, nomor).await {
        Ok(t) => prioritas::segarkan(&p.app.store, &t.entri).await.map(|_| ()),
        Err(Galat::TidakDitemukan) => Ok(()),
        Err(g) => Err(g),
    }
}

/// The query of the page of a follower.
#[derive(Deserialize)]
pub(super) struct Kueri {
    kode: Option<String>,
    sudah: Option<String>,
}

/// The follower's own entry: proved by the code of the letter, or known to this browser.
async fn buka(p: &Permintaan, nomor: &str, kode: &str) -> Result<Tampak, Galat> {
    let id = p.app.store.id_bernomor(p.daerah(), KODE_IKUT, nomor).await?;
    let kenal = |id: &IdEntri| p.milik_sendiri().contains(id);
    if !id.as_ref().is_some_and(kenal) {
        p.app.batas.lacak(&p.alamat)?;
    }
    let id = id.filter(|id| kenal(id) || p.app.identitas.cocok_lacak(p.daerah(), *id, kode));
    let id = id.ok_or(Galat::TidakDitemukan)?;
    p.app.store.entri(p.daerah(), &Pelaku::Pelapor(id), id).await
}

/// `/{daerah}/pengaduan/ikut/{nomor}`: where the letter leads.
pub(super) async fn halaman(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
    Query(k): Query<Kueri>,
) -> Result<Response, Gagal> {
    let nomor = nomor_rapi(&nomor);
    let kode = k.kode.unwrap_or_default();
    let t = buka(&p, &nomor, &kode).await?;
    gambar(&p, &t, &kode, k.sudah.as_deref(), None, &[]).await
}

/// Whether a step makes sense for this follower: nobody objects in the name of an address that was not proved.
fn ditawarkan(l: LangkahIkut, e: &Entri) -> bool {
    let pasti = e.isi.get("pasti").and_then(Value::as_bool).unwrap_or(false);
    let bersurel = e.isi.contains_key("surel");
    match l {
        LangkahIkut::Konfirmasi => bersurel && !pasti,
        LangkahIkut::Sanggah => pasti || !bersurel,
        LangkahIkut::Berhenti | LangkahIkut::Langgan => true,
        LangkahIkut::LanggananPutus => false,
    }
}

async fn gambar(
    p: &Permintaan,
    t: &Tampak,
    kode: &str,
    sudah: Option<&str>,
    mentah: Option<&BTreeMap<String, Vec<String>>>,
    galat: &[GalatMedan],
) -> Result<Response, Gagal> {
    let b = p.b;
    let e = &t.entri;
    let def = p.register(KODE_IKUT)?;
    let laporan = e.teks("laporan").to_owned();
    let publik = Pelaku::Publik;
    let induk = match p
        .app
        .store
        .entri_bernomor(p.daerah(), &publik, KODE, &laporan)
        .await
    {
        Ok(t) => Some(t),
        Err(Galat::TidakDitemukan) => None,
        Err(g) => return Err(g.into()),
    };
    let siapa = Pelaku::Pelapor(e.id);
    let mut langkah = def.langkah_boleh(&p.profil, &siapa, e);
    langkah.retain(|l| {
        tanggap::tergambar(l)
            && LangkahIkut::dari_kode(&l.kode).is_some_and(|l| ditawarkan(l, e))
            && (l.kode != LangkahIkut::Sanggah.kode()
                || (induk.is_some() && !e.isi.contains_key("sanggahan")))
    });
    let kosong = Peta::new();
    let i = Isian {
        mentah,
        ..Isian::baru(b, &p.profil, &kosong, galat)
    };
    let semua: Vec<Medan> = langkah.iter().flat_map(|l| l.isian.clone()).collect();
    let kabar = Langganan {
        tujuan: &alamat(p, &e.nomor),
        awal: "",
        menyala: e.isi.contains_key("peramban"),
        lain: html! {
            input type="hidden" name="kode" value=(kode);
            input type="hidden" name="aksi" value=(LangkahIkut::Langgan.kode());
        },
    };
    let judul = b.isi("Mengikuti laporan {nomor}", &[("nomor", &laporan)]);
    let isi = html! {
        (formulir::ringkasan_galat(b, galat, &semua))
        @match sudah.and_then(LangkahIkut::dari_kode) {
            Some(LangkahIkut::Konfirmasi) => div.peringatan.peringatan-baik role="status" { p { (b.t("Terima kasih. Setiap kabar kami kirim ke surel Anda.")) } },
            Some(LangkahIkut::Sanggah) => div.peringatan.peringatan-baik role="status" { p { (b.t("Sudah kami catat. Kantor yang menangani wajib menjawabnya.")) } },
            Some(LangkahIkut::Berhenti) => div.peringatan.peringatan-baik role="status" { p { (b.t("Anda tidak lagi mengikuti laporan ini. Alamat surel Anda sudah kami hapus dari sini.")) } },
            Some(LangkahIkut::Langgan) => div.peringatan.peringatan-baik role="status" { p { (b.t("Tersimpan.")) } },
            Some(LangkahIkut::LanggananPutus) | None => {},
        }
        h1 { (judul) }
        @match &induk {
            Some(t) => p { a href=(p.ke(&format!("/pengaduan/{}", ui::enkode(&laporan)))) { (t.judul) } },
            None => p { (b.t("Laporan itu sekarang tidak terbuka untuk umum.")) },
        }
        @if e.keadaan == KeadaanIkut::Aktif.kode() { (kabar.gambar(p)) }
        @for l in &langkah {
            section.kartu {
                h2 { (b.t(&l.label)) }
                p { (b.t(&l.akibat)) }
                form method="post" action=(alamat(p, &e.nomor)) novalidate {
                    (formulir::csrf(p.csrf()))
                    input type="hidden" name="kode" value=(kode);
                    input type="hidden" name="aksi" value=(l.kode);
                    (formulir::semua(&i, &l.isian))
                    button.tombol .tombol-dua[l.kode != LangkahIkut::Konfirmasi.kode()] type="submit" { (b.t(&l.label)) }
                }
            }
        }
    };
    Ok(if galat.is_empty() {
        umum::halaman(p, &judul, isi)
    } else {
        umum::perlu_diperbaiki(p, StatusCode::UNPROCESSABLE_ENTITY, &judul, isi)
    })
}

/// Takes a step of the follower.
pub(super) async fn atur(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
    f: Formulir,
) -> Result<Response, Gagal> {
    let nomor = nomor_rapi(&nomor);
    let kode = f.teks("kode");
    let t = buka(&p, &nomor, kode).await?;
    let id = t.entri.id;
    let def = p.register(KODE_IKUT)?;
    let aksi = LangkahIkut::dari_kode(f.teks("aksi")).ok_or(Galat::TidakDitemukan)?;
    // An objection already made comes back from the kernel as it is; what the page never offers does not exist.
    if !ditawarkan(aksi, &t.entri) && aksi != LangkahIkut::Konfirmasi {
        return Err(Galat::TidakDitemukan.into());
    }
    let l = def.lifecycle.langkah(aksi.kode(), &t.entri.keadaan);
    let isian = dari_formulir(l.map_or(&[][..], |l| l.isian.as_slice()), &f.medan);
    p.app.batas.kirim(&p.alamat)?;
    match jalankan(&p, &t, aksi, isian).await {
        Ok(()) => {
            let ke = format!("{}?sudah={}", alamat(&p, &nomor), aksi.kode());
            Ok(lihat_dengan(&ke, &p.tambah_milik(id)))
        }
        Err(Galat::Isian(galat)) => gambar(&p, &t, kode, None, Some(&f.medan), &galat).await,
        // Pressed twice: it is as it should be.
        Err(Galat::Bentrok(_)) => Ok(lihat_dengan(&alamat(&p, &nomor), &p.tambah_milik(id))),
        Err(g) => Err(g.into()),
    }
}

async fn jalankan(p: &Permintaan, t: &Tampak, aksi: LangkahIkut, isian: Peta) -> Result<(), Galat> {
    let langkah = |id, langkah: &str, isian| Aksi::Langkah {
        id,
        versi: None,
        langkah: langkah.to_owned(),
        isian,
    };
    let id = t.entri.id;
    let pesan = isian.get("sanggahan").cloned();
    let mut perintah = p.perintah(langkah(id, aksi.kode(), isian));
    perintah.pelaku = Pelaku::Pelapor(id);
    p.app.store.jalankan(perintah).await?;
    if aksi == LangkahIkut::Konfirmasi {
        naikkan(p, t.entri.teks("laporan")).await?;
    }
    // The report hears of it through the program, without name or address. The key makes it once, whatever happens.
    if let (LangkahIkut::Sanggah, Some(pesan)) = (aksi, pesan)
        && let Some(ke) = p
            .app
            .store
            .id_bernomor(p.daerah(), KODE, t.entri.teks("laporan"))
            .await?
    {
        let isian = [("pesan".to_owned(), pesan)].into_iter().collect();
        let mut perintah = p.perintah(langkah(ke, Langkah::Sanggah.kode(), isian));
        perintah.pelaku = Pelaku::Sistem;
        perintah.kunci = Some(Kunci {
            kunci: format!("sanggah/{id}"),
            sidik: Sha256::digest(id.0.as_bytes()).into(),
        });
        match p.app.store.jalankan(perintah).await {
            // Closed in another way meanwhile: the follower's word stands in the follower's entry.
            Ok(_) | Err(Galat::Bentrok(_) | Galat::Ditolak(_)) => {}
            Err(g) => return Err(g),
        }
    }
    Ok(())
}
