//! A command is the only way to write. [`putuskan`] decides what it does (permission, validation, life cycle,
//! deadlines, event) without touching a store; the store carries the decision out in one transaction.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Peta,
    entri::{Entri, IdEntri, Tenggat},
    galat::Galat,
    izin::{Lingkup, Pandangan, Pelaku, Tindakan, Wewenang, boleh, boleh_langkah, wewenang},
    lifecycle::{Giliran, Lama, Langkah, Pindah},
    nilai::{Jenis, KodeUnit, Medan, periksa_objek},
    pembacaan::Lewat,
    peristiwa::{IsiPeristiwa, Kejadian, OlehSiapa, Peristiwa, Terlihat},
    pribadi::{Cincin, yang_ditutup},
    profil::{KodeDaerah, Profil},
    register::{Ikutan, Inventaris, Kabar, Konteks, Milik, Nama, RegisterDef, saring, satu, telusuri},
    search::{gabung, istilah},
    tingkat::{terbaca, tidak_turun},
};

/// What is asked.
#[derive(Clone, Debug)]
pub enum Aksi {
    /// A new entry; the id is chosen beforehand, so that a repeat is recognised.
    Buat {
        /// Register.
        register: String,
        /// Id of the new entry.
        id: IdEntri,
        /// Fields.
        isi: Peta,
    },
    /// Other fields: each key given replaces, `null` removes.
    Ubah {
        /// Entry.
        id: IdEntri,
        /// The version the change is based on.
        versi: i64,
        /// Fields to replace.
        tambal: Peta,
    },
    /// A step of the life cycle.
    Langkah {
        /// Entry.
        id: IdEntri,
        /// The version the asker saw; none when any will do.
        versi: Option<i64>,
        /// Code of the step.
        langkah: String,
        /// What the step asks for.
        isian: Peta,
    },
    /// An internal note.
    Catat {
        /// Entry.
        id: IdEntri,
        /// The note.
        teks: String,
    },
    /// The personal data in it is erased (UU 27/2022, Pasal 8 and 43).
    Lupakan {
        /// Entry.
        id: IdEntri,
        /// The version the asker saw.
        versi: i64,
        /// Why, in words without personal data.
        alasan: String,
    },
    /// Nothing is done to the entry: that an account reads it is written down, before it reads.
    Baca {
        /// Entry.
        id: IdEntri,
        /// Through what.
        lewat: Lewat,
    },
}

impl Aksi {
    /// The entry it is about.
    pub fn id(&self) -> IdEntri {
        match self {
            Aksi::Buat { id, .. }
            | Aksi::Ubah { id, .. }
            | Aksi::Langkah { id, .. }
            | Aksi::Catat { id, .. }
            | Aksi::Lupakan { id, .. }
            | Aksi::Baca { id, .. } => *id,
        }
    }
}

/// A key under which a repeated request is recognised, with a digest of what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kunci {
    /// The asker's key, made distinct per asker.
    pub kunci: String,
    /// SHA-256 of the request.
    pub sidik: [u8; 32],
}

/// A command: who, when, what.
#[derive(Clone, Debug)]
pub struct Perintah {
    /// Regency.
    pub daerah: KodeDaerah,
    /// Who.
    pub pelaku: Pelaku,
    /// When.
    pub kini: Timestamp,
    /// What.
    pub aksi: Aksi,
    /// So that a repeat does nothing twice.
    pub kunci: Option<Kunci>,
}

/// A typed link between two entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tautan {
    /// From.
    pub dari: IdEntri,
    /// Kind: a field's name, or the kind a step names.
    pub jenis: String,
    /// To.
    pub ke: IdEntri,
    /// The register the target must be in.
    pub register: String,
    /// The field to blame when there is no such target.
    pub medan: String,
    /// The entry is part of the target: following such links upwards never leads back.
    pub induk: bool,
}

