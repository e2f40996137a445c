-- Jobs that are due in more than an hour lie apart, so that what is looked through every
-- second stays small: most orders leave one or two that wait for months.
CREATE TABLE timers (
    -- Of its kind and subject, one waits.
    key    TEXT PRIMARY KEY NOT NULL,
    id     TEXT NOT NULL,
    lane   TEXT NOT NULL CHECK (lane IN ('house', 'outside', 'files')),
    job    TEXT NOT NULL,
    due_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due_at, key);

INSERT INTO timers (key, id, lane, job, due_at)
    SELECT key, id, lane, job, ready_at FROM jobs
    WHERE state = 'waiting' AND tries = 0
        AND ready_at > (CAST(strftime('%s', 'now') AS INTEGER) + 3600) * 1000;
DELETE FROM jobs WHERE state = 'waiting' AND tries = 0 AND key IN (SELECT key FROM timers);

-- How far a daily pass came that would else look at everything each day.
CREATE TABLE passes (
    name    TEXT PRIMARY KEY NOT NULL,
    reached INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What an inspector holds.
CREATE INDEX orders_claimed ON orders (state_by, queued_since, id) WHERE state = 'claimed';

-- Figures of days that are over: nobody counts them again.
CREATE TABLE day_figures (
    begins    INTEGER PRIMARY KEY NOT NULL,
    submitted INTEGER NOT NULL,
    approved  INTEGER NOT NULL,
    rejected  INTEGER NOT NULL,
    -- Reasons with their counts, as JSON.
    reasons   TEXT NOT NULL
) STRICT;

-- What is counted in the background.
CREATE TABLE tallies (
    name   TEXT PRIMARY KEY NOT NULL,
    at     INTEGER NOT NULL,
    counts TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Orders of a state in the order of their making: lists of them, and counts by parts.
DROP INDEX orders_state;
CREATE INDEX orders_state ON orders (state, id);
CREATE INDEX orders_document ON orders (document, id);
CREATE INDEX orders_city ON orders (city, id) WHERE city IS NOT NULL;

-- Files of pictures that were not handed in; of most attempts they are gone.
CREATE INDEX attempts_unsubmitted ON attempts (order_id)
    WHERE submitted_at IS NULL AND (original IS NOT NULL OR photo IS NOT NULL);
