//! Forms from fields: the same declaration that validates a value draws its input, under the names that
//! [`kernel::nilai::dari_formulir`] reads back. What a person typed stands in the form again, right or wrong.

use std::collections::BTreeMap;

use kernel::{
    Bahasa, GalatMedan, Medan, Peta, Profil,
    nilai::{Golongan, Jenis, Opsi, Sumber, Tingkat, ke_teks},
};
use maud::{Markup, html};
use serde_json::Value;

use crate::{
    enkode,
    tampil::{angka, derajat},
};

/// Most options that are shown as radio buttons; more become a select.
const MAKS_RADIO: usize = 5;
/// The same for categories, which carry help that a select cannot show.
const MAKS_RADIO_KATEGORI: usize = 20;
/// Empty rows after those filled in, so that a list of parts grows without JavaScript.
const BARIS_CADANGAN: usize = 3;
/// Most rows of parts in one form, as the kernel takes no more.
const MAKS_BARIS: usize = 200;

/// What a form is filled with.
pub struct Isian<'a> {
    /// Language.
    pub b: Bahasa,
    /// The regency whose lists the choices come from.
    pub profil: &'a Profil,
    /// The values as stored, or as they were read from a form.
    pub nilai: &'a Peta,
    /// What the person typed, if the form comes back: goes before `nilai`. Browsers do not send boxes that are not
    /// ticked, so with this given a box that is missing here counts as not ticked.
    pub mentah: Option<&'a BTreeMap<String, Vec<String>>>,
    /// What is wrong.
    pub galat: &'a [GalatMedan],
    /// Put before every name, for several forms on one page; see [`lepas_awal`].
    pub awal: &'a str,
}

impl<'a> Isian<'a> {
    /// A form with these values and what is wrong with them, alone on its page.
    pub fn baru(b: Bahasa, profil: &'a Profil, nilai: &'a Peta, galat: &'a [GalatMedan]) -> Self {
        Isian {
            b,
            profil,
            nilai,
            mentah: None,
            galat,
            awal: "",
        }
    }
}

/// The hidden field that proves the form came from our own page.
pub fn csrf(token: &str) -> Markup {
    html! { input type="hidden" name="_csrf" value=(token); }
}

/// A posted form without the prefix of its names: what [`kernel::nilai::dari_formulir`] reads.
pub fn lepas_awal(form: &BTreeMap<String, Vec<String>>, awal: &str) -> BTreeMap<String, Vec<String>> {
    form.iter()
        .filter_map(|(k, v)| Some((k.strip_prefix(awal)?.to_owned(), v.clone())))
        .collect()
}

/// The id of the input that carries this name: where an error summary leads.
pub fn id(nama: &str) -> String {
    format!("m-{nama}")
}

/// One field.
pub fn medan(i: &Isian, m: &Medan) -> Markup {
    satu(
        &Letak {
            i,
            isi: Some(i.nilai),
            awal: i.awal,
            dalam: Dalam::Form,
        },
        m,
    )
}

/// All fields, in their order; computed ones are left out.
pub fn semua(i: &Isian, medan: &[Medan]) -> Markup {
    html! { @for m in medan { (self::medan(i, m)) } }
}

/// What is wrong with the form, on top of it, each line leading to its field.
pub fn ringkasan_galat(b: Bahasa, galat: &[GalatMedan], medan: &[Medan]) -> Markup {
    ringkasan_galat_awal(b, "", galat, medan)
}

/// The same for a form whose names carry a prefix.
pub fn ringkasan_galat_awal(b: Bahasa, awal: &str, galat: &[GalatMedan], medan: &[Medan]) -> Markup {
    if galat.is_empty() {
        return html! {};
    }
    html! {
        div.ringkasan-galat role="alert" aria-labelledby="judul-ringkasan-galat" tabindex="-1" {
            h2 #judul-ringkasan-galat { (b.t("Ada isian yang perlu diperbaiki")) }
            ul {
                @for g in galat {
                    @let pesan = g.pesan.dalam(b);
                    li {
                        @match label(b, medan, &g.medan) {
                            Some(l) => a href={ "#" (id(&format!("{awal}{}", g.medan))) } { (l) ": " (pesan) },
                            None if g.medan.is_empty() => (pesan),
                            None => { (b.isi("Isian “{nama}”", &[("nama", &g.medan)])) ": " (pesan) }
                        }
                    }
                }
            }
        }
    }
}

