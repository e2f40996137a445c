//! Conversion between the details form and the applicant's input.

use std::collections::BTreeMap;

use domain::applicant::consent::ConsentKind;
use domain::applicant::{ApplicantInput, Field, IdentityKind};
use serde::Deserialize;

/// Value of a ticked box.
const TICKED: &str = "yes";

/// The form's fields as submitted. Not `Debug`: personal data.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DetailsForm {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) number: String,
    /// The number whose first six digits the applicant confirmed.
    pub(crate) region_confirmed: Option<String>,
    pub(crate) birth: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) face_data: Option<String>,
    pub(crate) guardian: Option<String>,
    /// The document's further fields, by [`further_name`]; and any unknown
    /// field.
    #[serde(flatten)]
    pub(crate) others: BTreeMap<String, String>,
}

/// Prefix of a further field's name.
const FURTHER: &str = "further-";

/// The form name of a further field.
pub(crate) fn further_name(id: &str) -> String {
    format!("{FURTHER}{id}")
}

/// The form name of a field.
pub(crate) fn field_name(field: &Field) -> String {
    match field {
        Field::Name => "name".to_owned(),
        Field::Number => "number".to_owned(),
        Field::Birth => "birth".to_owned(),
        Field::Phone => "phone".to_owned(),
        Field::Email => "email".to_owned(),
        Field::Further(id) => further_name(id),
        Field::Consent(ConsentKind::FaceData) => "face_data".to_owned(),
        Field::Consent(ConsentKind::Guardian) => "guardian".to_owned(),
    }
}

impl DetailsForm {
    /// The chosen kind of identity document.
    pub(crate) fn kind(&self) -> IdentityKind {
        IdentityKind::from_code(&self.kind).unwrap_or(IdentityKind::ChineseId)
    }
}

impl DetailsForm {
    /// Whether the page asks for a date of birth: not where the number holds it
    /// (`application.css` hides the field). What was typed before another kind was
    /// chosen is not held against a field that nobody sees.
    fn asks_birth(&self) -> bool {
        !self.kind().holds_birth()
    }
}

impl From<&DetailsForm> for ApplicantInput {
    fn from(form: &DetailsForm) -> Self {
        let further = form.others.iter().filter_map(|(name, text)| {
            let id = name.strip_prefix(FURTHER)?;
            Some((id.to_owned(), text.clone()))
        });
        let agreed = |box_: &Option<String>, kind| box_.as_ref().map(|_| kind);
        let consents = [
            agreed(&form.face_data, ConsentKind::FaceData),
            agreed(&form.guardian, ConsentKind::Guardian),
        ];
        Self {
            name: Some(form.name.clone()),
            kind: Some(form.kind()),
            number: Some(form.number.clone()),
            region_confirmed: form.region_confirmed.clone(),
            birth: form.asks_birth().then(|| form.birth.clone()),
            phone: Some(form.phone.clone()),
            email: Some(form.email.clone()),
            further: further.collect(),
            consents: consents.into_iter().flatten().collect(),
        }
    }
}

impl From<ApplicantInput> for DetailsForm {
    fn from(input: ApplicantInput) -> Self {
        let ticked = |kind| input.consents.contains(&kind).then(|| TICKED.to_owned());
        let further = input.further.iter();
        Self {
            face_data: ticked(ConsentKind::FaceData),
            guardian: ticked(ConsentKind::Guardian),
            others: further
                .map(|(id, text)| (further_name(id), text.clone()))
                .collect(),
            name: input.name.unwrap_or_default(),
            kind: input.kind.map_or("", IdentityKind::code).to_owned(),
            number: input.number.unwrap_or_default(),
            region_confirmed: input.region_confirmed,
            birth: input.birth.unwrap_or_default(),
            phone: input.phone.unwrap_or_default(),
            email: input.email.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_and_the_input_read_back_into_each_other() {
        let sent = "name=张三&kind=passport&number=E12345678&birth=1990-02-03&phone=13800138000\
                    &email=a@b.cn&further-school=No 1&csrf=x&face_data=yes";
        let form: DetailsForm = serde_html_form::from_str(sent).unwrap();
        let input = ApplicantInput::from(&form);
        assert_eq!(input.kind, Some(IdentityKind::Passport));
        assert_eq!(input.further, [("school".into(), "No 1".into())].into());
        assert_eq!(input.consents, [ConsentKind::FaceData].into());
        let again = DetailsForm::from(input.clone());
        // What the page does not ask for is not read.
        for (kind, birth) in [
            ("passport", Some("1990-02-03")),
            ("chinese-id", None),
            ("hong-kong-macao-taiwan-resident", None),
        ] {
            let form = DetailsForm {
                kind: kind.to_owned(),
                ..form.clone()
            };
            assert_eq!(
                ApplicantInput::from(&form).birth.as_deref(),
                birth,
                "{kind}"
            );
        }
        let known = [(further_name("school"), "No 1".to_owned())];
        assert_eq!(again.others, known.into());
        assert_eq!(
            [&again.name, &again.number, &again.birth, &again.phone],
            ["张三", "E12345678", "1990-02-03", "13800138000"]
        );
        assert_eq!(
            (again.kind.as_str(), again.email.as_str()),
            ("passport", "a@b.cn")
        );
        assert!(again.face_data.is_some() && again.guardian.is_none());
    }
}
