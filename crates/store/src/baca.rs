//! Reading with permission: whoever reads says who they are, and gets what they may see, or nothing at all.

use std::collections::BTreeMap;

use kernel::{
    Entri, Galat, IdEntri, Klasifikasi, Pandangan, Pelaku, Peristiwa, Peta, Profil, RegisterDef,
    izin::{self, pandangan},
    peristiwa::{self, Terlihat},
    profil::KodeDaerah,
};
use serde_json::Value;

use crate::{
    Store,
    berkas::Berkas,
    pada,
    pribadi::{Tersimpan, baca},
};

/// An entry as somebody may see it: what they may not see is not in it.
#[derive(Clone, Debug)]
pub struct Tampak {
    /// The entry; its fields are only those of the view.
    pub entri: Entri,
    /// The line that stands for it in lists.
    pub judul: String,
    /// How much is seen.
    pub pandangan: Pandangan,
    /// How secret the whole of it is, seen or not.
    pub klasifikasi: Klasifikasi,
}

/// A link of an entry, seen from it.
#[derive(Clone, Debug)]
pub struct Terkait {
    /// Kind of link.
    pub jenis: String,
    /// It points from this entry to the other.
    pub keluar: bool,
    /// The other, as the reader may see it.
    pub tampak: Tampak,
}

/// Most events shown of one entry.
const BATAS_RIWAYAT: i64 = 500;
/// Most entries whose stories one statement reads.
const BATAS_SEKALIGUS: usize = 500;

/// The most internal that a reader with this view may know of an entry.
fn batas(p: Pandangan, pelaku: &Pelaku, e: &Entri) -> Terlihat {
    match (p, pelaku) {
        (Pandangan::Publik, _) => Terlihat::Publik,
        (_, Pelaku::Sistem) => Terlihat::Internal,
        (_, Pelaku::Akun(a)) if a.daerah == e.daerah => Terlihat::Internal,
        _ => Terlihat::Pelapor,
    }
}

impl Tampak {
    /// The entry as this reader sees it; none when they may not know of it.
    pub fn dari(profil: &Profil, def: &RegisterDef, pelaku: &Pelaku, mut entri: Entri) -> Option<Self> {
        let p = pandangan(profil, def, pelaku, &entri)?;
        let klasifikasi = (def.klasifikasi)(&entri.isi);
        entri.isi = def.proyeksi(&entri.isi, p);
        if batas(p, pelaku, &entri) < Terlihat::Internal {
            def.tanpa_internal(&mut entri.isi);
        }
        let judul = def.judul(&entri.isi).unwrap_or(&entri.nomor).to_owned();
        Some(Tampak {
            entri,
            judul,
            pandangan: p,
            klasifikasi,
        })
    }
}

impl Store {
    fn profil_wajib(&self, daerah: &KodeDaerah) -> Result<&Profil, Galat> {
        self.daerah
            .get(daerah)
            .map(AsRef::as_ref)
            .ok_or(Galat::TidakDitemukan)
    }

    pub(crate) fn tampak(&self, pelaku: &Pelaku, entri: Option<Tersimpan>) -> Result<Tampak, Galat> {
        let entri = entri.ok_or(Galat::TidakDitemukan)?.baca(&self.cincin);
        let def = self.inventaris.cari(&entri.register)?;
        let profil = self.profil_wajib(&entri.daerah)?;
        Tampak::dari(profil, def, pelaku, entri).ok_or(Galat::TidakDitemukan)
    }

