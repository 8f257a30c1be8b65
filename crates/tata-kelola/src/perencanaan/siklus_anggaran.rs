//! Siklus anggaran: the yearly round of SPBE plan and budget (mandat A4; Serang Pasal 8, Jembrana Pasal 11 and 12, Bekasi
//! Pasal 8, Batu Bara Pasal 10, Kapuas Pasal 8). The planning office leads it: until when offices propose, when what they
//! propose is checked and consolidated, and how much each may have. The entry keeps what was consolidated, so its
//! ceilings hold in the transaction that consolidates, whoever is faster.

use jiff::civil::Date;
use kernel::{
    Entri, Galat, GalatMedan, Pesan, Peta,
    izin::{Hak, Siapa},
    lifecycle::{Giliran, Langkah as L, Lifecycle, Warna},
    nilai::{Bagian, Bilangan, KodeUnit, Medan, Panjang, Rujukan, Teks, Uang},
    register::{Ikutan, Konteks, Milik, Register, Unik},
};
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{dengan_rupiah, usulan_tik::UsulanTik};
use crate::aturan::{alasan, hak_perencanaan, hari_ini, keadaan, pemutus, sudah_tiba};

/// Code of the register.
pub const KODE: &str = "siklus_anggaran";
/// The state in which proposals are taken.
pub const TERIMA: &str = "usulan";
/// The state in which they are consolidated.
pub const KONSOLIDASI: &str = "konsolidasi";

/// How much an office may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Pagu {
    /// The office.
    #[medan("Perangkat daerah")]
    pub opd: KodeUnit,
    /// Its ceiling.
    #[medan("Pagu", bantuan = "Rupiah bulat, misalnya 1.250.000.000.")]
    pub pagu: Uang,
}

/// What was consolidated for an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct Alokasi {
    /// The proposal.
    #[medan("Usulan")]
    pub usulan: Rujukan<UsulanTik>,
    /// The office.
    #[medan("Perangkat daerah")]
    pub opd: KodeUnit,
    /// The amount.
    #[medan("Jumlah")]
    pub jumlah: Uang,
}

/// A yearly round.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct SiklusAnggaran {
    /// The year that is budgeted for.
    #[medan("Tahun anggaran", saring, urut, kolom)]
    pub tahun: Bilangan<2000, 2100>,
    /// What it is called.
    #[medan("Nama", cari, kolom)]
    pub nama: Teks<120>,
    /// Last day for proposals.
    #[medan(
        "Batas usulan",
        kolom,
        bantuan = "Hari terakhir perangkat daerah mengajukan usulan."
    )]
    pub batas_usulan: Date,
    /// Last day of the check.
    #[medan(
        "Batas penelaahan",
        bantuan = "Hari terakhir keselarasan diperiksa dan direkomendasikan."
    )]
    pub batas_penelaahan: Date,
    /// Last day of consolidation.
    #[medan("Batas konsolidasi")]
    pub batas_konsolidasi: Date,
    /// When it is to be set.
    #[medan("Rencana penetapan", kolom)]
    pub batas_penetapan: Date,
    /// Ceilings.
    #[medan("Pagu per perangkat daerah")]
    #[serde(default)]
    pub pagu: Bagian<Pagu>,
    /// A word to those who propose.
    #[medan("Petunjuk", cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petunjuk: Option<Panjang<3000>>,
    /// What was consolidated so far.
    #[medan("Alokasi", hitung)]
    #[serde(default)]
    pub alokasi: Bagian<Alokasi>,
    /// When all proposals were in.
    #[medan("Usulan dihimpun pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dihimpun_pada: Option<Date>,
    /// When their alignment was checked.
    #[medan("Keselarasan ditelaah pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ditelaah_pada: Option<Date>,
    /// What set it.
    #[medan("Dokumen penetapan", hitung, cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dokumen: Option<Teks<200>>,
    /// When it was set.
    #[medan("Ditetapkan pada", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ditetapkan_pada: Option<Date>,
}

