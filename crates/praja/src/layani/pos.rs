//! The post office: takes messages from the outbox, lets their register word them, and hands each to the channel its
//! address belongs to. A message is forgotten only after it has gone.

use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use identity::Identitas;
use kernel::{Galat, IdEntri, register::BahanSurat};
use layanan::cadangan::SEGERA;
use saluran::{
    Keluar, Saluran,
    gerbang::{self, Semua},
    http::Jangkauan,
    peramban::SaluranPeramban,
    webhook::{self, SaluranWebhook},
};
use store::{Kiriman, Store};

use super::{pegawai, pengikut::bagikan, surel::SaluranSurel};
use crate::{konfigurasi::Konfigurasi, rakit::Rakitan};

/// Messages taken at a time: few enough to be sent before another process may take them.
const KELOMPOK: i64 = 40;
/// Programs of others asked at once.
const SERENTAK: usize = 8;

/// Where news goes.
pub struct Pos {
    store: Store,
    identitas: Identitas,
    url_dasar: String,
    saluran: Semua,
}

/// What became of a message.
enum Jadi {
    Terkirim,
    /// No channel leads to such addresses here: somebody at a desk writes to them.
    TanpaJalan,
}

impl Pos {
    /// A post office as the configuration says, with mail and the gateways as channels.
    ///
    /// # Errors
    /// A folder that cannot be made, or a mail server that cannot be named in a certificate.
    pub fn baru(k: &Konfigurasi, r: &Rakitan) -> Result<Self, Galat> {
        let surel: Arc<dyn Saluran> = Arc::new(SaluranSurel::baru(k, r)?);
        let jangkauan = match k.webhook_lokal {
            true => Jangkauan::Lokal,
            false => Jangkauan::Umum,
        };
        let (store, identitas) = (r.store.clone(), r.identitas.clone());
        let webhook = SaluranWebhook::baru(store, identitas, r.klien.clone(), &k.url_dasar, jangkauan);
        let webhook: Arc<dyn Saluran> = Arc::new(webhook);
        let (kunci, klien) = (r.pengirim.clone(), r.klien.clone());
        let peramban = SaluranPeramban::baru(r.store.clone(), klien, kunci, &k.url_dasar, jangkauan);
        let peramban: Arc<dyn Saluran> = Arc::new(peramban);
        let gerbang = r.gerbang.iter().map(|g| g.clone() as Arc<dyn Saluran>);
        Ok(Pos {
            store: r.store.clone(),
            identitas: r.identitas.clone(),
            url_dasar: k.url_dasar.clone(),
            saluran: [surel, webhook, peramban].into_iter().chain(gerbang).collect(),
        })
    }

    /// Sends one message; the error says why not, without any address.
    async fn kirim(&self, k: &Kiriman) -> Result<Jadi, String> {
        let (mut jenis, mut ke) = gerbang::urai(k.muatan.ke.as_deref().unwrap_or_default());
        let surel;
        if jenis == pegawai::AKUN {
            // Officials read their letters where their account says; without an address the workspace tells them.
            surel = pegawai::surel(&self.store, &k.daerah, ke)
                .await
                .map_err(|g| g.to_string())?;
            match &surel {
                Some(s) => (jenis, ke) = ("surel", s.as_str()),
                None => return Ok(Jadi::TanpaJalan),
            }
        }
        let Some(saluran) = gerbang::untuk(&self.saluran, &k.daerah, jenis) else {
            return Ok(Jadi::TanpaJalan);
        };
        let profil = self
            .store
            .profil(k.daerah.as_str())
            .ok_or("daerah tidak dilayani")?;
        let muatan = &k.muatan;
        let def = match muatan.register.as_str() {
            identity::AKUN => None,
            kode => Some(self.store.inventaris().cari(kode).map_err(|g| g.to_string())?),
        };
        let kode_lacak = match def {
            Some(def) if def.dilacak => self.identitas.kode_lacak(&k.daerah, IdEntri(muatan.entri)),
            _ => String::new(),
        };
        let bahan = BahanSurat {
            profil,
            nomor: &muatan.nomor,
            kode_lacak: &kode_lacak,
            alamat: &format!("{}/{}", self.url_dasar, k.daerah),
        };
        let surat = match def {
            Some(def) => def.surat(&muatan.acara, &muatan.isi, &bahan),
            None => pegawai::surat(muatan, &bahan),
        };
        let surat =
            surat.ok_or_else(|| format!("register {} has no words for {}", muatan.register, muatan.acara))?;
        let keluar = Keluar {
            kiriman: k,
            profil,
            ke,
            surat: &surat,
        };
        saluran.kirim(keluar).await.map(|()| Jadi::Terkirim)
    }
}

