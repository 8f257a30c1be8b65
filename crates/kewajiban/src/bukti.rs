//! Bukti: a document, link or note that proves an obligation which no register proves by itself (mandat C–E; Serang
//! Pasal 33, Jembrana Pasal 52, Bekasi Pasal 33, Batu Bara Pasal 46, Kapuas Pasal 33). The unit that answers puts it
//! forward; the office that holds the checking function accepts it, and it counts from its effective date.

use jiff::civil::{Date, date};
use kernel::{
    Entri, Galat, GalatMedan, Pesan, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    kewajiban::{Bukti as Aturan, Fakta, Kewajiban},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{Dokumen, Jenis, KodeUnit, Medan, Panjang, Teks},
    register::{BahanSurat, Konteks, Lihat, Milik, Register, Surat},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};

/// Code of the register.
pub const KODE: &str = "bukti";

/// Who checks where the checking function is held by the unit that answers: nobody accepts their own proof.
const PENGGANTI: [&str; 3] = ["pengawasan", "sekda", "kominfo"];

/// A proof.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Bukti {
    /// Code of the duty.
    #[medan(
        "Kewajiban",
        saring,
        bantuan = "Kodenya, misalnya arsitektur-selaras-nasional. Lewat halaman Kepatuhan, isian ini sudah terisi."
    )]
    pub tugas: Teks<60>,
    /// The unit that it counts for.
    #[medan("Untuk perangkat daerah", saring, kolom)]
    pub opd: KodeUnit,
    /// What the document is called.
    #[medan(
        "Nama dokumen",
        cari,
        kolom,
        bantuan = "Sebut jenis, nomor, dan tanggalnya bila ada."
    )]
    pub nama: Teks<200>,
    /// From which day it counts.
    #[medan(
        "Berlaku sejak",
        urut,
        kolom,
        bantuan = "Tanggal dokumennya mulai berlaku, bukan tanggal diunggah."
    )]
    pub efektif: Date,
    /// Its last day.
    #[medan("Berlaku sampai", bantuan = "Kosongkan bila dokumennya tidak menyebut.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampai: Option<Date>,
    /// The document itself.
    #[medan("Dokumen")]
    #[serde(default)]
    pub berkas: Dokumen<5>,
    /// Where it can be seen.
    #[medan("Alamat laman", bantuan = "Bila dokumennya sudah ada di sebuah laman.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tautan: Option<Teks<500>>,
    /// A word about it.
    #[medan("Keterangan", cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keterangan: Option<Panjang<2000>>,
    /// Who checks it.
    #[medan("Pemeriksa", hitung, saring)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pemeriksa: Option<KodeUnit>,
    /// When it was accepted.
    #[medan("Diterima pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diterima: Option<Date>,
    /// When it was taken back.
    #[medan("Dicabut pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dicabut: Option<Date>,
}

fn hak(siapa: Peran, boleh: &'static [Tindakan], cakupan: Cakupan) -> Hak {
    Hak {
        siapa: Siapa::Peran(siapa),
        boleh,
        cakupan,
        pandangan: Pandangan::Dinas,
    }
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

impl Bukti {
    fn kewajiban<'a>(&self, k: &'a Konteks) -> Option<&'a Kewajiban> {
        k.profil.kitab.as_ref()?.cari(self.tugas.as_str(), hari_ini(k))
    }
}

fn hari_ini(k: &Konteks) -> Date {
    k.profil.kalender.setempat(k.kini).date()
}

/// The unit that checks a proof of `opd`; none for an obligation that registers prove.
pub fn pemeriksa(k: &Kewajiban, profil: &kernel::Profil, opd: &KodeUnit) -> Option<KodeUnit> {
    let Aturan::Manual { pemeriksa, .. } = &k.bukti else {
        return None;
    };
    std::iter::once(pemeriksa.as_str())
        .chain(PENGGANTI)
        .filter_map(|f| profil.fungsi(f))
        .find(|u| *u != opd)
        .cloned()
}

/// What an accepted proof says; none when it was never accepted, or cannot be read.
pub fn fakta(e: &Entri) -> Option<(String, Fakta)> {
    let b: Bukti = serde_json::from_value(serde_json::Value::Object(e.isi.clone())).ok()?;
    let fakta = Fakta {
        unit: b.opd,
        entri: e.id,
        register: KODE.to_owned(),
        nomor: e.nomor.clone(),
        efektif: b.efektif,
        sampai: b.sampai,
        tercatat: b.diterima?,
        dicabut: b.dicabut,
    };
    Some((b.tugas.as_str().to_owned(), fakta))
}

