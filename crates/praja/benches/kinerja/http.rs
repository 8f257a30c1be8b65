//! The lightest HTTP/1.1 client that will do: requests prepared as bytes, answers read just far enough to know where
//! they end. A client with more comfort would take from the server the processor time that is to be measured.

use std::{io, time::Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A kept-alive connection.
pub struct Sambungan {
    arus: TcpStream,
    /// The answer as it came.
    bait: Vec<u8>,
    /// Where its body begins.
    tubuh: usize,
}

/// What is known of an answer without reading it.
#[derive(Clone, Copy)]
pub struct Jawaban {
    pub status: u16,
    /// When its first byte came.
    pub pertama: Instant,
    /// Head and body as they were transferred.
    pub ukuran: usize,
}

/// A request as bytes. `kepala` are whole header lines, each with its end.
pub fn permintaan(metode: &str, jalur: &str, kepala: &str, tubuh: &str) -> Vec<u8> {
    let panjang = if tubuh.is_empty() {
        String::new()
    } else {
        format!("content-length: {}\r\n", tubuh.len())
    };
    format!("{metode} {jalur} HTTP/1.1\r\nhost: localhost\r\n{kepala}{panjang}\r\n{tubuh}").into_bytes()
}

fn rusak(apa: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("an HTTP answer {apa}"))
}

impl Sambungan {
    pub async fn buka(alamat: &str) -> io::Result<Self> {
        let arus = TcpStream::connect(alamat).await?;
        arus.set_nodelay(true)?;
        Ok(Sambungan {
            arus,
            bait: Vec::with_capacity(64 * 1024),
            tubuh: 0,
        })
    }

    /// Sends a request and reads its answer to the end.
    pub async fn tanya(&mut self, permintaan: &[u8]) -> io::Result<Jawaban> {
        self.bait.clear();
        self.arus.write_all(permintaan).await?;
        self.baca().await?;
        let pertama = Instant::now();
        self.tubuh = loop {
            match posisi(&self.bait, 0, b"\r\n\r\n") {
                Some(i) => break i + 4,
                None => self.baca().await?,
            }
        };
        let status = std::str::from_utf8(self.bait.get(9..12).unwrap_or_default())
            .ok()
            .and_then(|s| s.parse().ok());
        let status: u16 = status.ok_or_else(|| rusak("has no status"))?;
        let panjang = self
            .kepala("content-length")
            .and_then(|v| v.parse::<usize>().ok());
        match panjang {
            Some(n) => {
                while self.bait.len() < self.tubuh + n {
                    self.baca().await?;
                }
            }
            None if self.kepala("transfer-encoding").is_some() => self.potongan().await?,
            None if matches!(status, 204 | 304) => {}
            None => return Err(rusak("has no length")),
        }
        Ok(Jawaban {
            status,
            pertama,
            ukuran: self.bait.len(),
        })
    }

    async fn baca(&mut self) -> io::Result<()> {
        match self.arus.read_buf(&mut self.bait).await? {
            0 => Err(rusak("broke off")),
            _ => Ok(()),
        }
    }

    /// Reads a chunked body to its last chunk.
    async fn potongan(&mut self) -> io::Result<()> {
        let mut i = self.tubuh;
        loop {
            let akhir = loop {
                match posisi(&self.bait, i, b"\r\n") {
                    Some(a) => break a,
                    None => self.baca().await?,
                }
            };
            let baris = std::str::from_utf8(self.bait.get(i..akhir).unwrap_or_default()).unwrap_or_default();
            let n =
                usize::from_str_radix(baris.trim(), 16).map_err(|_| rusak("has a chunk without length"))?;
            i = akhir + 2 + n + 2;
            while self.bait.len() < i {
                self.baca().await?;
            }
            if n == 0 {
                return Ok(());
            }
        }
    }

    /// The first header of that name (in lower case, as our server writes them).
    pub fn kepala(&self, nama: &'static str) -> Option<&str> {
        self.semua_kepala(nama).next()
    }

    /// All headers of that name.
    pub fn semua_kepala(&self, nama: &'static str) -> impl Iterator<Item = &str> {
        let kepala = std::str::from_utf8(self.bait.get(..self.tubuh).unwrap_or_default()).unwrap_or_default();
        kepala
            .split("\r\n")
            .filter_map(move |b| b.strip_prefix(nama)?.strip_prefix(": "))
    }

    /// The body of the last answer, when it was neither compressed nor chunked.
    pub fn isi(&self) -> String {
        String::from_utf8_lossy(self.bait.get(self.tubuh..).unwrap_or_default()).into_owned()
    }
}

fn posisi(b: &[u8], dari: usize, pola: &[u8]) -> Option<usize> {
    b.get(dari..)?
        .windows(pola.len())
        .position(|w| w == pola)
        .map(|i| dari + i)
}
