-- Yesterday's payments, and what was overpaid before where something new was posted, pay the pools in the
-- legal order: both laid end to end, the overlap of a payment's stretch and a pool's stretch is the allocation.
CREATE TEMP TABLE paying ON COMMIT DROP AS
SELECT
    t.card_account_id, t.id, -t.amount AS amount, t.value_date,
    sum(-t.amount) OVER (PARTITION BY t.card_account_id ORDER BY t.posting_date, t.recorded_on, t.id) + t.amount AS before
FROM taken t
JOIN accounts_position p USING (card_account_id)
WHERE t.is_credit AND NOT p.needs_replay;

CREATE TEMP TABLE payer ON COMMIT DROP AS
SELECT
    p.card_account_id, p.product_id, p.cycle_seq,
    CASE WHEN posted.card_account_id IS NULL THEN 0 ELSE p.credit_balance END AS held,
    coalesce(paid.amount, 0) AS paid,
    coalesce(paid.value_date, %(day_before)s) AS value_date
FROM accounts_position p
LEFT JOIN (SELECT card_account_id, sum(amount) AS amount, min(value_date) AS value_date FROM paying GROUP BY 1) paid
    USING (card_account_id)
LEFT JOIN (SELECT DISTINCT card_account_id FROM taken WHERE NOT is_credit) posted USING (card_account_id)
WHERE p.card_account_id IN (SELECT card_account_id FROM taken)
  AND NOT p.needs_replay
  AND (paid.amount IS NOT NULL OR p.credit_balance > 0 AND posted.card_account_id IS NOT NULL);

CREATE UNIQUE INDEX ON payer (card_account_id);
ANALYZE payer;
ANALYZE paying;

CREATE TEMP TABLE stretch ON COMMIT DROP AS
SELECT
    b.id, b.card_account_id, b.seq, b.component, b.bears, b.remaining, y.value_date, y.held, y.held + y.paid AS available,
    sum(b.remaining) OVER (
        PARTITION BY b.card_account_id
        ORDER BY
            b.seq > y.cycle_seq,
            CASE
                WHEN p.anchor_due_date IS NOT NULL
                     AND y.value_date - p.anchor_due_date >= w.principal_first_from_dpd
                THEN array_position(ARRAY['CASH', 'INSTALMENT', 'PURCHASE', 'INTEREST', 'OTHER_FEE', 'LATE_FEE'], b.component::text)
                ELSE array_position(ARRAY['OTHER_FEE', 'LATE_FEE', 'INTEREST', 'CASH', 'INSTALMENT', 'PURCHASE'], b.component::text)
            END,
            b.seq
    ) - b.remaining AS before
FROM payer y
JOIN accounts_position p USING (card_account_id)
JOIN policy_window w ON w.product_id = y.product_id AND w.since <= y.value_date AND y.value_date < w.until
JOIN accounts_balancepool b USING (card_account_id);

INSERT INTO accounts_allocation (entry_id, card_account_id, seq, component, amount)
SELECT
    g.id, g.card_account_id, s.seq, s.component,
    least(s.before + s.remaining, s.held + g.before + g.amount) - greatest(s.before, s.held + g.before)
FROM paying g
JOIN stretch s USING (card_account_id)
WHERE greatest(s.before, s.held + g.before) < least(s.before + s.remaining, s.held + g.before + g.amount);

CREATE TEMP TABLE paid_pool ON COMMIT DROP AS
SELECT s.id, s.card_account_id, s.bears, least(s.remaining, s.available - s.before) AS part,
       least(s.remaining, s.available - s.before) * r.r AS weight
FROM stretch s
JOIN payer y USING (card_account_id)
JOIN rate_on r ON r.product_id = y.product_id AND r.day = s.value_date
WHERE s.before < s.available AND s.remaining > 0;

UPDATE accounts_balancepool b
SET remaining = b.remaining - d.part,
    weight = CASE WHEN d.bears = 'FREE' THEN b.weight - d.weight ELSE b.weight END
FROM paid_pool d
WHERE b.id = d.id;

DELETE FROM accounts_balancepool b USING paid_pool d WHERE b.id = d.id AND b.remaining = 0 AND b.weight = 0;

UPDATE accounts_position p
SET balance = p.balance - y.paid,
    credit_balance = p.credit_balance + y.paid - coalesce(d.part, 0),
    interest_weight = p.interest_weight - coalesce(d.weight, 0),
    changed_on = %(on)s,
    active = true
FROM payer y
LEFT JOIN (
    SELECT card_account_id, sum(part) AS part, sum(weight) FILTER (WHERE bears = 'BEARING') AS weight
    FROM paid_pool GROUP BY 1
) d USING (card_account_id)
WHERE p.card_account_id = y.card_account_id
