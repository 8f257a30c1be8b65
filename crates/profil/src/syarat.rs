//! Whether conditions over the fields of entries name states, fields, values and registers that are there.

use kernel::{
    Inventaris, Jenis, RegisterDef,
    kewajiban::syarat::{Isian, Syarat},
    nilai::Medan,
};

use crate::temuan::saran;

/// Checks the states and conditions that a rule names of one register; each fault is a sentence for `galat`.
pub(super) fn entri(
    def: &RegisterDef,
    keadaan: &[String],
    isian: &[&Isian],
    inventaris: &Inventaris,
    galat: &mut dyn FnMut(String),
) {
    let register = &def.kode;
    for k in keadaan.iter().filter(|k| def.lifecycle.keadaan(k).is_none()) {
        let ada = def.lifecycle.keadaan.iter().map(|x| x.kode.as_ref());
        galat(format!(
            "register {register} tidak punya keadaan \"{k}\".{}",
            saran(k, ada)
        ));
    }
    let medan = def.medan_rata();
    for (nama, s) in isian.iter().flat_map(|i| i.iter()) {
        let Some(m) = medan.iter().find(|m| m.nama == *nama) else {
            let ada = medan.iter().map(|m| m.nama.as_ref());
            galat(format!(
                "register {register} tidak punya isian \"{nama}\".{}",
                saran(nama, ada)
            ));
            continue;
        };
        match s {
            Syarat::Terisi(_) => {}
            Syarat::Nilai(v) => nilai(m, v, galat),
            Syarat::SalahSatu(semua) => semua.iter().for_each(|v| nilai(m, v, galat)),
            Syarat::Tertaut(t) => match inventaris.register(&t.di).filter(|_| menuju(m, &t.di)) {
                Some(tujuan) => entri(tujuan, &t.keadaan, &[&t.dengan], inventaris, galat),
                None => galat(format!(
                    "isian \"{nama}\" register {register} tidak menuju register \"{}\".",
                    t.di
                )),
            },
        }
    }
}

/// Whether a field leads to entries of that register, by itself or by the parts it has.
fn menuju(m: &Medan, register: &str) -> bool {
    match &m.jenis {
        Jenis::Rujukan(r) => r == register,
        Jenis::Bagian(anak) => anak.iter().any(|m| menuju(m, register)),
        _ => false,
    }
}

fn nilai(m: &Medan, v: &str, galat: &mut dyn FnMut(String)) {
    let pilihan: Vec<&str> = match &m.jenis {
        Jenis::YaTidak => vec!["true", "false"],
        jenis => jenis.opsi().iter().map(|o| o.kode.as_ref()).collect(),
    };
    // Words, days and figures may be anything.
    if !pilihan.is_empty() && !pilihan.contains(&v) {
        galat(format!(
            "isian \"{}\" tidak punya pilihan \"{v}\".{}",
            m.nama,
            saran(v, pilihan)
        ));
    }
}
