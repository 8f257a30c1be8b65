//! Values as people read them: names instead of codes, "Rp1.250.000", dates in words, a state with its colour and its
//! word, a deadline in working days.

use jiff::{Timestamp, civil::Date};
use kernel::{
    Bahasa, Kalender, Keadaan, Medan, Peta, Profil, kalender,
    nilai::{Golongan, Jenis, Opsi, Sumber, Tingkat, Uang, ke_teks},
};
use maud::{Markup, html};
use serde_json::Value;

use crate::enkode;

/// "12.345": thousands by dots, as Indonesian writes them.
pub fn angka(n: i64) -> String {
    let digit = n.unsigned_abs().to_string();
    let mut hasil = if n < 0 { "-".to_owned() } else { String::new() };
    for (i, c) in digit.chars().enumerate() {
        if i > 0 && (digit.len() - i).is_multiple_of(3) {
            hasil.push('.');
        }
        hasil.push(c);
    }
    hasil
}

/// Degrees with the decimal comma of Indonesian.
pub(crate) fn derajat(b: Bahasa, s: &str) -> String {
    if b == Bahasa::Id {
        s.replace('.', ",")
    } else {
        s.to_owned()
    }
}

/// What people call an option, in their language; the code itself when the option no longer exists.
fn opsi<'a>(b: Bahasa, opsi: &'a [Opsi], kode: &'a str) -> &'a str {
    b.t(opsi
        .iter()
        .find(|o| o.kode == kode)
        .map_or(kode, |o| o.label.as_ref()))
}

/// Name of a category in the reader's language, or its code when it no longer exists.
pub fn kategori<'a>(b: Bahasa, profil: &'a Profil, kode: &'a str) -> &'a str {
    profil
        .kategori(kode)
        .map_or(kode, |k| if b == Bahasa::En { &k.nama_en } else { &k.nama })
}

fn hari(b: Bahasa, s: &str) -> Markup {
    match s.parse::<Date>() {
        Ok(d) => html! { time datetime=(d) { (kalender::tanggal(b, d)) } },
        Err(_) => html! { (s) },
    }
}

/// A value as text with its markup: never a code where there is a name.
pub fn nilai(b: Bahasa, profil: &Profil, m: &Medan, v: &Value) -> Markup {
    let kata = ke_teks(&m.jenis, v);
    match (&m.jenis, v) {
        (Jenis::Panjang { .. }, _) => paragraf(&kata),
        (Jenis::Bilangan { min, maks }, Value::Number(n)) => match n.as_i64() {
            // A range of this kind holds years, and those are not grouped.
            Some(n) if !(*min >= 1_000 && *maks <= 9_999) => html! { (angka(n)) },
            _ => html! { (n) },
        },
        (Jenis::Uang, Value::Number(n)) => match n.as_u64().and_then(Uang::baru) {
            Some(u) => html! { (u) },
            None => html! { (n) },
        },
        (Jenis::Tanggal, Value::String(s)) => hari(b, s),
        (Jenis::Periode, Value::Object(o)) => {
            let bagian = |k: &str| hari(b, o.get(k).and_then(Value::as_str).unwrap_or_default());
            html! { (bagian("mulai")) " " (b.t("sampai")) " " (bagian("akhir")) }
        }
        (Jenis::YaTidak, Value::Bool(ya)) => html! { (if *ya { b.t("Ya") } else { b.t("Tidak") }) },
        (Jenis::Pilihan(o), Value::String(s)) => html! { (opsi(b, o, s)) },
        (Jenis::Beberapa(o), Value::Array(a)) => {
            let label: Vec<&str> = a
                .iter()
                .filter_map(Value::as_str)
                .map(|s| opsi(b, o, s))
                .collect();
            html! { (label.join(", ")) }
        }
        (Jenis::DariProfil(Sumber::Kategori), Value::String(s)) => html! { (kategori(b, profil, s)) },
        (Jenis::DariProfil(Sumber::Unit), Value::String(s)) => html! { (profil.nama_unit(s)) },
        (Jenis::Wilayah(Tingkat::Kecamatan), Value::String(s)) => {
            html! { (profil.kecamatan(s).map_or(s.as_str(), |k| k.nama.as_str())) }
        }
        (Jenis::Wilayah(Tingkat::Desa), Value::String(s)) => html! { (profil.desa(s).unwrap_or(s)) },
        (Jenis::Lintang | Jenis::Bujur, _) => html! { (derajat(b, &kata)) },
        (Jenis::Surel, Value::String(s)) => html! { a href={ "mailto:" (enkode(s)) } { (s) } },
        (Jenis::Telepon, Value::String(s)) => html! { a href={ "tel:" (s) } { (s) } },
        (Jenis::Berkas { golongan, .. }, Value::Array(a)) => {
            let id: Vec<&str> = a.iter().filter_map(Value::as_str).collect();
            match golongan {
                Golongan::Foto => foto(b, profil, &id),
                _ => html! {
                    ul { @for (i, f) in id.iter().enumerate() {
                        li { a href={ "/" (profil.kode()) "/berkas/" (enkode(f)) } { (b.isi("Berkas {n}", &[("n", &(i + 1).to_string())])) } }
                    } }
                },
            }
        }
        (Jenis::Daftar { .. }, Value::Array(a)) => html! {
            ul { @for s in a.iter().filter_map(Value::as_str) { li { (s) } } }
        },
        (Jenis::Orang | Jenis::Tempat, Value::Object(o)) => baris(b, profil, &m.jenis.anak(), o),
        (Jenis::Bagian(anak), Value::Array(a)) => bagian(b, profil, anak, a),
        _ => html! { (kata) },
    }
}