/// Sends one message and notes how it went: 1 when it went. One to all followers becomes one to each.
async fn satu(store: &Store, pos: &Pos, k: Kiriman) -> Result<usize, Galat> {
    if k.muatan.ke.is_none() {
        if let Err(g) = bagikan(store, &k).await {
            tracing::warn!(daerah = %k.daerah, kiriman = %k.id, galat = %g, "a message to followers was not handed out");
            store.kiriman_gagal(&k, &g.to_string()).await?;
        }
        return Ok(0);
    }
    if let (jenis @ (pegawai::PERAN | SEGERA), peran) =
        gerbang::urai(k.muatan.ke.as_deref().unwrap_or_default())
    {
        if let Err(g) = pegawai::bagikan(store, &k, peran, jenis == SEGERA).await {
            tracing::warn!(daerah = %k.daerah, kiriman = %k.id, galat = %g, "a message to officials was not handed out");
            store.kiriman_gagal(&k, &g.to_string()).await?;
        }
        return Ok(0);
    }
    match pos.kirim(&k).await {
        Ok(jadi) => {
            store.kiriman_terkirim(&k).await?;
            Ok(usize::from(matches!(jadi, Jadi::Terkirim)))
        }
        Err(sebab) => {
            tracing::warn!(daerah = %k.daerah, kiriman = %k.id, coba = k.coba + 1, sebab, "a letter did not go");
            metrics::counter!("praja_surat_gagal").increment(1);
            store.kiriman_gagal(&k, &sebab).await?;
            Ok(0)
        }
    }
}

/// Sends everything that is due, and says how many letters went.
///
/// # Errors
/// When the database does not answer; a letter that does not go is no error here, it is tried again later.
pub async fn kirim_semua(store: &Store, pos: &Pos) -> Result<usize, Galat> {
    let mut terkirim = 0;
    loop {
        let kiriman = store.ambil_kiriman(KELOMPOK).await?;
        let penuh = kiriman.len() as i64 == KELOMPOK;
        let ke = |k: &Kiriman| gerbang::urai(k.muatan.ke.as_deref().unwrap_or_default()).0 == webhook::KODE;
        let (program, surat): (Vec<_>, Vec<_>) = kiriman.into_iter().partition(ke);
        let surat = async {
            let mut n = 0;
            for k in surat {
                n += satu(store, pos, k).await?;
            }
            Ok::<_, Galat>(n)
        };
        // Programs of others are asked side by side, and no letter waits for a slow one.
        let program = stream::iter(program.into_iter().map(|k| satu(store, pos, k)))
            .buffer_unordered(SERENTAK)
            .try_fold(0, |n, m| std::future::ready(Ok(n + m)));
        let (surat, program) = tokio::join!(surat, program);
        terkirim += surat? + program?;
        if !penuh {
            break;
        }
    }
    if terkirim > 0 {
        metrics::counter!("praja_surat_terkirim").increment(terkirim as u64);
        tracing::info!(jumlah = terkirim, "surat terkirim");
    }
    Ok(terkirim)
}
