//! The architecture at the size of a province: 50,000 entries with 200,000 links. What the boards cost, what the first of
//! them costs after a start, and how long an inventory of 20,000 rows takes to come in.

use std::{
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
    process::Stdio,
    sync::Arc,
    time::Instant,
};

use jiff::{Timestamp, ToSpan};
use kernel::{
    Aksi, Akun, IdEntri, Jam, Pelaku, Peran, Perintah, Peta, entri::uuid_v7, nilai::KodeUnit,
    profil::KodeDaerah,
};
use serde_json::{Value, json};
use store::Store;

use crate::{
    Hasil,
    bahan::{Acak, DAERAH},
    basis::{Basis, Jenis},
    hasil::{Catatan, Klaim, ribuan},
    kabari,
    kewajiban::{buka, tanyakan},
    klien::persentil,
    peladen::{Bekal, Peladen, perintah},
    tulis::{SESI, TOKEN},
};

/// Entries of each register; later ones name earlier ones.
const ENTRI: [(&str, usize); 4] = [
    ("keamanan", 2_000),
    ("infrastruktur", 8_000),
    ("data_informasi", 10_000),
    ("aplikasi", 30_000),
];
/// Rows of an inventory.
const BARIS: usize = 20_000;
/// Commands at a time.
const SEKALI: usize = 250;
/// The office that owns it all.
const OPD: &str = "diskominfosatik";

