//! The links of the architecture that lead to several entries: parts with one reference each.

use kernel::nilai::{Rujukan, Teks};
use layanan::Layanan;
use register_derive::Kelompok;
use serde::{Deserialize, Serialize};

use super::{Aplikasi, DataInformasi, Infrastruktur, Keamanan, ProsesBisnis};

macro_rules! kaitan {
    ($($(#[$doc:meta])* $nama:ident($ke:ty, $label:literal)),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
        pub struct $nama {
            /// The entry.
            #[medan($label)]
            pub ke: Rujukan<$ke>,
        }
    )* };
}

kaitan! {
    /// A service that is carried.
    KeLayanan(Layanan, "Nomor layanan"),
    /// A process that is supported.
    KeProses(ProsesBisnis, "Nomor proses bisnis"),
    /// Data that is kept or used.
    KeData(DataInformasi, "Nomor data"),
    /// Infrastructure that carries.
    KeInfrastruktur(Infrastruktur, "Nomor infrastruktur"),
    /// A control that protects.
    KeKendali(Keamanan, "Nomor kendali keamanan"),
}

/// Another application that this one exchanges data with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Kelompok)]
pub struct KeAplikasi {
    /// The application.
    #[medan("Nomor aplikasi")]
    pub ke: Rujukan<Aplikasi>,
    /// How, and what flows.
    #[medan("Cara dan isi pertukaran")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cara: Option<Teks<150>>,
}
