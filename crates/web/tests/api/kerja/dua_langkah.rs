//! The second factor: set up, asked for, refused; forced by a role; taken away; and passwords that others set.

use hmac::{Hmac, KeyInit, Mac};
use identity::Orang;
use kernel::{Peran, nilai::KodeUnit};
use sha1::Sha1;

use super::peramban::{Lembar, Peramban};
use crate::bekal::{KATA_SANDI, Uji, kode};

uji! {
    set_up_and_asked_for, a_code_counts_once, a_little_early_or_late, a_half_open_session_opens_nothing,
    recovery_codes_count_once, too_many_guesses_wait_but_lock_nobody_out, wrong_proofs_set_nothing_up,
    taken_away_by_its_owner, taken_away_by_an_administrator, a_role_that_asks_for_it,
    a_password_set_by_somebody_else, in_the_database_nothing_can_be_read, numbers_of_officials,
}

const DUA: &str = "/serang/kerja/sandi/dua-langkah";
const LANGKAH: &str = "/serang/masuk/langkah?ke=%2Fserang%2Fkerja";

/// What an authenticator app shows, `geser` steps from now. Written anew, so that it does not agree by being the same.
pub fn angka(u: &Uji, kunci: &str, geser: i64) -> String {
    let huruf = kunci.replace(' ', "");
    let rahasia = data_encoding::BASE32_NOPAD.decode(huruf.as_bytes()).unwrap();
    let langkah = u.jam.kini().as_second() / 30 + geser;
    let mut mac = Hmac::<Sha1>::new_from_slice(&rahasia).unwrap();
    mac.update(&langkah.to_be_bytes());
    let s = mac.finalize().into_bytes();
    let i = (s[19] & 15) as usize;
    let n = u32::from_be_bytes([s[i] & 127, s[i + 1], s[i + 2], s[i + 3]]);
    format!("{:06}", n % 1_000_000)
}

fn kunci(l: &Lembar) -> String {
    l.antara("<span class=\"kode\">", "</span>").remove(0)
}

/// Sets it up from the page of one's own account: the app's key and the recovery codes.
pub async fn pasang(u: &Uji, p: &mut Peramban<'_>) -> (String, Vec<String>) {
    let j = p.buka(DUA).await.harus(200).memuat("class=\"qr\"");
    let kunci = kunci(&j);
    let (titipan, kode) = (j.nilai("titipan"), angka(u, &kunci, 0));
    let isian = [
        ("titipan", titipan.as_str()),
        ("kode", &kode),
        ("sandi", KATA_SANDI),
    ];
    let j = p.kirim(&format!("{DUA}/pasang"), &isian).await.harus(200);
    assert_eq!(j.kepala["cache-control"], "no-store");
    let pulih = j.antara("<span class=\"kode\">", "</span>");
    assert_eq!(pulih.len(), 10);
    u.detik(30);
    (kunci, pulih)
}

/// The password, which is right: now waiting for the code.
pub async fn sandi<'a>(u: &'a Uji, pengguna: &str) -> Peramban<'a> {
    let mut p = u.peramban();
    p.masuk(pengguna, "/serang/kerja").await.menuju(LANGKAH);
    p.buka(LANGKAH).await.harus(200).memuat("one-time-code");
    p
}

async fn ketik(p: &mut Peramban<'_>, medan: &str, nilai: &str) -> Lembar {
    p.kirim("/serang/masuk/kode", &[(medan, nilai), ("ke", "/serang/kerja")])
        .await
}

async fn set_up_and_asked_for(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let (kunci, _) = pasang(u, &mut p).await;
    p.buka(DUA)
        .await
        .harus(200)
        .memuat("10 / 10")
        .tanpa(&kunci)
        .tanpa("class=\"qr\"");
    let mut q = sandi(u, "petugas.dishub").await;
    ketik(&mut q, "kode", "000000")
        .await
        .harus(422)
        .memuat("kode-galat");
    let kode = angka(u, &kunci, 0);
    let j = ketik(&mut q, "kode", &format!("{} {}", &kode[..3], &kode[3..])).await;
    j.menuju("/serang/kerja");
    q.buka("/serang/kerja").await.harus(200);
    // Machines go on without.
    u.sebagai("petugas:dishub").await.get("saya").await.harus(200);
    // Where one wanted to go is still known, and nowhere else is.
    let mut q = u.peramban();
    q.masuk("petugas.dishub", "https://jahat.id/")
        .await
        .menuju(LANGKAH);
}

