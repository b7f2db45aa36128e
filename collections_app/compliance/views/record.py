"""The compliance page: what was refused, broken and let pass, and what waits for someone."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collections_app.compliance.actions import WHO_RECORDS
from collections_app.compliance.actions.breaches import review_breach
from collections_app.compliance.actions.stops import lift_stop
from collections_app.compliance.forms import LiftForm, RecordForm, ReviewForm
from collections_app.compliance.labels import explain, rule_label
from collections_app.compliance.listing import names_of, to_report
from collections_app.compliance.record import FIRST, KINDS, Kind, figures, found
from collections_app.compliance.tables import record_table
from collections_app.events.exports import export
from collections_app.people.models import User
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import CursorPage, cursor_page
from collections_app.shared.web import ActorRequest, needs, show_refusal

NO_ROWS = CursorPage(rows=[], previous="", next="")
PAGE = 50


@needs("compliance.view")
@require_GET
def compliance(request: ActorRequest) -> HttpResponse:
    """The figures of today and one list of the record, narrowed as the address says; with `format`, as a file."""
    at = clock.now()
    return _file(request, at) if "format" in request.GET else _page(request, at=at)


def _file(request: ActorRequest, at: datetime) -> HttpResponse:
    kind, form = KINDS.get(request.GET.get("kind", ""), KINDS[FIRST]), RecordForm(request.GET)
    if not form.is_valid():
        return _page(request, at=at)
    wanted = form.wanted
    head, lines = record_table(kind, found(kind, wanted, actor=request.actor, at=at))
    filters = {
        "rule": wanted.rule,
        "person": wanted.person,
        "since": wanted.since,
        "until": wanted.until,
        "open": wanted.open,
    }
    return export(request, f"compliance-{kind.code}", head, lines, filters=filters)


def _page(
    request: ActorRequest, *, at: datetime, answers: dict[int, Any] | None = None, status: int = 200
) -> HttpResponse:
    """`answers`: forms of rows that were refused, by the number of their row."""
    kind = KINDS.get(request.GET.get("kind", ""), KINDS[FIRST])
    form, page = RecordForm(request.GET), NO_ROWS
    if form.is_valid():
        rows = found(kind, form.wanted, actor=request.actor, at=at)
        page = cursor_page(rows, order=kind.order, cursor=request.GET.get("cursor", ""), size=PAGE)
    else:
        status = 422
    today = figures(actor=request.actor, at=at)
    context = {
        "kinds": KINDS.values(),
        "kind": kind,
        "form": form,
        "person": User.objects.filter(pk=form.wanted.person).first() if form.wanted.person else None,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "page": page,
        "lines": _lines(request, kind, page.rows, answers or {}, at=at),
        "figures": today,
        "by_rule": [(code, rule_label(code), count) for code, count in today.by_rule],
        "today": clock.local_date(at),
        "now": at,
        "query": request.GET.urlencode(),
        "may_override": request.actor.may("compliance.override"),
        "may_record": request.actor.may("compliance.edit"),
        "may_withdraw": request.actor.may(*WHO_RECORDS),
    }
    return render(request, "compliance/compliance.html", context, status=status)


def _lines(
    request: ActorRequest, kind: Kind, rows: list[Any], answers: dict[int, Any], *, at: datetime
) -> list[dict[str, Any]]:
    """What each row of the list shows beside itself: words for its rule, who it was, the form to act on it."""
    names = names_of({getattr(row, kind.who) for row in rows}) if kind.by_label else {}
    reportable = _reportable(request, kind, rows, at=at)
    return [
        {
            "row": row,
            "who": names.get(getattr(row, kind.who)) if kind.by_label else getattr(row, kind.who),
            "words": explain(row) if kind.code == "refusals" else "",
            "rules": [rule_label(code) for code in _rules_of(row)],
            "form": answers.get(row.pk) or _form_of(request, kind, row),
            "may_report": row.pk in reportable,
        }
        for row in rows
    ]


def _reportable(request: ActorRequest, kind: Kind, rows: list[Any], *, at: datetime) -> frozenset[int]:
    """Which of these permits are over and wait for a word from this actor."""
    if kind.code != "permits" or not request.actor.may("contacts.log"):
        return frozenset()
    waiting = to_report(request.actor, at=at).filter(pk__in=[row.pk for row in rows], valid_until__lte=at)
    return frozenset(waiting.values_list("pk", flat=True))


def _rules_of(row: Any) -> list[str]:
    return list(getattr(row, "rules", [])) or ([row.rule] if getattr(row, "rule", "") else [])


def _form_of(request: ActorRequest, kind: Kind, row: Any) -> ReviewForm | LiftForm | None:
    """The form with which the row is acted on here, if it still can be and this actor may."""
    if kind.code == "breaches" and row.reviewed_at is None and request.actor.may("compliance.review"):
        return ReviewForm(auto_id=f"breach-{row.pk}-%s")
    if kind.code == "signals" and row.lifted_at is None and request.actor.may("compliance.edit"):
        return LiftForm(auto_id=f"signal-{row.pk}-%s")
    return None


@needs("compliance.review")
@require_POST
def review(request: ActorRequest, breach_id: int) -> HttpResponse:
    """Close a breach with a finding, and show the list as it was: the address carries what it is narrowed to."""
    form = ReviewForm(request.POST, auto_id=f"breach-{breach_id}-%s")
    return _act(request, breach_id, form, partial(review_breach, breach_id=breach_id), done=_("Reviewed."))


@needs("compliance.edit")
@require_POST
def lift(request: ActorRequest, signal_id: int) -> HttpResponse:
    """Lift a stop signal, and show the list as it was."""
    form = LiftForm(request.POST, auto_id=f"signal-{signal_id}-%s")
    return _act(request, signal_id, form, partial(lift_stop, signal_id=signal_id), done=_("The stop signal is lifted."))


def _act(
    request: ActorRequest, row: int, form: ReviewForm | LiftForm, action: Callable[..., Any], *, done: str
) -> HttpResponse:
    """Do what the form of a row says; refused, the list comes back with what was typed and why not."""
    at = clock.now()
    if form.is_valid():
        try:
            action(actor=request.actor, at=at, **form.cleaned_data)
        except Refused as refused:
            if refused.field is None:
                messages.error(request, refused.message)
            show_refusal(form, refused)
        else:
            messages.success(request, done)
            return redirect(f"{reverse('compliance')}?{request.GET.urlencode()}")
    return _page(request, at=at, answers={row: form}, status=422)
