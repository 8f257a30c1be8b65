//! Templates offered where an answer is written. Choosing one is a question to the same page, so it works without
//! JavaScript; the text stands in the field to be finished by a person.

use kernel::{Entri, Galat, Pandangan, Peta, izin::Tindakan};
use layanan::templat::{self, DIPAKAI, KODE};
use maud::{Markup, html};
use serde_json::Value;
use store::{Daftar, Saringan, Tampak, Urut};
use web::{Permintaan, TeksSiap};

/// Most templates offered.
const MAKS: usize = 200;

/// The field that a step's text goes into; none for steps without templates.
pub(crate) fn medan(langkah: &str) -> Option<&'static str> {
    match langkah {
        "kerjakan" | "jawab" => Some("jawaban"),
        "tunda" => Some("pesan"),
        _ => None,
    }
}

/// The templates of the unit that holds the complaint, for this step and category, as far as this account reads them.
async fn semua(p: &Permintaan, e: &Entri, langkah: &str) -> Result<Vec<Tampak>, Galat> {
    let def = p.register(KODE)?;
    let Ok(w) = p.wewenang(&def, Tindakan::Baca) else {
        return Ok(Vec::new());
    };
    let d = Daftar {
        saring: Saringan {
            keadaan: vec![DIPAKAI.to_owned()],
            pemegang: vec![e.pemegang.0.clone()],
            ..Saringan::default()
        },
        urut: Urut::default(),
        setelah: None,
        batas: MAKS,
    };
    let mut semua = p.app.store.daftar(&w, &p.pelaku, &d).await?.entri;
    semua.retain(|t| {
        let e_t = &t.entri;
        let kategori = e_t.teks("kategori");
        let guna = e_t.isi.get("guna").and_then(Value::as_array);
        t.pandangan >= Pandangan::Dinas
            && (kategori.is_empty() || kategori == e.teks("kategori"))
            && guna.is_some_and(|g| g.iter().any(|g| g == langkah))
    });
    semua.sort_by(|a, b| a.judul.cmp(&b.judul));
    Ok(semua)
}

/// The number of the template that the address asks for.
fn diminta(p: &Permintaan) -> Option<String> {
    let (_, tanya) = p.jalur.split_once('?')?;
    let nilai = tanya.split('&').find_map(|s| s.strip_prefix("templat="))?;
    let nilai = percent_encoding::percent_decode_str(nilai).decode_utf8().ok()?;
    (!nilai.is_empty()).then(|| nilai.into_owned())
}

/// The text of the template that was chosen, filled in.
pub(crate) async fn usul(p: &Permintaan, e: &Entri, langkah: &str) -> Result<Peta, Galat> {
    let mut usul = Peta::new();
    let (Some(nomor), Some(medan)) = (diminta(p), medan(langkah)) else {
        return Ok(usul);
    };
    let semua = semua(p, e, langkah).await?;
    if let Some(t) = semua.iter().find(|t| t.entri.nomor == nomor) {
        let teks = templat::isi(t.entri.teks("teks"), &p.profil, e);
        usul.insert(medan.to_owned(), teks.into());
    }
    Ok(usul)
}

/// The templates that fit all of several complaints: held by one unit, and of every category or of their common one. As
/// they go to several citizens at once, what differs from report to report is left open in them.
pub(crate) async fn bersama(
    p: &Permintaan,
    semua_e: &[&Entri],
    langkah: &str,
) -> Result<Option<TeksSiap>, Galat> {
    let (Some(medan), Some((pertama, lain))) = (medan(langkah), semua_e.split_first()) else {
        return Ok(None);
    };
    if lain.iter().any(|e| e.pemegang != pertama.pemegang) {
        return Ok(None);
    }
    let kategori = |e: &Entri| e.teks("kategori").to_owned();
    let sama = lain.iter().all(|e| kategori(e) == kategori(pertama));
    let mut semua = semua(p, pertama, langkah).await?;
    semua.retain(|t| sama || t.entri.teks("kategori").is_empty());
    let mut contoh = (*pertama).clone();
    if !lain.is_empty() {
        contoh.nomor.clear();
        contoh.jatuh = None;
        contoh.isi.retain(|m, _| sama && m == "kategori");
    }
    let satu = |t: Tampak| {
        let teks = templat::isi(t.entri.teks("teks"), &p.profil, &contoh);
        (t.entri.nomor, t.judul, teks)
    };
    Ok(Some(TeksSiap {
        label: "Templat jawaban".into(),
        medan: medan.into(),
        pilihan: semua.into_iter().map(satu).collect(),
    }))
}

/// The choice above the form.
pub(crate) async fn pilih(p: &Permintaan, e: &Entri, langkah: &str) -> Result<Markup, Galat> {
    let b = p.b;
    let semua = semua(p, e, langkah).await?;
    if semua.is_empty() {
        return Ok(html! {});
    }
    let kini = diminta(p);
    let ke = format!("{}/langkah/{langkah}", p.alamat_entri(&e.register, &e.nomor));
    Ok(html! {
        form.saringan method="get" action=(ke) {
            div.medan {
                label for="templat" { (b.t("Templat jawaban")) }
                select #templat name="templat" {
                    option value="" { (b.t("Tanpa templat")) }
                    @for t in &semua { option value=(t.entri.nomor) selected[kini.as_deref() == Some(t.entri.nomor.as_str())] { (t.judul) } }
                }
            }
            button.tombol.tombol-dua type="submit" { (b.t("Pakai templat")) }
        }
        p.jelaskan { (b.t("Pilih templat sebelum mengetik; teksnya masuk ke isian dan dapat Anda ubah. Tanda … perlu Anda lengkapi.")) }
    })
}
