//! Usulan TIK: one line of an office's ICT budget (mandat A4; Serang Pasal 8, Jembrana Pasal 11, 12 and 51, Bekasi Pasal 8,
//! Batu Bara Pasal 10 and 51, Kapuas Pasal 8). It is proposed, checked against architecture and roadmap, recommended,
//! consolidated under the office's ceiling, set, and followed up quarter by quarter.
//!
//! The gate: no line goes on without what it refers to in the architecture and in the roadmap, or without a named
//! exception. It stands here, in the steps, so that form, API and import meet it alike.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Pesan, Peta,
    izin::{Hak, Peran, Siapa},
    lifecycle::{Giliran, Langkah as L, Lifecycle, Pindah, Warna},
    nilai::{Bagian, Beberapa, Bilangan, KodeUnit, Medan, Panjang, Pilihan as _, Rujukan, Teks, Uang},
    register::{Ikutan, Konteks, Milik, Register},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{dengan_rupiah, kegiatan_peta::KegiatanPeta, siklus_anggaran::SiklusAnggaran};
use crate::arsitektur::{Aplikasi, Infrastruktur};
use crate::aturan::{alasan, hak_perencanaan, hari_ini, keadaan, pemutus, penyusun};

mod isian;

pub use isian::{Acuan, Domain, Jenis, Pengecualian, Realisasi, Rincian, SumberDana, Triwulan};

/// Code of the register.
pub const KODE: &str = "usulan_tik";

/// A line.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct UsulanTik {
    /// The round.
    #[medan("Siklus anggaran", saring)]
    pub siklus: Rujukan<SiklusAnggaran>,
    /// Who proposes.
    #[medan("Perangkat daerah pengusul", saring, kolom)]
    pub opd: KodeUnit,
    /// What it is called.
    #[medan("Nama usulan", cari, kolom)]
    pub nama: Teks<200>,
    /// What for.
    #[medan("Uraian dan manfaat", cari)]
    pub uraian: Panjang<3000>,
    /// What is done.
    #[medan("Jenis", saring, kolom)]
    pub jenis: Jenis,
    /// Which part of the architecture.
    #[medan("Domain arsitektur", saring)]
    pub domain: Domain,
    /// The activity of the roadmap.
    #[medan("Kegiatan peta rencana", bantuan = "Nomor kegiatannya di peta rencana.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kegiatan: Option<Rujukan<KegiatanPeta>>,
    /// The application in the architecture.
    #[medan(
        "Aplikasi di arsitektur",
        bantuan = "Nomor aplikasi yang dibangun, dikembangkan, dibeli, atau dioperasikan."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aplikasi: Option<Rujukan<Aplikasi>>,
    /// What it is about in the infrastructure.
    #[medan(
        "Infrastruktur di arsitektur",
        bantuan = "Nomor infrastruktur yang dibangun, dibeli, atau dioperasikan."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infrastruktur: Option<Rujukan<Infrastruktur>>,
    /// Where the money comes from.
    #[medan("Sumber dana", saring)]
    pub sumber_dana: SumberDana,
    /// How much.
    #[medan(
        "Jumlah yang diusulkan",
        urut,
        kolom,
        bantuan = "Rupiah bulat, misalnya 1.250.000. Bila rinciannya diisi, jumlahnya harus sama."
    )]
    pub jumlah: Uang,
    /// For what in detail.
    #[medan("Rincian")]
    #[serde(default)]
    pub rincian: Bagian<Rincian>,
    /// Whether its source is closed.
    #[medan("Kode sumbernya tertutup")]
    #[serde(default)]
    pub sumber_tertutup: bool,
    /// The ministry's word on that.
    #[medan(
        "Pertimbangan menteri",
        bantuan = "Nomor dan tanggalnya, bila kode sumbernya tertutup."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pertimbangan: Option<Teks<200>>,
    /// When it was proposed last.
    #[medan("Diajukan pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diajukan_pada: Option<Date>,
    /// What it need not refer to.
    #[medan("Pengecualian", hitung)]
    #[serde(default)]
    pub pengecualian: Bagian<Pengecualian>,
    /// What the check found.
    #[medan("Hasil telaah keselarasan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telaah: Option<Panjang<3000>>,
    /// What is recommended.
    #[medan("Rekomendasi", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rekomendasi: Option<Panjang<3000>>,
    /// How much of it.
    #[medan("Jumlah yang direkomendasikan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jumlah_rekomendasi: Option<Uang>,
    /// How much was consolidated.
    #[medan("Jumlah yang dikonsolidasi", hitung, kolom)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jumlah_konsolidasi: Option<Uang>,
    /// Why it got less, or nothing.
    #[medan("Alasan pengurangan, penundaan, atau penolakan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alasan: Option<Panjang<1000>>,
    /// It was consolidated and taken out again.
    #[medan("Konsolidasinya ditarik", hitung)]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ditarik: bool,
    /// When it was set.
    #[medan("Ditetapkan pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ditetapkan_pada: Option<Date>,
    /// What was spent.
    #[medan("Realisasi", hitung)]
    #[serde(default)]
    pub realisasi: Bagian<Realisasi>,
}

