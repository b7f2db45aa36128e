"""Clearances for restricted files, and languages spoken: given, ended, and by whom."""

from datetime import timedelta

import pytest

from accounts.models import Cardholder
from collections_app.events.models import Event
from collections_app.people import actions
from collections_app.people.models import ClearanceGrant
from collections_app.people.queries import actor_of_user, clearances_of
from collections_app.people.rules.clearances import RESTRICTIONS
from collections_app.shared import clock
from collections_app.shared.errors import Refused

pytestmark = pytest.mark.django_db

TODAY = clock.local_date()
DAY = timedelta(days=1)


def refused(action, **arguments):
    with pytest.raises(Refused) as caught:
        action(**arguments)
    return caught.value.code


def clear(cast, role="agent", *, by="manager", restriction="STAFF", last_day=None):
    return actions.grant_clearance(
        actor=cast.actor(by), user_id=cast.user(role).pk, restriction=restriction, on=TODAY, last_day=last_day
    )


def test_the_restrictions_are_those_of_the_cardholder():
    assert tuple(Cardholder.Restriction.values) == RESTRICTIONS


def test_a_clearance_counts_to_its_last_day_and_not_after(cast):
    grant = clear(cast, last_day=TODAY + DAY)
    user = cast.user("agent")
    assert actor_of_user(user, channel="browser").cleared_for("STAFF")
    assert not actor_of_user(user, channel="browser").cleared_for("VIP")
    assert [clearances_of(user.pk, on=TODAY + n * DAY) for n in (1, 2)] == [{"STAFF"}, frozenset()]
    assert grant.granted_by == cast.user("manager")
    assert Event.objects.get(kind="clearance.granted").data["user_id"] == user.pk


def test_an_ended_clearance_is_gone_at_once_and_ends_once(cast):
    grant = clear(cast)
    end = {"actor": cast.actor("manager"), "clearance_id": grant.pk, "on": TODAY}
    actions.end_clearance(**end)
    assert clearances_of(cast.user("agent").pk, on=TODAY) == frozenset()
    assert refused(actions.end_clearance, **end) == "not_found"
    assert Event.objects.filter(kind="clearance.ended").count() == 1
    assert ClearanceGrant.objects.filter(user=cast.user("agent")).exists()


def test_what_cannot_be_cleared(cast):
    clear(cast)
    assert refused(clear, cast=cast) == "already_granted"
    assert refused(clear, cast=cast, restriction="KING") == "unknown_restriction"
    assert refused(clear, cast=cast, restriction="VIP", last_day=TODAY - DAY) == "ends_before_it_begins"
    assert refused(clear, cast=cast, role="manager") == "yourself"


@pytest.mark.parametrize("role", ["agent", "lead", "quality", "compliance", "integration", "stranger"])
def test_who_may_not_clear(cast, role):
    cast.user("manager")
    assert refused(clear, cast=cast, role="manager", by=role) == "forbidden"
    assert refused(actions.end_clearance, actor=cast.actor(role), clearance_id=1, on=TODAY) == "forbidden"


def test_languages_are_set_by_who_manages_people_or_by_oneself(cast):
    user = cast.user("agent")
    given = {"user_id": user.pk, "spoken_languages": ["yue", "zh", "yue"]}
    actions.set_languages(actor=cast.actor("administrator"), **given)
    user.refresh_from_db()
    assert user.spoken_languages == ["zh", "yue"]
    assert refused(actions.set_languages, actor=cast.actor("agent"), **given) == "forbidden"
    actions.prefer(actor=cast.actor("agent"), spoken_languages=["en"])
    user.refresh_from_db()
    assert user.spoken_languages == ["en"]
    event = Event.objects.latest("id")
    assert (event.kind, event.data) == ("person.languages_set", {"user_id": user.pk, "languages": ["en"]})
    assert refused(actions.prefer, actor=cast.actor("agent"), spoken_languages=["klingon"]) == "unknown_language"
