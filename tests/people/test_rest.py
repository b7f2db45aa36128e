"""People at the REST door: the same actions as the pages, and who may call them."""

from datetime import timedelta

import pytest

from collections_app.people import actions
from collections_app.people.models import TeamAssignment, User
from collections_app.people.queries import roles_of, team_on
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.accounts.desk import roles_let_in
from tests.people.test_teams import desks, team

__all__ = ["desks"]

pytestmark = pytest.mark.django_db

TODAY = clock.local_date()
DAY = timedelta(days=1)
SIX_WEEKS = {"first_day": (TODAY + DAY).isoformat(), "last_day": (TODAY + 42 * DAY).isoformat()}


def at_home(username, code="front-end"):
    user = User.objects.create_user(username)
    actions.assign(
        actor=Actor.command("test"),
        user_id=user.pk,
        team_id=team(code).pk,
        first_day=TODAY,
        reason="HOME",
        on=TODAY,
    )
    return user


def post(cast, address, body=None, *, role="administrator"):
    return cast.api(role).post(f"/api/v1/{address}", body or {})


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["lead.one", "li.na"]),
        ({"text": "LI"}, ["li.na"]),
        ({"team": "front-end"}, ["li.na"]),
        ({"team": "none"}, ["lead.one"]),
        ({"role": "lead"}, ["lead.one"]),
        ({"is_active": "false"}, []),
    ],
)
def test_users_by_filter(cast, asked, names):
    machine = cast.api("lead")
    at_home("li.na")
    found = machine.get("/api/v1/people", asked).json()["results"]
    assert [row["username"] for row in found] == names


def test_a_user_with_roles_team_and_history(cast):
    li = at_home("li.na")
    cast.user("administrator")
    actions.grant_role(actor=cast.actor("administrator"), user_id=li.pk, role="agent", on=TODAY)
    shown = cast.api("lead").get(f"/api/v1/people/{li.pk}").json()
    assert (shown["username"], shown["team"], shown["spoken_languages"]) == ("li.na", "front-end", [])
    assert [(role["role"], role["last_day"]) for role in shown["roles"]] == [("agent", None)]
    assert [(stay["team"], stay["reason"]) for stay in shown["assignments"]] == [("front-end", "HOME")]
    assert shown["clearances"] == []
    assert cast.api("lead").get("/api/v1/people/999999").status_code == 404


def test_languages(cast):
    li = at_home("li.na")
    assert post(cast, f"people/{li.pk}/languages", {"spoken_languages": ["yue"]}).json()["spoken_languages"] == ["yue"]
    wrong = post(cast, f"people/{li.pk}/languages", {"spoken_languages": ["klingon"]})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid")


def test_a_role_is_given_and_taken_away(cast):
    li = at_home("li.na")
    given = post(cast, "grants", {"user": li.pk, "role": "lead", "last_day": TODAY.isoformat()})
    assert (given.status_code, given.json()["last_day"]) == (201, TODAY.isoformat())
    assert roles_of(li) == {"lead"}
    assert post(cast, "grants", {"user": li.pk, "role": "lead"}).json()["code"] == "already_granted"
    assert post(cast, f"grants/{given.json()['id']}/revocation").status_code == 204
    assert roles_of(li) == frozenset()
    assert post(cast, f"grants/{given.json()['id']}/revocation").status_code == 404


def test_a_clearance_is_given_and_ended(cast):
    li = at_home("li.na")
    given = post(cast, "clearances", {"user": li.pk, "restriction": "VIP"}, role="manager")
    assert (given.status_code, given.json()["restriction"]) == (201, "VIP")
    assert post(cast, f"clearances/{given.json()['id']}/end", role="manager").status_code == 204
    assert post(cast, f"clearances/{given.json()['id']}/end", role="manager").status_code == 404
    self_made = post(cast, "clearances", {"user": cast.user("manager").pk, "restriction": "VIP"}, role="manager")
    assert (self_made.status_code, self_made.json()["code"]) == (422, "yourself")