/// Lines as typed; an empty line begins a paragraph.
pub fn paragraf(s: &str) -> Markup {
    let baris = |p: &str| html! { @for (i, l) in p.lines().enumerate() { @if i > 0 { br; } (l) } };
    let mut bagian = s.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
    match (bagian.next(), bagian.next()) {
        (Some(satu), None) => baris(satu),
        (Some(satu), Some(dua)) => {
            html! { @for p in [satu, dua].into_iter().chain(bagian) { p { (baris(p)) } } }
        }
        (None, _) => html! {},
    }
}

/// Photographs as small pictures, each opening the whole one.
pub fn foto(b: Bahasa, profil: &Profil, id: &[&str]) -> Markup {
    let m = id.len().to_string();
    html! {
        ul.foto { @for (i, f) in id.iter().enumerate() {
            @let alamat = format!("/{}/berkas/{}", profil.kode(), enkode(f));
            @let alt = b.isi("Foto {n} dari {m}", &[("n", &(i + 1).to_string()), ("m", &m)]);
            li { a href=(alamat) { img src=(alamat) alt=(alt) loading="lazy"; } }
        } }
    }
}

fn baris(b: Bahasa, profil: &Profil, anak: &[Medan], o: &Peta) -> Markup {
    let isi: Vec<_> = anak.iter().filter_map(|a| Some((a, terisi(a, o)?))).collect();
    html! { @for (i, (a, v)) in isi.into_iter().enumerate() { @if i > 0 { br; } (nilai(b, profil, a, v)) } }
}

fn bagian(b: Bahasa, profil: &Profil, anak: &[Medan], butir: &[Value]) -> Markup {
    html! {
        table.tabel {
            thead { tr { @for a in anak { th scope="col" { (b.t(&a.label)) } } } }
            tbody { @for o in butir.iter().filter_map(Value::as_object) {
                tr { @for a in anak {
                    td data-label=(b.t(&a.label)) { @if let Some(v) = terisi(a, o) { (nilai(b, profil, a, v)) } }
                } }
            } }
        }
    }
}

