//! What an exchange file would change: which of its elements are entries already, which are new, which are none of ours,
//! which links are missing here, and which there. Pure.

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
    /// Links that it has here and not in the file, to what the file has too.
    pub hilang: Vec<(Kait, IdEntri)>,
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
        Kait::Prosedur | Kait::LangkahData | Kait::LangkahAplikasi => false,
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
        // Procedures are no elements of these files, and what is closed to whoever asks is not found.
        for (i, s) in g.urut().filter(|(_, s)| s.domain.resmi() && !s.tertutup) {
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
            hilang: Vec::new(),
        });
    }
    let mut sudah: BTreeSet<(IdEntri, Kait, IdEntri)> = g
        .urut()
        .flat_map(|(i, s)| {
            let ke = g.keluar(i).iter().filter_map(|(k, j)| Some((*k, g.satu(*j)?.id)));
            ke.map(|(k, z)| (s.id, k, z))
        })
        .collect();
    let mut tergambar = Tergambar::default();
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
            tergambar.asing.insert((dari.min(ke), dari.max(ke)));
            continue;
        };
        let (pemilik, asal, tuju) = if balik { (j, ke, dari) } else { (i, dari, ke) };
        tergambar.kait.insert((asal, kait, tuju));
        if sudah.insert((asal, kait, tuju))
            && let Some(b) = hasil.butir.get_mut(pemilik)
        {
            b.kait.push((kait, tuju));
        }
    }
    tergambar.cari_hilang(g, &mut hasil);
    hasil
}

/// What a file draws between its elements.
#[derive(Default)]
struct Tergambar {
    kait: BTreeSet<(IdEntri, Kait, IdEntri)>,
    /// Two elements that a relationship joins which is no link here: something is there, and nobody can say that it is
    /// not the link.
    asing: BTreeSet<(IdEntri, IdEntri)>,
}

impl Tergambar {
    /// Notes which links the file has not, between elements that it has. Another whole takes the place of the one before
    /// anyhow. O(links).
    fn cari_hilang(&self, g: &Graf, r: &mut Rencana) {
        let tidak_lewat = |b: &&Butir| !matches!(b.apa, Apa::Lewat(_));
        let ada: BTreeSet<IdEntri> = r.butir.iter().filter(tidak_lewat).map(|b| b.id).collect();
        // An entry that two elements name is looked at once.
        let mut belum = ada.clone();
        for b in &mut r.butir {
            let (id, Some(i), Some(d)) = (b.id, g.cari(b.id), b.domain) else {
                continue;
            };
            if matches!(b.apa, Apa::Lewat(_)) || !belum.remove(&id) {
                continue;
            }
            let berganti = b.kait.iter().any(|(k, _)| *k == Kait::Induk);
            let ke = g.keluar(i).iter().filter_map(|(k, j)| Some((*k, g.satu(*j)?.id)));
            let hilang = ke.filter(|(k, z)| {
                punya(d, *k)
                    && ada.contains(z)
                    && !(*k == Kait::Induk && berganti)
                    && !self.kait.contains(&(id, *k, *z))
                    && !self.asing.contains(&(id.min(*z), id.max(*z)))
            });
            b.hilang = hilang.collect();
        }
    }
}

/// The fields of an entry without some links and with further ones; what its links say besides stays.
pub fn dengan_kait(isi: &Peta, kait: &[(Kait, IdEntri)], hapus: &[(Kait, IdEntri)]) -> Peta {
    let mut tambal = Peta::new();
    for (k, ke) in hapus {
        let medan = k.medan();
        if *k == Kait::Induk {
            tambal.insert(medan.into(), serde_json::Value::Null);
            continue;
        }
        let ada = tambal
            .get(medan)
            .or_else(|| isi.get(medan))
            .and_then(|v| v.as_array());
        let ke = ke.to_string();
        let lain = |b: &&serde_json::Value| b.get("ke").and_then(|v| v.as_str()) != Some(ke.as_str());
        let sisa: Vec<_> = ada.into_iter().flatten().filter(lain).cloned().collect();
        tambal.insert(medan.into(), sisa.into());
    }
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
mod tests;
