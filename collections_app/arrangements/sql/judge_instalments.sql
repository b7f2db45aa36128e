-- Every instalment that has come to its night, judged from all that is known by now (`rules/settle.py`). Laid end to
-- end, money has filled the parts up to `used`: never more than was asked so far, nor more than was paid in the time
-- of any part before, plus what was asked since.
-- The cases are locked first and in their order, as every action does.
SELECT count(*) FROM (
    SELECT id FROM cases_case WHERE id IN (SELECT case_id FROM promise_due) ORDER BY id FOR NO KEY UPDATE
) locked;

CREATE TEMP TABLE instalment_judged ON COMMIT DROP AS
WITH part AS (
    SELECT
        i.id, i.promise_id, i.seq, i.amount, i.status AS was, i.credited AS was_credited, p.threshold,
        sum(i.amount) OVER in_order AS asked,
        max(greatest(m.paid, 0)) OVER in_order AS paid
    FROM promise_due d
    JOIN arrangements_promisetopay p USING (id)
    JOIN arrangements_promiseinstalment i ON i.promise_id = p.id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(-e.amount), 0) AS paid
        FROM accounts_ledgerentry e
        WHERE e.card_account_id = ANY (p.account_ids)
          AND e.kind IN ('PAYMENT', 'PAYMENT_REVERSAL')
          AND e.value_date >= p.made_on
          AND e.value_date < i.settle_on
          AND e.effective_on < %(on)s
    ) m
    WHERE p.status IN ('OPEN', 'KEPT', 'PARTIAL', 'BROKEN') AND i.settle_on <= %(on)s
    WINDOW in_order AS (PARTITION BY i.promise_id ORDER BY i.seq)
), filled AS (
    SELECT *, asked + least(0, min(paid - asked) OVER (PARTITION BY promise_id ORDER BY seq)) AS used FROM part
), credit AS (
    SELECT *, used - lag(used, 1, 0.0) OVER (PARTITION BY promise_id ORDER BY seq) AS credited FROM filled
), judged AS (
    SELECT
        id, promise_id, seq, amount, was, was_credited, credited,
        CASE WHEN credited >= threshold * amount THEN 'KEPT' WHEN credited > 0 THEN 'PARTIAL' ELSE 'BROKEN' END AS status
    FROM credit
)
-- A night without its payment feed only says KEPT (B10): the rest waits.
SELECT *, status <> 'KEPT' AND %(held)s AS waits
FROM judged
WHERE (status, credited) IS DISTINCT FROM (was, was_credited);

ANALYZE instalment_judged (id, promise_id);

UPDATE arrangements_promiseinstalment i
SET status = j.status,
    credited = j.credited,
    settled_on = CASE WHEN j.status = j.was THEN i.settled_on ELSE %(on)s END
FROM instalment_judged j
WHERE i.id = j.id AND NOT j.waits
