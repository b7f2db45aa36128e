"""Teams and who works in them from a day to a day: one team on a day, a support transfer and the way back."""

import threading
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from collections_app.events.models import Event
from collections_app.people import actions
from collections_app.people.models import ChangeNote, Team, TeamAssignment, User
from collections_app.people.queries import actor_of_user, members_of, plan_of_move, team_on
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

pytestmark = pytest.mark.django_db

CHIEF = Actor.command("test")
NEW_YEAR = date(2026, 1, 1)
DAY = timedelta(days=1)


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def team(code: str) -> Team:
    return Team.objects.get(code=code)


TEAMS = (
    ("front-end", "Front end", "前端组", "FRONT"),
    ("mid-end", "Mid end", "中端组", "MID"),
    ("back-end", "Back end", "后端组", "BACK"),
    ("legal-desk", "Legal desk", "诉讼组", "LEGAL"),
)


@pytest.fixture(autouse=True)
def desks(db):
    """Teams of these tests, beside those that ship."""
    for code, name_en, name_zh, tier in TEAMS:
        Team.objects.create(code=code, name_en=name_en, name_zh=name_zh, tier=tier)


@pytest.fixture
def li(db) -> User:
    """At home in the front end since New Year."""
    return at_home("li.na")


def at_home(username: str, code: str = "front-end") -> User:
    user = User.objects.create_user(username)
    put(user, code, NEW_YEAR, reason="HOME")
    return user


def put(user, code, first, last=None, *, reason="TRANSFER", on=NEW_YEAR, actor=CHIEF, note=""):
    return actions.assign(
        actor=actor,
        user_id=user.pk,
        team_id=team(code).pk,
        first_day=first,
        last_day=last,
        reason=reason,
        note=note,
        on=on,
    )


def move(users, code, first, last, *, on=NEW_YEAR, actor=CHIEF):
    return actions.move_group(
        actor=actor,
        user_ids=[user.pk for user in users],
        team_id=team(code).pk,
        first_day=first,
        last_day=last,
        note="month end",
        on=on,
    )


def stays(user) -> list[tuple]:
    rows = TeamAssignment.objects.filter(user=user).order_by("valid_from")
    return [(row.team.code, row.valid_from, row.valid_to, row.reason) for row in rows]


def code_on(user, day: date) -> str | None:
    found = team_on(user.pk, day)
    return found.code if found else None


def refused(action, *args, **arguments) -> Refused:
    with pytest.raises(Refused) as caught:
        action(*args, **arguments)
    return caught.value


# -- one person -----------------------------------------------------------------------------------------------


def test_a_first_team_counts_from_its_first_day(li):
    assert stays(li) == [("front-end", NEW_YEAR, None, "HOME")]
    assert code_on(li, NEW_YEAR - DAY) is None
    assert code_on(li, NEW_YEAR) == "front-end"


def test_a_transfer_ends_the_stay_before_it(li):
    put(li, "mid-end", d("03-02"))
    assert stays(li) == [
        ("front-end", NEW_YEAR, d("03-02"), "HOME"),
        ("mid-end", d("03-02"), None, "TRANSFER"),
    ]
    assert (code_on(li, d("03-01")), code_on(li, d("03-02"))) == ("front-end", "mid-end")


def test_a_stay_of_one_day_gives_the_next_day_back(li):
    put(li, "mid-end", d("03-02"), d("03-02"), reason="SUPPORT_TRANSFER")
    assert [code_on(li, d("03-01") + n * DAY) for n in range(3)] == ["front-end", "mid-end", "front-end"]
    assert stays(li)[2] == ("front-end", d("03-03"), None, "RETURN")


def test_a_change_on_the_first_day_of_a_stay_replaces_it(li):
    put(li, "mid-end", NEW_YEAR)
    assert stays(li) == [("mid-end", NEW_YEAR, None, "TRANSFER")]


