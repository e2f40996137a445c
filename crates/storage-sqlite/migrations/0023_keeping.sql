-- What keeps: replacing the sealing key while processes serve, checkpoints of the log, and
-- damage that was found.

-- Public ids of the sealing keys under which writers wrap; NULL where nobody said so yet.
-- Another is accepted besides while it is being replaced. The seal covers both.
ALTER TABLE row_seals ADD COLUMN sealing TEXT;
ALTER TABLE row_seals ADD COLUMN besides TEXT;

-- The sealing key is being replaced: each key wrapped under the other, so that whoever has
-- either has both.
CREATE TABLE key_change (
    "only"   INTEGER PRIMARY KEY CHECK ("only" = 1),
    at       INTEGER NOT NULL,
    old_id   TEXT NOT NULL,
    new_id   TEXT NOT NULL,
    new      BLOB NOT NULL,
    old      BLOB NOT NULL
) STRICT;

-- Signed checkpoints of the log, one a line of text.
CREATE TABLE checkpoints (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    line TEXT NOT NULL
) STRICT;

-- What the last look for damage found, where it found some.
CREATE TABLE damage (
    "only" INTEGER PRIMARY KEY CHECK ("only" = 1),
    at     INTEGER NOT NULL,
    count  INTEGER NOT NULL
) STRICT;
