"""Writing a contact down: under a permit, as a breach, twice; its touch, its facts, its case."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from collections_app.cases.actions.claims import claim, take_over
from collections_app.cases.models import Case
from collections_app.compliance.actions.permits import hand_back_permit, report_permit
from collections_app.compliance.models import Breach, Permit, Touch
from collections_app.contacts.actions import log_contact, start_contact
from collections_app.contacts.models import Contact, ContactNote, DebtorFact, Finding
from collections_app.events.models import Event
from collections_app.people.models import Team, TeamAssignment
from collections_app.shared.errors import Refused

from .desk import NOW, RPC, entry, number, open_file, person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def refusal(actor, file, outcome="NO_ANSWER", *, at=NOW, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as said:
        file.log(actor, outcome, at=at, **more)
    return said.value.code, said.value.field


# -- under a permit -------------------------------------------------------------------------------------------------


def test_a_call_under_a_permit_spends_it_and_reports_its_touch(cast):
    file, agent = open_file(), cast.actor("agent")
    contact = file.call(agent, "RPC_EXCUSE", reason="FORGOT", note=" 明天再说 ", **RPC)
    permit, touch = Permit.objects.get(), Touch.objects.get()
    assert (contact.permit, contact.breach, permit.state) == (permit, False, "SPENT")
    assert (touch.rang, touch.connected, touch.conversation, touch.third_party) == (True, True, True, False)
    assert (contact.right_party, contact.verified_by, contact.reason_id) == (True, "BIRTH_DATE", "FORGOT")
    assert (contact.number_hash, contact.masked) == (file.point.value_hash, file.point.masked)
    assert (contact.user_id, contact.logged_by, contact.bucket) == (agent.user_id, agent.label, 1)
    assert contact.account_ids == [file.case.account_id]
    assert ContactNote.objects.get().text == "明天再说"
    assert not Breach.objects.exists()


def test_the_permit_names_the_number_and_the_purpose(cast):
    file, agent = open_file(follow_up_at=NOW, appointment_at=NOW), cast.actor("agent")
    permit = file.start(agent, purpose="APPOINTMENT")
    given = entry("BUSY", permit_token=permit.token)
    contact = log_contact(actor=agent, case_id=file.case.pk, entry=given, at=NOW + MINUTE)
    assert (contact.contact_point_id, contact.purpose, contact.breach) == (file.point.pk, "APPOINTMENT", False)


def test_one_event_tells_of_it_and_nothing_personal(cast):
    file = open_file()
    contact = file.call(cast.actor("agent"), "RPC_EXCUSE", reason="FORGOT", note="王先生说明天", **RPC)
    (event,) = Event.objects.filter(kind="contact.logged")
    assert (event.cardholder_id, event.data["contact"], event.data["breach"]) == (
        file.case.cardholder_id,
        contact.pk,
        "",
    )
    assert event.business_date == date(2025, 3, 10)
    assert "王先生" not in str(event.data)
    assert file.point.masked not in str(event.data)


def test_a_call_reported_by_the_phone_system_is_written_down_by_the_agent(cast):
    file, dialler, agent = open_file(), cast.actor("integration", channel="api"), cast.actor("agent")
    permit = file.start(dialler)
    report_permit(actor=dialler, permit_id=permit.pk, rang=True, connected=True, conversation=True, at=NOW)
    contact = file.log(agent, "RPC_EXCUSE", reason="FORGOT", permit_token=permit.token, at=NOW + MINUTE, **RPC)
    assert (contact.permit_id, contact.breach, Touch.objects.count()) == (permit.pk, False, 1)


def test_the_desk_of_the_day_of_the_call_is_kept(cast):
    file, agent = open_file(), cast.actor("agent")
    team = Team.objects.get(code="FRONT")
    TeamAssignment.objects.create(user=cast.user("agent"), team=team, valid_from="2025-03-01", reason="HOME")
    assert file.call(agent).team_id == team.pk


# -- breaches -------------------------------------------------------------------------------------------------------


def test_a_call_without_a_permit_is_stored_as_a_breach_and_counts(cast):
    file, agent = open_file(), cast.actor("agent")
    contact = file.log(agent, at=NOW)
    breach, touch = Breach.objects.get(), Touch.objects.get()
    assert (contact.breach, contact.permit, breach.contact_id, breach.cause) == (True, None, contact.pk, "NO_PERMIT")
    assert (breach.rules, touch.number_hash, touch.permit, touch.rang) == ([], file.point.value_hash, None, True)
    assert Event.objects.get(kind="contact.logged").data["breach"] == "NO_PERMIT"


def test_a_permit_that_was_over_makes_a_breach_and_is_spent(cast):
    file, agent = open_file(), cast.actor("agent")
    permit = file.start(agent)
    contact = file.log(agent, permit_token=permit.token, at=NOW + 10 * MINUTE)
    permit.refresh_from_db()
    assert (contact.breach, contact.permit, Breach.objects.get().cause) == (True, permit, "EXPIRED")
    assert (permit.state, Touch.objects.count(), Touch.objects.get().rang) == ("SPENT", 1, True)


def test_a_permit_of_yesterday_counts_for_yesterday_and_the_call_for_today(cast):
    file, agent = open_file(), cast.actor("agent")
    permit = file.start(agent, at=NOW - timedelta(days=1))
    file.log(agent, permit_token=permit.token, at=NOW)
    assert sorted(touch.day.day for touch in Touch.objects.all()) == [9, 10]


def test_what_counts_is_when_the_number_was_dialled_not_when_it_was_written_down(cast):
    file, agent = open_file(), cast.actor("agent")
    permit = file.start(agent)
    contact = file.log(agent, permit_token=permit.token, happened_at=NOW + MINUTE, at=NOW + 50 * MINUTE)
    assert (contact.breach, contact.at) == (False, NOW + MINUTE)


def test_a_permit_for_another_case_number_or_person_covers_nothing(cast):
    file, other, agent, lead = open_file(), open_file(), cast.actor("agent"), cast.actor("lead")
    second = number(file.case.cardholder)
    of_lead = start_contact(actor=lead, case_id=file.case.pk, contact_point_id=file.point.pk, at=NOW)
    of_other, mine = other.start(agent), file.start(agent)
    assert file.log(agent, permit_token=of_other.token).breach
    assert file.log(agent, permit_token=of_lead.token).breach
    assert file.log(agent, permit_token=mine.token, contact_point_id=second.pk).breach
    assert file.log(agent, permit_token=uuid4()).breach
    assert list(Breach.objects.order_by("id").values_list("cause", flat=True)) == ["OTHER"] * 3 + ["NO_PERMIT"]
    assert set(Permit.objects.values_list("state", flat=True)) == {"LIVE"}


def test_one_permit_is_one_contact(cast):
    file, agent = open_file(), cast.actor("agent")
    permit = file.start(agent)
    assert not file.log(agent, permit_token=permit.token).breach
    assert file.log(agent, permit_token=permit.token).breach
    given_back = file.start(agent)
    hand_back_permit(actor=agent, permit_id=given_back.pk, at=NOW)
    assert file.log(agent, permit_token=given_back.token).breach


def test_the_breach_knows_which_rules_it_broke_then(cast):
    file = open_file()
    file.log(cast.actor("agent"), happened_at=NOW - timedelta(hours=4, seconds=1))
    assert Breach.objects.get().rules == ["window"]


def test_the_database_takes_no_outbound_contact_that_is_neither(cast):
    file = open_file()
    contact = file.log(cast.actor("agent"))
    wrong = Contact(
        submission=uuid4(), case=file.case, cardholder=file.case.cardholder, channel="PHONE", at=NOW, bucket=1
    )
    wrong.outcome_id, wrong.logged_by, wrong.breach = "BUSY", "test", False
    with pytest.raises(IntegrityError, match="outbound_has_a_permit_or_is_a_breach"), transaction.atomic():
        wrong.save()
    with pytest.raises(Exception, match="contacts_contact"), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(breach=False)


# -- never refused --------------------------------------------------------------------------------------------------


def test_a_lost_claim_and_a_closed_case_stop_nothing(cast):
    file, agent, lead = open_file(), cast.actor("agent"), cast.actor("lead")
    claim(actor=agent, case_id=file.case.pk, at=NOW)
    take_over(actor=lead, case_id=file.case.pk, reason="absent", at=NOW)
    Case.objects.filter(pk=file.case.pk).update(closed_on="2025-03-10", close_reason="CURED")
    contact = file.log(agent, "DISPUTE", reason="DISPUTE_AMOUNT", inbound=True, **RPC)
    assert (contact.right_party, contact.breach) == (True, False)
    assert file.again().last_right_party_at == NOW


def test_the_same_submission_again_is_the_same_contact(cast):
    file, agent = open_file(), cast.actor("agent")
    given = entry("RPC_REFUSAL", reason="UNWILLING", contact_point_id=file.point.pk, **RPC)
    first = log_contact(actor=agent, case_id=file.case.pk, entry=given, at=NOW)
    second = log_contact(actor=agent, case_id=file.case.pk, entry=given, at=NOW + MINUTE)
    assert (first.pk, second.at, Contact.objects.count(), Touch.objects.count()) == (second.pk, NOW, 1, 1)
    assert (DebtorFact.objects.count(), Breach.objects.count()) == (1, 1)
    assert Event.objects.filter(kind="contact.logged").count() == 1


def test_a_submission_belongs_to_its_case(cast):
    file, other, agent = open_file(), open_file(), cast.actor("agent")
    given = entry(contact_point_id=file.point.pk)
    log_contact(actor=agent, case_id=file.case.pk, entry=given, at=NOW)
    with pytest.raises(Refused) as said:
        log_contact(actor=agent, case_id=other.case.pk, entry=given, at=NOW)
    assert (said.value.code, said.value.field) == ("taken", "submission")


def test_a_call_of_the_phone_system_is_logged_once(cast):
    file, agent = open_file(), cast.actor("agent")
    file.log(agent, call_id="PBX-17", recording="rec/17.ogg")
    assert refusal(agent, file, call_id=" PBX-17 ") == ("duplicate", "call_id")


# -- who called -----------------------------------------------------------------------------------------------------


def test_a_caller_needs_no_permit_and_his_call_counts(cast):
    file, agent = open_file(), cast.actor("agent")
    contact = file.log(agent, "RPC_EXCUSE", reason="FORGOT", inbound=True, **RPC)
    touch = Touch.objects.get()
    assert (contact.breach, contact.permit, touch.inbound, touch.conversation) == (False, None, True, True)
    unknown = file.log(agent, "HANG_UP_UNVERIFIED", inbound=True, contact_point_id=None)
    assert (unknown.number_hash, unknown.masked) == ("", "")


def test_a_typed_number_is_found_among_the_known_ones(cast):
    file, agent = open_file(phone="13900001111"), cast.actor("agent")
    known = file.log(agent, "BUSY", contact_point_id=None, number="+86 139-0000-1111")
    new = file.log(agent, "BUSY", contact_point_id=None, number="021 5555 6666")
    assert (known.contact_point_id, known.masked) == (file.point.pk, "139****1111")
    assert (new.contact_point_id, new.masked) == (None, "021****6666")


def test_a_third_party_is_neither_right_party_nor_conversation(cast):
    file, agent = open_file(), cast.actor("agent")
    neighbour = person(file.case.cardholder)
    contact = file.call(
        agent, "THIRD_PARTY", role="EMERGENCY_CONTACT", message_left=True, related_party_id=neighbour.pk
    )
    assert (contact.right_party, contact.message_left, contact.related_party) == (False, True, neighbour)
    assert Touch.objects.get().conversation is False


def test_a_person_named_speaks_in_the_role_on_file(cast):
    file, agent = open_file(), cast.actor("agent")
    aunt = person(file.case.cardholder)
    told = {"message_left": False, "related_party_id": aunt.pk}
    assert file.log(agent, "THIRD_PARTY", **told).role == "EMERGENCY_CONTACT"
    as_guarantor = {"role": "GUARANTOR", "verified_by": "BIRTH_DATE", "related_party_id": aunt.pk}
    assert refusal(agent, file, "RPC_PTP", **as_guarantor) == ("other_role", "role")


# -- what is refused, and where -------------------------------------------------------------------------------------


def test_what_makes_no_sense_is_refused_at_its_field(cast):
    file, other, agent = open_file(), open_file(), cast.actor("agent")
    stranger = person(other.case.cardholder)
    assert refusal(agent, file, "NOBODY") == ("unknown_outcome", "outcome")
    assert refusal(agent, file, contact_point_id=other.point.pk) == ("unknown_number", "contact_point_id")
    assert refusal(agent, file, contact_point_id=None, number="no number") == ("not_a_phone", "number")
    assert refusal(agent, file, related_party_id=stranger.pk) == ("unknown_party", "related_party_id")
    assert refusal(agent, file, note="card 4111 1111 1111 1111") == ("card_number", "note")
    assert refusal(agent, file, recording="4111111111111111") == ("card_number", "recording")
    assert refusal(agent, file, "RPC_PTP", role="EMPLOYER", verified_by="BIRTH_DATE") == ("third_party", "role")
    assert not Contact.objects.exists()
    assert not Touch.objects.exists()


def test_who_may_log(cast):
    file = open_file()
    for role in ("agent", "lead", "manager", "integration"):
        assert file.log(cast.actor(role)).breach
    for role in ("quality", "compliance", "administrator", "stranger"):
        assert refusal(cast.actor(role), file)[0] == "forbidden"
    assert refusal(cast.actor("agent"), open_file(restriction="STAFF"))[0] == "not_found"


# -- facts ----------------------------------------------------------------------------------------------------------


def test_facts_and_answers_are_kept_with_their_day(cast):
    file, agent = open_file(kind="COMPANY"), cast.actor("agent")
    contact = file.call(
        agent,
        "RPC_NO_COMMITMENT",
        role="DECISION_MAKER",
        verified_by="SYSTEM",
        reason="APPROVER_NOT_SIGNED",
        willingness="WILLING",
        ability="PART",
        observed="DECISIVE",
        findings={"WHO_PAYS": "财务部", "FUNDS": " ", "APPROVER": "总经理"},
    )
    assert contact.right_party
    shown = set(DebtorFact.objects.values_list("kind", "value", "on"))
    today = date(2025, 3, 10)
    assert shown == {("WILLINGNESS", "WILLING", today), ("ABILITY", "PART", today), ("OBSERVED", "DECISIVE", today)}
    assert dict(Finding.objects.values_list("question", "answer")) == {"WHO_PAYS": "财务部", "APPROVER": "总经理"}
    assert file.again().willingness == "WILLING"


def test_a_fact_of_yesterday_stands_on_yesterday(cast):
    file = open_file()
    file.log(cast.actor("agent"), "RPC_REFUSAL", reason="UNWILLING", happened_at=NOW - timedelta(days=1), **RPC)
    assert DebtorFact.objects.get().on == date(2025, 3, 9)
    assert Event.objects.get(kind="contact.logged").business_date == date(2025, 3, 9)


def test_the_follow_up_is_kept_through_a_miss_and_ends_with_the_debtor(cast):
    file, agent = open_file(), cast.actor("agent")
    friday = NOW + timedelta(days=4)
    file.log(agent, "RPC_CALLBACK", follow_up_at=friday, **RPC)
    assert file.again().follow_up_at == friday
    file.log(agent, at=NOW + MINUTE)
    assert file.again().follow_up_at == friday
    file.log(agent, "RPC_EXCUSE", reason="FORGOT", at=NOW + 2 * MINUTE, **RPC)
    assert file.again().follow_up_at is None
