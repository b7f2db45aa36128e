-- Accounts seen for the first time.
INSERT INTO accounts_cardaccount (
    account_no, cardholder_id, product_id, currency, card_token, card_last4, opened_on, statement_day,
    due_rule, due_day, due_offset_days, first_statement_date, credit_limit, cash_limit,
    statements_by, charges_by, status, status_since, recorded_on
)
SELECT account_no, cardholder_id, product_id, currency, card_token, card_last4, opened_on, statement_day,
       due_rule, due_day, due_offset_days, first_statement_date, credit_limit, cash_limit,
       statements_by, charges_by, status, status_since, recorded_on
FROM resolved_accounts
WHERE known_id IS NULL
ORDER BY line_no
