//! The wordings of a regulation: which of them was the text on a day, what each amendment changed, and which amendment
//! the text does not contain yet.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use kernel::{Entri, Galat, IdEntri, kalender};
use layanan::{Bunyi, ProdukHukum};
use maud::{Markup, html};
use regulasi::JenisBeda;
use serde::Deserialize;
use serde_json::Value;
use store::{Tampak, Terkait};
use uuid::Uuid;
use web::Permintaan;

use crate::{
    baca::{self, Naskah},
    loncat, produk,
};

/// The day that is asked for.
#[derive(Default, Deserialize)]
pub(crate) struct Kueri {
    #[serde(default)]
    pub(crate) pada: String,
}

impl Kueri {
    /// The day; an error for what is none, so that nobody takes one wording for another.
    pub(crate) fn hari(&self) -> Result<Option<Date>, Galat> {
        match self.pada.trim() {
            "" => Ok(None),
            s => s.parse().map(Some).map_err(|_| {
                Galat::medan(
                    "pada",
                    "Tulis tanggalnya sebagai tahun-bulan-hari, misalnya 2024-05-01.",
                )
            }),
        }
    }
}

/// One wording.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Satu {
    /// From which day; none: from the beginning.
    pub(crate) sejak: Option<Date>,
    /// What brought it.
    pub(crate) oleh: Option<IdEntri>,
    pub(crate) berkas: Uuid,
}

/// All wordings, oldest first.
pub(crate) fn semua(e: &Entri) -> Vec<Satu> {
    let satu = |b: Bunyi| {
        Some(Satu {
            sejak: b.sejak,
            oleh: b.oleh.map(|r| r.id()),
            berkas: *b.naskah.0.first()?,
        })
    };
    let lama = e
        .isi
        .get("bunyi_lama")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let lama = lama.filter_map(|v| Bunyi::deserialize(v).ok());
    let kini = ProdukHukum::deserialize(&e.isi).ok().map(|p| Bunyi {
        sejak: p.naskah_sejak,
        oleh: p.naskah_oleh,
        naskah: p.naskah,
    });
    lama.chain(kini).filter_map(satu).collect()
}

/// Which of them was the text on that day; before the first, the first.
pub(crate) fn pada(semua: &[Satu], hari: Option<Date>) -> Option<usize> {
    let sampai = match hari {
        None => semua.len(),
        Some(h) => semua
            .iter()
            .take_while(|b| b.sejak.is_none_or(|s| s <= h))
            .count(),
    };
    (!semua.is_empty()).then(|| sampai.saturating_sub(1))
}

/// A document's text as of a day.
pub(crate) struct Bacaan {
    /// All wordings.
    pub(crate) semua: Vec<Satu>,
    /// The one that is shown.
    pub(crate) pilih: usize,
    /// The day that was asked for.
    pub(crate) hari: Option<Date>,
    /// Its text.
    pub(crate) naskah: Option<Arc<Naskah>>,
    /// What is said at a provision.
    pub(crate) tanda: BTreeMap<String, Markup>,
    /// Provisions that an amendment has taken out, with the wording that did.
    pub(crate) hilang: Vec<(String, usize)>,
    /// Amendments in force that no wording contains.
    pub(crate) belum: Vec<IdEntri>,
}

