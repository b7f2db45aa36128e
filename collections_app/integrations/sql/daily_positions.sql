-- Every account as the night for the business date left it.
SELECT a.account_no, c.customer_no, pr.code AS product, p.currency, a.status, b.label AS bucket, p.bucket_since,
       p.anchor_due_date AS oldest_unpaid_due_date,
       coalesce(%(on)s::date - p.anchor_due_date, 0) AS days_past_due,
       p.past_due, p.balance, p.credit_balance, p.next_statement_date
FROM accounts_position p
JOIN accounts_cardaccount a ON a.id = p.card_account_id
JOIN accounts_cardholder c ON c.id = a.cardholder_id
JOIN accounts_product pr ON pr.id = a.product_id
JOIN unnest(%(numbers)s::int[], %(labels)s::text[]) AS b (number, label) ON b.number = p.bucket
WHERE (c.restriction <> '') = %(restricted)s
ORDER BY a.id