/// What people call the field at a path such as `pelapor.surel` or `bagian.0.nama`; none when no form shows it.
fn label(b: Bahasa, medan: &[Medan], jalan: &str) -> Option<String> {
    let (kepala, sisa) = jalan.split_once('.').map_or((jalan, None), |(a, z)| (a, Some(z)));
    for m in medan.iter().filter(|m| !m.hitung) {
        if m.rata {
            if let Some(l) = label(b, &m.jenis.anak(), jalan) {
                return Some(l);
            }
        } else if m.nama == kepala {
            let nama = b.t(&m.label);
            return match (sisa, &m.jenis) {
                (None, _) => Some(nama.to_owned()),
                (Some(s), Jenis::Bagian(anak)) => {
                    let (baris, s) = s.split_once('.')?;
                    let n = (baris.parse::<usize>().ok()?.saturating_add(1)).to_string();
                    Some(format!(
                        "{nama}, {}, {}",
                        b.isi("baris {n}", &[("n", &n)]),
                        label(b, anak, s)?
                    ))
                }
                (Some(s), Jenis::Periode) if s == "mulai" || s == "akhir" => Some(nama.to_owned()),
                (Some(s), j) => label(b, &j.anak(), s),
            };
        }
    }
    None
}

/// What surrounds a field.
#[derive(Clone, Copy, PartialEq)]
enum Dalam {
    Form,
    Orang,
    /// A cell of a table of parts, with its row as people count.
    Baris(usize),
}

/// Where in the form we stand.
#[derive(Clone, Copy)]
struct Letak<'a> {
    i: &'a Isian<'a>,
    /// The object whose fields are shown.
    isi: Option<&'a Peta>,
    /// Prefix of the names, with its dot.
    awal: &'a str,
    dalam: Dalam,
}

/// One field with all that its markup needs.
struct Isi<'a> {
    k: Letak<'a>,
    m: &'a Medan,
    nama: String,
    id: String,
    galat: Vec<String>,
    /// Entries that stand in the way.
    halangan: Vec<(String, String)>,
    bantuan: Vec<String>,
}

fn satu(k: &Letak, m: &Medan) -> Markup {
    if m.hitung {
        return html! {};
    }
    let x = Isi::baru(*k, m);
    match &m.jenis {
        Jenis::Tempat | Jenis::Orang => x.kelompok(),
        Jenis::Bagian(anak) => x.bagian(anak),
        Jenis::Periode => x.periode(),
        Jenis::YaTidak => x.ya_tidak(),
        Jenis::Beberapa(o) => x.beberapa(o),
        Jenis::Berkas { maks, golongan } => x.berkas(*maks, *golongan),
        Jenis::Pilihan(o) if o.len() <= MAKS_RADIO && !x.di_baris() => x.radio(
            o.iter()
                .map(|o| Radio {
                    kode: &o.kode,
                    label: x.b().t(&o.label),
                    bantuan: None,
                })
                .collect(),
        ),
        Jenis::DariProfil(Sumber::Kategori)
            if x.profil().kategori.len() <= MAKS_RADIO_KATEGORI && !x.di_baris() =>
        {
            let en = x.b() == Bahasa::En;
            let kategori = x.profil().kategori.iter().map(|k| Radio {
                kode: &k.kode,
                label: if en { &k.nama_en } else { &k.nama },
                bantuan: if en {
                    k.bantuan_en.as_deref()
                } else {
                    Some(k.bantuan.as_str())
                },
            });
            x.radio(kategori.collect())
        }
        _ => x.bungkus(x.kendali()),
    }
}

/// An option of a group of radio buttons.
struct Radio<'a> {
    kode: &'a str,
    label: &'a str,
    bantuan: Option<&'a str>,
}

