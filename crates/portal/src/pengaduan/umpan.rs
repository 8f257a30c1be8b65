//! Public reports as feeds (Atom, RFC 4287; JSON Feed 1.1): those that changed last, of one office, one kecamatan, one
//! category, or all. A village site, a newsroom or a neighbour's feed reader follows them without asking us for anything.

use axum::{extract::Query, http::HeaderMap, response::Response};
use kernel::{Galat, Pelaku, Peristiwa, kalender::saat, profil::potong};
use maud::{Markup, html};
use serde_json::{Value, json};
use store::{Daftar, Kolom, Saringan, Tampak, Urut};
use ui::tampil;
use web::{Gagal, Permintaan, tetap::jawab, xml::Unsur};

use super::{KODE, keadaan, kecamatan};
use crate::umum;

/// Reports in a feed.
const BANYAK: usize = 50;
/// Most values of one filter.
const MAKS: usize = 20;

/// The address of a feed with these filters.
pub(super) fn alamat(p: &Permintaan, bentuk: &str, kecamatan: &[String], kategori: &[String]) -> String {
    let jalur = p.ke(&format!("/pengaduan/umpan.{bentuk}"));
    super::alamat(&jalur, saringan(kecamatan, kategori))
}

fn saringan<'a>(kecamatan: &'a [String], kategori: &'a [String]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let kecamatan = kecamatan.iter().map(|v| ("kecamatan", v.as_str()));
    kecamatan.chain(kategori.iter().map(|v| ("kategori", v.as_str())))
}

/// The feeds of a list, for the head of its page.
pub(super) fn tautan(p: &Permintaan, kecamatan: &[String], kategori: &[String]) -> Markup {
    let judul = p.b.t("Laporan warga");
    html! {
        link rel="alternate" type="application/atom+xml" title=(judul) href=(alamat(p, "atom", kecamatan, kategori));
        link rel="alternate" type="application/feed+json" title=(judul) href=(alamat(p, "json", kecamatan, kategori));
    }
}

/// A report in a feed.
struct Butir {
    id: String,
    alamat: String,
    judul: String,
    isi: String,
    dibuat: String,
    berubah: String,
    kelompok: Vec<String>,
    foto: Option<String>,
}

/// A feed, whatever it is written as.
struct Umpan {
    judul: String,
    alamat: String,
    halaman: String,
    berubah: String,
    butir: Vec<Butir>,
}

type Kueri = Query<Vec<(String, String)>>;

/// `GET /{daerah}/pengaduan/umpan.atom`
pub(super) async fn atom(p: Permintaan, q: Kueri, k: HeaderMap) -> Result<Response, Gagal> {
    let u = susun(&p, &q.0).await?;
    Ok(jawab(
        &k,
        "application/atom+xml; charset=utf-8",
        u.atom(&p).dokumen()?,
        None,
    ))
}

/// `GET /{daerah}/pengaduan/umpan.json`
pub(super) async fn json(p: Permintaan, q: Kueri, k: HeaderMap) -> Result<Response, Gagal> {
    let u = susun(&p, &q.0).await?;
    let isi = u.json(&p).to_string().into_bytes();
    Ok(jawab(&k, "application/feed+json; charset=utf-8", isi, None))
}

async fn susun(p: &Permintaan, q: &[(String, String)]) -> Result<Umpan, Galat> {
    let (_, w) = umum::terbuka(p, KODE)?;
    let nilai = |nama: &str| -> Vec<String> {
        let ada = q.iter().filter(|(k, v)| k == nama && !v.trim().is_empty());
        ada.take(MAKS)
            .map(|(_, v)| potong(v.trim(), 60).to_owned())
            .collect()
    };
    let (unit, camat, kategori) = (nilai("unit"), nilai("kecamatan"), nilai("kategori"));
    let d = Daftar {
        saring: Saringan {
            pemegang: unit.clone(),
            medan: vec![
                ("kecamatan".to_owned(), camat.clone()),
                ("kategori".to_owned(), kategori.clone()),
            ],
            ..Saringan::default()
        },
        urut: Urut {
            kolom: Kolom::Diubah,
            turun: true,
        },
        setelah: None,
        batas: BANYAK,
    };
    let laporan = p.app.store.daftar(&w, &Pelaku::Publik, &d).await?.entri;
    let cerita = p
        .app
        .store
        .riwayat_banyak(p.daerah(), &laporan, &Pelaku::Publik)
        .await?;
    let mut butir = Vec::new();
    for (t, c) in laporan.iter().zip(&cerita) {
        butir.push(satu(p, t, c)?);
    }
    // A note among officials changed the entry and not what is told of it.
    butir.sort_by(|a, b| b.berubah.cmp(&a.berubah));
    // Of an empty feed nothing is known but the day.
    let kalender = &p.profil.kalender;
    let hari = kalender.awal_hari(kalender.setempat(p.app.store.jam().kini()).date());
    let terakhir = butir.iter().map(|b| b.berubah.clone()).max();
    let tentang = unit
        .iter()
        .map(|u| p.profil.nama_unit(u))
        .chain(
            camat
                .iter()
                .map(|k| p.profil.kecamatan(k).map_or(k.as_str(), |k| k.nama.as_str())),
        )
        .chain(kategori.iter().map(|k| tampil::kategori(p.b, &p.profil, k)));
    let tentang: Vec<&str> = [p.profil.daerah.nama.as_str()]
        .into_iter()
        .chain(tentang)
        .collect();
    let dasar = &p.app.url_dasar;
    let halaman = super::alamat(&p.ke("/pengaduan/daftar"), saringan(&camat, &kategori));
    Ok(Umpan {
        judul: format!("{}: {}", p.b.t("Laporan warga"), tentang.join(", ")),
        alamat: format!("{dasar}{}", p.jalur),
        halaman: format!("{dasar}{halaman}"),
        berubah: terakhir.unwrap_or_else(|| waktu(p, hari.as_millisecond())),
        butir,
    })
}

