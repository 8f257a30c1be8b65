//! Pengaduan as citizens meet it: file a report in four small steps without account, follow it by number and code,
//! read what others reported (mandate F1).
//!
//! [`langkah`] asks, [`draf`] remembers, [`periksa`] shows it again, [`kirim`] sends; [`lacak`] follows one report,
//! [`tanggap`] takes the citizen's word; [`serupa`] asks whether it was reported already, [`ikut`] follows what others
//! reported, [`prioritas`] rises with them; [`daftar`] and [`satu`] are what everybody may read,
//! [`umpan`] is the same for programs that look again and again.

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use kernel::{Bahasa, Galat, Profil, RegisterDef, nilai::Jenis};
use maud::{Markup, html};
use store::Tampak;
use web::{Aplikasi, Gagal, Permintaan, lihat};

use crate::umum::{self, hari_kerja};

mod cerita;
mod daftar;
mod draf;
mod foto;
mod ikut;
mod kirim;
mod lacak;
mod langkah;
mod peramban;
mod periksa;
mod prioritas;
mod satu;
mod serupa;
mod tanggap;
mod umpan;

pub(crate) use daftar::baris_laporan;
pub use prioritas::{Pengawas, segarkan as segarkan_prioritas};

/// The register.
pub(crate) const KODE: &str = "pengaduan";

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/pengaduan", get(halaman))
        .route("/{daerah}/pengaduan/baru", get(mulai))
        .route("/{daerah}/pengaduan/baru/hapus", post(langkah::hapus))
        .route(
            "/{daerah}/pengaduan/baru/periksa",
            get(periksa::halaman).post(kirim::kirim),
        )
        .route("/{daerah}/pengaduan/baru/serupa", get(serupa::halaman))
        .route(
            "/{daerah}/pengaduan/baru/{tahap}",
            get(langkah::tanya).post(langkah::simpan),
        )
        .route("/{daerah}/pengaduan/terkirim", get(kirim::terkirim))
        .route("/{daerah}/pengaduan/lacak", get(lacak::tanya).post(lacak::buka))
        .route("/{daerah}/pengaduan/lacak/lupakan", post(lacak::lupakan))
        .route("/{daerah}/pengaduan/lacak/{nomor}", get(lacak::halaman))
        .route(
            "/{daerah}/pengaduan/lacak/{nomor}/{langkah}",
            post(tanggap::kirim),
        )
        .route("/{daerah}/pengaduan/daftar", get(daftar::halaman))
        .route("/{daerah}/pengaduan/umpan.atom", get(umpan::atom))
        .route("/{daerah}/pengaduan/umpan.json", get(umpan::json))
        .route(
            "/{daerah}/pengaduan/ikut/{nomor}",
            get(ikut::halaman).post(ikut::atur),
        )
        .route("/{daerah}/pengaduan/{nomor}", get(satu::halaman))
        .route("/{daerah}/pengaduan/{nomor}/ikut", post(ikut::ikuti))
}

async fn mulai(p: Permintaan) -> Response {
    lihat(&p.ke("/pengaduan/baru/apa"))
}

/// An address with those query values that say something.
pub(crate) fn alamat<'a>(jalur: &str, kueri: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let isi: Vec<String> = kueri
        .filter(|(_, v)| !v.is_empty())
        .map(|(k, v)| format!("{k}={}", ui::enkode(v)))
        .collect();
    if isi.is_empty() {
        jalur.to_owned()
    } else {
        format!("{jalur}?{}", isi.join("&"))
    }
}

/// A number as the stores keep it, however it was typed.
fn nomor_rapi(s: &str) -> String {
    s.chars()
        .filter(|c| !c.is_whitespace())
        .take(40)
        .collect::<String>()
        .to_uppercase()
}

/// Name of a kecamatan of an entry, if it has one.
fn kecamatan<'a>(profil: &'a Profil, t: &'a Tampak) -> Option<&'a str> {
    let kode = t.entri.isi.get("kecamatan")?.as_str()?;
    Some(profil.kecamatan(kode).map_or(kode, |k| k.nama.as_str()))
}

/// The classes of a report with the working days in which each is settled, in the order of the register.
pub(crate) fn batas_kelas(b: Bahasa, def: &RegisterDef, profil: &Profil) -> Vec<(String, u16)> {
    let kelas = def.medan("kelas").map(|m| m.jenis);
    let Some(Jenis::Pilihan(opsi)) = kelas else {
        return Vec::new();
    };
    let satu = |o: &kernel::nilai::Opsi| {
        let hari = profil.daerah.sla.penyelesaian.get(o.kode.as_ref())?;
        Some((b.t(&o.label).to_owned(), *hari))
    };
    opsi.iter().filter_map(satu).collect()
}

