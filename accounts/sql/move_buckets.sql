-- The bucket of every account that something happened to: the oldest statement past its effective due date whose
-- minimum is short by more than its tolerance is the anchor, the statements cut since are counted from it.
-- Most owe nothing that is due: only the others need their ladder. Accounts replayed tonight stand where they belong.
CREATE TEMP TABLE owing ON COMMIT DROP AS
SELECT DISTINCT t.card_account_id, t.product_id
FROM touched t
JOIN unpaid u USING (card_account_id)
WHERE u.effective_due_date < %(on)s AND t.replayed_on IS DISTINCT FROM %(on)s;

ANALYZE owing (card_account_id);

CREATE TEMP TABLE rung ON COMMIT DROP AS
SELECT
    s.card_account_id, s.seq, s.due_date, s.effective_due_date, o.product_id,
    sum(s.unpaid) OVER (PARTITION BY s.card_account_id ORDER BY s.seq) AS short
FROM owing o
JOIN accounts_slice s USING (card_account_id)
WHERE s.effective_due_date < %(on)s;

ANALYZE rung (card_account_id);

-- Most that were touched stand where they stood: their rows are not written again.
CREATE TEMP TABLE moved ON COMMIT DROP AS
WITH anchor AS (
    SELECT DISTINCT ON (g.card_account_id) g.card_account_id, g.seq, g.due_date
    FROM rung g
    JOIN policy_window w ON w.product_id = g.product_id AND w.since <= g.effective_due_date AND g.effective_due_date < w.until
    WHERE g.short > w.overdue_tolerance_amount
    ORDER BY g.card_account_id, g.seq
), past_due AS (
    SELECT card_account_id, max(short) AS amount FROM rung GROUP BY card_account_id
), standing AS (
    SELECT
        t.card_account_id, t.cardholder_id, t.bucket AS old_bucket, t.anchor_seq AS old_anchor_seq,
        t.anchor_due_date AS old_anchor_due_date, t.past_due AS old_past_due,
        CASE WHEN a.seq IS NULL THEN -1 ELSE least(t.cycle_seq - a.seq, 5) END AS bucket,
        a.seq AS anchor_seq, a.due_date AS anchor_due_date, coalesce(d.amount, 0) AS past_due,
        t.held_back OR a.seq IS NULL AND (t.episode_since IS NOT NULL OR t.episode_late_fees > 0) AS unsettled
    FROM touched t
    LEFT JOIN anchor a USING (card_account_id)
    LEFT JOIN past_due d USING (card_account_id)
    WHERE (t.changed_on = %(on)s OR t.held_back) AND t.replayed_on IS DISTINCT FROM %(on)s
)
SELECT *
FROM standing
WHERE unsettled
   OR (bucket, anchor_seq, anchor_due_date, past_due)
      IS DISTINCT FROM (old_bucket, old_anchor_seq, old_anchor_due_date, old_past_due);

ANALYZE moved (card_account_id);

-- Without yesterday's payment feed nobody moves to a worse bucket: remembered, and judged when it has come (B10).
UPDATE accounts_position p
SET held_back = true
FROM moved m
WHERE p.card_account_id = m.card_account_id AND %(held)s AND m.bucket > m.old_bucket;

DELETE FROM moved WHERE %(held)s AND bucket > old_bucket;

UPDATE accounts_position p
SET bucket = m.bucket,
    bucket_since = CASE WHEN m.bucket = m.old_bucket THEN p.bucket_since ELSE %(on)s END,
    anchor_seq = m.anchor_seq,
    anchor_due_date = m.anchor_due_date,
    past_due = m.past_due,
    episode_since = CASE WHEN m.bucket = -1 THEN NULL ELSE coalesce(p.episode_since, %(on)s) END,
    episode_late_fees = CASE WHEN m.bucket = -1 THEN 0 ELSE p.episode_late_fees END,
    held_back = p.held_back AND %(held)s,
    changed_on = %(on)s
FROM moved m
WHERE p.card_account_id = m.card_account_id;

UPDATE accounts_bucketinterval i
SET to_date = %(on)s
FROM moved m
WHERE i.card_account_id = m.card_account_id AND i.to_date IS NULL AND i.known_to IS NULL
  AND (m.bucket, m.anchor_seq) IS DISTINCT FROM (m.old_bucket, m.old_anchor_seq);

INSERT INTO accounts_bucketinterval (card_account_id, from_date, bucket, anchor_seq, known_from)
SELECT card_account_id, %(on)s, bucket, anchor_seq, %(on)s
FROM moved m
WHERE (m.bucket, m.anchor_seq) IS DISTINCT FROM (m.old_bucket, m.old_anchor_seq);

INSERT INTO events_event (kind, actor, business_date, account_id, cardholder_id, data)
SELECT
    'bucket.moved', 'night', %(on)s, card_account_id, cardholder_id,
    jsonb_build_object('from', old_bucket, 'to', bucket, 'anchor_seq', anchor_seq)
FROM moved
WHERE bucket <> old_bucket
