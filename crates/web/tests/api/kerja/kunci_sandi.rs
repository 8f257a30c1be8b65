//! Passkeys: made, used after the password and instead of it, deleted, taken away; and everything that is refused.

use data_encoding::BASE64URL_NOPAD as B64;
use kernel::Peran;
use serde_json::json;

use super::{
    dua_langkah::{angka, pasang as pasang_aplikasi, sandi},
    gawai::{ADA_ORANG, Gawai, ORANGNYA, opsi},
    peramban::{Lembar, Peramban},
};
use crate::bekal::{KATA_SANDI, Uji, kode};

uji! {
    made_used_and_deleted, after_the_password, with_an_app_either_will_do, instead_of_the_password,
    forged_answers_open_nothing, an_answer_counts_once_and_for_five_minutes,
    a_counter_that_goes_back_is_refused_and_noted, of_another_account_or_regency,
    making_one_takes_name_password_and_a_fresh_answer, ten_and_no_more, a_role_that_asks_for_a_factor_is_content,
    an_administrator_takes_all_away, many_refusals_wait_and_lock_nobody_out, where_browsers_make_none,
    nothing_personal_leaves_in_what_devices_keep,
}

const KUNCI: &str = "/serang/kerja/sandi/kunci-sandi";
const MASUK: &str = "/serang/masuk/kunci-sandi";
const LANGKAH: &str = "/serang/masuk/langkah/kunci-sandi";
const KERJA: (&str, &str) = ("ke", "/serang/kerja");

/// Makes one from the page of one's own account.
async fn pasang(p: &mut Peramban<'_>, nama: &str) -> Gawai {
    p.buka(KUNCI).await.harus(200);
    let isian = [("nama", nama), ("sandi", KATA_SANDI)];
    let o = opsi(&p.kirim(KUNCI, &isian).await.harus(200).memuat("hidden"));
    let g = Gawai::baru(&o);
    let isian = [("nama", nama), ("jawaban", &g.buat(&o))];
    p.kirim(&format!("{KUNCI}/pasang"), &isian)
        .await
        .menuju(&format!("{KUNCI}?selesai=ya"));
    g
}

/// From the page of logging in, without a password.
async fn masuk(p: &mut Peramban<'_>, g: &mut Gawai) -> Lembar {
    let o = opsi(&p.buka("/serang/masuk").await.harus(200));
    p.kirim(MASUK, &[("jawaban", &g.pakai(&o)), KERJA]).await
}

/// The step after the password.
async fn langkah<'a>(u: &'a Uji, pengguna: &str) -> (Peramban<'a>, Lembar) {
    let mut p = u.peramban();
    let j = p.masuk(pengguna, "/serang/kerja").await.harus(303);
    let l = p.ikut(&j).await.harus(200);
    (p, l)
}

async fn made_used_and_deleted(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut lain = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP <kantor>").await;
    // Whoever came in with the password alone comes in again.
    lain.buka("/serang/kerja").await.harus(401);
    let j = p.buka(KUNCI).await.harus(200);
    j.memuat("HP &lt;kantor&gt;").tanpa("Terakhir dipakai");
    masuk(&mut u.peramban(), &mut g).await.menuju("/serang/kerja");
    let j = p.buka(KUNCI).await.harus(200).memuat("Terakhir dipakai");
    let satu = format!("{KUNCI}/satu/{}", B64.encode(&g.kredensial));
    assert_eq!(
        j.antara("a href=\"", "\"").iter().filter(|a| **a == satu).count(),
        1
    );
    p.buka(&satu)
        .await
        .harus(200)
        .memuat("tidak membuka akun Anda lagi");
    p.kirim(&satu, &[("sandi", "bukan sandinya")])
        .await
        .harus(422)
        .memuat("sandi-galat");
    masuk(&mut u.peramban(), &mut g).await.harus(303);
    p.buka(&satu).await.harus(200);
    p.kirim(&satu, &[("sandi", KATA_SANDI)])
        .await
        .menuju(&format!("{KUNCI}?selesai=hapus"));
    p.buka(&satu).await.harus(404);
    p.buka(KUNCI).await.harus(200).tanpa("kantor&gt;");
    masuk(&mut u.peramban(), &mut g).await.harus(422);
    u.peramban()
        .masuk("petugas.dishub", "/serang/kerja")
        .await
        .menuju("/serang/kerja");
    // All of it stands with the account.
    let a = u.akun("serang", "petugas:dishub").await;
    let mut admin = u.pegawai("administrator").await;
    let j = admin
        .buka(&format!("/serang/kerja/akun/{}", a.id))
        .await
        .harus(200);
    j.memuat("Kunci sandi dipasang")
        .memuat("Masuk dengan kunci sandi")
        .memuat("Kunci sandi dihapus");
}

