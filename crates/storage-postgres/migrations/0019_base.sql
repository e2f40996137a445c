-- The tables as they are after the migrations up to 19 of databases in files, whose
-- numbers go on together from here. Values are of three types alone (BIGINT, TEXT, BYTEA),
-- so that the same row has the same seal in both. Texts are compared by their bytes, as
-- SQLite compares them: identifiers begin with their time.

-- Functions of SQLite that the statements use.
CREATE FUNCTION json_each(list TEXT) RETURNS TABLE (value TEXT)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT json_array_elements_text(list::json)';
CREATE FUNCTION unhex(digits TEXT) RETURNS BYTEA
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT decode(digits, ''hex'')';

CREATE TABLE orders (
    id             TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    number         TEXT COLLATE "C" NOT NULL UNIQUE,
    device         BYTEA,
    document       TEXT COLLATE "C" NOT NULL,
    city           TEXT COLLATE "C",
    state          TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'unpaid', 'waiting', 'claimed',
        'approved', 'rejected', 'cancelled', 'lapsed')),
    -- When handed in; unpaid, waiting, claimed and decided.
    state_since    BIGINT,
    -- Who asked for a second opinion.
    state_asked_by TEXT COLLATE "C",
    -- Who has the claim, or decided.
    state_by       TEXT COLLATE "C",
    -- When decided, cancelled or lapsed.
    state_at       BIGINT,
    -- When the claim ends, or the decision is final.
    state_until    BIGINT,
    attempt        TEXT COLLATE "C",
    submissions    BIGINT NOT NULL,
    key            BYTEA,
    applicant      BYTEA,
    phone          BYTEA,
    identity       BYTEA,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    erased_at      BIGINT,
    version        BIGINT NOT NULL,
    -- The place in the queue; nothing outside it.
    queued_since   BIGINT,
    proposal       BYTEA,
    mac            BYTEA,
    question       BYTEA,
    name           BYTEA,
    -- How the price stands; NULL where nothing is to be paid.
    bill           TEXT COLLATE "C" CHECK (bill IN ('open', 'paid', 'returned')),
    price          BIGINT CHECK (price > 0),
    paid_for       TEXT COLLATE "C" CHECK (paid_for IN ('applying', 'receipt')),
    wechat BYTEA,
    openid BYTEA,
    wechat_union BYTEA,
    CHECK (queued_since IS NOT DISTINCT FROM
        CASE WHEN state IN ('waiting', 'claimed') THEN state_since END),
    CHECK ((bill IS NULL) = (price IS NULL) AND (bill IS NULL) = (paid_for IS NULL))
);
CREATE INDEX orders_queued ON orders (queued_since, id, state) WHERE queued_since IS NOT NULL;
CREATE INDEX orders_device ON orders (device, id) WHERE device IS NOT NULL;
CREATE INDEX orders_state ON orders (state);
CREATE INDEX orders_erased ON orders (erased_at, id) WHERE erased_at IS NOT NULL;
CREATE INDEX orders_identity ON orders (identity) WHERE identity IS NOT NULL;
CREATE INDEX orders_name ON orders (name) WHERE name IS NOT NULL;
CREATE INDEX orders_phone ON orders (phone) WHERE phone IS NOT NULL;
CREATE INDEX orders_owing ON orders (updated_at, id)
    WHERE bill = 'open' AND state IN ('unpaid', 'approved') AND erased_at IS NULL;
CREATE INDEX orders_wechat ON orders (wechat, id) WHERE wechat IS NOT NULL;
CREATE INDEX orders_holding ON orders (id, updated_at) WHERE key IS NOT NULL
    OR applicant IS NOT NULL OR proposal IS NOT NULL OR phone IS NOT NULL
    OR identity IS NOT NULL OR name IS NOT NULL OR device IS NOT NULL OR wechat IS NOT NULL;
CREATE INDEX orders_unnamed ON orders (id)
    WHERE identity IS NULL AND attempt IS NOT NULL AND key IS NOT NULL;
CREATE INDEX orders_wechat_union ON orders (wechat_union, id) WHERE wechat_union IS NOT NULL;

