//! The workspace of officials: tasks, lists, entries, steps, for every register alike.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use identity::Oleh;
use kernel::{
    Galat, GalatMedan, Jenis, Medan, Pelaku, Peran, Peta,
    izin::{self, Tindakan},
    nilai::Golongan,
};
use maud::Markup;
use serde_json::Value;

use crate::{Aplikasi, Formulir, MAKS_FORMULIR, Permintaan};

mod akun;
mod daftar;
mod entri;
mod impor;
mod isi;
mod kalender;
mod langkah;
mod lupakan;
mod massal;
mod orang;
mod papan;
mod sandi;
mod tugas;
mod wewenang;

pub(crate) fn rute() -> Router<Aplikasi> {
    let akun = akun::rute().merge(sandi::rute());
    Router::new()
        .merge(akun.layer(DefaultBodyLimit::max(MAKS_FORMULIR)))
        .route("/{daerah}/kerja", get(tugas::halaman))
        .route(
            "/{daerah}/kerja/kalender",
            get(kalender::halaman).post(kalender::atur),
        )
        .route("/{daerah}/kerja/tenggat.ics", get(kalender::berkas))
        .route("/{daerah}/kerja/wewenang", get(wewenang::halaman))
        .route("/{daerah}/kerja/orang", get(orang::halaman).post(orang::cari))
        .route("/{daerah}/kerja/orang/unduh", post(orang::unduh))
        .route("/{daerah}/kerja/{register}", get(daftar::halaman))
        .route("/{daerah}/kerja/{register}/baru", get(isi::baru).post(isi::buat))
        .route("/{daerah}/kerja/{register}/papan", get(papan::halaman))
        .route(
            "/{daerah}/kerja/{register}/massal",
            get(massal::lagi).post(massal::kirim),
        )
        .route("/{daerah}/kerja/{register}/entri/{nomor}", get(entri::halaman))
        .route(
            "/{daerah}/kerja/{register}/impor",
            get(impor::halaman).post(impor::kirim),
        )
        .route(
            "/{daerah}/kerja/{register}/impor/templat.csv",
            get(impor::templat),
        )
        .route(
            "/{daerah}/kerja/{register}/entri/{nomor}/ubah",
            get(isi::ubah).post(isi::simpan),
        )
        .route(
            "/{daerah}/kerja/{register}/entri/{nomor}/catatan",
            post(entri::catat),
        )
        .route(
            "/{daerah}/kerja/{register}/entri/{nomor}/lupakan",
            get(lupakan::halaman).post(lupakan::kirim),
        )
        .route(
            "/{daerah}/kerja/{register}/entri/{nomor}/langkah/{langkah}",
            get(langkah::halaman).post(langkah::kirim),
        )
}

impl Permintaan {
    /// A page of the workspace, with the registers this account may read as its menu, and the accounts for who keeps
    /// them.
    pub fn ruang(&self, judul: &str, aktif: &str, isi: Markup) -> Response {
        let b = self.b;
        let butir = |jalur: &str, label: &str, kode: &str| ui::Butir {
            href: self.ke(jalur),
            label: b.t(label).to_owned(),
            kode: kode.to_owned(),
        };
        let berperan =
            |d: &kernel::RegisterDef| d.hak.iter().any(|h| self.pelaku.memegang(&self.profil, h.siapa));
        let mut semua: Vec<ui::Butir> = self
            .app
            .store
            .inventaris()
            .terbuka()
            .filter(|d| {
                berperan(d) && izin::wewenang(&self.profil, d, &self.pelaku, Tindakan::Baca).is_some()
            })
            .map(|d| butir(&format!("/kerja/{}", d.kode), &d.label, &d.kode))
            .collect();
        if self.profil.kitab.is_some() {
            semua.push(butir("/kerja/kepatuhan", "Kepatuhan", "kepatuhan"));
        }
        let bilik = self.app.bilik.iter().filter(|r| (r.untuk)(self));
        semua.extend(bilik.map(|r| butir(r.jalur, r.label, r.kode)));
        if orang::boleh(self) {
            semua.push(butir(orang::JALUR, "Cari data seseorang", "orang"));
        }
        if self.pelaku.akun().is_some_and(|a| a.ber(Peran::Administrator)) {
            semua.push(butir("/kerja/akun", "Akun", akun::KODE));
        } else if akun::perubahan::boleh(self) {
            semua.push(butir(akun::perubahan::JALUR, "Perubahan akun", "perubahan-akun"));
        }
        let menu = self.kelompokkan(semua);
        ui::kerja(&self.laman(judul), aktif, &menu, isi).into_response()
    }

    /// The menu under the headings of the composition; what none of them names stands at the end.
    fn kelompokkan(&self, mut semua: Vec<ui::Butir>) -> Vec<ui::Kelompok> {
        let mut menu = Vec::new();
        for (judul, kode) in self.app.menu.iter() {
            let (mut butir, lain): (Vec<_>, Vec<_>) =
                semua.into_iter().partition(|m| kode.contains(&m.kode.as_str()));
            butir.sort_by_key(|m| kode.iter().position(|k| *k == m.kode));
            semua = lain;
            if !butir.is_empty() {
                menu.push(ui::Kelompok {
                    judul: self.b.t(judul).to_owned(),
                    butir,
                });
            }
        }
        let satu = |m: ui::Butir| ui::Kelompok {
            judul: m.label.clone(),
            butir: vec![m],
        };
        menu.extend(semua.into_iter().map(satu));
        menu
    }

