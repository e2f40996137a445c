//! Laying corrections over a table: an operator's over the embedded data, a
//! place's over the country's, a document's over the one it is like.

use toml::{Table, Value};

/// In place of a table, a number or a list takes the entry out:
/// `eye-mid-x = "none"`.
const NONE: &str = "none";

/// Lays `over` upon `base`: tables are merged key by key, everything else
/// replaces what was there.
pub(crate) fn lay_over(base: &mut Table, over: &Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (Some(below), Value::String(word)) if word == NONE && !below.is_str() => {
                base.remove(key);
            }
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrections() {
        for (base, over, expected) in [
            ("a = 1", "a = 2", "a = 2"),
            ("a = 1", "b = 2", "a = 1\nb = 2"),
            ("[t]\na = 1\nb = 2", "[t]\nb = 3", "[t]\na = 1\nb = 3"),
            ("[t.u]\na = 1", "t.u = \"none\"", "[t]"),
            ("a = 1", "a = \"none\"", ""),
            ("a = \"word\"", "a = \"none\"", "a = \"none\""),
            ("a = [1, 2]", "a = [3]", "a = [3]"),
        ] {
            let mut found: Table = base.parse().unwrap();
            lay_over(&mut found, &over.parse().unwrap());
            assert_eq!(found, expected.parse().unwrap(), "{over} over {base}");
        }
    }
}
