//! layanan
