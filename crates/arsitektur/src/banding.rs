//! The page that compares two states of the architecture: two documents, a document and a day, two days, or any of them
//! and today; by domain and office, every difference with what stood there and what stands there.

use std::collections::{BTreeSet, HashMap};

use axum::response::Response;
use jiff::{ToSpan, civil::Date};
use kernel::{
    Entri, Galat, IdEntri, Jenis, Lewat, Medan, izin,
    kalender::tanggal,
    nilai::{Sumber, Uang, ke_teks},
    papan::Angka,
};
use maud::{Markup, html};
use serde_json::Value;
use tata_kelola::perencanaan::dokumen_arsitektur::{self, DokumenArsitektur};
use web::Gagal;

use crate::{
    beda::{self, Beda, Nasib},
    dokumen,
    graf::Domain,
    ingatan::MAKS_PADA,
    lembar::{Lembar, Sel, Tabel},
    tanya::Tanya,
};

/// One side of the comparison.
struct Sisi<'e> {
    hari: Date,
    dokumen: Option<&'e Entri>,
}

impl<'e> Sisi<'e> {
    /// The document that the address names under `nama`, else this day.
    fn baca(t: &Tanya, nama: &str, semua: &'e [Entri], hari: Date) -> Result<Self, Galat> {
        let nomor = t.teks(nama);
        if nomor.is_empty() {
            return Ok(Sisi { hari, dokumen: None });
        }
        let e = semua
            .iter()
            .find(|e| e.nomor == nomor)
            .ok_or(Galat::TidakDitemukan)?;
        Ok(Sisi {
            hari: DokumenArsitektur::dari(e)?.potret,
            dokumen: Some(e),
        })
    }

    fn nama(&self, t: &Tanya) -> String {
        let hari = tanggal(t.p.b, self.hari);
        match self.dokumen {
            Some(e) => format!("{} ({hari})", e.teks("judul")),
            None => hari,
        }
    }
}

/// What is compared.
struct Soal<'e> {
    awal: Sisi<'e>,
    akhir: Sisi<'e>,
    domain: Option<Domain>,
    opd: String,
}

impl Soal<'_> {
    /// The address that asks the same, but of another domain.
    fn jalur(&self, domain: Option<Domain>) -> String {
        let mut hasil = format!("/beda?dari={}", self.awal.hari);
        let nomor = |s: &Sisi| s.dokumen.map(|e| e.nomor.clone());
        for (nama, nilai) in [
            ("awal", nomor(&self.awal)),
            ("akhir", nomor(&self.akhir)),
            ("domain", domain.map(|d| d.register().to_owned())),
            ("opd", (!self.opd.is_empty()).then(|| self.opd.clone())),
        ] {
            if let Some(v) = nilai {
                hasil.push_str(&format!("&{nama}={}", ui::enkode(&v)));
            }
        }
        hasil
    }
}

fn baca<'e>(t: &Tanya, semua: &'e [Entri]) -> Result<Soal<'e>, Galat> {
    let dari = match t.teks("dari") {
        "" => t.hari.checked_sub(30.days()).unwrap_or(t.hari),
        s => s.parse().map_err(|_| {
            Galat::medan(
                "dari",
                "Tulis tanggalnya sebagai tahun-bulan-hari, misalnya 2026-06-30.",
            )
        })?,
    };
    let awal = Sisi::baca(t, "awal", semua, dari)?;
    let akhir = Sisi::baca(t, "akhir", semua, t.hari)?;
    if awal.hari > akhir.hari {
        let medan = if awal.dokumen.is_some() { "awal" } else { "dari" };
        return Err(Galat::medan(
            medan,
            "Tanggal awal sesudah tanggal akhir. Tukar keduanya.",
        ));
    }
    let domain = match t.teks("domain") {
        "" => None,
        d => Some(Domain::dari_register(d).ok_or(Galat::TidakDitemukan)?),
    };
    let opd = t.teks("opd").to_owned();
    Ok(Soal {
        awal,
        akhir,
        domain,
        opd,
    })
}

