INSERT INTO accounts_correctedfigure (day, known_on, computed_at, bucket, product_id, region, currency, accounts, balance)
SELECT %(day)s, %(known_on)s, %(at)s, on_day, product_id, region, currency, sum(accounts), sum(balance)
FROM stood
WHERE on_day IS NOT NULL
GROUP BY on_day, product_id, region, currency
