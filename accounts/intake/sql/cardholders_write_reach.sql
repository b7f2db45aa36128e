-- Numbers and addresses of the file. A number once given stays beside a newer one; the bank's own address is replaced,
-- and what was found since stays.
INSERT INTO accounts_contactpoint (cardholder_id, kind, value, value_hash, masked, source, status)
SELECT cardholder_id, kind, cipher, hash, masked, 'APPLICATION', 'UNVERIFIED'
FROM spread_contact_points
ON CONFLICT (cardholder_id, kind, value_hash) DO NOTHING;

INSERT INTO accounts_address AS place (cardholder_id, kind, province, city, line, line_hash, source)
SELECT cardholder_id, kind, province, COALESCE(city, ''), COALESCE(cipher, %(sealed_nothing)s), hash, 'APPLICATION'
FROM spread_addresses
ON CONFLICT (cardholder_id, kind) WHERE source = 'APPLICATION' DO UPDATE
SET province = EXCLUDED.province,
    city = COALESCE(NULLIF(EXCLUDED.city, ''), place.city),
    line = CASE WHEN EXCLUDED.line_hash = '' THEN place.line ELSE EXCLUDED.line END,
    line_hash = COALESCE(NULLIF(EXCLUDED.line_hash, ''), place.line_hash)
WHERE EXCLUDED.province <> place.province
OR EXCLUDED.city NOT IN ('', place.city)
OR EXCLUDED.line_hash NOT IN ('', place.line_hash)
