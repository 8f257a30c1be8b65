//! What an exchange file would change: which of its elements are entries already, which are new, which are none of ours,
//! and which links are missing. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{IdEntri, Peta, nilai::Teks};

use super::baca::{Berkas, Unsur};
use crate::graf::{Domain, Graf, Kait, Simpul};

/// Why an element is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lewat {
    /// It is of no kind that has a register here.
    JenisAsing,
    /// It has no name, or a longer one than a name is.
    TanpaNama,
    /// Services are entered in their catalogue.
    Katalog,
    /// Neither the file nor the person says whose it is.
    TanpaPemilik,
    /// Its identifier is there twice, or missing.
    TanpaKode,
}

impl Lewat {
    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Lewat::JenisAsing => "Jenis unsur ini tidak ada padanannya",
            Lewat::TanpaNama => "Tanpa nama, atau namanya lebih dari 150 karakter",
            Lewat::Katalog => "Layanan baru dicatat di katalog layanan",
            Lewat::TanpaPemilik => "Pemiliknya tidak disebut dan tidak dipilih",
            Lewat::TanpaKode => "Pengenalnya tidak ada, terlalu panjang, atau dipakai dua kali",
        }
    }
}

/// What happens with an element.
#[derive(Clone, Debug, PartialEq)]
pub enum Apa {
    /// It becomes an entry with these fields.
    Baru(Peta),
    /// The entry gets this name.
    Ganti(String),
    /// It is an entry already, with the same name.
    Sama,
    /// Nothing.
    Lewat(Lewat),
}

/// An element and what happens with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Butir {
    /// Name in the file.
    pub nama: String,
    /// Type in the file.
    pub jenis: String,
    /// The register it belongs to, where there is one.
    pub domain: Option<Domain>,
    /// The entry it is or becomes.
    pub id: IdEntri,
    /// Its number, when it is one already.
    pub nomor: String,
    /// What happens.
    pub apa: Apa,
    /// Links that it has in the file and not here.
    pub kait: Vec<(Kait, IdEntri)>,
}

/// What a file would change.
#[derive(Debug, Default)]
pub struct Rencana {
    /// Its elements.
    pub butir: Vec<Butir>,
    /// Relationships that are of no kind that a link here is, or lead to what is passed over.
    pub hubungan_lewat: usize,
}

/// The domain of an element, and the code of its kind where the register asks for one.
fn padanan(jenis: &str) -> Option<(Domain, Option<&'static str>)> {
    Some(match jenis {
        "ApplicationComponent" => (Domain::Aplikasi, Some("khusus")),
        "BusinessProcess" | "BusinessFunction" => (Domain::Proses, None),
        "BusinessService" => (Domain::Layanan, None),
        "DataObject" | "BusinessObject" => (Domain::Data, None),
        "Requirement" => (Domain::Keamanan, Some("standar")),
        "Facility" => (Domain::Infrastruktur, Some("lokasi")),
        "Device" | "Equipment" => (Domain::Infrastruktur, Some("server")),
        "Node" => (Domain::Infrastruktur, Some("awan")),
        "CommunicationNetwork" => (Domain::Infrastruktur, Some("jaringan_intra")),
        "SystemSoftware" => (Domain::Infrastruktur, Some("utilitas")),
        _ => return None,
    })
}

/// Whether entries of a domain have such links.
fn punya(d: Domain, k: Kait) -> bool {
    match k {
        Kait::Induk => d != Domain::Layanan,
        Kait::Layanan => matches!(d, Domain::Aplikasi | Domain::Proses | Domain::Data),
        Kait::Proses | Kait::Data | Kait::Integrasi => d == Domain::Aplikasi,
        Kait::Infrastruktur => matches!(d, Domain::Aplikasi | Domain::Data),
        Kait::Kendali => matches!(d, Domain::Aplikasi | Domain::Data | Domain::Infrastruktur),
    }
}

