-- Payments and returned payments the night for the business date took in. Paid is above zero, returned below.
SELECT a.account_no, c.customer_no, a.currency, e.kind, -e.amount AS amount, e.value_date, e.posting_date,
       e.source_ref, r.source_ref AS returns_ref
FROM accounts_ledgerentry e
JOIN accounts_cardaccount a ON a.id = e.card_account_id
JOIN accounts_cardholder c ON c.id = a.cardholder_id
LEFT JOIN accounts_ledgerentry r ON r.id = e.reverses_id
WHERE e.effective_on = %(on)s::date - 1 AND e.kind IN ('PAYMENT', 'PAYMENT_REVERSAL')
  AND (c.restriction <> '') = %(restricted)s
ORDER BY e.id
