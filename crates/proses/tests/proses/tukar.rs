//! BPMN out and in: what we write we read again, what others draw becomes steps, and nothing makes the reader fall.

use std::collections::BTreeSet;

use kernel::{Galat, nilai::Teks};
use quick_xml::events::BytesStart;
use tata_kelola::{
    proses::{JenisLangkah, LangkahSop, alur, langkah::Aktor},
    xml::{Penerima, aman, atribut, telusuri},
};

use proses::bpmn::{
    baca::baca,
    petik::{Catatan, Kenal, petik},
    tulis::bpmn,
};

use crate::diagram::langkah_acak;

fn unit(s: &str) -> Option<String> {
    ["dinkes", "Dinas Kesehatan"]
        .contains(&s)
        .then(|| "dinkes".to_owned())
}

fn nama(a: &Aktor) -> String {
    let unit = a.unit.as_deref().map(|_| "Dinas Kesehatan".to_owned());
    [a.sebutan.clone(), unit]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn masuk(isi: &str) -> Result<(Vec<LangkahSop>, Vec<Catatan>), Galat> {
    let kenal = Kenal {
        unit: &unit,
        nama: &nama,
    };
    petik(&baca(isi.as_bytes())?, &kenal)
}

/// The same steps with every way on as the reader would write it.
fn rapi(l: &[LangkahSop]) -> Vec<LangkahSop> {
    let mut hasil = l.to_vec();
    for (i, (x, s)) in hasil.iter_mut().zip(alur::sambungan(l)).enumerate() {
        let keputusan = x.bentuk == JenisLangkah::Keputusan;
        let lanjut = s.len() == 1 && s[0].ke == i + 1 && !keputusan;
        let cabang: Vec<(Option<String>, String)> = s
            .iter()
            .enumerate()
            .map(|(n, c)| {
                let bila = c.bila.clone().unwrap_or_else(|| format!("Jawaban {}", n + 1));
                (keputusan.then_some(bila), l[c.ke].kode.as_str().to_owned())
            })
            .collect();
        let teks = alur::tulis(cabang.iter().map(|(b, k)| (b.as_deref(), k.as_str())));
        x.berikut = if lanjut { None } else { Teks::baru(&teks).ok() };
    }
    hasil
}

/// Checks what the schema asks that can be seen without it: ids are there once, and what refers refers to one.
#[derive(Default)]
struct Acuan {
    id: BTreeSet<String>,
    ke: Vec<String>,
    dalam: Vec<String>,
    gambar: usize,
}

impl Penerima for Acuan {
    fn buka(&mut self, nama: &str, e: &BytesStart) -> Result<(), Galat> {
        let mut a = atribut(e)?;
        if let Some(id) = a.remove("id") {
            assert!(self.id.insert(id.clone()), "{id} twice");
        }
        for k in ["sourceRef", "targetRef", "bpmnElement", "processRef"] {
            self.ke.extend(a.remove(k));
        }
        self.gambar += usize::from(nama == "BPMNShape" || nama == "BPMNEdge");
        self.dalam.push(nama.to_owned());
        Ok(())
    }

    fn teks(&mut self, s: &str) {
        let dalam = self.dalam.last().map_or("", String::as_str);
        if ["flowNodeRef", "incoming", "outgoing"].contains(&dalam) {
            self.ke.push(s.to_owned());
        }
    }

    fn tutup(&mut self) {
        self.dalam.pop();
    }
}

proptest::proptest! {
    #[test]
    fn what_we_write_we_read_again(l in langkah_acak()) {
        let xml = bpmn("SOP <uji> & \"lain\"", &l, nama);
        let (lagi, catatan) = masuk(&xml).unwrap();
        proptest::prop_assert_eq!(lagi, rapi(&l));
        proptest::prop_assert_eq!(catatan, vec![]);
        let mut a = Acuan::default();
        telusuri(xml.as_bytes(), &mut a).unwrap();
        for k in &a.ke {
            proptest::prop_assert!(a.id.contains(k), "{k} is nowhere");
        }
        let sisi: usize = alur::sambungan(&l).iter().map(Vec::len).sum();
        proptest::prop_assert!(a.gambar > l.len() + sisi, "everything is drawn");
    }

    #[test]
    fn nothing_makes_it_fall(isi in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = baca(&isi);
        let _ = baca(&[b"<definitions><process><task ", &isi[..], b"/></process></definitions>"].concat());
    }

    #[test]
    fn no_model_makes_it_fall(
        simpul in proptest::collection::vec((0..9_usize, 0..6_u8), 0..12),
        alir in proptest::collection::vec((0..7_u8, 0..7_u8, ".{0,5}"), 0..30),
    ) {
        let jenis = [
            "startEvent", "endEvent", "task", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "subProcess",
            "intermediateCatchEvent", "complexGateway",
        ];
        let simpul: String = simpul.iter().map(|(j, id)| format!("<{} id=\"n{id}\"/>", jenis[*j])).collect();
        let alir: String = alir
            .iter()
            .map(|(a, z, nama)| format!(
                "<sequenceFlow sourceRef=\"n{a}\" targetRef=\"n{z}\" name=\"{}\"/>", aman(nama)
            ))
            .collect();
        if let Ok((l, _)) = masuk(&format!("<definitions><process id=\"p\">{simpul}{alir}</process></definitions>")) {
            proptest::prop_assert!(alur::salah(&l).is_empty(), "{:?}", alur::salah(&l));
        }
    }
}

/// As a tool would save it: pools and lanes, a fork, a join, a loop, and things that procedures have not.
const LUAR: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<semantic:definitions xmlns:semantic="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
 <semantic:collaboration id="c">
  <semantic:participant id="p1" name="Kabupaten" processRef="proc"/>
  <semantic:participant id="p2" name="Pemohon" processRef="luar"/>
  <semantic:messageFlow id="m" sourceRef="x1" targetRef="s"/>
 </semantic:collaboration>
 <semantic:process id="proc">
  <semantic:laneSet id="ls">
   <semantic:lane id="l1" name="Dinas Kesehatan"><semantic:flowNodeRef>s</semantic:flowNodeRef><semantic:flowNodeRef>g</semantic:flowNodeRef></semantic:lane>
   <semantic:lane id="l2" name="Kepala Bidang"><semantic:flowNodeRef>t1</semantic:flowNodeRef>
     <semantic:childLaneSet id="cl"><semantic:lane id="l3" name="Staf"><semantic:flowNodeRef>t1</semantic:flowNodeRef></semantic:lane></semantic:childLaneSet>
   </semantic:lane>
  </semantic:laneSet>
  <semantic:endEvent id="e"/>
  <semantic:startEvent id="s" name="Berkas masuk"><semantic:documentation>x</semantic:documentation><semantic:outgoing>f1</semantic:outgoing></semantic:startEvent>
  <semantic:exclusiveGateway id="g" name="Lengkap?" default="f4"/>
  <semantic:userTask id="t1" name="Periksa &amp; catat"/>
  <semantic:parallelGateway id="fork" name="Bersamaan"/>
  <semantic:serviceTask id="t2" name="Cetak"/>
  <semantic:sendTask id="t3" name="Kabari"/>
  <semantic:exclusiveGateway id="merge"/>
  <semantic:dataObjectReference id="d" name="Berkas"/>
  <semantic:boundaryEvent id="b" attachedToRef="t1"/>
  <semantic:sequenceFlow id="f1" sourceRef="s" targetRef="t1"/>
  <semantic:sequenceFlow id="f2" sourceRef="t1" targetRef="g"/>
  <semantic:sequenceFlow id="f3" name="Ya; lengkap" sourceRef="g" targetRef="fork"/>
  <semantic:sequenceFlow id="f4" sourceRef="g" targetRef="t1"/>
  <semantic:sequenceFlow id="f5" sourceRef="fork" targetRef="t2"/>
  <semantic:sequenceFlow id="f6" sourceRef="fork" targetRef="t3"/>
  <semantic:sequenceFlow id="f7" sourceRef="t2" targetRef="merge"/>
  <semantic:sequenceFlow id="f8" sourceRef="t3" targetRef="merge"/>
  <semantic:sequenceFlow id="f9" sourceRef="merge" targetRef="e"/>
  <semantic:sequenceFlow id="f10" sourceRef="b" targetRef="e"/>
 </semantic:process>
 <semantic:process id="luar"><semantic:task id="x1" name="Mengajukan"/></semantic:process>
</semantic:definitions>"#;

#[test]
fn what_another_tool_drew_becomes_steps() {
    let (l, catatan) = masuk(LUAR).unwrap();
    let ringkas: Vec<(&str, &str, String, &str)> = l
        .iter()
        .map(|l| {
            (
                l.kode.as_str(),
                l.kegiatan.as_str(),
                nama(&l.aktor()),
                l.teks_berikut(),
            )
        })
        .collect();
    let harap = [
        ("1", "Berkas masuk", "Dinas Kesehatan", ""),
        ("2", "Periksa & catat", "Staf", ""),
        (
            "3",
            "Lengkap?",
            "Dinas Kesehatan",
            "Ya, lengkap: 4; Ya, lengkap: 6; Jawaban 3: 2",
        ),
        ("4", "Cetak", "Kabupaten", ""),
        ("5", "Selesai", "Kabupaten", ""),
        ("6", "Kabari", "Kabupaten", "5"),
        ("7", "Mengajukan", "Pemohon", ""),
    ];
    let ringkas: Vec<_> = ringkas
        .iter()
        .map(|(k, n, a, b)| (*k, *n, a.as_str(), *b))
        .collect();
    assert_eq!(ringkas, harap);
    let asing = |n: &str| Catatan::Asing(n.into(), 1);
    assert_eq!(
        catatan,
        [
            asing("boundaryEvent"),
            asing("dataObjectReference"),
            asing("messageFlow"),
            Catatan::Sejajar("Bersamaan".into()),
            Catatan::Berakhir("Mengajukan".into()),
            Catatan::Lepas(1),
        ]
    );
    assert_eq!(l[6].bentuk, JenisLangkah::Selesai);
}

#[test]
fn a_step_that_was_moved_to_another_lane_goes_with_it() {
    let l: Vec<LangkahSop> = serde_json::from_value(serde_json::json!([
        { "kode": "1a", "kegiatan": "Mulai", "bentuk": "mulai", "unit": "dinkes" },
        { "kode": "2", "kegiatan": "Selesai", "bentuk": "selesai", "pelaksana": "Pemohon", "waktu": 2, "satuan": "jam" },
    ]))
    .unwrap();
    let xml = bpmn("Uji", &l, nama).replace("name=\"Pemohon\"", "name=\"Dinas Kesehatan\"");
    let (lagi, _) = masuk(&xml).unwrap();
    assert_eq!(nama(&lagi[1].aktor()), "Dinas Kesehatan");
    assert_eq!((lagi[0].kode.as_str(), lagi[1].waktu), ("1a", l[1].waktu));
}

#[test]
fn what_is_no_bpmn_is_refused_in_words() {
    let dalam = format!("<definitions>{}", "<a>".repeat(100_000));
    let banyak = format!(
        "<definitions><process>{}</process></definitions>",
        "<task id=\"a\"/>".repeat(1_001)
    );
    let langkah = format!(
        "<definitions><process>{}</process></definitions>",
        "<task id=\"a\"/>".repeat(201)
    );
    for bukan in [
        "",
        "x",
        "<definitions>",
        "<html/>",
        "<model/>",
        "<definitions/>",
        "<definitions><process><task name=\"&x;\"/></process></definitions>",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><definitions>&b;</definitions>",
        &dalam,
        &banyak,
        &langkah,
    ] {
        let g = masuk(bukan).unwrap_err();
        assert_eq!(g.isian()[0].medan, "berkas", "{bukan:.40}");
    }
}

#[test]
fn rings_of_gateways_end() {
    let xml = r#"<definitions><process id="p"><startEvent id="s"/><parallelGateway id="a"/><parallelGateway id="b"/>
        <sequenceFlow sourceRef="s" targetRef="a"/><sequenceFlow sourceRef="a" targetRef="b"/>
        <sequenceFlow sourceRef="b" targetRef="a"/></process></definitions>"#;
    let (l, _) = masuk(xml).unwrap();
    assert_eq!(l.len(), 1);
}

#[test]
fn texts_that_are_too_long_are_cut_and_told() {
    let panjang = "kata ".repeat(100);
    let cabang: String = (0..30)
        .map(|n| {
            format!(
                "<task id=\"t{n}\"/><sequenceFlow sourceRef=\"g\" targetRef=\"t{n}\" name=\"{panjang}\"/>"
            )
        })
        .collect();
    let xml = format!(
        "<definitions><process id=\"p\"><exclusiveGateway id=\"g\" name=\"{panjang}\"/>{cabang}</process></definitions>"
    );
    let (l, catatan) = masuk(&xml).unwrap();
    assert_eq!(l.len(), 31);
    assert!(l[0].kegiatan.as_str().ends_with('…'));
    assert!(
        catatan.iter().any(|c| matches!(c, Catatan::Dipotong(_))),
        "{catatan:?}"
    );
}
