//! Webhook: another program's address, told of public reports (mandat F1). The administrator registers it; the program
//! itself switches off one that has not answered for a long time.

use kernel::{
    Entri, Galat, GalatMedan, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Bilangan, Panjang, Teks},
    register::{BahanSurat, Konteks, Milik, Register, Surat},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};

use crate::http::{Jangkauan, alamat};

/// Code of the register.
pub const KODE: &str = "webhook";
/// The state in which it is told.
pub const AKTIF: &str = "aktif";
/// The step that gives it a new secret.
pub const GANTI: &str = "ganti_rahasia";
/// The step by which the program switches it off.
pub const PADAMKAN: &str = "padamkan";

/// Another program that is told of public reports.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Webhook {
    /// Whose it is.
    #[medan("Nama", cari, kolom, bantuan = "Program siapa, untuk apa.")]
    pub nama: Teks<120>,
    /// Where messages go.
    #[medan(
        "Alamat tujuan",
        kolom,
        bantuan = "Alamat lengkap yang diawali https://. Jangan tulis sandi atau token di dalamnya."
    )]
    pub alamat: Teks<500>,
    /// Whom to ask.
    #[medan("Keterangan", bantuan = "Misalnya siapa yang dihubungi bila tidak menjawab.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keterangan: Option<Panjang<1000>>,
    /// How many secrets it has had.
    #[medan("Rahasia ke", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rahasia_ke: Option<Bilangan<0, 1_000_000>>,
    /// Since when it has the present one, ms.
    #[medan("Rahasia sejak", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rahasia_sejak: Option<Bilangan<0, 9_007_199_254_740_991>>,
}

impl Register for Webhook {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Webhook";
    const BANTUAN: &'static str =
        "Program lain yang diberi tahu setiap ada kabar tentang laporan yang terbuka untuk umum.";
    const DASAR: &'static [&'static str] = &["F1"];
    const JUDUL: &'static str = "nama";
    const PENDENGAR: &'static str = AKTIF;

    fn milik() -> Milik {
        Milik::Fungsi("kominfo".into())
    }

    fn hak() -> Vec<Hak> {
        const KELOLA: &[Tindakan] = &[Tindakan::Baca, Tindakan::Buat, Tindakan::Ubah, Tindakan::Catat];
        let hak = |p, boleh| Hak {
            siapa: Siapa::Peran(p),
            boleh,
            cakupan: Cakupan::Semua,
            pandangan: Pandangan::Dinas,
        };
        vec![
            hak(Peran::Administrator, KELOLA),
            hak(Peran::Auditor, &[Tindakan::Baca]),
            hak(Peran::Pimpinan, &[Tindakan::Baca]),
        ]
    }

    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, giliran, warna| K {
            kode: kode.into(),
            label: label.into(),
            arti: arti.into(),
            giliran,
            warna,
        };
        let admin = || [Siapa::Peran(Peran::Administrator)];
        Lifecycle {
            keadaan: vec![
                keadaan("siap", "Menunggu rahasia", "Buat rahasianya di halaman Webhook, lalu pasang di program tujuan.", Giliran::Pemegang, Warna::Biru),
                keadaan(AKTIF, "Aktif", "Program tujuan diberi tahu setiap ada kabar.", Giliran::Selesai, Warna::Hijau),
                keadaan("padam", "Dipadamkan otomatis", "Program tujuan lama tidak menjawab. Periksa alamatnya, lalu aktifkan lagi.", Giliran::Pemegang, Warna::Merah),
                keadaan("mati", "Dihentikan", "Program tujuan tidak diberi tahu lagi.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru(GANTI, "Ganti rahasia", "Lakukan di halaman Webhook: rahasianya ditampilkan di sana, satu kali. Yang lama ikut berlaku 24 jam lagi.")
                    .dari(["siap"]).ke(AKTIF).oleh(admin()),
                L::baru(GANTI, "Ganti rahasia", "Lakukan di halaman Webhook: rahasianya ditampilkan di sana, satu kali. Yang lama ikut berlaku 24 jam lagi.")
                    .dari([AKTIF]).oleh(admin()),
                L::baru("aktifkan", "Aktifkan lagi", "Kabar berikutnya dikirim lagi. Yang terlewat tidak.")
                    .dari(["padam", "mati"]).ke(AKTIF).oleh(admin()),
                L::baru("hentikan", "Hentikan", "Program tujuan tidak diberi tahu lagi, sampai diaktifkan kembali.")
                    .dari(["siap", AKTIF, "padam"]).ke("mati").oleh(admin()),
                L::baru(PADAMKAN, "Padamkan otomatis", "Program tujuan lama tidak menjawab.")
                    .dari([AKTIF]).ke("padam").ikutan(),
            ],
            ..Lifecycle::default()
        }
    }

    /// Whether an inner address is allowed is the operator's word, asked when a message goes.
    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        match alamat(self.alamat.as_str(), Jangkauan::Lokal) {
            Ok(_) => Vec::new(),
            Err(_) => vec![GalatMedan::baru(
                "alamat",
                "Tulis alamat lengkap yang diawali https://, tanpa nama pengguna dan sandi.",
            )],
        }
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        if langkah == GANTI {
            self.rahasia_ke = Bilangan::baru(self.rahasia_ke.map_or(0, Bilangan::nilai) + 1);
            self.rahasia_sejak = Bilangan::baru(k.kini.as_millisecond());
        }
        if langkah == "aktifkan" && self.rahasia_ke.is_none() {
            return Err(Galat::Bentrok(
                "Webhook ini belum punya rahasia. Daftarkan yang baru.".into(),
            ));
        }
        Ok(())
    }

    /// What goes to a program has no words of its own: its channel puts the message together.
    fn surat(_acara: &str, _isi: &Peta, _b: &BahanSurat) -> Option<Surat> {
        Some(Surat {
            subjek: String::new(),
            badan: String::new(),
            lihat: None,
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_register_is_sound() {
        for d in crate::webhook::register() {
            assert_eq!(d.periksa(), Vec::<String>::new(), "{}", d.kode);
        }
    }
}
