//! What a regency's pages know of its words: terms are explained and regulations told to be amended wherever they
//! occur. One pass over a finished page does it, so that no page has to think of it.
//!
//! The first occurrence of a term becomes a link to its meaning, which stands below the page and comes up as a sheet
//! when the link is followed: no script, and what was typed into a form stays. The first citation of a regulation that
//! was amended or repealed is followed by words that say so and lead to what did it.

use std::{borrow::Cow, collections::HashMap};

use kernel::{Bahasa, Profil};
use maud::{Markup, PreEscaped, html};

/// A term of the regency's regulation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Istilah {
    /// The term.
    pub nama: String,
    /// Its short form.
    pub singkatan: Option<String>,
    /// What it means.
    pub arti: String,
    /// What it means, in English, where somebody has said it.
    pub arti_en: Option<String>,
    /// The official words, where the regulation has been read.
    pub resmi: Option<String>,
    /// Where it stands.
    pub dasar: String,
    /// Address of that place inside the regency, where the text is at hand.
    pub ke: Option<String>,
    /// A word of every day: on the page of terms, and not explained wherever it occurs.
    pub umum: bool,
}

impl Istilah {
    /// Where it stands on the page of terms.
    pub fn jangkar(&self) -> String {
        let kecil = self.nama.to_lowercase();
        let kata = kecil
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|k| !k.is_empty());
        kata.collect::<Vec<_>>().join("-")
    }

    /// What it means, for this reader; the official words where nobody has put it plainly.
    pub fn arti(&self, b: Bahasa) -> &str {
        match (b, &self.arti_en) {
            (Bahasa::En, Some(en)) => en,
            _ => &self.arti,
        }
    }
}

/// What became of a regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nasib {
    /// In force as it was.
    Tetap,
    /// Amended.
    Diubah,
    /// Repealed.
    Dicabut,
}

/// A regulation of this regency that pages may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kutipan {
    /// What its kind is called, in full and in short: "Peraturan Bupati", "perbup".
    pub jenis: Vec<String>,
    /// Its number.
    pub nomor: String,
    /// Its year.
    pub tahun: String,
    /// Path of its page inside the regency.
    pub ke: String,
    /// What became of it.
    pub nasib: Nasib,
    /// By what: name and path inside the regency.
    pub oleh: Vec<(String, String)>,
}

/// Words of the regency: made once, used for every page.
#[derive(Clone, Debug, Default)]
pub struct Kamus {
    akar: String,
    istilah: Vec<Istilah>,
    kutipan: Vec<Kutipan>,
    /// First word in small letters → phrases that begin so, longest first.
    frasa: HashMap<String, Vec<Frasa>>,
    /// First word of a kind → the whole kind.
    jenis: HashMap<String, Vec<Vec<String>>>,
    /// "peraturan bupati 7 2024" → which regulation.
    kunci: HashMap<String, usize>,
    /// Words that may stand inside a citation and say nothing.
    sela: Vec<String>,
}

#[derive(Clone, Debug)]
struct Frasa {
    kata: Vec<String>,
    /// As it must be written; none: in any case.
    persis: Option<String>,
    istilah: usize,
}

/// Longest meaning that comes up beside the word itself.
const MAKS_ARTI: usize = 300;
/// Most words a citation has between its kind and its year.
const MAKS_KUTIPAN: usize = 12;

/// The words of a text with their places; what a character reference says is no word.
fn kata(teks: &str) -> Vec<(usize, usize)> {
    let mut hasil = Vec::new();
    let mut mulai = None;
    let mut rujukan = false;
    for (i, c) in teks.char_indices() {
        if rujukan {
            rujukan = c != ';';
            continue;
        }
        if c.is_alphanumeric() {
            mulai = mulai.or(Some(i));
            continue;
        }
        if let Some(m) = mulai.take() {
            hasil.push((m, i));
        }
        rujukan = c == '&';
    }
    hasil.extend(mulai.map(|m| (m, teks.len())));
    hasil
}

/// The words of a plain text, small. An "&" of it begins no character reference.
fn kecil(teks: &str) -> Vec<String> {
    let teks = teks.replace('&', " ");
    let potong = kata(&teks).into_iter().filter_map(|(a, z)| teks.get(a..z));
    potong.map(str::to_lowercase).collect()
}

