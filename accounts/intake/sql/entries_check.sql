-- What is wrong with an entry row beside its single values? One line per rule: column, reason, value shown, condition.
INSERT INTO faults (line_no, column_name, reason, value)
SELECT r.line_no, rule.column_name, rule.reason, COALESCE(rule.value, '')
FROM resolved_entries r
CROSS JOIN LATERAL (
    VALUES
    ('source_ref', 'duplicate_in_file', r.first_line::text, r.first_line IS NOT NULL),
    ('account_no', 'unknown_account', r.account_no, r.card_account_id IS NULL),
    ('amount', 'not_positive', r.amount::text, r.amount = 0),
    ('component', 'missing', '', r.kind = 'WAIVER' AND r.stated_component IS NULL),
    ('component', 'component_does_not_fit', r.stated_component,
     r.kind NOT IN ('WAIVER', 'CHARGE_REVERSAL') AND r.stated_component <> r.component),
    ('reverses_ref', 'missing', '',
     r.kind IN ('PAYMENT_REVERSAL', 'CHARGE_REVERSAL', 'WAIVER') AND r.reverses_ref IS NULL),
    ('reverses_ref', 'unexpected', r.reverses_ref,
     r.kind NOT IN ('PAYMENT_REVERSAL', 'CHARGE_REVERSAL', 'WAIVER') AND r.reverses_ref IS NOT NULL),
    ('posting_date', 'in_the_future', r.posting_date::text, r.posting_date > %(today)s::date),
    ('recorded_date', 'in_the_future', r.recorded_date::text, r.recorded_date > %(today)s::date),
    ('kind', 'kept_by_us', r.kind,
     r.kind IN ('INTEREST', 'LATE_FEE') AND r.charges_by = 'OWN' AND r.known_id IS NULL
     AND %(business_date)s::date IS NOT NULL),
    ('kind', 'conflict', r.kind, r.known_kind <> r.kind),
    ('amount', 'conflict', abs(r.amount)::text, r.known_amount <> r.amount),
    ('posting_date', 'conflict', r.posting_date::text, r.known_posting_date <> r.posting_date),
    ('value_date', 'conflict', r.stated_value_date::text, r.known_value_date <> r.stated_value_date),
    ('component', 'conflict', r.stated_component, r.known_component <> r.stated_component),
    ('reverses_ref', 'conflict', r.reverses_ref,
     r.known_id IS NOT NULL AND r.known_reverses_ref IS DISTINCT FROM r.reverses_ref)
) AS rule (column_name, reason, value, broken)
WHERE rule.broken
