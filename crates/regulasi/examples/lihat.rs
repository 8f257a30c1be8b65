//! tmp
#![allow(missing_docs, clippy::all, clippy::print_stdout, clippy::unwrap_used)]
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let h = regulasi::baca_bita(&std::fs::read(&a[1]).unwrap()).unwrap();
    match a.get(2).map(|s| s.as_str()) {
        Some("--json") => println!("{}", serde_json::to_string(&h.json()).unwrap()),
        Some("--akoma") => println!("{}", h.akoma()),
        _ => print!("{}", h.laporan()),
    }
}
