//! Lists: filtered, sorted, paged by cursor, narrowed to what the asker may see. All of it in SQL that uses the
//! indexes made for the fields a register declares as filterable or sortable.

use data_encoding::BASE64URL_NOPAD;
use kernel::{
    Galat, Jenis, Medan, Pelaku, Pesan, RegisterDef,
    izin::{Jangkauan, Lingkup, Wewenang},
    nilai::dari_teks,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Store, Tampak, kolom, pada, pribadi::baca};

pub(crate) mod indeks;
pub(crate) mod lite;
pub(crate) mod lumrah;
pub(crate) mod pg;
pub(crate) mod susun;

/// Beyond any real moment, for entries without deadline: they sort last.
const TAK_HINGGA: i64 = 9_007_199_254_740_991;

/// Before any real number: an entry without a value is not one with zero.
const KOSONG: i64 = -9_007_199_254_740_992;

/// What a list can be sorted or grouped by: what every entry has, or a field of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kolom {
    /// Time of creation (the id sorts so).
    Dibuat,
    /// Time of the last change.
    Diubah,
    /// Next deadline.
    Jatuh,
    /// State.
    Keadaan,
    /// Unit that holds it.
    Pemegang,
    /// A field declared filterable or sortable.
    Medan(String),
}

impl Kolom {
    /// The column of that name in a register.
    pub fn dari(def: &RegisterDef, nama: &str) -> Option<Self> {
        match nama {
            "dibuat" => Some(Kolom::Dibuat),
            "diubah" => Some(Kolom::Diubah),
            "jatuh" => Some(Kolom::Jatuh),
            "keadaan" => Some(Kolom::Keadaan),
            "pemegang" => Some(Kolom::Pemegang),
            _ => def
                .medan(nama)
                .filter(terurut)
                .map(|m| Kolom::Medan(m.nama.to_string())),
        }
    }
}

/// Order of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urut {
    /// By what.
    pub kolom: Kolom,
    /// Largest first.
    pub turun: bool,
}

impl Default for Urut {
    fn default() -> Self {
        Urut {
            kolom: Kolom::Dibuat,
            turun: true,
        }
    }
}

/// What entries a list holds; everything empty: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saringan {
    /// Any of these states.
    pub keadaan: Vec<String>,
    /// Held by any of these units.
    pub pemegang: Vec<String>,
    /// Field and the values it may have.
    pub medan: Vec<(String, Vec<String>)>,
    /// Open or final.
    pub terbuka: Option<bool>,
    /// A deadline was missed before this moment, ms.
    pub jatuh_sebelum: Option<i64>,
    /// Created at or after, ms.
    pub sejak: Option<i64>,
    /// Created before, ms.
    pub sebelum: Option<i64>,
    /// Changed at or after, ms.
    pub diubah_sejak: Option<i64>,
    /// Changed before, ms.
    pub diubah_sebelum: Option<i64>,
    /// Its point lies in here.
    pub kotak: Option<Kotak>,
    /// Words that must all occur.
    pub kata: String,
}

/// A box on the globe, both sides included, in millionths of a degree: as fine as points are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kotak {
    /// South and north.
    pub lintang: (i64, i64),
    /// West and east.
    pub bujur: (i64, i64),
}

impl Kotak {
    /// The fields that hold the point of an entry.
    const MEDAN: [&'static str; 2] = ["lat", "lon"];
}

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub struct Daftar {
    /// Which entries.
    pub saring: Saringan,
    /// In what order.
    pub urut: Urut,
    /// Where the page before ended.
    pub setelah: Option<Kursor>,
    /// How many; 1 to 500.
    pub batas: usize,
}

/// Where a page ended: opaque to those who carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kursor {
    n: Nilai,
    id: Uuid,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Nilai {
    Kosong(()),
    Angka(i64),
    Teks(String),
}

impl Kursor {
    /// As it stands in an address.
    pub fn tulis(&self) -> String {
        serde_json::to_vec(self)
            .map(|b| BASE64URL_NOPAD.encode(&b))
            .unwrap_or_default()
    }

    /// Read back; wrong ones are told so.
    pub fn baca(s: &str) -> Result<Self, Galat> {
        let b = BASE64URL_NOPAD.decode(s.as_bytes()).ok();
        b.and_then(|b| serde_json::from_slice(&b).ok()).ok_or_else(|| {
            Galat::medan(
                "kursor",
                "Kursor ini tidak dikenal. Mulai lagi dari halaman pertama.",
            )
        })
    }
}

/// A page.
#[derive(Clone, Debug)]
pub struct Halaman {
    /// The entries, as the asker sees them.
    pub entri: Vec<Tampak>,
    /// Where the next page begins; none on the last.
    pub berikut: Option<Kursor>,
}

/// How many entries a list holds, as far as it was worth counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taksiran {
    /// So many were counted.
    pub n: i64,
    /// There are no more than those.
    pub tepat: bool,
}

