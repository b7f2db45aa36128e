"""Alerts: what is raised, what is watched, a new one; and what is mailed to oneself."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collections_app.dashboards import actions
from collections_app.dashboards.alert_figures import FIGURES
from collections_app.dashboards.alert_forms import FIELD_OF, AlertForm, MailingForm
from collections_app.dashboards.alert_words import (
    condition_in_words,
    figure_address,
    scope_in_words,
    value_in_words,
)
from collections_app.dashboards.models import Alert, Mailing
from collections_app.dashboards.queries.alerts import alerts as all_alerts
from collections_app.dashboards.queries.alerts import raised
from collections_app.dashboards.queries.mails import failing_mail
from collections_app.dashboards.rules.mailing import MOST_TRIES, may_go_to
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs, show_refusal

RAISED_COLUMNS: list[Column] = [
    ("raised_at", "raised_at"),
    ("ended_at", "ended_at"),
    ("of", lambda row: scope_in_words(row.alert, row)),
    ("condition", lambda row: condition_in_words(row.alert)),
    ("value", lambda row: FIGURES[row.alert.figure].rounded(row.value)),
    ("unit", lambda row: FIGURES[row.alert.figure].unit),
    ("figures_of", "day"),
]
WATCHED_COLUMNS: list[Column] = [
    ("of", lambda alert: scope_in_words(alert, alert)),
    ("condition", condition_in_words),
    ("told", lambda alert: ", ".join(str(user) for user in alert.told.all())),
    ("set_by", "created_by.display_name"),
    ("set_at", "created_at"),
    ("watched", lambda alert: "yes" if alert.is_active else "no"),
]


@needs("operation.view")
@require_GET
def alerts(request: ActorRequest) -> HttpResponse:
    """What was raised, newest first, and every alert."""
    return _page(request)


@needs("operation.view")
@require_GET
def raised_table(request: ActorRequest) -> HttpResponse:
    """What was raised as a file, the newest first; a share as a part of one."""
    rows = raised(request.actor).order_by("-raised_at", "-pk")
    return export(request, "alerts", *table_of(rows, RAISED_COLUMNS))


@needs("operation.view")
@require_GET
def watched_table(request: ActorRequest) -> HttpResponse:
    """Every alert as a file, those in use first."""
    return export(request, "alerts-watched", *table_of(all_alerts(request.actor), WATCHED_COLUMNS))


@needs("alerts.manage")
@require_POST
def new_alert(request: ActorRequest) -> HttpResponse:
    """Set an alert."""
    form = AlertForm(request.POST)
    done = _do(form, lambda: actions.set_alert(actor=request.actor, at=clock.now(), **form.given))
    if not done:
        return _page(request, form=form)
    messages.success(request, _("The alert is set; it is checked every minute and after each night."))
    return redirect("alerts")


@needs("alerts.manage")
@require_POST
def stop_alert(request: ActorRequest, alert_id: int) -> HttpResponse:
    """Watch no more."""
    actions.stop_alert(actor=request.actor, alert_id=alert_id, at=clock.now())
    return redirect("alerts")


@needs("alerts.manage")
@require_POST
def resume_alert(request: ActorRequest, alert_id: int) -> HttpResponse:
    """Watch again."""
    actions.resume_alert(actor=request.actor, alert_id=alert_id)
    return redirect("alerts")


@needs("operation.view")
@require_POST
def set_mailing(request: ActorRequest) -> HttpResponse:
    """Have alerts and the summary mailed, or with `end` no longer."""
    if "end" in request.POST:
        actions.end_mailing(actor=request.actor)
        messages.success(request, _("Nothing is mailed to you any more."))
        return redirect("alerts")
    form = MailingForm(request.POST)
    given: Callable[[], Any] = lambda: actions.set_mailing(  # noqa: E731
        actor=request.actor, at=clock.now(), **form.cleaned_data
    )
    if not _do(form, given):
        return _page(request, mailing_form=form)
    messages.success(request, _("Saved."))
    return redirect("alerts")


def _do(form: Form, action: Callable[[], Any]) -> bool:
    if not form.is_valid():
        return False
    try:
        action()
    except Refused as refused:
        for one in refused.each:
            one.field = FIELD_OF.get(one.field or "", one.field)
        show_refusal(form, refused)
        return False
    return True


def _page(
    request: ActorRequest, *, form: AlertForm | None = None, mailing_form: MailingForm | None = None
) -> HttpResponse:
    found = raised(request.actor)
    page = cursor_page(found, order=["-raised_at", "-id"], cursor=request.GET.get("cursor", ""), size=20)
    mailing = Mailing.objects.filter(user=request.actor.user_id).first()
    manages = request.actor.may("alerts.manage")
    context: dict[str, Any] = {
        "page": page,
        "lines": [
            (row, *_words(row.alert, row), figure_address(row.alert, row.day), value_in_words(row.alert, row.value))
            for row in page.rows
        ],
        "alerts": [(one, *_words(one, one), figure_address(one)) for one in all_alerts(request.actor)],
        "manages": manages,
        "form": form or (AlertForm(initial={"told": [str(request.actor.user_id)]}) if manages else None),
        "mailing": mailing,
        "mailing_form": mailing_form or MailingForm(initial=_as_initial(mailing)),
        "mail_is_set": settings.MAIL_IS_SET,
        **_trouble(mailing),
    }
    return render(request, "dashboards/alerts.html", context, status=422 if form or mailing_form else 200)


def _trouble(mailing: Mailing | None) -> dict[str, Any]:
    """Why nothing arrives at the actor's own address, where it does not."""
    if mailing is None:
        return {}
    return {
        "failing": failing_mail(mailing),
        "most_tries": MOST_TRIES,
        "not_allowed": not may_go_to(mailing.address, settings.MAIL_DOMAINS),
    }


def _words(alert: Alert, row: Any) -> tuple[str, str]:
    """Of what, and beyond what."""
    return scope_in_words(alert, row), condition_in_words(alert)


def _as_initial(mailing: Mailing | None) -> dict[str, Any]:
    names = ("address", "alerts", "summary", "hour")
    return {name: getattr(mailing, name) for name in names} if mailing else {}
