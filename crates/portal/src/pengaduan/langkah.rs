//! The four steps of a report, one group of questions each (GOV.UK: one thing per page). Fields come from the
//! register; the words around them are written here. A step checks its own fields only, and what was typed stands in
//! the form again, right or wrong.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, Query},
    http::{StatusCode, header},
    response::Response,
};
use kernel::{
    Bahasa, Galat, GalatMedan, Medan, Peta, RegisterDef,
    nilai::{Jenis, dari_formulir, periksa_objek},
};
use maud::{Markup, html};
use serde::Deserialize;
use ui::formulir::{self, Isian};
use web::{Formulir, Gagal, Permintaan, lihat, lihat_dengan};

use super::{
    KODE,
    draf::{self, Ada, Draf},
    foto, serupa,
};
use crate::{layanan, umum};

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tahap {
    Apa,
    Tempat,
    Foto,
    Siapa,
}

impl Tahap {
    pub(super) const SEMUA: [Tahap; 4] = [Tahap::Apa, Tahap::Tempat, Tahap::Foto, Tahap::Siapa];

    /// Its name in addresses.
    pub(super) fn kode(self) -> &'static str {
        match self {
            Tahap::Apa => "apa",
            Tahap::Tempat => "tempat",
            Tahap::Foto => "foto",
            Tahap::Siapa => "siapa",
        }
    }

    fn dari_kode(kode: &str) -> Result<Self, Galat> {
        Self::SEMUA
            .into_iter()
            .find(|t| t.kode() == kode)
            .ok_or(Galat::TidakDitemukan)
    }

    /// The question it asks.
    pub(super) fn judul(self) -> &'static str {
        match self {
            Tahap::Apa => "Apa yang ingin Anda sampaikan?",
            Tahap::Tempat => "Di mana?",
            Tahap::Foto => "Ada foto?",
            Tahap::Siapa => "Siapa Anda?",
        }
    }

    fn nomor(self) -> usize {
        Self::SEMUA.iter().position(|t| *t == self).unwrap_or(0) + 1
    }

    /// Where it stands.
    pub(super) fn alamat(self, p: &Permintaan) -> String {
        p.ke(&format!("/pengaduan/baru/{}", self.kode()))
    }

    fn sebelum(self, p: &Permintaan) -> String {
        match Self::SEMUA.iter().take_while(|t| **t != self).last() {
            Some(t) => t.alamat(p),
            None => p.ke("/pengaduan"),
        }
    }

    fn sesudah(self, p: &Permintaan) -> String {
        match Self::SEMUA.iter().skip_while(|t| **t != self).nth(1) {
            Some(t) => t.alamat(p),
            None => p.ke("/pengaduan/baru/periksa"),
        }
    }

    /// The fields it asks, from the register, with the words of this page.
    pub(super) fn medan(self, def: &RegisterDef) -> Vec<Medan> {
        let satu = |nama: &str, label: &'static str, bantuan: Option<&'static str>| {
            let mut m = def.medan(nama)?;
            m.label = label.into();
            m.bantuan = bantuan.map(Into::into).or(m.bantuan);
            Some(m)
        };
        let medan = match self {
            Tahap::Apa => vec![
                satu(
                    "jenis",
                    "Jenis laporan",
                    Some(
                        "Pengaduan: ada yang tidak beres. Aspirasi: usul. Permintaan informasi: pertanyaan.",
                    ),
                ),
                satu(
                    "judul",
                    "Judul",
                    Some("Satu kalimat pendek, misalnya: lampu jalan mati di depan pasar."),
                ),
                satu(
                    "isi",
                    "Ceritakan",
                    Some("Apa yang terjadi dan sejak kapan. Jangan tulis NIK atau nomor telepon di sini."),
                ),
                satu("kategori", "Tentang apa?", None),
            ],
            Tahap::Tempat => vec![def.medan.iter().find(|m| m.jenis == Jenis::Tempat).cloned()],
            Tahap::Foto => vec![satu(
                "foto",
                "Foto",
                Some(
                    "JPEG, PNG, atau WebP, paling besar 15 MB. Lokasi dan data kamera di dalam foto kami hapus.",
                ),
            )],
            Tahap::Siapa => vec![
                satu("pelapor", "Data Anda (semua boleh dikosongkan)", None),
                satu(
                    "anonim",
                    "Sembunyikan nama saya dari kantor yang menangani (anonim)",
                    Some("Hanya koordinator pengaduan yang melihat nama dan kontak Anda."),
                ),
                satu(
                    "rahasia",
                    "Jangan tampilkan laporan ini kepada umum (rahasia)",
                    Some("Hanya Anda dan petugas yang menangani dapat membacanya."),
                ),
            ],
        };
        medan.into_iter().flatten().collect()
    }

    /// Keys of its fields in the object.
    fn kunci(self, def: &RegisterDef) -> Vec<String> {
        let medan = self.medan(def);
        let rata = |m: &Medan| if m.rata { m.jenis.anak() } else { vec![m.clone()] };
        medan.iter().flat_map(rata).map(|m| m.nama.to_string()).collect()
    }
}

