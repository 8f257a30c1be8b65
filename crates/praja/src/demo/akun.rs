//! The people of the demonstration: officials of every role, with one password that is made for this data folder.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Akun, Galat, Peran, Profil, nilai::KodeUnit};
use serde::{Deserialize, Serialize};
use store::JenisSesi;

use super::{Daerah, waktu::angka};
use crate::rakit::Rakitan;

/// Tokens last a year.
const UMUR_TOKEN: i64 = 365 * 86_400_000;
const NAMA_TOKEN: &str = "peragaan";

/// An account of the demonstration, as `akun-demo.json` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AkunDemo {
    /// Regency.
    pub daerah: String,
    /// Name of the person.
    pub nama: String,
    /// Code of the role.
    pub peran: String,
    /// Code of the unit.
    pub unit: String,
    /// Login name.
    pub pengguna: String,
    /// Password.
    pub sandi: String,
    /// API token.
    pub token: String,
    /// Pass-phrase of the whistle-blowing channel, for who holds its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frasa_wbs: Option<String>,
}

/// A role to fill.
pub(super) struct Jabatan {
    pub(super) pengguna: String,
    pub(super) peran: Peran,
    pub(super) unit: KodeUnit,
}

/// Who works in a regency: one or two of each role, and somebody to answer in every unit.
pub(super) fn jabatan(d: &Daerah) -> Vec<Jabatan> {
    let p = &d.profil;
    let mut hasil = Vec::new();
    let mut isi = |pengguna: String, peran, unit: Option<&KodeUnit>| {
        if let Some(unit) = unit {
            hasil.push(Jabatan {
                pengguna,
                peran,
                unit: unit.clone(),
            });
        }
    };
    isi("koordinator".into(), Peran::Koordinator, p.fungsi("pengaduan"));
    isi(
        "koordinator.dua".into(),
        Peran::Koordinator,
        p.fungsi("pengaduan"),
    );
    isi("petugas".into(), Peran::Petugas, p.fungsi("pengaduan"));
    let unit = unit_penjawab(d);
    for u in &unit {
        isi(format!("penghubung.{u}"), Peran::Penghubung, Some(u));
    }
    // The heads of two busy offices, and those whom the stories name.
    let oleh = d
        .kisah
        .iter()
        .flat_map(|k| k.alur.iter().map(|t| &t.oleh).chain([&k.oleh]));
    let disebut = oleh.filter_map(|o| o.strip_prefix("kepala:")).filter_map(|o| {
        p.fungsi(o)
            .or_else(|| p.unit.iter().map(|u| &u.kode).find(|u| u.as_str() == o))
    });
    for u in unit.iter().take(2).chain(disebut).collect::<BTreeSet<_>>() {
        isi(format!("kepala.{u}"), Peran::Kepala, Some(u));
    }
    isi("auditor".into(), Peran::Auditor, p.fungsi("pengawasan"));
    let setda = p
        .unit
        .iter()
        .find(|u| u.jenis == "sekretariat_daerah")
        .map(|u| &u.kode);
    isi("pimpinan".into(), Peran::Pimpinan, p.fungsi("sekda").or(setda));
    isi("administrator".into(), Peran::Administrator, p.fungsi("kominfo"));
    isi("hukum".into(), Peran::Penghubung, p.fungsi("hukum"));
    hasil
}

/// Every unit that something is asked of: those that complaints go to, busiest first, then the others.
fn unit_penjawab(d: &Daerah) -> Vec<KodeUnit> {
    let mut beban: BTreeMap<&str, usize> = d.profil.kategori.iter().map(|k| (k.opd.as_str(), 0)).collect();
    for a in d.contoh.iter().flat_map(|c| &c.alur) {
        if let Some(u) = a.isian.get("unit").and_then(|v| v.as_str()) {
            *beban.entry(u).or_default() += 1;
        }
    }
    let mut unit: Vec<(&str, usize)> = beban.into_iter().collect();
    unit.sort_by_key(|(u, n)| (std::cmp::Reverse(*n), *u));
    let sibuk: Vec<KodeUnit> = unit
        .into_iter()
        .filter_map(|(u, _)| Some(d.profil.unit(u)?.kode.clone()))
        .collect();
    let fungsi = d.profil.daerah.fungsi.values().map(|f| &f.opd);
    let lain = d
        .profil
        .unit
        .iter()
        .filter(|u| u.induk.is_none())
        .map(|u| &u.kode)
        .chain(fungsi);
    let mut semua = sibuk;
    for u in lain {
        if !semua.contains(u) {
            semua.push(u.clone());
        }
    }
    semua
}