impl Taksiran {
    fn dari(n: i64, batas: i64) -> Self {
        Taksiran { n, tepat: n < batas }
    }
}

/// How the values of a field are compared, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cara {
    /// As whole numbers.
    Angka,
    /// Byte by byte, alike on both databases whatever the server's locale says.
    Teks,
    /// Yes or no.
    Benar,
    /// By the first day of a period.
    Awal,
    /// Several values: a list can be filtered by any of them, but not sorted.
    Butir,
    /// Not at all.
    Tidak,
}

fn cara(m: &Medan) -> Cara {
    match m.jenis {
        Jenis::Bilangan { .. } | Jenis::Uang => Cara::Angka,
        Jenis::YaTidak => Cara::Benar,
        Jenis::Periode => Cara::Awal,
        Jenis::Beberapa(_) | Jenis::Daftar { .. } | Jenis::Berkas { .. } => Cara::Butir,
        Jenis::Lintang | Jenis::Bujur | Jenis::Tempat | Jenis::Orang | Jenis::Bagian(_) => Cara::Tidak,
        _ => Cara::Teks,
    }
}

/// Whether a list can be sorted and grouped by the field.
fn terurut(m: &Medan) -> bool {
    (m.urut || m.saring) && !matches!(cara(m), Cara::Butir | Cara::Tidak)
}

/// A text inside an SQL literal.
pub(crate) fn kutip(s: &str) -> String {
    s.replace('\'', "''")
}

/// The expression by which a field is filtered and sorted. `banding` is the driver's collation of plain bytes.
fn ungkapan(m: &Medan, banding: &str) -> String {
    let nama = kutip(&m.nama);
    match cara(m) {
        Cara::Angka => format!("coalesce(cast(isi->>'{nama}' as bigint), {KOSONG})"),
        Cara::Benar => format!("(coalesce(cast(isi->'{nama}' as text), ''){banding})"),
        Cara::Awal => format!("(coalesce(isi->'{nama}'->>'mulai', ''){banding})"),
        Cara::Teks | Cara::Butir | Cara::Tidak => format!("(coalesce(isi->>'{nama}', ''){banding})"),
    }
}

/// The entries that a list may hold: with every field it is filtered, sorted or counted by, only those in which the
/// asker sees that field.
fn jangkauan<'w>(
    def: &RegisterDef,
    w: &'w Wewenang,
    s: &Saringan,
    kolom: Option<&Kolom>,
) -> Result<&'w Jangkauan, Galat> {
    let kolom = kolom.and_then(|k| match k {
        Kolom::Medan(n) => Some(n),
        _ => None,
    });
    let mut lingkup = w.jangkauan();
    let titik = s.kotak.iter().flat_map(|_| Kotak::MEDAN);
    let medan = s.medan.iter().map(|(n, _)| n).chain(kolom).map(String::as_str);
    for nama in medan.chain(titik) {
        let m = def.medan(nama).ok_or_else(|| tak_dikenal(def, nama))?;
        let seluas = w.lingkup_medan(&m).ok_or_else(|| tak_dikenal(def, nama))?;
        // Two reaches at most: all entries, or those seen from inside.
        if !m.publik {
            lingkup = seluas;
        }
    }
    Ok(lingkup)
}

/// Whether exactly what everybody may see is reached.
fn terbuka_saja(j: &Jangkauan) -> bool {
    matches!(j.lingkup(), Lingkup::Sebagian { terbit: true, unit, pegang, milik, sendiri: None }
        if [unit, pegang, milik].iter().all(|u| u.is_empty()))
}

fn kursor_lain() -> Galat {
    Galat::medan(
        "kursor",
        "Kursor ini milik urutan yang lain. Mulai lagi dari halaman pertama.",
    )
}

fn tak_dikenal(def: &RegisterDef, nama: &str) -> Galat {
    let daftar: Vec<String> = def.saringan().iter().map(|m| m.nama.to_string()).collect();
    let nama: String = nama.chars().take(60).collect();
    Galat::medan(
        nama,
        Pesan::baru("Saringan ini tidak ada. Yang ada: {daftar}.").dengan("daftar", daftar.join(", ")),
    )
}

/// The values that can be stored at all: NUL stands in none, and PostgreSQL takes none. Never empty, so that nothing
/// fits where only such values were asked for.
fn tersimpan(nilai: &[String]) -> Vec<String> {
    let ada: Vec<String> = nilai.iter().filter(|n| !crate::mustahil(n)).cloned().collect();
    // No stored text ends with a blank.
    if ada.is_empty() { vec![" ".into()] } else { ada }
}

