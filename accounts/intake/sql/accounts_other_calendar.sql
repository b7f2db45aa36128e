-- Rows that give a known account, one a night has opened, another calendar than its last.
SELECT r.line_no, r.known_id, r.statement_day, r.due_rule, r.due_day, r.due_offset_days, r.recorded_on
FROM resolved_accounts r
JOIN accounts_cardaccount a ON a.id = r.known_id
LEFT JOIN LATERAL (
    SELECT c.statement_day, c.due_rule, c.due_day, c.due_offset_days FROM accounts_calendarchange c
    WHERE c.card_account_id = a.id ORDER BY c.from_seq DESC, c.id DESC LIMIT 1
) last ON true
WHERE r.has_begun AND r.first_line IS NULL
  AND (r.due_day IS NULL) <> (r.due_offset_days IS NULL)
  AND (r.statement_day, r.due_rule, coalesce(r.due_day, r.due_offset_days)) <> (
      coalesce(last.statement_day, a.statement_day), coalesce(last.due_rule, a.due_rule),
      coalesce(last.due_day, last.due_offset_days, a.due_day, a.due_offset_days)
  )
