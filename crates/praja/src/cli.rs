//! The command line: what can be asked. Its words are Indonesian, its command names the same in every language.

use std::path::PathBuf;

use clap::{
    ArgAction, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand,
    error::{ContextKind, ContextValue, ErrorKind},
};

const TEMPLAT: &str = "{before-help}{about-with-newline}\nPemakaian: {usage}\n\n{all-args}{after-help}";

/// Everything that can be asked.
#[derive(Debug, Parser)]
#[command(
    name = "praja",
    version,
    about = "Praja: sistem pemerintahan berbasis elektronik (SPBE) kabupaten.",
    subcommand_required = true
)]
pub struct Cli {
    /// What.
    #[command(subcommand)]
    pub perintah: Perintah,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Perintah {
    /// Lima kabupaten contoh, lengkap dengan laporan dan akun, dari mesin kosong
    Demo(Demo),
    /// Menjalankan server
    Serve(Dasar),
    /// Menyiapkan basis data, kunci, dan administrator pertama sebuah daerah
    Init(Init),
    /// Memeriksa konfigurasi dan profil daerah
    Check(Check),
    /// Memasukkan berkas CSV atau NDJSON ke sebuah register
    Import(Import),
    /// Mengeluarkan isi sebuah register sebagai CSV atau NDJSON
    Export(Export),
    /// Akun pegawai
    #[command(subcommand)]
    User(User),
    /// Token API untuk mesin
    #[command(subcommand)]
    Token(Token),
}

/// The configuration file.
#[derive(Debug, Default, Args)]
pub struct Dasar {
    /// Berkas konfigurasi (bawaan: praja.toml bila ada)
    #[arg(long, value_name = "BERKAS")]
    pub config: Option<PathBuf>,
}

/// `praja demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Alamat dan port yang didengarkan (bawaan: 127.0.0.1:8080)
    #[arg(long, value_name = "ALAMAT", default_value = crate::konfigurasi::LISTEN_BAWAAN, hide_default_value = true, value_parser = crate::konfigurasi::alamat)]
    pub listen: String,
    /// Folder data (bawaan: data-demo)
    #[arg(long, value_name = "FOLDER", default_value = "data-demo", hide_default_value = true)]
    pub data: PathBuf,
    /// Tingkat catatan: error, warn, info, debug (bawaan: warn)
    #[arg(long, value_name = "TINGKAT", default_value = "warn", hide_default_value = true)]
    pub log: String,
}

/// `praja init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Kode daerah, misalnya serang
    #[arg(long, value_name = "DAERAH")]
    pub daerah: Option<String>,
    /// Nama pengguna administrator (bawaan: administrator)
    #[arg(long, value_name = "NAMA", default_value = "administrator", hide_default_value = true)]
    pub pengguna: String,
    /// Nama orangnya (bawaan: Administrator)
    #[arg(long, value_name = "NAMA", default_value = "Administrator", hide_default_value = true)]
    pub nama: String,
    /// Hasil sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// `praja check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Folder profil yang diperiksa (bawaan: menurut konfigurasi)
    #[arg(long, value_name = "FOLDER")]
    pub profil: Option<PathBuf>,
    /// Hasil sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// Which register, as whom.
#[derive(Debug, Args)]
pub struct Meja {
    /// Kode daerah, misalnya serang
    #[arg(long, value_name = "DAERAH")]
    pub daerah: Option<String>,
    /// Kode register, misalnya layanan
    #[arg(long, value_name = "REGISTER")]
    pub register: String,
    /// Dikerjakan sebagai akun ini, dengan wewenangnya
    #[arg(long, value_name = "PENGGUNA")]
    pub pengguna: String,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// `praja import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Berkas .csv atau .ndjson
    #[arg(value_name = "BERKAS")]
    pub berkas: PathBuf,
    /// Laporan tiap baris sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Where and as whom.
    #[command(flatten)]
    pub meja: Meja,
}

