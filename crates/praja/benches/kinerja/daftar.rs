//! Lists and search over ten thousand and a hundred thousand complaints of one regency (a million with
//! `PRAJA_UKUR_BESAR=ya`), and then the pages of citizens and officials on the largest of them while others file.

use std::{sync::Arc, time::Instant};

use kernel::{
    IdEntri, Jam, Peta,
    entri::uuid_v7,
    kalender::saat,
    peristiwa::{IsiPeristiwa, Kejadian, OlehSiapa, Peristiwa, Terlihat},
    profil::KodeDaerah,
};
use serde_json::{Value, json};

use crate::{
    Hasil,
    bahan::{Acak, Bahan, DAERAH},
    basis::{Baris, Basis, Jenis, Kolam, kata},
    hasil::{Catatan, Pertanyaan},
    http::{Sambungan, permintaan},
    kabari,
    klien::persentil,
    latensi::{self, kirim_formulir, kirim_lanjutan},
    peladen::{Bekal, Peladen},
    tulis::{SESI, TOKEN},
};

const UKURAN: [usize; 2] = [10_000, 100_000];
const BESAR: usize = 1_000_000;
/// How often each question is asked before and while it is measured.
const PEMANASAN: usize = 5;
const ULANG: usize = 60;
/// Rows in one transaction when the database is filled.
const KELOMPOK: usize = 1_000;
/// Two years of complaints.
const RENTANG_MS: i64 = 730 * 86_400_000;
const HARI_MS: i64 = 86_400_000;

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Catatan) -> Hasil<()> {
    let basis = Basis::baru(bekal, jenis, "daftar").await?;
    let data = bekal.sub(&format!("data-{}-daftar", jenis.kode()))?;
    let peladen = Peladen::serve(bekal, &basis.url(), &data)?;
    let kolam = basis.sambung().await?;
    c.basis_data(jenis, kolam.gambaran().await?);
    kolam.buat_akun(&bekal.bahan.koordinator, TOKEN, SESI).await?;
    let ukuran: Vec<usize> = UKURAN.into_iter().chain(bekal.besar.then_some(BESAR)).collect();
    let isi = Pengisi::baru(&bekal.bahan, ukuran.iter().copied().max().unwrap_or(1));
    let mut ada = 0;
    for n in ukuran {
        kabari(&format!("{}: {n} pengaduan ...", jenis.nama()));
        isi.penuhi(&kolam, ada, n).await?;
        ada = n;
        kolam.rapikan().await?;
        for p in pertanyaan(&peladen.alamat, n).await? {
            let us = tanyakan(&peladen.alamat, &p).await?;
            kabari(&format!(
                "  {:<38} p50 {:>6.1} ms, p95 {:>6.1} ms",
                p.nama,
                persentil(&us, 0.5),
                persentil(&us, 0.95)
            ));
            c.pertanyaan.push(Pertanyaan {
                jenis,
                n,
                nama: p.nama,
                p50: persentil(&us, 0.5),
                p95: persentil(&us, 0.95),
            });
        }
    }
    latensi::ukur(jenis, &peladen, ada, c).await?;
    drop(peladen);
    kolam.tutup().await;
    basis.hapus().await
}

/// Makes complaints as they would stand in the database after two years.
struct Pengisi<'a> {
    bahan: &'a Bahan,
    semua: usize,
    kini: i64,
    tahun: i64,
}

impl<'a> Pengisi<'a> {
    fn baru(bahan: &'a Bahan, semua: usize) -> Self {
        let kini = Jam::Sistem.kini();
        Pengisi {
            bahan,
            semua,
            kini: kini.as_millisecond(),
            tahun: kini.to_zoned(jiff::tz::TimeZone::UTC).year().into(),
        }
    }