impl<'a> Isi<'a> {
    fn baru(k: Letak<'a>, m: &'a Medan) -> Self {
        let b = k.i.b;
        let nama = format!("{}{}", k.awal, m.nama);
        let jalan = nama.strip_prefix(k.i.awal).unwrap_or(&nama);
        let milik = |g: &&GalatMedan| {
            g.medan == jalan
                || g.medan == nama
                || (m.jenis == Jenis::Periode
                    && g.medan
                        .strip_prefix(jalan)
                        .is_some_and(|s| s == ".mulai" || s == ".akhir"))
        };
        let galat = k.i.galat.iter().filter(milik).map(|g| g.pesan.dalam(b)).collect();
        let halangan =
            k.i.galat
                .iter()
                .filter(milik)
                .filter_map(|g| g.entri.clone())
                .collect();
        let mut bantuan: Vec<String> = m.bantuan.iter().map(|t| b.t(t).to_owned()).collect();
        let tambah = match &m.jenis {
            Jenis::Panjang { maks } => Some(b.isi(
                "Paling banyak {n} karakter.",
                &[("n", &angka(i64::try_from(*maks).unwrap_or(i64::MAX)))],
            )),
            Jenis::Daftar { .. } => Some(b.t("Satu butir per baris.").to_owned()),
            Jenis::Berkas {
                maks,
                golongan: Golongan::Foto,
            } => Some(b.isi("Paling banyak {n} foto.", &[("n", &maks.to_string())])),
            Jenis::Berkas {
                golongan: Golongan::Naskah,
                ..
            } => Some(b.t("Satu berkas teks, paling besar 5 MB.").to_owned()),
            Jenis::Berkas {
                maks,
                golongan: Golongan::Arsip,
            } => Some(b.isi(
                "ZIP, tar.gz, atau git bundle; paling besar 20 MB. Paling banyak {n} berkas.",
                &[("n", &maks.to_string())],
            )),
            Jenis::Berkas { maks, .. } => Some(b.isi(
                "PDF, Word, OpenDocument, atau teks; paling besar 20 MB. Paling banyak {n} berkas.",
                &[("n", &maks.to_string())],
            )),
            Jenis::Beberapa(_) => Some(b.t("Pilih semua yang sesuai.").to_owned()),
            Jenis::Uang => Some(b.t("Dalam rupiah, misalnya 1.250.000.").to_owned()),
            _ => None,
        };
        bantuan.extend(tambah);
        // In a table the help stands once, under the head of its column.
        if matches!(k.dalam, Dalam::Baris(_)) {
            bantuan.clear();
        }
        Isi {
            id: id(&nama),
            nama,
            galat,
            halangan,
            bantuan,
            k,
            m,
        }
    }

    fn b(&self) -> Bahasa {
        self.k.i.b
    }

