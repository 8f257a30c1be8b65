//! Deadlines as a calendar: whose they are, by which address, and that the address opens nothing else.

use axum::{
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt;
use serde_json::json;
use store::JenisSesi;
use tower::ServiceExt;

use crate::bekal::{Jawaban, Uji};

uji! {
    a_calendar_holds_the_deadlines_of_its_owner,
    an_address_is_made_on_the_page_and_turned_off_there,
}

const BERKAS: &str = "/serang/kerja/tenggat.ics";

async fn a_calendar_holds_the_deadlines_of_its_owner(u: &Uji) {
    let l = u
        .diteruskan(json!({ "judul": "Jalan; berlubang, \\ di depan pasar yang panjang sekali namanya 💡" }))
        .await;
    u.lapor(json!({ "judul": "Belum diteruskan" })).await;
    let opd = u.sebagai("penghubung").await;
    let j = opd.get(BERKAS).await.harus(200);
    assert_eq!(j.kepala("content-type"), Some("text/calendar; charset=utf-8"));
    let teks = j.teks();
    assert!(teks.split("\r\n").all(|b| b.len() <= 75 && !b.contains('\n')));
    let lurus = teks.replace("\r\n ", "");
    // First answer in five working days, settling by its class; the citizen's own time is nobody's deadline here.
    assert_eq!(lurus.matches("BEGIN:VEVENT\r\n").count(), 2, "{lurus}");
    for baris in [
        format!("UID:{}-jawaban@praja.contoh.id\r\n", l.id),
        format!("UID:{}-penyelesaian@praja.contoh.id\r\n", l.id),
        "DTSTART;VALUE=DATE:20261130\r\n".to_owned(),
        "DTSTAMP:20261123T021500Z\r\n".to_owned(),
        format!(
            "SUMMARY:Jawaban pertama: Jalan\\; berlubang\\, \\\\ di depan pasar yang panjang sekali namanya 💡 ({})\r\n",
            l.nomor
        ),
        format!(
            "URL:https://praja.contoh.id/serang/kerja/pengaduan/entri/{}\r\n",
            l.nomor
        ),
    ] {
        assert!(lurus.contains(&baris), "{baris} is missing in {lurus}");
    }
    assert!(!lurus.contains("Belum diteruskan"));
    // Fetched again it is the same, byte by byte; the coordinator has the other one.
    assert_eq!(opd.get(BERKAS).await.teks(), teks);
    let k = u.sebagai("koordinator").await.get(BERKAS).await.harus(200).teks();
    assert!(k.contains("Belum diteruskan") && !k.contains("berlubang"), "{k}");
    // Nothing to do is an empty calendar; nobody is nobody.
    let lain = u
        .sebagai("penghubung:dlh")
        .await
        .get(BERKAS)
        .await
        .harus(200)
        .teks();
    assert!(!lain.contains("VEVENT") && lain.contains("BEGIN:VCALENDAR\r\n"));
    u.publik().get(BERKAS).await.harus(401);
    u.sebagai_di("jembrana", "koordinator")
        .await
        .get(BERKAS)
        .await
        .harus(401);
}

async fn minta(u: &Uji, sesi: &str, isi: Option<String>) -> Jawaban {
    let r = match &isi {
        None => Request::get("/serang/kerja/kalender"),
        Some(_) => Request::post("/serang/kerja/kalender")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
    };
    let r = r.header(header::COOKIE, format!("praja_sesi={sesi}"));
    let r = r.body(Body::from(isi.unwrap_or_default())).unwrap();
    let (kepala, badan) = u.router.clone().oneshot(r).await.unwrap().into_parts();
    Jawaban {
        status: kepala.status.as_u16(),
        kepala: kepala.headers,
        isi: badan.collect().await.unwrap().to_bytes().to_vec(),
    }
}

async fn an_address_is_made_on_the_page_and_turned_off_there(u: &Uji) {
    u.diteruskan(json!({})).await;
    u.sebagai("penghubung").await;
    let d = u.profil("serang").kode().clone();
    let akun = u.app.store.akun(&d, "penghubung").await.unwrap().unwrap().akun;
    let id = &u.app.identitas;
    let sesi = id.buka_sesi(&akun, JenisSesi::Web, "", 86_400_000).await.unwrap();
    let csrf = id.token_formulir(&sesi);
    assert!(
        minta(u, &sesi, None)
            .await
            .harus(200)
            .teks()
            .contains("Buat alamat baru")
    );
    let buat = async || {
        let teks = minta(u, &sesi, Some(format!("_csrf={csrf}&buat=ya")))
            .await
            .harus(200)
            .teks();
        let (_, sisa) = teks.split_once("https://praja.contoh.id").unwrap();
        sisa.split('<').next().unwrap().to_owned()
    };
    let alamat = buat().await;
    assert!(alamat.starts_with("/serang/kerja/tenggat.ics?kunci="), "{alamat}");
    let publik = u.publik();
    assert!(
        publik
            .get(&alamat)
            .await
            .harus(200)
            .teks()
            .contains("BEGIN:VEVENT")
    );
    // The key is for this file alone: neither a session nor a token, and of this regency.
    let kunci = alamat.split("kunci=").nth(1).unwrap();
    publik
        .dengan("authorization", &format!("Bearer {kunci}"))
        .get("pengaduan")
        .await
        .harus(401);
    publik
        .dengan("cookie", &format!("praja_sesi={kunci}"))
        .get("/serang/kerja")
        .await
        .harus(401);
    publik
        .get(&alamat.replace("/serang/", "/jembrana/"))
        .await
        .harus(404);
    let token = id
        .buka_sesi(&akun, JenisSesi::Token, "uji", 86_400_000)
        .await
        .unwrap();
    for salah in ["", "x", "%00", &token, &sesi] {
        publik.get(&format!("{BERKAS}?kunci={salah}")).await.harus(404);
    }
    // A new one turns the old one off; a form of another site makes none.
    let baru = buat().await;
    publik.get(&alamat).await.harus(404);
    publik.get(&baru).await.harus(200);
    minta(u, &sesi, Some("_csrf=salah&buat=ya".into()))
        .await
        .harus(403);
    publik.get(&baru).await.harus(200);
    minta(u, &sesi, Some(format!("_csrf={csrf}&matikan=ya")))
        .await
        .harus(200);
    publik.get(&baru).await.harus(404);
    // Who may no longer log in has no calendar either; and a year is all.
    let lagi = buat().await;
    u.maju(366);
    publik.get(&lagi).await.harus(404);
    assert_eq!(minta(u, "bukan", None).await.status, 401);
}
