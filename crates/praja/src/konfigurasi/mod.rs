//! Configuration: a TOML file, overridden by the environment (`PRAJA_LISTEN`, `PRAJA_SMTP_HOST` …). Every wrong key
//! and value is told at once, each with the key that was probably meant.

mod baca;
mod sah;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
};

use lettre::message::Mailbox;

use baca::Mentah;
pub(crate) use baca::SANDI_CADANGAN;
use profil::temuan::{Temuan, ada_galat};
pub(crate) use sah::alamat;

/// The file that is read when none is named, if it is there.
pub const BERKAS_BAWAAN: &str = "praja.toml";
/// Where the server listens when nothing was said.
pub const LISTEN_BAWAAN: &str = "127.0.0.1:8080";

/// Everything the operator decides.
#[derive(Clone, Debug)]
pub struct Konfigurasi {
    /// Address and port.
    pub listen: String,
    /// Folder of the embedded database, uploads and the key.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: Rahasia,
    /// The address people see, without a slash at the end.
    pub url_dasar: String,
    /// Folder of profiles; none: those inside the program.
    pub profil: Option<PathBuf>,
    /// Codes of the regencies to serve; empty: all that have a profile.
    pub daerah: Vec<String>,
    /// A proxy of ours stands in front: its `X-Forwarded-For` tells who asks.
    pub proksi: bool,
    /// Only programs with a token may send reports through Open311.
    pub open311_wajib_kunci: bool,
    /// Who may sign under the heads of our logs.
    pub saksi: Vec<ledger::Saksi>,
    /// Roles whose holders must have a second factor.
    pub wajib_dua_langkah: Vec<kernel::Peran>,
    /// Which messages are logged (`info`, or a filter such as `info,store=debug`).
    pub log: String,
    /// How they are written.
    pub log_bentuk: BentukLog,
    /// How mail goes out; none: as files under the data folder.
    pub smtp: Option<Smtp>,
    /// Where mail comes in; none: letters say nothing of answering, and no mail is read.
    pub surel_masuk: Option<saluran::surel::Setelan>,
    /// Gateways to WhatsApp and SMS, from their own file.
    pub gerbang: Vec<saluran::gerbang::http::Gerbang>,
    /// Identity providers of regencies, from their own file.
    pub penyedia: Vec<federasi::oidc::Setelan>,
    /// Webhooks may go by HTTP, and to addresses on our own network.
    pub webhook_lokal: bool,
    /// Picture tiles under the map to point at; none: borders only.
    pub ubin: Option<ui::peta::Ubin>,
    /// Where escalations go by HTTP, by the code of where to; those without go into a folder.
    pub eskalasi: BTreeMap<&'static str, TujuanHttp>,
    /// Back-ups that the server takes by itself; none: only by command.
    pub cadangan: Option<JadwalCadangan>,
    /// Who stamps the heads of the logs; none: they stand without.
    pub cap_waktu: Option<CapWaktu>,
    /// The file it was read from, and the files and folders that file names: kept with a back-up.
    pub setelan: Vec<PathBuf>,
}

/// Back-ups by the clock.
#[derive(Clone, Debug)]
pub struct JadwalCadangan {
    /// The archive.
    pub folder: PathBuf,
    /// Its pass-phrase.
    pub sandi: cadangan::Sandi,
    /// After which hour of the regency's day.
    pub jam: i8,
    /// What is kept.
    pub simpan: cadangan::Simpan,
}

/// A time stamping authority (RFC 3161).
#[derive(Clone, Debug)]
pub struct CapWaktu {
    /// Where requests are posted.
    pub url: String,
    /// Where it may stand.
    pub jangkauan: saluran::http::Jangkauan,
    /// Login name and password there.
    pub masuk: Option<(String, Rahasia)>,
    /// The policy that is asked for; none: its own.
    pub kebijakan: Option<ledger::cap::Kebijakan>,
    /// The certificates that its own must be or stand under.
    pub percaya: ledger::cap::Percaya,
    /// Hours between two stamps over a log that grew.
    pub tiap_jam: i64,
}

/// A program outside that takes escalations.
#[derive(Clone, Debug)]
pub struct TujuanHttp {
    /// Where they are posted.
    pub url: String,
    /// What we show there.
    pub kunci: Rahasia,
    /// Where it may stand.
    pub jangkauan: saluran::http::Jangkauan,
}

/// A value that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Rahasia(String);

impl Rahasia {
    /// Takes a value in.
    pub fn baru(s: impl Into<String>) -> Self {
        Rahasia(s.into())
    }

