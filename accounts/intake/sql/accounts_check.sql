-- What is wrong with an account row beside its single values? One line per rule: column, reason, value shown, condition.
INSERT INTO faults (line_no, column_name, reason, value)
SELECT r.line_no, rule.column_name, rule.reason, COALESCE(rule.value, '')
FROM resolved_accounts r
LEFT JOIN accounts_cardaccount known ON known.id = r.known_id
CROSS JOIN LATERAL (
    VALUES
    ('account_no', 'duplicate_in_file', r.first_line::text, r.first_line IS NOT NULL),
    ('customer_no', 'unknown_cardholder', r.customer_no, r.cardholder_id IS NULL),
    ('product', 'unknown_product', r.product, r.product_id IS NULL),
    ('due_day', 'due_day_and_offset', '', (r.due_day IS NULL) = (r.due_offset_days IS NULL)),
    ('due_day', 'due_reaches_next_statement', r.due_day::text,
     r.due_day = r.statement_day OR (r.due_day < r.statement_day AND r.due_day > 27)),
    ('opened_on', 'in_the_future', r.opened_on::text, r.opened_on > %(today)s::date),
    ('first_statement_date', 'not_on_calendar', r.stated_first::text, NOT r.on_calendar),
    ('first_statement_date', 'before_opening', r.stated_first::text, r.stated_first < r.opened_on),
    ('status_since', 'in_the_future', r.status_since::text, r.status_since > %(today)s::date),
    ('recorded_date', 'in_the_future', r.recorded_date::text, r.recorded_date > %(today)s::date),
    ('customer_no', 'frozen', r.customer_no, r.cardholder_id <> known.cardholder_id),
    ('product', 'frozen', r.product, r.product_id <> known.product_id),
    ('currency', 'frozen', r.currency, r.currency <> known.currency),
    ('statement_day', 'frozen', r.statement_day::text, r.statement_day <> known.statement_day),
    ('first_statement_date', 'frozen', r.first_statement_date::text,
     r.first_statement_date <> known.first_statement_date),
    ('statements_by', 'frozen', r.statements_by, r.statements_by <> known.statements_by),
    ('charges_by', 'frozen', r.charges_by, r.charges_by <> known.charges_by)
) AS rule (column_name, reason, value, broken)
WHERE rule.broken
