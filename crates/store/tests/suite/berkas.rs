//! Files: content once on disk, owned by one entry, seen by those who see where it stands.

use kernel::{Galat, Pelaku, Peran};
use serde_json::json;
use uuid::Uuid;

use crate::{
    bekal::{Bekal, HARI, medan},
    contoh::*,
};

uji! {
    a_file_comes_back_byte_by_byte,
    a_file_belongs_to_one_entry,
    a_file_of_another_regency_is_refused,
    a_file_is_read_by_those_who_see_where_it_stands,
    unused_uploads_are_forgotten_but_shared_content_stays,
    uploading_while_cleaning_loses_nothing,
}

async fn unggah(b: &Bekal, isi: &[u8]) -> Uuid {
    b.store
        .simpan_berkas(&kode(LEMBAH), isi, "image/jpeg")
        .await
        .unwrap()
        .id
}

/// Contents in the folder.
fn di_cakram(b: &Bekal) -> usize {
    let rak = std::fs::read_dir(b.folder.path().join("berkas")).unwrap();
    rak.map(|r| std::fs::read_dir(r.unwrap().path()).unwrap().count())
        .sum()
}

async fn a_file_comes_back_byte_by_byte(b: &Bekal) {
    let semua: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
    for isi in [&semua[..], b"", b"\0"] {
        let simpan = b
            .store
            .simpan_berkas(&kode(LEMBAH), isi, "image/webp")
            .await
            .unwrap();
        let (kembali, bait) = b
            .store
            .baca_berkas(&kode(LEMBAH), &Pelaku::Publik, simpan.id)
            .await
            .unwrap();
        assert!(bait == isi);
        assert_eq!(
            (kembali.sidik, kembali.tipe.as_str(), kembali.ukuran),
            (simpan.sidik, "image/webp", isi.len() as i64)
        );
        assert_eq!((kembali.dibuat, kembali.entri), (b.ms(), None));
    }
    let (satu, dua) = (unggah(b, b"sama").await, unggah(b, b"sama").await);
    assert_ne!(satu, dua);
    assert_eq!(
        (b.baris("berkas").await, di_cakram(b)),
        (5, 4),
        "the same content is kept once"
    );
}

async fn a_file_belongs_to_one_entry(b: &Bekal) {
    let (f, g) = (unggah(b, b"f").await, unggah(b, b"g").await);
    let e = b.pohon(isi_dengan("A", json!({ "foto": [f] }))).await;
    let (berkas, _) = b
        .store
        .baca_berkas(&e.daerah, &koordinator(LEMBAH), f)
        .await
        .unwrap();
    assert_eq!(berkas.entri, Some(e.id.0));
    for isi in [
        json!({ "foto": [g, f] }),
        json!({ "denah": [f] }),
        json!({ "dahan": [{ "nama": "d", "potret": [f] }] }),
    ] {
        let galat = b.tolak(buat_pohon(b, isi_dengan("B", isi.clone()))).await;
        let tempat = if isi.get("dahan").is_some() {
            "dahan.0.potret"
        } else {
            isi.as_object().unwrap().keys().next().unwrap()
        };
        assert_eq!(medan(&galat), [tempat]);
    }
    assert_eq!(
        medan(
            &b.tolak(buat_pohon(
                b,
                isi_dengan("B", json!({ "foto": [Uuid::now_v7()] }))
            ))
            .await
        ),
        ["foto"]
    );
    // The entry itself may name it again, elsewhere, and in a step; what it no longer names stays its own.
    let e = b.jadi(ubah(b, &e, json!({ "foto": [g, f], "denah": [f] }))).await;
    let e = b.jadi(ubah(b, &e, json!({ "foto": [], "denah": [] }))).await;
    let e = b
        .jadi(langkah(b, &e, "tanam", json!({ "unit": "kebun", "bukti": [f] })))
        .await;
    assert_eq!(
        medan(
            &b.tolak(buat_pohon(b, isi_dengan("C", json!({ "foto": [g] }))))
                .await
        ),
        ["foto"]
    );
    b.maju(3 * HARI);
    assert_eq!(b.store.bersihkan().await.unwrap(), 0);
    assert_eq!(e.versi, 4);
}

async fn a_file_of_another_regency_is_refused(b: &Bekal) {
    let f = b
        .store
        .simpan_berkas(&kode(PESISIR), b"laut", "image/png")
        .await
        .unwrap()
        .id;
    assert_eq!(
        medan(
            &b.tolak(buat_pohon(b, isi_dengan("A", json!({ "foto": [f] }))))
                .await
        ),
        ["foto"]
    );
    let e = b.pohon(isi("A")).await;
    let g = b
        .tolak(langkah(b, &e, "tanam", json!({ "unit": "kebun", "bukti": [f] })))
        .await;
    assert_eq!(medan(&g), ["bukti"]);
    for p in [Pelaku::Publik, Pelaku::Sistem, koordinator(PESISIR)] {
        let g = b.store.baca_berkas(&kode(LEMBAH), &p, f).await.unwrap_err();
        assert!(matches!(g, Galat::TidakDitemukan), "{g}");
    }
    b.store
        .baca_berkas(&kode(PESISIR), &Pelaku::Publik, f)
        .await
        .unwrap();
}

