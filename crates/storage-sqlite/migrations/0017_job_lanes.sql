-- Which jobs run beside which. A job's key begins with its kind.
ALTER TABLE jobs ADD COLUMN lane TEXT NOT NULL DEFAULT 'house'
    CHECK (lane IN ('house', 'outside', 'files'));
UPDATE jobs SET lane = CASE
    WHEN key IN ('check-bills', 'attest-log')
        OR key LIKE 'tell:%' OR key LIKE 'refund:%' OR key LIKE 'ask-charge:%'
        OR key LIKE 'tell-shipped:%' OR key LIKE 'check-photo:%' OR key LIKE 'check-message:%'
        OR key LIKE 'close-charges:%' OR key LIKE 'warn-operator:%'
        OR key LIKE 'send-checkpoint:%' THEN 'outside'
    WHEN key IN ('sweep', 'purge', 'scrub')
        OR key LIKE 'erase-original:%' OR key LIKE 'erase-order:%' OR key LIKE 'forget-code:%'
        OR key LIKE 'erase-sealed-photo:%' THEN 'files'
    ELSE 'house' END;
DROP INDEX jobs_ready;
CREATE INDEX jobs_ready ON jobs (lane, ready_at, id) WHERE ready_at IS NOT NULL;
CREATE INDEX jobs_leased ON jobs (key) WHERE state = 'leased';
