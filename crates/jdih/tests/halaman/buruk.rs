//! Whatever stands in an address is answered properly.

use crate::bantu::*;

#[tokio::test]
async fn unknown_documents_are_not_found() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    for jalur in [
        "/kapuas/jdih/perbup/2024/8",
        "/kapuas/jdih/perbup/2023/7",
        "/kapuas/jdih/perda/2024/7",
        "/kapuas/jdih/resep/2024/7",
        "/kapuas/jdih/perbup/abad/7",
        "/kapuas/jdih/perbup/-1/7",
        "/kapuas/jdih/perbup/99999999999999999999/7",
        "/kapuas/jdih/perbup/2024/%00",
        "/kapuas/jdih/perbup/2024/%27%20or%201=1",
        "/kapuas/jdih/perbup/0/tanpa-nomor",
        "/kapuas/jdih/%2e%2e/2024/7",
        "/sleman/jdih",
    ] {
        assert_eq!(d.buka(jalur).await.status, 404, "{jalur}");
        if !jalur.ends_with("jdih") {
            for f in ["txt", "json", "xml"] {
                assert_eq!(
                    d.buka(&format!("{jalur}/naskah.{f}")).await.status,
                    404,
                    "{jalur}"
                );
            }
        }
    }
}

#[tokio::test]
async fn anything_can_be_typed_into_the_search() {
    let d = Dunia::baru().await;
    d.impor(TAMAN, Default::default()).await.unwrap();
    let panjang = "a".repeat(5_000);
    for q in [
        "%27%20OR%201=1--",
        "%00",
        "%22%20NEAR(a%20b)",
        "*",
        "%F0%9F%8C%B3",
        "%E2%80%AE",
        "pasal",
        "pasal%2099999999999",
        "perbup%2099999999999999%202024",
        "perbup%207%202024%20pasal%2099%20ayat%2099",
        "%3Cscript%3E",
        &panjang,
    ] {
        let r = d.buka(&format!("/kapuas/jdih?q={q}")).await;
        assert!(matches!(r.status.as_u16(), 200 | 303), "{q}: {}", r.status);
        assert!(!r.isi().contains("<script>"), "{q}");
    }
    for kueri in [
        "jenis=resep",
        "tahun=abad",
        "tahun=99999999999999999999",
        "tahun=-5",
        "status=entah",
        "status=draf",
        "setelah=x",
        "setelah=-9223372036854775808&q=taman",
        "jenis=perbup&jenis=perda",
        "entah=1",
    ] {
        let r = d.buka(&format!("/kapuas/jdih?{kueri}")).await;
        assert!(matches!(r.status.as_u16(), 200 | 400), "{kueri}: {}", r.status);
        assert!(!r.isi().contains("Rancangan</span>"), "{kueri}");
    }
    assert_eq!(d.buka("/kapuas/jdih?kursor=entah").await.status, 422);
}

#[tokio::test]
async fn a_number_with_a_stroke_has_an_address_too() {
    let d = Dunia::baru().await;
    let p = jdih::impor::Penentu {
        jenis: Some("kepbup".into()),
        nomor: Some("188.45/12/2024".into()),
        ..Default::default()
    };
    d.impor(TAMAN, p).await.unwrap();
    let daftar = d.buka("/kapuas/jdih").await.isi();
    assert!(
        daftar.contains("/kapuas/jdih/kepbup/2024/188.45%2F12%2F2024"),
        "{daftar}"
    );
    assert_eq!(
        d.buka("/kapuas/jdih/kepbup/2024/188.45%2F12%2F2024").await.status,
        200
    );
}

#[tokio::test]
async fn a_text_that_is_no_regulation_is_kept_and_shown_as_it_is() {
    let d = Dunia::baru().await;
    let p = jdih::impor::Penentu {
        jenis: Some("se".into()),
        nomor: Some("1".into()),
        tahun: Some(2024),
        tentang: Some("Resep".into()),
        rancangan: false,
    };
    let teks = "Soto ayam.\nRebus air.\n\u{0}\u{FFFF}";
    let l = d.impor(teks, p).await;
    let l = l.unwrap();
    assert_eq!(d.buka("/kapuas/jdih/se/2024/1").await.status, 200);
    assert_eq!(
        d.buka("/kapuas/jdih/se/2024/1/naskah.txt").await.bita,
        teks.as_bytes()
    );
    assert_eq!(d.buka("/kapuas/jdih/se/2024/1/naskah.xml").await.status, 200);
    assert!(l.temuan() > 0);
}
