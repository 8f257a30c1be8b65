//! The pages of reporters. Nobody is recognised on them ([`web::tanpa_jejak`]): no session, no cookie, no form token; what
//! a form may do it may by the code that stands in it, and that code is never part of an address. Without a script.

use std::collections::BTreeMap;

use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{
    Bahasa, Galat, GalatMedan, Jenis, Medan, Peta,
    kalender::{saat, tanggal},
    nilai::{dari_formulir, periksa_objek},
};
use maud::{Markup, html};
use ui::{
    formulir::{self, Isian},
    tampil,
};
use web::{Aplikasi, Formulir, Gagal, Permintaan};
use zeroize::Zeroizing;

use crate::{
    kanal::{Meja, sidik},
    kode::Kode,
    laporan::{KODE, PESAN},
    percakapan::{Kata, Laporan, MAKS_PESAN, Pihak, Terbaca},
};

/// The same words whatever was typed: nobody learns which codes exist.
const TIDAK_COCOK: &str = "Kode ini tidak membuka laporan apa pun. Periksa setiap hurufnya, lalu coba lagi.";

fn meja(p: &Permintaan) -> Meja<'_> {
    Meja {
        store: &p.app.store,
        profil: &p.profil,
        kini: p.app.store.jam().kini(),
    }
}

fn bingkai(p: &Permintaan, status: StatusCode, judul: &str, isi: Markup) -> Response {
    let depan = p.b.t("Kesalahan");
    let judul = if status == StatusCode::OK {
        judul.to_owned()
    } else {
        format!("{depan}: {judul}")
    };
    let mut r = ui::portal(&p.laman(&judul), html! { div.kolom { (isi) } }).into_response();
    *r.status_mut() = status;
    r
}

fn peragaan(p: &Permintaan) -> Markup {
    html! {
        @if p.app.demo {
            div.peringatan.peringatan-jingga { p {
                strong { (p.b.t("Ini peragaan.")) } " "
                (p.b.t("Laporan, orang, dan peristiwa di sini karangan. Yang Anda kirim tidak sampai ke kantor mana pun."))
            } }
        }
    }
}

/// `GET /{daerah}/wbs`: what it is, what happens to a report, how to stay unknown.
pub(crate) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    let b = p.b;
    let judul = b.t("Laporkan pelanggaran secara rahasia");
    let kanal = meja(&p).kanal().await?;
    let inspektorat = p
        .profil
        .fungsi(crate::laporan::FUNGSI)
        .map_or("Inspektorat", |u| p.profil.nama_unit(u.as_str()));
    let isi = html! {
        (peragaan(&p))
        h1 { (judul) }
        p { (b.isi("Untuk korupsi, penyalahgunaan wewenang, pungutan liar, dan pelanggaran lain oleh pegawai pemerintah daerah. Hanya {unit} yang membaca laporan Anda; administrator, pimpinan, dan kantor lain tidak.", &[("unit", inspektorat)])) }
        @if kanal.is_some() {
            p.tombol-baris {
                a.tombol href=(p.ke("/wbs/baru")) { (b.t("Tulis laporan")) }
                a.tombol.tombol-dua href=(p.ke("/wbs/baca")) { (b.t("Baca jawaban")) }
            }
        } @else {
            div.peringatan.peringatan-jingga { p { (b.isi("Saluran ini belum disiapkan {unit}. Sementara itu, datanglah langsung ke kantornya.", &[("unit", inspektorat)])) } }
        }
        p { (b.t("Jalan rusak, lampu mati, layanan lambat? Itu bukan untuk saluran ini:")) " " a href=(p.ke("/pengaduan")) { (b.t("kirim pengaduan biasa")) } "." }
        h2 { (b.t("Yang terjadi dengan laporan Anda")) }
        ol {
            li { (b.t("Anda menulis tanpa akun dan tanpa nama.")) }
            li { (b.isi("Isinya disandikan begitu kami terima. Kuncinya hanya dipegang pemeriksa {unit}; di basis data dan cadangannya isinya tidak terbaca.", &[("unit", inspektorat)])) }
            li { (b.t("Anda mendapat nomor dan kode rahasia, sekali saja. Dengan kode itu Anda membaca jawaban dan menambah keterangan.")) }
            li { (b.t("Setiap kali pemeriksa membuka laporan Anda, itu tercatat; Anda dapat melihat kapan.")) }
        }
        h2 { (b.t("Yang tidak kami simpan")) }
        ul {
            li { (b.t("Nama, akun, dan surel Anda: tidak ditanya, dan tidak dipakai walaupun Anda sedang masuk.")) }
            li { (b.t("Alamat jaringan (IP) dan jenis peramban Anda: tidak disimpan dan tidak dicatat. Alamat itu hanya diingat beberapa menit di memori, untuk membatasi percobaan menebak kode.")) }
            li { (b.t("Jam Anda menulis: yang dicatat hanya harinya.")) }
            li { (b.t("Halaman-halaman ini tidak memasang kuki.")) }
        }
        h2 { (b.t("Agar Anda tetap tidak dikenal")) }
        ul {
            li { (b.t("Jangan menulis dari komputer, telepon, atau jaringan kantor. Penyedia jaringan dapat melihat bahwa Anda membuka situs ini.")) }
            li { (b.t("Paling aman memakai Peramban Tor dari jaringan yang bukan milik Anda.")) }
            li { (b.t("Jangan menulis hal yang hanya Anda yang tahu, kecuali perlu. Ceritakan faktanya, bukan diri Anda.")) }
            li { (b.t("Simpan kodenya di kertas atau di tempat yang hanya Anda buka, lalu hapus riwayat peramban.")) }
        }
        h2 { (b.t("Yang tidak dapat kami janjikan")) }
        p { (b.t("Laporan Anda sampai ke peladen dalam keadaan terbaca dan baru disandikan di sana, sesaat kemudian. Orang yang diam-diam mengubah program di peladen dapat membacanya pada saat itu. Bila Anda takut akan hal itu, datanglah langsung atau kirim surat.")) }
        p { (b.t("Saluran ini belum menerima foto dan dokumen. Tuliskan bukti apa yang ada dan di mana; pemeriksa akan memberi tahu cara menyerahkannya.")) }
        @if let Some(k) = &kanal {
            p { (b.t("Sidik kunci saluran ini")) ": " code { (sidik(k)) } ". " (b.isi("Cocokkan dengan yang diumumkan {unit} di papan pengumumannya.", &[("unit", inspektorat)])) }
        }
    };
    Ok(bingkai(&p, StatusCode::OK, judul, isi))
}

