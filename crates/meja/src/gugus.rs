//! Complaints that look alike: the same category, within 250 metres or in one desa, of the last thirty days. Only a
//! suggestion: an official looks and makes a problem of those that are one.

use std::collections::HashMap;

use axum::response::Response;
use kernel::{Entri, Galat, izin::Tindakan};
use maud::{Markup, html};
use store::{Daftar, Saringan, Tampak, Urut};
use web::{Gagal, Permintaan};

use crate::PENGADUAN;

/// Complaints that far apart are alike, metres.
const JARAK: f64 = 250.0;
/// Metres of a degree of latitude.
const METER_DERAJAT: f64 = 111_320.0;
/// How far back is looked.
const HARI: i64 = 30;
/// Most complaints that are compared: the newest.
const MAKS: usize = 2_000;
/// Fewer are no cluster.
const SEDIKIT: usize = 3;
/// Most clusters shown.
const TAMPIL: usize = 30;
/// Most complaints of one cluster shown, which is also the most that one press makes a problem of.
pub(crate) const TAMPIL_ANGGOTA: usize = 100;

/// What makes a complaint like another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anggota {
    /// Category.
    pub kategori: String,
    /// Village, empty when it is not known.
    pub desa: String,
    /// Latitude and longitude.
    pub titik: Option<(f64, f64)>,
}

impl Anggota {
    fn dari(e: &Entri) -> Self {
        Anggota {
            kategori: e.teks("kategori").to_owned(),
            desa: e.teks("desa").to_owned(),
            titik: titik(e),
        }
    }
}

/// The point of a complaint.
pub(crate) fn titik(e: &Entri) -> Option<(f64, f64)> {
    let derajat = |m: &str| e.isi.get(m)?.as_f64();
    Some((derajat("lat")?, derajat("lon")?))
}

/// Metres between two points that are near each other.
fn jarak(a: (f64, f64), b: (f64, f64)) -> f64 {
    let utara = (a.0 - b.0) * METER_DERAJAT;
    let timur = (a.1 - b.1) * METER_DERAJAT * a.0.to_radians().cos();
    utara.hypot(timur)
}

/// Groups of at least three that hang together, by their places in the list, the largest first. Points are compared
/// with those in their own and the neighbouring squares of a grid. O(n) where points are spread, O(n²) where all lie on
/// one spot.
pub fn gugus(semua: &[Anggota]) -> Vec<Vec<usize>> {
    let mut induk: Vec<usize> = (0..semua.len()).collect();
    let mut desa: HashMap<(&str, &str), usize> = HashMap::new();
    let mut kotak: HashMap<(&str, i64, i64), Vec<usize>> = HashMap::new();
    // One scale for all, so that squares are the same for everybody; a regency is small.
    let skala = semua
        .iter()
        .find_map(|a| a.titik)
        .map_or(1.0, |(lat, _)| lat.to_radians().cos().max(0.1));
    for (i, a) in semua.iter().enumerate() {
        if !a.desa.is_empty() {
            let lain = *desa.entry((&a.kategori, &a.desa)).or_insert(i);
            satukan(&mut induk, i, lain);
        }
        let Some(t) = a.titik else { continue };
        #[allow(clippy::cast_possible_truncation)]
        let petak = |meter: f64| (meter / JARAK).floor() as i64;
        let (y, x) = (petak(t.0 * METER_DERAJAT), petak(t.1 * METER_DERAJAT * skala));
        for (dy, dx) in (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dy, dx))) {
            for lain in kotak
                .get(&(a.kategori.as_str(), y + dy, x + dx))
                .into_iter()
                .flatten()
            {
                let dekat = semua
                    .get(*lain)
                    .and_then(|l| l.titik)
                    .is_some_and(|l| jarak(t, l) <= JARAK);
                if dekat {
                    satukan(&mut induk, i, *lain);
                }
            }
        }
        kotak.entry((&a.kategori, y, x)).or_default().push(i);
    }
    let mut kelompok: HashMap<usize, Vec<usize>> = HashMap::new();
    for i in 0..semua.len() {
        kelompok.entry(akar(&mut induk, i)).or_default().push(i);
    }
    let mut hasil: Vec<Vec<usize>> = kelompok.into_values().filter(|k| k.len() >= SEDIKIT).collect();
    hasil.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    hasil
}

fn akar(induk: &mut [usize], mut i: usize) -> usize {
    while let Some(&atas) = induk.get(i)
        && atas != i
    {
        // Half the way up for whoever comes next.
        let kakek = induk.get(atas).copied().unwrap_or(atas);
        if let Some(p) = induk.get_mut(i) {
            *p = kakek;
        }
        i = kakek;
    }
    i
}

fn satukan(induk: &mut [usize], a: usize, b: usize) {
    let (a, b) = (akar(induk, a), akar(induk, b));
    if let Some(p) = induk.get_mut(a.max(b)) {
        *p = a.min(b);
    }
}

