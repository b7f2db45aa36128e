"""Fifty agents work five thousand cases in processes of their own, and some are killed in the middle of a case.

No case is worked by two, none is lost, and no number is called more often than its cap, though many debtors share it.
"""

import itertools
import random
import signal
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count

from accounts.models import ContactPoint
from collections_app.cases.actions.claims import must_hold, next_case, release
from collections_app.cases.actions.marks import note_contact
from collections_app.cases.models import Case, Claim, DeskPolicy
from collections_app.cases.queries import contexts_of, lock_visible
from collections_app.compliance.actions.permits import issue_permit, report_permit
from collections_app.compliance.models import ContactRefusal, Permit, Touch
from collections_app.events.models import Event
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.cases.desk import NOW, agent
from tests.cases.many import many_cases
from tests.processes import Process, processes

AGENTS, CASES, KILLED = 50, 5000, 15
SHARED, SHARING, CAP = 30, 20, 6
"""Numbers that several debtors share, how many share one, how often a number may be called a day (CN_CBA_2026)."""
LEASE_SECONDS = 12
THINK_SECONDS = 0.5
"""How long an agent has a case in hand, on average: fifty who never pause only wait for each other's processor."""
PATIENCE_SECONDS = 300
"""How long the agents may take to get half of the work done before something is wrong with them."""


class Clock:
    """The story begins at noon and goes on as the real time does, in every process alike."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self.began)


def work(actor: Actor, clock: Clock, numbers: dict[int, int]) -> None:
    """An agent's day, until nothing is left, also of what a killed colleague had. `numbers`: whom to call."""
    while True:
        claim = next_case(actor=actor, at=clock.now())
        if claim is not None:
            work_one(actor, clock, claim, numbers.get(claim.case_id))
        elif not Claim.objects.filter(expires_at__gt=clock.now()).exists():
            return
        else:
            time.sleep(1)


def work_one(actor: Actor, clock: Clock, claim: Claim, number: int | None) -> None:
    """Call whoever shares a number and log it; of the others only the next date is set, which is quicker."""
    case_id = claim.case_id
    time.sleep(random.Random(str(claim.token)).uniform(0, 2 * THINK_SECONDS))
    if number:
        call(actor, clock, case_id, number)
    try:
        with transaction.atomic():
            in_a_month = clock.now() + timedelta(days=30)
            if number:
                lock_visible(actor, case_id)
                must_hold(actor=actor, case_id=case_id, token=claim.token, at=clock.now())
                log(actor, case_id, clock.now(), in_a_month)
            else:
                Case.objects.filter(pk=case_id).update(follow_up_at=in_a_month)
            release(actor=actor, case_id=case_id, token=claim.token, kind="DONE", at=clock.now())
    except Refused as refused:
        assert refused.code == "claim_lost", refused


def log(actor: Actor, case_id: int, at: datetime, follow_up_at: datetime) -> None:
    note_contact(actor=actor, case_id=case_id, at=at, right_party=False, failed=True, follow_up_at=follow_up_at)


def call(actor: Actor, clock: Clock, case_id: int, number: int) -> None:
    answer = issue_permit(
        actor=actor,
        context=contexts_of([case_id])[case_id],
        contact_point_id=number,
        channel="PHONE",
        purpose="COLLECT",
        at=clock.now(),
    )
    if isinstance(answer, Permit):
        report_permit(actor=actor, permit_id=answer.pk, rang=True, connected=False, conversation=False, at=clock.now())


@pytest.mark.django_db(transaction=True)
def test_fifty_agents_five_thousand_cases_and_kills_in_the_middle():
    DeskPolicy.objects.create(valid_from=d("2025-01-01"), lease_seconds=LEASE_SECONDS, recorded_by="test")
    many_cases(CASES, shared_numbers=SHARED, sharing=SHARING)
    sql.run("ANALYZE")
    actors = [agent(channel=channel) for channel in ("browser", "api") for _ in range(AGENTS // 2)]
    shared = ContactPoint.objects.filter(value_hash__startswith="shared")
    numbers = dict(shared.values_list("cardholder__cases", "id"))
    clock = Clock()
    with processes(work, [(actor, clock, numbers) for actor in actors]) as at_work:
        killed = kill_some(at_work)
        for process in at_work:
            process.join()
        codes = Counter(process.exitcode for process in at_work)
    assert codes == {0: AGENTS - len(killed), -signal.SIGKILL: len(killed)}
    assert nobody_worked_what_another_had() >= 1, "some were killed with a case in hand"
    nothing_is_lost()
    no_number_was_called_too_often()


def kill_some(at_work: list[Process]) -> list[Process]:
    """One after the other while work is in full swing."""
    began = time.monotonic()
    chosen = random.Random(50).sample(at_work, KILLED)
    for place, process in enumerate(chosen, start=1):
        while worked() < place * CASES / 2 / KILLED:
            assert time.monotonic() - began < PATIENCE_SECONDS, "the agents do not get on; see what they wrote above"
            time.sleep(0.1)
        process.kill()
    return chosen


def worked() -> int:
    return Event.objects.filter(kind="case.released").count()


def nobody_worked_what_another_had() -> int:
    """Each claim ends before the next begins: given back, or its lease over. Returns how many leases ran out."""
    lines = defaultdict(list)
    for kind, data in Event.objects.filter(kind__startswith="case.").order_by("id").values_list("kind", "data"):
        lines[data["case"]].append((kind, datetime.fromisoformat(data["at"])))
    ran_out = 0
    for line in lines.values():
        for (before, since), (after, at) in itertools.pairwise(line):
            if before == after == "case.claimed":
                ran_out += 1
                # Milliseconds are all an event keeps.
                assert at - since >= timedelta(seconds=LEASE_SECONDS, milliseconds=-1)
            else:
                assert (before, after) == ("case.claimed", "case.released"), line
    return ran_out


def nothing_is_lost() -> None:
    """Every case was worked once; only who may not be called any more today waits for tomorrow."""
    times = Counter(Event.objects.filter(kind="case.released").values_list("data__case", flat=True))
    assert set(times.values()) == {1}
    left = Case.objects.exclude(pk__in=times)
    tired = dict(Touch.objects.filter(made=True).values_list("number_hash").annotate(Count("id")))
    for case in left:
        assert case.sleeps_until is not None
        assert tired[case.cardholder.contact_points.get().value_hash] == CAP
    assert left.count() <= SHARED * (SHARING - CAP)


def no_number_was_called_too_often() -> None:
    calls = dict(Touch.objects.filter(made=True).values_list("number_hash").annotate(Count("id")))
    assert list(calls.values()) == [CAP] * SHARED
    assert set(calls) == {f"shared{place}" for place in range(SHARED)}
    assert ContactRefusal.objects.exclude(rule="number_day_cap").count() == 0
