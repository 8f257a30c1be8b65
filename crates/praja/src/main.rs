//! `praja`: one program on which a regency runs its SPBE.

use std::process::ExitCode;

#[global_allocator]
static ALOKATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    praja::utama(std::env::args_os())
}
