//! What the regulations and the registers need of a profile: who holds which function, and how long things may take.

use std::collections::BTreeSet;

use kernel::{
    Inventaris, Jenis,
    lifecycle::{Lama, Pindah},
    profil::Daerah,
    register::Milik,
};

use crate::temuan::{Temuan, saran};
use crate::{Bahan, periksa::tak_ada};

/// The functions that the five regulations give to an OPD; every profile says to which.
pub const FUNGSI_WAJIB: [&str; 10] = [
    "kominfo",
    "pengawasan",
    "perencanaan",
    "ortala",
    "keuangan",
    "kepegawaian",
    "aset",
    "kearsipan",
    "hukum",
    "pengaduan",
];

pub(super) fn fungsi(
    b: &Bahan,
    d: &Daerah,
    unit: &BTreeSet<&str>,
    inventaris: &Inventaris,
    temuan: &mut Vec<Temuan>,
) {
    let dok = &b.dok_daerah;
    for (nama, f) in &d.fungsi {
        if !unit.contains(f.opd.as_str()) {
            temuan.push(dok.galat(
                &format!("fungsi.{nama}.opd"),
                tak_ada(&format!("fungsi {nama}"), f.opd.as_str(), unit),
            ));
        }
    }
    let mut wajib: BTreeSet<String> = FUNGSI_WAJIB.iter().map(|f| (*f).to_owned()).collect();
    for def in inventaris.semua() {
        // What one function alone makes is not made where the regulation gives that function to nobody.
        if let Milik::Fungsi(f) = &def.milik
            && def.pembuat.as_ref() != Some(f)
        {
            wajib.insert(f.to_string());
        }
        wajib.extend(def.lifecycle.langkah.iter().filter_map(|l| match &l.pindah {
            Pindah::KeFungsi(f) => Some(f.to_string()),
            _ => None,
        }));
    }
    for nama in wajib.iter().filter(|n| !d.fungsi.contains_key(*n)) {
        let pesan = format!(
            "fungsi \"{nama}\" belum punya perangkat daerah. Tambahkan bagian [fungsi.{nama}] dengan opd = \"…\"."
        );
        temuan.push(dok.galat("fungsi", pesan));
    }
}

/// Every time limit that a register names must stand in the profile, for each class that a category or a person can
/// choose.
pub(super) fn sla(b: &Bahan, d: &Daerah, inventaris: &Inventaris, temuan: &mut Vec<Temuan>) {
    let mut perlu = BTreeSet::new();
    for def in inventaris.semua() {
        let lama = def
            .lifecycle
            .mulai
            .iter()
            .chain(def.lifecycle.langkah.iter().flat_map(|l| &l.mulai));
        for kunci in lama.filter_map(|(_, l)| {
            if let Lama::Sla(k) = l {
                Some(k.as_ref())
            } else {
                None
            }
        }) {
            match kunci
                .split_once('{')
                .and_then(|(awal, z)| Some((awal, z.strip_suffix('}')?)))
            {
                None => {
                    perlu.insert(kunci.to_owned());
                }
                Some((awal, medan)) => {
                    if let Some(Jenis::Pilihan(opsi)) = def.medan(medan).map(|m| m.jenis) {
                        perlu.extend(opsi.iter().map(|o| format!("{awal}{}", o.kode)));
                    }
                }
            }
        }
    }
    for kunci in perlu.iter().filter(|k| d.sla.hari(k).is_none()) {
        let di = match kunci.split_once('.') {
            Some(("lain", _)) if d.sla.lain.is_empty() => "sla",
            Some(("lain", _)) => "sla.lain",
            _ => "sla.penyelesaian",
        };
        temuan.push(
            b.dok_daerah
                .galat(di, format!("batas waktu sla.{kunci} belum diisi (hari kerja).")),
        );
    }
    for (i, k) in b
        .kategori
        .iter()
        .filter(|(_, k)| !d.sla.penyelesaian.contains_key(&k.kelas))
    {
        let ada = d.sla.penyelesaian.keys().map(String::as_str);
        let pesan = format!(
            "kategori \"{}\": kelas \"{}\" tidak punya batas waktu di [sla.penyelesaian] daerah.toml.{}",
            k.kode,
            k.kelas,
            saran(&k.kelas, ada)
        );
        temuan.push(b.dok_kategori.galat(&format!("kategori.{i}.kelas"), pesan));
    }
    let batas = [
        ("verifikasi", d.sla.verifikasi),
        ("jawaban", d.sla.jawaban),
        ("kelengkapan", d.sla.kelengkapan),
        ("penutupan", d.sla.penutupan),
    ];
    let kelas = d
        .sla
        .penyelesaian
        .iter()
        .map(|(k, n)| (format!("penyelesaian.{k}"), *n));
    let lain = d.sla.lain.iter().map(|(k, n)| (format!("lain.{k}"), *n));
    for (kunci, _) in batas
        .map(|(k, n)| (k.to_owned(), n))
        .into_iter()
        .chain(kelas)
        .chain(lain)
        .filter(|(_, n)| !(1..=365).contains(n))
    {
        temuan.push(b.dok_daerah.galat(
            &format!("sla.{kunci}"),
            format!("sla.{kunci} harus 1 sampai 365 hari kerja."),
        ));
    }
}