async fn after_the_password(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP").await;
    let (mut q, l) = langkah(u, "petugas.dishub").await;
    // There is no app, so no code is asked for, and none helps.
    let l = l.tanpa("one-time-code").memuat("Mintalah administrator");
    q.buka("/serang/kerja").await.harus(401);
    q.buka("/serang/masuk/langkah?ke=%2Fserang%2Fkerja").await;
    q.kirim("/serang/masuk/kode", &[("kode", "000000"), KERJA])
        .await
        .harus(303);
    q.buka("/serang/kerja").await.harus(401);
    let o = opsi(&l);
    assert_eq!(o["allowCredentials"][0]["id"], B64.encode(&g.kredensial));
    assert_eq!(
        (&o["userVerification"], &o["rpId"]),
        (&json!("required"), &json!("praja.contoh.id"))
    );
    q.buka("/serang/masuk").await.harus(200);
    q.kirim(LANGKAH, &[("jawaban", "{}"), KERJA]).await.harus(422);
    // A device need not say whose it is here.
    let pengguna = std::mem::take(&mut g.pengguna);
    q.kirim(LANGKAH, &[("jawaban", &g.pakai(&o)), KERJA])
        .await
        .menuju("/serang/kerja");
    q.buka("/serang/kerja").await.harus(200);
    // On its own it must.
    masuk(&mut u.peramban(), &mut g).await.harus(422);
    g.pengguna = pengguna;
    masuk(&mut u.peramban(), &mut g).await.harus(303);
    // Whoever stands at no such step is led to theirs.
    let mut r = u.peramban();
    r.buka("/serang/masuk").await;
    r.kirim(LANGKAH, &[("jawaban", "{}"), KERJA])
        .await
        .menuju("/serang/masuk?ke=%2Fserang%2Fkerja");
}

async fn with_an_app_either_will_do(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let (kunci, _) = pasang_aplikasi(u, &mut p).await;
    let mut g = pasang(&mut p, "HP").await;
    let (mut q, l) = langkah(u, "petugas.dishub").await;
    q.kirim(
        LANGKAH,
        &[("jawaban", &g.pakai(&opsi(&l.memuat("one-time-code")))), KERJA],
    )
    .await
    .menuju("/serang/kerja");
    let mut q = sandi(u, "petugas.dishub").await;
    q.kirim("/serang/masuk/kode", &[("kode", &angka(u, &kunci, 0)), KERJA])
        .await
        .menuju("/serang/kerja");
    // The app goes, the passkey stays a second factor.
    u.detik(30);
    let dua = "/serang/kerja/sandi/dua-langkah";
    p.buka(dua)
        .await
        .harus(200)
        .memuat("tetap memerlukan kunci sandi");
    p.kirim(&format!("{dua}/lepas"), &[("kode", &angka(u, &kunci, 0))])
        .await
        .menuju(dua);
    langkah(u, "petugas.dishub").await.1.tanpa("one-time-code");
}

async fn instead_of_the_password(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP").await;
    let mut q = u.peramban();
    let o = opsi(&q.buka("/serang/masuk").await.harus(200));
    assert_eq!(o["allowCredentials"], json!([]), "nothing tells who has passkeys");
    q.kirim(MASUK, &[("jawaban", &g.pakai(&o)), ("ke", "https://jahat.id/")])
        .await
        .menuju("/serang/kerja");
    q.buka("/serang/kerja").await.harus(200);
    // A password that somebody else set is replaced first, as ever; a closed account stays closed.
    let a = u.app.store.akun(&kode("serang"), "petugas.dishub").await;
    let a = a.unwrap().unwrap();
    let oleh = identity::Oleh::Operator;
    u.app.identitas.ganti_sandi(oleh, &a, None).await.unwrap();
    let mut q = u.peramban();
    masuk(&mut q, &mut g)
        .await
        .menuju("/serang/masuk/langkah?ke=%2Fserang%2Fkerja");
    q.buka("/serang/kerja").await.harus(401);
    u.app.identitas.atur_aktif(oleh, &a, false).await.unwrap();
    masuk(&mut u.peramban(), &mut g).await.harus(422);
}

