//! Bytes become a letter, or a reason why no program should act on them. Nothing here trusts what it reads.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Address, Message, MessageParser, MimeHeaders};

/// Largest letter, bytes.
pub const MAKS: usize = 25 * 1024 * 1024;
/// Most parts of a letter.
const BAGIAN: usize = 100;
/// How deep parts may lie in parts.
const DALAM: usize = 10;
/// Most bytes of words that are looked at.
const TEKS: usize = 200_000;
/// Most recipients and Message-IDs that are looked at.
const SEBUT: usize = 100;
/// Most attachments taken.
const LAMPIRAN: usize = 10;

/// A letter that came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surel {
    /// Message-ID, without brackets.
    pub id: Option<String>,
    /// Address of the writer, in lower case.
    pub dari: Option<String>,
    /// Their name, as they write it.
    pub nama: Option<String>,
    /// Addresses it was sent and delivered to.
    pub kepada: Vec<String>,
    /// Message-IDs it answers to.
    pub rujukan: Vec<String>,
    /// Subject.
    pub subjek: String,
    /// Words, as plain text.
    pub teks: String,
    /// Pictures.
    pub foto: Vec<Vec<u8>>,
    /// Attachments that are no pictures.
    pub lain: usize,
    /// Written by a person?
    pub sifat: Sifat,
    /// Whether our mail server found the sender to be who they say; none when it said nothing.
    pub terbukti: Option<bool>,
}

/// Who wrote a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sifat {
    /// A person, as far as one can see.
    #[default]
    Orang,
    /// A program: never answered, so that two programs do not write to each other for ever. Says by what it was seen.
    Otomatis(&'static str),
    /// A mail server that could not deliver.
    Pantulan(Pantulan),
}

/// What a mail server says of letters it could not deliver.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pantulan {
    /// Message-IDs found in it, ours perhaps among them.
    pub surat: Vec<String>,
    /// It will never arrive.
    pub tetap: bool,
    /// Status code (RFC 3463), such as 5.1.1.
    pub kode: Option<String>,
}

/// Understands a letter; none when it is none, or too large or too nested to be a person's. `authserv` is the name
/// under which our own mail server reports whether senders are who they say.
pub fn baca(bait: &[u8], authserv: Option<&str>) -> Option<Surel> {
    if bait.is_empty() || bait.len() > MAKS || bersarang(bait) {
        return None;
    }
    // Whatever the parser may still stumble over is a letter for a person, never the end of the program.
    catch_unwind(AssertUnwindSafe(|| urai(bait, authserv)))
        .ok()
        .flatten()
}

/// Whether letters may lie in letters more deeply than a stack bears. Each further one needs one of these words.
fn bersarang(bait: &[u8]) -> bool {
    let kata: [&[u8]; 3] = [b"rfc822", b"global", b"digest"];
    let jumlah = bait
        .windows(6)
        .filter(|w| kata.iter().any(|k| w.eq_ignore_ascii_case(k)));
    jumlah.take(2 * BAGIAN).count() == 2 * BAGIAN
}

fn urai(bait: &[u8], authserv: Option<&str>) -> Option<Surel> {
    let m = MessageParser::default().parse(bait)?;
    if !wajar(&m, 0) || m.headers().is_empty() {
        return None;
    }
    let kepala: Vec<(String, String)> = m
        .headers_raw()
        .take(1_000)
        .map(|(n, v)| (n.to_lowercase(), rata(v)))
        .collect();
    let (dari, nama) = m.from().and_then(Address::first).map_or((None, None), |a| {
        let alamat = a.address().map(|s| s.trim().to_lowercase());
        (alamat.filter(|s| s.contains('@')), a.name().map(rata))
    });
    let (foto, lain) = lampiran(&m);
    Some(Surel {
        id: m
            .message_id()
            .map(|s| s.trim().to_owned())
            .filter(|s| !s.is_empty()),
        sifat: sifat(&m, &kepala, dari.as_deref()),
        dari,
        nama: nama.filter(|s| !s.is_empty()),
        kepada: kepada(&m, &kepala),
        rujukan: rujukan(&m),
        subjek: m.subject().map(rata).unwrap_or_default(),
        teks: teks(&m),
        foto,
        lain,
        terbukti: authserv.and_then(|a| terbukti(&kepala, a)),
    })
}

