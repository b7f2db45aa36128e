-- Where the accounts assigned on the first of `month` stand now.
UPDATE results_assignedaccount a
SET to_bucket = p.bucket
FROM accounts_position p
WHERE a.month = %(month)s AND p.card_account_id = a.card_account_id
