//! The service's own look: name, logo, colour, words of welcome.

mod accent;
mod error;
mod logo;
mod serve;

use catalogue::Text;
use domain::plain_text;

pub use accent::Accent;
pub use error::BrandError;
pub use logo::Logo;

pub(crate) use serve::serve;

/// Longest name, in characters: what a phone's head line holds.
const LONGEST_NAME: usize = 24;
/// Longest welcome and address, in characters.
const LONGEST_TEXT: usize = 400;

/// The service's own look. What is `None` is as the program brings it.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    name: Option<Text>,
    welcome: Option<Text>,
    logo: Option<Logo>,
    accent: Option<Accent>,
}

impl Brand {
    /// A look of these parts. The name is one line of at most 24 characters, the
    /// welcome at most 400 of plain text.
    ///
    /// # Errors
    /// [`BrandError::Name`], [`BrandError::Text`].
    pub fn new(
        name: Option<Text>,
        welcome: Option<Text>,
        logo: Option<Logo>,
        accent: Option<Accent>,
    ) -> Result<Self, BrandError> {
        Ok(Self {
            name: name.map(checked_name).transpose()?,
            welcome: welcome.map(checked_text).transpose()?,
            logo,
            accent,
        })
    }

    /// The service's name.
    #[must_use]
    pub const fn name(&self) -> Option<&Text> {
        self.name.as_ref()
    }

    /// Words of welcome on the first page.
    #[must_use]
    pub const fn welcome(&self) -> Option<&Text> {
        self.welcome.as_ref()
    }

    /// The logo.
    #[must_use]
    pub const fn logo(&self) -> Option<&Logo> {
        self.logo.as_ref()
    }

    /// The colour of actions.
    #[must_use]
    pub const fn accent(&self) -> Option<Accent> {
        self.accent
    }
}

fn checked_name(name: Text) -> Result<Text, BrandError> {
    let read = |name: &str| plain_text::name(name, LONGEST_NAME).ok_or(BrandError::Name);
    Ok(Text {
        zh: read(&name.zh)?,
        en: read(&name.en)?,
    })
}

/// A plain text of some lines, as pages show it: the welcome, the address.
///
/// # Errors
/// [`BrandError::Text`] for an empty or overlong one.
pub fn checked_text(text: Text) -> Result<Text, BrandError> {
    let read = |text: &str| {
        let text = plain_text::lines(text);
        let fits = (1..=LONGEST_TEXT).contains(&text.chars().count());
        fits.then_some(text).ok_or(BrandError::Text)
    };
    Ok(Text {
        zh: read(&text.zh)?,
        en: read(&text.en)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts() {
        let check = |name: &str, welcome: &str, expected: Result<(), &str>| {
            let text = |text: &str| {
                Some(Text {
                    zh: text.to_owned(),
                    en: text.to_owned(),
                })
            };
            let brand = Brand::new(text(name), text(welcome), None, None);
            let got = brand.map(|_| ()).map_err(|error| error.code());
            assert_eq!(got, expected, "{name} {welcome}");
        };
        check("小城照相馆", "欢迎。\n请带好证件。", Ok(()));
        check("", "a", Err("brand-name"));
        check("a\nb", "a", Err("brand-name"));
        check(&"a".repeat(24), "a", Ok(()));
        check(&"a".repeat(25), "a", Err("brand-name"));
        check("a", " ", Err("brand-text"));
        check("a", &"a".repeat(400), Ok(()));
        check("a", &"a".repeat(401), Err("brand-text"));
    }

    /// Name, logo, colour and texts stand where people look for them; without them
    /// pages name the program and have no foot.
    #[tokio::test]
    async fn pages_bear_the_operators_name() {
        use crate::testing::{Service, settings};
        use crate::{Operator, Settings};

        let text = |zh: &str| {
            Some(Text {
                zh: zh.to_owned(),
                en: "Small Town Photos".to_owned(),
            })
        };
        let logo = Logo::new(b"a file".to_vec(), 300, 100);
        let src = format!("src=\"{}\" width=\"300\" height=\"100\"", logo.address());
        let address = logo.address();
        let accent = "#0B6B4F".parse().unwrap();
        let brand = Brand::new(
            text("小城证件照"),
            text("欢迎光临。\n请带好证件。"),
            Some(logo),
            Some(accent),
        );
        let own = settings();
        let service = Service::start_with(Settings {
            brand: brand.unwrap(),
            operator: Operator {
                address: text("中山路一号\n二楼"),
                ..own.operator.clone()
            },
            ..own
        });
        let service = service.await;
        for (path, parts) in [
            (
                "/",
                &[
                    "<title>小城证件照</title>",
                    &src,
                    "欢迎光临。</p>",
                    "请带好证件。</p>",
                ][..],
            ),
            (
                "/help",
                &[
                    "· 小城证件照</title>",
                    "<p>中山路一号</p><p>二楼</p>",
                    "accent.css",
                ],
            ),
            ("/service", &["中山路一号<br>二楼", &src]),
            ("/desk/sign-in", &["小城证件照</p>"]),
            ("/no-such-page", &["· 小城证件照</title>"]),
        ] {
            let page = service.get(path).await;
            let text = page.text();
            for part in parts {
                assert!(text.contains(part), "{path} {part}\n{text}");
            }
            assert!(!text.contains("照片回执 "), "{path}");
        }
        let file = service.get(&address).await;
        assert_eq!(file.status(200).text(), "a file");
        let style = service.get("/brand/0b6b4f/accent.css").await;
        style.status(200).contains("--action: #0b6b4f");
        for gone in [
            "/brand/0000000000000000/logo.png",
            "/brand/000000/accent.css",
            "/brand/a/b",
        ] {
            service.get(gone).await.status(404);
        }
        let plain = Service::start().await;
        let home = plain.get("/").await;
        home.contains("<title>照片回执</title>")
            .lacks("class=\"foot\"")
            .lacks("accent.css");
        plain.get(&address).await.status(404);
    }
}
