-- Tonight's statement dates: bill what was posted in the cycle, with its interest and minimum.
CREATE TEMP TABLE cutting ON COMMIT DROP AS
SELECT
    p.*, w.version_id, w.minimum_ratio, w.minimum_floor_amount,
    w.late_fee_bears_interest, r.r, c.due_date, c.effective_due_date, c.next_statement_date,
    coalesce(b.total, 0) AS total, coalesce(b.bearing, 0) AS bearing, coalesce(b.purchases, 0) AS purchases,
    coalesce(b.older_other, 0) AS older_other, coalesce(b.interest, 0) AS cycle_interest,
    coalesce(b.fees, 0) AS cycle_fees, coalesce(b.late_fees, 0) AS cycle_late_fees, coalesce(b.cash, 0) AS cycle_cash,
    coalesce(b.instalments, 0) AS cycle_instalments, coalesce(l.unpaid, 0) AS past_due,
    coalesce(b.bearing, 0) * r.r - p.interest_weight AS accrued
FROM closing p
JOIN cycle_on c ON c.product_id = p.product_id AND c.statement_day = p.statement_day AND c.due_rule = p.due_rule
    AND c.due_day IS NOT DISTINCT FROM p.due_day AND c.due_offset_days IS NOT DISTINCT FROM p.due_offset_days
    AND c.next_statement_day = p.next_statement_day
JOIN policy_window w ON w.product_id = p.product_id AND w.since <= %(on)s AND %(on)s < w.until
JOIN rate_on r ON r.product_id = p.product_id AND r.day = %(on)s
LEFT JOIN LATERAL (
    SELECT
        sum(remaining) AS total,
        sum(remaining) FILTER (WHERE bears = 'BEARING') AS bearing,
        sum(remaining) FILTER (WHERE component = 'PURCHASE') AS purchases,
        sum(remaining) FILTER (WHERE component <> 'PURCHASE' AND seq < p.seq) AS older_other,
        sum(remaining) FILTER (WHERE component = 'INTEREST' AND seq >= p.seq) AS interest,
        sum(remaining) FILTER (WHERE component IN ('LATE_FEE', 'OTHER_FEE') AND seq >= p.seq) AS fees,
        sum(remaining) FILTER (WHERE component = 'LATE_FEE' AND seq >= p.seq) AS late_fees,
        sum(remaining) FILTER (WHERE component = 'CASH' AND seq >= p.seq) AS cash,
        sum(remaining) FILTER (WHERE component = 'INSTALMENT' AND seq >= p.seq) AS instalments
    FROM accounts_balancepool b
    WHERE b.card_account_id = p.card_account_id
) b ON true
LEFT JOIN LATERAL (
    SELECT sum(unpaid) AS unpaid FROM accounts_slice s WHERE s.card_account_id = p.card_account_id AND s.unpaid > 0
) l ON true;

CREATE TEMP TABLE cut ON COMMIT DROP AS
SELECT
    m.*,
    least(greatest(computed, minimum_floor_amount), balance) AS minimum
FROM (
    SELECT
        m.*,
        past_due
        + round(minimum_ratio * (purchases - least(greatest(past_due - older_other, 0), purchases)), 2)
        + cycle_interest + interest_owed + cycle_fees + cycle_cash + cycle_instalments
        + CASE WHEN credit_limit > 0 THEN greatest(balance - credit_limit, 0) ELSE 0 END AS computed
    FROM (
        SELECT
            m.*,
            interest - least(interest, credit_balance) AS interest_owed,
            total + interest - credit_balance AS balance
        FROM (
            SELECT
                c.*,
                CASE WHEN charges_by = 'OWN' THEN round(accrued, 2) ELSE 0 END AS interest,
                statements_by = 'OWN' AND (total > 0 OR credit_balance > 0 OR accrued <> 0 OR active) AS issued,
                statements_by = 'BANK' OR total > 0 OR credit_balance > 0 OR accrued <> 0 OR active AS bills
            FROM cutting c
        ) m
    ) m
) m;

ANALYZE cut (card_account_id, issued, bills, charges_by);

-- What a set-based statement cannot say goes down the exact road: interest billed before that was too much,
-- a balance below the past due part, an amount in dispute, an interest stop.
CREATE TEMP TABLE cut_exactly ON COMMIT DROP AS
SELECT c.card_account_id
FROM cut c
WHERE c.interest < 0
   OR c.issued AND (CASE WHEN c.balance <= 0 THEN 0 ELSE c.minimum END) < c.past_due
   OR c.always_replay
   OR EXISTS (
       SELECT FROM accounts_accounthold h
       WHERE h.card_account_id = c.card_account_id AND h.recorded_on < %(on)s AND h.since <= %(on)s
         AND (h.until IS NULL OR h.until >= %(on)s) AND h.disputed_amount > 0
   );

ANALYZE cut_exactly;

