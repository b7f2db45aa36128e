-- Each statement row beside the terms of its account, as a calendar change left them for that statement and the next.
-- `due_number` is the due day or the offset, as the due rule says.
CREATE TEMPORARY TABLE matched_statements AS
SELECT t.*,
       account.id AS card_account_id,
       account.product_id,
       COALESCE(now.statement_day, account.statement_day) AS statement_day,
       COALESCE(next.statement_day, account.statement_day) AS next_statement_day,
       account.first_statement_date,
       COALESCE(now.due_rule, account.due_rule) AS due_rule,
       COALESCE(now.due_day, now.due_offset_days, account.due_day, account.due_offset_days) AS due_number,
       account.statements_by,
       cycle.seq
FROM typed_statements t
LEFT JOIN accounts_cardaccount account ON account.account_no = t.account_no
LEFT JOIN LATERAL (
    SELECT (extract(year FROM t.statement_date) - extract(year FROM account.first_statement_date))::int * 12
           + (extract(month FROM t.statement_date) - extract(month FROM account.first_statement_date))::int + 1 AS seq
) cycle ON true
LEFT JOIN LATERAL (
    SELECT c.statement_day, c.due_rule, c.due_day, c.due_offset_days FROM accounts_calendarchange c
    WHERE c.card_account_id = account.id AND c.from_seq <= cycle.seq ORDER BY c.from_seq DESC, c.id DESC LIMIT 1
) now ON true
LEFT JOIN LATERAL (
    SELECT c.statement_day FROM accounts_calendarchange c
    WHERE c.card_account_id = account.id AND c.from_seq <= cycle.seq + 1 ORDER BY c.from_seq DESC, c.id DESC LIMIT 1
) next ON true
