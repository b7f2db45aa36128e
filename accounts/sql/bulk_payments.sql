-- Payments of one request, numbered in its order. A reference that stands already is left to whoever asks for it again.
-- Written in the order of account and reference, as those of a bank file are (`intake/sql/entries_insert.sql`): whoever
-- finds a reference that somebody else is just writing waits for him, so two who brought theirs crosswise would never end.
INSERT INTO accounts_ledgerentry (
    id, card_account_id, kind, component, amount, posting_date, value_date, recorded_on, recorded_at, recorded_by,
    source_ref, description
)
SELECT p.id, p.account, 'PAYMENT', '', p.amount, p.posting_date, p.value_date, %(recorded_on)s::date,
       %(at)s::timestamptz, %(actor)s, p.source_ref, p.description
FROM (
    SELECT nextval('accounts_ledgerentry_id_seq') AS id, given.*
    FROM unnest(
        %(accounts)s::bigint[], %(amounts)s::numeric[], %(posting_dates)s::date[], %(value_dates)s::date[],
        %(source_refs)s::text[], %(descriptions)s::text[]
    ) WITH ORDINALITY AS given (account, amount, posting_date, value_date, source_ref, description, place)
    ORDER BY given.place
) p
ORDER BY p.account, p.source_ref
ON CONFLICT (card_account_id, source_ref) WHERE source_ref <> '' DO NOTHING
RETURNING id, card_account_id, source_ref
