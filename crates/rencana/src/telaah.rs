//! How a proposal fits architecture and roadmap: what is found about it by itself. Pure: what is known is an argument.

use std::collections::BTreeSet;

use kernel::{IdEntri, nilai::KodeUnit, search::istilah};
use tata_kelola::{
    pengembangan::permohonan_aplikasi::DISETUJUI,
    perencanaan::usulan_tik::{Acuan, Domain, Jenis, UsulanTik},
};

/// An application in the architecture, as far as a proposal is compared with it.
#[derive(Clone, Debug)]
pub struct Aplikasi {
    /// Its entry.
    pub id: IdEntri,
    /// Its number.
    pub nomor: String,
    /// Its name.
    pub nama: String,
    /// What it does, in words that others use too.
    pub fungsi: String,
    /// Whose it is.
    pub opd: KodeUnit,
    /// Common to all of government.
    pub umum: bool,
}

/// A request for an application that speaks of a proposal, by itself or by its application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permohonan {
    /// Its number.
    pub nomor: String,
    /// Its state.
    pub keadaan: String,
}

/// What is known around a proposal.
#[derive(Clone, Debug, Default)]
pub struct Sekitar {
    /// State of the activity it refers to; none when it refers to none that one may know of.
    pub kegiatan: Option<String>,
    /// Whether the roadmap of that activity was laid down.
    pub peta_ditetapkan: bool,
    /// Whether the years of the activity hold the budgeted year.
    pub tahun_cocok: bool,
    /// The applications in use or planned.
    pub aplikasi: Vec<Aplikasi>,
    /// The requests that speak of it, oldest first; none when this account may not read requests.
    pub permohonan: Option<Vec<Permohonan>>,
    /// Whether the regulation asks for a consideration before closed source.
    pub minta_pertimbangan: bool,
    /// Whether there is a risk assessment of it; none while no register of risks exists.
    pub risiko: Option<bool>,
}

/// How heavy a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bobot {
    /// It cannot go on so.
    Menahan,
    /// It is to be answered in the check.
    Jawab,
    /// It is good to know.
    Tahu,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Temuan {
    /// It names nothing in the roadmap; excepted or not.
    DiLuarPeta(bool),
    /// It names nothing in the architecture; excepted or not.
    DiLuarArsitektur(bool),
    /// What it names in the roadmap was given up or is over.
    KegiatanTidakHidup,
    /// The roadmap that it names was not laid down.
    PetaBelumDitetapkan,
    /// The activity does not cover the budgeted year.
    TahunTidakCocok,
    /// Another office has a similar application: number, name, office.
    Serupa(String, String, KodeUnit),
    /// A common application may do: number and name.
    Umum(String, String),
    /// Nobody asked for the application that it builds, buys or changes.
    TanpaPermohonan,
    /// Somebody asked, and it was not agreed to: number and state of the latest request.
    PermohonanBelumDisetujui(String, String),
    /// Closed source without the consideration that the regulation asks for.
    TanpaPertimbangan,
    /// No risk assessment.
    TanpaRisiko,
    /// There is no register of risks yet.
    BelumAdaRegisterRisiko,
}

impl Temuan {
    /// How heavy it weighs.
    pub fn bobot(&self) -> Bobot {
        match self {
            Temuan::DiLuarPeta(false) | Temuan::DiLuarArsitektur(false) | Temuan::KegiatanTidakHidup => {
                Bobot::Menahan
            }
            Temuan::BelumAdaRegisterRisiko | Temuan::DiLuarPeta(true) | Temuan::DiLuarArsitektur(true) => {
                Bobot::Tahu
            }
            _ => Bobot::Jawab,
        }
    }

    /// A name for programs.
    pub fn kode(&self) -> &'static str {
        match self {
            Temuan::DiLuarPeta(_) => "di_luar_peta_rencana",
            Temuan::DiLuarArsitektur(_) => "di_luar_arsitektur",
            Temuan::KegiatanTidakHidup => "kegiatan_tidak_hidup",
            Temuan::PetaBelumDitetapkan => "peta_belum_ditetapkan",
            Temuan::TahunTidakCocok => "tahun_tidak_cocok",
            Temuan::Serupa(..) => "aplikasi_serupa",
            Temuan::Umum(..) => "aplikasi_umum_tersedia",
            Temuan::TanpaPermohonan => "tanpa_permohonan_aplikasi",
            Temuan::PermohonanBelumDisetujui(..) => "permohonan_aplikasi_belum_disetujui",
            Temuan::TanpaPertimbangan => "sumber_tertutup_tanpa_pertimbangan",
            Temuan::TanpaRisiko => "tanpa_penilaian_risiko",
            Temuan::BelumAdaRegisterRisiko => "belum_ada_register_risiko",
        }
    }
}

