//! A BPMN file of another tool comes in: read and shown first, as steps and as a picture, with what was understood
//! otherwise; nothing is written until the person says so. Then it is a change of the draft like any other.

use std::collections::BTreeMap;

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use identity::rahasia_baru;
use kernel::{Aksi, Entri, Galat, GalatMedan, IdEntri, Peta, izin::Tindakan};
use maud::html;
use serde_json::Value;
use tata_kelola::proses::{
    LangkahSop, Sop, alur,
    langkah::Aktor,
    sop::{self, DISUSUN},
};
use web::{Formulir, Gagal, Permintaan, bahan};

use crate::{
    KODE,
    bpmn::{
        baca::{Model, baca},
        petik::{Catatan, Kenal, petik},
    },
    jalur_sop, lembar, n,
};

/// Largest file, bytes.
const MAKS: usize = 5 * 1024 * 1024;
/// How long a file waits for its confirmation, ms.
const UMUR: i64 = 3_600_000;
/// Name of the field under whose secret the file waits.
const TITIPAN: &str = "titipan";

fn kunci(rahasia: &str, nomor: &str) -> String {
    format!("bpmn/{nomor}/{rahasia}")
}

/// The draft, for whom may change procedures; the store decides whether this one too.
async fn draf(p: &Permintaan, nomor: &str) -> Result<(Entri, Sop), Galat> {
    let def = p.register(sop::KODE)?;
    p.wewenang(&def, Tindakan::Ubah)?;
    let (e, s) = lembar::satu(p, nomor).await?;
    if e.keadaan != DISUSUN {
        return Err(Galat::Bentrok(
            "Langkah SOP hanya diganti selama SOP disusun. Kembalikan dulu, atau buat SOP pengganti.".into(),
        ));
    }
    Ok((e, s))
}

/// The steps of a model, its lanes as the offices of this regency.
fn kenali(p: &Permintaan, model: &Model) -> Result<(Vec<LangkahSop>, Vec<Catatan>), Galat> {
    // Of two offices with one name the later has it: that is the one which still stands.
    let unit: BTreeMap<String, &str> = p
        .profil
        .unit
        .iter()
        .flat_map(|u| [u.nama.to_lowercase(), u.kode.to_string()].map(|k| (k, u.kode.as_str())))
        .collect();
    let cari = |s: &str| unit.get(&s.trim().to_lowercase()).map(|u| (*u).to_owned());
    let nama = |a: &Aktor| lembar::nama(p, a);
    let kenal = Kenal {
        unit: &cari,
        nama: &nama,
    };
    petik(model, &kenal)
}

/// The steps of a file, as this account may take them in.
async fn langkah(p: &Permintaan, isi: String) -> Result<(Vec<LangkahSop>, Vec<Catatan>), Galat> {
    let model = tokio::task::spawn_blocking(move || baca(isi.as_bytes()))
        .await
        .map_err(|e| Galat::dalam("reading a BPMN file", e))??;
    let (mut semua, mut catatan) = kenali(p, &model)?;
    let mut lain = 0;
    for l in &mut semua {
        if !ada(p, "data_informasi", l.data.map(|r| r.id())).await? {
            l.data = None;
            lain += 1;
        }
        if !ada(p, "aplikasi", l.aplikasi.map(|r| r.id())).await? {
            l.aplikasi = None;
            lain += 1;
        }
    }
    if lain > 0 {
        catatan.push(Catatan::TakDikenal(lain));
    }
    Ok((semua, catatan))
}

/// Whether a reference leads to something of that register, or nowhere at all.
async fn ada(p: &Permintaan, register: &str, id: Option<IdEntri>) -> Result<bool, Galat> {
    if id.is_none() {
        return Ok(true);
    }
    Ok(bahan::satu(p, id).await?.is_some_and(|e| e.register == register))
}

pub(crate) async fn halaman(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
) -> Result<Response, Gagal> {
    let (e, s) = draf(&p, &nomor).await?;
    Ok(pilih(&p, &e, &s, &[], StatusCode::OK))
}

pub(crate) async fn kirim(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    let (e, s) = draf(&p, &nomor).await?;
    let hasil = if f.ada(TITIPAN) {
        sungguh(&p, &e, f.teks(TITIPAN)).await
    } else {
        periksa(&p, &e, &s, &mut f).await
    };
    match hasil {
        Err(Galat::Isian(v)) => Ok(pilih(&p, &e, &s, &v, StatusCode::UNPROCESSABLE_ENTITY)),
        hasil => Ok(hasil?),
    }
}

async fn periksa(p: &Permintaan, e: &Entri, s: &Sop, f: &mut Formulir) -> Result<Response, Galat> {
    let u = std::mem::take(&mut f.berkas)
        .into_iter()
        .find(|u| u.medan == "berkas");
    let u = u.ok_or_else(|| Galat::medan("berkas", "Pilih berkas BPMN 2.0 (.bpmn atau .xml)."))?;
    if u.isi.len() > MAKS {
        return Err(Galat::medan(
            "berkas",
            "Berkas ini terlalu besar. Paling besar 5 MB.",
        ));
    }
    let isi = String::from_utf8(u.isi).map_err(|_| {
        Galat::medan(
            "berkas",
            "Berkas ini bukan teks UTF-8. Ekspor lagi dari alat pembuatnya.",
        )
    })?;
    let (semua, catatan) = langkah(p, isi.clone()).await?;
    let rahasia = rahasia_baru();
    let simpan: Peta = [("isi".to_owned(), Value::from(isi))].into_iter().collect();
    let sampai = p.app.store.jam().kini().as_millisecond() + UMUR;
    p.app
        .store
        .simpan_draf(
            p.daerah(),
            &kunci(&rahasia, &e.nomor),
            Some(p.akun()?.id),
            &simpan,
            sampai,
        )
        .await?;
    tinjau(p, e, s, &semua, &catatan, &rahasia).await
}

