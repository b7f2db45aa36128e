"""Breaches: which rules a contact broke when it was made, and their review."""

from datetime import timedelta

import pytest

from collections_app.compliance.actions.breaches import record_breach, review_breach
from collections_app.compliance.actions.touches import note_touch
from collections_app.events.models import Event
from tests.accounts.desk import roles_let_in
from tests.compliance.debtors import DESK, MORNING, another, debtor, local
from tests.compliance.refusing import refused

pytestmark = pytest.mark.django_db


def breach(someone, contact_id=1, at=MORNING, **more):
    return record_breach(
        actor=more.pop("actor", DESK),
        contact_id=contact_id,
        context=someone.context,
        contact_point_id=more.pop("point_id", someone.point.pk),
        channel="PHONE",
        purpose="COLLECT",
        cause=more.pop("cause", "NO_PERMIT"),
        at=at,
        **more,
    )


def touch(someone, at=MORNING, **more):
    facts = {"inbound": False, "third_party": False, "rang": True, "connected": False, "conversation": False, **more}
    return note_touch(
        actor=DESK,
        cardholder_id=someone.holder.pk,
        number_hash=someone.point.value_hash,
        channel="PHONE",
        account_ids=someone.context.account_ids,
        at=at,
        **facts,
    )


def test_a_contact_that_was_only_not_asked_for_broke_no_rule():
    kept = breach(debtor())
    assert (kept.rules, kept.cause, kept.at, kept.reviewed_at) == ([], "NO_PERMIT", MORNING, None)


def test_every_rule_it_broke_is_named_in_their_order():
    someone = debtor(bucket=0)
    for minute in range(6):
        touch(someone, at=MORNING + timedelta(minutes=minute))
    kept = breach(someone, at=local("2026-03-10 22:30"))
    assert kept.rules == ["no_agent_call_in_m0", "window", "number_day_cap"]


def test_the_contact_itself_and_later_ones_do_not_count_against_it():
    someone = debtor()
    for minute in range(5):
        touch(someone, at=MORNING + timedelta(minutes=minute))
    sixth = MORNING + timedelta(minutes=5)
    touch(someone, at=sixth)
    touch(someone, at=sixth + timedelta(hours=1))
    assert breach(someone, at=sixth).rules == []


def test_the_permit_that_was_over_does_not_count_against_it():
    someone = debtor()
    for minute in range(6):
        permit = someone.permit(MORNING + timedelta(minutes=minute))
    late = MORNING + timedelta(hours=1)
    assert breach(someone, at=late, cause="EXPIRED", permit_id=permit.pk).rules == []
    assert breach(someone, 2, at=late, cause="OTHER").rules == ["number_day_cap"]


def test_a_number_we_do_not_keep_is_judged_by_whose_it_was():
    someone = debtor()
    kept = breach(someone, point_id=None, number_hash="ab" * 32, role="EMPLOYER")
    assert kept.rules == ["third_party_not_lost", "third_party_no_debt"]


def test_a_conversation_of_the_debtors_own_keeps_the_next_days_quiet():
    someone = debtor(profile="US_REGF")
    touch(someone, at=local("2026-08-13 22:00"), inbound=True, connected=True, conversation=True)
    assert someone.refusal(local("2026-08-19 22:00")).rule == "quiet_after_conversation"
    someone.permit(local("2026-08-20 22:00"))


def test_a_review_closes_a_breach_with_a_finding(cast):
    kept = breach(debtor())
    quality = cast.actor("quality")
    done = review_breach(actor=quality, breach_id=kept.pk, finding="redialled by hand; coached", at=MORNING)
    assert (done.reviewed_by_id, done.finding) == (quality.user_id, "redialled by hand; coached")
    again = {"actor": quality, "breach_id": kept.pk, "finding": "x", "at": MORNING}
    assert refused(review_breach, **again) == "already_reviewed"
    assert [event.kind for event in Event.objects.order_by("id")] == ["breach.recorded", "breach.reviewed"]
    assert "coached" not in str(Event.objects.last().data)


def test_nobody_reviews_a_contact_of_his_own(cast):
    reviewer = cast.user("quality")
    kept = breach(debtor())
    kept.user = reviewer
    kept.save()
    own = {"breach_id": kept.pk, "finding": "fine", "at": MORNING}
    assert refused(review_breach, actor=cast.actor("quality"), **own) == "your_own"
    assert review_breach(actor=another("quality"), **own).finding == "fine"


@pytest.mark.parametrize(("cause", "code"), [("BAD_MOOD", "invalid")])
def test_a_cause_we_do_not_know_is_refused(cause, code):
    assert refused(breach, someone=debtor(), cause=cause) == code


def test_the_rest_door(cast):
    first, second = breach(debtor(), 1), breach(debtor(), 2, at=local("2026-03-10 22:30"))
    api = cast.api("quality")
    listed = api.get("/api/v1/breaches", {"open": "true"}).json()["results"]
    assert [row["id"] for row in listed] == [second.pk, first.pk]
    assert [row["id"] for row in api.get("/api/v1/breaches", {"rule": "window"}).json()["results"]] == [second.pk]
    answer = api.post(f"/api/v1/breaches/{first.pk}/review", {"finding": "coached"})
    assert (answer.status_code, answer.json()["reviewed_by"]) == (200, "quality.one")
    assert [row["id"] for row in api.get("/api/v1/breaches", {"open": "true"}).json()["results"]] == [second.pk]
    assert roles_let_in(cast, "/api/v1/breaches/0/review", {"finding": "x"}) == {"quality", "compliance"}
