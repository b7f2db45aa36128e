"""Permits: asked for, reported, handed back; who may, and what is left on record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from collections_app.compliance.actions.permits import hand_back_permit, report_permit
from collections_app.compliance.models import Consent, ContactRefusal, Permit, Touch
from collections_app.compliance.numbers import clear_number, dial_link
from collections_app.events.models import Event
from tests.compliance.debtors import DESK, MORNING, PHONE, another, debtor, local
from tests.compliance.refusing import refused

pytestmark = pytest.mark.django_db


def report(permit, *, actor=DESK, rang=True, connected=False, conversation=False, at=None):
    return report_permit(
        actor=actor,
        permit_id=permit.pk,
        rang=rang,
        connected=connected,
        conversation=conversation,
        at=at or permit.issued_at + timedelta(minutes=3),
    )


def hand_back(permit, *, actor=DESK):
    return hand_back_permit(actor=actor, permit_id=permit.pk, at=MORNING)


# -- asking ------------------------------------------------------------------------------------------------------


def test_a_permit_names_number_channel_policy_and_end(cast):
    agent = cast.actor("agent")
    permit = debtor().permit(actor=agent)
    assert (permit.masked, permit.channel, permit.purpose, permit.role) == (
        "138****8000",
        "PHONE",
        "COLLECT",
        "CARDHOLDER",
    )
    assert permit.policy.profile.code == "CN_CBA_2026"
    assert permit.valid_until == MORNING + timedelta(minutes=10)
    assert (permit.issued_to, permit.user_id, permit.state) == (agent.label, agent.user_id, "LIVE")


def test_a_permit_ends_with_the_window():
    assert debtor().permit(local("2026-03-10 21:59:59")).valid_until == local("2026-03-10 22:00")


@pytest.mark.parametrize(
    ("at", "again"),
    [
        ("2026-03-10 22:00:00", "2026-03-11 08:00"),
        ("2026-03-10 07:59:59", "2026-03-10 08:00"),
    ],
)
def test_outside_the_window_the_answer_is_a_refusal_with_the_next_moment(at, again):
    refusal = debtor().refusal(local(at))
    assert (refusal.rule, refusal.next_allowed_at) == ("window", local(again))
    assert not Permit.objects.exists()
    assert not Touch.objects.exists()


def test_what_was_decided_is_an_event_without_the_number():
    someone = debtor()
    someone.permit()
    someone.refusal(local("2026-03-10 23:00"))
    events = list(Event.objects.order_by("id"))
    assert [event.kind for event in events] == ["permit.issued", "contact.refused"]
    assert all(event.cardholder_id == someone.holder.pk for event in events)
    assert all(PHONE not in str(event.data) for event in events)
    assert events[1].data["rule"] == "window"


def test_the_seventh_try_of_a_number_in_a_day_is_refused_and_tomorrow_is_not():
    someone = debtor()
    for minute in range(6):
        someone.permit(MORNING + timedelta(minutes=minute))
    refusal = someone.refusal(MORNING + timedelta(minutes=6))
    assert refusal.rule == "number_day_cap"
    assert refusal.facts == {"cap": 6, "made": 6}
    assert refusal.next_allowed_at == local("2026-03-11 08:00")
    someone.permit(local("2026-03-11 08:00"))


def test_a_number_of_two_debtors_has_one_cap():
    first, second = debtor(), debtor()
    for minute in range(3):
        first.permit(MORNING + timedelta(minutes=minute))
        second.permit(MORNING + timedelta(minutes=minute, seconds=30))
    assert first.refusal(local("2026-03-10 11:00")).rule == "number_day_cap"
    assert second.refusal(local("2026-03-10 11:00")).rule == "number_day_cap"


def test_a_permit_nobody_reports_counts_as_a_conversation():
    someone = debtor(profile="CN_GBT_45251")
    for hour in (9, 10, 11):
        someone.permit(local(f"2026-03-10 {hour:02}:00"))
    assert someone.refusal(local("2026-03-10 12:00")).rule == "person_day_cap"


def test_a_number_of_someone_else_is_not_found():
    first, second = debtor(), debtor("13900139000")
    assert refused(first.ask, point=second.point) == "not_found"


@pytest.mark.parametrize("changes", [{"channel": "FAX"}, {"purpose": "THREATEN"}])
def test_an_unknown_channel_or_purpose_is_invalid(changes):
    assert refused(debtor().ask, **changes) == "invalid"


def test_a_third_party_is_only_asked_where_the_debtor_is_once_contact_is_lost():
    someone = debtor()
    other = someone.number("13700137000", party=someone.party("EMPLOYER"))
    assert someone.refusal(point=other, purpose="LOCATE").rule == "third_party_not_lost"
    lost = someone.with_context(lost=True)
    assert lost.refusal(point=other).rule == "third_party_no_debt"
    permit = lost.permit(point=other, purpose="LOCATE")
    assert permit.touch.third_party
    assert permit.role == "EMPLOYER"


@pytest.mark.parametrize("role", ["quality", "compliance", "administrator", "stranger"])
def test_who_works_no_case_gets_no_permit(cast, role):
    assert refused(debtor().ask, actor=cast.actor(role)) == "forbidden"


# -- the number in clear -----------------------------------------------------------------------------------------


def test_only_the_holder_sees_the_number_and_only_while_the_permit_is_open(cast):
    permit = debtor().permit(actor=cast.actor("agent"))
    assert clear_number(cast.actor("agent"), permit) == PHONE
    assert dial_link(cast.actor("agent"), permit) == f"tel:{PHONE}"
    assert clear_number(cast.actor("lead"), permit) == ""
    closed = report(permit, actor=cast.actor("agent"))
    assert clear_number(cast.actor("agent"), closed) == ""


def test_a_demo_number_is_shown_and_never_dialled(cast):
    permit = debtor(is_demo=True).permit(actor=cast.actor("agent"))
    assert clear_number(cast.actor("agent"), permit) == PHONE
    assert dial_link(cast.actor("agent"), permit) == ""


def test_an_extension_is_dialled_after_the_number(cast):
    someone = debtor()
    work = someone.number("01088886666#12", kind="WORK")
    permit = someone.permit(actor=cast.actor("agent"), point=work)
    assert dial_link(cast.actor("agent"), permit) == "tel:01088886666;ext=12"


# -- what came of it ---------------------------------------------------------------------------------------------


def test_a_reported_permit_is_spent_and_counts_as_what_it_was():
    permit = report(debtor().permit(), rang=False)
    assert (permit.state, permit.closed_at) == ("SPENT", MORNING + timedelta(minutes=3))
    touch = permit.touch
    touch.refresh_from_db()
    assert (touch.made, touch.rang, touch.connected, touch.conversation) == (True, False, False, False)


def test_a_report_may_come_late():
    assert report(debtor().permit(), at=MORNING + timedelta(hours=5)).state == "SPENT"


def test_a_conversation_spends_the_consents_given_before_it():
    someone = debtor()
    consents = [
        Consent.objects.create(
            cardholder=someone.holder,
            kind=kind,
            valid_from="2026-03-04",
            valid_until="2026-03-20",
            hours_from="22:00" if kind == "HOURS" else None,
            hours_to="23:00" if kind == "HOURS" else None,
            given_at=given_at,
            recorded_by="test",
        )
        for kind, given_at in [
            ("CALL", local("2026-03-04 09:00")),
            ("HOURS", local("2026-03-04 09:00")),
            ("CALL", MORNING + timedelta(minutes=2)),
        ]
    ]
    report(someone.permit(), connected=True, conversation=True)
    for consent in consents:
        consent.refresh_from_db()
    assert [consent.spent_at is not None for consent in consents] == [True, False, False]


def test_a_handed_back_permit_counts_for_nothing():
    someone = debtor()
    for minute in range(6):
        last = someone.permit(MORNING + timedelta(minutes=minute))
    assert hand_back_permit(actor=DESK, permit_id=last.pk, at=local("2026-03-10 10:06")).state == "UNUSED"
    someone.permit(local("2026-03-10 10:07"))
    assert someone.refusal(local("2026-03-10 10:08")).rule == "number_day_cap"


def test_a_permit_ends_once():
    spent, back = report(debtor().permit()), debtor().permit()
    hand_back_permit(actor=DESK, permit_id=back.pk, at=MORNING)
    assert refused(report, permit=spent) == refused(hand_back, permit=spent) == "already_reported"
    assert refused(report, permit=back) == refused(hand_back, permit=back) == "handed_back"
    assert refused(hand_back_permit, actor=DESK, permit_id=0, at=MORNING) == "not_found"


def test_the_permit_of_another_is_closed_by_a_lead_and_by_no_colleague(cast):
    permit = debtor().permit(actor=cast.actor("agent"))
    colleague = another("agent")
    assert refused(hand_back_permit, actor=colleague, permit_id=permit.pk, at=MORNING) == "forbidden"
    assert hand_back_permit(actor=cast.actor("lead"), permit_id=permit.pk, at=MORNING).state == "UNUSED"


def test_the_permit_of_a_restricted_file_is_none_to_a_lead_who_is_not_cleared(cast):
    secret = debtor(restriction="STAFF").permit()
    lead = cast.actor("lead")
    assert refused(hand_back_permit, actor=lead, permit_id=secret.pk, at=MORNING) == "not_found"
    assert cast.api("lead").post(f"/api/v1/permits/{secret.pk}/hand-back", {}).status_code == 404
    cleared = replace(lead, clearances=frozenset({"STAFF"}))
    assert hand_back_permit(actor=cleared, permit_id=secret.pk, at=MORNING).state == "UNUSED"


# -- the REST door -----------------------------------------------------------------------------------------------


def test_permits_are_listed_newest_first_with_filters(cast):
    first, second = debtor(), debtor("13900139000")
    old, new = first.permit(), second.permit(local("2026-03-11 10:00"))
    api = cast.api("lead")
    ids = [row["id"] for row in api.get("/api/v1/permits").json()["results"]]
    assert ids == [new.pk, old.pk]
    row = api.get("/api/v1/permits", {"customer_no": first.holder.customer_no}).json()["results"][0]
    assert (row["masked"], row["policy"], row["is_demo"]) == ("138****8000", "CN_CBA_2026", False)
    assert "number" not in row
    for query, wanted in [
        ({"unreported": "true"}, [new.pk, old.pk]),
        ({"state": "SPENT"}, []),
        ({"from_day": "2026-03-11"}, [new.pk]),
        ({"to_day": "2026-03-10"}, [old.pk]),
    ]:
        assert [row["id"] for row in api.get("/api/v1/permits", query).json()["results"]] == wanted, query


def test_refusals_say_their_rule_in_words(cast):
    someone = debtor()
    someone.refusal(local("2026-03-10 23:00"))
    row = cast.api("lead").get("/api/v1/contact-refusals", {"rule": "window"}).json()["results"][0]
    assert row["next_allowed_at"].startswith("2026-03-11T08:00")
    assert "08:00" in row["text"]
    chinese = cast.api("lead").get("/api/v1/contact-refusals", HTTP_ACCEPT_LANGUAGE="zh-Hans").json()["results"][0]
    assert chinese["text"] != row["text"]


def test_an_unknown_filter_is_named(cast):
    answer = cast.api("lead").get("/api/v1/permits", {"who": "x"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "who"


def test_a_permit_is_handed_back_at_the_rest_door(cast):
    permit = debtor().permit(actor=cast.actor("agent"))
    answer = cast.api("agent").post(f"/api/v1/permits/{permit.pk}/hand-back")
    assert (answer.status_code, answer.json()["state"]) == (200, "UNUSED")
    again = cast.api("agent").post(f"/api/v1/permits/{permit.pk}/hand-back")
    assert (again.status_code, again.json()["code"]) == (422, "handed_back")


def test_who_may_see_the_lists(cast):
    seen = {
        role: cast.api(role).get("/api/v1/permits").status_code
        for role in ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration")
    }
    assert {role for role, status in seen.items() if status == 200} == {"lead", "manager", "quality", "compliance"}


def test_a_restricted_file_is_not_in_the_lists(cast):
    someone = debtor(restriction="STAFF")
    someone.permit()
    someone.refusal(local("2026-03-10 23:00"))
    assert ContactRefusal.objects.count() == 1
    for address in ("permits", "contact-refusals"):
        assert cast.api("lead").get(f"/api/v1/{address}").json()["results"] == []


@pytest.mark.parametrize("tries", [0, 5])
def test_a_permit_takes_a_fixed_number_of_queries(tries, django_assert_num_queries):
    someone = debtor()
    for minute in range(tries):
        someone.permit(MORNING + timedelta(minutes=minute))
    with django_assert_num_queries(18):  # two locks, the savepoint and the event among them
        someone.permit(MORNING + timedelta(minutes=tries))
