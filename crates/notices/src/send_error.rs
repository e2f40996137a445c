//! Why a notice did not leave, and whether it may leave later.

/// Whether another try makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// Later it may work.
    Temporary,
    /// It will fail again in the same way.
    Permanent,
}

/// Why a notice did not leave. Repeats nothing of what the other side said, for
/// mail servers like to name the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No connection, or it ended before the answer.
    #[error("the other side cannot be reached")]
    Unreachable,
    /// No answer in time.
    #[error("the other side did not answer in time")]
    TimedOut,
    /// No encrypted connection: certificate, name or protocol.
    #[error("the other side has not proved who it is")]
    Untrusted,
    /// The mail server lacks what is asked for: STARTTLS, sign-in, or addresses
    /// beyond ASCII.
    #[error("the mail server lacks what is needed")]
    Unfit,
    /// The mail server does not take the operator's user name and password.
    #[error("the mail server refused the credentials (code {status})")]
    Credentials {
        /// SMTP code.
        status: u16,
    },
    /// Not now: SMTP 4xx; HTTP 408, 425, 429 or 5xx.
    #[error("the other side has no time (code {status})")]
    Busy {
        /// SMTP code or HTTP status.
        status: u16,
    },
    /// Not at all: SMTP 5xx, other HTTP 4xx.
    #[error("the other side refused (code {status})")]
    Refused {
        /// SMTP code or HTTP status.
        status: u16,
    },
    /// The web hook answered with another address, which is not followed.
    #[error("the web hook's address has moved (status {status})")]
    Moved {
        /// HTTP status.
        status: u16,
    },
    /// The channel cannot reach this kind of recipient.
    #[error("the recipient has no address for this channel")]
    NoAddress,
    /// The notice cannot be written as a message.
    #[error("the notice cannot be written as a message")]
    Malformed,
}

impl SendError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed-out",
            Self::Untrusted => "untrusted",
            Self::Unfit => "unfit",
            Self::Credentials { .. } => "credentials",
            Self::Busy { .. } => "busy",
            Self::Refused { .. } => "refused",
            Self::Moved { .. } => "moved",
            Self::NoAddress => "no-address",
            Self::Malformed => "malformed",
        }
    }

    /// Whether another try makes sense. What the operator, or the other side's,
    /// can put right meanwhile counts as temporary.
    pub fn persistence(&self) -> Persistence {
        match self {
            Self::Unreachable
            | Self::TimedOut
            | Self::Untrusted
            | Self::Unfit
            | Self::Credentials { .. }
            | Self::Busy { .. } => Persistence::Temporary,
            Self::Refused { .. } | Self::Moved { .. } | Self::NoAddress | Self::Malformed => {
                Persistence::Permanent
            }
        }
    }
}
