//! What changed last (Atom), and where everything stands (sitemaps, robots.txt).

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use kernel::{Entri, Pelaku, kalender::saat};
use store::{Daftar, Kolom, Urut};
use web::{Aplikasi, Gagal, Permintaan, tetap::jawab, xml::Unsur};

use crate::produk;

/// Documents in the feed.
const BANYAK: usize = 50;
/// Most addresses a sitemap may hold (sitemaps.org).
const MAKS_PETA: usize = 50_000;

/// A moment as RFC 3339, in seconds.
pub(crate) fn waktu(ms: i64) -> String {
    saat(ms.div_euclid(1_000) * 1_000).to_string()
}

/// Public documents, the last changed first.
async fn terbaru(p: &Permintaan, maks: usize) -> Result<Vec<Entri>, kernel::Galat> {
    let (_, w) = produk::terbuka(p)?;
    let mut semua = Vec::new();
    let mut setelah = None;
    loop {
        let d = Daftar {
            urut: Urut {
                kolom: Kolom::Diubah,
                turun: true,
            },
            setelah,
            batas: maks.min(500),
            ..Daftar::default()
        };
        let h = p.app.store.daftar(&w, &Pelaku::Publik, &d).await?;
        semua.extend(h.entri.into_iter().map(|t| t.entri));
        setelah = h.berikut;
        if setelah.is_none() || semua.len() >= maks {
            semua.truncate(maks);
            return Ok(semua);
        }
    }
}

/// `GET /{daerah}/jdih/umpan.atom`
pub(crate) async fn atom(p: Permintaan, k: HeaderMap) -> Result<Response, Gagal> {
    let semua = terbaru(&p, BANYAK).await?;
    let dasar = &p.app.url_dasar;
    let diri = format!("{dasar}{}", p.ke("/jdih/umpan.atom"));
    let tautan = |rel: &str, tipe: &str, ke: &str| {
        Unsur::baru("link", vec![])
            .dengan("rel", rel)
            .dengan("type", tipe)
            .dengan("href", ke)
    };
    let kini = p.profil.kalender.setempat(p.app.store.jam().kini()).date();
    let hari = p.profil.kalender.awal_hari(kini).as_millisecond();
    let mut isi = vec![
        Unsur::teks("id", &diri),
        Unsur::teks(
            "title",
            format!("{}: {}", p.b.t("JDIH: produk hukum"), p.profil.daerah.nama),
        ),
        Unsur::teks("updated", waktu(semua.first().map_or(hari, |e| e.diubah))),
        Unsur::baru("author", vec![Unsur::teks("name", &p.profil.daerah.nama)]),
        Unsur::teks("generator", "Praja"),
        tautan("self", "application/atom+xml", &diri),
        tautan("alternate", "text/html", &format!("{dasar}{}", p.ke("/jdih"))),
    ];
    let def = p.register(crate::KODE)?;
    for e in &semua {
        let alamat = format!("{dasar}{}", p.ke(&produk::jalur(e)));
        let status = def.lifecycle.keadaan(&e.keadaan).map_or("", |k| p.b.t(&k.label));
        isi.push(Unsur::baru(
            "entry",
            vec![
                Unsur::teks("id", format!("urn:uuid:{}", e.id)),
                Unsur::teks("title", produk::judul(&p.profil, e)),
                Unsur::teks("published", waktu(e.dibuat)),
                Unsur::teks("updated", waktu(e.diubah)),
                tautan("alternate", "text/html", &alamat),
                Unsur::baru("category", vec![]).dengan("term", e.teks("jenis")),
                Unsur::teks("summary", format!("{status}. {}", e.teks("abstrak"))),
            ],
        ));
    }
    let umpan = Unsur::baru("feed", isi)
        .dengan("xmlns", "http://www.w3.org/2005/Atom")
        .dengan("xml:lang", p.b.kode());
    Ok(jawab(
        &k,
        "application/atom+xml; charset=utf-8",
        umpan.dokumen()?,
        None,
    ))
}

/// `GET /{daerah}/jdih/sitemap.xml`
pub(crate) async fn peta_situs(p: Permintaan, k: HeaderMap) -> Result<Response, Gagal> {
    let satu = |jalur: &str, berubah: Option<String>| {
        let mut anak = vec![Unsur::teks("loc", format!("{}{}", p.app.url_dasar, p.ke(jalur)))];
        anak.extend(berubah.map(|b| Unsur::teks("lastmod", b)));
        Unsur::baru("url", anak)
    };
    let mut isi = vec![satu("/jdih", None)];
    for e in terbaru(&p, MAKS_PETA - 1).await? {
        isi.push(satu(&produk::jalur(&e), Some(waktu(e.diubah))));
    }
    let peta = Unsur::baru("urlset", isi).dengan("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    Ok(jawab(&k, "application/xml; charset=utf-8", peta.dokumen()?, None))
}

/// `GET /robots.txt`: everybody is welcome on public pages; where the maps stand.
pub(crate) async fn robot(State(app): State<Aplikasi>) -> Response {
    let mut isi = String::from("User-agent: *\nAllow: /\n");
    for kode in app.store.daerah().keys() {
        isi += &format!("Disallow: /{kode}/kerja\nDisallow: /{kode}/masuk\n");
    }
    for kode in app.store.daerah().keys() {
        isi += &format!("Sitemap: {}/{kode}/jdih/sitemap.xml\n", app.url_dasar);
    }
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], isi).into_response()
}
