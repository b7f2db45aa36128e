-- What is wrong with a cardholder row beside its single values? Values of personal data are not repeated.
INSERT INTO faults (line_no, column_name, reason, value)
SELECT r.line_no, rule.column_name, rule.reason, COALESCE(rule.value, '')
FROM resolved_cardholders r
CROSS JOIN LATERAL (
    VALUES
    ('customer_no', 'duplicate_in_file', r.first_line::text, r.first_line IS NOT NULL),
    ('customer_no', 'erased', r.customer_no, r.erased_on IS NOT NULL),
    ('kind', 'frozen', r.kind, r.kind <> r.known_kind),
    ('birth_date', 'in_the_future', '***', r.birth_date > %(today)s::date),
    ('registered_province', 'missing', '',
     r.registered_province IS NULL AND COALESCE(r.registered_city, r.registered_address_hash) IS NOT NULL),
    ('home_province', 'missing', '',
     r.home_province IS NULL AND COALESCE(r.home_city, r.home_address_hash) IS NOT NULL),
    ('employer_province', 'missing', '',
     r.employer_province IS NULL AND COALESCE(r.employer_city, r.employer_address_hash) IS NOT NULL),
    ('recorded_date', 'in_the_future', r.recorded_date::text, r.recorded_date > %(today)s::date)
) AS rule (column_name, reason, value, broken)
WHERE rule.broken
