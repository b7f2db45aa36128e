"""Writing a scorecard: the action, the form that keeps what was typed, the REST door, who may."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from collections_app.events.models import Event
from collections_app.people.rules.roles import ROLES
from collections_app.results.actions import write_scheme
from collections_app.results.models import ScorecardScheme
from collections_app.results.queries import scheme_on
from collections_app.results.shipped_scheme import NUMBERS
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.database import install
from tests.accounts.desk import noon

pytestmark = pytest.mark.django_db

FORM = {**{name: str(value) for name, value in NUMBERS.items()}, "valid_from": "2025-04-01", "reason": "a new year"}
HEAVY = {**FORM, "compliance": "40", "complaints": "5", "recovery": "50", "productivity": "5"}


@pytest.fixture(autouse=True)
def today(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: noon("03-13"))
    install(business_date=d("03-13"), simulated=False)


def write(cast, valid_from="2025-04-01", role="manager", **numbers):
    return write_scheme(
        actor=cast.actor(role), valid_from=d(valid_from), numbers={**NUMBERS, **numbers}, reason="why", at=noon("03-13")
    )


def refused(cast, **given):
    with pytest.raises(Refused) as found:
        write(cast, **given)
    return found.value.code, found.value.field


def test_a_scheme_holds_from_its_day_on(cast):
    write(cast, complaints=20, productivity=10)
    assert (scheme_on(d("2025-03-31")).complaints, scheme_on(d("2025-04-01")).complaints) == (15, 20)
    assert Event.objects.get(kind="scorecard.written").data["changed"] == ["complaints", "productivity"]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"valid_from": "2025-03-13", "complaints": 20, "productivity": 10}, ("not_after_today", "valid_from")),
        ({"recovery": 50, "compliance": 20}, ("recovery_too_heavy", "recovery")),
        (
            {"recovery": 40, "compliance": 40, "complaints": 10, "productivity": 10},
            ("compliance_too_light", "compliance"),
        ),
        ({"complaints": 16}, ("not_a_hundred", "productivity")),
        ({"limit_blocks": Decimal(0)}, ("out_of_range", "limit_blocks")),
        ({"attribution_days": 400}, ("out_of_range", "attribution_days")),
        ({}, ("same", None)),
        ({"role": "lead", "complaints": 20, "productivity": 10}, ("forbidden", None)),
    ],
)
def test_what_is_refused(cast, given, refusal):
    code, field = refused(cast, **given)
    assert (code, field or None) == refusal


def test_two_schemes_do_not_begin_on_one_day(cast):
    write(cast, complaints=20, productivity=10)
    assert refused(cast, complaints=10, productivity=20) == ("taken", "valid_from")


def test_the_database_refuses_it_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        ScorecardScheme.objects.create(
            valid_from=d("2025-04-01"), **{**NUMBERS, "compliance": 20, "recovery": 50}, recorded_by="x"
        )
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ScorecardScheme.objects.update(recovery=30)


def test_the_form_says_why_and_keeps_what_was_typed(cast):
    page = cast.browser("manager").post("/results/scorecard/new/", HEAVY)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Recovered money may not decide: its weight is 50" in text
    assert 'value="50"' in text
    assert "a new year" in text
    assert ScorecardScheme.objects.count() == 1


def test_the_form_writes_and_the_page_shows_it(cast):
    form = {**FORM, "complaints": "20", "productivity": "10"}
    page = cast.browser("compliance").post("/results/scorecard/new/", form, follow=True)
    assert "a new year" in page.content.decode()
    assert ScorecardScheme.objects.count() == 2


def test_who_may(cast):
    for role in ROLES:
        assert cast.browser(role).get("/results/scorecard/").status_code == 200
        allowed = role in {"manager", "compliance"}
        assert (cast.browser(role).post("/results/scorecard/new/", FORM).status_code != 403) is allowed


def test_schemes_over_rest(cast):
    api = cast.api("manager")
    answer = api.post("/api/v1/scorecard-schemes", HEAVY, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "recovery_too_heavy")
    answer = api.post("/api/v1/scorecard-schemes", {**FORM, "complaints": 20, "productivity": 10}, format="json")
    assert (answer.status_code, answer.json()["complaints"]) == (201, 20)
    assert [one["valid_from"] for one in api.get("/api/v1/scorecard-schemes").json()] == ["2025-04-01", "2000-01-01"]
    assert cast.api("lead").post("/api/v1/scorecard-schemes", FORM, format="json").status_code == 403
