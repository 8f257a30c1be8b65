//! Akun pegawai: who may log in, as what. For administrators of the regency only; what they do here is
//! [`identity`]'s, as at the command line, and a line in the log.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use identity::Oleh;
use kernel::{
    Galat, GalatMedan, Medan, Peran, Peta,
    kalender::saat,
    nilai::{Jenis, KodeUnit, Opsi, Sumber, periksa_objek},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{AkunSimpan, JenisSesi, Kehadiran};
use ui::{
    daftar::{Baris, Kolom},
    formulir::Isian,
};
use uuid::Uuid;

use crate::{Aplikasi, Formulir, Gagal, Permintaan, lihat};

/// Name in addresses and in the menu; no register may have it as its code.
pub(super) const KODE: &str = "akun";

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/kerja/akun", get(daftar))
        .route("/{daerah}/kerja/akun/baru", get(baru).post(tambah))
        .route("/{daerah}/kerja/akun/{id}", get(satu))
        .route("/{daerah}/kerja/akun/{id}/peran", post(peran))
        .route("/{daerah}/kerja/akun/{id}/sandi", post(sandi))
        .route("/{daerah}/kerja/akun/{id}/sesi", post(sesi))
        .route("/{daerah}/kerja/akun/{id}/aktif", post(aktif))
}

type Jalur = Path<(String, String)>;

/// Whose hand it is, if it is an administrator's.
fn administrator(p: &Permintaan) -> Result<Oleh, Galat> {
    p.harus_akun()?;
    let a = p.akun()?;
    if a.ber(Peran::Administrator) {
        Ok(Oleh::Akun(a.id))
    } else {
        Err(Galat::Ditolak("Halaman ini untuk administrator akun.".into()))
    }
}

async fn cari(p: &Permintaan, id: &str) -> Result<AkunSimpan, Galat> {
    let id: Uuid = id.parse().map_err(|_| Galat::TidakDitemukan)?;
    let semua = p.app.store.semua_akun(p.daerah()).await?;
    semua
        .into_iter()
        .find(|a| a.akun.id == id)
        .ok_or(Galat::TidakDitemukan)
}

fn medan_peran() -> Medan {
    let opsi = Peran::SEMUA.map(|p| Opsi {
        kode: p.kode().into(),
        label: p.label().into(),
    });
    let baris = vec![
        Medan::baru("peran", "Peran", Jenis::Pilihan(opsi.to_vec())),
        Medan::baru("unit", "Perangkat daerah", Jenis::DariProfil(Sumber::Unit)),
    ];
    Medan::baru("peran", "Peran", Jenis::Bagian(baris))
        .bantuan("Satu baris untuk setiap peran. Kosongkan sebuah baris untuk mencabutnya.")
}

fn medan_baru() -> [Medan; 3] {
    [
        Medan::baru("pengguna", "Nama pengguna", Jenis::Teks { maks: 80 }).bantuan(
            "Huruf kecil, angka, titik, atau garis, misalnya ni.made. Tidak dapat diganti kemudian.",
        ),
        Medan::baru("nama", "Nama lengkap", Jenis::Teks { maks: 120 }),
        medan_peran(),
    ]
}

/// The roles that a form names.
fn baca_peran(isi: &Peta) -> Vec<(Peran, KodeUnit)> {
    let satu = |v: &Value| {
        let peran = Peran::dari_kode(v.get("peran")?.as_str()?)?;
        Some((peran, KodeUnit(v.get("unit")?.as_str()?.to_owned())))
    };
    let mut semua: Vec<_> = isi
        .get("peran")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(satu)
        .collect();
    semua.sort();
    semua.dedup();
    semua
}

fn tulis_peran(a: &AkunSimpan) -> Peta {
    let baris: Vec<Value> = a
        .akun
        .peran
        .iter()
        .map(|(p, u)| json!({ "peran": p.kode(), "unit": u }))
        .collect();
    [("peran".to_owned(), baris.into())].into_iter().collect()
}

/// The roles as they stand now, in one word: a form that was made from others is stale.
fn sidik_peran(a: &AkunSimpan) -> String {
    let satu: Vec<String> = a
        .akun
        .peran
        .iter()
        .map(|(p, u)| format!("{}:{u}", p.kode()))
        .collect();
    satu.join(" ")
}

fn peran_dalam_kata(p: &Permintaan, a: &AkunSimpan) -> Markup {
    html! { @for (i, (r, u)) in a.akun.peran.iter().enumerate() {
        @if i > 0 { br; }
        (p.b.t(r.label())) ", " (p.profil.nama_unit(u.as_str()))
    } }
}

