//! What is left behind: no cookie, no account, no hour, nothing in the log, nothing in a file.

use std::{
    io,
    sync::{Arc, Mutex},
};

use kernel::{Pelaku, peristiwa::OlehSiapa};

use crate::bekal::{FRASA, Uji};

const APA: &str = "Honor fiktif dibagi di ruang belakang.";

uji!(a_reporter_leaves_no_trace, the_log_says_nothing,);

async fn a_reporter_leaves_no_trace(u: &Uji) {
    let (o, _) = u.saluran().await;
    u.maju(77);
    // An official who reports from the browser in which they are logged in, with every cookie there is.
    let kuki = format!(
        "{}; praja_tamu={}; praja_lacak=x; praja_bahasa=en",
        o.kuki,
        "a".repeat(32)
    );
    let mut semua = Vec::new();
    let form = u
        .minta("/serang/wbs/baru", &kuki, None)
        .await
        .harus(200)
        .berisi("Send")
        .tanpa("Nama auditor");
    let kode = form.medan("kode");
    semua.push(form);
    let f = [("kode", kode.as_str()), ("apa", APA)];
    semua.push(u.minta("/serang/wbs/baru", &kuki, Some(&f)).await.harus(200));
    semua.push(u.minta("/serang/wbs/baru", &kuki, Some(&[])).await.harus(422));
    let f = [("kode", kode.as_str()), ("pesan", "Lagi.")];
    semua.push(u.minta("/serang/wbs/baca", &kuki, Some(&f)).await.harus(200));
    semua.push(
        u.minta("/serang/wbs/baca", &kuki, Some(&[("kode", "x")]))
            .await
            .harus(422),
    );
    semua.push(u.minta("/serang/wbs", &kuki, None).await.harus(200));
    for jalur in ["/serang/wbs", "/serang/wbs/baru", "/serang/wbs/baca"] {
        semua.push(u.warga(jalur, None).await.harus(200));
    }
    for j in &semua {
        assert!(!j.kepala.contains_key("set-cookie"), "{:?}", j.kepala);
        assert_eq!(j.kepala["cache-control"], "no-store");
        assert!(
            !j.isi.contains("Nama auditor") && !j.isi.contains("_csrf"),
            "{}",
            j.isi
        );
        assert!(!j.ke().contains(&kode));
    }
    // Elsewhere a visitor still gets the cookie that forms need.
    assert!(
        u.warga("/serang/pengaduan", None)
            .await
            .kepala
            .contains_key("set-cookie")
    );

    let daerah = u.profil("serang").kode().clone();
    let id = wbs::kode::Kode::baca(&kode).unwrap().entri(&daerah);
    let p = u.app.store.peristiwa(&daerah, id).await.unwrap();
    let mut oleh: Vec<&OlehSiapa> = p.iter().map(|p| &p.isi.oleh).collect();
    oleh.sort_by_key(|o| format!("{o:?}"));
    assert_eq!(oleh, [&OlehSiapa::Pelapor, &OlehSiapa::Publik]);
    // Of the moment, the day is left.
    let awal: jiff::Timestamp = "2026-11-23T00:00:00+07:00".parse().unwrap();
    assert!(p.iter().all(|p| p.isi.waktu == awal.as_millisecond()), "{p:?}");
    let e = u
        .app
        .store
        .entri(&daerah, &Pelaku::Pelapor(id), id)
        .await
        .unwrap()
        .entri;
    assert_eq!(
        (e.dibuat, e.diubah),
        (awal.as_millisecond(), awal.as_millisecond())
    );

    // Not in any file of the installation either: database, its journal, keys, uploads.
    fn telusuri(folder: &std::path::Path, cari: &[&[u8]]) {
        for f in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
            if f.is_dir() {
                telusuri(&f, cari);
            } else {
                let isi = std::fs::read(&f).unwrap();
                for c in cari {
                    assert!(!isi.windows(c.len()).any(|w| w == *c), "{}", f.display());
                }
            }
        }
    }
    let rapat = kode.replace('-', "");
    telusuri(
        u.folder.path(),
        &[
            APA.as_bytes(),
            b"ruang belakang",
            kode.as_bytes(),
            rapat.as_bytes(),
            FRASA.as_bytes(),
            b"Peramban-Rahasia",
        ],
    );
}

#[derive(Clone, Default)]
struct Catatan(Arc<Mutex<Vec<u8>>>);

impl io::Write for Catatan {
    fn write(&mut self, b: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(b);
        Ok(b.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn the_log_says_nothing(u: &Uji) {
    let catatan = Catatan::default();
    let tulis = catatan.clone();
    let _selama = tracing::subscriber::set_default(
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || tulis.clone())
            .finish(),
    );
    let (o, pemulihan) = u.saluran().await;
    let t = u.lapor(APA).await;
    let alamat = format!("/serang/kerja/wbs/laporan/{}", t.nomor);
    u.lihat(&o, &alamat).await.harus(200).berisi(APA);
    let f = [("balas_pesan", "Ruang yang mana?")];
    u.kirim(&o, &format!("{alamat}/langkah/balas"), &f)
        .await
        .harus(303);
    u.baca(&t).await.berisi("Ruang yang mana?");
    u.warga("/serang/wbs/baca", Some(&[("kode", "SALAH-KODE")]))
        .await
        .harus(422);
    u.kirim(
        &o,
        "/serang/kerja/wbs/buka",
        &[("frasa", "frasa yang salah sekali")],
    )
    .await
    .harus(422);
    let isi = String::from_utf8_lossy(&catatan.0.lock().unwrap()).into_owned();
    assert!(isi.contains("/{daerah}/wbs/baca"), "the log is heard: {isi}");
    for kata in [
        APA,
        "ruang belakang",
        "Wiraguna",
        "Ruang yang mana",
        &t.kode,
        "SALAH-KODE",
        FRASA,
        "frasa yang salah",
        &pemulihan,
        "Peramban-Rahasia",
        "10.0.",
    ] {
        assert!(!isi.contains(kata), "{kata} is in the log");
    }
}
