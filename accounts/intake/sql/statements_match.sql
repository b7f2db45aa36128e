-- Each statement row beside the terms of its account. `due_number` is the due day or the offset, as the due rule says.
CREATE TEMPORARY TABLE matched_statements AS
SELECT t.*,
       account.id AS card_account_id,
       account.product_id,
       account.statement_day,
       account.first_statement_date,
       account.due_rule,
       COALESCE(account.due_day, account.due_offset_days) AS due_number,
       account.statements_by,
       (extract(year FROM t.statement_date) - extract(year FROM account.first_statement_date))::int * 12
       + (extract(month FROM t.statement_date) - extract(month FROM account.first_statement_date))::int + 1 AS seq
FROM typed_statements t
LEFT JOIN accounts_cardaccount account ON account.account_no = t.account_no