/// The link that a relationship is, and whether it is the target that has it; as [`crate::keluar`] writes them, and the
/// other relationships that tools draw for the same.
fn kaitan(jenis: &str, dari: Domain, ke: Domain) -> Option<(Kait, bool)> {
    let (kait, balik) = match (jenis, dari, ke) {
        ("Composition" | "Aggregation", d, k) if d == k => (Kait::Induk, true),
        ("Serving" | "Realization", _, Domain::Layanan) => (Kait::Layanan, false),
        ("Serving" | "Realization", Domain::Aplikasi, Domain::Proses) => (Kait::Proses, false),
        ("Serving" | "Assignment", Domain::Infrastruktur, _) => (Kait::Infrastruktur, true),
        ("Access", Domain::Aplikasi, Domain::Data) => (Kait::Data, false),
        ("Flow" | "Serving", Domain::Aplikasi, Domain::Aplikasi) => (Kait::Integrasi, false),
        ("Association", _, Domain::Keamanan) => (Kait::Kendali, false),
        ("Association", Domain::Keamanan, _) => (Kait::Kendali, true),
        _ => return None,
    };
    punya(if balik { ke } else { dari }, kait).then_some((kait, balik))
}

/// Finds entries by what a file calls them.
struct Cari<'g> {
    id: HashMap<String, (u32, &'g Simpul)>,
    kode: HashMap<&'g str, (u32, &'g Simpul)>,
}

impl<'g> Cari<'g> {
    fn baru(g: &'g Graf) -> Self {
        let mut c = Cari {
            id: HashMap::new(),
            kode: HashMap::new(),
        };
        for (i, s) in g.urut().filter(|(_, s)| !s.tertutup) {
            c.id.insert(format!("id-{}", s.id.0), (i, s));
            if !s.ciri("kode").is_empty() {
                c.kode.insert(s.ciri("kode"), (i, s));
            }
        }
        c
    }

    fn satu(&self, kode: &str) -> Option<(u32, &'g Simpul)> {
        self.id.get(kode).or_else(|| self.kode.get(kode)).copied()
    }
}

fn isi_baru(u: &Unsur, jenis: Option<&str>, opd: &str) -> Peta {
    let mut isi = Peta::new();
    for (k, v) in [("nama", u.nama.as_str()), ("opd", opd), ("kode", &u.kode)] {
        isi.insert(k.into(), v.into());
    }
    if let Some(j) = jenis {
        isi.insert("jenis".into(), j.into());
    }
    if !u.uraian.is_empty() {
        let uraian: String = u.uraian.chars().take(2_000).collect();
        isi.insert("uraian".into(), uraian.into());
    }
    isi
}

/// What the file would change. `ada` knows the units, `bawaan` owns what the file names no owner for, `baru` makes ids.
/// O(entries + elements + relationships).
pub fn susun(
    g: &Graf,
    berkas: &Berkas,
    ada: impl Fn(&str) -> bool,
    bawaan: Option<&str>,
    mut baru: impl FnMut() -> IdEntri,
) -> Rencana {
    let cari = Cari::baru(g);
    let mut hasil = Rencana::default();
    let mut tempat: BTreeMap<&str, usize> = BTreeMap::new();
    for u in &berkas.unsur {
        let dikenal = cari.satu(&u.kode);
        let padan = padanan(&u.jenis);
        let opd = u
            .sifat
            .get("opd")
            .map(String::as_str)
            .filter(|o| ada(o))
            .or(bawaan);
        let apa = match (dikenal, padan, opd) {
            _ if u.kode.is_empty()
                || Teks::<80>::baru(&u.kode).is_err()
                || tempat.contains_key(u.kode.as_str()) =>
            {
                Apa::Lewat(Lewat::TanpaKode)
            }
            _ if Teks::<150>::baru(&u.nama).is_err() => Apa::Lewat(Lewat::TanpaNama),
            (Some((_, s)), ..) if s.nama == u.nama || s.domain == Domain::Layanan => Apa::Sama,
            (Some(_), ..) => Apa::Ganti(u.nama.clone()),
            (None, None, _) => Apa::Lewat(Lewat::JenisAsing),
            (None, Some((Domain::Layanan, _)), _) => Apa::Lewat(Lewat::Katalog),
            (None, Some(_), None) => Apa::Lewat(Lewat::TanpaPemilik),
            (None, Some((_, jenis)), Some(opd)) => Apa::Baru(isi_baru(u, jenis, opd)),
        };
        if !matches!(apa, Apa::Lewat(_)) {
            tempat.insert(&u.kode, hasil.butir.len());
        }
        hasil.butir.push(Butir {
            nama: u.nama.clone(),
            jenis: u.jenis.clone(),
            // What it is here, whatever the file calls it.
            domain: dikenal.map(|(_, s)| s.domain).or(padan.map(|(d, _)| d)),
            id: dikenal.map_or_else(&mut baru, |(_, s)| s.id),
            nomor: dikenal.map(|(_, s)| s.nomor.clone()).unwrap_or_default(),
            apa,
            kait: Vec::new(),
        });
    }
    let punya_kait: BTreeSet<(IdEntri, Kait, IdEntri)> = g
        .urut()
        .flat_map(|(i, s)| {
            let ke = g.keluar(i).iter().filter_map(|(k, j)| Some((*k, g.satu(*j)?.id)));
            ke.map(|(k, z)| (s.id, k, z))
        })
        .collect();
    let mut sudah = punya_kait;
    for h in &berkas.hubungan {
        let ujung = |kode: &str| {
            let i = *tempat.get(kode)?;
            let b = hasil.butir.get(i)?;
            Some((i, b.id, b.domain?))
        };
        let (Some((i, dari, d)), Some((j, ke, k))) = (ujung(&h.dari), ujung(&h.ke)) else {
            hasil.hubungan_lewat += 1;
            continue;
        };
        let Some((kait, balik)) = kaitan(&h.jenis, d, k) else {
            hasil.hubungan_lewat += 1;
            continue;
        };
        let (pemilik, asal, tuju) = if balik { (j, ke, dari) } else { (i, dari, ke) };
        if sudah.insert((asal, kait, tuju))
            && let Some(b) = hasil.butir.get_mut(pemilik)
        {
            b.kait.push((kait, tuju));
        }
    }
    hasil
}

