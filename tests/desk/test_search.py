"""A case whose debtor cannot be reached: Next hands it to a tracer, whose page says to search and not to call."""

import pytest

from accounts.models import ContactPoint
from collections_app.cases.models import Case
from collections_app.cases.routing import reroute
from collections_app.people.models import Team, TeamAssignment
from tests.contacts.desk import number, open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(cast):
    """A lost case of M4 whose number is wrong, and the agent of the cast among the tracers."""
    file = open_file(bucket=4, lost_since="2025-03-01")
    ContactPoint.objects.update(status="INVALID")
    reroute([file.case.pk])
    TeamAssignment.objects.create(
        user=cast.user("agent"), team=Team.objects.get(code="SENIOR"), valid_from="2000-01-01", reason="HOME"
    )
    return file


def test_next_leads_a_tracer_to_the_case_and_the_page_says_what_may_be_done(cast, lost):
    browser = cast.browser("agent")
    answer = browser.post("/desk/next/")
    assert answer.url == f"/cases/{lost.case.pk}/"
    text = browser.get(answer.url).content.decode()
    assert "Search, do not call." in text
    assert "find a way to reach" in text
    assert f"/cases/{lost.case.pk}/call/" not in text


def test_what_he_finds_may_be_called(cast, lost):
    Case.objects.filter(pk=lost.case.pk).update(bucket=2)
    browser = cast.browser("agent")
    browser.post("/desk/next/")
    found = {"kind": "MOBILE", "value": "13900001111", "source": "PUBLIC"}
    page = browser.post(f"/cases/{lost.case.pk}/numbers/", found, follow=True).content.decode()
    assert "Search, do not call." not in page
    assert f"/cases/{lost.case.pk}/call/" in page


def test_a_case_with_somebody_to_call_says_nothing_of_a_search(cast, lost):
    number(lost.case.cardholder)
    Case.objects.filter(pk=lost.case.pk).update(lost_since=None, bucket=2)
    assert "Search, do not call." not in cast.browser("agent").get(f"/cases/{lost.case.pk}/").content.decode()
