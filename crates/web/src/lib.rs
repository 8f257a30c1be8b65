//! The engine's faces: workspace pages and REST API for every register, log-in, files, health. It renders what the
//! kernel describes and knows no register by name; screens written by hand are in `portal`.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use identity::Identitas;
use store::Store;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

mod alat;
pub mod api;
mod aset;
pub mod bahan;
pub mod batas;
pub mod berkas;
pub mod cerita;
mod formulir;
mod gagal;
pub mod ical;
mod kerja;
mod kesehatan;
mod kunci;
mod lapisan;
mod masuk;
mod pendamping;
mod permintaan;
pub mod tetap;
pub mod titip;
pub mod xml;

pub use formulir::{Formulir, Unggahan};
pub use gagal::{Gagal, Rupa, metode_lain};
pub use lapisan::tanpa_jejak;
pub use masuk::{dengan_kuki, lihat, lihat_dengan, masuk_luar, tolak_masuk, tujuan};
pub use pendamping::{Janji, Kamusan, Kosakata, Pendamping, TeksSiap};
pub use permintaan::{BAHASA, Kuki, Permintaan, SESI, bahasa};

/// Largest request body: five photographs straight from a telephone and some words.
pub const MAKS_TUBUH: usize = 48 * 1024 * 1024;

/// Largest form of the pages that take no files: far more than an account with all its roles. These pages are read
/// before anybody is known.
const MAKS_FORMULIR: usize = 64 * 1024;

/// Everything a request may need. Cheap to clone.
#[derive(Clone)]
pub struct Aplikasi {
    /// What is remembered.
    pub store: Store,
    /// Who is asking.
    pub identitas: Identitas,
    /// Public address of the installation, without a slash at the end.
    pub url_dasar: Arc<str>,
    /// Prometheus text of this process.
    pub metrik: Arc<dyn Fn() -> String + Send + Sync>,
    /// A demonstration: pages say that people and reports are made up.
    pub demo: bool,
    /// Trust `X-Forwarded-For`: a proxy of ours stands in front.
    pub proksi: bool,
    /// How often one address may do what everybody may.
    pub batas: Arc<batas::Batas>,
    /// Pages of others that lists of the workspace lead to.
    pub pintu: Arc<[Pintu]>,
    /// What chapters add to the engine's pages.
    pub pendamping: Arc<[Arc<dyn Pendamping>]>,
    /// Rooms of others in the menu of the workspace.
    pub bilik: Arc<[Bilik]>,
    /// The words of each regency, explained wherever they occur.
    pub kamusan: Arc<Kamusan>,
    /// What the log-in page calls the identity provider of a regency, by its code, where officials may come in by one.
    pub masuk_luar: Arc<BTreeMap<String, String>>,
    /// Headings of the menu of the workspace, each with the codes of what stands under it.
    pub menu: Arc<[Judul]>,
    /// The key that browsers allow messages to, Base64url; empty: none are offered.
    pub kunci_peramban: Arc<str>,
    /// Picture tiles under the map to point at; none: borders only.
    pub ubin: Option<Arc<ui::peta::Ubin>>,
}

/// A heading of the menu and the codes of what stands under it.
pub type Judul = (&'static str, &'static [&'static str]);

/// A room of the workspace that is written by hand: in the menu of whom it is for, and of nobody else.
#[derive(Clone, Copy)]
pub struct Bilik {
    /// Code of the menu entry.
    pub kode: &'static str,
    /// What the menu says.
    pub label: &'static str,
    /// Path inside the regency.
    pub jalur: &'static str,
    /// Whether it is for who asks.
    pub untuk: fn(&Permintaan) -> bool,
}

/// Whom the list of a register shows a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bagi {
    /// Who may make entries.
    Pembuat,
    /// Who reads the list.
    Pembaca,
    /// Who may act on many entries at once: the button takes the ticked rows along, as a form posts them.
    Terpilih,
}

/// A page written by hand that belongs to a register: its list in the workspace leads there.
#[derive(Clone, Copy, Debug)]
pub struct Pintu {
    /// Code of the register.
    pub register: &'static str,
    /// What the button says.
    pub label: &'static str,
    /// Path inside the regency.
    pub jalur: &'static str,
    /// Who is shown it.
    pub bagi: Bagi,
}

impl Aplikasi {
    /// An application with the usual limits.
    pub fn baru(
        store: Store,
        identitas: Identitas,
        url_dasar: &str,
        metrik: Arc<dyn Fn() -> String + Send + Sync>,
        demo: bool,
    ) -> Self {
        let url_dasar: Arc<str> = url_dasar.trim_end_matches('/').into();
        Aplikasi {
            store,
            identitas: identitas.dengan_situs(&url_dasar),
            url_dasar,
            metrik,
            demo,
            proksi: false,
            batas: Arc::default(),
            pintu: Arc::new([]),
            pendamping: Arc::new([]),
            bilik: Arc::new([]),
            kamusan: Arc::default(),
            masuk_luar: Arc::default(),
            menu: Arc::new([]),
            kunci_peramban: "".into(),
            ubin: None,
        }
    }
}

/// The whole site: the engine's routes, those written by hand, and the layers around both.
pub fn router(a: Aplikasi, tambahan: Router<Aplikasi>) -> Router {
    Router::new()
        .route("/healthz", get(kesehatan::hidup))
        .route("/readyz", get(kesehatan::siap))
        .route("/metrics", get(kesehatan::metrik))
        .route("/aset/praja.css", get(aset::css))
        .route("/aset/praja.js", get(aset::js))
        .route("/aset/kabar.js", get(aset::kabar))
        .route("/favicon.ico", get(aset::ikon))
        .route("/{daerah}/aksen.css", get(aset::aksen))
        .merge(masuk::rute().layer(DefaultBodyLimit::max(MAKS_FORMULIR)))
        .merge(kerja::rute())
        .merge(api::rute())
        .merge(berkas::rute())
        .merge(tambahan)
        .fallback(gagal::tak_ada)
        .method_not_allowed_fallback(gagal::metode_lain)
        .layer(DefaultBodyLimit::max(MAKS_TUBUH))
        .layer(middleware::from_fn_with_state(a.clone(), lapisan::dalam))
        .layer(CatchPanicLayer::custom(gagal::panik))
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            std::time::Duration::from_secs(60),
        ))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(a.clone(), lapisan::luar))
        .with_state(a)
}
