-- What is wrong with a statement row beside its single values? One line per rule: column, reason, value shown, condition.
INSERT INTO faults (line_no, column_name, reason, value)
SELECT r.line_no, rule.column_name, rule.reason, COALESCE(rule.value, '')
FROM resolved_statements r
CROSS JOIN LATERAL (
    VALUES
    ('statement_date', 'duplicate_in_file', r.first_line::text, r.first_line IS NOT NULL),
    ('account_no', 'unknown_account', r.account_no, r.card_account_id IS NULL),
    ('statement_date', 'not_on_calendar', r.statement_date::text, NOT r.on_calendar),
    ('statement_date', 'in_the_future', r.statement_date::text, r.statement_date > %(today)s::date),
    ('account_no', 'kept_by_us', r.account_no,
     r.statements_by = 'OWN' AND r.known_id IS NULL AND %(business_date)s::date IS NOT NULL),
    ('due_date', 'due_before_statement', r.stated_due_date::text, r.stated_due_date < r.statement_date),
    ('due_date', 'due_reaches_next_statement', r.due_date::text, r.due_date >= r.next_statement_date),
    ('minimum_due', 'minimum_exceeds_balance', r.minimum_due::text, r.minimum_due > GREATEST(r.balance, 0)),
    ('past_due', 'past_due_exceeds_minimum', r.past_due::text, r.past_due > r.minimum_due),
    ('recorded_date', 'in_the_future', r.recorded_date::text, r.recorded_date > %(today)s::date),
    (r.conflict_column, 'conflict', '', r.conflict_column IS NOT NULL)
) AS rule (column_name, reason, value, broken)
WHERE rule.broken
