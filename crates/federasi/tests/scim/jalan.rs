//! The walks of Microsoft Entra and of Okta, and what the standard has besides.

use identity::UMUR_SESI;
use kernel::Peran;
use serde_json::json;
use store::JenisSesi;

use crate::{
    bekal::{NIP, PEGAWAI, Uji, akun, orang, program, situs},
    wewenang::orang_kita,
};

bekal::uji!(
    as_entra_does,
    as_okta_does,
    lists_come_in_pages,
    what_there_is_is_told,
    versions_are_kept
);

async fn as_entra_does(u: &Uji) {
    orang_kita(u, "admin.daerah", Peran::Administrator).await;
    let p = program(u, "serang", &[Peran::Petugas]).await;
    // It looks whether they are there, as it does to try the connection.
    let j = p
        .ambil(u, "/Users?filter=userName+eq+%22ni.made%40serang.example%22")
        .await
        .harus(200);
    assert_eq!(j.isi["totalResults"], 0);
    let j = p.buat(u, orang()).await.harus(201);
    let id = j.id();
    assert_eq!(j.isi["displayName"], "Ni Made Sari");
    assert_eq!(j.isi["userName"], "ni.made@serang.example");
    assert_eq!(j.isi["emails"][0]["value"], "made@contoh.id");
    assert_eq!(
        j.isi.get(PEGAWAI),
        None,
        "numbers are told where they are asked for"
    );
    assert_eq!(j.kepala["location"], j.isi["meta"]["location"].as_str().unwrap());
    let a = akun(u, "ni.made@serang.example").await;
    assert_eq!(a.nip.as_ref().unwrap().as_str(), NIP);
    assert!(a.aktif && a.ganti && a.akun.peran.is_empty());
    let saring = format!(
        "/Users?filter={PEGAWAI}:employeeNumber+eq+%22{NIP}%22&attributes=userName,{PEGAWAI}:employeeNumber"
    );
    let j = p.ambil(u, &saring).await.harus(200);
    assert_eq!(j.isi["Resources"][0][PEGAWAI]["employeeNumber"], NIP);
    assert_eq!(j.isi["Resources"][0].get("displayName"), None);

    // Its patches write truth as text and begin operations with a capital.
    let unit = u.unit("kominfo").to_string();
    let ops = json!([
        { "op": "Replace", "path": "displayName", "value": "Ni Made Sari, S.Kom." },
        { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "sari@contoh.id" },
        { "op": "Add", "path": "roles", "value": [{ "value": format!("petugas:{unit}") }] },
        { "op": "Add", "path": "phoneNumbers[type eq \"work\"].value", "value": "08123456789" },
    ]);
    let j = p.tambal(u, &id, ops).await.harus(200);
    assert_eq!(j.isi["displayName"], "Ni Made Sari, S.Kom.");
    assert_eq!(j.isi["emails"][0]["value"], "sari@contoh.id");
    assert_eq!(j.isi["groups"][0]["value"], unit);
    let grup = p.ambil(u, &format!("/Groups/{unit}")).await.harus(200);
    assert_eq!(grup.isi["members"][0]["value"], id);

    // Who is turned off is out at once.
    let a = akun(u, "ni.made@serang.example").await.akun;
    let rahasia = u
        .app
        .identitas
        .buka_sesi(&a, JenisSesi::Web, "", UMUR_SESI)
        .await
        .unwrap();
    let ada = async || {
        u.app
            .identitas
            .siapa(&a.daerah, JenisSesi::Web, &rahasia)
            .await
            .unwrap()
    };
    assert!(ada().await.is_some());
    let j = p
        .tambal(
            u,
            &id,
            json!([{ "op": "Replace", "path": "active", "value": "False" }]),
        )
        .await;
    assert_eq!(j.harus(200).isi["active"], false);
    assert!(ada().await.is_none());
    // Said twice it is no second change.
    p.tambal(u, &id, json!([{ "op": "replace", "value": { "active": false } }]))
        .await
        .harus(200);
    p.tambal(u, &id, json!([{ "op": "replace", "value": { "active": true } }]))
        .await
        .harus(200);
    let riwayat = p.riwayat(u, "ni.made@serang.example").await;
    assert!(riwayat.iter().all(|(_, kita)| *kita));
    let mut perbuatan: Vec<&str> = riwayat.iter().map(|(apa, _)| apa.as_str()).collect();
    assert_eq!(
        (perbuatan[0], perbuatan[1], perbuatan[5]),
        ("aktifkan", "tutup", "tambah")
    );
    perbuatan[2..5].sort_unstable();
    assert_eq!(perbuatan[2..5], ["atur nama", "atur peran", "atur surel"]);
}

