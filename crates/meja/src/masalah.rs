//! Problems: made of complaints that were picked, seen by officials with their complaints, and by everybody with what
//! was told of them.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{
    Aksi, Entri, Galat, GalatMedan, IdEntri, Pelaku, Peta, RegisterDef,
    command::Kunci,
    izin::{Tindakan, wewenang},
    kalender::tanggal,
    profil::potong,
};
use layanan::masalah::{KODE, Masalah};
use maud::{Markup, html};
use store::{Daftar, Saringan, Tampak, Urut};
use ui::{formulir::Isian, tampil};
use web::{Formulir, Gagal, Permintaan, lihat};

use crate::{
    PENGADUAN,
    gugus::{TAMPIL_ANGGOTA, sebutan, titik},
};

/// Where complaints become a problem.
const JALUR: &str = "/kerja/gugus/masalah";
/// Most complaints of a problem that a page shows.
const TAMPIL: usize = 200;
/// A count beyond this is told as "more than".
const HITUNG: i64 = 10_000;

/// Complaints that were ticked, as far as this account knows of them.
async fn dipilih(p: &Permintaan, f: &Formulir) -> Result<Vec<Tampak>, Galat> {
    let mut semua: Vec<Tampak> = Vec::new();
    for nomor in f.medan.get("id").into_iter().flatten().take(TAMPIL_ANGGOTA) {
        let t = p
            .app
            .store
            .entri_bernomor(p.daerah(), &p.pelaku, PENGADUAN, nomor);
        match t.await {
            Ok(t) if semua.iter().all(|s| s.entri.id != t.entri.id) => semua.push(t),
            Ok(_) | Err(Galat::TidakDitemukan) => {}
            Err(g) => return Err(g),
        }
    }
    Ok(semua)
}

/// What the complaints have in common, as a beginning: nothing of what citizens wrote.
fn awal(p: &Permintaan, laporan: &[Tampak]) -> Peta {
    let mut isi = Peta::new();
    let Some(satu) = laporan.first() else {
        return isi;
    };
    isi.insert("nama".into(), sebutan(p, &satu.entri).into());
    isi.insert("opd".into(), satu.entri.pemegang.0.clone().into());
    let kategori = satu.entri.teks("kategori");
    if laporan.iter().all(|t| t.entri.teks("kategori") == kategori) {
        isi.insert("kategori".into(), kategori.into());
    }
    isi
}

fn tanya(
    p: &Permintaan,
    def: &RegisterDef,
    f: &Formulir,
    laporan: &[Tampak],
    galat: &[GalatMedan],
) -> Response {
    let b = p.b;
    let n = laporan.len().to_string();
    let judul = b.isi("Masalah baru dari {n} laporan", &[("n", &n)]);
    let nilai = awal(p, laporan);
    let kunci = match f.teks("_kunci") {
        "" => identity::rahasia_baru(),
        k => k.to_owned(),
    };
    let i = Isian {
        b,
        profil: &p.profil,
        nilai: &nilai,
        mentah: f.ada("_kirim").then_some(&f.medan),
        galat,
        awal: "",
    };
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/gugus")) { (b.t("Laporan yang mirip")) }
        div.kolom {
            (ui::formulir::ringkasan_galat(b, galat, &def.medan))
            h1 { (judul) }
            @if laporan.is_empty() {
                p { (b.t("Belum ada laporan yang dipilih. Kembali, centang laporannya, lalu pilih Jadikan masalah.")) }
            } @else {
                p { (b.t("Setiap laporan tetap dijawab sendiri. Kabar tentang masalahnya sampai ke semua pelapor, satu kali setiap kabar.")) }
                ul { @for t in laporan { li { (t.entri.nomor) " " (t.judul) } } }
                form method="post" action=(p.ke(JALUR)) data-jaga {
                    (ui::formulir::csrf(p.csrf()))
                    input type="hidden" name="_kunci" value=(kunci);
                    input type="hidden" name="_kirim" value="ya";
                    @for t in laporan { input type="hidden" name="id" value=(t.entri.nomor); }
                    (ui::formulir::semua(&i, &def.medan))
                    div.tombol-baris {
                        button.tombol type="submit" { (b.t("Buat masalah")) }
                        a href=(p.ke("/kerja/gugus")) { (b.t("Batal")) }
                    }
                }
            }
        }
    };
    let mut r = p.ruang(&judul, KODE, isi);
    if !galat.is_empty() {
        *r.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    r
}

/// The question again, for who had to log in before it was answered.
pub(crate) async fn lagi(p: Permintaan) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let def = p.register(KODE)?;
    p.wewenang(&def, Tindakan::Buat)?;
    let Some(medan) = p.ambil_titipan(&p.jalur).await? else {
        return Ok(lihat(&p.ke("/kerja/gugus")));
    };
    let f = Formulir {
        medan,
        berkas: Vec::new(),
    };
    let laporan = dipilih(&p, &f).await?;
    Ok(tanya(&p, &def, &f, &laporan, &[]))
}

