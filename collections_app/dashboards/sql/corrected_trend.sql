-- Accounts and balance of the delinquent buckets on every day up to the asked one: what changes each of them, day by day,
-- then the running sum. An account enters a bucket with today's balance less what counts only later; each such entry
-- comes back on the day from which it counts, or when the account leaves the bucket; it leaves with today's balance.
INSERT INTO accounts_correctedtrend (
    day, known_on, computed_at, first_day, bucket, product_id, region, currency, accounts, balance
)
WITH stay AS (
    SELECT
        i.card_account_id, i.bucket, p.product_id, h.region, p.currency, p.balance,
        greatest(i.from_date, %(first_day)s) AS enters, least(i.to_date, %(day)s + 1) AS leaves
    FROM accounts_bucketinterval i
    JOIN accounts_position p USING (card_account_id)
    JOIN accounts_cardholder h ON h.id = p.cardholder_id
    WHERE i.known_to IS NULL AND i.bucket >= 0
      AND i.from_date <= %(day)s AND (i.to_date IS NULL OR i.to_date > %(first_day)s)
), change AS (
    SELECT s.bucket, s.product_id, s.region, s.currency, c.morning, c.accounts, c.balance
    FROM stay s
    CROSS JOIN LATERAL (VALUES (s.enters, 1, s.balance), (s.leaves, -1, -s.balance)) AS c (morning, accounts, balance)
    UNION ALL
    SELECT s.bucket, s.product_id, s.region, s.currency, c.morning, 0, c.balance
    FROM stay s
    JOIN counted e ON e.card_account_id = s.card_account_id AND e.counts_from > s.enters
    CROSS JOIN LATERAL (
        VALUES (s.enters, -e.amount), (least(e.counts_from, s.leaves), e.amount)
    ) AS c (morning, balance)
    UNION ALL
    -- Days without a change have a figure too.
    SELECT s.bucket, s.product_id, s.region, s.currency, %(first_day)s + ahead, 0, 0
    FROM (SELECT DISTINCT bucket, product_id, region, currency FROM stay) s
    CROSS JOIN generate_series(0, %(day)s - %(first_day)s) AS ahead
), daily AS (
    SELECT
        bucket, product_id, region, currency, morning,
        sum(sum(accounts)) OVER so_far AS accounts, sum(sum(balance)) OVER so_far AS balance
    FROM change
    WHERE morning <= %(day)s
    GROUP BY bucket, product_id, region, currency, morning
    WINDOW so_far AS (PARTITION BY bucket, product_id, region, currency ORDER BY morning)
)
SELECT
    %(day)s, %(known_on)s, %(at)s, %(first_day)s, bucket, product_id, region, currency,
    array_agg(accounts ORDER BY morning), array_agg(balance ORDER BY morning)
FROM daily
GROUP BY bucket, product_id, region, currency
