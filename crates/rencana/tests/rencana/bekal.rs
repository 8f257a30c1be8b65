//! What the tests of plans stand on.

use bekal::Situs;
pub use bekal::{Orang, Uji, uji};

/// Who checks, who plans, and two offices.
pub const KOMINFO: &str = "diskominfo";
pub const BAPPEDA: &str = "bappeda";
pub const DINKES: &str = "dinkes";
pub const PAJAK: &str = "bpkad";

/// The boards of plans in two regencies.
pub fn situs() -> Situs {
    Situs {
        register: [layanan::register(), tata_kelola::register()].concat(),
        daerah: &["jembrana", "serang"],
        rute: rencana::rute(),
        atur: |a| {
            a.pintu = rencana::PINTU.into();
            a.pendamping = [rencana::pendamping()].into();
        },
    }
}