impl Kamus {
    /// The words of a regency: the terms of its profile, and what else is known. O(terms + regulations).
    pub fn baru(profil: &Profil, istilah: Vec<Istilah>, kutipan: Vec<Kutipan>) -> Self {
        let d = &profil.daerah;
        let mut k = Kamus {
            akar: format!("/{}", profil.kode()),
            sela: kecil(&format!("nomor no nmr tahun {} {}", d.nama, d.nama_pendek)),
            ..Kamus::default()
        };
        for (n, i) in istilah.iter().enumerate().filter(|(_, i)| !i.umum) {
            let singkat = i.singkatan.as_deref().filter(|s| s.chars().count() > 1);
            for teks in [Some(i.nama.as_str()), singkat].into_iter().flatten() {
                let kata = kecil(teks);
                let Some(awal) = kata.first().cloned() else {
                    continue;
                };
                // "spbe" is how it is typed, "data" is a word; one word alone counts as it is written.
                let persis = (kata.len() == 1).then(|| teks.to_owned());
                let semua = k.frasa.entry(awal).or_default();
                if !semua.iter().any(|f| f.kata == kata) {
                    semua.push(Frasa {
                        kata,
                        persis,
                        istilah: n,
                    });
                }
            }
        }
        for f in k.frasa.values_mut() {
            f.sort_by_key(|f| std::cmp::Reverse(f.kata.len()));
        }
        for (n, t) in kutipan.iter().enumerate() {
            for jenis in &t.jenis {
                let nama = kecil(jenis);
                let Some(awal) = nama.first().cloned() else {
                    continue;
                };
                let kunci = [nama.clone(), kecil(&t.nomor), kecil(&t.tahun)]
                    .concat()
                    .join(" ");
                k.kunci.entry(kunci).or_insert(n);
                let semua = k.jenis.entry(awal).or_default();
                if !semua.contains(&nama) {
                    semua.push(nama);
                }
            }
        }
        (k.istilah, k.kutipan) = (istilah, kutipan);
        k
    }

    /// Its terms, by name.
    pub fn istilah(&self) -> &[Istilah] {
        &self.istilah
    }

    /// Its regulations.
    pub fn kutipan(&self) -> &[Kutipan] {
        &self.kutipan
    }

    /// A page with its first occurrence of each term explained and of each regulation told of, but for the one whose
    /// page stands at `jalan`. O(length).
    pub(crate) fn tandai(&self, b: Bahasa, jalan: &str, isi: Markup) -> Markup {
        if self.frasa.is_empty() && self.kunci.is_empty() {
            return isi;
        }
        let mut t = Penanda::baru(self, b, jalan, isi.0.len());
        t.jalan(&isi.0);
        t.selesai()
    }

    /// Only the citations of a part of a page.
    pub(crate) fn tandai_kutipan(&self, b: Bahasa, jalan: &str, isi: Markup) -> Markup {
        if self.kunci.is_empty() {
            return isi;
        }
        let mut t = Penanda::baru(self, b, jalan, isi.0.len());
        t.tanpa_istilah = true;
        t.jalan(&isi.0);
        t.selesai()
    }
}

/// Elements in which neither terms nor citations are touched.
const DIAM: [&str; 20] = [
    "button", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "nav", "option", "pre", "script",
    "select", "style", "summary", "svg", "textarea", "title",
];
/// Elements that hold nothing and are never closed.
const TUNGGAL: [&str; 10] = [
    "area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr",
];

/// What may be done inside an element.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Boleh {
    istilah: bool,
    kutipan: bool,
    /// Inside a link: a citation is told of behind it.
    tautan: bool,
    /// Inside what is folded up: nobody may have seen it.
    lipat: bool,
}

struct Penanda<'k> {
    k: &'k Kamus,
    b: Bahasa,
    hasil: String,
    tumpuk: Vec<(String, Boleh)>,
    sudah: Vec<usize>,
    dikutip: Vec<usize>,
    /// The same inside what is folded up.
    terlipat: Vec<usize>,
    /// The tag of the link we are in.
    tautan: String,
    /// Words that wait for the end of the link they are about.
    tunda: String,
    tanpa_istilah: bool,
}

