//! Keys take turns.

use kernel::Peran;

use crate::bekal::*;

uji! {
    a_new_key_signs_and_the_old_one_is_published_until_its_tokens_ended,
    the_first_key_is_made_once,
    who_hangs_up_does_not_stop_the_first_key,
    a_private_half_is_closed_and_opens_nowhere_else,
}

async fn a_new_key_signs_and_the_old_one_is_published_until_its_tokens_ended(u: &Uji) {
    let (s, id, d) = (&u.app.store, &u.app.identitas, u.daerah("serang"));
    let a = u.aplikasi(|_| {}).await;
    let sesi = u.sesi(&u.akun("made", Peran::Petugas).await).await;
    let lama = u.masuk(&sesi, &a).await;
    let lama = lama["id_token"].as_str().unwrap();
    let kid = sso::kunci::putar(s, id, &d).await.unwrap();
    let baru = u.masuk(&sesi, &a).await;
    let baru = baru["id_token"].as_str().unwrap();
    let kepala = |t: &str| t.split_once('.').unwrap().0.to_owned();
    assert_ne!(kepala(lama), kepala(baru));
    assert!(u.klaim(lama).await.is_some() && u.klaim(baru).await.is_some());
    let semua = s.sso_kunci(&d).await.unwrap();
    assert_eq!(semua[0].publik["kid"], kid);
    assert!(semua[1].rahasia.is_none(), "the private half is destroyed");
    // What the old key signed ends after a quarter of an hour; it stays an hour longer.
    u.maju(900 + 3_599);
    assert!(u.klaim(lama).await.is_some());
    u.maju(1);
    assert!(u.klaim(lama).await.is_none());
    assert!(u.klaim(baru).await.is_some());
}

async fn the_first_key_is_made_once(u: &Uji) {
    let jwks = || u.buka(None, "/serang/sso/jwks");
    let (a, b, c) = tokio::join!(jwks(), jwks(), jwks());
    let a = a.harus(200).json();
    assert_eq!(a["keys"].as_array().unwrap().len(), 1);
    assert_eq!((&a, &a), (&b.json(), &c.json()));
    let k = a["keys"][0].as_object().unwrap();
    let mut medan: Vec<&str> = k.keys().map(String::as_str).collect();
    medan.sort_unstable();
    assert_eq!(medan, ["alg", "e", "kid", "kty", "n", "use"]);
}

/// The work goes on by itself, so that the next request need not begin it again.
async fn who_hangs_up_does_not_stop_the_first_key(u: &Uji) {
    let (s, id, d) = (&u.app.store, &u.app.identitas, u.daerah("serang"));
    for _ in 0..5 {
        let minta = sso::kunci::penanda(s, id, &d);
        let _ = tokio::time::timeout(std::time::Duration::from_millis(5), minta).await;
    }
    // Nobody asks any more. How long it takes depends on the machine; that it comes does not.
    let mut ada = s.sso_kunci(&d).await.unwrap();
    for _ in 0..3_000 {
        if !ada.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        ada = s.sso_kunci(&d).await.unwrap();
    }
    assert_eq!(ada.len(), 1);
    sso::kunci::penanda(s, id, &d).await.unwrap();
    assert_eq!(s.sso_kunci(&d).await.unwrap(), ada);
}

async fn a_private_half_is_closed_and_opens_nowhere_else(u: &Uji) {
    let (s, id) = (&u.app.store, &u.app.identitas);
    let (serang, jembrana) = (u.daerah("serang"), u.daerah("jembrana"));
    sso::kunci::terbit(s, id, &serang).await.unwrap();
    let k = &s.sso_kunci(&serang).await.unwrap()[0];
    let rahasia = k.rahasia.as_deref().unwrap();
    // Put in the place of the neighbour's, or altered, it signs nothing; the keys themselves are still published.
    assert!(
        s.sso_tambah_kunci(&jembrana, 1, &k.publik, rahasia)
            .await
            .unwrap()
    );
    assert!(sso::kunci::penanda(s, id, &jembrana).await.is_err());
    assert!(sso::kunci::terbit(s, id, &jembrana).await.is_ok());
    let mut rusak = rahasia.to_vec();
    *rusak.last_mut().unwrap() ^= 1;
    assert!(s.sso_tambah_kunci(&serang, 2, &k.publik, &rusak).await.unwrap());
    assert!(sso::kunci::penanda(s, id, &serang).await.is_err());
    // The operator's way out.
    sso::kunci::putar(s, id, &serang).await.unwrap();
    assert!(sso::kunci::penanda(s, id, &serang).await.is_ok());
    assert!(
        !s.sso_tambah_kunci(&serang, 3, &k.publik, &rusak).await.unwrap(),
        "that number is taken"
    );
    assert!(sso::kunci::penanda(s, id, &serang).await.is_ok());
}
