//! The text of a regulation as HTML: every provision under its permanent address, references as links, defined terms
//! with their meaning where they occur. It works without JavaScript and on a narrow screen.

use std::collections::{BTreeMap, HashMap};

use maud::{Markup, PreEscaped, html};
use regulasi::{Hasil, Jenis, Ruang, Simpul};

/// A text set for reading: contents and body.
pub(crate) struct Laman {
    /// What is in it, by chapter.
    pub(crate) daftar_isi: Markup,
    /// The whole text.
    pub(crate) isi: Markup,
}

/// Longest meaning shown where a term occurs; the rest stands where it is defined.
const MAKS_ARTI: usize = 240;
/// Terms shorter than this are words of every day.
const MIN_ISTILAH: usize = 3;
/// Most terms looked for in the text.
const MAKS_ISTILAH: usize = 400;

/// A stretch of a passage that is a link.
struct Tautan<'a> {
    mulai: usize,
    akhir: usize,
    ke: &'a str,
    arti: Option<&'a str>,
}

/// A term as it is written in the text, with its definition.
struct Istilah<'a> {
    kata: &'a str,
    arti: &'a str,
    alamat: &'a str,
}

struct Penata<'h> {
    h: &'h Hasil,
    anak: Vec<Vec<usize>>,
    /// References that lead somewhere, by the address of the passage they stand in.
    rujukan: HashMap<&'h str, Vec<&'h regulasi::Rujukan>>,
    /// Longest first, so that "Arsitektur Data" is not shown as "Data".
    istilah: Vec<Istilah<'h>>,
    /// Explanations, by the address of what they explain.
    penjelasan: HashMap<&'h str, &'h str>,
    /// What is said at a provision, by its address.
    tanda: &'h BTreeMap<String, Markup>,
}

/// Sets a text, with what is to be said at its provisions. O(length × terms).
pub(crate) fn susun(h: &Hasil, tanda: &BTreeMap<String, Markup>) -> Laman {
    let mut rujukan: HashMap<&str, Vec<&regulasi::Rujukan>> = HashMap::new();
    for r in h.rujukan.iter().filter(|r| !r.sasaran.is_empty()) {
        rujukan.entry(&r.dari).or_default().push(r);
    }
    let mut istilah: Vec<Istilah> = Vec::new();
    for i in h.istilah.iter().take(MAKS_ISTILAH) {
        for kata in [Some(i.nama.as_str()), i.singkatan.as_deref()]
            .into_iter()
            .flatten()
        {
            let layak = kata.chars().count() >= MIN_ISTILAH && kata.chars().any(char::is_uppercase);
            if layak && !istilah.iter().any(|l| l.kata == kata) {
                istilah.push(Istilah {
                    kata,
                    arti: &i.isi,
                    alamat: &i.alamat,
                });
            }
        }
    }
    istilah.sort_by_key(|i| std::cmp::Reverse(i.kata.len()));
    let penjelasan = h
        .batang(Jenis::Pasal)
        .filter_map(|s| Some((s.alamat.as_str(), h.penjelasan(&s.alamat)?.alamat.as_str())))
        .collect();
    let p = Penata {
        h,
        anak: h.anak(),
        rujukan,
        istilah,
        penjelasan,
        tanda,
    };
    Laman {
        daftar_isi: p.daftar_isi(),
        isi: p.isi(),
    }
}

impl<'h> Penata<'h> {
    fn akar(&self) -> impl Iterator<Item = (usize, &'h Simpul)> {
        self.h
            .simpul
            .iter()
            .enumerate()
            .filter(|(_, s)| s.induk.is_none())
    }

