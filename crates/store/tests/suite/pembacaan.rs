//! Readings of what is secret: an event in the ledger that changes nothing of the entry, once in ten minutes for each
//! session, on disk before anything is shown.

use kernel::{
    Entri, Galat, Lewat, Pelaku, Peran,
    peristiwa::{Kejadian, OlehSiapa},
};
use ledger::{Tanya, daun};
use serde_json::json;
use store::{Daftar, Pembaca, Tampak};

use crate::{
    bekal::{Bekal, HARI, Pangkalan},
    contoh::*,
    log::{disebut, periksa},
};

uji! {
    a_reading_is_an_event_and_changes_nothing,
    what_is_not_secret_costs_nothing,
    a_session_reads_once_in_ten_minutes,
    many_at_once_are_written_together,
    only_who_oversees_it_is_told,
    what_cannot_be_written_is_not_shown,
    a_file_of_what_is_secret_is_read_on_the_record,
    an_altered_reading_is_named,
}

const SEMUA: [&str; 0] = [];

async fn langka(b: &Bekal, nama: &str) -> Entri {
    b.pohon(isi_dengan(nama, json!({ "jenis": "langka" }))).await
}

async fn tampak(b: &Bekal, siapa: &Pelaku, e: &Entri) -> Tampak {
    b.store.entri(&e.daerah, siapa, e.id).await.unwrap()
}

async fn baca(b: &Bekal, siapa: &Pelaku, sesi: &str, lewat: Lewat, e: &Entri) -> Result<(), Galat> {
    let pembaca = Pembaca {
        pelaku: siapa,
        sesi,
        lewat,
    };
    let t = tampak(b, siapa, e).await;
    b.store.catat_baca(&pembaca, [&t]).await
}

fn auditor() -> Pelaku {
    pejabat(LEMBAH, &[(Peran::Auditor, "kolam")])
}

async fn a_reading_is_an_event_and_changes_nothing(b: &Bekal) {
    let e = langka(b, "Ulin").await;
    let dulu = b.ms();
    b.maju(HARI);
    let (siapa, lembah) = (koordinator(LEMBAH), kode(LEMBAH));
    let lama = tampak(b, &Pelaku::Sistem, &e).await;
    let cerita = b.store.riwayat(&lama, &Pelaku::Sistem).await.unwrap();
    let pada = async |saat| {
        let semua = b.store.pada_saat(&lembah, "pohon", &SEMUA, saat, 9).await;
        semua.unwrap()
    };
    let lalu = (pada(dulu).await, pada(b.ms()).await);
    assert_eq!((lalu.0.len(), lalu.1.len()), (1, 1));
    baca(b, &siapa, "s", Lewat::Halaman, &e).await.unwrap();

    let kini = tampak(b, &Pelaku::Sistem, &e).await;
    assert_eq!(kini.entri, lama.entri, "to the last column");
    assert_eq!(b.store.riwayat(&kini, &Pelaku::Sistem).await.unwrap(), cerita);
    assert_eq!(b.store.peristiwa(&lembah, e.id).await.unwrap().len(), 1);
    assert_eq!(b.store.letak_log(&lembah, e.id).await.unwrap().len(), 1);
    assert_eq!((pada(dulu).await, pada(b.ms()).await), lalu);
    assert_eq!(b.baris("kirim").await, 0, "nobody is written to");

    let semua = b.store.pembacaan(&kini, &auditor()).await.unwrap().unwrap();
    let [satu] = &semua[..] else { panic!("{semua:?}") };
    let i = &satu.peristiwa.isi;
    assert!(satu.peristiwa.utuh());
    assert_eq!((i.versi, i.waktu, i.entri), (1, b.ms(), e.id));
    assert_eq!(
        i.kejadian,
        Kejadian::Dibaca {
            lewat: Lewat::Halaman
        }
    );
    assert_eq!(i.oleh, OlehSiapa::from(&siapa));
    assert!(i.isi.is_empty(), "who, when, through what, and nothing of it");

    // It has its place in the tree as every event has.
    let pohon = b.store.pohon(&lembah).await.unwrap();
    assert_eq!((pohon.ukuran(), satu.urut), (2, 1));
    let bukti = b
        .store
        .bukti_log(&lembah, Tanya::Termuat { n: 1, ukuran: 2 })
        .await;
    let bukti = bukti.unwrap().unwrap();
    let kepala = (2, pohon.akar());
    assert!(Tanya::termuat(&bukti, (1, daun(&satu.peristiwa.hash)), kepala));
    // And the story goes on from the version that was read.
    let e = b.jadi(ubah(b, &e, json!({ "nama": "Ulin tua" }))).await;
    assert_eq!(e.versi, 2);
    baca(b, &siapa, "t", Lewat::Halaman, &e).await.unwrap();
    let l = periksa(b).await;
    assert!(l.utuh(), "{:?}", l.temuan);
    assert_eq!((l.peristiwa, l.entri), (4, 1));
}

