-- The next delivery of a webhook that is due, for one sender alone until `until`: others step over a row being claimed.
-- None while the receiver, which failed several times in a row, is left alone.
UPDATE integrations_webhookdelivery d
SET leased_until = %(until)s, last_attempt_at = %(at)s, attempts = d.attempts + 1
FROM (
    SELECT d.id
    FROM integrations_webhookdelivery d
    JOIN integrations_webhook w ON w.id = d.webhook_id AND w.state = 'ACTIVE'
        AND (w.next_try_at IS NULL OR w.next_try_at <= %(at)s)
    WHERE d.webhook_id = %(webhook)s
      AND d.status = 'PENDING'
      AND d.next_attempt_at <= %(at)s
      AND (d.leased_until IS NULL OR d.leased_until <= %(at)s)
    ORDER BY d.next_attempt_at, d.id
    LIMIT 1
    FOR UPDATE OF d SKIP LOCKED
) due
WHERE d.id = due.id
RETURNING d.id, d.attempts, d.event_id
