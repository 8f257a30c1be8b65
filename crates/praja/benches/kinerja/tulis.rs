//! Creating complaints: through HTTP with everything that belongs to it, then the very same rows straight into a fresh
//! database of the same kind, in transactions of the size that Praja's writer really used.

use std::sync::Arc;

use crate::{
    Hasil,
    basis::{Basis, Jenis},
    hasil::{Catatan, Tulisan},
    kabari,
    klien::{Cara, Klien, Laporan, Tugas, persentil},
    mesin,
    peladen::{Bekal, Peladen},
};

/// Secrets of the account that files: they open nothing outside this run.
pub const TOKEN: &str = "ukur-token-koordinator-00000000";
pub const SESI: &str = "ukur-sesi-koordinator-000000000";

/// Kept-alive connections that file at the same time.
const SAMBUNGAN: [usize; 3] = [16, 64, 256];
const PEMANASAN_MS: u64 = 1_000;
const LAMA_MS: u64 = 5_000;

/// Processor seconds so far, by who used them.
#[derive(Clone, Copy)]
struct Pakai {
    peladen: f64,
    utas_sqlite: f64,
    postgres: f64,
    kami: f64,
    sibuk: f64,
}

impl Pakai {
    fn kini(peladen: Option<u32>, induk: Option<u32>) -> Self {
        Pakai {
            peladen: peladen.map_or(0.0, mesin::cpu),
            utas_sqlite: peladen.map_or(0.0, |p| mesin::cpu_utas(p, "sqlx-sqlite")),
            postgres: induk.map_or(0.0, mesin::cpu_keluarga),
            kami: mesin::cpu(std::process::id()),
            sibuk: mesin::sibuk(),
        }
    }

    fn sejak(self, awal: Self) -> Self {
        Pakai {
            peladen: self.peladen - awal.peladen,
            utas_sqlite: self.utas_sqlite - awal.utas_sqlite,
            postgres: self.postgres - awal.postgres,
            kami: self.kami - awal.kami,
            sibuk: self.sibuk - awal.sibuk,
        }
    }
}

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Catatan) -> Hasil<()> {
    for sambungan in SAMBUNGAN {
        kabari(&format!(
            "{}: menulis lewat {sambungan} sambungan ...",
            jenis.nama()
        ));
        let t = satu(bekal, jenis, sambungan, c).await?;
        kabari(&format!(
            "  HTTP {:.0}/s, langsung {:.0}/s, rasio {:.2} (kelompok {:.1})",
            t.lewat_http,
            t.langsung,
            t.rasio(),
            t.kelompok
        ));
        c.tulisan.push(t);
    }
    Ok(())
}

async fn satu(bekal: &Bekal, jenis: Jenis, sambungan: usize, c: &mut Catatan) -> Hasil<Tulisan> {
    let basis = Basis::baru(bekal, jenis, &format!("http_{sambungan}")).await?;
    let data = bekal.sub(&format!("data-{}-{sambungan}", jenis.kode()))?;
    let peladen = Peladen::serve(bekal, &basis.url(), &data)?;
    let kolam = basis.sambung().await?;
    kolam.buat_akun(&bekal.bahan.koordinator, TOKEN, SESI).await?;
    c.basis_data(jenis, kolam.gambaran().await?);
    let induk = kolam.induk().await?;

    let tugas = Tugas {
        alamat: peladen.alamat.clone(),
        token: TOKEN.to_owned(),
        laporan: 8_000,
        benih: sambungan as u64,
        pemanasan_ms: PEMANASAN_MS,
        lama_ms: LAMA_MS,
        cara: Cara::Banjir { sambungan },
    };
    let mut klien = Klien::mulai(&tugas)?;
    let (awal, k0) = (
        Pakai::kini(Some(peladen.pid()), induk),
        peladen.histogram("praja_penulis_kelompok").await?,
    );
    let l = klien.tunggu()?;
    let (pakai, k1) = (
        Pakai::kini(Some(peladen.pid()), induk).sejak(awal),
        peladen.histogram("praja_penulis_kelompok").await?,
    );
    let kelompok = (k1.0 - k0.0) / (k1.1 - k0.1).max(1.0);
    drop(peladen);

    let n = l.semua;
    let [entri, peristiwa, nomor] = kolam.jumlah().await?;
    if [entri, peristiwa, nomor] != [n as i64; 3] {
        return Err(format!(
            "{n} reports were accepted, but there are {entri} entries, {peristiwa} events, number {nomor}"
        )
        .into());
    }
    let baris = Arc::new(kolam.baca().await?);
    let tahun = baris
        .first()
        .and_then(|b| b.nomor.split('-').nth(1)?.parse().ok())
        .unwrap_or(0);
    kolam.tutup().await;
    basis.hapus().await?;

    // The same rows in the same order into empty tables that Praja's first start has made.
    let basis = Basis::baru(bekal, jenis, &format!("langsung_{sambungan}")).await?;
    drop(Peladen::serve(bekal, &basis.url(), &data)?);
    let kolam = basis.sambung().await?;
    let induk = kolam.induk().await?;
    let awal = Pakai::kini(None, induk);
    let lama = kolam
        .sisipkan(&baris, kelompok.round() as usize, tahun)
        .await?
        .as_secs_f64();
    let pakai_langsung = Pakai::kini(None, induk).sejak(awal);
    if kolam.jumlah().await? != [n as i64; 3] {
        return Err("the direct run did not write the same rows".into());
    }
    kolam.tutup().await;
    basis.hapus().await?;
    Ok(susun(
        jenis,
        sambungan,
        &l,
        n,
        kelompok,
        pakai,
        lama,
        pakai_langsung,
    ))
}

#[allow(clippy::too_many_arguments)]
fn susun(
    jenis: Jenis,
    sambungan: usize,
    l: &Laporan,
    n: usize,
    kelompok: f64,
    p: Pakai,
    lama: f64,
    pl: Pakai,
) -> Tulisan {
    let (terukur, mesin) = (l.terukur.max(1) as f64, mesin::inti() as f64);
    let us = |detik: f64, baris: f64| detik * 1e6 / baris;
    let ms = |p| persentil(&l.tulis_us, p);
    Tulisan {
        jenis,
        sambungan,
        lewat_http: terukur / l.detik,
        langsung: n as f64 / lama,
        kelompok,
        ms: [ms(0.5), ms(0.95), ms(0.99)],
        us_peladen: us(p.peladen - p.utas_sqlite, terukur),
        us_basis: us(p.utas_sqlite + p.postgres, terukur),
        us_klien: us(l.cpu, terukur),
        us_langsung: us(pl.kami + pl.postgres, n as f64),
        lain: (p.sibuk - p.peladen - p.postgres - p.kami - l.cpu).max(0.0) / (l.detik * mesin),
        lain_langsung: (pl.sibuk - pl.kami - pl.postgres).max(0.0) / (lama * mesin),
    }
}
