"""With the cardholder's personal data the people around him and the words of his contacts go; what is coded stays."""

import pytest

from accounts.actions.erasure import erase_personal_data
from accounts.models import Address, ContactPoint, RelatedParty
from collections_app.contacts.actions import correct_contact, erase_notes
from collections_app.contacts.models import Contact, ContactNote, DebtorFact, Finding
from collections_app.events.models import Event
from collections_app.shared.errors import Refused

from .desk import NOW, RPC, entry, number, open_file, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(cast):
    """A company whose decision-maker was spoken to, with a note, an answer and a correction."""
    file, agent = open_file(kind="COMPANY"), cast.actor("agent")
    boss = person(file.case.cardholder, "DECISION_MAKER", "李老板")
    theirs = number(file.case.cardholder, party=boss)
    told = {"role": "DECISION_MAKER", "verified_by": "SYSTEM", "reason": "APPROVER_NOT_SIGNED", "inbound": True}
    contact = file.log(
        agent,
        "RPC_NO_COMMITMENT",
        contact_point_id=theirs.pk,
        note="李老板说下周",
        findings={"APPROVER": "李老板"},
        **told,
    )
    given = entry("RPC_EXCUSE", note="", **told)
    correct_contact(actor=agent, contact_id=contact.pk, entry=given, reason="李老板 rang again", at=NOW)
    return file


def test_names_notes_and_answers_go_and_contacts_stay(cast, spoken):
    other = open_file()
    other.log(cast.actor("agent"), note="of somebody else")
    erased = erase_personal_data(
        actor=cast.actor("compliance"), cardholder_id=spoken.case.cardholder_id, reason="asked for", at=NOW
    )
    assert (erased.contact_points, erased.related_parties, erased.notes) == (2, 1, 3)
    party = RelatedParty.objects.get(cardholder=spoken.case.cardholder)
    assert (bytes(party.name), party.name_masked, party.relation, party.role) == (b"", "", "", "DECISION_MAKER")
    assert [note.text for note in ContactNote.objects.all()] == ["of somebody else"]
    assert not Finding.objects.exists()
    assert not ContactPoint.objects.filter(cardholder=spoken.case.cardholder).exists()
    assert not Address.objects.exists()
    assert Contact.objects.filter(cardholder=spoken.case.cardholder).count() == 2
    assert DebtorFact.objects.count() == 2
    event = Event.objects.get(kind="personal_data.erased")
    assert (event.data["related_parties"], event.data["notes"]) == (1, 3)
    assert "李" not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_lists_show_contacts_without_words(cast, spoken):
    erase_personal_data(
        actor=cast.actor("compliance"), cardholder_id=spoken.case.cardholder_id, reason="asked for", at=NOW
    )
    rows = cast.api("quality").get(f"/api/v1/cases/{spoken.case.pk}/contacts").json()["results"]
    assert [(row["note"], row["findings"], row["why_corrected"]) for row in rows] == [("", [], "")] * 2


def test_a_contact_can_still_be_written_down(cast, spoken):
    erase_personal_data(
        actor=cast.actor("compliance"), cardholder_id=spoken.case.cardholder_id, reason="asked for", at=NOW
    )
    contact = spoken.log(
        cast.actor("agent"), "CEASE_REQUEST", contact_point_id=None, number="13900000000", inbound=True, **RPC
    )
    assert (contact.contact_point_id, contact.masked) == (None, "139****0000")


def test_who_may(cast, spoken):
    with pytest.raises(Refused) as said:
        erase_notes(actor=cast.actor("manager"), cardholder_id=spoken.case.cardholder_id)
    assert said.value.code == "forbidden"
