//! What several tests need: the real texts, the bookkeeping of words, and the shape of a regulation in short.

use std::{collections::BTreeMap, path::PathBuf};

use regulasi::{Alasan, Hasil, Jenis, Ruang};

/// The folder of the real regulations: `PRAJA_REGULASI`, or `shared/regulasi` beside a folder above. Without it the tests that need it
/// have nothing to read and say so; a folder that was named must be there.
pub fn folder() -> Option<PathBuf> {
    if let Some(f) = std::env::var_os("PRAJA_REGULASI") {
        let f = PathBuf::from(f);
        assert!(f.is_dir(), "PRAJA_REGULASI names no folder: {}", f.display());
        return Some(f);
    }
    let ada = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|a| a.join("shared/regulasi"))
        .find(|f| f.is_dir());
    if ada.is_none() {
        eprintln!("skipped: no real regulations here (set PRAJA_REGULASI)");
    }
    ada
}

/// A real regulation by the number its file name begins with.
pub fn nyata(nomor: &str) -> Option<(String, Hasil)> {
    let folder = folder()?;
    let berkas = std::fs::read_dir(&folder)
        .expect("folder can be read")
        .filter_map(Result::ok)
        .map(|b| b.path())
        .find(|b| {
            b.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with(nomor))
        })
        .unwrap_or_else(|| panic!("no file {nomor}… in {}", folder.display()));
    let bita = std::fs::read(&berkas).expect("file can be read");
    let teks = String::from_utf8(bita.clone()).expect("the real texts are UTF-8");
    Some((teks, regulasi::baca_bita(&bita).expect("it is read")))
}

/// The articles in short, one a line: `3: 1 2 3abc` is Pasal 3 with three ayat, the third with letters a to c. A bare list stands behind
/// a dash; numbers are counted behind `#`.
pub fn ringkas(h: &Hasil) -> String {
    let json = h.json();
    let huruf = |v: &serde_json::Value| {
        let h: String = v["huruf"]
            .as_array()
            .unwrap()
            .iter()
            .map(|h| h.as_str().unwrap())
            .collect();
        let a = v["angka"].as_array().unwrap().len();
        if a > 0 { format!("{h}#{a}") } else { h }
    };
    let mut s = String::new();
    for p in json["pasal"].as_array().unwrap() {
        s += &format!("{}{}:", p["nomor"], p["sisipan"].as_str().unwrap_or_default());
        for a in p["ayat"].as_array().unwrap() {
            s += &format!(" {}{}", a["nomor"], huruf(a));
        }
        if !huruf(p).is_empty() {
            s += &format!(" -{}", huruf(p));
        }
        s += "\n";
    }
    s
}

/// How many passages of a kind the articles have.
pub fn banyak(h: &Hasil, j: Jenis) -> usize {
    h.batang(j).count()
}

/// Findings by kind.
pub fn temuan(h: &Hasil) -> BTreeMap<String, usize> {
    let mut b = BTreeMap::new();
    for t in &h.temuan {
        *b.entry(
            serde_json::to_value(t.jenis)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned(),
        )
        .or_default() += 1;
    }
    b
}

fn kata(t: &str, b: &mut BTreeMap<String, i64>, n: i64) {
    for k in t.split(|c: char| !c.is_alphanumeric()).filter(|k| !k.is_empty()) {
        *b.entry(k.to_owned()).or_default() += n;
    }
}

/// Every text of the result, words left out among them.
fn semua(h: &Hasil) -> impl Iterator<Item = &str> {
    let simpul = h.simpul.iter().flat_map(|s| {
        [
            s.penanda.as_str(),
            s.judul.as_deref().unwrap_or_default(),
            s.teks.as_str(),
        ]
    });
    simpul.chain(h.dibuang.iter().map(|d| d.teks.as_str()))
}

/// The words that the result has too many (positive) or too few of (negative). A repaired word counts as what was printed.
pub fn neraca_kata(sumber: &str, h: &Hasil) -> BTreeMap<String, i64> {
    let mut b = BTreeMap::new();
    kata(sumber, &mut b, -1);
    semua(h).for_each(|t| kata(t, &mut b, 1));
    for p in &h.perbaikan {
        kata(&p.menjadi, &mut b, -1);
        kata(&p.asli, &mut b, 1);
    }
    b.retain(|_, n| *n != 0);
    b
}

