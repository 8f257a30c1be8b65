//! `praja demo`: five regencies at work, from an empty folder. Accounts, catalogue and complaints are made by the
//! same commands as everything else, replayed at the moments that the stories in `profil/<daerah>/contoh` tell.
//!
//! When it is interrupted, the next start goes on: ids, moments and keys follow from the moment it first began, so
//! what was done is recognised and not done twice.

mod akun;
mod arsitektur;
mod bukti;
mod cerita;
mod ikut;
mod katalog;
mod kisah;
mod meja;
mod produk;
mod waktu;
mod wbs;

use std::{path::Path, sync::Arc, time::Instant};

use jiff::Timestamp;
use kernel::{Aksi, Galat, IdEntri, Perintah, Profil, command::Kunci};
use serde::{Deserialize, Serialize};

pub use akun::AkunDemo;

use crate::{
    konfigurasi::Konfigurasi,
    layar::tulis,
    rakit::{Rakitan, tulis_rahasia},
};
use profil::{Contoh, Layanan, Sumber, temuan::ada_galat};

/// The accounts, for those who try it out.
pub const BERKAS_AKUN: &str = "akun-demo.json";
/// How far the demonstration is.
const BERKAS_TAHAP: &str = "demo.json";

/// A regency with what its profile brings for the demonstration.
struct Daerah {
    profil: Arc<Profil>,
    layanan: Vec<Layanan>,
    contoh: Vec<Contoh>,
    produk: Vec<kernel::Peta>,
    kisah: Vec<profil::kisah::Kisah>,
    arsitektur: Vec<profil::ContohArsitektur>,
}

/// When it began, and whether everything is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Tahap {
    mulai: Timestamp,
    selesai: bool,
}

/// What was made.
#[derive(Debug, Default)]
pub struct Laporan {
    /// The accounts.
    pub akun: Vec<AkunDemo>,
    /// Commands that were carried out now; none when everything was there.
    pub perintah: usize,
    /// Commands that were refused, and why. None, as long as stories and registers agree.
    pub ditolak: Vec<String>,
}

/// Makes the demonstration, or finds it as it was.
///
/// # Errors
/// When database or folder refuse, or the stories inside the program are wrong.
pub async fn siapkan(r: &Rakitan, data: &Path) -> Result<Laporan, Galat> {
    let mulai = Instant::now();
    let mut tahap = baca_tahap(r, data).await?;
    let mut laporan = Laporan::default();
    if tahap.selesai
        && let Some(akun) = baca_akun(data)
    {
        laporan.akun = akun;
        return Ok(laporan);
    }
    let daerah = bahan(r)?;
    laporan.akun = akun::buat(r, &daerah).await?;
    if !tahap.selesai {
        let mut rencana = Vec::new();
        for d in &daerah {
            let punya = akun::semua(r, d).await?;
            rencana.extend(katalog::rencana(d, tahap.mulai, &punya));
            rencana.extend(produk::rencana(d, tahap.mulai, &punya));
            rencana.extend(arsitektur::rencana(d, tahap.mulai, &punya));
            rencana.extend(bukti::rencana(d, tahap.mulai, &punya));
            rencana.extend(cerita::rencana(d, tahap.mulai, &punya));
            rencana.extend(meja::rencana(d, tahap.mulai, &punya));
            let naskah = kisah::naskah(r, d).await?;
            rencana.extend(kisah::rencana(d, tahap.mulai, &punya, &naskah));
        }
        cerita::jalankan(r, rencana, tahap.mulai, &mut laporan).await?;
        for d in &daerah {
            ikut::jalankan(r, &d.profil, tahap.mulai, &mut laporan).await?;
            let punya = akun::semua(r, d).await?;
            laporan.perintah += wbs::buat(r, d, tahap.mulai, wbs::pemeriksa(&punya)?).await?;
        }
        tahap.selesai = true;
    }
    akun::beri_token(r, &daerah, &mut laporan.akun).await?;
    simpan(data, BERKAS_AKUN, &laporan.akun)?;
    simpan(data, BERKAS_TAHAP, &tahap)?;
    tracing::info!(
        perintah = laporan.perintah,
        ms = mulai.elapsed().as_millis() as u64,
        "peragaan siap"
    );
    Ok(laporan)
}

/// How far it is; from the beginning when the database is another one than before.
async fn baca_tahap(r: &Rakitan, data: &Path) -> Result<Tahap, Galat> {
    let lama = std::fs::read(data.join(BERKAS_TAHAP))
        .ok()
        .and_then(|b| serde_json::from_slice::<Tahap>(&b).ok());
    let mut ada_akun = true;
    for kode in r.store.daerah().keys() {
        ada_akun &= r.store.akun(kode, "koordinator").await?.is_some();
    }
    match lama {
        Some(t) if ada_akun || !t.selesai => Ok(t),
        _ => {
            let t = Tahap {
                mulai: r.store.jam().kini(),
                selesai: false,
            };
            simpan(data, BERKAS_TAHAP, &t)?;
            Ok(t)
        }
    }
}

fn baca_akun(data: &Path) -> Option<Vec<AkunDemo>> {
    let isi = std::fs::read(data.join(BERKAS_AKUN)).ok()?;
    serde_json::from_slice::<Vec<AkunDemo>>(&isi)
        .ok()
        .filter(|a| !a.is_empty())
}

