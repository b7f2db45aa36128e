-- 63 bits over what the night left of an account; `accounts.nightly.fingerprint` is the twin.
UPDATE accounts_position p
SET fingerprint = ('x' || substr(md5(concat_ws('|',
        p.card_account_id, p.cycle_seq, p.bucket, coalesce(p.anchor_seq, 0), coalesce(p.episode_since::text, ''),
        p.episode_late_fees, p.lifetime_late_fees, p.past_due, p.balance, p.credit_balance,
        trim_scale(p.interest_weight), coalesce(b.pools, ''), coalesce(s.slices, ''))), 1, 16))::bit(64)::bigint
        & 9223372036854775807
FROM accounts_position q
LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(':', seq, component, remaining, bears, trim_scale(weight)), ',' ORDER BY seq, component COLLATE "C") AS pools
    FROM accounts_balancepool b
    WHERE b.card_account_id = q.card_account_id AND (remaining > 0 OR weight <> 0)
) b ON true
LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(':', seq, unpaid), ',' ORDER BY seq) AS slices
    FROM accounts_slice s
    WHERE s.card_account_id = q.card_account_id AND s.unpaid > 0
) s ON true
WHERE q.card_account_id = p.card_account_id
  AND (p.changed_on = %(on)s OR p.fingerprint = 0)
  AND p.cardholder_id %% %(shards)s = %(shard)s
