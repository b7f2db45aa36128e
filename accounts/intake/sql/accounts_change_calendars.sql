-- Another statement day or due rule is a dated fact: it begins with the statement after the running cycle.
WITH changed AS (
    INSERT INTO accounts_calendarchange (
        card_account_id, from_seq, statement_day, due_rule, due_day, due_offset_days, reason, recorded_on, recorded_by
    )
    SELECT r.known_id, w.from_seq, r.statement_day, r.due_rule, r.due_day, r.due_offset_days, 'bank file', r.recorded_on,
           %(actor)s
    FROM wanted_calendars w
    JOIN resolved_accounts r ON r.line_no = w.line_no
    RETURNING card_account_id, from_seq, statement_day, due_rule, due_day, due_offset_days
)
INSERT INTO events_event (kind, actor, api_key, business_date, account_id, cardholder_id, data)
SELECT 'calendar.changed', %(actor)s, %(api_key)s, %(recording_day)s::date, a.id, a.cardholder_id,
       jsonb_build_object(
           'delivery', %(delivery_id)s, 'from_seq', c.from_seq, 'statement_day', c.statement_day, 'due_rule', c.due_rule,
           'due_day', c.due_day, 'due_offset_days', c.due_offset_days
       )
FROM changed c
JOIN accounts_cardaccount a ON a.id = c.card_account_id