    fn bawah(&self, n: usize) -> impl Iterator<Item = (usize, &'h Simpul)> + '_ {
        let anak = self.anak.get(n).map_or(&[][..], Vec::as_slice);
        anak.iter().filter_map(|m| Some((*m, self.h.simpul.get(*m)?)))
    }

    /// Chapters with their articles; without chapters, the articles.
    fn daftar_isi(&self) -> Markup {
        let pasal = |n: usize| {
            let mut semua = Vec::new();
            let mut antre: Vec<usize> = vec![n];
            while let Some(m) = antre.pop() {
                match self.h.simpul.get(m) {
                    Some(s) if s.jenis == Jenis::Pasal => semua.push(s),
                    Some(s) if s.jenis.pengelompok() => {
                        antre.extend(self.anak.get(m).into_iter().flatten().rev().copied());
                    }
                    _ => {}
                }
            }
            semua
        };
        html! {
            ol {
                @for (n, s) in self.akar() {
                    @match (s.jenis, s.ruang) {
                        (Jenis::Menimbang, _) => { li { a href="#menimbang" { "Menimbang dan mengingat" } } }
                        (j, Ruang::Batang) if j.pengelompok() => {
                            li {
                                a href={ "#" (s.alamat) } { (kepala(s)) @if let Some(t) = &s.judul { " " (judul(t)) } }
                                span.pasal-pasal { @for q in pasal(n) { " " a href={ "#" (q.alamat) } title={ "Pasal " (q.label) } { (q.label) } } }
                            }
                        }
                        (Jenis::Pasal, Ruang::Batang) => { li { a href={ "#" (s.alamat) } { "Pasal " (s.label) } } }
                        (Jenis::Penjelasan, _) => { li { a href={ "#" (s.alamat) } { "Penjelasan" } } }
                        (Jenis::Lampiran, _) => { li { a href={ "#" (s.alamat) } { (kepala(s)) } } }
                        _ => {}
                    }
                }
            }
        }
    }

    fn isi(&self) -> Markup {
        html! {
            @for (n, s) in self.akar() {
                @match (s.jenis, s.ruang) {
                    (Jenis::Kepala, _) => {}
                    (Jenis::Memutuskan, _) => { p.memutuskan id=(s.alamat) { (s.teks.lines().next().filter(|t| !t.is_empty()).unwrap_or("MEMUTUSKAN:")) } }
                    (Jenis::Penutup, _) => { section.penutup id=(s.alamat) { (self.paragraf(s, &mut Vec::new())) } }
                    (_, Ruang::Batang) => (self.simpul(n, s, 2, &mut Vec::new())),
                    _ => (self.bebas(n, s)),
                }
            }
        }
    }

    /// Considerations, elucidation and annexes: a heading, the text, and what is below it.
    fn bebas(&self, n: usize, s: &Simpul) -> Markup {
        let nama = match s.jenis {
            Jenis::Menimbang => "Menimbang",
            Jenis::Mengingat => "Mengingat",
            Jenis::Memperhatikan => "Memperhatikan",
            Jenis::Menetapkan => "Menetapkan",
            Jenis::Persetujuan => "",
            Jenis::Penjelasan => "Penjelasan",
            Jenis::Umum => "Umum",
            _ => s.penanda.as_str(),
        };
        let nama = if nama.is_empty() { s.jenis.nama() } else { nama };
        html! {
            section id=(s.alamat) {
                @if s.jenis != Jenis::Persetujuan { h2 { (nama) } }
                (self.paragraf(s, &mut Vec::new()))
                @for (m, b) in self.bawah(n) { (self.simpul(m, b, 3, &mut Vec::new())) }
            }
        }
    }

    /// A passage with what is below it. `sudah` holds the terms explained in this article.
    fn simpul(&self, n: usize, s: &'h Simpul, tingkat: u8, sudah: &mut Vec<&'h str>) -> Markup {
        if s.jenis.pengelompok() || matches!(s.jenis, Jenis::Pasal | Jenis::Umum) {
            let kelas = if s.jenis == Jenis::Pasal { "pasal" } else { "bab" };
            let mut baru = Vec::new();
            let isi = html! {
                (self.tanda(s))
                (self.paragraf(s, &mut baru))
                @for (m, b) in self.bawah(n) { (self.simpul(m, b, (tingkat + 1).min(6), &mut baru)) }
            };
            let kepala = html! {
                a href={ "#" (s.alamat) } { (kepala(s)) }
                @if let Some(t) = &s.judul { br; (judul(t)) }
                @if let Some(ke) = self.penjelasan.get(s.alamat.as_str()) { " " a.kecil href={ "#" (ke) } { "Penjelasan" } }
            };
            return html! {
                section class=(kelas) id=(s.alamat) {
                    @match tingkat {
                        2 => { h2 { (kepala) } }
                        3 => { h3 { (kepala) } }
                        4 => { h4 { (kepala) } }
                        5 => { h5 { (kepala) } }
                        _ => { h6 { (kepala) } }
                    }
                    (isi)
                }
            };
        }
        let tanda = if s.penanda.is_empty() {
            s.label.as_str()
        } else {
            s.penanda.as_str()
        };
        let isi = html! {
            (self.tanda(s))
            (self.paragraf(s, sudah))
            @for (m, b) in self.bawah(n) { (self.simpul(m, b, tingkat, sudah)) }
        };
        html! {
            div.butir id=(s.alamat) {
                @if s.jenis == Jenis::Alinea || tanda.is_empty() { div { (isi) } }
                @else if s.jenis == Jenis::Ayat { a href={ "#" (s.alamat) } { (tanda) } div { (isi) } }
                @else { span { (tanda) } div { (isi) } }
            }
        }
    }

    fn tanda(&self, s: &Simpul) -> Markup {
        self.tanda.get(&s.alamat).cloned().unwrap_or_else(|| html! {})
    }

    /// The own text of a passage, a `p` for each of its paragraphs.
    fn paragraf(&self, s: &'h Simpul, sudah: &mut Vec<&'h str>) -> Markup {
        if s.teks.is_empty() {
            return html! {};
        }
        let tautan = self.tautan(s, sudah);
        let mut mulai = 0;
        let mut hasil = String::new();
        for baris in s.teks.split('\n') {
            let akhir = mulai + baris.len();
            hasil += "<p>";
            hasil += &dengan_tautan(&s.teks, mulai, akhir, &tautan);
            hasil += "</p>";
            mulai = akhir + 1;
        }
        PreEscaped(hasil)
    }

    /// References, and between them the first occurrence of each term in the article.
    fn tautan(&self, s: &'h Simpul, sudah: &mut Vec<&'h str>) -> Vec<Tautan<'h>> {
        let ada = self.rujukan.get(s.alamat.as_str()).map_or(&[][..], Vec::as_slice);
        let mut semua: Vec<Tautan> = ada
            .iter()
            .filter(|r| s.teks.get(r.mulai..r.akhir).is_some())
            .filter_map(|r| {
                Some(Tautan {
                    mulai: r.mulai,
                    akhir: r.akhir,
                    ke: r.sasaran.first()?,
                    arti: None,
                })
            })
            .collect();
        if s.ruang == Ruang::Batang {
            for i in &self.istilah {
                if i.alamat == s.alamat || sudah.contains(&i.alamat) {
                    continue;
                }
                let ketemu = s
                    .teks
                    .match_indices(i.kata)
                    .map(|(a, k)| (a, a + k.len()))
                    .find(|(a, z)| {
                        utuh(&s.teks, *a, *z) && semua.iter().all(|t| *z <= t.mulai || *a >= t.akhir)
                    });
                if let Some((mulai, akhir)) = ketemu {
                    sudah.push(i.alamat);
                    semua.push(Tautan {
                        mulai,
                        akhir,
                        ke: i.alamat,
                        arti: Some(i.arti),
                    });
                }
            }
        }
        semua.sort_by_key(|t| t.mulai);
        semua
    }
}

