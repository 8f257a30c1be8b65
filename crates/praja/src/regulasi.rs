//! `praja regulation`: what the reader of regulations makes of a file.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use jdih::impor::{Laporan, Penentu};
use kernel::{Galat, Pelaku, Peran, Pesan, kewajiban::Alamat, profil::KodeDaerah};
use serde_json::{Value, json};
use store::{AkunSimpan, Store};

use crate::{
    cli::Naskah,
    layar::{self, kabari, tulis},
};

/// How the result is printed.
pub(crate) enum Bentuk {
    /// For people.
    Laporan,
    /// For machines.
    Json,
    /// The address of each provision.
    Alamat,
}

/// Prints what was understood of a file and what was not. 0: read; 1: refused.
pub(crate) fn baca(berkas: &Path, bentuk: Bentuk) -> u8 {
    match buka(berkas) {
        Ok(h) => match bentuk {
            Bentuk::Json => layar::json(&h.json()),
            Bentuk::Laporan => tulis(h.laporan().trim_end()),
            Bentuk::Alamat => h.ketentuan().for_each(|s| tulis(&s.alamat)),
        },
        Err(pesan) => {
            kabari(format!("praja: {pesan}"));
            return 1;
        }
    }
    0
}

/// The provisions of a regulation.
///
/// # Errors
/// Why the file cannot be read, in words for the terminal.
pub(crate) fn ketentuan(berkas: &Path) -> Result<Vec<Alamat>, String> {
    let h = buka(berkas)?;
    h.ketentuan()
        .map(|s| Alamat::try_from(s.alamat.clone()))
        .collect()
}

fn buka(berkas: &Path) -> Result<regulasi::Hasil, String> {
    isi(berkas)
        .map_err(|e| e.to_string())
        .and_then(|isi| regulasi::baca_bita(&isi).map_err(|g| g.to_string()))
        .map_err(|pesan| format!("{}: {pesan}", berkas.display()))
}

/// Takes a text into the JDIH of a regency, as the account that was named or the first of fungsi `hukum`.
///
/// # Errors
/// An account that is not there, and whatever [`jdih::impor::impor`] refuses.
pub(crate) async fn impor(
    store: &Store,
    daerah: &KodeDaerah,
    isi: Vec<u8>,
    n: &Naskah,
) -> Result<Laporan, Galat> {
    let profil = store.profil(daerah.as_str()).ok_or(Galat::TidakDitemukan)?;
    let akun = match &n.pengguna {
        Some(p) => store.akun(daerah, p).await?.filter(|a| a.aktif),
        None => {
            let unit = profil.fungsi("hukum");
            let cakap = |a: &AkunSimpan| {
                let peran = [Peran::Penghubung, Peran::Kepala];
                a.aktif
                    && a.akun
                        .peran
                        .iter()
                        .any(|(p, u)| peran.contains(p) && Some(u) == unit)
            };
            store.semua_akun(daerah).await?.into_iter().find(cakap)
        }
    };
    let Some(akun) = akun else {
        let unit = profil.fungsi("hukum").map_or("bagian hukum", |u| u.as_str());
        let pesan = format!(
            "tidak ada akun aktif dengan peran penghubung atau kepala di {unit}. Buat dengan praja user add --peran penghubung:{unit}, atau sebutkan --pengguna."
        );
        return Err(Galat::medan("pengguna", Pesan::baru(pesan)));
    };
    let penentu = Penentu {
        jenis: n.jenis.clone(),
        nomor: n.nomor.clone(),
        tahun: n.tahun,
        tentang: n.tentang.clone(),
        rancangan: n.rancangan,
    };
    let pelaku = Pelaku::Akun(Box::new(akun.akun));
    jdih::impor::impor(store, profil, &pelaku, isi, &penentu).await
}

/// What became of a text, for a person.
pub(crate) fn laporan(l: &Laporan) -> String {
    let e = &l.entri;
    let apa = match (l.baru, l.perintah) {
        (true, _) => "dibuat",
        (false, 0) => "sudah ada, tidak ada yang berubah",
        (false, _) => "dilengkapi",
    };
    let banyak = |j| l.hasil.batang(j).count();
    format!(
        "{} {apa}: {} nomor {} tahun {} ({}).\n{} pasal, {} ayat, {} istilah, {} rujukan; {} temuan perlu dilihat.",
        e.nomor,
        e.teks("jenis"),
        e.teks("nomor_peraturan"),
        e.isi.get("tahun").map(ToString::to_string).unwrap_or_default(),
        e.keadaan,
        banyak(regulasi::Jenis::Pasal),
        banyak(regulasi::Jenis::Ayat),
        l.hasil.istilah.len(),
        l.hasil.rujukan.len(),
        l.temuan(),
    )
}

/// What became of a text, for a program.
pub(crate) fn ringkas(l: &Laporan) -> Value {
    json!({
        "nomor_entri": l.entri.nomor,
        "id": l.entri.id,
        "keadaan": l.entri.keadaan,
        "baru": l.baru,
        "perintah": l.perintah,
        "jenis": l.entri.teks("jenis"),
        "nomor": l.entri.teks("nomor_peraturan"),
        "tahun": l.entri.isi.get("tahun"),
        "pasal": l.hasil.batang(regulasi::Jenis::Pasal).count(),
        "temuan": l.temuan(),
    })
}

/// One byte more than the reader takes, so that it can tell; no more, whatever the file is.
pub(crate) fn isi(berkas: &Path) -> io::Result<Vec<u8>> {
    let mut isi = Vec::new();
    let batas = u64::try_from(regulasi::MAKS_BITA).unwrap_or(u64::MAX);
    File::open(berkas)?
        .take(batas.saturating_add(1))
        .read_to_end(&mut isi)?;
    Ok(isi)
}
