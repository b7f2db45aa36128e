-- Statements whose effective due date was yesterday: paid in full, so their purchases stay interest-free, or not;
-- minimum met, or missed. While the payment feed is missing nothing is called missed (B10).
CREATE TEMP TABLE due ON COMMIT DROP AS
SELECT
    s.statement_id, s.card_account_id, s.seq, s.statement_date, p.product_id, p.episode_late_fees,
    CASE WHEN s.statement_unpaid <= w.full_payment_tolerance_amount THEN 'KEPT' ELSE 'LOST' END AS interest_free,
    short.amount AS short, short.amount > w.overdue_tolerance_amount AS missed,
    CASE
        WHEN short.amount > w.overdue_tolerance_amount
             AND (w.max_late_fees IS NULL OR p.episode_late_fees < w.max_late_fees)
             AND NOT EXISTS (
                 SELECT FROM accounts_accounthold h
                 WHERE h.card_account_id = s.card_account_id AND h.kind = ANY (w.fee_stop_holds)
                   AND h.recorded_on < %(on)s AND h.since <= %(on)s AND (h.until IS NULL OR h.until >= %(on)s)
             )
        THEN least(
            greatest(round(w.late_fee_ratio * short.amount, 2), w.late_fee_minimum_amount), short.amount, ceiling.amount
        )
        ELSE 0
    END AS late_fee,
    w.version_id
FROM accounts_slice s
JOIN accounts_position p USING (card_account_id)
JOIN policy_window w ON w.product_id = p.product_id AND w.since <= s.effective_due_date AND s.effective_due_date < w.until
CROSS JOIN LATERAL (
    SELECT sum(l.unpaid) AS amount FROM accounts_slice l WHERE l.card_account_id = s.card_account_id AND l.seq <= s.seq
) short
LEFT JOIN LATERAL (
    -- fee and interest of the cycle together stay within the ceiling on the principal, where the policy says so (B16)
    SELECT CASE WHEN w.cost_ceiling_caps THEN greatest(round(
        coalesce(sum(b.remaining), 0) * (w.cost_ceiling_annual_rate - w.daily_interest_rate * 365)
        * (CASE WHEN p.cycle_seq = s.seq THEN p.next_statement_date ELSE p.last_statement_date END - s.statement_date)
        / 365, 2), 0) END AS amount
    FROM accounts_balancepool b
    WHERE w.cost_ceiling_caps AND b.card_account_id = s.card_account_id
      AND b.component IN ('PURCHASE', 'CASH', 'INSTALMENT')
) ceiling ON true
WHERE s.effective_due_date = %(day_before)s
  AND s.missed IS NULL
  AND p.cardholder_id %% %(shards)s = %(shard)s
  AND NOT p.needs_replay
  AND p.replayed_on IS DISTINCT FROM %(on)s;

ANALYZE due (card_account_id, interest_free);

UPDATE accounts_slice s
SET interest_free = d.interest_free,
    missed = CASE WHEN %(held)s THEN NULL ELSE d.missed END,
    missed_amount = CASE WHEN d.missed AND NOT %(held)s THEN d.short ELSE 0 END,
    late_fee = CASE WHEN %(held)s THEN 0 ELSE d.late_fee END
FROM due d
WHERE s.statement_id = d.statement_id;

-- Principal that was interest-free: idle from now on where the statement was paid in full, else it bears
-- interest from its posting date (L5), a residue of an older statement from this statement's date (L12).
CREATE TEMP TABLE decided_pool ON COMMIT DROP AS
SELECT
    b.id, b.card_account_id, d.interest_free,
    CASE WHEN b.seq = d.seq THEN b.weight ELSE b.remaining * r.r END AS weight
FROM due d
JOIN accounts_balancepool b USING (card_account_id)
JOIN rate_on r ON r.product_id = d.product_id AND r.day = d.statement_date
WHERE b.seq <= d.seq
  AND b.bears <> 'BEARING'
  AND b.component IN ('PURCHASE', 'INSTALMENT')
  AND (d.interest_free = 'LOST' OR b.seq = d.seq);

UPDATE accounts_balancepool b
SET bears = CASE WHEN d.interest_free = 'LOST' THEN 'BEARING' ELSE 'IDLE' END, weight = 0
FROM decided_pool d
WHERE b.id = d.id;

DELETE FROM accounts_balancepool b USING decided_pool d WHERE b.id = d.id AND b.remaining = 0;

UPDATE accounts_position p
SET interest_weight = p.interest_weight + coalesce(w.weight, 0),
    episode_late_fees = p.episode_late_fees + CASE WHEN d.late_fee > 0 AND NOT %(held)s THEN 1 ELSE 0 END,
    lifetime_late_fees = p.lifetime_late_fees + CASE WHEN d.late_fee > 0 AND NOT %(held)s THEN 1 ELSE 0 END,
    held_back = p.held_back OR (%(held)s AND d.missed),
    changed_on = %(on)s
FROM due d
LEFT JOIN (
    SELECT card_account_id, sum(weight) FILTER (WHERE interest_free = 'LOST') AS weight FROM decided_pool GROUP BY 1
) w USING (card_account_id)
WHERE p.card_account_id = d.card_account_id
  AND (d.short > 0 OR d.interest_free = 'LOST' OR w.card_account_id IS NOT NULL)
