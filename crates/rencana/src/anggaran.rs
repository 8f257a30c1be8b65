//! The yearly round: its dates, the proposals by state, the money by office, domain and content of the roadmap, what each
//! ceiling still holds, and what was cut and why.

use std::collections::{BTreeMap, HashMap};

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use kernel::{
    Entri, Galat, IdEntri,
    kalender::tanggal,
    nilai::{KodeUnit, Pilihan as _, Uang},
    papan::{Angka, Blok, Papan},
};
use maud::{Markup, html};
use serde::Deserialize;
use store::Saringan;
use tata_kelola::perencanaan::{
    kegiatan_peta::{self, KegiatanPeta},
    siklus_anggaran::{self, SiklusAnggaran},
    usulan_tik::{self, Domain, UsulanTik},
};
use web::{Gagal, Permintaan};

use crate::{
    KODE,
    bahan::{self, rp},
};

#[derive(Deserialize)]
pub(crate) struct Kueri {
    #[serde(default)]
    siklus: String,
}

/// A proposal with its entry.
struct Satu {
    entri: Entri,
    isi: UsulanTik,
}

impl Satu {
    /// What it counts as: consolidated, else recommended, else proposed.
    fn kini(&self) -> u64 {
        let u = &self.isi;
        u.jumlah_konsolidasi
            .or(u.jumlah_rekomendasi)
            .unwrap_or(u.jumlah)
            .rupiah()
    }

    /// Whether it may still get money, or has got it.
    fn hidup(&self) -> bool {
        !matches!(
            self.entri.keadaan.as_str(),
            "ditolak" | "ditunda" | "batal" | "draf"
        )
    }
}

/// A round with its proposals.
struct Putaran {
    entri: Entri,
    siklus: SiklusAnggaran,
    usulan: Vec<Satu>,
    muatan: HashMap<IdEntri, &'static str>,
}

/// The rounds, the latest year first.
pub(crate) async fn siklus(p: &Permintaan) -> Result<Vec<Entri>, Galat> {
    let mut semua = web::bahan::semua(p, siklus_anggaran::KODE, Saringan::default()).await?;
    semua.retain(|e| e.keadaan != "batal");
    let tahun = |e: &Entri| {
        e.isi
            .get("tahun")
            .and_then(serde_json::Value::as_i64)
            .unwrap_or(0)
    };
    semua.sort_by_key(|e| (-tahun(e), e.nomor.clone()));
    Ok(semua)
}

async fn putaran(p: &Permintaan, entri: Entri) -> Result<Putaran, Galat> {
    let usulan = web::bahan::dengan(p, usulan_tik::KODE, "siklus", &entri.id.to_string()).await?;
    let mut semua = Vec::with_capacity(usulan.len());
    for e in usulan {
        semua.push(Satu {
            isi: UsulanTik::dari(&e)?,
            entri: e,
        });
    }
    let mut muatan = HashMap::new();
    for e in web::bahan::semua(p, kegiatan_peta::KODE, Saringan::default()).await? {
        muatan.insert(e.id, KegiatanPeta::dari(&e)?.muatan.label());
    }
    Ok(Putaran {
        siklus: SiklusAnggaran::dari(&entri)?,
        entri,
        usulan: semua,
        muatan,
    })
}

async fn pilih(p: &Permintaan, q: &Kueri) -> Result<(Vec<Entri>, Option<Putaran>), Galat> {
    let semua = siklus(p).await?;
    let satu = match q.siklus.trim() {
        "" => semua.first().cloned(),
        nomor => Some(
            semua
                .iter()
                .find(|e| e.nomor == nomor)
                .cloned()
                .ok_or(Galat::TidakDitemukan)?,
        ),
    };
    let satu = match satu {
        Some(e) => Some(putaran(p, e).await?),
        None => None,
    };
    Ok((semua, satu))
}

fn angka(label: String, rupiah: u64, tautan: Option<String>) -> Angka {
    Angka {
        label,
        nilai: i64::try_from(rupiah).unwrap_or(i64::MAX),
        tautan,
    }
}

