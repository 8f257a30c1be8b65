//! One proposal beside architecture and roadmap: what was found, what it weighs, and what to do about it.

use axum::{
    Json,
    extract::Path,
    response::{IntoResponse, Response},
};
use kernel::{Bahasa, Entri, Galat, izin::Tindakan, nilai::Pilihan as _};
use maud::{Markup, html};
use serde_json::json;
use store::Saringan;
use tata_kelola::{
    pengembangan::permohonan_aplikasi,
    perencanaan::{
        kegiatan_peta::{self, KegiatanPeta},
        siklus_anggaran::SiklusAnggaran,
        usulan_tik::{self, Acuan, UsulanTik},
    },
};
use web::{Gagal, Permintaan};

use crate::{
    KODE,
    bahan::{self, n, rp},
    telaah::{Aplikasi, Bobot, Permohonan, Sekitar, Temuan, telaah},
};

/// Code of the register of applications.
const APLIKASI: &str = "aplikasi";
/// Code of the register of risks, once there is one.
const RISIKO: &str = "risiko";
/// The duty of a regulation that asks for a consideration before closed source.
const PERTIMBANGAN: &str = "aplikasi-sumber-tertutup-dipertimbangkan";

/// A proposal with what it refers to.
struct Perkara {
    entri: Entri,
    usulan: UsulanTik,
    siklus: Option<Entri>,
    kegiatan: Option<Entri>,
    temuan: Vec<Temuan>,
}

async fn aplikasi(p: &Permintaan) -> Result<Vec<Aplikasi>, Galat> {
    // Whoever may not read the architecture is compared with nothing.
    let ada = match web::bahan::semua(p, APLIKASI, Saringan::default()).await {
        Err(Galat::TidakDitemukan | Galat::Ditolak(_)) => Vec::new(),
        hasil => hasil?,
    };
    let satu = |e: Entri| Aplikasi {
        id: e.id,
        nama: e.teks("nama").to_owned(),
        fungsi: e.teks("fungsi").to_owned(),
        opd: e.unit.clone(),
        umum: e.teks("jenis") == "umum",
        nomor: e.nomor,
    };
    Ok(ada
        .into_iter()
        .filter(|e| e.keadaan != "pensiun")
        .map(satu)
        .collect())
}

/// The requests that name this proposal or its application, oldest first; what was given up is none.
async fn permohonan(p: &Permintaan, e: &Entri, u: &UsulanTik) -> Result<Option<Vec<Permohonan>>, Galat> {
    let semua = match web::bahan::semua(p, permohonan_aplikasi::KODE, Saringan::default()).await {
        Err(Galat::TidakDitemukan | Galat::Ditolak(_)) => return Ok(None),
        hasil => hasil?,
    };
    let usulan = e.id.to_string();
    let aplikasi = u.aplikasi.as_ref().map(|r| r.id().to_string());
    let tentang = |x: &Entri| {
        x.teks("usulan") == usulan || aplikasi.as_deref().is_some_and(|a| x.teks("aplikasi") == a)
    };
    let mut semua: Vec<Entri> = semua
        .into_iter()
        .filter(|x| x.keadaan != "batal" && tentang(x))
        .collect();
    semua.sort_by_key(|x| x.dibuat);
    let satu = |x: Entri| Permohonan {
        nomor: x.nomor,
        keadaan: x.keadaan,
    };
    Ok(Some(semua.into_iter().map(satu).collect()))
}

async fn sekitar(
    p: &Permintaan,
    permohonan: Option<Vec<Permohonan>>,
    siklus: Option<&Entri>,
    kegiatan: Option<&Entri>,
) -> Result<Sekitar, Galat> {
    let isi = kegiatan.map(KegiatanPeta::dari).transpose()?;
    let peta = match &isi {
        Some(k) => web::bahan::satu(p, Some(k.peta.id())).await?,
        None => None,
    };
    let tahun = siklus
        .map(SiklusAnggaran::dari)
        .transpose()?
        .map(|s| s.tahun.nilai());
    let hari = p.profil.kalender.setempat(p.app.store.jam().kini()).date();
    let kitab = p.profil.kitab.as_ref();
    Ok(Sekitar {
        kegiatan: kegiatan.map(|e| e.keadaan.clone()),
        peta_ditetapkan: peta.is_some_and(|e| e.keadaan == "ditetapkan"),
        tahun_cocok: match (&isi, tahun) {
            (Some(k), Some(t)) => (k.mulai.nilai()..=k.akhir.nilai()).contains(&t),
            _ => true,
        },
        aplikasi: aplikasi(p).await?,
        permohonan,
        minta_pertimbangan: kitab.is_some_and(|k| k.cari(PERTIMBANGAN, hari).is_some()),
        // With a register of risks, this says whether one of its entries speaks of the proposal.
        risiko: p.app.store.inventaris().register(RISIKO).map(|_| false),
    })
}