async fn what_is_not_secret_costs_nothing(b: &Bekal) {
    let e = b.pohon(isi("Mangga")).await;
    baca(b, &koordinator(LEMBAH), "s", Lewat::Halaman, &e)
        .await
        .unwrap();
    let r = langka(b, "Ulin").await;
    // Whoever filed it reads their own, and the program reads for nobody.
    for siapa in [Pelaku::Pelapor(r.id), Pelaku::Sistem] {
        baca(b, &siapa, "s", Lewat::Halaman, &r).await.unwrap();
    }
    assert_eq!(b.baris("pembacaan").await, 0);
    assert_eq!(b.store.pohon(&kode(LEMBAH)).await.unwrap().ukuran(), 2);
    let t = tampak(b, &auditor(), &e).await;
    assert!(b.store.pembacaan(&t, &auditor()).await.unwrap().is_none());
}

async fn a_session_reads_once_in_ten_minutes(b: &Bekal) {
    let (e, lain) = (langka(b, "Ulin").await, langka(b, "Cendana").await);
    let (k, a) = (koordinator(LEMBAH), auditor());
    let menit = 60_000;
    for (siapa, sesi, lewat, e, maju, harap) in [
        (&k, "s", Lewat::Halaman, &e, 0, 1),
        (&k, "s", Lewat::Halaman, &e, menit, 1),
        (&k, "s", Lewat::Api, &e, 0, 2),
        (&k, "t", Lewat::Halaman, &e, 0, 3),
        (&a, "s", Lewat::Halaman, &e, 0, 4),
        (&k, "s", Lewat::Halaman, &lain, 0, 5),
        (&k, "s", Lewat::Halaman, &e, 8 * menit, 5),
        // Ten minutes after it was written down, however often it was looked at meanwhile.
        (&k, "s", Lewat::Halaman, &e, menit, 6),
        // A clock set back hides nothing.
        (&k, "s", Lewat::Halaman, &e, -60 * menit, 7),
    ] {
        b.maju(maju);
        baca(b, siapa, sesi, lewat, e).await.unwrap();
        assert_eq!(b.baris("pembacaan").await, harap, "{sesi} {lewat:?}");
    }
    // The pictures of a page are asked for at once.
    let foto = || baca(b, &k, "foto", Lewat::Berkas, &e);
    let semua = tokio::join!(foto(), foto(), foto(), foto());
    for h in [semua.0, semua.1, semua.2, semua.3] {
        h.unwrap();
    }
    assert_eq!(b.baris("pembacaan").await, 8);
    // Another process knows nothing of it; that costs an event and loses none.
    let t = tampak(b, &k, &e).await;
    let pembaca = Pembaca {
        pelaku: &k,
        sesi: "foto",
        lewat: Lewat::Berkas,
    };
    b.lain().await.catat_baca(&pembaca, [&t]).await.unwrap();
    assert_eq!(b.baris("pembacaan").await, 9);
    assert!(periksa(b).await.utuh());
}

