"""Ledger entries: signs, reversals, conflicts, the payment feed, suspected duplicates."""

from datetime import date

import pytest

from accounts.intake.actions import decide_duplicate
from accounts.models import FeedDay, LedgerEntry, SuspectedDuplicate
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .conftest import CARDHOLDERS, NOON

HEADER = "account_no,source_ref,kind,component,amount,posting_date,value_date,reverses_ref\n"
STORED = (
    "A1,t1,PURCHASE,,10000.00,2025-01-20,,\n"
    "A1,t2,LATE_FEE,,50.00,2025-02-26,,\n"
    "A1,t3,PAYMENT,,1000.00,2025-03-01,2025-02-28,\n"
)


@pytest.fixture
def ledger(open_desk):
    """A desk at which a purchase t1, a late fee t2 and a payment t3 of account A1 have been delivered."""
    open_desk.deliver(HEADER + STORED)
    assert open_desk.counts() == (3, 0, 0, 0)
    return open_desk


@pytest.mark.parametrize(
    ("kind", "component", "amount"),
    [
        ("PURCHASE", "PURCHASE", 10),
        ("CASH_ADVANCE", "CASH", 10),
        ("INSTALMENT", "INSTALMENT", 10),
        ("INTEREST", "INTEREST", 10),
        ("LATE_FEE", "LATE_FEE", 10),
        ("OTHER_FEE", "OTHER_FEE", 10),
        ("PAYMENT", "", -10),
        ("REFUND", "", -10),
    ],
)
def test_the_kind_gives_sign_and_component(open_desk, kind, component, amount):
    open_desk.deliver(f"{HEADER}A1,r1,{kind},,10.00,2025-03-05,,\n")
    entry = LedgerEntry.objects.get()
    assert (entry.component, entry.amount, entry.value_date) == (component, amount, date(2025, 3, 5))
    assert (entry.recorded_on, entry.recorded_by) == (date(2025, 3, 5), "command:intake")


