//! Back-up and restore of a regency with photographs, against `cp` of the same files: how many megabytes a second each
//! takes, from the start of the command until the disk has everything. `PRAJA_UKUR_CADANGAN_MB` says how large (1,000).

use std::{
    fmt::Write,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::{
    Hasil,
    bahan::DAERAH,
    basis::Jenis,
    hasil::Klaim,
    isian, kabari,
    peladen::{Bekal, Peladen, perintah},
};

/// Complaints in the database.
const PENGADUAN: usize = 100_000;
/// Bytes of a photograph.
const FOTO: usize = 300_000;

/// One database, measured.
pub struct Ukuran {
    jenis: Jenis,
    /// MB of content, and how much of it are photographs.
    isi: f64,
    foto: f64,
    /// MB a second of `cp`, the first back-up, the restore without its verification's start, and seconds of a back-up in
    /// which nothing is new.
    cp: f64,
    cadang: f64,
    pulih: f64,
    ulang: f64,
}

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Vec<Ukuran>) -> Hasil<()> {
    let mb: usize = std::env::var("PRAJA_UKUR_CADANGAN_MB").map_or(Ok(1_000), |s| s.parse())?;
    let basis = isian::basis(bekal, jenis, PENGADUAN).await?;
    let data = bekal.sub(&format!("data-{}-cadangan", jenis.kode()))?;
    // The first start makes the keys.
    drop(Peladen::serve(bekal, &basis.url(), &data)?);
    unggah(&basis.url(), &data, mb * 1_000_000 / FOTO).await?;
    let dalam = |nama: &str| bekal.folder.path().join(format!("{nama}-{}", jenis.kode()));

    let (salinan, arsip, pulih) = (dalam("salinan"), dalam("arsip"), dalam("pulih"));
    let mulai = Instant::now();
    jalankan(Command::new("cp").arg("-r").arg(&data).arg(&salinan))?;
    jalankan(Command::new("sync").arg("-f").arg(&salinan))?;
    let foto = (mb * 1_000_000 / FOTO * FOTO) as f64 / 1e6;
    let cp = foto / mulai.elapsed().as_secs_f64();
    fs::remove_dir_all(&salinan)?;

    let sandi = data.with_extension("sandi");
    fs::write(&sandi, "sandi untuk pengukuran")?;
    let praja = |argumen: &[&str], url: &str, data: &Path| -> Hasil<(Value, f64)> {
        let mut p = perintah(bekal, data)?;
        p.args(argumen)
            .arg("--json")
            .arg("--sandi-berkas")
            .arg(&sandi)
            .env("PRAJA_DATABASE", url)
            .env("PRAJA_DATA", data)
            .stdout(Stdio::piped());
        let mulai = Instant::now();
        let hasil = p.output()?;
        if !hasil.status.success() {
            return Err(format!("praja {} ended with {}", argumen.join(" "), hasil.status).into());
        }
        Ok((
            serde_json::from_slice(&hasil.stdout)?,
            mulai.elapsed().as_secs_f64(),
        ))
    };
    let ke = arsip.to_string_lossy().into_owned();
    let (v, detik) = praja(&["backup", "--ke", &ke], &basis.url(), &data)?;
    let isi = v["ukuran"].as_f64().ok_or("no size")? / 1e6;
    let cadang = isi / detik;
    let (_, ulang) = praja(&["backup", "--ke", &ke], &basis.url(), &data)?;
    let tujuan = crate::basis::Basis::baru(bekal, jenis, "pulih").await?;
    let (_, detik) = praja(&["restore", "--dari", &ke], &tujuan.url(), &pulih)?;
    let u = Ukuran {
        jenis,
        isi,
        foto,
        cp,
        cadang,
        pulih: isi / detik,
        ulang,
    };
    kabari(&format!(
        "  cadangan {:.0} MB: cp {:.0} MB/s, cadang {:.0} MB/s, pulih {:.0} MB/s, ulang {:.1} s",
        u.isi, u.cp, u.cadang, u.pulih, u.ulang
    ));
    c.push(u);
    tujuan.hapus().await?;
    basis.hapus().await?;
    for f in [arsip, pulih, data] {
        fs::remove_dir_all(f)?;
    }
    Ok(())
}

