//! One step for many entries: asked once, carried out one by one, told one by one.

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::{Aksi, Entri, Galat, GalatMedan, Langkah, Medan, Peta, RegisterDef, Siapa};
use maud::{Markup, html};
use store::Tampak;
use ui::formulir::Isian;

use crate::{Formulir, Gagal, Permintaan, TeksSiap, lihat};

/// Most entries at once: a page of the list.
const MAKS: usize = 100;

/// The row of a step that this account's roles may take for many entries at once.
fn cari<'a>(p: &Permintaan, def: &'a RegisterDef, kode: &str) -> Result<&'a Langkah, Galat> {
    let ber = |s: &Siapa| p.pelaku.memegang(&p.profil, *s);
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

async fn tanya(
    p: &Permintaan,
    def: &RegisterDef,
    l: &Langkah,
    entri: &[Terpilih],
    f: &Formulir,
    galat: &[GalatMedan],
) -> Result<Response, Galat> {
    let b = p.b;
    let dasar = p.ke(&format!("/kerja/{}", def.kode));
    let terbuka: Vec<&Entri> = entri
        .iter()
        .filter_map(|(_, t)| Some(&t.as_ref().ok()?.entri))
        .collect();
    let pilihan = p.teks_pendamping(&terbuka, &l.kode).await?;
    let mentah = f.ada("_kirim").then_some(&f.medan);
    // A text that was chosen stands in its field, to be finished by a person.
    let mut nilai = Peta::new();
    for t in &pilihan {
        if let Some(teks) = t.terpilih(f) {
            nilai.insert(t.medan.to_string(), teks.into());
        }
    }
    let i = Isian {
        mentah,
        ..Isian::baru(b, &p.profil, &nilai, galat)
    };
    let n = entri.len().to_string();
    let nomor: Vec<&str> = entri.iter().map(|(n, _)| n.as_str()).collect();
    let medan = isian(def, l, entri);
    let judul = b.isi("{langkah}: {n} entri", &[("langkah", b.t(&l.label)), ("n", &n)]);
    let isi = html! {
        a.tautan-balik href=(dasar) { (b.t(&def.label)) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &medan))
            h1 { (judul) }
            @if nomor.is_empty() {
                p { (b.t("Belum ada entri yang dipilih. Kembali ke daftar, centang barisnya, lalu pilih tindakan.")) }
            } @else {
                p { (b.t(&l.akibat)) }
                p { (nomor.join(", ")) }
                @for t in &pilihan { (teks_siap(p, &dasar, l, &nomor, t, f)) }
                form method="post" action={ (dasar) "/massal" } data-jaga {
                    (ui::formulir::csrf(p.csrf()))
                    input type="hidden" name="langkah" value=(l.kode);
                    input type="hidden" name="_kirim" value="ya";
                    @for n in &nomor { input type="hidden" name="id" value=(n); }
                    (ui::formulir::semua(&i, &medan))
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
    Ok(r)
}

/// The choice of a ready text above the form: a question to the same page, before anything is typed.
fn teks_siap(p: &Permintaan, dasar: &str, l: &Langkah, nomor: &[&str], t: &TeksSiap, f: &Formulir) -> Markup {
    let b = p.b;
    html! {
        form.saringan method="post" action={ (dasar) "/massal" } {
            (ui::formulir::csrf(p.csrf()))
            input type="hidden" name="langkah" value=(l.kode);
            @for n in nomor { input type="hidden" name="id" value=(n); }
            div.medan {
                label for="siap" { (b.t(&t.label)) }
                select #siap name=(TeksSiap::MASUKAN) {
                    option value="" { (b.t("Tanpa templat")) }
                    @for (kode, judul, _) in &t.pilihan { option value=(kode) selected[f.teks(TeksSiap::MASUKAN) == kode] { (judul) } }
                }
            }
            button.tombol.tombol-dua type="submit" { (b.t("Pakai templat")) }
        }
    }
}

/// An entry that was ticked, as far as this account knows of it.
type Terpilih = (String, Result<Tampak, Galat>);

async fn buka(p: &Permintaan, register: &str, nomor: Vec<String>) -> Vec<Terpilih> {
    let mut semua = Vec::with_capacity(nomor.len());
    for n in nomor {
        let t = p
            .app
            .store
            .entri_bernomor(p.daerah(), &p.pelaku, register, &n)
            .await;
        semua.push((n, t));
    }
    semua
}

/// What the step asks of these entries: it may ask less from one state than from another.
fn isian(def: &RegisterDef, l: &Langkah, entri: &[Terpilih]) -> Vec<Medan> {
    let mut semua: Vec<Medan> = Vec::new();
    let baris = entri.iter().filter_map(|(_, t)| t.as_ref().ok());
    for l in baris.filter_map(|t| def.lifecycle.langkah(&l.kode, &t.entri.keadaan)) {
        for m in &l.isian {
            if semua.iter().all(|s| s.nama != m.nama) {
                semua.push(m.clone());
            }
        }
    }
    if semua.is_empty() { l.isian.clone() } else { semua }
}

/// The rows that were ticked.
fn dipilih(f: &Formulir) -> Vec<String> {
    let semua = f.medan.get("id").into_iter().flatten();
    semua.take(MAKS).cloned().collect()
}

/// The question again, for who had to log in before it was answered; without one, back to the list.
pub(super) async fn lagi(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let def = p.register(&register)?;
    let Some(medan) = p.ambil_titipan(&p.jalur).await? else {
        return Ok(lihat(&p.ke(&format!("/kerja/{register}"))));
    };
    let f = Formulir {
        medan,
        berkas: Vec::new(),
    };
    let l = cari(&p, &def, f.teks("langkah"))?;
    let entri = buka(&p, &register, dipilih(&f)).await;
    Ok(tanya(&p, &def, l, &entri, &f, &[]).await?)
}

pub(super) async fn kirim(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    mut f: Formulir,
) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let def = p.register(&register)?;
    let l = cari(&p, &def, f.teks("langkah"))?;
    let entri = buka(&p, &register, dipilih(&f)).await;
    if !f.ada("_kirim") || entri.is_empty() {
        return Ok(tanya(&p, &def, l, &entri, &f, &[]).await?);
    }
    let medan = isian(&def, l, &entri);
    let dibaca = match p.baca_isian(&medan, &mut f).await {
        Ok((isian, galat)) if galat.is_empty() => {
            kernel::nilai::periksa_objek(&medan, &isian, &p.profil).map(|_| isian)
        }
        Ok((_, galat)) | Err(Galat::Isian(galat)) => Err(galat),
        Err(g) => return Err(g.into()),
    };
    let isian = match dibaca {
        Ok(isian) => isian,
        Err(galat) => return Ok(tanya(&p, &def, l, &entri, &f, &galat).await?),
    };
    let mut hasil: Vec<(String, Result<(), Galat>)> = Vec::new();
    for (n, t) in entri {
        let satu = async {
            let e = t?.entri;
            let mut isian = isian.clone();
            if let Some(l) = def.lifecycle.langkah(&l.kode, &e.keadaan) {
                isian.retain(|k, _| l.isian.iter().any(|m| m.nama == k.as_str()));
            }
            let aksi = Aksi::Langkah {
                id: e.id,
                versi: None,
                langkah: l.kode.to_string(),
                isian,
            };
            p.app.store.jalankan(p.perintah(aksi)).await.map(|_| ())
        };
        hasil.push((n, satu.await));
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
