//! News in the browser (Web Push, RFC 8030): whoever filed or follows a report is told that there is news, and nothing
//! else; what it says stands behind the link. A browser that takes no more is forgotten.

use std::sync::Arc;

use kernel::{Aksi, Galat, IdEntri, Jam, Pelaku, Perintah, Peta, profil::KodeDaerah};
use layanan::KODE_IKUT;
use serde_json::{Value, json};
use store::{Muatan, Store};
use url::Url;

use crate::{
    Jadi, Penerima,
    gerbang::{Bungkus, Keluar, Kerja, Saluran, Tolak},
    http::{Jangkauan, Klien, alamat},
};

mod sandi;

pub use sandi::{KunciPengirim, Langganan};

/// What stands before the colon of these addresses.
const KODE: &str = "peramban";
/// The field that says where a browser takes messages, in both registers.
const MEDAN: &str = "langganan";
/// The step by which a browser is forgotten, in both registers.
const PUTUS: &str = "langganan_putus";
/// How long a push service keeps a message for a browser that is off, seconds.
const SIMPAN: u32 = 3 * 86_400;

/// Browsers as a channel.
pub struct SaluranPeramban {
    store: Store,
    klien: Klien,
    kunci: Arc<KunciPengirim>,
    jam: Arc<Jam>,
    url_dasar: String,
    jangkauan: Jangkauan,
}

impl SaluranPeramban {
    /// A channel that proves itself with this key; `url_dasar` is the address people see.
    pub fn baru(
        store: Store,
        klien: Klien,
        kunci: Arc<KunciPengirim>,
        url_dasar: &str,
        jangkauan: Jangkauan,
    ) -> Self {
        let jam = store.jam().clone();
        SaluranPeramban {
            store,
            klien,
            kunci,
            jam,
            url_dasar: url_dasar.to_owned(),
            jangkauan,
        }
    }

    async fn keluar(&self, k: Keluar<'_>) -> Result<(), String> {
        let m = &k.kiriman.muatan;
        let id = IdEntri(m.entri);
        let langganan = self.store.rahasia(&k.kiriman.daerah, id, MEDAN).await;
        let Some(langganan) = langganan.map_err(|g| g.to_string())? else {
            // Over meanwhile.
            return Ok(());
        };
        let Some(l) = Langganan::baca(&langganan) else {
            return self.lupakan(&k.kiriman.daerah, m).await;
        };
        let tujuan = match alamat(&l.endpoint, self.jangkauan) {
            Ok(u) => u,
            // No push service stands there, and none ever will.
            Err(_) => return self.lupakan(&k.kiriman.daerah, m).await,
        };
        let isi = isi(m, &format!("{}/{}", self.url_dasar, k.kiriman.daerah));
        let Ok(tubuh) = l.tutup(isi.to_string().as_bytes()) else {
            return self.lupakan(&k.kiriman.daerah, m).await;
        };
        let bukti = self
            .kunci
            .bukti(
                &asal(&tujuan),
                &k.profil.daerah.kontak.surel,
                self.jam.kini().as_second(),
            )
            .map_err(|g| g.to_string())?;
        let kepala = [
            ("authorization", bukti),
            ("ttl", SIMPAN.to_string()),
            ("content-encoding", "aes128gcm".to_owned()),
            ("content-type", "application/octet-stream".to_owned()),
        ];
        match self.klien.post(&l.endpoint, self.jangkauan, &kepala, tubuh).await {
            Ok(200..=299) => Ok(()),
            Ok(404 | 410) => self.lupakan(&k.kiriman.daerah, m).await,
            Ok(kode) => Err(format!("layanan peramban menjawab {kode}")),
            Err(e) => Err(format!("layanan peramban: {e}")),
        }
    }

    /// The browser takes no more; the next message finds no address.
    async fn lupakan(&self, daerah: &KodeDaerah, m: &Muatan) -> Result<(), String> {
        let perintah = Perintah {
            daerah: daerah.clone(),
            pelaku: Pelaku::Sistem,
            kini: self.jam.kini(),
            aksi: Aksi::Langkah {
                id: IdEntri(m.entri),
                versi: None,
                langkah: PUTUS.to_owned(),
                isian: Peta::new(),
            },
            kunci: None,
        };
        match self.store.jalankan(perintah).await {
            Ok(_) | Err(Galat::Bentrok(_) | Galat::TidakDitemukan) => Ok(()),
            Err(g) => Err(g.to_string()),
        }
    }
}

/// The origin of an address (RFC 6454), as push services want it named.
fn asal(u: &Url) -> String {
    u.origin().ascii_serialization()
}

/// What the browser shows: the number and where to read more, nothing of what was reported or by whom.
fn isi(m: &Muatan, daerah: &str) -> Value {
    let laporan = m.isi.get("laporan").and_then(Value::as_str);
    let (nomor, jalur) = match (m.register.as_str(), laporan) {
        (KODE_IKUT, Some(l)) => (l, format!("/pengaduan/{l}")),
        _ => (m.nomor.as_str(), format!("/pengaduan/lacak/{}", m.nomor)),
    };
    json!({ "judul": format!("Laporan {nomor} punya kabar baru"), "alamat": format!("{daerah}{jalur}") })
}

impl Saluran for SaluranPeramban {
    fn jenis(&self) -> &str {
        KODE
    }

    fn melayani(&self, _daerah: &KodeDaerah) -> bool {
        true
    }

    fn kirim<'a>(&'a self, k: Keluar<'a>) -> Kerja<'a, Result<(), String>> {
        Box::pin(self.keluar(k))
    }

    fn terima<'a>(&'a self, _penerima: &'a Penerima, _b: Bungkus<'a>) -> Kerja<'a, Result<Jadi, Tolak>> {
        Box::pin(async { Err(Tolak::Palsu) })
    }
}
