-- One pass over the portfolio for the figures of the day: how many stand where, and where they stood at the month end.
-- Accounts without a row then were current and owed nothing.
CREATE TEMP TABLE standing ON COMMIT DROP AS
SELECT
    p.bucket, p.product_id, h.region, p.currency, m.bucket AS from_bucket,
    count(*) AS accounts, sum(p.balance) AS balance, sum(p.past_due) AS past_due, sum(m.balance) AS balance_then
FROM accounts_position p
JOIN accounts_cardholder h ON h.id = p.cardholder_id
LEFT JOIN accounts_monthend m ON m.card_account_id = p.card_account_id AND m.day = %(since)s
GROUP BY p.bucket, p.product_id, h.region, p.currency, m.bucket
