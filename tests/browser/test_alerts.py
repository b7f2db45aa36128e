"""The form of an alert in a real browser: the figure says which fields fit it."""

import pytest
from playwright.sync_api import expect

from collections_app.dashboards.models import Alert
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
