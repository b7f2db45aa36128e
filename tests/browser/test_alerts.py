"""Alerts in a real browser: the figure says which fields of the form fit it; the page on paper."""

import pytest
from playwright.sync_api import expect

from collections_app.dashboards.models import Alert, AlertRaised
from tests.accounts.cards import d
from tests.cases.desk import NOW
from tests.dashboards.figures import figure, flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def march():
    for day in ("02-01", "03-01"):
        figure(day, "M1", 5, "5000.00")
    flow("03-01", "01-31", "M1", "M2", 2, "30000.00")


def test_only_what_fits_the_figure_shows_and_is_sent(march, sit_down):
    page = sit_down("lead", "/dashboard/alerts/")
    form = page.locator("form", has=page.get_by_label("Figure", exact=True))
    of, bucket, month = form.get_by_label("Of"), form.get_by_label("Bucket"), form.get_by_label("Month")
    expect(of).to_be_visible()
    expect(bucket).to_be_hidden()
    of.select_option(label="Mid end")
    form.get_by_label("Figure", exact=True).select_option("forward")
    expect(of).to_be_hidden()
    expect(month).to_be_visible()
    expect(bucket).to_have_attribute("required", "")
    bucket.select_option("M1")
    form.get_by_label("Figure", exact=True).select_option("balance")
    expect(bucket).not_to_have_attribute("required", "")
    form.get_by_label("Figure", exact=True).select_option("delinquent_share")
    expect(bucket).to_be_hidden()
    form.get_by_label("Figure", exact=True).select_option("forward")
    expect(bucket).to_have_value("M1")
    form.get_by_label("Threshold").fill("400")
    form.get_by_role("button", name="Set the alert").click()
    expect(page.get_by_text("at most 100 %")).to_be_visible()
    expect(bucket).to_have_value("M1")
    expect(of).to_be_hidden()
    form.get_by_label("Threshold").fill("40")
    form.get_by_role("button", name="Set the alert").click()
    expect(page.get_by_text("Rolled forward in the last month")).to_be_visible()
    alert = Alert.objects.get()
    assert (alert.team, alert.bucket, str(alert.threshold)) == (None, 1, "0.4000")


def test_on_paper_what_stands_under_a_figure_is_smaller_than_it(march, sit_down):
    alert = Alert.objects.create(
        figure="balance", bucket=1, currency="CNY", operator="ABOVE", threshold=1, created_at=NOW, is_active=False
    )
    AlertRaised.objects.create(alert=alert, value=5000, day=d("03-01"), raised_at=NOW, ended_at=NOW)
    page = sit_down("lead", "/dashboard/alerts/")
    page.emulate_media(media="print")
    day = page.locator(".dense td.num > small")
    expect(day).to_have_text("1 Mar 2025")
    small, figure_above = day.evaluate(
        "e => [e, e.parentElement].map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert small < figure_above
