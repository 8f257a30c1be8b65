//! How secret an entry is: where a server stands, what a control does not cover, what a test found. The four levels are
//! those of Perka ANRI 17/2011 (pedoman pembuatan sistem klasifikasi keamanan dan akses arsip dinamis): what is biasa all
//! officials read; what is terbatas also the heads of the other offices; what is rahasia its owner, Diskominfo and the
//! auditors; what is sangat rahasia the head of its owner and the leaders of the regency.

use kernel::{
    Entri, Galat, Klasifikasi, Pelaku, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::Langkah as L,
    nilai::{Jenis, Medan},
    register::Konteks,
};

use super::umum::{BEROPERASI, DIBANGUN, PENSIUN, RENCANA};

/// The field.
pub const MEDAN: &str = "tingkat_akses";
/// The step that sets it, and alone lowers it.
pub const LANGKAH: &str = "tetapkan_tingkat";

/// The rows by which an office reads what is its own, however secret.
pub fn hak_pemilik() -> Vec<Hak> {
    let baca: &[Tindakan] = &[Tindakan::Baca, Tindakan::Ekspor];
    [Peran::Penghubung, Peran::Kepala]
        .map(|p| Hak {
            siapa: Siapa::Peran(p),
            boleh: baca,
            cakupan: Cakupan::Unit,
            pandangan: Pandangan::Dinas,
        })
        .into()
}

/// Up to which level a row reaches.
pub fn sampai(h: &Hak) -> Klasifikasi {
    match (h.siapa, h.cakupan) {
        (Siapa::Peran(Peran::Pimpinan), _) | (Siapa::Peran(Peran::Kepala), Cakupan::Unit) => {
            Klasifikasi::SangatRahasia
        }
        (Siapa::Peran(Peran::Administrator | Peran::Auditor), _)
        | (Siapa::Peran(Peran::Penghubung), Cakupan::Unit) => Klasifikasi::Rahasia,
        (Siapa::Peran(Peran::Kepala), _) | (Siapa::Peran(Peran::Petugas), Cakupan::Unit) => {
            Klasifikasi::Terbatas
        }
        _ => Klasifikasi::Biasa,
    }
}

/// The step of the architecture's entries.
pub(super) fn langkah() -> Vec<L> {
    vec![tetapkan([RENCANA, DIBANGUN, BEROPERASI, PENSIUN])]
}

/// The step, for a register with these states.
pub(crate) fn tetapkan<const N: usize>(dari: [&'static str; N]) -> L {
    L::baru(
        LANGKAH,
        "Tetapkan tingkat kerahasiaan",
        "Berlaku seketika: yang tidak menjangkau tingkat ini tidak lagi melihat entrinya. Menurunkannya wewenang kepala perangkat daerah pemilik dan Diskominfo.",
    )
    .dari(dari)
    .oleh([Peran::Administrator, Peran::Penghubung, Peran::Kepala].map(Siapa::Peran))
    .isian([
        Medan::dari::<Klasifikasi>(MEDAN, "Tingkat kerahasiaan"),
        Medan::baru("alasan", "Alasan", Jenis::Panjang { maks: 1_000 }).bantuan("Mengapa tingkat ini, dan bila diturunkan: apa yang berubah."),
    ])
    .salin([MEDAN])
}

pub(super) fn saat<T>(_: &mut T, langkah: &str, isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
    boleh(langkah, isian, e, k)
}

/// Whoever is with the owner raises; only its head and the administrator of Diskominfo lower.
pub(crate) fn boleh(langkah: &str, isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
    let tingkat = |isi: &Peta| Klasifikasi::dari_isi(isi, MEDAN);
    if langkah != LANGKAH || tingkat(isian) >= tingkat(&e.isi) {
        return Ok(());
    }
    let berhak = match k.pelaku {
        Pelaku::Akun(a) => a.peran.iter().any(|(p, u)| match p {
            Peran::Kepala => *u == e.unit,
            Peran::Administrator => Some(u) == k.profil.fungsi("kominfo"),
            _ => false,
        }),
        Pelaku::Sistem => true,
        _ => false,
    };
    if berhak {
        return Ok(());
    }
    Err(Galat::Ditolak(
        "Tingkat kerahasiaan diturunkan oleh kepala perangkat daerah pemilik atau administrator Diskominfo."
            .into(),
    ))
}
