//! The statements of one batch of commands. Compiled once per driver.

use std::collections::{BTreeMap, HashMap};

use kernel::{
    Cincin, Galat, IdEntri, Putusan, RegisterDef, Tersegel, command::Tautan, izin::Wewenang,
    profil::KodeDaerah,
};
use sqlx::{QueryBuilder, types::Json};
use uuid::Uuid;

use super::{Dbx, KUNCI_BARIS, banyak, cari, entri, sendirian, susun};
use crate::{
    Saringan,
    daftar::susun::Lebar,
    galat,
    pembacaan::TabelPeristiwa,
    penulis::{
        Urutan, kelompok,
        titipan::{self, Siaran, Titipan},
    },
    pribadi::Tersimpan,
};

type Sambungan = <Dbx as sqlx::Database>::Connection;

/// The entries that commands of the batch change, locked in the order of their ids, so that two processes that need
/// the same ones wait for each other instead of dead-locking.
pub(crate) async fn kunci_entri(
    c: &mut Sambungan,
    id: &[(KodeDaerah, IdEntri)],
) -> sqlx::Result<Vec<Tersimpan>> {
    let mut hasil = Vec::new();
    for id in id.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new(format!(
            "select {} from entri where (daerah, id) in (",
            entri::KOLOM
        ));
        pasangan(&mut q, id.iter().map(|(d, i)| (d.as_str(), i.0)));
        q.push(") order by id, daerah").push(KUNCI_BARIS);
        for b in q.build().persistent(false).fetch_all(&mut *c).await? {
            hasil.push(entri::dari_baris(&b)?);
        }
    }
    Ok(hasil)
}

/// Of these entries the ones there are, each with its register.
pub(crate) async fn bernama(
    c: &mut Sambungan,
    id: &[(KodeDaerah, IdEntri)],
) -> sqlx::Result<HashMap<(KodeDaerah, IdEntri), String>> {
    let mut hasil = HashMap::new();
    for id in id.chunks(500) {
        let mut q =
            QueryBuilder::<Dbx>::new("select daerah, id, register from entri where (daerah, id) in (");
        pasangan(&mut q, id.iter().map(|(d, i)| (d.as_str(), i.0)));
        q.push(")");
        let baris: Vec<(String, Uuid, String)> =
            q.build_query_as().persistent(false).fetch_all(&mut *c).await?;
        for (daerah, id, register) in baris {
            let daerah = KodeDaerah::try_from(daerah).map_err(|e| sqlx::Error::Decode(e.into()))?;
            hasil.insert((daerah, IdEntri(id)), register);
        }
    }
    Ok(hasil)
}

fn pasangan<'a>(q: &mut QueryBuilder<Dbx>, isi: impl Iterator<Item = (&'a str, Uuid)>) {
    let mut pertama = true;
    for (d, i) in isi {
        if !pertama {
            q.push(", ");
        }
        pertama = false;
        q.push("(")
            .push_bind(d.to_owned())
            .push(", ")
            .push_bind(i)
            .push(")");
    }
}

/// The last number given out, locked until the batch commits.
pub(crate) async fn urutan(c: &mut Sambungan, kunci: &Urutan) -> sqlx::Result<i64> {
    sqlx::query_scalar::<Dbx, i64>(
        "insert into nomor_urut (daerah, register, tahun, terakhir) values ($1, $2, $3, 0) \
         on conflict (daerah, register, tahun) do update set terakhir = nomor_urut.terakhir returning terakhir",
    )
    .bind(kunci.daerah.as_str())
    .bind(&kunci.register)
    .bind(kunci.tahun)
    .fetch_one(c)
    .await
}

pub(crate) async fn simpan_urutan(c: &mut Sambungan, urutan: &BTreeMap<Urutan, i64>) -> sqlx::Result<()> {
    for (k, n) in urutan {
        let sql = "update nomor_urut set terakhir = $4 where daerah = $1 and register = $2 and tahun = $3";
        let q = sqlx::query::<Dbx>(sql)
            .bind(k.daerah.as_str())
            .bind(&k.register)
            .bind(k.tahun)
            .bind(n);
        q.execute(&mut *c).await?;
    }
    Ok(())
}

