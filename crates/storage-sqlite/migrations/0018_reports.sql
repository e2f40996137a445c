-- The reports of attempts, each sealed under its order's key with its attempt's name. Apart
-- from attempts, whose rows are read and rewritten often: a report is read where it is shown.
CREATE TABLE reports (
    attempt  TEXT PRIMARY KEY NOT NULL
        REFERENCES attempts (id) DEFERRABLE INITIALLY DEFERRED,
    order_id TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    sealed   BLOB NOT NULL
) STRICT;
CREATE INDEX reports_order ON reports (order_id);
-- That of an erased order is empty.
INSERT INTO reports (attempt, order_id, sealed)
    SELECT id, order_id, report FROM attempts WHERE length(report) > 0;
ALTER TABLE attempts DROP COLUMN report;

-- Files that no row names any more, until they are deleted.
CREATE TABLE blob_deletes (
    blob TEXT PRIMARY KEY NOT NULL,
    -- When it was forgotten, or last tried.
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_deletes_at ON blob_deletes (at, blob);
