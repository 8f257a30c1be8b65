//! The legal officer's door for texts: upload one, see what was understood, correct what was not.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{Galat, GalatMedan, nilai::Pilihan as _, profil::potong};
use layanan::JenisProduk;
use maud::html;
use web::{Formulir, Gagal, Permintaan, berkas::MAKS_NASKAH, lihat};

use crate::{
    impor::{Penentu, impor},
    produk,
};

fn boleh(p: &Permintaan) -> Result<(), Galat> {
    p.harus_akun()?;
    if produk::bagian_hukum(&p.profil, &p.pelaku) {
        Ok(())
    } else {
        Err(Galat::Ditolak(
            "Hanya petugas bagian hukum yang mengunggah naskah.".into(),
        ))
    }
}

/// `GET /{daerah}/kerja/produk_hukum/naskah`
pub(crate) async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    boleh(&p)?;
    Ok(tampilkan(&p, &Penentu::default(), &[]))
}

fn tampilkan(p: &Permintaan, isi: &Penentu, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let judul = b.t("Unggah naskah peraturan");
    let salah = |m: &str| -> Vec<String> {
        galat
            .iter()
            .filter(|g| g.medan == m)
            .map(|g| g.pesan.dalam(b))
            .collect()
    };
    let medan = |nama: &str, label: &str, nilai: &str, kelas: &str| {
        let salah = salah(nama);
        html! {
            div.medan .medan-galat[!salah.is_empty()] {
                label for=(nama) { (label) }
                @for s in &salah { p.galat id={ (nama) "-galat" } { (s) } }
                input type="text" id=(nama) name=(nama) value=(nilai) class=(kelas) maxlength="500" autocomplete="off"
                    aria-invalid=[(!salah.is_empty()).then_some("true")] aria-describedby=[(!salah.is_empty()).then(|| format!("{nama}-galat"))];
            }
        }
    };
    let di_berkas = salah("naskah");
    let di_jenis = salah("jenis");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/produk_hukum")) { (b.t("Produk hukum")) }
        div.kolom {
            @if !galat.is_empty() {
                div.ringkasan-galat tabindex="-1" role="alert" {
                    h2 { (b.t("Ada yang perlu diperbaiki")) }
                    ul { @for g in galat { li { a href={ "#" (g.medan) } { (g.pesan.dalam(b)) } } } }
                }
            }
            h1 { (judul) }
            p { (b.t("Teks (.txt) sebagaimana keluar dari pemindai atau pengonversi sudah cukup. Pasal, ayat, istilah, dan rujukan dikenali; dokumennya dibuat atau dilengkapi; teks aslinya disimpan utuh.")) }
            form method="post" enctype="multipart/form-data" {
                (ui::formulir::csrf(p.csrf()))
                div.medan .medan-galat[!di_berkas.is_empty()] {
                    label for="naskah" { (b.t("Naskah")) }
                    p.bantuan #naskah-bantuan { (b.t("Satu berkas teks, paling besar 5 MB.")) }
                    @for s in &di_berkas { p.galat #naskah-galat { (s) } }
                    input #naskah type="file" name="naskah" accept=".txt,text/plain" required aria-describedby="naskah-bantuan";
                }
                details open[!galat.is_empty()] {
                    summary { (b.t("Sebutkan sendiri jenis, nomor, tahun, atau judulnya")) }
                    p.bantuan { (b.t("Kosongkan yang dapat dibaca dari naskah.")) }
                    div.medan .medan-galat[!di_jenis.is_empty()] {
                        label for="jenis" { (b.t("Jenis")) }
                        @for s in &di_jenis { p.galat { (s) } }
                        select #jenis name="jenis" {
                            option value="" { (b.t("Seperti tertulis dalam naskah")) }
                            @for j in JenisProduk::SEMUA { option value=(j.kode()) selected[isi.jenis.as_deref() == Some(j.kode())] { (b.t(j.label())) } }
                        }
                    }
                    (medan("nomor", b.t("Nomor peraturan"), isi.nomor.as_deref().unwrap_or_default(), "pendek"))
                    (medan("tahun", b.t("Tahun"), &isi.tahun.map(|t| t.to_string()).unwrap_or_default(), "pendek"))
                    (medan("tentang", b.t("Tentang"), isi.tentang.as_deref().unwrap_or_default(), ""))
                }
                div.medan { label.pilihan {
                    input type="checkbox" name="rancangan" value="ya" checked[isi.rancangan];
                    span { (b.t("Masih rancangan")) span.bantuan { (b.t("Tanpa tanda ini dokumen dicatat sebagai sudah diundangkan dan berlaku.")) } }
                } }
                div.tombol-baris {
                    button.tombol type="submit" { (b.t("Unggah dan baca")) }
                    a href=(p.ke("/kerja/produk_hukum")) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, crate::KODE, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

/// `POST /{daerah}/kerja/produk_hukum/naskah`
pub(crate) async fn kirim(p: Permintaan, mut f: Formulir) -> Result<Response, Gagal> {
    boleh(&p)?;
    let teks = |k: &str, maks: usize| Some(potong(f.teks(k), maks).to_owned()).filter(|s| !s.is_empty());
    let tahun = teks("tahun", 10);
    let penentu = Penentu {
        jenis: teks("jenis", 40),
        nomor: teks("nomor", 60),
        tahun: tahun.as_deref().and_then(|t| t.parse().ok()),
        tentang: teks("tentang", 500),
        rancangan: f.ada("rancangan"),
    };
    if tahun.is_some() && penentu.tahun.is_none() {
        let g = GalatMedan::baru("tahun", "Tahun harus empat angka, misalnya 2022.");
        return Ok(tampilkan(&p, &penentu, &[g]));
    }
    let berkas = f
        .berkas
        .iter()
        .position(|u| u.medan == "naskah")
        .map(|n| f.berkas.swap_remove(n));
    let Some(berkas) = berkas else {
        return Ok(tampilkan(
            &p,
            &penentu,
            &[GalatMedan::baru("naskah", "Pilih berkas naskahnya.")],
        ));
    };
    if berkas.isi.len() > MAKS_NASKAH {
        let pesan = "Naskah ini lebih dari 5 MB. Pisahkan lampirannya, lalu coba lagi.";
        return Ok(tampilkan(&p, &penentu, &[GalatMedan::baru("naskah", pesan)]));
    }
    match impor(&p.app.store, &p.profil, &p.pelaku, berkas.isi, &penentu).await {
        Ok(l) => Ok(lihat(&p.ke(&produk::jalur(&l.entri)))),
        Err(Galat::Isian(galat)) => Ok(tampilkan(&p, &penentu, &galat)),
        Err(g @ (Galat::JenisTakDidukung(_) | Galat::TerlaluBesar(_))) => {
            Ok(tampilkan(&p, &penentu, &[GalatMedan::baru("naskah", g.pesan())]))
        }
        Err(g) => Ok(Gagal(g).into_response()),
    }
}
