//! How long until the first byte of a page comes, while others file fifty complaints a second. An open loop: requests
//! come when they are due, and one that had to wait for another has waited.

use serde_json::Value;

use crate::{
    Hasil,
    bahan::{Bahan, DAERAH},
    basis::Jenis,
    daftar::{KEPALA_WARGA, kepala_petugas},
    hasil::{Catatan, Latensi},
    http::{Sambungan, permintaan},
    kabari,
    klien::{Cara, Halaman, Klien, Tugas, persentil, siapkan},
    mesin,
    peladen::Peladen,
    tulis::TOKEN,
};

/// Complaints filed a second, and requests a second for each page.
const TULIS: f64 = 50.0;
const BACA: f64 = 20.0;

/// Measures on a server whose database holds that many complaints.
pub async fn ukur(jenis: Jenis, peladen: &Peladen, n: usize, c: &mut Catatan) -> Hasil<()> {
    kabari(&format!(
        "{}: halaman selagi {TULIS:.0} laporan ditulis tiap detik ...",
        jenis.nama()
    ));
    let (nomor, kuki) = lacak(&peladen.alamat).await?;
    let halaman = |nama: &str, jalur: &str, kepala: String| Halaman {
        nama: nama.to_owned(),
        jalur: format!("/{DAERAH}{jalur}"),
        kepala,
    };
    let tugas = Tugas {
        alamat: peladen.alamat.clone(),
        token: TOKEN.to_owned(),
        laporan: 2_000,
        benih: 50,
        pemanasan_ms: 2_000,
        lama_ms: 12_000,
        cara: Cara::Tetap {
            tulis: TULIS,
            baca: BACA,
            halaman: vec![
                halaman("beranda", "/", KEPALA_WARGA.to_owned()),
                halaman("public list", "/pengaduan/daftar", KEPALA_WARGA.to_owned()),
                halaman(
                    "tracking page",
                    &format!("/pengaduan/lacak/{nomor}"),
                    format!("{KEPALA_WARGA}cookie: {kuki}\r\n"),
                ),
                halaman("work list", "/kerja/pengaduan", kepala_petugas()),
            ],
        },
    };
    let mut klien = Klien::mulai(&tugas)?;
    let (cpu, sibuk) = (mesin::cpu(peladen.pid()), mesin::sibuk());
    let l = klien.tunggu()?;
    let inti = mesin::inti() as f64;
    c.beban_latensi.push((
        jenis,
        l.terukur as f64 / l.detik,
        (mesin::cpu(peladen.pid()) - cpu) / l.detik / inti,
        (mesin::sibuk() - sibuk) / l.detik / inti,
    ));
    let semua = l
        .baca_us
        .iter()
        .map(|(nama, us)| (nama.as_str(), us))
        .chain([("filing a complaint (API)", &l.tulis_us)]);
    for (nama, us) in semua {
        let ms = [0.5, 0.95, 0.99].map(|p| persentil(us, p));
        kabari(&format!(
            "  {nama:<26} p50 {:>6.1} p95 {:>6.1} p99 {:>6.1} ms",
            ms[0], ms[1], ms[2]
        ));
        c.latensi.push(Latensi {
            jenis,
            n,
            nama: nama.to_owned(),
            ms,
            contoh: us.len(),
        });
    }
    Ok(())
}

/// Files a complaint and proves by its code that it is one's own, as a citizen's browser does; returns its number and
/// the cookies.
pub async fn lacak(alamat: &str) -> Hasil<(String, String)> {
    let mut s = Sambungan::buka(alamat).await?;
    let kirim = siapkan(&Bahan::baca()?, TOKEN, 7, 1).pop().unwrap_or_default();
    s.tanya(&kirim).await?;
    let isi: Value = serde_json::from_str(&s.isi())?;
    let teks = |k: &str| {
        isi.get(k)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("no {k} in {isi}"))
    };
    let (nomor, kode) = (teks("nomor")?, teks("kode_lacak")?);

    let jalur = format!("/{DAERAH}/pengaduan/lacak");
    let kuki = kirim_formulir(&mut s, &jalur, &format!("nomor={nomor}&kode={kode}")).await?;
    Ok((nomor, kuki))
}

/// Sends the form of a page as a browser does; returns the cookies that page and answer set.
pub async fn kirim_formulir(s: &mut Sambungan, jalur: &str, isian: &str) -> Hasil<String> {
    kirim_lanjutan(s, jalur, isian, "").await
}

/// The same for a browser that has cookies; returns them with those that were set now.
pub async fn kirim_lanjutan(s: &mut Sambungan, jalur: &str, isian: &str, punya: &str) -> Hasil<String> {
    let kepala = match punya {
        "" => "accept: text/html\r\n".to_owned(),
        k => format!("accept: text/html\r\ncookie: {k}\r\n"),
    };
    s.tanya(&permintaan("GET", jalur, &kepala, "")).await?;
    let mut semua = [punya.to_owned(), kuki(s)];
    semua.sort();
    let mut semua = semua.join("; ").trim_matches([';', ' ']).to_owned();
    let laman = s.isi();
    let csrf = laman
        .split("name=\"_csrf\" value=\"")
        .nth(1)
        .and_then(|s| s.split('"').next());
    let csrf = csrf.ok_or_else(|| format!("the form of {jalur} has no token"))?;
    let kepala = format!(
        "accept: text/html\r\ncontent-type: application/x-www-form-urlencoded\r\ncookie: {semua}\r\n"
    );
    let j = s
        .tanya(&permintaan(
            "POST",
            jalur,
            &kepala,
            &format!("_csrf={csrf}&{isian}"),
        ))
        .await?;
    let baru = kuki(s);
    if baru.is_empty() {
        return Err(format!("the form of {jalur} answered {} without a cookie", j.status).into());
    }
    semua.push_str("; ");
    semua.push_str(&baru);
    Ok(semua)
}

/// The cookies an answer sets, as a browser sends them back.
fn kuki(s: &Sambungan) -> String {
    let satu = |v: &str| v.split(';').next().unwrap_or_default().to_owned();
    s.semua_kepala("set-cookie")
        .map(satu)
        .collect::<Vec<_>>()
        .join("; ")
}
