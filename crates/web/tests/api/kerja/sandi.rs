//! One's own password: changed by whoever knows the one before, which ends all other sessions.

use crate::bekal::{KATA_SANDI, Uji};

uji! { changed_by_who_knows_it, refused_at_its_field, not_for_the_public }

const SANDI: &str = "/serang/kerja/sandi";
const BARU: &str = "empat kata yang baru";

fn isian<'a>(lama: &'a str, baru: &'a str, ulang: &'a str) -> [(&'static str, &'a str); 3] {
    [("lama", lama), ("baru", baru), ("ulang", ulang)]
}

async fn masuk(u: &Uji, sandi: &str) -> u16 {
    let mut p = u.peramban();
    p.buka("/serang/masuk").await.harus(200);
    let isi = [("pengguna", "petugas.dishub"), ("sandi", sandi)];
    p.kirim("/serang/masuk", &isi).await.status
}

async fn changed_by_who_knows_it(u: &Uji) {
    let mut lain = u.pegawai("petugas:dishub").await;
    let mut p = u.pegawai("petugas:dishub").await;
    p.buka("/serang/kerja").await.harus(200).memuat(SANDI);
    p.buka(SANDI).await.harus(200);
    let j = p.kirim(SANDI, &isian(KATA_SANDI, BARU, BARU)).await.harus(303);
    assert!(!j.ke().contains("kata"), "no password in an address");
    p.ikut(&j).await.harus(200).memuat("sudah diganti");
    p.buka("/serang/kerja").await.harus(200);
    lain.buka("/serang/kerja").await.harus(401);
    assert_eq!(masuk(u, KATA_SANDI).await, 422);
    assert_eq!(masuk(u, BARU).await, 303);
}

async fn refused_at_its_field(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    p.buka(SANDI).await.harus(200);
    let salah = [
        (isian("bukan yang sekarang", BARU, BARU), "lama-galat"),
        (isian(KATA_SANDI, BARU, "empat kata yang lain"), "ulang-galat"),
        (isian(KATA_SANDI, "pendek", "pendek"), "baru-galat"),
        (isian(KATA_SANDI, KATA_SANDI, KATA_SANDI), "baru-galat"),
        (isian("", "", ""), "lama-galat"),
    ];
    for (isi, galat) in salah {
        let j = p.kirim(SANDI, &isi).await.harus(422).memuat(galat);
        j.tanpa(BARU);
    }
    assert_eq!(masuk(u, KATA_SANDI).await, 303, "nothing has changed");
}

async fn not_for_the_public(u: &Uji) {
    let mut p = u.peramban();
    p.buka(SANDI).await.harus(401);
    p.buka("/serang/masuk").await.harus(200);
    p.kirim(SANDI, &isian(KATA_SANDI, BARU, BARU)).await.harus(401);
}
