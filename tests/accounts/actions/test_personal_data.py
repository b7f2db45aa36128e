"""Unmasking and erasing personal data: the actions, their REST doors, who may."""

from datetime import UTC, date, datetime

import pytest

from accounts.actions.erasure import erase_personal_data
from accounts.actions.reveal import WHAT, reveal
from accounts.models import Address, Cardholder, ContactPoint, LedgerEntry, PersonalData
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.crypto import encrypt, keyed_hash
from collections_app.shared.errors import Refused
from tests.accounts.desk import open_desk, roles_let_in

pytestmark = pytest.mark.django_db
SOMEBODY = Actor.command("test")
NOON = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def person():
    holder = Cardholder.objects.create(customer_no="C-8", kind="PERSON", region="上海", recorded_on=date(2026, 1, 1))
    PersonalData.objects.create(
        cardholder=holder,
        name="张三",
        id_type="RESIDENT_ID",
        id_number=encrypt("11010519491231002X"),
        id_number_hash=keyed_hash("11010519491231002X"),
        birth_date=date(1949, 12, 31),
    )
    ContactPoint.objects.create(
        cardholder=holder, kind="MOBILE", value=encrypt("13800138000"), value_hash="h", masked="138****8000"
    )
    Address.objects.create(
        cardholder=holder, kind="HOME", province="上海", city="上海", line=encrypt("南京路1号"), line_hash="h"
    )
    return holder


# -- reveal ---------------------------------------------------------------------------------------------------------


def test_only_what_was_asked_for_is_shown_and_the_look_is_logged(person):
    found = reveal(actor=SOMEBODY, cardholder_id=person.pk, what=["contact_points"], at=NOON)
    assert list(found) == ["contact_points"]
    assert found["contact_points"][0]["value"] == "13800138000"
    event = Event.objects.get(kind="personal_data.revealed")
    assert (event.cardholder_id, event.data["what"]) == (person.pk, ["contact_points"])
    assert "13800138000" not in str(event.data)


def test_every_part_can_be_shown(person):
    found = reveal(actor=SOMEBODY, cardholder_id=person.pk, what=WHAT, at=NOON)
    assert (found["name"], found["id_number"], found["birth_date"]) == (
        "张三",
        "11010519491231002X",
        date(1949, 12, 31),
    )
    assert found["addresses"][0]["line"] == "南京路1号"


@pytest.mark.parametrize("what", [[], ["salary"]])
def test_an_unknown_part_or_none_is_refused(person, what):
    with pytest.raises(Refused) as refused:
        reveal(actor=SOMEBODY, cardholder_id=person.pk, what=what, at=NOON)
    assert (refused.value.code, refused.value.field) == ("invalid", "what")
    assert not Event.objects.exists()


def test_the_rest_door_reveals(cast, person):
    address = "/api/v1/cardholders/C-8/reveal"
    body = {"what": ["id_number"]}
    assert roles_let_in(cast, address, body) == {"lead", "manager", "quality", "compliance"}
    assert cast.api("lead").post(address, body).data == {"id_number": "11010519491231002X"}
    wrong = cast.api("lead").post(address, {"what": ["salary"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "what.0")
    assert cast.api("lead").post("/api/v1/cardholders/nobody/reveal", body).status_code == 404


# -- erasure --------------------------------------------------------------------------------------------------------


def test_erasure_removes_the_person_and_keeps_ledger_and_events(person):
    desk = open_desk(aged_to="02-01", nights_run=False)
    desk.account.cardholder = person
    desk.account.save(update_fields=["cardholder"])
    reveal(actor=SOMEBODY, cardholder_id=person.pk, what=["id_number"], at=NOON)
    erased = erase_personal_data(actor=SOMEBODY, cardholder_id=person.pk, reason="asked for in a letter", at=NOON)
    assert (erased.names, erased.contact_points, erased.addresses) == (1, 1, 1)
    assert not PersonalData.objects.exists()
    assert not ContactPoint.objects.exists()
    assert not Address.objects.exists()
    person.refresh_from_db()
    assert person.erased_on == erased.erased_on
    assert LedgerEntry.objects.filter(card_account=desk.account).count() == 1
    assert [event.kind for event in Event.objects.order_by("id")] == ["personal_data.revealed", "personal_data.erased"]


def test_nothing_is_left_to_reveal_or_to_erase(person):
    erase_personal_data(actor=SOMEBODY, cardholder_id=person.pk, reason="asked for", at=NOON)
    with pytest.raises(Refused) as refused:
        reveal(actor=SOMEBODY, cardholder_id=person.pk, what=["id_number"], at=NOON)
    assert refused.value.code == "erased"
    with pytest.raises(Refused) as refused:
        erase_personal_data(actor=SOMEBODY, cardholder_id=person.pk, reason="again", at=NOON)
    assert refused.value.code == "already_erased"


def test_an_erasure_needs_a_reason(person):
    with pytest.raises(Refused) as refused:
        erase_personal_data(actor=SOMEBODY, cardholder_id=person.pk, reason=" ", at=NOON)
    assert (refused.value.code, refused.value.field) == ("missing", "reason")
    assert PersonalData.objects.exists()


def test_the_rest_door_erases(cast, person):
    address = "/api/v1/cardholders/C-8/erasure"
    assert roles_let_in(cast, address, {"reason": "asked for"}) == {"compliance"}
    shown = cast.api("agent").get("/api/v1/cardholders/C-8").data
    assert (shown["name"], shown["contact_points"], shown["addresses"], shown["id_number"]) == (None, [], [], None)
    assert shown["erased_on"] is not None
