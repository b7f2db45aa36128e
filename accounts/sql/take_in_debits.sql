-- What was posted yesterday goes into the pools of the statement that will bill it.
WITH posted AS (
    SELECT t.card_account_id, t.cycle_seq + 1 AS seq, t.component, sum(t.amount) AS amount, sum(t.amount * r.r) AS weight
    FROM taken t
    JOIN rate_on r ON r.product_id = t.product_id AND r.day = t.counts_from
    WHERE NOT t.is_credit
    GROUP BY t.card_account_id, t.cycle_seq, t.component
), pooled AS (
    INSERT INTO accounts_balancepool (card_account_id, seq, component, remaining, bears, weight)
    SELECT
        card_account_id, seq, component, amount,
        CASE WHEN component = 'CASH' THEN 'BEARING' WHEN component IN ('PURCHASE', 'INSTALMENT') THEN 'FREE' ELSE 'IDLE' END,
        CASE WHEN component IN ('PURCHASE', 'INSTALMENT') THEN weight ELSE 0 END
    FROM posted
    ON CONFLICT (card_account_id, seq, component) DO UPDATE
    SET remaining = accounts_balancepool.remaining + excluded.remaining,
        weight = accounts_balancepool.weight + excluded.weight
    RETURNING card_account_id
), per_account AS (
    SELECT card_account_id, sum(amount) AS amount, coalesce(sum(weight) FILTER (WHERE component = 'CASH'), 0) AS weight
    FROM posted
    GROUP BY card_account_id
)
UPDATE accounts_position p
SET balance = p.balance + a.amount,
    interest_weight = p.interest_weight + a.weight,
    changed_on = %(on)s,
    active = true
FROM per_account a
WHERE p.card_account_id = a.card_account_id
