//! Time stamps that `openssl ts` makes are taken, and whatever is wrong with one is told.

#![allow(clippy::unwrap_used, clippy::panic)]

mod tsa;

use der::{Encode, Tag, asn1::AnyRef};
use ledger::cap::{Gagal, Kebijakan, Percaya, Permintaan, periksa};
use proptest::prelude::*;
use tsa::{KEBIJAKAN, KEBIJAKAN_LAIN, Kunci, Sertifikat, Tsa};

const DATA: &[u8] = b"praja.contoh/serang/log\n12\nAAAA\n";
const NONCE: u64 = 0xfedc_ba98_7654_3210;

fn minta() -> Permintaan<'static> {
    Permintaan::baru(DATA, NONCE, None)
}

fn balasan(t: &Tsa) -> Vec<u8> {
    t.jawab(&minta().der().unwrap())
}

fn urutan(isi: &[&[u8]]) -> Vec<u8> {
    AnyRef::new(Tag::Sequence, &isi.concat())
        .unwrap()
        .to_der()
        .unwrap()
}

/// A token as a reply that grants it.
fn diberi(token: &[u8]) -> Vec<u8> {
    urutan(&[&urutan(&[&0_u8.to_der().unwrap()]), token])
}

#[test]
fn a_good_stamp_is_taken_with_both_kinds_of_key() {
    for kunci in [Kunci::Rsa, Kunci::Ec] {
        let t = Tsa::baru(kunci, Sertifikat::Baik);
        let b = balasan(&t);
        t.periksa_di_luar(DATA, &b);
        for percaya in [t.induk(), t.sertifikat()] {
            let percaya = Percaya::baca(&percaya).unwrap();
            let cap = minta().terima(&b, &percaya).unwrap();
            assert_eq!(cap.kebijakan.to_string(), KEBIJAKAN, "{kunci:?}");
            let kini = std::fs::metadata(t.berkas_induk()).unwrap().modified().unwrap();
            let kini = kini.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
            assert!(
                kini.abs_diff(u128::try_from(cap.waktu).unwrap()) < 600_000,
                "{cap:?}"
            );
        }
        // Years later nobody knows the nonce any more.
        periksa(&b, DATA, Some(&Percaya::baca(&t.induk()).unwrap())).unwrap();
    }
}

#[test]
fn each_fault_is_told() {
    let t = Tsa::baru(Kunci::Ec, Sertifikat::Baik);
    let percaya = Percaya::baca(&t.induk()).unwrap();
    let b = balasan(&t);
    let lain = Permintaan::baru(b"lain", NONCE, None);
    assert_eq!(lain.terima(&b, &percaya), Err(Gagal::LainData));
    let lain = Permintaan::baru(DATA, NONCE + 1, None);
    assert_eq!(lain.terima(&b, &percaya), Err(Gagal::LainNonce));
    let lain = Kebijakan::baca(KEBIJAKAN_LAIN);
    let lain = Permintaan::baru(DATA, NONCE, lain);
    assert_eq!(lain.terima(&b, &percaya), Err(Gagal::LainKebijakan));
    let b_lain = t.jawab(&lain.der().unwrap());
    assert!(
        lain.terima(&b_lain, &percaya).is_ok(),
        "that policy can be asked for"
    );
    // Asked for a policy that it does not have, the authority says no in its own words.
    let asing = Permintaan::baru(DATA, NONCE, Kebijakan::baca("1.2.9.9"));
    let Err(Gagal::Ditolak(kata)) = asing.terima(&t.jawab(&asing.der().unwrap()), &percaya) else {
        panic!("a refusal is one")
    };
    assert!(kata.starts_with("status 2"), "{kata}");
    for bukan in [&b""[..], b"<html>", &b[..b.len() - 1], &[&b[..], b"\0"].concat()] {
        assert_eq!(minta().terima(bukan, &percaya), Err(Gagal::Bentuk));
    }
}

