"""Contact policies: a new version, who follows which profile; the actions, their pages, their REST door, who may."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from collections_app.compliance.actions.policies import follow_profile, write_contact_version
from collections_app.compliance.models import ContactPolicyVersion, ContactProfile, ContactProfileUse
from collections_app.compliance.policy_forms import ContactVersionForm
from collections_app.compliance.policy_labels import PARAMETER_NAMES, parameter_value
from collections_app.compliance.queries import policy_for
from collections_app.compliance.queries.profiles import PARAMETERS, profiles, version_lines
from collections_app.events.models import Event
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.compliance.people import product

pytestmark = pytest.mark.django_db
CODE = "CN_CBA_2026"
AT = datetime(2026, 11, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The pages read the clock."""
    monkeypatch.setattr(clock, "now", lambda: AT)


def newest(code=CODE):
    return ContactPolicyVersion.objects.filter(profile__code=code).order_by("valid_from").last()


def write(cast, role="compliance", **changed):
    numbers = {name: getattr(newest(), name) for name in PARAMETERS}
    numbers |= changed.pop("numbers", {"number_attempts_per_day": 4})
    arguments = {"profile": CODE, "valid_from": LATER, "reason": "House decision", "at": AT, **changed}
    return write_contact_version(actor=cast.actor(role), numbers=numbers, **arguments)


def follow(cast, role="compliance", **changed):
    arguments = {"product": None, "profile": "CN_GBT_45251", "valid_from": LATER, "reason": "Strict", "at": AT}
    return follow_profile(actor=cast.actor(role), **{**arguments, **changed})


def refused(act, *args, **changed):
    with pytest.raises(Refused) as caught:
        act(*args, **changed)
    return caught.value.code, caught.value.field


def typed(**changed):
    """The new-version form as a browser sends it, prepared from the newest version."""
    initial = ContactVersionForm.beginning_with(newest()).initial
    given = {name: value for name, value in initial.items() if value is not None and value is not False}
    return {**given, "valid_from": "2026-12-01", "reason": "House decision of November", **changed}


# -- a new version --------------------------------------------------------------------------------------------


def test_a_version_decides_from_its_day_on(cast):
    version = write(cast)
    assert policy_for(None, date(2026, 11, 30)).number_attempts_per_day == 6
    assert policy_for(None, LATER).number_attempts_per_day == 4
    event = Event.objects.get(kind="contact_policy.written")
    assert event.data == {
        "profile": CODE,
        "version": version.pk,
        "valid_from": "2026-12-01",
        "changed": ["number_attempts_per_day"],
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"valid_from": date(2026, 11, 10)}, ("not_after_today", "valid_from")),
        ({"reason": "  "}, ("missing", "reason")),
        ({"reason": "card 4111 1111 1111 1111"}, ("card_number", "reason")),
        ({"profile": "NONE"}, ("not_found", None)),
        ({"profile": "N\x00"}, ("not_found", None)),
        ({"numbers": {}}, ("same", None)),
        ({"numbers": {"number_attempts_per_day": 0}}, ("out_of_range", "number_attempts_per_day")),
        ({"numbers": {"debt_window_days": None}}, ("out_of_range", "debt_window_days")),
        ({"numbers": {"permit_minutes": 121}}, ("out_of_range", "permit_minutes")),
        ({"numbers": {"window_closes": time(8)}}, ("closes_before_it_opens", "window_closes")),
        ({"numbers": {"zone": "Asia/Nowhere"}}, ("unknown_zone", "zone")),
        ({"numbers": {"third_parties": "ALWAYS"}}, ("unknown_choice", "third_parties")),
        ({"numbers": {"house_rules": ["window"]}}, ("law", "house_rules")),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, changed, said):
    assert refused(write, cast, **changed) == said
    assert ContactPolicyVersion.objects.filter(profile__code=CODE).count() == 1


def test_a_refusal_writes_its_day_as_the_reader_does(cast):
    with pytest.raises(Refused) as caught:
        write(cast, valid_from=date(2026, 11, 10))
    assert "10 Nov 2026" in str(caught.value.message)


def test_one_version_begins_on_a_day(cast):
    write(cast)
    assert refused(write, cast, numbers={"number_attempts_per_day": 5}) == ("taken", "valid_from")


