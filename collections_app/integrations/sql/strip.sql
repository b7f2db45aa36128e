-- Webhooks that need somebody: paused, failing since `failing_before`, or with events given up after `dead_after`.
WITH newest_dead AS (
    SELECT webhook_id, last_attempt_at
    FROM integrations_webhookdelivery
    WHERE status = 'DEAD'
    ORDER BY id DESC
    LIMIT 1000
), told AS (
    SELECT w.id, w.name, w.state, w.pause_reason, w.failing_since, w.next_try_at,
           w.failing_since <= %(failing_before)s AS failing,
           EXISTS (
               SELECT FROM newest_dead d WHERE d.webhook_id = w.id AND d.last_attempt_at >= %(dead_after)s
           ) AS dead
    FROM integrations_webhook w
    WHERE w.state <> 'ENDED'
)
SELECT * FROM told WHERE state = 'PAUSED' OR failing OR dead ORDER BY id
