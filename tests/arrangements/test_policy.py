"""Writing a promise policy: the action."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from collections_app.arrangements.actions.policies import write_policy
from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.queries import promise_policy
from collections_app.arrangements.queries.policy import POLICIES
from collections_app.arrangements.shipped_policy import NUMBERS
from collections_app.events.models import Event
from collections_app.people.rules.roles import ROLES
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.database import install
from tests.accounts.desk import noon

pytestmark = pytest.mark.django_db
AT = noon("03-10")


@pytest.fixture(autouse=True)
def today():
    install(business_date=d("03-10"), simulated=False)


def write(*, actor=None, numbers=None, **more):
    given = {"valid_from": d("04-01"), "reason": "April", "at": AT, **more}
    return write_policy(actor=actor or Actor.command("test"), numbers=NUMBERS | (numbers or {"grace_days": 2}), **given)


def refused(**more):
    with pytest.raises(Refused) as caught:
        write(**more)
    return caught.value.code, caught.value.field


def test_a_policy_holds_from_its_day():
    written = write()
    assert promise_policy(d("03-31")).grace_days == 1
    assert promise_policy(d("04-01")) == written
    assert [policy.grace_days for policy in POLICIES.every()] == [2, 1]
    event = Event.objects.get(kind="promise_policy.written")
    assert event.data == {"policy": written.pk, "valid_from": "2025-04-01", "changed": ["grace_days"]}


def test_what_cannot_be_is_refused_at_its_field():
    assert refused(valid_from=d("03-10")) == ("not_after_today", "valid_from")
    assert refused(reason="") == ("missing", "reason")
    assert refused(numbers={"grace_days": 1}) == ("same", None)
    assert refused(numbers={"threshold": Decimal(0)}) == ("out_of_range", "threshold")
    assert refused(numbers={"max_instalments": 0}) == ("out_of_range", "max_instalments")
    write()
    assert refused(numbers={"grace_days": 3}) == ("taken", "valid_from")


def test_every_number_has_a_range():
    assert POLICIES.ranges.keys() == NUMBERS.keys()


def test_a_policy_is_never_edited():
    with pytest.raises(DatabaseError), transaction.atomic():
        PromisePolicy.objects.update(grace_days=9)


def test_who_may_write_one(cast):
    allowed = set()
    for number, role in enumerate(ROLES, start=1):
        try:
            write(actor=cast.actor(role), valid_from=d(f"04-{number:02}"), numbers={"grace_days": number + 1})
        except Refused as error:
            assert error.code == "forbidden"
        else:
            allowed.add(role)
    assert allowed == {"manager", "compliance"}
