-- One delivery for every webhook that wants an event, of the next `window` events of the feed (see changes.sql).
WITH looked_at AS MATERIALIZED (
    SELECT id, txid, kind, account_id, cardholder_id
    FROM events_event
    WHERE (txid, id) > (%(txid)s, %(id)s)
      AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + %(line)s
    ORDER BY txid, id
    LIMIT %(window)s
), wanting AS (
    SELECT * FROM jsonb_to_recordset(%(webhooks)s::jsonb)
    AS w (id bigint, kinds text[], clearances text[], starts_txid bigint)
), made AS (
    INSERT INTO integrations_webhookdelivery (webhook_id, event_id, status, attempts, next_attempt_at)
    SELECT w.id, l.id, 'PENDING', 0, %(at)s
    FROM looked_at l
    JOIN wanting w ON l.kind = ANY (w.kinds) AND l.txid >= w.starts_txid
    LEFT JOIN accounts_cardaccount a ON a.id = l.account_id
    LEFT JOIN accounts_cardholder c ON c.id = coalesce(l.cardholder_id, a.cardholder_id)
    WHERE coalesce(c.restriction, '') = '' OR c.restriction = ANY (w.clearances)
    ORDER BY l.txid, l.id
    ON CONFLICT (webhook_id, event_id) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM made) AS made,
       count(*) AS looked,
       (array_agg(txid ORDER BY txid DESC, id DESC))[1] AS last_txid,
       (array_agg(id ORDER BY txid DESC, id DESC))[1] AS last_id
FROM looked_at
