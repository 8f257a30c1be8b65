//! Kunjungan pusat data: who was in the server room, why, and who let them in (Serang Pasal 16, Kapuas Pasal 16).
//! Kept by the unit that runs the data centre; its head lets people in; auditor and leaders read along.

use kernel::{
    GalatMedan,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan, Lama, Langkah, Lifecycle, Warna},
    nilai::{Jenis, Medan, Panjang, Periode, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

/// Why somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Keperluan {
    /// Repairs and cleaning.
    #[pilihan("Perawatan")]
    Perawatan,
    /// An audit or inspection.
    #[pilihan("Audit")]
    Audit,
}

/// A visit to the server room.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Kunjungan {
    /// Who comes.
    #[medan("Nama tamu", pribadi)]
    pub tamu: Teks<120>,
    /// From where.
    #[medan("Instansi", cari, kolom, bantuan = "Perangkat daerah atau perusahaan.")]
    pub instansi: Teks<120>,
    /// Why.
    #[medan("Keperluan", saring, kolom)]
    pub keperluan: Keperluan,
    /// From which day to which.
    #[medan("Masa kunjungan", kolom)]
    pub masa: Periode,
    /// What will be done.
    #[medan("Rencana pekerjaan", cari)]
    pub rencana: Panjang<1000>,
}

impl Register for Kunjungan {
    const KODE: &'static str = "kunjungan";
    const LABEL: &'static str = "Kunjungan pusat data";
    const BANTUAN: &'static str = "Siapa masuk ke ruang pusat data, untuk apa, dan atas izin siapa.";
    const DASAR: &'static [&'static str] = &["A7", "S16", "K16"];
    const JUDUL: &'static str = "instansi";

    fn milik() -> Milik {
        Milik::Fungsi("kominfo".into())
    }

    fn hak() -> Vec<Hak> {
        let hak = |p, boleh, cakupan, pandangan| Hak {
            siapa: Siapa::Peran(p),
            boleh,
            cakupan,
            pandangan,
        };
        vec![
            hak(
                Peran::Petugas,
                &[Tindakan::Baca, Tindakan::Buat],
                Cakupan::Unit,
                Pandangan::Pribadi,
            ),
            hak(
                Peran::Kepala,
                &[Tindakan::Baca, Tindakan::Catat],
                Cakupan::Unit,
                Pandangan::Pribadi,
            ),
            hak(
                Peran::Auditor,
                &[Tindakan::Baca, Tindakan::Ekspor],
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
            hak(
                Peran::Pimpinan,
                &[Tindakan::Baca],
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
        ]
    }

    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, giliran, warna| Keadaan {
            kode: kode.into(),
            label: label.into(),
            arti: arti.into(),
            giliran,
            warna,
        };
        let kepala = [Siapa::Peran(Peran::Kepala)];
        Lifecycle {
            keadaan: vec![
                keadaan(
                    "diajukan",
                    "Menunggu izin",
                    "Kepala belum memutuskan.",
                    Giliran::Pemegang,
                    Warna::Biru,
                ),
                keadaan(
                    "diizinkan",
                    "Diizinkan",
                    "Tamu boleh masuk.",
                    Giliran::Selesai,
                    Warna::Hijau,
                ),
                keadaan(
                    "ditolak",
                    "Ditolak",
                    "Tamu tidak boleh masuk.",
                    Giliran::Selesai,
                    Warna::Merah,
                ),
            ],
            mulai: vec![("izin".into(), Lama::HariKerja(1))],
            nama_tenggat: vec![("izin".into(), "Keputusan kepala".into())],
            langkah: vec![
                Langkah::baru("izinkan", "Izinkan", "Tamu boleh masuk pada masa itu.")
                    .dari(["diajukan"])
                    .ke("diizinkan")
                    .oleh(kepala)
                    .henti(["izin"])
                    .massal(),
                Langkah::baru("tolak", "Tolak", "Tamu tidak boleh masuk; alasannya tercatat.")
                    .dari(["diajukan"])
                    .ke("ditolak")
                    .oleh(kepala)
                    .isian([Medan::baru("alasan", "Alasan", Jenis::Panjang { maks: 1_000 })])
                    .henti(["izin"])
                    .bahaya(),
            ],
            ..Lifecycle::default()
        }
    }

    /// Who needs the room for longer is a tenant, not a visitor.
    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        if self.masa.mulai().duration_until(self.masa.akhir()).as_hours() > 14 * 24 {
            return vec![GalatMedan::baru(
                "masa",
                "Paling lama 14 hari. Ajukan kunjungan lain untuk selebihnya.",
            )];
        }
        Vec::new()
    }
}
