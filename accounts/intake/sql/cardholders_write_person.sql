-- What is known of each cardholder now. An empty column of the file keeps what is stored.
UPDATE accounts_cardholder holder
SET region = COALESCE(r.region, holder.region), language = COALESCE(r.language, holder.language)
FROM resolved_cardholders r
WHERE holder.id = r.known_id AND (r.region <> holder.region OR r.language <> holder.language);

INSERT INTO accounts_personaldata AS person (
    cardholder_id, name, id_type, id_number, id_number_hash, birth_date, gender
)
SELECT cardholder_id, name, COALESCE(id_type, ''), id_number_cipher, COALESCE(id_number_hash, ''), birth_date,
       COALESCE(gender, '')
FROM resolved_cardholders
ORDER BY line_no
ON CONFLICT (cardholder_id) DO UPDATE
SET name = EXCLUDED.name,
    id_type = COALESCE(NULLIF(EXCLUDED.id_type, ''), person.id_type),
    id_number = COALESCE(EXCLUDED.id_number, person.id_number),
    id_number_hash = COALESCE(NULLIF(EXCLUDED.id_number_hash, ''), person.id_number_hash),
    birth_date = COALESCE(EXCLUDED.birth_date, person.birth_date),
    gender = COALESCE(NULLIF(EXCLUDED.gender, ''), person.gender)
WHERE EXCLUDED.name <> person.name
OR EXCLUDED.id_type NOT IN ('', person.id_type)
OR EXCLUDED.id_number_hash NOT IN ('', person.id_number_hash)
OR (EXCLUDED.birth_date IS NOT NULL AND EXCLUDED.birth_date IS DISTINCT FROM person.birth_date)
OR EXCLUDED.gender NOT IN ('', person.gender)
