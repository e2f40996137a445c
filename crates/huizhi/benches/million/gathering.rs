//! A connection that writes nothing: it gathers the rows that statements add, for COPY.
//! So a filled database has the rows, seals and chain that the program itself makes, at a
//! hundred times the speed of one statement a row.
//!
//! It knows as much SQL as statements need that add the rows of an order's life.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use storage::{GoOn, StorageError, Structure};
use storage_sql::{Connection, Dialect, Kind, SqlRow, Statement, Value};

/// Gathered rows, shared by the transactions that add to them.
#[derive(Clone, Default)]
pub(crate) struct Gathering(Arc<Mutex<Gathered>>);

#[derive(Default)]
struct Gathered {
    tables: BTreeMap<String, Table>,
    /// Counts of waits: slot and length with how many.
    waits: HashMap<(i64, i64), i64>,
    /// The row of `log_ends`.
    ends: Vec<Value>,
}

#[derive(Default)]
struct Table {
    columns: String,
    rows: Vec<Vec<Value>>,
}

/// Columns of `log_ends`, without `only`.
const ENDS: [&str; 5] = ["root", "root_hash", "head", "head_hash", "mac"];

impl Gathering {
    /// Gathers after these ends of the log.
    pub(crate) fn after(ends: [Value; 5]) -> Self {
        let gathering = Self::default();
        gathering.0.lock().unwrap().ends = ends.into();
        gathering
    }

    /// The commands that copy what was gathered since, as `psql` reads them.
    pub(crate) fn take_copies(&self) -> String {
        let mut text = String::new();
        let tables = std::mem::take(&mut self.0.lock().unwrap().tables);
        for (name, Table { columns, rows }) in tables {
            copy(&mut text, &name, &columns, &rows);
        }
        text
    }

    /// The commands that write what was counted, and the log's ends.
    pub(crate) fn take_rest(&self) -> String {
        let mut text = String::new();
        let mut gathered = self.0.lock().unwrap();
        let waits = std::mem::take(&mut gathered.waits);
        let number = |(&(slot, length), &n): (&(i64, i64), &i64)| {
            [slot, length, n].map(Value::Integer).to_vec()
        };
        let waits: Vec<Vec<Value>> = waits.iter().map(number).collect();
        copy(&mut text, "waits", "slot, length, n", &waits);
        text.push_str("DELETE FROM log_ends;\n");
        let mut ends = vec![Value::Integer(1)];
        ends.extend(gathered.ends.iter().cloned());
        let columns = format!("\"only\", {}", ENDS.join(", "));
        copy(&mut text, "log_ends", &columns, &[ends]);
        text
    }
}

fn copy(text: &mut String, table: &str, columns: &str, rows: &[Vec<Value>]) {
    writeln!(text, "COPY {table} ({columns}) FROM STDIN;").unwrap();
    for row in rows {
        for (place, value) in row.iter().enumerate() {
            if place > 0 {
                text.push('\t');
            }
            match value {
                Value::Null(_) => text.push_str("\\N"),
                Value::Integer(number) => write!(text, "{number}").unwrap(),
                Value::Text(words) => text.push_str(&words.replace('\\', "\\\\")),
                Value::Bytes(bytes) => {
                    text.push_str("\\\\x");
                    text.push_str(&hex::encode(bytes));
                }
            }
        }
        text.push('\n');
    }
    text.push_str("\\.\n");
}

/// An INSERT of one row: its table, its columns, its values.
fn inserted(statement: &Statement) -> (&str, &str, Vec<Value>) {
    let rest = statement.sql.strip_prefix("INSERT INTO ").unwrap();
    let (table, rest) = rest.split_once(" (").expect("columns are named");
    let (columns, rest) = rest.split_once(" VALUES (").expect("one row follows");
    let columns = columns.trim_end().strip_suffix(')').expect("columns end");
    let table = table.trim();
    let mut values = Vec::new();
    for one in parts(rest) {
        let one = one.trim();
        values.push(match one.strip_prefix('?') {
            Some(place) => statement.values[place.parse::<usize>().unwrap() - 1].clone(),
            None => constant(one, &statement.values),
        });
    }
    (table, columns, values)
}

