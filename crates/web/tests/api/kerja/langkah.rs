//! Steps: what follows is told before, what is missing at its field; wrong states, other units, colleagues who were
//! faster.

use serde_json::json;

use super::{DASAR, entri};
use crate::bekal::Uji;

uji! {
    a_preview_and_the_step, the_road_from_report_to_answer, missing_fields_keep_what_was_typed, wrong_states,
    whose_step_it_is, somebody_was_faster, joined_by_number, what_leaves_ones_sight,
}

fn langkah(nomor: &str, kode: &str) -> String {
    format!("{}/langkah/{kode}", entri(nomor))
}

async fn a_preview_and_the_step(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let teruskan = langkah(&l.nomor, "teruskan");
    let mut p = u.pegawai("koordinator").await;
    let j = p.buka(&teruskan).await.harus(200);
    // The category proposes unit and class, and each deadline says its day.
    assert_eq!(
        (j.nilai("unit"), j.nilai("kelas"), j.nilai("_versi")),
        ("dpupr".into(), "tidak_berkadar".into(), "1".into())
    );
    let j = j
        .memuat("wajib menjawab dalam batas waktu")
        .memuat("“Jawaban pertama”: Senin, 30 November 2026");
    assert!(j.isi.contains("“Penyelesaian”: "), "{}", j.isi);
    let j = p
        .kirim(
            &teruskan,
            &[
                ("_versi", "1"),
                ("unit", "dpupr"),
                ("kelas", "berkadar"),
                ("catatan", "Segera."),
            ],
        )
        .await;
    let j = j.menuju(&format!("{}?selesai=teruskan", entri(&l.nomor)));
    p.ikut(&j)
        .await
        .harus(200)
        .memuat("Selesai: Teruskan ke perangkat daerah.")
        .memuat("Diteruskan ke perangkat daerah")
        .memuat("Segera.");
    let umum = u
        .publik()
        .get(&format!("pengaduan/{}/riwayat", l.id))
        .await
        .harus(200)
        .teks();
    assert!(!umum.contains("Segera."), "a note stays inside: {umum}");
}

async fn the_road_from_report_to_answer(u: &Uji) {
    let l = u.lapor(json!({})).await;
    type Isian<'a> = &'a [(&'a str, &'a str)];
    let jalan: [(&str, &str, Isian); 5] = [
        (
            "koordinator",
            "teruskan",
            &[("unit", "dlh"), ("kelas", "tidak_berkadar")],
        ),
        ("penghubung:dlh", "kembalikan", &[("alasan", "Bukan jalan kami.")]),
        (
            "koordinator",
            "teruskan",
            &[("unit", "dpupr"), ("kelas", "tidak_berkadar")],
        ),
        ("penghubung", "kerjakan", &[("jawaban", "Kami survei besok.")]),
        ("penghubung", "jawab", &[("jawaban", "Sudah ditambal.")]),
    ];
    for (siapa, kode, isian) in jalan {
        u.tik();
        let mut p = u.pegawai(siapa).await;
        let jalur = langkah(&l.nomor, kode);
        let versi = p.buka(&jalur).await.harus(200).nilai("_versi");
        let mut isian = isian.to_vec();
        isian.push(("_versi", &versi));
        p.kirim(&jalur, &isian).await.harus(303);
    }
    let k = u
        .pegawai("koordinator")
        .await
        .buka(&entri(&l.nomor))
        .await
        .harus(200);
    k.memuat("Sudah dijawab")
        .memuat("Sudah ditambal.")
        .memuat("Bukan jalan kami.")
        .memuat("Tepat waktu");
    // Nobody accepts the answer for the citizen, nor closes by hand what closes itself.
    let mut p = u.pegawai("koordinator").await;
    for kode in ["terima", "tutup"] {
        p.buka(&langkah(&l.nomor, kode)).await.harus(403);
        p.buka("/serang/kerja").await.harus(200);
        p.kirim(&langkah(&l.nomor, kode), &[]).await.harus(403);
    }
    // What the citizen says by telephone is passed on, and says how it came.
    let jalur = langkah(&l.nomor, "keberatan");
    p.buka(&jalur).await.harus(200);
    p.kirim(&jalur, &[("pesan", "Masih berlubang!"), ("kanal", "telepon")])
        .await
        .harus(303);
    p.buka(&entri(&l.nomor))
        .await
        .memuat("Sedang ditindaklanjuti")
        .memuat("Masih berlubang!");
}