#[derive(Deserialize)]
struct DaftarNama {
    nama: Vec<Nama>,
}

#[derive(Deserialize)]
struct Nama {
    daerah: Vec<String>,
    depan: Vec<String>,
    belakang: Vec<String>,
}

/// Names for so many people, no two alike as long as the lists allow.
fn nama(profil: &Profil, banyak: usize) -> Vec<String> {
    let kode = profil.kode().as_str();
    let semua = toml::from_str::<DaftarNama>(include_str!("nama.toml"))
        .map(|d| d.nama)
        .unwrap_or_default();
    let cocok = semua.iter().find(|n| n.daerah.iter().any(|d| d == kode));
    let Some(n) = cocok.or_else(|| semua.iter().find(|n| n.daerah.is_empty())) else {
        return vec!["Pegawai".to_owned(); banyak];
    };
    let geser = usize::try_from(angka(kode, 97)).unwrap_or_default();
    // The lists differ in length by one, so that walking along both at once meets every pair.
    let pilih = |dari: &[String], i: usize| {
        dari.get((i + geser) % dari.len().max(1))
            .cloned()
            .unwrap_or_default()
    };
    (0..banyak)
        .map(|i| format!("{} {}", pilih(&n.depan, i), pilih(&n.belakang, i)))
        .collect()
}

/// A password that can be typed from the screen.
fn sandi() -> String {
    const KATA: [&str; 16] = [
        "padi", "laut", "kopi", "batik", "nyiur", "jati", "awan", "angin", "bambu", "melati", "rusa",
        "elang", "pasir", "sungai", "bukit", "kunyit",
    ];
    let acak: [u8; 3] = rand::random();
    let kata = acak.map(|b| KATA.get(usize::from(b % 16)).copied().unwrap_or("padi"));
    format!(
        "{}-{}-{}-{}",
        kata[0],
        kata[1],
        kata[2],
        1000 + rand::random::<u16>() % 9000
    )
}

/// Adds the accounts (or gives those that are there the new password). The password is hashed once: hashing is slow
/// by design.
pub(super) async fn buat(r: &Rakitan, daerah: &[Daerah]) -> Result<Vec<AkunDemo>, Galat> {
    let sandi = sandi();
    let siap = r.identitas.siapkan_sandi(&sandi).await?;
    let mut hasil = Vec::new();
    for d in daerah {
        let jabatan = jabatan(d);
        let kode = d.profil.kode();
        for (j, nama) in jabatan.iter().zip(nama(&d.profil, jabatan.len())) {
            r.identitas
                .simpan_dengan(kode, &j.pengguna, &nama, &siap, vec![(j.peran, j.unit.clone())])
                .await?;
            hasil.push(AkunDemo {
                daerah: kode.to_string(),
                nama,
                peran: j.peran.kode().to_owned(),
                unit: j.unit.to_string(),
                pengguna: j.pengguna.clone(),
                sandi: sandi.clone(),
                token: String::new(),
                frasa_wbs: (j.pengguna == super::wbs::PEMERIKSA).then(|| super::wbs::frasa(r, d)),
            });
        }
    }
    Ok(hasil)
}

/// Gives every account its token; those of an earlier, interrupted start are ended.
pub(super) async fn beri_token(r: &Rakitan, daerah: &[Daerah], akun: &mut [AkunDemo]) -> Result<(), Galat> {
    for d in daerah {
        let kode = d.profil.kode();
        for t in r.store.token(kode).await?.iter().filter(|t| t.nama == NAMA_TOKEN) {
            r.store.tutup_sesi(kode, &t.sidik).await?;
        }
        let punya = self::semua(r, d).await?;
        for a in akun.iter_mut().filter(|a| a.daerah == kode.as_str()) {
            let pemilik = punya
                .get(&a.pengguna)
                .ok_or_else(|| Galat::dalam("making a demo token", "an account is gone"))?;
            a.token = r
                .identitas
                .buka_sesi(pemilik, JenisSesi::Token, NAMA_TOKEN, UMUR_TOKEN)
                .await?;
        }
    }
    Ok(())
}

/// The accounts of a regency by login name, as commands need them.
pub(super) async fn semua(r: &Rakitan, d: &Daerah) -> Result<BTreeMap<String, Akun>, Galat> {
    let semua = r.store.semua_akun(d.profil.kode()).await?;
    Ok(semua
        .into_iter()
        .map(|a| (a.akun.pengguna.clone(), a.akun))
        .collect())
}
