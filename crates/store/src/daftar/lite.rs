//! How SQLite reads lists. It keeps no statistics, so the way through the entries is chosen here, after a look at how
//! many there are of what is wanted.

use kernel::{Galat, RegisterDef, izin::Wewenang, search};
use sqlx::{QueryBuilder, Sqlite, SqlitePool};

use super::{
    Daftar, Kolom, Nilai, PILIH, Saringan, Taksiran,
    indeks::{self, Jalur},
    jangkauan, kursor_lain,
    lumrah::{self, Lumrah},
    susun::{Lebar, Mulai, lite as susun},
    terbuka_saja,
};
use crate::kolom;
use crate::lite::{BANDING, cari, entri};

/// Most entries that count as few: they are fetched and sorted.
const JARANG: i64 = 1_000;
/// Entries that a count looks at, inside an index.
const JENDELA: i64 = 10_000;

/// Entries with words, found by the words.
const PILIH_KATA: &str = concat!(
    "select ",
    kolom!(),
    " from cari cross join entri on entri.no = cari.rowid"
);

type Tanya = QueryBuilder<Sqlite>;

fn pakai(nama: &str) -> String {
    format!(" indexed by \"{nama}\"")
}

/// The queries of a page: the second one where the first does not fill it. SQLite does not see that two values compared
/// at once are a range of an index of expressions, so those beside the cursor and those beyond it are asked for apart.
pub(super) async fn daftar(
    baca: &SqlitePool,
    lumrah: &Lumrah,
    def: &RegisterDef,
    w: &Wewenang,
    d: &Daftar,
) -> Result<Vec<Tanya>, Galat> {
    let (s, kolom) = (&d.saring, Some(&d.urut.kolom));
    let kata = search::uraikan(&s.kata);
    if kata.is_empty() {
        let (pakai, lebar) = match Jalur::dari(def, s, &d.urut) {
            None => (String::new(), Lebar::Tidak),
            Some(jalur) => match jarang(baca, lumrah, def, w, s).await? {
                Some(indeks) => (pakai(&indeks), Lebar::Tidak),
                None => (pakai(&jalur.indeks(def, BANDING).0), Lebar::Ya(jalur)),
            },
        };
        let bagian: &[Mulai] = match d.setelah {
            Some(_) if d.urut.kolom != Kolom::Dibuat => &[Mulai::Seri, Mulai::Lewat],
            _ => &[Mulai::Kursor],
        };
        let satu = |mulai: &Mulai| -> Result<Tanya, Galat> {
            let mut q = susun::pilih(&format!("{PILIH}{pakai}"), def, w, s, kolom, lebar)?;
            susun::halaman(&mut q, def, d, *mulai)?;
            Ok(q)
        };
        return bagian.iter().map(satu).collect();
    }
    let c = timbang(baca, def, w, kata).await?;
    if !c.jarang && d.urut.kolom != Kolom::Dibuat {
        let mut q = susun::pilih(PILIH, def, w, s, kolom, Lebar::Tidak)?;
        c.terbaru(&mut q);
        susun::halaman(&mut q, def, d, Mulai::Kursor)?;
        return Ok(vec![q]);
    }
    let mut q = susun::pilih(PILIH_KATA, def, w, s, kolom, Lebar::Tidak)?;
    c.cocok(&mut q);
    if c.jarang {
        susun::halaman(&mut q, def, d, Mulai::Kursor)?;
    } else {
        menurut_kata(&mut q, w, d)?;
    }
    Ok(vec![q])
}

/// Newest first (or last) as the words give them: in the order in which entries were stored.
fn menurut_kata(q: &mut Tanya, w: &Wewenang, d: &Daftar) -> Result<(), Galat> {
    let (arah, banding) = if d.urut.turun { ("desc", "<") } else { ("asc", ">") };
    if let Some(k) = &d.setelah {
        if k.n != Nilai::Kosong(()) {
            return Err(kursor_lain());
        }
        q.push(format!(
            " and cari.rowid {banding} (select no from entri where daerah = "
        ))
        .push_bind(w.daerah().as_str().to_owned())
        .push(" and id = ")
        .push_bind(k.id)
        .push(")");
    }
    q.push(format!(" order by cari.rowid {arah}"));
    susun::sebanyak(q, d);
    Ok(())
}

async fn timbang(
    baca: &SqlitePool,
    def: &RegisterDef,
    w: &Wewenang,
    kata: Vec<search::Cari>,
) -> Result<cari::Timbangan, Galat> {
    let register = (!indeks::bertumbuh(def)).then_some(w);
    cari::timbang(baca, register, kata, JARANG).await
}