async fn forged_answers_open_nothing(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP").await;
    g.hitung = 1;
    type Ubah = fn(&mut Gawai);
    let palsu: [(Ubah, &str); 7] = [
        (|g| g.asal = "https://praja-contoh.id".into(), "alamat lain"),
        (|g| g.asal = "http://praja.contoh.id".into(), "alamat lain"),
        (|g| g.rp = "contoh.id".into(), "alamat lain"),
        (|g| g.ciri = ADA_ORANG, "bahwa Anda pemiliknya"),
        (|g| g.ciri = ORANGNYA, "bahwa Anda pemiliknya"),
        (|g| g.pengguna = vec![7; 32], "tidak terdaftar"),
        (|g| g.kredensial = vec![7; 32], "tidak terdaftar"),
    ];
    for (ubah, kata) in palsu {
        let asli = (
            g.asal.clone(),
            g.rp.clone(),
            g.ciri,
            g.pengguna.clone(),
            g.kredensial.clone(),
        );
        ubah(&mut g);
        let mut q = u.peramban();
        masuk(&mut q, &mut g).await.harus(422).memuat(kata);
        q.buka("/serang/kerja").await.harus(401);
        (g.asal, g.rp, g.ciri, g.pengguna, g.kredensial) = asli;
    }
    // A key that is not the one that was registered, under its name.
    let mut tiruan = Gawai::baru(&json!({ "user": { "id": B64.encode(&g.pengguna) } }));
    tiruan.kredensial.clone_from(&g.kredensial);
    masuk(&mut u.peramban(), &mut tiruan).await.harus(422);
    // Challenges that nobody of ours has made, or for another browser, or for another purpose.
    let mut q = u.peramban();
    let o = opsi(&q.buka("/serang/masuk").await);
    let lain = opsi(&u.peramban().buka("/serang/masuk").await);
    p.buka(KUNCI).await;
    let daftar = p.kirim(KUNCI, &[("nama", "Lain"), ("sandi", KATA_SANDI)]).await;
    let mut geser = B64.decode(o["challenge"].as_str().unwrap().as_bytes()).unwrap();
    geser[7] ^= 1;
    for tantangan in [
        json!(""),
        json!("AAAA"),
        json!(B64.encode(&[0; 40])),
        json!(B64.encode(&geser)),
        lain["challenge"].clone(),
        opsi(&daftar)["challenge"].clone(),
    ] {
        let jawaban = g.pakai(&json!({ "challenge": tantangan }));
        q.kirim(MASUK, &[("jawaban", &jawaban), KERJA])
            .await
            .harus(422)
            .memuat("Waktunya habis");
    }
    // No answer at all, and much of it; each from elsewhere, so that nobody waits.
    let panjang = format!("{{\"id\":\"{}\"}}", "A".repeat(40_000));
    let utuh = g.pakai(&o);
    let potong = &utuh[..utuh.len() / 2];
    for jawaban in ["", "null", "[]", "\0", "{\"id\":\"\u{fffd}\"}", &panjang, potong] {
        let mut q = u.peramban();
        q.buka("/serang/masuk").await;
        q.kirim(MASUK, &[("jawaban", jawaban), KERJA])
            .await
            .harus(422)
            .memuat("tidak dapat dibaca");
    }
    // None of these has used up or spoiled the true one.
    q.kirim(MASUK, &[("jawaban", &utuh), KERJA]).await.harus(303);
}