async fn perkara(p: &Permintaan, entri: Entri) -> Result<Perkara, Galat> {
    let usulan = UsulanTik::dari(&entri)?;
    let siklus = web::bahan::satu(p, Some(usulan.siklus.id())).await?;
    let kegiatan = web::bahan::satu(p, usulan.kegiatan.as_ref().map(|r| r.id())).await?;
    let permohonan = permohonan(p, &entri, &usulan).await?;
    let sekitar = sekitar(p, permohonan, siklus.as_ref(), kegiatan.as_ref()).await?;
    Ok(Perkara {
        temuan: telaah(&usulan, &sekitar),
        entri,
        usulan,
        siklus,
        kegiatan,
    })
}

fn warna(bobot: Bobot) -> (&'static str, &'static str) {
    match bobot {
        Bobot::Menahan => ("merah", "Menahan"),
        Bobot::Jawab => ("jingga", "Perlu ditanggapi"),
        Bobot::Tahu => ("abu", "Untuk diketahui"),
    }
}

/// What a finding says, and what to do.
fn kata(p: &Permintaan, t: &Temuan) -> (String, &'static str) {
    let b = p.b;
    let biasa = |s: &'static str| b.t(s).to_owned();
    let (apa, lalu) = match t {
        Temuan::DiLuarPeta(false) => (
            biasa("Tidak mengacu kepada kegiatan peta rencana."),
            "Lengkapi acuannya, atau kepala perangkat daerah pemegang mencatat pengecualian.",
        ),
        Temuan::DiLuarPeta(true) => (
            biasa("Tidak mengacu kepada kegiatan peta rencana, dengan pengecualian."),
            "Alasan dan pemberi izinnya ada di usulan.",
        ),
        Temuan::DiLuarArsitektur(false) => (
            biasa("Tidak mengacu kepada aplikasi atau infrastruktur di arsitektur."),
            "Lengkapi acuannya, atau kepala perangkat daerah pemegang mencatat pengecualian.",
        ),
        Temuan::DiLuarArsitektur(true) => (
            biasa("Tidak mengacu kepada aplikasi atau infrastruktur di arsitektur, dengan pengecualian."),
            "Alasan dan pemberi izinnya ada di usulan.",
        ),
        Temuan::KegiatanTidakHidup => (
            biasa("Kegiatan peta rencana yang diacu sudah selesai, dibatalkan, atau tidak dapat Anda baca."),
            "Pilih kegiatan lain.",
        ),
        Temuan::PetaBelumDitetapkan => (
            biasa("Peta rencana yang diacu belum ditetapkan Bupati."),
            "Pastikan kegiatannya tetap ada bila ditetapkan.",
        ),
        Temuan::TahunTidakCocok => (
            biasa("Tahun anggaran di luar masa kegiatan yang diacu."),
            "Periksa kegiatannya, atau usulkan pada tahun lain.",
        ),
        Temuan::Serupa(nomor, nama, opd) => (
            b.isi(
                "Aplikasi serupa sudah ada di {opd}: {nama} ({nomor}).",
                &[
                    ("opd", p.profil.nama_unit(opd.as_str())),
                    ("nama", nama),
                    ("nomor", nomor),
                ],
            ),
            "Jelaskan mengapa tidak dipakai bersama.",
        ),
        Temuan::Umum(nomor, nama) => (
            b.isi(
                "Aplikasi umum tersedia: {nama} ({nomor}).",
                &[("nama", nama), ("nomor", nomor)],
            ),
            "Aplikasi umum dipakai lebih dulu; yang sejenis hanya dengan syarat peraturan.",
        ),
        Temuan::TanpaPermohonan => (
            biasa("Belum ada permohonan untuk aplikasi ini."),
            "Ajukan permohonan aplikasi yang menyebut usulan ini.",
        ),
        Temuan::PermohonanBelumDisetujui(nomor, keadaan) => {
            let def = p.app.store.inventaris().register(permohonan_aplikasi::KODE);
            let k = def.and_then(|d| d.lifecycle.keadaan(keadaan));
            (
                b.isi(
                    "Permohonan aplikasi {nomor} belum disetujui: {keadaan}.",
                    &[
                        ("nomor", nomor),
                        (
                            "keadaan",
                            &k.map_or(keadaan.clone(), |k| b.t(&k.label).to_lowercase()),
                        ),
                    ],
                ),
                "Tunggu keputusannya, atau lengkapi permohonannya.",
            )
        }
        Temuan::TanpaPertimbangan => (
            biasa("Kode sumbernya tertutup, tanpa pertimbangan menteri."),
            "Peraturan daerah ini memintanya: sebutkan nomor dan tanggalnya.",
        ),
        Temuan::TanpaRisiko => (
            biasa("Belum ada penilaian risikonya."),
            "Nilai risikonya di register risiko.",
        ),
        Temuan::BelumAdaRegisterRisiko => (
            biasa("Penilaian risiko tidak dapat diperiksa: belum ada register risiko."),
            "Nilai risikonya dalam telaah.",
        ),
    };
    (apa, b.t(lalu))
}