async fn missing_fields_keep_what_was_typed(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let teruskan = langkah(&l.nomor, "teruskan");
    let mut p = u.pegawai("koordinator").await;
    p.buka(&teruskan).await.harus(200);
    let j = p
        .kirim(
            &teruskan,
            &[
                ("_versi", "1"),
                ("unit", "tidak-ada"),
                ("catatan", "Tolong segera"),
            ],
        )
        .await
        .harus(422);
    assert_eq!(
        (j.nilai("catatan"), j.nilai("kelas")),
        ("Tolong segera".into(), "tidak_berkadar".into())
    );
    for k in ["unit", "kelas"] {
        assert!(j.isi.contains(&format!("id=\"m-{k}-galat\"")), "{k}: {}", j.isi);
    }
    let panjang = "x".repeat(5_001);
    let tunda = langkah(&l.nomor, "tunda");
    p.kirim(&tunda, &[("_versi", "1")])
        .await
        .harus(422)
        .memuat("Wajib diisi.");
    let j = p
        .kirim(&tunda, &[("_versi", "1"), ("pesan", &panjang)])
        .await
        .harus(422);
    assert_eq!(j.nilai("pesan"), panjang);
    p.buka(&entri(&l.nomor)).await.memuat("Menunggu verifikasi");
}

async fn wrong_states(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    for kode in ["jawab", "buka_kembali", "keberatan", "kerjakan"] {
        p.buka(&langkah(&l.nomor, kode))
            .await
            .harus(409)
            .memuat("sudah tidak dapat diambil");
        p.buka("/serang/kerja").await.harus(200);
        let isian = [("_versi", "1"), ("jawaban", "x"), ("alasan", "x"), ("pesan", "x")];
        p.kirim(&langkah(&l.nomor, kode), &isian).await.harus(409);
    }
    for kode in ["tidak-ada", "%00", "Teruskan", "..", "%FF"] {
        p.buka(&langkah(&l.nomor, kode)).await.harus(404);
        p.buka("/serang/kerja").await.harus(200);
        p.kirim(&langkah(&l.nomor, kode), &[("_versi", "1")])
            .await
            .harus(404);
    }
    p.buka(&entri(&l.nomor)).await.memuat("Menunggu verifikasi");
}

async fn whose_step_it_is(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let boleh = |siapa: &str, kode: &str| match kode {
        "teruskan" | "gabung" => siapa == "koordinator",
        "jawab" | "kerjakan" | "kembalikan" => siapa == "penghubung",
        // The coordinator and the holder may pass on what the citizen says.
        _ => matches!(siapa, "koordinator" | "penghubung"),
    };
    for siapa in [
        "koordinator",
        "penghubung",
        "penghubung:dlh",
        "petugas",
        "petugas:dlh",
        "kepala",
        "auditor",
        "pimpinan",
        "administrator",
    ] {
        let mut p = u.pegawai(siapa).await;
        for kode in [
            "teruskan",
            "gabung",
            "jawab",
            "kerjakan",
            "kembalikan",
            "tanggapi",
        ] {
            let status = if boleh(siapa, kode) { 200 } else { 403 };
            p.buka(&langkah(&l.nomor, kode)).await.harus(status);
            if status == 403 {
                p.buka("/serang/kerja").await.harus(200);
                let isian = [("jawaban", "x"), ("unit", "dlh"), ("alasan", "x"), ("pesan", "x")];
                p.kirim(&langkah(&l.nomor, kode), &isian).await.harus(403);
            }
        }
    }
    assert_eq!(
        u.sebagai("koordinator")
            .await
            .get(&format!("pengaduan/{}", l.id))
            .await
            .json()["versi"],
        2
    );
}

