//! Pengikut laporan: who follows somebody else's report, because the same thing happened to them or because they want
//! to know (mandat F1). Nobody needs an account; an e-mail address counts only after its owner has proved it, so that
//! nobody can be signed up by others. How many follow raises the priority of the report.

use kernel::{
    Entri, Galat, Peta,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{Jenis, Medan, Panjang, Pilihan as _, Surel, Teks},
    register::{BahanSurat, Kabar, Kepada, Konteks, Lihat, Milik, Register, Surat},
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Code of the register.
pub const KODE: &str = "ikut";

/// Where following stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum KeadaanIkut {
    /// Counts; is told of news if an address was proved.
    #[pilihan("Mengikuti")]
    Aktif,
    /// Over, by the follower's own word.
    #[pilihan("Berhenti")]
    Berhenti,
}

/// What a follower may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pilihan)]
pub enum LangkahIkut {
    /// The address is mine.
    #[pilihan("Ya, kirimi saya kabar")]
    Konfirmasi,
    /// What was answered or closed is not over.
    #[pilihan("Masalahnya belum selesai")]
    Sanggah,
    /// This browser is told of news, or not any more.
    #[pilihan("Kabar di peramban")]
    Langgan,
    /// The browser takes none any more.
    #[pilihan("Kabar di peramban berakhir")]
    LanggananPutus,
    /// No more.
    #[pilihan("Berhenti mengikuti")]
    Berhenti,
}

/// Somebody follows a report.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct Ikut {
    /// Number of the report.
    #[medan("Nomor laporan", saring, kolom, publik)]
    pub laporan: Teks<40>,
    /// It happened to them too.
    #[medan("Saya juga mengalaminya", saring)]
    #[serde(default)]
    pub terdampak: bool,
    /// Where news go.
    #[medan(
        "Surel (boleh dikosongkan)",
        pribadi,
        bantuan = "Kami kirim satu surel untuk memastikan alamat ini milik Anda."
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surel: Option<Surel>,
    /// The address was proved by its owner.
    #[medan("Surel sudah dipastikan", hitung, saring)]
    #[serde(default)]
    pub pasti: bool,
    /// Why it is not over; told once.
    #[medan("Sanggahan", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sanggahan: Option<Panjang<2000>>,
    /// Where the browser is told of news (RFC 8030), as the browser gave it.
    #[medan("Langganan peramban", hitung, rahasia)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub langganan: Option<Langganan>,
    /// Whether a browser is told of news.
    #[medan("Kabar di peramban", hitung)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peramban: Option<bool>,
}

/// What a browser gives for being told of news: address and keys as JSON (W3C Push API), read where it is sent.
pub type Langganan = Teks<2000>;

/// The same as a step asks for it; empty: no more.
pub(crate) fn langganan() -> Medan {
    Medan::dari::<Option<Langganan>>("langganan", "Langganan peramban").rahasia()
}

/// The browser of an entry as an address of the outbox: where it stands is read from the entry when a message goes.
pub const KE_PERAMBAN: &str = "peramban:";

