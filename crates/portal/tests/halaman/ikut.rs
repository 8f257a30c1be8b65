//! Reports that somebody filed already: found near by, followed instead of filed again, objected to by others.

use kernel::{IdEntri, Pelaku, Peran};
use serde_json::{Value, json};

use crate::{
    bantu::{Dunia, laporan},
    peramban::Warga,
};

const TITIK: (f64, f64) = (-8.2377, 114.5116);

async fn di(d: &Dunia, judul: &str, (lat, lon): (f64, f64), ubah: Value) -> IdEntri {
    let mut isi = laporan();
    for (k, v) in [("judul", json!(judul)), ("lat", json!(lat)), ("lon", json!(lon))] {
        isi[k] = v;
    }
    for (k, v) in ubah.as_object().unwrap() {
        isi[k] = v.clone();
    }
    d.laporan(isi, Some("dishubkp")).await
}

/// The first two steps of a report, up to where the second leads.
async fn sampai_tempat(w: &mut Warga, kategori: &str, tempat: &[(&str, &str)]) -> crate::peramban::Balasan {
    w.buka("/jembrana/pengaduan/baru/apa").await;
    let apa = [
        ("jenis", "pengaduan"),
        ("kategori", kategori),
        ("judul", "Gelap sekali"),
        ("isi", "Lampu di sini mati."),
        ("aksi", "lanjut"),
    ];
    let b = w.kirim("/jembrana/pengaduan/baru/apa", &apa).await;
    w.ikut(b.menuju("/jembrana/pengaduan/baru/tempat")).await;
    w.kirim("/jembrana/pengaduan/baru/tempat", tempat).await
}

async fn entri(d: &Dunia, id: IdEntri) -> kernel::Entri {
    let kode = d.app.store.profil("jembrana").unwrap().kode().clone();
    d.app.store.entri(&kode, &Pelaku::Sistem, id).await.unwrap().entri
}

#[tokio::test]
async fn near_by_reports_are_shown_before_photographs() {
    let d = Dunia::baru().await;
    let dekat = di(&d, "Lampu mati di pasar", (TITIK.0 + 0.001, TITIK.1), json!({})).await;
    di(&d, "Lebih dekat lagi", (TITIK.0, TITIK.1 + 0.0002), json!({})).await;
    di(&d, "Terlalu jauh", (TITIK.0 + 0.004, TITIK.1), json!({})).await;
    di(&d, "Hal lain", TITIK, json!({ "kategori": "sampah" })).await;
    di(&d, "Rahasia sekali", TITIK, json!({ "rahasia": true })).await;
    let belum = d
        .laporan(json!({ "judul": "Belum diperiksa", "isi": "x", "kategori": "penerangan-jalan", "lat": TITIK.0, "lon": TITIK.1 }), None)
        .await;
    let mut w = d.warga();
    let titik = [("lat", "-8,2377"), ("lon", "114,5116")];
    let b = sampai_tempat(&mut w, "penerangan-jalan", &titik).await;
    let ke = "/jembrana/pengaduan/baru/serupa?laporan=JBR-2026-000002,JBR-2026-000001";
    let b = w.ikut(b.menuju(ke)).await;
    b.memuat("Apakah ini sudah dilaporkan?")
        .memuat("sekitar 120 meter dari titik Anda")
        .memuat("sekitar 30 meter dari titik Anda")
        .memuat(&format!(
            "formaction=\"/jembrana/pengaduan/{}/ikut\"",
            d.nomor(dekat).await
        ))
        .memuat("Bukan, lanjutkan laporan saya");
    for lain in ["Terlalu jauh", "Hal lain", "Rahasia sekali", "Belum diperiksa"] {
        b.tanpa(lain);
    }
    let (awal, akhir) = (b.isi.find("Lebih dekat lagi"), b.isi.find("Lampu mati di pasar"));
    assert!(awal.unwrap() < akhir.unwrap(), "the nearest first");
    // The address names what was found on the way; whoever writes others into it reads nothing that is not public.
    let tertutup = [
        d.nomor(belum).await,
        "JBR-2026-000005".into(),
        "JBR-1999-000001".into(),
        "'".into(),
        String::new(),
    ];
    for nomor in tertutup {
        w.buka(&format!("/jembrana/pengaduan/baru/serupa?laporan={nomor}"))
            .await
            .menuju("/jembrana/pengaduan/baru/foto");
    }
    // Without it the page looks for itself.
    w.buka("/jembrana/pengaduan/baru/serupa")
        .await
        .memuat("Lebih dekat lagi");
    // Going on is still possible, and nothing is asked when nothing is near.
    w.buka("/jembrana/pengaduan/baru/foto")
        .await
        .memuat("Langkah 3 dari 4");
    let mut lain = d.warga();
    let b = sampai_tempat(&mut lain, "pelayanan", &titik).await;
    b.menuju("/jembrana/pengaduan/baru/foto");
    lain.buka("/jembrana/pengaduan/baru/serupa")
        .await
        .menuju("/jembrana/pengaduan/baru/foto");
}

