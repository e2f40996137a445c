//! Styles, scripts and drawings, embedded. Each is served under a URL that
//! contains a hash of all of them, so that browsers may cache it for ever and
//! modules can import each other by plain names.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::PageError;

struct Asset {
    name: &'static str,
    bytes: &'static [u8],
}

macro_rules! assets {
    ($($name:literal),* $(,)?) => {
        &[$(Asset { name: $name, bytes: include_bytes!(concat!("../assets/", $name)) }),*]
    };
}

/// All files of `assets`; a test reports a missing one.
const ASSETS: &[Asset] = assets![
    "adjust.css",
    "adjust.js",
    "adjust_draw.js",
    "adjust_frame.js",
    "app.css",
    "app.js",
    "application.css",
    "camera.js",
    "counter.css",
    "counter.js",
    "desk_queue.js",
    "drawings/bare-do.svg",
    "drawings/bare-dont.svg",
    "drawings/distance-do.svg",
    "drawings/distance-dont.svg",
    "drawings/empty-messages.svg",
    "drawings/empty-orders.svg",
    "drawings/face-do.svg",
    "drawings/face-dont.svg",
    "drawings/framing-guide.svg",
    "drawings/front-do.svg",
    "drawings/front-dont.svg",
    "drawings/hair-do.svg",
    "drawings/hair-dont.svg",
    "drawings/light-do.svg",
    "drawings/light-dont.svg",
    "drawings/offline.svg",
    "filter.js",
    "icon.svg",
    "many.css",
    "making.js",
    "many.js",
    "office.css",
    "passkey.js",
    "pay.js",
    "people.js",
    "print.css",
    "print.js",
    "reasons.js",
    "review.css",
    "review.js",
    "share.js",
    "status.js",
    "upload.js",
];

/// Hexadecimal digits of the hash in the URL.
const HASH_DIGITS: usize = 16;

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for asset in ASSETS {
        hash.update(asset.name.as_bytes());
        hash.update(asset.bytes.len().to_le_bytes());
        hash.update(asset.bytes);
    }
    let digits = hash
        .finalize()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect::<String>();
    digits[..HASH_DIGITS].to_owned()
});

/// The URL path of an asset.
///
/// # Panics
/// If there is no such file.
#[must_use]
pub fn asset(name: &str) -> String {
    assert!(
        ASSETS.iter().any(|asset| asset.name == name),
        "no asset is called {name}"
    );
    format!("/assets/{}/{name}", *HASH)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg") => "image/jpeg",
        _ => "application/octet-stream",
    }
}

/// `GET /assets/{hash}/{*name}`. A page opened before an update still gets its
/// files, but they are not cached under the old URL.
pub(crate) async fn serve(
    Path((hash, name)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    let asset = asset.ok_or(PageError::NotFound)?;
    let keep = if hash == *HASH {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (CONTENT_TYPE, content_type(asset.name)),
        (CACHE_CONTROL, keep),
    ];
    Ok((headers, asset.bytes).into_response())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_file_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
        let names = |below: &str| {
            let entries = std::fs::read_dir(format!("{folder}/{below}")).unwrap();
            let files = entries.map(Result::unwrap);
            let files = files.filter(|entry| entry.file_type().unwrap().is_file());
            files
                .map(|entry| format!("{below}{}", entry.file_name().into_string().unwrap()))
                .collect::<Vec<_>>()
        };
        let on_disk: BTreeSet<String> = [names(""), names("drawings/")]
            .concat()
            .into_iter()
            .collect();
        let embedded = ASSETS.iter().map(|asset| asset.name.to_owned()).collect();
        assert_eq!(on_disk, embedded);
        for asset in ASSETS {
            assert_ne!(content_type(asset.name), "application/octet-stream");
        }
    }
}
