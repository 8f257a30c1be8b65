//! Passages of long texts, found by their words: an entry holds a text as a file, its register cuts it into passages
//! with addresses, and the transaction that sets the text writes them. They can always be made anew from the files.

use kernel::{
    Aksi, Entri, Galat, Pelaku, Perintah, Pesan, RegisterDef,
    izin::{self, Tindakan, Wewenang},
    profil::KodeDaerah,
    register::Petikan,
    search,
};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::{Saringan, Store, Tampak, pada, pribadi::baca};

/// A text on its way into an entry, already cut: that takes time, so it is done before the writer has its turn.
#[derive(Clone, Debug)]
pub(crate) struct Naskah {
    pub(crate) register: String,
    pub(crate) berkas: Uuid,
    pub(crate) petikan: Vec<Petikan>,
    /// Why no entry of that register may have it.
    ditolak: Option<Pesan>,
}

impl Naskah {
    /// Why this change of an entry is refused: it gets a text that its register does not take.
    pub(crate) fn keberatan(&self, def: &RegisterDef, lama: Option<&Entri>, baru: &Entri) -> Option<Galat> {
        let isi = |e: &Entri| def.naskah(&e.isi) == Some(self.berkas);
        let kini = self.register == baru.register && isi(baru) && !lama.is_some_and(isi);
        let pesan = self.ditolak.clone().filter(|_| kini)?;
        Some(Galat::medan(def.naskah.as_ref()?.to_string(), pesan))
    }
}

/// A passage that was found.
#[derive(Clone, Debug)]
pub struct Kutipan {
    /// The entry whose text it is from, as the reader may see it.
    pub tampak: Tampak,
    /// Its address in the text.
    pub alamat: String,
    /// Its words.
    pub teks: String,
}

impl Store {
    /// The passages of the text that a command brings, if it brings one.
    pub(crate) async fn naskah(&self, p: &Perintah) -> Result<Option<Naskah>, Galat> {
        let (register, isi, tindakan) = match &p.aksi {
            Aksi::Buat { register, isi, .. } => (Some(register.as_str()), isi, Tindakan::Buat),
            Aksi::Ubah { tambal, .. } => (None, tambal, Tindakan::Ubah),
            Aksi::Langkah { isian, .. } => (None, isian, Tindakan::Baca),
            Aksi::Catat { .. } | Aksi::Lupakan { .. } | Aksi::Baca { .. } => return Ok(None),
        };
        // Who will be refused anyway must not make us read.
        let profil = self.daerah.get(&p.daerah).ok_or(Galat::TidakDitemukan)?;
        let boleh = |def: &RegisterDef| izin::wewenang(profil, def, &p.pelaku, tindakan).is_some();
        let cocok = |def: &&std::sync::Arc<RegisterDef>| register.is_none_or(|r| def.kode == r);
        let ada = self
            .inventaris
            .semua()
            .filter(cocok)
            .find_map(|def| Some((def.clone(), def.naskah(isi)?)))
            .filter(|(def, _)| boleh(def));
        let Some((def, berkas)) = ada else {
            return Ok(None);
        };
        let Some(teks) = self.isi_naskah(&p.daerah, berkas).await? else {
            return Ok(None);
        };
        let register = def.kode.to_string();
        let (ditolak, petikan) = potong(def, teks).await?;
        Ok(Some(Naskah {
            register,
            berkas,
            petikan,
            ditolak,
        }))
    }

    /// The content of an upload, for the program's own use; none when it is not there.
    async fn isi_naskah(&self, daerah: &KodeDaerah, id: Uuid) -> Result<Option<Vec<u8>>, Galat> {
        let b = pada!(&self.db, sql, kolam, baca => sql::titipan::berkas(kolam, daerah, id).await)?;
        match b {
            Some(b) => self.berkas.baca(&b.sidik).await.map(Some),
            None => Ok(None),
        }
    }

