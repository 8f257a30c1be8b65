//! Lists: filtered, sorted, paged by cursor, narrowed to what the asker may see. All of it in SQL that uses the
//! indexes made for the fields a register declares as filterable or sortable.

use data_encoding::BASE64URL_NOPAD;
use kernel::{
    Galat, Jenis, Medan, Pelaku, Pesan, RegisterDef,
    izin::{Lingkup, Wewenang},
    search,
};
use serde::{Deserialize, Serialize};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::{Store, Tampak};

/// Beyond any real moment, for entries without deadline: they sort last.
const TAK_HINGGA: i64 = 9_007_199_254_740_991;

/// What a list can be sorted or grouped by: what every entry has, or a field of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kolom {
    /// Time of creation (the id sorts so).
    Dibuat,
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
            "jatuh" => Some(Kolom::Jatuh),
            "keadaan" => Some(Kolom::Keadaan),
            "pemegang" => Some(Kolom::Pemegang),
            _ => def.medan(nama).filter(|m| m.urut || m.saring).map(|m| Kolom::Medan(m.nama.to_string())),
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
        Urut { kolom: Kolom::Dibuat, turun: true }
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
    /// Words that must all occur.
    pub kata: String,
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
        serde_json::to_vec(self).map(|b| BASE64URL_NOPAD.encode(&b)).unwrap_or_default()
    }

    /// Read back; wrong ones are told so.
    pub fn baca(s: &str) -> Result<Self, Galat> {
        let b = BASE64URL_NOPAD.decode(s.as_bytes()).ok();
        b.and_then(|b| serde_json::from_slice(&b).ok())
            .ok_or_else(|| Galat::medan("kursor", "Kursor ini tidak dikenal. Mulai lagi dari halaman pertama."))
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

fn numerik(m: &Medan) -> bool {
    matches!(m.jenis, Jenis::Bilangan { .. } | Jenis::Uang)
}

/// The expression by which a field is filtered and sorted. Names were checked against the register.
fn ungkapan(m: &Medan) -> String {
    if numerik(m) {
        format!("coalesce(cast(isi->>'{}' as bigint), 0)", m.nama)
    } else {
        format!("coalesce(isi->>'{}', '')", m.nama)
    }
}

/// The statement that makes the index of a field; one index serves filtering, sorting and paging.
pub(crate) fn indeks(def: &RegisterDef, m: &Medan) -> String {
    let (register, nama) = (&def.kode, &m.nama);
    format!(
        "create index if not exists entri_{register}_{nama} on entri (daerah, ({}), id) where register = '{register}'",
        ungkapan(m)
    )
}

/// Tells the two drivers' query builders apart by type only.
macro_rules! susun {
    ($nama:ident, $sql:ident) => {
        mod $nama {
            use super::*;
            use crate::$sql::{Dbx, cari};

            pub(super) fn pilih(
                kepala: &str,
                def: &RegisterDef,
                w: &Wewenang,
                s: &Saringan,
            ) -> Result<QueryBuilder<Dbx>, Galat> {
                // The register's code stands in the text, so that its partial indexes are found.
                let mut q = QueryBuilder::new(format!("{kepala} from entri where register = '{}' and daerah = ", def.kode));
                q.push_bind(w.daerah().as_str().to_owned());
                lingkup(&mut q, w.lingkup());
                saring(&mut q, def, s)?;
                Ok(q)
            }

            fn salah_satu(q: &mut QueryBuilder<Dbx>, ungkapan: &str, nilai: &[String]) {
                q.push(format!(" and {ungkapan} in ("));
                for (i, n) in nilai.iter().enumerate() {
                    if i > 0 {
                        q.push(", ");
                    }
                    q.push_bind(n.clone());
                }
                q.push(")");
            }

            fn lingkup(q: &mut QueryBuilder<Dbx>, l: &Lingkup) {
                let Lingkup::Sebagian { terbit, unit, pegang, sendiri } = l else { return };
                q.push(" and (");
                q.push(if *terbit { "terbit" } else { "1 = 0" });
                for kolom in ["unit", "pemegang"] {
                    for u in unit {
                        q.push(format!(" or {kolom} = ")).push_bind(u.0.clone());
                    }
                }
                for u in pegang {
                    q.push(" or pemegang = ").push_bind(u.0.clone());
                }
                if let Some(id) = sendiri {
                    q.push(" or id = ").push_bind(id.0);
                }
                q.push(")");
            }

            fn saring(q: &mut QueryBuilder<Dbx>, def: &RegisterDef, s: &Saringan) -> Result<(), Galat> {
                if !s.keadaan.is_empty() {
                    salah_satu(q, "keadaan", &s.keadaan);
                }
                if !s.pemegang.is_empty() {
                    salah_satu(q, "pemegang", &s.pemegang);
                }
                for (nama, nilai) in &s.medan {
                    let m = def.medan(nama).filter(|m| m.saring).ok_or_else(|| tak_dikenal(def, nama))?;
                    if numerik(&m) {
                        q.push(format!(" and {} in (", ungkapan(&m)));
                        for (i, n) in nilai.iter().enumerate() {
                            let angka: i64 = n.parse().map_err(|_| Galat::medan(nama.clone(), "Isi dengan angka bulat."))?;
                            if i > 0 {
                                q.push(", ");
                            }
                            q.push_bind(angka);
                        }
                        q.push(")");
                    } else {
                        salah_satu(q, &ungkapan(&m), nilai);
                    }
                }
                if let Some(t) = s.terbuka {
                    q.push(if t { " and terbuka" } else { " and not terbuka" });
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
                let kata = search::uraikan(&s.kata);
                if !kata.is_empty() {
                    cari::syarat(q, &kata);
                } else if !s.kata.trim().is_empty() {
                    // Only signs were typed: nothing can be found by them.
                    q.push(" and 1 = 0");
                }
                Ok(())
            }

            pub(super) fn halaman(q: &mut QueryBuilder<Dbx>, def: &RegisterDef, d: &Daftar) -> Result<(), Galat> {
                let arah = if d.urut.turun { "desc" } else { "asc" };
                let banding = if d.urut.turun { "<" } else { ">" };
                let kolom = kolom_sql(def, &d.urut.kolom)?;
                match (&kolom, &d.setelah) {
                    (_, None) => {}
                    (None, Some(k)) => {
                        q.push(format!(" and id {banding} ")).push_bind(k.id);
                    }
                    (Some(u), Some(k)) => {
                        q.push(format!(" and ({u}, id) {banding} ("));
                        match &k.n {
                            Nilai::Angka(n) => q.push_bind(*n),
                            Nilai::Teks(t) => q.push_bind(t.clone()),
                            Nilai::Kosong(()) => return Err(kursor_lain()),
                        };
                        q.push(", ").push_bind(k.id).push(")");
                    }
                }
                match kolom {
                    None => q.push(format!(" order by id {arah}")),
                    Some(u) => q.push(format!(" order by {u} {arah}, id {arah}")),
                };
                q.push(" limit ").push_bind(i64::try_from(d.batas.clamp(1, 500) + 1).unwrap_or(501));
                Ok(())
            }
        }
    };
}
susun!(susun_lite, lite);
susun!(susun_pg, pg);

fn kursor_lain() -> Galat {
    Galat::medan("kursor", "Kursor ini milik urutan yang lain. Mulai lagi dari halaman pertama.")
}

fn tak_dikenal(def: &RegisterDef, nama: &str) -> Galat {
    let daftar: Vec<String> = def.saringan().iter().map(|m| m.nama.to_string()).collect();
    let nama: String = nama.chars().take(60).collect();
    Galat::medan(nama, Pesan::baru("Saringan ini tidak ada. Yang ada: {daftar}.").dengan("daftar", daftar.join(", ")))
}

fn kolom_sql(def: &RegisterDef, k: &Kolom) -> Result<Option<String>, Galat> {
    Ok(match k {
        Kolom::Dibuat => None,
        Kolom::Jatuh => Some(format!("coalesce(jatuh, {TAK_HINGGA})")),
        Kolom::Keadaan => Some("keadaan".into()),
        Kolom::Pemegang => Some("pemegang".into()),
        Kolom::Medan(n) => {
            let m = def.medan(n).filter(|m| m.urut || m.saring).ok_or_else(|| tak_dikenal(def, n))?;
            Some(ungkapan(&m))
        }
    })
}

fn kursor(def: &RegisterDef, k: &Kolom, t: &kernel::Entri) -> Kursor {
    let n = match k {
        Kolom::Dibuat => Nilai::Kosong(()),
        Kolom::Jatuh => Nilai::Angka(t.jatuh.unwrap_or(TAK_HINGGA)),
        Kolom::Keadaan => Nilai::Teks(t.keadaan.clone()),
        Kolom::Pemegang => Nilai::Teks(t.pemegang.0.clone()),
        Kolom::Medan(n) => match def.medan(n) {
            Some(m) if numerik(&m) => Nilai::Angka(t.isi.get(n).and_then(serde_json::Value::as_i64).unwrap_or(0)),
            Some(m) => Nilai::Teks(t.isi.get(n).map(|v| kernel::nilai::ke_teks(&m.jenis, v)).unwrap_or_default()),
            None => Nilai::Kosong(()),
        },
    };
    Kursor { n, id: t.id.0 }
}

impl Store {
    /// A page of a list. The permission says whose entries; the reader's view says how much of each.
    /// O(page + log n) for the indexed filters and orders.
    ///
    /// # Errors
    /// Filters, orders and cursors that do not exist are told at their name.
    pub async fn daftar(&self, w: &Wewenang, pelaku: &Pelaku, d: &Daftar) -> Result<Halaman, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let profil = self.daerah.get(w.daerah()).ok_or(Galat::TidakDitemukan)?.clone();
        let pilih = "select daerah, id, register, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, jatuh, \
                     otomatis, terbuka, terbit, tenggat, isi";
        let mut entri = match &self.db {
            crate::Db::Lite { baca, .. } => {
                let mut q = susun_lite::pilih(pilih, &def, w, &d.saring)?;
                susun_lite::halaman(&mut q, &def, d)?;
                crate::lite::entri::banyak(baca, q).await?
            }
            crate::Db::Pg(kolam) => {
                let mut q = susun_pg::pilih(pilih, &def, w, &d.saring)?;
                susun_pg::halaman(&mut q, &def, d)?;
                crate::pg::entri::banyak(kolam, q).await?
            }
        };
        let lebih = entri.len() > d.batas.clamp(1, 500);
        entri.truncate(d.batas.clamp(1, 500));
        let berikut = entri.last().filter(|_| lebih).map(|e| kursor(&def, &d.urut.kolom, e));
        let entri = entri.into_iter().filter_map(|e| Tampak::dari(&profil, &def, pelaku, e)).collect();
        Ok(Halaman { entri, berikut })
    }

    /// How many entries a list holds, counted up to `batas` (a count beyond it costs as much as the list is long).
    ///
    /// # Errors
    /// As [`Store::daftar`].
    pub async fn jumlah(&self, w: &Wewenang, s: &Saringan, batas: i64) -> Result<i64, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let kepala = "select count(*) from (select 1";
        match &self.db {
            crate::Db::Lite { baca, .. } => {
                let mut q = susun_lite::pilih(kepala, &def, w, s)?;
                q.push(" limit ").push_bind(batas).push(") as n");
                crate::lite::entri::jumlah(baca, q).await
            }
            crate::Db::Pg(kolam) => {
                let mut q = susun_pg::pilih(kepala, &def, w, s)?;
                q.push(" limit ").push_bind(batas).push(") as n");
                crate::pg::entri::jumlah(kolam, q).await
            }
        }
    }

    /// How many entries of a list there are for each value of a column, most first, at most 200 values. O(list).
    ///
    /// # Errors
    /// As [`Store::daftar`].
    pub async fn kelompok(&self, w: &Wewenang, s: &Saringan, k: &Kolom) -> Result<Vec<(String, i64)>, Galat> {
        let def = self.inventaris.cari(w.register())?.clone();
        let kolom = kolom_sql(&def, k)?.ok_or_else(|| tak_dikenal(&def, "dibuat"))?;
        let kepala = format!("select cast({kolom} as text), count(*)");
        let akhir = format!(" group by {kolom} order by 2 desc, 1 limit 200");
        match &self.db {
            crate::Db::Lite { baca, .. } => {
                let mut q = susun_lite::pilih(&kepala, &def, w, s)?;
                q.push(akhir);
                crate::lite::entri::kelompok(baca, q).await
            }
            crate::Db::Pg(kolam) => {
                let mut q = susun_pg::pilih(&kepala, &def, w, s)?;
                q.push(akhir);
                crate::pg::entri::kelompok(kolam, q).await
            }
        }
    }
}
