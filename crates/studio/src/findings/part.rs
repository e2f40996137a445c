//! The texts of a finding.

use messages::{Args, Locale, text};

/// The text of a finding's `part`: nothing for its name, `.reason`, `.remedy`.
pub(super) fn said(id: &str, part: &str, locale: Locale) -> String {
    text(locale, &format!("finding-{id}{part}"), &Args::new())
}
