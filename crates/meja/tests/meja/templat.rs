//! Templates: checked when saved, offered to the unit that holds the complaint, filled in without a person's data.

use kernel::Peran;
use serde_json::json;

use crate::bekal::{HUB, KOMINFO, PU, Uji, di};

fn dijadwalkan() -> serde_json::Value {
    json!({
        "nama": "Dijadwalkan", "opd": HUB, "kategori": "penerangan-jalan", "guna": ["kerjakan", "jawab"],
        "teks": "Laporan {nomor} tentang {kategori} kami jadwalkan. Salam, {nama_unit}, {kecamatan}."
    })
}

async fn a_template_fills_the_answer(u: &Uji) {
    let p = u.sebagai(Peran::Penghubung, HUB);
    let t = u.buat(&p, "templat_jawaban", dijadwalkan()).await.unwrap();
    let mut lain = dijadwalkan();
    lain["nama"] = "Untuk sampah".into();
    lain["kategori"] = "sampah".into();
    u.buat(&p, "templat_jawaban", lain).await.unwrap();
    let orang = u.masuk(Peran::Penghubung, HUB).await;
    let e = u
        .diteruskan(
            json!({ "pelapor": { "nama": "Ketut Rahasia", "telepon": "081234567890" } }),
            HUB,
        )
        .await;
    let jawab = format!("/kerja/pengaduan/entri/{}/langkah/jawab", e.nomor);
    let (s, isi) = u.minta(Some(&orang), &jawab).await;
    assert_eq!(s, 200);
    assert!(
        isi.contains("Dijadwalkan") && !isi.contains("Untuk sampah"),
        "{isi}"
    );
    assert!(!isi.contains("kami jadwalkan"), "not before it is chosen");
    let (_, isi) = u
        .minta(Some(&orang), &format!("{jawab}?templat={}", t.nomor))
        .await;
    let unit = u.app.store.profil("jembrana").unwrap().nama_unit(HUB).to_owned();
    let teks = format!(
        "Laporan {} tentang Penerangan jalan kami jadwalkan. Salam, {unit}, ….",
        e.nomor
    );
    assert!(isi.contains(&teks), "{isi}");
    // Nothing of it is sent by choosing.
    assert_eq!(u.baca(&e).await.keadaan, "diteruskan");
    for aneh in [
        "?templat=",
        "?templat=%FF",
        "?templat=JBR-2026-999999",
        "?templat=%00&x",
    ] {
        let (s, isi) = u.minta(Some(&orang), &format!("{jawab}{aneh}")).await;
        assert!(s == 200 && !isi.contains("kami jadwalkan"), "{aneh}");
    }
    let t = u.langkah(&p, &t, "tarik", json!({})).await.unwrap();
    let (_, isi) = u
        .minta(Some(&orang), &format!("{jawab}?templat={}", t.nomor))
        .await;
    assert!(!isi.contains("kami jadwalkan"), "a withdrawn one is not offered");
}

async fn the_coordinator_asks_for_more_with_one(u: &Uji) {
    let k = u.koordinator();
    let isi =
        json!({ "nama": "Alamat", "opd": KOMINFO, "guna": ["tunda"], "teks": "Di mana tepatnya “{judul}”?" });
    let t = u.buat(&k, "templat_jawaban", isi).await.unwrap();
    let e = u.laporan(json!({})).await;
    let orang = u.masuk(Peran::Koordinator, KOMINFO).await;
    let jalur = format!(
        "/kerja/pengaduan/entri/{}/langkah/tunda?templat={}",
        e.nomor, t.nomor
    );
    let (_, isi) = u.minta(Some(&orang), &jalur).await;
    assert!(isi.contains("Di mana tepatnya “Lampu jalan mati”?"), "{isi}");
}

async fn wrong_blanks_and_wrong_people_are_refused(u: &Uji) {
    let p = u.sebagai(Peran::Penghubung, HUB);
    for teks in [
        "Kepada {pelapor}",
        "Kepada {nama}",
        "{nomor",
        "nomor}",
        "{}",
        "{{nomor}}",
        "NIK 5101010101010001",
    ] {
        let mut isi = dijadwalkan();
        isi["teks"] = teks.into();
        di(&u.buat(&p, "templat_jawaban", isi).await.unwrap_err(), "teks");
    }
    let mut isi = dijadwalkan();
    isi["guna"] = json!([]);
    di(&u.buat(&p, "templat_jawaban", isi).await.unwrap_err(), "guna");
    let mut isi = dijadwalkan();
    isi["opd"] = PU.into();
    di(&u.buat(&p, "templat_jawaban", isi).await.unwrap_err(), "opd");
    let g = u
        .buat(&u.sebagai(Peran::Petugas, HUB), "templat_jawaban", dijadwalkan())
        .await;
    assert_eq!(g.unwrap_err().status(), 403);
}

uji!(
    a_template_fills_the_answer,
    the_coordinator_asks_for_more_with_one,
    wrong_blanks_and_wrong_people_are_refused,
);
