//! The program's log and figures. Neither holds personal data: what is logged names routes, codes and ids.

use std::{sync::Arc, time::Duration};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

use crate::konfigurasi::BentukLog;

/// Starts the log on standard error. A second call in one process (tests) changes nothing.
pub fn mulai(log: &str, bentuk: BentukLog) {
    let saring = EnvFilter::try_new(log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lapis = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lapis = match bentuk {
        BentukLog::Json => lapis
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .boxed(),
        BentukLog::Teks => lapis.compact().with_target(false).boxed(),
    };
    let _ = tracing_subscriber::registry().with(saring).with(lapis).try_init();
}

/// Seconds by which requests and batches are sorted.
const DETIK: [f64; 13] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0,
];
/// Commands by which batches are sorted.
const BANYAK: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// What renders the figures of this process as Prometheus text.
pub type Metrik = Arc<dyn Fn() -> String + Send + Sync>;

/// Starts counting. Histograms have fixed buckets, so their memory does not grow with traffic.
pub fn metrik() -> Metrik {
    let pembuat = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_detik".to_owned()), &DETIK)
        .and_then(|p| p.set_buckets_for_metric(Matcher::Suffix("_kelompok".to_owned()), &BANYAK))
        .map(PrometheusBuilder::build_recorder);
    let pencatat = match pembuat {
        Ok(p) => p,
        Err(e) => {
            tracing::error!(galat = %e, "figures cannot be kept");
            return Arc::new(String::new);
        }
    };
    let pegangan = pencatat.handle();
    if metrics::set_global_recorder(pencatat).is_err() {
        tracing::debug!("figures are kept elsewhere in this process already");
    }
    Arc::new(move || tulis(&pegangan))
}

fn tulis(pegangan: &PrometheusHandle) -> String {
    pegangan.run_upkeep();
    pegangan.render()
}

/// How often figures are tidied when nobody reads them.
pub const RAWAT: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    #[test]
    fn histograms_have_buckets() {
        let metrik = super::metrik();
        metrics::histogram!("praja_uji_detik").record(0.003);
        metrics::histogram!("praja_uji_kelompok").record(3.0);
        let teks = metrik();
        assert!(teks.contains("praja_uji_detik_bucket{le=\"0.005\"} 1"), "{teks}");
        assert!(teks.contains("praja_uji_kelompok_bucket{le=\"4\"} 1"), "{teks}");
    }
}
