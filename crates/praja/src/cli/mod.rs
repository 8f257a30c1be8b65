//! The command line: what can be asked. Its words are Indonesian, its command names the same in every language.

mod kata;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use kata::{baca, susunan};

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
    /// Menyiapkan sebuah daerah: rangka profilnya bila belum ada, lalu basis data, kunci, dan administrator pertama
    Init(Init),
    /// Memeriksa konfigurasi dan profil daerah
    Check(Check),
    /// Memasukkan berkas CSV atau NDJSON ke sebuah register
    Import(Import),
    /// Mengeluarkan isi sebuah register sebagai CSV atau NDJSON
    Export(Export),
    /// Memeriksa apakah isi basis data diubah, dihapus, atau disisipkan di luar program
    Verify(Verify),
    /// Mencadangkan semuanya ke sebuah arsip tersandi selagi server berjalan, memeriksa arsip, atau menguji pemulihannya
    Backup(Backup),
    /// Memeriksa instalasi yang sedang berjalan, dan menyebut apa yang perlu diperbaiki
    Doctor(Doctor),
    /// Memulihkan sebuah cadangan ke tempat kosong, ke SQLite maupun PostgreSQL, lalu memeriksa buku besarnya
    Restore(Restore),
    /// Membaca naskah peraturan
    #[command(subcommand)]
    Regulation(Regulation),
    /// Akun pegawai
    #[command(subcommand)]
    User(User),
    /// Token API untuk mesin
    #[command(subcommand)]
    Token(Token),
    /// Masuk tunggal bagi aplikasi lain: aplikasinya, dan kunci yang menandatangani
    #[command(subcommand)]
    Sso(Sso),
    /// Program yang mengurus akun pegawai lewat SCIM, milik penyedia identitas daerah
    #[command(subcommand)]
    Scim(Scim),
    /// Kunci yang menutup data pribadi di basis data
    #[command(subcommand)]
    KunciData(KunciData),
    /// Surat yang masuk
    #[command(subcommand)]
    Surat(Surat),
}

/// `praja kunci-data`.
#[derive(Debug, Subcommand)]
pub enum KunciData {
    /// Menyebut kunci induk yang ada, dan berapa entri dan nilai lain memakai masing-masing
    Periksa(SemuaDaerah),
    /// Menambah kunci induk baru; server memakainya setelah dimulai ulang
    Putar(SemuaDaerah),
    /// Membungkus ulang kunci semua entri, dan menutup ulang nilai lain, dengan kunci induk terbaru; jalankan setelah semua server dimulai ulang
    Bungkus(SemuaDaerah),
    /// Membuang kunci induk lama yang tidak dipakai lagi
    Buang(SemuaDaerah),
}

/// What concerns all regencies of an installation.
#[derive(Debug, Args)]
pub struct SemuaDaerah {
    /// The configuration.
    #[command(flatten)]
    pub dasar: Dasar,
    /// Jawab sebagai JSON
    #[arg(long)]
    pub json: bool,
}

/// `praja surat`.
#[derive(Debug, Subcommand)]
pub enum Surat {
    /// Menerima satu surel dari masukan standar, misalnya dari pipa server surel
    Terima(Tempat),
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
    #[arg(
        long,
        value_name = "FOLDER",
        default_value = "data-demo",
        hide_default_value = true
    )]
    pub data: PathBuf,
    /// Tingkat catatan: error, warn, info, debug (bawaan: warn)
    #[arg(
        long,
        value_name = "TINGKAT",
        default_value = "warn",
        hide_default_value = true
    )]
    pub log: String,
}

/// `praja init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Kode daerah, misalnya serang
    #[arg(long, value_name = "DAERAH")]
    pub daerah: Option<String>,
    /// Nama pengguna administrator (bawaan: administrator)
    #[arg(
        long,
        value_name = "NAMA",
        default_value = "administrator",
        hide_default_value = true
    )]
    pub pengguna: String,
    /// Nama orangnya (bawaan: Administrator)
    #[arg(
        long,
        value_name = "NAMA",
        default_value = "Administrator",
        hide_default_value = true
    )]
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
    /// Kode satu daerah, atau folder profil yang diperiksa (bawaan: semua menurut konfigurasi)
    #[arg(long, value_name = "DAERAH|FOLDER")]
    pub profil: Option<PathBuf>,
    /// Naskah peraturan daerah itu: ketentuannya dibaca dari sini, bukan dari ketentuan.txt
    #[arg(long, value_name = "BERKAS", requires = "profil")]
    pub regulasi: Option<PathBuf>,
    /// Hasil sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// `praja verify`.
