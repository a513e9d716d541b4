//! The TLS provider.

/// Installs the provider of the enabled feature unless the application has installed one.
///
/// reqwest panics when it builds a client without any, so this must come first.
pub(crate) fn install_provider() {
    #[cfg(feature = "rustls-ring")]
    let _ = rustls::crypto::ring::default_provider().install_default();
    #[cfg(all(feature = "rustls-aws-lc-rs", not(feature = "rustls-ring")))]
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}
