//! What every board begins with: who asks, about which day, and the graph of that day.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use axum::{
    extract::{Extension, FromRequestParts, Query},
    http::request::Parts,
};
use jiff::civil::Date;
use kernel::{
    Entri, Galat, IdEntri, Lewat,
    izin::{self, Tindakan},
};
use store::Tampak;
use web::{Aplikasi, Gagal, Permintaan};

use crate::{
    graf::{Domain, Graf, Simpul},
    ingatan::{self, Ingatan},
    lembar::MAKS_BARIS,
};

/// A question to the boards, from an official who may read the whole architecture.
pub(crate) struct Tanya {
    /// The request.
    pub p: Permintaan,
    /// What it asks.
    pub q: BTreeMap<String, String>,
    /// The day that is asked about.
    pub hari: Date,
    /// Today.
    pub kini: Date,
    /// The graph of that day, as whoever asks may see it.
    pub graf: Arc<Graf>,
    /// The entries that stand above what they may read today, whatever the day asked about.
    pub tutup: HashSet<IdEntri>,
    /// Those that they read and whose reading is an event.
    rahasia: HashMap<IdEntri, Arc<Entri>>,
}

/// What a reader may not know of, and what is secret and yet read.
type Lapis = (HashSet<IdEntri>, HashMap<IdEntri, Arc<Entri>>);

/// How the entries of a graph divide for a reader.
fn berlapis(p: &Permintaan, g: &Graf) -> Result<Lapis, Galat> {
    let (mut tutup, mut rahasia) = (HashSet::new(), HashMap::new());
    for s in g.semua() {
        let Some(e) = &s.bertingkat else { continue };
        let def = p.app.store.inventaris().cari(s.domain.register())?;
        if izin::pandangan(&p.profil, def, &p.pelaku, e).is_none() {
            tutup.insert(s.id);
        } else if (def.klasifikasi)(&e.isi).tercatat() {
            rahasia.insert(s.id, e.clone());
        }
    }
    Ok((tutup, rahasia))
}

/// The graph with these entries closed.
fn samar(p: &Permintaan, g: Arc<Graf>, tutup: &HashSet<IdEntri>) -> Arc<Graf> {
    if tutup.is_empty() {
        g
    } else {
        Arc::new(g.samarkan(tutup, p.b.t("Entri tertutup")))
    }
}

/// The graph of today as a reader may see it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn graf_kini(p: &Permintaan, ingatan: &Ingatan) -> Result<Arc<Graf>, Galat> {
    let g = ingatan.graf(&p.app.store, p.daerah()).await?;
    let (tutup, _) = berlapis(p, &g)?;
    Ok(samar(p, g, &tutup))
}

impl FromRequestParts<Aplikasi> for Tanya {
    type Rejection = Gagal;

    async fn from_request_parts(parts: &mut Parts, app: &Aplikasi) -> Result<Self, Gagal> {
        let p = Permintaan::from_request_parts(parts, app).await?;
        let Extension(ingatan) = Extension::<Arc<Ingatan>>::from_request_parts(parts, app)
            .await
            .map_err(|e| Galat::dalam("looking for the memory of the architecture", e))?;
        let q = Query::<BTreeMap<String, String>>::from_request_parts(parts, app).await;
        Ok(Tanya::baru(p, q.map(|q| q.0).unwrap_or_default(), &ingatan).await?)
    }
}

impl Tanya {
    /// A question, once it is clear that whoever asks may.
    ///
    /// # Errors
    /// Who may not, and a day that is none or has not come.
    pub async fn baru(p: Permintaan, q: BTreeMap<String, String>, ingatan: &Ingatan) -> Result<Self, Galat> {
        p.harus_akun()?;
        let def = p.register(Domain::Aplikasi.register())?;
        // A graph with holes would answer wrongly, so there is one for those who may read all of it, and no other. An
        // application is published to officials from its first draft; the public has no right in that register.
        if !p.wewenang(&def, Tindakan::Baca)?.lingkup().semua_terbit() {
            return Err(Galat::Ditolak(
                "Papan arsitektur dibaca oleh pegawai yang boleh membaca seluruh arsitektur.".into(),
            ));
        }
        let kalender = &p.profil.kalender;
        let kini = kalender.setempat(p.app.store.jam().kini()).date();
        let hari = match q.get("pada").map(|s| s.trim()).filter(|s| !s.is_empty()) {
            None => kini,
            Some(s) => s.parse::<Date>().map_err(|_| {
                Galat::medan(
                    "pada",
                    "Tulis tanggalnya sebagai tahun-bulan-hari, misalnya 2026-06-30.",
                )
            })?,
        };
        if hari > kini {
            return Err(Galat::medan(
                "pada",
                "Tanggal ini belum tiba. Pilih hari ini atau sebelumnya.",
            ));
        }
        let store = &p.app.store;
        let sekarang = ingatan.graf(store, p.daerah()).await?;
        let (tutup, rahasia) = berlapis(&p, &sekarang)?;
        let graf = if hari == kini {
            sekarang
        } else {
            let saat = kalender.akhir_hari(hari);
            Arc::new(ingatan::pada(store, p.daerah(), saat.as_millisecond()).await?)
        };
        let graf = samar(&p, graf, &tutup);
        Ok(Tanya {
            p,
            q,
            hari,
            kini,
            graf,
            tutup,
            rahasia,
        })
    }

