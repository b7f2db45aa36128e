"""The search page: accounts by name, number, phone, filters; the address says all of it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.models import CardAccount, Product
from accounts.queries import business_date
from accounts.queries.search import BUCKETS, DELINQUENT, LONGEST_TEXT, ORDERS, Choices, Search, choices, found
from collections_app.events.exports import export
from collections_app.shared.errors import Refused
from collections_app.shared.paging import CursorPage, cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

PAGE = 50
NO_ROWS = CursorPage(rows=[], previous="", next="")


def _standing(name: str) -> Callable[[CardAccount], Any]:
    """A value of the account's position; nothing before its first night."""
    return lambda account: getattr(getattr(account, "position", None), name, None)


COLUMNS: list[Column] = [
    ("account_no", "account_no"),
    ("customer_no", "cardholder.customer_no"),
    ("product", "product.code"),
    ("region", "cardholder.region"),
    ("currency", "currency"),
    ("bucket", lambda account: account.position.get_bucket_display() if hasattr(account, "position") else None),
    ("past_due_since", _standing("anchor_due_date")),
    ("past_due", _standing("past_due")),
    ("balance", _standing("balance")),
    ("next_statement", _standing("next_statement_date")),
]


@needs("accounts.view")
@require_GET
def accounts(request: ActorRequest) -> HttpResponse:
    """A page of accounts; an account number typed in full leads straight to its account."""
    search = _search(request)
    page, refused = NO_ROWS, None
    try:
        rows, cursor = found(search, actor=request.actor), request.GET.get("cursor", "")
        if "format" in request.GET and request.actor.may("operation.view"):
            return _file(request, search, rows)
        page = cursor_page(rows, order=search.order, cursor=cursor, size=PAGE, sealed=search.by_name)
    except Refused as error:
        refused = error
    if len(page.rows) == 1 and page.rows[0].account_no == search.text:
        return redirect("account", search.text)
    on = business_date()
    context = _filters(search, choices(search, on=on))
    context |= {"search": search, "page": page, "refused": refused, "on": on}
    context["may_export"] = request.actor.may("operation.view")
    return render(request, "accounts/accounts.html", context, status=422 if refused else 200)


def _file(request: ActorRequest, search: Search, rows: QuerySet[CardAccount]) -> HttpResponse:
    """The list without names; only for who answers for others, because it is the whole list."""
    filters = {name: getattr(search, name) for name in ("bucket", "product", "region", "currency")}
    return export(request, "accounts", *table_of(rows.order_by(*search.order), COLUMNS), filters=filters)


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
