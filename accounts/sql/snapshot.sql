INSERT INTO accounts_portfoliofigure (day, bucket, product_id, region, currency, accounts, balance, past_due)
SELECT %(on)s, bucket, product_id, region, currency, sum(accounts), sum(balance), sum(past_due)
FROM standing
GROUP BY bucket, product_id, region, currency
