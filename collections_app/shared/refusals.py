"""Which HTTP status a refusal answers with."""

_STATUS = {
    "forbidden": 403,
    "restricted": 403,
    "not_found": 404,
    "invalid": 400,
    "card_number": 400,
    "taken": 409,
    "claim_lost": 409,
    "claimed": 409,
    "conflict": 409,
    "duplicate": 409,
    "changed_meanwhile": 412,
    "too_large": 413,
}


def status_of(code: str) -> int:
    """The HTTP status of a refusal; 422 (understood, but not possible now) for every code without its own.

    Example: `status_of("forbidden")` is 403, `status_of("already_reversed")` is 422.
    """
    return _STATUS.get(code, 422)
