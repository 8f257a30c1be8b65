//! Lists of reports: the arguments of the protocol, and those that other cities have added to it (paging, words, a
//! point with a radius, changes since).

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Galat, GalatMedan, Pelaku, Pesan,
    izin::{self, Tindakan, Wewenang},
};
use store::{Daftar, Kolom, Kotak, Kursor, Saringan, Tampak, Urut};

use crate::{Hasil, KODE, laporan, minta::Minta};

/// The longest span a query may cover, and the one it covers when nothing is said.
pub(crate) const RENTANG: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Most reports of one answer; also when nothing is said.
const MAKS: usize = 1_000;
/// How deep pages may be counted; beyond it, the address in the header `Link` goes on.
const DALAM: usize = 10_000;
/// What the store gives at once.
const SEKALI: usize = 500;

/// A span of time, either end open.
pub(crate) type Rentang = (Option<Timestamp>, Option<Timestamp>);

/// Reads a span of at most ninety days; where only one end is said, the other is ninety days away.
pub(crate) fn rentang(
    m: &Minta,
    (dari, sampai): (&'static str, &'static str),
    salah: &mut Vec<GalatMedan>,
) -> Rentang {
    let k = &m.p.profil.kalender;
    let (a, z) = (m.kueri.waktu(dari, k, salah), m.kueri.waktu(sampai, k, salah));
    match (a, z) {
        (Some(a), Some(z)) if z < a => {
            salah.push(GalatMedan::baru(
                sampai,
                "Akhir rentang tidak boleh sebelum awalnya.",
            ));
        }
        (Some(a), Some(z)) if z.duration_since(a) > RENTANG => {
            salah.push(GalatMedan::baru(sampai, "Rentang paling lama 90 hari."));
        }
        (Some(a), None) => return (Some(a), a.checked_add(RENTANG).ok()),
        (None, Some(z)) => return (z.checked_sub(RENTANG).ok(), Some(z)),
        _ => {}
    }
    (a, z)
}

/// What is asked for, with the number of reports to leave out first and to show then.
struct Mau {
    saring: Saringan,
    urut: Urut,
    lingkar: Option<Lingkar>,
    setelah: Option<Kursor>,
    lewati: usize,
    banyak: usize,
}

/// A point and what lies around it.
struct Lingkar {
    lat: f64,
    lon: f64,
    meter: f64,
}

impl Lingkar {
    const METER_SEDERAJAT: f64 = 111_195.0;

    /// The smallest box around it.
    fn kotak(&self) -> Kotak {
        let lintang = self.meter / Self::METER_SEDERAJAT;
        let bujur = lintang / self.lat.to_radians().cos().max(0.01);
        let sejuta = |d: f64| (d * 1e6) as i64;
        Kotak {
            lintang: (sejuta(self.lat - lintang), sejuta(self.lat + lintang)),
            bujur: (sejuta(self.lon - bujur), sejuta(self.lon + bujur)),
        }
    }

    /// Whether a report lies in it (haversine).
    fn memuat(&self, t: &Tampak) -> bool {
        let titik = |k: &str| t.entri.isi.get(k).and_then(serde_json::Value::as_f64);
        let (Some(lat), Some(lon)) = (titik("lat"), titik("lon")) else {
            return false;
        };
        let (dl, db) = ((lat - self.lat).to_radians(), (lon - self.lon).to_radians());
        let cos = self.lat.to_radians().cos() * lat.to_radians().cos();
        let a = (dl / 2.0).sin().powi(2) + cos * (db / 2.0).sin().powi(2);
        2.0 * a.sqrt().min(1.0).asin().to_degrees() * Self::METER_SEDERAJAT <= self.meter
    }
}

fn lingkar(m: &Minta, salah: &mut Vec<GalatMedan>) -> Option<Lingkar> {
    let lat = m.kueri.angka("lat", (-90.0, 90.0), salah);
    let lon = m.kueri.angka("long", (-180.0, 180.0), salah);
    let meter = m.kueri.angka("radius", (1.0, 50_000.0), salah);
    match (lat, lon) {
        (Some(lat), Some(lon)) => Some(Lingkar {
            lat,
            lon,
            meter: meter.unwrap_or(1_000.0),
        }),
        (None, None) if meter.is_none() => None,
        _ => {
            let ada = |n| m.kueri.semua(n).next().is_some();
            for n in ["lat", "long"].into_iter().filter(|n| !ada(n)) {
                salah.push(GalatMedan::baru(n, "Sebutkan lat dan long, atau hapus keduanya."));
            }
            None
        }
    }
}