    fn profil(&self) -> &'a Profil {
        self.k.i.profil
    }

    fn di_baris(&self) -> bool {
        matches!(self.k.dalam, Dalam::Baris(_))
    }

    fn mentah(&self, nama: &str) -> Option<&'a Vec<String>> {
        self.k.i.mentah?.get(nama)
    }

    /// A box or button that is not ticked is not sent, so a form that came back without it says "none".
    fn tak_terkirim(&self) -> bool {
        self.k.i.mentah.is_some()
    }

    fn tersimpan(&self) -> Option<&'a Value> {
        let m: &'a Medan = self.m;
        self.k
            .isi
            .and_then(|o| o.get(m.nama.as_ref()))
            .or(m.bawaan.as_ref())
    }

    /// What stands in the one input of the field. A secret is never shown again.
    fn teks(&self) -> String {
        if self.m.rahasia {
            return String::new();
        }
        if let Some(s) = self.mentah(&self.nama).and_then(|v| v.last()) {
            return s.clone();
        }
        let Some(v) = self.tersimpan() else {
            return String::new();
        };
        let teks = ke_teks(&self.m.jenis, v);
        match (&self.m.jenis, v) {
            (Jenis::Uang, Value::Number(n)) => n.as_i64().map_or(teks, angka),
            (Jenis::Lintang | Jenis::Bujur, Value::Number(_)) => derajat(self.b(), &teks),
            _ => teks,
        }
    }

    /// The codes ticked or chosen.
    fn terpilih(&self) -> Vec<String> {
        let pecah = |s: &str| -> Vec<String> {
            s.split([',', ';', '\n'])
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
                .collect()
        };
        match (self.mentah(&self.nama), self.tersimpan()) {
            (Some(v), _) => v.iter().flat_map(|s| pecah(s)).collect(),
            (None, _) if self.tak_terkirim() => Vec::new(),
            (None, Some(Value::Array(a))) => a.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            (None, Some(Value::String(s))) => pecah(s),
            (None, Some(Value::Bool(ya))) => {
                if *ya {
                    vec!["ya".to_owned()]
                } else {
                    Vec::new()
                }
            }
            (None, _) => Vec::new(),
        }
    }

    fn id_bantuan(&self) -> Option<String> {
        (!self.bantuan.is_empty()).then(|| format!("{}-bantuan", self.id))
    }

    fn id_galat(&self) -> Option<String> {
        (!self.galat.is_empty()).then(|| format!("{}-galat", self.id))
    }

    fn diterangkan(&self) -> Option<String> {
        let semua: Vec<String> = self.id_bantuan().into_iter().chain(self.id_galat()).collect();
        (!semua.is_empty()).then(|| semua.join(" "))
    }

    fn salah(&self) -> Option<&'static str> {
        (!self.galat.is_empty()).then_some("true")
    }

    /// In a table the column head is the visible label, so the input says both column and row.
    fn sebutan(&self) -> Option<String> {
        match self.k.dalam {
            Dalam::Baris(n) => {
                let label = self.b().t(&self.m.label);
                Some(format!(
                    "{label}, {}",
                    self.b().isi("baris {n}", &[("n", &n.to_string())])
                ))
            }
            _ => None,
        }
    }

    fn judul(&self) -> Markup {
        html! {
            (self.b().t(&self.m.label))
            @if !self.m.wajib && self.m.bawaan.is_none() && self.m.jenis.anak().is_empty() { " " span.bantuan { (self.b().t("(boleh dikosongkan)")) } }
        }
    }

    fn keterangan(&self) -> Markup {
        html! {
            @if let Some(id) = self.id_bantuan() { p.bantuan id=(id) { (self.bantuan.join(" ")) } }
            @if let Some(id) = self.id_galat() {
                p.galat id=(id) {
                    span.sembunyi-visual { (self.b().t("Kesalahan")) ": " } (self.galat.join(" "))
                    @for (register, nomor) in &self.halangan {
                        " " a href={ "/" (self.profil().kode()) "/kerja/" (enkode(register)) "/entri/" (enkode(nomor)) } { (self.b().isi("Buka {nomor}", &[("nomor", nomor)])) }
                    }
                }
            }
        }
    }

    /// Label, help and error around one input.
    fn bungkus(&self, kendali: Markup) -> Markup {
        if self.di_baris() {
            return html! { (self.keterangan()) (kendali) };
        }
        html! {
            div.medan .medan-galat[!self.galat.is_empty()] {
                label for=(self.id) { (self.judul()) }
                (self.keterangan())
                (kendali)
            }
        }
    }

    /// Legend, help and error around several inputs. `id` only where no input inside carries it.
    fn himpun(&self, id: Option<&str>, isi: Markup) -> Markup {
        html! {
            fieldset.medan .medan-galat[!self.galat.is_empty()] id=[id] tabindex=[id.map(|_| "-1")] aria-describedby=[self.diterangkan()] {
                legend class=[self.di_baris().then_some("sembunyi-visual")] { (self.judul()) }
                (self.keterangan())
                (isi)
            }
        }
    }

    fn kelompok(&self) -> Markup {
        let m = self.m;
        let awal = if m.rata {
            self.k.awal.to_owned()
        } else {
            format!("{}.", self.nama)
        };
        let isi = if m.rata {
            self.k.isi
        } else {
            self.tersimpan().and_then(Value::as_object)
        };
        let dalam = if m.jenis == Jenis::Orang {
            Dalam::Orang
        } else {
            Dalam::Form
        };
        let letak = Letak {
            i: self.k.i,
            isi,
            awal: &awal,
            dalam,
        };
        let anak = m.jenis.anak();
        // The script that reads the position knows the inputs by these names.
        let posisi = m.jenis == Jenis::Tempat && awal.is_empty();
        self.himpun(
            Some(&self.id),
            html! { @for a in &anak { (satu(&letak, a)) } @if posisi { (lokasi(self.b())) } },
        )
    }

    fn bagian(&self, anak: &[Medan]) -> Markup {
        let b = self.b();
        let butir = self.tersimpan().and_then(Value::as_array);
        let baris = (self.baris_terisi(butir.map_or(0, Vec::len)) + BARIS_CADANGAN).min(MAKS_BARIS);
        let anak: Vec<&Medan> = anak.iter().filter(|a| !a.hitung).collect();
        self.himpun(
            Some(&self.id),
            html! {
                table.tabel {
                    thead { tr { @for a in &anak {
                        th scope="col" { (b.t(&a.label)) @if let Some(t) = &a.bantuan { " " span.bantuan { (b.t(t)) } } }
                    } } }
                    tbody { @for n in 0..baris {
                        @let awal = format!("{}.{n}.", self.nama);
                        @let isi = butir.and_then(|a| a.get(n)).and_then(Value::as_object);
                        @let letak = Letak { i: self.k.i, isi, awal: &awal, dalam: Dalam::Baris(n + 1) };
                        tr { @for a in &anak { td data-label=(b.t(&a.label)) { (satu(&letak, a)) } } }
                    } }
                }
            },
        )
    }

    /// How many rows are in use: up to the last in which something was typed.
    fn baris_terisi(&self, tersimpan: usize) -> usize {
        let Some(form) = self.k.i.mentah else {
            return tersimpan;
        };
        let awal = format!("{}.", self.nama);
        let terakhir = form
            .iter()
            .filter(|(_, v)| v.iter().any(|s| !s.trim().is_empty()))
            .filter_map(|(k, _)| k.strip_prefix(&awal)?.split('.').next()?.parse::<usize>().ok())
            .max();
        match terakhir {
            Some(n) => n.saturating_add(1).min(MAKS_BARIS),
            // A form that never showed this field says nothing about it.
            None if !form.keys().any(|k| k.starts_with(&awal)) => tersimpan,
            None => 0,
        }
    }

    fn periode(&self) -> Markup {
        let b = self.b();
        let bagian = |k: &str| -> String {
            if let Some(s) = self.mentah(&format!("{}.{k}", self.nama)).and_then(|v| v.last()) {
                return s.clone();
            }
            self.tersimpan()
                .and_then(|v| v.get(k))
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let satu = |k: &str, id: String, label: &str| {
            let nilai = bagian(k);
            html! {
                label for=(id) { (label) }
                input.pendek type=(jenis_tanggal(&nilai)) id=(id) name={ (self.nama) "." (k) } value=(nilai)
                    aria-invalid=[self.salah()] aria-describedby=[self.id_galat()];
            }
        };
        self.himpun(
            None,
            html! {
                // The first input has the field's own id: the error summary leads there.
                (satu("mulai", self.id.clone(), b.t("Mulai")))
                (satu("akhir", format!("{}.akhir", self.id), b.t("Sampai")))
            },
        )
    }

    fn ya_tidak(&self) -> Markup {
        let ya = self
            .terpilih()
            .iter()
            .any(|s| matches!(s.to_lowercase().as_str(), "ya" | "true" | "1" | "on"));
        let kotak = html! {
            input type="checkbox" id=(self.id) name=(self.nama) value="ya" checked[ya]
                aria-label=[self.sebutan()] aria-invalid=[self.salah()] aria-describedby=[self.diterangkan()];
        };
        if self.di_baris() {
            return html! { (self.keterangan()) (kotak) };
        }
        html! {
            div.medan .medan-galat[!self.galat.is_empty()] {
                label.pilihan { (kotak) span { (self.b().t(&self.m.label)) } }
                (self.keterangan())
            }
        }
    }

    /// The id of the n-th of several inputs: the first carries the field's own.
    fn id_ke(&self, n: usize) -> String {
        if n == 0 {
            self.id.clone()
        } else {
            format!("{}-{}", self.id, n + 1)
        }
    }

    fn beberapa(&self, opsi: &[Opsi]) -> Markup {
        let pilih = self.terpilih();
        self.himpun(
            None,
            html! { @for (n, o) in opsi.iter().enumerate() {
                label.pilihan {
                    input type="checkbox" id=(self.id_ke(n)) name=(self.nama) value=(o.kode) checked[pilih.iter().any(|p| *p == o.kode)];
                    span { (self.b().t(&o.label)) }
                }
            } },
        )
    }

    fn radio(&self, mut opsi: Vec<Radio>) -> Markup {
        // A button once pressed cannot be let go again, so "nothing" is an option of its own.
        if !self.m.wajib && self.m.bawaan.is_none() {
            opsi.push(Radio {
                kode: "",
                label: self.b().t("Tidak memilih"),
                bantuan: None,
            });
        }
        let pilih = self.teks();
        let dipilih = |o: &Radio| pilih == o.kode && (!o.kode.is_empty() || self.tak_terkirim());
        // Where an option has help, the help describes it but is no part of its name.
        let bagian =
            |n: usize, o: &Radio, apa: &str| o.bantuan.map(|_| format!("{}-{}-{apa}", self.id, n + 1));
        self.himpun(
            None,
            html! { @for (n, o) in opsi.iter().enumerate() {
                label.pilihan {
                    input type="radio" id=(self.id_ke(n)) name=(self.nama) value=(o.kode) checked[dipilih(o)]
                        aria-labelledby=[bagian(n, o, "label")] aria-describedby=[bagian(n, o, "bantuan")];
                    span {
                        span id=[bagian(n, o, "label")] { (o.label) }
                        @if let Some(t) = o.bantuan { " " span.bantuan id=[bagian(n, o, "bantuan")] { (t) } }
                    }
                }
            } },
        )
    }

    fn berkas(&self, maks: usize, golongan: Golongan) -> Markup {
        let b = self.b();
        let foto = golongan == Golongan::Foto;
        let terima = match golongan {
            Golongan::Foto => "image/*",
            Golongan::Dokumen => ".pdf,.doc,.docx,.odt,.txt",
            Golongan::Naskah => ".txt,.json,text/plain,application/json",
            Golongan::Arsip => ".zip,.gz,.tgz,.bundle",
        };
        let ada = self.terpilih();
        let daerah = self.profil().kode();
        html! {
            div.medan .medan-galat[!self.galat.is_empty()] {
                label for=(self.id) { (self.judul()) }
                (self.keterangan())
                @for (n, f) in ada.iter().enumerate() {
                    @let alamat = format!("/{daerah}/berkas/{}", enkode(f));
                    label.pilihan {
                        input type="checkbox" name=(self.nama) value=(f) checked;
                        @if foto {
                            span.foto { img src=(alamat) alt="" loading="lazy"; }
                            span { (b.isi("Sertakan foto {n}", &[("n", &(n + 1).to_string())])) }
                        } @else {
                            span { (b.isi("Tetap simpan berkas {n}", &[("n", &(n + 1).to_string())])) }
                        }
                    }
                }
                input type="file" id=(self.id) name=(self.nama) multiple[maks > 1] accept=(terima) data-kecilkan[foto]
                    aria-invalid=[self.salah()] aria-describedby=[self.diterangkan()];
            }
        }
    }

    /// The one input of a simple field.
    fn kendali(&self) -> Markup {
        let m = self.m;
        let nilai = self.teks();
        match &m.jenis {
            Jenis::Panjang { maks } => self.area(&nilai, if *maks > 1_000 { "8" } else { "5" }),
            Jenis::Daftar { .. } => self.area(&nilai, "5"),
            Jenis::Pilihan(o) => self.pilih(
                &nilai,
                html! { @for o in o { (opsi(&nilai, &o.kode, self.b().t(&o.label))) } },
            ),
            Jenis::DariProfil(Sumber::Kategori) => self.pilih(
                &nilai,
                html! { @for k in &self.profil().kategori {
                    (opsi(&nilai, &k.kode, if self.b() == Bahasa::En { &k.nama_en } else { &k.nama }))
                } },
            ),
            Jenis::DariProfil(Sumber::Unit) => self.pilih(&nilai, self.pilihan_unit(&nilai)),
            Jenis::Wilayah(Tingkat::Kecamatan) => self.pilih(
                &nilai,
                html! { @for k in &self.profil().kecamatan { (opsi(&nilai, &k.kode, &k.nama)) } },
            ),
            Jenis::Wilayah(Tingkat::Desa) => self.pilih(
                &nilai,
                html! { @for k in &self.profil().kecamatan {
                    optgroup label=(k.nama) { @for (kode, nama) in &k.desa {
                        option value=(kode) data-induk=(k.kode) selected[*kode == nilai] { (nama) }
                    } }
                } },
            ),
            j => self.masukan(j, &nilai),
        }
    }

    fn area(&self, nilai: &str, baris: &str) -> Markup {
        html! {
            // A browser drops one line break right after the tag; ours is that one.
            textarea id=(self.id) name=(self.nama) rows=(if self.di_baris() { "2" } else { baris })
                aria-label=[self.sebutan()] aria-invalid=[self.salah()] aria-describedby=[self.diterangkan()] { "\n" (nilai) }
        }
    }

    fn pilih(&self, nilai: &str, isi: Markup) -> Markup {
        // The script shows only the desa of the kecamatan chosen beside it; without it they stand in groups.
        let menurut =
            (self.m.jenis == Jenis::Wilayah(Tingkat::Desa)).then(|| id(&format!("{}kecamatan", self.k.awal)));
        html! {
            select id=(self.id) name=(self.nama) data-menurut=[menurut]
                aria-label=[self.sebutan()] aria-invalid=[self.salah()] aria-describedby=[self.diterangkan()] {
                option value="" selected[nilai.is_empty()] { (self.b().t("Pilih…")) }
                (isi)
            }
        }
    }

    fn pilihan_unit(&self, nilai: &str) -> Markup {
        let mut jenis: Vec<&str> = Vec::new();
        for u in &self.profil().unit {
            if !jenis.contains(&u.jenis.as_str()) {
                jenis.push(&u.jenis);
            }
        }
        html! { @for j in jenis {
            optgroup label=(self.b().t(jenis_unit(j))) {
                @for u in self.profil().unit.iter().filter(|u| u.jenis == j) { (opsi(nilai, u.kode.as_str(), &u.nama)) }
            }
        } }
    }

    fn masukan(&self, j: &Jenis, nilai: &str) -> Markup {
        let orang = self.k.dalam == Dalam::Orang;
        let (jenis, ketik, otomatis) = match j {
            _ if self.m.rahasia => ("password", None, Some("off")),
            Jenis::Tanggal => (jenis_tanggal(nilai), None, None),
            Jenis::Surel => ("email", None, Some("email")),
            Jenis::Telepon => ("tel", None, Some("tel")),
            Jenis::Nik | Jenis::Nip => ("text", Some("numeric"), Some("off")),
            Jenis::Uang => ("text", Some("numeric"), Some("off")),
            // The numeric keyboard of some phones has no minus.
            Jenis::Bilangan { min, .. } => ("text", (*min >= 0).then_some("numeric"), Some("off")),
            Jenis::Lintang | Jenis::Bujur => ("text", None, Some("off")),
            Jenis::Teks { .. } if orang && self.m.nama == "nama" => ("text", None, Some("name")),
            _ => ("text", None, None),
        };
        let lebar = match j {
            Jenis::Tanggal | Jenis::Bilangan { .. } | Jenis::Uang | Jenis::Lintang | Jenis::Bujur => {
                Some("pendek")
            }
            Jenis::Nik | Jenis::Nip | Jenis::Telepon => Some("sedang"),
            _ => None,
        };
        html! {
            input class=[lebar] type=(jenis) id=(self.id) name=(self.nama) value=(nilai) inputmode=[ketik] autocomplete=[otomatis]
                spellcheck=[matches!(j, Jenis::Surel | Jenis::Nik | Jenis::Nip).then_some("false")]
                aria-label=[self.sebutan()] aria-invalid=[self.salah()] aria-describedby=[self.diterangkan()];
        }
    }
}

