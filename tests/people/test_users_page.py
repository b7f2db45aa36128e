"""The users page: invite, grant, revoke, lock; each through its form and its action, and who may."""

from datetime import timedelta

import pytest

from collections_app.events.models import Event
from collections_app.people import actions
from collections_app.people.models import RoleGrant, User
from collections_app.people.queries import actor_of_user, roles_of
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

pytestmark = pytest.mark.django_db

TODAY = clock.local_date()
NEW = {"username": "li.na", "display_name": "李娜", "role": "agent"}


def refused(action, **arguments):
    with pytest.raises(Refused) as caught:
        action(**arguments)
    return caught.value.code


# -- invite ---------------------------------------------------------------------------------------------------


def test_an_invited_user_sets_a_password_once_and_works(cast):
    browser = cast.browser("administrator")
    answer = browser.post("/people/invite/", NEW, follow=True)
    link = answer.context["link"]
    assert "set-password" in link
    assert browser.get(answer.request["PATH_INFO"]).context["link"] == ""

    guest = cast.nobody
    page = guest.get(link, follow=True)
    form_at = page.request["PATH_INFO"]
    weak = guest.post(form_at, {"new_password1": "12345", "new_password2": "12345"})
    assert weak.context["form"].errors
    done = guest.post(form_at, {"new_password1": "quiet-river-stone", "new_password2": "quiet-river-stone"})
    assert done.headers["Location"] == "/login/"
    assert guest.post("/login/", {"username": "li.na", "password": "quiet-river-stone"}).status_code == 302
    assert "validlink" in (again := cast.nobody.get(link)).context and not again.context["validlink"]
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["person.invited", "role.granted", "person.password_set", "person.logged_in"]


def test_a_taken_log_in_name_stands_at_its_field_and_keeps_what_was_typed(cast):
    cast.user("lead")
    answer = cast.browser("administrator").post("/people/invite/", {**NEW, "username": "LEAD.one"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["username"]
    assert "李娜" in answer.content.decode()
    assert not User.objects.filter(display_name="李娜").exists()


@pytest.mark.parametrize("field", ["username", "display_name", "role"])
def test_a_missing_field_is_named(cast, field):
    answer = cast.browser("administrator").post("/people/invite/", {**NEW, field: ""})
    assert list(answer.context["form"].errors) == [field]


def test_nul_bytes_are_refused_not_stored(cast):
    answer = cast.browser("administrator").post("/people/invite/", {**NEW, "display_name": "a\x00b"})
    assert list(answer.context["form"].errors) == ["display_name"]


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "quality", "compliance", "integration", "stranger"])
def test_only_an_administrator_invites(cast, role):
    assert cast.browser(role).post("/people/invite/", NEW).status_code == 403
    assert refused(actions.invite, actor=cast.actor(role), on=TODAY, **NEW) == "forbidden"


# -- roles ----------------------------------------------------------------------------------------------------


def test_a_granted_role_counts_at_once_and_a_revoked_one_no_longer(cast):
    user, browser = cast.user("agent"), cast.browser("administrator")
    browser.post(f"/people/{user.pk}/grant/", {"role": "lead", "last_day": ""})
    assert roles_of(user) == {"agent", "lead"}
    assert actor_of_user(user, channel="browser").may("payments.post")
    grant = RoleGrant.objects.get(user=user, role="lead")
    assert (grant.granted_by, grant.valid_to) == (cast.user("administrator"), None)
    browser.post(f"/people/{user.pk}/revoke/{grant.pk}/")
    assert roles_of(user) == {"agent"}


