"""What is mailed to oneself, over REST: set, changed, ended; nobody sees another's."""

import pytest

from collections_app.dashboards.models import Mailing

pytestmark = pytest.mark.django_db
MINE = "/api/v1/me/mailing"
EVERY_DAY = {"address": "lead@bank.example", "summary": "DAY"}


def test_it_is_set_changed_and_ended(cast):
    machine = cast.api("lead")
    none = machine.get(MINE)
    assert none.json() == {"address": None, "alerts": False, "summary": "NEVER", "hour": 8, "since": None}
    done = machine.put(MINE, EVERY_DAY, headers={"If-Match": none["ETag"]})
    assert (done.status_code, done.json()["alerts"], done.json()["hour"]) == (200, True, 8)
    assert machine.get(MINE).json() == done.json()
    weekly = machine.put(MINE, {**EVERY_DAY, "summary": "WEEK", "hour": 9, "alerts": False}).json()
    assert (weekly["summary"], weekly["hour"], weekly["alerts"]) == ("WEEK", 9, False)
    assert machine.put(MINE, EVERY_DAY, headers={"If-Match": none["ETag"]}).status_code == 412
    assert cast.api("manager").get(MINE).json()["address"] is None
    assert machine.delete(MINE).status_code == 204
    assert machine.delete(MINE).status_code == 204
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"address": "nobody"}, "address"),
        ({"summary": "HOURLY"}, "summary"),
        ({"hour": 24}, "hour"),
        ({"user": 1}, "user"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, change, field):
    answer = cast.api("lead").put(MINE, {**EVERY_DAY, **change})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_only_who_sees_the_operation(cast):
    for ask in (cast.api("agent").get, cast.api("agent").delete):
        assert ask(MINE).status_code == 403
    assert cast.api("agent").put(MINE, EVERY_DAY).status_code == 403
