use proptest::prelude::*;

use super::*;

fn daerah(k: &str) -> KodeDaerah {
    KodeDaerah::try_from(k.to_owned()).unwrap()
}

fn id(n: u128) -> IdEntri {
    IdEntri(uuid::Uuid::from_u128(n))
}

/// Every letter after the mark replaced by another: none of them may open.
fn tiap_perubahan(teks: &str) -> impl Iterator<Item = String> {
    (0..teks.len()).map(move |i| {
        let mut b = teks.as_bytes().to_vec();
        b[i] = if b[i] == b'A' { b'B' } else { b'A' };
        String::from_utf8(b).unwrap()
    })
}

/// Every bit of the bytes turned over.
fn tiap_bit(mark: &str, teks: &str) -> Vec<String> {
    let bait = baca(mark, teks).unwrap();
    (0..bait.len() * 8)
        .map(|i| {
            let mut b = bait.clone();
            b[i / 8] ^= 1 << (i % 8);
            tulis(mark, &[&b])
        })
        .collect()
}

#[test]
fn what_is_sealed_opens_with_its_key_at_its_place_only() {
    let (sk, pk) = pasangan_baru().unwrap();
    assert_eq!(publik(&sk).unwrap(), pk);
    let (serang, kapuas) = (daerah("serang"), daerah("kapuas"));
    let l = Letak {
        guna: "x",
        daerah: &serang,
        id: id(1),
        urut: 1,
    };
    let s = segel(&pk, &l, b"rahasia").unwrap();
    assert!(mirip_sandi(&s));
    assert_eq!(buka_segel(&sk, &l, &s).unwrap().as_slice(), b"rahasia");
    assert_ne!(s, segel(&pk, &l, b"rahasia").unwrap(), "never twice the same");
    assert!(buka_segel(&pasangan_baru().unwrap().0, &l, &s).is_none());
    for lain in [
        Letak { guna: "y", ..l },
        Letak { daerah: &kapuas, ..l },
        Letak { id: id(2), ..l },
        Letak { urut: 2, ..l },
    ] {
        assert!(buka_segel(&sk, &lain, &s).is_none(), "{lain:?}");
    }
    for t in tiap_bit(SEGEL, &s).into_iter().chain(tiap_perubahan(&s)) {
        assert!(buka_segel(&sk, &l, &t).is_none(), "{t}");
    }
    for n in 0..s.len() {
        assert!(buka_segel(&sk, &l, &s[..n]).is_none(), "cut at {n}");
    }
}

#[test]
fn what_is_closed_opens_with_its_key_at_its_place_only() {
    let (kunci, serang, kapuas) = (kunci_baru(), daerah("serang"), daerah("kapuas"));
    let l = Letak {
        guna: "x",
        daerah: &serang,
        id: id(1),
        urut: 1,
    };
    let s = tutup(&kunci, &l, b"rahasia").unwrap();
    assert_eq!(buka(&kunci, &l, &s).unwrap().as_slice(), b"rahasia");
    assert_ne!(s, tutup(&kunci, &l, b"rahasia").unwrap(), "never twice the same");
    assert!(buka(&kunci_baru(), &l, &s).is_none());
    for lain in [
        Letak { guna: "y", ..l },
        Letak { daerah: &kapuas, ..l },
        Letak { id: id(2), ..l },
        Letak { urut: 2, ..l },
    ] {
        assert!(buka(&kunci, &lain, &s).is_none(), "{lain:?}");
    }
    for t in tiap_bit(KUNCI, &s).into_iter().chain(tiap_perubahan(&s)) {
        assert!(buka(&kunci, &l, &t).is_none(), "{t}");
    }
}

#[test]
fn a_pass_phrase_opens_what_it_closed() {
    let serang = daerah("serang");
    let l = Letak {
        guna: "x",
        daerah: &serang,
        id: id(1),
        urut: 0,
    };
    let s = tutup_frasa("empat kata yang panjang", &l, b"rahasia").unwrap();
    assert!(mirip_sandi(&s));
    assert_eq!(
        buka_frasa("empat kata yang panjang", &l, &s).unwrap().as_slice(),
        b"rahasia"
    );
    assert!(buka_frasa("empat kata yang panjang ", &l, &s).is_none());
    assert!(buka_frasa("empat kata yang panjang", &Letak { id: id(2), ..l }, &s).is_none());
    let rusak = tiap_bit(FRASA, &s);
    for t in rusak.iter().step_by(rusak.len() / 7) {
        assert!(buka_frasa("empat kata yang panjang", &l, t).is_none());
    }
}

#[test]
fn plain_words_are_not_taken_for_a_ciphertext() {
    for s in [
        "",
        "halo",
        "s1.",
        "k1.halo",
        "k1.Pak Anu mengambil uang",
        "s2.AAAA",
    ] {
        assert!(!mirip_sandi(s), "{s}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_comes_back_and_its_length_is_hidden(teks in any::<String>(), n in any::<u128>(), urut in 0i64..1_000) {
        let (kunci, serang) = (kunci_baru(), daerah("serang"));
        let l = Letak { guna: "x", daerah: &serang, id: id(n), urut };
        let blok = isi_blok(&teks);
        prop_assert_eq!(blok.len() % BLOK, 0);
        let s = tutup(&kunci, &l, &blok).unwrap();
        let t = buka(&kunci, &l, &s).unwrap();
        let kembali = lepas_blok(&t).unwrap();
        prop_assert_eq!(kembali.as_str(), teks.as_str());
    }

    #[test]
    fn nothing_that_anybody_sends_opens_or_panics(teks in "[sfk]1\\.[A-Za-z0-9_-]{0,200}", bait in any::<Vec<u8>>()) {
        let (sk, _) = pasangan_baru().unwrap();
        let serang = daerah("serang");
        let l = Letak { guna: "x", daerah: &serang, id: id(1), urut: 1 };
        for t in [teks, tulis(SEGEL, &[&bait]), tulis(KUNCI, &[&bait])] {
            prop_assert!(buka_segel(&sk, &l, &t).is_none());
            prop_assert!(buka(&sk, &l, &t).is_none());
        }
        let _ = lepas_blok(&Zeroizing::new(bait));
    }
}
