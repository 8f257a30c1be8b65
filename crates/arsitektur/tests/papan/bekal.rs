//! What the tests of the architecture stand on.

use std::sync::Arc;

use bekal::Situs;
pub use bekal::{Orang, Uji, di, uji};

/// Who keeps the architecture, and another office.
pub const KOMINFO: &str = "diskominfo";
pub const PU: &str = "dpuprpkp";

/// The boards of the architecture.
pub fn situs() -> Situs {
    Situs {
        register: [
            layanan::register(),
            kewajiban::register(),
            tata_kelola::register(),
        ]
        .concat(),
        daerah: &["jembrana"],
        rute: arsitektur::rute(&Arc::default()),
        atur: |a| {
            a.bilik = [arsitektur::BILIK].into();
            a.pendamping = [arsitektur::pendamping(&Arc::default())].into();
        },
    }
}
