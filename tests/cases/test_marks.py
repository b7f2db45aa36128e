"""What contacts and promises leave on a case."""

import pytest

from collections_app.cases.actions.marks import note_contact, note_promise, wake
from collections_app.cases.models import Case
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.cases.files import case

pytestmark = pytest.mark.django_db


def contact(cast, worked, day="2025-03-10", **more) -> Case:
    given = {"right_party": False, "failed": False, "follow_up_at": None, **more}
    note_contact(actor=cast.actor("agent"), case_id=worked.pk, at=noon(day), **given)
    return Case.objects.get(pk=worked.pk)


def test_failures_run_until_the_debtor_speaks(cast):
    worked = case(sleeps_until=noon("2025-03-11"))
    contact(cast, worked, failed=True)
    after = contact(cast, worked, "2025-03-11", failed=True, lost=True)
    assert (after.failures_in_a_row, after.lost_since, after.sleeps_until) == (2, d("2025-03-11"), None)
    assert contact(cast, worked, "2025-03-12").failures_in_a_row == 2
    found = contact(cast, worked, "2025-03-13", right_party=True, lost=False, willingness="WILLING")
    assert (found.failures_in_a_row, found.lost_since, found.willingness) == (0, None, "WILLING")
    assert found.last_right_party_at == found.last_contact_at == noon("2025-03-13")


def test_a_contact_written_down_late_does_not_turn_back_the_clock(cast):
    worked = case()
    contact(cast, worked, "2025-03-12", right_party=True)
    late = contact(cast, worked, "2025-03-11", right_party=True)
    assert (late.last_contact_at, late.last_right_party_at) == (noon("2025-03-12"), noon("2025-03-12"))


def test_lost_stays_lost_since_its_first_day(cast):
    worked = case()
    contact(cast, worked, "2025-03-11", failed=True, lost=True)
    assert contact(cast, worked, "2025-03-15", failed=True, lost=True).lost_since == d("2025-03-11")


def test_each_contact_says_what_to_follow_up(cast):
    worked = case()
    assert contact(cast, worked, follow_up_at=noon("2025-03-13")).follow_up_at == noon("2025-03-13")
    assert contact(cast, worked, "2025-03-13").follow_up_at is None


def test_a_promise_leaves_its_day_and_goes_again(cast):
    worked = case(sleeps_until=noon("2025-03-11"))
    note_promise(actor=cast.actor("agent"), case_id=worked.pk, due_on=d("2025-03-20"), follow_up_at=noon("2025-03-13"))
    worked.refresh_from_db()
    assert (worked.promise_due_on, worked.follow_up_at) == (d("2025-03-20"), noon("2025-03-13"))
    assert worked.sleeps_until is None
    note_promise(actor=cast.actor("agent"), case_id=worked.pk, due_on=None)
    worked.refresh_from_db()
    assert (worked.promise_due_on, worked.follow_up_at) == (None, noon("2025-03-13"))


def test_waking_ends_the_sleep(cast):
    worked = case(sleeps_until=noon("2025-03-11"))
    wake(actor=cast.actor("compliance"), case_id=worked.pk)
    worked.refresh_from_db()
    assert worked.sleeps_until is None


def test_who_may_not_work_cases_leaves_no_marks(cast):
    worked, stranger = case(), cast.actor("stranger")
    for refusing in (
        lambda: note_contact(
            actor=stranger,
            case_id=worked.pk,
            at=noon("2025-03-10"),
            right_party=True,
            failed=False,
            follow_up_at=None,
        ),
        lambda: note_promise(actor=stranger, case_id=worked.pk, due_on=None),
        lambda: wake(actor=stranger, case_id=worked.pk),
    ):
        with pytest.raises(Refused) as refused:
            refusing()
        assert refused.value.code == "forbidden"
