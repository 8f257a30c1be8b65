//! The regulation as Akoma Ntoso 3.0 (OASIS LegalDocML), the exchange format of parliaments and law databases. Addresses are the same
//! as everywhere: `eId="pasal-16-ayat-3-huruf-c"`.
//!
//! BAB is a chapter, Bagian a section, Paragraf a subsection, Pasal an article, ayat a paragraph, letters and numbers are points, a
//! loose sentence is an alinea. Considerations are recitals, legal bases citations; the closing is the conclusions; elucidation and
//! annexes are attachments.

use std::fmt::Write;

use crate::{
    Hasil,
    json::anak,
    model::{Jenis, Ruang, Rujukan, Simpul},
};

/// The document. Its output validates against `akomantoso30.xsd`.
pub(crate) fn tulis(h: &Hasil) -> String {
    let mut p = Penulis {
        h,
        anak: anak(&h.simpul),
        x: String::new(),
        rujukan: vec![Vec::new(); h.simpul.len()],
    };
    let tempat: std::collections::HashMap<&str, usize> = h
        .simpul
        .iter()
        .enumerate()
        .map(|(n, s)| (s.alamat.as_str(), n))
        .collect();
    for r in h.rujukan.iter().filter(|r| !r.sasaran.is_empty()) {
        if let Some(t) = tempat.get(r.dari.as_str()).and_then(|n| p.rujukan.get_mut(*n)) {
            t.push(r);
        }
    }
    p.dokumen();
    p.x
}

struct Penulis<'h> {
    h: &'h Hasil,
    anak: Vec<Vec<usize>>,
    x: String,
    /// References that lead somewhere, by the passage they stand in.
    rujukan: Vec<Vec<&'h Rujukan>>,
}

/// Text as XML: the five marks escaped, what XML forbids left out.
fn aman(t: &str) -> String {
    let mut s = String::with_capacity(t.len());
    for c in t.chars() {
        match c {
            '&' => s.push_str("&amp;"),
            '<' => s.push_str("&lt;"),
            '>' => s.push_str("&gt;"),
            '"' => s.push_str("&quot;"),
            '\n' | '\t' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}' => {
                s.push(c)
            }
            _ => s.push(' '),
        }
    }
    s
}

