-- The total of yesterday's payments pays the slices oldest first; a surplus is not carried (B2).
WITH rung AS (
    SELECT
        s.statement_id, s.unpaid, s.interest_free, y.paid,
        sum(s.unpaid) OVER (PARTITION BY s.card_account_id ORDER BY s.seq) - s.unpaid AS before
    FROM payer y
    JOIN accounts_slice s USING (card_account_id)
    WHERE y.paid > 0
)
UPDATE accounts_slice s
SET unpaid = s.unpaid - greatest(least(rung.unpaid, rung.paid - rung.before), 0),
    statement_unpaid = s.statement_unpaid - rung.paid
FROM rung
WHERE s.statement_id = rung.statement_id
  AND (rung.interest_free = 'OPEN' OR rung.unpaid > 0 AND rung.before < rung.paid)
