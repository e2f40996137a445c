//! Texts with places to fill in: `{phone}`.

use crate::ConfigError;

/// A place in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The recipient's number.
    Phone,
    /// The message.
    Text,
    /// The order's number.
    Order,
    /// The name that the message is signed with.
    Sign,
    /// The event's code.
    Kind,
    /// The order's page; empty without a public address.
    Link,
    /// The delivery's id.
    Id,
}

impl Place {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "phone" => Self::Phone,
            "text" => Self::Text,
            "order" => Self::Order,
            "sign" => Self::Sign,
            "kind" => Self::Kind,
            "link" => Self::Link,
            "id" => Self::Id,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Place(Place),
}

/// A text with places. `{{` and `}}` stand for braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template(Vec<Part>);

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`ConfigError::Placeholder`] for a place that is none, or a single brace.
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            words.push_str(before);
            rest = match (from.strip_prefix("{{"), from.strip_prefix("}}")) {
                (Some(after), _) => {
                    words.push('{');
                    after
                }
                (_, Some(after)) => {
                    words.push('}');
                    after
                }
                _ => {
                    let inner = from.strip_prefix('{').ok_or(ConfigError::Placeholder)?;
                    let (name, after) = inner.split_once('}').ok_or(ConfigError::Placeholder)?;
                    let place = Place::named(name).ok_or(ConfigError::Placeholder)?;
                    parts.push(Part::Words(std::mem::take(&mut words)));
                    parts.push(Part::Place(place));
                    after
                }
            };
        }
        words.push_str(rest);
        parts.push(Part::Words(words));
        Ok(Self(parts))
    }

    /// Whether the place is in it.
    pub(crate) fn has(&self, place: Place) -> bool {
        self.0.contains(&Part::Place(place))
    }

    /// The text with every place filled in. What is filled in is not read again: a
    /// brace in it is a brace.
    pub(crate) fn fill<'a>(&self, value: impl Fn(Place) -> &'a str) -> String {
        let mut filled = String::new();
        for part in &self.0 {
            filled.push_str(match part {
                Part::Words(words) => words,
                Part::Place(place) => value(*place),
            });
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_once() {
        let check = |text: &str, expected: Option<&str>| {
            let read = Template::parse(text).ok();
            let filled = read.map(|template| {
                template.fill(|place| match place {
                    Place::Phone => "13800138000",
                    Place::Text => "{phone} \"}",
                    _ => "",
                })
            });
            assert_eq!(filled.as_deref(), expected, "{text}");
        };
        check("", Some(""));
        check("to {phone}: {text}!", Some("to 13800138000: {phone} \"}!"));
        check("{{phone}}", Some("{phone}"));
        check("{{{phone}}}", Some("{13800138000}"));
        check("审核{link}", Some("审核"));
        for refused in ["{name}", "{phone", "phone}", "{}", "{ phone }", "{", "}"] {
            check(refused, None);
        }
    }
}
