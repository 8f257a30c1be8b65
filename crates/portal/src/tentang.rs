//! About the site: how reports are handled and within which limits, what happens with personal data, who can use the
//! site and how, and how to reach a human.

use axum::{Router, response::Response, routing::get};
use maud::html;
use web::{Aplikasi, Gagal, Permintaan};

use crate::{
    pengaduan::{self, batas_kelas},
    umum::{self, hari_kerja},
};

pub(crate) fn rute() -> Router<Aplikasi> {
    Router::new().route("/{daerah}/tentang", get(halaman))
}

async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    let b = p.b;
    let d = &p.profil.daerah;
    let def = p.register(pengaduan::KODE)?;
    let s = &d.sla;
    let judul = b.t("Tentang situs ini");
    let mut batas = vec![
        (
            b.t("Diperiksa dan diteruskan").to_owned(),
            s.verifikasi,
            b.t("sejak laporan masuk"),
        ),
        (
            b.t("Jawaban pertama").to_owned(),
            s.jawaban,
            b.t("sejak diteruskan"),
        ),
    ];
    for (kelas, n) in batas_kelas(b, &def, &p.profil) {
        batas.push((
            format!("{}: {kelas}", b.t("Penyelesaian")),
            n,
            b.t("sejak diteruskan"),
        ));
    }
    batas.push((
        b.t("Pelapor melengkapi laporan").to_owned(),
        s.kelengkapan,
        b.t("sejak diminta"),
    ));
    batas.push((
        b.t("Selesai dengan sendirinya").to_owned(),
        s.penutupan,
        b.t("sejak dijawab, bila tidak ada keberatan"),
    ));
    let koordinator = p
        .profil
        .fungsi("pengaduan")
        .map(|u| p.profil.nama_unit(u.as_str()));
    let isi = html! {
        h1 { (judul) }
        (umum::peragaan(&p))
        div {
            (b.t("Situs ini bagian dari")) " SPBE " (d.nama) ", "
            (b.t("menurut")) " " (d.regulasi) " " (b.t("tentang")) " " (d.regulasi.judul) "."
        }
        h2 { (b.t("Cara laporan ditangani")) }
        ol {
            @if let Some(k) = koordinator {
                li { (b.isi("{unit} memeriksa setiap laporan dan meneruskannya ke kantor yang berwenang.", &[("unit", k)])) }
            } @else {
                li { (b.t("Koordinator pengaduan memeriksa setiap laporan dan meneruskannya ke kantor yang berwenang.")) }
            }
            li { (b.t("Kantor itu menjawab, bekerja, dan menulis kabarnya. Selalu tertulis siapa yang memegang laporan Anda.")) }
            li { (b.t("Anda menanggapi. Laporan tidak ditutup melawan kata Anda: keberatan membukanya lagi.")) }
        }
        h2 { (b.t("Batas waktu")) }
        p { (b.t("Dihitung dalam hari kerja menurut kalender daerah ini; hari libur dan cuti bersama tidak dihitung.")) }
        table.tabel {
            thead { tr { th scope="col" { (b.t("Tahap")) } th scope="col" { (b.t("Paling lama")) } th scope="col" { (b.t("Dihitung")) } } }
            tbody { @for (tahap, n, sejak) in &batas { tr {
                th scope="row" { (tahap) }
                td data-label=(b.t("Paling lama")) { (hari_kerja(b, *n)) }
                td data-label=(b.t("Dihitung")) { (sejak) }
            } } }
        }
        h2 { (b.t("Data pribadi Anda")) }
        ul {
            li { (b.t("Nama, surel, dan telepon boleh dikosongkan. Yang Anda isi hanya dibaca petugas yang menangani laporan, tidak pernah ditampilkan kepada umum.")) }
            li { (b.t("Anonim: kantor yang menangani tidak melihat nama dan kontak Anda; hanya koordinator pengaduan yang melihatnya.")) }
            li { (b.t("Rahasia: laporan tidak ditampilkan kepada umum.")) }
            li { (b.t("Lokasi dan data kamera di dalam foto dihapus sebelum disimpan.")) }
            li { (b.t("Isian yang belum dikirim disimpan 24 jam, lalu dihapus. Kuki hanya dipakai agar formulir dan pelacakan bekerja; tidak ada pelacak pihak lain.")) }
        }
        h2 { (b.t("Dapat dipakai semua orang")) }
        p { (b.t("Halaman ini bekerja tanpa JavaScript, dengan papan tik saja, dengan pembaca layar, pada layar kecil, dan dengan huruf yang diperbesar. Bila ada yang menyulitkan, beri tahu kami lewat kontak di bawah.")) }
        p { a href=(p.ke("/istilah")) { (b.t("Arti istilah yang dipakai di sini")) } }
        h2 { (b.t("Bicara dengan orang")) }
        (umum::kontak(b, &p.profil))
        h2 { (b.t("Memeriksa sendiri")) }
        p { a href=(p.ke("/log")) { (b.t("Buku besar")) } }
    };
    Ok(umum::halaman(&p, judul, isi))
}
