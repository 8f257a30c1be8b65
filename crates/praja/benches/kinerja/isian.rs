//! Complaints of two years in a database of their own, as many as are asked for. Filling one takes minutes where they
//! are a million, so with `PRAJA_UKUR_SIMPAN=FOLDER` the filled ones are kept for the next run: a file each of SQLite
//! in that folder, a database each on the PostgreSQL server (which must then outlive the run: `PRAJA_UJI_PG`).

use std::sync::Arc;

use kernel::{
    Entri, IdEntri, Jam,
    entri::{Tenggat, uuid_v7},
    kalender::saat,
    nilai::KodeUnit,
    peristiwa::{IsiPeristiwa, Kejadian, OlehSiapa, Peristiwa, Terlihat},
    profil::KodeDaerah,
};
use serde_json::{Value, json};

use crate::{
    Hasil,
    bahan::{Acak, Bahan, DAERAH},
    basis::{Baris, Basis, Jenis, Kolam, kata},
    kabari,
    peladen::{Bekal, Peladen},
    tulis::{SESI, TOKEN},
};

pub const UKURAN: [usize; 2] = [10_000, 100_000];
const BESAR: usize = 1_000_000;
/// Rows in one transaction, and rows made while others are written.
const KELOMPOK: usize = 1_000;
const SEKALI: usize = 20_000;
/// Two years of complaints.
const RENTANG_MS: i64 = 730 * 86_400_000;
const HARI_MS: i64 = 86_400_000;

/// How many complaints there are, one database after the other.
pub fn ukuran(bekal: &Bekal) -> impl Iterator<Item = usize> {
    UKURAN.into_iter().chain(bekal.besar.then_some(BESAR))
}

/// Fills what is kept, and measures nothing.
pub async fn siapkan(bekal: &Bekal, jenis: Jenis) -> Hasil<()> {
    for n in ukuran(bekal) {
        basis(bekal, jenis, n).await?.hapus().await?;
    }
    Ok(())
}

/// A database with that many complaints, with all that Praja keeps about them, and an account to look at them.
pub async fn basis(bekal: &Bekal, jenis: Jenis, n: usize) -> Hasil<Basis> {
    let basis = Basis::baru(bekal, jenis, &format!("daftar_{n}")).await?;
    if basis.ambil(bekal, n).await? {
        return Ok(basis);
    }
    kabari(&format!("{}: mengisi {n} pengaduan ...", jenis.nama()));
    let data = bekal.sub(&format!("data-{}-isian-{n}", jenis.kode()))?;
    // Another part may have filled one of this size, whose published log is not that of this one.
    std::fs::remove_dir_all(&data)?;
    std::fs::create_dir(&data)?;
    drop(Peladen::serve(bekal, &basis.url(), &data)?);
    let kolam = basis.sambung().await?;
    kolam.buat_akun(&bekal.bahan.koordinator, TOKEN, SESI).await?;
    let indeks = kolam.lepas_indeks().await?;
    Pengisi::baru(&bekal.bahan, n).penuhi(&kolam, n).await?;
    kolam.pasang_indeks(&indeks).await?;
    kolam.rapikan().await?;
    kolam.tutup().await;
    // The next start counts the figures of what is there now.
    drop(Peladen::serve(bekal, &basis.url(), &data)?);
    basis.simpan(bekal, n).await?;
    Ok(basis)
}

/// Makes complaints as they would stand in the database after two years.
#[derive(Clone)]
struct Pengisi {
    bahan: Bahan,
    semua: usize,
    kini: i64,
    tahun: i64,
}

impl Pengisi {
    fn baru(bahan: &Bahan, semua: usize) -> Self {
        let kini = Jam::Sistem.kini();
        Pengisi {
            bahan: bahan.clone(),
            semua,
            kini: kini.as_millisecond(),
            tahun: kini.to_zoned(jiff::tz::TimeZone::UTC).year().into(),
        }
    }

    /// The next rows are made while the last ones are written.
    async fn penuhi(&self, kolam: &Kolam, n: usize) -> Hasil<()> {
        let buat = |dari: usize| {
            let isi = self.clone();
            tokio::task::spawn_blocking(move || {
                (dari..n.min(dari + SEKALI))
                    .map(|i| isi.satu(i))
                    .collect::<Hasil<Vec<_>>>()
            })
        };
        let mut nanti = buat(0);
        for dari in (0..n).step_by(SEKALI) {
            let baris = nanti.await??;
            nanti = buat(dari + SEKALI);
            kolam.sisipkan(&Arc::new(baris), KELOMPOK, self.tahun).await?;
        }
        Ok(())
    }

