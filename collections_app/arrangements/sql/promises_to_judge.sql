-- Promises the night must look at: an open instalment has come to its night; or it waits for a payment feed; or a
-- payment or reversal taken in yesterday lies, by its value date, in the time of an instalment settled before. Whatever
-- lies in such a time is older than the day before: the entries of an ordinary day are passed over, and those left are
-- few, so they come first.
CREATE TEMP TABLE promise_due ON COMMIT DROP AS
WITH late AS MATERIALIZED (
    SELECT e.card_account_id, e.value_date
    FROM accounts_ledgerentry e
    WHERE e.effective_on = %(day_before)s
      AND e.value_date < %(day_before)s
      AND e.kind IN ('PAYMENT', 'PAYMENT_REVERSAL')
)
SELECT p.id, p.case_id
FROM arrangements_promiseinstalment i
JOIN arrangements_promisetopay p ON p.id = i.promise_id
WHERE i.status = 'OPEN' AND i.settle_on <= %(on)s AND p.cardholder_id %% %(shards)s = %(shard)s
UNION
SELECT p.id, p.case_id
FROM arrangements_promisetopay p
WHERE p.waits_for_feed AND p.cardholder_id %% %(shards)s = %(shard)s
UNION
SELECT p.id, p.case_id
FROM late e
JOIN accounts_cardaccount a ON a.id = e.card_account_id
JOIN arrangements_promisetopay p ON p.cardholder_id = a.cardholder_id
WHERE a.cardholder_id %% %(shards)s = %(shard)s
  AND e.card_account_id = ANY (p.account_ids)
  AND e.value_date >= p.made_on
  AND p.status IN ('OPEN', 'KEPT', 'PARTIAL', 'BROKEN')
  AND EXISTS (
      SELECT FROM arrangements_promiseinstalment i
      WHERE i.promise_id = p.id AND i.settled_on IS NOT NULL AND e.value_date < i.settle_on
  );

ANALYZE promise_due (id);

SELECT count(*) FROM promise_due