/// Makes the problem, then joins the complaints to it one by one: each is a command of its own.
pub(crate) async fn buat(p: Permintaan, f: Formulir) -> Result<Response, Gagal> {
    if p.harus_akun().is_err() {
        return Ok(p.titipkan(&f, &p.jalur).await?);
    }
    let def = p.register(KODE)?;
    p.wewenang(&def, Tindakan::Buat)?;
    let laporan = dipilih(&p, &f).await?;
    if !f.ada("_kirim") || laporan.is_empty() {
        return Ok(tanya(&p, &def, &f, &laporan, &[]));
    }
    let mut perintah = p.perintah(Aksi::Buat {
        register: KODE.to_owned(),
        id: IdEntri::baru(p.app.store.jam().kini()),
        isi: kernel::nilai::dari_formulir(&def.medan, &f.medan),
    });
    // Sent twice, it is one problem.
    let kunci = potong(f.teks("_kunci"), 80);
    perintah.kunci = (!kunci.is_empty()).then(|| Kunci {
        kunci: format!(
            "masalah/{}/{kunci}",
            p.akun().map_or_else(|_| String::new(), |a| a.id.to_string())
        ),
        sidik: [0; 32],
    });
    let m = match p.app.store.jalankan(perintah).await {
        Ok(h) => h.entri,
        Err(Galat::Isian(galat)) => return Ok(tanya(&p, &def, &f, &laporan, &galat)),
        Err(g) => return Err(g.into()),
    };
    let mut gagal: Vec<(String, Galat)> = Vec::new();
    for t in laporan {
        if layanan::masalah_laporan(&t.entri) == Some(m.id) {
            continue;
        }
        let isian = [("masalah".to_owned(), m.id.to_string().into())];
        let aksi = Aksi::Langkah {
            id: t.entri.id,
            versi: None,
            langkah: "kaitkan".to_owned(),
            isian: isian.into_iter().collect(),
        };
        if let Err(g) = p.app.store.jalankan(p.perintah(aksi)).await {
            gagal.push((t.entri.nomor, g));
        }
    }
    let ke = p.alamat_entri(KODE, &m.nomor);
    if gagal.is_empty() {
        return Ok(lihat(&format!("{ke}?selesai=baru")));
    }
    let b = p.b;
    let judul = b.isi(
        "{nomor} dibuat; sebagian laporan belum terkait",
        &[("nomor", &m.nomor)],
    );
    let isi = html! {
        h1 { (judul) }
        ul { @for (n, g) in &gagal { li {
            (n) ": "
            @if g.isian().is_empty() { (g.pesan().dalam(b)) }
            @for m in g.isian() { (m.pesan.dalam(b)) " " }
        } } }
        p { a.tombol href=(ke) { (b.t("Buka masalah")) } }
    };
    Ok(p.ruang(&judul, KODE, isi))
}

/// Complaints of a problem, the newest first, and how many there are, with the program's own eyes.
async fn anggota(p: &Permintaan, e: &Entri) -> Result<(Vec<Entri>, String), Galat> {
    let def = p.register(PENGADUAN)?;
    let w = wewenang(&p.profil, &def, &Pelaku::Sistem, Tindakan::Baca).ok_or(Galat::TidakDitemukan)?;
    let saring = Saringan {
        medan: vec![("masalah".to_owned(), vec![e.id.to_string()])],
        ..Saringan::default()
    };
    let n = p.app.store.jumlah(&w, &saring, HITUNG).await?;
    let d = Daftar {
        saring,
        urut: Urut::default(),
        setelah: None,
        batas: TAMPIL,
    };
    let h = p.app.store.daftar(&w, &Pelaku::Sistem, &d).await?;
    let jumlah = match n {
        n if n >= HITUNG => p.b.isi("lebih dari {n}", &[("n", &tampil::angka(HITUNG))]),
        n => tampil::angka(n),
    };
    Ok((h.entri.into_iter().map(|t| t.entri).collect(), jumlah))
}

/// The complaints as somebody may see them: what they may not know of is left out.
fn terlihat(p: &Permintaan, pelaku: &Pelaku, semua: Vec<Entri>) -> Result<Vec<Tampak>, Galat> {
    let def = p.register(PENGADUAN)?;
    let satu = |e| Tampak::dari(&p.profil, &def, pelaku, e);
    Ok(semua.into_iter().filter_map(satu).collect())
}

