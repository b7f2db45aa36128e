"""Which bucket do the bank's own months past due speak of?"""

CURRENT = -1
LAST_BUCKET = 5


def bucket_of_months(months: int) -> int:
    """The bucket that as many minimums missed mean on a statement date (domain §1.4, core part): 0 is CURRENT, 1 to 4
    are M1 to M4, 5 and more M4+. M0 never: it ends on the statement date.

    Example: `bucket_of_months(7)` is 5, the ordinal of M4+.
    """
    return CURRENT if months == 0 else min(months, LAST_BUCKET)