fn keadaan(p: &Permintaan, a: &AkunSimpan) -> Markup {
    if a.aktif {
        ui::tampil::tanda_kata("hijau", p.b.t("Aktif"))
    } else {
        ui::tampil::tanda_kata("abu", p.b.t("Ditutup"))
    }
}

fn terakhir(p: &Permintaan, k: &Kehadiran) -> Option<String> {
    k.terakhir.map(|ms| p.profil.kalender.waktu_pendek(p.b, saat(ms)))
}

#[derive(Deserialize)]
struct Cari {
    kata: Option<String>,
}

async fn daftar(p: Permintaan, Query(q): Query<Cari>) -> Result<Response, Gagal> {
    administrator(&p)?;
    let b = p.b;
    let hadir = p.app.store.kehadiran(p.daerah()).await?;
    let kata = q.kata.unwrap_or_default();
    let dicari = kata.trim().to_lowercase();
    let cocok = |a: &AkunSimpan| {
        let unit = a
            .akun
            .peran
            .iter()
            .map(|(_, u)| p.profil.nama_unit(u.as_str()).to_lowercase());
        [a.akun.nama.to_lowercase(), a.akun.pengguna.clone()]
            .into_iter()
            .chain(unit)
            .any(|t| t.contains(&dicari))
    };
    let semua: Vec<AkunSimpan> = p
        .app
        .store
        .semua_akun(p.daerah())
        .await?
        .into_iter()
        .filter(cocok)
        .collect();
    let kepala = ["Nama", "Nama pengguna", "Peran", "Keadaan", "Masuk terakhir"].map(|k| Kolom {
        label: b.t(k).to_owned(),
        urut: None,
        arah: None,
        angka: false,
    });
    let jumlah = b.isi(
        "{n} akun",
        &[(
            "n",
            &ui::tampil::angka(i64::try_from(semua.len()).unwrap_or(i64::MAX)),
        )],
    );
    let baris: Vec<Baris> = semua
        .iter()
        .map(|a| Baris {
            id: a.akun.id.to_string(),
            href: p.ke(&format!("/kerja/akun/{}", a.akun.id)),
            sel: vec![
                html! { (a.akun.nama) },
                html! { (a.akun.pengguna) },
                peran_dalam_kata(&p, a),
                keadaan(&p, a),
                html! { @if let Some(t) = hadir.get(&a.akun.id).and_then(|k| terakhir(&p, k)) { (t) } },
            ],
        })
        .collect();
    let judul = b.t("Akun pegawai");
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Siapa boleh masuk ke ruang kerja, dan sebagai apa.")) }
        div.tombol-baris { a.tombol href=(p.ke("/kerja/akun/baru")) { (b.t("Tambah akun")) } }
        form.saringan method="get" action=(p.ke("/kerja/akun")) role="search" {
            div.medan {
                label for="s-kata" { (b.t("Cari nama atau perangkat daerah")) }
                input #s-kata type="search" name="kata" value=(kata);
            }
            button.tombol.tombol-dua type="submit" { (b.t("Cari")) }
        }
        @if baris.is_empty() {
            (ui::tampil::kosong(b.t("Tidak ada akun yang cocok."), b.t("Periksa ejaan kata yang dicari."), Some((b.t("Tampilkan semua akun"), &p.ke("/kerja/akun")))))
        } @else {
            (ui::daftar::tabel(&kepala, baris, false))
            p { (jumlah) }
        }
    };
    Ok(p.ruang(judul, KODE, isi))
}

