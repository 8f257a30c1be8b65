//! The keys of the channel, as registers: who holds one, who was admitted by whom and when is a story like any other.
//! What is secret in them is closed with pass-phrases and codes that the server does not have.

use kernel::{
    Akun, Entri, Galat, GalatMedan, IdEntri, Peta,
    izin::{Cakupan, Hak, Pandangan, Pelaku, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Jenis, Medan, Teks},
    peristiwa::Terlihat,
    profil::KodeDaerah,
    register::{Konteks, Milik, Register},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    laporan::FUNGSI,
    sandi::{baca_publik, mirip_sandi},
};

/// Code of the register of channels: one entry in each regency.
pub const KANAL: &str = "wbs_kanal";
/// Code of the register of key holders.
pub const PEMEGANG: &str = "wbs_pemegang";

/// The channel of a regency. Its id follows from the regency, so that there is never a second one.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Kanal {
    /// Public key: reports are sealed to it.
    #[medan("Kunci publik")]
    pub publik: Teks<60>,
    /// Secret key, closed with the code for recovery.
    #[medan("Kunci pemulihan", pribadi)]
    pub pemulihan: Teks<400>,
}

/// Somebody who holds a key, or asks for one. The id follows from the account.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Pemegang {
    /// Account.
    #[medan("Akun")]
    pub akun: Teks<40>,
    /// Name of the person.
    #[medan("Nama")]
    pub nama: Teks<200>,
    /// Their public key.
    #[medan("Kunci publik")]
    pub publik: Teks<60>,
    /// Their secret key, closed with their pass-phrase.
    #[medan("Kunci pribadi", pribadi)]
    pub rahasia: Teks<400>,
    /// The channel's secret key, sealed to them; none until somebody admits them.
    #[medan("Kunci saluran", pribadi)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kanal: Option<Teks<400>>,
}