/// The index of the filter that the fewest entries pass, if they are few.
async fn jarang(
    baca: &SqlitePool,
    lumrah: &Lumrah,
    def: &RegisterDef,
    w: &Wewenang,
    s: &Saringan,
) -> Result<Option<String>, Galat> {
    if !indeks::bertumbuh(def) {
        return Ok(None);
    }
    let mut calon: Vec<(String, lumrah::Saring, Tanya)> = Vec::new();
    let mut tambah = |nama: String, nilai: &[String], saring: Saringan| -> Result<(), Galat> {
        let ingat = lumrah::saring(w, &nama, nilai);
        if lumrah.tahu(&ingat) {
            return Ok(());
        }
        let kepala = format!("select count(*) from (select 1 from entri{}", pakai(&nama));
        let mut q = Tanya::new(kepala);
        susun::milik(&mut q, def, w);
        susun::saring(&mut q, def, &saring, Lebar::Tidak)?;
        calon.push((nama, ingat, q));
        Ok(())
    };
    if !s.keadaan.is_empty() {
        let keadaan = s.keadaan.clone();
        tambah(
            "entri_keadaan".into(),
            &s.keadaan,
            Saringan {
                keadaan,
                ..Saringan::default()
            },
        )?;
    }
    if !s.pemegang.is_empty() {
        let pemegang = s.pemegang.clone();
        tambah(
            "entri_pemegang".into(),
            &s.pemegang,
            Saringan {
                pemegang,
                ..Saringan::default()
            },
        )?;
    }
    for (nama, nilai) in s.medan.iter().filter(|(_, nilai)| !nilai.is_empty()) {
        let indeks = def.medan(nama).and_then(|m| indeks::sempit(def, &m, BANDING));
        if let Some((indeks, _)) = indeks {
            let medan = vec![(nama.clone(), nilai.clone())];
            tambah(
                indeks,
                nilai,
                Saringan {
                    medan,
                    ..Saringan::default()
                },
            )?;
        }
    }
    let mut tersedikit = None;
    for (nama, ingat, q) in calon {
        let n = entri::jumlah(baca, q, JARANG + 1).await?;
        if n > JARANG {
            lumrah.ingat(ingat);
        } else if tersedikit.as_ref().is_none_or(|(lama, _)| n < *lama) {
            tersedikit = Some((n, nama));
        }
    }
    Ok(tersedikit.map(|(_, nama)| nama))
}

/// The query of what lies in a box.
pub(super) fn di_kotak(def: &RegisterDef, w: &Wewenang, s: &Saringan) -> Result<Tanya, Galat> {
    let tumbuh = indeks::bertumbuh(def) && terbuka_saja(jangkauan(def, w, s, None)?);
    let (pakai, lebar) = match tumbuh {
        true => (
            pakai(&Jalur::Titik.indeks(def, BANDING).0),
            Lebar::Ya(Jalur::Titik),
        ),
        false => (String::new(), Lebar::Tidak),
    };
    susun::pilih(&format!("{PILIH}{pakai}"), def, w, s, None, lebar)
}

/// Counts within a bounded window: few entries, those of an index, or those with the words that are newest.
pub(super) async fn taksir(
    baca: &SqlitePool,
    lumrah: &Lumrah,
    def: &RegisterDef,
    w: &Wewenang,
    s: &Saringan,
    batas: i64,
) -> Result<Taksiran, Galat> {
    let kata = search::uraikan(&s.kata);
    let mut q = Tanya::new("select count(*), coalesce(sum(cocok), 0) from (select (1 = 1");
    if !kata.is_empty() {
        let c = timbang(baca, def, w, kata).await?;
        if c.jarang {
            let dari = "select count(*) from (select 1 from cari cross join entri on entri.no = cari.rowid";
            let mut q = susun::pilih(dari, def, w, s, None, Lebar::Tidak)?;
            c.cocok(&mut q);
            return hitung(baca, q, batas).await;
        }
        susun::cocok(&mut q, def, w, s, None, Lebar::Tidak)?;
        q.push(") as cocok from (select rowid as ke from cari where 1 = 1");
        c.cocok(&mut q);
        q.push(" order by rowid desc limit ")
            .push_bind(JARANG)
            .push(") cross join entri on entri.no = ke");
        susun::milik(&mut q, def, w);
        q.push(")");
        let (_, n) = dua(baca, q).await?;
        return Ok(Taksiran {
            n: n.min(batas),
            tepat: false,
        });
    }
    if !indeks::bertumbuh(def) || s.kotak.is_some() {
        let kepala = "select count(*) from (select 1 from entri";
        return hitung(baca, susun::semua(kepala, def, w, s, None)?, batas).await;
    }
    if let Some(indeks) = jarang(baca, lumrah, def, w, s).await? {
        let kepala = format!("select count(*) from (select 1 from entri{}", pakai(&indeks));
        return hitung(baca, susun::semua(&kepala, def, w, s, None)?, batas).await;
    }
    let berkeadaan = s.keadaan.len() == 1;
    let jalur = if berkeadaan {
        Jalur::KeadaanJatuh
    } else {
        Jalur::Baru
    };
    susun::cocok(&mut q, def, w, s, None, Lebar::Ya(jalur))?;
    q.push(format!(
        ") as cocok from entri{}",
        pakai(&jalur.indeks(def, BANDING).0)
    ));
    susun::milik(&mut q, def, w);
    if berkeadaan {
        susun::keadaan(&mut q, s);
    }
    q.push(" limit ").push_bind(JENDELA + 1).push(")");
    let (dilihat, n) = dua(baca, q).await?;
    Ok(Taksiran {
        n: n.min(batas),
        tepat: dilihat <= JENDELA && n < batas,
    })
}

/// All of them, up to `batas`.
async fn hitung(baca: &SqlitePool, q: Tanya, batas: i64) -> Result<Taksiran, Galat> {
    Ok(Taksiran::dari(entri::jumlah(baca, q, batas).await?, batas))
}

/// Looked at, and fitting.
async fn dua(baca: &SqlitePool, mut q: Tanya) -> Result<(i64, i64), Galat> {
    let dua = q.build_query_as().persistent(false).fetch_one(baca).await;
    dua.map_err(crate::galat("counting entries in a window"))
}
