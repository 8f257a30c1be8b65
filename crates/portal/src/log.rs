//! The log of the regency for everybody: its signed head, tiles and proofs for machines (C2SP tlog-checkpoint,
//! tlog-tiles, tlog-proof), one page that says in plain words what it is for, and the place where witnesses leave
//! their signatures; beside them ([`cap`]) when an authority outside saw a head. Nothing here tells what happened: the
//! log holds salted hashes only.

mod cap;

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use data_encoding::BASE64;
use kernel::{Galat, kalender::saat};
use ledger::{Alamat, Saksi, Tanya, Titik};
use maud::html;
use store::TitikSimpan;
use ui::tampil::angka;
use web::{Aplikasi, Gagal, Permintaan};

use crate::umum;

/// Days whose last heads the page shows.
const HARI: i64 = 14;
/// What a stranger is told.
const TAK_DIKENAL: &str = "Tidak ada tanda tangan saksi yang dikenal dan cocok dengan titik periksa terbaru. Ambil titik periksa terbaru, lalu tandatangani lagi.";
/// Longest list of signatures that a witness may leave, bytes.
const MAKS_KESAKSIAN: usize = 10_000;
/// What never changes may be kept for ever.
const TETAP: &str = "public, max-age=31536000, immutable";
/// A head is renewed twice a minute.
const SEBENTAR: &str = "public, max-age=10";

/// The routes of the log; these witnesses may sign its heads.
pub fn rute(saksi: Arc<[Saksi]>) -> Router<Aplikasi> {
    Router::new()
        .route("/{daerah}/log", get(halaman))
        .route("/{daerah}/log/checkpoint", get(titik).post(kesaksian))
        .route("/{daerah}/log/kunci", get(kunci))
        .route("/{daerah}/log/tile/{*alamat}", get(ubin))
        .route("/{daerah}/log/bukti/{n}", get(bukti))
        .layer(Extension(saksi))
        .merge(cap::rute())
}

fn teks(cache: &'static str, isi: String) -> Response {
    let kepala = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, cache),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (kepala, isi).into_response()
}

/// The newest signed head.
async fn terbaru(p: &Permintaan) -> Result<TitikSimpan, Galat> {
    let akhir = p.app.store.titik(p.daerah(), 1).await?.pop();
    akhir.ok_or(Galat::TidakDitemukan)
}

/// `GET …/log/checkpoint`
async fn titik(p: Permintaan) -> Result<Response, Gagal> {
    Ok(teks(SEBENTAR, terbaru(&p).await?.catatan))
}

/// `GET …/log/kunci`: the public key of the log.
async fn kunci(p: Permintaan) -> Result<Response, Gagal> {
    let k = p.app.identitas.kunci_log(&p.app.url_dasar, p.daerah())?;
    Ok(teks(SEBENTAR, format!("{}\n", k.publik())))
}

/// `GET …/log/tile/…`
async fn ubin(p: Permintaan, Path((_, alamat)): Path<(String, String)>) -> Result<Response, Gagal> {
    let a = Alamat::baca(&alamat).ok_or(Galat::TidakDitemukan)?;
    let isi = p
        .app
        .store
        .ubin(p.daerah(), &a)
        .await?
        .ok_or(Galat::TidakDitemukan)?;
    let kepala = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, TETAP),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((kepala, isi).into_response())
}

/// `GET …/log/bukti/{n}`: that the log has its `n`th entry, with the newest signed head.
async fn bukti(p: Permintaan, Path((_, n)): Path<(String, String)>) -> Result<Response, Gagal> {
    let n: u64 = n.parse().map_err(|_| Galat::TidakDitemukan)?;
    let t = terbaru(&p).await?;
    let tanya = Tanya::Termuat { n, ukuran: t.ukuran };
    let hash = p.app.store.bukti_log(p.daerah(), tanya).await?;
    let hash = hash.ok_or(Galat::TidakDitemukan)?;
    Ok(teks(SEBENTAR, ledger::surat_bukti(n, &hash, &t.catatan)))
}

/// `POST …/log/checkpoint`: a witness leaves its signature under the newest head.
async fn kesaksian(
    p: Permintaan,
    Extension(saksi): Extension<Arc<[Saksi]>>,
    isi: Bytes,
) -> Result<Response, Gagal> {
    let baris = std::str::from_utf8(&isi)
        .ok()
        .filter(|b| b.len() <= MAKS_KESAKSIAN);
    let baris = baris.ok_or_else(|| Galat::TidakSah("Kirim baris tanda tangan sebagai teks.".into()))?;
    let t = terbaru(&p).await?;
    let mut catatan = t.catatan.clone();
    let mut dikenal = false;
    for s in saksi.iter() {
        let Ok(k) = s.periksa(t.catatan.as_bytes(), baris) else {
            continue;
        };
        dikenal = true;
        let awal = format!("— {} ", s.nama());
        let sisa = catatan.lines().filter(|b| !b.starts_with(&awal));
        catatan = sisa.map(|b| format!("{b}\n")).collect();
        catatan += &format!("{}\n", k.baris);
    }
    if !dikenal {
        return Err(Galat::TidakSah(TAK_DIKENAL.into()).into());
    }
    let baru = TitikSimpan { catatan, ..t };
    if !p.app.store.simpan_titik(p.daerah(), &baru).await? {
        let pesan =
            "Titik periksa sudah diganti yang lebih baru. Ambil yang terbaru, lalu tandatangani lagi.";
        return Err(Galat::Bentrok(pesan.into()).into());
    }
    Ok((StatusCode::OK, teks("no-store", baru.catatan)).into_response())
}