impl Register for Bukti {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Bukti kewajiban";
    const BANTUAN: &'static str =
        "Dokumen yang membuktikan kewajiban, diajukan penanggung jawab dan diterima pemeriksanya.";
    const DASAR: &'static [&'static str] = &["E1", "S33", "J52", "B33", "U46", "K33"];
    const JUDUL: &'static str = "nama";
    const DIIKUTI: bool = true;

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        const KELOLA: &[Tindakan] = &[
            Tindakan::Baca,
            Tindakan::Buat,
            Tindakan::Ubah,
            Tindakan::Catat,
            Tindakan::Ekspor,
        ];
        const BACA: &[Tindakan] = &[Tindakan::Baca, Tindakan::Ekspor];
        vec![
            hak(Peran::Penghubung, KELOLA, Cakupan::Unit),
            hak(Peran::Kepala, KELOLA, Cakupan::Unit),
            hak(Peran::Petugas, KELOLA, Cakupan::Unit),
            hak(Peran::Auditor, BACA, Cakupan::Semua),
            hak(Peran::Pimpinan, BACA, Cakupan::Semua),
        ]
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let penyusun = || [Peran::Penghubung, Peran::Kepala, Peran::Petugas].map(Siapa::Peran);
        let pemeriksa = || [Peran::Penghubung, Peran::Kepala].map(Siapa::Peran);
        let alasan = |label: &'static str| Medan::baru("alasan", label, Jenis::Panjang { maks: 1_000 });
        Lifecycle {
            keadaan: vec![
                keadaan("draf", "Draf", "Belum diajukan kepada pemeriksa.", Giliran::Pemegang, Warna::Biru),
                keadaan("diajukan", "Diajukan", "Menunggu diterima oleh pemeriksa.", Giliran::Pemegang, Warna::Jingga),
                keadaan("dikembalikan", "Dikembalikan", "Perlu diperbaiki oleh yang mengajukan.", Giliran::Pemegang, Warna::Merah),
                keadaan("diterima", "Diterima", "Membuktikan kewajibannya.", Giliran::Selesai, Warna::Hijau),
                keadaan("dicabut", "Dicabut", "Tidak lagi membuktikan sejak tanggal pencabutannya.", Giliran::Selesai, Warna::Abu),
                keadaan("batal", "Batal", "Tidak jadi diajukan.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("ajukan", "Ajukan", "Pemeriksa menerima atau mengembalikannya; isinya tidak dapat diubah selama itu.")
                    .dari(["draf", "dikembalikan"]).ke("diajukan").oleh(penyusun()).pindah(Pindah::KeMedan("pemeriksa".into())),
                L::baru("terima", "Terima", "Sejak hari ini dihitung sebagai bukti, menurut tanggal berlakunya.")
                    .dari(["diajukan"]).ke("diterima").oleh(pemeriksa()).massal(),
                L::baru("kembalikan", "Kembalikan", "Yang mengajukan memperbaikinya.")
                    .dari(["diajukan"]).ke("dikembalikan").oleh(pemeriksa())
                    .isian([alasan("Apa yang perlu diperbaiki?")]).pindah(Pindah::KePemilik),
                L::baru("cabut", "Cabut", "Mulai hari ini tidak lagi dihitung; status hari-hari sebelumnya tetap.")
                    .dari(["diterima"]).ke("dicabut").oleh(pemeriksa()).isian([alasan("Mengapa dicabut?")]).bahaya(),
                L::baru("batalkan", "Batalkan", "Tidak jadi diajukan; dapat dibuka kembali.")
                    .dari(["draf", "dikembalikan"]).ke("batal").oleh(penyusun()).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Dapat diisi dan diajukan lagi.")
                    .dari(["batal"]).ke("draf").oleh(penyusun()),
            ],
            terkunci: ["diajukan", "diterima", "dicabut"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn hitung(&mut self, k: &Konteks) {
        if self.diterima.is_none() {
            let siapa = self.kewajiban(k).and_then(|w| pemeriksa(w, k.profil, &self.opd));
            self.pemeriksa = siapa;
        }
    }

    fn periksa(&self, k: &Konteks) -> Vec<GalatMedan> {
        // What was accepted under an obligation stays a proof, whatever becomes of the profile.
        if self.diterima.is_some() {
            return Vec::new();
        }
        let mut salah = Vec::new();
        match self.kewajiban(k) {
            None => salah.push(GalatMedan::baru(
                "tugas",
                "Kewajiban ini tidak ada di peraturan daerah ini. Pilih dari halaman Kepatuhan.",
            )),
            Some(w) => {
                if let Aturan::Register { register, .. } = &w.bukti {
                    salah.push(GalatMedan::baru(
                        "tugas",
                        Pesan::baru("Kewajiban ini terbukti sendiri dari register {register}; tidak perlu diajukan buktinya.")
                            .dengan("register", register),
                    ));
                }
                let siapa = k.profil.penanggung_jawab(&w.pelaku, hari_ini(k));
                if !siapa.is_empty() && !siapa.contains(&self.opd) {
                    salah.push(GalatMedan::baru(
                        "opd",
                        "Perangkat daerah ini bukan penanggung jawab kewajiban itu.",
                    ));
                }
            }
        }
        let hari_ini = hari_ini(k);
        if self.efektif > hari_ini {
            salah.push(GalatMedan::baru(
                "efektif",
                "Tanggal ini belum tiba. Ajukan setelah dokumennya berlaku.",
            ));
        }
        if self.efektif < date(2000, 1, 1) {
            salah.push(GalatMedan::baru(
                "efektif",
                "Tanggal ini terlalu lama. Periksa tahunnya.",
            ));
        }
        if self.sampai.is_some_and(|s| s < self.efektif) {
            salah.push(GalatMedan::baru(
                "sampai",
                "Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ));
        }
        if self.berkas.0.is_empty() && self.tautan.is_none() && self.keterangan.is_none() {
            salah.push(GalatMedan::baru(
                "berkas",
                "Lampirkan dokumennya, sebutkan alamat lamannya, atau tulis keterangannya.",
            ));
        }
        if let Some(t) = &self.tautan
            && !(t.as_str().starts_with("https://") || t.as_str().starts_with("http://"))
        {
            salah.push(GalatMedan::baru("tautan", "Alamat laman dimulai dengan https://"));
        }
        salah
    }

    /// The letter of a day to who answers for obligations: what is late and what is due, and where to see it.
    fn surat(acara: &str, isi: &Peta, b: &BahanSurat) -> Option<Surat> {
        if acara != crate::pengingat::ACARA {
            return None;
        }
        let daftar = isi.get("baris")?.as_array()?;
        let baris: Vec<&str> = daftar.iter().filter_map(serde_json::Value::as_str).collect();
        let angka = |k: &str| isi.get(k).and_then(serde_json::Value::as_u64).unwrap_or_default();
        let lebih = angka("lebih");
        let sisa = match lebih {
            0 => String::new(),
            n => format!("\nMasih ada {n} lagi di halaman Tugas saya."),
        };
        Some(Surat {
            subjek: format!(
                "Kewajiban {}: {} terlambat, {} segera jatuh tempo",
                b.profil.daerah.nama_pendek,
                angka("terlambat"),
                angka("segera")
            ),
            badan: format!(
                "Yang terhormat,\n\nKewajiban perangkat daerah Anda yang perlu diselesaikan:\n\n{}{sisa}\n\n\
                 Pengingat ini dapat diubah atau dimatikan di halaman Kepatuhan, bagian Pengingat lewat surel.\n",
                baris.join("\n")
            ),
            lihat: Some(Lihat {
                label: "Buka Tugas saya".to_owned(),
                alamat: format!("{}/kerja", b.alamat),
            }),
        })
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
        let hari_ini = hari_ini(k);
        match langkah {
            // A unit that came to hold the checking function meanwhile does not accept its own.
            "terima" if e.pemegang == self.opd => Err(Galat::Ditolak(
                "Bukti ini milik perangkat daerah Anda sendiri; pemeriksanya harus yang lain.".into(),
            )),
            "terima" => {
                self.diterima = Some(hari_ini);
                Ok(())
            }
            "cabut" => {
                self.dicabut = Some(hari_ini);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