fn medan_laporan() -> [Medan; 4] {
    let panjang =
        |nama: &'static str, label: &'static str, maks| Medan::baru(nama, label, Jenis::Panjang { maks });
    [
        panjang("apa", "Apa yang terjadi?", 10_000)
            .bantuan("Ceritakan urutannya. Sebut jumlah uang, nomor surat, atau nama kegiatan bila tahu."),
        panjang("tempat", "Di mana dan kapan?", 1_000)
            .boleh_kosong()
            .bantuan("Kantor atau tempatnya, tanggal atau kira-kira kapan. Masih berlangsung?"),
        panjang("siapa", "Siapa yang terlibat?", 2_000)
            .boleh_kosong()
            .bantuan("Nama, jabatan, atau ciri-cirinya. Jangan menulis nama Anda."),
        panjang("tahu", "Bagaimana Anda mengetahuinya, dan apa buktinya?", 2_000)
            .boleh_kosong()
            .bantuan("Melihat sendiri, mendengar, membaca dokumen? Di mana buktinya? Hati-hati dengan hal yang hanya Anda yang tahu."),
    ]
}

fn medan_pesan(label: &'static str) -> [Medan; 1] {
    [Medan::baru(PESAN, label, Jenis::Panjang { maks: MAKS_PESAN })]
}

fn isian<'a>(
    p: &'a Permintaan,
    kosong: &'a Peta,
    mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    galat: &'a [GalatMedan],
) -> Isian<'a> {
    Isian {
        b: p.b,
        profil: &p.profil,
        nilai: kosong,
        mentah,
        galat,
        awal: "",
    }
}

fn kode_tersembunyi(k: &Kode) -> Markup {
    html! { input type="hidden" name="kode" value=(k.rapi().as_str()) autocomplete="off"; }
}

/// `GET /{daerah}/wbs/baru`
pub(crate) async fn tanya(p: Permintaan) -> Result<Response, Gagal> {
    if meja(&p).kanal().await?.is_none() {
        return Ok(web::lihat(&p.ke("/wbs")));
    }
    Ok(gambar_tanya(&p, &Kode::baru(), None, &[]))
}