    /// Writes down, before anything of it is shown, that what is secret among these entries is read.
    ///
    /// # Errors
    /// As [`store::Store::catat_baca`].
    pub async fn catat_baca(
        &self,
        lewat: Lewat,
        entri: impl IntoIterator<Item = IdEntri>,
    ) -> Result<(), Galat> {
        let mut tampak = Vec::new();
        for e in entri.into_iter().filter_map(|id| self.rahasia.get(&id)) {
            let def = self.p.app.store.inventaris().cari(&e.register)?;
            tampak.extend(Tampak::dari(&self.p.profil, def, &self.p.pelaku, Entri::clone(e)));
        }
        self.p.catat_baca(&self.p.pelaku, lewat, &tampak).await
    }

    /// In words, that something is closed to whoever asks; none when nothing is.
    pub fn kata_tutup(&self) -> Option<String> {
        let n = self.tutup.len();
        (n > 0).then(|| {
            self.p.b.isi(
                "{n} entri di atas tingkat kerahasiaan yang Anda jangkau: isinya tidak ditampilkan, tetapi dihitung dalam dampak.",
                &[("n", &n.to_string())],
            )
        })
    }

    /// A parameter of the address; empty when it is not there.
    pub fn teks(&self, nama: &str) -> &str {
        self.q.get(nama).map_or("", |s| s.trim())
    }

    /// How many rows of a table have to be written out; of the others it is enough that they are counted.
    pub fn tertulis(&self) -> usize {
        let jalur = self.p.jalur.split('?').next().unwrap_or_default();
        if jalur.ends_with("/data.json") {
            usize::MAX
        } else {
            MAKS_BARIS
        }
    }

    /// A page of the boards, asked about the same day.
    pub fn ke(&self, jalur: &str) -> String {
        let tanda = if jalur.contains('?') { '&' } else { '?' };
        let pada = if self.hari == self.kini {
            String::new()
        } else {
            format!("{tanda}pada={}", self.hari)
        };
        self.p.ke(&format!("/kerja/arsitektur{jalur}{pada}"))
    }

    /// The fact sheet of an entry; of a closed one, who may read it.
    pub fn fakta(&self, s: &Simpul) -> String {
        if s.tertutup {
            return self
                .p
                .ke(&format!("/kerja/wewenang?register={}", s.domain.register()));
        }
        self.ke(&format!(
            "/entri/{}/{}",
            s.domain.register(),
            ui::enkode(&s.nomor)
        ))
    }

    /// The impact of an entry.
    pub fn dampak(&self, s: &Simpul) -> String {
        self.ke(&format!(
            "/dampak?register={}&nomor={}",
            s.domain.register(),
            ui::enkode(&s.nomor)
        ))
    }

    /// What people call a domain.
    pub fn nama_domain(&self, d: Domain) -> &str {
        let def = self.p.app.store.inventaris().register(d.register());
        def.map_or(d.register(), |def| self.p.b.t(&def.label))
    }

    /// What people call the state of an entry.
    pub fn nama_keadaan<'a>(&'a self, s: &'a Simpul) -> &'a str {
        let def = self.p.app.store.inventaris().register(s.domain.register());
        let k = def.and_then(|d| d.lifecycle.keadaan(&s.keadaan));
        k.map_or(s.keadaan.as_str(), |k| self.p.b.t(&k.label))
    }

    /// What people call a value of an entry's field.
    pub fn nama_nilai(&self, d: Domain, medan: &str, nilai: &str) -> String {
        let def = self.p.app.store.inventaris().register(d.register());
        let jenis = def.and_then(|def| def.medan(medan)).map(|m| m.jenis);
        match jenis {
            Some(kernel::Jenis::Pilihan(o)) => o
                .iter()
                .find(|o| o.kode == nilai)
                .map_or(nilai.to_owned(), |o| self.p.b.t(&o.label).to_owned()),
            Some(kernel::Jenis::DariProfil(kernel::nilai::Sumber::Unit)) => {
                self.p.profil.nama_unit(nilai).to_owned()
            }
            Some(kernel::Jenis::YaTidak) => self.p.b.t("Ya").to_owned(),
            _ => nilai.to_owned(),
        }
    }

    /// The label of a field.
    pub fn nama_medan(&self, d: Domain, medan: &str) -> String {
        let def = self.p.app.store.inventaris().register(d.register());
        def.and_then(|def| def.medan(medan))
            .map_or(medan.to_owned(), |m| self.p.b.t(&m.label).to_owned())
    }
}
