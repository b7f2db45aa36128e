"""The vectors of domain 4.3, and what parts, late records, reversals and missing feeds make of them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from collections_app.arrangements.rules.settle import Credit, Part, Terms, settle, settles_on, status_of
from tests.accounts.cards import d

TERMS = Terms(made_on=d("03-10"))
PROMISE = (Part(due_on=d("03-12"), amount=Decimal("1000.00")),)
THREE = tuple(Part(due_on=d(day), amount=Decimal("500.00")) for day in ("03-12", "04-12", "05-12"))


def paid(amount, on, *, effective=None):
    return Credit(value_date=d(on), amount=Decimal(amount), effective_on=d(effective or on))


def settled(*credits, parts=PROMISE, terms=TERMS, night="03-14", **more):
    found = settle(parts, credits, terms=terms, night=d(night), **more)
    return found.status, str(found.credited)


def statuses(*credits, parts=THREE, night, **more):
    return [part.status for part in settle(parts, credits, terms=TERMS, night=d(night), **more).parts]


@pytest.mark.parametrize(
    ("credits", "share", "left"),
    [
        ([("600.00", "03-12"), ("400.00", "03-13")], "1", ("KEPT", "1000.00")),
        ([("600.00", "03-12")], "1", ("PARTIAL", "600.00")),
        ([("1000.00", "03-14")], "1", ("BROKEN", "0.00")),
        ([("900.00", "03-12")], "0.9", ("KEPT", "900.00")),
        ([("899.99", "03-12")], "0.9", ("PARTIAL", "899.99")),
        ([("1000.00", "03-10")], "1", ("KEPT", "1000.00")),
        ([("1000.00", "03-09")], "1", ("BROKEN", "0.00")),
        ([("2500.00", "03-11")], "1", ("KEPT", "1000.00")),
        ([("1000.00", "03-12"), ("-1000.00", "03-12"), ("999.99", "03-13")], "1", ("PARTIAL", "999.99")),
        ([], "1", ("BROKEN", "0.00")),
    ],
)
def test_a_promise_is_settled_by_what_was_paid_in_time(credits, share, left):
    terms = replace(TERMS, threshold=Decimal(share))
    night = "03-15" if credits == [("1000.00", "03-14")] else "03-14"
    assert settled(*(paid(*credit) for credit in credits), terms=terms, night=night) == left


def test_no_night_before_due_plus_grace_plus_one_settles():
    assert settles_on(d("03-12"), 1) == d("03-14")
    assert settled(paid("1000.00", "03-12"), night="03-13") == ("OPEN", "0.00")
    assert settled(paid("1000.00", "03-12"), night="03-14") == ("KEPT", "1000.00")
    assert settled(paid("600.00", "03-13"), terms=replace(TERMS, grace_days=0), night="03-14") == ("BROKEN", "0.00")


def test_a_night_knows_what_was_recorded_before_it():
    late = paid("1000.00", "03-12", effective="03-14")
    assert settled(late, night="03-14") == ("BROKEN", "0.00")
    assert settled(late, night="03-15") == ("KEPT", "1000.00")


def test_a_reversal_opens_a_kept_promise_again():
    credits = [paid("600.00", "03-12"), paid("400.00", "03-13"), paid("-400.00", "03-13", effective="03-20")]
    assert settled(*credits, night="03-20") == ("KEPT", "1000.00")
    assert settled(*credits, night="03-21") == ("PARTIAL", "600.00")


def test_what_exceeds_a_part_goes_to_the_next():
    assert statuses(paid("1000.00", "03-12"), night="04-14") == ["KEPT", "KEPT", "OPEN"]
    assert statuses(paid("700.00", "03-12"), paid("300.00", "04-12"), night="04-14") == ["KEPT", "KEPT", "OPEN"]
    assert statuses(paid("700.00", "03-12"), paid("299.99", "04-12"), night="04-14") == ["KEPT", "PARTIAL", "OPEN"]


def test_what_came_too_late_for_a_part_counts_for_the_next():
    assert statuses(paid("500.00", "03-20"), night="04-14") == ["BROKEN", "KEPT", "OPEN"]
    assert statuses(paid("200.00", "03-12"), paid("500.00", "03-20"), night="04-14") == ["PARTIAL", "KEPT", "OPEN"]


def test_a_promise_is_as_good_as_its_worst_part_once_none_is_open():
    assert status_of(["KEPT", "KEPT"]) == "KEPT"
    assert status_of(["KEPT", "PARTIAL"]) == "PARTIAL"
    assert status_of(["PARTIAL", "BROKEN", "KEPT"]) == "BROKEN"
    assert status_of(["BROKEN", "OPEN"]) == "OPEN"


def test_a_night_without_its_feed_only_says_kept():
    assert settled(paid("600.00", "03-12"), held=True) == ("OPEN", "0.00")
    assert settled(paid("1000.00", "03-12"), held=True) == ("KEPT", "1000.00")
    kept = (replace(PROMISE[0], status="KEPT", credited=Decimal("1000.00")),)
    reversed_payment = [paid("1000.00", "03-12"), paid("-1000.00", "03-12", effective="03-20")]
    found = settle(kept, reversed_payment, terms=TERMS, night=d("03-21"), held=True)
    assert (found.status, found.waits) == ("KEPT", True)
    found = settle(kept, reversed_payment, terms=TERMS, night=d("03-22"))
    assert (found.status, found.waits) == ("BROKEN", False)


def test_the_same_night_again_leaves_the_same():
    credits = [paid("700.00", "03-12"), paid("299.99", "04-12")]
    once = settle(THREE, credits, terms=TERMS, night=d("04-14"))
    assert settle(once.parts, credits, terms=TERMS, night=d("04-14")) == once
