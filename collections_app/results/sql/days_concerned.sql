-- Days whose figures something said since then: contacts and corrections, promises, holds, refusals, breaches; promises
-- settled or settled anew by this night; and promises in whose time an entry of yesterday with an older value date lies.
SELECT (at AT TIME ZONE %(zone)s)::date AS day FROM contacts_contact WHERE id > %(contact)s
UNION
SELECT made_on FROM arrangements_promisetopay WHERE id > %(promise)s
UNION
SELECT placed_on FROM cases_casehold WHERE id > %(hold)s AND kind = 'COMPLAINT'
UNION
SELECT (asked_at AT TIME ZONE %(zone)s)::date FROM compliance_contactrefusal WHERE id > %(refusal)s
UNION
SELECT (at AT TIME ZONE %(zone)s)::date FROM compliance_breach WHERE id > %(breach)s
UNION
SELECT last_due_on FROM arrangements_promisetopay WHERE settled_on >= %(since)s
UNION
SELECT p.last_due_on
FROM accounts_ledgerentry e
JOIN accounts_cardaccount a ON a.id = e.card_account_id
JOIN arrangements_promisetopay p ON p.cardholder_id = a.cardholder_id AND p.settled_on IS NOT NULL
WHERE e.effective_on >= %(since)s AND e.effective_on < %(on)s
  AND e.value_date < e.effective_on
  AND e.kind IN ('PAYMENT', 'PAYMENT_REVERSAL')
  AND e.card_account_id = ANY (p.account_ids)
  AND e.value_date BETWEEN p.made_on AND p.last_due_on + p.grace_days