/// The fields of an entry with further links in them; what its links say besides stays.
pub fn dengan_kait(isi: &Peta, kait: &[(Kait, IdEntri)]) -> Peta {
    let mut tambal = Peta::new();
    for (k, ke) in kait {
        let medan = k.medan();
        if *k == Kait::Induk {
            tambal.insert(medan.into(), ke.to_string().into());
            continue;
        }
        let ada = tambal
            .get(medan)
            .or_else(|| isi.get(medan))
            .and_then(|v| v.as_array());
        let mut semua = ada.cloned().unwrap_or_default();
        semua.push(serde_json::json!({ "ke": ke }));
        tambal.insert(medan.into(), semua.into());
    }
    tambal
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::{graf::tests::simpul, keluar::archimate, masuk::baca::baca};

    fn susun_dari(g: &Graf, xml: &str, bawaan: Option<&str>) -> Rencana {
        let mut n = 1_000;
        let baru = || {
            n += 1;
            IdEntri(uuid::Uuid::from_u128(n))
        };
        susun(g, &baca(xml.as_bytes()).unwrap(), |u| u == "dinkes", bawaan, baru)
    }

    fn graf() -> Graf {
        let mut app = simpul(
            1,
            Domain::Aplikasi,
            &[(Kait::Infrastruktur, 0), (Kait::Layanan, 2), (Kait::Integrasi, 3)],
        );
        app.nama = "A & <b>".into();
        Graf::susun(
            [
                simpul(0, Domain::Infrastruktur, &[]),
                app,
                simpul(2, Domain::Layanan, &[]),
                simpul(
                    3,
                    Domain::Aplikasi,
                    &[(Kait::Induk, 1), (Kait::Kendali, 4), (Kait::Data, 5)],
                ),
                simpul(4, Domain::Keamanan, &[]),
                simpul(5, Domain::Data, &[]),
                simpul(6, Domain::Proses, &[(Kait::Layanan, 2)]),
            ]
            .map(Arc::new),
        )
    }

    #[test]
    fn what_we_wrote_ourselves_changes_nothing() {
        let g = graf();
        let r = susun_dari(&g, &archimate("Uji", None, &g), None);
        assert!(
            r.butir.iter().all(|b| b.apa == Apa::Sama && b.kait.is_empty()),
            "{:?}",
            r.butir
        );
        assert_eq!((r.butir.len(), r.hubungan_lewat), (7, 0));
    }

    #[test]
    fn a_name_that_was_changed_and_a_link_that_was_drawn_are_found() {
        let g = graf();
        let id = |n: u32| {
            g.semua()
                .iter()
                .find(|s| s.nama == format!("Entri {n}"))
                .unwrap()
                .id
        };
        let xml = archimate("Uji", None, &g).replace("Entri 3", "Entri tiga").replace(
            "<relationships>",
            &format!("<relationships><relationship identifier=\"x\" source=\"id-{}\" target=\"id-{}\" xsi:type=\"Serving\"/>", id(0), id(5)),
        );
        let r = susun_dari(&g, &xml, None);
        let berubah: Vec<_> = r
            .butir
            .iter()
            .filter(|b| b.apa != Apa::Sama || !b.kait.is_empty())
            .collect();
        assert_eq!(berubah.len(), 2, "{berubah:?}");
        assert!(berubah.iter().any(|b| b.apa == Apa::Ganti("Entri tiga".into())));
        assert!(
            berubah
                .iter()
                .any(|b| b.id == id(5) && b.kait == [(Kait::Infrastruktur, id(0))])
        );
    }

    #[test]
    fn elements_of_another_tool_become_entries_or_say_why_not() {
        let panjang = "n".repeat(151);
        let xml = format!(
            r#"<model xmlns:xsi="y"><elements>
            <element identifier="a" xsi:type="ApplicationComponent"><name>Antrean</name><documentation>Untuk pasien</documentation>
              <properties><property propertyDefinitionRef="p"><value>dinkes</value></property></properties></element>
            <element identifier="b" xsi:type="Device"><name>Server</name></element>
            <element identifier="c" xsi:type="Capability"><name>Kemampuan</name></element>
            <element identifier="d" xsi:type="BusinessService"><name>Layanan</name></element>
            <element identifier="e" xsi:type="DataObject"/>
            <element identifier="f" xsi:type="DataObject"><name>{panjang}</name></element>
            <element identifier="a" xsi:type="DataObject"><name>Kembar</name></element>
            <element xsi:type="DataObject"><name>Tanpa kode</name></element>
            </elements><relationships>
            <relationship identifier="r1" source="b" target="a" xsi:type="Assignment"/>
            <relationship identifier="r2" source="b" target="a" xsi:type="Assignment"/>
            <relationship identifier="r3" source="a" target="c" xsi:type="Serving"/>
            <relationship identifier="r4" source="a" target="zzz" xsi:type="Serving"/>
            <relationship identifier="r5" source="a" target="b" xsi:type="Triggering"/>
            </relationships><propertyDefinitions><propertyDefinition identifier="p"><name>opd</name></propertyDefinition></propertyDefinitions></model>"#
        );
        let r = susun_dari(&Graf::default(), &xml, None);
        let apa: Vec<&Apa> = r.butir.iter().map(|b| &b.apa).collect();
        let Apa::Baru(isi) = apa[0] else { panic!("{apa:?}") };
        let harap = json!({ "nama": "Antrean", "opd": "dinkes", "kode": "a", "jenis": "khusus", "uraian": "Untuk pasien" });
        assert_eq!(serde_json::Value::Object(isi.clone()), harap);
        let lewat = [
            Lewat::TanpaPemilik,
            Lewat::JenisAsing,
            Lewat::Katalog,
            Lewat::TanpaNama,
            Lewat::TanpaNama,
            Lewat::TanpaKode,
            Lewat::TanpaKode,
        ];
        assert_eq!(apa[1..], lewat.map(Apa::Lewat).iter().collect::<Vec<_>>());
        assert_eq!(r.hubungan_lewat, 5, "the server belongs to nobody");
        let r = susun_dari(&Graf::default(), &xml, Some("diskominfo"));
        assert!(matches!(&r.butir[1].apa, Apa::Baru(isi) if isi["opd"] == "diskominfo"));
        assert_eq!(
            r.butir[0].kait,
            [(Kait::Infrastruktur, r.butir[1].id)],
            "one link, however often it is drawn"
        );
        assert_eq!(r.hubungan_lewat, 3);
    }

    #[test]
    fn links_are_added_to_those_that_are_there() {
        let satu = IdEntri(uuid::Uuid::from_u128(1));
        let isi = json!({ "integrasi": [{ "ke": "x", "cara": "API" }] });
        let t = dengan_kait(
            isi.as_object().unwrap(),
            &[(Kait::Integrasi, satu), (Kait::Data, satu), (Kait::Induk, satu)],
        );
        let harap = json!({ "integrasi": [{ "ke": "x", "cara": "API" }, { "ke": satu }], "data": [{ "ke": satu }], "induk": satu });
        assert_eq!(serde_json::Value::Object(t), harap);
    }
}
