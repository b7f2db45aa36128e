-- Every account that something happened to tonight, and what is unpaid on its ladder.
-- Each part is a table with statistics: on a day when every account has a statement, a plan that expects
-- one touched row would compare all with all.
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT
    p.card_account_id, p.cardholder_id, p.product_id, p.cycle_seq, p.bucket, p.anchor_seq, p.anchor_due_date, p.past_due,
    p.episode_since, p.episode_late_fees, p.changed_on, p.held_back, p.replayed_on
FROM accounts_position p
WHERE (p.changed_on = %(on)s OR p.held_back OR p.fingerprint = 0)
  AND p.cardholder_id %% %(shards)s = %(shard)s;

ANALYZE touched (card_account_id);

CREATE TEMP TABLE unpaid ON COMMIT DROP AS
SELECT s.card_account_id, s.seq, s.effective_due_date, s.unpaid
FROM touched t
JOIN accounts_slice s USING (card_account_id)
WHERE s.unpaid > 0;

ANALYZE unpaid (card_account_id, effective_due_date)
