-- Times are milliseconds since 1970-01-01 UTC; identifiers are ULIDs, whose
-- order as text is the order of their making; lists are JSON. References are
-- checked when a transaction ends, so that within it any order of writing does.

CREATE TABLE orders (
    id             TEXT PRIMARY KEY NOT NULL,
    number         TEXT NOT NULL UNIQUE,
    device         BLOB,
    document       TEXT NOT NULL,
    city           TEXT,
    state          TEXT NOT NULL CHECK (state IN (
        'draft', 'waiting', 'claimed', 'approved', 'rejected', 'cancelled', 'lapsed')),
    -- When handed in; waiting, claimed and decided.
    state_since    INTEGER,
    -- Who asked for a second opinion.
    state_asked_by TEXT,
    -- Who has the claim, or decided.
    state_by       TEXT,
    -- When decided, cancelled or lapsed.
    state_at       INTEGER,
    -- When the claim ends, or the decision is final.
    state_until    INTEGER,
    attempt        TEXT,
    submissions    INTEGER NOT NULL,
    key            BLOB,
    applicant      BLOB,
    phone          BLOB,
    identity       BLOB,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    erased_at      INTEGER,
    version        INTEGER NOT NULL,
    -- The place in the queue; nothing outside it. A plain column, since SQLite
    -- answers no query about a generated one from an index alone.
    queued_since   INTEGER,
    CHECK (queued_since IS CASE WHEN state IN ('waiting', 'claimed') THEN state_since END)
) STRICT;
CREATE INDEX orders_queued ON orders (queued_since, id, state) WHERE queued_since IS NOT NULL;
CREATE INDEX orders_device ON orders (device, id) WHERE device IS NOT NULL;
CREATE INDEX orders_state ON orders (state);

CREATE TABLE attempts (
    id                TEXT PRIMARY KEY NOT NULL,
    order_id          TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    ordinal           INTEGER NOT NULL,
    prepared_at       INTEGER NOT NULL,
    submitted_at      INTEGER,
    original          TEXT,
    photo             TEXT,
    photo_sha256      TEXT,
    report            BLOB NOT NULL,
    fitness           TEXT NOT NULL,
    catalogue_version TEXT NOT NULL,
    verdict           TEXT CHECK (verdict IN ('approved', 'rejected')),
    decided_by        TEXT,
    decided_at        INTEGER,
    reasons           TEXT,
    note              TEXT,
    overruled         TEXT,
    CHECK ((verdict IS NULL) = (decided_by IS NULL)
       AND (verdict IS NULL) = (decided_at IS NULL)
       AND (verdict IS NULL) = (reasons IS NULL)
       AND (verdict IS NULL) = (note IS NULL)
       AND (verdict IS NULL) = (overruled IS NULL))
) STRICT;
CREATE INDEX attempts_order ON attempts (order_id, id);
CREATE INDEX attempts_submitted ON attempts (submitted_at) WHERE submitted_at IS NOT NULL;
CREATE INDEX attempts_decided ON attempts (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX attempts_original ON attempts (original) WHERE original IS NOT NULL;
CREATE INDEX attempts_photo ON attempts (photo) WHERE photo IS NOT NULL;

CREATE TABLE events (
    seq      INTEGER PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    at       INTEGER NOT NULL,
    by_kind  TEXT NOT NULL,
    by_id    TEXT,
    what     TEXT NOT NULL
) STRICT;
CREATE INDEX events_order ON events (order_id, seq);

CREATE TABLE jobs (
    id       TEXT PRIMARY KEY NOT NULL,
    key      TEXT NOT NULL,
    job      TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'dead')),
    -- When it can be taken: due, or its lease at an end; nothing once dead.
    ready_at INTEGER,
    tries    INTEGER NOT NULL,
    error    TEXT,
    CHECK ((state = 'dead') = (ready_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX jobs_waiting ON jobs (key) WHERE state = 'waiting';
CREATE INDEX jobs_ready ON jobs (ready_at, id) WHERE ready_at IS NOT NULL;
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';

CREATE TABLE log (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    by_kind TEXT NOT NULL,
    by_id   TEXT,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL,
    hash    BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- The last entry dropped: where the chain that is kept begins. One row.
CREATE TABLE log_root (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seq  INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO log_root (only, seq, hash) VALUES (1, 0, zeroblob(32));

CREATE TABLE messages (
    seq      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    order_id TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    by_kind  TEXT NOT NULL,
    by_id    TEXT,
    at       INTEGER NOT NULL,
    text     BLOB NOT NULL,
    -- 1 for the last of its thread, so that the unanswered are found by index.
    is_last  INTEGER NOT NULL CHECK (is_last IN (0, 1))
) STRICT;
CREATE INDEX messages_order ON messages (order_id, seq);
CREATE UNIQUE INDEX messages_last ON messages (order_id) WHERE is_last = 1;
CREATE INDEX messages_unanswered ON messages (at, seq)
    WHERE is_last = 1 AND by_kind = 'applicant';

CREATE TABLE notices (
    order_id TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    at       INTEGER NOT NULL,
    occasion TEXT NOT NULL,
    read_at  INTEGER,
    PRIMARY KEY (order_id, at, occasion)
) STRICT, WITHOUT ROWID;

CREATE TABLE colleagues (
    id                  TEXT PRIMARY KEY NOT NULL,
    name                TEXT NOT NULL UNIQUE,
    password            TEXT NOT NULL,
    password_is_initial INTEGER NOT NULL CHECK (password_is_initial IN (0, 1)),
    totp                BLOB,
    totp_last           INTEGER,
    roles               TEXT NOT NULL,
    failures            INTEGER NOT NULL,
    failed_at           INTEGER NOT NULL,
    disabled_at         INTEGER,
    created_at          INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    digest   BLOB PRIMARY KEY NOT NULL,
    staff    TEXT NOT NULL REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    begun_at INTEGER NOT NULL,
    used_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_staff ON sessions (staff);
CREATE INDEX sessions_used ON sessions (used_at);

CREATE TABLE api_keys (
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    digest     BLOB NOT NULL UNIQUE,
    roles      TEXT NOT NULL,
    documents  TEXT NOT NULL,
    cities     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
