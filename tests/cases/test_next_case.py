"""The next case: which one, for whom, and which one not."""

import pytest

from collections_app.cases.actions.claims import next_case, release
from collections_app.cases.judging import BATCHES
from collections_app.cases.models import Case, Claim, DeskPolicy, WorkQueue
from collections_app.cases.queries import contexts_of, visible_cases
from collections_app.cases.queries import next as next_queries
from collections_app.cases.queries.claims import past_due_accounts
from collections_app.cases.queries.next import LOOK, sources
from collections_app.cases.queries.queues import queues_now
from collections_app.compliance.models import ContactPolicyVersion, StopSignal
from collections_app.events.models import Event
from collections_app.people.models import ClearanceGrant, Team, User
from collections_app.people.queries import actor_of_user
from collections_app.shared.errors import Refused
from tests.cases.desk import EVENING, NOW, agent, change, later, pay, phone, waiting
from tests.cases.files import account, holder
from tests.contacts.desk import person

NEXT_CASE_QUERIES = 25
pytestmark = pytest.mark.django_db


def handed(actor, at=NOW, **more):
    """The number of the next case; None when there is none."""
    found = next_case(actor=actor, at=at, **more)
    return found and found.case_id


def all_handed(*, team="FRONT", at=NOW, **more):
    """Every case that agents of the team get, one each, in order."""
    found = []
    while (case_id := handed(agent(team=team), at, **more)) is not None:
        found.append(case_id)
    return found


def test_the_best_case_of_the_teams_queue_is_claimed():
    small, large, elsewhere = waiting(past_due="100.00"), waiting(past_due="900.00"), waiting(bucket=2)
    works = agent()
    found = next_case(actor=works, at=NOW)
    assert (found.case_id, found.user_id, found.claimed_at) == (large.pk, works.user_id, NOW)
    assert found.expires_at == later(5)
    assert Claim.objects.get().token == found.token
    assert all_handed() == [small.pk]
    assert all_handed(team="MID") == [elsewhere.pk]


def test_who_was_not_called_for_longest_comes_before_larger_debts():
    yesterday = waiting(past_due="900.00", last_contact_at=later(-24 * 60))
    never, last_week = waiting(past_due="100.00"), waiting(past_due="50.00", last_contact_at=later(-7 * 24 * 60))
    assert all_handed() == [never.pk, last_week.pk, yesterday.pk]


def test_due_follow_ups_come_first_and_the_oldest_of_them_before_the_others():
    waiting(past_due="9000.00")
    due = waiting(follow_up_at=later(-1))
    older = waiting(follow_up_at=later(-60))
    not_yet = waiting(follow_up_at=later(1))
    order = all_handed()
    assert order[:2] == [older.pk, due.pk]
    assert not_yet.pk not in order
    assert all_handed(at=later(1)) == [not_yet.pk]


def test_a_promise_stops_work_but_not_its_follow_up():
    promised = waiting(hold_kinds=["PROMISE"], work_stopped=True, follow_up_at=later(-1), promise_due_on="2025-03-12")
    waiting(hold_kinds=["DISPUTE"], work_stopped=True, follow_up_at=later(-1))
    waiting(hold_kinds=["PROMISE"], work_stopped=True)
    assert all_handed() == [promised.pk]


def test_m0_is_worked_by_nobody():
    assert waiting(bucket=0).queue is None
    assert all_handed() == []


def test_from_m4_only_a_due_follow_up_that_was_agreed_is_handed_out():
    waiting(bucket=4)
    planned = waiting(bucket=4, follow_up_at=later(-1), appointment_at=later(-60 * 24))
    agreed = waiting(bucket=4, follow_up_at=later(-1), appointment_at=later(-1))
    promised = waiting(bucket=4, follow_up_at=later(-1), promise_due_on="2025-03-11")
    assert all_handed(team="BACK") == [agreed.pk, promised.pk]
    planned.refresh_from_db()
    assert planned.sleeps_until == later(12 * 60)


def test_from_which_bucket_on_he_is_only_reminded_is_policy():
    """In M3 after a missed part, due for the next: a call about the debt, or where calls are coded the reminder."""
    works = agent(team="SENIOR", channel="api")
    missed = {"bucket": 3, "follow_up_at": later(-1), "promise_due_on": "2025-03-11"}
    first = waiting(**missed)
    assert handed(works) == first.pk
    for version in ContactPolicyVersion.objects.all():
        version.pk, version.valid_from, version.coded_call_bucket = None, NOW.date(), 3
        version.save(force_insert=True)
    second = waiting(**missed)
    assert handed(works) == second.pk