/// Open complaints of the last days that belong to no problem yet, the newest first, as this account sees them.
async fn bahan(p: &Permintaan) -> Result<Vec<Tampak>, Galat> {
    let def = p.register(PENGADUAN)?;
    let w = p.wewenang(&def, Tindakan::Baca)?;
    if !w.dalam() {
        return Err(Galat::Ditolak("Peran Anda tidak menangani laporan.".into()));
    }
    let kini = p.app.store.jam().kini().as_millisecond();
    let mut d = Daftar {
        saring: Saringan {
            medan: vec![("masalah".to_owned(), vec![String::new()])],
            terbuka: Some(true),
            sejak: Some(kini - HARI * 86_400_000),
            ..Saringan::default()
        },
        urut: Urut::default(),
        setelah: None,
        batas: 500,
    };
    let mut semua = Vec::new();
    loop {
        let h = p.app.store.daftar(&w, &p.pelaku, &d).await?;
        semua.extend(h.entri);
        d.setelah = h.berikut;
        if d.setelah.is_none() || semua.len() >= MAKS {
            semua.truncate(MAKS);
            return Ok(semua);
        }
    }
}

/// "Penerangan jalan, Desa Baluk": what a group is about, in the profile's words only.
pub(crate) fn sebutan(p: &Permintaan, e: &Entri) -> String {
    let kategori = ui::tampil::kategori(p.b, &p.profil, e.teks("kategori"));
    let tempat = match p.profil.desa(e.teks("desa")) {
        Some(d) => Some(d),
        None => p.profil.kecamatan(e.teks("kecamatan")).map(|k| k.nama.as_str()),
    };
    match tempat {
        Some(t) => format!("{kategori}, {t}"),
        None => kategori.to_owned(),
    }
}

pub(crate) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let b = p.b;
    let semua = bahan(&p).await?;
    let anggota: Vec<Anggota> = semua.iter().map(|t| Anggota::dari(&t.entri)).collect();
    let kelompok = gugus(&anggota);
    let buat = p
        .wewenang(&*p.register(layanan::masalah::KODE)?, Tindakan::Buat)
        .is_ok();
    let n = ui::tampil::angka(i64::try_from(kelompok.len()).unwrap_or(i64::MAX));
    let judul = b.isi("{n} kelompok laporan yang mirip", &[("n", &n)]);
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/pengaduan")) { (b.t("Pengaduan")) }
        h1 { (judul) }
        p { (b.t("Laporan terbuka 30 hari terakhir dengan kategori yang sama, berjarak paling jauh 250 meter atau dari desa yang sama, dan belum dikaitkan ke masalah. Periksa dulu: mirip belum tentu satu masalah.")) }
        @if kelompok.is_empty() {
            (ui::tampil::kosong(b.t("Tidak ada laporan yang mirip."), b.t("Anda tetap dapat mencentang laporan di daftar, lalu memilih Jadikan masalah."), None))
        }
        @for (i, k) in kelompok.iter().take(TAMPIL).enumerate() {
            @let isi: Vec<&Tampak> = k.iter().take(TAMPIL_ANGGOTA).filter_map(|i| semua.get(*i)).collect();
            (satu(&p, i, k.len(), &isi, buat))
        }
    };
    Ok(p.ruang(&judul, PENGADUAN, isi))
}

fn satu(p: &Permintaan, urut: usize, banyak: usize, isi: &[&Tampak], buat: bool) -> Markup {
    let b = p.b;
    let kal = &p.profil.kalender;
    let id = format!("gugus-{urut}");
    let nama = isi.first().map(|t| sebutan(p, &t.entri)).unwrap_or_default();
    let n = ui::tampil::angka(i64::try_from(banyak).unwrap_or(i64::MAX));
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (b.isi("{n} laporan: {nama}", &[("n", &n), ("nama", &nama)])) }
            form method="post" action=(p.ke("/kerja/gugus/masalah")) {
                (ui::formulir::csrf(p.csrf()))
                table.tabel {
                    thead { tr {
                        @if buat { td {} }
                        th scope="col" { (b.t("Laporan")) }
                        th scope="col" { (b.t("Alamat atau patokan")) }
                        th scope="col" { (b.t("Dipegang oleh")) }
                        th scope="col" { (b.t("Tanggal masuk")) }
                    } }
                    tbody { @for t in isi {
                        @let e = &t.entri;
                        tr {
                            @if buat { td { input type="checkbox" name="id" value=(e.nomor) checked aria-labelledby={ "l-" (e.nomor) }; } }
                            td { a id={ "l-" (e.nomor) } href=(p.alamat_entri(PENGADUAN, &e.nomor)) { (e.nomor) " " (t.judul) } }
                            td data-label=(b.t("Alamat atau patokan")) {
                                // Of a secret one it stands on its own page, whose reading is an event.
                                @if t.klasifikasi.tercatat() { a href=(p.alamat_entri(PENGADUAN, &e.nomor)) { (b.t("Lihat tempatnya")) } }
                                @else { (e.teks("alamat")) }
                            }
                            td data-label=(b.t("Dipegang oleh")) { (p.profil.nama_unit(e.pemegang.as_str())) }
                            td data-label=(b.t("Tanggal masuk")) { (kal.waktu_pendek(b, e.saat_dibuat())) }
                        }
                    } }
                }
                @if buat { div.tombol-baris { button.tombol.tombol-dua type="submit" { (b.t("Jadikan masalah")) } } }
            }
        }
    }
}