def test_a_cap_may_be_left_out_and_a_house_rule_taken_back(cast):
    version = write(cast, numbers={"number_attempts_per_day": None, "house_rules": []})
    assert (version.number_attempts_per_day, version.house_rules) == (None, [])
    (profile,) = [profile for profile in profiles() if profile.code == CODE]
    last, first = version_lines(list(profile.versions.all()))
    assert [change.name for change in last.changes] == ["number_attempts_per_day", "house_rules"]
    assert first.is_first and not first.changes


def test_every_parameter_has_a_name_a_field_and_a_column():
    assert set(PARAMETERS) == set(PARAMETER_NAMES)
    assert set(PARAMETERS) == set(ContactVersionForm.base_fields) - {"valid_from", "reason"}
    own = {"id", "profile", "valid_from", "reason", "recorded_on", "recorded_at", "recorded_by"}
    assert set(PARAMETERS) == {field.name for field in ContactPolicyVersion._meta.fields} - own


def test_values_are_read_as_people_say_them():
    version = newest()
    read = {name: parameter_value(name, getattr(version, name)) for name in PARAMETERS}
    assert read["window_opens"] == "08:00"
    assert read["person_conversations_per_day"] == "no such cap"
    assert read["coded_call_bucket"] == "M4"
    assert read["third_parties"] == "only to locate, once contact is lost"
    assert read["house_rules"] == "too early for a call, coded calls only"


# -- who follows which ----------------------------------------------------------------------------------------


def test_a_product_follows_a_profile_from_its_day_on(cast):
    made = product()
    use = follow(cast, product=made.code)
    assert policy_for(made.pk, date(2026, 11, 30)).code == CODE
    assert policy_for(made.pk, LATER).code == "CN_GBT_45251"
    assert policy_for(None, LATER).code == CODE
    event = Event.objects.get(kind="contact_profile.followed")
    assert (event.data["use"], event.data["product"], event.data["profile"]) == (use.pk, made.code, "CN_GBT_45251")
    assert use.reason == "Strict" and "reason" not in event.data


def test_the_installation_can_change_its_profile(cast):
    follow(cast)
    assert policy_for(None, LATER).code == "CN_GBT_45251"


def test_what_cannot_be_followed_is_refused(cast):
    assert refused(follow, cast, product="NONE") == ("unknown_product", "product")
    assert refused(follow, cast, profile="NONE") == ("not_found", None)
    assert refused(follow, cast, valid_from=date(2026, 11, 10)) == ("not_after_today", "valid_from")
    assert refused(follow, cast, profile=CODE) == ("same", None)
    follow(cast)
    assert refused(follow, cast, profile="US_REGF") == ("taken", "valid_from")


# -- the pages ------------------------------------------------------------------------------------------------


def test_the_list_shows_profiles_side_by_side_and_who_follows_which(cast):
    text = cast.browser("quality").get("/compliance/policies/").content.decode()
    for word in (CODE, "CN_GBT_45251", "US_REGF", "America/New_York", "the whole installation"):
        assert word in text
    assert "follow-contact-profile" not in text


