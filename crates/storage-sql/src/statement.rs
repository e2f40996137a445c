//! A statement with its parameters.

use std::borrow::Cow;

use crate::value::Value;

/// A statement with its parameters, `?1` first.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The SQL.
    pub sql: Cow<'static, str>,
    /// The parameters.
    pub values: Vec<Value>,
    /// Whether the rows it reads stay as they are until the transaction ends.
    pub holds: Holds,
}

/// Whether a statement that reads rows keeps others from changing them until the
/// transaction ends. Where writers take turns, nothing needs to be held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holds {
    /// Others may change them.
    #[default]
    Nothing,
    /// Others that read them to write, or write them, wait.
    Rows,
    /// The same; rows that another holds are left out.
    FreeRows,
}

/// A statement without parameters yet.
#[must_use]
pub fn query(sql: impl Into<Cow<'static, str>>) -> Statement {
    Statement {
        sql: sql.into(),
        values: Vec::new(),
        holds: Holds::Nothing,
    }
}

impl Statement {
    /// The same with one more parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The statement as a transaction that writes runs it: whole rows that it reads may
    /// be changed next, so they are held.
    pub(crate) fn before_a_change(mut self) -> Self {
        if self.holds == Holds::Nothing && self.sql.starts_with("SELECT * FROM ") {
            self.holds = Holds::Rows;
        }
        self
    }

    /// The statement as one that leaves out what another holds, and holds what it reads.
    pub(crate) fn holding_what_is_free(mut self) -> Self {
        self.holds = Holds::FreeRows;
        self
    }

    /// The table that the statement adds rows to or changes; `None` where it does
    /// neither.
    pub(crate) fn written_table(&self) -> Option<&str> {
        let sql = self.sql.as_ref();
        let rest = sql
            .strip_prefix("INSERT INTO ")
            .or_else(|| sql.strip_prefix("UPDATE "))?;
        rest.split_whitespace().next()
    }

    /// Whether it adds a row without saying what happens if there is one already.
    pub(crate) fn inserts_anew(&self) -> bool {
        self.sql.starts_with("INSERT INTO ") && !self.sql.contains(" ON CONFLICT ")
    }

    /// The same with something after it.
    pub(crate) fn followed_by(mut self, clause: &str) -> Self {
        self.sql.to_mut().push_str(clause);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_statement_writes_is_seen() {
        let check = |sql: &'static str, table, anew| {
            let statement = query(sql);
            assert_eq!(statement.written_table(), table, "{sql}");
            assert_eq!(statement.inserts_anew(), anew, "{sql}");
        };
        check("INSERT INTO orders (id) VALUES (?1)", Some("orders"), true);
        check(
            "INSERT INTO a (b) VALUES (1) ON CONFLICT DO NOTHING",
            Some("a"),
            false,
        );
        check("UPDATE orders SET id = ?1", Some("orders"), false);
        check("DELETE FROM orders", None, false);
        check("SELECT * FROM orders", None, false);
    }
}
