//! The reports that everybody may read: filters in the address, newest first, twenty a page.

use std::collections::BTreeMap;

use ::layanan::Keadaan;
use axum::{extract::Query, response::Response};
use kernel::{Bahasa, Galat, Pelaku, RegisterDef, kalender, nilai::Pilihan, profil::potong};
use maud::{Markup, html};
use store::{Daftar, Kursor, Saringan, Taksiran, Tampak, Urut};
use ui::tampil::{self, angka};
use web::{Gagal, Permintaan};

use super::{KODE, alamat, keadaan, kecamatan, umpan};
use crate::umum;

/// Reports on one page.
const SEHALAMAN: usize = 20;
/// Beyond this many, the exact number helps nobody.
const MAKS_HITUNG: i64 = 1_000;
/// The states in which a report is open to everybody.
const TERBUKA: [Keadaan; 4] = [
    Keadaan::Diteruskan,
    Keadaan::Dikerjakan,
    Keadaan::Dijawab,
    Keadaan::Selesai,
];

/// When this month began here, ms.
pub(crate) fn awal_bulan(p: &Permintaan) -> i64 {
    let k = &p.profil.kalender;
    k.awal_hari(k.setempat(p.app.store.jam().kini()).date().first_of_month())
        .as_millisecond()
}

/// The filters as they stand in the address: each with its values, unknown names dropped.
struct Saring {
    nilai: BTreeMap<&'static str, Vec<String>>,
}

const SARINGAN: [&str; 5] = ["q", "kategori", "kecamatan", "keadaan", "masa"];

impl Saring {
    fn dari(kueri: &[(String, String)]) -> Self {
        let mut nilai: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for (k, v) in kueri {
            let v = potong(v.trim(), 200);
            if let Some(nama) = SARINGAN.iter().find(|n| **n == k)
                && !v.is_empty()
            {
                let semua = nilai.entry(nama).or_default();
                if semua.len() < 10 && !semua.iter().any(|s| s == v) {
                    semua.push(v.to_owned());
                }
            }
        }
        Saring { nilai }
    }

    fn ambil(&self, nama: &str) -> &[String] {
        self.nilai.get(nama).map(Vec::as_slice).unwrap_or_default()
    }

    fn satu(&self, nama: &str) -> &str {
        self.ambil(nama).first().map(String::as_str).unwrap_or_default()
    }

    fn saringan(&self, p: &Permintaan) -> Saringan {
        let medan = ["kategori", "kecamatan"]
            .into_iter()
            .filter(|n| !self.ambil(n).is_empty());
        Saringan {
            keadaan: self.ambil("keadaan").to_vec(),
            medan: medan.map(|n| (n.to_owned(), self.ambil(n).to_vec())).collect(),
            sejak: (self.satu("masa") == "bulan-ini").then(|| awal_bulan(p)),
            kata: self.satu("q").to_owned(),
            ..Saringan::default()
        }
    }

    /// The list with these filters but one, or with a place to go on from.
    fn alamat(&self, p: &Permintaan, tanpa: Option<(&str, &str)>, setelah: &str) -> String {
        let ada = self
            .nilai
            .iter()
            .flat_map(|(k, v)| v.iter().map(move |v| (*k, v.as_str())));
        let ada = ada.filter(|kv| Some(*kv) != tanpa).chain([("setelah", setelah)]);
        alamat(&p.ke("/pengaduan/daftar"), ada)
    }

    fn keping(&self, p: &Permintaan, def: &RegisterDef) -> Vec<(String, String)> {
        let b = p.b;
        let kata = |nama: &str, nilai: &str| match nama {
            "q" => format!("“{}”", potong(nilai, 60)),
            "kategori" => tampil::kategori(b, &p.profil, nilai).to_owned(),
            "kecamatan" => p
                .profil
                .kecamatan(nilai)
                .map_or(nilai, |k| k.nama.as_str())
                .to_owned(),
            "keadaan" => def
                .lifecycle
                .keadaan(nilai)
                .map_or(nilai, |k| b.t(&k.label))
                .to_owned(),
            _ => b.t("Masuk bulan ini").to_owned(),
        };
        let semua = self
            .nilai
            .iter()
            .flat_map(|(k, v)| v.iter().map(move |v| (*k, v.as_str())));
        semua
            .map(|(k, v)| (kata(k, v), self.alamat(p, Some((k, v)), "")))
            .collect()
    }
}

/// Reports as a list: title, state, what about, where, when.
pub(crate) fn baris_laporan<'a>(
    p: &Permintaan,
    laporan: impl Iterator<Item = &'a Tampak>,
) -> Result<Markup, Galat> {
    let b = p.b;
    let def = p.register(KODE)?;
    let mut baris = Vec::new();
    for t in laporan {
        let k = keadaan(&def, t)?;
        let hari = kalender::tanggal(b, p.profil.kalender.setempat(t.entri.saat_dibuat()).date());
        let tentang = tampil::kategori(b, &p.profil, t.entri.teks("kategori"));
        let tempat = kecamatan(&p.profil, t)
            .map(|k| format!(" · {k}"))
            .unwrap_or_default();
        baris.push(html! {
            li {
                a href=(p.ke(&format!("/pengaduan/{}", ui::enkode(&t.entri.nomor)))) { (t.judul) } " "
                (tampil::tanda(b, k))
                small { (tentang) (tempat) " · " (hari) }
            }
        });
    }
    Ok(html! { ul.tautan-daftar { @for l in baris { (l) } } })
}

