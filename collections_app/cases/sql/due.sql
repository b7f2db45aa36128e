-- The oldest due follow-ups of this agent: of each queue open to him the first few in languages he speaks, his own, and
-- his teams'; each by an index. Neither locked nor looked at closely: `next_due.sql` does both with the few that are found.
SELECT id FROM (
    SELECT d.id, d.follow_up_at
    FROM unnest(%(open)s::bigint[]) q (id)
    CROSS JOIN LATERAL (
        SELECT c.id, c.follow_up_at
        FROM cases_case c
        WHERE c.queue_id = q.id AND c.closed_on IS NULL AND c.follow_up_at <= %(at)s
          AND c.agent_id IS NULL AND c.team_id IS NULL AND c.language <> ALL(%(foreign)s::text[])
          AND COALESCE(c.sleeps_until, '2000-01-01 00:00:00+00'::timestamptz) <= %(at)s
        ORDER BY c.follow_up_at, c.id
        LIMIT %(look)s
    ) d
    UNION ALL
    (
        SELECT c.id, c.follow_up_at
        FROM cases_case c
        WHERE c.agent_id = %(user)s AND c.closed_on IS NULL AND c.follow_up_at <= %(at)s
          AND c.queue_id = ANY(%(queues)s::bigint[])
          AND COALESCE(c.sleeps_until, '2000-01-01 00:00:00+00'::timestamptz) <= %(at)s
        ORDER BY c.follow_up_at
        LIMIT %(look)s
    )
    UNION ALL
    SELECT d.id, d.follow_up_at
    FROM unnest(%(teams)s::bigint[]) t (id)
    CROSS JOIN LATERAL (
        SELECT c.id, c.follow_up_at
        FROM cases_case c
        WHERE c.team_id = t.id AND c.closed_on IS NULL AND c.follow_up_at <= %(at)s
          AND c.agent_id IS NULL AND c.queue_id = ANY(%(queues)s::bigint[])
          AND c.language <> ALL(%(foreign)s::text[])
          AND COALESCE(c.sleeps_until, '2000-01-01 00:00:00+00'::timestamptz) <= %(at)s
        ORDER BY c.follow_up_at
        LIMIT %(look)s
    ) d
) found
ORDER BY follow_up_at, id
LIMIT %(look)s
