-- A reversal keeps the value date and the component of what it reverses (B4).
UPDATE resolved_entries r
SET value_date = CASE WHEN t.kind = 'WAIVER' THEN r.value_date ELSE t.target_value_date END,
    component = CASE WHEN t.kind = 'CHARGE_REVERSAL' THEN t.target_component ELSE r.component END
FROM targeted_entries t
WHERE t.line_no = r.line_no
