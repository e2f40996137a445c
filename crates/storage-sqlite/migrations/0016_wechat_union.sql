-- Who a WeChat user is to all accounts of the operator's: a keyed digest of the unionid.
ALTER TABLE orders ADD COLUMN wechat_union BLOB;
CREATE INDEX orders_wechat_union ON orders (wechat_union, id) WHERE wechat_union IS NOT NULL;
