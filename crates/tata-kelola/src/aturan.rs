//! What the registers of plans and of applications share: who may do what, the words of their steps, days, and what the
//! regency's own regulation asks.

use jiff::civil::Date;
use kernel::{
    Galat,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Warna},
    nilai::{Jenis, Medan},
    register::Konteks,
};

/// What whoever keeps a register does with entries of their own unit.
pub(crate) const KELOLA: &[Tindakan] = &[
    Tindakan::Baca,
    Tindakan::Buat,
    Tindakan::Ubah,
    Tindakan::Catat,
    Tindakan::Ekspor,
];
pub(crate) const BACA: &[Tindakan] = &[Tindakan::Baca, Tindakan::Ekspor];

/// Who prepares plans in an office.
pub(crate) const PENYUSUN: [Peran; 3] = [Peran::Penghubung, Peran::Petugas, Peran::Kepala];

pub(crate) fn hak(siapa: Siapa, boleh: &'static [Tindakan], cakupan: Cakupan) -> Hak {
    Hak {
        siapa,
        boleh,
        cakupan,
        pandangan: match siapa {
            Siapa::Publik => Pandangan::Publik,
            _ => Pandangan::Dinas,
        },
    }
}

/// The rights of planning: an office keeps what is its own, every office reads what was put forward, auditor and leaders
/// read everything. Reading reaches no further than that, so that no step does either.
pub(crate) fn hak_perencanaan() -> Vec<Hak> {
    let mut semua = Vec::new();
    for p in PENYUSUN {
        semua.push(hak(Siapa::Peran(p), KELOLA, Cakupan::Unit));
        semua.push(hak(Siapa::Peran(p), BACA, Cakupan::Terbit));
    }
    for p in [Peran::Auditor, Peran::Pimpinan] {
        semua.push(hak(Siapa::Peran(p), BACA, Cakupan::Semua));
    }
    semua
}

pub(crate) fn keadaan(
    kode: &'static str,
    label: &'static str,
    arti: &'static str,
    giliran: Giliran,
    warna: Warna,
) -> K {
    K {
        kode: kode.into(),
        label: label.into(),
        arti: arti.into(),
        giliran,
        warna,
    }
}

pub(crate) fn penyusun() -> [Siapa; 3] {
    PENYUSUN.map(Siapa::Peran)
}

pub(crate) fn pemutus() -> [Siapa; 2] {
    [Peran::Penghubung, Peran::Kepala].map(Siapa::Peran)
}

pub(crate) fn alasan(label: &'static str) -> Medan {
    Medan::baru("alasan", label, Jenis::Panjang { maks: 1_000 })
}

pub(crate) fn hari_ini(k: &Konteks) -> Date {
    k.profil.kalender.setempat(k.kini).date()
}

/// The last day of a year.
pub(crate) fn akhir_tahun(tahun: i64) -> Option<Date> {
    Date::new(i16::try_from(tahun).ok()?, 12, 31).ok()
}

/// A day that a step names must not lie ahead.
pub(crate) fn sudah_tiba(medan: &'static str, hari: Option<Date>, k: &Konteks) -> Result<(), Galat> {
    match hari {
        Some(h) if h > hari_ini(k) => Err(Galat::medan(medan, "Tanggal ini belum tiba.")),
        _ => Ok(()),
    }
}

/// Whether the regency's own regulation lays this duty down today.
pub(crate) fn wajib(k: &Konteks, tugas: &str) -> bool {
    let kitab = k.profil.kitab.as_ref();
    kitab.is_some_and(|kt| kt.cari(tugas, hari_ini(k)).is_some())
}

/// What the regulation lists for a duty, in the words of the profile; nothing where it lists nothing.
pub(crate) fn isi_kewajiban<'a>(k: &'a Konteks, tugas: &str) -> &'a [String] {
    let kitab = k.profil.kitab.as_ref();
    kitab
        .and_then(|kt| kt.cari(tugas, hari_ini(k)))
        .map_or(&[], |w| w.isi.as_slice())
}