/// A number of a page or of reports in it.
fn bilangan(m: &Minta, nama: &'static str, maks: usize, salah: &mut Vec<GalatMedan>) -> Option<usize> {
    let s = m.kueri.satu(nama, salah)?;
    match s.parse::<usize>() {
        Ok(n) if (1..=maks).contains(&n) => Some(n),
        _ => {
            let pesan = Pesan::baru("Isi angka dari {min} sampai {maks}.");
            salah.push(GalatMedan::baru(
                nama,
                pesan.dengan("min", 1).dengan("maks", maks),
            ));
            None
        }
    }
}

fn baca(m: &Minta) -> Result<Mau, Galat> {
    let mut salah = Vec::new();
    let kode = m.kueri.daftar("service_code", &mut salah);
    for k in kode.iter().filter(|k| m.p.profil.kategori(k).is_none()).take(20) {
        let pesan = Pesan::baru("“{nilai}” bukan kategori di sini.");
        let nilai = kernel::profil::potong(k, 60);
        salah.push(GalatMedan::baru("service_code", pesan.dengan("nilai", nilai)));
    }
    let status = m.kueri.daftar("status", &mut salah);
    let punya = |s: &str| status.iter().any(|n| n.eq_ignore_ascii_case(s));
    if status
        .iter()
        .any(|s| !["open", "closed"].iter().any(|k| s.eq_ignore_ascii_case(k)))
    {
        salah.push(GalatMedan::baru("status", "Isi open atau closed."));
    }
    let diminta = rentang(m, ("start_date", "end_date"), &mut salah);
    let diubah = rentang(m, ("updated_after", "updated_before"), &mut salah);
    let (mut diminta, berubah) = (diminta, diubah != (None, None));
    if diminta == (None, None) && !berubah {
        diminta.0 = m.p.app.store.jam().kini().checked_sub(RENTANG).ok();
    }
    let lingkar = lingkar(m, &mut salah);
    let banyak = bilangan(m, "page_size", MAKS, &mut salah).unwrap_or(MAKS);
    let halaman = bilangan(m, "page", DALAM, &mut salah).unwrap_or(1);
    let lewati = (halaman - 1) * banyak;
    if lewati + banyak > DALAM.max(MAKS) {
        let pesan = "Halaman ini terlalu dalam. Persempit rentang waktunya, atau ikuti kepala Link.";
        salah.push(GalatMedan::baru("page", pesan));
    }
    let urut = Urut {
        kolom: if berubah { Kolom::Diubah } else { Kolom::Dibuat },
        turun: !berubah,
    };
    let setelah = m.kueri.satu("kursor", &mut salah).and_then(|k| {
        let isi = m.p.app.identitas.buka_tanda(&guna(m, &urut), k);
        let k = isi.and_then(|s| Kursor::baca(s).ok());
        if k.is_none() {
            salah.push(GalatMedan::baru(
                "kursor",
                "Kursor ini tidak dikenal. Mulai lagi dari halaman pertama.",
            ));
        }
        k
    });
    if !salah.is_empty() {
        return Err(Galat::Isian(salah));
    }
    let ms = |t: Option<Timestamp>| t.map(Timestamp::as_millisecond);
    // Ends belong to the span: a moment is kept to the millisecond and written to the second.
    let akhir = |t: Option<Timestamp>| ms(t).map(|ms| ms.saturating_add(1_000));
    let kategori: Vec<String> = kode.into_iter().map(str::to_owned).collect();
    Ok(Mau {
        saring: Saringan {
            medan: vec![("kategori".to_owned(), kategori)],
            terbuka: (punya("open") != punya("closed")).then(|| punya("open")),
            sejak: ms(diminta.0),
            sebelum: akhir(diminta.1),
            diubah_sejak: ms(diubah.0),
            diubah_sebelum: akhir(diubah.1),
            kotak: lingkar.as_ref().map(Lingkar::kotak),
            kata: m.kueri.semua("q").collect::<Vec<_>>().join(" "),
            ..Saringan::default()
        },
        urut,
        lingkar,
        lewati: if setelah.is_some() { 0 } else { lewati },
        setelah,
        banyak,
    })
}

