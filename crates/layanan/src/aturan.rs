//! Aturan penerusan: which unit a complaint is proposed to, by category, place and words (mandat F1; PermenPANRB
//! 62/2018). Kept by the coordinator, tried on the past before it comes into force; a proposal is never more than one:
//! who forwards decides.

use std::{cell::OnceCell, collections::BTreeSet};

use kernel::{
    Entri, GalatMedan, Peta, Profil,
    izin::{Cakupan, Hak, Pandangan, Peran, Siapa, Tindakan},
    lifecycle::{Giliran, Keadaan as K, Langkah as L, Lifecycle, Warna},
    nilai::{
        Bilangan, Daftar, Jenis, KodeKategori, KodeUnit, KodeWilayah, Medan, Panjang, Pilihan as _, Teks,
    },
    register::{Konteks, Milik, Register},
    search,
};
use register_derive::{Kelompok, Pilihan};
use serde::{Deserialize, Serialize};

/// Code of the register.
pub const KODE: &str = "aturan_penerusan";
/// The state in which a rule proposes.
pub const BERLAKU: &str = "berlaku";

/// How many of the words must occur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pilihan)]
pub enum Kecocokan {
    /// One line is enough.
    #[default]
    #[pilihan("Salah satu baris")]
    SalahSatu,
    /// Each line.
    #[pilihan("Semua baris")]
    Semua,
}

/// A routing rule.
#[derive(Clone, Debug, Serialize, Deserialize, Kelompok)]
pub struct AturanPenerusan {
    /// What it is called.
    #[medan(
        "Nama aturan",
        cari,
        kolom,
        bantuan = "Misalnya: Lampu pasar ke dinas perdagangan."
    )]
    pub nama: Teks<150>,
    /// Which goes first.
    #[medan(
        "Urutan",
        urut,
        kolom,
        bantuan = "Yang lebih kecil diperiksa lebih dahulu; yang pertama cocok menjadi usulan."
    )]
    pub urutan: Bilangan<1, 999>,
    /// Only complaints of this category.
    #[medan("Kategori", saring, kolom, bantuan = "Kosongkan bila untuk semua kategori.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kategori: Option<KodeKategori>,
    /// Only complaints from this district.
    #[medan("Kecamatan", saring, bantuan = "Kosongkan bila untuk semua kecamatan.")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kecamatan: Option<KodeWilayah<false>>,
    /// Only complaints with these words.
    #[medan(
        "Kata dalam laporan",
        bantuan = "Satu kata tiap baris. Beberapa kata sebaris harus ada semuanya. Imbuhan tidak berpengaruh."
    )]
    #[serde(default)]
    pub kata: Daftar<20>,
    /// How many of the lines must occur.
    #[medan("Baris kata yang harus ada", bawaan = "salah_satu")]
    #[serde(default)]
    pub cocok: Kecocokan,
    /// Where they go.
    #[medan("Perangkat daerah tujuan", saring, kolom)]
    pub tujuan: KodeUnit,
    /// Why there is such a rule.
    #[medan("Keterangan", cari)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keterangan: Option<Panjang<1000>>,
}

