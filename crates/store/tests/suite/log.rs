//! The ledger: every event has its place, the tree is the RFC's, and whatever is altered behind the program's back is
//! named.

use std::{collections::BTreeMap, sync::Mutex};

use kernel::{Peristiwa, entri::Entri, profil::KodeDaerah};
use ledger::{Alamat, Isi, Kunci, Pohon, Tanya, Titik, daun};
use serde_json::json;
use store::{CapSimpan, Laporan, Pemeriksaan, Temuan, TitikSimpan};

use crate::{
    bekal::{Bekal, HARI, Pangkalan, serentak},
    contoh::*,
};

uji! {
    every_event_has_its_place_and_its_proof,
    a_refused_command_takes_no_place,
    two_processes_make_one_log,
    events_from_before_the_log_are_taken_in_once,
    an_untouched_store_is_whole,
    what_is_altered_is_named,
    what_is_removed_is_named,
    what_is_slipped_in_is_named,
    a_replaced_event_is_named_by_the_published_log,
    a_damaged_copy_is_not_blamed_on_the_database,
    a_log_rolled_back_is_told_by_the_signed_head,
    a_signed_head_never_shrinks,
    a_forged_head_is_told,
    a_time_stamp_is_kept_once,
    a_time_stamp_that_does_not_fit_is_named,
}

fn lembah() -> KodeDaerah {
    kode(LEMBAH)
}

fn kunci() -> Kunci {
    Kunci::dari_benih("uji.contoh/lembah/log", &[5; 32]).unwrap()
}

/// The tiles as they were published.
type Salinan = BTreeMap<Alamat, Vec<u8>>;

async fn salin(b: &Bekal) -> Salinan {
    let ukuran = b.store.pohon(&lembah()).await.unwrap().ukuran();
    let mut semua = Salinan::new();
    for a in Alamat::baru(0, ukuran) {
        let isi = b.store.ubin(&lembah(), &a).await.unwrap().unwrap();
        semua.insert(a, isi);
    }
    semua
}

/// Signs the head of the log and keeps it.
async fn tandai(b: &Bekal) -> Titik {
    let pohon = b.store.pohon(&lembah()).await.unwrap();
    let catatan = kunci().tanda_tangani(pohon.ukuran(), pohon.akar()).unwrap();
    let titik = kunci().baca(&catatan).unwrap();
    let simpan = TitikSimpan {
        ukuran: pohon.ukuran(),
        waktu: b.ms(),
        catatan,
    };
    assert!(b.store.simpan_titik(&lembah(), &simpan).await.unwrap());
    titik
}

async fn periksa_dengan(b: &Bekal, cermin: &Salinan, luar: Vec<Titik>) -> Laporan {
    let maju = Mutex::new(0);
    let p = Pemeriksaan {
        baca_titik: &|c| kunci().baca(c),
        cermin: &|a| {
            let sama = |k: &&Alamat| k.isi == a.isi && k.n == a.n;
            cermin.keys().find(sama).and_then(|k| cermin.get(k)).cloned()
        },
        baca_cap: &|balasan, catatan| match balasan.split_first_chunk::<8>() {
            Some((waktu, isi)) if isi == catatan.as_bytes() => Ok(i64::from_be_bytes(*waktu)),
            _ => Err(ledger::cap::Gagal::LainData),
        },
        titik_luar: luar,
        maju: &|n| *maju.lock().unwrap() = n,
    };
    let l = b.store.periksa_log(&lembah(), &p).await.unwrap();
    assert_eq!(*maju.lock().unwrap(), l.peristiwa + l.entri);
    l
}

pub(crate) async fn periksa(b: &Bekal) -> Laporan {
    periksa_dengan(b, &Salinan::new(), Vec::new()).await
}

/// Twelve trees, some with a longer story; the first of them.
async fn kebun(b: &Bekal) -> Vec<Entri> {
    let mut semua = Vec::new();
    for i in 0..12 {
        b.maju(1_000);
        let mut e = b.pohon(isi(&format!("Pohon {i}"))).await;
        if i % 3 == 0 {
            e = b
                .jadi(ubah(b, &e, json!({ "nama": format!("Pohon baru {i}") })))
                .await;
            e = b.jadi(catat(b, &e, "Dilihat.")).await;
        }
        semua.push(e);
    }
    semua
}

