"""The promise calendar: what is due on each day of a month, what was kept of it, as a page and as a file."""

import pytest

from collections_app.arrangements.models import PromiseInstalment, PromiseToPay
from collections_app.arrangements.queries.month import in_all, month_around, month_of
from tests.accounts.cards import d
from tests.arrangements.promised import ANYONE, promised
from tests.cases.desk import waiting

pytestmark = pytest.mark.django_db


def days(actor=ANYONE, first="03-01"):
    return {one.day: one for week in month_of(actor, d(first)) for one in week}


def test_a_day_tells_count_amount_and_what_was_kept():
    kept, broken, open_one = (promised(waiting(), "100.00", "03-12") for _ in range(3))
    for made, status in ((kept, "KEPT"), (broken, "BROKEN")):
        PromiseInstalment.objects.filter(promise=made).update(status=status, settled_on=d("03-14"))
        PromiseToPay.objects.filter(pk=made.pk).update(status=status, settled_on=d("03-14"))
    (due,) = days()[d("03-12")].due
    assert (due.count, str(due.amount), due.settled, due.kept, str(due.kept_share)) == (3, "300.00", 2, 1, "0.5")
    assert days()[d("03-13")].due == []
    assert open_one.status == "OPEN"


def test_the_month_in_all_leaves_out_the_days_around_it():
    _first, second, later = (promised(waiting(), "100.00", "03-12") for _ in range(3))
    PromiseInstalment.objects.filter(promise=second).update(due_on="2025-03-31")
    PromiseInstalment.objects.filter(promise=later).update(due_on="2025-04-01")
    (due,) = in_all(month_of(ANYONE, d("03-01")))
    assert (due.currency, due.count, str(due.amount), due.kept_share) == ("CNY", 2, "200.00", None)


def test_what_was_cancelled_is_not_due():
    made = promised(waiting(), "100.00", "03-12")
    PromiseToPay.objects.filter(pk=made.pk).update(status="CANCELLED")
    assert days()[d("03-12")].due == []


def test_the_grid_has_whole_weeks_and_knows_the_month():
    found = days()
    assert (min(found), max(found)) == (d("02-24"), d("04-06"))
    assert not found[d("02-28")].inside
    assert not found[d("03-15")].working


@pytest.mark.parametrize("text", ["", "2025-13", "x", "2025-3", "99999-01"])
def test_an_unknown_month_is_todays(text):
    assert month_around(text, today=d("03-10")) == d("03-01")


def test_the_page_and_its_file(cast):
    promised(waiting(), "100.00", "03-12")
    answer = cast.browser("agent").get("/promises/calendar/?month=2025-03")
    assert "due_from=2025-03-12" in answer.content.decode()
    text = cast.browser("agent").get("/promises/calendar/?month=2025-03&format=csv").content.decode("utf-8-sig")
    assert "2025-03-12,CNY,1,100.00,0,0," in text
    assert cast.browser("agent").get("/promises/calendar/?month=2025-03&format=xlsx").content[:2] == b"PK"
    assert cast.browser("administrator").get("/promises/calendar/").status_code == 403


def test_restricted_files_do_not_count(cast):
    made = waiting()
    promised(made, "100.00", "03-12")
    type(made.cardholder).objects.filter(pk=made.cardholder_id).update(restriction="VIP")
    assert days(cast.actor("lead"))[d("03-12")].due == []