fn angka(m: &Medan, nilai: &str) -> Result<i64, Galat> {
    match nilai.trim() {
        "" => Ok(KOSONG),
        n => dari_teks(&m.jenis, n)
            .as_i64()
            .ok_or_else(|| Galat::medan(m.nama.to_string(), "Isi dengan angka bulat.")),
    }
}

fn benar(m: &Medan, nilai: &str) -> Result<String, Galat> {
    let b = dari_teks(&m.jenis, nilai).as_bool();
    b.map(|b| b.to_string())
        .ok_or_else(|| Galat::medan(m.nama.to_string(), "Isi true atau false."))
}

/// The expression of a column; none for the id, by which every list is sorted in the end.
fn kolom_sql(def: &RegisterDef, k: &Kolom, banding: &str) -> Result<Option<String>, Galat> {
    Ok(match k {
        Kolom::Dibuat => None,
        Kolom::Diubah => Some("diubah".into()),
        Kolom::Jatuh => Some(format!("coalesce(jatuh, {TAK_HINGGA})")),
        Kolom::Keadaan => Some("keadaan".into()),
        Kolom::Pemegang => Some("pemegang".into()),
        Kolom::Medan(n) => {
            let m = def.medan(n).filter(terurut).ok_or_else(|| tak_dikenal(def, n))?;
            Some(ungkapan(&m, banding))
        }
    })
}

/// Whether a column holds numbers.
fn berangka(def: &RegisterDef, k: &Kolom) -> bool {
    match k {
        Kolom::Diubah | Kolom::Jatuh => true,
        Kolom::Medan(n) => def.medan(n).is_some_and(|m| cara(&m) == Cara::Angka),
        _ => false,
    }
}

fn kursor(def: &RegisterDef, k: &Kolom, t: &kernel::Entri) -> Kursor {
    let n = match k {
        Kolom::Dibuat => Nilai::Kosong(()),
        Kolom::Diubah => Nilai::Angka(t.diubah),
        Kolom::Jatuh => Nilai::Angka(t.jatuh.unwrap_or(TAK_HINGGA)),
        Kolom::Keadaan => Nilai::Teks(t.keadaan.clone()),
        Kolom::Pemegang => Nilai::Teks(t.pemegang.0.clone()),
        Kolom::Medan(n) => {
            let v = t.isi.get(n);
            let teks = |v: Option<&Value>| v.and_then(Value::as_str).unwrap_or_default().to_owned();
            match def.medan(n).map(|m| cara(&m)) {
                Some(Cara::Angka) => Nilai::Angka(v.and_then(Value::as_i64).unwrap_or(KOSONG)),
                Some(Cara::Benar) => Nilai::Teks(
                    v.and_then(Value::as_bool)
                        .map(|b| b.to_string())
                        .unwrap_or_default(),
                ),
                Some(Cara::Awal) => Nilai::Teks(teks(v.and_then(|v| v.get("mulai")))),
                _ => Nilai::Teks(teks(v)),
            }
        }
    };
    Kursor { n, id: t.id.0 }
}

/// The value of a group as a filter takes it: what is missing is empty.
fn nama_kelompok(def: &RegisterDef, k: &Kolom, nilai: String) -> String {
    let cara = match k {
        Kolom::Medan(n) => def.medan(n).map(|m| cara(&m)),
        _ => None,
    };
    match (cara, nilai.as_str()) {
        (Some(Cara::Benar), "true") => "ya".to_owned(),
        (Some(Cara::Benar), "false") => "tidak".to_owned(),
        (_, n) if berangka(def, k) && [KOSONG, TAK_HINGGA].iter().any(|k| k.to_string() == n) => {
            String::new()
        }
        _ => nilai,
    }
}

/// What is read of every entry of a list.
const PILIH: &str = concat!("select ", kolom!(), " from entri");

