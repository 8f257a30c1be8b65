//! The outbox: messages that were promised in the transaction of what they tell of, sent later, tried again when
//! sending fails, never lost by a crash. Several processes may send; each message is taken by one.

use kernel::{Cincin, Galat, Peta, pribadi::TakTerbuka, profil::KodeDaerah};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Store, pada, tertutup::Kolom};

/// A message to send.
#[derive(Clone, Debug)]
pub struct Kiriman {
    /// Regency.
    pub daerah: KodeDaerah,
    /// Id.
    pub id: Uuid,
    /// What it is about.
    pub muatan: Muatan,
    /// How often it was tried before.
    pub coba: i64,
}

/// What a message is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Muatan {
    /// Register of the entry.
    pub register: String,
    /// The entry.
    pub entri: Uuid,
    /// Its number.
    pub nomor: String,
    /// Where to (as [`kernel::register::Kepada::Alamat`]; the key is older than the other ways); none: to everybody who
    /// follows the entry, see [`Store::bagikan_kiriman`].
    #[serde(default, rename = "surel", skip_serializing_if = "Option::is_none")]
    pub ke: Option<String>,
    /// Which words.
    pub acara: String,
    /// What they say.
    pub isi: kernel::Peta,
    /// Of a message to many: up to whom it was handed out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setelah: Option<String>,
}

/// What of a message tells of somebody: where it goes, and what it says. The rest names the entry, for the operator.
const PEKA: [&str; 2] = ["surel", "isi"];
/// Under which key it stands in the row, closed.
const TERTUTUP: &str = "tutup";

/// A message as it is written: register, number and occasion open, the rest closed.
pub(crate) fn tutup(cincin: &Cincin, daerah: &KodeDaerah, id: Uuid, muatan: Value) -> Result<Value, Galat> {
    let Value::Object(mut muatan) = muatan else {
        return Err(Galat::dalam("closing a message", "not an object"));
    };
    let peka = PEKA.iter().filter_map(|n| muatan.remove_entry(*n));
    let peka = Value::Object(peka.collect()).to_string();
    let tertutup = cincin.tutup_nilai(Kolom::Kiriman.di(daerah, id.as_bytes()), &peka)?;
    muatan.insert(TERTUTUP.to_owned(), tertutup.into());
    Ok(Value::Object(muatan))
}

/// A message as it was promised; one from before they were closed is that already.
pub(crate) fn buka(
    cincin: &Cincin,
    daerah: &KodeDaerah,
    id: Uuid,
    muatan: Value,
) -> Result<Value, TakTerbuka> {
    let Value::Object(mut muatan) = muatan else {
        return Ok(muatan);
    };
    if let Some(Value::String(t)) = muatan.remove(TERTUTUP) {
        let peka = cincin.buka_nilai(Kolom::Kiriman.di(daerah, id.as_bytes()), &t)?;
        let peka: Peta = serde_json::from_str(&peka).map_err(|_| TakTerbuka::Diubah)?;
        muatan.extend(peka);
    }
    Ok(Value::Object(muatan))
}

/// A message as its row has it.
#[derive(Debug)]
pub(crate) struct BarisKiriman {
    pub(crate) daerah: KodeDaerah,
    pub(crate) id: Uuid,
    pub(crate) muatan: Value,
    pub(crate) coba: i64,
}

/// Why a message was given up that nobody opens.
const TAK_TERBUKA: &str = "the message does not open: it was altered in the database";

/// What became of a message to another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Antar {
    /// Id of the message.
    pub id: Uuid,
    /// The entry that describes the other program.
    pub tujuan: Uuid,
    /// What it told of.
    pub acara: String,
    /// Number of the entry that it told of.
    pub nomor: String,
    /// When it was last tried, ms.
    pub waktu: i64,
    /// How often it was tried.
    pub coba: i64,
    /// HTTP status of the last answer.
    pub kode: Option<i64>,
    /// Why it did not go; none when it went.
    pub galat: Option<String>,
}

/// How long a taken message is left to whoever took it, ms.
const PEGANG: i64 = 120_000;
/// Tries before a message is given up.
pub const MAKS_COBA: i64 = 10;

