//! Deadlines in an official's own calendar: a file that calendar programs fetch again and again, under an address that
//! is secret and opens nothing else.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{Galat, kalender::saat};
use maud::{Markup, html};
use serde::Deserialize;
use store::JenisSesi;

use super::tugas;
use crate::{
    Formulir, Gagal, Permintaan,
    ical::{self, Acara},
};

/// How long an address works: a year, ms.
const UMUR: i64 = 365 * 86_400_000;

#[derive(Deserialize)]
pub(super) struct Kueri {
    kunci: Option<String>,
}

impl Permintaan {
    /// Who asks by the secret address of a calendar, where there is one: it opens calendars of its account and nothing
    /// else. Without one it is who is logged in or bears a token.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] for an address that was turned off: it is no address.
    pub async fn lewat_kalender(&mut self, kunci: Option<&str>) -> Result<(), Galat> {
        if let Some(kunci) = kunci {
            let siapa = self
                .app
                .identitas
                .siapa(self.daerah(), JenisSesi::Kalender, kunci);
            self.pelaku = siapa.await?.ok_or(Galat::TidakDitemukan)?;
        }
        self.harus_akun()
    }

    /// Days on which something is due, as the answer to a calendar program.
    pub fn kalender(&self, nama: &str, acara: &[Acara]) -> Response {
        let kepala = [
            (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
            (header::CACHE_CONTROL, "private, no-cache"),
            (
                header::CONTENT_DISPOSITION,
                "inline; filename=\"tenggat-praja.ics\"",
            ),
        ];
        (kepala, ical::berkas(nama, acara)).into_response()
    }
}

/// `GET /{daerah}/kerja/tenggat.ics`: by secret address, else as who is logged in or bears a token.
pub(super) async fn berkas(mut p: Permintaan, Query(q): Query<Kueri>) -> Result<Response, Gagal> {
    p.lewat_kalender(q.kunci.as_deref()).await?;
    let mut acara = Vec::new();
    let tuan = p.app.url_dasar.split("//").nth(1).unwrap_or("praja").to_owned();
    for (t, register) in tugas::semua(&p).await?.1 {
        let def = p.register(&register)?;
        let e = &t.entri;
        // What the program itself does when the day comes is nobody's deadline.
        let sendiri = |kode: &str| {
            let mut langkah = def.lifecycle.langkah.iter();
            langkah.any(|l| l.otomatis.as_deref() == Some(kode))
        };
        for tenggat in e.tenggat.iter().filter(|t| t.berjalan() && !sendiri(&t.kode)) {
            let nama = p.b.t(def.lifecycle.nama_tenggat(&tenggat.kode));
            let keadaan = def.lifecycle.keadaan(&e.keadaan).map_or("", |k| p.b.t(&k.label));
            let pemegang = p.profil.nama_unit(e.pemegang.as_str());
            acara.push(Acara {
                uid: format!("{}-{}@{tuan}", e.id, tenggat.kode),
                urutan: e.versi,
                diubah: e.saat_diubah(),
                hari: p.profil.kalender.setempat(saat(tenggat.jatuh)).date(),
                judul: format!("{nama}: {} ({})", t.judul, e.nomor),
                uraian: format!("{pemegang}\n{keadaan}"),
                alamat: format!("{}{}", p.app.url_dasar, p.alamat_entri(&register, &e.nomor)),
            });
        }
    }
    for d in p.app.pendamping.iter() {
        acara.extend(d.tenggat(&p).await?);
    }
    let nama =
        p.b.isi("Tenggat {daerah}", &[("daerah", &p.profil.daerah.nama_pendek)]);
    Ok(p.kalender(&nama, &acara))
}

/// `GET /{daerah}/kerja/kalender`
pub(super) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    Ok(gambar(&p, html! {}))
}

/// Makes an address (`buat`) or turns the old one off; either way the old one stops working.
pub(super) async fn atur(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let (b, akun) = (p.b, p.akun()?);
    p.app.store.tutup_sesi_akun(akun, JenisSesi::Kalender).await?;
    if !f.ada("buat") {
        let isi =
            html! { div.peringatan role="status" { p { (b.t("Alamat kalender Anda sudah dimatikan.")) } } };
        return Ok(gambar(&p, isi));
    }
    let identitas = &p.app.identitas;
    let kunci = identitas
        .buka_sesi(akun, JenisSesi::Kalender, "kalender", UMUR)
        .await?;
    let alamat = format!("{}{}?kunci={kunci}", p.app.url_dasar, p.ke("/kerja/tenggat.ics"));
    let isi = html! {
        div.peringatan.peringatan-baik role="status" {
            h2 { (b.t("Alamat kalender Anda")) }
            p.kode { (alamat) }
            p { (b.t("Salin sekarang: alamat ini tidak ditampilkan lagi. Siapa pun yang memilikinya dapat membaca tenggat Anda.")) }
        }
    };
    Ok(gambar(&p, isi))
}

fn gambar(p: &Permintaan, hasil: Markup) -> Response {
    let b = p.b;
    let judul = b.t("Tenggat di kalender Anda");
    let isi = html! {
        h1 { (judul) }
        (hasil)
        p { (b.t("Program kalender di komputer atau telepon Anda dapat berlangganan tenggat dari Tugas saya. Tambahkan sebagai kalender dari alamat web (iCalendar); isinya diperbarui sendiri.")) }
        p { (b.t("Alamatnya rahasia, hanya membuka tenggat Anda, dan berlaku satu tahun. Membuat yang baru mematikan yang lama.")) }
        form method="post" action=(p.ke("/kerja/kalender")) {
            (ui::formulir::csrf(p.csrf()))
            p.tombol-baris {
                button.tombol type="submit" name="buat" value="ya" { (b.t("Buat alamat baru")) }
                button.tombol.tombol-dua type="submit" name="matikan" value="ya" { (b.t("Matikan alamat")) }
            }
        }
        p { a href=(p.ke("/kerja")) { (b.t("Tugas saya")) } }
    };
    p.ruang(judul, "tugas", isi)
}
