-- Whoever holds an order, asked for a second opinion or decided is an actor:
-- `staff:` or `program:` and the identifier. It was the identifier alone, of a
-- program's key as of a member of staff.
UPDATE orders SET
    state_asked_by = CASE WHEN state_asked_by IN (SELECT id FROM api_keys)
        THEN 'program:' ELSE 'staff:' END || state_asked_by,
    state_by = CASE WHEN state_by IN (SELECT id FROM api_keys)
        THEN 'program:' ELSE 'staff:' END || state_by
    WHERE state_asked_by IS NOT NULL OR state_by IS NOT NULL;
UPDATE attempts SET
    decided_by = CASE WHEN decided_by IN (SELECT id FROM api_keys)
        THEN 'program:' ELSE 'staff:' END || decided_by
    WHERE decided_by IS NOT NULL;
