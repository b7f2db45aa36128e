-- Every cohort by month on book, from the month in which its history here begins to the last one that all of its
-- accounts have behind them: how many of them were ever 91 days past due by then.
INSERT INTO accounts_vintagefigure (as_of, cohort, product_id, currency, mob, accounts, ever_91)
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
), reached AS (
    SELECT r.cohort, a.product_id, a.currency, r.mob, count(*) AS accounts
    FROM accounts_reached91 r
    JOIN accounts_cardaccount a ON a.id = r.card_account_id
    GROUP BY 1, 2, 3, 4
)
SELECT %(on)s, s.opened_from, s.product_id, s.currency, month, s.accounts, coalesce(sum(r.accounts), 0)
FROM seen s
CROSS JOIN LATERAL generate_series(s.since, s.through) AS month
LEFT JOIN reached r
    ON (r.cohort, r.product_id, r.currency) = (s.opened_from, s.product_id, s.currency) AND r.mob <= month
GROUP BY s.opened_from, s.product_id, s.currency, month, s.accounts
