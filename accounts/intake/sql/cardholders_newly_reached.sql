-- Known cardholders for whom the file brings a phone number they have not had under this kind.
SELECT DISTINCT point.cardholder_id
FROM spread_contact_points point
LEFT JOIN accounts_contactpoint stored
    ON stored.cardholder_id = point.cardholder_id AND stored.kind = point.kind AND stored.value_hash = point.hash
WHERE point.known_id IS NOT NULL AND point.kind <> 'EMAIL' AND stored.id IS NULL
