"""The same contact sent twice at the same moment is stored once, with all that follows from it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from collections_app.cases.models import CaseHold
from collections_app.compliance.models import Breach, Permit, Touch
from collections_app.contacts.actions import log_contact
from collections_app.contacts.models import Contact
from collections_app.events.models import Event
from collections_app.shared.errors import Refused

from .desk import NOW, RPC, entry, open_file

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that begin together; what each returned, or the code it was refused with."""
    together = Barrier(len(calls))

    def run(call):
        try:
            together.wait(timeout=30)
            return call()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_a_double_submit_in_two_threads_is_one_contact(cast):
    file, lead = open_file(), cast.actor("lead")
    permit = file.start(lead)
    told = {"reason": "DISPUTE_AMOUNT", "contact_point_id": file.point.pk, "permit_token": permit.token, **RPC}
    given = entry("DISPUTE", **told)

    def send():
        return log_contact(actor=lead, case_id=file.case.pk, entry=given, at=NOW).pk

    assert len(set(at_once(*[send] * 4))) == 1
    assert (Contact.objects.count(), Touch.objects.count(), CaseHold.objects.count()) == (1, 1, 1)
    assert (Permit.objects.get().state, Breach.objects.count()) == ("SPENT", 0)
    assert Event.objects.filter(kind="contact.logged").count() == 1


def test_one_permit_covers_one_of_two_contacts_sent_at_once(cast):
    file, lead = open_file(), cast.actor("lead")
    permit = file.start(lead)

    def send():
        given = entry("BUSY", contact_point_id=file.point.pk, permit_token=permit.token)
        return log_contact(actor=lead, case_id=file.case.pk, entry=given, at=NOW).breach

    assert sorted(at_once(send, send)) == [False, True]


def test_a_call_of_the_phone_system_is_stored_once_even_for_two_cases_at_once(cast):
    files, lead = [open_file(), open_file()], cast.actor("lead")

    def sender(file):
        given = entry("BUSY", contact_point_id=file.point.pk, call_id="PBX-9")
        return lambda: type(log_contact(actor=lead, case_id=file.case.pk, entry=given, at=NOW)).__name__

    assert sorted(at_once(*[sender(file) for file in files])) == ["Contact", "duplicate"]
