//! Why a notice was not sent, and whether to retry.

/// Whether to retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// A retry may succeed.
    Temporary,
    /// A retry would fail in the same way.
    Permanent,
}

/// Why a notice was not sent. Contains nothing of the response, in which mail
/// servers often name the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No connection, or it was closed before the response.
    #[error("the other side cannot be reached")]
    Unreachable,
    /// No response in time.
    #[error("the other side did not answer in time")]
    TimedOut,
    /// No encrypted connection: certificate, name or protocol.
    #[error("the other side has not proved who it is")]
    Untrusted,
    /// The mail server does not support what is needed: STARTTLS,
    /// authentication, or non-ASCII addresses.
    #[error("the mail server lacks what is needed")]
    Unfit,
    /// The mail server refused the operator's user name and password.
    #[error("the mail server refused the credentials (code {status})")]
    Credentials {
        /// SMTP code.
        status: u16,
    },
    /// Refused for now: SMTP 4xx; HTTP 408, 425, 429 or 5xx.
    #[error("the other side has no time (code {status})")]
    Busy {
        /// SMTP code or HTTP status.
        status: u16,
    },
    /// Refused: SMTP 5xx, other HTTP 4xx.
    #[error("the other side refused (code {status})")]
    Refused {
        /// SMTP code or HTTP status.
        status: u16,
    },
    /// The web hook responded with a redirect, which is not followed.
    #[error("the web hook's address has moved (status {status})")]
    Moved {
        /// HTTP status.
        status: u16,
    },
    /// The channel does not support this kind of recipient.
    #[error("the recipient has no address for this channel")]
    NoAddress,
    /// The notice cannot be encoded as a message.
    #[error("the notice cannot be written as a message")]
    Malformed,
}

impl SendError {
    /// Stable code.
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

    /// Whether to retry. Errors that the operator or the receiver can fix in
    /// the meantime are temporary.
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
