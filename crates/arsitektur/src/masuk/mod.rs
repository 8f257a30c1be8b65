//! An ArchiMate exchange file comes back in: first it is read and nothing is written; the person sees what would happen
//! with each element, and then says so. Each change is a command of that person, so rights, rules and story are the same
//! as by hand; what is refused is told, and the rest is done. Read twice, a file changes nothing the second time.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use identity::rahasia_baru;
use kernel::{Aksi, Galat, GalatMedan, IdEntri, Peran, Perintah, Peta, izin::Tindakan};
use maud::{Markup, html};
use serde_json::Value;
use web::{Formulir, Gagal, Permintaan};

use crate::{ingatan::Ingatan, tanya::Tanya};

pub mod baca;
pub mod rencana;
pub mod xml;

use baca::Berkas;
use rencana::{Apa, Butir, Rencana, dengan_kait, susun};

/// Largest file, bytes.
const MAKS: usize = 20 * 1024 * 1024;
/// Rows that are shown.
const MAKS_TAMPIL: usize = 150;
/// How long a file waits for its confirmation, ms.
const UMUR: i64 = 3_600_000;
/// Name of the field under whose secret the file waits.
const TITIPAN: &str = "titipan";
/// The page, below the regency.
pub(crate) const JALUR: &str = "/kerja/arsitektur/masuk";

fn kunci(rahasia: &str) -> String {
    format!("archimate/{rahasia}")
}

/// Who may bring entries in.
pub(crate) fn boleh(p: &Permintaan) -> Result<(), Galat> {
    let def = p.register("aplikasi")?;
    p.wewenang(&def, Tindakan::Impor).map(|_| ())
}

/// The units for which this account may enter what the file names no owner for.
fn unit(p: &Permintaan) -> Vec<(String, String)> {
    let Some(akun) = p.pelaku.akun() else {
        return Vec::new();
    };
    let semua = akun.peran.iter().any(|(peran, _)| *peran == Peran::Administrator);
    let punya = akun.unit_sebagai(&[Peran::Penghubung]);
    let hari = p.profil.kalender.setempat(p.app.store.jam().kini()).date();
    p.profil
        .unit
        .iter()
        .filter(|u| u.sampai.is_none_or(|s| s >= hari))
        .filter(|u| semua || punya.contains(&&u.kode))
        .map(|u| (u.kode.to_string(), u.nama.clone()))
        .collect()
}

/// A file that waits, with the unit that was chosen.
struct Menunggu {
    isi: String,
    opd: String,
}

impl Menunggu {
    async fn simpan(&self, p: &Permintaan) -> Result<String, Galat> {
        let rahasia = rahasia_baru();
        let isi: Peta = [("isi", &self.isi), ("opd", &self.opd)]
            .map(|(k, v)| (k.to_owned(), Value::from(v.as_str())))
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

    async fn ambil(p: &Permintaan, rahasia: &str) -> Result<Self, Galat> {
        let ada = p.app.store.draf(p.daerah(), &kunci(rahasia)).await?;
        let milik = p.akun()?.id;
        let teks = |isi: &Peta, k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default().to_owned();
        match ada {
            Some((Some(pemilik), isi)) if pemilik == milik => Ok(Menunggu {
                isi: teks(&isi, "isi"),
                opd: teks(&isi, "opd"),
            }),
            _ => Err(Galat::medan(
                "berkas",
                "Berkas ini menunggu terlalu lama dan sudah dihapus. Pilih sekali lagi.",
            )),
        }
    }

    /// What it would change now.
    async fn rencana(&self, t: &Tanya) -> Result<Rencana, Galat> {
        let isi = self.isi.clone();
        let berkas: Berkas = tokio::task::spawn_blocking(move || baca::baca(isi.as_bytes()))
            .await
            .map_err(|e| Galat::dalam("reading an exchange file", e))??;
        let pilihan = unit(&t.p);
        let bawaan = pilihan.iter().map(|(k, _)| k.as_str()).find(|k| *k == self.opd);
        let kini = t.p.app.store.jam().kini();
        let ada = |u: &str| t.p.profil.unit(u).is_some();
        Ok(susun(&t.graf, &berkas, ada, bawaan, || IdEntri::baru(kini)))
    }
}

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    boleh(&t.p)?;
    Ok(pilih(&t.p, &[], StatusCode::OK))
}

