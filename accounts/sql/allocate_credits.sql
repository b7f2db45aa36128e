-- Yesterday's payments, and what was overpaid before where something new was posted, pay the pools in the
-- legal order: both laid end to end, the overlap of a payment's stretch and a pool's stretch is the allocation.
CREATE TEMP TABLE paying ON COMMIT DROP AS
SELECT
    card_account_id, id, -amount AS amount,
    sum(-amount) OVER (PARTITION BY card_account_id ORDER BY posting_date, recorded_on, id) + amount AS before
FROM taken
WHERE is_credit;

CREATE TEMP TABLE payer ON COMMIT DROP AS
SELECT
    card_account_id, product_id, cycle_seq, anchor_due_date,
    CASE WHEN bool_or(NOT is_credit) THEN credit_balance ELSE 0 END AS held,
    coalesce(sum(-amount) FILTER (WHERE is_credit), 0) AS paid,
    coalesce(min(value_date) FILTER (WHERE is_credit), %(day_before)s) AS value_date
FROM taken
GROUP BY card_account_id, product_id, cycle_seq, anchor_due_date, credit_balance
HAVING bool_or(is_credit) OR credit_balance > 0;

CREATE UNIQUE INDEX ON payer (card_account_id);
ANALYZE payer (card_account_id);
ANALYZE paying (card_account_id);

CREATE TEMP TABLE stretch ON COMMIT DROP AS
SELECT
    b.id, b.card_account_id, b.seq, b.component, b.bears, b.remaining, y.product_id, y.value_date, y.held,
    y.held + y.paid AS available,
    sum(b.remaining) OVER (
        PARTITION BY b.card_account_id
        ORDER BY
            b.seq > y.cycle_seq,
            CASE
                WHEN y.anchor_due_date IS NOT NULL
                     AND y.value_date - y.anchor_due_date >= w.principal_first_from_dpd
                THEN array_position(ARRAY['CASH', 'INSTALMENT', 'PURCHASE', 'INTEREST', 'OTHER_FEE', 'LATE_FEE'], b.component::text)
                ELSE array_position(ARRAY['OTHER_FEE', 'LATE_FEE', 'INTEREST', 'CASH', 'INSTALMENT', 'PURCHASE'], b.component::text)
            END,
            b.seq
    ) - b.remaining AS before
FROM payer y
JOIN policy_window w ON w.product_id = y.product_id AND w.since <= y.value_date AND y.value_date < w.until
JOIN accounts_balancepool b USING (card_account_id);

ANALYZE stretch (card_account_id);

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
JOIN rate_on r ON r.product_id = s.product_id AND r.day = s.value_date
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
