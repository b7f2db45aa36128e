"""Conditions in a form: every value in the control that fits its field, by the names people know, typed or ticked."""

import pytest
from django.http import QueryDict
from django.utils import translation

from collections_app.cases.forms.conditions import ConditionRows
from collections_app.cases.labels import in_words
from collections_app.cases.queries.choices import Choices
from collections_app.cases.rules.conditions import FIELDS, OPERATORS_OF, check
from collections_app.people.models import User
from collections_app.people.rules.roles import ROLES
from collections_app.shared.actor import Actor
from tests.cases.desk import agent
from tests.cases.files import product
from tests.dashboards.figures import business_date, figure

pytestmark = pytest.mark.django_db
HOUSE = Actor.command("test")
ROW, ANOTHER = "/conditions/row/", "/conditions/another/"


def drawn(field, operator, value):
    return ConditionRows.stored([{"field": field, "operator": operator, "value": value}]).lines(HOUSE)[0]


def named(line):
    return {option.value: option.name for option in line.options}


def chosen(line):
    return [option.value for option in line.options if option.chosen]


def sent(query):
    return ConditionRows.sent(QueryDict(query))


@pytest.mark.parametrize(
    ("condition", "control", "unit"),
    [
        (("bucket", "is", "M2"), "one", ""),
        (("bucket", "in", ["M1", "M2"]), "many", ""),
        (("past_due", "at_least", "5000.00"), "amount", ""),
        (("days_past_due", "at_most", 30), "number", "days"),
        (("broken_promises", "at_least", 2), "number", "times"),
        (("accounts", "at_least", 2), "number", "accounts"),
        (("lost", "is", True), "one", ""),
        (("hold", "has", "DISPUTE"), "one", ""),
        (("team", "not_in", ["FRONT"]), "many", ""),
        (("region", "is", "Zhejiang"), "text", ""),
    ],
)
def test_a_value_has_the_control_that_fits(condition, control, unit):
    line = drawn(*condition)
    assert (line.control, line.unit) == (control, unit)


def test_every_field_offers_the_comparisons_the_rules_know_in_words():
    for name, field in FIELDS.items():
        offered = drawn(name, OPERATORS_OF[field.kind][0], "").operators
        assert [option.value for option in offered] == list(OPERATORS_OF[field.kind]), name
    assert [option.name for option in drawn("failures", "is", 3).operators] == ["at least", "at most", "exactly"]


def test_choices_are_named_in_the_language_of_the_reader():
    product()
    assert named(drawn("bucket", "is", "M4P"))["M4P"] == "M4+"
    assert named(drawn("lost", "is", True)) == {"yes": "yes", "no": "no"}
    with translation.override("zh-hans"):
        assert named(drawn("product", "is", "GOLD"))["GOLD"] == "金卡"
        assert named(drawn("team", "is", "FRONT"))["FRONT"] == "前端"
        assert named(drawn("hold", "has", "DISPUTE"))["DISPUTE"] != "DISPUTE"


def test_regions_and_currencies_are_those_of_the_last_night():
    business_date("03-10")
    figure("03-09", "M1", 1, "1.00", region="西藏")
    figure("03-10", "M1", 1, "1.00", region="广东")
    figure("03-10", "M2", 1, "1.00", region="浙江", currency="USD")
    assert named(drawn("region", "in", ["浙江"])) == {"": "not known", "广东": "广东", "浙江": "浙江"}
    assert named(drawn("currency", "is", "CNY")) == {"CNY": "CNY", "USD": "USD"}


def test_agents_are_those_who_work_in_a_team_and_nobody():
    working = User.objects.get(pk=agent().user_id)
    User.objects.create_user("elsewhere", display_name="Elsewhere")
    assert named(drawn("agent", "is", "")) == {"": "no agent", working.username: working.display_name}


def test_what_is_offered_no_more_stays_chosen():
    assert chosen(drawn("team", "in", ["FRONT", "GONE"])) == ["FRONT", "GONE"]
    assert named(drawn("team", "is", "GONE"))["GONE"] == "GONE"


def test_where_nothing_is_a_value_it_is_one_of_the_choices_else_one_has_to_choose():
    assert (drawn("bucket", "is", "").asks, drawn("lost", "is", "").asks) == (True, True)
    assert (drawn("restriction", "is", "").asks, drawn("team", "is", "").asks) == (False, False)
    assert chosen(drawn("restriction", "is", "")) == [""]


def test_values_are_ticked_or_typed_and_the_rules_read_both():
    ticked = sent("field=bucket&operator=in&value=&value_0=M1&value_0=M4P&field=lost&operator=is&value=no").as_data()
    typed = sent("field=bucket&operator=in&value=m1, m4p&field=lost&operator=is&value=false").as_data()
    assert check(ticked) == check(typed)
    assert check(ticked)[0].value == ["M1", "M4P"]


