-- 63 bits over what the night left of an account; `accounts.nightly.fingerprint` is the twin.
CREATE TEMP TABLE printed ON COMMIT DROP AS
SELECT card_account_id
FROM accounts_position
WHERE (changed_on = %(on)s OR fingerprint = 0)
  AND cardholder_id %% %(shards)s = %(shard)s;

ANALYZE printed;

CREATE TEMP TABLE pools_printed ON COMMIT DROP AS
SELECT
    b.card_account_id,
    string_agg(
        concat_ws(':', b.seq, b.component, b.remaining, b.bears, trim_scale(b.weight)), ','
        ORDER BY b.seq, b.component COLLATE "C"
    ) AS pools
FROM printed q
JOIN accounts_balancepool b USING (card_account_id)
WHERE b.remaining > 0 OR b.weight <> 0
GROUP BY b.card_account_id;

CREATE TEMP TABLE slices_printed ON COMMIT DROP AS
SELECT s.card_account_id, string_agg(concat_ws(':', s.seq, s.unpaid), ',' ORDER BY s.seq) AS slices
FROM printed q
JOIN accounts_slice s USING (card_account_id)
WHERE s.unpaid > 0
GROUP BY s.card_account_id;

ANALYZE pools_printed;
ANALYZE slices_printed;

UPDATE accounts_position p
SET fingerprint = ('x' || substr(md5(concat_ws('|',
        p.card_account_id, p.cycle_seq, p.bucket, coalesce(p.anchor_seq, 0), coalesce(p.episode_since::text, ''),
        p.episode_late_fees, p.lifetime_late_fees, p.past_due, p.balance, p.credit_balance,
        trim_scale(p.interest_weight), coalesce(b.pools, ''), coalesce(s.slices, ''))), 1, 16))::bit(64)::bigint
        & 9223372036854775807
FROM printed q
LEFT JOIN pools_printed b USING (card_account_id)
LEFT JOIN slices_printed s USING (card_account_id)
WHERE p.card_account_id = q.card_account_id
