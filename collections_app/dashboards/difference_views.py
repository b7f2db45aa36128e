"""The browser door of the differences to the bank."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import ChargeComparison
from accounts.models.derived import DelinquencyBucket
from accounts.queries import business_date
from collections_app.events.exports import export as export_table
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

from . import differences as compared
from . import export
from .differences import Span

NEWEST_STATEMENT = ["-statement_date", "-id"]
NEWEST_COMPARISON = ["-compared_on", "-id"]
BUCKET_NAMES = {bucket.name: bucket for bucket in DelinquencyBucket}
STATEMENT_COLUMNS: list[Column] = [
    ("account_no", "card_account.account_no"),
    ("statement_date", "statement_date"),
    ("banks_months_past_due", "months_past_due"),
    ("banks_bucket", lambda row: DelinquencyBucket(row.banks_bucket).label),
    ("our_bucket", lambda row: DelinquencyBucket(row.our_bucket).label),
    ("our_minimums_missed", lambda row: row.our_missed or 0),
    ("statement_balance", "balance"),
    ("currency", "card_account.currency"),
]
CHARGE_COLUMNS: list[Column] = [
    ("account_no", "card_account.account_no"),
    ("compared_on", "compared_on"),
    ("charge", "what"),
    ("ours", "ours"),
    ("banks", "banks"),
    ("currency", "card_account.currency"),
]


def _month(request: HttpRequest, months: list[Span]) -> Span | None:
    """The month of the address when it is one of ours, else the newest."""
    asked = request.GET.get("month", "")
    return next((month for month in months if str(month) == asked), months[0] if months else None)


@needs("portfolio.view")
@require_GET
def differences(request: ActorRequest) -> HttpResponse:
    """What the bank recorded beside our bucket, statement month by statement month, and who differs."""
    on = business_date()
    months = compared.statement_months(on=on)
    month = _month(request, months)
    context: dict[str, Any] = {"months": months, "month": month}
    if month and on:
        rows = compared.counts_of_months(month, on=on)
        listed = _of_cell(
            compared.differing_statements(on=on, actor=request.actor).filter(**_within(month, "statement_date")),
            request,
        )
        if "format" in request.GET:
            table = table_of(listed.order_by(*NEWEST_STATEMENT), STATEMENT_COLUMNS)
            return export_table(request, "differing-statements", *table, filters=_asked(request, month), on=on)
        page = cursor_page(listed, order=NEWEST_STATEMENT, cursor=request.GET.get("cursor", ""), size=50)
        context |= {
            "counts": rows,
            "total": sum(row["total"] for row in rows),
            "agreeing": sum(row["agreeing"] for row in rows),
            "buckets": list(BUCKET_NAMES),
            "page": page,
            "rows": [
                (s, DelinquencyBucket(s.our_bucket).name, DelinquencyBucket(s.banks_bucket).name) for s in page.rows
            ],
            "cell": (request.GET.get("bank", ""), request.GET.get("ours", "")),
        }
    return render(request, "dashboards/differences.html", context)


def _asked(request: HttpRequest, month: Span) -> dict[str, str]:
    """What a list of one by one was narrowed to, as an event remembers it."""
    return {"month": str(month), **{name: request.GET.get(name, "")[:20] for name in ("bank", "ours", "what")}}


def _within(month: Span, field: str) -> dict[str, date]:
    return {f"{field}__gte": month.since, f"{field}__lt": month.until}


def _of_cell(listed: QuerySet, request: HttpRequest) -> QuerySet:
    """Only the statements of one cell of the table of counts, when the address names it."""
    bank, ours = request.GET.get("bank", ""), BUCKET_NAMES.get(request.GET.get("ours", ""))
    if ours is not None:
        listed = listed.filter(our_bucket=ours)
    if bank.isdecimal() and len(bank) < 4:
        most = int(bank) == compared.MOST_MONTHS
        listed = listed.filter(**{"months_past_due__gte" if most else "months_past_due": int(bank)})
    return listed


@needs("portfolio.view")
@require_GET
def charge_differences(request: ActorRequest) -> HttpResponse:
    """Interest, late fees and minimums: ours, computed and never posted, beside what the bank charged."""
    months = compared.comparison_months()
    month = _month(request, months)
    context: dict[str, Any] = {"months": months, "month": month}
    if month:
        listed = compared.differing_charges(actor=request.actor).filter(**_within(month, "compared_on"))
        what = request.GET.get("what", "")
        if what in ChargeComparison.What.values:
            listed = listed.filter(what=what)
        if "format" in request.GET:
            table = table_of(listed.order_by(*NEWEST_COMPARISON), CHARGE_COLUMNS)
            return export_table(request, "differing-charges", *table, filters=_asked(request, month))
        labels = dict(ChargeComparison.What.choices)
        counts = [{**row, "label": labels[row["what"]]} for row in compared.counts_of_charges(month)]
        context |= {
            "counts": counts,
            "page": cursor_page(listed, order=NEWEST_COMPARISON, cursor=request.GET.get("cursor", ""), size=50),
            "what": what,
            "kinds": list(dict.fromkeys((row["what"], row["label"]) for row in counts)),
        }
    return render(request, "dashboards/charge_differences.html", context)


@needs("portfolio.view")
@require_GET
def differences_csv(request: ActorRequest, table: str) -> HttpResponse:
    """The table of counts of a month as a file."""
    on = business_date()
    months = compared.statement_months(on=on) if table == "months" else compared.comparison_months()
    month = _month(request, months)
    if month is None or on is None:
        raise Http404
    head, lines = _month_lines(month, on) if table == "months" else _charge_lines(month)
    name, filters = f"differences-{table}-{month}", {"month": str(month)}
    return export_table(request, f"differences-{table}", head, lines, name=name, filters=filters, on=on)


def _month_lines(month: Span, on: date) -> tuple[tuple[str, ...], export.Lines]:
    head = ("statement_month", "banks_months_past_due", "our_bucket", "statements", "agrees")
    return head, [
        (month, row["months"], BUCKET_NAMES[cell["bucket"]].label, cell["count"], "yes" if cell["agrees"] else "no")
        for row in compared.counts_of_months(month, on=on)
        for cell in row["cells"]
        if cell["count"]
    ]


def _charge_lines(month: Span) -> tuple[tuple[str, ...], export.Lines]:
    columns = (
        "what", "currency", "compared", "alike", "ours_higher", "ours_higher_by", "banks_higher", "banks_higher_by",
    )  # fmt: skip
    lines: export.Lines = [(month, *(row[column] for column in columns)) for row in compared.counts_of_charges(month)]
    return ("month", *columns), lines