/// All entries of a domain as they stood at the end of a day.
async fn pada(t: &Tanya, d: Domain, hari: Date) -> Result<Vec<Entri>, Galat> {
    let saat = t.p.profil.kalender.akhir_hari(hari).as_millisecond();
    let keadaan: [&str; 0] = [];
    let store = &t.p.app.store;
    let mut semua = store
        .pada_saat(t.p.daerah(), d.register(), &keadaan, saat, MAKS_PADA)
        .await?;
    // What is closed today has no past either.
    semua.retain(|e| !t.tutup.contains(&e.id));
    Ok(semua)
}

/// A value in words, for a cell.
fn kata(t: &Tanya, nama: &HashMap<IdEntri, String>, m: &Medan, v: &Value) -> String {
    let b = t.p.b;
    let opsi = |o: &[kernel::nilai::Opsi], kode: &str| {
        let o = o.iter().find(|o| o.kode == kode);
        o.map_or(kode.to_owned(), |o| b.t(&o.label).to_owned())
    };
    let entri = |s: &str| {
        let id = s.parse().ok().map(IdEntri);
        id.and_then(|i| nama.get(&i).cloned())
            .unwrap_or_else(|| s.to_owned())
    };
    match (&m.jenis, v) {
        (Jenis::Pilihan(o), Value::String(s)) => opsi(o, s),
        (Jenis::Beberapa(o), Value::Array(a)) => {
            let semua: Vec<String> = a.iter().filter_map(Value::as_str).map(|s| opsi(o, s)).collect();
            semua.join(", ")
        }
        (Jenis::DariProfil(Sumber::Unit), Value::String(s)) => t.p.profil.nama_unit(s).to_owned(),
        (Jenis::YaTidak, Value::Bool(ya)) => b.t(if *ya { "Ya" } else { "Tidak" }).to_owned(),
        (Jenis::Tanggal, Value::String(s)) => s.parse().map_or(s.clone(), |d| tanggal(b, d)),
        (Jenis::Uang, Value::Number(n)) => match n.as_u64().and_then(Uang::baru) {
            Some(u) => u.to_string(),
            None => n.to_string(),
        },
        (Jenis::Rujukan(_), Value::String(s)) => entri(s),
        (Jenis::Bagian(anak), Value::Array(a)) => {
            let satu = |v: &Value| -> String {
                let isi = anak.iter().filter_map(|m| Some((m, v.get(m.nama.as_ref())?)));
                let isi: Vec<String> = isi
                    .map(|(m, v)| kata(t, nama, m, v))
                    .filter(|s| !s.is_empty())
                    .collect();
                isi.join(", ")
            };
            a.iter().map(satu).collect::<Vec<_>>().join("; ")
        }
        (j, v) => ke_teks(j, v),
    }
}

fn nilai(
    t: &Tanya,
    nama: &HashMap<IdEntri, String>,
    d: &kernel::RegisterDef,
    m: Option<&Medan>,
    v: Option<&Value>,
) -> String {
    let b = t.p.b;
    match (m, v) {
        (_, None) => b.t("(kosong)").to_owned(),
        (Some(m), Some(v)) => kata(t, nama, m, v),
        (None, Some(v)) => {
            let kode = v.as_str().unwrap_or_default();
            let k = d.lifecycle.keadaan(kode);
            k.map_or(kode.to_owned(), |k| b.t(&k.label).to_owned())
        }
    }
}

fn kepala(t: &Tanya, k: &[&str]) -> Vec<String> {
    k.iter().map(|k| t.p.b.t(k).to_owned()).collect()
}