impl Register for Ikut {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Pengikut laporan";
    const BANTUAN: &'static str =
        "Warga yang mengikuti laporan orang lain, karena mengalaminya juga atau ingin tahu.";
    const DASAR: &'static [&'static str] = &["F1", "S20", "J50", "B20", "U31", "K20"];
    const JUDUL: &'static str = "laporan";
    const DILACAK: bool = true;

    fn milik() -> Milik {
        Milik::Fungsi("pengaduan".into())
    }

    fn hak() -> Vec<Hak> {
        use Tindakan::{Baca, Buat, Lupakan};
        let hak = |siapa, boleh, cakupan, pandangan| Hak {
            siapa,
            boleh,
            cakupan,
            pandangan,
        };
        vec![
            hak(Siapa::Publik, &[Buat], Cakupan::Semua, Pandangan::Publik),
            hak(Siapa::Pelapor, &[Baca], Cakupan::Sendiri, Pandangan::Pribadi),
            hak(
                Siapa::Peran(Peran::Koordinator),
                &[Lupakan],
                Cakupan::Semua,
                Pandangan::Dinas,
            ),
        ]
        .into_iter()
        .chain(
            [Peran::Koordinator, Peran::Auditor, Peran::Pimpinan]
                .map(|p| hak(Siapa::Peran(p), &[Baca], Cakupan::Semua, Pandangan::Dinas)),
        )
        .collect()
    }

    fn lifecycle() -> Lifecycle {
        use KeadaanIkut::{Aktif, Berhenti};
        let keadaan = |k: KeadaanIkut, arti: &'static str, giliran, warna| K {
            kode: k.into(),
            label: k.label().into(),
            arti: arti.into(),
            giliran,
            warna,
        };
        let langkah = |l: LangkahIkut, akibat: &'static str| L::baru(l, l.label(), akibat);
        Lifecycle {
            keadaan: vec![
                keadaan(
                    Aktif,
                    "Anda ikut dihitung, dan mendapat kabar bila surel Anda sudah dipastikan.",
                    Giliran::Pelapor,
                    Warna::Hijau,
                ),
                keadaan(
                    Berhenti,
                    "Anda tidak lagi mengikuti laporan ini.",
                    Giliran::Selesai,
                    Warna::Abu,
                ),
            ],
            langkah: vec![
                langkah(
                    LangkahIkut::Konfirmasi,
                    "Setiap kabar laporan ini dikirim ke surel Anda.",
                )
                .dari([Aktif])
                .oleh([Siapa::Pelapor]),
                langkah(
                    LangkahIkut::Sanggah,
                    "Kantor yang menangani membaca keberatan Anda dan wajib menjawabnya.",
                )
                .dari([Aktif])
                .oleh([Siapa::Pelapor])
                .isian([Medan::baru(
                    "sanggahan",
                    "Apa yang belum selesai?",
                    Jenis::Panjang { maks: 2_000 },
                )
                .bantuan("Dibaca kantor yang menangani, tanpa nama atau surel Anda.")])
                .salin(["sanggahan"]),
                langkah(
                    LangkahIkut::Langgan,
                    "Peramban ini memberi tahu Anda bila ada kabar; dikosongkan berarti berhenti.",
                )
                .dari([Aktif])
                .oleh([Siapa::Pelapor])
                .isian([langganan()])
                .salin(["langganan"]),
                langkah(
                    LangkahIkut::LanggananPutus,
                    "Peramban pengikut tidak menerima kabar lagi.",
                )
                .dari([Aktif, Berhenti])
                .oleh([Siapa::Sistem])
                .ikutan(),
                langkah(
                    LangkahIkut::Berhenti,
                    "Pengikut ini tidak dihitung lagi dan tidak mendapat kabar.",
                )
                .dari([Aktif])
                .ke(Berhenti)
                .oleh([Siapa::Pelapor, Siapa::Peran(Peran::Koordinator)]),
            ],
            ..Lifecycle::default()
        }
    }

    fn saat_langkah(&mut self, langkah: &str, _isian: &Peta, e: &Entri, _k: &Konteks) -> Result<(), Galat> {
        match LangkahIkut::dari_kode(langkah) {
            Some(LangkahIkut::Konfirmasi) => self.pasti = true,
            // The address is needed no longer.
            Some(LangkahIkut::Berhenti) => {
                (self.surel, self.langganan, self.peramban) = (None, None, None);
            }
            Some(LangkahIkut::Langgan) => self.peramban = self.langganan.as_ref().map(|_| true),
            Some(LangkahIkut::LanggananPutus) => (self.langganan, self.peramban) = (None, None),
            Some(LangkahIkut::Sanggah) if e.isi.contains_key("sanggahan") => {
                return Err(Galat::Bentrok(
                    "Keberatan Anda sudah kami catat. Terima kasih.".into(),
                ));
            }
            Some(LangkahIkut::Sanggah) | None => {}
        }
        Ok(())
    }

    fn kabar(&self, langkah: Option<&str>, _isian: &Peta, _e: &Entri) -> Vec<Kabar> {
        let satu = |s: &Surel| Kabar {
            kepada: Kepada::Alamat(s.as_str().to_owned()),
            acara: "konfirmasi".into(),
            isi: [("laporan".to_owned(), self.laporan.as_str().into())]
                .into_iter()
                .collect(),
        };
        match langkah {
            None => self.surel.iter().map(satu).collect(),
            Some(_) => Vec::new(),
        }
    }

    /// `acara` is that of the report, see [`super::Pengaduan`].
    fn surat(acara: &str, isi: &Peta, b: &BahanSurat) -> Option<Surat> {
        let teks = |k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default();
        let (daerah, laporan) = (&b.profil.daerah.nama, teks("laporan"));
        let atur = format!("{}/pengaduan/ikut/{}?kode={}", b.alamat, b.nomor, b.kode_lacak);
        let lihat = |label: &str| {
            Some(Lihat {
                label: label.to_owned(),
                alamat: atur.clone(),
            })
        };
        if acara == "konfirmasi" {
            return Some(Surat {
                subjek: format!("Ikuti laporan {laporan}?"),
                badan: format!(
                    "Seseorang, mungkin Anda, ingin mengikuti laporan {laporan} dengan alamat surel ini.\n\nBuka halaman ini dan tekan “Ya, kirimi saya kabar”:\n{atur}\n\nBukan Anda? Abaikan surel ini; kami tidak mengirim apa-apa lagi.\n\n{daerah}\n"
                ),
                lihat: lihat("Ya, kirimi saya kabar"),
            });
        }
        let (pokok, kabar) = super::pengaduan::kabar_umum(acara, isi, b)?;
        let mut badan = format!("Laporan {laporan} {pokok}.\n\n{kabar}\n");
        if !teks("teks").is_empty() {
            badan.push_str(&format!("\n{}\n", teks("teks")));
        }
        badan.push_str(&format!(
            "\nLaporan: {}\nNomor: {laporan}\nBaca di {}/pengaduan/{laporan}\n\nBelum selesai menurut Anda, atau tidak ingin kabar lagi:\n{atur}\n\n{daerah}\n",
            teks("judul"),
            b.alamat,
        ));
        Some(Surat {
            subjek: format!("Laporan {laporan} yang Anda ikuti: {}", teks("judul")),
            badan,
            lihat: lihat("Atur atau berhenti"),
        })
    }
}
