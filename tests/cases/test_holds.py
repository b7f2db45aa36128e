"""Placing and releasing holds of a case: the actions; who may."""

import pytest
from django.utils import translation

from collections_app.cases.actions.holds import place_hold, release_hold
from collections_app.cases.models import CaseHold
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.cases.files import case, holder

pytestmark = pytest.mark.django_db
BOSS = Actor.command("test")
TODAY = noon("2025-03-10")


def place(held, *, kind="DISPUTE", reason="does not know the purchase", actor=BOSS, **more) -> CaseHold:
    hold = place_hold(actor=actor, case_id=held.pk, kind=kind, reason=reason, at=TODAY, **more)
    held.refresh_from_db()
    return hold


def release(hold, held, *, actor=BOSS, reason="settled") -> CaseHold:
    over = release_hold(actor=actor, hold_id=hold.pk, reason=reason, at=noon("2025-03-12"))
    held.refresh_from_db()
    return over


def test_a_hold_takes_the_case_out_of_work_and_its_end_brings_it_back():
    held = case(sleeps_until=noon("2025-03-20"))
    dispute, hardship = place(held), place(held, kind="HARDSHIP")
    assert (held.hold_kinds, held.work_stopped, held.sleeps_until) == (["DISPUTE", "HARDSHIP"], True, None)
    release(dispute, held)
    assert (held.hold_kinds, held.work_stopped) == (["HARDSHIP"], True)
    release(hardship, held)
    assert (held.hold_kinds, held.work_stopped) == ([], False)


def test_a_hold_says_who_when_and_until_when(cast):
    held = case()
    hold = place(held, until=d("2025-03-10"), actor=cast.actor("agent"))
    assert (hold.placed_on, hold.placed_at, hold.until) == (d("2025-03-10"), TODAY, d("2025-03-10"))
    assert hold.placed_by == f"user:{cast.user('agent').pk}"
    assert place(held, kind="HARDSHIP").until == d("2025-04-09")


@pytest.mark.parametrize(("language", "day"), [("en", "10 Mar 2025"), ("zh-hans", "2025-03-10")])
def test_a_refusal_writes_its_day_as_the_reader_does(language, day):
    with translation.override(language), pytest.raises(Refused) as caught:
        place(case(), until=d("2025-03-09"))
    assert day in str(caught.value.message)


def test_events_tell_of_both_without_the_reason():
    held = case()
    release(place(held), held)
    placed, released = Event.objects.filter(kind__startswith="hold.").order_by("id")
    assert (placed.kind, released.kind) == ("hold.placed", "hold.released")
    assert (placed.cardholder_id, placed.account_id) == (held.cardholder_id, None)
    assert placed.data | {"hold": 0} == {"case": held.pk, "hold": 0, "kind": "DISPUTE", "until": None}
    assert (placed.business_date, released.business_date) == (d("2025-03-10"), d("2025-03-12"))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": "NAP"}, "unknown_kind", "kind"),
        ({"until": d("2025-03-09")}, "in_the_past", "until"),
        ({"reason": "  "}, "missing", "reason"),
        ({"reason": "x" * 301}, "too_long", "reason"),
        ({"reason": "card 4111 1111 1111 1111"}, "card_number", "reason"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change, code, field):
    with pytest.raises(Refused) as refused:
        place(case(), **change)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not CaseHold.objects.exists()


def test_one_open_hold_of_a_kind():
    held = case()
    release(place(held), held)
    place(held)
    with pytest.raises(Refused) as refused:
        place(held)
    assert (refused.value.code, refused.value.field) == ("already_held", "kind")


def test_a_closed_case_takes_no_hold_and_a_hidden_one_is_not_there(cast):
    closed = case(closed_on=d("2025-03-09"), close_reason="CURED")
    with pytest.raises(Refused) as refused:
        place(closed)
    assert refused.value.code == "case_closed"
    with pytest.raises(Refused) as refused:
        place(case(of=holder(restriction="VIP")), actor=cast.actor("agent"))
    assert refused.value.code == "not_found"


def test_a_hold_ends_once():
    held = case()
    hold = place(held)
    release(hold, held)
    for number, code in ((hold.pk, "already_over"), (999_999, "not_found")):
        with pytest.raises(Refused) as refused:
            release_hold(actor=BOSS, hold_id=number, reason="settled", at=TODAY)
        assert refused.value.code == code


def test_an_agent_protects_and_only_others_end_the_protection(cast):
    held = case()
    hold = place(held, actor=cast.actor("agent"))
    for role in ("agent", "integration", "quality", "stranger"):
        with pytest.raises(Refused) as refused:
            release(hold, held, actor=cast.actor(role))
        assert refused.value.code == "forbidden"
    assert release(hold, held, actor=cast.actor("compliance")).released_by == f"user:{cast.user('compliance').pk}"


def test_a_promises_hold_belongs_to_those_who_take_and_cancel_promises(cast):
    held = case()
    with pytest.raises(Refused):
        place(held, kind="PROMISE", actor=cast.actor("compliance"))
    hold = place(held, kind="PROMISE", actor=cast.actor("agent"), until=d("2025-03-20"))
    with pytest.raises(Refused):
        release(hold, held, actor=cast.actor("compliance"))
    release(hold, held, actor=cast.actor("lead"))
    assert held.hold_kinds == []
