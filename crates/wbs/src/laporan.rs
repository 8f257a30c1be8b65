//! Laporan pelanggaran (whistle-blowing, mandat F3; Serang, Bekasi, Kapuas Pasal 20 ayat (5), Jembrana Pasal 29, Batu Bara
//! Pasal 30): what only the office of internal oversight reads. The entry holds ciphertext and nothing else; plain are
//! its number, its state and its dates. What both sides say stands in the events, closed as well.

use kernel::{
    Entri, Galat, GalatMedan, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Lama, Langkah as L, Lifecycle, Warna},
    nilai::{Jenis, Medan, Panjang, Teks},
    peristiwa::Terlihat,
    register::{BahanSurat, Kabar, Kepada, Konteks, Lihat, Milik, Register, Surat},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};

use crate::sandi::mirip_sandi;

/// Code of the register.
pub const KODE: &str = "wbs";
/// The function whose office reads the reports.
pub const FUNGSI: &str = "pengawasan";
/// The step by which an inspector reads: it changes nothing and leaves an event.
pub const BACA: &str = "baca";
/// The step by which the reporter says more.
pub const TAMBAH: &str = "tambah";
/// The step by which an inspector writes without changing the state.
pub const BALAS: &str = "balas";
/// The message that something waits.
const MENUNGGU: &str = "menunggu";
/// The field of a step that holds what was said.
pub const PESAN: &str = "pesan";

/// Longest message as it is stored: 5000 characters, closed.
const MAKS_PESAN: usize = 40_000;

/// A report.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Wbs {
    /// The key of the talk, sealed to the channel.
    #[medan("Kunci untuk Inspektorat", pribadi)]
    pub kunci_kanal: Teks<400>,
    /// The key of the talk, closed with the reporter's code.
    #[medan("Kunci untuk pelapor", pribadi)]
    pub kunci_pelapor: Teks<400>,
    /// The report, closed with the key of the talk.
    #[medan("Laporan tersandi", pribadi)]
    pub laporan: Panjang<120_000>,
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

fn pesan() -> Medan {
    Medan::baru(PESAN, "Pesan tersandi", Jenis::Panjang { maks: MAKS_PESAN }).pribadi()
}

