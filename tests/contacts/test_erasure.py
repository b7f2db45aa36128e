"""With the cardholder's personal data the people around him and the words of his contacts go; what is coded stays."""

import pytest

from accounts.actions.erasure import erase_personal_data
from accounts.models import Address, ContactPoint, RelatedParty
from collections_app.cases.actions.claims import claim, release
from collections_app.cases.actions.holds import place_hold, release_hold
from collections_app.cases.models import CaseHold, Passed
from collections_app.compliance.actions.consents import give_consent
from collections_app.compliance.actions.overrides import grant_override
from collections_app.compliance.actions.stops import signal_stop
from collections_app.compliance.models import Consent, Override, StopSignal
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


def test_no_words_stay_beside_holds_claims_stops_consents_and_overrides(cast):
    file, agent, manager = open_file(bucket=0), cast.actor("agent"), cast.actor("manager")
    case_id, holder_id = file.case.pk, file.case.cardholder_id
    hold = place_hold(actor=agent, case_id=case_id, kind="HARDSHIP", reason="李老板 is ill", at=NOW)
    release_hold(actor=manager, hold_id=hold.pk, reason="李老板 is well", at=NOW)
    held = claim(actor=agent, case_id=case_id, at=NOW)
    release(actor=agent, case_id=case_id, token=held.token, reason="李老板 is my uncle", at=NOW)
    reason = "李老板 asked the branch"
    grant_override(actor=manager, cardholder_id=holder_id, rule="no_agent_call_in_m0", reason=reason, at=NOW)
    day = NOW.date()
    said = {"actor": agent, "cardholder_id": holder_id, "at": NOW, "note": "李老板 said so"}
    signal_stop(**said, kind="CEASE")
    give_consent(**said, kind="CALL", channel="PHONE", number_hash="", valid_from=day, valid_until=day)
    events = list(Event.objects.filter(cardholder_id=holder_id).values_list("data", flat=True))
    assert "李" not in str(events)
    erased = erase_personal_data(actor=cast.actor("compliance"), cardholder_id=holder_id, reason="asked for", at=NOW)
    assert erased.notes == 5
    for model in (CaseHold, Passed, Override, StopSignal, Consent):
        assert model.objects.count() == 1
        assert "李" not in str(list(model.objects.values()))


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
