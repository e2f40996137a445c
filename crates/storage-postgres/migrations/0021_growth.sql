-- Jobs that are due in more than an hour lie apart, so that what is looked through every
-- second stays small: most orders leave one or two that wait for months.
CREATE TABLE timers (
    -- Of its kind and subject, one waits.
    key    TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    id     TEXT COLLATE "C" NOT NULL,
    lane   TEXT COLLATE "C" NOT NULL CHECK (lane IN ('house', 'outside', 'files')),
    job    TEXT COLLATE "C" NOT NULL,
    due_at BIGINT NOT NULL
);
CREATE INDEX timers_due ON timers (due_at, key);

INSERT INTO timers (key, id, lane, job, due_at)
    SELECT key, id, lane, job, ready_at FROM jobs
    WHERE state = 'waiting' AND tries = 0
        AND ready_at > (CAST(extract(epoch FROM clock_timestamp()) AS BIGINT) + 3600) * 1000;
DELETE FROM jobs WHERE state = 'waiting' AND tries = 0 AND key IN (SELECT key FROM timers);

-- How far a daily pass came that would else look at everything each day.
CREATE TABLE passes (
    name    TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    reached BIGINT NOT NULL
);

-- What an inspector holds.
CREATE INDEX orders_claimed ON orders (state_by, queued_since, id) WHERE state = 'claimed';

-- Figures of days that are over: nobody counts them again.
CREATE TABLE day_figures (
    begins    BIGINT PRIMARY KEY NOT NULL,
    submitted BIGINT NOT NULL,
    approved  BIGINT NOT NULL,
    rejected  BIGINT NOT NULL,
    -- Reasons with their counts, as JSON.
    reasons   TEXT COLLATE "C" NOT NULL
);

-- What is counted in the background.
CREATE TABLE tallies (
    name   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    at     BIGINT NOT NULL,
    counts TEXT COLLATE "C" NOT NULL
);

-- Orders of a state in the order of their making: lists of them, and counts by parts.
DROP INDEX orders_state;
CREATE INDEX orders_state ON orders (state, id);
CREATE INDEX orders_document ON orders (document, id);
CREATE INDEX orders_city ON orders (city, id) WHERE city IS NOT NULL;

-- Files of pictures that were not handed in; of most attempts they are gone.
CREATE INDEX attempts_unsubmitted ON attempts (order_id)
    WHERE submitted_at IS NULL AND (original IS NOT NULL OR photo IS NOT NULL);

-- Lists are short. As STRICT it is not taken apart, so that the planner believes the number
-- of rows that stands here, and looks each of them up in an index; it took a hundred for
-- granted, and went along whole tables.
CREATE OR REPLACE FUNCTION json_each(list TEXT) RETURNS TABLE (value TEXT)
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 4
    AS 'SELECT json_array_elements_text(list::json)';