/// What was measured.
#[derive(Default)]
pub struct Ukuran {
    /// Database, entries and links.
    besar: Vec<(Jenis, usize, usize)>,
    /// Database, page, p50, p95 and limit, ms.
    halaman: Vec<(Jenis, &'static str, f64, f64, f64)>,
    /// Database, the first board after a start, ms.
    awal: Vec<(Jenis, f64)>,
    /// Database, seconds for the inventory.
    impor: Vec<(Jenis, f64)>,
}

/// The boards, with how many milliseconds each may take.
const HALAMAN: [(&str, &str, f64); 3] = [
    (
        "impact of a server",
        "/dampak?register=infrastruktur&nomor=NOMOR",
        300.0,
    ),
    ("gaps", "/celah", 300.0),
    ("landscape", "", 200.0),
];

/// Measures one database.
pub async fn ukur(bekal: &Bekal, jenis: Jenis, c: &mut Catatan) -> Hasil<()> {
    let basis = Basis::baru(bekal, jenis, "arsitektur").await?;
    let data = bekal.sub(&format!("data-{}-arsitektur", jenis.kode()))?;
    kabari(&format!("{}: mengisi arsitektur ...", jenis.nama()));
    let store = buka(&basis, &data, Arc::new(praja::rakit::inventaris())).await?;
    let (kaitan, server) = isi(&store).await?;
    store.tutup().await;
    let kolam = basis.sambung().await?;
    c.basis_data(jenis, kolam.gambaran().await?);
    kolam.buat_akun(OPD, TOKEN, SESI).await?;
    kolam
        .laku(&format!(
            "insert into akun_peran (daerah, akun, peran, unit) select daerah, id, 'administrator', '{OPD}' from akun"
        ))
        .await?;
    kolam.rapikan().await?;
    kolam.tutup().await;
    let u = &mut c.arsitektur;
    u.besar.push((jenis, ENTRI.iter().map(|(_, n)| n).sum(), kaitan));
    let peladen = Peladen::serve(bekal, &basis.url(), &data)?;
    let papan = format!("/{DAERAH}/kerja/arsitektur");
    // The first request of all reads the graph.
    let awal = tanyakan(&peladen.alamat, &papan, 0, 1).await?;
    u.awal.push((jenis, persentil(&awal, 0.5)));
    for (nama, jalur, batas) in HALAMAN {
        let jalur = format!("{papan}{}", jalur.replace("NOMOR", &server));
        let us = tanyakan(&peladen.alamat, &jalur, 3, 40).await?;
        let (p50, p95) = (persentil(&us, 0.5), persentil(&us, 0.95));
        kabari(&format!("  {nama:<44} p50 {p50:>6.1} ms, p95 {p95:>6.1} ms"));
        u.halaman.push((jenis, nama, p50, p95, batas));
    }
    drop(peladen);
    u.impor.push((jenis, impor(bekal, &basis, &data)?));
    basis.hapus().await
}

/// Fills the registers through the same commands as everything else: links made, and the number of the server that
/// carries most.
async fn isi(store: &Store) -> Hasil<(usize, String)> {
    let profil = store.profil(DAERAH).ok_or("no such regency")?.clone();
    let kini = Jam::Sistem.kini().checked_sub(1.hour())?;
    let pelaku = Pelaku::Akun(Box::new(Akun {
        id: uuid::Uuid::from_u128(9),
        daerah: profil.kode().clone(),
        pengguna: "ukur".into(),
        nama: "Petugas Ukur".into(),
        peran: vec![(Peran::Administrator, KodeUnit(OPD.into()))],
    }));
    let mut a = Acak::baru(7);
    let mut ada: Vec<Vec<IdEntri>> = Vec::new();
    let (mut kaitan, mut server) = (0, String::new());
    for (register, banyak) in ENTRI {
        let mut semua = Vec::with_capacity(banyak);
        for dari in (0..banyak).step_by(SEKALI) {
            let mut kelompok = Vec::new();
            for i in dari..banyak.min(dari + SEKALI) {
                let id = IdEntri(uuid_v7(kini));
                let (isi, n) = satu(register, i, &ada, &mut a);
                kaitan += n;
                semua.push(id);
                kelompok.push(jalankan(store, profil.kode(), &pelaku, kini, register, id, isi));
            }
            let jadi = futures_util::future::try_join_all(kelompok).await?;
            if let (true, "infrastruktur", Some(nomor)) =
                (server.is_empty(), register, jadi.into_iter().next())
            {
                server = nomor;
            }
        }
        ada.push(semua);
    }
    Ok((kaitan, server))
}

async fn jalankan(
    store: &Store,
    daerah: &KodeDaerah,
    pelaku: &Pelaku,
    kini: Timestamp,
    register: &str,
    id: IdEntri,
    isi: Peta,
) -> Result<String, kernel::Galat> {
    let perintah = |aksi| Perintah {
        daerah: daerah.clone(),
        pelaku: pelaku.clone(),
        kini,
        aksi,
        kunci: None,
    };
    let register = register.to_owned();
    let e = store
        .jalankan(perintah(Aksi::Buat { register, id, isi }))
        .await?
        .entri;
    let langkah = Aksi::Langkah {
        id,
        versi: None,
        langkah: "operasikan".into(),
        isian: Peta::new(),
    };
    store.jalankan(perintah(langkah)).await?;
    Ok(e.nomor)
}

/// The i-th entry of a register, and how many links it has. One application in five stands on the first servers.
fn satu(register: &str, i: usize, ada: &[Vec<IdEntri>], a: &mut Acak) -> (Peta, usize) {
    let mut n = 0;
    let mut ke = |a: &mut Acak, k: usize, banyak: usize| -> Value {
        let dari = ada.get(k).map_or(&[][..], Vec::as_slice);
        let semua: Vec<Value> = (0..banyak)
            .filter_map(|_| {
                let sempit = a.di_bawah(5) == 0;
                let pilih = if sempit {
                    dari.get(..20).unwrap_or(dari)
                } else {
                    dari
                };
                a.satu(pilih).map(|id| json!({ "ke": id }))
            })
            .collect();
        n += semua.len();
        semua.into()
    };
    let isi = match register {
        "keamanan" => json!({ "jenis": "standar" }),
        "infrastruktur" => json!({ "jenis": "server", "kendali": ke(a, 0, 1) }),
        "data_informasi" => {
            json!({ "pribadi": i.is_multiple_of(3), "kendali": ke(a, 0, 1), "infrastruktur": ke(a, 1, 1) })
        }
        _ => json!({
            "jenis": "khusus", "fungsi": format!("fungsi {}", i / 4), "data": ke(a, 2, 2), "infrastruktur": ke(a, 1, 2),
            "kendali": ke(a, 0, 2),
        }),
    };
    let Value::Object(mut isi) = isi else {
        return (Peta::new(), 0);
    };
    isi.insert("nama".into(), format!("{register} {i}").into());
    isi.insert("opd".into(), OPD.into());
    (isi, n)
}

/// Seconds that `praja import` needs for an inventory, from its start to its end.
fn impor(bekal: &Bekal, basis: &Basis, data: &Path) -> Hasil<f64> {
    let berkas = data.join("inventaris.csv");
    let mut f = BufWriter::new(File::create(&berkas)?);
    writeln!(f, "nama,kode,opd,jenis,fungsi,uraian")?;
    for i in 0..BARIS {
        writeln!(
            f,
            "Aplikasi {i},inv-{i},{OPD},khusus,fungsi {i},Dari inventaris tahun lalu"
        )?;
    }
    f.flush()?;
    drop(f);
    let mut p = perintah(bekal, data)?;
    p.args([
        "import",
        "--daerah",
        DAERAH,
        "--register",
        "aplikasi",
        "--pengguna",
        "ukur",
    ])
    .arg(&berkas)
    .env("PRAJA_DATABASE", basis.url())
    .env("PRAJA_DATA", data)
    .stdout(Stdio::null());
    let mulai = Instant::now();
    let status = p.status()?;
    let detik = mulai.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("praja import ended with {status}").into());
    }
    kabari(&format!("  inventaris {BARIS} baris: {detik:.1} d"));
    Ok(detik)
}

