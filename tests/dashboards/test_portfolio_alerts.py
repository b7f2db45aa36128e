"""Alerts on the portfolio: values as the dashboards show them, judged once a night; what can be set."""

from datetime import timedelta
from decimal import Decimal

import pytest

from collections_app.dashboards import actions, tasks
from collections_app.dashboards.alert_values import holds, readings
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.events.models import Event
from collections_app.nightly.actions import run_nights
from collections_app.people.models import Team, TeamAssignment
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.cases.desk import NOW
from tests.dashboards.alert_stage import FORWARD, check, mailed_to_the_lead, march, noon, set_alert
from tests.dashboards.figures import figure, product
from tests.nightly.nights import with_nights

pytestmark = pytest.mark.django_db

__all__ = ["march", "noon"]


# -- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "scope", "value"),
    [
        ("accounts", {"bucket": 1}, "65"),
        ("accounts", {}, "75"),
        ("accounts", {"bucket": 3}, "0"),
        ("accounts", {"currency": "USD"}, "1"),
        ("accounts", {"region": "-"}, "5"),
        ("accounts", {"region": "广东", "bucket": 1}, "60"),
        ("accounts", {"product": "PLATINUM"}, "10"),
        ("balance", {"bucket": 2}, "10000.00"),
        ("past_due", {}, "11500.00"),
        ("delinquent_share", {}, "0.1045"),  # 105 000 of 1 005 000
        ("delinquent_share", {"product": "PLATINUM"}, "1.0000"),
        ("forward", {"bucket": 1}, "0.3947"),
        ("forward", {"bucket": 1, "by": "accounts"}, "0.2857"),
        ("stay", {"bucket": 1}, "0.2237"),
        ("back", {"bucket": 1}, "0.0000"),
        ("cure", {"bucket": 1}, "0.3816"),
        ("forward", {"bucket": 1, "span": "so-far"}, "0.2500"),
        ("stay", {"bucket": 1, "span": "so-far", "region": "-"}, "1.0000"),
        ("forward", {"bucket": 3}, None),
        ("net_flow", {"bucket": 1}, "0.4066"),  # 30 900 of 76 000
        ("net_flow", {"bucket": 2}, None),
        ("net_flow", {"bucket": 4}, "0.8000"),  # the forward share of M4: M4+ keeps what once got there
    ],
)
def test_values_of_the_worked_examples(cast, march, code, scope, value):
    alert = set_alert(cast, code, threshold="0", **scope)
    found = readings([alert], actor=Actor.night(), at=NOW)[alert.pk]
    assert (found.value, found.day) == (None if value is None else Decimal(value), d("03-10"))


def test_rates_are_those_of_the_flows_page(cast, march):
    page = cast.browser("lead").get("/dashboard/flows/?currency=CNY")
    row = next(row for row in page.context["rows"] if row["code"] == "M1")
    for by in ("balance", "accounts"):
        alerts = [set_alert(cast, word, threshold="0", bucket=1, by=by) for word in ("forward", "stay", "back", "cure")]
        found = readings(alerts, actor=Actor.night(), at=NOW)
        assert [found[alert.pk].value for alert in alerts] == [cell["share"] for cell in row[f"by_{by}"]]


def test_amounts_are_those_of_the_dashboard(cast, march):
    shown = cast.browser("lead").get("/dashboard/?currency=CNY").context["delinquent"]["now"]
    alerts = {code: set_alert(cast, code, threshold="0") for code in ("accounts", "balance", "past_due")}
    found = readings(alerts.values(), actor=Actor.night(), at=NOW)
    assert {code: found[alert.pk].value for code, alert in alerts.items()} == vars_of(shown)


def vars_of(amounts):
    return {name: getattr(amounts, name) for name in ("accounts", "balance", "past_due")}


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("ABOVE", "0.4001", True),
        ("ABOVE", "0.4000", False),
        ("BELOW", "0.3999", True),
        ("BELOW", "0.4000", False),
        ("ABOVE", None, False),
        ("BELOW", None, False),
    ],
)
def test_beyond_the_threshold(operator, value, expected):
    alert = Alert(figure="forward", operator=operator, threshold=Decimal("0.4"))
    assert holds(alert, value and Decimal(value)) is expected


def test_without_a_whole_month_there_is_no_rate(cast):
    figure("03-10", "M1", 5, "5000.00")
    below = set_alert(cast, "net_flow", "BELOW", "5", bucket=1)
    assert readings([below], actor=Actor.night(), at=NOW)[below.pk].value is None


# -- judged once a night --------------------------------------------------------------------------------------------


def test_a_crossing_is_raised_by_a_night_and_ended_by_a_night(cast, march):
    alert = set_alert(cast, threshold="70")
    (raised,) = check()
    assert (raised.alert_id, raised.value, raised.day) == (alert.pk, 75, d("03-10"))
    figure("03-11", "M1", 70, "1.00")
    assert check(5) == []
    raised.refresh_from_db()
    assert raised.ended_at == NOW + timedelta(minutes=5)
    event = Event.objects.get(kind="alert.raised")
    assert (event.data["value"], event.data["day"], event.business_date) == ("75.00", "2025-03-10", d("03-10"))


