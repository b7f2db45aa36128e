-- Which known cardholders differ from the file, each with an event that names the columns and never the values.
WITH differing AS (
    SELECT r.cardholder_id, field.column_name
    FROM resolved_cardholders r
    JOIN accounts_cardholder holder ON holder.id = r.known_id
    JOIN accounts_personaldata person ON person.cardholder_id = r.known_id
    CROSS JOIN LATERAL (
        VALUES
        ('region', r.region <> holder.region),
        ('language', r.language <> holder.language),
        ('name', r.name <> person.name),
        ('id_type', r.id_type <> person.id_type),
        ('id_number', r.id_number_hash <> person.id_number_hash),
        ('birth_date', r.birth_date IS NOT NULL AND r.birth_date IS DISTINCT FROM person.birth_date),
        ('gender', r.gender <> person.gender)
    ) AS field (column_name, differs)
    WHERE field.differs
    UNION ALL
    SELECT point.cardholder_id, point.column_name
    FROM spread_contact_points point
    LEFT JOIN accounts_contactpoint stored
        ON stored.cardholder_id = point.cardholder_id AND stored.kind = point.kind AND stored.value_hash = point.hash
    WHERE point.known_id IS NOT NULL AND stored.id IS NULL
    UNION ALL
    SELECT place.cardholder_id, place.column_name
    FROM spread_addresses place
    LEFT JOIN accounts_address stored
        ON stored.cardholder_id = place.cardholder_id AND stored.kind = place.kind AND stored.source = 'APPLICATION'
    WHERE place.known_id IS NOT NULL
    AND (
        stored.id IS NULL OR stored.province <> place.province OR stored.city <> place.city
        OR (place.hash <> '' AND stored.line_hash <> place.hash)
    )
)
INSERT INTO events_event (kind, actor, api_key, business_date, cardholder_id, data)
SELECT 'cardholder.changed', %(actor)s, %(api_key)s, %(recording_day)s::date, cardholder_id,
       jsonb_build_object('delivery', %(delivery_id)s, 'columns', jsonb_agg(column_name ORDER BY column_name))
FROM differing
GROUP BY cardholder_id