async fn many_at_once_are_written_together(b: &Bekal) {
    for i in 0..40 {
        match i % 2 {
            0 => langka(b, &format!("Langka {i}")).await,
            _ => b.pohon(isi(&format!("Biasa {i}"))).await,
        };
    }
    let k = koordinator(LEMBAH);
    let w = wewenang(b, LEMBAH, &k, "pohon").unwrap();
    let d = Daftar {
        batas: 100,
        ..Daftar::default()
    };
    let h = b.store.daftar(&w, &k, &d).await.unwrap();
    let pembaca = Pembaca {
        pelaku: &k,
        sesi: "s",
        lewat: Lewat::Ekspor,
    };
    for _ in 0..2 {
        b.store.catat_baca(&pembaca, &h.entri).await.unwrap();
        assert_eq!(b.baris("pembacaan").await, 20);
    }
    let l = periksa(b).await;
    assert!(l.utuh(), "{:?}", l.temuan);
    assert_eq!(l.peristiwa, 60);
}

async fn only_who_oversees_it_is_told(b: &Bekal) {
    let e = langka(b, "Ulin").await;
    baca(b, &koordinator(LEMBAH), "s", Lewat::Api, &e).await.unwrap();
    let t = tampak(b, &Pelaku::Sistem, &e).await;
    for (siapa, boleh) in [
        (auditor(), true),
        (pejabat(LEMBAH, &[(Peran::Kepala, e.unit.as_str())]), true),
        (pejabat(LEMBAH, &[(Peran::Kepala, "kolam")]), false),
        (koordinator(LEMBAH), false),
        (pejabat(PESISIR, &[(Peran::Auditor, "kolam")]), false),
        (Pelaku::Pelapor(e.id), false),
        (Pelaku::Publik, false),
    ] {
        let ada = b.store.pembacaan(&t, &siapa).await.unwrap();
        assert_eq!(ada.is_some(), boleh, "{siapa:?}");
    }
    // Who may not read it leaves no reading, and is told what everybody is told who may not know of it.
    let asing = pejabat(LEMBAH, &[(Peran::Kepala, "kolam")]);
    let pembaca = Pembaca {
        pelaku: &asing,
        sesi: "s",
        lewat: Lewat::Api,
    };
    let h = b.store.catat_baca(&pembaca, [&t]).await;
    assert!(matches!(h, Err(Galat::TidakDitemukan)), "{h:?}");
    assert_eq!(b.baris("pembacaan").await, 1);
}

async fn what_cannot_be_written_is_not_shown(b: &Bekal) {
    let (e, dua) = (langka(b, "Ulin").await, langka(b, "Cendana").await);
    let k = koordinator(LEMBAH);
    b.laku("alter table pembacaan rename to hilang").await;
    let pembaca = Pembaca {
        pelaku: &k,
        sesi: "s",
        lewat: Lewat::Daftar,
    };
    let (satu, dua) = (tampak(b, &k, &e).await, tampak(b, &k, &dua).await);
    for semua in [vec![&satu], vec![&satu, &dua]] {
        let g = b.store.catat_baca(&pembaca, semua).await.unwrap_err();
        assert!(matches!(g, Galat::TakTercatat(_)), "{g}");
        assert_eq!((g.status(), g.kode()), (503, "tak-tercatat"));
    }
    b.laku("alter table hilang rename to pembacaan").await;
    assert_eq!(b.store.pohon(&kode(LEMBAH)).await.unwrap().ukuran(), 2);
    // What failed was not taken for done.
    b.store.catat_baca(&pembaca, [&satu, &dua]).await.unwrap();
    assert_eq!(b.baris("pembacaan").await, 2);
    assert!(periksa(b).await.utuh());
}

