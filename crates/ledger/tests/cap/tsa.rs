//! A time stamping authority for tests: a root, a certificate under it and `openssl ts` in a folder that goes away. It
//! shares no line with what it tests.

#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

use tempfile::TempDir;

/// The policy under which it stamps when none is asked for.
pub const KEBIJAKAN: &str = "1.2.3.4";
/// Another that it knows.
pub const KEBIJAKAN_LAIN: &str = "1.2.3.5";

const SETELAN: &str = "
[tsa]
default_tsa = tsa1
[tsa1]
serial = seri
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
certs = ca.pem
signer_digest = sha256
default_policy = 1.2.3.4
other_policies = 1.2.3.5
digests = sha256
accuracy = secs:1, millisecs:500
ordering = no
tsa_name = yes
clock_precision_digits = 3
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[stempel]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[longgar]
extendedKeyUsage = timeStamping
[web]
extendedKeyUsage = critical,serverAuth
";

/// The kind of its key.
#[derive(Clone, Copy, Debug)]
pub enum Kunci {
    /// RSA, 2048 bits.
    Rsa,
    /// NIST P-256.
    Ec,
}

/// What its certificate is.
#[derive(Clone, Copy, Debug)]
pub enum Sertifikat {
    /// For time stamps, a month.
    Baik,
    /// Over since yesterday.
    Lewat,
    /// For time stamps, but it does not say so critically.
    Longgar,
    /// For web servers.
    Web,
}

/// The authority.
pub struct Tsa {
    folder: TempDir,
    nomor: AtomicUsize,
}

fn openssl(folder: &Path, perintah: &str) {
    let hasil = Command::new("openssl")
        .args(perintah.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap_or_else(|e| panic!("openssl is not installed (setup/debian.sh uji): {e}"));
    let galat = String::from_utf8_lossy(&hasil.stderr);
    assert!(hasil.status.success(), "openssl {perintah}: {galat}");
}

impl Tsa {
    pub fn baru(kunci: Kunci, sertifikat: Sertifikat) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let f = folder.path();
        fs::write(f.join("tsa.cnf"), SETELAN).unwrap();
        let jenis = match kunci {
            Kunci::Rsa => "rsa:2048",
            Kunci::Ec => "ec -pkeyopt ec_paramgen_curve:P-256",
        };
        let (bagian, hari) = match sertifikat {
            Sertifikat::Baik => ("stempel", 30),
            Sertifikat::Lewat => ("stempel", -1),
            Sertifikat::Longgar => ("longgar", 30),
            Sertifikat::Web => ("web", 30),
        };
        openssl(
            f,
            &format!("req -x509 -newkey {jenis} -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Induk"),
        );
        openssl(
            f,
            &format!("req -newkey {jenis} -nodes -keyout tsa.key -out tsa.csr -subj /CN=TSA"),
        );
        openssl(
            f,
            &format!(
                "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days {hari} \
                 -extfile tsa.cnf -extensions {bagian} -out tsa.pem"
            ),
        );
        Tsa {
            folder,
            nomor: AtomicUsize::new(0),
        }
    }

    /// The root, in PEM.
    pub fn induk(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("ca.pem")).unwrap()
    }

    /// The file of the root.
    pub fn berkas_induk(&self) -> std::path::PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Its own certificate, in PEM.
    pub fn sertifikat(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("tsa.pem")).unwrap()
    }

    fn lalu(&self, isi: &[u8], perintah: impl Fn(&str, &str) -> String) -> Vec<u8> {
        let n = self.nomor.fetch_add(1, Ordering::Relaxed);
        let (masuk, keluar) = (format!("{n}.masuk"), format!("{n}.keluar"));
        let f = self.folder.path();
        fs::write(f.join(&masuk), isi).unwrap();
        openssl(f, &perintah(&masuk, &keluar));
        fs::read(f.join(&keluar)).unwrap()
    }

    /// Answers a request as it should be answered.
    pub fn jawab(&self, permintaan: &[u8]) -> Vec<u8> {
        self.lalu(permintaan, |m, k| {
            format!("ts -reply -config tsa.cnf -section tsa1 -queryfile {m} -out {k}")
        })
    }

    /// The content of a reply, signed again with whatever certificate this one has: what `openssl ts` refuses to do. A
    /// token, without the status before it.
    pub fn tanda_tangani(&self, balasan: &[u8]) -> Vec<u8> {
        let token = self.lalu(balasan, |m, k| format!("ts -reply -in {m} -token_out -out {k}"));
        let isi = self.lalu(&token, |m, k| {
            format!("cms -verify -noverify -inform DER -in {m} -out {k}")
        });
        self.lalu(&isi, |m, k| {
            format!(
                "cms -sign -binary -nodetach -nosmimecap -cades -in {m} -econtent_type id-smime-ct-TSTInfo \
                 -signer tsa.pem -inkey tsa.key -md sha256 -outform DER -out {k}"
            )
        })
    }

    /// Whether `openssl` finds a reply good, as somebody outside would ask it.
    pub fn periksa_di_luar(&self, data: &[u8], balasan: &[u8]) {
        fs::write(self.folder.path().join("data"), data).unwrap();
        fs::write(self.folder.path().join("balasan.tsr"), balasan).unwrap();
        openssl(
            self.folder.path(),
            "ts -verify -data data -in balasan.tsr -CAfile ca.pem",
        );
    }
}
