INSERT INTO accounts_monthend (day, card_account_id, bucket, balance, past_due)
SELECT %(day_before)s, card_account_id, bucket, balance, past_due
FROM accounts_position
WHERE balance <> 0 OR past_due <> 0
