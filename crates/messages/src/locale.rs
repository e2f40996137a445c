//! The language of texts.

/// A language that has texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Chinese, in simplified characters.
    #[default]
    Zh,
    /// English.
    En,
}

/// Environment variables of POSIX locales; the first that is set decides.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

impl Locale {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The language's folder under `texts`, which is also its BCP 47 subtag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// From a language tag or a POSIX locale name: `en`, `zh-CN`, `en_US.UTF-8`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|locale| language.eq_ignore_ascii_case(locale.tag()))
    }

    /// From a process's environment, read through `variable`. Chinese unless
    /// the first variable that is set names another language that has texts.
    #[must_use]
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        VARIABLES
            .iter()
            .find_map(|name| variable(name).filter(|value| !value.is_empty()))
            .and_then(|value| Self::from_tag(&value))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let check = |tag, expected| assert_eq!(Locale::from_tag(tag), expected, "{tag}");
        check("zh", Some(Locale::Zh));
        check("zh-Hans-CN", Some(Locale::Zh));
        check("zh_CN.UTF-8", Some(Locale::Zh));
        check("en", Some(Locale::En));
        check("EN_us.UTF-8", Some(Locale::En));
        check("en@euro", Some(Locale::En));
        check("english", None);
        check("C", None);
        check("", None);
    }

    #[test]
    fn environments() {
        let check = |set: &[(&str, &str)], expected| {
            let variable = |name: &str| {
                set.iter()
                    .find(|(n, _)| *n == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(Locale::from_environment(variable), expected, "{set:?}");
        };
        check(&[], Locale::Zh);
        check(&[("LANG", "C.UTF-8")], Locale::Zh);
        check(&[("LANG", "en_GB.UTF-8")], Locale::En);
        check(&[("LANG", "de_DE.UTF-8")], Locale::Zh);
        check(
            &[("LANG", "en_GB.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")],
            Locale::Zh,
        );
        check(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "")], Locale::En);
        check(&[("LANG", "zh_CN"), ("LC_MESSAGES", "en_US")], Locale::En);
    }
}
