#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Pemeriksa};

use super::*;

/// The example of RFC 8291, section 5 and appendix A: from the shared secret to key and nonce.
#[test]
fn keys_are_derived_as_in_the_rfc() {
    let b = |s: &str| bait(s).unwrap();
    let (kunci, nonce) = turunkan(
        &b("BTBZMqHH6r4Tts7J_aSIgg"),
        &b("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs"),
        &b("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        &b("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
        &b("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    .unwrap();
    assert_eq!(BASE64URL_NOPAD.encode(&kunci), "oIhVW04MRdy2XN9CiKLxTg");
    assert_eq!(BASE64URL_NOPAD.encode(&nonce), "4h_95klXJ5E_qnoN");
}

#[test]
fn only_the_browser_opens_a_message() {
    let acak = SystemRandom::new();
    let peramban = EphemeralPrivateKey::generate(&ECDH_P256, &acak).unwrap();
    let publik = peramban.compute_public_key().unwrap();
    let rahasia = [7; 16];
    let l = Langganan::baca(
        &json!({ "endpoint": "https://dorong.contoh.id/x", "expirationTime": null, "keys": {
            "p256dh": BASE64URL_NOPAD.encode(publik.as_ref()), "auth": BASE64URL_NOPAD.encode(&rahasia),
        } })
        .to_string(),
    )
    .unwrap();
    let isi = "{\"judul\":\"Laporan SRG-2026-000001 punya kabar baru\"}".as_bytes();
    let pesan = l.tutup(isi).unwrap();
    assert_ne!(pesan, l.tutup(isi).unwrap(), "each has a key of its own");
    let (garam, sisa) = pesan.split_at(16);
    assert_eq!(sisa[..5], [0, 0, 16, 0, 65]);
    let (kita, sandi) = sisa[5..].split_at(65);
    let bersama = agree_ephemeral(peramban, &UnparsedPublicKey::new(&ECDH_P256, kita), |s| {
        s.to_vec()
    })
    .unwrap();
    let (kunci, nonce) = turunkan(&rahasia, &bersama, publik.as_ref(), kita, garam).unwrap();
    let kunci = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &kunci).unwrap());
    let mut sandi = sandi.to_vec();
    let terbuka = kunci
        .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sandi)
        .unwrap();
    assert_eq!(terbuka, [isi, &[2]].concat());
    assert!(l.tutup(&[b'x'; 4096]).is_err());
}

#[test]
fn a_description_that_is_none_is_refused() {
    for teks in [
        "",
        "{}",
        "[]",
        r#"{"endpoint":"https://x.id/","keys":{"p256dh":"AAAA","auth":"AAAA"}}"#,
        r#"{"endpoint":"https://x.id/","keys":{"p256dh":"!","auth":"!"}}"#,
    ] {
        assert!(Langganan::baca(teks).is_none(), "{teks}");
    }
    // The right length, and yet no point of the curve.
    let palsu = json!({ "endpoint": "https://x.id/", "keys": {
        "p256dh": BASE64URL_NOPAD.encode(&[4; 65]), "auth": BASE64URL_NOPAD.encode(&[0; 16]),
    } });
    assert!(Langganan::baca(&palsu.to_string()).unwrap().tutup(b"x").is_err());
}

#[test]
fn the_proof_names_the_service_and_is_ours() {
    let k = KunciPengirim::baca(&KunciPengirim::buat().unwrap()).unwrap();
    let bukti = k
        .bukti("https://dorong.contoh.id", "kontak@contoh.go.id", 1_000)
        .unwrap();
    let (t, kunci) = bukti
        .strip_prefix("vapid t=")
        .unwrap()
        .split_once(", k=")
        .unwrap();
    assert_eq!(kunci, k.publik());
    let (teks, tanda) = t.rsplit_once('.').unwrap();
    Pemeriksa::new(&ECDSA_P256_SHA256_FIXED, bait(kunci).unwrap())
        .verify(teks.as_bytes(), &bait(tanda).unwrap())
        .unwrap();
    let isi: serde_json::Value =
        serde_json::from_slice(&bait(teks.split_once('.').unwrap().1).unwrap()).unwrap();
    assert_eq!(
        isi,
        json!({ "aud": "https://dorong.contoh.id", "exp": 44_200, "sub": "mailto:kontak@contoh.go.id" })
    );
    assert!(KunciPengirim::baca(b"bukan kunci").is_err());
}
