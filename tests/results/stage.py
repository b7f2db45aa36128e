"""Teams, agents in them, and what they do on a day, for tests of results."""

from datetime import date
from uuid import uuid4

from collections_app.contacts.models import Contact, Outcome
from collections_app.people.models import RoleGrant, Team, TeamAssignment, User
from collections_app.people.queries import actor_of_user
from collections_app.results.nightly.steps import keep_results
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.accounts.desk import noon

BEFORE = date(2000, 1, 1)


def team(code: str = "t-front") -> Team:
    return Team.objects.get_or_create(code=code, defaults={"name_en": code, "name_zh": code, "tier": "FRONT"})[0]


def works(user: User, on: Team, since: str = "2000-01-01", until: str | None = None) -> None:
    """Puts somebody on a desk from a day until the day before another."""
    TeamAssignment.objects.create(
        user=user, team=on, valid_from=d(since), valid_to=d(until) if until else None, reason="HOME"
    )


def agent(name: str, on: Team | None = None, role: str = "agent") -> User:
    """Somebody who has the role, and works on a desk since ever."""
    user = User.objects.create_user(name, None, display_name=name)
    RoleGrant.objects.create(user=user, role=role, valid_from=BEFORE)
    if on is not None:
        works(user, on)
    return user


def actor(user: User) -> Actor:
    return actor_of_user(user, channel="browser")


def spoke(file, user: User | None, outcome: str = "RPC_NO_COMMITMENT", on: str = "03-10", **more) -> Contact:
    """A contact of a day as it stands in the database; its rules are tested where they belong."""
    outcome_row = Outcome.objects.get(code=outcome)
    right_party = outcome_row.right_party
    given = {
        "case": file.case,
        "cardholder": file.case.cardholder,
        "channel": "PHONE",
        "outcome": outcome_row,
        "right_party": right_party,
        "verified_by": "BIRTH_DATE" if right_party else "",
        "account_ids": list(file.case.cardholder.card_accounts.values_list("pk", flat=True)),
        "at": noon(on),
        "logged_by": f"user:{user.pk}" if user else "night",
        "user": user,
        "bucket": 1,
        "breach": not more.get("inbound", False),
        **more,
    }
    return Contact.objects.create(submission=uuid4(), **given)


def night(on: str) -> int:
    """The night's step over results alone."""
    return keep_results(d(on))
