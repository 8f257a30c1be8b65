//! Looks over the finished structure: do the numbers run on, do lists end, do sentences stop, does the elucidation fit?

use std::collections::{HashMap, HashSet};

use crate::{
    istilah::sebutan,
    kata::polos,
    model::{Istilah, Jenis, Ruang, Simpul},
    penanda,
    temuan::{Catatan, JenisTemuan, Tingkat},
};

/// More sentences without a full stop than this are one finding: the file has lost them all.
const TITIK_SATU_SATU: usize = 12;

/// Everything that can be seen only when all is there.
pub(crate) fn periksa(simpul: &[Simpul], istilah: &[Istilah], catatan: &mut Catatan) {
    if !simpul
        .iter()
        .any(|s| s.jenis == Jenis::Pasal && s.ruang == Ruang::Batang)
    {
        let pesan = "Tidak ditemukan satu pasal pun. Teksnya disimpan apa adanya; periksa apakah ini naskah peraturan.".into();
        catatan.catat(JenisTemuan::TidakAdaPasal, Tingkat::Salah, 0, None, pesan);
    }
    urutan(simpul, catatan);
    daftar(simpul, catatan);
    titik(simpul, catatan);
    singkatan(simpul, istilah, catatan);
    penjelasan(simpul, catatan);
}

/// A number as it is said: "huruf c", "ayat (2)", "BAB IV", "Pasal 12A".
fn sebut(jenis: Jenis, urut: u32) -> String {
    match jenis {
        Jenis::Bab => format!("BAB {}", penanda::tulis_romawi(urut)),
        Jenis::Bagian => format!("Bagian ke-{urut}"),
        Jenis::Paragraf => format!("Paragraf {urut}"),
        Jenis::Pasal => format!("Pasal {urut}"),
        Jenis::Ayat => format!("ayat ({urut})"),
        Jenis::Huruf => format!("huruf {}", penanda::tulis_huruf(urut)),
        _ => format!("angka {urut}"),
    }
}

/// Numbering has no gap, no double and no turning back, or it is reported.
fn urutan(simpul: &[Simpul], catatan: &mut Catatan) {
    let mut akhir: HashMap<(Option<usize>, Jenis), u32> = HashMap::new();
    let mut lihat: HashSet<(Option<usize>, Jenis, u32, Option<&str>)> = HashSet::new();
    for s in simpul {
        if s.urut == 0 || s.jenis == Jenis::Alinea || !matches!(s.ruang, Ruang::Batang | Ruang::Pembukaan) {
            continue;
        }
        let induk = match s.jenis {
            // Articles are numbered through the whole regulation; those quoted in an amendment are not ours to count.
            Jenis::Pasal
                if s.induk
                    .and_then(|n| simpul.get(n))
                    .is_some_and(|i| !i.jenis.pengelompok()) =>
            {
                continue;
            }
            Jenis::Pasal | Jenis::Bab => None,
            _ => s.induk,
        };
        let sisipan = s.sisipan.as_deref();
        let lalu = akhir.get(&(induk, s.jenis)).copied().unwrap_or(0);
        let baru = lihat.insert((induk, s.jenis, s.urut, sisipan));
        let nama = sebut(s.jenis, s.urut) + sisipan.unwrap_or_default();
        let mut catat = |j, pesan| catatan.catat(j, Tingkat::Salah, s.baris.dari, Some(&s.alamat), pesan);
        if !baru {
            catat(
                JenisTemuan::NomorGanda,
                format!("{} dua kali; yang ini beralamat {}.", besar(&nama), s.alamat),
            );
        } else if s.urut < lalu || s.urut == lalu && sisipan.is_none() {
            catat(
                JenisTemuan::UrutanTerbalik,
                format!("{} berdiri sesudah {}.", besar(&nama), sebut(s.jenis, lalu)),
            );
        } else if s.urut > lalu + 1 {
            let hilang = if s.urut == lalu + 2 {
                sebut(s.jenis, lalu + 1)
            } else {
                format!(
                    "{} sampai dengan {}",
                    sebut(s.jenis, lalu + 1),
                    sebut(s.jenis, s.urut - 1)
                )
            };
            catat(
                JenisTemuan::NomorLompat,
                format!("{} tidak ditemukan sebelum {nama}.", besar(&hilang)),
            );
        }
        akhir.insert((induk, s.jenis), s.urut.max(if baru { 0 } else { lalu }));
    }
}

