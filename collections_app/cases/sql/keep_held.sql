-- What a case repeats of its holds, wherever holds ended or came along tonight. Such a case wakes.
WITH concerned AS (
    SELECT case_id FROM hold_over
    UNION
    SELECT case_id FROM case_closing
    UNION
    SELECT from_case FROM hold_carried
    UNION
    SELECT to_case FROM hold_carried
), open_kinds AS (
    SELECT o.case_id, coalesce(array_agg(h.kind ORDER BY h.kind) FILTER (WHERE h.id IS NOT NULL), '{}') AS kinds
    FROM concerned o
    LEFT JOIN cases_casehold h ON h.case_id = o.case_id AND h.released_at IS NULL
    GROUP BY o.case_id
)
UPDATE cases_case c
SET hold_kinds = k.kinds, work_stopped = k.kinds && %(stops_work)s::varchar[], sleeps_until = NULL
FROM open_kinds k
WHERE c.id = k.case_id AND c.hold_kinds IS DISTINCT FROM k.kinds
