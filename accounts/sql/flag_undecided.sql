-- After a night without its payment feed: statements still undecided are judged on the exact road.
UPDATE accounts_position p
SET needs_replay = true
FROM accounts_slice s
WHERE s.missed IS NULL
  AND s.effective_due_date < %(day_before)s
  AND p.card_account_id = s.card_account_id
  AND p.cardholder_id %% %(shards)s = %(shard)s
  AND NOT %(held)s
  AND NOT p.needs_replay
