//! What tests of several modules stand on: a composed program on a database of its own, and a small HTTP client.

use std::{path::Path, sync::Arc};

use kernel::Jam;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    konfigurasi::{Konfigurasi, Rahasia},
    rakit::{self, Rakitan},
};

/// The program on SQLite in a folder, at a moment.
pub(crate) async fn lite(data: &Path, kini: &str) -> (Konfigurasi, Rakitan) {
    let k = Konfigurasi::bawaan("127.0.0.1:0", data);
    let r = rakit::buka(&k, Arc::new(Jam::tetap(kini.parse().unwrap())))
        .await
        .unwrap();
    (k, r)
}

/// Somebody who gets an account.
pub(crate) fn orang<'a>(
    pengguna: &'a str,
    nama: &'a str,
    peran: Vec<(kernel::Peran, kernel::nilai::KodeUnit)>,
) -> identity::Orang<'a> {
    identity::Orang {
        pengguna,
        nama,
        peran,
        nip: None,
        surel: None,
    }
}

/// A database of its own on the PostgreSQL server of the tests.
pub(crate) struct Pg {
    server: String,
    nama: String,
}

impl Pg {
    pub(crate) async fn baru() -> Self {
        let server = std::env::var("PRAJA_UJI_PG").expect(
            "PRAJA_UJI_PG is not set: this test needs a PostgreSQL server. Run `make test`, which starts one, or set it \
             to the postgres:// URL of a server where databases may be created",
        );
        let nama = format!(
            "praja_uji_{}",
            uuid::Builder::from_random_bytes(rand::random())
                .into_uuid()
                .simple()
        );
        let pg = Pg { server, nama };
        pg.suruh(format!(
            "create database {} template template0 encoding 'UTF8'",
            pg.nama
        ))
        .await;
        pg
    }

    async fn suruh(&self, sql: String) {
        let mut c = PgConnection::connect(&self.server).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut c).await.unwrap();
        c.close().await.unwrap();
    }

    /// The configuration of a program on this database.
    pub(crate) fn konfigurasi(&self, data: &Path) -> Konfigurasi {
        let mut k = Konfigurasi::bawaan("127.0.0.1:0", data);
        let (server, opsi) = self
            .server
            .split_once('?')
            .map_or((self.server.as_str(), String::new()), |(s, o)| {
                (s, format!("?{o}"))
            });
        let awal = server.rsplit_once('/').unwrap().0;
        k.database = Rahasia::baru(format!("{awal}/{}{opsi}", self.nama));
        k
    }

    /// The program on this database; call it again for a second process in front of the same.
    pub(crate) async fn buka(&self, data: &Path, kini: &str) -> (Konfigurasi, Rakitan) {
        let k = self.konfigurasi(data);
        let r = rakit::buka(&k, Arc::new(Jam::tetap(kini.parse().unwrap())))
            .await
            .unwrap();
        (k, r)
    }

    pub(crate) async fn hapus(self) {
        self.suruh(format!("drop database {} with (force)", self.nama))
            .await;
    }
}

/// Sends bytes and reads until the other side ends: status and everything after it.
pub(crate) async fn kirim(alamat: std::net::SocketAddr, permintaan: &str) -> (u16, String) {
    let mut s = TcpStream::connect(alamat).await.unwrap();
    s.write_all(permintaan.as_bytes()).await.unwrap();
    jawaban(s).await
}

/// The answer on a connection that ends after it.
pub(crate) async fn jawaban(mut s: TcpStream) -> (u16, String) {
    let mut teks = Vec::new();
    s.read_to_end(&mut teks).await.unwrap();
    let teks = String::from_utf8_lossy(&teks).into_owned();
    let status = teks.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    (status, teks)
}

/// A request that files a complaint.
pub(crate) fn lapor(daerah: &str, judul: &str, surel: &str) -> String {
    let isi = serde_json::json!({
        "judul": judul, "isi": "Lampu jalan mati sejak Senin malam.", "kategori": "penerangan-jalan",
        "pelapor": { "surel": surel },
    })
    .to_string();
    format!(
        "POST /{daerah}/api/v1/pengaduan HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{isi}",
        isi.len()
    )
}
