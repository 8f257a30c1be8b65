//! Tata kelola: the registers of governance (mandat A). One register = one file; pages that compute from them stand in
//! crates of their own.

pub mod arsitektur;
mod aturan;
pub mod data;
pub mod pengembangan;
pub mod perencanaan;
pub mod proses;

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
