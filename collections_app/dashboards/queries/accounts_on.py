"""Which accounts stood in a bucket on a day: the rows behind the figures of the past."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from accounts.models import BucketInterval
from accounts.queries.visible import visible_to
from collections_app.shared.actor import Actor

from ..corrected import history_on
from .portfolio import Filters


def accounts_on(
    day: date, *, as_known_on: date, buckets: Collection[int], currency: str, filters: Filters, actor: Actor
) -> QuerySet[BucketInterval]:
    """The piece of history of each account that covers `day`, as known on `as_known_on`, in one of `buckets`.

    Without restricted files `actor` is not cleared for. The region is the cardholder's today.
    """
    rows = history_on(day, as_known_on=as_known_on).filter(
        visible_to(actor, prefix="card_account__cardholder__"), bucket__in=buckets, card_account__currency=currency
    )
    if filters.product:
        rows = rows.filter(card_account__product__code=filters.product)
    if filters.region:
        rows = rows.filter(card_account__cardholder__region=filters.wanted_region)
    return rows.select_related("card_account__product", "card_account__position")