impl Register for Wbs {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Laporan pelanggaran (WBS)";
    const BANTUAN: &'static str = "Laporan rahasia kepada Inspektorat. Isinya tersandi.";
    const DASAR: &'static [&'static str] = &["F3", "S20", "B20", "K20", "J29", "U30"];
    const JUDUL: &'static str = "";
    const TERTUTUP: bool = true;

    fn milik() -> Milik {
        Milik::Fungsi(FUNGSI.into())
    }

    fn hak() -> Vec<Hak> {
        let hak = |siapa, boleh, cakupan| Hak {
            siapa,
            boleh,
            cakupan,
            pandangan: Pandangan::Pribadi,
        };
        vec![
            hak(Siapa::Publik, &[Tindakan::Buat], Cakupan::Sendiri),
            hak(Siapa::Pelapor, &[Tindakan::Baca], Cakupan::Sendiri),
            // Auditors of other offices reach nothing: they hold no entry.
            hak(Siapa::Peran(Peran::Auditor), &[Tindakan::Baca], Cakupan::Pegang),
        ]
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let semua = ["masuk", "ditelaah", "ditindaklanjuti", "selesai", "tidak_cukup"];
        let pemeriksa = [Siapa::Peran(Peran::Auditor)];
        Lifecycle {
            keadaan: vec![
                keadaan("masuk", "Masuk", "Laporan Anda menunggu ditelaah Inspektorat.", Giliran::Pemegang, Warna::Biru),
                keadaan("ditelaah", "Ditelaah", "Inspektorat menelaah laporan Anda.", Giliran::Pemegang, Warna::Jingga),
                keadaan("ditindaklanjuti", "Ditindaklanjuti", "Inspektorat menindaklanjuti laporan Anda.", Giliran::Pemegang, Warna::Jingga),
                keadaan("selesai", "Selesai", "Inspektorat sudah menyelesaikannya. Hasilnya tertulis dalam percakapan.", Giliran::Selesai, Warna::Hijau),
                keadaan("tidak_cukup", "Tidak cukup bukti", "Buktinya belum cukup. Anda dapat menambah keterangan; laporan lalu ditelaah kembali.", Giliran::Selesai, Warna::Abu),
            ],
            mulai: vec![("telaah".into(), Lama::Sla("lain.wbs_telaah".into()))],
            nama_tenggat: vec![("telaah".into(), "Telaah".into()), ("tindak_lanjut".into(), "Tindak lanjut".into())],
            langkah: vec![
                L::baru(BACA, "Baca", "Pembacaan ini tercatat.")
                    .dari(semua).oleh(pemeriksa),
                L::baru(BALAS, "Kirim pesan kepada pelapor", "Pelapor membacanya dengan kode rahasianya.")
                    .dari(semua).oleh(pemeriksa).isian([pesan()]),
                L::baru("telaah", "Mulai telaah", "Pelapor melihat bahwa laporannya ditelaah.")
                    .dari(["masuk"]).ke("ditelaah").oleh(pemeriksa).isian([pesan().boleh_kosong()]),
                L::baru("tindaklanjuti", "Tindak lanjuti", "Tenggat tindak lanjut mulai berjalan.")
                    .dari(["ditelaah"]).ke("ditindaklanjuti").oleh(pemeriksa).isian([pesan().boleh_kosong()])
                    .henti(["telaah"]).mulai("tindak_lanjut", Lama::Sla("lain.wbs_tindak_lanjut".into())),
                L::baru("selesaikan", "Selesaikan", "Tuliskan hasilnya; pelapor membacanya.")
                    .dari(["ditelaah", "ditindaklanjuti"]).ke("selesai").oleh(pemeriksa).isian([pesan()])
                    .henti(["telaah", "tindak_lanjut"]),
                L::baru("tidak_cukup", "Tutup: tidak cukup bukti", "Tuliskan bukti apa yang kurang; keterangan baru dari pelapor membukanya kembali.")
                    .dari(["masuk", "ditelaah", "ditindaklanjuti"]).ke("tidak_cukup").oleh(pemeriksa).isian([pesan()])
                    .henti(["telaah", "tindak_lanjut"]).bahaya(),
                L::baru(TAMBAH, "Kirim pesan", "Hanya Inspektorat yang membacanya.")
                    .dari(["masuk", "ditelaah", "ditindaklanjuti"]).oleh([Siapa::Pelapor]).isian([pesan()]),
                L::baru(TAMBAH, "Kirim pesan", "Inspektorat menelaah kembali laporan Anda.")
                    .dari(["selesai", "tidak_cukup"]).ke("ditelaah").oleh([Siapa::Pelapor]).isian([pesan()])
                    .mulai("telaah", Lama::Sla("lain.wbs_telaah".into())),
            ]
            .into_iter()
            .map(|l| l.terlihat(Terlihat::Pelapor))
            .collect(),
            ..Lifecycle::default()
        }
    }

    /// Whoever reads for the office is told that something waits, and nothing of it.
    fn kabar(&self, langkah: Option<&str>, _isian: &Peta, _e: &Entri) -> Vec<Kabar> {
        match langkah {
            None | Some(TAMBAH) => vec![Kabar {
                kepada: Kepada::Alamat(format!("peran:{}", Peran::Auditor.kode())),
                acara: MENUNGGU.to_owned(),
                isi: Peta::new(),
            }],
            Some(_) => Vec::new(),
        }
    }

    fn surat(_acara: &str, _isi: &Peta, b: &BahanSurat) -> Option<Surat> {
        let alamat = format!("{}/kerja/{KODE}", b.alamat);
        Some(Surat {
            subjek: "Ada yang menunggu Anda di ruang kerja".to_owned(),
            badan: format!(
                "Ada laporan atau pesan yang belum dibaca. Buka:\n{alamat}\n\n{}\n",
                b.profil.daerah.nama
            ),
            lihat: Some(Lihat {
                label: "Buka ruang kerja".to_owned(),
                alamat,
            }),
        })
    }

    /// Nothing that could be read is ever stored, whatever the code above it does.
    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        let isi = [
            ("kunci_kanal", self.kunci_kanal.as_str()),
            ("kunci_pelapor", self.kunci_pelapor.as_str()),
            ("laporan", self.laporan.as_str()),
        ];
        isi.iter()
            .filter(|(_, s)| !mirip_sandi(s))
            .map(|(m, _)| GalatMedan::baru(*m, "Isian ini harus tersandi."))
            .collect()
    }

    fn saat_langkah(&mut self, _langkah: &str, isian: &Peta, _e: &Entri, _k: &Konteks) -> Result<(), Galat> {
        match isian.get(PESAN).and_then(|v| v.as_str()) {
            Some(s) if !mirip_sandi(s) => Err(Galat::medan(PESAN, "Isian ini harus tersandi.")),
            _ => Ok(()),
        }
    }
}
