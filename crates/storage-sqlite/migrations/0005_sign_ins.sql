-- Failed sign-ins by what they count against: keyed digests of an address
-- class, a name or a device. Those on an account stand with the account.
CREATE TABLE sign_in_counts (
    of        BLOB PRIMARY KEY NOT NULL CHECK (length(of) = 32),
    failures  INTEGER NOT NULL,
    failed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_counts_failed ON sign_in_counts (failed_at);

-- Browsers in which somebody signed in before, by the digest of their token.
CREATE TABLE known_devices (
    device  BLOB NOT NULL CHECK (length(device) = 32),
    staff   TEXT NOT NULL REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (device, staff)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_devices_staff ON known_devices (staff, used_at);
CREATE INDEX known_devices_used ON known_devices (used_at);

CREATE TABLE passkeys (
    id          TEXT PRIMARY KEY NOT NULL,
    staff       TEXT NOT NULL REFERENCES colleagues (id) DEFERRABLE INITIALLY DEFERRED,
    name        TEXT NOT NULL,
    credential  BLOB NOT NULL UNIQUE,
    user_handle BLOB NOT NULL,
    fixed       BLOB NOT NULL,
    state       BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    used_at     INTEGER,
    mac         BLOB
) STRICT;
CREATE INDEX passkeys_staff ON passkeys (staff, id);

-- How many second factors were dropped: a new secret is offered after each.
ALTER TABLE colleagues ADD COLUMN totp_dropped INTEGER NOT NULL DEFAULT 0;

-- When a key ends by itself, and when it was last used, to the hour.
ALTER TABLE api_keys ADD COLUMN expires_at INTEGER;
ALTER TABLE api_keys ADD COLUMN used_at INTEGER;