fn besar(t: &str) -> String {
    let mut c = t.chars();
    c.next()
        .map_or(String::new(), |a| a.to_uppercase().chain(c).collect())
}

/// Lists that end in the middle: "dan" with nothing behind it, a colon with nothing below it.
fn daftar(simpul: &[Simpul], catatan: &mut Catatan) {
    // The last item of each list, and which passages have something below them.
    let mut ekor: HashMap<(Option<usize>, Jenis), usize> = HashMap::new();
    let mut berisi = HashSet::new();
    for (n, s) in simpul.iter().enumerate() {
        berisi.extend(s.induk);
        if matches!(s.jenis, Jenis::Huruf | Jenis::Angka) {
            ekor.insert((s.induk, s.jenis), n);
        }
    }
    let ekor: HashSet<usize> = ekor.into_values().collect();
    for (n, s) in simpul
        .iter()
        .enumerate()
        .filter(|(_, s)| matches!(s.ruang, Ruang::Batang | Ruang::Pembukaan))
    {
        let mut catat = |pesan: String| {
            catatan.catat(
                JenisTemuan::DaftarTerputus,
                Tingkat::Salah,
                s.baris.sampai,
                Some(&s.alamat),
                pesan,
            )
        };
        let kata = s
            .teks
            .split_whitespace()
            .next_back()
            .map(polos)
            .unwrap_or_default();
        if ekor.contains(&n) && matches!(kata.as_str(), "dan" | "atau" | "dan/atau") {
            catat(format!(
                "Daftar ini berakhir dengan “{kata}”; mungkin butir sesudahnya hilang."
            ));
        }
        let pasal = matches!(
            s.jenis,
            Jenis::Pasal | Jenis::Ayat | Jenis::Huruf | Jenis::Angka | Jenis::Alinea
        );
        if pasal && s.teks.ends_with(':') && !berisi.contains(&n) {
            catat("Kalimat ini menjanjikan daftar (diakhiri titik dua), tetapi tidak ada butirnya.".into());
        }
        if s.jenis == Jenis::Pasal && s.teks.is_empty() && !berisi.contains(&n) {
            catat("Pasal ini tidak berisi apa pun.".into());
        }
    }
}

/// Articles, ayat and last items that do not stop.
fn titik(simpul: &[Simpul], catatan: &mut Catatan) {
    let daun =
        |n: usize, s: &Simpul| simpul.get(n + 1).is_none_or(|b| b.induk != Some(n)) && !s.teks.is_empty();
    let tanpa: Vec<&Simpul> = simpul
        .iter()
        .enumerate()
        .filter(|(n, s)| {
            s.ruang == Ruang::Batang
                && matches!(s.jenis, Jenis::Pasal | Jenis::Ayat | Jenis::Alinea)
                && daun(*n, s)
        })
        .map(|(_, s)| s)
        .filter(|s| {
            !s.teks
                .trim_end_matches(['”', '"', ')'])
                .ends_with(['.', ';', ':', '?', '!'])
        })
        .collect();
    if tanpa.len() > TITIK_SATU_SATU {
        let baris = tanpa.first().map_or(0, |s| s.baris.dari);
        let pesan = format!(
            "{} pasal dan ayat tidak diakhiri titik; tampaknya semua titik hilang dari berkas ini.",
            tanpa.len()
        );
        catatan.catat(JenisTemuan::TitikHilang, Tingkat::Ragu, baris, None, pesan);
        return;
    }
    for s in tanpa {
        let pesan = "Kalimat ini tidak diakhiri titik.".into();
        catatan.catat(
            JenisTemuan::TitikHilang,
            Tingkat::Info,
            s.baris.sampai,
            Some(&s.alamat),
            pesan,
        );
    }
}

