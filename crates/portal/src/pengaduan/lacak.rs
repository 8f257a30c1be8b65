//! Following one report: number and code once, then a signed cookie. The page says in plain words where the report
//! stands, who holds it, what comes next by which day, and what the citizen may do now.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use kernel::{
    Bahasa, Entri, Galat, GalatMedan, IdEntri, Langkah, Medan, Pelaku, RegisterDef,
    command::pemegang,
    kalender::saat,
    lifecycle::Giliran,
    nilai::{Jenis, Pilihan as _},
};
use maud::{Markup, html};
use serde::Deserialize;
use store::Tampak;
use ui::{
    formulir::{self, Isian},
    tampil,
};
use web::{Formulir, Gagal, Permintaan, lihat_dengan};

use super::{
    KODE,
    cerita::{self, Pembaca},
    keadaan, nomor_rapi,
    peramban::Langganan,
    tanggap,
};
use crate::umum;

/// The same words for a wrong number and a wrong code: nobody learns which numbers exist.
const TIDAK_COCOK: &str = "Nomor atau kode lacak tidak cocok. Periksa keduanya, lalu coba lagi.";

/// The form, with the reports that this browser already knows.
pub(super) async fn tanya(p: Permintaan) -> Result<Response, Gagal> {
    let milik = milik(&p).await?;
    Ok(halaman_tanya(&p, "", &[], &milik))
}

async fn milik(p: &Permintaan) -> Result<Vec<Tampak>, Galat> {
    let mut hasil = Vec::new();
    for id in p.milik_sendiri() {
        match p.app.store.entri(p.daerah(), &Pelaku::Pelapor(id), id).await {
            Ok(t) if t.entri.register == KODE => hasil.push(t),
            Ok(_) | Err(Galat::TidakDitemukan) => {}
            Err(g) => return Err(g),
        }
    }
    Ok(hasil)
}

fn halaman_tanya(p: &Permintaan, nomor: &str, galat: &[GalatMedan], milik: &[Tampak]) -> Response {
    let b = p.b;
    let judul = b.t("Lacak laporan");
    let medan = [
        Medan::baru("nomor", "Nomor laporan", Jenis::Teks { maks: 40 }),
        Medan::baru("kode", "Kode lacak", Jenis::Teks { maks: 40 }),
    ];
    let pesan = |n: &str| galat.iter().find(|g| g.medan == n).map(|g| g.pesan.dalam(b));
    let contoh = format!("{}-{}-000123", p.profil.daerah.awalan_nomor, tahun(p));
    let isi = html! {
        a.tautan-balik href=(p.ke("/pengaduan")) { (b.t("Pengaduan")) }
        (formulir::ringkasan_galat(b, galat, &medan))
        h1 { (judul) }
        p { (b.t("Nomor dan kode tertulis di halaman setelah Anda mengirim laporan, dan di surel dari kami.")) }
        form method="post" action=(p.ke("/pengaduan/lacak")) novalidate {
            (formulir::csrf(p.csrf()))
            (masukan("nomor", b.t("Nomor laporan"), &b.isi("Misalnya {contoh}.", &[("contoh", &contoh)]), nomor, pesan("nomor")))
            (masukan("kode", b.t("Kode lacak"), b.t("12 huruf dan angka, misalnya 4T7K-9WQP-2M3X."), "", pesan("kode")))
            button.tombol type="submit" { (b.t("Lihat laporan")) }
        }
        @if !milik.is_empty() {
            section aria-labelledby="milik" {
                h2 #milik { (b.t("Laporan dari peramban ini")) }
                ul.tautan-daftar { @for t in milik { li {
                    a href=(p.ke(&format!("/pengaduan/lacak/{}", ui::enkode(&t.entri.nomor)))) { (t.judul) }
                    " " small { (t.entri.nomor) }
                } } }
                form method="post" action=(p.ke("/pengaduan/lacak/lupakan")) data-lupakan="saya" {
                    (formulir::csrf(p.csrf()))
                    p { (b.t("Memakai telepon atau komputer orang lain?")) " " button.tombol-tautan type="submit" { (b.t("Lupakan laporan di peramban ini")) } }
                }
            }
        }
    };
    if galat.is_empty() {
        umum::halaman(p, judul, isi)
    } else {
        umum::perlu_diperbaiki(p, StatusCode::UNPROCESSABLE_ENTITY, judul, isi)
    }
}

fn tahun(p: &Permintaan) -> i16 {
    p.profil.kalender.setempat(p.app.store.jam().kini()).year()
}

