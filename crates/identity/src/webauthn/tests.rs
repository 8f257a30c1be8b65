use data_encoding::{BASE64URL_NOPAD as B64, HEXLOWER};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::json;

use super::*;

const KREDENSIAL: &[u8] = b"kredensial satu";
const TANTANGAN: &[u8] = b"tantangan";

/// A value of the standard's examples.
fn contoh(nama: &str) -> Vec<u8> {
    let semua = include_str!("contoh.txt").lines();
    let satu = semua.filter_map(|b| b.split_once(' ')).find(|(k, _)| *k == nama);
    HEXLOWER.decode(satu.unwrap().1.as_bytes()).unwrap()
}

fn bait(b: Vec<u8>) -> Option<Bait> {
    Some(Bait(b))
}

fn jawaban(klien: Vec<u8>) -> Jawaban {
    Jawaban {
        id: Bait(KREDENSIAL.to_vec()),
        klien: Bait(klien),
        baru: None,
        data: None,
        tanda: None,
        pengguna: None,
    }
}

fn organisasi() -> Situs {
    Situs::dari("https://example.org").unwrap()
}

/// `{"fmt": "none", "attStmt": {}, "authData": …}`
fn pernyataan(data: &[u8]) -> Vec<u8> {
    let awal = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59";
    [&awal[..], &(data.len() as u16).to_be_bytes(), data].concat()
}

#[test]
fn an_address_is_a_site_when_browsers_say_so() {
    for (url, harap) in [
        (
            "https://layanan.contoh.go.id",
            Some(("https://layanan.contoh.go.id", "layanan.contoh.go.id")),
        ),
        (
            "https://Layanan.Contoh.go.id:443/",
            Some(("https://layanan.contoh.go.id", "layanan.contoh.go.id")),
        ),
        ("https://a.id:8443", Some(("https://a.id:8443", "a.id"))),
        (
            "http://localhost:8080",
            Some(("http://localhost:8080", "localhost")),
        ),
        ("http://layanan.contoh.go.id", None),
        ("http://127.0.0.1:8080", None),
        ("https://10.0.0.1", None),
        ("https://[::1]", None),
        ("layanan", None),
        ("", None),
    ] {
        let situs = Situs::dari(url);
        assert_eq!(
            situs.as_ref().map(|s| (s.asal.as_str(), s.rp.as_str())),
            harap,
            "{url}"
        );
    }
}

#[test]
fn es256_as_the_standard_has_it() {
    let mut pernyataan = contoh("es256.create.attestationObject");
    let mut j = jawaban(contoh("es256.create.clientDataJSON"));
    j.id = Bait(contoh("es256.credential"));
    j.baru = bait(pernyataan.clone());
    // The example's device does not know its owner.
    assert_eq!(j.dibuat(&organisasi()).unwrap_err(), Tolak::TakDikenali);
    let ciri = pernyataan.iter().position(|b| *b == 0x59).unwrap();
    pernyataan[ciri] |= ORANGNYA;
    j.baru = bait(pernyataan);
    let (tantangan, baru) = j.dibuat(&organisasi()).unwrap();
    assert_eq!(tantangan, contoh("es256.create.challenge"));
    assert_eq!((baru.kredensial, baru.hitung), (contoh("es256.credential"), 0));
    tertandai("es256", &baru.kunci);
}

#[test]
fn rs256_as_the_standard_has_it() {
    let mut j = jawaban(contoh("rs256.create.clientDataJSON"));
    j.id = Bait(contoh("rs256.credential"));
    j.baru = bait(pernyataan(&contoh("rs256.create.authenticatorData")));
    let (tantangan, baru) = j.dibuat(&organisasi()).unwrap();
    assert_eq!(tantangan, contoh("rs256.create.challenge"));
    tertandai("rs256", &baru.kunci);
    // Whose name it is must be the same inside and outside.
    j.id.0[0] ^= 1;
    assert_eq!(j.dibuat(&organisasi()).unwrap_err(), Tolak::TakTerbaca);
}

