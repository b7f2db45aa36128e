-- From which bucket at the last month end to which today.
INSERT INTO accounts_bucketflow (day, since, from_bucket, to_bucket, product_id, region, currency, accounts, balance)
SELECT %(on)s, %(since)s, from_bucket, bucket, product_id, region, currency, accounts, balance_then
FROM standing
WHERE from_bucket IS NOT NULL