/// One line of whatever was folded or hidden in it.
fn rata(s: &str) -> String {
    let s: String = s
        .chars()
        .take(2_000)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether there are no more parts than a person's letter has.
fn wajar(m: &Message, dalam: usize) -> bool {
    dalam <= DALAM
        && m.parts.len() <= BAGIAN
        && m.parts
            .iter()
            .filter_map(|p| p.message())
            .all(|a| wajar(a, dalam + 1))
}

fn kepada(m: &Message, kepala: &[(String, String)]) -> Vec<String> {
    let tertulis = [m.to(), m.cc()]
        .into_iter()
        .flatten()
        .flat_map(|a| a.clone().into_list());
    let tertulis = tertulis.filter_map(|a| a.address.map(|a| a.to_string()));
    // Where it really went stands in what mail servers add.
    let diantar = kepala
        .iter()
        .filter(|(n, _)| matches!(n.as_str(), "delivered-to" | "x-original-to" | "envelope-to"))
        .map(|(_, v)| v.trim_matches(['<', '>', ' ']).to_owned());
    let mut semua: Vec<String> = diantar
        .chain(tertulis)
        .take(SEBUT)
        .map(|a| a.trim().to_lowercase())
        .collect();
    semua.dedup();
    semua
}

fn rujukan(m: &Message) -> Vec<String> {
    let mut semua = Vec::new();
    for v in [m.in_reply_to(), m.references()] {
        match (v.as_text_list(), v.as_text()) {
            (Some(l), _) => semua.extend(l.iter().map(|s| s.to_string())),
            (None, Some(s)) => semua.push(s.to_owned()),
            (None, None) => {}
        }
    }
    // The last ones are the nearest.
    let awal = semua.len().saturating_sub(SEBUT);
    semua.split_off(awal)
}

/// The words: of a letter that is HTML only, the text in it.
fn teks(m: &Message) -> String {
    let mut hasil = String::new();
    for i in 0..m.text_body_count().min(5) {
        if let Some(t) = m.body_text(i) {
            hasil.push_str(kernel::profil::potong(&t, TEKS));
            hasil.push('\n');
        }
    }
    hasil.trim().to_owned()
}

fn lampiran(m: &Message) -> (Vec<Vec<u8>>, usize) {
    let (mut foto, mut lain) = (Vec::new(), 0);
    for p in m.parts.iter() {
        let jenis = p.content_type().map(|c| c.ctype().to_lowercase());
        let gambar = jenis.as_deref() == Some("image");
        let lampiran = p.content_disposition().is_some_and(|d| d.is_attachment());
        if gambar && foto.len() < LAMPIRAN {
            foto.push(p.contents().to_vec());
        } else if gambar || lampiran {
            lain += 1;
        }
    }
    (foto, lain)
}

fn sifat(m: &Message, kepala: &[(String, String)], dari: Option<&str>) -> Sifat {
    let ada = |n: &str| kepala.iter().find(|(k, _)| k == n).map(|(_, v)| v.to_lowercase());
    let jenis = m.content_type().map(|c| {
        (
            c.ctype().to_lowercase(),
            c.subtype().unwrap_or_default().to_lowercase(),
        )
    });
    let laporan = jenis.is_some_and(|(j, s)| j == "multipart" && s == "report");
    let kosong = ada("return-path").is_some_and(|v| v == "<>");
    let server = dari.is_some_and(|d| d.starts_with("mailer-daemon@"));
    if laporan || server {
        return Sifat::Pantulan(pantulan(m));
    }
    if ada("auto-submitted").is_some_and(|v| v.split(';').next().map(str::trim) != Some("no")) {
        return Sifat::Otomatis("Auto-Submitted");
    }
    if ada("precedence").is_some_and(|v| ["bulk", "list", "junk", "auto_reply"].contains(&v.as_str())) {
        return Sifat::Otomatis("Precedence");
    }
    for (n, sebab) in [
        ("x-loop", "X-Loop"),
        ("x-autoreply", "X-Autoreply"),
        ("x-autorespond", "X-Autorespond"),
        ("list-id", "List-Id"),
        ("list-unsubscribe", "List-Unsubscribe"),
    ] {
        if ada(n).is_some() {
            return Sifat::Otomatis(sebab);
        }
    }
    if kosong {
        return Sifat::Otomatis("Return-Path kosong");
    }
    Sifat::Orang
}

fn pantulan(m: &Message) -> Pantulan {
    let mut p = Pantulan::default();
    let mut surat = |id: &str| {
        if p.surat.len() < SEBUT {
            p.surat.push(id.trim().trim_matches(['<', '>']).to_owned());
        }
    };
    let mut kata = String::new();
    for bagian in m.parts.iter().skip(1) {
        if let Some(id) = bagian.message().and_then(|a| a.message_id()) {
            surat(id);
        }
        let isi = String::from_utf8_lossy(bagian.contents().get(..TEKS / 4).unwrap_or(bagian.contents()));
        for baris in isi.lines().take(1_000) {
            let kecil = baris.to_lowercase();
            if kecil.starts_with("message-id:") {
                surat(baris.split_once(':').map_or("", |(_, v)| v));
            }
            if kecil.starts_with("action:") || kecil.starts_with("status:") {
                kata.push_str(&kecil);
                kata.push('\n');
            }
        }
    }
    for baris in kata.lines() {
        match baris.split_once(':').map(|(n, v)| (n, v.trim())) {
            Some(("action", v)) => p.tetap |= v.starts_with("failed"),
            Some(("status", v)) if p.kode.is_none() => {
                let kode: String = v
                    .chars()
                    .take_while(|c| c.is_ascii_digit() || *c == '.')
                    .take(12)
                    .collect();
                p.kode = Some(kode).filter(|k| k.split('.').count() == 3);
            }
            _ => {}
        }
    }
    p
}

/// What our own mail server found out. It stands above whatever the sender wrote, so the first counts. DMARC joins
/// SPF and DKIM with the address that people see; without it, one of both must not have failed.
fn terbukti(kepala: &[(String, String)], authserv: &str) -> Option<bool> {
    let milik = |v: &str| {
        v.split([';', ' '])
            .next()
            .is_some_and(|a| a.eq_ignore_ascii_case(authserv))
    };
    let isi = kepala
        .iter()
        .find(|(n, v)| n == "authentication-results" && milik(v))
        .map(|(_, v)| v.to_lowercase())?;
    let hasil = |cara: &str| {
        let awal = format!("{cara}=");
        isi.split([';', ' '])
            .filter_map(|s| s.trim().strip_prefix(&awal))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (dmarc, spf, dkim) = (hasil("dmarc"), hasil("spf"), hasil("dkim"));
    let memuat = |v: &[String], apa: &[&str]| v.iter().any(|h| apa.contains(&h.as_str()));
    if memuat(&dmarc, &["fail"]) {
        return Some(false);
    }
    if memuat(&dmarc, &["pass"]) {
        return Some(true);
    }
    let lulus = memuat(&spf, &["pass"]) || memuat(&dkim, &["pass"]);
    let gagal = memuat(&spf, &["fail", "softfail"]) || memuat(&dkim, &["fail"]);
    if !lulus && !gagal {
        return None;
    }
    Some(lulus)
}

#[cfg(test)]
mod uji;