/// What a command does, ready for the store.
#[derive(Clone, Debug)]
pub struct Putusan {
    /// The entry after it.
    pub entri: Entri,
    /// Whether it is new.
    pub baru: bool,
    /// The event, open and not sealed yet.
    pub peristiwa: IsiPeristiwa,
    /// All links that the entry's reference fields now make, and those of the step.
    pub tautan: Vec<Tautan>,
    /// Uploads that now belong to the entry, with the field to blame when one is missing.
    pub berkas: Vec<(Uuid, String)>,
    /// Index terms for search, sorted and separated by spaces; none when nothing searchable changed.
    pub cari: Option<String>,
    /// Messages to send.
    pub kabar: Vec<Kabar>,
    /// Steps that other entries take with it, where their state allows.
    pub ikutan: Vec<Ikutan>,
    /// Steps that other entries must take with it, or nothing happens.
    pub syarat: Vec<Ikutan>,
    /// What the entry asked of others before and asks no longer.
    pub dilepas: Vec<Ikutan>,
    /// Values that no other entry may have, field by field, when that is to be checked.
    pub unik: Option<Nama>,
    /// It came to a state in which what others ask of it counts ([`Langkah::lepas`]).
    pub dituntut: bool,
}

/// A decision as it is written: what is personal is closed, and the event sealed over that.
#[derive(Clone, Debug)]
pub struct Tersegel {
    putusan: Putusan,
    tertutup: Option<Peta>,
    segel: Peristiwa,
}

impl Putusan {
    /// Whether it only says that the entry was read: then nothing but the event is written.
    pub fn membaca(&self) -> bool {
        matches!(self.peristiwa.kejadian, Kejadian::Dibaca { .. })
    }

    /// Closes what is personal or secret and seals the event.
    ///
    /// # Errors
    /// When the ring does not open the entry's key.
    pub fn segel(mut self, def: &RegisterDef, cincin: &Cincin) -> Result<Tersegel, Galat> {
        if self.membaca() {
            return Ok(Tersegel {
                segel: Peristiwa::segel(self.peristiwa.clone())?,
                putusan: self,
                tertutup: None,
            });
        }
        let mut isi = self.peristiwa.clone();
        let tertutup = cincin.tutup(def, &mut self.entri, &mut isi)?;
        let e = &self.entri;
        isi.sidik = Some(e.sidik_dengan(tertutup.as_ref().unwrap_or(&e.isi))?);
        Ok(Tersegel {
            segel: Peristiwa::segel(isi)?,
            putusan: self,
            tertutup,
        })
    }
}

impl Tersegel {
    /// The fields of the entry as they are written.
    pub fn isi(&self) -> &Peta {
        self.tertutup.as_ref().unwrap_or(&self.putusan.entri.isi)
    }

    /// The event as it is written.
    pub fn segel(&self) -> &Peristiwa {
        &self.segel
    }
}

impl std::ops::Deref for Tersegel {
    type Target = Putusan;

    fn deref(&self) -> &Putusan {
        &self.putusan
    }
}

/// A new entry, decided but for its number. Nothing of it depends on what is stored, so it is made before its turn in
/// the writer comes.
#[derive(Debug)]
pub struct Siap {
    entri: Entri,
    tercatat: Peta,
    tautan: Vec<Tautan>,
    berkas: Vec<(Uuid, String)>,
    kata: BTreeSet<String>,
    kabar: Vec<Kabar>,
    ikutan: Vec<Ikutan>,
    syarat: Vec<Ikutan>,
    unik: Option<Nama>,
}

impl Siap {
    /// The regency of the new entry.
    pub fn daerah(&self) -> &KodeDaerah {
        &self.entri.daerah
    }

    /// The register of the new entry.
    pub fn register(&self) -> &str {
        &self.entri.register
    }

    /// The entries that it names.
    pub fn tautan(&self) -> impl Iterator<Item = IdEntri> {
        self.tautan.iter().map(|t| t.ke)
    }

    /// The values that no other entry may have.
    pub fn unik(&self) -> Option<&Nama> {
        self.unik.as_ref()
    }
}

/// Decides as much of a command as can be decided without the store: all of a new entry but its number; nothing of
/// other commands.
///
/// # Errors
/// As [`putuskan`].
pub fn siapkan(inventaris: &Inventaris, profil: &Profil, perintah: &Perintah) -> Result<Option<Siap>, Galat> {
    match &perintah.aksi {
        _ if perintah.daerah != *profil.kode() => Err(Galat::TidakDitemukan),
        Aksi::Buat { register, id, isi } => {
            buat(inventaris.cari(register)?, &konteks(profil, perintah), *id, isi).map(Some)
        }
        _ => Ok(None),
    }
}

