//! A procedure as a sheet: what it is about, the diagram, and the steps in a table; for the screen, for paper, and as BPMN.

use std::collections::BTreeMap;

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{
    Entri, Galat, IdEntri,
    kalender::tanggal,
    nilai::{Pilihan as _, Teks},
};
use maud::{Markup, html};
use tata_kelola::proses::{
    JenisLangkah, LangkahSop, Satuan, Sop, alur,
    langkah::Aktor,
    sop::{self, DISUSUN, TERBUKA},
};
use web::{Gagal, Permintaan, bahan};

use crate::{KODE, PROSES, boleh, bpmn::tulis, gambar, jalur_sop, n};

/// What an actor is called: somebody, an office, or somebody in an office.
pub(crate) fn nama(p: &Permintaan, a: &Aktor) -> String {
    let unit = a.unit.as_deref().map(|u| p.profil.nama_unit(u));
    match (&a.sebutan, unit) {
        (Some(s), Some(u)) => format!("{s}, {u}"),
        (Some(s), None) => s.clone(),
        (None, u) => u.unwrap_or_default().to_owned(),
    }
}

/// The diagram with its name.
pub(crate) fn diagram(p: &Permintaan, judul: &str, langkah: &[LangkahSop]) -> Markup {
    let b = p.b;
    let judul = b.isi("Diagram alur: {nama}", &[("nama", judul)]);
    let lajur = crate::diagram::Diagram::dari(langkah).lajur.len();
    let uraian = b.isi(
        "{langkah} langkah pada {lajur} lajur, dari atas ke bawah. Tabel langkah memuat hal yang sama.",
        &[("langkah", &n(langkah.len())), ("lajur", &n(lajur))],
    );
    gambar::svg(&judul, &uraian, langkah, |a| nama(p, a))
}

/// How long it takes at most when every step is taken once: working days, hours and minutes.
fn waktu(p: &Permintaan, langkah: &[LangkahSop]) -> String {
    let mut jumlah: BTreeMap<Satuan, i64> = BTreeMap::new();
    for (w, s) in langkah.iter().filter_map(|l| l.waktu.zip(l.satuan)) {
        *jumlah.entry(s).or_default() += w.nilai();
    }
    let menit = jumlah.remove(&Satuan::Menit).unwrap_or_default();
    for (s, banyak) in [(Satuan::Jam, menit / 60), (Satuan::Menit, menit % 60)] {
        if banyak > 0 {
            *jumlah.entry(s).or_default() += banyak;
        }
    }
    let satu = |(s, banyak): (&Satuan, &i64)| format!("{banyak} {}", p.b.t(s.label()));
    jumlah.iter().rev().map(satu).collect::<Vec<_>>().join(" ")
}

/// Entries that steps refer to, by id: number and name.
type Rujukan = BTreeMap<IdEntri, Entri>;

/// What this account may know of what the steps refer to.
async fn rujukan(p: &Permintaan, langkah: &[LangkahSop]) -> Result<Rujukan, Galat> {
    let mut hasil = Rujukan::new();
    for l in langkah {
        for id in [l.data.map(|r| r.id()), l.aplikasi.map(|r| r.id())]
            .into_iter()
            .flatten()
        {
            if !hasil.contains_key(&id)
                && let Some(e) = bahan::satu(p, Some(id)).await?
            {
                hasil.insert(id, e);
            }
        }
    }
    Ok(hasil)
}

/// What comes after a step, in words.
fn lanjutan(p: &Permintaan, langkah: &[LangkahSop], cabang: &[alur::Cabang]) -> String {
    let b = p.b;
    let satu = |c: &alur::Cabang| {
        let kode = langkah.get(c.ke).map_or("", |l| l.kode.as_str());
        match &c.bila {
            Some(bila) => format!("{bila} → {kode}"),
            None => format!("→ {kode}"),
        }
    };
    if cabang.is_empty() {
        return b.t("Selesai").to_owned();
    }
    cabang.iter().map(satu).collect::<Vec<_>>().join("; ")
}

