"""Property: nights settle promises in SQL as `rules/settle.py` does, whatever was paid, returned or recorded late.

FAIRDUE_EXAMPLES=50 looks longer, at other stories each time.
"""

import os
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import LedgerEntry
from collections_app.arrangements.models import PromiseInstalment, PromiseToPay
from collections_app.arrangements.rules.settle import (
    BROKEN,
    OPEN,
    Credit,
    Part,
    Settlement,
    Terms,
    settle,
    settles_on,
)
from collections_app.cases.models import Case
from collections_app.events.models import Event
from tests.accounts.cards import d
from tests.arrangements.nights import settle as settle_on_postgresql
from tests.cases.files import account, case, holder

START = d("03-10")
NIGHTS, STORIES = 45, 25
EXAMPLES = int(os.environ.get("FAIRDUE_EXAMPLES", "3"))
AMOUNTS = st.sampled_from([Decimal(text) for text in ("0.01", "99.99", "100.00", "250.00", "400.00", "1000.00")])


def day(offset: int) -> date:
    return START + timedelta(days=offset)


@dataclass(frozen=True)
class Paid:
    """A payment: on which account (2 is none of the promise's), value date, recorded and posted how much later."""

    account: int
    amount: Decimal
    value: int
    recorded_after: int
    posted_after: int
    returned_after: int | None


@dataclass(frozen=True)
class Story:
    terms: Terms
    parts: tuple[Part, ...]
    payments: tuple[Paid, ...]
    cancelled_on: date | None


PAYMENTS = st.builds(
    Paid,
    account=st.integers(0, 2),
    amount=AMOUNTS,
    value=st.integers(-2, 35),
    recorded_after=st.sampled_from([0, 0, 0, 1, 5, 12]),
    posted_after=st.sampled_from([0, 0, 0, 0, 2]),
    returned_after=st.sampled_from([None, None, None, 0, 1, 8]),
)


@st.composite
def stories(draw):
    gaps = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    made = draw(st.integers(0, 6))
    days = [made + sum(gaps[: place + 1]) - draw(st.integers(0, 1)) for place in range(len(gaps))]
    days = sorted(set(days))
    return Story(
        terms=Terms(
            made_on=day(made),
            grace_days=draw(st.integers(0, 3)),
            threshold=draw(st.sampled_from([Decimal(1), Decimal("0.9"), Decimal("0.333333")])),
        ),
        parts=tuple(Part(due_on=day(due), amount=draw(AMOUNTS)) for due in days),
        payments=tuple(draw(st.lists(PAYMENTS, max_size=7))),
        cancelled_on=draw(st.sampled_from([None, None, None, day(12), day(25)])),
    )


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FAIRDUE_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    told=st.lists(stories(), min_size=STORIES, max_size=STORIES),
    held=st.sets(st.integers(2, NIGHTS - 5), max_size=6),
    shards=st.integers(1, 3),
)
def test_every_night_leaves_what_the_rule_leaves(empty_portfolio, told, held, shards):
    empty_portfolio()
    stored = [(story, store(story)) for story in told]
    left = {promise.pk: beginning(story) for story, promise in stored}
    settled_on: dict[tuple[int, int], date] = {}
    for offset in range(NIGHTS):
        night = day(offset)
        for story, promise in stored:
            if story.cancelled_on == night and left[promise.pk].status == OPEN:
                cancel(promise)
                left[promise.pk] = cancelled(left[promise.pk])
        settle_on_postgresql(night.isoformat(), held=offset in held, shards=shards)
        for story, promise in stored:
            before = left[promise.pk]
            if before.status != "CANCELLED":
                left[promise.pk] = settle(
                    before.parts, credits(story), terms=story.terms, night=night, held=offset in held
                )
            for place, (was, now) in enumerate(zip(before.parts, left[promise.pk].parts, strict=True)):
                if now.status != was.status:
                    settled_on[promise.pk, place] = night
        assert in_database() == left, night
        assert cases_in_database() == cases_by_rule(stored, left, settled_on), night
    assert settle_on_postgresql(night.isoformat(), shards=shards) == 0 or held
    assert each_promise_ended_once()


