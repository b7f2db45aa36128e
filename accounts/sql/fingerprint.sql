-- 63 bits over what the night left of an account; `accounts.nightly.fingerprint` is the twin.
CREATE TEMP TABLE pools_printed ON COMMIT DROP AS
SELECT
    b.card_account_id,
    string_agg(
        concat_ws(':', b.seq, b.component, b.remaining, b.bears, trim_scale(b.weight)), ','
        ORDER BY b.seq, b.component COLLATE "C"
    ) AS pools
FROM touched t
JOIN accounts_balancepool b USING (card_account_id)
WHERE b.remaining > 0 OR b.weight <> 0
GROUP BY b.card_account_id;

CREATE TEMP TABLE slices_printed ON COMMIT DROP AS
SELECT card_account_id, string_agg(concat_ws(':', seq, unpaid), ',' ORDER BY seq) AS slices
FROM unpaid
GROUP BY card_account_id;

ANALYZE pools_printed (card_account_id);
ANALYZE slices_printed (card_account_id);

UPDATE accounts_position p
SET fingerprint = ('x' || substr(md5(concat_ws('|',
        p.card_account_id, p.cycle_seq, p.bucket, coalesce(p.anchor_seq, 0), coalesce(p.episode_since::text, ''),
        p.episode_late_fees, p.lifetime_late_fees, p.past_due, p.balance, p.credit_balance,
        trim_scale(p.interest_weight), coalesce(b.pools, ''), coalesce(s.slices, ''))), 1, 16))::bit(64)::bigint
        & 9223372036854775807
FROM touched t
LEFT JOIN pools_printed b USING (card_account_id)
LEFT JOIN slices_printed s USING (card_account_id)
WHERE p.card_account_id = t.card_account_id
