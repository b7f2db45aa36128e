"""Policy pages and the action behind them: versions, differences, a new one, who may."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.actions.policies import NUMBERS, write_version
from accounts.forms import PolicyVersionForm
from accounts.models import PolicyProfile, PolicyVersion
from accounts.queries.policies import PARAMETERS, profiles, version_lines
from collections_app.events.models import Event
from collections_app.shared.errors import Refused
from tests.accounts.database import install

pytestmark = pytest.mark.django_db
CODE = "CN_CBA_2026"
AT = datetime(2025, 4, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def today():
    install(business_date=date(2025, 4, 10))


def newest():
    return PolicyVersion.objects.filter(profile__code=CODE).order_by("valid_from").last()


def typed(**changed):
    """The new-version form as a browser sends it, prepared from the newest version."""
    initial = PolicyVersionForm.beginning_with(newest()).initial
    given = {name: value for name, value in initial.items() if value is not None and value is not False}
    return {**given, "valid_from": "2025-05-01", "reason": "Guideline of April", **changed}


def write(cast, role="manager", **changed):
    numbers = {name: getattr(newest(), name) for name in NUMBERS} | changed.pop("numbers", {"grace_days": 5})
    arguments = {"profile": CODE, "valid_from": date(2025, 5, 1), "reason": "Guideline", "at": AT, **changed}
    return write_version(actor=cast.actor(role), numbers=numbers, **arguments)


def refused(cast, **changed):
    with pytest.raises(Refused) as caught:
        write(cast, **changed)
    return caught.value.code, caught.value.field


def test_a_version_begins_on_its_day_and_changes_nothing_before(cast):
    before = newest()
    version = write(cast)
    assert (version.grace_days, before.grace_days) == (5, 3)
    assert version.recorded_by == cast.actor("manager").label
    event = Event.objects.get(kind="policy.version_written")
    assert event.data == {"profile": CODE, "valid_from": "2025-05-01", "version": version.pk, "changed": ["grace_days"]}


def test_what_cannot_be_is_refused_at_its_field(cast):
    assert refused(cast, valid_from=date(2025, 4, 10)) == ("not_after_today", "valid_from")
    assert refused(cast, reason="  ") == ("missing", "reason")
    assert refused(cast, reason="card 4111 1111 1111 1111") == ("card_number", "reason")
    assert refused(cast, numbers={}) == ("same", None)
    assert refused(cast, numbers={"fee_stop_holds": ["NONE"]}) == ("unknown_hold", "fee_stop_holds")
    assert refused(cast, profile="NONE") == ("not_found", None)
    write(cast)
    assert refused(cast, numbers={"grace_days": 7}) == ("taken", "valid_from")


def test_differences_name_each_number_that_changed(cast):
    write(cast, numbers={"grace_days": 5, "late_fee_ratio": Decimal("0.04")})
    (profile,) = [p for p in profiles() if p.code == CODE]
    last, first = version_lines(list(profile.versions.all()))
    assert [(c.name, c.before, c.after) for c in last.changes] == [
        ("late_fee_ratio", Decimal("0.05"), Decimal("0.04")),
        ("grace_days", 3, 5),
    ]
    assert first.is_first and not first.changes


def test_parameters_and_numbers_are_the_same_list():
    assert {name for name, _ in PARAMETERS} == set(NUMBERS)


# -- the pages ------------------------------------------------------------------------------------------------


def test_the_list_shows_profiles_side_by_side(cast):
    text = cast.browser("lead").get("/policies/").content.decode()
    for word in ("CN_PRE_2017", CODE, "effective due date of the statement", "0.05\u202f%"):
        assert word in text


def test_a_new_version_through_its_form(cast):
    browser = cast.browser("compliance")
    assert browser.get(f"/policies/{CODE}/new/").status_code == 200
    answer = browser.post(f"/policies/{CODE}/new/", typed(grace_days="5"), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(f"/policies/{CODE}/", 302)]
    assert "Guideline of April" in text and "to come" in text
    assert newest().grace_days == 5


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"valid_from": "2025-04-10"}, "valid_from"),
        ({"valid_from": "2025-02-30"}, "valid_from"),
        ({"grace_days": "31"}, "grace_days"),
        ({"minimum_ratio": "1.5"}, "minimum_ratio"),
        ({"late_fee_minimum_amount": "-1"}, "late_fee_minimum_amount"),
        ({"daily_interest_rate": "abc"}, "daily_interest_rate"),
        ({"fee_stop_holds": ["NONE"]}, "fee_stop_holds"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_survives(cast, changed, field):
    answer = cast.browser("manager").post(f"/policies/{CODE}/new/", typed(minimum_floor_amount="123.45", **changed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "123.45" in answer.content.decode()
    assert PolicyProfile.objects.get(code=CODE).versions.count() == 1


@pytest.mark.parametrize("role", ["agent", "lead", "quality", "administrator", "integration"])
def test_who_may_not_write(cast, role):
    assert cast.browser(role).post(f"/policies/{CODE}/new/", typed(grace_days="5")).status_code == 403
    assert refused(cast, role=role) == ("forbidden", None)


@pytest.mark.parametrize(("role", "status"), [("lead", 200), ("administrator", 200), ("agent", 403)])
def test_who_sees_policies(cast, role, status):
    assert cast.browser(role).get("/policies/").status_code == status
    assert cast.browser(role).get(f"/policies/{CODE}/").status_code == status


def test_an_unknown_profile_is_a_404(cast):
    assert cast.browser("lead").get("/policies/NONE/").status_code == 404


def test_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    browser = cast.browser("lead")
    browser.get("/policies/")
    with django_assert_max_num_queries(10):
        browser.get("/policies/")
