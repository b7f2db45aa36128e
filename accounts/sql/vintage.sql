-- Every cohort by month on book, from the month in which its history here begins to the last one that all of its
-- accounts have behind them: how many of them were ever 91 days past due by then (`reached_91.sql`).
CREATE TEMP TABLE vintage ON COMMIT DROP AS
WITH cohort AS (
    SELECT
        date_trunc('month', opened_on)::date AS opened_from,
        (date_trunc('month', opened_on) + interval '1 month - 1 day')::date AS opened_to,
        product_id, currency, count(*) AS accounts
    FROM accounts_cardaccount
    WHERE recorded_on < %(on)s AND opened_on < %(on)s
    GROUP BY 1, 2, 3, 4
), seen AS (
    SELECT
        c.*,
        greatest(
            0,
            (extract(year FROM %(first)s::date) - extract(year FROM opened_from)) * 12
                + extract(month FROM %(first)s::date) - extract(month FROM opened_from)
        )::int AS since,
        least(
            %(longest)s,
            (extract(year FROM %(on)s::date) - extract(year FROM opened_to)) * 12
                + extract(month FROM %(on)s::date) - extract(month FROM opened_to)
                - (extract(day FROM %(on)s::date) < extract(day FROM opened_to))::int - 1
        )::int AS through
    FROM cohort c
), newly AS (
    SELECT cohort, product_id, currency, mob, count(*) AS accounts
    FROM reached
    GROUP BY 1, 2, 3, 4
)
SELECT
    s.opened_from AS cohort, s.product_id, s.currency, month AS mob, s.accounts::int AS accounts,
    coalesce(sum(n.accounts), 0)::int AS ever_91
FROM seen s
CROSS JOIN LATERAL generate_series(s.since, s.through) AS month
LEFT JOIN newly n ON (n.cohort, n.product_id, n.currency) = (s.opened_from, s.product_id, s.currency) AND n.mob <= month
GROUP BY s.opened_from, s.product_id, s.currency, month, s.accounts;

ANALYZE vintage;

-- A month adds the points it made whole and those it knows better; the rest stands from the months before.
UPDATE accounts_vintagefigure k
SET known_to = %(on)s
WHERE k.known_to IS NULL
  AND NOT EXISTS (
      SELECT FROM vintage v
      WHERE (v.cohort, v.product_id, v.currency, v.mob) = (k.cohort, k.product_id, k.currency, k.mob)
        AND (v.accounts, v.ever_91) = (k.accounts, k.ever_91)
  );

INSERT INTO accounts_vintagefigure (cohort, product_id, currency, mob, accounts, ever_91, known_from)
SELECT v.cohort, v.product_id, v.currency, v.mob, v.accounts, v.ever_91, %(on)s
FROM vintage v
WHERE NOT EXISTS (
    SELECT FROM accounts_vintagefigure k
    WHERE (k.cohort, k.product_id, k.currency, k.mob) = (v.cohort, v.product_id, v.currency, v.mob)
      AND k.known_to IS NULL
)
