//! The report for a person: what was understood, what was not, line by line.

use std::fmt::Write;

use crate::{
    Hasil,
    model::{Jenis, Ruang},
    temuan::Tingkat,
};

/// Plain text, for the terminal.
pub(crate) fn tulis(h: &Hasil) -> String {
    let mut t = String::new();
    let banyak = |j: Jenis| {
        h.simpul
            .iter()
            .filter(|s| s.jenis == j && s.ruang == Ruang::Batang)
            .count()
    };
    let ada = |j: Jenis| h.simpul.iter().filter(|s| s.jenis == j).count();
    // Writing to a String cannot fail.
    let _ = writeln!(t, "{}", h.identitas.judul());
    if let Some(p) = &h.identitas.penetap {
        let _ = writeln!(t, "Penetap: {p}");
    }
    if let Some(d) = &h.penutup.penetapan.tanggal {
        let _ = writeln!(
            t,
            "Ditetapkan {d}; diundangkan {}",
            h.penutup
                .pengundangan
                .tanggal
                .as_deref()
                .unwrap_or("(tidak terbaca)")
        );
    }
    let _ = writeln!(t, "\nYang terbaca");
    for (j, nama) in [
        (Jenis::Bab, "BAB"),
        (Jenis::Bagian, "bagian"),
        (Jenis::Paragraf, "paragraf"),
        (Jenis::Pasal, "pasal"),
        (Jenis::Ayat, "ayat"),
        (Jenis::Huruf, "huruf"),
        (Jenis::Angka, "angka"),
    ] {
        let _ = writeln!(t, "  {:>5} {nama}", banyak(j));
    }
    let _ = writeln!(t, "  {:>5} istilah", h.istilah.len());
    let _ = writeln!(t, "  {:>5} rujukan", h.rujukan.len());
    if ada(Jenis::Penjelasan) > 0 {
        let _ = writeln!(
            t,
            "  {:>5} pasal dalam penjelasan",
            h.simpul
                .iter()
                .filter(|s| s.jenis == Jenis::Pasal && s.ruang == Ruang::Penjelasan)
                .count()
        );
    }
    if ada(Jenis::Lampiran) > 0 {
        let _ = writeln!(t, "  {:>5} lampiran (sebagai teks)", ada(Jenis::Lampiran));
    }
    for (tingkat, judul) in [
        (Tingkat::Salah, "Perlu diperbaiki atau dicari di naskah asli"),
        (Tingkat::Ragu, "Perlu dilihat"),
        (Tingkat::Info, "Yang dirapikan"),
    ] {
        let mut semua = h.temuan.iter().filter(|f| f.tingkat == tingkat).peekable();
        if semua.peek().is_none() {
            continue;
        }
        let _ = writeln!(t, "\n{judul}");
        for f in semua {
            let alamat = f.alamat.as_deref().map(|a| format!(" [{a}]")).unwrap_or_default();
            let baris = if f.baris == 0 {
                "seluruh teks".into()
            } else {
                format!("baris {}", f.baris)
            };
            let _ = writeln!(t, "  {baris:>12}: {}{alamat}", f.pesan);
        }
    }
    if !h.dibuang.is_empty() {
        let _ = writeln!(t, "\nKata yang tidak masuk ketentuan mana pun");
        for d in &h.dibuang {
            let _ = writeln!(t, "  baris {:>6}: {}", d.baris, d.teks);
        }
    }
    t
}
