//! The drawing: whatever somebody writes, no line runs through a step.

use proptest::prelude::*;
use serde_json::json;

use proses::diagram::{Diagram, Ukuran, tata};
use tata_kelola::proses::LangkahSop;

/// Steps that a person could have written: codes of their own, and ways on that lead somewhere.
pub(crate) fn langkah_acak() -> impl Strategy<Value = Vec<LangkahSop>> {
    type Acak = (usize, usize, String, Vec<(usize, String)>);
    fn satu(n: usize, i: usize, (bentuk, aktor, nama, cabang): Acak) -> LangkahSop {
        let bentuk = ["mulai", "kegiatan", "keputusan", "selesai"][bentuk];
        let ke = |(k, bila): &(usize, String)| match bentuk {
            "keputusan" => format!("{bila}: {}", k % n + 1),
            _ => (k % n + 1).to_string(),
        };
        let banyak = match bentuk {
            "selesai" => 0,
            "keputusan" => 3,
            _ => 1,
        };
        let berikut: Vec<String> = cabang.iter().take(banyak).map(ke).collect();
        let berikut = Some(berikut.join("; ")).filter(|b| !b.is_empty());
        serde_json::from_value(json!({
            "kode": (i + 1).to_string(), "kegiatan": nama.trim(), "bentuk": bentuk, "berikut": berikut,
            "unit": ([None, Some("dinkes"), Some("dinkes")][aktor]),
            "pelaksana": ([Some("Pemohon & wakil"), None, Some("Kepala")][aktor]),
        }))
        .unwrap()
    }
    let cabang = proptest::collection::vec((0..20_usize, "[a-z<&]{1,6}"), 0..4);
    let acak = (0..4_usize, 0..3_usize, "[A-Za-z &<>\"é]{0,12}x", cabang);
    proptest::collection::vec(acak, 1..14).prop_map(|semua| {
        let n = semua.len();
        semua
            .into_iter()
            .enumerate()
            .map(|(i, a)| satu(n, i, a))
            .collect()
    })
}

const UKURAN: Ukuran = Ukuran {
    jarak: 100.0,
    lajur: 120.0,
    kepala: 30.0,
    setengah: |_| (30.0, 40.0),
};

proptest! {
    #[test]
    fn no_line_runs_through_a_step_and_nothing_leaves_the_paper(l in langkah_acak()) {
        let d = Diagram::dari(&l);
        let t = tata(&d, &UKURAN);
        prop_assert_eq!(t.garis.len(), d.sisi.len());
        for (s, g) in d.sisi.iter().zip(&t.garis) {
            prop_assert!(g.len() >= 2);
            for p in g {
                prop_assert!(p.0 >= 0.0 && p.0 <= t.luas.0 && p.1 >= 0.0 && p.1 <= t.luas.1, "{p:?}");
            }
            for ruas in g.windows(2) {
                prop_assert!(ruas[0].0 == ruas[1].0 || ruas[0].1 == ruas[1].1, "only along and across");
                for (i, c) in t.pusat.iter().enumerate().filter(|(i, _)| *i != s.dari && *i != s.cabang.ke) {
                    let lewat = |a: f64, z: f64, m: f64, h: f64| a.max(z) > m - h && a.min(z) < m + h;
                    let kena = lewat(ruas[0].0, ruas[1].0, c.0, 30.0) && lewat(ruas[0].1, ruas[1].1, c.1, 40.0);
                    prop_assert!(!kena, "line {} → {} through {i}", s.dari, s.cabang.ke);
                }
            }
        }
    }
}