async fn a_code_counts_once(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let (kunci, _) = pasang(u, &mut p).await;
    let (mut a, mut b) = (sandi(u, "petugas.dishub").await, sandi(u, "petugas.dishub").await);
    let kode = angka(u, &kunci, 0);
    let (x, y) = tokio::join!(ketik(&mut a, "kode", &kode), ketik(&mut b, "kode", &kode));
    let mut hasil = [x.status, y.status];
    hasil.sort();
    assert_eq!(hasil, [303, 422], "of two with the same code one comes in");
    let mut c = sandi(u, "petugas.dishub").await;
    ketik(&mut c, "kode", &kode)
        .await
        .harus(422)
        .memuat("sudah dipakai");
    // Nor one from before it.
    ketik(&mut c, "kode", &angka(u, &kunci, -1)).await.harus(422);
    u.detik(30);
    ketik(&mut c, "kode", &angka(u, &kunci, 0)).await.harus(303);
}

async fn a_little_early_or_late(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let (kunci, _) = pasang(u, &mut p).await;
    u.detik(120);
    let mut q = sandi(u, "petugas.dishub").await;
    for geser in [-2, 2] {
        ketik(&mut q, "kode", &angka(u, &kunci, geser)).await.harus(422);
    }
    ketik(&mut q, "kode", &angka(u, &kunci, -1)).await.harus(303);
    let mut q = sandi(u, "petugas.dishub").await;
    ketik(&mut q, "kode", &angka(u, &kunci, 1)).await.harus(303);
}

async fn a_half_open_session_opens_nothing(u: &Uji) {
    let mut p = u.pegawai("administrator").await;
    let (kunci, _) = pasang(u, &mut p).await;
    let mut q = sandi(u, "administrator").await;
    assert!(!q.kuki.contains_key("praja_sesi"));
    let rahasia = q.kuki["praja_langkah"].clone();
    // Not even where a session's cookie is expected, nor as a token.
    q.kuki.insert("praja_sesi".into(), rahasia.clone());
    for jalur in [
        "/serang/kerja",
        "/serang/kerja/akun",
        DUA,
        "/serang/kerja/pengaduan",
    ] {
        q.buka(jalur).await.harus(401);
    }
    let mesin = crate::bekal::Klien {
        token: Some(rahasia),
        ..u.publik()
    };
    mesin.get("saya").await.harus(401);
    // Nor another step than the one that is due.
    q.kuki.remove("praja_sesi");
    q.buka(LANGKAH).await.harus(200);
    for langkah in ["pasang", "sandi"] {
        let isi = [
            ("baru", "empat kata yang baru"),
            ("ulang", "empat kata yang baru"),
        ];
        q.kirim(&format!("/serang/masuk/{langkah}"), &isi)
            .await
            .menuju(LANGKAH);
    }
    // It does not last.
    u.detik(20 * 60);
    q.buka(LANGKAH).await.menuju("/serang/masuk?ke=%2Fserang%2Fkerja");
    ketik(&mut q, "kode", &angka(u, &kunci, 0)).await.harus(303);
    q.buka("/serang/kerja").await.harus(401);
    // The step of another regency is none here.
    let mut r = sandi(u, "administrator").await;
    r.buka("/jembrana/masuk/langkah").await.harus(303);
    // A new password, or a closed account, ends it.
    let a = u
        .app
        .store
        .akun(&kode("serang"), "administrator")
        .await
        .unwrap()
        .unwrap();
    u.app
        .identitas
        .ganti_sandi(identity::Oleh::Operator, &a, None)
        .await
        .unwrap();
    r.buka("/serang/masuk").await.harus(200);
    ketik(&mut r, "kode", &angka(u, &kunci, 0)).await;
    r.buka("/serang/kerja").await.harus(401);
}

