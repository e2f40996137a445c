//! Why a channel cannot be set up as configured.

/// Why a channel cannot be set up. Repeats no part of the URL, which may hold a
/// password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not a URL with a host.
    #[error("the address is not a URL with a host")]
    Url,
    /// A part of the URL that means nothing here.
    #[error("the URL has a part that means nothing here: {0}")]
    Part(&'static str),
    /// Another scheme than the channel speaks.
    #[error("the URL's scheme is none of {expected}")]
    Scheme {
        /// The schemes it speaks.
        expected: &'static str,
    },
    /// In clear over a network.
    #[error("a connection that is not encrypted is only for this machine itself")]
    Insecure,
    /// The sender is no mailbox.
    #[error("the sender is not an e-mail address, with or without a name")]
    Sender,
    /// The secret could be guessed.
    #[error("the secret is shorter than {shortest_bytes} bytes")]
    SecretTooShort {
        /// Bytes it must have.
        shortest_bytes: usize,
    },
    /// Root certificates that cannot be read.
    #[error("the root certificates are not a PEM file of certificates alone")]
    Roots,
}

impl ConfigError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Url => "notice-url",
            Self::Part(_) => "notice-url-part",
            Self::Scheme { .. } => "notice-url-scheme",
            Self::Insecure => "notice-url-insecure",
            Self::Sender => "notice-sender",
            Self::SecretTooShort { .. } => "notice-secret-too-short",
            Self::Roots => "notice-roots",
        }
    }
}
