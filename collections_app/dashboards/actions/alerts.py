"""Setting alerts, stopping them and setting them going again; the check that raises and ends them."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from collections_app.cases.models import WorkQueue
from collections_app.dashboards.alert_figures import NOT_OF_A_QUEUE, VALUES, holds, value_of
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.dashboards.queries.operation import operation
from collections_app.events import actions as events
from collections_app.people.models import RoleGrant, Team, User
from collections_app.people.rules.roles import ROLE_PERMISSIONS
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

LOCK = "fairdue alerts"
MAY_BE_TOLD = [role for role, codes in ROLE_PERMISSIONS.items() if "operation.view" in codes]


@transaction.atomic
def set_alert(
    *,
    actor: Actor,
    figure: str,
    operator: str,
    threshold: Decimal,
    told: Collection[int],
    queue_id: int | None = None,
    team_id: int | None = None,
    at: datetime,
) -> Alert:
    """Tell some people from now on when a figure passes a threshold.

    Raises Refused: `forbidden`, `unknown_figure`, `one_scope` (a queue or a team, not both), `not_of_a_queue`,
    `not_found` (queue or team), `nobody_told`, `may_not_see` (somebody who may not open the operation page),
    `invalid` (threshold below zero).
    """
    actor.must("alerts.manage")
    _check(figure, operator, threshold, queue_id, team_id)
    people = _who_is_told(told, at)
    alert = Alert.objects.create(
        figure=figure,
        operator=operator,
        threshold=threshold,
        queue_id=queue_id,
        team_id=team_id,
        created_at=at,
        created_by_id=actor.user_id,
    )
    alert.told.set(people)
    data = {"alert_id": alert.pk, "figure": figure, "operator": operator, "threshold": threshold, "told": sorted(told)}
    events.record("alert.set", actor=actor, data=data | {"queue_id": queue_id, "team_id": team_id})
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
        alert.is_active = True
        alert.save(update_fields=["is_active"])
        events.record("alert.resumed", actor=actor, data={"alert_id": alert.pk})
    return alert


@transaction.atomic
def check_alerts(*, actor: Actor, at: datetime) -> list[AlertRaised]:
    """Raise what has passed its threshold, end what no longer does; what was raised now. One check at a time.

    Checked again without a change nothing happens. Raises Refused: `forbidden`.
    """
    actor.must("alerts.manage")
    sql.lock_for_transaction(LOCK)
    watched = list(Alert.objects.filter(is_active=True).select_related("queue", "team"))
    if not watched:
        return []
    found = operation(actor, at=at)
    standing = {one.alert_id: one for one in AlertRaised.objects.filter(ended_at=None)}
    new = []
    for alert in watched:
        value, before = value_of(alert, found), standing.get(alert.pk)
        if before is None and value is not None and holds(alert, value):
            new.append(AlertRaised.objects.create(alert=alert, value=value, raised_at=at))
            events.record("alert.raised", actor=actor, data={"alert_id": alert.pk, "value": value})
        elif before is not None and not holds(alert, value):
            AlertRaised.objects.filter(pk=before.pk).update(ended_at=max(at, before.raised_at))
            events.record("alert.ended", actor=actor, data={"alert_id": alert.pk})
    return new


def _check(figure: str, operator: str, threshold: Decimal, queue_id: int | None, team_id: int | None) -> None:
    if figure not in VALUES:
        raise Refused("unknown_figure", _("There is no such figure."), field="figure")
    if operator not in Alert.Operator.values:
        raise Refused("invalid", _("More or less than?"), field="operator")
    if threshold < 0:
        raise Refused("invalid", _("A threshold is not below zero."), field="threshold")
    if queue_id and team_id:
        raise Refused("one_scope", _("Choose a queue or a team, not both."), field="team")
    if queue_id and figure in NOT_OF_A_QUEUE:
        raise Refused("not_of_a_queue", _("People stand in teams, not in queues."), field="queue")
    if queue_id and not WorkQueue.objects.filter(pk=queue_id, is_active=True).exists():
        raise Refused("not_found", _("There is no such queue."), field="queue")
    if team_id and not Team.objects.filter(pk=team_id, is_active=True).exists():
        raise Refused("not_found", _("There is no such team."), field="team")


def _who_is_told(told: Collection[int], at: datetime) -> list[User]:
    if not told:
        raise Refused("nobody_told", _("Say who is told."), field="told")
    reading = RoleGrant.objects.on(clock.local_date(at)).filter(role__in=MAY_BE_TOLD)
    readers = reading.filter(user__in=list(told)).values("user")
    people = list(User.objects.filter(pk__in=readers, is_active=True))
    if len(people) < len(set(told)):
        raise Refused("may_not_see", _("Only who may open the operation page can be told."), field="told")
    return people


def _locked(alert_id: int) -> Alert:
    alert = Alert.objects.select_for_update().filter(pk=alert_id).first()
    if alert is None:
        raise Refused("not_found", _("There is no such alert."))
    return alert