/// Whole words only.
fn utuh(teks: &str, mulai: usize, akhir: usize) -> bool {
    let sebelum = teks.get(..mulai).and_then(|t| t.chars().next_back());
    let sesudah = teks.get(akhir..).and_then(|t| t.chars().next());
    !sebelum.is_some_and(char::is_alphanumeric) && !sesudah.is_some_and(char::is_alphanumeric)
}

fn dengan_tautan(teks: &str, dari: usize, sampai: usize, tautan: &[Tautan]) -> String {
    let mut hasil = String::new();
    let mut di = dari;
    for t in tautan.iter().filter(|t| t.mulai >= dari && t.akhir <= sampai) {
        let (Some(sela), Some(kata)) = (teks.get(di..t.mulai), teks.get(t.mulai..t.akhir)) else {
            continue;
        };
        hasil += &aman(sela);
        let bagian = match t.arti {
            Some(arti) => {
                let pendek = kernel::profil::potong(arti, MAKS_ARTI);
                let lanjut = if pendek.len() < arti.len() { " …" } else { "" };
                html! { a.istilah-naskah href={ "#" (t.ke) } title={ (pendek) (lanjut) } { (kata) } }
            }
            None => html! { a href={ "#" (t.ke) } { (kata) } },
        };
        hasil += &bagian.into_string();
        di = t.akhir;
    }
    hasil += &aman(teks.get(di..sampai).unwrap_or_default());
    hasil
}

