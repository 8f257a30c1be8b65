//! The messages that decisions send: to those whom they concern, and what everybody may know to those who listen.

use kernel::{
    Putusan, Tersegel,
    entri::uuid_v7,
    kalender::saat,
    peristiwa::{Kejadian, Terlihat},
    profil::KodeDaerah,
    register::{Kabar, Kepada},
};
use uuid::Uuid;

/// Something that everybody may know: an event that all may read, of an entry that all may read.
pub(crate) struct Siaran {
    pub(crate) daerah: KodeDaerah,
    /// Ms.
    pub(crate) waktu: i64,
    isi: serde_json::Value,
}

impl Siaran {
    pub(super) fn dari(p: &Putusan) -> Option<Self> {
        let i = &p.peristiwa;
        let terbuka = p.entri.terbit && i.terlihat == Terlihat::Publik;
        let Kejadian::Langkah { langkah, .. } = &i.kejadian else {
            return None;
        };
        terbuka.then(|| Siaran {
            daerah: p.entri.daerah.clone(),
            waktu: i.waktu,
            isi: serde_json::json!({
                "register": p.entri.register, "entri": p.entri.id.0, "nomor": p.entri.nomor, "langkah": langkah,
                "keadaan": p.entri.keadaan, "versi": p.entri.versi, "waktu": i.waktu,
            }),
        })
    }

    /// The message to one who listens.
    pub(crate) fn kepada(&self, register: &str, (id, nomor): &(Uuid, String)) -> Titipan {
        let muatan = serde_json::json!({
            "register": register, "entri": id, "nomor": nomor, "surel": format!("{register}:{id}"), "acara": "siar",
            "isi": self.isi,
        });
        (self.daerah.clone(), uuid_v7(saat(self.waktu)), muatan, self.waktu)
    }
}

/// A message on its way: regency, id, what it says, when (ms) to send it.
pub(crate) type Titipan = (KodeDaerah, Uuid, serde_json::Value, i64);

/// The messages that decisions send.
pub(crate) fn kiriman(putusan: &[Tersegel]) -> Vec<Titipan> {
    let mut kirim = Vec::new();
    for p in putusan {
        let kini = p.entri.diubah;
        for k in &p.kabar {
            let Kabar { kepada, acara, isi } = k;
            let ke = match kepada {
                Kepada::Alamat(s) => Some(s),
                Kepada::Pengikut => None,
            };
            let muatan = serde_json::json!({
                "register": p.entri.register, "entri": p.entri.id.0, "nomor": p.entri.nomor,
                "surel": ke, "acara": acara, "isi": isi,
            });
            kirim.push((p.entri.daerah.clone(), uuid_v7(saat(kini)), muatan, kini));
        }
    }
    kirim
}
