//! What the software says to people, in Chinese and English.
//!
//! Takes a [`Locale`], a key and arguments; gives a text. The texts stand in
//! `texts/<locale>/*.ftl` (Fluent), are embedded, and are keyed by the stable
//! codes that errors and findings carry: `no-face` says what is wrong,
//! `no-face.remedy` what to do about it. The tests see to it that both
//! languages have the same keys and use the same arguments.

mod bundle;
mod locale;

pub use bundle::{has, keys, text};
/// Arguments of a text by name.
pub use fluent_bundle::FluentArgs as Args;
pub use locale::Locale;
