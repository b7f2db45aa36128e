"""The search page: accounts by name, number, phone, filters; the address says all of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.models import Product
from accounts.queries import business_date
from accounts.queries.search import BUCKETS, DELINQUENT, LONGEST_TEXT, ORDERS, Choices, Search, choices, found
from collections_app.shared.errors import Refused
from collections_app.shared.paging import CursorPage, cursor_page
from collections_app.shared.web import ActorRequest, needs

PAGE = 50
NO_ROWS = CursorPage(rows=[], previous="", next="")


@needs("accounts.view")
@require_GET
def accounts(request: ActorRequest) -> HttpResponse:
    """A page of accounts; an account number typed in full leads straight to its account."""
    search = _search(request)
    page, refused = NO_ROWS, None
    try:
        rows, cursor = found(search, actor=request.actor), request.GET.get("cursor", "")
        page = cursor_page(rows, order=search.order, cursor=cursor, size=PAGE, sealed=search.by_name)
    except Refused as error:
        refused = error
    if len(page.rows) == 1 and page.rows[0].account_no == search.text:
        return redirect("account", search.text)
    on = business_date()
    context = _filters(search, choices(search, on=on))
    context |= {"search": search, "page": page, "refused": refused, "on": on}
    return render(request, "accounts/accounts.html", context, status=422 if refused else 200)


def _search(request: ActorRequest) -> Search:
    """What the address asks for; a bucket or order nobody knows is left out."""
    given = {name: request.GET.get(name, "").strip() for name in ("product", "region", "currency")}
    bucket = request.GET.get("bucket", "").strip().replace("M4+", "M4P").replace("M4 ", "M4P")
    sort = request.GET.get("sort", "")
    return Search(
        text=" ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_TEXT],
        bucket=bucket if bucket in BUCKETS or bucket == DELINQUENT else "",
        sort=sort if sort in ORDERS else "",
        **{name: value.replace("\x00", "") for name, value in given.items()},
    )


def _filters(search: Search, offered: Choices) -> dict[str, Any]:
    narrowed = any((search.bucket, search.product, search.region, search.currency))
    return {
        "buckets": list(BUCKETS),
        "products": list(Product.objects.order_by("code")),
        "offered": offered,
        "narrowed": narrowed,
    }