impl Ukuran {
    /// What was promised, held against what was measured.
    pub fn klaim(&self) -> Vec<Klaim> {
        let halaman = self.halaman.iter().map(|(j, nama, _, p95, batas)| Klaim {
            apa: format!("Architecture of 50,000 entries, {nama}, p95: {}", j.nama()),
            batas: if *batas > 250.0 {
                "≤ 300 ms"
            } else {
                "≤ 200 ms"
            },
            terukur: format!("{p95:.1} ms"),
            terpenuhi: p95 <= batas,
        });
        let impor = self.impor.iter().map(|(j, detik)| Klaim {
            apa: format!("Inventory of {} rows: {}", ribuan(BARIS), j.nama()),
            batas: "≤ 10 s",
            terukur: format!("{detik:.1} s"),
            terpenuhi: *detik <= 10.0,
        });
        halaman.chain(impor).collect()
    }

    /// A section of the page; nothing when nothing was measured.
    pub fn susun(&self, h: &mut String) -> std::fmt::Result {
        if self.besar.is_empty() {
            return Ok(());
        }
        writeln!(
            h,
            "\n## Architecture\n\nBoards over one regency's registers, forty times over one connection, warm, milliseconds until the first \
             byte. A process reads all entries for its first board and then what changed; a board is O(entries + links).\n\n\
             | database | entries | links | first board | page | p50 / p95 |\n|---|--:|--:|--:|---|--:|"
        )?;
        for (jenis, entri, kaitan) in &self.besar {
            let awal = self
                .awal
                .iter()
                .find(|(j, _)| j == jenis)
                .map_or(0.0, |(_, ms)| *ms);
            for (_, nama, p50, p95, _) in self.halaman.iter().filter(|(j, ..)| j == jenis) {
                writeln!(
                    h,
                    "| {} | {} | {} | {awal:.0} ms | {nama} | {p50:.1} / {p95:.1} |",
                    jenis.nama(),
                    ribuan(*entri),
                    ribuan(*kaitan)
                )?;
            }
        }
        for (jenis, detik) in &self.impor {
            writeln!(
                h,
                "\n{}: an inventory of {} rows comes in within {detik:.1} s, each row checked, numbered and sealed.",
                jenis.nama(),
                ribuan(BARIS)
            )?;
        }
        Ok(())
    }
}