pub(super) async fn halaman(
    p: Permintaan,
    Query(q): Query<Vec<(String, String)>>,
) -> Result<Response, Gagal> {
    let b = p.b;
    let (def, w) = umum::terbuka(&p, KODE)?;
    let k = Saring::dari(&q);
    let saring = k.saringan(&p);
    // A cursor that is none of ours begins at the first page.
    let setelah = q
        .iter()
        .find(|(n, _)| n == "setelah")
        .and_then(|(_, v)| Kursor::baca(v).ok());
    let lanjut = setelah.is_some();
    let d = Daftar {
        saring: saring.clone(),
        urut: Urut::default(),
        setelah,
        batas: SEHALAMAN,
    };
    let halaman = p.app.store.daftar(&w, &Pelaku::Publik, &d).await?;
    let n = p.app.store.taksir(&w, &saring, MAKS_HITUNG + 1).await?;
    let keping = k.keping(&p, &def);
    let judul = b.t("Laporan warga");
    let isi = html! {
        a.tautan-balik href=(p.ke("/pengaduan")) { (b.t("Pengaduan")) }
        h1 { (judul) }
        p { (b.t("Laporan yang sudah diperiksa dan tidak dirahasiakan pelapornya. Nama dan kontak pelapor tidak ditampilkan.")) }
        (umum::peragaan(&p))
        (formulir(&p, &def, &k))
        (ui::daftar::keping(b, &keping))
        @if halaman.entri.is_empty() {
            @if keping.is_empty() {
                (tampil::kosong(b.t("Belum ada laporan."), b.t("Laporan muncul di sini setelah diperiksa."), Some((b.t("Mulai laporan"), &p.ke("/pengaduan")))))
            } @else {
                (tampil::kosong(b.t("Tidak ada laporan yang cocok."), b.t("Hapus salah satu saringan, atau coba kata lain."), Some((b.t("Lihat semua laporan"), &p.ke("/pengaduan/daftar")))))
            }
        } @else {
            (baris_laporan(&p, halaman.entri.iter())?)
            @let awal = lanjut.then(|| k.alamat(&p, None, ""));
            @let berikut = halaman.berikut.as_ref().map(|c| k.alamat(&p, None, &c.tulis()));
            @if let Some(a) = &awal { p { a href=(a) { (b.t("Kembali ke halaman pertama")) } } }
            (ui::daftar::halaman_nav(b, None, berikut.as_deref(), &jumlah(b, n, halaman.entri.len())))
        }
        p { a href=(umpan::alamat(&p, "atom", k.ambil("kecamatan"), k.ambil("kategori"))) { (b.t("Ikuti lewat umpan (Atom)")) } }
    };
    let kepala = umpan::tautan(&p, k.ambil("kecamatan"), k.ambil("kategori"));
    Ok(umum::halaman_dengan(&p, judul, &kepala, isi))
}

/// How many there are; of a count that was not finished, what it and the page show.
fn jumlah(b: Bahasa, t: Taksiran, tampak: usize) -> String {
    match t {
        Taksiran { n: 1, tepat: true } => b.t("1 laporan").to_owned(),
        Taksiran { n, tepat: true } => b.isi("{n} laporan", &[("n", &angka(n))]),
        Taksiran { n, .. } => {
            let n = n.max(i64::try_from(tampak).unwrap_or_default());
            b.isi("lebih dari {n} laporan", &[("n", &angka(n - 1))])
        }
    }
}

fn formulir(p: &Permintaan, def: &RegisterDef, k: &Saring) -> Markup {
    let b = p.b;
    let pilih = |nama: &str, label: &str, opsi: Vec<(String, String)>| {
        html! {
            div.medan {
                label for=(nama) { (label) }
                select id=(nama) name=(nama) {
                    option value="" { (b.t("Semua")) }
                    @for (kode, label) in opsi { option value=(kode) selected[k.ambil(nama).contains(&kode)] { (label) } }
                }
            }
        }
    };
    let kategori = p
        .profil
        .kategori
        .iter()
        .map(|k| (k.kode.clone(), tampil::kategori(b, &p.profil, &k.kode).to_owned()));
    let kecamatan = p
        .profil
        .kecamatan
        .iter()
        .map(|k| (k.kode.clone(), k.nama.clone()));
    let label = |s: &Keadaan| {
        def.lifecycle
            .keadaan(s.kode())
            .map_or(s.kode(), |k| b.t(&k.label))
            .to_owned()
    };
    let keadaan = TERBUKA.iter().map(|s| (s.kode().to_owned(), label(s)));
    html! {
        details open[!k.nilai.is_empty()] {
            summary { (b.t("Cari dan saring")) }
            form.saringan role="search" method="get" action=(p.ke("/pengaduan/daftar")) {
                div.medan {
                    label for="q" { (b.t("Kata")) }
                    input #q type="search" name="q" value=(k.satu("q")) maxlength="200" autocomplete="off";
                }
                (pilih("kategori", b.t("Kategori"), kategori.collect()))
                (pilih("kecamatan", b.t("Kecamatan"), kecamatan.collect()))
                (pilih("keadaan", b.t("Keadaan"), keadaan.collect()))
                @if k.satu("masa") == "bulan-ini" { input type="hidden" name="masa" value="bulan-ini"; }
                button.tombol type="submit" { (b.t("Tampilkan")) }
            }
        }
    }
}
