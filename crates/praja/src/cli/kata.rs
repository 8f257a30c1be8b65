//! The words around the command line in Indonesian: headings of the help, and what is said of a wrong use.

use clap::{
    ArgAction, Command, CommandFactory, FromArgMatches,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::Cli;

const TEMPLAT: &str = "{before-help}{about-with-newline}\nPemakaian: {usage}\n\n{all-args}{after-help}";

/// The grammar with Indonesian headings throughout.
pub fn susunan() -> Command {
    indonesiakan(Cli::command(), "praja")
}

fn indonesiakan(c: Command, nama: &str) -> Command {
    let ada_anak = c.has_subcommands();
    let wajib = c.get_positionals().map(|a| {
        format!(
            " {}",
            a.get_value_names()
                .and_then(|n| n.first())
                .map_or("", |n| n.as_str())
        )
    });
    let wajib: String = wajib.collect();
    let pakai = if ada_anak {
        format!("{nama} PERINTAH")
    } else {
        format!("{nama} [PILIHAN]{wajib}")
    };
    let bantuan = clap::Arg::new("bantuan")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("Tampilkan bantuan ini");
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
        let versi = clap::Arg::new("versi")
            .short('V')
            .long("version")
            .action(ArgAction::Version);
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
    let hasil = susunan()
        .try_get_matches_from(argumen)
        .and_then(|m| Cli::from_arg_matches(&m));
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
        ErrorKind::InvalidSubcommand => format!(
            "perintah {} tidak dikenal.",
            ambil(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "sebutkan perintahnya, misalnya: praja demo.".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("belum disebut: {apa}."),
        ErrorKind::ArgumentConflict => format!("{apa} hanya boleh disebut sekali."),
        ErrorKind::InvalidUtf8 => "argumen harus teks UTF-8.".to_owned(),
        _ if ambil(ContextKind::InvalidValue).is_empty() => format!("{apa} perlu nilai."),
        _ => {
            let sah = ambil(ContextKind::ValidValue);
            let sah = if sah.is_empty() {
                String::new()
            } else {
                format!(" Pilih salah satu: {sah}.")
            };
            format!(
                "nilai \"{}\" untuk {apa} tidak sah.{sah}",
                ambil(ContextKind::InvalidValue)
            )
        }
    };
    let saran = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
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
        for kata in [
            "Pemakaian: praja PERINTAH",
            "Perintah:",
            "demo",
            "Pilihan:",
            "Tampilkan bantuan",
        ] {
            assert!(teks.contains(kata), "{kata}\n{teks}");
        }
        for p in [
            "demo",
            "serve",
            "init",
            "check",
            "import",
            "export",
            "user",
            "token",
            "user add",
            "token new",
            "surat",
            "surat terima",
            "sso",
            "sso klien",
            "sso klien add",
            "sso putar-kunci",
            "scim",
            "scim add",
            "scim peran",
            "scim token",
            "backup",
            "restore",
            "doctor",
        ] {
            let a: Vec<&str> = ["praja"]
                .into_iter()
                .chain(p.split(' '))
                .chain(["--help"])
                .collect();
            let (teks, _) = baca(a).unwrap_err();
            for asing in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "default:",
                "possible",
                "Print help",
            ] {
                assert!(!teks.contains(asing), "{p}: {asing}\n{teks}");
            }
        }
    }

    #[test]
    fn mistakes_speak_indonesian_and_suggest() {
        assert!(galat(&["praja"]).contains("sebutkan perintahnya"));
        assert!(galat(&["praja", "dmo"]).contains("perintah dmo tidak dikenal. Maksud Anda demo?"));
        assert!(
            galat(&["praja", "demo", "--lisen", "x"])
                .contains("--lisen tidak dikenal. Maksud Anda --listen?")
        );
        assert!(
            galat(&["praja", "demo", "--listen", "x"])
                .contains("nilai \"x\" untuk --listen <ALAMAT> tidak sah")
        );
        assert!(galat(&["praja", "demo", "--listen"]).contains("--listen <ALAMAT> perlu nilai"));
        assert!(galat(&["praja", "export", "--format", "xlsx"]).contains("Pilih salah satu: csv, ndjson."));
        assert!(
            galat(&["praja", "import", "--register", "x", "--pengguna", "y"])
                .contains("belum disebut: <BERKAS>")
        );
        assert!(
            galat(&["praja", "token", "new", "--hari", "0"])
                .contains("nilai \"0\" untuk --hari <HARI> tidak sah")
        );
    }
}
