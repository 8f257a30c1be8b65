//! The obligations of a regency: `nasional/tugas.toml` names the duties that regulations may lay down,
//! `<daerah>/kewajiban.toml` what this regency's regulation asks, and `<daerah>/ketentuan.txt` every provision that
//! the reader found in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::{civil::Date, tz::TimeZone};
use kernel::{
    Inventaris, Jenis,
    kewajiban::{Acuan, Alamat, Bukti, Jadwal, Ketentuan, Kewajiban, Kitab, Pelaku, Per, Tugas},
    profil::Daerah,
};
use serde::Deserialize;

use crate::{
    Dokumen, Sumber, Umum, syarat,
    temuan::{Temuan, saran},
};

/// Longest title of a duty, in characters: it stands in matrices.
const MAKS_JUDUL: usize = 80;

/// `[[kewajiban]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tertulis {
    tugas: String,
    wajib: String,
    sumber: Vec<Alamat>,
    pelaku: Pelaku,
    #[serde(default)]
    koordinator: Option<Pelaku>,
    #[serde(default)]
    penetap: Option<Pelaku>,
    #[serde(default)]
    isi: Vec<String>,
    #[serde(default)]
    catatan: Option<String>,
    #[serde(default)]
    jadwal: Option<Jadwal>,
    #[serde(default)]
    bukti: Option<Bukti>,
    #[serde(default)]
    sejak: Option<Date>,
    #[serde(default)]
    sampai: Option<Date>,
}

/// The national catalogue, by code.
pub(super) type Katalog = BTreeMap<String, Arc<Tugas>>;

