INSERT INTO accounts_portfoliofigure (day, bucket, product_id, region, currency, accounts, balance, past_due)
SELECT %(on)s, p.bucket, p.product_id, h.region, p.currency, count(*), sum(p.balance), sum(p.past_due)
FROM accounts_position p
JOIN accounts_cardholder h ON h.id = p.cardholder_id
GROUP BY p.bucket, p.product_id, h.region, p.currency