/// What a cursor is signed for.
fn guna(m: &Minta, urut: &Urut) -> String {
    format!("open311/{}/{:?}", m.p.daerah(), urut.kolom)
}

/// The right of everybody to read.
pub(crate) fn wewenang(m: &Minta) -> Result<Wewenang, Galat> {
    let def = m.p.register(KODE)?;
    izin::wewenang(&m.p.profil, &def, &Pelaku::Publik, Tindakan::Baca).ok_or(Galat::TidakDitemukan)
}

/// The address of this list from another place on.
pub(crate) fn lanjut(m: &Minta, guna: &str, k: &Kursor) -> Option<HeaderValue> {
    let jalur = m.p.jalur.split('?').next().unwrap_or_default();
    let kursor = m.p.app.identitas.tandai(guna, &k.tulis());
    let tetap = m.kueri.0.iter().filter(|(k, _)| k != "kursor" && k != "page");
    let tetap = tetap.map(|(k, v)| (k.as_str(), v.as_str()));
    let semua: Vec<String> = tetap
        .chain([("kursor", kursor.as_str())])
        .map(|(k, v)| format!("{}={}", sandi(k), sandi(v)))
        .collect();
    let ke = format!("<{}{jalur}?{}>; rel=\"next\"", m.p.app.url_dasar, semua.join("&"));
    HeaderValue::from_str(&ke).ok()
}

/// A text inside an address.
fn sandi(s: &str) -> String {
    let mut hasil = String::new();
    for b in s.bytes() {
        match b {
            b if b.is_ascii_alphanumeric() || b"-._~".contains(&b) => hasil.push(char::from(b)),
            b => hasil.push_str(&format!("%{b:02X}")),
        }
    }
    hasil
}

/// `GET …/requests`
pub(crate) async fn daftar(m: Minta) -> Hasil {
    let mut salah = Vec::new();
    let nomor = m.kueri.daftar("service_request_id", &mut salah);
    if !salah.is_empty() {
        return Err(Galat::Isian(salah).into());
    }
    // Numbers override everything else; those that are not there, or not for everybody, are left out.
    if !nomor.is_empty() {
        let mut ada = Vec::new();
        for n in nomor.into_iter().filter_map(laporan::nomor) {
            let store = &m.p.app.store;
            match store
                .entri_bernomor(m.p.daerah(), &Pelaku::Publik, KODE, &n)
                .await
            {
                Ok(t) => ada.push(t),
                Err(Galat::TidakDitemukan) => {}
                Err(g) => return Err(g.into()),
            }
        }
        return tampilkan(&m, &ada).await;
    }
    let mau = baca(&m)?;
    let (ada, berikut) = ambil(&m, &mau).await?;
    let mut r = tampilkan(&m, &ada).await?;
    if let Some(v) = berikut.and_then(|k| lanjut(&m, &guna(&m, &mau.urut), &k)) {
        r.headers_mut().insert(header::LINK, v);
    }
    Ok(r)
}

async fn tampilkan(m: &Minta, semua: &[Tampak]) -> Result<Response, crate::minta::Tolak> {
    let isi = laporan::banyak(m, semua, &Pelaku::Publik).await?;
    m.jawab("service_requests", &isi.into())
}

/// The reports of the page, and where the next one begins.
async fn ambil(m: &Minta, mau: &Mau) -> Result<(Vec<Tampak>, Option<Kursor>), Galat> {
    let w = wewenang(m)?;
    let mut d = Daftar {
        saring: mau.saring.clone(),
        urut: mau.urut.clone(),
        setelah: mau.setelah.clone(),
        batas: 0,
    };
    let mut lewati = mau.lewati;
    let mut sisa = mau.banyak;
    let mut hasil = Vec::new();
    loop {
        d.batas = if lewati > 0 { lewati } else { sisa }.min(SEKALI);
        let h = m.p.app.store.daftar(&w, &Pelaku::Publik, &d).await?;
        if lewati > 0 {
            lewati -= d.batas;
        } else {
            sisa -= d.batas;
            let dalam = |t: &Tampak| mau.lingkar.as_ref().is_none_or(|l| l.memuat(t));
            hasil.extend(h.entri.into_iter().filter(dalam));
        }
        match h.berikut {
            Some(k) if sisa > 0 => d.setelah = Some(k),
            berikut => return Ok((hasil, berikut)),
        }
    }
}