    /// An entry by id, whole or in part, as the reader may see it. O(1).
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] both when it is not there and when the reader may not know of it.
    pub async fn entri(&self, daerah: &KodeDaerah, pelaku: &Pelaku, id: IdEntri) -> Result<Tampak, Galat> {
        let e = pada!(&self.db, sql, kolam, baca => sql::entri::satu(kolam, daerah, id).await)?;
        self.tampak(pelaku, e)
    }

    /// An entry by its number.
    ///
    /// # Errors
    /// As [`Store::entri`].
    pub async fn entri_bernomor(
        &self,
        daerah: &KodeDaerah,
        pelaku: &Pelaku,
        register: &str,
        nomor: &str,
    ) -> Result<Tampak, Galat> {
        self.tampak(pelaku, self.bernomor(daerah, register, nomor).await?)
    }

    /// The id behind a number, whoever asks: for somebody who still has to prove by a tracking code that it is theirs.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn id_bernomor(
        &self,
        daerah: &KodeDaerah,
        register: &str,
        nomor: &str,
    ) -> Result<Option<IdEntri>, Galat> {
        Ok(self
            .bernomor(daerah, register, nomor)
            .await?
            .map(|Tersimpan(e)| e.id))
    }

    async fn bernomor(
        &self,
        daerah: &KodeDaerah,
        register: &str,
        nomor: &str,
    ) -> Result<Option<Tersimpan>, Galat> {
        if crate::mustahil(register) || crate::mustahil(nomor) {
            return Ok(None);
        }
        pada!(&self.db, sql, kolam, baca => sql::entri::bernomor(kolam, daerah, register, nomor).await)
    }

    /// What happened to an entry, newest first, as far as the reader may know; at most 500 events.
    ///
    /// # Errors
    /// As [`Store::entri`].
    pub async fn riwayat(&self, tampak: &Tampak, pelaku: &Pelaku) -> Result<Vec<Peristiwa>, Galat> {
        let e = &tampak.entri;
        let semua = pada!(&self.db, sql, kolam, baca => sql::entri::riwayat(kolam, &e.daerah, e.id, BATAS_RIWAYAT).await)?;
        self.saring_riwayat(tampak, pelaku, semua)
    }

    /// The stories of several entries of one regency, each as [`Store::riwayat`] tells it: one question instead of
    /// one for each.
    ///
    /// # Errors
    /// As [`Store::entri`].
    pub async fn riwayat_banyak(
        &self,
        daerah: &KodeDaerah,
        tampak: &[Tampak],
        pelaku: &Pelaku,
    ) -> Result<Vec<Vec<Peristiwa>>, Galat> {
        let mut cerita: BTreeMap<IdEntri, Vec<Peristiwa>> = BTreeMap::new();
        for bagian in tampak.chunks(BATAS_SEKALIGUS) {
            let id: Vec<IdEntri> = bagian.iter().map(|t| t.entri.id).collect();
            let semua = pada!(&self.db, sql, kolam, baca => sql::entri::riwayat_banyak(kolam, daerah, &id, BATAS_RIWAYAT).await)?;
            for p in semua {
                cerita.entry(p.isi.entri).or_default().push(p);
            }
        }
        tampak
            .iter()
            .map(|t| self.saring_riwayat(t, pelaku, cerita.remove(&t.entri.id).unwrap_or_default()))
            .collect()
    }

    fn saring_riwayat(
        &self,
        tampak: &Tampak,
        pelaku: &Pelaku,
        semua: Vec<Peristiwa>,
    ) -> Result<Vec<Peristiwa>, Galat> {
        let e = &tampak.entri;
        let def = self.inventaris.cari(&e.register)?;
        let batas = batas(tampak.pandangan, pelaku, e);
        let semua = semua.into_iter().filter(|p| p.isi.terlihat <= batas).collect();
        let semua = self.buka_cerita(e, semua)?.into_iter();
        Ok(semua
            .map(|mut p| {
                p.isi.isi = def.proyeksi_peristiwa(&p.isi, tampak.pandangan, batas);
                p
            })
            .collect())
    }

    /// Every event of an entry as it is stored, newest first, complete and with what is personal closed: for verification
    /// and tests, never for a page.
    ///
    /// # Errors
    /// When the database does not answer or an event cannot be read.
    pub async fn peristiwa(&self, daerah: &KodeDaerah, id: IdEntri) -> Result<Vec<Peristiwa>, Galat> {
        pada!(&self.db, sql, kolam, baca => sql::entri::riwayat(kolam, daerah, id, i64::MAX).await)
    }

    /// Entries linked with this one, those the reader may know of.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn terkait(
        &self,
        daerah: &KodeDaerah,
        pelaku: &Pelaku,
        id: IdEntri,
    ) -> Result<Vec<Terkait>, Galat> {
        let tautan = pada!(&self.db, sql, kolam, baca => sql::entri::tautan(kolam, daerah, id).await)?;
        let mut hasil = Vec::new();
        for (jenis, keluar, lain) in tautan {
            match self.entri(daerah, pelaku, IdEntri(lain)).await {
                Ok(tampak) => hasil.push(Terkait {
                    jenis,
                    keluar,
                    tampak,
                }),
                Err(Galat::TidakDitemukan) => {}
                Err(g) => return Err(g),
            }
        }
        Ok(hasil)
    }

    /// A field that no view shows, for the one part of the program that uses it. O(1).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rahasia(
        &self,
        daerah: &KodeDaerah,
        id: IdEntri,
        medan: &str,
    ) -> Result<Option<String>, Galat> {
        let e = pada!(&self.db, sql, kolam, baca => sql::entri::satu(kolam, daerah, id).await)?;
        let e = e.map(|e| e.baca(&self.cincin));
        Ok(e.map(|e| e.teks(medan).to_owned()).filter(|s| !s.is_empty()))
    }

    /// Entries of a register in one of these states (any when none is named), newest first, at most `batas`: for what
    /// the program computes from them. It is nobody's view, so it is never shown as it is. O(entries).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn berkeadaan(
        &self,
        daerah: &KodeDaerah,
        register: &str,
        keadaan: &[impl AsRef<str>],
        batas: i64,
    ) -> Result<Vec<Entri>, Galat> {
        let keadaan: Vec<&str> = keadaan.iter().map(AsRef::as_ref).collect();
        let semua = pada!(&self.db, sql, kolam, baca => sql::entri::berkeadaan(kolam, daerah, register, &keadaan, batas).await)?;
        Ok(baca(&self.cincin, semua))
    }

    /// Entries of a register as they stood at a moment (ms) that has passed, in one of these states then (any when none
    /// is named), oldest first, at most `batas`. What was not changed since is read as it is, the rest from its story.
    /// O(entries made until then), until there are enough.
    ///
    /// # Errors
    /// When the database does not answer or an event cannot be read.
    pub async fn pada_saat(
        &self,
        daerah: &KodeDaerah,
        register: &str,
        keadaan: &[impl AsRef<str>],
        saat: i64,
        batas: usize,
    ) -> Result<Vec<Entri>, Galat> {
        let def = self.inventaris.cari(register)?;
        let (mut hasil, mut dari) = (Vec::new(), uuid::Uuid::nil());
        loop {
            let bagian = pada!(&self.db, sql, kolam, baca => sql::entri::sejak_id(kolam, daerah, register, dari, saat, BATAS_SEKALIGUS as i64).await)?;
            let bagian = baca(&self.cincin, bagian);
            let Some(akhir) = bagian.last() else { break };
            dari = akhir.id.0;
            let berubah: Vec<IdEntri> = bagian.iter().filter(|e| e.diubah > saat).map(|e| e.id).collect();
            let mut cerita: BTreeMap<IdEntri, Vec<Peristiwa>> = BTreeMap::new();
            let semua = pada!(&self.db, sql, kolam, baca => sql::entri::riwayat_banyak(kolam, daerah, &berubah, i64::MAX).await)?;
            for p in semua.into_iter().rev() {
                cerita.entry(p.isi.entri).or_default().push(p);
            }
            for e in bagian {
                let dulu = match cerita.remove(&e.id) {
                    Some(c) => peristiwa::pada(def, &e, &self.buka_cerita(&e, c)?, saat),
                    None => Some(e),
                };
                let cocok = |e: &Entri| keadaan.is_empty() || keadaan.iter().any(|k| k.as_ref() == e.keadaan);
                hasil.extend(dulu.filter(cocok));
                if hasil.len() >= batas {
                    return Ok(hasil);
                }
            }
        }
        Ok(hasil)
    }

    /// Entries of a register that is followed ([`RegisterDef::diikuti`]), changed after a moment (ms) and id, in that
    /// order, at most `batas`: for who keeps in memory what they say. It is nobody's view. O(entries changed).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn berubah(
        &self,
        daerah: &KodeDaerah,
        register: &str,
        setelah: (i64, IdEntri),
        batas: i64,
    ) -> Result<Vec<Entri>, Galat> {
        let semua = pada!(&self.db, sql, kolam, baca => sql::entri::berubah(kolam, daerah, register, setelah, batas).await)?;
        Ok(baca(&self.cincin, semua))
    }

    /// Entries whose automatic step is due, with the step: what the program itself has to do now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn otomatis(&self, batas: i64) -> Result<Vec<(Entri, String)>, Galat> {
        let kini = self.jam.kini();
        let entri = pada!(&self.db, sql, kolam, baca => sql::entri::otomatis(kolam, kini.as_millisecond(), batas).await)?;
        Ok(baca(&self.cincin, entri)
            .into_iter()
            .filter_map(|e| {
                let def = self.inventaris.register(&e.register)?;
                let habis = |kode: &str| {
                    e.tenggat
                        .iter()
                        .any(|t| t.kode == kode && t.berjalan() && t.terlambat(kini))
                };
                let l = def
                    .lifecycle
                    .dari(&e.keadaan)
                    .find(|l| l.otomatis.as_deref().is_some_and(habis))?;
                let kode = l.kode.to_string();
                Some((e, kode))
            })
            .collect())
    }

    /// The entry of an upload, if somebody sees the place where it stands: a field of the entry, or of its story, that they
    /// may read. What belongs to no entry yet is known to nobody but its uploader, by an id that cannot be guessed.
    pub(crate) async fn lihat_berkas(
        &self,
        daerah: &KodeDaerah,
        pelaku: &Pelaku,
        b: &Berkas,
    ) -> Result<Option<Tampak>, Galat> {
        let Some(id) = b.entri else { return Ok(None) };
        let tampak = self.entri(daerah, pelaku, IdEntri(id)).await?;
        let id = b.id.to_string();
        let ada = |isi: &Peta| isi.values().any(|v| menyebut(v, &id));
        if ada(&tampak.entri.isi)
            || self
                .riwayat(&tampak, pelaku)
                .await?
                .iter()
                .any(|p| ada(&p.isi.isi))
        {
            return Ok(Some(tampak));
        }
        Err(Galat::TidakDitemukan)
    }

    /// Whether the actor may do this with that entry, which they see.
    pub fn boleh(&self, pelaku: &Pelaku, tindakan: izin::Tindakan, e: &Entri) -> bool {
        match (self.inventaris.register(&e.register), self.daerah.get(&e.daerah)) {
            (Some(def), Some(profil)) => izin::boleh(profil, def, pelaku, tindakan, e),
            _ => false,
        }
    }
}

fn menyebut(v: &Value, teks: &str) -> bool {
    match v {
        Value::String(s) => s == teks,
        Value::Array(a) => a.iter().any(|v| menyebut(v, teks)),
        Value::Object(o) => o.values().any(|v| menyebut(v, teks)),
        _ => false,
    }
}
