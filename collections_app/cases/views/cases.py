"""The list of cases; the address says all of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.queries import business_date
from accounts.queries.search import LONGEST_TEXT
from collections_app.cases.models import Case, CaseHold
from collections_app.cases.queries.listing import ANY, CASE_BUCKETS, STATES, CaseSearch, listed, offered
from collections_app.shared.errors import Refused
from collections_app.shared.paging import CursorPage, cursor_page
from collections_app.shared.web import ActorRequest, needs

PAGE = 50
NO_ROWS = CursorPage(rows=[], previous="", next="")
CODES = ("queue", "team", "agent", "region", "sort")


@needs("cases.view")
@require_GET
def cases(request: ActorRequest) -> HttpResponse:
    """A page of cases."""
    search = _search(request)
    page, refused = NO_ROWS, None
    try:
        found = listed(search, actor=request.actor)
        page = cursor_page(found, order=search.order, cursor=request.GET.get("cursor", ""), size=PAGE)
    except Refused as error:
        refused = error
    on = business_date()
    context = {
        "search": search,
        "page": page,
        "refused": refused,
        "on": on,
        "offered": offered(on=on),
        "buckets": CASE_BUCKETS,
        "kinds": Case.Kind.choices,
        "hold_labels": dict(CaseHold.Kind.choices),
    }
    return render(request, "cases/cases.html", context, status=422 if refused else 200)


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