/// What two documents say otherwise of themselves.
fn isi_dokumen(t: &Tanya, soal: &Soal, nama: &HashMap<IdEntri, String>) -> Result<Option<Tabel>, Galat> {
    let (Some(a), Some(z)) = (soal.awal.dokumen, soal.akhir.dokumen) else {
        return Ok(None);
    };
    let def = t.p.register(dokumen_arsitektur::KODE)?;
    let pandangan = |e: &Entri| izin::pandangan(&t.p.profil, &def, &t.p.pelaku, e);
    let (Some(x), Some(y)) = (pandangan(a), pandangan(z)) else {
        return Ok(None);
    };
    // Both come from a list that this account reads, with the decree's fields among what is computed.
    let medan: Vec<&Medan> = beda::tampak(&def.medan, x.min(y));
    let baris = beda::isi(&medan, &a.isi, &z.isi).into_iter().map(|u| {
        vec![
            u.medan.map_or("", |m| t.p.b.t(&m.label)).into(),
            nilai(t, nama, &def, u.medan, u.semula.as_ref()).into(),
            nilai(t, nama, &def, u.medan, u.menjadi.as_ref()).into(),
        ]
    });
    Ok(Some(Tabel {
        judul: t.p.b.t("Isi kedua dokumen").to_owned(),
        kepala: kepala(t, &["Isian", "Semula", "Menjadi"]),
        baris: baris.collect(),
    }))
}

fn formulir(t: &Tanya, soal: &Soal, dokumen: &[Entri]) -> Markup {
    let b = t.p.b;
    let unit: BTreeSet<&str> = t.graf.opd();
    let pilih = |id: &str, label: &str, sisi: &Sisi| {
        html! {
            div {
                label for=(id) { (b.t(label)) }
                select #(id) name=(id) {
                    option value="" { (b.t("Menurut tanggal")) }
                    @for e in dokumen { option value=(e.nomor) selected[sisi.dokumen.is_some_and(|d| d.id == e.id)] { (e.teks("judul")) } }
                }
            }
        }
    };
    html! {
        form.saringan method="get" action=(t.p.ke("/kerja/arsitektur/beda")) {
            (pilih("awal", "Dari dokumen", &soal.awal))
            div { label for="dari" { (b.t("Dari tanggal")) } input #dari type="date" name="dari" value=(soal.awal.hari) max=(t.kini); }
            (pilih("akhir", "Sampai dokumen", &soal.akhir))
            div { label for="pada" { (b.t("Sampai tanggal")) } input #pada type="date" name="pada" value=(soal.akhir.hari) max=(t.kini); }
            div {
                label for="domain" data-tanpa-istilah { (b.t("Domain")) }
                select #domain name="domain" {
                    option value="" { (b.t("Semua")) }
                    @for d in Domain::SEMUA { option value=(d.register()) selected[soal.domain == Some(d)] { (t.nama_domain(d)) } }
                }
            }
            div {
                label for="opd" data-tanpa-istilah { (b.t("Perangkat daerah")) }
                select #opd name="opd" {
                    option value="" { (b.t("Semua")) }
                    @for u in &unit { option value=(u) selected[*u == soal.opd] { (t.p.profil.nama_unit(u)) } }
                }
            }
            button.tombol.tombol-dua type="submit" { (b.t("Bandingkan")) }
        }
        p.jelaskan { (b.t("Dokumen yang dipilih mengesampingkan tanggal di sebelahnya: yang dibandingkan ialah keadaan awalnya.")) }
    }
}

pub(crate) async fn halaman(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).await?.halaman(&t))
}

pub(crate) async fn json(t: Tanya) -> Result<Response, Gagal> {
    Ok(susun(&t).await?.json(&t))
}

