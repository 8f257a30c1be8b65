//! The nouns of Praja and the rules between them. No I/O: time, profile and actor are arguments.
//!
//! Read in this order: [`nilai`] (values valid by construction), [`register`] (a kind of record),
//! [`lifecycle`] (its table of steps), [`izin`] (who may do what), [`command`] (the only way to write).
//! The kernel knows no chapter of any regulation and no register by name.

pub mod bahasa;
pub mod command;
pub mod entri;
pub mod galat;
pub mod izin;
pub mod kalender;
pub mod kanonik;
pub mod kewajiban;
pub mod lifecycle;
pub mod nilai;
pub mod papan;
pub mod pembacaan;
pub mod peristiwa;
pub mod pribadi;
pub mod profil;
pub mod register;
pub mod rekap;
pub mod search;
pub mod skema;
pub mod tingkat;

pub use bahasa::{Bahasa, Pesan};
pub use command::{Aksi, Perintah, Putusan, Siap, Tersegel, putuskan, siapkan};
pub use entri::{Entri, IdEntri, Sidik, Tenggat};
pub use galat::{Galat, GalatMedan};
pub use izin::{Akun, Pandangan, Pelaku, Peran, Siapa};
pub use kalender::{Jam, Kalender};
pub use lifecycle::{Keadaan, Langkah, Lifecycle};
pub use nilai::{Jenis, Medan};
pub use pembacaan::{Klasifikasi, Lewat};
pub use peristiwa::Peristiwa;
pub use pribadi::Cincin;
pub use profil::{Daerah, Profil};
pub use register::{Inventaris, Konteks, Register, RegisterDef};

/// The JSON object that carries an entry's fields.
pub type Peta = serde_json::Map<String, serde_json::Value>;

// The derive macros name this crate as a user of it would.
extern crate self as kernel;

#[cfg(test)]
mod contoh;