impl<'k> Penanda<'k> {
    fn baru(k: &'k Kamus, b: Bahasa, jalan: &str, panjang: usize) -> Self {
        let di_sini = |t: &Kutipan| jalan.strip_prefix(&k.akar) == Some(&t.ke);
        let dikutip: Vec<usize> = (0..k.kutipan.len())
            .filter(|n| k.kutipan.get(*n).is_some_and(di_sini))
            .collect();
        Penanda {
            k,
            b,
            hasil: String::with_capacity(panjang + panjang / 8),
            tumpuk: Vec::new(),
            sudah: Vec::new(),
            terlipat: dikutip.clone(),
            dikutip,
            tautan: String::new(),
            tunda: String::new(),
            tanpa_istilah: false,
        }
    }

    fn boleh(&self) -> Boleh {
        self.tumpuk.last().map_or(
            Boleh {
                istilah: !self.tanpa_istilah,
                kutipan: true,
                tautan: false,
                lipat: false,
            },
            |(_, b)| *b,
        )
    }

    fn jalan(&mut self, isi: &str) {
        let mut sisa = isi;
        while !sisa.is_empty() {
            let buka = sisa.find('<').unwrap_or(sisa.len());
            let (teks, lanjut) = sisa.split_at(buka);
            self.teks(teks);
            let akhir = akhir_tanda(lanjut);
            let (tanda, lanjut) = lanjut.split_at(akhir);
            self.tanda(tanda);
            sisa = lanjut;
        }
    }

    fn tanda(&mut self, tanda: &str) {
        self.hasil.push_str(tanda);
        let nama = |s: &str| -> String {
            s.chars()
                .take_while(|c| c.is_ascii_alphanumeric())
                .collect::<String>()
                .to_lowercase()
        };
        if let Some(tutup) = tanda.strip_prefix("</") {
            let nama = nama(tutup);
            // What is never closed inside it is closed with it; what was never opened closes nothing.
            if let Some(n) = self.tumpuk.iter().rposition(|(t, _)| *t == nama) {
                self.tumpuk.truncate(n);
            }
            if !self.boleh().tautan && !self.tunda.is_empty() {
                let tunda = std::mem::take(&mut self.tunda);
                self.hasil.push_str(&tunda);
            }
            return;
        }
        let nama = nama(tanda.get(1..).unwrap_or_default());
        if nama.is_empty() || TUNGGAL.contains(&nama.as_str()) || tanda.ends_with("/>") {
            return;
        }
        let mut boleh = self.boleh();
        if DIAM.contains(&nama.as_str()) {
            boleh = Boleh {
                istilah: false,
                kutipan: false,
                ..boleh
            };
        } else if nama == "details" {
            boleh.lipat = true;
        } else if nama == "a" {
            (boleh.istilah, boleh.tautan) = (false, true);
            self.tautan.clear();
            self.tautan.push_str(tanda);
        } else if tanda.contains(" data-tanpa-istilah") || (nama == "label" && tanda.contains("pilihan")) {
            // A click on a choice chooses; the words of a regulation have their own terms.
            boleh.istilah = false;
        }
        self.tumpuk.push((nama, boleh));
    }

    fn teks(&mut self, teks: &str) {
        let boleh = self.boleh();
        if !(boleh.istilah || boleh.kutipan) || teks.len() < 2 {
            self.hasil.push_str(teks);
            return;
        }
        let kata = kata(teks);
        let mut di = 0;
        let mut n = 0;
        while let Some((mulai, akhir)) = kata.get(n).copied() {
            let awal = Cow::from(teks.get(mulai..akhir).unwrap_or_default());
            let awal: Cow<str> = if awal.chars().any(char::is_uppercase) {
                awal.to_lowercase().into()
            } else {
                awal
            };
            if boleh.kutipan
                && let Some((i, sampai)) = self.kutipan(teks, &kata, n, &awal)
            {
                let z = kata.get(sampai).map_or(akhir, |(_, z)| *z);
                self.hasil.push_str(teks.get(di..mulai).unwrap_or_default());
                self.kutip(i, teks.get(mulai..z).unwrap_or_default(), boleh.tautan);
                (di, n) = (z, sampai + 1);
                continue;
            }
            if boleh.istilah
                && let Some((i, sampai)) = self.istilah(teks, &kata, n, &awal)
            {
                let z = kata.get(sampai).map_or(akhir, |(_, z)| *z);
                if self.sudah.contains(&i) {
                    n = sampai + 1;
                    continue;
                }
                self.hasil.push_str(teks.get(di..mulai).unwrap_or_default());
                self.jelaskan(i, teks.get(mulai..z).unwrap_or_default());
                (di, n) = (z, sampai + 1);
                continue;
            }
            n += 1;
        }
        self.hasil.push_str(teks.get(di..).unwrap_or_default());
    }

