-- Orders whose applicant took no 服务通知 that was due, since when.
CREATE TABLE untold (
    order_id TEXT PRIMARY KEY NOT NULL
        REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What users of WeChat without an order write, and answers. Writer: a keyed digest. Text and
-- openid are sealed under a key that outlives the sealing key.
CREATE TABLE letters (
    -- The order in which they were written: two may have one time.
    seq     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    writer  BLOB NOT NULL,
    openid  BLOB NOT NULL,
    by_kind TEXT NOT NULL,
    by_id   TEXT,
    at      INTEGER NOT NULL,
    text    BLOB NOT NULL,
    is_last INTEGER NOT NULL CHECK (is_last IN (0, 1))
) STRICT;
CREATE INDEX letters_writer ON letters (writer, seq);
CREATE INDEX letters_unanswered ON letters (at, seq)
    WHERE is_last = 1 AND by_kind = 'applicant';
CREATE INDEX letters_at ON letters (at);

-- What WeChat says of pictures and words. Trace: keyed digest of its number of the check.
CREATE TABLE safety_checks (
    subject_kind TEXT NOT NULL,
    subject      TEXT NOT NULL,
    order_id     TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    trace        BLOB,
    at           INTEGER NOT NULL,
    verdict      TEXT NOT NULL,
    label        INTEGER NOT NULL,
    PRIMARY KEY (subject_kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX safety_checks_order ON safety_checks (order_id);
CREATE UNIQUE INDEX safety_checks_trace ON safety_checks (trace) WHERE trace IS NOT NULL;