def test_who_wins_from_today_works_there_at_once(li, cast):
    put(li, "mid-end", clock.local_date(), on=clock.local_date())
    assert actor_of_user(li, channel="browser").teams == {team("mid-end").pk}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"first": NEW_YEAR - DAY}, "in_the_past", "first_day"),
        ({"last": d("03-01")}, "ends_before_it_begins", "last_day"),
        ({"reason": "SUPPORT_TRANSFER"}, "missing", "last_day"),
        ({"reason": "RETURN"}, "unknown_reason", "reason"),
        ({"reason": "WHIM"}, "unknown_reason", "reason"),
        ({"note": "x" * 201}, "too_long", "note"),
        ({"note": "6222 0212 3456 7894"}, "card_number", "note"),
        ({"code": "front-end"}, "already_there", "team"),
        ({"code": "legal-desk"}, "closed", "team"),
    ],
)
def test_an_assignment_that_makes_no_sense_is_refused_at_its_field(li, change, code, field):
    Team.objects.filter(code="legal-desk").update(is_active=False)
    given = {"code": "mid-end", "first": d("03-02"), **change}
    caught = refused(put, li, given.pop("code"), given.pop("first"), **given)
    assert (caught.code, caught.field) == (code, field)
    assert stays(li) == [("front-end", NEW_YEAR, None, "HOME")]


def test_an_unknown_user_or_team_is_refused(li):
    given = {"first_day": d("03-02"), "reason": "TRANSFER", "on": NEW_YEAR, "actor": CHIEF}
    assert refused(actions.assign, user_id=0, team_id=team("mid-end").pk, **given).code == "not_found"
    assert refused(actions.assign, user_id=li.pk, team_id=0, **given).code == "unknown_team"


def test_a_change_over_a_planned_one_is_refused_and_names_its_day(li):
    put(li, "legal-desk", d("05-01"))
    caught = refused(put, li, "mid-end", d("03-02"))
    assert (caught.code, caught.field) == ("another_change", "first_day")
    assert "1 May 2026" in caught.message
    put(li, "mid-end", d("03-02"), d("04-30"), reason="SUPPORT_TRANSFER")
    assert [stay[:3] for stay in stays(li)] == [
        ("front-end", NEW_YEAR, d("03-02")),
        ("mid-end", d("03-02"), d("05-01")),
        ("legal-desk", d("05-01"), None),
    ]


def test_an_assignment_is_on_record(li):
    put(li, "mid-end", d("03-02"), note="asked for it")
    event = Event.objects.filter(kind="person.assigned").latest("id")
    assert event.data == {
        "user_id": li.pk,
        "team_id": team("mid-end").pk,
        "team": "mid-end",
        "from": "2026-03-02",
        "until_before": None,
        "reason": "TRANSFER",
        "note": ChangeNote.objects.get(user=li, text="asked for it").pk,
    }


@pytest.mark.parametrize("role", ["agent", "lead", "quality", "compliance", "integration", "stranger"])
def test_who_may_not_manage_teams(cast, li, role):
    actor = cast.actor(role)
    assert refused(put, li, "mid-end", d("03-02"), actor=actor).code == "forbidden"
    assert refused(move, [li], "mid-end", d("03-02"), d("03-03"), actor=actor).code == "forbidden"
    names = {"name_en": "X", "name_zh": "X"}
    assert refused(actions.new_team, actor=actor, code="x", tier="MID", **names).code == "forbidden"
    assert refused(actions.change_team, actor=actor, team_id=1, **names).code == "forbidden"
    assert refused(actions.close_team, actor=actor, team_id=1, on=NEW_YEAR).code == "forbidden"
    assert refused(actions.reopen_team, actor=actor, team_id=1).code == "forbidden"
    assert refused(actions.cancel_assignment, actor=actor, assignment_id=1, on=NEW_YEAR).code == "forbidden"


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_who_may_manage_teams(cast, li, role):
    stay = put(li, "mid-end", d("03-02"), actor=cast.actor(role))
    assert stay.assigned_by == cast.user(role)


# -- cancelled ------------------------------------------------------------------------------------------------