fn masukan(nama: &str, label: &str, bantuan: &str, isi: &str, galat: Option<String>) -> Markup {
    let id = formulir::id(nama);
    let (id_bantuan, id_galat) = (format!("{id}-bantuan"), format!("{id}-galat"));
    html! {
        div.medan .medan-galat[galat.is_some()] {
            label for=(id) { (label) }
            p.bantuan id=(id_bantuan) { (bantuan) }
            @if let Some(g) = &galat { p.galat id=(id_galat) { (g) } }
            input.sedang id=(id) name=(nama) value=(isi) autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="60"
                aria-describedby={ (id_bantuan) @if galat.is_some() { " " (id_galat) } } aria-invalid=[galat.is_some().then_some("true")];
        }
    }
}

/// Proves by the code that a report is one's own.
pub(super) async fn buka(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    p.app.batas.lacak(&p.alamat)?;
    let (nomor, kode) = (nomor_rapi(f.teks("nomor")), f.teks("kode"));
    let mut galat = Vec::new();
    for (nama, isi) in [("nomor", nomor.as_str()), ("kode", kode)] {
        if isi.is_empty() {
            galat.push(GalatMedan::baru(nama, "Wajib diisi."));
        }
    }
    if galat.is_empty() {
        let id = p.app.store.id_bernomor(p.daerah(), KODE, &nomor).await?;
        match id.filter(|id| p.app.identitas.cocok_lacak(p.daerah(), *id, kode)) {
            Some(id) => return Ok(lihat_dengan(&alamat(&p, &nomor), &p.tambah_milik(id))),
            None => galat.push(GalatMedan::baru("kode", TIDAK_COCOK)),
        }
    }
    let milik = milik(&p).await?;
    Ok(halaman_tanya(&p, &nomor, &galat, &milik))
}

/// Makes this browser forget its reports.
pub(super) async fn lupakan(p: Permintaan, _f: Formulir) -> Response {
    lihat_dengan(&p.ke("/pengaduan/lacak"), &p.lupakan_milik())
}

/// Where a report is followed.
pub(super) fn alamat(p: &Permintaan, nomor: &str) -> String {
    p.ke(&format!("/pengaduan/lacak/{}", ui::enkode(nomor)))
}

/// The report of that number if this browser proved that it is its own, with the one who follows it.
pub(super) async fn milikku(p: &Permintaan, nomor: &str) -> Result<Option<(IdEntri, Tampak)>, Galat> {
    let Some(id) = p.app.store.id_bernomor(p.daerah(), KODE, nomor).await? else {
        return Ok(None);
    };
    if !p.milik_sendiri().contains(&id) {
        return Ok(None);
    }
    Ok(Some((
        id,
        p.app.store.entri(p.daerah(), &Pelaku::Pelapor(id), id).await?,
    )))
}

/// Nobody without the code reads it, and nobody learns whether the number exists.
pub(super) fn perlu_kode(p: &Permintaan, nomor: &str) -> Response {
    let b = p.b;
    let judul = b.t("Masukkan kode lacak");
    let isi = html! {
        h1 { (judul) }
        p { (b.t("Untuk melihat laporan ini, buktikan dulu dengan nomor dan kode lacaknya. Peramban ini belum mengenalnya, atau kukinya sudah dihapus.")) }
        form method="post" action=(p.ke("/pengaduan/lacak")) novalidate {
            (formulir::csrf(p.csrf()))
            (masukan("nomor", b.t("Nomor laporan"), b.t("Seperti yang tertulis setelah Anda mengirim laporan."), nomor, None))
            (masukan("kode", b.t("Kode lacak"), b.t("12 huruf dan angka, misalnya 4T7K-9WQP-2M3X."), "", None))
            button.tombol type="submit" { (b.t("Lihat laporan")) }
        }
    };
    let mut r = umum::halaman(p, judul, isi);
    *r.status_mut() = StatusCode::FORBIDDEN;
    r
}

/// The query of a tracking page.
#[derive(Deserialize)]
pub(super) struct Kueri {
    /// Version that the citizen's own step made: its notice shows until something newer happens.
    baru: Option<i64>,
}

pub(super) async fn halaman(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
    Query(k): Query<Kueri>,
) -> Result<Response, Gagal> {
    let nomor = nomor_rapi(&nomor);
    match milikku(&p, &nomor).await? {
        Some((id, t)) => {
            gambar(
                &p,
                id,
                &t,
                &Tampilan {
                    baru: k.baru,
                    ..Tampilan::default()
                },
            )
            .await
        }
        None => Ok(perlu_kode(&p, &nomor)),
    }
}

/// What the page is drawn with besides the report.
#[derive(Default)]
pub(super) struct Tampilan<'a> {
    pub(super) baru: Option<i64>,
    pub(super) kembali: Option<Kembali<'a>>,
    pub(super) status: StatusCode,
}