/// The example's signature holds, and no longer when a bit of anything is another; its device knew no owner here either.
fn tertandai(nama: &str, kunci: &[u8]) {
    let data = contoh(&format!("{nama}.get.authenticatorData"));
    let klien = contoh(&format!("{nama}.get.clientDataJSON"));
    let mut tanda = contoh(&format!("{nama}.get.signature"));
    let pesan = [&data[..], &Sha256::digest(&klien)].concat();
    let k = Kunci::baca(kunci).unwrap();
    assert!(k.cocok(&pesan, &tanda));
    let mut lain = pesan.clone();
    lain[40] ^= 1;
    assert!(!k.cocok(&lain, &tanda));
    let mut j = jawaban(klien);
    (j.data, j.tanda) = (bait(data), bait(tanda.clone()));
    assert_eq!(j.ditandai(&organisasi(), kunci).unwrap_err(), Tolak::TakDikenali);
    *tanda.last_mut().unwrap() ^= 1;
    assert!(!k.cocok(&pesan, &tanda));
}

/// A device of ours, of the third kind.
struct Alat(Ed25519KeyPair);

impl Alat {
    fn kunci(&self) -> Vec<u8> {
        let awal = b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20";
        [&awal[..], self.0.public_key().as_ref()].concat()
    }

    fn data(&self, rp: &str, ciri: u8, hitung: u32) -> Vec<u8> {
        let mut b = [&Sha256::digest(rp)[..], &[ciri], &hitung.to_be_bytes()].concat();
        if ciri & BERKUNCI != 0 {
            b.extend([0; 16]);
            b.extend((KREDENSIAL.len() as u16).to_be_bytes());
            b.extend([KREDENSIAL, &self.kunci()].concat());
        }
        b
    }

    fn tanda(&self, klien: &str, data: Vec<u8>) -> Jawaban {
        let pesan = [&data[..], &Sha256::digest(klien)].concat();
        Jawaban {
            data: bait(data),
            tanda: bait(self.0.sign(&pesan).as_ref().to_vec()),
            ..jawaban(klien.into())
        }
    }
}

fn alat(benih: u8) -> Alat {
    Alat(Ed25519KeyPair::from_seed_unchecked(&[benih; 32]).unwrap())
}

fn klien(jenis: &str, asal: &str) -> String {
    json!({ "type": jenis, "challenge": B64.encode(TANTANGAN), "origin": asal, "crossOrigin": false })
        .to_string()
}

const ASAL: &str = "https://example.org";
const RP: &str = "example.org";
const BENAR: u8 = ADA_ORANG | ORANGNYA;

