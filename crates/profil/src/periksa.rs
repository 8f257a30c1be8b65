//! The checks of one profile: what its files say, and what they say of each other.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::{Timestamp, tz::TimeZone};
use kernel::{
    Inventaris, Profil,
    profil::{Daerah, Fungsi, Kecamatan, KodeDaerah, Kontak, Regulasi, Sla},
};
use toml::de::DeValue;

use crate::temuan::{Temuan, saran};
use crate::{Bahan, Dokumen, Sumber, masa, perlu, warna};

/// Categories that machines may rely on in every regency.
pub const KATEGORI_WAJIB: [&str; 5] = [
    "penerangan-jalan",
    "jalan-rusak",
    "sampah",
    "pelayanan",
    "lainnya",
];

const JENIS_UNIT: [&str; 8] = [
    "sekretariat_daerah",
    "sekretariat_dprd",
    "inspektorat",
    "dinas",
    "badan",
    "kecamatan",
    "satuan",
    "rsud",
];

/// `daerah.toml`, part by part, so that a mistake in one does not hide those in the others.
pub(super) fn daerah(dok: &Dokumen, temuan: &mut Vec<Temuan>) -> Option<Daerah> {
    if let Some(v) = dok.nilai("regulasi") {
        dok.isi::<Regulasi>(v, temuan);
    }
    if let Some(v) = dok.nilai("kontak") {
        dok.isi::<Kontak>(v, temuan);
    }
    if let Some(v) = dok.nilai("sla") {
        dok.isi::<Sla>(v, temuan);
    }
    if let Some(DeValue::Table(t)) = dok.nilai("fungsi").map(|v| v.get_ref()) {
        for v in t.values() {
            dok.isi::<Fungsi>(v, temuan);
        }
    }
    dok.semua(temuan)
}

pub(super) fn semua(
    b: &Bahan,
    kecamatan: &[Kecamatan],
    inventaris: &Inventaris,
    kini: Timestamp,
    temuan: &mut Vec<Temuan>,
) {
    let unit: BTreeSet<&str> = b.unit.iter().map(|(_, u)| u.kode.as_str()).collect();
    if let Some(d) = &b.daerah {
        diri(b, d, temuan);
        perlu::fungsi(b, d, &unit, inventaris, temuan);
        perlu::sla(b, d, inventaris, temuan);
        let zona = TimeZone::get(&d.zona).unwrap_or(TimeZone::UTC);
        masa::semua(b, d, kini.to_zoned(zona).date(), temuan);
    }
    units(b, &unit, kecamatan, temuan);
    kategori(b, &unit, temuan);
    // A regulation may define a word twice, at two places (Batu Bara does).
    let istilah: Vec<String> = b
        .istilah
        .iter()
        .map(|(_, s)| format!("{} ({})", s.istilah, s.dasar))
        .collect();
    let tempat = b.istilah.iter().zip(&istilah);
    ganda(
        &b.dok_istilah,
        "istilah",
        tempat.map(|((i, _), s)| (*i, "istilah", s.as_str())),
        temuan,
    );
    if kecamatan.is_empty()
        && let Some(d) = &b.daerah
    {
        let pesan = format!(
            "nasional/wilayah.csv tidak memuat kecamatan di bawah {}.",
            d.kode_wilayah
        );
        temuan.push(b.dok_daerah.galat("kode_wilayah", pesan));
    }
}

fn diri(b: &Bahan, d: &Daerah, temuan: &mut Vec<Temuan>) {
    let dok = &b.dok_daerah;
    if d.kode.as_str() != b.folder {
        temuan.push(dok.galat(
            "kode",
            format!(
                "kode \"{}\" harus sama dengan nama foldernya, \"{}\".",
                d.kode, b.folder
            ),
        ));
    }
    if TimeZone::get(&d.zona).is_err() {
        let zona = ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"];
        let pesan = format!(
            "zona waktu \"{}\" tidak dikenal. Di Indonesia: {}.",
            d.zona,
            zona.join(", ")
        );
        temuan.push(dok.galat("zona", pesan));
    }
    match warna::kontras_pada_putih(&d.aksen) {
        None => temuan.push(dok.galat(
            "aksen",
            format!("warna \"{}\" tidak dikenal. Tulis seperti #0B5A8F.", d.aksen),
        )),
        Some(k) if k < warna::KONTRAS_MINIMUM => {
            let k = format!("{k:.2}").replace('.', ",");
            let pesan = format!(
                "kontras warna {} pada putih hanya {k}:1, paling sedikit 4,5:1. Pilih yang lebih gelap.",
                d.aksen
            );
            temuan.push(dok.galat("aksen", pesan));
        }
        Some(_) => {}
    }
    let awalan = &d.awalan_nomor;
    if !(2..=5).contains(&awalan.len()) || !awalan.bytes().all(|c| c.is_ascii_uppercase()) {
        temuan.push(dok.galat(
            "awalan_nomor",
            format!("awalan nomor \"{awalan}\" harus 2 sampai 5 huruf besar, misalnya SRG."),
        ));
    }
    let wajib = [
        ("nama", &d.nama),
        ("nama_pendek", &d.nama_pendek),
        ("provinsi", &d.provinsi),
        ("ibu_kota", &d.ibu_kota),
    ];
    for (kunci, isi) in wajib {
        if isi.trim().is_empty() {
            temuan.push(dok.galat(kunci, format!("kunci \"{kunci}\" belum diisi.")));
        }
    }
    if kernel::nilai::Surel::baru(&d.kontak.surel).is_err() {
        temuan.push(dok.galat(
            "kontak.surel",
            format!("alamat surel \"{}\" tidak lengkap.", d.kontak.surel),
        ));
    }
}