/// The steps as a table.
pub(crate) async fn tabel(p: &Permintaan, langkah: &[LangkahSop]) -> Result<Markup, Galat> {
    let b = p.b;
    let ada = rujukan(p, langkah).await?;
    let sambungan = alur::sambungan(langkah);
    let kepala = [
        "Nomor langkah",
        "Kegiatan",
        "Pelaksana",
        "Masukan",
        "Keluaran",
        "Waktu",
        "Data dan aplikasi",
        "Langkah berikutnya",
    ];
    let teks = |t: &Option<Teks<150>>| t.as_ref().map_or(String::new(), |t| t.as_str().to_owned());
    Ok(html! {
        div.gulir tabindex="0" { table.tabel {
            caption.sembunyi-visual { (b.t("Langkah-langkah")) }
            thead { tr { @for k in kepala { th scope="col" { (b.t(k)) } } } }
            tbody { @for (l, c) in langkah.iter().zip(&sambungan) { tr {
                td { (l.kode.as_str()) }
                td data-label=(b.t("Kegiatan")) {
                    (l.kegiatan.as_str())
                    @if l.bentuk != JenisLangkah::Kegiatan { " " (ui::tampil::tanda_kata("abu", b.t(l.bentuk.label()))) }
                }
                td data-label=(b.t("Pelaksana")) { (nama(p, &l.aktor())) }
                td data-label=(b.t("Masukan")) { (teks(&l.masukan)) }
                td data-label=(b.t("Keluaran")) { (teks(&l.keluaran)) }
                td data-label=(b.t("Waktu")) { @if let Some((w, s)) = l.waktu.zip(l.satuan) { (w.nilai()) " " (b.t(s.label())) } }
                td data-label=(b.t("Data dan aplikasi")) {
                    @for (i, e) in [l.data.map(|r| r.id()), l.aplikasi.map(|r| r.id())].into_iter().flatten().filter_map(|id| ada.get(&id)).enumerate() {
                        @if i > 0 { br; }
                        a href=(p.alamat_entri(&e.register, &e.nomor)) { (e.teks("nama")) }
                    }
                }
                td data-label=(b.t("Langkah berikutnya")) { (lanjutan(p, langkah, c)) }
            } } }
        } }
    })
}

/// What a draft lacks before it can be reviewed.
pub(crate) fn kurang(p: &Permintaan, langkah: &[LangkahSop]) -> Markup {
    let b = p.b;
    let kurang = alur::kurang(langkah);
    html! {
        @if kurang.is_empty() { p { (b.t("Alurnya lengkap: ada mulai, ada selesai, dan setiap langkah tersambung.")) } }
        @else {
            p { (b.t("Belum dapat diajukan. Yang masih kurang pada alurnya:")) }
            ul { @for k in &kurang { li { (k.pesan().dalam(b)) } } }
        }
    }
}

/// The part below the facts of a procedure and above its steps.
pub(crate) fn bagian(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let b = p.b;
    let s = Sop::dari(e)?;
    let langkah = &s.langkah.0;
    Ok(html! {
        section aria-labelledby="diagram" {
            h2 #diagram { (b.t("Diagram alur")) }
            @if TERBUKA.contains(&e.keadaan.as_str()) { (kurang(p, langkah)) }
            @if !langkah.is_empty() { (diagram(p, s.judul.as_str(), langkah)) }
            ul.tidak-dicetak {
                li { a href=(p.ke(&jalur_sop(&e.nomor, ""))) { (b.t("Lembar SOP untuk dicetak")) } }
                @if !langkah.is_empty() { li { a href=(p.ke(&jalur_sop(&e.nomor, "/bpmn.xml"))) download=(format!("{}.bpmn", e.nomor)) { (b.t("Unduh BPMN 2.0")) } } }
                @if e.keadaan == DISUSUN { li { a href=(p.ke(&jalur_sop(&e.nomor, "/masuk"))) { (b.t("Masukkan berkas BPMN")) } } }
            }
        }
    })
}

