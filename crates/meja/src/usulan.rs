//! Where a complaint is proposed to go: the rules in force, the reason told, and the trial of a rule on the past.

use kernel::{Entri, Galat, Peta};
use layanan::aturan::{self, Aturan, BERLAKU, KODE, Perkara, Uji};
use maud::{Markup, html};
use store::Tampak;
use web::Permintaan;

use crate::PENGADUAN;

/// The step that is proposed for.
pub(crate) const LANGKAH: &str = "teruskan";
/// Most rules in force that are looked at.
const MAKS_ATURAN: i64 = 500;
/// How many complaints of the past a rule is tried on: the newest.
const RIWAYAT: i64 = 10_000;
/// How many of those that change are shown.
const TAMPIL: usize = 100;

/// The rules in force, in their order.
async fn berlaku(p: &Permintaan) -> Result<Vec<Aturan>, Galat> {
    let entri = p
        .app
        .store
        .berkeadaan(p.daerah(), KODE, &[BERLAKU], MAKS_ATURAN)
        .await?;
    Ok(aturan::urutkan(entri.iter().filter_map(Aturan::dari).collect()))
}

/// The rule that proposes for a complaint.
async fn pertama(p: &Permintaan, e: &Entri) -> Result<Option<Aturan>, Galat> {
    let semua = berlaku(p).await?;
    Ok(aturan::cari(&semua, &Perkara::baru(&e.isi)).cloned())
}

/// The unit that a rule proposes; nothing when none fits, and then the category's stands.
pub(crate) async fn usul(p: &Permintaan, e: &Entri) -> Result<Peta, Galat> {
    let mut usul = Peta::new();
    if let Some(a) = pertama(p, e).await?
        && p.profil.unit(&a.tujuan).is_some()
    {
        usul.insert("unit".into(), a.tujuan.into());
    }
    Ok(usul)
}

/// Which rule proposed it, or that the category did.
pub(crate) async fn sebab(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let b = p.b;
    let unit = |kode: &str| p.profil.nama_unit(kode).to_owned();
    Ok(match pertama(p, e).await? {
        Some(a) => html! {
            p.jelaskan {
                (b.isi("Aturan “{aturan}” mengusulkan {unit}.", &[("aturan", &a.nama), ("unit", &unit(&a.tujuan))])) " "
                a href=(p.alamat_entri(KODE, &a.nomor)) { (a.nomor) }
            }
        },
        None => match aturan::menurut_kategori(&p.profil, &Perkara::baru(&e.isi)) {
            Some(u) => html! {
                p.jelaskan { (b.isi("Kategori laporan mengusulkan {unit}. Tidak ada aturan yang cocok.", &[("unit", &unit(u))])) }
            },
            None => html! {},
        },
    })
}

/// What a rule would have done to the newest complaints, at most [`RIWAYAT`] of them, beside the other rules in force.
/// O(complaints × rules × words), away from the threads that answer requests.
pub(crate) async fn percobaan(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let Some(baru) = Aturan::dari(e) else {
        return Ok(html! {});
    };
    let mut lain = berlaku(p).await?;
    lain.retain(|a| a.nomor != baru.nomor);
    let riwayat = p
        .app
        .store
        .berkeadaan(p.daerah(), PENGADUAN, &aturan::keadaan_riwayat(), RIWAYAT)
        .await?;
    let profil = p.profil.clone();
    let tujuan = baru.tujuan.clone();
    let kerja = tokio::task::spawn_blocking(move || {
        let u = aturan::uji(&profil, &riwayat, &lain, &baru);
        (u, riwayat)
    });
    let (u, riwayat) = kerja.await.map_err(|g| Galat::dalam("trying a rule", g))?;
    tampilkan(p, &u, riwayat, &tujuan)
}

fn tampilkan(p: &Permintaan, u: &Uji, riwayat: Vec<Entri>, tujuan: &str) -> Result<Markup, Galat> {
    let b = p.b;
    let def = p.register(PENGADUAN)?;
    let n = |n: usize| ui::tampil::angka(i64::try_from(n).unwrap_or(i64::MAX));
    let unit = |kode: &str| p.profil.nama_unit(kode).to_owned();
    let mut baris: Vec<(Tampak, String, bool)> = Vec::new();
    let mut riwayat: Vec<Option<Entri>> = riwayat.into_iter().map(Some).collect();
    for (i, dulu) in u.berubah.iter().take(TAMPIL) {
        let e = riwayat.get_mut(*i).and_then(Option::take);
        // A list is shown as this account may see its entries, whatever the trial has looked at.
        let Some(t) = e.and_then(|e| Tampak::dari(&p.profil, &def, &p.pelaku, e)) else {
            continue;
        };
        let tepat = t.entri.pemegang.as_str() == tujuan;
        baris.push((t, dulu.as_deref().map(unit).unwrap_or_default(), tepat));
    }
    let isi = [
        ("ubah", n(u.berubah.len())),
        ("semua", n(u.semua)),
        ("tepat", n(u.tepat)),
        ("dulu", n(u.tepat_dulu)),
        ("tampil", n(baris.len())),
    ];
    let isi: Vec<(&str, &str)> = isi.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Ok(html! {
        section aria-labelledby="uji" {
            h2 #uji { (b.isi("Uji pada riwayat: mengubah usulan {ubah} dari {semua} laporan", &isi)) }
            @if u.berubah.is_empty() {
                p { (b.t("Tidak ada laporan yang usulannya berubah. Periksa syaratnya, atau urutannya terhadap aturan lain.")) }
            } @else {
                p { (b.isi("Dari yang berubah, {tepat} sampai di perangkat daerah yang benar-benar menanganinya; tanpa aturan ini, {dulu}.", &isi)) }
                p.jelaskan { (b.t("Dibandingkan dengan perangkat daerah yang sekarang memegang setiap laporan. Paling banyak 10.000 laporan terbaru yang sudah diteruskan.")) }
                div.gulir { table.tabel {
                    thead { tr {
                        th scope="col" { (b.t("Laporan")) }
                        th scope="col" { (b.t("Usulan tanpa aturan ini")) }
                        th scope="col" { (b.t("Yang menanganinya")) }
                        th scope="col" { (b.t("Usulan aturan ini")) }
                    } }
                    tbody { @for (t, dulu, tepat) in &baris { tr {
                        td { a href=(p.alamat_entri(PENGADUAN, &t.entri.nomor)) { (t.entri.nomor) } " " (t.judul) }
                        td data-label=(b.t("Usulan tanpa aturan ini")) { (dulu) }
                        td data-label=(b.t("Yang menanganinya")) { (unit(t.entri.pemegang.as_str())) }
                        td data-label=(b.t("Usulan aturan ini")) {
                            @if *tepat { (ui::tampil::tanda_kata("hijau", b.t("Tepat"))) } @else { (ui::tampil::tanda_kata("jingga", b.t("Lain"))) }
                        }
                    } } }
                } }
                @if baris.len() < u.berubah.len() { p.jelaskan { (b.isi("Ditampilkan {tampil} dari {ubah}.", &isi)) } }
            }
        }
    })
}
