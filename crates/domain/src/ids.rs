//! Internal ids of rows: ULIDs, which sort by creation time.

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::randomness::Randomness;
use crate::timestamp::Timestamp;

/// The text is not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Ulid);

        impl $name {
            /// A new id: 48 bits of time, 80 bits of randomness.
            #[must_use]
            pub fn new(now: Timestamp, randomness: &mut dyn Randomness) -> Self {
                Self(ulid(now, randomness))
            }

            /// The first id of an instant: sorts before every other made then or
            /// later.
            #[must_use]
            pub fn first_of(at: Timestamp) -> Self {
                let ms = u64::try_from(at.0).unwrap_or(0);
                Self(Ulid::from_parts(ms, 0))
            }

            /// When the id was made.
            #[must_use]
            pub fn made_at(self) -> Timestamp {
                let ms = i64::try_from(self.0.timestamp_ms());
                Timestamp(ms.unwrap_or(i64::MAX))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Ulid::from_string(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    )+};
}

ids! {
    /// Internal id of an order; people see its
    /// [`OrderNumber`](crate::OrderNumber).
    OrderId,
    /// Internal id of an attempt: one picture put to an order.
    AttemptId,
    /// Internal id of a member of staff.
    StaffId,
    /// Internal id of a motion that waits for a second operator.
    MotionId,
    /// Internal id of a process of the service.
    NodeId,
    /// Internal id of a queued job.
    JobId,
    /// Internal id of a message in an order's thread.
    MessageId,
    /// Internal id of an API key.
    ApiKeyId,
    /// Internal id of a passkey of a member of staff.
    PasskeyId,
    /// Internal id of a charge over the internet, and its number at the payment
    /// service.
    ChargeId,
    /// Internal id of a payment of an order.
    PaymentId,
    /// Internal id of a receipt; people see its
    /// [`ReceiptNumber`](crate::ReceiptNumber).
    ReceiptId,
}

fn ulid(now: Timestamp, randomness: &mut dyn Randomness) -> Ulid {
    let mut bytes = [0; 16];
    randomness.fill_bytes(&mut bytes);
    let ms = u64::try_from(now.0).unwrap_or(0);
    Ulid::from_parts(ms, u128::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::seeded;

    #[test]
    fn an_id_reads_back_and_sorts_by_time() {
        let mut randomness = seeded(1);
        let early = OrderId::new(Timestamp(1_000), &mut randomness);
        let late = OrderId::new(Timestamp(2_000), &mut randomness);
        assert!(early < late);
        assert_eq!(late.made_at(), Timestamp(2_000));
        assert_eq!(early.to_string().parse(), Ok(early));
        assert_eq!("no".parse::<OrderId>(), Err(NotAnId));
    }
}
