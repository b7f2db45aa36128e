"""The timeline: everything in one list, by name, narrowed, page by page, in a fixed number of queries."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import ContactPoint
from collections_app.casefile.queries import KINDS, group_of, timeline
from collections_app.casefile.words import told, who_told
from collections_app.cases.actions.claims import claim, release, take_over
from collections_app.cases.actions.erasure import ERASED, erase_reasons
from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import Claim
from collections_app.contacts.actions import correct_contact
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.cases.desk import NOW, agent
from tests.contacts.desk import RPC, entry, open_file

pytestmark = pytest.mark.django_db
NIGHT = Actor.night()


@pytest.fixture
def file():
    """A case with one thing of every kind, the oldest first; its number was verified before."""
    file = open_file()
    ContactPoint.objects.update(status="VERIFIED", last_verified_on=d("2025-03-01"))
    holder, account, actor = file.case.cardholder_id, file.case.account_id, agent()
    note = {"cardholder_id": holder, "on": d("03-05")}
    events.record("bucket.moved", actor=NIGHT, account_id=account, data={"from": 0, "to": 1}, **note)
    events.record("case.opened", actor=NIGHT, data={"case": file.case.pk, "bucket": 0}, **note)
    events.record("payment.posted", actor=actor, account_id=account, data={"amount": "50.00"}, **note)
    claim(actor=actor, case_id=file.case.pk, at=NOW)
    file.contact = file.log(actor, "RPC_NO_COMMITMENT", reason="ILLNESS", note="in hospital", inbound=True, **RPC)
    place_hold(actor=actor, case_id=file.case.pk, kind="DISPUTE", reason="does not know it", at=NOW)
    file.actor = actor
    return file


def lines(file, kind="all"):
    return [entry.kind for entry in timeline(file.case, kind=kind).rows]


def test_everything_stands_in_one_list_the_newest_first(file):
    assert lines(file) == ["hold.placed", "contact.logged", "payment.posted", "case.opened", "bucket.moved"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("contacts", ["contact.logged"]),
        ("money", ["payment.posted", "bucket.moved"]),
        ("promises", []),
        ("case", ["hold.placed", "case.claimed", "case.opened"]),
        ("nonsense", ["hold.placed", "contact.logged", "payment.posted", "case.opened", "bucket.moved"]),
    ],
)
def test_it_is_narrowed(file, kind, shown):
    assert lines(file, kind) == shown


def test_who_did_it_is_a_name(file):
    who = {entry.kind: who_told(entry) for entry in timeline(file.case).rows}
    assert (who["bucket.moved"], who["contact.logged"]) == ("the night", file.actor.name)


def test_a_contact_tells_outcome_reason_note_and_its_own_moment(file):
    contact = next(entry for entry in timeline(file.case).rows if entry.contact)
    assert "cardholder: No commitment (Illness)" in told(contact)
    assert (contact.note, contact.at, contact.corrected) == ("in hospital", NOW, False)


def test_what_the_night_wrote_has_a_day_and_no_moment(file):
    moved = timeline(file.case).rows[-1]
    assert (moved.day, moved.at, moved.account_no) == (d("03-05"), None, file.case.account.account_no)


def test_a_correction_stands_above_and_marks_what_it_corrects(file):
    right = entry("RPC_REFUSAL", reason="UNWILLING", contact_point_id=file.point.pk, inbound=True, **RPC)
    correct_contact(actor=file.actor, contact_id=file.contact.pk, entry=right, reason="misheard", at=NOW)
    newest, *older = timeline(file.case, kind="contacts").rows
    assert told(newest).startswith("Correction: ")
    assert [line.corrected for line in older] == [True]


def test_a_breach_is_marked(file):
    file.log(file.actor, "NO_ANSWER", at=NOW + timedelta(minutes=5))
    assert [entry.breach for entry in timeline(file.case, kind="contacts").rows] == [True, False]


def test_pages_by_cursor_leave_nothing_out(file):
    seen, cursor = [], ""
    for _ in range(10):
        page = timeline(file.case, cursor=cursor, size=2)
        seen += [entry.id for entry in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert seen == [entry.id for entry in timeline(file.case).rows]


def test_a_cursor_of_somebody_else_is_refused(file):
    with pytest.raises(Refused):
        timeline(file.case, cursor="xx")


@pytest.mark.parametrize("more", [0, 5])
def test_a_fixed_number_of_queries(file, more, django_assert_num_queries):
    for number in range(more):
        file.log(file.actor, "NO_ANSWER", at=NOW + timedelta(minutes=number))
    with django_assert_num_queries(4):
        for line in timeline(file.case).rows:
            told(line), line.note, line.corrected


def test_every_kind_has_a_group():
    assert {
        group_of(kind) for kind in ("contact.logged", "bucket.moved", "promise.made", "hold.placed", "note.written")
    } == {*KINDS[1:]}


def test_over_rest(cast, file):
    answer = cast.api("quality").get(f"/api/v1/cases/{file.case.pk}/timeline", {"kind": "contacts"})
    (line,) = answer.json()["results"]
    assert (line["contact"], line["note"], line["who"]) == (file.contact.pk, "in hospital", file.actor.name)
    assert answer.json()["next"] == ""
    assert cast.api("quality").get("/api/v1/cases/0/timeline").status_code == 404


def test_who_may_read_it_over_rest(cast, file):
    address = f"/api/v1/cases/{file.case.pk}/timeline"
    roles = ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration")
    assert {role for role in roles if cast.api(role).get(address).status_code == 200} == {*roles} - {"administrator"}


def test_a_restricted_file_is_as_if_it_were_not_there(cast):
    file = open_file(restriction="STAFF")
    assert cast.api("agent").get(f"/api/v1/cases/{file.case.pk}/timeline").status_code == 404


@pytest.mark.parametrize(
    ("kind", "event", "line"),
    [("SKIP", "case.skipped", "Skipped"), ("RETURN", "case.released", "Given back")],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai"])
def test_why_a_case_was_passed_on_stands_there(file, kind, event, line, zone):
    at = (NOW + timedelta(minutes=1, microseconds=123456)).astimezone(ZoneInfo(zone))
    token = Claim.objects.get().token
    release(actor=file.actor, case_id=file.case.pk, token=token, reason="the line is bad", kind=kind, at=at)
    newest = timeline(file.case).rows[0]
    assert (newest.kind, told(newest), newest.note) == (event, line, "the line is bad")
    assert timeline(file.case, kind="case").rows[0].note == "the line is bad"


def test_why_a_lead_took_it_over_stands_there_until_the_person_is_erased(cast, file):
    take_over(actor=cast.actor("lead"), case_id=file.case.pk, reason="she is on leave", at=NOW)
    assert timeline(file.case).rows[0].note == "she is on leave"
    erase_reasons(actor=cast.actor("compliance"), cardholder_id=file.case.cardholder_id)
    assert timeline(file.case).rows[0].note == ERASED


def test_work_that_was_done_needs_no_reason_and_stands_aside(file):
    release(actor=file.actor, case_id=file.case.pk, token=Claim.objects.get().token, kind="DONE", at=NOW)
    assert "case.released" not in lines(file)
    assert timeline(file.case, kind="case").rows[0].note == ""
