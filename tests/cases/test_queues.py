"""Queues: opened, changed by versions, ranked, closed; their figures; who may."""

from dataclasses import replace

import pytest

from accounts.queries import working_day
from collections_app.cases.actions.claims import claim
from collections_app.cases.actions.queues import QueueEntry, change_queue, move_queue, open_queue, set_active
from collections_app.cases.models import QueueVersion, WorkQueue
from collections_app.cases.queries.fitting import fitting
from collections_app.cases.queries.queue_figures import queue_figures
from collections_app.cases.queries.queues import queues_now
from collections_app.cases.rules.conditions import check
from collections_app.events.models import Event
from collections_app.shared.errors import Refused
from tests.cases.desk import NOW, agent, later, waiting

pytestmark = pytest.mark.django_db

LARGE = QueueEntry(
    name_en="Large",
    name_zh="大额",
    conditions=[{"field": "past_due", "operator": "at_least", "value": "5,000"}],
    order=["past_due_largest"],
    teams=["SENIOR"],
    capacity=80,
    note="for the quarter",
)


def refused(action, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        action(**given)
    return caught.value


def codes() -> list[str]:
    return [queue.code for queue in queues_now()]


@pytest.fixture
def lead():
    return agent(role="lead")


def test_shipped_queues_stand_in_their_order():
    assert codes() == ["broken-promises", "tracing", "companies", "m1", "m2", "m3", "m4"]
    assert all(queue.teams for queue in queues_now())


def test_every_case_from_m1_finds_a_shipped_queue():
    found = {
        waiting(bucket=1).queue.code,
        waiting(bucket=2, lost_since="2025-03-01").queue.code,
        waiting(bucket=3, kind="COMPANY").queue.code,
        waiting(bucket=3).queue.code,
        waiting(bucket=2, last_broken_on="2025-03-03").queue.code,
        waiting(bucket=2, last_broken_on="2025-03-02").queue.code,
        waiting(bucket=5, last_broken_on="2025-03-09").queue.code,
    }
    assert found == set(codes())


def test_a_new_queue_is_the_last_and_takes_what_no_other_fits(lead):
    large = waiting(past_due="6000.00")
    version = open_queue(actor=lead, code="large", entry=LARGE, at=NOW)
    assert codes()[-1] == "large"
    assert (version.number, version.recorded_by, version.conditions) == (
        1,
        lead.label,
        [{"field": "past_due", "operator": "at_least", "value": "5000.00"}],
    )
    large.refresh_from_db()
    assert large.queue.code == "m1"
    for _ in range(4):
        move_queue(actor=lead, code="large", up=True, at=NOW)
    large.refresh_from_db()
    assert (large.queue.code, large.sort_key) == ("large", [-6000])
    assert Event.objects.filter(kind="queue.ranked").last().data["cases_moved"] == 1


def test_a_change_is_a_new_version_and_cases_follow_at_once(lead):
    first, second = waiting(past_due="100.00"), waiting(past_due="9000.00")
    entry = replace(LARGE, conditions=[*LARGE.conditions, {"field": "bucket", "operator": "is", "value": "M1"}])
    change_queue(actor=lead, code="m1", entry=entry, based_on=1, at=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.queue, first.sort_key) == (None, None)
    assert second.queue.code == "m1"
    assert list(QueueVersion.objects.filter(queue__code="m1").values_list("number", flat=True)) == [1, 2]
    assert Event.objects.get(kind="queue.changed").data == {"queue": "m1", "version": 2, "cases_moved": 2}


def test_two_who_change_at_once_do_not_overwrite_each_other(lead):
    change_queue(actor=lead, code="m1", entry=LARGE, based_on=1, at=NOW)
    found = refused(change_queue, actor=lead, code="m1", entry=replace(LARGE, capacity=9), based_on=1, at=NOW)
    assert found.code == "conflict"
    assert refused(change_queue, actor=lead, code="m1", entry=LARGE, based_on=2, at=NOW).code == "unchanged"


def test_a_closed_queue_gives_its_cases_to_others(lead):
    found = waiting()
    set_active(actor=lead, code="m1", active=False, at=NOW)
    found.refresh_from_db()
    assert found.queue is None
    set_active(actor=lead, code="m1", active=True, at=NOW)
    found.refresh_from_db()
    assert found.queue.code == "m1"
    assert codes()[-1] == "m1"
    assert refused(set_active, actor=lead, code="m1", active=True, at=NOW).code == "unchanged"


def test_the_first_has_none_before_it(lead):
    assert refused(move_queue, actor=lead, code="broken-promises", up=True, at=NOW).code == "at_the_end"
    assert refused(move_queue, actor=lead, code="m4", up=False, at=NOW).code == "at_the_end"
    move_queue(actor=lead, code="m4", up=True, at=NOW)
    assert codes()[-2:] == ["m4", "m3"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name_zh": " "}, "missing", "name_zh"),
        ({"capacity": 0}, "out_of_range", "capacity"),
        ({"teams": ["NIGHT"]}, "unknown_team", "teams"),
        ({"order": ["random"]}, "bad_order", "order"),
        ({"order": ["past_due_largest"] * 2}, "bad_order", "order"),
        ({"conditions": [{"field": "mood"}]}, "bad_condition", "conditions.0.field"),
        (
            {"conditions": [LARGE.conditions[0], {"field": "lost", "operator": "at_least", "value": "yes"}]},
            "bad_condition",
            "conditions.1.operator",
        ),
        (
            {"conditions": [{"field": "past_due", "operator": "below", "value": "much"}]},
            "bad_condition",
            "conditions.0.value",
        ),
    ],
)
def test_what_is_no_queue_is_refused_at_its_field(lead, changes, code, field):
    found = refused(open_queue, actor=lead, code="large", entry=replace(LARGE, **changes), at=NOW)
    assert (found.code, found.field) == (code, field)
    assert not WorkQueue.objects.filter(code="large").exists()


