//! The reader against real texts, invented dirt, chance, and the schema of Akoma Ntoso. `PRAJA_REGULASI` names the folder of the real
//! texts; without it they are looked for in `shared/regulasi` beside the checkout, and tests that find none say so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acak;
mod akoma;
mod bersama;
mod buatan;
mod buruk;
mod nyata;
mod struktur;