async fn a_file_of_what_is_secret_is_read_on_the_record(b: &Bekal) {
    let lembah = kode(LEMBAH);
    let mut id = Vec::new();
    for _ in 0..2 {
        let simpan = b.store.simpan_berkas(&lembah, b"potret", "image/jpeg");
        id.push(simpan.await.unwrap().id);
    }
    b.pohon(isi_dengan("Mangga", json!({ "foto": [id[0]] }))).await;
    b.pohon(isi_dengan("Ulin", json!({ "foto": [id[1]], "jenis": "langka" })))
        .await;
    let (k, asing) = (koordinator(LEMBAH), pejabat(LEMBAH, &[(Peran::Kepala, "kolam")]));
    let pembaca = |pelaku| Pembaca {
        pelaku,
        sesi: "s",
        lewat: Lewat::Berkas,
    };
    for (id, rahasia, harap) in [(id[0], false, 0), (id[1], true, 1), (id[1], true, 1)] {
        let (_, isi, r) = b.store.buka_berkas(&lembah, &pembaca(&k), id).await.unwrap();
        assert_eq!((&isi[..], r), (&b"potret"[..], rahasia));
        assert_eq!(b.baris("pembacaan").await, harap);
    }
    let h = b.store.buka_berkas(&lembah, &pembaca(&asing), id[1]).await;
    assert!(matches!(h, Err(Galat::TidakDitemukan)));
    b.maju(HARI);
    b.laku("alter table pembacaan rename to hilang").await;
    let h = b.store.buka_berkas(&lembah, &pembaca(&k), id[1]).await;
    assert!(matches!(h, Err(Galat::TakTercatat(_))));
    b.store.buka_berkas(&lembah, &pembaca(&k), id[0]).await.unwrap();
}

async fn an_altered_reading_is_named(b: &Bekal) {
    let e = langka(b, "Ulin").await;
    for sesi in ["s", "t", "u"] {
        baca(b, &koordinator(LEMBAH), sesi, Lewat::Halaman, &e)
            .await
            .unwrap();
    }
    assert!(periksa(b).await.utuh());
    let ganti = match b.pangkalan {
        Pangkalan::Lite => "bait = cast(replace(cast(bait as text), 'halaman', 'ekspor') as blob)",
        Pangkalan::Pg { .. } => {
            "bait = convert_to(replace(convert_from(bait, 'UTF8'), 'halaman', 'ekspor'), 'UTF8')"
        }
    };
    let kolom = "daerah, entri, versi, waktu, bait, garam, hash, urut";
    let pindah = format!(
        "insert into peristiwa ({kolom}) select daerah, entri, 9, waktu, bait, garam, hash, urut from pembacaan where urut = 2; \
         delete from pembacaan where urut = 2"
    );
    for (rusak, harap) in [
        (
            format!("update pembacaan set {ganti} where urut = 2"),
            &["peristiwa 2: isi"][..],
        ),
        (
            "update pembacaan set waktu = waktu + 1 where urut = 2".into(),
            &["peristiwa 2: waktu"],
        ),
        ("delete from pembacaan where urut = 2".into(), &["hilang 2..3"]),
        // A reading slipped into the story is none of it.
        (pindah, &["peristiwa 2: versi apa", "entri"]),
    ] {
        b.laku("create table salinan as select * from pembacaan").await;
        b.laku(&rusak).await;
        let l = periksa(b).await;
        let ada = disebut(&l);
        assert_eq!(ada.len(), harap.len(), "{rusak}: {ada:?}");
        for (a, h) in ada.iter().zip(harap) {
            assert!(a.starts_with(h), "{rusak}: {ada:?}");
        }
        b.laku(&format!(
            "delete from peristiwa where versi = 9; delete from pembacaan; \
             insert into pembacaan ({kolom}) select {kolom} from salinan; drop table salinan"
        ))
        .await;
        assert!(periksa(b).await.utuh(), "put back after {rusak}");
    }
}