impl Siap {
    /// The decision, now that the number is known.
    pub fn nomori(mut self, profil: &Profil, perintah: &Perintah, urut: i64) -> Putusan {
        let k = konteks(profil, perintah);
        self.entri.nomor = nomor(&k, urut);
        self.tercatat
            .insert("nomor".into(), self.entri.nomor.clone().into());
        self.kata.extend(istilah(&self.entri.nomor));
        Putusan {
            peristiwa: peristiwa(
                &k,
                &self.entri,
                Kejadian::Dibuat,
                Terlihat::Pelapor,
                self.tercatat,
            ),
            entri: self.entri,
            baru: true,
            tautan: self.tautan,
            berkas: self.berkas,
            cari: Some(gabung(&self.kata)),
            kabar: self.kabar,
            ikutan: self.ikutan,
            syarat: self.syarat,
            dilepas: Vec::new(),
            unik: self.unik,
            dituntut: false,
        }
    }
}

fn konteks<'a>(profil: &'a Profil, perintah: &'a Perintah) -> Konteks<'a> {
    Konteks {
        profil,
        kini: perintah.kini,
        pelaku: &perintah.pelaku,
    }
}

/// Decides a command. `lama` is the entry as stored (none for a new one), `urut` the next number of its register in
/// this year. Pure: the same arguments give the same decision. O(fields + deadlines).
///
/// # Errors
/// Refusals, wrong fields, stale versions, unknown steps: every kind of [`Galat`] that a person can mend.
pub fn putuskan(
    inventaris: &Inventaris,
    profil: &Profil,
    perintah: &Perintah,
    lama: Option<&Entri>,
    urut: i64,
) -> Result<Putusan, Galat> {
    let k = konteks(profil, perintah);
    // Whoever calls has fetched the profile and the entry by the command's keys; this is the second lock.
    let asing = |e: &Entri| e.daerah != *profil.kode() || e.id != perintah.aksi.id();
    if perintah.daerah != *profil.kode() || lama.is_some_and(asing) {
        return Err(Galat::TidakDitemukan);
    }
    match (&perintah.aksi, lama) {
        (Aksi::Buat { register, id, isi }, None) => {
            Ok(buat(inventaris.cari(register)?, &k, *id, isi)?.nomori(profil, perintah, urut))
        }
        (Aksi::Buat { .. }, Some(_)) => Err(Galat::Bentrok("Entri dengan id ini sudah ada.".into())),
        (_, None) => Err(Galat::TidakDitemukan),
        (aksi, Some(lama)) => {
            let def = inventaris.cari(&lama.register)?;
            let langkah_lapor = matches!(aksi, Aksi::Langkah { .. }) && perintah.pelaku == Pelaku::Sistem;
            if !langkah_lapor && !boleh(profil, def, &perintah.pelaku, Tindakan::Baca, lama) {
                return Err(Galat::TidakDitemukan);
            }
            match aksi {
                Aksi::Ubah { versi, tambal, .. } => ubah(def, &k, lama, *versi, tambal),
                Aksi::Langkah {
                    versi,
                    langkah,
                    isian,
                    ..
                } => ambil_langkah(def, &k, lama, *versi, langkah, isian),
                Aksi::Catat { teks, .. } => catat(def, &k, lama, teks),
                Aksi::Lupakan { versi, alasan, .. } => lupakan(def, &k, lama, *versi, alasan),
                Aksi::Baca { lewat, .. } => baca(&k, lama, *lewat),
                Aksi::Buat { .. } => Err(Galat::TidakDitemukan),
            }
        }
    }
}