    /// The value, for those who use it.
    pub fn buka(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Rahasia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rahasia(…)")
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BentukLog {
    /// One JSON object each line, for machines.
    #[default]
    Json,
    /// For a person at a terminal.
    Teks,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tls {
    /// Begins in the open, then is encrypted (port 587).
    #[default]
    Starttls,
    /// Encrypted from the first byte (port 465).
    Penuh,
    /// Not at all: only for a server on the same machine.
    Tanpa,
}

/// The mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Host name.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Login name and password.
    pub masuk: Option<(String, Rahasia)>,
    /// Who mail comes from.
    pub dari: Mailbox,
    /// Protection of the connection.
    pub tls: Tls,
}

impl Konfigurasi {
    /// Reads the file (the named one must be there, `praja.toml` need not) and the environment.
    ///
    /// # Errors
    /// Every mistake, each at its key.
    pub fn muat(
        berkas: Option<&Path>,
        lingkungan: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, Vec<Temuan>> {
        let mut temuan = Vec::new();
        let mut mentah = Mentah::default();
        let jalur = berkas.unwrap_or(Path::new(BERKAS_BAWAAN));
        if berkas.is_some() || jalur.exists() {
            match std::fs::read_to_string(jalur) {
                Ok(teks) => mentah.dari_toml(&jalur.display().to_string(), &teks, &mut temuan),
                Err(e) => {
                    let pesan = format!("berkas konfigurasi tidak dapat dibaca: {e}.");
                    temuan.push(Temuan::galat(jalur.display().to_string(), None, pesan));
                }
            }
        }
        mentah.dari_lingkungan(lingkungan, &mut temuan);
        let mut k = sah::susun(&mentah, &mut temuan);
        k.setelan = mentah.berkas().into_iter().map(PathBuf::from).collect();
        k.setelan.extend(Some(jalur.to_owned()).filter(|j| j.exists()));
        if ada_galat(&temuan) {
            temuan.sort();
            return Err(temuan);
        }
        Ok(k)
    }

    /// The configuration of a data folder when nothing else was said; what the demonstration runs on.
    pub fn bawaan(listen: &str, data: &Path) -> Self {
        Konfigurasi {
            listen: listen.to_owned(),
            data: data.to_owned(),
            database: sqlite_di(data),
            url_dasar: url_dari(listen),
            profil: None,
            daerah: Vec::new(),
            proksi: false,
            open311_wajib_kunci: false,
            log: "info".to_owned(),
            log_bentuk: BentukLog::Json,
            smtp: None,
            surel_masuk: None,
            gerbang: Vec::new(),
            penyedia: Vec::new(),
            webhook_lokal: false,
            saksi: Vec::new(),
            wajib_dua_langkah: Vec::new(),
            ubin: None,
            eskalasi: BTreeMap::new(),
            cadangan: None,
            cap_waktu: None,
            setelan: Vec::new(),
        }
    }

    /// The file with the secret that tracking codes are made from.
    pub fn berkas_kunci(&self) -> PathBuf {
        self.data.join("kunci")
    }

    /// The file with the keys that open personal data.
    pub fn kunci_data(&self) -> PathBuf {
        self.data.join("kunci-data")
    }

    /// Where the published logs are copied to.
    pub fn log_terbit(&self) -> PathBuf {
        self.data.join("log")
    }

    /// The file with the key that push services of browsers know us by.
    pub fn kunci_peramban(&self) -> PathBuf {
        self.data.join("kunci-peramban")
    }

    /// The folder of uploads.
    pub fn gudang(&self) -> PathBuf {
        self.data.join("berkas")
    }

    /// The folder of mail that came in and that a person has to look at.
    pub fn surat_ditahan(&self) -> PathBuf {
        self.data.join("surat-ditahan")
    }

    /// The folder of mail that no server takes.
    pub fn surat_keluar(&self) -> PathBuf {
        self.data.join("surat-keluar")
    }

    /// Where escalations to the province and the nation are put.
    pub fn eskalasi_keluar(&self) -> PathBuf {
        self.data.join("eskalasi-keluar")
    }
}

fn sqlite_di(data: &Path) -> Rahasia {
    Rahasia(format!("sqlite:{}", data.join("praja.db").display()))
}

/// The address under which a listener can be reached from the same machine.
fn url_dari(listen: &str) -> String {
    let (host, port) = listen.rsplit_once(':').unwrap_or((listen, "80"));
    let host = if matches!(host, "" | "0.0.0.0" | "[::]") {
        "localhost"
    } else {
        host
    };
    if port == "80" {
        format!("http://{host}")
    } else {
        format!("http://{host}:{port}")
    }
}

#[cfg(test)]
mod uji;