/// Writes down decisions: entries, events at their places in the log, links, words, messages. `jenis` are the kinds
/// of link that each register's fields make.
pub(crate) async fn putusan(
    c: &mut Sambungan,
    p: &[Tersegel],
    urut: &[i64],
    jenis: &BTreeMap<String, Vec<String>>,
    cincin: &Cincin,
) -> sqlx::Result<()> {
    if p.is_empty() {
        return Ok(());
    }
    let baru: Vec<&Tersegel> = p.iter().filter(|p| p.baru).collect();
    banyak::entri(c, &baru).await?;
    for p in p.iter().filter(|p| !p.baru) {
        if !perbarui(c, p).await? {
            return Err(sqlx::Error::RowNotFound);
        }
    }
    banyak::peristiwa(c, TabelPeristiwa::Cerita, p, urut).await?;
    tautan_baru(c, &baru).await?;
    for p in p.iter().filter(|p| !p.baru) {
        let jenis = jenis.get(&p.entri.register).map_or(&[][..], Vec::as_slice);
        if !jenis.is_empty() || !p.tautan.is_empty() {
            tautan(c, p, jenis).await?;
        }
    }
    cari::sisipkan(c, &kelompok::untuk_cari(p)).await?;
    kirim(c, titipan::kiriman(p), cincin).await
}

/// Whether the entries and the uploads that a decision names are there and free; the uploads become its own. `kenal`
/// knows the entries of this batch.
pub(crate) async fn periksa(
    c: &mut Sambungan,
    p: &Putusan,
    kenal: impl Fn(&str, IdEntri) -> bool,
) -> sqlx::Result<Option<Galat>> {
    let daerah = &p.entri.daerah;
    for t in &p.tautan {
        if !kenal(&t.register, t.ke) && !ada(c, daerah, &t.register, t.ke).await? {
            let pesan = "Entri yang dirujuk tidak ada. Pilih dari daftar.";
            return Ok(Some(Galat::medan(t.medan.clone(), pesan)));
        }
        if t.induk && di_bawah(c, daerah, t).await? {
            let pesan = "Pilihan ini sendiri bagian dari entri ini, jadi keduanya akan saling memuat. Pilih yang lain.";
            return Ok(Some(Galat::medan(t.medan.clone(), pesan)));
        }
    }
    // All are looked at before any is taken, so that a refusal takes none.
    let id: Vec<Uuid> = p.berkas.iter().map(|(b, _)| *b).collect();
    let milik = kunci_berkas(c, daerah, &id).await?;
    for (b, medan) in &p.berkas {
        if !milik.get(b).is_some_and(|m| m.is_none_or(|m| m == p.entri.id.0)) {
            let pesan = "Berkas ini tidak ditemukan atau sudah dipakai. Unggah ulang.";
            return Ok(Some(Galat::medan(medan.clone(), pesan)));
        }
    }
    let bebas: Vec<Uuid> = milik
        .into_iter()
        .filter(|(_, m)| m.is_none())
        .map(|(b, _)| b)
        .collect();
    milikkan(c, daerah, &bebas, p.entri.id).await?;
    Ok(None)
}

/// Whether the target of a link to a whole is the entry itself or, step by step, a part of it. O(steps upwards).
async fn di_bawah(c: &mut Sambungan, daerah: &KodeDaerah, t: &Tautan) -> sqlx::Result<bool> {
    if t.ke == t.dari {
        return Ok(true);
    }
    // `union` keeps each entry once, so the walk ends even where an older ring stands in its way.
    let sql = "with recursive naik (id) as (select ke from tautan where daerah = $1 and jenis = $2 and dari = $3 \
               union select t.ke from naik n join tautan t on t.daerah = $1 and t.jenis = $2 and t.dari = n.id) \
               select count(*) from naik where id = $4";
    let n: i64 = sqlx::query_scalar::<Dbx, i64>(sql)
        .bind(daerah.as_str())
        .bind(&t.jenis)
        .bind(t.ke.0)
        .bind(t.dari.0)
        .fetch_one(c)
        .await?;
    Ok(n > 0)
}