async fn recovery_codes_count_once(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let (kunci, pulih) = pasang(u, &mut p).await;
    let mut q = sandi(u, "petugas.dishub").await;
    ketik(&mut q, "pulih", "aaaaa-aaaaa").await.harus(422);
    ketik(&mut q, "pulih", &pulih[3].to_uppercase().replace('-', " "))
        .await
        .harus(303);
    q.buka(DUA).await.harus(200).memuat("9 / 10");
    let mut q = sandi(u, "petugas.dishub").await;
    ketik(&mut q, "pulih", &pulih[3])
        .await
        .harus(422)
        .memuat("sudah dipakai");
    // It is nobody else's.
    let mut lain = u.pegawai("petugas:dlh").await;
    pasang(u, &mut lain).await;
    let mut r = sandi(u, "petugas.dlh").await;
    ketik(&mut r, "pulih", &pulih[4]).await.harus(422);
    // New ones replace them, after a proof.
    p.buka(DUA).await.harus(200);
    p.kirim(&format!("{DUA}/pulih"), &[("kode", "")]).await.harus(422);
    let j = p
        .kirim(&format!("{DUA}/pulih"), &[("kode", &angka(u, &kunci, 0))])
        .await
        .harus(200);
    let baru = j.antara("<span class=\"kode\">", "</span>");
    assert_eq!(baru.len(), 10);
    ketik(&mut q, "pulih", &pulih[5]).await.harus(422);
    ketik(&mut q, "pulih", &baru[0]).await.harus(303);
}

async fn too_many_guesses_wait_but_lock_nobody_out(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let (kunci, pulih) = pasang(u, &mut p).await;
    let mut q = sandi(u, "petugas.dishub").await;
    for _ in 0..10 {
        ketik(&mut q, "kode", "000000").await.harus(422);
    }
    let j = ketik(&mut q, "kode", "000000").await.harus(429);
    assert!(j.kepala.contains_key("retry-after"));
    // From another address too: the account is what is guarded.
    let mut r = sandi(u, "petugas.dishub").await;
    ketik(&mut r, "kode", &angka(u, &kunci, 0)).await.harus(429);
    // But its owner comes in with what nobody guesses.
    ketik(&mut r, "pulih", &pulih[0]).await.harus(303);
}

async fn wrong_proofs_set_nothing_up(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let j = p.buka(DUA).await.harus(200);
    let (k, titipan) = (kunci(&j), j.nilai("titipan"));
    let lain = u.pegawai("petugas:dlh").await.buka(DUA).await.nilai("titipan");
    let kode_benar = angka(u, &k, 0);
    let benar = kode_benar.as_str();
    for (t, kode, sandi, galat) in [
        (titipan.as_str(), "000000", KATA_SANDI, "kode-galat"),
        (titipan.as_str(), "", KATA_SANDI, "kode-galat"),
        (titipan.as_str(), benar, "bukan sandinya", "sandi-galat"),
        (lain.as_str(), benar, KATA_SANDI, "kode-galat"),
        ("", benar, KATA_SANDI, "kode-galat"),
        ("AAAA", benar, KATA_SANDI, "kode-galat"),
    ] {
        let isian = [("titipan", t), ("kode", kode), ("sandi", sandi)];
        let j = p
            .kirim(&format!("{DUA}/pasang"), &isian)
            .await
            .harus(422)
            .memuat(galat);
        // The app that was set up already can be tried again.
        assert_eq!(kunci(&j) == k, t == titipan, "{t}");
    }
    // An offer does not wait for ever.
    u.detik(30 * 60);
    let kode_nanti = angka(u, &k, 0);
    let isian = [
        ("titipan", titipan.as_str()),
        ("kode", &kode_nanti),
        ("sandi", KATA_SANDI),
    ];
    p.kirim(&format!("{DUA}/pasang"), &isian)
        .await
        .harus(422)
        .memuat("tidak berlaku lagi");
    u.peramban()
        .masuk("petugas.dishub", "/serang/kerja")
        .await
        .menuju("/serang/kerja");
    let mut asing = u.peramban();
    asing.buka(DUA).await.harus(401);
    asing.buka("/serang/masuk").await.harus(200);
    for ke in ["pasang", "pulih", "lepas"] {
        asing.kirim(&format!("{DUA}/{ke}"), &[]).await.harus(401);
        // Without a factor there is nothing to prove or to take away.
        p.buka(DUA).await.harus(200);
        if ke != "pasang" {
            p.kirim(&format!("{DUA}/{ke}"), &[("kode", "123456")])
                .await
                .menuju(DUA);
        }
    }
}