fn simpan(data: &Path, nama: &str, isi: &impl Serialize) -> Result<(), Galat> {
    let teks = serde_json::to_vec_pretty(isi).map_err(|e| Galat::dalam("writing a demo file", e))?;
    tulis_rahasia(&data.join(nama), &teks).map_err(|e| Galat::dalam("writing a demo file", e))
}

fn bahan(r: &Rakitan) -> Result<Vec<Daerah>, Galat> {
    let mut temuan = Vec::new();
    let mut hasil = Vec::new();
    for (kode, profil) in r.store.daerah().iter() {
        hasil.push(Daerah {
            profil: profil.clone(),
            layanan: profil::layanan(&Sumber::Terbenam, kode.as_str(), &mut temuan),
            contoh: profil::contoh(&Sumber::Terbenam, kode.as_str(), &mut temuan),
            arsitektur: profil::arsitektur(&Sumber::Terbenam, kode.as_str(), &mut temuan),
            produk: profil::produk_hukum(&Sumber::Terbenam, kode.as_str(), &mut temuan),
            kisah: profil::kisah::semua(&Sumber::Terbenam, kode.as_str(), &mut temuan),
        });
    }
    match temuan.first() {
        Some(t) if ada_galat(&temuan) => Err(Galat::dalam("reading the demonstration", t.to_string())),
        _ => Ok(hasil),
    }
}

/// A command of the demonstration, before anybody knows the entry it meets.
struct Rencana {
    /// What it is about; commands of one entry follow each other.
    entri: IdEntri,
    /// Planned moment.
    kini: Timestamp,
    /// Done when the deadline has run out, whenever that is.
    otomatis: bool,
    oleh: Oleh,
    perintah: Perintah,
}

/// Who takes a step.
#[derive(Clone)]
enum Oleh {
    /// As the command says.
    Tentu,
    /// Whoever answers for the unit that then holds the entry.
    Pemegang(Arc<std::collections::BTreeMap<String, kernel::Akun>>),
}

/// The same command is known by the same key.
fn kunci(nama: &str) -> Option<Kunci> {
    let kunci = format!("demo:{nama}");
    Some(Kunci {
        sidik: waktu::acak(&kunci),
        kunci,
    })
}

/// An id of a moment that is always the same.
fn id(kini: Timestamp, benih: &str) -> IdEntri {
    let mut acak = [0; 10];
    acak.copy_from_slice(waktu::acak(benih).get(..10).unwrap_or(&[0; 10]));
    let ms = u64::try_from(kini.as_millisecond()).unwrap_or_default();
    IdEntri(uuid::Builder::from_unix_timestamp_millis(ms, &acak).into_uuid())
}

fn perintah(profil: &Profil, pelaku: kernel::Pelaku, kini: Timestamp, aksi: Aksi, nama: &str) -> Perintah {
    let nama = format!("{}/{nama}", profil.kode());
    Perintah {
        daerah: profil.kode().clone(),
        pelaku,
        kini,
        aksi,
        kunci: kunci(&nama),
    }
}

/// Says where to look and whom to log in as.
pub fn sambut(k: &Konfigurasi, l: &Laporan) {
    let situs = &k.url_dasar;
    tulis(format!("Praja, peragaan: {situs}\n"));
    let mut daerah: Vec<&str> = l.akun.iter().map(|a| a.daerah.as_str()).collect();
    daerah.dedup();
    for d in &daerah {
        tulis(format!(
            "  {d:<10} warga {situs}/{d}/   pegawai {situs}/{d}/masuk"
        ));
    }
    let Some(pertama) = daerah.first() else { return };
    let sandi = l.akun.first().map(|a| a.sandi.as_str()).unwrap_or_default();
    tulis(format!(
        "\nAkun untuk dicoba di {pertama} (sandi semua akun: {sandi})"
    ));
    let guna = [
        ("koordinator", "memeriksa laporan dan meneruskannya"),
        ("penghubung", "menjawab atas nama perangkat daerah"),
        ("petugas", "mencatat laporan lewat telepon, surat, WhatsApp"),
        ("kepala", "melihat laporan perangkat daerahnya"),
        (
            "auditor",
            "membaca semua; membuka laporan pelanggaran dengan frasa WBS",
        ),
        ("pimpinan", "membaca semua, tidak mengubah apa pun"),
        ("administrator", "mengelola katalog layanan"),
        ("hukum", "mengelola produk hukum (JDIH)"),
    ];
    for (peran, guna) in guna {
        if let Some(a) = l
            .akun
            .iter()
            .find(|a| a.daerah == *pertama && (a.pengguna == peran || a.peran == peran))
        {
            tulis(format!("  {:<24} {guna}", a.pengguna));
        }
    }
    if let Some(f) = l
        .akun
        .iter()
        .filter(|a| a.daerah == *pertama)
        .find_map(|a| a.frasa_wbs.as_ref())
    {
        tulis(format!("  Frasa WBS auditor: {f}"));
    }
    tulis(format!(
        "\nSemua akun dan token API : {}",
        k.data.join(BERKAS_AKUN).display()
    ));
    tulis(format!(
        "Surat untuk warga        : {}",
        k.surat_keluar().display()
    ));
    tulis("Semua orang dan laporan di sini karangan. Hentikan dengan Ctrl+C.");
}

#[cfg(test)]
mod uji;