/// Who signed a head besides us.
fn penanda(t: &TitikSimpan, asal: &str) -> Vec<String> {
    let nama = |b: &str| Some(b.strip_prefix("— ")?.split_once(' ')?.0.to_owned());
    t.catatan.lines().filter_map(nama).filter(|n| n != asal).collect()
}

/// `GET …/log`: what the log is for, and its state.
async fn halaman(p: Permintaan) -> Result<Response, Gagal> {
    let b = p.b;
    let k = p.app.identitas.kunci_log(&p.app.url_dasar, p.daerah())?;
    let titik = p.app.store.titik(p.daerah(), HARI).await?;
    let baca = |t: &TitikSimpan| -> Option<Titik> { k.baca(&t.catatan).ok() };
    let pada = |t: &TitikSimpan| p.profil.kalender.waktu_panjang(b, saat(t.waktu));
    let judul = b.t("Buku besar");
    let cap = cap::bagian(&p).await?;
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Setiap kejadian di sistem ini mendapat tempat di buku besar yang hanya dapat bertambah. Yang diterbitkan hanya sidik (hash), bukan isinya. Siapa pun yang menyimpan titik periksa hari ini dapat membuktikan kelak bila ada catatan yang diubah, dihapus, atau disisipkan.")) }
        @match titik.first() {
            None => (ui::tampil::kosong(
                b.t("Belum ada titik periksa."),
                b.t("Titik periksa pertama terbit setengah menit sesudah sistem berjalan. Muat ulang halaman ini."),
                None,
            )),
            Some(t) => {
                h2 { (b.t("Titik periksa terbaru")) }
                dl.daftar-ringkas {
                    div { dt { (b.t("Jumlah kejadian")) } dd { (angka(i64::try_from(t.ukuran).unwrap_or(i64::MAX))) } }
                    div { dt { (b.t("Ditandatangani")) } dd { (pada(t)) } }
                    @if let Some(isi) = baca(t) {
                        div { dt { (b.t("Akar")) } dd { code.putus { (BASE64.encode(&isi.akar.0)) } } }
                    }
                    div { dt { (b.t("Saksi")) } dd {
                        @let saksi = penanda(t, k.asal());
                        @if saksi.is_empty() { (b.t("belum ada")) } @else { (saksi.join(", ")) }
                    } }
                    div { dt { (b.t("Kunci publik")) } dd { code.putus { (k.publik()) } } }
                }
                p { a href=(p.ke("/log/checkpoint")) { (b.t("Unduh titik periksa")) } }
                h2 { (b.t("Titik periksa tiap hari")) }
                div.gulir tabindex="0" role="region" aria-label=(b.t("Titik periksa tiap hari")) {
                    table.tabel {
                        thead { tr { th scope="col" { (b.t("Waktu")) } th.angka scope="col" { (b.t("Jumlah kejadian")) } th scope="col" { (b.t("Akar")) } } }
                        tbody { @for t in &titik { tr {
                            th scope="row" { (pada(t)) }
                            td.angka data-label=(b.t("Jumlah kejadian")) { (angka(i64::try_from(t.ukuran).unwrap_or(i64::MAX))) }
                            td data-label=(b.t("Akar")) { code.putus {
                                @match baca(t) { Some(isi) => (BASE64.encode(&isi.akar.0)), None => (b.t("tanda tangan salah")) }
                            } }
                        } } }
                    }
                }
            }
        }
        (cap)
        h2 { (b.t("Memeriksa sendiri")) }
        p { (b.t("Bentuknya mengikuti standar terbuka (RFC 6962 dan C2SP), sehingga program lain dapat memeriksanya tanpa percaya kepada kami:")) }
        ul {
            li { code { (p.ke("/log/checkpoint")) } " " (b.t("titik periksa bertanda tangan")) }
            li { code { (p.ke("/log/tile/0/000")) } " " (b.t("potongan pohon, 256 sidik tiap berkas")) }
            li { code { (p.ke("/log/bukti/")) "{n}" } " " (b.t("bukti bahwa kejadian ke-n termuat")) }
            li { code { (p.ke("/log/cap")) } " " (b.t("daftar cap waktu: jumlah kejadian dan saatnya")) }
        }
    };
    Ok(umum::halaman(&p, judul, isi))
}