fn buat(def: &RegisterDef, k: &Konteks, id: IdEntri, isi: &Peta) -> Result<Siap, Galat> {
    let tolak = || tolak(k.pelaku, "Anda tidak berwenang membuat entri di register ini.");
    let w = wewenang(k.profil, def, k.pelaku, Tindakan::Buat).ok_or_else(tolak)?;
    let mut isi = periksa_objek(&def.medan, isi, k.profil).map_err(Galat::Isian)?;
    (def.aturan)(&mut isi, k)?;
    let awal = def
        .lifecycle
        .awal()
        .ok_or_else(|| Galat::dalam("creating an entry", "life cycle without states"))?;
    let unit = def.pemilik(&isi, k.profil)?;
    jangkau(def, &w, &unit)?;
    let kini = k.kini.as_millisecond();
    let mut entri = Entri {
        id,
        daerah: k.profil.kode().clone(),
        register: def.kode.to_string(),
        nomor: String::new(),
        pemegang: unit.clone(),
        unit,
        keadaan: awal.kode.to_string(),
        versi: 1,
        dibuat: kini,
        diubah: kini,
        jatuh: None,
        otomatis: None,
        terbuka: true,
        terbit: false,
        tenggat: Vec::new(),
        isi,
        kunci: None,
    };
    for (kode, lama) in &def.lifecycle.mulai {
        mulai(&mut entri, k, kode, lama)?;
    }
    selaraskan(def, &mut entri);
    terbaca(def, k, None, &entri)?;
    Ok(Siap {
        tercatat: tercatat(&def.medan, &entri.isi),
        tautan: tautan(def, &entri),
        berkas: berkas(&def.medan, &entri.isi),
        kata: istilah(&def.teks_cari("", &entri.isi)),
        kabar: (def.kabar)(&entri.isi, None, &Peta::new(), &entri),
        ikutan: (def.ikutan)(&entri),
        syarat: (def.syarat)(&entri),
        unik: def.yang_unik(None, &entri),
        entri,
    })
}

fn ubah(def: &RegisterDef, k: &Konteks, lama: &Entri, versi: i64, tambal: &Peta) -> Result<Putusan, Galat> {
    let w = wewenang(k.profil, def, k.pelaku, Tindakan::Ubah).filter(|w| w.memuat(def, lama));
    let w = w.ok_or_else(|| tolak(k.pelaku, "Anda tidak berwenang mengubah entri ini."))?;
    cocokkan(lama, Some(versi))?;
    if def.lifecycle.terkunci.iter().any(|t| *t == lama.keadaan) {
        return Err(Galat::Bentrok(
            "Entri dalam keadaan ini tidak diubah lagi. Ambil salah satu langkahnya.".into(),
        ));
    }
    let mut isi = lama.isi.clone();
    let medan = def.medan_rata();
    for (kunci, nilai) in tambal {
        if medan.iter().any(|m| m.hitung && m.nama == kunci.as_str()) {
            return Err(Galat::medan(
                kunci,
                "Isian ini diisi oleh sistem, tidak dapat diubah langsung.",
            ));
        }
        if nilai.is_null() {
            isi.remove(kunci)
        } else {
            isi.insert(kunci.clone(), nilai.clone())
        };
    }
    let mut isi = periksa_objek(&def.medan, &isi, k.profil).map_err(Galat::Isian)?;
    for m in medan.iter().filter(|m| m.hitung) {
        if let Some(v) = lama.isi.get(m.nama.as_ref()) {
            isi.insert(m.nama.to_string(), v.clone());
        }
    }
    (def.aturan)(&mut isi, k)?;
    let mut beda = Peta::new();
    for m in &medan {
        let nama = m.nama.as_ref();
        let (dulu, kini) = (lama.isi.get(nama), isi.get(nama));
        if dulu != kini {
            // Of a secret, the story says that it changed and no more.
            let tampak = |v: Option<&Value>| v.and_then(|v| satu(m, v, Pandangan::Pribadi));
            beda.insert(
                nama.to_owned(),
                serde_json::json!({ "dari": tampak(dulu), "ke": tampak(kini) }),
            );
        }
    }
    let mut entri = maju(lama, k);
    entri.isi = isi;
    tidak_turun(def, k, lama, &entri)?;
    if pindah_pemilik(def, k, &mut entri, lama)? {
        jangkau(def, &w, &entri.unit)?;
    }
    selesaikan(def, k, lama, entri, (Kejadian::Diubah, Terlihat::Internal), beda)
}