/// The entries that link to one, at most 500.
pub(crate) async fn penaut(c: &mut Sambungan, daerah: &KodeDaerah, ke: IdEntri) -> sqlx::Result<Vec<Uuid>> {
    let sql = "select distinct dari from tautan where daerah = $1 and ke = $2 limit 500";
    let q = sqlx::query_scalar::<Dbx, Uuid>(sql)
        .bind(daerah.as_str())
        .bind(ke.0);
    q.fetch_all(c).await
}

/// The number of another entry with these values, if there is one. Whoever asks for values of that register waits
/// until whoever asked before has committed.
pub(crate) async fn kembar(
    c: &mut Sambungan,
    def: &RegisterDef,
    w: &Wewenang,
    nilai: &[(String, Vec<String>)],
    id: IdEntri,
) -> Result<Option<String>, Galat> {
    const G: &str = "looking for an entry of the same name";
    let giliran = format!("unik/{}/{}", w.daerah(), def.kode);
    sendirian(&mut *c, &giliran).await.map_err(galat(G))?;
    let s = Saringan {
        medan: nilai.to_vec(),
        ..Saringan::default()
    };
    let mut q = susun::pilih("select nomor from entri", def, w, &s, None, Lebar::Tidak)?;
    q.push(" and id <> ").push_bind(id.0);
    for k in def.unik.kecuali {
        q.push(" and keadaan <> ").push_bind(*k);
    }
    q.push(" limit 1");
    let ada = q.build_query_scalar().fetch_optional(c).await;
    ada.map_err(galat(G))
}

/// Whether an entry of that register is there.
async fn ada(c: &mut Sambungan, daerah: &KodeDaerah, register: &str, id: IdEntri) -> sqlx::Result<bool> {
    let sql = "select count(*) from entri where daerah = $1 and id = $2 and register = $3";
    let n: i64 = sqlx::query_scalar::<Dbx, i64>(sql)
        .bind(daerah.as_str())
        .bind(id.0)
        .bind(register)
        .fetch_one(c)
        .await?;
    Ok(n > 0)
}

/// The uploads there are among these, each with the entry it belongs to; theirs until the batch ends.
async fn kunci_berkas(
    c: &mut Sambungan,
    daerah: &KodeDaerah,
    id: &[Uuid],
) -> sqlx::Result<HashMap<Uuid, Option<Uuid>>> {
    if id.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = QueryBuilder::<Dbx>::new("select id, entri from berkas where daerah = ");
    q.push_bind(daerah.as_str().to_owned()).push(" and id in ");
    daftar_id(&mut q, id);
    q.push(" order by id").push(KUNCI_BARIS);
    let baris: Vec<(Uuid, Option<Uuid>)> = q.build_query_as().persistent(false).fetch_all(c).await?;
    Ok(baris.into_iter().collect())
}

/// Gives uploads to an entry.
async fn milikkan(c: &mut Sambungan, daerah: &KodeDaerah, berkas: &[Uuid], id: IdEntri) -> sqlx::Result<()> {
    if berkas.is_empty() {
        return Ok(());
    }
    let mut q = QueryBuilder::<Dbx>::new("update berkas set entri = ");
    q.push_bind(id.0)
        .push(" where daerah = ")
        .push_bind(daerah.as_str().to_owned())
        .push(" and id in ");
    daftar_id(&mut q, berkas);
    q.build().persistent(false).execute(c).await.map(|_| ())
}

fn daftar_id(q: &mut QueryBuilder<Dbx>, id: &[Uuid]) {
    for (i, id) in id.iter().enumerate() {
        q.push(if i == 0 { "(" } else { ", " }).push_bind(*id);
    }
    q.push(")");
}

/// A changed entry, if its version is still the one that was decided upon.
async fn perbarui(c: &mut Sambungan, p: &Tersegel) -> sqlx::Result<bool> {
    let e = &p.entri;
    let sql = "update entri set unit = $3, pemegang = $4, keadaan = $5, versi = $6, diubah = $7, jatuh = $8, otomatis = $9, \
               terbuka = $10, terbit = $11, tenggat = $12, isi = $13, induk = $14, kunci = $15 \
               where daerah = $1 and id = $2 and versi = $16";
    let q = sqlx::query::<Dbx>(sql)
        .bind(e.daerah.as_str())
        .bind(e.id.0)
        .bind(e.unit.as_str())
        .bind(e.pemegang.as_str())
        .bind(e.keadaan.as_str())
        .bind(e.versi)
        .bind(e.diubah)
        .bind(e.jatuh)
        .bind(e.otomatis)
        .bind(e.terbuka)
        .bind(e.terbit)
        .bind(Json(&e.tenggat))
        .bind(Json(p.isi()))
        .bind(e.kunci.as_ref().map(|k| k.induk))
        .bind(e.kunci.as_ref().map(|k| k.bungkus.as_slice()))
        .bind(e.versi - 1);
    Ok(q.execute(c).await?.rows_affected() == 1)
}

