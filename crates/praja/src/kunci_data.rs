//! `praja kunci-data`: the master keys of personal data, changed in steps that a running server survives.

use kernel::Galat;
use serde_json::json;

use crate::{
    cli::KunciData,
    jalankan::{Kode, buka},
    layar::{self, Gagal, tulis},
};

/// Does it.
pub(crate) async fn jalankan(k: KunciData) -> Kode {
    let (KunciData::Periksa(t) | KunciData::Putar(t) | KunciData::Bungkus(t) | KunciData::Buang(t)) = &k;
    let (setelan, r) = buka(&t.dasar).await?;
    let berkas = setelan.kunci_data();
    let hasil = async {
        let cincin = store::cincin::baca(&berkas)?;
        let mut pesan = Vec::new();
        match &k {
            KunciData::Periksa(_) => {}
            KunciData::Putar(_) => {
                let baru = cincin.tambah();
                store::cincin::ganti(&berkas, &baru)?;
                pesan.push(format!(
                    "Kunci induk {} ditambahkan ke {}. Cadangkan berkas itu, mulai ulang semua server, lalu jalankan praja \
                     kunci-data bungkus.",
                    baru.terbaru(),
                    berkas.display()
                ));
            }
            KunciData::Bungkus(_) => {
                let mut semua = 0;
                loop {
                    match r.store.bungkus_ulang().await? {
                        0 => break,
                        n => semua += n,
                    }
                }
                pesan.push(format!(
                    "{semua} kunci entri dibungkus dengan kunci induk {}.",
                    cincin.terbaru()
                ));
            }
            KunciData::Buang(_) => {
                let dipakai = r.store.kunci_induk().await?;
                let bebas: Vec<i64> = cincin
                    .nomor()
                    .filter(|n| *n != cincin.terbaru() && !dipakai.iter().any(|(d, _)| d == n))
                    .collect();
                if !bebas.is_empty() {
                    store::cincin::ganti(&berkas, &cincin.tanpa(&bebas))?;
                }
                pesan.push(format!(
                    "{} kunci induk yang tidak dipakai lagi dibuang. Cadangan yang lebih lama tetap memerlukan berkas kunci dari \
                     masanya.",
                    bebas.len()
                ));
            }
        }
        let dipakai = r.store.kunci_induk().await?;
        let cincin = store::cincin::baca(&berkas)?;
        let baris: Vec<(i64, i64)> = cincin
            .nomor()
            .map(|n| (n, dipakai.iter().find(|(d, _)| *d == n).map_or(0, |(_, n)| *n)))
            .collect();
        Ok::<_, Galat>((pesan, baris))
    };
    let hasil = hasil.await;
    r.store.tutup().await;
    let (pesan, baris) = hasil.map_err(Gagal::from)?;
    if t.json {
        let baris: Vec<_> = baris
            .iter()
            .map(|(n, entri)| json!({ "kunci_induk": n, "entri": entri }))
            .collect();
        layar::json(&baris);
        return Ok(0);
    }
    for p in pesan {
        tulis(p);
    }
    let baris: Vec<_> = baris
        .iter()
        .map(|(n, entri)| vec![n.to_string(), entri.to_string()])
        .collect();
    layar::tabel(&["KUNCI INDUK", "ENTRI"], &baris);
    Ok(0)
}