/// Letters and digits for the parts of an address on the web.
fn ruas(t: &str) -> String {
    let s: String = t
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let s = s
        .split('-')
        .filter(|k| !k.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if s.is_empty() { "tanpa".into() } else { s }
}

impl Penulis<'_> {
    fn tambah(&mut self, t: &str) {
        self.x.push_str(t);
    }

    /// Each root of a kind.
    fn akar(&self, j: Jenis) -> Vec<usize> {
        self.h
            .simpul
            .iter()
            .enumerate()
            .filter(|(_, s)| s.jenis == j && s.induk.is_none())
            .map(|(n, _)| n)
            .collect()
    }

    fn dokumen(&mut self) {
        self.tambah("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n");
        let nama = ruas(self.h.identitas.jenis.as_deref().unwrap_or("peraturan"));
        let _ = writeln!(self.x, "<act name=\"{nama}\" contains=\"originalVersion\">");
        self.meta("main");
        self.kepala();
        self.pembukaan();
        self.tambah("<body>\n");
        let batang: Vec<usize> = self
            .h
            .simpul
            .iter()
            .enumerate()
            .filter(|(_, s)| s.ruang == Ruang::Batang && s.induk.is_none())
            .map(|(n, _)| n)
            .collect();
        if batang.is_empty() {
            // The schema wants a body; there is none to read.
            self.tambah("<hcontainer name=\"kosong\" eId=\"kosong\"><content><p/></content></hcontainer>\n");
        }
        for n in batang {
            self.simpul(n);
        }
        self.tambah("</body>\n");
        let penutup = self.akar(Jenis::Penutup);
        if !penutup.is_empty() {
            self.tambah("<conclusions eId=\"penutup\">\n");
            for n in penutup {
                self.alinea(n);
            }
            self.tambah("</conclusions>\n");
        }
        self.lampiran();
        self.tambah("</act>\n</akomaNtoso>\n");
    }

    /// Identification, the same for the regulation and for what is attached to it.
    fn meta(&mut self, bagian: &str) {
        let id = &self.h.identitas;
        let jenis = ruas(id.jenis.as_deref().unwrap_or("peraturan"));
        let nomor = ruas(id.nomor.as_deref().unwrap_or_default());
        let tahun = id.tahun.map_or_else(|| "0001".to_owned(), |t| format!("{t:04}"));
        let hari = self
            .h
            .penutup
            .penetapan
            .hari
            .clone()
            .unwrap_or_else(|| format!("{tahun}-01-01"));
        let uri = format!("/akn/id/act/{jenis}/{tahun}/{nomor}");
        let oleh = aman(id.penetap.as_deref().unwrap_or("Penetap tidak diketahui"));
        let _ = writeln!(
            self.x,
            "<meta><identification source=\"#praja\">\
             <FRBRWork><FRBRthis value=\"{uri}/!{bagian}\"/><FRBRuri value=\"{uri}\"/><FRBRdate date=\"{hari}\" name=\"penetapan\"/>\
             <FRBRauthor href=\"#penetap\"/><FRBRcountry value=\"id\"/><FRBRsubtype value=\"{jenis}\"/><FRBRnumber value=\"{nomor}\"/></FRBRWork>\
             <FRBRExpression><FRBRthis value=\"{uri}/ind@{hari}/!{bagian}\"/><FRBRuri value=\"{uri}/ind@{hari}\"/>\
             <FRBRdate date=\"{hari}\" name=\"penetapan\"/><FRBRauthor href=\"#penetap\"/><FRBRlanguage language=\"ind\"/></FRBRExpression>\
             <FRBRManifestation><FRBRthis value=\"{uri}/ind@{hari}/!{bagian}.xml\"/><FRBRuri value=\"{uri}/ind@{hari}.xml\"/>\
             <FRBRdate date=\"{hari}\" name=\"penetapan\"/><FRBRauthor href=\"#praja\"/></FRBRManifestation></identification>\
             <references source=\"#praja\"><TLCOrganization eId=\"{bagian}-praja\" href=\"/ontology/organization/id/praja\" showAs=\"Praja\"/>\
             <TLCOrganization eId=\"{bagian}-penetap\" href=\"/ontology/organization/id/penetap\" showAs=\"{oleh}\"/></references></meta>"
        );
    }

    fn kepala(&mut self) {
        self.tambah("<preface eId=\"kepala\">\n");
        let judul = aman(&self.h.identitas.judul());
        let _ = writeln!(
            self.x,
            "<longTitle><p><docTitle>{judul}</docTitle></p></longTitle>"
        );
        for n in self.akar(Jenis::Kepala) {
            self.alinea(n);
        }
        self.tambah("</preface>\n");
    }

    fn pembukaan(&mut self) {
        let ada = |s: &Simpul| s.ruang == Ruang::Pembukaan && s.induk.is_none() && s.jenis != Jenis::Kepala;
        let semua: Vec<usize> = self
            .h
            .simpul
            .iter()
            .enumerate()
            .filter(|(_, s)| ada(s))
            .map(|(n, _)| n)
            .collect();
        if semua.is_empty() {
            return;
        }
        self.tambah("<preamble eId=\"pembukaan\">\n");
        for n in semua {
            let Some(s) = self.h.simpul.get(n) else { continue };
            let (luar, dalam) = match s.jenis {
                Jenis::Menimbang => ("recitals", "recital"),
                Jenis::Mengingat | Jenis::Memperhatikan => ("citations", "citation"),
                _ => {
                    let _ = write!(
                        self.x,
                        "<formula name=\"{}\" eId=\"{}\">",
                        s.jenis.nama(),
                        s.alamat
                    );
                    self.p(n, &s.penanda);
                    self.tambah("</formula>\n");
                    continue;
                }
            };
            let _ = writeln!(self.x, "<{luar} eId=\"{}\">", s.alamat);
            let _ = write!(self.x, "<{dalam} eId=\"{}-pokok\">", s.alamat);
            self.p(n, &s.penanda);
            let _ = writeln!(self.x, "</{dalam}>");
            for m in self.keturunan(n) {
                let Some(b) = self.h.simpul.get(m) else { continue };
                let _ = write!(self.x, "<{dalam} eId=\"{}\">", b.alamat);
                if !b.penanda.is_empty() {
                    let _ = write!(self.x, "<num>{}</num>", aman(&b.penanda));
                }
                self.p(m, "");
                let _ = writeln!(self.x, "</{dalam}>");
            }
            let _ = writeln!(self.x, "</{luar}>");
        }
        self.tambah("</preamble>\n");
    }

    /// Everything below a node, in order. Lists are at most a dozen deep.
    fn keturunan(&self, n: usize) -> Vec<usize> {
        let mut semua = Vec::new();
        let mut antre: Vec<usize> = self.anak.get(n).into_iter().flatten().rev().copied().collect();
        while let Some(m) = antre.pop() {
            semua.push(m);
            antre.extend(self.anak.get(m).into_iter().flatten().rev());
        }
        semua
    }

    /// A passage of the articles with what is below it.
    fn simpul(&mut self, n: usize) {
        let Some(s) = self.h.simpul.get(n) else { return };
        let tag = match s.jenis {
            Jenis::Bab => "chapter",
            Jenis::Bagian => "section",
            Jenis::Paragraf => "subsection",
            Jenis::Pasal => "article",
            Jenis::Ayat => "paragraph",
            Jenis::Huruf | Jenis::Angka => "point",
            _ => "alinea",
        };
        let _ = write!(self.x, "<{tag} eId=\"{}\">", s.alamat);
        let penanda = if s.penanda.is_empty() {
            &s.label
        } else {
            &s.penanda
        };
        if s.jenis != Jenis::Alinea && !penanda.is_empty() {
            let _ = write!(self.x, "<num>{}</num>", aman(penanda));
        }
        if let Some(j) = &s.judul {
            let _ = write!(self.x, "<heading>{}</heading>", aman(j));
        }
        let bawah = self.anak.get(n).cloned().unwrap_or_default();
        if bawah.is_empty() {
            self.tambah("<content>");
            self.alinea(n);
            self.tambah("</content>");
        } else {
            if !s.teks.is_empty() {
                self.tambah("<intro>");
                self.alinea(n);
                self.tambah("</intro>");
            }
            self.tambah("\n");
            for m in bawah {
                self.simpul(m);
            }
        }
        let _ = writeln!(self.x, "</{tag}>");
    }

    /// The text of a passage, a `p` for each of its paragraphs.
    fn alinea(&mut self, n: usize) {
        let Some(s) = self.h.simpul.get(n) else { return };
        let mut mulai = 0;
        for baris in s.teks.split('\n') {
            self.tambah("<p>");
            self.dengan_rujukan(n, mulai, mulai + baris.len());
            self.tambah("</p>");
            mulai += baris.len() + 1;
        }
    }

    /// The text of a passage as one `p`, a word before it.
    fn p(&mut self, n: usize, depan: &str) {
        let Some(s) = self.h.simpul.get(n) else { return };
        let _ = write!(self.x, "<p>{}", aman(depan));
        if !depan.is_empty() && !s.teks.is_empty() {
            self.tambah(" ");
        }
        self.dengan_rujukan(n, 0, s.teks.len());
        self.tambah("</p>");
    }

    /// A stretch of a passage with its references as links to the first provision they mean.
    fn dengan_rujukan(&mut self, n: usize, dari: usize, sampai: usize) {
        let Some(s) = self.h.simpul.get(n) else { return };
        let mut di = dari;
        let semua: Vec<&Rujukan> = self.rujukan.get(n).cloned().unwrap_or_default();
        for r in semua.into_iter().filter(|r| r.mulai >= dari && r.akhir <= sampai) {
            let (Some(sela), Some(sasaran)) = (s.teks.get(di..r.mulai), r.sasaran.first()) else {
                continue;
            };
            let _ = write!(
                self.x,
                "{}<ref href=\"#{sasaran}\">{}</ref>",
                aman(sela),
                aman(&r.teks)
            );
            di = r.akhir;
        }
        let ekor = aman(s.teks.get(di..sampai).unwrap_or_default());
        self.tambah(&ekor);
    }

    /// Elucidation and annexes, each a document of its own.
    fn lampiran(&mut self) {
        let mut semua = self.akar(Jenis::Penjelasan);
        semua.extend(self.akar(Jenis::Lampiran));
        if semua.is_empty() {
            return;
        }
        self.tambah("<attachments>\n");
        for n in semua {
            let Some(s) = self.h.simpul.get(n) else { continue };
            let _ = writeln!(
                self.x,
                "<attachment eId=\"berkas-{0}\"><heading>{1}</heading><doc name=\"{2}\">",
                s.alamat,
                aman(&s.penanda),
                s.jenis.nama()
            );
            self.meta(&s.alamat);
            let _ = writeln!(
                self.x,
                "<mainBody><hcontainer name=\"{}\" eId=\"{}\"><content>",
                s.jenis.nama(),
                s.alamat
            );
            self.alinea(n);
            self.tambah("</content></hcontainer>\n");
            for m in self.keturunan(n) {
                let Some(b) = self.h.simpul.get(m) else { continue };
                let _ = write!(
                    self.x,
                    "<hcontainer name=\"{}\" eId=\"{}\"><num>{}</num><content>",
                    b.jenis.nama(),
                    b.alamat,
                    aman(&b.penanda)
                );
                self.alinea(m);
                self.tambah("</content></hcontainer>\n");
            }
            self.tambah("</mainBody></doc></attachment>\n");
        }
        self.tambah("</attachments>\n");
    }
}
