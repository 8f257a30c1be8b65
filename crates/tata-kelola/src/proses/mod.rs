//! Proses bisnis: how the work of the processes in the architecture is done, step by step (mandat A5; Serang, Bekasi and
//! Kapuas Pasal 9, Jembrana Pasal 13–15, Batu Bara Pasal 11). The map of processes is the register of the architecture;
//! here are the procedures that describe them.

use kernel::RegisterDef;

pub mod alur;
pub mod langkah;
pub mod sop;

pub use langkah::{JenisLangkah, LangkahSop, Satuan};
pub use sop::Sop;

/// The registers of business processes: one line each.
pub fn register() -> Vec<RegisterDef> {
    vec![RegisterDef::dari_tipe::<Sop>()]
}