async fn an_answer_counts_once_and_for_five_minutes(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP").await;
    let mut q = u.peramban();
    let o = opsi(&q.buka("/serang/masuk").await);
    let jawaban = g.pakai(&o);
    let mut kembar = q.clone();
    q.kirim(MASUK, &[("jawaban", &jawaban), KERJA]).await.harus(303);
    kembar
        .kirim(MASUK, &[("jawaban", &jawaban), KERJA])
        .await
        .harus(422)
        .memuat("sudah dipakai");
    // Nor another answer to the same question.
    let jawaban = g.pakai(&o);
    kembar
        .kirim(MASUK, &[("jawaban", &jawaban), KERJA])
        .await
        .harus(422);
    let mut q = u.peramban();
    let o = opsi(&q.buka("/serang/masuk").await);
    u.detik(299);
    let jawaban = g.pakai(&o);
    let mut lambat = q.clone();
    q.kirim(MASUK, &[("jawaban", &jawaban), KERJA]).await.harus(303);
    u.detik(1);
    let o = json!({ "challenge": o["challenge"] });
    let j = lambat
        .kirim(MASUK, &[("jawaban", &g.pakai(&o)), KERJA])
        .await
        .harus(422);
    // The page that says so asks anew, and that counts.
    let jawaban = g.pakai(&opsi(&j.memuat("Waktunya habis")));
    lambat
        .kirim(MASUK, &[("jawaban", &jawaban), KERJA])
        .await
        .harus(303);
}

async fn a_counter_that_goes_back_is_refused_and_noted(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP").await;
    g.hitung = 7;
    masuk(&mut u.peramban(), &mut g).await.harus(303);
    g.hitung = 6;
    u.tik();
    // The next one is 7, as the last one was.
    masuk(&mut u.peramban(), &mut g)
        .await
        .harus(422)
        .memuat("mungkin disalin");
    let a = u.akun("serang", "petugas:dishub").await;
    let riwayat = u.app.store.riwayat_akun(&a, 1).await.unwrap();
    assert_eq!(riwayat[0].1.perbuatan, "kunci sandi ditolak");
    masuk(&mut u.peramban(), &mut g).await.harus(422);
    masuk(&mut u.peramban(), &mut g).await.harus(303);
}

async fn of_another_account_or_regency(u: &Uji) {
    let mut p = u.pegawai("administrator").await;
    let mut g = pasang(&mut p, "HP").await;
    // Somebody else's password and one's own passkey are not one account.
    let mut lain = u.pegawai("petugas:dlh").await;
    pasang(&mut lain, "HP").await;
    let (mut q, l) = langkah(u, "petugas.dlh").await;
    q.kirim(LANGKAH, &[("jawaban", &g.pakai(&opsi(&l))), KERJA])
        .await
        .harus(422)
        .memuat("tidak terdaftar");
    q.buka("/serang/kerja").await.harus(401);
    // The same login name, site and device in another regency are another account.
    u.akun("jembrana", "administrator").await;
    let mut q = u.peramban();
    let o = opsi(&q.buka("/jembrana/masuk").await.harus(200));
    q.kirim("/jembrana/masuk/kunci-sandi", &[("jawaban", &g.pakai(&o))])
        .await
        .harus(422)
        .memuat("tidak terdaftar");
    // Nor does a challenge of there count here.
    q.kirim(MASUK, &[("jawaban", &g.pakai(&o)), KERJA])
        .await
        .harus(422);
    q.buka("/jembrana/kerja").await.harus(401);
    q.buka("/serang/kerja").await.harus(401);
    // One's own list holds one's own only.
    let satu = format!("{KUNCI}/satu/{}", B64.encode(&g.kredensial));
    lain.buka(&satu).await.harus(404);
    lain.buka(KUNCI).await.harus(200);
    lain.kirim(&satu, &[("sandi", KATA_SANDI)]).await.harus(404);
    for salah in ["x", "%00", "..%2f", &"A".repeat(4_000)] {
        p.buka(&format!("{KUNCI}/satu/{salah}")).await.harus(404);
    }
    let mut asing = u.peramban();
    for jalur in [KUNCI, &satu] {
        asing.buka(jalur).await.harus(401);
    }
    asing.buka("/serang/masuk").await;
    for jalur in [KUNCI, &satu, &format!("{KUNCI}/pasang")] {
        asing.kirim(jalur, &[("sandi", KATA_SANDI)]).await.harus(401);
    }
}

