"""A POST that is sent twice with the same `Idempotency-Key` happens once and is answered twice."""