fn satu(p: &Permintaan, t: &Tampak, cerita: &[Peristiwa]) -> Result<Butir, Galat> {
    let (b, e, dasar) = (p.b, &t.entri, &p.app.url_dasar);
    let def = p.register(KODE)?;
    let kini = b.t(&keadaan(&def, t)?.label);
    // The last thing that everybody may know; what officials note among themselves moves nothing here.
    let terakhir = cerita.first().map_or(e.dibuat, |c| c.isi.waktu);
    let jawaban = cerita.iter().find_map(|c| c.isi.isi.get("jawaban")?.as_str());
    let mut isi = format!(
        "{}\n\n{kini} · {}",
        e.teks("isi"),
        p.profil.nama_unit(e.pemegang.as_str())
    );
    if let Some(j) = jawaban {
        isi.push_str(&format!("\n\n{}: {j}", b.t("Jawaban")));
    }
    let kelompok = [
        Some(tampil::kategori(b, &p.profil, e.teks("kategori"))),
        kecamatan(&p.profil, t),
        Some(kini),
    ];
    let foto = e.isi.get("foto").and_then(|v| v.get(0)).and_then(Value::as_str);
    Ok(Butir {
        id: format!("urn:uuid:{}", e.id),
        alamat: format!("{dasar}{}", p.ke(&format!("/pengaduan/{}", ui::enkode(&e.nomor)))),
        judul: format!("{} ({})", t.judul, e.nomor),
        isi,
        dibuat: waktu(p, e.dibuat),
        berubah: waktu(p, terakhir),
        kelompok: kelompok.into_iter().flatten().map(str::to_owned).collect(),
        foto: foto.map(|id| format!("{dasar}{}", p.ke(&format!("/berkas/{id}")))),
    })
}

/// A moment as RFC 3339 with the regency's offset.
fn waktu(p: &Permintaan, ms: i64) -> String {
    let s = saat(ms.div_euclid(1_000) * 1_000);
    s.display_with_offset(p.profil.kalender.setempat(s).offset())
        .to_string()
}

impl Umpan {
    fn atom(&self, p: &Permintaan) -> Unsur {
        let tautan = |rel: &str, tipe: &str, ke: &str| {
            Unsur::baru("link", vec![])
                .dengan("rel", rel)
                .dengan("type", tipe)
                .dengan("href", ke)
        };
        let mut isi = vec![
            Unsur::teks("id", &self.alamat),
            Unsur::teks("title", &self.judul),
            Unsur::teks("updated", &self.berubah),
            Unsur::baru("author", vec![Unsur::teks("name", &p.profil.daerah.nama)]),
            Unsur::teks("generator", "Praja"),
            tautan("self", "application/atom+xml", &self.alamat),
            tautan("alternate", "text/html", &self.halaman),
        ];
        for b in &self.butir {
            let mut anak = vec![
                Unsur::teks("id", &b.id),
                Unsur::teks("title", &b.judul),
                Unsur::teks("published", &b.dibuat),
                Unsur::teks("updated", &b.berubah),
                tautan("alternate", "text/html", &b.alamat),
                Unsur::teks("content", &b.isi).dengan("type", "text"),
            ];
            let kelompok = b.kelompok.iter();
            anak.extend(kelompok.map(|k| Unsur::baru("category", vec![]).dengan("term", k)));
            anak.extend(b.foto.iter().map(|f| tautan("enclosure", "image/jpeg", f)));
            isi.push(Unsur::baru("entry", anak));
        }
        Unsur::baru("feed", isi)
            .dengan("xmlns", "http://www.w3.org/2005/Atom")
            .dengan("xml:lang", p.b.kode())
    }

    fn json(&self, p: &Permintaan) -> Value {
        let satu = |b: &Butir| {
            let mut o = json!({
                "id": b.id,
                "url": b.alamat,
                "title": b.judul,
                "content_text": b.isi,
                "date_published": b.dibuat,
                "date_modified": b.berubah,
                "tags": b.kelompok,
            });
            if let Some(f) = &b.foto {
                o["image"] = f.clone().into();
            }
            o
        };
        json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.judul,
            "home_page_url": self.halaman,
            "feed_url": self.alamat,
            "language": p.b.kode(),
            "authors": [{ "name": p.profil.daerah.nama }],
            "items": self.butir.iter().map(satu).collect::<Vec<_>>(),
        })
    }
}
