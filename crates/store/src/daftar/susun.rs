//! The text of the queries behind lists, once for each database.

use kernel::{
    Galat, Klasifikasi, RegisterDef,
    izin::{Jangkauan, Lingkup, Wewenang},
    nilai::Pilihan as _,
    search,
};
use sqlx::QueryBuilder;

use super::{
    Cara, Daftar, Kolom, Kotak, Nilai, Saringan, angka, benar, berangka, cara, indeks, indeks::Jalur,
    jangkauan, kolom_sql, kursor_lain, kutip, tak_dikenal, tersimpan, ungkapan,
};

/// Whether fields are compared by their expressions in a wide index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lebar {
    /// By those of this one.
    Ya(Jalur),
    Tidak,
}

/// Which entries a page takes of those that come after its cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mulai {
    /// All of them.
    Kursor,
    /// Those with the value at which the page before ended.
    Seri,
    /// Those beyond that value.
    Lewat,
}

/// Tells the two drivers' query builders apart by type only.
macro_rules! susun {
    ($nama:ident, $sql:ident) => {
        pub(crate) mod $nama {
            use super::*;
            use crate::$sql::{BANDING, Dbx, butir, cari};

            /// `kepala` says what of which tables, `entri` among them. Words are not asked for yet.
            pub(crate) fn pilih(
                kepala: &str,
                def: &RegisterDef,
                w: &Wewenang,
                s: &Saringan,
                kolom: Option<&Kolom>,
                lebar: Lebar,
            ) -> Result<QueryBuilder<Dbx>, Galat> {
                let mut q = QueryBuilder::new(kepala);
                milik(&mut q, def, w);
                cocok(&mut q, def, w, s, kolom, lebar)?;
                Ok(q)
            }

            /// Entries of a list in no order, however many. Words are looked up as they stand.
            pub(crate) fn semua(
                kepala: &str,
                def: &RegisterDef,
                w: &Wewenang,
                s: &Saringan,
                kolom: Option<&Kolom>,
            ) -> Result<QueryBuilder<Dbx>, Galat> {
                let mut q = pilih(kepala, def, w, s, kolom, Lebar::Tidak)?;
                let kata = search::uraikan(&s.kata);
                if !kata.is_empty() {
                    cari::syarat(&mut q, &kata);
                }
                Ok(q)
            }

            /// Entries of the register and the regency. The register's code stands in the text, so that its partial
            /// indexes are found.
            pub(crate) fn milik(q: &mut QueryBuilder<Dbx>, def: &RegisterDef, w: &Wewenang) {
                q.push(format!(
                    " where register = '{}' and daerah = ",
                    kutip(&def.kode)
                ))
                .push_bind(w.daerah().as_str().to_owned());
            }

            /// What of them the asker may see and wants to see.
            pub(crate) fn cocok(
                q: &mut QueryBuilder<Dbx>,
                def: &RegisterDef,
                w: &Wewenang,
                s: &Saringan,
                kolom: Option<&Kolom>,
                lebar: Lebar,
            ) -> Result<(), Galat> {
                let j = jangkauan(def, w, s, kolom)?;
                lingkup(q, j.lingkup());
                tingkat(q, def, j)?;
                saring(q, def, s, lebar)
            }

            pub(crate) fn keadaan(q: &mut QueryBuilder<Dbx>, s: &Saringan) {
                if !s.keadaan.is_empty() {
                    salah_satu(q, "keadaan", &tersimpan(&s.keadaan));
                }
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

            /// What lies above a level, only as far as it is reached there. Registers without levels, and readers who
            /// reach all of them alike, are asked nothing more.
            fn tingkat(q: &mut QueryBuilder<Dbx>, def: &RegisterDef, j: &Jangkauan) -> Result<(), Galat> {
                if j.batas().is_empty() {
                    return Ok(());
                }
                let medan = def.tingkat.as_ref().and_then(|t| def.medan(&t.medan));
                let medan = medan.ok_or_else(|| {
                    Galat::dalam(
                        "narrowing a list to levels",
                        "the register has no field for them",
                    )
                })?;
                let ungkapan = ungkapan(&medan, BANDING);
                for (mulai, l) in j.batas() {
                    q.push(format!(" and ({ungkapan} in (''"));
                    for k in Klasifikasi::SEMUA.iter().filter(|k| *k < mulai) {
                        q.push(format!(", '{}'", k.kode()));
                    }
                    q.push(") or (1 = 1");
                    lingkup(q, l);
                    q.push("))");
                }
                Ok(())
            }

            fn lingkup(q: &mut QueryBuilder<Dbx>, l: &Lingkup) {
                let Lingkup::Sebagian {
                    terbit,
                    unit,
                    pegang,
                    milik,
                    sendiri,
                } = l
                else {
                    return;
                };
                q.push(" and (");
                q.push(if *terbit { "terbit" } else { "1 = 0" });
                for (kolom, unit) in [
                    ("unit", unit),
                    ("pemegang", unit),
                    ("pemegang", pegang),
                    ("unit", milik),
                ] {
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

            pub(crate) fn saring(
                q: &mut QueryBuilder<Dbx>,
                def: &RegisterDef,
                s: &Saringan,
                lebar: Lebar,
            ) -> Result<(), Galat> {
                keadaan(q, s);
                if !s.pemegang.is_empty() {
                    salah_satu(q, "pemegang", &tersimpan(&s.pemegang));
                }
                for (nama, nilai) in &s.medan {
                    medan(q, def, (nama, nilai), lebar)?;
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
                        q.push(format!(" and {} between ", indeks::juta(nama)))
                            .push_bind(a)
                            .push(" and ")
                            .push_bind(z);
                    }
                }
                if !s.kata.trim().is_empty() && search::uraikan(&s.kata).is_empty() {
                    // Only signs were typed: nothing can be found by them.
                    q.push(" and 1 = 0");
                }
                Ok(())
            }

            /// One field and its values.
            pub(crate) fn medan(
                q: &mut QueryBuilder<Dbx>,
                def: &RegisterDef,
                (nama, nilai): (&str, &[String]),
                lebar: Lebar,
            ) -> Result<(), Galat> {
                let m = def
                    .medan(nama)
                    .filter(|m| m.saring && cara(m) != Cara::Tidak);
                let m = m.ok_or_else(|| tak_dikenal(def, nama))?;
                if nilai.is_empty() {
                    return Ok(());
                }
                let ungkapan = match lebar {
                    Lebar::Ya(jalur) => indeks::lebar(&m, BANDING, jalur),
                    Lebar::Tidak => ungkapan(&m, BANDING),
                };
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
                Ok(())
            }

            /// The order of a page, where the page before ended, and how long it is.
            pub(crate) fn halaman(
                q: &mut QueryBuilder<Dbx>,
                def: &RegisterDef,
                d: &Daftar,
                mulai: Mulai,
            ) -> Result<(), Galat> {
                let arah = if d.urut.turun { "desc" } else { "asc" };
                let banding = if d.urut.turun { "<" } else { ">" };
                let kolom = kolom_sql(def, &d.urut.kolom, BANDING)?;
                if let Some(k) = &d.setelah {
                    if let Some(u) = &kolom {
                        q.push(match mulai {
                            Mulai::Kursor => format!(" and ({u}, id) {banding} ("),
                            Mulai::Seri => format!(" and {u} = "),
                            Mulai::Lewat => format!(" and {u} {banding} "),
                        });
                    }
                    match (&kolom, &k.n) {
                        (None, Nilai::Kosong(())) => {}
                        (Some(_), Nilai::Angka(n)) if berangka(def, &d.urut.kolom) => {
                            q.push_bind(*n);
                        }
                        (Some(_), Nilai::Teks(t)) if !berangka(def, &d.urut.kolom) && !crate::mustahil(t) => {
                            q.push_bind(t.clone());
                        }
                        _ => return Err(kursor_lain()),
                    }
                    match (&kolom, mulai) {
                        (Some(_), Mulai::Kursor) => {
                            q.push(", ").push_bind(k.id).push(")");
                        }
                        (Some(_), Mulai::Lewat) => {}
                        _ => {
                            q.push(format!(" and id {banding} ")).push_bind(k.id);
                        }
                    }
                }
                match kolom {
                    Some(u) if mulai != Mulai::Seri => {
                        q.push(format!(" order by {u} {arah}, id {arah}"));
                    }
                    _ => {
                        q.push(format!(" order by id {arah}"));
                    }
                }
                sebanyak(q, d);
                Ok(())
            }

            /// One more than the page has: whether another one follows.
            pub(crate) fn sebanyak(q: &mut QueryBuilder<Dbx>, d: &Daftar) {
                q.push(" limit ")
                    .push_bind(i64::try_from(d.batas.clamp(1, 500) + 1).unwrap_or(501));
            }
        }
    };
}
susun!(lite, lite);
susun!(pg, pg);