/// Sums of the living proposals under a heading, the largest first.
fn menurut<K: Ord>(
    usulan: &[Satu],
    kunci: impl Fn(&Satu) -> K,
    nama: impl Fn(&K) -> (String, Option<String>),
) -> Vec<Angka> {
    let mut jumlah: BTreeMap<K, u64> = BTreeMap::new();
    for s in usulan.iter().filter(|s| s.hidup()) {
        *jumlah.entry(kunci(s)).or_default() += s.kini();
    }
    let mut hasil: Vec<Angka> = jumlah
        .into_iter()
        .map(|(k, n)| {
            let (label, tautan) = nama(&k);
            angka(label, n, tautan)
        })
        .collect();
    hasil.sort_by(|a, z| z.nilai.cmp(&a.nilai).then_with(|| a.label.cmp(&z.label)));
    hasil
}

fn susun(p: &Permintaan, r: &Putaran) -> Result<Papan, Galat> {
    let b = p.b;
    let def = p.register(usulan_tik::KODE)?;
    let siklus = r.entri.id;
    let ke = |q: String| Some(format!("/kerja/{}?siklus={siklus}{q}", usulan_tik::KODE));
    let jumlah = |f: &dyn Fn(&Satu) -> bool, n: &dyn Fn(&Satu) -> u64| {
        r.usulan.iter().filter(|s| f(s)).map(n).sum::<u64>()
    };
    let diajukan = jumlah(&|s| !matches!(s.entri.keadaan.as_str(), "draf" | "batal"), &|s| {
        s.isi.jumlah.rupiah()
    });
    let konsolidasi = jumlah(&|s| s.hidup() && s.isi.jumlah_konsolidasi.is_some(), &|s| {
        s.isi.jumlah_konsolidasi.map_or(0, Uang::rupiah)
    });
    let realisasi = jumlah(&|_| true, &|s| s.isi.terealisasi());
    let pagu: u64 = r.siklus.pagu.0.iter().map(|p| p.pagu.rupiah()).sum();
    let keadaan = def.lifecycle.keadaan.iter().filter_map(|k| {
        let n = r.usulan.iter().filter(|s| s.entri.keadaan == k.kode).count();
        (n > 0).then(|| Angka {
            label: b.t(&k.label).to_owned(),
            nilai: i64::try_from(n).unwrap_or(i64::MAX),
            tautan: ke(format!("&keadaan={}", k.kode)),
        })
    });
    let opd = menurut(
        &r.usulan,
        |s| s.isi.opd.clone(),
        |u: &KodeUnit| (p.profil.nama_unit(u.as_str()).to_owned(), ke(format!("&opd={u}"))),
    );
    let domain = menurut(
        &r.usulan,
        |s| s.isi.domain,
        |d: &Domain| (b.t(d.label()).to_owned(), ke(format!("&domain={}", d.kode()))),
    );
    let isi_peta = |s: &Satu| {
        s.isi
            .kegiatan
            .as_ref()
            .and_then(|k| r.muatan.get(&k.id()))
            .copied()
            .unwrap_or("Di luar peta rencana")
    };
    let muatan = menurut(&r.usulan, isi_peta, |m| (b.t(m).to_owned(), None));
    let baris_pagu = r.siklus.pagu.0.iter().map(|g| {
        let milik = |s: &&Satu| s.isi.opd == g.opd;
        let usul: u64 = r
            .usulan
            .iter()
            .filter(milik)
            .filter(|s| s.hidup())
            .map(|s| s.isi.jumlah.rupiah())
            .sum();
        let (ada, batas) = (r.siklus.terpakai(&g.opd), g.pagu.rupiah());
        vec![
            p.profil.nama_unit(g.opd.as_str()).to_owned(),
            rp(batas),
            rp(usul),
            rp(ada),
            rp(batas.saturating_sub(ada)),
            rp(r.usulan.iter().filter(milik).map(|s| s.isi.terealisasi()).sum()),
        ]
    });
    let dipotong = r.usulan.iter().filter(|s| {
        matches!(s.entri.keadaan.as_str(), "ditolak" | "ditunda")
            || s.isi.jumlah_konsolidasi.is_some_and(|k| k < s.isi.jumlah)
    });
    let dipotong: Vec<Vec<String>> = dipotong
        .map(|s| {
            let dapat = if s.hidup() {
                s.isi.jumlah_konsolidasi.map_or(0, Uang::rupiah)
            } else {
                0
            };
            vec![
                format!("{} ({})", s.isi.nama.as_str(), s.entri.nomor),
                p.profil.nama_unit(s.isi.opd.as_str()).to_owned(),
                def.lifecycle
                    .keadaan(&s.entri.keadaan)
                    .map_or("", |k| b.t(&k.label))
                    .to_owned(),
                rp(s.isi.jumlah.rupiah()),
                rp(dapat),
                s.isi.alasan.as_ref().map_or("–", |a| a.as_str()).to_owned(),
            ]
        })
        .collect();
    let kepala = |k: &[&str]| k.iter().map(|k| b.t(k).to_owned()).collect::<Vec<_>>();
    let rupiah = b.t("rupiah").to_owned();
    Ok(Papan {
        judul: b.isi(
            "{nama}: {diajukan} diusulkan, {konsolidasi} dikonsolidasi dari pagu {pagu}",
            &[
                ("nama", r.siklus.nama.as_str()),
                ("diajukan", &rp(diajukan)),
                ("konsolidasi", &rp(konsolidasi)),
                ("pagu", &rp(pagu)),
            ],
        ),
        blok: vec![
            Blok::Batang {
                judul: b.t("Usulan menurut keadaan").to_owned(),
                kepala: b.t("Keadaan").to_owned(),
                satuan: b.t("usulan").to_owned(),
                butir: keadaan.collect(),
            },
            Blok::Tabel {
                judul: b.isi(
                    "Pagu dan pemakaiannya; realisasi {realisasi}",
                    &[("realisasi", &rp(realisasi))],
                ),
                kepala: kepala(&[
                    "Perangkat daerah",
                    "Pagu",
                    "Diusulkan",
                    "Dikonsolidasi",
                    "Sisa pagu",
                    "Realisasi",
                ]),
                baris: baris_pagu.collect(),
            },
            Blok::Batang {
                judul: b.t("Jumlah menurut perangkat daerah").to_owned(),
                kepala: b.t("Perangkat daerah").to_owned(),
                satuan: rupiah.clone(),
                butir: opd,
            },
            Blok::Batang {
                judul: b.t("Jumlah menurut domain arsitektur").to_owned(),
                kepala: b.t("Domain arsitektur").to_owned(),
                satuan: rupiah.clone(),
                butir: domain,
            },
            Blok::Batang {
                judul: b.t("Jumlah menurut muatan peta rencana").to_owned(),
                kepala: b.t("Muatan").to_owned(),
                satuan: rupiah,
                butir: muatan,
            },
            Blok::Tabel {
                judul: b
                    .t("Yang dikurangi, ditunda, atau ditolak, dan alasannya")
                    .to_owned(),
                kepala: kepala(&[
                    "Usulan",
                    "Perangkat daerah",
                    "Keadaan",
                    "Diusulkan",
                    "Didapat",
                    "Alasan",
                ]),
                baris: dipotong,
            },
        ],
    })
}

