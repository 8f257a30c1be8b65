//! Lists of records, page by page: where one goes on stands in a token that the harvester carries and we have signed.

use kernel::nilai::Pilihan as _;
use layanan::JenisProduk;
use serde::{Deserialize, Serialize};
use store::{Daftar, Kolom, Kursor, Urut};
use web::{Permintaan, xml::Unsur};

use super::{
    Hasil,
    argumen::{Argumen, saat},
    daftar, harus_dc,
    rekaman::{kepala, rekaman},
    salah, saringan,
};

/// Records of one answer.
const SEKALI: usize = 100;
/// What resumption tokens are signed for.
const GUNA: &str = "oai";

/// Where a list goes on; carried by the harvester, signed by us.
#[derive(Serialize, Deserialize)]
struct Lanjut {
    verb: String,
    dari: Option<i64>,
    sampai: Option<i64>,
    set: Option<String>,
    kursor: String,
    sudah: usize,
}

/// A page of identifiers or records.
pub(super) async fn banyak(p: &Permintaan, a: &Argumen, verb: &str) -> Hasil<Unsur> {
    let l = match a.get("resumptionToken") {
        Some(t) => {
            if a.len() > 2 {
                return salah("badArgument", "resumptionToken is an exclusive argument.");
            }
            let isi = p.app.identitas.buka_tanda(&guna(p), t);
            let l: Option<Lanjut> = isi.and_then(buka);
            match l {
                Some(l) if l.verb == verb => l,
                _ => {
                    return salah(
                        "badResumptionToken",
                        "This token is not one of ours, or of another list.",
                    );
                }
            }
        }
        None => {
            harus_dc(a)?;
            awal(p, a, verb)?
        }
    };
    let mut saring = saringan();
    saring.diubah_sejak = l.dari;
    saring.diubah_sebelum = l.sampai;
    if let Some(s) = &l.set {
        saring.medan.push(("jenis".to_owned(), vec![s.clone()]));
    }
    let setelah = match l.kursor.as_str() {
        "" => None,
        s => match Kursor::baca(s) {
            Ok(k) => Some(k),
            Err(_) => return salah("badResumptionToken", "This token cannot be read."),
        },
    };
    let lanjutan = setelah.is_some();
    let d = Daftar {
        saring,
        urut: Urut {
            kolom: Kolom::Diubah,
            turun: false,
        },
        setelah,
        batas: SEKALI,
    };
    let (semua, berikut) = daftar(p, &d).await?;
    if semua.is_empty() && !lanjutan {
        return salah("noRecordsMatch", "No record fits these arguments.");
    }
    let mut isi: Vec<Unsur> = semua
        .iter()
        .map(|e| {
            if verb == "ListRecords" {
                rekaman(p, e)
            } else {
                kepala(p, e)
            }
        })
        .collect();
    let sudah = l.sudah.to_string();
    match berikut {
        Some(k) => {
            let l = Lanjut {
                kursor: k.tulis(),
                sudah: l.sudah + semua.len(),
                ..l
            };
            let token = p.app.identitas.tandai(&guna(p), &tutup(&l));
            isi.push(Unsur::teks("resumptionToken", token).dengan("cursor", sudah));
        }
        // An empty token says that the list is complete.
        None if lanjutan => isi.push(Unsur::teks("resumptionToken", "").dengan("cursor", sudah)),
        None => {}
    }
    Ok(Unsur::baru(
        if verb == "ListRecords" {
            "ListRecords"
        } else {
            "ListIdentifiers"
        },
        isi,
    ))
}

fn guna(p: &Permintaan) -> String {
    format!("{GUNA}/{}", p.daerah())
}

/// Letters and digits only, so that no harvester has to encode it.
fn tutup(l: &Lanjut) -> String {
    let isi = serde_json::to_vec(l).unwrap_or_default();
    isi.iter().map(|b| format!("{b:02x}")).collect()
}

fn buka(s: &str) -> Option<Lanjut> {
    let bita: Option<Vec<u8>> = (0..s.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(s.get(i..i + 2)?, 16).ok())
        .collect();
    serde_json::from_slice(&bita?).ok()
}

fn awal(p: &Permintaan, a: &Argumen, verb: &str) -> Hasil<Lanjut> {
    let (dari, sampai) = (a.get("from"), a.get("until"));
    if let (Some(d), Some(s)) = (dari, sampai)
        && d.len() != s.len()
    {
        return salah("badArgument", "from and until must have the same granularity.");
    }
    let dari = dari.map(|s| saat(s, "from")).transpose()?.map(|(a, _)| a);
    let sampai = sampai.map(|s| saat(s, "until")).transpose()?.map(|(_, z)| z);
    if let (Some(d), Some(s)) = (dari, sampai)
        && d >= s
    {
        return salah("badArgument", "from is later than until.");
    }
    let set = a.get("set").cloned();
    if let Some(s) = &set
        && JenisProduk::dari_kode(s).is_none()
    {
        let s = kernel::profil::potong(s, 60);
        return salah(
            "noRecordsMatch",
            format!("There is no set {s} in {}.", p.daerah()),
        );
    }
    Ok(Lanjut {
        verb: verb.to_owned(),
        dari,
        sampai,
        set,
        kursor: String::new(),
        sudah: 0,
    })
}
