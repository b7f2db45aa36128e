"""Consents: given, withdrawn, how long they last; what they allow."""

from datetime import date, time, timedelta

import pytest

from collections_app.compliance.actions.consents import give_consent, withdraw_consent
from collections_app.compliance.models import Consent
from collections_app.events.models import Event
from collections_app.shared import clock
from tests.accounts.desk import roles_let_in
from tests.compliance.debtors import DESK, MORNING, debtor, local
from tests.compliance.refusing import refused

pytestmark = pytest.mark.django_db
NEW = "/compliance/consents/new/"
ROLES = ("agent", "lead", "manager", "quality", "compliance", "administrator")


def consent(someone, kind="CALL", **more):
    more.setdefault("at", MORNING)
    return give_consent(actor=more.pop("actor", DESK), cardholder_id=someone.holder.pk, kind=kind, **more)


def test_a_consent_to_be_called_lasts_the_days_of_the_policy():
    given = consent(debtor())
    assert (given.valid_from, given.valid_until) == (date(2026, 3, 10), date(2026, 3, 16))


def test_it_may_begin_later_and_never_lasts_longer():
    someone = debtor()
    monday = consent(someone, valid_from=date(2026, 3, 16), valid_until=date(2026, 3, 16))
    assert monday.valid_from == monday.valid_until
    assert refused(consent, someone=someone, valid_until=date(2026, 3, 17)) == "lasts_too_long"


def test_other_hours_open_the_window_on_its_days():
    someone = debtor()
    late = local("2026-03-10 22:30")
    assert someone.refusal(late).rule == "window"
    consent(someone, "HOURS", hours_from=time(22), hours_to=time(23), valid_until=date(2026, 6, 30))
    permit = someone.permit(late)
    assert permit.valid_until == late + timedelta(minutes=10)
    assert someone.permit(local("2026-03-11 22:55")).valid_until == local("2026-03-11 23:00")
    assert someone.refusal(local("2026-03-11 23:00")).rule == "window"


def test_a_withdrawn_consent_covers_nothing():
    someone = debtor()
    given = consent(someone, "HOURS", hours_from=time(22), hours_to=time(23))
    withdraw_consent(actor=DESK, consent_id=given.pk, at=local("2026-03-10 12:00"))
    assert someone.refusal(local("2026-03-10 22:30")).rule == "window"
    again = {"actor": DESK, "consent_id": given.pk, "at": local("2026-03-10 12:01")}
    assert refused(withdraw_consent, **again) == "already_over"
    kinds = [event.kind for event in Event.objects.order_by("id")]
    assert kinds == ["consent.given", "consent.withdrawn", "contact.refused"]


# -- the compliance page ----------------------------------------------------------------------------------------------


def test_a_consent_that_came_by_letter_is_recorded_by_customer_number(cast):
    someone, browser = debtor(), cast.browser("compliance")
    assert someone.holder.customer_no in browser.get(f"{NEW}?cardholder={someone.holder.customer_no}").content.decode()
    given = {"customer_no": someone.holder.customer_no, "kind": "HOURS", "hours_from": "20:00", "hours_to": "23:00"}
    assert browser.post(NEW, given).url == "/compliance/?kind=consents"
    assert Consent.objects.get().cardholder == someone.holder
    text = browser.get("/compliance/?kind=consents").content.decode()
    assert "20:00–23:00" in text
    assert "Withdraw" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"customer_no": "NOBODY"}, "There is no cardholder with this customer number."),
        ({"hours_from": ""}, "Say from when."),
        ({"valid_until": "2000-01-01"}, "The last day is before the first."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, changes, said):
    given = {"customer_no": debtor().holder.customer_no, "kind": "HOURS", "hours_from": "20:00", "hours_to": "23:00"}
    answer = cast.browser("compliance").post(NEW, given | changes | {"note": "letter of Monday"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "letter of Monday" in answer.content.decode()


def test_it_is_withdrawn_in_the_list(cast):
    given = consent(debtor(), at=clock.now())
    browser, there = cast.browser("compliance"), "/compliance/?kind=consents&open=on"
    assert browser.post(f"/compliance/consents/{given.pk}/withdraw/", {"next": there}).url == there
    given.refresh_from_db()
    assert given.withdrawn_at is not None


def test_who_may_record_and_withdraw(cast):
    assert {role for role in ROLES if cast.browser(role).get(NEW).status_code == 200} == {"manager", "compliance"}
    given = consent(debtor(), at=clock.now())
    address = f"/compliance/consents/{given.pk}/withdraw/"
    assert cast.browser("quality").post(address).status_code == 403
    assert cast.browser("agent").post(address).status_code == 302


def test_a_call_under_consent_is_outside_the_seven_day_count():
    someone = debtor(profile="US_REGF")
    at = local("2026-03-10 23:00")  # 11:00 in New York
    consent(someone, at=at - timedelta(hours=1))
    assert someone.permit(at).touch.by_consent


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "ANYTHING"}, "unknown_kind"),
        ({"channel": "FAX"}, "invalid"),
        ({"kind": "CALL", "hours_from": time(22)}, "invalid"),
        ({"kind": "HOURS"}, "missing"),
        ({"kind": "HOURS", "hours_from": time(22)}, "missing"),
        ({"kind": "HOURS", "hours_from": time(22), "hours_to": time(21)}, "ends_before_it_begins"),
        ({"valid_from": date(2026, 3, 9)}, "in_the_past"),
        ({"valid_from": date(2026, 3, 12), "valid_until": date(2026, 3, 11)}, "ends_before_it_begins"),
        (
            {"kind": "HOURS", "hours_from": time(22), "hours_to": time(23), "valid_until": date(2027, 3, 10)},
            "lasts_too_long",
        ),
    ],
)
def test_what_does_not_fit_is_refused(changes, code):
    assert refused(consent, someone=debtor(), **changes) == code


def test_a_consent_comes_in_and_is_withdrawn_at_the_rest_door(cast):
    someone = debtor()
    body = {"customer_no": someone.holder.customer_no, "kind": "HOURS", "hours_from": "22:00", "hours_to": "23:00"}
    answer = cast.api("integration").post("/api/v1/consents", {**body, "contact_point": someone.point.pk})
    assert answer.status_code == 201, answer.json()
    kept = answer.json()
    assert (kept["hours_from"], kept["of_one_number"]) == ("22:00:00", True)
    assert len(cast.api("agent").get("/api/v1/consents", {"open": "true"}).json()["results"]) == 1
    assert cast.api("agent").post(f"/api/v1/consents/{kept['id']}/withdrawal").json()["withdrawn_at"]
    assert cast.api("agent").get("/api/v1/consents", {"open": "true"}).json()["results"] == []


def test_who_may(cast):
    may = {"agent", "lead", "manager", "integration", "compliance"}
    assert roles_let_in(cast, "/api/v1/consents", {}) == may
    assert roles_let_in(cast, "/api/v1/consents/0/withdrawal", {}) == may