fn ambil_langkah(
    def: &RegisterDef,
    k: &Konteks,
    lama: &Entri,
    versi: Option<i64>,
    kode: &str,
    isian: &Peta,
) -> Result<Putusan, Galat> {
    let Some(l) = def.lifecycle.langkah(kode, &lama.keadaan) else {
        return Err(if def.lifecycle.langkah.iter().any(|l| l.kode == kode) {
            cocokkan(lama, versi)?;
            let keadaan = def
                .lifecycle
                .keadaan(&lama.keadaan)
                .map_or("", |s| s.label.as_ref());
            Galat::Bentrok(
                crate::Pesan::baru("Langkah ini tidak dapat diambil: entri sekarang berkeadaan “{keadaan}”.")
                    .dengan("keadaan", keadaan),
            )
        } else {
            Galat::TidakDitemukan
        });
    };
    if !boleh_langkah(k.profil, def, k.pelaku, &l.oleh, lama) {
        return Err(tolak(k.pelaku, "Langkah ini bukan wewenang Anda pada entri ini."));
    }
    cocokkan(lama, versi)?;
    let isian = periksa_objek(&l.isian, isian, k.profil).map_err(Galat::Isian)?;
    if *k.pelaku == Pelaku::Sistem {
        tenggat_habis(l, lama, k)?;
    }
    let mut entri = maju(lama, k);
    for nama in &l.salin {
        match isian.get(nama.as_ref()) {
            Some(v) => entri.isi.insert(nama.to_string(), v.clone()),
            None => entri.isi.remove(nama.as_ref()),
        };
    }
    (def.saat_langkah)(&mut entri.isi, kode, &isian, lama, k)?;
    (def.aturan)(&mut entri.isi, k)?;
    pindah_pemilik(def, k, &mut entri, lama)?;
    if let Some(ke) = &l.ke {
        entri.keadaan = ke.to_string();
    }
    entri.pemegang = match &l.pindah {
        Pindah::Tetap => entri.pemegang,
        Pindah::KePemilik => entri.unit.clone(),
        Pindah::KeIsian(n) => match isian
            .get(n.as_ref())
            .and_then(Value::as_str)
            .and_then(|s| k.profil.unit(s))
        {
            Some(u) => u.kode.clone(),
            None => return Err(Galat::medan(n.to_string(), "Pilih perangkat daerah dari daftar.")),
        },
        Pindah::KeMedan(n) => match k.profil.unit(entri.teks(n)) {
            Some(u) => u.kode.clone(),
            None => return Err(Galat::medan(n.to_string(), "Pilih perangkat daerah dari daftar.")),
        },
        Pindah::KeFungsi(f) => match k.profil.fungsi(f) {
            Some(u) => u.clone(),
            None => {
                return Err(Galat::dalam(
                    "moving an entry",
                    format!("no unit holds the function {f}"),
                ));
            }
        },
    };
    let kini = k.kini.as_millisecond();
    for t in entri.tenggat.iter_mut().filter(|t| t.berjalan()) {
        if l.henti.iter().any(|h| *h == t.kode) {
            t.henti = Some(kini);
        }
    }
    for (tenggat, lama) in &l.mulai {
        mulai(&mut entri, k, tenggat, lama)?;
    }
    let kejadian = Kejadian::Langkah {
        langkah: kode.to_owned(),
        dari: lama.keadaan.clone(),
        ke: entri.keadaan.clone(),
    };
    let mut tautan = Vec::new();
    if let Some((medan, jenis)) = &l.tautkan
        && let (Some(ke), Some(Jenis::Rujukan(register))) = (
            isian
                .get(medan.as_ref())
                .and_then(Value::as_str)
                .and_then(|s| s.parse().ok())
                .map(IdEntri),
            l.isian.iter().find(|m| m.nama == *medan).map(|m| &m.jenis),
        )
    {
        if ke == entri.id {
            return Err(Galat::medan(
                medan.to_string(),
                "Pilih entri lain, bukan entri ini sendiri.",
            ));
        }
        tautan.push(Tautan {
            dari: entri.id,
            jenis: jenis.to_string(),
            ke,
            register: register.to_string(),
            medan: medan.to_string(),
            induk: false,
        });
    }
    let mut p = selesaikan(
        def,
        k,
        lama,
        entri,
        (kejadian, l.terlihat),
        tercatat(&l.isian, &isian),
    )?;
    p.tautan.extend(tautan);
    for b in berkas(&l.isian, &isian) {
        // A file that was also copied into the entry is there already.
        if !p.berkas.iter().any(|(id, _)| *id == b.0) {
            p.berkas.push(b);
        }
    }
    p.kabar = (def.kabar)(&p.entri.isi, Some(kode), &isian, &p.entri);
    Ok(p)
}

