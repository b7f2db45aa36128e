"""A profile of our own, made from one that is there: the action, its page, its REST door, who may."""

from datetime import date

import pytest

from collections_app.compliance.actions.policies import open_contact_profile
from collections_app.compliance.models import ContactPolicyVersion, ContactProfile
from collections_app.compliance.queries.profiles import PARAMETERS
from collections_app.events.models import Event
from collections_app.shared import clock
from tests.accounts.desk import roles_let_in

from .test_contact_policies import AT, CODE, LATER, newest, refused, typed

pytestmark = pytest.mark.django_db
NEW = f"/compliance/policies/{CODE}/copy/"
NAMES = {"code": "CN_HOUSE", "name_en": "House rules", "name_zh": "本行规则"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The pages read the clock."""
    monkeypatch.setattr(clock, "now", lambda: AT)


def opened(cast, role="compliance", **changed):
    arguments = {**NAMES, "based_on": CODE, "valid_from": LATER, "numbers": {}, "reason": "House decision", "at": AT}
    return open_contact_profile(actor=cast.actor(role), **{**arguments, **changed})


def test_it_begins_with_the_numbers_of_the_other_and_its_own_in_their_place(cast):
    version = opened(cast, numbers={"number_attempts_per_day": 3})
    differ = {name for name in PARAMETERS if getattr(version, name) != getattr(newest(), name)}
    assert (version.profile.code, version.valid_from, differ) == ("CN_HOUSE", LATER, {"number_attempts_per_day"})
    event = Event.objects.get(kind="contact_profile.opened")
    assert event.data == {
        "profile": "CN_HOUSE",
        "based_on": CODE,
        "version": version.pk,
        "valid_from": "2026-12-01",
    }
    assert not ContactProfile.objects.get(code="CN_HOUSE").uses.exists()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"code": "cn house"}, ("bad_code", "code")),
        ({"code": CODE}, ("taken", "code")),
        ({"name_zh": " "}, ("missing", "name_zh")),
        ({"based_on": "NONE"}, ("not_found", None)),
        ({"valid_from": date(2026, 11, 10)}, ("not_after_today", "valid_from")),
        ({"numbers": {"permit_minutes": 500}}, ("out_of_range", "permit_minutes")),
        ({"numbers": {"house_rules": ["window"]}}, ("law", "house_rules")),
        ({"reason": ""}, ("missing", "reason")),
        ({"role": "lead"}, ("forbidden", None)),
    ],
)
def test_what_is_refused(cast, changed, refusal):
    assert refused(opened, cast, **changed) == refusal
    assert not ContactProfile.objects.filter(code="CN_HOUSE").exists()


def test_the_page_starts_from_the_newest_version_and_opens_it(cast):
    browser = cast.browser("compliance")
    assert f"New profile from {CODE}" in browser.get(f"/compliance/policies/{CODE}/").content.decode()
    assert 'value="08:00"' in browser.get(NEW).content.decode()
    answer = browser.post(NEW, typed(number_attempts_per_day="3") | NAMES)
    assert answer.url == "/compliance/policies/CN_HOUSE/"
    assert ContactPolicyVersion.objects.get(profile__code="CN_HOUSE").number_attempts_per_day == 3
    assert "House rules" in browser.get("/compliance/policies/").content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_goes(cast):
    answer = cast.browser("compliance").post(NEW, typed() | NAMES | {"code": CODE})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a profile with this code." in text
    assert 'value="House rules"' in text


def test_who_may_open_one(cast):
    roles = ("agent", "lead", "manager", "quality", "compliance")
    assert {role for role in roles if cast.browser(role).get(NEW).status_code == 200} == {"manager", "compliance"}
    assert cast.browser("compliance").get("/compliance/policies/NONE/copy/").status_code == 404


def test_over_rest(cast):
    body = {**NAMES, "based_on": CODE, "valid_from": "2026-12-01", "reason": "x", "number_attempts_per_day": 3}
    answer = cast.api("compliance").post("/api/v1/contact-profiles", body)
    assert (answer.status_code, answer.json()["profile"]) == (201, "CN_HOUSE")
    assert answer.json()["number_attempts_per_day"] == 3
    listed = cast.api("lead").get("/api/v1/contact-profiles").json()["results"]
    assert NAMES | {"id": listed[-1]["id"]} == listed[-1]
    wrong = cast.api("compliance").post("/api/v1/contact-profiles", body).json()["errors"][0]
    assert (wrong["code"], wrong["field"]) == ("taken", "code")
    assert roles_let_in(cast, "/api/v1/contact-profiles", {}) == {"manager", "compliance"}