#[derive(Debug, Default, Args)]
pub struct Verify {
    /// Kode satu daerah (bawaan: semua)
    #[arg(long, value_name = "DAERAH")]
    pub daerah: Option<String>,
    /// Titik periksa yang disimpan di tempat lain; harus masih cocok
    #[arg(long, value_name = "BERKAS")]
    pub titik: Option<PathBuf>,
    /// Folder data, misalnya data-demo (bawaan: menurut konfigurasi)
    #[arg(long, value_name = "FOLDER", conflicts_with = "config")]
    pub data: Option<PathBuf>,
    /// Hasil sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// `praja backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// Folder arsip tempat cadangan ditambahkan (bawaan: menurut konfigurasi)
    #[arg(long, value_name = "FOLDER")]
    pub ke: Option<PathBuf>,
    /// Periksa setiap bait sebuah arsip tanpa memulihkannya
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, conflicts_with = "ke")]
    pub periksa: Option<Option<PathBuf>>,
    /// Pulihkan cadangan terbaru ke tempat sementara, periksa buku besarnya, hapus lagi, dan catat hasilnya
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, conflicts_with_all = ["ke", "periksa"])]
    pub uji: Option<Option<PathBuf>>,
    /// Sebutkan cadangan yang ada
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, conflicts_with_all = ["ke", "periksa", "uji"])]
    pub daftar: Option<Option<PathBuf>>,
    /// Berkas berisi sandi arsip (bawaan: konfigurasi, PRAJA_SANDI_CADANGAN, atau ditanyakan)
    #[arg(long, value_name = "BERKAS")]
    pub sandi_berkas: Option<PathBuf>,
    /// Hasil sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// `praja doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Hasil sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// `praja restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// Folder arsip
    #[arg(long, value_name = "FOLDER")]
    pub dari: PathBuf,
    /// Cadangan terbaru sampai waktu ini, misalnya 2026-11-22 atau 2026-11-22T13:00 (bawaan: yang terbaru sampai sekarang)
    #[arg(long, value_name = "WAKTU", value_parser = crate::cadang::baca_waktu)]
    pub pada: Option<crate::cadang::Waktu>,
    /// Folder data baru dengan SQLite di dalamnya, alih-alih menurut konfigurasi
    #[arg(long, value_name = "FOLDER", conflicts_with = "config")]
    pub data: Option<PathBuf>,
    /// Berkas berisi sandi arsip (bawaan: konfigurasi, PRAJA_SANDI_CADANGAN, atau ditanyakan)
    #[arg(long, value_name = "BERKAS")]
    pub sandi_berkas: Option<PathBuf>,
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
    /// Berkas .xlsx, .csv, atau .ndjson
    #[arg(value_name = "BERKAS")]
    pub berkas: PathBuf,
    /// Buat entri baru juga dari baris yang ber-id (berkas dari pemasangan lain)
    #[arg(long)]
    pub baru: bool,
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
        /// NIP pegawai, 18 angka
        #[arg(long, value_name = "NIP")]
        nip: Option<String>,
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
    /// Mengisi NIP akun, atau menghapusnya bila tidak disebut
    Nip {
        /// Nama pengguna
        #[arg(long, value_name = "PENGGUNA")]
        pengguna: String,
        /// NIP pegawai, 18 angka
        #[arg(long, value_name = "NIP")]
        nip: Option<String>,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Melepas verifikasi dua langkah akun yang kehilangan ponsel dan kode pemulihannya
    ResetFactor {
        /// Nama pengguna
        #[arg(long, value_name = "PENGGUNA")]
        pengguna: String,
        /// Mengapa; dicatat dan dikirim kepada pemilik akun
        #[arg(long, value_name = "ALASAN")]
        alasan: String,
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

/// `praja regulation`.
#[derive(Debug, Subcommand)]
pub enum Regulation {
    /// Memperlihatkan struktur yang terbaca dari sebuah naskah, dan apa yang tidak terbaca
    Read {
        /// Naskah sebagai teks
        #[arg(value_name = "BERKAS")]
        berkas: PathBuf,
        /// Hasil sebagai JSON
        #[arg(long)]
        json: bool,
        /// Hanya alamat setiap ketentuan, satu sebaris, untuk ketentuan.txt sebuah profil
        #[arg(long, conflicts_with = "json")]
        alamat: bool,
    },
    /// Memasukkan naskah ke JDIH: dokumennya dibuat atau dilengkapi, teksnya disimpan utuh
    Import(Naskah),
}

/// `praja regulation import`.
#[derive(Debug, Args)]
pub struct Naskah {
    /// Naskah sebagai teks
    #[arg(value_name = "BERKAS")]
    pub berkas: PathBuf,
    /// Kode daerah, misalnya serang
    #[arg(long, value_name = "DAERAH")]
    pub daerah: Option<String>,
    /// Jenisnya bila tidak terbaca, misalnya perbup
    #[arg(long, value_name = "JENIS")]
    pub jenis: Option<String>,
    /// Nomornya bila tidak terbaca
    #[arg(long, value_name = "NOMOR")]
    pub nomor: Option<String>,
    /// Tahunnya bila tidak terbaca
    #[arg(long, value_name = "TAHUN")]
    pub tahun: Option<i64>,
    /// Judulnya bila tidak terbaca
    #[arg(long, value_name = "JUDUL")]
    pub tentang: Option<String>,
    /// Masih rancangan: tidak dicatat sebagai berlaku
    #[arg(long)]
    pub rancangan: bool,
    /// Dikerjakan sebagai akun ini (bawaan: petugas bagian hukum yang pertama)
    #[arg(long, value_name = "PENGGUNA")]
    pub pengguna: Option<String>,
    /// Folder data sebuah peragaan, alih-alih menurut konfigurasi
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Hasil sebagai JSON
    #[arg(long)]
    pub json: bool,
    /// Configuration.
    #[command(flatten)]
    pub dasar: Dasar,
}

/// `praja sso`.
#[derive(Debug, Subcommand)]
pub enum Sso {
    /// Aplikasi yang dimasuki pegawai dengan akun Praja
    #[command(subcommand)]
    Klien(KlienSso),
    /// Membuat kunci baru; mulai saat itu token ditandatangani dengannya
    PutarKunci(Tempat),
}

/// `praja sso klien`.
#[derive(Debug, Subcommand)]
pub enum KlienSso {
    /// Mendaftarkan aplikasi; id dan rahasianya dibuatkan, rahasianya ditampilkan sekali
    Add(KlienBaru),
    /// Daftar aplikasi sebuah daerah
    List {
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Mematikan aplikasi; apa yang dipegangnya tidak berlaku lagi
    Disable(SatuKlien),
    /// Menyalakan lagi aplikasi yang dimatikan
    Enable(SatuKlien),
    /// Mengganti rahasia aplikasi; rahasia baru ditampilkan sekali
    Secret(SatuKlien),
}

/// `praja sso klien add`.
#[derive(Debug, Args)]
pub struct KlienBaru {
    /// Nama aplikasi, seperti yang dikenal pegawai
    #[arg(long, value_name = "NAMA")]
    pub nama: String,
    /// Alamat balik (redirect URI), persis; boleh diulang
    #[arg(long, value_name = "ALAMAT", required = true)]
    pub alamat: Vec<String>,
    /// Alamat setelah keluar; boleh diulang
    #[arg(long, value_name = "ALAMAT")]
    pub alamat_keluar: Vec<String>,
    /// Siapa boleh memakainya: PERAN, PERAN:UNIT, :UNIT, atau semua; boleh diulang
    #[arg(long, value_name = "SIAPA", required = true)]
    pub bagi: Vec<String>,
    /// Milik daerah sendiri: pegawai tidak ditanya lebih dulu
    #[arg(long)]
    pub tanpa_tanya: bool,
    /// Tidak dapat menyimpan rahasia: seluruhnya berjalan di peramban atau telepon
    #[arg(long)]
    pub publik: bool,
    /// Where.
    #[command(flatten)]
    pub tempat: Tempat,
}

/// One application.
#[derive(Debug, Args)]
pub struct SatuKlien {
    /// Id aplikasi, dari praja sso klien list
    #[arg(value_name = "ID")]
    pub id: String,
    /// Where.
    #[command(flatten)]
    pub tempat: Tempat,
}

/// `praja scim`.
#[derive(Debug, Subcommand)]
pub enum Scim {
    /// Mendaftarkan program; tokennya ditampilkan sekali
    Add {
        /// Namanya, seperti yang tampil di riwayat akun
        #[arg(long, value_name = "NAMA")]
        nama: String,
        /// Peran yang boleh diberikan dan dicabutnya; boleh diulang, tanpa ini tidak satu pun
        #[arg(long, value_name = "PERAN")]
        peran: Vec<String>,
        /// How long.
        #[command(flatten)]
        masa: Masa,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Daftar program sebuah daerah
    List {
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Menetapkan peran yang boleh diberikan program, menggantikan yang lama
    Peran {
        /// Id program, dari praja scim list
        #[arg(value_name = "ID")]
        id: String,
        /// Peran yang boleh diberikan; boleh diulang, tanpa ini tidak satu pun
        #[arg(long, value_name = "PERAN")]
        peran: Vec<String>,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Mengganti token program; token baru ditampilkan sekali, yang lama tidak berlaku lagi
    Token {
        /// Id program, dari praja scim list
        #[arg(value_name = "ID")]
        id: String,
        /// How long.
        #[command(flatten)]
        masa: Masa,
        /// Where.
        #[command(flatten)]
        tempat: Tempat,
    },
    /// Mematikan program; akun yang diurusnya tetap seperti adanya
    Disable(SatuProgram),
    /// Menyalakan lagi program yang dimatikan
    Enable(SatuProgram),
}

/// How long the token of a program is good.
#[derive(Debug, Args)]
pub struct Masa {
    /// Token berlaku berapa hari (bawaan: 365)
    #[arg(long, value_name = "HARI", default_value_t = federasi::klien::BERLAKU, hide_default_value = true, value_parser = clap::value_parser!(u16).range(1..=i64::from(federasi::klien::MAKS_BERLAKU)))]
    pub berlaku: u16,
}

/// One program that keeps accounts.
#[derive(Debug, Args)]
pub struct SatuProgram {
    /// Id program, dari praja scim list
    #[arg(value_name = "ID")]
    pub id: String,
    /// Where.
    #[command(flatten)]
    pub tempat: Tempat,
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