def test_work_that_is_stopped_closed_asleep_or_rested_is_not_handed_out():
    waiting(work_stopped=True, hold_kinds=["DISPUTE"])
    waiting(closed_on="2025-03-10", close_reason="CURED")
    waiting(sleeps_until=later(1))
    waiting(last_contact_at=later(-119))
    awake, rested = waiting(sleeps_until=later(0)), waiting(last_contact_at=later(-120))
    assert sorted(all_handed()) == sorted([awake.pk, rested.pk])


def test_who_may_not_be_called_now_sleeps_until_he_may():
    tired = waiting()
    assert handed(agent(), EVENING) is None
    tired.refresh_from_db()
    assert tired.sleeps_until == later(20 * 60), "08:00 of the next day"
    assert handed(agent(), later(20 * 60 - 1)) is None
    assert handed(agent(), later(20 * 60)) == tired.pk


def test_who_can_never_be_called_is_looked_at_again_the_next_day():
    unreachable, other = waiting(past_due="900.00", numbers=0), waiting()
    phone(unreachable.cardholder, status="INVALID")
    assert all_handed() == [other.pk]
    unreachable.refresh_from_db()
    assert unreachable.sleeps_until == later(12 * 60), "midnight in Shanghai"


def lost(*, status="INVALID", **more):
    """A case in the queue for tracing, whose debtor has one number, which is wrong."""
    made = waiting(numbers=0, lost_since="2025-03-01", **more)
    phone(made.cardholder, status=status)
    return made


def test_a_tracer_gets_who_is_lost_and_has_nobody_to_call_for_a_search():
    unreachable, old = lost(past_due="900.00"), lost(bucket=4, past_due="100.00")
    nobody_known = waiting(numbers=0, lost_since="2025-03-01", past_due="50.00")
    due = lost(past_due="10.00", follow_up_at=later(-1))
    assert {one.queue.code for one in (unreachable, old, nobody_known, due)} == {"tracing"}
    assert all_handed(team="FRONT") == []
    assert all_handed(team="SENIOR") == [due.pk, old.pk, unreachable.pk, nobody_known.pk]
    assert all_handed(team="SENIOR", at=EVENING) == [due.pk, old.pk, unreachable.pk, nobody_known.pk]


def test_whoever_asked_us_to_stop_is_not_searched_for():
    quiet, represented, other = lost(past_due="900.00"), lost(past_due="800.00"), lost()
    for made, kind in ((quiet, "CEASE"), (represented, "ATTORNEY"), (other, "OBJECTION")):
        number_hash = "aunt" if kind == "OBJECTION" else ""
        StopSignal.objects.create(
            cardholder=made.cardholder,
            kind=kind,
            number_hash=number_hash,
            effective_at=later(-60),
            recorded_at=later(-60),
            recorded_by="user:1",
        )
    assert all_handed(team="SENIOR") == [other.pk]
    quiet.refresh_from_db()
    assert quiet.sleeps_until == later(12 * 60)


def test_who_was_searched_for_in_vain_is_searched_for_again_the_next_day():
    made = lost()
    for kind, slept in (("SKIP", None), ("RETURN", later(12 * 60))):
        tracer = agent(team="SENIOR")
        held = next_case(actor=tracer, at=NOW)
        release(actor=tracer, case_id=made.pk, token=held.token, kind=kind, reason="nothing found", at=later(1))
        made.refresh_from_db()
        assert made.sleeps_until == slept
    assert all_handed(team="SENIOR", at=later(60)) == []
    assert all_handed(team="SENIOR", at=later(12 * 60)) == [made.pk]


def test_a_search_that_found_somebody_to_ask_leaves_the_case_awake():
    made, tracer = lost(), agent(team="SENIOR")
    held = next_case(actor=tracer, at=NOW)
    party = person(made.cardholder)
    phone(made.cardholder, related_party=party)
    release(actor=tracer, case_id=made.pk, token=held.token, kind="DONE", at=later(1))
    assert all_handed(team="SENIOR", at=later(1)) == [made.pk]


def test_many_who_may_not_be_called_do_not_hide_one_who_may():
    for _ in range(20):
        waiting(past_due="900.00", numbers=0)
    last = waiting(past_due="1.00")
    assert handed(agent()) == last.pk