    async fn penuhi(&self, kolam: &Kolam, dari: usize, sampai: usize) -> Hasil<()> {
        let mut i = dari;
        while i < sampai {
            let akhir = sampai.min(i + 20 * KELOMPOK);
            let baris = (i..akhir).map(|i| self.satu(i)).collect::<Hasil<Vec<_>>>()?;
            kolam.sisipkan(&Arc::new(baris), KELOMPOK, self.tahun).await?;
            i = akhir;
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
        let (id, nomor) = (uuid_v7(saat(dibuat)), format!("SRG-{}-{:06}", self.tahun, i + 1));
        let peristiwa = self.peristiwa(id, dibuat, &isi)?;
        Ok(Baris {
            id,
            kata: kata(&nomor, &isi)?,
            nomor,
            unit: self.bahan.koordinator.clone(),
            pemegang,
            keadaan: keadaan.to_owned(),
            versi: 1,
            dibuat,
            diubah: dibuat,
            jatuh,
            otomatis,
            terbuka,
            terbit: diteruskan && !rahasia,
            tenggat: json!([{ "kode": "verifikasi", "mulai": dibuat, "jatuh": dibuat + 3 * HARI_MS, "henti": dibuat + HARI_MS }]).to_string(),
            isi: Value::Object(isi).to_string(),
            bait: peristiwa.bait,
            garam: peristiwa.garam.to_vec(),
            hash: peristiwa.hash.to_vec(),
        })
    }

    fn peristiwa(&self, id: uuid::Uuid, waktu: i64, isi: &Peta) -> Hasil<Peristiwa> {
        Ok(Peristiwa::segel(IsiPeristiwa {
            daerah: KodeDaerah::try_from(DAERAH.to_owned())?,
            register: "pengaduan".to_owned(),
            entri: IdEntri(id),
            versi: 1,
            waktu,
            oleh: OlehSiapa::Publik,
            kejadian: Kejadian::Dibuat,
            pemegang: self.bahan.koordinator.clone(),
            terlihat: Terlihat::Pelapor,
            isi: isi.clone(),
            sidik: None,
        })?)
    }
}

struct Tanya {
    nama: &'static str,
    jalur: String,
    kepala: String,
}

/// Header lines of an official's browser.
pub fn kepala_petugas() -> String {
    format!("accept: text/html\r\naccept-encoding: gzip\r\ncookie: praja_sesi={SESI}\r\n")
}

/// Header lines of a citizen's browser.
pub const KEPALA_WARGA: &str = "accept: text/html\r\naccept-encoding: gzip\r\n";

fn kepala_mesin() -> String {
    format!("accept: application/json\r\nauthorization: Bearer {TOKEN}\r\n")
}

async fn pertanyaan(alamat: &str, n: usize) -> Hasil<Vec<Tanya>> {
    let dalam = kursor_tengah(alamat, n).await?;
    // The API signs its cursors; the pages take what is signed.
    let (polos, _) = dalam.rsplit_once('.').ok_or("an API cursor is not signed")?;
    let warga = |nama, jalur: String| Tanya {
        nama,
        jalur: format!("/{DAERAH}{jalur}"),
        kepala: KEPALA_WARGA.to_owned(),
    };
    let petugas = |nama, jalur: String| Tanya {
        nama,
        jalur: format!("/{DAERAH}{jalur}"),
        kepala: kepala_petugas(),
    };
    let mesin = |nama, jalur: String| Tanya {
        nama,
        jalur: format!("/{DAERAH}{jalur}"),
        kepala: kepala_mesin(),
    };
    let kuki = draf(alamat).await?;
    Ok(vec![
        Tanya {
            nama: "reports near by, before filing",
            jalur: format!("/{DAERAH}/pengaduan/baru/serupa"),
            kepala: format!("{KEPALA_WARGA}cookie: {kuki}\r\n"),
        },
        warga("public list, first page", "/pengaduan/daftar".into()),
        warga(
            "public list, page in the middle",
            format!("/pengaduan/daftar?setelah={polos}"),
        ),
        warga(
            "public list, one category",
            "/pengaduan/daftar?kategori=sampah".into(),
        ),
        warga("public search, frequent words", "/cari?q=jalan+berlubang".into()),
        warga("public search, rare word", "/cari?q=nomor+48213".into()),
        petugas("work list, first page", "/kerja/pengaduan".into()),
        petugas(
            "work list, page in the middle",
            format!("/kerja/pengaduan?kursor={polos}"),
        ),
        petugas(
            "work list, by deadline",
            "/kerja/pengaduan?urut=jatuh&terbuka=ya".into(),
        ),
        petugas(
            "work list, searched, frequent words",
            "/kerja/pengaduan?kata=jalan+berlubang".into(),
        ),
        petugas(
            "work list, three filters, by deadline",
            "/kerja/pengaduan?keadaan=dikerjakan&kategori=sampah&kanal=telepon&urut=jatuh".into(),
        ),
        petugas("tasks", "/kerja".into()),
        mesin("API, first page", "/api/v1/pengaduan".into()),
        mesin(
            "API, page in the middle",
            format!("/api/v1/pengaduan?kursor={dalam}"),
        ),
    ])
}

/// The cookies of a citizen who has said what and where: at a place where others reported the same.
async fn draf(alamat: &str) -> Hasil<String> {
    let mut s = Sambungan::buka(alamat).await?;
    let j = s
        .tanya(&permintaan(
            "GET",
            &format!("/{DAERAH}/api/v1/pengaduan?kategori=sampah&keadaan=dikerjakan&batas=1"),
            &kepala_mesin(),
            "",
        ))
        .await?;
    let isi: Value = serde_json::from_str(&s.isi())?;
    let satu = isi.get("data").and_then(|d| d.get(0));
    let angka = |k: &str| satu.and_then(|e| e.get(k)).and_then(Value::as_f64);
    let (Some(lat), Some(lon)) = (angka("lat"), angka("lon")) else {
        return Err(format!("no open report with a point ({}): {isi}", j.status).into());
    };
    let ke = |tahap: &str| format!("/{DAERAH}/pengaduan/baru/{tahap}");
    let apa = "jenis=pengaduan&kategori=sampah&judul=Sampah&isi=Menumpuk&aksi=lanjut";
    let kuki = kirim_formulir(&mut s, &ke("apa"), apa).await?;
    kirim_lanjutan(&mut s, &ke("tempat"), &format!("lat={lat}&lon={lon}"), &kuki).await
}

/// The cursor half-way down the list, by walking there.
async fn kursor_tengah(alamat: &str, n: usize) -> Hasil<String> {
    let mut s = Sambungan::buka(alamat).await?;
    let mut kursor = String::new();
    for _ in 0..(n / 2 / 500).max(1) {
        let ekor = if kursor.is_empty() {
            String::new()
        } else {
            format!("&kursor={kursor}")
        };
        let j = s
            .tanya(&permintaan(
                "GET",
                &format!("/{DAERAH}/api/v1/pengaduan?batas=500{ekor}"),
                &kepala_mesin(),
                "",
            ))
            .await?;
        let isi: Value = serde_json::from_str(&s.isi())?;
        let berikut = isi.get("berikut").and_then(Value::as_str);
        kursor = berikut
            .ok_or_else(|| format!("the list ended early ({}): {isi}", j.status))?
            .to_owned();
    }
    Ok(kursor)
}

/// Microseconds until the first byte, sorted.
async fn tanyakan(alamat: &str, t: &Tanya) -> Hasil<Vec<u32>> {
    let mut s = Sambungan::buka(alamat).await?;
    let tanya = permintaan("GET", &t.jalur, &t.kepala, "");
    let mut us = Vec::with_capacity(ULANG);
    for i in 0..PEMANASAN + ULANG {
        let mulai = Instant::now();
        let j = s.tanya(&tanya).await?;
        if j.status != 200 {
            return Err(format!("{} answered {} {}", t.jalur, j.status, s.isi()).into());
        }
        if i >= PEMANASAN {
            us.push(u32::try_from((j.pertama - mulai).as_micros()).unwrap_or(u32::MAX));
        }
    }
    us.sort_unstable();
    Ok(us)
}
