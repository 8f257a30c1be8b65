//! The client, in a process of its own so that its share of the processor can be told from the server's. It gets its
//! task as JSON on standard input, says `mulai` when warming up is over, and answers with JSON.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdout, Command, Stdio},
    rc::Rc,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use tokio::task::LocalSet;

use crate::{
    Hasil,
    bahan::{Acak, Bahan, DAERAH},
    http::{Sambungan, permintaan},
    mesin,
};

/// The argument that makes a client of this program.
pub const PERINTAH: &str = "klien";

/// What to do.
#[derive(Clone, Serialize, Deserialize)]
pub struct Tugas {
    pub alamat: String,
    /// API token to file reports with.
    pub token: String,
    /// Different reports, filed over and over.
    pub laporan: usize,
    pub benih: u64,
    pub pemanasan_ms: u64,
    pub lama_ms: u64,
    pub cara: Cara,
}

#[derive(Clone, Serialize, Deserialize)]
pub enum Cara {
    /// As many reports as the server takes, over so many connections.
    Banjir { sambungan: usize },
    /// So many reports a second, and each of the pages so many times a second.
    Tetap {
        tulis: f64,
        baca: f64,
        halaman: Vec<Halaman>,
    },
}

/// A page to read.
#[derive(Clone, Serialize, Deserialize)]
pub struct Halaman {
    pub nama: String,
    pub jalur: String,
    /// Header lines, each with its end.
    pub kepala: String,
}

/// What came of it.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Laporan {
    /// Reports accepted, all in all.
    pub semua: usize,
    /// Reports accepted after warming up.
    pub terukur: usize,
    /// Answers that were not as they should be, and the first of them.
    pub gagal: usize,
    pub contoh_gagal: String,
    /// How long was measured.
    pub detik: f64,
    /// Processor seconds of the client meanwhile.
    pub cpu: f64,
    /// Until the whole answer to a report was there, sorted, microseconds.
    pub tulis_us: Vec<u32>,
    /// Until the first byte of each page was there, sorted, microseconds.
    pub baca_us: BTreeMap<String, Vec<u32>>,
}

/// The value below which that share of sorted figures lies, milliseconds.
pub fn persentil(us: &[u32], p: f64) -> f64 {
    let i = ((us.len() as f64 * p).ceil() as usize).saturating_sub(1);
    us.get(i).copied().map_or(0.0, |v| f64::from(v) / 1000.0)
}

/// A client at work.
pub struct Klien {
    anak: Child,
    keluaran: BufReader<ChildStdout>,
}

impl Klien {
    /// Starts one and returns when it has warmed up.
    pub fn mulai(t: &Tugas) -> Hasil<Self> {
        let mut anak = Command::new(std::env::current_exe()?)
            .arg(PERINTAH)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let masukan = anak.stdin.take().ok_or("the client has no input")?;
        serde_json::to_writer(masukan, t)?;
        let keluaran = anak.stdout.take().ok_or("the client has no output")?;
        let mut k = Klien {
            anak,
            keluaran: BufReader::new(keluaran),
        };
        let baris = k.baris()?;
        if baris.trim() != "mulai" {
            return Err(format!("the client said {baris:?}").into());
        }
        Ok(k)
    }

    /// Returns at the end of measuring.
    pub fn tunggu(&mut self) -> Hasil<Laporan> {
        let baris = self.baris()?;
        let l: Laporan = serde_json::from_str(&baris)?;
        self.anak.wait()?;
        if l.gagal > 0 {
            return Err(format!(
                "{} of {} answers were wrong; the first: {}",
                l.gagal,
                l.semua + l.gagal,
                l.contoh_gagal
            )
            .into());
        }
        Ok(l)
    }

    fn baris(&mut self) -> Hasil<String> {
        let mut b = String::new();
        if self.keluaran.read_line(&mut b)? == 0 {
            return Err("the client ended early".into());
        }
        Ok(b)
    }
}

impl Drop for Klien {
    fn drop(&mut self) {
        let _ = self.anak.kill();
        let _ = self.anak.wait();
    }
}

/// The other side: the process that is the client.
pub fn utama() -> Hasil<()> {
    let mut masukan = String::new();
    std::io::stdin().read_to_string(&mut masukan)?;
    let t: Tugas = serde_json::from_str(&masukan)?;
    let mesin = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let l = mesin.block_on(LocalSet::new().run_until(kerjakan(t)))?;
    katakan(&serde_json::to_string(&l)?)
}

fn katakan(baris: &str) -> Hasil<()> {
    let mut k = std::io::stdout().lock();
    writeln!(k, "{baris}")?;
    k.flush()?;
    Ok(())
}

/// Requests that file so many different reports.
pub fn siapkan(bahan: &Bahan, token: &str, benih: u64, n: usize) -> Vec<Vec<u8>> {
    let mut acak = Acak::baru(benih);
    let kepala = format!(
        "authorization: Bearer {token}\r\ncontent-type: application/json\r\naccept: application/json\r\n"
    );
    let jalur = format!("/{DAERAH}/api/v1/pengaduan");
    (0..n)
        .map(|_| permintaan("POST", &jalur, &kepala, &bahan.laporan(&mut acak).to_string()))
        .collect()
}

struct Bersama {
    alamat: String,
    permintaan: Vec<Vec<u8>>,
    giliran: Cell<usize>,
    ukur_dari: Instant,
    sampai: Instant,
    hasil: RefCell<Laporan>,
}

impl Bersama {
    fn berikut(&self) -> &[u8] {
        let i = self.giliran.replace(self.giliran.get() + 1);
        self.permintaan
            .get(i % self.permintaan.len().max(1))
            .map_or(&[], Vec::as_slice)
    }