fn jalankan(p: &mut Command) -> Hasil<()> {
    match p.status()? {
        s if s.success() => Ok(()),
        s => Err(format!("{:?} ended with {s}", p.get_program()).into()),
    }
}

/// Photographs of noise, as uploads that entries use.
async fn unggah(url: &str, data: &Path, n: usize) -> Hasil<()> {
    let mut baris = Vec::new();
    for i in 0..n {
        let isi: Vec<u8> = (0..FOTO / 8)
            .scan(i as u64 + 1, |x, _| {
                *x ^= *x << 13;
                *x ^= *x >> 7;
                *x ^= *x << 17;
                Some(x.to_le_bytes())
            })
            .flatten()
            .collect();
        let sidik = data_encoding::HEXLOWER.encode(&Sha256::digest(&isi));
        let rak = data.join("berkas").join(sidik.get(..2).unwrap_or("00"));
        fs::create_dir_all(&rak)?;
        fs::write(rak.join(&sidik), &isi)?;
        baris.push((i, sidik, isi.len()));
    }
    let (mut sqlite, mut pg) = (None, None);
    match url.starts_with("sqlite:") {
        true => sqlite = Some(SqliteConnection::connect(url).await?),
        false => pg = Some(PgConnection::connect(url).await?),
    }
    for b in baris.chunks(500) {
        let isi: Vec<String> = b
            .iter()
            .map(|(i, sidik, n)| {
                let id = uuid::Uuid::from_u128(*i as u128 + 1);
                let id = match sqlite {
                    Some(_) => format!("x'{}'", id.simple()),
                    None => format!("'{id}'"),
                };
                format!("('{DAERAH}', {id}, '{sidik}', 'image/jpeg', {n}, 0, {id})")
            })
            .collect();
        let sql = format!(
            "insert into berkas (daerah, id, sidik, tipe, ukuran, dibuat, entri) values {}",
            isi.join(", ")
        );
        if let Some(c) = &mut sqlite {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(c).await?;
        } else if let Some(c) = &mut pg {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(c).await?;
        }
    }
    Ok(())
}

/// What was promised.
pub fn klaim(u: &[Ukuran]) -> impl Iterator<Item = Klaim> {
    u.iter().flat_map(|u| {
        [("Back-up", u.cadang), ("Restore, verified", u.pulih)].map(|(apa, laju)| Klaim {
            apa: format!("{apa} of {:.1} GB against `cp`: {}", u.isi / 1e3, u.jenis.nama()),
            batas: "≤ 2 times as long",
            terukur: format!("{:.1} times", u.cp / laju),
            terpenuhi: u.cp / laju <= 2.0,
        })
    })
}

/// The chapter of the page.
pub fn susun(u: &[Ukuran], h: &mut String) -> std::fmt::Result {
    writeln!(
        h,
        "\n## Back-up and restore\n\n\
         A regency with a hundred thousand complaints and photographs of 0.3 MB. `cp` copies the photographs; `praja backup` \
         closes everything into an empty archive, then again with nothing new; `praja restore` opens it into an empty place \
         and verifies the ledger. Whole commands, until the disk has everything.\n\n\
         | database | content, MB | photographs, MB | `cp`, MB/s | back-up, MB/s | again, seconds | restore, MB/s |\n\
         |---|--:|--:|--:|--:|--:|--:|"
    )?;
    for u in u {
        writeln!(
            h,
            "| {} | {:.0} | {:.0} | {:.0} | {:.0} | {:.1} | {:.0} |",
            u.jenis.nama(),
            u.isi,
            u.foto,
            u.cp,
            u.cadang,
            u.ulang,
            u.pulih
        )?;
    }
    Ok(())
}
