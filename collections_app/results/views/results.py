"""Results by team and agent, one's own, the rows behind a figure, and the tables as files."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.queries import working_day
from collections_app.events.exports import export
from collections_app.people.models import Team, User
from collections_app.results import tables
from collections_app.results.charts import DRAWN, days_chart
from collections_app.results.forms import FilterForm
from collections_app.results.labels import BEHIND, COUNTS, PERIODS
from collections_app.results.queries import results_by_day, results_of
from collections_app.results.queries.behind import (
    CONTACTS,
    PROMISES,
    contacts_behind,
    promises_behind,
    recoveries_behind,
)
from collections_app.results.queries.rolls import months_within, newest_month
from collections_app.results.roll_table import FILE_HEAD, roll_head, roll_lines, roll_rows
from collections_app.results.rules.period import EARLIEST, LATEST
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

COLUMNS: dict[str, list[Column]] = {
    "contacts": [
        ("at", "at"),
        ("customer_no", "cardholder.customer_no"),
        ("case", "case_id"),
        ("outcome", "outcome.code"),
    ],
    "promises": [
        ("made_on", "made_on"),
        ("customer_no", "cardholder.customer_no"),
        ("case", "case_id"),
        ("amount", "amount"),
        ("currency", "currency"),
        ("last_due_on", "last_due_on"),
        ("status", "status"),
    ],
    "payments": [
        ("value_date", "day"),
        ("customer_no", "entry.card_account.cardholder.customer_no"),
        ("account_no", "entry.card_account.account_no"),
        ("amount", "amount"),
        ("currency", "currency"),
        ("agent", "user.display_name"),
        ("why", "why"),
    ],
}
"""The rows behind a figure as a file, by what they are."""


@needs("results.team")
@require_GET
def results(request: ActorRequest) -> HttpResponse:
    """Every team the actor answers for, with its agents."""
    return render(request, "results/results.html", _page(request, request.actor, None))


@needs("results.own")
@require_GET
def my_results(request: ActorRequest) -> HttpResponse:
    """One's own figures, with the days behind them."""
    actor, today = request.actor, _today()
    _period, first, last = FilterForm(request.GET).days(today)
    context = _page(request, actor, actor.user_id)
    days = results_by_day(actor, first=first, last=last, today=today, user_id=actor.user_id or 0)
    if "format" in request.GET:
        lines = [[day, *(getattr(counts, name) for name in DRAWN)] for day, counts in days]
        head = [_("Day"), *(str(COUNTS[name][0]) for name in DRAWN)]
        return export_rows(request, "results-days", {"first": first, "last": last}, head, lines)
    return render(
        request,
        "results/mine.html",
        {
            **context,
            "chart": days_chart(days),
            "day_head": [COUNTS[name][0] for name in DRAWN],
            "day_rows": [(day, [getattr(counts, name) for name in DRAWN]) for day, counts in reversed(days)],
        },
    )


@needs("results.own")
@require_GET
def my_file(request: ActorRequest, table: str) -> HttpResponse:
    """One of the tables of one's own page as a file."""
    return _file(request, table, request.actor.user_id)


@needs("results.team")
@require_GET
def results_file(request: ActorRequest, table: str) -> HttpResponse:
    """One of the tables of the teams as a file."""
    return _file(request, table, None)


@needs()
@require_GET
def behind(request: ActorRequest, measure: str) -> HttpResponse:
    """The contacts, promises or payments a figure counts."""
    actor = request.actor
    if measure not in BEHIND or not (actor.may("results.team") or actor.may("results.own")):
        raise Http404
    asked = asked_by(request)
    if measure in CONTACTS:
        kind, rows, order = "contacts", contacts_behind(actor, measure, **asked), ["-at", "-id"]
    elif measure in PROMISES:
        kind, rows, order = "promises", promises_behind(actor, measure, **asked), ["-made_on", "-id"]  # type: ignore[assignment]
    else:
        kind, rows, order = "payments", recoveries_behind(actor, **asked), ["-day", "-id"]  # type: ignore[assignment]
    if "format" in request.GET:
        return export_rows(request, f"results-{measure}", asked, *table_of(rows.order_by(*order), COLUMNS[kind]))
    context = {
        "kind": kind,
        "label": BEHIND[measure],
        **whose(asked),
        "page": cursor_page(rows, order=order, cursor=request.GET.get("cursor", "")),
        "may_see_teams": actor.may("results.team"),
    }
    return render(request, "results/behind.html", context)


