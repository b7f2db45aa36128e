-- Each statement row with its dates decided, beside the statement stored for the same cycle.
-- `conflict_column` names the first column in which the stored statement differs; an empty optional column says nothing.
CREATE TEMPORARY TABLE resolved_statements AS
SELECT m.line_no,
       m.account_no,
       m.card_account_id,
       m.seq,
       m.statement_date,
       m.due_date AS stated_due_date,
       COALESCE(m.due_date, answer.due_date) AS due_date,
       COALESCE(m.due_date, answer.due_date) + policy.grace_days::int AS effective_due_date,
       answer.next_statement_date,
       answer.on_calendar AND m.seq >= 1 AS on_calendar,
       m.balance,
       m.minimum_due,
       m.past_due,
       m.interest,
       m.fees,
       m.months_past_due,
       m.statements_by,
       m.recorded_date,
       CASE
           WHEN %(business_date)s::date IS NULL THEN COALESCE(m.recorded_date, m.statement_date)
           ELSE GREATEST(COALESCE(m.recorded_date, %(recording_day)s::date), %(business_date)s::date)
       END AS recorded_on,
       policy.policy_version_id,
       known.id AS known_id,
       CASE
           WHEN known.id IS NULL THEN NULL
           WHEN known.issued_by <> 'BANK' OR known.statement_date <> m.statement_date THEN 'statement_date'
           WHEN known.due_date <> m.due_date THEN 'due_date'
           WHEN known.balance <> m.balance THEN 'balance'
           WHEN known.minimum_due <> m.minimum_due THEN 'minimum_due'
           WHEN m.past_due IS NOT NULL AND known.past_due IS DISTINCT FROM m.past_due THEN 'past_due'
           WHEN known.interest <> m.interest THEN 'interest'
           WHEN known.fees <> m.fees THEN 'fees'
           WHEN m.months_past_due IS NOT NULL AND known.months_past_due IS DISTINCT FROM m.months_past_due
               THEN 'months_past_due'
       END AS conflict_column,
       repeated.first_line
FROM matched_statements m
LEFT JOIN statement_answers answer
    ON answer.statement_date = m.statement_date AND answer.statement_day = m.statement_day
    AND answer.due_rule = m.due_rule AND answer.due_number = m.due_number
    AND answer.next_statement_day = m.next_statement_day
LEFT JOIN policies_in_force policy ON policy.product_id = m.product_id AND policy.statement_date = m.statement_date
LEFT JOIN accounts_statement known ON known.card_account_id = m.card_account_id AND known.seq = m.seq
LEFT JOIN repeated_lines repeated ON repeated.line_no = m.line_no
