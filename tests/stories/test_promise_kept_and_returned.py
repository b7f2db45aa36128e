"""A promise through whole nights: the case opens, rests, is called again; its payment is kept, then returned."""

from decimal import Decimal

import pytest

from accounts.actions.payments import post_payment, reverse_payment
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.models import Case
from collections_app.events.models import Event
from collections_app.nightly.models import NightProblem
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.accounts.database import nights
from tests.accounts.desk import noon, open_desk
from tests.arrangements.promised import promised

pytestmark = pytest.mark.django_db
BANK = Actor.command("bank")


def pay(desk, amount, on, ref):
    post_payment(
        actor=BANK,
        account_no=desk.no,
        amount=Decimal(amount),
        value_date=d(on),
        source_ref=ref,
        at=noon(on),
    )


def stands(case):
    case.refresh_from_db()
    return case.hold_kinds, case.promise_due_on, case.broken_promises, case.work_stopped


def test_a_promise_through_whole_nights():
    desk = open_desk(aged_to="03-10")
    case = Case.objects.get(cardholder=desk.account.cardholder, closed_on=None)
    made = promised(case)
    assert stands(case) == (["PROMISE"], d("03-12"), 0, True)
    pay(desk, "600.00", "03-10", "P-1")
    nights(d("03-11"), d("03-12"))
    pay(desk, "400.00", "03-12", "P-2")
    nights(d("03-13"), d("03-13"))
    assert PromiseToPay.objects.get().status == "OPEN"
    nights(d("03-14"), d("03-14"))
    made.refresh_from_db()
    assert (made.status, made.credited, made.settled_on) == ("KEPT", Decimal("1000.00"), d("03-14"))
    assert stands(case) == ([], None, 0, False)

    for number in ("1", "2"):
        reverse_payment(
            actor=BANK,
            account_no=desk.no,
            reverses_ref=f"P-{number}",
            source_ref=f"R-{number}",
            reason="returned by the bank",
            at=noon("03-14"),
        )
    nights(d("03-15"), d("03-15"))
    made.refresh_from_db()
    assert (made.status, made.credited, made.settled_on) == ("BROKEN", Decimal("0.00"), d("03-15"))
    assert stands(case) == ([], None, 1, False)
    assert case.last_broken_on == d("03-15")
    kinds = Event.objects.filter(kind__startswith="promise.").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["promise.made", "promise.kept", "promise.revised"]
    assert not NightProblem.objects.exists()


def test_a_promise_survives_the_closing_of_its_case():
    desk = open_desk(aged_to="03-10")
    case = Case.objects.get(cardholder=desk.account.cardholder)
    made = promised(case, "3000.00", due="03-12")
    pay(desk, "3000.00", "03-10", "P-1")
    nights(d("03-11"), d("03-14"))
    case.refresh_from_db()
    made.refresh_from_db()
    assert (case.closed_on, case.promise_due_on, case.hold_kinds) == (d("03-11"), None, [])
    assert (made.status, made.settled_on) == ("KEPT", d("03-14"))