#[tokio::test]
async fn without_a_point_the_village_tells() {
    let d = Dunia::baru().await;
    di(
        &d,
        "Di desa ini",
        (-8.2, 114.4),
        json!({ "desa": "51.01.04.2003", "lat": null, "lon": null }),
    )
    .await;
    let mut w = d.warga();
    let desa = [("kecamatan", "51.01.04"), ("desa", "51.01.04.2003")];
    let b = sampai_tempat(&mut w, "penerangan-jalan", &desa).await;
    let b = w
        .ikut(b.menuju("/jembrana/pengaduan/baru/serupa?laporan=JBR-2026-000001"))
        .await;
    b.memuat("Di desa ini").memuat("di desa yang sama");
    let mut w = d.warga();
    sampai_tempat(&mut w, "penerangan-jalan", &[("kecamatan", "51.01.04")])
        .await
        .menuju("/jembrana/pengaduan/baru/foto");
}

#[tokio::test]
async fn following_instead_of_filing() {
    let d = Dunia::baru().await;
    let id = di(&d, "Lampu mati di pasar", TITIK, json!({})).await;
    let nomor = d.nomor(id).await;
    let mut w = d.warga();
    let b = sampai_tempat(
        &mut w,
        "penerangan-jalan",
        &[("lat", "-8,2377"), ("lon", "114,5116")],
    )
    .await;
    w.ikut(&b).await;
    let ke = format!("/jembrana/pengaduan/{nomor}/ikut");
    let isi = [("draf", "1"), ("terdampak", "ya"), ("surel", "")];
    let b = w.kirim(&ke, &isi).await;
    let b = w.ikut(&b).await;
    b.memuat("1 warga lain mengikuti laporan ini.")
        .memuat("Anda mengikuti laporan ini.");
    assert_eq!(d.banyak().await, 1, "nothing was filed");
    w.buka("/jembrana/pengaduan/baru/foto")
        .await
        .menuju("/jembrana/pengaduan/baru/apa");
    // Once more from the same browser is still one.
    let b = w.kirim(&ke, &isi).await;
    w.ikut(&b).await.memuat("1 warga lain mengikuti laporan ini.");
}

#[tokio::test]
async fn what_cannot_be_followed_and_what_was_typed_wrong() {
    let d = Dunia::baru().await;
    let rahasia = di(&d, "Rahasia", TITIK, json!({ "rahasia": true })).await;
    let terbuka = di(&d, "Terbuka", TITIK, json!({})).await;
    let mut w = d.warga();
    w.buka("/jembrana/pengaduan/lacak").await;
    for nomor in [d.nomor(rahasia).await, "JBR-2026-999999".into()] {
        w.kirim(&format!("/jembrana/pengaduan/{nomor}/ikut"), &[("surel", "")])
            .await
            .berstatus(404);
    }
    let ke = format!("/jembrana/pengaduan/{}/ikut", d.nomor(terbuka).await);
    w.kirim(&ke, &[("surel", "bukan surel")])
        .await
        .berstatus(422)
        .memuat("value=\"bukan surel\"")
        .memuat("Tulis alamat surel yang lengkap")
        .memuat("href=\"#m-surel\"");
    w.buka(&format!("/jembrana/pengaduan/{}", d.nomor(terbuka).await))
        .await
        .memuat("Belum ada warga lain");
}

/// The number of the follower's entry and the code that the letter carries.
async fn pengikut(d: &Dunia, ke: usize) -> (IdEntri, String, String) {
    let kode = d.app.store.profil("jembrana").unwrap().kode().clone();
    let nomor = format!("JBR-2026-{ke:06}");
    let id = d
        .app
        .store
        .id_bernomor(&kode, "ikut", &nomor)
        .await
        .unwrap()
        .unwrap();
    let kode = d.app.identitas.kode_lacak(&kode, id);
    (id, nomor, kode)
}

