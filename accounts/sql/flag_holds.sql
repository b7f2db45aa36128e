-- A hold recorded or released yesterday, and one that stops interest, take the account down the exact road.
UPDATE accounts_position p
SET needs_replay = true, always_replay = p.always_replay OR h.kind = ANY (%(stops)s)
FROM accounts_accounthold h
WHERE (h.recorded_on = %(day_before)s OR h.until_recorded_on = %(day_before)s)
  AND p.card_account_id = h.card_account_id
  AND p.cardholder_id %% %(shards)s = %(shard)s
