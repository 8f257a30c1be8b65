//! Daftar: the entries of a register, filtered by the address, sorted, paged, taken out as files, acted on in bulk.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use kernel::{
    Bahasa, Galat, Medan, RegisterDef,
    izin::{Tindakan, Wewenang},
    kalender::saat,
    nilai::{Jenis, Sumber, Tingkat},
};
use maud::{Markup, html};
use store::{Daftar, Kolom, Kursor, Saringan, Urut};
use ui::daftar::{Baris, Kolom as Kepala};

use crate::{Bagi, Gagal, Permintaan};

/// Rows on a page.
const BATAS: usize = 50;
/// Values of one filter that are told by name.
const MAKS_NAMA: usize = 20;
/// A count beyond this is told as "more than", and so is one that was not finished.
const BATAS_HITUNG: i64 = 1_000;

/// The query of a list's address: names with all their values.
#[derive(Clone, Debug, Default)]
pub(super) struct Tanya(BTreeMap<String, Vec<String>>);

impl Tanya {
    pub(super) fn baca(q: Option<&str>) -> Self {
        let mut peta: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (k, v) in ui_urai(q.unwrap_or_default()) {
            if !v.trim().is_empty() && peta.len() < 40 {
                peta.entry(k).or_default().push(v.trim().to_owned());
            }
        }
        Tanya(peta)
    }

    fn satu(&self, k: &str) -> Option<&str> {
        self.0.get(k).and_then(|v| v.first()).map(String::as_str)
    }

    /// The address with one value replaced (or removed), from the first page.
    fn alamat(&self, dasar: &str, k: &str, v: Option<&str>) -> String {
        let mut baru = self.clone();
        if k != "kursor" {
            baru.0.remove("kursor");
        }
        match v {
            Some(v) => baru.0.insert(k.to_owned(), vec![v.to_owned()]),
            None => baru.0.remove(k),
        };
        let q: Vec<String> = baru
            .0
            .iter()
            .flat_map(|(k, v)| {
                v.iter()
                    .map(move |v| format!("{}={}", ui::enkode(k), ui::enkode(v)))
            })
            .collect();
        if q.is_empty() {
            dasar.to_owned()
        } else {
            format!("{dasar}?{}", q.join("&"))
        }
    }

    fn saringan(&self, p: &Permintaan, saring: &[Medan]) -> Saringan {
        let banyak = |k: &str| self.0.get(k).cloned().unwrap_or_default();
        Saringan {
            keadaan: banyak("keadaan"),
            pemegang: banyak("pemegang"),
            medan: saring
                .iter()
                .map(|m| (m.nama.to_string(), banyak(&m.nama)))
                .filter(|(_, v)| !v.is_empty())
                .collect(),
            terbuka: match self.satu("terbuka") {
                Some("ya") => Some(true),
                Some("tidak") => Some(false),
                _ => None,
            },
            jatuh_sebelum: (self.satu("terlambat") == Some("ya"))
                .then(|| p.app.store.jam().kini().as_millisecond()),
            kata: self.satu("kata").unwrap_or_default().to_owned(),
            ..Saringan::default()
        }
    }

    fn urut(&self, def: &RegisterDef, w: &Wewenang) -> Urut {
        let s = self.satu("urut").unwrap_or("-dibuat");
        let (nama, turun) = s.strip_prefix('-').map_or((s, false), |n| (n, true));
        kolom(def, w, nama)
            .map(|kolom| Urut { kolom, turun })
            .unwrap_or_default()
    }
}

/// The column of that name, if this asker may sort by it.
fn kolom(def: &RegisterDef, w: &Wewenang, nama: &str) -> Option<Kolom> {
    let tampak = |m: Medan| w.lingkup_medan(&m).is_some();
    Kolom::dari(def, nama).filter(|_| def.medan(nama).is_none_or(tampak))
}