/// Where a finding is settled, if that is another page.
fn tautan(p: &Permintaan, usulan: &Entri, t: &Temuan) -> Option<String> {
    match t {
        Temuan::Serupa(nomor, ..) | Temuan::Umum(nomor, _) => Some(p.alamat_entri(APLIKASI, nomor)),
        Temuan::PermohonanBelumDisetujui(nomor, _) => Some(p.alamat_entri(permohonan_aplikasi::KODE, nomor)),
        // Only who may ask is led to the form, which is then filled in as far as the proposal goes.
        Temuan::TanpaPermohonan => {
            let def = p.register(permohonan_aplikasi::KODE).ok()?;
            p.wewenang(&def, Tindakan::Buat).ok()?;
            let isi = [("opd", "opd"), ("nama", "nama")]
                .map(|(k, m)| format!("{k}={}", ui::enkode(usulan.teks(m))));
            let jalur = format!("/kerja/{}/baru?usulan={}&{}", def.kode, usulan.id, isi.join("&"));
            Some(p.ke(&jalur))
        }
        _ => None,
    }
}

fn daftar(p: &Permintaan, usulan: &Entri, temuan: &[Temuan]) -> Markup {
    let b = p.b;
    html! {
        @if temuan.is_empty() { p { (b.t("Tidak ada temuan.")) } } @else {
            div.gulir { table.tabel {
                thead { tr { th scope="col" { (b.t("Bobot")) } th scope="col" { (b.t("Temuan")) } th scope="col" { (b.t("Yang perlu dilakukan")) } } }
                tbody { @for t in temuan {
                    @let (apa, lalu) = kata(p, t);
                    @let (warna, nama) = warna(t.bobot());
                    tr {
                        td data-label=(b.t("Bobot")) { (ui::tampil::tanda_kata(warna, b.t(nama))) }
                        td data-label=(b.t("Temuan")) { (apa) }
                        td data-label=(b.t("Yang perlu dilakukan")) {
                            @match tautan(p, usulan, t) {
                                Some(ke) => a href=(ke) { (lalu) },
                                None => { (lalu) },
                            }
                        }
                    }
                } }
            } }
        }
    }
}

fn tajuk(b: Bahasa, temuan: &[Temuan]) -> String {
    let menahan = temuan.iter().filter(|t| t.bobot() == Bobot::Menahan).count();
    let jawab = temuan.iter().filter(|t| t.bobot() == Bobot::Jawab).count();
    b.isi(
        "Keselarasan: {menahan} temuan menahan, {jawab} perlu ditanggapi",
        &[("menahan", &n(menahan)), ("jawab", &n(jawab))],
    )
}

