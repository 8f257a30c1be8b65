//! Impor: a file of rows becomes entries, or changes those whose ids it bears. First every row is checked and nothing is
//! written; the person reads what would happen, and then says so. What it does is [`crate::api::impor`]'s, so a file is taken here as by the API.

mod laporan;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use identity::rahasia_baru;
use kernel::{
    Galat, GalatMedan, Jenis, Medan, Peta, RegisterDef,
    izin::Tindakan,
    nilai::{Sumber, Tingkat},
};
use maud::{Markup, html};
use serde_json::Value;

use self::laporan::{selesai, tinjauan};
use crate::{
    Formulir, Gagal, Permintaan,
    api::{
        impor::{masukkan, terbaca},
        tukar::{self, Bentuk, Lajur, MAKS_BERKAS, xlsx},
    },
};

/// How long a file waits for its confirmation, ms.
const UMUR: i64 = 3_600_000;
/// Name of the field under whose secret the file waits.
const TITIPAN: &str = "titipan";

/// A file that was checked and waits for its confirmation.
struct Berkas {
    nama: String,
    bentuk: Bentuk,
    isi: String,
}

impl Berkas {
    /// What was chosen: a workbook by how it begins, NDJSON by its name or its first sign, a table otherwise.
    async fn dari(nama: &str, mut isi: Vec<u8>) -> Result<Self, Galat> {
        let ndjson = [".ndjson", ".jsonl"]
            .iter()
            .any(|a| nama.to_lowercase().ends_with(a))
            || isi.trim_ascii_start().starts_with(b"{");
        let bentuk = if ndjson { Bentuk::Ndjson } else { Bentuk::Csv };
        if isi.len() > MAKS_BERKAS {
            return Err(Galat::TerlaluBesar(
                "Berkas ini terlalu besar. Paling besar 20 MB.".into(),
            ));
        }
        if isi.starts_with(xlsx::AWAL) {
            isi = terbaca(isi).await?;
        }
        tukar::teks(&isi)?;
        Ok(Berkas {
            nama: nama.to_owned(),
            bentuk,
            isi: String::from_utf8(isi).map_err(|e| Galat::dalam("reading a file", e))?,
        })
    }

    /// Keeps it for this account; the secret under which it waits.
    async fn titipkan(&self, p: &Permintaan) -> Result<String, Galat> {
        let rahasia = rahasia_baru();
        let bentuk = if self.bentuk == Bentuk::Csv {
            "csv"
        } else {
            "ndjson"
        };
        let isi: Peta = [
            ("nama", self.nama.as_str()),
            ("bentuk", bentuk),
            ("isi", &self.isi),
        ]
        .map(|(k, v)| (k.to_owned(), Value::from(v)))
        .into_iter()
        .collect();
        let sampai = p.app.store.jam().kini().as_millisecond() + UMUR;
        let pemilik = Some(p.akun()?.id);
        p.app
            .store
            .simpan_draf(p.daerah(), &kunci(&rahasia), pemilik, &isi, sampai)
            .await?;
        Ok(rahasia)
    }

    /// The file that waits under a secret, if it is this account's.
    async fn ambil(p: &Permintaan, rahasia: &str) -> Result<Option<Self>, Galat> {
        let Some((pemilik, isi)) = p.app.store.draf(p.daerah(), &kunci(rahasia)).await? else {
            return Ok(None);
        };
        let teks = |k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok((pemilik == Some(p.akun()?.id)).then(|| Berkas {
            nama: teks("nama"),
            bentuk: if teks("bentuk") == "csv" {
                Bentuk::Csv
            } else {
                Bentuk::Ndjson
            },
            isi: teks("isi"),
        }))
    }
}

/// Drafts of other forms have secrets too; one of theirs is none of ours.
fn kunci(rahasia: &str) -> String {
    format!("impor/{rahasia}")
}

fn boleh(p: &Permintaan, register: &str) -> Result<std::sync::Arc<RegisterDef>, Galat> {
    p.harus_akun()?;
    let def = p.register(register)?;
    p.wewenang(&def, Tindakan::Impor)?;
    Ok(def)
}

pub(super) async fn halaman(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
) -> Result<Response, Gagal> {
    let def = boleh(&p, &register)?;
    // Who had to log in before confirming sees once more what would happen.
    let titipan = p.ambil_titipan(&p.jalur).await?;
    if let Some(rahasia) = titipan.as_ref().and_then(|m| m.get(TITIPAN)?.first())
        && let Some(b) = Berkas::ambil(&p, rahasia).await?
    {
        let l = masukkan(&p, &def, b.bentuk, b.isi.as_bytes(), true).await?;
        return Ok(tinjauan(&p, &def, &b, &l, rahasia));
    }
    Ok(pilih(&p, &def, &[], StatusCode::OK))
}