impl UsulanTik {
    /// The line of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone()))
            .map_err(|g| Galat::dalam("reading a budget proposal", g))
    }

    /// What it still has to refer to: neither named nor excepted.
    pub fn kurang(&self) -> Vec<Acuan> {
        let punya = |a: Acuan| match a {
            Acuan::Arsitektur => self.aplikasi.is_some() || self.infrastruktur.is_some(),
            Acuan::PetaRencana => self.kegiatan.is_some(),
        };
        let dikecualikan = |a: Acuan| self.pengecualian.0.iter().any(|p| p.acuan == a);
        Acuan::SEMUA
            .iter()
            .copied()
            .filter(|a| !punya(*a) && !dikecualikan(*a))
            .collect()
    }

    /// What was spent so far, in rupiah.
    pub fn terealisasi(&self) -> u64 {
        self.realisasi.0.iter().map(|r| r.jumlah.rupiah()).sum()
    }

    fn gerbang(&self) -> Result<(), Galat> {
        let kurang = self.kurang();
        if kurang.is_empty() {
            return Ok(());
        }
        let nama: Vec<&str> = kurang.iter().map(|a| a.label()).collect();
        let pesan = Pesan::baru(
            "Usulan ini belum mengacu kepada: {acuan}. Lengkapi acuannya, atau catat pengecualiannya dengan alasan.",
        );
        Err(Galat::Bentrok(pesan.dengan("acuan", nama.join(", "))))
    }

    fn kecualikan(&mut self, isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
        let baca = |g: serde_json::Error| Galat::dalam("reading an exception", g);
        let acuan: Beberapa<Acuan> =
            serde_json::from_value(isian.get("acuan").cloned().unwrap_or_default()).map_err(baca)?;
        let alasan: Panjang<1000> =
            serde_json::from_value(isian.get("alasan").cloned().unwrap_or_default()).map_err(baca)?;
        let oleh = k.pelaku.akun().map_or("", |a| a.pengguna.as_str());
        for a in acuan.0 {
            self.pengecualian.0.retain(|p| p.acuan != a);
            self.pengecualian.0.push(Pengecualian {
                acuan: a,
                alasan: alasan.clone(),
                oleh: serde_json::from_value(oleh.into()).map_err(baca)?,
                unit: e.pemegang.clone(),
                tanggal: hari_ini(k),
            });
        }
        Ok(())
    }

    fn konsolidasikan(&mut self) -> Result<(), Galat> {
        let (Some(jumlah), batas) = (
            self.jumlah_konsolidasi,
            self.jumlah_rekomendasi.unwrap_or(self.jumlah),
        ) else {
            return Err(Galat::medan("jumlah_konsolidasi", "Wajib diisi."));
        };
        if jumlah > batas {
            let pesan = dengan_rupiah(
                "Paling banyak yang direkomendasikan: {batas}.",
                &[("batas", batas.rupiah())],
            );
            return Err(Galat::Isian(vec![GalatMedan::baru("jumlah_konsolidasi", pesan)]));
        }
        if jumlah < self.jumlah && self.alasan.is_none() {
            return Err(Galat::medan(
                "alasan",
                "Sebutkan mengapa kurang dari yang diusulkan.",
            ));
        }
        self.ditarik = false;
        Ok(())
    }

    fn catat(&mut self, isian: &Peta) -> Result<(), Galat> {
        let r: Realisasi = serde_json::from_value(Value::Object(isian.clone()))
            .map_err(|g| Galat::dalam("reading a realisation", g))?;
        self.realisasi.0.retain(|l| l.triwulan != r.triwulan);
        self.realisasi.0.push(r);
        self.realisasi.0.sort_by_key(|r| r.triwulan);
        let (ada, batas) = (
            self.terealisasi(),
            self.jumlah_konsolidasi.map_or(0, Uang::rupiah),
        );
        if ada > batas {
            let pesan = dengan_rupiah(
                "Anggarannya {batas}; dengan ini realisasinya {ada}, lebih {lebih}.",
                &[("batas", batas), ("ada", ada), ("lebih", ada - batas)],
            );
            return Err(Galat::Isian(vec![GalatMedan::baru("jumlah", pesan)]));
        }
        Ok(())
    }
}

