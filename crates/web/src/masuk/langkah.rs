//! The way in after the password, or after the identity provider: a code or a passkey as second factor, setting one up
//! where a role asks for it, another password where somebody else set it. What a browser holds meanwhile opens these pages
//! and nothing else.

use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use identity::{Berikut, Oleh, Pendaftaran, UMUR_LANGKAH, UMUR_SESI};
use kernel::{Akun, Galat, GalatMedan, Medan};
use maud::{Markup, html};
use store::{AkunSimpan, JenisSesi};

use super::{Ke, LEWAT, UMUR_KUKI_LEBIH, dengan_kuki, lihat, lihat_dengan, tujuan};
use crate::{
    Aplikasi, Formulir, Gagal, Permintaan,
    kunci::{self, KODE, SANDI_BARU, SANDI_ULANG},
    permintaan::SESI,
};

/// Name of the cookie of whoever is on the way in.
const LANGKAH: &str = "praja_langkah";

pub(super) fn rute() -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/masuk/langkah", get(halaman))
        .route("/{daerah}/masuk/kode", post(kode))
        .route("/{daerah}/masuk/langkah/kunci-sandi", post(kunci_sandi))
        .route("/{daerah}/masuk/pasang", post(pasang))
        .route("/{daerah}/masuk/sandi", post(sandi))
}

/// Somebody on the way in.
struct Tamu {
    akun: Akun,
    /// The account as it was while this browser was known to be on the way.
    simpan: AkunSimpan,
    /// The second factor was proved, or there is none.
    terbukti: bool,
    berikut: Berikut,
    ke: String,
}

/// Who is on the way in; else back to its beginning.
async fn siapa(p: &Permintaan, ke: &str) -> Result<Result<Tamu, Response>, Galat> {
    let id = &p.app.identitas;
    let awal = || lihat(&format!("{}?ke={}", p.ke("/masuk"), ui::enkode(ke)));
    let Some(rahasia) = p.kuki.ambil(LANGKAH) else {
        return Ok(Err(awal()));
    };
    for (jenis, terbukti) in [(JenisSesi::Separuh, false), (JenisSesi::Tertahan, true)] {
        let Some(simpan) = id.di_jalan(p.daerah(), jenis, rahasia).await? else {
            continue;
        };
        let akun = simpan.akun.clone();
        let berikut = id.berikut(&akun, terbukti).await?;
        return Ok(Ok(Tamu {
            akun,
            simpan,
            terbukti,
            berikut,
            ke: ke.to_owned(),
        }));
    }
    Ok(Err(awal()))
}

/// Where the next step waits.
fn alamat(p: &Permintaan, ke: &str) -> String {
    format!("{}?ke={}", p.ke("/masuk/langkah"), ui::enkode(ke))
}

/// One step further: the cookie that opens what comes next, and where that is. What was held before ends.
async fn maju(
    p: &Permintaan,
    a: &AkunSimpan,
    terbukti: bool,
    ke: &str,
) -> Result<(Berikut, String, String), Galat> {
    let jadi = p.app.identitas.maju(a, terbukti, &p.alat, UMUR_SESI).await?;
    pegang(p, jadi, ke).await
}

/// The cookie that opens what comes next, instead of what was held before.
async fn pegang(
    p: &Permintaan,
    (berikut, rahasia): (Berikut, String),
    ke: &str,
) -> Result<(Berikut, String, String), Galat> {
    let id = &p.app.identitas;
    if let Some(lama) = p.kuki.ambil(LANGKAH) {
        id.keluar(p.daerah(), lama).await?;
    }
    if berikut != Berikut::Masuk {
        let kuki = p.set_kuki(LANGKAH, &rahasia, "/masuk", UMUR_LANGKAH / 1000);
        return Ok((berikut, kuki, alamat(p, ke)));
    }
    // A new secret every time: one planted beforehand opens nothing.
    if let Some(lama) = p.kuki.ambil(SESI) {
        id.keluar(p.daerah(), lama).await?;
    }
    metrics::counter!("praja_masuk", "hasil" => "berhasil").increment(1);
    let kuki = p.set_kuki(SESI, &rahasia, "", (UMUR_SESI + UMUR_KUKI_LEBIH) / 1000);
    Ok((berikut, kuki, ke.to_owned()))
}

/// One step further, and to the page of it.
pub(super) async fn lanjut(
    p: &Permintaan,
    a: &AkunSimpan,
    terbukti: bool,
    ke: &str,
) -> Result<Response, Galat> {
    let (_, kuki, ke) = maju(p, a, terbukti, ke).await?;
    Ok(lihat_dengan(&ke, &kuki))
}

/// Lets in whom the regency's identity provider vouches for, as far as the account owes nothing more; `kuat`: with a
/// second factor that counts.
///
/// # Errors
/// When the account is gone or closed.
pub async fn masuk_luar(p: &Permintaan, a: &AkunSimpan, kuat: bool, ke: &str) -> Result<Response, Galat> {
    let jadi = p.app.identitas.maju_luar(a, kuat, &p.alat, UMUR_SESI).await?;
    let (_, kuki, ke) = pegang(p, jadi, ke).await?;
    let lewat = p.set_kuki(LEWAT, "ya", "", (UMUR_SESI + UMUR_KUKI_LEBIH) / 1000);
    Ok(dengan_kuki(lihat_dengan(&ke, &kuki), &lewat))
}

