//! How a legal document is called, where it stands, how it relates to others, and who may look after it.

use std::sync::Arc;

use kernel::{
    Entri, Galat, Pelaku, Profil, RegisterDef,
    izin::{self, Tindakan, Wewenang},
    nilai::Pilihan as _,
    register::Register as _,
};
use layanan::{JenisProduk, ProdukHukum};
use serde_json::Value;
use store::{Daftar, Kolom, Saringan, Store, Tampak, Terkait, Urut};
use web::Permintaan;

use crate::KODE;

/// What stands for a number that a document does not have.
pub(crate) const TANPA_NOMOR: &str = "tanpa-nomor";

/// The kind of a document.
pub(crate) fn jenis(e: &Entri) -> Option<JenisProduk> {
    JenisProduk::dari_kode(e.teks("jenis"))
}

/// Its year as text; empty while it has none.
pub(crate) fn tahun(e: &Entri) -> String {
    let tahun = e.isi.get("tahun").and_then(Value::as_i64);
    tahun.map(|t| t.to_string()).unwrap_or_default()
}

/// Its kind and number: "Peraturan Bupati Serang Nomor 51 Tahun 2022".
pub(crate) fn sebutan(profil: &Profil, e: &Entri) -> String {
    let mut s = match jenis(e) {
        Some(j @ (JenisProduk::Perbup | JenisProduk::Kepbup | JenisProduk::Inbup)) => {
            format!("{} {}", j.label(), profil.daerah.nama_pendek)
        }
        Some(j @ (JenisProduk::Perda | JenisProduk::Perdprd | JenisProduk::Kepdprd)) => {
            format!("{} {}", j.label(), profil.daerah.nama)
        }
        Some(j) => j.label().to_owned(),
        None => e.teks("jenis").to_owned(),
    };
    if !e.teks("nomor_peraturan").is_empty() {
        s += &format!(" Nomor {}", e.teks("nomor_peraturan"));
    }
    if !tahun(e).is_empty() {
        s += &format!(" Tahun {}", tahun(e));
    }
    s
}

/// The whole title.
pub(crate) fn judul(profil: &Profil, e: &Entri) -> String {
    format!("{} tentang {}", sebutan(profil, e), e.teks("tentang"))
}

/// "Perbup 51/2022", for lists and links.
pub(crate) fn singkat(e: &Entri) -> String {
    let nama = jenis(e).map(|j| {
        let s = j.singkatan();
        let mut h = s.chars();
        h.next()
            .map(|c| c.to_string() + &h.as_str().to_lowercase())
            .unwrap_or_default()
    });
    let nama = nama.unwrap_or_else(|| e.teks("jenis").to_owned());
    match (e.teks("nomor_peraturan"), tahun(e)) {
        ("", t) if t.is_empty() => nama,
        ("", t) => format!("{nama} {t}"),
        (n, t) => format!("{nama} {n}/{t}"),
    }
}

/// Path of the reading page inside the regency.
pub(crate) fn jalur(e: &Entri) -> String {
    let nomor = match e.teks("nomor_peraturan") {
        "" => TANPA_NOMOR,
        n => n,
    };
    let tahun = match tahun(e) {
        t if t.is_empty() => "0".to_owned(),
        t => t,
    };
    format!(
        "/jdih/{}/{tahun}/{}",
        ui::enkode(e.teks("jenis")),
        ui::enkode(nomor)
    )
}

