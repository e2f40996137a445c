//! The data files, as they stand in `data/` when the program is built.

/// Version, effective date, and the answer for documents of other countries.
pub(crate) const CATALOGUE: &str = include_str!("../data/catalogue.toml");
/// Limits of the compliance checks.
pub(crate) const CHECKS: &str = include_str!("../data/checks.toml");
/// Receipts: rules and forms.
pub(crate) const RECEIPTS: &str = include_str!("../data/receipts.toml");
/// Reasons for which an inspector sends a photo back.
pub(crate) const REASONS: &str = include_str!("../data/reasons.toml");
/// Provinces: code, name, short, pinyin, initials, english.
pub(crate) const PROVINCES: &str = include_str!("../data/provinces.csv");
/// Cities: code, name, short, province, pinyin, initials, english.
pub(crate) const CITIES: &str = include_str!("../data/cities.csv");
/// Counties, present and former: code, name, city_code, until.
pub(crate) const COUNTIES: &str = include_str!("../data/counties.csv");

macro_rules! documents {
    ($($id:literal),* $(,)?) => {
        /// The documents' ids and files, in the order in which they are listed.
        pub(crate) const DOCUMENTS: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../data/documents/", $id, ".toml")))),*];
    };
}

documents![
    "resident-id-card",
    "social-security-card",
    "residence-permit",
    "driving-licence",
    "passport",
    "hong-kong-macao-permit",
    "taiwan-permit",
    "security-guard-licence",
    "ride-hailing-driver-licence",
    "graduation-photo",
    "postgraduate-exam",
    "icao-passport",
    "schengen-visa",
    "us-visa",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/documents");
        let on_disk: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let embedded = super::DOCUMENTS
            .iter()
            .map(|(id, _)| format!("{id}.toml"))
            .collect();
        assert_eq!(on_disk, embedded);
    }
}