impl Store {
    /// A page of a list. The permission says whose entries; the reader's view says how much of each.
    ///
    /// An order is walked until the page is full: O(page / share of what passes the filters + log n), flat as entries
    /// grow. In a register that grows the walk stays inside a wide index (by creation, by deadline) and costs a fraction of a microsecond an entry; a filter that a thousand entries pass at most is gone
    /// through by its own index instead, so no walk is long for want of one value. What remains linear is a
    /// conjunction that hardly anything passes while each of its filters passes much: O(entries of the state).
    /// Words: the newest come first as they are found, O(page); in another order the newest fifty thousand with the
    /// words are sorted on SQLite, and PostgreSQL walks the order.
    ///
    /// # Errors
    /// Filters, orders and cursors that do not exist are told at their name.
    pub async fn daftar(&self, w: &Wewenang, pelaku: &Pelaku, d: &Daftar) -> Result<Halaman, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let profil = self.daerah.get(w.daerah()).ok_or(Galat::TidakDitemukan)?.clone();
        let entri = match &self.db {
            crate::Db::Lite { baca, .. } => {
                let mut semua = Vec::new();
                for q in lite::daftar(baca, &self.lumrah, &def, w, d).await? {
                    if semua.len() <= d.batas.clamp(1, 500) {
                        semua.extend(crate::lite::entri::banyak(baca, q).await?);
                    }
                }
                semua
            }
            crate::Db::Pg(kolam) => {
                crate::pg::entri::banyak(kolam, pg::daftar(kolam, &self.lumrah, &def, w, d).await?).await?
            }
        };
        let mut entri = baca(&self.cincin, entri);
        let lebih = entri.len() > d.batas.clamp(1, 500);
        entri.truncate(d.batas.clamp(1, 500));
        let berikut = entri
            .last()
            .filter(|_| lebih)
            .map(|e| kursor(&def, &d.urut.kolom, e));
        let entri = entri
            .into_iter()
            .filter_map(|e| Tampak::dari(&profil, &def, pelaku, e))
            .collect();
        Ok(Halaman { entri, berikut })
    }

    /// Entries with their point in the box of `s`, in no order, at most `batas`: what lies near. Public entries are
    /// found by an index of points, which in a register that grows holds what is filtered by: O(entries in the band of
    /// latitude, inside the index, at worst).
    ///
    /// # Errors
    /// As [`Store::daftar`].
    pub async fn di_kotak(
        &self,
        w: &Wewenang,
        pelaku: &Pelaku,
        s: &Saringan,
        batas: i64,
    ) -> Result<Vec<Tampak>, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let profil = self.daerah.get(w.daerah()).ok_or(Galat::TidakDitemukan)?.clone();
        let entri = match &self.db {
            crate::Db::Lite { baca, .. } => {
                let mut q = lite::di_kotak(&def, w, s)?;
                q.push(" limit ").push_bind(batas);
                crate::lite::entri::banyak(baca, q).await?
            }
            crate::Db::Pg(kolam) => {
                let mut q = pg::di_kotak(&def, w, s)?;
                q.push(" limit ").push_bind(batas);
                crate::pg::entri::banyak(kolam, q).await?
            }
        };
        let tampak = |e| Tampak::dari(&profil, &def, pelaku, e);
        Ok(baca(&self.cincin, entri).into_iter().filter_map(tampak).collect())
    }

    /// How many entries a list holds, counted up to `batas` (a count beyond it costs as much as the list is long).
    ///
    /// # Errors
    /// As [`Store::daftar`].
    pub async fn jumlah(&self, w: &Wewenang, s: &Saringan, batas: i64) -> Result<i64, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        pada!(&self.db, sql, kolam, baca => {
            let q = sql::susun::semua("select count(*) from (select 1 from entri", &def, w, s, None)?;
            sql::entri::jumlah(kolam, q, batas).await
        })
    }

    /// How many entries a list holds, counted within a bounded window and up to `batas`: for a heading, where "at
    /// least so many" will do. O(window), whatever the number of entries.
    ///
    /// # Errors
    /// As [`Store::daftar`].
    pub async fn taksir(&self, w: &Wewenang, s: &Saringan, batas: i64) -> Result<Taksiran, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        match &self.db {
            crate::Db::Lite { baca, .. } => lite::taksir(baca, &self.lumrah, &def, w, s, batas).await,
            crate::Db::Pg(kolam) => pg::taksir(kolam, &self.lumrah, &def, w, s, batas).await,
        }
    }

    /// How many entries of a list there are for each value of a column, most first, at most 200 values. Values stand
    /// as a filter takes them: `ya` and `tidak`, empty where nothing was said. O(list).
    ///
    /// # Errors
    /// As [`Store::daftar`].
    pub async fn kelompok(&self, w: &Wewenang, s: &Saringan, k: &Kolom) -> Result<Vec<(String, i64)>, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let hasil = pada!(&self.db, sql, kolam, baca => {
            let kolom = kolom_sql(&def, k, sql::BANDING)?.ok_or_else(|| tak_dikenal(&def, "dibuat"))?;
            let kepala = format!("select cast({kolom} as text), count(*) from entri");
            let mut q = sql::susun::semua(&kepala, &def, w, s, Some(k))?;
            q.push(format!(" group by {kolom} order by 2 desc, 1 limit 200"));
            sql::entri::kelompok(kolam, q).await?
        });
        Ok(hasil
            .into_iter()
            .map(|(nilai, n)| (nama_kelompok(&def, k, nilai), n))
            .collect())
    }
}