/// Where the complaints lie, inside the outlines of their kecamatan.
fn peta(p: &Permintaan, laporan: &[Tampak]) -> Markup {
    let b = p.b;
    let titik: Vec<(f64, f64)> = laporan.iter().filter_map(|t| titik(&t.entri)).collect();
    let Some(awal) = titik.first() else {
        return html! {};
    };
    // x grows to the east, y to the south; at least a kilometre across.
    let tepi = 0.006;
    let (mut a, mut z) = ((awal.1, -awal.0), (awal.1, -awal.0));
    for (lat, lon) in &titik {
        a = (a.0.min(*lon), a.1.min(-lat));
        z = (z.0.max(*lon), z.1.max(-lat));
    }
    let (lebar, tinggi) = (z.0 - a.0 + 2.0 * tepi, z.1 - a.1 + 2.0 * tepi);
    let skala = 600.0 / lebar.max(tinggi);
    let di = |lon: f64, lat: f64| ((lon - a.0 + tepi) * skala, (-lat - a.1 + tepi) * skala);
    let cincin = p.profil.kecamatan.iter().flat_map(|k| k.batas.iter().flatten());
    let garis: Vec<String> = cincin
        .map(|c| {
            let t: Vec<String> = c
                .iter()
                .map(|[lon, lat]| di(*lon, *lat))
                .map(|(x, y)| format!("{x:.1} {y:.1}"))
                .collect();
            format!("M{}Z", t.join("L"))
        })
        .collect();
    let n = titik.len().to_string();
    html! {
        figure.peta {
            svg viewBox={ "0 0 " (format!("{:.0}", lebar * skala)) " " (format!("{:.0}", tinggi * skala)) } role="img" aria-labelledby="peta-judul" {
                title #peta-judul { (b.isi("Letak {n} laporan", &[("n", &n)])) }
                path d=(garis.join("")) fill="none" stroke="currentColor" stroke-opacity="0.4";
                @for (lat, lon) in &titik {
                    @let (x, y) = di(*lon, *lat);
                    circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="8" fill="currentColor" fill-opacity="0.6" {}
                }
            }
        }
    }
}

/// What stands below the facts of a problem, for officials.
pub(crate) async fn laporan(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let b = p.b;
    let (semua, jumlah) = anggota(p, e).await?;
    let laporan = terlihat(p, &p.pelaku, semua)?;
    Ok(html! {
        h2 { (b.isi("{n} laporan dikaitkan", &[("n", &jumlah)])) }
        (peta(p, &laporan))
        div.tombol-baris {
            a.tombol.tombol-dua href=(p.ke(&format!("/kerja/{PENGADUAN}?masalah={}", e.id))) { (b.t("Daftar laporannya")) }
            @if e.terbit { a.tombol.tombol-dua href=(p.ke(&format!("/masalah/{}", ui::enkode(&e.nomor)))) { (b.t("Halaman untuk umum")) } }
        }
    })
}

/// A problem as everybody reads it: what it is, who answers for it, what was told, which public reports are part of it.
pub(crate) async fn umum(p: Permintaan, Path((_, nomor)): Path<(String, String)>) -> Result<Response, Gagal> {
    let b = p.b;
    let nomor = nomor.trim().to_uppercase();
    let t = p
        .app
        .store
        .entri_bernomor(p.daerah(), &Pelaku::Publik, KODE, &nomor)
        .await?;
    let e = &t.entri;
    let def = p.register(KODE)?;
    let (semua, jumlah) = anggota(&p, e).await?;
    let laporan = terlihat(&p, &Pelaku::Publik, semua)?;
    let m = Masalah::dari(e)?;
    let isi = html! {
        div.kolom {
            a.tautan-balik href=(p.ke("/pengaduan/daftar")) { (b.t("Laporan warga")) }
            p.kemajuan { (b.t("Masalah")) " " span.nomor { (e.nomor) } }
            h1 { (t.judul) }
            p {
                @if let Some(k) = def.lifecycle.keadaan(&e.keadaan) { (tampil::tanda(b, k)) " " }
                (b.isi("Penanggung jawab: {unit}. {n} laporan.", &[("unit", p.profil.nama_unit(m.opd.as_str())), ("n", &jumlah)]))
            }
            section aria-labelledby="kabar" {
                h2 #kabar { (b.t("Kabar")) }
                @for k in m.kabar.0.iter().rev() {
                    h3 { (tanggal(b, k.tanggal)) }
                    div { (tampil::paragraf(k.teks.as_str())) }
                }
            }
            @if !laporan.is_empty() {
                section aria-labelledby="laporan" {
                    h2 #laporan { (b.t("Laporan warga tentang masalah ini")) }
                    (peta(&p, &laporan))
                    ul.tautan-daftar { @for t in &laporan { li {
                        a href=(p.ke(&format!("/pengaduan/{}", ui::enkode(&t.entri.nomor)))) { (t.judul) } " " small { (t.entri.nomor) }
                    } } }
                }
            }
        }
    };
    let judul = format!("{} ({})", t.judul, e.nomor);
    Ok(ui::portal(&p.laman(&judul), isi).into_response())
}