    fn gagal(&self, apa: String) {
        let mut h = self.hasil.borrow_mut();
        h.gagal += 1;
        if h.contoh_gagal.is_empty() {
            h.contoh_gagal = apa;
        }
    }

    /// Files one report; false when the connection is of no more use.
    async fn tulis(&self, s: &mut Sambungan, dari: Instant) -> bool {
        match s.tanya(self.berikut()).await {
            Ok(j) if j.status == 201 => {
                let mut h = self.hasil.borrow_mut();
                h.semua += 1;
                let kini = Instant::now();
                if dari >= self.ukur_dari && kini <= self.sampai {
                    h.terukur += 1;
                    h.tulis_us.push(us(kini - dari));
                }
                true
            }
            Ok(j) => {
                self.gagal(format!("{} {}", j.status, s.isi()));
                true
            }
            Err(e) => {
                self.gagal(e.to_string());
                false
            }
        }
    }
}

fn us(d: Duration) -> u32 {
    u32::try_from(d.as_micros()).unwrap_or(u32::MAX)
}

async fn kerjakan(t: Tugas) -> Hasil<Laporan> {
    let bahan = Bahan::baca()?;
    let permintaan = siapkan(&bahan, &t.token, t.benih, t.laporan);
    let ukur_dari = Instant::now() + Duration::from_millis(t.pemanasan_ms);
    let sampai = ukur_dari + Duration::from_millis(t.lama_ms);
    let b = Rc::new(Bersama {
        alamat: t.alamat,
        permintaan,
        giliran: Cell::new(0),
        ukur_dari,
        sampai,
        hasil: RefCell::default(),
    });
    let tugas: Vec<_> = match t.cara {
        Cara::Banjir { sambungan } => (0..sambungan)
            .map(|_| tokio::task::spawn_local(banjir(b.clone())))
            .collect(),
        Cara::Tetap { tulis, baca, halaman } => {
            let mut semua = Vec::new();
            // Eight writers take turns, so that one slow answer does not hold up the rhythm.
            for i in 0..8 {
                semua.push(tokio::task::spawn_local(tetap_tulis(
                    b.clone(),
                    8.0 / tulis,
                    f64::from(i) / tulis,
                )));
            }
            for (i, h) in halaman.into_iter().enumerate() {
                semua.push(tokio::task::spawn_local(tetap_baca(
                    b.clone(),
                    h,
                    1.0 / baca,
                    i as f64 * 0.013,
                )));
            }
            semua
        }
    };
    tokio::time::sleep_until(ukur_dari.into()).await;
    let cpu = mesin::cpu(std::process::id());
    katakan("mulai")?;
    tokio::time::sleep_until(sampai.into()).await;
    let cpu = mesin::cpu(std::process::id()) - cpu;
    for k in tugas {
        k.await?;
    }
    let mut h = b.hasil.take();
    h.detik = t.lama_ms as f64 / 1000.0;
    h.cpu = cpu;
    h.tulis_us.sort_unstable();
    h.baca_us.values_mut().for_each(|v| v.sort_unstable());
    Ok(h)
}

async fn banjir(b: Rc<Bersama>) {
    let mut s = match Sambungan::buka(&b.alamat).await {
        Ok(s) => s,
        Err(e) => return b.gagal(e.to_string()),
    };
    while Instant::now() < b.sampai {
        let dari = Instant::now();
        if !b.tulis(&mut s, dari).await {
            return;
        }
    }
}

/// The moments of an open loop: each is due when it is due, however long the one before took, and the wait for a slow
/// one before it counts.
struct Irama {
    berikut: Instant,
    jeda: Duration,
}

impl Irama {
    fn baru(jeda: f64, geser: f64) -> Self {
        Irama {
            berikut: Instant::now() + Duration::from_secs_f64(geser),
            jeda: Duration::from_secs_f64(jeda),
        }
    }

    async fn detak(&mut self) -> Instant {
        let (jatuh, kini) = (self.berikut, Instant::now());
        self.berikut += self.jeda;
        if kini > jatuh {
            return jatuh;
        }
        // The timer itself is up to a millisecond late; that is not the server's time.
        tokio::time::sleep_until(jatuh.into()).await;
        Instant::now()
    }
}

async fn tetap_tulis(b: Rc<Bersama>, jeda: f64, geser: f64) {
    let mut s = match Sambungan::buka(&b.alamat).await {
        Ok(s) => s,
        Err(e) => return b.gagal(e.to_string()),
    };
    let mut irama = Irama::baru(jeda, geser);
    while irama.berikut < b.sampai {
        let dari = irama.detak().await;
        if !b.tulis(&mut s, dari).await {
            return;
        }
    }
}

async fn tetap_baca(b: Rc<Bersama>, h: Halaman, jeda: f64, geser: f64) {
    let mut s = match Sambungan::buka(&b.alamat).await {
        Ok(s) => s,
        Err(e) => return b.gagal(e.to_string()),
    };
    let tanya = permintaan("GET", &h.jalur, &h.kepala, "");
    let mut irama = Irama::baru(jeda, geser);
    while irama.berikut < b.sampai {
        let dari = irama.detak().await;
        match s.tanya(&tanya).await {
            Ok(j) if j.status == 200 => {
                if dari >= b.ukur_dari {
                    let mut hasil = b.hasil.borrow_mut();
                    hasil
                        .baca_us
                        .entry(h.nama.clone())
                        .or_default()
                        .push(us(j.pertama.saturating_duration_since(dari)));
                }
            }
            Ok(j) => b.gagal(format!("{} on {}", j.status, h.jalur)),
            Err(e) => return b.gagal(e.to_string()),
        }
    }
}
