-- The first day every account was 91 days past due, as known now: days count from the nominal due date of the anchor.
-- Before bucket M2 nobody is that late.
INSERT INTO accounts_reached91 (card_account_id, cohort, mob, day)
SELECT
    a.id, date_trunc('month', a.opened_on)::date,
    (extract(year FROM r.day) - extract(year FROM a.opened_on)) * 12
        + extract(month FROM r.day) - extract(month FROM a.opened_on)
        - (extract(day FROM r.day) < extract(day FROM a.opened_on))::int,
    r.day
FROM (
    SELECT i.card_account_id, min(greatest(i.from_date, s.due_date + %(days)s)) AS day
    FROM accounts_bucketinterval i
    JOIN accounts_statement s ON s.card_account_id = i.card_account_id AND s.seq = i.anchor_seq
    WHERE i.known_to IS NULL AND i.bucket >= 2
      AND (i.to_date IS NULL OR s.due_date + %(days)s < i.to_date)
      AND i.from_date <= %(on)s AND s.due_date + %(days)s <= %(on)s
    GROUP BY i.card_account_id
) r
JOIN accounts_cardaccount a ON a.id = r.card_account_id
