"""What nights make of promises: the vectors of domain 4.3, parts, late records, reversals, missing feeds; the case."""

from decimal import Decimal

import pytest

from collections_app.arrangements.models import PromisePolicy
from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import Case, CaseHold
from collections_app.events.models import Event
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.arrangements.nights import settle
from tests.arrangements.promised import ANYONE, paid, parts_of, promised, returned
from tests.cases.files import account, case, holder

pytestmark = pytest.mark.django_db
THREE = (("03-12", "500.00"), ("04-12", "500.00"), ("05-12", "500.00"))


@pytest.fixture
def m1():
    return case(past_due="3000.00")


def events(promise, *kinds):
    """Kind and data of what nights noted about a promise, in order."""
    found = Event.objects.filter(kind__startswith="promise.", data__promise=promise.pk, actor="night").order_by("id")
    return [(event.kind.removeprefix("promise."), event.data) for event in found if not kinds or event.kind in kinds]


def state(promise):
    promise.refresh_from_db()
    return promise.status, str(promise.credited)


def looked_at(case):
    case.refresh_from_db()
    return case.broken_promises, case.last_broken_on, case.promise_due_on


@pytest.mark.parametrize(
    ("payments", "share", "left"),
    [
        ([("600.00", "03-12"), ("400.00", "03-13")], "1", ("KEPT", "1000.00")),
        ([("600.00", "03-12")], "1", ("PARTIAL", "600.00")),
        ([], "1", ("BROKEN", "0.00")),
        ([("900.00", "03-12")], "0.9", ("KEPT", "900.00")),
        ([("899.99", "03-12")], "0.9", ("PARTIAL", "899.99")),
        ([("5.00", "03-09"), ("1000.00", "03-10")], "1", ("KEPT", "1000.00")),
    ],
)
def test_the_night_of_due_plus_grace_plus_one_settles(m1, payments, share, left):
    PromisePolicy.objects.create(valid_from=d("03-10"), threshold=Decimal(share), recorded_by="test")
    made = promised(m1)
    for amount, day in payments:
        paid(m1.account, amount, day)
    assert settle("03-13") == 0
    assert state(made) == ("OPEN", "0.00")
    assert settle("03-14") == 1
    assert state(made) == left
    assert made.settled_on == d("03-14")
    ((kind, data),) = events(made)
    assert (kind, data["credited"], data["amount"]) == (left[0].lower(), left[1], "1000.00")
    assert settle("03-14") == 0 and len(events(made)) == 1


def test_what_comes_after_the_grace_leaves_it_broken(m1):
    made = promised(m1)
    settle("03-14")
    paid(m1.account, "1000.00", "03-14")
    assert settle("03-15") == 0
    assert state(made) == ("BROKEN", "0.00")


def test_only_the_accounts_promised_count(m1):
    other = case(past_due="3000.00")
    made = promised(m1)
    paid(other.account, "1000.00", "03-12")
    settle("03-14")
    assert state(made) == ("BROKEN", "0.00")


def test_a_broken_promise_frees_the_case_to_be_called(m1):
    promised(m1)
    settle("03-14")
    assert looked_at(m1) == (1, d("03-14"), None)
    assert (m1.hold_kinds, m1.work_stopped, m1.follow_up_at, m1.sleeps_until) == ([], False, None, None)
    hold = CaseHold.objects.get(case=m1)
    assert (hold.released_by, hold.released_at.isoformat()) == ("night", "2025-03-13T16:00:00+00:00")
    assert Event.objects.get(kind="hold.released").data["hold"] == hold.pk


def test_another_hold_stays_when_the_promise_ends(m1):
    place_hold(actor=ANYONE, case_id=m1.pk, kind="DISPUTE", reason="says it is not his", at=noon("03-10"))
    promised(m1)
    settle("03-14")
    m1.refresh_from_db()
    assert (m1.hold_kinds, m1.work_stopped) == (["DISPUTE"], True)


def test_a_kept_promise_keeps_what_was_planned_for_the_case(m1):
    promised(m1)
    m1.refresh_from_db()
    planned = m1.follow_up_at
    paid(m1.account, "1000.00", "03-12")
    settle("03-14")
    assert looked_at(m1) == (0, None, None)
    assert (m1.hold_kinds, m1.follow_up_at) == ([], planned)


def test_a_returned_payment_opens_a_kept_promise_again(m1):
    made = promised(m1)
    first, second = paid(m1.account, "600.00", "03-12"), paid(m1.account, "400.00", "03-13")
    settle("03-14")
    returned(second, on="03-20")
    assert settle("03-20") == 0
    assert settle("03-21") == 1
    assert state(made) == ("PARTIAL", "600.00")
    returned(first, on="03-21")
    settle("03-22")
    assert state(made) == ("BROKEN", "0.00")
    assert (made.settled_on, looked_at(m1)) == (d("03-22"), (1, d("03-22"), None))
    kinds = [(kind, data.get("from"), data.get("to")) for kind, data in events(made)]
    assert kinds == [("kept", None, None), ("revised", "KEPT", "PARTIAL"), ("revised", "PARTIAL", "BROKEN")]
    assert events(made)[1][1]["credited_before"] == "1000.00"


def test_a_payment_recorded_late_keeps_a_broken_promise(m1):
    made = promised(m1)
    settle("03-14")
    paid(m1.account, "1000.00", "03-12", recorded="03-17")
    assert settle("03-17") == 0
    assert settle("03-18") == 1
    assert state(made) == ("KEPT", "1000.00")
    assert looked_at(m1) == (0, None, None)


