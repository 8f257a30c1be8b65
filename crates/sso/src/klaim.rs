//! What an application is told of a person, by what was asked for and agreed to.

use kernel::{Bahasa, Profil};
use serde_json::{Map, Value, json};
use store::AkunSimpan;

/// What can be asked for.
pub(crate) const LINGKUP: [&str; 4] = ["openid", "profile", "email", "praja"];

/// The names of all claims there are.
pub(crate) const NAMA: [&str; 10] = [
    "sub",
    "name",
    "preferred_username",
    "email",
    "email_verified",
    "nip",
    "daerah",
    "unit",
    "unit_nama",
    "peran",
];

/// The claims of an account. Units and roles are lists in the same order everywhere, also when there is one: an account
/// may hold several.
pub(crate) fn klaim(p: &Profil, a: &AkunSimpan, lingkup: &str) -> Map<String, Value> {
    let ada = |l: &str| lingkup.split(' ').any(|x| x == l);
    let mut k = Map::new();
    let mut taruh = |nama: &str, v: Value| k.insert(nama.to_owned(), v);
    taruh("sub", a.akun.id.to_string().into());
    if ada("profile") {
        taruh("name", a.akun.nama.as_str().into());
        taruh("preferred_username", a.akun.pengguna.as_str().into());
    }
    if let Some(s) = a.surel.as_ref().filter(|_| ada("email")) {
        taruh("email", s.as_str().into());
        // Its owner typed it and no letter proved it: nobody links accounts by it.
        taruh("email_verified", false.into());
    }
    if ada("praja") {
        let unit = unit(a);
        let nama: Vec<&str> = unit.iter().map(|u| p.nama_unit(u)).collect();
        let peran: Vec<String> = a
            .akun
            .peran
            .iter()
            .map(|(r, u)| format!("{}:{u}", r.kode()))
            .collect();
        taruh("daerah", a.akun.daerah.as_str().into());
        taruh("unit", json!(unit));
        taruh("unit_nama", json!(nama));
        taruh("peran", json!(peran));
        if let Some(n) = &a.nip {
            taruh("nip", n.as_str().into());
        }
    }
    k
}

fn unit(a: &AkunSimpan) -> Vec<&str> {
    let mut unit: Vec<&str> = Vec::new();
    for (_, u) in &a.akun.peran {
        if !unit.contains(&u.as_str()) {
            unit.push(u.as_str());
        }
    }
    unit
}

/// The same for the person to read before agreeing: a label and what will be told.
pub(crate) fn dalam_kata(b: Bahasa, p: &Profil, a: &AkunSimpan, lingkup: &[&str]) -> Vec<(String, String)> {
    let mut baris = vec![(b.t("Nomor akun"), b.t("tetap sama bagi aplikasi ini").to_owned())];
    if lingkup.contains(&"profile") {
        baris.push((b.t("Nama"), a.akun.nama.clone()));
        baris.push((b.t("Nama pengguna"), a.akun.pengguna.clone()));
    }
    if lingkup.contains(&"email") {
        let surel = a.surel.as_ref().map(|s| s.as_str().to_owned());
        baris.push((b.t("Surel"), surel.unwrap_or_else(|| b.t("belum ada").to_owned())));
    }
    if lingkup.contains(&"praja") {
        let satu = |(r, u): &(kernel::Peran, kernel::nilai::KodeUnit)| {
            format!("{}, {}", b.t(r.label()), p.nama_unit(u.as_str()))
        };
        let semua: Vec<String> = a.akun.peran.iter().map(satu).collect();
        baris.push((b.t("Peran dan perangkat daerah"), semua.join("; ")));
        if let Some(n) = &a.nip {
            baris.push((b.t("NIP"), n.samar()));
        }
    }
    baris.into_iter().map(|(l, v)| (l.to_owned(), v)).collect()
}
