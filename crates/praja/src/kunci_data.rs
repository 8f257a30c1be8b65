//! `praja kunci-data`: the master keys of personal data, changed in steps that a running server survives.

use kernel::Galat;
use serde_json::json;

use crate::{
    cli::KunciData,
    jalankan::{Kode, buka_yang_ada, konfigurasi_di},
    layar::{self, Gagal, tulis},
};

/// Does it.
pub(crate) async fn jalankan(k: KunciData) -> Kode {
    let (KunciData::Periksa(t) | KunciData::Putar(t) | KunciData::Bungkus(t) | KunciData::Buang(t)) = &k;
    let (setelan, r) = buka_yang_ada(konfigurasi_di(&t.dasar, None)?).await?;
    let berkas = setelan.kunci_data();
    let hasil = async {
        let cincin = store::cincin::baca(&berkas)?;
        let mut pesan = Vec::new();
        match &k {
            KunciData::Periksa(_) => {
                let rusak = r.store.tak_terbuka().await?;
                if rusak > 0 {
                    pesan.push(format!(
                        "{rusak} nilai di surat yang menunggu, pengingat, atau akun tidak terbuka dengan berkas kunci ini: diubah di \
                         luar program, atau ditutup dengan berkas kunci yang lebih baru. Yang mana, tercatat di log."
                    ));
                }
            }
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
                let lain = r.store.tutup_ulang().await?;
                pesan.push(format!(
                    "{semua} kunci entri dibungkus dan {} nilai lain ditutup ulang dengan kunci induk {}.",
                    lain.baru,
                    cincin.terbaru()
                ));
                if lain.tak_terbuka > 0 {
                    pesan.push(format!(
                        "{} nilai tidak terbuka dan dibiarkan; jalankan praja kunci-data periksa.",
                        lain.tak_terbuka
                    ));
                }
            }
            KunciData::Buang(_) => {
                let (entri, lain) = (r.store.kunci_induk().await?, r.store.nilai_tertutup().await?);
                let dipakai = |n: i64| entri.iter().chain(&lain).any(|(d, _)| *d == n);
                let bebas: Vec<i64> = cincin
                    .nomor()
                    .filter(|n| *n != cincin.terbaru() && !dipakai(*n))
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
        let (entri, lain) = (r.store.kunci_induk().await?, r.store.nilai_tertutup().await?);
        let cincin = store::cincin::baca(&berkas)?;
        let jumlah = |semua: &[(i64, i64)], n: i64| {
            semua
                .iter()
                .find(|(d, _)| *d == n)
                .map_or(0, |(_, jumlah)| *jumlah)
        };
        let baris: Vec<[i64; 3]> = cincin
            .nomor()
            .map(|n| [n, jumlah(&entri, n), jumlah(&lain, n)])
            .collect();
        Ok::<_, Galat>((pesan, baris))
    };
    let hasil = hasil.await;
    r.store.tutup().await;
    let (pesan, baris) = hasil.map_err(Gagal::from)?;
    if t.json {
        let baris: Vec<_> = baris
            .iter()
            .map(|[n, entri, lain]| json!({ "kunci_induk": n, "entri": entri, "lain": lain }))
            .collect();
        layar::json(&baris);
        return Ok(0);
    }
    for p in pesan {
        tulis(p);
    }
    let baris: Vec<Vec<String>> = baris
        .iter()
        .map(|b| b.iter().map(i64::to_string).collect())
        .collect();
    layar::tabel(&["KUNCI INDUK", "ENTRI", "LAIN"], &baris);
    Ok(0)
}

#[cfg(test)]
mod tests {
    use kernel::{Aksi, IdEntri, Pelaku, Perintah};

    use super::*;
    use crate::{
        cli::{Dasar, SemuaDaerah},
        jalankan::buka,
    };

    #[tokio::test(flavor = "multi_thread")]
    async fn another_master_key_takes_over_step_by_step() {
        let d = tempfile::tempdir().unwrap();
        let toml = d.path().join("praja.toml");
        std::fs::write(&toml, format!("data = {:?}\n", d.path().join("data"))).unwrap();
        let di = || SemuaDaerah {
            dasar: Dasar {
                config: Some(toml.clone()),
            },
            json: true,
        };
        assert!(
            matches!(jalankan(KunciData::Putar(di())).await, Err(Gagal::Pemakaian(_))),
            "where nothing is, nothing is made"
        );
        let (_, r) = buka(&di().dasar).await.unwrap();
        let serang = r.store.profil("serang").unwrap().kode().clone();
        let isi = json!({
            "jenis": "pengaduan", "judul": "Jalan berlubang", "isi": "Sejak hujan.", "kategori": "jalan-rusak",
            "alamat": "Depan pasar", "pelapor": { "nama": "Siti", "surel": "siti@contoh.id" },
        });
        let kini = r.store.jam().kini();
        let id = IdEntri::baru(kini);
        let buat = Perintah {
            daerah: serang.clone(),
            pelaku: Pelaku::Publik,
            kini,
            aksi: Aksi::Buat {
                register: "pengaduan".into(),
                id,
                isi: isi.as_object().unwrap().clone(),
            },
            kunci: None,
        };
        r.store.jalankan(buat).await.unwrap();
        assert_eq!(r.store.kunci_induk().await.unwrap(), [(1, 1)]);
        let surat = r.store.nilai_tertutup().await.unwrap();
        assert!(matches!(surat[..], [(1, 1..)]), "{surat:?}");
        r.store.tutup().await;
        let nomor = || {
            let berkas = d.path().join("data/kunci-data");
            store::cincin::baca(&berkas).unwrap().nomor().collect::<Vec<_>>()
        };
        for (langkah, harap) in [
            (KunciData::Buang as fn(_) -> _, vec![1]),
            (KunciData::Putar, vec![1, 2]),
            (KunciData::Buang, vec![1, 2]),
            (KunciData::Bungkus, vec![1, 2]),
            (KunciData::Buang, vec![2]),
            (KunciData::Periksa, vec![2]),
        ] {
            assert_eq!(jalankan(langkah(di())).await.unwrap(), 0);
            assert_eq!(nomor(), harap);
        }
        let (_, r) = buka(&di().dasar).await.unwrap();
        assert_eq!(r.store.kunci_induk().await.unwrap(), [(2, 1)]);
        assert_eq!(r.store.tak_terbuka().await.unwrap(), 0);
        assert_eq!(r.store.nilai_tertutup().await.unwrap(), [(2, surat[0].1)]);
        let surat = r.store.ambil_kiriman(10).await.unwrap();
        assert!(
            surat
                .iter()
                .any(|k| k.muatan.ke.as_deref() == Some("siti@contoh.id"))
        );
        let t = r.store.entri(&serang, &Pelaku::Sistem, id).await.unwrap();
        assert_eq!(t.entri.isi["pelapor"]["surel"], "siti@contoh.id");
        r.store.tutup().await;
    }
}
