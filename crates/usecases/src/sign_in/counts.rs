//! Reading and storing the counts that a try is held against. They are kept
//! under keyed digests: neither an address nor a name that was typed is stored.

use domain::staff::standing::Standing;
use domain::staff::throttle::Failures;
use domain::{Digest, StaffId};
use storage::{Colleague, Transaction};

use super::device;
use crate::app::App;
use crate::error::AppError;

/// Where the counts of a try are kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Counters {
    /// One count: of a known device with an account, or of a session.
    Own(Digest),
    /// Those of a device that is not known.
    Stranger {
        pair: Digest,
        address: Digest,
        account: AccountCounter,
    },
}

/// Where the failures on an account are kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum AccountCounter {
    /// With the account.
    Of(StaffId),
    /// Under the name: there is no such account.
    Nobody(Digest),
}

impl Counters {
    /// Of a try at an account.
    ///
    /// `site` is the address class in text; `account` the account of that name,
    /// if there is one; `device` the browser's token. The pair of address and
    /// account counts from nought again after a reset, which lifts every lock.
    pub(super) async fn of(
        app: &App,
        tx: &mut dyn Transaction,
        name: &str,
        account: Option<&Colleague>,
        site: &str,
        device: Option<&str>,
    ) -> Result<Self, AppError> {
        // Asked for a name of nobody too: one more read would tell.
        let id = account.map(|account| account.id);
        let resets = account.map_or(0, |account| account.totp_dropped);
        let staff = id.unwrap_or_else(|| StaffId::new(app.now(), &mut *app.randomness()));
        if let Some(device) = device::known(app, tx, staff, device).await? {
            let of = format!("{}\n{staff}", hex(device));
            return Ok(Self::Own(app.digest("sign-in-device", &of)));
        }
        Ok(Self::Stranger {
            pair: app.digest("sign-in-pair", &format!("{site}\n{resets}\n{name}")),
            address: app.digest("sign-in-address", site),
            account: match id {
                Some(id) => AccountCounter::Of(id),
                None => AccountCounter::Nobody(app.digest("sign-in-account", name)),
            },
        })
    }

    /// Of guesses at one's own password within a session; from nought again after
    /// a reset.
    pub(super) fn of_session(app: &App, account: &Colleague) -> Self {
        let of = format!("{}\n{}", account.id, account.totp_dropped);
        Self::Own(app.digest("sign-in-session", &of))
    }

    pub(super) async fn read(self, tx: &mut dyn Transaction) -> Result<Standing, AppError> {
        Ok(match self {
            Self::Own(of) => Standing::KnownDevice {
                device: tx.sign_in_count(of).await?,
            },
            Self::Stranger {
                pair,
                address,
                account,
            } => Standing::Stranger {
                pair: tx.sign_in_count(pair).await?,
                address: tx.sign_in_count(address).await?,
                account: match account {
                    AccountCounter::Of(id) => {
                        let found = tx.colleague(id).await?;
                        found.map_or_else(Failures::default, |found| found.failures)
                    }
                    AccountCounter::Nobody(of) => tx.sign_in_count(of).await?,
                },
            },
        })
    }

    pub(super) async fn keep(
        self,
        tx: &mut dyn Transaction,
        standing: Standing,
    ) -> Result<(), AppError> {
        match (self, standing) {
            (Self::Own(of), Standing::KnownDevice { device }) => {
                tx.keep_sign_in_count(of, device).await?;
            }
            (
                Self::Stranger {
                    pair,
                    address,
                    account,
                },
                Standing::Stranger {
                    pair: in_pair,
                    address: by_address,
                    account: by_account,
                },
            ) => {
                tx.keep_sign_in_count(pair, in_pair).await?;
                tx.keep_sign_in_count(address, by_address).await?;
                match account {
                    AccountCounter::Of(id) => tx.keep_failures(id, by_account).await?,
                    AccountCounter::Nobody(of) => tx.keep_sign_in_count(of, by_account).await?,
                }
            }
            // `read` and `keep` are of one value; a standing of the other kind
            // has nothing to keep here.
            (Self::Own(_), Standing::Stranger { .. })
            | (Self::Stranger { .. }, Standing::KnownDevice { .. }) => {}
        }
        Ok(())
    }
}

fn hex(digest: Digest) -> String {
    hex::encode(digest.0)
}
