//! The data files, as they stand in `data/` when the program is built.

/// Version, effective date, and the answer for documents of other countries.
pub(crate) const CATALOGUE: &str = include_str!("../data/catalogue.toml");
/// Limits of the compliance checks.
pub(crate) const CHECKS: &str = include_str!("../data/checks.toml");
/// Receipts: rules and forms.
pub(crate) const RECEIPTS: &str = include_str!("../data/receipts.toml");
/// Reasons for which an inspector sends a photo back.
pub(crate) const REASONS: &str = include_str!("../data/reasons.toml");
/// Classes of large cities.
pub(crate) const LARGE_CITIES: &str = include_str!("../data/large-cities.toml");
/// Traditional characters and their simplified forms: traditional, simplified.
pub(crate) const TRADITIONAL: &str = include_str!("../data/traditional.csv");
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
    "hong-kong-macao-resident-permit",
    "taiwan-resident-permit",
    "veteran-card",
    "disability-certificate",
    "mainland-travel-permit-taiwan",
    "mainland-travel-permit-hong-kong-macao",
    "foreign-permanent-residence",
    "foreigner-residence-permit",
    "china-visa",
    "seafarer-passport",
    "taiwan-entry-permit",
    "hong-kong-passport",
    "security-guard-licence",
    "ride-hailing-driver-licence",
    "health-certificate",
    "teacher-certificate",
    "graduation-photo",
    "student-card",
    "school-roll",
    "civil-service-exam",
    "provincial-civil-service-exam",
    "public-institution-exam",
    "teacher-exam",
    "cet",
    "ncre",
    "putonghua",
    "pets",
    "postgraduate-exam",
    "accounting-exam",
    "nurse-exam",
    "physician-exam",
    "constructor-exam",
    "second-constructor-exam",
    "professional-exam",
    "pharmacist-exam",
    "bar-exam",
    "tour-guide-exam",
    "self-taught-exam",
    "adult-college-exam",
    "college-entrance-exam",
    "us-visa",
    "schengen-visa",
    "japan-visa",
    "korea-visa",
    "uk-visa",
    "canada-visa",
    "australia-visa",
    "new-zealand-visa",
    "singapore-visa",
    "thailand-visa",
    "malaysia-visa",
    "vietnam-visa",
    "india-visa",
    "russia-visa",
    "us-diversity-visa",
    "indonesia-visa",
    "cambodia-visa",
    "myanmar-visa",
    "saudi-visa",
    "icao-passport",
    "us-passport",
    "us-green-card",
    "uk-passport",
    "canada-passport",
    "canada-passport-online",
    "australia-passport",
    "german-passport",
    "french-passport",
    "dutch-passport",
    "japan-passport",
    "singapore-passport",
    "new-zealand-passport",
    "india-passport",
    "india-oci",
    "one-inch",
    "small-one-inch",
    "large-one-inch",
    "two-inch",
    "small-two-inch",
    "large-two-inch",
    "three-inch",
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