def test_a_new_version_through_its_form(cast):
    browser = cast.browser("compliance")
    assert browser.get(f"/compliance/policies/{CODE}/new/").status_code == 200
    answer = browser.post(f"/compliance/policies/{CODE}/new/", typed(number_attempts_per_day="4"), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(f"/compliance/policies/{CODE}/", 302)]
    assert "House decision of November" in text and "to come" in text
    assert newest().number_attempts_per_day == 4


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"valid_from": "2026-11-10"}, "valid_from"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"window_opens": "25:00"}, "window_opens"),
        ({"window_closes": "07:00"}, "window_closes"),
        ({"permit_minutes": "121"}, "permit_minutes"),
        ({"debt_window_days": ""}, "debt_window_days"),
        ({"zone": "Asia/Nowhere"}, "zone"),
        ({"house_rules": ["cease"]}, "house_rules"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_survives(cast, changed, field):
    given = typed(**{"consent_days": "13", **changed})
    answer = cast.browser("manager").post(f"/compliance/policies/{CODE}/new/", given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert 'value="13"' in answer.content.decode()


def test_another_profile_is_followed_through_the_form_of_the_list(cast):
    browser = cast.browser("compliance")
    given = {"product": "", "profile": "CN_GBT_45251", "valid_from": "2026-12-01", "reason": "Strict"}
    answer = browser.post("/compliance/policies/follow/", given, follow=True)
    assert answer.redirect_chain == [("/compliance/policies/", 302)]
    assert ContactProfileUse.objects.get(valid_from=LATER).profile.code == "CN_GBT_45251"
    again = browser.post("/compliance/policies/follow/", given)
    assert again.status_code == 422 and list(again.context["form"].errors) == ["valid_from"]


@pytest.mark.parametrize("role", ["agent", "lead", "quality", "administrator", "integration"])
def test_who_may_not_write(cast, role):
    assert cast.browser(role).post(f"/compliance/policies/{CODE}/new/", typed()).status_code == 403
    assert cast.browser(role).post("/compliance/policies/follow/", {}).status_code == 403
    assert refused(write, cast, role=role) == ("forbidden", None)
    assert refused(follow, cast, role=role) == ("forbidden", None)


@pytest.mark.parametrize(("role", "status"), [("lead", 200), ("quality", 200), ("agent", 403), ("administrator", 403)])
def test_who_sees_contact_policies(cast, role, status):
    assert cast.browser(role).get("/compliance/policies/").status_code == status
    assert cast.browser(role).get(f"/compliance/policies/{CODE}/").status_code == status


def test_an_unknown_profile_is_a_404(cast):
    assert cast.browser("compliance").get("/compliance/policies/NONE/").status_code == 404
    assert cast.browser("compliance").get("/compliance/policies/NONE/new/").status_code == 404


def test_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    browser = cast.browser("compliance")
    browser.get("/compliance/policies/")
    for address in ("/compliance/policies/", f"/compliance/policies/{CODE}/"):
        with django_assert_max_num_queries(16):
            browser.get(address)


# -- the REST door --------------------------------------------------------------------------------------------


def test_versions_are_listed_and_written_over_rest(cast):
    api = cast.api("compliance")
    (row,) = api.get("/api/v1/contact-policies", {"profile": CODE}).json()["results"]
    assert (row["profile"], row["number_attempts_per_day"], row["person_conversations_per_day"]) == (CODE, 6, None)
    body = {name: row[name] for name in (*PARAMETERS, "profile")}
    body |= {"valid_from": "2026-12-01", "reason": "House decision", "number_attempts_per_day": 4}
    answer = api.post("/api/v1/contact-policies", body, format="json")
    assert (answer.status_code, answer.json()["number_attempts_per_day"]) == (201, 4)
    again = api.post("/api/v1/contact-policies", body, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "taken")


def test_a_version_over_rest_names_every_parameter(cast):
    answer = cast.api("compliance").post("/api/v1/contact-policies", {"profile": CODE, "house_rules": ["window"]})
    assert answer.status_code == 400
    fields = {error["field"] for error in answer.json()["errors"]}
    assert {"zone", "permit_minutes", "house_rules.0"} <= fields


def test_who_follows_which_is_listed_and_changed_over_rest(cast):
    api, made = cast.api("compliance"), product()
    body = {"product": made.code, "profile": "US_REGF", "valid_from": "2026-12-01", "reason": "Cards of the branch"}
    answer = api.post("/api/v1/contact-profile-uses", body, format="json")
    assert answer.status_code == 201
    rows = api.get("/api/v1/contact-profile-uses").json()["results"]
    assert [(row["product"], row["profile"]) for row in rows] == [(None, CODE), (made.code, "US_REGF")]


@pytest.mark.parametrize(("role", "reads"), [("quality", 200), ("integration", 403), ("agent", 403)])
def test_who_may_over_rest(cast, role, reads):
    for address in ("/api/v1/contact-policies", "/api/v1/contact-profile-uses"):
        assert cast.api(role).get(address).status_code == reads
        assert cast.api(role).post(address, {}, format="json").status_code == 403


def test_a_profile_without_versions_can_be_given_its_first(cast):
    ContactProfile.objects.create(code="UK_CONC", name_en="United Kingdom, CONC", name_zh="英国CONC")
    assert cast.browser("compliance").get("/compliance/policies/UK_CONC/").status_code == 200
    assert cast.browser("compliance").get("/compliance/policies/").status_code == 200
    assert write(cast, profile="UK_CONC", numbers={}).profile.code == "UK_CONC"
