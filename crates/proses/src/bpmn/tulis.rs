//! A procedure as BPMN 2.0 with its drawing (BPMN DI), the flow from left to right.

use std::fmt::Write;

use tata_kelola::{
    proses::{JenisLangkah, LangkahSop, langkah::Aktor},
    xml::aman,
};

use super::RUANG;
use crate::diagram::{Diagram, Tata, Titik, Ukuran, tata};

/// What tools draw: events 36, gateways 50, tasks 100 by 80.
fn setengah(bentuk: JenisLangkah) -> Titik {
    match bentuk {
        JenisLangkah::Mulai | JenisLangkah::Selesai => (18.0, 18.0),
        JenisLangkah::Kegiatan => (50.0, 40.0),
        JenisLangkah::Keputusan => (25.0, 25.0),
    }
}

/// The strip with the name of the pool, and that with the name of a lane.
const STRIP: f64 = 30.0;
const UKURAN: Ukuran = Ukuran {
    jarak: 170.0,
    lajur: 160.0,
    kepala: STRIP * 2.0,
    setengah,
};

fn unsur(l: &LangkahSop) -> &'static str {
    match l.bentuk {
        JenisLangkah::Mulai => "startEvent",
        JenisLangkah::Selesai => "endEvent",
        JenisLangkah::Keputusan => "exclusiveGateway",
        JenisLangkah::Kegiatan if l.aplikasi.is_some() => "userTask",
        JenisLangkah::Kegiatan => "manualTask",
    }
}

/// What stands in a field that BPMN has no place for.
fn tambahan(l: &LangkahSop) -> Vec<(&'static str, String)> {
    use kernel::nilai::{Pilihan as _, Teks};
    let semua = [
        ("kode", Some(l.kode.as_str().to_owned())),
        ("unit", l.unit.as_ref().map(ToString::to_string)),
        ("pelaksana", l.pelaksana.as_ref().map(|t| t.as_str().to_owned())),
        ("masukan", l.masukan.as_ref().map(Teks::as_str).map(str::to_owned)),
        (
            "keluaran",
            l.keluaran.as_ref().map(Teks::as_str).map(str::to_owned),
        ),
        ("waktu", l.waktu.map(|w| w.nilai().to_string())),
        ("satuan", l.satuan.map(|s| s.kode().to_owned())),
        ("data", l.data.map(|r| r.id().to_string())),
        ("aplikasi", l.aplikasi.map(|r| r.id().to_string())),
    ];
    semua.into_iter().filter_map(|(k, v)| Some((k, v?))).collect()
}

/// The file; `nama` says what an actor is called. O(steps + lines).
pub fn bpmn(judul: &str, langkah: &[LangkahSop], nama: impl Fn(&Aktor) -> String) -> String {
    let d = Diagram::dari(langkah);
    let mut x = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing into a text cannot fail.
    let _ = isi(&mut x, judul, langkah, &d, nama);
    x
}

fn isi(
    x: &mut String,
    judul: &str,
    langkah: &[LangkahSop],
    d: &Diagram,
    nama: impl Fn(&Aktor) -> String,
) -> std::fmt::Result {
    let judul = aman(judul);
    writeln!(
        x,
        "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
         xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" \
         xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" xmlns:praja=\"{RUANG}\" id=\"definisi\" \
         targetNamespace=\"{RUANG}\" exporter=\"Praja\">"
    )?;
    writeln!(
        x,
        " <bpmn:collaboration id=\"kolaborasi\"><bpmn:participant id=\"peserta\" name=\"{judul}\" processRef=\"proses\"/></bpmn:collaboration>\n \
         <bpmn:process id=\"proses\" name=\"{judul}\" isExecutable=\"false\">"
    )?;
    if !d.lajur.is_empty() {
        writeln!(x, "  <bpmn:laneSet id=\"lajur\">")?;
        for (i, a) in d.lajur.iter().enumerate() {
            write!(x, "   <bpmn:lane id=\"lajur-{i}\" name=\"{}\">", aman(&nama(a)))?;
            for (n, _) in d.simpul.iter().enumerate().filter(|(_, s)| s.lajur == i) {
                write!(x, "<bpmn:flowNodeRef>langkah-{n}</bpmn:flowNodeRef>")?;
            }
            writeln!(x, "</bpmn:lane>")?;
        }
        writeln!(x, "  </bpmn:laneSet>")?;
    }
    for (n, l) in langkah.iter().enumerate() {
        let unsur = unsur(l);
        write!(
            x,
            "  <bpmn:{unsur} id=\"langkah-{n}\" name=\"{}\"><bpmn:extensionElements><praja:langkah",
            aman(l.kegiatan.as_str())
        )?;
        for (k, v) in tambahan(l) {
            write!(x, " {k}=\"{}\"", aman(&v))?;
        }
        write!(x, "/></bpmn:extensionElements>")?;
        for (i, _) in d.sisi.iter().enumerate().filter(|(_, s)| s.cabang.ke == n) {
            write!(x, "<bpmn:incoming>alir-{i}</bpmn:incoming>")?;
        }
        for (i, _) in d.sisi.iter().enumerate().filter(|(_, s)| s.dari == n) {
            write!(x, "<bpmn:outgoing>alir-{i}</bpmn:outgoing>")?;
        }
        writeln!(x, "</bpmn:{unsur}>")?;
    }
    for (i, s) in d.sisi.iter().enumerate() {
        write!(x, "  <bpmn:sequenceFlow id=\"alir-{i}\"")?;
        if let Some(bila) = &s.cabang.bila {
            write!(x, " name=\"{}\"", aman(bila))?;
        }
        writeln!(
            x,
            " sourceRef=\"langkah-{}\" targetRef=\"langkah-{}\"/>",
            s.dari, s.cabang.ke
        )?;
    }
    writeln!(x, " </bpmn:process>")?;
    gambar(x, d, &tata(d, &UKURAN))?;
    writeln!(x, "</bpmn:definitions>")
}

