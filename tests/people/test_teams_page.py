"""The teams page and the form that moves a group: preview, move, and what stands in the way."""

from datetime import timedelta

import pytest

from collections_app.people import actions
from collections_app.people.models import Team, TeamAssignment, User
from collections_app.people.queries import team_on
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.people.test_teams import desks, team

__all__ = ["desks"]

pytestmark = pytest.mark.django_db

CHIEF = Actor.command("test")
TODAY = clock.local_date()
DAY = timedelta(days=1)


def at_home(username, code="front-end"):
    user = User.objects.create_user(username)
    actions.assign(actor=CHIEF, user_id=user.pk, team_id=team(code).pk, first_day=TODAY, reason="HOME", on=TODAY)
    return user


def body(users, **change):
    return {
        "users": [user.pk for user in users],
        "team": team("mid-end").pk,
        "first_day": (TODAY + DAY).isoformat(),
        "last_day": (TODAY + 42 * DAY).isoformat(),
        "note": "six weeks",
        **change,
    }


def test_the_page_shows_who_is_where_and_who_comes(cast):
    li = at_home("li.na")
    actions.move_group(
        actor=CHIEF,
        user_ids=[li.pk],
        team_id=team("mid-end").pk,
        first_day=TODAY + DAY,
        last_day=TODAY + 42 * DAY,
        on=TODAY,
    )
    browser = cast.browser("lead")
    answer = browser.get("/teams/")
    by_code = {one.code: one for one in answer.context["teams"]}
    assert [stay.user for stay in by_code["front-end"].here] == [li]
    assert [stay.user for stay in by_code["mid-end"].coming] == [li]
    assert [stay.reason for stay in by_code["front-end"].coming] == ["RETURN"]
    assert "New team" not in answer.content.decode()
    page = browser.get(f"/teams/{team('front-end').pk}/").content.decode()
    assert "back from support" in page
    assert "Rename" not in page
    assert browser.get("/teams/999999/").status_code == 404


def test_a_team_is_opened_renamed_closed_and_opened_again(cast):
    browser = cast.browser("manager")
    new = {"code": "agency-one", "name_en": "Agency One", "name_zh": "外包一组", "tier": "AGENCY"}
    assert browser.post("/teams/new/", new).status_code == 302
    refused = browser.post("/teams/new/", new)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["code"])
    made = team("agency-one")
    browser.post(f"/teams/{made.pk}/rename/", {"name_en": "Agency 1", "name_zh": "外包 1 组"})
    browser.post(f"/teams/{made.pk}/close/")
    made.refresh_from_db()
    assert (made.name_en, made.is_active) == ("Agency 1", False)
    opened = browser.post(f"/teams/{made.pk}/reopen/", follow=True)
    assert "The team is open again." in opened.content.decode()
    made.refresh_from_db()
    assert made.is_active


def test_a_name_that_is_missing_is_said_at_its_field_and_the_other_is_kept(cast):
    made = team("front-end")
    answer = cast.browser("manager").post(f"/teams/{made.pk}/rename/", {"name_en": "", "name_zh": "前端一组"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name_en"])
    assert 'value="前端一组"' in answer.content.decode()
    assert team("front-end").name_en == "Front end"


def test_a_team_with_people_is_not_closed_and_says_who(cast):
    at_home("li.na")
    page = cast.browser("manager").post(f"/teams/{team('front-end').pk}/close/", follow=True)
    assert "li.na" in page.content.decode()
    assert team("front-end").is_active


def test_the_preview_shows_the_way_back_and_changes_nothing(cast):
    li, wang = at_home("li.na"), at_home("wang.fang", "back-end")
    answer = cast.browser("manager").post("/teams/move/", {**body([li, wang]), "preview": "yes"})
    assert [(line.user, line.home.code, line.back_on) for line in answer.context["lines"]] == [
        (li, "front-end", TODAY + 43 * DAY),
        (wang, "back-end", TODAY + 43 * DAY),
    ]
    assert "Move 2 people" in answer.content.decode()
    assert f'value="{li.pk}" checked' in answer.content.decode()
    assert not TeamAssignment.objects.filter(reason="SUPPORT_TRANSFER").exists()


def test_the_move_after_the_preview_moves_everyone(cast):
    li, wang = at_home("li.na"), at_home("wang.fang", "back-end")
    page = cast.browser("manager").post("/teams/move/", {**body([li, wang]), "move": "yes"}, follow=True)
    assert "2 people move to Mid end." in page.content.decode()
    assert {team_on(user.pk, TODAY + 42 * DAY).code for user in (li, wang)} == {"mid-end"}
    assert [team_on(user.pk, TODAY + 43 * DAY).code for user in (li, wang)] == ["front-end", "back-end"]


def test_what_stands_in_the_way_is_shown_and_refused(cast):
    li, new = at_home("li.na"), User.objects.create_user("new.one")
    browser = cast.browser("manager")
    shown = browser.post("/teams/move/", {**body([li, new]), "preview": "yes"})
    text = shown.content.decode()
    assert "in no team on the first day" in text
    assert "All move or nobody" in text
    refused = browser.post("/teams/move/", {**body([li, new]), "move": "yes"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["users"])
    assert "new.one" in refused.context["form"].errors["users"][0]
    assert f'value="{li.pk}" checked' in refused.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"users": []}, "users"),
        ({"users": ["x"]}, "users"),
        ({"team": ""}, "team"),
        ({"last_day": ""}, "last_day"),
        ({"last_day": TODAY.isoformat()}, "last_day"),
        ({"first_day": (TODAY - DAY).isoformat(), "move": "yes"}, "first_day"),
    ],
)
def test_a_wrong_field_is_named(cast, change, field):
    answer = cast.browser("manager").post("/teams/move/", {**body([at_home("li.na")]), **change})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("role", ["agent", "lead", "quality", "compliance", "integration", "stranger"])
def test_who_may_not_change_teams(cast, role):
    browser = cast.browser(role)
    number = team("mid-end").pk
    for address in ("new", "move", f"{number}/rename", f"{number}/close", f"{number}/reopen"):
        assert browser.post(f"/teams/{address}/").status_code == 403
    assert (browser.get("/teams/").status_code == 200) == (role == "lead")
    assert browser.get("/teams/move/").status_code == 403


@pytest.mark.parametrize("people", [1, 9])
def test_the_pages_ask_a_fixed_number_of_queries(cast, people, django_assert_max_num_queries):
    for number in range(people):
        at_home(f"u{number}")
        Team.objects.create(code=f"t{number}", name_en="T", name_zh="T", tier="MID")
    browser = cast.browser("manager")
    for address, most in (("/teams/", 11), (f"/teams/{team('front-end').pk}/", 11), ("/teams/move/", 12)):
        browser.get(address)
        with django_assert_max_num_queries(most):
            browser.get(address)