fn halaman_baru(
    p: &Permintaan,
    mentah: Option<&BTreeMap<String, Vec<String>>>,
    galat: &[GalatMedan],
) -> Response {
    let b = p.b;
    let (medan, nilai) = (medan_baru(), Peta::new());
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: &nilai,
        mentah,
        galat,
        awal: "",
    };
    let judul = b.t("Tambah akun");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/akun")) { (b.t("Akun pegawai")) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &medan))
            h1 { (judul) }
            p { (b.t("Kata sandi dibuatkan dan ditampilkan satu kali setelah akun tersimpan.")) }
            form method="post" action=(p.ke("/kerja/akun/baru")) data-jaga {
                (ui::formulir::csrf(p.csrf()))
                (ui::formulir::semua(&i, &medan))
                div.tombol-baris {
                    button.tombol type="submit" { (judul) }
                    a href=(p.ke("/kerja/akun")) { (b.t("Batal")) }
                }
            }
        }
    };
    let mut r = p.ruang(judul, KODE, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

async fn baru(p: Permintaan) -> Result<Response, Gagal> {
    administrator(&p)?;
    let mentah = p.ambil_titipan(&p.jalur).await?;
    Ok(halaman_baru(&p, mentah.as_ref(), &[]))
}

async fn tambah(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let oleh = administrator(&p)?;
    let medan = medan_baru();
    let isi = kernel::nilai::dari_formulir(&medan, &f.medan);
    let hasil = match periksa_objek(&medan, &isi, &p.profil) {
        Ok(isi) => {
            let teks = |k: &str| isi.get(k).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (pengguna, nama) = (teks("pengguna"), teks("nama"));
            p.app
                .identitas
                .tambah_akun(oleh, p.daerah(), &pengguna, &nama, None, baca_peran(&isi))
                .await
        }
        Err(galat) => Err(Galat::Isian(galat)),
    };
    match hasil {
        Ok((a, sandi)) => Ok(sandi_sekali(
            &p,
            &a,
            p.b.t("Akun tersimpan"),
            sandi.as_deref().unwrap_or_default(),
        )),
        Err(Galat::Isian(galat)) => Ok(halaman_baru(&p, Some(&f.medan), &galat)),
        Err(g) => Err(g.into()),
    }
}

/// The password, on a page that is no address, so that it stays out of histories and logs.
fn sandi_sekali(p: &Permintaan, a: &AkunSimpan, judul: &str, sandi: &str) -> Response {
    let b = p.b;
    let isi = html! {
        div.kolom {
            h1 { (judul) }
            dl.daftar-ringkas {
                div { dt { (b.t("Nama")) } dd { (a.akun.nama) } }
                div { dt { (b.t("Nama pengguna")) } dd { b { (a.akun.pengguna) } } }
                div { dt { (b.t("Kata sandi")) } dd { b.kode { (sandi) } } }
            }
            p { (b.t("Sampaikan kata sandi ini langsung kepada pemilik akun sekarang; ia tidak ditampilkan lagi. Bila hilang, buat kata sandi baru.")) }
            div.tombol-baris {
                a.tombol href=(p.ke(&format!("/kerja/akun/{}", a.akun.id))) { (b.t("Lanjut")) }
                a.tombol.tombol-dua href=(p.ke("/kerja/akun")) { (b.t("Akun pegawai")) }
            }
        }
    };
    let mut r = p.ruang(judul, KODE, isi);
    r.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    r
}

/// What a form on the page of an account looks like when it comes back.
#[derive(Default)]
struct Kembali<'a> {
    mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    galat: &'a [GalatMedan],
    /// What stands in the way, in words, with its status.
    halangan: Option<(StatusCode, Galat)>,
    selesai: bool,
}

async fn tampilkan(p: &Permintaan, a: &AkunSimpan, k: Kembali<'_>) -> Result<Response, Gagal> {
    let b = p.b;
    let semua = p.app.store.kehadiran(p.daerah()).await?;
    let hadir = semua.get(&a.akun.id).copied().unwrap_or_default();
    let alamat = p.ke(&format!("/kerja/akun/{}", a.akun.id));
    let (medan, nilai) = ([medan_peran()], tulis_peran(a));
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: &nilai,
        mentah: k.mentah,
        galat: k.galat,
        awal: "",
    };
    let sendiri = p.akun()?.id == a.akun.id;
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/akun")) { (b.t("Akun pegawai")) }
        (ui::formulir::ringkasan_galat(b, k.galat, &medan))
        @if let Some((_, g)) = &k.halangan {
            div.peringatan role="alert" { p { (g.pesan().dalam(b)) } }
        }
        @if k.selesai {
            div.peringatan.peringatan-baik role="status" { p { (b.t("Tersimpan.")) } }
        }
        h1 { (a.akun.nama) }
        dl.daftar-ringkas {
            div { dt { (b.t("Nama pengguna")) } dd { (a.akun.pengguna) } }
            div { dt { (b.t("Keadaan")) } dd { (keadaan(p, a)) } }
            div { dt { (b.t("Masuk terakhir")) } dd {
                @match terakhir(p, &hadir) {
                    Some(t) => (t),
                    None => (b.t("lebih dari sehari lalu, atau belum pernah")),
                }
            } }
            div { dt { (b.t("Peramban yang sedang masuk")) } dd { (hadir.sesi) } }
            div { dt { (b.t("Token API yang berlaku")) } dd { (hadir.token) } }
        }
        form method="post" action={ (alamat) "/peran" } data-jaga=(if k.mentah.is_some() { "kotor" } else { "" }) {
            (ui::formulir::csrf(p.csrf()))
            input type="hidden" name="_semula" value=(sidik_peran(a));
            (ui::formulir::semua(&i, &medan))
            div.tombol-baris { button.tombol type="submit" { (b.t("Simpan peran")) } }
        }
        (tindakan(p, &alamat, &SANDI))
        @if hadir.sesi > 0 { (tindakan(p, &alamat, &SESI)) }
        @if hadir.token > 0 { (tindakan(p, &alamat, &TOKEN)) }
        @if !a.aktif {
            (tindakan(p, &alamat, &BUKA))
        } @else if sendiri {
            p.jelaskan { (b.t("Ini akun Anda sendiri; hanya administrator lain yang dapat menutupnya.")) }
        } @else {
            (tindakan(p, &alamat, &TUTUP))
        }
    };
    let mut r = p.ruang(&a.akun.nama, KODE, isi);
    if let Some((status, _)) = k.halangan {
        *r.status_mut() = status;
    } else if !k.galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(r)
}