fn gambar_tanya(
    p: &Permintaan,
    kode: &Kode,
    mentah: Option<&BTreeMap<String, Vec<String>>>,
    galat: &[GalatMedan],
) -> Response {
    let b = p.b;
    let judul = b.t("Tulis laporan rahasia");
    let (kosong, medan) = (Peta::new(), medan_laporan());
    let isi = html! {
        (peragaan(p))
        a.tautan-balik href=(p.ke("/wbs")) { (b.t("Tentang saluran ini")) }
        (formulir::ringkasan_galat(b, galat, &medan))
        h1 { (judul) }
        p { (b.t("Hanya Inspektorat yang membacanya. Jangan menulis nama, nomor telepon, atau surel Anda: Inspektorat menjawab lewat kode rahasia yang Anda terima setelah ini.")) }
        // The code is made with the form, so that pressing twice makes one report.
        form method="post" action=(p.ke("/wbs/baru")) autocomplete="off" novalidate {
            (kode_tersembunyi(kode))
            (formulir::semua(&isian(p, &kosong, mentah, galat), &medan))
            p.bantuan { (b.t("Foto dan dokumen belum dapat dikirim lewat saluran ini.")) }
            button.tombol type="submit" { (b.t("Kirim laporan rahasia")) }
        }
    };
    let status = if galat.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    bingkai(p, status, judul, isi)
}

/// `POST /{daerah}/wbs/baru`
pub(crate) async fn kirim(
    State(app): State<Aplikasi>,
    p: Permintaan,
    req: Request,
) -> Result<Response, Gagal> {
    p.app.batas.kirim(&p.alamat)?;
    let f = Formulir::dari_mesin(req, &app).await?;
    let kode = Kode::baca(f.teks("kode")).unwrap_or_else(Kode::baru);
    let medan = medan_laporan();
    let isi = match periksa_objek(&medan, &dari_formulir(&medan, &f.medan), &p.profil) {
        Ok(isi) => isi,
        Err(galat) => return Ok(gambar_tanya(&p, &kode, Some(&f.medan), &galat)),
    };
    let teks = |n: &str| isi.get(n).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let laporan = Laporan {
        apa: teks("apa"),
        tempat: teks("tempat"),
        siapa: teks("siapa"),
        tahu: teks("tahu"),
    };
    let nomor = meja(&p).lapor(&kode, &laporan).await?;
    Ok(terkirim(&p, &nomor, &kode))
}

fn terkirim(p: &Permintaan, nomor: &str, kode: &Kode) -> Response {
    let b = p.b;
    let judul = b.t("Laporan terkirim");
    let hari = p.profil.daerah.sla.hari("lain.wbs_telaah").unwrap_or_default();
    let isi = html! {
        (peragaan(p))
        div.peringatan.peringatan-baik role="status" {
            h1 { (judul) }
            dl {
                dt { (b.t("Nomor laporan")) }
                dd.nomor { (nomor) }
                dt { (b.t("Kode rahasia")) }
                dd.kode { (kode.rapi().as_str()) }
            }
            p { strong { (b.t("Salin kodenya sekarang. Kode ini tidak dapat ditampilkan lagi dan tidak dapat diganti.")) } }
        }
        p { (b.t("Siapa pun yang memegang kode ini dapat membaca percakapan Anda. Jangan berikan kepada siapa pun, juga tidak kepada petugas. Kehilangan kode berarti tidak dapat lagi membaca jawaban; laporannya tetap ditangani.")) }
        h2 { (b.t("Apa yang terjadi selanjutnya")) }
        ol {
            li { (b.isi("Inspektorat menelaah laporan Anda dalam {n} hari kerja.", &[("n", &hari.to_string())])) }
            li { (b.t("Pemeriksa mungkin bertanya. Bukalah percakapan ini lagi dalam beberapa hari.")) }
            li { (b.t("Hasilnya Anda baca di tempat yang sama.")) }
        }
        form method="post" action=(p.ke("/wbs/baca")) autocomplete="off" {
            (kode_tersembunyi(kode))
            button.tombol type="submit" { (b.t("Buka percakapan")) }
        }
    };
    bingkai(p, StatusCode::OK, judul, isi)
}

/// `GET /{daerah}/wbs/baca`
pub(crate) async fn minta_kode(p: Permintaan) -> Response {
    gambar_kode(&p, None)
}