    /// The i-th complaint: seven in ten are settled, and of the open ones one in three is late.
    fn satu(&self, i: usize) -> Hasil<Baris> {
        let mut a = Acak::baru(i as u64);
        let dibuat = self.kini - RENTANG_MS + RENTANG_MS / i64::try_from(self.semua)? * i64::try_from(i)?;
        let keadaan = match a.di_bawah(100) {
            0..70 => "selesai",
            70..78 => "dijawab",
            78..86 => "dikerjakan",
            86..92 => "diteruskan",
            92..96 => "baru",
            96..97 => "ditunda",
            _ => "diarsipkan",
        };
        let rahasia = a.di_bawah(20) == 0;
        let Value::Object(mut isi) = self.bahan.laporan(&mut a) else {
            return Err("a report is no object".into());
        };
        // Around the places of the stories, 400 metres each way, to six digits.
        for k in ["lat", "lon"] {
            if let Some(d) = isi.get(k).and_then(Value::as_f64) {
                let geser = ((d * 1e6).round() + a.di_bawah(8_000) as f64 - 4_000.0) / 1e6;
                isi.insert(k.to_owned(), geser.into());
            }
        }
        for (k, v) in [
            ("foto", json!([])),
            ("anonim", false.into()),
            ("rahasia", rahasia.into()),
            ("kelas", "tidak_berkadar".into()),
        ] {
            isi.insert(k.to_owned(), v);
        }
        let penangan = self
            .bahan
            .penangan(isi.get("kategori").and_then(Value::as_str).unwrap_or_default());
        let diteruskan = matches!(keadaan, "diteruskan" | "dikerjakan" | "dijawab" | "selesai");
        let pemegang = if diteruskan {
            penangan
        } else {
            self.bahan.koordinator.as_str()
        }
        .to_owned();
        let terbuka = !matches!(keadaan, "selesai" | "diarsipkan");
        let otomatis = matches!(keadaan, "dijawab" | "ditunda").then_some(self.kini + 5 * HARI_MS);
        let jatuh = (terbuka && otomatis.is_none())
            .then(|| self.kini - 5 * HARI_MS + a.di_bawah(15 * HARI_MS as u64) as i64);
        let entri = Entri {
            id: IdEntri(uuid_v7(saat(dibuat))),
            daerah: KodeDaerah::try_from(DAERAH.to_owned())?,
            register: "pengaduan".to_owned(),
            nomor: format!("SRG-{}-{:06}", self.tahun, i + 1),
            unit: KodeUnit(self.bahan.koordinator.clone()),
            pemegang: KodeUnit(pemegang),
            keadaan: keadaan.to_owned(),
            versi: 1,
            dibuat,
            diubah: dibuat,
            jatuh,
            otomatis,
            terbuka,
            terbit: diteruskan && !rahasia,
            tenggat: vec![Tenggat {
                kode: "verifikasi".to_owned(),
                mulai: dibuat,
                jatuh: dibuat + 3 * HARI_MS,
                henti: Some(dibuat + HARI_MS),
            }],
            isi,
            kunci: None,
        };
        let peristiwa = peristiwa(&entri)?;
        Ok(Baris {
            id: entri.id.0,
            kata: kata(&entri.nomor, &entri.isi)?,
            tenggat: serde_json::to_string(&entri.tenggat)?,
            isi: serde_json::to_string(&entri.isi)?,
            nomor: entri.nomor,
            unit: entri.unit.0,
            pemegang: entri.pemegang.0,
            keadaan: entri.keadaan,
            versi: entri.versi,
            dibuat,
            diubah: dibuat,
            jatuh,
            otomatis,
            terbuka,
            terbit: entri.terbit,
            bait: peristiwa.bait,
            garam: peristiwa.garam.to_vec(),
            hash: peristiwa.hash.to_vec(),
        })
    }
}

/// The event that made an entry, with the digest that `praja verify` holds the entry against.
fn peristiwa(e: &Entri) -> Hasil<Peristiwa> {
    Ok(Peristiwa::segel(IsiPeristiwa {
        daerah: e.daerah.clone(),
        register: e.register.clone(),
        entri: e.id,
        versi: e.versi,
        waktu: e.dibuat,
        oleh: OlehSiapa::Publik,
        kejadian: Kejadian::Dibuat,
        pemegang: e.unit.0.clone(),
        terlihat: Terlihat::Pelapor,
        isi: e.isi.clone(),
        sidik: Some(e.sidik()?),
    })?)
}