/// The dates of a round, with the one that counts now.
fn jadwal(p: &Permintaan, r: &Putaran) -> Markup {
    let b = p.b;
    let s = &r.siklus;
    let kini = p.profil.kalender.setempat(p.app.store.jam().kini()).date();
    let tahap: [(&str, &str, Date, Option<Date>); 4] = [
        (
            "usulan",
            "Perangkat daerah mengusulkan",
            s.batas_usulan,
            s.dihimpun_pada,
        ),
        (
            "penelaahan",
            "Penelaahan dan rekomendasi",
            s.batas_penelaahan,
            s.ditelaah_pada,
        ),
        (
            "konsolidasi",
            "Konsolidasi di bawah pagu",
            s.batas_konsolidasi,
            s.ditetapkan_pada,
        ),
        ("ditetapkan", "Penetapan", s.batas_penetapan, s.ditetapkan_pada),
    ];
    html! {
        div.gulir { table.tabel {
            caption.sembunyi-visual { (b.t("Jadwal")) }
            thead { tr { th scope="col" { (b.t("Tahap")) } th scope="col" { (b.t("Sampai")) } th scope="col" { (b.t("Keadaan")) } } }
            tbody { @for (kode, nama, batas, selesai) in tahap { tr {
                td { (b.t(nama)) }
                td data-label=(b.t("Sampai")) { (tanggal(b, batas)) }
                td data-label=(b.t("Keadaan")) {
                    @if let Some(h) = selesai { (ui::tampil::tanda_kata("hijau", b.t("Selesai"))) " " (tanggal(b, h)) }
                    @else if batas < kini { (ui::tampil::tanda_kata("merah", b.t("Terlewat"))) }
                    @else if r.entri.keadaan == kode { (ui::tampil::tanda_kata("jingga", b.t("Sedang berjalan"))) }
                    @else { (ui::tampil::tanda_kata("abu", b.t("Nanti"))) }
                }
            } } }
        } }
    }
}