/// A procedure by its number, for whom may read it.
pub(crate) async fn satu(p: &Permintaan, nomor: &str) -> Result<(Entri, Sop), Galat> {
    boleh(p)?;
    let e = bahan::bernomor(p, sop::KODE, nomor).await?;
    let s = Sop::dari(&e)?;
    Ok((e, s))
}

pub(crate) async fn xml(p: Permintaan, Path((_, nomor)): Path<(String, String)>) -> Result<Response, Gagal> {
    let (e, s) = satu(&p, &nomor).await?;
    let isi = tulis::bpmn(s.judul.as_str(), &s.langkah.0, |a| nama(&p, a));
    let kepala = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.bpmn\"", e.nomor),
        ),
    ];
    Ok((kepala, isi).into_response())
}

pub(crate) async fn halaman(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
) -> Result<Response, Gagal> {
    let (e, s) = satu(&p, &nomor).await?;
    let b = p.b;
    let langkah = &s.langkah.0;
    let proses = bahan::satu(&p, Some(s.proses.id())).await?;
    let def = p.register(sop::KODE)?;
    let keadaan = def.lifecycle.keadaan(&e.keadaan).map(|k| ui::tampil::tanda(b, k));
    let unit = s
        .unit()
        .into_iter()
        .map(|u| p.profil.nama_unit(u))
        .collect::<Vec<_>>();
    let waktu = waktu(&p, langkah);
    let lama = [
        ("Tujuan", &s.tujuan),
        ("Kualifikasi pelaksana", &s.kualifikasi),
        ("Peralatan dan perlengkapan", &s.peralatan),
        ("Peringatan", &s.peringatan),
        ("Pencatatan dan pendataan", &s.pencatatan),
    ];
    let baris = |k: &str, isi: Markup| html! { div { dt { (b.t(k)) } dd { (isi) } } };
    let tabel = tabel(&p, langkah).await?;
    let isi = html! {
        a.tautan-balik href=(p.alamat_entri(sop::KODE, &e.nomor)) { (e.nomor) }
        h1 { (s.judul.as_str()) " " @if let Some(k) = keadaan { (k) } }
        dl.daftar-ringkas {
            @if let Some(x) = &s.nomor_sop { (baris("Nomor SOP", html! { (x.as_str()) })) }
            (baris("Perangkat daerah", html! { (unit.join(", ")) }))
            @if let Some(x) = &proses { (baris("Proses bisnis", html! { a href=(p.alamat_entri(PROSES, &x.nomor)) { (x.teks("nama")) } })) }
            @if let (Some(nomor), Some(hari)) = (&s.nomor_penetapan, s.tanggal_penetapan) {
                (baris("Ditetapkan", html! {
                    (nomor.as_str()) ", " (tanggal(b, hari))
                    @if let Some(x) = s.penetap { ", " (b.t(x.label())) }
                }))
            }
            @if !s.dasar.0.is_empty() { (baris("Dasar hukum", html! { ul { @for d in &s.dasar.0 { li { (d) } } } })) }
            @for (k, v) in lama { @if let Some(v) = v { (baris(k, ui::tampil::paragraf(v.as_str()))) } }
            @if !waktu.is_empty() { (baris("Jumlah waktu semua langkah", html! { (waktu) })) }
        }
        @if TERBUKA.contains(&e.keadaan.as_str()) { (kurang(&p, langkah)) }
        @if !langkah.is_empty() {
            h2 { (b.t("Diagram alur")) }
            (diagram(&p, s.judul.as_str(), langkah))
            h2 { (b.t("Langkah-langkah")) }
            (tabel)
            p.tidak-dicetak { a href=(p.ke(&jalur_sop(&e.nomor, "/bpmn.xml"))) { (b.t("Unduh BPMN 2.0")) } }
        }
    };
    Ok(p.ruang(s.judul.as_str(), KODE, isi))
}
