-- Cases after their promises: the hold ends with the last of them (one a currency) or with the first missed instalment,
-- because then there is something to talk about; what the case repeats of its promises follows; whoever missed one is
-- called again.
WITH over AS (
    SELECT case_id, min(cardholder_id) AS cardholder_id
    FROM promise_left l
    WHERE was = 'OPEN' AND (status <> 'OPEN' OR missed)
    GROUP BY case_id
    HAVING bool_or(missed) OR NOT EXISTS (
        SELECT FROM arrangements_promisetopay p WHERE p.case_id = l.case_id AND p.status = 'OPEN'
    )
), ended AS (
    UPDATE cases_casehold h
    SET released_at = %(on)s::timestamp AT TIME ZONE %(zone)s, released_by = 'night'
    FROM over o
    WHERE h.case_id = o.case_id AND h.kind = 'PROMISE' AND h.released_at IS NULL
    RETURNING h.id, h.case_id, h.kind, h.until, o.cardholder_id
)
INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'hold.released', 'night', %(on)s, cardholder_id,
    jsonb_build_object('case', case_id, 'hold', id, 'kind', kind, 'until', until)
FROM ended;

WITH concerned AS (
    SELECT case_id, bool_or(missed) AS missed FROM promise_left GROUP BY case_id
), figures AS (
    SELECT
        o.case_id, o.missed,
        count(DISTINCT i.promise_id) FILTER (WHERE i.status = 'BROKEN') AS broken,
        max(i.settled_on) FILTER (WHERE i.status = 'BROKEN') AS last_broken_on,
        min(i.due_on) FILTER (WHERE i.status = 'OPEN') AS due_on
    FROM concerned o
    JOIN arrangements_promisetopay p USING (case_id)
    JOIN arrangements_promiseinstalment i ON i.promise_id = p.id
    GROUP BY o.case_id, o.missed
), open_kinds AS (
    SELECT o.case_id, coalesce(array_agg(h.kind ORDER BY h.kind) FILTER (WHERE h.id IS NOT NULL), '{}') AS kinds
    FROM concerned o
    LEFT JOIN cases_casehold h ON h.case_id = o.case_id AND h.released_at IS NULL
    GROUP BY o.case_id
)
UPDATE cases_case c
SET broken_promises = f.broken,
    last_broken_on = f.last_broken_on,
    promise_due_on = f.due_on,
    hold_kinds = k.kinds,
    work_stopped = k.kinds && %(stops_work)s::varchar[],
    follow_up_at = CASE WHEN f.missed AND NOT k.kinds && ARRAY['PROMISE']::varchar[] THEN NULL ELSE c.follow_up_at END,
    sleeps_until = NULL
FROM figures f
JOIN open_kinds k USING (case_id)
WHERE c.id = f.case_id
  AND (f.missed
       OR (c.broken_promises, c.last_broken_on, c.promise_due_on, c.hold_kinds)
          IS DISTINCT FROM (f.broken, f.last_broken_on, f.due_on, k.kinds))
