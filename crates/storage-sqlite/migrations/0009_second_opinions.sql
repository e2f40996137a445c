-- Why an inspector asked for a second opinion, sealed under the order's key, and
-- never there without it. NULL breaks no seal of a row that was written before.
ALTER TABLE orders ADD COLUMN question BLOB;
