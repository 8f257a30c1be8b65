//! The post office: takes messages from the outbox and hands them to a mail server, or writes them to a folder when
//! there is none. A message is forgotten only after it has gone.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use identity::Identitas;
use kernel::{Galat, IdEntri, Kalender};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{self, authentication::Credentials, client::Tls as SmtpTls, client::TlsParameters},
};
use store::{Kiriman, Store};

use super::{
    pengikut::bagikan,
    surat::{Amplop, tulis},
};
use crate::{
    konfigurasi::{Konfigurasi, Smtp, Tls},
    rakit::siapkan_folder,
};

/// Messages taken at a time: few enough to be sent before another process may take them.
const KELOMPOK: i64 = 40;
/// How long a mail server may take to answer.
const SABAR: Duration = Duration::from_secs(20);

/// Where letters go.
pub struct Pos {
    store: Store,
    identitas: Identitas,
    url_dasar: String,
    dari: Option<Mailbox>,
    jalan: Jalan,
}

enum Jalan {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

impl Pos {
    /// A post office as the configuration says.
    ///
    /// # Errors
    /// A folder that cannot be made, or a mail server that cannot be named in a certificate.
    pub fn baru(k: &Konfigurasi, store: Store, identitas: Identitas) -> Result<Self, Galat> {
        let jalan = match &k.smtp {
            Some(s) => Jalan::Smtp(Box::new(server(s)?)),
            None => {
                let folder = k.surat_keluar();
                siapkan_folder(&folder).map_err(|e| Galat::dalam("making the folder for mail", e))?;
                Jalan::Folder(folder)
            }
        };
        let dari = k.smtp.as_ref().map(|s| s.dari.clone());
        Ok(Pos {
            store,
            identitas,
            url_dasar: k.url_dasar.clone(),
            dari,
            jalan,
        })
    }

    fn surat(&self, k: &Kiriman) -> Result<Message, Galat> {
        let profil = self
            .store
            .profil(k.daerah.as_str())
            .ok_or(Galat::TidakDitemukan)?;
        let def = self.store.inventaris().cari(&k.muatan.register)?;
        let id = IdEntri(k.muatan.entri);
        let kode_lacak = if def.dilacak {
            self.identitas.kode_lacak(&k.daerah, id)
        } else {
            String::new()
        };
        tulis(
            k,
            &Amplop {
                profil,
                def,
                dari: self.dari.as_ref(),
                url_dasar: &self.url_dasar,
                kode_lacak,
            },
        )
    }

    /// Sends one message; the error says why not, without any address.
    async fn kirim(&self, k: &Kiriman) -> Result<(), String> {
        let surat = self.surat(k).map_err(|g| g.to_string())?;
        match &self.jalan {
            Jalan::Smtp(t) => t.send(surat).await.map(|_| ()).map_err(|e| sebab(&e)),
            Jalan::Folder(f) => {
                let profil = self
                    .store
                    .profil(k.daerah.as_str())
                    .ok_or("daerah tidak dilayani")?;
                let jadi = simpan(f, &profil.kalender, k, &surat).await;
                jadi.map_err(|e| format!("surat-keluar: {e}"))
            }
        }
    }
}

/// A server's own words may repeat the address, so only its code is kept.
fn sebab(e: &smtp::Error) -> String {
    match e.status() {
        Some(kode) => format!("server surel menolak: SMTP {kode}"),
        None if e.is_timeout() => "server surel tidak menjawab".to_owned(),
        None if e.is_tls() => "TLS ke server surel gagal".to_owned(),
        None => "tidak tersambung ke server surel".to_owned(),
    }
}

fn server(s: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, Galat> {
    let tls = || TlsParameters::new(s.host.clone()).map_err(|e| Galat::dalam("preparing TLS for mail", e));
    let tls = match s.tls {
        Tls::Starttls => SmtpTls::Required(tls()?),
        Tls::Penuh => SmtpTls::Wrapper(tls()?),
        Tls::Tanpa => SmtpTls::None,
    };
    let mut b = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&s.host)
        .port(s.port)
        .tls(tls)
        .timeout(Some(SABAR));
    if let Some((pengguna, sandi)) = &s.masuk {
        b = b.credentials(Credentials::new(pengguna.clone(), sandi.buka().to_owned()));
    }
    Ok(b.build())
}

/// `2026-11-22_0915_SRG-2026-000123_diterima_1a2b3c4d.eml`: sorts by time (the regency's), and sending again makes the
/// same name.
async fn simpan(folder: &Path, kalender: &Kalender, k: &Kiriman, surat: &Message) -> std::io::Result<()> {
    let detik = k.id.get_timestamp().map_or(0, |t| t.to_unix().0);
    let waktu = jiff::Timestamp::from_second(i64::try_from(detik).unwrap_or_default()).unwrap_or_default();
    let waktu = kalender.setempat(waktu).strftime("%Y-%m-%d_%H%M").to_string();
    let id = k.id.simple().to_string();
    let ekor = id.get(24..).unwrap_or_default();
    let nama: String = format!("{waktu}_{}_{}_{ekor}", k.muatan.nomor, k.muatan.acara);
    let nama: String = nama
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    let (folder, isi) = (folder.to_owned(), surat.formatted());
    let tulis = move || crate::rakit::tulis_rahasia(&folder.join(nama + ".eml"), &isi);
    tokio::task::spawn_blocking(tulis)
        .await
        .map_err(std::io::Error::other)?
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
        for k in kiriman {
            if k.muatan.surel.is_none() {
                if let Err(g) = bagikan(store, &k).await {
                    tracing::warn!(daerah = %k.daerah, kiriman = %k.id, galat = %g, "a message to followers was not handed out");
                    store.kiriman_gagal(&k, &g.to_string()).await?;
                }
                continue;
            }
            match pos.kirim(&k).await {
                Ok(()) => {
                    store.kiriman_terkirim(&k).await?;
                    terkirim += 1;
                }
                Err(sebab) => {
                    tracing::warn!(daerah = %k.daerah, kiriman = %k.id, coba = k.coba + 1, sebab, "a letter did not go");
                    metrics::counter!("praja_surat_gagal").increment(1);
                    store.kiriman_gagal(&k, &sebab).await?;
                }
            }
        }
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
