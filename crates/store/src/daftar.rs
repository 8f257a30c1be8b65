//! Lists: filtered, sorted, paged by cursor, narrowed to what the asker may see. All of it in SQL that uses the
//! indexes made for the fields a register declares as filterable or sortable.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use kernel::{
    Galat, Jenis, Medan, Pelaku, Pesan, RegisterDef,
    izin::{Lingkup, Wewenang},
    nilai::dari_teks,
    search,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::{Store, Tampak};

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

/// Name of the index of a field and the statement that makes it, if the field is compared by one; it serves
/// filtering, sorting and paging. The name tells expressions apart, so that a field of another kind gets another one.
pub(crate) fn indeks(def: &RegisterDef, m: &Medan, banding: &str) -> Option<(String, String)> {
    if !terurut(m) {
        return None;
    }
    let (register, ungkapan) = (kutip(&def.kode), ungkapan(m, banding));
    let sidik = Sha256::digest(format!("{} {} {ungkapan}", def.kode, m.nama));
    // PostgreSQL cuts names after 63 bytes.
    let awal: String = format!("entri_{}_{}", def.kode, m.nama)
        .chars()
        .filter(char::is_ascii)
        .take(54)
        .collect();
    let nama = format!("{awal}_{}", HEXLOWER.encode(sidik.get(..4).unwrap_or_default())).replace('"', "");
    let sql = format!(
        "create index if not exists \"{nama}\" on entri (daerah, ({ungkapan}), id) where register = '{register}'"
    );
    Some((nama, sql))
}

/// The index of public entries by their last change, which feeds and other machines ask for; made like those of
/// fields, so that it needs no migration.
pub(crate) fn indeks_diubah() -> (String, String) {
    let nama = "entri_terbit_diubah";
    let sql =
        format!("create index if not exists {nama} on entri (daerah, register, diubah, id) where terbit");
    (nama.into(), sql)
}

/// The index of a register's entries by their last change, for who follows them; made like those of fields.
pub(crate) fn indeks_ikuti(def: &RegisterDef) -> Option<(String, String)> {
    let nama = format!("entri_{}_diubah", def.kode).replace('"', "");
    let sql = format!(
        "create index if not exists \"{nama}\" on entri (daerah, diubah, id) where register = '{}'",
        kutip(&def.kode)
    );
    def.diikuti.then_some((nama, sql))
}

/// Those entries changed at a moment or later, after an id at that moment: `$1` the regency, `$2` the moment, `$3` the id,
/// `$4` how many.
pub(crate) fn sql_ikuti(kolom: &str, register: &str) -> String {
    format!(
        "select {kolom} from entri where daerah = $1 and register = '{}' and (diubah, id) > ($2, $3) \
         order by diubah, id limit $4",
        kutip(register)
    )
}

/// The index of the points of public entries, for what lies near; made like those of fields.
pub(crate) fn indeks_titik() -> (String, String) {
    let nama = "entri_terbit_titik";
    let [lat, lon] = Kotak::MEDAN.map(juta);
    let sql = format!(
        "create index if not exists {nama} on entri (daerah, register, ({lat}), ({lon})) where terbit"
    );
    (nama.into(), sql)
}

/// A coordinate in millionths of a degree.
fn juta(nama: &str) -> String {
    format!("round(cast(isi->>'{nama}' as double precision) * 1000000)")
}