fn id(bagian: &[&str]) -> IdEntri {
    let bait = Sha256::digest(bagian.join("\n").as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(bait.get(..16).unwrap_or(&[0; 16]));
    IdEntri(uuid::Builder::from_random_bytes(id).into_uuid())
}

/// The id of a regency's channel.
pub fn id_kanal(daerah: &KodeDaerah) -> IdEntri {
    id(&["praja-wbs/kanal", daerah.as_str()])
}

/// The id under which an account holds its key.
pub fn id_pemegang(akun: &Akun) -> IdEntri {
    id(&["praja-wbs/pemegang", akun.daerah.as_str(), &akun.id.to_string()])
}

fn keadaan(kode: &'static str, label: &'static str, arti: &'static str, giliran: Giliran, warna: Warna) -> K {
    K {
        kode: kode.into(),
        label: label.into(),
        arti: arti.into(),
        giliran,
        warna,
    }
}

fn hak() -> Vec<Hak> {
    vec![Hak {
        siapa: Siapa::Peran(Peran::Auditor),
        boleh: &[Tindakan::Baca, Tindakan::Buat],
        cakupan: Cakupan::Pegang,
        pandangan: Pandangan::Pribadi,
    }]
}

fn medan(nama: &'static str, label: &'static str, maks: usize) -> Medan {
    Medan::baru(nama, label, Jenis::Teks { maks })
}

fn harus_tersandi(nama: &'static str, teks: &str) -> Option<GalatMedan> {
    (!mirip_sandi(teks)).then(|| GalatMedan::baru(nama, "Isian ini harus tersandi."))
}

fn harus_kunci(nama: &'static str, teks: &str) -> Option<GalatMedan> {
    baca_publik(teks)
        .is_none()
        .then(|| GalatMedan::baru(nama, "Kunci publik ini tidak sah."))
}

impl Register for Kanal {
    const KODE: &'static str = KANAL;
    const LABEL: &'static str = "Saluran WBS";
    const BANTUAN: &'static str = "Kunci publik saluran pelaporan pelanggaran.";
    const DASAR: &'static [&'static str] = &["F3", "S20", "B20", "K20", "J29", "U30"];
    const JUDUL: &'static str = "";
    const TERTUTUP: bool = true;

    fn milik() -> Milik {
        Milik::Fungsi(FUNGSI.into())
    }

    fn hak() -> Vec<Hak> {
        hak()
    }

    fn lifecycle() -> Lifecycle {
        Lifecycle {
            keadaan: vec![keadaan(
                "terbuka",
                "Terbuka",
                "Laporan dapat dikirim.",
                Giliran::Selesai,
                Warna::Hijau,
            )],
            langkah: vec![
                L::baru(
                    "pemulihan_baru",
                    "Ganti kode pemulihan",
                    "Kode yang lama tidak berlaku lagi.",
                )
                .dari(["terbuka"])
                .oleh([Siapa::Peran(Peran::Auditor)])
                .isian([medan("pemulihan", "Kunci pemulihan", 400).pribadi()])
                .salin(["pemulihan"])
                .terlihat(Terlihat::Internal),
            ],
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        harus_kunci("publik", self.publik.as_str())
            .into_iter()
            .chain(harus_tersandi("pemulihan", self.pemulihan.as_str()))
            .collect()
    }
}

impl Register for Pemegang {
    const KODE: &'static str = PEMEGANG;
    const LABEL: &'static str = "Pemegang kunci WBS";
    const BANTUAN: &'static str = "Pemeriksa Inspektorat yang dapat membuka laporan pelanggaran.";
    const DASAR: &'static [&'static str] = &["F3", "S20", "B20", "K20", "J29", "U30"];
    const JUDUL: &'static str = "nama";
    const TERTUTUP: bool = true;

    fn milik() -> Milik {
        Milik::Fungsi(FUNGSI.into())
    }

    fn hak() -> Vec<Hak> {
        hak()
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let pemeriksa = [Siapa::Peran(Peran::Auditor)];
        let milik_sendiri = || [
            medan("publik", "Kunci publik", 60),
            medan("rahasia", "Kunci pribadi", 400).pribadi(),
        ];
        Lifecycle {
            keadaan: vec![
                keadaan("menunggu", "Menunggu diterima", "Pemegang kunci lain perlu menerimanya.", Giliran::Pemegang, Warna::Jingga),
                keadaan("aktif", "Aktif", "Dapat membuka laporan.", Giliran::Selesai, Warna::Hijau),
                keadaan("dicabut", "Dicabut", "Tidak dapat membuka laporan.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("terima", "Terima", "Ia dapat membuka semua laporan, juga yang lama.")
                    .dari(["menunggu"]).ke("aktif").oleh(pemeriksa)
                    .isian([medan("kanal", "Kunci saluran", 400).pribadi()]).salin(["kanal"]),
                L::baru("kunci_baru", "Buat kunci baru", "Kunci lama tidak berlaku; pemegang lain perlu menerima lagi.")
                    .dari(["menunggu", "aktif", "dicabut"]).ke("menunggu").oleh(pemeriksa)
                    .isian(milik_sendiri()).salin(["publik", "rahasia"]),
                L::baru("ganti_frasa", "Ganti frasa WBS", "Frasa yang lama tidak berlaku lagi.")
                    .dari(["aktif"]).oleh(pemeriksa)
                    .isian([medan("rahasia", "Kunci pribadi", 400).pribadi()]).salin(["rahasia"]),
                L::baru("cabut", "Cabut", "Ia tidak dapat membuka laporan lagi.")
                    .dari(["menunggu", "aktif"]).ke("dicabut").oleh(pemeriksa).bahaya(),
            ]
            .into_iter()
            .map(|l| l.terlihat(Terlihat::Internal))
            .collect(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        harus_kunci("publik", self.publik.as_str())
            .into_iter()
            .chain(harus_tersandi("rahasia", self.rahasia.as_str()))
            .chain(
                self.kanal
                    .as_ref()
                    .and_then(|k| harus_tersandi("kanal", k.as_str())),
            )
            .collect()
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        let sendiri = matches!(k.pelaku, Pelaku::Akun(a) if a.id.to_string() == self.akun.as_str());
        match langkah {
            "kunci_baru" | "ganti_frasa" if !sendiri => Err(Galat::Ditolak(
                "Hanya pemegangnya sendiri yang mengganti kuncinya.".into(),
            )),
            "kunci_baru" | "cabut" => {
                self.kanal = None;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
