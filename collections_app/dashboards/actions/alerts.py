"""Setting alerts, stopping them and setting them going again; the check that raises and ends them."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Product
from collections_app.dashboards.alert_figures import FIGURES, SHARE
from collections_app.dashboards.alert_scope import EVERYTHING, Scope, settled
from collections_app.dashboards.alert_values import Reading, holds, readings
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.dashboards.queries.alerts import may_read
from collections_app.events import actions as events
from collections_app.people.models import User
from collections_app.people.queries import actor_of_user
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

LOCK = "fairdue alerts"


@transaction.atomic
def set_alert(
    *,
    actor: Actor,
    figure: str,
    operator: str,
    threshold: Decimal,
    told: Collection[int],
    scope: Scope = EVERYTHING,
    at: datetime,
) -> Alert:
    """Tell some people from now on when a figure passes a threshold; that of a share is a part of one, 0.4 for 40 %.

    Raises Refused: `forbidden`, `unknown_figure`, `invalid` (operator; threshold below zero, or above 100 % for a part
    of a whole), what `settled` refuses of the scope, `nobody_told`, `may_not_see` (somebody who may not open the page
    of the figure, or is of an outside agency and told of another desk than his own).
    """
    actor.must("alerts.manage")
    _check(figure, operator, threshold)
    scope = settled(figure, scope)
    alert = Alert(
        figure=figure,
        operator=operator,
        threshold=threshold,
        product=Product.objects.get(code=scope.product) if scope.product else None,
        created_at=at,
        created_by_id=actor.user_id,
        **{name: value for name, value in asdict(scope).items() if name != "product"},
    )
    people = _who_is_told(told, alert)
    alert.save()
    alert.told.set(people)
    data = {"alert_id": alert.pk, "figure": figure, "operator": operator, "threshold": threshold, "told": sorted(told)}
    events.record("alert.set", actor=actor, data=data | asdict(scope))
    return alert


@transaction.atomic
def stop_alert(*, actor: Actor, alert_id: int, at: datetime) -> Alert:
    """Watch no more; what it had raised ends. Twice changes nothing. Raises Refused: `forbidden`, `not_found`."""
    actor.must("alerts.manage")
    alert = _locked(alert_id)
    if alert.is_active:
        alert.is_active = False
        alert.save(update_fields=["is_active"])
        AlertRaised.objects.filter(alert=alert, ended_at=None).update(ended_at=at)
        events.record("alert.stopped", actor=actor, data={"alert_id": alert.pk})
    return alert


@transaction.atomic
def resume_alert(*, actor: Actor, alert_id: int) -> Alert:
    """Watch again. Raises Refused: `forbidden`, `not_found`."""
    actor.must("alerts.manage")
    alert = _locked(alert_id)
    if not alert.is_active:
        alert.is_active, alert.judged_on = True, None
        alert.save(update_fields=["is_active", "judged_on"])
        events.record("alert.resumed", actor=actor, data={"alert_id": alert.pk})
    return alert


@transaction.atomic
def check_alerts(*, actor: Actor, at: datetime) -> list[AlertRaised]:
    """Raise what has passed its threshold, end what no longer does; what was raised now. One check at a time.

    Checked again without a change nothing happens. Raises Refused: `forbidden`.
    """
    actor.must("alerts.manage")
    sql.lock_for_transaction(LOCK)
    watched = list(Alert.objects.filter(is_active=True).select_related("queue", "team", "product"))
    read = readings(watched, actor=actor, at=at)
    standing = {one.alert_id: one for one in AlertRaised.objects.filter(ended_at=None)} if read else {}
    new = []
    for alert in watched:
        found, before = read.get(alert.pk), standing.get(alert.pk)
        if found is None:
            continue
        if before is None and found.value is not None and holds(alert, found.value):
            new.append(_raise(alert, found.value, found.day, actor=actor, at=at))
        elif before is not None and not holds(alert, found.value):
            AlertRaised.objects.filter(pk=before.pk).update(ended_at=max(at, before.raised_at))
            events.record("alert.ended", actor=actor, data={"alert_id": alert.pk})
    _note_judged(read)
    return new


def _raise(alert: Alert, value: Decimal, day: date | None, *, actor: Actor, at: datetime) -> AlertRaised:
    data = {"alert_id": alert.pk, "value": value, "day": day}
    events.record("alert.raised", actor=actor, on=day, data=data)
    return AlertRaised.objects.create(alert=alert, value=value, day=day, raised_at=at)


def _note_judged(read: dict[int, Reading]) -> None:
    """Of the portfolio: until the next night the same figures are not read again."""
    judged = {alert_id: found.day for alert_id, found in read.items() if found.day}
    if judged:
        Alert.objects.filter(pk__in=judged).update(judged_on=max(judged.values()))


def _check(figure: str, operator: str, threshold: Decimal) -> None:
    if figure not in FIGURES:
        raise Refused("unknown_figure", _("There is no such figure."), field="figure")
    if operator not in Alert.Operator.values:
        raise Refused("invalid", _("More or less than?"), field="operator")
    if threshold < 0:
        raise Refused("invalid", _("A threshold is not below zero."), field="threshold")
    if FIGURES[figure].unit == SHARE and figure != "net_flow" and threshold > 1:
        raise Refused("invalid", _("A part of a whole is at most 100 %."), field="threshold")


def _who_is_told(told: Collection[int], alert: Alert) -> list[User]:
    if not told:
        raise Refused("nobody_told", _("Say who is told."), field="told")
    asked = User.objects.filter(pk__in=list(told))
    people = [user for user in asked if may_read(actor_of_user(user, channel="night"), alert)]
    if len(people) < len(set(told)):
        raise Refused(
            "may_not_see",
            _("Only who may open the page of this figure is told; people of an outside agency only of their own desk."),
            field="told",
        )
    return people


def _locked(alert_id: int) -> Alert:
    alert = Alert.objects.select_for_update().filter(pk=alert_id).first()
    if alert is None:
        raise Refused("not_found", _("There is no such alert."))
    return alert