async fn as_okta_does(u: &Uji) {
    orang_kita(u, "admin.daerah", Peran::Administrator).await;
    let p = program(u, "serang", &[]).await;
    let id = p.buat(u, orang()).await.harus(201).id();
    p.buat(u, orang()).await.tolak(409, "uniqueness");
    // It reads and writes back whole.
    let mut isi = p.ambil(u, &format!("/Users/{id}")).await.harus(200).isi;
    isi["displayName"] = "Ni Made Sari".into();
    isi["active"] = false.into();
    let j = p
        .tanya(u, "PUT", &format!("/Users/{id}"), Some(isi))
        .await
        .harus(200);
    assert_eq!(j.isi["active"], false);
    let a = akun(u, "ni.made@serang.example").await;
    assert_eq!(a.nip.as_ref().unwrap().as_str(), NIP, "what was not told stays");

    // What is deleted is gone for the program; account and history stay, and it may come back.
    p.tanya(u, "DELETE", &format!("/Users/{id}"), None)
        .await
        .harus(204);
    p.ambil(u, &format!("/Users/{id}")).await.tolak(404, "");
    p.tanya(u, "DELETE", &format!("/Users/{id}"), None)
        .await
        .tolak(404, "");
    // Only the administrator is left.
    assert_eq!(p.ambil(u, "/Users").await.harus(200).isi["totalResults"], 1);
    let a = akun(u, "ni.made@serang.example").await;
    assert!(!a.aktif);
    let j = p.buat(u, orang()).await.harus(201);
    assert_eq!((j.id(), j.isi["active"].as_bool()), (id, Some(true)));
    let riwayat = p.riwayat(u, "ni.made@serang.example").await;
    assert_eq!(riwayat.first().unwrap().0, "aktifkan");
    assert_eq!(riwayat.last().unwrap().0, "tambah");
}

async fn lists_come_in_pages(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    for n in 0..5 {
        let isi = json!({ "userName": format!("pegawai{n}"), "displayName": format!("Pegawai {n}") });
        p.buat(u, isi).await.harus(201);
    }
    let j = p.ambil(u, "/Users?startIndex=2&count=2").await.harus(200);
    assert_eq!(
        (&j.isi["totalResults"], &j.isi["itemsPerPage"]),
        (&json!(5), &json!(2))
    );
    assert_eq!(j.isi["Resources"][0]["userName"], "pegawai1");
    for (q, ada) in [
        ("count=0", 0),
        ("count=-3", 0),
        ("startIndex=0", 5),
        ("startIndex=99", 0),
        ("count=99999", 5),
    ] {
        let j = p.ambil(u, &format!("/Users?{q}")).await.harus(200);
        assert_eq!(j.isi["Resources"].as_array().unwrap().len(), ada, "{q}");
        assert_eq!(j.isi["totalResults"], 5, "{q}");
    }
    let j = p
        .ambil(
            u,
            "/Users?filter=displayName+co+%22pegawai%22+and+not+(userName+ew+%223%22)",
        )
        .await;
    assert_eq!(j.harus(200).isi["totalResults"], 4);
    let j = p
        .ambil(u, "/Groups?excludedAttributes=members&count=1")
        .await
        .harus(200);
    assert_eq!(j.isi["Resources"][0].get("members"), None);
    assert!(j.isi["Resources"][0]["displayName"].is_string());
}

async fn what_there_is_is_told(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    let j = p.ambil(u, "/ServiceProviderConfig").await.harus(200);
    assert_eq!(j.isi["patch"]["supported"], true);
    assert_eq!(j.isi["bulk"]["supported"], false);
    for (jalur, ada) in [("/ResourceTypes", 2), ("/Schemas", 3)] {
        let j = p.ambil(u, jalur).await.harus(200);
        assert_eq!(j.isi["totalResults"], ada, "{jalur}");
        for s in j.isi["Resources"].as_array().unwrap() {
            let id = s["id"].as_str().unwrap();
            assert_eq!(p.ambil(u, &format!("{jalur}/{id}")).await.harus(200).isi, *s);
        }
        p.ambil(u, &format!("{jalur}/entah")).await.tolak(404, "");
    }
}

async fn versions_are_kept(u: &Uji) {
    let p = program(u, "serang", &[]).await;
    let j = p.buat(u, orang()).await.harus(201);
    let (id, v) = (j.id(), j.kepala["etag"].to_str().unwrap().to_owned());
    let jalur = format!("/Users/{id}");
    p.dengan(u, "GET", &jalur, None, &[("if-none-match", &v)])
        .await
        .harus(304);
    let ganti = |nama: &str| Some(json!({ "displayName": nama }));
    let j = p
        .dengan(u, "PUT", &jalur, ganti("Made Satu"), &[("if-match", &v)])
        .await
        .harus(200);
    assert_ne!(j.kepala["etag"], v.as_str());
    p.dengan(u, "PUT", &jalur, ganti("Made Dua"), &[("if-match", &v)])
        .await
        .tolak(412, "");
    p.dengan(u, "DELETE", &jalur, None, &[("if-match", &v)])
        .await
        .tolak(412, "");
    assert_eq!(akun(u, "ni.made@serang.example").await.akun.nama, "Made Satu");
}
