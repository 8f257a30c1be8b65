//! A BPMN 2.0 file as pools, lanes, nodes and flows. What else a tool writes is counted by its name, so that people are
//! told what was left out. O(length).

use std::collections::BTreeMap;

use kernel::Galat;
use quick_xml::events::BytesStart;
use tata_kelola::xml::{Penerima, atribut, salah, telusuri};

/// Most nodes.
const MAKS_SIMPUL: usize = 1_000;
/// Most flows.
const MAKS_ALIR: usize = 4_000;
/// Longest reference, characters.
const MAKS_TEKS: usize = 300;

/// A node: event, task or gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Simpul {
    /// Identifier in the file.
    pub kode: String,
    /// Name of the element: `userTask`.
    pub jenis: String,
    /// What it is called.
    pub nama: String,
    /// The process it stands in.
    pub proses: String,
    /// What we wrote about it ourselves, if we did.
    pub tambahan: BTreeMap<String, String>,
}

/// A sequence flow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alir {
    /// What is said beside it.
    pub nama: String,
    /// From which node.
    pub dari: String,
    /// To which.
    pub ke: String,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Its nodes, in their order.
    pub simpul: Vec<Simpul>,
    /// Its flows, in their order.
    pub alir: Vec<Alir>,
    /// The name of the innermost lane that holds a node.
    pub lajur: BTreeMap<String, String>,
    /// The name of the pool of a process.
    pub peserta: BTreeMap<String, String>,
    /// What was not read: names of elements, and how many of each.
    pub asing: BTreeMap<String, usize>,
}

/// Nodes that are read.
fn simpul(nama: &str) -> bool {
    matches!(
        nama,
        "startEvent"
            | "endEvent"
            | "intermediateCatchEvent"
            | "intermediateThrowEvent"
            | "task"
            | "userTask"
            | "manualTask"
            | "serviceTask"
            | "scriptTask"
            | "businessRuleTask"
            | "sendTask"
            | "receiveTask"
            | "callActivity"
            | "subProcess"
            | "transaction"
            | "adHocSubProcess"
            | "exclusiveGateway"
            | "inclusiveGateway"
            | "parallelGateway"
            | "complexGateway"
            | "eventBasedGateway"
    )
}

#[derive(Default)]
struct Pembaca {
    jalur: Vec<String>,
    proses: String,
    /// Names of the lanes that are open.
    lajur: Vec<String>,
    teks: String,
    hasil: Model,
}

impl Pembaca {
    fn induk(&self) -> &str {
        self.jalur.last().map_or("", String::as_str)
    }

    fn asing(&mut self, nama: &str) {
        let nama: String = nama.chars().take(60).collect();
        // A file of invented names must not fill the page.
        if self.hasil.asing.len() < 50 || self.hasil.asing.contains_key(&nama) {
            *self.hasil.asing.entry(nama).or_default() += 1;
        }
    }

    fn di_proses(&mut self, nama: &str, e: &BytesStart) -> Result<(), Galat> {
        let mut a = atribut(e)?;
        let mut ambil = |k: &str| a.remove(k).unwrap_or_default();
        match nama {
            n if simpul(n) => self.hasil.simpul.push(Simpul {
                kode: ambil("id"),
                jenis: n.to_owned(),
                nama: ambil("name"),
                proses: self.proses.clone(),
                tambahan: BTreeMap::new(),
            }),
            "sequenceFlow" => self.hasil.alir.push(Alir {
                nama: ambil("name"),
                dari: ambil("sourceRef"),
                ke: ambil("targetRef"),
            }),
            "laneSet" | "documentation" | "extensionElements" => {}
            n => self.asing(n),
        }
        if self.hasil.simpul.len() > MAKS_SIMPUL || self.hasil.alir.len() > MAKS_ALIR {
            return Err(salah(
                "Berkas ini memuat terlalu banyak unsur. Bagi menjadi beberapa prosedur.",
            ));
        }
        Ok(())
    }
}

impl Penerima for Pembaca {
    fn buka(&mut self, nama: &str, e: &BytesStart) -> Result<(), Galat> {
        if self.jalur.is_empty() && nama != "definitions" {
            return Err(salah(
                "Ini bukan berkas BPMN 2.0. Di alat pembuatnya, simpan sebagai BPMN 2.0 (.bpmn).",
            ));
        }
        self.teks.clear();
        let induk = self.induk().to_owned();
        match (induk.as_str(), nama) {
            ("definitions", "process") => self.proses = atribut(e)?.remove("id").unwrap_or_default(),
            ("collaboration", "participant") => {
                let mut a = atribut(e)?;
                let nama = a.remove("name").unwrap_or_default();
                self.hasil
                    .peserta
                    .insert(a.remove("processRef").unwrap_or_default(), nama);
            }
            ("collaboration", n @ ("messageFlow" | "textAnnotation" | "group")) => self.asing(n),
            ("process", n) => self.di_proses(n, e)?,
            ("laneSet" | "childLaneSet", "lane") => {
                self.lajur.push(atribut(e)?.remove("name").unwrap_or_default());
            }
            ("subProcess" | "transaction" | "adHocSubProcess", n) if simpul(n) => self.asing(n),
            ("extensionElements", "langkah") if self.jalur.len() == 4 => {
                let a = atribut(e)?;
                if let Some(s) = self.hasil.simpul.last_mut() {
                    s.tambahan = a;
                }
            }
            _ => {}
        }
        self.jalur.push(nama.to_owned());
        Ok(())
    }

    fn teks(&mut self, s: &str) {
        let sisa = MAKS_TEKS.saturating_sub(self.teks.chars().count());
        self.teks.extend(s.chars().take(sisa));
    }

    fn tutup(&mut self) {
        match self.induk() {
            "flowNodeRef" => {
                // Inner lanes come after what the outer one names, so the innermost is what stays.
                if let Some(l) = self.lajur.last().filter(|l| !l.trim().is_empty()) {
                    self.hasil.lajur.insert(self.teks.trim().to_owned(), l.clone());
                }
            }
            "lane" => {
                self.lajur.pop();
            }
            _ => {}
        }
        self.jalur.pop();
        self.teks.clear();
    }
}

/// Reads a file.
///
/// # Errors
/// At the field `berkas`: what is no XML, no BPMN, too deep or too large.
pub fn baca(isi: &[u8]) -> Result<Model, Galat> {
    let mut p = Pembaca::default();
    telusuri(isi, &mut p)?;
    Ok(p.hasil)
}