def test_a_reversal_keeps_value_date_and_component_of_what_it_reverses(ledger):
    ledger.deliver(
        HEADER
        + "A1,r1,PAYMENT_REVERSAL,,1000.00,2025-03-10,,t3\n"
        + "A1,r2,CHARGE_REVERSAL,,50.00,2025-03-10,,t2\n"
        + "A1,r3,INTEREST,,20.00,2025-03-05,,\n"
        + "A1,r4,WAIVER,INTEREST,5.00,2025-03-11,,r3\n"
    )
    assert ledger.faults() == []
    stored = {e.source_ref: e for e in LedgerEntry.objects.select_related("reverses")}
    assert (stored["r1"].amount, stored["r1"].value_date) == (1000, date(2025, 2, 28))
    assert stored["r1"].reverses == stored["t3"]
    assert (stored["r2"].amount, stored["r2"].component) == (-50, "LATE_FEE")
    assert stored["r2"].value_date == date(2025, 2, 26)
    assert (stored["r4"].amount, stored["r4"].reverses, stored["r4"].value_date) == (
        -5,
        stored["r3"],
        date(2025, 3, 11),
    )
    kinds = list(Event.objects.filter(account_id=stored["t1"].card_account_id).values_list("kind", flat=True))
    assert sorted(kinds) == ["payment.posted", "payment.reversed"]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("A9,r1,PAYMENT,,1,2025-03-05,,", "account_no", "unknown_account"),
        ("A1,,PAYMENT,,1,2025-03-05,,", "source_ref", "missing"),
        ("A1,r1,GIFT,,1,2025-03-05,,", "kind", "unknown_code"),
        ("A1,r1,PAYMENT,,0.00,2025-03-05,,", "amount", "not_positive"),
        ("A1,r1,PAYMENT,,-1,2025-03-05,,", "amount", "negative"),
        ("A1,r1,PAYMENT,,1,2027-03-05,,", "posting_date", "in_the_future"),
        ("A1,r1,PAYMENT,CASH,1,2025-03-05,,", "component", "component_does_not_fit"),
        ("A1,r1,PURCHASE,CASH,1,2025-03-05,,", "component", "component_does_not_fit"),
        ("A1,r1,PAYMENT,,1,2025-03-05,,t3", "reverses_ref", "unexpected"),
        ("A1,r1,PAYMENT_REVERSAL,,1000,2025-03-05,,", "reverses_ref", "missing"),
        ("A1,r1,PAYMENT_REVERSAL,,1000,2025-03-05,,t9", "reverses_ref", "unknown_entry"),
        ("A2,r1,PAYMENT_REVERSAL,,1000,2025-03-05,,t3", "reverses_ref", "unknown_entry"),
        ("A1,r1,PAYMENT_REVERSAL,,10000,2025-03-05,,t1", "reverses_ref", "reversal_target_kind"),
        ("A1,r1,CHARGE_REVERSAL,,1000,2025-03-05,,t3", "reverses_ref", "reversal_target_kind"),
        ("A1,r1,PAYMENT_REVERSAL,,999.99,2025-03-05,,t3", "amount", "amount_differs"),
        ("A1,r1,PAYMENT_REVERSAL,,1000,2025-03-05,2025-03-01,t3", "value_date", "value_date_differs"),
        ("A1,r1,WAIVER,,10,2025-03-05,,t2", "component", "missing"),
        ("A1,r1,WAIVER,INTEREST,10,2025-03-05,,t2", "component", "component_does_not_fit"),
        ("A1,r1,WAIVER,LATE_FEE,50.01,2025-03-05,,t2", "amount", "amount_exceeds_charge"),
        ("A1,t1,PURCHASE,,9999.00,2025-01-20,,", "amount", "conflict"),
        ("A1,t3,PAYMENT,,1000.00,2025-03-01,2025-03-01,", "value_date", "conflict"),
    ],
)
def test_an_entry_that_cannot_be_is_rejected(ledger, row, column, reason):
    ledger.deliver(f"{HEADER}{row}\n")
    assert ledger.faults() == [(2, column, reason)]


def test_the_same_entries_twice_change_nothing(ledger):
    ledger.deliver(HEADER + STORED)
    assert ledger.counts() == (0, 0, 3, 0)
    assert Event.objects.filter(kind="payment.posted").count() == 1


def test_a_reversal_delivered_twice_is_the_same(ledger):
    content = HEADER + "A1,r1,PAYMENT_REVERSAL,,1000.00,2025-03-10,,t3\n"
    ledger.deliver(content)
    ledger.deliver(content)
    assert ledger.counts() == (0, 0, 1, 0)


def test_nothing_is_reversed_twice(ledger):
    ledger.deliver(
        HEADER + "A1,r1,PAYMENT_REVERSAL,,1000.00,2025-03-10,,t3\n" + "A1,r2,PAYMENT_REVERSAL,,1000.00,2025-03-11,,t3\n"
    )
    assert ledger.faults() == [(3, "reverses_ref", "already_reversed")]
    ledger.deliver(HEADER + "A1,r3,PAYMENT_REVERSAL,,1000.00,2025-03-12,,t3\n")
    assert ledger.faults() == [(2, "reverses_ref", "already_reversed")]


def test_waivers_together_do_not_exceed_the_charge(ledger):
    ledger.deliver(HEADER + "A1,r1,WAIVER,LATE_FEE,30,2025-03-10,,t2\nA1,r2,WAIVER,LATE_FEE,20.01,2025-03-10,,t2\n")
    assert ledger.faults() == [(3, "amount", "amount_exceeds_charge")]
    ledger.deliver(HEADER + "A1,r3,WAIVER,LATE_FEE,20.00,2025-03-11,,t2\n")
    assert ledger.counts() == (1, 0, 0, 0)