/// The query of a step.
#[derive(Deserialize)]
pub(super) struct Kueri {
    /// Comes from the page that shows all answers, and goes back there.
    ubah: Option<String>,
    /// Service that the report is about.
    layanan: Option<String>,
    /// The draft was lost on the way.
    hilang: Option<String>,
}

/// What a step is drawn with.
pub(super) struct Tampilan<'a> {
    pub(super) nilai: &'a Peta,
    pub(super) mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    pub(super) galat: &'a [GalatMedan],
    pub(super) ubah: bool,
    pub(super) hilang: bool,
    pub(super) status: StatusCode,
}

/// A step as a page.
pub(super) fn gambar(p: &Permintaan, def: &RegisterDef, t: Tahap, x: &Tampilan) -> Response {
    let b = p.b;
    let medan = t.medan(def);
    let judul = b.t(t.judul());
    let n = t.nomor().to_string();
    let m = Tahap::SEMUA.len().to_string();
    let kemajuan = b.isi("Langkah {n} dari {m}", &[("n", &n), ("m", &m)]);
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: x.nilai,
        mentah: x.mentah,
        galat: x.galat,
        awal: "",
    };
    let (balik, tujuan) = if x.ubah {
        (p.ke("/pengaduan/baru/periksa"), format!("{}?ubah=1", t.alamat(p)))
    } else {
        (t.sebelum(p), t.alamat(p))
    };
    let isi = html! {
        a.tautan-balik href=(balik) { (b.t("Kembali")) }
        (formulir::ringkasan_galat(b, x.galat, &medan))
        @if x.hilang {
            div.peringatan.peringatan-jingga role="status" {
                h2 { (b.t("Isian Anda sebelumnya sudah tidak tersimpan")) }
                p { (b.t("Kami menyimpan isian selama 24 jam, di peramban yang sama. Maaf, silakan mulai lagi; yang baru saja Anda kirim tetap kami simpan.")) }
            }
        }
        p.kemajuan { (kemajuan) }
        h1 data-lupakan=[(t != Tahap::Apa).then(|| ingatan(p))] { (judul) }
        form method="post" action=(tujuan) enctype=[(t == Tahap::Foto).then_some("multipart/form-data")] novalidate
            data-jaga=(if x.galat.is_empty() { "" } else { "kotor" })
            data-ingat=[(t == Tahap::Apa).then(|| ingatan(p))] data-ingat-saya=[(t == Tahap::Siapa).then_some("saya")] {
            (formulir::csrf(p.csrf()))
            @match t {
                Tahap::Apa => (formulir::semua(&i, &medan)),
                Tahap::Tempat => (tempat(&i, &medan, p.app.ubin.as_deref())),
                Tahap::Foto => (foto::isian(p, &i, &medan)),
                Tahap::Siapa => (siapa(&i, &medan)),
            }
            div.tombol-baris { button.tombol type="submit" name="aksi" value="lanjut" { (b.t(if x.ubah { "Simpan perubahan" } else { "Lanjut" })) } }
        }
        (tombol_hapus(p))
    };
    let judul = format!("{judul} ({kemajuan})");
    if x.galat.is_empty() {
        umum::halaman(p, &judul, isi)
    } else {
        umum::perlu_diperbaiki(p, x.status, &judul, isi)
    }
}

