"""A call a phone system places: asked for at the desk, told as an event, its number handed out once and on record."""

from datetime import timedelta

import pytest

from accounts.models import Cardholder, ContactPoint
from collections_app.compliance.actions.permits import hand_back_permit
from collections_app.contacts.actions.calls import number_to_call, request_call
from collections_app.contacts.models import CallRequest
from collections_app.events.models import Event
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.accounts.desk import roles_let_in

from .desk import NOW, number, open_file

pytestmark = pytest.mark.django_db
NUMBER = "13912345678"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def file():
    return open_file(phone=NUMBER)


@pytest.fixture
def permit(cast, file):
    return file.start(cast.actor("agent"))


def asked(cast, permit, role="agent", at=NOW):
    return request_call(actor=cast.actor(role), permit_id=permit.pk, at=at)


def read(cast, permit, role="integration", at=NOW):
    return number_to_call(actor=cast.actor(role, channel="api"), permit_id=permit.pk, at=at)


def code_of(act, *args, **more):
    with pytest.raises(Refused) as refused:
        act(*args, **more)
    return refused.value.code


def test_dial_is_an_event_with_the_permit_and_without_the_number(cast, permit):
    asked(cast, permit), asked(cast, permit)
    event = Event.objects.get(kind="call.requested")
    assert (event.data["permit"], event.data["case"]) == (permit.pk, permit.case_id)
    assert NUMBER not in str(event.data)


def test_the_number_is_handed_out_once_and_that_is_on_record(cast, permit):
    asked(cast, permit)
    assert read(cast, permit) == NUMBER
    assert code_of(read, cast, permit) == "already_read"
    event = Event.objects.get(kind="personal_data.revealed")
    assert event.data == {"what": ["contact_point"], "door": "api", "permit": permit.pk}
    assert CallRequest.objects.get().number_read_by == cast.actor("integration").label


def test_nobody_has_a_number_of_which_no_call_was_asked(cast, permit):
    assert code_of(read, cast, permit) == "not_found"


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "compliance"])
def test_only_a_machine_with_the_scope_has_it(cast, permit, role):
    asked(cast, permit)
    assert code_of(read, cast, permit, role) == "forbidden"


def test_another_ones_permit_is_not_there(cast, permit):
    assert code_of(asked, cast, permit, "lead") == "not_found"


def test_a_permit_that_is_over_or_handed_back_calls_nobody(cast, permit):
    over = permit.valid_until
    assert code_of(asked, cast, permit, at=over) == "not_open"
    asked(cast, permit, at=over - timedelta(seconds=1))
    assert code_of(read, cast, permit, at=over) == "not_open"
    hand_back_permit(actor=cast.actor("agent"), permit_id=permit.pk, at=NOW)
    assert code_of(read, cast, permit) == "not_open"


def test_leave_to_write_is_no_call(cast, file):
    number(file.case.cardholder, "a@example.com", kind="EMAIL")
    point = ContactPoint.objects.get(kind="EMAIL")
    permit = file.start(cast.actor("agent"), contact_point_id=point.pk, channel="EMAIL")
    assert code_of(asked, cast, permit) == "not_a_call"


def test_nobody_of_a_demo_is_called(cast, permit):
    Cardholder.objects.update(is_demo=True)
    assert code_of(asked, cast, permit) == "demo"


def test_a_file_closed_meanwhile_gives_no_number(cast, permit):
    asked(cast, permit)
    Cardholder.objects.update(restriction="VIP")
    assert code_of(read, cast, permit) == "restricted"


def test_an_erased_number_is_gone(cast, permit):
    asked(cast, permit)
    ContactPoint.objects.all().delete()
    assert code_of(read, cast, permit) == "not_found"


# -- the page -------------------------------------------------------------------------------------------------------


def test_the_button_of_the_case_page_asks(cast, file, permit):
    browser, address = cast.browser("agent"), f"/cases/{file.case.pk}/permits/{permit.pk}/dial/"
    assert f'data-dial="{address}"' in browser.get(f"/cases/{file.case.pk}/").content.decode()
    assert browser.post(address).status_code == 204
    assert CallRequest.objects.get().permit_id == permit.pk


def test_it_stands_on_no_timeline(cast, file, permit):
    asked(cast, permit)
    page = cast.api("agent").get(f"/api/v1/cases/{file.case.pk}/timeline").json()
    assert "call.requested" not in [line["kind"] for line in page["results"]]


# -- REST -----------------------------------------------------------------------------------------------------------


def test_over_rest(cast, permit):
    assert cast.api("agent").post(f"/api/v1/permits/{permit.pk}/call").status_code == 201
    machine = cast.api("integration")
    assert machine.post(f"/api/v1/permits/{permit.pk}/number").json() == {"number": NUMBER}
    assert machine.post(f"/api/v1/permits/{permit.pk}/number").json()["code"] == "already_read"


def test_an_idempotency_key_keeps_no_number(cast, permit):
    asked(cast, permit)
    key = {"Idempotency-Key": "call-1"}
    machine, address = cast.api("integration"), f"/api/v1/permits/{permit.pk}/number"
    assert machine.post(address, headers=key).status_code == 200
    assert NUMBER not in str(machine.post(address, headers=key).content)


def test_who_may_over_rest(cast, permit):
    asked(cast, permit)
    assert roles_let_in(cast, f"/api/v1/permits/{permit.pk}/number", {}) == {"integration"}