async fn taken_away_by_its_owner(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let (kunci, _) = pasang(u, &mut p).await;
    p.buka(DUA).await.harus(200);
    p.kirim(&format!("{DUA}/lepas"), &[("kode", "000000")])
        .await
        .harus(422);
    sandi(u, "petugas.dishub").await;
    p.kirim(&format!("{DUA}/lepas"), &[("kode", &angka(u, &kunci, 0))])
        .await
        .menuju(DUA);
    p.buka(DUA).await.harus(200).memuat("class=\"qr\"");
    u.peramban()
        .masuk("petugas.dishub", "/serang/kerja")
        .await
        .menuju("/serang/kerja");
}

async fn taken_away_by_an_administrator(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    pasang(u, &mut p).await;
    let a = u
        .app
        .store
        .akun(&kode("serang"), "petugas.dishub")
        .await
        .unwrap()
        .unwrap();
    let satu = format!("/serang/kerja/akun/{}", a.akun.id);
    let lepas = format!("{satu}/dua-langkah");
    let mut admin = u.pegawai("administrator").await;
    admin
        .buka("/serang/kerja/akun")
        .await
        .harus(200)
        .memuat("Dua langkah");
    admin
        .buka(&satu)
        .await
        .harus(200)
        .memuat("Lepas verifikasi dua langkah");
    for alasan in ["", "   ", "hilang"] {
        admin
            .kirim(&lepas, &[("alasan", alasan)])
            .await
            .harus(422)
            .memuat("m-alasan");
    }
    p.buka(DUA).await.harus(200);
    p.kirim(&lepas, &[("alasan", "ponsel saya hilang kemarin")])
        .await
        .harus(403);
    sandi(u, "petugas.dishub").await;
    admin.buka(&satu).await.harus(200);
    let alasan = "Ponsel hilang, nota dinas 12/2026";
    admin
        .kirim(&lepas, &[("alasan", alasan)])
        .await
        .menuju(&format!("{satu}?selesai=ya"));
    p.buka("/serang/kerja").await.harus(401);
    admin
        .buka(&satu)
        .await
        .harus(200)
        .memuat("Verifikasi dua langkah dilepas")
        .memuat(alasan)
        .memuat("Pejabat administrator")
        .tanpa("/dua-langkah\"");
    // A letter is promised to its owner, once.
    let surat = u.app.store.ambil_kiriman(10).await.unwrap();
    assert_eq!(surat.len(), 1);
    assert_eq!(
        (surat[0].muatan.ke.as_deref(), surat[0].muatan.acara.as_str()),
        (Some("akun:petugas.dishub"), identity::ACARA_LEPAS)
    );
    assert_eq!(surat[0].muatan.isi["alasan"], alasan);
    admin.kirim(&lepas, &[("alasan", alasan)]).await.harus(409);
    assert!(u.app.store.ambil_kiriman(10).await.unwrap().is_empty());
    u.peramban()
        .masuk("petugas.dishub", "/serang/kerja")
        .await
        .menuju("/serang/kerja");
    // One's own goes another way, with a code.
    pasang(u, &mut admin).await;
    let saya = u
        .app
        .store
        .akun(&kode("serang"), "administrator")
        .await
        .unwrap()
        .unwrap();
    admin
        .kirim(
            &format!("/serang/kerja/akun/{}/dua-langkah", saya.akun.id),
            &[("alasan", alasan)],
        )
        .await
        .harus(409);
}