def test_an_acting_lead_is_lead_to_the_last_day_and_not_after(cast):
    user = cast.user("agent")
    last = TODAY + timedelta(days=2)
    actions.grant_role(actor=cast.actor("administrator"), user_id=user.pk, role="lead", on=TODAY, last_day=last)
    assert "lead" in roles_of(user, on=last)
    assert "lead" not in roles_of(user, on=last + timedelta(days=1))
    assert RoleGrant.objects.get(user=user, role="lead").last_day == last


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "agent"}, "already_granted"),
        ({"role": "king"}, "unknown_role"),
        ({"role": "lead", "last_day": TODAY - timedelta(days=1)}, "ends_before_it_begins"),
        ({"role": "lead", "user_id": 0}, "not_found"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(cast, change, code):
    arguments = {"user_id": cast.user("agent").pk, "on": TODAY, **change}
    assert refused(actions.grant_role, actor=cast.actor("administrator"), **arguments) == code


def test_a_refused_grant_stands_at_its_field(cast):
    user = cast.user("agent")
    answer = cast.browser("administrator").post(f"/people/{user.pk}/grant/", {"role": "agent"})
    assert answer.status_code == 422
    assert list(answer.context["grant_form"].errors) == ["role"]


def test_the_last_administrator_keeps_the_role(cast):
    user = cast.user("administrator")
    grant = RoleGrant.objects.get(user=user)
    actor = cast.actor("administrator")
    assert refused(actions.revoke_role, actor=actor, grant_id=grant.pk, on=TODAY) == "last_administrator"
    other = User.objects.create_user("second")
    actions.grant_role(actor=actor, user_id=other.pk, role="administrator", on=TODAY)
    actions.revoke_role(actor=actor, grant_id=grant.pk, on=TODAY)
    assert roles_of(user) == frozenset()


def test_a_grant_cannot_be_revoked_twice(cast):
    grant = RoleGrant.objects.get(user=cast.user("agent"))
    actor = cast.actor("administrator")
    actions.revoke_role(actor=actor, grant_id=grant.pk, on=TODAY)
    assert refused(actions.revoke_role, actor=actor, grant_id=grant.pk, on=TODAY) == "not_found"


# -- lock -----------------------------------------------------------------------------------------------------


def test_a_locked_user_is_out_at_once_at_both_doors(cast):
    user, desk, machine = cast.user("lead"), cast.browser("lead"), cast.api("lead")
    assert desk.get("/profile/").status_code == 200
    assert machine.get("/api/v1/me").status_code == 200
    cast.browser("administrator").post(f"/people/{user.pk}/lock/")
    assert desk.get("/profile/").status_code == 302
    assert machine.get("/api/v1/me").status_code == 401
    cast.browser("administrator").post(f"/people/{user.pk}/unlock/")
    assert cast.browser("lead").get("/profile/").status_code == 200


def test_nobody_locks_themselves_or_the_last_administrator(cast):
    user = cast.user("administrator")
    assert refused(actions.lock, actor=cast.actor("administrator"), user_id=user.pk, on=TODAY) == "yourself"
    assert refused(actions.lock, actor=Actor.command("x"), user_id=user.pk, on=TODAY) == "last_administrator"
    answer = cast.browser("administrator").post(f"/people/{user.pk}/lock/", follow=True)
    assert "You cannot lock yourself." in answer.content.decode()


def test_a_new_link_ends_the_old_password(cast):
    user = cast.user("lead")
    answer = cast.browser("administrator").post(f"/people/{user.pk}/link/", follow=True)
    assert "set-password" in answer.context["link"]
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_a_locked_user_gets_no_new_link(cast):
    user = cast.user("lead")
    actions.lock(actor=cast.actor("administrator"), user_id=user.pk, on=TODAY)
    assert cast.browser("administrator").post(f"/people/{user.pk}/link/").status_code == 422


# -- the pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["lead", "manager"])
def test_who_answers_for_a_desk_sees_users_and_invites_nobody(cast, role):
    cast.user("agent")
    text = cast.browser(role).get("/people/").content.decode()
    assert "The agent" in text
    assert "Invite" not in text


@pytest.mark.parametrize("role", ["agent", "quality", "compliance", "integration", "stranger"])
def test_who_may_not_see_users(cast, role):
    assert cast.browser(role).get("/people/").status_code == 403


@pytest.mark.parametrize("users", [1, 12])
def test_the_users_page_asks_a_fixed_number_of_queries(cast, users, django_assert_num_queries):
    for number in range(users):
        user = User.objects.create_user(f"u{number}")
        RoleGrant.objects.create(user=user, role="agent", valid_from=TODAY, granted_by=cast.user("administrator"))
    browser = cast.browser("administrator")
    browser.get("/people/")
    with django_assert_num_queries(10):
        browser.get("/people/")


def test_an_unknown_user_is_a_404(cast):
    assert cast.browser("administrator").get("/people/999999/").status_code == 404
