//! A device with passkeys, by software: it answers as a browser passes it on, and lies where a test tells it to.

use data_encoding::BASE64URL_NOPAD as B64;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::peramban::Lembar;

pub const ADA_ORANG: u8 = 0x01;
pub const ORANGNYA: u8 = 0x04;
const BERKUNCI: u8 = 0x40;

/// One passkey in its device.
pub struct Gawai {
    pasangan: EcdsaKeyPair,
    pub kredensial: Vec<u8>,
    /// Whose it says it is.
    pub pengguna: Vec<u8>,
    /// Where the browser says it is.
    pub asal: String,
    pub rp: String,
    pub ciri: u8,
    pub hitung: u32,
}

/// What a page asks of the device.
#[track_caller]
pub fn opsi(l: &Lembar) -> Value {
    let semua = l.antara("data-kunci-sandi=\"", "\"");
    let satu = semua
        .first()
        .unwrap_or_else(|| panic!("no passkey is asked for in {}", l.isi));
    serde_json::from_str(&satu.replace("&quot;", "\"").replace("&amp;", "&")).unwrap()
}

fn bait(v: &Value) -> Vec<u8> {
    B64.decode(v.as_str().unwrap().as_bytes()).unwrap()
}

impl Gawai {
    pub fn baru(opsi: &Value) -> Self {
        let (acak, alg) = (SystemRandom::new(), &ECDSA_P256_SHA256_ASN1_SIGNING);
        let kunci = EcdsaKeyPair::generate_pkcs8(alg, &acak).unwrap();
        Gawai {
            pasangan: EcdsaKeyPair::from_pkcs8(alg, kunci.as_ref(), &acak).unwrap(),
            kredensial: uuid::Uuid::now_v7().as_bytes().to_vec(),
            pengguna: bait(&opsi["user"]["id"]),
            asal: "https://praja.contoh.id".into(),
            rp: "praja.contoh.id".into(),
            ciri: ADA_ORANG | ORANGNYA,
            hitung: 0,
        }
    }

    fn klien(&self, jenis: &str, opsi: &Value) -> String {
        json!({ "type": jenis, "challenge": opsi["challenge"], "origin": self.asal, "crossOrigin": false })
            .to_string()
    }

    fn data(&self, ciri: u8) -> Vec<u8> {
        [&Sha256::digest(&self.rp)[..], &[ciri], &self.hitung.to_be_bytes()].concat()
    }

    /// A passkey is made.
    pub fn buat(&self, opsi: &Value) -> String {
        let titik = self.pasangan.public_key().as_ref();
        let mut data = self.data(self.ciri | BERKUNCI);
        data.extend([0; 16]);
        data.extend((self.kredensial.len() as u16).to_be_bytes());
        data.extend(&self.kredensial);
        data.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
        data.extend(&titik[1..33]);
        data.extend(b"\x22\x58\x20");
        data.extend(&titik[33..]);
        let mut isi = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        isi.extend((data.len() as u16).to_be_bytes());
        isi.extend(data);
        let klien = self.klien("webauthn.create", opsi);
        let jawaban = json!({
            "id": B64.encode(&self.kredensial), "clientDataJSON": B64.encode(klien.as_bytes()),
            "attestationObject": B64.encode(&isi),
        });
        jawaban.to_string()
    }

    /// It is used, and counts, if it ever did.
    pub fn pakai(&mut self, opsi: &Value) -> String {
        self.hitung += u32::from(self.hitung > 0);
        let (klien, data) = (self.klien("webauthn.get", opsi), self.data(self.ciri));
        let pesan = [&data[..], &Sha256::digest(&klien)].concat();
        let tanda = self.pasangan.sign(&SystemRandom::new(), &pesan).unwrap();
        let jawaban = json!({
            "id": B64.encode(&self.kredensial), "clientDataJSON": B64.encode(klien.as_bytes()),
            "authenticatorData": B64.encode(&data), "signature": B64.encode(tanda.as_ref()),
            "userHandle": B64.encode(&self.pengguna),
        });
        jawaban.to_string()
    }
}