/// The findings below the facts of a proposal and above the forms of its steps.
pub(crate) async fn bagian(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let k = perkara(p, e.clone()).await?;
    Ok(html! {
        section aria-labelledby="keselarasan" {
            h2 #keselarasan { (tajuk(p.b, &k.temuan)) }
            (daftar(p, &k.entri, &k.temuan))
            p { a href=(p.ke(&format!("/kerja/rencana/usulan/{}", e.nomor))) { (p.b.t("Halaman keselarasan usulan ini")) } }
        }
    })
}

pub(crate) async fn json(p: Permintaan, Path((_, nomor)): Path<(String, String)>) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let k = perkara(&p, web::bahan::bernomor(&p, usulan_tik::KODE, &nomor).await?).await?;
    let satu = |t: &Temuan| {
        let (apa, lalu) = kata(&p, t);
        let bobot = match t.bobot() {
            Bobot::Menahan => "menahan",
            Bobot::Jawab => "jawab",
            Bobot::Tahu => "tahu",
        };
        json!({
            "kode": t.kode(), "bobot": bobot, "temuan": apa, "tindakan": lalu, "tautan": tautan(&p, &k.entri, t),
        })
    };
    let temuan: Vec<_> = k.temuan.iter().map(satu).collect();
    Ok(Json(json!({ "nomor": k.entri.nomor, "keadaan": k.entri.keadaan, "temuan": temuan })).into_response())
}

pub(crate) async fn halaman(
    p: Permintaan,
    Path((_, nomor)): Path<(String, String)>,
) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let b = p.b;
    let k = perkara(&p, web::bahan::bernomor(&p, usulan_tik::KODE, &nomor).await?).await?;
    let judul = tajuk(b, &k.temuan);
    let acuan = |a: Acuan| match a {
        Acuan::Arsitektur => k.usulan.aplikasi.is_some() || k.usulan.infrastruktur.is_some(),
        Acuan::PetaRencana => k.usulan.kegiatan.is_some(),
    };
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/rencana/anggaran")) { (b.t("Papan anggaran")) }
        h1 { (judul) }
        p { a href=(p.alamat_entri(usulan_tik::KODE, &k.entri.nomor)) { (k.usulan.nama.as_str()) } ", " (p.profil.nama_unit(k.usulan.opd.as_str())) ", " (rp(k.usulan.jumlah.rupiah())) "." }
        h2 { (b.t("Gerbang: acuan yang harus ada")) }
        div.gulir { table.tabel {
            thead { tr { th scope="col" { (b.t("Acuan")) } th scope="col" { (b.t("Keadaan")) } th scope="col" { (b.t("Keterangan")) } } }
            tbody { @for a in Acuan::SEMUA {
                @let kecuali = k.usulan.pengecualian.0.iter().find(|x| x.acuan == *a);
                tr {
                    td { (b.t(a.label())) }
                    td data-label=(b.t("Keadaan")) {
                        @if acuan(*a) { (ui::tampil::tanda_kata("hijau", b.t("Ada"))) }
                        @else if kecuali.is_some() { (ui::tampil::tanda_kata("jingga", b.t("Dikecualikan"))) }
                        @else { (ui::tampil::tanda_kata("merah", b.t("Belum ada"))) }
                    }
                    td data-label=(b.t("Keterangan")) {
                        @if let (Acuan::PetaRencana, Some(e)) = (a, &k.kegiatan) { a href=(p.alamat_entri(kegiatan_peta::KODE, &e.nomor)) { (e.teks("nama")) } }
                        @if let Some(x) = kecuali { (x.alasan.as_str()) " (" (p.profil.nama_unit(x.unit.as_str())) ", " (kernel::kalender::tanggal(b, x.tanggal)) ")" }
                    }
                }
            } }
        } }
        h2 { (b.t("Temuan")) }
        (daftar(&p, &k.entri, &k.temuan))
        p.jelaskan { (b.t("Dihitung dari isi usulan, arsitektur, dan peta rencana saat halaman ini dibuka. Aplikasi dinilai serupa dari kata-kata namanya.")) }
        @if let Some(s) = &k.siklus { p { a href=(p.ke(&format!("/kerja/rencana/anggaran?siklus={}", ui::enkode(&s.nomor)))) { (b.t("Papan anggaran")) ": " (s.teks("nama")) } } }
    };
    Ok(p.ruang(&judul, KODE, isi))
}
