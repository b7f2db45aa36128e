"""The browser door of the accounts behind a figure of a flow, whole month or so far, then or since."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from accounts.rules.roll import OUTCOMES
from collections_app.events.exports import export
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

from .. import corrected, queries
from ..queries.flow_accounts import Behind
from ..queries.flows import buckets_of, month_of
from .bucket_filters import Chosen, chosen_of

WORDS = {
    "forward": pgettext_lazy("roll rate", "forward"),
    "stay": pgettext_lazy("roll rate", "stay"),
    "back": pgettext_lazy("roll rate", "back"),
    "cure": pgettext_lazy("roll rate", "cure"),
}
BUCKET_NAMES = {bucket.name: bucket for bucket in DelinquencyBucket}
COLUMNS: list[Column] = [
    ("account_no", "card_account.account_no"),
    ("product", "card_account.product.code"),
    ("known_on", "known_on"),
    ("month_end", "day"),
    ("currency", "card_account.currency"),
    ("balance_at_month_end", "balance"),
    ("past_due_at_month_end", "past_due"),
    ("bucket_at_the_start", "get_bucket_display"),
    ("bucket_at_the_end", lambda row: DelinquencyBucket(row.to_bucket).label),
    ("bucket_now", lambda row: DelinquencyBucket(row.card_account.position.bucket).label),
    ("balance_now", "card_account.position.balance"),
]


def behind(start: int, to: str, **where: Any) -> str:
    """The address of the accounts that went from `start` to a bucket or an outcome; `where`: filters of the page."""
    query = {"from": DelinquencyBucket(start).name, "to": to, **where}
    return f"{reverse('flow-accounts')}?{urlencode({name: value for name, value in query.items() if value})}"


@needs("accounts.view")
@require_GET
def flow_accounts(request: ActorRequest) -> HttpResponse:
    """The accounts of one bucket at a month end that had one outcome, or went to one bucket; all without `to`."""
    chosen = chosen_of(request)
    start, to = BUCKET_NAMES.get(request.GET.get("from", "")), request.GET.get("to", "")
    if chosen is None or start is None or (to and to not in {*OUTCOMES, *BUCKET_NAMES}):
        raise Http404
    figure = Behind(
        until=chosen.moves_day, start=start, ends=_ends(start, to), currency=chosen.currency, filters=chosen.filters
    )
    known_on = _known_on(chosen)
    rows = figure.as_corrected(request.actor, known_on=known_on) if known_on else figure.as_known_then(request.actor)
    if "format" in request.GET:
        table = table_of(rows.order_by("card_account_id"), COLUMNS)
        filters = {**chosen.as_data(), "span": chosen.span, "from": start.name, "to": to}
        return export(request, "flow-accounts", *table, filters=filters, on=figure.until)
    context = {
        "chosen": chosen,
        "figure": figure,
        "known_on": known_on,
        "start": start.name,
        "word": WORDS.get(to, ""),
        "end": to if to in BUCKET_NAMES else "",
        "through": figure.until - queries.ONE_DAY,
        "page": cursor_page(rows, order=["card_account_id"], cursor=request.GET.get("cursor", ""), size=50),
        **_back(request, chosen),
    }
    return render(request, "dashboards/flow_accounts.html", context)


def _ends(start: DelinquencyBucket, to: str) -> list[int]:
    if to in BUCKET_NAMES:
        return [int(BUCKET_NAMES[to])]
    return buckets_of(start, to) if to else [int(bucket) for bucket in queries.BUCKETS]


def _known_on(chosen: Chosen) -> date | None:
    """The night whose knowledge the corrected figures have, None for those as known then.

    Raises Refused: `not_computed`. A list starts no computation, the page of the figures does.
    """
    if chosen.known == "then":
        return None
    found = corrected.known_on(chosen.day)
    if found is None:
        raise Refused("not_computed", _("This day is not computed as corrected since yet: open it on the page first."))
    return found


def _back(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """The page the figure stands on: the flows of a month, else the buckets of a day."""
    if "month" in request.GET:
        query = {"month": month_of(chosen.moves_day), **chosen.as_filters()}
        return {"from_flows": True, "back": f"{reverse('flows')}?{urlencode(query)}"}
    query = {**chosen.as_data(), "span": chosen.span}
    return {"from_flows": False, "back": f"{reverse('dashboard')}?{urlencode(query)}#flow"}
