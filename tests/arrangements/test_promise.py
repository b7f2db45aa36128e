"""Taking a promise: what is stored, what it does to the case, what is refused, who may."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from collections_app.arrangements.actions import cancel, promise
from collections_app.arrangements.models import PromisePolicy, PromiseToPay
from collections_app.arrangements.objections import MESSAGES
from collections_app.arrangements.queries import open_promise, open_promises, promise_policy, promises_of
from collections_app.cases.models import Case, CaseHold
from collections_app.events.models import Event
from collections_app.people.rules.roles import ROLES
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.arrangements.promised import ANYONE, entry, parts_of, promised
from tests.cases.files import account, case, holder

pytestmark = pytest.mark.django_db
AT = noon("03-10")


@pytest.fixture
def m1():
    return case(past_due="3000.00")


def refused(case, **more):
    with pytest.raises(Refused) as caught:
        promised(case, **more)
    return caught.value.code, caught.value.field


def test_a_promise_keeps_what_it_was_made_under(m1):
    made = promised(m1, reason="FORGOT", channel="PHONE")
    assert (made.status, made.amount, made.currency, made.bucket) == ("OPEN", Decimal("1000.00"), "CNY", 1)
    assert (made.made_on, made.last_due_on, made.next_due_on) == (d("03-10"), d("03-12"), d("03-12"))
    assert (made.grace_days, made.threshold) == (1, Decimal(1))
    assert made.account_ids == [m1.account_id]
    (part,) = made.instalments.all()
    assert (part.due_on, part.settle_on, part.amount) == (d("03-12"), d("03-14"), Decimal("1000.00"))


def test_the_case_rests_until_the_promise_can_be_judged(m1):
    made = promised(m1, due="03-17")
    m1.refresh_from_db()
    assert m1.promise_due_on == d("03-17")
    assert (m1.hold_kinds, m1.work_stopped) == (["PROMISE"], True)
    hold = CaseHold.objects.get(case=m1)
    assert (hold.kind, hold.until, hold.reason) == ("PROMISE", d("03-18"), "1,000.00 CNY · 2025-03-17")
    # three days on: midnight in Shanghai
    assert (made.follow_up_on, m1.follow_up_at.isoformat()) == (d("03-13"), "2025-03-12T16:00:00+00:00")
    assert m1.has_appointment  # agreed with whoever promised: on that day he may be reminded


def test_the_reminder_never_comes_after_the_first_due_day(m1):
    assert promised(m1, due="03-11").follow_up_on == d("03-11")
    assert promised(m1, due="03-17", follow_up_on=d("03-16")).follow_up_on == d("03-16")
    assert refused(m1, follow_up_on=d("03-09")) == ("in_the_past", "follow_up_on")
    assert refused(m1, follow_up_on=d("03-13")) == ("too_late", "follow_up_on")


def test_a_promise_leaves_an_event_without_personal_data(m1):
    made = promised(m1)
    event = Event.objects.get(kind="promise.made")
    assert (event.cardholder_id, event.business_date) == (m1.cardholder_id, d("03-10"))
    assert event.data == {
        "promise": made.pk,
        "case": m1.pk,
        "amount": "1000.00",
        "currency": "CNY",
        "due_on": "2025-03-12",
        "last_due_on": "2025-03-12",
        "speaker": "CARDHOLDER",
        "accounts": [m1.account_id],
        "replaces": [],
    }


def test_instalments_each_have_their_night(m1):
    made = promised(m1, "900.00", instalments=(("03-12", "300.00"), ("04-12", "300.00"), ("05-12", "300.00")))
    assert parts_of(made) == [("OPEN", "0.00")] * 3
    assert [part.settle_on for part in made.instalments.order_by("seq")] == [d("03-14"), d("04-14"), d("05-14")]
    assert (made.next_due_on, made.last_due_on) == (d("03-12"), d("05-12"))
    assert CaseHold.objects.get(case=m1).until == d("05-13")


def test_the_same_submission_is_stored_once(m1):
    given = entry()
    once = promise(actor=ANYONE, case_id=m1.pk, entry=given, at=AT)
    twice = promise(actor=ANYONE, case_id=m1.pk, entry=replace(given, amount=Decimal("5.00")), at=AT)
    assert (twice.pk, twice.amount, PromiseToPay.objects.count()) == (once.pk, Decimal("1000.00"), 1)
    Case.objects.filter(pk=m1.pk).update(closed_on=d("03-10"), close_reason="CURED")
    assert promise(actor=ANYONE, case_id=m1.pk, entry=given, at=AT).pk == once.pk
    other = case(past_due="3000.00")
    with pytest.raises(Refused) as caught:
        promise(actor=ANYONE, case_id=other.pk, entry=given, at=AT)
    assert caught.value.code == "conflict"


def test_a_new_promise_replaces_the_open_one_and_takes_over_its_hold(m1, cast):
    before = promised(m1, due="03-12", actor=cast.actor("agent"))
    after = promised(m1, "500.00", due="03-15", actor=cast.actor("agent"))
    before.refresh_from_db()
    assert (before.status, before.superseded_by_id, parts_of(before)) == (
        "SUPERSEDED",
        after.pk,
        [("SUPERSEDED", "0.00")],
    )
    assert CaseHold.objects.get(case=m1, released_at=None).until == d("03-16")
    assert open_promise(m1.pk) == after
    assert list(promises_of(m1.cardholder_id)) == [after, before]
    assert Event.objects.filter(kind="promise.made").last().data["replaces"] == [before.pk]


def test_promises_in_two_currencies_stand_beside_each_other(cast):
    of = holder()
    yuan, dollars = account(of, past_due="700.00"), account(of, past_due="80.00", currency="USD")
    here, agent = case(of=of, past_due="700.00"), cast.actor("agent")
    first = promised(here, "100.00", due="03-12", actor=agent, account_ids=(yuan.pk,))
    second = promised(here, "20.00", due="03-15", actor=agent, account_ids=(dollars.pk,))
    assert list(open_promises(here.pk)) == [first, second]
    hold = CaseHold.objects.get(case=here, released_at=None)
    assert (hold.until, hold.reason) == (d("03-16"), "100.00 CNY · 2025-03-12, 20.00 USD · 2025-03-15")
    third = promised(here, "30.00", due="03-14", actor=agent, account_ids=(dollars.pk,))
    assert list(open_promises(here.pk)) == [first, third]
    for ended, due_on in ((first, d("03-14")), (third, None)):
        cancel(actor=cast.actor("lead"), promise_id=ended.pk, reason="by mistake", at=AT)
        here.refresh_from_db()
        assert here.promise_due_on == due_on
        assert CaseHold.objects.filter(case=here, released_at=None).exists() is bool(due_on)


def test_no_account_named_means_those_in_the_currency_of_the_case():
    of = holder()
    yuan, also, dollars = account(of, past_due="700.00"), account(of), account(of, currency="USD")
    account(of, bucket=-1, balance="900.00")
    here = case(of=of, past_due="700.00")
    assert promised(here).account_ids == [yuan.pk, also.pk]
    assert promised(here, "20.00", account_ids=(dollars.pk,)).currency == "USD"
    assert refused(here, account_ids=(yuan.pk, dollars.pk)) == ("two_currencies", "account_ids")
    assert refused(here, account_ids=(case(past_due="1.00").account_id,)) == ("not_of_this_case", "account_ids")
    assert refused(here, amount="1200.01") == ("over_the_debt", "amount")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"amount": "0.00"}, "not_positive", "amount"),
        ({"amount": "1.005"}, "too_precise", "amount"),
        ({"amount": "3000.01"}, "over_the_debt", "amount"),
        ({"due": "03-09"}, "in_the_past", "due_on"),
        ({"due": "03-18"}, "too_late", "due_on"),
        ({"due_on": None}, "missing", "due_on"),
        ({"speaker": "EMERGENCY_CONTACT"}, "not_a_debtor", "speaker"),
        ({"speaker": "DECISION_MAKER"}, "not_a_debtor", "speaker"),
        ({"channel": "PIGEON"}, "unknown_channel", "channel"),
        ({"reason": "card 4111 1111 1111 1111"}, "card_number", "reason"),
        ({"instalments": (("03-12", "1.00"), ("03-13", "1.00"))}, "does_not_add_up", "instalments"),
        ({"instalments": (("03-12", "0.001"),)}, "too_precise", "instalments"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(m1, change, code, field):
    assert refused(m1, **change) == (code, field)
    assert not PromiseToPay.objects.exists() and not CaseHold.objects.exists()


def test_a_refusal_names_the_limit(m1):
    with pytest.raises(Refused) as caught:
        promised(m1, due="03-18")
    assert str(caught.value) == "The latest day that may be promised now is 17 Mar 2025."
    with pytest.raises(Refused) as caught:
        promised(m1, "3000.01")
    assert str(caught.value) == "Only 3,000.00 is owed on these accounts."


def test_every_objection_of_the_guard_has_words():
    import inspect
    import re

    from collections_app.arrangements.rules import guard

    assert set(re.findall(r'code="(\w+)"', inspect.getsource(guard))) == set(MESSAGES)


def test_a_company_promises_through_who_pays_its_bills():
    here = case(of=holder(kind="COMPANY"), past_due="3000.00")
    assert promised(here, speaker="PAYER").speaker == "PAYER"


def test_the_policy_of_the_day_decides(m1):
    PromisePolicy.objects.create(valid_from=d("03-10"), grace_days=3, recorded_by="test", horizon_days_to_m1=30)
    PromisePolicy.objects.create(valid_from=d("03-11"), grace_days=9, recorded_by="test")
    made = promised(m1, due="04-09")
    assert (made.grace_days, made.instalments.get().settle_on) == (3, d("04-13"))
    assert promise_policy(d("03-09")).recorded_by == "shipped"


def test_without_any_policy_the_shipped_numbers_hold():
    assert promise_policy(d("1999-12-31")).max_instalments == 6


def test_on_a_closed_case_nothing_is_promised(m1):
    Case.objects.filter(pk=m1.pk).update(closed_on=d("03-10"), close_reason="CURED")
    assert refused(m1) == ("case_closed", None)


def test_a_restricted_file_is_not_found_without_clearance(cast):
    here = case(of=holder(restriction="VIP"), past_due="3000.00")
    assert refused(here, actor=cast.actor("agent")) == ("not_found", None)


def test_who_may_take_a_promise(m1, cast):
    allowed = set()
    for number, role in enumerate(ROLES):
        try:
            promised(m1, at=AT + timedelta(minutes=number), actor=cast.actor(role))
        except Refused as error:
            assert error.code == "forbidden"
        else:
            allowed.add(role)
    assert allowed == {"agent", "lead", "manager", "integration"}
