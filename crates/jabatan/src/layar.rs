//! The one screen of a handing over: what somebody leaves behind (roles, reports in hand, obligations of the office), who
//! follows, and the way to the form, already filled in. Below *Tugas saya*, what waits for one's own yes.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Extension, extract::Query, response::Response};
use kernel::{Entri, Galat, Peran, nilai::KodeUnit};
use kewajiban::{Ingatan, hitung};
use maud::{Markup, html};
use serde::Deserialize;
use store::AkunSimpan;
use ui::tampil::{angka, kosong};
use web::{Gagal, Permintaan};

use crate::{
    laksana::di_tangan,
    serah_terima::{DISIAPKAN, KODE, MENUNGGU, isi, kata_peran},
};

/// Where it stands.
pub(crate) const JALUR: &str = "/kerja/jabatan";
/// Reports counted; more are told as so many and more.
const BATAS: usize = 200;
/// Handings over that may wait at once.
const MENANTI: i64 = 200;

/// Whom it is about.
#[derive(Deserialize)]
pub(crate) struct Tanya {
    #[serde(default)]
    dari: String,
    #[serde(default)]
    kepada: String,
}

/// One office of whoever leaves.
struct Kantor {
    unit: KodeUnit,
    peran: Vec<Peran>,
    laporan: Vec<Entri>,
    /// Obligations of the office that are not met, and all.
    kewajiban: (usize, usize),
}

/// The page, for administrators of accounts.
pub(crate) async fn halaman(
    p: Permintaan,
    Extension(ingatan): Extension<Arc<Ingatan>>,
    Query(t): Query<Tanya>,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    if !p.akun()?.ber(Peran::Administrator) {
        return Err(Galat::Ditolak("Halaman ini untuk administrator akun.".into()).into());
    }
    let b = p.b;
    let mut akun = p.app.store.semua_akun(p.daerah()).await?;
    akun.retain(|a| a.aktif || a.akun.pengguna == t.dari);
    let cari = |n: &str| akun.iter().find(|a| a.akun.pengguna == n && !n.is_empty());
    let (dari, kepada) = (cari(&t.dari), cari(&t.kepada).filter(|a| a.aktif));
    let kantor = match dari {
        Some(a) => kantor(&p, &ingatan, a).await?,
        None => Vec::new(),
    };
    let judul = b.t("Siapkan serah terima jabatan");
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/serah_terima")) { (b.t("Serah terima jabatan")) }
        h1 { (judul) }
        p { (b.t("Pilih pejabat lama dan penggantinya. Setelah keduanya menyetujui dengan akunnya sendiri, peran, kewajiban, dan laporan di tangan berpindah pada hari yang ditentukan.")) }
        form.saringan method="get" action=(p.ke(JALUR)) {
            (pilih(&p, "dari", b.t("Pejabat lama"), &akun, &t.dari))
            (pilih(&p, "kepada", b.t("Pengganti"), &akun, &t.kepada))
            button.tombol.tombol-dua type="submit" { (b.t("Lihat yang diserahkan")) }
        }
        @match (dari, kepada) {
            (Some(d), Some(k)) if d.akun.id == k.akun.id => p.peringatan { (b.t("Pengganti harus orang lain.")) },
            (Some(d), _) if kantor.is_empty() => (kosong(&b.isi("{nama} tidak memegang peran apa pun.", &[("nama", &d.akun.nama)]), b.t("Tidak ada yang perlu diserahkan."), None)),
            (Some(_), k) => @for kt in &kantor { (tampil(&p, kt, &t.dari, k)) },
            _ => {}
        }
    };
    Ok(p.ruang(judul, KODE, isi))
}

fn pilih(p: &Permintaan, nama: &str, label: &str, akun: &[AkunSimpan], kini: &str) -> Markup {
    html! {
        div.medan {
            label for={ "s-" (nama) } { (label) }
            select id={ "s-" (nama) } name=(nama) {
                option value="" { (p.b.t("Pilih akun")) }
                @for a in akun { option value=(a.akun.pengguna) selected[a.akun.pengguna == kini] { (a.akun.nama) " (" (a.akun.pengguna) ")" } }
            }
        }
    }
}

