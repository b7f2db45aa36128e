"""The browser door of the accounts behind a figure of the past."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from collections_app.events.exports import export
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

from .. import queries
from ..queries.accounts_on import accounts_on as query
from .bucket_filters import chosen_of

BUCKETS = {
    "": list(queries.BUCKETS),
    "DELINQUENT": list(queries.DELINQUENT),
    **{bucket.name: [bucket] for bucket in queries.BUCKETS},
}
COLUMNS: list[Column] = [
    ("account_no", "card_account.account_no"),
    ("product", "card_account.product.code"),
    ("currency", "card_account.currency"),
    ("bucket", "get_bucket_display"),
    ("since", "from_date"),
    ("until", "to_date"),
    ("bucket_now", lambda row: DelinquencyBucket(row.card_account.position.bucket).label),
    ("balance_now", "card_account.position.balance"),
]


@needs("accounts.view")
@require_GET
def accounts_on(request: ActorRequest) -> HttpResponse:
    """The accounts that stood in a bucket, were delinquent or were there at all on a day, as known then or since."""
    chosen, code = chosen_of(request), request.GET.get("bucket", "")
    if chosen is None or code not in BUCKETS:
        raise Http404
    rows = query(
        chosen.day,
        as_known_on=chosen.last if chosen.known == "corrected" else chosen.day,
        buckets=BUCKETS[code],
        currency=chosen.currency,
        filters=chosen.filters,
        actor=request.actor,
    )
    asked = {**chosen.as_data(), "bucket": code, "as": chosen.known}
    if "format" in request.GET:
        table = table_of(rows.order_by("card_account_id"), COLUMNS)
        return export(request, "accounts-on", *table, filters=asked, on=chosen.last)
    page = cursor_page(rows, order=["card_account_id"], cursor=request.GET.get("cursor", ""), size=50)
    context = {
        "chosen": chosen,
        "code": code,
        "page": page,
        "back": f"{reverse('dashboard')}?{urlencode({name: value for name, value in asked.items() if value})}",
    }
    return render(request, "dashboards/accounts_on.html", context)
