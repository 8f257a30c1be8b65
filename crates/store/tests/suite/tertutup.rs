//! What is personal outside of entries lies closed: letters that wait, drafts, reminders, numbers and addresses of accounts.

use kernel::{
    Akun, Cincin,
    nilai::{Nip, Surel},
};
use serde_json::json;
use store::{AkunSimpan, cincin};
use uuid::Uuid;

use crate::{
    bekal::{Bekal, HARI, Pangkalan},
    contoh::*,
};

uji! {
    of_letters_drafts_and_accounts_nothing_personal_can_be_read,
    what_lay_open_is_closed_at_the_next_start,
    another_master_key_takes_over_all_but_drafts,
    a_letter_closed_under_a_newer_key_file_waits,
    what_was_moved_behind_the_programs_back_opens_nothing,
    a_lost_key_file_stops_the_start_also_without_entries,
}

const SUREL: &str = "ayu@contoh.id";
const NIP: &str = "198501012010011001";
const PEKA: [&str; 6] = [
    SUREL,
    "budi@contoh.id",
    "ingat@contoh.id",
    NIP,
    "+6281234567891",
    "Jalan Melati",
];

fn akun(pengguna: &str, nip: Option<&str>) -> AkunSimpan {
    AkunSimpan {
        akun: Akun {
            id: Uuid::nil(),
            daerah: kode(LEMBAH),
            pengguna: pengguna.into(),
            nama: "Budi".into(),
            peran: Vec::new(),
        },
        sandi: "$argon2id$".into(),
        aktif: true,
        surel: Some(Surel::baru("budi@contoh.id").unwrap()),
        nip: nip.map(|n| Nip::baru(n).unwrap()),
        ganti: false,
        dua_langkah: false,
    }
}

async fn punya(b: &Bekal, pengguna: &str) -> AkunSimpan {
    b.store.akun(&kode(LEMBAH), pengguna).await.unwrap().unwrap()
}

/// A tree whose planter hears of it.
async fn berkabar(b: &Bekal) -> kernel::Entri {
    b.pohon(isi_dengan("Sawo", json!({ "penanam": { "surel": SUREL } })))
        .await
}

/// One of each.
async fn isi_semua(b: &Bekal) {
    let d = kode(LEMBAH);
    berkabar(b).await;
    let draf = peta(json!({ "isi": { "telepon": "+6281234567891", "alamat": "Jalan Melati" } }));
    b.store
        .simpan_draf(&d, "rahasia", None, &draf, b.ms() + HARI)
        .await
        .unwrap();
    b.store.simpan_akun(&akun("budi", Some(NIP))).await.unwrap();
    let a = punya(b, "budi").await.akun;
    b.store.atur_pengingat(&a, Some("ingat@contoh.id")).await.unwrap();
}

/// Where in the raw database this text can be read.
async fn terbaca(b: &Bekal, teks: &str) -> Vec<String> {
    let mut di = Vec::new();
    match b.pangkalan {
        Pangkalan::Lite => {
            for berkas in std::fs::read_dir(b.folder.path()).unwrap() {
                let jalur = berkas.unwrap().path();
                let nama = jalur.file_name().unwrap().to_string_lossy().into_owned();
                if nama.starts_with("praja.db") {
                    let isi = std::fs::read(&jalur).unwrap();
                    if isi.windows(teks.len()).any(|w| w == teks.as_bytes()) {
                        di.push(nama);
                    }
                }
            }
        }
        Pangkalan::Pg { .. } => {
            for tabel in ["kirim", "draf", "pengingat", "akun"] {
                let sql = format!("select count(*) from {tabel} x where cast(x as text) like '%{teks}%'");
                if b.angka(&sql).await > 0 {
                    di.push(tabel.to_owned());
                }
            }
        }
    }
    di
}

