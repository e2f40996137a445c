//! Texts in the visitor's language, for templates.

use catalogue::Text;
use messages::{Args, Locale};

/// Texts in one language: `s.say("key")`, `s.with("count", 3).say("key")`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speech {
    /// The language.
    pub locale: Locale,
}

impl Speech {
    /// The text of `key`, not yet escaped for HTML.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        messages::text(self.locale, key, &Args::new())
    }

    /// Starts a text with an argument.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl Argument) -> Speaking {
        let speaking = Speaking {
            locale: self.locale,
            args: Args::new(),
        };
        speaking.with(name, value)
    }

    /// The text of a bilingual text in this language.
    #[must_use]
    pub fn of(self, text: &Text) -> &str {
        match self.locale {
            Locale::Zh => &text.zh,
            Locale::En => &text.en,
        }
    }

    /// The tag for an HTML `lang` attribute.
    #[must_use]
    pub const fn lang(self) -> &'static str {
        match self.locale {
            Locale::Zh => "zh-CN",
            Locale::En => "en",
        }
    }

    /// The other language, as the cookie stores it.
    #[must_use]
    pub const fn other(self) -> &'static str {
        match self.locale {
            Locale::Zh => Locale::En.tag(),
            Locale::En => Locale::Zh.tag(),
        }
    }
}

/// A text whose arguments are being collected.
pub struct Speaking {
    locale: Locale,
    args: Args<'static>,
}

impl Speaking {
    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Argument) -> Self {
        value.put(name, &mut self.args);
        self
    }

    /// The text of `key`, not yet escaped for HTML.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        messages::text(self.locale, key, &self.args)
    }
}

/// A value that a text can contain: words and numbers.
pub trait Argument {
    /// Adds itself to the arguments.
    fn put(&self, name: &'static str, args: &mut Args<'static>);
}

impl Argument for str {
    fn put(&self, name: &'static str, args: &mut Args<'static>) {
        args.set(name, self.to_owned());
    }
}

impl Argument for String {
    fn put(&self, name: &'static str, args: &mut Args<'static>) {
        args.set(name, self.clone());
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn put(&self, name: &'static str, args: &mut Args<'static>) {
        (**self).put(name, args);
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Argument for $number {
            fn put(&self, name: &'static str, args: &mut Args<'static>) {
                // Selects plural forms, as in "1 day"; digits are not grouped.
                args.set(name, *self);
            }
        }
    )*};
}

numbers!(i8, u8, u16, u32, u64, usize, i32, i64, f64);

#[cfg(test)]
mod tests;