def test_teams_with_their_people(cast):
    li = at_home("li.na")
    new = {"code": "agency-one", "name_en": "Agency One", "name_zh": "外包一组", "tier": "AGENCY"}
    opened = post(cast, "teams", new)
    assert (opened.status_code, opened.json()["here"]) == (201, [])
    assert (post(cast, "teams", new).status_code, post(cast, "teams", {**new, "code": "X Y"}).status_code) == (409, 400)
    by_code = {row["code"]: row for row in cast.api("lead").get("/api/v1/teams").json()}
    assert [stay["user"] for stay in by_code["front-end"]["here"]] == [li.pk]


def test_an_assignment_and_its_cancellation(cast):
    li = at_home("li.na")
    body = {"user": li.pk, "team": "mid-end", "first_day": (TODAY + DAY).isoformat(), "reason": "TRANSFER"}
    stay = post(cast, "assignments", body)
    assert (stay.status_code, stay.json()["team"], stay.json()["last_day"]) == (201, "mid-end", None)
    unknown = post(cast, "assignments", {**body, "team": "nowhere"})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "team")
    assert post(cast, "assignments", {**body, "until": "x"}).json()["errors"][0]["field"] == "until"
    assert post(cast, f"assignments/{stay.json()['id']}/cancellation").status_code == 204
    assert team_on(li.pk, TODAY + DAY).code == "front-end"
    assert post(cast, f"assignments/{stay.json()['id']}/cancellation").status_code == 404


def test_a_group_move_with_its_preview_and_a_key(cast):
    li, wang = at_home("li.na"), at_home("wang.fang", "back-end")
    body = {"users": [li.pk, wang.pk], "team": "mid-end", **SIX_WEEKS}
    lines = post(cast, "group-moves/preview", body).json()
    assert [(line["name"], line["home"], line["back_on"], line["obstacle"]) for line in lines] == [
        ("li.na", "front-end", (TODAY + 43 * DAY).isoformat(), ""),
        ("wang.fang", "back-end", (TODAY + 43 * DAY).isoformat(), ""),
    ]
    assert TeamAssignment.objects.count() == 2
    machine, key = cast.api("manager"), {"Idempotency-Key": "move-1"}
    first = machine.post("/api/v1/group-moves", body, headers=key)
    again = machine.post("/api/v1/group-moves", body, headers=key)
    assert (first.status_code, again.json()) == (201, first.json())
    assert TeamAssignment.objects.count() == 6
    twice = post(cast, "group-moves", body)
    assert (twice.status_code, twice.json()["code"]) == (422, "another_change")
    shown = post(cast, "group-moves/preview", {**body, "users": [li.pk]}).json()[0]
    assert (shown["obstacle"], shown["change_on"]) == ("another_change", SIX_WEEKS["first_day"])


@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("grants", {"administrator"}),
        ("grants/1/revocation", {"administrator"}),
        ("people/1/languages", {"administrator"}),
        ("clearances", {"manager", "administrator"}),
        ("clearances/1/end", {"manager", "administrator"}),
        ("teams", {"manager", "administrator"}),
        ("assignments", {"manager", "administrator"}),
        ("assignments/1/cancellation", {"manager", "administrator"}),
        ("group-moves", {"manager", "administrator"}),
        ("group-moves/preview", {"manager", "administrator"}),
    ],
)
def test_who_may_change_what(cast, address, roles):
    assert roles_let_in(cast, f"/api/v1/{address}", {}) == roles


@pytest.mark.parametrize("address", ["people", "people/1", "teams"])
def test_who_may_read(cast, address):
    seen = {role for role in ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration")
            if cast.api(role).get(f"/api/v1/{address}").status_code != 403}  # fmt: skip
    assert seen == {"lead", "manager", "administrator"}


@pytest.mark.parametrize("people", [1, 9])
def test_the_lists_ask_a_fixed_number_of_queries(cast, people, django_assert_max_num_queries):
    for number in range(people):
        at_home(f"u{number}")
    machine = cast.api("lead")
    for address in ("people", "teams"):
        with django_assert_max_num_queries(7):
            machine.get(f"/api/v1/{address}")
