"""The promise calendar over REST: each day of a month, the month in all, of whose cases."""

import pytest

from collections_app.arrangements.models import PromiseInstalment
from collections_app.shared import clock
from tests.arrangements.promised import promised
from tests.cases.desk import NOW, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def calendar(cast, role="agent", **asked):
    return cast.api(role).get("/api/v1/promise-calendar", asked)


def test_each_day_and_the_month_in_all(cast):
    first, second = (promised(waiting(), "100.00", "03-12") for _ in range(2))
    PromiseInstalment.objects.filter(promise=first).update(status="KEPT", settled_on="2025-03-13")
    PromiseInstalment.objects.filter(promise=second).update(due_on="2025-03-31")
    found = calendar(cast).json()
    days = {one["day"]: one for one in found["days"]}
    assert (found["month"], len(days), days["2025-03-15"]["working"]) == ("2025-03", 31, False)
    kept = {"instalments": 1, "amount": "100.00", "settled": 1, "kept": 1, "kept_share": "1.000000"}
    assert days["2025-03-12"]["due"] == [{"currency": "CNY", **kept}]
    assert days["2025-03-13"]["due"] == []
    assert found["totals"] == [{"currency": "CNY", **kept, "instalments": 2, "amount": "200.00"}]
    assert calendar(cast, month="2025-04").json()["totals"] == []


def test_restricted_files_do_not_count(cast):
    made = waiting()
    promised(made, "100.00", "03-12")
    type(made.cardholder).objects.filter(pk=made.cardholder_id).update(restriction="VIP")
    assert calendar(cast, "lead").json()["totals"] == []


@pytest.mark.parametrize("asked", [{"month": "2025-13"}, {"month": "9999-01"}, {"day": "2025-03-01"}])
def test_what_is_no_month_is_refused(cast, asked):
    answer = calendar(cast, **asked)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, next(iter(asked)))


def test_who_may(cast):
    assert calendar(cast, "administrator").status_code == 403