async fn every_event_has_its_place_and_its_proof(b: &Bekal) {
    // Enough for a full tile and for parts of the next, in batches.
    let perintah = (0..300).map(|i| buat_pohon(b, isi(&format!("P{i}")))).collect();
    for h in serentak(&[&b.store], perintah).await {
        h.unwrap();
    }
    let e = b.pohon(isi("Terakhir")).await;
    b.jadi(ubah(b, &e, json!({ "nama": "Sungguh terakhir" }))).await;
    let pohon = b.store.pohon(&lembah()).await.unwrap();
    assert_eq!(pohon.ukuran(), 302);
    let mut ulang = Pohon::default();
    for n in 0..2 {
        let a = Alamat::dalam(Isi::Tingkat(0), n, 302).unwrap();
        let ubin = b.store.ubin(&lembah(), &a).await.unwrap().unwrap();
        for h in ubin.as_chunks::<32>().0 {
            ulang.tambah(ledger::Hash(*h));
        }
    }
    assert_eq!(ulang, pohon);
    let letak = b.store.letak_log(&lembah(), e.id).await.unwrap();
    assert_eq!(
        letak.iter().map(|(v, n, _)| (*v, *n)).collect::<Vec<_>>(),
        [(1, 300), (2, 301)]
    );
    for (_, n, hash) in letak {
        let tanya = Tanya::Termuat { n, ukuran: 302 };
        let bukti = b.store.bukti_log(&lembah(), tanya).await.unwrap().unwrap();
        assert!(Tanya::termuat(&bukti, (n, daun(&hash)), (302, pohon.akar())));
        assert!(!Tanya::termuat(&bukti, (n, daun(&[0; 32])), (302, pohon.akar())));
    }
    let entri = Alamat::dalam(Isi::Entri, 1, 302).unwrap();
    let isi = b.store.ubin(&lembah(), &entri).await.unwrap().unwrap();
    assert_eq!((isi.len(), &isi[..2]), (46 * 34, &[0, 32][..]));
    let jauh = Alamat {
        isi: Isi::Tingkat(0),
        n: 1,
        lebar: 47,
    };
    assert_eq!(b.store.ubin(&lembah(), &jauh).await.unwrap(), None);
    let luas = Alamat {
        isi: Isi::Tingkat(7),
        n: u64::MAX / 2,
        lebar: 256,
    };
    assert_eq!(b.store.ubin(&lembah(), &luas).await.unwrap(), None);
    let lewat = Tanya::Termuat { n: 302, ukuran: 302 };
    assert_eq!(b.store.bukti_log(&lembah(), lewat).await.unwrap(), None);
    let besar = Tanya::Tumbuh {
        dari: 5,
        ukuran: 9_000,
    };
    assert_eq!(b.store.bukti_log(&lembah(), besar).await.unwrap(), None);
}

async fn a_refused_command_takes_no_place(b: &Bekal) {
    let e = b.pohon(isi("A")).await;
    let lama = e.clone();
    b.jadi(ubah(b, &e, json!({ "nama": "B" }))).await;
    b.tolak(ubah(b, &lama, json!({ "nama": "C" }))).await;
    b.tolak(buat_pohon(b, peta(json!({ "jenis": "buah" })))).await;
    let ulang = berkunci(buat_pohon(b, isi("D")), "k1");
    b.jadi(ulang.clone()).await;
    b.jadi(ulang).await;
    assert_eq!(b.store.pohon(&lembah()).await.unwrap().ukuran(), 3);
    assert_eq!(b.store.pohon(&kode(PESISIR)).await.unwrap().ukuran(), 0);
    assert!(periksa(b).await.utuh());
}