def test_a_cancelled_transfer_lets_the_stay_before_it_go_on(li):
    coming = put(li, "mid-end", d("03-02"))
    actions.cancel_assignment(actor=CHIEF, assignment_id=coming.pk, on=d("03-01"))
    assert stays(li) == [("front-end", NEW_YEAR, None, "HOME")]
    assert Event.objects.latest("id").kind == "person.assignment_cancelled"


def test_a_cancelled_support_transfer_takes_its_return_along(li):
    coming = put(li, "mid-end", d("03-02"), d("04-12"), reason="SUPPORT_TRANSFER")
    actions.cancel_assignment(actor=CHIEF, assignment_id=coming.pk, on=NEW_YEAR)
    assert stays(li) == [("front-end", NEW_YEAR, None, "HOME")]


def test_a_cancelled_return_makes_the_support_last(li):
    put(li, "mid-end", d("03-02"), d("04-12"), reason="SUPPORT_TRANSFER")
    back = TeamAssignment.objects.get(reason="RETURN")
    actions.cancel_assignment(actor=CHIEF, assignment_id=back.pk, on=d("03-15"))
    assert stays(li)[-1] == ("mid-end", d("03-02"), None, "SUPPORT_TRANSFER")


def test_what_has_begun_or_is_gone_cannot_be_cancelled(li):
    coming = put(li, "mid-end", d("03-02"))
    cancel = {"actor": CHIEF, "assignment_id": coming.pk}
    assert refused(actions.cancel_assignment, **cancel, on=d("03-02")).code == "begun"
    actions.cancel_assignment(**cancel, on=d("03-01"))
    assert refused(actions.cancel_assignment, **cancel, on=d("03-01")).code == "not_found"


# -- a group --------------------------------------------------------------------------------------------------


def test_six_weeks_of_support_and_back_with_every_day_counted_once(li):
    wang, zhao = at_home("wang.fang"), at_home("zhao.lei", "back-end")
    move([li, wang, zhao], "mid-end", d("03-02"), d("04-12"))
    days = [d("02-28") + n * DAY for n in range(46)]
    for user, home in ((li, "front-end"), (wang, "front-end"), (zhao, "back-end")):
        expected = [home if day < d("03-02") or day > d("04-12") else "mid-end" for day in days]
        assert [code_on(user, day) for day in days] == expected
        assert expected.count("mid-end") == 42
        assert stays(user)[1:] == [
            ("mid-end", d("03-02"), d("04-13"), "SUPPORT_TRANSFER"),
            (home, d("04-13"), None, "RETURN"),
        ]
    assert list(members_of(team("mid-end").pk, d("04-12"))) == [li, wang, zhao]
    assert list(members_of(team("front-end").pk, d("04-12"))) == []
    assert list(members_of(team("front-end").pk, d("04-13"))) == [li, wang]


def test_a_group_move_is_on_record_once_and_for_everyone(li):
    wang = at_home("wang.fang")
    before = Event.objects.latest("id").pk
    move([li, wang], "mid-end", d("03-02"), d("04-12"))
    kinds = list(Event.objects.filter(pk__gt=before).order_by("id").values_list("kind", flat=True))
    assert kinds == ["person.assigned", "person.assigned", "group.moved"]
    assert Event.objects.latest("id").data["users"] == [li.pk, wang.pk]


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ([("mid-end", "03-10", None)], "another_change"),
        ([("legal-desk", "04-12", None)], "another_change"),
        ([("legal-desk", "03-02", None)], "another_change"),
        ([("mid-end", "02-01", None)], "already_there"),
        ([("legal-desk", "03-01", None)], None),
        ([("legal-desk", "04-13", None)], None),
    ],
    ids=["inside", "on the last day", "on the first day", "there already", "the day before", "the day after"],
)
def test_one_who_is_in_the_way_keeps_everyone_and_is_named(li, others, code):
    wang = at_home("wang.fang")
    for place, first, last in others:
        put(wang, place, d(first), last)
    if code is None:
        move([li, wang], "mid-end", d("03-02"), d("04-12"))
        assert code_on(wang, d("04-12")) == "mid-end"
        return
    caught = refused(move, [li, wang], "mid-end", d("03-02"), d("04-12"))
    assert (caught.code, caught.field) == (code, "users")
    assert "wang.fang" in caught.message
    assert "li.na" not in caught.message
    assert code_on(li, d("03-02")) == "front-end"