async fn of_letters_drafts_and_accounts_nothing_personal_can_be_read(b: &Bekal) {
    isi_semua(b).await;
    assert!(
        !terbaca(b, "budi").await.is_empty(),
        "a login name is nobody's secret"
    );
    for teks in PEKA {
        assert!(terbaca(b, teks).await.is_empty(), "{teks}");
    }
    // The program reads all of it.
    let d = kode(LEMBAH);
    let k = b.store.ambil_kiriman(10).await.unwrap().remove(0);
    assert_eq!(k.muatan.ke.as_deref(), Some(SUREL));
    assert_eq!(k.muatan.isi["nama"], "Sawo");
    let (_, draf) = b.store.draf(&d, "rahasia").await.unwrap().unwrap();
    assert_eq!(draf["isi"]["alamat"], "Jalan Melati");
    let a = punya(b, "budi").await;
    assert_eq!(a.nip.as_ref().map(Nip::as_str), Some(NIP));
    assert_eq!(a.surel.as_ref().map(Surel::as_str), Some("budi@contoh.id"));
    let ingat = b.store.pengingat(&d).await.unwrap();
    assert_eq!(ingat[&a.akun.id].surel, "ingat@contoh.id");
    assert_eq!(b.store.tak_terbuka().await.unwrap(), 0);
    assert_eq!(b.store.nilai_tertutup().await.unwrap(), [(1, 5)]);
}

async fn what_lay_open_is_closed_at_the_next_start(b: &Bekal) {
    isi_semua(b).await;
    b.store.simpan_akun(&akun("lain", None)).await.unwrap();
    let id = Uuid::now_v7();
    b.laku(&format!(
        "update akun set surel = 'budi@contoh.id', nip = '{NIP}', nip_sidik = null where pengguna = 'budi'"
    ))
    .await;
    b.laku("update pengingat set surel = 'ingat@contoh.id'").await;
    let muatan = json!({
        "register": "pohon", "entri": id, "nomor": "P-1", "surel": SUREL, "acara": "baru", "isi": { "nama": "Jati" },
    });
    b.laku(&format!("update kirim set muatan = '{muatan}'")).await;
    // Read as it lies, before and after.
    assert_eq!(punya(b, "budi").await.nip.as_ref().map(Nip::as_str), Some(NIP));
    let s = b.lain().await;
    let sisa = "select count(*) from akun where nip like '%1985%' or surel like '%@%'";
    assert_eq!(b.angka(sisa).await, 0);
    assert_eq!(
        b.angka("select count(*) from pengingat where surel like '%@%'")
            .await,
        0
    );
    assert_eq!(
        b.angka("select count(*) from kirim where cast(muatan as text) like '%@%'")
            .await,
        0
    );
    let a = punya(b, "budi").await;
    assert_eq!(a.nip.as_ref().map(Nip::as_str), Some(NIP));
    assert_eq!(
        s.pengingat(&kode(LEMBAH)).await.unwrap()[&a.akun.id].surel,
        "ingat@contoh.id"
    );
    let k = s.ambil_kiriman(10).await.unwrap().remove(0);
    assert_eq!(
        (k.muatan.ke.as_deref(), k.muatan.entri, &k.muatan.isi["nama"]),
        (Some(SUREL), id, &json!("Jati"))
    );
    // Its number is its own again.
    let lain = punya(b, "lain").await.akun;
    assert!(!s.ganti_nip(&lain, Some(&Nip::baru(NIP).unwrap())).await.unwrap());
    s.tutup().await;
}

async fn another_master_key_takes_over_all_but_drafts(b: &Bekal) {
    isi_semua(b).await;
    b.store.tutup().await;
    let berkas = b.folder.path().join("kunci-data");
    let ring = cincin::baca(&berkas).unwrap();
    cincin::ganti(&berkas, &ring.tambah()).unwrap();
    let s = b.lain().await;
    let h = s.tutup_ulang().await.unwrap();
    assert_eq!((h.baru, h.tak_terbuka), (4, 0));
    assert_eq!(s.tutup_ulang().await.unwrap().baru, 0);
    assert_eq!(s.nilai_tertutup().await.unwrap(), [(1, 1), (2, 4)]);
    let (_, draf) = s.draf(&kode(LEMBAH), "rahasia").await.unwrap().unwrap();
    assert_eq!(draf["isi"]["alamat"], "Jalan Melati");
    b.maju(2 * HARI);
    s.bersihkan().await.unwrap();
    assert_eq!(s.nilai_tertutup().await.unwrap(), [(2, 4)]);
    while s.bungkus_ulang().await.unwrap() > 0 {}
    s.tutup().await;
    let ring = cincin::baca(&berkas).unwrap();
    cincin::ganti(&berkas, &ring.tanpa(&[1])).unwrap();
    let s = b.lain().await;
    let a = s.akun(&kode(LEMBAH), "budi").await.unwrap().unwrap();
    assert_eq!(a.nip.as_ref().map(Nip::as_str), Some(NIP));
    let k = s.ambil_kiriman(10).await.unwrap().remove(0);
    assert_eq!(k.muatan.ke.as_deref(), Some(SUREL));
    s.tutup().await;
}

