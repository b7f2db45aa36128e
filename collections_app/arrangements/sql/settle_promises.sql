-- Promises follow their instalments: open while one is, else as good as the worst; each leaves its event.
CREATE TEMP TABLE promise_left ON COMMIT DROP AS
SELECT
    p.id, p.case_id, p.cardholder_id, p.amount, p.currency, p.status AS was, p.credited AS was_credited,
    n.status, n.credited, n.next_due_on, coalesce(j.waits, false) AS waits, coalesce(j.missed, false) AS missed
FROM promise_due d
JOIN arrangements_promisetopay p USING (id)
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN bool_or(i.status = 'OPEN') THEN 'OPEN'
            WHEN bool_or(i.status = 'BROKEN') THEN 'BROKEN'
            WHEN bool_or(i.status = 'PARTIAL') THEN 'PARTIAL'
            ELSE 'KEPT'
        END AS status,
        sum(i.credited) AS credited,
        coalesce(min(i.due_on) FILTER (WHERE i.status = 'OPEN'), p.last_due_on) AS next_due_on
    FROM arrangements_promiseinstalment i
    WHERE i.promise_id = p.id
) n
LEFT JOIN LATERAL (
    SELECT
        bool_or(g.waits AND g.was <> 'OPEN') AS waits,
        bool_or(NOT g.waits AND g.status <> g.was AND g.status <> 'KEPT') AS missed
    FROM instalment_judged g
    WHERE g.promise_id = p.id
) j ON true
WHERE p.status IN ('OPEN', 'KEPT', 'PARTIAL', 'BROKEN');

ANALYZE promise_left (id, case_id);

INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'promise.' || lower(status), 'night', %(on)s, cardholder_id,
    jsonb_build_object(
        'promise', id, 'case', case_id, 'amount', amount::text, 'credited', credited::text, 'currency', currency
    )
FROM promise_left
WHERE was = 'OPEN' AND status <> 'OPEN'
ORDER BY id;

INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'promise.revised', 'night', %(on)s, cardholder_id,
    jsonb_build_object(
        'promise', id, 'case', case_id, 'amount', amount::text, 'currency', currency,
        'from', was, 'to', status, 'credited_before', was_credited::text, 'credited', credited::text
    )
FROM promise_left
WHERE was <> 'OPEN' AND (status, credited) IS DISTINCT FROM (was, was_credited)
ORDER BY id;

-- An instalment of a promise that goes on.
INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'promise.instalment_settled', 'night', %(on)s, l.cardholder_id,
    jsonb_build_object(
        'promise', l.id, 'case', l.case_id, 'seq', j.seq, 'amount', j.amount::text, 'currency', l.currency,
        'from', j.was, 'to', j.status, 'credited', j.credited::text
    )
FROM promise_left l
JOIN instalment_judged j ON j.promise_id = l.id
WHERE l.was = 'OPEN' AND l.status = 'OPEN' AND NOT j.waits
ORDER BY l.id, j.seq;

WITH written AS (
    UPDATE arrangements_promisetopay p
    SET status = l.status,
        credited = l.credited,
        next_due_on = l.next_due_on,
        waits_for_feed = l.waits,
        settled_on = CASE WHEN l.status = p.status THEN p.settled_on ELSE %(on)s END
    FROM promise_left l
    WHERE p.id = l.id
      AND (p.status, p.credited, p.next_due_on, p.waits_for_feed)
          IS DISTINCT FROM (l.status, l.credited, l.next_due_on, l.waits)
    RETURNING p.id
)
SELECT count(*) FROM written
