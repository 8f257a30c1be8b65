//! Tables are made once, brought up to date at every start, and never guessed at.

use kernel::{
    Galat, Medan, RegisterDef, Siapa,
    izin::{Hak, Tindakan},
};
use serde_json::json;

use crate::{
    bekal::{Bekal, Pangkalan},
    contoh::*,
};

uji! {
    a_second_start_finds_everything_as_it_was,
    processes_that_start_at_once_on_an_empty_database_agree,
    tables_newer_than_the_program_are_left_alone,
    every_field_that_lists_compare_has_an_index,
    a_list_never_walks_through_another_register,
    a_register_that_only_officials_fill_gets_its_indexes_when_it_has_grown,
}

async fn a_second_start_finds_everything_as_it_was(b: &Bekal) {
    let e = b.pohon(isi("Lama")).await;
    let versi = b.angka("select count(*) from _sqlx_migrations").await;
    b.store.tutup().await;
    for _ in 0..2 {
        let s = b.lain().await;
        assert_eq!(
            s.entri(&e.daerah, &kernel::Pelaku::Sistem, e.id)
                .await
                .unwrap()
                .entri,
            terlihat(&e)
        );
        s.siap().await.unwrap();
        assert_eq!(
            s.jalankan(buat_pohon(b, isi("Baru"))).await.unwrap().entri.versi,
            1
        );
        s.tutup().await;
    }
    assert_eq!(b.angka("select count(*) from _sqlx_migrations").await, versi);
    assert_eq!(b.baris("entri").await, 3);
}

async fn processes_that_start_at_once_on_an_empty_database_agree(b: &Bekal) {
    b.store.tutup().await;
    let url = match b.pangkalan {
        Pangkalan::Lite => format!("sqlite:{}", b.folder.path().join("baru.db").display()),
        Pangkalan::Pg { .. } => {
            b.laku("drop schema public cascade; create schema public").await;
            b.url.clone()
        }
    };
    let satu = || buka(&url, b.folder.path(), b.jam.clone());
    let (p, q, r, t) = tokio::join!(satu(), satu(), satu(), satu());
    for (i, j) in [p, q, r, t].into_iter().enumerate() {
        let s = j.unwrap_or_else(|g| panic!("process {i}: {g}"));
        s.jalankan(buat_pohon(b, isi("A"))).await.unwrap();
        s.tutup().await;
    }
}

async fn tables_newer_than_the_program_are_left_alone(b: &Bekal) {
    b.laku(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
         select 9999, 'besok', success, checksum, 0 from _sqlx_migrations where version = 1",
    )
    .await;
    match buka(&b.url, b.folder.path(), b.jam.clone()).await {
        Err(g @ Galat::Dalam(_)) => assert!(g.to_string().contains("9999"), "{g}"),
        Err(g) => panic!("{g}"),
        Ok(_) => panic!("opened tables of a newer program"),
    }
}

async fn every_field_that_lists_compare_has_an_index(b: &Bekal) {
    let sql = match b.pangkalan {
        Pangkalan::Lite => {
            "select count(*) from sqlite_master where type = 'index' and tbl_name = 'entri' and sql like '%isi%'"
        }
        Pangkalan::Pg { .. } => {
            "select count(*) from pg_indexes where tablename = 'entri' and indexdef like '%isi%'"
        }
    };
    // What only officials fill is small here: only the fields that name an entry have theirs.
    let luar = |h: &Hak| !matches!(h.siapa, Siapa::Peran(_)) && h.boleh.contains(&Tindakan::Buat);
    let ramai = |d: &RegisterDef| d.rekap_versi != 0 || d.diikuti || d.hak.iter().any(luar);
    let berindeks = |d: &RegisterDef| {
        let medan = d.medan_rata();
        let dibanding = medan.iter().filter(|m| m.urut || m.saring);
        let perlu = |m: &&Medan| ramai(d) || d.unik.medan.contains(&m.nama.as_ref());
        dibanding.filter(perlu).count()
    };
    let semua: usize = b.store.inventaris().semua().map(|d| berindeks(d)).sum();
    // A register that grows has three wide ones besides, and one more when its entries have a place.
    let inventaris = b.store.inventaris();
    let tumbuh = inventaris.semua().filter(|d| d.rekap_versi != 0);
    let lebar: usize = tumbuh.map(|d| 3 + usize::from(d.medan("lat").is_some())).sum();
    assert!(lebar > 0);
    // Lists of values (season, other names) are searched within, not compared; points have one index together.
    assert_eq!(b.angka(sql).await as usize, semua - 2 + 1 + lebar);
}

/// SQLite keeps no statistics: an index by which it could look for the entries of a small register among those of a large
/// one, it may take.
async fn a_list_never_walks_through_another_register(b: &Bekal) {
    let semua = match b.pangkalan {
        Pangkalan::Lite => {
            "select name as nama, sql as isi from sqlite_master where type = 'index' and tbl_name = 'entri' and sql is not null"
        }
        Pangkalan::Pg { .. } => {
            "select indexname as nama, indexdef as isi from pg_indexes where schemaname = 'public' and tablename = 'entri'"
        }
    };
    // Of one entry, by its words, by its hour, by its key: no lists.
    let lain = "('entri_pkey', 'entri_cari', 'entri_otomatis', 'entri_induk')";
    let hitung =
        |syarat: &str| format!("select count(*) from ({semua}) x where nama not in {lain} and {syarat}");
    let terikat = "(isi like '%(daerah, register,%' or isi like '%register = %')";
    assert!(b.angka(&hitung(terikat)).await > 20);
    assert_eq!(
        b.angka(&hitung(&format!("not {terikat}"))).await,
        0,
        "an index that no register bounds"
    );
}

async fn a_register_that_only_officials_fill_gets_its_indexes_when_it_has_grown(b: &Bekal) {
    let sql = match b.pangkalan {
        Pangkalan::Lite => {
            "select count(*) from sqlite_master where type = 'index' and sql like '%register = ''gerbong''%'"
        }
        Pangkalan::Pg { .. } => {
            "select count(*) from pg_indexes where indexdef like '%register = ''gerbong''%'"
        }
    };
    let gerbong = |i| {
        let isi = peta(json!({ "nama": format!("Gerbong {i}"), "kursi": 10 }));
        buat(b, LEMBAH, &koordinator(LEMBAH), "gerbong", isi)
    };
    for (dari, sampai, harap) in [(0, 1_999, 0), (1_999, 2_000, 1)] {
        for mulai in (dari..sampai).step_by(500) {
            let perintah = (mulai..sampai.min(mulai + 500)).map(gerbong).collect();
            let siap = b.store.siapkan_banyak(perintah).await.unwrap();
            for h in b.store.jalankan_banyak(siap).await.unwrap() {
                h.unwrap();
            }
        }
        b.lain().await.tutup().await;
        assert_eq!(b.angka(sql).await, harap, "{sampai} of them");
    }
}
