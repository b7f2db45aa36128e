"""People of an outside agency: what their roles still allow, whom they find and open, and what they never see."""

import pytest

from collections_app.events.models import Event
from collections_app.people.models import Team, TeamAssignment
from collections_app.people.rules.roles import AGENCY_PERMISSIONS, ROLE_PERMISSIONS
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


def test_who_works_nowhere_is_of_the_house(cast):
    assert not cast.actor("lead").agency


def test_lists_show_whom_the_agency_was_given(cast, files):
    ours, other = files
    found = cast.api("lead").get("/api/v1/accounts").json()["results"]
    assert [row["account_no"] for row in found] == [ours.account_no]
    page = cast.browser("lead").get("/accounts/").content.decode()
    assert ours.account_no in page and other.account_no not in page
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
