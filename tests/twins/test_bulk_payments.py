"""Property: many payments in one request leave what the same payments leave one after the other, and answer the same.

FAIRDUE_EXAMPLES=50 looks longer, at other requests each time.
"""

import os
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.actions.bulk import post_payments
from accounts.actions.payments import post_payment, reverse_payment
from accounts.models import CardAccount, LedgerEntry, SuspectedDuplicate
from accounts.paying import Payment
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import CALENDAR_A, d
from tests.accounts.database import store_account
from tests.accounts.desk import noon, open_desk

EXAMPLES = int(os.environ.get("FAIRDUE_EXAMPLES", "40"))
DAYS = st.sampled_from([d("02-20"), d("02-24"), d("02-26"), d("02-27"), date(2024, 12, 1)])
TELLER = Actor.command("test")


@st.composite
def payments(draw):
    """Few references, accounts, amounts and days, so that rows meet; now and then one that cannot be."""
    return Payment(
        account_no=draw(st.sampled_from(["ONE", "ONE", "TWO", "nobody", "a\x00b"])),
        amount=draw(st.sampled_from([Decimal(text) for text in ("10.00", "10.00", "20", "0", "-1", "0.005", "1e13")])),
        value_date=draw(DAYS),
        source_ref=draw(st.sampled_from(["OLD", "BACK", "GONE", "R1", "R2", " R2 ", "R3", "", "4111 1111 1111 1111"])),
        posting_date=draw(st.sampled_from([None, None, None, d("02-25"), d("02-27")])),
        currency=draw(st.sampled_from([None, None, "CNY", "USD"])),
        description=draw(st.sampled_from(["", "transfer", "R" * 201])),
    )


@pytest.fixture
def two_accounts(db):
    """ONE with a payment and a payment that was reversed; TWO with nothing."""
    desk = open_desk(aged_to="02-26", nights_run=False)
    other = store_account(CALENDAR_A, desk.account.product)
    CardAccount.objects.filter(pk=desk.account.pk).update(account_no="ONE")
    CardAccount.objects.filter(pk=other.pk).update(account_no="TWO")
    said = {"account_no": "ONE", "amount": Decimal("10.00"), "at": noon("02-26"), "actor": TELLER}
    post_payment(**said, value_date=d("02-20"), source_ref="OLD")
    post_payment(**said, value_date=d("02-24"), source_ref="GONE")
    del said["amount"]
    reverse_payment(**said, reverses_ref="GONE", source_ref="BACK", reason="returned")


def told(answer):
    """An answer without the number of its entry."""
    if isinstance(answer, Refused):
        return (answer.code, answer.field, str(answer.message))
    return (
        answer.created,
        answer.entry.source_ref,
        answer.entry.card_account_id,
        answer.takes_effect,
        answer.suspected,
    )


def one_by_one(asked):
    answers = []
    for payment in asked:
        said = {name: getattr(payment, name) for name in Payment.__dataclass_fields__}
        try:
            answers.append(post_payment(actor=TELLER, at=noon("02-26"), **said))
        except Refused as refused:
            answers.append(refused)
    return answers


def stored(asked, way):
    """What `way` answers to these payments and leaves in the tables; nothing of it stays."""
    with transaction.atomic():
        answers = [told(answer) for answer in way(asked)]
        fields = (
            "card_account",
            "kind",
            "component",
            "amount",
            "posting_date",
            "value_date",
            "recorded_on",
            "effective_on",
        )
        entries = list(
            LedgerEntry.objects.order_by("id").values_list(*fields, "recorded_by", "source_ref", "description")
        )
        suspects = list(
            SuspectedDuplicate.objects.order_by("entry_id").values_list(
                "entry__source_ref", "other__source_ref", "found_on", "status"
            )
        )
        numbers = dict(LedgerEntry.objects.values_list("id", "source_ref"))
        events = [
            (
                event.kind,
                event.actor,
                event.business_date,
                event.account_id,
                event.data | {"entry": numbers[event.data["entry"]]},
            )
            for event in Event.objects.order_by("id")
        ]
        transaction.set_rollback(True)
    return {"answers": answers, "entries": entries, "suspects": suspects, "events": events}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FAIRDUE_EXAMPLES" not in os.environ,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(asked=st.lists(payments(), min_size=1, max_size=12))
def test_many_at_once_are_as_many_one_after_the_other(two_accounts, asked):
    together = stored(asked, lambda rows: post_payments(actor=TELLER, payments=rows, at=noon("02-26")))
    assert together == stored(asked, one_by_one)
