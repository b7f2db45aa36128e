"""The log form says what an entry says, in the reader's language."""

from uuid import uuid4

import pytest
from django.utils import translation

from collections_app.contacts.actions.lists import set_in_use
from collections_app.contacts.forms import ContactForm
from collections_app.contacts.models import Outcome

pytestmark = pytest.mark.django_db


def test_it_becomes_an_entry():
    submission, token = uuid4(), uuid4()
    form = ContactForm(
        {
            "submission": str(submission),
            "outcome": "THIRD_PARTY",
            "role": "EMERGENCY_CONTACT",
            "message_left": "no",
            "objects": "on",
            "permit_token": str(token),
            "contact_point_id": "7",
            "happened_at": "2026-03-10T10:04:00+08:00",
            "follow_up_at": "2026-03-12T09:30",
            "note": " said he moved ",
        }
    )
    assert form.is_valid(), form.errors
    entry = form.entry()
    assert (entry.submission, entry.permit_token, entry.contact_point_id) == (submission, token, 7)
    assert (entry.channel, entry.purpose, entry.inbound) == ("PHONE", "COLLECT", False)
    assert (entry.message_left, entry.objects, entry.note) == (False, True, "said he moved")
    assert entry.follow_up_at.isoformat() == "2026-03-12T09:30:00+08:00"
    assert entry.happened_at.isoformat() == "2026-03-10T10:04:00+08:00"


def test_nothing_said_is_nothing_stored():
    form = ContactForm({"outcome": "BUSY"})
    assert form.is_valid(), form.errors
    entry = form.entry()
    assert (entry.message_left, entry.follow_up_at, entry.role, entry.reason) == (None, None, "", "")
    assert ContactForm({"outcome": "BUSY"}).fields["submission"].initial is uuid4


def test_an_unknown_outcome_is_said_at_its_field_and_nothing_typed_is_lost():
    form = ContactForm({"outcome": "NOBODY", "note": "kept"})
    assert not form.is_valid()
    assert list(form.errors) == ["outcome"]
    assert form["note"].value() == "kept"


def test_companies_have_reasons_and_questions_of_their_own():
    company = ContactForm({"outcome": "BUSY", "finding_APPROVER": "总经理", "finding_FUNDS": " "}, company=True)
    assert company.is_valid(), company.errors
    assert company.entry().findings == {"APPROVER": "总经理"}
    assert len(company.finding_fields) == 6
    reasons = {code for code, _name in company.fields["reason"].choices}
    assert "FINANCE_FORGOT" in reasons
    assert "UNEMPLOYED" not in reasons
    assert ContactForm().finding_fields == []


def test_retired_outcomes_are_not_offered_and_names_are_the_readers(cast):
    set_in_use(actor=cast.actor("manager"), row=Outcome.objects.get(pk="BUSY"), in_use=False)
    assert "BUSY" not in ContactForm().outcome_facts
    assert ContactForm().outcome_facts["RPC_CALLBACK"] == {"asks": "CALLBACK", "right_party": True, "channel": ""}
    with translation.override("zh-hans"):
        names = dict(pair for _group, pairs in ContactForm().fields["outcome"].choices[1:] for pair in pairs)
    assert names["NO_ANSWER"] == "无人接听"