/// A step that was not taken: what was typed for it, and why.
#[derive(Clone, Copy)]
pub(super) struct Kembali<'a> {
    pub(super) langkah: &'a str,
    pub(super) mentah: &'a BTreeMap<String, Vec<String>>,
    /// Fields that are wrong.
    pub(super) galat: &'a [GalatMedan],
    /// The step cannot be taken now, whatever was typed.
    pub(super) halangan: Option<&'a Galat>,
}

impl Kembali<'_> {
    /// The notice of a step that cannot be taken, with the words written for it: they must not be lost, even when
    /// their form is no longer on the page.
    fn pemberitahuan(&self, b: Bahasa) -> Markup {
        let Some(g) = self.halangan else { return html! {} };
        let awal = tanggap::awalan(self.langkah);
        let ditulis: Vec<&str> = self
            .mentah
            .iter()
            .filter(|(k, _)| k.starts_with(&awal))
            .flat_map(|(_, v)| v.iter().map(|s| s.trim()).filter(|s| !s.is_empty()))
            .collect();
        html! {
            div.ringkasan-galat role="alert" aria-labelledby="judul-ringkasan-galat" tabindex="-1" {
                h2 #judul-ringkasan-galat { (b.t(g.judul())) }
                p { (g.pesan().dalam(b)) }
                @if !ditulis.is_empty() {
                    p { (b.t("Yang Anda tulis belum terkirim. Salin dari sini bila masih perlu:")) }
                    @for d in ditulis { blockquote { (tampil::paragraf(d)) } }
                }
            }
        }
    }
}

pub(super) async fn gambar(
    p: &Permintaan,
    id: IdEntri,
    t: &Tampak,
    x: &Tampilan<'_>,
) -> Result<Response, Gagal> {
    let (b, e) = (p.b, &t.entri);
    let def = p.register(KODE)?;
    let pelaku = Pelaku::Pelapor(id);
    let kini = keadaan(&def, t)?;
    let riwayat = p.app.store.riwayat(t, &pelaku).await?;
    let butir = cerita::butir(b, &p.profil, &def, e, &riwayat, Pembaca::Pelapor);
    let lanjutan = p.app.store.terkait(p.daerah(), &pelaku, id).await?;
    let induk = lanjutan.iter().find(|l| l.keluar && l.jenis == "digabung_ke");
    let kabar_induk = match induk {
        Some(l) => {
            let riwayat = p.app.store.riwayat(&l.tampak, &Pelaku::Publik).await?;
            cerita::butir(b, &p.profil, &def, &l.tampak.entri, &riwayat, Pembaca::Umum)
        }
        None => Vec::new(),
    };
    let mut langkah = tanggap::langkah(p, &def, &pelaku, e);
    langkah.retain(|l| tanggap::tergambar(l));
    let kabar = Langganan {
        tujuan: &format!("{}/{}", alamat(p, &e.nomor), ::layanan::Langkah::Langgan.kode()),
        awal: &tanggap::awalan(::layanan::Langkah::Langgan.kode()),
        menyala: e.isi.contains_key("peramban"),
        lain: html! { input type="hidden" name="_kunci" value=(identity::rahasia_baru()); },
    };
    let (galat, kode): (&[GalatMedan], &str) = x.kembali.map_or((&[], ""), |k| (k.galat, k.langkah));
    let isi = html! {
        a.tautan-balik href=(p.ke("/pengaduan/lacak")) { (b.t("Lacak laporan")) }
        @if let Some(l) = langkah.iter().find(|l| l.kode == kode) {
            (formulir::ringkasan_galat_awal(b, &tanggap::awalan(&l.kode), galat, &tanggap::isian(l)))
        }
        @if let Some(k) = x.kembali { (k.pemberitahuan(b)) }
        @if x.baru == Some(e.versi) && let Some(terakhir) = butir.first() {
            div.peringatan.peringatan-baik role="status" {
                p { strong { (b.t("Sudah kami catat")) ": " (terakhir.siapa) " " (terakhir.judul) "." } }
            }
        }
        p.kemajuan { (b.t("Laporan")) " " span.nomor { (e.nomor) } }
        h1 { (t.judul) }
        p { (tampil::tanda(b, kini)) " " (b.t(&kini.arti)) }
        @if let Some(l) = induk {
            p { (b.t("Dilanjutkan di laporan")) " " a href=(p.ke(&format!("/pengaduan/{}", ui::enkode(&l.tampak.entri.nomor)))) { (l.tampak.entri.nomor) ": " (l.tampak.judul) } }
        }
        dl.daftar-ringkas {
            div { dt { (b.t("Dipegang oleh")) } dd { (pemegang(&p.profil, e)) } }
            (berikutnya(p, &def, e))
        }
        @if !langkah.is_empty() {
            section aria-labelledby="tindakan" {
                h2 #tindakan { (b.t("Yang dapat Anda lakukan")) }
                @for l in &langkah { (tindakan(p, e, l, x, kini.giliran == Giliran::Pelapor)) }
            }
        }
        (kabar.gambar(p))
        section aria-labelledby="riwayat" {
            h2 #riwayat { (b.t("Riwayat")) }
            (tampil::lini(b, &p.profil, &butir))
        }
        @if let Some(l) = induk {
            section aria-labelledby="riwayat-induk" {
                h2 #riwayat-induk { (b.isi("Kabar dari laporan {nomor}", &[("nomor", &l.tampak.entri.nomor)])) }
                (tampil::lini(b, &p.profil, &kabar_induk))
            }
        }
        section aria-labelledby="isi-laporan" {
            h2 #isi-laporan { (b.t("Isi laporan Anda")) }
            (tampil::fakta(b, &p.profil, &medan_pelapor(&def), &e.isi))
        }
    };
    let judul = format!("{} {}", b.t("Laporan"), e.nomor);
    Ok(match x.kembali {
        None => umum::halaman(p, &judul, isi),
        Some(_) => umum::perlu_diperbaiki(p, x.status, &judul, isi),
    })
}

