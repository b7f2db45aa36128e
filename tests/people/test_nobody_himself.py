"""Nobody gives himself a role or a clearance, resets or unlocks himself; and an administrator always remains."""

from datetime import timedelta

import pytest

from collections_app.people import actions
from collections_app.people.models import ClearanceGrant, RoleGrant, User
from collections_app.people.queries import roles_of
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

pytestmark = pytest.mark.django_db

TODAY = clock.local_date()
DAY = timedelta(days=1)


def refused(action, **arguments):
    with pytest.raises(Refused) as caught:
        action(**arguments)
    return caught.value.code


def administrator(name, *, last_day=None):
    user = User.objects.create_user(name)
    chief = Actor.command("test")
    actions.grant_role(actor=chief, user_id=user.pk, role="administrator", on=TODAY, last_day=last_day)
    return user


def test_the_actions_refuse(cast):
    user, actor = cast.user("administrator"), cast.actor("administrator")
    assert refused(actions.grant_role, actor=actor, user_id=user.pk, role="manager", on=TODAY) == "yourself"
    assert refused(actions.renew_link, actor=actor, user_id=user.pk) == "yourself"
    assert refused(actions.grant_clearance, actor=actor, user_id=user.pk, restriction="VIP", on=TODAY) == "yourself"
    actions.lock(actor=Actor.command("test"), user_id=administrator("second").pk, on=TODAY)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert refused(actions.unlock, actor=actor, user_id=user.pk) == "yourself"
    user.refresh_from_db()
    assert (roles_of(user), user.has_usable_password(), user.is_active) == ({"administrator"}, True, False)


@pytest.mark.parametrize(
    ("address", "body", "words"),
    [
        ("grant", {"role": "manager", "last_day": ""}, "Nobody gives a role to themselves"),
        ("acting-lead", {"last_day": (TODAY + DAY).isoformat()}, "Nobody gives a role to themselves"),
        ("clearance", {"restriction": "VIP", "last_day": ""}, "Nobody clears themselves"),
        ("link", {}, "Nobody resets themselves"),
        ("unlock", {}, "Nobody unlocks themselves"),
        ("lock", {}, "You cannot lock yourself."),
    ],
)
def test_the_page_says_so(cast, address, body, words):
    user, browser = cast.user("administrator"), cast.browser("administrator")
    answer = browser.post(f"/people/{user.pk}/{address}/", body, follow=True)
    assert words in answer.content.decode()
    assert roles_of(user) == {"administrator"}
    assert not ClearanceGrant.objects.exists()
    assert browser.get("/profile/").status_code == 200


def test_ones_own_page_offers_none_of_it(cast):
    user, other = cast.user("administrator"), cast.user("agent")
    own = cast.browser("administrator").get(f"/people/{user.pk}/")
    theirs = cast.browser("administrator").get(f"/people/{other.pk}/")
    for form in ("grant_form", "acting_form", "clearance_form"):
        assert form not in own.context
        assert form in theirs.context
    for address in ("link", "lock", "grant", "acting-lead", "clearance"):
        assert f"/people/{user.pk}/{address}/" not in own.content.decode()
        assert f"/people/{other.pk}/{address}/" in theirs.content.decode()
    assert "another administrator does" in own.content.decode()
    assert "languages_form" in own.context


def test_rest_says_so(cast):
    user, machine = cast.user("administrator"), cast.api("administrator")
    for address, body in [
        ("grants", {"user": user.pk, "role": "manager"}),
        ("clearances", {"user": user.pk, "restriction": "VIP"}),
    ]:
        answer = machine.post(f"/api/v1/{address}", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "yourself")
    assert roles_of(user) == {"administrator"}


def test_the_last_administrator_stays_at_both_doors(cast):
    user = cast.user("administrator")
    grant = RoleGrant.objects.get(user=user)
    page = cast.browser("administrator").post(f"/people/{user.pk}/revoke/{grant.pk}/", follow=True)
    assert "This is the last administrator" in page.content.decode()
    answer = cast.api("administrator").post(f"/api/v1/grants/{grant.pk}/revocation")
    assert (answer.status_code, answer.json()["code"]) == (422, "last_administrator")
    assert roles_of(user) == {"administrator"}


def test_an_administrator_for_a_time_is_not_one_who_remains(cast):
    user = cast.user("administrator")
    grant = RoleGrant.objects.get(user=user)
    stand_in = administrator("stand.in", last_day=TODAY + DAY)
    chief = Actor.command("test")
    assert refused(actions.revoke_role, actor=chief, grant_id=grant.pk, on=TODAY) == "last_administrator"
    assert refused(actions.lock, actor=chief, user_id=user.pk, on=TODAY) == "last_administrator"
    actions.lock(actor=chief, user_id=stand_in.pk, on=TODAY)
    second = administrator("second")
    actions.revoke_role(actor=chief, grant_id=grant.pk, on=TODAY)
    assert roles_of(user) == frozenset()
    assert refused(actions.lock, actor=chief, user_id=second.pk, on=TODAY) == "last_administrator"