async fn two_processes_make_one_log(b: &Bekal) {
    let lain = b.lain().await;
    let e = b.pohon(isi("Bersama")).await;
    let mut perintah: Vec<_> = (0..120).map(|i| buat_pohon(b, isi(&format!("P{i}")))).collect();
    perintah.extend((0..20).map(|i| catat(b, &e, &format!("Catatan {i}"))));
    let baik = serentak(&[&b.store, &lain], perintah)
        .await
        .into_iter()
        .filter(Result::is_ok)
        .count();
    assert!(baik >= 120, "{baik}");
    let pohon = lain.pohon(&lembah()).await.unwrap();
    assert_eq!(pohon.ukuran(), baik as u64 + 1);
    let beda = b.angka("select count(distinct urut) from peristiwa").await;
    assert_eq!(beda, i64::try_from(pohon.ukuran()).unwrap());
    let l = periksa(b).await;
    assert!(l.utuh(), "{:?}", l.temuan);
    lain.tutup().await;
}

async fn events_from_before_the_log_are_taken_in_once(b: &Bekal) {
    kebun(b).await;
    let n = b.store.pohon(&lembah()).await.unwrap().ukuran();
    b.store.tutup().await;
    b.laku("update peristiwa set urut = null; delete from log; delete from log_ubin")
        .await;
    let s = b.lain().await;
    assert_eq!(s.pohon(&lembah()).await.unwrap().ukuran(), n);
    let waktu = b
        .angka(
            "select count(*) from peristiwa a join peristiwa z on a.daerah = z.daerah and a.urut + 1 = z.urut \
             where a.waktu > z.waktu",
        )
        .await;
    assert_eq!(waktu, 0, "in the order in which they happened");
    s.tutup().await;
    // Once there is a log, an event without a place is no event of ours.
    b.laku("update peristiwa set urut = null where urut = 4").await;
    let s = b.lain().await;
    assert_eq!(
        b.angka("select count(*) from peristiwa where urut is null").await,
        1
    );
    s.tutup().await;
}

async fn an_untouched_store_is_whole(b: &Bekal) {
    kebun(b).await;
    let awal = tandai(b).await;
    let salinan = salin(b).await;
    b.maju(HARI);
    kebun(b).await;
    tandai(b).await;
    let l = periksa_dengan(b, &salinan, vec![awal]).await;
    assert!(l.utuh(), "{:?}", l.temuan);
    let pohon = b.store.pohon(&lembah()).await.unwrap();
    assert_eq!((l.peristiwa, l.entri, l.akar), (pohon.ukuran(), 24, pohon.akar()));
    assert_eq!(l.titik, Some(pohon.ukuran()));
    assert!(l.sekilas);
}

/// Text that is in the database's own SQL where the two differ.
fn sql<'a>(b: &Bekal, lite: &'a str, pg: &'a str) -> &'a str {
    match b.pangkalan {
        Pangkalan::Lite => lite,
        Pangkalan::Pg { .. } => pg,
    }
}

/// The events and entries named in a report, by place or number, with the parts named.
pub(crate) fn disebut(l: &Laporan) -> Vec<String> {
    let satu = |t: &Temuan| match t {
        Temuan::PeristiwaDiubah { urut, medan, .. } => format!("peristiwa {urut}: {}", medan.join(" ")),
        Temuan::PeristiwaDiganti { urut, .. } => format!("diganti {urut}"),
        Temuan::PeristiwaHilang { dari, sampai } => format!("hilang {dari}..{sampai}"),
        Temuan::PeristiwaAsing { versi, .. } => format!("peristiwa asing v{versi}"),
        Temuan::PohonDiubah { bagian } => format!("pohon {bagian}"),
        Temuan::TitikBeda { ukuran, asal, .. } => format!("titik {ukuran} {asal}"),
        Temuan::CapSalah { ukuran, .. } => format!("cap {ukuran}"),
        Temuan::CerminRusak { bagian } => format!("cermin {bagian}"),
        Temuan::EntriDiubah { nomor, medan, .. } => format!("entri {nomor}: {}", medan.join(" ")),
        Temuan::EntriHilang { register, .. } => format!("entri hilang dari {register}"),
        Temuan::EntriAsing { nomor, .. } => format!("entri asing {nomor}"),
    };
    l.temuan.iter().map(satu).collect()
}

