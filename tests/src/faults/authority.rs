//! A certificate authority made for one test, and servers' certificates that are sound, too old,
//! for another host, or signed by somebody else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// A host that stands for the hosted service: nobody can own a name below `.invalid`.
pub const HOST: &str = "gen.invalid";

/// An authority.
pub struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authority")
    }
}

/// What a server's certificate is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// In order, for this computer and for [`HOST`].
    Sound,
    /// It ended years ago.
    Expired,
    /// In order, for another host.
    OtherHost,
}

impl Authority {
    /// A new one that nobody trusts yet.
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            pem,
            issuer: Issuer::new(params, key),
        }
    }

    /// Writes it where `SSL_CERT_FILE` may point to, so that a process trusts it.
    pub fn write(&self, folder: &Path) -> PathBuf {
        let path = folder.join("authority.pem");
        std::fs::write(&path, &self.pem).unwrap();
        path
    }

    /// The settings of a server with such a certificate.
    pub fn server(&self, like: Like) -> Arc<rustls::ServerConfig> {
        let names: &[&str] = if like == Like::OtherHost {
            &["other.invalid"]
        } else {
            &["127.0.0.1", HOST]
        };
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let mut params = CertificateParams::new(names).unwrap();
        if like == Like::Expired {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        }
        let key = KeyPair::generate().unwrap();
        let chain: Vec<CertificateDer<'static>> =
            vec![params.signed_by(&key, &self.issuer).unwrap().der().clone()];
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, private)
            .unwrap();
        Arc::new(config)
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}