CREATE TABLE colleagues (
    id                  TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    name                TEXT COLLATE "C" NOT NULL UNIQUE,
    password            TEXT COLLATE "C" NOT NULL,
    password_is_initial BIGINT NOT NULL CHECK (password_is_initial IN (0, 1)),
    totp                BYTEA,
    totp_last           BIGINT,
    roles               TEXT COLLATE "C" NOT NULL,
    failures            BIGINT NOT NULL,
    failed_at           BIGINT NOT NULL,
    disabled_at         BIGINT,
    created_at          BIGINT NOT NULL,
    mac BYTEA,
    totp_dropped BIGINT NOT NULL DEFAULT 0,
    window_documents TEXT COLLATE "C",
    window_cities TEXT COLLATE "C"
);

CREATE TABLE payments (
    id        TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    order_id  TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    number    TEXT COLLATE "C" NOT NULL,
    way       TEXT COLLATE "C" NOT NULL,
    amount    BIGINT NOT NULL CHECK (amount > 0),
    reference TEXT COLLATE "C" NOT NULL,
    by_kind   TEXT COLLATE "C" NOT NULL,
    by_id     TEXT COLLATE "C",
    at        BIGINT NOT NULL,
    status    TEXT COLLATE "C" NOT NULL,
    standing  TEXT COLLATE "C" NOT NULL,
    version   BIGINT NOT NULL,
    mac       BYTEA
);
CREATE INDEX payments_order ON payments (order_id, id);
CREATE UNIQUE INDEX payments_transaction ON payments (way, reference) WHERE way <> 'till';
CREATE INDEX payments_owed ON payments (id) WHERE status IN ('refund-asked', 'refund-failed');

CREATE TABLE receipts (
    id           TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    number       TEXT COLLATE "C" NOT NULL UNIQUE,
    order_id     TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    attempt      TEXT COLLATE "C" NOT NULL,
    document     TEXT COLLATE "C" NOT NULL,
    city         TEXT COLLATE "C",
    terms        TEXT COLLATE "C" NOT NULL,
    -- Forgotten some time after its end.
    identity     BYTEA,
    name         BYTEA,
    photo_sha256 TEXT COLLATE "C" NOT NULL,
    taken_at     BIGINT NOT NULL,
    approved_at  BIGINT NOT NULL,
    -- A date, the last day it is good for.
    valid_until  TEXT COLLATE "C" NOT NULL,
    standing     TEXT COLLATE "C" NOT NULL,
    token        TEXT COLLATE "C" NOT NULL,
    issue        TEXT COLLATE "C" NOT NULL CHECK (issue IN ('real', 'sample')),
    version      BIGINT NOT NULL,
    mac BYTEA
);
CREATE INDEX receipts_identity ON receipts (identity, id) WHERE identity IS NOT NULL;
CREATE INDEX receipts_remembered ON receipts (valid_until, id)
    WHERE identity IS NOT NULL OR name IS NOT NULL OR token <> '';
CREATE INDEX receipts_name ON receipts (name) WHERE name IS NOT NULL;

