-- From which bucket at the last month end to which today. Accounts without a row then were current and owed nothing.
INSERT INTO accounts_bucketflow (day, since, from_bucket, to_bucket, product_id, region, currency, accounts, balance)
SELECT %(on)s, %(since)s, m.bucket, p.bucket, p.product_id, h.region, p.currency, count(*), sum(m.balance)
FROM accounts_monthend m
JOIN accounts_position p USING (card_account_id)
JOIN accounts_cardholder h ON h.id = p.cardholder_id
WHERE m.day = %(since)s
GROUP BY m.bucket, p.bucket, p.product_id, h.region, p.currency
