//! The proofs of the demonstration: most obligations of single offices are proved, some proofs have run out, some wait
//! for their checker; of what every office has to do, a few things are done nearly everywhere and most hardly anywhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::{Timestamp, civil::Date};
use kernel::{
    Aksi, Akun, Pelaku, Peta,
    kewajiban::{Bukti, Jadwal, Kewajiban, Pelaku as Penjawab, Umur},
    nilai::KodeUnit,
};
use serde_json::json;

use super::{
    Daerah, Oleh, Rencana, id, perintah,
    waktu::{Garis, KANTOR, angka},
};

/// Proofs were recorded in this many days before the beginning.
const TERCATAT: i64 = 280;

pub(super) fn rencana(d: &Daerah, mulai: Timestamp, akun: &BTreeMap<String, Akun>) -> Vec<Rencana> {
    let Some(kitab) = &d.profil.kitab else {
        return Vec::new();
    };
    let akun = Arc::new(akun.clone());
    let garis = Garis {
        kalender: &d.profil.kalender,
        mulai,
    };
    let mut hasil = Vec::new();
    for k in &kitab.kewajiban {
        let Bukti::Manual { dokumen, umur, .. } = &k.bukti else {
            continue;
        };
        for unit in penjawab(d, k, garis.hari(0)) {
            let Some(pengaju) = akun.get(&format!("penghubung.{unit}")) else {
                continue;
            };
            for (ke, lalu) in hari_bukti(d, k, &unit, *umur).into_iter().enumerate() {
                let satu = Satu {
                    d,
                    garis: &garis,
                    akun: &akun,
                    pengaju,
                    benih: format!("{}/bukti/{}/{unit}/{ke}", d.profil.kode(), k.tugas.kode),
                };
                hasil.extend(satu.rencana(k, dokumen, &unit, lalu));
            }
        }
    }
    hasil
}

/// Who answers; for services, the units of the catalogue.
fn penjawab(d: &Daerah, k: &Kewajiban, hari: Date) -> Vec<KodeUnit> {
    match &k.pelaku {
        Penjawab::Pemilik(_) => {
            let opd = d
                .layanan
                .iter()
                .filter_map(|l| l.isi().get("opd")?.as_str().map(str::to_owned));
            let opd: BTreeSet<String> = opd.collect();
            opd.iter()
                .filter_map(|u| Some(d.profil.unit(u)?.kode.clone()))
                .collect()
        }
        p => d.profil.penanggung_jawab(p, hari),
    }
}

/// How many days before the beginning each proof of a unit came into force; none for a gap.
fn hari_bukti(d: &Daerah, k: &Kewajiban, unit: &KodeUnit, umur: Option<Umur>) -> Vec<i64> {
    let benih = format!("{}/celah/{}/{unit}", d.profil.kode(), k.tugas.kode);
    let persen = if k.pelaku.banyak() {
        match angka(&format!("{}/{}", d.profil.kode(), k.tugas.kode), 100) {
            0..25 => 88,
            25..40 => 50,
            _ => 5,
        }
    } else {
        78
    };
    let kena = |nama: &str, persen| angka(&format!("{benih}/{nama}"), 100) < persen;
    match &k.jadwal {
        Jadwal::Berkala { .. } => [("kini", 20), ("lalu", 385)]
            .into_iter()
            .filter(|(nama, _)| kena(nama, persen))
            .map(|(nama, sejak)| sejak + angka(&format!("{benih}/{nama}/hari"), 250))
            .collect(),
        Jadwal::Peristiwa { .. } => {
            let ada = kena("peristiwa", persen / 3);
            ada.then(|| 5 + angka(&benih, 300)).into_iter().collect()
        }
        _ => {
            let panjang = umur.map_or(900, |Umur(n)| i64::from(n) * 400);
            kena("ada", persen)
                .then(|| 20 + angka(&benih, panjang))
                .into_iter()
                .collect()
        }
    }
}

/// One proof on its way.
struct Satu<'a> {
    d: &'a Daerah,
    garis: &'a Garis<'a>,
    akun: &'a Arc<BTreeMap<String, Akun>>,
    pengaju: &'a Akun,
    benih: String,
}

impl Satu<'_> {
    fn rencana(&self, k: &Kewajiban, dokumen: &str, unit: &KodeUnit, lalu: i64) -> Vec<Rencana> {
        let tercatat = lalu.min(15 + angka(&self.benih, TERCATAT)).max(12);
        let saat = |hari: i64, nama: &str| {
            let hari = self.garis.hari_dinas(self.garis.hari(hari.max(0)));
            self.garis.saat(hari, KANTOR, &format!("{}/{nama}", self.benih))
        };
        let dibuat = saat(tercatat, "buat");
        let id = id(dibuat, &self.benih);
        let efektif = self.garis.hari(lalu.max(tercatat));
        let isi = json!({
            "tugas": k.tugas.kode,
            "opd": unit,
            "nama": format!("{dokumen}, {}", efektif.year()),
            "efektif": efektif,
            "keterangan": "Bukti karangan untuk peragaan.",
        });
        let isi = match isi {
            serde_json::Value::Object(o) => o,
            _ => Peta::new(),
        };
        let buat = Aksi::Buat {
            register: "bukti".to_owned(),
            id,
            isi,
        };
        let langkah = |kode: &str| Aksi::Langkah {
            id,
            versi: None,
            langkah: kode.to_owned(),
            isian: Peta::new(),
        };
        let mut alur = vec![("buat", dibuat, buat, Oleh::Tentu)];
        // Some lie in a drawer, some wait for their checker.
        let nasib = angka(&format!("{}/nasib", self.benih), 100);
        if nasib >= 4 {
            alur.push((
                "ajukan",
                saat(tercatat - 4, "ajukan"),
                langkah("ajukan"),
                Oleh::Tentu,
            ));
        }
        if nasib >= 12 {
            let oleh = Oleh::Pemegang(self.akun.clone());
            alur.push(("terima", saat(tercatat - 9, "terima"), langkah("terima"), oleh));
        }
        // Two steps that a rest day has put on one day keep their order.
        let mut awal = dibuat.as_millisecond();
        for (_, kini, ..) in alur.iter_mut().skip(1) {
            awal = kini.as_millisecond().max(awal + 1_000);
            *kini = kernel::kalender::saat(awal);
        }
        let pelaku = Pelaku::Akun(Box::new(self.pengaju.clone()));
        alur.into_iter()
            .map(|(nama, kini, aksi, oleh)| Rencana {
                entri: id,
                kini,
                otomatis: false,
                oleh,
                perintah: perintah(
                    &self.d.profil,
                    pelaku.clone(),
                    kini,
                    aksi,
                    &format!("{}/{nama}", self.benih),
                ),
            })
            .collect()
    }
}