async fn what_is_altered_is_named(b: &Bekal) {
    let semua = kebun(b).await;
    let e = &semua[4];
    let (nomor, id) = (&e.nomor, e.id.0.simple().to_string());
    let milik = match b.pangkalan {
        Pangkalan::Lite => format!("id = x'{id}'"),
        Pangkalan::Pg { .. } => format!("id = '{id}'"),
    };
    let isi = sql(
        b,
        "isi = json_set(isi, '$.nama', 'Pohon palsu')",
        "isi = jsonb_set(isi, '{nama}', '\"Pohon palsu\"')",
    );
    let urut = b.store.letak_log(&lembah(), e.id).await.unwrap()[0].1;
    let bait = sql(
        b,
        "bait = cast(replace(cast(bait as text), 'buah', 'bush') as blob)",
        "bait = convert_to(replace(convert_from(bait, 'UTF8'), 'buah', 'bush'), 'UTF8')",
    );
    let kasus = [
        ("entri", isi.to_owned(), format!("entri {nomor}: nama")),
        (
            "entri",
            "pemegang = 'kolam'".to_owned(),
            format!("entri {nomor}: pemegang"),
        ),
        (
            "entri",
            "dibuat = dibuat - 86400000".to_owned(),
            format!("entri {nomor}: dibuat"),
        ),
        ("entri", "jatuh = null".to_owned(), format!("entri {nomor}: ")),
        ("entri", "versi = 7".to_owned(), format!("entri asing {nomor}")),
        ("peristiwa", bait.to_owned(), format!("peristiwa {urut}: isi")),
        (
            "peristiwa",
            "waktu = waktu + 1".to_owned(),
            format!("peristiwa {urut}: waktu"),
        ),
    ];
    for (tabel, ubah, harap) in kasus {
        let di = if tabel == "entri" {
            milik.clone()
        } else {
            milik.replace("id =", "entri =")
        };
        b.laku(&format!(
            "create table cadangan as select * from {tabel} where {di}"
        ))
        .await;
        b.laku(&format!("update {tabel} set {ubah} where {di}")).await;
        let l = periksa(b).await;
        assert_eq!(disebut(&l), [harap], "{ubah}");
        b.laku(&format!("delete from {tabel} where {di}")).await;
        b.laku(&format!(
            "insert into {tabel} select * from cadangan; drop table cadangan"
        ))
        .await;
        let l = periksa(b).await;
        assert!(l.utuh(), "put back after {ubah}: {:?}", l.temuan);
        assert!(l.sekilas, "{ubah}");
    }
    // An older state of the entry put back over the newer one.
    let baru = b.jadi(ubah(b, e, json!({ "nama": "Berganti" }))).await;
    b.laku(&format!(
        "update entri set versi = {}, {isi} where {milik}",
        baru.versi - 1
    ))
    .await;
    let l = periksa(b).await;
    assert!(disebut(&l)[0].contains("versi"), "{:?}", l.temuan);
}

async fn what_is_removed_is_named(b: &Bekal) {
    let semua = kebun(b).await;
    let ukuran = b.store.pohon(&lembah()).await.unwrap().ukuran();
    b.laku("create table cadangan as select * from peristiwa").await;
    for (syarat, harap) in [
        ("urut = 5", "hilang 5..6".to_owned()),
        ("urut >= 3 and urut < 6", "hilang 3..6".to_owned()),
        ("urut >= 18", format!("hilang 18..{ukuran}")),
    ] {
        b.laku(&format!("delete from peristiwa where {syarat}")).await;
        let l = periksa(b).await;
        assert_eq!(disebut(&l)[0], harap);
        b.laku("delete from peristiwa; insert into peristiwa select * from cadangan")
            .await;
    }
    assert!(periksa(b).await.utuh());
    b.laku(&format!("delete from entri where nomor = '{}'", semua[1].nomor))
        .await;
    assert_eq!(disebut(&periksa(b).await), ["entri hilang dari pohon"]);
}

