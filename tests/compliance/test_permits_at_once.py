"""Many ask at the same moment, each over a connection of its own: no cap is passed, nobody waits for ever."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, transaction

from collections_app.compliance.actions.overrides import grant_override
from collections_app.compliance.actions.permits import hand_back_permit, report_permit
from collections_app.compliance.models import ContactRefusal, Override, Permit, Touch
from collections_app.shared import sql
from collections_app.shared.errors import Refused
from tests.compliance.debtors import DESK, MORNING, another, debtor

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls):
    """Run every call in a thread with its own connection; what each returned, or the code it was refused with."""
    gate = threading.Barrier(len(calls))

    def run(call):
        try:
            gate.wait()
            return call()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def wait_for_someone_waiting():
    """Until another connection waits for an advisory lock that is held."""
    for _ in range(1000):
        if sql.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
            return
        sleep(0.01)
    raise AssertionError("nobody waits")


def kinds(answers):
    return Counter(answer.rule if isinstance(answer, ContactRefusal) else type(answer).__name__ for answer in answers)


def test_who_waited_for_the_last_call_of_the_day_sees_that_it_is_gone():
    first, second = debtor(), debtor()
    for minute in range(5):
        first.permit(MORNING + timedelta(minutes=minute))
    answers = []

    def ask():
        try:
            answers.append(second.ask(MORNING + timedelta(minutes=5)))
        finally:
            connection.close()

    waiting = threading.Thread(target=ask)
    with transaction.atomic():
        first.permit(MORNING + timedelta(minutes=5))
        waiting.start()
        wait_for_someone_waiting()
    waiting.join()
    assert kinds(answers) == {"number_day_cap": 1}


def test_who_waited_for_one_that_was_rolled_back_gets_it():
    someone = debtor()
    for minute in range(5):
        someone.permit(MORNING + timedelta(minutes=minute))
    answers = []

    def ask():
        try:
            answers.append(someone.ask(MORNING + timedelta(minutes=5)))
        finally:
            connection.close()

    waiting = threading.Thread(target=ask)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        someone.permit(MORNING + timedelta(minutes=5))
        waiting.start()
        wait_for_someone_waiting()
        raise KeyboardInterrupt
    waiting.join()
    assert kinds(answers) == {"Permit": 1}


def test_fifty_who_ask_for_one_number_get_six_permits():
    someone = debtor()
    agents = [another("agent") for _ in range(50)]
    answers = at_once([lambda agent=agent: someone.ask(actor=agent) for agent in agents])
    assert kinds(answers) == {"Permit": 6, "number_day_cap": 44}
    assert Touch.objects.count() == Permit.objects.count() == 6
    assert ContactRefusal.objects.count() == 44


def test_fifty_who_ask_for_two_numbers_of_two_debtors_get_six_permits_a_number():
    first, second = debtor("13800138000"), debtor("13900139000")
    pairs = [
        (first, first.point),
        (first, first.number("13900139000")),
        (second, second.point),
        (second, second.number("13800138000")),
    ]
    asked = [pairs[place % 4] for place in range(50)]
    answers = at_once([lambda who=who, point=point: who.ask(point=point) for who, point in asked])
    assert kinds(answers) == {"Permit": 12, "number_day_cap": 38}
    by_number = Counter(Permit.objects.values_list("number_hash", flat=True))
    assert sorted(by_number.values()) == [6, 6]


def test_many_numbers_of_one_person_share_the_cap_of_the_person():
    someone = debtor(profile="CN_GBT_45251")
    points = [someone.number(f"1370013700{digit}") for digit in range(10)]
    answers = at_once([lambda point=point: someone.ask(point=point) for point in points])
    assert kinds(answers) == {"Permit": 3, "person_day_cap": 7}


def test_an_override_is_used_once(cast):
    early = debtor(bucket=0)
    grant_override(
        actor=cast.actor("manager"),
        cardholder_id=early.holder.pk,
        rule="no_agent_call_in_m0",
        reason="asked to be called",
        at=MORNING,
    )
    answers = at_once([early.ask] * 8)
    assert kinds(answers) == {"Permit": 1, "no_agent_call_in_m0": 7}
    assert Override.objects.get().permit.pk == Permit.objects.get().pk


def test_a_permit_is_either_reported_or_handed_back():
    permit = debtor().permit()

    def report():
        return report_permit(
            actor=DESK, permit_id=permit.pk, rang=True, connected=True, conversation=False, at=MORNING
        ).state

    def hand_back():
        return hand_back_permit(actor=DESK, permit_id=permit.pk, at=MORNING).state

    answers = at_once([report, hand_back] * 4)
    permit.refresh_from_db()
    ended = Counter(answers)
    assert ended[permit.state] == 1
    assert ended[{"SPENT": "already_reported", "UNUSED": "handed_back"}[permit.state]] == 7
    assert permit.touch.made is (permit.state == "SPENT")
