//! The nodes of the graph: what entries are, in which domain, and where their links lead.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::civil::Date;
use kernel::{Entri, IdEntri, Klasifikasi, register::Register};
use serde_json::Value;
use tata_kelola::{
    arsitektur::{
        tingkat,
        umum::{BEROPERASI, PENSIUN, nama_tautan},
    },
    proses::{Sop, sop},
};

/// A domain of the architecture, or its procedures, which hang on it and are no domain; the order is the one in which a
/// failure spreads, from what carries to what is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Domain {
    /// Controls.
    Keamanan,
    /// Sites, servers, networks.
    Infrastruktur,
    /// Data sets.
    Data,
    /// Applications.
    Aplikasi,
    /// Business processes.
    Proses,
    /// Services.
    Layanan,
    /// Procedures.
    Sop,
}

impl Domain {
    /// The six of the architecture.
    pub const SEMUA: [Domain; 6] = [
        Domain::Keamanan,
        Domain::Infrastruktur,
        Domain::Data,
        Domain::Aplikasi,
        Domain::Proses,
        Domain::Layanan,
    ];

    /// Whatever has nodes: the six, and procedures.
    pub const BERSIMPUL: [Domain; 7] = {
        let [a, b, c, d, e, f] = Domain::SEMUA;
        [a, b, c, d, e, f, Domain::Sop]
    };

    /// The register of its entries.
    pub fn register(self) -> &'static str {
        match self {
            Domain::Keamanan => "keamanan",
            Domain::Infrastruktur => "infrastruktur",
            Domain::Data => "data_informasi",
            Domain::Aplikasi => "aplikasi",
            Domain::Proses => "proses_bisnis",
            Domain::Layanan => "layanan",
            Domain::Sop => sop::KODE,
        }
    }

    /// Which of the six a register is.
    pub fn dari_register(kode: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|d| d.register() == kode)
    }

    /// Where the entries of a register stand in the graph.
    pub fn simpul(kode: &str) -> Option<Self> {
        Self::BERSIMPUL.into_iter().find(|d| d.register() == kode)
    }

    /// Whether it is one of the six, of which the official boards speak.
    pub fn resmi(self) -> bool {
        self != Domain::Sop
    }
}

/// The kind of a link, by the field that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kait {
    /// Is part of.
    Induk,
    /// Carries or brings about a service.
    Layanan,
    /// Supports a process.
    Proses,
    /// Uses data.
    Data,
    /// Stands on infrastructure.
    Infrastruktur,
    /// Exchanges data with an application.
    Integrasi,
    /// Is protected by a control.
    Kendali,
    /// Is the procedure of a process.
    Prosedur,
    /// Has a step that uses data.
    LangkahData,
    /// Has a step that is done with an application.
    LangkahAplikasi,
}

impl Kait {
    /// Those that are fields of an entry of the six domains.
    pub(super) const ENTRI: [Kait; 7] = [
        Kait::Induk,
        Kait::Layanan,
        Kait::Proses,
        Kait::Data,
        Kait::Infrastruktur,
        Kait::Integrasi,
        Kait::Kendali,
    ];

    /// The field.
    pub fn medan(self) -> &'static str {
        match self {
            Kait::Induk => "induk",
            Kait::Layanan => "layanan",
            Kait::Proses | Kait::Prosedur => "proses",
            Kait::Data => "data",
            Kait::Infrastruktur => "infrastruktur",
            Kait::Integrasi => "integrasi",
            Kait::Kendali => "kendali",
            Kait::LangkahData => "langkah.data",
            Kait::LangkahAplikasi => "langkah.aplikasi",
        }
    }

    /// What people call it, from where it leaves or from where it leads.
    pub fn nama(self, keluar: bool) -> &'static str {
        let medan = self.medan();
        let nama = match self {
            Kait::Prosedur | Kait::LangkahData | Kait::LangkahAplikasi => Sop::nama_tautan(medan, keluar),
            Kait::Induk => nama_tautan(medan, keluar),
            _ => nama_tautan(&format!("{medan}.ke"), keluar),
        };
        nama.unwrap_or(medan)
    }

    /// Whether what the link leads to fails with where it leaves. Otherwise it is the other way about: an application
    /// fails with its server, a service with its application.
    pub(super) fn menopang(self) -> bool {
        matches!(self, Kait::Layanan | Kait::Proses)
    }

    /// Whether a failure stops what hangs on it. Without an exchange an application goes on, poorer; without a control
    /// it goes on, unprotected.
    pub(super) fn menghentikan(self) -> bool {
        !matches!(self, Kait::Integrasi | Kait::Kendali)
    }
}

/// An entry, as much of it as boards need.
#[derive(Clone, Debug, PartialEq)]
pub struct Simpul {
    /// Id.
    pub id: IdEntri,
    /// Domain.
    pub domain: Domain,
    /// Number.
    pub nomor: String,
    /// Name.
    pub nama: String,
    /// Owner.
    pub opd: String,
    /// Other offices that take part: those that do steps of a procedure.
    pub ikut: Vec<String>,
    /// State.
    pub keadaan: String,
    /// Single values that boards colour, group and look for: codes of choices, yes/no as `ya`.
    pub ciri: BTreeMap<&'static str, String>,
    /// Rupiah a year.
    pub biaya: i64,
    /// Users.
    pub pengguna: i64,
    /// Per cent; none for services, which keep no such figure.
    pub kelengkapan: Option<i64>,
    /// When its owner last said that it is right.
    pub dikonfirmasi: Option<Date>,
    /// From and until when.
    pub masa: (Option<Date>, Option<Date>),
    /// Where its links lead.
    pub kait: Vec<(Kait, IdEntri)>,
    /// The entry itself where it is more than biasa: whether somebody reads it is decided by its rights.
    pub bertingkat: Option<Arc<Entri>>,
    /// It stands above what whoever asks may read: that something stands here is all there is
    /// ([`super::Graf::samarkan`]).
    pub tertutup: bool,
}

