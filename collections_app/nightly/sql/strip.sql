-- What the strip must know, in one read for every page: where the installation stands and what is missing.
SELECT
    i.business_date, i.simulated, n.date AS night, n.status,
    i.payment_feed = 'DAILY' AND i.business_date IS NOT NULL
        AND NOT EXISTS (SELECT FROM accounts_feedday f WHERE f.day = i.business_date - 1) AS feed_missing,
    ARRAY(SELECT DISTINCT extract(year FROM h.day)::int FROM accounts_holiday h) AS calendar_years
FROM accounts_installation i
LEFT JOIN LATERAL (SELECT date, status FROM nightly_night ORDER BY date DESC LIMIT 1) n ON true
WHERE i.id = 1
