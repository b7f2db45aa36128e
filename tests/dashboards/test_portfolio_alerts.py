"""Alerts on the portfolio: values as the dashboards show them, judged once a night; scope, words, page, mail, REST."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from collections_app.dashboards import actions, tasks
from collections_app.dashboards.alert_scope import Scope
from collections_app.dashboards.alert_values import holds, readings
from collections_app.dashboards.alert_words import condition_in_words, figure_address, scope_in_words
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.events.models import Event
from collections_app.nightly.actions import run_nights
from collections_app.people.models import Team, TeamAssignment, User
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.cases.desk import NOW
from tests.dashboards.figures import figure, flow, product
from tests.nightly.nights import with_nights

pytestmark = pytest.mark.django_db

FORWARD = {"figure": "forward", "threshold": "0.3", "bucket": 1}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def march():
    """Figures up to 10 March 2025: the cohort of M1 of the domain text in February, another in March so far."""
    figure("02-01", "M1", 40, "76000.00")
    figure("03-01", "M2", 20, "30900.00")
    figure("03-10", "CURRENT", 900, "900000.00")
    figure("03-10", "M1", 60, "90000.00", "9000.00")
    figure("03-10", "M1", 5, "5000.00", "500.00", region="")
    figure("03-10", "M2", 10, "10000.00", "2000.00", code="PLATINUM")
    figure("03-10", "M2", 1, "7.00", currency="USD")
    flow("03-01", "01-31", "M1", "M2", 2, "30000.00")
    flow("03-01", "01-31", "M1", "M1", 2, "17000.00")
    flow("03-01", "01-31", "M1", "CURRENT", 3, "29000.00")
    flow("03-01", "01-31", "M4", "M4+", 8, "5.28")
    flow("03-01", "01-31", "M4", "M4", 2, "1.32")
    flow("03-10", "02-28", "M1", "M2", 1, "10000.00")
    flow("03-10", "02-28", "M1", "M1", 3, "30000.00", region="")


def set_alert(cast, figure="accounts", operator="ABOVE", threshold="10", *, role="lead", told=None, **scope):
    return actions.set_alert(
        actor=cast.actor(role),
        figure=figure,
        operator=operator,
        threshold=Decimal(threshold),
        told=[cast.user("lead").pk] if told is None else told,
        scope=Scope(**scope),
        at=NOW,
    )


def mailed_to_the_lead(cast):
    actions.set_mailing(
        actor=cast.actor("lead"), address="l@bank.example", alerts=True, summary="NEVER", hour=8, at=NOW
    )


def check(minutes=0):
    return actions.check_alerts(actor=Actor.night(), at=NOW + timedelta(minutes=minutes))


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


# -- words and addresses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "english", "chinese"),
    [
        (
            {**FORWARD, "threshold": "0.4", "bucket": 2},
            "M2, CNY: rolled forward in the last month (by balance) more than 40 %",
            "M2, CNY: 上月恶化率（按余额） 高于 40 %",
        ),
        (
            {"figure": "cure", "threshold": "0.125", "bucket": 0, "by": "accounts", "span": "so-far"},
            "M0, CNY: cured in the month so far (by accounts) more than 12.5 %",
            "M0, CNY: 本月至今治愈率（按户数） 高于 12.5 %",
        ),
        (
            {"figure": "net_flow", "threshold": "1.1", "bucket": -1, "operator": "BELOW"},
            "Current, CNY: net flow to M1 in the last month less than 110 %",
            "正常, CNY: 上月流向 M1 的净流转率 低于 110 %",
        ),
        (
            {"figure": "balance", "threshold": "1000000", "product": "GOLD", "region": "-"},
            "Delinquent, CNY, GOLD card, region not recorded: Balance more than 1,000,000.00",
            "逾期合计, CNY, GOLD 卡, 地区未登记: 余额 高于 1,000,000.00",
        ),
        (
            {"figure": "accounts", "threshold": "1200", "bucket": 5, "region": "广东"},
            "M4+, CNY, 广东: Accounts more than 1,200",
            "M4+, CNY, 广东: 账户 高于 1,200",
        ),
        (
            {"figure": "delinquent_share", "threshold": "0.075", "currency": "USD"},
            "USD: Delinquent share of balance more than 7.5 %",
            "USD: 逾期余额占比 高于 7.5 %",
        ),
    ],
)
def test_an_alert_reads_in_words(cast, march, more, english, chinese):
    alert = set_alert(cast, **more)
    for language, text in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            read = f"{scope_in_words(alert, alert)}: {condition_in_words(alert)}"
        assert read.replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("more", "now", "then"),
    [
        (
            FORWARD,
            "/dashboard/flows/?currency=CNY&rate=forward&by=balance",
            "/dashboard/flows/?month=2025-02&currency=CNY&rate=forward&by=balance",
        ),
        (
            {**FORWARD, "span": "so-far", "by": "accounts"},
            "/dashboard/?currency=CNY&span=so-far&by=accounts#flow",
            "/dashboard/?day=2025-03-10&currency=CNY&span=so-far&by=accounts#flow",
        ),
        (
            {"figure": "net_flow", "threshold": "1", "bucket": 1, "product": "GOLD"},
            "/dashboard/flows/?currency=CNY&product=GOLD#chain",
            "/dashboard/flows/?month=2025-02&currency=CNY&product=GOLD#chain",
        ),
        (
            {"figure": "past_due", "region": "-"},
            "/dashboard/?currency=CNY&region=-&trend=past_due",
            "/dashboard/?day=2025-03-10&currency=CNY&region=-&trend=past_due",
        ),
        (
            {"figure": "delinquent_share", "threshold": "0.1"},
            "/dashboard/?currency=CNY",
            "/dashboard/?day=2025-03-10&currency=CNY",
        ),
    ],
)
def test_its_figure_leads_to_its_page(cast, march, more, now, then):
    alert = set_alert(cast, **more)
    assert figure_address(alert) == now
    assert figure_address(alert, d("03-10")) == then
    assert cast.browser("lead").get(then).status_code == 200


# -- mail, strip, files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "value"),
    [
        (
            "en",
            "[Fairdue] Alert: M1, CNY, rolled forward in the last month (by balance) more than 30 %",
            "It was 39.47 % by the figures of 10 Mar 2025.",
        ),
        ("zh-hans", "[Fairdue] 预警：M1, CNY，上月恶化率（按余额） 高于 30 %", "按 2025-03-10 的数据为 39.47 %。"),
    ],
)
def test_the_mail_says_of_which_figures(cast, march, mailoutbox, language, title, value):
    User.objects.filter(pk=cast.user("lead").pk).update(language=language)
    mailed_to_the_lead(cast)
    set_alert(cast, **FORWARD)
    assert tasks.look_at_alerts() == 1
    (mail,) = mailoutbox
    assert mail.subject.replace("\u202f", " ") == title
    assert value in mail.body.replace("\u202f", " ")
    assert "/dashboard/flows/?month=2025-02&currency=CNY&rate=forward&by=balance" in mail.body
    assert "/dashboard/flows/?month=2025-02&amp;currency=CNY" in mail.alternatives[0].content


def test_the_strip_says_of_which_figures(cast, march):
    set_alert(cast, **FORWARD)
    check()
    text = cast.browser("lead").get("/cases/").content.decode().replace("\u202f", " ")
    assert "more than 30 % (39.47 % by the figures of 10 Mar 2025)." in text


def test_files_keep_a_share_as_a_part_of_one(cast, march):
    set_alert(cast, **FORWARD)
    check()
    browser = cast.browser("lead")
    head, line = browser.get("/dashboard/alerts/raised.csv").content.decode("utf-8-sig").splitlines()
    assert head == "raised_at,ended_at,of,condition,value,unit,figures_of"
    assert line.endswith(",0.3947,share,2025-03-10")
    assert browser.get("/dashboard/alerts/raised.csv?format=xlsx").content[:2] == b"PK"
    assert "M1, CNY" in browser.get("/dashboard/alerts/watched.csv").content.decode()


# -- the page -------------------------------------------------------------------------------------------------------

FORM = {"figure": "forward", "bucket": "M1", "operator": "ABOVE", "threshold": "42.5"}


def send(cast, **more):
    given = {**FORM, "told": [cast.user("lead").pk], **more}
    return cast.browser("lead").post("/dashboard/alerts/new/", given)


def test_a_lead_sets_one_on_the_page(cast, march):
    assert send(cast, region="广东", by="accounts").status_code == 302
    alert = Alert.objects.get()
    assert (alert.bucket, alert.threshold, alert.region, alert.by) == (1, Decimal("0.4250"), "广东", "accounts")
    text = cast.browser("lead").get("/dashboard/alerts/").content.decode().replace("\u202f", " ")
    assert "Rolled forward in the last month (by accounts) more than 42.5 %" in text
    assert "/dashboard/flows/?currency=CNY&amp;region=%E5%B9%BF%E4%B8%9C&amp;rate=forward&amp;by=accounts" in text


def test_money_is_typed_as_money(cast, march):
    send(cast, figure="balance", threshold="1000000.00")
    assert Alert.objects.get().threshold == Decimal("1000000")


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"scope": "team:1"}, {"scope"}),
        ({"bucket": ""}, {"bucket"}),
        ({"threshold": "142.5"}, {"threshold"}),
        ({"figure": "cases"}, {"bucket"}),
        ({"figure": "cases", "span": "so-far", "region": "广东"}, {"bucket", "span", "region"}),
        ({"figure": "balance", "by": "accounts"}, {"by"}),
    ],
)
def test_a_wrong_pair_is_said_at_its_field_and_loses_nothing(cast, march, more, fields):
    team = Team.objects.order_by("pk")[0]
    more = {name: value.replace("team:1", f"team:{team.pk}") for name, value in more.items()}
    answer = send(cast, **more)
    form = answer.context["form"]
    assert (answer.status_code, set(form.errors)) == (422, fields)
    for name, value in {**FORM, **more}.items():
        assert form[name].value() == value
    assert not Alert.objects.exists()


def test_every_figure_says_which_fields_fit_it(cast, march):
    text = cast.browser("lead").get("/dashboard/alerts/").content.decode()
    assert '<option value="cases" data-fits="scope">' in text
    assert '<option value="forward" data-fits="bucket currency product region by span" data-needs="bucket">' in text
    assert "js/fits" in text


def test_the_form_stands_before_the_first_night(cast):
    assert cast.browser("lead").get("/dashboard/alerts/").status_code == 200
    assert send(cast).context["form"].errors["figure"]


# -- REST -----------------------------------------------------------------------------------------------------------

BODY = {"figure": "forward", "operator": "ABOVE", "threshold": "0.3", "bucket": "M1", "region": "广东"}


def test_rest_sets_and_lists_it(cast, march):
    client = cast.api("lead")
    made = client.post("/api/v1/alerts", {**BODY, "told": [cast.user("lead").pk]}).json()
    assert {name: made[name] for name in BODY} == BODY | {"threshold": "0.3000"}
    assert (made["currency"], made["by"], made["span"]) == ("CNY", "balance", "month")
    assert (made["queue"], made["team"], made["product"]) == (None, None, None)
    check()
    (row,) = client.get("/api/v1/alerts/raised").json()["results"]
    assert (row["value"], row["day"]) == ("0.3947", "2025-03-10")


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"queue": "m1"}, 422, "queue"),
        ({"bucket": "M4+"}, 422, "bucket"),
        ({"bucket": "M9"}, 400, "bucket"),
        ({"threshold": "30"}, 400, "threshold"),
        ({"product": "NOPE"}, 404, "product"),
        ({"buckets": "M1"}, 400, "buckets"),
    ],
)
def test_rest_names_the_field(cast, march, more, status, field):
    answer = cast.api("lead").post("/api/v1/alerts", {**BODY, "told": [cast.user("lead").pk], **more})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)