impl Bacaan {
    /// Reads the wordings up to that day. O(length of them; each is understood once).
    ///
    /// # Errors
    /// When the database or the disk does not answer.
    pub(crate) async fn baru(
        p: &Permintaan,
        t: &Tampak,
        terkait: &[Terkait],
        hari: Option<Date>,
    ) -> Result<Self, Galat> {
        let e = &t.entri;
        let mut b = Bacaan {
            semua: semua(e),
            pilih: 0,
            hari,
            naskah: None,
            tanda: BTreeMap::new(),
            hilang: Vec::new(),
            belum: Vec::new(),
        };
        let Some(pilih) = pada(&b.semua, hari) else {
            return Ok(b);
        };
        b.pilih = pilih;
        let mut terakhir: BTreeMap<String, (usize, JenisBeda)> = BTreeMap::new();
        let mut sebelum: Option<Arc<Naskah>> = None;
        for (n, satu) in b.semua.iter().enumerate().take(pilih + 1) {
            let naskah = baca::naskah(p, satu.berkas).await?;
            if let (Some(lama), Some(baru)) = (
                sebelum.as_ref().and_then(|l| l.hasil.as_ref()),
                naskah.hasil.as_ref(),
            ) {
                terakhir.extend(baru.beda(lama).into_iter().map(|d| (d.alamat, (n, d.jenis))));
            }
            sebelum = Some(naskah);
        }
        b.naskah = sebelum;
        for (alamat, (n, jenis)) in terakhir {
            match jenis {
                JenisBeda::Dihapus => b.hilang.push((alamat, n)),
                _ => {
                    let m = b.tanda(p, t, terkait, n, &alamat, jenis);
                    b.tanda.insert(alamat, m);
                }
            }
        }
        for (nama, lain) in produk::menurut_relasi(e, terkait) {
            if nama == "Diubah oleh" && matches!(e.keadaan.as_str(), "diubah" | "dicabut") {
                for l in lain {
                    b.yang_belum(p, e, l);
                }
            }
        }
        Ok(b)
    }

    /// It is the wording of today.
    pub(crate) fn terbaru(&self) -> bool {
        self.pilih + 1 >= self.semua.len()
    }

    /// What stands at a provision that a wording changed, with the way to how it read before.
    fn tanda(
        &self,
        p: &Permintaan,
        t: &Tampak,
        terkait: &[Terkait],
        n: usize,
        alamat: &str,
        j: JenisBeda,
    ) -> Markup {
        let b = p.b;
        let Some(satu) = self.semua.get(n) else {
            return html! {};
        };
        let kata = match j {
            JenisBeda::Ditambah => "Disisipkan",
            _ => "Diubah",
        };
        let lalu = n.checked_sub(1).and_then(|m| self.semua.get(m));
        html! {
            p.tanda-ubah {
                (b.t(kata)) (oleh(p, terkait, satu.oleh)) (sejak(p, satu.sejak))
                @if let (Some(lalu), JenisBeda::Diubah) = (lalu, j) {
                    ". " a href={ (p.ke(&produk::jalur(&t.entri))) "?pada=" (hari_dari(lalu, satu)) "#" (alamat) } { (b.t("Bunyi sebelumnya")) }
                }
            }
        }
    }

    /// An amendment that no wording contains is told of at the provisions it names.
    fn yang_belum(&mut self, p: &Permintaan, e: &Entri, l: &Tampak) {
        if self.semua.iter().any(|s| s.oleh == Some(l.entri.id)) {
            return;
        }
        self.belum.push(l.entri.id);
        let relasi = l
            .entri
            .isi
            .get("mengubah")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let ini =
            relasi.filter(|r| r.get("produk").and_then(Value::as_str) == Some(e.id.to_string().as_str()));
        for bagian in ini.filter_map(|r| r.get("bagian").and_then(Value::as_str)) {
            for alamat in loncat::ketentuan(bagian) {
                let m = html! {
                    p.tanda-ubah {
                        (p.b.t("Diubah dengan")) " " a href=(p.ke(&produk::jalur(&l.entri))) { (produk::singkat(&l.entri)) } ". "
                        (p.b.t("Naskah ini belum memuat perubahannya."))
                    }
                };
                self.tanda.insert(alamat, m);
            }
        }
    }
}