/// What stands between commas, up to the parenthesis that closes.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => {
                parts.push(&text[start..at]);
                return parts;
            }
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    panic!("no end: {text}")
}

/// The place in the queue of `orders`, or a value that stands in the statement.
fn constant(text: &str, values: &[Value]) -> Value {
    const PLACE: &str = "CASE WHEN ?7 IN ('waiting', 'claimed') THEN ?8 END";
    match (text, text.parse()) {
        (PLACE, _) => match &values[6] {
            Value::Text(state) if state == "waiting" || state == "claimed" => values[7].clone(),
            _ => Value::Null(Kind::Integer),
        },
        (_, Ok(number)) => Value::Integer(number),
        _ => Value::Text(text.trim_matches('\'').to_owned()),
    }
}

const fn number(value: &Value) -> i64 {
    match value {
        Value::Integer(number) => *number,
        _ => panic!("no number"),
    }
}

fn row(columns: &str, values: Vec<Value>) -> SqlRow {
    let columns: Vec<String> = columns
        .split(',')
        .map(|one| one.trim().to_owned())
        .collect();
    SqlRow::new(columns.into(), values)
}

impl Gathered {
    fn add(&mut self, statement: &Statement) -> Vec<SqlRow> {
        let (table, columns, values) = inserted(statement);
        match table {
            "waits" => {
                let key = (number(&values[0]), number(&values[1]));
                *self.waits.entry(key).or_default() += 1;
            }
            "log_ends" => self.ends = values[1..].to_vec(),
            _ => {
                let given = row(columns, values.clone());
                let table = self.tables.entry(table.to_owned()).or_default();
                if table.columns.is_empty() {
                    columns.clone_into(&mut table.columns);
                }
                table.rows.push(values);
                return vec![given];
            }
        }
        Vec::new()
    }

    /// Seals the row that was added last.
    fn seal(&mut self, table: &str, mac: Value) {
        let table = self.tables.get_mut(table).expect("it was added to");
        if !table.columns.ends_with(", mac") {
            table.columns.push_str(", mac");
        }
        table.rows.last_mut().expect("a row was added").push(mac);
    }
}

#[async_trait]
impl Connection for Gathering {
    /// The log is chained at once.
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    async fn execute(&mut self, statement: Statement) -> Result<u64, StorageError> {
        let sql = statement.sql.as_ref();
        let mut gathered = self.0.lock().unwrap();
        if sql.starts_with("INSERT INTO ") {
            gathered.add(&statement);
            return Ok(1);
        }
        if sql.starts_with("DELETE FROM ") {
            // Nothing of a new order is there yet.
            return Ok(0);
        }
        let rest = sql.strip_prefix("UPDATE ").expect("a seal");
        let (table, rest) = rest.split_once(' ').unwrap();
        assert!(rest.starts_with("SET mac = ?2 "), "{sql}");
        gathered.seal(table, statement.values[1].clone());
        Ok(1)
    }

    async fn fetch(&mut self, statement: Statement) -> Result<Vec<SqlRow>, StorageError> {
        let mut gathered = self.0.lock().unwrap();
        if statement.sql.starts_with("INSERT INTO ") {
            return Ok(gathered.add(&statement));
        }
        assert_eq!(statement.sql, "SELECT * FROM log_ends");
        Ok(vec![row(&ENDS.join(","), gathered.ends.clone())])
    }

    async fn batch(&mut self, sql: &'static str) -> Result<(), StorageError> {
        panic!("{sql}")
    }

    async fn hold_name(&mut self, _: &str) -> Result<(), StorageError> {
        Ok(())
    }

    async fn has_table(&mut self, _: &'static str) -> Result<bool, StorageError> {
        Ok(true)
    }

    async fn check_structure(&mut self, _: GoOn) -> Result<Structure, StorageError> {
        panic!("there is none")
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        Ok(())
    }
}