    /// The longest term that begins with this word, with its last word.
    fn istilah(&self, teks: &str, kata: &[(usize, usize)], n: usize, awal: &str) -> Option<(usize, usize)> {
        let satu = |i: usize| kata.get(i).and_then(|(a, z)| teks.get(*a..*z));
        let cocok = |f: &&Frasa| {
            f.persis.as_ref().is_none_or(|p| satu(n) == Some(p.as_str()))
                && f.kata.iter().enumerate().skip(1).all(|(i, k)| {
                    let jarak = kata
                        .get(n + i - 1)
                        .zip(kata.get(n + i))
                        .and_then(|(a, z)| teks.get(a.1..z.0));
                    jarak.is_some_and(|j| j.chars().all(char::is_whitespace))
                        && satu(n + i).is_some_and(|s| s.to_lowercase() == *k)
                })
        };
        let f = self.k.frasa.get(awal)?.iter().find(cocok)?;
        Some((f.istilah, n + f.kata.len() - 1))
    }

    /// The regulation that is cited from this word on, with the last word of the citation.
    fn kutipan(&self, teks: &str, kata: &[(usize, usize)], n: usize, awal: &str) -> Option<(usize, usize)> {
        let satu = |i: usize| {
            kata.get(i)
                .and_then(|(a, z)| teks.get(*a..*z))
                .map(str::to_lowercase)
        };
        let semua = self.k.jenis.get(awal)?;
        let jenis = semua
            .iter()
            .find(|j| (1..j.len()).all(|i| satu(n + i).as_ref() == j.get(i)))?;
        let mut kunci = jenis.join(" ");
        for i in n + jenis.len()..n + jenis.len() + MAKS_KUTIPAN {
            let k = satu(i)?;
            let angka = k.chars().any(|c| c.is_ascii_digit());
            if !angka && self.k.sela.contains(&k) {
                continue;
            }
            kunci.push(' ');
            kunci.push_str(&k);
            if let Some(r) = self.k.kunci.get(&kunci) {
                let sudah = if self.boleh().lipat {
                    &self.terlipat
                } else {
                    &self.dikutip
                };
                return (!sudah.contains(r)).then_some((*r, i));
            }
        }
        None
    }

    fn jelaskan(&mut self, n: usize, teks: &str) {
        let Some(i) = self.k.istilah.get(n) else { return };
        self.sudah.push(n);
        let jangkar = i.jangkar();
        let arti = kernel::profil::potong(i.arti(self.b), MAKS_ARTI);
        let m = html! { a.kata-istilah id={ "kata-" (jangkar) } href={ "#arti-" (jangkar) } title=(arti) { (PreEscaped(teks)) } };
        self.hasil.push_str(&m.0);
    }