def test_a_reversal_of_a_rejected_row_is_rejected_too(open_desk):
    open_desk.deliver(HEADER + "A1,r1,PAYMENT,,x,2025-03-05,,\nA1,r2,PAYMENT_REVERSAL,,10,2025-03-06,,r1\n")
    assert open_desk.faults() == [(2, "amount", "not_an_amount"), (3, "reverses_ref", "unknown_entry")]


def test_where_fairdue_charges_the_bank_may_bring_no_interest_and_no_late_fee(open_desk, after_night):
    from accounts.models import CardAccount

    CardAccount.objects.update(charges_by="OWN")
    after_night(date(2026, 3, 1))
    open_desk.deliver(
        HEADER + "A1,r1,INTEREST,,1,2026-03-05,,\nA1,r2,LATE_FEE,,1,2026-03-05,,\nA1,r3,OTHER_FEE,,1,2026-03-05,,\n"
    )
    assert open_desk.faults() == [(2, "kind", "kept_by_us"), (3, "kind", "kept_by_us")]
    assert open_desk.counts() == (1, 0, 0, 2)


def test_a_feed_day_is_marked_once_the_file_has_landed(open_desk):
    open_desk.deliver(HEADER + STORED, feed_day=date(2026, 3, 19))
    assert FeedDay.objects.get().recorded_on == date(2026, 3, 20)


def test_a_feed_without_a_payment_has_arrived_too(open_desk):
    open_desk.deliver(HEADER, feed_day=date(2026, 3, 19))
    assert FeedDay.objects.filter(day=date(2026, 3, 19)).exists()


@pytest.mark.parametrize("content", [HEADER + "A9,r1,PAYMENT,,1,2025-03-05,,\n", CARDHOLDERS, "PK\x03\x04"])
def test_a_feed_that_did_not_land_is_still_missing(open_desk, content):
    open_desk.deliver(content, feed_day=date(2026, 3, 19))
    assert not FeedDay.objects.exists()


def test_a_feed_day_in_the_future_is_refused(open_desk):
    with pytest.raises(Refused) as refused:
        open_desk.deliver(HEADER, feed_day=date(2026, 3, 21))
    assert (refused.value.code, refused.value.field) == ("in_the_future", "feed_day")


TWICE = "A1,r1,PAYMENT,,300.00,2025-03-05,,\nA1,r2,PAYMENT,,300.00,2025-03-07,2025-03-05,\n"


def test_a_payment_like_another_one_lands_and_is_listed(open_desk):
    open_desk.deliver(HEADER + TWICE + "A2,r1,PAYMENT,,300.00,2025-03-05,,\n")
    assert open_desk.counts() == (3, 0, 0, 0)
    suspected = SuspectedDuplicate.objects.get()
    assert (suspected.other.source_ref, suspected.entry.source_ref) == ("r1", "r2")


def test_a_payment_like_a_reversed_one_is_not_suspected(open_desk):
    open_desk.deliver(HEADER + "A1,r1,PAYMENT,,300,2025-03-05,,\nA1,r3,PAYMENT_REVERSAL,,300,2025-03-06,,r1\n")
    open_desk.deliver(HEADER + "A1,r2,PAYMENT,,300,2025-03-07,2025-03-05,\n")
    assert not SuspectedDuplicate.objects.exists()


def test_a_suspected_duplicate_is_decided_once_with_a_reason(open_desk):
    open_desk.deliver(HEADER + TWICE)
    asked = {"actor": Actor.command("test"), "suspected_id": SuspectedDuplicate.objects.get().pk, "at": NOON}
    with pytest.raises(Refused) as refused:
        decide_duplicate(**asked, status="ACCEPTED", reason=" ")
    assert refused.value.field == "reason"
    decided = decide_duplicate(**asked, status="ACCEPTED", reason="two terminals")
    assert (decided.status, decided.decided_by) == ("ACCEPTED", "command:test")
    with pytest.raises(Refused) as refused:
        decide_duplicate(**asked, status="REVERSAL_ASKED", reason="no")
    assert refused.value.code == "already_decided"
    assert Event.objects.filter(kind="duplicate.decided").count() == 1
