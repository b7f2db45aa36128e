-- The bank's statement has come: its minimum beside the one we found on the statement date.
UPDATE accounts_chargecomparison c
SET banks = s.minimum_due
FROM accounts_statement s
JOIN accounts_position p USING (card_account_id)
WHERE s.effective_on = %(day_before)s
  AND s.issued_by = 'BANK'
  AND p.cardholder_id %% %(shards)s = %(shard)s
  AND c.card_account_id = s.card_account_id AND c.seq = s.seq AND c.what = 'MINIMUM'
