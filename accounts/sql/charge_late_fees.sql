-- A late fee for each minimum missed yesterday, where the night keeps the charges; never where the bank does (B1).
CREATE TEMP TABLE fee ON COMMIT DROP AS
SELECT
    s.card_account_id, s.seq AS statement_seq, s.late_fee AS amount, p.cycle_seq + 1 AS seq,
    least(p.credit_balance, s.late_fee) AS from_credit, w.version_id, p.cardholder_id
FROM accounts_slice s
JOIN accounts_position p USING (card_account_id)
JOIN accounts_cardaccount a ON a.id = s.card_account_id
JOIN policy_window w ON w.product_id = p.product_id AND w.since <= s.effective_due_date AND s.effective_due_date < w.until
WHERE s.effective_due_date = %(day_before)s
  AND s.late_fee > 0
  AND a.charges_by = 'OWN'
  AND p.cardholder_id %% %(shards)s = %(shard)s
  AND NOT p.needs_replay
  AND p.replayed_on IS DISTINCT FROM %(on)s;

WITH charged AS (
    INSERT INTO accounts_ledgerentry (
        card_account_id, kind, component, amount, posting_date, value_date, recorded_on, recorded_at, recorded_by,
        source_ref, statement_seq, policy_version_id, description
    )
    SELECT card_account_id, 'LATE_FEE', 'LATE_FEE', amount, %(on)s, %(on)s, %(on)s, now(), 'night', '', statement_seq, version_id, ''
    FROM fee
    RETURNING id, card_account_id, amount, statement_seq
)
INSERT INTO events_event (kind, actor, business_date, account_id, cardholder_id, data)
SELECT
    'late_fee.charged', 'night', %(on)s, c.card_account_id, f.cardholder_id,
    jsonb_build_object('entry', c.id, 'amount', c.amount::text, 'statement_seq', c.statement_seq)
FROM charged c
JOIN fee f USING (card_account_id, statement_seq);

INSERT INTO accounts_balancepool (card_account_id, seq, component, remaining, bears, weight)
SELECT card_account_id, seq, 'LATE_FEE', amount - from_credit, 'IDLE', 0
FROM fee
WHERE amount > from_credit
ON CONFLICT (card_account_id, seq, component) DO UPDATE
SET remaining = accounts_balancepool.remaining + excluded.remaining;

UPDATE accounts_position p
SET balance = p.balance + f.amount, credit_balance = p.credit_balance - f.from_credit, changed_on = %(on)s
FROM fee f
WHERE p.card_account_id = f.card_account_id
