-- How each queue stands now, of what the reader may see: cases, who is worked, which could be handed out (as far as is
-- known), what is due.
SELECT
    c.queue_id,
    count(*) AS cases,
    count(k.case_id) AS worked,
    count(*) FILTER (WHERE c.work_stopped) AS held,
    count(*) FILTER (WHERE k.case_id IS NULL AND NOT c.work_stopped AND c.sleeps_until > %(at)s) AS asleep,
    count(*) FILTER (
        WHERE k.case_id IS NULL AND NOT c.work_stopped AND (c.sleeps_until IS NULL OR c.sleeps_until <= %(at)s)
          AND (
              c.follow_up_at <= %(at)s
              OR c.follow_up_at IS NULL AND (c.last_contact_at IS NULL OR c.last_contact_at <= %(rested)s)
          )
    ) AS callable,
    count(*) FILTER (WHERE c.follow_up_at <= %(at)s) AS due,
    min(COALESCE(c.last_contact_at, c.opened_on::timestamp AT TIME ZONE %(zone)s))
        FILTER (WHERE NOT c.work_stopped AND c.follow_up_at IS NULL) AS oldest
FROM cases_case c
LEFT JOIN cases_claim k ON k.case_id = c.id AND k.expires_at > %(at)s
WHERE c.closed_on IS NULL AND c.queue_id IS NOT NULL AND {seen}
GROUP BY c.queue_id
