//! Lists and search over ten thousand and a hundred thousand complaints of one regency (a million with
//! `PRAJA_UKUR_BESAR=ya`), and then the pages of citizens and officials while others file.

use std::time::Instant;

use serde_json::Value;

use crate::{
    Hasil,
    bahan::DAERAH,
    basis::Jenis,
    hasil::{Catatan, Janji, Pertanyaan},
    http::{Sambungan, permintaan},
    impor, isian, kabari,
    klien::persentil,
    latensi::{self, kirim_formulir, kirim_lanjutan},
    peladen::{Bekal, Peladen},
    tulis::{SESI, TOKEN},
};

/// The size on which pages are read while others file, and onto which a file is brought in.
const BIASA: usize = 100_000;
/// How often each question is asked before and while it is measured.
pub const PEMANASAN: usize = 5;
const ULANG: usize = 60;
/// Pages that lie before a page deep in a list.
const DALAM: usize = 1_000;

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Catatan) -> Hasil<()> {
    for n in isian::ukuran(bekal) {
        let basis = isian::basis(bekal, jenis, n).await?;
        let data = bekal.sub(&format!("data-{}-daftar", jenis.kode()))?;
        let peladen = Peladen::serve(bekal, &basis.url(), &data)?;
        let kolam = basis.sambung().await?;
        c.basis_data(jenis, kolam.gambaran().await?);
        kabari(&format!("{}: {n} pengaduan ...", jenis.nama()));
        for p in pertanyaan(&peladen.alamat, n).await? {
            let us = tanyakan(&peladen.alamat, &p).await?;
            kabari(&format!(
                "  {:<44} p50 {:>6.1} ms, p95 {:>6.1} ms",
                p.nama,
                persentil(&us, 0.5),
                persentil(&us, 0.95)
            ));
            c.pertanyaan.push(Pertanyaan {
                jenis,
                n,
                nama: p.nama,
                janji: p.janji,
                p50: persentil(&us, 0.5),
                p95: persentil(&us, 0.95),
            });
        }
        if n == BIASA {
            latensi::ukur(jenis, &peladen, n, c).await?;
        }
        drop(peladen);
        kolam.tutup().await;
        if n == BIASA {
            impor::ukur(bekal, jenis, &basis, &data, c)?;
        }
        basis.hapus().await?;
    }
    Ok(())
}

struct Tanya {
    nama: &'static str,
    janji: Janji,
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
    use Janji::{Cari, Daftar, Dekat, Lacak, Lain, Transparansi};
    /// Three filters that hardly any complaint passes, three that every sixth does, three that few open ones do.
    const LANGKA: &str = "keadaan=dikerjakan&kategori=sampah&kanal=telepon&urut=jatuh";
    const BANYAK: &str = "keadaan=selesai&kategori=sampah&jenis=pengaduan";
    const BERJALAN: &str = "terbuka=ya&kategori=sampah&jenis=pengaduan&urut=jatuh";
    let tengah = kursor(alamat, "", n / 2 / 500, 500).await?;
    let banyak = kursor(alamat, BANYAK, DALAM, (n / 10 / DALAM).min(50)).await?;
    let berjalan = kursor(alamat, BERJALAN, DALAM, (n / 20 / DALAM).clamp(1, 50)).await?;
    let publik = |nama, janji, jalur: String, kepala: String| Tanya {
        nama,
        janji,
        jalur: format!("/{DAERAH}{jalur}"),
        kepala,
    };
    let warga = |nama, janji, jalur: &str| publik(nama, janji, jalur.to_owned(), KEPALA_WARGA.to_owned());
    let petugas =
        |nama, janji, kueri: &str| publik(nama, janji, format!("/kerja/pengaduan?{kueri}"), kepala_petugas());
    let kuki = draf(alamat).await?;
    let (nomor, milik) = latensi::lacak(alamat).await?;
    let dengan = |kuki: &str| format!("{KEPALA_WARGA}cookie: {kuki}\r\n");
    Ok(vec![
        publik(
            "tracking page",
            Lacak,
            format!("/pengaduan/lacak/{nomor}"),
            dengan(&milik),
        ),
        publik(
            "reports near by, before filing",
            Dekat,
            "/pengaduan/baru/serupa".into(),
            dengan(&kuki),
        ),
        warga("transparency", Transparansi, "/transparansi"),
        warga("public list, first page", Daftar, "/pengaduan/daftar"),
        warga(
            "public list, page in the middle",
            Daftar,
            &format!("/pengaduan/daftar?setelah={}", polos(&tengah)),
        ),
        warga(
            "public list, one category",
            Daftar,
            "/pengaduan/daftar?kategori=sampah",
        ),
        warga(
            "public search, two frequent words",
            Cari,
            "/cari?q=jalan+berlubang",
        ),
        warga("public search, rare word", Cari, "/cari?q=nomor+48213"),
        petugas("work list, first page", Daftar, ""),
        petugas(
            "work list, page in the middle",
            Daftar,
            &format!("kursor={}", polos(&tengah)),
        ),
        petugas("work list, open, by deadline", Daftar, "urut=jatuh&terbuka=ya"),
        petugas("work list, two frequent words", Cari, "kata=jalan+berlubang"),
        petugas("three filters, many fit, newest", Daftar, BANYAK),
        petugas(
            "three filters, many fit, 1,000 cursors deep",
            Daftar,
            &format!("{BANYAK}&kursor={}", polos(&banyak)),
        ),
        petugas("three filters, open ones, by deadline", Daftar, BERJALAN),
        petugas(
            "three filters, open ones, 1,000 cursors deep",
            Daftar,
            &format!("{BERJALAN}&kursor={}", polos(&berjalan)),
        ),
        petugas("three filters, few fit, by deadline", Daftar, LANGKA),
        publik("tasks", Lain, "/kerja".into(), kepala_petugas()),
        publik(
            "API, first page",
            Daftar,
            "/api/v1/pengaduan".into(),
            kepala_mesin(),
        ),
        publik(
            "API, page in the middle",
            Daftar,
            format!("/api/v1/pengaduan?kursor={tengah}"),
            kepala_mesin(),
        ),
    ])
}

/// A cursor of the API as the pages take it: without its signature.
fn polos(kursor: &str) -> &str {
    kursor.rsplit_once('.').map_or(kursor, |(isi, _)| isi)
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

/// The cursor after so many pages of a list, or after the last but one of a shorter list, by walking there.
async fn kursor(alamat: &str, saring: &str, langkah: usize, batas: usize) -> Hasil<String> {
    let mut s = Sambungan::buka(alamat).await?;
    let mut kursor = String::new();
    for _ in 0..langkah {
        let jalur = match kursor.as_str() {
            "" => format!("/{DAERAH}/api/v1/pengaduan?batas={batas}&{saring}"),
            k => format!("/{DAERAH}/api/v1/pengaduan?batas={batas}&{saring}&kursor={k}"),
        };
        let jalur = jalur.replace("?&", "?").trim_end_matches('&').replace("&&", "&");
        let j = s.tanya(&permintaan("GET", &jalur, &kepala_mesin(), "")).await?;
        let isi: Value = serde_json::from_str(&s.isi())?;
        if j.status != 200 {
            return Err(format!("{jalur} answered {} {isi}", j.status).into());
        }
        match isi.get("berikut").and_then(Value::as_str) {
            Some(k) => kursor = k.to_owned(),
            None => break,
        }
    }
    if kursor.is_empty() {
        Err("the list has a single page".into())
    } else {
        Ok(kursor)
    }
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
