-- Details of an earlier order that a renewal starts from.
ALTER TABLE orders ADD COLUMN proposal BLOB;

CREATE TABLE receipts (
    id           TEXT PRIMARY KEY NOT NULL,
    number       TEXT NOT NULL UNIQUE,
    order_id     TEXT NOT NULL UNIQUE REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    attempt      TEXT NOT NULL,
    document     TEXT NOT NULL,
    city         TEXT,
    terms        TEXT NOT NULL,
    -- Forgotten some time after its end.
    identity     BLOB,
    name         BLOB,
    photo_sha256 TEXT NOT NULL,
    taken_at     INTEGER NOT NULL,
    approved_at  INTEGER NOT NULL,
    -- A date, the last day it is good for.
    valid_until  TEXT NOT NULL,
    standing     TEXT NOT NULL,
    token        TEXT NOT NULL,
    issue        TEXT NOT NULL CHECK (issue IN ('real', 'sample')),
    version      INTEGER NOT NULL
) STRICT;
CREATE INDEX receipts_identity ON receipts (identity, id) WHERE identity IS NOT NULL;

-- Wrong guesses, by who guesses and what is guessed at.
CREATE TABLE guesses (
    of        TEXT PRIMARY KEY NOT NULL,
    failures  INTEGER NOT NULL,
    failed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX guesses_failed ON guesses (failed_at);