/// The program itself steps only when the deadline it waits for has really run out, or when another entry's command
/// carries this one along.
fn tenggat_habis(l: &Langkah, e: &Entri, k: &Konteks) -> Result<(), Galat> {
    let habis = |kode: &str| {
        e.tenggat
            .iter()
            .any(|t| t.kode == kode && t.berjalan() && t.terlambat(k.kini))
    };
    match &l.otomatis {
        Some(kode) if habis(kode) => Ok(()),
        None if l.ikutan => Ok(()),
        _ => Err(Galat::Bentrok(
            "Tenggat untuk langkah otomatis ini belum habis.".into(),
        )),
    }
}

fn catat(def: &RegisterDef, k: &Konteks, lama: &Entri, teks: &str) -> Result<Putusan, Galat> {
    if !boleh(k.profil, def, k.pelaku, Tindakan::Catat, lama) {
        return Err(tolak(k.pelaku, "Anda tidak berwenang mencatat pada entri ini."));
    }
    let medan = [Medan::baru("catatan", "Catatan", Jenis::Panjang { maks: 5_000 })];
    let isi: Peta = [("catatan".to_owned(), Value::from(teks))].into_iter().collect();
    let isi = periksa_objek(&medan, &isi, k.profil).map_err(Galat::Isian)?;
    selesaikan(
        def,
        k,
        lama,
        maju(lama, k),
        (Kejadian::Catatan, Terlihat::Internal),
        isi,
    )
}

/// Personal and secret fields go, and with them the key that opens them in the story. A state that locks fields does
/// not lock this: the right to be forgotten outlives the case.
fn lupakan(def: &RegisterDef, k: &Konteks, lama: &Entri, versi: i64, alasan: &str) -> Result<Putusan, Galat> {
    if !boleh(k.profil, def, k.pelaku, Tindakan::Lupakan, lama) {
        return Err(tolak(
            k.pelaku,
            "Anda tidak berwenang menghapus data pribadi pada entri ini.",
        ));
    }
    cocokkan(lama, Some(versi))?;
    let medan = [Medan::baru("alasan", "Alasan", Jenis::Teks { maks: 200 })];
    let isi: Peta = [("alasan".to_owned(), Value::from(alasan))].into_iter().collect();
    let mut isi = periksa_objek(&medan, &isi, k.profil).map_err(Galat::Isian)?;
    let mut entri = maju(lama, k);
    let hilang: Vec<&str> = yang_ditutup(&def.medan)
        .into_iter()
        .filter(|m| entri.isi.remove(*m).is_some())
        .collect();
    if hilang.is_empty() && lama.kunci.is_none() {
        return Err(Galat::Bentrok("Entri ini tidak lagi memuat data pribadi.".into()));
    }
    isi.insert("medan".into(), hilang.into());
    entri.kunci = None;
    selesaikan(def, k, lama, entri, (Kejadian::Dilupakan, Terlihat::Pelapor), isi)
}

/// The entry stays as it is, to the last column. Whoever filed it reads their own, and the program reads for nobody.
fn baca(k: &Konteks, lama: &Entri, lewat: Lewat) -> Result<Putusan, Galat> {
    if k.pelaku.akun().is_none() {
        return Err(Galat::TidakDitemukan);
    }
    let isi = peristiwa(
        k,
        lama,
        Kejadian::Dibaca { lewat },
        Terlihat::Internal,
        Peta::new(),
    );
    Ok(Putusan {
        peristiwa: IsiPeristiwa {
            waktu: k.kini.as_millisecond().max(lama.diubah),
            ..isi
        },
        entri: lama.clone(),
        baru: false,
        tautan: Vec::new(),
        berkas: Vec::new(),
        cari: None,
        kabar: Vec::new(),
        ikutan: Vec::new(),
        syarat: Vec::new(),
        dilepas: Vec::new(),
        unik: None,
        dituntut: false,
    })
}

/// What an event keeps of fields: all but secrets, which are never shown again, so no story needs them.
fn tercatat(medan: &[Medan], isi: &Peta) -> Peta {
    saring(medan, isi, Pandangan::Pribadi)
}

/// Who names the owner of an entry may name only units that their right reaches.
fn jangkau(def: &RegisterDef, w: &Wewenang, unit: &KodeUnit) -> Result<(), Galat> {
    match (&def.milik, w.lingkup()) {
        (
            Milik::Medan(m),
            Lingkup::Sebagian {
                terbit: false,
                unit: dekat,
                pegang,
                milik,
                sendiri: None,
            },
        ) if ![dekat, pegang, milik].iter().any(|u| u.contains(unit)) => Err(Galat::medan(
            m.to_string(),
            "Pilih perangkat daerah tempat Anda bertugas.",
        )),
        _ => Ok(()),
    }
}

