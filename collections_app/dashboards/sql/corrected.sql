-- The buckets of a past day as known now, and what was owed at its start: today's balance less what counts from that day
-- on. What the night itself booked that day was already in its own figures.
INSERT INTO accounts_correctedfigure (day, known_on, computed_at, bucket, product_id, region, currency, accounts, balance)
WITH later AS (
    SELECT card_account_id, sum(amount) AS amount
    FROM accounts_ledgerentry
    WHERE effective_on >= %(day)s
      AND (value_date > %(day)s OR value_date = %(day)s AND recorded_by <> 'night')
      AND (effective_on < %(known_on)s OR effective_on = %(known_on)s AND recorded_by = 'night')
    GROUP BY card_account_id
)
SELECT
    %(day)s, %(known_on)s, %(at)s, i.bucket, p.product_id, h.region, p.currency, count(*),
    sum(p.balance - coalesce(l.amount, 0))
FROM accounts_bucketinterval i
JOIN accounts_position p ON p.card_account_id = i.card_account_id
JOIN accounts_cardholder h ON h.id = p.cardholder_id
LEFT JOIN later l ON l.card_account_id = i.card_account_id
WHERE i.known_to IS NULL AND i.from_date <= %(day)s AND (i.to_date IS NULL OR i.to_date > %(day)s)
GROUP BY i.bucket, p.product_id, h.region, p.currency
