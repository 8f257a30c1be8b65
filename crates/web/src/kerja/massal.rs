//! One step for many entries: asked once, carried out one by one, told one by one.

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{Aksi, Galat, GalatMedan, Langkah, Peta, RegisterDef, Siapa};
use maud::{Markup, html};
use ui::formulir::Isian;

use crate::{Formulir, Gagal, Permintaan};

/// Most entries at once: a page of the list.
const MAKS: usize = 100;

/// The row of a step that this account's roles may take for many entries at once.
fn cari<'a>(p: &Permintaan, def: &'a RegisterDef, kode: &str) -> Result<&'a Langkah, Galat> {
    let ber = |s: &Siapa| matches!(s, Siapa::Peran(r) if p.pelaku.akun().is_some_and(|a| a.ber(*r)));
    let l = def
        .lifecycle
        .langkah
        .iter()
        .find(|l| l.kode == kode && l.massal)
        .ok_or(Galat::TidakDitemukan)?;
    if l.oleh.iter().any(ber) {
        Ok(l)
    } else {
        Err(Galat::Ditolak("Langkah ini bukan wewenang peran Anda.".into()))
    }
}

fn tanya(
    p: &Permintaan,
    def: &RegisterDef,
    l: &Langkah,
    nomor: &[String],
    f: &Formulir,
    galat: &[GalatMedan],
) -> Response {
    let b = p.b;
    let dasar = p.ke(&format!("/kerja/{}", def.kode));
    let kosong = Peta::new();
    let mentah = f.ada("_kirim").then_some(&f.medan);
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: &kosong,
        mentah,
        galat,
        awal: "",
    };
    let n = nomor.len().to_string();
    let judul = b.isi("{langkah}: {n} entri", &[("langkah", b.t(&l.label)), ("n", &n)]);
    let isi = html! {
        a.tautan-balik href=(dasar) { (b.t(&def.label)) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &l.isian))
            h1 { (judul) }
            @if nomor.is_empty() {
                p { (b.t("Belum ada entri yang dipilih. Kembali ke daftar, centang barisnya, lalu pilih tindakan.")) }
            } @else {
                p { (b.t(&l.akibat)) }
                p { (nomor.join(", ")) }
                form method="post" action={ (dasar) "/massal" } data-jaga {
                    (ui::formulir::csrf(p.csrf()))
                    input type="hidden" name="langkah" value=(l.kode);
                    input type="hidden" name="_kirim" value="ya";
                    @for n in nomor { input type="hidden" name="id" value=(n); }
                    (ui::formulir::semua(&i, &l.isian))
                    div.tombol-baris {
                        button.tombol type="submit" { (b.t(&l.label)) }
                        a href=(dasar) { (b.t("Batal")) }
                    }
                }
            }
        }
    };
    let mut r = p.ruang(&judul, &def.kode, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

pub(super) async fn kirim(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    let daftar = p.ke(&format!("/kerja/{register}"));
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &daftar).await?);
    }
    let def = p.register(&register)?;
    let l = cari(&p, &def, f.teks("langkah"))?;
    let nomor: Vec<String> = f
        .medan
        .get("id")
        .into_iter()
        .flatten()
        .take(MAKS)
        .cloned()
        .collect();
    if !f.ada("_kirim") || nomor.is_empty() {
        return Ok(tanya(&p, &def, l, &nomor, &f, &[]));
    }
    let (isian, galat) = p.baca_isian(&l.isian, &mut f).await?;
    if !galat.is_empty() {
        return Ok(tanya(&p, &def, l, &nomor, &f, &galat));
    }
    if let Err(galat) = kernel::nilai::periksa_objek(&l.isian, &isian, &p.profil) {
        return Ok(tanya(&p, &def, l, &nomor, &f, &galat));
    }
    let mut hasil: Vec<(String, Result<(), Galat>)> = Vec::new();
    for n in &nomor {
        let satu = async {
            let t = p
                .app
                .store
                .entri_bernomor(p.daerah(), &p.pelaku, &register, n)
                .await?;
            let aksi = Aksi::Langkah {
                id: t.entri.id,
                versi: None,
                langkah: l.kode.to_string(),
                isian: isian.clone(),
            };
            p.app.store.jalankan(p.perintah(aksi)).await.map(|_| ())
        };
        hasil.push((n.clone(), satu.await));
    }
    Ok(laporan(&p, &def, l, &hasil))
}

fn laporan(
    p: &Permintaan,
    def: &RegisterDef,
    l: &Langkah,
    hasil: &[(String, Result<(), Galat>)],
) -> Response {
    let b = p.b;
    let baik = hasil.iter().filter(|(_, h)| h.is_ok()).count();
    let dasar = p.ke(&format!("/kerja/{}", def.kode));
    let judul = b.isi(
        "{langkah}: {baik} dari {n} entri berhasil",
        &[
            ("langkah", b.t(&l.label)),
            ("baik", &baik.to_string()),
            ("n", &hasil.len().to_string()),
        ],
    );
    let sebab = |g: &Galat| -> Markup {
        html! {
            @if g.isian().is_empty() { (g.pesan().dalam(b)) }
            @for m in g.isian() { (m.medan) ": " (m.pesan.dalam(b)) " " }
        }
    };
    let isi = html! {
        a.tautan-balik href=(dasar) { (b.t(&def.label)) }
        h1 { (judul) }
        table.tabel {
            thead { tr { th scope="col" { (b.t("Nomor")) } th scope="col" { (b.t("Hasil")) } } }
            tbody { @for (n, h) in hasil {
                tr data-baris=(n) {
                    td data-label=(b.t("Nomor")) { a href=(p.alamat_entri(&def.kode, n)) { (n) } }
                    td data-label=(b.t("Hasil")) {
                        @match h {
                            Ok(()) => (ui::tampil::tanda_kata("hijau", b.t("Berhasil"))),
                            Err(g) => { (ui::tampil::tanda_kata("merah", b.t("Tidak dilakukan"))) " " (sebab(g)) },
                        }
                    }
                }
            } }
        }
        p { a.tombol.tombol-dua href=(dasar) { (b.t("Kembali ke daftar")) } }
    };
    p.ruang(&judul, &def.kode, isi)
}
