-- Proof of consent that outlives an order's data and names nobody: `person` is
-- keyed by a code that only the applicant has, `code` a digest of that code.
-- A later consent before the same submission takes the place of the earlier.
CREATE TABLE consents (
    order_id    TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    submissions INTEGER NOT NULL,
    code        BLOB NOT NULL,
    person      BLOB NOT NULL,
    texts       TEXT NOT NULL,
    kinds       TEXT NOT NULL,
    given_at    INTEGER NOT NULL,
    -- When the order's data was deleted: the record's own time begins.
    erased_at   INTEGER,
    PRIMARY KEY (order_id, submissions)
) STRICT, WITHOUT ROWID;
CREATE INDEX consents_code ON consents (code);
CREATE INDEX consents_erased ON consents (erased_at) WHERE erased_at IS NOT NULL;

-- Devices whose cookie was made before cookies were authenticated. Each is
-- accepted once more and then forgotten; no device is ever added.
CREATE TABLE old_devices (
    device BLOB PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO old_devices SELECT DISTINCT device FROM orders WHERE device IS NOT NULL;

-- What the daily pass holds against its term.
CREATE INDEX orders_holding ON orders (id, updated_at) WHERE key IS NOT NULL
    OR applicant IS NOT NULL OR proposal IS NOT NULL OR phone IS NOT NULL
    OR identity IS NOT NULL OR device IS NOT NULL;
CREATE INDEX orders_erased ON orders (erased_at, id) WHERE erased_at IS NOT NULL;
CREATE INDEX attempts_with_original ON attempts (id) WHERE original IS NOT NULL;
CREATE INDEX receipts_remembered ON receipts (valid_until, id)
    WHERE identity IS NOT NULL OR name IS NOT NULL OR token <> '';

-- Persons whose photos are stored: by identity number, and those not named yet.
CREATE INDEX orders_identity ON orders (identity) WHERE identity IS NOT NULL;
CREATE INDEX orders_unnamed ON orders (id)
    WHERE identity IS NULL AND attempt IS NOT NULL AND key IS NOT NULL;