/// A button with its consequence in words.
struct Tindakan {
    ke: &'static str,
    judul: &'static str,
    akibat: &'static str,
    /// What the button sends.
    nilai: (&'static str, &'static str),
    tombol: &'static str,
    bahaya: bool,
}

const SANDI: Tindakan = Tindakan {
    ke: "sandi",
    judul: "Kata sandi",
    akibat: "Kata sandi lama tidak berlaku lagi, dan semua peramban yang sedang masuk dengan akun ini dikeluarkan.",
    nilai: ("sandi", "baru"),
    tombol: "Buat kata sandi baru",
    bahaya: false,
};
const SESI: Tindakan = Tindakan {
    ke: "sesi",
    judul: "Sesi",
    akibat: "Semua peramban yang sedang masuk dengan akun ini dikeluarkan. Pemiliknya dapat masuk lagi.",
    nilai: ("jenis", "web"),
    tombol: "Akhiri semua sesi",
    bahaya: false,
};
const TOKEN: Tindakan = Tindakan {
    ke: "sesi",
    judul: "Token API",
    akibat: "Aplikasi lain yang memakai token akun ini berhenti bekerja sampai diberi token baru.",
    nilai: ("jenis", "token"),
    tombol: "Cabut semua token",
    bahaya: true,
};
const BUKA: Tindakan = Tindakan {
    ke: "aktif",
    judul: "Buka akun",
    akibat: "Pemiliknya dapat masuk lagi dengan kata sandi dan peran yang sama.",
    nilai: ("aktif", "ya"),
    tombol: "Aktifkan akun",
    bahaya: false,
};
const TUTUP: Tindakan = Tindakan {
    ke: "aktif",
    judul: "Tutup akun",
    akibat: "Pemiliknya tidak dapat masuk lagi; sesi dan tokennya berakhir sekarang. Riwayat pekerjaannya tetap ada, dan akun dapat diaktifkan lagi.",
    nilai: ("aktif", "tidak"),
    tombol: "Tutup akun ini",
    bahaya: true,
};

fn tindakan(p: &Permintaan, alamat: &str, t: &Tindakan) -> Markup {
    let b = p.b;
    html! {
        section {
            h2 { (b.t(t.judul)) }
            p { (b.t(t.akibat)) }
            form method="post" action={ (alamat) "/" (t.ke) } {
                (ui::formulir::csrf(p.csrf()))
                input type="hidden" name=(t.nilai.0) value=(t.nilai.1);
                div.tombol-baris {
                    button.tombol .tombol-dua[!t.bahaya] .tombol-bahaya[t.bahaya] type="submit" { (b.t(t.tombol)) }
                }
            }
        }
    }
}

#[derive(Deserialize)]
struct Selesai {
    selesai: Option<String>,
}

async fn satu(p: Permintaan, Path((_, id)): Jalur, Query(q): Query<Selesai>) -> Result<Response, Gagal> {
    administrator(&p)?;
    let a = cari(&p, &id).await?;
    let mentah = p.ambil_titipan(&p.jalur).await?;
    let k = Kembali {
        mentah: mentah.as_ref(),
        selesai: q.selesai.is_some(),
        ..Kembali::default()
    };
    tampilkan(&p, &a, k).await
}