async fn making_one_takes_name_password_and_a_fresh_answer(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    p.buka(KUNCI).await.harus(200);
    let panjang = "n".repeat(61);
    for (nama, sandi, galat) in [
        ("", KATA_SANDI, "m-nama"),
        (&panjang, KATA_SANDI, "m-nama"),
        ("HP\u{1}", KATA_SANDI, "m-nama"),
        ("HP", "bukan sandinya", "sandi-galat"),
    ] {
        p.kirim(KUNCI, &[("nama", nama), ("sandi", sandi)])
            .await
            .harus(422)
            .memuat(galat)
            .tanpa("data-kunci-sandi");
    }
    let isian = [("nama", "HP"), ("sandi", KATA_SANDI)];
    let o = opsi(&p.kirim(KUNCI, &isian).await.harus(200));
    let jadi = format!("{KUNCI}/pasang");
    let mut g = Gawai::baru(&o);
    // What opens the log-in makes no passkey, and the other way about.
    let mut tamu = u.peramban();
    let lain = opsi(&tamu.buka("/serang/masuk").await);
    for jawaban in ["", "{}", &g.pakai(&o), &g.buat(&lain)] {
        p.kirim(&jadi, &[("nama", "HP"), ("jawaban", jawaban)])
            .await
            .harus(422);
    }
    p.kirim(&jadi, &[("nama", " "), ("jawaban", &g.buat(&o))])
        .await
        .harus(422)
        .memuat("m-nama");
    g.ciri = ADA_ORANG;
    p.kirim(&jadi, &[("nama", "HP"), ("jawaban", &g.buat(&o))])
        .await
        .harus(422)
        .memuat("bahwa Anda pemiliknya");
    g.ciri |= ORANGNYA;
    u.detik(300);
    p.kirim(&jadi, &[("nama", "HP"), ("jawaban", &g.buat(&o))])
        .await
        .harus(422)
        .memuat("Waktunya habis");
    let o = opsi(&p.kirim(KUNCI, &isian).await.harus(200));
    p.kirim(&jadi, &[("nama", "HP"), ("jawaban", &g.buat(&o))])
        .await
        .harus(303);
    let h = Gawai::baru(&o);
    p.kirim(&jadi, &[("nama", "HP"), ("jawaban", &h.buat(&o))])
        .await
        .harus(422)
        .memuat("sudah dipakai");
    // The device is asked not to make a second one; that name is taken once.
    let o = opsi(&p.kirim(KUNCI, &isian).await.harus(200));
    assert_eq!(o["excludeCredentials"][0]["id"], B64.encode(&g.kredensial));
    p.kirim(&jadi, &[("nama", "HP"), ("jawaban", &g.buat(&o))])
        .await
        .harus(422)
        .memuat("sudah terdaftar");
}

async fn ten_and_no_more(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    p.buka(KUNCI).await.harus(200);
    let isian = [("nama", "Kesebelas"), ("sandi", KATA_SANDI)];
    let o = opsi(&p.kirim(KUNCI, &isian).await.harus(200));
    for n in 0..10 {
        pasang(&mut p, &format!("HP {n}")).await;
    }
    p.buka(KUNCI)
        .await
        .harus(200)
        .memuat("sudah mempunyai 10 kunci sandi")
        .tanpa("name=\"nama\"");
    p.kirim(KUNCI, &isian).await.harus(422);
    let g = Gawai::baru(&o);
    p.kirim(
        &format!("{KUNCI}/pasang"),
        &[("nama", "HP"), ("jawaban", &g.buat(&o))],
    )
    .await
    .harus(422)
    .memuat("sudah mempunyai 10 kunci sandi");
    masuk(&mut u.peramban(), &mut Gawai::baru(&o)).await.harus(422);
}

async fn a_role_that_asks_for_a_factor_is_content(u: &Uji) {
    let mut p = u.pegawai("administrator").await;
    let mut g = pasang(&mut p, "HP").await;
    let w = u.wajib(&[Peran::Administrator]);
    masuk(&mut w.peramban(), &mut g).await.menuju("/serang/kerja");
    let (mut q, l) = langkah(&w, "administrator").await;
    q.kirim(LANGKAH, &[("jawaban", &g.pakai(&opsi(&l))), KERJA])
        .await
        .menuju("/serang/kerja");
    // The last one gone, another is owed.
    let satu = format!("{KUNCI}/satu/{}", B64.encode(&g.kredensial));
    q.buka(&satu).await.harus(200);
    q.kirim(&satu, &[("sandi", KATA_SANDI)]).await.harus(303);
    q.buka("/serang/kerja").await.harus(401);
    let (_, l) = langkah(&w, "administrator").await;
    l.memuat("mewajibkan");
}

