//! Title and closing: kind, number, year, subject and issuer from the top; places, days, names and gazette from the end.

use crate::{
    kata::{Kata, polos},
    model::{Identitas, Jenis, Penutup, Ruang, Simpul, Tanda},
    susun::Susunan,
    temuan::{Catatan, JenisTemuan, Tingkat},
};

/// Kinds whose name is more than one word, longest first; after them the region's name begins.
const JENIS: [&str; 22] = [
    "PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG",
    "PERATURAN DAERAH",
    "PERATURAN BUPATI",
    "PERATURAN WALI KOTA",
    "PERATURAN WALIKOTA",
    "PERATURAN GUBERNUR",
    "PERATURAN PRESIDEN",
    "PERATURAN PEMERINTAH",
    "PERATURAN MENTERI",
    "PERATURAN BADAN",
    "PERATURAN LEMBAGA",
    "PERATURAN DESA",
    "PERATURAN DPRD",
    "KEPUTUSAN BUPATI",
    "KEPUTUSAN WALI KOTA",
    "KEPUTUSAN WALIKOTA",
    "KEPUTUSAN GUBERNUR",
    "KEPUTUSAN DPRD",
    "INSTRUKSI BUPATI",
    "INSTRUKSI WALI KOTA",
    "UNDANG-UNDANG",
    "QANUN",
];

const BULAN: [&str; 12] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
];

/// The words of a kind of passage, wherever it occurs.
fn kata_dari<'k, 'a>(kata: &'k [Kata<'a>], s: &Susunan, jenis: Jenis) -> Vec<&'k Kata<'a>> {
    let simpul = s.simpul.iter().zip(&s.petik).filter(|(n, _)| n.jenis == jenis);
    simpul
        .flat_map(|(_, p)| p)
        .filter_map(|p| kata.get(p.kata))
        .collect()
}

fn gabung(kata: &[&Kata<'_>]) -> String {
    kata.iter().map(|k| k.teks.as_ref()).collect::<Vec<_>>().join(" ")
}

/// Like [`gabung`], without the colons and commas around it; nothing if nothing is left.
fn isi(kata: &[&Kata<'_>]) -> Option<String> {
    let t = gabung(kata);
    let t = t
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';'))
        .trim_end_matches('.');
    t.chars().any(char::is_alphanumeric).then(|| t.to_owned())
}

