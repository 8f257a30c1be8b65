//! One person at the provider is one account here, from the first log-in on.

use kernel::Peran;
use serde_json::json;
use store::AkunSimpan;

use crate::{
    NIP, akun,
    peramban::Peramban,
    situs,
    tiruan::{Situs, Tiruan},
};

bekal::uji!(
    a_person_stays_bound_whatever_the_claim_says,
    another_person_is_turned_away_until_the_bond_is_taken_off
);

const NIP_LAIN: &str = "198001012005012002";

/// What is noted of an account.
async fn riwayat(u: &bekal::Uji, a: &AkunSimpan) -> Vec<String> {
    let semua = u.app.store.riwayat_akun(&a.akun, 50).await.unwrap();
    semua.into_iter().map(|(_, c)| c.perbuatan).collect()
}

fn kali(riwayat: &[String], perbuatan: &str) -> usize {
    riwayat.iter().filter(|r| *r == perbuatan).count()
}

async fn a_person_stays_bound_whatever_the_claim_says(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    let a = akun(u, "made", Some(NIP), Peran::Petugas).await;
    let lain = akun(u, "ayu", Some(NIP_LAIN), Peran::Petugas).await;
    let s = Situs::baru(u, &t, |_| {});
    for klaim in [
        json!({}),
        json!({ "nip": "198001012005012009" }),
        json!({ "nip": null }),
        // Not even the number of somebody else leads elsewhere.
        json!({ "nip": NIP_LAIN }),
    ] {
        let mut b = Peramban::default();
        t.masuk(&mut b, &s, klaim, "").await.harus(303);
        b.buka(&s, "/serang/kerja").await.harus(200);
    }
    let r = riwayat(u, &a).await;
    assert_eq!(
        (kali(&r, "ikat penyedia"), kali(&r, "masuk lewat penyedia")),
        (1, 4)
    );
    assert_eq!(kali(&riwayat(u, &lain).await, "masuk lewat penyedia"), 0);
    // What is bound to a closed account opens nothing, also when the claim fits another.
    let id = &u.app.identitas;
    id.atur_aktif(identity::Oleh::Operator, &a, false).await.unwrap();
    let mut b = Peramban::default();
    t.masuk(&mut b, &s, json!({ "nip": NIP_LAIN }), "")
        .await
        .tolak("tidak ada akun aktif");
}

async fn another_person_is_turned_away_until_the_bond_is_taken_off(u: &bekal::Uji) {
    let t = Tiruan::baru(u).await;
    let a = akun(u, "made", Some(NIP), Peran::Petugas).await;
    let s = Situs::baru(u, &t, |_| {});
    let mut lama = Peramban::default();
    t.masuk(&mut lama, &s, json!({}), "").await.harus(303);
    let mut baru = Peramban::default();
    t.masuk(&mut baru, &s, json!({ "sub": "lain" }), "")
        .await
        .tolak("sudah terikat dengan orang lain");
    baru.buka(&s, "/serang/kerja").await.bukan(200);
    lama.buka(&s, "/serang/kerja").await.harus(200);
    assert_eq!(kali(&riwayat(u, &a).await, "orang lain ditolak"), 1);

    let unit = u.unit("kominfo").to_string();
    let alamat = format!("/kerja/akun/{}", a.akun.id);
    let lepas = format!("{alamat}/penyedia");
    let petugas = u.masuk(Peran::Petugas, &unit).await;
    assert_eq!(u.kirim(&petugas, &lepas, &[], None).await.0, 403);
    let admin = u.masuk(Peran::Administrator, &unit).await;
    let (_, isi) = u.minta(Some(&admin), &alamat).await;
    assert!(isi.contains("Lepas ikatan"), "{isi}");
    assert!(
        !isi.contains(">0b5f"),
        "who it is there is nobody's business: {isi}"
    );
    assert_eq!(u.kirim(&admin, &lepas, &[], None).await.0, 303);
    assert_eq!(kali(&riwayat(u, &a).await, "lepas penyedia"), 1);
    assert_eq!(u.kirim(&admin, &lepas, &[], None).await.0, 409);
    let (_, isi) = u.minta(Some(&admin), &alamat).await;
    assert!(!isi.contains("Lepas ikatan"), "{isi}");

    // Whoever was bound is out, and whoever comes next is bound.
    lama.buka(&s, "/serang/kerja").await.bukan(200);
    t.masuk(&mut baru, &s, json!({ "sub": "lain" }), "")
        .await
        .harus(303);
    t.masuk(&mut lama, &s, json!({}), "")
        .await
        .tolak("sudah terikat dengan orang lain");
}
