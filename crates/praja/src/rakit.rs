//! Composition: which registers there are, and how configuration and profiles become a running store. The only place
//! that knows every domain.

use std::{io, path::Path, sync::Arc};

use identity::Identitas;
use kernel::{Galat, Inventaris, Jam, RegisterDef};
use profil::{
    Sumber,
    temuan::{Temuan, ada_galat, saran},
};
use saluran::{
    Penerima,
    gerbang::http::{Gerbang, SaluranHttp},
    http::Klien,
    peramban::KunciPengirim,
    surel::Kotak,
};
use store::{Daerah, Store};

use crate::konfigurasi::Konfigurasi;

/// Every register of the program: one line a chapter.
pub fn register() -> Vec<RegisterDef> {
    [
        layanan::register(),
        kewajiban::register(),
        jabatan::register(),
        saluran::webhook::register(),
        tata_kelola::register(),
        wbs::register(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The menu of the workspace: headings and what stands under them.
pub const MENU: [web::Judul; 7] = [
    (
        "Laporan warga",
        &[
            "pengaduan",
            "masalah",
            "eskalasi",
            "ikut",
            "aturan_penerusan",
            "templat_jawaban",
        ],
    ),
    ("Layanan dan hukum", &["layanan", "produk_hukum"]),
    (
        "Rencana dan anggaran",
        &[
            "rencana",
            "rencana_induk",
            "dokumen_arsitektur",
            "peta_rencana",
            "kegiatan_peta",
            "siklus_anggaran",
            "usulan_tik",
            "tinjauan",
        ],
    ),
    (
        "Tata kelola",
        &[
            "arsitektur",
            "aplikasi",
            "proses_bisnis",
            "proses",
            "sop",
            "data_informasi",
            "bagi_pakai",
            "infrastruktur",
            "keamanan",
            "survei_arsitektur",
        ],
    ),
    (
        "Pengembangan aplikasi",
        &[
            "pengembangan",
            "permohonan_aplikasi",
            "uji_aplikasi",
            "penyerahan_aplikasi",
            "izin_pakai",
        ],
    ),
    ("Pengawasan", &["kepatuhan", "bukti", "wbs", "perubahan-akun"]),
    (
        "Pengaturan",
        &[
            "akun",
            "serah_terima",
            "scim",
            "sso",
            "sso-saya",
            "webhook",
            "cadangan",
        ],
    ),
];

/// The registers by code.
pub fn inventaris() -> Inventaris {
    Inventaris::baru(register())
}

/// What every command works with.
#[derive(Clone)]
pub struct Rakitan {
    /// What is remembered.
    pub store: Store,
    /// Who is asking.
    pub identitas: Identitas,
    /// Gateways to WhatsApp and SMS.
    pub gerbang: Arc<[Arc<SaluranHttp>]>,
    /// Asks other programs.
    pub klien: Klien,
    /// Identity providers by which officials come in.
    pub penyedia: federasi::oidc::Semua,
    /// What this process remembers of obligations.
    pub kewajiban: Arc<kewajiban::Ingatan>,
    /// What this process remembers of the architecture.
    pub arsitektur: Arc<arsitektur::Ingatan>,
    /// Proves to the push services of browsers who sends.
    pub pengirim: Arc<KunciPengirim>,
}

/// Why nothing could be put together.
#[derive(Debug)]
pub enum Gagal {
    /// Profiles with mistakes.
    Profil(Vec<Temuan>),
    /// The database, the key file or a folder.
    Galat(Galat),
}

impl From<Galat> for Gagal {
    fn from(g: Galat) -> Self {
        Gagal::Galat(g)
    }
}

/// Reads the profiles that a configuration asks for.
///
/// # Errors
/// Every mistake in them; warnings are logged.
pub fn profil(k: &Konfigurasi, jam: &Jam) -> Result<Daerah, Vec<Temuan>> {
    let sumber = Sumber::dari(k.profil.as_deref());
    let m = profil::muat(&sumber, &k.daerah, &inventaris(), jam.kini());
    if ada_galat(&m.temuan) {
        return Err(m.temuan);
    }
    for t in &m.temuan {
        tracing::warn!(berkas = %t.berkas, baris = t.baris, "{}", t.pesan);
    }
    Ok(Arc::new(m.daerah))
}

/// Identity providers of regencies that are not served here, each where it is written.
pub fn penyedia_asing(k: &Konfigurasi, daerah: &Daerah) -> Vec<Temuan> {
    let dilayani = || daerah.keys().map(|d| d.as_str());
    let asing = k.penyedia.iter().filter(|s| dilayani().all(|d| d != s.daerah));
    let satu = |s: &federasi::oidc::Setelan| {
        let (berkas, baris) = &s.asal;
        let pesan = format!(
            "daerah \"{}\" tidak dilayani di sini, jadi tidak seorang pun dapat masuk lewat penyedia ini.{} Tulis kode daerah \
             yang dilayani ({}), atau hapus bagian [[penyedia]] ini.",
            s.daerah,
            saran(&s.daerah, dilayani()),
            dilayani().collect::<Vec<_>>().join(", "),
        );
        Temuan::galat(berkas.display().to_string(), Some(*baris), pesan)
    };
    asing.map(satu).collect()
}

/// Opens the data folder, the database and the key.
///
/// # Errors
/// Mistakes in profiles, an identity provider of a regency that is not served; a folder, file or database that refuses.
pub async fn buka(k: &Konfigurasi, jam: Arc<Jam>) -> Result<Rakitan, Gagal> {
    let daerah = profil(k, &jam).map_err(Gagal::Profil)?;
    let asing = penyedia_asing(k, &daerah);
    if !asing.is_empty() {
        return Err(Gagal::Profil(asing));
    }
    siapkan_folder(&k.data)
        .map_err(|e| Galat::dalam("making the data folder", format!("{}: {e}", k.data.display())))?;
    let store = Store::buka(
        k.database.buka(),
        &k.gudang(),
        &k.kunci_data(),
        Arc::new(inventaris()),
        daerah,
        jam,
    )
    .await?;
    let identitas =
        Identitas::buka(store.clone(), &k.berkas_kunci())?.dengan_wajib(k.wajib_dua_langkah.clone());
    let klien = Klien::baru()?;
    let satu = |g: &Gerbang| Arc::new(SaluranHttp::baru(g.clone(), klien.clone(), store.jam().clone()));
    let gerbang = k.gerbang.iter().map(satu).collect();
    Ok(Rakitan {
        store,
        identitas,
        gerbang,
        penyedia: federasi::oidc::Semua::baru(k.penyedia.clone(), &klien),
        klien,
        kewajiban: Arc::default(),
        arsitektur: Arc::default(),
        pengirim: Arc::new(kunci_pengirim(&k.kunci_peramban())?),
    })
}

/// The key for web push, made when it is not there: browsers allow messages to this one key, so it is kept as the
/// other key is.
fn kunci_pengirim(berkas: &Path) -> Result<KunciPengirim, Galat> {
    let gagal = |e: io::Error| {
        Galat::dalam(
            "opening the key for web push",
            format!("{}: {e}", berkas.display()),
        )
    };
    let isi = match std::fs::read(berkas) {
        Ok(isi) => isi,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            tulis_rahasia(berkas, &KunciPengirim::buat()?).map_err(gagal)?;
            // Another process may have been faster: what stands there counts.
            std::fs::read(berkas).map_err(gagal)?
        }
        Err(e) => return Err(gagal(e)),
    };
    KunciPengirim::baca(&isi)
}

/// The letter-box that the configuration asks for.
pub fn kotak(k: &Konfigurasi, r: &Rakitan) -> Option<Kotak> {
    let setelan = k.surel_masuk.clone()?;
    let penerima = Penerima::baru(r.store.clone(), r.identitas.clone());
    Some(Kotak::baru(penerima, setelan, k.surat_ditahan()))
}

/// Makes a folder that only its owner can look into: it holds personal data and the key.
///
/// # Errors
/// What the file system says.
pub fn siapkan_folder(folder: &Path) -> io::Result<()> {
    let mut pembuat = std::fs::DirBuilder::new();
    pembuat.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut pembuat, 0o700);
    pembuat.create(folder)
}

/// Writes a file that only its owner can read, at once or not at all.
///
/// # Errors
/// What the file system says.
pub fn tulis_rahasia(jalur: &Path, isi: &[u8]) -> io::Result<()> {
    let sementara = jalur.with_extension("sementara");
    let mut opsi = std::fs::OpenOptions::new();
    opsi.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut opsi, 0o600);
    let mut f = opsi.open(&sementara)?;
    io::Write::write_all(&mut f, isi)?;
    f.sync_all()?;
    std::fs::rename(&sementara, jalur)
}
