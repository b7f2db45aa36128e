-- From the month end before the day to the day, and through the whole month before. On the first of a month the two are
-- one. A month end is what the first morning after it found; before the first night there is none.
INSERT INTO accounts_correctedflow (
    day, known_on, computed_at, since, until, from_bucket, to_bucket, product_id, region, currency, accounts, balance
)
SELECT
    %(day)s, %(known_on)s, %(at)s, f.morning - 1, f.until, f.from_bucket, f.to_bucket,
    s.product_id, s.region, s.currency, sum(f.accounts), sum(f.balance)
FROM stood s
CROSS JOIN LATERAL (
    VALUES
        (%(month)s, %(day)s, s.on_month, s.on_day, s.accounts_month, s.balance_month),
        (
            %(month_before)s, %(month)s, s.on_month_before, s.on_month, s.accounts_month_before,
            s.balance_month_before
        )
) AS f (morning, until, from_bucket, to_bucket, accounts, balance)
WHERE f.accounts > 0 AND f.morning < f.until AND f.morning >= %(first_night)s
GROUP BY f.morning, f.until, f.from_bucket, f.to_bucket, s.product_id, s.region, s.currency
