//! Why a channel cannot be set up as configured.

/// Why a channel cannot be set up. Contains no part of the URL, which may hold
/// a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not a URL with a host.
    #[error("the address is not a URL with a host")]
    Url,
    /// A part of the URL that is not supported.
    #[error("the URL has a part that means nothing here: {0}")]
    Part(&'static str),
    /// A scheme that the channel does not support.
    #[error("the URL's scheme is none of {expected}")]
    Scheme {
        /// The supported schemes.
        expected: &'static str,
    },
    /// An unencrypted connection to another machine.
    #[error("a connection that is not encrypted is only for this machine itself")]
    Insecure,
    /// The sender is not a mailbox.
    #[error("the sender is not an e-mail address, with or without a name")]
    Sender,
    /// The secret is short enough to be guessed.
    #[error("the secret is shorter than {shortest_bytes} bytes")]
    SecretTooShort {
        /// Minimum length, in bytes.
        shortest_bytes: usize,
    },
    /// A header has a name or a value that no header can have.
    #[error("a header has a name or a value that no header can have")]
    Header,
    /// A template has a place that is none, or a single brace.
    #[error("a template has a place that is none, or a single brace")]
    Placeholder,
    /// A form's body is no table of strings.
    #[error("the body of a form is no table of strings")]
    Form,
    /// The body has no `{phone}`, or nothing that tells what happened.
    #[error("the body lacks {{phone}}, or any of {{text}}, {{kind}} and {{order}}")]
    BodyLacks,
    /// The root certificates cannot be read.
    #[error("the root certificates are not a PEM file of certificates alone")]
    Roots,
}

impl ConfigError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Url => "notice-url",
            Self::Part(_) => "notice-url-part",
            Self::Scheme { .. } => "notice-url-scheme",
            Self::Insecure => "notice-url-insecure",
            Self::Sender => "notice-sender",
            Self::SecretTooShort { .. } => "notice-secret-too-short",
            Self::Header => "notice-header",
            Self::Placeholder => "notice-placeholder",
            Self::Form => "notice-form",
            Self::BodyLacks => "notice-body-lacks",
            Self::Roots => "notice-roots",
        }
    }
}