async fn an_administrator_takes_all_away(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP").await;
    let mut h = pasang(&mut p, "Laptop").await;
    let a = u.akun("serang", "petugas:dishub").await;
    let satu = format!("/serang/kerja/akun/{}", a.id);
    let mut admin = u.pegawai("administrator").await;
    admin
        .buka(&satu)
        .await
        .harus(200)
        .memuat("Kunci sandinya ikut dihapus");
    let alasan = [("alasan", "Ponsel hilang, nota dinas 12/2026")];
    admin
        .kirim(&format!("{satu}/dua-langkah"), &alasan)
        .await
        .harus(303);
    p.buka("/serang/kerja").await.harus(401);
    for g in [&mut g, &mut h] {
        masuk(&mut u.peramban(), g).await.harus(422);
    }
    assert_eq!(u.app.store.ambil_kiriman(10).await.unwrap().len(), 1);
    u.peramban()
        .masuk("petugas.dishub", "/serang/kerja")
        .await
        .menuju("/serang/kerja");
}

async fn many_refusals_wait_and_lock_nobody_out(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP").await;
    let mut tiruan = Gawai::baru(&json!({ "user": { "id": B64.encode(&g.pengguna) } }));
    tiruan.kredensial.clone_from(&g.kredensial);
    let mut q = u.peramban();
    for _ in 0..10 {
        masuk(&mut q, &mut tiruan).await.harus(422);
    }
    masuk(&mut q, &mut tiruan).await.harus(429);
    // Not even with the true one from there; but its owner comes in from anywhere else.
    masuk(&mut q, &mut g).await.harus(429);
    masuk(&mut u.peramban(), &mut g).await.harus(303);
}

async fn where_browsers_make_none(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let mut g = pasang(&mut p, "HP").await;
    for url in ["http://praja.contoh.id", "https://10.0.0.1"] {
        let w = u.di(url);
        let mut q = w.peramban();
        q.buka("/serang/masuk").await.harus(200).tanpa("data-kunci-sandi");
        let o = opsi(&u.peramban().buka("/serang/masuk").await);
        q.kirim(MASUK, &[("jawaban", &g.pakai(&o)), KERJA])
            .await
            .harus(409);
        // Whoever has one still needs it: the password alone stays too little.
        let (mut q, l) = langkah(&w, "petugas.dishub").await;
        l.tanpa("data-kunci-sandi").memuat("Mintalah administrator");
        q.buka("/serang/kerja").await.harus(401);
        let mut r = w.pegawai("petugas:dlh").await;
        r.buka(KUNCI)
            .await
            .harus(200)
            .memuat("harus https://")
            .tanpa("name=\"nama\"");
        r.kirim(KUNCI, &[("nama", "HP"), ("sandi", KATA_SANDI)])
            .await
            .harus(409);
    }
}

async fn nothing_personal_leaves_in_what_devices_keep(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    p.buka(KUNCI).await.harus(200);
    let isian = [("nama", "HP"), ("sandi", KATA_SANDI)];
    let o = opsi(&p.kirim(KUNCI, &isian).await.harus(200));
    let a = u.akun("serang", "petugas:dishub").await;
    let sebutan = B64.decode(o["user"]["id"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!(sebutan.len(), 32);
    assert!(!sebutan.windows(16).any(|w| w == a.id.as_bytes()));
    // The same each time, so that a device keeps one a person; another for everybody else.
    let lagi = opsi(&p.kirim(KUNCI, &isian).await);
    assert_eq!(
        (&lagi["user"]["id"], lagi["challenge"] == o["challenge"]),
        (&o["user"]["id"], false)
    );
    let mut q = u.pegawai("petugas:dlh").await;
    q.buka(KUNCI).await;
    assert_ne!(opsi(&q.kirim(KUNCI, &isian).await)["user"]["id"], o["user"]["id"]);
    assert_eq!(
        (&o["attestation"], &o["rp"]["id"]),
        (&json!("none"), &json!("praja.contoh.id"))
    );
    assert_eq!(o["authenticatorSelection"]["residentKey"], "required");
}
