"""Giving many cases away: choose, look, do, undo."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collections_app.cases.actions import reassign as actions
from collections_app.cases.forms.conditions import ConditionRows
from collections_app.cases.forms.reassign import ReassignForm
from collections_app.cases.labels import in_words
from collections_app.cases.models import Reassigned
from collections_app.cases.queries.choices import Choices
from collections_app.cases.queries.queues import queues_now
from collections_app.cases.queries.reassign import Preview, choice_of, reassignments
from collections_app.cases.rules.conditions import check
from collections_app.people.labels import team_name
from collections_app.people.models import Team, User
from collections_app.people.queries import named
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.templatetags.fairdue import number
from collections_app.shared.web import ActorRequest, needs, show_refusal

SHOWN = 50


@needs("cases.assign")
@require_http_methods(["GET", "POST"])
def reassign(request: ActorRequest) -> HttpResponse:
    """The form; a POST shows what would happen, or does it when that is asked for."""
    if request.method == "GET":
        return _page(request, ReassignForm(actor=request.actor), ConditionRows())
    form, rows, seen = ReassignForm(request.POST, actor=request.actor), ConditionRows.sent(request.POST), None
    if form.is_valid():
        given = form.cleaned_data
        try:
            words: dict[str, Any] = {
                "actor": request.actor,
                "choice": choice_of(conditions=rows.as_data(), queue=given["queue"], most=given["most"]),
                "at": clock.now(),
                **form.target(),
            }
            seen = actions.preview(**words)
            if request.POST.get("do") == "yes":
                made = actions.reassign(reason=given["reason"], **words)
                return _done(request, made.pk, made.cases)
        except Refused as refused:
            if not rows.show(refused):
                show_refusal(form, refused)
            return _page(request, form, rows, seen=seen, status=422)
        return _page(request, form, rows, seen=seen)
    return _page(request, form, rows, status=422)


@needs("cases.assign")
@require_GET
def reassignment(request: ActorRequest, pk: int) -> HttpResponse:
    """One reassignment: which cases, whose they were, and undo while there is time."""
    made = get_object_or_404(reassignments(request.actor), pk=pk)
    rows = Reassigned.objects.filter(reassignment=made).select_related("case", "from_team", "from_agent")
    conditions, choices = check(made.filters.get("conditions", [])), Choices(request.actor)
    context = {
        "made": made,
        "made_by": named([made.made_by])[made.made_by],
        "undone_by": named([made.undone_by])[made.undone_by] if made.undone_by else "",
        "queue_name": _queue_names().get(made.filters.get("queue") or "", made.filters.get("queue")),
        "conditions": [in_words(condition, choices.name_of) for condition in conditions],
        "page": cursor_page(rows, order=["id"], cursor=request.GET.get("cursor", ""), size=SHOWN),
        "may_undo": made.undone_at is None and clock.now() < made.undo_until,
    }
    return render(request, "cases/reassignment.html", context)


@needs("cases.assign")
@require_POST
def undo(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a reassignment back."""
    try:
        made = actions.undo(actor=request.actor, reassignment_id=pk, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        text = ngettext("%(count)s case is whose it was.", "%(count)s cases are whose they were.", made.restored or 0)
        messages.success(request, text % {"count": number(made.restored)})
    return redirect("reassignment", pk)


def _done(request: ActorRequest, pk: int, cases: int) -> HttpResponse:
    text = ngettext("%(count)s case reassigned.", "%(count)s cases reassigned.", cases)
    messages.success(request, text % {"count": number(cases)})
    return redirect("reassignment", pk)


def _page(
    request: ActorRequest, form: ReassignForm, rows: ConditionRows, *, seen: Preview | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "lines": rows.lines(request.actor),
        "seen": seen,
        "groups": _groups(seen) if seen else [],
        "recent": reassignments(request.actor).order_by("-id")[:10],
    }
    return render(request, "cases/reassign.html", context, status=status)


def _groups(seen: Preview) -> list[tuple[str, list[tuple[str, int]]]]:
    """Whose the cases are now: queues, teams and agents by name, each with its count."""
    teams = {team.code: team_name(team) for team in Team.objects.all()}
    agents = dict(User.objects.filter(username__in=seen.by_agent).values_list("username", "display_name"))
    return [
        (_("Queue"), _named(seen.by_queue, _queue_names(), _("in no queue"))),
        (_("Team"), _named(seen.by_team, teams, _("no team"))),
        (_("Agent"), _named(seen.by_agent, agents, _("no agent"))),
    ]


def _queue_names() -> dict[str, str]:
    return {queue.code: queue.name for queue in queues_now()}


def _named(counts: Mapping[str, int], names: Mapping[str, str], nobody: str) -> list[tuple[str, int]]:
    return [(names.get(code, code) if code else nobody, count) for code, count in counts.items()]
