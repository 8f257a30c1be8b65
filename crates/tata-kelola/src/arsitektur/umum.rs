//! What the entries of all domains of the architecture share: name, owner, days, completeness, seal, rights and life
//! cycle. An entry is the live record of what is in operation, so it plans, builds, runs and retires with it.

use jiff::civil::Date;
use kernel::{
    Galat, Pelaku, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Bilangan, Jenis, KodeUnit, Medan},
    register::Konteks,
};
use register_derive::Pilihan;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::tingkat;

/// Least completeness, per cent, of what is sealed.
pub const LAYAK_SEGEL: i64 = 80;
/// Planned.
pub const RENCANA: &str = "rencana";
/// Being built or bought.
pub const DIBANGUN: &str = "dibangun";
/// In operation.
pub const BEROPERASI: &str = "beroperasi";
/// Taken out of operation.
pub const PENSIUN: &str = "pensiun";

/// The seal of quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum Segel {
    /// As it was checked, or as its owner changed it since.
    #[pilihan("Disegel")]
    Utuh,
    /// Somebody else changed it since, or too little of it is left.
    #[pilihan("Segel putus")]
    Putus,
}

/// What the program itself knows about the quality of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mutu<'a> {
    pub(crate) segel: Option<Segel>,
    pub(crate) sidik: Option<&'a str>,
    pub(crate) kelengkapan: Option<i64>,
}

/// Fields that are computed, or that the seal does not speak of.
const DI_LUAR_SEGEL: [&str; 11] = [
    tingkat::MEDAN,
    "kelengkapan",
    "segel",
    "disegel",
    "sidik_segel",
    "dikonfirmasi",
    "persetujuan",
    "uji_diterima",
    "diserahkan_pada",
    "klasifikasi",
    "klasifikasi_pada",
];

fn objek(t: &impl Serialize) -> Peta {
    match serde_json::to_value(t) {
        Ok(Value::Object(o)) => o,
        // A register is a struct with named fields; anything else has no content.
        _ => Peta::new(),
    }
}

/// How many of these fields are filled in, per cent. O(fields).
pub(crate) fn kelengkapan(t: &impl Serialize, penting: &[&str]) -> i64 {
    let isi = objek(t);
    let ada = penting
        .iter()
        .filter(|n| kernel::nilai::terisi(isi.get(**n)))
        .count();
    i64::try_from(ada * 100 / penting.len().max(1)).unwrap_or(0)
}

/// What the seal speaks of, in short.
pub(crate) fn sidik(t: &impl Serialize) -> String {
    let mut isi = objek(t);
    for n in DI_LUAR_SEGEL {
        isi.remove(n);
    }
    let hash = Sha256::digest(Value::Object(isi).to_string());
    data_encoding::HEXLOWER.encode(hash.get(..12).unwrap_or_default())
}

/// The seal after a change: its owner answers for what they write, so their change keeps it as long as enough is
/// filled in, and so does what the program notes because of another register; a change by anybody else breaks it until it
/// is checked again.
pub(crate) fn segel(lama: Mutu, kini: &str, opd: &KodeUnit, k: &Konteks) -> Option<Segel> {
    let dipunyai = match k.pelaku {
        Pelaku::Akun(a) => a.peran.iter().any(|(_, u)| u == opd),
        Pelaku::Sistem => true,
        _ => false,
    };
    let cukup = lama.kelengkapan.is_some_and(|n| n >= LAYAK_SEGEL);
    match lama.segel {
        Some(Segel::Utuh) if lama.sidik == Some(kini) || (dipunyai && cukup) => Some(Segel::Utuh),
        Some(_) => Some(Segel::Putus),
        None => None,
    }
}

/// What a completeness is stored as.
pub(crate) fn persen(n: i64) -> Option<Bilangan<0, 100>> {
    Bilangan::baru(n)
}