impl Store {
    /// Takes up to `batas` due messages for sending; they come back by themselves if nobody says how it went. One that
    /// was altered behind the program's back is given up, and one closed under a newer key file is left to whoever has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ambil_kiriman(&self, batas: i64) -> Result<Vec<Kiriman>, Galat> {
        let kini = self.jam.kini().as_millisecond();
        let sampai = kini + PEGANG;
        let semua =
            pada!(&self.db, sql, kolam, tulis => sql::kirim::ambil(kolam, kini, sampai, batas).await)?;
        let mut kiriman = Vec::with_capacity(semua.len());
        for b in semua {
            let (daerah, id) = (b.daerah.clone(), b.id);
            match self.buka_kiriman(b) {
                Ok(k) => kiriman.push(k),
                Err(TakTerbuka::TanpaKunci(n)) => {
                    tracing::warn!(%daerah, %id, kunci = n, "a message waits for a server with a newer key file");
                    pada!(&self.db, sql, kolam, tulis => sql::kirim::tunda(kolam, &daerah, id, sampai).await)?;
                }
                Err(TakTerbuka::Diubah) => {
                    tracing::error!(%daerah, %id, "{TAK_TERBUKA}");
                    pada!(&self.db, sql, kolam, tulis => sql::kirim::gagal(kolam, &daerah, id, None, TAK_TERBUKA).await)?;
                }
            }
        }
        Ok(kiriman)
    }

    fn buka_kiriman(&self, b: BarisKiriman) -> Result<Kiriman, TakTerbuka> {
        let muatan = buka(&self.cincin, &b.daerah, b.id, b.muatan)?;
        Ok(Kiriman {
            muatan: serde_json::from_value(muatan).map_err(|_| TakTerbuka::Diubah)?,
            daerah: b.daerah,
            id: b.id,
            coba: b.coba,
        })
    }

    /// A letter as it is promised in a transaction.
    pub(crate) fn tulis_surat(&self, daerah: &KodeDaerah, id: Uuid, m: &Muatan) -> Result<Value, Galat> {
        let muatan = serde_json::to_value(m).map_err(|e| Galat::dalam("promising a message", e))?;
        tutup(&self.cincin, daerah, id, muatan)
    }

    /// The message is sent: it is forgotten, with the address in it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kiriman_terkirim(&self, k: &Kiriman) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::kirim::hapus(kolam, &k.daerah, k.id).await)
    }

    /// Sending failed: tried again after 1, 2, 4 … minutes, ten times in all, then kept for the operator to see.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kiriman_gagal(&self, k: &Kiriman, galat: &str) -> Result<(), Galat> {
        let jeda = 60_000_i64 << k.coba.clamp(0, 9);
        let berikut = (k.coba + 1 < MAKS_COBA).then(|| self.jam.kini().as_millisecond() + jeda);
        let galat = galat.replace('\0', "");
        pada!(&self.db, sql, kolam, tulis => sql::kirim::gagal(kolam, &k.daerah, k.id, berikut, &galat).await)
    }

    /// It is not time yet: the message waits, and this was no try.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tunda_kiriman(&self, k: &Kiriman, sampai: i64) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::kirim::tunda(kolam, &k.daerah, k.id, sampai).await)
    }

    /// A message to many becomes messages to single people, all in one transaction, and is forgotten, or waits with
    /// `setelah` for the next round. Handed out again to the same entry after a crash, a message has the same id, so
    /// nobody gets it twice as long as the first one waits. O(messages).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bagikan_kiriman(
        &self,
        induk: &Kiriman,
        kepada: &[Muatan],
        setelah: Option<String>,
    ) -> Result<(), Galat> {
        let tulis = |id, m: &Muatan| self.tulis_surat(&induk.daerah, id, m);
        let satu = |m: &Muatan| {
            let id = id_bagian(&self.cincin, induk, m);
            Ok::<_, Galat>((id, tulis(id, m)?))
        };
        let baru = kepada.iter().map(satu).collect::<Result<Vec<_>, _>>()?;
        let lanjut = setelah.map(|s| Muatan {
            setelah: Some(s),
            ..induk.muatan.clone()
        });
        let lanjut = lanjut.as_ref().map(|m| tulis(induk.id, m)).transpose()?;
        let kini = self.jam.kini().as_millisecond();
        pada!(&self.db, sql, kolam, tulis => sql::kirim::bagikan(kolam, induk, &baru, lanjut, kini).await)
    }

    /// Notes how a message to another program went; a further try replaces the one before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catat_antar(&self, daerah: &KodeDaerah, a: &Antar) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, tulis => sql::kirim::catat_antar(kolam, daerah, a).await)
    }

    /// The last messages to another program, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn antar(&self, daerah: &KodeDaerah, tujuan: Uuid, batas: i64) -> Result<Vec<Antar>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::kirim::antar(kolam, daerah, tujuan, batas).await)
    }

    /// Messages waiting, and messages given up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn antrean_kiriman(&self) -> Result<(i64, i64), Galat> {
        pada!(&self.db, sql, kolam, baca => sql::kirim::antrean(kolam).await)
    }
}

/// Id of the part of a message that goes to one person: that of the whole as far as it tells the time, the rest from both.
/// Keyed, so that nobody can try addresses out.
fn id_bagian(cincin: &Cincin, induk: &Kiriman, m: &Muatan) -> Uuid {
    let mut bait = induk.id.into_bytes();
    // One entry may be told at several addresses.
    let ke = m.ke.as_deref().unwrap_or_default().as_bytes();
    let semua = [&bait[..], &m.entri.into_bytes(), ke].concat();
    let sidik = cincin.jejak_baris(&induk.daerah, "kirim.id", &semua);
    for (b, s) in bait.iter_mut().zip(sidik).skip(8) {
        *b = s;
    }
    uuid::Builder::from_bytes(bait)
        .with_variant(uuid::Variant::RFC4122)
        .into_uuid()
}