/// The value of a field, unless there is nothing to show.
fn terisi<'v>(m: &Medan, isi: &'v Peta) -> Option<&'v Value> {
    let ada = |v: &&Value| match v {
        Value::Null => false,
        Value::String(s) => !s.trim().is_empty(),
        Value::Array(a) => !a.is_empty(),
        Value::Object(o) => !o.is_empty(),
        _ => true,
    };
    isi.get(m.nama.as_ref()).filter(|_| !m.rahasia).filter(ada)
}

/// Fields with their values; what is empty or secret is left out.
pub fn fakta(b: Bahasa, profil: &Profil, medan: &[Medan], isi: &Peta) -> Markup {
    html! { dl.daftar-ringkas { (butir_fakta(b, profil, medan, isi)) } }
}

fn butir_fakta(b: Bahasa, profil: &Profil, medan: &[Medan], isi: &Peta) -> Markup {
    html! {
        @for m in medan {
            @if m.rata {
                (butir_fakta(b, profil, &m.jenis.anak(), isi))
            } @else if let Some(v) = terisi(m, isi) {
                div { dt { (b.t(&m.label)) } dd { (nilai(b, profil, m, v)) } }
            }
        }
    }
}

/// A coloured tag: colour and word together, never colour alone.
pub fn tanda_kata(warna: &str, kata: &str) -> Markup {
    html! { span class={ "tanda tanda-" (warna) } { (kata) } }
}

/// The tag of a state.
pub fn tanda(b: Bahasa, k: &Keadaan) -> Markup {
    tanda_kata(k.warna.kelas(), b.t(&k.label))
}

/// How long until a deadline in working days of the regency, as a tag, with the day itself beside it.
pub fn tenggat(b: Bahasa, k: &Kalender, kini: Timestamp, jatuh: Timestamp) -> Markup {
    let sisa = k.sisa_hari_kerja(kini, jatuh);
    let (hari_ini, hari) = (k.setempat(kini).date(), k.setempat(jatuh).date());
    let n = sisa.unsigned_abs().to_string();
    let (warna, kata) = match sisa {
        -1 => ("merah", b.t("terlambat 1 hari kerja").to_owned()),
        i32::MIN..=-2 => ("merah", b.isi("terlambat {n} hari kerja", &[("n", &n)])),
        0 if hari == hari_ini => ("jingga", b.t("hari ini").to_owned()),
        0 => ("jingga", b.t("sebelum hari kerja berikutnya").to_owned()),
        1 => ("jingga", b.t("1 hari kerja lagi").to_owned()),
        _ => ("abu", b.isi("{n} hari kerja lagi", &[("n", &n)])),
    };
    html! { (tanda_kata(warna, &kata)) " " time datetime=(hari) { (kalender::tanggal(b, hari)) } }
}

/// What stands where there is nothing yet: what is missing, why, and the way on as (label, address).
pub fn kosong(judul: &str, teks: &str, aksi: Option<(&str, &str)>) -> Markup {
    html! {
        div.kosong {
            h2 { (judul) }
            p { (teks) }
            @if let Some((label, href)) = aksi { p { a.tombol href=(href) { (label) } } }
        }
    }
}

/// One thing that happened, in a story.
pub struct Butir {
    /// When.
    pub waktu: Timestamp,
    /// Which side it came from: `warga`, `opd`, `sistem` or `internal`.
    pub pihak: &'static str,
    /// Who, by name or office.
    pub siapa: String,
    /// What, in a few words.
    pub judul: String,
    /// What was said.
    pub isi: Markup,
}

/// A story as a list, in the order given. Internal things say so in words.
pub fn lini(b: Bahasa, profil: &Profil, butir: &[Butir]) -> Markup {
    let k = &profil.kalender;
    html! {
        ol.lini { @for t in butir {
            li class={ "lini-" (t.pihak) } {
                p {
                    b.lini-pihak { (t.siapa) } ": " (t.judul)
                    @if t.pihak == "internal" { " " (tanda_kata("abu", b.t("Internal"))) }
                    " " time datetime=(t.waktu) { (k.waktu_panjang(b, t.waktu)) }
                }
                div.lini-isi { (t.isi) }
            }
        } }
    }
}