/// Reads the catalogue; a folder without one has no duties.
pub(super) fn katalog(sumber: &Sumber, inventaris: &Inventaris, temuan: &mut Vec<Temuan>) -> Katalog {
    let jalur = "nasional/tugas.toml";
    let Ok(teks) = sumber.baca(jalur) else {
        return Katalog::new();
    };
    let dok = Dokumen::baca(sumber.nama(jalur), &teks, temuan);
    let mut katalog = Katalog::new();
    for (i, t) in dok.daftar::<Tugas>("tugas", temuan) {
        let di = |medan: &str| format!("tugas.{i}.{medan}");
        let slug = |s: &str| {
            (1..=60).contains(&s.len())
                && s.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if !slug(&t.kode) {
            let pesan = format!("kode \"{}\" harus huruf kecil, angka, dan tanda hubung.", t.kode);
            temuan.push(dok.galat(&di("kode"), pesan));
        }
        let mut mandat = t.mandat.chars();
        let mandat_sah = mandat.next().is_some_and(|c| ('A'..='G').contains(&c))
            && mandat.as_str().parse::<u8>().is_ok_and(|n| n > 0);
        if !mandat_sah {
            let pesan = format!(
                "mandat \"{}\" harus seperti A2: huruf A sampai G dan nomor.",
                t.mandat
            );
            temuan.push(dok.galat(&di("mandat"), pesan));
        }
        for (medan, teks) in [("judul", &t.judul), ("judul_en", &t.judul_en)] {
            let n = teks.chars().count();
            if n == 0 || n > MAKS_JUDUL {
                temuan.push(dok.galat(
                    &di(medan),
                    format!("{medan} harus 1 sampai {MAKS_JUDUL} karakter."),
                ));
            }
        }
        aturan(
            &dok,
            &di("jadwal"),
            &di("bukti"),
            (&t.jadwal, &t.bukti),
            inventaris,
            temuan,
        );
        if katalog.contains_key(&t.kode) {
            temuan.push(dok.galat(&di("kode"), format!("tugas \"{}\" ditulis dua kali.", t.kode)));
            continue;
        }
        katalog.insert(t.kode.clone(), Arc::new(t));
    }
    katalog
}

/// Whether registers, states, steps and fields that a rule names are there.
fn aturan(
    dok: &Dokumen,
    di_jadwal: &str,
    di_bukti: &str,
    (jadwal, bukti): (&Jadwal, &Bukti),
    inventaris: &Inventaris,
    temuan: &mut Vec<Temuan>,
) {
    let cari = |di: &str, kode: &str, temuan: &mut Vec<Temuan>| {
        let def = inventaris.register(kode);
        if def.is_none() {
            let ada: Vec<&str> = inventaris.semua().map(|d| d.kode.as_ref()).collect();
            let pesan = format!("register \"{kode}\" tidak ada.{}", saran(kode, ada));
            temuan.push(dok.galat(di, pesan));
        }
        def
    };
    match jadwal {
        Jadwal::Berkala { per, jumlah, batas } => {
            if *jumlah == 0 {
                temuan.push(dok.galat(di_jadwal, "jumlah harus paling sedikit 1."));
            }
            if batas.is_some() && !matches!(per, Per::Tahun | Per::DuaTahun) {
                temuan.push(dok.galat(di_jadwal, "batas hanya untuk per = \"tahun\" atau \"dua-tahun\"."));
            }
        }
        Jadwal::Peristiwa {
            register: Some(register),
            langkah,
            semua,
            sesuai,
            ..
        } => {
            let def = cari(di_jadwal, register, temuan);
            if let Some(def) = def
                && let Some(l) = langkah
                && !def.lifecycle.langkah.iter().any(|x| x.kode == *l)
            {
                let ada = def.lifecycle.langkah.iter().map(|x| x.kode.as_ref());
                let pesan = format!(
                    "register {register} tidak punya langkah \"{l}\".{}",
                    saran(l, ada)
                );
                temuan.push(dok.galat(di_jadwal, pesan));
            }
            if semua.is_some() != sesuai.is_some() {
                temuan.push(dok.galat(
                    di_jadwal,
                    "semua dan sesuai ditulis keduanya, atau tidak sama sekali.",
                ));
            }
            for angka in semua.iter().chain(sesuai) {
                if let Some(def) = def.filter(|d| !d.harian.iter().any(|h| h == angka)) {
                    let ada = def.harian.iter().map(AsRef::as_ref);
                    let pesan = format!(
                        "register {register} tidak menyimpan angka \"{angka}\" per hari.{}",
                        saran(angka, ada)
                    );
                    temuan.push(dok.galat(di_jadwal, pesan));
                }
            }
        }
        _ => {}
    }
    match bukti {
        Bukti::Register {
            register,
            keadaan,
            efektif,
            sampai,
            hanya,
            umur: _,
        } => {
            let Some(def) = cari(di_bukti, register, temuan) else {
                return;
            };
            for medan in efektif.iter().chain(sampai) {
                if !def
                    .medan(medan)
                    .is_some_and(|m| matches!(m.jenis, Jenis::Tanggal))
                {
                    let tanggal = def.medan_rata();
                    let ada = tanggal.iter().filter(|m| matches!(m.jenis, Jenis::Tanggal));
                    let pesan = format!(
                        "register {register} tidak punya isian tanggal \"{medan}\".{}",
                        saran(medan, ada.map(|m| m.nama.as_ref()))
                    );
                    temuan.push(dok.galat(di_bukti, pesan));
                }
            }
            let galat = &mut |pesan| temuan.push(dok.galat(di_bukti, pesan));
            syarat::entri(def, keadaan, &[hanya], inventaris, galat);
        }
        Bukti::Setiap { entri } => {
            if entri.is_empty() {
                let pesan = "bukti \"setiap\" perlu paling sedikit satu entri.";
                temuan.push(dok.galat(di_bukti, pesan));
            }
            for h in entri {
                let Some(def) = cari(di_bukti, &h.register, temuan) else {
                    continue;
                };
                let galat = &mut |pesan| temuan.push(dok.galat(di_bukti, pesan));
                if h.punya.is_empty() {
                    galat(format!(
                        "tulis apa yang harus dipunyai setiap entri {}.",
                        h.register
                    ));
                }
                syarat::entri(def, &h.keadaan, &[&h.hanya, &h.punya], inventaris, galat);
            }
        }
        Bukti::Lengkap {
            register,
            keadaan,
            butir,
        } => {
            let Some(def) = cari(di_bukti, register, temuan) else {
                return;
            };
            let isian: Vec<_> = butir.iter().map(|b| &b.dengan).collect();
            let galat = &mut |pesan| temuan.push(dok.galat(di_bukti, pesan));
            syarat::entri(def, keadaan, &isian, inventaris, galat);
            if butir.is_empty() {
                temuan.push(dok.galat(di_bukti, "bukti \"lengkap\" perlu paling sedikit satu butir."));
            }
        }
        Bukti::Manual { .. } => {}
    }
    let setiap_saat = matches!(bukti, Bukti::Setiap { .. } | Bukti::Lengkap { .. });
    if setiap_saat && *jadwal != (Jadwal::Berlaku {}) {
        let pesan = "bukti yang dihitung dari entri berlaku setiap saat: tulis jadwal jenis = \"berlaku\".";
        temuan.push(dok.galat(di_jadwal, pesan));
    }
}

/// What one regulation lays down; none for a profile that has no such file yet, which is a warning.
pub(super) fn kitab(umum: &Umum, daerah: &Daerah, temuan: &mut Vec<Temuan>) -> Option<Kitab> {
    let Umum {
        sumber,
        katalog,
        inventaris,
        kini,
        ..
    } = umum;
    let folder = daerah.kode.as_str();
    let jalur = format!("{folder}/kewajiban.toml");
    let Ok(teks) = sumber.baca(&jalur) else {
        let pesan = "belum ada: kewajiban menurut peraturan daerah ini belum tercatat, jadi kepatuhannya tidak dinilai.";
        temuan.push(Temuan::peringatan(sumber.nama(&jalur), None, pesan));
        return None;
    };
    let dok = Dokumen::baca(sumber.nama(&jalur), &teks, temuan);
    dok.templat(temuan);
    const BAGIAN: [&str; 3] = ["acuan", "kewajiban", "ketentuan"];
    let tertulis: Vec<(usize, Tertulis)> = dok.butir("kewajiban", &BAGIAN, temuan);
    let acuan: Acuan = match dok.nilai("acuan") {
        Some(v) => dok.isi(v, temuan)?,
        None => {
            let pesan = "bagian [acuan] dengan berlaku dan perencanaan belum ada.";
            temuan.push(Temuan::galat(dok.berkas(), None, pesan));
            return None;
        }
    };
    let hari_ini = kini
        .to_zoned(TimeZone::get(&daerah.zona).unwrap_or(TimeZone::UTC))
        .date();
    if acuan.berlaku > hari_ini {
        let pesan = "tanggal mulai berlaku masih di depan: kewajiban belum dinilai sampai hari itu.";
        temuan.push(dok.peringatan("acuan.berlaku", pesan));
    }
    if !(2000..=2100).contains(&acuan.perencanaan) {
        temuan.push(dok.galat(
            "acuan.perencanaan",
            "tulis tahun pertama masa perencanaan, misalnya 2025.",
        ));
    }
    let lain: Vec<(usize, Ketentuan)> = dok.butir("ketentuan", &[], temuan);
    let ketentuan = ketentuan(sumber, folder, temuan);
    let dikenal: BTreeSet<&Alamat> = ketentuan.iter().collect();

    let mut kewajiban: Vec<Kewajiban> = Vec::new();
    let mut disebut: BTreeSet<Alamat> = BTreeSet::new();
    for (i, t) in tertulis {
        let di = |medan: &str| format!("kewajiban.{i}.{medan}");
        let Some(tugas) = katalog.get(&t.tugas) else {
            let ada = katalog.keys().map(String::as_str);
            let pesan = format!(
                "tugas \"{}\" tidak ada di nasional/tugas.toml.{}",
                t.tugas,
                saran(&t.tugas, ada)
            );
            temuan.push(dok.galat(&di("tugas"), pesan));
            continue;
        };
        let (awal, akhir) = (t.sejak.unwrap_or(Date::MIN), t.sampai.unwrap_or(Date::MAX));
        if akhir < awal {
            let pesan = format!(
                "tugas \"{}\" berakhir sebelum mulai; periksa sejak dan sampai.",
                t.tugas
            );
            temuan.push(dok.galat(&di("sampai"), pesan));
        }
        let bersamaan = |k: &&Kewajiban| {
            let (dari, sampai) = (k.sejak.unwrap_or(Date::MIN), k.sampai.unwrap_or(Date::MAX));
            k.tugas.kode == t.tugas && dari <= akhir && awal <= sampai
        };
        if kewajiban.iter().any(|k| bersamaan(&k)) {
            let pesan = format!(
                "tugas \"{}\" sudah ada di atas; gabungkan sumbernya, atau beri sejak dan sampai bila peraturannya diubah.",
                t.tugas
            );
            temuan.push(dok.galat(&di("tugas"), pesan));
        }
        if t.wajib.trim().is_empty() {
            temuan.push(dok.galat(&di("wajib"), "tulis apa yang diwajibkan."));
        }
        let siapa = [
            ("pelaku", Some(&t.pelaku)),
            ("koordinator", t.koordinator.as_ref()),
            ("penetap", t.penetap.as_ref()),
        ];
        for (medan, p) in siapa {
            pelaku(&dok, &di(medan), p, daerah, inventaris, temuan);
        }
        // What an amendment has ended names provisions of the text before it.
        for a in t.sumber.iter().filter(|_| t.sampai.is_none()) {
            asing(&dok, &di("sumber"), a, &dikenal, folder, temuan);
        }
        if t.sumber.is_empty() {
            temuan.push(dok.galat(&di("sumber"), "sebut paling sedikit satu ketentuan."));
        }
        disebut.extend(t.sumber.iter().cloned());
        let jadwal = t.jadwal.unwrap_or_else(|| tugas.jadwal.clone());
        let bukti = t.bukti.unwrap_or_else(|| tugas.bukti.clone());
        aturan(
            &dok,
            &di("jadwal"),
            &di("bukti"),
            (&jadwal, &bukti),
            inventaris,
            temuan,
        );
        if let Bukti::Lengkap { .. } = bukti
            && t.pelaku.banyak()
        {
            let pesan = "bukti \"lengkap\" hanya untuk satu pelaku: yang harus ada itu milik bersama.";
            temuan.push(dok.galat(&di("pelaku"), pesan));
        }
        if let Bukti::Manual { pemeriksa, .. } = &bukti
            && !daerah.fungsi.contains_key(pemeriksa)
        {
            let pesan = tanpa_pemegang(pemeriksa, daerah);
            temuan.push(dok.galat(&di("tugas"), format!("pemeriksa buktinya, {pesan}")));
        }
        kewajiban.push(Kewajiban {
            tugas: tugas.clone(),
            wajib: t.wajib,
            sumber: t.sumber,
            pelaku: t.pelaku,
            koordinator: t.koordinator,
            penetap: t.penetap,
            isi: t.isi,
            catatan: t.catatan,
            jadwal,
            bukti,
            sejak: t.sejak,
            sampai: t.sampai,
        });
    }
    for (i, l) in &lain {
        let di = |medan: &str| format!("ketentuan.{i}.{medan}");
        if l.alasan.trim().is_empty() {
            temuan.push(dok.galat(&di("alasan"), "tulis alasannya."));
        }
        for a in &l.sumber {
            asing(&dok, &di("sumber"), a, &dikenal, folder, temuan);
            if disebut.contains(a) {
                let pesan = format!("{a} sudah menjadi sumber kewajiban; hapus salah satu.");
                temuan.push(dok.galat(&di("sumber"), pesan));
            }
        }
    }
    Some(Kitab {
        acuan,
        kewajiban,
        lain: lain.into_iter().map(|(_, l)| l).collect(),
        ketentuan,
    })
}

fn pelaku(
    dok: &Dokumen,
    di: &str,
    p: Option<&Pelaku>,
    daerah: &Daerah,
    inventaris: &Inventaris,
    temuan: &mut Vec<Temuan>,
) {
    let Some(p) = p else { return };
    if let Pelaku::Pemilik(r) = p
        && inventaris.register(r).is_none()
    {
        let ada: Vec<&str> = inventaris.semua().map(|d| d.kode.as_ref()).collect();
        temuan.push(dok.galat(di, format!("register \"{r}\" tidak ada.{}", saran(r, ada))));
    }
    if let Some(f) = p.fungsi()
        && !daerah.fungsi.contains_key(f)
    {
        temuan.push(dok.galat(di, tanpa_pemegang(f, daerah)));
    }
}

fn tanpa_pemegang(f: &str, daerah: &Daerah) -> String {
    format!(
        "fungsi \"{f}\" tidak dipegang perangkat daerah mana pun. Tambahkan [fungsi.{f}] di daerah.toml.{}",
        saran(f, daerah.fungsi.keys().map(String::as_str))
    )
}

fn asing(
    dok: &Dokumen,
    di: &str,
    a: &Alamat,
    dikenal: &BTreeSet<&Alamat>,
    folder: &str,
    temuan: &mut Vec<Temuan>,
) {
    if !dikenal.contains(a) {
        let pesan = format!(
            "{a} tidak ada di peraturan ini (menurut {folder}/ketentuan.txt).{}",
            saran(a.as_str(), dikenal.iter().map(|d| d.as_str()))
        );
        temuan.push(dok.galat(di, pesan));
    }
}

/// One address a line; lines that begin with # are for people.
fn ketentuan(sumber: &Sumber, folder: &str, temuan: &mut Vec<Temuan>) -> Vec<Alamat> {
    let jalur = format!("{folder}/ketentuan.txt");
    let teks = match sumber.baca(&jalur) {
        Ok(t) => t,
        Err(e) => {
            let pesan = format!(
                "{}. Buat dengan: praja regulation read BERKAS --alamat",
                crate::terjemah_io(&e)
            );
            temuan.push(Temuan::galat(sumber.nama(&jalur), None, pesan));
            return Vec::new();
        }
    };
    let mut semua = Vec::new();
    for (n, baris) in teks.lines().enumerate() {
        let baris = baris.trim();
        if baris.is_empty() || baris.starts_with('#') {
            continue;
        }
        match Alamat::try_from(baris.to_owned()) {
            Ok(a) if semua.contains(&a) => {
                let pesan = format!("{a} ditulis dua kali.");
                temuan.push(Temuan::galat(sumber.nama(&jalur), Some(n + 1), pesan));
            }
            Ok(a) => semua.push(a),
            Err(e) => temuan.push(Temuan::galat(sumber.nama(&jalur), Some(n + 1), format!("{e}."))),
        }
    }
    semua
}