/// The register, with the right of everybody to read it: public pages show what the public sees, whoever looks.
pub(crate) fn terbuka(p: &Permintaan) -> Result<(Arc<RegisterDef>, Wewenang), Galat> {
    let def = p.register(KODE)?;
    let w = izin::wewenang(&p.profil, &def, &Pelaku::Publik, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    Ok((def, w))
}

/// The account is of the unit that holds fungsi `hukum`, in a role that looks after the register.
pub(crate) fn bagian_hukum(profil: &Profil, pelaku: &Pelaku) -> bool {
    let (Some(a), Some(unit)) = (pelaku.akun(), profil.fungsi("hukum")) else {
        return false;
    };
    a.daerah == *profil.kode()
        && a.unit_sebagai(&[
            kernel::Peran::Penghubung,
            kernel::Peran::Kepala,
            kernel::Peran::Petugas,
        ])
        .contains(&unit)
}

/// The documents of that kind, year and number, oldest first; `tahun` 0 and `tanpa-nomor` stand for none.
pub(crate) async fn cari(
    store: &Store,
    w: &Wewenang,
    pelaku: &Pelaku,
    (jenis, tahun, nomor): (&str, &str, &str),
) -> Result<Vec<Tampak>, Galat> {
    if JenisProduk::dari_kode(jenis).is_none() || tahun.parse::<u16>().is_err() {
        return Ok(Vec::new());
    }
    let kosong = |v: &str, tanda: &str| if v == tanda { String::new() } else { v.to_owned() };
    let medan = vec![
        ("jenis".to_owned(), vec![jenis.to_owned()]),
        ("tahun".to_owned(), vec![kosong(tahun, "0")]),
        ("nomor_peraturan".to_owned(), vec![kosong(nomor, TANPA_NOMOR)]),
    ];
    let d = Daftar {
        saring: Saringan {
            medan,
            ..Saringan::default()
        },
        urut: Urut {
            kolom: Kolom::Dibuat,
            turun: false,
        },
        setelah: None,
        batas: 10,
    };
    Ok(store.daftar(w, pelaku, &d).await?.entri)
}

/// The document at an address, as whoever asks may see it: officials find drafts there too.
pub(crate) async fn di(p: &Permintaan, alamat: (&str, &str, &str)) -> Result<Tampak, Galat> {
    let def = p.register(KODE)?;
    let w = izin::wewenang(&p.profil, &def, &p.pelaku, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    let mut semua = cari(&p.app.store, &w, &p.pelaku, alamat).await?;
    // Two entries of one number are a mistake; the public one is the one that is cited.
    let n = semua.iter().position(|t| t.entri.terbit).unwrap_or(0);
    if semua.is_empty() {
        return Err(Galat::TidakDitemukan);
    }
    Ok(semua.swap_remove(n))
}

/// A relation of an entry seen from its end, in words: both ends tell the same, whichever of them was written down.
/// What a step noted holds as long as the state does that it led to; what was restored is restored.
fn relasi(e: &Entri, t: &Terkait) -> Option<&'static str> {
    let tentang = if t.keluar { e } else { &t.tampak.entri };
    let kini = tentang.keadaan.as_str();
    // Of what another's entry brought about, that entry's own field tells; the step tells what somebody declared.
    let dinyatakan = tentang.teks("dinyatakan");
    match t.jenis.as_str() {
        "diubah_oleh" if !matches!(kini, "diubah" | "dicabut") || dinyatakan.is_empty() => None,
        "dicabut_oleh" if kini != "dicabut" || dinyatakan != "dicabut" => None,
        jenis => ProdukHukum::nama_tautan(jenis, t.keluar),
    }
}

/// Relations by their name, each other document once.
pub(crate) fn menurut_relasi<'a>(e: &Entri, semua: &'a [Terkait]) -> Vec<(&'static str, Vec<&'a Tampak>)> {
    let mut hasil: Vec<(&'static str, Vec<&Tampak>)> = Vec::new();
    for t in semua.iter().filter(|t| t.tampak.entri.register == KODE) {
        let Some(nama) = relasi(e, t) else { continue };
        match hasil.iter_mut().find(|(n, _)| *n == nama) {
            Some((_, v)) if v.iter().any(|l| l.entri.id == t.tampak.entri.id) => {}
            Some((_, v)) => v.push(&t.tampak),
            None => hasil.push((nama, vec![&t.tampak])),
        }
    }
    hasil
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_title_names_its_kind() {
        assert_eq!(
            JenisProduk::dari_judul("PERATURAN BUPATI ANTAH"),
            Some(JenisProduk::Perbup)
        );
        assert_eq!(JenisProduk::dari_judul("Perda"), Some(JenisProduk::Perda));
        assert_eq!(JenisProduk::dari_judul("Resep soto"), None);
        assert_eq!(JenisProduk::dari_judul(""), None);
    }
}