UPDATE accounts_position p SET needs_replay = true FROM cut_exactly x WHERE p.card_account_id = x.card_account_id;

DELETE FROM cut c USING cut_exactly x WHERE c.card_account_id = x.card_account_id;

INSERT INTO accounts_ledgerentry (
    card_account_id, kind, component, amount, posting_date, value_date, recorded_on, recorded_at, recorded_by,
    source_ref, statement_seq, policy_version_id, description, unrounded
)
SELECT card_account_id, 'INTEREST', 'INTEREST', interest, %(on)s, %(on)s, %(on)s, now(), 'night', '', seq, version_id, '', accrued
FROM cut
WHERE bills AND interest > 0;

WITH issued AS (
    INSERT INTO accounts_statement (
        card_account_id, seq, statement_date, due_date, effective_due_date, balance, minimum_due, past_due, own_slice,
        interest, fees, issued_by, recorded_on, recorded_at, policy_version_id
    )
    SELECT
        card_account_id, seq, %(on)s, due_date, effective_due_date, balance,
        CASE WHEN balance <= 0 THEN 0 ELSE minimum END, past_due, CASE WHEN balance <= 0 THEN 0 ELSE minimum - past_due END,
        interest, cycle_fees, 'OWN', %(on)s, now(), version_id
    FROM cut
    WHERE issued
    RETURNING id, card_account_id, seq, statement_date, due_date, effective_due_date, balance, past_due, own_slice
)
INSERT INTO accounts_slice (
    statement_id, card_account_id, seq, statement_date, due_date, effective_due_date,
    issued_past_due, amount, unpaid, statement_unpaid, interest_free, missed_amount, late_fee
)
SELECT
    id, card_account_id, seq, statement_date, due_date, effective_due_date,
    past_due, own_slice, own_slice, greatest(balance, 0), 'OPEN', 0, 0
FROM issued;

INSERT INTO accounts_balancepool (card_account_id, seq, component, remaining, bears, weight)
SELECT card_account_id, seq, 'INTEREST', interest_owed, 'BEARING', 0
FROM cut
WHERE bills AND interest_owed > 0
ON CONFLICT (card_account_id, seq, component) DO UPDATE
SET remaining = accounts_balancepool.remaining + excluded.remaining;

UPDATE accounts_balancepool b
SET bears = 'BEARING'
FROM cut c
WHERE b.card_account_id = c.card_account_id AND b.seq = c.seq AND b.bears = 'IDLE'
  AND (b.component = 'INTEREST' OR c.late_fee_bears_interest AND b.component IN ('LATE_FEE', 'OTHER_FEE'));

INSERT INTO accounts_chargecomparison (card_account_id, seq, what, ours, banks, compared_on)
SELECT card_account_id, seq, 'INTEREST', round(accrued, 2), cycle_interest, %(on)s
FROM cut
WHERE charges_by = 'BANK' AND (round(accrued, 2) <> 0 OR cycle_interest <> 0)
UNION ALL
SELECT c.card_account_id, c.seq, 'LATE_FEE', coalesce(f.ours, 0), c.cycle_late_fees, %(on)s
FROM cut c
LEFT JOIN LATERAL (
    SELECT sum(s.late_fee) AS ours FROM accounts_slice s
    -- our fees are dated the day after their effective due date: those that fall into this cycle
    WHERE s.card_account_id = c.card_account_id
      AND s.effective_due_date >= c.since - 1 AND s.effective_due_date < %(day_before)s
) f ON true
WHERE c.charges_by = 'BANK' AND (coalesce(f.ours, 0) <> 0 OR c.cycle_late_fees <> 0)
UNION ALL
SELECT card_account_id, seq, 'MINIMUM', CASE WHEN balance <= 0 THEN 0 ELSE minimum END, NULL, %(on)s
FROM cut
WHERE statements_by = 'BANK' AND (total <> 0 OR past_due <> 0)
ON CONFLICT (card_account_id, seq, what) DO NOTHING;

UPDATE accounts_position p
SET cycle_seq = c.seq,
    last_statement_date = %(on)s,
    next_statement_date = c.next_statement_date,
    balance = p.balance + CASE WHEN c.bills THEN c.interest ELSE 0 END,
    credit_balance = p.credit_balance - CASE WHEN c.bills THEN c.interest - c.interest_owed ELSE 0 END,
    interest_weight = p.interest_weight
        + CASE WHEN c.charges_by = 'BANK' OR c.bills AND c.interest <> 0 THEN c.accrued ELSE 0 END
        + r.r * (
            CASE WHEN c.bills THEN c.interest_owed ELSE 0 END
            + c.cycle_interest
            + CASE WHEN c.late_fee_bears_interest THEN c.cycle_fees ELSE 0 END
        ),
    active = false,
    changed_on = %(on)s
FROM cut c
JOIN rate_on r ON r.product_id = c.product_id AND r.day = %(on)s
WHERE p.card_account_id = c.card_account_id
