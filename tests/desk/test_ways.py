"""How a number or an address may be contacted from the case page: by a call, a text, an e-mail."""

import pytest

from collections_app.compliance.actions.stops import signal_stop
from collections_app.compliance.models import Breach, Permit
from collections_app.contacts.models import Contact
from tests.cases.desk import NOW, change
from tests.contacts.desk import number, open_file, person
from tests.desk.test_log_form import form, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast):
    file = open_file(phone="13912345678")
    file.mail = number(file.case.cardholder, "someone@example.com", kind="EMAIL")
    file.home = number(file.case.cardholder, "02112345678", kind="HOME")
    cast.browser("agent").post(f"/cases/{file.case.pk}/claim/")
    file.token = file.again().claim.token
    return file


def page(cast, file):
    return cast.browser("agent").get(f"/cases/{file.case.pk}/")


def ways(cast, file):
    """By masked number, how it may be contacted now."""
    return {one.contact_point_id: one.ways for one in page(cast, file).context["here"].numbers}


def asked(cast, file, point, channel):
    address = f"/cases/{file.case.pk}/call/{point.pk}/"
    return cast.browser("agent").post(address, {"channel": channel}, headers={"HX-Request": "true"}).content.decode()


def test_each_point_is_judged_on_the_channels_that_reach_it(cast, file):
    assert ways(cast, file) == {file.point.pk: ["PHONE", "SMS"], file.mail.pk: ["EMAIL"], file.home.pk: ["PHONE"]}


def test_an_opt_out_closes_its_channel_alone(cast, file):
    holder = file.case.cardholder_id
    signal_stop(actor=cast.actor("compliance"), cardholder_id=holder, kind="OPT_OUT", channel="SMS", at=NOW)
    assert ways(cast, file)[file.point.pk] == ["PHONE"]


def test_before_the_first_call_bucket_one_writes(cast, file):
    change(file.case, bucket=0)
    assert ways(cast, file) == {file.point.pk: ["SMS"], file.mail.pk: ["EMAIL"], file.home.pk: []}
    shown = page(cast, file)
    assert shown.context["here"].first_point is None
    assert shown.context["here"].step.code != "call"


def test_a_third_party_is_asked_by_phone_only(cast, file):
    change(file.case, lost_since="2025-03-01")
    number(file.case.cardholder, "13700000001", party=person(file.case.cardholder))
    text = page(cast, file).content.decode()
    assert "Ask where to find" in text
    assert text.count('name="channel" value="SMS"') == 1


@pytest.mark.parametrize(("channel", "outcome"), [("SMS", "NO_ANSWER"), ("EMAIL", "NO_ANSWER")])
def test_what_is_written_has_its_permit_and_is_no_breach(cast, file, channel, outcome):
    point = file.mail if channel == "EMAIL" else file.point
    answer = asked(cast, file, point, channel)
    assert "send it now, in approved words" in answer
    assert "tel:" not in answer
    permit = Permit.objects.get()
    known = page(cast, file).context["form"].initial
    assert (permit.channel, known["channel"]) == (channel, channel)
    said = {**known, "contact_point_id": point.pk, "role": "", "verified_by": "", "reason": ""}
    assert send(cast, file, form(file, outcome, **said)).status_code == 302
    assert (Contact.objects.get().channel, Contact.objects.get().breach) == (channel, False)


def test_nobody_is_asked_for_what_cannot_be_permitted(cast, file):
    log = page(cast, file).context["form"]
    assert [code for code, _label in log.fields["channel"].choices] == ["PHONE", "SMS", "EMAIL"]
    refused = send(cast, file, form(file, channel="VISIT"))
    assert refused.status_code == 422
    assert (Contact.objects.count(), Breach.objects.count()) == (0, 0)


def test_a_text_to_a_home_phone_is_refused_with_its_rule(cast, file):
    assert "Not now" in asked(cast, file, file.home, "SMS")
    assert not Permit.objects.exists()
