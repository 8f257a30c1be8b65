//! Asking other programs by HTTP: one request, a short answer, and never an address inside our own network unless the
//! operator said so. The address that was checked is the one that is connected to, so a name that changes between the
//! two does not help; a redirection is an answer like any other and is not followed.

use std::{net::IpAddr, sync::Arc, time::Duration};

use http_body_util::{BodyExt as _, Full};
use hyper::{Method, Request, body::Bytes, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use kernel::Galat;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Url};

/// How long the other side may take in all.
const SABAR: Duration = Duration::from_secs(15);

/// Where requests may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Jangkauan {
    /// To the internet, by HTTPS.
    #[default]
    Umum,
    /// Anywhere, also by HTTP: a gateway on our own network, named by the operator.
    Lokal,
}

/// What the other side answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jawaban {
    /// HTTP status.
    pub status: u16,
    /// The beginning of what it said, as far as it was asked for.
    pub tubuh: Vec<u8>,
    /// The moment by its clock, as the header says it.
    pub tanggal: Option<String>,
}

/// Sends requests.
#[derive(Clone)]
pub struct Klien(TlsConnector);

impl Klien {
    /// A client that trusts the public certificate authorities.
    ///
    /// # Errors
    /// When the cryptography cannot be prepared.
    pub fn baru() -> Result<Self, Galat> {
        let akar = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|e| Galat::dalam("preparing TLS", e))?
            .with_root_certificates(akar)
            .with_no_client_auth();
        Ok(Klien(TlsConnector::from(Arc::new(tls))))
    }

    /// Posts JSON, unless the headers say another type; the status of the answer. The error says why not, without the
    /// address.
    ///
    /// # Errors
    /// An address that is not allowed, a side that does not answer in time.
    pub async fn post(
        &self,
        url: &str,
        jangkauan: Jangkauan,
        kepala: &[(&'static str, String)],
        tubuh: Vec<u8>,
    ) -> Result<u16, String> {
        let jawaban = self.tanya(url, jangkauan, kepala, tubuh, 0).await?;
        Ok(jawaban.status)
    }

    /// As [`Klien::post`], with the first `maks` bytes of what the other side says.
    ///
    /// # Errors
    /// As [`Klien::post`]; an answer that breaks off.
    pub async fn tanya(
        &self,
        url: &str,
        jangkauan: Jangkauan,
        kepala: &[(&'static str, String)],
        tubuh: Vec<u8>,
        maks: usize,
    ) -> Result<Jawaban, String> {
        self.sabar(url, jangkauan, kepala, Some(tubuh), maks).await
    }

    /// Fetches what stands at an address: the first `maks` bytes of it.
    ///
    /// # Errors
    /// As [`Klien::tanya`].
    pub async fn ambil(&self, url: &str, jangkauan: Jangkauan, maks: usize) -> Result<Jawaban, String> {
        self.sabar(url, jangkauan, &[], None, maks).await
    }

    async fn sabar(
        &self,
        url: &str,
        jangkauan: Jangkauan,
        kepala: &[(&'static str, String)],
        tubuh: Option<Vec<u8>>,
        maks: usize,
    ) -> Result<Jawaban, String> {
        let url = alamat(url, jangkauan)?;
        tokio::time::timeout(SABAR, self.kirim(&url, jangkauan, kepala, tubuh, maks))
            .await
            .unwrap_or_else(|_| Err("tidak menjawab dalam 15 detik".to_owned()))
    }

    async fn kirim(
        &self,
        url: &Url,
        jangkauan: Jangkauan,
        kepala: &[(&'static str, String)],
        tubuh: Option<Vec<u8>>,
        maks: usize,
    ) -> Result<Jawaban, String> {
        let host = url.host_str().ok_or("alamatnya tanpa host")?;
        let tcp = sambung(url, jangkauan).await?;
        if url.scheme() == "https" {
            let nama = host.trim_matches(['[', ']']).to_owned();
            let nama = ServerName::try_from(nama).map_err(|_| "nama hostnya tidak sah")?;
            let tls = self.0.connect(nama, tcp).await.map_err(|_| "TLS gagal")?;
            tanya(tls, url, kepala, tubuh, maks).await
        } else {
            tanya(tcp, url, kepala, tubuh, maks).await
        }
    }
}

/// An address that may be asked, before its name is looked up.
///
/// # Errors
/// What is wrong with it.
pub fn alamat(teks: &str, jangkauan: Jangkauan) -> Result<Url, String> {
    let url = Url::parse(teks.trim()).map_err(|_| "bukan alamat yang lengkap")?;
    let skema = match jangkauan {
        Jangkauan::Umum => url.scheme() == "https",
        Jangkauan::Lokal => matches!(url.scheme(), "https" | "http"),
    };
    if !skema {
        return Err("alamatnya harus diawali https://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("alamatnya tidak boleh memuat nama pengguna atau sandi".to_owned());
    }
    let ip = match url.host() {
        None => return Err("alamatnya tanpa host".to_owned()),
        Some(Host::Domain(_)) => None,
        Some(Host::Ipv4(a)) => Some(IpAddr::V4(a)),
        Some(Host::Ipv6(a)) => Some(IpAddr::V6(a)),
    };
    match ip {
        Some(ip) if jangkauan == Jangkauan::Umum && !umum(ip) => Err(DALAM.to_owned()),
        _ => Ok(url),
    }
}

const DALAM: &str = "alamatnya menunjuk ke jaringan dalam";

/// Connects to an address that was looked at first.
async fn sambung(url: &Url, jangkauan: Jangkauan) -> Result<TcpStream, String> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = url.port_or_known_default().unwrap_or(443);
    let semua: Vec<_> = tokio::net::lookup_host((host, port))
        .await
        .map_err(|_| "nama hostnya tidak ditemukan")?
        .collect();
    // A name that also stands for an inner address is not to be trusted with any.
    if jangkauan == Jangkauan::Umum && semua.iter().any(|a| !umum(a.ip())) {
        return Err(DALAM.to_owned());
    }
    for a in semua.iter().take(4) {
        if let Ok(Ok(tcp)) = tokio::time::timeout(SABAR / 3, TcpStream::connect(a)).await {
            return Ok(tcp);
        }
    }
    Err("tidak tersambung".to_owned())
}

async fn tanya(
    io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    url: &Url,
    kepala: &[(&'static str, String)],
    tubuh: Option<Vec<u8>>,
    maks: usize,
) -> Result<Jawaban, String> {
    let putus = |_| "sambungannya terputus".to_owned();
    let (mut kirim, sambungan) = http1::handshake(TokioIo::new(io)).await.map_err(putus)?;
    let kerja = tokio::spawn(sambungan);
    let tempat = match url.port() {
        Some(p) => format!("{}:{p}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let jalur = match url.query() {
        Some(q) => format!("{}?{q}", url.path()),
        None => url.path().to_owned(),
    };
    let mut minta = Request::builder()
        .method(if tubuh.is_some() {
            Method::POST
        } else {
            Method::GET
        })
        .uri(jalur)
        .header(header::HOST, tempat)
        .header(header::USER_AGENT, concat!("praja/", env!("CARGO_PKG_VERSION")))
        .header(header::CONNECTION, "close");
    if tubuh.is_some() && !kepala.iter().any(|(n, _)| n.eq_ignore_ascii_case("content-type")) {
        minta = minta.header(header::CONTENT_TYPE, "application/json");
    }
    for (nama, nilai) in kepala {
        minta = minta.header(*nama, nilai);
    }
    let minta = minta
        .body(Full::new(Bytes::from(tubuh.unwrap_or_default())))
        .map_err(|_| "permintaannya tidak dapat ditulis")?;
    let jawab = async {
        let mut jawab = kirim.send_request(minta).await.map_err(putus)?;
        let tanggal = jawab.headers().get(hyper::header::DATE);
        let tanggal = tanggal.and_then(|t| t.to_str().ok()).map(str::to_owned);
        let mut tubuh = Vec::new();
        // Where only the status matters, its words are not read.
        while tubuh.len() < maks
            && let Some(bagian) = jawab.frame().await
        {
            if let Some(d) = bagian.map_err(putus)?.data_ref() {
                tubuh.extend_from_slice(d);
            }
        }
        tubuh.truncate(maks);
        Ok(Jawaban {
            status: jawab.status().as_u16(),
            tubuh,
            tanggal,
        })
    };
    let jawab = jawab.await;
    kerja.abort();
    jawab
}

/// Whether an address belongs to the internet, and not to a machine, a network or a purpose of its own.
fn umum(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(a) => {
            let [b1, b2, b3, _] = a.octets();
            !(a.is_private()
                || a.is_loopback()
                || a.is_link_local()
                || a.is_unspecified()
                || a.is_broadcast()
                || a.is_multicast()
                || a.is_documentation()
                || b1 == 0
                || b1 >= 240
                || (b1 == 100 && (64..128).contains(&b2))
                || (b1 == 198 && (18..20).contains(&b2))
                || (b1 == 192 && b2 == 0 && b3 == 0)
                || (b1 == 192 && b2 == 88 && b3 == 99))
        }
        IpAddr::V6(a) => {
            let s = a.segments();
            // IPv4 inside IPv6 is judged as what it is: mapped, by NAT64, by 6to4.
            let dalam = match s {
                [0, 0, 0, 0, 0, 0xffff, x, y] | [0x64, 0xff9b, 0, 0, 0, 0, x, y] | [0x2002, x, y, ..] => {
                    Some((x, y))
                }
                _ => None,
            };
            if let Some((x, y)) = dalam {
                let [a, b] = x.to_be_bytes();
                let [c, d] = y.to_be_bytes();
                return umum(IpAddr::from([a, b, c, d]));
            }
            // Everything handed out lies in 2000::/3; of it, 2001::/23 and 2001:db8::/32 serve purposes of their own.
            (s[0] & 0xe000) == 0x2000 && !(s[0] == 0x2001 && (s[1] < 0x200 || s[1] == 0xdb8))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn inner_addresses_are_refused() {
        for a in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "203.0.113.1",
            "::1",
            "::",
            "fc00::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!umum(a.parse().unwrap()), "{a}");
        }
        for a in [
            "8.8.8.8",
            "103.10.10.10",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "::ffff:8.8.8.8",
        ] {
            assert!(umum(a.parse().unwrap()), "{a}");
        }
    }

    #[test]
    fn addresses_are_looked_at_before_their_names() {
        for (teks, umum, lokal) in [
            ("https://contoh.go.id/kait?x=1", true, true),
            ("http://contoh.go.id/", false, true),
            ("ftp://contoh.go.id/", false, false),
            ("file:///etc/passwd", false, false),
            ("https://u:p@contoh.go.id/", false, false),
            ("https://127.0.0.1/", false, true),
            ("https://2130706433/", false, true),
            ("https://0x7f.1/", false, true),
            ("https://[::1]/", false, true),
            ("contoh.go.id", false, false),
            ("", false, false),
        ] {
            assert_eq!(alamat(teks, Jangkauan::Umum).is_ok(), umum, "{teks}");
            assert_eq!(alamat(teks, Jangkauan::Lokal).is_ok(), lokal, "{teks}");
        }
    }

    #[tokio::test]
    async fn a_name_of_an_inner_address_is_refused() {
        let k = Klien::baru().unwrap();
        let e = k
            .post("https://localhost:1/", Jangkauan::Umum, &[], Vec::new())
            .await
            .unwrap_err();
        assert_eq!(e, DALAM);
    }
}
