//! Gets a file over HTTPS, when an operator asks for it.

use std::time::Duration;

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::ModelError;

/// A gigabyte over a slow line.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
/// Release pages send to another host.
const REDIRECTS: u32 = 5;

/// The bytes at `address`, `most` of them at most. Uses the proxy of the environment
/// (`HTTPS_PROXY`).
pub(super) fn get(address: &str, most: u64) -> Result<Vec<u8>, ModelError> {
    let failed = |error: ureq::Error| match error {
        ureq::Error::BodyExceedsLimit(_) => ModelError::TooLarge,
        error => ModelError::Fetch {
            address: address.to_owned(),
            reason: error.to_string(),
        },
    };
    let local = address.starts_with("http://127.0.0.1:");
    let tls = TlsConfig::builder().root_certs(RootCerts::WebPki).build();
    let mut config = Agent::config_builder()
        .https_only(!local)
        .max_redirects(REDIRECTS)
        .timeout_global(Some(PATIENCE))
        .tls_config(tls)
        .user_agent("huizhi");
    if local {
        config = config.proxy(None);
    }
    let agent: Agent = config.build().into();
    let mut answer = agent.get(address).call().map_err(failed)?;
    let body = answer.body_mut().with_config().limit(most);
    body.read_to_vec().map_err(failed)
}
