//! Perangkat saya: where one is logged in, one session ended, all others ended; never somebody else's.

use super::peramban::Peramban;
use crate::bekal::{KATA_SANDI, Uji};

uji! { told_by_browser_and_time, one_or_all_others_end, of_nobody_else, not_for_the_public }

const PERANGKAT: &str = "/serang/kerja/sandi/perangkat";
const AKHIRI: &str = "/serang/kerja/sandi/perangkat/akhiri";

/// Logs in by the form, with a browser that says what it is.
async fn masuk<'a>(u: &'a Uji, agen: &str) -> Peramban<'a> {
    let mut p = u.peramban();
    p.agen = agen.to_owned();
    p.masuk("petugas.dishub", "/serang/kerja")
        .await
        .menuju("/serang/kerja");
    p
}

async fn told_by_browser_and_time(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let mut hp = masuk(
        u,
        "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36",
    )
    .await;
    u.detik(3_600);
    let mut meja = masuk(
        u,
        "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0",
    )
    .await;
    let j = meja
        .buka(PERANGKAT)
        .await
        .harus(200)
        .memuat("Chrome · Android")
        .memuat("Firefox · Windows")
        .memuat("09.15")
        .memuat("10.15");
    assert_eq!(j.isi.matches("Peramban ini").count(), 1);
    assert_eq!(
        j.antara("name=\"sesi\" value=\"", "\"").len(),
        1,
        "one's own is not ended here"
    );
    // Used again later: noted, to a few minutes.
    u.detik(3_600);
    hp.buka("/serang/kerja").await.harus(200);
    meja.buka(PERANGKAT).await.harus(200).memuat("11.15");
    // A browser that says nothing, or something wild, is shown as that.
    masuk(u, "").await;
    masuk(u, "<script>alert(1)</script>").await;
    let j = meja.buka(PERANGKAT).await.harus(200).tanpa("alert(1)");
    assert_eq!(j.isi.matches("Peramban tidak dikenal").count(), 2);
}

async fn one_or_all_others_end(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let (mut a, mut b) = (masuk(u, "Firefox/1").await, masuk(u, "Chrome/1").await);
    let (mut c, mut ini) = (masuk(u, "Safari/1").await, masuk(u, "Edg/1").await);
    let mesin = u.sebagai("petugas:dishub").await;
    let sesi = |teks: &str, nama: &str| {
        let (_, sisa) = teks.split_once(&format!("<h2>{nama}")).unwrap();
        let (_, sisa) = sisa.split_once("name=\"sesi\" value=\"").unwrap();
        sisa.split('"').next().unwrap().to_owned()
    };
    let j = ini.buka(PERANGKAT).await.harus(200);
    let firefox = sesi(&j.isi, "Firefox");
    for _ in 0..2 {
        // Pressed twice, it is ended all the same.
        ini.kirim(AKHIRI, &[("sesi", &firefox)]).await.menuju(PERANGKAT);
    }
    a.buka("/serang/kerja").await.harus(401);
    b.buka("/serang/kerja").await.harus(200);
    ini.buka(PERANGKAT).await.harus(200).tanpa("Firefox");
    ini.kirim(AKHIRI, &[("sesi", "lain")]).await.menuju(PERANGKAT);
    b.buka("/serang/kerja").await.harus(401);
    c.buka("/serang/kerja").await.harus(401);
    ini.buka("/serang/kerja").await.harus(200);
    mesin.get("saya").await.harus(200);
}

async fn of_nobody_else(u: &Uji) {
    u.akun("serang", "petugas:dishub").await;
    let mut korban = masuk(u, "Firefox/1").await;
    let mut lain = u.pegawai("petugas:dlh").await;
    let sidik = identity::sidik(&korban.kuki["praja_sesi"]);
    let sidik: String = sidik.iter().map(|b| format!("{b:02x}")).collect();
    lain.buka(PERANGKAT).await.harus(200).tanpa(&sidik);
    lain.kirim(AKHIRI, &[("sesi", &sidik)]).await.harus(303);
    lain.kirim(AKHIRI, &[("sesi", "lain")]).await.harus(303);
    for salah in ["", "x", "zz", "%00"] {
        let j = lain.kirim(AKHIRI, &[("sesi", salah)]).await;
        assert!(matches!(j.status, 303 | 404), "{salah}: {}", j.status);
    }
    korban.buka("/serang/kerja").await.harus(200);
    // Without the form's token nothing ends.
    korban.csrf = "x".into();
    korban.kirim(AKHIRI, &[("sesi", "lain")]).await.harus(403);
    // A new password ends all browsers but the one it was typed in.
    let mut satu = masuk(u, "Chrome/1").await;
    satu.buka("/serang/kerja/sandi").await.harus(200);
    let baru = "empat kata yang baru";
    satu.kirim(
        "/serang/kerja/sandi",
        &[("lama", KATA_SANDI), ("baru", baru), ("ulang", baru)],
    )
    .await
    .harus(303);
    korban.buka("/serang/kerja").await.harus(401);
    satu.buka(PERANGKAT).await.harus(200).memuat("Chrome");
}

async fn not_for_the_public(u: &Uji) {
    let mut p = u.peramban();
    p.buka(PERANGKAT).await.harus(401);
    p.buka("/serang/masuk").await.harus(200);
    p.kirim(AKHIRI, &[("sesi", "lain")]).await.harus(401);
}
