"""The accounts behind what became of the assigned ones."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from accounts.rules.roll import OUTCOMES
from collections_app.results.labels import OUTCOMES as WORDS
from collections_app.results.queries.behind import assigned_behind
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

from .results import asked_by, export_rows, whose

BUCKETS = {bucket.name: bucket for bucket in DelinquencyBucket}
COLUMNS: list[Column] = [
    ("account_no", "card_account.account_no"),
    ("product", "card_account.product.code"),
    ("month", "month"),
    ("agent", "user.display_name"),
    ("currency", "currency"),
    ("balance_at_start", "balance"),
    ("bucket_at_start", "get_bucket_display"),
    ("bucket_at_end", "get_to_bucket_display"),
    ("bucket_now", "card_account.position.get_bucket_display"),
    ("balance_now", "card_account.position.balance"),
]


@needs()
@require_GET
def assigned_accounts(request: ActorRequest) -> HttpResponse:
    """The accounts of one bucket that were assigned to a team or an agent, all or those of one outcome."""
    actor = request.actor
    if not (actor.may("accounts.view") and (actor.may("results.team") or actor.may("results.own"))):
        raise Http404
    asked, which = asked_by(request), _which(request)
    rows = assigned_behind(actor, **asked, **which)
    if "format" in request.GET:
        table = table_of(rows.order_by("month", "card_account"), COLUMNS)
        return export_rows(request, "results-accounts", asked, *table, **which)
    context = {
        **whose(asked),
        "bucket": which["bucket"],
        "currency": which["currency"],
        "word": WORDS[which["word"]][0] if which["word"] else "",
        "unassigned": which["unassigned"],
        "page": cursor_page(rows, order=["month", "card_account_id"], cursor=request.GET.get("cursor", ""), size=50),
        "may_see_teams": actor.may("results.team"),
    }
    return render(request, "results/accounts.html", context)


def _which(request: ActorRequest) -> dict[str, Any]:
    """Bucket, currency and outcome of an address, and whether no agent had them; 404 for one that names no bucket."""
    bucket = BUCKETS.get(request.GET.get("bucket", ""))
    word = request.GET.get("outcome", "")
    if bucket is None or (word and word not in OUTCOMES):
        raise Http404
    return {
        "bucket": int(bucket),
        "currency": request.GET.get("currency", ""),
        "word": word,
        "unassigned": request.GET.get("unassigned") == "1",
    }