/// The links of new entries, many a statement.
async fn tautan_baru(c: &mut Sambungan, p: &[&Tersegel]) -> sqlx::Result<()> {
    let semua: Vec<(&str, &Tautan)> = p
        .iter()
        .flat_map(|p| p.tautan.iter().map(|t| (p.entri.daerah.as_str(), t)))
        .collect();
    for bagian in semua.chunks(1_000) {
        let mut q = QueryBuilder::<Dbx>::new("insert into tautan (daerah, dari, jenis, ke) ");
        q.push_values(bagian, |mut b, (daerah, t)| {
            b.push_bind(*daerah)
                .push_bind(t.dari.0)
                .push_bind(t.jenis.as_str())
                .push_bind(t.ke.0);
        });
        q.push(" on conflict do nothing");
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}

/// The links of a changed entry: those of its reference fields replace the earlier ones of the same field.
async fn tautan(c: &mut Sambungan, p: &Tersegel, rujukan: &[String]) -> sqlx::Result<()> {
    for jenis in rujukan {
        let sql = "delete from tautan where daerah = $1 and dari = $2 and jenis = $3";
        sqlx::query::<Dbx>(sql)
            .bind(p.entri.daerah.as_str())
            .bind(p.entri.id.0)
            .bind(jenis)
            .execute(&mut *c)
            .await?;
    }
    tautan_baru(c, &[p]).await
}

/// Messages to those who listen, in the same transaction as what they tell of.
pub(crate) async fn siarkan(
    c: &mut Sambungan,
    siaran: &[Siaran],
    pendengar: &[(String, String)],
    cincin: &Cincin,
) -> sqlx::Result<()> {
    let mut kiriman = Vec::new();
    for (register, keadaan) in pendengar.iter().filter(|_| !siaran.is_empty()) {
        let mut siapa: BTreeMap<&str, Vec<(Uuid, String)>> = BTreeMap::new();
        for s in siaran {
            let daerah = s.daerah.as_str();
            if !siapa.contains_key(daerah) {
                let sql = "select id, nomor from entri where daerah = $1 and register = $2 and keadaan = $3 limit 100";
                let q = sqlx::query_as::<Dbx, (Uuid, String)>(sql)
                    .bind(daerah)
                    .bind(register)
                    .bind(keadaan);
                siapa.insert(daerah, q.fetch_all(&mut *c).await?);
            }
            let semua = siapa.get(daerah).map_or(&[][..], Vec::as_slice);
            kiriman.extend(semua.iter().map(|p| s.kepada(register, p)));
        }
    }
    kirim(c, kiriman, cincin).await
}

/// Messages to send, in the same transaction as what they tell of.
async fn kirim(c: &mut Sambungan, kirim: Vec<Titipan>, cincin: &Cincin) -> sqlx::Result<()> {
    let tutup = |(d, id, muatan, kini): Titipan| {
        let muatan = crate::kirim::tutup(cincin, &d, id, muatan)?;
        Ok::<Titipan, Galat>((d, id, muatan, kini))
    };
    let kirim = kirim.into_iter().map(tutup).collect::<Result<Vec<_>, _>>();
    let kirim = kirim.map_err(|g| sqlx::Error::Encode(g.into()))?;
    for bagian in kirim.chunks(500) {
        let mut q = QueryBuilder::<Dbx>::new("insert into kirim (daerah, id, muatan, berikut) ");
        q.push_values(bagian, |mut b, (d, id, muatan, kini)| {
            b.push_bind(d.as_str())
                .push_bind(*id)
                .push_bind(Json(muatan))
                .push_bind(*kini);
        });
        q.build().persistent(false).execute(&mut *c).await?;
    }
    Ok(())
}
