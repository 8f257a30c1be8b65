//! Search as people type: one box over services, regulations, public reports and terms. What is written as it is spoken
//! ("ktp ilang", "ngurus kk") finds too, and when no entry has all the words, those with most of them are shown and the
//! page says so.

use axum::{Router, extract::Query, response::Response, routing::get};
use kernel::{Galat, Pelaku, izin::Wewenang, profil::potong};
use maud::{Markup, html};
use serde::Deserialize;
use store::{Daftar, Saringan, Tampak, Urut};
use web::{Aplikasi, Gagal, Permintaan};

use crate::{
    istilah, layanan,
    pengaduan::{self, baris_laporan},
    umum,
};

/// Most results of each kind on the page of all results.
const BATAS: usize = 8;
/// Most words looked for one by one.
const MAKS_KATA: usize = 8;
/// Words that stand in every question and in no name.
const ABAIKAN: [&str; 16] = [
    "apa",
    "bagaimana",
    "buat",
    "cara",
    "dan",
    "dari",
    "di",
    "gimana",
    "ingin",
    "ke",
    "mau",
    "saya",
    "untuk",
    "urus",
    "yang",
    "how",
];

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new().route("/{daerah}/cari", get(halaman))
}

/// The query of pages with a search box.
#[derive(Deserialize)]
pub(crate) struct Kata {
    /// What was typed.
    #[serde(default)]
    pub(crate) q: String,
}

/// What was found; by other words than those typed when `kata` holds some.
pub(crate) struct Temuan {
    pub(crate) entri: Vec<Tampak>,
    /// The words that were found, as they are written.
    pub(crate) kata: Vec<String>,
    /// Each entry has a form of every word.
    pub(crate) lengkap: bool,
}

/// Looks for all words; finding nothing, for each word alone (and as it would be written), keeping the entries in
/// which most of them occur. O(words × page).
pub(crate) async fn longgar(
    p: &Permintaan,
    w: &Wewenang,
    saring: &Saringan,
    urut: &Urut,
    batas: usize,
) -> Result<Temuan, Galat> {
    let entri = cari(p, w, saring, urut, batas).await?;
    if !entri.is_empty() || saring.kata.trim().is_empty() {
        return Ok(Temuan {
            entri,
            kata: Vec::new(),
            lengkap: true,
        });
    }
    let mut semua: Vec<(usize, Tampak)> = Vec::new();
    let dicari = kata(&saring.kata);
    let mut kata = Vec::new();
    for k in &dicari {
        for bentuk in bentuk(k) {
            let satu = Saringan {
                kata: bentuk.clone(),
                ..saring.clone()
            };
            let ada = cari(p, w, &satu, urut, batas).await?;
            if ada.is_empty() {
                continue;
            }
            for t in ada {
                match semua.iter_mut().find(|(_, lama)| lama.entri.id == t.entri.id) {
                    Some((n, _)) => *n += 1,
                    None => semua.push((1, t)),
                }
            }
            kata.push(bentuk);
            break;
        }
    }
    let terbanyak = semua.iter().map(|(n, _)| *n).max().unwrap_or(0);
    let entri = semua
        .into_iter()
        .filter(|(n, _)| *n == terbanyak)
        .map(|(_, t)| t)
        .collect();
    let lengkap = terbanyak == dicari.len();
    Ok(Temuan { entri, kata, lengkap })
}

async fn cari(
    p: &Permintaan,
    w: &Wewenang,
    s: &Saringan,
    urut: &Urut,
    batas: usize,
) -> Result<Vec<Tampak>, Galat> {
    let d = Daftar {
        saring: s.clone(),
        urut: urut.clone(),
        setelah: None,
        batas,
    };
    Ok(p.app.store.daftar(w, &Pelaku::Publik, &d).await?.entri)
}

/// The words worth looking for.
fn kata(teks: &str) -> Vec<String> {
    let mut hasil: Vec<String> = Vec::new();
    for k in teks.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase) {
        if k.chars().count() > 1 && !ABAIKAN.contains(&k.as_str()) && !hasil.contains(&k) {
            hasil.push(k);
        }
    }
    hasil.truncate(MAKS_KATA);
    hasil
}

/// A word as typed, and as it is written where speech drops the h ("ilang") or begins with ng- ("ngurus").
fn bentuk(k: &str) -> Vec<String> {
    let mut hasil = vec![k.to_owned()];
    if k.starts_with(['a', 'i', 'u', 'e', 'o']) {
        hasil.push(format!("h{k}"));
    }
    for awal in ["nge", "ng"] {
        if let Some(sisa) = k.strip_prefix(awal).filter(|s| s.chars().count() > 2) {
            hasil.push(sisa.to_owned());
        }
    }
    hasil
}

