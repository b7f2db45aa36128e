"""Alerts on the portfolio at the browser door and the REST door."""

from decimal import Decimal

import pytest

from collections_app.dashboards.models import Alert
from collections_app.people.models import Team
from tests.dashboards.alert_stage import check, march, noon

pytestmark = pytest.mark.django_db

__all__ = ["march", "noon"]


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