/// What a report goes through, with this regency's own limits.
fn perjalanan(b: Bahasa, def: &RegisterDef, profil: &Profil) -> Markup {
    let s = &profil.daerah.sla;
    let paling = |n: u16| b.isi("paling lama {hari}", &[("hari", &hari_kerja(b, n))]);
    html! {
        ol {
            li { strong { (b.t("Diperiksa dan diteruskan")) } ": " (paling(s.verifikasi)) "." }
            li { strong { (b.t("Jawaban pertama")) } ": " (paling(s.jawaban)) " " (b.t("setelah diteruskan")) "." }
            li {
                strong { (b.t("Penyelesaian")) } ": " (b.t("menurut kelas laporan")) "."
                ul { @for (kelas, n) in batas_kelas(b, def, profil) { li { (kelas) ": " (paling(n)) "." } } }
            }
            li { (b.isi("Setelah dijawab, Anda punya {hari} untuk menerima atau mengajukan keberatan. Tanpa keberatan, laporan selesai.", &[("hari", &hari_kerja(b, s.penutupan))])) }
        }
    }
}

/// `/{daerah}/pengaduan`: what it is, who may, how long, what it costs, one start button.
async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    let b = p.b;
    let def = p.register(KODE)?;
    let judul = b.t("Laporkan masalah, sampaikan usul, atau bertanya");
    let isi = html! {
        (umum::peragaan(&p))
        h1 { (judul) }
        p { (b.t("Sampaikan apa yang tidak beres di sekitar Anda, usul Anda, atau pertanyaan Anda. Laporan diteruskan ke kantor yang berwenang, dan Anda membaca jawabannya di sini.")) }
        p.tombol-baris {
            a.tombol href=(p.ke("/pengaduan/baru/apa")) { (b.t("Mulai laporan")) }
            a.tombol.tombol-dua href=(p.ke("/pengaduan/lacak")) { (b.t("Lacak laporan")) }
        }
        dl.daftar-ringkas {
            div { dt { (b.t("Untuk siapa")) } dd { (b.t("Siapa saja. Tanpa akun, dan boleh tanpa nama.")) } }
            div { dt { (b.t("Yang perlu disiapkan")) } dd { (b.t("Cerita singkat, tempatnya, dan foto bila ada.")) } }
            div { dt { (b.t("Biaya")) } dd { (b.t("Gratis")) } }
            div { dt { (b.t("Lama mengisi")) } dd { (b.t("Sekitar lima menit, empat langkah. Isian tersimpan selama 24 jam.")) } }
        }
        h2 { (b.t("Berapa lama sampai dijawab")) }
        div {
            (b.t("Laporan ditangani oleh")) " Perangkat Daerah "
            (b.t("yang berwenang, dalam hari kerja"))
            ":"
        }
        (perjalanan(b, &def, &p.profil))
        h2 { (b.t("Siapa yang dapat membaca laporan Anda")) }
        p { (b.t("Setelah diperiksa, isi laporan dan jawabannya dapat dibaca umum, tanpa nama dan kontak Anda. Anda dapat meminta agar laporan dirahasiakan, atau agar nama Anda tidak diketahui kantor yang menanganinya.")) }
        p {
            a href=(p.ke("/pengaduan/daftar")) { (b.t("Baca laporan warga lain")) } br;
            a href=(p.ke("/tentang")) { (b.t("Cara laporan ditangani")) }
        }
        div.peringatan.peringatan-jingga { p {
            (b.t("Laporan di sini tidak dijawab seketika. Bila ada bahaya bagi nyawa, hubungi polisi, pemadam kebakaran, atau fasilitas kesehatan terdekat sekarang juga."))
        } }
    };
    Ok(umum::halaman(&p, judul, isi))
}

/// The state of an entry, in the register's own table.
fn keadaan<'a>(def: &'a RegisterDef, t: &Tampak) -> Result<&'a kernel::Keadaan, Galat> {
    let k = def.lifecycle.keadaan(&t.entri.keadaan);
    k.ok_or_else(|| {
        Galat::dalam(
            "showing a report",
            format!("the register has no state {}", t.entri.keadaan),
        )
    })
}
