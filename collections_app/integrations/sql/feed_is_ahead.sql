-- Whether an event names a transaction that this server has not begun yet. Its own, still running, may be the newest.
SELECT max(txid) - %s >= greatest(
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
    coalesce(pg_current_xact_id_if_assigned()::text::bigint + 1, 0)
)
FROM events_event
