-- Statements of a span of days by what the bank recorded and where we had the account on the statement date, as
-- known now. A statement older than the account's history here is not counted, nor one no night knows yet.
SELECT s.months_past_due, i.bucket, count(*)
FROM accounts_statement s
JOIN accounts_bucketinterval i
    ON i.card_account_id = s.card_account_id
    AND i.known_to IS NULL
    AND i.from_date <= s.statement_date
    AND (i.to_date IS NULL OR i.to_date > s.statement_date)
WHERE s.months_past_due IS NOT NULL AND s.statement_date >= %(since)s AND s.statement_date < %(until)s
  AND s.effective_on <= %(on)s
GROUP BY s.months_past_due, i.bucket