impl SiklusAnggaran {
    /// The round of an entry.
    ///
    /// # Errors
    /// When its fields cannot be read.
    pub fn dari(e: &Entri) -> Result<Self, Galat> {
        serde_json::from_value(Value::Object(e.isi.clone()))
            .map_err(|g| Galat::dalam("reading a budget round", g))
    }

    /// The ceiling of an office; none where it was not given one.
    pub fn pagu_untuk(&self, opd: &KodeUnit) -> Option<Uang> {
        self.pagu.0.iter().find(|p| p.opd == *opd).map(|p| p.pagu)
    }

    /// What was consolidated for an office, in rupiah.
    pub fn terpakai(&self, opd: &KodeUnit) -> u64 {
        let milik = self.alokasi.0.iter().filter(|a| a.opd == *opd);
        milik.map(|a| a.jumlah.rupiah()).sum()
    }

    fn alokasikan(&mut self, a: Alokasi, k: &Konteks) -> Result<(), Galat> {
        self.alokasi.0.retain(|l| l.usulan.id() != a.usulan.id());
        let opd = k.profil.nama_unit(a.opd.as_str()).to_owned();
        let Some(pagu) = self.pagu_untuk(&a.opd) else {
            let pesan = Pesan::baru("{opd} belum diberi pagu untuk {tahun}. Isi pagunya di siklus anggaran.");
            return Err(Galat::Bentrok(
                pesan.dengan("opd", opd).dengan("tahun", self.tahun.nilai()),
            ));
        };
        let (ada, minta) = (self.terpakai(&a.opd), a.jumlah.rupiah());
        if ada + minta > pagu.rupiah() {
            let pesan = dengan_rupiah(
                "Pagu {opd} {pagu}; sudah dikonsolidasi {ada}; dengan {minta} menjadi {total}, lebih {lebih}. Kurangi jumlahnya atau ubah pagunya.",
                &[
                    ("pagu", pagu.rupiah()),
                    ("ada", ada),
                    ("minta", minta),
                    ("total", ada + minta),
                    ("lebih", ada + minta - pagu.rupiah()),
                ],
            );
            return Err(Galat::Bentrok(pesan.dengan("opd", opd)));
        }
        self.alokasi.0.push(a);
        Ok(())
    }
}