fn cari(kata: &[&Kata<'_>], mulai: usize, pola: &[&str]) -> Option<usize> {
    (mulai..kata.len()).find(|i| {
        pola.iter()
            .enumerate()
            .all(|(n, p)| kata.get(i + n).is_some_and(|k| polos(&k.teks) == *p))
    })
}

/// Number and year after "NOMOR" at `i`.
fn nomor_tahun(kata: &[&Kata<'_>], i: usize) -> (Option<String>, Option<u16>) {
    let batas =
        (i + 1..kata.len().min(i + 8)).find(|j| kata.get(*j).is_some_and(|k| polos(&k.teks) == "tahun"));
    let Some(j) = batas else { return (None, None) };
    let nomor = kata.get(i + 1..j).and_then(isi);
    let tahun = (j + 1..j + 3)
        .find_map(|n| kata.get(n))
        .and_then(|k| tahun(&k.teks));
    (nomor, tahun)
}

fn tahun(t: &str) -> Option<u16> {
    polos(t).parse().ok().filter(|t| (1900..2200).contains(t))
}

/// What the title says; what it does not say is taken from the enacting words, the first article and the gazette, and reported.
pub(crate) fn identitas(
    kata: &[Kata<'_>],
    s: &Susunan,
    penutup: &Penutup,
    catatan: &mut Catatan,
) -> Identitas {
    let k = kata_dari(kata, s, Jenis::Kepala);
    let mut id = dari_judul(&k);
    if !s.simpul.iter().any(|n| n.jenis == Jenis::Pasal) {
        return id;
    }
    let mut disimpulkan = Vec::new();
    if id.tentang.is_none() {
        let m = kata_dari(kata, s, Jenis::Menetapkan);
        id.tentang = cari(&m, 0, &["tentang"])
            .and_then(|i| m.get(i + 1..))
            .and_then(isi);
        if id.tentang.is_some() {
            disimpulkan.push("judul dari kalimat penetapan");
        }
    }
    if id.jenis.is_none() {
        id.jenis = jenis_dari_isi(&s.simpul);
        if id.jenis.is_some() {
            disimpulkan.push("jenis dari kata-kata dalam pasal");
        }
    }
    if id.nomor.is_none() && penutup.berita_nomor.is_some() {
        (id.nomor, id.tahun) = (penutup.berita_nomor.clone(), penutup.berita_tahun);
        disimpulkan.push("nomor dan tahun dari nomor berita atau lembaran daerah, yang dapat berbeda");
    }
    if id.penetap.is_none() {
        id.penetap.clone_from(&penutup.penetapan.jabatan);
    }
    if !disimpulkan.is_empty() {
        let pesan = format!(
            "Tidak tertulis di judul, diambil dari tempat lain: {}. Periksa dengan naskah aslinya.",
            disimpulkan.join("; ")
        );
        catatan.catat(JenisTemuan::Disimpulkan, Tingkat::Ragu, 1, None, pesan);
    }
    let ada = |j: Jenis| s.simpul.iter().any(|n| n.jenis == j);
    let kurang: Vec<&str> = [
        (id.tentang.is_none(), "judul"),
        (id.nomor.is_none(), "nomor"),
        (!ada(Jenis::Menimbang), "Menimbang"),
        (!ada(Jenis::Mengingat), "Mengingat"),
        (!ada(Jenis::Menetapkan), "Menetapkan"),
    ]
    .into_iter()
    .filter_map(|(k, n)| k.then_some(n))
    .collect();
    if !kurang.is_empty() {
        let pesan = format!("Tidak ada dalam teks ini: {}.", kurang.join(", "));
        catatan.catat(JenisTemuan::PembukaanKurang, Tingkat::Salah, 1, None, pesan);
    }
    id
}

fn dari_judul(k: &[&Kata<'_>]) -> Identitas {
    let mut id = Identitas::default();
    // A cover repeats the title; the last one is the regulation's own.
    let besar = |t: &str| !t.chars().any(char::is_lowercase);
    let tentang = (0..k.len()).rev().find(|i| {
        let dekat = k.get(i.saturating_sub(14)..*i).unwrap_or_default();
        k.get(*i)
            .is_some_and(|k| polos(&k.teks) == "tentang" && besar(&k.teks))
            && dekat.iter().any(|k| polos(&k.teks) == "nomor")
    });
    let rahmat = cari(k, tentang.unwrap_or(0), &["dengan", "rahmat"]);
    if let Some(t) = tentang {
        id.tentang = k.get(t + 1..rahmat.unwrap_or(k.len())).and_then(isi);
        let nomor = (0..t)
            .rev()
            .find(|i| k.get(*i).is_some_and(|k| polos(&k.teks) == "nomor"))
            .unwrap_or(t);
        (id.nomor, id.tahun) = nomor_tahun(k, nomor);
        let awal = (0..nomor).rev().find(|i| {
            k.get(*i).is_some_and(|w| {
                w.awal
                    && JENIS
                        .iter()
                        .any(|j| gabung(k.get(*i..nomor).unwrap_or_default()).starts_with(j))
            })
        });
        let penuh = awal.and_then(|a| k.get(a..nomor)).map(gabung).unwrap_or_default();
        id.jenis = JENIS
            .iter()
            .find(|j| penuh.starts_with(**j))
            .map(|j| judul_besar(j));
    }
    let esa = rahmat.and_then(|r| cari(k, r, &["esa"]));
    id.penetap = esa.and_then(|e| k.get(e + 1..)).and_then(isi);
    id
}

/// "Dalam Peraturan Bupati ini …": the kind as the articles call it.
fn jenis_dari_isi(simpul: &[Simpul]) -> Option<String> {
    simpul
        .iter()
        .filter(|n| n.ruang == Ruang::Batang)
        .take(200)
        .find_map(|n| {
            JENIS
                .iter()
                .find(|j| n.teks.contains(&format!("{} ini", judul_besar(j))))
                .map(|j| judul_besar(j))
        })
}

fn judul_besar(t: &str) -> String {
    let satu = |k: &str| {
        let mut c = k.chars();
        c.next().map_or(String::new(), |a| {
            a.to_uppercase().chain(c.flat_map(char::to_lowercase)).collect()
        })
    };
    if t.ends_with("DPRD") {
        return format!("{} DPRD", satu(t.split(' ').next().unwrap_or_default()));
    }
    t.split(' ')
        .map(|k| k.split('-').map(satu).collect::<Vec<_>>().join("-"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the closing says, and what is odd about it.
pub(crate) fn penutup(kata: &[Kata<'_>], s: &Susunan, catatan: &mut Catatan) -> Penutup {
    let k = kata_dari(kata, s, Jenis::Penutup);
    let Some(pertama) = k.first() else {
        if s.simpul.iter().any(|n| n.jenis == Jenis::Pasal) {
            let pesan =
                "Bagian penutup (tempat, tanggal, tanda tangan, pengundangan) tidak ada dalam teks ini."
                    .into();
            catatan.catat(JenisTemuan::PenutupRagu, Tingkat::Salah, 0, None, pesan);
        }
        return Penutup::default();
    };
    let tetap = cari(&k, 0, &["ditetapkan", "di"]).or_else(|| cari(&k, 0, &["disahkan", "di"]));
    let undang = cari(&k, tetap.unwrap_or(0), &["diundangkan", "di"]);
    let berita = (tetap.or(undang).unwrap_or(0)..k.len()).find(|i| {
        k.get(*i)
            .is_some_and(|b| matches!(b.teks.as_ref(), "BERITA" | "LEMBARAN"))
            && k.get(i + 1)
                .is_some_and(|d| matches!(d.teks.as_ref(), "DAERAH" | "NEGARA"))
    });
    let mut p = Penutup::default();
    let akhir = berita.unwrap_or(k.len());
    if let Some(t) = tetap {
        p.penetapan = tanda(k.get(t + 2..undang.unwrap_or(akhir)).unwrap_or_default());
    }
    if let Some(u) = undang {
        p.pengundangan = tanda(k.get(u + 2..akhir).unwrap_or_default());
    }
    if let Some(b) = berita {
        let t = cari(&k, b, &["tahun"]).unwrap_or(k.len());
        p.berita = k.get(b..t).and_then(isi);
        p.berita_tahun = k.get(t + 1).and_then(|k| tahun(&k.teks));
        p.berita_nomor = cari(&k, t, &["nomor"])
            .filter(|n| n - t <= 4)
            .and_then(|n| k.get(n + 1..(n + 2).min(k.len())))
            .and_then(isi);
    }
    let mut lapor = |ada: bool, baris: usize, pesan: &str| {
        if !ada {
            catatan.catat(
                JenisTemuan::PenutupRagu,
                Tingkat::Ragu,
                baris,
                Some("penutup"),
                pesan.into(),
            );
        }
    };
    let di = |i: Option<usize>| i.and_then(|i| k.get(i)).map_or(pertama.baris, |k| k.baris);
    lapor(
        p.penetapan.hari.is_some(),
        di(tetap),
        "Tanggal penetapan tidak terbaca.",
    );
    lapor(
        p.pengundangan.hari.is_some(),
        di(undang),
        "Tanggal pengundangan tidak terbaca.",
    );
    lapor(
        p.berita_nomor.is_some(),
        di(berita),
        "Nomor berita atau lembaran daerah tidak terbaca.",
    );
    // A regional regulation is not published in the gazette of the state.
    if let Some(i) =
        cari(&k, 0, &["berita", "negara"]).filter(|_| p.berita.as_ref().is_some_and(|b| b.contains("DAERAH")))
    {
        lapor(
            false,
            di(Some(i)),
            "Kalimat perintah pengundangan menyebut Berita Negara, padahal diundangkan dalam Berita Daerah.",
        );
    }
    p
}

/// Place, day, office and name out of the words after "Ditetapkan di".
fn tanda(k: &[&Kata<'_>]) -> Tanda {
    let mut t = Tanda::default();
    let pada = cari(k, 0, &["pada", "tanggal"]);
    t.tempat = k.get(..pada.unwrap_or_else(|| akhir_baris(k, 0))).and_then(isi);
    let mut i = pada.map_or_else(|| akhir_baris(k, 0), |p| p + 2);
    if k.get(i).is_some_and(|k| k.teks == ":") {
        i += 1;
    }
    if let Some(tiga) = k.get(i..i + 3)
        && let Some(hari) = hari(tiga)
    {
        (t.tanggal, t.hari) = (isi(tiga), Some(hari));
        i += 3;
    }
    let sisa = k.get(i..).unwrap_or_default();
    let ttd = sisa
        .iter()
        .position(|k| matches!(polos(&k.teks).as_str(), "ttd" | "tertanda" | "cap"));
    let (jabatan, nama) = match ttd {
        Some(n) => (
            sisa.get(..n).unwrap_or_default(),
            sisa.get(n + 1..).unwrap_or_default(),
        ),
        // Nobody wrote "ttd": the last line is the name.
        None => {
            let akhir = sisa
                .iter()
                .rposition(|k| k.awal)
                .filter(|n| *n > 0)
                .unwrap_or(sisa.len());
            sisa.split_at(akhir)
        }
    };
    let mulai = jabatan.iter().position(|k| !k.teks.ends_with('/')).unwrap_or(0);
    t.jabatan = jabatan.get(mulai..).and_then(isi);
    let henti = nama
        .iter()
        .position(|k| matches!(polos(&k.teks).as_str(), "salinan" | "noreg" | "paraf"))
        .unwrap_or(nama.len());
    t.nama = nama.get(..henti).and_then(isi);
    t
}

/// Where the line of word `i` ends.
fn akhir_baris(k: &[&Kata<'_>], i: usize) -> usize {
    (i + 1..k.len())
        .find(|j| k.get(*j).is_some_and(|k| k.awal))
        .unwrap_or(k.len())
}

/// "6 Juni 2022" as 2022-06-06.
fn hari(k: &[&Kata<'_>]) -> Option<String> {
    let [h, b, t] = k else { return None };
    let h: u8 = polos(&h.teks).parse().ok().filter(|h| (1..=31).contains(h))?;
    let b = polos(&b.teks);
    let b = 1 + BULAN.iter().position(|n| {
        *n == b || b == "nopember" && *n == "november" || b == "pebruari" && *n == "februari"
    })?;
    Some(format!("{}-{b:02}-{h:02}", tahun(&t.teks)?))
}
