//! Serah terima jabatan: who hands which post to whom, definitively or as Plt or Plh, from when until when, and on what
//! ground. Both sides say yes with their own account; roles and work in hand follow on the day (mandat B5, G3).

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Beberapa, Jenis, KodeUnit, Medan, Panjang, Pilihan as _, Teks},
    register::{Konteks, Milik, Register},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

/// Code of the register.
pub const KODE: &str = "serah_terima";
/// States in which somebody has to say yes.
pub(crate) const MENUNGGU: [&str; 2] = [DISIAPKAN, DISERAHKAN];
/// Prepared: whoever leaves has to hand over.
pub(crate) const DISIAPKAN: &str = "disiapkan";
/// Handed over: whoever comes has to accept.
pub(crate) const DISERAHKAN: &str = "diserahkan";
/// Both agreed; its day has not come.
pub(crate) const DISEPAKATI: &str = "disepakati";
/// The post is held under it.
pub(crate) const BERLAKU: &str = "berlaku";

/// How a post is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Sifat {
    /// For good: whoever held it before holds it no longer.
    #[pilihan("Definitif")]
    Definitif,
    /// Until somebody is appointed.
    #[pilihan("Pelaksana tugas (Plt.)")]
    Plt,
    /// While its holder is absent.
    #[pilihan("Pelaksana harian (Plh.)")]
    Plh,
}

/// A handing over.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct SerahTerima {
    /// What the post is called.
    #[medan("Jabatan", cari, kolom, bantuan = "Misalnya: Kepala Dinas Kesehatan.")]
    pub jabatan: Teks<150>,
    /// The unit of the post.
    #[medan("Perangkat daerah", saring, kolom)]
    pub opd: KodeUnit,
    /// The roles that come with it.
    #[medan(
        "Peran yang diserahkan",
        bantuan = "Peran di perangkat daerah itu yang melekat pada jabatan."
    )]
    #[serde(default)]
    pub peran: Beberapa<Peran>,
    /// Login name of whoever holds it; none while it is vacant.
    #[medan(
        "Dari (nama pengguna)",
        saring,
        cari,
        bantuan = "Kosongkan bila jabatan sedang lowong."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dari: Option<Teks<80>>,
    /// Login name of whoever takes it.
    #[medan("Kepada (nama pengguna)", saring, cari, kolom)]
    pub kepada: Teks<80>,
    /// How it is held from then on.
    #[medan("Sifat", saring, kolom)]
    pub sifat: Sifat,
    /// First day.
    #[medan("Mulai", urut, kolom)]
    pub mulai: Date,
    /// Last day, of a Plt or Plh.
    #[medan(
        "Sampai",
        bantuan = "Hari terakhir. Wajib bagi Plt. dan Plh.; kosong bagi pejabat definitif."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampai: Option<Date>,
    /// The decree or order.
    #[medan(
        "Dasar",
        cari,
        bantuan = "Nomor dan tanggal surat keputusan atau surat perintah."
    )]
    pub dasar: Teks<200>,
    /// Whether reports in hand go along.
    #[medan("Laporan di tangan ikut diserahkan")]
    #[serde(default)]
    pub pekerjaan: bool,
    /// What is handed over.
    #[medan(
        "Yang diserahkan",
        bantuan = "Pekerjaan berjalan, dokumen, aset, dan hal yang perlu diperhatikan pengganti."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rincian: Option<Panjang<4000>>,
    /// When it was handed over.
    #[medan("Diserahkan pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diserahkan: Option<Date>,
    /// When it was accepted.
    #[medan("Diterima pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diterima: Option<Date>,
    /// Roles that the successor did not have before: what ends with the time of a Plt or Plh.
    #[medan("Peran yang ditambahkan", hitung)]
    #[serde(default)]
    pub ditambah: Beberapa<Peran>,
    /// Roles and work have followed.
    #[medan("Sudah dilaksanakan", hitung)]
    #[serde(default)]
    pub terlaksana: bool,
}

impl SerahTerima {
    /// Whether it ends by itself.
    pub fn berjangka(&self) -> bool {
        self.sifat != Sifat::Definitif
    }
}

fn hari_ini(k: &Konteks) -> Date {
    k.profil.kalender.setempat(k.kini).date()
}

/// Whether the command comes from the account with that login name.
fn oleh(k: &Konteks, pengguna: &str) -> bool {
    k.pelaku.akun().is_some_and(|a| a.pengguna == pengguna)
}