pub(super) async fn kirim(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let def = boleh(&p, &register)?;
    let hasil = if f.ada(TITIPAN) {
        sungguh(&p, &def, f.teks(TITIPAN)).await
    } else {
        periksa(&p, &def, &mut f).await
    };
    match hasil {
        Ok(r) => Ok(r),
        Err(g @ (Galat::Isian(_) | Galat::TidakSah(_) | Galat::TerlaluBesar(_))) => {
            let status = StatusCode::from_u16(g.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let galat = match g {
                Galat::Isian(v) => v,
                g => vec![GalatMedan::baru("berkas", g.pesan())],
            };
            Ok(pilih(&p, &def, &galat, status))
        }
        Err(g) => Err(g.into()),
    }
}

async fn periksa(p: &Permintaan, def: &RegisterDef, f: &mut Formulir) -> Result<Response, Galat> {
    let u = std::mem::take(&mut f.berkas)
        .into_iter()
        .find(|u| u.medan == "berkas");
    let u = u.ok_or_else(|| {
        Galat::medan(
            "berkas",
            "Pilih berkas Excel, CSV, atau NDJSON yang berisi baris.",
        )
    })?;
    let b = Berkas::dari(&u.nama, u.isi).await?;
    let l = masukkan(p, def, b.bentuk, b.isi.as_bytes(), true).await?;
    let rahasia = b.titipkan(p).await?;
    Ok(tinjauan(p, def, &b, &l, &rahasia))
}

/// The file stays for its hour: confirming twice, or again after a broken connection, does nothing twice.
async fn sungguh(p: &Permintaan, def: &RegisterDef, rahasia: &str) -> Result<Response, Galat> {
    let b = Berkas::ambil(p, rahasia).await?;
    let b = b.ok_or_else(|| {
        Galat::medan(
            "berkas",
            "Berkas ini menunggu terlalu lama dan sudah dihapus. Pilih sekali lagi.",
        )
    })?;
    let l = masukkan(p, def, b.bentuk, b.isi.as_bytes(), false).await?;
    Ok(selesai(p, def, &l))
}

fn dasar(p: &Permintaan, def: &RegisterDef) -> String {
    p.ke(&format!("/kerja/{}", def.kode))
}

fn pilih(p: &Permintaan, def: &RegisterDef, galat: &[GalatMedan], status: StatusCode) -> Response {
    let (b, dasar) = (p.b, dasar(p, def));
    let medan = [Medan::baru("berkas", "Berkas", Jenis::Teks { maks: 1 })];
    let pesan = galat
        .iter()
        .find(|g| g.medan == "berkas")
        .map(|g| g.pesan.dalam(b));
    let judul = b.isi("{register}: impor dari berkas", &[("register", b.t(&def.label))]);
    let isi = html! {
        a.tautan-balik href=(dasar) { (b.t(&def.label)) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &medan))
            h1 { (judul) }
            p { (b.t("Baris tanpa id menjadi entri baru; baris dengan id dan versi dari berkas ekspor mengubah entri itu. Setelah dipilih, berkas diperiksa dulu; belum ada yang tersimpan sampai Anda menyetujuinya.")) }
            @if p.wewenang(def, Tindakan::Ekspor).is_ok() {
                p {
                    (b.t("Untuk mengubah yang sudah ada, unduh dulu isinya:")) " "
                    a href=(ekspor(p, def, "xlsx")) { "Excel" } " · " a href=(ekspor(p, def, "csv")) { "CSV" }
                }
            }
            form method="post" action={ (dasar) "/impor" } enctype="multipart/form-data" {
                (ui::formulir::csrf(p.csrf()))
                div.medan .medan-galat[pesan.is_some()] {
                    label for="m-berkas" { (b.t("Berkas Excel, CSV, atau NDJSON")) }
                    p.bantuan #m-berkas-bantuan { (b.t("Paling besar 20 MB dan 50.000 baris. Dari Excel dibaca lembar pertamanya; CSV dalam UTF-8.")) }
                    @if let Some(s) = &pesan { p.galat #m-berkas-galat { span.sembunyi-visual { (b.t("Kesalahan")) ": " } (s) } }
                    input #m-berkas type="file" name="berkas" accept={ ".xlsx,.csv,.ndjson,.jsonl,text/csv,application/x-ndjson," (xlsx::TIPE) }
                        aria-describedby=(if pesan.is_some() { "m-berkas-bantuan m-berkas-galat" } else { "m-berkas-bantuan" })
                        aria-invalid=[pesan.as_ref().map(|_| "true")];
                }
                div.tombol-baris {
                    button.tombol type="submit" { (b.t("Periksa berkas")) }
                    a href=(dasar) { (b.t("Batal")) }
                }
            }
        }
        section aria-labelledby="kolom" {
            h2 #kolom { (b.t("Kolom yang dikenal")) }
            p {
                (b.t("Baris pertama berisi nama kolom seperti di bawah; urutannya bebas. Berkas ekspor juga memuat id dan versi, yang dibiarkan seperti adanya.")) " "
                a href={ (dasar) "/impor/templat.csv" } download={ (def.kode) "-templat.csv" } { (b.t("Unduh templat CSV")) }
            }
            (kolom(p, &tukar::lajur_masuk(def)))
        }
    };
    let mut r = p.ruang(&judul, &def.kode, isi);
    *r.status_mut() = status;
    r
}