    /// Where an entry stands in the workspace.
    pub fn alamat_entri(&self, register: &str, nomor: &str) -> String {
        self.ke(&format!("/kerja/{register}/entri/{nomor}"))
    }

    /// The fields of a form as an object; photographs among its files are kept on the way, and what is wrong with
    /// one of them is told at its field without losing the others.
    async fn baca_isian(&self, medan: &[Medan], f: &mut Formulir) -> Result<(Peta, Vec<GalatMedan>), Galat> {
        let mut galat = Vec::new();
        for u in std::mem::take(&mut f.berkas) {
            let golongan = medan.iter().find_map(|m| match m.jenis {
                Jenis::Berkas { golongan, .. } if m.nama == u.medan.as_str() => Some(golongan),
                _ => None,
            });
            let disimpan = match golongan {
                None => continue,
                Some(Golongan::Foto) => self.simpan_foto(u.isi).await,
                Some(g) => self.simpan_dokumen(u.isi, g).await,
            };
            match disimpan {
                Ok(id) => f.medan.entry(u.medan).or_default().push(id.to_string()),
                Err(g @ (Galat::JenisTakDidukung(_) | Galat::TerlaluBesar(_))) => {
                    galat.push(GalatMedan::baru(u.medan, g.pesan()));
                }
                Err(g) => return Err(g),
            }
        }
        let mut isi = kernel::nilai::dari_formulir(medan, &f.medan);
        self.rujuk(medan, &mut isi).await?;
        Ok((isi, galat))
    }

    /// People name another entry by its number; the command wants its id.
    async fn rujuk(&self, medan: &[Medan], isi: &mut Peta) -> Result<(), Galat> {
        for m in medan {
            match (&m.jenis, isi.get_mut(m.nama.as_ref())) {
                (Jenis::Rujukan(register), Some(v)) => self.rujuk_satu(register, &m.nama, v).await?,
                (Jenis::Bagian(anak), Some(Value::Array(a))) => {
                    for (i, o) in a.iter_mut().enumerate() {
                        for s in anak {
                            if let (Jenis::Rujukan(register), Some(v)) =
                                (&s.jenis, o.get_mut(s.nama.as_ref()))
                            {
                                let jalan = format!("{}.{i}.{}", m.nama, s.nama);
                                self.rujuk_satu(register, &jalan, v).await?;
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The other way about: entries that fields refer to, by the numbers that people know them by.
    async fn bernomor(&self, medan: &[Medan], isi: &Peta) -> Result<Peta, Galat> {
        let mut isi = isi.clone();
        for m in medan {
            match (&m.jenis, isi.get_mut(m.nama.as_ref())) {
                (Jenis::Rujukan(_), Some(v)) => self.nomori(v).await?,
                (Jenis::Bagian(anak), Some(Value::Array(a))) => {
                    for o in a.iter_mut() {
                        for s in anak.iter().filter(|s| matches!(s.jenis, Jenis::Rujukan(_))) {
                            if let Some(v) = o.get_mut(s.nama.as_ref()) {
                                self.nomori(v).await?;
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(isi)
    }

    /// What this account may not see keeps its id.
    async fn nomori(&self, v: &mut Value) -> Result<(), Galat> {
        let Some(id) = v.as_str().and_then(|s| s.parse().ok()) else {
            return Ok(());
        };
        match self
            .app
            .store
            .entri(self.daerah(), &self.pelaku, kernel::IdEntri(id))
            .await
        {
            Ok(t) => *v = t.entri.nomor.into(),
            Err(Galat::TidakDitemukan) => {}
            Err(g) => return Err(g),
        }
        Ok(())
    }

    async fn rujuk_satu(&self, register: &str, jalan: &str, v: &mut Value) -> Result<(), Galat> {
        let Some(s) = v.as_str().filter(|s| s.parse::<uuid::Uuid>().is_err()) else {
            return Ok(());
        };
        let nomor = s.trim().to_uppercase();
        let cari = self
            .app
            .store
            .entri_bernomor(self.daerah(), &self.pelaku, register, &nomor);
        match cari.await {
            Ok(t) => *v = t.entri.id.to_string().into(),
            Err(Galat::TidakDitemukan) => {
                return Err(Galat::medan(
                    jalan.to_owned(),
                    "Tidak ada entri dengan nomor ini. Periksa angkanya.",
                ));
            }
            Err(g) => return Err(g),
        }
        Ok(())
    }

    /// The public has no business in the workspace, and is told to log in.
    ///
    /// # Errors
    /// [`Galat::PerluMasuk`].
    pub fn harus_akun(&self) -> Result<(), Galat> {
        match &self.pelaku {
            Pelaku::Akun(a) if a.daerah == *self.daerah() => Ok(()),
            _ => Err(Galat::PerluMasuk),
        }
    }

    /// Whose hand it is, if it is an administrator's.
    ///
    /// # Errors
    /// [`Galat::PerluMasuk`] without an account of this regency, [`Galat::Ditolak`] without the role.
    pub fn administrator(&self) -> Result<Oleh, Galat> {
        self.harus_akun()?;
        let a = self.akun()?;
        if a.ber(Peran::Administrator) {
            Ok(Oleh::Akun(a.id))
        } else {
            Err(Galat::Ditolak("Halaman ini untuk administrator.".into()))
        }
    }
}
