//! Two states of the architecture side by side: what one has and the other has not, and field by field what is otherwise
//! in both. The past is in the stories of the entries (ADR 18), so a state is a day: that of a document's baseline, or any
//! other that has come.

use std::collections::HashMap;

use kernel::{Entri, IdEntri, Medan, Pandangan, Peta};
use serde_json::Value;

use crate::graf::Simpul;

/// What became of an entry between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nasib {
    /// The later state has it, the earlier has not.
    Bertambah,
    /// The earlier state has it, in the later it is retired.
    Berkurang,
    /// Both have it, with other values.
    Berubah,
}

impl Nasib {
    /// All of them.
    pub const SEMUA: [Nasib; 3] = [Nasib::Bertambah, Nasib::Berkurang, Nasib::Berubah];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Nasib::Bertambah => "Bertambah",
            Nasib::Berkurang => "Berkurang",
            Nasib::Berubah => "Berubah",
        }
    }
}

/// A value that is otherwise: none where nothing stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Ubahan<'a> {
    /// The field; none: it is the state.
    pub medan: Option<&'a Medan>,
    /// What stood there.
    pub semula: Option<Value>,
    /// What stands there.
    pub menjadi: Option<Value>,
}

/// An entry that is not the same in both.
#[derive(Clone, Debug, PartialEq)]
pub struct Beda<'a> {
    /// As it is later, or was at last.
    pub entri: &'a Entri,
    /// What became of it.
    pub nasib: Nasib,
    /// What is otherwise; nothing unless [`Nasib::Berubah`].
    pub ubahan: Vec<Ubahan<'a>>,
}

/// Whether an entry is part of the architecture at all: what is retired is not.
fn ada(e: &Entri) -> bool {
    Simpul::dari(e).is_some_and(|s| !s.pensiun())
}

/// The fields that somebody who sees this much compares: what people wrote, and nothing about a person.
pub fn tampak(medan: &[Medan], pandangan: Pandangan) -> Vec<&Medan> {
    let boleh =
        |m: &&Medan| !(m.hitung || m.rahasia || m.pribadi) && (m.publik || pandangan > Pandangan::Publik);
    medan.iter().filter(boleh).collect()
}

/// The fields that differ, in the order of the register. O(fields).
pub fn isi<'a>(medan: &[&'a Medan], semula: &Peta, menjadi: &Peta) -> Vec<Ubahan<'a>> {
    let ambil = |isi: &Peta, m: &Medan| {
        let v = isi.get(m.nama.as_ref());
        v.filter(|v| kernel::nilai::terisi(Some(v)) && **v != Value::Bool(false))
            .cloned()
    };
    let satu = |m: &&'a Medan| {
        let (semula, menjadi) = (ambil(semula, m), ambil(menjadi, m));
        (semula != menjadi).then_some(Ubahan {
            medan: Some(m),
            semula,
            menjadi,
        })
    };
    medan.iter().filter_map(satu).collect()
}

/// The differences of one domain, in the order of the numbers. What came and went between the two stands in neither, and
/// is not told. `medan` says what is seen of an entry; none: it is not spoken of. O(entries × fields).
pub fn beda<'a>(
    lama: &'a [Entri],
    baru: &'a [Entri],
    medan: impl Fn(&Entri) -> Option<Vec<&'a Medan>>,
) -> Vec<Beda<'a>> {
    let dulu: HashMap<IdEntri, &Entri> = lama.iter().filter(|e| ada(e)).map(|e| (e.id, e)).collect();
    let kini: HashMap<IdEntri, &Entri> = baru.iter().filter(|e| ada(e)).map(|e| (e.id, e)).collect();
    let akhir: HashMap<IdEntri, &Entri> = baru.iter().map(|e| (e.id, e)).collect();
    let mut hasil = Vec::new();
    for (id, e) in &kini {
        let Some(medan) = medan(e) else { continue };
        let Some(d) = dulu.get(id) else {
            hasil.push(Beda {
                entri: e,
                nasib: Nasib::Bertambah,
                ubahan: Vec::new(),
            });
            continue;
        };
        let mut ubahan = isi(&medan, &d.isi, &e.isi);
        if d.keadaan != e.keadaan {
            let kata = |k: &str| Some(Value::String(k.to_owned()));
            ubahan.insert(
                0,
                Ubahan {
                    medan: None,
                    semula: kata(&d.keadaan),
                    menjadi: kata(&e.keadaan),
                },
            );
        }
        if !ubahan.is_empty() {
            hasil.push(Beda {
                entri: e,
                nasib: Nasib::Berubah,
                ubahan,
            });
        }
    }
    for (id, d) in dulu.iter().filter(|(id, _)| !kini.contains_key(id)) {
        let entri = akhir.get(id).unwrap_or(d);
        if medan(entri).is_some() {
            hasil.push(Beda {
                entri,
                nasib: Nasib::Berkurang,
                ubahan: Vec::new(),
            });
        }
    }
    hasil.sort_by(|a, b| (&a.entri.nomor, a.entri.id).cmp(&(&b.entri.nomor, b.entri.id)));
    hasil
}