    fn kutip(&mut self, n: usize, teks: &str, di_tautan: bool) {
        let (Some(t), b) = (self.k.kutipan.get(n), self.b) else {
            return;
        };
        let akar = &self.k.akar;
        // The title of what amends names what it amends.
        if di_tautan
            && t.oleh
                .iter()
                .any(|(_, ke)| self.tautan.contains(&format!("\"{akar}{ke}\"")))
        {
            self.hasil.push_str(teks);
            return;
        }
        let sudah = match self.boleh().lipat {
            true => &mut self.terlipat,
            false => &mut self.dikutip,
        };
        sudah.push(n);
        let kata = match (t.nasib, t.oleh.is_empty()) {
            (Nasib::Tetap, _) => "",
            (Nasib::Diubah, true) => "telah diubah",
            (Nasib::Diubah, false) => "telah diubah dengan",
            (Nasib::Dicabut, true) => "telah dicabut",
            (Nasib::Dicabut, false) => "telah dicabut dengan",
        };
        let nasib = html! {
            @if t.nasib != Nasib::Tetap {
                " " span.nasib-kutipan {
                    "(" (b.t(kata))
                    @for (i, (nama, ke)) in t.oleh.iter().enumerate() { @if i > 0 { "," } " " a href={ (akar) (ke) } { (nama) } }
                    ")"
                }
            }
        };
        if di_tautan {
            self.hasil.push_str(teks);
            self.tunda.push_str(&nasib.0);
        } else {
            let m = html! { a href={ (akar) (t.ke) } { (PreEscaped(teks)) } (nasib) };
            self.hasil.push_str(&m.0);
        }
    }

    /// The page, with the meanings below it.
    fn selesai(mut self) -> Markup {
        let (b, akar) = (self.b, &self.k.akar);
        if self.sudah.is_empty() {
            return PreEscaped(self.hasil);
        }
        let arti = html! {
            aside.arti-istilah.tidak-dicetak aria-label=(b.t("Arti istilah")) {
                @for i in self.sudah.iter().filter_map(|n| self.k.istilah.get(*n)) {
                    @let jangkar = i.jangkar();
                    div id={ "arti-" (jangkar) } tabindex="-1" {
                        p {
                            strong { (i.nama) @if let Some(s) = &i.singkatan { " (" (s) ")" } } ": "
                            (kernel::profil::potong(i.arti(b), 2 * MAKS_ARTI))
                        }
                        p {
                            a href={ (akar) "/istilah#" (jangkar) } { (i.dasar) ", " (b.t("Arti istilah")) }
                            " · " a href={ "#kata-" (jangkar) } { (b.t("Tutup")) }
                        }
                    }
                }
            }
        };
        self.hasil.push_str(&arti.0);
        PreEscaped(self.hasil)
    }
}

