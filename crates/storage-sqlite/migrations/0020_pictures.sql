-- Pictures that wait for the engine, where it runs in processes of its own.
CREATE TABLE pictures (
    -- Id of the attempt that comes of it.
    attempt   TEXT PRIMARY KEY NOT NULL,
    order_id  TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    -- The file as it was uploaded; nothing once it was given up.
    original  TEXT,
    -- What is asked of the photo, sealed under the order's key.
    asked     BLOB NOT NULL,
    -- Keyed digest of whose request it was; nothing once it was given up.
    requester BLOB,
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'failed')),
    -- When it can be taken: at once, or its lease at an end; nothing once given up.
    free_at   INTEGER,
    -- Its turn: when it was put, later for those who have others in the line.
    turn_at   INTEGER NOT NULL,
    put_at    INTEGER NOT NULL,
    -- How often it was taken.
    tries     INTEGER NOT NULL,
    -- How often whoever had taken it never came back with it.
    losses    INTEGER NOT NULL,
    -- Why there is no photo, sealed under the order's key, once it was given up.
    outcome   BLOB,
    CHECK ((state = 'failed') = (free_at IS NULL)),
    CHECK ((state = 'failed') = (original IS NULL)),
    CHECK ((state = 'failed') = (outcome IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pictures_order ON pictures (order_id);
CREATE INDEX pictures_turn ON pictures (turn_at, attempt) WHERE free_at IS NOT NULL;
CREATE INDEX pictures_original ON pictures (original) WHERE original IS NOT NULL;

-- How many pictures a process makes at once for all others.
ALTER TABLE nodes ADD COLUMN slots INTEGER NOT NULL DEFAULT 0;