impl Register for SerahTerima {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Serah terima jabatan";
    const BANTUAN: &'static str = "Siapa menyerahkan jabatan apa kepada siapa: definitif, Plt., atau Plh. Peran, kewajiban, dan laporan di tangan berpindah pada harinya.";
    const DASAR: &'static [&'static str] = &["B5", "S25", "J36", "B25", "U37", "K25"];
    const JUDUL: &'static str = "jabatan";
    const PENERIMA: &'static str = "kepada";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        const BACA: &[Tindakan] = &[Tindakan::Baca];
        const KELOLA: &[Tindakan] = &[
            Tindakan::Baca,
            Tindakan::Buat,
            Tindakan::Ubah,
            Tindakan::Catat,
            Tindakan::Ekspor,
        ];
        // Who holds which post is no secret among officials.
        let satu = |p: Peran| Hak {
            siapa: Siapa::Peran(p),
            boleh: if p == Peran::Administrator { KELOLA } else { BACA },
            cakupan: Cakupan::Semua,
            pandangan: Pandangan::Dinas,
        };
        let mut semua: Vec<Hak> = Peran::SEMUA.map(satu).into();
        // Whoever comes may hold no role yet.
        semua.push(Hak {
            siapa: Siapa::Penerima,
            boleh: BACA,
            cakupan: Cakupan::Sendiri,
            pandangan: Pandangan::Dinas,
        });
        semua
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, warna| K {
            kode: kode.into(), label: label.into(), arti: arti.into(), giliran: Giliran::Selesai, warna,
        };
        let siapa_pun = || Peran::SEMUA.map(Siapa::Peran);
        let admin = || [Siapa::Peran(Peran::Administrator)];
        let alasan = |label: &'static str| Medan::baru("alasan", label, Jenis::Panjang { maks: 1_000 });
        Lifecycle {
            keadaan: vec![
                keadaan(DISIAPKAN, "Disiapkan", "Menunggu pejabat lama menyerahkan.", Warna::Biru),
                keadaan(DISERAHKAN, "Diserahkan", "Menunggu pejabat baru menerima.", Warna::Jingga),
                keadaan(DISEPAKATI, "Disepakati", "Berlaku sendiri pada hari mulainya.", Warna::Biru),
                keadaan(BERLAKU, "Berlaku", "Jabatan dipegang menurut serah terima ini.", Warna::Hijau),
                keadaan("berakhir", "Berakhir", "Masa Plt. atau Plh. sudah lewat; perannya sudah dicabut.", Warna::Abu),
                keadaan("batal", "Batal", "Tidak jadi.", Warna::Abu),
            ],
            langkah: vec![
                L::baru("serahkan", "Serahkan", "Dengan ini Anda menyerahkan jabatan; pengganti diminta menerimanya.")
                    .dari([DISIAPKAN]).ke(DISERAHKAN).oleh(siapa_pun()),
                L::baru("wakili", "Serahkan tanpa pejabat lama", "Untuk jabatan lowong atau pejabat lama yang berhalangan tetap.")
                    .dari([DISIAPKAN]).ke(DISERAHKAN).oleh(admin())
                    .isian([alasan("Mengapa pejabat lama tidak menyerahkan sendiri?")]),
                L::baru("terima", "Terima", "Dengan ini Anda menerima jabatan. Peran dan pekerjaannya berpindah pada hari mulainya.")
                    .dari([DISERAHKAN]).ke(DISEPAKATI).oleh([Siapa::Penerima]),
                L::baru("tolak", "Tolak", "Serah terima ini batal.")
                    .dari([DISERAHKAN]).ke("batal").oleh([Siapa::Penerima]).isian([alasan("Mengapa ditolak?")]).bahaya(),
                L::baru("batalkan", "Batalkan", "Tidak ada peran yang berpindah.")
                    .dari([DISIAPKAN, DISERAHKAN, DISEPAKATI]).ke("batal").oleh(admin())
                    .isian([alasan("Mengapa dibatalkan?")]).bahaya(),
                L::baru("akhiri", "Akhiri hari ini", "Peran Plt. atau Plh. dicabut dalam beberapa saat.")
                    .dari([BERLAKU]).oleh(admin()).isian([alasan("Mengapa diakhiri?")]).bahaya(),
                L::baru("berlakukan", "Berlakukan", "Hari mulainya tiba.")
                    .dari([DISEPAKATI]).ke(BERLAKU).oleh([Siapa::Sistem]).ikutan()
                    .isian([Medan::dari::<Beberapa<Peran>>("ditambah", "Peran yang ditambahkan").boleh_kosong()]).salin(["ditambah"]),
                L::baru("laksanakan", "Laksanakan", "Peran dan pekerjaan sudah berpindah.")
                    .dari([BERLAKU]).oleh([Siapa::Sistem]).ikutan(),
                L::baru("habis", "Habis masanya", "Peran Plt. atau Plh. sudah dicabut.")
                    .dari([BERLAKU]).ke("berakhir").oleh([Siapa::Sistem]).ikutan(),
                L::baru("gugurkan", "Gugurkan", "Tidak dapat dilaksanakan.")
                    .dari([DISEPAKATI]).ke("batal").oleh([Siapa::Sistem]).ikutan()
                    .isian([alasan("Mengapa tidak dapat dilaksanakan?")]),
            ],
            terkunci: [DISERAHKAN, DISEPAKATI, BERLAKU, "berakhir", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        if self.peran.0.is_empty() {
            salah.push(GalatMedan::baru("peran", "Pilih sedikitnya satu peran."));
        }
        if self
            .dari
            .as_ref()
            .is_some_and(|d| d.as_str() == self.kepada.as_str())
        {
            salah.push(GalatMedan::baru("kepada", "Pengganti harus orang lain."));
        }
        match (self.berjangka(), self.sampai) {
            (true, None) => salah.push(GalatMedan::baru(
                "sampai",
                "Sebutkan hari terakhir Plt. atau Plh.",
            )),
            // Once agreed it may end before it began: whoever was named by mistake goes on the first day.
            (true, Some(s)) if s < self.mulai && self.diterima.is_none() => {
                salah.push(GalatMedan::baru(
                    "sampai",
                    "Hari terakhir tidak boleh sebelum hari mulai.",
                ));
            }
            (false, Some(_)) => salah.push(GalatMedan::baru(
                "sampai",
                "Pejabat definitif tidak berjangka. Kosongkan, atau pilih Plt. atau Plh.",
            )),
            _ => {}
        }
        if self.diserahkan.is_none() && self.sampai.is_some_and(|s| s < hari_ini(k)) {
            salah.push(GalatMedan::baru("sampai", "Hari terakhirnya sudah lewat."));
        }
        salah
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        let dari = self.dari.as_ref().map(Teks::as_str).unwrap_or_default();
        match langkah {
            "serahkan" if dari.is_empty() => {
                return Err(Galat::Bentrok(
                    "Jabatan ini lowong. Administrator memakai langkah Serahkan tanpa pejabat lama.".into(),
                ));
            }
            "serahkan" if !oleh(k, dari) => {
                return Err(Galat::Ditolak(
                    "Hanya pejabat lama yang menyerahkan jabatannya.".into(),
                ));
            }
            "terima" if self.sampai.is_some_and(|s| s < hari_ini(k)) => {
                return Err(Galat::Bentrok(
                    "Hari terakhirnya sudah lewat. Mintalah administrator membuat serah terima baru.".into(),
                ));
            }
            // Nobody raises themselves by a post without a holder: as with roles, that is another administrator's to do.
            "wakili" if oleh(k, self.kepada.as_str()) => {
                return Err(Galat::Ditolak(
                    "Peran baru untuk akun Anda sendiri diberikan administrator lain. Mencabut boleh Anda sendiri.".into(),
                ));
            }
            "akhiri" if !self.berjangka() => {
                return Err(Galat::Bentrok(
                    "Pejabat definitif diganti dengan serah terima baru, bukan diakhiri.".into(),
                ));
            }
            "serahkan" | "wakili" => self.diserahkan = Some(hari_ini(k)),
            "terima" => self.diterima = Some(hari_ini(k)),
            "akhiri" => {
                let kemarin = hari_ini(k).yesterday().unwrap_or(Date::MIN);
                self.sampai = Some(self.sampai.map_or(kemarin, |s| s.min(kemarin)));
            }
            "laksanakan" => self.terlaksana = true,
            _ => {}
        }
        Ok(())
    }
}

/// What an entry says; none when it cannot be read.
pub(crate) fn isi(e: &Entri) -> Option<SerahTerima> {
    serde_json::from_value(serde_json::Value::Object(e.isi.clone())).ok()
}

/// The roles as people read them.
pub(crate) fn kata_peran(b: kernel::Bahasa, peran: &[Peran]) -> String {
    peran
        .iter()
        .map(|p| b.t(p.label()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a way of holding a post is called.
pub(crate) fn kata_sifat(b: kernel::Bahasa, s: Sifat) -> &'static str {
    b.t(s.label())
}
