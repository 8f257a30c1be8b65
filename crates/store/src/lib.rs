//! The kernel's storage on SQLite (embedded) and PostgreSQL (grown up): one program, one behaviour, one test suite.
//!
//! The SQL stands once in `sql/` and is compiled once per driver ([`lite`], [`pg`]); what differs between the two
//! databases is a handful of constants at the top of those two modules. Entries are written only by commands
//! ([`Store::jalankan`]) through the group-committing [`penulis`], and read only with the kernel's permission.

// The files of `sql/` are modules of both drivers: that is the point of them.
#![allow(clippy::duplicate_mod)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
    time::Duration,
};

use kernel::{Cincin, Galat, Inventaris, Jam, Profil, profil::KodeDaerah};
use sqlx::{
    PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

mod akun;
mod baca;
pub mod berkas;
mod cap;
pub mod cincin;
mod daftar;
mod faktor;
mod ingat;
mod kirim;
mod kunci_sandi;
mod lite;
mod log;
mod luar;
mod pembacaan;
mod pengingat;
mod penulis;
mod periksa;
mod petikan;
mod pg;
mod pribadi;
mod rekap;
pub mod scim;
pub mod sso;
mod tertutup;
mod titipan;

pub use akun::{AkunSimpan, JenisSesi, Kehadiran, SesiSimpan, TokenSimpan, UbahAkun};
pub use baca::{Tampak, Terkait};
pub use cap::{CapRingkas, CapSimpan};
pub use daftar::{Daftar, Halaman, Kolom, Kotak, Kursor, Saringan, Taksiran, Urut};
pub use faktor::{Catatan, FaktorSimpan, Perubahan};
pub use kirim::{Antar, Kiriman, MAKS_COBA, Muatan};
pub use kunci_sandi::{KunciSandi, Pakai, Pasang, Tantangan};
pub use log::TitikSimpan;
pub use luar::Ikatan;
pub use pembacaan::{Pembaca, Pembacaan};
pub use pengingat::Pengingat;
pub use penulis::{Banyak, Hasil};
pub use periksa::{Laporan, Pemeriksaan, SaatCap, Temuan};
pub use petikan::Kutipan;
pub use rekap::Angka;
pub use tertutup::Ditutup;

/// The regencies this program serves, by code.
pub type Daerah = Arc<BTreeMap<KodeDaerah, Arc<Profil>>>;

/// The two databases. SQLite has one connection that writes and several that only read.
#[derive(Clone)]
pub(crate) enum Db {
    Lite { tulis: SqlitePool, baca: SqlitePool },
    Pg(PgPool),
}

/// Runs the same tokens on either database: `$sql` is the driver's module, `$tulis`/`$baca` its pools.
macro_rules! pada {
    ($db:expr, $sql:ident, $kolam:ident, baca => $e:expr) => {
        match $db {
            $crate::Db::Lite { baca: $kolam, .. } => {
                use $crate::lite as $sql;
                $e
            }
            $crate::Db::Pg($kolam) => {
                use $crate::pg as $sql;
                $e
            }
        }
    };
    ($db:expr, $sql:ident, $kolam:ident, tulis => $e:expr) => {
        match $db {
            $crate::Db::Lite { tulis: $kolam, .. } => {
                use $crate::lite as $sql;
                $e
            }
            $crate::Db::Pg($kolam) => {
                use $crate::pg as $sql;
                $e
            }
        }
    };
}
pub(crate) use pada;

/// The columns of an entry, in the order in which they are read and written.
macro_rules! kolom {
    () => {
        "daerah, id, register, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, otomatis, terbuka, terbit, \
         tenggat, isi, induk, kunci"
    };
}
pub(crate) use kolom;

/// Whether no stored text can be this one: PostgreSQL takes no NUL, and asking it for one is an error.
pub(crate) fn mustahil(teks: &str) -> bool {
    teks.contains('\0')
}

/// A database error as the kernel knows errors: a lost connection may come back, the rest is our fault.
pub(crate) fn galat(langkah: &'static str) -> impl FnOnce(sqlx::Error) -> Galat {
    move |e| match e {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::Io(_)
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Galat::sementara(langkah, e),
        e => Galat::dalam(langkah, e),
    }
}

/// Everything the program remembers. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Isi>);

/// What the clones of a store share.
pub struct Isi {
    pub(crate) db: Db,
    pub(crate) inventaris: Arc<Inventaris>,
    pub(crate) daerah: Daerah,
    pub(crate) jam: Arc<Jam>,
    pub(crate) cincin: Arc<Cincin>,
    pub(crate) berkas: berkas::Gudang,
    pub(crate) ingatan: ingat::Ingatan,
    pub(crate) lumrah: daftar::lumrah::Lumrah,
    pub(crate) terbaca: pembacaan::Terbaca,
    penulis: penulis::Penulis,
}

impl std::ops::Deref for Store {
    type Target = Isi;

    fn deref(&self) -> &Isi {
        &self.0
    }
}

impl Store {
    /// Opens a database by URL (`sqlite:PATH` or `postgres://…`), brings its tables up to date and makes an index
    /// for every field a list can be filtered or sorted by. Files go to `gudang`; the keys in
    /// the file `kunci` close what is personal.
    ///
    /// # Errors
    /// A wrong URL, a database that does not answer, tables newer than this program, or keys that do not open what is
    /// stored.
    pub async fn buka(
        url: &str,
        gudang: &Path,
        kunci: &Path,
        inventaris: Arc<Inventaris>,
        daerah: Daerah,
        jam: Arc<Jam>,
    ) -> Result<Self, Galat> {
        let db = Db::buka(url).await?;
        pada!(&db, sql, kolam, tulis => sql::migrasi(kolam).await)?;
        let berkas = berkas::Gudang::buka(gudang).await?;
        let (cincin, baru) = cincin::buka(kunci)?;
        let cocok = async {
            let terbukti = pribadi::periksa_cincin(&db, &cincin).await?;
            tertutup::periksa_cincin(&db, &cincin, &terbukti).await
        };
        if let Err(g) = cocok.await {
            if baru {
                // Left behind, it would pass for the one that was lost.
                std::fs::remove_file(kunci).map_err(|e| Galat::dalam("removing a key file", e))?;
            }
            return Err(g);
        }
        let cincin = Arc::new(cincin);
        log::siapkan(&db, &daerah).await?;
        tertutup::siapkan(&db, &cincin).await?;
        let penulis = penulis::Penulis::mulai(db.clone(), inventaris.clone(), daerah.clone(), cincin.clone());
        let store = Store(Arc::new(Isi {
            db,
            inventaris,
            daerah,
            jam,
            cincin,
            berkas,
            ingatan: ingat::Ingatan::default(),
            lumrah: daftar::lumrah::Lumrah::default(),
            terbaca: pembacaan::Terbaca::default(),
            penulis,
        }));
        store.siapkan_indeks().await?;
        store.siapkan_rekap().await?;
        store.siapkan_petikan().await?;
        Ok(store)
    }

    async fn siapkan_indeks(&self) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, tulis => {
            let ada = sql::nama_indeks(kolam).await?;
            let semua = daftar::indeks::semua(self.inventaris.semua().map(|d| &**d), sql::BANDING);
            let dikenal: BTreeSet<String> = semua.iter().map(|i| i.nama.clone()).collect();
            let kurang: Vec<_> = semua.into_iter().filter(|i| !ada.contains(&i.nama)).collect();
            let besar = sql::entri::besar(kolam).await?;
            let perlu = kurang.iter().filter(|i| i.bila_besar.as_ref().is_none_or(|r| besar.contains(r)));
            let usang = ada.iter().filter(|nama| daftar::indeks::buatan(nama) && !dikenal.contains(*nama));
            let hapus = usang.map(|nama| format!("drop index if exists \"{nama}\""));
            let perintah: Vec<String> = hapus.chain(perlu.map(|i| i.perintah.clone())).collect();
            sql::entri::buat_indeks(kolam, &perintah).await
        })
    }

    /// Whether the database answers.
    pub async fn siap(&self) -> Result<(), Galat> {
        pada!(&self.db, sql, kolam, baca => sql::perintah(kolam, "select 1").await)
    }

    /// The registers.
    pub fn inventaris(&self) -> &Arc<Inventaris> {
        &self.inventaris
    }

    /// The regencies.
    pub fn daerah(&self) -> &Daerah {
        &self.daerah
    }

    /// The regency with that code.
    pub fn profil(&self, kode: &str) -> Option<&Arc<Profil>> {
        let kode = KodeDaerah::try_from(kode.to_owned()).ok()?;
        self.daerah.get(&kode)
    }

    /// The clock.
    pub fn jam(&self) -> &Arc<Jam> {
        &self.jam
    }

    /// Waits until everything accepted is written, then closes the database.
    pub async fn tutup(&self) {
        self.penulis.tutup().await;
        match &self.db {
            Db::Lite { tulis, baca } => {
                baca.close().await;
                tulis.close().await;
            }
            Db::Pg(kolam) => kolam.close().await,
        }
    }
}

