-- Reversals and waivers beside the entry they name: one stored already, or a good row of the same file.
-- `rank` counts the new reversals of one target, `waived_before` the waivers of it that stand already or come earlier.
CREATE TEMPORARY TABLE targeted_entries AS
WITH named AS (
    SELECT r.*,
           stored.id AS target_id,
           COALESCE(stored.kind, beside.kind) AS target_kind,
           COALESCE(stored.component, beside.component) AS target_component,
           abs(COALESCE(stored.amount, beside.amount)) AS target_amount,
           COALESCE(stored.value_date, beside.value_date) AS target_value_date
    FROM resolved_entries r
    LEFT JOIN accounts_ledgerentry stored
        ON stored.card_account_id = r.card_account_id AND stored.source_ref = r.reverses_ref
    LEFT JOIN resolved_entries beside
        ON beside.card_account_id = r.card_account_id AND beside.source_ref = r.reverses_ref
        AND NOT EXISTS (SELECT 1 FROM faults WHERE faults.line_no = beside.line_no)
    WHERE r.known_id IS NULL
    AND r.reverses_ref IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM faults WHERE faults.line_no = r.line_no)
)
SELECT named.*,
       EXISTS (
           SELECT 1 FROM accounts_ledgerentry earlier
           WHERE earlier.reverses_id = named.target_id AND earlier.kind IN ('PAYMENT_REVERSAL', 'CHARGE_REVERSAL')
       ) AS is_reversed,
       row_number() OVER (PARTITION BY card_account_id, reverses_ref, kind = 'WAIVER' ORDER BY line_no) AS rank,
       COALESCE((
           SELECT -sum(earlier.amount) FROM accounts_ledgerentry earlier
           WHERE earlier.reverses_id = named.target_id AND earlier.kind = 'WAIVER'
       ), 0)
       + sum(CASE WHEN kind = 'WAIVER' THEN -amount ELSE 0 END)
           OVER (PARTITION BY card_account_id, reverses_ref ORDER BY line_no) AS waived_with_this
FROM named
