//! An exchange file that comes back in, as somebody at a browser brings it.

use kernel::Peran;
use serde_json::{Value, json};

use crate::bekal::{KOMINFO, Orang, PU, Uji, situs, uji};

uji!(
    a_file_is_looked_at_then_brought_in_and_changes_nothing_twice,
    links_that_the_file_has_not_go_only_when_somebody_says_so,
    what_may_not_be_is_told_and_the_rest_is_done,
    strange_files_are_refused_in_words,
);

const JALUR: &str = "/kerja/arsitektur/masuk";

/// The secret under which the file waits.
fn titipan(isi: &str) -> String {
    let akhir = isi
        .split("name=\"titipan\" value=\"")
        .nth(1)
        .unwrap_or_else(|| panic!("{isi}"));
    akhir.split('"').next().unwrap().to_owned()
}

async fn nama(u: &Uji, o: &Orang) -> Vec<String> {
    let (_, isi) = u.minta(Some(o), "/kerja/arsitektur/graf.json").await;
    let j: Value = serde_json::from_str(&isi).unwrap();
    let mut nama: Vec<String> = j["simpul"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["nama"].as_str().unwrap().to_owned())
        .collect();
    nama.sort();
    nama
}

async fn a_file_is_looked_at_then_brought_in_and_changes_nothing_twice(u: &Uji) {
    let p = u.sebagai(Peran::Penghubung, PU);
    let app = u
        .buat(
            &p,
            "aplikasi",
            json!({ "nama": "Peta", "opd": PU, "jenis": "khusus" }),
        )
        .await
        .unwrap();
    let server = u
        .buat(
            &p,
            "infrastruktur",
            json!({ "nama": "Server", "opd": PU, "jenis": "server" }),
        )
        .await
        .unwrap();
    let o = u.masuk(Peran::Penghubung, PU).await;
    let (_, xml) = u.minta(Some(&o), "/kerja/arsitektur/archimate.xml").await;
    // In the other tool it is renamed, a link is drawn, and something new is put beside it.
    let baru = "<element identifier=\"lain-1\" xsi:type=\"DataObject\"><name>Data jalan</name></element></elements><relationships>";
    let tarik = format!(
        "<relationship identifier=\"r1\" source=\"id-{}\" target=\"id-{}\" xsi:type=\"Serving\"/>\
         <relationship identifier=\"r2\" source=\"id-{}\" target=\"lain-1\" xsi:type=\"Access\"/></relationships><propertyDefinitions>",
        server.id, app.id, app.id
    );
    let xml = xml
        .replace(">Peta<", ">Peta jalan<")
        .replace("</elements>\n", baru)
        .replace("<propertyDefinitions>", &tarik);
    let (s, isi) = u
        .kirim(&o, JALUR, &[("opd", PU)], Some(("berkas", xml.as_bytes())))
        .await;
    assert_eq!(s, 200, "{isi}");
    assert!(
        isi.contains("1 entri baru, 1 berubah") && isi.contains("Belum ada yang tersimpan"),
        "{isi}"
    );
    assert_eq!(nama(u, &o).await, ["Peta", "Server"], "nothing is written yet");
    let rahasia = titipan(&isi);
    // It is nobody else's to agree to.
    let lain = u.masuk(Peran::Penghubung, KOMINFO).await;
    let (s, _) = u.kirim(&lain, JALUR, &[("titipan", &rahasia)], None).await;
    assert_eq!(s, 422);
    let (s, isi) = u.kirim(&o, JALUR, &[("titipan", &rahasia)], None).await;
    assert!(s == 200 && isi.contains("1 entri dibuat, 1 diubah"), "{isi}");
    assert_eq!(nama(u, &o).await, ["Data jalan", "Peta jalan", "Server"]);
    let app = u.baca(&app).await;
    assert_eq!(app.isi["infrastruktur"], json!([{ "ke": server.id }]));
    assert_eq!(app.isi["data"].as_array().unwrap().len(), 1);
    let (_, isi) = u.kirim(&o, JALUR, &[("titipan", &rahasia)], None).await;
    assert!(isi.contains("0 entri dibuat, 0 diubah"), "{isi}");
    assert_eq!(u.baca(&app).await.versi, app.versi);
}

