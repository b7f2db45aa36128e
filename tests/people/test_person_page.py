"""One user's page: roles, acting lead, team, clearances, languages, sign-ins, and who changed what by name."""

from datetime import timedelta

import pytest

from collections_app.events.models import Event
from collections_app.people import actions
from collections_app.people.models import ClearanceGrant, RoleGrant, Team, TeamAssignment
from collections_app.people.queries import roles_of, sign_ins_of
from collections_app.people.wording import told
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.cast import PASSWORD
from tests.people.test_teams import desks, team

__all__ = ["desks"]

pytestmark = pytest.mark.django_db

TODAY = clock.local_date()
DAY = timedelta(days=1)


@pytest.fixture
def agent(cast):
    return cast.user("agent")


def send(cast, user, address, body=None, *, role="administrator", follow=False):
    return cast.browser(role).post(f"/people/{user.pk}/{address}/", body or {}, follow=follow)


# -- the forms ------------------------------------------------------------------------------------------------


def test_an_acting_lead_has_a_last_day_and_is_marked(cast, agent):
    missing = send(cast, agent, "acting-lead", {"last_day": ""})
    assert (missing.status_code, list(missing.context["acting_form"].errors)) == (422, ["last_day"])
    last = TODAY + 3 * DAY
    page = send(cast, agent, "acting-lead", {"last_day": last.isoformat()}, follow=True)
    assert "acting" in page.content.decode()
    assert roles_of(agent, on=last) == {"agent", "lead"}
    assert roles_of(agent, on=last + DAY) == {"agent"}
    again = send(cast, agent, "acting-lead", {"last_day": last.isoformat()})
    assert again.status_code == 422


def test_revoking_asks_first(cast, agent):
    text = cast.browser("administrator").get(f"/people/{agent.pk}/").content.decode()
    assert "Take the role Agent from The agent now?" in text


def test_the_form_assigns_and_the_history_shows_dates_reason_and_note(cast, agent):
    body = {
        "team": team("mid-end").pk,
        "reason": "SUPPORT_TRANSFER",
        "first_day": (TODAY + 5 * DAY).isoformat(),
        "last_day": (TODAY + 9 * DAY).isoformat(),
        "note": "month end",
    }
    home = {**body, "team": team("front-end").pk, "reason": "HOME", "first_day": TODAY.isoformat(), "last_day": ""}
    assert send(cast, agent, "team", home, role="manager").status_code == 302
    text = send(cast, agent, "team", body, role="manager", follow=True).content.decode()
    for words in ("Front end", "Mid end", "support transfer", "back from support", "month end", "The manager"):
        assert words in text
    assert TeamAssignment.objects.filter(user=agent).count() == 3
    refused = send(cast, agent, "team", body, role="manager")
    assert (refused.status_code, refused.context["assign_form"].errors) != (302, {})
    coming = TeamAssignment.objects.get(user=agent, reason="SUPPORT_TRANSFER")
    send(cast, agent, f"team/{coming.pk}/cancel", role="manager")
    assert TeamAssignment.objects.filter(user=agent).count() == 1


def test_a_refused_assignment_stands_at_its_field(cast, agent):
    body = {"team": team("mid-end").pk, "reason": "TRANSFER", "first_day": (TODAY - DAY).isoformat()}
    answer = send(cast, agent, "team", body)
    assert (answer.status_code, list(answer.context["assign_form"].errors)) == (422, ["first_day"])


def test_a_clearance_is_given_and_ended(cast, agent):
    send(cast, agent, "clearance", {"restriction": "STAFF", "last_day": ""}, role="manager")
    grant = ClearanceGrant.objects.get(user=agent)
    text = cast.browser("manager").get(f"/people/{agent.pk}/").content.decode()
    assert "staff of the bank" in text
    twice = send(cast, agent, "clearance", {"restriction": "STAFF", "last_day": ""}, role="manager")
    assert list(twice.context["clearance_form"].errors) == ["restriction"]
    send(cast, agent, f"clearance/{grant.pk}/end", role="manager")
    grant.refresh_from_db()
    assert grant.valid_to == TODAY


