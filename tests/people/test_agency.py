"""People of an outside agency: what their roles still allow, whom they find and open, and what they never see."""

import pytest
from django.urls import reverse

from collections_app.cases.actions.reassign import reassign
from collections_app.cases.queries.reassign import Choice
from collections_app.events.models import Event
from collections_app.people.models import Team, TeamAssignment, User
from collections_app.people.rules.roles import AGENCY_PERMISSIONS, ROLE_PERMISSIONS
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.cases.files import case

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(cast):
    team = Team.objects.create(code="agency-east", name_en="East", name_zh="东部", tier="AGENCY")
    for role in ("agent", "lead", "manager", "integration"):
        TeamAssignment.objects.create(user=cast.user(role), team=team, valid_from="2000-01-01", reason="HOME")
    return team


@pytest.fixture
def files(agency):
    """An account of the customer the agency was given, and one of somebody else."""
    return case(team=agency).account, case().account


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "integration"])
def test_a_role_allows_an_agency_no_more_than_its_bound(cast, agency, role):
    actor = cast.actor(role)
    assert actor.agency
    assert actor.permissions == ROLE_PERMISSIONS[role] & AGENCY_PERMISSIONS


def test_who_never_worked_anywhere_is_of_the_house(cast):
    assert not cast.actor("lead").agency


@pytest.mark.parametrize(
    ("stays", "of_agency"),
    [
        ([("AGENCY", "2025-01-01", "2025-03-10")], True),
        ([("AGENCY", "2025-03-11", None)], True),
        ([("FRONT", "2025-01-01", "2025-03-10"), ("AGENCY", "2025-03-11", None)], False),
        ([("AGENCY", "2025-01-01", "2025-02-01"), ("FRONT", "2025-02-01", "2025-03-01")], False),
        ([("FRONT", "2025-01-01", "2025-02-01"), ("AGENCY", "2025-02-01", "2025-03-01")], True),
    ],
)
def test_between_two_stays_nobody_changes_sides(cast, monkeypatch, stays, of_agency):
    monkeypatch.setattr(clock, "local_date", lambda *at: d("2025-03-10"))
    for place, (tier, first, end) in enumerate(stays):
        team = Team.objects.create(code=f"t{place}", name_en="T", name_zh="组", tier=tier)
        TeamAssignment.objects.create(user=cast.user("lead"), team=team, valid_from=first, valid_to=end, reason="HOME")
    actor = cast.actor("lead")
    assert actor.agency is of_agency
    assert actor.teams == frozenset()


def test_lists_show_whom_the_agency_was_given(cast, files):
    ours, other = files
    found = cast.api("lead").get("/api/v1/accounts").json()["results"]
    assert [row["account_no"] for row in found] == [ours.account_no]
    page = cast.browser("lead").get("/accounts/").content.decode()
    assert f"/accounts/{ours.account_no}/" in page and f"/accounts/{other.account_no}/" not in page
    looked_up = cast.api("agent").post("/api/v1/accounts/lookup", {"account_nos": [ours.account_no, other.account_no]})
    assert looked_up.json()["unknown"] == [other.account_no]


@pytest.mark.parametrize("address", ["/api/v1/accounts/{}", "/api/v1/accounts/{}/explanation"])
def test_another_customers_account_is_refused_and_the_try_is_on_record(cast, files, address):
    _ours, other = files
    answer = cast.api("agent").get(address.format(other.account_no))
    assert (answer.status_code, answer.json()["code"]) == (403, "restricted")
    assert "not given to your agency" in answer.json()["detail"]
    assert Event.objects.get(kind="restricted.refused").account_id == other.pk
    assert cast.browser("agent").get(f"/accounts/{other.account_no}/").status_code == 403


def test_nothing_of_another_customer_is_revealed(cast, files):
    ours, other = files
    lead = cast.api("lead")
    for card, status in ((ours, 200), (other, 403)):
        answer = lead.post(f"/api/v1/cardholders/{card.cardholder.customer_no}/reveal", {"what": ["contact_points"]})
        assert answer.status_code == status, answer.json()


@pytest.mark.parametrize("page", ["/dashboard/", "/dashboard/flows/", "/policies/", "/operations/", "/people/"])
def test_the_houses_pages_are_not_an_agencys(cast, agency, page):
    assert cast.browser("lead").get(page).status_code == 403


def test_an_agencys_lead_finds_the_pages_of_the_desk(cast, agency):
    browser = cast.browser("lead")
    bar = browser.get(reverse("cases"), follow=True).content.decode()
    assert f'href="{reverse("operation")}"' in bar and f'href="{reverse("dashboard")}"' not in bar
    tabs = browser.get(reverse("operation")).content.decode()
    for name in ("workload", "results", "alerts"):
        assert f'href="{reverse(name)}"' in tabs
        assert browser.get(reverse(name)).status_code == 200
    assert f'href="{reverse("flows")}"' not in tabs


# -- giving cases away ---------------------------------------------------------------------------------------------


@pytest.fixture
def rival():
    return Team.objects.create(code="agency-west", name_en="West", name_zh="西部", tier="AGENCY")


@pytest.mark.parametrize("words", [{"to_team": "agency-west"}, {"to_team": "FRONT"}, {}])
def test_an_agency_gives_its_cases_to_nobody_else(cast, agency, rival, words):
    ours = case(team=agency)
    answer = cast.api("lead").post("/api/v1/reassignments", {"case_ids": [ours.pk], "reason": "no time", **words})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_team")
    ours.refresh_from_db()
    assert ours.team == agency


def test_an_agency_is_offered_its_own_desk_and_people(cast, agency, rival):
    answer = cast.browser("lead").get(reverse("reassign"))
    form, page = answer.context["form"], answer.content.decode()
    assert ">East<" in page and ">West<" not in page
    people = {name for _pk, name in form.fields["to_agent"].choices[1:]}
    assert people == {str(cast.user(role)) for role in ("agent", "lead", "manager", "integration")}


def test_conditions_and_filters_offer_an_agency_its_own_desk_and_people(cast, agency, rival):
    house = User.objects.create_user("house.one", display_name="Of the house")
    TeamAssignment.objects.create(
        user=house, team=Team.objects.get(code="FRONT"), valid_from="2000-01-01", reason="HOME"
    )
    lead = cast.browser("lead")
    pages = [lead.get(f"/conditions/row/?place=0&operator=is&field={field}") for field in ("team", "agent")]
    shown = "".join(page.content.decode() for page in [*pages, lead.get("/cases/")])
    assert ">East<" in shown and ">West<" not in shown
    assert str(cast.user("agent")) in shown and "Of the house" not in shown


def test_what_the_house_took_back_an_agency_neither_sees_nor_undoes(cast, agency):
    ours, within = case(team=agency), case(team=agency)
    house = Actor.command("house")
    recalled = reassign(actor=house, choice=Choice(case_ids=(ours.pk,)), reason="recall", at=clock.now())
    given = reassign(
        actor=cast.actor("lead"), choice=Choice(case_ids=(within.pk,)), to_agent=cast.user("agent").pk, reason="R",
        at=clock.now(),
    )  # fmt: skip
    lead = cast.api("lead")
    assert [row["id"] for row in lead.get("/api/v1/reassignments").json()["results"]] == [given.pk]
    assert lead.post(f"/api/v1/reassignments/{recalled.pk}/undo").status_code == 404
    statuses = [
        cast.browser("lead").get(reverse("reassignment", args=[pk])).status_code for pk in (recalled.pk, given.pk)
    ]
    assert statuses == [404, 200]
    assert lead.post(f"/api/v1/reassignments/{given.pk}/undo").status_code == 200
