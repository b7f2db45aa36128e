"""Demo log-ins exist for every desk role, and only in a demo."""

from datetime import date

import pytest

from accounts.models import Installation
from collections_app.demo.log_ins import ensure_log_ins, password
from collections_app.people.models import User
from collections_app.people.queries import actor_of_user
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

pytestmark = pytest.mark.django_db
ACTOR = Actor.command("demo")
TODAY = date(2026, 11, 23)


@pytest.fixture
def demo(db):
    return Installation.objects.create(name="Demo", demo=True)


def test_every_desk_role_has_a_user_who_can_log_in(demo, client):
    found = ensure_log_ins(actor=ACTOR, on=TODAY)
    assert [one.role for one in found] == ["agent", "lead", "manager", "quality", "compliance", "administrator"]
    for one in found:
        user = User.objects.get(username=one.username)
        assert user.check_password(one.password)
        assert actor_of_user(user, channel="browser").roles == {one.role}


def test_a_second_time_makes_nobody_new_and_the_password_stays(demo):
    first = ensure_log_ins(actor=ACTOR, on=TODAY)
    assert ensure_log_ins(actor=ACTOR, on=TODAY) == first
    assert User.objects.count() == len(first)


def test_the_password_belongs_to_the_installation(settings):
    before = password()
    settings.HASH_KEY = "another machine"
    assert password() != before


@pytest.mark.parametrize("is_set_up", [True, False])
def test_a_real_installation_gets_none(is_set_up):
    if is_set_up:
        Installation.objects.create(name="Bank", demo=False)
    with pytest.raises(Refused) as refused:
        ensure_log_ins(actor=ACTOR, on=TODAY)
    assert refused.value.code == "not_a_demo"
    assert not User.objects.exists()


def test_who_may_not_manage_people_makes_no_log_ins(demo, cast):
    with pytest.raises(Refused) as refused:
        ensure_log_ins(actor=cast.actor("agent"), on=TODAY)
    assert refused.value.code == "forbidden"