/// `praja export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Bentuk berkas: csv atau ndjson (bawaan: csv)
    #[arg(long, value_name = "BENTUK", default_value = "csv", hide_default_value = true, value_parser = ["csv", "ndjson"], hide_possible_values = true)]
    pub format: String,
    /// Berkas tujuan (bawaan: keluaran standar)
    #[arg(long, value_name = "BERKAS")]
    pub ke: Option<PathBuf>,
    /// Where and as whom.
    #[command(flatten)]
    pub meja: Meja,
}

/// Which regency.
#[derive(Debug, Args)]
pub struct Tempat {
    /// Kode daerah, misalnya serang
    #[arg(long, value_name = "DAERAH")]
    pub daerah: Option<String>,
    /// Hasil sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// `praja user`.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Menambah akun; sandi dibuatkan dan ditampilkan sekali
    Add {
        /// Nama pengguna
        #[arg(long, value_name = "PENGGUNA")]
        pengguna: String,
        /// Nama orangnya
        #[arg(long, value_name = "NAMA")]
        nama: String,
        /// Peran dalam perangkat daerah, misalnya koordinator:diskominfo; boleh diulang
        #[arg(long, value_name = "PERAN:UNIT", required = true)]
        peran: Vec<String>,
        /// Baca sandi dari masukan standar, satu baris
        #[arg(long)]
        sandi_stdin: bool,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Daftar akun sebuah daerah
    List {
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Menutup akun beserta sesi dan tokennya
    Disable {
        /// Nama pengguna
        #[arg(long, value_name = "PENGGUNA")]
        pengguna: String,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Membuka lagi akun yang ditutup
    Enable {
        /// Nama pengguna
        #[arg(long, value_name = "PENGGUNA")]
        pengguna: String,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Mengganti sandi; sandi baru dibuatkan dan ditampilkan sekali
    Password {
        /// Nama pengguna
        #[arg(long, value_name = "PENGGUNA")]
        pengguna: String,
        /// Baca sandi dari masukan standar, satu baris
        #[arg(long)]
        sandi_stdin: bool,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
}

/// `praja token`.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Membuat token sebuah akun; ditampilkan sekali
    New {
        /// Nama pengguna
        #[arg(long, value_name = "PENGGUNA")]
        pengguna: String,
        /// Untuk apa token ini
        #[arg(long, value_name = "NAMA")]
        nama: String,
        /// Berlaku berapa hari (bawaan: 365)
        #[arg(long, value_name = "HARI", default_value_t = 365, hide_default_value = true, value_parser = clap::value_parser!(u16).range(1..=3650))]
        hari: u16,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Daftar token sebuah daerah
    List {
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Mencabut token
    Revoke {
        /// Id token, dari praja token list
        #[arg(value_name = "ID")]
        id: String,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
}

/// The grammar with Indonesian headings throughout.
pub fn susunan() -> Command {
    indonesiakan(Cli::command(), "praja")
}

fn indonesiakan(c: Command, nama: &str) -> Command {
    let ada_anak = c.has_subcommands();
    let wajib = c.get_positionals().map(|a| format!(" {}", a.get_value_names().and_then(|n| n.first()).map_or("", |n| n.as_str())));
    let wajib: String = wajib.collect();
    let pakai = if ada_anak { format!("{nama} PERINTAH") } else { format!("{nama} [PILIHAN]{wajib}") };
    let bantuan = clap::Arg::new("bantuan").short('h').long("help").action(ArgAction::Help).help("Tampilkan bantuan ini");
    let utama = nama == "praja";
    let mut c = c
        .help_template(TEMPLAT)
        .override_usage(pakai)
        .subcommand_help_heading("Perintah")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(bantuan)
        .mut_args(|a| a.help_heading("Pilihan"));
    if utama {
        let versi = clap::Arg::new("versi").short('V').long("version").action(ArgAction::Version);
        c = c.arg(versi.help("Tampilkan versi").help_heading("Pilihan"));
    }
    let anak: Vec<String> = c.get_subcommands().map(|s| s.get_name().to_owned()).collect();
    for a in anak {
        let nama = format!("{nama} {a}");
        c = c.mut_subcommand(a, |s| indonesiakan(s, &nama));
    }
    c
}

/// What was asked, or what to print and the exit code.
///
/// # Errors
/// Help and version (code 0) and everything that was asked wrongly (code 2).
pub fn baca<I, T>(argumen: I) -> Result<Cli, (String, u8)>
where
    I: IntoIterator<Item = T>,
    T: Into<std::ffi::OsString> + Clone,
{
    let hasil = susunan().try_get_matches_from(argumen).and_then(|m| Cli::from_arg_matches(&m));
    hasil.map_err(|e| match e.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (e.render().to_string(), 0),
        _ => (salah(&e), 2),
    })
}

/// A usage error in Indonesian.
fn salah(e: &clap::Error) -> String {
    let ambil = |k| match e.get(k) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(v)) => v.join(", "),
        Some(v) => v.to_string(),
        None => String::new(),
    };
    let apa = ambil(ContextKind::InvalidArg);
    let pesan = match e.kind() {
        ErrorKind::UnknownArgument => format!("pilihan {apa} tidak dikenal."),
        ErrorKind::InvalidSubcommand => format!("perintah {} tidak dikenal.", ambil(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "sebutkan perintahnya, misalnya: praja demo.".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("belum disebut: {apa}."),
        ErrorKind::ArgumentConflict => format!("{apa} hanya boleh disebut sekali."),
        ErrorKind::InvalidUtf8 => "argumen harus teks UTF-8.".to_owned(),
        _ if ambil(ContextKind::InvalidValue).is_empty() => format!("{apa} perlu nilai."),
        _ => {
            let sah = ambil(ContextKind::ValidValue);
            let sah = if sah.is_empty() { String::new() } else { format!(" Pilih salah satu: {sah}.") };
            format!("nilai \"{}\" untuk {apa} tidak sah.{sah}", ambil(ContextKind::InvalidValue))
        }
    };
    let saran = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(ambil)
        .find(|s| !s.is_empty());
    let saran = saran.map(|s| format!(" Maksud Anda {s}?")).unwrap_or_default();
    format!("praja: {pesan}{saran}\nBantuan: tambahkan --help.\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn galat(a: &[&str]) -> String {
        let (teks, kode) = baca(a).unwrap_err();
        assert_eq!(kode, 2, "{teks}");
        teks
    }

    #[test]
    fn the_grammar_is_sound() {
        susunan().debug_assert();
    }

    #[test]
    fn help_speaks_indonesian_everywhere() {
        let (teks, kode) = baca(["praja", "--help"]).unwrap_err();
        assert_eq!(kode, 0);
        for kata in ["Pemakaian: praja PERINTAH", "Perintah:", "demo", "Pilihan:", "Tampilkan bantuan"] {
            assert!(teks.contains(kata), "{kata}\n{teks}");
        }
        for p in ["demo", "serve", "init", "check", "import", "export", "user", "token", "user add", "token new"] {
            let a: Vec<&str> = ["praja"].into_iter().chain(p.split(' ')).chain(["--help"]).collect();
            let (teks, _) = baca(a).unwrap_err();
            for asing in ["Usage", "Options", "Commands", "Arguments", "default:", "possible", "Print help"] {
                assert!(!teks.contains(asing), "{p}: {asing}\n{teks}");
            }
        }
    }

    #[test]
    fn mistakes_speak_indonesian_and_suggest() {
        assert!(galat(&["praja"]).contains("sebutkan perintahnya"));
        assert!(galat(&["praja", "dmo"]).contains("perintah dmo tidak dikenal. Maksud Anda demo?"));
        assert!(galat(&["praja", "demo", "--lisen", "x"]).contains("--lisen tidak dikenal. Maksud Anda --listen?"));
        assert!(galat(&["praja", "demo", "--listen", "x"]).contains("nilai \"x\" untuk --listen <ALAMAT> tidak sah"));
        assert!(galat(&["praja", "demo", "--listen"]).contains("--listen <ALAMAT> perlu nilai"));
        assert!(galat(&["praja", "export", "--format", "xlsx"]).contains("Pilih salah satu: csv, ndjson."));
        assert!(galat(&["praja", "import", "--register", "x", "--pengguna", "y"]).contains("belum disebut: <BERKAS>"));
        assert!(galat(&["praja", "token", "new", "--hari", "0"]).contains("nilai \"0\" untuk --hari <HARI> tidak sah"));
    }
}
