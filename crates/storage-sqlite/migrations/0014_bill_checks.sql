-- Days whose book was held against a payment service's bill.
CREATE TABLE bill_checks (
    -- Day and way: one check of each.
    id          TEXT PRIMARY KEY NOT NULL,
    day         TEXT NOT NULL,
    way         TEXT NOT NULL,
    at          INTEGER NOT NULL,
    payments    INTEGER NOT NULL,
    taken       INTEGER NOT NULL,
    refunds     INTEGER NOT NULL,
    refunded    INTEGER NOT NULL,
    differences TEXT NOT NULL,
    mac         BLOB
) STRICT;
CREATE INDEX bill_checks_day ON bill_checks (day, way);
CREATE INDEX bill_checks_way ON bill_checks (way, day);
