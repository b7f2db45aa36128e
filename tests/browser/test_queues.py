"""Queues in a real browser: the count follows what is typed; cases are reassigned and taken back."""

import pytest
from playwright.sync_api import expect

from collections_app.cases.models import QueueVersion, Reassignment
from tests.cases.desk import waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three_debtors():
    for past_due in ("100.00", "6000.00", "7000.00"):
        waiting(past_due=past_due)


def test_the_count_follows_the_conditions_and_the_change_is_a_version(three_debtors, sit_down):
    page = sit_down("lead", "/queues/m1/edit/")
    expect(page.locator("#queue-count")).to_contain_text("3 open cases fit")
    page.get_by_label("Field of condition 2").select_option("past_due")
    page.get_by_label("Comparison of condition 2").select_option("at_least")
    page.get_by_label("Value of condition 2").fill("5000")
    expect(page.locator("#queue-count")).to_contain_text("2 open cases fit")
    page.get_by_label("Value of condition 2").fill("much")
    expect(page.locator("#queue-count")).to_contain_text("Give an amount like 1000.00.")
    page.get_by_label("Value of condition 2").fill("5000")
    page.get_by_label("Why this change").fill("for the quarter")
    page.get_by_role("button", name="Write this version").click()
    expect(page.get_by_text("added: past due at least 5000.00")).to_be_visible()
    assert QueueVersion.objects.filter(queue__code="m1").count() == 2


def test_cases_are_given_away_after_a_look_and_taken_back(three_debtors, sit_down):
    page = sit_down("lead", "/reassign/")
    page.get_by_label("From the queue").select_option("m1")
    page.get_by_label("To the team").select_option(label="Mid end")
    page.get_by_label("Why").fill("support in July")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="3 cases would change")).to_be_visible()
    page.get_by_role("button", name="Reassign 3 cases").click()
    expect(page.get_by_role("heading", name="3 cases reassigned")).to_be_visible()
    page.get_by_role("button", name="Undo, until").click()
    expect(page.get_by_text("3 cases are whose they were.")).to_be_visible()
    assert Reassignment.objects.get().restored == 3
