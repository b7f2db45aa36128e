-- A bank's statement goes on the ladder with its own slice: the minimum less what is open already.
WITH laddered AS (
    INSERT INTO accounts_slice (
        statement_id, card_account_id, seq, statement_date, due_date, effective_due_date,
        issued_past_due, amount, unpaid, statement_unpaid, interest_free, missed_amount, late_fee
    )
    SELECT
        statement_id, card_account_id, seq, statement_date, due_date, effective_due_date,
        past_due, minimum_due - past_due, minimum_due - past_due, greatest(balance, 0), 'OPEN', 0, 0
    FROM arrived
    RETURNING card_account_id
)
UPDATE accounts_position p
SET changed_on = %(on)s, active = true
FROM laddered l
WHERE p.card_account_id = l.card_account_id
