//! Wewenang: the policy as a page, and the reason on every entry.

use serde_json::json;

use super::entri;
use crate::bekal::Uji;

uji! { what_a_role_may_is_told_in_words, the_whole_table_of_a_register, an_entry_tells_why_it_is_seen, refusals_lead_here }

const WEWENANG: &str = "/serang/kerja/wewenang";

async fn what_a_role_may_is_told_in_words(u: &Uji) {
    let mut p = u.pegawai("kepala").await;
    p.buka(WEWENANG)
        .await
        .harus(200)
        .memuat("Kepala perangkat daerah, ")
        .memuat("?register=pengaduan")
        .memuat("(sebagai Kepala perangkat daerah).")
        .memuat("Saluran pelaporan pelanggaran tidak tercantum");
    // Two roles in one account are told apart.
    let mut dua = u.pegawai("administrator").await;
    dua.buka(WEWENANG)
        .await
        .harus(200)
        .memuat("(sebagai Administrator).")
        .tanpa("(sebagai Kepala perangkat daerah).");
    u.peramban().buka(WEWENANG).await.harus(401);
}

async fn the_whole_table_of_a_register(u: &Uji) {
    let mut p = u.pegawai("auditor").await;
    p.buka(&format!("{WEWENANG}?register=pengaduan"))
        .await
        .harus(200)
        .memuat("Entri mana yang dapat dibaca dan diubah")
        .memuat("Teruskan ke perangkat daerah")
        .memuat("dengan data pribadi");
    // Registers that only their own pages know are not told here, and made-up ones are not there.
    for tidak in ["wbs", "wbs_kanal", "tidak-ada", "%00", "../pengaduan"] {
        p.buka(&format!("{WEWENANG}?register={tidak}")).await.harus(404);
    }
}

async fn an_entry_tells_why_it_is_seen(u: &Uji) {
    let l = u.diteruskan(json!({})).await;
    let profil = u.profil("serang");
    let unit = profil.nama_unit(profil.kategori("jalan-rusak").unwrap().opd.as_str());
    u.pegawai("kepala")
        .await
        .buka(&entri(&l.nomor))
        .await
        .harus(200)
        .memuat("Mengapa saya melihat ini?")
        .memuat(&format!(
            "Kepala perangkat daerah di {unit} membaca entri yang menjadi urusan unitnya"
        ));
    u.pegawai("auditor")
        .await
        .buka(&entri(&l.nomor))
        .await
        .harus(200)
        .memuat("Auditor membaca semua entri register ini: tanpa data pribadi.");
}

async fn refusals_lead_here(u: &Uji) {
    let l = u.diteruskan(json!({ "rahasia": true })).await;
    let mut p = u.pegawai("kepala:dlh").await;
    // Nothing tells whether it is there: what is hidden and what is made up are answered alike.
    let ada = p
        .buka(&entri(&l.nomor))
        .await
        .harus(404)
        .memuat("/serang/kerja/wewenang");
    let karangan = p
        .buka(&entri("ADU-2026-999999"))
        .await
        .harus(404)
        .memuat("/serang/kerja/wewenang");
    assert_eq!(
        ada.isi.replace(&l.nomor, ""),
        karangan.isi.replace("ADU-2026-999999", "")
    );
    p.buka("/serang/kerja/akun")
        .await
        .harus(403)
        .memuat("/serang/kerja/wewenang");
    u.peramban()
        .buka("/serang/tidak-ada")
        .await
        .harus(404)
        .tanpa("/serang/kerja/wewenang");
}
