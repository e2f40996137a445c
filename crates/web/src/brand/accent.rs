//! The colour of actions, on which white words stand.

use std::str::FromStr;

use super::BrandError;

/// Least contrast of white words: WCAG 2.2, success criterion 1.4.3.
const LEAST_CONTRAST: f64 = 4.5;
/// Brightness of the colour while pressed, as a share.
const PRESSED: f64 = 0.85;

/// An sRGB colour on which white words are readable: contrast at least 4.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent([u8; 3]);

impl Accent {
    /// Six hexadecimal digits, in lower case.
    #[must_use]
    pub fn digits(self) -> String {
        let [red, green, blue] = self.0;
        format!("{red:02x}{green:02x}{blue:02x}")
    }

    /// The style sheet that gives actions this colour; darker while pressed.
    pub(super) fn style(self) -> String {
        let pressed = self.0.map(|channel| {
            // A share of 0 to 255.
            (f64::from(channel) * PRESSED).round() as u8
        });
        let (own, pressed) = (self.digits(), Self(pressed).digits());
        format!(":root {{ --action: #{own}; --action-pressed: #{pressed}; --mark: #{own}; }}\n")
    }

    /// Contrast with white by WCAG 2.2: 1 to 21.
    fn contrast(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.0.map(linear);
        1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    }
}

/// `#0B6B4F`.
impl FromStr for Accent {
    type Err = BrandError;

    fn from_str(written: &str) -> Result<Self, BrandError> {
        let digits = written.strip_prefix('#').ok_or(BrandError::Colour)?;
        let mut channels = [0; 3];
        hex::decode_to_slice(digits, &mut channels).map_err(|_| BrandError::Colour)?;
        let accent = Self(channels);
        let ratio = accent.contrast();
        if ratio < LEAST_CONTRAST {
            return Err(BrandError::Contrast { ratio });
        }
        Ok(accent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_words_have_to_be_readable() {
        let check = |written: &str, expected: Result<&str, &str>| {
            let read = written.parse::<Accent>();
            let got = read.map(Accent::digits).map_err(BrandError::code);
            assert_eq!(got, expected.map(str::to_owned), "{written}");
        };
        check("#0B6B4F", Ok("0b6b4f"));
        check("#000000", Ok("000000"));
        // The greys on both sides of 4.5.
        check("#767676", Ok("767676"));
        check("#777777", Err("brand-contrast"));
        check("#ffffff", Err("brand-contrast"));
        check("#07c160", Err("brand-contrast"));
        for unreadable in [
            "", "0B6B4F", "#0B6", "#0B6B4F0", "#0B6B4G", "green", "#é6B4F",
        ] {
            check(unreadable, Err("brand-colour"));
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let check = |channels, expected: f64| {
            assert!(
                (Accent(channels).contrast() - expected).abs() < 0.005,
                "{channels:?}"
            );
        };
        check([0, 0, 0], 21.0);
        check([255, 255, 255], 1.0);
        check([118, 118, 118], 4.54);
        check([255, 0, 0], 4.0);
    }

    #[test]
    fn the_style_sheet() {
        let accent: Accent = "#640032".parse().unwrap();
        assert_eq!(
            accent.style(),
            ":root { --action: #640032; --action-pressed: #55002b; --mark: #640032; }\n"
        );
    }
}