/// " dengan Perbup 8/2025", as a link; nothing when nobody has said by what.
pub(crate) fn oleh(p: &Permintaan, terkait: &[Terkait], id: Option<IdEntri>) -> Markup {
    let lain = id.and_then(|id| terkait.iter().find(|t| t.tampak.entri.id == id));
    html! {
        @if let Some(l) = lain {
            " " (p.b.t("dengan")) " " a href=(p.ke(&produk::jalur(&l.tampak.entri))) { (produk::singkat(&l.tampak.entri)) }
        }
    }
}

/// " sejak 1 Mei 2025".
fn sejak(p: &Permintaan, hari: Option<Date>) -> Markup {
    html! { @if let Some(h) = hari { " " (p.b.t("sejak")) " " time datetime=(h) { (kalender::tanggal(p.b, h)) } } }
}

/// A day on which the earlier of two wordings was the text.
fn hari_dari(lalu: &Satu, kini: &Satu) -> String {
    let hari = lalu.sejak.or_else(|| kini.sejak.and_then(|s| s.yesterday().ok()));
    hari.map(|h| h.to_string()).unwrap_or_default()
}

/// The way between the wordings, and to the text of any day.
pub(crate) fn pilihan(p: &Permintaan, e: &Entri, terkait: &[Terkait], bacaan: &Bacaan) -> Markup {
    let (b, jalur) = (p.b, p.ke(&produk::jalur(e)));
    if bacaan.semua.len() < 2 {
        return html! {};
    }
    html! {
        section.bunyi.tidak-dicetak aria-labelledby="bunyi" {
            h2 #bunyi { (b.t("Bunyi menurut tanggal")) }
            ul { @for (n, s) in bacaan.semua.iter().enumerate().rev() {
                @let ke = match s.sejak {
                    _ if n + 1 == bacaan.semua.len() => jalur.clone(),
                    Some(h) => format!("{jalur}?pada={h}"),
                    None => format!("{jalur}?pada={}", bacaan.semua.get(n + 1).map(|z| hari_dari(s, z)).unwrap_or_default()),
                };
                li {
                    a href=(ke) aria-current=[(n == bacaan.pilih).then_some("true")] {
                        @match s.sejak {
                            Some(h) => { (b.t("Sejak")) " " (kalender::tanggal(b, h)) }
                            None => { (b.t("Naskah asli")) }
                        }
                    }
                    @if n + 1 == bacaan.semua.len() { " (" (b.t("sekarang")) ")" }
                    @if s.sejak.is_some() { ", " (b.t("setelah diubah")) (oleh(p, terkait, s.oleh)) }
                }
            } }
            form.pada method="get" action=(jalur) {
                label for="pada" { (b.t("Bunyi pada tanggal")) }
                input #pada type="date" name="pada" value=(bacaan.hari.map(|h| h.to_string()).unwrap_or_default());
                button.tombol.tombol-dua type="submit" { (b.t("Lihat")) }
            }
        }
    }
}

