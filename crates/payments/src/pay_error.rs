//! Why a call to a payment service failed, and whether to try again.

use gateway::NoAnswer;

/// Whether to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// Another try, with the same numbers, may succeed.
    Temporary,
    /// Another try would fail in the same way.
    Permanent,
}

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayError {
    /// No connection, or it was closed before the answer.
    #[error("the payment service cannot be reached")]
    Unreachable,
    /// No answer in time; what was asked for may have happened.
    #[error("the payment service did not answer in time")]
    TimedOut,
    /// No encrypted connection: certificate, name or protocol.
    #[error("the payment service has not proved who it is")]
    Untrusted,
    /// The answer is not signed by the service's key, or not freshly.
    #[error("the answer is not signed by the payment service")]
    Unsigned,
    /// It has no time, or a fault of its own: 429 and 5xx.
    #[error("the payment service has no time ({code})")]
    Busy {
        /// Its own code.
        code: String,
    },
    /// It refused; its code says why.
    #[error("the payment service refused ({code})")]
    Refused {
        /// Its own code, such as `NOT_ENOUGH`.
        code: String,
    },
    /// Something cannot be written as a request, or the answer cannot be read.
    #[error("the answer of the payment service does not read")]
    Malformed,
}

impl From<NoAnswer> for PayError {
    fn from(none: NoAnswer) -> Self {
        match none {
            NoAnswer::Crowded => Self::Busy {
                code: "crowded".to_owned(),
            },
            NoAnswer::Unreachable => Self::Unreachable,
            NoAnswer::TimedOut => Self::TimedOut,
            NoAnswer::Untrusted => Self::Untrusted,
            NoAnswer::Malformed => Self::Malformed,
        }
    }
}

impl PayError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "pay-unreachable",
            Self::TimedOut => "pay-timed-out",
            Self::Untrusted => "pay-untrusted",
            Self::Unsigned => "pay-unsigned",
            Self::Busy { .. } => "pay-busy",
            Self::Refused { .. } => "pay-refused",
            Self::Malformed => "pay-malformed",
        }
    }

    /// The service's own code; empty where it gave none.
    #[must_use]
    pub fn of_service(&self) -> &str {
        match self {
            Self::Busy { code } | Self::Refused { code } => code,
            _ => "",
        }
    }

    /// Whether to try again. What the operator can mend meanwhile is temporary.
    #[must_use]
    pub const fn persistence(&self) -> Persistence {
        match self {
            Self::Unreachable
            | Self::TimedOut
            | Self::Untrusted
            | Self::Unsigned
            | Self::Busy { .. } => Persistence::Temporary,
            Self::Refused { .. } | Self::Malformed => Persistence::Permanent,
        }
    }
}
