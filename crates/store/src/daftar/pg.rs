//! How PostgreSQL reads lists. It chooses by its statistics; where it has none and would choose badly, it is given no
//! choice.

use kernel::{Galat, RegisterDef, izin::Wewenang, search};
use sqlx::{PgPool, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{
    Daftar, PILIH, Saringan, Taksiran, Urut,
    indeks::{self, Jalur},
    lumrah::{self, Lumrah},
    susun::{Lebar, Mulai, pg as susun},
};
use crate::pg::{BANDING, cari, entri};

/// Most entries that count as few: they are fetched and sorted.
const JARANG: i64 = 1_000;
/// Entries that a count looks at, and those it looks at for words, which stand outside every order.
const JENDELA: i64 = 10_000;
const JENDELA_KATA: i64 = 1_000;

type Tanya = QueryBuilder<Postgres>;

/// The query of a page.
pub(super) async fn daftar(
    kolam: &PgPool,
    lumrah: &Lumrah,
    def: &RegisterDef,
    w: &Wewenang,
    d: &Daftar,
) -> Result<Tanya, Galat> {
    let (s, kolom) = (&d.saring, Some(&d.urut.kolom));
    let kata = search::uraikan(&s.kata);
    let lebar = lebar(kolam, lumrah, def, w, s, &d.urut).await?;
    let mut q = susun::pilih(PILIH, def, w, s, kolom, lebar)?;
    if !kata.is_empty() {
        let c = cari::timbang(kolam, w, kata, indeks::bertumbuh(def), JARANG).await?;
        c.cocok(&mut q);
    }
    susun::halaman(&mut q, def, d, Mulai::Kursor)?;
    Ok(q)
}

/// Whether a list is read by a wide index: unless one of its filters lets few entries pass. That all of them together let
/// few pass is no reason: the planner would go through what one of them lets pass. O(filters).
async fn lebar(
    kolam: &PgPool,
    lumrah: &Lumrah,
    def: &RegisterDef,
    w: &Wewenang,
    s: &Saringan,
    urut: &Urut,
) -> Result<Lebar, Galat> {
    let Some(jalur) = Jalur::dari(def, s, urut) else {
        return Ok(Lebar::Tidak);
    };
    for (nama, nilai) in s.medan.iter().filter(|(_, nilai)| !nilai.is_empty()) {
        let terindeks = def.medan(nama).and_then(|m| indeks::sempit(def, &m, BANDING));
        let saring = lumrah::saring(w, nama, nilai);
        if terindeks.is_none() || lumrah.tahu(&saring) {
            continue;
        }
        let satu = Saringan {
            medan: vec![(nama.clone(), nilai.clone())],
            ..Saringan::default()
        };
        let mut q = Tanya::new("select count(*) from (select 1 from entri");
        susun::milik(&mut q, def, w);
        susun::saring(&mut q, def, &satu, Lebar::Tidak)?;
        if entri::jumlah(kolam, q, JARANG + 1).await? <= JARANG {
            return Ok(Lebar::Tidak);
        }
        lumrah.ingat(saring);
    }
    Ok(Lebar::Ya(jalur))
}

/// The query of what lies in a box.
pub(super) fn di_kotak(def: &RegisterDef, w: &Wewenang, s: &Saringan) -> Result<Tanya, Galat> {
    let lebar = if indeks::bertumbuh(def) {
        Lebar::Ya(Jalur::Titik)
    } else {
        Lebar::Tidak
    };
    susun::pilih(PILIH, def, w, s, None, lebar)
}

/// Counts within a bounded window: few entries, or the newest.
pub(super) async fn taksir(
    kolam: &PgPool,
    lumrah: &Lumrah,
    def: &RegisterDef,
    w: &Wewenang,
    s: &Saringan,
    batas: i64,
) -> Result<Taksiran, Galat> {
    let kata = search::uraikan(&s.kata);
    let berkata = !kata.is_empty();
    let timbangan = match berkata {
        true => Some(cari::timbang(kolam, w, kata, indeks::bertumbuh(def), JARANG).await?),
        false => None,
    };
    let mut lebar = lebar(kolam, lumrah, def, w, s, &Urut::default()).await?;
    // What passes the filters is little: all of it is counted.
    let tersaring = !s.medan.is_empty() && s.kata.is_empty() && lebar == Lebar::Tidak;
    let jarang = timbangan.as_ref().is_some_and(cari::Timbangan::jarang);
    let tertua = match !indeks::bertumbuh(def) || s.kotak.is_some() || tersaring || jarang {
        true => None,
        false => {
            let jendela = if berkata { JENDELA_KATA } else { JENDELA };
            tertua(kolam, def, w, s, jendela).await?
        }
    };
    if tertua.is_none() && s.keadaan.len() == 1 && lebar != Lebar::Tidak {
        lebar = Lebar::Ya(Jalur::KeadaanJatuh);
    }
    let kepala = "select count(*) from (select 1 from entri";
    let mut q = susun::pilih(kepala, def, w, s, None, lebar)?;
    if let Some(t) = timbangan {
        t.cocok(&mut q);
    }
    let tepat = tertua.is_none();
    if let Some(tertua) = tertua {
        q.push(" and id > ").push_bind(tertua);
    }
    let t = Taksiran::dari(entri::jumlah(kolam, q, batas).await?, batas);
    Ok(Taksiran {
        tepat: t.tepat && tepat,
        ..t
    })
}

/// The entry before the newest `n`, those of one state if it is asked for; none when there are no more than that.
async fn tertua(
    kolam: &PgPool,
    def: &RegisterDef,
    w: &Wewenang,
    s: &Saringan,
    n: i64,
) -> Result<Option<Uuid>, Galat> {
    let mut q = Tanya::new("select id from entri");
    susun::milik(&mut q, def, w);
    if s.keadaan.len() == 1 {
        susun::keadaan(&mut q, s);
    }
    q.push(" order by id desc offset ").push_bind(n).push(" limit 1");
    let id = q
        .build_query_scalar()
        .persistent(false)
        .fetch_optional(kolam)
        .await;
    id.map_err(crate::galat("looking for the end of a window"))
}