def test_nothing_as_the_only_value_can_be_ticked():
    assert check(sent("field=willingness&operator=in&value=&value_0=").as_data())[0].value == [""]


def test_a_tick_of_a_row_is_that_row_s():
    rows = sent("field=lost&operator=is&value=yes&field=bucket&operator=in&value=&value_1=M3")
    assert [one["value"] for one in rows.as_data()] == ["yes", ("M3",)]
    assert chosen(rows.lines(HOUSE)[1]) == ["M3"]


def test_a_field_brings_its_comparisons_and_its_choices(cast):
    product()
    text = cast.browser("lead").get(f"{ROW}?place=1&field=product&operator=at_least&value=5000").content.decode()
    for part in ('value="GOLD"', ">Gold<", 'value="not_in"', "Value of condition 2"):
        assert part in text
    assert 'value="at_least"' not in text
    assert "5000" not in text


@pytest.mark.parametrize("field", ["team", "region", "past_due"])
def test_a_value_of_another_field_goes(cast, field):
    text = cast.browser("lead").get(f"{ROW}?place=0&field={field}&operator=is&value=no").content.decode()
    assert 'value="no"' not in text


def test_a_comparison_brings_another_control_only_where_values_are_chosen():
    assert [drawn(*one).follows for one in (("team", "is", "FRONT"), ("bucket", "in", ["M1"]))] == [True, True]
    assert [drawn(*one).follows for one in (("region", "is", "X"), ("lost", "is", True), ("failures", "is", 1))] == [
        False,
        False,
        False,
    ]


def test_what_fits_the_new_comparison_stays(cast):
    lead = cast.browser("lead")
    several = lead.get(f"{ROW}?place=0&field=bucket&operator=in&value=M2").content.decode()
    assert 'name="value_0" value="M2" checked' in several
    one = lead.get(f"{ROW}?place=0&field=bucket&operator=at_least&value=&value_0=M3").content.decode()
    assert '<option value="M3" selected>' in one
    none = lead.get(f"{ROW}?place=0&field=bucket&operator=is&value=&value_0=M3&value_0=M4").content.decode()
    assert "selected>M" not in none
    assert ">choose<" in none


def test_none_is_ticked_only_by_who_ticks_it():
    assert chosen(sent("field=team&operator=in&value=").lines(HOUSE)[0]) == []
    assert chosen(sent("field=team&operator=in&value=&value_0=").lines(HOUSE)[0]) == [""]


def test_without_a_field_a_row_is_empty_again(cast):
    text = cast.browser("lead").get(f"{ROW}?place=0&field=&operator=in&value=M2").content.decode()
    assert 'name="value" value=""' in text


@pytest.mark.parametrize("place", ["", "-1", "x", "1000", "²"])
def test_a_row_has_a_place(cast, place):
    assert cast.browser("lead").get(ROW, {"place": place, "field": "lost"}).status_code == 404


def test_another_row_stands_behind_the_last(cast):
    text = cast.browser("lead").get(f"{ANOTHER}?field=bucket&field=&field=").content.decode()
    assert "Field of condition 4" in text


def test_who_is_shown_rows(cast):
    readers = set(ROLES) - {"administrator"}
    for address in (f"{ROW}?place=0", ANOTHER):
        assert {role for role in ROLES if cast.browser(role).get(address).status_code == 200} == readers


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (("bucket", "in", ["M1", "M4P"]), "bucket one of M1, M4+"),
        (("bucket", "at_least", "M2"), "bucket at least as bad as M2"),
        (("past_due", "below", "5000"), "past due less than 5,000.00"),
        (("days_past_due", "is", 30), "days past due exactly 30"),
        (("lost", "is", True), "contact is lost: yes"),
        (("hold", "has", "DISPUTE"), "hold includes dispute"),
        (("team", "is", "FRONT"), "given to team is Front end"),
        (("team", "is_not", ""), "given to team is not no team"),
        (("language", "in", ["zh", "yue"]), "language one of Mandarin, Cantonese"),
    ],
)
def test_a_condition_is_said_in_the_same_words(condition, words):
    (checked,) = check([dict(zip(("field", "operator", "value"), condition, strict=True))])
    assert in_words(checked, Choices(HOUSE).name_of) == words


def test_rows_ask_for_each_list_of_choices_once(django_assert_num_queries):
    teams = [{"field": "team", "operator": "is", "value": code} for code in ("FRONT", "MID", "BACK")]
    with django_assert_num_queries(1):
        assert [chosen(line) for line in ConditionRows.stored(teams).lines(HOUSE)[:3]] == [["FRONT"], ["MID"], ["BACK"]]