/// Where a tag ends: behind its `>`, unless that stands in quotes. Without one, the rest.
fn akhir_tanda(s: &str) -> usize {
    let mut kutip = None;
    for (i, c) in s.bytes().enumerate() {
        match (kutip, c) {
            (None, b'>') => return i + 1,
            (None, b'"' | b'\'') => kutip = Some(c),
            (Some(k), c) if k == c => kutip = None,
            _ => {}
        }
    }
    s.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kamus() -> Kamus {
        let istilah = |nama: &str, singkatan: Option<&str>, umum| Istilah {
            nama: nama.into(),
            singkatan: singkatan.map(Into::into),
            arti: format!("Arti <{nama}>."),
            arti_en: Some(format!("Meaning of {nama}.")),
            dasar: "Pasal 1 angka 1".into(),
            umum,
            ..Istilah::default()
        };
        let perbup = Kutipan {
            jenis: vec!["Peraturan Bupati".into(), "perbup".into()],
            nomor: "7".into(),
            tahun: "2024".into(),
            ke: "/jdih/perbup/2024/7".into(),
            nasib: Nasib::Diubah,
            oleh: vec![("Perbup 8/2025".into(), "/jdih/perbup/2025/8".into())],
        };
        Kamus::baru(
            &crate::uji::profil(),
            vec![
                istilah("Sistem Pemerintahan Berbasis Elektronik", Some("SPBE"), false),
                istilah("Tata Kelola SPBE", None, false),
                istilah("Data", None, true),
            ],
            vec![perbup],
        )
    }

    fn tandai(isi: &str) -> String {
        kamus()
            .tandai(Bahasa::Id, "/contoh/layanan", PreEscaped(isi.to_owned()))
            .0
    }

    #[test]
    fn the_first_occurrence_is_explained_and_the_longest_term_wins() {
        let s = tandai("<p>Data tata kelola SPBE dan SPBE, lalu SPBE &amp; spbe.</p>");
        assert!(s.contains(">tata kelola SPBE</a> dan <a"), "{s}");
        assert_eq!(s.matches("class=\"kata-istilah\"").count(), 2, "{s}");
        assert!(s.contains("title=\"Arti &lt;Tata Kelola SPBE&gt;.\""), "{s}");
        assert!(
            s.contains("id=\"arti-tata-kelola-spbe\"") && !s.contains("arti-data"),
            "{s}"
        );
        assert!(s.starts_with("<p>Data "), "{s}");
        // Of a term that was explained the words are taken: there is no SPBE of its own in them.
        let s = tandai("<p>Tata Kelola SPBE, Tata Kelola SPBE</p>");
        assert!(!s.contains("arti-sistem"), "{s}");
    }

    #[test]
    fn headings_links_fields_and_choices_stay_as_they_are() {
        for isi in [
            "<h1>SPBE</h1>",
            "<p><a href=\"/x?SPBE\">SPBE</a></p>",
            "<select><option>SPBE</option></select>",
            "<textarea>SPBE</textarea>",
            "<label class=\"pilihan\"><input type=\"radio\"><span>SPBE</span></label>",
            "<div data-tanpa-istilah><p>SPBE</p></div>",
            "<input value=\"SPBE > x\"><img alt='SPBE'>",
            "<svg><text>SPBE</text></svg>",
            "<p>SPBEX xSPBE spbe &SPBE;</p>",
        ] {
            assert_eq!(tandai(isi), isi);
        }
        assert!(tandai("<label for=\"a\">Layanan SPBE</label>").contains("kata-istilah"));
    }

    #[test]
    fn a_citation_says_what_became_of_it() {
        let nasib = "(telah diubah dengan <a href=\"/contoh/jdih/perbup/2025/8\">Perbup 8/2025</a>)";
        for kutip in [
            "Peraturan Bupati Nomor 7 Tahun 2024",
            "Perbup 7/2024",
            "peraturan bupati Contoh Raya no. 7 tahun 2024",
        ] {
            let s = tandai(&format!("<p>Menurut {kutip}, dan {kutip}.</p>"));
            let harap = format!(
                "<a href=\"/contoh/jdih/perbup/2024/7\">{kutip}</a> <span class=\"nasib-kutipan\">{nasib}</span>"
            );
            assert_eq!(s.matches(&harap).count(), 1, "{s}");
        }
        let s = tandai("<li><a href=\"/x\">Perbup 7/2024</a>;</li>");
        assert!(
            s.contains("Perbup 7/2024</a> <span") && s.contains("</span>;"),
            "{s}"
        );
        for lain in [
            "Perbup 7/2023",
            "Peraturan Bupati Antah Nomor 7 Tahun 2024",
            "Perbup",
            "Perbup 7",
            "7 2024",
        ] {
            let isi = format!("<p>{lain}</p>");
            assert_eq!(tandai(&isi), isi);
        }
    }

    #[test]
    fn its_own_page_and_the_title_of_what_amends_it_say_nothing() {
        let isi = "<p>Perbup 7/2024</p>";
        let sendiri = kamus().tandai(
            Bahasa::Id,
            "/contoh/jdih/perbup/2024/7",
            PreEscaped(isi.to_owned()),
        );
        assert_eq!(sendiri.0, isi);
        let lipat = "<details><p>Perbup 7/2024</p></details>";
        assert_eq!(
            tandai(&format!("{lipat}{isi}{isi}"))
                .matches("nasib-kutipan")
                .count(),
            2,
            "what is folded up hides nothing"
        );
        let judul =
            "<a href=\"/contoh/jdih/perbup/2025/8\">Perbup 8/2025 tentang Perubahan atas Perbup 7/2024</a>";
        assert_eq!(tandai(judul), judul);
        assert!(tandai(&format!("{judul}<p>Perbup 7/2024</p>")).contains("nasib-kutipan"));
    }

    #[test]
    fn broken_markup_is_passed_on_whole() {
        for isi in [
            "<",
            "<p",
            "</p></p>",
            "a < b SP",
            "<p title=\"x",
            "",
            "&",
            "<>",
            "</>",
            "ä<b>ö",
        ] {
            assert_eq!(tandai(isi), isi);
        }
    }
}
