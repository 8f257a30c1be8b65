//! A file goes out and comes back; another tool's comes in after it was looked at; what is none is refused in words.

use bekal::{Uji, uji};
use kernel::Peran;
use serde_json::json;

use crate::{DINKES, KOMINFO, dinkes, langkah, proses_bisnis, situs, sop};

uji! {
    what_went_out_comes_back_the_same,
    nothing_is_written_before_it_is_agreed_to,
    what_is_no_bpmn_is_refused_at_the_field,
}

fn titipan(isi: &str) -> String {
    let awal = isi
        .split("name=\"titipan\" value=\"")
        .nth(1)
        .expect("a file that waits");
    awal.split('"').next().unwrap().to_owned()
}

async fn what_went_out_comes_back_the_same(u: &Uji) {
    let p = dinkes(u);
    let isi = json!({ "nama": "Antrean", "opd": DINKES, "jenis": "umum" });
    let a = u.buat(&p, "aplikasi", isi).await.unwrap();
    let proses = proses_bisnis(u, &p, DINKES, "Perizinan klinik", None).await;
    let e = sop(u, &p, &proses, DINKES, langkah(Some(&a))).await;
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    let (_, xml) = u
        .minta(Some(&o), &format!("/kerja/proses/sop/{}/bpmn.xml", e.nomor))
        .await;
    assert!(
        xml.contains("<bpmn:userTask") && xml.contains("BPMNEdge"),
        "{xml}"
    );
    let kosong = sop(u, &p, &proses, DINKES, json!([])).await;
    let jalur = format!("/kerja/proses/sop/{}/masuk", kosong.nomor);
    let (status, isi) = u.kirim(&o, &jalur, &[], Some(("berkas", xml.as_bytes()))).await;
    assert!(
        status == 200 && isi.contains("4 langkah terbaca"),
        "{status}: {isi}"
    );
    let (status, _) = u.kirim(&o, &jalur, &[("titipan", &titipan(&isi))], None).await;
    assert_eq!(status, 303);
    assert_eq!(
        u.baca(&kosong).await.isi["langkah"],
        u.baca(&e).await.isi["langkah"]
    );
}

const LUAR: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
    <laneSet><lane name="Dinas Kesehatan"><flowNodeRef>s</flowNodeRef></lane></laneSet>
    <startEvent id="s" name="Mulai"/><task id="t" name="Memeriksa"/><textAnnotation id="x"/>
    <sequenceFlow id="f" sourceRef="s" targetRef="t"/></process></definitions>"#;

async fn nothing_is_written_before_it_is_agreed_to(u: &Uji) {
    let p = dinkes(u);
    let proses = proses_bisnis(u, &p, DINKES, "Perizinan klinik", None).await;
    let e = sop(u, &p, &proses, DINKES, langkah(None)).await;
    let jalur = format!("/kerja/proses/sop/{}/masuk", e.nomor);
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    let (_, isi) = u.kirim(&o, &jalur, &[], Some(("berkas", LUAR.as_bytes()))).await;
    for ada in [
        "4 langkah yang sudah ada diganti",
        "1 unsur textAnnotation tidak diambil",
        "Memeriksa",
        "<svg",
    ] {
        assert!(isi.contains(ada), "{ada} in {isi}");
    }
    assert_eq!(u.baca(&e).await.versi, e.versi);
    let rahasia = titipan(&isi);
    let rekan = u.masuk(Peran::Kepala, DINKES).await;
    let (status, isi) = u.kirim(&rekan, &jalur, &[("titipan", &rahasia)], None).await;
    assert!(
        status == 422 && isi.contains("menunggu terlalu lama"),
        "it waits for who brought it: {status}"
    );
    u.kirim(&o, &jalur, &[("titipan", &rahasia)], None).await;
    let baru = u.baca(&e).await;
    assert_eq!(baru.isi["langkah"].as_array().unwrap().len(), 2);
    assert_eq!(baru.isi["langkah"][0]["unit"], DINKES);
    assert_eq!(baru.isi["langkah"][1]["bentuk"], "selesai");
    let lain = u.masuk(Peran::Penghubung, KOMINFO).await;
    let (status, _) = u
        .kirim(&lain, &jalur, &[], Some(("berkas", LUAR.as_bytes())))
        .await;
    assert!(matches!(status.as_u16(), 403 | 404), "{status}");
}

async fn what_is_no_bpmn_is_refused_at_the_field(u: &Uji) {
    let p = dinkes(u);
    let proses = proses_bisnis(u, &p, DINKES, "Perizinan klinik", None).await;
    let e = sop(u, &p, &proses, DINKES, json!([])).await;
    let jalur = format!("/kerja/proses/sop/{}/masuk", e.nomor);
    let o = u.masuk(Peran::Penghubung, DINKES).await;
    let bom = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><definitions>&c;</definitions>";
    for (isi, kata) in [
        (bom, "bukan XML yang benar"),
        ("bukan xml", "bukan XML yang benar"),
        ("<model/>", "bukan berkas BPMN"),
        ("<definitions/>", "Tidak ada langkah"),
        ("\u{0}", "bukan XML yang benar"),
    ] {
        let (status, jawab) = u.kirim(&o, &jalur, &[], Some(("berkas", isi.as_bytes()))).await;
        assert!(status == 422 && jawab.contains(kata), "{isi}: {status} {jawab}");
        assert!(jawab.contains("m-berkas-galat"));
    }
    let (status, jawab) = u.kirim(&o, &jalur, &[], None).await;
    assert!(status == 422 && jawab.contains("Pilih berkas BPMN"), "{status}");
    assert_eq!(u.kirim(&o, &jalur, &[("titipan", "karangan")], None).await.0, 422);
    let besar = vec![b' '; 5 * 1024 * 1024 + 1];
    let (status, _) = u.kirim(&o, &jalur, &[], Some(("berkas", &besar))).await;
    assert!(matches!(status.as_u16(), 413 | 422), "{status}");
    assert_eq!(u.baca(&e).await.versi, e.versi, "nothing happened to it");
}
