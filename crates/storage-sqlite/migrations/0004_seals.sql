-- Seals of the rows that decide access: HMAC-SHA-256 over the row's table, columns
-- and values, under a key that is not in the database. A sealed table has the
-- column `mac` and a line in `row_seal.rs`.
ALTER TABLE orders ADD COLUMN mac BLOB;
ALTER TABLE attempts ADD COLUMN mac BLOB;
ALTER TABLE receipts ADD COLUMN mac BLOB;
ALTER TABLE colleagues ADD COLUMN mac BLOB;
ALTER TABLE sessions ADD COLUMN mac BLOB;
ALTER TABLE api_keys ADD COLUMN mac BLOB;

-- That the rows were sealed once. Without it, a database whose seals were removed
-- would look like one of an older version.
CREATE TABLE row_seals (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    mac  BLOB NOT NULL
) STRICT;

-- The note to an applicant, sealed under the order's key. The column `note` is
-- empty from now on; old notes are sealed at the first start.
ALTER TABLE attempts ADD COLUMN note_sealed BLOB;
CREATE INDEX attempts_plain_note ON attempts (id) WHERE note <> '';

-- Keys of the service, wrapped under the sealing key.
CREATE TABLE kept_keys (
    name   TEXT PRIMARY KEY NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

-- Public keys that verify receipts; the one in use is not retired.
CREATE TABLE signing_keys (
    public     TEXT PRIMARY KEY NOT NULL,
    retired_at INTEGER,
    mac        BLOB
) STRICT;

-- Both ends of the log, sealed: a chain that was cut off at an end is whole in itself.
CREATE TABLE log_ends (
    only      INTEGER PRIMARY KEY CHECK (only = 1),
    root      INTEGER NOT NULL,
    root_hash BLOB NOT NULL,
    head      INTEGER NOT NULL,
    head_hash BLOB NOT NULL,
    mac       BLOB NOT NULL
) STRICT;
-- From which entry on which key chains the log; `sealed` is an earlier key.
CREATE TABLE log_epochs (
    first  INTEGER PRIMARY KEY,
    before BLOB NOT NULL,
    sealed BLOB,
    mac    BLOB NOT NULL
) STRICT;

-- When the service last saw the time.
CREATE TABLE time_seen (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    at   INTEGER NOT NULL,
    mac  BLOB
) STRICT;
