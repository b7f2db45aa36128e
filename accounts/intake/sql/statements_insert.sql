-- Statements seen for the first time. A stated past-due part splits the minimum; else the night finds the own slice.
INSERT INTO accounts_statement (
    card_account_id, seq, statement_date, due_date, effective_due_date, balance, minimum_due, past_due, own_slice,
    interest, fees, months_past_due, issued_by, recorded_on, recorded_at, policy_version_id, delivery_id
)
SELECT card_account_id, seq, statement_date, due_date, effective_due_date, balance, minimum_due,
       past_due, minimum_due - past_due,
       COALESCE(interest, 0), COALESCE(fees, 0), months_past_due, 'BANK',
       recorded_on, %(at)s::timestamptz, policy_version_id, %(delivery_id)s
FROM resolved_statements
WHERE known_id IS NULL
ORDER BY line_no