#[cfg(test)]
mod tests {
    use kernel::{Jenis, nilai::KodeUnit};
    use serde_json::json;

    use super::*;

    fn entri(n: u128, keadaan: &str, isi: Value) -> Entri {
        Entri {
            id: IdEntri(uuid::Uuid::from_u128(n)),
            daerah: "jembrana".to_owned().try_into().unwrap(),
            register: "aplikasi".to_owned(),
            nomor: format!("A-{n}"),
            unit: KodeUnit("dpuprpkp".into()),
            pemegang: KodeUnit("dpuprpkp".into()),
            keadaan: keadaan.to_owned(),
            versi: 1,
            dibuat: 0,
            diubah: 0,
            jatuh: None,
            otomatis: None,
            terbuka: true,
            terbit: true,
            tenggat: Vec::new(),
            isi: isi.as_object().unwrap().clone(),
            kunci: None,
        }
    }

    fn nama<'a>(b: &Beda<'a>) -> Vec<&'a str> {
        b.ubahan
            .iter()
            .map(|u| u.medan.map_or("", |m| m.nama.as_ref()))
            .collect()
    }

    fn medan() -> Vec<Medan> {
        let m = |nama: &'static str| Medan::baru(nama, nama, Jenis::Teks { maks: 9 });
        let mut semua = vec![m("nama"), m("biaya"), m("kontak"), m("mutu")];
        semua[1].publik = true;
        semua[2].pribadi = true;
        semua[3].hitung = true;
        semua
    }

    #[test]
    fn what_came_what_went_and_what_is_otherwise() {
        let lama = [
            entri(1, "beroperasi", json!({ "nama": "Tetap", "mutu": "1" })),
            entri(
                2,
                "rencana",
                json!({ "nama": "Lama", "biaya": "5", "kontak": "x" }),
            ),
            entri(3, "beroperasi", json!({ "nama": "Pergi" })),
            entri(4, "pensiun", json!({ "nama": "Kembali" })),
        ];
        let baru = [
            entri(1, "beroperasi", json!({ "nama": "Tetap", "mutu": "2" })),
            entri(2, "beroperasi", json!({ "nama": "Baru", "kontak": "y" })),
            entri(3, "pensiun", json!({ "nama": "Pergi, lain" })),
            entri(4, "dibangun", json!({ "nama": "Kembali" })),
            entri(5, "rencana", json!({ "nama": "Datang" })),
            entri(6, "pensiun", json!({ "nama": "Sekejap" })),
        ];
        let medan = medan();
        let semua = beda(&lama, &baru, |_| Some(tampak(&medan, Pandangan::Dinas)));
        let ringkas: Vec<(&str, Nasib, Vec<&str>)> = semua
            .iter()
            .map(|b| (b.entri.nomor.as_str(), b.nasib, nama(b)))
            .collect();
        assert_eq!(
            ringkas,
            [
                ("A-2", Nasib::Berubah, vec!["", "nama", "biaya"]),
                ("A-3", Nasib::Berkurang, vec![]),
                ("A-4", Nasib::Bertambah, vec![]),
                ("A-5", Nasib::Bertambah, vec![]),
            ]
        );
        assert_eq!(semua[0].ubahan[2].semula, Some(json!("5")));
        assert_eq!(semua[0].ubahan[2].menjadi, None);
        assert!(beda(&baru, &baru, |_| Some(tampak(&medan, Pandangan::Dinas))).is_empty());
    }

    #[test]
    fn nobody_is_told_more_than_they_read() {
        let lama = [entri(1, "beroperasi", json!({ "nama": "Lama", "biaya": "1" }))];
        let baru = [entri(1, "beroperasi", json!({ "nama": "Baru", "biaya": "2" }))];
        let medan = medan();
        let semua = beda(&lama, &baru, |_| Some(tampak(&medan, Pandangan::Publik)));
        assert_eq!(nama(&semua[0]), ["biaya"]);
        assert!(beda(&lama, &baru, |_| None).is_empty());
        assert!(beda(&lama, &[], |_| None).is_empty());
    }
}
