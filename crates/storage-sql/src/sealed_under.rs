//! The mark of a database's rows: that they are sealed, by which key, and under which
//! sealing keys writers wrap. Each transaction that writes reads it first.

use storage::StorageError;

use crate::connection::Connection;
use crate::row::Row;
use crate::seal_keys::SealKeys;
use crate::statement::query;
use crate::value::Value;

/// What `row_seals` vouches for.
const ROWS_ARE_SEALED: &str = "the rows of this database are sealed";

// Whole rows: a database of an older version has fewer columns.
const SEAL_OF_ALL: &str = "SELECT * FROM row_seals";
const MARK_SEALED: &str = "INSERT INTO row_seals (\"only\", mac) VALUES (1, ?1)
    ON CONFLICT (\"only\") DO UPDATE SET mac = ?1";
const MARK_UNDER: &str = "UPDATE row_seals SET sealing = ?1, besides = ?2";

/// The sealing keys that writers wrap under, by their public ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Under {
    /// The one in use, or the next one; `None` where nobody said so yet.
    pub(crate) sealing: Option<String>,
    /// The one that is being replaced.
    pub(crate) besides: Option<String>,
}

impl Under {
    /// Whether something wrapped under the key with this id may be written.
    pub(crate) fn takes(&self, id: &str) -> bool {
        let is = |one: &Option<String>| one.as_deref() == Some(id);
        self.sealing.is_none() || is(&self.sealing) || is(&self.besides)
    }

    /// Whether a process that holds these keys may write; one that did not say which may.
    pub(crate) fn takes_any_of(&self, held: &[String]) -> bool {
        held.is_empty() || held.iter().any(|id| self.takes(id))
    }

    fn text(&self) -> String {
        match (&self.sealing, &self.besides) {
            // As before there were these.
            (None, None) => ROWS_ARE_SEALED.to_owned(),
            (sealing, besides) => format!(
                "{ROWS_ARE_SEALED}; under {}; {}",
                sealing.as_deref().unwrap_or_default(),
                besides.as_deref().unwrap_or_default()
            ),
        }
    }
}

/// Under which keys the rows are wrapped that are sealed by these; `None` if they are sealed
/// by others, or not at all.
pub(crate) async fn sealed_under(
    connection: &mut dyn Connection,
    keys: &SealKeys,
) -> Result<Option<Under>, StorageError> {
    let found = connection.fetch(query(SEAL_OF_ALL)).await?;
    let Some(found) = found.first() else {
        return Ok(None);
    };
    let text = |column: &str| match found.value(column) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let under = Under {
        sealing: text("sealing"),
        besides: text("besides"),
    };
    let mac: Vec<u8> = Row::new(found, "row_seals").get("mac")?;
    Ok((mac == keys.rows.of_text(&under.text())).then_some(under))
}

/// Writes that the rows are sealed, and under which keys.
pub(crate) async fn mark_sealed(
    connection: &mut dyn Connection,
    keys: &SealKeys,
    under: &Under,
) -> Result<(), StorageError> {
    let mark = query(MARK_SEALED).bind(keys.rows.of_text(&under.text()));
    connection.execute(mark).await?;
    if *under == Under::default() {
        // An older version's table has no columns for more while it is being migrated.
        return Ok(());
    }
    let mark = query(MARK_UNDER).bind(under.sealing.as_deref());
    connection
        .execute(mark.bind(under.besides.as_deref()))
        .await?;
    Ok(())
}