#[test]
fn an_answer_counts_where_and_as_it_was_asked_for() {
    let a = alat(1);
    let get = klien("webauthn.get", ASAL);
    let periksa = |j: Jawaban| j.ditandai(&organisasi(), &a.kunci());
    let harap = Ok((TANTANGAN.to_vec(), 7));
    assert_eq!(periksa(a.tanda(&get, a.data(RP, BENAR, 7))), harap);
    // What a device adds to it is read over, what nobody announced is not.
    let tambah = |ciri: u8, isi: &[u8]| [&a.data(RP, BENAR | ciri, 7)[..], isi].concat();
    let peta = b"\xa1\x6bcredProtect\x02";
    assert_eq!(periksa(a.tanda(&get, tambah(BERTAMBAHAN, peta))), harap);
    let salinan = DAPAT_DISALIN | TERSALIN;
    assert_eq!(periksa(a.tanda(&get, a.data(RP, BENAR | salinan, 7))), harap);
    for (data, tolak) in [
        (tambah(0, peta), Tolak::TakTerbaca),
        (tambah(BERTAMBAHAN, b""), Tolak::TakTerbaca),
        (tambah(BERTAMBAHAN, b"\xa0\xa0"), Tolak::TakTerbaca),
        (a.data(RP, BENAR | TERSALIN, 7), Tolak::TakTerbaca),
        (a.data("example.com", BENAR, 7), Tolak::Asal),
        (a.data(RP, ADA_ORANG, 7), Tolak::TakDikenali),
        (a.data(RP, ORANGNYA, 7), Tolak::TakDikenali),
        (Vec::new(), Tolak::TakTerbaca),
    ] {
        assert_eq!(periksa(a.tanda(&get, data.clone())), Err(tolak), "{data:x?}");
    }
    let lintas = get.replace("false", "true");
    for (klien, tolak) in [
        (klien("webauthn.create", ASAL), Tolak::TakTerbaca),
        (klien("webauthn.get", "https://example.org.jahat.id"), Tolak::Asal),
        (klien("webauthn.get", "http://example.org"), Tolak::Asal),
        (klien("webauthn.get", "https://example.org:444"), Tolak::Asal),
        (lintas, Tolak::Asal),
        ("{}".into(), Tolak::TakTerbaca),
        ("[".into(), Tolak::TakTerbaca),
    ] {
        assert_eq!(
            periksa(a.tanda(&klien, a.data(RP, BENAR, 7))),
            Err(tolak),
            "{klien}"
        );
    }
    // Another device, and words that were changed after they were signed.
    let lain = alat(2).tanda(&get, a.data(RP, BENAR, 7));
    assert_eq!(periksa(lain), Err(Tolak::Tanda));
    let mut j = a.tanda(&get, a.data(RP, BENAR, 7));
    j.data.as_mut().unwrap().0[36] = 9;
    assert_eq!(periksa(j), Err(Tolak::Tanda));
    let j = Jawaban {
        tanda: None,
        ..a.tanda(&get, a.data(RP, BENAR, 7))
    };
    assert_eq!(periksa(j), Err(Tolak::TakTerbaca));
    let j = a.tanda(&get, a.data(RP, BENAR, 7));
    assert_eq!(j.ditandai(&organisasi(), b"").unwrap_err(), Tolak::Tanda);
}

#[test]
fn whatever_is_cut_off_makes_nothing() {
    let a = alat(1);
    let data = a.data(RP, BENAR | BERKUNCI, 0);
    let create = klien("webauthn.create", ASAL);
    let buat = |data: &[u8]| {
        let mut j = jawaban(create.clone().into());
        j.baru = bait(pernyataan(data));
        j.dibuat(&organisasi()).map(|(_, b)| b.kunci)
    };
    assert_eq!(buat(&data), Ok(a.kunci()));
    for n in 0..data.len() {
        assert_eq!(buat(&data[..n]), Err(Tolak::TakTerbaca), "{n}");
    }
    assert!(buat(&[&data[..], b"\0"].concat()).is_err());
    // Without a key there is none, and one of a kind that nobody offered is none.
    assert_eq!(buat(&a.data(RP, BENAR, 0)), Err(Tolak::TakTerbaca));
    let mut lain = data.clone();
    let alg = lain.windows(2).rposition(|w| w == [0x03, 0x27]).unwrap();
    lain[alg + 1] = 0x28;
    assert_eq!(buat(&lain), Err(Tolak::TakTerbaca));
    // Any byte may be another: an answer or a refusal, never more.
    let utuh = pernyataan(&data);
    for i in 0..utuh.len() {
        for b in [0, 0x1f, 0x5b, 0x7f, 0x9b, 0xbb, 0xff] {
            let mut rusak = utuh.clone();
            rusak[i] = b;
            let mut j = jawaban(create.clone().into());
            j.baru = bait(rusak);
            let _ = j.dibuat(&organisasi());
        }
    }
}

#[test]
fn an_answer_is_read_or_refused() {
    for teks in [
        "",
        "{}",
        "null",
        "[]",
        r#"{"id":"AA","clientDataJSON":"%"}"#,
        r#"{"id":1}"#,
    ] {
        assert_eq!(Jawaban::baca(teks).unwrap_err(), Tolak::TakTerbaca, "{teks}");
    }
    let j = Jawaban::baca(r#"{"id":"AQ","clientDataJSON":"e30","lain":[1]}"#).unwrap();
    assert_eq!((j.id.0, j.klien.0), (vec![1], b"{}".to_vec()));
}
