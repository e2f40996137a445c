//! Why a look is refused.

/// Why a look is refused.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum BrandError {
    /// A name that is empty, longer than a line, or holds hidden characters.
    #[error("the name is empty or no line of at most 24 characters")]
    Name,
    /// A text that is empty or too long.
    #[error("a text is empty or longer than 400 characters")]
    Text,
    /// Not of the form `#0B6B4F`.
    #[error("the colour is not of the form #0B6B4F")]
    Colour,
    /// White words on the colour are hard to read.
    #[error("white words on the colour have a contrast of {ratio:.2}, less than 4.5")]
    Contrast {
        /// Contrast by WCAG 2.2, 1 to 21.
        ratio: f64,
    },
}

impl BrandError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "brand-name",
            Self::Text => "brand-text",
            Self::Colour => "brand-colour",
            Self::Contrast { .. } => "brand-contrast",
        }
    }
}
