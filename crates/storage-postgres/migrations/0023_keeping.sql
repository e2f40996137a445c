-- What keeps: replacing the sealing key while processes serve, checkpoints of the log,
-- damage that was found, and entries of the log that are not missed.

-- Public ids of the sealing keys under which writers wrap; NULL where nobody said so yet.
-- Another is accepted besides while it is being replaced. The seal covers both.
ALTER TABLE row_seals ADD COLUMN sealing TEXT COLLATE "C";
ALTER TABLE row_seals ADD COLUMN besides TEXT COLLATE "C";

-- The sealing key is being replaced: each key wrapped under the other, so that whoever has
-- either has both.
CREATE TABLE key_change (
    "only"   BIGINT PRIMARY KEY CHECK ("only" = 1),
    at       BIGINT NOT NULL,
    old_id   TEXT COLLATE "C" NOT NULL,
    new_id   TEXT COLLATE "C" NOT NULL,
    new      BYTEA NOT NULL,
    old      BYTEA NOT NULL
);

-- Signed checkpoints of the log, one a line of text.
CREATE TABLE checkpoints (
    seq  BIGINT PRIMARY KEY,
    at   BIGINT NOT NULL,
    line TEXT COLLATE "C" NOT NULL
);

-- What the last look for damage found, where it found some.
CREATE TABLE damage (
    "only" BIGINT PRIMARY KEY CHECK ("only" = 1),
    at     BIGINT NOT NULL,
    count  BIGINT NOT NULL
);

-- Entries that wait are numbered without gaps by the lane of a process that left them, so
-- that one which somebody deletes is missed. Older programs leave them without a number.
ALTER TABLE log_inbox ADD COLUMN lane TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE log_inbox ADD COLUMN nth BIGINT NOT NULL DEFAULT 0;

-- How far the entries of each lane were chained; sealed.
CREATE TABLE log_lanes (
    lane    TEXT COLLATE "C" PRIMARY KEY,
    chained BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    mac     BYTEA NOT NULL
);
CREATE INDEX log_lanes_at ON log_lanes (at);