/// Refuses the seal on what is not complete enough.
pub(crate) fn layak(kelengkapan: i64) -> Result<(), Galat> {
    if kelengkapan >= LAYAK_SEGEL {
        return Ok(());
    }
    Err(Galat::Bentrok(
        kernel::Pesan::baru("Kelengkapan entri ini {ada} persen. Segel diberikan mulai {perlu} persen.")
            .dengan("ada", kelengkapan.to_string())
            .dengan("perlu", LAYAK_SEGEL.to_string()),
    ))
}

/// Today, where the regency is.
pub(crate) fn hari(k: &Konteks) -> Date {
    k.profil.kalender.setempat(k.kini).date()
}

const KELOLA: &[Tindakan] = &[
    Tindakan::Baca,
    Tindakan::Buat,
    Tindakan::Ubah,
    Tindakan::Catat,
    Tindakan::Ekspor,
    Tindakan::Impor,
];

/// Officials read the whole map, since nobody avoids doubling what they cannot see; they change what is their unit's.
/// Diskominfo's administrator keeps all of it. It is nobody else's.
pub fn hak() -> Vec<Hak> {
    let hak = |p, boleh, cakupan| Hak {
        siapa: Siapa::Peran(p),
        boleh,
        cakupan,
        pandangan: Pandangan::Dinas,
    };
    let baca: &[Tindakan] = &[Tindakan::Baca, Tindakan::Ekspor];
    let unit: &[Tindakan] = &[Tindakan::Buat, Tindakan::Ubah, Tindakan::Catat, Tindakan::Impor];
    let mut semua = vec![
        hak(Peran::Administrator, KELOLA, Cakupan::Semua),
        hak(Peran::Penghubung, unit, Cakupan::Unit),
        hak(Peran::Kepala, &[Tindakan::Catat], Cakupan::Unit),
    ];
    // Every office reads what the others have; no row of theirs reaches further, so no step does either.
    for p in [Peran::Penghubung, Peran::Kepala] {
        semua.push(hak(p, baca, Cakupan::Terbit));
    }
    for p in [Peran::Auditor, Peran::Pimpinan] {
        semua.push(hak(p, baca, Cakupan::Semua));
    }
    semua
}

/// The life cycle of every domain.
#[rustfmt::skip]
pub fn siklus() -> Lifecycle {
    let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, giliran, warna| K {
        kode: kode.into(), label: label.into(), arti: arti.into(), giliran, warna,
    };
    let pemilik = || [Peran::Administrator, Peran::Penghubung, Peran::Kepala].map(Siapa::Peran);
    let semua = [RENCANA, DIBANGUN, BEROPERASI];
    Lifecycle {
        keadaan: vec![
            keadaan(RENCANA, "Direncanakan", "Belum ada; baru akan diadakan.", Giliran::Pemegang, Warna::Biru),
            keadaan(DIBANGUN, "Sedang dibangun", "Sedang dibangun atau diadakan.", Giliran::Pemegang, Warna::Jingga),
            keadaan(BEROPERASI, "Beroperasi", "Dipakai sekarang.", Giliran::Selesai, Warna::Hijau),
            keadaan(PENSIUN, "Dipensiunkan", "Tidak dipakai lagi.", Giliran::Selesai, Warna::Abu),
        ],
        langkah: vec![
            L::baru("bangun", "Mulai bangun", "Pembangunan atau pengadaannya tercatat mulai.").dari([RENCANA]).ke(DIBANGUN).oleh(pemilik()),
            L::baru("operasikan", "Nyatakan beroperasi", "Sejak hari ini tercatat dipakai; dampak dan celah dihitung dengannya.")
                .dari([RENCANA, DIBANGUN, PENSIUN]).ke(BEROPERASI).oleh(pemilik()).massal(),
            L::baru("konfirmasi", "Konfirmasi isi", "Anda menyatakan isi entri ini sesuai kenyataan hari ini.").dari(semua).oleh(pemilik()).massal(),
            L::baru("segel", "Beri segel mutu", "Isi entri ini dinyatakan sudah diperiksa. Perubahan oleh selain pemiliknya memutus segel.")
                .dari(semua).oleh([Siapa::Peran(Peran::Administrator)]).massal(),
            L::baru("pensiunkan", "Pensiunkan", "Tidak dipakai lagi. Entri lain yang masih bergantung padanya muncul sebagai celah.")
                .dari(semua).ke(PENSIUN).oleh(pemilik())
                .isian([Medan::baru("alasan", "Alasan", Jenis::Panjang { maks: 1_000 })]).bahaya(),
        ],
        ..Lifecycle::default()
    }
}