/// Abbreviations in the articles that no definition and no bracket explains. Each is reported where it occurs first.
fn singkatan(simpul: &[Simpul], istilah: &[Istilah], catatan: &mut Catatan) {
    let bentuk = |k: &str| {
        (2..=6).contains(&k.len())
            && k.bytes().all(|b| b.is_ascii_uppercase())
            && penanda::romawi(k).is_none()
    };
    let mut kenal: HashSet<&str> = HashSet::new();
    for i in istilah {
        kenal.extend(i.nama.split(|c: char| !c.is_alphanumeric()).filter(|k| bentuk(k)));
        kenal.extend(i.singkatan.as_deref());
    }
    // "Rencana Pembangunan (RP)" explains RP, wherever it stands.
    for s in simpul
        .iter()
        .filter(|s| matches!(s.ruang, Ruang::Batang | Ruang::Pembukaan))
    {
        kenal.extend(
            s.teks
                .split('(')
                .skip(1)
                .filter_map(|t| t.split_once(')'))
                .map(|(k, _)| k.trim())
                .filter(|k| bentuk(k)),
        );
    }
    let mut lihat = HashSet::new();
    for s in simpul
        .iter()
        .filter(|s| s.ruang == Ruang::Batang && s.teks.chars().any(char::is_lowercase))
    {
        for k in s
            .teks
            .split(|c: char| !c.is_alphanumeric() && c != '/')
            .filter(|k| bentuk(k))
        {
            if !kenal.contains(k) && lihat.insert(k) {
                let pesan = format!("Singkatan “{k}” dipakai tetapi tidak dijelaskan dalam peraturan ini.");
                catatan.catat(
                    JenisTemuan::SingkatanTakDikenal,
                    Tingkat::Ragu,
                    s.baris.dari,
                    Some(&s.alamat),
                    pesan,
                );
            }
        }
    }
}

/// Every explanation explains something, and every article is explained, if only with "Cukup jelas".
fn penjelasan(simpul: &[Simpul], catatan: &mut Catatan) {
    let ada: HashSet<&str> = simpul
        .iter()
        .filter(|s| s.ruang == Ruang::Batang)
        .map(|s| s.alamat.as_str())
        .collect();
    let mut dijelaskan = HashSet::new();
    for s in simpul.iter().filter(|s| s.ruang == Ruang::Penjelasan) {
        let Some(apa) = menjelaskan(s) else { continue };
        if !ada.contains(apa) {
            let pesan = format!(
                "Penjelasan ini tentang {}, yang tidak ada dalam batang tubuh.",
                sebutan(apa)
            );
            catatan.catat(
                JenisTemuan::PenjelasanTakCocok,
                Tingkat::Salah,
                s.baris.dari,
                Some(&s.alamat),
                pesan,
            );
        }
        dijelaskan.insert(apa);
    }
    if dijelaskan.is_empty() {
        return;
    }
    for s in simpul.iter().filter(|s| {
        s.ruang == Ruang::Batang && s.jenis == Jenis::Pasal && !dijelaskan.contains(s.alamat.as_str())
    }) {
        let pesan = format!(
            "{} tidak ada dalam penjelasan pasal demi pasal.",
            sebutan(&s.alamat)
        );
        catatan.catat(
            JenisTemuan::PenjelasanTakCocok,
            Tingkat::Ragu,
            s.baris.dari,
            Some(&s.alamat),
            pesan,
        );
    }
}

/// The address that a passage of the elucidation explains.
pub(crate) fn menjelaskan(s: &Simpul) -> Option<&str> {
    let apa = s.alamat.strip_prefix("penjelasan-")?;
    (s.ruang == Ruang::Penjelasan && apa.starts_with("pasal-")).then_some(apa)
}