async fn kantor(p: &Permintaan, ingatan: &Ingatan, a: &AkunSimpan) -> Result<Vec<Kantor>, Galat> {
    let mut menurut_unit: BTreeMap<&KodeUnit, Vec<Peran>> = BTreeMap::new();
    for (r, u) in &a.akun.peran {
        menurut_unit.entry(u).or_default().push(*r);
    }
    let hari = p.profil.kalender.setempat(p.app.store.jam().kini()).date();
    let bahan = match &p.profil.kitab {
        Some(k) => Some((
            k,
            hitung::Bahan::ambil(&p.app.store, ingatan, &p.profil, k, hari).await?,
        )),
        None => None,
    };
    let mut semua = Vec::new();
    for (unit, peran) in menurut_unit {
        let kewajiban = bahan.as_ref().map_or((0, 0), |(kitab, bahan)| {
            let milik = hitung::milik(kitab, &p.profil, bahan, std::slice::from_ref(unit));
            let status = || milik.iter().flat_map(|n| &n.unit).map(|(_, s)| s.keadaan);
            (status().filter(|k| k.celah()).count(), status().count())
        });
        semua.push(Kantor {
            unit: unit.clone(),
            peran,
            laporan: di_tangan(&p.app.store, &p.profil, unit, &a.akun.pengguna, BATAS).await?,
            kewajiban,
        });
    }
    Ok(semua)
}

fn tampil(p: &Permintaan, k: &Kantor, dari: &str, kepada: Option<&AkunSimpan>) -> Markup {
    let b = p.b;
    let n = |n: usize| angka(i64::try_from(n).unwrap_or(i64::MAX));
    let nomor: Vec<&str> = k.laporan.iter().take(20).map(|e| e.nomor.as_str()).collect();
    let lebih = if k.laporan.len() >= BATAS { "+" } else { "" };
    let rincian = b.isi(
        "Laporan di tangan: {n}. Kewajiban perangkat daerah yang belum terpenuhi: {celah} dari {semua}.",
        &[
            ("n", &format!("{}{lebih}", k.laporan.len())),
            ("celah", &n(k.kewajiban.0)),
            ("semua", &n(k.kewajiban.1)),
        ],
    );
    html! {
        section.kartu {
            h2 { (p.profil.nama_unit(k.unit.as_str())) }
            dl.daftar-ringkas {
                div { dt { (b.t("Peran")) } dd { (kata_peran(b, &k.peran)) } }
                div { dt { (b.t("Laporan di tangan")) } dd {
                    (n(k.laporan.len())) (lebih)
                    @if !nomor.is_empty() { ": " (nomor.join(", ")) @if k.laporan.len() > nomor.len() { " …" } }
                } }
                div { dt { (b.t("Kewajiban perangkat daerah")) } dd {
                    a href=(p.ke(&format!("/kerja/kepatuhan/opd/{}", k.unit))) {
                        (b.isi("{celah} belum terpenuhi dari {semua}", &[("celah", &n(k.kewajiban.0)), ("semua", &n(k.kewajiban.1))]))
                    }
                } }
            }
            @if let Some(a) = kepada {
                p { a.tombol href=(p.ke(&baru(k, dari, &a.akun.pengguna, &rincian))) {
                    (b.isi("Serahkan kepada {nama}", &[("nama", &a.akun.nama)]))
                } }
            } @else {
                p { (b.t("Pilih penggantinya untuk melanjutkan.")) }
            }
        }
    }
}

/// The form, filled in.
fn baru(k: &Kantor, dari: &str, kepada: &str, rincian: &str) -> String {
    let peran: String = k.peran.iter().map(|r| format!("&peran={}", r.kode())).collect();
    format!(
        "/kerja/{KODE}/baru?opd={}&dari={}&kepada={}{peran}&pekerjaan=ya&rincian={}",
        ui::enkode(k.unit.as_str()),
        ui::enkode(dari),
        ui::enkode(kepada),
        ui::enkode(rincian)
    )
}

/// Handings over that wait for this account's yes; none for nobody.
pub(crate) async fn menunggu(p: &Permintaan) -> Result<Option<Markup>, Galat> {
    let saya = p.akun()?.pengguna.clone();
    let semua = p
        .app
        .store
        .berkeadaan(p.daerah(), KODE, &MENUNGGU, MENANTI)
        .await?;
    let milik: Vec<_> = semua
        .iter()
        .filter_map(|e| Some((e, isi(e)?)))
        .filter(|(e, s)| match e.keadaan.as_str() {
            DISIAPKAN => s.dari.as_ref().is_some_and(|d| d.as_str() == saya),
            _ => s.kepada.as_str() == saya,
        })
        .collect();
    if milik.is_empty() {
        return Ok(None);
    }
    let b = p.b;
    Ok(Some(html! {
        section.tugas {
            h2 { (b.t("Serah terima jabatan")) " " span.hitung { (angka(milik.len() as i64)) } }
            ul { @for (e, s) in &milik { li {
                div.tugas-isi {
                    a href=(p.alamat_entri(KODE, &e.nomor)) { (s.jabatan.as_str()) }
                    small {
                        (p.profil.nama_unit(s.opd.as_str())) " · "
                        @if e.keadaan == DISIAPKAN { (b.t("menunggu Anda menyerahkan")) } @else { (b.t("menunggu Anda menerima")) }
                    }
                }
                div.tugas-tenggat { (b.t("mulai")) " " (kernel::kalender::tanggal(b, s.mulai)) }
            } } }
        }
    }))
}
