//! The clock's own steps: what the program does by itself when a deadline has run out.

use std::collections::HashSet;

use kernel::{Aksi, Entri, Galat, IdEntri, Pelaku, Perintah, Peta};
use store::Store;
use tokio::task::JoinSet;

/// Entries taken at a time.
const KELOMPOK: i64 = 200;

/// Takes every step that is due, and says how many were taken. With several processes on one database two may try
/// the same step; the one that comes late is refused by the version, which is as it should be.
///
/// # Errors
/// When the database does not answer.
pub async fn langkah_otomatis(store: &Store) -> Result<usize, Galat> {
    let mut jumlah = 0;
    let mut dicoba: HashSet<IdEntri> = HashSet::new();
    loop {
        let jatuh = store.otomatis(KELOMPOK).await?;
        // What was tried and is still due comes again next minute, not now.
        let baru: Vec<_> = jatuh.into_iter().filter(|(e, _)| dicoba.insert(e.id)).collect();
        if baru.is_empty() {
            break;
        }
        let mut kerja = JoinSet::new();
        for (e, langkah) in baru {
            let store = store.clone();
            kerja.spawn(async move { ambil(&store, e, langkah).await });
        }
        jumlah += kerja.join_all().await.into_iter().filter(|b| *b).count();
    }
    if jumlah > 0 {
        metrics::counter!("praja_langkah_otomatis").increment(jumlah as u64);
        tracing::info!(jumlah, "langkah otomatis");
    }
    Ok(jumlah)
}

async fn ambil(store: &Store, e: Entri, langkah: String) -> bool {
    let perintah = Perintah {
        daerah: e.daerah.clone(),
        pelaku: Pelaku::Sistem,
        kini: store.jam().kini(),
        aksi: Aksi::Langkah {
            id: e.id,
            versi: Some(e.versi),
            langkah: langkah.clone(),
            isian: Peta::new(),
        },
        kunci: None,
    };
    match store.jalankan(perintah).await {
        Ok(_) => true,
        Err(Galat::VersiBasi { .. } | Galat::Bentrok(_)) => false,
        Err(g) => {
            tracing::error!(daerah = %e.daerah, entri = %e.id, langkah, galat = %g, "an automatic step failed");
            false
        }
    }
}
