-- Reversals that took effect since `since`, of payments that were credited: the same agent, team and day, taken away.
-- After `credit_payments`, so that a payment and its reversal of one day find each other. Yields the days concerned.
WITH written AS (
    INSERT INTO results_recovery
        (entry_id, day, user_id, team_id, case_id, currency, amount, why, promise_id, contact_id)
    SELECT e.id, r.day, r.user_id, r.team_id, r.case_id, r.currency, -e.amount, r.why, r.promise_id, r.contact_id
    FROM accounts_ledgerentry e
    JOIN results_recovery r ON r.entry_id = e.reverses_id
    WHERE e.effective_on >= %(since)s AND e.effective_on < %(on)s AND e.kind = 'PAYMENT_REVERSAL'
      AND NOT EXISTS (SELECT FROM results_recovery o WHERE o.entry_id = e.id)
    ON CONFLICT (entry_id) DO NOTHING
    RETURNING day
)
SELECT DISTINCT day FROM written
