//! praja
fn main() {}