/// Tells the two drivers' query builders apart by type only.
macro_rules! susun {
    ($nama:ident, $sql:ident) => {
        pub(crate) mod $nama {
            use super::*;
            use crate::$sql::{BANDING, Dbx, butir, cari};

            /// `kepala` says what of which tables, `entri` among them.
            pub(crate) fn pilih(
                kepala: &str,
                def: &RegisterDef,
                w: &Wewenang,
                s: &Saringan,
                kolom: Option<&Kolom>,
            ) -> Result<QueryBuilder<Dbx>, Galat> {
                // The register's code stands in the text, so that its partial indexes are found.
                let mut q = QueryBuilder::new(format!(
                    "{kepala} where register = '{}' and daerah = ",
                    kutip(&def.kode)
                ));
                q.push_bind(w.daerah().as_str().to_owned());
                lingkup(&mut q, jangkauan(def, w, s, kolom)?);
                saring(&mut q, def, s)?;
                Ok(q)
            }

            fn salah_satu(q: &mut QueryBuilder<Dbx>, ungkapan: &str, nilai: &[String]) {
                q.push(format!(" and {ungkapan}"));
                dalam(q, nilai);
            }

            fn dalam(q: &mut QueryBuilder<Dbx>, nilai: &[String]) {
                q.push(" in (");
                for (i, n) in nilai.iter().enumerate() {
                    if i > 0 {
                        q.push(", ");
                    }
                    q.push_bind(n.clone());
                }
                q.push(")");
            }

            fn lingkup(q: &mut QueryBuilder<Dbx>, l: &Lingkup) {
                let Lingkup::Sebagian {
                    terbit,
                    unit,
                    pegang,
                    sendiri,
                } = l
                else {
                    return;
                };
                q.push(" and (");
                q.push(if *terbit { "terbit" } else { "1 = 0" });
                for (kolom, unit) in [("unit", unit), ("pemegang", unit), ("pemegang", pegang)] {
                    if !unit.is_empty() {
                        q.push(format!(" or {kolom}"));
                        dalam(q, &unit.iter().map(|u| u.0.clone()).collect::<Vec<_>>());
                    }
                }
                if let Some(id) = sendiri {
                    q.push(" or id = ").push_bind(id.0);
                }
                q.push(")");
            }

            fn saring(q: &mut QueryBuilder<Dbx>, def: &RegisterDef, s: &Saringan) -> Result<(), Galat> {
                for (kolom, nilai) in [("keadaan", &s.keadaan), ("pemegang", &s.pemegang)] {
                    if !nilai.is_empty() {
                        salah_satu(q, kolom, &tersimpan(nilai));
                    }
                }
                for (nama, nilai) in &s.medan {
                    let m = def
                        .medan(nama)
                        .filter(|m| m.saring && cara(m) != Cara::Tidak);
                    let m = m.ok_or_else(|| tak_dikenal(def, nama))?;
                    if nilai.is_empty() {
                        continue;
                    }
                    let ungkapan = ungkapan(&m, BANDING);
                    match cara(&m) {
                        Cara::Angka => {
                            q.push(format!(" and {ungkapan} in ("));
                            for (i, n) in nilai.iter().enumerate() {
                                if i > 0 {
                                    q.push(", ");
                                }
                                q.push_bind(angka(&m, n)?);
                            }
                            q.push(")");
                        }
                        Cara::Benar => {
                            let benar = nilai
                                .iter()
                                .map(|n| benar(&m, n))
                                .collect::<Result<Vec<_>, _>>()?;
                            salah_satu(q, &ungkapan, &benar);
                        }
                        Cara::Butir => butir(q, &kutip(&m.nama), &tersimpan(nilai)),
                        Cara::Teks | Cara::Awal | Cara::Tidak => salah_satu(q, &ungkapan, &tersimpan(nilai)),
                    }
                }
                if let Some(t) = s.terbuka {
                    q.push(if t {
                        " and terbuka"
                    } else {
                        " and not terbuka"
                    });
                }
                if let Some(ms) = s.jatuh_sebelum {
                    q.push(" and jatuh < ").push_bind(ms);
                }
                if let Some(ms) = s.sejak {
                    q.push(" and dibuat >= ").push_bind(ms);
                }
                if let Some(ms) = s.sebelum {
                    q.push(" and dibuat < ").push_bind(ms);
                }
                if let Some(ms) = s.diubah_sejak {
                    q.push(" and diubah >= ").push_bind(ms);
                }
                if let Some(ms) = s.diubah_sebelum {
                    q.push(" and diubah < ").push_bind(ms);
                }
                if let Some(k) = &s.kotak {
                    for (nama, (a, z)) in Kotak::MEDAN.into_iter().zip([k.lintang, k.bujur]) {
                        q.push(format!(" and {} between ", juta(nama)))
                            .push_bind(a)
                            .push(" and ")
                            .push_bind(z);
                    }
                }
                let kata = search::uraikan(&s.kata);
                if !kata.is_empty() {
                    cari::syarat(q, &kata);
                } else if !s.kata.trim().is_empty() {
                    // Only signs were typed: nothing can be found by them.
                    q.push(" and 1 = 0");
                }
                Ok(())
            }

            pub(super) fn halaman(
                q: &mut QueryBuilder<Dbx>,
                def: &RegisterDef,
                d: &Daftar,
            ) -> Result<(), Galat> {
                let arah = if d.urut.turun { "desc" } else { "asc" };
                let banding = if d.urut.turun { "<" } else { ">" };
                let kolom = kolom_sql(def, &d.urut.kolom, BANDING)?;
                if let Some(k) = &d.setelah {
                    match (&kolom, &k.n) {
                        (None, Nilai::Kosong(())) => q.push(format!(" and id {banding} ")),
                        (Some(u), Nilai::Angka(n)) if berangka(def, &d.urut.kolom) => q
                            .push(format!(" and ({u}, id) {banding} ("))
                            .push_bind(*n)
                            .push(", "),
                        (Some(u), Nilai::Teks(t)) if !berangka(def, &d.urut.kolom) && !crate::mustahil(t) => {
                            q.push(format!(" and ({u}, id) {banding} ("))
                                .push_bind(t.clone())
                                .push(", ")
                        }
                        _ => return Err(kursor_lain()),
                    };
                    q.push_bind(k.id)
                        .push(if kolom.is_some() { ")" } else { "" });
                }
                match kolom {
                    None => q.push(format!(" order by id {arah}")),
                    Some(u) => q.push(format!(" order by {u} {arah}, id {arah}")),
                };
                q.push(" limit ")
                    .push_bind(i64::try_from(d.batas.clamp(1, 500) + 1).unwrap_or(501));
                Ok(())
            }
        }
    };
}
susun!(susun_lite, lite);
susun!(susun_pg, pg);

