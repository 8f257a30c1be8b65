//! What the kernel of the operating system knows: processor time of processes, memory, the machine itself. Read from
//! `/proc`, so no library and no unsafe call is needed. Names of machines are never read.

use std::{fs, path::Path};

/// Ticks a second in `/proc` (USER_HZ), the same on every Linux.
const DETAK: f64 = 100.0;

fn angka(v: Option<&str>) -> f64 {
    v.and_then(|v| v.parse().ok()).unwrap_or(0.0)
}

/// The fields of a `stat` file after the name in parentheses: the first is the state.
fn stat(jalur: &str) -> Option<(String, Vec<String>)> {
    let isi = fs::read_to_string(jalur).ok()?;
    let (depan, belakang) = isi.rsplit_once(')')?;
    let nama = depan.split_once('(')?.1.to_owned();
    Some((nama, belakang.split_whitespace().map(str::to_owned).collect()))
}

fn waktu(medan: &[String], dari: usize) -> f64 {
    let satu = |i: usize| angka(medan.get(i).map(String::as_str));
    (satu(dari) + satu(dari + 1)) / DETAK
}

/// Processor seconds a process has used.
pub fn cpu(pid: u32) -> f64 {
    stat(&format!("/proc/{pid}/stat")).map_or(0.0, |(_, m)| waktu(&m, 11))
}

/// Processor seconds of those threads of a process whose name begins so.
pub fn cpu_utas(pid: u32, awalan: &str) -> f64 {
    let utas = fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten()
        .flatten();
    let satu = |d: fs::DirEntry| stat(&format!("{}/stat", d.path().display()));
    utas.filter_map(satu)
        .filter(|(nama, _)| nama.starts_with(awalan))
        .map(|(_, m)| waktu(&m, 11))
        .sum()
}

/// Processor seconds of a process and its children, those that have ended too: a PostgreSQL server.
pub fn cpu_keluarga(induk: u32) -> f64 {
    let sendiri = stat(&format!("/proc/{induk}/stat")).map_or(0.0, |(_, m)| waktu(&m, 11) + waktu(&m, 13));
    let semua = fs::read_dir("/proc").into_iter().flatten().flatten();
    let anak = semua.filter_map(|d| {
        d.file_name().to_str()?.parse::<u32>().ok()?;
        let (_, m) = stat(&format!("{}/stat", d.path().display()))?;
        (m.get(1)? == &induk.to_string()).then(|| waktu(&m, 11))
    });
    sendiri + anak.sum::<f64>()
}

/// The parent of a process.
pub fn induk(pid: u32) -> Option<u32> {
    stat(&format!("/proc/{pid}/stat"))?.1.get(1)?.parse().ok()
}

/// Resident memory of a process, MB.
pub fn memori(pid: u32) -> f64 {
    let isi = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let baris = isi.lines().find_map(|b| b.strip_prefix("VmRSS:"));
    angka(baris.and_then(|b| b.split_whitespace().next())) / 1024.0
}

/// Processor seconds the whole machine has worked since it started.
pub fn sibuk() -> f64 {
    let isi = fs::read_to_string("/proc/stat").unwrap_or_default();
    let medan: Vec<f64> = isi
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(1)
        .map(|v| angka(Some(v)))
        .collect();
    // user, nice, system, irq, softirq, steal; not idle and waiting.
    [0, 1, 2, 5, 6, 7]
        .iter()
        .filter_map(|i| medan.get(*i))
        .sum::<f64>()
        / DETAK
}

/// Processors.
pub fn inti() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Processor, memory and system in a line.
pub fn gambaran() -> String {
    let nilai = |berkas: &str, kunci: &str, pisah: char| {
        let isi = fs::read_to_string(berkas).unwrap_or_default();
        let baris = isi
            .lines()
            .find(|b| b.starts_with(kunci))
            .and_then(|b| b.split_once(pisah));
        baris.map_or_else(|| "?".to_owned(), |(_, v)| v.trim().trim_matches('"').to_owned())
    };
    let kb = nilai("/proc/meminfo", "MemTotal", ':');
    let gb = angka(kb.split_whitespace().next()) / 1_048_576.0;
    let sistem = nilai("/etc/os-release", "PRETTY_NAME", '=');
    format!(
        "{} cores of {}, {gb:.0} GB of memory, {sistem}",
        inti(),
        nilai("/proc/cpuinfo", "model name", ':')
    )
}

/// The kind of file system a folder is on: `tmpfs` would make durability free, and the figures worthless.
pub fn jenis_berkas(folder: &Path) -> String {
    let nyata = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let isi = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let titik = isi.lines().filter_map(|b| {
        let mut m = b.split(' ').skip(1);
        Some((m.next()?, m.next()?))
    });
    let titik = titik
        .filter(|(t, _)| nyata.starts_with(t))
        .max_by_key(|(t, _)| t.len());
    titik.map_or_else(|| "?".to_owned(), |(_, jenis)| jenis.to_owned())
}