async fn what_is_slipped_in_is_named(b: &Bekal) {
    let semua = kebun(b).await;
    let salin = |tabel: &str, kolom: &str, ganti: &str, syarat: &str| {
        format!("insert into {tabel} ({kolom}) select {ganti} from {tabel} where {syarat}")
    };
    let id = sql(
        b,
        "x'0190000000007000800000000000ffff'",
        "'01900000-0000-7000-8000-00000000ffff'::uuid",
    );
    let nomor = &semua[2].nomor;
    let kolom = "daerah, id, register, nomor, unit, pemegang, keadaan, versi, dibuat, diubah, terbuka, terbit, tenggat, isi";
    let ganti = kolom
        .replacen(" id,", &format!(" {id},"), 1)
        .replacen(" nomor,", " 'LBH-9',", 1);
    b.laku(&salin("entri", kolom, &ganti, &format!("nomor = '{nomor}'")))
        .await;
    assert_eq!(disebut(&periksa(b).await), ["entri asing LBH-9"]);
    b.laku("delete from entri where nomor = 'LBH-9'").await;
    // An id that is none, after all others: it is not passed over.
    if let Pangkalan::Lite = b.pangkalan {
        let panjang = kolom
            .replacen(" id,", " x'ffffffffffffffffffffffffffffffffffff',", 1)
            .replacen(" nomor,", " 'LBH-8',", 1);
        b.laku(&salin("entri", kolom, &panjang, &format!("nomor = '{nomor}'")))
            .await;
        let p = Pemeriksaan {
            baca_titik: &|c| kunci().baca(c),
            cermin: &|_| None,
            baca_cap: &|_, _| Err(ledger::cap::Gagal::LainData),
            titik_luar: Vec::new(),
            maju: &|_| {},
        };
        let l = b.store.periksa_log(&lembah(), &p).await;
        assert!(!l.is_ok_and(|l| l.utuh()));
        b.laku("delete from entri where nomor = 'LBH-8'").await;
    }
    let kolom = "daerah, entri, versi, waktu, bait, garam, hash";
    let ganti = kolom.replacen(" versi,", " 40,", 1);
    b.laku(&salin("peristiwa", kolom, &ganti, "urut = 2")).await;
    let l = periksa(b).await;
    assert!(
        disebut(&l).contains(&"peristiwa asing v40".to_owned()),
        "{:?}",
        l.temuan
    );
    // With a place beyond the end of the log it is no better.
    b.laku("update peristiwa set urut = 900000000000 where urut is null")
        .await;
    let l = periksa(b).await;
    assert!(
        disebut(&l).contains(&"peristiwa asing v40".to_owned()),
        "{:?}",
        l.temuan
    );
}

/// Replaces an event by another one that is whole in itself.
async fn ganti(b: &Bekal, e: &Entri) -> u64 {
    let tampak = b
        .store
        .entri(&lembah(), &kernel::Pelaku::Sistem, e.id)
        .await
        .unwrap();
    let cerita = b.store.riwayat(&tampak, &koordinator(LEMBAH)).await.unwrap();
    let mut isi = cerita.last().unwrap().isi.clone();
    isi.waktu -= 60_000;
    let p = Peristiwa::segel(isi).unwrap();
    let heks = |v: &[u8]| {
        let h = data_encoding::HEXLOWER.encode(v);
        match b.pangkalan {
            Pangkalan::Lite => format!("x'{h}'"),
            Pangkalan::Pg { .. } => format!("'\\x{h}'::bytea"),
        }
    };
    let urut = b.store.letak_log(&lembah(), e.id).await.unwrap()[0].1;
    b.laku(&format!(
        "update peristiwa set waktu = waktu - 60000, bait = {}, garam = {}, hash = {} where urut = {urut}",
        heks(&p.bait),
        heks(&p.garam),
        heks(&p.hash)
    ))
    .await;
    urut
}