/// A button that fills in the inputs `lat` and `lon` of its form; without the script it stays hidden.
pub fn lokasi(b: Bahasa) -> Markup {
    html! {
        p {
            button.tombol.tombol-dua type="button" data-lokasi hidden
                data-tunggu=(b.t("Mencari lokasi Anda…"))
                data-berhasil=(b.t("Lokasi terisi, ketelitian sekitar {meter} meter."))
                data-gagal=(b.t("Lokasi tidak dapat dibaca. Pilih kecamatan dan desa, atau tulis alamatnya."))
            { (b.t("Pakai lokasi saya")) }
        }
        p.status role="status" data-lokasi-status {}
    }
}

fn opsi(nilai: &str, kode: &str, label: &str) -> Markup {
    html! { option value=(kode) selected[nilai == kode] { (label) } }
}

/// A date input shows nothing but ISO dates; what was typed otherwise stays visible in a text input.
fn jenis_tanggal(nilai: &str) -> &'static str {
    if nilai.is_empty() || nilai.parse::<jiff::civil::Date>().is_ok() {
        "date"
    } else {
        "text"
    }
}

/// What people call a kind of unit (PP 18/2016).
pub fn jenis_unit(jenis: &str) -> &str {
    match jenis {
        "sekretariat_daerah" => "Sekretariat Daerah",
        "sekretariat_dprd" => "Sekretariat DPRD",
        "inspektorat" => "Inspektorat",
        "dinas" => "Dinas",
        "badan" => "Badan",
        "satuan" => "Satuan",
        "rsud" => "Rumah sakit umum daerah",
        "kecamatan" => "Kecamatan",
        lain => lain,
    }
}
