-- Payments of this file that look like one already there: same account, amount and value date, another reference (B7).
INSERT INTO accounts_suspectedduplicate (entry_id, other_id, found_on, status, reason, decided_by)
SELECT DISTINCT ON (entry.id) entry.id, other.id, %(recording_day)s::date, 'OPEN', '', ''
FROM accounts_ledgerentry entry
JOIN accounts_ledgerentry other
    ON other.card_account_id = entry.card_account_id AND other.kind = 'PAYMENT' AND other.amount = entry.amount
    AND other.value_date = entry.value_date AND other.id < entry.id
WHERE entry.delivery_id = %(delivery_id)s
AND entry.kind = 'PAYMENT'
AND NOT EXISTS (
    SELECT 1 FROM accounts_ledgerentry reversal
    WHERE reversal.reverses_id IN (entry.id, other.id) AND reversal.kind = 'PAYMENT_REVERSAL'
)
ORDER BY entry.id, other.id DESC
ON CONFLICT (entry_id, other_id) DO NOTHING
