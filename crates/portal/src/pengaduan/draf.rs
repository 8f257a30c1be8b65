//! A report while it is being written: kept on our side under a secret in a cookie, so that nothing personal lies in
//! the browser or in an address, and forgotten after a day.

use identity::rahasia_baru;
use kernel::{Galat, IdEntri, Peta};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use web::Permintaan;

use super::langkah::Tahap;

const KUKI: &str = "praja_draf";
/// How long a draft is kept after it was last touched, seconds.
const UMUR: i64 = 86_400;

/// What is stored of a draft.
#[derive(Default, Serialize, Deserialize)]
struct Simpanan {
    isi: Peta,
    selesai: Vec<String>,
    kunci: String,
    /// Keys of the photographs that arrived one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unggahan: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    terkirim: Option<IdEntri>,
}

/// A draft in hand.
pub(super) struct Draf {
    rahasia: String,
    simpanan: Simpanan,
}

/// What a browser's cookie leads to.
pub(super) enum Ada {
    /// No cookie: nothing was begun here.
    Belum,
    /// A cookie whose draft has run out.
    Hilang,
    /// A draft that is being written.
    Ditulis(Draf),
    /// The draft was sent and became this entry.
    Terkirim(IdEntri),
}

/// The draft of this browser.
pub(super) async fn muat(p: &Permintaan) -> Result<Ada, Galat> {
    let Some(rahasia) = p.kuki.ambil(KUKI) else {
        return Ok(Ada::Belum);
    };
    let Some((_, isi)) = p.app.store.draf(p.daerah(), rahasia).await? else {
        return Ok(Ada::Hilang);
    };
    // A draft that an older version wrote otherwise is as good as gone.
    let Ok(simpanan) = serde_json::from_value::<Simpanan>(Value::Object(isi)) else {
        return Ok(Ada::Hilang);
    };
    Ok(match simpanan.terkirim {
        Some(id) => Ada::Terkirim(id),
        None => Ada::Ditulis(Draf {
            rahasia: rahasia.to_owned(),
            simpanan,
        }),
    })
}

/// Forgets the draft; the value is the `Set-Cookie` that goes with it.
pub(super) async fn buang(p: &Permintaan) -> Result<String, Galat> {
    if let Some(rahasia) = p.kuki.ambil(KUKI) {
        p.app.store.hapus_draf(p.daerah(), rahasia).await?;
    }
    Ok(p.set_kuki(KUKI, "", "/pengaduan", 0))
}

impl Draf {
    /// An empty draft under a new secret. Drafts take room like reports, so they count against the same limit.
    pub(super) fn baru(p: &Permintaan) -> Result<Self, Galat> {
        p.app.batas.kirim(&p.alamat)?;
        let simpanan = Simpanan {
            kunci: rahasia_baru(),
            ..Simpanan::default()
        };
        Ok(Draf {
            rahasia: rahasia_baru(),
            simpanan,
        })
    }

    /// The fields so far.
    pub(super) fn isi(&self) -> &Peta {
        &self.simpanan.isi
    }

    /// The key under which sending it twice is recognised.
    pub(super) fn kunci(&self) -> &str {
        &self.simpanan.kunci
    }

    /// Whether a step was answered.
    pub(super) fn selesai(&self, t: Tahap) -> bool {
        self.simpanan.selesai.iter().any(|s| s == t.kode())
    }

    /// The first step that still has to be answered.
    pub(super) fn belum(&self) -> Option<Tahap> {
        Tahap::SEMUA.into_iter().find(|t| !self.selesai(*t))
    }

    /// Replaces the fields of a step; those it no longer holds are removed.
    pub(super) fn isikan(&mut self, nama: &[String], isi: Peta) {
        for n in nama {
            self.simpanan.isi.remove(n);
        }
        self.simpanan.isi.extend(isi);
    }

    /// Notes that a step was answered.
    pub(super) fn tandai(&mut self, t: Tahap) {
        if !self.selesai(t) {
            self.simpanan.selesai.push(t.kode().to_owned());
        }
    }

    /// Whether a photograph with this key has arrived.
    pub(super) fn terunggah(&self, kunci: &str) -> bool {
        !kunci.is_empty() && self.simpanan.unggahan.iter().any(|k| k == kunci)
    }

    /// Notes that a photograph has arrived; the last few are remembered.
    pub(super) fn catat_unggahan(&mut self, kunci: String) {
        let ada = &mut self.simpanan.unggahan;
        if (16..=64).contains(&kunci.len()) {
            ada.push(kunci);
            let lebih = ada.len().saturating_sub(20);
            ada.drain(..lebih);
        }
    }

    /// Keeps it; the value is the `Set-Cookie` that leads back to it.
    pub(super) async fn simpan(&self, p: &Permintaan) -> Result<String, Galat> {
        self.tulis(p, &self.simpanan).await
    }

    /// Leaves only which entry it became: a form sent again, or a page loaded again, finds its confirmation.
    pub(super) async fn kirimkan(&self, p: &Permintaan, id: IdEntri) -> Result<String, Galat> {
        self.tulis(
            p,
            &Simpanan {
                terkirim: Some(id),
                ..Simpanan::default()
            },
        )
        .await
    }

    async fn tulis(&self, p: &Permintaan, s: &Simpanan) -> Result<String, Galat> {
        let isi = match serde_json::to_value(s) {
            Ok(Value::Object(o)) => o,
            Ok(_) => return Err(Galat::dalam("keeping a draft", "not an object")),
            Err(e) => return Err(Galat::dalam("keeping a draft", e)),
        };
        let sampai = p.app.store.jam().kini().as_millisecond() + UMUR * 1000;
        p.app
            .store
            .simpan_draf(p.daerah(), &self.rahasia, None, &isi, sampai)
            .await?;
        Ok(p.set_kuki(KUKI, &self.rahasia, "/pengaduan", UMUR))
    }
}