#[test]
fn a_stamp_of_somebody_else_is_not_believed() {
    let (t, asing) = (
        Tsa::baru(Kunci::Ec, Sertifikat::Baik),
        Tsa::baru(Kunci::Ec, Sertifikat::Baik),
    );
    let b = balasan(&t);
    let percaya = Percaya::baca(&asing.induk()).unwrap();
    assert_eq!(minta().terima(&b, &percaya), Err(Gagal::TakDipercaya));
    assert!(periksa(&b, DATA, None).is_ok(), "in itself it is whole");
    let keduanya = [asing.induk(), t.induk()].concat();
    assert!(minta().terima(&b, &Percaya::baca(&keduanya).unwrap()).is_ok());
    for bukan in [&b""[..], b"halo", &t.induk()[..40]] {
        assert_eq!(Percaya::baca(bukan).unwrap_err(), Gagal::Pem);
    }
}

#[test]
fn a_certificate_must_be_for_time_stamps_and_valid_then() {
    let lewat = Tsa::baru(Kunci::Ec, Sertifikat::Lewat);
    for percaya in [lewat.induk(), lewat.sertifikat()] {
        let percaya = Percaya::baca(&percaya).unwrap();
        assert_eq!(
            minta().terima(&balasan(&lewat), &percaya),
            Err(Gagal::Kedaluwarsa)
        );
    }
    // Their certificates first: one made after the stamp would not have been valid at its time.
    let penanda = [
        (Sertifikat::Web, Err(Gagal::BukanStempel)),
        (Sertifikat::Longgar, Err(Gagal::BukanStempel)),
        (Sertifikat::Baik, Ok(())),
    ]
    .map(|(jenis, harap)| (jenis, Tsa::baru(Kunci::Ec, jenis), harap));
    let asal = balasan(&Tsa::baru(Kunci::Ec, Sertifikat::Baik));
    for (jenis, t, harap) in penanda {
        let b = diberi(&t.tanda_tangani(&asal));
        let percaya = Percaya::baca(&t.sertifikat()).unwrap();
        assert_eq!(minta().terima(&b, &percaya).map(|_| ()), harap, "{jenis:?}");
    }
}

#[test]
fn no_altered_byte_changes_what_is_believed() {
    let t = Tsa::baru(Kunci::Ec, Sertifikat::Baik);
    let percaya = Percaya::baca(&t.induk()).unwrap();
    let b = balasan(&t);
    let asli = minta().terima(&b, &percaya).unwrap();
    let mut ditolak = 0;
    for i in 0..b.len() {
        for ubah in [1, 0x80, 0xff] {
            let mut lain = b.clone();
            lain[i] ^= ubah;
            match minta().terima(&lain, &percaya) {
                // Not everything in a reply is signed; what it says is.
                Ok(cap) => assert_eq!(cap, asli, "byte {i}"),
                Err(_) => ditolak += 1,
            }
        }
    }
    assert!(ditolak > b.len() * 3 / 2, "{ditolak} of {}", b.len() * 3);
    for n in 0..b.len() {
        assert!(minta().terima(&b[..n], &percaya).is_err(), "{n}");
    }
}

#[test]
fn any_bytes_may_come() {
    let t = Tsa::baru(Kunci::Rsa, Sertifikat::Baik);
    let percaya = Percaya::baca(&t.induk()).unwrap();
    let (b, asli) = (balasan(&t), minta().terima(&balasan(&t), &percaya).unwrap());
    let potong = any::<(prop::sample::Index, prop::sample::Index, Vec<u8>)>();
    proptest!(|((dari, sampai, sisip) in potong)| {
        let (mut i, mut j) = (dari.index(b.len()), sampai.index(b.len()));
        if i > j {
            std::mem::swap(&mut i, &mut j);
        }
        let lain = [&b[..i], &sisip[..], &b[j..]].concat();
        if let Ok(cap) = minta().terima(&lain, &percaya) {
            prop_assert_eq!(cap.kebijakan, asli.kebijakan);
        }
        prop_assert!(Percaya::baca(&sisip).is_err());
        prop_assert!(minta().terima(&sisip, &percaya).is_err());
    });
}

#[test]
fn every_refusal_says_what_to_do() {
    for g in [
        Gagal::Bentuk,
        Gagal::Ditolak("status 2".into()),
        Gagal::LainData,
        Gagal::LainNonce,
        Gagal::LainKebijakan,
        Gagal::Algoritma,
        Gagal::TandaTangan,
        Gagal::Sertifikat,
        Gagal::BukanStempel,
        Gagal::Kedaluwarsa,
        Gagal::TakDipercaya,
        Gagal::Pem,
    ] {
        let kata = g.to_string();
        assert!(kata.contains("; "), "{kata}");
    }
}
