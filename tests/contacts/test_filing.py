"""A call of somebody who owes nothing is written down too: on a case made for it, closed as it is made."""

from uuid import uuid4

import pytest

from collections_app.cases.actions.filing import case_to_log_on
from collections_app.cases.models import Case
from collections_app.contacts.models import Contact
from collections_app.events.models import Event
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.accounts.desk import roles_let_in
from tests.cases.files import TODAY, account, holder, install

from .desk import NOW, number, open_file

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def caller():
    """A cardholder with an account on which nothing was ever past due."""
    install(business_date=TODAY, simulated=False)
    who = holder()
    account(who, bucket=-1, past_due="0.00")
    who.point = number(who, PHONE)
    return who


def filed(cast, who, role="agent"):
    return case_to_log_on(actor=cast.actor(role), cardholder_id=who.pk, at=NOW)


def code_of(cast, who, role="agent"):
    with pytest.raises(Refused) as refused:
        filed(cast, who, role)
    return refused.value.code


def test_it_is_made_once_and_stands_closed_in_no_queue(cast, caller):
    case = filed(cast, caller)
    assert (case.opened_on, case.closed_on, case.bucket, case.queue) == (TODAY, TODAY, -1, None)
    assert filed(cast, caller) == case
    assert Event.objects.get(kind="case.filed").data == {"case": case.pk}


def test_who_has_a_case_gets_the_open_one_or_the_one_closed_last(cast):
    file = open_file()
    assert filed(cast, file.case.cardholder) == file.case
    Case.objects.filter(pk=file.case.pk).update(closed_on=TODAY, close_reason="CURED")
    assert filed(cast, file.case.cardholder) == file.case


def test_what_is_refused(cast, caller):
    assert code_of(cast, caller, "quality") == "forbidden"
    assert code_of(cast, holder()) == "no_account"
    assert code_of(cast, holder(restriction="VIP")) == "not_found"


def test_the_inbound_page_leads_to_a_form_that_knows_the_caller(cast, caller):
    browser = cast.browser("agent")
    address = f"/contacts/inbound/{caller.point.pk}/"
    assert address in browser.post("/contacts/inbound/", {"number": PHONE}).content.decode()
    leads_to = browser.post(address).url
    case = Case.objects.get()
    assert leads_to == f"/cases/{case.pk}/?inbound=1&point={caller.point.pk}"
    page = browser.get(leads_to)
    known = page.context["form"].initial
    assert (known["inbound"], known["role"]) == (True, "CARDHOLDER")
    said = {"submission": str(uuid4()), "outcome": "HANG_UP_UNVERIFIED", "channel": "PHONE", **known}
    assert browser.post(f"/cases/{case.pk}/", said).status_code == 302
    assert Contact.objects.get().breach is False


def test_a_restricted_callers_number_is_not_there(cast):
    point = number(holder(restriction="VIP"), PHONE)
    assert cast.browser("agent").post(f"/contacts/inbound/{point.pk}/").status_code == 404
    assert cast.browser("quality").post(f"/contacts/inbound/{point.pk}/").status_code == 403


def test_over_rest(cast, caller):
    address = f"/api/v1/cardholders/{caller.customer_no}/case"
    answer = cast.api("agent").post(address)
    assert answer.json() == {"case_id": Case.objects.get().pk, "closed_on": TODAY.isoformat()}
    assert cast.api("agent").post("/api/v1/cardholders/nobody/case").status_code == 404
    assert roles_let_in(cast, address, {}) == {"agent", "lead", "manager", "integration"}
