-- For each of these new payments the latest earlier one that looks like it, unless that one is reversed (B7).
INSERT INTO accounts_suspectedduplicate (entry_id, other_id, found_on, status, reason, decided_by)
SELECT DISTINCT ON (entry.id) entry.id, other.id, entry.recorded_on, 'OPEN', '', ''
FROM accounts_ledgerentry entry
JOIN accounts_ledgerentry other
    ON other.card_account_id = entry.card_account_id AND other.kind = 'PAYMENT' AND other.amount = entry.amount
    AND other.value_date = entry.value_date AND other.id < entry.id
WHERE entry.id = ANY(%(ids)s)
AND NOT EXISTS (
    SELECT 1 FROM accounts_ledgerentry reversal
    WHERE reversal.reverses_id = other.id AND reversal.kind = 'PAYMENT_REVERSAL'
)
ORDER BY entry.id, other.id DESC
RETURNING entry_id, other_id