def whose(asked: dict[str, Any]) -> dict[str, Any]:
    """What the head of a list says of the figure it is behind: the days, the team, the agent."""
    return {
        "first": asked["first"],
        "last": asked["last"],
        "team": Team.objects.filter(pk=asked["team_id"] or 0).first(),
        "agent": User.objects.filter(pk=asked["user_id"] or 0).first(),
    }


def asked_by(request: ActorRequest) -> dict[str, Any]:
    """The days, agent and team of an address; 404 for one that says none."""
    try:
        first, last = (date.fromisoformat(request.GET.get(name, "")) for name in ("first", "last"))
        numbers = {
            name: int(request.GET[key]) if request.GET.get(key) else None
            for key, name in (("agent", "user_id"), ("team", "team_id"))
        }
    except ValueError as error:
        raise Http404 from error
    if not EARLIEST <= first <= last <= LATEST:
        raise Http404
    return {"first": first, "last": last, **numbers}


def _today() -> date:
    """The later of the calendar and the business date: what was done today is counted by the calendar."""
    return working_day(clock.now())


def _page(request: ActorRequest, actor: Actor, user_id: int | None) -> dict[str, Any]:
    today = _today()
    form = FilterForm(request.GET)
    period, first, last = form.days(today)
    team_id = form.team_id if user_id is None else None
    teams = results_of(actor, first=first, last=last, today=today, team_id=team_id, user_id=user_id)
    months = months_within(first, last)
    return {
        "teams": teams,
        "months": months,
        "newest_month": None if months else newest_month(),
        "form": form,
        "period": period,
        "periods": PERIODS,
        "first": first,
        "last": last,
        "day": first,
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1) if last < today else None,
        "today": today,
        "conduct_head": tables.conduct_head(),
        "conduct_groups": tables.conduct_groups(),
        "conduct": tables.conduct_rows(
            teams, first, last, own=user_id is not None, record=actor.may("compliance.view")
        ),
        "money_head": tables.money_head(),
        "money": tables.money_rows(teams, first, last, own=user_id is not None),
        "roll_head": roll_head(),
        "rolls": roll_rows(teams, first, last, own=user_id is not None),
        "definitions": [*tables.definitions(), *roll_head()],
        "all_teams": actor.may("results.all"),
    }


def _file(request: ActorRequest, table: str, user_id: int | None) -> HttpResponse:
    page = _page(request, request.actor, user_id)
    if table == "rolls":
        titles, lines = list(FILE_HEAD), roll_lines(page["teams"], own=user_id is not None)
    else:
        money = table == "money"
        rows, head = (page["money"], page["money_head"]) if money else (page["conduct"], page["conduct_head"])
        titles = [_("Team"), _("Agent"), *([_("Currency")] if money else []), *(str(name) for name, _meaning in head)]
        lines = tables.file_lines(rows, currency=money)
    asked = {"first": page["first"], "last": page["last"], "team_id": page["form"].team_id, "user_id": user_id}
    return export_rows(request, f"results-{table}", asked, titles, list(lines))


def export_rows(
    request: ActorRequest, what: str, asked: dict[str, Any], head: list[str], lines: list[Any], **more: Any
) -> HttpResponse:
    """A table of the days, agent and team asked for as a file; `more` is what else was asked for."""
    first, last = asked["first"], asked["last"]
    filters = {"first": first, "last": last, "team": asked.get("team_id"), "agent": asked.get("user_id"), **more}
    return export(request, what, head, lines, name=f"{what}-{first}-{last}", filters=filters, on=last)