async fn a_letter_closed_under_a_newer_key_file_waits(b: &Bekal) {
    let berkas = b.folder.path().join("kunci-data");
    let ring = cincin::baca(&berkas).unwrap();
    cincin::ganti(&berkas, &ring.tambah()).unwrap();
    let s = b.lain().await;
    let penanam = json!({ "penanam": { "surel": SUREL } });
    s.jalankan(buat_pohon(b, isi_dengan("Sawo", penanam)))
        .await
        .unwrap();
    assert!(
        b.store.ambil_kiriman(10).await.unwrap().is_empty(),
        "this server has the former key file"
    );
    assert_eq!(
        b.store.antrean_kiriman().await.unwrap(),
        (1, 0),
        "and gives nothing up"
    );
    b.maju(HARI);
    let k = s.ambil_kiriman(10).await.unwrap();
    assert_eq!((k.len(), k[0].coba), (1, 0));
    s.tutup().await;
}

async fn what_was_moved_behind_the_programs_back_opens_nothing(b: &Bekal) {
    let d = kode(LEMBAH);
    let (satu, dua) = (berkabar(b).await, berkabar(b).await);
    b.laku(&format!(
        "update kirim set muatan = (select k.muatan from kirim k where k.muatan->>'nomor' = '{}') \
         where muatan->>'nomor' = '{}'",
        dua.nomor, satu.nomor
    ))
    .await;
    let k = b.store.ambil_kiriman(10).await.unwrap();
    assert_eq!((k.len(), &k[0].muatan.nomor), (1, &dua.nomor));
    assert_eq!(
        b.store.antrean_kiriman().await.unwrap(),
        (1, 1),
        "given up, and the operator sees it"
    );
    let sebab = "select count(*) from kirim where berikut is null and galat like '%altered%'";
    assert_eq!(b.angka(sebab).await, 1);
    for (n, rahasia) in ["a", "b"].into_iter().enumerate() {
        let isi = peta(json!({ "isi": rahasia }));
        b.store
            .simpan_draf(&d, rahasia, None, &isi, b.ms() + HARI + n as i64)
            .await
            .unwrap();
    }
    b.laku(&format!(
        "update draf set isi = (select lain.isi from draf lain where lain.kadaluarsa = {}) where kadaluarsa = {}",
        b.ms() + HARI + 1,
        b.ms() + HARI
    ))
    .await;
    assert_eq!(b.store.draf(&d, "a").await.unwrap(), None, "as good as gone");
    assert!(b.store.draf(&d, "b").await.unwrap().is_some());
    b.store.simpan_akun(&akun("budi", Some(NIP))).await.unwrap();
    b.store
        .simpan_akun(&akun("tuti", Some("199002022015022002")))
        .await
        .unwrap();
    b.laku(
        "update akun set nip = (select a.nip from akun a where a.pengguna = 'budi') where pengguna = 'tuti'",
    )
    .await;
    let tuti = punya(b, "tuti").await;
    assert!(tuti.nip.is_none() && tuti.surel.is_some());
    assert_eq!(b.store.tak_terbuka().await.unwrap(), 2);
    // Neither stops a start, and what opens goes on.
    let s = b.lain().await;
    assert_eq!(s.semua_akun(&d).await.unwrap().len(), 2);
    s.tutup().await;
}

async fn a_lost_key_file_stops_the_start_also_without_entries(b: &Bekal) {
    b.store.simpan_akun(&akun("budi", Some(NIP))).await.unwrap();
    b.store.tutup().await;
    let berkas = b.folder.path().join("kunci-data");
    let simpan = std::fs::read(&berkas).unwrap();
    let gagal = async || match buka(&b.url, b.folder.path(), b.jam.clone()).await {
        Err(g) => g.to_string(),
        Ok(_) => panic!("started with another key file"),
    };
    std::fs::remove_file(&berkas).unwrap();
    let g = gagal().await;
    assert!(g.contains("master key 1"), "{g}");
    assert!(!berkas.exists(), "a new key file would pass for the lost one");
    std::fs::write(&berkas, Cincin::baru().tulis()).unwrap();
    assert!(gagal().await.contains("master key 1"));
    std::fs::write(&berkas, simpan).unwrap();
    b.lain().await.tutup().await;
}