fn batas(x: &mut String, kiri: f64, atas: f64, lebar: f64, tinggi: f64) -> std::fmt::Result {
    write!(
        x,
        "<dc:Bounds x=\"{kiri:.0}\" y=\"{atas:.0}\" width=\"{lebar:.0}\" height=\"{tinggi:.0}\"/>"
    )
}

fn gambar(x: &mut String, d: &Diagram, t: &Tata) -> std::fmt::Result {
    writeln!(
        x,
        " <bpmndi:BPMNDiagram id=\"gambar\"><bpmndi:BPMNPlane id=\"bidang\" bpmnElement=\"kolaborasi\">"
    )?;
    // A pool is drawn even when nothing lies in it yet.
    let (lebar, tinggi) = (t.luas.0.max(300.0), t.luas.1.max(UKURAN.lajur));
    write!(
        x,
        "  <bpmndi:BPMNShape id=\"gambar-peserta\" bpmnElement=\"peserta\" isHorizontal=\"true\">"
    )?;
    batas(x, 0.0, 0.0, lebar, tinggi)?;
    writeln!(x, "</bpmndi:BPMNShape>")?;
    for (i, atas) in t.lajur.iter().copied().enumerate() {
        write!(
            x,
            "  <bpmndi:BPMNShape id=\"gambar-lajur-{i}\" bpmnElement=\"lajur-{i}\" isHorizontal=\"true\">"
        )?;
        batas(x, STRIP, atas, lebar - STRIP, UKURAN.lajur)?;
        writeln!(x, "</bpmndi:BPMNShape>")?;
    }
    for (n, (s, p)) in d.simpul.iter().zip(&t.pusat).enumerate() {
        let (w, h) = setengah(s.bentuk);
        let tanda = if s.bentuk == JenisLangkah::Keputusan {
            " isMarkerVisible=\"true\""
        } else {
            ""
        };
        write!(
            x,
            "  <bpmndi:BPMNShape id=\"gambar-langkah-{n}\" bpmnElement=\"langkah-{n}\"{tanda}>"
        )?;
        batas(x, p.0 - w, p.1 - h, w * 2.0, h * 2.0)?;
        // Names of events and gateways stand below them.
        if s.bentuk != JenisLangkah::Kegiatan {
            write!(x, "<bpmndi:BPMNLabel>")?;
            batas(x, p.0 - 60.0, p.1 + h + 4.0, 120.0, 27.0)?;
            write!(x, "</bpmndi:BPMNLabel>")?;
        }
        writeln!(x, "</bpmndi:BPMNShape>")?;
    }
    for (i, g) in t.garis.iter().enumerate() {
        write!(
            x,
            "  <bpmndi:BPMNEdge id=\"gambar-alir-{i}\" bpmnElement=\"alir-{i}\">"
        )?;
        for p in g {
            write!(x, "<di:waypoint x=\"{:.0}\" y=\"{:.0}\"/>", p.0, p.1)?;
        }
        writeln!(x, "</bpmndi:BPMNEdge>")?;
    }
    writeln!(x, " </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>")
}
