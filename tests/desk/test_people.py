"""Beside each person around a debtor: he does not know him, and is not called any more; over REST too."""

import pytest

from accounts.models import RelatedParty
from collections_app.contacts.actions import mark_person
from collections_app.events.models import Event
from collections_app.shared.errors import Refused
from tests.accounts.desk import roles_let_in
from tests.cases.desk import NOW
from tests.contacts.desk import number, open_file, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    """A lost case with somebody who may be asked, at a number of his."""
    file = open_file(lost_since="2025-03-01")
    file.party = person(file.case.cardholder)
    file.theirs = number(file.case.cardholder, party=file.party)
    return file


def page(cast, file, role="agent"):
    return cast.browser(role).get(f"/cases/{file.case.pk}/").content.decode()


def mark(cast, file, status, role="agent", **more):
    address = f"/cases/{file.case.pk}/people/{file.party.pk}/status/"
    return cast.browser(role).post(address, {"status": status}, **more)


def test_who_does_not_know_him_is_not_called_and_may_be_taken_back(cast, file):
    assert "Does not know the customer" in page(cast, file)
    assert mark(cast, file, "WRONG").url == f"/cases/{file.case.pk}/#person-{file.party.pk}"
    file.party.refresh_from_db()
    assert file.party.status == "WRONG"
    text = page(cast, file)
    assert "does not know the cardholder" in text
    assert "Take back" in text
    asked = {"contact_point": file.theirs.pk, "purpose": "LOCATE"}
    cast.browser("agent").post(f"/cases/{file.case.pk}/claim/")
    answer = cast.api("agent").post(
        f"/api/v1/cases/{file.case.pk}/permits", {"contact_point_id": file.theirs.pk, **asked}
    )
    assert answer.json().get("rule", answer.json().get("code", "")) != ""
    mark(cast, file, "UNVERIFIED")
    assert "Does not know the customer" in page(cast, file)
    told = [event.data for event in Event.objects.filter(kind="related_party.changed").order_by("id")]
    assert [(one["was"], one["status"]) for one in told] == [("UNVERIFIED", "WRONG"), ("WRONG", "UNVERIFIED")]


def test_the_timeline_tells_of_it(cast, file):
    mark(cast, file, "WRONG")
    assert "Person: does not know the cardholder" in page(cast, file)


def test_the_case_wakes_and_the_same_again_changes_nothing(cast, file):
    ask = {"actor": cast.actor("agent"), "case_id": file.case.pk, "related_party_id": file.party.pk, "at": NOW}
    type(file.case).objects.update(sleeps_until="2025-03-12T00:00Z")
    mark_person(status="WRONG", **ask)
    assert file.again().sleeps_until is None
    mark_person(status="WRONG", **ask)
    assert Event.objects.filter(kind="related_party.changed").count() == 1


@pytest.mark.parametrize(("changes", "code"), [({"status": "LOUD"}, "unknown_status"), ({"of": "other"}, "not_found")])
def test_what_is_refused(cast, file, changes, code):
    other = person(open_file().case.cardholder)
    ask = {"actor": cast.actor("agent"), "case_id": file.case.pk, "at": NOW}
    party = other if "of" in changes else file.party
    with pytest.raises(Refused) as refused:
        mark_person(related_party_id=party.pk, status=changes.get("status", "WRONG"), **ask)
    assert refused.value.code == code
    assert set(RelatedParty.objects.values_list("status", flat=True)) == {"UNVERIFIED"}


def test_over_rest(cast, file):
    address = f"/api/v1/cases/{file.case.pk}/people/{file.party.pk}/status"
    answer = cast.api("integration").post(address, {"status": "WRONG"})
    assert (answer.status_code, answer.json()["status"]) == (200, "WRONG")
    assert cast.api("integration").post(address, {"status": "LOUD"}).status_code == 400
    assert roles_let_in(cast, address, {}) == {"agent", "lead", "manager", "integration"}


@pytest.mark.parametrize(("role", "status"), [("agent", 302), ("quality", 403)])
def test_who_may(cast, file, role, status):
    assert mark(cast, file, "WRONG", role=role).status_code == status
    assert ("/people/" in page(cast, file, role)) is (status == 302)