async fn a_role_that_asks_for_it(u: &Uji) {
    u.akun("serang", "administrator").await;
    u.akun("serang", "petugas:dishub").await;
    let w = u.wajib(&[Peran::Administrator]);
    // Who holds no such role comes in as before.
    w.peramban()
        .masuk("petugas.dishub", "/serang/kerja")
        .await
        .menuju("/serang/kerja");
    let mut p = w.peramban();
    p.masuk("administrator", "/serang/kerja/akun")
        .await
        .menuju("/serang/masuk/langkah?ke=%2Fserang%2Fkerja%2Fakun");
    p.buka("/serang/kerja/akun").await.harus(401);
    // Somebody else who knows the password stands at the same step.
    let mut lain = w.peramban();
    lain.masuk("administrator", "/serang/kerja").await.menuju(LANGKAH);
    lain.buka(LANGKAH).await.harus(200);
    let langkah = "/serang/masuk/langkah?ke=%2Fserang%2Fkerja%2Fakun";
    let j = p.buka(langkah).await.harus(200).memuat("mewajibkan");
    let (k, titipan) = (kunci(&j), j.nilai("titipan"));
    // Only this way leads on.
    ketik(&mut p, "kode", &angka(u, &k, 0)).await.harus(303);
    p.buka("/serang/kerja/akun").await.harus(401);
    p.buka(langkah).await.harus(200);
    let salah = [
        ("titipan", titipan.as_str()),
        ("kode", "000000"),
        ("ke", "/serang/kerja/akun"),
    ];
    let j = p.kirim("/serang/masuk/pasang", &salah).await.harus(422);
    assert_eq!(kunci(&j), k);
    let benar = angka(u, &k, 0);
    let isian = [
        ("titipan", titipan.as_str()),
        ("kode", &benar),
        ("ke", "/serang/kerja/akun"),
    ];
    let j = p.kirim("/serang/masuk/pasang", &isian).await.harus(200);
    assert_eq!(j.antara("<span class=\"kode\">", "</span>").len(), 10);
    p.buka("/serang/kerja/akun").await.harus(200);
    // That step of theirs is over: it led in without a code.
    let j = lain.buka(LANGKAH).await.harus(303);
    assert!(
        j.ke().starts_with("/serang/masuk") && !j.ke().contains("langkah"),
        "{}",
        j.ke()
    );
    lain.buka("/serang/kerja").await.harus(401);
    // Sent again, it sets up nothing anew.
    let mut lagi = w.peramban();
    lagi.masuk("administrator", "/serang/kerja").await.menuju(LANGKAH);
    lagi.kirim("/serang/masuk/pasang", &isian).await.harus(303);
    // Taken away, its owner is led to another one.
    u.detik(30);
    p.buka(DUA).await.harus(200).memuat("mewajibkan");
    p.kirim(&format!("{DUA}/lepas"), &[("kode", &angka(u, &k, 0))])
        .await
        .harus(303);
    p.buka("/serang/kerja").await.harus(401);
    p.masuk("administrator", "/serang/kerja").await.menuju(LANGKAH);
    p.buka(LANGKAH).await.harus(200).memuat("class=\"qr\"");
    // Whoever is given such a role is led there too.
    let mut petugas = w.pegawai("petugas:dishub").await;
    let a = w
        .app
        .store
        .akun(&kode("serang"), "petugas.dishub")
        .await
        .unwrap()
        .unwrap();
    let peran = vec![(Peran::Administrator, KodeUnit("dishub".into()))];
    w.app
        .identitas
        .atur_peran(identity::Oleh::Operator, &a, peran)
        .await
        .unwrap();
    petugas.buka("/serang/kerja").await.harus(401);
    petugas
        .masuk("petugas.dishub", "/serang/kerja")
        .await
        .menuju(LANGKAH);
}

async fn a_password_set_by_somebody_else(u: &Uji) {
    let orang = Orang {
        pengguna: "baru",
        nama: "Pegawai Baru",
        peran: vec![(Peran::Petugas, KodeUnit("dishub".into()))],
        nip: None,
        surel: None,
    };
    let (serang, id) = (kode("serang"), &u.app.identitas);
    let dibuat = id
        .tambah_akun(identity::Oleh::Operator, &serang, orang, None)
        .await;
    let sandi = dibuat.unwrap().1.unwrap();
    let mut p = u.peramban();
    p.buka("/serang/masuk").await.harus(200);
    let isian = [("pengguna", "baru"), ("sandi", sandi.as_str())];
    p.kirim("/serang/masuk", &isian).await.menuju(LANGKAH);
    p.buka("/serang/kerja").await.harus(401);
    p.buka(LANGKAH)
        .await
        .harus(200)
        .memuat("dibuat oleh orang lain")
        .tanpa(&sandi);
    let baru = "empat kata yang baru";
    for (a, b, galat) in [
        ("pendek", "pendek", "baru-galat"),
        (baru, "empat kata yang lain", "ulang-galat"),
        (sandi.as_str(), sandi.as_str(), "baru-galat"),
        ("", "", "baru-galat"),
    ] {
        let isian = [("baru", a), ("ulang", b)];
        let j = p.kirim("/serang/masuk/sandi", &isian).await.harus(422);
        j.memuat(galat).tanpa(baru);
    }
    p.buka("/serang/kerja").await.harus(401);
    p.kirim("/serang/masuk/sandi", &[("baru", baru), ("ulang", baru)])
        .await
        .menuju("/serang/kerja");
    p.buka("/serang/kerja").await.harus(200);
    // From now on it is its owner's.
    let mut q = u.peramban();
    q.buka("/serang/masuk").await.harus(200);
    q.kirim("/serang/masuk", &isian).await.harus(422);
    q.kirim("/serang/masuk", &[("pengguna", "baru"), ("sandi", baru)])
        .await
        .menuju("/serang/kerja");
}