fn aman(teks: &str) -> String {
    html! { (teks) }.into_string()
}

/// What is printed above a passage.
fn kepala(s: &Simpul) -> String {
    let nama = match s.jenis {
        Jenis::Bab => "BAB",
        Jenis::Bagian => "Bagian",
        Jenis::Paragraf => "Paragraf",
        Jenis::Pasal => "Pasal",
        Jenis::Umum => return "Umum".to_owned(),
        _ if s.penanda.is_empty() => return s.jenis.nama().to_owned(),
        _ => return s.penanda.clone(),
    };
    // As printed, unless the print is a misread number.
    if s.jenis == Jenis::Bagian && !s.penanda.is_empty() {
        return s.penanda.clone();
    }
    format!("{nama} {}", s.label)
}

/// A heading on one line.
fn judul(t: &str) -> String {
    t.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEKS: &str = "PERATURAN BUPATI ANTAH\nNOMOR 7 TAHUN 2024\nTENTANG\nTAMAN\n\nBAB I\nKETENTUAN UMUM\n\nPasal 1\nDalam Peraturan \
        Bupati ini yang dimaksud dengan:\n1. Taman Kota adalah tempat <script>bermain</script>.\n2. Kolam adalah air.\n\nBAB II\nWAKTU\n\nPasal 2\n\
        (1) Taman Kota dan Kolam dibuka setiap hari.\n(2) Waktu sebagaimana dimaksud pada ayat (1) diatur:\na. pagi; dan\nb. sore.\n";

    #[test]
    fn provisions_have_their_address_terms_their_meaning_and_nothing_becomes_markup() {
        let h = regulasi::baca(TEKS).unwrap();
        let tanda = [("pasal-2-ayat-1".to_owned(), html! { p { "Diubah" } })].into();
        let l = susun(&h, &tanda);
        let isi = l.isi.into_string();
        for id in [
            "pasal-1",
            "pasal-2",
            "pasal-2-ayat-1",
            "pasal-2-ayat-2-huruf-b",
            "pasal-1-angka-2",
        ] {
            assert_eq!(isi.matches(&format!("id=\"{id}\"")).count(), 1, "{id}: {isi}");
        }
        assert!(isi.contains("&lt;script&gt;bermain"), "{isi}");
        assert!(!isi.contains("<script>"));
        assert!(
            isi.contains("href=\"#pasal-1-angka-1\" title=\"tempat &lt;script&gt;bermain&lt;/script&gt;.\""),
            "{isi}"
        );
        assert!(isi.contains("href=\"#pasal-2-ayat-1\">"), "{isi}");
        assert_eq!(isi.matches("<p>Diubah</p>").count(), 1, "{isi}");
        let daftar = l.daftar_isi.into_string();
        assert!(
            daftar.contains("BAB II") && daftar.contains("#pasal-2"),
            "{daftar}"
        );
    }
}