fn ui_urai(q: &str) -> Vec<(String, String)> {
    let dekode = |s: &str| {
        percent_encoding::percent_decode_str(&s.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    q.split('&')
        .filter_map(|s| s.split_once('='))
        .map(|(k, v)| (dekode(k), dekode(v)))
        .take(200)
        .collect()
}

/// The options of a field that lists can be filtered by.
fn pilihan(p: &Permintaan, m: &Medan) -> Option<Vec<(String, String)>> {
    let b = p.b;
    Some(match &m.jenis {
        Jenis::Pilihan(o) => o
            .iter()
            .map(|o| (o.kode.to_string(), b.t(&o.label).to_owned()))
            .collect(),
        Jenis::DariProfil(Sumber::Kategori) => {
            let nama = |k: &kernel::profil::Kategori| {
                if b == Bahasa::En {
                    k.nama_en.clone()
                } else {
                    k.nama.clone()
                }
            };
            p.profil
                .kategori
                .iter()
                .map(|k| (k.kode.clone(), nama(k)))
                .collect()
        }
        Jenis::DariProfil(Sumber::Unit) => p
            .profil
            .unit
            .iter()
            .map(|u| (u.kode.0.clone(), u.nama.clone()))
            .collect(),
        Jenis::Wilayah(Tingkat::Kecamatan) => p
            .profil
            .kecamatan
            .iter()
            .map(|k| (k.kode.clone(), k.nama.clone()))
            .collect(),
        _ => return None,
    })
}

fn pilih(b: Bahasa, nama: &str, label: &str, opsi: &[(String, String)], kini: Option<&str>) -> Markup {
    html! {
        div.medan {
            label for={ "s-" (nama) } { (b.t(label)) }
            select id={ "s-" (nama) } name=(nama) {
                option value="" { (b.t("Semua")) }
                @for (kode, teks) in opsi { option value=(kode) selected[kini == Some(kode)] { (teks) } }
            }
        }
    }
}

fn formulir_saring(p: &Permintaan, def: &RegisterDef, saring: &[Medan], t: &Tanya, dasar: &str) -> Markup {
    let b = p.b;
    let keadaan: Vec<_> = def
        .lifecycle
        .keadaan
        .iter()
        .map(|k| (k.kode.to_string(), b.t(&k.label).to_owned()))
        .collect();
    let unit: Vec<_> = p
        .profil
        .unit
        .iter()
        .map(|u| (u.kode.0.clone(), u.nama.clone()))
        .collect();
    html! {
        form.saringan method="get" action=(dasar) role="search" {
            div.medan {
                label for="s-kata" { (b.t("Cari kata atau nomor")) }
                input #s-kata type="search" name="kata" value=[t.satu("kata")];
            }
            (pilih(b, "keadaan", "Keadaan", &keadaan, t.satu("keadaan")))
            @for m in saring {
                @if let Some(o) = pilihan(p, m) { (pilih(b, &m.nama, &m.label, &o, t.satu(&m.nama))) }
            }
            (pilih(b, "pemegang", "Dipegang oleh", &unit, t.satu("pemegang")))
            @if let Some(u) = t.satu("urut") { input type="hidden" name="urut" value=(u); }
            button.tombol.tombol-dua type="submit" { (b.t("Saring")) }
        }
    }
}

async fn keping(p: &Permintaan, def: &RegisterDef, t: &Tanya, dasar: &str) -> Result<Markup, Galat> {
    let b = p.b;
    let mut semua = Vec::new();
    for (k, v) in &t.0 {
        let (label, teks) = match k.as_str() {
            "kata" => (b.t("Kata").to_owned(), v.join(" ")),
            "keadaan" => {
                let nama = |v: &String| {
                    def.lifecycle
                        .keadaan(v)
                        .map_or(v.clone(), |k| b.t(&k.label).to_owned())
                };
                (
                    b.t("Keadaan").to_owned(),
                    v.iter().map(nama).collect::<Vec<_>>().join(", "),
                )
            }
            "pemegang" => {
                let nama = |v: &String| p.profil.nama_unit(v).to_owned();
                (
                    b.t("Dipegang oleh").to_owned(),
                    v.iter().map(nama).collect::<Vec<_>>().join(", "),
                )
            }
            "terbuka" => (
                b.t("Masih terbuka").to_owned(),
                b.t(if v[0] == "ya" { "ya" } else { "tidak" }).to_owned(),
            ),
            "terlambat" => (b.t("Terlambat").to_owned(), b.t("ya").to_owned()),
            _ => match def.medan(k).filter(|m| m.saring) {
                Some(m) => {
                    let opsi = pilihan(p, &m).unwrap_or_default();
                    let mut nama = Vec::with_capacity(v.len());
                    for v in v.iter().take(MAKS_NAMA) {
                        nama.push(match opsi.iter().find(|(k, _)| k == v) {
                            Some((_, n)) => n.clone(),
                            None => p.nama_nilai(def, &m, v).await?,
                        });
                    }
                    (b.t(&m.label).to_owned(), nama.join(", "))
                }
                None => continue,
            },
        };
        semua.push((format!("{label}: {teks}"), t.alamat(dasar, k, None)));
    }
    Ok(ui::daftar::keping(b, &semua))
}

fn kepala(
    def: &RegisterDef,
    w: &Wewenang,
    lajur: &[Medan],
    b: Bahasa,
    t: &Tanya,
    dasar: &str,
) -> Vec<Kepala> {
    let urut = t.urut(def, w);
    let satu = |label: &str, nama: Option<&str>| {
        let k = nama.and_then(|n| kolom(def, w, n));
        let arah = k.as_ref().filter(|k| **k == urut.kolom).map(|_| !urut.turun);
        let ke = nama.map(|n| {
            if arah == Some(true) {
                format!("-{n}")
            } else {
                n.to_owned()
            }
        });
        Kepala {
            label: b.t(label).to_owned(),
            urut: ke
                .filter(|_| k.is_some())
                .map(|u| t.alamat(dasar, "urut", Some(&u))),
            arah,
            angka: false,
        }
    };
    let mut semua = vec![satu("Nomor", Some("dibuat"))];
    semua.extend(
        lajur
            .iter()
            .map(|m| satu(&m.label, (m.urut || m.saring).then_some(m.nama.as_ref()))),
    );
    semua.push(satu("Keadaan", Some("keadaan")));
    semua.push(satu("Dipegang oleh", Some("pemegang")));
    semua.push(satu("Batas waktu", Some("jatuh")));
    semua
}

pub(super) async fn halaman(
    p: Permintaan,
    Path((_, register)): Path<(String, String)>,
    RawQuery(q): RawQuery,
) -> Result<Response, Gagal> {
    p.harus_akun()?;
    let def = p.register(&register)?;
    let w = p.wewenang(&def, Tindakan::Baca)?;
    let (b, kini, dasar) = (p.b, p.app.store.jam().kini(), p.ke(&format!("/kerja/{register}")));
    let t = Tanya::baca(q.as_deref());
    let medan: Vec<Medan> = def
        .saringan()
        .into_iter()
        .filter(|m| w.lingkup_medan(m).is_some())
        .collect();
    let saring = t.saringan(&p, &medan);
    let setelah = t.satu("kursor").map(Kursor::baca).transpose()?;
    let d = Daftar {
        saring: saring.clone(),
        urut: t.urut(&def, &w),
        setelah,
        batas: BATAS,
    };
    let h = p.app.store.daftar(&w, &p.pelaku, &d).await?;
    let n = p.app.store.taksir(&w, &saring, BATAS_HITUNG + 1).await?;
    let jumlah = if n.tepat {
        b.isi("{n} entri", &[("n", &ui::tampil::angka(n.n))])
    } else {
        let n = n.n.max(i64::try_from(h.entri.len()).unwrap_or_default());
        b.isi("lebih dari {n} entri", &[("n", &ui::tampil::angka(n - 1))])
    };
    let lajur: Vec<Medan> = def.medan_rata().into_iter().filter(|m| m.kolom).collect();
    let kal = &p.profil.kalender;
    let massal: Vec<_> = massal_boleh(&p, &def);
    let baris: Vec<Baris> = h
        .entri
        .iter()
        .map(|t| {
            let e = &t.entri;
            let mut sel = vec![html! { (e.nomor) }];
            sel.extend(lajur.iter().map(|m| match e.isi.get(m.nama.as_ref()) {
                Some(v) => ui::tampil::nilai(b, &p.profil, m, v),
                None => html! {},
            }));
            sel.push(
                def.lifecycle
                    .keadaan(&e.keadaan)
                    .map_or_else(|| html! { (e.keadaan) }, |k| ui::tampil::tanda(b, k)),
            );
            sel.push(html! { (p.profil.nama_unit(e.pemegang.as_str())) });
            sel.push(match e.jatuh {
                Some(j) => ui::tampil::tenggat(b, kal, kini, saat(j)),
                None => html! {},
            });
            Baris {
                id: e.nomor.clone(),
                href: p.alamat_entri(&register, &e.nomor),
                sel,
            }
        })
        .collect();
    let kosong = baris.is_empty();
    let berikut = h
        .berikut
        .as_ref()
        .map(|k| t.alamat(&dasar, "kursor", Some(&k.tulis())));
    let awal = t.satu("kursor").map(|_| t.alamat(&dasar, "kursor", None));
    let judul = b.t(&def.label).to_owned();
    let keping = keping(&p, &def, &t, &dasar).await?;
    let milikku = def.petugas.as_deref().zip(p.pelaku.akun()).filter(|_| w.dalam());
    let isi = html! {
        h1 { (judul) }
        p { (b.t(&def.bantuan)) }
        div.tombol-baris {
            @if p.wewenang(&def, Tindakan::Buat).is_ok() && punya_peran_buat(&p, &def) {
                a.tombol href={ (dasar) "/baru" } { (b.t("Buat entri baru")) }
                (pintu(&p, &register, Bagi::Pembuat))
            }
            (pintu(&p, &register, Bagi::Pembaca))
            a.tombol.tombol-dua href={ (dasar) "/papan" } { (b.t("Lihat papan")) }
            @if p.wewenang(&def, Tindakan::Impor).is_ok() {
                a.tombol.tombol-dua href={ (dasar) "/impor" } { (b.t("Impor dari berkas")) }
            }
        }
        ul.keping-baris aria-label=(b.t("Tampilan tersimpan")) {
            @for (nama, k, v) in [("Semua", "", ""), ("Masih terbuka", "terbuka", "ya"), ("Terlambat", "terlambat", "ya"), ("Sudah selesai", "terbuka", "tidak")] {
                @let aktif = if k.is_empty() { t.0.is_empty() } else { t.0.len() == 1 && t.satu(k) == Some(v) };
                li { a.keping.keping-pilih href=(if k.is_empty() { dasar.clone() } else { format!("{dasar}?{k}={v}") }) aria-current=[Some(if aktif { "true" } else { "false" })] { (b.t(nama)) } }
            }
            @if let Some((medan, a)) = milikku {
                @let aktif = t.0.len() == 1 && t.satu(medan) == Some(a.pengguna.as_str());
                li { a.keping.keping-pilih href={ (dasar) "?" (medan) "=" (ui::enkode(&a.pengguna)) } aria-current=[Some(if aktif { "true" } else { "false" })] { (b.t("Saya tangani")) } }
            }
        }
        (formulir_saring(&p, &def, &medan, &t, &dasar))
        (keping)
        @if kosong {
            (ui::tampil::kosong(b.t("Tidak ada entri yang cocok."), b.t("Longgarkan saringan, atau periksa ejaan kata yang dicari."), Some((b.t("Hapus semua saringan"), &dasar))))
        } @else {
            form method="post" action={ (dasar) "/massal" } {
                (ui::formulir::csrf(p.csrf()))
                (ui::daftar::tabel(&kepala(&def, &w, &lajur, b, &t, &dasar), baris, !massal.is_empty()))
                @if !massal.is_empty() {
                    div.massal data-massal {
                        label { input type="checkbox" data-semua; (b.t("Pilih semua di halaman ini")) }
                        output data-hitung data-teks=(b.t("{n} dipilih")) {}
                        @for (kode, label) in &massal {
                            button.tombol.tombol-dua type="submit" name="langkah" value=(kode) { (b.t(label)) }
                        }
                        @for d in p.app.pintu.iter().filter(|d| d.register == register && d.bagi == Bagi::Terpilih) {
                            button.tombol.tombol-dua type="submit" formaction=(p.ke(d.jalur)) { (b.t(d.label)) }
                        }
                    }
                }
            }
            (ui::daftar::halaman_nav(b, awal.as_deref(), berikut.as_deref(), &jumlah))
        }
        @if p.wewenang(&def, Tindakan::Ekspor).is_ok() && !kosong {
            p {
                (b.t("Unduh daftar ini:")) " "
                @for (i, jenis) in ["csv", "xlsx", "ndjson"].iter().enumerate() {
                    @if i > 0 { " · " }
                    a href=(t.alamat(&p.ke(&format!("/api/v1/{register}.{jenis}")), "kursor", None)) download { (jenis.to_uppercase()) }
                }
            }
        }
    };
    Ok(p.ruang(&judul, &register, isi))
}

/// Links to the pages of others that belong to this list.
fn pintu(p: &Permintaan, register: &str, bagi: Bagi) -> Markup {
    html! {
        @for d in p.app.pintu.iter().filter(|d| d.register == register && d.bagi == bagi) {
            a.tombol.tombol-dua href=(p.ke(d.jalur)) { (p.b.t(d.label)) }
        }
    }
}

/// The steps that this account's roles may take for many entries at once, each once.
fn massal_boleh(p: &Permintaan, def: &RegisterDef) -> Vec<(String, String)> {
    let ber = |s: &kernel::Siapa| p.pelaku.memegang(&p.profil, *s);
    let mut semua: Vec<(String, String)> = Vec::new();
    for l in def
        .lifecycle
        .langkah
        .iter()
        .filter(|l| l.massal && l.oleh.iter().any(ber))
    {
        if !semua.iter().any(|(k, _)| *k == l.kode) {
            semua.push((l.kode.to_string(), l.label.to_string()));
        }
    }
    semua
}

impl Permintaan {
    /// What people call a value that stands for something else: the title of another entry, the name of a colleague.
    /// Whoever may not see it reads the value.
    pub(super) async fn nama_nilai(&self, def: &RegisterDef, m: &Medan, v: &str) -> Result<String, Galat> {
        if def.petugas.as_ref() == Some(&m.nama) {
            let a = self.app.store.akun(self.daerah(), v).await?;
            return Ok(a.map_or_else(|| v.to_owned(), |a| a.akun.nama));
        }
        let (Jenis::Rujukan(_), Ok(id)) = (&m.jenis, v.parse()) else {
            return Ok(v.to_owned());
        };
        let dilihat = self
            .app
            .store
            .entri(self.daerah(), &self.pelaku, kernel::IdEntri(id));
        match dilihat.await {
            Ok(t) => Ok(format!("{} {}", t.entri.nomor, t.judul)),
            Err(Galat::TidakDitemukan) => Ok(v.to_owned()),
            Err(g) => Err(g),
        }
    }
}

/// A right to create that comes from a role: what everybody may do is done on the portal.
fn punya_peran_buat(p: &Permintaan, def: &RegisterDef) -> bool {
    def.hak
        .iter()
        .any(|h| h.boleh.contains(&Tindakan::Buat) && p.pelaku.memegang(&p.profil, h.siapa))
}

/// A refusal for an account that may create nothing here.
pub(super) fn harus_boleh_buat(p: &Permintaan, def: &RegisterDef) -> Result<(), Galat> {
    if punya_peran_buat(p, def) {
        Ok(())
    } else {
        Err(Galat::Ditolak(
            "Peran Anda tidak memberi wewenang membuat entri di sini.".into(),
        ))
    }
}
