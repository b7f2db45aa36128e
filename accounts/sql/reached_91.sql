-- The first day every account was 91 days past due, as bucket history was known on a day: days count from the nominal
-- due date of the anchor. Before bucket M2 nobody is that late.
CREATE TEMP TABLE reached ON COMMIT DROP AS
SELECT
    a.id AS card_account_id, a.product_id, a.currency, date_trunc('month', a.opened_on)::date AS cohort,
    (
        (extract(year FROM r.day) - extract(year FROM a.opened_on)) * 12
            + extract(month FROM r.day) - extract(month FROM a.opened_on)
            - (extract(day FROM r.day) < extract(day FROM a.opened_on))::int
    )::int AS mob,
    r.day
FROM (
    SELECT i.card_account_id, min(greatest(i.from_date, s.due_date + %(days)s)) AS day
    FROM accounts_bucketinterval i
    JOIN accounts_statement s ON s.card_account_id = i.card_account_id AND s.seq = i.anchor_seq
    WHERE i.known_from <= %(on)s AND (i.known_to IS NULL OR i.known_to > %(on)s) AND i.bucket >= 2
      AND (i.to_date IS NULL OR s.due_date + %(days)s < i.to_date)
      AND i.from_date <= %(on)s AND s.due_date + %(days)s <= %(on)s
    GROUP BY i.card_account_id
) r
JOIN accounts_cardaccount a ON a.id = r.card_account_id;

ANALYZE reached;

-- What the months before said of an account and is known to be otherwise stays, as known until today.
UPDATE accounts_reached91 k
SET known_to = %(on)s
WHERE k.known_to IS NULL
  AND NOT EXISTS (
      SELECT FROM reached r
      WHERE r.card_account_id = k.card_account_id AND (r.cohort, r.mob, r.day) = (k.cohort, k.mob, k.day)
  );

INSERT INTO accounts_reached91 (card_account_id, cohort, mob, day, known_from)
SELECT r.card_account_id, r.cohort, r.mob, r.day, %(on)s
FROM reached r
WHERE NOT EXISTS (
    SELECT FROM accounts_reached91 k WHERE k.card_account_id = r.card_account_id AND k.known_to IS NULL
)
