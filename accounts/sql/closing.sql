-- Accounts whose statement date is tonight, with their terms.
CREATE TEMP TABLE closing ON COMMIT DROP AS
SELECT
    p.card_account_id, p.cycle_seq + 1 AS seq, p.product_id, p.credit_balance, p.interest_weight, p.active, p.always_replay,
    coalesce(p.last_statement_date, a.opened_on) AS since,
    a.statements_by, a.charges_by, a.credit_limit, a.statement_day, a.due_rule, a.due_day, a.due_offset_days
FROM accounts_position p
JOIN accounts_cardaccount a ON a.id = p.card_account_id
WHERE p.next_statement_date = %(on)s
  AND p.cardholder_id %% %(shards)s = %(shard)s
  AND NOT p.needs_replay
  AND p.replayed_on IS DISTINCT FROM %(on)s;

ANALYZE closing (card_account_id, product_id, statement_day, due_rule, due_day, due_offset_days)