def test_between_two_nights_nothing_is_judged_again(cast, march):
    alert = set_alert(cast, threshold="70")
    check()
    figure("03-10", "M3", 500, "1.00", region="北京")  # no night writes twice: whoever changes it by hand waits for one
    AlertRaised.objects.all().delete()
    assert check(5) == []
    actions.stop_alert(actor=cast.actor("lead"), alert_id=alert.pk, at=NOW)
    actions.resume_alert(actor=cast.actor("lead"), alert_id=alert.pk)
    assert [one.value for one in check(10)] == [575]


@pytest.mark.parametrize("size", [1, 3])
def test_a_fixed_number_of_queries_however_many(cast, march, size, django_assert_num_queries):
    for _ in range(size):
        for scope in ({"bucket": 1}, {"region": "广东"}, {"currency": "USD"}, {"product": "PLATINUM"}):
            set_alert(cast, threshold="100000", **scope)
        set_alert(cast, "net_flow", threshold="5", bucket=1)
    with django_assert_num_queries(9):  # savepoint twice, lock, alerts, days, figures, flows, what stands, judged
        check()
    with django_assert_num_queries(5):  # savepoint twice, lock, alerts, days
        check(1)


def test_a_night_raises_it(cast):
    with_nights(1)
    run_nights(actor=Actor.night(), until=d("02-25"))
    alert = set_alert(cast, "delinquent_share", "BELOW", "0.5")
    run_nights(actor=Actor.night(), until=d("02-26"))
    raised = AlertRaised.objects.get()
    assert (raised.alert, raised.value, raised.day) == (alert, 0, d("02-26"))


# -- what can be set ------------------------------------------------------------------------------------------------


def test_what_is_left_out_is_filled_in(cast, march):
    alert = set_alert(cast, **FORWARD)
    assert (alert.currency, alert.by, alert.span) == ("CNY", "balance", "month")
    of_gold = set_alert(cast, product="GOLD")
    assert (of_gold.product, of_gold.bucket, of_gold.by, of_gold.span) == (product(), None, "", "")
    assert Event.objects.filter(kind="alert.set").order_by("-id")[0].data["product"] == "GOLD"


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"team_id": 1}, "does_not_fit", "team"),
        ({"queue_id": 1}, "does_not_fit", "queue"),
        ({"span": "month"}, "does_not_fit", "span"),
        ({"figure": "delinquent_share", "threshold": "0.1", "bucket": 1}, "does_not_fit", "bucket"),
        ({"bucket": -1}, "not_of_bucket", "bucket"),
        ({"figure": "forward", "threshold": "0.1"}, "bucket_needed", "bucket"),
        ({"figure": "forward", "threshold": "0.1", "bucket": 5}, "not_of_bucket", "bucket"),
        ({"figure": "cure", "threshold": "0.1", "bucket": -1}, "not_of_bucket", "bucket"),
        ({"figure": "back", "threshold": "0.1", "bucket": 0}, "not_of_bucket", "bucket"),
        ({"figure": "net_flow", "threshold": "0.1", "bucket": 0}, "not_of_bucket", "bucket"),
        ({"currency": "XXX"}, "not_found", "currency"),
        ({"product": "NOPE"}, "not_found", "product"),
        ({"region": "nowhere"}, "not_found", "region"),
        ({**FORWARD, "threshold": "40"}, "invalid", "threshold"),
    ],
)
def test_what_cannot_be_set(cast, march, more, code, field):
    with pytest.raises(Refused) as refused:
        set_alert(cast, **more)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_more_than_everything_can_arrive_in_the_next_bucket(cast, march):
    assert set_alert(cast, "net_flow", threshold="1.2", bucket=1).threshold == Decimal("1.2")


def test_everything_that_is_wrong_is_said_at_once(cast, march):
    with pytest.raises(Refused) as refused:
        set_alert(cast, "forward", threshold="0.1", currency="XXX", product="NOPE")
    assert [one.field for one in refused.value.each] == ["bucket", "currency", "product"]


def test_before_the_first_night_there_is_nothing_to_watch(cast):
    with pytest.raises(Refused, match="before the first night"):
        set_alert(cast)


def test_an_outside_agency_is_told_nothing_of_the_portfolio(cast, march):
    team = Team.objects.create(code="agency-east", name_en="East", name_zh="东部", tier="AGENCY")
    TeamAssignment.objects.create(user=cast.user("lead"), team=team, valid_from="2000-01-01", reason="HOME")
    manager = {"role": "manager", "told": [cast.user("manager").pk]}
    with pytest.raises(Refused, match="page of this figure"):
        set_alert(cast, role="manager")
    set_alert(cast, **manager)
    assert len(check()) == 1
    assert cast.api("lead").get("/api/v1/alerts").json()["results"] == []
    assert cast.api("lead").get("/api/v1/alerts/raised").json()["results"] == []
    assert "Delinquent, CNY" not in cast.browser("lead").get("/dashboard/alerts/").content.decode()


def test_who_joins_an_agency_later_reads_no_more_of_it(cast, march, mailoutbox):
    mailed_to_the_lead(cast)
    set_alert(cast)
    team = Team.objects.create(code="agency-east", name_en="East", name_zh="东部", tier="AGENCY")
    TeamAssignment.objects.create(user=cast.user("lead"), team=team, valid_from="2000-01-01", reason="HOME")
    assert (tasks.look_at_alerts(), mailoutbox) == (1, [])
    assert "Delinquent, CNY" not in cast.browser("lead").get("/cases/").content.decode()