/// Under what name the browser itself keeps what is being typed, until it is sent to us: nothing that names a person.
fn ingatan(p: &Permintaan) -> String {
    format!("laporan-{}", p.daerah())
}

/// On a telephone that others use too, one must be able to leave nothing behind.
pub(super) fn tombol_hapus(p: &Permintaan) -> Markup {
    html! {
        form method="post" action=(p.ke("/pengaduan/baru/hapus")) data-lupakan=(ingatan(p)) {
            (formulir::csrf(p.csrf()))
            button.tombol-tautan type="submit" { (p.b.t("Batalkan dan hapus isian saya")) }
        }
    }
}

/// Kecamatan and desa first; coordinates for those who have them.
fn tempat(i: &Isian, medan: &[Medan], ubin: Option<&ui::peta::Ubin>) -> Markup {
    let b = i.b;
    let anak: Vec<Medan> = medan.iter().flat_map(|m| m.jenis.anak()).collect();
    let derajat = |m: &Medan| matches!(m.jenis, Jenis::Lintang | Jenis::Bujur);
    let terisi = |m: &Medan| {
        let nama = m.nama.as_ref();
        i.nilai.contains_key(nama)
            || i.galat.iter().any(|g| g.medan == nama)
            || i.mentah
                .and_then(|f| f.get(nama))
                .is_some_and(|v| v.iter().any(|s| !s.trim().is_empty()))
    };
    html! {
        p { (b.t("Isi yang Anda tahu; semuanya boleh dikosongkan. Makin jelas tempatnya, makin cepat ditangani.")) }
        @for m in anak.iter().filter(|m| !derajat(m)) { (formulir::medan(i, m)) }
        (formulir::lokasi(b))
        (ui::peta::pilih_titik(b, i.profil, serupa::titik(i.nilai), ubin))
        details open[anak.iter().any(|m| derajat(m) && terisi(m))] {
            summary { (b.t("Tulis koordinat sendiri")) }
            @for m in anak.iter().filter(|m| derajat(m)) { (formulir::medan(i, m)) }
        }
    }
}

fn siapa(i: &Isian, medan: &[Medan]) -> Markup {
    let b = i.b;
    html! {
        p { (b.t("Nama dan kontak Anda tidak pernah ditampilkan kepada umum. Surel dipakai untuk mengirim kabar; tanpa surel, Anda melacak laporan dengan nomor dan kode.")) }
        (formulir::semua(i, medan))
        // Nothing is sent by this box: the script keeps name and contact in this browser only.
        p hidden { label.pilihan { input type="checkbox" data-izin; span { (b.t("Ingat nama dan kontak saya di peramban ini")) } } }
    }
}