def test_who_is_in_no_team_has_none_to_return_to(li):
    nobody = User.objects.create_user("new.one")
    caught = refused(move, [li, nobody], "mid-end", d("03-02"), d("04-12"))
    assert (caught.code, "new.one" in caught.message) == ("no_team", True)


def test_a_group_of_nobody_and_unknown_people_are_refused(li):
    assert refused(move, [], "mid-end", d("03-02"), d("04-12")).code == "missing"
    li.pk = 0
    assert refused(move, [li], "mid-end", d("03-02"), d("04-12")).code == "not_found"


def test_the_preview_says_what_the_action_does(li):
    wang = at_home("wang.fang", "back-end")
    lines = plan_of_move([li, wang], team_id=team("mid-end").pk, first=d("03-02"), end=d("04-13"))
    assert [(line.user, line.home.code, line.back_on, line.obstacle) for line in lines] == [
        (li, "front-end", d("04-13"), ""),
        (wang, "back-end", d("04-13"), ""),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_the_same_moment_never_overlap():
    user = at_home("li.na")
    gate = threading.Barrier(2)

    def change(code, first):
        try:
            gate.wait(timeout=30)
            put(user, code, first)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [
        threading.Thread(target=change, args=args) for args in (("mid-end", d("03-02")), ("back-end", d("03-09")))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = stays(user)
    assert found[0][2] == found[1][1]
    assert all(before[2] == after[1] for before, after in pairwise(found))
    assert found[-1][2] is None


# -- teams ----------------------------------------------------------------------------------------------------


def test_a_team_is_opened_renamed_closed_and_opened_again():
    new = actions.new_team(actor=CHIEF, code="agency-one", name_en="Agency One", name_zh="外包一组", tier="AGENCY")
    actions.change_team(actor=CHIEF, team_id=new.pk, name_en="Agency 1", name_zh="外包 1 组")
    actions.close_team(actor=CHIEF, team_id=new.pk, on=NEW_YEAR)
    new.refresh_from_db()
    assert (new.name_en, new.tier, new.is_active) == ("Agency 1", "AGENCY", False)
    actions.reopen_team(actor=CHIEF, team_id=new.pk)
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["team.opened", "team.renamed", "team.closed", "team.reopened"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"code": "front-end"}, "taken", "code"),
        ({"code": "FRONT-end"}, "taken", "code"),
        ({"code": "Team One"}, "invalid", "code"),
        ({"code": ""}, "invalid", "code"),
        ({"code": "x" * 21}, "invalid", "code"),
        ({"tier": "TOP"}, "unknown_tier", "tier"),
        ({"name_en": " "}, "missing", "name_en"),
        ({"name_zh": "长" * 61}, "too_long", "name_zh"),
    ],
)
def test_a_team_that_cannot_be_is_refused_at_its_field(change, code, field):
    given = {"code": "agency-one", "name_en": "Agency One", "name_zh": "外包一组", "tier": "AGENCY", **change}
    caught = refused(actions.new_team, actor=CHIEF, **given)
    assert (caught.code, caught.field) == (code, field)


def test_a_team_somebody_is_in_or_comes_to_is_not_closed(li):
    caught = refused(actions.close_team, actor=CHIEF, team_id=team("front-end").pk, on=d("03-01"))
    assert (caught.code, "li.na" in caught.message) == ("in_use", True)
    put(li, "mid-end", d("03-02"))
    assert refused(actions.close_team, actor=CHIEF, team_id=team("mid-end").pk, on=d("03-01")).code == "in_use"
    actions.close_team(actor=CHIEF, team_id=team("front-end").pk, on=d("03-02"))
