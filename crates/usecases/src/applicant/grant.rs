//! Grants: signed texts that open an order on a device that did not begin it,
//! for some time and to some extent. Stored in a cookie or a token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::timestamp::{days, minutes};
use domain::{Digest, OrderNumber, Timestamp};

use super::own_order::{FoundOrder, Known, OwnOrder};
use crate::app::App;

/// How far a grant opens its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// State and timeline: a number and one thing of the applicant are known.
    Found(Known),
    /// Everything: the second proof was given too.
    Proven,
}

/// How long number and phone open the state of an order: from handing it in to
/// the counter, for most.
const FOUND: std::time::Duration = days(30);

/// How long the second proof opens all of it: time to fill a form in again and
/// take another picture, and not longer, for the device may be somebody else's.
const PROVEN: std::time::Duration = minutes(120);

impl Extent {
    const fn word(self) -> &'static str {
        match self {
            Self::Found(Known::Phone) => "found",
            Self::Found(Known::Identity) => "found-by-identity",
            Self::Proven => "proven",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        let found = [Known::Phone, Known::Identity].map(Self::Found);
        let mut all = found.into_iter().chain([Self::Proven]);
        all.find(|extent| extent.word() == word)
    }
}

/// A grant for an order that was found: its state and timeline, on this device.
#[must_use]
pub fn grant_found(app: &App, found: &FoundOrder, device: Digest) -> String {
    let until = app.now().plus(FOUND);
    made(
        app,
        found.number(),
        Extent::Found(found.known),
        until,
        device,
    )
}

/// A grant for an order whose owner gave the second proof: all of it, on this
/// device.
#[must_use]
pub fn grant_proven(app: &App, own: &OwnOrder, device: Digest) -> String {
    let until = app.now().plus(PROVEN);
    made(app, own.number(), Extent::Proven, until, device)
}

fn made(
    app: &App,
    number: OrderNumber,
    extent: Extent,
    until: Timestamp,
    device: Digest,
) -> String {
    let stated = format!("{number}.{}.{}", extent.word(), until.0);
    let device = URL_SAFE_NO_PAD.encode(device.0);
    let seal = app.vouch("grant", &format!("{stated}:{device}"));
    format!("{stated}.{}", URL_SAFE_NO_PAD.encode(seal.0))
}

/// The order a grant is for, as its text says; not verified.
pub fn granted_number(grant: &str) -> Option<OrderNumber> {
    OrderNumber::parse(grant.split('.').next()?).ok()
}

/// How far `grant` opens the order on this device now; `None` if not at all.
pub(crate) fn extent(
    app: &App,
    number: OrderNumber,
    grant: &str,
    device: Digest,
) -> Option<Extent> {
    let mut parts = grant.split('.').skip(1);
    let extent = Extent::of_word(parts.next()?)?;
    let until = Timestamp(parts.next()?.parse().ok()?);
    let ours = made(app, number, extent, until, device);
    // Compares digests, so that timing does not reveal how much of the seal is
    // right.
    let is_ours = app.vouch("grant-compare", grant) == app.vouch("grant-compare", &ours);
    (is_ours && app.now() < until).then_some(extent)
}