async fn a_replaced_event_is_named_by_the_published_log(b: &Bekal) {
    let semua = kebun(b).await;
    let titik = tandai(b).await;
    let salinan = salin(b).await;
    // A note leaves the entry as it is, so only the log can tell.
    let e = &semua[1];
    let urut = ganti(b, e).await;
    let l = periksa_dengan(b, &salinan, vec![titik.clone()]).await;
    assert!(disebut(&l).contains(&format!("diganti {urut}")), "{:?}", l.temuan);
    let l = periksa(b).await;
    let d = disebut(&l);
    assert!(d.contains(&"pohon kepala".to_owned()), "{d:?}");
    assert!(d.contains(&format!("titik {} basis data", titik.ukuran)), "{d:?}");
}

async fn a_damaged_copy_is_not_blamed_on_the_database(b: &Bekal) {
    kebun(b).await;
    tandai(b).await;
    let mut salinan = salin(b).await;
    salinan.values_mut().next().unwrap()[40] ^= 1;
    let l = periksa_dengan(b, &salinan, Vec::new()).await;
    assert_eq!(disebut(&l), ["cermin tile/0/0"]);
}

async fn a_log_rolled_back_is_told_by_the_signed_head(b: &Bekal) {
    kebun(b).await;
    let lama = b.store.pohon(&lembah()).await.unwrap();
    let jumlah = b.angka("select max(urut) from peristiwa").await;
    b.maju(1_000);
    b.pohon(isi("Yang tak disukai")).await;
    let titik = tandai(b).await;
    // Whoever does it is thorough: event, entry, head of the log and the signed head all go.
    let tepi = data_encoding::HEXLOWER.encode(&lama.tepi());
    let tepi = match b.pangkalan {
        Pangkalan::Lite => format!("x'{tepi}'"),
        Pangkalan::Pg { .. } => format!("'\\x{tepi}'::bytea"),
    };
    b.laku("delete from entri where id = (select entri from peristiwa order by urut desc limit 1)")
        .await;
    b.laku(&format!(
        "delete from peristiwa where urut > {jumlah}; delete from log_titik"
    ))
    .await;
    b.laku(&format!(
        "update log set ukuran = {}, tepi = {tepi} where daerah = '{LEMBAH}'",
        lama.ukuran()
    ))
    .await;
    assert!(
        periksa(b).await.utuh(),
        "inside the database there is no trace left"
    );
    let ukuran = titik.ukuran;
    let l = periksa_dengan(b, &Salinan::new(), vec![titik]).await;
    assert_eq!(disebut(&l), [format!("titik {ukuran} luar")]);
}

async fn a_signed_head_never_shrinks(b: &Bekal) {
    kebun(b).await;
    let awal = b.store.pohon(&lembah()).await.unwrap();
    tandai(b).await;
    b.maju(2 * HARI);
    b.pohon(isi("Lagi")).await;
    tandai(b).await;
    for waktu in [b.ms(), b.ms() - 2 * HARI, b.ms() + 2 * HARI] {
        let mundur = TitikSimpan {
            ukuran: awal.ukuran(),
            waktu,
            catatan: kunci().tanda_tangani(awal.ukuran(), awal.akar()).unwrap(),
        };
        assert!(!b.store.simpan_titik(&lembah(), &mundur).await.unwrap());
    }
    let semua = b.store.titik(&lembah(), 10).await.unwrap();
    assert_eq!(
        semua.iter().map(|t| t.ukuran).collect::<Vec<_>>(),
        [awal.ukuran() + 1, awal.ukuran()]
    );
}

async fn a_forged_head_is_told(b: &Bekal) {
    kebun(b).await;
    let titik = tandai(b).await;
    let palsu = Kunci::dari_benih("uji.contoh/lembah/log", &[6; 32]).unwrap();
    let catatan = palsu.tanda_tangani(titik.ukuran, titik.akar).unwrap();
    b.laku(&format!("update log_titik set catatan = '{catatan}'"))
        .await;
    assert_eq!(
        disebut(&periksa(b).await),
        [format!("titik {} basis data", titik.ukuran)]
    );
}