fn gambar_kode(p: &Permintaan, galat: Option<&str>) -> Response {
    let b = p.b;
    let judul = b.t("Baca jawaban atas laporan rahasia");
    let isi = html! {
        a.tautan-balik href=(p.ke("/wbs")) { (b.t("Tentang saluran ini")) }
        @if let Some(g) = galat {
            div.ringkasan-galat role="alert" tabindex="-1" {
                h2 { (b.t("Ada yang perlu diperbaiki")) }
                ul { li { a href="#m-kode" { (b.t(g)) } } }
            }
        }
        h1 { (judul) }
        form method="post" action=(p.ke("/wbs/baca")) autocomplete="off" novalidate {
            div.medan .medan-galat[galat.is_some()] {
                label for="m-kode" { (b.t("Kode rahasia")) }
                p.bantuan #m-kode-bantuan { (b.t("28 huruf dan angka dalam tujuh kelompok, misalnya 4T7K-9WQP-… Huruf besar atau kecil sama saja.")) }
                @if let Some(g) = galat { p.galat #m-kode-galat { (b.t(g)) } }
                input #m-kode name="kode" value="" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="80"
                    aria-describedby={ "m-kode-bantuan" @if galat.is_some() { " m-kode-galat" } } aria-invalid=[galat.is_some().then_some("true")];
            }
            button.tombol type="submit" { (b.t("Buka percakapan")) }
        }
    };
    let status = if galat.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    bingkai(p, status, judul, isi)
}

/// `POST /{daerah}/wbs/baca`: opens the talk, and says more when there is something to say.
pub(crate) async fn baca(
    State(app): State<Aplikasi>,
    p: Permintaan,
    req: Request,
) -> Result<Response, Gagal> {
    p.app.batas.lacak(&p.alamat)?;
    let f = Formulir::dari_mesin(req, &app).await?;
    let diketik = Zeroizing::new(f.teks("kode").to_owned());
    let Some(kode) = Kode::baca(&diketik) else {
        return Ok(gambar_kode(&p, Some(TIDAK_COCOK)));
    };
    let meja = meja(&p);
    let (mut galat, mut terkirim) = (Vec::new(), false);
    if f.ada(PESAN) {
        let medan = medan_pesan("Pesan Anda");
        match periksa_objek(&medan, &dari_formulir(&medan, &f.medan), &p.profil) {
            Ok(isi) => {
                let kata = isi.get(PESAN).and_then(|v| v.as_str()).unwrap_or_default();
                match meja.tambah(&kode, kata).await {
                    Ok(()) => terkirim = true,
                    Err(Galat::TidakDitemukan) => return Ok(gambar_kode(&p, Some(TIDAK_COCOK))),
                    Err(Galat::Bentrok(pesan)) => galat.push(GalatMedan::baru(PESAN, pesan)),
                    Err(g) => return Err(g.into()),
                }
            }
            Err(g) => galat = g,
        }
    }
    match meja.baca_pelapor(&kode).await? {
        Some(t) => gambar_percakapan(&p, &kode, &t, &f, &galat, terkirim),
        None => Ok(gambar_kode(&p, Some(TIDAK_COCOK))),
    }
}

fn gambar_percakapan(
    p: &Permintaan,
    kode: &Kode,
    t: &Terbaca,
    f: &Formulir,
    galat: &[GalatMedan],
    terkirim: bool,
) -> Result<Response, Gagal> {
    let b = p.b;
    let e = &t.tampak.entri;
    let def = p.app.store.inventaris().cari(KODE)?;
    let keadaan = def.lifecycle.keadaan(&e.keadaan);
    let judul = b.isi("Laporan {nomor}", &[("nomor", &e.nomor)]);
    let (kosong, medan) = (Peta::new(), medan_pesan("Pesan Anda"));
    let mentah = (!galat.is_empty()).then_some(&f.medan);
    let hari = |w| tanggal(b, p.profil.kalender.setempat(w).date());
    let isi = html! {
        (formulir::ringkasan_galat(b, galat, &medan))
        @if terkirim { div.peringatan.peringatan-baik role="status" { p { (b.t("Pesan Anda sudah terkirim.")) } } }
        h1 { (judul) }
        @if let Some(k) = keadaan { p { (tampil::tanda(b, k)) " " (b.t(&k.arti)) } }
        dl.daftar-ringkas {
            div { dt { (b.t("Dikirim")) } dd { (hari(e.saat_dibuat())) } }
            div {
                dt { (b.t("Dibaca Inspektorat")) }
                dd { @match t.pembacaan.first() {
                    Some((w, _)) => { (b.isi("{n} kali, terakhir {hari}", &[("n", &t.pembacaan.len().to_string()), ("hari", &hari(*w))])) },
                    None => (b.t("Belum")),
                } }
            }
            @for w in e.tenggat.iter().filter(|w| w.berjalan()) {
                div { dt { (b.t(def.lifecycle.nama_tenggat(&w.kode))) } dd { (b.isi("paling lambat {hari}", &[("hari", &hari(saat(w.jatuh)))])) } }
            }
        }
        (isi_laporan(b, t))
        (ucapan(p, t, true))
        h2 { (b.t("Tulis pesan")) }
        form method="post" action=(p.ke("/wbs/baca")) autocomplete="off" novalidate {
            (kode_tersembunyi(kode))
            (formulir::semua(&isian(p, &kosong, mentah, galat), &medan))
            button.tombol type="submit" { (b.t("Kirim pesan")) }
        }
        form method="post" action=(p.ke("/wbs/baca")) {
            (kode_tersembunyi(kode))
            button.tombol-tautan type="submit" { (b.t("Lihat apakah ada jawaban baru")) }
        }
        p { a href=(p.ke("/wbs")) { (b.t("Tutup percakapan ini")) } ". " (b.t("Tutup juga tab perambannya bila orang lain memakai perangkat ini.")) }
    };
    let status = if galat.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(bingkai(p, status, &judul, isi))
}

/// The report itself, as both sides read it.
pub(crate) fn isi_laporan(b: Bahasa, t: &Terbaca) -> Markup {
    html! {
        section aria-labelledby="isi-laporan" {
            h2 #isi-laporan { (b.t("Isi laporan")) }
            @match &t.laporan {
                None => p.galat { (b.t("Laporan ini tidak dapat dibuka: isinya rusak atau diubah di luar aplikasi.")) },
                Some(l) => dl {
                    @for (m, teks) in medan_laporan().iter().zip([&l.apa, &l.tempat, &l.siapa, &l.tahu]) {
                        @if !teks.is_empty() { dt { (b.t(&m.label)) } dd { (tampil::paragraf(teks)) } }
                    }
                },
            }
        }
    }
}

/// The talk. To the reporter an inspector has no name, and no time of day; of the reporter nobody has the hour.
pub(crate) fn ucapan(p: &Permintaan, t: &Terbaca, pelapor: bool) -> Markup {
    let (b, k) = (p.b, &p.profil.kalender);
    let def = p.app.store.inventaris().register(KODE);
    html! {
        section aria-labelledby="percakapan" {
            h2 #percakapan { (b.t("Percakapan")) }
            @if t.terpotong { p.bantuan { (b.t("Ceritanya panjang: yang paling lama tidak ditampilkan.")) } }
            @if t.ucapan.is_empty() { p { (b.t("Belum ada pesan.")) } }
            ol.lini { @for u in &t.ucapan {
                @let dari_pelapor = u.pihak == Pihak::Pelapor;
                li class=(if dari_pelapor { "lini-warga" } else { "lini-opd" }) {
                    p {
                        b.lini-pihak { @match &u.pihak {
                            Pihak::Pelapor if pelapor => (b.t("Anda")),
                            Pihak::Pelapor => (b.t("Pelapor")),
                            Pihak::Inspektorat(_) if pelapor => (b.t("Inspektorat")),
                            Pihak::Inspektorat(nama) => (nama),
                        } }
                        @if let Some(s) = u.keadaan.as_deref().and_then(|s| def.and_then(|d| d.lifecycle.keadaan(s))) { " " (tampil::tanda(b, s)) }
                        " " time { @if pelapor || dari_pelapor { (tanggal(b, k.setempat(u.waktu).date())) } @else { (k.waktu_panjang(b, u.waktu)) } }
                    }
                    div.lini-isi { @match &u.kata {
                        Kata::TanpaKata => {},
                        Kata::Terbuka(s) => (tampil::paragraf(s)),
                        Kata::Rusak => p.galat { (b.t("Pesan ini tidak dapat dibuka: isinya rusak atau diubah di luar aplikasi.")) },
                    } }
                }
            } }
        }
    }
}
