"""What the case page says at the edges: the last second of the contact hours, and a number that two debtors share."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from collections_app.compliance.models import ContactRefusal, Permit
from collections_app.shared import clock
from tests.contacts.desk import open_file

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")


def shown(cast, file):
    return cast.browser("agent").get(f"/cases/{file.case.pk}/").content.decode()


def call(cast, file):
    browser = cast.browser("agent")
    browser.post(f"/cases/{file.case.pk}/claim/")
    return browser.post(f"/cases/{file.case.pk}/call/{file.point.pk}/", headers={"HX-Request": "true"}).content.decode()


def test_the_last_second_of_the_day_may_be_used_and_the_next_one_not(cast, monkeypatch):
    file = open_file(phone="13912345678")
    last = datetime(2025, 3, 10, 21, 59, 59, tzinfo=CHINA)
    monkeypatch.setattr(clock, "now", lambda: last)
    assert "now, only until 22:00" in shown(cast, file)
    assert "13912345678" in call(cast, file)
    monkeypatch.setattr(clock, "now", lambda: last.replace(hour=22, minute=0, second=0))
    page = shown(cast, file)
    assert "Contact is allowed from 08:00 to 22:00" in page
    assert "Allowed again from tomorrow 08:00." in page
    assert "Not now" in call(cast, file)
    assert (Permit.objects.count(), ContactRefusal.objects.count()) == (1, 1)


def test_a_number_that_two_debtors_share_has_one_cap_on_both_pages(cast):
    one, other = open_file(phone="13912345678"), open_file(phone="13912345678")
    call(cast, one)
    for file in (one, other):
        assert "1 of 6 tries today" in shown(cast, file)