fn units(b: &Bahan, unit: &BTreeSet<&str>, kecamatan: &[Kecamatan], temuan: &mut Vec<Temuan>) {
    let dok = &b.dok_unit;
    ganda(
        dok,
        "opd",
        b.unit.iter().map(|(i, u)| (*i, "kode", u.kode.as_str())),
        temuan,
    );
    for (i, u) in &b.unit {
        let kode = u.kode.as_str();
        if !slug(kode) {
            temuan.push(dok.galat(
                &format!("opd.{i}.kode"),
                format!("kode \"{kode}\" harus huruf kecil, angka, dan garis, paling banyak 60."),
            ));
        }
        if !JENIS_UNIT.contains(&u.jenis.as_str()) {
            let pesan = format!(
                "{kode}: jenis \"{}\" tidak dikenal.{}",
                u.jenis,
                saran(&u.jenis, JENIS_UNIT)
            );
            temuan.push(dok.galat(&format!("opd.{i}.jenis"), pesan));
        }
        if let Some(induk) = &u.induk {
            if !unit.contains(induk.as_str()) {
                temuan.push(dok.galat(
                    &format!("opd.{i}.induk"),
                    tak_ada(&format!("induk {kode}"), induk.as_str(), unit),
                ));
            } else if induk == &u.kode {
                temuan.push(dok.galat(
                    &format!("opd.{i}.induk"),
                    format!("{kode} tidak dapat menjadi induknya sendiri."),
                ));
            }
        }
        let wilayah = u.wilayah.as_deref();
        if wilayah.is_some_and(|w| !kecamatan.is_empty() && !kecamatan.iter().any(|k| k.kode == w)) {
            let pesan = format!(
                "{kode}: wilayah \"{}\" bukan kecamatan daerah ini.",
                wilayah.unwrap_or_default()
            );
            temuan.push(dok.galat(&format!("opd.{i}.wilayah"), pesan));
        }
        if u.jenis == "kecamatan" && wilayah.is_none() {
            temuan.push(dok.galat(
                &format!("opd.{i}"),
                format!("{kode}: isi \"wilayah\" dengan kode kecamatannya."),
            ));
        }
    }
}

fn kategori(b: &Bahan, unit: &BTreeSet<&str>, temuan: &mut Vec<Temuan>) {
    let dok = &b.dok_kategori;
    ganda(
        dok,
        "kategori",
        b.kategori.iter().map(|(i, k)| (*i, "kode", k.kode.as_str())),
        temuan,
    );
    for (i, k) in &b.kategori {
        if !slug(&k.kode) {
            temuan.push(dok.galat(
                &format!("kategori.{i}.kode"),
                format!("kode \"{}\" harus huruf kecil, angka, dan garis.", k.kode),
            ));
        }
        if !unit.contains(k.opd.as_str()) {
            temuan.push(dok.galat(
                &format!("kategori.{i}.opd"),
                tak_ada(&format!("kategori {}", k.kode), k.opd.as_str(), unit),
            ));
        }
    }
    for wajib in KATEGORI_WAJIB
        .iter()
        .filter(|w| !b.kategori.iter().any(|(_, k)| k.kode == **w))
    {
        temuan.push(Temuan::galat(
            dok.berkas(),
            None,
            format!("kategori \"{wajib}\" wajib ada di setiap daerah."),
        ));
    }
}

/// What several regencies must not share.
pub(super) fn antardaerah(
    sumber: &Sumber,
    daerah: &BTreeMap<KodeDaerah, Arc<Profil>>,
    temuan: &mut Vec<Temuan>,
) {
    let (mut awalan, mut wilayah) = (HashMap::new(), HashMap::new());
    for (kode, p) in daerah {
        let berkas = sumber.nama(&format!("{kode}/daerah.toml"));
        if let Some(lain) = awalan.insert(&p.daerah.awalan_nomor, kode) {
            let pesan = format!("awalan nomor {} sudah dipakai {lain}.", p.daerah.awalan_nomor);
            temuan.push(Temuan::galat(&berkas, None, pesan));
        }
        if let Some(lain) = wilayah.insert(&p.daerah.kode_wilayah, kode) {
            temuan.push(Temuan::galat(
                &berkas,
                None,
                format!("kode wilayah {} sudah dipakai {lain}.", p.daerah.kode_wilayah),
            ));
        }
    }
}

/// Tells codes that occur twice, at the second place.
pub(super) fn ganda<'s>(
    dok: &Dokumen,
    daftar: &str,
    kode: impl Iterator<Item = (usize, &'s str, &'s str)>,
    temuan: &mut Vec<Temuan>,
) {
    let mut kenal: HashMap<&str, usize> = HashMap::new();
    for (i, kunci, kode) in kode {
        if let Some(lama) = kenal.insert(kode, i) {
            let baris = dok.baris(&format!("{daftar}.{lama}.{kunci}")).unwrap_or_default();
            temuan.push(dok.galat(
                &format!("{daftar}.{i}.{kunci}"),
                format!("{kunci} \"{kode}\" sudah dipakai di baris {baris}."),
            ));
        }
    }
}

pub(super) fn tak_ada(apa: &str, opd: &str, unit: &BTreeSet<&str>) -> String {
    format!(
        "{apa}: perangkat daerah \"{opd}\" tidak ada di opd.toml.{}",
        saran(opd, unit.iter().copied())
    )
}

fn slug(s: &str) -> bool {
    (1..=60).contains(&s.len())
        && s.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
