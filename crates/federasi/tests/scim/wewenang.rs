//! What a program may not do: give itself or others more than the operator laid down.

use identity::{Oleh, Orang};
use kernel::Peran;
use serde_json::json;
use store::AkunSimpan;

use crate::bekal::{PEGAWAI, Uji, akun, baru, orang, program, situs};

bekal::uji!(
    roles_are_granted_where_that_is_configured,
    administrators_are_closed_and_nothing_else,
    what_is_one_persons_is_nobody_elses
);

/// An official whom the operator added.
pub async fn orang_kita(u: &Uji, pengguna: &str, peran: Peran) -> AkunSimpan {
    let d = u.app.store.profil("serang").unwrap().kode().clone();
    let o = Orang {
        pengguna,
        nama: "Orang Kita",
        peran: vec![(peran, u.unit("kominfo"))],
        nip: None,
        surel: None,
    };
    let sandi = Some("kata sandi uji coba".to_owned());
    u.app
        .identitas
        .tambah_akun(Oleh::Operator, &d, o, sandi)
        .await
        .unwrap()
        .0
}

async fn roles_are_granted_where_that_is_configured(u: &Uji) {
    let s = &u.app.store;
    let d = s.profil("serang").unwrap().kode().clone();
    assert!(
        federasi::klien::tambah(s, Oleh::Operator, &d, baru(&[Peran::Administrator]))
            .await
            .is_err()
    );
    orang_kita(u, "admin.daerah", Peran::Administrator).await;
    let p = program(u, "serang", &[Peran::Petugas]).await;
    let unit = u.unit("kominfo");
    for peran in ["administrator", "kepala", "auditor"] {
        let mut isi = orang();
        isi["roles"] = json!([{ "value": format!("{peran}:{unit}") }]);
        p.buat(u, isi).await.tolak(403, "");
    }
    let mut isi = orang();
    isi["roles"] = json!([format!("petugas:{unit}")]);
    let id = p.buat(u, isi).await.harus(201).id();
    let tambah = |peran: &str| json!([{ "op": "add", "path": "roles", "value": [{ "value": format!("{peran}:{unit}") }] }]);
    p.tambal(u, &id, tambah("kepala")).await.tolak(403, "");
    // A role that an administrator gave stays, whatever the program says of roles.
    let a = akun(u, "ni.made@serang.example").await;
    let semua = vec![(Peran::Kepala, unit.clone()), (Peran::Petugas, unit.clone())];
    u.app
        .identitas
        .atur_peran(Oleh::Operator, &a, semua)
        .await
        .unwrap();
    p.tambal(u, &id, json!([{ "op": "replace", "path": "roles", "value": [] }]))
        .await
        .harus(200);
    let a = akun(u, "ni.made@serang.example").await;
    assert_eq!(a.akun.peran, [(Peran::Kepala, unit.clone())]);
    p.tambal(u, &id, tambah("petugas")).await.harus(200);
    let hapus = json!([{ "op": "remove", "path": format!("roles[value eq \"petugas:{unit}\"]") }]);
    p.tambal(u, &id, hapus).await.harus(200);
    assert_eq!(
        akun(u, "ni.made@serang.example").await.akun.peran,
        [(Peran::Kepala, unit)]
    );
}

async fn administrators_are_closed_and_nothing_else(u: &Uji) {
    let p = program(u, "serang", &[Peran::Petugas]).await;
    let a = orang_kita(u, "admin.satu", Peran::Administrator).await;
    let b = orang_kita(u, "admin.dua", Peran::Administrator).await;
    let id = a.akun.id.to_string();
    for ops in [
        json!([{ "op": "replace", "path": "displayName", "value": "Lain" }]),
        json!([{ "op": "replace", "path": "emails", "value": "jahat@contoh.id" }]),
        json!([{ "op": "replace", "path": format!("{PEGAWAI}:employeeNumber"), "value": "198001012005012001" }]),
        json!([{ "op": "add", "path": "roles", "value": format!("petugas:{}", u.unit("kominfo")) }]),
    ] {
        p.tambal(u, &id, ops).await.tolak(403, "");
    }
    let tutup = || json!([{ "op": "replace", "path": "active", "value": false }]);
    p.tambal(u, &id, tutup()).await.harus(200);
    p.tambal(
        u,
        &id,
        json!([{ "op": "replace", "path": "active", "value": true }]),
    )
    .await
    .tolak(403, "");
    // The last one stays, also against a delete.
    let id = b.akun.id.to_string();
    p.tambal(u, &id, tutup()).await.tolak(409, "");
    p.tanya(u, "DELETE", &format!("/Users/{id}"), None)
        .await
        .tolak(409, "");
    assert!(akun(u, "admin.dua").await.aktif);
    p.ambil(u, &format!("/Users/{id}")).await.harus(200);
}

async fn what_is_one_persons_is_nobody_elses(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    p.buat(u, orang()).await.harus(201);
    let lain = |medan: &str| {
        let mut v = json!({ "userName": "orang.lain", "displayName": "Orang Lain" });
        v[medan] = orang()[medan].clone();
        v
    };
    p.buat(u, lain("externalId")).await.tolak(409, "uniqueness");
    p.buat(u, lain(PEGAWAI)).await.tolak(409, "uniqueness");
    let id = p.buat(u, lain("title")).await.harus(201).id();
    let ops = json!([{ "op": "replace", "path": "externalId", "value": "0b5f-1" }]);
    p.tambal(u, &id, ops).await.tolak(409, "uniqueness");
    // Another program of the same regency has names of its own.
    let q = program(u, "serang", &[]).await;
    let ops = json!([{ "op": "replace", "path": "externalId", "value": "0b5f-1" }]);
    assert_eq!(q.tambal(u, &id, ops).await.harus(200).isi["externalId"], "0b5f-1");
    assert_eq!(
        p.ambil(u, &format!("/Users/{id}"))
            .await
            .harus(200)
            .isi
            .get("externalId"),
        None
    );
}
