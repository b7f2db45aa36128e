"""Which API key was used stands beside the actor of every event, and wherever actors are shown."""

import pytest

from accounts.models import CardAccount, Delivery
from collections_app.casefile.queries import timeline
from collections_app.casefile.words import who_told
from collections_app.events.models import Event
from tests.accounts.desk import open_desk
from tests.contacts.desk import open_file

from .feed import CHIEF, START, changes_after, happen, settled
from .machines import client_with, key_for


@pytest.fixture
def two_keys(cast):
    """Two machines that share one user."""
    return [key_for(cast.user("integration"), "payments.post", "accounts.view", "intake.upload") for _ in range(2)]


def payment(desk, ref):
    return {"account_no": desk.no, "amount": "10.00", "value_date": "2025-02-24", "source_ref": ref}


@pytest.mark.django_db
def test_two_keys_of_one_user_are_told_apart(cast, two_keys):
    desk = open_desk(aged_to="02-26", nights_run=False)
    (one, first), (other, second) = two_keys
    assert client_with(first).post("/api/v1/payments", payment(desk, "P1")).status_code == 201
    client_with(second).post("/api/v1/payments/bulk", {"payments": [payment(desk, "P2")]})
    cast.api("integration").post("/api/v1/payments", payment(desk, "P3"))
    found = Event.objects.filter(kind="payment.posted").order_by("id").values_list("actor", "api_key")
    label = f"user:{cast.user('integration').pk}"
    assert list(found) == [(label, one.prefix), (label, other.prefix), (label, "")]
    account = CardAccount.objects.get(account_no=desk.no)
    page = cast.browser("manager").get(f"/accounts/{account.account_no}/?tab=events").content.decode()
    assert f"API key {one.prefix}" in page and f"API key {other.prefix}" in page


@pytest.mark.django_db
def test_the_history_of_a_case_names_it():
    file = open_file()
    row = {"kind": "payment.posted", "actor": "night", "api_key": "Wq3x91bT", "cardholder_id": file.case.cardholder_id}
    Event.objects.create(**row)
    entry = timeline(file.case).rows[0]
    assert who_told(entry).endswith("(API key Wq3x91bT)")


@pytest.mark.django_db
def test_rows_a_machine_brought_name_it(cast, two_keys):
    open_desk(aged_to="02-26", nights_run=False)
    (one, text), _other = two_keys
    holder = {"customer_no": "C900", "kind": "PERSON", "name": "张三"}
    for name in ("张三", "李四"):
        answer = client_with(text).post("/api/v1/cardholders/bulk", {"rows": [{**holder, "name": name}]})
        assert answer.status_code == 200, answer.json()
    assert set(Delivery.objects.values_list("api_key", flat=True)) == {one.prefix}
    assert Event.objects.get(kind="cardholder.changed").api_key == one.prefix
    delivery = Delivery.objects.latest("pk")
    assert client_with(text).get(f"/api/v1/deliveries/{delivery.pk}").json()["api_key"] == one.prefix
    assert one.prefix in cast.browser("administrator").get(f"/intake/{delivery.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_change_feed_names_it(cast):
    key, text = key_for(cast.user("integration"), "changes.read")
    happen()
    settled()
    assert [row.api_key for row in changes_after(START, actor=CHIEF, kinds=["payment.posted"]).rows] == [""]
    row = client_with(text).get("/api/v1/changes", {"kind": "api_key.created"}).json()["results"][-1]
    assert (row["api_key"], row["data"]["key"]) == ("", key.prefix)
