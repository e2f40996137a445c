//! A text in both languages.

use serde::{Deserialize, Serialize};

/// One text in Chinese and in English; loading refuses an empty one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}