async fn a_file_is_read_by_those_who_see_where_it_stands(b: &Bekal) {
    let (foto, denah, bukti) = (
        unggah(b, b"foto").await,
        unggah(b, b"denah").await,
        unggah(b, b"bukti").await,
    );
    let e = b
        .pohon(isi_dengan("A", json!({ "foto": [foto], "denah": [denah] })))
        .await;
    let auditor = pejabat(LEMBAH, &[(Peran::Auditor, "pasar")]);
    let kepala_lain = pejabat(LEMBAH, &[(Peran::Kepala, "pasar")]);
    let pelapor = Pelaku::Pelapor(e.id);
    let pelapor_lain = Pelaku::Pelapor(kernel::IdEntri::baru(b.kini()));
    let baca = async |p: &Pelaku, f| b.store.baca_berkas(&e.daerah, p, f).await.is_ok();

    // Not public yet: for those who see the entry at all.
    for p in [
        &Pelaku::Publik,
        &kepala_lain,
        &pelapor_lain,
        &koordinator(PESISIR),
    ] {
        assert!(!baca(p, foto).await && !baca(p, denah).await, "{p:?}");
    }
    for p in [&auditor, &pelapor, &koordinator(LEMBAH)] {
        assert!(baca(p, foto).await && baca(p, denah).await, "{p:?}");
    }
    // Public: the public sees the photograph, not the plan that only officials see; nor a file it cannot know of.
    let tanam = json!({ "unit": "kebun", "bukti": [bukti] });
    b.jadi(langkah(b, &e, "tanam", tanam)).await;
    for p in [
        &Pelaku::Publik,
        &kepala_lain,
        &pelapor_lain,
        &koordinator(PESISIR),
    ] {
        assert!(baca(p, foto).await, "{p:?}");
        assert!(!baca(p, denah).await, "{p:?}");
        assert!(baca(p, bukti).await, "the step tells its proof to all: {p:?}");
    }
    // What an entry no longer names is still in its story, for those who read the story.
    let e2 = b.baca(LEMBAH, e.id).await;
    b.jadi(ubah(b, &e2, json!({ "foto": [] }))).await;
    assert!(!baca(&Pelaku::Publik, foto).await);
    assert!(baca(&auditor, foto).await && baca(&pelapor, foto).await);
}

async fn unused_uploads_are_forgotten_but_shared_content_stays(b: &Bekal) {
    let lama = unggah(b, b"lama").await;
    let bersama = unggah(b, b"bersama").await;
    let dipakai = unggah(b, b"bersama").await;
    let pesisir = b
        .store
        .simpan_berkas(&kode(PESISIR), b"milik dua daerah", "image/png")
        .await
        .unwrap()
        .id;
    let lembah = unggah(b, b"milik dua daerah").await;
    let p = buat(
        b,
        PESISIR,
        &koordinator(PESISIR),
        "pohon",
        isi_dengan("P", json!({ "foto": [pesisir] })),
    );
    b.jadi(p).await;
    b.pohon(isi_dengan("A", json!({ "foto": [dipakai] }))).await;
    b.maju(HARI);
    assert_eq!(b.store.bersihkan().await.unwrap(), 0, "a day is not over yet");
    let baru = unggah(b, b"baru").await;
    b.maju(1);
    assert_eq!(b.store.bersihkan().await.unwrap(), 3);
    for f in [lama, bersama, lembah] {
        let g = b
            .store
            .baca_berkas(&kode(LEMBAH), &Pelaku::Sistem, f)
            .await
            .unwrap_err();
        assert!(matches!(g, Galat::TidakDitemukan));
    }
    assert_eq!(
        (b.baris("berkas").await, di_cakram(b)),
        (3, 3),
        "content of used and of fresh uploads stays"
    );
    let (_, isi) = b
        .store
        .baca_berkas(&kode(LEMBAH), &koordinator(LEMBAH), dipakai)
        .await
        .unwrap();
    assert_eq!(isi, b"bersama");
    let (_, isi) = b
        .store
        .baca_berkas(&kode(PESISIR), &koordinator(PESISIR), pesisir)
        .await
        .unwrap();
    assert_eq!(isi, b"milik dua daerah");
    // An upload that was forgotten is told at its field.
    assert_eq!(
        medan(
            &b.tolak(buat_pohon(b, isi_dengan("B", json!({ "foto": [lama] }))))
                .await
        ),
        ["foto"]
    );
    b.pohon(isi_dengan("B", json!({ "foto": [baru] }))).await;
}

async fn uploading_while_cleaning_loses_nothing(b: &Bekal) {
    let lain = b.lain().await;
    for putaran in 0..15 {
        // Old uploads of the very content that is being sent again.
        let isi: Vec<Vec<u8>> = (0..8).map(|i| format!("{putaran} {i}").into_bytes()).collect();
        for i in &isi {
            unggah(b, i).await;
        }
        b.maju(2 * HARI);
        let sapu = tokio::spawn({
            let s = lain.clone();
            async move { s.bersihkan().await.unwrap() }
        });
        let kirim: Vec<_> = isi
            .iter()
            .cloned()
            .map(|i| {
                let s = b.store.clone();
                tokio::spawn(async move {
                    (
                        s.simpan_berkas(&kode(LEMBAH), &i, "image/png").await.unwrap().id,
                        i,
                    )
                })
            })
            .collect();
        sapu.await.unwrap();
        for k in kirim {
            let (id, isi) = k.await.unwrap();
            let (_, kembali) = b
                .store
                .baca_berkas(&kode(LEMBAH), &Pelaku::Publik, id)
                .await
                .unwrap();
            assert_eq!(kembali, isi);
        }
    }
    lain.tutup().await;
}