/// Where the entries are as a file, which comes back with changes.
fn ekspor(p: &Permintaan, def: &RegisterDef, akhiran: &str) -> String {
    p.ke(&format!("/api/v1/{}.{akhiran}", def.kode))
}

fn kolom(p: &Permintaan, lajur: &[Lajur]) -> Markup {
    let b = p.b;
    html! {
        div.gulir { table.tabel {
            thead { tr {
                @for k in ["Nama kolom", "Isi", "Wajib", "Cara menulis"] { th scope="col" { (b.t(k)) } }
            } }
            tbody { @for l in lajur {
                tr {
                    td data-label=(b.t("Nama kolom")) { code { (l.nama) } }
                    td data-label=(b.t("Isi")) { (b.t(&l.medan.label)) }
                    td data-label=(b.t("Wajib")) { (b.t(if l.medan.wajib { "Ya" } else { "Tidak" })) }
                    td data-label=(b.t("Cara menulis")) { (cara(p, &l.medan.jenis)) }
                }
            } }
        } }
    }
}

/// How a cell of that kind is written.
fn cara(p: &Permintaan, j: &Jenis) -> Markup {
    let b = p.b;
    let kode = |o: &[kernel::nilai::Opsi]| html! { @for (i, o) in o.iter().enumerate() { @if i > 0 { ", " } code { (o.kode) } } };
    match j {
        Jenis::Teks { maks } | Jenis::Panjang { maks } => {
            let n = i64::try_from(*maks).unwrap_or(i64::MAX);
            html! { (b.isi("Paling banyak {n} karakter.", &[("n", &ui::tampil::angka(n))])) }
        }
        Jenis::Pilihan(o) => kode(o),
        Jenis::Beberapa(o) => html! { (kode(o)) " " (b.t("(boleh beberapa, dipisah koma)")) },
        Jenis::YaTidak => html! { code { "ya" } ", " code { "tidak" } },
        Jenis::Bilangan { min, maks } => html! {
            (b.isi("Bilangan {min} sampai {maks}.", &[("min", &ui::tampil::angka(*min)), ("maks", &ui::tampil::angka(*maks))]))
        },
        Jenis::Uang => html! { (b.t("Rupiah, angka saja.")) },
        Jenis::Tanggal => html! { (b.t("Tanggal, misalnya 2026-11-23.")) },
        Jenis::Lintang | Jenis::Bujur => html! { (b.t("Derajat desimal, misalnya -6,1203.")) },
        Jenis::DariProfil(Sumber::Kategori) => {
            let kode = p
                .profil
                .kategori
                .iter()
                .map(|k| (k.kode.as_str(), ui::tampil::kategori(b, &p.profil, &k.kode)));
            daftar_kode(b.t("Kode dari profil daerah."), kode)
        }
        Jenis::DariProfil(Sumber::Unit) => {
            let kode = p.profil.unit.iter().map(|u| (u.kode.as_str(), u.nama.as_str()));
            daftar_kode(b.t("Kode dari profil daerah."), kode)
        }
        Jenis::Wilayah(Tingkat::Kecamatan) => {
            let kode = p
                .profil
                .kecamatan
                .iter()
                .map(|k| (k.kode.as_str(), k.nama.as_str()));
            daftar_kode(b.t("Kode wilayah Kemendagri."), kode)
        }
        Jenis::Wilayah(_) => html! { (b.t("Kode wilayah Kemendagri.")) },
        Jenis::Rujukan(r) => {
            let label = p
                .app
                .store
                .inventaris()
                .register(r)
                .map_or_else(|| r.to_string(), |d| b.t(&d.label).to_owned());
            html! { (b.isi("Nomor entri {register}.", &[("register", &label)])) }
        }
        Jenis::Daftar { .. } => html! { (b.t("Satu butir per baris.")) },
        _ => html! {},
    }
}

/// Codes with what they stand for, folded until asked for.
fn daftar_kode<'a>(judul: &str, kode: impl Iterator<Item = (&'a str, &'a str)>) -> Markup {
    html! {
        details {
            summary { (judul) }
            ul { @for (kode, nama) in kode { li { code { (kode) } " " (nama) } } }
        }
    }
}

/// A table with the names of the columns and nothing else, to be filled in.
pub(super) async fn templat(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
) -> Result<Response, Gagal> {
    let def = boleh(&p, &register)?;
    let nama: Vec<String> = tukar::lajur_masuk(&def).into_iter().map(|l| l.nama).collect();
    // Excel takes a CSV for UTF-8 only with the mark in front.
    let isi = format!("\u{FEFF}{}\r\n", nama.join(","));
    let kepala = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}-templat.csv\"", def.kode),
        ),
    ];
    Ok((kepala, isi).into_response())
}
