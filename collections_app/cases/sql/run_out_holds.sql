-- Holds whose last day has passed. They ended when that day did, whenever this night runs.
-- The cases first and in their order, as every action does: a lock taken the other way round could wait for ever.
CREATE TEMP TABLE hold_over ON COMMIT DROP AS
SELECT h.id, h.case_id, c.cardholder_id
FROM cases_casehold h
JOIN cases_case c ON c.id = h.case_id
WHERE h.released_at IS NULL AND h.until < %(on)s AND c.cardholder_id %% %(shards)s = %(shard)s;

SELECT count(*) FROM (
    SELECT id FROM cases_case WHERE id IN (SELECT case_id FROM hold_over) ORDER BY id FOR NO KEY UPDATE
) locked;

WITH ended AS (
    UPDATE cases_casehold h
    SET released_at = (h.until + 1)::timestamp AT TIME ZONE %(zone)s, released_by = 'night'
    FROM hold_over o
    WHERE h.id = o.id AND h.released_at IS NULL
    RETURNING h.id, h.case_id, h.kind, h.until, o.cardholder_id
), noted AS (
    INSERT INTO events_event (kind, actor, business_date, cardholder_id, data)
    SELECT
        'hold.ran_out', 'night', %(on)s, cardholder_id,
        jsonb_build_object('case', case_id, 'hold', id, 'kind', kind, 'until', until)
    FROM ended
)
SELECT count(*) FROM ended
