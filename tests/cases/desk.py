"""An agent of a team, and cases that stand in its queue with a number to call, for tests of the desk."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import ContactPoint, LedgerEntry
from collections_app.cases.models import Case
from collections_app.cases.routing import reroute
from collections_app.people.models import RoleGrant, Team, TeamAssignment, User
from collections_app.people.queries import actor_of_user
from collections_app.shared.actor import Actor
from tests.accounts.desk import noon
from tests.cases.files import TODAY, case, holder

_numbers = count(1)
NOW = noon("2025-03-10")
"""12:00 in Shanghai, when everybody may be called."""
EVENING = NOW + timedelta(hours=10)
"""22:00:00: nobody may be called any more until 08:00."""


def agent(
    *, team: str | None = "FRONT", role: str = "agent", channel: str = "browser", speaks: tuple[str, ...] = ()
) -> Actor:
    """A new user with one role who works in the team."""
    user = User.objects.create_user(
        f"desk.{next(_numbers)}", display_name=f"Agent {next(_numbers)}", spoken_languages=list(speaks)
    )
    RoleGrant.objects.create(user=user, role=role, valid_from="2000-01-01")
    if team:
        TeamAssignment.objects.create(
            user=user, team=Team.objects.get(code=team), valid_from="2000-01-01", reason="HOME"
        )
    return actor_of_user(user, channel=channel)


def phone(of: Any, value_hash: str = "", **more: Any) -> ContactPoint:
    """A mobile number of a cardholder."""
    number = next(_numbers)
    return ContactPoint.objects.create(
        **{
            "cardholder": of,
            "kind": "MOBILE",
            "value": b"-",
            "value_hash": value_hash or f"desk{number}",
            "masked": "138****2210",
            **more,
        }
    )


def waiting(*, bucket: int = 1, past_due: str = "500.00", numbers: int = 1, **more: Any) -> Case:
    """An open case that can be called, in the queue where it belongs."""
    made = case(of=more.pop("of", None) or holder(), bucket=bucket, past_due=past_due, **more)
    for _ in range(numbers):
        phone(made.cardholder)
    reroute([made.pk])
    made.refresh_from_db()
    return made


def change(made: Case, **columns: Any) -> None:
    """Write columns of a case and look again where it stands."""
    Case.objects.filter(pk=made.pk).update(**columns)
    reroute([made.pk])
    made.refresh_from_db()


def pay(made: Case, amount: str) -> LedgerEntry:
    """A payment on the case's account that the night has not seen."""
    return LedgerEntry.objects.create(
        card_account=made.account,
        kind="PAYMENT",
        component="",
        amount=f"-{amount}",
        posting_date=TODAY,
        value_date=TODAY,
        recorded_on=TODAY,
        recorded_by="test",
    )


def later(minutes: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)