impl Register for UsulanTik {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Usulan anggaran TIK";
    const BANTUAN: &'static str = "Usulan anggaran SPBE perangkat daerah: diperiksa keselarasannya, direkomendasikan, dikonsolidasi, ditetapkan, dan dicatat realisasinya.";
    const DASAR: &'static [&'static str] = &["A4", "S8", "J11", "J12", "J51", "B8", "U10", "U51", "K8"];
    const JUDUL: &'static str = "nama";

    fn milik() -> Milik {
        Milik::Medan("opd".into())
    }

    fn hak() -> Vec<Hak> {
        hak_perencanaan()
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let kominfo = || Pindah::KeFungsi("kominfo".into());
        let kepala = || [Siapa::Peran(Peran::Kepala)];
        Lifecycle {
            keadaan: vec![
                keadaan("draf", "Draf", "Masih disusun perangkat daerahnya.", Giliran::Pemegang, Warna::Biru),
                keadaan("usulan", "Diusulkan", "Menunggu diperiksa keselarasannya.", Giliran::Pemegang, Warna::Biru),
                keadaan("diperiksa", "Diperiksa", "Keselarasannya sudah diperiksa; rekomendasinya ditunggu.", Giliran::Pemegang, Warna::Jingga),
                keadaan("direkomendasikan", "Direkomendasikan", "Menunggu konsolidasi oleh perencana.", Giliran::Pemegang, Warna::Jingga),
                keadaan("dikonsolidasi", "Dikonsolidasi", "Masuk ke dalam pagu; menunggu penetapan.", Giliran::Pemegang, Warna::Jingga),
                keadaan("ditetapkan", "Ditetapkan", "Anggarannya ada; realisasinya dicatat setiap triwulan.", Giliran::Pemegang, Warna::Hijau),
                keadaan("selesai", "Selesai", "Realisasinya lengkap.", Giliran::Selesai, Warna::Hijau),
                keadaan("ditunda", "Ditunda", "Tidak pada tahun ini; dapat diusulkan lagi.", Giliran::Pemegang, Warna::Merah),
                keadaan("ditolak", "Ditolak", "Tidak dianggarkan.", Giliran::Selesai, Warna::Merah),
                keadaan("batal", "Batal", "Tidak jadi diusulkan.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("ajukan", "Ajukan", "Keselarasannya diperiksa; isinya tidak diubah lagi selama itu.")
                    .dari(["draf"]).ke("usulan").oleh(pemutus()).pindah(kominfo()),
                L::baru("lengkapi", "Lengkapi acuan", "Usulan mengacu kepada yang dipilih di sini.")
                    .dari(["usulan", "diperiksa"]).oleh(pemutus())
                    .isian([
                        Medan::dari::<Option<Rujukan<KegiatanPeta>>>("kegiatan", "Kegiatan peta rencana"),
                        Medan::dari::<Option<Rujukan<Aplikasi>>>("aplikasi", "Aplikasi di arsitektur"),
                        Medan::dari::<Option<Rujukan<Infrastruktur>>>("infrastruktur", "Infrastruktur di arsitektur"),
                    ]),
                L::baru("kecualikan", "Catat pengecualian", "Usulan boleh lanjut tanpa acuan ini; nama Anda dan alasannya tercatat.")
                    .dari(["usulan", "diperiksa"]).oleh(kepala())
                    .isian([Medan::dari::<Beberapa<Acuan>>("acuan", "Tanpa acuan kepada").wajib(), alasan("Mengapa dikecualikan?")]).bahaya(),
                L::baru("periksa", "Nyatakan diperiksa", "Keselarasannya dengan arsitektur dan peta rencana sudah diperiksa.")
                    .dari(["usulan"]).ke("diperiksa").oleh(pemutus())
                    .isian([Medan::dari::<Panjang<3000>>("telaah", "Hasil telaah keselarasan").bantuan("Tanggapi setiap temuan di halaman keselarasan.")])
                    .salin(["telaah"]),
                L::baru("rekomendasikan", "Rekomendasikan", "Usulan diteruskan kepada perencana untuk dikonsolidasi.")
                    .dari(["diperiksa"]).ke("direkomendasikan").oleh(pemutus()).pindah(Pindah::KeFungsi("perencanaan".into()))
                    .isian([
                        Medan::dari::<Uang>("jumlah_rekomendasi", "Jumlah yang direkomendasikan"),
                        Medan::dari::<Panjang<3000>>("rekomendasi", "Rekomendasi"),
                    ])
                    .salin(["jumlah_rekomendasi", "rekomendasi"]),
                L::baru("konsolidasikan", "Konsolidasikan", "Jumlahnya masuk ke dalam pagu perangkat daerahnya; ditolak bila melampaui pagu.")
                    .dari(["direkomendasikan"]).ke("dikonsolidasi").oleh(pemutus())
                    .isian([
                        Medan::dari::<Uang>("jumlah_konsolidasi", "Jumlah yang dikonsolidasi"),
                        Medan::dari::<Option<Panjang<1000>>>("alasan", "Alasan pengurangan").bantuan("Wajib bila kurang dari yang diusulkan."),
                    ])
                    .salin(["jumlah_konsolidasi", "alasan"]),
                L::baru("tarik", "Tarik dari konsolidasi", "Jumlahnya keluar dari pagu; dapat dikonsolidasi lagi.")
                    .dari(["dikonsolidasi"]).ke("direkomendasikan").oleh(pemutus()).isian([alasan("Mengapa ditarik?")]),
                L::baru("kembalikan", "Kembalikan", "Perangkat daerahnya memperbaiki, lalu mengajukan lagi.")
                    .dari(["usulan", "diperiksa", "direkomendasikan"]).ke("draf").oleh(pemutus())
                    .isian([alasan("Apa yang perlu diperbaiki?")]).pindah(Pindah::KePemilik),
                L::baru("tunda", "Tunda", "Tidak pada tahun ini; perangkat daerahnya dapat mengusulkannya lagi.")
                    .dari(["usulan", "diperiksa", "direkomendasikan"]).ke("ditunda").oleh(pemutus())
                    .isian([alasan("Mengapa ditunda?")]).salin(["alasan"]).pindah(Pindah::KePemilik),
                L::baru("tolak", "Tolak", "Tidak dianggarkan; alasannya dibaca perangkat daerahnya.")
                    .dari(["usulan", "diperiksa", "direkomendasikan"]).ke("ditolak").oleh(pemutus())
                    .isian([alasan("Mengapa ditolak?")]).salin(["alasan"]).pindah(Pindah::KePemilik).bahaya(),
                L::baru("usulkan_lagi", "Susun lagi", "Kembali menjadi draf, untuk siklus ini atau berikutnya.")
                    .dari(["ditunda", "batal"]).ke("draf").oleh(penyusun()),
                L::baru("batalkan", "Batalkan", "Tidak jadi diusulkan; dapat disusun lagi.")
                    .dari(["draf", "ditunda"]).ke("batal").oleh(penyusun()).bahaya(),
                L::baru("tetapkan", "Ditetapkan", "Siklus anggarannya ditetapkan.")
                    .dari(["dikonsolidasi"]).ke("ditetapkan").oleh([Siapa::Sistem]).ikutan().pindah(Pindah::KePemilik)
                    .isian([Medan::dari::<Date>("tanggal", "Ditetapkan pada")]),
                L::baru("realisasi", "Catat realisasi", "Realisasi triwulan itu tercatat; yang lama untuk triwulan yang sama diganti.")
                    .dari(["ditetapkan"]).oleh(penyusun())
                    .isian([
                        Medan::dari::<Triwulan>("triwulan", "Triwulan"),
                        Medan::dari::<Uang>("jumlah", "Realisasi triwulan itu"),
                        Medan::dari::<Bilangan<0, 100>>("fisik", "Kemajuan fisik (%)"),
                    ]),
                L::baru("selesaikan", "Selesaikan", "Realisasinya tidak diubah lagi.")
                    .dari(["ditetapkan"]).ke("selesai").oleh(pemutus()),
            ],
            terkunci: ["usulan", "diperiksa", "direkomendasikan", "dikonsolidasi", "ditetapkan", "selesai", "ditunda", "ditolak", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        if self.jumlah.rupiah() == 0 {
            salah.push(GalatMedan::baru(
                "jumlah",
                "Isi jumlahnya: usulan tanpa biaya tidak perlu diusulkan.",
            ));
        }
        // The largest sum of 200 positions fits well into 128 bits.
        let satu = |r: &Rincian| u128::from(r.harga.rupiah()) * u128::from(r.banyak.nilai().unsigned_abs());
        let total: u128 = self.rincian.0.iter().map(satu).sum();
        if !self.rincian.0.is_empty() && total != u128::from(self.jumlah.rupiah()) {
            let pesan = match u64::try_from(total) {
                Ok(t) => dengan_rupiah(
                    "Rinciannya berjumlah {total}, bukan {jumlah}.",
                    &[("total", t), ("jumlah", self.jumlah.rupiah())],
                ),
                Err(_) => "Rinciannya terlalu besar. Periksa harga dan banyaknya.".into(),
            };
            salah.push(GalatMedan::baru("jumlah", pesan));
        }
        if self.pertimbangan.is_some() && !self.sumber_tertutup {
            salah.push(GalatMedan::baru(
                "pertimbangan",
                "Hanya diisi bila kode sumbernya tertutup.",
            ));
        }
        salah
    }

    fn terbit(&self, keadaan: &str) -> bool {
        !matches!(keadaan, "draf" | "batal")
    }

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, e: &Entri, k: &Konteks) -> Result<(), Galat> {
        match langkah {
            "ajukan" => {
                self.diajukan_pada = Some(hari_ini(k));
                (self.alasan, self.ditarik) = (None, false);
                (self.jumlah_rekomendasi, self.jumlah_konsolidasi) = (None, None);
                // What was looked at, and what was excepted, was another content; the story keeps it.
                (self.pengecualian, self.telaah) = (Bagian::default(), None);
            }
            "lengkapi" => {
                let ambil = |m: &str| isian.get(m).cloned();
                let baca = |g: serde_json::Error| Galat::dalam("reading what a proposal refers to", g);
                if let Some(v) = ambil("kegiatan") {
                    self.kegiatan = serde_json::from_value(v).map_err(baca)?;
                }
                if let Some(v) = ambil("aplikasi") {
                    self.aplikasi = serde_json::from_value(v).map_err(baca)?;
                }
                if let Some(v) = ambil("infrastruktur") {
                    self.infrastruktur = serde_json::from_value(v).map_err(baca)?;
                }
            }
            "kecualikan" => self.kecualikan(isian, e, k)?,
            "periksa" => self.gerbang()?,
            "rekomendasikan" => {
                self.gerbang()?;
                if self.jumlah_rekomendasi.is_some_and(|j| j > self.jumlah) {
                    let pesan = dengan_rupiah(
                        "Paling banyak yang diusulkan: {batas}.",
                        &[("batas", self.jumlah.rupiah())],
                    );
                    return Err(Galat::Isian(vec![GalatMedan::baru("jumlah_rekomendasi", pesan)]));
                }
            }
            "konsolidasikan" => {
                self.gerbang()?;
                self.konsolidasikan()?;
            }
            "tarik" => (self.ditarik, self.jumlah_konsolidasi, self.alasan) = (true, None, None),
            "tetapkan" => {
                self.ditetapkan_pada = isian
                    .get("tanggal")
                    .and_then(Value::as_str)
                    .and_then(|t| t.parse().ok());
            }
            "realisasi" => self.catat(isian)?,
            _ => {}
        }
        Ok(())
    }

    /// The round takes it while it takes proposals; the activity must still be in the roadmap; the ceiling must hold.
    fn syarat(&self, e: &Entri) -> Vec<Ikutan> {
        let satu = |ke, langkah: &'static str, isian: Value| Ikutan {
            ke,
            langkah: langkah.into(),
            isian: match isian {
                Value::Object(o) => o,
                _ => Peta::new(),
            },
        };
        let siklus = self.siklus.id();
        match (e.keadaan.as_str(), self.jumlah_konsolidasi) {
            ("usulan", _) => vec![satu(siklus, "terima_usulan", json!({ "usulan": e.id }))],
            ("diperiksa", _) => {
                let kegiatan = self.kegiatan.iter().map(|k| k.id());
                kegiatan
                    .map(|ke| satu(ke, "diusulkan", json!({ "usulan": e.id })))
                    .collect()
            }
            ("dikonsolidasi", Some(j)) => {
                vec![satu(
                    siklus,
                    "alokasikan",
                    json!({ "usulan": e.id, "opd": self.opd, "jumlah": j }),
                )]
            }
            ("direkomendasikan", _) if self.ditarik => {
                vec![satu(siklus, "lepaskan", json!({ "usulan": e.id }))]
            }
            _ => Vec::new(),
        }
    }
}