    /// Passages with all these words, newest text first and each text from its beginning; with the row after which
    /// the next page begins. `saring` narrows the entries; its words are those looked for in the passages.
    /// O(page) for words that occur everywhere, O(matches) for rare ones.
    ///
    /// # Errors
    /// Filters that do not exist are told at their name.
    pub async fn petikan(
        &self,
        w: &Wewenang,
        pelaku: &Pelaku,
        saring: &Saringan,
        setelah: Option<i64>,
        batas: usize,
    ) -> Result<(Vec<Kutipan>, Option<i64>), Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let profil = self.daerah.get(w.daerah()).ok_or(Galat::TidakDitemukan)?.clone();
        let kata = search::uraikan(&saring.kata);
        let Some(naskah) = def.naskah.clone().filter(|_| !kata.is_empty()) else {
            return Ok((Vec::new(), None));
        };
        let saring = Saringan {
            kata: String::new(),
            ..saring.clone()
        };
        let batas = batas.clamp(1, 200);
        let lebih = i64::try_from(batas + 1).unwrap_or(201);
        macro_rules! cari {
            ($sql:ident, $kolam:expr) => {{
                use crate::$sql::{entri::KOLOM, kutip, petikan};
                let jarang = petikan::jarang($kolam, w.daerah().as_str(), &kata).await?;
                let kepala = format!(
                    "select {KOLOM}, petikan.alamat, petikan.teks, petikan.no{}",
                    petikan::DARI
                );
                let mut q: QueryBuilder<_> = crate::$sql::susun::semua(&kepala, &def, w, &saring, None)?;
                petikan::syarat(&mut q, &kata);
                if let Some(no) = jarang {
                    petikan::hanya(&mut q, no);
                }
                if let Some(no) = setelah {
                    q.push(format!(" and {} < ", petikan::URUT)).push_bind(no);
                }
                q.push(format!(" order by {} desc limit ", petikan::URUT))
                    .push_bind(lebih);
                kutip::baca($kolam, q).await?
            }};
        }
        let mut baris = match &self.db {
            crate::Db::Lite { baca, .. } => cari!(lite, baca),
            crate::Db::Pg(kolam) => cari!(pg, kolam),
        };
        let berikut = (baris.len() > batas)
            .then(|| baris.get(batas - 1).map(|b| b.3))
            .flatten();
        baris.truncate(batas);
        let hasil = baris.into_iter().filter_map(|(e, alamat, teks, _)| {
            let tampak = Tampak::dari(&profil, &def, pelaku, e.baca(&self.cincin))?;
            // Who does not see the text does not see its words.
            tampak
                .entri
                .isi
                .contains_key(naskah.as_ref())
                .then_some(Kutipan { tampak, alamat, teks })
        });
        Ok((hasil.collect(), berikut))
    }

    /// Reads texts anew that were cut by other rules.
    pub(crate) async fn siapkan_petikan(&self) -> Result<(), Galat> {
        for daerah in self.daerah.keys() {
            for def in self.inventaris.semua().filter(|d| d.naskah.is_some()) {
                let versi =
                    pada!(&self.db, sql, kolam, baca => sql::kutip::versi(kolam, daerah, &def.kode).await)?;
                if versi != Some(def.petikan_versi) {
                    self.petik_ulang(daerah, def).await?;
                }
            }
        }
        Ok(())
    }

    async fn petik_ulang(&self, daerah: &KodeDaerah, def: &std::sync::Arc<RegisterDef>) -> Result<(), Galat> {
        let mut dari = Uuid::nil();
        loop {
            let semua = pada!(&self.db, sql, kolam, baca => sql::kutip::setelah(kolam, daerah, &def.kode, dari).await)?;
            let semua = baca(&self.cincin, semua);
            let Some(akhir) = semua.last() else { break };
            dari = akhir.id.0;
            for e in &semua {
                let petikan = match def.naskah(&e.isi) {
                    Some(id) => match self.isi_naskah(daerah, id).await? {
                        Some(teks) => potong(def.clone(), teks).await?.1,
                        None => Vec::new(),
                    },
                    None => continue,
                };
                pada!(&self.db, sql, kolam, tulis => sql::kutip::ganti_satu(kolam, e, &petikan).await)?;
            }
        }
        pada!(&self.db, sql, kolam, tulis => sql::kutip::catat_versi(kolam, daerah, def).await)
    }
}

/// Cuts a text and asks whether it may be had, beside the threads that answer requests. No database takes a NUL.
async fn potong(
    def: std::sync::Arc<RegisterDef>,
    teks: Vec<u8>,
) -> Result<(Option<Pesan>, Vec<Petikan>), Galat> {
    let bersih = |s: String| if s.contains('\0') { s.replace('\0', " ") } else { s };
    let (ditolak, petikan) =
        tokio::task::spawn_blocking(move || (def.tolak_naskah(&teks), def.petikan(&teks)))
            .await
            .map_err(|e| Galat::dalam("cutting a text into passages", e))?;
    let petikan = petikan.into_iter().map(|p| Petikan {
        alamat: bersih(p.alamat),
        teks: bersih(p.teks),
    });
    Ok((ditolak, petikan.collect()))
}