/// What to say above results that do not have the words as they were typed.
pub(crate) fn sebagian(p: &Permintaan, q: &str, t: &Temuan) -> Markup {
    html! {
        @if !t.kata.is_empty() && t.lengkap {
            p role="status" { (p.b.isi("Hasil untuk “{kata}”.", &[("kata", &t.kata.join(" "))])) }
        } @else if !t.kata.is_empty() {
            p role="status" { (p.b.isi("Tidak ada yang memuat semua kata “{q}”. Ini yang memuat: {kata}.", &[("q", q), ("kata", &t.kata.join(", "))])) }
        }
    }
}

async fn halaman(p: Permintaan, Query(k): Query<Kata>) -> Result<Response, Gagal> {
    let b = p.b;
    let q = potong(k.q.trim(), 200);
    let judul = b.t("Hasil pencarian");
    if q.is_empty() {
        let isi = html! {
            h1 { (b.t("Cari")) }
            (umum::kotak_cari(b, &p.ke("/cari"), b.t("Cari layanan, peraturan, laporan warga, atau istilah"), ""))
            p { (b.t("Tulis kata yang Anda cari, misalnya: ktp hilang.")) }
        };
        return Ok(umum::halaman(&p, b.t("Cari"), isi));
    }
    let saring = Saringan {
        kata: q.to_owned(),
        ..Saringan::default()
    };
    let (_, w) = umum::terbuka(&p, "layanan")?;
    let layanan = longgar(&p, &w, &saring, &layanan::menurut_nama(), BATAS + 1).await?;
    let (_, w) = umum::terbuka(&p, pengaduan::KODE)?;
    let laporan = cari(&p, &w, &saring, &Urut::default(), BATAS + 1).await?;
    let istilah = istilah::cari(&p, q);
    let peraturan = jdih::hasil(&p, q).await?;
    let semua = |jalur: &str| format!("{}?q={}", p.ke(jalur), ui::enkode(q));
    let kosong = layanan.entri.is_empty() && peraturan.is_none() && laporan.is_empty() && istilah.is_empty();
    let isi = html! {
        h1 { (judul) }
        (umum::kotak_cari(b, &p.ke("/cari"), b.t("Cari layanan, peraturan, laporan warga, atau istilah"), q))
        @if kosong {
            (ui::tampil::kosong(
                b.t("Tidak ada yang cocok."),
                b.t("Coba kata lain yang lebih umum, atau tanyakan lewat laporan; kami menjawabnya."),
                Some((b.t("Ajukan pertanyaan"), &p.ke("/pengaduan"))),
            ))
        }
        @if !layanan.entri.is_empty() {
            section aria-labelledby="hasil-layanan" {
                h2 #hasil-layanan { (b.t("Layanan")) }
                (sebagian(&p, q, &layanan))
                (layanan::butir(&p, layanan.entri.iter().take(BATAS)))
                @if layanan.entri.len() > BATAS { p { a href=(semua("/layanan")) { (b.t("Lihat semua layanan yang cocok")) } } }
            }
        }
        @if let Some(m) = &peraturan {
            section aria-labelledby="hasil-peraturan" {
                h2 #hasil-peraturan { (b.t("Peraturan")) }
                (m)
                p { a href=(semua("/jdih")) { (b.isi("Cari “{kata}” dalam peraturan (JDIH)", &[("kata", q)])) } }
            }
        }
        @if !laporan.is_empty() {
            section aria-labelledby="hasil-laporan" {
                h2 #hasil-laporan { (b.t("Laporan warga")) }
                (baris_laporan(&p, laporan.iter().take(BATAS))?)
                @if laporan.len() > BATAS { p { a href=(semua("/pengaduan/daftar")) { (b.t("Lihat semua laporan yang cocok")) } } }
            }
        }
        @if !istilah.is_empty() {
            section aria-labelledby="hasil-istilah" {
                h2 #hasil-istilah { (b.t("Arti istilah")) }
                (istilah::butir(&p, istilah.iter().copied().take(BATAS)))
            }
        }
    };
    Ok(umum::halaman(
        &p,
        &b.isi("Hasil pencarian “{q}”", &[("q", q)]),
        isi,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_understood() {
        assert_eq!(
            kata("cara ngurus KTP ilang di mana?"),
            ["ngurus", "ktp", "ilang", "mana"]
        );
        assert_eq!(bentuk("ilang"), ["ilang", "hilang"]);
        assert_eq!(bentuk("ngurus"), ["ngurus", "urus"]);
        assert_eq!(bentuk("kk"), ["kk"]);
    }

    #[test]
    fn signs_are_no_words() {
        assert!(
            kata("' OR 1=1; --")
                .iter()
                .all(|k| k.chars().all(char::is_alphanumeric))
        );
        assert!(kata("%%% \u{0}").is_empty());
    }
}
