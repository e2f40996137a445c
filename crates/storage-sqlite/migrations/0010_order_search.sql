-- What staff find orders by, beside number and identity number: keyed digests.
ALTER TABLE orders ADD COLUMN name BLOB;
CREATE INDEX orders_name ON orders (name) WHERE name IS NOT NULL;
CREATE INDEX orders_phone ON orders (phone) WHERE phone IS NOT NULL;
CREATE INDEX receipts_name ON receipts (name) WHERE name IS NOT NULL;

DROP INDEX orders_holding;
CREATE INDEX orders_holding ON orders (id, updated_at) WHERE key IS NOT NULL
    OR applicant IS NOT NULL OR proposal IS NOT NULL OR phone IS NOT NULL
    OR identity IS NOT NULL OR name IS NOT NULL OR device IS NOT NULL;
-- Made again after it: of two that serve, the planner takes the newer.
DROP INDEX orders_unnamed;
CREATE INDEX orders_unnamed ON orders (id)
    WHERE identity IS NULL AND attempt IS NOT NULL AND key IS NOT NULL;
