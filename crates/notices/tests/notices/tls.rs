//! The server's side of TLS, with a certificate trusted by these tests only.
//!
//! `localhost.pem` is for `localhost` and 127.0.0.1, signed with its own key
//! `localhost.key.pem` (P-256), valid from 2020 to 2120; made with `openssl ca
//! -selfsign`. It protects nothing.

use std::net::TcpStream;
use std::sync::Arc;

use notices::{ConfigError, Roots};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

const CERTIFICATE: &[u8] = include_bytes!("localhost.pem");
const KEY: &[u8] = include_bytes!("localhost.key.pem");

pub(crate) fn own_roots() -> Roots {
    Roots::from_pem(CERTIFICATE).unwrap()
}

pub(crate) fn over_tls(stream: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let connection = ServerConnection::new(Arc::new(config)).unwrap();
    StreamOwned::new(connection, stream)
}

#[test]
fn roots_are_certificates_alone() {
    let check = |pem: &[u8], expected: Result<&str, ConfigError>| {
        let roots = Roots::from_pem(pem).map(|roots| format!("{roots:?}"));
        assert_eq!(roots.as_deref().map_err(|error| *error), expected);
    };
    check(CERTIFICATE, Ok("Roots(1 own)"));
    check(&[CERTIFICATE, CERTIFICATE].concat(), Ok("Roots(2 own)"));
    check(&[CERTIFICATE, KEY].concat(), Err(ConfigError::Roots));
    check(KEY, Err(ConfigError::Roots));
    check(b"", Err(ConfigError::Roots));
    check(b"no certificate", Err(ConfigError::Roots));
}