impl Register for SiklusAnggaran {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Siklus anggaran";
    const BANTUAN: &'static str =
        "Putaran tahunan rencana dan anggaran SPBE: jadwal, pagu, dan apa yang dikonsolidasikan.";
    const DASAR: &'static [&'static str] = &["A4", "S8", "J11", "J12", "B8", "U10", "K8"];
    const JUDUL: &'static str = "nama";
    const PEMBUAT: &'static str = "perencanaan";
    const UNIK: Unik = Unik {
        medan: &["tahun"],
        kecuali: &["batal"],
    };

    fn milik() -> Milik {
        Milik::Fungsi("perencanaan".into())
    }

    fn hak() -> Vec<Hak> {
        hak_perencanaan()
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let sistem = || [Siapa::Sistem];
        let usulan = || Medan::dari::<Rujukan<UsulanTik>>("usulan", "Usulan");
        Lifecycle {
            keadaan: vec![
                keadaan("disiapkan", "Disiapkan", "Jadwal dan pagunya masih disusun.", Giliran::Pemegang, Warna::Biru),
                keadaan(TERIMA, "Menerima usulan", "Perangkat daerah mengajukan usulannya sampai batasnya.", Giliran::Pemegang, Warna::Jingga),
                keadaan("penelaahan", "Penelaahan", "Keselarasan usulan diperiksa dan direkomendasikan.", Giliran::Pemegang, Warna::Jingga),
                keadaan(KONSOLIDASI, "Konsolidasi", "Usulan yang direkomendasikan dihimpun di bawah pagu.", Giliran::Pemegang, Warna::Jingga),
                keadaan("ditetapkan", "Ditetapkan", "Anggarannya berlaku; realisasinya dicatat.", Giliran::Pemegang, Warna::Hijau),
                keadaan("ditutup", "Ditutup", "Tahun anggarannya sudah selesai.", Giliran::Selesai, Warna::Abu),
                keadaan("batal", "Batal", "Tidak jadi dijalankan.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("buka", "Buka penerimaan usulan", "Perangkat daerah dapat mengajukan usulannya sampai batas usulan.")
                    .dari(["disiapkan"]).ke(TERIMA).oleh(pemutus()),
                L::baru("telaah", "Mulai penelaahan", "Usulan baru tidak lagi diterima; tanggal penghimpunannya tercatat.")
                    .dari([TERIMA]).ke("penelaahan").oleh(pemutus()),
                L::baru("konsolidasikan", "Mulai konsolidasi", "Usulan yang direkomendasikan dapat dikonsolidasikan; tanggal penelaahannya tercatat.")
                    .dari(["penelaahan"]).ke(KONSOLIDASI).oleh(pemutus()),
                L::baru("mundur", "Kembali ke tahap sebelumnya", "Usulan diterima lagi; yang sudah dikonsolidasi tetap.")
                    .dari(["penelaahan"]).ke(TERIMA).oleh(pemutus()).isian([alasan("Mengapa?")]),
                L::baru("mundur", "Kembali ke tahap sebelumnya", "Penelaahan dilanjutkan; yang sudah dikonsolidasi tetap.")
                    .dari([KONSOLIDASI]).ke("penelaahan").oleh(pemutus()).isian([alasan("Mengapa?")]),
                L::baru("tetapkan", "Catat penetapan", "Semua usulan yang dikonsolidasi menjadi ditetapkan; realisasinya dicatat perangkat daerahnya.")
                    .dari([KONSOLIDASI]).ke("ditetapkan").oleh(pemutus())
                    .isian([
                        Medan::dari::<Teks<200>>("dokumen", "Dokumen penetapan").bantuan("Jenis, nomor, dan tanggalnya."),
                        Medan::dari::<Date>("ditetapkan_pada", "Ditetapkan pada"),
                    ])
                    .salin(["dokumen", "ditetapkan_pada"]).bahaya(),
                L::baru("tutup", "Tutup", "Tahun anggaran ini selesai.")
                    .dari(["ditetapkan"]).ke("ditutup").oleh(pemutus()),
                L::baru("batalkan", "Batalkan", "Siklus ini tidak dijalankan; dapat dibuka kembali.")
                    .dari(["disiapkan"]).ke("batal").oleh(pemutus()).bahaya(),
                L::baru("buka_kembali", "Buka kembali", "Jadwal dan pagunya dapat disusun lagi.")
                    .dari(["batal"]).ke("disiapkan").oleh(pemutus()),
                L::baru("terima_usulan", "Usulan diterima", "Sebuah perangkat daerah mengajukan usulan.")
                    .dari([TERIMA]).oleh(sistem()).ikutan().isian([usulan()]),
                L::baru("alokasikan", "Usulan dikonsolidasi", "Jumlahnya masuk ke dalam pagu perangkat daerahnya.")
                    .dari([KONSOLIDASI]).oleh(sistem()).ikutan()
                    .isian([usulan(), Medan::dari::<KodeUnit>("opd", "Perangkat daerah"), Medan::dari::<Uang>("jumlah", "Jumlah")]),
                L::baru("lepaskan", "Konsolidasi ditarik", "Jumlahnya keluar dari pagu perangkat daerahnya.")
                    .dari(["penelaahan", KONSOLIDASI]).oleh(sistem()).ikutan().isian([usulan()]),
            ],
            terkunci: ["ditetapkan", "ditutup", "batal"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        let urut = [
            ("batas_penelaahan", self.batas_usulan, self.batas_penelaahan),
            ("batas_konsolidasi", self.batas_penelaahan, self.batas_konsolidasi),
            ("batas_penetapan", self.batas_konsolidasi, self.batas_penetapan),
        ];
        for (medan, dulu, kini) in urut {
            if kini < dulu {
                salah.push(GalatMedan::baru(
                    medan,
                    "Tanggal ini tidak boleh sebelum tahap sebelumnya.",
                ));
            }
        }
        for (i, p) in self.pagu.0.iter().enumerate() {
            if self.pagu.0.iter().take(i).any(|l| l.opd == p.opd) {
                salah.push(GalatMedan::baru(
                    format!("pagu.{i}.opd"),
                    "Perangkat daerah ini sudah ada pagunya.",
                ));
            }
            let ada = self.terpakai(&p.opd);
            if ada > p.pagu.rupiah() {
                let pesan = dengan_rupiah(
                    "Sudah dikonsolidasi {ada}; pagunya tidak dapat kurang dari itu.",
                    &[("ada", ada)],
                );
                salah.push(GalatMedan::baru(format!("pagu.{i}.pagu"), pesan));
            }
        }
        let tanpa = self.alokasi.0.iter().find(|a| self.pagu_untuk(&a.opd).is_none());
        if let Some(a) = tanpa {
            let pesan =
                Pesan::baru("{opd} sudah punya usulan yang dikonsolidasi; pagunya tidak dapat dihapus.");
            salah.push(GalatMedan::baru(
                "pagu",
                pesan.dengan("opd", k.profil.nama_unit(a.opd.as_str())),
            ));
        }
        salah
    }

    fn terbit(&self, keadaan: &str) -> bool {
        !matches!(keadaan, "disiapkan" | "batal")
    }

    fn saat_langkah(&mut self, langkah: &str, isian: &Peta, _e: &Entri, k: &Konteks) -> Result<(), Galat> {
        let baca = |g: serde_json::Error| Galat::dalam("reading what a round is asked", g);
        match langkah {
            "buka" if self.pagu.0.is_empty() => Err(Galat::Bentrok(
                "Isi dulu pagu perangkat daerah yang akan mengusulkan.".into(),
            )),
            "telaah" => {
                self.dihimpun_pada = Some(hari_ini(k));
                Ok(())
            }
            "konsolidasikan" => {
                self.ditelaah_pada = Some(hari_ini(k));
                Ok(())
            }
            "tetapkan" if self.alokasi.0.is_empty() => {
                Err(Galat::Bentrok("Belum ada usulan yang dikonsolidasi.".into()))
            }
            "tetapkan" => sudah_tiba("ditetapkan_pada", self.ditetapkan_pada, k),
            "terima_usulan" if hari_ini(k) > self.batas_usulan => {
                let pesan = Pesan::baru(
                    "Batas usulan {tahun} sudah lewat: {tanggal}. Hubungi perangkat daerah perencanaan.",
                );
                let tanggal = kernel::kalender::tanggal(kernel::Bahasa::Id, self.batas_usulan);
                Err(Galat::Bentrok(
                    pesan
                        .dengan("tahun", self.tahun.nilai())
                        .dengan("tanggal", tanggal),
                ))
            }
            "alokasikan" => {
                let a = serde_json::from_value(Value::Object(isian.clone())).map_err(baca)?;
                self.alokasikan(a, k)
            }
            "lepaskan" => {
                let usulan = isian.get("usulan").and_then(Value::as_str).unwrap_or_default();
                self.alokasi.0.retain(|a| a.usulan.id().to_string() != usulan);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What is set sets the proposals in it.
    fn ikutan(&self, e: &Entri) -> Vec<Ikutan> {
        if e.keadaan != "ditetapkan" {
            return Vec::new();
        }
        let isian = match json!({ "tanggal": self.ditetapkan_pada }) {
            Value::Object(o) => o,
            _ => Peta::new(),
        };
        let satu = |a: &Alokasi| Ikutan {
            ke: a.usulan.id(),
            langkah: "tetapkan".into(),
            isian: isian.clone(),
        };
        self.alokasi.0.iter().map(satu).collect()
    }
}
