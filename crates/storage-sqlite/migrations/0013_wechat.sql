-- Whose an order is in WeChat: a keyed digest, and the openid sealed under the order's key.
ALTER TABLE orders ADD COLUMN wechat BLOB;
ALTER TABLE orders ADD COLUMN openid BLOB;
CREATE INDEX orders_wechat ON orders (wechat, id) WHERE wechat IS NOT NULL;

DROP INDEX orders_holding;
CREATE INDEX orders_holding ON orders (id, updated_at) WHERE key IS NOT NULL
    OR applicant IS NOT NULL OR proposal IS NOT NULL OR phone IS NOT NULL
    OR identity IS NOT NULL OR name IS NOT NULL OR device IS NOT NULL OR wechat IS NOT NULL;
-- Made again after it: of two that serve, the planner takes the newer.
DROP INDEX orders_unnamed;
CREATE INDEX orders_unnamed ON orders (id)
    WHERE identity IS NULL AND attempt IS NOT NULL AND key IS NOT NULL;

-- How many 服务通知 of a template the applicant of an order still takes.
CREATE TABLE subscriptions (
    order_id TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    template TEXT NOT NULL,
    remaining INTEGER NOT NULL CHECK (remaining > 0),
    PRIMARY KEY (order_id, template)
) STRICT, WITHOUT ROWID;

-- Pushes of WeChat that were taken: each comes up to four times.
CREATE TABLE pushes (
    digest BLOB PRIMARY KEY NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pushes_at ON pushes (at);
