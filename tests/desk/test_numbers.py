"""Beside each number of the case page: verify, retire, restore; a retired one that is added again may be restored."""

import pytest

from accounts.models import ContactPoint
from tests.contacts.desk import number, open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return open_file(phone="13912345678")


def page(cast, file, role="agent"):
    return cast.browser(role).get(f"/cases/{file.case.pk}/").content.decode()


def mark(cast, file, status, *, point=None, role="agent", follow=False):
    address = f"/cases/{file.case.pk}/numbers/{(point or file.point).pk}/status/"
    return cast.browser(role).post(address, {"status": status}, follow=follow)


def test_a_number_is_verified_retired_and_restored_in_its_row(cast, file):
    for status, buttons in (
        ("VERIFIED", ["Verified: it is right", "Retire: it is wrong"]),
        ("INVALID", ["Restore: it may be right"]),
        ("UNVERIFIED", ["Verified: it is right", "Retire: it is wrong"]),
    ):
        assert mark(cast, file, status).url == f"/cases/{file.case.pk}/#number-{file.point.pk}"
        file.point.refresh_from_db()
        assert file.point.status == status
        text = page(cast, file)
        assert [words for words in buttons if words in text] == buttons
        assert ("Restore: it may be right" in text) is (status == "INVALID")


def test_who_listens_hears_which_number_it_is_about(cast, file):
    assert 'aria-label="Is 139****5678 right?"' in page(cast, file)


def test_the_last_number_retired_loses_contact_and_restored_finds_it(cast, file):
    mark(cast, file, "INVALID")
    assert file.again().lost_since is not None
    mark(cast, file, "UNVERIFIED")
    assert file.again().lost_since is None


def test_what_cannot_be_is_said(cast, file):
    stranger = open_file().point
    assert (
        "This cardholder has no such number."
        in mark(cast, file, "INVALID", point=stranger, follow=True).content.decode()
    )
    assert "There is no such status." in mark(cast, file, "LOUD", follow=True).content.decode()


@pytest.mark.parametrize(("role", "status"), [("agent", 302), ("lead", 302), ("quality", 403), ("compliance", 403)])
def test_who_may(cast, file, role, status):
    assert mark(cast, file, "VERIFIED", role=role).status_code == status
    assert ("numbers/" in page(cast, file, role)) is (status == 302)


def add(cast, file, **more):
    given = {"kind": "MOBILE", "value": "139 1234 5678", "source": "DEBTOR", **more}
    return cast.browser("agent").post(f"/cases/{file.case.pk}/numbers/", given)


def test_a_retired_number_that_is_added_again_is_offered_to_be_restored(cast, file):
    number(file.case.cardholder)
    ContactPoint.objects.filter(pk=file.point.pk).update(status="INVALID")
    answer = add(cast, file)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "This number is on file as invalid. Restore it if it is right again." in text
    assert 'type="checkbox" name="restore"' in text
    assert add(cast, file, restore="on", verified="on").status_code == 302
    file.point.refresh_from_db()
    assert (file.point.status, ContactPoint.objects.count()) == ("VERIFIED", 2)


def test_a_number_that_is_there_and_good_is_only_known(cast, file):
    text = add(cast, file, restore="on").content.decode()
    assert "This cardholder has this number already." in text
    assert 'type="checkbox" name="restore"' not in text
    assert 'type="checkbox" name="restore"' not in page(cast, file)


def test_over_rest_too(cast, file):
    ContactPoint.objects.update(status="INVALID")
    address = f"/api/v1/cases/{file.case.pk}/numbers"
    given = {"kind": "MOBILE", "value": "13912345678", "source": "DEBTOR"}
    (wrong,) = cast.api("integration").post(address, given).json()["errors"]
    assert (wrong["code"], wrong["field"]) == ("retired", "value")
    restored = cast.api("integration").post(address, given | {"restore": True})
    assert (restored.status_code, restored.json()["id"], restored.json()["status"]) == (
        201,
        file.point.pk,
        "UNVERIFIED",
    )
