//! Letters as they come, and bytes that are none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

fn surat(kepala: &str, isi: &str) -> Surel {
    let awal = "From: =?utf-8?q?Siti_Nurh=C3=A1liza?= <Siti@Contoh.ID>\r\nTo: lapor-serang@contoh.go.id\r\nMessage-ID: <a1@contoh.id>\r\n";
    baca(
        format!("{awal}{kepala}\r\n\r\n{isi}").as_bytes(),
        Some("mx.contoh.go.id"),
    )
    .unwrap()
}

#[test]
fn a_plain_letter() {
    let s = surat(
        "Subject: =?utf-8?B?TGFtcHUgbWF0aQ==?=\r\nIn-Reply-To: <x@y>\r\nReferences: <r@y>\r\n <x@y>\r\nDelivered-To: lapor-serang+abc@contoh.go.id",
        "Sejak Senin.\r\n",
    );
    assert_eq!(s.id.as_deref(), Some("a1@contoh.id"));
    assert_eq!(s.dari.as_deref(), Some("siti@contoh.id"));
    assert_eq!(s.nama.as_deref(), Some("Siti Nurháliza"));
    assert_eq!(
        (s.subjek.as_str(), s.teks.as_str()),
        ("Lampu mati", "Sejak Senin.")
    );
    assert_eq!(
        s.kepada,
        ["lapor-serang+abc@contoh.go.id", "lapor-serang@contoh.go.id"]
    );
    assert_eq!(s.rujukan, ["x@y", "r@y", "x@y"]);
    assert_eq!(s.sifat, Sifat::Orang);
}

#[test]
fn html_becomes_text_and_pictures_are_found() {
    let s = surat(
        "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b",
        "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><style>p{}</style><script>x()</script><p>Jalan &amp; lampu</p><p>rusak</p></html>\r\n\
         --b\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\nAAEC\r\n\
         --b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\nAAEC\r\n--b--\r\n",
    );
    assert!(
        s.teks.contains("Jalan & lampu") && s.teks.contains("rusak"),
        "{:?}",
        s.teks
    );
    assert!(!s.teks.contains('<') && !s.teks.contains("x()"), "{:?}", s.teks);
    assert_eq!((s.foto, s.lain), (vec![vec![0, 1, 2]], 1));
}

#[test]
fn programs_are_known_by_what_they_say() {
    for (kepala, otomatis) in [
        ("Auto-Submitted: auto-replied", true),
        ("Auto-Submitted: auto-generated; x=y", true),
        ("Auto-Submitted: no", false),
        ("Precedence: bulk", true),
        ("Precedence: list", true),
        ("Precedence: first-class", false),
        ("X-Loop: lapor@contoh.go.id", true),
        ("List-Id: <a.b>", true),
        ("Return-Path: <>", true),
        ("Return-Path: <siti@contoh.id>", false),
    ] {
        let s = surat(kepala, "Saya cuti.");
        assert_eq!(
            matches!(s.sifat, Sifat::Otomatis(_)),
            otomatis,
            "{kepala}: {:?}",
            s.sifat
        );
    }
}

#[test]
fn a_bounce_names_the_letter() {
    let s = surat(
        "MIME-Version: 1.0\r\nReturn-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
        "--b\r\nContent-Type: text/plain\r\n\r\nTidak sampai.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.id\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <punya.kita@contoh.go.id>\r\nSubject: x\r\n\r\nisi\r\n--b--\r\n",
    );
    let Sifat::Pantulan(p) = s.sifat else {
        panic!("{:?}", s.sifat)
    };
    assert!(
        p.tetap && p.surat.iter().any(|i| i == "punya.kita@contoh.go.id"),
        "{p:?}"
    );
    assert_eq!(p.kode.as_deref(), Some("5.1.1"));
}

#[test]
fn only_our_own_server_is_believed() {
    let hasil = |k: &str| surat(k, "x").terbukti;
    assert_eq!(hasil("X-A: b"), None);
    assert_eq!(hasil("Authentication-Results: mx.penipu.id; dmarc=pass"), None);
    assert_eq!(
        hasil("Authentication-Results: mx.contoh.go.id; dmarc=pass header.from=contoh.id"),
        Some(true)
    );
    assert_eq!(
        hasil("Authentication-Results: mx.contoh.go.id;\r\n spf=pass smtp.mailfrom=x;\r\n dmarc=fail"),
        Some(false)
    );
    assert_eq!(
        hasil("Authentication-Results: mx.contoh.go.id; spf=softfail; dkim=none"),
        Some(false)
    );
    assert_eq!(
        hasil("Authentication-Results: mx.contoh.go.id; spf=fail; dkim=pass"),
        Some(true)
    );
    assert_eq!(hasil("Authentication-Results: mx.contoh.go.id; none"), None);
    // What the sender wrote stands below what our server wrote.
    let dua = "Authentication-Results: mx.contoh.go.id; dmarc=fail\r\nAuthentication-Results: mx.contoh.go.id; dmarc=pass";
    assert_eq!(hasil(dua), Some(false));
}

#[test]
fn too_large_or_too_nested_is_no_letter() {
    assert_eq!(baca(b"", None), None);
    assert_eq!(baca(&vec![b'a'; MAKS + 1], None), None);
    let mut banyak = "Content-Type: multipart/mixed; boundary=b\r\n\r\n".to_owned();
    for _ in 0..200 {
        banyak.push_str("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n");
    }
    assert_eq!(baca(banyak.as_bytes(), None), None);
    let mut dalam = String::new();
    for i in 0..2_000 {
        dalam.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"
        ));
    }
    let _ = baca(dalam.as_bytes(), None);
    let surat = "Content-Type: message/rfc822\r\n\r\n".repeat(5_000);
    let _ = baca(surat.as_bytes(), None);
}

/// Pieces of which letters are made, so that chance gets far into the parser.
fn potongan() -> impl Strategy<Value = Vec<u8>> {
    let kata = prop::sample::select(vec![
        "From: a <a@b.id>\r\n",
        "From: ",
        "To: <>\r\n",
        "Subject: =?utf-8?B?",
        "=?iso-8859-1?Q?=ff",
        "?=\r\n",
        "Content-Type: multipart/report; boundary=\"b\"\r\n",
        "Content-Type: multipart/mixed; boundary=b\r\n",
        "Content-Type: message/rfc822\r\n",
        "Content-Type: text/html; charset=utf-7\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n",
        "\r\n\r\n",
        "--b\r\n",
        "--b--\r\n",
        "=3D=\r\n",
        "Message-ID: <",
        ">\r\n",
        "References: <a@b> <",
        "Authentication-Results: mx; dmarc=",
        "Return-Path: <>\r\n",
        "Action: failed\r\nStatus: 5.",
        "<p>&#x110000;&amp;<!-- ",
        "\0",
        "begin 644 a\r\n",
        "Date: Mon, 99 Foo 0000 99:99:99 +9999\r\n",
        "; name*0*=utf-8''%ff",
    ]);
    let satu = prop_oneof![
        4 => kata.prop_map(|s| s.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..40),
    ];
    prop::collection::vec(satu, 0..40).prop_map(|v| v.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn no_bytes_make_it_fall_over(bait in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = baca(&bait, Some("mx"));
    }

    #[test]
    fn no_letter_makes_it_fall_over(bait in potongan()) {
        if let Some(s) = baca(&bait, Some("mx")) {
            let _ = crate::surel::potong(&s.teks, true);
            prop_assert!(s.subjek.chars().all(|c| !c.is_control()));
        }
    }
}