/// Shows a step; jumping ahead leads to the first step that is not answered yet.
pub(super) async fn tanya(
    p: Permintaan,
    Path((_, tahap)): Path<(String, String)>,
    Query(k): Query<Kueri>,
) -> Result<Response, Gagal> {
    let t = Tahap::dari_kode(&tahap)?;
    let def = p.register(KODE)?;
    let draf = match draf::muat(&p).await? {
        Ada::Ditulis(d) => Some(d),
        Ada::Hilang if t != Tahap::Apa => return Ok(lihat(&format!("{}?hilang=1", Tahap::Apa.alamat(&p)))),
        _ => None,
    };
    match draf.as_ref().map_or(Some(Tahap::Apa), Draf::belum) {
        Some(belum) if belum.nomor() < t.nomor() => return Ok(lihat(&belum.alamat(&p))),
        _ => {}
    }
    let mut nilai = draf.map(|d| d.isi().clone()).unwrap_or_default();
    if let (Tahap::Apa, Some(kode)) = (t, &k.layanan) {
        tentang_layanan(&p, kode, &mut nilai).await?;
    }
    let x = Tampilan {
        nilai: &nilai,
        mentah: None,
        galat: &[],
        ubah: k.ubah.is_some(),
        hilang: k.hilang.is_some(),
        status: StatusCode::OK,
    };
    Ok(gambar(&p, &def, t, &x))
}

/// Who comes from a service finds its name and the category of services filled in.
async fn tentang_layanan(p: &Permintaan, kode: &str, nilai: &mut Peta) -> Result<(), Galat> {
    if nilai.contains_key("judul") {
        return Ok(());
    }
    if let Some(l) = layanan::cari_kode(p, kode).await? {
        nilai.insert(
            "judul".into(),
            format!("{}: ", layanan::nama_layanan(Bahasa::Id, &l.entri.isi)).into(),
        );
        if p.profil.kategori("pelayanan").is_some() {
            nilai.insert("kategori".into(), "pelayanan".into());
        }
    }
    Ok(())
}

/// Takes the answers of a step.
pub(super) async fn simpan(
    p: Permintaan,
    Path((_, tahap)): Path<(String, String)>,
    Query(k): Query<Kueri>,
    f: Result<Formulir, Gagal>,
) -> Result<Response, Gagal> {
    let t = Tahap::dari_kode(&tahap)?;
    let def = p.register(KODE)?;
    let ubah = k.ubah.is_some();
    let (mut draf, hilang) = match draf::muat(&p).await? {
        Ada::Ditulis(d) => (d, false),
        // The step that was just answered is kept, even when those before it are gone.
        _ => (Draf::baru(&p)?, t != Tahap::Apa),
    };
    if t == Tahap::Foto {
        return foto::simpan(&p, &def, draf, f, ubah, hilang).await;
    }
    let f = f?;
    let medan = t.medan(&def);
    match periksa_objek(&medan, &dari_formulir(&medan, &f.medan), &p.profil) {
        Ok(isi) => {
            draf.isikan(&t.kunci(&def), isi);
            draf.tandai(t);
            let kuki = draf.simpan(&p).await?;
            let ke = match berikut(&p, t, ubah, hilang) {
                // Between place and photographs: whether somebody reported it already.
                ke if t == Tahap::Tempat && ke == Tahap::Foto.alamat(&p) => {
                    serupa::sebelum(&p, draf.isi(), ke).await?
                }
                ke => ke,
            };
            Ok(lihat_dengan(&ke, &kuki))
        }
        Err(galat) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let x = Tampilan {
                nilai: draf.isi(),
                mentah: Some(&f.medan),
                galat: &galat,
                ubah,
                hilang,
                status,
            };
            Ok(gambar(&p, &def, t, &x))
        }
    }
}

/// Where one goes after a step.
pub(super) fn berikut(p: &Permintaan, t: Tahap, ubah: bool, hilang: bool) -> String {
    match (hilang, ubah) {
        (true, _) => format!("{}?hilang=1", Tahap::Apa.alamat(p)),
        (false, true) => p.ke("/pengaduan/baru/periksa"),
        (false, false) => t.sesudah(p),
    }
}

/// Throws the draft away.
pub(super) async fn hapus(p: Permintaan, _f: Formulir) -> Result<Response, Gagal> {
    let kuki = draf::buang(&p).await?;
    let mut r = lihat(&p.ke("/pengaduan"));
    if let Ok(v) = kuki.parse() {
        r.headers_mut().append(header::SET_COOKIE, v);
    }
    Ok(r)
}