async fn links_that_the_file_has_not_go_only_when_somebody_says_so(u: &Uji) {
    let p = u.sebagai(Peran::Penghubung, PU);
    let buat = async |register: &str, nama: &str, lain: Value| {
        let mut isi = json!({ "nama": nama, "opd": PU });
        isi.as_object_mut()
            .unwrap()
            .extend(lain.as_object().unwrap().clone());
        u.buat(&p, register, isi).await.unwrap()
    };
    let server = buat("infrastruktur", "Server", json!({ "jenis": "server" })).await;
    let data = buat("data_informasi", "Data jalan", json!({})).await;
    let kait =
        json!({ "jenis": "khusus", "infrastruktur": [{ "ke": server.id }], "data": [{ "ke": data.id }] });
    let app = buat("aplikasi", "Peta", kait).await;
    let o = u.masuk(Peran::Penghubung, PU).await;
    let (_, xml) = u.minta(Some(&o), "/kerja/arsitektur/archimate.xml").await;
    let utuh = u
        .kirim(&o, JALUR, &[("opd", PU)], Some(("berkas", xml.as_bytes())))
        .await;
    assert!(!utuh.1.contains("name=\"hapus\""), "{}", utuh.1);
    // The other tool took the server away from under the application.
    let xml: String = xml.lines().filter(|b| !b.contains("\"Serving\"")).collect();
    let periksa = async || {
        let (s, isi) = u
            .kirim(&o, JALUR, &[("opd", PU)], Some(("berkas", xml.as_bytes())))
            .await;
        assert!(
            s == 200 && isi.contains("Ada di Praja, tidak ada di berkas") && isi.contains("name=\"hapus\""),
            "{isi}"
        );
        assert!(
            isi.contains("Hapus juga 1 kaitan")
                && isi.contains("name=\"hapus\" value=\"ya\" aria-describedby"),
            "{isi}"
        );
        titipan(&isi)
    };
    let rahasia = periksa().await;
    let (_, isi) = u.kirim(&o, JALUR, &[("titipan", &rahasia)], None).await;
    assert!(isi.contains("0 entri dibuat, 0 diubah"), "{isi}");
    assert_eq!(u.baca(&app).await.versi, app.versi, "left alone, nothing is lost");
    // What somebody writes after it was looked at is not thrown away unseen.
    u.jam
        .setel(kernel::kalender::saat(u.jam.kini().as_millisecond() + 60_000));
    let app = u.ubah(&p, &app, json!({ "nama": "Peta jalan" })).await.unwrap();
    let setuju = [("titipan", rahasia.as_str()), ("hapus", "ya")];
    let (_, isi) = u.kirim(&o, JALUR, &setuju, None).await;
    assert!(
        isi.contains("1 ditolak") && isi.contains("berubah sesudah berkas diperiksa"),
        "{isi}"
    );
    let app = u
        .ubah(&p, &u.baca(&app).await, json!({ "nama": "Peta" }))
        .await
        .unwrap();
    let rahasia = periksa().await;
    let setuju = [("titipan", rahasia.as_str()), ("hapus", "ya")];
    let (_, isi) = u.kirim(&o, JALUR, &setuju, None).await;
    assert!(isi.contains("0 entri dibuat, 1 diubah"), "{isi}");
    let kini = u.baca(&app).await;
    assert_eq!(kini.isi["data"], json!([{ "ke": data.id }]));
    let kosong = kini.isi.get("infrastruktur").and_then(Value::as_array);
    assert!(kosong.is_none_or(Vec::is_empty), "{:?}", kini.isi);
    let (_, isi) = u.kirim(&o, JALUR, &setuju, None).await;
    assert!(isi.contains("0 entri dibuat, 0 diubah"), "{isi}");
}

async fn what_may_not_be_is_told_and_the_rest_is_done(u: &Uji) {
    let k = u.sebagai(Peran::Penghubung, KOMINFO);
    u.buat(
        &k,
        "aplikasi",
        json!({ "nama": "Milik kominfo", "opd": KOMINFO, "jenis": "khusus" }),
    )
    .await
    .unwrap();
    let o = u.masuk(Peran::Penghubung, PU).await;
    let (_, xml) = u.minta(Some(&o), "/kerja/arsitektur/archimate.xml").await;
    let xml = xml.replace("Milik kominfo", "Direbut").replace(
        "</elements>",
        "<element identifier=\"n\" xsi:type=\"Node\"><name>Awan</name></element></elements>",
    );
    // Somebody else's office is not theirs to choose.
    let (_, isi) = u
        .kirim(&o, JALUR, &[("opd", KOMINFO)], Some(("berkas", xml.as_bytes())))
        .await;
    assert!(isi.contains("0 entri baru"), "{isi}");
    let (_, isi) = u
        .kirim(&o, JALUR, &[("opd", PU)], Some(("berkas", xml.as_bytes())))
        .await;
    let (s, isi) = u.kirim(&o, JALUR, &[("titipan", &titipan(&isi))], None).await;
    assert!(
        s == 200 && isi.contains("1 entri dibuat, 0 diubah") && isi.contains("1 ditolak"),
        "{isi}"
    );
    assert_eq!(nama(u, &o).await, ["Awan", "Milik kominfo"]);
    for (peran, boleh) in [
        (Peran::Auditor, false),
        (Peran::Kepala, false),
        (Peran::Administrator, true),
    ] {
        let o = u.masuk(peran, PU).await;
        assert_eq!(u.minta(Some(&o), JALUR).await.0 == 200, boleh, "{peran:?}");
        let (s, _) = u.kirim(&o, JALUR, &[], Some(("berkas", b"<model/>"))).await;
        assert_eq!(s == 200, boleh, "{peran:?}");
    }
    assert_eq!(u.minta(None, JALUR).await.0, 401);
}

async fn strange_files_are_refused_in_words(u: &Uji) {
    let o = u.masuk(Peran::Penghubung, PU).await;
    let besar = vec![b' '; 21 * 1024 * 1024];
    for isi in [
        &b"bukan xml"[..],
        b"<html/>",
        b"\xFF\xFE",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><model>&b;</model>",
        &besar,
    ] {
        let (s, isi) = u.kirim(&o, JALUR, &[], Some(("berkas", isi))).await;
        assert!(matches!(s.as_u16(), 413 | 422), "{s}");
        assert!(s == 413 || isi.contains("m-berkas-galat"), "{isi}");
    }
    let (s, isi) = u.kirim(&o, JALUR, &[], None).await;
    assert!(
        s == 422 && isi.contains("Pilih berkas pertukaran ArchiMate"),
        "{isi}"
    );
    let (s, isi) = u.kirim(&o, JALUR, &[("titipan", "tidak-ada")], None).await;
    assert!(s == 422 && isi.contains("menunggu terlalu lama"), "{isi}");
}