/// The entries that a list may hold: with every field it is filtered, sorted or counted by, only those in which the
/// asker sees that field.
fn jangkauan<'w>(
    def: &RegisterDef,
    w: &'w Wewenang,
    s: &Saringan,
    kolom: Option<&Kolom>,
) -> Result<&'w Lingkup, Galat> {
    let kolom = kolom.and_then(|k| match k {
        Kolom::Medan(n) => Some(n),
        _ => None,
    });
    let mut lingkup = w.lingkup();
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
const PILIH: &str = "select daerah, id, register, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, otomatis, \
                     terbuka, terbit, tenggat, isi from entri";

impl Store {
    /// A page of a list. The permission says whose entries; the reader's view says how much of each.
    /// O(page + log n) for the indexed filters and orders.
    ///
    /// # Errors
    /// Filters, orders and cursors that do not exist are told at their name.
    pub async fn daftar(&self, w: &Wewenang, pelaku: &Pelaku, d: &Daftar) -> Result<Halaman, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let profil = self.daerah.get(w.daerah()).ok_or(Galat::TidakDitemukan)?.clone();
        let mut entri = match &self.db {
            crate::Db::Lite { baca, .. } => {
                let mut q = susun_lite::pilih(PILIH, &def, w, &d.saring, Some(&d.urut.kolom))?;
                susun_lite::halaman(&mut q, &def, d)?;
                crate::lite::entri::banyak(baca, q).await?
            }
            crate::Db::Pg(kolam) => {
                let kata = search::uraikan(&d.saring.kata);
                let jarang = match kata.is_empty() {
                    true => None,
                    false => crate::pg::cari::jarang(kolam, w, &kata).await?,
                };
                let mut q = susun_pg::pilih(PILIH, &def, w, &d.saring, Some(&d.urut.kolom))?;
                if let Some(id) = jarang {
                    q.push(" and id = any(").push_bind(id).push(")");
                }
                susun_pg::halaman(&mut q, &def, d)?;
                crate::pg::entri::banyak(kolam, q).await?
            }
        };
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
    /// found by an index of points: O(entries in the band of latitude, at worst).
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
                let mut q = susun_lite::pilih(PILIH, &def, w, s, None)?;
                q.push(" limit ").push_bind(batas);
                crate::lite::entri::banyak(baca, q).await?
            }
            crate::Db::Pg(kolam) => {
                let mut q = susun_pg::pilih(PILIH, &def, w, s, None)?;
                q.push(" limit ").push_bind(batas);
                crate::pg::entri::banyak(kolam, q).await?
            }
        };
        let tampak = |e| Tampak::dari(&profil, &def, pelaku, e);
        Ok(entri.into_iter().filter_map(tampak).collect())
    }

    /// How many entries a list holds, counted up to `batas` (a count beyond it costs as much as the list is long).
    ///
    /// # Errors
    /// As [`Store::daftar`].
    pub async fn jumlah(&self, w: &Wewenang, s: &Saringan, batas: i64) -> Result<i64, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let kepala = "select count(*) from (select 1 from entri";
        match &self.db {
            crate::Db::Lite { baca, .. } => {
                let mut q = susun_lite::pilih(kepala, &def, w, s, None)?;
                q.push(" limit ").push_bind(batas).push(") as n");
                crate::lite::entri::jumlah(baca, q).await
            }
            crate::Db::Pg(kolam) => {
                let mut q = susun_pg::pilih(kepala, &def, w, s, None)?;
                q.push(" limit ").push_bind(batas).push(") as n");
                crate::pg::entri::jumlah(kolam, q).await
            }
        }
    }

    /// How many entries of a list there are for each value of a column, most first, at most 200 values. Values stand
    /// as a filter takes them: `ya` and `tidak`, empty where nothing was said. O(list).
    ///
    /// # Errors
    /// As [`Store::daftar`].
    pub async fn kelompok(&self, w: &Wewenang, s: &Saringan, k: &Kolom) -> Result<Vec<(String, i64)>, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let susun = |banding: &str| -> Result<_, Galat> {
            let kolom = kolom_sql(&def, k, banding)?.ok_or_else(|| tak_dikenal(&def, "dibuat"))?;
            let kepala = format!("select cast({kolom} as text), count(*) from entri");
            Ok((kepala, format!(" group by {kolom} order by 2 desc, 1 limit 200")))
        };
        let hasil = match &self.db {
            crate::Db::Lite { baca, .. } => {
                let (kepala, akhir) = susun(crate::lite::BANDING)?;
                let mut q = susun_lite::pilih(&kepala, &def, w, s, Some(k))?;
                q.push(akhir);
                crate::lite::entri::kelompok(baca, q).await?
            }
            crate::Db::Pg(kolam) => {
                let (kepala, akhir) = susun(crate::pg::BANDING)?;
                let mut q = susun_pg::pilih(&kepala, &def, w, s, Some(k))?;
                q.push(akhir);
                crate::pg::entri::kelompok(kolam, q).await?
            }
        };
        Ok(hasil
            .into_iter()
            .map(|(nilai, n)| (nama_kelompok(&def, k, nilai), n))
            .collect())
    }
}