pub(crate) async fn kirim(
    p: Permintaan,
    Extension(ingatan): Extension<Arc<Ingatan>>,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    let t = Tanya::baru(p, BTreeMap::new(), &ingatan).await?;
    boleh(&t.p)?;
    let hasil = if f.ada(TITIPAN) {
        sungguh(&t, f.teks(TITIPAN)).await
    } else {
        periksa(&t, &mut f).await
    };
    match hasil {
        Err(Galat::Isian(v)) => Ok(pilih(&t.p, &v, StatusCode::UNPROCESSABLE_ENTITY)),
        hasil => Ok(hasil?),
    }
}

async fn periksa(t: &Tanya, f: &mut Formulir) -> Result<Response, Galat> {
    let u = std::mem::take(&mut f.berkas)
        .into_iter()
        .find(|u| u.medan == "berkas");
    let u = u.ok_or_else(|| Galat::medan("berkas", "Pilih berkas pertukaran ArchiMate (.xml)."))?;
    if u.isi.len() > MAKS {
        return Err(Galat::medan(
            "berkas",
            "Berkas ini terlalu besar. Paling besar 20 MB.",
        ));
    }
    let isi = String::from_utf8(u.isi).map_err(|_| {
        Galat::medan(
            "berkas",
            "Berkas ini bukan teks UTF-8. Ekspor lagi dari alat pembuatnya.",
        )
    })?;
    let m = Menunggu {
        isi,
        opd: f.teks("opd").to_owned(),
    };
    let r = m.rencana(t).await?;
    let rahasia = m.simpan(&t.p).await?;
    Ok(tinjau(&t.p, &r, &rahasia))
}

/// A refused change: name and why.
type Tolakan = (String, Galat);

/// The file stays for its hour: confirming twice does nothing twice, since what was new is known then.
async fn sungguh(t: &Tanya, rahasia: &str) -> Result<Response, Galat> {
    let m = Menunggu::ambil(&t.p, rahasia).await?;
    let r = m.rencana(t).await?;
    let mut tolakan: Vec<Tolakan> = Vec::new();
    let (mut dibuat, mut diubah) = (0, 0);
    for b in &r.butir {
        let (Apa::Baru(isi), Some(d)) = (&b.apa, b.domain) else {
            continue;
        };
        let aksi = Aksi::Buat {
            register: d.register().to_owned(),
            id: b.id,
            isi: isi.clone(),
        };
        match jalankan(&t.p, aksi).await {
            Ok(()) => dibuat += 1,
            Err(Galat::Dalam(g)) => return Err(Galat::Dalam(g)),
            Err(g) => tolakan.push((b.nama.clone(), g)),
        }
    }
    for b in &r.butir {
        match ubah(&t.p, b).await {
            Ok(true) => diubah += 1,
            Ok(false) => {}
            Err(Galat::Dalam(g)) => return Err(Galat::Dalam(g)),
            Err(g) => tolakan.push((b.nama.clone(), g)),
        }
    }
    Ok(selesai(&t.p, dibuat, diubah, &tolakan))
}

async fn jalankan(p: &Permintaan, aksi: Aksi) -> Result<(), Galat> {
    let perintah = Perintah {
        daerah: p.daerah().clone(),
        pelaku: p.pelaku.clone(),
        kini: p.app.store.jam().kini(),
        aksi,
        kunci: None,
    };
    p.app.store.jalankan(perintah).await.map(|_| ())
}

/// Gives an entry its new name and its further links; whether there was anything to do.
async fn ubah(p: &Permintaan, b: &Butir) -> Result<bool, Galat> {
    let nama = match &b.apa {
        Apa::Ganti(nama) => Some(nama),
        Apa::Lewat(_) => return Ok(false),
        _ => None,
    };
    if nama.is_none() && b.kait.is_empty() {
        return Ok(false);
    }
    let e = match p.app.store.entri(p.daerah(), &p.pelaku, b.id).await {
        Ok(t) => t.entri,
        // It was refused when it was to be made, and told of then.
        Err(Galat::TidakDitemukan) if matches!(b.apa, Apa::Baru(_)) => return Ok(false),
        Err(g) => return Err(g),
    };
    let mut tambal = dengan_kait(&e.isi, &b.kait);
    if let Some(nama) = nama {
        tambal.insert("nama".into(), nama.as_str().into());
    }
    let aksi = Aksi::Ubah {
        id: b.id,
        versi: e.versi,
        tambal,
    };
    jalankan(p, aksi).await.map(|()| true)
}

