-- The processes of the service, so that the operator sees who serves, and with what.
CREATE TABLE nodes (
    id         TEXT PRIMARY KEY NOT NULL,
    kind       TEXT NOT NULL,
    -- Of the program.
    version    TEXT NOT NULL,
    -- Of the catalogue, with the fingerprint of the operator's corrections.
    catalogue  TEXT NOT NULL,
    -- Keyed digest of the settings.
    settings   BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
