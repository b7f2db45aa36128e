"""How an alert on the portfolio reads: in words, by its address, in mail, strip and files."""

import pytest
from django.utils import translation

from collections_app.dashboards import tasks
from collections_app.dashboards.alert_words import condition_in_words, figure_address, scope_in_words
from collections_app.people.models import User
from tests.accounts.cards import d
from tests.dashboards.alert_stage import FORWARD, check, mailed_to_the_lead, march, noon, set_alert

pytestmark = pytest.mark.django_db

__all__ = ["march", "noon"]


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
