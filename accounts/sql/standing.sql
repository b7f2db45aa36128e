-- One pass over the portfolio for the figures of the day: how many stand where, and where they stood at the month end.
-- Accounts without a row then were current and owed nothing. Of a fraud case, as known yesterday, no flow is told: no
-- bucket then (the same accounts as `queries/frauds.py`).
CREATE TEMP TABLE standing ON COMMIT DROP AS
WITH fraud AS (
    SELECT DISTINCT card_account_id FROM accounts_accounthold
    WHERE kind = 'FRAUD' AND since <= %(day_before)s AND recorded_on <= %(day_before)s
      AND (until IS NULL OR until >= %(day_before)s OR until_recorded_on > %(day_before)s)
)
SELECT
    p.bucket, p.product_id, h.region, p.currency, m.bucket AS from_bucket,
    count(*) AS accounts, sum(p.balance) AS balance, sum(p.past_due) AS past_due, sum(m.balance) AS balance_then
FROM accounts_position p
JOIN accounts_cardholder h ON h.id = p.cardholder_id
LEFT JOIN (
    SELECT card_account_id, bucket, balance FROM accounts_monthend
    WHERE day = %(since)s AND card_account_id NOT IN (SELECT card_account_id FROM fraud)
) m ON m.card_account_id = p.card_account_id
GROUP BY p.bucket, p.product_id, h.region, p.currency, m.bucket