async fn halaman(p: Permintaan, Query(q): Query<Ke>) -> Result<Response, Gagal> {
    let ke = tujuan(&p, q.ke.as_deref());
    let t = match siapa(&p, &ke).await? {
        Ok(t) => t,
        Err(r) => return Ok(r),
    };
    Ok(match t.berikut {
        Berikut::Kode => halaman_kode(&p, &t, &[], false).await?,
        Berikut::Pasang => {
            let penerbit = p.profil.daerah.nama.clone();
            let tawaran = p.app.identitas.tawarkan_faktor(&t.akun, &penerbit)?;
            halaman_pasang(&p, &t, &tawaran, &[])
        }
        Berikut::GantiSandi => halaman_sandi(&p, &t, &[]),
        Berikut::Masuk => lanjut(&p, &t.simpan, t.terbukti, &ke).await?,
    })
}

fn bingkai(p: &Permintaan, judul: &str, medan: &[Medan], galat: &[GalatMedan], isi: Markup) -> Response {
    let b = p.b;
    let lembar = ui::portal(
        &p.laman(judul),
        html! {
            a.tautan-balik href=(p.ke("/masuk")) { (b.t("Masuk dengan akun lain")) }
            div.kolom {
                @if !galat.is_empty() { (ui::formulir::ringkasan_galat(b, galat, medan)) }
                h1 { (judul) }
                (isi)
            }
        },
    );
    let status = match galat.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    kunci::jangan_simpan((status, lembar).into_response())
}

fn formulir(p: &Permintaan, t: &Tamu, aksi: &str, isi: Markup) -> Markup {
    html! {
        form method="post" action=(p.ke(aksi)) {
            (ui::formulir::csrf(p.csrf()))
            input type="hidden" name="ke" value=(t.ke);
            (isi)
        }
    }
}

/// What the account has: the app, passkeys, or both.
async fn halaman_kode(
    p: &Permintaan,
    t: &Tamu,
    galat: &[GalatMedan],
    pulih: bool,
) -> Result<Response, Galat> {
    let b = p.b;
    let aplikasi = p.app.store.faktor(&t.akun).await?.is_some();
    let semua = p.app.store.kunci_sandi(&t.akun).await?;
    let opsi = match semua.is_empty() {
        true => None,
        false => p.app.identitas.opsi_masuk(p.daerah(), p.csrf(), &semua),
    };
    let isi = html! {
        p { (b.t("Langkah pertama selesai. Sekarang buktikan dengan ponsel atau perangkat Anda.")) }
        @if let Some(opsi) = opsi {
            (kunci::lewat_perangkat(p, &p.ke("/masuk/langkah/kunci-sandi"), &opsi, html! {
                input type="hidden" name="ke" value=(t.ke);
                div.tombol-baris { button.tombol type="button" { (b.t("Pakai kunci sandi")) } }
            }))
        }
        @if aplikasi {
            (formulir(p, t, "/masuk/kode", html! {
                (kunci::dua_kode(p, galat, pulih))
                button.tombol type="submit" { (b.t("Masuk")) }
            }))
        } @else {
            p { (b.t("Tombolnya tidak tampil? Pakai peramban lain: peramban ini tidak mengenal kunci sandi, atau JavaScript-nya mati.")) }
            p { (b.t("Perangkatnya hilang? Mintalah administrator melepas verifikasi dua langkah akun Anda.")) }
        }
    };
    let judul = b.t("Verifikasi dua langkah");
    Ok(bingkai(p, judul, &[KODE.medan()], galat, isi))
}

fn halaman_pasang(p: &Permintaan, t: &Tamu, tawaran: &Pendaftaran, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let isi = html! {
        p { (b.t("Peran Anda mewajibkan verifikasi dua langkah. Pasang sekarang, lalu Anda dapat mulai bekerja.")) }
        (kunci::tawaran(p, tawaran, galat))
        button.tombol type="submit" { (b.t("Aktifkan")) }
    };
    let isi = formulir(p, t, "/masuk/pasang", isi);
    bingkai(
        p,
        b.t("Pasang verifikasi dua langkah"),
        &[KODE.medan()],
        galat,
        isi,
    )
}

fn halaman_sandi(p: &Permintaan, t: &Tamu, galat: &[GalatMedan]) -> Response {
    let b = p.b;
    let isi = html! {
        p { (b.t("Kata sandi Anda dibuat oleh orang lain. Ganti dengan yang hanya Anda ketahui, lalu Anda dapat mulai bekerja.")) }
        input type="hidden" name="pengguna" autocomplete="username" value=(t.akun.pengguna);
        (SANDI_BARU.gambar(p, galat))
        (SANDI_ULANG.gambar(p, galat))
        button.tombol type="submit" { (b.t("Ganti kata sandi")) }
    };
    let medan = [SANDI_BARU.medan(), SANDI_ULANG.medan()];
    let isi = formulir(p, t, "/masuk/sandi", isi);
    bingkai(p, b.t("Ganti kata sandi"), &medan, galat, isi)
}