def test_what_is_paid_already_is_left_to_the_night():
    paid = waiting(past_due="500.00")
    pay(paid, "500.00")
    part = waiting(past_due="400.00")
    pay(part, "399.99")
    two = waiting(past_due="300.00")
    account(two.cardholder, past_due="1.00")
    pay(two, "301.00")
    assert sorted(all_handed()) == sorted([part.pk, two.pk])


def test_what_was_given_to_somebody_is_his():
    works, other = agent(), agent()
    mine = waiting(agent_id=works.user_id)
    theirs = waiting(past_due="900.00", agent_id=other.user_id)
    ours = waiting(past_due="100.00", team=Team.objects.get(code="FRONT"))
    waiting(past_due="900.00", team=Team.objects.get(code="MID"))
    assert handed(works) == mine.pk
    assert handed(other) == theirs.pk
    assert all_handed() == [ours.pk]


def test_what_was_given_comes_from_other_teams_queues_too():
    works = agent()
    team_case = waiting(bucket=3, team=Team.objects.get(code="FRONT"))
    due = waiting(bucket=3, team=Team.objects.get(code="FRONT"), follow_up_at=later(-1))
    waiting(bucket=3, follow_up_at=later(-1))
    mine = waiting(bucket=2, agent_id=works.user_id)
    assert [handed(works), *all_handed()] == [due.pk, team_case.pk]
    assert handed(actor_of_user(User.objects.get(pk=works.user_id), channel="api")) == mine.pk


def test_without_a_team_there_is_nothing_unless_a_queue_is_open_to_all():
    found = waiting()
    nobodys = agent(team=None)
    assert handed(nobodys) is None
    found.queue.versions.get().teams.clear()
    assert handed(nobodys) == found.pk


def test_a_restricted_file_goes_to_those_cleared_for_it():
    staff = waiting(of=holder(restriction="STAFF"))
    assert all_handed() == []
    cleared = agent()
    ClearanceGrant.objects.create(user_id=cleared.user_id, restriction="STAFF", valid_from="2000-01-01")
    assert handed(actor_of_user(User.objects.get(pk=cleared.user_id), channel="browser")) == staff.pk


def test_an_outside_agency_gets_only_what_it_was_given():
    agency = Team.objects.create(code="agency", name_en="A", name_zh="A", tier="AGENCY")
    given, free = waiting(team=agency), waiting(past_due="900.00")
    free.queue.versions.get().teams.clear()
    works = agent(team="agency")
    assert handed(works) == given.pk
    assert list(visible_cases(works)) == [given]
    assert handed(agent(team="agency")) is None


def test_in_the_browser_the_case_at_hand_comes_back():
    waiting(), waiting()
    works = agent()
    first = next_case(actor=works, at=NOW)
    again = next_case(actor=works, at=later(1))
    assert (again.case_id, again.token) == (first.case_id, first.token)
    assert again.expires_at == later(6)
    assert Claim.objects.get().expires_at == later(6)
    change(first.case, closed_on="2025-03-10", close_reason="CURED")
    assert handed(works) not in (None, first.case_id)


def test_a_machine_may_hold_many():
    cases = {waiting().pk for _ in range(3)}
    machine = agent(role="integration", channel="api")
    assert {handed(machine) for _ in range(3)} == cases
    assert handed(machine) is None


def test_a_lease_that_is_over_gives_the_case_to_the_next():
    found = waiting()
    first, second = agent(), agent()
    held = next_case(actor=first, at=NOW)
    assert handed(second, later(4.99)) is None
    taken = next_case(actor=second, at=later(5))
    assert taken.case_id == found.pk
    assert taken.token != held.token


def test_one_queue_can_be_asked_for():
    waiting()
    broken = waiting(last_broken_on="2025-03-09", past_due="1.00")
    assert handed(agent(), queue="broken-promises") == broken.pk
    assert handed(agent(), queue="broken-promises") is None
    for code, name in [("m9", "unknown_queue"), ("m2", "not_your_queue")]:
        with pytest.raises(Refused) as refused:
            next_case(actor=agent(), queue=code, at=NOW)
        assert (refused.value.code, refused.value.field) == (name, "queue")


def test_of_another_teams_queue_only_what_was_given_there():
    """What stands in other queues is not handed out instead."""
    works, front = agent(channel="api"), Team.objects.get(code="FRONT")
    waiting(bucket=3, agent_id=works.user_id)
    waiting(bucket=3, team=front)
    with pytest.raises(Refused, match="Other teams"):
        next_case(actor=works, queue="m2", at=NOW)
    mine, ours = waiting(bucket=2, agent_id=works.user_id), waiting(bucket=2, team=front)
    assert {handed(works, queue="m2"), handed(works, queue="m2")} == {mine.pk, ours.pk}