/// What the links between entries are called, from where they leave and from where they lead to.
pub fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
    let (dari, ke) = match jenis {
        "induk" => ("Bagian dari", "Bagiannya"),
        "layanan.ke" => ("Mendukung layanan", "Didukung oleh"),
        "proses.ke" => ("Mendukung proses", "Didukung oleh"),
        "data.ke" => ("Memakai data", "Dipakai oleh"),
        "infrastruktur.ke" => ("Berjalan di", "Menjalankan"),
        "integrasi.ke" => ("Terhubung ke", "Dihubungi oleh"),
        "kendali.ke" => ("Dilindungi oleh", "Melindungi"),
        _ => return None,
    };
    Some(if keluar { dari } else { ke })
}

/// A struct that is an entry of the architecture: its own fields between those that all domains share.
macro_rules! entri_arsitektur {
    (
        $(#[$doc:meta])*
        pub struct $nama:ident { $($isi:tt)* }
        kode: $kode:literal, label: $label:literal, bantuan: $bantuan:literal, dasar: [$($dasar:literal),*],
        penting: [$($penting:literal),*] $(, saat: $saat:ident, langkah: $langkah:ident)? $(, tingkat: $tingkat:expr)?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize, register_derive::Kelompok)]
        pub struct $nama {
            /// Name.
            #[medan("Nama", cari, urut, kolom)]
            pub nama: kernel::nilai::Teks<150>,
            /// Name in other tools, which stays.
            #[medan("Kode tetap", cari, saring, bantuan = "Kode yang dipakai alat lain, misalnya SIA-SPBE atau Archi. Boleh kosong.")]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub kode: Option<kernel::nilai::Teks<80>>,
            /// Whose it is.
            #[medan("Perangkat daerah pemilik", saring, kolom)]
            pub opd: kernel::nilai::KodeUnit,
            /// What it is.
            #[medan("Uraian", cari)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub uraian: Option<kernel::nilai::Panjang<2000>>,
            /// What it is a part of.
            #[medan("Bagian dari", bantuan = "Nomor entri yang lebih besar, bila ada.")]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub induk: Option<kernel::nilai::Rujukan<$nama>>,
            $($isi)*
            /// From when it is to be there.
            #[medan("Mulai dipakai", urut, bantuan = "Kenyataan atau rencananya.")]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub mulai: Option<jiff::civil::Date>,
            /// Until when.
            #[medan("Berakhir", urut, bantuan = "Rencana berhenti dipakai, bila sudah diketahui.")]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub berakhir: Option<jiff::civil::Date>,
            /// How much of what counts is filled in, per cent.
            #[medan("Kelengkapan (persen)", hitung, urut, kolom)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub kelengkapan: Option<kernel::nilai::Bilangan<0, 100>>,
            /// The seal of quality.
            #[medan("Segel mutu", hitung, saring, kolom)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub segel: Option<$crate::arsitektur::umum::Segel>,
            /// When it was sealed last.
            #[medan("Disegel pada", hitung)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub disegel: Option<jiff::civil::Date>,
            /// What the seal speaks of, in short.
            #[medan("Sidik isi yang disegel", hitung, internal)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub sidik_segel: Option<kernel::nilai::Teks<24>>,
            /// When its owner last said that it is right.
            #[medan("Dikonfirmasi pada", hitung, urut)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub dikonfirmasi: Option<jiff::civil::Date>,
        }

        impl $nama {
            /// The fields that make an entry complete.
            pub const PENTING: &'static [&'static str] = &[$($penting),*];
        }

        impl kernel::register::Register for $nama {
            const KODE: &'static str = $kode;
            const LABEL: &'static str = $label;
            const BANTUAN: &'static str = $bantuan;
            const DASAR: &'static [&'static str] = &[$($dasar),*];
            const JUDUL: &'static str = "nama";
            const DIIKUTI: bool = true;
            const INDUK: &'static str = "induk";
            const UNIK: kernel::register::Unik = kernel::register::Unik { medan: &["kode"], kecuali: &[] };
            $(const TINGKAT: &'static str = $tingkat;)?

            fn milik() -> kernel::register::Milik {
                kernel::register::Milik::Medan("opd".into())
            }
            fn hak() -> Vec<kernel::izin::Hak> {
                let mut hak = $crate::arsitektur::umum::hak();
                if !Self::TINGKAT.is_empty() {
                    hak.extend($crate::arsitektur::tingkat::hak_pemilik());
                }
                hak
            }
            fn sampai(h: &kernel::izin::Hak) -> kernel::Klasifikasi {
                $crate::arsitektur::tingkat::sampai(h)
            }
            fn lifecycle() -> kernel::lifecycle::Lifecycle {
                #[allow(unused_mut, reason = "most domains have no steps of their own")]
                let mut siklus = $crate::arsitektur::umum::siklus();
                $(siklus.langkah.extend($langkah());)?
                siklus
            }
            // Known to all offices from the start; the public has no row.
            fn terbit(&self, _keadaan: &str) -> bool {
                true
            }
            fn nama_tautan(jenis: &str, keluar: bool) -> Option<&'static str> {
                $crate::arsitektur::umum::nama_tautan(jenis, keluar)
            }
            fn periksa(&self, _k: &kernel::register::Konteks) -> Vec<kernel::GalatMedan> {
                match (self.mulai, self.berakhir) {
                    (Some(a), Some(z)) if z < a => {
                        vec![kernel::GalatMedan::baru("berakhir", "Tanggal ini sebelum mulai dipakai. Periksa keduanya.")]
                    }
                    _ => Vec::new(),
                }
            }
            fn hitung(&mut self, k: &kernel::register::Konteks) {
                use $crate::arsitektur::umum;
                let n = umum::kelengkapan(self, Self::PENTING);
                self.kelengkapan = umum::persen(n);
                let kini = umum::sidik(self);
                let lama = umum::Mutu {
                    segel: self.segel,
                    sidik: self.sidik_segel.as_ref().map(|s| s.as_str()),
                    kelengkapan: Some(n),
                };
                self.segel = umum::segel(lama, &kini, &self.opd, k);
                if self.segel == Some(umum::Segel::Utuh) {
                    self.sidik_segel = kernel::nilai::Teks::baru(&kini).ok();
                }
            }
            fn saat_langkah(
                &mut self,
                langkah: &str,
                _isian: &kernel::Peta,
                _e: &kernel::Entri,
                k: &kernel::register::Konteks,
            ) -> Result<(), kernel::Galat> {
                use $crate::arsitektur::umum;
                $($saat(self, langkah, _isian, _e, k)?;)?
                match langkah {
                    "segel" => {
                        umum::layak(umum::kelengkapan(self, Self::PENTING))?;
                        self.segel = Some(umum::Segel::Utuh);
                        self.disegel = Some(umum::hari(k));
                        self.sidik_segel = kernel::nilai::Teks::baru(&umum::sidik(self)).ok();
                    }
                    "konfirmasi" => self.dikonfirmasi = Some(umum::hari(k)),
                    _ => {}
                }
                Ok(())
            }
        }
    };
}
pub(super) use entri_arsitektur;
