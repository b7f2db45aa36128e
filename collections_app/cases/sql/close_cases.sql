-- Everything is paid: the case closes, unless a plan or a suit still runs. Its promise has nothing left to wait for,
-- who works it loses it; every other hold stays and protects again should the cardholder relapse.
CREATE TEMP TABLE case_closing ON COMMIT DROP AS
SELECT s.case_id, s.cardholder_id, s.old_bucket
FROM case_seen s
WHERE s.cured AND NOT EXISTS (
    SELECT FROM cases_casehold h
    WHERE h.case_id = s.case_id AND h.released_at IS NULL AND h.kind = ANY (%(keeps_open)s)
);

ANALYZE case_closing (case_id);

WITH ended AS (
    UPDATE cases_casehold h
    SET released_at = %(on)s::timestamp AT TIME ZONE %(zone)s, released_by = 'night'
    FROM case_closing c
    WHERE h.case_id = c.case_id AND h.released_at IS NULL AND h.kind = 'PROMISE'
    RETURNING h.id, h.case_id, h.kind, h.until, c.cardholder_id
)
INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'hold.released', 'night', %(on)s, cardholder_id,
    jsonb_build_object('case', case_id, 'hold', id, 'kind', kind, 'until', until)
FROM ended;

DELETE FROM cases_claim l USING case_closing c WHERE l.case_id = c.case_id;

INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'case.closed', 'night', %(on)s, cardholder_id,
    jsonb_build_object('case', case_id, 'from', old_bucket, 'reason', 'CURED')
FROM case_closing;

INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
SELECT
    'case.moved', 'night', %(on)s, cardholder_id,
    jsonb_build_object('case', case_id, 'from', old_bucket, 'to', -1)
FROM case_seen
WHERE cured AND old_bucket <> -1 AND case_id NOT IN (SELECT case_id FROM case_closing);

UPDATE cases_case c
SET bucket = -1,
    bucket_since = CASE WHEN c.bucket = -1 THEN c.bucket_since ELSE %(on)s END,
    past_due = 0,
    balance = 0,
    past_due_since = NULL,
    accounts = 0,
    closed_on = CASE WHEN g.case_id IS NULL THEN NULL ELSE %(on)s END,
    close_reason = CASE WHEN g.case_id IS NULL THEN '' ELSE 'CURED' END,
    queue_id = CASE WHEN g.case_id IS NULL THEN c.queue_id END,
    sort_key = CASE WHEN g.case_id IS NULL THEN c.sort_key END,
    follow_up_at = CASE WHEN g.case_id IS NULL THEN c.follow_up_at END,
    sleeps_until = NULL
FROM case_seen s
LEFT JOIN case_closing g USING (case_id)
WHERE c.id = s.case_id AND s.cured AND (g.case_id IS NOT NULL OR c.bucket <> -1)