/// The owner follows the field that names it, and with the owner an entry that the owner itself holds.
fn pindah_pemilik(def: &RegisterDef, k: &Konteks, e: &mut Entri, lama: &Entri) -> Result<bool, Galat> {
    let Milik::Medan(m) = &def.milik else {
        return Ok(false);
    };
    if e.isi.get(m.as_ref()) == lama.isi.get(m.as_ref()) {
        return Ok(false);
    }
    let unit = def.pemilik(&e.isi, k.profil)?;
    if e.pemegang == e.unit {
        e.pemegang = unit.clone();
    }
    e.unit = unit;
    Ok(true)
}

fn tolak(pelaku: &Pelaku, pesan: &'static str) -> Galat {
    if *pelaku == Pelaku::Publik {
        Galat::PerluMasuk
    } else {
        Galat::Ditolak(pesan.into())
    }
}

fn cocokkan(e: &Entri, versi: Option<i64>) -> Result<(), Galat> {
    if versi.is_some_and(|v| v != e.versi) {
        Err(Galat::VersiBasi { kini: e.versi })
    } else {
        Ok(())
    }
}

fn maju(lama: &Entri, k: &Konteks) -> Entri {
    // A clock set back never makes a story run backwards.
    Entri {
        versi: lama.versi + 1,
        diubah: k.kini.as_millisecond().max(lama.diubah),
        ..lama.clone()
    }
}

fn nomor(k: &Konteks, urut: i64) -> String {
    let tahun = k.profil.kalender.setempat(k.kini).year();
    format!("{}-{tahun}-{urut:06}", k.profil.daerah.awalan_nomor)
}

fn mulai(e: &mut Entri, k: &Konteks, kode: &str, lama: &Lama) -> Result<(), Galat> {
    let jatuh = jatuh_tempo(k, lama, &e.isi)?.as_millisecond();
    e.tenggat.retain(|t| t.kode != kode);
    e.tenggat.push(Tenggat {
        kode: kode.to_owned(),
        mulai: k.kini.as_millisecond(),
        jatuh,
        henti: None,
    });
    Ok(())
}

/// When a deadline that begins now would be due, for an entry with these fields.
///
/// # Errors
/// When the profile has no limit under that name.
pub fn jatuh_tempo(k: &Konteks, lama: &Lama, isi: &Peta) -> Result<Timestamp, Galat> {
    let hari = match lama {
        Lama::HariKerja(n) => *n,
        Lama::Sla(kunci) => {
            let kunci = match kunci
                .split_once('{')
                .and_then(|(a, z)| Some((a, z.strip_suffix('}')?)))
            {
                Some((awal, medan)) => {
                    format!(
                        "{awal}{}",
                        isi.get(medan).and_then(Value::as_str).unwrap_or_default()
                    )
                }
                None => kunci.to_string(),
            };
            let hari = k.profil.daerah.sla.hari(&kunci);
            hari.ok_or_else(|| {
                Galat::dalam("starting a deadline", format!("the profile has no limit {kunci}"))
            })?
        }
    };
    Ok(k.profil.kalender.jatuh_tempo(k.kini, hari))
}

/// Brings the columns that follow from others up to date: they are never set by hand.
fn selaraskan(def: &RegisterDef, e: &mut Entri) {
    let otomatis = |t: &Tenggat| {
        def.lifecycle
            .dari(&e.keadaan)
            .any(|l| l.otomatis.as_deref() == Some(t.kode.as_str()))
    };
    let jalan = || e.tenggat.iter().filter(|t| t.berjalan());
    let (jatuh, sendiri) = (
        jalan().filter(|t| !otomatis(t)).map(|t| t.jatuh).min(),
        jalan().filter(|t| otomatis(t)).map(|t| t.jatuh).min(),
    );
    e.terbuka = def
        .lifecycle
        .keadaan(&e.keadaan)
        .is_some_and(|k| k.giliran != Giliran::Selesai);
    // In a final state it is nobody's turn, so nobody is late.
    e.jatuh = jatuh.filter(|_| e.terbuka);
    e.otomatis = sendiri;
    e.terbit = (def.terbit)(&e.isi, &e.keadaan);
}