/// Words that say nothing about what an application does.
const UMUM: [&str; 16] = [
    "aplikasi",
    "sistem",
    "informasi",
    "pembangunan",
    "pengembangan",
    "pengadaan",
    "pemeliharaan",
    "layanan",
    "daerah",
    "kabupaten",
    "dinas",
    "elektronik",
    "berbasis",
    "terpadu",
    "online",
    "dan",
];
/// How much of the shorter name must be in the longer, in per cent.
const MIRIP: usize = 60;
/// Most similar applications that are named.
const MAKS_SERUPA: usize = 5;

fn kata(teks: &str) -> BTreeSet<String> {
    let umum: BTreeSet<String> = UMUM.iter().flat_map(|u| istilah(u)).collect();
    istilah(teks).into_iter().filter(|k| !umum.contains(k)).collect()
}

/// Whether two names speak of the same: most words of the shorter stand in the longer. Words are compared as search
/// compares them. O(words).
pub fn mirip(a: &str, b: &str) -> bool {
    let (a, b) = (kata(a), kata(b));
    let sedikit = a.len().min(b.len());
    sedikit > 0 && a.intersection(&b).count() * 100 >= sedikit * MIRIP
}

/// Everything that is found about a proposal, the heaviest first. O(applications × words).
pub fn telaah(u: &UsulanTik, s: &Sekitar) -> Vec<Temuan> {
    let mut hasil = Vec::new();
    let kurang = u.kurang();
    if u.kegiatan.is_none() {
        hasil.push(Temuan::DiLuarPeta(!kurang.contains(&Acuan::PetaRencana)));
    } else if !s
        .kegiatan
        .as_deref()
        .is_some_and(|k| tata_kelola::perencanaan::kegiatan_peta::HIDUP.contains(&k))
    {
        hasil.push(Temuan::KegiatanTidakHidup);
    } else {
        if !s.peta_ditetapkan {
            hasil.push(Temuan::PetaBelumDitetapkan);
        }
        if !s.tahun_cocok {
            hasil.push(Temuan::TahunTidakCocok);
        }
    }
    if u.aplikasi.is_none() && u.infrastruktur.is_none() {
        hasil.push(Temuan::DiLuarArsitektur(!kurang.contains(&Acuan::Arsitektur)));
    }
    // What is kept running is not built twice.
    if matches!(u.jenis, Jenis::Bangun | Jenis::Beli)
        && matches!(u.domain, Domain::Aplikasi | Domain::Layanan)
    {
        let sendiri = u.aplikasi.as_ref().map(|r| r.id());
        let serupa = |a: &&Aplikasi| {
            Some(a.id) != sendiri && [&a.nama, &a.fungsi].iter().any(|n| mirip(u.nama.as_str(), n))
        };
        for a in s.aplikasi.iter().filter(serupa).take(MAKS_SERUPA) {
            hasil.push(if a.umum {
                Temuan::Umum(a.nomor.clone(), a.nama.clone())
            } else {
                Temuan::Serupa(a.nomor.clone(), a.nama.clone(), a.opd.clone())
            });
        }
    }
    // Whatever makes an application other than it is was asked for before (mandat A8).
    if u.jenis != Jenis::Operasi
        && u.domain == Domain::Aplikasi
        && let Some(semua) = &s.permohonan
        && !semua.iter().any(|p| p.keadaan == DISETUJUI)
    {
        hasil.push(match semua.last() {
            Some(p) => Temuan::PermohonanBelumDisetujui(p.nomor.clone(), p.keadaan.clone()),
            None => Temuan::TanpaPermohonan,
        });
    }
    if u.sumber_tertutup && u.pertimbangan.is_none() && s.minta_pertimbangan {
        hasil.push(Temuan::TanpaPertimbangan);
    }
    match s.risiko {
        None => hasil.push(Temuan::BelumAdaRegisterRisiko),
        Some(false) => hasil.push(Temuan::TanpaRisiko),
        Some(true) => {}
    }
    hasil.sort_by_key(Temuan::bobot);
    hasil
}

#[cfg(test)]
mod tests;
