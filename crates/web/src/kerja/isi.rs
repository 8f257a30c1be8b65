//! A new entry, and changing the fields of one that is there.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use identity::rahasia_baru;
use kernel::{
    Aksi, Entri, Galat, GalatMedan, IdEntri, Lewat, Peta, RegisterDef, command::Kunci, izin::Tindakan,
};
use maud::html;
use serde_json::Value;
use store::Tampak;
use ui::formulir::Isian;

use super::{daftar::harus_boleh_buat, entri::Jalur};
use crate::{Formulir, Gagal, Permintaan, lihat};

struct Halaman<'a> {
    judul: &'a str,
    kirim_ke: String,
    kembali: String,
    tombol: &'a str,
    /// The entry's version, or the key under which a repeat is recognised.
    penanda: (&'a str, String),
    nilai: &'a Peta,
    mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    galat: &'a [GalatMedan],
    basi: bool,
}

fn tampilkan(p: &Permintaan, def: &RegisterDef, h: Halaman) -> Response {
    let b = p.b;
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: h.nilai,
        mentah: h.mentah,
        galat: h.galat,
        awal: "",
    };
    let isi = html! {
        a.tautan-balik href=(h.kembali) { (b.t("Kembali")) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, h.galat, &def.medan))
            @if h.basi {
                div.peringatan role="alert" { p { (b.t("Entri ini berubah sejak Anda membukanya. Yang Anda ketik masih ada di bawah: baca dulu perubahannya, lalu kirim lagi.")) } }
            }
            h1 { (h.judul) }
            form method="post" action=(h.kirim_ke) enctype="multipart/form-data" data-jaga=(if h.mentah.is_some() { "kotor" } else { "" }) {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name=(h.penanda.0) value=(h.penanda.1);
                (ui::formulir::semua(&i, &def.medan))
                div.tombol-baris {
                    button.tombol type="submit" { (h.tombol) }
                    a href=(h.kembali) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(h.judul, &def.kode, isi);
    if h.basi {
        *r.status_mut() = StatusCode::PRECONDITION_FAILED;
    } else if !h.galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

fn halaman_baru(
    p: &Permintaan,
    def: &RegisterDef,
    kunci: &str,
    mentah: Option<&BTreeMap<String, Vec<String>>>,
    galat: &[GalatMedan],
) -> Response {
    let b = p.b;
    let dasar = p.ke(&format!("/kerja/{}", def.kode));
    let nilai: Peta = def
        .medan_rata()
        .iter()
        .filter_map(|m| Some((m.nama.to_string(), m.bawaan.clone()?)))
        .collect();
    tampilkan(
        p,
        def,
        Halaman {
            judul: &b.isi("{register}: entri baru", &[("register", b.t(&def.label))]),
            kirim_ke: format!("{dasar}/baru"),
            kembali: dasar,
            tombol: b.t("Simpan"),
            penanda: ("_kunci", kunci.to_owned()),
            nilai: &nilai,
            mentah,
            galat,
            basi: false,
        },
    )
}

pub(super) async fn baru(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    Query(usul): Query<Vec<(String, String)>>,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let def = p.register(&register)?;
    p.wewenang(&def, Tindakan::Buat)?;
    harus_boleh_buat(&p, &def)?;
    let mentah = p.ambil_titipan(&p.jalur).await?.or_else(|| diusulkan(&def, usul));
    let kunci = mentah
        .as_ref()
        .and_then(|m| m.get("_kunci")?.first().cloned())
        .unwrap_or_else(rahasia_baru);
    Ok(halaman_baru(&p, &def, &kunci, mentah.as_ref(), &[]))
}

/// What a link fills in beforehand: fields of the register by their names, as if they had been typed.
fn diusulkan(def: &RegisterDef, usul: Vec<(String, String)>) -> Option<BTreeMap<String, Vec<String>>> {
    let mut isi: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (k, v) in usul {
        if def.medan(&k).is_some_and(|m| !m.hitung) {
            isi.entry(k).or_default().push(v);
        }
    }
    (!isi.is_empty()).then_some(isi)
}

pub(super) async fn buat(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let def = p.register(&register)?;
    harus_boleh_buat(&p, &def)?;
    let kunci = kernel::profil::potong(f.teks("_kunci"), 80).to_owned();
    let hasil = match p.baca_isian(&def.medan, &mut f).await {
        Ok((isi, galat)) if galat.is_empty() => {
            let kini = p.app.store.jam().kini();
            let mut perintah = p.perintah(Aksi::Buat {
                register: register.clone(),
                id: IdEntri::baru(kini),
                isi,
            });
            // The form carries its own key, so sending it twice makes one entry, whatever was typed in between.
            perintah.kunci = (!kunci.is_empty()).then(|| Kunci {
                kunci: format!(
                    "formulir/{}/{kunci}",
                    p.akun().map_or_else(|_| String::new(), |a| a.id.to_string())
                ),
                sidik: [0; 32],
            });
            p.app.store.jalankan(perintah).await
        }
        Ok((_, galat)) => Err(Galat::Isian(galat)),
        Err(g) => Err(g),
    };
    match hasil {
        Ok(h) => {
            let tampak = p.app.store.entri(p.daerah(), &p.pelaku, h.entri.id).await.is_ok();
            let ke = if tampak {
                p.alamat_entri(&register, &h.entri.nomor)
            } else {
                p.ke("/kerja")
            };
            if def.dilacak {
                return Ok(tercatat(&p, &def, &h.entri, &ke));
            }
            Ok(lihat(&format!("{ke}?selesai=baru")))
        }
        Err(Galat::Isian(galat)) => Ok(halaman_baru(&p, &def, &kunci, Some(&f.medan), &galat)),
        Err(g) => Err(g.into()),
    }
}

/// What the desk reads out to who stands before it or waits on the telephone. The code is shown here and nowhere
/// else: a page that is not an address, so it stays out of histories and logs. Sending the form again shows it again.
fn tercatat(p: &Permintaan, def: &RegisterDef, e: &Entri, ke: &str) -> Response {
    let b = p.b;
    let judul = b.isi("{register} tercatat", &[("register", b.t(&def.label))]);
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            dl.daftar-ringkas {
                div { dt { (b.t("Nomor")) } dd { b.nomor { (e.nomor) } } }
                div { dt { (b.t("Kode lacak")) } dd { b.kode { (p.app.identitas.kode_lacak(p.daerah(), e.id)) } } }
            }
            p { (b.t("Bacakan nomor dan kode lacak ini kepada pelapor sekarang; kode tidak ditampilkan lagi. Dengan keduanya pelapor dapat melacak, menambah keterangan, dan mengajukan keberatan.")) }
            div.tombol-baris {
                a.tombol href=(ke) { (b.t("Lanjut")) }
                a.tombol.tombol-dua href=(p.ke(&format!("/kerja/{}/baru", def.kode))) { (b.t("Catat satu lagi")) }
            }
        }
    };
    let mut r = p.ruang(&judul, &def.kode, isi);
    r.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    r
}