fn selesaikan(
    def: &RegisterDef,
    k: &Konteks,
    lama: &Entri,
    mut entri: Entri,
    (kejadian, terlihat): (Kejadian, Terlihat),
    isi: Peta,
) -> Result<Putusan, Galat> {
    selaraskan(def, &mut entri);
    terbaca(def, k, Some(lama), &entri)?;
    let berubah = matches!(kejadian, Kejadian::Diubah | Kejadian::Langkah { .. });
    let peristiwa = peristiwa(k, &entri, kejadian, terlihat, isi);
    let ikutan = if berubah { (def.ikutan)(&entri) } else { Vec::new() };
    let mut dilepas = if berubah { (def.ikutan)(lama) } else { Vec::new() };
    dilepas.retain(|l| !ikutan.iter().any(|i| i.ke == l.ke && i.langkah == l.langkah));
    let mut syarat = if berubah { (def.syarat)(&entri) } else { Vec::new() };
    if !syarat.is_empty() {
        let dulu = (def.syarat)(lama);
        syarat.retain(|s| !dulu.contains(s));
    }
    let pindah = entri.keadaan != lama.keadaan;
    Ok(Putusan {
        tautan: tautan(def, &entri),
        berkas: berkas(&def.medan, &entri.isi),
        cari: berubah.then(|| gabung(&istilah(&def.teks_cari(&entri.nomor, &entri.isi)))),
        ikutan,
        syarat,
        dilepas,
        unik: def.yang_unik(Some(lama), &entri),
        dituntut: pindah && def.lifecycle.dari(&entri.keadaan).any(|l| l.lepas.is_some()),
        entri,
        baru: false,
        peristiwa,
        kabar: Vec::new(),
    })
}

fn peristiwa(k: &Konteks, e: &Entri, kejadian: Kejadian, terlihat: Terlihat, isi: Peta) -> IsiPeristiwa {
    IsiPeristiwa {
        daerah: e.daerah.clone(),
        register: e.register.clone(),
        entri: e.id,
        versi: e.versi,
        waktu: e.diubah,
        oleh: OlehSiapa::from(k.pelaku),
        kejadian,
        pemegang: e.pemegang.0.clone(),
        terlihat,
        isi,
        sidik: None,
    }
}

fn tautan(def: &RegisterDef, e: &Entri) -> Vec<Tautan> {
    let mut hasil: Vec<Tautan> = Vec::new();
    telusuri(&def.medan, &e.isi, &mut |awal, m, _, v| {
        let Jenis::Rujukan(register) = &m.jenis else {
            return;
        };
        let Some(ke) = v.as_str().and_then(|s| s.parse().ok()).map(IdEntri) else {
            return;
        };
        // Two parts that name one entry make one link: `rincian.0.acuan` and `rincian.1.acuan` are `rincian.acuan`.
        let jalan = format!("{awal}{}", m.nama);
        let nama = jalan
            .split('.')
            .filter(|b| !b.bytes().all(|c| c.is_ascii_digit()));
        let jenis = nama.collect::<Vec<_>>().join(".");
        if !hasil.iter().any(|t| t.jenis == jenis && t.ke == ke) {
            hasil.push(Tautan {
                dari: e.id,
                jenis,
                ke,
                register: register.to_string(),
                induk: def.induk.as_deref() == Some(jalan.as_str()),
                medan: jalan,
            });
        }
    });
    hasil
}

fn berkas(medan: &[Medan], isi: &Peta) -> Vec<(Uuid, String)> {
    let mut hasil: Vec<(Uuid, String)> = Vec::new();
    telusuri(medan, isi, &mut |awal, m, _, v| {
        let (Jenis::Berkas { .. }, Value::Array(a)) = (&m.jenis, v) else {
            return;
        };
        for id in a.iter().filter_map(|v| v.as_str()?.parse().ok()) {
            if !hasil.iter().any(|(lama, _)| *lama == id) {
                hasil.push((id, format!("{awal}{}", m.nama)));
            }
        }
    });
    hasil
}

/// The unit that holds an entry, for messages that name it.
pub fn pemegang<'a>(profil: &'a Profil, e: &'a Entri) -> &'a str {
    let KodeUnit(kode) = &e.pemegang;
    profil.nama_unit(kode)
}

#[cfg(test)]
mod tests;