/// Who sends a form of the step that is due; anybody else is led to theirs.
async fn yang(p: &Permintaan, f: &Formulir, langkah: Berikut) -> Result<Result<Tamu, Response>, Galat> {
    let ke = tujuan(p, Some(f.teks("ke")));
    Ok(match siapa(p, &ke).await? {
        Ok(t) if t.berikut == langkah => Ok(t),
        Ok(_) => Err(lihat(&alamat(p, &ke))),
        Err(r) => Err(r),
    })
}

async fn kode(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let t = match yang(&p, &f, Berikut::Kode).await? {
        Ok(t) => t,
        Err(r) => return Ok(r),
    };
    let ketik = kunci::baca_kode(&f);
    let hasil = p.app.identitas.periksa_kode(&t.akun, ketik, &p.alamat).await;
    terbukti(&p, &t, !f.teks("pulih").is_empty(), hasil.map(drop)).await
}

async fn kunci_sandi(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let t = match yang(&p, &f, Berikut::Kode).await? {
        Ok(t) => t,
        Err(r) => return Ok(r),
    };
    let (id, jawaban) = (&p.app.identitas, f.teks("jawaban"));
    let hasil = id
        .pakai_kunci(p.daerah(), Some(&t.akun), jawaban, p.csrf(), &p.alamat)
        .await;
    terbukti(&p, &t, false, hasil.map(drop)).await
}

/// What follows the second factor, or the page again with what was wrong.
async fn terbukti(
    p: &Permintaan,
    t: &Tamu,
    pulih: bool,
    hasil: Result<(), Galat>,
) -> Result<Response, Gagal> {
    match hasil {
        Ok(()) => Ok(lanjut(p, &t.simpan, true, &t.ke).await?),
        Err(Galat::Isian(galat)) => {
            metrics::counter!("praja_masuk", "hasil" => "kode ditolak").increment(1);
            Ok(halaman_kode(p, t, &galat, pulih).await?)
        }
        // It was taken away meanwhile: another step is due.
        Err(Galat::Bentrok(_)) => Ok(lihat(&alamat(p, &t.ke))),
        Err(g) => Err(g.into()),
    }
}

async fn pasang(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let t = match yang(&p, &f, Berikut::Pasang).await? {
        Ok(t) => t,
        Err(r) => return Ok(r),
    };
    let (id, penerbit) = (&p.app.identitas, &p.profil.daerah.nama);
    let titipan = f.teks("titipan");
    let tetap = p.kuki.ambil(LANGKAH).unwrap_or_default();
    match id
        .pasang_faktor(&t.akun, titipan, f.teks("kode"), &p.alamat, tetap)
        .await
    {
        Ok(pulih) => {
            let (_, kuki, ke) = maju(&p, &t.simpan, true, &t.ke).await?;
            let judul = p.b.t("Verifikasi dua langkah aktif");
            let isi = html! {
                div.kolom {
                    h1 { (judul) }
                    (kunci::daftar_pulih(&p, &pulih))
                    p.tombol-baris { a.tombol href=(ke) { (p.b.t("Lanjut")) } }
                }
            };
            let r = kunci::jangan_simpan(ui::portal(&p.laman(judul), isi).into_response());
            Ok(dengan_kuki(r, &kuki))
        }
        Err(Galat::Isian(galat)) => {
            let tawaran = match id.tawaran(&t.akun, penerbit, titipan) {
                Some(tawaran) => tawaran,
                None => id.tawarkan_faktor(&t.akun, penerbit)?,
            };
            Ok(halaman_pasang(&p, &t, &tawaran, &galat))
        }
        Err(g) => Err(g.into()),
    }
}

async fn sandi(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    let t = match yang(&p, &f, Berikut::GantiSandi).await? {
        Ok(t) => t,
        Err(r) => return Ok(r),
    };
    match ganti(&p, &t, &f).await {
        Ok(a) => Ok(lanjut(&p, &a, t.terbukti, &t.ke).await?),
        Err(Galat::Isian(galat)) => Ok(halaman_sandi(&p, &t, &galat)),
        Err(g) => Err(g.into()),
    }
}

/// Changes the password; the account with the new one.
async fn ganti(p: &Permintaan, t: &Tamu, f: &Formulir) -> Result<AkunSimpan, Galat> {
    let id = &p.app.identitas;
    let baru = kunci::sandi_baru(f)?;
    if id.cocok_sandi(&t.simpan, baru).await? {
        return Err(Galat::medan(
            "baru",
            "Ini kata sandi yang sekarang. Pilih yang lain.",
        ));
    }
    let oleh = Oleh::Akun(t.akun.id);
    let hasil = id.ganti_sandi(oleh, &t.simpan, Some(baru.to_owned())).await;
    hasil.map_err(kunci::pada_baru)?;
    let simpan = p.app.store.akun(p.daerah(), &t.akun.pengguna).await?;
    simpan.ok_or(Galat::PerluMasuk)
}
