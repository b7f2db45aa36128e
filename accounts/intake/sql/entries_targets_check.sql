-- What is wrong between a reversal or waiver and the entry it names?
INSERT INTO faults (line_no, column_name, reason, value)
SELECT t.line_no, rule.column_name, rule.reason, COALESCE(rule.value, '')
FROM targeted_entries t
CROSS JOIN LATERAL (
    VALUES
    ('reverses_ref', 'unknown_entry', t.reverses_ref, t.target_kind IS NULL),
    ('reverses_ref', 'reversal_target_kind', t.target_kind,
     CASE t.kind
         WHEN 'PAYMENT_REVERSAL' THEN t.target_kind <> 'PAYMENT'
         WHEN 'WAIVER' THEN t.target_kind NOT IN ('INTEREST', 'LATE_FEE', 'OTHER_FEE')
         ELSE t.target_kind NOT IN
             ('PURCHASE', 'CASH_ADVANCE', 'INSTALMENT', 'INTEREST', 'LATE_FEE', 'OTHER_FEE')
     END),
    ('reverses_ref', 'already_reversed', t.reverses_ref, t.is_reversed OR (t.kind <> 'WAIVER' AND t.rank > 1)),
    ('component', 'component_does_not_fit', t.stated_component, t.stated_component <> t.target_component),
    ('amount', 'amount_differs', abs(t.amount)::text, t.kind <> 'WAIVER' AND abs(t.amount) <> t.target_amount),
    ('amount', 'amount_exceeds_charge', abs(t.amount)::text,
     t.kind = 'WAIVER' AND t.waived_with_this > t.target_amount),
    ('value_date', 'value_date_differs', t.stated_value_date::text,
     t.kind <> 'WAIVER' AND t.stated_value_date <> t.target_value_date)
) AS rule (column_name, reason, value, broken)
WHERE rule.broken