impl Register for AturanPenerusan {
    const KODE: &'static str = KODE;
    const LABEL: &'static str = "Aturan penerusan";
    const BANTUAN: &'static str =
        "Ke perangkat daerah mana laporan diusulkan, menurut kategori, tempat, dan kata di dalamnya.";
    const DASAR: &'static [&'static str] = &["F1", "S20", "J50", "B20", "U31", "K20"];
    const JUDUL: &'static str = "nama";

    fn milik() -> Milik {
        Milik::Fungsi("pengaduan".into())
    }

    fn hak() -> Vec<Hak> {
        const BACA: &[Tindakan] = &[Tindakan::Baca, Tindakan::Ekspor];
        const KELOLA: &[Tindakan] = &[
            Tindakan::Baca,
            Tindakan::Buat,
            Tindakan::Ubah,
            Tindakan::Catat,
            Tindakan::Ekspor,
        ];
        let hak = |p, boleh| Hak {
            siapa: Siapa::Peran(p),
            boleh,
            cakupan: Cakupan::Semua,
            pandangan: Pandangan::Dinas,
        };
        vec![
            hak(Peran::Koordinator, KELOLA),
            hak(Peran::Auditor, BACA),
            hak(Peran::Pimpinan, BACA),
        ]
    }

    #[rustfmt::skip]
    fn lifecycle() -> Lifecycle {
        let keadaan = |kode: &'static str, label: &'static str, arti: &'static str, giliran, warna| K {
            kode: kode.into(), label: label.into(), arti: arti.into(), giliran, warna,
        };
        let koordinator = || [Siapa::Peran(Peran::Koordinator)];
        let alasan = || Medan::baru("alasan", "Alasan", Jenis::Panjang { maks: 1_000 });
        Lifecycle {
            keadaan: vec![
                keadaan("draf", "Draf", "Belum mengusulkan apa pun.", Giliran::Pemegang, Warna::Biru),
                keadaan(BERLAKU, "Berlaku", "Mengusulkan tujuan saat laporan diteruskan.", Giliran::Selesai, Warna::Hijau),
                keadaan("dicabut", "Dicabut", "Tidak lagi mengusulkan apa pun.", Giliran::Selesai, Warna::Abu),
            ],
            langkah: vec![
                L::baru("berlakukan", "Berlakukan", "Mulai sekarang aturan ini mengusulkan tujuan laporan. Yang meneruskan tetap memutuskan.")
                    .dari(["draf"]).ke(BERLAKU).oleh(koordinator()),
                L::baru("ubah_lagi", "Tarik untuk diubah", "Aturan berhenti mengusulkan sampai diberlakukan lagi.")
                    .dari([BERLAKU, "dicabut"]).ke("draf").oleh(koordinator()),
                L::baru("cabut", "Cabut", "Aturan berhenti mengusulkan; riwayatnya tetap tersimpan.")
                    .dari(["draf", BERLAKU]).ke("dicabut").oleh(koordinator()).isian([alasan()]).bahaya(),
            ],
            // What was tried is what is in force.
            terkunci: [BERLAKU, "dicabut"].map(Into::into).into(),
            ..Lifecycle::default()
        }
    }

    fn periksa(&self, _k: &Konteks) -> Vec<GalatMedan> {
        let mut salah = Vec::new();
        if self.kategori.is_none() && self.kecamatan.is_none() && self.kata.0.is_empty() {
            salah.push(GalatMedan::baru(
                "kategori",
                "Isi paling sedikit satu syarat: kategori, kecamatan, atau kata.",
            ));
        }
        if self.kata.0.iter().any(|b| batang(b).is_empty()) {
            salah.push(GalatMedan::baru("kata", "Setiap baris harus berisi kata."));
        }
        salah
    }
}

/// The stems of a line.
fn batang(baris: &str) -> Vec<String> {
    search::uraikan(baris).into_iter().map(|c| c.batang).collect()
}

/// A complaint as rules look at it; its words are stemmed when a rule first asks for them.
pub struct Perkara<'a> {
    isi: &'a Peta,
    kata: OnceCell<BTreeSet<String>>,
}

impl<'a> Perkara<'a> {
    /// The complaint with these fields.
    pub fn baru(isi: &'a Peta) -> Self {
        Perkara {
            isi,
            kata: OnceCell::new(),
        }
    }

    fn teks(&self, medan: &str) -> &'a str {
        self.isi
            .get(medan)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    }

    fn memuat(&self, baris: &[String]) -> bool {
        let kata = self
            .kata
            .get_or_init(|| search::istilah(&format!("{} {}", self.teks("judul"), self.teks("isi"))));
        baris.iter().all(|b| kata.contains(b))
    }
}

/// A rule made ready: words stemmed once, not for every complaint.
#[derive(Clone, Debug)]
pub struct Aturan {
    /// Number of its entry.
    pub nomor: String,
    /// Its name.
    pub nama: String,
    /// Where it sends.
    pub tujuan: String,
    urutan: i64,
    kategori: Option<String>,
    kecamatan: Option<String>,
    kata: Vec<Vec<String>>,
    semua: bool,
}

