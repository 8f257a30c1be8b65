//! Tata kelola: the registers of governance (mandat A). One register = one file; pages that compute from them stand in
//! crates of their own. Beside them how files of other tools are read ([`xml`]).

pub mod arsitektur;
mod aturan;
pub mod data;
pub mod pengembangan;
pub mod perencanaan;
pub mod proses;
pub mod xml;

/// The registers of this chapter, one line each.
pub fn register() -> Vec<kernel::RegisterDef> {
    [
        arsitektur::register(),
        perencanaan::register(),
        pengembangan::register(),
        data::register(),
        proses::register(),
    ]
    .concat()
}