def test_a_night_knows_only_what_was_recorded_before_it(m1):
    made = promised(m1)
    paid(m1.account, "1000.00", "03-12", recorded="03-14")
    settle("03-14")
    assert state(made) == ("BROKEN", "0.00")
    settle("03-15")
    assert state(made) == ("KEPT", "1000.00")


def test_parts_are_settled_one_by_one(m1):
    made = promised(m1, "1500.00", instalments=THREE)
    paid(m1.account, "700.00", "03-12")
    settle("03-14")
    assert (state(made), made.next_due_on) == (("OPEN", "500.00"), d("04-12"))
    assert looked_at(m1) == (0, None, d("04-12"))
    assert m1.hold_kinds == ["PROMISE"]
    paid(m1.account, "300.00", "04-12")
    settle("04-14")
    settle("05-14")
    assert parts_of(made) == [("KEPT", "500.00"), ("KEPT", "500.00"), ("BROKEN", "0.00")]
    assert state(made) == ("BROKEN", "1000.00")
    assert [kind for kind, _data in events(made)] == ["instalment_settled", "instalment_settled", "broken"]
    assert looked_at(m1) == (1, d("05-14"), None)


def test_a_missed_part_ends_the_rest_of_the_case_not_the_promise(m1):
    made = promised(m1, "1500.00", instalments=THREE)
    settle("03-14")
    assert (state(made), made.next_due_on) == (("OPEN", "0.00"), d("04-12"))
    assert looked_at(m1) == (1, d("03-14"), d("04-12"))
    assert (m1.hold_kinds, m1.follow_up_at) == ([], None)
    paid(m1.account, "500.00", "03-20")
    settle("04-14")
    assert parts_of(made) == [("BROKEN", "0.00"), ("KEPT", "500.00"), ("OPEN", "0.00")]


def test_a_late_record_moves_money_between_parts(m1):
    made = promised(m1, "1500.00", instalments=THREE)
    settle("03-14")
    paid(m1.account, "500.00", "03-20")
    settle("04-14")
    paid(m1.account, "500.00", "03-13", recorded="04-20")
    settle("04-21")
    assert parts_of(made) == [("KEPT", "500.00"), ("KEPT", "500.00"), ("OPEN", "0.00")]
    assert looked_at(m1) == (0, None, d("05-12"))
    assert events(made)[-1][1]["from"] == "BROKEN"


def test_a_night_without_its_feed_only_says_kept(m1):
    other = case(past_due="3000.00")
    kept, missed = promised(m1), promised(other)
    paid(m1.account, "1000.00", "03-12")
    paid(other.account, "600.00", "03-12")
    settle("03-14", held=True)
    assert (state(kept), state(missed)) == (("KEPT", "1000.00"), ("OPEN", "0.00"))
    paid(other.account, "400.00", "03-13", recorded="03-14")
    settle("03-15")
    assert state(missed) == ("KEPT", "1000.00")


def test_a_reversal_known_in_a_night_without_feed_waits_for_the_next(m1):
    made = promised(m1)
    payment = paid(m1.account, "1000.00", "03-12")
    settle("03-14")
    returned(payment, on="03-20")
    settle("03-21", held=True)
    assert (state(made), made.waits_for_feed) == (("KEPT", "1000.00"), True)
    settle("03-22", held=True)
    settle("03-23")
    assert (state(made), made.waits_for_feed) == (("BROKEN", "0.00"), False)


def test_a_revision_leaves_the_promise_that_runs_now_alone(m1):
    promised(m1)
    payment = paid(m1.account, "1000.00", "03-12")
    settle("03-14")
    running = promised(m1, "500.00", due="03-20", at="03-14")
    planned = Case.objects.get(pk=m1.pk).follow_up_at
    returned(payment, on="03-15")
    settle("03-16")
    assert looked_at(m1) == (1, d("03-16"), d("03-20"))
    assert (m1.hold_kinds, m1.follow_up_at, state(running)[0]) == (["PROMISE"], planned, "OPEN")


@pytest.mark.parametrize(("paid_yuan", "kinds"), [("100.00", ["PROMISE"]), ("0.01", [])])
def test_the_case_rests_until_the_promise_in_the_other_currency_too(paid_yuan, kinds):
    of = holder()
    yuan, dollars = account(of, past_due="700.00"), account(of, past_due="80.00", currency="USD")
    here = case(of=of, past_due="700.00")
    promised(here, "100.00", due="03-12", account_ids=(yuan.pk,))
    promised(here, "20.00", due="03-15", account_ids=(dollars.pk,))
    paid(yuan, paid_yuan, "03-12")
    settle("03-14")
    here.refresh_from_db()
    assert (here.hold_kinds, here.promise_due_on) == (kinds, d("03-15"))
    paid(dollars, "20.00", "03-15")
    settle("03-17")
    here.refresh_from_db()
    assert (here.hold_kinds, here.promise_due_on) == ([], None)


def test_what_people_ended_no_night_touches(m1):
    before = promised(m1)
    promised(m1, "500.00", due="03-17")
    paid(m1.account, "1000.00", "03-12")
    settle("03-14")
    assert (state(before)[0], parts_of(before)) == ("SUPERSEDED", [("SUPERSEDED", "0.00")])


def test_shards_settle_each_promise_once():
    cases = [case(past_due="3000.00") for _ in range(5)]
    for here in cases:
        promised(here)
    assert settle("03-14", shards=3) == 5
    assert Event.objects.filter(kind="promise.broken").count() == 5