impl Aturan {
    /// The rule of an entry; none when its fields cannot be read.
    pub fn dari(e: &Entri) -> Option<Self> {
        let a: AturanPenerusan = serde_json::from_value(serde_json::Value::Object(e.isi.clone())).ok()?;
        Some(Aturan {
            nomor: e.nomor.clone(),
            nama: a.nama.as_str().to_owned(),
            tujuan: a.tujuan.0,
            urutan: a.urutan.nilai(),
            kategori: a.kategori.map(|k| k.0),
            kecamatan: a.kecamatan.map(|k| k.as_str().to_owned()),
            kata: a.kata.0.iter().map(|b| batang(b)).collect(),
            semua: a.cocok == Kecocokan::Semua,
        })
    }

    /// What decides who goes first.
    fn giliran(&self) -> (i64, &str) {
        (self.urutan, &self.nomor)
    }

    /// Whether it is asked before another one.
    pub fn mendahului(&self, lain: &Aturan) -> bool {
        self.giliran() < lain.giliran()
    }

    /// Whether the complaint meets every condition. The cheap ones first: words only when nothing else says no.
    pub fn cocok(&self, p: &Perkara) -> bool {
        let sama = |syarat: &Option<String>, medan| syarat.as_deref().is_none_or(|s| s == p.teks(medan));
        sama(&self.kategori, "kategori")
            && sama(&self.kecamatan, "kecamatan")
            && (self.kata.is_empty()
                || if self.semua {
                    self.kata.iter().all(|b| p.memuat(b))
                } else {
                    self.kata.iter().any(|b| p.memuat(b))
                })
    }
}

/// Rules in the order in which they are asked.
pub fn urutkan(mut aturan: Vec<Aturan>) -> Vec<Aturan> {
    aturan.sort_by(|a, b| a.giliran().cmp(&b.giliran()));
    aturan
}

/// The rule that proposes for a complaint: the first that fits. `aturan` stand in their order. O(rules × words).
pub fn cari<'r>(aturan: &'r [Aturan], p: &Perkara) -> Option<&'r Aturan> {
    aturan.iter().find(|a| a.cocok(p))
}

/// The unit that the complaint's category names: what is proposed when no rule fits.
pub fn menurut_kategori<'p>(profil: &'p Profil, p: &Perkara) -> Option<&'p str> {
    profil.kategori(p.teks("kategori")).map(|k| k.opd.as_str())
}

/// What a rule would have done to complaints of the past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uji {
    /// How many complaints were looked at.
    pub semua: usize,
    /// Those whose proposal would have been another one: place in the list, proposal before.
    pub berubah: Vec<(usize, Option<String>)>,
    /// Among those, where the new proposal is where the complaint really went.
    pub tepat: usize,
    /// Among those, where the old one was.
    pub tepat_dulu: usize,
}

/// Tries a rule on complaints of the past, beside the rules already in force (`lain`, in their order, without it).
/// Where a complaint really went is who holds it. O(complaints × rules × words); words are stemmed only of complaints
/// that meet the other conditions.
pub fn uji(profil: &Profil, riwayat: &[Entri], lain: &[Aturan], baru: &Aturan) -> Uji {
    let mut hasil = Uji {
        semua: riwayat.len(),
        ..Uji::default()
    };
    for (i, e) in riwayat.iter().enumerate() {
        let p = Perkara::baru(&e.isi);
        if !baru.cocok(&p) {
            continue;
        }
        let lama = cari(lain, &p);
        if lama.is_some_and(|l| l.mendahului(baru)) {
            continue;
        }
        let dulu = lama.map_or_else(|| menurut_kategori(profil, &p), |l| Some(l.tujuan.as_str()));
        if dulu == Some(baru.tujuan.as_str()) {
            continue;
        }
        let sungguh = e.pemegang.as_str();
        hasil.tepat += usize::from(baru.tujuan == sungguh);
        hasil.tepat_dulu += usize::from(dulu == Some(sungguh));
        hasil.berubah.push((i, dulu.map(str::to_owned)));
    }
    hasil
}

/// The states of complaints that went to a unit and still stand with it.
pub fn keadaan_riwayat() -> [&'static str; 4] {
    use crate::Keadaan::{Dijawab, Dikerjakan, Diteruskan, Selesai};
    [Diteruskan, Dikerjakan, Dijawab, Selesai].map(|k| k.kode())
}