def store(story: Story) -> PromiseToPay:
    of = holder()
    accounts = [account(of, past_due="100.00") for _ in range(3)]
    here = case(of=of)
    promise = PromiseToPay.objects.create(
        submission=uuid4(),
        case=here,
        cardholder=of,
        account_ids=[one.pk for one in accounts[:2]],
        currency="CNY",
        amount=sum(part.amount for part in story.parts),
        made_on=story.terms.made_on,
        made_at="2025-03-10T04:00+00:00",
        last_due_on=story.parts[-1].due_on,
        next_due_on=story.parts[0].due_on,
        speaker="CARDHOLDER",
        taken_by="test",
        bucket=1,
        grace_days=story.terms.grace_days,
        threshold=story.terms.threshold,
        follow_up_on=story.parts[0].due_on,
    )
    PromiseInstalment.objects.bulk_create(
        PromiseInstalment(
            promise=promise,
            seq=seq,
            due_on=part.due_on,
            settle_on=settles_on(part.due_on, story.terms.grace_days),
            amount=part.amount,
        )
        for seq, part in enumerate(story.parts, start=1)
    )
    Case.objects.filter(pk=here.pk).update(promise_due_on=promise.next_due_on)
    for one in story.payments:
        book(one, accounts[one.account])
    return promise


def book(one: Paid, on) -> None:
    recorded = day(one.value + one.recorded_after)
    common = {"card_account": on, "value_date": day(one.value), "recorded_by": "test"}
    payment = LedgerEntry.objects.create(
        kind="PAYMENT",
        amount=-one.amount,
        posting_date=recorded + timedelta(days=one.posted_after),
        recorded_on=recorded,
        **common,
    )
    if one.returned_after is not None:
        again = recorded + timedelta(days=one.returned_after)
        LedgerEntry.objects.create(
            kind="PAYMENT_REVERSAL",
            amount=one.amount,
            posting_date=again,
            recorded_on=again,
            reverses=payment,
            **common,
        )


def credits(story: Story) -> list[Credit]:
    """What the rule is told: money on the promise's accounts, from when it is in effect."""
    found = []
    for one in story.payments:
        if one.account == 2:
            continue
        recorded = day(one.value + one.recorded_after)
        posted = recorded + timedelta(days=one.posted_after)
        found.append(Credit(value_date=day(one.value), amount=one.amount, effective_on=posted))
        if one.returned_after is not None:
            again = recorded + timedelta(days=one.returned_after)
            found.append(Credit(value_date=day(one.value), amount=-one.amount, effective_on=again))
    return found


def beginning(story: Story) -> Settlement:
    return Settlement(parts=story.parts, status=OPEN, credited=Decimal("0.00"))


def cancel(promise: PromiseToPay) -> None:
    """As the action leaves it; the case is not of interest here."""
    PromiseToPay.objects.filter(pk=promise.pk).update(status="CANCELLED")
    PromiseInstalment.objects.filter(promise=promise, status=OPEN).update(status="CANCELLED")
    Case.objects.filter(pk=promise.case_id).update(promise_due_on=None)


def cancelled(left: Settlement) -> Settlement:
    parts = tuple(replace(part, status="CANCELLED") if part.status == OPEN else part for part in left.parts)
    return replace(left, parts=parts, status="CANCELLED")


def in_database() -> dict[int, Settlement]:
    parts: dict[int, list[Part]] = {}
    for row in PromiseInstalment.objects.order_by("promise", "seq"):
        part = Part(due_on=row.due_on, amount=row.amount, status=row.status, credited=row.credited)
        parts.setdefault(row.promise_id, []).append(part)
    return {
        row.pk: Settlement(
            parts=tuple(parts[row.pk]), status=row.status, credited=row.credited, waits=row.waits_for_feed
        )
        for row in PromiseToPay.objects.all()
    }


def cases_in_database() -> dict[int, tuple]:
    rows = Case.objects.values_list("pk", "broken_promises", "last_broken_on", "promise_due_on")
    return {pk: tuple(figures) for pk, *figures in rows}


def cases_by_rule(stored, left, settled_on) -> dict[int, tuple]:
    found = {}
    for _story, promise in stored:
        parts = left[promise.pk].parts
        broken = [settled_on[promise.pk, place] for place, part in enumerate(parts) if part.status == BROKEN]
        due = [part.due_on for part in parts if part.status == OPEN]
        found[promise.case_id] = (int(bool(broken)), max(broken, default=None), min(due, default=None))
    return found


def each_promise_ended_once() -> bool:
    ended = Event.objects.filter(kind__in=["promise.kept", "promise.partial", "promise.broken"])
    promises = [event.data["promise"] for event in ended]
    return len(promises) == len(set(promises))