CREATE TABLE attempts (
    id                TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    order_id          TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    ordinal           BIGINT NOT NULL,
    prepared_at       BIGINT NOT NULL,
    submitted_at      BIGINT,
    original          TEXT COLLATE "C",
    photo             TEXT COLLATE "C",
    photo_sha256      TEXT COLLATE "C",
    fitness           TEXT COLLATE "C" NOT NULL,
    catalogue_version TEXT COLLATE "C" NOT NULL,
    verdict           TEXT COLLATE "C" CHECK (verdict IN ('approved', 'rejected')),
    decided_by        TEXT COLLATE "C",
    decided_at        BIGINT,
    reasons           TEXT COLLATE "C",
    note              TEXT COLLATE "C",
    overruled         TEXT COLLATE "C",
    mac BYTEA,
    note_sealed BYTEA,
    CHECK ((verdict IS NULL) = (decided_by IS NULL)
       AND (verdict IS NULL) = (decided_at IS NULL)
       AND (verdict IS NULL) = (reasons IS NULL)
       AND (verdict IS NULL) = (note IS NULL)
       AND (verdict IS NULL) = (overruled IS NULL))
);
CREATE INDEX attempts_order ON attempts (order_id, id);
CREATE INDEX attempts_submitted ON attempts (submitted_at) WHERE submitted_at IS NOT NULL;
CREATE INDEX attempts_decided ON attempts (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX attempts_original ON attempts (original) WHERE original IS NOT NULL;
CREATE INDEX attempts_photo ON attempts (photo) WHERE photo IS NOT NULL;
CREATE INDEX attempts_plain_note ON attempts (id) WHERE note <> '';
CREATE INDEX attempts_with_original ON attempts (id) WHERE original IS NOT NULL;

CREATE TABLE events (
    seq      BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    order_id TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    at       BIGINT NOT NULL,
    by_kind  TEXT COLLATE "C" NOT NULL,
    by_id    TEXT COLLATE "C",
    what     TEXT COLLATE "C" NOT NULL
);
CREATE INDEX events_order ON events (order_id, seq);

CREATE TABLE jobs (
    id       TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    key      TEXT COLLATE "C" NOT NULL,
    job      TEXT COLLATE "C" NOT NULL,
    state    TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'leased', 'dead')),
    -- When it can be taken: due, or its lease at an end; nothing once dead.
    ready_at BIGINT,
    tries    BIGINT NOT NULL,
    error    TEXT COLLATE "C",
    lane TEXT COLLATE "C" NOT NULL DEFAULT 'house'
    CHECK (lane IN ('house', 'outside', 'files')),
    CHECK ((state = 'dead') = (ready_at IS NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
CREATE UNIQUE INDEX jobs_waiting ON jobs (key) WHERE state = 'waiting';
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';
CREATE INDEX jobs_ready ON jobs (lane, ready_at, id) WHERE ready_at IS NOT NULL;
CREATE INDEX jobs_leased ON jobs (key) WHERE state = 'leased';

CREATE TABLE log (
    seq     BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    by_kind TEXT COLLATE "C" NOT NULL,
    by_id   TEXT COLLATE "C",
    action  TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    detail  TEXT COLLATE "C" NOT NULL,
    hash    BYTEA NOT NULL CHECK (length(hash) = 32)
);

CREATE TABLE log_root (
    "only" BIGINT PRIMARY KEY CHECK ("only" = 1),
    seq  BIGINT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO log_root ("only", seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE TABLE messages (
    seq      BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    id       TEXT COLLATE "C" NOT NULL UNIQUE,
    order_id TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    by_kind  TEXT COLLATE "C" NOT NULL,
    by_id    TEXT COLLATE "C",
    at       BIGINT NOT NULL,
    text     BYTEA NOT NULL,
    -- 1 for the last of its thread, so that the unanswered are found by index.
    is_last  BIGINT NOT NULL CHECK (is_last IN (0, 1))
);
CREATE INDEX messages_order ON messages (order_id, seq);
CREATE UNIQUE INDEX messages_last ON messages (order_id) WHERE is_last = 1;
CREATE INDEX messages_unanswered ON messages (at, seq)
    WHERE is_last = 1 AND by_kind = 'applicant';

CREATE TABLE notices (
    order_id TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    at       BIGINT NOT NULL,
    occasion TEXT COLLATE "C" NOT NULL,
    read_at  BIGINT,
    PRIMARY KEY (order_id, at, occasion)
);

CREATE TABLE sessions (
    digest   BYTEA PRIMARY KEY NOT NULL,
    staff    TEXT COLLATE "C" NOT NULL REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    begun_at BIGINT NOT NULL,
    used_at  BIGINT NOT NULL,
    mac BYTEA
);
CREATE INDEX sessions_staff ON sessions (staff);
CREATE INDEX sessions_used ON sessions (used_at);

CREATE TABLE api_keys (
    id         TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    digest     BYTEA NOT NULL UNIQUE,
    roles      TEXT COLLATE "C" NOT NULL,
    documents  TEXT COLLATE "C" NOT NULL,
    cities     TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    mac BYTEA,
    expires_at BIGINT,
    used_at BIGINT
);

CREATE TABLE guesses (
    of        TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    failures  BIGINT NOT NULL,
    failed_at BIGINT NOT NULL
);
CREATE INDEX guesses_failed ON guesses (failed_at);

CREATE TABLE row_seals (
    "only" BIGINT PRIMARY KEY CHECK ("only" = 1),
    mac  BYTEA NOT NULL
);

CREATE TABLE kept_keys (
    name   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE TABLE signing_keys (
    public     TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    retired_at BIGINT,
    mac        BYTEA
);

CREATE TABLE log_ends (
    "only"      BIGINT PRIMARY KEY CHECK ("only" = 1),
    root      BIGINT NOT NULL,
    root_hash BYTEA NOT NULL,
    head      BIGINT NOT NULL,
    head_hash BYTEA NOT NULL,
    mac       BYTEA NOT NULL
);

CREATE TABLE log_epochs (
    first  BIGINT PRIMARY KEY,
    before BYTEA NOT NULL,
    sealed BYTEA,
    mac    BYTEA NOT NULL
);

CREATE TABLE time_seen (
    "only" BIGINT PRIMARY KEY CHECK ("only" = 1),
    at   BIGINT NOT NULL,
    mac  BYTEA
);

CREATE TABLE sign_in_counts (
    of        BYTEA PRIMARY KEY NOT NULL CHECK (length(of) = 32),
    failures  BIGINT NOT NULL,
    failed_at BIGINT NOT NULL
);
CREATE INDEX sign_in_counts_failed ON sign_in_counts (failed_at);

CREATE TABLE known_devices (
    device  BYTEA NOT NULL CHECK (length(device) = 32),
    staff   TEXT COLLATE "C" NOT NULL REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (device, staff)
);
CREATE INDEX known_devices_staff ON known_devices (staff, used_at);
CREATE INDEX known_devices_used ON known_devices (used_at);

CREATE TABLE passkeys (
    id          TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    staff       TEXT COLLATE "C" NOT NULL REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    name        TEXT COLLATE "C" NOT NULL,
    credential  BYTEA NOT NULL UNIQUE,
    user_handle BYTEA NOT NULL,
    fixed       BYTEA NOT NULL,
    state       BYTEA NOT NULL,
    created_at  BIGINT NOT NULL,
    used_at     BIGINT,
    mac         BYTEA
);
CREATE INDEX passkeys_staff ON passkeys (staff, id);

CREATE TABLE consents (
    order_id    TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    submissions BIGINT NOT NULL,
    code        BYTEA NOT NULL,
    person      BYTEA NOT NULL,
    texts       TEXT COLLATE "C" NOT NULL,
    kinds       TEXT COLLATE "C" NOT NULL,
    given_at    BIGINT NOT NULL,
    -- When the order's data was deleted: the record's own time begins.
    erased_at   BIGINT,
    PRIMARY KEY (order_id, submissions)
);
CREATE INDEX consents_code ON consents (code);
CREATE INDEX consents_erased ON consents (erased_at) WHERE erased_at IS NOT NULL;

CREATE TABLE old_devices (
    device BYTEA PRIMARY KEY NOT NULL
);

CREATE TABLE sealed_photos (
    receipt  TEXT COLLATE "C" PRIMARY KEY NOT NULL
        REFERENCES receipts (id) DEFERRABLE INITIALLY DEFERRED,
    -- The file; nothing once it was deleted.
    photo    TEXT COLLATE "C",
    -- The file with the code; nothing once it was taken.
    code     TEXT COLLATE "C",
    -- When a paper with the code was first drawn.
    drawn_at BIGINT,
    mac      BYTEA
);
CREATE INDEX sealed_photos_photo ON sealed_photos (photo) WHERE photo IS NOT NULL;
CREATE INDEX sealed_photos_code ON sealed_photos (code) WHERE code IS NOT NULL;

CREATE TABLE motions (
    id       TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    -- Whose account; NULL for a new one.
    staff    TEXT COLLATE "C" REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    name     TEXT COLLATE "C" NOT NULL,
    roles    TEXT COLLATE "C" NOT NULL,
    asked_by TEXT COLLATE "C" NOT NULL REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    asked_at BIGINT NOT NULL,
    ends_at  BIGINT NOT NULL,
    mac      BYTEA
);

CREATE TABLE ledger (
    seq       BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    at        BIGINT NOT NULL,
    payment   TEXT COLLATE "C" NOT NULL REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
    number    TEXT COLLATE "C" NOT NULL,
    document  TEXT COLLATE "C" NOT NULL,
    city      TEXT COLLATE "C",
    way       TEXT COLLATE "C" NOT NULL,
    movement  TEXT COLLATE "C" NOT NULL,
    -- Negative where it goes out.
    amount    BIGINT NOT NULL CHECK (amount <> 0),
    reference TEXT COLLATE "C" NOT NULL,
    by_kind   TEXT COLLATE "C" NOT NULL,
    by_id     TEXT COLLATE "C",
    mac       BYTEA
);
CREATE INDEX ledger_at ON ledger (at, seq);

CREATE TABLE charges (
    -- Also the number at the payment service.
    id       TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    order_id TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    way      TEXT COLLATE "C" NOT NULL,
    scene    TEXT COLLATE "C" NOT NULL,
    amount   BIGINT NOT NULL CHECK (amount > 0),
    made_at  BIGINT NOT NULL,
    status   TEXT COLLATE "C" NOT NULL CHECK (status IN ('open', 'paid', 'closed')),
    payment  TEXT COLLATE "C" REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
    version  BIGINT NOT NULL,
    mac      BYTEA
);
CREATE INDEX charges_order ON charges (order_id, id);

CREATE TABLE subscriptions (
    order_id TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    template TEXT COLLATE "C" NOT NULL,
    remaining BIGINT NOT NULL CHECK (remaining > 0),
    PRIMARY KEY (order_id, template)
);

CREATE TABLE pushes (
    digest BYTEA PRIMARY KEY NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX pushes_at ON pushes (at);

CREATE TABLE bill_checks (
    -- Day and way: one check of each.
    id          TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    day         TEXT COLLATE "C" NOT NULL,
    way         TEXT COLLATE "C" NOT NULL,
    at          BIGINT NOT NULL,
    payments    BIGINT NOT NULL,
    taken       BIGINT NOT NULL,
    refunds     BIGINT NOT NULL,
    refunded    BIGINT NOT NULL,
    differences TEXT COLLATE "C" NOT NULL,
    mac         BYTEA
);
CREATE INDEX bill_checks_day ON bill_checks (day, way);
CREATE INDEX bill_checks_way ON bill_checks (way, day);

CREATE TABLE untold (
    order_id TEXT COLLATE "C" PRIMARY KEY NOT NULL
        REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    at BIGINT NOT NULL
);

CREATE TABLE letters (
    -- The order in which they were written: two may have one time.
    seq     BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    id      TEXT COLLATE "C" NOT NULL UNIQUE,
    writer  BYTEA NOT NULL,
    openid  BYTEA NOT NULL,
    by_kind TEXT COLLATE "C" NOT NULL,
    by_id   TEXT COLLATE "C",
    at      BIGINT NOT NULL,
    text    BYTEA NOT NULL,
    is_last BIGINT NOT NULL CHECK (is_last IN (0, 1))
);
CREATE INDEX letters_writer ON letters (writer, seq);
CREATE INDEX letters_unanswered ON letters (at, seq)
    WHERE is_last = 1 AND by_kind = 'applicant';
CREATE INDEX letters_at ON letters (at);

CREATE TABLE safety_checks (
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject      TEXT COLLATE "C" NOT NULL,
    order_id     TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    trace        BYTEA,
    at           BIGINT NOT NULL,
    verdict      TEXT COLLATE "C" NOT NULL,
    label        BIGINT NOT NULL,
    PRIMARY KEY (subject_kind, subject)
);
CREATE INDEX safety_checks_order ON safety_checks (order_id);
CREATE UNIQUE INDEX safety_checks_trace ON safety_checks (trace) WHERE trace IS NOT NULL;

CREATE TABLE reports (
    attempt  TEXT COLLATE "C" PRIMARY KEY NOT NULL
        REFERENCES attempts (id) DEFERRABLE INITIALLY DEFERRED,
    order_id TEXT COLLATE "C" NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    sealed   BYTEA NOT NULL
);
-- Sealed bytes do not become smaller.
ALTER TABLE reports ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX reports_order ON reports (order_id);

CREATE TABLE blob_deletes (
    blob TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    -- When it was forgotten, or last tried.
    at   BIGINT NOT NULL
);
CREATE INDEX blob_deletes_at ON blob_deletes (at, blob);

CREATE TABLE waits (
    slot   BIGINT NOT NULL,
    length BIGINT NOT NULL,
    n      BIGINT NOT NULL CHECK (n >= 0),
    PRIMARY KEY (slot, length)
);

CREATE TABLE nodes (
    id         TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL,
    -- Of the program.
    version    TEXT COLLATE "C" NOT NULL,
    -- Of the catalogue, with the fingerprint of the operator's corrections.
    catalogue  TEXT COLLATE "C" NOT NULL,
    -- Keyed digest of the settings.
    settings   BYTEA NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

-- Entries of the log that are chained soon, in the order in which they were written.
CREATE TABLE log_inbox (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      BIGINT NOT NULL,
    by_kind TEXT NOT NULL,
    by_id   TEXT,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL,
    mac     BYTEA NOT NULL
);

CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RAISE EXCEPTION ''the ledger is only ever added to''; END';
CREATE TRIGGER ledger_is_not_changed
    BEFORE UPDATE OF seq, at, payment, number, document, city, way, movement, amount, reference,
        by_kind, by_id ON ledger
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ledger();
CREATE TRIGGER ledger_is_not_cut BEFORE DELETE ON ledger
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ledger();