/// The same for single letters and digits: holds for any text, whatever marks stood between them.
pub fn neraca_aksara(sumber: &str, h: &Hasil) -> BTreeMap<char, i64> {
    let mut b = BTreeMap::new();
    let mut hitung = |t: &str, n: i64| {
        t.chars()
            .filter(|c| c.is_alphanumeric())
            .for_each(|c| *b.entry(c).or_default() += n)
    };
    hitung(sumber, -1);
    semua(h).for_each(|t| hitung(t, 1));
    for p in &h.perbaikan {
        hitung(&p.menjadi, -1);
        hitung(&p.asli, 1);
    }
    b.retain(|_, n| *n != 0);
    b
}

/// What holds for every result, whatever was read.
pub fn utuh(sumber: &str, h: &Hasil) {
    assert_eq!(
        neraca_aksara(sumber, h),
        BTreeMap::new(),
        "letters lost or invented"
    );
    let mut alamat = std::collections::HashSet::new();
    for (n, s) in h.simpul.iter().enumerate() {
        assert!(alamat.insert(s.alamat.as_str()), "address twice: {}", s.alamat);
        assert!(s.induk.is_none_or(|i| i < n), "parent behind child: {}", s.alamat);
        assert!(
            s.baris.dari <= s.baris.sampai,
            "lines of {}: {:?}",
            s.alamat,
            s.baris
        );
    }
    let baris = sumber.split(['\n', '\r']).count();
    assert!(
        h.temuan.iter().all(|t| t.baris <= baris),
        "a finding stands behind the end"
    );
    assert!(
        h.temuan
            .iter()
            .filter_map(|t| t.alamat.as_deref())
            .all(|a| alamat.contains(a)),
        "a finding has no place"
    );
    for r in &h.rujukan {
        assert!(alamat.contains(r.dari.as_str()));
        assert!(
            r.sasaran.iter().all(|s| alamat.contains(s.as_str())),
            "target without passage: {r:?}"
        );
        let s = h.cari(&r.dari).unwrap();
        assert_eq!(s.teks.get(r.mulai..r.akhir), Some(r.teks.as_str()));
    }
    bersambung(h);
}

/// Numbers run on from one, or a finding tells where they do not.
pub fn bersambung(h: &Hasil) {
    use regulasi::JenisTemuan::{NomorGanda, NomorLompat, Selebihnya, UrutanTerbalik};
    if h.temuan.iter().any(|t| t.jenis == Selebihnya) {
        return;
    }
    let dilaporkan = |a: &str| {
        h.temuan.iter().any(|t| {
            matches!(t.jenis, NomorGanda | NomorLompat | UrutanTerbalik) && t.alamat.as_deref() == Some(a)
        })
    };
    let mut akhir: BTreeMap<(Option<usize>, &str), u32> = BTreeMap::new();
    for s in h
        .simpul
        .iter()
        .filter(|s| s.ruang <= Ruang::Batang && s.urut > 0 && s.jenis != Jenis::Alinea)
    {
        let global = matches!(s.jenis, Jenis::Pasal | Jenis::Bab);
        let induk = if global { None } else { s.induk };
        let dikutip = s.jenis == Jenis::Pasal
            && s.induk
                .is_some_and(|i| !matches!(h.simpul[i].jenis, Jenis::Bab | Jenis::Bagian | Jenis::Paragraf));
        if dikutip {
            continue;
        }
        let lalu = akhir.get(&(induk, s.jenis.nama())).copied().unwrap_or(0);
        // After a double the count goes on from where it was.
        let ganda = h
            .temuan
            .iter()
            .any(|t| t.jenis == NomorGanda && t.alamat.as_deref() == Some(&s.alamat));
        akhir.insert(
            (induk, s.jenis.nama()),
            if ganda { lalu.max(s.urut) } else { s.urut },
        );
        let jalan = s.urut == lalu + 1 || s.sisipan.is_some() && s.urut == lalu;
        assert!(
            jalan || dilaporkan(&s.alamat),
            "{} follows {lalu} in silence",
            s.alamat
        );
    }
}

/// Words left out for a reason.
pub fn dibuang(h: &Hasil, alasan: Alasan) -> Vec<&str> {
    h.dibuang
        .iter()
        .filter(|d| d.alasan == alasan)
        .map(|d| d.teks.as_str())
        .collect()
}
