-- Accounts whose statement date is tonight, with their terms: those they began with, or what a calendar change made of them.
CREATE TEMP TABLE closing ON COMMIT DROP AS
SELECT
    p.card_account_id, p.cycle_seq + 1 AS seq, p.product_id, p.credit_balance, p.interest_weight, p.active, p.always_replay,
    coalesce(p.last_statement_date, a.opened_on) AS since,
    a.statements_by, a.charges_by, a.credit_limit,
    coalesce(now.statement_day, a.statement_day) AS statement_day,
    coalesce(now.due_rule, a.due_rule) AS due_rule,
    CASE WHEN now.due_rule IS NULL THEN a.due_day ELSE now.due_day END AS due_day,
    CASE WHEN now.due_rule IS NULL THEN a.due_offset_days ELSE now.due_offset_days END AS due_offset_days,
    coalesce(next.statement_day, a.statement_day) AS next_statement_day
FROM accounts_position p
JOIN accounts_cardaccount a ON a.id = p.card_account_id
LEFT JOIN LATERAL (
    SELECT c.statement_day, c.due_rule, c.due_day, c.due_offset_days FROM accounts_calendarchange c
    WHERE c.card_account_id = a.id AND c.from_seq <= p.cycle_seq + 1 ORDER BY c.from_seq DESC, c.id DESC LIMIT 1
) now ON true
LEFT JOIN LATERAL (
    SELECT c.statement_day FROM accounts_calendarchange c
    WHERE c.card_account_id = a.id AND c.from_seq <= p.cycle_seq + 2 ORDER BY c.from_seq DESC, c.id DESC LIMIT 1
) next ON true
WHERE p.next_statement_date = %(on)s
  AND p.cardholder_id %% %(shards)s = %(shard)s
  AND NOT p.needs_replay
  AND p.replayed_on IS DISTINCT FROM %(on)s;

ANALYZE closing (card_account_id, product_id, statement_day, due_rule, due_day, due_offset_days, next_statement_day)
