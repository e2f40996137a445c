-- What a clerk's window serves, as an operator gave it: lists as those of a key.
-- Nothing is everything. In the account's row, whose seal vouches for it.
ALTER TABLE colleagues ADD COLUMN window_documents TEXT;
ALTER TABLE colleagues ADD COLUMN window_cities TEXT;

-- Photos that only their receipt's code opens, and the code while the applicant
-- has not taken it.
CREATE TABLE sealed_photos (
    receipt  TEXT PRIMARY KEY NOT NULL
        REFERENCES receipts (id) DEFERRABLE INITIALLY DEFERRED,
    -- The file; nothing once it was deleted.
    photo    TEXT,
    -- The file with the code; nothing once it was taken.
    code     TEXT,
    -- When a paper with the code was first drawn.
    drawn_at INTEGER,
    mac      BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_photos_photo ON sealed_photos (photo) WHERE photo IS NOT NULL;
CREATE INDEX sealed_photos_code ON sealed_photos (code) WHERE code IS NOT NULL;