/// What the reader must know of the text as of that day.
pub(crate) fn catatan(p: &Permintaan, t: &Tampak, terkait: &[Terkait], bacaan: &Bacaan) -> Markup {
    let (b, e) = (p.b, &t.entri);
    let hari = |nama: &str, e: &Entri| e.teks(nama).parse::<Date>().ok();
    let mulai = hari("tanggal_berlaku", e);
    let semua = produk::menurut_relasi(e, terkait);
    let dicabut = semua
        .iter()
        .find(|(n, _)| *n == "Dicabut oleh" && e.keadaan == "dicabut");
    let cabut = dicabut.and_then(|(_, v)| v.iter().find_map(|l| hari("tanggal_berlaku", &l.entri)));
    let belum: Vec<&Terkait> = bacaan
        .belum
        .iter()
        .filter_map(|id| terkait.iter().find(|l| l.tampak.entri.id == *id))
        .filter(|l| {
            bacaan
                .hari
                .is_none_or(|h| hari("tanggal_berlaku", &l.tampak.entri).is_none_or(|m| m <= h))
        })
        .collect();
    html! {
        @if let Some(h) = bacaan.hari {
            @let teks = kalender::tanggal(b, h);
            div.peringatan role="status" {
                p {
                    @if mulai.is_some_and(|m| h < m) { (b.isi("Pada {hari} peraturan ini belum berlaku.", &[("hari", &teks)])) }
                    @else if cabut.is_some_and(|c| h >= c) { (b.isi("Pada {hari} peraturan ini sudah tidak berlaku.", &[("hari", &teks)])) }
                    @else if cabut.is_some() { (b.isi("Pada {hari} peraturan ini masih berlaku.", &[("hari", &teks)])) }
                    @else if bacaan.terbaru() { (b.isi("Bunyi pada {hari}; sampai sekarang sama.", &[("hari", &teks)])) }
                    @else { (b.isi("Bunyi pada {hari}; sekarang bunyinya lain.", &[("hari", &teks)])) }
                    " " a href=(p.ke(&produk::jalur(e))) { (b.t("Baca bunyi sekarang")) }
                }
            }
        }
        @if bacaan.naskah.is_some() && !belum.is_empty() {
            div.peringatan.peringatan-jingga {
                p {
                    (b.t("Naskah di bawah belum memuat perubahan dengan")) " "
                    @for (i, l) in belum.iter().enumerate() {
                        @if i > 0 { ", " }
                        a href=(p.ke(&produk::jalur(&l.tampak.entri))) { (produk::singkat(&l.tampak.entri)) }
                    }
                    ". " (b.t("Baca keduanya bersama; naskah konsolidasi belum tersedia."))
                }
            }
        } @else if bacaan.naskah.is_some() && e.keadaan == "diubah" && bacaan.semua.len() < 2 && bacaan.hari.is_none() {
            div.peringatan.peringatan-jingga { p { (b.t("Naskah di bawah bunyi aslinya. Peraturan ini sudah diubah; naskah konsolidasi belum tersedia.")) } }
        }
        @if !bacaan.hilang.is_empty() {
            p.tanda-ubah {
                (b.t("Sudah dihapus:")) " "
                @for (i, (alamat, n)) in bacaan.hilang.iter().enumerate() {
                    @if i > 0 { ", " }
                    (regulasi::sebutan(alamat)) (oleh(p, terkait, bacaan.semua.get(*n).and_then(|s| s.oleh)))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn satu(sejak: Option<&str>) -> Satu {
        Satu {
            sejak: sejak.map(|s| s.parse().unwrap()),
            oleh: None,
            berkas: Uuid::nil(),
        }
    }

    #[test]
    fn the_wording_of_a_day_is_the_last_before_it() {
        let semua = [satu(None), satu(Some("2024-05-01")), satu(Some("2025-01-01"))];
        let pada = |h: &str| super::pada(&semua, Some(h.parse().unwrap()));
        assert_eq!(pada("1990-01-01"), Some(0));
        assert_eq!(pada("2024-04-30"), Some(0));
        assert_eq!(pada("2024-05-01"), Some(1));
        assert_eq!(pada("2024-12-31"), Some(1));
        assert_eq!(pada("9999-12-31"), Some(2));
        assert_eq!(super::pada(&semua, None), Some(2));
        assert_eq!(super::pada(&[], None), None);
        assert_eq!(
            super::pada(&[satu(Some("2024-05-01"))], Some("2020-01-01".parse().unwrap())),
            Some(0)
        );
    }

    #[test]
    fn a_day_is_a_day_or_an_error() {
        let k = |s: &str| Kueri { pada: s.into() }.hari();
        assert_eq!(k(" ").unwrap(), None);
        assert_eq!(k("2024-05-01").unwrap(), Some("2024-05-01".parse().unwrap()));
        for buruk in [
            "kemarin",
            "2024-13-01",
            "2024-02-30",
            "20240501x",
            "\u{0}",
            "1 Mei 2024",
        ] {
            assert!(k(buruk).is_err(), "{buruk}");
        }
    }
}