/// The file of a database on SQLite, by its address; none for another database.
pub fn berkas_lite(url: &str) -> Option<&Path> {
    let jalur = url.strip_prefix("sqlite:")?;
    Some(Path::new(jalur.trim_start_matches("//")))
}

impl Db {
    async fn buka(url: &str) -> Result<Self, Galat> {
        if let Some(berkas) = berkas_lite(url) {
            let dasar = SqliteConnectOptions::new()
                .filename(berkas)
                .journal_mode(SqliteJournalMode::Wal)
                // FULL: an acknowledged commit survives a power cut (NORMAL may lose the last ones).
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                // Rows wait for who asked for them: with few places every row is a change of threads.
                .row_buffer_size(512)
                .pragma("cache_size", "-16384")
                .pragma("mmap_size", "268435456");
            let tulis = SqlitePoolOptions::new()
                .max_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_with(dasar.clone().create_if_missing(true))
                .await
                .map_err(galat("opening the SQLite file"))?;
            let baca = SqlitePoolOptions::new()
                .max_connections(4)
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_with(dasar.read_only(true))
                .await
                .map_err(galat("opening the SQLite file for reading"))?;
            Ok(Db::Lite { tulis, baca })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let opsi: PgConnectOptions = url.parse().map_err(galat("reading the PostgreSQL URL"))?;
            let kolam = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(10))
                // Compiling a query takes longer than any of ours.
                .connect_with(opsi.application_name("praja").options([("jit", "off")]))
                .await
                .map_err(galat("connecting to PostgreSQL"))?;
            Ok(Db::Pg(kolam))
        } else {
            Err(Galat::dalam(
                "opening the database",
                "URL must begin with sqlite: or postgres://",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_however_its_address_is_written() {
        for (url, berkas) in [
            ("sqlite:data/praja.db", "data/praja.db"),
            ("sqlite://data/praja.db", "data/praja.db"),
            ("sqlite:///srv/praja.db", "/srv/praja.db"),
            ("sqlite:/srv/aneh?.db", "/srv/aneh?.db"),
        ] {
            assert_eq!(berkas_lite(url), Some(Path::new(berkas)), "{url}");
        }
        assert_eq!(berkas_lite("postgres://praja@localhost/praja"), None);
    }
}
