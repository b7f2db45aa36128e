-- Buckets that began on the business date, as known now, and what was there the day before.
SELECT a.account_no, c.customer_no, a.currency, f.label AS from_bucket, t.label AS to_bucket, i.from_date AS on_date
FROM accounts_bucketinterval i
JOIN accounts_bucketinterval before ON before.card_account_id = i.card_account_id
    AND before.to_date = i.from_date AND before.known_to IS NULL
JOIN accounts_cardaccount a ON a.id = i.card_account_id
JOIN accounts_cardholder c ON c.id = a.cardholder_id
JOIN unnest(%(numbers)s::int[], %(labels)s::text[]) AS f (number, label) ON f.number = before.bucket
JOIN unnest(%(numbers)s::int[], %(labels)s::text[]) AS t (number, label) ON t.number = i.bucket
WHERE i.from_date = %(on)s AND i.known_to IS NULL AND i.bucket <> before.bucket
  AND (c.restriction <> '') = %(restricted)s
ORDER BY i.id