/// A time stamp over the head as it is now. In these tests a reply is the moment and the text; what a real one is, the
/// ledger's own tests say.
async fn capkan(b: &Bekal) -> CapSimpan {
    let titik = tandai(b).await;
    let catatan = kunci().tanda_tangani(titik.ukuran, titik.akar).unwrap();
    let cap = CapSimpan {
        ukuran: titik.ukuran,
        waktu: b.ms() - 3,
        diterima: b.ms(),
        balasan: [&(b.ms() - 3).to_be_bytes()[..], catatan.as_bytes()].concat(),
        catatan,
    };
    assert!(b.store.simpan_cap(&lembah(), &cap).await.unwrap());
    cap
}

async fn a_time_stamp_is_kept_once(b: &Bekal) {
    assert!(b.store.daftar_cap(&lembah(), 9).await.unwrap().is_empty());
    kebun(b).await;
    let satu = capkan(b).await;
    let lain = CapSimpan {
        waktu: 1,
        balasan: vec![1],
        ..satu.clone()
    };
    assert!(
        !b.store.simpan_cap(&lembah(), &lain).await.unwrap(),
        "the first one stays"
    );
    b.maju(HARI);
    b.pohon(isi("Lagi")).await;
    let dua = capkan(b).await;
    for c in [&satu, &dua] {
        assert_eq!(b.store.cap(&lembah(), c.ukuran).await.unwrap().as_ref(), Some(c));
    }
    for n in [0, satu.ukuran + 100, u64::MAX] {
        assert_eq!(b.store.cap(&lembah(), n).await.unwrap(), None);
    }
    let semua = b.store.daftar_cap(&lembah(), 9).await.unwrap();
    let semua: Vec<_> = semua.iter().map(|c| (c.ukuran, c.waktu, c.diterima)).collect();
    assert_eq!(
        semua,
        [&dua, &satu].map(|c| (c.ukuran, c.waktu, c.diterima)),
        "newest first"
    );
    assert_eq!(b.store.daftar_cap(&lembah(), 1).await.unwrap().len(), 1);
    let l = periksa(b).await;
    assert!(l.utuh(), "{:?}", l.temuan);
    assert_eq!(l.cap, 2);
}

async fn a_time_stamp_that_does_not_fit_is_named(b: &Bekal) {
    kebun(b).await;
    let cap = capkan(b).await;
    let n = cap.ukuran;
    let palsu = Kunci::dari_benih("uji.contoh/lembah/log", &[6; 32]).unwrap();
    let palsu = palsu
        .tanda_tangani(n, kunci().baca(&cap.catatan).unwrap().akar)
        .unwrap();
    let lain = kunci().tanda_tangani(n, daun(&[9; 32])).unwrap();
    let bait = |waktu: i64, teks: &str| {
        let isi = data_encoding::HEXLOWER.encode(&[&waktu.to_be_bytes()[..], teks.as_bytes()].concat());
        match b.pangkalan {
            Pangkalan::Lite => format!("x'{isi}'"),
            Pangkalan::Pg { .. } => format!("'\\x{isi}'::bytea"),
        }
    };
    let asli = bait(cap.waktu, &cap.catatan);
    for (catatan, balasan, ukuran, harap) in [
        (&cap.catatan, bait(cap.waktu, "lain"), n, vec![format!("cap {n}")]),
        (
            &cap.catatan,
            bait(cap.waktu + 1, &cap.catatan),
            n,
            vec![format!("cap {n}")],
        ),
        (&palsu, bait(cap.waktu, &palsu), n, vec![format!("cap {n}")]),
        (&cap.catatan, asli.clone(), n - 1, vec![format!("cap {}", n - 1)]),
        // Signed by us and stamped, but no head that this log ever had.
        (
            &lain,
            bait(cap.waktu, &lain),
            n,
            vec![format!("titik {n} cap waktu")],
        ),
        (&cap.catatan, asli.clone(), n, vec![]),
    ] {
        b.laku(&format!(
            "update log_cap set catatan = '{catatan}', balasan = {balasan}, ukuran = {ukuran}"
        ))
        .await;
        assert_eq!(disebut(&periksa(b).await), harap);
    }
}
