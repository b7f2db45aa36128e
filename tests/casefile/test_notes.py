"""A note without a contact: the action, its page, its REST door, its line on the timeline, its erasure."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.actions.erasure import erase_personal_data
from collections_app.casefile.models import CaseNote
from collections_app.casefile.notes import write_note
from collections_app.casefile.queries import timeline
from collections_app.casefile.words import told
from collections_app.cases.models import Case
from collections_app.compliance.models import Touch
from collections_app.contacts.models import Contact
from collections_app.events.models import Event
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.cases.desk import NOW
from tests.contacts.desk import open_file

pytestmark = pytest.mark.django_db
WORDS = "月底搬家，儿子代管账户"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def file():
    return open_file()


def write(cast, file, text=WORDS, *, submission=None, role="agent", at=NOW):
    submission = submission or uuid4()
    return write_note(actor=cast.actor(role), case_id=file.case.pk, submission=submission, text=text, at=at)


def test_it_stands_on_the_timeline_and_is_no_contact(cast, file):
    write(cast, file)
    (line,) = timeline(file.case, kind="notes").rows
    assert (told(line), line.note, line.user_id) == ("Note", WORDS, cast.user("agent").pk)
    assert (Contact.objects.count(), Touch.objects.count()) == (0, 0)
    assert file.again().last_contact_at is None


def test_its_event_does_not_say_what_was_written(cast, file):
    note = write(cast, file)
    assert Event.objects.get(kind="note.written").data == {"note": note.pk, "case": file.case.pk}


def test_the_same_submission_is_stored_once(cast, file):
    once = uuid4()
    assert write(cast, file, submission=once) == write(cast, file, "other words", submission=once)
    with pytest.raises(Refused) as refused:
        write(cast, open_file(), submission=once)
    assert refused.value.code == "taken"


@pytest.mark.parametrize(
    ("text", "code"), [(" ", "missing"), ("x" * 4001, "too_long"), ("4111111111111111", "card_number")]
)
def test_what_is_refused(cast, file, text, code):
    with pytest.raises(Refused) as refused:
        write(cast, file, text)
    assert (refused.value.code, refused.value.field) == (code, "text")


def test_a_closed_case_takes_it_and_a_restricted_one_does_not(cast, file):
    Case.objects.filter(pk=file.case.pk).update(closed_on=d("03-10"), close_reason="CURED")
    write(cast, file)
    with pytest.raises(Refused) as refused:
        write(cast, open_file(restriction="VIP"))
    assert refused.value.code == "not_found"


def test_it_goes_with_the_person(cast, file):
    write(cast, file), write(cast, open_file())
    erased = erase_personal_data(
        actor=cast.actor("compliance"), cardholder_id=file.case.cardholder_id, reason="asked", at=NOW
    )
    assert erased.notes == 1
    assert CaseNote.objects.count() == 1
    (line,) = timeline(file.case, kind="notes").rows
    assert line.note == ""


def test_many_are_read_in_a_fixed_number_of_queries(cast, file, django_assert_num_queries):
    for minute in range(5):
        write(cast, file, at=NOW + timedelta(minutes=minute))
    with django_assert_num_queries(4):
        assert [line.note for line in timeline(file.case).rows] == [WORDS] * 5


# -- the page -------------------------------------------------------------------------------------------------------


def test_the_page_writes_it(cast, file):
    said = {"submission": str(uuid4()), "text": WORDS}
    browser = cast.browser("agent")
    assert browser.post(f"/cases/{file.case.pk}/notes/", said).url == f"/cases/{file.case.pk}/"
    assert WORDS in browser.get(f"/cases/{file.case.pk}/?timeline=notes").content.decode()


def test_refused_its_dialog_keeps_what_was_typed(cast, file):
    said = {"submission": str(uuid4()), "text": "4111111111111111"}
    answer = cast.browser("agent").post(f"/cases/{file.case.pk}/notes/", said)
    assert answer.status_code == 422
    assert "4111111111111111" in answer.content.decode()
    assert answer.context["open_note_form"]


def test_who_may_write_one(cast, file):
    def code(role):
        return (
            cast.browser(role)
            .post(f"/cases/{file.case.pk}/notes/", {"submission": str(uuid4()), "text": "x"})
            .status_code
        )

    roles = ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration")
    assert {role for role in roles if code(role) == 302} == {"agent", "lead", "manager", "integration"}


# -- REST -----------------------------------------------------------------------------------------------------------


def test_over_rest(cast, file):
    said = {"submission": str(uuid4()), "text": WORDS}
    answer = cast.api("agent").post(f"/api/v1/cases/{file.case.pk}/notes", said, format="json")
    assert answer.status_code == 201
    assert (answer.json()["text"], answer.json()["case"]) == (WORDS, file.case.pk)
    assert cast.api("quality").post(f"/api/v1/cases/{file.case.pk}/notes", said, format="json").status_code == 403
    refused = cast.api("agent").post(f"/api/v1/cases/{file.case.pk}/notes", {**said, "tex": ""}, format="json")
    assert refused.status_code == 400