#[tokio::test]
async fn the_letter_proves_the_address_and_ends_it() {
    let d = Dunia::baru().await;
    let nomor = d.nomor(di(&d, "Lampu mati", TITIK, json!({})).await).await;
    let mut w = d.warga();
    w.buka(&format!("/jembrana/pengaduan/{nomor}")).await;
    w.kirim(
        &format!("/jembrana/pengaduan/{nomor}/ikut"),
        &[("surel", "ayu@contoh.id")],
    )
    .await
    .berstatus(303);
    let (id, no, kode) = pengikut(&d, 1).await;
    assert_eq!(entri(&d, id).await.isi.get("pasti"), Some(&json!(false)));
    // From the letter, in another browser.
    let mut lain = d.warga();
    let halaman = format!("/jembrana/pengaduan/ikut/{no}");
    lain.buka(&halaman).await.berstatus(404);
    lain.buka(&format!("{halaman}?kode=0000-0000-0000"))
        .await
        .berstatus(404);
    let b = lain.buka(&format!("{halaman}?kode={kode}")).await;
    b.memuat("Ya, kirimi saya kabar")
        .tanpa("Masalahnya belum selesai");
    let b = lain
        .kirim(&halaman, &[("kode", &kode), ("aksi", "konfirmasi")])
        .await;
    lain.ikut(&b).await.memuat("Setiap kabar kami kirim");
    assert_eq!(entri(&d, id).await.isi.get("pasti"), Some(&json!(true)));
    // A stranger without the code stops nobody.
    let mut asing = d.warga();
    asing.buka("/jembrana/pengaduan/lacak").await;
    asing
        .kirim(&halaman, &[("kode", "salah"), ("aksi", "berhenti")])
        .await
        .berstatus(404);
    lain.kirim(&halaman, &[("kode", &kode), ("aksi", "meledak")])
        .await
        .berstatus(404);
    let b = lain
        .kirim(&halaman, &[("kode", &kode), ("aksi", "berhenti")])
        .await;
    lain.ikut(&b)
        .await
        .memuat("tidak lagi mengikuti")
        .tanpa("Ya, kirimi saya kabar");
    let e = entri(&d, id).await;
    assert_eq!((e.keadaan.as_str(), e.isi.get("surel")), ("berhenti", None));
    w.buka(&format!("/jembrana/pengaduan/{nomor}"))
        .await
        .memuat("Belum ada warga lain");
}

#[tokio::test]
async fn others_may_object_to_an_answer_once() {
    let d = Dunia::baru().await;
    let id = di(&d, "Lampu mati", TITIK, json!({})).await;
    let nomor = d.nomor(id).await;
    let opd = d.petugas("jembrana", Peran::Penghubung, "dishubkp");
    d.langkah(
        "jembrana",
        &opd,
        id,
        "jawab",
        json!({ "jawaban": "Sudah menyala." }),
    )
    .await;
    let mut w = d.warga();
    w.buka(&format!("/jembrana/pengaduan/{nomor}")).await;
    w.kirim(&format!("/jembrana/pengaduan/{nomor}/ikut"), &[("surel", "")])
        .await;
    let (_, no, _) = pengikut(&d, 1).await;
    let halaman = format!("/jembrana/pengaduan/ikut/{no}");
    w.buka(&halaman).await.memuat("Masalahnya belum selesai");
    w.kirim(&halaman, &[("aksi", "sanggah"), ("sanggahan", "")])
        .await
        .berstatus(422)
        .memuat("Wajib diisi.");
    assert_eq!(entri(&d, id).await.keadaan, "dijawab");
    let isi = [("aksi", "sanggah"), ("sanggahan", "Masih mati di ujung barat.")];
    let b = w.kirim(&halaman, &isi).await;
    w.ikut(&b)
        .await
        .memuat("wajib menjawabnya")
        .tanpa("Apa yang belum selesai?");
    let e = entri(&d, id).await;
    assert_eq!(e.keadaan, "dikerjakan");
    assert!(e.tenggat.iter().any(|t| t.kode == "jawaban" && t.berjalan()));
    assert_eq!(e.isi.get("dibuka_kembali"), Some(&json!(1)));
    let versi = e.versi;
    w.kirim(&halaman, &isi).await.berstatus(303);
    assert_eq!(entri(&d, id).await.versi, versi, "once only");
    // What others object is not for everybody to read.
    w.buka(&format!("/jembrana/pengaduan/{nomor}"))
        .await
        .tanpa("ujung barat");
}

