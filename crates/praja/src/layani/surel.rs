//! Mail as a channel: out to a mail server, or into a folder when there is none; in through the letter-box.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use identity::Identitas;
use kernel::{Galat, Kalender, profil::KodeDaerah};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{self, authentication::Credentials, client::Tls as SmtpTls, client::TlsParameters},
};
use saluran::{
    Bungkus, Jadi, Keluar, Kerja, Penerima, Saluran, Tolak, Utas,
    surel::{Kotak, Nasib, Setelan},
};
use store::{Kiriman, Store};

use super::surat::{Amplop, tulis};
use crate::{
    konfigurasi::{Konfigurasi, Smtp, Tls},
    rakit::{Rakitan, siapkan_folder},
};

/// How long a mail server may take to answer.
const SABAR: Duration = Duration::from_secs(20);

/// Mail.
pub(super) struct SaluranSurel {
    store: Store,
    identitas: Identitas,
    dari: Option<Mailbox>,
    masuk: Option<Setelan>,
    tahan: PathBuf,
    jalan: Jalan,
}

enum Jalan {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

impl SaluranSurel {
    /// Mail as the configuration says.
    ///
    /// # Errors
    /// A folder that cannot be made, or a mail server that cannot be named in a certificate.
    pub(super) fn baru(k: &Konfigurasi, r: &Rakitan) -> Result<Self, Galat> {
        let jalan = match &k.smtp {
            Some(s) => Jalan::Smtp(Box::new(server(s)?)),
            None => {
                let folder = k.surat_keluar();
                siapkan_folder(&folder).map_err(|e| Galat::dalam("making the folder for mail", e))?;
                Jalan::Folder(folder)
            }
        };
        Ok(SaluranSurel {
            store: r.store.clone(),
            identitas: r.identitas.clone(),
            dari: k.smtp.as_ref().map(|s| s.dari.clone()),
            masuk: k.surel_masuk.clone(),
            tahan: k.surat_ditahan(),
            jalan,
        })
    }

    async fn keluar(&self, k: Keluar<'_>) -> Result<(), String> {
        // What is about an account is of no register, and nobody answers it.
        let def = self.store.inventaris().cari(&k.kiriman.muatan.register);
        let dilacak = def.is_ok_and(|d| d.dilacak);
        let amplop = Amplop {
            profil: k.profil,
            dari: self.dari.as_ref(),
            masuk: self.masuk.as_ref().filter(|_| dilacak),
            utas: Utas::baru(&self.identitas, &k.kiriman.daerah),
        };
        let surat = tulis(k, &amplop).map_err(|g| g.to_string())?;
        match &self.jalan {
            Jalan::Smtp(t) => t.send(surat).await.map(|_| ()).map_err(|e| sebab(&e)),
            Jalan::Folder(f) => {
                let jadi = simpan(f, &k.profil.kalender, k.kiriman, &surat).await;
                jadi.map_err(|e| format!("surat-keluar: {e}"))
            }
        }
    }

    async fn kotak(&self, penerima: &Penerima, b: Bungkus<'_>) -> Result<Jadi, Tolak> {
        let setelan = self
            .masuk
            .clone()
            .ok_or_else(|| Tolak::Rusak("surel masuk tidak diatur".to_owned()))?;
        let kotak = Kotak::baru(penerima.clone(), setelan, self.tahan.clone());
        Ok(match kotak.terima(b.daerah, b.isi).await? {
            Nasib::Jadi(j) => j,
            Nasib::Pantulan => Jadi::Ditahan("surat kami tidak sampai; dicatat pada laporannya".to_owned()),
            Nasib::Ditahan(s) => Jadi::Ditahan(s),
        })
    }
}

impl Saluran for SaluranSurel {
    fn jenis(&self) -> &str {
        "surel"
    }

    fn melayani(&self, _daerah: &KodeDaerah) -> bool {
        true
    }

    fn kirim<'a>(&'a self, k: Keluar<'a>) -> Kerja<'a, Result<(), String>> {
        Box::pin(self.keluar(k))
    }

    fn terima<'a>(&'a self, penerima: &'a Penerima, b: Bungkus<'a>) -> Kerja<'a, Result<Jadi, Tolak>> {
        Box::pin(self.kotak(penerima, b))
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