def test_languages_are_written_by_the_administrator_and_by_oneself(cast, agent):
    send(cast, agent, "languages", {"spoken_languages": ["zh", "yue"]})
    agent.refresh_from_db()
    assert agent.spoken_languages == ["zh", "yue"]
    browser = cast.browser("agent")
    page = browser.post("/profile/languages-spoken/", {"spoken_languages": ["en"]}, follow=True)
    agent.refresh_from_db()
    assert agent.spoken_languages == ["en"]
    assert "Languages saved." in page.content.decode()
    assert "Save languages" in page.content.decode()
    browser.post("/profile/languages-spoken/", {"spoken_languages": ["klingon"]})
    agent.refresh_from_db()
    assert agent.spoken_languages == ["en"]


@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("grant", {"administrator"}),
        ("acting-lead", {"administrator"}),
        ("languages", {"administrator"}),
        ("team", {"administrator", "manager"}),
        ("team/1/cancel", {"administrator", "manager"}),
        ("clearance", {"administrator", "manager"}),
        ("clearance/1/end", {"administrator", "manager"}),
    ],
)
def test_who_may_send_which_form(cast, agent, address, roles):
    for role in ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration"):
        assert (send(cast, agent, address, role=role).status_code != 403) == (role in roles)


# -- what it shows --------------------------------------------------------------------------------------------


def test_a_lead_sees_roles_and_teams_but_neither_forms_nor_record(cast, agent):
    page = cast.browser("lead").get(f"/people/{agent.pk}/")
    text = page.content.decode()
    assert "Changes on record" not in text
    assert "Log-ins" not in text
    for form in ("grant_form", "acting_form", "assign_form", "clearance_form", "languages_form"):
        assert form not in page.context


@pytest.mark.django_db(transaction=True)  # an event carries the moment its transaction began
def test_sign_ins_and_failures_show_when_and_which_door(cast, agent):
    cast.nobody.post("/login/", {"username": "agent.one", "password": "wrong"})
    cast.nobody.post("/api/v1/log-in", {"username": "AGENT.one", "password": "wrong"})
    cast.nobody.post("/login/", {"username": "agent.one", "password": PASSWORD})
    cast.nobody.post("/api/v1/log-in", {"username": "agent.one", "password": PASSWORD})
    found = [(one.door, one.succeeded) for one in sign_ins_of(agent)]
    assert found == [("api", True), ("browser", True), ("api", False), ("browser", False)]
    text = cast.browser("administrator").get(f"/people/{agent.pk}/").content.decode()
    assert "wrong password" in text
    assert "came in" in text
    assert "127.0.0.1" in text


def test_every_change_is_told_with_who_did_it_by_name(cast, agent):
    administrator, manager = cast.actor("administrator"), cast.actor("manager")
    user, _link = actions.invite(actor=administrator, username="li.na", display_name="李娜", role="agent", on=TODAY)
    actions.renew_link(actor=administrator, user_id=user.pk)
    actions.grant_role(actor=administrator, user_id=user.pk, role="lead", on=TODAY, last_day=TODAY + DAY)
    actions.revoke_role(actor=administrator, grant_id=RoleGrant.objects.get(user=user, role="lead").pk, on=TODAY)
    actions.lock(actor=administrator, user_id=user.pk, on=TODAY)
    actions.unlock(actor=administrator, user_id=user.pk)
    actions.set_languages(actor=administrator, user_id=user.pk, spoken_languages=["yue"])
    cleared = actions.grant_clearance(actor=manager, user_id=user.pk, restriction="VIP", on=TODAY)
    actions.end_clearance(actor=manager, clearance_id=cleared.pk, on=TODAY)
    given = {"actor": manager, "user_id": user.pk, "reason": "TRANSFER", "on": TODAY}
    actions.assign(**given, team_id=team("front-end").pk, first_day=TODAY)
    stay = actions.assign(
        **given, team_id=team("mid-end").pk, first_day=TODAY + DAY, last_day=TODAY + DAY, note="month end"
    )
    actions.cancel_assignment(actor=manager, assignment_id=stay.pk, on=TODAY)
    actions.note_password_set(actor=Actor(user_id=user.pk, name="李娜", channel="browser"))
    text = cast.browser("administrator").get(f"/people/{user.pk}/").content.decode()
    for words in (
        "invited",
        "new set-password link",
        "role Team lead given",
        "role Team lead taken away",
        "locked out",
        "unlocked",
        "languages: Cantonese",
        "cleared for restricted files (VIP)",
        "clearance for restricted files (VIP) ended",
        "team Mid end from",
        "month end",
        "change to team Mid end on",
        "password set",
        "The manager",
        "The administrator",
    ):
        assert words in text, words
    assert "user:" not in text


