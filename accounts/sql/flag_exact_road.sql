-- What took effect yesterday, and which accounts it sends down the exact road.
-- The set-based road is for facts that arrive in order: nothing about the account has changed since they
-- began to count. A reversal, a waiver, a refund, a value date that something has overtaken: exact road.
CREATE TEMP TABLE taken ON COMMIT DROP AS
SELECT
    e.id, e.card_account_id, e.kind, e.component, e.amount, e.posting_date, e.value_date, e.recorded_on,
    p.product_id, p.cycle_seq, p.anchor_due_date, p.credit_balance, e.amount < 0 AS is_credit,
    CASE WHEN e.component = 'CASH' OR e.amount < 0 THEN e.value_date ELSE e.posting_date END AS counts_from,
    p.needs_replay OR p.always_replay
    OR e.kind NOT IN ('PURCHASE', 'CASH_ADVANCE', 'INSTALMENT', 'INTEREST', 'LATE_FEE', 'OTHER_FEE', 'PAYMENT')
    OR e.posting_date < p.last_statement_date
       AND (e.amount < 0 OR (SELECT a.statements_by FROM accounts_cardaccount a WHERE a.id = e.card_account_id) = 'BANK')
    OR e.value_date <= %(day_before)s::date - 60 OR e.posting_date <= %(day_before)s::date - 60
    OR least(e.value_date, e.posting_date) < %(day_before)s
       AND (p.changed_on > least(e.value_date, e.posting_date) OR p.credit_balance > 0)
    AS exact
FROM accounts_ledgerentry e
JOIN accounts_position p ON p.card_account_id = e.card_account_id
WHERE e.effective_on = %(day_before)s
  AND e.recorded_by <> 'night'
  AND p.cardholder_id %% %(shards)s = %(shard)s;

CREATE TEMP TABLE arrived ON COMMIT DROP AS
SELECT
    s.id AS statement_id, s.card_account_id, s.seq, s.statement_date, s.due_date, s.effective_due_date,
    s.balance, s.minimum_due, coalesce(s.past_due, open_now.unpaid, 0) AS past_due,
    p.needs_replay OR p.always_replay
    OR p.changed_on > s.statement_date OR s.effective_due_date < %(day_before)s
    OR s.seq > p.cycle_seq
    OR s.minimum_due < coalesce(s.past_due, open_now.unpaid, 0)
    AS exact
FROM accounts_statement s
JOIN accounts_position p ON p.card_account_id = s.card_account_id
LEFT JOIN LATERAL (
    SELECT sum(l.unpaid) AS unpaid FROM accounts_slice l WHERE l.card_account_id = s.card_account_id
) open_now ON true
WHERE s.effective_on = %(day_before)s
  AND s.issued_by = 'BANK'
  AND p.cardholder_id %% %(shards)s = %(shard)s;

ANALYZE taken (card_account_id, is_credit, exact);
ANALYZE arrived (card_account_id, exact);

CREATE TEMP TABLE exact_road ON COMMIT DROP AS
SELECT card_account_id FROM taken WHERE exact
UNION
SELECT card_account_id FROM arrived WHERE exact
UNION
-- several value dates in one night, or a debit that a payment's value date comes before
SELECT card_account_id FROM taken
GROUP BY card_account_id
HAVING count(DISTINCT value_date) FILTER (WHERE is_credit) > 1
    OR min(value_date) FILTER (WHERE is_credit) < max(posting_date) FILTER (WHERE NOT is_credit);

ANALYZE exact_road;

UPDATE accounts_position p
SET needs_replay = true
FROM exact_road x
WHERE p.card_account_id = x.card_account_id AND NOT p.needs_replay;

-- What is left takes the set-based road.
DELETE FROM taken t USING exact_road x WHERE t.card_account_id = x.card_account_id;
DELETE FROM arrived r USING exact_road x WHERE r.card_account_id = x.card_account_id