async fn somebody_was_faster(u: &Uji) {
    let l = u.lapor(json!({})).await;
    let mut p = u.pegawai("koordinator").await;
    let tunda = langkah(&l.nomor, "tunda");
    p.buka(&tunda).await.harus(200);
    u.sebagai("koordinator")
        .await
        .patch(
            &format!("pengaduan/{}", l.id),
            1,
            json!({ "judul": "Judul rekan" }),
        )
        .await
        .harus(200);
    let j = p
        .kirim(&tunda, &[("_versi", "1"), ("pesan", "Di jalan mana?")])
        .await
        .harus(412);
    let j = j.memuat("Sudah diubah orang lain");
    assert_eq!(
        (j.nilai("pesan"), j.nilai("_versi")),
        ("Di jalan mana?".into(), "2".into())
    );
    // Moved on meanwhile: the step is not there any more.
    let mut rekan = u.pegawai("koordinator").await;
    let teruskan = langkah(&l.nomor, "teruskan");
    rekan.buka(&teruskan).await.harus(200);
    rekan
        .kirim(
            &teruskan,
            &[("_versi", "2"), ("unit", "dpupr"), ("kelas", "tidak_berkadar")],
        )
        .await
        .harus(303);
    // What was typed is shown, so that it can be used elsewhere.
    p.kirim(&tunda, &[("_versi", "2"), ("pesan", "Di jalan mana tepatnya?")])
        .await
        .harus(409)
        .memuat("Di jalan mana tepatnya?");
    // Sent twice, the second does nothing.
    rekan
        .kirim(
            &teruskan,
            &[("_versi", "2"), ("unit", "dlh"), ("kelas", "tidak_berkadar")],
        )
        .await
        .harus(412);
}

async fn joined_by_number(u: &Uji) {
    let utama = u.lapor(json!({})).await;
    let l = u.lapor(json!({})).await;
    let gabung = langkah(&l.nomor, "gabung");
    let mut p = u.pegawai("koordinator").await;
    p.buka(&gabung).await.harus(200).memuat("tombol-bahaya");
    for ke in ["SRG-2026-999999", "x", "", &l.nomor] {
        let j = p.kirim(&gabung, &[("_versi", "1"), ("ke", ke)]).await.harus(422);
        assert_eq!(j.nilai("ke"), ke);
    }
    p.kirim(
        &gabung,
        &[
            ("_versi", "1"),
            ("ke", &format!(" {} ", utama.nomor.to_lowercase())),
        ],
    )
    .await
    .harus(303);
    p.buka(&entri(&l.nomor))
        .await
        .memuat("Digabung ke")
        .memuat(&utama.nomor);
    p.buka(&entri(&utama.nomor))
        .await
        .memuat("Menerima gabungan dari")
        .memuat(&l.nomor);
}

async fn what_leaves_ones_sight(u: &Uji) {
    let l = u.diteruskan(json!({ "rahasia": true })).await;
    let kembalikan = langkah(&l.nomor, "kembalikan");
    let mut p = u.pegawai("penghubung").await;
    p.buka(&kembalikan).await.harus(200);
    let j = p
        .kirim(&kembalikan, &[("_versi", "2"), ("alasan", "Bukan kami.")])
        .await
        .menuju("/serang/kerja");
    p.ikut(&j).await.harus(200).tanpa(&l.nomor);
    p.buka(&entri(&l.nomor)).await.harus(404);
    assert_eq!(p.buka(DASAR).await.harus(200).baris().len(), 0);
}
