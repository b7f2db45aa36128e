"""What a customer said about being contacted: recorded and taken back on his case page."""

from datetime import date, time, timedelta

import pytest

from collections_app.compliance.models import Consent, StopSignal
from tests.cases.desk import NOW
from tests.contacts.desk import number, open_file, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return open_file(phone="13912345678")


def post(cast, address, data=None, role="agent"):
    return cast.browser(role).post(address, data or {})


def page(cast, file, role="agent"):
    return cast.browser(role).get(f"/cases/{file.case.pk}/").content.decode()


# -- consents -------------------------------------------------------------------------------------------------------


def test_he_agrees_to_be_called_at_one_number_until_a_day(cast, file):
    given = {"kind": "CALL", "contact_point": file.point.pk, "valid_until": "2025-03-12", "note": "said so"}
    assert post(cast, f"/cases/{file.case.pk}/consents/", given).url == f"/cases/{file.case.pk}/"
    consent = Consent.objects.get()
    assert (consent.cardholder_id, consent.number_hash) == (file.case.cardholder_id, file.point.value_hash)
    assert (consent.valid_from, consent.valid_until, consent.note) == (date(2025, 3, 10), date(2025, 3, 12), "said so")
    text = page(cast, file)
    assert "Agreed to be called" in text
    assert f"/compliance/consents/{consent.pk}/withdraw/" in text


def test_he_agrees_to_other_hours_at_every_number(cast, file):
    given = {"kind": "HOURS", "contact_point": "", "hours_from": "22:00", "hours_to": "23:00"}
    post(cast, f"/cases/{file.case.pk}/consents/", given)
    consent = Consent.objects.get()
    assert (consent.hours_from, consent.hours_to, consent.number_hash) == (time(22), time(23), "")
    assert "22:00–23:00" in page(cast, file)


def test_what_is_wrong_is_said_in_the_dialog(cast, file):
    given = {"kind": "HOURS", "hours_from": "23:00", "hours_to": "22:00"}
    answer = post(cast, f"/cases/{file.case.pk}/consents/", given)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "The hours end before they begin." in text
    assert 'id="consent-dialog" aria-labelledby="consent-dialog-title" data-open' in text
    assert not Consent.objects.exists()


def test_he_takes_it_back_and_the_page_shows_it_no_more(cast, file):
    post(cast, f"/cases/{file.case.pk}/consents/", {"kind": "CALL"})
    consent, back = Consent.objects.get(), {"next": f"/cases/{file.case.pk}/"}
    address = f"/compliance/consents/{consent.pk}/withdraw/"
    assert post(cast, address, back).url == f"/cases/{file.case.pk}/"
    consent.refresh_from_db()
    assert consent.withdrawn_at == NOW
    assert "withdraw/" not in page(cast, file)
    assert "over already" in cast.browser("agent").post(address, back, follow=True).content.decode()


def test_one_that_is_over_is_not_shown(cast, file):
    post(cast, f"/cases/{file.case.pk}/consents/", {"kind": "CALL"})
    Consent.objects.update(valid_from="2025-03-01", valid_until="2025-03-09", given_at=NOW - timedelta(days=9))
    assert "withdraw/" not in page(cast, file)


@pytest.mark.parametrize(
    ("role", "status"), [("agent", 302), ("lead", 302), ("manager", 302), ("compliance", 302), ("quality", 403)]
)
def test_who_may(cast, file, role, status):
    assert post(cast, f"/cases/{file.case.pk}/consents/", {"kind": "CALL"}, role).status_code == status
    Consent.objects.all().delete()
    assert ("consent-dialog" in page(cast, file, role)) is (status == 302)


# -- stop signals ---------------------------------------------------------------------------------------------------


def test_who_says_stop_is_called_no_more(cast, file):
    given = {"kind": "CEASE", "effective_at": "2025-03-10T09:30", "note": "letter of 8 March"}
    assert post(cast, f"/cases/{file.case.pk}/signals/", given).url == f"/cases/{file.case.pk}/"
    signal = StopSignal.objects.get()
    assert (signal.kind, signal.effective_at, signal.note) == ("CEASE", NOW - timedelta(hours=2.5), "letter of 8 March")
    text = page(cast, file)
    assert "Asked us to stop all contact" in text
    assert f"/cases/{file.case.pk}/call/" not in text


def test_a_third_party_objects_at_his_number(cast, file):
    theirs = number(file.case.cardholder, party=person(file.case.cardholder))
    refused = post(cast, f"/cases/{file.case.pk}/signals/", {"kind": "OBJECTION"})
    assert (refused.status_code, "Say whose number it is." in refused.content.decode()) == (422, True)
    post(cast, f"/cases/{file.case.pk}/signals/", {"kind": "OBJECTION", "contact_point": theirs.pk})
    assert StopSignal.objects.get().number_hash == theirs.value_hash
    assert theirs.masked in page(cast, file)


def test_a_channel_that_is_not_wanted_is_named(cast, file):
    refused = post(cast, f"/cases/{file.case.pk}/signals/", {"kind": "OPT_OUT"}).content.decode()
    assert "Say which channel is not wanted." in refused
    assert 'id="stop-dialog" aria-labelledby="stop-dialog-title" data-open' in refused
    post(cast, f"/cases/{file.case.pk}/signals/", {"kind": "OPT_OUT", "channel": "SMS"})
    assert StopSignal.objects.get().channel == "SMS"


@pytest.mark.parametrize(("role", "status"), [("agent", 302), ("compliance", 302), ("quality", 403)])
def test_who_may_record_a_stop_signal(cast, file, role, status):
    assert post(cast, f"/cases/{file.case.pk}/signals/", {"kind": "CEASE"}, role).status_code == status