/// The file stays for its hour: confirming twice writes the same twice.
async fn sungguh(p: &Permintaan, e: &Entri, rahasia: &str) -> Result<Response, Galat> {
    let ada = p.app.store.draf(p.daerah(), &kunci(rahasia, &e.nomor)).await?;
    let milik = p.akun()?.id;
    let isi = match ada {
        Some((Some(pemilik), isi)) if pemilik == milik => isi,
        _ => {
            let pesan = "Berkas ini menunggu terlalu lama dan sudah dihapus. Pilih sekali lagi.";
            return Err(Galat::medan("berkas", pesan));
        }
    };
    let isi = isi
        .get("isi")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let (semua, _) = langkah(p, isi).await?;
    let semua = serde_json::to_value(&semua).map_err(|g| Galat::dalam("writing steps", g))?;
    let aksi = Aksi::Ubah {
        id: e.id,
        versi: e.versi,
        tambal: [("langkah".to_owned(), semua)].into_iter().collect(),
    };
    p.app.store.jalankan(p.perintah(aksi)).await?;
    Ok(Redirect::to(&p.alamat_entri(sop::KODE, &e.nomor)).into_response())
}

async fn tinjau(
    p: &Permintaan,
    e: &Entri,
    s: &Sop,
    semua: &[LangkahSop],
    catatan: &[Catatan],
    rahasia: &str,
) -> Result<Response, Galat> {
    let b = p.b;
    let jalur = p.ke(&jalur_sop(&e.nomor, "/masuk"));
    let judul = b.isi("{n} langkah terbaca", &[("n", &n(semua.len()))]);
    let salah = alur::salah(semua);
    let tabel = lembar::tabel(p, semua).await?;
    let isi = html! {
        a.tautan-balik href=(jalur) { (b.t("Pilih berkas lain")) }
        h1 { (judul) }
        p { (b.isi("Untuk {nama}. Belum ada yang tersimpan.", &[("nama", s.judul.as_str())])) }
        @if !s.langkah.0.is_empty() { p { (b.isi("{n} langkah yang sudah ada diganti seluruhnya.", &[("n", &n(s.langkah.0.len()))])) } }
        @if !catatan.is_empty() {
            h2 { (b.t("Yang dibaca lain atau dilewati")) }
            ul { @for c in catatan { li { (c.pesan().dalam(b)) } } }
        }
        @if !salah.is_empty() { ul { @for g in &salah { li { (g.medan) ": " (g.pesan.dalam(b)) } } } }
        (lembar::kurang(p, semua))
        form method="post" action=(jalur) {
            (ui::formulir::csrf(p.csrf()))
            input type="hidden" name=(TITIPAN) value=(rahasia);
            div.tombol-baris {
                button.tombol type="submit" { (b.t("Pakai langkah ini")) }
                a href=(p.alamat_entri(sop::KODE, &e.nomor)) { (b.t("Batal")) }
            }
        }
        h2 { (b.t("Diagram alur")) }
        (lembar::diagram(p, s.judul.as_str(), semua))
        h2 { (b.t("Langkah-langkah")) }
        (tabel)
    };
    Ok(p.ruang(&judul, KODE, isi))
}

fn pilih(p: &Permintaan, e: &Entri, s: &Sop, galat: &[GalatMedan], status: StatusCode) -> Response {
    let b = p.b;
    // A command may refuse single rows; they are named as they are.
    let pesan: Vec<String> = galat
        .iter()
        .map(|g| match g.medan.as_str() {
            "berkas" => g.pesan.dalam(b),
            m => format!("{m}: {}", g.pesan.dalam(b)),
        })
        .collect();
    let judul = b.t("Masukkan berkas BPMN");
    let isi = html! {
        a.tautan-balik href=(p.alamat_entri(sop::KODE, &e.nomor)) { (s.judul.as_str()) }
        div.kolom {
            h1 { (judul) }
            p { (b.t("Langkah dibaca dari diagram BPMN 2.0 buatan Camunda Modeler, bpmn.io, Bizagi, atau alat lain: lajur menjadi pelaksana, gerbang menjadi keputusan. Berkas diperiksa dulu; belum ada yang tersimpan sampai Anda menyetujuinya.")) }
            form method="post" action=(p.ke(&jalur_sop(&e.nomor, "/masuk"))) enctype="multipart/form-data" {
                (ui::formulir::csrf(p.csrf()))
                div.medan .medan-galat[!pesan.is_empty()] {
                    label for="m-berkas" { (b.t("Berkas BPMN 2.0")) }
                    p.bantuan #m-berkas-bantuan { (b.t("Paling besar 5 MB. Lajur yang bernama perangkat daerah dikenali dari namanya.")) }
                    @if !pesan.is_empty() { p.galat #m-berkas-galat { span.sembunyi-visual { (b.t("Kesalahan")) ": " } (pesan.join(" ")) } }
                    input #m-berkas type="file" name="berkas" accept=".bpmn,.xml,application/xml,text/xml"
                        aria-describedby=(if pesan.is_empty() { "m-berkas-bantuan" } else { "m-berkas-bantuan m-berkas-galat" })
                        aria-invalid=[(!pesan.is_empty()).then_some("true")];
                }
                div.tombol-baris {
                    button.tombol type="submit" { (b.t("Periksa berkas")) }
                    a href=(p.alamat_entri(sop::KODE, &e.nomor)) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, KODE, isi);
    *r.status_mut() = status;
    r
}