@pytest.mark.parametrize(
    ("code", "why"), [("m1", "taken"), ("Large", "bad_code"), ("", "bad_code"), ("-x", "bad_code")]
)
def test_a_code_is_new_and_plain(lead, code, why):
    found = refused(open_queue, actor=lead, code=code, entry=LARGE, at=NOW)
    assert (found.code, found.field) == (why, "code")


def test_a_live_count_says_what_stands_in_earlier_queues():
    waiting(past_due="6000.00"), waiting(past_due="7000.00", lost_since="2025-03-01"), waiting(past_due="10.00")
    waiting(bucket=0, past_due="9000.00")
    m1 = WorkQueue.objects.get(code="m1")
    large = check(LARGE.conditions)
    found = fitting(agent(), large, before=m1.rank, on=working_day(NOW))
    assert (found.fit, found.elsewhere, found.here) == (2, 1, 1)
    assert fitting(agent(), large, before=None, on=working_day(NOW)).here == 0


def test_figures_say_what_can_be_handed_out_what_is_due_and_what_waits_longest():
    waiting()
    waiting(last_contact_at=later(-3 * 24 * 60))
    waiting(last_contact_at=later(-60))
    waiting(follow_up_at=later(-1), last_contact_at=later(-90 * 24 * 60))
    waiting(follow_up_at=later(1))
    waiting(sleeps_until=later(5))
    waiting(work_stopped=True, hold_kinds=["DISPUTE"])
    claim(actor=agent(), case_id=waiting().pk, at=NOW)
    found = queue_figures(agent(), at=NOW)[WorkQueue.objects.get(code="m1").pk]
    assert (found.cases, found.callable, found.due, found.held, found.asleep, found.worked) == (8, 3, 1, 1, 1, 1)
    assert found.oldest.date().isoformat() == "2025-02-25", "opened on 02-26 at 00:00 in Shanghai"


@pytest.mark.parametrize("role", ["agent", "quality", "compliance", "integration", "administrator"])
def test_who_may_not(role):
    actor = agent(role=role)
    for action, more in [
        (open_queue, {"code": "large", "entry": LARGE}),
        (change_queue, {"code": "m1", "entry": LARGE, "based_on": 1}),
        (move_queue, {"code": "m1", "up": True}),
        (set_active, {"code": "m1", "active": False}),
    ]:
        assert refused(action, actor=actor, at=NOW, **more).code == "forbidden"
