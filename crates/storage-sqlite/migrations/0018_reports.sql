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

-- How many waits for a decision ended in the same quarter of an hour since 1970 and were
-- about as long: a length is a step of `WaitLength`, of which each is 15 % above the one before.
CREATE TABLE waits (
    slot   INTEGER NOT NULL,
    length INTEGER NOT NULL,
    n      INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (slot, length)
) STRICT, WITHOUT ROWID;
WITH RECURSIVE lengths (length, longest) AS (
    SELECT 0, 1000
    UNION ALL
    SELECT length + 1, longest + longest * 15 / 100 FROM lengths WHERE length < 119
)
INSERT INTO waits (slot, length, n)
    SELECT slot, length, count(*) FROM (
        SELECT decided_at / 900000 AS slot, coalesce(
            (SELECT min(length) FROM lengths WHERE longest >= decided_at - submitted_at),
            119) AS length
        FROM attempts WHERE decided_at IS NOT NULL AND submitted_at IS NOT NULL
    ) AS ended GROUP BY slot, length;
