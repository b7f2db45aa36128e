"""A contact possible sooner than was known wakes the case: a stop lifted, a consent, other rules, a new number."""

import threading
from datetime import date, datetime, time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.intake.actions import take_in
from collections_app.cases.actions.claims import claim, next_case
from collections_app.cases.models import Case
from collections_app.cases.waking import wake_cases
from collections_app.compliance.actions.consents import give_consent
from collections_app.compliance.actions.overrides import grant_override
from collections_app.compliance.actions.permits import hand_back_permit, report_permit
from collections_app.compliance.actions.policies import follow_profile, write_contact_version
from collections_app.compliance.actions.stops import lift_stop, signal_stop
from collections_app.compliance.models import ContactPolicyVersion
from collections_app.compliance.queries.profiles import PARAMETERS
from collections_app.contacts.actions import start_contact
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.cases.desk import EVENING, NOW, agent, later, phone, waiting

pytestmark = pytest.mark.django_db
TOMORROW = date(2025, 3, 11)


def handed(at: datetime, *, team: str = "FRONT") -> int | None:
    """The number of the next case for a new agent; None when there is none."""
    found = next_case(actor=agent(team=team), at=at)
    return found.case_id if found else None


def asleep(case: Case) -> datetime | None:
    case.refresh_from_db()
    return case.sleeps_until


def evening_hours(cast, case: Case, *, at: datetime = EVENING):
    return give_consent(
        actor=cast.actor("agent"),
        cardholder_id=case.cardholder_id,
        kind="HOURS",
        hours_from=time(20),
        hours_to=time(23),
        at=at,
    )


def write_version(cast, *, window_opens: time = time(6), at: datetime = NOW):
    """From tomorrow on one may call from six."""
    standing = ContactPolicyVersion.objects.filter(profile__code="CN_CBA_2026").order_by("valid_from").last()
    numbers = {name: getattr(standing, name) for name in PARAMETERS} | {"window_opens": window_opens}
    return write_contact_version(
        actor=cast.actor("compliance"),
        profile="CN_CBA_2026",
        valid_from=TOMORROW,
        numbers=numbers,
        reason="Early callers",
        at=at,
    )


def test_a_lifted_stop_signal(cast):
    case, compliance = waiting(), cast.actor("compliance")
    signal = signal_stop(actor=cast.actor("agent"), cardholder_id=case.cardholder_id, kind="CEASE", at=NOW)
    assert handed(NOW) is None
    assert asleep(case) == clock.start_of(TOMORROW)
    lift_stop(actor=compliance, signal_id=signal.pk, reason="Taken back", at=later(1))
    assert handed(later(1)) == case.pk


def test_a_consent_to_other_hours(cast):
    case = waiting()
    assert handed(EVENING) is None
    evening_hours(cast, case)
    assert handed(EVENING) == case.pk


def test_an_override_of_a_house_rule(cast):
    case = waiting(bucket=4)
    assert handed(NOW, team="BACK") is None
    grant_override(
        actor=cast.actor("manager"),
        cardholder_id=case.cardholder_id,
        rule="coded_only_from_m4",
        reason="Asked to be called",
        at=NOW,
    )
    assert handed(NOW, team="BACK") == case.pk


@pytest.mark.parametrize("known_before", [True, False])
def test_another_version_of_the_contact_rules_on_the_day_it_begins(cast, known_before):
    case = waiting()
    if known_before:
        write_version(cast)
    assert handed(EVENING) is None
    if not known_before:
        assert asleep(case) == later(20 * 60), "08:00 under the rules of today"
        write_version(cast, at=EVENING)
    assert asleep(case) == clock.start_of(TOMORROW)
    assert handed(later(18 * 60 - 1)) is None
    assert handed(later(18 * 60)) == case.pk, "06:00"


def test_another_profile_on_the_day_it_is_followed(cast):
    case = waiting(sleeps_until=later(7 * 24 * 60))
    follow_profile(
        actor=cast.actor("compliance"),
        product=None,
        profile="CN_GBT_45251",
        valid_from=TOMORROW,
        reason="Strict",
        at=NOW,
    )
    assert asleep(case) == clock.start_of(TOMORROW)


