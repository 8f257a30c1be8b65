//! Beside a request: what it lacks by the regulation of its regency, and which applications do the same already.

use std::collections::BTreeSet;

use kernel::{Entri, Galat, nilai::Pilihan as _, register::Konteks, search::istilah};
use maud::{Markup, html};
use store::Saringan;
use tata_kelola::{
    arsitektur::umum::PENSIUN,
    pengembangan::permohonan_aplikasi::{DISETUJUI, PermohonanAplikasi},
};
use web::{Permintaan, bahan};

/// Most applications that are shown.
const MAKS: usize = 10;

/// The applications whose words for what they do, or whose name, are those of the request; common ones first.
fn serupa(permohonan: &PermohonanAplikasi, semua: Vec<Entri>) -> Vec<Entri> {
    let diminta = [
        istilah(permohonan.fungsi.as_str()),
        istilah(permohonan.nama.as_str()),
    ];
    let sendiri = permohonan.aplikasi.as_ref().map(|a| a.id());
    let sama = |punya: BTreeSet<String>| {
        !punya.is_empty()
            && diminta
                .iter()
                .any(|d| !d.is_empty() && (punya.is_subset(d) || d.is_subset(&punya)))
    };
    let mut hasil: Vec<Entri> = semua
        .into_iter()
        .filter(|e| e.keadaan != PENSIUN && Some(e.id) != sendiri)
        .filter(|e| sama(istilah(e.teks("fungsi"))) || sama(istilah(e.teks("nama"))))
        .collect();
    hasil.sort_by_key(|e| (e.teks("jenis") != "umum", e.teks("nama").to_owned()));
    hasil.truncate(MAKS);
    hasil
}

/// The part below the facts of a request and above its steps.
pub(crate) async fn bagian(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let b = p.b;
    let isi = PermohonanAplikasi::dari(e)?;
    let k = Konteks {
        profil: &p.profil,
        kini: p.app.store.jam().kini(),
        pelaku: &p.pelaku,
    };
    let kurang = match e.keadaan.as_str() {
        DISETUJUI | "ditolak" => Vec::new(),
        _ => isi.kurang(&k),
    };
    // Whoever may not read the architecture is compared with nothing.
    let semua = match bahan::semua(p, "aplikasi", Saringan::default()).await {
        Err(Galat::TidakDitemukan | Galat::Ditolak(_)) => Vec::new(),
        hasil => hasil?,
    };
    let serupa = serupa(&isi, semua);
    Ok(html! {
        section aria-labelledby="syarat" {
            h2 #syarat { (b.t("Syarat persetujuan")) }
            @if kurang.is_empty() { p { (b.t("Tidak ada yang kurang menurut peraturan daerah ini.")) } }
            @else {
                p { (b.t("Belum dapat disetujui. Yang masih kurang menurut peraturan daerah ini:")) }
                ul { @for s in &kurang { li { (b.t(s.label())) } } }
            }
            h2 { (b.t("Aplikasi yang serupa")) }
            @if serupa.is_empty() { p { (b.t("Tidak ada aplikasi dengan fungsi atau nama yang sama di arsitektur.")) } }
            @else { ul { @for a in &serupa { li {
                a href=(p.alamat_entri("aplikasi", &a.nomor)) { (a.teks("nama")) } ", " (p.profil.nama_unit(a.unit.as_str()))
                @if a.teks("jenis") == "umum" { " " (ui::tampil::tanda_kata("jingga", b.t("Aplikasi umum"))) }
            } } } }
        }
    })
}
