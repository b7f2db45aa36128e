"""What the night keeps of each agent's day: counts, money net of reversals, what is assigned; done twice, the same."""

from decimal import Decimal

import pytest

from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import Case
from collections_app.compliance.models import Breach
from collections_app.results.models import Opening, Recovery, ResultDay, ResultMoney
from collections_app.results.queries.behind import contacts_behind
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.arrangements.nights import settle
from tests.arrangements.promised import paid, promised, returned
from tests.contacts.desk import open_file
from tests.results.stage import actor, agent, night, spoke, team, works

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db):
    return agent("ann", team())


def everything():
    models = (Recovery, Opening, ResultDay, ResultMoney)
    return [[{**row, "id": 0} for row in model.objects.order_by("day").values()] for model in models]


def row(user, on="03-10"):
    return ResultDay.objects.get(user=user, day=d(on))


def money(user, on):
    return ResultMoney.objects.get(user=user, day=d(on))


def account_of(file):
    return file.case.cardholder.card_accounts.get()


def test_contacts_of_a_day(ann):
    file = open_file()
    spoke(file, ann, "NO_ANSWER")
    spoke(file, ann, "HANG_UP_UNVERIFIED")
    spoke(file, ann)
    spoke(file, ann, inbound=True)
    spoke(file, ann, "NO_ANSWER", channel="SMS")
    night("03-11")
    kept = row(ann)
    assert (kept.attempts, kept.connects, kept.rpc, kept.inbound, kept.inbound_rpc) == (3, 2, 1, 1, 1)
    assert (kept.worked, kept.team) == (1, team())


def test_done_twice_nothing_changes(ann):
    file = open_file(team=team())
    spoke(file, ann)
    paid(account_of(file), "100.00", "03-10")
    night("03-11")
    before = everything()
    night("03-11")
    assert everything() == before


def test_a_correction_made_later_counts_as_of_its_contact_and_stays_whose_it_was(ann, cast):
    wrong = spoke(open_file(), ann)
    night("03-11")
    night("03-12")
    file = type("File", (), {"case": wrong.case})
    spoke(file, cast.user("lead"), "NO_ANSWER", corrects=wrong, logged_at=noon("03-20"))
    night("03-21")
    assert (row(ann).attempts, row(ann).rpc) == (1, 0)
    assert not ResultDay.objects.filter(user=cast.user("lead")).exists()


def test_a_contact_corrected_again_and_again_stands_behind_the_figure_of_its_first_teller(ann, cast):
    told = spoke(open_file(), ann)
    file, lead = type("File", (), {"case": told.case}), cast.user("lead")
    for _ in range(3):
        told = spoke(file, lead, "NO_ANSWER", corrects=told, logged_at=noon("03-20"))
    march = {"first": d("03-01"), "last": d("03-31")}
    assert list(contacts_behind(cast.actor("manager"), "attempts", user_id=ann.pk, **march)) == [told]
    assert list(contacts_behind(cast.actor("manager"), "attempts", user_id=lead.pk, **march)) == []


def test_promises_count_on_the_day_they_are_taken_and_on_their_last_day(ann):
    file = open_file(past_due="3000.00")
    promised(file.case, "1000.00", "03-12", actor=actor(ann))
    promised(file.case, "900.00", "03-12", actor=actor(ann))
    paid(account_of(file), "900.00", "03-11")
    for on in ("03-11", "03-12", "03-13", "03-14", "03-15"):
        settle(on)
        night(on)
    assert row(ann).promises == 1
    matured = row(ann, "03-12")
    assert (matured.matured, matured.kept, matured.broken, matured.worked) == (1, 1, 0, 0)
    assert (money(ann, "03-12").promised, money(ann, "03-12").credited) == (Decimal("900.00"), Decimal("900.00"))
    assert money(ann, "03-11").recovered == Decimal("900.00")
    assert Recovery.objects.get().why == "PROMISE"


def test_a_returned_payment_lowers_the_day_it_was_paid_and_breaks_the_promise(ann):
    file = open_file(past_due="3000.00")
    promised(file.case, "900.00", "03-12", actor=actor(ann))
    payment = paid(account_of(file), "900.00", "03-11")
    for on in ("03-12", "03-14"):
        settle(on)
        night(on)
    returned(payment, on="03-20")
    settle("03-21")
    night("03-21")
    assert money(ann, "03-11").recovered == 0
    matured = row(ann, "03-12")
    assert (matured.kept, matured.broken) == (0, 1)
    assert list(Recovery.objects.order_by("id").values_list("amount", "day")) == [
        (Decimal("900.00"), d("03-11")),
        (Decimal("-900.00"), d("03-11")),
    ]


def test_a_payment_after_a_talk_is_the_agents_and_one_without_is_nobodys(ann):
    spoken, silent = open_file(), open_file()
    spoke(spoken, ann)
    paid(account_of(spoken), "50.00", "03-12")
    paid(account_of(silent), "70.00", "03-12")
    night("03-13")
    whose = dict(Recovery.objects.values_list("why", "user"))
    assert whose == {"CONTACT": ann.pk, "NOBODY": None}
    assert ResultMoney.objects.get(user=None).recovered == Decimal("70.00")


def test_a_payment_outside_collection_is_no_recovery(ann):
    file = open_file()
    spoke(file, ann)
    Case.objects.filter(pk=file.case.pk).update(closed_on=d("03-12"), close_reason="CURED")
    paid(account_of(file), "50.00", "03-12")
    paid(account_of(file), "60.00", "03-11")
    night("03-13")
    assert list(Recovery.objects.values_list("amount", flat=True)) == [Decimal("60.00")]


def test_figures_stand_with_the_team_of_the_day(db):
    front, mid = team(), team("t-mid")
    bo = agent("bo")
    works(bo, front, "2025-01-01", "2025-03-11")
    works(bo, mid, "2025-03-11")
    file = open_file(past_due="3000.00")
    spoke(file, bo)
    spoke(file, bo, on="03-11")
    promised(file.case, "900.00", "03-12", actor=actor(bo))
    paid(account_of(file), "900.00", "03-12")
    night("03-13")
    assert (row(bo).team, row(bo, "03-11").team) == (front, mid)
    assert money(bo, "03-12").team == front, "the team the promise was taken for"


def test_a_complaint_is_of_who_called_last_not_of_who_writes_it_down(ann, cast):
    file = open_file()
    spoke(file, ann, on="03-08")
    place_hold(actor=cast.actor("manager"), case_id=file.case.pk, kind="COMPLAINT", reason="rude", at=noon("03-10"))
    night("03-11")
    assert row(ann).complaints == 1


def test_breaches_and_blocks(ann):
    file = open_file()
    contact = file.log(actor(ann), "NO_ANSWER", at=noon("03-10"))
    assert Breach.objects.filter(contact_id=contact.pk, user=ann).exists()
    night("03-11")
    assert (row(ann).breaches, row(ann).attempts) == (1, 1)


def test_what_is_assigned_in_the_morning(ann):
    front = team()
    open_file(past_due="500.00", agent=ann)
    open_file(past_due="300.00", team=front)
    night("03-11")
    kept = dict(Opening.objects.filter(team=front).values_list("user", "past_due"))
    assert kept == {ann.pk: Decimal("500.00"), None: Decimal("300.00")}


def test_a_quiet_night_makes_few_queries(ann, django_assert_max_num_queries):
    night("03-11")
    night("03-12")
    with django_assert_max_num_queries(20):
        assert night("03-13") == 0
