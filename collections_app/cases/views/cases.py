"""The list of cases; the address says all of it."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.queries import business_date
from accounts.queries.search import LONGEST_TEXT
from collections_app.cases.models import Case, CaseHold
from collections_app.cases.queries.listing import ANY, CASE_BUCKETS, STATES, CaseSearch, listed, offered
from collections_app.events.exports import export
from collections_app.shared.errors import Refused
from collections_app.shared.paging import CursorPage, cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

PAGE = 50
NO_ROWS = CursorPage(rows=[], previous="", next="")
CODES = ("queue", "team", "agent", "region", "sort")
COLUMNS: list[Column] = [
    ("case", "pk"),
    ("customer_no", "cardholder.customer_no"),
    ("kind", "kind"),
    ("bucket", "get_bucket_display"),
    ("past_due_since", "past_due_since"),
    ("past_due", "past_due"),
    ("balance", "balance"),
    ("currency", "currency"),
    ("accounts", "accounts"),
    ("region", "region"),
    ("queue", "queue.code"),
    ("team", "team.code"),
    ("agent", "agent.username"),
    ("holds", lambda case: " ".join(case.hold_kinds)),
    ("follow_up_at", "follow_up_at"),
    ("opened_on", "opened_on"),
    ("closed_on", "closed_on"),
]


@needs("cases.view")
@require_GET
def cases(request: ActorRequest) -> HttpResponse:
    """A page of cases."""
    search = _search(request)
    page, refused = NO_ROWS, None
    try:
        found = listed(search, actor=request.actor)
        if "format" in request.GET and request.actor.may("operation.view"):
            return _file(request, search, found.order_by(*search.order))
        page = cursor_page(found, order=search.order, cursor=request.GET.get("cursor", ""), size=PAGE)
    except Refused as error:
        refused = error
    on = business_date()
    context = {
        "search": search,
        "page": page,
        "refused": refused,
        "on": on,
        "offered": offered(actor=request.actor, on=on),
        "buckets": CASE_BUCKETS,
        "kinds": Case.Kind.choices,
        "hold_labels": dict(CaseHold.Kind.choices),
        "may_export": request.actor.may("operation.view"),
    }
    return render(request, "cases/cases.html", context, status=422 if refused else 200)


def _file(request: ActorRequest, search: CaseSearch, found: QuerySet[Case]) -> HttpResponse:
    """The list without names; only for who answers for others, because it is the whole list."""
    filters = {name: getattr(search, name) for name in ("state", "bucket", "hold", "kind", *CODES)}
    return export(request, "cases", *table_of(found, COLUMNS), filters=filters)


def _search(request: ActorRequest) -> CaseSearch:
    """What the address asks for; a bucket, state, hold or kind nobody knows is left out."""
    given = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in CODES}
    bucket = request.GET.get("bucket", "").strip().replace("M4+", "M4P").replace("M4 ", "M4P")
    return CaseSearch(
        text=" ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_TEXT],
        bucket=_known(bucket, CASE_BUCKETS),
        state=_known(request.GET.get("state", ""), STATES) or "open",
        hold=_known(request.GET.get("hold", ""), (ANY, *CaseHold.Kind.values)),
        kind=_known(request.GET.get("kind", ""), Case.Kind.values),
        **given,
    )


def _known(given: str, codes: "tuple[str, ...] | list[str]") -> str:
    return given if given in codes else ""
