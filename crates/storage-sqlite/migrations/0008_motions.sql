-- Motions of rights that wait for a second operator.
CREATE TABLE motions (
    id       TEXT PRIMARY KEY NOT NULL,
    kind     TEXT NOT NULL,
    -- Whose account; NULL for a new one.
    staff    TEXT REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    name     TEXT NOT NULL,
    roles    TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    asked_at INTEGER NOT NULL,
    ends_at  INTEGER NOT NULL,
    mac      BLOB
) STRICT;
