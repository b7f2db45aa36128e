-- The next events after a position, in the order in which their transactions began, as far as all of them have ended.
-- At most `window` places are looked at, so that a rare kind costs no more than a common one; the last of them comes
-- with every row. Files of bank staff and VIPs the reader is not cleared for are left out.
WITH looked_at AS MATERIALIZED (
    SELECT id, txid, kind, recorded_at, business_date, actor, api_key, account_id, cardholder_id, data
    FROM events_event
    WHERE (txid, id) > (%(txid)s, %(id)s)
      AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + %(line)s
    ORDER BY txid, id
    LIMIT %(window)s
), chosen AS (
    SELECT l.*, a.account_no, c.customer_no
    FROM looked_at l
    LEFT JOIN accounts_cardaccount a ON a.id = l.account_id
    LEFT JOIN accounts_cardholder c ON c.id = coalesce(l.cardholder_id, a.cardholder_id)
    WHERE (%(kinds)s::text[] IS NULL OR l.kind = ANY (%(kinds)s::text[]))
      AND (%(everything)s OR coalesce(c.restriction, '') = '' OR c.restriction = ANY (%(clearances)s::text[]))
    ORDER BY l.txid, l.id
    LIMIT %(limit)s
), passed AS (
    SELECT count(*) AS looked, (array_agg(txid ORDER BY txid DESC, id DESC))[1] AS last_txid,
           (array_agg(id ORDER BY txid DESC, id DESC))[1] AS last_id
    FROM looked_at
)
SELECT p.looked, p.last_txid, p.last_id,
       c.id, c.txid, c.kind, c.recorded_at, c.business_date, c.actor, c.api_key, c.account_no, c.customer_no, c.data
FROM passed p LEFT JOIN chosen c ON true
ORDER BY c.txid, c.id
