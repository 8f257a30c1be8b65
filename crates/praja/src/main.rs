//! `praja`: one program on which a regency runs its SPBE.

use std::process::ExitCode;

fn main() -> ExitCode {
    praja::utama(std::env::args_os())
}