async fn peran(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.ke(&format!("/kerja/akun/{id}"))).await?);
    }
    let oleh = administrator(&p)?;
    let a = cari(&p, &id).await?;
    let kembali = Kembali {
        mentah: Some(&f.medan),
        ..Kembali::default()
    };
    if f.teks("_semula") != sidik_peran(&a) {
        let g = Galat::Bentrok(
            "Peran akun ini berubah sejak Anda membukanya. Periksa barisnya di bawah, lalu simpan lagi."
                .into(),
        );
        let halangan = Some((StatusCode::PRECONDITION_FAILED, g));
        return tampilkan(&p, &a, Kembali { halangan, ..kembali }).await;
    }
    let medan = [medan_peran()];
    let isi = kernel::nilai::dari_formulir(&medan, &f.medan);
    let hasil = match periksa_objek(&medan, &isi, &p.profil) {
        Ok(isi) => {
            let baru = baca_peran(&isi);
            // Who gives the role away has no business on this page any more.
            let pergi =
                oleh == Oleh::Akun(a.akun.id) && !baru.iter().any(|(r, _)| *r == Peran::Administrator);
            p.app.identitas.atur_peran(oleh, &a, baru).await.map(|()| pergi)
        }
        Err(galat) => Err(Galat::Isian(galat)),
    };
    match hasil {
        Ok(true) => Ok(lihat(&p.ke("/kerja"))),
        Ok(false) => Ok(beres(&p, &a)),
        Err(Galat::Isian(galat)) => {
            tampilkan(
                &p,
                &a,
                Kembali {
                    galat: &galat,
                    ..kembali
                },
            )
            .await
        }
        Err(g) => tersandung(&p, &a, g, kembali).await,
    }
}

fn beres(p: &Permintaan, a: &AkunSimpan) -> Response {
    lihat(&p.ke(&format!("/kerja/akun/{}?selesai=ya", a.akun.id)))
}

/// A refusal that the page itself can tell; any other is an error page.
async fn tersandung(p: &Permintaan, a: &AkunSimpan, g: Galat, k: Kembali<'_>) -> Result<Response, Gagal> {
    match g {
        g @ Galat::Bentrok(_) => {
            let halangan = Some((StatusCode::CONFLICT, g));
            tampilkan(p, a, Kembali { halangan, ..k }).await
        }
        g => Err(g.into()),
    }
}

/// What every button of the page needs: the hand and the account. A session that has run out leads to the log-in and
/// back to the page, where the button waits.
async fn buka(p: &Permintaan, id: &str, f: &Formulir) -> Result<Result<(Oleh, AkunSimpan), Response>, Galat> {
    if p.harus_akun().is_err() {
        return Ok(Err(p.titipkan(f, &p.ke(&format!("/kerja/akun/{id}"))).await?));
    }
    let oleh = administrator(p)?;
    Ok(Ok((oleh, cari(p, id).await?)))
}

async fn sandi(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let sandi = p.app.identitas.ganti_sandi(oleh, &a, None).await?;
    Ok(sandi_sekali(
        &p,
        &a,
        p.b.t("Kata sandi baru"),
        sandi.as_deref().unwrap_or_default(),
    ))
}

async fn sesi(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let jenis = match f.teks("jenis") {
        "web" => JenisSesi::Web,
        "token" => JenisSesi::Token,
        _ => return Err(Gagal(tak_terbaca())),
    };
    p.app.identitas.akhiri_sesi(oleh, &a, jenis).await?;
    Ok(beres(&p, &a))
}

async fn aktif(p: Permintaan, Path((_, id)): Jalur, f: Formulir) -> Result<Response, Gagal> {
    let (oleh, a) = match buka(&p, &id, &f).await? {
        Ok(x) => x,
        Err(r) => return Ok(r),
    };
    let aktif = match f.teks("aktif") {
        "ya" => true,
        "tidak" => false,
        _ => return Err(Gagal(tak_terbaca())),
    };
    match p.app.identitas.atur_aktif(oleh, &a, aktif).await {
        Ok(()) => Ok(beres(&p, &a)),
        Err(g) => tersandung(&p, &a, g, Kembali::default()).await,
    }
}

fn tak_terbaca() -> Galat {
    Galat::TidakSah("Formulir ini tidak dapat dibaca. Muat ulang halamannya, lalu kirim lagi.".into())
}