async fn in_the_database_nothing_can_be_read(u: &Uji) {
    let mut p = u.pegawai("petugas:dishub").await;
    let (kunci, pulih) = pasang(u, &mut p).await;
    let a = u.akun("serang", "petugas:dishub").await;
    let f = u.app.store.faktor(&a).await.unwrap().unwrap();
    let rahasia = data_encoding::BASE32_NOPAD
        .decode(kunci.replace(' ', "").as_bytes())
        .unwrap();
    let simpan = data_encoding::BASE64URL_NOPAD
        .decode(f.rahasia.as_bytes())
        .unwrap();
    assert!(simpan.windows(8).all(|w| !rahasia.windows(8).any(|r| r == w)));
    for k in pulih {
        assert!(!f.rahasia.contains(&k));
        assert!(!u.app.store.pakai_pulih(&a, k.as_bytes()).await.unwrap());
    }
    // What is closed for one account opens for no other.
    let lain = u.akun("serang", "petugas:dlh").await;
    u.app
        .store
        .pasang_faktor(&lain, &f.rahasia, 0, &[])
        .await
        .unwrap();
    let g = u
        .app
        .identitas
        .periksa_kode(&lain, &angka(u, &kunci, 0), "-")
        .await;
    assert!(matches!(g, Err(kernel::Galat::Dalam(_))), "{g:?}");
}

async fn numbers_of_officials(u: &Uji) {
    const NIP: &str = "198501012010011001";
    let mut p = u.pegawai("administrator").await;
    let a = u.akun("serang", "petugas:dishub").await;
    let satu = format!("/serang/kerja/akun/{}", a.id);
    p.buka(&satu).await.harus(200).memuat("belum diisi");
    for (nip, kata) in [
        ("19850101201001100", "Anda mengetik 17"),
        ("198513012010011001", "angka 1–8"),
        ("198501012010131001", "angka 13–14"),
        ("198501012010013001", "angka 15"),
        ("", "m-nip"),
    ] {
        p.kirim(&format!("{satu}/nip"), &[("nip", nip)])
            .await
            .harus(422)
            .memuat(kata);
    }
    p.kirim(&format!("{satu}/nip"), &[("nip", "19850101 201001 1 001")])
        .await
        .harus(303);
    p.buka(&satu)
        .await
        .harus(200)
        .memuat("••••••••••••••1001")
        .tanpa(NIP);
    // One official, one account; their own page shows it whole.
    let b = u.akun("serang", "petugas:dlh").await;
    p.kirim(&format!("/serang/kerja/akun/{}/nip", b.id), &[("nip", NIP)])
        .await
        .harus(422)
        .memuat("sudah dipakai");
    let baru = [
        ("pengguna", "kembar"),
        ("nama", "Kembar"),
        ("nip", NIP),
        ("peran.0.peran", "petugas"),
        ("peran.0.unit", "dishub"),
    ];
    p.kirim("/serang/kerja/akun/baru", &baru)
        .await
        .harus(422)
        .memuat("m-nip");
    let mut d = u.pegawai("petugas:dishub").await;
    d.buka("/serang/kerja/sandi").await.harus(200).memuat(NIP);
    d.kirim(&format!("{satu}/nip"), &[("nip", NIP)]).await.harus(403);
    p.buka(&satu).await.harus(200);
    p.kirim(&format!("{satu}/nip"), &[("hapus", "ya")])
        .await
        .harus(303);
    d.buka("/serang/kerja/sandi").await.harus(200).tanpa(NIP);
}
