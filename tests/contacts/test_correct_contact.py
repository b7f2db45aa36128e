"""A correction is a new entry that points back; what the wrong one changed is named, never undone silently."""

from datetime import date, timedelta

import pytest

from collections_app.cases.models import CaseHold
from collections_app.compliance.models import StopSignal, Touch
from collections_app.contacts.actions import correct_contact
from collections_app.contacts.models import Contact, DebtorFact
from collections_app.events.models import Event
from collections_app.shared.errors import Refused

from .desk import NOW, RPC, entry, open_file

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def corrected(actor, contact, outcome, *, reason="wrong line", at=LATER, **more):
    return correct_contact(actor=actor, contact_id=contact.pk, entry=entry(outcome, **more), reason=reason, at=at)


def refusal(*args, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as said:
        corrected(*args, **more)
    return said.value.code, said.value.field


def test_the_new_entry_points_back_and_the_old_one_stays(cast):
    file, agent = open_file(), cast.actor("agent")
    wrong = file.call(agent, "NO_ANSWER", call_id="PBX-1")
    given = entry("RPC_REFUSAL", reason="UNWILLING", note="spoke after all", **RPC)
    said = correct_contact(actor=agent, contact_id=wrong.pk, entry=given, reason="王先生 rang back", at=LATER)
    new = said.contact
    assert (new.corrects, new.at, new.channel, new.call_id) == (wrong, wrong.at, "PHONE", "PBX-1")
    assert (new.contact_point_id, new.permit, new.breach) == (file.point.pk, None, False)
    assert (new.note.text, new.note.correction) == ("spoke after all", "王先生 rang back")
    assert Contact.objects.get(pk=wrong.pk).outcome_id == "NO_ANSWER"
    assert file.again().willingness == "REFUSES"
    event = Event.objects.get(kind="contact.corrected")
    assert (event.data["corrects"], event.data["was"], event.data["outcome"]) == (wrong.pk, "NO_ANSWER", "RPC_REFUSAL")
    assert "王先生" not in str(event.data)


def test_what_the_wrong_entry_changed_is_named_and_stays(cast):
    file, agent = open_file(), cast.actor("agent")
    wrong = file.call(agent, "WRONG_NUMBER")
    said = correct_contact(
        actor=agent,
        contact_id=wrong.pk,
        entry=entry("DISPUTE", reason="DISPUTE_AMOUNT", **RPC),
        reason="wrong line",
        at=LATER,
    )
    assert [str(change) for change in said.to_undo] == ["NUMBER_INVALID"]
    assert [str(change) for change in said.done] == ["HOLD:DISPUTE"]
    file.point.refresh_from_db()
    assert (file.point.status, CaseHold.objects.get().kind) == ("INVALID", "DISPUTE")


def test_what_both_entries_say_is_neither_done_again_nor_undone(cast):
    file, agent = open_file(), cast.actor("agent")
    wrong = file.log(agent, "CEASE_REQUEST", role="CARDHOLDER", inbound=True)
    said = corrected(agent, wrong, "CEASE_REQUEST", **RPC)
    assert [str(change) for change in said.done] == ["NUMBER_VERIFIED"]
    assert (said.to_undo, StopSignal.objects.count()) == ((), 1)
    assert said.contact.right_party


def test_a_failure_counts_once_and_contact_is_found_again(cast):
    file, agent = open_file(), cast.actor("agent")
    misses = [file.call(agent, at=NOW + timedelta(days=day)) for day in range(3)]
    assert file.again().lost_since == date(2025, 3, 12)
    at = NOW + timedelta(days=2, hours=1)
    corrected(agent, misses[1], "BUSY", at=at)
    assert (file.again().failures_in_a_row, file.case.lost_since) == (3, date(2025, 3, 12))
    corrected(agent, misses[2], "HANG_UP_UNVERIFIED", role="CARDHOLDER", at=at)
    assert file.again().lost_since is None


def test_a_conversation_told_of_later_counts_from_its_moment(cast):
    file, agent = open_file(), cast.actor("agent")
    wrong = file.call(agent, "NO_ANSWER")
    correct_contact(actor=agent, contact_id=wrong.pk, entry=entry("RPC_PTP", **RPC), reason="spoke to him", at=LATER)
    tried, spoken = Touch.objects.order_by("id")
    assert (tried.rang, tried.conversation) == (True, False)
    assert (spoken.rang, spoken.conversation, spoken.number_hash, spoken.at) == (False, True, "", wrong.at)


def test_the_same_correction_twice_is_one(cast):
    file, agent = open_file(), cast.actor("agent")
    wrong, given = file.call(agent), entry("RPC_REFUSAL", reason="UNWILLING", **RPC)
    ask = {"actor": agent, "contact_id": wrong.pk, "entry": given, "reason": "wrong line", "at": LATER}
    assert correct_contact(**ask).contact == correct_contact(**ask).contact
    assert (Contact.objects.count(), DebtorFact.objects.count()) == (2, 1)


def test_what_is_refused(cast):
    file, agent, lead, quality = open_file(), cast.actor("agent"), cast.actor("lead"), cast.actor("quality")
    mine, leads = file.call(agent), open_file().call(lead)
    assert refusal(agent, leads, "BUSY")[0] == "forbidden"
    assert refusal(quality, mine, "BUSY")[0] == "forbidden"
    assert refusal(agent, mine, "BUSY", reason=" ") == ("missing", "reason")
    assert refusal(agent, mine, "NOBODY") == ("unknown_outcome", "outcome")
    corrected(lead, mine, "BUSY")
    assert refusal(agent, mine, "NO_ANSWER")[0] == "already_corrected"
    assert Contact.objects.count() == 3