@pytest.fixture
def bank_file(tmp_path):
    """Deliver one column of the bank's file for the cardholders of some cases."""

    def deliver(column: str, value: str, *cases: Case, at: datetime = NOW) -> None:
        lines = [f"{case.cardholder.customer_no},PERSON,张三,{value}" for case in cases]
        path = tmp_path / "cardholders.csv"
        path.write_text("\n".join([f"customer_no,kind,name,{column}", *lines, ""]))
        delivery = take_in(actor=Actor.command("intake"), path=path, at=at)
        assert (delivery.status, delivery.rows_rejected) == ("DONE", 0)

    return deliver


def test_a_new_number_in_a_bank_file(bank_file):
    case, other = waiting(numbers=0), waiting(sleeps_until=later(60))
    assert handed(NOW) is None
    assert asleep(case) == clock.start_of(TOMORROW)
    bank_file("email", "zhang@example.com", case, at=later(1))
    assert asleep(case) == clock.start_of(TOMORROW), "nobody calls an address"
    bank_file("mobile", "00010000042", case, at=later(2))
    assert handed(later(2)) == case.pk
    assert asleep(other) == later(60)


def test_the_same_number_again_wakes_nobody(bank_file):
    case = waiting(numbers=0)
    bank_file("mobile", "00010000042", case)
    Case.objects.update(sleeps_until=later(60))
    bank_file("mobile", "00010000042", case)
    assert asleep(case) == later(60)
    bank_file("mobile", "00010000043", case)
    assert asleep(case) == NOW


def test_a_bank_file_asks_as_much_for_many_as_for_two(bank_file):
    def asked(*cases: Case) -> int:
        with CaptureQueriesContext(connection) as queries:
            bank_file("mobile", "00010000042", *cases)
        assert {asleep(case) for case in cases} == {NOW}
        return len(queries)

    for _ in range(22):
        waiting(sleeps_until=later(60))
    many = list(Case.objects.select_related("cardholder"))
    assert asked(*many[:2]) == asked(*many[2:])


def test_leave_handed_back_on_a_number_others_have_too():
    """The last call of the day on a shared number is free again, for whoever else may be called there."""
    mine, other = waiting(numbers=0), waiting(numbers=0)
    point, works = phone(mine.cardholder, "shared"), agent()
    phone(other.cardholder, "shared")
    claim(actor=works, case_id=mine.pk, at=NOW)
    cap = ContactPolicyVersion.objects.filter(profile__code="CN_CBA_2026").latest("valid_from").number_attempts_per_day
    for left in reversed(range(cap)):
        permit = start_contact(actor=works, case_id=mine.pk, contact_point_id=point.pk, at=NOW)
        if left:
            report_permit(actor=works, permit_id=permit.pk, rang=True, connected=False, conversation=False, at=NOW)
    assert handed(NOW) is None
    assert asleep(other) > later(60)
    hand_back_permit(actor=works, permit_id=permit.pk, at=later(1))
    assert handed(later(1)) == other.pk


def test_nobody_elses_case_wakes_and_none_goes_to_sleep(cast):
    other, awake, gone = waiting(sleeps_until=later(60)), waiting(), waiting(sleeps_until=later(60))
    Case.objects.filter(pk=gone.pk).update(closed_on="2025-03-10", close_reason="CURED")
    assert wake_cases(cardholder_ids=[awake.cardholder_id, gone.cardholder_id], by=NOW) == 0
    assert [asleep(case) for case in (other, awake, gone)] == [later(60), None, later(60)]
    assert wake_cases(by=later(60)) == 0
    assert wake_cases(by=later(59)) == 1
    assert [asleep(case) for case in (other, awake, gone)] == [later(59), None, later(60)]


def test_many_wake_by_a_lock_a_look_and_one_statement(django_assert_num_queries):
    people = [waiting(sleeps_until=later(60)).cardholder_id for _ in range(20)]
    with django_assert_num_queries(3):
        assert wake_cases(cardholder_ids=people, by=NOW) == 20


@pytest.mark.django_db(transaction=True)
def test_who_looks_while_the_consent_is_written_steps_over_the_case(cast):
    """Judged by what is known without it, the case would sleep until morning."""
    case, found = waiting(), []
    works = agent()

    def look():
        try:
            found.append(next_case(actor=works, at=EVENING))
        finally:
            connection.close()

    with transaction.atomic():
        evening_hours(cast, case)
        looking = threading.Thread(target=look)
        looking.start()
        looking.join()
    assert found == [None]
    assert handed(EVENING) == case.pk