/// What the ceiling of a proposal's office still holds, above the form that consolidates it.
pub(crate) async fn sisa(p: &Permintaan, e: &Entri) -> Result<Markup, Galat> {
    let u = UsulanTik::dari(e)?;
    let Some(siklus) = web::bahan::satu(p, Some(u.siklus.id())).await? else {
        return Ok(html! {});
    };
    let s = SiklusAnggaran::dari(&siklus)?;
    let b = p.b;
    let opd = p.profil.nama_unit(u.opd.as_str());
    Ok(match s.pagu_untuk(&u.opd) {
        None => html! { p.jelaskan { (b.isi("{opd} belum diberi pagu.", &[("opd", opd)])) } },
        Some(pagu) => {
            let ada = s.terpakai(&u.opd);
            html! { p.jelaskan { (b.isi(
                "Pagu {opd} {pagu}, sudah dikonsolidasi {ada}, sisa {sisa}.",
                &[("opd", opd), ("pagu", &pagu.to_string()), ("ada", &rp(ada)), ("sisa", &rp(pagu.rupiah().saturating_sub(ada)))],
            )) } }
        }
    })
}

pub(crate) async fn json(p: Permintaan, Query(q): Query<Kueri>) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let (_, r) = pilih(&p, &q).await?;
    let r = r.ok_or(Galat::TidakDitemukan)?;
    Ok(Json(susun(&p, &r)?).into_response())
}

pub(crate) async fn halaman(p: Permintaan, Query(q): Query<Kueri>) -> Result<Response, Gagal> {
    bahan::boleh(&p)?;
    let b = p.b;
    let (semua, r) = pilih(&p, &q).await?;
    let Some(r) = r else {
        let judul = b.t("Belum ada siklus anggaran");
        let isi = html! {
            a.tautan-balik href=(p.ke("/kerja/rencana")) { (b.t("Rencana dan anggaran")) }
            h1 { (judul) }
            (ui::tampil::kosong(judul, b.t("Perangkat daerah perencanaan membukanya di daftar Siklus anggaran."), None))
        };
        return Ok(p.ruang(judul, KODE, isi));
    };
    let mut papan = susun(&p, &r)?;
    let judul = std::mem::take(&mut papan.judul);
    let isi = html! {
        a.tautan-balik href=(p.ke("/kerja/rencana")) { (b.t("Rencana dan anggaran")) }
        h1 { (judul) }
        p { a href=(p.alamat_entri(siklus_anggaran::KODE, &r.entri.nomor)) { (r.siklus.nama.as_str()) } " · "
            a href=(p.ke(&format!("/kerja/{}?siklus={}", usulan_tik::KODE, r.entri.id))) { (b.t("Semua usulannya")) } " · "
            a href=(p.ke(&format!("/kerja/rencana/anggaran/data.json?siklus={}", ui::enkode(&r.entri.nomor)))) { "JSON" } }
        nav.tidak-dicetak aria-label=(b.t("Pilih siklus")) { ul.keping-baris {
            @for e in &semua { li { a.keping.keping-pilih aria-current=[(e.id == r.entri.id).then_some("true")] href=(p.ke(&format!("/kerja/rencana/anggaran?siklus={}", ui::enkode(&e.nomor)))) { (e.teks("nama")) } } }
        } }
        h2 { (b.t("Jadwal")) }
        (jadwal(&p, &r))
        (ui::papan::papan(b, p.daerah().as_str(), &papan))
    };
    Ok(p.ruang(&judul, KODE, isi))
}