def test_what_was_given_in_other_queues_comes_queue_by_queue():
    works = agent(channel="api")
    back = waiting(bucket=3, past_due="900.00", agent_id=works.user_id)
    front = waiting(bucket=2, past_due="1.00", team=Team.objects.get(code="FRONT"))
    assert [handed(works), handed(works)] == [front.pk, back.pk]


def test_queues_come_by_rank():
    plain = waiting(past_due="9000.00")
    broken = waiting(past_due="1.00", last_broken_on="2025-03-09")
    assert all_handed() == [broken.pk, plain.pk]


def test_the_event_tells_which_case_and_whether_it_was_due():
    found = waiting(follow_up_at=later(-1))
    works = agent()
    next_case(actor=works, at=NOW)
    told = Event.objects.get(kind="case.claimed")
    assert (told.actor, told.cardholder_id) == (f"user:{works.user_id}", found.cardholder_id)
    assert (told.data["case"], told.data["due"]) == (found.pk, True)


def test_the_number_of_queries_does_not_grow_with_the_cases(django_assert_num_queries):
    for _ in range(3):
        waiting()
    first, second = agent(), agent()
    with django_assert_num_queries(NEXT_CASE_QUERIES):
        next_case(actor=first, at=NOW)
    for _ in range(20):
        waiting()
    with django_assert_num_queries(NEXT_CASE_QUERIES):
        next_case(actor=second, at=NOW)


@pytest.mark.parametrize(("role", "may"), [("agent", True), ("lead", True), ("integration", True), ("quality", False)])
def test_who_may(role, may):
    waiting()
    works = agent(role=role)
    if may:
        assert handed(works) is not None
    else:
        with pytest.raises(Refused, match=r"cases\.work"):
            next_case(actor=works, at=NOW)
    assert Case.objects.count() == 1


def test_a_candidate_is_judged_by_the_same_context_as_a_permit():
    found = waiting(hold_kinds=["HARDSHIP", "PROMISE"], lost_since="2025-03-01", bucket=2)
    account(found.cardholder, past_due="1.00")
    works = agent(team="SENIOR")
    change(found, follow_up_at=later(-1), work_stopped=False, hold_kinds=["HARDSHIP"])
    candidate = next(sources(works, queues_now(), DeskPolicy(), at=NOW)).first(1)[0]
    accounts = past_due_accounts([found.cardholder_id])[found.cardholder_id]
    assert candidate.context(accounts) == contexts_of([found.pk])[found.pk]


def test_many_due_follow_ups_that_are_not_for_me_do_not_hide_one_that_is():
    for _ in range(LOOK + 6):
        waiting(of=holder(restriction="VIP"), follow_up_at=later(-60))
    mine = waiting(follow_up_at=later(-1))
    assert handed(agent()) == mine.pk


@pytest.mark.parametrize("due", [{}, {"follow_up_at": later(-1)}])
def test_when_all_that_were_found_are_gone_it_looks_further(monkeypatch, due):
    waits = [waiting(**due) for _ in range(BATCHES[0] + LOOK + 1)]
    look = next_queries._text

    def then_the_first_are_gone(name, kind):
        if name == "next":
            Case.objects.filter(pk__in=[one.pk for one in waits[:-1]]).update(agent=agent().user_id)
            monkeypatch.setattr(next_queries, "_text", look)
        return look(name, kind)

    monkeypatch.setattr(next_queries, "_text", then_the_first_are_gone)
    assert handed(agent()) == waits[-1].pk


@pytest.mark.parametrize("due", [{}, {"follow_up_at": later(-1)}])
@pytest.mark.parametrize("where", ["agent", "team", "queue"])
def test_what_was_given_away_between_the_look_and_the_lock_is_not_handed_out(monkeypatch, due, where):
    given = {
        "agent": {"agent_id": agent().user_id},
        "team": {"team": Team.objects.get(code="MID")},
        "queue": {"queue": WorkQueue.objects.get(code="m2")},
    }[where]
    waiting(**due)
    look = next_queries._text

    def then_given_away(name, kind):
        if name == "next":
            Case.objects.update(**given)
        return look(name, kind)

    monkeypatch.setattr(next_queries, "_text", then_given_away)
    assert handed(agent()) is None