fn kaki(p: &Permintaan) -> Markup {
    let b = p.b;
    html! { a.tautan-balik href=(p.ke("/kerja/arsitektur")) { (b.t("Papan arsitektur")) } }
}

fn pilih(p: &Permintaan, galat: &[GalatMedan], status: StatusCode) -> Response {
    let b = p.b;
    let pesan = galat
        .iter()
        .find(|g| g.medan == "berkas")
        .map(|g| g.pesan.dalam(b));
    let judul = b.t("Masukkan berkas ArchiMate");
    let isi = html! {
        (kaki(p))
        div.kolom {
            h1 { (judul) }
            p { (b.t("Berkas pertukaran ArchiMate 3 dari Archi atau alat lain. Entri dikenali dari pengenalnya: yang pernah diunduh dari sini diperbarui, yang lain menjadi entri baru. Berkas diperiksa dulu; belum ada yang tersimpan sampai Anda menyetujuinya.")) }
            form method="post" action=(p.ke(JALUR)) enctype="multipart/form-data" {
                (ui::formulir::csrf(p.csrf()))
                div.medan .medan-galat[pesan.is_some()] {
                    label for="m-berkas" { (b.t("Berkas ArchiMate (.xml)")) }
                    p.bantuan #m-berkas-bantuan { (b.t("Paling besar 20 MB. Di Archi: File › Export › Model to Open Exchange File.")) }
                    @if let Some(s) = &pesan { p.galat #m-berkas-galat { span.sembunyi-visual { (b.t("Kesalahan")) ": " } (s) } }
                    input #m-berkas type="file" name="berkas" accept=".xml,application/xml,text/xml"
                        aria-describedby=(if pesan.is_some() { "m-berkas-bantuan m-berkas-galat" } else { "m-berkas-bantuan" })
                        aria-invalid=[pesan.as_ref().map(|_| "true")];
                }
                div.medan {
                    label for="m-opd" { (b.t("Pemilik entri baru")) }
                    p.bantuan #m-opd-bantuan { (b.t("Untuk unsur yang tidak menyebut perangkat daerahnya (sifat opd).")) }
                    select #m-opd name="opd" aria-describedby="m-opd-bantuan" {
                        option value="" { (b.t("Lewati yang tidak menyebutnya")) }
                        @for (kode, nama) in unit(p) { option value=(kode) { (nama) } }
                    }
                }
                div.tombol-baris {
                    button.tombol type="submit" { (b.t("Periksa berkas")) }
                    a href=(p.ke("/kerja/arsitektur")) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, "arsitektur", isi);
    *r.status_mut() = status;
    r
}

fn n(n: usize) -> String {
    ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What happens with an element, in words.
fn kata(p: &Permintaan, x: &Butir) -> (&'static str, String) {
    let b = p.b;
    let (warna, mut kata) = match &x.apa {
        Apa::Baru(_) => ("hijau", b.t("Entri baru").to_owned()),
        Apa::Ganti(nama) => ("biru", b.isi("Namanya menjadi {nama}", &[("nama", nama)])),
        Apa::Sama => ("abu", b.t("Sudah ada").to_owned()),
        Apa::Lewat(l) => ("jingga", b.t(l.label()).to_owned()),
    };
    if !x.kait.is_empty() {
        kata.push_str("; ");
        kata.push_str(&b.isi("{n} kaitan ditambahkan", &[("n", &x.kait.len().to_string())]));
    }
    (warna, kata)
}

fn tinjau(p: &Permintaan, r: &Rencana, rahasia: &str) -> Response {
    let b = p.b;
    let baru = r.butir.iter().filter(|x| matches!(x.apa, Apa::Baru(_))).count();
    let ubah = |x: &&Butir| {
        !matches!(x.apa, Apa::Baru(_) | Apa::Lewat(_)) && (x.apa != Apa::Sama || !x.kait.is_empty())
    };
    let ubah = r.butir.iter().filter(ubah).count();
    let mut tampil: Vec<&Butir> = r
        .butir
        .iter()
        .filter(|x| x.apa != Apa::Sama || !x.kait.is_empty())
        .collect();
    let semua = tampil.len();
    tampil.truncate(MAKS_TAMPIL);
    let judul = b.isi(
        "{baru} entri baru, {ubah} berubah",
        &[("baru", &n(baru)), ("ubah", &n(ubah))],
    );
    let isi = html! {
        a.tautan-balik href=(p.ke(JALUR)) { (b.t("Pilih berkas lain")) }
        h1 { (judul) }
        p { (b.isi("{n} unsur sudah diperiksa. Belum ada yang tersimpan.", &[("n", &n(r.butir.len()))])) }
        @if r.hubungan_lewat > 0 {
            p { (b.isi("{n} hubungan dilewati: jenisnya tidak ada padanannya, atau ujungnya dilewati.", &[("n", &n(r.hubungan_lewat))])) }
        }
        @if baru + ubah > 0 {
            form method="post" action=(p.ke(JALUR)) {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name=(TITIPAN) value=(rahasia);
                div.tombol-baris {
                    button.tombol type="submit" { (b.t("Masukkan")) }
                    a href=(p.ke("/kerja/arsitektur")) { (b.t("Batal")) }
                }
            }
        }
        @if tampil.is_empty() { p { (b.t("Tidak ada yang berubah.")) } } @else {
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (b.t("Apa yang terjadi dengan setiap unsur")) }
                thead { tr { @for k in ["Unsur", "Jenis", "Yang terjadi"] { th scope="col" { (b.t(k)) } } } }
                tbody { @for x in &tampil {
                    @let (warna, apa) = kata(p, x);
                    tr {
                        td { (x.nama) @if !x.nomor.is_empty() { " (" (x.nomor) ")" } }
                        td data-label=(b.t("Jenis")) { (x.jenis) }
                        td data-label=(b.t("Yang terjadi")) { (ui::tampil::tanda_kata(warna, &apa)) }
                    }
                } }
            } }
            @if tampil.len() < semua { p.jelaskan { (b.isi("Ditampilkan {tampil} dari {semua} baris.", &[("tampil", &n(tampil.len())), ("semua", &n(semua))])) } }
        }
    };
    p.ruang(&judul, "arsitektur", isi).into_response()
}

fn selesai(p: &Permintaan, dibuat: usize, diubah: usize, tolakan: &[Tolakan]) -> Response {
    let b = p.b;
    let judul = b.isi(
        "{dibuat} entri dibuat, {diubah} diubah",
        &[("dibuat", &n(dibuat)), ("diubah", &n(diubah))],
    );
    let isi = html! {
        (kaki(p))
        h1 { (judul) }
        @if !tolakan.is_empty() {
            h2 { (b.isi("{n} ditolak", &[("n", &n(tolakan.len()))])) }
            div.gulir tabindex="0" { table.tabel {
                caption.sembunyi-visual { (b.t("Yang ditolak, dan mengapa")) }
                thead { tr { th scope="col" { (b.t("Unsur")) } th scope="col" { (b.t("Mengapa")) } } }
                tbody { @for (nama, g) in tolakan.iter().take(MAKS_TAMPIL) { tr {
                    td { (nama) }
                    td data-label=(b.t("Mengapa")) {
                        @if g.isian().is_empty() { (g.pesan().dalam(b)) }
                        @for m in g.isian() { (m.medan) ": " (m.pesan.dalam(b)) " " }
                    }
                } } }
            } }
        }
        div.tombol-baris {
            a.tombol href=(p.ke("/kerja/arsitektur")) { (b.t("Papan arsitektur")) }
            a.tombol.tombol-dua href=(p.ke(JALUR)) { (b.t("Masukkan berkas lain")) }
        }
    };
    p.ruang(&judul, "arsitektur", isi).into_response()
}
