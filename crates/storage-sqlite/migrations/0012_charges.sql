-- Charges over the internet.
CREATE TABLE charges (
    -- Also the number at the payment service.
    id       TEXT PRIMARY KEY NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    way      TEXT NOT NULL,
    scene    TEXT NOT NULL,
    amount   INTEGER NOT NULL CHECK (amount > 0),
    made_at  INTEGER NOT NULL,
    status   TEXT NOT NULL CHECK (status IN ('open', 'paid', 'closed')),
    payment  TEXT REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
    version  INTEGER NOT NULL,
    mac      BLOB
) STRICT;
CREATE INDEX charges_order ON charges (order_id, id);

-- What a payment service paid once is one payment.
CREATE UNIQUE INDEX payments_transaction ON payments (way, reference) WHERE way <> 'till';

DROP INDEX payments_refund_asked;
CREATE INDEX payments_owed ON payments (id) WHERE status IN ('refund-asked', 'refund-failed');
