//! Trusted root certificates.

use std::fmt;

use lettre::transport::smtp::client::{Certificate as SmtpRoot, CertificateStore, TlsParameters};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use crate::ConfigError;

/// Trusted root certificates: Mozilla's by default.
#[derive(Clone, Default)]
pub struct Roots(Option<Vec<Certificate<'static>>>);

impl Roots {
    /// Trusts only the certificates in `pem`: for servers with a private
    /// certificate authority.
    ///
    /// # Errors
    /// `notice-roots` if there is no certificate, or something that is not one.
    pub fn from_pem(pem: &[u8]) -> Result<Self, ConfigError> {
        let certificates = parse_pem(pem)
            .map(|item| match item {
                Ok(PemItem::Certificate(certificate)) => Ok(certificate),
                _ => Err(ConfigError::Roots),
            })
            .collect::<Result<Vec<_>, _>>()?;
        if certificates.is_empty() {
            return Err(ConfigError::Roots);
        }
        Ok(Self(Some(certificates)))
    }

    /// TLS settings for the mail server `host`.
    pub(crate) fn for_smtp(&self, host: &str) -> Result<TlsParameters, ConfigError> {
        let mut builder = TlsParameters::builder(host.to_owned());
        if let Some(own) = &self.0 {
            builder = builder.certificate_store(CertificateStore::None);
            for certificate in own {
                let root = SmtpRoot::from_der(certificate.der().to_vec())
                    .map_err(|_| ConfigError::Roots)?;
                builder = builder.add_root_certificate(root);
            }
        }
        builder.build().map_err(|_| ConfigError::Roots)
    }

    /// TLS settings for web hooks.
    pub(crate) fn for_http(&self) -> TlsConfig {
        let roots = match &self.0 {
            Some(own) => RootCerts::from(own.clone()),
            None => RootCerts::WebPki,
        };
        TlsConfig::builder().root_certs(roots).build()
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(own) => write!(f, "Roots({} own)", own.len()),
            None => f.write_str("Roots(Mozilla)"),
        }
    }
}
