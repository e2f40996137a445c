-- What orders cost, payments, and the ledger. Amounts are fen of CNY.

-- The table is made anew for the state 'unpaid': a CHECK cannot be changed. The rows
-- that refer to it are checked when the migration ends, and then find theirs again.
CREATE TABLE orders_before AS SELECT * FROM orders;
DROP TABLE orders;
CREATE TABLE orders (
    id             TEXT PRIMARY KEY NOT NULL,
    number         TEXT NOT NULL UNIQUE,
    device         BLOB,
    document       TEXT NOT NULL,
    city           TEXT,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'unpaid', 'waiting', 'claimed',
        'approved', 'rejected', 'cancelled', 'lapsed')),
    -- When handed in; unpaid, waiting, claimed and decided.
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
    proposal       BLOB,
    mac            BLOB,
    question       BLOB,
    name           BLOB,
    -- How the price stands; NULL where nothing is to be paid.
    bill           TEXT CHECK (bill IN ('open', 'paid', 'returned')),
    price          INTEGER CHECK (price > 0),
    paid_for       TEXT CHECK (paid_for IN ('applying', 'receipt')),
    CHECK (queued_since IS CASE WHEN state IN ('waiting', 'claimed') THEN state_since END),
    CHECK ((bill IS NULL) = (price IS NULL) AND (bill IS NULL) = (paid_for IS NULL))
) STRICT;
INSERT INTO orders (id, number, device, document, city, state, state_since, state_asked_by,
        state_by, state_at, state_until, attempt, submissions, key, applicant, phone, identity,
        created_at, updated_at, erased_at, version, queued_since, proposal, mac, question, name)
    SELECT id, number, device, document, city, state, state_since, state_asked_by,
        state_by, state_at, state_until, attempt, submissions, key, applicant, phone, identity,
        created_at, updated_at, erased_at, version, queued_since, proposal, mac, question, name
    FROM orders_before;
DROP TABLE orders_before;
CREATE INDEX orders_queued ON orders (queued_since, id, state) WHERE queued_since IS NOT NULL;
CREATE INDEX orders_device ON orders (device, id) WHERE device IS NOT NULL;
CREATE INDEX orders_state ON orders (state);
CREATE INDEX orders_erased ON orders (erased_at, id) WHERE erased_at IS NOT NULL;
CREATE INDEX orders_identity ON orders (identity) WHERE identity IS NOT NULL;
CREATE INDEX orders_name ON orders (name) WHERE name IS NOT NULL;
CREATE INDEX orders_phone ON orders (phone) WHERE phone IS NOT NULL;
CREATE INDEX orders_holding ON orders (id, updated_at) WHERE key IS NOT NULL
    OR applicant IS NOT NULL OR proposal IS NOT NULL OR phone IS NOT NULL
    OR identity IS NOT NULL OR name IS NOT NULL OR device IS NOT NULL;
CREATE INDEX orders_unnamed ON orders (id)
    WHERE identity IS NULL AND attempt IS NOT NULL AND key IS NOT NULL;
CREATE INDEX orders_owing ON orders (updated_at, id)
    WHERE bill = 'open' AND state IN ('unpaid', 'approved') AND erased_at IS NULL;

CREATE TABLE payments (
    id        TEXT PRIMARY KEY NOT NULL,
    order_id  TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    number    TEXT NOT NULL,
    way       TEXT NOT NULL,
    amount    INTEGER NOT NULL CHECK (amount > 0),
    reference TEXT NOT NULL,
    by_kind   TEXT NOT NULL,
    by_id     TEXT,
    at        INTEGER NOT NULL,
    status    TEXT NOT NULL,
    standing  TEXT NOT NULL,
    version   INTEGER NOT NULL,
    mac       BLOB
) STRICT;
CREATE INDEX payments_order ON payments (order_id, id);
CREATE INDEX payments_refund_asked ON payments (id) WHERE status = 'refund-asked';

CREATE TABLE ledger (
    seq       INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    payment   TEXT NOT NULL REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
    number    TEXT NOT NULL,
    document  TEXT NOT NULL,
    city      TEXT,
    way       TEXT NOT NULL,
    movement  TEXT NOT NULL,
    -- Negative where it goes out.
    amount    INTEGER NOT NULL CHECK (amount <> 0),
    reference TEXT NOT NULL,
    by_kind   TEXT NOT NULL,
    by_id     TEXT,
    mac       BLOB
) STRICT;
CREATE INDEX ledger_at ON ledger (at, seq);
CREATE TRIGGER ledger_is_not_changed
    BEFORE UPDATE OF seq, at, payment, number, document, city, way, movement, amount, reference,
        by_kind, by_id ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END;
CREATE TRIGGER ledger_is_not_cut BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END;
