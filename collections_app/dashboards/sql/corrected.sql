-- What the figures, the flows and the trend of a past day are taken from: one pass over the entries, one over history.

-- Entries in today's balances, and the first morning on which each counts if it is after the first day asked about.
-- What the night itself books on a day is in its own figures of that day.
CREATE TEMP TABLE counted ON COMMIT DROP AS
SELECT
    card_account_id, amount, CASE WHEN recorded_by = 'night' THEN value_date ELSE value_date + 1 END AS counts_from
FROM accounts_ledgerentry
WHERE effective_on >= %(first_day)s
  AND (value_date > %(first_day)s OR value_date = %(first_day)s AND recorded_by <> 'night')
  AND (effective_on < %(known_on)s OR effective_on = %(known_on)s AND recorded_by = 'night');

ANALYZE counted (card_account_id, counts_from);

-- Where every account stood on three mornings, and what it owed: today's balance less what counts only later. In the
-- cohort of a flow are those who owed something at its start or were delinquent, but for accounts of a fraud case on its
-- last day (as `accounts/sql/standing.sql` leaves them out).
CREATE TEMP TABLE stood ON COMMIT DROP AS
WITH later AS (
    SELECT
        card_account_id,
        sum(amount) FILTER (WHERE counts_from > %(day)s) AS after_day,
        sum(amount) FILTER (WHERE counts_from > %(month)s) AS after_month,
        sum(amount) FILTER (WHERE counts_from > %(month_before)s) AS after_month_before
    FROM counted
    GROUP BY card_account_id
), placed AS (
    SELECT
        card_account_id,
        max(bucket) FILTER (WHERE to_date IS NULL OR to_date > %(day)s) AS on_day,
        max(bucket) FILTER (WHERE from_date <= %(month)s AND (to_date IS NULL OR to_date > %(month)s)) AS on_month,
        max(bucket) FILTER (WHERE from_date <= %(month_before)s) AS on_month_before
    FROM accounts_bucketinterval
    WHERE known_to IS NULL AND from_date <= %(day)s AND (to_date IS NULL OR to_date > %(month_before)s)
    GROUP BY card_account_id
), fraud AS (
    SELECT
        card_account_id,
        bool_or(since < %(day)s AND (last_day IS NULL OR last_day >= %(day)s - 1)) AS by_day,
        bool_or(since < %(month)s AND (last_day IS NULL OR last_day >= %(month)s - 1)) AS by_month
    FROM (
        SELECT card_account_id, since, CASE WHEN until_recorded_on >= %(known_on)s THEN NULL ELSE until END AS last_day
        FROM accounts_accounthold
        WHERE kind = 'FRAUD' AND recorded_on < %(known_on)s
    ) known
    GROUP BY card_account_id
), account AS (
    SELECT
        b.*, p.product_id, h.region, p.currency,
        coalesce(f.by_day, false) AS fraud_by_day, coalesce(f.by_month, false) AS fraud_by_month,
        p.balance - coalesce(l.after_day, 0) AS owed,
        p.balance - coalesce(l.after_month, 0) AS owed_month,
        p.balance - coalesce(l.after_month_before, 0) AS owed_month_before
    FROM placed b
    JOIN accounts_position p USING (card_account_id)
    JOIN accounts_cardholder h ON h.id = p.cardholder_id
    LEFT JOIN later l USING (card_account_id)
    LEFT JOIN fraud f USING (card_account_id)
), cohorts AS (
    SELECT
        *,
        NOT fraud_by_day AND (on_month >= 0 OR on_month = -1 AND owed_month <> 0) AS of_month,
        NOT fraud_by_month
            AND (on_month_before >= 0 OR on_month_before = -1 AND owed_month_before <> 0) AS of_month_before
    FROM account
)
SELECT
    on_day, on_month, on_month_before, product_id, region, currency,
    count(*) AS accounts, sum(owed) AS balance,
    count(*) FILTER (WHERE of_month) AS accounts_month,
    sum(owed_month) FILTER (WHERE of_month) AS balance_month,
    count(*) FILTER (WHERE of_month_before) AS accounts_month_before,
    sum(owed_month_before) FILTER (WHERE of_month_before) AS balance_month_before
FROM cohorts
GROUP BY on_day, on_month, on_month_before, product_id, region, currency