/// The fields that whoever filed the report wrote.
fn medan_pelapor(def: &RegisterDef) -> Vec<Medan> {
    def.medan
        .iter()
        .filter(|m| !m.hitung && m.nama != "kanal" && m.nama != "judul")
        .cloned()
        .collect()
}

/// The next day on which something is due, in words; deadlines that the clock itself ends say what follows.
fn berikutnya(p: &Permintaan, def: &RegisterDef, e: &Entri) -> Markup {
    let b = p.b;
    let (k, kini) = (&p.profil.kalender, p.app.store.jam().kini());
    if !e.terbuka {
        return html! {};
    }
    html! {
        @for t in e.tenggat.iter().filter(|t| t.berjalan()) {
            @let sendiri = def.lifecycle.dari(&e.keadaan).find(|l| l.otomatis.as_deref() == Some(t.kode.as_str()));
            div {
                dt { (b.t(def.lifecycle.nama_tenggat(&t.kode))) }
                dd {
                    (tampil::tenggat(b, k, kini, saat(t.jatuh)))
                    @match sendiri {
                        Some(l) => { ". " (b.isi("Tanpa tanggapan Anda sampai hari itu: {akibat}", &[("akibat", b.t(&l.akibat))])) },
                        None if t.terlambat(kini) => { ". " (b.t("Batas waktu ini sudah lewat. Anda dapat menambah keterangan di bawah atau menghubungi kami.")) },
                        None => {},
                    }
                }
            }
        }
    }
}

/// A step that the citizen may take, with its form. Open when it is their turn, or when it came back.
fn tindakan(p: &Permintaan, e: &Entri, l: &Langkah, x: &Tampilan, giliran: bool) -> Markup {
    let b = p.b;
    let kembali = x.kembali.filter(|k| k.langkah == l.kode);
    let awal = tanggap::awalan(&l.kode);
    let kosong = kernel::Peta::new();
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: &kosong,
        mentah: kembali.map(|k| k.mentah),
        galat: kembali.map_or(&[], |k| k.galat),
        awal: &awal,
    };
    let medan = tanggap::isian(l);
    let berkas = medan.iter().any(|m| matches!(m.jenis, Jenis::Berkas { .. }));
    let tujuan = format!("{}/{}", alamat(p, &e.nomor), l.kode);
    let ketukan = tanggap::satu_ketukan(&medan);
    let terbuka = kembali.is_some() || ketukan.is_some() || (giliran && medan.iter().all(|m| !m.wajib));
    html! {
        details.kartu open[terbuka] {
            summary { (b.t(&l.label)) }
            p { (b.t(&l.akibat)) }
            form method="post" action=(tujuan) enctype=[berkas.then_some("multipart/form-data")] novalidate
                data-jaga=(if kembali.is_some() { "kotor" } else { "" }) {
                (formulir::csrf(p.csrf()))
                input type="hidden" name="_kunci" value=(identity::rahasia_baru());
                @match ketukan {
                    Some((m, opsi)) => fieldset.medan {
                        legend { (b.t(&m.label)) }
                        div.tombol-baris { @for o in opsi {
                            button.tombol.tombol-dua type="submit" name={ (awal) (m.nama) } value=(o.kode) { (b.t(&o.label)) }
                        } }
                    },
                    None => {
                        (formulir::semua(&i, &medan))
                        button.tombol .tombol-bahaya[l.bahaya] type="submit" { (b.t(&l.label)) }
                    }
                }
            }
        }
    }
}
