"""Who can log in to a demo? One user per role, with one password that only this installation has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.queries import installation
from collections_app.people.actions import invite
from collections_app.people.models import User
from collections_app.people.rules.roles import ADMINISTRATOR, AGENT, COMPLIANCE, LEAD, MANAGER, QUALITY
from collections_app.shared.actor import Actor
from collections_app.shared.crypto import keyed_hash
from collections_app.shared.errors import Refused

# Role, log-in name, name on the screen.
PEOPLE = (
    (AGENT, "agent", "陈小燕"),
    (LEAD, "lead", "李建国"),
    (MANAGER, "manager", "王海涛"),
    (QUALITY, "quality", "赵雅琴"),
    (COMPLIANCE, "compliance", "周文静"),
    (ADMINISTRATOR, "administrator", "吴志强"),
)


@dataclass(frozen=True)
class LogIn:
    role: str
    username: str
    password: str


def password() -> str:
    """Made from this installation's HASH_KEY: the same at every start, another on every machine.

    Example: `3f9a-c02e-71bd`.
    """
    sign = keyed_hash("demo log-ins")
    return f"{sign[:4]}-{sign[4:8]}-{sign[8:12]}"


@transaction.atomic
def ensure_log_ins(*, actor: Actor, on: date) -> list[LogIn]:
    """Make the demo users that are missing and return all of them.

    Raises Refused("not_a_demo"): an installation with real cardholders never gets a log-in with a known password.
    """
    actor.must("people.manage")
    here = installation()
    if here is None or not here.demo:
        raise Refused("not_a_demo", "This installation is not a demo, so it has no demo log-ins.")
    return list(_log_ins(actor, on))


def _log_ins(actor: Actor, on: date) -> Iterator[LogIn]:
    for role, username, display_name in PEOPLE:
        if not User.objects.filter(username=username).exists():
            user, _link = invite(actor=actor, username=username, display_name=display_name, role=role, on=on)
            user.set_password(password())
            user.save(update_fields=["password"])
        yield LogIn(role, username, password())