async fn susun(t: &Tanya) -> Result<Lembar, Galat> {
    let b = t.p.b;
    let dokumen = dokumen::semua(&t.p).await?;
    let soal = baca(t, &dokumen)?;
    let nama: HashMap<IdEntri, String> = t
        .graf
        .semua()
        .iter()
        .map(|s| (s.id, s.sebutan()))
        .chain(t.tutup.iter().map(|id| (*id, b.t("Entri tertutup").to_owned())))
        .collect();
    let punya = |e: &Entri| soal.opd.is_empty() || e.unit.as_str() == soal.opd;
    let (mut ringkas, mut rinci, mut jumlah) = (Vec::new(), Vec::new(), [0_usize; 3]);
    for d in Domain::SEMUA {
        if soal.domain.is_some_and(|pilih| pilih != d) {
            continue;
        }
        let def = t.p.register(d.register())?;
        let mut lama = pada(t, d, soal.awal.hari).await?;
        let mut baru = pada(t, d, soal.akhir.hari).await?;
        // An entry that moved to another office is one fewer here and one more there.
        lama.retain(&punya);
        baru.retain(&punya);
        let semua = beda::beda(&lama, &baru, |e| {
            let pandangan = izin::pandangan(&t.p.profil, &def, &t.p.pelaku, e)?;
            Some(beda::tampak(&def.medan, pandangan))
        });
        let banyak = Nasib::SEMUA.map(|n| semua.iter().filter(|x| x.nasib == n).count());
        t.catat_baca(Lewat::Halaman, semua.iter().map(|x| x.entri.id))
            .await?;
        for (n, m) in jumlah.iter_mut().zip(banyak) {
            *n += m;
        }
        let mut sel = vec![Sel(t.nama_domain(d).to_owned(), Some(t.ke(&soal.jalur(Some(d)))))];
        sel.extend(banyak.map(|n| Sel::from(n.to_string())));
        ringkas.push(sel);
        rinci.extend(semua.iter().flat_map(|x| baris(t, &soal, &nama, &def, d, x)));
    }
    let entri: usize = jumlah.iter().sum();
    let angka = |(n, label): (usize, Nasib)| Angka {
        label: b.t(label.label()).to_lowercase(),
        nilai: i64::try_from(n).unwrap_or(i64::MAX),
        tautan: None,
    };
    let mut tabel = vec![Tabel {
        judul: b.t("Menurut domain").to_owned(),
        kepala: kepala(t, &["Domain", "Bertambah", "Berkurang", "Berubah"]),
        baris: ringkas,
    }];
    tabel.extend(isi_dokumen(t, &soal, &nama)?);
    tabel.push(Tabel {
        judul: b.t("Perubahan").to_owned(),
        kepala: kepala(
            t,
            &[
                "Entri",
                "Domain",
                "Perangkat daerah",
                "Perubahan",
                "Isian",
                "Semula",
                "Menjadi",
            ],
        ),
        baris: rinci,
    });
    Ok(Lembar {
        jalur: soal.jalur(soal.domain),
        judul: b.isi(
            "{n} entri arsitektur berbeda antara {dari} dan {sampai}",
            &[
                ("n", &entri.to_string()),
                ("dari", &soal.awal.nama(t)),
                ("sampai", &soal.akhir.nama(t)),
            ],
        ),
        pengantar: b
            .t("Setiap hari yang sudah lewat dapat menjadi pembanding, misalnya tanggal penetapan arsitektur.")
            .to_owned(),
        tanya: Some(formulir(t, &soal, &dokumen)),
        angka: jumlah.into_iter().zip(Nasib::SEMUA).map(angka).collect(),
        tabel,
        ..Lembar::default()
    })
}

/// The rows of one entry: one for each value that is otherwise.
fn baris(
    t: &Tanya,
    soal: &Soal,
    nama: &HashMap<IdEntri, String>,
    def: &kernel::RegisterDef,
    d: Domain,
    x: &Beda,
) -> Vec<Vec<Sel>> {
    let (b, e) = (t.p.b, x.entri);
    let pada = if soal.akhir.hari == t.kini {
        String::new()
    } else {
        format!("?pada={}", soal.akhir.hari)
    };
    let fakta = format!(
        "/kerja/arsitektur/entri/{}/{}{pada}",
        d.register(),
        ui::enkode(&e.nomor)
    );
    let awal = || {
        vec![
            Sel(format!("{} · {}", e.nomor, e.teks("nama")), Some(t.p.ke(&fakta))),
            t.nama_domain(d).into(),
            t.p.profil.nama_unit(e.unit.as_str()).into(),
            b.t(x.nasib.label()).into(),
        ]
    };
    if x.ubahan.is_empty() {
        let mut sel = awal();
        sel.extend([Sel::default(), Sel::default(), Sel::default()]);
        return vec![sel];
    }
    let satu = |u: &beda::Ubahan| {
        let mut sel = awal();
        sel.push(b.t(u.medan.map_or("Keadaan", |m| m.label.as_ref())).into());
        for v in [&u.semula, &u.menjadi] {
            sel.push(nilai(t, nama, def, u.medan, v.as_ref()).into());
        }
        sel
    };
    x.ubahan.iter().map(satu).collect()
}
