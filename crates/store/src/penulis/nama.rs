//! What no two entries share ([`kernel::register::Unik`]), looked up for a whole batch at once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use kernel::{
    Galat, GalatMedan, Pesan, Putusan, RegisterDef, izin::Wewenang, profil::KodeDaerah, register::Nama,
};

use super::Persiapan;

/// Names that no entry has, by regency and register; each is free until an entry of the batch takes it.
#[derive(Debug, Default)]
pub(super) struct Bebas(HashMap<(KodeDaerah, String), HashSet<Nama>>);

fn register(p: &Putusan) -> (KodeDaerah, String) {
    (p.entri.daerah.clone(), p.entri.register.clone())
}

impl Bebas {
    /// Nobody has any of these.
    pub(super) fn catat(&mut self, register: (KodeDaerah, String), nama: HashSet<Nama>) {
        self.0.insert(register, nama);
    }

    /// Whether another entry may have the name that a decision takes.
    pub(super) fn diragukan(&self, p: &Putusan) -> bool {
        let Some(nama) = &p.unik else { return false };
        !(p.baru && self.0.get(&register(p)).is_some_and(|b| b.contains(nama)))
    }

    /// A decision takes its name.
    pub(super) fn ambil(&mut self, p: &Putusan) {
        if let (Some(nama), Some(bebas)) = (&p.unik, self.0.get_mut(&register(p))) {
            bebas.remove(nama);
        }
    }
}

/// The names that new entries take, by regency and register, in the order in which every process asks for them.
pub(super) fn diminta(siap: &[Persiapan]) -> BTreeMap<(KodeDaerah, String), HashSet<Nama>> {
    let mut semua: BTreeMap<_, HashSet<Nama>> = BTreeMap::new();
    for s in siap.iter().filter_map(|s| s.as_ref().ok()?.as_ref()) {
        if let Some(nama) = s.unik() {
            let register = (s.daerah().clone(), s.register().to_owned());
            semua.entry(register).or_default().insert(nama.clone());
        }
    }
    semua
}

/// All values of names, field by field: whoever has none of them has none of the names.
pub(super) fn seluruh(nama: &HashSet<Nama>) -> Nama {
    let mut medan: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (m, nilai) in nama.iter().flatten() {
        medan
            .entry(m)
            .or_default()
            .extend(nilai.iter().map(String::as_str));
    }
    let teks = |nilai: BTreeSet<&str>| nilai.into_iter().map(str::to_owned).collect();
    medan
        .into_iter()
        .map(|(m, nilai)| (m.to_owned(), teks(nilai)))
        .collect()
}

/// Register, proof and values to look for.
pub(super) type Pencarian = (Arc<RegisterDef>, Wewenang, Nama);

/// Another entry has the name already.
pub(super) fn kembar(p: &Putusan, def: &RegisterDef, nomor: &str) -> Galat {
    let nama = p
        .unik
        .iter()
        .flatten()
        .next_back()
        .map_or("", |(m, _)| m.as_str());
    let label = |m: &str| def.medan(m).map(|m| m.label.to_lowercase()).unwrap_or_default();
    let medan: Vec<String> = def.unik.medan.iter().map(|m| label(m)).collect();
    let pesan = Pesan::baru(
        "Sudah ada entri dengan {medan} yang sama: {nomor}. Lengkapi entri itu, atau betulkan isian di sini.",
    )
    .dengan("medan", medan.join(", "))
    .dengan("nomor", nomor);
    Galat::Isian(vec![
        GalatMedan::baru(nama, pesan).karena(&p.entri.register, nomor),
    ])
}
