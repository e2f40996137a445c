//! The background that an applicant chooses, where the document leaves the choice.

use catalogue::PhotoSpec;

use crate::error::AppError;

/// The background of a photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backdrop {
    /// The document's usual one.
    #[default]
    Usual,
    /// This colour, sRGB.
    Chosen([u8; 3]),
}

impl Backdrop {
    /// The specification with this background.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a colour that the document does not offer.
    pub(crate) fn on(self, mut spec: PhotoSpec) -> Result<PhotoSpec, AppError> {
        if let Self::Chosen(rgb) = self {
            let background = &mut spec.background;
            let is_offered =
                background.rgb == rgb || background.choices.iter().any(|shade| shade.rgb == rgb);
            if !is_offered {
                return Err(AppError::NotFound);
            }
            background.rgb = rgb;
        }
        Ok(spec)
    }

    /// What a report keeps of it.
    pub(crate) const fn kept(self) -> Option<[u8; 3]> {
        match self {
            Self::Usual => None,
            Self::Chosen(rgb) => Some(rgb),
        }
    }
}

impl From<Option<[u8; 3]>> for Backdrop {
    fn from(kept: Option<[u8; 3]>) -> Self {
        kept.map_or(Self::Usual, Self::Chosen)
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Catalogue;

    use super::*;

    #[test]
    fn only_what_the_document_offers() {
        let catalogue = Catalogue::embedded().unwrap();
        let check = |document: &str, backdrop, expected: Option<[u8; 3]>| {
            let spec = catalogue.document(document).unwrap().photo.clone();
            let found = Backdrop::on(backdrop, spec).ok();
            assert_eq!(
                found.map(|spec| spec.background.rgb),
                expected,
                "{document}"
            );
        };
        let (white, blue) = ([255; 3], [67, 142, 219]);
        check("一寸", Backdrop::Usual, Some(white));
        check("一寸", Backdrop::Chosen(white), Some(white));
        check("一寸", Backdrop::Chosen(blue), Some(blue));
        check("一寸", Backdrop::Chosen([1, 2, 3]), None);
        check("身份证", Backdrop::Chosen(blue), None);
        check("身份证", Backdrop::Chosen(white), Some(white));
    }
}