fn halaman_ubah(
    p: &Permintaan,
    def: &RegisterDef,
    t: &Tampak,
    mentah: Option<&BTreeMap<String, Vec<String>>>,
    galat: &[GalatMedan],
    basi: bool,
) -> Response {
    let b = p.b;
    let alamat = p.alamat_entri(&def.kode, &t.entri.nomor);
    tampilkan(
        p,
        def,
        Halaman {
            judul: &b.isi("Ubah {nomor}", &[("nomor", &t.entri.nomor)]),
            kirim_ke: format!("{alamat}/ubah"),
            kembali: alamat,
            tombol: b.t("Simpan perubahan"),
            penanda: ("_versi", t.entri.versi.to_string()),
            nilai: &t.entri.isi,
            mentah,
            galat,
            basi,
        },
    )
}

async fn buka(p: &Permintaan, register: &str, nomor: &str) -> Result<Tampak, Galat> {
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &p.pelaku, register, nomor)
        .await?;
    if p.app.store.boleh(&p.pelaku, Tindakan::Ubah, &t.entri) {
        // The form holds the whole entry.
        p.catat_baca(&p.pelaku, Lewat::Halaman, [&t]).await?;
        Ok(t)
    } else {
        Err(Galat::Ditolak("Anda tidak berwenang mengubah entri ini.".into()))
    }
}

pub(super) async fn ubah(p: Permintaan, Path((_, register, nomor)): Jalur) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let def = p.register(&register)?;
    let t = buka(&p, &register, &nomor).await?;
    let mentah = p.ambil_titipan(&p.jalur).await?;
    let mut t = t;
    t.entri.isi = p.bernomor(&def.medan, &t.entri.isi).await?;
    Ok(halaman_ubah(&p, &def, &t, mentah.as_ref(), &[], false))
}

pub(super) async fn simpan(
    p: Permintaan,
    Path((_, register, nomor)): Jalur,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let def = p.register(&register)?;
    let t = buka(&p, &register, &nomor).await?;
    let versi = f.teks("_versi").parse().map_err(|_| Galat::PerluVersi)?;
    let hasil = match p.baca_isian(&def.medan, &mut f).await {
        Ok((mut tambal, galat)) if galat.is_empty() => {
            // What the form shows and was left empty is to be removed; what this account does not see stays.
            for m in def.medan_rata().iter().filter(|m| {
                !m.hitung && !m.rahasia && (!m.pribadi || t.pandangan == kernel::Pandangan::Pribadi)
            }) {
                tambal.entry(m.nama.to_string()).or_insert(Value::Null);
            }
            let aksi = Aksi::Ubah {
                id: t.entri.id,
                versi,
                tambal,
            };
            p.app.store.jalankan(p.perintah(aksi)).await
        }
        Ok((_, galat)) => Err(Galat::Isian(galat)),
        Err(g) => Err(g),
    };
    match hasil {
        Ok(_) => Ok(lihat(&format!(
            "{}?selesai=ubah",
            p.alamat_entri(&register, &nomor)
        ))),
        Err(Galat::Isian(galat)) => Ok(halaman_ubah(&p, &def, &t, Some(&f.medan), &galat, false)),
        Err(Galat::VersiBasi { .. }) => {
            let t = buka(&p, &register, &nomor).await?;
            Ok(halaman_ubah(&p, &def, &t, Some(&f.medan), &[], true))
        }
        Err(g) => Err(g.into()),
    }
}