#[tokio::test]
async fn an_unproved_address_objects_to_nothing() {
    let d = Dunia::baru().await;
    let id = di(&d, "Lampu mati", TITIK, json!({})).await;
    let nomor = d.nomor(id).await;
    let opd = d.petugas("jembrana", Peran::Penghubung, "dishubkp");
    d.langkah("jembrana", &opd, id, "jawab", json!({ "jawaban": "Sudah." }))
        .await;
    let mut w = d.warga();
    w.buka(&format!("/jembrana/pengaduan/{nomor}")).await;
    w.kirim(
        &format!("/jembrana/pengaduan/{nomor}/ikut"),
        &[("surel", "a@contoh.id")],
    )
    .await;
    let (_, no, _) = pengikut(&d, 1).await;
    let halaman = format!("/jembrana/pengaduan/ikut/{no}");
    w.buka(&halaman).await.tanpa("Masalahnya belum selesai");
    w.kirim(&halaman, &[("aksi", "sanggah"), ("sanggahan", "Belum!")])
        .await
        .berstatus(404);
    assert_eq!(entri(&d, id).await.keadaan, "dijawab");
}

#[tokio::test]
async fn many_followers_and_lateness_raise_the_priority() {
    let d = Dunia::baru().await;
    let id = di(&d, "Lampu mati", TITIK, json!({})).await;
    let nomor = d.nomor(id).await;
    let ikuti = async |surel: &str| {
        let mut w = d.warga();
        w.buka(&format!("/jembrana/pengaduan/{nomor}")).await;
        w.kirim(
            &format!("/jembrana/pengaduan/{nomor}/ikut"),
            &[("terdampak", "ya"), ("surel", surel)],
        )
        .await
        .berstatus(303);
        w
    };
    // Whoever proves nothing raises it by one step, however many they are.
    for n in 1..=12 {
        ikuti("").await;
        let harap = if n < 3 { "" } else { "meningkat" };
        assert_eq!(entri(&d, id).await.teks("prioritas"), harap, "{n} followers");
    }
    let e = entri(&d, id).await;
    assert_eq!(e.isi.get("pengikut"), Some(&json!(3)), "when it last rose");
    assert_eq!(e.versi, 3, "one event for twelve followers");
    // An address counts once it is proved.
    for n in 1..=10 {
        let mut w = ikuti(&format!("warga{n}@contoh.id")).await;
        let (_, no, _) = pengikut(&d, 12 + n).await;
        let halaman = format!("/jembrana/pengaduan/ikut/{no}");
        w.buka(&halaman).await;
        w.kirim(&halaman, &[("aksi", "konfirmasi")]).await.berstatus(303);
        let harap = if n < 10 { "meningkat" } else { "tinggi" };
        assert_eq!(entri(&d, id).await.teks("prioritas"), harap, "{n} proved");
    }
    let e = entri(&d, id).await;
    assert_eq!(
        (e.isi.get("pengikut"), e.isi.get("pengikut_pasti")),
        (Some(&json!(22)), Some(&json!(10)))
    );
    let mut w = d.warga();
    w.buka(&format!("/jembrana/pengaduan/{nomor}"))
        .await
        .memuat("22 warga lain mengikuti laporan ini.")
        .memuat("Tinggi")
        .memuat("Di antaranya dengan surel yang sudah dipastikan");
    // The clock alone raises it too, once for each deadline and every ten days more.
    let pengawas = portal::Pengawas::default();
    let lambat = di(&d, "Tidak dijawab", (TITIK.0 + 0.01, TITIK.1), json!({})).await;
    assert_eq!(pengawas.putaran(&d.app.store).await.unwrap(), 0);
    let naik = async |hari: &str, harap: &str| {
        d.setel(&format!("{hari}T10:00:00+08:00"));
        pengawas.putaran(&d.app.store).await.unwrap();
        // The next round begins anew, and finds nothing more to raise.
        pengawas.putaran(&d.app.store).await.unwrap();
        let e = entri(&d, lambat).await;
        assert_eq!(e.teks("prioritas"), harap, "{hari}: {:?}", e.tenggat);
        let versi = e.versi;
        pengawas.putaran(&d.app.store).await.unwrap();
        assert_eq!(entri(&d, lambat).await.versi, versi, "{hari}");
        e
    };
    naik("2026-12-02", "meningkat").await;
    let e = naik("2027-02-20", "mendesak").await;
    assert_eq!(e.isi.get("pengikut"), Some(&json!(0)));
    assert!(
        e.isi.get("terlambat_hari").and_then(Value::as_i64).unwrap() > 60,
        "the reason stands there"
    );
}
