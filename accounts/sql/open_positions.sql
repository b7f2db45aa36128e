-- A position for every account known since the last night. Accounts that bring a history are replayed.
WITH opened AS (
INSERT INTO accounts_position (
    card_account_id, cardholder_id, product_id, currency, cycle_seq, last_statement_date, next_statement_date,
    bucket, bucket_since, episode_late_fees, lifetime_late_fees, past_due, balance, credit_balance,
    interest_weight, active, needs_replay, always_replay, held_back, changed_on, fingerprint
)
SELECT
    a.id, a.cardholder_id, a.product_id, a.currency, c.cycle_seq, c.last_statement_date, c.next_statement_date,
    -1, %(on)s, 0, 0, 0, 0, 0,
    0, false,
    EXISTS (SELECT FROM accounts_ledgerentry e WHERE e.card_account_id = a.id AND e.effective_on < %(day_before)s)
    OR EXISTS (SELECT FROM accounts_statement s WHERE s.card_account_id = a.id AND s.effective_on < %(day_before)s),
    false, false, a.opened_on, 0
FROM waiting a
JOIN cycle_opening c USING (statement_day, first_statement_date)
RETURNING card_account_id, needs_replay
), noted AS (
INSERT INTO accounts_bucketinterval (card_account_id, from_date, bucket, known_from)
SELECT card_account_id, %(on)s, -1, %(on)s
FROM opened
WHERE NOT needs_replay
)
SELECT count(*) FROM opened
