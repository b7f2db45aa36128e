"""Inviting, locking and resetting people over REST, one's own languages, renaming and closing a team."""

from datetime import date

import pytest

from collections_app.events.models import Event
from collections_app.people import actions
from collections_app.people.models import Team, User
from collections_app.shared.actor import Actor
from tests.accounts.desk import roles_let_in
from tests.people.test_rest import at_home, post
from tests.people.test_teams import desks, team

__all__ = ["desks"]

pytestmark = pytest.mark.django_db
NEW = {"username": "li.na", "display_name": "李娜", "role": "agent"}


def test_who_is_invited_comes_in_by_the_link(cast):
    invited = post(cast, "people", NEW)
    assert (invited.status_code, invited["Cache-Control"]) == (201, "no-store")
    told = invited.json()
    assert (told["name"], [role["role"] for role in told["roles"]], told["team"]) == ("李娜", ["agent"], None)
    assert told["link"].startswith("http://testserver/set-password/")
    form_at = cast.nobody.get(told["link"], follow=True)
    assert form_at.context["validlink"]
    assert "link" not in cast.api("administrator").get(f"/api/v1/people/{told['id']}").json()


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"username": "LEAD.one"}, 409, "username"),
        ({"username": "li na"}, 400, "username"),
        ({"username": "4111111111111111"}, 400, "username"),
        ({"username": "\ufdfa" * 5}, 422, "username"),
        ({"role": "king"}, 400, "role"),
        ({"display_name": ""}, 400, "display_name"),
        ({"password": "x"}, 400, "password"),
    ],
)
def test_what_is_no_new_user(cast, change, status, field):
    cast.user("lead")
    cast.user("administrator")
    answer = post(cast, "people", {**NEW, **change})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)
    assert User.objects.count() == 2


def test_a_log_in_name_written_wide_is_the_same_name(cast):
    cast.user("lead")
    answer = post(cast, "people", {**NEW, "username": "ｌead.one"})
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")


def test_a_lock_ends_tokens_and_an_unlock_lets_in_again(cast):
    user, machine = cast.user("lead"), cast.api("lead")
    locked = post(cast, f"people/{user.pk}/lock")
    assert (locked.status_code, locked.json()["is_active"]) == (200, False)
    assert machine.get("/api/v1/me").status_code == 401
    assert post(cast, f"people/{user.pk}/unlock").json()["is_active"] is True
    assert cast.api("lead").get("/api/v1/me").status_code == 200
    assert post(cast, "people/999999/lock").status_code == 404


def test_a_new_link_ends_the_old_password(cast):
    user, machine = cast.user("agent"), cast.api("agent")
    renewed = post(cast, f"people/{user.pk}/link")
    assert (renewed.status_code, renewed["Cache-Control"]) == (200, "no-store")
    assert cast.nobody.get(renewed.json()["link"], follow=True).context["validlink"]
    assert machine.get("/api/v1/me").status_code == 401
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.parametrize("verb", ["lock", "unlock", "link"])
def test_nobody_does_it_to_themselves(cast, verb):
    answer = post(cast, f"people/{cast.user('administrator').pk}/{verb}")
    assert (answer.status_code, answer.json()["code"]) == (422, "yourself")


def test_of_a_locked_user_there_is_no_new_link(cast):
    user = cast.user("agent")
    post(cast, f"people/{user.pk}/lock")
    assert post(cast, f"people/{user.pk}/link").json()["code"] == "locked"


def test_who_knows_an_older_version_of_a_user_changes_nothing(cast):
    user, machine = cast.user("agent"), cast.api("administrator")
    address = f"/api/v1/people/{user.pk}"
    seen = machine.get(address)["ETag"]
    assert machine.get(address, headers={"If-None-Match": seen}).status_code == 304
    spoken = {"spoken_languages": ["yue"]}
    assert machine.post(f"{address}/languages", spoken, headers={"If-Match": seen}).status_code == 200
    for verb in ("lock", "unlock", "link"):
        assert machine.post(f"{address}/{verb}", headers={"If-Match": seen}).status_code == 412
    user.refresh_from_db()
    assert user.is_active


def test_everybody_says_which_languages_they_read_and_speak(cast):
    machine = cast.api("agent")
    seen = machine.get("/api/v1/me")
    assert (seen.json()["language"], seen.json()["spoken_languages"]) == ("en", [])
    said = machine.patch(
        "/api/v1/me", {"language": "zh-hans", "spoken_languages": ["yue", "zh"]}, headers={"If-Match": seen["ETag"]}
    )
    assert (said.json()["language"], said.json()["spoken_languages"]) == ("zh-hans", ["zh", "yue"])
    assert machine.patch("/api/v1/me", {"language": "en"}).json()["spoken_languages"] == ["zh", "yue"]
    assert machine.patch("/api/v1/me", {"language": "xx"}).status_code == 400
    assert machine.patch("/api/v1/me", {"language": "en"}, headers={"If-Match": seen["ETag"]}).status_code == 412


def test_a_team_is_renamed_closed_and_opened_again(cast):
    machine = cast.api("manager")
    seen = machine.get("/api/v1/teams/mid-end")
    assert (seen.json()["name_en"], seen.json()["here"]) == ("Mid end", [])
    renamed = machine.patch("/api/v1/teams/mid-end", {"name_en": "Middle"}, headers={"If-Match": seen["ETag"]})
    assert (renamed.json()["name_en"], renamed.json()["name_zh"]) == ("Middle", "中端组")
    late = machine.patch("/api/v1/teams/mid-end", {"name_en": "Centre"}, headers={"If-Match": seen["ETag"]})
    assert (late.status_code, team("mid-end").name_en) == (412, "Middle")
    assert machine.post("/api/v1/teams/mid-end/state", {"is_active": False}).json()["is_active"] is False
    assert machine.post("/api/v1/teams/mid-end/state", {"is_active": True}).json()["is_active"] is True
    kinds = list(Event.objects.filter(kind__startswith="team.").order_by("id").values_list("kind", flat=True))
    assert kinds == ["team.renamed", "team.closed", "team.reopened"]


def test_a_team_with_people_stays_open(cast):
    at_home("li.na")
    answer = cast.api("manager").post("/api/v1/teams/front-end/state", {"is_active": False})
    assert (answer.status_code, answer.json()["code"]) == (422, "in_use")
    assert Team.objects.get(code="front-end").is_active


@pytest.mark.parametrize(("change", "code"), [({"name_en": ""}, 400), ({"tier": "BACK"}, 400)])
def test_a_team_keeps_a_name_and_its_tier(cast, change, code):
    assert cast.api("manager").patch("/api/v1/teams/mid-end", change).status_code == code
    assert cast.api("manager").patch("/api/v1/teams/nowhere", change).status_code == 404


def test_another_log_in_name_is_kept_as_it_is_normalized():
    user, _link = actions.invite(actor=Actor.command("test"), on=date(2026, 1, 1), **{**NEW, "username": "ｌi"})
    assert user.username == "li"


@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("people", {"administrator"}),
        ("people/1/lock", {"administrator"}),
        ("people/1/unlock", {"administrator"}),
        ("people/1/link", {"administrator"}),
        ("teams/mid-end/state", {"manager", "administrator"}),
    ],
)
def test_who_may(cast, address, roles):
    assert roles_let_in(cast, f"/api/v1/{address}", {}) == roles
