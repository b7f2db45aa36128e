-- Contact points and addresses of the file as rows of their own.
CREATE TEMPORARY TABLE spread_contact_points AS
SELECT r.cardholder_id, r.known_id, point.column_name, point.kind, point.cipher, point.hash, point.masked
FROM resolved_cardholders r
CROSS JOIN LATERAL (
    VALUES
    ('mobile', 'MOBILE', r.mobile_cipher, r.mobile_hash, r.mobile_masked),
    ('home_phone', 'HOME', r.home_phone_cipher, r.home_phone_hash, r.home_phone_masked),
    ('work_phone', 'WORK', r.work_phone_cipher, r.work_phone_hash, r.work_phone_masked),
    ('email', 'EMAIL', r.email_cipher, r.email_hash, r.email_masked)
) AS point (column_name, kind, cipher, hash, masked)
WHERE point.hash IS NOT NULL;

CREATE TEMPORARY TABLE spread_addresses AS
SELECT r.cardholder_id, r.known_id, place.column_name, place.kind, place.province, place.city,
       place.cipher, COALESCE(place.hash, '') AS hash
FROM resolved_cardholders r
CROSS JOIN LATERAL (
    VALUES
    ('registered_address', 'REGISTERED', r.registered_province, r.registered_city,
     r.registered_address_cipher, r.registered_address_hash),
    ('home_address', 'HOME', r.home_province, r.home_city, r.home_address_cipher, r.home_address_hash),
    ('employer_address', 'EMPLOYER', r.employer_province, r.employer_city,
     r.employer_address_cipher, r.employer_address_hash)
) AS place (column_name, kind, province, city, cipher, hash)
WHERE place.province IS NOT NULL