/// The fields that boards look at.
pub const CIRI: [&str; 24] = [
    "kode",
    "jenis",
    "sejenis",
    "fungsi",
    "sumber",
    "penyedia",
    "pengelola",
    "tahap",
    "cocok_fungsi",
    "cocok_teknis",
    "hak_cipta",
    "segel",
    "sifat",
    "klasifikasi",
    "walidata",
    "produsen",
    "pribadi",
    "kunci",
    "raa",
    "rab",
    "rad",
    "rai",
    "rak",
    "ral",
];

impl Simpul {
    /// The node of an entry; none for other registers, and for procedures that were not laid down yet: whoever reads the
    /// architecture reads what is published, and drafts are their office's. O(fields).
    pub fn dari(e: &Entri) -> Option<Self> {
        let domain = Domain::simpul(&e.register)?;
        if domain == Domain::Sop
            && e.keadaan != sop::DITETAPKAN
            && !sop::BERLALU.contains(&e.keadaan.as_str())
        {
            return None;
        }
        let nama = |v: &Value| match v {
            Value::String(s) if !s.is_empty() => Some(s.clone()),
            Value::Bool(true) => Some("ya".to_owned()),
            _ => None,
        };
        let ciri = CIRI
            .iter()
            .filter_map(|c| Some((*c, nama(e.isi.get(*c)?)?)))
            .collect();
        let angka = |m: &str| e.isi.get(m).and_then(Value::as_i64).unwrap_or(0);
        let hari = |m: &str| e.teks(m).parse().ok();
        let mut kait = match domain {
            Domain::Sop => kait_sop(e),
            _ => kait_entri(e),
        };
        kait.sort_unstable();
        kait.dedup();
        Some(Simpul {
            id: e.id,
            domain,
            nomor: e.nomor.clone(),
            nama: e
                .teks(if domain == Domain::Sop { "judul" } else { "nama" })
                .to_owned(),
            opd: e.unit.to_string(),
            ikut: ikut(e),
            keadaan: e.keadaan.clone(),
            ciri,
            biaya: if domain == Domain::Layanan {
                0
            } else {
                angka("biaya")
            },
            pengguna: angka("pengguna"),
            kelengkapan: e.isi.get("kelengkapan").and_then(Value::as_i64),
            dikonfirmasi: hari("dikonfirmasi"),
            masa: (hari("mulai"), hari("berakhir")),
            kait,
            bertingkat: (Klasifikasi::dari_isi(&e.isi, tingkat::MEDAN) > Klasifikasi::Biasa)
                .then(|| Arc::new(e.clone())),
            tertutup: false,
        })
    }

    /// How it is mentioned: number and name.
    pub fn sebutan(&self) -> String {
        if self.tertutup {
            self.nama.clone()
        } else {
            format!("{} · {}", self.nomor, self.nama)
        }
    }

    /// Whether it is in use.
    pub fn hidup(&self) -> bool {
        match self.domain {
            Domain::Layanan => matches!(self.keadaan.as_str(), BEROPERASI | "terbit"),
            Domain::Sop => self.keadaan == sop::DITETAPKAN,
            _ => self.keadaan == BEROPERASI,
        }
    }

    /// Whether it has gone.
    pub fn pensiun(&self) -> bool {
        match self.domain {
            Domain::Layanan => matches!(self.keadaan.as_str(), PENSIUN | "ditutup"),
            Domain::Sop => sop::BERLALU.contains(&self.keadaan.as_str()),
            _ => self.keadaan == PENSIUN,
        }
    }

    /// A value that boards look at; empty when nothing stands there.
    pub fn ciri(&self, nama: &str) -> &str {
        self.ciri.get(nama).map_or("", String::as_str)
    }
}

fn rujukan(v: &Value) -> Option<IdEntri> {
    v.as_str().and_then(|s| s.parse().ok()).map(IdEntri)
}

/// The links of an entry of the six domains, as its fields have them.
fn kait_entri(e: &Entri) -> Vec<(Kait, IdEntri)> {
    let mut kait = Vec::new();
    for k in Kait::ENTRI {
        match e.isi.get(k.medan()) {
            Some(Value::Array(a)) => {
                kait.extend(a.iter().filter_map(|b| Some((k, rujukan(b.get("ke")?)?))));
            }
            Some(v) => kait.extend(rujukan(v).map(|i| (k, i))),
            None => {}
        }
    }
    kait
}

fn langkah(e: &Entri) -> impl Iterator<Item = &Value> {
    e.isi
        .get("langkah")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// The links of a procedure: the process it belongs to, and what its steps use.
fn kait_sop(e: &Entri) -> Vec<(Kait, IdEntri)> {
    let pakai =
        |k: Kait, medan: &'static str| langkah(e).filter_map(move |l| Some((k, rujukan(l.get(medan)?)?)));
    let proses = e.isi.get("proses").and_then(rujukan).map(|i| (Kait::Prosedur, i));
    proses
        .into_iter()
        .chain(pakai(Kait::LangkahData, "data"))
        .chain(pakai(Kait::LangkahAplikasi, "aplikasi"))
        .collect()
}

/// The offices that do steps of a procedure, but for its owner.
fn ikut(e: &Entri) -> Vec<String> {
    if e.register != sop::KODE {
        return Vec::new();
    }
    let unit: BTreeSet<&str> = langkah(e).filter_map(|l| l.get("unit")?.as_str()).collect();
    let lain = unit.into_iter().filter(|u| *u != e.unit.as_str());
    lain.map(str::to_owned).collect()
}