def test_who_was_no_person_is_named_in_words(cast, agent):
    actions.lock(actor=Actor.command("test"), user_id=agent.pk, on=TODAY)
    assert [one.who for one in told(Event.objects.filter(kind="person.locked"))] == ["system: test"]


def test_the_record_has_pages(cast, agent):
    for _time in range(15):
        actions.lock(actor=Actor.command("test"), user_id=agent.pk, on=TODAY)
        actions.unlock(actor=Actor.command("test"), user_id=agent.pk)
    browser = cast.browser("administrator")
    first = browser.get(f"/people/{agent.pk}/").context
    assert len(first["record"]) == 20
    second = browser.get(f"/people/{agent.pk}/", {"cursor": first["page"].next}).context
    assert len(second["record"]) == 10


@pytest.mark.parametrize("times", [1, 12])
def test_the_page_asks_a_fixed_number_of_queries(cast, agent, times, django_assert_max_num_queries):
    for number in range(times):
        actions.lock(actor=cast.actor("administrator"), user_id=agent.pk, on=TODAY)
        actions.unlock(actor=cast.actor("administrator"), user_id=agent.pk)
        RoleGrant.objects.create(
            user=agent, role="lead", valid_from=TODAY + number * DAY, valid_to=TODAY + number * DAY
        )
        ClearanceGrant.objects.create(user=agent, restriction="VIP", valid_from=TODAY, valid_to=TODAY)
        Team.objects.create(code=f"t{number}", name_en="T", name_zh="T", tier="MID")
    browser = cast.browser("administrator")
    browser.get(f"/people/{agent.pk}/")
    with django_assert_max_num_queries(17):
        browser.get(f"/people/{agent.pk}/")


# -- the list -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["agent.one", "administrator.one", "lead.one"]),
        ({"q": "LEA"}, ["lead.one"]),
        ({"q": "the agent"}, ["agent.one"]),
        ({"team": "front-end"}, ["agent.one"]),
        ({"team": "none"}, ["administrator.one", "lead.one"]),
        ({"role": "lead"}, ["lead.one"]),
        ({"state": "locked"}, ["lead.one"]),
        ({"state": "active"}, ["administrator.one", "agent.one"]),
        ({"team": "nowhere"}, []),
        ({"state": "whatever", "role": "\x00"}, ["administrator.one", "agent.one", "lead.one"]),
    ],
)
def test_the_list_is_filtered_by_its_address(cast, agent, asked, names):
    lead = cast.user("lead")
    actions.assign(
        actor=Actor.command("test"),
        user_id=agent.pk,
        team_id=team("front-end").pk,
        first_day=TODAY,
        reason="HOME",
        on=TODAY,
    )
    cast.user("administrator")
    actions.lock(actor=Actor.command("test"), user_id=lead.pk, on=TODAY)
    users = cast.browser("administrator").get("/people/", asked).context["users"]
    assert sorted(user.username for user in users) == sorted(names)
