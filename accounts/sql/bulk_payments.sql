-- Payments of one request, in its order. A reference that stands already is left to whoever asks for it again.
INSERT INTO accounts_ledgerentry (
    card_account_id, kind, component, amount, posting_date, value_date, recorded_on, recorded_at, recorded_by,
    source_ref, description
)
SELECT p.account, 'PAYMENT', '', p.amount, p.posting_date, p.value_date, %(recorded_on)s::date,
       %(at)s::timestamptz, %(actor)s, p.source_ref, p.description
FROM unnest(
    %(accounts)s::bigint[], %(amounts)s::numeric[], %(posting_dates)s::date[], %(value_dates)s::date[],
    %(source_refs)s::text[], %(descriptions)s::text[]
) WITH ORDINALITY AS p (account, amount, posting_date, value_date, source_ref, description, place)
ORDER BY p.place
ON CONFLICT (card_account_id, source_ref) WHERE source_ref <> '' DO NOTHING
RETURNING id, card_account_id, source_ref
